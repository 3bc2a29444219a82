import { useEffect, useRef, useSyncExternalStore } from 'react';
import { readPreferences } from './preferences.ts';

/** One shortcut: what to press, what it does, in words for the list under `?`. */
export interface Shortcut {
  /** `j`, `Enter`, `?`, `Shift+ArrowDown`, `Mod+k` (Ctrl or Cmd), `Alt+j`, or two in a row: `g d`. */
  readonly keys: string;
  readonly label: string;
  readonly run: (event: KeyboardEvent) => void;
}

const registered = new Set<{ readonly shortcuts: readonly Shortcut[] }>();
const listeners = new Set<() => void>();
let snapshot: readonly Shortcut[] = [];

function changed(): void {
  const byKeys = new Map<string, Shortcut>();
  for (const { shortcuts } of registered) for (const one of shortcuts) byKeys.set(one.keys, one);
  snapshot = [...byKeys.values()];
  for (const listener of listeners) listener();
}

/** Every shortcut that works now, for the list under `?`. */
export function useAllShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );
}

/** Makes shortcuts work while the component is there. Of two with the same keys the later one wins. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  const signature = shortcuts.map(({ keys, label }) => `${keys} ${label}`).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: what runs is read when it runs; only the words decide what is listed.
  useEffect(() => {
    const entry = {
      shortcuts: latest.current.map(({ keys, label }, index) => ({
        keys,
        label,
        run: (event: KeyboardEvent) => latest.current[index]?.run(event),
      })),
    };
    registered.add(entry);
    changed();
    return () => {
      registered.delete(entry);
      changed();
    };
  }, [signature]);
}

/** How long the second key of a pair may take. */
const SEQUENCE_MS = 1_200;
let prefix: { readonly key: string; readonly atMs: number } | null = null;

function nameOf(event: KeyboardEvent): string {
  const modifiers = [
    event.ctrlKey || event.metaKey ? 'Mod' : null,
    event.altKey ? 'Alt' : null,
    event.shiftKey && event.key.length > 1 ? 'Shift' : null,
  ].filter((name) => name !== null);
  // Alt changes what a letter types on some keyboards: there its place counts.
  const key = event.altKey && event.code.startsWith('Key') ? event.code.slice(3).toLowerCase() : event.key;
  return [...modifiers, key].join('+');
}

/** Whether keys belong to what has the focus: a field, or an open menu or dialog that reads them itself. */
function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) {
    return !(target instanceof HTMLInputElement && (target.type === 'checkbox' || target.type === 'radio'));
  }
  return target.closest('[role=dialog],[role=alertdialog],[role=menu],[role=listbox],[role=combobox]') !== null;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const name = nameOf(event);
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
  if (!hasModifier) {
    if (isTaken(event.target)) return;
    // Enter and Space belong to a button or link that has the focus.
    if ((event.key === 'Enter' || event.key === ' ') && event.target instanceof HTMLElement) {
      if (/^(A|BUTTON|SUMMARY)$/.test(event.target.tagName)) return;
    }
    if (event.key.length === 1 && !readPreferences().singleKeys) return;
  }
  const pair = prefix !== null && Date.now() - prefix.atMs < SEQUENCE_MS ? `${prefix.key} ${name}` : null;
  const found = find(pair) ?? find(name);
  prefix = found === null && event.key.length === 1 && !hasModifier ? { key: name, atMs: Date.now() } : null;
  if (found === null) return;
  event.preventDefault();
  found.run(event);
}

function find(keys: string | null): Shortcut | null {
  return keys === null ? null : (snapshot.find((one) => one.keys === keys) ?? null);
}

/** Listens to the keyboard. Called once, by the start of the console. */
export function listenToKeys(): void {
  window.addEventListener('keydown', onKeyDown);
}

/** `Mod` as this machine calls it. */
export const MOD_LABEL = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';
