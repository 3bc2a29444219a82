import type { Counters, LogRow } from './gateway-log.ts';
import type { SentMessage } from './load.ts';
import { RECEIVERS, type ReceiverName, type WitnessedRequest } from './witness.ts';

/** What must not be, counted. `repeats` alone may be. */
export interface Findings {
  readonly lost: number;
  readonly invented: number;
  readonly repeats: number;
  readonly unmarked_repeats: number;
  readonly two_hands: number;
  readonly order_violations: number;
  readonly unlogged_requests: number;
  readonly metrics_mismatch: number;
  readonly stuck: number;
}

/** Everything that is known of a round, from outside and then from the gateway's own log. */
export interface RoundRecords {
  /** Of this round. */
  readonly accepted: readonly SentMessage[];
  /** Those that came in this round. */
  readonly requests: readonly WitnessedRequest[];
  /** Tags, people and numbers of the whole run. */
  readonly sent: ReadonlySet<string>;
  readonly log: readonly LogRow[];
  readonly endpointIds: Readonly<Record<ReceiverName, string>>;
  /** Of each process, by its pid: at the start of the round and at its end. */
  readonly countersBefore: ReadonlyMap<number, Counters>;
  readonly countersAfter: ReadonlyMap<number, Counters>;
  /** Processes ended in it: what they counted is gone with them. */
  readonly processesEnded: boolean;
  /** Deliveries that were still pending when the round had to end. */
  readonly stuck: number;
  /** A gateway stood still for longer than its leases: another one may hold what it still sends. */
  readonly leasesOutlasted: boolean;
}

/** Judges one round. Pure. */
export function judgeRound(records: RoundRecords): Findings {
  const byDelivery = Map.groupBy(records.requests, ({ receiver, webhookId }) => `${receiver} ${webhookId}`);
  const repeats = [...byDelivery.values()].flatMap(repeatsOf);
  return {
    lost: missingFacts(records.accepted, records.requests).length,
    invented: countInvented(records),
    repeats: repeats.length,
    unmarked_repeats: repeats.filter(isUnmarked).length,
    two_hands: records.leasesOutlasted
      ? 0
      : repeats.filter(({ request, before }) => before.some((earlier) => earlier.endedMs > request.startedMs)).length,
    order_violations: countOutOfOrder(records),
    unlogged_requests: countUnlogged(records, byDelivery),
    metrics_mismatch: countMismatch(records, 'attempts') + countMismatch(records, 'delivered'),
    stuck: records.stuck,
  };
}

/** Some of what was found, in words, for whoever looks for the reason. */
export function showEvidence(records: Pick<RoundRecords, 'accepted' | 'requests'>, most: number): readonly string[] {
  const lost = missingFacts(records.accepted, records.requests).map((fact) => `lost ${fact}`);
  const byDelivery = Map.groupBy(records.requests, ({ receiver, webhookId }) => `${receiver} ${webhookId}`);
  const repeats = [...byDelivery.values()].flatMap(repeatsOf);
  const unmarked = repeats.filter(isUnmarked).map(({ request, before }) => {
    const earlier = before.map(({ startedMs, endedMs, told }) => `${told} ${inS(startedMs)}–${inS(endedMs)} s`);
    return `unmarked ${request.receiver} ${request.webhookId} at ${inS(request.startedMs)} s after ${earlier.join(', ')}`;
  });
  return [...lost, ...unmarked].slice(0, most);
}

function inS(timeMs: number): string {
  return (timeMs / 1_000).toFixed(3);
}

function isUnmarked({ request, before }: Repeat): boolean {
  return !request.marked && before.some(isInDoubt);
}

/**
 * Of every accepted message the receiver that wants everything has to get three things: the message, and the contact
 * and the conversation that it made. The others have to get the message.
 */
