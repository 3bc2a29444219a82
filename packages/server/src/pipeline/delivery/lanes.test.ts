import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_IN_FLIGHT_DEFAULT } from '../../domain/endpoint.ts';
import { type EndpointId, idOf, type WorkspaceId } from '../../domain/ids.ts';
import { ALWAYS_OPEN, type Gate } from './gate.ts';
import {
  BYTES_MAX,
  CLAIMED_WAITING_MAX,
  FIRST_ATTEMPTS_IN_ROW,
  IN_FLIGHT_MAX,
  LANES_MAX,
  type LaneKey,
  Lanes,
  type LanesContext,
  WAITING_MAX,
} from './lanes.ts';
import type { LeasedDelivery } from './leased-delivery.ts';
import { makeDelivery, makeEvent, NOW_MS, uuid, WORKSPACE_ID } from './test-support.ts';

const KB = 1_024;
const ENDPOINTS = Array.from({ length: 12 }, (_, index) => endpoint(index));
const [A, B, C] = ENDPOINTS as [LaneKey, LaneKey, LaneKey];
/** Of another workspace. */
const Z: LaneKey = endpoint(99, idOf('ws', uuid(2)));
let deliveryCount = 0;

function endpoint(number: number, workspaceId: WorkspaceId = WORKSPACE_ID): LaneKey {
  return { id: idOf('ep', uuid(100 + number)), workspaceId };
}

function deliveryTo(lane: LaneKey, over: Partial<LeasedDelivery> = {}) {
  deliveryCount += 1;
  const event = makeEvent({ workspaceId: lane.workspaceId });
  return makeDelivery({ id: idOf('dlv', uuid(deliveryCount)), endpointId: lane.id, event, ...over });
}

function fill(lanes: Lanes, lane: LaneKey, count: number, over: Partial<LeasedDelivery> = {}) {
  return Array.from({ length: count }, () => {
    const delivery = deliveryTo(lane, over);
    lanes.add(delivery);
    return delivery;
  });
}

function takeAll(lanes: Lanes) {
  const taken = [];
  for (let next = lanes.next(); next !== undefined; next = lanes.next()) taken.push(next);
  return taken;
}

/** Sends one at a time, so that nothing but the turns decides. */
function sendInTurn(lanes: Lanes, count: number) {
  return Array.from({ length: count }, () => {
    const delivery = lanes.next();
    if (delivery !== undefined) lanes.done(delivery);
    return delivery;
  });
}

function countBy(sent: readonly (LeasedDelivery | undefined)[], lane: LaneKey): number {
  return sent.filter((delivery) => delivery?.endpointId === lane.id).length;
}

function open(over: Partial<LanesContext> = {}) {
  return new Lanes({ maxInFlight: () => 100, gate: ALWAYS_OPEN, nowMs: () => NOW_MS, ...over });
}

