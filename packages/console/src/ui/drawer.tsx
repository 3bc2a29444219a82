import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useShortcuts } from '../lib/keys.ts';
import { uiWords } from '../words/ui.ts';
import { IconButton } from './button.tsx';

interface SplitProps {
  /** The list. It stays usable while the drawer is open. */
  readonly children: ReactNode;
  /** Null: closed. */
  readonly drawer: ReactNode | null;
}

/** A list with a drawer of 512 px beside it; below 1,100 px the drawer covers the list, below 640 px it is the page. */
export function Split({ children, drawer }: SplitProps) {
  return (
    <div className="relative flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">{children}</div>
      {drawer}
    </div>
  );
}

interface DrawerProps {
  /** Its name for those who hear it. */
  readonly label: string;
  /** Id, title, pills, actions: always in sight. */
  readonly head: ReactNode;
  readonly children: ReactNode;
  readonly onClose: () => void;
  /** Beside the close button: previous, next, open as a page. */
  readonly tools?: ReactNode;
}

/** Shows one row beside its table. Escape closes it, and the focus goes back to the row. */
export function Drawer({ label, head, children, onClose, tools }: DrawerProps) {
  useShortcuts([{ keys: 'Escape', label: uiWords.close, run: onClose }]);
  const opener = useRef<Element | null>(null);
  useEffect(() => {
    opener.current = document.activeElement;
    return () => {
      if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
    };
  }, []);
  return (
    <aside
      aria-label={label}
      className="flex w-drawer flex-none flex-col border-l border-line bg-raised max-wide:absolute max-wide:inset-y-0 max-wide:right-0 max-wide:z-20 max-wide:shadow-3 max-narrow:w-full max-narrow:border-l-0"
    >
      <header className="relative grid gap-2 border-b border-line px-4 pt-2.5 pb-3">
        <div className="absolute top-1.5 right-2 flex items-center">
          {tools}
          <IconButton label={uiWords.close} keys="Escape" icon={X} onClick={onClose} />
        </div>
        {head}
      </header>
      <div className="min-h-0 flex-1 overflow-auto" tabIndex={0}>
        {children}
      </div>
    </aside>
  );
}
