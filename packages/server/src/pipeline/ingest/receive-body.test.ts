import { describe, expect, test } from 'vitest';
import { idOf } from '../../domain/ids.ts';
import type { Channel, MetaApp } from '../../domain/workspace.ts';
import { type ReceiveBodyContext, receiveBody, type VerifiedBody } from './receive-body.ts';

const NOW_MS = 1_781_000_400_000;
const uuid = (number: number) => `019c0000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const WS_A = idOf('ws', uuid(1));
const WS_B = idOf('ws', uuid(2));
const APP_A = newApp(11, WS_A);
const APP_B = newApp(12, WS_B);
const OF_A = newChannel(21, { metaAppId: APP_A.id, workspaceId: WS_A, phoneNumberId: 'p1' });
const OF_B = newChannel(22, { metaAppId: APP_B.id, workspaceId: WS_B, phoneNumberId: 'p2' });

describe('a verified body', () => {
  test('becomes one event for each inner item, in order, with who, when and how many hops', () => {
    const body = batch([message('1', { at: -60 }), message('2'), status('1', 'delivered')]);
    const { events, quarantine } = receive(body, { hops: 2 });
    expect(quarantine).toEqual([]);
    expect(events).toMatchObject([
      { type: 'message.received', occurredAtMs: NOW_MS - 60_000, phone: '491' },
      { type: 'message.received', occurredAtMs: NOW_MS },
      { type: 'message.delivered' },
    ]);
    for (const event of events) {
      expect(event).toMatchObject({
        workspaceId: WS_A,
        channelId: OF_A.id,
        hops: 2,
        createdAtMs: NOW_MS,
        origin: 'meta',
      });
    }
    expect(new Set(events.map((event) => event.id)).size).toBe(3);
    expect(new Set(events.map((event) => event.dedupeKey)).size).toBe(3);
  });

  test('has the same keys when it comes again, so that the store knows it', () => {
    const body = batch([message('1'), status('1', 'read')]);
    const keysOf = () => receive(body).events.map((event) => event.dedupeKey);
    expect(keysOf()).toEqual(keysOf());
  });

  test('loses no item: each is an event or set aside with its reason', () => {
    const body = batch([message('1'), message('2', { at: -7_200 }), message('3', { at: 600 })]);
    const { events, quarantine } = receive(body);
    expect(events).toHaveLength(1);
    expect(quarantine.map((item) => item.reason)).toEqual(['stale', 'future']);
    expect(quarantine[0]).toMatchObject({ field: 'messages', phoneNumberId: 'p1', wabaId: 'w1', metaAppId: APP_A.id });
    expect(quarantine[0]?.occurredAtMs).toBe(NOW_MS - 7_200_000);
    expect(JSON.stringify(quarantine[0]?.payload)).not.toContain('wamid.1');
  });

  test('reaches only channels of the registration whose secret verified it', () => {
    const body = batch([message('1')], 'p2');
    expect(receive(body, { apps: [APP_A] })).toMatchObject({
      events: [],
      quarantine: [{ reason: 'unknown_channel', metaAppId: APP_A.id }],
    });
  });

  test('that two registrations verify belongs to the one that knows the number', () => {
    const body = batch([message('1')], 'p2');
    expect(receive(body, { apps: [APP_A, APP_B] })).toMatchObject({ events: [{ workspaceId: WS_B }], quarantine: [] });
  });

  test('of one item brings its text along, so that it need not be written again', () => {
    const body = batch([message('1')]);
    const [event] = receive(body, { bytes: Buffer.from(JSON.stringify(body, null, 1)) }).events;
    expect(event?.payloadText).toEqual({ payload: event?.payload, text: JSON.stringify(body, null, 1) });
    expect(event?.payloadText?.payload).toBe(event?.payload);
  });

  test('that was cut, or in which something is escaped, brings no text along', () => {
    const cut = receive(batch([message('1'), message('2')])).events;
    const escaped = receive(
      {},
      { bytes: Buffer.from(JSON.stringify(batch([message('1')])).replace('Hi', '\\u0000')) },
    ).events;
    expect([...cut, ...escaped].map((event) => event.payloadText)).toEqual([undefined, undefined, undefined]);
  });

  test('that cannot be read is kept once, as the text that came', () => {
    const context = { bytes: Buffer.from('not json'), apps: [APP_A] as const, hops: 0, receivedAtMs: NOW_MS };
    const first = receiveBody(newContext(), context).quarantine[0];
    const second = receiveBody(newContext(), context).quarantine[0];
    expect(first).toMatchObject({ reason: 'unreadable', payload: 'not json', occurredAtMs: null });
    expect(second?.dedupeKey).toBe(first?.dedupeKey);
    const other = receiveBody(newContext(), { ...context, bytes: Buffer.from('not json!') }).quarantine[0];
    expect(other?.dedupeKey).not.toBe(first?.dedupeKey);
  });

  test.each([
    'null',
    '0',
    '"text"',
    '[]',
    '{"entry":{}}',
    '{"entry":[null]}',
    '{"entry":[{"changes":[{"value":[]}]}]}',
  ])('never throws: %s', (text) => {
    const body = { bytes: Buffer.from(text), apps: [APP_A] as const, hops: 0, receivedAtMs: NOW_MS };
    const { events, quarantine } = receiveBody(newContext(), body);
    expect(events.length + quarantine.length).toBeGreaterThan(0);
  });
});

function receive(body: unknown, over: Partial<VerifiedBody> = {}) {
  const bytes = Buffer.from(JSON.stringify(body));
  return receiveBody(newContext(), { bytes, apps: [APP_A], hops: 0, receivedAtMs: NOW_MS, ...over });
}

function newContext(): ReceiveBodyContext {
  const channels = [OF_A, OF_B];
  let idCount = 100;
  const nextUuid = () => {
    idCount += 1;
    return uuid(idCount);
  };
  return {
    channels: {
      byPhoneNumberId: (appId, id) =>
        channels.find((one) => one.metaAppId === appId && one.phoneNumberId === id) ?? null,
      byWaba: (appId, wabaId) => channels.filter((one) => one.metaAppId === appId && one.wabaId === wabaId),
    },
    window: { backMs: 3_600_000, aheadMs: 300_000 },
    newEventId: () => idOf('evt', nextUuid()),
    newQuarantineId: () => idOf('qrn', nextUuid()),
  };
}

function newApp(number: number, workspaceId: MetaApp['workspaceId']): MetaApp {
  return {
    id: idOf('app', uuid(number)),
    workspaceId,
    appId: '900',
    isSimulated: false,
    appSecrets: ['s'],
    verifyToken: 't',
  };
}

function newChannel(number: number, over: Pick<Channel, 'metaAppId' | 'workspaceId' | 'phoneNumberId'>): Channel {
  return { id: idOf('chn', uuid(number)), wabaId: 'w1', displayPhoneNumber: '1555', throughputPerSecond: 80, ...over };
}

type Inner = Record<'messages' | 'statuses', object | undefined>;

function message(id: string, { at = 0 } = {}): Partial<Inner> {
  const timestamp = String(NOW_MS / 1_000 + at);
  return { messages: { from: '491', id: `wamid.${id}`, timestamp, type: 'text', text: { body: 'Hi' } } };
}

function status(id: string, name: string): Partial<Inner> {
  return { statuses: { id: `wamid.${id}`, status: name, timestamp: String(NOW_MS / 1_000), recipient_id: '491' } };
}

function batch(items: readonly Partial<Inner>[], phoneNumberId = 'p1') {
  const metadata = { phone_number_id: phoneNumberId, display_phone_number: '1555' };
  const listOf = (key: keyof Inner) => items.flatMap((item) => (item[key] === undefined ? [] : [item[key]]));
  const value = { messaging_product: 'whatsapp', metadata, messages: listOf('messages'), statuses: listOf('statuses') };
  return { object: 'whatsapp_business_account', entry: [{ id: 'w1', changes: [{ value, field: 'messages' }] }] };
}
