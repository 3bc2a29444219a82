import { type RawBuilder, sql } from 'kysely';
import { WAITS_BEHIND_AT_MS } from '../../domain/delivery.ts';
import type { EndpointId, WorkspaceId } from '../../domain/ids.ts';
import type { Store, Trx } from './store.ts';

/**
 * Deliveries of one endpoint that stand in line, one behind the other (DESIGN 6, "Order").
 *
 * The rules of a line, which hold after every commit:
 * - The first of it is never at rest: it is due, or waits for its retry, or is being sent, or is held with its endpoint.
 * - One that a claim found behind another is put to rest (`due_at_ms` is `WAITS_BEHIND_AT_MS`), once, by a transaction that
 *   holds the lock of the line and saw the other.
 * - Whoever takes a delivery out of a line (it is finished, canceled, deleted) holds the lock of the line before, and
 *   afterwards lets the first of those that are left go, in the same transaction.
 *
 * So nothing rests behind nobody, whatever happens at the same time and whoever dies in between.
 */
export interface DeliveryLine {
  readonly workspaceId: WorkspaceId;
  readonly endpointId: EndpointId;
  readonly orderKey: string;
}

/** First key of the advisory locks of lines: "PL". The horizon of the event log uses locks of another shape. */
const LOCK_NAMESPACE = 0x504c;

/**
 * Waits until nobody else changes these lines, until the transaction ends. To be called before any row is locked. Where one
 * connection writes there is nothing to wait for.
 */
export async function lockLines(
  store: Pick<Store, 'can'>,
  trx: Trx,
  lines: readonly Pick<DeliveryLine, 'orderKey'>[],
): Promise<void> {
  if (!store.can.skipLocked || lines.length === 0) return;
  await lockLinesSql(JSON.stringify(lines.map((line) => line.orderKey))).execute(trx);
}

/** In one order, so that two transactions never wait for each other in a circle. */
function lockLinesSql(keys: string): RawBuilder<unknown> {
  return sql`SELECT pg_advisory_xact_lock(${sql.lit(LOCK_NAMESPACE)}, of_line) FROM (
    SELECT DISTINCT hashtext(key) AS of_line FROM json_array_elements_text(${keys}::json) AS key ORDER BY 1) AS sorted`;
}

/** First key of the advisory locks of all lines of an endpoint: "PE". */
const ENDPOINT_LOCK_NAMESPACE = 0x5045;

/** Waits until nobody puts a delivery of the endpoint to rest, and keeps them from it until the transaction ends: to be called before all of its lines are changed. */
export async function lockLinesOf(store: Pick<Store, 'can'>, trx: Trx, endpointId: EndpointId): Promise<void> {
  if (!store.can.skipLocked) return;
  await sql`SELECT pg_advisory_xact_lock(${sql.lit(ENDPOINT_LOCK_NAMESPACE)}, hashtext(${endpointId}))`.execute(trx);
}

/** The keys of those lines that nobody else changes now, locked until the transaction ends. Waits for nobody. */
export async function tryLockLines(
  store: Pick<Store, 'can'>,
  trx: Trx,
  lines: readonly Pick<DeliveryLine, 'endpointId' | 'orderKey'>[],
): Promise<ReadonlySet<string>> {
  if (!store.can.skipLocked) return new Set(lines.map((line) => line.orderKey));
  const pairs = JSON.stringify(lines.map(({ endpointId, orderKey }) => [endpointId, orderKey]));
  const { rows } = await sql<{ key: string }>`
    SELECT line ->> 1 AS key FROM json_array_elements(${pairs}::json) AS line
    WHERE pg_try_advisory_xact_lock_shared(${sql.lit(ENDPOINT_LOCK_NAMESPACE)}, hashtext(line ->> 0))
      AND pg_try_advisory_xact_lock(${sql.lit(LOCK_NAMESPACE)}, hashtext(line ->> 1))`.execute(trx);
  return new Set(rows.map((row) => row.key));
}

/**
 * Lets the first of each line go, if it is at rest: it counts as due since it was made. To be called in the transaction
 * that took a delivery out of the line, after that.
 */
export async function letNextGo(trx: Trx, lines: readonly DeliveryLine[]): Promise<void> {
  for (const { workspaceId, endpointId, orderKey } of lines) {
    const first = await trx
      .selectFrom('deliveries')
      .select(['id', 'due_at_ms', 'created_at_ms'])
      .where('workspace_id', '=', workspaceId)
      .where('endpoint_id', '=', endpointId)
      .where('order_key', '=', orderKey)
      .orderBy('order_position')
      .limit(1)
      .executeTakeFirst();
    if (first?.due_at_ms !== WAITS_BEHIND_AT_MS) continue;
    await trx
      .updateTable('deliveries')
      .set({ due_at_ms: first.created_at_ms })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', first.id)
      .where('due_at_ms', '=', WAITS_BEHIND_AT_MS)
      .execute();
  }
}

/** The same two steps for many lines at once, as the group commit sends them to PostgreSQL. Parameter 1: the lines as JSON. */
export const LINES_POSTGRES = {
  lock: `SELECT pg_advisory_xact_lock(${LOCK_NAMESPACE}, of_line) FROM (
    SELECT DISTINCT hashtext(order_key) AS of_line FROM json_to_recordset($1::json) AS l (order_key text) ORDER BY 1) AS sorted`,
  letNextGo: `UPDATE deliveries d SET due_at_ms = d.created_at_ms
    FROM (SELECT DISTINCT workspace_id, endpoint_id, order_key
          FROM json_to_recordset($1::json) AS l (workspace_id text, endpoint_id text, order_key text)) AS line
    CROSS JOIN LATERAL (
      SELECT f.workspace_id, f.id, f.due_at_ms FROM deliveries f
      WHERE f.workspace_id = line.workspace_id COLLATE "C" AND f.endpoint_id = line.endpoint_id COLLATE "C"
        AND f.order_key = line.order_key COLLATE "C"
      ORDER BY f.order_position LIMIT 1) AS first
    WHERE first.due_at_ms = ${WAITS_BEHIND_AT_MS} AND d.workspace_id = first.workspace_id AND d.id = first.id
      AND d.due_at_ms = ${WAITS_BEHIND_AT_MS}`,
} as const;
