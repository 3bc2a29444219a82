import assert from 'node:assert/strict';
import { type ExpressionBuilder, type Selectable, type SelectQueryBuilder, sql } from 'kysely';
import { type Attempt, WAITS_BEHIND_AT_MS } from '../../domain/delivery.ts';
import type { Event } from '../../domain/event.ts';
import type { AttemptId, EndpointId, EventId } from '../../domain/ids.ts';
import { letNextGo, lockLines } from '../../platform/db/delivery-line.ts';
import { toEvent } from '../../platform/db/event-row.ts';
import type { Store, Trx } from '../../platform/db/store.ts';
import type { Database, EventsTable, NewAttemptRow } from '../../platform/db/tables.ts';
import { FORGIVEN_CRASHES_MAX, type LeasedDelivery } from './leased-delivery.ts';
import { type DeliveryKey, type DueDelivery, hasKeyOf, isOneOf, type PickInput, pickDue } from './pick-due.store.ts';

/** Upper bound of one claim, so that one node cannot take the whole backlog into its memory. */
export const CLAIM_LIMIT_MAX = 500;

export interface ClaimInput extends PickInput {
  readonly leaseToken: string;
  /** End of a lease taken now, by endpoint. */
  readonly leaseUntilMs: (endpointId: EndpointId) => number;
  readonly newAttemptId: () => AttemptId;
}

export interface Claim {
  readonly deliveries: readonly LeasedDelivery[];
  /** Deliveries that stand behind another of their line, and are due no more. */
  readonly restedCount: number;
  /** Deliveries that may be the first of their line, which can be told in a few milliseconds. */
  readonly unsettledCount: number;
}

/**
 * Takes due deliveries for this node, a share of each endpoint that is asked for, with the events they carry. Of an
 * endpoint the longest due come first, and first attempts before all others. It costs as much as it takes.
 *
 * A claim moves `due_at_ms` to the end of the lease, so a delivery whose node died becomes due again by
 * itself and no sweeper is needed. One that is found with a lease on it was being sent by a node that
 * died: the log gets an attempt with outcome `unknown`, and from then on the delivery says that it may
 * be a duplicate. Of a line only the first is taken, see `platform/db/delivery-line.ts`.
 *
 * Invariant: two claims never return the same delivery while the first lease runs. On PostgreSQL SKIP
 * LOCKED keeps it, on SQLite the single writer does.
 */
export async function claimDueDeliveries(store: Store, input: ClaimInput): Promise<Claim> {
  assert(input.limit >= 1 && input.limit <= CLAIM_LIMIT_MAX);
  if (input.shares.length === 0) return { deliveries: [], restedCount: 0, unsettledCount: 0 };
  return store.db.transaction().execute(async (trx) => {
    const { toLease, toRest, unsettledCount } = await pickDue(store, trx, input);
    await rest(trx, toRest);
    const deliveries = toLease.length === 0 ? [] : await take(store, trx, toLease, input);
    return { deliveries, restedCount: toRest.length, unsettledCount };
  });
}

async function rest(trx: Trx, rows: readonly DueDelivery[]): Promise<void> {
  if (rows.length === 0) return;
  await trx.updateTable('deliveries').set({ due_at_ms: WAITS_BEHIND_AT_MS }).where(isOneOf(rows)).execute();
}

async function take(
  store: Store,
  trx: Trx,
  due: readonly DueDelivery[],
  input: ClaimInput,
): Promise<readonly LeasedDelivery[]> {
  const events = await readEvents(store, trx, due);
  const rows = due.flatMap((row) => {
    const read = events.get(row.event_id);
    return read === undefined ? [] : { ...row, ...read };
  });
  await lease(trx, rows, input);
  await logUnknownAttempts(trx, rows, input);
  return rows.map((row) => toLeasedDelivery(row, input));
}

