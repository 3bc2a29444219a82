import type { Store, Trx } from '../../platform/db/store.ts';
import { FAILURES_FORGOTTEN_MS, type ThrottleRule, waitMsAfter } from './sign-in-throttle.ts';

/** Accounts and addresses whose failures are counted. What is above goes, the oldest first: an attack must not fill the disk. */
export const SUBJECTS_MAX = 100_000;
/** Rows that one removal takes away at most, so that it is short. */
const REMOVED_MAX = 1_000;

/** An account or an address. */
export interface ThrottledSubject {
  /** What `hashToken` makes of its kind and name: the table holds nobody's e-mail. */
  readonly hash: string;
  readonly rule: ThrottleRule;
}

/**
 * Counts a try as a failure before it is made, on all nodes together: of many that come at once no more get through than
 * of as many in a row. What succeeds takes its count back.
 *
 * @returns 0 when the try may be made, else how many milliseconds to wait. Then it was not counted.
 */
export async function takeTry(store: Store, subjects: readonly ThrottledSubject[], nowMs: number): Promise<number> {
  return store.db.transaction().execute(async (trx) => {
    // In one order, so that two who are counted together do not wait for each other in a circle.
    const ordered = subjects.toSorted((one, other) => (one.hash < other.hash ? -1 : 1));
    const counted = [];
    for (const subject of ordered) counted.push({ subject, ...(await lockSubject(trx, subject.hash, nowMs)) });
    const waitMs = Math.max(...counted.map(({ blockedUntilMs }) => blockedUntilMs - nowMs));
    if (waitMs > 0) return waitMs;
    for (const { subject, failureCount } of counted) {
      const nextWaitMs = waitMsAfter(failureCount + 1, subject.rule);
      await trx
        .updateTable('sign_in_failures')
        .set({
          failure_count: failureCount + 1,
          // 0 and not now: who asked a moment before, or on a node whose clock is behind, does not wait either.
          blocked_until_ms: nextWaitMs === 0 ? 0 : nowMs + nextWaitMs,
          updated_at_ms: nowMs,
        })
        .where('subject_hash', '=', subject.hash)
        .execute();
    }
    return 0;
  });
}

/** A try succeeded: its account begins anew, and it does not count against the address. */
export async function forgiveTry(
  store: Store,
  { account, address }: { readonly account: ThrottledSubject; readonly address: ThrottledSubject },
): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    await trx.deleteFrom('sign_in_failures').where('subject_hash', '=', account.hash).execute();
    await trx
      .updateTable('sign_in_failures')
      .set((update) => ({ failure_count: update('failure_count', '-', 1), blocked_until_ms: 0 }))
      .where('subject_hash', '=', address.hash)
      .where('failure_count', '>', 0)
      .execute();
  });
}

/** Removes what is forgotten, and the oldest of too many. To be called now and then. */
export async function trimSubjects(store: Store, nowMs: number, subjectsMax = SUBJECTS_MAX): Promise<void> {
  await store.db
    .deleteFrom('sign_in_failures')
    .where('updated_at_ms', '<=', nowMs - FAILURES_FORGOTTEN_MS)
    .execute();
  const surplus = await store.db
    .selectFrom('sign_in_failures')
    .select('subject_hash')
    .orderBy('updated_at_ms', 'desc')
    .offset(subjectsMax)
    .limit(REMOVED_MAX)
    .execute();
  const hashes = surplus.map((row) => row.subject_hash);
  if (hashes.length > 0) await store.db.deleteFrom('sign_in_failures').where('subject_hash', 'in', hashes).execute();
}

/** What is counted, and nobody else counts it until the transaction ends. */
async function lockSubject(
  trx: Trx,
  hash: string,
  nowMs: number,
): Promise<{ readonly failureCount: number; readonly blockedUntilMs: number }> {
  const row = await trx
    .insertInto('sign_in_failures')
    .values({ subject_hash: hash, failure_count: 0, blocked_until_ms: 0, updated_at_ms: nowMs })
    .onConflict((conflict) =>
      conflict.column('subject_hash').doUpdateSet((update) => ({
        failure_count: update.ref('sign_in_failures.failure_count'),
      })),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  if (row.updated_at_ms <= nowMs - FAILURES_FORGOTTEN_MS) return { failureCount: 0, blockedUntilMs: 0 };
  return { failureCount: row.failure_count, blockedUntilMs: row.blocked_until_ms };
}
