import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** A file at Meta. What is not said is as it should be. */
export interface FileAtMeta {
  readonly bytes: Buffer;
  readonly mimeType: string;
  /** What the Graph API says of it, in place of the truth. */
  readonly told?: Readonly<Record<string, unknown>>;
  /** Answers the download. */
  readonly download?: (response: ServerResponse, request: IncomingMessage) => unknown;
}

interface UploadAtMeta {
  readonly phoneNumberId: string;
  readonly product: string | null;
  readonly type: string | null;
  readonly mimeType: string;
  readonly filename: string;
  readonly bytes: Buffer;
}

/** What Meta answers for an id of nothing. */
const NOT_THERE = { message: '(#100) Object does not exist', type: 'OAuthException', code: 100, error_subcode: 33 };

/** Stands for the part of the Graph API that is about media, and for Meta's media host, over real HTTP until the test ends. */
export async function startMetaMedia() {
  const files = new Map<string, FileAtMeta>();
  const requests: { readonly method: string; readonly path: string; readonly token: string }[] = [];
  const uploads: UploadAtMeta[] = [];
  /** Answers calls of the Graph API with this error while it is there. */
  const state = { error: null as Readonly<Record<string, unknown>> | null };
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push({ method: request.method ?? '', path, token: request.headers.authorization ?? '' });
    serve(request, response).catch(() => response.destroy());
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const [, first = '', second = '', third = ''] = new URL(request.url ?? '/', 'http://meta').pathname.split('/');
    if (first === 'download') return download(request, response, second);
    if (state.error !== null) return answer(response, 400, { error: state.error });
    if (third === 'media') return answer(response, 200, { id: await takeUpload(request, second) });
    const file = files.get(second);
    if (file === undefined) return answer(response, 400, { error: NOT_THERE });
    if (request.method !== 'DELETE') return answer(response, 200, describe(second, file));
    files.delete(second);
    return answer(response, 200, { success: true });
  }

  function download(request: IncomingMessage, response: ServerResponse, id: string): unknown {
    const file = files.get(id);
    if (file === undefined) return response.writeHead(404).end();
    if (file.download !== undefined) return file.download(response, request);
    return response.writeHead(200, { 'content-type': file.mimeType }).end(file.bytes);
  }

  function describe(id: string, { bytes, mimeType, told }: FileAtMeta) {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const about = { url: `${origin}/download/${id}`, mime_type: mimeType, sha256, file_size: String(bytes.length), id };
    return { messaging_product: 'whatsapp', ...about, ...told };
  }

  async function takeUpload(request: IncomingMessage, phoneNumberId: string): Promise<string> {
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const form = await new Response(await buffer(request), { headers }).formData();
    const file = form.get('file') as File;
    const bytes = Buffer.from(await file.arrayBuffer());
    const [product, type] = [form.get('messaging_product'), form.get('type')].map((value) => value as string | null);
    uploads.push({
      phoneNumberId,
      product: product ?? null,
      type: type ?? null,
      mimeType: file.type,
      filename: file.name,
      bytes,
    });
    const id = String(9_000 + uploads.length);
    files.set(id, { bytes, mimeType: file.type });
    return id;
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(state, { origin, files, requests, uploads });
}

function answer(response: ServerResponse, status: number, body: unknown): unknown {
  return response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
