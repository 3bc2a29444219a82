import { randomUUID } from 'node:crypto';

/** A form on its way over HTTP. Its length is known, so it need not be sent in chunks, which not every server takes. */
export interface MultipartBody {
  readonly contentType: string;
  readonly lengthBytes: number;
  /** Read once. A file is never in memory as a whole. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Writes a form as `multipart/form-data` (RFC 7578, in the spelling of browsers). */
export function toMultipart(form: FormData): MultipartBody {
  const boundary = `posthorn-${randomUUID()}`;
  const parts: (Buffer | Blob)[] = [];
  for (const [name, value] of form) {
    parts.push(Buffer.from(`--${boundary}\r\n${partHead(name, value)}\r\n\r\n`));
    parts.push(typeof value === 'string' ? Buffer.from(value.replaceAll(/\r?\n|\r/g, '\r\n')) : value);
    parts.push(Buffer.from('\r\n'));
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    lengthBytes: parts.reduce((sum, part) => sum + (part instanceof Blob ? part.size : part.length), 0),
    chunks: readParts(parts),
  };
}

async function* readParts(parts: readonly (Buffer | Blob)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (part instanceof Blob) yield* part.stream();
    else yield part;
  }
}

function partHead(name: string, value: string | File): string {
  const head = `Content-Disposition: form-data; name="${quote(name)}"`;
  if (typeof value === 'string') return head;
  const type = /^[\w.+/; ="-]+$/.test(value.type) ? value.type : 'application/octet-stream';
  return `${head}; filename="${quote(value.name)}"\r\nContent-Type: ${type}`;
}

/** Nothing in a name may end the quotes or the line. */
function quote(text: string): string {
  return text.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}