describe('turns', () => {
  test('are taken by endpoints: one with much to send does not hold up the others', () => {
    const lanes = open();
    fill(lanes, A, 50);
    fill(lanes, B, 2);
    fill(lanes, C, 1);
    const order = takeAll(lanes).map((delivery) => delivery.endpointId);
    expect(order.slice(0, 6)).toEqual([A.id, B.id, C.id, A.id, B.id, A.id]);
  });

  test('are taken by workspaces first: one with a thousand endpoints gets as much as one with a single endpoint', () => {
    const lanes = open();
    for (let number = 1_000; number < 2_000; number++) fill(lanes, endpoint(number), 1);
    fill(lanes, Z, 100);
    const sent = sendInTurn(lanes, 200);
    expect(countBy(sent, Z)).toBe(100);
  });

  test('are worth 16 KB: an endpoint that sends 48 KB and more each time has every fourth turn, and one of 15 KB every', () => {
    const lanes = open();
    fill(lanes, A, 100, { payloadBytes: 48 * KB });
    fill(lanes, B, 100, { payloadBytes: 15 * KB });
    const sent = sendInTurn(lanes, 50);
    expect([countBy(sent, A), countBy(sent, B)]).toEqual([10, 40]);
  });

  test('of the largest event are sixteen, and whoever is alone waits for nobody', () => {
    const lanes = open();
    fill(lanes, A, 20, { payloadBytes: 900 * KB });
    fill(lanes, B, 160);
    expect(countBy(sendInTurn(lanes, 170), A)).toBe(10);
    fill(lanes, C, 3, { payloadBytes: 900 * KB });
    expect(sendInTurn(lanes, 13).every((delivery) => delivery !== undefined)).toBe(true);
  });

  test('go to first attempts: of one endpoint and among endpoints, and every eighth to a retry', () => {
    const lanes = open();
    fill(lanes, A, 10, { attemptsMade: 1 });
    fill(lanes, B, 10, { attemptsMade: 3 });
    fill(lanes, A, 28);
    const sent = sendInTurn(lanes, 32);
    const retries = sent.flatMap((delivery, index) => (delivery?.attemptsMade === 0 ? [] : [index + 1]));
    expect(retries).toEqual([8, 16, 24, 32]);
    expect(FIRST_ATTEMPTS_IN_ROW).toBe(7);
    expect(sendInTurn(lanes, 20).filter((delivery) => delivery !== undefined)).toHaveLength(16);
  });

  test('of what a run sends again come with the retries, whatever its attempt', () => {
    const lanes = open();
    const [replayed] = fill(lanes, A, 1, { runId: idOf('run', uuid(5)) });
    const [first] = fill(lanes, A, 1);
    expect(takeAll(lanes)).toEqual([first, replayed]);
  });
});

describe('a lane', () => {
  test('keeps the order of its endpoint', () => {
    const lanes = open();
    const added = fill(lanes, A, 20);
    expect(takeAll(lanes)).toEqual(added);
  });

  test('sends as many at once as its endpoint takes, and goes on with each that ends', () => {
    const lanes = open({ maxInFlight: (id) => (id === A.id ? 3 : MAX_IN_FLIGHT_DEFAULT) });
    const added = fill(lanes, A, 5);
    fill(lanes, B, MAX_IN_FLIGHT_DEFAULT + 5);
    const sent = takeAll(lanes);
    expect([countBy(sent, A), countBy(sent, B)]).toEqual([3, 32]);
    lanes.done(deliveryTo(A));
    expect(takeAll(lanes)).toEqual([added[3]]);
  });

  test('never takes more than half of the connections that are free: receivers that hang leave some to the others', () => {
    const lanes = open({ maxInFlight: () => IN_FLIGHT_MAX });
    const hanging = Array.from({ length: 100 }, (_, number) => endpoint(1_000 + number));
    for (const lane of hanging) fill(lanes, lane, 40);
    const hang = takeAll(lanes);
    expect(IN_FLIGHT_MAX - hang.length).toBeGreaterThanOrEqual(8);
    fill(lanes, Z, 4);
    expect(countBy(takeAll(lanes), Z)).toBe(4);
  });

  test('that was crowded out sends again when others end, down to the last', () => {
    const lanes = open({ maxInFlight: () => IN_FLIGHT_MAX });
    const many = Array.from({ length: 300 }, (_, number) => endpoint(2_000 + number));
    for (const lane of many) fill(lanes, lane, 9);
    let count = 0;
    for (let sent = takeAll(lanes); sent.length > 0; sent = takeAll(lanes)) {
      count += sent.length;
      for (const delivery of sent) lanes.done(delivery);
    }
    expect([count, lanes.inFlight, lanes.room]).toEqual([2_700, 0, WAITING_MAX]);
  });

  test('takes an eighth of the free places at most, and others still get theirs', () => {
    const lanes = open();
    const granted = Array.from({ length: 1_000 }, () => lanes.reserve(A, 10)).filter(Boolean);
    expect(granted).toHaveLength(455);
    expect([lanes.reserve(A, 10), lanes.reserve(B, 10)]).toEqual([false, true]);
    for (let count = 0; count < 8; count++) lanes.unreserve(A.id, 10);
    expect(lanes.reserve(A, 10)).toBe(true);
  });

  test('is claimed a quarter of what may be claimed at most, and others still are', () => {
    const lanes = open();
    expect(lanes.claimRoomOf(A.id)).toBe(128);
    fill(lanes, A, 103, { isClaimed: true });
    expect([lanes.claimRoomOf(A.id), lanes.claimRoomOf(B.id)]).toEqual([0, 102]);
  });

  test('wants a claim when half of what it may have is left', () => {
    const lanes = open({ gate: { ...ALWAYS_OPEN, waitingMax: () => 40 } });
    fill(lanes, A, 21, { isClaimed: true });
    expect(lanes.wantsClaim(A.id)).toBe(false);
    lanes.next();
    expect([lanes.wantsClaim(A.id), lanes.claimRoomOf(A.id)]).toEqual([true, 20]);
    expect(lanes.wantsClaim(B.id)).toBe(true);
  });

  test('is claimed for whatever was accepted, as long as its gate has a place', () => {
    const lanes = open({ gate: { ...ALWAYS_OPEN, waitingMax: (id) => (id === A.id ? 300 : 1_000) } });
    fill(lanes, A, 300);
    fill(lanes, B, 300);
    expect([lanes.claimRoomOf(A.id), lanes.wantsClaim(A.id)]).toEqual([0, false]);
    expect([lanes.claimRoomOf(B.id), lanes.wantsClaim(B.id)]).toEqual([128, true]);
  });

  test('takes an eighth of the free bytes at most, in flight ones included, but for a single event of any size', () => {
    const lanes = open();
    expect(lanes.reserve(B, BYTES_MAX / 2)).toBe(true);
    const granted = Array.from({ length: 100 }, () => lanes.reserve(A, 100 * KB)).filter(Boolean);
    expect(granted).toHaveLength(27);
    lanes.add(deliveryTo(C, { payloadBytes: 100 * KB }));
    const sent = lanes.next();
    const before = lanes.bytesRoom;
    lanes.done(sent ?? deliveryTo(C));
    expect(lanes.bytesRoom - before).toBe(100 * KB);
  });
});

