import type { Store } from '../../platform/db/store.ts';
import type {
  HeldIdempotencyKey,
  HoldOutcome,
  IdempotencyKeeper,
  RememberedAnswer,
} from '../../platform/http/idempotency.ts';
import type { SecretBox } from '../../platform/secrets/secret-box.ts';

/** How long an answer is given again. */
export const IDEMPOTENCY_KEPT_MS = 24 * 3_600_000;
/** When a key whose request never ended becomes free: its process died. Longer than any call takes. */
export const IDEMPOTENCY_HOLD_MS = 60_000;
/** Rows that one purge deletes, so that it never holds the writer for long. */
export const IDEMPOTENCY_PURGE_ROWS_MAX = 500;
/** Tries to hold a key while others take and free the same one. More than one is rare. */
const HOLD_TRIES_MAX = 5;

interface IdempotencyContext {
  readonly store: Store;
  /** Encrypts answers: they may hold a secret that is shown once. */
  readonly box: Pick<SecretBox, 'seal' | 'open'>;
}

/** Keeps Idempotency-Keys and their answers in the table `idempotency_keys`, shared by all nodes. */
export function createIdempotencyKeeper(ctx: IdempotencyContext): IdempotencyKeeper {
  return {
    hold: (key) => holdKey(ctx, key),
    remember: (key, answer) => rememberAnswer(ctx, key, answer),
    release: (key) => releaseKey(ctx.store, key),
  };
}

/**
 * Deletes keys whose time is over, oldest first, at most `IDEMPOTENCY_PURGE_ROWS_MAX`.
 *
 * @returns how many. As many as the bound: call again.
 */
export async function purgeIdempotencyKeys(store: Store, nowMs: number): Promise<number> {
  const deleted = await store.db
    .deleteFrom('idempotency_keys')
    .where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple('scope', 'key'),
        'in',
        selectFrom('idempotency_keys as old')
          .select(['old.scope', 'old.key'])
          .where('old.created_at_ms', '<=', nowMs - IDEMPOTENCY_KEPT_MS)
          .orderBy('old.created_at_ms')
          .limit(IDEMPOTENCY_PURGE_ROWS_MAX)
          .$asTuple('scope', 'key'),
      ),
    )
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
}

/** The primary key decides between requests that come together: one of them inserts, the others find its row. */
async function holdKey(ctx: IdempotencyContext, wanted: HeldIdempotencyKey): Promise<HoldOutcome> {
  for (let tries = 0; tries < HOLD_TRIES_MAX; tries++) {
    if (await insertHeldKey(ctx.store, wanted)) return { kind: 'held' };
    const row = await findKey(ctx.store, wanted);
    if (row === null) continue;
    const ageMs = wanted.heldSinceMs - row.created_at_ms;
    const isFree = ageMs >= IDEMPOTENCY_KEPT_MS || (row.response === null && ageMs >= IDEMPOTENCY_HOLD_MS);
    if (!isFree) return outcomeOf(ctx, row, wanted);
    if (await takeOverKey(ctx.store, wanted, row.created_at_ms)) return { kind: 'held' };
  }
  return { kind: 'in_progress' };
}

interface KeyRow {
  readonly request_hash: string;
  readonly status_code: number | null;
  readonly response: string | null;
  readonly created_at_ms: number;
}

function outcomeOf(ctx: IdempotencyContext, row: KeyRow, wanted: HeldIdempotencyKey): HoldOutcome {
  if (row.request_hash !== wanted.requestHash) return { kind: 'other_request' };
  if (row.status_code === null || row.response === null) return { kind: 'in_progress' };
  const { headers, body } = JSON.parse(ctx.box.open(row.response)) as Pick<RememberedAnswer, 'headers' | 'body'>;
  return { kind: 'answered', answer: { statusCode: row.status_code, headers, body } };
}

async function insertHeldKey(store: Store, wanted: HeldIdempotencyKey): Promise<boolean> {
  const inserted = await store.db
    .insertInto('idempotency_keys')
    .values({
      scope: wanted.scope,
      key: wanted.key,
      request_hash: wanted.requestHash,
      status_code: null,
      response: null,
      created_at_ms: wanted.heldSinceMs,
    })
    .onConflict((conflict) => conflict.columns(['scope', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst();
  return inserted !== undefined;
}

async function findKey(store: Store, { scope, key }: HeldIdempotencyKey): Promise<KeyRow | null> {
  const row = await store.db
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'status_code', 'response', 'created_at_ms'])
    .where('scope', '=', scope)
    .where('key', '=', key)
    .executeTakeFirst();
  return row ?? null;
}

/** The time a key was taken marks who holds it, so that of two that find it free only one gets it. */
async function takeOverKey(store: Store, wanted: HeldIdempotencyKey, previousSinceMs: number): Promise<boolean> {
  const taken = await store.db
    .updateTable('idempotency_keys')
    .set({ request_hash: wanted.requestHash, status_code: null, response: null, created_at_ms: wanted.heldSinceMs })
    .where('scope', '=', wanted.scope)
    .where('key', '=', wanted.key)
    .where('created_at_ms', '=', previousSinceMs)
    .returning('key')
    .executeTakeFirst();
  return taken !== undefined;
}

/** Changes nothing when the key was taken over in the meantime. */
async function rememberAnswer(
  ctx: IdempotencyContext,
  held: HeldIdempotencyKey,
  answer: RememberedAnswer,
): Promise<void> {
  const { statusCode, headers, body } = answer;
  await ctx.store.db
    .updateTable('idempotency_keys')
    .set({ status_code: statusCode, response: ctx.box.seal(JSON.stringify({ headers, body })) })
    .where('scope', '=', held.scope)
    .where('key', '=', held.key)
    .where('created_at_ms', '=', held.heldSinceMs)
    .execute();
}

/** Changes nothing when the key was taken over in the meantime. */
async function releaseKey(store: Store, held: HeldIdempotencyKey): Promise<void> {
  await store.db
    .deleteFrom('idempotency_keys')
    .where('scope', '=', held.scope)
    .where('key', '=', held.key)
    .where('created_at_ms', '=', held.heldSinceMs)
    .execute();
}
