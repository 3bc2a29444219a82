import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { GraphError } from '../../domain/graph.ts';
import type { ChannelId, ContactId, MessageId, WorkspaceId } from '../../domain/ids.ts';
import type { JsonObject } from '../../domain/meta/meta-body.ts';
import { storableText } from '../../platform/db/storable-text.ts';
import type { Queried, Store, Trx } from '../../platform/db/store.ts';
import type { LeasedSend } from './send-record.ts';

// Batches go over as ONE parameter, an object of rows by message id: `json_each` and `->>` mean the same in both databases.

/** Lanes of one claim: one part of the statement for each. */
export const CLAIM_LANES_MAX = 64;
/** Rows that one statement finishes, ends or looks up. */
export const BATCH_ROWS_MAX = 500;

/** A message in the queue. */
export interface SendRef {
  readonly workspaceId: WorkspaceId;
  readonly id: MessageId;
}

export interface TakeLanes {
  readonly phoneNumberIds: readonly string[];
  /** Names this node. */
  readonly leaseToken: string;
  readonly leaseMs: number;
  /** Counts only where no other node can hold a lane; else it is the database's time that does. */
  readonly nowMs: number;
}

/**
 * Takes lanes, or moves the end of leases that this node holds.
 *
 * Invariant: two nodes never hold a lane together, whatever their clocks say.
 *
 * @returns the numbers of those that it holds now.
 */
export async function takeLanes(store: Store, take: TakeLanes): Promise<ReadonlySet<string>> {
  const nowMs = leaseTime(store, take.nowMs);
  const { rows } = await sql<{ phone_number_id: string }>`
    INSERT INTO send_lanes AS lane (phone_number_id, lease_token, lease_until_ms)
    SELECT key, ${take.leaseToken}, ${nowMs} + CAST(${take.leaseMs} AS bigint)
    FROM json_each(${keysOf(take.phoneNumberIds)}) AS wanted WHERE true ORDER BY key
    ON CONFLICT (phone_number_id) DO UPDATE
      SET lease_token = excluded.lease_token, lease_until_ms = excluded.lease_until_ms
      WHERE lane.lease_until_ms <= ${nowMs} OR lane.lease_token = excluded.lease_token
    RETURNING phone_number_id`.execute(store.db);
  return new Set(rows.map((row) => row.phone_number_id));
}

/** Nobody: a lane that was let go is to be waited for by everybody, its last holder too. */
const NOBODY = '';

/** Lets lanes of this node go. Whoever takes them waits for `keepMs`, so that what they sent last is forgotten by Meta too. */
export async function letLanesGo(store: Store, lanes: TakeLanes): Promise<void> {
  await sql`
    UPDATE send_lanes SET lease_token = ${NOBODY}, lease_until_ms = ${leaseTime(store, lanes.nowMs)} + CAST(${lanes.leaseMs} AS bigint)
    WHERE lease_token = ${lanes.leaseToken}
      AND phone_number_id IN (SELECT key FROM json_each(${keysOf(lanes.phoneNumberIds)}) AS wanted)`.execute(store.db);
}

export interface ClaimSends {
  /** With how many of each are wanted. */
  readonly lanes: readonly { readonly phoneNumberId: string; readonly limit: number }[];
  /** That of `takeLanes`: from a lane that this node does not hold any more nothing is claimed. */
  readonly leaseToken: string;
  readonly nowMs: number;
  readonly leaseUntilMs: number;
}

/**
 * Takes due messages of lanes that this node holds, of each those that are due longest. They are in state `sending` from
 * then on, so claim only what is sent at once.
 *
 * @returns them oldest first.
 */
