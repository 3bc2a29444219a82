import type { Event } from '../../domain/event.ts';
import { ClientIndex } from './client-index.ts';
import type { StreamClient } from './stream-client.ts';
import { toStreamCursor } from './stream-cursor.ts';
import type { StreamDialect } from './stream-frames.ts';
import type { EventHead } from './stream-log.store.ts';

/** Events of a workspace that are remembered until it is their turn. Those that do not fit are read from the log. */
const REMEMBERED_MAX = 2_000;

/** The live feed of a workspace: its events in the order of the log, each once, to the clients that are there. */
export class WorkspaceFeed {
  /** All clients, also those that still catch up. */
  readonly clients = new Set<StreamClient>();
  readonly live = new ClientIndex();
  /** Every event up to here went to the live clients. */
  position = 0;
  /** When `position` is known. */
  readonly started: Promise<void>;
  isStarted = false;
  /** The log was read for it since it started: from then on it misses nothing that others were told of. */
  isInStep = false;
  readonly #remembered = new Map<number, Event>();
  #forgottenTo = 0;

  /** @param start Reads the position to begin at. */
  constructor(start: () => Promise<number>) {
    this.started = start().then((position) => {
      this.moveTo(position);
      this.isStarted = true;
    });
  }

  /** Keeps an event that was committed until its turn has come. */
  remember(position: number, event: Event): void {
    if (position <= this.position) return;
    this.#remembered.set(position, event);
    if (this.#remembered.size <= REMEMBERED_MAX) return;
    const oldest = this.#remembered.keys().next().value ?? 0;
    this.#remembered.delete(oldest);
    this.#forgottenTo = Math.max(this.#forgottenTo, oldest);
  }

  remembered(position: number): Event | undefined {
    return this.#remembered.get(position);
  }

  get hasRemembered(): boolean {
    return this.#remembered.size > 0;
  }

  /** Whether everything that is to come is still in memory, as far as this node published it. */
  get remembersAll(): boolean {
    return this.#forgottenTo <= this.position;
  }

  /** Sends what is remembered, up to a position below which nothing else is. */
  sendRemembered(upTo: number, nowMs: number): void {
    const positions = [...this.#remembered.keys()].filter((position) => position <= upTo).sort((a, b) => a - b);
    for (const position of positions) {
      const event = this.#remembered.get(position);
      if (event !== undefined) this.send({ position, head: event, event }, nowMs);
    }
    this.moveTo(upTo);
  }

  /**
   * Sends an event to the clients that it concerns.
   *
   * @param event Null: nobody had room for it when it could have been read.
   */
  send({ position, head, event }: PlacedEvent, nowMs: number): void {
    if (position <= this.position) return;
    this.position = position;
    const frames = new Map<StreamDialect, Buffer | null>();
    for (const client of this.live.takersOf(head)) {
      // One that joined by its own reading may be ahead.
      if (position <= client.position) continue;
      if (event === null || !client.hasRoom(nowMs)) {
        client.deliver(null, position, nowMs);
        continue;
      }
      const frame = frameOf(frames, { dialect: client.dialect, event, position });
      if (frame !== null) client.deliver(frame, position, nowMs);
    }
  }

  /** Whether somebody would be sent the event now. */
  hasRoomFor(head: EventHead, nowMs: number): boolean {
    return this.live.takersOf(head).some((client) => client.hasRoom(nowMs));
  }

  /** Nothing that is not sent yet lies at or below the position. */
  moveTo(position: number): void {
    this.position = Math.max(this.position, position);
    for (const remembered of this.#remembered.keys()) {
      if (remembered <= this.position) this.#remembered.delete(remembered);
    }
  }
}

export interface PlacedEvent {
  readonly position: number;
  readonly head: EventHead;
  readonly event: Event | null;
}

/** Puts an event into words once for all clients of a dialect, and into bytes once for all sockets. */
function frameOf(
  frames: Map<StreamDialect, Buffer | null>,
  { dialect, event, position }: { dialect: StreamDialect; event: Event; position: number },
): Buffer | null {
  const known = frames.get(dialect);
  if (known !== undefined) return known;
  const text = dialect.toFrame(event, toStreamCursor(position));
  const frame = text === null ? null : Buffer.from(text);
  frames.set(dialect, frame);
  return frame;
}
