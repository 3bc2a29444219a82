import assert from 'node:assert/strict';
import type { Actor } from '../../domain/audit.ts';
import type { DisabledReason, Format, FormatOptions, Ordering } from '../../domain/endpoint.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { FilterObject } from '../../domain/event-filter/filter-object.ts';
import type { ChannelId, EndpointId, WorkspaceId } from '../../domain/ids.ts';
import { nextRevision } from '../../platform/db/revision.ts';
import type { Db, Store, Trx } from '../../platform/db/store.ts';
import type { EndpointRow } from '../../platform/db/tables.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import { type Page, toPage } from '../../platform/http/api.ts';
import { idCursor } from '../../platform/http/query-params.ts';
import { type GivenRetry, readRetry, writeRetry } from './retry-presets.ts';

/** Endpoints of one workspace unless the installation says otherwise (DESIGN 7, "Loops"). */
export const ENDPOINTS_MAX_DEFAULT = 200;

/** What a caller decides about an endpoint. Secrets, headers and verify token are encrypted. */
export interface EndpointFields {
  readonly url: string;
  readonly description: string;
  readonly eventTypes: readonly string[];
  readonly channelIds: readonly ChannelId[] | null;
  readonly filter: FilterObject | null;
  readonly format: Format;
  readonly formatOptions: FormatOptions;
  readonly retry: GivenRetry;
  readonly ratePerSecond: number | null;
  readonly maxInFlight: number;
  readonly ordering: Ordering;
  readonly secretsSealed: string;
  readonly headersSealed: string;
  readonly verifyTokenSealed: string | null;
}

/** An endpoint as stored. */
export interface EndpointRecord extends EndpointFields {
  readonly id: EndpointId;
  readonly workspaceId: WorkspaceId;
  /** Requests go to this gateway's own listener, whatever the URL says. Decided when it is made, and never by a call. */
  readonly isTestReceiver: boolean;
  /** Null: it was made before that was kept. */
  readonly createdBy: Creator | null;
  readonly enabled: boolean;
  readonly disabledReason: DisabledReason | null;
  /** Since when its deliveries wait because somebody wants them to. */
  readonly pausedAtMs: number | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** Grows with every change; what the ETag is made of. */
  readonly revision: number;
}

/** Who made an endpoint. */
export type Creator = Pick<Actor, 'kind' | 'id'>;

/** Names one endpoint of one workspace at a time. */
export interface EndpointAt {
  readonly workspaceId: WorkspaceId;
  readonly id: EndpointId;
  readonly nowMs: number;
}

export interface NewEndpoint extends EndpointAt {
  readonly endpointsMax: number;
  readonly createdBy: Creator | null;
  readonly isTestReceiver?: true;
  readonly fields: EndpointFields;
}

interface EndpointUpdate extends EndpointAt {
  /** The revision that the fields were worked out from. */
  readonly expectedRevision: number;
  readonly fields: EndpointFields;
}

interface EndpointSwitch extends EndpointAt {
  /** Null enables. */
  readonly disabledReason: DisabledReason | null;
}

/** @throws PosthornError `limit_reached` when the workspace has `endpointsMax` endpoints. */
export async function insertEndpoint(
  store: Store,
  endpoint: NewEndpoint,
  withChange: WithChange<EndpointRecord>,
): Promise<EndpointRecord> {
  const [made] = await insertEndpoints(store, [endpoint], withChange);
  assert(made !== undefined);
  return made;
}

/**
 * Makes all of them or none.
 *
 * @throws PosthornError `limit_reached` when the workspace would have more than `endpointsMax` endpoints.
 */
export async function insertEndpoints(
  store: Store,
  endpoints: readonly NewEndpoint[],
  withChange: WithChange<EndpointRecord>,
): Promise<readonly EndpointRecord[]> {
  return store.db.transaction().execute(async (trx) => {
    const revision = await nextRevision(trx);
    const made: EndpointRecord[] = [];
    for (const endpoint of endpoints) {
      await assertRoomForEndpoint(trx, endpoint);
      const after = await insertIn(trx, endpoint, revision);
      await withChange(trx, { before: null, after });
      made.push(after);
    }
    return made;
  });
}

