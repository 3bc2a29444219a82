import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A customer's receiver of Vobiz's webhooks, written only from their documents (CONTRACTS 4.4, 4.5): it imports
 * nothing of the project, checks the signature, answers within moments and takes each `event_id` once.
 */

export interface VobizEnvelope {
  readonly event_id: string;
  readonly event_type: string;
  readonly account_id: string;
  readonly occurred_at: string;
  readonly payload: unknown;
}

export interface VobizReceiver {
  readonly url: string;
  /** Each verified event once, in the order of its first arrival. */
  readonly events: readonly VobizEnvelope[];
  /** The `event_id`s that came again and were left aside. */
  readonly repeated: readonly string[];
  /** How many requests were refused with 401. */
  rejectedCount(): number;
  /** Resolves when `holds` is true; it is asked again after every request. Rejects after `timeoutMs`. */
  until(holds: () => boolean, timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
}

const WAIT_MS = 20_000;

/** A status as Meta has it in the payload of `message.status`. */
export interface VobizStatus {
  readonly id: string;
  readonly status: string;
  readonly errors?: readonly { readonly code: number }[];
}

/** The statuses in what came in. `id` is the `meta_message_id` of a send. */
export function statusesIn(events: readonly VobizEnvelope[]): readonly VobizStatus[] {
  type Body = { entry: { changes: { value: { statuses?: VobizStatus[] } }[] }[] };
  const bodies = events.filter((event) => event.event_type === 'message.status').map(({ payload }) => payload as Body);
  return bodies.flatMap(({ entry }) =>
    entry.flatMap(({ changes }) => changes.flatMap(({ value }) => value.statuses ?? [])),
  );
}

/** Listens on 127.0.0.1. `secret` is the one the subscription is made with. */
export async function startVobizReceiver(secret: string): Promise<VobizReceiver> {
  const inbox = new Inbox(secret);
  const server = createServer((request, response) => void inbox.take(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/whatsapp`,
    events: inbox.events,
    repeated: inbox.repeated,
    rejectedCount: () => inbox.rejected,
    until: (holds, timeoutMs = WAIT_MS) => inbox.until(holds, timeoutMs),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

class Inbox {
  readonly events: VobizEnvelope[] = [];
  readonly repeated: string[] = [];
  rejected = 0;
  readonly #secret: string;
  readonly #seen = new Set<string>();
  readonly #waiting = new Set<() => void>();

  constructor(secret: string) {
    this.#secret = secret;
  }

  async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const accepted = this.#isSigned(raw, request.headers['x-webhook-signature']) && this.#keep(raw, request);
    if (!accepted) this.rejected += 1;
    response.writeHead(accepted ? 200 : 401).end();
    for (const wake of this.#waiting) wake();
  }

  until(holds: () => boolean, timeoutMs: number): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const wake = () => {
        if (holds()) finish(resolve);
      };
      const timer = setTimeout(
        () => finish(() => reject(new Error(`nothing of that within ${timeoutMs} ms`))),
        timeoutMs,
      );
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        settle();
      };
      this.#waiting.add(wake);
    });
  }

  #isSigned(raw: Buffer, given: string | string[] | undefined): boolean {
    if (typeof given !== 'string') return false;
    const expected = Buffer.from(createHmac('sha256', this.#secret).update(raw).digest('hex'));
    const actual = Buffer.from(given);
    return actual.length === expected.length && timingSafeEqual(actual, expected);
  }

  /** False when the header names another event than the signed body. */
  #keep(raw: Buffer, request: IncomingMessage): boolean {
    const envelope = JSON.parse(raw.toString('utf8')) as VobizEnvelope;
    if (request.headers['x-webhook-event'] !== envelope.event_type) return false;
    if (this.#seen.has(envelope.event_id)) {
      this.repeated.push(envelope.event_id);
      return true;
    }
    this.#seen.add(envelope.event_id);
    this.events.push(envelope);
    return true;
  }
}
