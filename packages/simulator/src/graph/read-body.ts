import type http from 'node:http';
import { FILE_BYTES_MAX } from '../media/kinds.ts';
import type { Upload } from './call.ts';

/** Most of a JSON body that is read. The largest documented one, a template, is far below. */
const JSON_BYTES_MAX = 1_000_000;

/** The file, and the parts around it. */
const UPLOAD_BYTES_MAX = FILE_BYTES_MAX + 64 * 1024;

/** Bodies that may be in memory at once, together: five of the largest files. */
const UNDERWAY_BYTES_MAX = 5 * UPLOAD_BYTES_MAX;

export type BodyRead =
  | { readonly body: unknown; readonly upload: Upload | null }
  | { readonly problem: string; readonly code: 2 | 100 };

const NO_BODY: BodyRead = { body: undefined, upload: null };

/** Reads bodies of Graph calls: JSON, a form, or a multipart form with a file. All of it bounded. */
export class BodyReader {
  #underwayBytes = 0;

  async read(request: http.IncomingMessage): Promise<BodyRead> {
    const contentType = request.headers['content-type'] ?? '';
    const isUpload = contentType.startsWith('multipart/form-data');
    const bytesMax = isUpload ? UPLOAD_BYTES_MAX : JSON_BYTES_MAX;
    const chunks: Buffer[] = [];
    let byteCount = 0;
    let keptBytes = 0;
    try {
      for await (const chunk of request) {
        if (!Buffer.isBuffer(chunk)) continue;
        byteCount += chunk.length;
        if (byteCount > bytesMax || this.#underwayBytes + chunk.length > UNDERWAY_BYTES_MAX) continue;
        chunks.push(chunk);
        keptBytes += chunk.length;
        this.#underwayBytes += chunk.length;
      }
      if (byteCount > bytesMax) return { problem: `The body is longer than ${bytesMax} bytes.`, code: 100 };
      if (keptBytes < byteCount) return { problem: 'Too many uploads at once.', code: 2 };
      if (byteCount === 0) return NO_BODY;
      const bytes = Buffer.concat(chunks);
      return isUpload ? await parseMultipart(bytes, contentType) : parseText(bytes.toString('utf8'), contentType);
    } finally {
      this.#underwayBytes -= keptBytes;
    }
  }
}

function parseText(text: string, contentType: string): BodyRead {
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return { body: Object.fromEntries(new URLSearchParams(text)), upload: null };
  }
  try {
    return { body: JSON.parse(text), upload: null };
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: 'The body is not JSON.', code: 100 };
    throw error;
  }
}

async function parseMultipart(bytes: Buffer, contentType: string): Promise<BodyRead> {
  const form = await readForm(bytes, contentType);
  if (form === null) return { problem: 'The body is not multipart/form-data.', code: 100 };
  const body: Record<string, unknown> = {};
  let upload: Upload | null = null;
  for (const [name, value] of form) {
    if (typeof value === 'string') {
      body[name] = value;
      continue;
    }
    body[name] = { name: value.name, mime_type: value.type, byte_count: value.size };
    if (name !== 'file') continue;
    upload = { fileName: value.name, mimeType: value.type, bytes: Buffer.from(await value.arrayBuffer()) };
  }
  return { body, upload };
}

async function readForm(bytes: Buffer, contentType: string) {
  try {
    return await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData();
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
