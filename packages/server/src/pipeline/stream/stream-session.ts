import type { WebSocket } from '@fastify/websocket';
import * as z from 'zod';
import type { WorkspaceId } from '../../domain/ids.ts';
import { StreamClient, type StreamObserver, type StreamSocket } from './stream-client.ts';
import { readStreamCursor } from './stream-cursor.ts';
import type { StreamDialect } from './stream-frames.ts';
import type { StreamHub } from './stream-hub.ts';
import { compileSubscription, type Subscription, subscriptionFields } from './stream-subscription.ts';

export interface StreamSessionContext {
  readonly hub: StreamHub;
  readonly observer: StreamObserver;
  readonly nowMs: () => number;
}

export interface NewSession {
  readonly socket: WebSocket;
  readonly workspaceId: WorkspaceId;
  readonly dialect: StreamDialect;
  readonly subscription: Subscription;
  /** Position after which it goes on. Null: with what comes from now on. */
  readonly from: number | null;
}

/** How long the other side may take to answer a goodbye. One that does not read never sees it. */
const GOODBYE_MS = 2_000;
/** Problems that one answer names. */
const PROBLEMS_MAX = 50;

const cursorText = z
  .string()
  .transform((text) => readStreamCursor(text))
  .refine((position) => position !== null, 'Use the cursor of a frame, or 0 for the oldest event that is kept.');

/** What a client may say. */
const request = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('subscribe'), ...subscriptionFields }),
  z.strictObject({ action: z.literal('resume'), cursor: cursorText }),
]);

/** Hands an open socket to the stream: from now on it is told what it wants, and is listened to. */
export function startSession(ctx: StreamSessionContext, session: NewSession): void {
  const { socket, workspaceId, dialect, subscription, from } = session;
  const client = new StreamClient({
    workspaceId,
    dialect,
    socket: toStreamSocket(socket),
    observer: ctx.observer,
    nowMs: ctx.nowMs(),
  });
  client.subscription = subscription;
  const ready = ctx.hub.add(client, from);
  socket.on('pong', () => client.notePong());
  socket.on('close', () => ctx.hub.remove(client));
  socket.on('message', (data, isBinary) => {
    if (!client.admitRequest(ctx.nowMs())) return;
    // In the order they came, and not before the client knows where it stands.
    void ready.then(() => answerRequest(ctx, client, isBinary ? null : String(data)));
  });
}

function answerRequest(ctx: StreamSessionContext, client: StreamClient, text: string | null): void {
  const read = request.safeParse(text === null ? null : parseJson(text));
  if (!read.success) {
    const problems = read.error.issues.slice(0, PROBLEMS_MAX);
    const errors = problems.map(({ path, message }) => ({
      pointer: path.map((part) => `/${String(part)}`).join(''),
      detail: message,
    }));
    client.tell('stream.error', { code: 'invalid_request', detail: REFUSED_WORDS, errors }, ctx.nowMs());
  } else if (read.data.action === 'subscribe') {
    const { action: _action, ...asked } = read.data;
    ctx.hub.subscribe(client, compileSubscription(asked));
  } else if (read.data.cursor !== null) {
    ctx.hub.resume(client, read.data.cursor);
  }
}

const REFUSED_WORDS = 'Send JSON: {"action":"subscribe", …} or {"action":"resume","cursor":"…"}. Nothing was changed.';

/** Undefined when it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function toStreamSocket(socket: WebSocket): StreamSocket {
  return {
    bufferedBytes: () => socket.bufferedAmount,
    send: (frame) => socket.send(frame, { binary: false }),
    ping: () => socket.ping(),
    close: (code, reason) => {
      socket.close(code, reason);
      const timer = setTimeout(() => socket.terminate(), GOODBYE_MS);
      socket.once('close', () => clearTimeout(timer));
    },
  };
}
