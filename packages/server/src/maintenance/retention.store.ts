import { firstIdAt } from '../domain/id-time.ts';
import type { DeliveryId, EventId, MessageId, MetaAppId, RunId, WorkspaceId } from '../domain/ids.ts';
import { isAttemptSince } from '../platform/db/attempt-bound.ts';
import { settleMessageWords, settleMessageWordsBetween } from '../platform/db/message-words.ts';
import type { Store } from '../platform/db/store.ts';

/** Rows that one statement removes: a transaction of milliseconds, so that commits of events hardly wait for it. */
export const PURGE_ROWS_MAX = 1_000;
/** Rows of the queue that one step looks at. */
const QUEUE_STEP_ROWS = 5_000;

/** Removes the oldest attempts that began before `beforeMs`. Returns how many; fewer than `PURGE_ROWS_MAX`: no more are left. */
export async function purgeAttempts(store: Store, workspaceId: WorkspaceId, beforeMs: number): Promise<number> {
  const result = await store.db
    .deleteFrom('attempts')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('attempts as old')
        .select('old.id')
        .where('old.workspace_id', '=', workspaceId)
        .where('old.id', '<', firstIdAt('att', beforeMs))
        .orderBy('old.id')
        .limit(PURGE_ROWS_MAX),
    )
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

export interface PurgeEvents {
  readonly workspaceId: WorkspaceId;
  readonly beforeMs: number;
  /** Goes on after this event: kept ones are not looked at twice in a round. Null: at the oldest. */
  readonly afterId: EventId | null;
  /** Events with an unfinished delivery: the receiver still has to get them. */
  readonly kept: ReadonlySet<EventId>;
}

export interface PurgedEvents {
  readonly count: number;
  /** Where to go on, or null when everything old was looked at. */
  readonly nextId: EventId | null;
}

/** Removes up to `PURGE_ROWS_MAX` events committed before `beforeMs`, oldest first. */
export async function purgeEvents(store: Store, purge: PurgeEvents): Promise<PurgedEvents> {
  const rows = await store.db
    .selectFrom('events')
    .select('id')
    .where('workspace_id', '=', purge.workspaceId)
    .where('id', '<', firstIdAt('evt', purge.beforeMs))
    .$if(purge.afterId !== null, (ids) => ids.where('id', '>', purge.afterId as EventId))
    .orderBy('id')
    .limit(PURGE_ROWS_MAX)
    .execute();
  const nextId = rows.length < PURGE_ROWS_MAX ? null : (rows.at(-1)?.id ?? null);
  const ids = rows.map((row) => row.id).filter((id) => !purge.kept.has(id));
  if (ids.length === 0) return { count: 0, nextId };
  await settleMessageWords(store.db, purge.workspaceId, ids);
  const result = await store.db
    .deleteFrom('events')
    .where('workspace_id', '=', purge.workspaceId)
    .where('id', 'in', ids)
    .executeTakeFirst();
  return { count: Number(result.numDeletedRows), nextId };
}

/**
 * Moves what messages say out of the events of a time, a piece at a time, for whoever removes those events.
 *
 * @param fromMs Inclusive. Null: from the oldest.
 * @returns where to go on, or null when all of them are done.
 */
export function settleMessages(
  store: Store,
  step: {
    readonly workspaceId: WorkspaceId;
    readonly fromMs: number | null;
    readonly toMs: number;
    readonly afterId: MessageId | null;
  },
): Promise<MessageId | null> {
  return settleMessageWordsBetween(store.db, {
    workspaceId: step.workspaceId,
    afterId: step.afterId ?? firstIdAt('msg', step.fromMs ?? 0),
    beforeId: firstIdAt('msg', step.toMs),
  });
}

/** True when the workspace has an event older than `beforeMs`. */
export async function hasOldEvents(store: Store, workspaceId: WorkspaceId, beforeMs: number): Promise<boolean> {
  const row = await store.db
    .selectFrom('events')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '<', firstIdAt('evt', beforeMs))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export interface UnfinishedEvents {
  readonly eventIds: readonly EventId[];
  /** Where to go on in the queue, or null at its end. */
  readonly nextId: DeliveryId | null;
}