export function missingFacts(
  accepted: readonly SentMessage[],
  requests: readonly WitnessedRequest[],
): readonly string[] {
  const taken = new Set(
    requests.filter(({ told }) => told === 'taken').map(({ receiver, fact }) => `${receiver}: ${fact}`),
  );
  const wanted = accepted.flatMap(({ tag, person, phone }) => [
    ...RECEIVERS.map((receiver) => `${receiver}: message ${tag}`),
    `plain: contact ${person}`,
    `plain: conversation ${phone}`,
  ]);
  return [...new Set(wanted)].filter((fact) => !taken.has(fact));
}

interface Repeat {
  readonly request: WitnessedRequest;
  readonly before: readonly WitnessedRequest[];
}

function repeatsOf(requests: readonly WitnessedRequest[]): readonly Repeat[] {
  return requests.slice(1).map((request, index) => ({ request, before: requests.slice(0, index + 1) }));
}

/** A refusal that was said to the end leaves no doubt; everything else may have been taken. */
function isInDoubt({ told }: WitnessedRequest): boolean {
  return told !== 'refused';
}

/** Never sent, or sent once and delivered under two ids. What the gateway tells of itself is neither. */
function countInvented({ requests, sent }: RoundRecords): number {
  const told = requests.filter(({ fact }) => !fact.startsWith('operational '));
  const unknown = told.filter(({ fact }) => !sent.has(fact.slice(fact.indexOf(' ') + 1))).length;
  const idsOf = Map.groupBy(told, ({ receiver, fact }) => `${receiver} ${fact}`);
  const twice = [...idsOf.values()].reduce(
    (sum, same) => sum + new Set(same.map(({ webhookId }) => webhookId)).size - 1,
    0,
  );
  return unknown + twice;
}

/** A message that came to the receiver that wants order before one of the same person, accepted earlier, was taken there. */
function countOutOfOrder({ accepted, requests }: RoundRecords): number {
  const seen = Map.groupBy(
    requests.filter(({ receiver }) => receiver === 'ordered'),
    ({ fact }) => fact,
  );
  const talks = Map.groupBy(
    accepted.filter(({ isTalk }) => isTalk),
    ({ phone }) => phone,
  );
  let count = 0;
  for (const talk of talks.values()) {
    let takenBeforeMs = Number.NEGATIVE_INFINITY;
    for (const { tag } of talk) {
      const all = seen.get(`message ${tag}`) ?? [];
      if (all.some(({ startedMs }) => startedMs < takenBeforeMs)) count++;
      takenBeforeMs = Math.max(takenBeforeMs, Math.min(...all.map(({ takenMs }) => takenMs)));
    }
  }
  return count;
}

/** Every request has a row: of a delivery there are at least as many rows as its receiver saw requests. */
function countUnlogged(
  { log, endpointIds }: RoundRecords,
  byDelivery: ReadonlyMap<string, readonly WitnessedRequest[]>,
): number {
  const rows = Map.groupBy(log, ({ event_id, endpoint_id }) => `${endpoint_id} ${event_id}`);
  let count = 0;
  for (const [first, ...others] of byDelivery.values()) {
    if (first === undefined) continue;
    const logged = rows.get(`${endpointIds[first.receiver]} ${first.webhookId}`)?.length ?? 0;
    count += Math.max(0, 1 + others.length - logged);
  }
  return count;
}

/**
 * What the processes counted against the log. A process counts an attempt that it made; when it has lost the lease by then,
 * the log has a row of outcome unknown for it. So the count lies between the rows with an outcome and all rows; what
 * processes counted that were ended is not known.
 */
function countMismatch(records: RoundRecords, what: keyof Counters): number {
  const isCounted = (row: LogRow) => what === 'attempts' || row.delivery_state === 'delivered';
  const certain = records.log.filter((row) => row.outcome !== 'unknown' && isCounted(row)).length;
  const unknown = records.log.filter((row) => row.outcome === 'unknown').length;
  let counted = 0;
  for (const [pid, after] of records.countersAfter) {
    counted += after[what] - (records.countersBefore.get(pid)?.[what] ?? 0);
  }
  const tooMany = Math.max(0, counted - certain - unknown);
  return records.processesEnded ? tooMany : tooMany + Math.max(0, certain - counted);
}
