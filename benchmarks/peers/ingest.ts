import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

/** An event as the queues carry it. */
export interface PeerEvent {
  /** Made of the wamid: the same message is the same event. */
  readonly id: string;
  /** What the receiver gets. */
  readonly body: string;
}

interface Ingest {
  readonly appSecret: string;
  /** Resolves when the event cannot be lost any more. */
  readonly keep: (event: PeerEvent) => Promise<void>;
}

interface MetaBody {
  readonly entry: readonly [
    { readonly changes: readonly [{ readonly value: { readonly messages: readonly [{ readonly id: string }] } }] },
  ];
}

/**
 * The way in, as both peers have it: the signature of Meta over the raw bytes, JSON, the wamid, and 200 after the event was
 * kept. Plain node:http, which is the fastest that there is.
 *
 * @returns the port.
 */
export async function startIngest({ appSecret, keep }: Ingest): Promise<number> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks);
      const answer = (status: number) => response.writeHead(status, { 'Content-Length': 0 }).end();
      if (!isSigned(raw, String(request.headers['x-hub-signature-256']), appSecret)) answer(401);
      else
        keep(toEvent(raw)).then(
          () => answer(200),
          () => answer(503),
        );
    });
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function isSigned(raw: Buffer, given: string, appSecret: string): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', appSecret).update(raw).digest('hex')}`);
  const received = Buffer.from(given);
  return expected.length === received.length && timingSafeEqual(expected, received);
}

function toEvent(raw: Buffer): PeerEvent {
  const data = JSON.parse(raw.toString('utf8')) as MetaBody;
  const wamid = data.entry[0].changes[0].value.messages[0].id;
  const body = JSON.stringify({ type: 'message.received', timestamp: new Date().toISOString(), data });
  return { id: uuidOf(wamid), body };
}

/** A UUID version 8 of a hash, because pg-boss takes ids of no other form. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
