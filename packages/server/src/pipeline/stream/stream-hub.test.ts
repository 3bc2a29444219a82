import { describe, expect, test } from 'vitest';
import { conversationIdOf } from '../../domain/conversation.ts';
import { toStreamCursor } from './stream-cursor.ts';
import {
  CHANNEL,
  createTestWorld,
  eventOf,
  OTHER_WORKSPACE,
  RETENTION_MS,
  START_MS,
  WORKSPACE,
} from './test-support.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('where positions are committed in order', () => {
  test('events go to clients from memory, and the log is not read for them', async () => {
    const world = createTestWorld();
    const { socket } = await world.connect();
    for (const number of upTo(5)) world.commit(eventOf(number));
    await world.settle();
    expect(socket.numbers()).toEqual(upTo(5));
    expect(world.log.payloadsRead()).toBe(0);
  });

  test('what a transaction wrote between two commits is read, in its place', async () => {
    const world = createTestWorld();
    const { socket } = await world.connect();
    world.commit(eventOf(1));
    world.log.append([eventOf(2)]);
    world.commit(eventOf(3));
    await world.settle();
    expect(socket.numbers()).toEqual([1, 2, 3]);
  });

  test('what a transaction wrote last is seen when it says so, or at the next tick', async () => {
    const world = createTestWorld();
    const { socket } = await world.connect();
    world.hub.published({ events: [eventOf(1)], positions: null });
    world.log.append([eventOf(1)]);
    world.hub.wake();
    await world.settle();
    expect(socket.numbers()).toEqual([1]);
    world.log.append([eventOf(2)]);
    world.hub.tick();
    await world.settle();
    expect(socket.numbers()).toEqual([1, 2]);
  });

  test('callers that share a commit may announce their events in any order', async () => {
    const world = createTestWorld();
    const { socket } = await world.connect();
    const events = upTo(4).map((number) => eventOf(number));
    const positions = world.log.append(events);
    world.hub.published({ events: events.slice(2), positions });
    await world.settle();
    expect(socket.numbers()).toEqual([]);
    world.hub.published({ events: events.slice(0, 2), positions });
    await world.settle();
    expect(socket.numbers()).toEqual(upTo(4));
  });

  test('a workspace whose first client comes while others are live misses nothing', async () => {
    const world = createTestWorld();
    const other = await world.connect({ workspaceId: OTHER_WORKSPACE });
    world.commit(eventOf(1));
    const joining = world.connect();
    world.log.append([eventOf(2)]);
    world.commit(eventOf(3), eventOf(4, { workspaceId: OTHER_WORKSPACE }));
    const { socket } = await joining;
    world.commit(eventOf(5));
    await world.settle();
    const numbers = socket.numbers();
    expect(numbers).toEqual([1, 2, 3, 5].slice(-numbers.length));
    expect(numbers.length).toBeGreaterThanOrEqual(1);
    expect(other.socket.numbers()).toEqual([4]);
  });

  test('more than fits into memory is read from the log, and none is left out', async () => {
    const world = createTestWorld();
    const { client, socket } = await world.connect();
    world.log.isAway = true;
    world.log.append([eventOf(1)]);
    world.hub.wake();
    world.log.isAway = false;
    for (const number of upTo(2_500)) world.commit(eventOf(number + 1));
    await world.settle();
    const dropped = socket.frames.reduce((sum, frame) => sum + (frame.dropped ?? 0), 0);
    expect(client.position).toBe(2_501);
    expect(socket.numbers()).toEqual(upTo(100));
    world.clock.nowMs += 1_000;
    world.hub.tick();
    expect(dropped + (socket.frames.at(-1)?.dropped ?? 0)).toBe(2_401);
    expect(socket.frames.at(-1)?.cursor).toBe(toStreamCursor(2_501));
  });
});

