import { o as __toESM } from "./part-CcNv6dGi.mjs";
import { t as PosthornError } from "./part-Ws-wUEE8.mjs";
import { t as require_ipaddr } from "./part-DI1P1DP-.mjs";
import { t as parseDurationMs } from "./part-CoungTlf.mjs";
import { createHash } from "node:crypto";
// ../server/src/platform/secrets/encryption-key.ts
var import_ipaddr = __toESM(require_ipaddr(), 1);
const FINGERPRINT_HEX_DIGITS = 16;
const HEX_FORM = /^[0-9a-f]{64}$/i;
const BASE64_FORM = /^[A-Za-z0-9+/_-]{43}=?$/;
function parseEncryptionKey(text) {
	if (HEX_FORM.test(text)) return Buffer.from(text, "hex");
	if (!BASE64_FORM.test(text)) return null;
	return Buffer.from(text, "base64");
}
function keyFingerprint(key) {
	return createHash("sha256").update("posthorn key fingerprint\0").update(key).digest("hex").slice(0, FINGERPRINT_HEX_DIGITS);
}
// ../server/src/platform/config/setting-parsers.ts
const LIST_ITEMS_MAX = 100;
const ENCRYPTION_KEYS_MAX = 2;
const ROOT_KEY_FORM = /^[\x21-\x7e]{32,256}$/;
const BOOLEANS = new Map([
	["true", true],
	["1", true],
	["false", false],
	["0", false]
]);
function wholeNumber(min, max) {
	return (text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : null;
}
function duration(minMs, maxMs) {
	return (text) => {
		const ms = parseDurationMs(text);
		return ms !== null && ms >= minMs && ms <= maxMs ? ms : null;
	};
}
function durationOrNever(minMs, maxMs) {
	const parse = duration(minMs, maxMs);
	return (text) => text === "0" ? 0 : parse(text);
}
function oneOf(words) {
	return (text) => words.find((word) => word === text) ?? null;
}
function parseBoolean(text) {
	return BOOLEANS.get(text) ?? null;
}
function parseHost(text) {
	return import_ipaddr.default.isValid(text) || /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text) ? text : null;
}
function parsePath(text) {
	return text.includes("\0") ? null : text;
}
function parseRootKey(text) {
	return ROOT_KEY_FORM.test(text) ? text : null;
}
function parseEncryptionKeys(text) {
	const keys = text.split(",").map((part) => parseEncryptionKey(part.trim()));
	if (keys.length > ENCRYPTION_KEYS_MAX || !keys.every((key) => key !== null)) return null;
	return new Set(keys.map((key) => key.toString("hex"))).size === keys.length ? keys : null;
}
function parseDatabaseUrl(text) {
	if (text.startsWith("sqlite:")) return /^sqlite:(?!:memory:)[^\0?]+$/.test(text) ? text : null;
	const url = URL.parse(text);
	if (url === null || !["postgres:", "postgresql:"].includes(url.protocol)) return null;
	return url.pathname.length > 1 ? text : null;
}
function parseMediaUrl(text) {
	if (text.startsWith("file:")) return /^file:(?!\/\/[^/])(?!(\/\/)?$)[^\0]+$/.test(text) ? text : null;
	const url = URL.parse(text);
	if (url === null || url.protocol !== "s3:" || url.host === "" || url.username === "" || url.password === "") return null;
	if (!/^\/[^/]+(\/|$)/.test(url.pathname) || text.includes("#")) return null;
	const hasOnlyKnown = [...url.searchParams.keys()].every((name) => name === "region" || name === "tls");
	const tls = url.searchParams.get("tls") ?? "true";
	return hasOnlyKnown && BOOLEANS.has(tls) ? text : null;
}
function parseBaseUrl(text) {
	const url = URL.parse(text);
	if (url === null || !isHttp(url) || url.username !== "" || url.password !== "") return null;
	if (/[?#]/.test(text)) return null;
	return url.href.replace(/\/+$/, "");
}
function parsePostUrl(text) {
	const url = URL.parse(text);
	return url !== null && isHttp(url) && url.username === "" && url.hash === "" ? url.href : null;
}
function parseSmtpUrl(text) {
	const url = URL.parse(text);
	if (url === null || !["smtp:", "smtps:"].includes(url.protocol) || url.hostname === "") return null;
	return /^\/?$/.test(url.pathname) && !/[?#]/.test(text) ? text : null;
}
function parseMailAddresses(text) {
	const items = splitList(text);
	return items?.every((item) => parseMailAddress(item) !== null) ? Object.freeze(items) : null;
}
function parseMailAddress(text) {
	return text.length <= 254 && /^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/.test(text) ? text : null;
}
function parseGraphVersion(text) {
	return /^v\d{1,2}\.\d$/.test(text) ? text : null;
}
function parseProxyUrl(text) {
	const url = URL.parse(text);
	if (url === null || !isHttp(url) || url.pathname !== "/" || /[?#]/.test(text)) return null;
	return url.href;
}
function parseNetworks(text) {
	const networks = splitList(text)?.map((item) => import_ipaddr.default.isValidCIDR(item) ? toCanonicalNetwork(item) : toNetworkOfOne(item));
	return networks?.every((network) => network !== null) ? Object.freeze(networks) : null;
}
function parseHttpsOrigins(text) {
	const origins = splitList(text)?.map((item) => {
		const url = URL.parse(item);
		return url !== null && url.protocol === "https:" && url.href === `${url.origin}/` ? url.origin : null;
	});
	return origins?.every((origin) => origin !== null) ? Object.freeze(origins) : null;
}
function hideCredentials(text) {
	const url = URL.parse(text);
	if (url === null || url.host === "") return text;
	return `${url.protocol}//${url.host}${url.pathname}`;
}
function isHttp(url) {
	return url.protocol === "http:" || url.protocol === "https:";
}
function splitList(text) {
	const items = text.split(",").map((item) => item.trim());
	return items.length <= LIST_ITEMS_MAX ? items : null;
}
function toCanonicalNetwork(item) {
	const [address, prefixLength] = import_ipaddr.default.parseCIDR(item);
	const family = address.kind() === "ipv4" ? import_ipaddr.default.IPv4 : import_ipaddr.default.IPv6;
	if (address.kind() === "ipv4" && !import_ipaddr.default.IPv4.isValidCIDRFourPartDecimal(item)) return null;
	return `${family.networkAddressFromCIDR(item).toString()}/${prefixLength}`;
}
function toNetworkOfOne(item) {
	if (import_ipaddr.default.IPv4.isValidFourPartDecimal(item)) return `${item}/32`;
	return import_ipaddr.default.IPv6.isValid(item) && !item.includes("%") ? `${import_ipaddr.default.IPv6.parse(item).toString()}/128` : null;
}
// ../server/src/platform/config/settings.ts
const LOG_LEVELS = [
	"trace",
	"debug",
	"info",
	"warn",
	"error",
	"fatal",
	"silent"
];
const DATA_DIR_PLACEHOLDER = "{POSTHORN_DATA_DIR}";
const MINUTE_MS = 6e4;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const MEDIA_BYTES_MAX = 104857600;
function setting(value) {
	return value;
}
const SETTINGS = {
	host: setting({
		env: "POSTHORN_HOST",
		parse: parseHost,
		fallback: "127.0.0.1",
		expects: "an IP address or a host name",
		doc: "Address the gateway listens on. `0.0.0.0` lets other machines connect."
	}),
	port: setting({
		env: "POSTHORN_PORT",
		parse: wholeNumber(0, 65535),
		fallback: "8420",
		expects: "a whole number from 0 to 65535 (Kubernetes sets it to a URL for a Service called posthorn: use enableServiceLinks: false)",
		doc: "Port the gateway listens on; `0` takes any free one and logs it."
	}),
	dataDir: setting({
		env: "POSTHORN_DATA_DIR",
		parse: parsePath,
		fallback: "./data",
		expects: "the path of a folder",
		doc: "Folder of the SQLite database and the encryption key. Made on the first start with mode 0700."
	}),
	databaseUrl: setting({
		env: "POSTHORN_DATABASE_URL",
		parse: parseDatabaseUrl,
		fallback: `sqlite:${DATA_DIR_PLACEHOLDER}/posthorn.db`,
		expects: "sqlite:<path of a file> or postgres://<user>:<password>@<host>/<database>",
		doc: "Where everything is stored. `sqlite:` is for one process, `postgres:` lets any number of gateways share the work.",
		secret: hideCredentials
	}),
	databasePoolMax: setting({
		env: "POSTHORN_DATABASE_POOL_MAX",
		parse: wholeNumber(4, 100),
		fallback: "12",
		expects: "a whole number from 4 to 100",
		doc: "Connections to PostgreSQL that one gateway keeps at most. One more wakes it when other gateways have work for it. SQLite does not read it."
	}),
	rootApiKey: setting({
		env: "POSTHORN_ROOT_API_KEY",
		parse: parseRootKey,
		fallback: null,
		expects: "32 to 256 visible ASCII characters without spaces",
		doc: "Key of the operator. It makes workspaces and acts for the one named in the header `Posthorn-Workspace`. Without it nobody is the operator.",
		secret: true
	}),
	encryptionKeys: setting({
		env: "POSTHORN_ENCRYPTION_KEY",
		parse: parseEncryptionKeys,
		fallback: null,
		expects: "32 bytes in base64 or as 64 hex digits, or two different ones with a comma between",
		doc: "Key that secrets in the database are encrypted with: 32 bytes, as `openssl rand -base64 32` makes them. Of two keys with a comma between, the first encrypts and both decrypt. Required with PostgreSQL; on SQLite the first start makes one in the data folder.",
		secret: true
	}),
	publicUrl: setting({
		env: "POSTHORN_PUBLIC_URL",
		parse: parseBaseUrl,
		fallback: null,
		expects: "an http or https URL without credentials, query and fragment",
		doc: "Where the gateway is reached from outside, such as `https://hooks.example.com`. Used in links, and to refuse endpoints that point back at the gateway."
	}),
	egressAllow: setting({
		env: "POSTHORN_EGRESS_ALLOW",
		parse: parseNetworks,
		fallback: null,
		expects: "up to 100 networks such as 10.0.0.0/8, with commas between",
		doc: "Networks that are not public and may be delivered to all the same. Cloud metadata addresses and the gateway itself stay closed."
	}),
	egressAllowHttp: setting({
		env: "POSTHORN_EGRESS_ALLOW_HTTP",
		parse: parseBoolean,
		fallback: "false",
		expects: "true or false",
		doc: "Whether endpoints may have `http:` URLs."
	}),
	egressProxy: setting({
		env: "POSTHORN_EGRESS_PROXY",
		parse: parseProxyUrl,
		fallback: null,
		expects: "an http or https URL with a host, a port and maybe credentials, and nothing else",
		doc: "Proxy that deliveries go through (CONNECT). `HTTP_PROXY` and its relatives are not read.",
		secret: hideCredentials
	}),
	egressIps: setting({
		env: "POSTHORN_EGRESS_IPS",
		parse: parseNetworks,
		fallback: null,
		expects: "up to 100 addresses or networks, with commas between",
		doc: "Addresses that deliveries come from. Only shown, by `GET /v1/egress-ips`, for receivers that have a firewall."
	}),
	metaGraphUrl: setting({
		env: "POSTHORN_META_GRAPH_URL",
		parse: parseBaseUrl,
		fallback: "https://graph.facebook.com",
		expects: "an http or https URL without credentials, query and fragment",
		doc: "Meta's Graph API. Tokens of Meta go to this host and to Meta's media hosts only. Change it to talk to the simulator."
	}),
	metaGraphVersion: setting({
		env: "POSTHORN_META_GRAPH_VERSION",
		parse: parseGraphVersion,
		fallback: "v25.0",
		expects: "a version such as v25.0",
		doc: "Version of Meta's Graph API that is asked for. Meta keeps each one for about two years."
	}),
	metaReplayWindowMs: setting({
		env: "POSTHORN_META_REPLAY_WINDOW",
		parse: duration(MINUTE_MS, 36500 * DAY_MS),
		fallback: "169h",
		expects: "a duration from 1m to 36500d, such as 90s, 15m, 169h or 30d",
		doc: "How old something from Meta may be and still become an event. Older items go to quarantine. Meta repeats a webhook for up to seven days."
	}),
	retentionMs: setting({
		env: "POSTHORN_RETENTION",
		parse: duration(HOUR_MS, 3650 * DAY_MS),
		fallback: "30d",
		expects: "a duration from 1h to 3650d, such as 90s, 15m, 169h or 30d",
		doc: "How long events, attempts and quarantined items are kept."
	}),
	endpointDisableAfterMs: setting({
		env: "POSTHORN_ENDPOINT_DISABLE_AFTER",
		parse: durationOrNever(HOUR_MS, 365 * DAY_MS),
		fallback: "5d",
		expects: "0, or a duration from 1h to 365d, such as 90s, 15m, 169h or 30d",
		doc: "How long an endpoint may do nothing but fail until it is disabled. `0`: it never is."
	}),
	notifySmtpUrl: setting({
		env: "POSTHORN_NOTIFY_SMTP_URL",
		parse: parseSmtpUrl,
		fallback: null,
		expects: "smtp://<user>:<password>@<host>:<port> or smtps://\u2026, with or without user, password and port",
		doc: "Mail server by which people are told that an endpoint was disabled. `smtp:` encrypts when the server offers it, `smtps:` from the first byte. User and password are percent-encoded.",
		secret: hideCredentials
	}),
	notifyFrom: setting({
		env: "POSTHORN_NOTIFY_FROM",
		parse: parseMailAddress,
		fallback: null,
		expects: "an address of mail",
		doc: "Sender of these mails. Required with `POSTHORN_NOTIFY_SMTP_URL`."
	}),
	notifyTo: setting({
		env: "POSTHORN_NOTIFY_TO",
		parse: parseMailAddresses,
		fallback: null,
		expects: "up to 100 addresses of mail with commas between",
		doc: "Who gets these mails. Required with `POSTHORN_NOTIFY_SMTP_URL`."
	}),
	notifyWebhookUrl: setting({
		env: "POSTHORN_NOTIFY_WEBHOOK_URL",
		parse: parsePostUrl,
		fallback: null,
		expects: "an https or http URL without credentials and fragment",
		doc: "Incoming webhook of Slack, or of what takes the same `{\"text\": \u2026}`, by which people are told that an endpoint was disabled. It is reached under the rules of deliveries: `POSTHORN_EGRESS_ALLOW` opens networks that are not public.",
		secret: true
	}),
	consoleDir: setting({
		env: "POSTHORN_CONSOLE_DIR",
		parse: parsePath,
		fallback: null,
		expects: "the path of a folder",
		doc: "Folder of the built web console. Without it the one that comes with Posthorn is served."
	}),
	mediaUrl: setting({
		env: "POSTHORN_MEDIA_URL",
		parse: parseMediaUrl,
		fallback: `file:${DATA_DIR_PLACEHOLDER}/media`,
		expects: "file:<path of a folder> or s3://<key>:<secret>@<host>/<bucket>, maybe with a prefix and ?region=\u2026 and &tls=false",
		doc: "Where media files are kept: a folder, or a bucket of anything that speaks S3. Key and secret are percent-encoded; `region` is worked out from the host when it is left out. Several gateways on PostgreSQL need one place for all of them.",
		secret: hideCredentials
	}),
	mediaRetentionMs: setting({
		env: "POSTHORN_MEDIA_RETENTION",
		parse: duration(HOUR_MS, 3650 * DAY_MS),
		fallback: "90d",
		expects: "a duration from 1h to 3650d, such as 90s, 15m, 169h or 30d",
		doc: "How long media files are kept. Their links answer 410 afterwards."
	}),
	mediaBytesMax: setting({
		env: "POSTHORN_MEDIA_BYTES_MAX",
		parse: wholeNumber(1, MEDIA_BYTES_MAX),
		fallback: String(MEDIA_BYTES_MAX),
		expects: `a whole number of bytes from 1 to ${MEDIA_BYTES_MAX}`,
		doc: "Largest media file that is fetched from Meta or taken for sending. WhatsApp carries none above 100 MB."
	}),
	auditRetentionMs: setting({
		env: "POSTHORN_AUDIT_RETENTION",
		parse: duration(HOUR_MS, 3650 * DAY_MS),
		fallback: "365d",
		expects: "a duration from 1h to 3650d, such as 90s, 15m, 169h or 30d",
		doc: "How long the audit log is kept: who changed what."
	}),
	xobitoRateLimitMax: setting({
		env: "POSTHORN_XOBITO_RATE_LIMIT_MAX",
		parse: wholeNumber(1, 6e4),
		fallback: "60",
		expects: "a whole number from 1 to 60000",
		doc: "Calls of one key on Xobito's API in each `POSTHORN_XOBITO_RATE_LIMIT_DECAY`. Xobito calls it `rate_limit_max`."
	}),
	xobitoRateLimitDecayMs: setting({
		env: "POSTHORN_XOBITO_RATE_LIMIT_DECAY",
		parse: duration(1e3, DAY_MS),
		fallback: "1m",
		expects: "a duration from 1s to 1d, such as 90s, 15m, 169h or 30d",
		doc: "Time after which calls of a key on Xobito's API are counted anew. Xobito calls it `rate_limit_decay`."
	}),
	streamClientsMax: setting({
		env: "POSTHORN_STREAM_CLIENTS_MAX",
		parse: wholeNumber(1, 1e5),
		fallback: "5000",
		expects: "a whole number from 1 to 100000",
		doc: "Clients of the live stream that one process serves. Each needs an open file."
	}),
	simulator: setting({
		env: "POSTHORN_SIMULATOR",
		parse: parseBoolean,
		fallback: "false",
		expects: "true or false",
		doc: "Whether workspaces may make a simulated number: the simulator then runs inside the gateway, and the console has a page for it. Real numbers never use it."
	}),
	portalFrameAncestors: setting({
		env: "POSTHORN_PORTAL_FRAME_ANCESTORS",
		parse: parseHttpsOrigins,
		fallback: null,
		expects: "up to 100 origins such as https://app.example.com with commas between",
		doc: "Origins whose pages may show the portal in a frame. Without it nobody may. The console itself is never shown in a frame."
	}),
	trustedProxies: setting({
		env: "POSTHORN_TRUSTED_PROXIES",
		parse: parseNetworks,
		fallback: null,
		expects: "up to 100 IP addresses or networks in CIDR form with commas between",
		doc: "Proxies in front of the gateway, as it sees them. Their `X-Forwarded-For` says where somebody signs in from, which is shown with sessions and counted when sign-ins fail. Without it that is the address of the connection."
	}),
	logLevel: setting({
		env: "POSTHORN_LOG_LEVEL",
		parse: oneOf(LOG_LEVELS),
		fallback: "info",
		expects: `one of ${LOG_LEVELS.join(", ")}`,
		doc: `How much is logged: ${LOG_LEVELS.map((level) => `\`${level}\``).join(", ")}. From \`info\` on, no phone numbers, texts and endpoint URLs.`
	})
};
// ../server/src/platform/config/config.ts
const OURS = "POSTHORN_";
const FILE_SUFFIX = "_FILE";
const KUBERNETES_SERVICE = /^POSTHORN_(SERVICE_(HOST|PORT)|PORT_\d+_)/;
const ENTRIES = Object.entries(SETTINGS);
function loadConfig(env, readFile) {
	const problems = findUnknown(env);
	const texts = readTexts({
		env,
		readFile,
		problems
	});
	const config = parseTexts(texts, problems);
	if (isPostgres(config) && !texts.has("encryptionKeys")) problems.push(`${SETTINGS.encryptionKeys.env} must be set with PostgreSQL, to the same key on every node`);
	if (texts.has("notifySmtpUrl") && !(texts.has("notifyFrom") && texts.has("notifyTo"))) problems.push(`${SETTINGS.notifyFrom.env} and ${SETTINGS.notifyTo.env} must be set with ${SETTINGS.notifySmtpUrl.env}`);
	if (problems.length > 0) throw new PosthornError("config_invalid", `The configuration is not valid:\n${problems.map((line) => `- ${line}.`).join("\n")}`);
	return Object.freeze(config);
}
function describeConfig(config) {
	return Object.fromEntries(ENTRIES.map(([name, entry]) => [entry.env, describeValue(entry, config[name])]));
}
function findUnknown(env) {
	const known = new Set(ENTRIES.flatMap(([, { env: variable }]) => [variable, variable + FILE_SUFFIX]));
	return Object.keys(env).filter((variable) => variable.startsWith(OURS) && !known.has(variable) && !KUBERNETES_SERVICE.test(variable)).map((variable) => `${variable} is not a setting`);
}
function readTexts(reading) {
	const texts = new Map();
	for (const [name, { env: variable }] of ENTRIES) {
		const direct = reading.env[variable] ?? "";
		const path = reading.env[variable + FILE_SUFFIX] ?? "";
		if (direct !== "" && path !== "") reading.problems.push(`${variable} and ${variable}${FILE_SUFFIX} are both set; one is enough`);
		else if (direct !== "") texts.set(name, direct);
		else if (path !== "") texts.set(name, readTextFile(reading, {
			variable: variable + FILE_SUFFIX,
			path
		}));
	}
	return texts;
}
function readTextFile({ readFile, problems }, file) {
	try {
		const text = readFile(file.path).replace(/\r?\n$/, "");
		if (text !== "") return text;
		problems.push(`${file.variable} names an empty file`);
	} catch (error) {
		problems.push(`${file.variable} names a file that cannot be read (${codeOf(error)})`);
	}
	return null;
}
function parseTexts(texts, problems) {
	const dataDir = texts.get("dataDir") ?? SETTINGS.dataDir.fallback;
	const config = {};
	for (const [name, { env: variable, parse, fallback, expects }] of ENTRIES) {
		const text = texts.has(name) ? texts.get(name) : fallback?.replace(DATA_DIR_PLACEHOLDER, () => dataDir);
		const value = text === null || text === void 0 ? null : parse(text);
		if (typeof text === "string" && value === null) problems.push(`${variable} must be ${expects}`);
		config[name] = value;
	}
	return config;
}
function isPostgres(config) {
	return typeof config.databaseUrl === "string" && config.databaseUrl.startsWith("postgres");
}
function describeValue({ secret }, value) {
	if (value === null) return "(not set)";
	if (secret === void 0) return value;
	return secret === true ? "(set)" : secret(value);
}
function codeOf(error) {
	return error instanceof Error && "code" in error ? String(error.code) : "error";
}
export { parseEncryptionKey as a, keyFingerprint as i, loadConfig as n, SETTINGS as r, describeConfig as t };