/** Events older than `beforeMs` that a step of the queue still holds a pending delivery of. */
export async function findUnfinishedEvents(
  store: Store,
  step: { readonly workspaceId: WorkspaceId; readonly beforeMs: number; readonly afterId: DeliveryId | null },
): Promise<UnfinishedEvents> {
  const rows = await store.db
    .selectFrom('deliveries')
    .select(['id', 'event_id', 'state'])
    .where('workspace_id', '=', step.workspaceId)
    .$if(step.afterId !== null, (ids) => ids.where('id', '>', step.afterId as DeliveryId))
    .orderBy('id')
    .limit(QUEUE_STEP_ROWS)
    .execute();
  const bound = firstIdAt('evt', step.beforeMs);
  const eventIds = rows.filter((row) => row.state === 'pending' && row.event_id < bound).map((row) => row.event_id);
  return { eventIds, nextId: rows.length < QUEUE_STEP_ROWS ? null : (rows.at(-1)?.id ?? null) };
}

export interface PurgedCanceled {
  readonly count: number;
  readonly nextId: DeliveryId | null;
}

/**
 * Removes canceled deliveries made before `beforeMs` whose attempts are gone from the log. One that still
 * has attempts stays: without its row the last attempt would show it as pending for ever.
 */
export async function purgeCanceled(
  store: Store,
  step: { readonly workspaceId: WorkspaceId; readonly beforeMs: number; readonly afterId: DeliveryId | null },
): Promise<PurgedCanceled> {
  const rows = await store.db
    .selectFrom('deliveries')
    .select('id')
    .where('workspace_id', '=', step.workspaceId)
    .where('id', '<', firstIdAt('dlv', step.beforeMs))
    .where('state', '=', 'canceled')
    .$if(step.afterId !== null, (ids) => ids.where('id', '>', step.afterId as DeliveryId))
    .orderBy('id')
    .limit(PURGE_ROWS_MAX)
    .execute();
  const ids = rows.map((row) => row.id);
  const nextId = rows.length < PURGE_ROWS_MAX ? null : (ids.at(-1) ?? null);
  const gone = await withoutAttempts(store, step.workspaceId, ids);
  if (gone.length === 0) return { count: 0, nextId };
  const result = await store.db
    .deleteFrom('deliveries')
    .where('workspace_id', '=', step.workspaceId)
    .where('state', '=', 'canceled')
    .where('id', 'in', gone)
    .executeTakeFirst();
  return { count: Number(result.numDeletedRows), nextId };
}

async function withoutAttempts(
  store: Store,
  workspaceId: WorkspaceId,
  ids: readonly DeliveryId[],
): Promise<readonly DeliveryId[]> {
  if (ids.length === 0) return [];
  const rows = await store.db
    .selectFrom('attempts')
    .select('delivery_id')
    .distinct()
    .where('workspace_id', '=', workspaceId)
    .where('delivery_id', 'in', ids)
    .where(isAttemptSince('id', ids))
    .execute();
  const logged = new Set(rows.map((row) => row.delivery_id));
  return ids.filter((id) => !logged.has(id));
}

export interface PurgedKeys {
  readonly count: number;
  /** Where to go on, or null at the end. */
  readonly nextKey: string | null;
}

/**
 * Looks at the next `PURGE_ROWS_MAX` dedupe keys in their order and removes those made before `beforeMs`. Keys
 * have no index by age: it would cost every insert of the hot path.
 */
