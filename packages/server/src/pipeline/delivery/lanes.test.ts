import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EndpointId, idOf } from '../../domain/ids.ts';
import { IN_FLIGHT_MAX, LANE_IN_FLIGHT_MAX, LANE_WAITING_MAX, Lanes, WAITING_MAX } from './lanes.ts';
import { makeDelivery, uuid } from './test-support.ts';

const ENDPOINTS = Array.from({ length: 12 }, (_, index) => idOf('ep', uuid(100 + index)));
const [A, B, C] = ENDPOINTS as [EndpointId, EndpointId, EndpointId];
let deliveryCount = 0;

function deliveryTo(endpointId: EndpointId) {
  deliveryCount += 1;
  return makeDelivery({ id: idOf('dlv', uuid(deliveryCount)), endpointId });
}

function fill(lanes: Lanes, endpointId: EndpointId, count: number) {
  return Array.from({ length: count }, () => {
    const delivery = deliveryTo(endpointId);
    lanes.add(delivery);
    return delivery;
  });
}

function takeAll(lanes: Lanes) {
  const taken = [];
  for (let next = lanes.next(); next !== undefined; next = lanes.next()) taken.push(next);
  return taken;
}

describe('lanes', () => {
  test('take turns: an endpoint with much to send does not hold up the others', () => {
    const lanes = new Lanes();
    fill(lanes, A, 50);
    fill(lanes, B, 2);
    fill(lanes, C, 1);
    const order = takeAll(lanes).map((delivery) => delivery.endpointId);
    expect(order.slice(0, 6)).toEqual([A, B, C, A, B, A]);
  });

  test('keep the order of one endpoint', () => {
    const lanes = new Lanes();
    const added = fill(lanes, A, 20);
    expect(takeAll(lanes)).toEqual(added);
  });

  test('send a bounded number at once to one endpoint and go on with each that ends', () => {
    const lanes = new Lanes();
    const added = fill(lanes, A, LANE_IN_FLIGHT_MAX + 5);
    expect(takeAll(lanes)).toHaveLength(LANE_IN_FLIGHT_MAX);
    lanes.done(A);
    expect(takeAll(lanes)).toEqual([added[LANE_IN_FLIGHT_MAX]]);
  });

  test('leave connections for other endpoints when one takes all it may', () => {
    expect(LANE_IN_FLIGHT_MAX).toBeLessThan(IN_FLIGHT_MAX / 2);
    expect(LANE_WAITING_MAX).toBeLessThan(WAITING_MAX / 2);
  });

  test('send a bounded number at once to all endpoints together', () => {
    const lanes = new Lanes();
    for (const endpoint of ENDPOINTS) fill(lanes, endpoint, 60);
    expect(takeAll(lanes)).toHaveLength(IN_FLIGHT_MAX);
    expect(lanes.inFlight).toBe(IN_FLIGHT_MAX);
    lanes.done(A);
    expect(takeAll(lanes)).toHaveLength(1);
  });

  test('promise a bounded number of places to one endpoint, and others still get theirs', () => {
    const lanes = new Lanes();
    const granted = Array.from({ length: LANE_WAITING_MAX + 9 }, () => lanes.reserve(A)).filter(Boolean);
    expect(granted).toHaveLength(LANE_WAITING_MAX);
    expect(lanes.full).toEqual([A]);
    expect(lanes.reserve(B)).toBe(true);
    lanes.unreserve(A);
    expect(lanes.full).toEqual([]);
  });

  test('promise a bounded number of places to all endpoints together', () => {
    const lanes = new Lanes();
    const many = Array.from({ length: 40 }, (_, index) => idOf('ep', uuid(500 + index)));
    const granted = many.flatMap((id) => Array.from({ length: 200 }, () => lanes.reserve(id))).filter(Boolean);
    expect(granted).toHaveLength(WAITING_MAX);
    expect(lanes.room).toBe(0);
  });

  test('want more of an endpoint when a quarter of its share is left', () => {
    const lanes = new Lanes();
    fill(lanes, A, LANE_WAITING_MAX / 4 + 1);
    expect(lanes.hasRoomFor(A)).toBe(false);
    lanes.next();
    expect(lanes.hasRoomFor(A)).toBe(true);
    expect(lanes.hasRoomFor(B)).toBe(true);
  });

  test('hand back what waits and is meant, leave the rest in order, and go on as before', () => {
    const lanes = new Lanes();
    const [first, second, third] = fill(lanes, A, 3);
    expect(lanes.take((delivery) => delivery === second)).toEqual([second]);
    expect(takeAll(lanes)).toEqual([first, third]);
    expect(fill(lanes, A, 1)).toEqual(takeAll(lanes));
  });

  test('hand back all that waits and not what is in flight', () => {
    const lanes = new Lanes();
    fill(lanes, A, 2);
    fill(lanes, B, 2);
    const sent = lanes.next();
    expect(lanes.drain()).toHaveLength(3);
    expect([lanes.inFlight, lanes.next()]).toEqual([1, undefined]);
    lanes.done(sent?.endpointId ?? A);
    expect([lanes.inFlight, lanes.room]).toEqual([0, WAITING_MAX]);
  });

  test('never lose count, whatever is promised, taken back, added, sent, ended and drained', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(6), fc.nat(2)), { maxLength: 400 }), (steps) => play(steps)));
  });
});

/** Plays steps against a plain count of everything. Throws where they differ. */
function play(steps: readonly (readonly [number, number])[]): void {
  const lanes = new Lanes();
  const model = new Map(ENDPOINTS.slice(0, 3).map((id) => [id, { reserved: 0, waiting: 0, inFlight: 0 }]));
  const sum = (of: 'reserved' | 'waiting' | 'inFlight') => [...model.values()].reduce((all, lane) => all + lane[of], 0);
  for (const [action, index] of steps) {
    const id = ENDPOINTS[index] as EndpointId;
    const lane = model.get(id) as { reserved: number; waiting: number; inFlight: number };
    if (action <= 1 && lanes.reserve(id)) lane.reserved += 1;
    if (action === 2 && lane.reserved > 0) {
      lanes.unreserve(id);
      lane.reserved -= 1;
    }
    if (action === 3) {
      lanes.add(deliveryTo(id));
      lane.waiting += 1;
    }
    if (action === 4) {
      const sent = lanes.next();
      expect(sent === undefined).toBe(sum('waiting') === 0);
      const from = sent === undefined ? undefined : model.get(sent.endpointId);
      if (from !== undefined) {
        from.waiting -= 1;
        from.inFlight += 1;
      }
    }
    if (action === 5 && lane.inFlight > 0) {
      lanes.done(id);
      lane.inFlight -= 1;
    }
    if (action === 6 && index === 0) {
      expect(lanes.drain()).toHaveLength(sum('waiting'));
      for (const each of model.values()) each.waiting = 0;
    }
    expect([lanes.inFlight, lanes.room]).toEqual([sum('inFlight'), WAITING_MAX - sum('reserved') - sum('waiting')]);
  }
}
