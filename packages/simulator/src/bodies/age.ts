import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { WebhookUpdate } from './update.ts';

/**
 * The same update with every time of it moved back: what a replayed old webhook looks like. The ids
 * stay, so that a receiver that takes it by mistake is found out by the event it makes too early or
 * too often.
 *
 * @returns null when the update carries no time: then nothing about it can be stale.
 */
export function ageUpdate(update: WebhookUpdate, ageSeconds: number): WebhookUpdate | null {
  const aged: JsonObject = Object.fromEntries(
    Object.entries(update.value).map(([key, value]) => [key, ageItems(value, ageSeconds)]),
  );
  const timeSeconds = update.timeSeconds === null ? null : update.timeSeconds - ageSeconds;
  const changed = timeSeconds !== null || JSON.stringify(aged) !== JSON.stringify(update.value);
  return changed ? { ...update, timeSeconds, value: aged } : null;
}

function ageItems(value: Json | undefined, ageSeconds: number): Json | undefined {
  if (!Array.isArray(value)) return value;
  return value.map((item: Json) => (isJsonObject(item) ? ageItem(item, ageSeconds) : item));
}

function ageItem(item: JsonObject, ageSeconds: number): JsonObject {
  const { timestamp } = item;
  if (typeof timestamp === 'number') return { ...item, timestamp: timestamp - ageSeconds };
  if (typeof timestamp === 'string') return { ...item, timestamp: String(Number(timestamp) - ageSeconds) };
  return item;
}
