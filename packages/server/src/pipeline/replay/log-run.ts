import assert from 'node:assert/strict';
import * as z from 'zod';
import type { Event } from '../../domain/event.ts';
import { type DeliveryId, type EndpointId, type EventId, parseId, type WorkspaceId } from '../../domain/ids.ts';
import type { RunEnd, RunTask } from '../../domain/run.ts';
import type { Store } from '../../platform/db/store.ts';
import type { TransactionalRunControl, TransactionalRunHandler } from '../../platform/db/transactional-run.ts';
import { toIso } from '../../platform/http/query-params.ts';
import { countPlanned, type PlannedEvent } from './planned-delivery.ts';
import type { Pace } from './replay-pace.ts';
import { countAhead, insertReplayed, type ReplayedBatch, type TakePosition } from './replayed-deliveries.store.ts';

/** Reads a piece of the event log, oldest first; fewer than `limit`: there are no more. */
export type ReadEvents = (range: {
  readonly workspaceId: WorkspaceId;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly afterId: EventId | null;
  readonly limit: number;
}) => Promise<readonly Event[]>;

/** What runs over the event log need. `gateway/` passes the real ones. */
export interface LogRunContext {
  readonly store: Store;
  readonly readEvents: ReadEvents;
  readonly takePosition: TakePosition;
  readonly newDeliveryId: () => DeliveryId;
  readonly newEventId: () => EventId;
  /** Deliveries were made, and they are due: called after each piece of work that made some. */
  readonly onMade: (deliveryCount: number) => void;
  readonly pace: Pace;
  readonly nowMs: () => number;
  readonly pause: (ms: number) => Promise<unknown>;
}

/** The time that is asked for, by when the gateway took an event in. */
export interface LogSpan {
  /** Inclusive, epoch ms. */
  readonly from_ms: number;
  /** Exclusive, epoch ms. */
  readonly until_ms: number;
}

/** What a run over the log plans for a piece of it, or one sentence why it cannot go on. */
export type PlanPiece = (run: RunTask, events: readonly Event[]) => Promise<readonly PlannedEvent[] | string>;

/** Events that one run looks at: some hours of work. Another run goes on from where it ended. */
const EVENTS_MAX = 1_000_000;
/** Deliveries of one piece, beyond those of one event: what one transaction writes, and new events wait for. */
const PIECE_DELIVERIES_MAX = 500;
/** Deliveries of an endpoint that may wait for their first attempt: more would stand before what comes in later, and gain nothing. */
const AHEAD_MAX = 200;
/** The same of all endpoints together, when some take nothing at the moment and others must not wait for them. */
const AHEAD_TOTAL_MAX = 20_000;
/** Between two looks whether they are being taken. */
const AHEAD_PAUSE_MS = 50;
/** How often progress is saved while nothing else happens, and with it seen that somebody wants to stop. */
const SAVE_EVERY_MS = 1_000;
/** How long a run keeps a node before it lets those that wait have their turn. */
const TURN_MS = 5_000;
/** What is younger may not be committed yet, or another node may not have heard yet of a change of the endpoint. */
const SETTLE_MS = 3_000;

const progressSchema = z.object({
  from: z.string(),
  to: z.string(),
  /** Up to where the log was looked at. */
  at: z.string(),
  events: z.int(),
  deliveries: z.int(),
  by_endpoint: z.record(z.string(), z.int()),
  /** As far as it was worked out when the run was started. */
  estimate: z.object({ events: z.int(), deliveries: z.int(), is_exact: z.boolean() }),
  /** The last event that was looked at. */
  next: z.string().nullable(),
});
type Progress = z.output<typeof progressSchema>;

/** The progress that a run over the log begins with. */
export function firstProgress(span: LogSpan, estimate: Progress['estimate']): Progress {
  const [from, to] = [toIso(span.from_ms), toIso(span.until_ms)];
  const { events, deliveries, is_exact } = estimate;
  return {
    from,
    to,
    at: from,
    events: 0,
    deliveries: 0,
    by_endpoint: {},
    estimate: { events, deliveries, is_exact },
    next: null,
  };
}

/**
 * Makes what carries out runs that walk along the event log and make deliveries of what they find. Deliveries and the
 * progress that stands for them are one transaction, so nothing is made twice and nothing is left out, whatever crashed in
 * between. Only so many are made ahead as are being taken.
 */
export function createLogRunHandler(
  ctx: LogRunContext,
  { trigger, plan }: { readonly trigger: ReplayedBatch['trigger']; readonly plan: PlanPiece },
): TransactionalRunHandler {
  return (run, ctl) => new LogRun(ctx, { run, ctl, trigger, plan }).carryOut();
}

interface LogRunWork {
  readonly run: RunTask;
  readonly ctl: TransactionalRunControl;
  readonly trigger: ReplayedBatch['trigger'];
  readonly plan: PlanPiece;
}

class LogRun {
  readonly #ctx: LogRunContext;
  readonly #work: LogRunWork;
  readonly #span: LogSpan;
  #progress: Progress;
  #savedAtMs: number;

  constructor(ctx: LogRunContext, work: LogRunWork) {
    this.#ctx = ctx;
    this.#work = work;
    // `as`: what our routes made of the call.
    this.#span = work.run.params as unknown as LogSpan;
    this.#progress = progressSchema.parse(work.run.progress);
    this.#savedAtMs = ctx.nowMs();
  }

