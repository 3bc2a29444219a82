import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a receiver understood of a request that it verified. */
export interface ReceivedEvent {
  /** The event's id, `evt_…`: what this receiver tells repeats by. */
  readonly id: string;
  /** Its name in this receiver's format. */
  readonly name: string;
  /** A few words of what it says. */
  readonly words: string;
  /** Link to a media file that somebody sent. */
  readonly mediaUrl?: string | null;
}

/** One request as a receiver took it down. */
export interface Receipt {
  readonly atMs: number;
  readonly receiver: string;
  /** How the receiver checked the signature. */
  readonly scheme: string;
  /** Null: the signature did not fit, or the body could not be read. */
  readonly event: ReceivedEvent | null;
  readonly status: number;
  /** `Posthorn-Attempt`. */
  readonly attempt: string;
  /** It had taken this event before. */
  readonly repeated: boolean;
}

/** One way to receive: a vendor's, or with the SDK. */
export interface ReceiverKind {
  readonly name: string;
  readonly scheme: string;
  /** Reads and verifies a request. Null: not to be trusted. */
  readonly receive: (request: IncomingMessage, secret: string) => Promise<ReceivedEvent | null>;
}

export interface ReceiverOptions {
  readonly kind: ReceiverKind;
  /** How often it answers 500 to the first event that it sees, as a receiver does that is being deployed. */
  readonly failuresBefore: number;
  readonly onReceipt: (receipt: Receipt) => void;
}

/** Ids kept for telling repeats; a demonstration that is left running for weeks forgets the oldest. */
const IDS_MAX = 50_000;

/** Links kept: as many as the demonstration looks at, and more. */
const LINKS_MAX = 100;

/** A receiver on this machine, with its own memory of what it took. */
export class Receiver {
  readonly name: string;
  /** Requests whose signature did not fit. */
  rejectedCount = 0;
  readonly #options: ReceiverOptions;
  readonly #server: Server;
  readonly #takenIds = new Set<string>();
  readonly #mediaLinks: string[] = [];
  #secret: string | null = null;
  #failuresLeft: number;
  #failingId: string | null = null;

  constructor(options: ReceiverOptions) {
    this.name = options.kind.name;
    this.#options = options;
    this.#failuresLeft = options.failuresBefore;
    this.#server = createServer((request, response) => {
      this.#answer(request).then(
        (status) => response.writeHead(status).end(),
        () => response.writeHead(500).end(),
      );
    });
  }

  /** Listens on a free port of this machine. */
  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  /** Where it receives. */
  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/webhooks`;
  }

  /** The signing secret, which exists only after the endpoint was made. */
  useSecret(secret: string): void {
    this.#secret = secret;
  }

  /** Whether it has verified this event and answered 2xx. */
  hasTaken(eventId: string): boolean {
    return this.#takenIds.has(eventId);
  }

  /** Links to media files in what it has taken. */
  get mediaLinks(): readonly string[] {
    return this.#mediaLinks;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage): Promise<number> {
    const { kind, onReceipt } = this.#options;
    const event = this.#secret === null ? null : await kind.receive(request, this.#secret);
    const repeated = event !== null && this.hasTaken(event.id);
    const status = this.#decide(event);
    const attempt = String(request.headers['posthorn-attempt'] ?? '1');
    onReceipt({ atMs: Date.now(), receiver: kind.name, scheme: kind.scheme, event, status, attempt, repeated });
    return status;
  }

  #decide(event: ReceivedEvent | null): number {
    if (event === null) {
      this.rejectedCount += 1;
      return 401;
    }
    this.#failingId ??= event.id;
    if (event.id === this.#failingId && this.#failuresLeft > 0) {
      this.#failuresLeft -= 1;
      return 500;
    }
    this.#remember(event.id);
    const { mediaUrl } = event;
    if (typeof mediaUrl === 'string' && this.#mediaLinks.length < LINKS_MAX) this.#mediaLinks.push(mediaUrl);
    return 204;
  }

  #remember(id: string): void {
    this.#takenIds.add(id);
    if (this.#takenIds.size <= IDS_MAX) return;
    for (const oldest of this.#takenIds) {
      this.#takenIds.delete(oldest);
      return;
    }
  }
}

const BODY_BYTES_MAX = 4 * 1024 * 1024;

/** The raw body, for receivers that do without the SDK. Null: too large. */
export async function readRawBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    byteCount += chunk.length;
    if (byteCount > BODY_BYTES_MAX) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A header that comes once. Empty when it does not come. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}
