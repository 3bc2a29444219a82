import type { IncomingMessage, ServerResponse } from 'node:http';
import { DOCTOR_HEADER } from '../../domain/callback-url.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { NewEvent } from '../../domain/event.ts';
import type { QuarantineItem } from '../../domain/quarantine.ts';
import type { MetaApp } from '../../domain/workspace.ts';
import { BodyReader } from './body-reader.ts';
import { answerChallenge } from './challenge.ts';
import { rawHeader } from './raw-header.ts';
import { type ReceiveBodyContext, receiveBody, type VerifiedBody } from './receive-body.ts';
import { verifyMetaSignature } from './signature.ts';

export interface WebhookListenerContext extends ReceiveBodyContext {
  /** All registrations of that app id: it may be registered more than once. */
  readonly appsByAppId: (appId: string) => readonly MetaApp[];
  /** Commits events and quarantine items together, or throws. */
  readonly publish: (events: readonly NewEvent[], quarantine: readonly QuarantineItem[]) => Promise<unknown>;
  /** @throws PosthornError `too_many_hops`, or `invalid_request` when it is no count. */
  readonly readHops: (header: string | readonly string[] | undefined) => number;
  readonly nowMs: () => number;
  /** @param apps Registrations that it is about: those whose token or secret matched, else all of the path. */
  readonly observe: (result: WebhookResult, apps: readonly MetaApp[]) => void;
  readonly onError: (error: unknown) => void;
  /** Bytes of unverified bodies held at the same time. Default 64 MB (CONTRACTS 8, "Body limit"). */
  readonly unverifiedBytesMax?: number;
}

export type WebhookResult =
  | 'accepted'
  | 'challenge_passed'
  | 'challenge_refused'
  | 'unauthenticated'
  | 'too_large'
  | 'busy'
  | 'aborted'
  | 'looped'
  | 'store_unavailable'
  | 'method_not_allowed';

const PATH = '/webhooks/meta/';
const APP_ID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * `GET` and `POST /webhooks/meta/{app_id}`: where Meta calls. It stands beside the API's framework and
 * not in it, because it has rules of its own: raw bytes, its own memory bound, exactly `200` with an
 * empty body and only after the durable commit (CONTRACTS 8, "Answer to Meta").
 *
 * @returns true when the request was for this listener, which then answers it.
 */
export function createWebhookListener(
  context: WebhookListenerContext,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  const reader = new BodyReader(context.unverifiedBytesMax);
  return (request, response) => {
    const url = request.url ?? '';
    if (!url.startsWith(PATH)) return false;
    void serve({ context, reader, request, response, url }).catch((error: unknown) => {
      context.onError(error);
      if (!response.headersSent) answer(response, 503);
    });
    return true;
  };
}

interface Call {
  readonly context: WebhookListenerContext;
  readonly reader: BodyReader;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: string;
}

async function serve(call: Call): Promise<void> {
  const queryIndex = call.url.indexOf('?');
  const path = queryIndex === -1 ? call.url : call.url.slice(0, queryIndex);
  const appId = path.slice(PATH.length);
  const apps = APP_ID.test(appId) ? call.context.appsByAppId(appId) : [];
  if (call.request.method === 'POST') return receive(call, apps);
  if (call.request.method === 'GET') return challenge(call, apps, call.url.slice(path.length));
  call.context.observe('method_not_allowed', apps);
  call.response.setHeader('Allow', 'GET, POST');
  answer(call.response, 405);
}

function challenge({ context, request, response }: Call, apps: readonly MetaApp[], query: string): void {
  const text = answerChallenge(
    new URLSearchParams(query),
    apps.map((app) => app.verifyToken),
  );
  // The doctor asks in Meta's words and is not Meta.
  const isDoctor = request.headers[DOCTOR_HEADER] !== undefined;
  if (text === null) context.observe('challenge_refused', apps);
  else if (!isDoctor) context.observe('challenge_passed', challengedApps(query, apps));
  if (text === null) {
    answer(response, 403);
    return;
  }
  response.writeHead(200, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(text);
}

/** Which registrations a challenge was for: the same app may be registered with different tokens. */
function challengedApps(query: string, apps: readonly MetaApp[]): readonly MetaApp[] {
  const params = new URLSearchParams(query);
  return apps.filter((app) => answerChallenge(params, [app.verifyToken]) !== null);
}

async function receive(call: Call, apps: readonly MetaApp[]): Promise<void> {
  const { context, reader, request, response } = call;
  const read = await reader.read(request);
  if (read.kind !== 'body') {
    context.observe(read.kind, apps);
    if (read.kind !== 'aborted') answerAndClose(request, response, read.kind === 'too_large' ? 413 : 503);
    return;
  }
  const verified = verify(request, read.bytes, apps);
  reader.release(read.bytes);
  if (verified === null) {
    context.observe('unauthenticated', apps);
    return answer(response, 401);
  }
  const hops = readHops(context, request);
  let result: keyof typeof STATUS = 'looped';
  if (hops !== null) {
    const body = { bytes: read.bytes, apps: verified, hops, receivedAtMs: context.nowMs() };
    try {
      const { events, quarantine } = receiveBody(context, body);
      await context.publish(events, quarantine);
      result = 'accepted';
    } catch (error) {
      context.onError(error);
      result = 'store_unavailable';
    }
  }
  context.observe(result, verified);
  answer(response, STATUS[result]);
}

const STATUS = { accepted: 200, looped: 422, store_unavailable: 503 } as const;

/** Null: too many, or no count. Meta sends none, so whoever does is another Posthorn or nobody we know. */
function readHops(context: WebhookListenerContext, request: IncomingMessage): number | null {
  try {
    return context.readHops(rawHeader(request, 'posthorn-hops'));
  } catch (error) {
    if (error instanceof PosthornError) return null;
    throw error;
  }
}

/** The registrations whose secret verifies the body (CONTRACTS 8, "Whose event"). Null: none does. */
function verify(request: IncomingMessage, bytes: Buffer, apps: readonly MetaApp[]): VerifiedBody['apps'] | null {
  const signature = rawHeader(request, 'x-hub-signature-256');
  const [first, ...others] = apps.filter((app) => verifyMetaSignature(bytes, signature, app.appSecrets));
  return first === undefined ? null : [first, ...others];
}

function answer(response: ServerResponse, statusCode: number): void {
  response.writeHead(statusCode, { 'Content-Length': 0 });
  response.end();
}

/** How long the rest of a refused body is thrown away before the connection is closed. */
const LINGER_MS = 1_000;

/**
 * The rest of the body is not kept, and the connection is not used again. It is closed a little later: at once,
 * with bytes still coming in, would be a reset, and the sender would never read the answer.
 */
function answerAndClose(request: IncomingMessage, response: ServerResponse, statusCode: number): void {
  response.writeHead(statusCode, { 'Content-Length': 0, Connection: 'close' });
  response.flushHeaders();
  const close = () => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(close, LINGER_MS);
  request.once('end', close).once('close', close).resume();
}
