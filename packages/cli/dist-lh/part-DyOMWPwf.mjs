import { r as __exportAll } from "./part-CcNv6dGi.mjs";
import { n as EXIT, t as CliError } from "./part-D5b3qzNk.mjs";
import { n as openApi, t as call } from "./part-Dn0NBzH9.mjs";
import { i as printJson, n as createPaint } from "./part-jZmtbCqM.mjs";
// src/doctor/report-lines.ts
const MARKS = {
	ok: ["\u2713", "green"],
	warning: ["!", "yellow"],
	failed: ["\u2717", "red"],
	unknown: ["?", "dim"]
};
const LINE_WIDTH = 100;
function toLines({ kind, id, name }, { findings }, paint) {
	const width = Math.max(...findings.map(({ title }) => title.length));
	const indent = " ".repeat(width + 4);
	const rows = findings.flatMap(({ state, title, detail, remedy }) => {
		const [sign, style] = MARKS[state];
		const [first = "", ...more] = wrap(detail, LINE_WIDTH - indent.length);
		const mend = remedy === null ? [] : wrap(`\u2192 ${remedy}`, LINE_WIDTH - indent.length);
		return [
			`${paint(style, sign)} ${paint("bold", title.padEnd(width))}  ${first}`,
			...more.map((line) => indent + line),
			...mend.map((line) => indent + paint(style, line))
		];
	});
	return [
		paint("bold", `${kind === "channel" ? "Number" : "Meta app"} ${name}`) + paint("dim", `  ${id}`),
		...rows,
		""
	];
}
function wrap(text, width) {
	const lines = [];
	for (const word of text.split(" ")) {
		const last = lines.at(-1);
		if (last !== void 0 && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
		else lines.push(word);
	}
	return lines;
}
// src/doctor/examine.ts
var examine_exports = __exportAll({ runDoctor: () => runDoctor });
const PATIENTS_MAX = 100;
const TIMEOUT_MS = 3e4;
async function runDoctor(ctx, options) {
	const api = openApi(ctx, options);
	const patients = await findPatients(api, options.channel);
	if (patients.length === 0) throw new CliError(EXIT.failed, "There is no Meta app and no number yet. The guide is docs/guides/connecting-meta.md.");
	const examined = [];
	for (const patient of patients) {
		const report = await readJson(api, `${PLACES[patient.kind]}/${patient.id}/doctor`, "POST");
		examined.push({
			...patient,
			report
		});
		const paint = createPaint(process.stdout);
		if (options.json !== true) for (const line of toLines(patient, report, paint)) ctx.output.print(line);
	}
	if (options.json === true) printJson(ctx.output, { patients: examined });
	if (examined.some(({ report }) => report.state === "failed")) ctx.setExitCode(EXIT.failed);
}
const PLACES = {
	channel: "/v1/channels",
	meta_app: "/v1/meta-apps"
};
async function findPatients(api, channelId) {
	if (channelId !== void 0) return [toChannelPatient(await readJson(api, `${PLACES.channel}/${encodeURIComponent(channelId)}`))];
	const channels = await readJson(api, `${PLACES.channel}?limit=${PATIENTS_MAX}`);
	if (channels.data.length > 0) return channels.data.map(toChannelPatient);
	return (await readJson(api, `${PLACES.meta_app}?limit=${PATIENTS_MAX}`)).data.map(({ id, app_id }) => ({
		kind: "meta_app",
		id,
		name: app_id
	}));
}
function toChannelPatient({ id, display_phone_number: name }) {
	return {
		kind: "channel",
		id,
		name
	};
}
async function readJson(api, path, method = "GET") {
	return await (await call(api, path, {
		method,
		signal: AbortSignal.timeout(TIMEOUT_MS)
	})).json();
}
export { examine_exports as t };
