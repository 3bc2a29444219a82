import type { DeliveryId, EventId, MessageId, WorkspaceId } from '../domain/ids.ts';
import type { Store } from '../platform/db/store.ts';
import { partitionsToDrop, type TimeRange } from './partition-plan.ts';
import {
  dropPartition,
  listPartitions,
  PARTITIONED_TABLES,
  type PartitionedTable,
  purgeDefaultPartition,
} from './partitions.store.ts';
import {
  findUnfinishedEvents,
  hasOldEvents,
  listOwners,
  PURGE_ROWS_MAX,
  purgeAttempts,
  purgeAuditLog,
  purgeCanceled,
  purgeEventKeys,
  purgeEvents,
  purgeMessageStatuses,
  purgeQuarantine,
  purgeRunInputs,
  purgeRuns,
  settleMessages,
} from './retention.store.ts';

/** Dedupe keys are kept at least so long, whatever the retention (CONTRACTS 8, "Dedupe"): Meta repeats for 7 days. */
const EVENT_KEYS_MS_MIN = 14 * 86_400_000;
/** Input of a run that never began is older than any upload that still goes on. */
const RUN_INPUTS_MS = 86_400_000;
/** Events with unfinished deliveries that one round remembers: about 20 MB. With more, the workspace's events wait. */
const KEPT_EVENTS_MAX = 200_000;

/** Steps along a workspace's dedupe keys, and its statuses of messages, in one round: 100,000 rows of each. A whole pass may take many rounds; days do not matter. */
const WALK_STEPS_MAX = 100;

export interface RetentionRound {
  readonly store: Store;
  /** How long attempts, events, quarantine and runs that ended are kept. */
  readonly retentionMs: number;
  /** How long the audit log is kept. */
  readonly auditRetentionMs: number;
  readonly nowMs: number;
  /** Forgets a batch of answers kept for `Idempotency-Key` whose time is over. Returns how many: none when nothing is left. */
  readonly purgeIdempotencyKeys: (nowMs: number) => Promise<number>;
  /** The same for requests that test receivers keep. */
  readonly purgeReceivedRequests: (nowMs: number) => Promise<number>;
  /** Statements of this round for each kind of row of each owner, so that a large one does not keep the others waiting. */
  readonly stepsMax: number;
  /** Settles when the next statement may run: gives way to the commits of events. False: stop here. */
  readonly pause: () => Promise<boolean>;
  /** Where the walk along each workspace's dedupe keys stands: it goes on from round to round. */
  readonly keyWalk: Map<WorkspaceId, string>;
  /** The same for the statuses of messages. */
  readonly statusWalk: Map<WorkspaceId, string>;
}

export interface PurgedCounts {
  /** Each with all that was in it: those rows are not counted. */
  partitions: number;
  attempts: number;
  events: number;
  deliveries: number;
  eventKeys: number;
  messageStatuses: number;
  quarantine: number;
  idempotencyKeys: number;
  receivedRequests: number;
  runs: number;
  auditEntries: number;
}

export interface RetentionResult {
  readonly purged: Readonly<PurgedCounts>;
  /** False: steps were used up, or the round was told to stop, before everything old was gone. Keys and statuses of messages do not count. */
  readonly isComplete: boolean;
}

/**
 * Removes what is older than its retention, in small statements with a pause after each, so that it never
 * stands in the way of a commit. Events with an unfinished delivery stay until that is finished.
 */
