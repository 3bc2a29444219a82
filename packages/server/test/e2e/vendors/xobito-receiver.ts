import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/**
 * A receiver of Xobito's webhooks as somebody writes it who has only its documentation (CONTRACTS 3.2 to 3.6): the
 * signature over the raw body, compared in constant time, 401 when it is wrong, a quick 200 when it is right, and the two
 * dedupe keys. It imports nothing of the project.
 */

/** A webhook of one of the nine CRUD events. */
export type XobitoCrudEvent = {
  readonly event: 'created' | 'updated' | 'deleted';
  readonly model: string;
  readonly data: {
    readonly id: number;
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly relations: object;
  };
  readonly original: unknown;
  readonly timestamp: string;
};

/** A webhook about the fate of a message. `text` and `type` are on `sent` only, and only when they are known. */
export type XobitoDeliveryEvent = {
  readonly event: string;
  readonly model: string;
  readonly data: {
    readonly message_id: string;
    readonly status: string;
    readonly error_message: string | null;
    readonly text?: string;
    readonly type?: string;
  };
  readonly timestamp: string;
};

/** What reached the receiver, in the order of arrival. */
export type XobitoReceiver = {
  /** The address to put into Xobito's settings page as `webhook_url`. */
  readonly url: string;
  /** The CRUD events, each once. */
  readonly crudEvents: () => readonly XobitoCrudEvent[];
  /** The delivery events, each once. */
  readonly deliveryEvents: () => readonly XobitoDeliveryEvent[];
  /** How often an event came that was known already, and how often a signature was wrong. */
  readonly counts: () => { readonly repeats: number; readonly refused: number };
  /** Resolves as soon as that many requests with a right signature were answered, repeats included. */
  readonly accepted: (count: number) => Promise<void>;
  /** The delivery events of one message as soon as there is one for each status, in that order: they may come in any. */
  readonly fateOf: (messageId: string, statuses: readonly string[]) => Promise<readonly XobitoDeliveryEvent[]>;
  readonly close: () => Promise<void>;
};

/** Starts a receiver on a free port of this machine for the secret that Xobito's support gave out. */
export async function startXobitoReceiver(secret: string): Promise<XobitoReceiver> {
  const inbox = newInbox();
  const server = createServer((request, response) => {
    receive({ secret, inbox }, request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the receiver has no port');
  return {
    url: `http://127.0.0.1:${address.port}/xobito`,
    crudEvents: () => inbox.crud,
    deliveryEvents: () => inbox.delivery,
    counts: () => ({ repeats: inbox.repeats, refused: inbox.refused }),
    accepted: (count) => until(inbox, () => inbox.accepted >= count),
    fateOf: async (messageId, statuses) => {
      const of =
        (status: string) =>
        ({ data }: XobitoDeliveryEvent) =>
          data.message_id === messageId && data.status === status;
      await until(inbox, () => statuses.every((status) => inbox.delivery.some(of(status))));
      return statuses.flatMap((status) => inbox.delivery.filter(of(status)));
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

type Inbox = {
  readonly crud: XobitoCrudEvent[];
  readonly delivery: XobitoDeliveryEvent[];
  readonly seen: Set<string>;
  readonly waiters: Set<() => void>;
  accepted: number;
  repeats: number;
  refused: number;
};

function newInbox(): Inbox {
  return { crud: [], delivery: [], seen: new Set(), waiters: new Set(), accepted: 0, repeats: 0, refused: 0 };
}

async function receive(
  context: { readonly secret: string; readonly inbox: Inbox },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const rawBody = await readRaw(request);
  if (!isSignedBy(context.secret, rawBody, request.headers['x-webhook-signature'])) {
    context.inbox.refused += 1;
    response.writeHead(401).end();
    return;
  }
  takeIn(context.inbox, JSON.parse(rawBody.toString('utf8')));
  response.writeHead(200).end();
  context.inbox.accepted += 1;
  for (const wake of [...context.inbox.waiters]) wake();
}

async function readRaw(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function isSignedBy(secret: string, rawBody: Buffer, header: string | string[] | undefined): boolean {
  if (typeof header !== 'string') return false;
  const expected = Buffer.from(createHmac('sha256', secret).update(rawBody).digest('hex'));
  const given = Buffer.from(header);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function takeIn(inbox: Inbox, event: unknown): void {
  if (isCrudEvent(event)) {
    if (isNew(inbox, [event.model, event.data.id, event.event, event.timestamp])) inbox.crud.push(event);
    return;
  }
  if (isDeliveryEvent(event)) {
    if (isNew(inbox, [event.data.message_id, event.data.status])) inbox.delivery.push(event);
  }
}

function isNew(inbox: Inbox, key: readonly unknown[]): boolean {
  const text = JSON.stringify(key);
  if (inbox.seen.has(text)) {
    inbox.repeats += 1;
    return false;
  }
  inbox.seen.add(text);
  return true;
}

function isCrudEvent(value: unknown): value is XobitoCrudEvent {
  const event = fieldsOf(value);
  const data = fieldsOf(event.data);
  return (
    (event.event === 'created' || event.event === 'updated' || event.event === 'deleted') &&
    typeof event.model === 'string' &&
    typeof event.timestamp === 'string' &&
    Number.isInteger(data.id) &&
    typeof data.attributes === 'object'
  );
}

function isDeliveryEvent(value: unknown): value is XobitoDeliveryEvent {
  const data = fieldsOf(fieldsOf(value).data);
  return typeof data.message_id === 'string' && typeof data.status === 'string';
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function until(inbox: Inbox, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!holds()) return;
      inbox.waiters.delete(look);
      resolve();
    };
    inbox.waiters.add(look);
    look();
  });
}
