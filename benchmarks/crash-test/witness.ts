import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { NAME_MARK, WAMID_MARK } from '../support/meta-body.ts';
import type { Certificates } from './certificates.ts';
import { behave, type Mood, type Told } from './moods.ts';

/** Receivers of the crash test: one that is well, one that wants order, one with moods, one behind TLS. */
export const RECEIVERS = ['plain', 'ordered', 'moody', 'secure'] as const;
export type ReceiverName = (typeof RECEIVERS)[number];

/** One request as its receiver saw it. Times are monotonic milliseconds. */
export interface WitnessedRequest {
  readonly receiver: ReceiverName;
  readonly webhookId: string;
  /** `message <tag>`, by what the sender put into the wamid; `contact <tag>`, by the name of the one who wrote; `conversation <phone>`. */
  readonly fact: string;
  /** It says that it may be a duplicate. */
  readonly marked: boolean;
  readonly startedMs: number;
  /** When its connection was free again. Infinity: it is open. */
  endedMs: number;
  /** When a 2xx began to go out. Infinity: none did. */
  takenMs: number;
  told: Told;
}

/** Receivers that take their time and remember everything. */
export interface Witness {
  readonly urlOf: (receiver: ReceiverName) => string;
  /** In the order in which they came. Grows. */
  readonly requests: readonly WitnessedRequest[];
  readonly inFlight: () => number;
  /** From now on; null: well again. */
  readonly setMoods: (moods: readonly Mood[] | null) => void;
  readonly setExpired: (isExpired: boolean) => void;
  readonly stop: () => Promise<void>;
}

/** Slow enough that some requests are open whenever a fault comes. */
const ANSWER_MS_MIN = 10;
const ANSWER_MS_MAX = 80;
/** Of the requests while the receiver has moods. The others are taken, so that it does not look dead. */
const MOODY_SHARE = 0.6;
/** The receiver that wants order always refuses some: order among deliveries that all succeed is no art. */
const ORDERED_REFUSED_SHARE = 0.04;

/** Starts them on free ports of 127.0.0.1. */
export async function startWitness(certificates: Certificates): Promise<Witness> {
  const requests: WitnessedRequest[] = [];
  const state: { moods: readonly Mood[] | null; inFlight: number } = { moods: null, inFlight: 0 };
  const listener: RequestListener = (request, response) => void take({ requests, state, request, response });
  const plain = createServer(listener);
  const secure = createTlsServer({ ...certificates.valid }, listener);
  const servers = [plain, secure];
  const [plainPort, securePort] = await Promise.all(servers.map(listen));
  return {
    urlOf: (name) =>
      name === 'secure' ? `https://127.0.0.1:${securePort}/${name}` : `http://127.0.0.1:${plainPort}/${name}`,
    requests,
    inFlight: () => state.inFlight,
    setMoods: (moods) => {
      state.moods = moods;
    },
    setExpired: (isExpired) => {
      secure.setSecureContext(isExpired ? certificates.expired : certificates.valid);
      // A connection that is open has shown its certificate already.
      secure.closeAllConnections();
    },
    stop: async () => {
      await Promise.all(
        servers.map((server) => {
          server.closeAllConnections();
          return new Promise<void>((resolve) => server.close(() => resolve()));
        }),
      );
    },
  };
}

async function listen(server: ReturnType<typeof createServer> | ReturnType<typeof createTlsServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

interface Taken {
  readonly requests: WitnessedRequest[];
  readonly state: { readonly moods: readonly Mood[] | null; inFlight: number };
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

function take({ requests, state, request, response }: Taken): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const seen: WitnessedRequest = {
      receiver: receiverOf(request.url ?? ''),
      webhookId: String(request.headers['webhook-id']),
      fact: factOf(Buffer.concat(chunks).toString('utf8')),
      marked: request.headers['posthorn-possible-duplicate'] === 'true',
      startedMs: performance.now(),
      endedMs: Number.POSITIVE_INFINITY,
      takenMs: Number.POSITIVE_INFINITY,
      told: 'nothing',
    };
    requests.push(seen);
    state.inFlight++;
    response.once('close', () => {
      seen.endedMs = performance.now();
      state.inFlight--;
    });
    answer(seen, moodFor(seen, state.moods), response);
  });
}

function receiverOf(path: string): ReceiverName {
  return RECEIVERS.find((name) => path === `/${name}`) ?? 'plain';
}

function moodFor({ receiver }: WitnessedRequest, moods: readonly Mood[] | null): Mood | null {
  if (receiver === 'ordered') return Math.random() < ORDERED_REFUSED_SHARE ? 'refuses' : null;
  if (receiver !== 'moody' || moods === null || Math.random() > MOODY_SHARE) return null;
  return moods[Math.floor(Math.random() * moods.length)] ?? null;
}

function answer(seen: WitnessedRequest, mood: Mood | null, response: ServerResponse): void {
  const tell = (told: Told) => {
    seen.told = told;
  };
  const waitMs = ANSWER_MS_MIN + Math.random() * (ANSWER_MS_MAX - ANSWER_MS_MIN);
  setTimeout(() => {
    if (mood !== 'refuses') seen.takenMs = performance.now();
    if (mood !== null) {
      behave(mood, response, tell);
      return;
    }
    response.writeHead(200, { 'Content-Length': 0 });
    response.end(() => tell('taken'));
  }, waitMs);
}

/** What the gateway tells of itself has its own kinds. A contact's event has the name and no wamid; a message's has both; a conversation's has the number alone. */
function factOf(body: string): string {
  const operational = /^\{"type":"((?:endpoint|delivery|channel)\.[a-z_]+)"/.exec(body)?.[1];
  if (operational !== undefined) return `operational ${operational}`;
  const conversation = /^\{"type":"conversation\.created".*?"phone":"(\+\d+)"/.exec(body)?.[1];
  if (conversation !== undefined) return `conversation ${conversation}`;
  const message = new RegExp(`${WAMID_MARK}([A-Za-z0-9-]+)_`).exec(body)?.[1];
  if (message !== undefined) return `message ${message}`;
  return `contact ${new RegExp(`${NAME_MARK}([A-Za-z0-9-]+)_`).exec(body)?.[1] ?? ''}`;
}
