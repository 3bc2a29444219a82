import { PosthornError } from '../../domain/errors.ts';
import type { Event } from '../../domain/event.ts';
import { timeOfId } from '../../domain/id-time.ts';
import type { EventId, WorkspaceId } from '../../domain/ids.ts';
import { CommitOrder } from './commit-order.ts';
import { LogAge } from './log-age.ts';
import { CLOSE_CODES, type StreamClient } from './stream-client.ts';
import { toStreamCursor } from './stream-cursor.ts';
import type { StreamDialect } from './stream-frames.ts';
import type { PlacedHead } from './stream-log.store.ts';
import type { Subscription } from './stream-subscription.ts';
import { WorkspaceFeed } from './workspace-feed.ts';

/** The event log, as far as the stream reads it. */
export interface StreamLog {
  /** See `position-horizon.store.ts`. */
  readonly readHorizon: () => Promise<number>;
  readonly listNewPositions: (query: {
    readonly after: ReadonlyMap<WorkspaceId, number>;
    readonly upTo: number;
    readonly limit: number;
  }) => Promise<ReadonlyMap<WorkspaceId, readonly number[]>>;
  readonly listHeads: (workspaceId: WorkspaceId, positions: readonly number[]) => Promise<readonly PlacedHead[]>;
  readonly listHeadsAfter: (
    workspaceId: WorkspaceId,
    query: { readonly afterPosition: number; readonly upTo: number; readonly limit: number },
  ) => Promise<readonly PlacedHead[]>;
  readonly listEvents: (workspaceId: WorkspaceId, positions: readonly number[]) => Promise<ReadonlyMap<number, Event>>;
  readonly hasEventUpTo: (workspaceId: WorkspaceId, position: number) => Promise<boolean>;
  readonly findOldestPosition: (workspaceId: WorkspaceId) => Promise<number | null>;
}

export interface StreamHubContext {
  readonly log: StreamLog;
  /** True where one node writes and positions are taken in the order of commits: then the log need not be read. */
  readonly positionsInOrder: boolean;
  readonly clientsMax: number;
  readonly retentionMs: number;
  readonly nowMs: () => number;
  /** Settles after the time. */
  readonly wait: (delayMs: number) => Promise<void>;
  /** Runs it in the next turn of the event loop: what is more urgent goes first. */
  readonly defer: (run: () => void) => void;
  readonly onError: (error: unknown) => void;
}

/** Events that were committed, and where they stand in the log. Null: not known, and they are not committed yet. */
export interface PublishedEvents {
  readonly events: readonly Event[];
  readonly positions: ReadonlyMap<EventId, number> | null;
}

/** Clients of one workspace on one node: more than the people of a company, and one of them cannot take all places. */
export const WORKSPACE_CLIENTS_MAX = 2_000;
/** Positions of one workspace that one round looks at. */
const POSITIONS_MAX = 1_000;
/** Events with their payloads in memory at once: as a page of `GET /v1/events`. */
const EVENTS_MAX = 100;
/** Heads that a client who catches up reads at once. */
const HEADS_MAX = 500;
/** Clients that read the log at the same time. After a restart all of them come at once. */
const READERS_MAX = 8;
/** Where the log is read, rounds under load are so far apart: each costs three statements or more, and nobody sees 50 ms. */
const ROUND_EVERY_MS = 50;
/** Before the log is read again when that failed. */
const RETRY_MS = 1_000;
/** How far above the horizon a cursor may lie: another node may be ahead by what is just being written. */
const AHEAD_MAX = 100_000;

/**
 * Brings the events of the log to the clients that are there: in the order of the log, without a gap, each once.
 *
 * On SQLite events come straight from memory as they are committed. Whenever one does not follow the last, the log is
 * read. On PostgreSQL other nodes write too and positions are committed out of order, so that the log is read up to its
 * horizon; what was published here is taken from memory all the same. Nothing is done for workspaces without clients.
 * A client is live, or it catches up by reading the log on its own until it meets the live feed.
 */
