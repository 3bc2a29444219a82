import { type SqlBool, sql } from 'kysely';
import { readConnection, THROUGHPUT_DEFAULT } from '../../domain/channel-connection.ts';
import type { DisabledReason, Format, Ordering } from '../../domain/endpoint.ts';
import type { EndpointId, MetaAppId, WorkspaceId } from '../../domain/ids.ts';
import type { Label } from '../../domain/label.ts';
import type { Channel, Workspace } from '../../domain/workspace.ts';
import { toLabel } from '../../platform/db/label-row.ts';
import type { Store } from '../../platform/db/store.ts';
import { readWorkspaceSettings } from '../../platform/db/workspace-settings.ts';

/** Rows of one statement: a page of endpoints is about 2 MB on its way through memory. */
const PAGE_ROWS = 2000;

/** A Meta app as loaded, its secrets still encrypted. */
export interface MetaAppRecord {
  readonly id: MetaAppId;
  readonly workspaceId: WorkspaceId | null;
  readonly appId: string;
  readonly isSimulated: boolean;
  readonly appSecretsSealed: string;
  readonly verifyTokenSealed: string;
}

/** An endpoint as loaded: JSON columns still text, because many endpoints have the same. */
export interface EndpointRecord {
  readonly id: EndpointId;
  readonly workspaceId: WorkspaceId;
  readonly url: string;
  readonly isTestReceiver: boolean;
  readonly eventTypesText: string;
  readonly channelIdsText: string | null;
  readonly filterText: string | null;
  readonly format: Format;
  readonly formatOptionsText: string;
  readonly retryText: string;
  readonly secretsSealed: string;
  readonly headersSealed: string;
  readonly ratePerSecond: number | null;
  readonly maxInFlight: number;
  readonly ordering: Ordering;
  readonly isPaused: boolean;
  readonly enabled: boolean;
  readonly disabledReason: DisabledReason | null;
}

interface Change<TRecord> {
  readonly record: TRecord;
  readonly isDeleted: boolean;
}

/** Changed rows of one table, in the order of their changes. */
export type RegistryChanges =
  | { readonly of: 'workspaces'; readonly changes: readonly Change<Workspace>[] }
  | { readonly of: 'meta-apps'; readonly changes: readonly Change<MetaAppRecord>[] }
  | { readonly of: 'channels'; readonly changes: readonly Change<Channel>[] }
  | { readonly of: 'labels'; readonly changes: readonly Change<Label>[] }
  | { readonly of: 'endpoints'; readonly changes: readonly Change<EndpointRecord>[] };

/** The revision of the last committed change of what nodes keep in memory. */
export async function readConfigRevision(store: Store): Promise<number> {
  const row = await store.db
    .selectFrom('instance')
    .select('config_revision')
    .where('id', '=', 1)
    .executeTakeFirstOrThrow();
  return row.config_revision;
}

/**
 * Every row that changed after a revision, deleted ones included; after null: every row that is there.
 *
 * What a row refers to is read after it (a channel before its Meta app, all before the workspaces), so
 * that with every row read, also one that was committed in the meantime, what it refers to is read too.
 */
export async function* readRegistryChanges(
  store: Store,
  afterRevision: number | null,
): AsyncGenerator<RegistryChanges> {
  const since: Since = { revision: (afterRevision ?? -1) + 1, isFirstLoad: afterRevision === null };
  for await (const rows of readPages(since, (from) => selectEndpoints(store, since, from))) {
    yield { of: 'endpoints', changes: rows.map(toEndpointChange) };
  }
  for await (const rows of readPages(since, (from) => selectChannels(store, since, from))) {
    yield { of: 'channels', changes: rows.map(toChannelChange) };
  }
  for await (const rows of readPages(since, (from) => selectLabels(store, since, from))) {
    yield {
      of: 'labels',
      changes: rows.map((row) => ({ record: toLabel(row), isDeleted: row.deleted_at_ms !== null })),
    };
  }
  for await (const rows of readPages(since, (from) => selectMetaApps(store, since, from))) {
    yield { of: 'meta-apps', changes: rows.map(toMetaAppChange) };
  }
  for await (const rows of readPages(since, (from) => selectWorkspaces(store, from))) {
    yield { of: 'workspaces', changes: rows.map(toWorkspaceChange) };
  }
}

interface Since {
  readonly revision: number;
  /** On the first load there is nothing that a deleted row could be removed from. */
  readonly isFirstLoad: boolean;
}

/** Where a page begins: after the row with this id among those of this revision. */
interface Position {
  readonly revision: number;
  readonly id: string;
}

async function* readPages<TRow extends Position>(
  since: Since,
  select: (from: Position) => Promise<readonly TRow[]>,
): AsyncGenerator<readonly TRow[]> {
  let from: Position | undefined = { revision: since.revision, id: '' };
  while (from !== undefined) {
    const rows = await select(from);
    if (rows.length > 0) yield rows;
    from = rows.length < PAGE_ROWS ? undefined : rows.at(-1);
  }
}

