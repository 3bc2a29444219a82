import { Toast as Base } from '@base-ui/react/toast';
import { CircleCheck, CircleX, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { uiWords } from '../words/ui.ts';
import { IconButton } from './button.tsx';
import { describeProblem } from './panel.tsx';

const manager = Base.createToastManager();

/** Failures stay until they are closed; what went well goes after six seconds. */
const SHOWN_MS = 6_000;
const TOASTS_MAX = 3;

interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

/** Says what the page does not show already: one line of what, one of what next. */
export const toast = {
  done: (title: string, description?: string, action?: ToastAction) => {
    manager.add({
      title,
      type: 'done',
      ...(description === undefined ? {} : { description }),
      ...(action === undefined ? {} : { actionProps: { children: action.label, onClick: action.run } }),
    });
  },
  failed: (title: string, error: unknown) => {
    manager.add({ title, description: describeProblem(error), type: 'failed', timeout: 0, priority: 'high' });
  },
};

export function Toasts({ children }: { readonly children: ReactNode }) {
  return (
    <Base.Provider toastManager={manager} timeout={SHOWN_MS} limit={TOASTS_MAX}>
      {children}
      <Base.Portal>
        <Base.Viewport className="fixed right-4 bottom-4 z-50 grid w-88 max-w-[calc(100vw-2rem)] gap-2">
          <List />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function List() {
  const { toasts } = Base.useToastManager();
  return toasts.map((one) => (
    <Base.Root
      key={one.id}
      toast={one}
      className="flex items-start gap-2.5 rounded-3 bg-raised px-3 py-2.5 shadow-2 data-limited:hidden"
    >
      {one.type === 'failed' ? (
        <CircleX aria-hidden="true" className="mt-0.5 size-4 flex-none text-danger" />
      ) : (
        <CircleCheck aria-hidden="true" className="mt-0.5 size-4 flex-none text-success" />
      )}
      <span className="min-w-0 grow">
        <Base.Title className="font-medium" />
        <Base.Description className="break-words text-fg-2" />
      </span>
      <Base.Action className="flex-none rounded-2 px-2 py-0.5 font-medium text-fg-2 hover:bg-hover hover:text-fg" />
      <Base.Close render={<IconButton label={uiWords.close} icon={X} className="-mt-1 -mr-1" />} />
    </Base.Root>
  ));
}
