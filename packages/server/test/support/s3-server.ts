import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export const S3_KEYS = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
} as const;
export const S3_REGION = 'eu-test-1';

/** A bucket in memory, reached over real HTTP. */
export interface TestBucket {
  readonly origin: string;
  /** By path, with the bucket: `/media/a/b`. */
  readonly objects: Map<string, Buffer>;
  /** Answers the next requests with this status. Null: as usual. */
  breakWith: number | null;
}

/** Serves a bucket until the test ends. Requests are refused when their signature is not what AWS documents (Signature Version 4 for S3). */
export async function startS3(): Promise<TestBucket> {
  const objects = new Map<string, Buffer>();
  const state = { breakWith: null as number | null };
  const server = createServer((request, response) => {
    serve(request, response, objects, state.breakWith).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, { origin: `http://127.0.0.1:${port}`, objects });
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  objects: Map<string, Buffer>,
  brokenStatus: number | null,
): Promise<void> {
  const body = await buffer(request);
  if (brokenStatus !== null) return refuse(response, brokenStatus, 'SlowDown');
  const problem = findSignatureProblem(request, body);
  if (problem !== null) return refuse(response, 403, problem);
  const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '');
  const object = objects.get(path);
  switch (request.method) {
    case 'PUT':
      if (request.headers['content-length'] === undefined) return refuse(response, 411, 'MissingContentLength');
      objects.set(path, body);
      response.writeHead(200).end();
      return;
    case 'DELETE':
      objects.delete(path);
      response.writeHead(204).end();
      return;
    default:
      if (object === undefined) return refuse(response, 404, 'NoSuchKey');
      return sendObject(response, object, request.headers.range);
  }
}

function sendObject(response: ServerResponse, object: Buffer, range: string | undefined): void {
  const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  if (start === undefined || end === undefined) {
    response.writeHead(200, { 'content-length': object.length }).end(object);
    return;
  }
  const part = object.subarray(Number(start), Number(end) + 1);
  response.writeHead(206, { 'content-range': `bytes ${start}-${end}/${object.length}` }).end(part);
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>No.</Message></Error>`);
}

/** Worked out from AWS's pages on "Authenticating Requests: Using the Authorization Header", with nothing of the code under test. */
function findSignatureProblem(request: IncomingMessage, body: Buffer): string | null {
  const authorization = String(request.headers.authorization ?? '');
  const form =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;
  const [, keyId, day = '', region = '', signedNames = '', signature] = form.exec(authorization) ?? [];
  if (keyId === undefined) return 'AuthorizationHeaderMalformed';
  if (keyId !== S3_KEYS.accessKeyId) return 'InvalidAccessKeyId';
  if (region !== S3_REGION) return 'AuthorizationHeaderMalformed';
  const time = String(request.headers['x-amz-date'] ?? '');
  if (!time.startsWith(day) || !/^\d{8}T\d{6}Z$/.test(time)) return 'AccessDenied';
  const names = signedNames.split(';');
  const mustBeSigned = ['host', ...Object.keys(request.headers).filter((name) => name.startsWith('x-amz-'))];
  if (!mustBeSigned.every((name) => names.includes(name))) return 'AccessDenied';
  const payloadHash = String(request.headers['x-amz-content-sha256'] ?? '');
  if (payloadHash !== createHash('sha256').update(body).digest('hex')) return 'XAmzContentSHA256Mismatch';
  const [rawPath = '', rawQuery = ''] = (request.url ?? '').split('?');
  const canonical = [
    request.method,
    rawPath.split('/').map(encodeOnce).join('/'),
    rawQuery.split('&').toSorted().join('&'),
    ...names.map((name) => `${name}:${String(request.headers[name] ?? '').trim()}`),
    '',
    signedNames,
    payloadHash,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', time, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  const dayKey = hmac(`AWS4${S3_KEYS.secretAccessKey}`, day);
  const signingKey = hmac(hmac(hmac(dayKey, region), 's3'), 'aws4_request');
  return hmac(signingKey, toSign).toString('hex') === signature ? null : 'SignatureDoesNotMatch';
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}

/** S3 encodes each segment once; only letters, digits and `-._~` stay. */
function encodeOnce(segment: string): string {
  const percent = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(decodeURIComponent(segment)).replaceAll(/[!'()*]/g, percent);
}
