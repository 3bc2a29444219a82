import { Check, Copy, LoaderCircle, type LucideIcon } from 'lucide-react';
import { type ComponentProps, type ReactNode, useEffect, useRef, useState } from 'react';
import { cx } from '../lib/class-names.ts';
import { copyText } from '../lib/copy.ts';
import { uiWords } from '../words/ui.ts';
import { Tooltip } from './tooltip.tsx';

export type ButtonKind = 'primary' | 'plain' | 'ghost' | 'danger' | 'danger-solid';

export const BUTTON_KINDS: Readonly<Record<ButtonKind, string>> = {
  primary: 'bg-ink border-ink text-on-ink hover:bg-ink-hover',
  plain: 'bg-raised border-line text-fg hover:bg-hover active:bg-active shadow-1',
  ghost: 'border-transparent text-fg-2 hover:bg-hover hover:text-fg',
  danger: 'bg-raised border-line text-danger hover:bg-hover active:bg-active shadow-1',
  'danger-solid': 'bg-danger-solid border-transparent text-on-danger hover:opacity-90',
};

export const BUTTON_BASE =
  'inline-flex items-center justify-center gap-1.5 rounded-2 border font-medium whitespace-nowrap no-underline transition-colors duration-(--ph-fast) ease-ph';

const NOT_ALLOWED = 'border-dashed border-line-strong bg-sunken text-fg-3 shadow-none hover:bg-sunken hover:text-fg-3';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly kind?: ButtonKind;
  readonly size?: 'control' | 'small';
  readonly icon?: LucideIcon;
  /** Under way: a verb such as "Resending" takes the place of the label. */
  readonly waiting?: string | false;
  /** Why it cannot be used now. It stays focusable and says so. */
  readonly notAllowed?: string | false | null;
  readonly children?: ReactNode;
}

/** A button says what it does with a verb. One primary per view; an ellipsis means that a question follows. */
export function Button(props: ButtonProps) {
  const {
    kind = 'plain',
    size = 'control',
    icon: Icon,
    waiting,
    notAllowed,
    children,
    className,
    onClick,
    ...rest
  } = props;
  const isBlocked = typeof notAllowed === 'string';
  const isWaiting = typeof waiting === 'string';
  const button = (
    <button
      type="button"
      {...rest}
      aria-disabled={isBlocked || isWaiting || undefined}
      className={cx(
        BUTTON_BASE,
        size === 'small' ? 'h-6.5 px-2 text-12' : 'h-control px-2.5',
        isBlocked ? NOT_ALLOWED : BUTTON_KINDS[kind],
        className,
      )}
      onClick={(event) => {
        if (isBlocked || isWaiting) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {isWaiting ? (
        <LoaderCircle aria-hidden="true" className="size-3.5 animate-spin" />
      ) : (
        Icon !== undefined && <Icon aria-hidden="true" className="size-3.5" />
      )}
      {isWaiting ? waiting : children}
    </button>
  );
  return isBlocked ? <Tooltip text={notAllowed}>{button}</Tooltip> : button;
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** Its name for those who do not see the icon, and its tooltip. */
  readonly label: string;
  readonly icon: LucideIcon;
  /** The key that does the same. */
  readonly keys?: string;
}

/** A button of one icon, with a name. */
export function IconButton({ label, icon: Icon, keys, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} {...(keys === undefined ? {} : { keys })}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={cx(
          'inline-grid size-7 flex-none place-items-center rounded-2 text-fg-2 hover:bg-hover hover:text-fg pointer-coarse:size-11',
          className,
        )}
      >
        <Icon aria-hidden="true" className="size-4" strokeWidth={1.75} />
      </button>
    </Tooltip>
  );
}

/** How long a button says that it has done it. */
const DONE_MS = 2_000;

interface CopyButtonProps {
  readonly text: string | (() => string | Promise<string>);
  /** What is copied, as the name of an icon button: "Copy the id". */
  readonly label: string;
  /** With words beside the icon. */
  readonly children?: ReactNode;
  readonly kind?: ButtonKind;
  readonly size?: 'control' | 'small';
  readonly icon?: LucideIcon;
}

/** Copies a text and says so for two seconds. */
export function CopyButton({ text, label, children, kind = 'plain', size = 'small', icon = Copy }: CopyButtonProps) {
  const { isDone, note } = useDone();
  const copy = async () => {
    if (await copyText(typeof text === 'string' ? text : await text())) note();
  };
  if (children === undefined) {
    return (
      <IconButton
        label={isDone ? uiWords.copied : label}
        icon={isDone ? Check : icon}
        onClick={(event) => {
          event.stopPropagation();
          void copy();
        }}
      />
    );
  }
  return (
    <Button kind={kind} size={size} icon={isDone ? Check : icon} onClick={() => void copy()} aria-label={label}>
      {isDone ? uiWords.copied : children}
    </Button>
  );
}

function useDone() {
  const [isDone, setIsDone] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    isDone,
    note: () => {
      setIsDone(true);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setIsDone(false), DONE_MS);
    },
  };
}
