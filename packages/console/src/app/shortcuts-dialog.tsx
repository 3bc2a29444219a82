import { useAllShortcuts } from '../lib/keys.ts';
import { usePreferences } from '../lib/preferences.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Keys } from '../ui/keys.tsx';
import { shellWords } from '../words/shell.ts';

/** Every shortcut that works on this page. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const shortcuts = useAllShortcuts();
  const { singleKeys } = usePreferences();
  return (
    <Dialog open onClose={onClose} title={shellWords.shortcuts} size="form">
      {!singleKeys && <p>{shellWords.shortcutsOff}</p>}
      <ul className="grid grid-cols-2 gap-x-8 gap-y-1.5 max-narrow:grid-cols-1">
        {shortcuts.map(({ keys, label }) => (
          <li key={keys} className="flex items-center justify-between gap-3">
            <span>{label}</span>
            <Keys keys={keys} />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
