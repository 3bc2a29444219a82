import { useCallback, useRef, useState } from 'react';
import { countHeld, withAppended } from './keep-order.ts';

interface Steady<TItem> {
  readonly items: readonly TItem[];
  /** How many would stand elsewhere, or are new. */
  readonly heldCount: number;
  /** Shows them where they belong now. */
  readonly settle: () => void;
}

interface Kept<TItem> {
  /** What the list is about: another one begins anew. */
  listKey: string;
  ids: readonly string[];
  /** Rows that the list has no more stay in their place as they were, until it settles. */
  readonly rows: Map<string, TItem>;
}

/**
 * Keeps every row in its place while somebody is at the list: what a row says may change, where it stands may not. What is
 * new or has moved waits until `settle`, or until nobody is at the list.
 */
export function useSteadyOrder<TItem>(
  listKey: string,
  items: readonly TItem[],
  { idOf, isHeld }: { readonly idOf: (item: TItem) => string; readonly isHeld: () => boolean },
): Steady<TItem> {
  const kept = useRef<Kept<TItem>>({ listKey, ids: [], rows: new Map() });
  const [, render] = useState(0);
  const ids = items.map(idOf);
  const before = kept.current;
  if (before.listKey !== listKey || before.ids.length === 0 || !isHeld()) {
    before.listKey = listKey;
    before.ids = ids;
    before.rows.clear();
  } else {
    before.ids = withAppended(before.ids, ids);
  }
  for (const item of items) before.rows.set(idOf(item), item);
  const settle = useCallback(() => {
    kept.current.ids = [];
    render((count) => count + 1);
  }, []);
  return {
    items: before.ids.flatMap((id) => {
      const row = before.rows.get(id);
      return row === undefined ? [] : [row];
    }),
    heldCount: countHeld(before.ids, ids),
    settle,
  };
}
