import { createHash } from 'node:crypto';
import type { NewEvent } from '../../domain/event.ts';
import type { EventId, QuarantineItemId } from '../../domain/ids.ts';
import { type SplitItem, splitMetaBody } from '../../domain/meta/split.ts';
import type { QuarantineItem, QuarantineReason } from '../../domain/quarantine.ts';
import type { MetaApp } from '../../domain/workspace.ts';
import { type ParsedMetaBody, parseMetaBody } from './parse-body.ts';
import type { ReplayWindow } from './replay-window.ts';
import { type ChannelLookup, routeItem } from './route-item.ts';

export interface ReceiveBodyContext {
  readonly channels: ChannelLookup;
  readonly window: ReplayWindow;
  readonly newEventId: () => EventId;
  readonly newQuarantineId: () => QuarantineItemId;
}

/** A body whose Meta signature held. */
export interface VerifiedBody {
  readonly bytes: Buffer;
  /** The registrations whose secret verified it, at least one. */
  readonly apps: readonly [MetaApp, ...MetaApp[]];
  readonly hops: number;
  readonly receivedAtMs: number;
}

/** What a body comes to: events and what is set aside. Every item of it is in one or the other. */
export interface ReceivedBody {
  readonly events: readonly NewEvent[];
  readonly quarantine: readonly QuarantineItem[];
}

/** Reads a verified body: split, find out whose each item is, judge its time (CONTRACTS 8). Never throws for what Meta sent. */
export function receiveBody(context: ReceiveBodyContext, body: VerifiedBody): ReceivedBody {
  const parsed = parseMetaBody(body.bytes);
  const items = parsed.kind === 'json' ? splitMetaBody(parsed.body, body.receivedAtMs) : [];
  if (items.length === 0) return { events: [], quarantine: [unreadable(context, body)] };
  const events: NewEvent[] = [];
  const quarantine: QuarantineItem[] = [];
  for (const item of items) {
    const routed = routeToFirst(context, body, item);
    if (routed.reason !== null)
      quarantine.push(setAside(context, body, { item, app: routed.app, reason: routed.reason }));
    for (const owner of routed.events) events.push(toEvent(context, body, { item, owner, text: textOf(parsed, item) }));
  }
  return { events, quarantine };
}

/**
 * The text of an item that was not cut, where it is what writing the item again would give but for spaces: with a backslash
 * in it, it may not be, as Meta writes every other alphabet in escapes.
 */
function textOf(parsed: ParsedMetaBody, { body }: SplitItem): string | null {
  return parsed.kind === 'json' && parsed.body === body && !parsed.text.includes('\\') ? parsed.text : null;
}

/** The same secret may stand in two registrations: the item belongs to the one that knows its number. */
function routeToFirst(context: ReceiveBodyContext, body: VerifiedBody, item: SplitItem) {
  for (const app of body.apps) {
    const routed = routeItem(item, {
      app,
      channels: context.channels,
      nowMs: body.receivedAtMs,
      window: context.window,
    });
    if (routed.quarantine !== 'unknown_channel') return { app, events: routed.events, reason: routed.quarantine };
  }
  return { app: body.apps[0], events: [], reason: 'unknown_channel' as const };
}

interface Owned {
  readonly item: SplitItem;
  readonly owner: ReturnType<typeof routeItem>['events'][number];
  readonly text: string | null;
}

function toEvent(context: ReceiveBodyContext, body: VerifiedBody, { item, owner, text }: Owned): NewEvent {
  const event = {
    id: context.newEventId(),
    workspaceId: owner.workspaceId,
    type: item.type,
    origin: 'meta',
    channelId: owner.channelId,
    occurredAtMs: item.occurredAtMs,
    createdAtMs: body.receivedAtMs,
    phone: item.phone,
    bsuid: item.bsuid,
    contact: null,
    sentMessage: null,
    hops: body.hops,
    payload: item.body,
    dedupeKey: item.dedupeKey,
    causeId: null,
  } as const;
  return text === null ? event : { ...event, payloadText: { payload: item.body, text } };
}

interface SetAside {
  readonly item: SplitItem;
  readonly app: MetaApp;
  readonly reason: QuarantineReason;
}

function setAside(context: ReceiveBodyContext, body: VerifiedBody, { item, app, reason }: SetAside): QuarantineItem {
  return {
    id: context.newQuarantineId(),
    metaAppId: app.id,
    reason,
    field: item.field,
    phoneNumberId: item.phoneNumberId,
    wabaId: item.wabaId,
    occurredAtMs: item.timeIsMeta ? item.occurredAtMs : null,
    createdAtMs: body.receivedAtMs,
    payload: item.body,
    dedupeKey: item.dedupeKey,
  };
}

/** Kept as the text that came: signed, so it is Meta's, and somebody will want to see it. */
function unreadable(context: ReceiveBodyContext, body: VerifiedBody): QuarantineItem {
  return {
    id: context.newQuarantineId(),
    metaAppId: body.apps[0].id,
    reason: 'unreadable',
    field: '',
    phoneNumberId: null,
    wabaId: null,
    occurredAtMs: null,
    createdAtMs: body.receivedAtMs,
    payload: body.bytes.toString('utf8'),
    dedupeKey: `unreadable|${createHash('sha256').update(body.bytes).digest('base64url')}`,
  };
}