describe('this node', () => {
  test('sends a bounded number at once to all endpoints together', () => {
    const lanes = open();
    for (let number = 0; number < 600; number++) fill(lanes, endpoint(1_000 + number), 2);
    const sent = takeAll(lanes);
    expect(sent).toHaveLength(IN_FLIGHT_MAX);
    expect(lanes.inFlight).toBe(IN_FLIGHT_MAX);
    lanes.done(sent[0] ?? deliveryTo(A));
    expect(takeAll(lanes)).toHaveLength(1);
  });

  test('promises a bounded number of places to all endpoints together', () => {
    const lanes = open();
    const many = Array.from({ length: WAITING_MAX + 50 }, (_, index) => endpoint(5_000 + index));
    expect(many.map((lane) => lanes.reserve(lane, 10)).filter(Boolean)).toHaveLength(WAITING_MAX);
    expect(lanes.room).toBe(0);
  });

  test('has claimed a bounded number for all endpoints together, which leaves places to promise', () => {
    const lanes = open();
    const many = Array.from({ length: 2_000 }, (_, index) => endpoint(5_000 + index));
    for (const lane of many) fill(lanes, lane, lanes.claimRoomOf(lane.id), { isClaimed: true });
    expect([lanes.claimRoom, lanes.room]).toEqual([0, WAITING_MAX - CLAIMED_WAITING_MAX]);
    expect([lanes.claimRoomOf(Z.id), lanes.wantsClaim(Z.id), lanes.reserve(Z, 10)]).toEqual([0, false, true]);
  });

  test('claims nothing where all its places are promised', () => {
    const lanes = open();
    for (let number = 0; number < WAITING_MAX; number++) lanes.reserve(endpoint(5_000 + number), 10);
    expect([lanes.claimRoom, lanes.claimRoomOf(Z.id)]).toEqual([0, 0]);
  });

  test('promises a bounded number of bytes to all endpoints together', () => {
    const lanes = open();
    const many = Array.from({ length: 100 }, (_, index) => endpoint(5_000 + index));
    const granted = many.map((lane) => lanes.reserve(lane, BYTES_MAX / 16)).filter(Boolean);
    expect(granted).toHaveLength(16);
  });
});

