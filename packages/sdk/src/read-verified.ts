import type { IncomingMessage } from 'node:http';
import type { SecretInput } from './secrets.ts';
import { WebhookVerificationError } from './verification-error.ts';
import { type VerifiedWebhook, verifyWebhook } from './verify-webhook.ts';

export type ReadVerifiedOptions = SecretInput & {
  /** Most bytes of the body that are read. Default 4 MB: Meta's largest body is 3 MB. */
  readonly bytesMax?: number;
  /** How old, and how far ahead, the timestamp may be. Default 300. */
  readonly toleranceSeconds?: number;
  /** The time to judge by, epoch milliseconds. Default: when the body was read. */
  readonly nowMs?: number;
};

const BYTES_MAX_DEFAULT = 4 * 1024 * 1024;

/**
 * Reads the body of a `node:http` request, bounded, and verifies it. For Express and Fastify too, as long
 * as no body parser came before.
 *
 * @throws WebhookVerificationError as `verifyWebhook` does, and `body_too_large`, `body_unreadable`.
 * @throws TypeError when the secrets or the tolerance cannot be used.
 */
export async function readVerified(request: IncomingMessage, options: ReadVerifiedOptions): Promise<VerifiedWebhook> {
  const body = await readBody(request, options.bytesMax ?? BYTES_MAX_DEFAULT);
  return verifyWebhook({ ...options, headers: request.headers, body });
}

/**
 * The same for a web `Request`: Deno, Bun, Hono, Next.js, workers with Node's crypto.
 *
 * @throws as `readVerified` does.
 */
export async function readVerifiedRequest(request: Request, options: ReadVerifiedOptions): Promise<VerifiedWebhook> {
  const body = await readWebBody(request, options.bytesMax ?? BYTES_MAX_DEFAULT);
  return verifyWebhook({ ...options, headers: request.headers, body });
}

/** By events and not by iteration: leaving an iteration early would cut the connection before a 413 can be sent. */
function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  if (request.readableDidRead) return Promise.reject(alreadyRead());
  if (request.destroyed) return Promise.reject(brokenOff());
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) return Promise.reject(tooLarge(bytesMax));
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let byteCount = 0;
  const onData = (chunk: Buffer) => {
    byteCount += chunk.length;
    if (byteCount > bytesMax) finish(() => reject(tooLarge(bytesMax)));
    else chunks.push(chunk);
  };
  const onEnd = () => finish(() => resolve(Buffer.concat(chunks)));
  const onBroken = () => finish(() => reject(brokenOff()));
  const finish = (settle: () => void) => {
    request.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken);
    // What still comes is thrown away; unread, it would stand in the way of the answer's connection.
    request.resume();
    settle();
  };
  request.on('data', onData).on('end', onEnd).on('error', onBroken).on('close', onBroken);
  return promise;
}

async function readWebBody(request: Request, bytesMax: number): Promise<Uint8Array> {
  if (request.bodyUsed) throw alreadyRead();
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) throw tooLarge(bytesMax);
  if (request.body === null) return new Uint8Array();
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let byteCount = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw brokenOff();
    });
    if (done) return Buffer.concat(chunks);
    byteCount += value.length;
    if (byteCount > bytesMax) {
      // Whether the sender takes note of it changes nothing for us.
      await reader.cancel().catch(() => {});
      throw tooLarge(bytesMax);
    }
    chunks.push(value);
  }
}

function tooLarge(bytesMax: number): WebhookVerificationError {
  return new WebhookVerificationError('body_too_large', `The body is larger than ${bytesMax} bytes.`);
}

function brokenOff(): WebhookVerificationError {
  return new WebhookVerificationError('body_unreadable', 'The connection was closed before the body was complete.');
}

function alreadyRead(): WebhookVerificationError {
  return new WebhookVerificationError(
    'body_unreadable',
    'The body was read before. Verify before any body parser: the signature is over the raw bytes.',
  );
}
