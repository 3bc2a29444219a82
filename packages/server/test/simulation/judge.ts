import { resolveRetry } from '../../src/control/endpoints/retry-presets.ts';
import type { EndpointId } from '../../src/domain/ids.ts';
import type { PlannedEndpoint } from './day-plan.ts';
import {
  type DeliveryHistory,
  isTaken,
  keyOf,
  type LoggedEvent,
  readEvents,
  readHistories,
  standingOf,
  usesTry,
} from './delivery-history.ts';
import { findEarlyRetries } from './judge-schedule.ts';
import type { Fact } from './producer.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import type { SeenRequest } from './witness.ts';

/** A promise that was not kept. */
export interface Violation {
  readonly promise: KeptPromise;
  /** What happened, for whoever looks for the reason. */
  readonly what: string;
}

export type KeptPromise =
  | 'nothing accepted is lost'
  | 'nothing is invented'
  | 'everything comes to its end'
  | 'one pair of hands'
  | 'repeats are marked'
  | 'every request is in the log'
  | 'attempts obey the schedule'
  | 'retries are not early'
  | 'order holds'
  | 'rates hold'
  | 'a cancellation holds'
  | 'nothing unforeseen';

/** What the judge looks at. */
export interface Evidence {
  readonly world: SimulatedWorld;
  readonly events: readonly LoggedEvent[];
  readonly factByEventId: ReadonlyMap<string, Fact>;
  readonly histories: ReadonlyMap<string, DeliveryHistory>;
  readonly endpoints: ReadonlyMap<EndpointId, PlannedEndpoint>;
}

/** Judges a day from outside: by what senders and receivers know and by the delivery log. Empty: every promise was kept. */
export function findViolations(world: SimulatedWorld): readonly Violation[] {
  const { facts } = world.producer;
  const evidence: Evidence = {
    world,
    events: readEvents(world.database),
    factByEventId: new Map(facts.flatMap((fact) => Array.from(fact.eventIds, (id) => [id, fact] as const))),
    histories: readHistories(world.database, world.witness.requests),
    endpoints: new Map(world.endpoints.map((endpoint) => [endpoint.id, endpoint])),
  };
  return [
    ...findLost(evidence),
    ...findInvented(evidence),
    ...findOpen(evidence),
    ...findTwoHands(evidence),
    ...findUnmarked(evidence),
    ...findUnlogged(evidence),
    ...findWrongCounts(evidence),
    ...findEarlyRetries(evidence),
    ...findDisorder(evidence),
    ...findExcess(evidence),
    ...findUncanceled(evidence),
    ...world.unexpectedErrors.map((what): Violation => ({ promise: 'nothing unforeseen', what })),
  ];
}

function* findLost({ world, events, histories }: Evidence): Iterable<Violation> {
  const idByKey = new Map(events.map(({ id, key }) => [key, id]));
  for (const fact of world.producer.facts) {
    if (fact.acceptedAtMs === null) continue;
    const eventId = idByKey.get(fact.key);
    if (eventId === undefined) {
      yield { promise: 'nothing accepted is lost', what: `${fact.key} is not in the event log` };
      continue;
    }
    for (const endpoint of world.endpoints) {
      if (!wants(endpoint, fact.type) || !wasEnabledFor(world, endpoint.id, fact)) continue;
      if (histories.has(keyOf(endpoint.id, eventId))) continue;
      yield { promise: 'nothing accepted is lost', what: `${fact.key} has no delivery to ${endpoint.role}` };
    }
  }
}

function wants(endpoint: PlannedEndpoint, type: string): boolean {
  return endpoint.eventTypes.some((wanted) => wanted === type || (wanted === 'custom.*' && type.startsWith('custom.')));
}

/** What nodes need to hear of a change, with a database that is away meanwhile. */
const HEARSAY_MS = 20 * 60_000;

/** Enabled all the time in which the fact was taken, so that there is no doubt. */
function wasEnabledFor(world: SimulatedWorld, id: EndpointId, { offeredAtMs, acceptedAtMs }: Fact): boolean {
  let isEnabled = true;
  for (const change of world.switches.filter(({ endpointId }) => endpointId === id)) {
    if (change.atMs > (acceptedAtMs ?? 0)) break;
    if (change.atMs >= offeredAtMs - HEARSAY_MS) return false;
    isEnabled = change.isEnabled;
  }
  return isEnabled;
}

function* findInvented({ events, factByEventId, histories, endpoints }: Evidence): Iterable<Violation> {
  const eventIds = new Set(events.map(({ id }) => id));
  for (const { type, id, key } of events) {
    if (key?.startsWith('fact-') && !factByEventId.has(id))
      yield { promise: 'nothing is invented', what: `event ${id} ${type}` };
  }
  for (const { eventId, endpointId, requests, attempts } of histories.values()) {
    if (!eventIds.has(eventId))
      yield { promise: 'nothing is invented', what: `a delivery of ${eventId}, which is not in the log` };
    const succeeded = attempts.find(({ outcome }) => outcome === 'succeeded');
    if (
      succeeded !== undefined &&
      !requests.some((request) => isTaken(request) && request.number === succeeded.number)
    ) {
      yield { promise: 'nothing is invented', what: `${eventId} was not taken by ${endpoints.get(endpointId)?.role}` };
    }
  }
}