describe('a gate', () => {
  test('is asked for each delivery that goes, and told when it is over', () => {
    const asked: string[] = [];
    const gate: Gate = {
      enter: (id) => {
        asked.push(`enter ${id}`);
        return 'open';
      },
      leave: (id) => asked.push(`leave ${id}`),
      waitingMax: () => 10,
    };
    const lanes = open({ gate });
    fill(lanes, A, 1);
    sendInTurn(lanes, 2);
    expect(asked).toEqual([`enter ${A.id}`, `leave ${A.id}`]);
  });

  test('that says later puts its lane aside until then, and nobody else', () => {
    let nowMs = NOW_MS;
    const gate: Gate = { ...ALWAYS_OPEN, enter: (id) => (id === A.id && nowMs < NOW_MS + 70 ? NOW_MS + 70 : 'open') };
    const lanes = open({ gate, nowMs: () => nowMs });
    const waiting = fill(lanes, A, 2);
    fill(lanes, B, 1);
    expect(takeAll(lanes)).toHaveLength(1);
    expect(lanes.asideUntilMs).toBe(NOW_MS + 70);
    nowMs += 69;
    lanes.wakeAside();
    expect(takeAll(lanes)).toEqual([]);
    nowMs += 1;
    lanes.wakeAside();
    expect(takeAll(lanes)).toEqual(waiting);
    expect(lanes.asideUntilMs).toBe(Number.POSITIVE_INFINITY);
  });

  test('is asked again within a second, also when nobody told that it is open', () => {
    let nowMs = NOW_MS;
    const gate: Gate = { ...ALWAYS_OPEN, enter: () => (nowMs > NOW_MS ? 'open' : Number.POSITIVE_INFINITY) };
    const lanes = open({ gate, nowMs: () => nowMs });
    const waiting = fill(lanes, A, 1);
    expect(takeAll(lanes)).toEqual([]);
    expect(lanes.asideUntilMs).toBe(NOW_MS + 1_000);
    nowMs += 1_000;
    lanes.wakeAside();
    expect(takeAll(lanes)).toEqual(waiting);
  });

  test('that was closed for good is asked again when it is reopened', () => {
    let isOpen = false;
    const gate: Gate = { ...ALWAYS_OPEN, enter: () => (isOpen ? 'open' : Number.POSITIVE_INFINITY) };
    const lanes = open({ gate });
    const waiting = fill(lanes, A, 2);
    expect(takeAll(lanes)).toEqual([]);
    isOpen = true;
    lanes.reopen(A.id);
    expect(takeAll(lanes)).toEqual(waiting);
  });

  test('says how many of its endpoint may wait here: none when it is closed', () => {
    const lanes = open({ gate: { ...ALWAYS_OPEN, waitingMax: (id) => (id === A.id ? 0 : 2) } });
    expect([lanes.reserve(A, 1), lanes.claimRoomOf(A.id)]).toEqual([false, 0]);
    expect([lanes.reserve(B, 1), lanes.reserve(B, 1), lanes.reserve(B, 1)]).toEqual([true, true, false]);
  });
});

