import { o as __toESM, r as __exportAll } from "./part-CcNv6dGi.mjs";
import { i as loadScenario, n as createSimulator } from "./part-osNZ3EOG.mjs";
import { n as createPaint } from "./part-jZmtbCqM.mjs";
import { n as EXIT, t as CliError } from "./part-D5b3qzNk.mjs";
import { t as makeSignInLink } from "./part-BmMTWSAu.mjs";
import { n as verifyCallback } from "./part-CMhwMgPc.mjs";
import { t as require__part_node_http } from "./part-D4H7mARq.mjs";
import { once } from "node:events";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { crc32, deflateSync } from "node:zlib";
import { createHmac, createPublicKey, randomBytes, timingSafeEqual, verify } from "node:crypto";
import { fileURLToPath } from "node:url";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { createInterface } from "node:readline";
// src/demo/cleanup.ts
var Cleanup = class {
	#stops = [];
	#isOver = false;
	add = (stop) => {
		if (this.#isOver) stop();
		else this.#stops.push(stop);
	};
	async run() {
		this.#isOver = true;
		for (const stop of this.#stops.splice(0).reverse()) await stop();
	}
};
// src/demo/api-client.ts
const CALL_TIMEOUT_MS = 15e3;
const PAGE_LIMIT = 100;
const PAGES_MAX = 1e3;
function post(api, path, body) {
	return call(api, path, {
		method: "POST",
		body: JSON.stringify(body)
	});
}
async function tryPost(api, path, body) {
	const answer = await ask(api, path, {
		method: "POST",
		body: JSON.stringify(body)
	});
	return {
		status: answer.status,
		body: await answer.json()
	};
}
function postFile(api, path, { file, fields }) {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.set(name, value);
	form.set("file", new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name);
	return call(api, path, {
		method: "POST",
		body: form
	});
}
function get(api, path) {
	return call(api, path, { method: "GET" });
}
async function patch(api, path, body) {
	await call(api, path, {
		method: "PATCH",
		body: JSON.stringify(body)
	});
}
async function listAll(api, path) {
	const items = [];
	let cursor = "";
	for (let page = 0; page < PAGES_MAX; page += 1) {
		const { data, next_cursor } = await call(api, `${path}?limit=${PAGE_LIMIT}${cursor}`, { method: "GET" });
		items.push(...data);
		if (next_cursor === null) return items;
		cursor = `&cursor=${encodeURIComponent(next_cursor)}`;
	}
	throw new CliError(EXIT.failed, `The list ${path} has no end. This is a mistake in Posthorn.`);
}
async function call(api, path, init) {
	const answer = await ask(api, path, init);
	const text = await answer.text();
	if (answer.ok) return JSON.parse(text);
	throw new CliError(EXIT.failed, `The gateway answered ${init.method} ${path} with ${answer.status}: ${text}`);
}
function ask({ url, key }, path, init) {
	return fetch(url + path, {
		...init,
		headers: {
			authorization: `Bearer ${key}`,
			...typeof init.body === "string" ? { "content-type": "application/json" } : {}
		},
		redirect: "error",
		signal: AbortSignal.timeout(CALL_TIMEOUT_MS)
	}).catch((cause) => {
		throw new CliError(EXIT.failed, `The gateway did not answer ${init.method} ${path}.`, { cause });
	});
}
// src/demo/crm.ts
async function playCrm(api) {
	await patch(api, `/v1/contacts/${(await post(api, "/v1/contacts", {
		first_name: "Noor",
		last_name: "Haddad",
		phone: "+4915170077665",
		email: "noor@kanalcykel.example",
		tags: ["bike fair"]
	})).id}`, {
		type: "customer",
		company: "Kanal Cykel"
	});
}
// src/demo/ending.ts
function listenForEnding(timeoutMs) {
	const controller = new AbortController();
	const { promise, resolve } = Promise.withResolvers();
	const end = (reason) => {
		controller.abort();
		resolve(reason);
	};
	process.once("SIGINT", end).once("SIGTERM", end);
	const timer = timeoutMs === null ? void 0 : setTimeout(() => end("timeout"), timeoutMs);
	return {
		signal: controller.signal,
		reason: promise,
		release: () => {
			clearTimeout(timer);
			process.off("SIGINT", end).off("SIGTERM", end);
		}
	};
}
// src/demo/figures.ts
async function waitUntilDelivered(api, pause, signal) {
	while (!signal.aborted) {
		if ((await listAll(api, "/v1/deliveries")).every(({ state }) => state !== "pending")) return;
		await pause();
	}
}
async function collectOutcome(api, told, subscribed) {
	const events = await listAll(api, "/v1/events");
	const deliveries = await listAll(api, "/v1/deliveries");
	const delivered = deliveries.filter(({ state }) => state === "delivered").length;
	const eventsFromMeta = events.filter(({ origin }) => origin === "meta").length;
	const figures = {
		events: events.length,
		deliveries: deliveries.length,
		delivered,
		verified: deliveries.filter((delivery) => isVerified(delivery, subscribed)).length,
		duplicates_absorbed: countAcceptedReports(told) - eventsFromMeta,
		failed: deliveries.length - delivered
	};
	return {
		figures,
		problems: findProblems(figures, {
			told,
			eventsFromMeta,
			deliveries,
			subscribed
		})
	};
}
function isVerified(delivery, subscribed) {
	return subscribed.some(({ endpointId, receiver }) => endpointId === delivery.endpoint_id && receiver.hasTaken(delivery.event_id));
}
function countAcceptedReports(told) {
	return told.sent.filter(({ kind, outcome }) => (kind === "original" || kind === "duplicate") && outcome.kind === "accepted").reduce((sum, { eventIds }) => sum + eventIds.length, 0);
}
function findProblems(figures, { told, eventsFromMeta, deliveries, subscribed }) {
	const toldCount = told.expectedEvents.length;
	const refused = told.sent.filter(({ outcome }) => outcome.kind !== "accepted").length;
	const without = subscribed.filter(({ endpointId }) => deliveries.every((each) => each.endpoint_id !== endpointId));
	const rejected = subscribed.reduce((sum, { receiver }) => sum + receiver.rejectedCount, 0);
	return [
		...refused > 0 ? [`the gateway did not accept ${refused} of Meta's webhooks`] : [],
		...eventsFromMeta === toldCount ? [] : [`Meta told ${toldCount} events and the gateway has ${eventsFromMeta}`],
		...without.map(({ receiver }) => `the receiver ${receiver.name} was sent nothing`),
		...figures.failed > 0 ? [`${figures.failed} deliveries did not arrive`] : [],
		...figures.verified === figures.deliveries ? [] : [`${figures.deliveries - figures.verified} deliveries were not verified`],
		...rejected > 0 ? [`receivers refused ${rejected} requests because of their signature`] : []
	];
}
// src/demo/picture.ts
const SIDE = 96;
const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");
const HEADER_TAIL = Buffer.from([
	8,
	2,
	0,
	0,
	0
]);
function drawPicture() {
	const size = Buffer.alloc(8);
	size.writeUInt32BE(SIDE, 0);
	size.writeUInt32BE(SIDE, 4);
	const rows = Array.from({ length: SIDE }, (_, y) => Buffer.concat([Buffer.from([0]), ...drawRow(y)]));
	const header = chunk("IHDR", Buffer.concat([size, HEADER_TAIL]));
	return Buffer.concat([
		SIGNATURE,
		header,
		chunk("IDAT", deflateSync(Buffer.concat(rows))),
		chunk("IEND")
	]);
}
function drawRow(y) {
	return Array.from({ length: SIDE }, (_, x) => Buffer.from(isOnWheel(x, y) ? [
		37,
		99,
		235
	] : [
		255,
		255,
		255
	]));
}
function isOnWheel(x, y) {
	const radius = Math.hypot(x - SIDE / 2, y - SIDE / 2);
	return radius > 34 && radius < 40 || radius < 4;
}
function chunk(type, data = Buffer.alloc(0)) {
	const length = Buffer.alloc(4);
	length.writeUInt32BE(data.length);
	const body = Buffer.concat([Buffer.from(type), data]);
	const check = Buffer.alloc(4);
	check.writeUInt32BE(crc32(body));
	return Buffer.concat([
		length,
		body,
		check
	]);
}
// src/demo/messages.ts
const CUSTOMER = {
	name: "Ivo Marsh",
	waId: "4915170088123"
};
const STRANGER = "+4915170044556";
const TEMPLATE = {
	name: "repair_ready",
	language: "en_US",
	components: [{
		type: "body",
		parameters: [{
			type: "text",
			text: "Noor"
		}]
	}]
};
async function playMessages({ stage, note, settle }) {
	const { api, simulator } = stage;
	const customer = simulator.user(CUSTOMER);
	await customer.sendText("Is my bike ready?").delivered;
	const text = await sendTo(stage, `+${CUSTOMER.waId}`, {
		type: "text",
		text: { body: "It is. Come by until six!" }
	});
	const refusal = await refusalOf(stage);
	const template = await sendTo(stage, STRANGER, {
		type: "template",
		template: TEMPLATE
	});
	const seen = stage.subscribed.map(({ receiver }) => receiver.mediaLinks.length);
	const picture = drawPicture();
	await customer.sendImage({
		bytes: picture,
		mimeType: "image/png",
		caption: "Is this wheel mine?"
	}).delivered;
	const uploaded = await postFile(api, "/v1/media", {
		file: {
			bytes: picture,
			name: "wheel.png",
			type: "image/png"
		},
		fields: { channel_id: stage.channelId }
	});
	const image = await sendTo(stage, `+${CUSTOMER.waId}`, {
		type: "image",
		image: {
			id: uploaded.id,
			caption: "It is"
		}
	});
	await settle();
	const links = stage.subscribed.flatMap(({ receiver }, index) => receiver.mediaLinks.slice(seen[index]));
	note("");
	note(`A text to somebody who never wrote was refused before Meta saw it: ${refusal}`);
	note(`The image was fetched from the links in ${links.length} webhooks.`);
	return [...await findUnread(api, {
		text,
		template,
		image
	}), ...await findBadLinks(links, picture)];
}
function sendTo({ api, channelId }, to, content) {
	return post(api, "/v1/messages", {
		channel_id: channelId,
		to,
		...content
	});
}
async function refusalOf({ api, channelId }) {
	const { status, body } = await tryPost(api, "/v1/messages", {
		channel_id: channelId,
		to: STRANGER,
		type: "text",
		text: { body: "Hello?" }
	});
	if (status === 422 && body.code === "message_window_closed") return body.detail ?? "";
	throw new CliError(EXIT.failed, `A text outside the customer service window was answered ${status} ${body.code}.`);
}
async function findUnread(api, sent) {
	const problems = [];
	for (const [kind, { id }] of Object.entries(sent)) {
		const { status } = await get(api, `/v1/messages/${id}/status`);
		if (status !== "read") problems.push(`the ${kind} that was sent is ${status} and not read`);
	}
	return problems;
}
const DOWNLOAD_TIMEOUT_MS = 25e3;
async function findBadLinks(links, picture) {
	if (links.length === 0) return ["no webhook had a link to the image"];
	const bad = (await Promise.all(links.map(async (link) => {
		const answer = await fetch(link, {
			redirect: "error",
			signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS)
		});
		return answer.ok && picture.equals(Buffer.from(await answer.arrayBuffer()));
	}))).filter((isRight) => !isRight).length;
	return bad === 0 ? [] : [`${bad} links did not lead to the image`];
}
// src/demo/next-steps.ts
function nextSteps({ api, meta, owner }, consoleUrl) {
	const curl = `curl -sS -H 'Authorization: Bearer ${api.key}'`;
	const json = `-H 'Content-Type: application/json'`;
	return [
		"Everything stays up until you press Ctrl-C. Look at it in the console; the link signs you in, once:",
		"",
		`  ${consoleUrl}`,
		"",
		`After that as ${owner.email} with the password ${owner.password}`,
		"",
		"In another terminal:",
		"",
		"  Read about the API, in a browser",
		`    ${api.url}/docs/api`,
		"  Look at deliveries and their attempts",
		`    ${curl} '${api.url}/v1/deliveries?limit=3'`,
		"  Send an event of your own to the standard receiver",
		`    ${curl} ${json} ${api.url}/v1/events -d '{"type":"custom.hello","data":{"name":"world"}}'`,
		"  Send a text to the customer who wrote",
		`    ${curl} ${json} ${api.url}/v1/messages -d '{"to":"+4915170088123","type":"text","text":{"body":"See you!"}}'`,
		"  Add a receiver of your own; the answer has its signing secret",
		`    ${curl} ${json} ${api.url}/v1/endpoints -d '{"url":"http://127.0.0.1:3000/","event_types":["*"]}'`,
		"  Play another scenario, with faults",
		`    npm run posthorn -- simulate busy-day --url ${api.url} --app-id ${meta.appId} --app-secret ${meta.appSecret} --duplicates 0.2 --reorder 5`
	];
}
// src/demo/owner.ts
const NAME$1 = "Mira Okafor";
const EMAIL = "mira@kanalcykel.example";
const PASSWORD_BYTES = 12;
const LINK_VALID_MS = 432e5;
async function becomeOwner({ url, apiKey, ownerLink }) {
	const owner = {
		email: EMAIL,
		password: randomBytes(PASSWORD_BYTES).toString("base64url")
	};
	const api = {
		url,
		key: apiKey
	};
	await patch(api, `/v1/workspaces/${(await post(api, "/v1/setup/owner", {
		token: new URL(ownerLink).hash.slice(1),
		name: NAME$1,
		...owner
	})).workspaces[0]?.id}`, { name: "Kanal Cykel" });
	return owner;
}
async function consoleLink({ env, url }) {
	return (await makeSignInLink(env, {
		email: EMAIL,
		baseUrl: url,
		validMs: LINK_VALID_MS
	})).url;
}
// src/demo/receipt-line.ts
const NAME_WIDTH = 12;
const EVENT_WIDTH = 22;
const VERDICT_WIDTH = 35;
const WORDS_LENGTH_MAX = 56;
function formatReceipt(receipt, paint) {
	const time = new Date(receipt.atMs).toTimeString().slice(0, 8);
	const name = receipt.receiver.padEnd(NAME_WIDTH);
	const event = (receipt.event?.name ?? "?").padEnd(EVENT_WIDTH);
	return [
		paint("dim", time),
		paint("cyan", name),
		paint("bold", printable(event)),
		verdict(receipt, paint),
		words(receipt, paint)
	].join("  ").trimEnd();
}
function verdict(receipt, paint) {
	if (receipt.event === null) return paint("red", `\u2717 ${receipt.scheme}: refused`.padEnd(VERDICT_WIDTH));
	if (receipt.status >= 500) return paint("yellow", `\u2713 but answered ${receipt.status}, attempt ${receipt.attempt}`.padEnd(VERDICT_WIDTH));
	const attempt = receipt.attempt === "1" ? "" : `, attempt ${receipt.attempt}`;
	return paint("green", `\u2713 ${receipt.scheme}${attempt}`.padEnd(VERDICT_WIDTH));
}
function words({ event, repeated }, paint) {
	const text = printable(event?.words ?? "");
	const short = text.length > WORDS_LENGTH_MAX ? `${text.slice(0, 55)}\u2026` : text;
	return repeated ? paint("yellow", `${short} (had it already)`) : short;
}
function printable(text) {
	return text.replaceAll(/\p{Cc}+/gu, " ");
}
// src/demo/gateway-process.ts
const BIN = fileURLToPath(new URL("../../bin/posthorn.js", new URL("../src/demo/gateway-process.ts", import.meta.url).href));
const START_MS_MAX = 2e4;
const STOP_MS_MAX = 5e3;
const KEPT_LINES_MAX = 40;
const LISTENING_URL = /"url":"(http:\/\/127\.0\.0\.1:\d+)"/;
const FIRST_KEY = /^ {2}(phk_\S+)$/;
const OWNER_LINK = /^ {2}(http:\S+\/welcome#\S+)$/;
async function startGatewayProcess(settings) {
	const folder = await mkdtemp(join(tmpdir(), "posthorn-demo-"));
	const dataDir = join(folder, "data");
	await mkdir(dataDir, { mode: 448 });
	const env = environmentOf(settings, dataDir);
	const child = spawnGateway(env);
	const ended = new Promise((resolve) => {
		child.once("close", () => resolve());
		child.once("error", () => resolve());
	});
	settings.onStarted(async () => {
		await endProcess(child, ended);
		await rm(folder, {
			recursive: true,
			force: true
		});
	});
	return {
		...await waitUntilReady(child),
		env,
		ended
	};
}
async function endProcess(child, ended) {
	child.kill("SIGTERM");
	const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
	await ended;
	clearTimeout(timer);
}
function environmentOf({ env, rootApiKey, graphUrl }, dataDir) {
	return {
		...Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("POSTHORN_"))),
		POSTHORN_PORT: "0",
		POSTHORN_DATA_DIR: dataDir,
		POSTHORN_ROOT_API_KEY: rootApiKey,
		POSTHORN_META_GRAPH_URL: graphUrl,
		POSTHORN_EGRESS_ALLOW: "127.0.0.0/8",
		POSTHORN_EGRESS_ALLOW_HTTP: "true",
		POSTHORN_SIMULATOR: "true",
		POSTHORN_LOG_LEVEL: "info"
	};
}
function spawnGateway(env) {
	return spawn(process.execPath, [BIN, "serve"], {
		env,
		stdio: [
			"ignore",
			"pipe",
			"pipe"
		]
	});
}
function waitUntilReady(child) {
	const { promise, resolve, reject } = Promise.withResolvers();
	const lines = [];
	const said = {};
	const keep = (line) => {
		lines.push(line);
		if (lines.length > KEPT_LINES_MAX) lines.shift();
	};
	const read = (line) => {
		for (const [name, pattern] of SAID) {
			const value = pattern.exec(line)?.[1];
			if (value === void 0) continue;
			said[name] = value;
			return true;
		}
		return false;
	};
	const fail = (what) => reject(new CliError(EXIT.failed, [`The gateway ${what}. It said:`, ...lines].join("\n")));
	createInterface({ input: child.stderr }).on("line", keep);
	createInterface({ input: child.stdout }).on("line", (line) => {
		if (!read(line)) keep(line);
		const { url, apiKey, ownerLink } = said;
		if (url !== void 0 && apiKey !== void 0 && ownerLink !== void 0) resolve({
			url,
			apiKey,
			ownerLink
		});
	});
	child.once("error", (error) => fail(`could not be started (${error.message})`));
	child.once("close", (code) => fail(`ended with code ${code} before it listened`));
	const timer = setTimeout(() => fail(`did not listen within ${START_MS_MAX / 1e3} s`), START_MS_MAX);
	return promise.finally(() => clearTimeout(timer));
}
const SAID = [
	["url", LISTENING_URL],
	["apiKey", FIRST_KEY],
	["ownerLink", OWNER_LINK]
];
// src/demo/receiver.ts
var import__part_node_http = __toESM(require__part_node_http(), 1);
const IDS_MAX = 5e4;
const LINKS_MAX = 100;
var Receiver = class {
	name;
	rejectedCount = 0;
	#options;
	#server;
	#takenIds = new Set();
	#mediaLinks = [];
	#secret = null;
	#failuresLeft;
	#failingId = null;
	constructor(options) {
		this.name = options.kind.name;
		this.#options = options;
		this.#failuresLeft = options.failuresBefore;
		this.#server = (0, import__part_node_http.createServer)((request, response) => {
			this.#answer(request).then((status) => response.writeHead(status).end(), () => response.writeHead(500).end());
		});
	}
	async start() {
		this.#server.listen(0, "127.0.0.1");
		await once(this.#server, "listening");
	}
	get url() {
		const { port } = this.#server.address();
		return `http://127.0.0.1:${port}/webhooks`;
	}
	useSecret(secret) {
		this.#secret = secret;
	}
	hasTaken(eventId) {
		return this.#takenIds.has(eventId);
	}
	get mediaLinks() {
		return this.#mediaLinks;
	}
	async stop() {
		this.#server.close();
		this.#server.closeAllConnections();
		await once(this.#server, "close");
	}
	async #answer(request) {
		const { kind, onReceipt } = this.#options;
		const event = this.#secret === null ? null : await kind.receive(request, this.#secret);
		const repeated = event !== null && this.hasTaken(event.id);
		const status = this.#decide(event);
		const attempt = String(request.headers["posthorn-attempt"] ?? "1");
		onReceipt({
			atMs: Date.now(),
			receiver: kind.name,
			scheme: kind.scheme,
			event,
			status,
			attempt,
			repeated
		});
		return status;
	}
	#decide(event) {
		if (event === null) {
			this.rejectedCount += 1;
			return 401;
		}
		this.#failingId ??= event.id;
		if (event.id === this.#failingId && this.#failuresLeft > 0) {
			this.#failuresLeft -= 1;
			return 500;
		}
		this.#remember(event.id);
		const { mediaUrl } = event;
		if (typeof mediaUrl === "string" && this.#mediaLinks.length < LINKS_MAX) this.#mediaLinks.push(mediaUrl);
		return 204;
	}
	#remember(id) {
		this.#takenIds.add(id);
		if (this.#takenIds.size <= IDS_MAX) return;
		for (const oldest of this.#takenIds) {
			this.#takenIds.delete(oldest);
			return;
		}
	}
};
const BODY_BYTES_MAX = 4194304;
async function readRawBody(request) {
	const chunks = [];
	let byteCount = 0;
	for await (const chunk of request) {
		byteCount += chunk.length;
		if (byteCount > BODY_BYTES_MAX) return null;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
function headerOf(headers, name) {
	const value = headers[name];
	return typeof value === "string" ? value : "";
}
const MESSAGE_TYPES = new Set([
	"message.received",
	"message.edited",
	"message.revoked",
	"message.sent",
	"message.delivered",
	"message.read",
	"message.failed",
	"message.played",
	"message.payment_updated",
	"message.echoed"
]);
function isMessagePayload(payload) {
	return MESSAGE_TYPES.has(payload.type);
}
// ../sdk/src/verification-error.ts
const STATUS_BY_VERIFICATION_CODE = {
	header_missing: 401,
	timestamp_invalid: 401,
	timestamp_too_old: 401,
	timestamp_too_new: 401,
	signature_malformed: 401,
	signature_mismatch: 401,
	body_too_large: 413,
	body_unreadable: 400,
	body_not_json: 400,
	payload_unexpected: 400
};
const NAME = "WebhookVerificationError";
var WebhookVerificationError = class extends Error {
	name = NAME;
	code;
	status;
	constructor(code, message) {
		super(message);
		this.code = code;
		this.status = STATUS_BY_VERIFICATION_CODE[code];
	}
};
function isWebhookVerificationError(error) {
	return error instanceof Error && error.name === NAME && "code" in error && typeof error.code === "string" && Object.hasOwn(STATUS_BY_VERIFICATION_CODE, error.code);
}
// ../sdk/src/headers.ts
function findHeader(headers, name) {
	const given = (isHeaders(headers) ? [headers.get(name)] : listValues(headers, name)).filter((value) => typeof value === "string");
	if (given.length > 1) throw new WebhookVerificationError("header_missing", `There is more than one ${name} header.`);
	return given[0]?.trim() ?? null;
}
function requireHeader(headers, name) {
	const value = findHeader(headers, name);
	if (value !== null && value !== "") return value;
	throw new WebhookVerificationError("header_missing", `The ${name} header is missing.`);
}
function isHeaders(headers) {
	return typeof headers.get === "function";
}
function listValues(headers, name) {
	return Object.keys(headers).filter((key) => key.toLowerCase() === name).flatMap((key) => headers[key]);
}
// ../sdk/src/secrets.ts
const SECRETS_MAX = 8;
function listSecrets(input) {
	const secrets = input.secrets ?? [input.secret];
	if (secrets.length < 1 || secrets.length > SECRETS_MAX) throw new TypeError(`Give 1 to ${SECRETS_MAX} signing secrets, not ${secrets.length}.`);
	return secrets.map((secret) => {
		if (typeof secret === "string" && secret !== "") return secret;
		throw new TypeError("The signing secret is not set: it must be a string that is not empty.");
	});
}
const STANDARD_PREFIX = "whsec_";
function standardKeyOf(secret) {
	if (secret.startsWith(STANDARD_PREFIX)) {
		const encoded = secret.slice(6);
		const bytes = Buffer.from(encoded, "base64");
		if (bytes.length > 0 && bytes.toString("base64") === encoded) return bytes;
	}
	return Buffer.from(secret, "utf8");
}
// ../sdk/src/signatures.ts
const PUBLIC_KEY_PREFIX = "whpk_";
const SPKI_HEAD = Buffer.from("302a300506032b6570032100", "hex");
const PUBLIC_KEY_BYTES = 32;
function makeStandardChecks(input, head, body) {
	return listSecrets(input).map((secret) => {
		if (secret.startsWith(PUBLIC_KEY_PREFIX)) return makeAsymmetricCheck(secret, head, body);
		const expected = createHmac("sha256", standardKeyOf(secret)).update(head).update(body).digest("base64");
		return {
			version: "v1",
			matches: (signature) => equalsInConstantTime(signature, expected)
		};
	});
}
function equalsInConstantTime(one, other) {
	const [left, right] = [Buffer.from(one, "utf8"), Buffer.from(other, "utf8")];
	return left.length === right.length && timingSafeEqual(left, right);
}
function makeAsymmetricCheck(publicKey, head, body) {
	const bytes = Buffer.from(publicKey.slice(5), "base64");
	if (bytes.length !== PUBLIC_KEY_BYTES) throw new TypeError(`The public key must be ${PUBLIC_KEY_PREFIX} and ${PUBLIC_KEY_BYTES} bytes in base64.`);
	const key = createPublicKey({
		key: Buffer.concat([SPKI_HEAD, bytes]),
		format: "der",
		type: "spki"
	});
	const content = Buffer.concat([Buffer.from(head, "utf8"), Buffer.from(body)]);
	return {
		version: "v1a",
		matches: (signature) => verify(null, content, key, Buffer.from(signature, "base64"))
	};
}
// ../sdk/src/verify-delivery.ts
const TOLERANCE_SECONDS_DEFAULT = 300;
const SIGNATURES_MAX = 16;
function verifyDelivery(input) {
	const id = requireHeader(input.headers, "webhook-id");
	const timestamp = requireHeader(input.headers, "webhook-timestamp");
	const signatures = requireHeader(input.headers, "webhook-signature");
	const timestampSeconds = checkTimestamp(timestamp, input);
	checkSignatures(signatures, makeStandardChecks(input, `${id}.${timestamp}.`, input.body));
	return {
		id,
		timestampMs: timestampSeconds * 1e3,
		attempt: toAttempt(findHeader(input.headers, "posthorn-attempt")),
		possibleDuplicate: findHeader(input.headers, "posthorn-possible-duplicate") === "true",
		trigger: findHeader(input.headers, "posthorn-trigger")
	};
}
function checkTimestamp(text, { toleranceSeconds, nowMs }) {
	const tolerance = toleranceSeconds ?? TOLERANCE_SECONDS_DEFAULT;
	if (!(tolerance >= 0)) throw new TypeError("toleranceSeconds must be a number of seconds, 0 or more.");
	const seconds = /^\d{1,12}$/.test(text) ? Number(text) : NaN;
	if (Number.isNaN(seconds)) throw new WebhookVerificationError("timestamp_invalid", "The webhook-timestamp header is not a unix time in seconds.");
	const nowSeconds = Math.floor((nowMs ?? Date.now()) / 1e3);
	if (nowSeconds - seconds > tolerance) throw new WebhookVerificationError("timestamp_too_old", `The request is more than ${tolerance} seconds old.`);
	if (seconds - nowSeconds > tolerance) throw new WebhookVerificationError("timestamp_too_new", `The request is more than ${tolerance} seconds ahead.`);
	return seconds;
}
function checkSignatures(header, checks) {
	const known = header.split(" ").slice(0, SIGNATURES_MAX).map(splitSignature).filter(({ version }) => checks.some((check) => check.version === version));
	if (known.length === 0) throw new WebhookVerificationError("signature_malformed", "The webhook-signature header holds no signature of a version that the secret is for.");
	if (!checks.flatMap((check) => known.map(({ version, signature }) => version === check.version && check.matches(signature))).includes(true)) throw new WebhookVerificationError("signature_mismatch", "No signature fits. Check that the secret is this endpoint\u2019s and that the body is the raw one.");
}
function splitSignature(text) {
	const comma = text.indexOf(",");
	return comma === -1 ? {
		version: "",
		signature: ""
	} : {
		version: text.slice(0, comma),
		signature: text.slice(comma + 1)
	};
}
function toAttempt(text) {
	return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
// ../sdk/src/verify-webhook.ts
function verifyWebhook(input) {
	return {
		...verifyDelivery(input),
		payload: parsePayload(input.body)
	};
}
function parsePayload(body) {
	const payload = parseJson(typeof body === "string" ? body : new TextDecoder().decode(body));
	if (isPayload(payload)) return payload;
	throw new WebhookVerificationError("payload_unexpected", "The body is not {type, timestamp, data, payload_version}. Is this endpoint of format standard?");
}
function parseJson(text) {
	try {
		return JSON.parse(text);
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
		throw new WebhookVerificationError("body_not_json", "The body is not JSON.");
	}
}
function isPayload(value) {
	if (typeof value !== "object" || value === null) return false;
	const { type, timestamp, data, payload_version } = value;
	return typeof type === "string" && typeof timestamp === "string" && typeof payload_version === "number" && typeof data === "object" && data !== null;
}
// ../sdk/src/read-verified.ts
const BYTES_MAX_DEFAULT = 4194304;
async function readVerified(request, options) {
	const body = await readBody(request, options.bytesMax ?? BYTES_MAX_DEFAULT);
	return verifyWebhook({
		...options,
		headers: request.headers,
		body
	});
}
function readBody(request, bytesMax) {
	if (request.readableDidRead) return Promise.reject(alreadyRead());
	if (request.destroyed) return Promise.reject(brokenOff());
	if (Number(request.headers["content-length"] ?? 0) > bytesMax) return Promise.reject(tooLarge(bytesMax));
	const { promise, resolve, reject } = Promise.withResolvers();
	const chunks = [];
	let byteCount = 0;
	const onData = (chunk) => {
		byteCount += chunk.length;
		if (byteCount > bytesMax) finish(() => reject(tooLarge(bytesMax)));
		else chunks.push(chunk);
	};
	const onEnd = () => finish(() => resolve(Buffer.concat(chunks)));
	const onBroken = () => finish(() => reject(brokenOff()));
	const finish = (settle) => {
		request.off("data", onData).off("end", onEnd).off("error", onBroken).off("close", onBroken);
		request.resume();
		settle();
	};
	request.on("data", onData).on("end", onEnd).on("error", onBroken).on("close", onBroken);
	return promise;
}
function tooLarge(bytesMax) {
	return new WebhookVerificationError("body_too_large", `The body is larger than ${bytesMax} bytes.`);
}
function brokenOff() {
	return new WebhookVerificationError("body_unreadable", "The connection was closed before the body was complete.");
}
function alreadyRead() {
	return new WebhookVerificationError("body_unreadable", "The body was read before. Verify before any body parser: the signature is over the raw bytes.");
}
// src/demo/receiver-kinds.ts
const XOBITO_RECEIVER = {
	name: "xobito",
	scheme: "X-Webhook-Signature",
	receive: async (request, secret) => {
		const body = await readSigned(request, secret);
		if (body === null) return null;
		const { event, model, data } = JSON.parse(body);
		return {
			id: headerOf(request.headers, "x-webhook-id"),
			name: event,
			words: data.attributes === void 0 ? data.text ?? data.status ?? data.type ?? "" : describeRecord(model, data),
			mediaUrl: data.media ?? null
		};
	}
};
function describeRecord(model, { id, attributes }) {
	return `${model.split("\\").at(-1)} ${id}: ${attributes?.firstname ?? ""}, ${attributes?.type ?? ""}`;
}
const VOBIZ_RECEIVER = {
	name: "vobiz",
	scheme: "X-Webhook-Signature",
	receive: async (request, secret) => {
		const body = await readSigned(request, secret);
		if (body === null) return null;
		const { event_id, event_type, payload } = JSON.parse(body);
		const value = payload.entry[0]?.changes[0]?.value ?? {};
		const item = value.messages?.[0] ?? value.statuses?.[0] ?? value.calls?.[0] ?? {};
		return {
			id: `evt_${event_id}`,
			name: event_type,
			words: item.text?.body ?? item.status ?? item.event ?? item.type ?? ""
		};
	}
};
const VOBIZ_LEGACY_RECEIVER = {
	name: "vobiz-legacy",
	scheme: "X-Vobiz-Signature",
	receive: async (request, secret) => {
		const body = await readSigned(request, secret, "x-vobiz-signature");
		if (body === null) return null;
		const { event, event_id, data } = JSON.parse(body);
		return {
			id: event_id,
			name: event,
			words: data.text?.body ?? data.status ?? data.contact?.name ?? data.type ?? "",
			mediaUrl: data.image?.url ?? null
		};
	}
};
const STANDARD_RECEIVER = {
	name: "standard",
	scheme: "Standard Webhooks, SDK",
	receive: async (request, secret) => {
		try {
			const { id, payload } = await readVerified(request, { secret });
			const mediaUrl = isMessagePayload(payload) ? payload.data.media?.url ?? null : null;
			return {
				id,
				name: payload.type,
				words: describePayload(payload),
				mediaUrl
			};
		} catch (error) {
			if (isWebhookVerificationError(error)) return null;
			throw error;
		}
	}
};
function describePayload(payload) {
	if (isMessagePayload(payload) && payload.data.reaction?.emoji === null) return "reaction taken back";
	if (isMessagePayload(payload)) return payload.data.text ?? payload.data.status ?? payload.data.type ?? "";
	const { data } = payload;
	return [
		data.event,
		data.status,
		data.name,
		data.template_name,
		data.first_name,
		data.last_name,
		data.type,
		data.state
	].filter((value) => typeof value === "string").join(" ");
}
async function readSigned(request, secret, header = "x-webhook-signature") {
	const body = await readRawBody(request);
	if (body === null) return null;
	const expected = Buffer.from(createHmac("sha256", secret).update(body).digest("hex"));
	const given = Buffer.from(headerOf(request.headers, header));
	return given.length === expected.length && timingSafeEqual(given, expected) ? body.toString("utf8") : null;
}
// src/demo/stage.ts
const APP_ID = "610023884417";
const BUSINESS = {
	wabaId: "204817563920415",
	phoneNumberId: "318940275561203",
	displayPhoneNumber: "15557204418"
};
const RETRY_DELAYS_MS = [
	200,
	1e3,
	3e3
];
const RECEIVERS = [
	{
		kind: XOBITO_RECEIVER,
		failuresBefore: 0,
		retry: void 0
	},
	{
		kind: VOBIZ_RECEIVER,
		failuresBefore: 2,
		retry: {
			delays_seconds: [
				1,
				1,
				2,
				4,
				8
			],
			timeout_seconds: 5
		}
	},
	{
		kind: VOBIZ_LEGACY_RECEIVER,
		failuresBefore: 0,
		retry: void 0
	},
	{
		kind: STANDARD_RECEIVER,
		failuresBefore: 0,
		retry: void 0
	}
];
async function setStage(input) {
	const { note } = input;
	const meta = {
		appId: APP_ID,
		appSecret: randomBytes(16).toString("hex"),
		verifyToken: randomBytes(8).toString("hex")
	};
	const accessToken = randomBytes(24).toString("hex");
	const simulator = createSimulator({
		...meta,
		accessToken,
		businesses: [BUSINESS],
		webhooks: { retryDelaysMs: RETRY_DELAYS_MS }
	});
	input.onStarted(() => simulator.close());
	await simulator.start();
	note("Starting the gateway on SQLite in a temporary folder \u2026");
	const rootApiKey = randomBytes(24).toString("hex");
	const { env, onStarted } = input;
	const gateway = await startGatewayProcess({
		env,
		rootApiKey,
		graphUrl: simulator.url,
		onStarted
	});
	note(`The gateway listens on ${gateway.url}.`);
	const owner = await becomeOwner(gateway);
	const api = {
		url: gateway.url,
		key: gateway.apiKey
	};
	const channelId = await addChannel(api, meta, accessToken);
	const subscribed = [];
	for (const receiver of RECEIVERS) subscribed.push(await addReceiver(api, receiver, input));
	simulator.setCallbackUrl(`${gateway.url}/webhooks/meta/${APP_ID}`);
	await verifyCallback(simulator, note);
	return {
		api,
		meta,
		simulator,
		gateway,
		owner,
		channelId,
		subscribed
	};
}
async function addChannel(api, meta, accessToken) {
	return (await post(api, "/v1/channels", {
		meta_app_id: (await post(api, "/v1/meta-apps", {
			app_id: meta.appId,
			app_secret: meta.appSecret,
			verify_token: meta.verifyToken
		})).id,
		waba_id: BUSINESS.wabaId,
		phone_number_id: BUSINESS.phoneNumberId,
		display_phone_number: BUSINESS.displayPhoneNumber,
		access_token: accessToken
	})).id;
}
async function addReceiver(api, wanted, input) {
	const { kind, failuresBefore, retry } = wanted;
	const receiver = new Receiver({
		kind,
		failuresBefore,
		onReceipt: input.onReceipt
	});
	await receiver.start();
	input.onStarted(() => receiver.stop());
	const endpoint = await post(api, "/v1/endpoints", {
		url: receiver.url,
		event_types: ["*"],
		format: kind.name,
		description: `Receiver of the demonstration, format ${kind.name}`,
		...retry === void 0 ? {} : { retry }
	});
	receiver.useSecret(endpoint.signing_secret);
	return {
		endpointId: endpoint.id,
		receiver
	};
}
// src/demo/run-demo.ts
var run_demo_exports = __exportAll({ runDemo: () => runDemo });
const EXIT_BY_MS = 5e4;
const DELIVERED_WITHIN_MS = 15e3;
const POLL_MS = 250;
async function runDemo(input) {
	const ending = listenForEnding(input.staysUp ? null : EXIT_BY_MS);
	const cleanup = new Cleanup();
	const note = input.json ? input.output.note : input.output.print;
	try {
		const played = play(input, {
			note,
			cleanup
		});
		played.catch(() => {});
		const performed = await Promise.race([played, ending.reason]);
		if (typeof performed === "string") {
			if (performed === "timeout") note(`It took longer than ${EXIT_BY_MS / 1e3} s.`);
			return { succeeded: false };
		}
		const { stage, outcome } = performed;
		for (const line of summaryLines(outcome)) note(line);
		const consoleUrl = await consoleLink(stage.gateway);
		if (input.json) input.output.print(JSON.stringify({
			...outcome.figures,
			console_url: consoleUrl
		}));
		if (input.staysUp) await stayUp({
			stage,
			consoleUrl
		}, note, ending);
		return { succeeded: outcome.problems.length === 0 };
	} finally {
		await cleanup.run();
		ending.release();
	}
}
async function play({ env, json }, { note, cleanup }) {
	const paint = createPaint(json ? process.stderr : process.stdout);
	const onReceipt = (receipt) => note(formatReceipt(receipt, paint));
	const stage = await setStage({
		env,
		note,
		onReceipt,
		onStarted: cleanup.add
	});
	note("A customer writes to the business. Each line is a delivery, as its receiver saw it:");
	note("");
	const record = await stage.simulator.playScenario(await loadScenario("conversation"));
	await waitUntilDelivered(stage.api, () => setTimeout$1(POLL_MS), AbortSignal.timeout(DELIVERED_WITHIN_MS));
	note("");
	note("The customer has become a contact by writing. Now the company makes one itself and changes it:");
	note("");
	await playCrm(stage.api);
	await waitUntilDelivered(stage.api, () => setTimeout$1(POLL_MS), AbortSignal.timeout(DELIVERED_WITHIN_MS));
	note("");
	note("Now they write to each other, and the ticks come back: sent, delivered, read:");
	note("");
	const settle = async () => {
		await stage.simulator.settled();
		await waitUntilDelivered(stage.api, () => setTimeout$1(POLL_MS), AbortSignal.timeout(DELIVERED_WITHIN_MS));
	};
	const problems = await playMessages({
		stage,
		note,
		settle
	});
	const { sent, expectedEvents } = stage.simulator;
	const told = {
		sent,
		expectedEvents: [...record.expectedEvents, ...expectedEvents]
	};
	const outcome = await collectOutcome(stage.api, told, stage.subscribed);
	return {
		stage,
		outcome: {
			...outcome,
			problems: [...outcome.problems, ...problems]
		}
	};
}
async function stayUp({ stage, consoleUrl }, note, ending) {
	for (const line of nextSteps(stage, consoleUrl)) note(line);
	await Promise.race([stage.gateway.ended, ending.reason]);
	if (!ending.signal.aborted) note("The gateway has ended by itself.");
}
function summaryLines({ figures, problems }) {
	const verdict = problems.length === 0 ? "Everything arrived, once, and every signature was verified." : `Not as it should be: ${problems.join("; ")}.`;
	return [
		"",
		...WORDS.map(([key, words]) => `  ${String(figures[key]).padStart(4)}  ${words}`),
		"",
		verdict,
		""
	];
}
const WORDS = [
	["events", "events, from what Meta told and what became of contacts and conversations"],
	["duplicates_absorbed", "repeats by Meta absorbed"],
	["deliveries", "deliveries of them to four receivers"],
	["delivered", "delivered"],
	["verified", "verified by their receivers"],
	["failed", "not delivered"]
];
export { run_demo_exports as t };
