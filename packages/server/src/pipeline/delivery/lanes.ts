import type { EndpointId } from '../../domain/ids.ts';
import type { LeasedDelivery } from './leased-delivery.ts';

/** Requests in flight to one endpoint, so that a slow receiver does not take all connections. */
export const LANE_IN_FLIGHT_MAX = 100;
/** Deliveries of one endpoint that wait in memory. The rest stays in the store. */
export const LANE_WAITING_MAX = 1_024;
/** Requests in flight of this node. */
export const IN_FLIGHT_MAX = 512;
/** Deliveries that wait in the memory of this node, all endpoints together. */
export const WAITING_MAX = 4_096;

interface Lane {
  readonly endpointId: EndpointId;
  waiting: LeasedDelivery[];
  /** Places promised to deliveries that are being committed. */
  reserved: number;
  inFlight: number;
  /** It stands in the queue of lanes that can send. */
  ready: boolean;
}

/**
 * The deliveries that this node has in memory, one lane for each endpoint. Lanes take turns, so that an
 * endpoint with much to send does not hold up the others; a full lane takes no more, so that memory is bounded.
 */
export class Lanes {
  readonly #lanes = new Map<EndpointId, Lane>();
  readonly #ready: Lane[] = [];
  #waitingOrReserved = 0;
  #inFlight = 0;

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Deliveries that more can be taken in. */
  get room(): number {
    return WAITING_MAX - this.#waitingOrReserved;
  }

  /** Endpoints that can take no more. */
  get full(): readonly EndpointId[] {
    return [...this.#lanes.values()].filter(isFull).map((lane) => lane.endpointId);
  }

  /** True when so little of an endpoint's is left in memory that claiming more is worth a transaction. */
  hasRoomFor(endpointId: EndpointId): boolean {
    const lane = this.#lanes.get(endpointId);
    return lane === undefined || lane.waiting.length + lane.reserved <= LANE_WAITING_MAX / 4;
  }

  /** Promises a place for a delivery about to be committed. False when there is none. */
  reserve(endpointId: EndpointId): boolean {
    const lane = this.#lane(endpointId);
    if (this.room <= 0 || isFull(lane)) return false;
    lane.reserved++;
    this.#waitingOrReserved++;
    return true;
  }

  /** Takes a promised place back: the delivery was a duplicate or its commit failed. */
  unreserve(endpointId: EndpointId): void {
    const lane = this.#lane(endpointId);
    lane.reserved--;
    this.#waitingOrReserved--;
    this.#forgetIfEmpty(lane);
  }

  /** Takes in a leased delivery. */
  add(delivery: LeasedDelivery): void {
    const lane = this.#lane(delivery.endpointId);
    lane.waiting.push(delivery);
    this.#waitingOrReserved++;
    this.#markReady(lane);
  }

  /** The next delivery to send, which then counts as in flight. Undefined when none can be sent now. */
  next(): LeasedDelivery | undefined {
    while (this.#inFlight < IN_FLIGHT_MAX) {
      const lane = this.#ready.shift();
      if (lane === undefined) return undefined;
      lane.ready = false;
      const delivery = lane.inFlight < LANE_IN_FLIGHT_MAX ? lane.waiting.shift() : undefined;
      if (delivery === undefined) continue;
      lane.inFlight++;
      this.#inFlight++;
      this.#waitingOrReserved--;
      this.#markReady(lane);
      return delivery;
    }
    return undefined;
  }

  /** A delivery from `next` is no longer in flight. */
  done(endpointId: EndpointId): void {
    const lane = this.#lane(endpointId);
    lane.inFlight--;
    this.#inFlight--;
    this.#markReady(lane);
    this.#forgetIfEmpty(lane);
  }

  /** Takes everything that waits out again, to be given back. */
  drain(): readonly LeasedDelivery[] {
    return this.take(() => true);
  }

  /** Takes those that wait and are meant out again, to be given back. */
  take(isMeant: (delivery: LeasedDelivery) => boolean): readonly LeasedDelivery[] {
    const taken: LeasedDelivery[] = [];
    for (const lane of this.#lanes.values()) {
      const stays: LeasedDelivery[] = [];
      for (const delivery of lane.waiting) (isMeant(delivery) ? taken : stays).push(delivery);
      lane.waiting = stays;
      this.#forgetIfEmpty(lane);
    }
    this.#waitingOrReserved -= taken.length;
    return taken;
  }

  #lane(endpointId: EndpointId): Lane {
    let lane = this.#lanes.get(endpointId);
    if (lane === undefined) {
      lane = { endpointId, waiting: [], reserved: 0, inFlight: 0, ready: false };
      this.#lanes.set(endpointId, lane);
    }
    return lane;
  }

  #markReady(lane: Lane): void {
    if (lane.ready || lane.waiting.length === 0 || lane.inFlight >= LANE_IN_FLIGHT_MAX) return;
    lane.ready = true;
    this.#ready.push(lane);
  }

  #forgetIfEmpty(lane: Lane): void {
    if (lane.inFlight === 0 && lane.reserved === 0 && lane.waiting.length === 0) this.#lanes.delete(lane.endpointId);
  }
}

function isFull(lane: Lane): boolean {
  return lane.waiting.length + lane.reserved >= LANE_WAITING_MAX;
}