describe('lanes', () => {
  test('hand back what waits and is meant, leave the rest in order, and go on as before', () => {
    const lanes = open();
    const [first, second, third] = fill(lanes, A, 3);
    expect(lanes.take((delivery) => delivery === second)).toEqual([second]);
    expect(takeAll(lanes)).toEqual([first, third]);
    expect(fill(lanes, A, 1)).toEqual(takeAll(lanes));
  });

  test('hand back all that waits and not what is in flight', () => {
    const lanes = open();
    fill(lanes, A, 2);
    fill(lanes, B, 2);
    const sent = lanes.next();
    expect(lanes.drain()).toHaveLength(3);
    expect([lanes.inFlight, lanes.next()]).toEqual([1, undefined]);
    lanes.done(sent ?? deliveryTo(A));
    expect([lanes.inFlight, lanes.room, lanes.bytesRoom]).toEqual([0, WAITING_MAX, BYTES_MAX]);
    expect(lanes.claimRoom).toBe(CLAIMED_WAITING_MAX);
  });

  test('forget endpoints that nothing goes to when there are many, and none that something waits for or goes to', () => {
    const lanes = open({ maxInFlight: () => 1 });
    fill(lanes, A, 2);
    const first = lanes.next();
    lanes.reserve(B, KB);
    for (let number = 0; number < 2 * LANES_MAX; number++) {
      fill(lanes, endpoint(1_000 + number), 1);
      sendInTurn(lanes, 1);
    }
    expect(lanes.next()).toBeUndefined();
    expect(lanes.room).toBe(WAITING_MAX - 2);
    lanes.unreserve(B.id, KB);
    if (first !== undefined) lanes.done(first);
    expect(lanes.next()?.endpointId).toBe(A.id);
    expect(lanes.room).toBe(WAITING_MAX);
  });

  test('never lose count, whatever is promised, taken back, added, put aside, sent, ended and drained', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(8), fc.nat(2)), { maxLength: 400 }), (steps) => play(steps)));
  });
});

/** Plays steps against a plain count of everything. Throws where they differ. */
function play(steps: readonly (readonly [number, number])[]): void {
  const closed = new Set<EndpointId>();
  const gate: Gate = { ...ALWAYS_OPEN, enter: (id) => (closed.has(id) ? Number.POSITIVE_INFINITY : 'open') };
  const lanes = open({ gate });
  const claimed = new Set<LeasedDelivery>();
  const model = new Map([A, B, Z].map((lane) => [lane.id, { reserved: 0, waiting: 0, sent: [] as LeasedDelivery[] }]));
  const sum = (of: (lane: { reserved: number; waiting: number; sent: LeasedDelivery[] }) => number) =>
    [...model.values()].reduce((all, lane) => all + of(lane), 0);
  const openWaiting = () =>
    [...model].filter(([id, lane]) => !closed.has(id) && lane.waiting > 0 && lane.sent.length < 100).length;
  for (const [action, index] of steps) {
    const key = [A, B, Z][index] ?? A;
    const lane = model.get(key.id);
    if (lane === undefined) continue;
    if (action <= 1 && lanes.reserve(key, 5)) lane.reserved += 1;
    if (action === 2 && lane.reserved > 0) {
      lanes.unreserve(key.id, 5);
      lane.reserved -= 1;
    }
    if (action === 3) {
      const delivery = deliveryTo(key, { attemptsMade: lane.waiting % 2, isClaimed: lane.waiting % 3 === 0 });
      lanes.add(delivery);
      if (delivery.isClaimed) claimed.add(delivery);
      lane.waiting += 1;
    }
    if (action === 4) {
      const sent = lanes.next();
      expect(sent === undefined).toBe(openWaiting() === 0);
      const from = sent === undefined ? undefined : model.get(sent.endpointId);
      if (from !== undefined && sent !== undefined) {
        from.waiting -= 1;
        from.sent.push(sent);
        claimed.delete(sent);
      }
    }
    const ended = action === 5 ? lane.sent.pop() : undefined;
    if (ended !== undefined) lanes.done(ended);
    if (action === 6 && index === 0) {
      expect(lanes.drain()).toHaveLength(sum(({ waiting }) => waiting));
      for (const each of model.values()) each.waiting = 0;
      claimed.clear();
    }
    if (action === 7) closed.add(key.id);
    if (action === 8) {
      closed.delete(key.id);
      lanes.reopen(key.id);
    }
    const places = sum(({ reserved, waiting }) => reserved + waiting);
    expect([lanes.inFlight, lanes.room]).toEqual([sum(({ sent }) => sent.length), WAITING_MAX - places]);
    expect(lanes.claimRoom).toBe(CLAIMED_WAITING_MAX - claimed.size);
  }
}
