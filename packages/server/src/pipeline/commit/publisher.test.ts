import { describe, expect, test } from 'vitest';
import type { Endpoint } from '../../domain/endpoint.ts';
import type { Event, NewEvent } from '../../domain/event.ts';
import { type DeliveryId, type EndpointId, idOf } from '../../domain/ids.ts';
import type { NewEventEntry } from './commit-batch.ts';
import { createPublisher, type PublisherContext } from './publisher.ts';

const NOW_MS = 1_781_000_400_000;
const uuid = (number: number) => `019c0000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const A = { id: idOf('ep', uuid(1)), retry: { timeoutSeconds: 15 } } as Endpoint;
const B = { id: idOf('ep', uuid(2)), retry: { timeoutSeconds: 5 } } as Endpoint;

describe('publishing', () => {
  test('commits each event with a delivery for each endpoint that wants it, leased where there is room', async () => {
    const { publish, appended } = open({ roomFor: [A.id] });
    await publish([newEvent(1)]);
    expect(appended[0]?.[0]?.deliveries).toMatchObject([
      { endpointId: A.id, leaseToken: 'me', dueAtMs: NOW_MS + 25_000 },
      { endpointId: B.id, leaseToken: null, dueAtMs: NOW_MS },
    ]);
  });

  test('hands what was born leased to the sender after the commit, and tells it of the rest', async () => {
    const { publish, accepted, leftBehind } = open({ roomFor: [A.id] });
    await publish([newEvent(1)]);
    expect(accepted).toMatchObject([{ endpointId: A.id, attemptsMade: 0, maybeReceived: false, leaseToken: 'me' }]);
    expect(leftBehind).toEqual([B.id]);
  });

  test('what stands in line is never born leased: it is due, with its line, and the queue is looked at', async () => {
    const endpoints = [{ ...A, ordering: 'conversation' } as Endpoint, B];
    const { publish, appended, accepted, wakes } = open({ roomFor: [A.id, B.id], endpoints });
    const inConversation = { ...newEvent(1), channelId: idOf('chn', uuid(7)), phone: '4915170023456' };
    await publish([inConversation]);
    expect(appended[0]?.[0]?.deliveries).toMatchObject([
      { endpointId: A.id, leaseToken: null, dueAtMs: NOW_MS, orderKey: expect.any(String) },
      { endpointId: B.id, leaseToken: 'me', orderKey: null },
    ]);
    expect([accepted.map((delivery) => delivery.endpointId), wakes()]).toEqual([[B.id], 1]);
  });

  test('what belongs to no conversation stands in no line, whatever its endpoint asks for', async () => {
    const { publish, appended } = open({
      roomFor: [A.id],
      endpoints: [{ ...A, ordering: 'conversation' } as Endpoint],
    });
    await publish([newEvent(1)]);
    expect(appended[0]?.[0]?.deliveries).toMatchObject([{ leaseToken: 'me', orderKey: null }]);
  });

  test('stores the text that a payload came as, but not that of another payload', async () => {
    const { publish, appended } = open({ roomFor: [] });
    const came = { payload: { a: 1 }, text: '{ "a": 1 }' };
    await publish([
      { ...newEvent(1), payload: came.payload, payloadText: came },
      { ...newEvent(2), payload: { b: 2 }, payloadText: came },
    ]);
    expect(appended[0]?.map((entry) => entry.payloadJson)).toEqual(['{ "a": 1 }', '{"b":2}']);
  });

  test('answers after a pause when deliveries of an endpoint are left behind, and holds up none of them for it', async () => {
    const { publish, log } = open({ roomFor: [A.id], behind: [B.id] });
    await publish([newEvent(1)]);
    expect(log).toEqual(['accepted', 'published', 'held']);
  });

  test('answers at once when nobody is behind whom the event goes to, or there is no new event', async () => {
    const alone = open({ roomFor: [A.id], endpoints: [A], behind: [B.id] });
    await alone.publish([newEvent(1)]);
    const again = open({ roomFor: [], behind: [A.id, B.id], isNew: () => false });
    await again.publish([newEvent(1)]);
    expect([alone.log, again.log]).toEqual([['accepted', 'published'], ['published']]);
  });

  test('a duplicate is not sent and gives its places back', async () => {
    const { publish, accepted, places, published } = open({
      roomFor: [A.id, B.id],
      isNew: (id) => id !== newEvent(1).id,
    });
    expect(await publish([newEvent(1), newEvent(2)])).toEqual(new Set([newEvent(2).id]));
    expect(accepted.map((delivery) => delivery.event.id)).toEqual([newEvent(2).id, newEvent(2).id]);
    expect(places()).toBe(2);
    expect(published).toEqual([{ fresh: [newEvent(2).id], duplicateCount: 1, deliveryCount: 2 }]);
  });

  test('a commit that fails sends nothing, gives all places back and throws', async () => {
    const { publish, accepted, places } = open({ roomFor: [A.id, B.id], fails: true });
    await expect(publish([newEvent(1), newEvent(2)])).rejects.toThrow('away');
    expect([accepted.length, places()]).toEqual([0, 0]);
  });

  test('an event that cannot be written keeps no places, neither its own nor of those before it', async () => {
    const { publish, places } = open({ roomFor: [A.id, B.id] });
    const circular: { self?: unknown } = {};
    circular.self = circular;
    await expect(publish([newEvent(1), { ...newEvent(2), payload: circular }])).rejects.toThrow(TypeError);
    expect(places()).toBe(0);
  });
});

interface Options {
  readonly roomFor: readonly EndpointId[];
  readonly endpoints?: readonly Endpoint[];
  readonly behind?: readonly EndpointId[];
  readonly isNew?: (id: Event['id']) => boolean;
  readonly fails?: boolean;
}

function open({ roomFor, endpoints = [A, B], behind = [], isNew = () => true, fails = false }: Options) {
  const appended: (readonly NewEventEntry[])[] = [];
  const accepted: Parameters<PublisherContext['sender']['accept']>[0][] = [];
  const published: unknown[] = [];
  const leftBehind: EndpointId[] = [];
  const log: string[] = [];
  let places = 0;
  let deliveryCount = 0;
  let wakes = 0;
  const publish = createPublisher({
    matchEndpoints: () => endpoints,
    append: async (entries) => {
      appended.push(entries);
      if (fails) throw new Error('away');
      // The commit may have held events of others too.
      const fresh = [...entries.map((entry) => entry.event.id).filter(isNew), newEvent(77).id];
      return new Map(fresh.map((id, index) => [id, index + 1]));
    },
    sender: {
      reserve: ({ id }) => {
        if (!roomFor.includes(id)) return false;
        places += 1;
        return true;
      },
      unreserve: () => {
        places -= 1;
      },
      accept: (delivery) => {
        accepted.push(delivery);
        log.push('accepted');
      },
      leaveBehind: (id) => leftBehind.push(id),
      wake: () => {
        wakes += 1;
      },
      isBehind: (id) => behind.includes(id),
    },
    hold: async () => {
      log.push('held');
    },
    newDeliveryId: (): DeliveryId => {
      deliveryCount += 1;
      return idOf('dlv', uuid(deliveryCount));
    },
    leaseToken: 'me',
    leaseUntilMs: (endpoint, nowMs) => nowMs + endpoint.retry.timeoutSeconds * 1_000 + 10_000,
    nowMs: () => NOW_MS,
    onPublished: ({ events, duplicateCount, deliveryCount }) => {
      published.push({ fresh: events.map((event) => event.id), duplicateCount, deliveryCount });
      log.push('published');
    },
  });
  return { publish, appended, accepted, leftBehind, published, log, places: () => places, wakes: () => wakes };
}

function newEvent(number: number): NewEvent {
  return {
    id: idOf('evt', uuid(number)),
    workspaceId: idOf('ws', uuid(9)),
    type: 'message.received',
    origin: 'meta',
    channelId: null,
    occurredAtMs: NOW_MS,
    createdAtMs: NOW_MS,
    phone: null,
    bsuid: null,
    contact: null,
    sentMessage: null,
    causeId: null,
    hops: 0,
    payload: { number },
    dedupeKey: `key-${number}`,
  };
}
