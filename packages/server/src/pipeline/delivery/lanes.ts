import type { EndpointId, WorkspaceId } from '../../domain/ids.ts';
import { Fifo } from './fifo.ts';
import type { Gate } from './gate.ts';
import type { LeasedDelivery } from './leased-delivery.ts';
import { type Line, newLine, newWorkspaceTurn, Turns, type WorkspaceTurn } from './turns.ts';

/** Requests in flight of this node. */
export const IN_FLIGHT_MAX = 512;
/** Deliveries that wait in the memory of this node, all endpoints together. */
export const WAITING_MAX = 4_096;
/**
 * Of these, deliveries that were claimed from the queue: as many as can be in flight. More would be sent no sooner, and
 * leave less room to what is accepted and can go without being claimed at all.
 */
export const CLAIMED_WAITING_MAX = 512;
/** Bytes of events that wait or are in flight, all endpoints together. In memory an event takes a few times as much. */
export const BYTES_MAX = 48 * 1_024 * 1_024;
/** First attempts that go before a retry which waits as well: retries come behind, but they come. */
export const FIRST_ATTEMPTS_IN_ROW = 7;
/**
 * Lanes that are kept, whether or not anything is in them: making one for each delivery of an endpoint that sends now and then
 * is work, and a `Map` with much coming and going makes what is in it old. Twice as many as can have something in them.
 */
export const LANES_MAX = 2 * (WAITING_MAX + IN_FLIGHT_MAX);
/** How long a lane is put aside at least. */
const ASIDE_MS_MIN = 5;
/** After this its gate is asked again in any case: what nobody was told of must not wait for ever. */
const ASIDE_MS_MAX = 1_000;

/** An endpoint as the lanes know it. */
export interface LaneKey {
  readonly id: EndpointId;
  readonly workspaceId: WorkspaceId;
}

export interface LanesContext {
  /** Requests in flight to an endpoint from this node. */
  readonly maxInFlight: (id: EndpointId) => number;
  readonly gate: Gate;
  readonly nowMs: () => number;
}

/** One endpoint's deliveries in memory. */
class Lane {
  readonly endpointId: EndpointId;
  readonly workspace: Workspace;
  readonly firstAttempts: Line<Lane>;
  readonly retries: Line<Lane>;
  /** Places promised to deliveries that are being committed. */
  reserved = 0;
  /** Of those that wait, those that were claimed. */
  claimed = 0;
  /** Of what is promised, waits and is in flight. */
  bytes = 0;
  inFlight = 0;
  /** Until when its gate lets nothing through, epoch ms. 0: it is not put aside. */
  asideUntilMs = 0;
  /** It has its share of the connections of this node and waits until more of them are free. */
  isCrowdedOut = false;

  constructor(endpointId: EndpointId, workspace: Workspace) {
    this.endpointId = endpointId;
    this.workspace = workspace;
    this.firstAttempts = newLine(this, workspace.firstAttempts);
    this.retries = newLine(this, workspace.retries);
  }

  /** Places that are taken. */
  get count(): number {
    return this.reserved + this.firstAttempts.waiting.length + this.retries.waiting.length;
  }

  get isIdle(): boolean {
    return this.inFlight === 0 && this.count === 0 && !this.isCrowdedOut;
  }
}

/** One for each workspace with lanes, so that its turns outlast what waits. */
interface Workspace {
  readonly id: WorkspaceId;
  readonly firstAttempts: WorkspaceTurn<Lane>;
  readonly retries: WorkspaceTurn<Lane>;
  laneCount: number;
}

/**
 * The deliveries that this node has in memory, one lane for each endpoint.
 *
 * - Workspaces take turns, and in each its endpoints do. First attempts come before retries, of an endpoint and in the
 *   choice among endpoints; a retry goes after `FIRST_ATTEMPTS_IN_ROW` of them at the latest.
 * - No lane takes more than an eighth of the memory that is still free, nor more than half of the connections that are. So
 *   however many receivers hang, something is left for those that answer.
 * - What is claimed has a bound of its own within that, and no lane takes more than a quarter of what is free of it: a backlog
 *   leaves room to what comes in.
 * - A full lane takes no more, so memory is bounded: in deliveries and in bytes.
 *
 * Each step costs the same whatever waits.
 */
export class Lanes {
  readonly #context: LanesContext;
  readonly #lanes = new Map<EndpointId, Lane>();
  readonly #workspaces = new Map<WorkspaceId, Workspace>();
  readonly #firstAttempts = new Turns<Lane>();
  readonly #retries = new Turns<Lane>();
  readonly #crowdedOut = new Fifo<Lane>();
  readonly #aside = new Set<Lane>();
  #asideUntilMs = Number.POSITIVE_INFINITY;
  #waitingOrReserved = 0;
  #claimedWaiting = 0;
  #bytes = 0;
  #inFlight = 0;
  #firstAttemptsInRow = 0;

