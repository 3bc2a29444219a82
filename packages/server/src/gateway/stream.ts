import type { WebSocket } from '@fastify/websocket';
import type { VobizStreamContext } from '../compat/vobiz/stream.routes.ts';
import { createVobizFrames, type SentNotice, toSentFrame, VOBIZ_STREAM_EVENTS } from '../compat/vobiz/stream-frames.ts';
import type { Registry } from '../control/registry/registry.ts';
import { PosthornError } from '../domain/errors.ts';
import type { Event } from '../domain/event.ts';
import type { WorkspaceId } from '../domain/ids.ts';
import type { Published } from '../pipeline/commit/publisher.ts';
import { listEventsAt } from '../pipeline/event-log/event-log.store.ts';
import { readHorizon } from '../pipeline/event-log/position-horizon.store.ts';
import { vobizPayload } from '../pipeline/formats/vobiz.ts';
import { asyncApiDocument } from '../pipeline/stream/asyncapi-document.ts';
import { type StreamRoutesContext, streamRoutes } from '../pipeline/stream/stream.routes.ts';
import type { StreamObserver } from '../pipeline/stream/stream-client.ts';
import { readStreamCursor } from '../pipeline/stream/stream-cursor.ts';
import { createNativeDialect } from '../pipeline/stream/stream-frames.ts';
import { StreamHub, type StreamLog } from '../pipeline/stream/stream-hub.ts';
import {
  findOldestPosition,
  hasEventUpTo,
  listHeads,
  listHeadsAfter,
  listNewPositions,
} from '../pipeline/stream/stream-log.store.ts';
import { type NewSession, startSession } from '../pipeline/stream/stream-session.ts';
import { EVERYTHING } from '../pipeline/stream/stream-subscription.ts';
import { insertTicket, takeTicket } from '../pipeline/stream/stream-tickets.store.ts';
import type { Config } from '../platform/config/config.ts';
import type { Store } from '../platform/db/store.ts';
import type { ApiServer } from '../platform/http/api.ts';
import { hashToken } from '../platform/http/token-hash.ts';
import type { Logger } from '../platform/observability/logger.ts';
import type { Metrics } from '../platform/observability/metrics.ts';
import { SYSTEM_SOURCE } from './system-source.ts';

export interface StreamContext {
  readonly config: Config;
  readonly store: Store;
  readonly registry: Registry;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly version: string;
  /** `data` of an event in the formats of our own (CONTRACTS 8.2). */
  readonly eventData: (event: Event) => unknown;
}

/** A message that was sent through the API: Meta took it, and no event tells of it yet. */
export interface MessageSent extends SentNotice {
  readonly workspaceId: WorkspaceId;
}

/** The live stream with every part in its place. */
export interface Stream {
  /** To be told of everything that is published, right after its commit. */
  readonly onPublished: (published: Pick<Published, 'events' | 'positions'>) => void;
  /** Something may have been committed in a transaction of its own. */
  readonly wake: () => void;
  readonly onMessageSent: (sent: MessageSent) => void;
  /** Uses a ticket up: for the access control of the API. */
  readonly takeTicket: (ticketHash: string) => Promise<WorkspaceId | null>;
  readonly routes: (server: ApiServer, watch: StreamRoutesContext['watch']) => void;
  /** What the socket of Vobiz's API needs. */
  readonly vobiz: VobizStreamContext;
  readonly start: () => void;
  /** Says goodbye to every client. Settles when nothing is read any more. */
  readonly stop: () => Promise<void>;
}

const TICKET_VALID_MS = 60_000;
const TICKET_BYTES = 32;
/** How often the hub is to look around. What other nodes write is seen within this time. */
const TICK_MS = 250;

