import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useSession, useWorkspaceId } from './session.ts';

/** A frame of `/v1/stream` that tells of an event. */
export interface StreamFrame {
  /** The event's type, such as `message.received`. */
  readonly event: string;
  readonly id: string;
  readonly channel_id: string | null;
  readonly conversation_id: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly cursor: string;
  readonly timestamp: string;
}

export type StreamState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** Not connected since `sinceMs`; the next try is at `retryAtMs`. */
  | { readonly kind: 'lost'; readonly sinceMs: number; readonly retryAtMs: number };

type Listener = (frames: readonly StreamFrame[]) => void;

const RETRY_MIN_MS = 1_000;
const RETRY_MAX_MS = 30_000;
/** Frames that come within one such time are handed over together, so that a burst renders once. */
const BATCH_MS = 100;

/**
 * The one connection of this page to the live stream of its workspace. It resumes after its last cursor; when frames
 * were left out or a gap is told, listeners of `onGap` read anew what they show.
 */
class LiveStream {
  readonly #workspaceId: string;
  readonly #listeners = new Set<Listener>();
  readonly #gapListeners = new Set<() => void>();
  readonly #stateListeners = new Set<() => void>();
  #socket: WebSocket | null = null;
  #cursor: string | null = null;
  #failures = 0;
  #retryTimer: ReturnType<typeof setTimeout> | null = null;
  #batch: StreamFrame[] = [];
  #batchTimer: ReturnType<typeof setTimeout> | null = null;
  #users = 0;
  state: StreamState = { kind: 'connecting' };

  constructor(workspaceId: string) {
    this.#workspaceId = workspaceId;
  }

  /** The connection is open while somebody uses it. */
  use(): () => void {
    this.#users += 1;
    if (this.#users === 1) this.#connect();
    return () => {
      this.#users -= 1;
      if (this.#users === 0) this.#disconnect();
    };
  }

  onFrames(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onGap(listener: () => void): () => void {
    this.#gapListeners.add(listener);
    return () => this.#gapListeners.delete(listener);
  }

  readonly subscribeState = (listener: () => void): (() => void) => {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  };

  retryNow(): void {
    if (this.state.kind !== 'lost') return;
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer);
    this.#connect();
  }

  #connect(): void {
    this.#retryTimer = null;
    const url = new URL('/v1/stream', location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.searchParams.set('workspace', this.#workspaceId);
    if (this.#cursor !== null) url.searchParams.set('cursor', this.#cursor);
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#read(String(data)));
    socket.addEventListener('close', ({ code }) => {
      if (this.#socket === socket) this.#lost(code);
    });
  }

  #disconnect(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(1000);
    for (const timer of [this.#retryTimer, this.#batchTimer]) if (timer !== null) clearTimeout(timer);
    this.#retryTimer = null;
    this.#batchTimer = null;
    this.#batch = [];
  }

  #lost(code: number): void {
    // The cursor is of another gateway: everything shown may be, too.
    if (code === 4004) {
      this.#cursor = null;
      for (const listener of this.#gapListeners) listener();
    }
    const waitMs = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** this.#failures) * (0.75 + Math.random() / 2);
    this.#failures += 1;
    const sinceMs = this.state.kind === 'lost' ? this.state.sinceMs : Date.now();
    this.#setState({ kind: 'lost', sinceMs, retryAtMs: Date.now() + waitMs });
    this.#retryTimer = setTimeout(() => this.#connect(), waitMs);
  }

  #read(text: string): void {
    const frame = JSON.parse(text) as Partial<StreamFrame> & { readonly dropped?: number };
    if (frame.cursor !== undefined) this.#cursor = frame.cursor;
    if (frame.dropped !== undefined || frame.event === 'stream.gap') {
      for (const listener of this.#gapListeners) listener();
      return;
    }
    if (frame.event === 'stream.ready') {
      this.#failures = 0;
      this.#setState({ kind: 'live' });
    }
    if (frame.event === undefined || frame.event.startsWith('stream.')) return;
    this.#batch.push(frame as StreamFrame);
    this.#batchTimer ??= setTimeout(() => this.#flush(), BATCH_MS);
  }

  #flush(): void {
    this.#batchTimer = null;
    const frames = this.#batch;
    this.#batch = [];
    for (const listener of this.#listeners) listener(frames);
  }

  #setState(state: StreamState): void {
    this.state = state;
    for (const listener of this.#stateListeners) listener();
  }
}

const streams = new Map<string, LiveStream>();

function streamOf(workspaceId: string): LiveStream {
  let stream = streams.get(workspaceId);
  if (stream === undefined) {
    stream = new LiveStream(workspaceId);
    streams.set(workspaceId, stream);
  }
  return stream;
}

const NO_STATE: StreamState = { kind: 'connecting' };

/** How the live stream of this workspace is doing, and a way to try again at once. Keeps it open. */
export function useStreamState(): { readonly state: StreamState; readonly retryNow: () => void } {
  const workspaceId = useWorkspaceId();
  const stream = workspaceId === null ? null : streamOf(workspaceId);
  useEffect(() => stream?.use(), [stream]);
  const state = useSyncExternalStore(stream?.subscribeState ?? (() => () => {}), () => stream?.state ?? NO_STATE);
  return { state, retryNow: () => stream?.retryNow() };
}

/**
 * Told of everything that happens in this workspace, in bunches, while the page is open.
 * @param onGap Something was left out: read anew what is shown.
 */
export function useStream(onFrames: Listener, onGap?: () => void): void {
  const workspaceId = useWorkspaceId();
  const { kind } = useSession();
  const latest = useRef({ onFrames, onGap });
  latest.current = { onFrames, onGap };
  useEffect(() => {
    // A portal has none: whoever listens there reads from time to time.
    if (workspaceId === null || kind === 'portal') return;
    const stream = streamOf(workspaceId);
    const ends = [
      stream.use(),
      stream.onFrames((frames) => latest.current.onFrames(frames)),
      stream.onGap(() => latest.current.onGap?.()),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [workspaceId, kind]);
}
