import type { NodeId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';

/** A process of the gateway. */
export interface GatewayNode {
  readonly id: NodeId;
  readonly hostName: string;
  readonly processId: number;
  readonly role: 'gateway';
  readonly version: string;
  /** Of Node.js. */
  readonly nodeVersion: string;
  readonly startedAtMs: number;
  readonly lastSeenAtMs: number;
  /** Null: it runs, or ended without a word. */
  readonly stoppedAtMs: number | null;
  /** Attempts that it was making when it was last seen. */
  readonly inFlight: number;
}

/** Enters a process that begins. */
export async function insertNode(store: Store, node: GatewayNode): Promise<void> {
  await store.db
    .insertInto('nodes')
    .values({
      id: node.id,
      host_name: node.hostName,
      process_id: node.processId,
      role: node.role,
      version: node.version,
      node_version: node.nodeVersion,
      started_at_ms: node.startedAtMs,
      last_seen_at_ms: node.lastSeenAtMs,
      stopped_at_ms: node.stoppedAtMs,
      in_flight: node.inFlight,
    })
    .execute();
}

export interface Heartbeat {
  readonly id: NodeId;
  readonly nowMs: number;
  readonly inFlight: number;
  /** It is the last one. */
  readonly isLast: boolean;
}

/** Says that a process lives, or that it ends. */
export async function writeHeartbeat(store: Store, { id, nowMs, inFlight, isLast }: Heartbeat): Promise<void> {
  await store.db
    .updateTable('nodes')
    .set({ last_seen_at_ms: nowMs, in_flight: inFlight, ...(isLast ? { stopped_at_ms: nowMs } : {}) })
    .where('id', '=', id)
    .execute();
}

/** Nodes that are told of: more is no installation of ours, but a process that cannot start. */
const NODES_MAX = 100;

/** Processes that were seen since a time and did not end with a word, the longest running first. */
export async function listNodes(store: Store, sinceMs: number): Promise<readonly GatewayNode[]> {
  const rows = await store.db
    .selectFrom('nodes')
    .selectAll()
    .where('last_seen_at_ms', '>=', sinceMs)
    .where('stopped_at_ms', 'is', null)
    .orderBy('last_seen_at_ms', 'desc')
    .limit(NODES_MAX)
    .execute();
  return rows
    .map((row) => ({
      id: row.id,
      hostName: row.host_name,
      processId: row.process_id,
      role: 'gateway' as const,
      version: row.version,
      nodeVersion: row.node_version,
      startedAtMs: row.started_at_ms,
      lastSeenAtMs: row.last_seen_at_ms,
      stoppedAtMs: row.stopped_at_ms,
      inFlight: row.in_flight,
    }))
    .sort((a, b) => a.startedAtMs - b.startedAtMs);
}

/** A time in which a node ran, epoch ms. */
export interface RunningTime {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Processes that one answer looks at. */
const RUNNING_TIMES_MAX = 20_000;

/** When nodes ran between two times, the latest first. */
export async function listRunningTimes(
  store: Store,
  sinceMs: number,
  untilMs: number,
): Promise<readonly RunningTime[]> {
  const rows = await store.db
    .selectFrom('nodes')
    .select(['started_at_ms', 'last_seen_at_ms'])
    .where('last_seen_at_ms', '>=', sinceMs)
    .where('started_at_ms', '<', untilMs)
    .orderBy('last_seen_at_ms', 'desc')
    .limit(RUNNING_TIMES_MAX)
    .execute();
  return rows.map((row) => ({ fromMs: row.started_at_ms, toMs: row.last_seen_at_ms }));
}

/** Forgets processes that were last seen before a time, a bounded number at once. */
export async function purgeNodes(store: Store, beforeMs: number): Promise<void> {
  await store.db
    .deleteFrom('nodes')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('nodes as old')
        .select('old.id')
        .where('old.last_seen_at_ms', '<', beforeMs)
        .orderBy('old.last_seen_at_ms')
        .limit(PURGE_ROWS_MAX),
    )
    .execute();
}

const PURGE_ROWS_MAX = 1_000;

/** How long a read and a commit take now, in milliseconds. The commit is a heartbeat's, so that it is a real one. */
export async function measureStore(
  store: Store,
  beat: Heartbeat,
  monotonicMs: () => number,
): Promise<{ readonly readMs: number; readonly commitMs: number }> {
  const beganMs = monotonicMs();
  await store.db.selectFrom('instance').select('id').executeTakeFirst();
  const readMs = monotonicMs();
  await writeHeartbeat(store, beat);
  return { readMs: readMs - beganMs, commitMs: monotonicMs() - readMs };
}
