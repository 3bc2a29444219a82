import type { Event } from '../../domain/event.ts';
import { type ChannelId, type EventId, idOf, type WorkspaceId } from '../../domain/ids.ts';
import { StreamClient, type StreamSocket } from './stream-client.ts';
import type { StreamDialect } from './stream-frames.ts';
import type { StreamHubContext, StreamLog } from './stream-hub.ts';
import { StreamHub } from './stream-hub.ts';
import { compileSubscription, type SubscriptionBody } from './stream-subscription.ts';

/** An old workspace: it was made long before any retention began. */
export const WORKSPACE = idOf('ws', '0150a000-0000-7000-8000-000000000001');
export const OTHER_WORKSPACE = idOf('ws', '0150a000-0000-7000-8000-000000000002');
export const CHANNEL = idOf('chn', '0190a000-0000-7000-8000-000000000003');

export const START_MS = Date.parse('2026-06-11T09:00:00Z');
export const RETENTION_MS = 30 * 86_400_000;

interface EventFields {
  readonly type?: string;
  readonly workspaceId?: WorkspaceId;
  readonly channelId?: ChannelId | null;
  readonly phone?: string | null;
}

/** An event that tells its number. */
export function eventOf(number: number, fields: EventFields = {}): Event {
  return {
    id: idOf('evt', `0190a000-0000-7000-8000-${String(number).padStart(12, '0')}`),
    workspaceId: WORKSPACE,
    type: 'custom.counted',
    origin: 'custom',
    channelId: null,
    occurredAtMs: START_MS,
    createdAtMs: START_MS,
    phone: null,
    bsuid: null,
    contact: null,
    sentMessage: null,
    hops: 0,
    payload: { number },
    ...fields,
  };
}

/** Frames with the number of the event, and how often one was made. */
export function createTestDialect(): StreamDialect & { readonly made: () => number } {
  let made = 0;
  return {
    made: () => made,
    tells: () => true,
    toFrame: (event, cursor) => {
      made++;
      return JSON.stringify({ number: (event.payload as { number: number }).number, cursor });
    },
  };
}

