import { randomInt } from 'node:crypto';
import { createServer } from 'node:http';
import { NAME_MARK, WAMID_MARK } from './meta-body.ts';

/** One request as the receiver saw it. */
interface WitnessedRequest {
  readonly webhookId: string;
  /** `message <tag>`, by what the sender put into the wamid; `contact <tag>`, by the name of the one who wrote; `conversation <phone>`. */
  readonly fact: string;
  /** It says that it may be a duplicate. */
  readonly marked: boolean;
}

/** A receiver that takes its time and remembers everything. */
export interface Witness {
  readonly url: string;
  readonly requests: readonly WitnessedRequest[];
  readonly inFlight: () => number;
  /** Facts whose request was answered with 200. */
  readonly answeredFacts: () => ReadonlySet<string>;
  readonly stop: () => Promise<void>;
}

/** Slow enough that many requests are open whenever the kill comes. */
const ANSWER_MS_MIN = 20;
const ANSWER_MS_MAX = 120;

export async function startWitness(): Promise<Witness> {
  const requests: WitnessedRequest[] = [];
  const answered = new Set<string>();
  let inFlight = 0;
  const server = createServer((request, response) => {
    inFlight++;
    response.once('close', () => {
      inFlight--;
    });
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const fact = factOf(body);
      requests.push({
        webhookId: String(request.headers['webhook-id']),
        fact,
        marked: request.headers['posthorn-possible-duplicate'] === 'true',
      });
      setTimeout(
        () => {
          response.writeHead(200, { 'Content-Length': 0 });
          response.end(() => answered.add(fact));
        },
        randomInt(ANSWER_MS_MIN, ANSWER_MS_MAX),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/hook`,
    requests,
    inFlight: () => inFlight,
    answeredFacts: () => answered,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A contact's event has the name and no wamid; a message's has both; a conversation's has the number alone. */
function factOf(body: string): string {
  const conversation = /^\{"type":"conversation\.created".*?"phone":"(\+\d+)"/.exec(body)?.[1];
  if (conversation !== undefined) return `conversation ${conversation}`;
  const message = new RegExp(`${WAMID_MARK}([A-Za-z0-9-]+)_`).exec(body)?.[1];
  if (message !== undefined) return `message ${message}`;
  return `contact ${new RegExp(`${NAME_MARK}([A-Za-z0-9-]+)_`).exec(body)?.[1] ?? ''}`;
}
