import * as z from 'zod';
import type { NodeId, WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import { toIso } from '../../platform/http/query-params.ts';
import { type GatewayNode, listNodes, measureStore } from './nodes.store.ts';
import { STALE_AFTER_MS } from './nodes.worker.ts';

/** What this route needs. */
export interface NodeHealthContext {
  readonly store: Store;
  /** This process. */
  readonly nodeId: NodeId;
  readonly version: string;
  readonly inFlight: () => number;
  readonly nowMs: () => number;
  readonly monotonicMs: () => number;
  /** What waits in a workspace now. */
  readonly waitingIn: (
    workspaceId: WorkspaceId,
  ) => Promise<{ readonly waiting: number; readonly oldestMs: number | null }>;
  /** Messages that Meta has not taken yet. Null: not of one workspace. */
  readonly messagesQueued: (workspaceId: WorkspaceId) => Promise<number>;
}

const nodeView = z.object({
  id: z.string(),
  host_name: z.string(),
  process_id: z.int(),
  role: z.enum(['gateway']),
  version: z.string(),
  node_version: z.string().describe('Of Node.js.'),
  started_at: z.iso.datetime(),
  last_seen_at: z.iso.datetime(),
  in_flight: z.int().describe('Attempts that it was making when it was last seen.'),
  state: z
    .enum(['running', 'stale'])
    .describe('`stale`: it said nothing for three of its beats, and not that it ends.'),
  answers: z.boolean().describe('It is the one that answers this call.'),
});

/** The answer of `GET /v1/health`. */
export const healthView = z
  .object({
    state: z.enum(['well', 'troubled']),
    troubles: z.array(z.string()).describe('What is not well, in sentences.'),
    version: z.string().describe('Of the node that answers.'),
    nodes: z.array(nodeView),
    database: z.object({
      kind: z.enum(['sqlite', 'postgres']),
      version: z.string(),
      size_bytes: z.int(),
      read_ms: z.number().describe('How long a read takes, measured now.'),
      commit_ms: z.number().describe('How long a durable commit takes, measured now.'),
    }),
    queue: z.object({
      waiting: z.int().describe('Deliveries of this workspace that are not finished.'),
      oldest_ms: z.int().nullable(),
      in_flight: z.int().describe('Attempts that all nodes are making, for all workspaces.'),
      messages_queued: z.int().describe('Messages of this workspace that Meta has not taken yet.'),
    }),
  })
  .meta({ id: 'Health' });

/** How long a node that ended without a word is told of. */
const TOLD_MS = 86_400_000;
/** A commit takes about 1 ms. */
const SLOW_COMMIT_MS = 250;

/** `GET /v1/health`: nodes, database, queue and versions. */
export function nodeHealthRoutes(api: ApiServer, ctx: NodeHealthContext): void {
  api.route({
    method: 'GET',
    url: '/v1/health',
    config: { access: { who: 'workspace', permission: 'health.read' } },
    schema: {
      tags: ['Health'],
      summary: 'How the installation is',
      response: { 200: healthView },
    },
    handler: async (request) => {
      const workspaceId = workspaceOf(request);
      const nowMs = ctx.nowMs();
      const beat = { id: ctx.nodeId, nowMs, inFlight: ctx.inFlight(), isLast: false };
      const latency = await measureStore(ctx.store, beat, ctx.monotonicMs);
      const [nodes, database, waiting, messagesQueued] = await Promise.all([
        listNodes(ctx.store, nowMs - TOLD_MS),
        ctx.store.describe(),
        ctx.waitingIn(workspaceId),
        ctx.messagesQueued(workspaceId),
      ]);
      const views = nodes.map((node) => toNodeView(node, ctx.nodeId, nowMs));
      const running = views.filter(({ state }) => state === 'running');
      const troubles = troublesOf(views, latency.commitMs);
      return {
        state: troubles.length === 0 ? ('well' as const) : ('troubled' as const),
        troubles,
        version: ctx.version,
        nodes: views,
        database: {
          kind: database.kind,
          version: database.version,
          size_bytes: database.sizeBytes,
          read_ms: rounded(latency.readMs),
          commit_ms: rounded(latency.commitMs),
        },
        queue: {
          waiting: waiting.waiting,
          oldest_ms: waiting.oldestMs,
          in_flight: running.reduce((sum, node) => sum + node.in_flight, 0),
          messages_queued: messagesQueued,
        },
      };
    },
  });
}

type NodeView = z.output<typeof nodeView>;

function toNodeView(node: GatewayNode, ownId: NodeId, nowMs: number): NodeView {
  return {
    id: node.id,
    host_name: node.hostName,
    process_id: node.processId,
    role: node.role,
    version: node.version,
    node_version: node.nodeVersion,
    started_at: toIso(node.startedAtMs),
    last_seen_at: toIso(node.lastSeenAtMs),
    in_flight: node.inFlight,
    state: nowMs - node.lastSeenAtMs > STALE_AFTER_MS ? 'stale' : 'running',
    answers: node.id === ownId,
  };
}

function troublesOf(nodes: readonly NodeView[], commitMs: number): string[] {
  const troubles: string[] = [];
  const running = nodes.filter(({ state }) => state === 'running');
  // A process that died is no trouble once another one runs on its host.
  const lost = nodes.filter(
    (node) => node.state === 'stale' && !running.some((other) => other.host_name === node.host_name),
  );
  for (const node of lost)
    troubles.push(`The node on ${node.host_name} was last seen at ${node.last_seen_at} and did not say that it ends.`);
  if (new Set(running.map(({ version }) => version)).size > 1)
    troubles.push('Nodes run different versions. Finish the update.');
  if (commitMs > SLOW_COMMIT_MS)
    troubles.push(`A commit takes ${Math.round(commitMs)} ms: the disk or the database is slow.`);
  return troubles;
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
