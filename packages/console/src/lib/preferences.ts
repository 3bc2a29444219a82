import { useSyncExternalStore } from 'react';

/** What a reader chose for this browser. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  readonly density: 'dense' | 'comfortable';
  /** Shortcuts of one key without Ctrl, Alt or Cmd (WCAG 2.1.4). */
  readonly singleKeys: boolean;
  /** Numbers, names and texts are covered, for sharing the screen. */
  readonly hideNumbers: boolean;
}

const DEFAULTS: Preferences = { theme: 'system', density: 'dense', singleKeys: true, hideNumbers: false };
/** Also read by `public/theme.js`, before anything is painted. */
const STORAGE_KEY = 'posthorn.preferences';

const listeners = new Set<() => void>();
let current = read();

function read(): Preferences {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}');
    return { ...DEFAULTS, ...(typeof stored === 'object' ? stored : {}) };
  } catch {
    return DEFAULTS;
  }
}

/** Keeps a choice in this browser and shows it at once, in every tab. */
export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(current));
  } catch {
    // Storage may be forbidden, as in a private window: the choice then lasts as long as the page.
  }
  apply();
}

function apply(): void {
  const { dataset } = document.documentElement;
  if (current.theme === 'system') delete dataset.theme;
  else dataset.theme = current.theme;
  dataset.density = current.density;
  for (const listener of listeners) listener();
}

window.addEventListener('storage', ({ key }) => {
  if (key !== STORAGE_KEY) return;
  current = read();
  apply();
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, () => current);
}

/** The preferences outside of React. */
export function readPreferences(): Preferences {
  return current;
}