export async function runRetentionRound(round: RetentionRound): Promise<RetentionResult> {
  const walk = new Walk(round);
  const { workspaceIds, metaAppIds } = await listOwners(round.store);
  const beforeMs = round.nowMs - round.retentionMs;
  const keysBeforeMs = round.nowMs - Math.max(round.retentionMs, EVENT_KEYS_MS_MIN);
  const rowsBeforeMs = await purgePartitions(walk, { workspaceIds, beforeMs });
  await walk.drain('idempotencyKeys', () => untilNone(round.purgeIdempotencyKeys(round.nowMs)));
  await walk.drain('receivedRequests', () => untilNone(round.purgeReceivedRequests(round.nowMs)));
  for (const metaAppId of metaAppIds) {
    await walk.drain('quarantine', () => oneBatch(purgeQuarantine(round.store, metaAppId, beforeMs)));
  }
  for (const workspaceId of workspaceIds) {
    await walk.drain('attempts', () => oneBatch(purgeAttempts(round.store, workspaceId, rowsBeforeMs.attempts)));
    await purgeOldCanceled(walk, workspaceId, beforeMs);
    await purgeOldEvents(walk, workspaceId, rowsBeforeMs.events);
    await purgeOldKeys(walk, workspaceId, keysBeforeMs);
    await purgeOldStatuses(walk, workspaceId, beforeMs);
    await walk.drain('runs', () => untilNone(purgeRuns(round.store, workspaceId, beforeMs)));
    await walk.drain('runs', () => untilNone(purgeRunInputs(round.store, workspaceId, round.nowMs - RUN_INPUTS_MS)));
  }
  const auditBeforeMs = round.nowMs - round.auditRetentionMs;
  for (const owner of ['operator', ...workspaceIds] as const) {
    await walk.drain('auditEntries', () => oneBatch(purgeAuditLog(round.store, owner, auditBeforeMs)));
  }
  return { purged: walk.purged, isComplete: walk.isComplete };
}

/** Counts the steps and rows of one round. */
class Walk {
  readonly round: RetentionRound;
  readonly purged: PurgedCounts = {
    partitions: 0,
    attempts: 0,
    events: 0,
    deliveries: 0,
    eventKeys: 0,
    messageStatuses: 0,
    quarantine: 0,
    idempotencyKeys: 0,
    receivedRequests: 0,
    runs: 0,
    auditEntries: 0,
  };
  isStopped = false;
  isComplete = true;

  constructor(round: RetentionRound) {
    this.round = round;
  }

  /**
   * Repeats a step until it says that nothing is left, its share of the round is used up, or the round is
   * told to stop.
   *
   * @returns true when nothing is left.
   */
  async repeat(stepsMax: number, step: () => Promise<{ readonly isDone: boolean }>): Promise<boolean> {
    for (let count = 0; count < stepsMax && !this.isStopped; count++) {
      if ((await step()).isDone) return true;
      this.isStopped = !(await this.round.pause());
    }
    return false;
  }

  /** The same for rows that have to go: what is left makes the round incomplete. */
  async drain(
    kind: keyof PurgedCounts,
    step: () => Promise<{ readonly count: number; readonly isDone: boolean }>,
  ): Promise<void> {
    const isDone = await this.repeat(this.round.stepsMax, async () => {
      const result = await step();
      this.purged[kind] += result.count;
      return result;
    });
    if (!isDone) this.isComplete = false;
  }
}

/** What is older than the retention, and whose it may be. */
interface Old {
  readonly workspaceIds: readonly WorkspaceId[];
  readonly beforeMs: number;
}

/**
 * Drops the partitions in which everything is older than `beforeMs`, and what is old in the default ones.
 *
 * @returns up to when rows have to be removed one by one all the same: what was there before the table had partitions is
 *   one large first one, and waits for a whole retention until it can go as a whole. Without partitions that is `beforeMs`.
 */
async function purgePartitions(walk: Walk, old: Old): Promise<Record<PartitionedTable, number>> {
  const { beforeMs } = old;
  if (!walk.round.store.can.partitions) return { events: beforeMs, attempts: beforeMs };
  const rowsBeforeMs = { events: 0, attempts: 0 };
  for (const table of PARTITIONED_TABLES) rowsBeforeMs[table] = await purgePartitionsOf(walk, table, old);
  return rowsBeforeMs;
}

async function purgePartitionsOf(walk: Walk, table: PartitionedTable, old: Old): Promise<number> {
  const { beforeMs } = old;
  const { store } = walk.round;
  const partitions = await listPartitions(store, table);
  const expired = [...partitionsToDrop(partitions, beforeMs)];
  await walk.drain('partitions', async () => {
    const partition = expired.shift();
    if (partition === undefined) return { count: 0, isDone: true };
    if (table === 'events' && !(await settleWords(walk, old.workspaceIds, partition)))
      return { count: 0, isDone: false };
    const change = await dropPartition(store, table, partition);
    // What is in use now is free a minute later, and what waits for its deliveries has time.
    return { count: change === 'done' ? 1 : 0, isDone: expired.length === 0 };
  });
  await walk.drain(table, () => purgeDefaultPartition(store, table, beforeMs));
  const first = partitions.find(({ fromMs }) => fromMs === null);
  return first === undefined ? 0 : Math.min(beforeMs, first.toMs);
}