export async function claimSends(store: Store, claim: ClaimSends): Promise<readonly LeasedSend[]> {
  assert(claim.lanes.length >= 1 && claim.lanes.length <= CLAIM_LANES_MAX);
  const heldAtMs = leaseTime(store, claim.nowMs);
  const due = claim.lanes.map(
    ({ phoneNumberId, limit }) => sql`
    SELECT * FROM (
      SELECT q.workspace_id AS of_workspace, q.id AS of_id FROM message_sends AS q
      WHERE q.phone_number_id = (SELECT phone_number_id FROM send_lanes WHERE phone_number_id = ${phoneNumberId}
          AND lease_token = ${claim.leaseToken} AND lease_until_ms > ${heldAtMs})
        AND q.state = 'queued' AND q.due_at_ms <= ${claim.nowMs}
      ORDER BY q.due_at_ms, q.id LIMIT ${limit}
    ) AS of_lane`,
  );
  // A join, because SQLite looks at every row of the table for `IN` with several parts.
  const { rows } = await sql<ClaimedRow>`
    UPDATE message_sends SET state = 'sending', due_at_ms = ${claim.leaseUntilMs}, lease_token = ${claim.leaseToken}
    FROM (${sql.join(due, sql` UNION ALL `)}) AS due
    WHERE workspace_id = of_workspace AND id = of_id AND state = 'queued'
    RETURNING workspace_id, id, channel_id, phone_number_id, recipient, body, tries, created_at_ms`.execute(store.db);
  // Ids sort by the time they were made.
  return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((row) => toLeasedSend(row, claim.leaseUntilMs));
}

interface ClaimedRow {
  readonly workspace_id: WorkspaceId;
  readonly id: MessageId;
  readonly channel_id: ChannelId;
  readonly phone_number_id: string;
  readonly recipient: string;
  readonly body: string;
  readonly tries: number;
  readonly created_at_ms: number;
}

/** `as` here: the JSON is our own. */
function toLeasedSend(row: ClaimedRow, leaseUntilMs: number): LeasedSend {
  return {
    workspaceId: row.workspace_id,
    id: row.id,
    channelId: row.channel_id,
    phoneNumberId: row.phone_number_id,
    recipient: row.recipient,
    body: JSON.parse(row.body) as JsonObject,
    tries: row.tries,
    createdAtMs: row.created_at_ms,
    leaseUntilMs,
  };
}

export interface FindLanes {
  readonly nowMs: number;
  /** Numbers behind this one; empty: from the first on. */
  readonly after: string;
  readonly limit: number;
}

/** Numbers with messages that are due, in order. Costs the same however many messages each of them has. */
export async function findWaitingLanes(store: Store, { nowMs, after, limit }: FindLanes): Promise<readonly string[]> {
  const { rows } = await sql<{ phone_number_id: string }>`
    WITH RECURSIVE lanes (phone_number_id) AS (
      SELECT min(phone_number_id) FROM message_sends WHERE phone_number_id > ${after} AND state = 'queued'
      UNION ALL
      SELECT (SELECT min(s.phone_number_id) FROM message_sends AS s
        WHERE s.phone_number_id > lanes.phone_number_id AND s.state = 'queued')
      FROM lanes WHERE lanes.phone_number_id IS NOT NULL
    )
    SELECT phone_number_id FROM lanes
    WHERE phone_number_id IS NOT NULL AND EXISTS (
      SELECT 1 FROM message_sends AS s
      WHERE s.phone_number_id = lanes.phone_number_id AND s.state = 'queued' AND s.due_at_ms <= ${nowMs})
    LIMIT ${limit}`.execute(store.db);
  return rows.map((row) => row.phone_number_id);
}

/** How a try to send ended. Times are epoch ms. */
export type SendEnd =
  /** `response` is Meta's answer; null when it was lost and a status told the wamid. */
  | { readonly kind: 'accepted'; readonly wamid: string; readonly response: JsonObject | null; readonly atMs: number }
  | { readonly kind: 'refused'; readonly error: GraphError; readonly atMs: number }
  | { readonly kind: 'again'; readonly dueAtMs: number; readonly tries: number }
  | { readonly kind: 'unknown'; readonly giveUpAtMs: number };

export interface EndedSend extends SendRef {
  readonly end: SendEnd;
}

/** A message that left the queue. */
export interface RemovedSend extends SendRef {
  readonly awaited: boolean;
  readonly createdAtMs: number;
}

/**
 * Writes how tries ended, a statement for each kind. What Meta said counts also when the lease ran out in between: a message
 * that Meta took is never sent again, one that it did not take goes back even if it was looked for by then.
 *
 * A message is refused once, by whoever takes it out of the queue.
 *
 * @param withRefused What is committed with it: called with the refused that left the queue now.
 */
