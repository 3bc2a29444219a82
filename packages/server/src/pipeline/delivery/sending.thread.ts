import { parentPort, workerData } from 'node:worker_threads';
import { classifyConnectError, createEgressGuard, type OwnListener } from '../../platform/egress/egress.ts';
import { createHttpTransport } from './http-transport.ts';
import {
  monotonicMs,
  type SendingOrder,
  type SendingThreadSettings,
  type ThreadRequest,
  type ThreadResult,
} from './sending-thread.ts';

const { allow, allowHttp, proxyUrl, ownOrigins } = workerData as SendingThreadSettings;
let listeners: readonly OwnListener[] = [];
const egress = createEgressGuard({
  allow,
  allowHttp,
  proxyUrl: proxyUrl === null ? null : new URL(proxyUrl),
  ownOrigins: () => ownOrigins,
  ownListeners: () => listeners,
});
const transport = createHttpTransport({ connector: egress.connector, classifyConnectError });
/** From the clock of all threads to the one of this thread. */
const clockOffsetMs = performance.now() - monotonicMs();
let results: ThreadResult[] = [];

parentPort?.on('message', ({ requests, ownListeners }: SendingOrder) => {
  listeners = ownListeners ?? listeners;
  for (const request of requests) void send(request);
});

async function send([id, url, headers, body, timeoutMs, askedAtMs]: ThreadRequest): Promise<void> {
  const asked = { url: parsed(url), headers, body, timeoutMs, askedAtMs: askedAtMs + clockOffsetMs };
  const result = await transport.exchange(asked);
  if (results.length === 0) setImmediate(tell);
  results.push([id, result]);
}

function tell(): void {
  const told = results;
  results = [];
  parentPort?.postMessage(told);
}

/** Endpoints whose URL is kept parsed. */
const URLS_MAX = 1_000;
const urls = new Map<string, URL>();

function parsed(text: string): URL {
  let url = urls.get(text);
  if (url === undefined) {
    url = new URL(text);
    if (urls.size >= URLS_MAX) urls.clear();
    urls.set(text, url);
  }
  return url;
}