describe('where other nodes write too', () => {
  test('nothing above the horizon is told, and everything is told in the order of the log', async () => {
    const world = createTestWorld({ positionsInOrder: false });
    const { socket } = await world.connect();
    world.log.horizon = 0;
    // Position 1 is of a slow transaction of another node.
    world.log.append([eventOf(1)]);
    world.commit(eventOf(2));
    await world.settle();
    expect(socket.numbers()).toEqual([]);
    world.log.horizon = null;
    world.hub.tick();
    await world.settle();
    expect(socket.numbers()).toEqual([1, 2]);
    expect(world.log.payloadsRead()).toBe(1);
  });

  test('a horizon that steps back repeats nothing', async () => {
    const world = createTestWorld({ positionsInOrder: false });
    const { socket } = await world.connect();
    for (const number of upTo(3)) world.commit(eventOf(number));
    await world.settle();
    world.log.horizon = 1;
    world.hub.tick();
    await world.settle();
    world.log.horizon = null;
    world.commit(eventOf(4));
    await world.settle();
    expect(socket.numbers()).toEqual(upTo(4));
  });

  test('payloads are read only of what somebody is sent', async () => {
    const world = createTestWorld({ positionsInOrder: false });
    await world.connect({ asked: { types: ['message.received'] } });
    world.log.append([eventOf(1), eventOf(2, { type: 'message.received' }), eventOf(3)]);
    world.hub.tick();
    await world.settle();
    expect(world.log.payloadsRead()).toBe(1);
  });

  test('goes on after the database was away', async () => {
    const world = createTestWorld({ positionsInOrder: false });
    const { socket } = await world.connect();
    world.log.isAway = true;
    const wait = world.settle();
    world.commit(eventOf(1));
    world.log.isAway = false;
    await wait;
    world.hub.tick();
    await world.settle();
    expect(socket.numbers()).toEqual([1]);
  });
});