export interface TestFrame {
  readonly event?: string;
  readonly number?: number;
  readonly dropped?: number;
  readonly cursor: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The other end of a client, which remembers everything. */
export interface TestSocket extends StreamSocket {
  readonly frames: TestFrame[];
  readonly pings: () => number;
  /** What waits to be read. */
  waitingBytes: number;
  closedWith: { readonly code: number; readonly reason: string } | null;
  /** Numbers of the events that came. */
  readonly numbers: () => number[];
}

export function createTestSocket(): TestSocket {
  let pings = 0;
  const socket: TestSocket = {
    frames: [],
    waitingBytes: 0,
    closedWith: null,
    pings: () => pings,
    numbers: () => socket.frames.flatMap(({ number }) => (number === undefined ? [] : [number])),
    bufferedBytes: () => socket.waitingBytes,
    send: (frame) => {
      socket.frames.push(JSON.parse(String(frame)) as TestFrame);
    },
    ping: () => {
      pings++;
    },
    close: (code, reason) => {
      socket.closedWith = { code, reason };
    },
  };
  return socket;
}

export function createTestObserver() {
  const counts = { sent: 0, dropped: 0, cutOff: [] as string[] };
  return {
    counts,
    onSent: () => {
      counts.sent++;
    },
    onDropped: (frameCount: number) => {
      counts.dropped += frameCount;
    },
    onCutOff: (reason: string) => {
      counts.cutOff.push(reason);
    },
  };
}

/** A clock that moves when somebody waits or is told to. */
export interface TestClock {
  nowMs: number;
}

interface WorldOptions {
  readonly positionsInOrder?: boolean;
  readonly clientsMax?: number;
}

/**
 * A hub over a log in memory, driven by hand: what is deferred runs when `settle` is called. The log counts what is read
 * from it. Positions are taken by `commit` in order; what is appended with `isAnnounced: false` is of a transaction.
 */
export function createTestWorld({ positionsInOrder = true, clientsMax = 100 }: WorldOptions = {}) {
  const clock: TestClock = { nowMs: START_MS };
  const log = createTestLog();
  const deferred: (() => void)[] = [];
  const errors: unknown[] = [];
  const context: StreamHubContext = {
    log,
    positionsInOrder,
    clientsMax,
    retentionMs: RETENTION_MS,
    nowMs: () => clock.nowMs,
    wait: async (delayMs) => {
      clock.nowMs += delayMs;
    },
    defer: (run) => deferred.push(run),
    onError: (error) => errors.push(error),
  };
  const hub = new StreamHub(context);
  const observer = createTestObserver();
  const dialect = createTestDialect();
  /** Lets everything happen that can. */
  const settle = async () => {
    for (let idleTurns = 0; idleTurns < 20; idleTurns++) {
      const run = deferred.shift();
      if (run !== undefined) {
        idleTurns = 0;
        run();
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {
    clock,
    log,
    hub,
    observer,
    dialect,
    errors,
    settle,
    /** Appends events in one commit and announces them. */
    commit: (...events: Event[]) => {
      const positions = log.append(events);
      hub.published({ events, positions });
      return positions;
    },
    connect: async (options: { asked?: SubscriptionBody; from?: number | null; workspaceId?: WorkspaceId } = {}) => {
      const socket = createTestSocket();
      const workspaceId = options.workspaceId ?? WORKSPACE;
      const client = new StreamClient({ workspaceId, dialect, socket, observer, nowMs: clock.nowMs });
      client.subscription = compileSubscription(options.asked ?? {});
      await hub.add(client, options.from ?? null);
      await settle();
      return { client, socket };
    },
  };
}

export interface TestLog extends StreamLog {
  readonly append: (events: readonly Event[]) => ReadonlyMap<EventId, number>;
  /** Uses up positions for nothing, as a transaction that failed does on PostgreSQL. */
  readonly skip: (count: number) => void;
  readonly purgeUpTo: (position: number) => void;
  /** Nothing above it can be seen by the hub. Null: everything can. */
  horizon: number | null;
  /** Makes the next reading fail. */
  isAway: boolean;
  /** How many payloads were read. */
  readonly payloadsRead: () => number;
  readonly lastPosition: () => number;
}

function createTestLog(): TestLog {
  const rows = new Map<number, Event>();
  let last = 0;
  let payloadsRead = 0;
  const rowsOf = (workspaceId: WorkspaceId) =>
    [...rows].filter(([, event]) => event.workspaceId === workspaceId).sort(([a], [b]) => a - b);
  const head = ([position, event]: [number, Event]) => ({ ...event, payload: undefined, position });
  const log: TestLog = {
    horizon: null,
    isAway: false,
    payloadsRead: () => payloadsRead,
    lastPosition: () => last,
    append: (events) => {
      for (const event of events) rows.set(++last, event);
      return new Map(events.map((event, index) => [event.id, last - events.length + index + 1] as const));
    },
    skip: (count) => {
      last += count;
    },
    purgeUpTo: (position) => {
      for (const each of rows.keys()) if (each <= position) rows.delete(each);
    },
    readHorizon: async () => {
      if (log.isAway) throw new Error('The database is away.');
      return log.horizon ?? last;
    },
    listNewPositions: async ({ after, upTo, limit }) =>
      new Map(
        [...after].map(([workspaceId, from]) => {
          const fresh = rowsOf(workspaceId).map(([position]) => position);
          return [
            workspaceId,
            fresh.filter((position) => position > from && position <= upTo).slice(0, limit),
          ] as const;
        }),
      ),
    listHeads: async (workspaceId, positions) =>
      rowsOf(workspaceId)
        .filter(([position]) => positions.includes(position))
        .map(head),
    listHeadsAfter: async (workspaceId, { afterPosition, upTo, limit }) =>
      rowsOf(workspaceId)
        .filter(([position]) => position > afterPosition && position <= upTo)
        .slice(0, limit)
        .map(head),
    listEvents: async (workspaceId, positions) => {
      payloadsRead += positions.length;
      return new Map(rowsOf(workspaceId).filter(([position]) => positions.includes(position)));
    },
    hasEventUpTo: async (workspaceId, position) => rowsOf(workspaceId).some(([each]) => each <= position),
    findOldestPosition: async (workspaceId) => rowsOf(workspaceId)[0]?.[0] ?? null,
  };
  return log;
}
