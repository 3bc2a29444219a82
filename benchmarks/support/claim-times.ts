import { randomUUID } from 'node:crypto';
import { idOf } from '../../packages/server/src/domain/ids.ts';
import {
  CLAIM_LIMIT_MAX,
  claimDueDeliveries,
} from '../../packages/server/src/pipeline/delivery/delivery-queue.store.ts';
import { listDueEndpoints } from '../../packages/server/src/pipeline/delivery/due-endpoints.store.ts';
import { type OpenedStore, openStore } from '../../packages/server/src/platform/db/open-store.ts';
import { openRawSql } from '../../packages/server/test/support/raw-sql.ts';
import { quantilesOf, round } from './quantiles.ts';

export interface ClaimTimes {
  readonly claims: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
}

/** Claims of a round: so many that a p99 is more than the slowest one. */
const CLAIMS = 300;
/** What is done for the first time, and pages that nobody has read yet, are not what is asked for. */
const WARM_UP_CLAIMS = 20;
const LEASE_MS = 600_000;
/** More than any claim of the benchmark's events has. */
const BYTES_MAX = 64 * 1_024 * 1_024;
const LEASE_TOKEN = 'benchmark.';

/**
 * How long a node's claim of as much as it may take at once lasts, by the gateway's own code on the database as it is, one
 * after another. Everything is due again afterwards. No gateway may be running.
 *
 * @returns null when too little is due to tell.
 */
export async function measureClaims(databaseUrl: string): Promise<ClaimTimes | null> {
  const store = await openStore(databaseUrl);
  const timesMs: number[] = [];
  try {
    for (let claim = -WARM_UP_CLAIMS; claim < CLAIMS; claim++) {
      const startedMs = performance.now();
      const count = await claimOnce(store, claim);
      if (count < CLAIM_LIMIT_MAX / 2) break;
      if (claim >= 0) timesMs.push(performance.now() - startedMs);
    }
  } finally {
    await store.close();
  }
  await makeDueAgain(databaseUrl);
  if (timesMs.length === 0) return null;
  const at = quantilesOf(timesMs);
  return { claims: timesMs.length, p50_ms: round(at(0.5), 2), p99_ms: round(at(0.99), 2) };
}

/** As the worker does it: which endpoints have something due, then a share of each. */
async function claimOnce(store: OpenedStore, claim: number): Promise<number> {
  const nowMs = Date.now();
  const { endpoints } = await listDueEndpoints(store, { nowMs, after: null });
  const limit = Math.max(1, Math.floor(CLAIM_LIMIT_MAX / endpoints.length));
  const { deliveries } = await claimDueDeliveries(store, {
    nowMs,
    limit: CLAIM_LIMIT_MAX,
    shares: endpoints.map((endpoint) => ({ ...endpoint, limit })),
    bytesMax: BYTES_MAX,
    leaseToken: `${LEASE_TOKEN}${claim}`,
    leaseUntilMs: () => nowMs + LEASE_MS,
    newAttemptId: () => idOf('att', randomUUID()),
    readHorizon: async () => Number.MAX_SAFE_INTEGER,
  });
  return deliveries.length;
}

async function makeDueAgain(databaseUrl: string): Promise<void> {
  const sql = await openRawSql(databaseUrl);
  await sql.run(
    `UPDATE deliveries SET lease_token = NULL, due_at_ms = created_at_ms WHERE lease_token LIKE '${LEASE_TOKEN}%'`,
  );
  if (sql.engine === 'postgres') await sql.run('VACUUM ANALYZE deliveries');
  await sql.close();
}
