import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { rootHeaders } from '../support/gateway-process.ts';
import { measure, WARM_UP_SECONDS } from '../support/measure.ts';
import { round } from '../support/quantiles.ts';
import { type LoadOptions, type OpenStage, openStage } from '../support/stage.ts';
import type { ConnectOrder, StreamReport } from '../support/stream-clients.process.ts';
import { type SupportProcess, startSupport } from '../support/support-process.ts';

export interface StreamOptions extends LoadOptions {
  /** One in a hundred wants everything, the others one conversation each. One more stops reading. */
  readonly clients: number;
}

/** After the clients came or went, before it is measured. */
const PAUSE_MS = 500;

/** A window without clients, one with them, and the bare loop: what they share is the noise of the machine. */
interface Pair {
  readonly without: number;
  readonly with: number;
  readonly bare: number;
  readonly share: number;
}

/**
 * What the live stream costs the delivery of webhooks: the benchmark of deliveries with and without clients, taking turns.
 * The definition stands in benchmarks/README.md.
 *
 * @returns whether no webhook was refused and no client that reads was hung up on, and the line to print.
 */
export async function measureStream(options: StreamOptions): Promise<{ ok: boolean; result: unknown }> {
  const stage = await openStage(options);
  const clients = startSupport('stream-clients.process.ts');
  try {
    const url = `${stage.gatewayUrls[0]?.replace('http:', 'ws:')}/v1/stream`;
    const socket = { url, headers: rootHeaders(stage.workspaceId) };
    return await measureTurns({ stage, clients, socket }, options);
  } finally {
    clients.stop();
    await stage.close();
  }
}

interface Turns {
  readonly stage: OpenStage;
  readonly clients: SupportProcess;
  readonly socket: Pick<ConnectOrder, 'url' | 'headers'>;
}

async function measureTurns(turns: Turns, options: StreamOptions) {
  const { stage, clients } = turns;
  const { seconds, pairs: count, log } = options;
  const busy = busyConversation(turns.socket);
  await measure(stage, 'gateway', { seconds: WARM_UP_SECONDS, run: 'warm' });
  await measure(stage, 'bare', { seconds: 1, run: 'warm' });
  const order = connectOrder(turns.socket, await busy, options.clients);
  const pairs: Pair[] = [];
  let refused = 0;
  for (let pair = 0; pair < count; pair++) {
    const run = async (hasClients: boolean) => {
      if (hasClients) await clients.ask(order);
      await pause(PAUSE_MS);
      const measured = await measure(stage, 'gateway', { seconds, run: `${hasClients ? 'w' : 'o'}${pair}` });
      if (hasClients) await clients.ask({ kind: 'disconnect' });
      refused += measured.refused;
      return measured.perSecond;
    };
    // Each goes first in every other pair: a machine that grows slower must not count against one of them.
    const isWithoutFirst = pair % 2 === 0;
    const [first, second] = [await run(!isWithoutFirst), await run(isWithoutFirst)];
    const [without, withClients] = isWithoutFirst ? [first, second] : [second, first];
    const bare = (await measure(stage, 'bare', { seconds, run: `b${pair}` })).perSecond;
    pairs.push({ without, with: withClients, bare, share: withClients / without });
    log(
      `pair ${pair + 1}: ${without.toFixed(0)}/s without, ${withClients.toFixed(0)}/s with ${options.clients} clients`,
    );
  }
  const report = await clients.ask<StreamReport>({ kind: 'report' });
  return {
    ok: refused === 0 && report.closed === 0,
    result: toResult(options, { pairs, report, rssMb: stage.usage().peakRssMb }),
  };
}

interface Measured {
  readonly pairs: readonly Pair[];
  readonly report: StreamReport;
  readonly rssMb: number;
}

function toResult(options: StreamOptions, { pairs, report, rssMb }: Measured) {
  const median = pairs.toSorted((a, b) => a.share - b.share)[pairs.length >> 1];
  if (median === undefined) throw new Error('No pair was measured.');
  return {
    engine: options.engine,
    clients: options.clients,
    ratio_without: round(median.without / median.bare, 3),
    ratio_with: round(median.with / median.bare, 3),
    share: round(median.share, 3),
    deliveries_per_s_without: Math.round(median.without),
    deliveries_per_s_with: Math.round(median.with),
    frames_per_s: Math.round(report.frames / (options.seconds * pairs.length)),
    dropped: report.dropped,
    frames_per_client_and_s_max: report.perSecondMax,
    closed: report.closed,
    rss_mb: Math.round(rssMb),
  };
}

function connectOrder(socket: Turns['socket'], busy: string, clients: number): ConnectOrder {
  const onEverything = Math.round(clients / 100);
  const quiet = Array.from({ length: clients - onEverything - 1 }, () => `cnv_${randomUUID()}`);
  return { kind: 'connect', ...socket, conversationIds: [busy, ...quiet], onEverything };
}

/** The conversation that the load is in: as a client is told it. */
function busyConversation({ url, headers }: Turns['socket']): Promise<string> {
  const socket = new WebSocket(`${url}?types=message.received`, { headers });
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (data) => {
      const { conversation_id: id } = JSON.parse(String(data)) as { readonly conversation_id?: string };
      if (id === undefined) return;
      socket.terminate();
      resolve(id);
    });
  });
}