export async function writeEnds(
  store: Store,
  ends: readonly EndedSend[],
  withRefused: (trx: Trx, removed: readonly RemovedSend[]) => Promise<void>,
): Promise<void> {
  assert(ends.length <= BATCH_ROWS_MAX);
  await store.db.transaction().execute(async (trx) => {
    await writeAccepted(trx, ends);
    await writeRefused(trx, ends, withRefused);
    await putBack(trx, ends);
    await writeUnknown(trx, ends);
  });
}

async function writeAccepted(trx: Trx, ends: readonly EndedSend[]): Promise<void> {
  const rows = rowsOf(ends, 'accepted', ({ wamid, response, atMs }) => ({
    wamid,
    response: response === null ? null : storableText(JSON.stringify(response)),
    at_ms: atMs,
  }));
  if (rows === null) return;
  // A message that was given up and was taken after all has both: what Meta tells counts.
  await sql`
    UPDATE messages SET wamid = r.wamid, response = r.response, accepted_at_ms = r.at_ms
    FROM (SELECT key AS id, value ->> 'workspace_id' AS workspace_id, value ->> 'wamid' AS wamid,
        value ->> 'response' AS response, CAST(value ->> 'at_ms' AS bigint) AS at_ms
      FROM json_each(${rows}) AS each_row) AS r
    WHERE messages.workspace_id = r.workspace_id AND messages.id = r.id AND messages.wamid IS NULL`.execute(trx);
  await removeSends(trx, rows);
}

async function writeRefused(
  trx: Trx,
  ends: readonly EndedSend[],
  withRefused: (trx: Trx, removed: readonly RemovedSend[]) => Promise<void>,
): Promise<void> {
  const wanted = rowsOf(ends, 'refused', () => ({}));
  if (wanted === null) return;
  const removed = await removeSends(trx, wanted);
  const ids = new Set(removed.map((row) => row.id));
  const rows = rowsOf(
    ends.filter((ended) => ids.has(ended.id)),
    'refused',
    ({ error, atMs }) => ({ refusal: storableText(JSON.stringify(error)), at_ms: atMs }),
  );
  if (rows === null) return;
  await sql`
    UPDATE messages SET refusal = r.refusal, refused_at_ms = r.at_ms
    FROM (SELECT key AS id, value ->> 'workspace_id' AS workspace_id, value ->> 'refusal' AS refusal,
        CAST(value ->> 'at_ms' AS bigint) AS at_ms
      FROM json_each(${rows}) AS each_row) AS r
    WHERE messages.workspace_id = r.workspace_id AND messages.id = r.id AND messages.wamid IS NULL`.execute(trx);
  await withRefused(trx, removed);
}

async function putBack(trx: Trx, ends: readonly EndedSend[]): Promise<void> {
  const rows = rowsOf(ends, 'again', ({ dueAtMs, tries }) => ({ due_at_ms: dueAtMs, tries }));
  if (rows === null) return;
  await sql`
    UPDATE message_sends SET state = 'queued', lease_token = NULL, due_at_ms = r.due_at_ms, tries = r.tries
    FROM (SELECT key AS id, value ->> 'workspace_id' AS workspace_id,
        CAST(value ->> 'due_at_ms' AS bigint) AS due_at_ms, CAST(value ->> 'tries' AS integer) AS tries
      FROM json_each(${rows}) AS each_row) AS r
    WHERE message_sends.workspace_id = r.workspace_id AND message_sends.id = r.id`.execute(trx);
}

async function writeUnknown(trx: Trx, ends: readonly EndedSend[]): Promise<void> {
  const rows = rowsOf(ends, 'unknown', ({ giveUpAtMs }) => ({ give_up_at_ms: giveUpAtMs }));
  if (rows === null) return;
  await sql`
    UPDATE message_sends SET state = 'unknown', lease_token = NULL, due_at_ms = r.give_up_at_ms
    FROM (SELECT key AS id, value ->> 'workspace_id' AS workspace_id,
        CAST(value ->> 'give_up_at_ms' AS bigint) AS give_up_at_ms
      FROM json_each(${rows}) AS each_row) AS r
    WHERE message_sends.workspace_id = r.workspace_id AND message_sends.id = r.id
      AND message_sends.state = 'sending'`.execute(trx);
}

