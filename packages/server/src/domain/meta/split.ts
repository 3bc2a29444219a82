import { dedupeKeyOf } from './dedupe-key.ts';
import { type ContactIndex, contactsAbout, indexContacts, type MetaPerson, personOf } from './item-person.ts';
import { eventTypeOf, isBusinessChange } from './item-type.ts';
import { idTextOf, type JsonObject, type MetaBody, objectOf, timeMsOf } from './meta-body.ts';
import { isChannelField, isSplitOn, itemTimeMsOf, listMetaItems, type MetaItem } from './meta-item.ts';

/** Ten times what Meta puts into one body (CONTRACTS 1.2), so that a small body cannot become a million events. */
export const SPLIT_ITEMS_MAX = 10_000;

/** Every item repeats what stands around it. Bounds what a body may grow to by being cut: 16 times the body limit. */
export const SPLIT_GROWTH_BYTES_MAX = 64 * 1024 * 1024;

/** Whom an item concerns: one number, every workspace on a WABA, or the owner of the registration. */
export type MetaScope = 'channel' | 'waba' | 'business';

/** One event that Meta's body tells of, before it is known whose it is. */
export interface SplitItem {
  /** Cut down to this one item. The parsed body itself when it holds just one. */
  readonly body: MetaBody;
  /** Meta's field name; empty when nothing tells it. */
  readonly field: string;
  /** Native event type (CONTRACTS 8.1). */
  readonly type: string;
  /** Whose WABA. Null when a business change names none. */
  readonly wabaId: string | null;
  readonly phoneNumberId: string | null;
  /** As Meta writes it: usually digits, not always. */
  readonly displayPhoneNumber: string | null;
  readonly scope: MetaScope;
  /** Meta's time, or the time of receipt when there is none. */
  readonly occurredAtMs: number;
  readonly timeIsMeta: boolean;
  /** The other person's number, digits only. */
  readonly phone: string | null;
  readonly bsuid: string | null;
  /** The same whenever Meta sends this item again, and in every workspace it goes to. */
  readonly dedupeKey: string;
  /** True for `history`, which is old by nature. */
  readonly exemptFromReplayWindow: boolean;
}

/**
 * Splits a parsed Meta body into one item per inner message, status, call, echo, error, history chunk, …
 * (CONTRACTS 8, "Batches"), in the order received. Takes any JSON value and never throws, given that its
 * depth was bounded when it was parsed. An unknown field is one item per change, so nothing is dropped.
 *
 * @param nowMs Time of receipt, for items without a time of Meta's.
 * @returns Empty when the body is not one of Meta's or goes beyond the bounds above: it is unreadable.
 */
export function splitMetaBody(body: unknown, nowMs: number): SplitItem[] {
  const items = listMetaItems(body, SPLIT_ITEMS_MAX);
  if (items === null) return [];
  const [first] = items;
  if (first === undefined) return [];
  if (items.length === 1 && isRegular(body)) {
    const person = personOf(first, indexContacts(first.value));
    // `isRegular` looked at every key that MetaBody names.
    return [toSplitItem(first, { body: body as MetaBody, person, nowMs })];
  }
  return splitBatch(objectOf(body), items, nowMs) ?? [];
}

/** True when the body has one entry with one change, each where Meta documents it. */
function isRegular(body: unknown): boolean {
  const entries = objectOf(body).entry;
  if (!Array.isArray(entries) || entries.length !== 1) return false;
  const changes = objectOf(entries[0]).changes;
  if (!Array.isArray(changes) || changes.length !== 1) return false;
  return typeof objectOf(changes[0]).field === 'string';
}