function* findOpen(evidence: Evidence): Iterable<Violation> {
  if (!evidence.world.producer.isDone)
    yield { promise: 'everything comes to its end', what: 'a fact is still not accepted' };
  for (const history of evidence.histories.values()) {
    const standing = standingOf(history);
    if (standing === 'open') yield { promise: 'everything comes to its end', what: describe(evidence, history) };
    const isDisabled = !isEnabledAtEnd(evidence.world, history.endpointId);
    if (standing === 'held' && !isDisabled)
      yield { promise: 'everything comes to its end', what: `held: ${describe(evidence, history)}` };
  }
}

function isEnabledAtEnd(world: SimulatedWorld, id: EndpointId): boolean {
  return world.switches.findLast(({ endpointId }) => endpointId === id)?.isEnabled ?? true;
}

/** What a lease leaves between the end of its last attempt and its own, see `pipeline/delivery/leased-delivery.ts`. A longer stop uses it up. */
const LEASE_SPARE_MS = 1_000;

/** The requests of a delivery never overlap, unless the sender of the first was stopped for so long that its lease ran out. */
function* findTwoHands(evidence: Evidence): Iterable<Violation> {
  for (const history of evidence.histories.values()) {
    for (const [index, later] of history.requests.entries()) {
      for (const earlier of history.requests.slice(0, index)) {
        if (earlier.endedAtMs <= later.startedAtMs || wasStoppedDuring(evidence.world, earlier)) continue;
        const what = `attempts ${earlier.number} by ${earlier.process} and ${later.number} by ${later.process}, ${earlier.endedAtMs - later.startedAtMs} ms together`;
        yield { promise: 'one pair of hands', what: `${what}: ${describe(evidence, history)}` };
      }
    }
  }
}

function wasStoppedDuring(world: SimulatedWorld, { process, startedAtMs, endedAtMs }: SeenRequest): boolean {
  const stops = world.processes.find(({ name }) => name === process)?.stops ?? [];
  return stops.some(({ fromMs, toMs }) => fromMs <= endedAtMs && toMs >= startedAtMs && toMs - fromMs > LEASE_SPARE_MS);
}

function* findUnmarked(evidence: Evidence): Iterable<Violation> {
  for (const history of evidence.histories.values()) {
    for (const [index, request] of history.requests.entries()) {
      if (request.isMarked || !request.isSeen) continue;
      const before = history.requests.slice(0, index).find(mayHaveDoneItsWork);
      if (before === undefined) continue;
      yield {
        promise: 'repeats are marked',
        what: `attempt ${request.number} after ${before.number}: ${describe(evidence, history)}`,
      };
    }
  }
}

/** A whole answer that is no 2xx is the receiver's word that it has not done it. */
function mayHaveDoneItsWork(request: SeenRequest): boolean {
  return request.isSeen && (isTaken(request) || (!request.isAnswered && request.status === null));
}

function* findUnlogged(evidence: Evidence): Iterable<Violation> {
  for (const history of evidence.histories.values()) {
    const numbers = history.attempts.map(({ number }) => number);
    const isWhole = numbers.every((number, index) => number === index + 1);
    if (!isWhole)
      yield { promise: 'every request is in the log', what: `rows ${numbers}: ${describe(evidence, history)}` };
    for (const request of history.requests) {
      if (request.isSeen && !numbers.includes(request.number)) {
        yield {
          promise: 'every request is in the log',
          what: `attempt ${request.number} is missing: ${describe(evidence, history)}`,
        };
      }
    }
    const made = history.requests.map(({ number }) => number);
    if (new Set(made).size < made.length) {
      yield { promise: 'every request is in the log', what: `requests share a number: ${describe(evidence, history)}` };
    }
  }
}

/** Crashes of ours that use up no wait, see `leased-delivery.ts`. */
const FORGIVEN = 5;

function* findWrongCounts(evidence: Evidence): Iterable<Violation> {
  for (const history of evidence.histories.values()) {
    const endpoint = evidence.endpoints.get(history.endpointId);
    if (endpoint === undefined) continue;
    const triesMax = resolveRetry(endpoint.format, endpoint.retry).delaysSeconds.length + 1;
    const counted = history.attempts.filter(usesTry).length;
    const unknown = history.attempts.filter(({ outcome }) => outcome === 'unknown').length;
    const isExhausted = standingOf(history) === 'exhausted';
    const tooMany = counted > triesMax;
    const tooFew = isExhausted && counted + Math.max(0, unknown - FORGIVEN) < triesMax;
    if (tooMany || tooFew) {
      yield {
        promise: 'attempts obey the schedule',
        what: `${counted} of ${triesMax}: ${describe(evidence, history)}`,
      };
    }
  }
}

