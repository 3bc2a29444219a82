import { conversationIdOfEvent } from '../../domain/conversation.ts';
import type { WorkspaceId } from '../../domain/ids.ts';
import { FrameRate } from './frame-rate.ts';
import { toStreamCursor } from './stream-cursor.ts';
import { type ControlEvent, type StreamDialect, toControlFrame, toDroppedFrame } from './stream-frames.ts';
import type { EventHead } from './stream-log.store.ts';
import { EVERYTHING, type Subscription, wantsChannel } from './stream-subscription.ts';

/** The connection of a client, as far as a session knows it. None of these waits or throws. */
export interface StreamSocket {
  /** Bytes that were sent and have not left this process yet. */
  readonly bufferedBytes: () => number;
  readonly send: (frame: string | Buffer) => void;
  readonly ping: () => void;
  /** Tells why, and hangs up soon after, whether or not the other side answers. */
  readonly close: (code: number, reason: string) => void;
}

/** What is counted. */
export interface StreamObserver {
  readonly onSent: () => void;
  readonly onDropped: (frameCount: number) => void;
  /** A client was hung up on from here. */
  readonly onCutOff: (reason: 'slow' | 'silent' | 'noisy') => void;
}

/** Close codes: those below 4000 are of RFC 6455 and its registry, the others are ours. */
export const CLOSE_CODES = {
  restart: 1012,
  failed: 1011,
  noisy: 1008,
  tooOld: 4001,
  notAllowed: 4003,
  slow: 4008,
  silent: 4009,
  unknownCursor: 4004,
} as const;

/** Waiting bytes from which on a client is given `SLOW_MS` to read them. */
const SLOW_BYTES = 1024 * 1024;
const SLOW_MS = 5_000;
/** Waiting bytes at which a client is cut off at once: with 5,000 of them memory has to have an end. */
const STUCK_BYTES = 4 * 1024 * 1024;
/** Above it nobody who catches up is sent more: the log is there and can wait. */
const CATCH_UP_BYTES_MAX = 256 * 1024;
/** How soon it is looked again whether such a client has read on. */
const CATCH_UP_PAUSE_MS = 50;
/** Shorter than the idle time of the usual proxies (60 s). */
const PING_EVERY_MS = 20_000;
const PONG_WITHIN_MS = 20_000;
/** What was left out is told after so long, which with the ticks is within a second; and never sooner than the second of the two. */
const REPORT_EVERY_MS = 750;
const REPORT_PAUSE_MS = 250;
/** How often a client that is told nothing is told its cursor. */
const CURSOR_EVERY_MS = 60_000;
/** A connection outlives the key that opened it, so it has an end. Clients connect again with their cursor. */
const CONNECTION_MS_MAX = 12 * 3_600_000;
/** Frames that a client may send in a second. */
const REQUESTS_PER_SECOND_MAX = 20;

interface StreamClientOptions {
  readonly workspaceId: WorkspaceId;
  readonly dialect: StreamDialect;
  readonly socket: StreamSocket;
  readonly observer: StreamObserver;
  readonly nowMs: number;
}

/**
 * The session of one client: what it wants, how far it has come, and how much it can take.
 *
 * A client is sent at most `FRAMES_PER_SECOND_MAX` in any second. What is above is left out, counted and told, and the
 * client can read it later by its cursor. One that does not read is cut off with a reason: it never delays others.
 */
export class StreamClient {
  readonly workspaceId: WorkspaceId;
  readonly dialect: StreamDialect;
  subscription: Subscription = EVERYTHING;
  /** Every event up to here was sent, counted as dropped, or does not concern it. */
  position = 0;
  /** Its log is read anew with each number; a reading with an older one stops. */
  catchUpNumber = 0;
  readonly #socket: StreamSocket;
  readonly #observer: StreamObserver;
  readonly #rate = new FrameRate();
  readonly #requestRate = new FrameRate(REQUESTS_PER_SECOND_MAX);
  readonly #connectedAtMs: number;
  #isClosed = false;
  #droppedCount = 0;
  #droppedTo = 0;
  #reportedAtMs = Number.NEGATIVE_INFINITY;
  #slowSinceMs: number | null = null;
  #pingedAtMs: number;
  #awaitsPong = false;
  #toldCursor = -1;
  #toldCursorAtMs: number;