async function removeSends(trx: Trx, rows: string): Promise<readonly RemovedSend[]> {
  const removed = await sql<{ workspace_id: WorkspaceId; id: MessageId; awaited: 0 | 1; created_at_ms: number }>`
    DELETE FROM message_sends
    WHERE (workspace_id, id) IN (SELECT value ->> 'workspace_id', key FROM json_each(${rows}) AS each_row)
    RETURNING workspace_id, id, awaited, created_at_ms`.execute(trx);
  return removed.rows.map((row) => ({
    workspaceId: row.workspace_id,
    id: row.id,
    awaited: row.awaited === 1,
    createdAtMs: row.created_at_ms,
  }));
}

/** What the event about a refused message tells. */
export interface StoredMessage extends SendRef {
  readonly channelId: ChannelId;
  readonly contactId: ContactId | null;
  readonly phone: string | null;
  readonly bsuid: string | null;
  readonly groupId: string | null;
  readonly type: string;
  readonly text: string | null;
  readonly callbackData: string | null;
}

/** The messages as they are stored. Those that are gone are left out. */
export async function findMessages({ db }: Queried, refs: readonly SendRef[]): Promise<readonly StoredMessage[]> {
  const found: StoredMessage[] = [];
  for (const [workspaceId, group] of Map.groupBy(refs, (ref) => ref.workspaceId)) {
    const rows = await db
      .selectFrom('messages')
      .select(['workspace_id', 'id', 'channel_id', 'contact_id', 'phone', 'bsuid', 'group_id', 'type', 'text'])
      .select('callback_data')
      .where('workspace_id', '=', workspaceId)
      .where('id', 'in', idsOf(group))
      .execute();
    for (const row of rows) {
      found.push({
        workspaceId: row.workspace_id,
        id: row.id,
        channelId: row.channel_id,
        contactId: row.contact_id,
        phone: row.phone,
        bsuid: row.bsuid,
        groupId: row.group_id,
        type: row.type,
        text: row.text,
        callbackData: row.callback_data,
      });
    }
  }
  return found;
}

/** What is known of a message that somebody waits for. */
export interface KnownOutcome extends SendRef {
  readonly wamid: string | null;
  readonly response: JsonObject | null;
  readonly refusal: GraphError | null;
}

/** Messages of which Meta's answer is known by now. `as` here: the JSON is our own. */
export async function findOutcomes(store: Store, refs: readonly SendRef[]): Promise<readonly KnownOutcome[]> {
  const known: KnownOutcome[] = [];
  for (const [workspaceId, group] of Map.groupBy(refs, (ref) => ref.workspaceId)) {
    const rows = await store.db
      .selectFrom('messages')
      .select(['id', 'wamid', 'response', 'refusal'])
      .where('workspace_id', '=', workspaceId)
      .where('id', 'in', idsOf(group))
      .where((eb) => eb.or([eb('wamid', 'is not', null), eb('refused_at_ms', 'is not', null)]))
      .execute();
    for (const row of rows) {
      known.push({
        workspaceId,
        id: row.id,
        wamid: row.wamid,
        response: row.response === null ? null : (JSON.parse(row.response) as JsonObject),
        refusal: row.refusal === null ? null : (JSON.parse(row.refusal) as GraphError),
      });
    }
  }
  return known;
}

/**
 * Nobody waits for these any more: a refusal becomes an event from now on.
 *
 * @returns ids of those that are still in the queue. What became of the others is known.
 */
export async function stopAwaiting(store: Store, refs: readonly SendRef[]): Promise<ReadonlySet<MessageId>> {
  const rows = JSON.stringify(Object.fromEntries(refs.map((ref) => [ref.id, { workspace_id: ref.workspaceId }])));
  const left = await sql<{ id: MessageId }>`
    UPDATE message_sends SET awaited = 0
    WHERE (workspace_id, id) IN (SELECT value ->> 'workspace_id', key FROM json_each(${rows}) AS each_row)
    RETURNING id`.execute(store.db);
  return new Set(left.rows.map((row) => row.id));
}

