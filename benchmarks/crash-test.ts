import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Pool } from 'undici';
import { startBenchmarkDatabase } from './support/database.ts';
import { APP_ID, freePort, type GatewayProcess, newDataDir, setUp, startGateway } from './support/gateway-process.ts';
import { metaSignature, NAME_MARK, textBody } from './support/meta-body.ts';
import { startWitness, type Witness } from './support/witness.ts';

/**
 * Kills the gateway with SIGKILL in the middle of its work, again and again, and judges by the records of
 * the sender and the receiver alone: what was answered 200 must arrive, nothing may arrive that was not
 * sent, and a request that is made twice must say so.
 */
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    engine: { type: 'string', default: 'sqlite' },
    json: { type: 'boolean', default: false },
  },
});

/** Accepted before the kill may come, so that a round is worth its name. */
const ACCEPTED_MIN = 500;
const IN_FLIGHT_MIN = 50;
/** The kill comes at a uniformly random moment of this long, once both are reached. */
const KILL_WINDOW_MS = 700;
const SENDERS = 64;
/** Wait for a lease to end plus the way itself. */
const DRAIN_MS_MAX = 60_000;
const RECEIVER_TIMEOUT_SECONDS = 3;

const engine = options.engine === 'postgres' ? 'postgres' : 'sqlite';
const rounds = Number(options.rounds);
const log = (line: string) => {
  if (!options.json) console.error(line);
};

const dataDir = newDataDir();
const database = await startBenchmarkDatabase(engine, dataDir.path);
const witness = await startWitness();
const port = await freePort();
const settings = { port, dataDir: dataDir.path, databaseUrl: database.url };
const accepted = new Set<string>();
const sent = new Set<string>();
const phoneByTag = new Map<string, string>();
/** Who has written so far: each a person of their own. */
let people = 0;
const inFlightAtKill: number[] = [];
let gateway = await startGateway(settings);
let verdict: ReturnType<typeof judge> | undefined;
try {
  await setUp(gateway.url, [
    {
      url: witness.url,
      event_types: ['*'],
      retry: { delays_seconds: Array.from({ length: 20 }, () => 1), timeout_seconds: RECEIVER_TIMEOUT_SECONDS },
    },
  ]);
  for (let round = 1; round <= rounds; round++) {
    gateway = await playRound(round, gateway);
    log(
      `round ${round}: ${accepted.size} accepted so far, ${inFlightAtKill.at(-1)} in flight at the kill, ${witness.requests.length} requests`,
    );
  }
  verdict = judge(witness);
  console.log(JSON.stringify(verdict));
} finally {
  await gateway.kill('SIGTERM');
  await witness.stop();
  await database.stop();
  dataDir.remove();
}
process.exit(verdict !== undefined && verdict.lost + verdict.invented + verdict.unmarked_repeats === 0 ? 0 : 1);

/** Load → kill at a random moment → start again → wait until everything accepted has arrived. */
async function playRound(round: number, running: GatewayProcess): Promise<GatewayProcess> {
  const load = { stopped: false, accepted: 0 };
  const pool = new Pool(running.url, { connections: SENDERS, pipelining: 1 });
  const senders = Array.from({ length: SENDERS }, (_, sender) => sendUntilStopped(pool, load, `${round}-${sender}`));
  while (load.accepted < ACCEPTED_MIN || witness.inFlight() < IN_FLIGHT_MIN) await pause(1);
  await pause(randomInt(KILL_WINDOW_MS));
  while (witness.inFlight() < IN_FLIGHT_MIN) await pause(0);
  inFlightAtKill.push(witness.inFlight());
  await running.kill('SIGKILL');
  load.stopped = true;
  await Promise.all(senders);
  await pool.destroy();
  const restarted = await startGateway(settings);
  await drain();
  return restarted;
}

async function sendUntilStopped(pool: Pool, load: { stopped: boolean; accepted: number }, name: string): Promise<void> {
  for (let number = 0; !load.stopped; number++) {
    const tag = `${name}-${number}`;
    // Everybody writes for the first time: each message makes a contact and a conversation too.
    const phone = `49151${String(++people).padStart(8, '0')}`;
    const body = textBody(tag, { name: `${NAME_MARK}${tag}_`, phone });
    sent.add(tag).add(`+${phone}`);
    phoneByTag.set(tag, `+${phone}`);
    try {
      const answer = await pool.request({
        path: `/webhooks/meta/${APP_ID}`,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-hub-signature-256': metaSignature(body) },
        body,
      });
      await answer.body.dump();
      if (answer.statusCode === 200) {
        accepted.add(tag);
        load.accepted++;
      }
    } catch {
      // The gateway was killed under this request: nobody promised anything about it.
      return;
    }
  }
}

async function drain(): Promise<void> {
  const endMs = Date.now() + DRAIN_MS_MAX;
  let quietSince = Date.now();
  let seen = witness.requests.length;
  while (Date.now() < endMs) {
    await pause(50);
    if (witness.requests.length !== seen) {
      seen = witness.requests.length;
      quietSince = Date.now();
    }
    // Quiet for longer than a lease lasts: whoever still held one would have been heard.
    const quietMs = engine === 'sqlite' ? 1_500 : (RECEIVER_TIMEOUT_SECONDS + 12) * 1_000;
    if (Date.now() - quietSince > quietMs && missing().length === 0) return;
  }
}

/** Of every accepted message three things have to arrive: the message, and the contact and the conversation that it made. */
function missing(): readonly string[] {
  const delivered = witness.answeredFacts();
  const facts = [...accepted].flatMap((tag) => [
    `message ${tag}`,
    `contact ${tag}`,
    `conversation ${phoneByTag.get(tag)}`,
  ]);
  return facts.filter((fact) => !delivered.has(fact));
}

function judge(records: Witness) {
  const idsByFact = Map.groupBy(records.requests, (request) => request.fact);
  let invented = records.requests.filter(({ fact }) => !sent.has(fact.slice(fact.indexOf(' ') + 1))).length;
  for (const requests of idsByFact.values()) invented += new Set(requests.map((request) => request.webhookId)).size - 1;
  let repeats = 0;
  let unmarked = 0;
  for (const requests of Map.groupBy(records.requests, (request) => request.webhookId).values()) {
    for (const repeat of requests.slice(1)) {
      repeats++;
      if (!repeat.marked) unmarked++;
    }
  }
  inFlightAtKill.sort((a, b) => a - b);
  return {
    rounds,
    accepted: accepted.size,
    delivered: records.answeredFacts().size,
    lost: missing().length,
    invented,
    repeats,
    unmarked_repeats: unmarked,
    in_flight_at_kill_p50: inFlightAtKill[inFlightAtKill.length >> 1] ?? 0,
  };
}
