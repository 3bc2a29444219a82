/** The order that stays on the screen: the next pages of the list come below what is there, what is new above waits. */
export function withAppended(shown: readonly string[], ids: readonly string[]): readonly string[] {
  const known = new Set(shown);
  const lastKnown = ids.findLastIndex((id) => known.has(id));
  const below = ids.slice(lastKnown + 1);
  return lastKnown < 0 || below.length === 0 ? shown : [...shown, ...below];
}

/** How many rows are not where the list has them by now: they came, or moved up. */
export function countHeld(shown: readonly string[], ids: readonly string[]): number {
  const places = new Map(shown.map((id, index) => [id, index]));
  let held = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const id of ids.toReversed()) {
    const place = places.get(id);
    if (place === undefined || place > least) held += 1;
    else least = place;
  }
  return held;
}
