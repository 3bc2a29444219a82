import { createHmac } from 'node:crypto';
import { type Dispatcher, Pool } from 'undici';
import type { PeerEvent } from './ingest.ts';

/** What is kept of a request to the receiver, as much as Posthorn's delivery log keeps. */
export interface PeerAttempt {
  readonly event_id: string;
  readonly started_at_ms: number;
  readonly duration_ms: number;
  readonly outcome: 'succeeded' | 'failed';
  readonly status_code: number | null;
  readonly request_headers: Readonly<Record<string, string>>;
  readonly response_headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The first 16 KB. */
  readonly response_body: string;
}

const CONNECTIONS = 100;
const TIMEOUT_MS = 15_000;
const BODY_BYTES_MAX = 16_384;
const SECRET = Buffer.from('benchmark-endpoint-secret-0123456789');

/**
 * POSTs events to one receiver over keep-alive connections, signed as Standard Webhooks asks for, by the cheapest interface
 * of undici.
 *
 * @returns an attempt whatever became of it.
 */
export function createPost(receiverUrl: string): (event: PeerEvent, attemptNumber: number) => Promise<PeerAttempt> {
  const { origin, pathname: path } = new URL(receiverUrl);
  const pool = new Pool(origin, {
    connections: CONNECTIONS,
    pipelining: 1,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  });
  return (event, attemptNumber) => {
    const startedAtMs = Date.now();
    const headers = headersOf(event, { startedAtMs, attemptNumber });
    return new Promise((resolve) => {
      const answer: { status: number | null; headers: PeerAttempt['response_headers']; body: string } = {
        status: null,
        headers: {},
        body: '',
      };
      const end = () =>
        resolve({
          event_id: event.id,
          started_at_ms: startedAtMs,
          duration_ms: Date.now() - startedAtMs,
          outcome: answer.status !== null && answer.status >= 200 && answer.status < 300 ? 'succeeded' : 'failed',
          status_code: answer.status,
          request_headers: { ...headers, 'webhook-signature': '***' },
          response_headers: answer.headers,
          response_body: answer.body,
        });
      const handler: Dispatcher.DispatchHandler = {
        onRequestStart: () => {},
        onResponseStart: (_controller, status, responseHeaders) => {
          answer.status = status;
          answer.headers = responseHeaders;
        },
        onResponseData: (_controller, chunk) => {
          if (answer.body.length < BODY_BYTES_MAX) answer.body += chunk.toString('utf8', 0, BODY_BYTES_MAX);
        },
        onResponseEnd: end,
        onResponseError: () => {
          answer.status = null;
          end();
        },
      };
      pool.dispatch({ path, method: 'POST', headers, body: event.body }, handler);
    });
  };
}

interface Moment {
  readonly startedAtMs: number;
  readonly attemptNumber: number;
}

function headersOf({ id, body }: PeerEvent, { startedAtMs, attemptNumber }: Moment): Record<string, string> {
  const timestamp = String(Math.floor(startedAtMs / 1_000));
  const signature = createHmac('sha256', SECRET).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'user-agent': 'Peer/1.0',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
    'x-attempt': String(attemptNumber),
  };
}