  constructor({ workspaceId, dialect, socket, observer, nowMs }: StreamClientOptions) {
    this.workspaceId = workspaceId;
    this.dialect = dialect;
    this.#socket = socket;
    this.#observer = observer;
    this.#connectedAtMs = nowMs;
    this.#pingedAtMs = nowMs;
    this.#toldCursorAtMs = nowMs;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Whether an event concerns it. */
  wants(head: EventHead): boolean {
    const { subscription } = this;
    if (!this.dialect.tells(head.type) || !subscription.wantsType(head.type)) return false;
    if (!wantsChannel(subscription, head)) return false;
    if (subscription.conversationIds === null) return true;
    const conversationId = conversationIdOfEvent(head);
    return conversationId !== null && subscription.conversationIds.has(conversationId);
  }

  /** Whether a frame would be sent now and not left out. */
  hasRoom(nowMs: number): boolean {
    if (this.#isClosed || this.#rate.waitMs(nowMs) > 0) return false;
    return this.#droppedCount === 0 || nowMs - this.#reportedAtMs >= REPORT_PAUSE_MS;
  }

  /** Goes back or forth to a position, from which it reads the log. What was left out before is told first. */
  moveTo(position: number, nowMs: number): void {
    if (!this.#isClosed) this.#report(nowMs);
    this.position = position;
  }

  /** Milliseconds until a client that catches up can be sent the next frame. 0: now. Asked again after that time. */
  catchUpDelayMs(nowMs: number): number {
    if (this.#socket.bufferedBytes() > CATCH_UP_BYTES_MAX) return CATCH_UP_PAUSE_MS;
    return Math.ceil(this.#rate.waitMs(nowMs));
  }

  /** Sends the frame of an event that concerns it, or leaves it out. Null: there was no room when it was asked for. */
  deliver(frame: Buffer | null, position: number, nowMs: number): void {
    this.position = position;
    if (this.#isClosed) return;
    if (frame === null || !this.hasRoom(nowMs)) {
      this.#drop(position, nowMs);
      return;
    }
    this.#report(nowMs);
    this.#sendCounted(frame, nowMs);
    this.#toldCursor = position;
    this.#toldCursorAtMs = nowMs;
  }

  /** Sends a frame that stands for no event of the log, with the cursor that the client has anyway. Left out when there is no room. */
  deliverAside(toFrame: (cursor: string) => string, nowMs: number): void {
    if (this.hasRoom(nowMs) && this.#droppedCount === 0) this.#sendCounted(toFrame(this.#cursor()), nowMs);
  }

  tell(event: ControlEvent, data: Readonly<Record<string, unknown>>, nowMs: number): void {
    if (this.#isClosed) return;
    this.#report(nowMs);
    this.#toldCursor = this.position;
    this.#toldCursorAtMs = nowMs;
    this.#socket.send(toControlFrame({ event, data, cursor: this.#cursor(), nowMs }));
    this.#cutOffIfStuck(nowMs);
  }

  /** Counts a frame of the client's. @returns false when it sends too many and was hung up on. */
  admitRequest(nowMs: number): boolean {
    if (this.#isClosed) return false;
    if (this.#requestRate.waitMs(nowMs) > 0) {
      this.#cutOff('noisy', `More than ${REQUESTS_PER_SECOND_MAX} frames came in a second.`);
      return false;
    }
    this.#requestRate.take(nowMs);
    return true;
  }

  notePong(): void {
    this.#awaitsPong = false;
  }

  /** To be called a few times a second: pings, tells what was left out, and cuts off who is slow or silent. */
  tick(nowMs: number): void {
    if (this.#isClosed) return;
    if (this.#droppedCount > 0 && nowMs - this.#reportedAtMs >= REPORT_EVERY_MS) this.#report(nowMs);
    this.#cutOffIfStuck(nowMs);
    this.#checkPulse(nowMs);
    if (nowMs - this.#connectedAtMs >= CONNECTION_MS_MAX) {
      this.close(CLOSE_CODES.tooOld, 'A connection lasts 12 hours. Connect again with the last cursor.');
    }
    if (nowMs - this.#toldCursorAtMs < CURSOR_EVERY_MS) return;
    if (this.position > this.#toldCursor) this.tell('stream.cursor', {}, nowMs);
    this.#toldCursorAtMs = nowMs;
  }

  close(code: number, reason: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.close(code, reason);
  }

  /** The connection is gone. */
  noteClosed(): void {
    this.#isClosed = true;
  }

  #cursor(): string {
    return toStreamCursor(this.position);
  }

  #drop(position: number, nowMs: number): void {
    // The first one of a series is told a second later, with all that came in between.
    if (this.#droppedCount === 0) this.#reportedAtMs = nowMs;
    this.#droppedCount++;
    this.#droppedTo = position;
    this.#observer.onDropped(1);
  }

  /** Before anything else is sent, so that cursors never go back. */
  #report(nowMs: number): void {
    if (this.#droppedCount === 0) return;
    this.#socket.send(toDroppedFrame(this.#droppedCount, toStreamCursor(this.#droppedTo)));
    this.#droppedCount = 0;
    this.#reportedAtMs = nowMs;
    this.#toldCursor = this.#droppedTo;
    this.#toldCursorAtMs = nowMs;
  }

  #sendCounted(frame: string | Buffer, nowMs: number): void {
    this.#rate.take(nowMs);
    this.#socket.send(frame);
    this.#observer.onSent();
    this.#cutOffIfStuck(nowMs);
  }

  #cutOffIfStuck(nowMs: number): void {
    const waitingBytes = this.#socket.bufferedBytes();
    if (waitingBytes < SLOW_BYTES) {
      this.#slowSinceMs = null;
      return;
    }
    this.#slowSinceMs ??= nowMs;
    if (waitingBytes < STUCK_BYTES && nowMs - this.#slowSinceMs < SLOW_MS) return;
    this.#cutOff('slow', 'Too slow: too much was waiting to be read. Connect again with the last cursor.');
  }

  #checkPulse(nowMs: number): void {
    if (this.#isClosed) return;
    const sincePingMs = nowMs - this.#pingedAtMs;
    if (this.#awaitsPong && sincePingMs >= PONG_WITHIN_MS) {
      this.#cutOff('silent', 'A ping was not answered. Connect again with the last cursor.');
    } else if (!this.#awaitsPong && sincePingMs >= PING_EVERY_MS) {
      this.#pingedAtMs = nowMs;
      this.#awaitsPong = true;
      this.#socket.ping();
    }
  }

  #cutOff(reason: 'slow' | 'silent' | 'noisy', words: string): void {
    if (this.#isClosed) return;
    this.#observer.onCutOff(reason);
    this.close(CLOSE_CODES[reason], words);
  }
}