export class StreamHub {
  readonly #context: StreamHubContext;
  readonly #feeds = new Map<WorkspaceId, WorkspaceFeed>();
  readonly #order = new CommitOrder();
  readonly #age: LogAge;
  readonly #readersWaiting: (() => void)[] = [];
  readonly #clients = new Set<StreamClient>();
  readonly #catchUps = new Set<Promise<void>>();
  #readers = 0;
  #isStopped = false;
  #isRunning = false;
  #isWanted = false;
  /** The log may hold what was not announced. */
  #mustRead = false;
  #lastRoundMs = Number.NEGATIVE_INFINITY;
  #publishedSinceTick = false;
  #idle: Promise<void> = Promise.resolve();

  constructor(context: StreamHubContext) {
    this.#context = context;
    this.#age = new LogAge(context.retentionMs);
  }

  get clientCount(): number {
    return this.#clients.size;
  }

  /** @throws PosthornError `limit_reached` when there is no place for one more client. */
  assertPlace(workspaceId: WorkspaceId): void {
    if (this.#clients.size >= this.#context.clientsMax) {
      throw new PosthornError('limit_reached', `This node has ${this.#context.clientsMax} clients of the stream.`);
    }
    if ((this.#feeds.get(workspaceId)?.clients.size ?? 0) < WORKSPACE_CLIENTS_MAX) return;
    throw new PosthornError(
      'limit_reached',
      `This workspace has ${WORKSPACE_CLIENTS_MAX} clients of the stream on this node. Close some first.`,
    );
  }

  /** Told of everything that is published in this process, right after its commit. Returns at once. */
  published({ events, positions }: PublishedEvents): void {
    if (this.#feeds.size === 0 || events.length === 0) return;
    if (positions === null) return;
    this.#publishedSinceTick = true;
    if (this.#context.positionsInOrder) this.#order.announce(positions, events.length);
    for (const event of events) {
      const position = positions.get(event.id);
      if (position !== undefined) this.#feeds.get(event.workspaceId)?.remember(position, event);
    }
    this.#schedule();
  }

  /** Something may have been committed that was not announced, as a transaction of its own. */
  wake(): void {
    if (this.#feeds.size === 0) return;
    this.#mustRead = true;
    this.#schedule();
  }

  /**
   * Takes a client in. It goes on after the position that it names, or with what comes from now on. Settles when it was
   * told that it is ready, or is closed.
   *
   * @param from Null: from now on. 0: from the oldest event that is kept.
   */
  async add(client: StreamClient, from: number | null): Promise<void> {
    if (this.#isStopped) {
      client.close(CLOSE_CODES.restart, RESTART_WORDS);
      return;
    }
    const feed = this.#feedOf(client.workspaceId);
    feed.clients.add(client);
    this.#clients.add(client);
    try {
      await feed.started;
    } catch (error) {
      this.#context.onError(error);
      client.close(CLOSE_CODES.failed, READ_FAILED_WORDS);
      return;
    }
    if (client.isClosed) return;
    // Read for it once more before it lives from memory: see `isInStep`.
    if (!feed.isInStep) this.wake();
    client.position = from ?? this.#positionOf(feed);
    client.tell('stream.ready', {}, this.#context.nowMs());
    if (from === null) feed.live.add(client);
    else this.#startCatchUp(client, feed);
  }

  /** The connection of the client is gone. */
  remove(client: StreamClient): void {
    client.noteClosed();
    this.#clients.delete(client);
    const feed = this.#feeds.get(client.workspaceId);
    if (feed === undefined || !feed.clients.delete(client)) return;
    feed.live.remove(client);
    if (feed.clients.size > 0) return;
    this.#feeds.delete(client.workspaceId);
    if (this.#feeds.size === 0) this.#order.forget();
  }

  /** From the next event on the client gets what it wants now. */
  subscribe(client: StreamClient, subscription: Subscription): void {
    const feed = this.#feeds.get(client.workspaceId);
    if (feed === undefined || client.isClosed) return;
    const isLive = feed.live.remove(client);
    client.subscription = subscription;
    if (isLive) {
      feed.live.add(client);
      client.position = Math.max(client.position, this.#positionOf(feed));
    }
    client.tell('stream.subscribed', { ...subscription.asked }, this.#context.nowMs());
  }

  /** Sends the client everything after the position, until it meets what comes live. */
  resume(client: StreamClient, from: number): void {
    const feed = this.#feeds.get(client.workspaceId);
    if (feed === undefined || client.isClosed) return;
    feed.live.remove(client);
    client.moveTo(from, this.#context.nowMs());
    this.#startCatchUp(client, feed);
  }

  /** Sends a frame that stands for no event of the log to the clients of a dialect on this node. */
  tellAside(workspaceId: WorkspaceId, dialect: StreamDialect, toFrame: (cursor: string) => string): void {
    const nowMs = this.#context.nowMs();
    for (const client of this.#feeds.get(workspaceId)?.clients ?? []) {
      if (client.dialect === dialect) client.deliverAside(toFrame, nowMs);
    }
  }

  /** To be called a few times a second. */
  tick(): void {
    const nowMs = this.#context.nowMs();
    for (const feed of this.#feeds.values()) {
      const position = this.#positionOf(feed);
      for (const client of feed.clients) {
        if (feed.live.has(client)) client.position = Math.max(client.position, position);
        client.tick(nowMs);
      }
    }
    // While events are announced one after the other, whatever is missing between them shows by itself.
    if (!this.#context.positionsInOrder || !this.#publishedSinceTick) this.wake();
    this.#publishedSinceTick = false;
  }

  /** Says goodbye to every client. Settles when nothing is read any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const feed of this.#feeds.values()) {
      for (const client of feed.clients) client.close(CLOSE_CODES.restart, RESTART_WORDS);
    }
    await Promise.all([this.#idle, ...this.#catchUps]);
  }

  #feedOf(workspaceId: WorkspaceId): WorkspaceFeed {
    const known = this.#feeds.get(workspaceId);
    if (known !== undefined) return known;
    // In the map before the horizon is read: what is published from now on is remembered.
    const feed = new WorkspaceFeed(async () => {
      const horizon = await this.#readHorizon();
      if (this.#context.positionsInOrder && !this.#order.isStarted) this.#order.noteRead(horizon);
      return horizon;
    });
    feed.started.catch(() => {
      if (this.#feeds.get(workspaceId) === feed) this.#feeds.delete(workspaceId);
    });
    this.#feeds.set(workspaceId, feed);
    return feed;
  }

  /** Where everything is announced in order, a feed without events moves on with the others. */
  #positionOf(feed: WorkspaceFeed): number {
    if (feed.isInStep && !feed.hasRemembered) feed.moveTo(this.#order.knownTo);
    return feed.position;
  }

  async #readHorizon(): Promise<number> {
    const horizon = await this.#context.log.readHorizon();
    this.#age.note(horizon, this.#context.nowMs());
    return horizon;
  }

  #schedule(): void {
    this.#isWanted = true;
    if (this.#isRunning || this.#isStopped) return;
    this.#isRunning = true;
    this.#idle = new Promise((resolve) => {
      this.#context.defer(() => {
        void this.#run().then(() => {
          this.#isRunning = false;
          resolve();
          if (this.#isWanted) this.#schedule();
        });
      });
    });
  }

  async #run(): Promise<void> {
    while (this.#isWanted && !this.#isStopped && this.#feeds.size > 0) {
      this.#isWanted = false;
      try {
        if (this.#sendAnnounced()) continue;
        await this.#waitForRound();
        this.#mustRead = false;
        await this.#readLog();
      } catch (error) {
        this.#context.onError(error);
        this.#mustRead = true;
        this.#isWanted = true;
        await this.#context.wait(RETRY_MS);
      }
    }
    if (this.#feeds.size === 0) this.#isWanted = false;
  }

  /** Sends what is in memory. @returns false when the log has to be read. */
  #sendAnnounced(): boolean {
    if (!this.#context.positionsInOrder || this.#mustRead) return false;
    const hasGap = this.#order.hasGap();
    const nowMs = this.#context.nowMs();
    let remembersAll = true;
    for (const feed of this.#feeds.values()) {
      if (!feed.isStarted || !feed.hasRemembered) continue;
      if (feed.isInStep && feed.remembersAll) feed.sendRemembered(this.#order.knownTo, nowMs);
      else remembersAll = false;
    }
    return !hasGap && remembersAll;
  }

  async #waitForRound(): Promise<void> {
    const waitMs = this.#lastRoundMs + ROUND_EVERY_MS - this.#context.nowMs();
    if (waitMs > 0 && !this.#context.positionsInOrder) await this.#context.wait(waitMs);
    this.#lastRoundMs = this.#context.nowMs();
  }

  /** Sends what the log has up to its horizon. */
  async #readLog(): Promise<void> {
    const upTo = await this.#readHorizon();
    const started = [...this.#feeds].filter(([, feed]) => feed.isStarted);
    const behind = new Map<WorkspaceId, number>();
    for (const [workspaceId, feed] of started) {
      if (this.#positionOf(feed) < upTo) behind.set(workspaceId, feed.position);
    }
    const fresh =
      behind.size === 0
        ? new Map<WorkspaceId, readonly number[]>()
        : await this.#context.log.listNewPositions({ after: behind, upTo, limit: POSITIONS_MAX });
    let isComplete = true;
    for (const [workspaceId, feed] of started) {
      const positions = fresh.get(workspaceId) ?? [];
      await this.#sendFromLog(workspaceId, feed, positions);
      if (positions.length < POSITIONS_MAX) {
        feed.moveTo(upTo);
        feed.isInStep = true;
      } else {
        isComplete = false;
      }
    }
    if (!isComplete) {
      this.#mustRead = true;
      this.#isWanted = true;
    } else if (this.#context.positionsInOrder) {
      this.#order.noteRead(upTo);
      // What was announced meanwhile may follow now.
      this.#isWanted = true;
    }
  }

  async #sendFromLog(workspaceId: WorkspaceId, feed: WorkspaceFeed, positions: readonly number[]): Promise<void> {
    const { log, nowMs } = this.#context;
    for (let start = 0; start < positions.length; start += EVENTS_MAX) {
      const part = positions.slice(start, start + EVENTS_MAX);
      // Taken out before anything is waited for: memory may be given up meanwhile.
      const known = new Map(part.flatMap((position) => toEntry(position, feed.remembered(position))));
      const heads = await log.listHeads(
        workspaceId,
        part.filter((position) => !known.has(position)),
      );
      const wanted = heads.filter((head) => feed.hasRoomFor(head, nowMs())).map(({ position }) => position);
      const events = wanted.length === 0 ? NO_EVENTS : await log.listEvents(workspaceId, wanted);
      const headAt = new Map(heads.map((head) => [head.position, head]));
      for (const position of part) {
        const event = known.get(position) ?? events.get(position) ?? null;
        const head = event ?? headAt.get(position);
        // Purged since its position was read.
        if (head !== undefined) feed.send({ position, head, event }, nowMs());
      }
      feed.moveTo(part.at(-1) ?? 0);
    }
  }

  #startCatchUp(client: StreamClient, feed: WorkspaceFeed): void {
    const running = this.#catchUp(client, feed).finally(() => this.#catchUps.delete(running));
    this.#catchUps.add(running);
  }

  async #catchUp(client: StreamClient, feed: WorkspaceFeed): Promise<void> {
    const number = ++client.catchUpNumber;
    const isCurrent = () => client.catchUpNumber === number && !client.isClosed && !this.#isStopped;
    try {
      await this.#tellGap(client);
      while (isCurrent()) {
        if (!(await this.#catchUpOnce(client, isCurrent))) continue;
        if (!isCurrent()) return;
        // Without room the first live frames would be left out: what is missing until there is some is read from the log.
        const delayMs = client.catchUpDelayMs(this.#context.nowMs());
        if (delayMs === 0 && client.position >= this.#positionOf(feed)) {
          feed.live.add(client);
          client.tell('stream.resumed', {}, this.#context.nowMs());
          return;
        }
        // The horizon stepped back, or the feed moved on meanwhile.
        await this.#context.wait(Math.max(delayMs, ROUND_EVERY_MS));
      }
    } catch (error) {
      this.#context.onError(error);
      client.close(CLOSE_CODES.failed, READ_FAILED_WORDS);
    }
  }

  /** Sends a page of the log at the client's own pace. @returns true when there was no more. */
  async #catchUpOnce(client: StreamClient, isCurrent: () => boolean): Promise<boolean> {
    const { log } = this.#context;
    const { upTo, heads } = await this.#inTurn(async () => {
      const horizon = await this.#readHorizon();
      const query = { afterPosition: client.position, upTo: horizon, limit: HEADS_MAX };
      return { upTo: horizon, heads: await log.listHeadsAfter(client.workspaceId, query) };
    });
    if (!isCurrent()) return false;
    this.#assertNotAhead(client, upTo);
    const wanted = heads.filter((head) => client.wants(head));
    for (let start = 0; start < wanted.length; start += EVENTS_MAX) {
      const part = wanted.slice(start, start + EVENTS_MAX);
      const events = await this.#inTurn(() =>
        log.listEvents(
          client.workspaceId,
          part.map(({ position }) => position),
        ),
      );
      for (const head of part) {
        if (!(await this.#waitForRoom(client, isCurrent))) return false;
        const event = events.get(head.position);
        // It may want something else by now.
        if (event !== undefined && client.wants(head)) this.#sendOne(client, event, head.position);
      }
    }
    const isLast = heads.length < HEADS_MAX;
    client.position = Math.max(client.position, isLast ? upTo : (heads.at(-1)?.position ?? 0));
    return isLast;
  }

  #sendOne(client: StreamClient, event: Event, position: number): void {
    const frame = client.dialect.toFrame(event, toStreamCursor(position));
    if (frame !== null) client.deliver(Buffer.from(frame), position, this.#context.nowMs());
  }

  async #waitForRoom(client: StreamClient, isCurrent: () => boolean): Promise<boolean> {
    for (;;) {
      if (!isCurrent()) return false;
      const delayMs = client.catchUpDelayMs(this.#context.nowMs());
      if (delayMs === 0) return true;
      await this.#context.wait(delayMs);
    }
  }

  /** A cursor from another database, or from before a backup was restored, would wait for a long time without a word. */
  #assertNotAhead(client: StreamClient, horizon: number): void {
    if (horizon === 0 || client.position <= horizon + AHEAD_MAX) return;
    client.close(CLOSE_CODES.unknownCursor, 'The cursor is not of this event log. Connect without one.');
  }

  /** Tells when events after the cursor may have been removed because of their age. */
  async #tellGap(client: StreamClient): Promise<void> {
    const { log, nowMs, retentionMs } = this.#context;
    const { workspaceId, position } = client;
    if (position === 0 || this.#age.isYoung(position, nowMs())) return;
    if (nowMs() - timeOfId(workspaceId) < retentionMs) return;
    if (await this.#inTurn(() => log.hasEventUpTo(workspaceId, position))) return;
    const oldest = await this.#inTurn(() => log.findOldestPosition(workspaceId));
    if (client.isClosed || client.position !== position) return;
    client.tell('stream.gap', { oldest_cursor: toStreamCursor((oldest ?? position + 1) - 1) }, nowMs());
  }

  /** A few at a time: those who catch up must not take all connections of the database. */
  async #inTurn<TResult>(read: () => Promise<TResult>): Promise<TResult> {
    if (this.#readers >= READERS_MAX) await new Promise<void>((resolve) => this.#readersWaiting.push(resolve));
    else this.#readers++;
    try {
      return await read();
    } finally {
      const next = this.#readersWaiting.shift();
      if (next === undefined) this.#readers--;
      else next();
    }
  }
}

const RESTART_WORDS = 'The gateway is stopping. Connect again with the last cursor.';
const READ_FAILED_WORDS = 'The event log could not be read. Connect again with the last cursor.';
const NO_EVENTS: ReadonlyMap<number, Event> = new Map();

function toEntry(position: number, event: Event | undefined): [number, Event][] {
  return event === undefined ? [] : [[position, event]];
}
