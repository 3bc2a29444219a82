import { hash } from 'node:crypto';
import { wordOf } from './item-type.ts';
import { idTextOf, isJsonObject, type JsonObject, objectOf, timeMsOf } from './meta-body.ts';
import { itemTimeMsOf, type MetaItem } from './meta-item.ts';

const HOUR_MS = 3_600_000;

/** Deeper than any body of Meta's. What lies below is not told apart: the walk must not run out of stack. */
const CANONICAL_DEPTH_MAX = 200;

/** Printable ASCII without the separator, and not the mark of a replaced one in front. */
const SAFE_PART = /^(?!#)[ -{}~]{1,200}$/;

/**
 * What makes an item the same item when Meta sends it again (CONTRACTS 8, "Dedupe"). The workspace is not
 * in it: the store's unique constraint adds it, so an item that goes to two workspaces has the same key in both.
 */
export function dedupeKeyOf(meta: MetaItem, receivedAtMs: number): string {
  return naturalKeyOf(meta) ?? hashKeyOf(meta, receivedAtMs);
}

/** JSON with sorted keys: the same text for the same content whatever the key order (CONTRACTS 1.4). */
export function canonicalJson(value: unknown, depth = 0): string {
  if (depth > CANONICAL_DEPTH_MAX) return '"…"';
  if (Array.isArray(value)) return `[${value.map((element) => canonicalJson(element, depth + 1)).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value) ?? 'null';
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key], depth + 1)}`).join(',')}}`;
}

function naturalKeyOf(meta: MetaItem): string | null {
  const item = objectOf(meta.item);
  const id = typeof item.id === 'string' && item.id !== '' ? item.id : null;
  if (id === null) return null;
  switch (meta.kind) {
    case 'message':
    case 'echo':
      return `${safePart(id)}|message`;
    case 'history_message':
      return `${safePart(id)}|history`;
    case 'status':
    case 'call_status':
      return statusKeyOf(id, item);
    case 'call':
      return partKey(id, wordOf(item.event) || wordOf(item.status));
    default:
      return null;
  }
}

function statusKeyOf(id: string, status: JsonObject): string | null {
  const word = wordOf(status.status);
  if (word === '') return null;
  if (wordOf(status.type) === 'payment') {
    const transactionId = idTextOf(objectOf(objectOf(status.payment).transaction).id) ?? '';
    return partKey(id, `payment:${word}:${transactionId}`);
  }
  const key = partKey(id, word);
  const participant = participantOf(status);
  return participant === null ? key : `${key}|${participantPart(id, participant)}`;
}

/** Hashed: keys outlive the erasure of a person, and the number must not stand in them. */
function participantPart(id: string, participant: string): string {
  return `#${hash('sha256', `${id}\n${participant}`, 'base64url')}`;
}

function participantOf(status: JsonObject): string | null {
  return (
    idTextOf(status.recipient_participant_id) ??
    idTextOf(status.participant_recipient_id) ??
    idTextOf(status.recipient_participant_user_id) ??
    idTextOf(status.participant_recipient_user_id)
  );
}

function partKey(id: string, word: string): string | null {
  return word === '' ? null : `${safePart(id)}|${safePart(word)}`;
}

function safePart(text: string): string {
  return SAFE_PART.test(text) ? text : `#${hash('sha256', text, 'base64url')}`;
}

/**
 * The number and the WABA are in the hash, as two of them may report the same thing in the same second. An
 * item that carries its own time does not need the hour of receipt, with which a retry after the full hour
 * would count as new.
 */
function hashKeyOf(meta: MetaItem, receivedAtMs: number): string {
  const entryId = idTextOf(meta.entry.id) ?? '';
  const phoneNumberId = idTextOf(objectOf(meta.value.metadata).phone_number_id) ?? '';
  const timeMs = timeMsOf(meta.entry.time) ?? itemTimeMsOf(meta);
  const time = timeMs === null ? `h${Math.floor(receivedAtMs / HOUR_MS)}` : String(timeMs);
  const content = canonicalJson([meta.field, entryId, phoneNumberId, meta.item ?? null, time]);
  return `h|${hash('sha256', content, 'base64url')}`;
}
