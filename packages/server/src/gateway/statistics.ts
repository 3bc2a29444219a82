import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import { nodeHealthRoutes } from '../control/nodes/node-health.routes.ts';
import { listRunningTimes } from '../control/nodes/nodes.store.ts';
import { createNodesWorker } from '../control/nodes/nodes.worker.ts';
import { checklistRoutes } from '../control/setup/checklist.routes.ts';
import type { NewEvent } from '../domain/event.ts';
import { idOf, type MemberId, type MetaAppId, type WorkspaceId } from '../domain/ids.ts';
import type { MetaApp } from '../domain/workspace.ts';
import { countConversations } from '../messaging/conversations/conversation-counts.store.ts';
import { countSendsOf } from '../messaging/sending/sending.store.ts';
import type { NotedTraffic } from '../meta/traffic/meta-traffic.store.ts';
import { TrafficNotes } from '../meta/traffic/traffic-notes.ts';
import type { WebhookResult } from '../pipeline/ingest/webhook-listener.ts';
import { findFirstLoggedSuccessMs, findFirstSuccessMs } from '../pipeline/statistics/counts.store.ts';
import { ALL } from '../pipeline/statistics/delivery-counts.ts';
import { waitingOf } from '../pipeline/statistics/delivery-series.ts';
import { LogTailReader } from '../pipeline/statistics/log-tail.ts';
import { statisticsRoutes } from '../pipeline/statistics/statistics.routes.ts';
import { StatisticsWorker } from '../pipeline/statistics/statistics.worker.ts';
import { readWaitingNow } from '../pipeline/statistics/waiting.store.ts';
import type { Config } from '../platform/config/config.ts';
import type { OpenedStore } from '../platform/db/open-store.ts';
import type { ApiServer } from '../platform/http/api.ts';
import type { Logger } from '../platform/observability/logger.ts';
import type { Engine } from './engine.ts';
import { SYSTEM_SOURCE } from './system-source.ts';

export interface StatisticsContext {
  readonly config: Pick<Config, 'retentionMs'>;
  readonly store: OpenedStore;
  readonly engine: Pick<Engine, 'inFlight'>;
  readonly logger: Logger;
  readonly version: string;
}

/** What happens, counted and told: statistics, nodes, what Meta sends, and the steps to the first delivery. */
export interface Statistics {
  /** To be told how every call of Meta was answered, and what came of it. */
  readonly noteWebhook: (result: WebhookResult, apps: readonly MetaApp[]) => void;
  readonly noteEvents: (events: readonly NewEvent[]) => void;
  /** What Meta sent to registrations, as every node saw it. */
  readonly traffic: (ids: readonly MetaAppId[]) => Promise<ReadonlyMap<MetaAppId, NotedTraffic>>;
  readonly routes: (server: ApiServer) => void;
  readonly start: () => Promise<void>;
  /** Settles when nothing is counted or written any more. */
  readonly stop: () => Promise<void>;
}

/** Puts them together. */
export function createStatistics(context: StatisticsContext): Statistics {
  const { config, store, engine, logger, version } = context;
  const nodeId = idOf('nod', SYSTEM_SOURCE.newId());
  const monotonicMs = () => performance.now();
  const inFlight = () => engine.inFlight();
  const notes = new TrafficNotes({
    store,
    nowMs: store.nowMs,
    onError: (error) => logger.warn({ err: error }, 'when Meta last called was not written'),
  });
  const nodes = createNodesWorker({
    store,
    node: {
      id: nodeId,
      hostName: hostname(),
      processId: process.pid,
      version,
      nodeVersion: process.versions.node,
    },
    retentionMs: config.retentionMs,
    inFlight,
    nowMs: store.nowMs,
    onError: (error) => logger.warn({ err: error }, 'a beat of this node was not written'),
  });
  const worker = new StatisticsWorker({
    ...{ store, nodeId, retentionMs: config.retentionMs },
    nowMs: store.nowMs,
    onError: (error) => logger.error({ err: error }, 'statistics were not counted'),
  });
  const waitingIn = async (workspaceId: WorkspaceId) => {
    const nowMs = Date.now();
    return waitingOf(await readWaitingNow(store, workspaceId, nowMs), ALL, nowMs);
  };
  return {
    noteWebhook: (result, apps) => noteWebhook(notes, result, apps),
    noteEvents: (events) => {
      for (const { workspaceId, channelId } of events) {
        if (channelId !== null) notes.noteEvent(workspaceId, channelId);
      }
    },
    traffic: (ids) => notes.ofMetaApps(ids),
    routes: (server) => {
      statisticsRoutes(server, {
        store,
        tails: new LogTailReader(store),
        runningTimes: (sinceMs, untilMs) => listRunningTimes(store, sinceMs, untilMs),
        lastEventAtMs: (channelId) => notes.lastEventAtMs(channelId),
        countUnread: (workspaceId, memberId) => countUnread(store, workspaceId, memberId),
        nowMs: store.nowMs,
      });
      nodeHealthRoutes(server, {
        ...{ store, nodeId, version, inFlight, monotonicMs, waitingIn },
        nowMs: store.nowMs,
        messagesQueued: (workspaceId) => countSendsOf(store, workspaceId),
      });
      checklistRoutes(server, {
        store,
        traffic: (ids) => notes.ofMetaApps(ids),
        firstSuccessMs: async (workspaceId) =>
          (await findFirstSuccessMs(store, workspaceId)) ?? (await findFirstLoggedSuccessMs(store, workspaceId)),
      });
    },
    start: async () => {
      await nodes.start();
      worker.start();
    },
    stop: async () => {
      await worker.stop();
      await notes.stop();
      await nodes.stop();
    },
  };
}

function noteWebhook(notes: TrafficNotes, result: WebhookResult, apps: readonly MetaApp[]): void {
  for (const { id } of apps) {
    if (result === 'accepted') notes.noteSignedPost(id);
    else if (result === 'challenge_passed') notes.noteChallenge(id);
    else if (result === 'unauthenticated') notes.noteRefusedPost(id);
  }
}

async function countUnread(store: OpenedStore, workspaceId: WorkspaceId, memberId: MemberId | null): Promise<number> {
  const { mine, all } = await countConversations(store, { workspaceId, memberId });
  return (mine ?? all).unread;
}
