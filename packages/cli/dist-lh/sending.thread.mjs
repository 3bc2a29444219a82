import { l as createEgressGuard, n as monotonicMs, p as classifyConnectError, r as createHttpTransport } from "./part-nCzKzw_N.mjs";
import { parentPort, workerData } from "node:worker_threads";
// ../server/src/pipeline/delivery/sending.thread.ts
const { allow, allowHttp, proxyUrl, ownOrigins } = workerData;
let listeners = [];
const egress = createEgressGuard({
	allow,
	allowHttp,
	proxyUrl: proxyUrl === null ? null : new URL(proxyUrl),
	ownOrigins: () => ownOrigins,
	ownListeners: () => listeners
});
const transport = createHttpTransport({
	connector: egress.connector,
	classifyConnectError
});
const clockOffsetMs = performance.now() - monotonicMs();
let results = [];
parentPort?.on("message", ({ requests, ownListeners }) => {
	listeners = ownListeners ?? listeners;
	for (const request of requests) send(request);
});
async function send([id, url, headers, body, timeoutMs, askedAtMs]) {
	const asked = {
		url: parsed(url),
		headers,
		body,
		timeoutMs,
		askedAtMs: askedAtMs + clockOffsetMs
	};
	const result = await transport.exchange(asked);
	if (results.length === 0) setImmediate(tell);
	results.push([id, result]);
}
function tell() {
	const told = results;
	results = [];
	parentPort?.postMessage(told);
}
const URLS_MAX = 1e3;
const urls = new Map();
function parsed(text) {
	let url = urls.get(text);
	if (url === void 0) {
		url = new URL(text);
		if (urls.size >= URLS_MAX) urls.clear();
		urls.set(text, url);
	}
	return url;
}
export {};
