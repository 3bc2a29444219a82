import { setTimeout as pause } from 'node:timers/promises';
import { openRawSql, type RawSql } from '../../packages/server/test/support/raw-sql.ts';
import { type ClaimTimes, measureClaims } from '../support/claim-times.ts';
import { describeEnvironment } from '../support/environment.ts';
import { endFilling, fillBacklog, fillLog, fillTargets, type Models, prepareFilling } from '../support/fill-backlog.ts';
import { APP_ID, rootHeaders } from '../support/gateway-process.ts';
import { metaSignature, textBody } from '../support/meta-body.ts';
import { quantilesOf, round } from '../support/quantiles.ts';
import type { ReceiverReport } from '../support/receiver.process.ts';
import { examine, type LoadOptions, type OpenStage, openStage } from '../support/stage.ts';

export interface BacklogOptions extends LoadOptions {
  /** Deliveries that are due. */
  readonly backlog: number;
  /** Attempts in the delivery log. */
  readonly logged: number;
}

/** What a claim with a long log is compared with. */
const SHORT_LOG = 10_000;
const POLL_MS = 50;
/** Two events on an idle machine. */
const MODELS_MS_MAX = 30_000;
/** Calls of each list: the slowest of them is what is told, beside the median. */
const LIST_CALLS = 20;
/** What the console asks for when a page is opened, by what it is called here. */
const LISTS = {
  deliveries: '/v1/deliveries?limit=50',
  deliveries_failed: '/v1/deliveries?limit=50&state=exhausted',
  deliveries_counts: '/v1/deliveries/counts',
  events: '/v1/events?limit=50',
  attempts: '/v1/attempts?limit=50',
  statistics_deliveries: '/v1/statistics/deliveries?last=86400',
  statistics_endpoints: '/v1/statistics/endpoints?last=86400',
  statistics_counts: '/v1/statistics/counts',
} as const;
/** Of these the second page too: it goes by another way. */
const PAGED = ['deliveries', 'events', 'attempts'] as const;

/**
 * A gateway that starts with so many deliveries due and so much in its log: how soon it is ready, what memory it takes while
 * it works them off, how long a claim takes, and how long the console waits for its lists meanwhile.
 *
 * @returns whether it worked any off and every list was answered, and the line to print.
 */
export async function measureBacklog(options: BacklogOptions): Promise<{ ok: boolean; result: unknown }> {
  const { engine, backlog, logged, seconds, log } = options;
  const stage = await openStage(options);
  try {
    const models = await makeModels(stage);
    await stage.stopGateways();
    const { claims, fillSeconds } = await fill(stage, models, options);
    await stage.receiver.ask({ kind: 'answer', status: 200 });
    await stage.receiver.ask({ kind: 'window' });
    await stage.startGateways();
    const readyMs = Math.max(...stage.gateways.map((gateway) => gateway.readyMs));
    log(`ready after ${Math.round(readyMs)} ms`);
    await pause(seconds * 1_000);
    const { distinct } = await stage.receiver.ask<ReceiverReport>({ kind: 'report' });
    const lists = await measureLists(stage);
    const measured = {
      ready_ms: Math.round(readyMs),
      drained_per_s: Math.round(distinct / seconds),
      rss_mb: Math.round(stage.usage().peakRssMb),
      lists_ms: lists,
      ...claims,
    };
    const result = { engine, backlog, log: logged, fill_s: fillSeconds, ...measured };
    return {
      ok: distinct > 0 || backlog === 0,
      result: { ...result, environment: await examine(stage, describeEnvironment) },
    };
  } finally {
    await stage.close();
  }
}

/** One event that was delivered and one whose delivery failed and waits. */
async function makeModels(stage: OpenStage): Promise<Models> {
  const { workspaceId, receiver } = stage;
  await sendOne(stage, 'delivered');
  await until(async () => (await receiver.ask<ReceiverReport>({ kind: 'report' })).requests > 0);
  const eventId = await idOfNewestMessage(stage);
  const listed = await until(async () => {
    const { data } = await ask<{ data: { event_id: string }[] }>(stage, '/v1/attempts?limit=50');
    return data.some((attempt) => attempt.event_id === eventId);
  });
  if (!listed) throw new Error('The first event was not delivered.');
  await receiver.ask({ kind: 'answer', status: 503 });
  await sendOne(stage, 'failed');
  const failedId = await until(async () => {
    const { data } = await ask<{ data: DeliveryView[] }>(stage, '/v1/deliveries?limit=50');
    return data.find((delivery) => delivery.state === 'pending' && delivery.attempts_made > 0)?.id ?? null;
  });
  return { workspaceId, eventId, deliveryId: failedId };
}

