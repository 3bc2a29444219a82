import { createHash } from 'node:crypto';
import { PosthornError } from '../../domain/errors.ts';
import type { NewEvent } from '../../domain/event.ts';
import type { EventId, WorkspaceId } from '../../domain/ids.ts';

/** Bytes of an event's `data` as JSON. Four times what a template-heavy message needs; above it send a link. */
export const CUSTOM_DATA_BYTES_MAX = 256 * 1_024;
/** Posthorns an event may pass, one after the other (DESIGN 7, "Loops"). */
const HOPS_MAX = 3;

export interface CustomEvent {
  readonly id: EventId;
  readonly workspaceId: WorkspaceId;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly idempotencyKey: string | null;
  readonly hops: number;
  readonly nowMs: number;
}

/**
 * Makes the event of `POST /v1/events`. It happened when it was committed, and it is about no channel.
 *
 * @throws PosthornError `body_too_large` when its data is above `CUSTOM_DATA_BYTES_MAX`.
 */
export function makeCustomEvent(input: CustomEvent): NewEvent {
  if (Buffer.byteLength(JSON.stringify(input.data), 'utf8') > CUSTOM_DATA_BYTES_MAX) {
    throw new PosthornError('body_too_large', 'The data of the event is above 256 KB.', {
      fields: [{ pointer: '/data', message: 'At most 262144 bytes as JSON. Send a link to what is larger.' }],
    });
  }
  return {
    id: input.id,
    workspaceId: input.workspaceId,
    type: input.type,
    origin: 'custom',
    channelId: null,
    occurredAtMs: input.nowMs,
    createdAtMs: input.nowMs,
    phone: null,
    bsuid: null,
    contact: null,
    sentMessage: null,
    hops: input.hops,
    payload: input.data,
    dedupeKey: input.idempotencyKey === null ? null : customDedupeKey(input.idempotencyKey),
    causeId: null,
  };
}

/** Hashed, so that the caller's words are in no index, and marked, so that they never meet a key of Meta's. */
function customDedupeKey(idempotencyKey: string): string {
  return `c|${createHash('sha256').update(idempotencyKey, 'utf8').digest('hex')}`;
}

/**
 * Reads `Posthorn-Hops` of a request: how many Posthorns the event has passed. No header: none.
 *
 * @throws PosthornError `too_many_hops` above three, `invalid_request` when it is no count.
 */
export function readHops(header: string | readonly string[] | undefined): number {
  if (header === undefined) return 0;
  if (typeof header !== 'string' || !/^[0-9]{1,4}$/.test(header)) {
    throw new PosthornError('invalid_request', 'The header Posthorn-Hops is not a count.', {
      fields: [{ pointer: 'Posthorn-Hops', message: 'A whole number from 0 to 3.' }],
    });
  }
  const hops = Number(header);
  if (hops > HOPS_MAX) {
    throw new PosthornError(
      'too_many_hops',
      'The event went through more than three Posthorns: this looks like a loop.',
    );
  }
  return hops;
}
