import assert from 'node:assert/strict';
import { type AttemptId, type DeliveryId, type EventId, type IdPrefix, idOf, uuidOf } from './ids.ts';

/** The largest time a UUID version 7 can hold: 48 bits. */
const TIME_MS_MAX = 2 ** 48 - 1;
/** How far the clocks of the nodes that made two ids may be apart, with room to spare. */
const CLOCKS_APART_MS_MAX = 600_000;

/**
 * The smallest id of its kind that can have been made at `timeMs` (RFC 9562: a UUID version 7 begins with
 * its milliseconds). Ids made before are smaller, so an age becomes a range of the primary index.
 *
 * @param timeMs Epoch milliseconds; what lies outside of the 48 bits counts as the nearest end.
 */
export function firstIdAt<TPrefix extends IdPrefix>(prefix: TPrefix, timeMs: number): ReturnType<typeof idOf<TPrefix>> {
  assert(!Number.isNaN(timeMs));
  const clampedMs = Math.min(Math.max(Math.floor(timeMs), 0), TIME_MS_MAX);
  const hex = clampedMs.toString(16).padStart(12, '0');
  return idOf(prefix, `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`);
}

/**
 * An id below those of all attempts at these deliveries, or at deliveries of these events: the log is looked through from
 * there. An attempt is never older than what it delivers, but for what the clocks of two nodes differ.
 */
export function firstAttemptIdOf(ids: readonly (DeliveryId | EventId)[]): AttemptId {
  const oldestMs = ids.reduce((oldest, id) => Math.min(oldest, timeOfId(id)), TIME_MS_MAX);
  return firstIdAt('att', oldestMs - CLOCKS_APART_MS_MAX);
}

/** When an id was made, epoch milliseconds. The id must be one of ours. */
export function timeOfId(id: string): number {
  const uuid = uuidOf(id);
  const timeMs = Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
  assert(Number.isSafeInteger(timeMs));
  return timeMs;
}
