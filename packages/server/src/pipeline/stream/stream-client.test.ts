import { beforeEach, describe, expect, test } from 'vitest';
import { StreamClient } from './stream-client.ts';
import { toStreamCursor } from './stream-cursor.ts';
import {
  createTestDialect,
  createTestObserver,
  createTestSocket,
  START_MS,
  type TestSocket,
  WORKSPACE,
} from './test-support.ts';

const MB = 1024 * 1024;

let socket: TestSocket;
let observer: ReturnType<typeof createTestObserver>;
let client: StreamClient;

beforeEach(() => {
  socket = createTestSocket();
  observer = createTestObserver();
  client = new StreamClient({
    workspaceId: WORKSPACE,
    dialect: createTestDialect(),
    socket,
    observer,
    nowMs: START_MS,
  });
});

const frameOf = (position: number) =>
  Buffer.from(JSON.stringify({ number: position, cursor: toStreamCursor(position) }));
const deliver = (position: number, atMs: number) => client.deliver(frameOf(position), position, START_MS + atMs);

describe('a client that is sent too much', () => {
  test('gets 100 frames in a second, then a report of all that was left out, and then the next ones', () => {
    for (let position = 1; position <= 150; position++) deliver(position, position);
    client.tick(START_MS + 900);
    expect(socket.numbers()).toHaveLength(100);
    expect(socket.frames.at(-1)).toEqual({ dropped: 50, cursor: toStreamCursor(150) });
    deliver(151, 1_101);
    expect(socket.frames.at(-1)).toEqual({ number: 151, cursor: toStreamCursor(151) });
    expect(observer.counts).toMatchObject({ sent: 101, dropped: 50 });
  });

  test('is told before the next frame, so that cursors never go back', () => {
    for (let position = 1; position <= 101; position++) deliver(position, 0);
    deliver(102, 1_000);
    expect(socket.frames.slice(-2)).toEqual([
      { dropped: 1, cursor: toStreamCursor(101) },
      { number: 102, cursor: toStreamCursor(102) },
    ]);
  });

  test('is not told more than four times a second, and at least once', () => {
    // 200 events a second for ten seconds.
    for (let position = 1; position <= 2_000; position++) {
      deliver(position, position * 5);
      if (position % 50 === 0) client.tick(START_MS + position * 5);
    }
    const reports = socket.frames.filter(({ dropped }) => dropped !== undefined);
    expect(reports.length).toBeGreaterThanOrEqual(9);
    expect(reports.length).toBeLessThanOrEqual(40);
    const dropped = reports.reduce((sum, report) => sum + (report.dropped ?? 0), 0);
    expect(dropped + socket.numbers().length + (observer.counts.dropped - dropped)).toBe(2_000);
  });

  test('is told of nothing aside while frames are being left out', () => {
    for (let position = 1; position <= 101; position++) deliver(position, 0);
    client.deliverAside((cursor) => JSON.stringify({ event: 'aside', cursor }), START_MS + 1);
    expect(socket.frames.some(({ event }) => event === 'aside')).toBe(false);
  });
});

describe('a client that does not read', () => {
  test('is cut off when 1 MB waits for five seconds', () => {
    socket.waitingBytes = 2 * MB;
    deliver(1, 0);
    client.tick(START_MS + 4_900);
    expect(socket.closedWith).toBeNull();
    client.tick(START_MS + 5_000);
    expect(socket.closedWith).toEqual({
      code: 4008,
      reason: expect.stringContaining('Connect again with the last cursor'),
    });
    expect(observer.counts.cutOff).toEqual(['slow']);
  });

  test('is not cut off when it reads on in time', () => {
    socket.waitingBytes = 2 * MB;
    deliver(1, 0);
    socket.waitingBytes = 0;
    client.tick(START_MS + 3_000);
    socket.waitingBytes = 2 * MB;
    client.tick(START_MS + 6_000);
    expect(socket.closedWith).toBeNull();
  });

  test('is cut off at once when 4 MB wait', () => {
    socket.waitingBytes = 4 * MB;
    deliver(1, 0);
    expect(socket.closedWith?.code).toBe(4008);
    deliver(2, 1);
    expect(socket.numbers()).toEqual([1]);
  });
});

describe('a client that says nothing', () => {
  test('is pinged every 20 seconds, and cut off when it does not answer within 20', () => {
    client.tick(START_MS + 19_999);
    expect(socket.pings()).toBe(0);
    client.tick(START_MS + 20_000);
    client.notePong();
    client.tick(START_MS + 40_000);
    expect(socket.pings()).toBe(2);
    client.tick(START_MS + 59_999);
    expect(socket.closedWith).toBeNull();
    client.tick(START_MS + 60_000);
    expect(socket.closedWith?.code).toBe(4009);
  });

  test('is told its cursor once a minute when that has moved, so that it does not grow old', () => {
    client.tell('stream.ready', {}, START_MS);
    client.position = 7;
    for (let atMs = 0; atMs <= 180_000; atMs += 10_000) {
      client.notePong();
      client.tick(START_MS + atMs);
    }
    const cursors = socket.frames.filter(({ event }) => event === 'stream.cursor');
    expect(cursors.map(({ cursor }) => cursor)).toEqual([toStreamCursor(7)]);
  });
});

test('a client that sends more than 20 frames in a second is cut off', () => {
  const admitted = Array.from({ length: 22 }, (_, index) => client.admitRequest(START_MS + index));
  expect(admitted.filter(Boolean)).toHaveLength(20);
  expect(socket.closedWith?.code).toBe(1008);
});

test('a connection ends after twelve hours', () => {
  for (let atMs = 0; atMs <= 12 * 3_600_000; atMs += 15_000) {
    client.notePong();
    client.tick(START_MS + atMs);
  }
  expect(socket.closedWith?.code).toBe(4001);
});
