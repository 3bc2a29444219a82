import type { SendOutcome } from '../../domain/message-send.ts';
import type { Store } from '../../platform/db/store.ts';
import { responseOf } from './send-ends.ts';
import { BATCH_ROWS_MAX, findOutcomes, type KnownOutcome, type SendRef, stopAwaiting } from './sending.store.ts';
import type { Waiters } from './waiters.ts';
import { WriteBatch } from './write-batch.ts';

/** Calls whose messages are looked for at once. Those that wait longest come first. */
const LOOK_FOR_MAX = 4 * BATCH_ROWS_MAX;

/** Tells calls of this node what became of messages that other nodes sent. */
export async function lookForOutcomes(store: Store, waiters: Waiters): Promise<void> {
  const refs = waiters.refs(LOOK_FOR_MAX);
  for (let start = 0; start < refs.length; start += BATCH_ROWS_MAX) {
    for (const known of await findOutcomes(store, refs.slice(start, start + BATCH_ROWS_MAX))) {
      const outcome = toOutcome(known);
      if (outcome !== null) waiters.settle(known.id, outcome);
    }
  }
}

/**
 * How calls stop waiting, many in one statement: from then on a refusal is told by an event. What became of a message that
 * is finished by then is told to the call after all, because nobody else hears of it.
 */
export function createStopAwaiting(
  store: Store,
  onError: (error: unknown) => void,
): (ref: SendRef) => Promise<SendOutcome | null> {
  const batch = new WriteBatch({
    rowsMax: BATCH_ROWS_MAX,
    onError,
    write: (refs: readonly SendRef[]) => stopAwaiting(store, refs),
  });
  return async (ref) => {
    const open = await batch.add(ref);
    if (open === null || open.has(ref.id)) return null;
    const [known] = await findOutcomes(store, [ref]);
    return known === undefined ? null : toOutcome(known);
  };
}

function toOutcome({ wamid, response, refusal }: KnownOutcome): SendOutcome | null {
  if (wamid !== null) return { kind: 'accepted', wamid, response: response ?? responseOf(wamid) };
  return refusal === null ? null : { kind: 'refused', error: refusal };
}