  constructor(context: LanesContext) {
    this.#context = context;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Deliveries that more can be taken in. */
  get room(): number {
    return Math.max(0, WAITING_MAX - this.#waitingOrReserved);
  }

  /** Deliveries that more can be claimed. */
  get claimRoom(): number {
    return Math.max(0, Math.min(this.room, CLAIMED_WAITING_MAX - this.#claimedWaiting));
  }

  /** Bytes of events that more can be taken in. */
  get bytesRoom(): number {
    return Math.max(0, BYTES_MAX - this.#bytes);
  }

  /** When lanes that were put aside are to be looked at again by `wakeAside`, epoch ms. Infinity: need not be. */
  get asideUntilMs(): number {
    return this.#asideUntilMs;
  }

  /** Deliveries of an endpoint that more can be claimed. */
  claimRoomOf(endpointId: EndpointId): number {
    const share = Math.max(1, this.claimRoom >> 2);
    const room = Math.min(this.claimRoom, share - this.#claimedOf(endpointId));
    return Math.max(0, Math.min(room, this.#gateRoomOf(endpointId)));
  }

  /** True when half of what may be claimed for an endpoint is left at most: claiming more is worth a transaction, and comes in time. */
  wantsClaim(endpointId: EndpointId): boolean {
    const room = this.claimRoomOf(endpointId);
    return room > 0 && this.#claimedOf(endpointId) <= room;
  }

  /** Promises a place for a delivery about to be committed. False when there is none. */
  reserve(endpoint: LaneKey, bytes: number): boolean {
    if (!this.#hasPlaceFor(endpoint.id) || !this.#hasBytesFor(endpoint.id, bytes)) return false;
    const lane = this.#lane(endpoint.id, endpoint.workspaceId);
    lane.reserved++;
    this.#waitingOrReserved++;
    this.#addBytes(lane, bytes);
    return true;
  }

  /** Takes a promised place back: the delivery was a duplicate or its commit failed. */
  unreserve(endpointId: EndpointId, bytes: number): void {
    const lane = this.#lanes.get(endpointId);
    if (lane === undefined) return;
    lane.reserved--;
    this.#waitingOrReserved--;
    this.#addBytes(lane, -bytes);
  }

  /** Takes in a leased delivery. */
  add(delivery: LeasedDelivery): void {
    const lane = this.#lane(delivery.endpointId, delivery.event.workspaceId);
    (isFirstAttempt(delivery) ? lane.firstAttempts : lane.retries).waiting.push(delivery);
    this.#countWaiting(lane, delivery, 1);
    this.#addBytes(lane, delivery.payloadBytes);
    this.#join(lane);
  }

  /** The next delivery to send, which then counts as in flight. Undefined when none can be sent now. */
  next(): LeasedDelivery | undefined {
    if (this.#inFlight >= IN_FLIGHT_MAX) return undefined;
    const retriesGoFirst = this.#firstAttemptsInRow >= FIRST_ATTEMPTS_IN_ROW;
    const [turns, others] = retriesGoFirst
      ? [this.#retries, this.#firstAttempts]
      : [this.#firstAttempts, this.#retries];
    return this.#takeFrom(turns) ?? this.#takeFrom(others);
  }

  /** A delivery from `next` is no longer in flight. */
  done(delivery: LeasedDelivery): void {
    const lane = this.#lanes.get(delivery.endpointId);
    if (lane === undefined) return;
    lane.inFlight--;
    this.#inFlight--;
    this.#addBytes(lane, -delivery.payloadBytes);
    this.#context.gate.leave(lane.endpointId);
    this.#join(lane);
    // One connection is free: of those that waited for one, one can have it.
    do this.#letOneIn();
    while (this.#inFlight === 0 && this.#crowdedOut.length > 0);
  }

  /** Lanes whose time aside is over take part again. */
  wakeAside(): void {
    const nowMs = this.#context.nowMs();
    this.#asideUntilMs = Number.POSITIVE_INFINITY;
    for (const lane of this.#aside) {
      if (lane.asideUntilMs <= nowMs) this.#takeBack(lane);
      else this.#asideUntilMs = Math.min(this.#asideUntilMs, lane.asideUntilMs);
    }
  }

  /** The gate of an endpoint changed: it is asked again. */
  reopen(endpointId: EndpointId): void {
    const lane = this.#lanes.get(endpointId);
    if (lane !== undefined && lane.asideUntilMs > 0) this.#takeBack(lane);
  }

  /** Takes everything that waits out again, to be given back. */
  drain(): readonly LeasedDelivery[] {
    return this.take(() => true);
  }

  /** Takes those that wait and are meant out again, to be given back. */
  take(isMeant: (delivery: LeasedDelivery) => boolean): readonly LeasedDelivery[] {
    const taken: LeasedDelivery[] = [];
    for (const lane of this.#lanes.values()) {
      for (const delivery of [...lane.firstAttempts.waiting.take(isMeant), ...lane.retries.waiting.take(isMeant)]) {
        taken.push(delivery);
        this.#countWaiting(lane, delivery, -1);
        this.#addBytes(lane, -delivery.payloadBytes);
      }
    }
    return taken;
  }

  #takeFrom(turns: Turns<Lane>): LeasedDelivery | undefined {
    const line = turns.next((candidate) => this.#canSend(candidate));
    const delivery = line?.waiting.shift();
    if (line === undefined || delivery === undefined) return undefined;
    turns.charge(line, delivery.payloadBytes);
    const isFirst = turns === this.#firstAttempts;
    this.#firstAttemptsInRow = isFirst && !this.#retries.isEmpty ? this.#firstAttemptsInRow + 1 : 0;
    line.lane.inFlight++;
    this.#inFlight++;
    this.#countWaiting(line.lane, delivery, -1);
    this.#join(line.lane);
    return delivery;
  }

  /** Asked once for each delivery that goes. A lane that cannot send leaves the round until something about it changes. */
  #canSend({ lane, waiting }: Line<Lane>): boolean {
    if (waiting.length === 0 || lane.isCrowdedOut || lane.asideUntilMs > 0) return false;
    if (lane.inFlight >= this.#context.maxInFlight(lane.endpointId)) return false;
    if (lane.inFlight > 0 && lane.inFlight >= (IN_FLIGHT_MAX - this.#inFlight) / 2) {
      lane.isCrowdedOut = true;
      this.#crowdedOut.push(lane);
      return false;
    }
    const entered = this.#context.gate.enter(lane.endpointId);
    if (entered === 'open') return true;
    const nowMs = this.#context.nowMs();
    lane.asideUntilMs = Math.min(Math.max(entered, nowMs + ASIDE_MS_MIN), nowMs + ASIDE_MS_MAX);
    this.#asideUntilMs = Math.min(this.#asideUntilMs, lane.asideUntilMs);
    this.#aside.add(lane);
    return false;
  }

  #takeBack(lane: Lane): void {
    this.#aside.delete(lane);
    lane.asideUntilMs = 0;
    this.#join(lane);
  }

  #letOneIn(): void {
    const lane = this.#crowdedOut.shift();
    if (lane === undefined) return;
    lane.isCrowdedOut = false;
    this.#join(lane);
  }

  #join(lane: Lane): void {
    if (lane.isCrowdedOut || lane.asideUntilMs > 0) return;
    if (lane.inFlight >= this.#context.maxInFlight(lane.endpointId)) return;
    if (lane.firstAttempts.waiting.length > 0) this.#firstAttempts.join(lane.firstAttempts);
    if (lane.retries.waiting.length > 0) this.#retries.join(lane.retries);
  }

  #hasPlaceFor(endpointId: EndpointId): boolean {
    const count = this.#lanes.get(endpointId)?.count ?? 0;
    return this.room > 0 && count < Math.max(1, this.room >> 3) && this.#gateRoomOf(endpointId) > 0;
  }

  #claimedOf(endpointId: EndpointId): number {
    return this.#lanes.get(endpointId)?.claimed ?? 0;
  }

  #gateRoomOf(endpointId: EndpointId): number {
    return this.#context.gate.waitingMax(endpointId) - (this.#lanes.get(endpointId)?.count ?? 0);
  }

  /** A lane that is empty takes in one event of any size, or the largest would never be sent. */
  #hasBytesFor(endpointId: EndpointId, bytes: number): boolean {
    const lane = this.#lanes.get(endpointId);
    if (lane === undefined || lane.bytes === 0) return this.bytesRoom > 0;
    return lane.bytes + bytes <= this.bytesRoom / 8;
  }

  #countWaiting(lane: Lane, { isClaimed }: LeasedDelivery, step: 1 | -1): void {
    this.#waitingOrReserved += step;
    if (!isClaimed) return;
    lane.claimed += step;
    this.#claimedWaiting += step;
  }

  #addBytes(lane: Lane, bytes: number): void {
    lane.bytes += bytes;
    this.#bytes += bytes;
  }

  #lane(endpointId: EndpointId, workspaceId: WorkspaceId): Lane {
    let lane = this.#lanes.get(endpointId);
    if (lane === undefined) {
      if (this.#lanes.size >= LANES_MAX) this.#forgetIdle();
      lane = new Lane(endpointId, this.#workspace(workspaceId));
      lane.workspace.laneCount++;
      this.#lanes.set(endpointId, lane);
    }
    return lane;
  }

  #workspace(id: WorkspaceId): Workspace {
    let workspace = this.#workspaces.get(id);
    if (workspace === undefined) {
      workspace = { id, firstAttempts: newWorkspaceTurn(), retries: newWorkspaceTurn(), laneCount: 0 };
      this.#workspaces.set(id, workspace);
    }
    return workspace;
  }

  /** All of them at once: looking at each costs the many that came since the last time next to nothing. */
  #forgetIdle(): void {
    for (const lane of this.#lanes.values()) {
      if (!lane.isIdle) continue;
      this.#aside.delete(lane);
      this.#lanes.delete(lane.endpointId);
      lane.workspace.laneCount--;
      if (lane.workspace.laneCount === 0) this.#workspaces.delete(lane.workspace.id);
    }
  }
}

/** Behind first attempts comes whatever was tried before, and what is sent again by a run. */
function isFirstAttempt(delivery: LeasedDelivery): boolean {
  return delivery.attemptsMade === 0 && delivery.runId === null;
}
