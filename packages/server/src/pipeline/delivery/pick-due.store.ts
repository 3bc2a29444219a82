import { type SqlBool, sql } from 'kysely';
import type { DeliveryId, EndpointId, EventId, RunId, WorkspaceId } from '../../domain/ids.ts';
import { tryLockLines } from '../../platform/db/delivery-line.ts';
import type { Queried, Store, Trx } from '../../platform/db/store.ts';
import { isBehindSql, shareOrderSql } from './due-endpoints.store.ts';
import type { LeasedDelivery } from './leased-delivery.ts';

/** How many deliveries of an endpoint may be claimed. */
export interface EndpointShare {
  readonly workspaceId: WorkspaceId;
  readonly endpointId: EndpointId;
  readonly limit: number;
}

export interface PickInput {
  readonly nowMs: number;
  readonly shares: readonly EndpointShare[];
  /** Of all shares together. */
  readonly limit: number;
  /** Bytes of events that may come at once. One that is larger comes alone. */
  readonly bytesMax: number;
  /** The position up to which nothing can come into the event log any more. Asked only where writers do not wait for each other. */
  readonly readHorizon: (store: Queried & Pick<Store, 'can'>) => Promise<number>;
}

export interface DeliveryKey {
  readonly workspace_id: WorkspaceId;
  readonly id: DeliveryId;
}

/** A due delivery whose row is locked. */
export interface DueDelivery extends DeliveryKey {
  readonly event_id: EventId;
  readonly endpoint_id: EndpointId;
  readonly created_at_ms: number;
  readonly attempts_made: number;
  readonly schedule_step: number;
  readonly due_at_ms: number | null;
  readonly lease_token: string | null;
  readonly maybe_received: 0 | 1;
  readonly trigger: LeasedDelivery['trigger'];
  readonly resting_state: LeasedDelivery['restingState'];
  readonly run_id: RunId | null;
  readonly order_key: string | null;
  /** Where the row lies while this transaction has it locked. Null on SQLite. */
  readonly place: string | null;
}

export interface Picked {
  readonly toLease: readonly DueDelivery[];
  /** They were due, and stand behind another of their line. */
  readonly toRest: readonly DueDelivery[];
  /** They are due, and nobody can say yet whether they are the first of their line: in a few milliseconds. */
  readonly unsettledCount: number;
}

/** One in so many of a share goes to what is behind first attempts, if any of it is due: it comes last, but it comes. */
const SHARE_OF_BEHIND = 8;

interface DueRow extends DueDelivery {
  /** 1: no first attempt. */
  readonly is_behind: 0 | 1;
  readonly order_position: number | null;
  readonly bytes: number;
}

/** Locks due deliveries, a share of each endpoint, longest due first and first attempts before all others, and says what is to become of them. */
export async function pickDue(store: Store, trx: Trx, input: PickInput): Promise<Picked> {
  const rows = await selectShares(store, trx, input);
  const { toRest, unsettled } = await checkLines(store, trx, { rows: rows.filter(standsInLine), input });
  const free = rows.filter((row) => !toRest.has(row.id) && !unsettled.has(row.id));
  return {
    toLease: withinBytes(inTurns(chooseShares(free, input.shares)).slice(0, input.limit), input.bytesMax),
    toRest: rows.filter((row) => toRest.has(row.id)),
    unsettledCount: unsettled.size,
  };
}

/** What is resent by hand waits for nobody. */
function standsInLine(row: DueRow): boolean {
  return row.order_key !== null && row.trigger !== 'resend';
}

/** For each endpoint the first of its first attempts, and the first of everything else, up to the largest share. */
async function selectShares(store: Store, trx: Trx, { nowMs, shares }: PickInput): Promise<readonly DueRow[]> {
  const limit = Math.max(...shares.map((share) => share.limit));
  const wanted = JSON.stringify(
    shares.flatMap(({ workspaceId, endpointId }) => [
      { workspace_id: workspaceId, endpoint_id: endpointId, is_behind: 0 },
      { workspace_id: workspaceId, endpoint_id: endpointId, is_behind: 1 },
    ]),
  );
  const columns = sql`d.workspace_id, d.id, d.event_id, d.endpoint_id, d.created_at_ms, d.attempts_made, d.schedule_step, d.due_at_ms,
    d.lease_token, d.maybe_received, d.trigger, d.resting_state, d.run_id, d.order_key, d.order_position`;
  if (store.can.skipLocked) {
    const order = sql.raw(shareOrderSql);
    const { rows } = await sql<DueRow>`
      SELECT ${columns}, want.is_behind, d.place, e.bytes
      FROM json_to_recordset(${wanted}::json) AS want (workspace_id text, endpoint_id text, is_behind integer)
      CROSS JOIN LATERAL (
        SELECT *, ctid::text AS place FROM deliveries
        WHERE deliveries.workspace_id = want.workspace_id COLLATE "C"
          AND (${order}) >= (want.endpoint_id COLLATE "C", want.is_behind, 0)
          AND (${order}) <= (want.endpoint_id COLLATE "C", want.is_behind, ${nowMs})
        ORDER BY ${order} LIMIT ${sql.lit(limit)} FOR UPDATE SKIP LOCKED) AS d
      CROSS JOIN LATERAL (
        SELECT octet_length(payload) AS bytes FROM events
        WHERE events.workspace_id = d.workspace_id AND events.id = d.event_id LIMIT 1) AS e`.execute(trx);
    return rows;
  }
  const { rows } = await sql<DueRow>`
    SELECT ${columns}, want.value ->> 'is_behind' AS is_behind, NULL AS place, octet_length(e.payload) AS bytes
    FROM json_each(${wanted}) AS want
    CROSS JOIN deliveries AS d ON (d.workspace_id, d.id) IN (
      SELECT workspace_id, id FROM deliveries
      WHERE deliveries.workspace_id = want.value ->> 'workspace_id' AND deliveries.endpoint_id = want.value ->> 'endpoint_id'
        AND (${sql.raw(isBehindSql)}) = want.value ->> 'is_behind' AND due_at_ms <= ${nowMs}
      ORDER BY due_at_ms LIMIT ${sql.lit(limit)})
    JOIN events AS e ON e.workspace_id = d.workspace_id AND e.id = d.event_id
    ORDER BY d.due_at_ms`.execute(trx);
  return rows;
}