  async carryOut(): Promise<RunEnd> {
    const turnEndsMs = this.#ctx.nowMs() + TURN_MS;
    if (!(await this.#save())) return this.#stopped();
    while (this.#ctx.nowMs() < turnEndsMs) {
      if (await this.#mustWait()) {
        await this.#ctx.pause(AHEAD_PAUSE_MS);
        if (this.#isTimeToSave() && !(await this.#save())) return this.#stopped();
        continue;
      }
      const end = await this.#takePiece();
      if (end !== null) return end;
    }
    return { kind: 'waits', untilMs: this.#ctx.nowMs(), result: this.#report() };
  }

  /** @returns how the run ends, or null when it goes on. */
  async #takePiece(): Promise<RunEnd | null> {
    const limit = this.#ctx.pace.pieceEvents();
    const events = await this.#read(limit);
    if (events.length === 0) return this.#completed();
    if (this.#progress.events >= EVENTS_MAX) return this.#tooMany();
    const planned = await this.#work.plan(this.#work.run, events);
    if (typeof planned === 'string') return { kind: 'failed', error: planned, result: this.#report() };
    const piece = cutPiece(events, planned);
    const deliveryCount = countPlanned(piece.planned);
    this.#progress = advance(this.#progress, piece);
    if (!(await this.#savePiece(piece.planned))) return this.#stopped();
    await this.#ctx.pace.after(deliveryCount);
    return this.#work.ctl.isStopping() ? this.#stopped() : null;
  }

  #read(limit: number): Promise<readonly Event[]> {
    return this.#ctx.readEvents({
      workspaceId: this.#work.run.workspaceId,
      fromMs: this.#span.from_ms,
      untilMs: this.#span.until_ms,
      afterId: this.#progress.next === null ? null : parseId('evt', this.#progress.next),
      limit,
    });
  }

  /** For what is not committed yet of the time that is asked for, or for the endpoints to take what was made for them. */
  async #mustWait(): Promise<boolean> {
    if (this.#ctx.nowMs() < this.#span.until_ms + SETTLE_MS) return true;
    const ahead = await countAhead(this.#ctx.store, this.#work.run);
    const total = [...ahead.values()].reduce((sum, count) => sum + count, 0);
    if (total >= AHEAD_TOTAL_MAX) return true;
    const endpointIds = Object.keys(this.#progress.by_endpoint) as EndpointId[];
    return endpointIds.length > 0 && endpointIds.every((id) => (ahead.get(id) ?? 0) >= AHEAD_MAX);
  }

  async #savePiece(planned: readonly PlannedEvent[]): Promise<boolean> {
    const { ctl } = this.#work;
    if (planned.length === 0) return this.#isTimeToSave() ? this.#save() : !ctl.isStopping();
    let isMade = false;
    this.#savedAtMs = this.#ctx.nowMs();
    const goesOn = await ctl.saveWith(this.#progress, async (trx) => {
      await insertReplayed(this.#ctx.store, trx, { batch: this.#batch(planned), takePosition: this.#ctx.takePosition });
      isMade = true;
    });
    if (isMade) this.#ctx.onMade(countPlanned(planned));
    return goesOn;
  }

  #batch(planned: readonly PlannedEvent[]): ReplayedBatch {
    const { run, trigger } = this.#work;
    const { newDeliveryId, nowMs } = this.#ctx;
    return { workspaceId: run.workspaceId, runId: run.id, trigger, planned, newDeliveryId, nowMs: nowMs() };
  }

  #isTimeToSave(): boolean {
    return this.#ctx.nowMs() - this.#savedAtMs >= SAVE_EVERY_MS;
  }

  #save(): Promise<boolean> {
    this.#savedAtMs = this.#ctx.nowMs();
    return this.#work.ctl.saveProgress(this.#progress);
  }

  async #completed(): Promise<RunEnd> {
    this.#progress = { ...this.#progress, at: this.#progress.to };
    return (await this.#save()) ? { kind: 'completed', result: this.#report() } : this.#stopped();
  }

  #tooMany(): RunEnd {
    const error = `A run looks at ${EVENTS_MAX.toLocaleString('en')} events. What came in after ${this.#progress.at} was not looked at: start another one from there.`;
    return { kind: 'failed', error, result: this.#report() };
  }

  #stopped(): RunEnd {
    return { kind: 'stopped', result: this.#report() };
  }

  #report() {
    const { next: _next, ...report } = this.#progress;
    return report;
  }
}

interface Piece {
  /** Events of the piece that was read that are done with it. */
  readonly eventCount: number;
  readonly lastEvent: Event;
  readonly planned: readonly PlannedEvent[];
}

/** As many events as fit into one transaction, one at least. */
function cutPiece(events: readonly Event[], planned: readonly PlannedEvent[]): Piece {
  const byEvent = new Map(planned.map((one) => [one.event.id, one]));
  const taken: PlannedEvent[] = [];
  let deliveryCount = 0;
  let eventCount = 0;
  let lastEvent: Event | null = null;
  for (const event of events) {
    const one = byEvent.get(event.id);
    deliveryCount += one?.deliveries.length ?? 0;
    if (lastEvent !== null && deliveryCount > PIECE_DELIVERIES_MAX) break;
    if (one !== undefined) taken.push(one);
    eventCount += 1;
    lastEvent = event;
  }
  assert(lastEvent !== null, 'A piece has an event at least.');
  return { eventCount, lastEvent, planned: taken };
}

function advance(progress: Progress, { eventCount, lastEvent, planned }: Piece): Progress {
  const by_endpoint = { ...progress.by_endpoint };
  for (const { deliveries } of planned) {
    for (const { endpointId } of deliveries) by_endpoint[endpointId] = (by_endpoint[endpointId] ?? 0) + 1;
  }
  return {
    ...progress,
    at: toIso(lastEvent.createdAtMs),
    events: progress.events + eventCount,
    deliveries: progress.deliveries + countPlanned(planned),
    by_endpoint,
    next: lastEvent.id,
  };
}