/** When the next delivery is due, epoch ms, leased ones at the end of their lease. Null: nothing waits. */
export async function nextDueAtMs(store: Store): Promise<number | null> {
  const row = await store.db
    .selectFrom('deliveries')
    .select('due_at_ms')
    .where('due_at_ms', 'is not', null)
    .orderBy('due_at_ms')
    .limit(1)
    .executeTakeFirst();
  return row?.due_at_ms ?? null;
}

/** False when the delivery was canceled, or somebody else took it when the lease had run out. */
export async function isStillLeased(store: Store, delivery: LeasedDelivery): Promise<boolean> {
  const row = await store.db
    .selectFrom('deliveries')
    .select('id')
    .where('workspace_id', '=', delivery.event.workspaceId)
    .where('id', '=', delivery.id)
    .where('lease_token', '=', delivery.leaseToken)
    .where('state', '=', 'pending')
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Makes the leases of a gateway that is gone due at once. Only where no other node can hold one: on
 * SQLite, where this process has the file to itself.
 *
 * @param latestEndMs No lease ends later: the queue is looked through up to there, however much of it waits for later. A lease
 *   that ended before now is due already.
 */
export async function endLeasesOfTheDead(store: Store, nowMs: number, latestEndMs: number): Promise<void> {
  assert(!store.can.sharedBetweenNodes);
  await store.db
    .updateTable('deliveries')
    .set({ due_at_ms: nowMs })
    .where('lease_token', 'is not', null)
    .where('due_at_ms', '>', nowMs)
    .where('due_at_ms', '<=', latestEndMs)
    .execute();
  await store.db
    .updateTable('deliveries')
    .set({ canceled_lease_ends_ms: nowMs })
    .where('canceled_lease_ends_ms', '>', nowMs)
    .execute();
}

/** Rows of one look for leases of what was canceled. */
const CANCELED_LEASES_MAX = 500;

/**
 * Logs an attempt with outcome `unknown` for each delivery that was canceled while it was being sent by a node that died: nobody
 * claims it any more, and a request may have been made all the same.
 *
 * @returns how many there were.
 */
export async function endCanceledLeases(
  store: Store,
  input: Pick<ClaimInput, 'nowMs' | 'leaseUntilMs' | 'newAttemptId'>,
): Promise<number> {
  return store.db.transaction().execute(async (trx) => {
    const rows = await trx
      .selectFrom('deliveries')
      .select(['workspace_id', 'id', 'event_id', 'endpoint_id', 'created_at_ms', 'attempts_made', 'trigger', 'run_id'])
      .select('canceled_lease_ends_ms as due_at_ms')
      .where('canceled_lease_ends_ms', '<=', input.nowMs)
      .orderBy('canceled_lease_ends_ms')
      .limit(CANCELED_LEASES_MAX)
      .$if(store.can.skipLocked, (due) => due.forUpdate().skipLocked())
      .execute();
    if (rows.length === 0) return 0;
    await trx
      .insertInto('attempts')
      .values(rows.map((row) => unknownAttempt(row, input, 'canceled')))
      .execute();
    await trx
      .updateTable('deliveries')
      .set({ lease_token: null, canceled_lease_ends_ms: null, attempts_made: sql<number>`attempts_made + 1` })
      .where(hasKeyOf(rows))
      .execute();
    return rows.length;
  });
}

/**
 * Brings held deliveries in line with their endpoints: due when the endpoint takes deliveries again,
 * canceled when it was deleted. Changing an endpoint does that at once; this finds the deliveries that
 * were put on hold by a node that had not heard of the change.
 */
export async function sweepHeldDeliveries(store: Store, nowMs: number): Promise<void> {
  const held = store.db.updateTable('deliveries').where('due_at_ms', 'is', null).where('state', '=', 'pending');
  await held
    .set({ due_at_ms: nowMs })
    .where((eb) =>
      endpointIs(eb, (endpoint) => endpoint.where('e.enabled', '=', 1).where('e.deleted_at_ms', 'is', null)),
    )
    .execute();
  const orphans = await store.db
    .selectFrom('deliveries')
    .select(['workspace_id', 'id', 'endpoint_id', 'order_key'])
    .where('due_at_ms', 'is', null)
    .where('state', '=', 'pending')
    .where('lease_token', 'is', null)
    .where((eb) => endpointIs(eb, (endpoint) => endpoint.where('e.deleted_at_ms', 'is not', null)))
    .limit(ORPHANS_MAX)
    .execute();
  if (orphans.length > 0) await store.db.transaction().execute((trx) => cancelOrphans(store, trx, orphans));
}

/** Canceled in one sweep: they come of deliveries that were made while their endpoint was deleted, and are few. */
const ORPHANS_MAX = 500;

interface Orphan extends DeliveryKey {
  readonly endpoint_id: EndpointId;
  readonly order_key: string | null;
}

async function cancelOrphans(store: Store, trx: Trx, orphans: readonly Orphan[]): Promise<void> {
  const lines = orphans.flatMap(({ workspace_id, endpoint_id, order_key }) =>
    order_key === null ? [] : [{ workspaceId: workspace_id, endpointId: endpoint_id, orderKey: order_key }],
  );
  await lockLines(store, trx, lines);
  await trx
    .updateTable('deliveries')
    .set({ state: 'canceled', order_key: null, order_position: null })
    .where(hasKeyOf(orphans))
    .where('state', '=', 'pending')
    .where('lease_token', 'is', null)
    .execute();
  await letNextGo(trx, lines);
}

type EndpointQuery = SelectQueryBuilder<
  Database & { e: Database['endpoints'] },
  'deliveries' | 'e',
  { id: EndpointId }
>;

function endpointIs(eb: ExpressionBuilder<Database, 'deliveries'>, that: (endpoint: EndpointQuery) => EndpointQuery) {
  const endpoint = eb
    .selectFrom('endpoints as e')
    .select('e.id')
    .whereRef('e.workspace_id', '=', 'deliveries.workspace_id')
    .whereRef('e.id', '=', 'deliveries.endpoint_id');
  return eb.exists(that(endpoint));
}

interface ReadEvent {
  readonly event: Event;
  readonly payloadBytes: number;
}

interface DueWithEvent extends DueDelivery, ReadEvent {}

/** Events by id; several deliveries may carry one. Each is looked up by its id, whatever a planner believes of the log. */
async function readEvents(
  store: Store,
  trx: Trx,
  rows: readonly DueDelivery[],
): Promise<ReadonlyMap<EventId, ReadEvent>> {
  const ids = new Map(rows.map((row) => [row.event_id, row.workspace_id]));
  const wanted = JSON.stringify(Array.from(ids, ([id, workspaceId]) => ({ workspace_id: workspaceId, id })));
  const events = store.can.lateral
    ? sql<Selectable<EventsTable>>`
      SELECT e.* FROM json_to_recordset(${wanted}::json) AS want (workspace_id text, id text)
      CROSS JOIN LATERAL (
        SELECT * FROM events
        WHERE events.workspace_id = want.workspace_id COLLATE "C" AND events.id = want.id COLLATE "C" LIMIT 1) AS e`
    : sql<Selectable<EventsTable>>`
      SELECT e.* FROM json_each(${wanted}) AS want
      CROSS JOIN events AS e ON e.workspace_id = want.value ->> 'workspace_id' AND e.id = want.value ->> 'id'`;
  const { rows: found } = await events.execute(trx);
  return new Map(found.map((row) => [row.id, { event: toEvent(row), payloadBytes: row.payload.length }]));
}

async function lease(trx: Trx, rows: readonly DueDelivery[], input: ClaimInput): Promise<void> {
  for (const [untilMs, group] of Map.groupBy(rows, (row) => input.leaseUntilMs(row.endpoint_id))) {
    const { numUpdatedRows } = await trx
      .updateTable('deliveries')
      .set({
        due_at_ms: untilMs,
        lease_token: input.leaseToken,
        attempts_made: sql<number>`attempts_made + CASE WHEN lease_token IS NULL THEN 0 ELSE 1 END`,
        schedule_step: sql<number>`schedule_step + CASE WHEN lease_token IS NULL OR attempts_made - schedule_step < ${sql.lit(FORGIVEN_CRASHES_MAX)} THEN 0 ELSE 1 END`,
        maybe_received: sql<0 | 1>`CASE WHEN lease_token IS NULL THEN maybe_received ELSE 1 END`,
      })
      .where(isOneOf(group))
      .executeTakeFirst();
    assert.equal(Number(numUpdatedRows), group.length);
  }
}

async function logUnknownAttempts(trx: Trx, rows: readonly DueDelivery[], input: ClaimInput): Promise<void> {
  const crashed = rows.filter((row) => row.lease_token !== null);
  if (crashed.length === 0) return;
  const values = crashed.map((row) => unknownAttempt(row, input, 'pending'));
  await trx.insertInto('attempts').values(values).execute();
}

type HeldRow = Pick<
  DueDelivery,
  | 'workspace_id'
  | 'id'
  | 'event_id'
  | 'endpoint_id'
  | 'created_at_ms'
  | 'attempts_made'
  | 'trigger'
  | 'run_id'
  | 'due_at_ms'
>;

/** The attempt that a node began and nobody saw the end of. */
function unknownAttempt(
  row: HeldRow,
  input: Pick<ClaimInput, 'nowMs' | 'leaseUntilMs' | 'newAttemptId'>,
  state: 'pending' | 'canceled',
): NewAttemptRow {
  return {
    workspace_id: row.workspace_id,
    id: input.newAttemptId(),
    delivery_id: row.id,
    event_id: row.event_id,
    endpoint_id: row.endpoint_id,
    number: row.attempts_made + 1,
    trigger: row.trigger,
    run_id: row.run_id,
    started_at_ms: startOfLease(row, input),
    duration_ms: null,
    outcome: 'unknown',
    status_code: null,
    error_class: 'aborted',
    error_message: UNKNOWN_MESSAGE,
    request_headers: '{}',
    response_headers: '{}',
    response_body: null,
    delivery_state: state,
    next_attempt_at_ms: state === 'pending' ? input.nowMs : null,
  };
}

const UNKNOWN_MESSAGE: Attempt['errorMessage'] =
  'The gateway stopped during this attempt: the receiver may have got it, and nobody saw the answer.';

/** Leases of an endpoint are all of one length, so the end of the old one tells when it was taken; never before the delivery. */
function startOfLease(row: HeldRow, input: Pick<ClaimInput, 'nowMs' | 'leaseUntilMs'>): number {
  const lengthMs = input.leaseUntilMs(row.endpoint_id) - input.nowMs;
  const takenAtMs = (row.due_at_ms ?? input.nowMs) - lengthMs;
  return Math.min(input.nowMs, Math.max(row.created_at_ms, takenAtMs));
}

function toLeasedDelivery(row: DueWithEvent, input: ClaimInput): LeasedDelivery {
  const crashed = row.lease_token !== null;
  const forgiven = row.attempts_made - row.schedule_step < FORGIVEN_CRASHES_MAX;
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    event: row.event,
    attemptsMade: row.attempts_made + (crashed ? 1 : 0),
    scheduleStep: row.schedule_step + (crashed && !forgiven ? 1 : 0),
    maybeReceived: crashed || row.maybe_received === 1,
    trigger: row.trigger,
    restingState: row.resting_state,
    runId: row.run_id,
    leaseToken: input.leaseToken,
    isClaimed: true,
    leaseUntilMs: input.leaseUntilMs(row.endpoint_id),
    payloadBytes: row.payloadBytes,
    orderKey: row.order_key,
  };
}