/**
 * Tells which deliveries stand behind another of their line, and of which nobody can say yet. First the horizon, then the
 * locks of the lines, then the look: so whatever could still come before is either seen, or above the horizon; and while
 * one is put to rest nobody takes away what it rests behind.
 */
async function checkLines(
  store: Store,
  trx: Trx,
  { rows, input }: { readonly rows: readonly DueRow[]; readonly input: PickInput },
): Promise<{ readonly toRest: ReadonlySet<DeliveryId>; readonly unsettled: ReadonlySet<DeliveryId> }> {
  const toRest = new Set<DeliveryId>();
  const unsettled = new Set<DeliveryId>();
  if (rows.length === 0) return { toRest, unsettled };
  const horizon = store.can.skipLocked
    ? await input.readHorizon({ db: trx, can: store.can })
    : Number.POSITIVE_INFINITY;
  const lines = new Map(rows.map((row) => [row.order_key ?? '', row.endpoint_id]));
  const locked = await tryLockLines(
    store,
    trx,
    Array.from(lines, ([orderKey, endpointId]) => ({ orderKey, endpointId })),
  );
  const behind = await findBehind(trx, rows);
  for (const row of rows) {
    if (behind.has(row.id) && row.order_key !== null && locked.has(row.order_key)) toRest.add(row.id);
    else if (behind.has(row.id) || (row.order_position ?? 0) > horizon) unsettled.add(row.id);
  }
  return { toRest, unsettled };
}

async function findBehind(trx: Trx, rows: readonly DueRow[]): Promise<ReadonlySet<DeliveryId>> {
  const found = await trx
    .selectFrom('deliveries as d')
    .select('d.id')
    .where(hasKeyOf(rows, 'd'))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('deliveries as ahead')
          .select('ahead.id')
          .whereRef('ahead.workspace_id', '=', 'd.workspace_id')
          .whereRef('ahead.endpoint_id', '=', 'd.endpoint_id')
          .whereRef('ahead.order_key', '=', 'd.order_key')
          .whereRef('ahead.order_position', '<', 'd.order_position'),
      ),
    )
    .execute();
  return new Set(found.map((row) => row.id));
}

/**
 * Says for rows of a pick which they are. PostgreSQL is told where they lie and has no plan to choose: it may believe that a
 * workspace has a few deliveries, and look through all of them for the keys.
 */
export function isOneOf(rows: readonly DueDelivery[]) {
  const places = rows.flatMap(({ place }) => place ?? []);
  return places.length === rows.length ? sql<SqlBool>`ctid = ANY(${places}::tid[])` : hasKeyOf(rows);
}

/**
 * One condition for each workspace, which only the primary key answers. Joined with a list of keys instead, a planner that
 * takes the queue for empty may go through all of it and look for each delivery in the list.
 */
export function hasKeyOf(rows: readonly DeliveryKey[], table = 'deliveries') {
  const [workspaceId, id] = [sql.ref(`${table}.workspace_id`), sql.ref(`${table}.id`)];
  const conditions = Array.from(
    Map.groupBy(rows, (row) => row.workspace_id),
    ([workspace, keys]) => sql`(${workspaceId} = ${workspace} AND ${id} IN (${sql.join(keys.map((key) => key.id))}))`,
  );
  return sql<SqlBool>`(${sql.join(conditions, sql` OR `)})`;
}

function chooseShares(rows: readonly DueRow[], shares: readonly EndpointShare[]): readonly (readonly DueRow[])[] {
  const byEndpoint = Map.groupBy(rows, (row) => row.endpoint_id);
  return shares.map(({ endpointId, limit }) => {
    const { first = [], behind = [] } = Object.groupBy(byEndpoint.get(endpointId) ?? [], (row) =>
      Number(row.is_behind) === 0 ? 'first' : 'behind',
    );
    const behindCount = Math.max(limit - first.length, Math.ceil(limit / SHARE_OF_BEHIND));
    const chosenBehind = behind.slice(0, limit === 1 && first.length > 0 ? 0 : behindCount);
    return [...first.slice(0, limit - chosenBehind.length), ...chosenBehind];
  });
}

/** The first of each share, the second of each, and so on: whatever is cut off, it is cut off all of them. */
function inTurns(shares: readonly (readonly DueRow[])[]): readonly DueRow[] {
  const rows: DueRow[] = [];
  const longest = Math.max(0, ...shares.map((share) => share.length));
  for (let index = 0; index < longest; index++) {
    for (const share of shares) {
      const row = share[index];
      if (row !== undefined) rows.push(row);
    }
  }
  return rows;
}

function withinBytes(rows: readonly DueRow[], bytesMax: number): readonly DueRow[] {
  let bytes = 0;
  const end = rows.findIndex((row) => {
    bytes += Number(row.bytes);
    return bytes > bytesMax;
  });
  return end === -1 ? rows : rows.slice(0, Math.max(1, end));
}