/** What messages say moves out of the events that go. False: stopped in the middle, so they must not go yet. */
async function settleWords(walk: Walk, workspaceIds: readonly WorkspaceId[], range: TimeRange): Promise<boolean> {
  for (const workspaceId of workspaceIds) {
    let afterId: MessageId | null = null;
    const isWhole = await walk.repeat(Number.POSITIVE_INFINITY, async () => {
      afterId = await settleMessages(walk.round.store, { workspaceId, ...range, afterId });
      return { isDone: afterId === null };
    });
    if (!isWhole) return false;
  }
  return true;
}

/** A batch that is not full was the last one. */
async function oneBatch(purge: Promise<number>): Promise<{ readonly count: number; readonly isDone: boolean }> {
  const count = await purge;
  return { count, isDone: count < PURGE_ROWS_MAX };
}

/** For batches whose size belongs to somebody else. */
async function untilNone(purge: Promise<number>): Promise<{ readonly count: number; readonly isDone: boolean }> {
  const count = await purge;
  return { count, isDone: count === 0 };
}

async function purgeOldCanceled(walk: Walk, workspaceId: WorkspaceId, beforeMs: number): Promise<void> {
  let afterId: DeliveryId | null = null;
  await walk.drain('deliveries', async () => {
    const { count, nextId } = await purgeCanceled(walk.round.store, { workspaceId, beforeMs, afterId });
    afterId = nextId;
    return { count, isDone: nextId === null };
  });
}

async function purgeOldEvents(walk: Walk, workspaceId: WorkspaceId, beforeMs: number): Promise<void> {
  if (walk.isStopped || !(await hasOldEvents(walk.round.store, workspaceId, beforeMs))) return;
  const kept = await collectKept(walk, workspaceId, beforeMs);
  if (kept === null) return;
  let afterId: EventId | null = null;
  await walk.drain('events', async () => {
    const { count, nextId } = await purgeEvents(walk.round.store, { workspaceId, beforeMs, afterId, kept });
    afterId = nextId;
    return { count, isDone: nextId === null };
  });
}

/** Old events that must stay. Null: stopped, or more than a round can remember, so none of them is purged for now. */
async function collectKept(
  walk: Walk,
  workspaceId: WorkspaceId,
  beforeMs: number,
): Promise<ReadonlySet<EventId> | null> {
  const kept = new Set<EventId>();
  let afterId: DeliveryId | null = null;
  const isWhole = await walk.repeat(Number.POSITIVE_INFINITY, async () => {
    const { eventIds, nextId } = await findUnfinishedEvents(walk.round.store, { workspaceId, beforeMs, afterId });
    for (const id of eventIds) kept.add(id);
    afterId = nextId;
    return { isDone: nextId === null || kept.size > KEPT_EVENTS_MAX };
  });
  return isWhole && kept.size <= KEPT_EVENTS_MAX ? kept : null;
}

async function purgeOldKeys(walk: Walk, workspaceId: WorkspaceId, beforeMs: number): Promise<void> {
  const { store, keyWalk } = walk.round;
  await walk.repeat(WALK_STEPS_MAX, async () => {
    const { count, nextKey } = await purgeEventKeys(store, {
      workspaceId,
      beforeMs,
      afterKey: keyWalk.get(workspaceId) ?? null,
    });
    walk.purged.eventKeys += count;
    if (nextKey === null) keyWalk.delete(workspaceId);
    else keyWalk.set(workspaceId, nextKey);
    return { isDone: nextKey === null };
  });
}

async function purgeOldStatuses(walk: Walk, workspaceId: WorkspaceId, beforeMs: number): Promise<void> {
  const { store, statusWalk } = walk.round;
  await walk.repeat(WALK_STEPS_MAX, async () => {
    const { count, nextWamid } = await purgeMessageStatuses(store, {
      workspaceId,
      beforeMs,
      afterWamid: statusWalk.get(workspaceId) ?? null,
    });
    walk.purged.messageStatuses += count;
    if (nextWamid === null) statusWalk.delete(workspaceId);
    else statusWalk.set(workspaceId, nextWamid);
    return { isDone: nextWamid === null };
  });
}
