import { Menu as Base } from '@base-ui/react/menu';
import { cx } from '../lib/class-names.ts';
import { Keys } from './keys.tsx';
import type { MenuEntry, MenuProps } from './menu.tsx';

/** A menu that somebody opens right now. It stays for the next time. */
export function OpenMenu({ trigger, entries, align = 'end' }: MenuProps) {
  return (
    <Base.Root defaultOpen>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={4} className="z-50">
          <Base.Popup className="min-w-44 rounded-3 bg-raised p-1 shadow-3">
            {entries.map((entry, index) => (
              <MenuItem key={index} entry={entry} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function MenuItem({ entry }: { readonly entry: MenuEntry }) {
  const { icon: Icon } = entry;
  return (
    <>
      {entry.separated === true && <Base.Separator className="mx-1 my-1 h-px bg-line-soft" />}
      <Base.Item
        disabled={entry.disabled ?? false}
        onClick={entry.run}
        className={cx(
          'flex h-7.5 items-center gap-2 rounded-2 px-2 data-disabled:text-fg-3 data-highlighted:bg-hover pointer-coarse:h-11',
          entry.danger === true && 'text-danger',
          entry.current === true && 'font-medium text-brass',
        )}
      >
        {Icon !== undefined && <Icon aria-hidden="true" className="size-3.5" />}
        <span className="grow">{entry.label}</span>
        {entry.keys !== undefined && <Keys keys={entry.keys} />}
      </Base.Item>
    </>
  );
}
