import { LRUCache } from 'lru-cache';

/**
 * Remembers so many entries; beyond it, what was used longest ago is forgotten. Takes memory as it fills: told of a `max`,
 * `lru-cache` takes that of all entries at once.
 *
 * @param ttlMs How long an entry stands. 0: until it is forgotten.
 */
export function newRecentlyUsed<Key extends string, Value extends NonNullable<unknown>>(
  entriesMax: number,
  ttlMs = 0,
): LRUCache<Key, Value> {
  return new LRUCache({ maxSize: entriesMax, sizeCalculation: () => 1, ttl: ttlMs });
}
