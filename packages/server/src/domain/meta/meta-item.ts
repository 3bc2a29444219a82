import { isJsonObject, type JsonObject, listOf, objectOf, stringOf, timeMsOf } from './meta-body.ts';

/** What an item is. A `change` has no inner array of items, an `entry` has no changes: they are items as a whole. */
export type MetaItemKind =
  | 'message'
  | 'status'
  | 'call'
  | 'call_status'
  | 'echo'
  | 'error'
  | 'history'
  | 'history_message'
  | 'state_sync'
  | 'preference'
  | 'group'
  | 'conversion'
  | 'change'
  | 'entry';

/** One item of a Meta body and where it stands. */
export interface MetaItem {
  readonly entry: JsonObject;
  /** The change as received; empty when the entry has none that can be read. */
  readonly change: JsonObject;
  /** Meta's field name; empty when nothing tells it. */
  readonly field: string;
  /** The change's `value`; empty when it is not an object. */
  readonly value: JsonObject;
  readonly kind: MetaItemKind;
  /** Name of the inner array that holds the item. Null for a whole change or entry. */
  readonly listKey: string | null;
  /** The inner item as received; for a whole change its `value`, for a whole entry the entry. */
  readonly item: unknown;
}

interface InnerList {
  readonly key: string;
  readonly kind: MetaItemKind;
}

const ERRORS: InnerList = { key: 'errors', kind: 'error' };
const ECHO_LISTS: readonly InnerList[] = [
  { key: 'message_echoes', kind: 'echo' },
  { key: 'messages', kind: 'echo' },
  ERRORS,
];
const GROUP_LISTS: readonly InnerList[] = [{ key: 'groups', kind: 'group' }, ERRORS];

/** A Map and not an object: field names come from outside and may be `constructor`. */
const LISTS_BY_FIELD: ReadonlyMap<string, readonly InnerList[]> = new Map<string, readonly InnerList[]>([
  ['messages', [{ key: 'messages', kind: 'message' }, { key: 'statuses', kind: 'status' }, ERRORS]],
  ['calls', [{ key: 'calls', kind: 'call' }, { key: 'statuses', kind: 'call_status' }, ERRORS]],
  ['history', [{ key: 'history', kind: 'history' }, { key: 'messages', kind: 'history_message' }, ERRORS]],
  ['smb_message_echoes', ECHO_LISTS],
  ['message_echoes', ECHO_LISTS],
  ['smb_app_state_sync', [{ key: 'state_sync', kind: 'state_sync' }, ERRORS]],
  ['user_preferences', [{ key: 'user_preferences', kind: 'preference' }, ERRORS]],
  ['automatic_events', [{ key: 'automatic_events', kind: 'conversion' }, ERRORS]],
  ['group_lifecycle_update', GROUP_LISTS],
  ['group_participants_update', GROUP_LISTS],
  ['group_settings_update', GROUP_LISTS],
  ['group_status_update', GROUP_LISTS],
]);

const NO_LISTS: readonly InnerList[] = [];

/** True for the fields whose changes are always about one WhatsApp number (CONTRACTS 1.8, "no time"). */
export function isChannelField(field: string): boolean {
  return LISTS_BY_FIELD.has(field);
}

/** True when the item's change can be split on this name. Such arrays do not stand beside the item in a cut body. */
export function isSplitOn(field: string, value: JsonObject, key: string): boolean {
  return (LISTS_BY_FIELD.get(field) ?? NO_LISTS).some((list) => list.key === key) && splits(field, value, key);
}

/**
 * Lists every item of a body, in the order received. Nothing is left out: a change without inner items is
 * one item, and so is an entry without changes.
 *
 * @returns Null when there are more than `itemsMax`.
 */
export function listMetaItems(body: unknown, itemsMax: number): MetaItem[] | null {
  const items: MetaItem[] = [];
  for (const entry of listOrOne(objectOf(body).entry)) {
    const entryObject = objectOf(entry);
    const changes = listOrOne(entryObject.changes);
    if (changes.length === 0) items.push(wholeEntry(entryObject, entry));
    for (const change of changes) addItems(items, body, { entry: entryObject, change }, itemsMax);
    if (items.length > itemsMax) return null;
  }
  return items;
}

/** The first item of a body: the only one when the body was cut. An empty item when there is none. */
export function readMetaItem(body: unknown): MetaItem {
  return listMetaItems(body, Number.MAX_SAFE_INTEGER)?.[0] ?? wholeEntry(objectOf(body), body);
}

/** The time that an item carries itself, epoch ms. Null when it has none. */
export function itemTimeMsOf(meta: MetaItem): number | null {
  if (meta.listKey === null || meta.kind === 'error' || meta.kind === 'history') return null;
  const item = objectOf(meta.item);
  return (
    timeMsOf(item.timestamp) ??
    timeMsOf(objectOf(item.metadata).timestamp) ??
    // An address reply may have its time inside (M14).
    timeMsOf(objectOf(item.interactive).timestamp)
  );
}

/** Some samples have one object where an array belongs. */
function listOrOne(value: unknown): readonly unknown[] {
  return isJsonObject(value) ? [value] : listOf(value);
}

function wholeEntry(entry: JsonObject, item: unknown): MetaItem {
  return { entry, change: objectOf(null), field: '', value: objectOf(null), kind: 'entry', listKey: null, item };
}

function addItems(
  items: MetaItem[],
  body: unknown,
  at: { readonly entry: JsonObject; readonly change: unknown },
  itemsMax: number,
): void {
  const { entry } = at;
  const change = objectOf(at.change);
  const value = objectOf(change.value);
  const field = stringOf(change.field) ?? findField([value, entry, objectOf(body)], value);
  const countBefore = items.length;
  for (const { key, kind } of LISTS_BY_FIELD.get(field) ?? NO_LISTS) {
    if (!splits(field, value, key)) continue;
    for (const item of listOf(value[key])) {
      if (items.length > itemsMax) return;
      items.push({ entry, change, field, value, kind, listKey: key, item });
    }
  }
  if (items.length > countBefore) return;
  const item = isJsonObject(at.change) ? change.value : at.change;
  items.push({ entry, change, field, value, kind: 'change', listKey: null, item });
}

/** Two samples of Meta's have `field` in the wrong place (CONTRACTS 1.8); without any, the content tells. */
function findField(places: readonly JsonObject[], value: JsonObject): string {
  for (const place of places) {
    const field = stringOf(place.field);
    if (field !== null) return field;
  }
  for (const [field, lists] of LISTS_BY_FIELD) {
    if (lists.some((list) => list !== ERRORS && Array.isArray(value[list.key]))) return field;
  }
  return '';
}

/** Errors beside calls say why a call ended (CONTRACTS 1.7): they belong to the call and are no items of their own. */
function splits(field: string, value: JsonObject, key: string): boolean {
  if (!Array.isArray(value[key])) return false;
  return !(key === 'errors' && field === 'calls' && listOf(value.calls).length > 0);
}