describe.each([true, false])('clients, positions in order: %s', (positionsInOrder) => {
  test('an event is put into words once, and only when somebody wants it', async () => {
    const world = createTestWorld({ positionsInOrder });
    const clients = [await world.connect(), await world.connect(), await world.connect()];
    await world.connect({ workspaceId: OTHER_WORKSPACE, asked: { types: ['call.*'] } });
    world.commit(eventOf(1), eventOf(2, { workspaceId: OTHER_WORKSPACE }));
    await world.settle();
    for (const { socket } of clients) expect(socket.numbers()).toEqual([1]);
    expect(world.dialect.made()).toBe(1);
  });

  test('a client of one conversation gets its events and no others', async () => {
    const world = createTestWorld({ positionsInOrder });
    const mira = { contactId: null, phone: '4915170023456', bsuid: null };
    const conversationId = conversationIdOf(CHANNEL, mira);
    const asked = { conversation_ids: conversationId === null ? [] : [conversationId] };
    const [one, all] = [await world.connect({ asked }), await world.connect()];
    const about = (phone: string) => ({ type: 'message.received', channelId: CHANNEL, phone });
    world.commit(eventOf(1, about(mira.phone)), eventOf(2, about('4915170020000')), eventOf(3));
    await world.settle();
    expect([one.socket.numbers(), all.socket.numbers()]).toEqual([[1], [1, 2, 3]]);
    world.hub.subscribe(one.client, all.client.subscription);
    world.hub.subscribe(all.client, one.client.subscription);
    world.hub.remove(all.client);
    world.commit(eventOf(4));
    await world.settle();
    expect([one.socket.numbers(), all.socket.numbers()]).toEqual([
      [1, 4],
      [1, 2, 3],
    ]);
  });

  test('goes on after a cursor until it meets what comes live, at its own pace and without a gap', async () => {
    const world = createTestWorld({ positionsInOrder });
    for (const number of upTo(700)) world.log.append([eventOf(number)]);
    const { socket } = await world.connect({ from: 100 });
    world.commit(eventOf(701));
    await world.settle();
    expect(socket.numbers()).toEqual(upTo(701).slice(100));
    expect(socket.frames.filter(({ dropped }) => dropped !== undefined)).toEqual([]);
    expect(socket.frames.filter(({ event }) => event !== undefined).map(({ event }) => event)).toEqual([
      'stream.ready',
      'stream.resumed',
    ]);
    // 600 frames at 100 a second.
    expect(world.clock.nowMs - START_MS).toBeGreaterThanOrEqual(5_000);
  });

  test('goes back in the middle of it when the client says so', async () => {
    const world = createTestWorld({ positionsInOrder });
    const { client, socket } = await world.connect();
    for (const number of upTo(20)) world.commit(eventOf(number));
    await world.settle();
    world.hub.resume(client, 15);
    world.commit(eventOf(21));
    await world.settle();
    expect(socket.numbers()).toEqual([...upTo(20), 16, 17, 18, 19, 20, 21]);
  });

  test('tells of a gap when the cursor is older than everything that is kept', async () => {
    const world = createTestWorld({ positionsInOrder });
    for (const number of upTo(10)) world.log.append([eventOf(number)]);
    world.log.purgeUpTo(6);
    const { socket } = await world.connect({ from: 3 });
    const gap = socket.frames.find(({ event }) => event === 'stream.gap');
    expect(gap?.data).toEqual({ oldest_cursor: toStreamCursor(6) });
    expect(socket.numbers()).toEqual([7, 8, 9, 10]);
    const { socket: fromTheBeginning } = await world.connect({ from: 0 });
    const { socket: afterTheOldest } = await world.connect({ from: 7 });
    for (const each of [fromTheBeginning, afterTheOldest]) {
      expect(each.frames.some(({ event }) => event === 'stream.gap')).toBe(false);
    }
  });

  test('tells of no gap when the log had come so far within the retention', async () => {
    const world = createTestWorld({ positionsInOrder });
    world.log.skip(10);
    const { socket } = await world.connect();
    const cursor = socket.frames[0]?.cursor;
    expect(cursor).toBe(toStreamCursor(10));
    world.clock.nowMs += RETENTION_MS - 1;
    world.commit(eventOf(1));
    const { socket: again } = await world.connect({ from: 10 });
    expect(again.frames.some(({ event }) => event === 'stream.gap')).toBe(false);
    expect(again.numbers()).toEqual([1]);
  });

  test('hangs up on a cursor that is far ahead of the log', async () => {
    const world = createTestWorld({ positionsInOrder });
    world.log.append([eventOf(1)]);
    const { socket } = await world.connect({ from: 1_000_000 });
    expect(socket.closedWith?.code).toBe(4004);
  });

  test('a client that is stuck delays nobody', async () => {
    const world = createTestWorld({ positionsInOrder });
    const [stuck, other] = [await world.connect(), await world.connect()];
    stuck.socket.waitingBytes = 5 * 1024 * 1024;
    for (const number of upTo(3)) world.commit(eventOf(number));
    await world.settle();
    expect(stuck.socket.closedWith?.code).toBe(4008);
    expect(other.socket.numbers()).toEqual(upTo(3));
  });

  test('says goodbye to everybody, and takes nobody in afterwards', async () => {
    const world = createTestWorld({ positionsInOrder });
    const { client, socket } = await world.connect();
    await world.hub.stop();
    expect(socket.closedWith?.code).toBe(1012);
    expect((await world.connect()).socket.closedWith?.code).toBe(1012);
    world.hub.remove(client);
    expect(world.hub.clientCount).toBe(0);
  });

  test('tells aside what stands for no event, with the cursor that the client has', async () => {
    const world = createTestWorld({ positionsInOrder });
    const { socket } = await world.connect();
    world.commit(eventOf(1));
    await world.settle();
    world.hub.tellAside(WORKSPACE, world.dialect, (cursor) => JSON.stringify({ event: 'aside', cursor }));
    world.hub.tellAside(OTHER_WORKSPACE, world.dialect, () => '{}');
    expect(socket.frames.at(-1)).toEqual({ event: 'aside', cursor: toStreamCursor(1) });
    expect(socket.frames).toHaveLength(3);
  });
});

test('has no place for more clients than allowed', async () => {
  const world = createTestWorld({ clientsMax: 1 });
  world.hub.assertPlace(WORKSPACE);
  const { client } = await world.connect();
  expect(() => world.hub.assertPlace(OTHER_WORKSPACE)).toThrow('This node has 1 clients');
  world.hub.remove(client);
  world.hub.assertPlace(OTHER_WORKSPACE);
});

test('does nothing while there are no clients', async () => {
  const world = createTestWorld();
  world.log.isAway = true;
  world.commit(eventOf(1));
  world.hub.wake();
  world.hub.tick();
  await world.settle();
  expect(world.errors).toEqual([]);
});

test('hangs up with a reason when the log cannot be read for a new client', async () => {
  const world = createTestWorld();
  world.log.isAway = true;
  const { client, socket } = await world.connect();
  expect(socket.closedWith?.code).toBe(1011);
  world.hub.remove(client);
  world.log.isAway = false;
  expect(world.hub.clientCount).toBe(0);
  expect((await world.connect()).socket.frames[0]?.event).toBe('stream.ready');
});
