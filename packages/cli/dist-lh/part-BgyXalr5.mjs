import { r as __exportAll } from "./part-CcNv6dGi.mjs";
import { i as isCancel, n as progress, r as select, t as confirm } from "./part-DkPSXAmg.mjs";
import { n as EXIT, t as CliError } from "./part-D5b3qzNk.mjs";
import { n as openApi, t as call } from "./part-Dn0NBzH9.mjs";
import { i as printJson, r as formatTable } from "./part-jZmtbCqM.mjs";
import { setTimeout } from "node:timers/promises";
// src/replay/replay-api.ts
async function readEstimate(api, path, body) {
	return await post(api, path, {
		...body,
		dry_run: true
	});
}
async function startReplay(api, path, body) {
	return await post(api, path, body);
}
async function readReplay(api, id) {
	return await (await call(api, `/v1/runs/${id}`, { signal: AbortSignal.timeout(CALL_TIMEOUT_MS) })).json();
}
async function cancelReplay(api, id) {
	const signal = AbortSignal.timeout(CALL_TIMEOUT_MS);
	await call(api, `/v1/runs/${id}/cancel`, {
		method: "POST",
		signal
	}, [CONFLICT]);
}
async function post(api, path, body) {
	return (await call(api, path, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify(body),
		signal: AbortSignal.timeout(CALL_TIMEOUT_MS)
	})).json();
}
const CALL_TIMEOUT_MS = 3e4;
const CONFLICT = 409;
// src/replay/replay-display.ts
function createReplayDisplay(output) {
	return process.stderr.isTTY ? createBar() : createLines(output);
}
const PERCENT = 100;
function createBar() {
	const bar = progress({
		max: PERCENT,
		output: process.stderr,
		withGuide: false
	});
	let shown = 0;
	bar.start("Sending");
	leaveKeyboard();
	return {
		show: (run) => {
			const percent = percentOf(run.progress);
			bar.advance(percent - shown, wordsOf(run));
			shown = percent;
		},
		end: () => bar.clear()
	};
}
function leaveKeyboard() {
	if (!process.stdin.isTTY) return;
	process.stdin.setRawMode(false);
	process.stdin.pause();
}
const LINE_EVERY_MS = 5e3;
function createLines(output) {
	let saidAtMs = Number.NEGATIVE_INFINITY;
	return {
		show: (run) => {
			if (Date.now() - saidAtMs < LINE_EVERY_MS) return;
			saidAtMs = Date.now();
			output.note(`${run.id}: ${percentOf(run.progress)} %, ${wordsOf(run)}`);
		},
		end: () => {}
	};
}
function percentOf({ from, to, at }) {
	const [fromMs, toMs, atMs] = [
		Date.parse(from),
		Date.parse(to),
		Date.parse(at)
	];
	return toMs <= fromMs ? PERCENT : Math.floor((atMs - fromMs) / (toMs - fromMs) * PERCENT);
}
function wordsOf({ state, progress: counts }) {
	const words = countsInWords(counts);
	return state === "paused" ? `paused, ${words}` : words;
}
function countsInWords({ events, deliveries }) {
	return `${inWords(events, "event")} looked at, ${inWords(deliveries, "delivery", "deliveries")} made`;
}
function inWords(count, one, many = `${one}s`) {
	return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
// src/replay/follow-replay.ts
const POLL_MS = 250;
async function followReplay({ output }, api, started) {
	let [run, isCanceled] = [started, false];
	for (;;) {
		const seen = await watch(output, api, run);
		run = seen.run;
		if (!seen.isInterrupted) return {
			run,
			isLeft: false
		};
		if (isCanceled || await askWhatThen() === "leave") return {
			run,
			isLeft: true
		};
		isCanceled = true;
		await cancelReplay(api, run.id);
		output.note("Canceling. What was made stays. Ctrl-C again leaves without waiting.");
	}
}
async function watch(output, api, started) {
	const display = createReplayDisplay(output);
	const interrupting = new AbortController();
	const onSignal = () => interrupting.abort();
	process.on("SIGINT", onSignal);
	process.on("SIGTERM", onSignal);
	try {
		let run = started;
		while (run.finished_at === null && !interrupting.signal.aborted) {
			await setTimeout(POLL_MS, void 0, { signal: interrupting.signal }).catch(() => {});
			run = await readReplay(api, run.id);
			display.show(run);
		}
		return {
			run,
			isInterrupted: run.finished_at === null
		};
	} finally {
		display.end();
		process.off("SIGINT", onSignal);
		process.off("SIGTERM", onSignal);
	}
}
async function askWhatThen() {
	if (!process.stderr.isTTY || !process.stdin.isTTY) return "leave";
	const answer = await select({
		message: "The run goes on without this command. What is to become of it?",
		options: [{
			value: "leave",
			label: "Leave it running"
		}, {
			value: "cancel",
			label: "Cancel it",
			hint: "what was made stays"
		}],
		output: process.stderr
	});
	return isCancel(answer) ? "leave" : answer;
}
// src/replay/replay-events.ts
var replay_events_exports = __exportAll({
	recoverEndpoint: () => recoverEndpoint,
	replayEvents: () => replayEvents
});
async function replayEvents(ctx, options) {
	const { from, to, types, endpoint, toEndpoint, newIds } = options;
	await carryOut(ctx, options, {
		path: "/v1/replays",
		body: {
			from,
			...to === void 0 ? {} : { to },
			...types === void 0 ? {} : { event_types: types },
			...endpoint.length === 0 ? {} : { endpoint_ids: endpoint },
			...toEndpoint === void 0 ? {} : { to_endpoint_id: toEndpoint },
			new_ids: newIds === true
		}
	});
}
async function recoverEndpoint(ctx, endpointId, options) {
	const { since, until } = options;
	await carryOut(ctx, options, {
		path: `/v1/endpoints/${encodeURIComponent(endpointId)}/recover`,
		body: {
			since,
			...until === void 0 ? {} : { until }
		}
	});
}
async function carryOut(ctx, options, { path, body }) {
	const api = openApi(ctx, options);
	const estimate = await readEstimate(api, path, body);
	const isNothing = estimate.deliveries === 0 && estimate.is_exact;
	if (options.dryRun !== true) for (const line of estimateInWords(estimate)) ctx.output.note(line);
	if (options.dryRun === true) printEstimate(ctx.output, options, estimate);
	else if (isNothing) printNothing(ctx.output, options, estimate);
	else if (await isWanted(options)) await start(ctx, {
		api,
		options
	}, {
		path,
		body
	});
	else ctx.output.note("Nothing was started.");
}
async function start(ctx, { api, options }, { path, body }) {
	const { run, isLeft } = await followReplay(ctx, api, await startReplay(api, path, body));
	report(ctx.output, options, {
		run,
		isLeft
	});
	if (!isLeft && run.state !== "completed") ctx.setExitCode(EXIT.failed);
}
async function isWanted({ yes }) {
	if (yes === true) return true;
	if (!process.stdin.isTTY || !process.stderr.isTTY) throw new CliError(EXIT.usage, "Nobody can be asked here. Give --yes to start it, or --dry-run to look only.");
	const answer = await confirm({
		message: "Start it?",
		output: process.stderr
	});
	return !isCancel(answer) && answer;
}
function printEstimate(output, { json }, estimate) {
	if (json === true) printJson(output, estimate);
	else for (const line of estimateInWords(estimate)) output.print(line);
}
function printNothing(output, { json }, estimate) {
	if (json === true) printJson(output, estimate);
	else output.print("Nothing is to do.");
}
function estimateInWords(estimate) {
	const more = estimate.is_exact ? "" : "more than ";
	const first = `${estimate.from} to ${estimate.to}: ${more}${inWords(estimate.events, "event")}, ${more}${inWords(estimate.deliveries, "delivery", "deliveries")}.`;
	if (estimate.by_endpoint.length === 0) return [first];
	const rows = estimate.by_endpoint.map(({ endpoint_id, deliveries }) => [endpoint_id, deliveries.toLocaleString("en")]);
	return [first, ...formatTable(["ENDPOINT", "DELIVERIES"], rows)];
}
function report(output, { json }, { run, isLeft }) {
	if (run.error !== null) output.note(run.error);
	if (json === true) {
		printJson(output, run);
		return;
	}
	const what = isLeft ? `Left running as ${run.id}` : WORDS[run.state];
	output.print(`${what}. ${countsInWords(run.result ?? run.progress)}.`);
	if (!isLeft) output.print(`What became of them: GET /v1/deliveries?run=${run.id}`);
}
const WORDS = {
	pending: "Waiting",
	running: "Running",
	paused: "Paused",
	completed: "Done",
	failed: "Ended early",
	canceled: "Canceled"
};
export { replay_events_exports as t };