export async function purgeEventKeys(
  store: Store,
  step: { readonly workspaceId: WorkspaceId; readonly beforeMs: number; readonly afterKey: string | null },
): Promise<PurgedKeys> {
  const rows = await store.db
    .selectFrom('event_keys')
    .select(['key', 'created_at_ms'])
    .where('workspace_id', '=', step.workspaceId)
    .$if(step.afterKey !== null, (keys) => keys.where('key', '>', step.afterKey as string))
    .orderBy('key')
    .limit(PURGE_ROWS_MAX)
    .execute();
  const nextKey = rows.length < PURGE_ROWS_MAX ? null : (rows.at(-1)?.key ?? null);
  const old = rows.filter((row) => row.created_at_ms < step.beforeMs).map((row) => row.key);
  if (old.length === 0) return { count: 0, nextKey };
  const result = await store.db
    .deleteFrom('event_keys')
    .where('workspace_id', '=', step.workspaceId)
    .where('created_at_ms', '<', step.beforeMs)
    .where('key', 'in', old)
    .executeTakeFirst();
  return { count: Number(result.numDeletedRows), nextKey };
}

export interface PurgedStatuses {
  readonly count: number;
  /** Where to go on, or null at the end. */
  readonly nextWamid: string | null;
}

/**
 * Looks at the next `PURGE_ROWS_MAX` statuses of messages and removes those heard of first before `beforeMs` that no message
 * has: they are of messages that were sent elsewhere. The others stay as long as their messages do.
 */
export async function purgeMessageStatuses(
  store: Store,
  step: { readonly workspaceId: WorkspaceId; readonly beforeMs: number; readonly afterWamid: string | null },
): Promise<PurgedStatuses> {
  const rows = await store.db
    .selectFrom('message_statuses')
    .select(['wamid', 'message_id', 'first_heard_at_ms'])
    .where('workspace_id', '=', step.workspaceId)
    .$if(step.afterWamid !== null, (statuses) => statuses.where('wamid', '>', step.afterWamid as string))
    .orderBy('wamid')
    .limit(PURGE_ROWS_MAX)
    .execute();
  const nextWamid = rows.length < PURGE_ROWS_MAX ? null : (rows.at(-1)?.wamid ?? null);
  const old = rows.filter((row) => row.first_heard_at_ms < step.beforeMs);
  const wamids = await withoutMessages(store, step.workspaceId, old);
  if (wamids.length === 0) return { count: 0, nextWamid };
  const result = await store.db
    .deleteFrom('message_statuses')
    .where('workspace_id', '=', step.workspaceId)
    .where('wamid', 'in', wamids)
    .executeTakeFirst();
  return { count: Number(result.numDeletedRows), nextWamid };
}

interface OldStatuses {
  readonly wamid: string;
  /** Our id of the message, when Meta gave it back. */
  readonly message_id: MessageId | null;
}

/** @returns wamids of those that belong to no message that is here. */
async function withoutMessages(
  store: Store,
  workspaceId: WorkspaceId,
  statuses: readonly OldStatuses[],
): Promise<readonly string[]> {
  const ids = statuses.flatMap(({ message_id }) => (message_id === null ? [] : [message_id]));
  const select = () => store.db.selectFrom('messages').select(['id', 'wamid']).where('workspace_id', '=', workspaceId);
  const wamids = statuses.map(({ wamid }) => wamid);
  const [byWamid, byId] = await Promise.all([
    wamids.length === 0 ? [] : select().where('wamid', 'in', wamids).execute(),
    ids.length === 0 ? [] : select().where('id', 'in', ids).execute(),
  ]);
  const known = new Set<string | null>([...byWamid.map(({ wamid }) => wamid), ...byId.map(({ id }) => id)]);
  return statuses
    .filter((row) => !known.has(row.wamid) && (row.message_id === null || !known.has(row.message_id)))
    .map(({ wamid }) => wamid);
}

/** Removes the oldest items of a registration's quarantine that came in before `beforeMs`. Returns how many. */
export async function purgeQuarantine(store: Store, metaAppId: MetaAppId, beforeMs: number): Promise<number> {
  const result = await store.db
    .deleteFrom('quarantine')
    .where('meta_app_id', '=', metaAppId)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('quarantine as old')
        .select('old.id')
        .where('old.meta_app_id', '=', metaAppId)
        .where('old.id', '<', firstIdAt('qrn', beforeMs))
        .orderBy('old.id')
        .limit(PURGE_ROWS_MAX),
    )
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