async function insertIn(trx: Trx, endpoint: NewEndpoint, revision: number): Promise<EndpointRecord> {
  const row = await trx
    .insertInto('endpoints')
    .values({
      workspace_id: endpoint.workspaceId,
      id: endpoint.id,
      ...toColumns(endpoint.fields),
      is_test_receiver: endpoint.isTestReceiver === true ? 1 : 0,
      created_by: endpoint.createdBy === null ? null : JSON.stringify(endpoint.createdBy),
      enabled: 1,
      disabled_reason: null,
      created_at_ms: endpoint.nowMs,
      updated_at_ms: endpoint.nowMs,
      deleted_at_ms: null,
      revision,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toRecord(row);
}

/** Null when this workspace has no such endpoint. */
export async function findEndpoint(
  store: Store,
  workspaceId: WorkspaceId,
  id: EndpointId,
): Promise<EndpointRecord | null> {
  const row = await selectEndpoints(store.db, workspaceId).where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toRecord(row);
}

/**
 * The workspace's endpoints, newest first.
 *
 * @throws PosthornError `invalid_request` when the cursor is not one of ours.
 */
export async function listEndpoints(
  store: Store,
  workspaceId: WorkspaceId,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<EndpointRecord>> {
  const { limit } = page;
  const after = idCursor('ep', page.cursor);
  const rows = await (after === null
    ? selectEndpoints(store.db, workspaceId)
    : selectEndpoints(store.db, workspaceId).where('id', '<', after)
  )
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return toPage(rows.map(toRecord), limit, (record) => record.id);
}

/** Which of these ids are channels of this workspace. The others may be another's, or nobody's. */
export async function findChannelIds(
  store: Store,
  workspaceId: WorkspaceId,
  ids: readonly ChannelId[],
): Promise<ReadonlySet<ChannelId>> {
  if (ids.length === 0) return new Set();
  const rows = await store.db
    .selectFrom('channels')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .where('deleted_at_ms', 'is', null)
    .execute();
  return new Set(rows.map((row) => row.id));
}

/** Null when the endpoint is gone or was changed since `expectedRevision`: nothing is overwritten unseen. */
export async function updateEndpoint(
  store: Store,
  update: EndpointUpdate,
  withChange: WithChange<EndpointRecord>,
): Promise<EndpointRecord | null> {
  return store.db.transaction().execute(async (trx) => {
    const revision = await nextRevision(trx);
    const before = await findIn(trx, update);
    if (before === null || before.revision !== update.expectedRevision) return null;
    const row = await updateLiving(trx, update)
      .set({ ...toColumns(update.fields), updated_at_ms: update.nowMs, revision })
      .returningAll()
      .executeTakeFirstOrThrow();
    const after = toRecord(row);
    await withChange(trx, { before, after });
    return after;
  });
}

/**
 * Enables or disables, together with what this does to the pending deliveries, which are somebody else's rows. An endpoint that is
 * enabled or disabled already stays as it is, with the reason it has.
 *
 * @returns null when this workspace has no such endpoint.
 */
export async function switchEndpoint(
  store: Store,
  change: EndpointSwitch,
  withChange: WithChange<EndpointRecord>,
): Promise<EndpointRecord | null> {
  return store.db.transaction().execute(async (trx) => {
    const revision = await nextRevision(trx);
    const before = await findIn(trx, change);
    if (before === null) return null;
    const isEnabled = change.disabledReason === null;
    if (isEnabled === before.enabled) return before;
    const row = await updateLiving(trx, change)
      .set({
        enabled: isEnabled ? 1 : 0,
        disabled_reason: change.disabledReason,
        updated_at_ms: change.nowMs,
        revision,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    const after = toRecord(row);
    await withChange(trx, { before, after });
    return after;
  });
}

/**
 * Pauses or resumes an endpoint. One that is paused already stays so since it was, one that is not stays as it is.
 *
 * @returns null when this workspace has no such endpoint.
 */
export async function pauseEndpoint(
  store: Store,
  { isPaused, ...at }: EndpointAt & { readonly isPaused: boolean },
  withChange: WithChange<EndpointRecord>,
): Promise<EndpointRecord | null> {
  return store.db.transaction().execute(async (trx) => {
    const revision = await nextRevision(trx);
    const before = await findIn(trx, at);
    if (before === null || isPaused === (before.pausedAtMs !== null)) return before;
    const row = await updateLiving(trx, at)
      .set({ paused_at_ms: isPaused ? at.nowMs : null, updated_at_ms: at.nowMs, revision })
      .returningAll()
      .executeTakeFirstOrThrow();
    const after = toRecord(row);
    await withChange(trx, { before, after });
    return after;
  });
}

/** Marks an endpoint as deleted and forgets its secrets and headers. False when this workspace has no such endpoint. */
export async function deleteEndpoint(
  store: Store,
  at: EndpointAt,
  withChange: WithChange<EndpointRecord>,
): Promise<boolean> {
  return store.db.transaction().execute(async (trx) => {
    const revision = await nextRevision(trx);
    const before = await findIn(trx, at);
    if (before === null) return false;
    await updateLiving(trx, at)
      .set({ deleted_at_ms: at.nowMs, secrets: '', headers: '', verify_token: null, revision })
      .execute();
    await withChange(trx, { before, after: null });
    return true;
  });
}

async function assertRoomForEndpoint(trx: Trx, endpoint: NewEndpoint): Promise<void> {
  const { count } = await trx
    .selectFrom('endpoints')
    .select((select) => select.fn.countAll().as('count'))
    .where('workspace_id', '=', endpoint.workspaceId)
    .where('deleted_at_ms', 'is', null)
    .executeTakeFirstOrThrow();
  if (Number(count) < endpoint.endpointsMax) return;
  throw new PosthornError(
    'limit_reached',
    `This workspace has ${endpoint.endpointsMax} endpoints already. Delete one that is not used.`,
  );
}

/** Safe to change afterwards: the transaction holds the revision, so nobody else changes an endpoint. */
async function findIn(trx: Trx, at: EndpointAt): Promise<EndpointRecord | null> {
  const row = await selectEndpoints(trx, at.workspaceId).where('id', '=', at.id).executeTakeFirst();
  return row === undefined ? null : toRecord(row);
}

function selectEndpoints(db: Db | Trx, workspaceId: WorkspaceId) {
  return db
    .selectFrom('endpoints')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('deleted_at_ms', 'is', null);
}

function updateLiving(trx: Trx, at: EndpointAt) {
  return trx
    .updateTable('endpoints')
    .where('workspace_id', '=', at.workspaceId)
    .where('id', '=', at.id)
    .where('deleted_at_ms', 'is', null);
}

function toColumns(fields: EndpointFields) {
  return {
    url: fields.url,
    description: fields.description,
    event_types: JSON.stringify(fields.eventTypes),
    channel_ids: fields.channelIds === null ? null : JSON.stringify(fields.channelIds),
    filter: fields.filter === null ? null : JSON.stringify(fields.filter),
    format: fields.format,
    format_options: JSON.stringify(fields.formatOptions),
    retry: writeRetry(fields.retry),
    rate_per_second: fields.ratePerSecond,
    max_in_flight: fields.maxInFlight,
    ordering: fields.ordering,
    secrets: fields.secretsSealed,
    headers: fields.headersSealed,
    verify_token: fields.verifyTokenSealed,
  };
}

function toRecord(row: EndpointRow): EndpointRecord {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    url: row.url,
    isTestReceiver: row.is_test_receiver === 1,
    createdBy: row.created_by === null ? null : (JSON.parse(row.created_by) as Creator),
    description: row.description,
    eventTypes: JSON.parse(row.event_types) as readonly string[],
    channelIds: row.channel_ids === null ? null : (JSON.parse(row.channel_ids) as readonly ChannelId[]),
    filter: row.filter === null ? null : (JSON.parse(row.filter) as FilterObject),
    format: row.format,
    formatOptions: JSON.parse(row.format_options) as FormatOptions,
    retry: readRetry(row.retry),
    ratePerSecond: row.rate_per_second,
    maxInFlight: row.max_in_flight,
    ordering: row.ordering,
    pausedAtMs: row.paused_at_ms,
    secretsSealed: row.secrets,
    headersSealed: row.headers,
    verifyTokenSealed: row.verify_token,
    enabled: row.enabled === 1,
    disabledReason: row.disabled_reason,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    revision: row.revision,
  };
}