/** Where order is asked for: no request for an event once one for a later event of its conversation was made. */
function* findDisorder(evidence: Evidence): Iterable<Violation> {
  const positions = new Map(evidence.events.map(({ id, position }) => [id, position]));
  const ordered = [...evidence.histories.values()].filter(
    ({ endpointId, requests }) =>
      requests.length > 0 && evidence.endpoints.get(endpointId)?.ordering === 'conversation',
  );
  const lines = Map.groupBy(
    ordered,
    ({ endpointId, eventId }) => `${endpointId} ${evidence.factByEventId.get(eventId)?.conversation}`,
  );
  for (const line of lines.values()) {
    const inOrder = line.toSorted((a, b) => (positions.get(a.eventId) ?? 0) - (positions.get(b.eventId) ?? 0));
    let latest: SeenRequest | null = null;
    for (const history of inOrder) {
      const [first] = history.requests;
      if (first !== undefined && latest !== null && first.startedAtMs < latest.startedAtMs) {
        const what = `attempt ${latest.number} of ${latest.eventId} came after it: ${describe(evidence, history)}`;
        yield { promise: 'order holds', what };
      }
      for (const request of history.requests) {
        if (latest === null || request.startedAtMs > latest.startedAtMs) latest = request;
      }
    }
  }
}

const RATE_WINDOW_MS = 10_000;

function* findExcess({ world, endpoints }: Evidence): Iterable<Violation> {
  const byEndpoint = Map.groupBy(world.witness.requests, ({ endpointId }) => endpointId);
  for (const { id, ratePerSecond, role } of endpoints.values()) {
    if (ratePerSecond === null) continue;
    const requests = byEndpoint.get(id) ?? [];
    const max = ratePerSecond * (RATE_WINDOW_MS / 1_000);
    for (const [index, request] of requests.entries()) {
      const beyond = requests[index + max];
      if (beyond === undefined || beyond.startedAtMs - request.startedAtMs >= RATE_WINDOW_MS) continue;
      const what = `${max + 1} requests to ${role} in ${beyond.startedAtMs - request.startedAtMs} ms`;
      yield { promise: 'rates hold', what: `${what}, from ${at(request.startedAtMs)}` };
      break;
    }
  }
}

/** What was on its way when it was canceled comes to its end; nothing follows it. */
function* findUncanceled(evidence: Evidence): Iterable<Violation> {
  for (const { endpointId, eventId, atMs } of evidence.world.cancellations) {
    const history = [...evidence.histories.values()].find(
      (candidate) => candidate.endpointId === endpointId && candidate.eventId === eventId,
    );
    if (history === undefined) continue;
    const wasOnItsWay = history.requests.some(({ startedAtMs, endedAtMs }) => startedAtMs <= atMs && endedAtMs >= atMs);
    const after = history.requests.filter(({ startedAtMs }) => startedAtMs > atMs);
    if (after.length > (wasOnItsWay ? 0 : 1)) {
      yield { promise: 'a cancellation holds', what: `canceled at ${at(atMs)}: ${describe(evidence, history)}` };
    }
  }
}

/** A delivery's life on a few lines. */
export function describe(evidence: Evidence, history: DeliveryHistory): string {
  const role = evidence.endpoints.get(history.endpointId)?.role;
  const fact = evidence.factByEventId.get(history.eventId)?.key;
  const requests = history.requests.map(
    (request) =>
      `\n    ${at(request.startedAtMs)} – ${at(request.endedAtMs)} attempt ${request.number} by ${request.process}${request.isMarked ? ', marked' : ''}${request.isSeen ? '' : ', not seen'}, ${request.status ?? 'no answer'}${request.isAnswered ? '' : ', not heard'}`,
  );
  const rows = history.attempts.map(
    (row) =>
      `\n    log: ${row.number} ${row.trigger} ${row.outcome} ${row.status_code ?? row.error_class}, began ${at(row.started_at_ms)}, ${row.delivery_state}${row.next_attempt_at_ms === null ? '' : `, next ${at(row.next_attempt_at_ms)}`}`,
  );
  const { queued } = history;
  const left =
    queued === null
      ? ''
      : `\n    queue: ${queued.state}, due ${queued.due_at_ms === null ? 'never' : at(queued.due_at_ms)}, lease ${queued.lease_token}`;
  return `${fact ?? history.eventId} to ${role}${requests.join('')}${rows.join('')}${left}`;
}

function at(ms: number): string {
  return Number.isFinite(ms) && ms < 8.64e15 ? new Date(ms).toISOString().slice(5, 23).replace('T', ' ') : 'never';
}