/**
 * Removes the oldest run that ended and was started before `beforeMs`: first what it could not do, a batch at a time,
 * then the run itself. Returns how many rows; none: no old run is left.
 */
export async function purgeRuns(store: Store, workspaceId: WorkspaceId, beforeMs: number): Promise<number> {
  const run = await store.db
    .selectFrom('runs')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '<', firstIdAt('run', beforeMs))
    .where('due_at_ms', 'is', null)
    .where('pause_requested', '=', 0)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  if (run === undefined) return 0;
  const problemCount = await purgeRunProblems(store, workspaceId, run.id);
  if (problemCount === PURGE_ROWS_MAX) return problemCount;
  await store.db.deleteFrom('runs').where('workspace_id', '=', workspaceId).where('id', '=', run.id).execute();
  return problemCount + 1;
}

async function purgeRunProblems(store: Store, workspaceId: WorkspaceId, runId: RunId): Promise<number> {
  const result = await store.db
    .deleteFrom('run_problems')
    .where('workspace_id', '=', workspaceId)
    .where('run_id', '=', runId)
    .where('number', 'in', (eb) =>
      eb
        .selectFrom('run_problems as old')
        .select('old.number')
        .where('old.workspace_id', '=', workspaceId)
        .where('old.run_id', '=', runId)
        .orderBy('old.number')
        .limit(PURGE_ROWS_MAX),
    )
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** Pieces of 256 KB that one statement removes. */
const PURGE_PIECES_MAX = 4;

/**
 * Removes a few pieces of input that came in before `beforeMs` for a run that has ended or never began, because the
 * gateway ended in the middle. Returns how many; none: no more are left.
 */
export async function purgeRunInputs(store: Store, workspaceId: WorkspaceId, beforeMs: number): Promise<number> {
  const piece = await store.db
    .selectFrom('run_inputs as piece')
    .select('piece.run_id')
    .where('piece.workspace_id', '=', workspaceId)
    .where('piece.run_id', '<', firstIdAt('run', beforeMs))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('runs')
            .select('runs.id')
            .where('runs.workspace_id', '=', workspaceId)
            .whereRef('runs.id', '=', 'piece.run_id')
            .where((run) => run.or([run('runs.due_at_ms', 'is not', null), run('runs.pause_requested', '=', 1)])),
        ),
      ),
    )
    .orderBy('piece.run_id')
    .limit(1)
    .executeTakeFirst();
  if (piece === undefined) return 0;
  const result = await store.db
    .deleteFrom('run_inputs')
    .where('workspace_id', '=', workspaceId)
    .where('run_id', '=', piece.run_id)
    .where('number', 'in', (eb) =>
      eb
        .selectFrom('run_inputs as old')
        .select('old.number')
        .where('old.workspace_id', '=', workspaceId)
        .where('old.run_id', '=', piece.run_id)
        .orderBy('old.number')
        .limit(PURGE_PIECES_MAX),
    )
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** Removes the oldest audit entries made before `beforeMs`, of a workspace or of the operator. Returns how many. */
export async function purgeAuditLog(
  store: Store,
  workspaceId: WorkspaceId | 'operator',
  beforeMs: number,
): Promise<number> {
  const result = await store.db
    .deleteFrom('audit_log')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('audit_log as old')
        .select('old.id')
        .where('old.workspace_id', '=', workspaceId)
        .where('old.id', '<', firstIdAt('aud', beforeMs))
        .orderBy('old.id')
        .limit(PURGE_ROWS_MAX),
    )
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** Whose rows there are to purge. */
export async function listOwners(
  store: Store,
): Promise<{ readonly workspaceIds: readonly WorkspaceId[]; readonly metaAppIds: readonly MetaAppId[] }> {
  const workspaces = await store.db.selectFrom('workspaces').select('id').orderBy('id').execute();
  const metaApps = await store.db.selectFrom('meta_apps').select('id').orderBy('id').execute();
  return { workspaceIds: workspaces.map((row) => row.id), metaAppIds: metaApps.map((row) => row.id) };
}
