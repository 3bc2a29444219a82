import * as z from 'zod';
import type { Event } from '../../domain/event.ts';
import { EVENT_TYPES, isKnownEventType } from '../../domain/event-catalogue/catalogue.ts';
import { nounOf } from '../../domain/event-catalogue/event-type.ts';
import type { ChannelId, ConversationId } from '../../domain/ids.ts';
import { idParam } from '../../platform/http/query-params.ts';
import { EVENT_KINDS, type EventKind, kindOfType } from './event-kind.ts';

/** Entries of one list of a subscription. A client that wants more of them wants everything. */
const LIST_MAX = 1_000;
const TYPE_CHARS_MAX = 128;

const NOUN_WILDCARD = /^([a-z_]+)\.\*$/;
const NOUNS: ReadonlySet<string> = new Set([...EVENT_TYPES.map((row) => nounOf(row.type)), 'custom', 'meta']);

const typePattern = z
  .string()
  .max(TYPE_CHARS_MAX)
  .refine(isKnownPattern, 'There is no such event type. GET /v1/event-types lists them; noun.* and * are allowed.');

/** What a client asks for. Lists narrow each other down; one that is absent or empty narrows nothing. */
export const subscriptionFields = {
  types: z.array(typePattern).max(LIST_MAX).optional(),
  kinds: z.array(z.enum(EVENT_KINDS)).max(LIST_MAX).optional(),
  channel_ids: z.array(idParam('chn')).max(LIST_MAX).optional(),
  conversation_ids: z.array(idParam('cnv')).max(LIST_MAX).optional(),
};

const subscriptionBody = z.strictObject(subscriptionFields);
export type SubscriptionBody = z.output<typeof subscriptionBody>;

/** A subscription in a form that answers in a few lookups. */
export interface Subscription {
  /** As it was asked for, to be shown again. */
  readonly asked: SubscriptionBody;
  readonly wantsType: (type: string) => boolean;
  /** Null: events of every channel, and those of none. */
  readonly channelIds: ReadonlySet<ChannelId> | null;
  /** Null: events of every conversation, and those of none. */
  readonly conversationIds: ReadonlySet<ConversationId> | null;
}

/** Works out what a client wants. */
export function compileSubscription(asked: SubscriptionBody): Subscription {
  const types = setOrNull(asked.types);
  const kinds = setOrNull<EventKind>(asked.kinds);
  const nouns = new Set((asked.types ?? []).flatMap((pattern) => NOUN_WILDCARD.exec(pattern)?.[1] ?? []));
  const wantsEveryType = types === null || types.has('*');
  return {
    asked,
    wantsType: (type) =>
      (kinds === null || kinds.has(kindOfType(type))) && (wantsEveryType || types.has(type) || nouns.has(nounOf(type))),
    channelIds: setOrNull(asked.channel_ids),
    conversationIds: setOrNull(asked.conversation_ids),
  };
}

/** Everything: what a client gets that asked for nothing in particular. */
export const EVERYTHING: Subscription = compileSubscription({});

/** Whether an event of a wanted type comes through a wanted channel. */
export function wantsChannel({ channelIds }: Subscription, { channelId }: Pick<Event, 'channelId'>): boolean {
  return channelIds === null || (channelId !== null && channelIds.has(channelId));
}

function isKnownPattern(pattern: string): boolean {
  if (pattern === '*') return true;
  const noun = NOUN_WILDCARD.exec(pattern)?.[1];
  return noun === undefined ? isKnownEventType(pattern) : NOUNS.has(noun);
}

function setOrNull<TItem>(items: readonly TItem[] | undefined): ReadonlySet<TItem> | null {
  return items === undefined || items.length === 0 ? null : new Set(items);
}
