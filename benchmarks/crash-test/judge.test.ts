import { describe, expect, test } from 'vitest';
import { type Findings, judgeRound, type RoundRecords } from './judge.ts';
import type { ReceiverName, WitnessedRequest } from './witness.ts';

const ENDPOINT_IDS: RoundRecords['endpointIds'] = { plain: 'e1', ordered: 'e2', moody: 'e3', secure: 'e4' };
const NOTHING: Findings = {
  lost: 0,
  invented: 0,
  repeats: 0,
  unmarked_repeats: 0,
  two_hands: 0,
  order_violations: 0,
  unlogged_requests: 0,
  metrics_mismatch: 0,
  stuck: 0,
};

describe('the judge of the crash test', () => {
  test('finds nothing where everything is as it should be', () => {
    expect(judge()).toEqual(NOTHING);
  });

  test('finds what was accepted and never taken, at each receiver', () => {
    const without = (name: ReceiverName) => wellDone().filter(({ receiver }) => receiver !== name);
    expect(judge({ requests: without('moody') })).toMatchObject({ lost: 2 });
    expect(judge({ requests: without('plain') })).toMatchObject({ lost: 3 });
    const refused = wellDone().map((each) =>
      each.receiver === 'secure' ? { ...each, told: 'refused' as const } : each,
    );
    expect(judge({ requests: refused })).toMatchObject({ lost: 2 });
  });

  test('finds what nobody sent, and what comes under a second id', () => {
    expect(judge({ requests: [...wellDone(), request('plain', 'message t3')] })).toMatchObject({ invented: 1 });
    const again = request('plain', 'message t1', { webhookId: 'evt_other' });
    expect(judge({ requests: [...wellDone(), again] })).toMatchObject({ invented: 1 });
  });

  test('wants a mark on a repeat of what may have been taken, and none after a refusal', () => {
    const repeat = (first: Partial<WitnessedRequest>, second: Partial<WitnessedRequest>) =>
      judge({
        requests: [
          ...wellDone().filter(({ receiver, fact }) => receiver !== 'moody' || fact !== 'message t1'),
          request('moody', 'message t1', first),
          request('moody', 'message t1', { startedMs: 50, endedMs: 60, takenMs: 55, ...second }),
        ],
      });
    expect(repeat({ told: 'nothing' }, {})).toMatchObject({ repeats: 1, unmarked_repeats: 1 });
    expect(repeat({ told: 'taken' }, {})).toMatchObject({ repeats: 1, unmarked_repeats: 1 });
    expect(repeat({ told: 'nothing' }, { marked: true })).toMatchObject({ repeats: 1, unmarked_repeats: 0 });
    expect(repeat({ told: 'refused' }, {})).toMatchObject({ repeats: 1, unmarked_repeats: 0 });
  });

  test('finds a delivery in two hands, unless a gateway stood still for longer than its lease', () => {
    const requests = [
      ...wellDone().filter(({ receiver, fact }) => receiver !== 'moody' || fact !== 'message t1'),
      request('moody', 'message t1', { told: 'nothing', endedMs: 100 }),
      request('moody', 'message t1', { startedMs: 50, endedMs: 60, marked: true }),
    ];
    expect(judge({ requests })).toMatchObject({ two_hands: 1 });
    expect(judge({ requests, leasesOutlasted: true })).toMatchObject({ two_hands: 0 });
  });

  test('finds a message that came before the one ahead of it was taken', () => {
    const second = (startedMs: number) =>
      wellDone().map((each) =>
        each.receiver === 'ordered' && each.fact === 'message t2' ? { ...each, startedMs } : each,
      );
    expect(judge({ requests: second(4) })).toMatchObject({ order_violations: 1 });
    expect(judge({ requests: second(6) })).toMatchObject({ order_violations: 0 });
  });

  test('finds requests without a row, and counters that do not fit the log', () => {
    // `judge` adds the request about the conversation, which is missing in that log as well.
    expect(judge({ log: logOf(wellDone()).slice(1) })).toMatchObject({ unlogged_requests: 2, metrics_mismatch: 4 });
    const counters = (attempts: number) => new Map([[1, { attempts, delivered: 10 }]]);
    expect(judge({ countersAfter: counters(9) })).toMatchObject({ metrics_mismatch: 1 });
    expect(judge({ countersAfter: counters(11) })).toMatchObject({ metrics_mismatch: 1 });
    expect(judge({ countersAfter: counters(9), processesEnded: true })).toMatchObject({ metrics_mismatch: 0 });
  });
});

/** One person wrote two messages, and everybody got everything once. */
function wellDone(): WitnessedRequest[] {
  const messages = (['plain', 'ordered', 'moody', 'secure'] as const).flatMap((receiver) => [
    request(receiver, 'message t1'),
    request(receiver, 'message t2', { startedMs: 10, endedMs: 20, takenMs: 15 }),
  ]);
  return [...messages, request('plain', 'contact p')];
}

function request(receiver: ReceiverName, fact: string, over: Partial<WitnessedRequest> = {}): WitnessedRequest {
  const seen = { receiver, fact, webhookId: `evt_${fact}`, marked: false, told: 'taken' as const };
  return { ...seen, startedMs: 0, endedMs: 9, takenMs: 5, ...over };
}

function logOf(requests: readonly WitnessedRequest[]): RoundRecords['log'] {
  return requests.map(({ receiver, webhookId }) => ({
    event_id: webhookId,
    endpoint_id: ENDPOINT_IDS[receiver],
    outcome: 'succeeded',
    delivery_state: 'delivered',
  }));
}

function judge(over: Partial<RoundRecords> = {}): Findings {
  const requests = [...(over.requests ?? wellDone()), request('plain', 'conversation n')];
  const log = logOf(requests);
  const counted = { attempts: log.length, delivered: log.length };
  const message = { phone: 'n', person: 'p', isTalk: true };
  return judgeRound({
    accepted: ['t1', 't2'].map((tag) => ({ ...message, tag })),
    sent: new Set(['t1', 't2', 'p', 'n']),
    endpointIds: ENDPOINT_IDS,
    countersBefore: new Map(),
    countersAfter: new Map([[1, counted]]),
    processesEnded: false,
    stuck: 0,
    leasesOutlasted: false,
    log,
    ...over,
    requests,
  });
}