/** Messages whose answer was lost and of which Meta has told since, with Meta's id. */
export async function findTold(
  store: Store,
  limit: number,
): Promise<readonly (SendRef & { readonly wamid: string })[]> {
  const rows = await store.db
    .selectFrom('message_sends as s')
    .innerJoin('message_statuses as told', (join) =>
      join.onRef('told.workspace_id', '=', 's.workspace_id').onRef('told.message_id', '=', 's.id'),
    )
    .select(['s.workspace_id', 's.id', 'told.wamid'])
    .where('s.state', '=', 'unknown')
    // That is what the index is of.
    .where('s.state', '<>', 'queued')
    .orderBy('s.due_at_ms')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ workspaceId: row.workspace_id, id: row.id, wamid: row.wamid }));
}

/** Messages whose answer was lost so long ago that they are given up. */
export async function findGivenUp(
  store: Store,
  { nowMs, limit }: { readonly nowMs: number; readonly limit: number },
): Promise<readonly SendRef[]> {
  const rows = await store.db
    .selectFrom('message_sends')
    .select(['workspace_id', 'id'])
    .where('state', '=', 'unknown')
    .where('state', '<>', 'queued')
    .where('due_at_ms', '<=', nowMs)
    .orderBy('due_at_ms')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ workspaceId: row.workspace_id, id: row.id }));
}

export interface SweepDead {
  /** Leases that ended before this are those of the dead. */
  readonly endedBeforeMs: number;
  readonly giveUpAtMs: number;
}

/** Messages that a node was sending when it died: whether Meta took them is not known. */
export async function sweepDeadSends(store: Store, { endedBeforeMs, giveUpAtMs }: SweepDead): Promise<void> {
  await store.db
    .updateTable('message_sends')
    .set({ state: 'unknown', lease_token: null, due_at_ms: giveUpAtMs })
    .where('state', '=', 'sending')
    // That is what the index is of.
    .where('state', '<>', 'queued')
    .where('due_at_ms', '<', endedBeforeMs)
    .execute();
}

export interface RecoverSends {
  readonly nowMs: number;
  readonly giveUpAtMs: number;
  /** For so long no lane is taken: what was sent last counts on. */
  readonly keepMs: number;
}

/** Ends what a gateway held that is gone. Only where no other node can hold anything: on SQLite, before anything is sent. */
export async function endSendLeasesOfTheDead(store: Store, recover: RecoverSends): Promise<void> {
  assert(!store.can.sharedBetweenNodes);
  await sweepDeadSends(store, { endedBeforeMs: Number.MAX_SAFE_INTEGER, giveUpAtMs: recover.giveUpAtMs });
  await store.db
    .updateTable('send_lanes')
    .set({ lease_token: NOBODY, lease_until_ms: recover.nowMs + recover.keepMs })
    .where('lease_until_ms', '>', recover.nowMs)
    .execute();
}

/** Messages that Meta has not taken yet, of all nodes together. */
export async function countSends(store: Store): Promise<number> {
  const row = await store.db
    .selectFrom('message_sends')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** How many messages of a workspace Meta has not taken yet. */
export async function countSendsOf(store: Store, workspaceId: WorkspaceId): Promise<number> {
  const row = await store.db
    .selectFrom('message_sends')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Between nodes the time of the database: their own may differ. */
function leaseTime(store: Store, nowMs: number) {
  return store.can.sharedBetweenNodes
    ? sql<number>`CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)`
    : sql<number>`CAST(${nowMs} AS bigint)`;
}

/** Null: there is none of that kind. */
function rowsOf<TKind extends SendEnd['kind']>(
  ends: readonly EndedSend[],
  kind: TKind,
  toRow: (end: Extract<SendEnd, { kind: TKind }>) => Readonly<Record<string, string | number | null>>,
): string | null {
  const rows: [MessageId, object][] = [];
  for (const { workspaceId, id, end } of ends) {
    if (isOfKind(end, kind)) rows.push([id, { workspace_id: workspaceId, ...toRow(end) }]);
  }
  return rows.length === 0 ? null : JSON.stringify(Object.fromEntries(rows));
}

function isOfKind<TKind extends SendEnd['kind']>(end: SendEnd, kind: TKind): end is Extract<SendEnd, { kind: TKind }> {
  return end.kind === kind;
}

function keysOf(phoneNumberIds: readonly string[]): string {
  return JSON.stringify(Object.fromEntries(phoneNumberIds.map((id) => [id, null])));
}

function idsOf(refs: readonly SendRef[]): readonly MessageId[] {
  return refs.map((ref) => ref.id);
}