/** Null when the cut bodies together would grow beyond the bound. */
function splitBatch(body: JsonObject, items: readonly MetaItem[], nowMs: number): SplitItem[] | null {
  const split: SplitItem[] = [];
  let growthBytes = 0;
  let around: Surroundings | null = null;
  for (const meta of items) {
    if (around === null || around.value !== meta.value || around.listKey !== meta.listKey) {
      around = surroundingsOf(body, meta);
    }
    const person = personOf(meta, around.contacts);
    const matching = contactsAbout(around.contacts, person);
    growthBytes += around.bytes + (matching.length === 0 ? around.contactsBytes : 0);
    if (growthBytes > SPLIT_GROWTH_BYTES_MAX) return null;
    const contacts = matching.length === 0 ? around.contacts.all : matching;
    split.push(toSplitItem(meta, { body: cutBody(body, meta, contacts), person, nowMs }));
  }
  return split;
}

/** What the items of one inner array have in common. */
interface Surroundings {
  readonly value: JsonObject;
  readonly listKey: string | null;
  readonly contacts: ContactIndex;
  /** Size of a cut body without its item and contacts. */
  readonly bytes: number;
  readonly contactsBytes: number;
}

function surroundingsOf(body: JsonObject, meta: MetaItem): Surroundings {
  const contacts = indexContacts(meta.value);
  const { value, listKey } = meta;
  const bytes = JSON.stringify(cutBody(body, { ...meta, item: null }, [])).length;
  return { value, listKey, contacts, bytes, contactsBytes: JSON.stringify(contacts.all).length };
}

function cutBody(body: JsonObject, meta: MetaItem, contacts: readonly unknown[]): MetaBody {
  const entry =
    meta.kind === 'entry'
      ? meta.item
      : { ...meta.entry, changes: [{ ...meta.change, value: cutValue(meta, contacts), field: meta.field }] };
  // Keys that Meta left out stay left out; the readers of MetaBody bear it.
  return { ...body, entry: [entry] } as unknown as MetaBody;
}

/** Errors beside calls belong to the call and to no other item. Keeps the key order of Meta's value. `fromEntries`, because an assignment would lose a key named `__proto__`. */
function cutValue(meta: MetaItem, contacts: readonly unknown[]): unknown {
  const { listKey, value } = meta;
  if (listKey === null) return meta.item;
  const kept: [string, unknown][] = [];
  for (const key of Object.keys(value)) {
    if (key === listKey) kept.push([key, [meta.item]]);
    else if (key === 'contacts' && Array.isArray(value.contacts)) kept.push([key, contacts]);
    else if (key === 'errors' && listKey !== 'calls' && meta.field === 'calls') continue;
    else if (!isSplitOn(meta.field, value, key)) kept.push([key, value[key]]);
  }
  return Object.fromEntries(kept);
}

interface Found {
  readonly body: MetaBody;
  readonly person: MetaPerson;
  readonly nowMs: number;
}

function toSplitItem(meta: MetaItem, { body, person, nowMs }: Found): SplitItem {
  const metadata = objectOf(meta.value.metadata);
  const phoneNumberId = idTextOf(metadata.phone_number_id);
  const scope = scopeOf(meta, phoneNumberId);
  const metaTimeMs = itemTimeMsOf(meta) ?? timeMsOf(meta.entry.time);
  return {
    body,
    field: meta.field,
    type: eventTypeOf(meta),
    wabaId: scope === 'business' ? idTextOf(objectOf(meta.value.waba_info).waba_id) : idTextOf(meta.entry.id),
    phoneNumberId,
    displayPhoneNumber: idTextOf(metadata.display_phone_number) ?? idTextOf(meta.value.display_phone_number),
    scope,
    occurredAtMs: metaTimeMs ?? nowMs,
    timeIsMeta: metaTimeMs !== null,
    phone: person.phone,
    bsuid: person.bsuid,
    dedupeKey: dedupeKeyOf(meta, nowMs),
    exemptFromReplayWindow: meta.field === 'history',
  };
}

/** A change about one number that does not say which is nobody's: it must not go to all who share the WABA. */
function scopeOf(meta: MetaItem, phoneNumberId: string | null): MetaScope {
  if (phoneNumberId !== null || isChannelField(meta.field)) return 'channel';
  return isBusinessChange(meta.field, meta.value) ? 'business' : 'waba';
}
