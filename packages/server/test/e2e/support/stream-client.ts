import { WebSocket } from 'ws';
import { cleanUpLater } from '../../support/clean-up.ts';
import type { TestGateway } from './gateway.ts';

/** A frame as a client got it. */
export interface ShownFrame {
  readonly event?: string;
  readonly id?: string;
  readonly dropped?: number;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly cursor: string;
  readonly timestamp?: string;
}

/** A client of the live stream over a real socket. Closed after the test. */
export interface TestStreamClient {
  /** Everything that came, in order. */
  readonly frames: readonly ShownFrame[];
  /** The frames of events, without those that tell of the stream itself. */
  readonly events: () => ShownFrame[];
  /** Settles with the first frame of that event that comes or came. */
  readonly next: (event: string) => Promise<ShownFrame>;
  /** Settles when the frames are as wanted. */
  readonly until: (isEnough: (frames: readonly ShownFrame[]) => boolean) => Promise<void>;
  readonly say: (request: unknown) => void;
  /** The raw socket, for what a well-behaved client never does. */
  readonly socket: WebSocket;
  /** Settles when the connection has ended. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly close: () => Promise<void>;
}

interface Connection {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const WITHIN_MS = 15_000;

/** Connects and waits until it is ready. @throws Error with the answer when the connection is refused. */
export async function connectStream(
  gateway: Pick<TestGateway, 'url'>,
  { path = '/v1/stream', headers = {} }: Connection,
): Promise<TestStreamClient> {
  const cleanUps = cleanUpLater();
  const url = new URL(path, gateway.url);
  url.protocol = 'ws:';
  const socket = new WebSocket(url, { headers });
  cleanUps.push(async () => socket.terminate());
  const frames: ShownFrame[] = [];
  const waiters = new Set<() => void>();
  socket.on('message', (data) => {
    frames.push(JSON.parse(String(data)) as ShownFrame);
    for (const look of waiters) look();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
  );
  await opened(socket);
  const until = (isEnough: (frames: readonly ShownFrame[]) => boolean) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => end(reject, new Error(`Only these came: ${JSON.stringify(frames)}`)), WITHIN_MS);
      const end = (settle: (error: Error) => void, error: Error) => {
        clearTimeout(timer);
        waiters.delete(look);
        settle(error);
      };
      const look = () => {
        if (isEnough(frames)) end(() => resolve(), new Error());
      };
      waiters.add(look);
      look();
    });
  const next = async (event: string) => {
    await until((all) => all.some((frame) => frame.event === event));
    const frame = frames.find((each) => each.event === event);
    if (frame === undefined) throw new Error(`There is no ${event}.`);
    return frame;
  };
  await next('stream.ready');
  return {
    frames,
    events: () => frames.filter(({ event }) => event !== undefined && !event.startsWith('stream.')),
    next,
    until,
    say: (request) => socket.send(JSON.stringify(request)),
    socket,
    closed,
    close: async () => {
      socket.close();
      await closed;
    },
  };
}

/** What a refused upgrade was answered with. */
export interface Refusal {
  readonly status: number;
  readonly contentType: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Tries to connect where that is refused. @throws Error when it is not. */
export function refusalOf(gateway: Pick<TestGateway, 'url'>, { path = '/v1/stream', headers = {} }: Connection) {
  const url = new URL(path, gateway.url);
  url.protocol = 'ws:';
  const socket = new WebSocket(url, { headers });
  return new Promise<Refusal>((resolve, reject) => {
    socket.once('open', () => {
      socket.terminate();
      reject(new Error('It was let in.'));
    });
    socket.once('error', reject);
    socket.once('unexpected-response', (_request, response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += String(chunk);
      });
      response.on('end', () => {
        const contentType = String(response.headers['content-type'] ?? '');
        resolve({ status: response.statusCode ?? 0, contentType, body: text === '' ? {} : JSON.parse(text) });
      });
    });
  });
}

function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
}
