import type { NewEvent } from '../../domain/event.ts';
import type { EventId } from '../../domain/ids.ts';
import { splitMetaBody } from '../../domain/meta/split.ts';
import type { QuarantineItem } from '../../domain/quarantine.ts';
import { type OwnerContext, ownersOf } from './route-item.ts';

interface ReleaseContext extends OwnerContext {
  readonly newEventId: () => EventId;
  readonly nowMs: number;
}

export type Released =
  | { readonly kind: 'events'; readonly events: readonly NewEvent[] }
  /** No channel of its registration has its number or account, still. */
  | { readonly kind: 'unknown_channel' }
  | { readonly kind: 'unreadable' };

/**
 * Makes the events of a quarantined item that somebody lets go on. Its time is not judged again: a person
 * has judged it. Whose it is, is: only a channel of its own registration can get it.
 */
export function releaseItem(item: QuarantineItem, context: ReleaseContext): Released {
  const [split] = splitMetaBody(item.payload, item.createdAtMs);
  if (split === undefined || item.reason === 'unreadable') return { kind: 'unreadable' };
  const owners = ownersOf(split, context);
  if (owners.length === 0) return { kind: 'unknown_channel' };
  const events = owners.map((owner) => ({
    id: context.newEventId(),
    workspaceId: owner.workspaceId,
    type: split.type,
    origin: 'meta' as const,
    channelId: owner.channelId,
    occurredAtMs: split.occurredAtMs,
    createdAtMs: context.nowMs,
    phone: split.phone,
    bsuid: split.bsuid,
    contact: null,
    sentMessage: null,
    hops: 0,
    payload: split.body,
    dedupeKey: item.dedupeKey,
    causeId: null,
  }));
  return { kind: 'events', events };
}
