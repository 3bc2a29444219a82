import { PosthornError } from '../../domain/errors.ts';
import type { CallGraph, GraphResult } from '../../domain/graph.ts';
import type { MessageId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { KeyedLocks } from '../../platform/keyed-locks.ts';
import {
  decideSend,
  NOT_KNOWN,
  notConnected,
  QUEUE_MS_MAX,
  type SendDecision,
  WAITED_TOO_LONG,
} from './decide-send.ts';
import type { SendEnds } from './send-ends.ts';
import { SendLane } from './send-lane.ts';
import { CLOCK_SKEW_MS, type LeasedSend, pairOf, SEND_LEASE_MS, SEND_LEASE_MS_MIN } from './send-record.ts';
import {
  BATCH_ROWS_MAX,
  CLAIM_LANES_MAX,
  claimSends,
  endSendLeasesOfTheDead,
  findGivenUp,
  findTold,
  findWaitingLanes,
  letLanesGo,
  type SendRef,
  sweepDeadSends,
  takeLanes,
} from './sending.store.ts';

export interface SendingWorkerContext {
  readonly store: Store;
  readonly ends: SendEnds;
  readonly callGraph: CallGraph;
  /** Messages that a number may send in any second. */
  readonly limitOf: (phoneNumberId: string) => number;
  /** Names this run of this process in leases. */
  readonly leaseToken: string;
  readonly nowMs: () => number;
  readonly monotonicMs: () => number;
  /** The longest that this process did nothing else lately, ms. */
  readonly stallMs: () => number;
  /** Looks what became of messages that calls of this node wait for and other nodes send. */
  readonly lookForOutcomes: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Longest pause between two looks at the queue: what other nodes left is found this soon. */
const POLL_MS = 250;
/** After an error of the database. */
const ERROR_PAUSE_MS = 1_000;
/** Pause between two claims under load: each takes what all numbers may send by the next. */
const CLAIM_PAUSE_MS = 25;
/** How long a node that says nothing keeps a number: what a crash costs. */
const LANE_LEASE_MS = 20_000;
/** Before the end of the lease nothing is sent any more: what is on its way has to be at Meta before another node begins. */
const LANE_MARGIN_MS = 5_000;
/** How often leases are moved on: twice may fail. */
const LANE_RENEW_MS = 5_000;
/** A number that sends nothing for so long is let go. */
const LANE_IDLE_MS = 30_000;
/** How long a number that was let go is nobody's: Meta counts in seconds. */
const LANE_KEEP_MS = 1_000;
/** How long a node remembers that another one has a number. */
const NOT_OURS_MS = 1_000;
/** Numbers that one look at the queue finds. The next look begins behind them. */
const WAITING_LANES_MAX = 200;
/** How often it is looked for what the dead left, what Meta told since, and what is given up. */
const SWEEP_MS = 5_000;
/** A message whose answer was lost is given up when Meta tells nothing of it for so long: its `sent` comes within seconds. */
const GIVE_UP_MS = 10 * 60_000;
/** Messages whose answer was lost that are remembered; the sweep finds the others. */
const UNKNOWN_MAX = 10_000;

/** A place in the second of a number. */
export interface SendPlace {
  readonly lane: SendLane;
}

/**
 * Sends messages. Each number is a lane that one node holds; a message that may be sent at once comes by `accept` under the
 * lease it was born with, all others are claimed from the queue shortly before their time.
 */
export class SendingWorker {
  readonly #context: SendingWorkerContext;
  readonly #lanes = new Map<string, SendLane>();
  /** Numbers that another node has, and until when that is believed. */
  readonly #notOurs = new Map<string, number>();
  readonly #locks = new KeyedLocks();
  readonly #running = new Set<Promise<void>>();
  /** Messages whose answer was lost, as far as this node knows. */
  readonly #unknown = new Map<MessageId, SendRef>();
  #isStopping = false;
  #polling: Promise<void> | null = null;
  #pollTimer: NodeJS.Timeout | null = null;
  #claiming: Promise<void> | null = null;
  #claimTimer: NodeJS.Timeout | null = null;
  #lastClaimMs = Number.NEGATIVE_INFINITY;
  #lastRenewMs = Number.NEGATIVE_INFINITY;
  #lastSweepMs = Number.NEGATIVE_INFINITY;
  #lastWaitingLane = '';

  constructor(context: SendingWorkerContext) {
    this.#context = context;
  }

  /** Messages that are on their way to Meta. */
  get inFlight(): number {
    let count = 0;
    for (const lane of this.#lanes.values()) count += lane.inFlight;
    return count;
  }

  /** Before anything is sent: ends what a gateway held that died on this database, where there can be no other. */
  async recover(): Promise<void> {
    const { store, nowMs } = this.#context;
    if (store.can.sharedBetweenNodes) return;
    const atMs = nowMs();
    await endSendLeasesOfTheDead(store, { nowMs: atMs, giveUpAtMs: atMs + GIVE_UP_MS, keepMs: LANE_KEEP_MS });
  }

  start(): void {
    this.#poll();
  }

  /** Tries to hold the lane of a number, so that its next message need not stand in the queue. */
  async prepare(phoneNumberId: string): Promise<void> {
    if (this.#isStopping || this.#isHeld(phoneNumberId)) return;
    if ((this.#notOurs.get(phoneNumberId) ?? 0) > this.#context.monotonicMs()) return;
    await this.#take([phoneNumberId]).catch(this.#context.onError);
  }

  /** Promises to send a message that is about to be committed. Null: it has to stand in the queue. */
  reserve(send: LeasedSend): SendPlace | null {
    const lane = this.#lanes.get(send.phoneNumberId);
    if (lane === undefined || this.#isStopping) return null;
    lane.limit.setPerSecond(this.#context.limitOf(lane.phoneNumberId));
    if (lane.promise(pairOf(send), this.#context.monotonicMs())) return { lane };
    // Those that come after it stand behind it.
    lane.noteBacklog();
    return null;
  }

  /** The promised message was not committed. */
  unreserve({ lane }: SendPlace): void {
    lane.promised--;
    lane.limit.giveBack();
  }

  /** The promised message is committed under the lease of this node. */
  accept({ lane }: SendPlace, send: LeasedSend): void {
    lane.promised--;
    if (this.#maySend(lane, send)) {
      this.#dispatch(lane, send);
      return;
    }
    lane.limit.giveBack();
    this.#putBack(send, 0);
  }

  /** A message stands in the queue of a number. Nothing when another node has it. */
  wake(phoneNumberId: string): void {
    const lane = this.#lanes.get(phoneNumberId);
    if (lane === undefined) return;
    lane.noteBacklog();
    this.#claimSoon();
  }

  /** Meta told of a message of ours. Cheap for those that nobody looks for. */
  onStatus(id: MessageId, wamid: string): void {
    const ref = this.#unknown.get(id);
    if (ref !== undefined) this.#track(this.#reconcile(ref, wamid));
  }

  /**
   * Takes nothing new, puts back what waits, lets what is on its way come to its end, and lets its numbers go.
   *
   * @param graceMs How long to wait for that. Whether Meta took what is still on its way then is not known.
   */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    for (const timer of [this.#pollTimer, this.#claimTimer]) if (timer !== null) clearTimeout(timer);
    await Promise.all([this.#polling, this.#claiming]);
    for (const lane of this.#lanes.values()) {
      if (lane.timer !== null) clearTimeout(lane.timer);
      for (const send of lane.drain()) this.#putBack(send, 0);
    }
    await settledWithin(this.#settled(), graceMs);
    const ended = [...this.#lanes.values()].filter((lane) => lane.inFlight === 0 && lane.promised === 0);
    await this.#letGo(ended).catch(this.#context.onError);
  }

  async #settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  #poll(): void {
    if (this.#isStopping) return;
    this.#polling = this.#look().then((pauseMs) => {
      this.#polling = null;
      if (!this.#isStopping) this.#pollTimer = setTimeout(() => this.#poll(), pauseMs);
    });
  }

  /** @returns how long to pause after it, ms. */
  async #look(): Promise<number> {
    try {
      await this.#findLanes();
      await this.#renew();
      await this.#letIdleGo();
      await this.#sweep();
      if (this.#context.store.can.sharedBetweenNodes) await this.#context.lookForOutcomes();
      return POLL_MS;
    } catch (error) {
      this.#context.onError(error);
      return ERROR_PAUSE_MS;
    }
  }

  async #findLanes(): Promise<void> {
    const { store, nowMs, monotonicMs } = this.#context;
    const query = { nowMs: nowMs(), after: this.#lastWaitingLane, limit: WAITING_LANES_MAX };
    const waiting = await findWaitingLanes(store, query);
    this.#lastWaitingLane = waiting.length < WAITING_LANES_MAX ? '' : (waiting.at(-1) ?? '');
    for (const [phoneNumberId, untilMs] of this.#notOurs) {
      if (untilMs <= monotonicMs()) this.#notOurs.delete(phoneNumberId);
    }
    const free = waiting.filter((id) => !this.#isHeld(id) && !this.#notOurs.has(id));
    if (free.length > 0) await this.#take(free);
    for (const id of waiting) this.wake(id);
  }

  #isHeld(phoneNumberId: string): boolean {
    const lane = this.#lanes.get(phoneNumberId);
    return lane !== undefined && this.#context.monotonicMs() < lane.heldUntilMs;
  }

  /** Takes lanes, and what is in the queue of those that are new, so that it is known whether something is. */
  async #take(phoneNumberIds: readonly string[]): Promise<void> {
    await this.#locks.run(phoneNumberIds, async () => {
      const wanted = phoneNumberIds.filter((id) => !this.#isHeld(id));
      if (wanted.length === 0 || this.#isStopping) return;
      const held = await this.#hold(wanted);
      for (const id of wanted) {
        if (!held.has(id)) this.#notOurs.set(id, this.#context.monotonicMs() + NOT_OURS_MS);
      }
      const lanes = Array.from(held, (id) => this.#lanes.get(id)).filter((lane) => lane !== undefined);
      for (let start = 0; start < lanes.length; start += CLAIM_LANES_MAX) {
        await this.#claimFor(lanes.slice(start, start + CLAIM_LANES_MAX));
      }
    });
  }

  /** @returns those of the numbers that this node may send for now. */
  async #hold(phoneNumberIds: readonly string[]): Promise<ReadonlySet<string>> {
    const { store, leaseToken, nowMs, monotonicMs, limitOf } = this.#context;
    // The lease begins in the database after this, so by our clock it ends no sooner than is thought.
    const askedAtMs = monotonicMs();
    const held = await takeLanes(store, { phoneNumberIds, leaseToken, leaseMs: LANE_LEASE_MS, nowMs: nowMs() });
    for (const id of held) {
      const known = this.#lanes.get(id);
      const lane = known ?? new SendLane(id, { perSecond: limitOf(id), nowMs: askedAtMs });
      if (known === undefined) lane.noteBacklog();
      lane.heldUntilMs = askedAtMs + LANE_LEASE_MS - LANE_MARGIN_MS;
      this.#lanes.set(id, lane);
    }
    return held;
  }

  async #renew(): Promise<void> {
    const { monotonicMs } = this.#context;
    const nowMs = monotonicMs();
    if (this.#lanes.size === 0 || nowMs - this.#lastRenewMs < LANE_RENEW_MS) return;
    this.#lastRenewMs = nowMs;
    const ids = [...this.#lanes.keys()];
    await this.#locks.run(ids, async () => {
      const held = await this.#hold(ids);
      for (const id of ids) if (!held.has(id)) this.#lose(id);
    });
  }

  /** Another node has it. What is on its way here still counts until it is over. */
  #lose(phoneNumberId: string): void {
    const lane = this.#lanes.get(phoneNumberId);
    if (lane === undefined) return;
    lane.heldUntilMs = Number.NEGATIVE_INFINITY;
    for (const send of lane.drain()) this.#putBack(send, 0);
    if (lane.inFlight === 0 && lane.promised === 0) this.#lanes.delete(phoneNumberId);
  }

  async #letIdleGo(): Promise<void> {
    const nowMs = this.#context.monotonicMs();
    const idle = [...this.#lanes.values()].filter((lane) => lane.isIdle(nowMs, LANE_IDLE_MS));
    await this.#letGo(idle);
  }

  async #letGo(lanes: readonly SendLane[]): Promise<void> {
    if (lanes.length === 0) return;
    const { store, leaseToken, nowMs } = this.#context;
    const phoneNumberIds = lanes.map((lane) => lane.phoneNumberId);
    // Nothing may be promised any more while the database is told.
    for (const id of phoneNumberIds) this.#lanes.delete(id);
    await this.#locks.run(phoneNumberIds, () =>
      letLanesGo(store, { phoneNumberIds, leaseToken, leaseMs: LANE_KEEP_MS, nowMs: nowMs() }),
    );
  }

  async #sweep(): Promise<void> {
    const { store, nowMs, monotonicMs, ends } = this.#context;
    if (monotonicMs() - this.#lastSweepMs < SWEEP_MS) return;
    this.#lastSweepMs = monotonicMs();
    const atMs = nowMs();
    await sweepDeadSends(store, { endedBeforeMs: atMs - CLOCK_SKEW_MS, giveUpAtMs: atMs + GIVE_UP_MS });
    // First, because whoever is told of is not given up: ends are written in this order.
    await this.#reconcileTold();
    for (const ref of await findGivenUp(store, { nowMs: atMs, limit: BATCH_ROWS_MAX })) {
      this.#unknown.delete(ref.id);
      this.#track(ends.add(ref, { kind: 'refused', error: NOT_KNOWN, atMs }));
    }
  }

  async #reconcileTold(): Promise<void> {
    const told = await findTold(this.#context.store, BATCH_ROWS_MAX);
    for (const { wamid, ...ref } of told) this.#track(this.#reconcile(ref, wamid));
  }

  async #reconcile(ref: SendRef, wamid: string): Promise<void> {
    this.#unknown.delete(ref.id);
    await this.#context.ends.add(ref, { kind: 'accepted', wamid, response: null, atMs: this.#context.nowMs() });
  }

  #claimSoon(): void {
    if (this.#isStopping || this.#claiming !== null || this.#claimTimer !== null) return;
    const waitMs = Math.max(0, this.#lastClaimMs + CLAIM_PAUSE_MS - this.#context.monotonicMs());
    this.#claimTimer = setTimeout(() => {
      this.#claimTimer = null;
      this.#claiming = this.#claim().finally(() => {
        this.#claiming = null;
        if ([...this.#lanes.values()].some((lane) => lane.hasBacklog)) this.#claimSoon();
      });
    }, waitMs);
  }

  async #claim(): Promise<void> {
    this.#lastClaimMs = this.#context.monotonicMs();
    const lanes = [...this.#lanes.values()].filter((lane) => lane.room(this.#lastClaimMs) > 0);
    for (const lane of lanes) lane.limit.setPerSecond(this.#context.limitOf(lane.phoneNumberId));
    try {
      for (let start = 0; start < lanes.length; start += CLAIM_LANES_MAX) {
        await this.#claimFor(lanes.slice(start, start + CLAIM_LANES_MAX));
      }
    } catch (error) {
      this.#context.onError(error);
      this.#lastClaimMs += ERROR_PAUSE_MS;
    }
  }

  async #claimFor(lanes: readonly SendLane[]): Promise<void> {
    const { store, leaseToken, nowMs, monotonicMs } = this.#context;
    const wanted = lanes
      .map((lane) => ({ lane, phoneNumberId: lane.phoneNumberId, limit: lane.room(monotonicMs()), mark: lane.mark }))
      .filter(({ limit }) => limit > 0);
    if (wanted.length === 0) return;
    const atMs = nowMs();
    const claim = { lanes: wanted, leaseToken, nowMs: atMs, leaseUntilMs: atMs + SEND_LEASE_MS };
    const claimed = Map.groupBy(await claimSends(store, claim), (send) => send.phoneNumberId);
    for (const { lane, limit, mark } of wanted) {
      const sends = claimed.get(lane.phoneNumberId) ?? [];
      if (sends.length < limit) lane.clearBacklog(mark);
      if (sends.length > 0) lane.usedAtMs = monotonicMs();
      for (const send of sends) lane.add(send);
      this.#pump(lane);
    }
  }

  /** Sends what was claimed, as far as the limits go. */
  #pump(lane: SendLane): void {
    for (let send = lane.next; send !== undefined; send = lane.next) {
      if (!this.#maySend(lane, send)) {
        lane.shift();
        this.#putBack(send, lane.pausedUntilMs - this.#context.monotonicMs());
      } else if (!this.#sendNext(lane, send)) {
        return;
      }
    }
  }

  #maySend(lane: SendLane, send: LeasedSend): boolean {
    if (this.#isStopping || !lane.isOpen(this.#context.monotonicMs())) return false;
    return send.leaseUntilMs - this.#context.nowMs() >= SEND_LEASE_MS_MIN;
  }

  /** False: the number has no place, and is looked at again when it has. */
  #sendNext(lane: SendLane, send: LeasedSend): boolean {
    const nowMs = this.#context.monotonicMs();
    const pair = pairOf(send);
    if (this.#context.nowMs() - send.createdAtMs >= QUEUE_MS_MAX) {
      lane.shift();
      const end = { kind: 'refused', error: WAITED_TOO_LONG, atMs: this.#context.nowMs() } as const;
      this.#track(this.#context.ends.add(send, end));
    } else if (pair !== null && lane.pairs.waitMs(pair, nowMs) > 0) {
      // Others of the number pass.
      lane.shift();
      this.#putBack(send, lane.pairs.promise(pair, nowMs));
    } else if (lane.limit.take(nowMs)) {
      lane.shift();
      if (pair !== null) lane.pairs.take(pair, nowMs);
      this.#dispatch(lane, send);
    } else {
      this.#pumpLater(lane, nowMs);
      return false;
    }
    return true;
  }

  #pumpLater(lane: SendLane, nowMs: number): void {
    const freeAtMs = lane.limit.freeAtMs(nowMs);
    // Without a time an answer is what makes a place free, and that looks again.
    if (freeAtMs === null || lane.timer !== null) return;
    lane.timer = setTimeout(
      () => {
        lane.timer = null;
        this.#pump(lane);
      },
      Math.ceil(freeAtMs - nowMs),
    );
  }

  #dispatch(lane: SendLane, send: LeasedSend): void {
    lane.inFlight++;
    lane.usedAtMs = this.#context.monotonicMs();
    this.#track(this.#send(lane, send));
  }

  async #send(lane: SendLane, send: LeasedSend): Promise<void> {
    const dispatchedAtMs = this.#context.monotonicMs();
    const decision = await this.#call(lane, send, dispatchedAtMs);
    lane.inFlight--;
    const written = this.#conclude(lane, send, decision);
    this.#pump(lane);
    await written;
  }

  async #call(lane: SendLane, send: LeasedSend, dispatchedAtMs: number): Promise<SendDecision> {
    const age = () => ({ tries: send.tries, ageMs: this.#context.nowMs() - send.createdAtMs });
    let result: GraphResult;
    try {
      result = await this.#context.callGraph({
        workspaceId: send.workspaceId,
        channelId: send.channelId,
        method: 'POST',
        path: `${send.phoneNumberId}/messages`,
        body: send.body,
      });
    } catch (error) {
      if (error instanceof PosthornError) {
        lane.limit.giveBack();
        return this.#decideThrown(error, age());
      }
      // An error of ours in the middle of a call: it may have been made.
      this.#context.onError(error);
      result = { kind: 'unknown', reason: 'The gateway failed in the middle of the call.' };
    }
    if (result.kind === 'unreachable') lane.limit.giveBack();
    else lane.limit.answered(dispatchedAtMs, this.#context.monotonicMs(), this.#context.stallMs());
    return decideSend(result, age());
  }

  /** The call was not made: nothing of it reached Meta. */
  #decideThrown(error: PosthornError, age: Parameters<typeof decideSend>[1]): SendDecision {
    const isFinal = error.code === 'channel_not_connected' || error.code === 'not_found';
    if (isFinal) return { kind: 'refused', error: notConnected(error.message) };
    this.#context.onError(error);
    return decideSend({ kind: 'unreachable', reason: error.message }, age);
  }

  #conclude(lane: SendLane, send: LeasedSend, decision: SendDecision): Promise<void> {
    const { ends, nowMs, monotonicMs } = this.#context;
    switch (decision.kind) {
      case 'accepted':
        lane.accepted(monotonicMs());
        lane.pairs.accepted(send.recipient);
        return ends.add(send, { ...decision, atMs: nowMs() });
      case 'refused':
        return ends.add(send, { ...decision, atMs: nowMs() });
      case 'again':
        return this.#sendAgain(send, this.#waitOf(lane, send, decision), decision.after === 'number' ? 0 : 1);
      case 'unknown':
        return this.#lookFor(send);
    }
  }

  #waitOf(lane: SendLane, send: LeasedSend, decision: SendDecision & { kind: 'again' }): number {
    if (decision.after === 'wait') return decision.waitMs;
    const nowMs = this.#context.monotonicMs();
    return decision.after === 'pair' ? lane.pairs.throttle(send.recipient, nowMs) : lane.throttle(nowMs);
  }

  #putBack(send: LeasedSend, waitMs: number): void {
    this.#track(this.#sendAgain(send, Math.max(0, waitMs), 0));
  }

  async #sendAgain(send: LeasedSend, waitMs: number, tries: 0 | 1): Promise<void> {
    // Waits are worked out of monotonic times, which have fractions; the database has none.
    const dueAtMs = this.#context.nowMs() + Math.ceil(waitMs);
    await this.#context.ends.add(send, { kind: 'again', dueAtMs, tries: send.tries + tries });
    if (waitMs === 0) this.wake(send.phoneNumberId);
  }

  /** Meta may have told of it before its answer was given up. */
  async #lookFor(send: LeasedSend): Promise<void> {
    const { ends, nowMs, onError } = this.#context;
    if (this.#unknown.size < UNKNOWN_MAX) this.#unknown.set(send.id, { workspaceId: send.workspaceId, id: send.id });
    await ends.add(send, { kind: 'unknown', giveUpAtMs: nowMs() + GIVE_UP_MS });
    await this.#reconcileTold().catch(onError);
  }

  #track(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }
}

async function settledWithin(work: Promise<unknown>, graceMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const grace = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, graceMs);
  });
  await Promise.race([work, grace]);
  clearTimeout(timer);
}
