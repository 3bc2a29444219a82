import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { cx } from '../lib/class-names.ts';
import { uiWords } from '../words/ui.ts';
import { Button, IconButton } from './button.tsx';
import { Field, Input } from './field.tsx';
import { describeProblem } from './panel.tsx';

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** The title is the question. */
  readonly title: ReactNode;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly size?: 'question' | 'form' | 'wide';
  /** Clicks beside it and Escape do not close it: for what is shown only once. */
  readonly sticky?: boolean;
}

const SIZES = { question: 'max-w-112', form: 'max-w-160', wide: 'max-w-240' } as const;

/** A question in front of the page. For what a drawer or a page can do, use those. */
export function Dialog({ open, onClose, title, children, actions, size = 'question', sticky = false }: DialogProps) {
  return (
    <Base.Root
      open={open}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      disablePointerDismissal={sticky}
    >
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Base.Popup
          className={cx(
            'fixed top-[12vh] left-1/2 z-40 grid max-h-[80vh] w-[calc(100vw-2rem)] -translate-x-1/2 grid-rows-[auto_minmax(0,1fr)_auto] rounded-3 bg-raised shadow-3',
            SIZES[size],
          )}
        >
          <header className="flex items-start gap-2 px-5 pt-4">
            <Base.Title className="text-16">{title}</Base.Title>
            {!sticky && (
              <Base.Close render={<IconButton label={uiWords.close} icon={X} className="-mt-1 -mr-2 ml-auto" />} />
            )}
          </header>
          <div className="grid content-start gap-3 overflow-auto px-5 py-3 text-fg-2">{children}</div>
          {actions !== undefined && <footer className="flex justify-end gap-2 px-5 pb-4">{actions}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

interface ConfirmProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  /** What is lost, what stays, and the reversible way. */
  readonly children: ReactNode;
  /** A verb: "Delete endpoint". */
  readonly action: string;
  readonly waiting: string;
  /** Has to be typed: only where nothing can be undone. */
  readonly typedName?: string;
  readonly danger?: boolean;
  /** The way out, where "Cancel" could be taken for the action: "Keep it". */
  readonly keep?: string;
  readonly run: () => Promise<unknown>;
}

/** Asks before something is done, does it, and says why it could not be done. */
export function ConfirmDialog(props: ConfirmProps) {
  const {
    open,
    onClose,
    title,
    children,
    action,
    waiting,
    typedName,
    danger = true,
    keep = uiWords.cancel,
    run,
  } = props;
  const [typed, setTyped] = useState('');
  const [phase, setPhase] = useState<{ readonly isRunning: boolean; readonly error: unknown }>(IDLE);
  const close = () => {
    setTyped('');
    setPhase(IDLE);
    onClose();
  };
  const confirm = async () => {
    setPhase({ isRunning: true, error: null });
    try {
      await run();
      close();
    } catch (error) {
      setPhase({ isRunning: false, error });
    }
  };
  const isNamed = typedName === undefined || typed.trim() === typedName.trim();
  return (
    <Dialog
      open={open}
      onClose={close}
      title={title}
      actions={
        <>
          <Button onClick={close}>{keep}</Button>
          <Button
            kind={danger ? 'danger-solid' : 'primary'}
            waiting={phase.isRunning && waiting}
            notAllowed={!isNamed && typedName !== undefined && uiWords.typeToConfirm(typedName).join('')}
            onClick={() => void confirm()}
          >
            {action}
          </Button>
        </>
      }
    >
      {children}
      {typedName !== undefined && (
        <Field label={<TypedNameLabel name={typedName} />}>
          <Input
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            spellCheck={false}
          />
        </Field>
      )}
      {phase.error !== null && (
        <p role="alert" className="text-danger">
          {describeProblem(phase.error)}
        </p>
      )}
    </Dialog>
  );
}

const IDLE = { isRunning: false, error: null } as const;

function TypedNameLabel({ name }: { readonly name: string }) {
  const [before, , after] = uiWords.typeToConfirm(name);
  return (
    <>
      {before}
      <code>{name}</code>
      {after}
    </>
  );
}
