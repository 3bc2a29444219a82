import { r as __exportAll } from "./part-CcNv6dGi.mjs";
import { n as EXIT } from "./part-D5b3qzNk.mjs";
import { n as openApi } from "./part-Dn0NBzH9.mjs";
import { i as printJson } from "./part-jZmtbCqM.mjs";
import { i as uploadFile, n as download, r as readRun, t as cancelRun } from "./part-4N2Tiv8X.mjs";
import { n as progress } from "./part-DkPSXAmg.mjs";
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";
// src/contacts/progress-display.ts
function createDisplay(output) {
	return process.stderr.isTTY ? createBar(output) : createLines(output);
}
const PERCENT = 100;
function createBar(output) {
	const bar = progress({
		max: PERCENT,
		output: process.stderr,
		withGuide: false
	});
	let shown = 0;
	bar.start("Importing");
	leaveKeyboard();
	return {
		show: (counts) => {
			const percent = percentOf(counts);
			bar.advance(percent - shown, countsInWords(counts));
			shown = percent;
		},
		cancel: () => {
			bar.cancel("Canceling");
			output.note("The rows in hand are still finished. Ctrl-C again leaves without waiting.");
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
		show: (counts) => {
			if (Date.now() - saidAtMs < LINE_EVERY_MS) return;
			saidAtMs = Date.now();
			output.note(`Importing: ${percentOf(counts)} %, ${countsInWords(counts)}`);
		},
		cancel: () => output.note("Canceling. The rows in hand are still finished."),
		end: () => {}
	};
}
function percentOf({ bytes_read = 0, bytes_total = 0 }) {
	return bytes_total === 0 ? 0 : Math.floor(bytes_read / bytes_total * PERCENT);
}
function countsInWords(counts) {
	const number = (value = 0) => value.toLocaleString("en");
	const { rows_read, created, updated, unchanged, failed } = counts;
	return `${number(rows_read)} rows: ${number(created)} created, ${number(updated)} updated, ${number(unchanged)} unchanged, ${number(failed)} failed`;
}
// src/contacts/import-contacts.ts
var import_contacts_exports = __exportAll({ importContacts: () => importContacts });
async function importContacts(ctx, file, options) {
	const api = openApi(ctx, options);
	const run = await follow(ctx, api, await uploadFile(api, file, queryOf(options)));
	if (options.problems !== void 0) await saveProblems(api, run, options.problems);
	report(ctx, run, options);
	if (run.state !== "completed" || (run.result?.failed ?? 0) > 0) ctx.setExitCode(EXIT.failed);
}
function queryOf(options) {
	return {
		delimiter: options.delimiter === "tab" ? "	" : options.delimiter,
		dry_run: String(options.dryRun === true),
		create_labels: String(options.createLabels === true),
		update_existing: String(options.keepExisting !== true),
		...Object.keys(options.map).length === 0 ? {} : { mapping: JSON.stringify(options.map) }
	};
}
const POLL_MS = 250;
async function follow({ output }, api, started) {
	const display = createDisplay(output);
	const canceling = new AbortController();
	const onSignal = () => {
		if (canceling.signal.aborted) process.exit(EXIT.failed);
		canceling.abort();
	};
	process.on("SIGINT", onSignal);
	process.on("SIGTERM", onSignal);
	try {
		let run = started;
		let isCanceled = false;
		while (run.state === "pending" || run.state === "running") {
			if (canceling.signal.aborted && !isCanceled) {
				isCanceled = true;
				display.cancel();
				await cancelRun(api, run.id);
			}
			await setTimeout(POLL_MS, void 0, isCanceled ? {} : { signal: canceling.signal }).catch(() => {});
			run = await readRun(api, run.id);
			if (!isCanceled) display.show(run.progress);
		}
		return run;
	} finally {
		display.end();
		process.off("SIGINT", onSignal);
		process.off("SIGTERM", onSignal);
	}
}
async function saveProblems(api, run, file) {
	await pipeline(await download(api, `/v1/runs/${run.id}/problems.csv`), createWriteStream(file));
}
function report({ output }, run, options) {
	if (run.error !== null) output.note(run.error);
	const ignored = run.result?.ignored_columns ?? [];
	if (ignored.length > 0) output.note(`Left out: ${ignored.map((name) => `"${name}"`).join(", ")}. --map "Column=field" takes them in.`);
	if ((run.result?.failed ?? 0) > 0) output.note(whereProblemsAre(run, options));
	if (options.json === true) {
		printJson(output, run);
		return;
	}
	const what = options.dryRun === true ? "Dry run, nothing was saved" : WORDS[run.state];
	output.print(`${what}. ${countsInWords(run.result ?? run.progress)}.`);
}
const WORDS = {
	pending: "Waiting",
	running: "Running",
	completed: "Imported",
	failed: "Ended early",
	canceled: "Canceled"
};
function whereProblemsAre(run, { problems }) {
	if (problems !== void 0) return `What could not be imported stands in ${problems}.`;
	return `What could not be imported: GET /v1/runs/${run.id}/problems.csv, or import with --problems <file>.`;
}
export { import_contacts_exports as t };
