import type { ErrorCode } from '../../domain/errors.ts';
import type { Refusal } from './resend.store.ts';

/** Each refusal as a problem: its code, and what to do. */
export const REFUSALS: Readonly<Record<Refusal, readonly [ErrorCode, string]>> = {
  not_found: ['not_found', 'There is no delivery with this id, or it is older than the retention.'],
  in_flight: ['delivery_in_flight', 'An attempt of this delivery is being made now. Wait for its outcome.'],
  not_pending: ['delivery_not_pending', 'This delivery is finished: there is nothing to cancel.'],
  endpoint_deleted: ['conflict', 'The endpoint of this delivery was deleted.'],
  event_purged: ['conflict', 'The event of this delivery is older than the retention and was purged.'],
  event_erased: [
    'conflict',
    'The event of this delivery told of a person who was erased: nothing of it is left to send.',
  ],
};