interface DeliveryView {
  readonly id: string;
  readonly state: string;
  readonly attempts_made: number;
}

async function sendOne({ gatewayUrls }: OpenStage, tag: string): Promise<void> {
  const body = textBody(tag);
  const headers = { 'Content-Type': 'application/json', 'X-Hub-Signature-256': metaSignature(body) };
  const answer = await fetch(`${gatewayUrls[0]}/webhooks/meta/${APP_ID}`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`The gateway answered ${answer.status} to a webhook.`);
}

async function idOfNewestMessage(stage: OpenStage): Promise<string> {
  const { data } = await ask<{ data: { id: string; type: string }[] }>(stage, '/v1/events?limit=50');
  const event = data.find(({ type }) => type === 'message.received');
  if (event === undefined) throw new Error('The first event is not in the log.');
  return event.id;
}

/** @returns the first answer that is neither null nor false. @throws when there is none in time. */
async function until<TValue>(look: () => Promise<TValue | null | false>): Promise<TValue> {
  const endMs = performance.now() + MODELS_MS_MAX;
  while (performance.now() < endMs) {
    const value = await look();
    if (value !== null && value !== false) return value;
    await pause(POLL_MS);
  }
  throw new Error('What a database is filled with did not come to be in time.');
}

async function fill(stage: OpenStage, models: Models, { backlog, logged, log }: BacklogOptions) {
  const { databaseUrl } = stage;
  const nowMs = Date.now();
  const startedMs = performance.now();
  await withSql(databaseUrl, async (sql) => {
    await fillTargets(sql, models, nowMs);
    await fillBacklog(sql, models, { nowMs, count: backlog });
    await fillLog(sql, models, { nowMs, from: 0, count: Math.min(logged, SHORT_LOG) });
  });
  log(`${backlog} deliveries are due after ${Math.round((performance.now() - startedMs) / 1_000)} s`);
  const short = await measureClaims(databaseUrl);
  if (logged <= SHORT_LOG) return { fillSeconds: secondsSince(startedMs), claims: { claim: short } };
  await withSql(databaseUrl, (sql) => fillLog(sql, models, { nowMs, from: SHORT_LOG, count: logged }));
  const fillSeconds = secondsSince(startedMs);
  log(`${logged} attempts are in the log after ${fillSeconds} s`);
  return { fillSeconds, claims: compare(short, await measureClaims(databaseUrl)) };
}

function compare(short: ClaimTimes | null, long: ClaimTimes | null) {
  const ratio = short === null || long === null ? null : round(long.p99_ms / short.p99_ms, 2);
  return { claim: long, claim_with_10000_logged: short, claim_p99_ratio: ratio };
}

function secondsSince(startedMs: number): number {
  return Math.round((performance.now() - startedMs) / 1_000);
}

async function withSql(databaseUrl: string, work: (sql: RawSql) => Promise<void>): Promise<void> {
  const sql = await openRawSql(databaseUrl);
  try {
    await prepareFilling(sql);
    await work(sql);
    await endFilling(sql);
  } finally {
    await sql.close();
  }
}

/** Median and slowest of each list, one call at a time. */
async function measureLists(stage: OpenStage) {
  const times: Record<string, { readonly p50: number; readonly max: number }> = {};
  for (const [name, path] of Object.entries(LISTS)) times[name] = await timeCalls(stage, path);
  for (const name of PAGED) {
    const { next_cursor: cursor } = await ask<{ next_cursor: string | null }>(stage, LISTS[name]);
    if (cursor === null) continue;
    times[`${name}_page_2`] = await timeCalls(stage, `${LISTS[name]}&cursor=${encodeURIComponent(cursor)}`);
  }
  return times;
}

async function timeCalls(stage: OpenStage, path: string) {
  const timesMs: number[] = [];
  for (let call = 0; call < LIST_CALLS; call++) {
    const startedMs = performance.now();
    await ask(stage, path);
    timesMs.push(performance.now() - startedMs);
  }
  const at = quantilesOf(timesMs);
  return { p50: round(at(0.5), 1), max: round(at(1), 1) };
}

async function ask<TAnswer>({ gatewayUrls, workspaceId }: OpenStage, path: string): Promise<TAnswer> {
  const answer = await fetch(`${gatewayUrls[0]}${path}`, { headers: rootHeaders(workspaceId) });
  if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as TAnswer;
}