/** As one row, so that an index leads to it also where one change touched every row and all are of one revision. */
function isAfter({ revision, id }: Position) {
  return sql<SqlBool>`(revision, id) > (${revision}, ${id})`;
}

async function selectEndpoints(store: Store, since: Since, from: Position) {
  return store.db
    .selectFrom('endpoints')
    .select([
      'id',
      'workspace_id',
      'url',
      'is_test_receiver',
      'event_types',
      'channel_ids',
      'filter',
      'format',
      'format_options',
      'retry',
      'secrets',
      'headers',
      'rate_per_second',
      'max_in_flight',
      'ordering',
      'paused_at_ms',
      'enabled',
      'disabled_reason',
      'deleted_at_ms',
      'revision',
    ])
    .where(isAfter(from))
    .$if(since.isFirstLoad, (query) => query.where('deleted_at_ms', 'is', null))
    .orderBy('revision')
    .orderBy('id')
    .limit(PAGE_ROWS)
    .execute();
}

async function selectChannels(store: Store, since: Since, from: Position) {
  return store.db
    .selectFrom('channels')
    .select([
      'id',
      'workspace_id',
      'meta_app_id',
      'waba_id',
      'phone_number_id',
      'display_phone_number',
      'connection',
      'deleted_at_ms',
      'revision',
    ])
    .where(isAfter(from))
    .$if(since.isFirstLoad, (query) => query.where('deleted_at_ms', 'is', null))
    .orderBy('revision')
    .orderBy('id')
    .limit(PAGE_ROWS)
    .execute();
}

async function selectLabels(store: Store, since: Since, from: Position) {
  return store.db
    .selectFrom('labels')
    .selectAll()
    .where(isAfter(from))
    .$if(since.isFirstLoad, (query) => query.where('deleted_at_ms', 'is', null))
    .orderBy('revision')
    .orderBy('id')
    .limit(PAGE_ROWS)
    .execute();
}

async function selectMetaApps(store: Store, since: Since, from: Position) {
  return store.db
    .selectFrom('meta_apps')
    .select([
      'id',
      'workspace_id',
      'app_id',
      'is_simulated',
      'app_secrets',
      'verify_token',
      'deleted_at_ms',
      'revision',
    ])
    .where(isAfter(from))
    .$if(since.isFirstLoad, (query) => query.where('deleted_at_ms', 'is', null))
    .orderBy('revision')
    .orderBy('id')
    .limit(PAGE_ROWS)
    .execute();
}

async function selectWorkspaces(store: Store, from: Position) {
  return store.db
    .selectFrom('workspaces')
    .select(['id', 'serial', 'account_id', 'name', 'subdomain', 'settings', 'revision'])
    .where(isAfter(from))
    .orderBy('revision')
    .orderBy('id')
    .limit(PAGE_ROWS)
    .execute();
}

type RowOf<TSelect extends (...inputs: never[]) => Promise<readonly unknown[]>> = Awaited<ReturnType<TSelect>>[number];

function toEndpointChange(row: RowOf<typeof selectEndpoints>): Change<EndpointRecord> {
  const record: EndpointRecord = {
    id: row.id,
    workspaceId: row.workspace_id,
    url: row.url,
    isTestReceiver: row.is_test_receiver === 1,
    eventTypesText: row.event_types,
    channelIdsText: row.channel_ids,
    filterText: row.filter,
    format: row.format,
    formatOptionsText: row.format_options,
    retryText: row.retry,
    secretsSealed: row.secrets,
    headersSealed: row.headers,
    ratePerSecond: row.rate_per_second,
    maxInFlight: row.max_in_flight,
    ordering: row.ordering,
    isPaused: row.paused_at_ms !== null,
    enabled: row.enabled === 1,
    disabledReason: row.disabled_reason,
  };
  return { record, isDeleted: row.deleted_at_ms !== null };
}

function toChannelChange(row: RowOf<typeof selectChannels>): Change<Channel> {
  const record: Channel = {
    id: row.id,
    workspaceId: row.workspace_id,
    metaAppId: row.meta_app_id,
    wabaId: row.waba_id,
    phoneNumberId: row.phone_number_id,
    displayPhoneNumber: row.display_phone_number,
    throughputPerSecond: readConnection(row.connection)?.throughputPerSecond ?? THROUGHPUT_DEFAULT,
  };
  return { record, isDeleted: row.deleted_at_ms !== null };
}

function toMetaAppChange(row: RowOf<typeof selectMetaApps>): Change<MetaAppRecord> {
  const record: MetaAppRecord = {
    id: row.id,
    workspaceId: row.workspace_id,
    appId: row.app_id,
    isSimulated: row.is_simulated === 1,
    appSecretsSealed: row.app_secrets,
    verifyTokenSealed: row.verify_token,
  };
  return { record, isDeleted: row.deleted_at_ms !== null };
}

function toWorkspaceChange(row: RowOf<typeof selectWorkspaces>): Change<Workspace> {
  const { id, serial, account_id, name, subdomain, settings } = row;
  const record = { id, serial, accountId: account_id, name, subdomain, settings: readWorkspaceSettings(settings) };
  return { record, isDeleted: false };
}
