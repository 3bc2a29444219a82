import { readFileSync } from 'node:fs';
import type { FormatOptions } from '../../domain/endpoint.ts';
import type { Event } from '../../domain/event.ts';
import { idOf } from '../../domain/ids.ts';
import { metaEventData } from '../../domain/meta/event-data.ts';
import { splitMetaBody } from '../../domain/meta/split.ts';
import { type Channel, DEFAULT_WORKSPACE_SETTINGS, type Workspace } from '../../domain/workspace.ts';
import type { RenderContext, RenderTarget } from './render-context.ts';

const FIXTURES = new URL('../../../test/fixtures/', import.meta.url);

export const WORKSPACE: Workspace = {
  id: idOf('ws', '01900000-0000-7000-8000-000000000001'),
  serial: 31,
  accountId: 'MA_7Q2KX9PL',
  name: 'Kanal Cykel',
  subdomain: 'kanalcykel',
  settings: DEFAULT_WORKSPACE_SETTINGS,
};

export const CHANNEL: Channel = {
  id: idOf('chn', '01900000-0000-7000-8000-000000000002'),
  workspaceId: WORKSPACE.id,
  metaAppId: idOf('app', '01900000-0000-7000-8000-000000000003'),
  wabaId: '204817563920415',
  phoneNumberId: '318940275561203',
  displayPhoneNumber: '15557204418',
  throughputPerSecond: 80,
};

const EVENT_ID = idOf('evt', '01900000-0000-7000-8000-000000000004');

/** A second after the fixtures' own time, when Vobiz's samples say that they were processed. */
const COMMITTED_AT_MS = Date.parse('2026-06-09T10:20:01.500Z');

export function readFixture(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, FIXTURES), 'utf8'));
}

/** A fixture as it would stand on the wire: compact, keys in the order of the file. */
export function wireText(fixture: unknown): string {
  return JSON.stringify(fixture);
}

/** The event that ingest makes of a Meta body with one item. */
export function eventFromMeta(body: unknown, changes: Partial<Event> = {}): Event {
  const [item] = splitMetaBody(body, COMMITTED_AT_MS);
  if (item === undefined) throw new Error('The body holds no item.');
  return {
    id: EVENT_ID,
    workspaceId: WORKSPACE.id,
    type: item.type,
    origin: 'meta',
    channelId: CHANNEL.id,
    occurredAtMs: item.occurredAtMs,
    createdAtMs: COMMITTED_AT_MS,
    phone: item.phone,
    bsuid: item.bsuid,
    contact: null,
    sentMessage: null,
    hops: 0,
    payload: item.body,
    ...changes,
  };
}

/** An event that is not from Meta. */
export function ownEvent(type: string, origin: 'crm' | 'custom' | 'operational', payload: unknown): Event {
  const atMs = Date.parse('2026-06-09T10:20:00Z');
  const nobody = { channelId: null, phone: null, bsuid: null, contact: null, sentMessage: null, hops: 0 };
  return {
    id: EVENT_ID,
    workspaceId: WORKSPACE.id,
    type,
    origin,
    occurredAtMs: atMs,
    createdAtMs: atMs,
    ...nobody,
    payload,
  };
}

export function contextWith(contact: { readonly id: string; readonly serial: number } | null = null): RenderContext {
  return {
    workspace: WORKSPACE,
    channel: CHANNEL,
    mediaUrl,
    eventData: (event) => {
      const data = metaEventData(event, { channel: CHANNEL, mediaUrl });
      const known = data.contact;
      return contact === null || typeof known !== 'object' ? data : { ...data, contact: { ...known, ...contact } };
    },
  };
}

export function target(format: RenderTarget['format'], formatOptions: FormatOptions = {}): RenderTarget {
  return { format, formatOptions };
}

function mediaUrl(mediaId: string): string {
  return `https://posthorn.example/media/link-of-${mediaId}`;
}
