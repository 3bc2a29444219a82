import type { JsonObject } from '../json.ts';
import { stringifyCanonically, toObjects } from '../json.ts';

/** A number of the business: what a channel of the gateway stands for. */
export interface Business {
  readonly wabaId: string;
  readonly phoneNumberId: string;
  /** Digits only, as Meta writes it in `metadata`. */
  readonly displayPhoneNumber: string;
  readonly verifiedName: string;
}

/** A person on WhatsApp. At least one of `waId` and `bsuid` is there (CONTRACTS 1.4, BSUID additions). */
export interface PersonProfile {
  readonly name: string;
  /** Phone digits without `+`. Left out for a person who shows only a username. */
  readonly waId?: string | undefined;
  /** Business-scoped user id, `CC.digits`. */
  readonly bsuid?: string | undefined;
  readonly parentBsuid?: string | undefined;
  readonly username?: string | undefined;
  /** Present when the business has the identity check switched on. */
  readonly identityKeyHash?: string | undefined;
}

/** One change that Meta reports: what stands in `entry[].changes[]`, with the entry it belongs to. */
export interface WebhookUpdate {
  readonly field: string;
  /** `entry[].id`: the WABA, for some account changes the business portfolio. */
  readonly entryId: string;
  /** `entry[].time`. Null for the fields that have none (CONTRACTS 1.4). */
  readonly timeSeconds: number | null;
  readonly value: JsonObject;
}

/** `value` of fields `messages` and `calls` begins with these two. */
export function buildValueHead(business: Business): JsonObject {
  return {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: business.displayPhoneNumber, phone_number_id: business.phoneNumberId },
  };
}

/** One element of `value.contacts[]`. */
export function buildContact(person: PersonProfile): JsonObject {
  return {
    profile: { name: person.name, username: person.username },
    wa_id: person.waId,
    user_id: person.bsuid,
    parent_user_id: person.parentBsuid,
    identity_key_hash: person.identityKeyHash,
  };
}

/** What addresses a person in ids and in `recipient_id`: the phone if there is one. */
export function addressOf(person: PersonProfile): string {
  return person.waId ?? person.bsuid ?? 'unknown';
}

/**
 * Puts updates into one webhook body (CONTRACTS 1.4). Neighbours of the same entry share it. With
 * `mergeItems`, neighbours of the same number and kind also share one `value`, which is the third
 * way Meta batches and the one that receivers forget.
 */
export function buildBody(updates: readonly WebhookUpdate[], mergeItems = false): JsonObject {
  const merged = mergeItems ? mergeNeighbours(updates) : updates;
  const entries: { id: string; time: number | null; changes: JsonObject[] }[] = [];
  for (const update of merged) {
    const change = { value: update.value, field: update.field };
    const last = entries.at(-1);
    if (last !== undefined && last.id === update.entryId && last.time === update.timeSeconds) last.changes.push(change);
    else entries.push({ id: update.entryId, time: update.timeSeconds, changes: [change] });
  }
  return {
    object: 'whatsapp_business_account',
    entry: entries.map(({ id, time, changes }) => ({ id, ...(time === null ? {} : { time }), changes })),
  };
}

function mergeNeighbours(updates: readonly WebhookUpdate[]): WebhookUpdate[] {
  const merged: WebhookUpdate[] = [];
  for (const update of updates) {
    const last = merged.at(-1);
    const together = last === undefined ? null : mergePair(last, update);
    if (together === null) merged.push(update);
    else merged[merged.length - 1] = together;
  }
  return merged;
}

function mergePair(first: WebhookUpdate, second: WebhookUpdate): WebhookUpdate | null {
  const list = itemListOf(first);
  if (list === null || list !== itemListOf(second)) return null;
  if (first.entryId !== second.entryId || first.timeSeconds !== second.timeSeconds) return null;
  if (stringifyCanonically(first.value.metadata) !== stringifyCanonically(second.value.metadata)) return null;
  const contacts = uniteContacts(first.value, second.value);
  const { messaging_product, metadata } = first.value;
  const items = [...toObjects(first.value[list]), ...toObjects(second.value[list])];
  return {
    ...first,
    value: { messaging_product, metadata, ...(contacts.length > 0 ? { contacts } : {}), [list]: items },
  };
}

function itemListOf(update: WebhookUpdate): 'messages' | 'statuses' | null {
  if (update.field !== 'messages') return null;
  const lists = Object.keys(update.value).filter(
    (key) => !['messaging_product', 'metadata', 'contacts'].includes(key) && update.value[key] !== undefined,
  );
  if (lists.length !== 1) return null;
  return lists[0] === 'messages' || lists[0] === 'statuses' ? lists[0] : null;
}

function uniteContacts(first: JsonObject, second: JsonObject): JsonObject[] {
  const byText = new Map<string, JsonObject>();
  for (const contact of [...toObjects(first.contacts), ...toObjects(second.contacts)]) {
    byText.set(stringifyCanonically(contact), contact);
  }
  return [...byText.values()];
}
