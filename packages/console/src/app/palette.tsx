import { Dialog as Base } from '@base-ui/react/dialog';
import { useNavigate } from '@tanstack/react-router';
import { ArrowRight, type LucideIcon, Search } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { cx } from '../lib/class-names.ts';
import { type Shortcut, useAllShortcuts } from '../lib/keys.ts';
import { type Recognised, recognise } from '../lib/recognise.ts';
import { useMay } from '../lib/session.ts';
import { Keys } from '../ui/keys.tsx';
import { type SearchParams, usePagePath } from '../ui/link.tsx';
import { shellWords } from '../words/shell.ts';
import { useNavigation } from './use-navigation.ts';

interface PaletteEntry {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly keys?: string;
  readonly run: () => void;
}

const { groups, lookUp } = shellWords.palette;

/** Ctrl or Cmd K: recognises what is pasted, then pages, then what can be done on this page. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState('');
  const [index, setIndex] = useState(0);
  const listId = useId();
  const shortcuts = useAllShortcuts();
  const entries = useEntries(text, shortcuts);
  const active = Math.min(index, entries.length - 1);
  const run = (entry: PaletteEntry | undefined) => {
    if (entry === undefined) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && entries.length > 0) {
      event.preventDefault();
      setIndex((active + step + entries.length) % entries.length);
    }
    if (event.key === 'Enter') run(entries[active]);
  };
  return (
    <Base.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Base.Popup
          aria-label={shellWords.searchLabel}
          className="fixed top-[12vh] left-1/2 z-40 w-[calc(100vw-2rem)] max-w-144 -translate-x-1/2 overflow-hidden rounded-3 bg-raised shadow-3"
        >
          <div className="flex items-center gap-2 border-b border-line px-3">
            <Search aria-hidden="true" className="size-4 flex-none text-fg-3" />
            <input
              // Focused as it appears, not a moment later: people type on after Ctrl K.
              // biome-ignore lint/a11y/noAutofocus: a dialog has to take the focus.
              autoFocus
              role="combobox"
              aria-expanded="true"
              aria-controls={listId}
              aria-activedescendant={entries[active] === undefined ? undefined : `${listId}-${active}`}
              aria-label={shellWords.searchLabel}
              placeholder={shellWords.search}
              value={text}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => {
                setText(event.target.value);
                setIndex(0);
              }}
              onKeyDown={onKeyDown}
              className="h-11 min-w-0 grow bg-transparent text-14 outline-none"
            />
            <Keys keys="Escape" />
          </div>
          <div id={listId} role="listbox" aria-label={shellWords.searchLabel} className="max-h-96 overflow-auto p-1">
            {entries.length === 0 && <p className="px-3 py-6 text-center text-fg-2">{shellWords.palette.none}</p>}
            {entries.map((entry, at) => (
              <div key={entry.id} role="presentation">
                {entry.group !== entries[at - 1]?.group && (
                  <p className="px-2 pt-2 pb-1 text-12 text-fg-3">{entry.group}</p>
                )}
                <div
                  id={`${listId}-${at}`}
                  role="option"
                  aria-selected={at === active}
                  onClick={() => run(entry)}
                  onPointerMove={() => setIndex(at)}
                  className={cx(
                    'flex h-8.5 cursor-pointer items-center gap-2.5 rounded-2 px-2 pointer-coarse:h-11',
                    at === active && 'bg-active',
                  )}
                >
                  <entry.icon aria-hidden="true" className="size-4 flex-none text-fg-3" strokeWidth={1.75} />
                  <span className="min-w-0 grow truncate">{entry.label}</span>
                  {entry.keys !== undefined && <Keys keys={entry.keys} />}
                </div>
              </div>
            ))}
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function useEntries(text: string, shortcuts: readonly Shortcut[]): readonly PaletteEntry[] {
  const navigation = useNavigation();
  const navigate = useNavigate();
  const pathOf = usePagePath();
  const may = useMay();
  const go = (path: string, search: SearchParams = {}) => void navigate({ to: pathOf(path), search: search as never });
  const wanted = text.trim().toLocaleLowerCase();
  const matches = (label: string) => wanted === '' || label.toLocaleLowerCase().includes(wanted);
  const pages = navigation
    .flatMap((group) => group.pages)
    .filter((page) => matches(page.label))
    .map((page) => ({
      id: page.path,
      group: groups.pages,
      label: page.label,
      icon: page.icon,
      ...(page.goKey === undefined ? {} : { keys: `g ${page.goKey}` }),
      run: () => go(page.path),
    }));
  const actions = shortcuts
    .filter(({ keys, label }) => !keys.startsWith('g ') && keys !== 'Mod+k' && matches(label))
    .map(({ keys, label, run }) => ({
      id: `key ${keys}`,
      group: groups.actions,
      label,
      icon: ArrowRight,
      keys,
      run: () => run(new KeyboardEvent('keydown')),
    }));
  const recognised = recognise(text);
  const found = (wanted === '' ? [] : targetsOf(recognised, text.trim()))
    .filter(({ permission }) => may(permission))
    .map(({ path, search, label }) => ({
      id: `${path} ${JSON.stringify(search ?? {})}`,
      group: groups.found,
      label,
      icon: Search,
      run: () => go(path, search),
    }));
  // Whoever types the name of a page wants the page; only what is an id or a number is meant as such.
  return recognised === null ? [...pages, ...actions, ...found] : [...found, ...pages, ...actions];
}

interface Target {
  readonly label: string;
  readonly path: string;
  readonly search?: SearchParams;
  readonly permission: 'events.read' | 'deliveries.read' | 'endpoints.read' | 'contacts.read' | 'conversations.read';
}

/** Where a recognised text leads. */
function targetsOf(recognised: Recognised | null, text: string): readonly Target[] {
  switch (recognised?.kind) {
    case undefined:
      return [{ label: lookUp.nameContacts, path: '/contacts', search: { q: text }, permission: 'contacts.read' }];
    case 'event':
      return [{ label: lookUp.event, path: `/events/${recognised.id}`, permission: 'events.read' }];
    case 'delivery':
      return [{ label: lookUp.delivery, path: `/deliveries/${recognised.id}`, permission: 'deliveries.read' }];
    case 'endpoint':
      return [{ label: lookUp.endpoint, path: `/endpoints/${recognised.id}`, permission: 'endpoints.read' }];
    case 'contact':
      return [{ label: lookUp.contact, path: `/contacts/${recognised.id}`, permission: 'contacts.read' }];
    case 'conversation':
      return [{ label: lookUp.conversation, path: `/inbox/${recognised.id}`, permission: 'conversations.read' }];
    case 'wamid': {
      const search = { wamid: recognised.wamid };
      return [
        { label: lookUp.wamidEvents, path: '/events', search, permission: 'events.read' },
        { label: lookUp.wamidDeliveries, path: '/deliveries', search, permission: 'deliveries.read' },
      ];
    }
    case 'phone': {
      const search = { phone: recognised.phone };
      return [
        {
          label: lookUp.phoneContacts,
          path: '/contacts',
          search: { q: recognised.phone },
          permission: 'contacts.read',
        },
        { label: lookUp.phoneEvents, path: '/events', search, permission: 'events.read' },
        { label: lookUp.phoneDeliveries, path: '/deliveries', search, permission: 'deliveries.read' },
      ];
    }
    case 'bsuid': {
      const search = { bsuid: recognised.bsuid };
      return [
        {
          label: lookUp.bsuidContacts,
          path: '/contacts',
          search: { q: recognised.bsuid },
          permission: 'contacts.read',
        },
        { label: lookUp.bsuidEvents, path: '/events', search, permission: 'events.read' },
      ];
    }
  }
}
