import { sql } from 'kysely';
import type { Format } from '../../domain/endpoint.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { EndpointId, WorkspaceId } from '../../domain/ids.ts';
import type { ReceiverAnswer } from '../../domain/test-receiver.ts';
import type { Db, Store, Trx } from '../../platform/db/store.ts';
import type { WithChange } from '../../platform/db/with-change.ts';

/** Of one workspace: one of each format, and the same again. Each keeps up to `KEPT_BYTES_MAX`. */
export const TEST_RECEIVERS_MAX = 12;

/** A test receiver, with what its endpoint says. It has the id of its endpoint. */
export interface TestReceiver {
  readonly id: EndpointId;
  readonly workspaceId: WorkspaceId;
  readonly answer: ReceiverAnswer;
  readonly url: string;
  readonly format: Format;
  readonly description: string;
  readonly enabled: boolean;
  readonly createdAtMs: number;
  /** Requests that are kept of it. */
  readonly requestCount: number;
  /** Null: none is kept. */
  readonly lastRequestAtMs: number | null;
}

interface Receiving {
  readonly workspaceId: WorkspaceId;
  readonly endpointId: EndpointId;
  readonly tokenHash: string;
  readonly nowMs: number;
}

/**
 * Inside the transaction that makes the endpoint.
 *
 * @throws PosthornError `limit_reached` when the workspace has `TEST_RECEIVERS_MAX` of them.
 */
export async function insertTestReceiver(trx: Trx, receiver: Receiving): Promise<void> {
  const { workspaceId, endpointId, tokenHash, nowMs } = receiver;
  const { count } = await trx
    .selectFrom('test_receivers')
    .select((select) => select.fn.countAll().as('count'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  if (Number(count) >= TEST_RECEIVERS_MAX) {
    throw new PosthornError(
      'limit_reached',
      `This workspace would have more than ${TEST_RECEIVERS_MAX} test receivers. Delete one that is not watched.`,
    );
  }
  await trx
    .insertInto('test_receivers')
    .values({
      workspace_id: workspaceId,
      endpoint_id: endpointId,
      token_hash: tokenHash,
      answer: '200',
      created_at_ms: nowMs,
    })
    .execute();
}

/** Inside the transaction that deletes the endpoint: the receiver goes with it, and all that it received. */
export async function deleteTestReceiver(trx: Trx, workspaceId: WorkspaceId, endpointId: EndpointId): Promise<void> {
  for (const table of ['received_requests', 'test_receivers'] as const) {
    await trx.deleteFrom(table).where('workspace_id', '=', workspaceId).where('endpoint_id', '=', endpointId).execute();
  }
}

/** Whose a token is. Null: nobody's. */
export async function findReceiverByToken(
  store: Store,
  tokenHash: string,
): Promise<Pick<TestReceiver, 'id' | 'workspaceId' | 'answer'> | null> {
  const row = await store.db
    .selectFrom('test_receivers')
    .select(['workspace_id', 'endpoint_id', 'answer'])
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  return row === undefined ? null : { id: row.endpoint_id, workspaceId: row.workspace_id, answer: row.answer };
}

/** All of a workspace, newest first. They are few. */
export async function listTestReceivers(store: Store, workspaceId: WorkspaceId): Promise<readonly TestReceiver[]> {
  const rows = await selectReceivers(store.db, workspaceId).orderBy('t.endpoint_id', 'desc').execute();
  return rows.map(toReceiver);
}

/** Null when this workspace has no such receiver. */
export async function findTestReceiver(
  store: Store,
  workspaceId: WorkspaceId,
  id: EndpointId,
): Promise<TestReceiver | null> {
  const row = await selectReceivers(store.db, workspaceId).where('t.endpoint_id', '=', id).executeTakeFirst();
  return row === undefined ? null : toReceiver(row);
}

interface AnswerChange {
  readonly workspaceId: WorkspaceId;
  readonly id: EndpointId;
  readonly answer: ReceiverAnswer;
}

/** Null when this workspace has no such receiver. The answer that it has already changes nothing. */
export async function changeAnswer(
  store: Store,
  { workspaceId, id, answer }: AnswerChange,
  withChange: WithChange<TestReceiver>,
): Promise<TestReceiver | null> {
  return store.db.transaction().execute(async (trx) => {
    const row = await selectReceivers(trx, workspaceId).where('t.endpoint_id', '=', id).executeTakeFirst();
    if (row === undefined) return null;
    const before = toReceiver(row);
    if (before.answer === answer) return before;
    await trx
      .updateTable('test_receivers')
      .set({ answer })
      .where('workspace_id', '=', workspaceId)
      .where('endpoint_id', '=', id)
      .execute();
    const after = { ...before, answer };
    await withChange(trx, { before, after });
    return after;
  });
}

function selectReceivers(db: Db | Trx, workspaceId: WorkspaceId) {
  return db
    .selectFrom('test_receivers as t')
    .innerJoin('endpoints as e', (join) =>
      join.onRef('e.workspace_id', '=', 't.workspace_id').onRef('e.id', '=', 't.endpoint_id'),
    )
    .select(['t.endpoint_id', 't.workspace_id', 't.answer', 't.created_at_ms'])
    .select(['e.url', 'e.format', 'e.description', 'e.enabled'])
    .select((select) => [
      select
        .selectFrom('received_requests as r')
        .select(sql<number>`count(*)`.as('count'))
        .whereRef('r.workspace_id', '=', 't.workspace_id')
        .whereRef('r.endpoint_id', '=', 't.endpoint_id')
        .as('request_count'),
      select
        .selectFrom('received_requests as r')
        .select('r.received_at_ms')
        .whereRef('r.workspace_id', '=', 't.workspace_id')
        .whereRef('r.endpoint_id', '=', 't.endpoint_id')
        .orderBy('r.id', 'desc')
        .limit(1)
        .as('last_request_at_ms'),
    ])
    .where('t.workspace_id', '=', workspaceId)
    .where('e.deleted_at_ms', 'is', null);
}

type ReceiverRow = Awaited<ReturnType<ReturnType<typeof selectReceivers>['executeTakeFirstOrThrow']>>;

function toReceiver(row: ReceiverRow): TestReceiver {
  return {
    id: row.endpoint_id,
    workspaceId: row.workspace_id,
    answer: row.answer,
    url: row.url,
    format: row.format,
    description: row.description,
    enabled: row.enabled === 1,
    createdAtMs: row.created_at_ms,
    requestCount: Number(row.request_count),
    lastRequestAtMs: row.last_request_at_ms,
  };
}
