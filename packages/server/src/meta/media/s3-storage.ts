import { createReadStream, type ReadStream } from 'node:fs';
import { type ClientRequest, Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { AwsV4Signer } from 'aws4fetch';
import type { MediaStorage } from './media-storage.ts';

/** A bucket of something that speaks S3, and the way in. */
export interface S3Place {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly bucket: string;
  /** Before every key, with a slash at its end. Empty: none. */
  readonly prefix: string;
  /** Null: as the host says, such as s3.eu-central-1.amazonaws.com; else us-east-1. */
  readonly region: string | null;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Of a whole upload or deletion, and of a download until it begins: 100 MB at 10 Mbit/s. */
const EXCHANGE_TIMEOUT_MS = 90_000;
/** Without a byte. Longer than the time after which a reader that stands still is hung up on. */
const SILENCE_TIMEOUT_MS = 125_000;
/** Idle connections that are kept. */
const IDLE_SOCKETS_MAX = 8;
/** Of an answer that is an error. It is XML, and only its code is told. */
const ERROR_BYTES_MAX = 4_096;
const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/**
 * Media files in a bucket. Requests go straight to the host that the operator named, without the egress guard, as those to
 * the database do. An upload is signed with the digest of its bytes, so the bucket refuses what was changed on the way.
 */
export function createS3Storage(place: S3Place): MediaStorage {
  const bucket = new Bucket(place);
  return {
    put: async (key, { path, sizeBytes, sha256 }) => {
      const answer = await bucket.send({ method: 'PUT', key, sha256, upload: { path, sizeBytes } });
      await expectStatus(answer, 'PUT', [200]);
      answer.resume();
    },
    open: async (key, range) => {
      const headers = range === null ? {} : { range: `bytes=${range.start}-${range.end}` };
      const answer = await bucket.send({ method: 'GET', key, sha256: EMPTY_SHA256, headers });
      if (answer.statusCode === 404) {
        answer.resume();
        return null;
      }
      await expectStatus(answer, 'GET', [range === null ? 200 : 206]);
      return answer;
    },
    remove: async (key) => {
      const answer = await bucket.send({ method: 'DELETE', key, sha256: EMPTY_SHA256 });
      await expectStatus(answer, 'DELETE', [200, 204, 404]);
      answer.resume();
    },
    close: () => bucket.close(),
  };
}

interface S3Request {
  readonly method: 'PUT' | 'GET' | 'DELETE';
  readonly key: string;
  /** Of the body, hex. */
  readonly sha256: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly upload?: { readonly path: string; readonly sizeBytes: number };
}

class Bucket {
  readonly #place: S3Place;
  readonly #agent: HttpAgent | HttpsAgent;
  readonly #isTls: boolean;

  constructor(place: S3Place) {
    this.#place = place;
    this.#isTls = place.origin.startsWith('https:');
    const options = { keepAlive: true, maxFreeSockets: IDLE_SOCKETS_MAX };
    this.#agent = this.#isTls ? new HttpsAgent(options) : new HttpAgent(options);
  }

  /** Resolves with the answer when its headers are here. The body is the caller's to read. */
  async send(call: S3Request): Promise<IncomingMessage> {
    const { url, headers } = await this.#sign(call);
    const deadline = AbortSignal.timeout(EXCHANGE_TIMEOUT_MS);
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const request = (this.#isTls ? requestHttps : requestHttp)(url, {
      method: call.method,
      headers,
      agent: this.#agent,
      timeout: SILENCE_TIMEOUT_MS,
    });
    request.once('response', resolve);
    request.on('error', (cause) => reject(notReached(call.method, cause)));
    request.on('timeout', () => request.destroy(new Error('Nothing came for too long.')));
    const giveUp = () => request.destroy(new Error('It took too long.'));
    deadline.addEventListener('abort', giveUp, { once: true });
    if (call.upload === undefined) request.end();
    else send(createReadStream(call.upload.path), request);
    try {
      return await promise;
    } finally {
      deadline.removeEventListener('abort', giveUp);
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  async #sign({ method, key, sha256, headers = {}, upload }: S3Request) {
    const { origin, bucket, prefix, region, accessKeyId, secretAccessKey } = this.#place;
    const path = [bucket, ...`${prefix}${key}`.split('/')].map(encodeURIComponent).join('/');
    const signer = new AwsV4Signer({
      ...{ method, url: `${origin}/${path}`, accessKeyId, secretAccessKey, service: 's3' },
      ...(region === null ? {} : { region }),
      headers: {
        ...headers,
        'x-amz-content-sha256': sha256,
        ...(upload === undefined ? {} : { 'content-length': String(upload.sizeBytes) }),
      },
    });
    const signed = await signer.sign();
    return { url: signed.url, headers: Object.fromEntries(signed.headers) };
  }
}

/** Not a pipeline, which would take a bucket's early refusal for a failure of its own: the answer counts then. */
function send(source: ReadStream, request: ClientRequest): void {
  source.on('error', (error) => request.destroy(error));
  request.once('close', () => source.destroy());
  source.pipe(request);
}

function notReached(method: string, cause: Error): Error {
  return new Error(`The media bucket gave no complete answer (${method}): ${cause.message}`, { cause });
}

async function expectStatus(answer: IncomingMessage, method: string, statuses: readonly number[]): Promise<void> {
  if (statuses.includes(answer.statusCode ?? 0)) return;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > ERROR_BYTES_MAX) break;
  }
  const code = /<Code>([A-Za-z0-9.]{1,64})<\/Code>/.exec(Buffer.concat(chunks).toString('utf8'))?.[1];
  throw new Error(
    `The media bucket answered ${method} with ${answer.statusCode}${code === undefined ? '' : ` ${code}`}.`,
  );
}
