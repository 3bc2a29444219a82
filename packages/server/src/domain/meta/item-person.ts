import { wordOf } from './item-type.ts';
import { digitsOf, idTextOf, type JsonObject, listOf, objectOf } from './meta-body.ts';
import type { MetaItem } from './meta-item.ts';

/** The other person of an item: whoever is not the business. */
export interface MetaPerson {
  /** Digits without `+`. Null when Meta does not tell it. */
  readonly phone: string | null;
  /** Business-scoped user id. Null when there is none. */
  readonly bsuid: string | null;
}

const NOBODY: MetaPerson = { phone: null, bsuid: null };

/** Finds the contact of a person among `value.contacts[]`. Built once per change, as a batch may hold 1,000 of both. */
export interface ContactIndex {
  readonly all: readonly unknown[];
  readonly byPhone: ReadonlyMap<string, readonly JsonObject[]>;
  readonly byBsuid: ReadonlyMap<string, readonly JsonObject[]>;
}

/** The index of the contacts beside an item. */
export function indexContacts(value: JsonObject): ContactIndex {
  const all = listOf(value.contacts);
  const byPhone = new Map<string, JsonObject[]>();
  const byBsuid = new Map<string, JsonObject[]>();
  for (const element of all) {
    const contact = objectOf(element);
    addTo(byPhone, digitsOf(contact.wa_id), contact);
    addTo(byBsuid, idTextOf(contact.user_id), contact);
  }
  return { all, byPhone, byBsuid };
}

/** The contacts that are about this person. Empty when none is. */
export function contactsAbout(index: ContactIndex, person: MetaPerson): readonly JsonObject[] {
  const byBsuid = person.bsuid === null ? undefined : index.byBsuid.get(person.bsuid);
  const byPhone = person.phone === null ? undefined : index.byPhone.get(person.phone);
  if (byBsuid === undefined || byBsuid === byPhone) return byPhone ?? [];
  return byPhone === undefined ? byBsuid : [...new Set([...byBsuid, ...byPhone])];
}

/**
 * The other person of an item, by all the spellings of CONTRACTS 1.4, M4 and M5. What the item leaves out is
 * taken from the contact that matches, or from the only contact when the item names nobody.
 */
export function personOf(meta: MetaItem, index: ContactIndex): MetaPerson {
  const named = namedPersonOf(meta);
  if ((named.phone !== null && named.bsuid !== null) || index.all.length === 0) return named;
  const isNamed = named.phone !== null || named.bsuid !== null;
  const contact = isNamed ? contactsAbout(index, named)[0] : onlyContact(meta, index);
  if (contact === undefined) return named;
  return { phone: named.phone ?? digitsOf(contact.wa_id), bsuid: named.bsuid ?? idTextOf(contact.user_id) };
}

function addTo(map: Map<string, JsonObject[]>, key: string | null, contact: JsonObject): void {
  if (key === null) return;
  const known = map.get(key);
  if (known === undefined) map.set(key, [contact]);
  else known.push(contact);
}

function onlyContact(meta: MetaItem, index: ContactIndex): JsonObject | undefined {
  const isPersonal = meta.listKey !== null && meta.kind !== 'error' && meta.kind !== 'group';
  return isPersonal && index.all.length === 1 ? objectOf(index.all[0]) : undefined;
}

function namedPersonOf(meta: MetaItem): MetaPerson {
  const item = objectOf(meta.item);
  if (meta.kind === 'message') return senderOf(item);
  if (meta.kind === 'status' || meta.kind === 'call_status') return recipientOf(item);
  if (meta.kind === 'echo') return toSideOf(item);
  if (meta.kind === 'call') return isCallToUser(item, meta.value) ? toSideOf(item) : senderOf(item);
  if (meta.kind === 'history_message') return isFromBusiness(item, meta.value) ? toSideOf(item) : senderOf(item);
  if (meta.kind === 'preference') return personFrom([item.wa_id], [item.user_id], [item.parent_user_id]);
  if (meta.kind === 'state_sync') return stateSyncPersonOf(objectOf(item.contact));
  return NOBODY;
}

function senderOf(item: JsonObject): MetaPerson {
  const system = objectOf(item.system);
  return personFrom(
    [item.from, system.customer],
    [item.from_user_id, system.user_id, item.user_id],
    [item.from_parent_user_id, system.parent_user_id],
  );
}

function toSideOf(item: JsonObject): MetaPerson {
  return personFrom([item.to], [item.to_user_id, item.recipient_user_id], [item.to_parent_user_id]);
}

/** In a group `recipient_id` is the group: the person is the participant, under either spelling (M4). */
function recipientOf(status: JsonObject): MetaPerson {
  const participant = personFrom(
    [status.recipient_participant_id, status.participant_recipient_id],
    [status.recipient_participant_user_id, status.participant_recipient_user_id],
    [status.recipient_participant_parent_user_id],
  );
  if (wordOf(status.recipient_type) === 'group' || participant.phone !== null || participant.bsuid !== null) {
    return participant;
  }
  return personFrom(
    [status.recipient_id],
    [status.recipient_user_id, status.user_id],
    [status.parent_recipient_user_id, status.parent_user_id, status.recipient_parent_user_id],
  );
}

function stateSyncPersonOf(contact: JsonObject): MetaPerson {
  return personFrom([contact.phone_number, contact.wa_id], [contact.user_id], [contact.parent_user_id]);
}

function isCallToUser(call: JsonObject, value: JsonObject): boolean {
  const direction = wordOf(call.direction);
  if (direction === 'business_initiated') return true;
  return direction === 'user_initiated' ? false : isFromBusiness(call, value);
}

function isFromBusiness(item: JsonObject, value: JsonObject): boolean {
  const from = digitsOf(item.from);
  return from !== null && from === digitsOf(objectOf(value.metadata).display_phone_number);
}

/** A parent id names the person for other portfolios too, so it stands in only when nothing else names them. */
function personFrom(phones: readonly unknown[], bsuids: readonly unknown[], parents: readonly unknown[]): MetaPerson {
  const phone = firstOf(phones, digitsOf);
  const bsuid = firstOf(bsuids, idTextOf) ?? (phone === null ? firstOf(parents, idTextOf) : null);
  return { phone, bsuid };
}

function firstOf(values: readonly unknown[], read: (value: unknown) => string | null): string | null {
  for (const value of values) {
    const text = read(value);
    if (text !== null) return text;
  }
  return null;
}