export function createStream(context: StreamContext): Stream {
  const { config, store, registry, metrics, logger, version } = context;
  const stopping = new AbortController();
  const hub = new StreamHub({
    log: logOf(store),
    positionsInOrder: !store.can.sharedBetweenNodes,
    clientsMax: config.streamClientsMax,
    retentionMs: config.retentionMs,
    nowMs: store.nowMs,
    wait: (delayMs) => waitFor(delayMs, stopping.signal),
    defer: setImmediate,
    onError: (error) => logger.error({ err: error }, 'the live stream could not read the event log'),
  });
  metrics.streamClients.set(0);
  const native = createNativeDialect(context.eventData);
  const vobiz = createVobizFrames(vobizPayload);
  const openSession = (session: NewSession) =>
    startSession({ hub, observer: observerOf(metrics), nowMs: store.nowMs }, session);
  let timer: NodeJS.Timeout | undefined;
  return {
    onPublished: (published) => hub.published(published),
    wake: () => hub.wake(),
    onMessageSent: ({ workspaceId, ...sent }) => {
      const accountId = registry.workspace(workspaceId)?.accountId;
      if (accountId !== undefined) hub.tellAside(workspaceId, vobiz, (cursor) => toSentFrame(sent, accountId, cursor));
    },
    takeTicket: (ticketHash) => takeTicket(store, ticketHash, Date.now()),
    routes: (server, watch) =>
      streamRoutes(server, {
        watch,
        assertPlace: (workspaceId) => hub.assertPlace(workspaceId),
        openSession: (socket, start) => openSession({ socket, dialect: native, ...start }),
        createTicket: (workspaceId) => createTicket(store, workspaceId),
        asyncApi: once(() =>
          asyncApiDocument({ version, publicUrl: config.publicUrl, vobizEvents: VOBIZ_STREAM_EVENTS }),
        ),
      }),
    vobiz: {
      assertStreamPlace: (workspaceId) => hub.assertPlace(workspaceId),
      readStreamCursor: readCursor,
      openStream: (socket: WebSocket, workspaceId, from) =>
        openSession({ socket, workspaceId, dialect: vobiz, subscription: EVERYTHING, from }),
    },
    start: () => {
      timer = setInterval(() => {
        hub.tick();
        metrics.streamClients.set(hub.clientCount);
      }, TICK_MS).unref();
    },
    stop: () => {
      clearInterval(timer);
      stopping.abort();
      return hub.stop();
    },
  };
}

function logOf(store: Store): StreamLog {
  return {
    readHorizon: () => readHorizon(store),
    listNewPositions: (query) => listNewPositions(store, query),
    listHeads: (workspaceId, positions) => listHeads(store, workspaceId, positions),
    listHeadsAfter: (workspaceId, query) => listHeadsAfter(store, workspaceId, query),
    listEvents: (workspaceId, positions) => listEventsAt(store, workspaceId, positions),
    hasEventUpTo: (workspaceId, position) => hasEventUpTo(store, workspaceId, position),
    findOldestPosition: (workspaceId) => findOldestPosition(store, workspaceId),
  };
}

function observerOf(metrics: Metrics): StreamObserver {
  return {
    onSent: () => metrics.streamFrames.inc(),
    onDropped: (frameCount) => metrics.streamDropped.inc(frameCount),
    onCutOff: (reason) => metrics.streamCutOff.inc({ reason }),
  };
}

async function createTicket(store: Store, workspaceId: WorkspaceId) {
  const ticket = `tkt_${SYSTEM_SOURCE.randomBytes(TICKET_BYTES).toString('base64url')}`;
  const nowMs = Date.now();
  const expiresAtMs = nowMs + TICKET_VALID_MS;
  await insertTicket(store, { ticketHash: hashToken(ticket), workspaceId, expiresAtMs, nowMs });
  return { ticket, expiresAtMs };
}

/** @throws PosthornError `invalid_request`. */
function readCursor(cursor: string): number {
  const position = readStreamCursor(cursor);
  if (position !== null) return position;
  const message = 'Use the cursor of a frame.';
  throw new PosthornError('invalid_request', message, { fields: [{ pointer: '?cursor', message }] });
}

/** Settles after the time, or when it is over. Keeps no process alive. */
function waitFor(delayMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, delayMs).unref();
    signal.addEventListener('abort', end, { once: true });
  });
}

/** Made when it is first asked for. */
function once<TValue extends object>(make: () => TValue): () => TValue {
  let made: TValue | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
