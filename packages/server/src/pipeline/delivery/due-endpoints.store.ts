import { sql } from 'kysely';
import type { EndpointId, WorkspaceId } from '../../domain/ids.ts';
import { BALLAST_WORKSPACE_ID } from '../../platform/db/queue-ballast.ts';
import type { Store } from '../../platform/db/store.ts';

/** Deliveries that are longest due, whose endpoints are found without a walk: with nothing in the way these are all there is to find. */
const HEAD_ROWS = 100;
/** Steps of one walk. Measured: 0.6 ms on SQLite and 2 ms on PostgreSQL for a hundred. */
const WALK_STEPS_MAX = 512;

/** An endpoint of which something is due. */
export interface DueEndpoint {
  readonly workspaceId: WorkspaceId;
  readonly endpointId: EndpointId;
}

/** Where a walk along the endpoints goes on. */
export interface WalkPlace {
  readonly workspaceId: string;
  /** Empty: at the workspace's first. Null: at the next workspace. */
  readonly endpointId: string | null;
}

export interface DueEndpoints {
  readonly endpoints: readonly DueEndpoint[];
  /** Where the next walk goes on. Null: this one came to the end. */
  readonly next: WalkPlace | null;
}

/** What a first attempt of a delivery made with its event is told from everything else by: the words of the index `deliveries_share`. */
export const isBehindSql = 'CASE WHEN attempts_made = 0 AND run_id IS NULL THEN 0 ELSE 1 END';

/**
 * The order within a workspace that the index `deliveries_share` has, and no other. What is compared with it as a row and sorted
 * by it PostgreSQL reads from that index; asked for an endpoint by one column after the other it may go along all that is due,
 * of whomever, or read the table.
 */
export const shareOrderSql = `deliveries.endpoint_id, (${isBehindSql}), due_at_ms`;

/**
 * Endpoints of which something is due: those of the longest due deliveries, and those that a walk along the endpoints
 * finds. The walk goes from endpoint to endpoint by an index and not from delivery to delivery, so it costs the same when a
 * million due deliveries belong to an endpoint that takes none; it is bounded, and goes on where the last one stopped.
 *
 * @param after Null: at the beginning.
 */
export async function listDueEndpoints(
  store: Store,
  { nowMs, after }: { readonly nowMs: number; readonly after: WalkPlace | null },
): Promise<DueEndpoints> {
  const [longestDue, walk] = [await listLongestDue(store, nowMs), await walkEndpoints(store, nowMs, after)];
  const found = new Map<EndpointId, DueEndpoint>();
  for (const endpoint of [...longestDue, ...walk.endpoints]) found.set(endpoint.endpointId, endpoint);
  return { endpoints: [...found.values()], next: walk.next };
}

/**
 * The first of all that is due at some time, of which those that are due now are taken: so there is no way but the index
 * `deliveries_due`. Asked for what is due now, PostgreSQL reads all of that and sorts it where it believes that it is little.
 */
async function listLongestDue(store: Store, nowMs: number): Promise<readonly DueEndpoint[]> {
  const rows = await store.db
    .selectFrom('deliveries')
    .select(['workspace_id', 'endpoint_id', 'due_at_ms'])
    .where('due_at_ms', 'is not', null)
    .orderBy('due_at_ms')
    .limit(HEAD_ROWS)
    .execute();
  return rows
    .filter((row) => row.due_at_ms !== null && row.due_at_ms <= nowMs)
    .map((row) => ({ workspaceId: row.workspace_id, endpointId: row.endpoint_id }));
}

interface WalkRow {
  readonly workspace_id: WorkspaceId | null;
  readonly endpoint_id: EndpointId | '' | null;
  readonly is_due: boolean | 0 | 1;
}

/** Each step is one look into an index: the next endpoint of the workspace, or the next workspace when there is none. */
async function walkEndpoints(store: Store, nowMs: number, after: WalkPlace | null): Promise<DueEndpoints> {
  const isDue = (behind: 0 | 1) => isDueSql(store, nowMs, behind);
  const { rows } = await sql<WalkRow>`
    WITH RECURSIVE walk (step, workspace_id, endpoint_id) AS (
      SELECT 0, ${collated(store, after?.workspaceId ?? BALLAST_WORKSPACE_ID)}, ${collated(store, after?.endpointId ?? null)}
      UNION ALL
      SELECT step + 1,
        CASE WHEN walk.endpoint_id IS NOT NULL THEN walk.workspace_id ELSE (
          SELECT x.workspace_id FROM deliveries AS x WHERE x.workspace_id > walk.workspace_id
          ORDER BY x.workspace_id LIMIT 1) END,
        CASE WHEN walk.endpoint_id IS NULL THEN '' ELSE (
          SELECT x.endpoint_id FROM deliveries AS x
          WHERE x.workspace_id = walk.workspace_id AND x.endpoint_id > walk.endpoint_id
          ORDER BY x.endpoint_id LIMIT 1) END
      FROM walk WHERE step < ${sql.lit(WALK_STEPS_MAX)} AND walk.workspace_id IS NOT NULL)
    SELECT workspace_id, endpoint_id, (${isDue(0)} OR ${isDue(1)}) AS is_due FROM walk WHERE step > 0 ORDER BY step`.execute(
    store.db,
  );
  const last = rows.at(-1);
  const endpoints = rows.flatMap((row) =>
    row.workspace_id === null || row.endpoint_id === null || row.endpoint_id === '' || !row.is_due
      ? []
      : [{ workspaceId: row.workspace_id, endpointId: row.endpoint_id }],
  );
  const isAtEnd = last === undefined || last.workspace_id === null;
  return { endpoints, next: isAtEnd ? null : { workspaceId: last.workspace_id, endpointId: last.endpoint_id } };
}

/**
 * Whether anything of the endpoint that the walk is at is due, of first attempts or of what comes behind them. For PostgreSQL
 * as the first row of the share: where it believes that most rows are the endpoint's it reads the table instead, which is full
 * of what was delivered just now (50 ms for each look).
 */
function isDueSql(store: Store, nowMs: number, behind: 0 | 1) {
  const isBehind = sql`(${sql.raw(isBehindSql)})`;
  const isIt = sql`deliveries.workspace_id = walk.workspace_id AND deliveries.endpoint_id = walk.endpoint_id
    AND ${isBehind} = ${sql.lit(behind)} AND due_at_ms <= ${nowMs}`;
  if (!store.can.skipLocked) return sql`EXISTS (SELECT 1 FROM deliveries WHERE ${isIt})`;
  const order = sql.raw(shareOrderSql);
  return sql`coalesce((SELECT ${isIt} FROM deliveries
    WHERE deliveries.workspace_id = walk.workspace_id AND (${order}) >= (walk.endpoint_id, ${sql.lit(behind)}, 0) ORDER BY ${order} LIMIT 1), false)`;
}

/** PostgreSQL compares a parameter in the database's language unless it is told the column's order. */
function collated(store: Store, text: string | null) {
  return store.can.skipLocked ? sql`CAST(${text} AS text) COLLATE "C"` : sql`CAST(${text} AS text)`;
}
