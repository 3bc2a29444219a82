import { o as __toESM } from "./part-CcNv6dGi.mjs";
import { n as STATUS_BY_CODE, t as PosthornError } from "./part-Ws-wUEE8.mjs";
import { a as import_client, d as dialAddress, f as EgressError, i as withoutAnswer, m as codeOf, o as import_errors, p as classifyConnectError, s as import_pool, u as I } from "./part-nCzKzw_N.mjs";
import { t as require__part_node_http } from "./part-D4H7mARq.mjs";
import { a as toReleaseValues, c as unpackHeaders, d as ATTEMPT_TRIGGERS, f as DELIVERY_STATES, i as toEventValues, l as denseMap, m as WAITS_BEHIND_AT_MS, o as storableText, p as ERROR_CLASSES, r as toAttemptValues, s as packHeaders, u as ATTEMPT_OUTCOMES } from "./part-D8LB3tWq.mjs";
import { r as SETTINGS } from "./part-DZLxK-uS.mjs";
import { C as unknown, S as union, T as safeParse, _ as object, a as _null, b as strictObject, c as boolean, f as int, g as number, i as _enum, m as literal, s as array, t as number$1, u as discriminatedUnion, v as preprocess, x as string, y as record } from "./part-BNuO-540.mjs";
import { _ as datetime, a as idCursor, c as pathId, d as toIso, f as auditAs, l as phoneParam, m as actorOf, o as idParam, p as auditChange, s as idPath, u as timeParam } from "./part-TJE-weNH.mjs";
import { C as scopeAllows, _ as PERMISSIONS, a as scanBounded, b as granteesOf, c as firstIdAt, d as parseId, f as uuidOf, h as hashToken, i as SCAN_STEP_ROWS, l as timeOfId, o as toScannedPage, s as firstAttemptIdOf, u as idOf, x as isGranted } from "./part-CqtbJHd0.mjs";
import { n as CompiledQuery, o as isStoreAway, r as sql } from "./part-COlWphEY.mjs";
import { D as pageOf, E as listQuery, O as toPage, T as encodeCursor, k as workspaceOf, w as decodeCursor, x as equalsInConstantTime } from "./part-DcNb6zUf.mjs";
import { $t as TEXT, B as QUARANTINE_REASONS, Bt as carriesMetaBody, Ct as digitsOf, Et as listOf, F as fullName, Gt as findEventType, H as XOBITO_CONTACT, Ht as EVENT_TYPES, It as parseFilter, J as EVENT_ORIGINS, K as xobitoAttributes, Kt as isKnownEventType, Lt as FILTER_BYTES_MAX, Ot as objectOf, Qt as OBJECT, Tt as isJsonObject, U as XOBITO_SOURCE, V as splitMetaBody, Vt as contentTypeOf, W as XOBITO_STATUS, Wt as familyOf, X as standingOf, Xt as nounOf, Y as STANDING_WORDS, Z as standingsOfState, Zt as INTEGER, _ as messageWordsOf, d as viewOfEvent, dn as FORMATS, en as TEXT_OR_NULL, f as fieldConditionsOf, gt as readMetaItem, h as someValue, ht as metaItemOf, in as oneOf, kt as stringOf, l as mayHaveField, m as compileFilter, nn as listOf$1, p as compileCondition, q as xobitoOriginal, qt as nameInFormat, rn as objectOf$1, sn as readConnection, st as DOCTOR_HEADER, t as normalizePassword, tn as TIME, u as explainFilter, x as conversationIdOfEvent, zt as HEALTHY_BREAKER } from "./part-OT5EaX0m.mjs";
import { a as require_fastify, i as serializerCompiler, n as createJsonSchemaTransform, r as jsonSchemaTransformObject } from "./part-1WP908MO.mjs";
import { _ as require_static, a as require_swagger, i as require_rate_limit, r as require_websocket, y as require_cookie } from "./part-Cq2f3B3Y.mjs";
import { t as require_prom_client } from "./part-DvCoSyXi.mjs";
import { join } from "node:path";
import { existsSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import assert from "node:assert/strict";
import { TLSSocket } from "node:tls";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createHash, createHmac, createPrivateKey, createPublicKey, hash, hkdfSync, randomUUID, sign, timingSafeEqual } from "node:crypto";
import { pino } from "pino";
import { hash as hash$1, verify as verify$1 } from "@node-rs/argon2";
// ../server/src/platform/egress/custom-headers.ts
const CUSTOM_HEADERS_MAX = 20;
const CUSTOM_HEADER_BYTES_MAX = 4096;
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE$1 = /^(?:[\x21-\x7e\xa1-\xff](?:[\x20-\x7e\xa0-\xff]*[\x21-\x7e\xa1-\xff])?)?$/;
const RESERVED_NAMES = new Set([
	"host",
	"connection",
	"keep-alive",
	"te",
	"trailer",
	"transfer-encoding",
	"upgrade",
	"expect",
	"http2-settings",
	"user-agent"
]);
const RESERVED_PREFIXES = [
	"content-",
	"proxy-",
	"webhook-",
	"x-webhook-",
	"x-hub-",
	"x-vobiz-",
	"posthorn-"
];
function checkCustomHeaders(headers) {
	const entries = Object.entries(headers);
	if (entries.length > CUSTOM_HEADERS_MAX) throw headersRejected([{
		pointer: "/headers",
		message: `Use at most ${CUSTOM_HEADERS_MAX} headers.`
	}]);
	const seen = new Set();
	const problems = entries.flatMap(([name, value]) => {
		const message = seen.has(name.toLowerCase()) ? "The header is there twice." : describeProblem(name, value);
		seen.add(name.toLowerCase());
		return message === null ? [] : [{
			pointer: `/headers/${escapePointer$1(name)}`,
			message
		}];
	});
	if (problems.length > 0) throw headersRejected(problems);
}
function describeProblem(name, value) {
	if (name.length + value.length > CUSTOM_HEADER_BYTES_MAX) return `Name and value together may have ${CUSTOM_HEADER_BYTES_MAX} bytes.`;
	if (!TOKEN.test(name)) return "The name is not a header name: use letters, digits and hyphens.";
	const lower = name.toLowerCase();
	if (RESERVED_NAMES.has(lower) || RESERVED_PREFIXES.some((prefix) => lower.startsWith(prefix))) return "The header is set by the gateway and cannot be changed.";
	return VALUE$1.test(value) ? null : "The value may have visible Latin-1 characters with spaces between them, and no others.";
}
function headersRejected(fields) {
	return new PosthornError("invalid_request", "The custom headers are not valid.", { fields });
}
function escapePointer$1(name) {
	return name.slice(0, 256).replaceAll("~", "~0").replaceAll("/", "~1");
}
// ../server/src/platform/db/label-row.ts
function toLabel(row) {
	return {
		id: row.id,
		workspaceId: row.workspace_id,
		kind: row.kind,
		serial: row.serial,
		name: row.name,
		color: row.color,
		isDefault: row.is_default === 1,
		createdAtMs: row.created_at_ms,
		updatedAtMs: row.updated_at_ms,
		revision: row.revision
	};
}
// ../server/src/platform/http/etag.ts
function etagOf(revision) {
	return `"r${revision}"`;
}
function checkIfMatch(request, etag) {
	const ifMatch = request.headers["if-match"];
	if (ifMatch === void 0 || ifMatch.trim() === "*") return;
	if (ifMatch.split(",").map((tag) => tag.trim().replace(/^W\//, "")).includes(etag)) return;
	throw new PosthornError("precondition_failed", "The resource was changed since it was read.", { fields: [{
		pointer: "If-Match",
		message: `The present version is ${etag}.`
	}] });
}
// ../server/src/platform/http/event-filter-schema.ts
var import__part_node_http = __toESM(require__part_node_http(), 1);
const NAME = "EventFilter";
const ITSELF = { $ref: `#/components/schemas/${NAME}` };
const VALUE = { anyOf: [{
	type: "string",
	maxLength: 512
}, { type: [
	"number",
	"boolean",
	"null"
] }] };
const BOUND = { anyOf: [{ type: "number" }, {
	type: "string",
	description: "A day or a time with its offset, ISO 8601."
}] };
const LIST = {
	type: "array",
	items: VALUE,
	minItems: 1,
	maxItems: 200
};
const GROUP = {
	type: "array",
	items: ITSELF,
	minItems: 1,
	maxItems: 100
};
const SCHEMAS_OF_OPERATORS = {
	$eq: VALUE,
	$ne: VALUE,
	$in: LIST,
	$nin: LIST,
	$startsWith: {
		type: "string",
		minLength: 1,
		maxLength: 512
	},
	$exists: { type: "boolean" },
	$gt: BOUND,
	$gte: BOUND,
	$lt: BOUND,
	$lte: BOUND
};
const DESCRIPTION$3 = `Conditions on fields of an event, all of which must hold: \`type\`, \`channel_id\`, \`occurred_at\`, \`contact.\u2026\` and \`data.\u2026\` (as the format standard shows it), with a value or with operators. At most 100 conditions, 8 groups inside each other and ${FILTER_BYTES_MAX} bytes.`;
const eventFilter = unknown().superRefine((value, ctx) => {
	const parsed = parseFilter(value);
	if (parsed.kind === "filter") return;
	for (const { path, message } of parsed.problems) ctx.addIssue({
		code: "custom",
		path: [...path],
		message
	});
}).meta({
	id: NAME,
	type: "object",
	description: DESCRIPTION$3,
	minProperties: 1,
	properties: {
		$and: GROUP,
		$or: GROUP,
		$not: ITSELF
	},
	additionalProperties: { anyOf: [VALUE, {
		type: "object",
		minProperties: 1,
		properties: SCHEMAS_OF_OPERATORS,
		additionalProperties: false
	}] }
});
// ../server/src/platform/http/call-bound.ts
const SUBJECTS_MAX = 1e4;
var CallBound = class {
	#bound;
	#counts = new I({ max: SUBJECTS_MAX });
	constructor(bound) {
		this.#bound = bound;
	}
	count(subject, nowMs) {
		const { callsMax, windowMs } = this.#bound;
		const known = this.#counts.get(subject);
		const current = known !== void 0 && nowMs - known.sinceMs < windowMs ? known : {
			sinceMs: nowMs,
			calls: 0
		};
		if (current !== known) this.#counts.set(subject, current);
		current.calls += 1;
		if (current.calls <= callsMax) return;
		const leftMs = current.sinceMs + windowMs - nowMs;
		throw new PosthornError("rate_limited", `More than ${callsMax} in ${windowMs / 1e3} s.`, { retryAfterSeconds: Math.max(1, Math.ceil(leftMs / 1e3)) });
	}
};
// ../server/src/platform/http/problem-words.ts
const PROBLEM_WORDS = {
	invalid_request: {
		title: "The request is not valid",
		meaning: "A field, a query parameter or a header is missing, unknown or has a wrong value. `errors` points at each one."
	},
	invalid_json: {
		title: "The body is not JSON",
		meaning: "The body cannot be read as JSON in UTF-8, or is nested too deeply."
	},
	workspace_required: {
		title: "No workspace was named",
		meaning: "The root key acts for the workspace in the header Posthorn-Workspace, which is missing."
	},
	unauthenticated: {
		title: "It is not known who is calling",
		meaning: "Send `Authorization: Bearer <API key>`, or sign in. The key is missing, unknown, deleted or expired, the session has ended, or the password is wrong."
	},
	forbidden: {
		title: "The caller may not do this",
		meaning: "The key, the member or the portal link is known, but its scope, role or workspace does not cover this call; or a browser says that another site asks for it."
	},
	not_found: {
		title: "Not found",
		meaning: "There is no such path, or no such resource in this workspace."
	},
	method_not_allowed: {
		title: "The path does not know this method",
		meaning: "The header Allow lists the methods that the path knows."
	},
	conflict: {
		title: "It is in the way of something else",
		meaning: "The call contradicts what is stored. The detail says what to change first."
	},
	idempotency_in_progress: {
		title: "The first request still runs",
		meaning: "A request with this Idempotency-Key has not been answered yet. Try again after a few seconds."
	},
	delivery_in_flight: {
		title: "The delivery is being sent",
		meaning: "An attempt of this delivery is under way. Try again when it has ended."
	},
	delivery_not_pending: {
		title: "The delivery is not pending",
		meaning: "Only a pending delivery can be canceled."
	},
	precondition_failed: {
		title: "It was changed in the meantime",
		meaning: "If-Match does not name the present version. Read the resource again and repeat the change on what it says now."
	},
	body_too_large: {
		title: "The body is too large",
		meaning: "Bodies of this API are at most 1 MB."
	},
	unsupported_media_type: {
		title: "The body is not declared as JSON",
		meaning: "Send `Content-Type: application/json`."
	},
	unprocessable: {
		title: "The request cannot be carried out",
		meaning: "The request is well formed, but a rule speaks against it. The detail names the rule."
	},
	idempotency_mismatch: {
		title: "The Idempotency-Key belongs to another request",
		meaning: "The key was used with another path or body. Use a fresh key for each new request."
	},
	endpoint_url_rejected: {
		title: "The URL is not allowed",
		meaning: "Endpoints are public HTTPS addresses, except where the operator opened a network. The detail says which rule the URL breaks."
	},
	endpoint_challenge_failed: {
		title: "The endpoint did not answer the challenge",
		meaning: "The endpoint was asked to repeat `hub.challenge` and did not."
	},
	event_type_unknown: {
		title: "There is no such event type",
		meaning: "See GET /v1/event-types for the types there are."
	},
	event_type_not_in_format: {
		title: "The format cannot express the event type",
		meaning: "Leave the type out, or choose a format that has it. GET /v1/event-types shows each type's formats."
	},
	limit_reached: {
		title: "There are as many as allowed",
		meaning: "Delete one that is not used first."
	},
	too_many_hops: {
		title: "The event goes round in circles",
		meaning: "It has passed through too many Posthorns (header Posthorn-Hops)."
	},
	channel_not_connected: {
		title: "The channel cannot reach Meta",
		meaning: "The channel has no access token, or Meta no longer accepts it. Give it a new one with PATCH /v1/channels/{id}."
	},
	message_window_closed: {
		title: "The customer service window is closed",
		meaning: "The person has not written or called in the last 24 hours, so only a template may be sent. The detail names approved templates that would do."
	},
	template_not_usable: {
		title: "The template cannot be sent",
		meaning: "The template is not there, not approved, or was given the wrong parameters. The detail says which."
	},
	message_refused: {
		title: "Meta refused the message",
		meaning: "Meta's code, words and advice stand in `meta_error`. The message was not sent and causes no event."
	},
	media_not_usable: {
		title: "The media file cannot be used",
		meaning: "The file is too large, of a type that WhatsApp does not take, or could not be read. The detail says which."
	},
	meta_refused: {
		title: "Meta refused the call",
		meaning: "Meta's code, words and advice stand in `meta_error`. Nothing was changed."
	},
	rate_limited: {
		title: "Too many requests",
		meaning: "Wait as many seconds as Retry-After says. RateLimit shows what is left."
	},
	internal: {
		title: "Internal error",
		meaning: "Something is wrong on this side. The log has the details under the request id."
	},
	meta_unavailable: {
		title: "Meta did not answer",
		meaning: "Meta's Graph API could not be reached or gave no complete answer. Try again."
	},
	store_unavailable: {
		title: "The database does not answer",
		meaning: "Nothing was changed. Try again later."
	},
	media_not_ready: {
		title: "The media file is not there yet",
		meaning: "It is still to be fetched from Meta. Try again after as many seconds as Retry-After says."
	},
	media_gone: {
		title: "The media file is not there any more",
		meaning: "It was deleted, its link was revoked, it is older than the retention, or Meta does not have it. GET /v1/media/{id} says which."
	},
	link_not_valid: {
		title: "The link is not good any more",
		meaning: "One-time links (to become the owner, to join, to sign in, to set a password, to open the portal) work once and for a limited time. Ask whoever gave it for a new one."
	},
	config_invalid: {
		title: "The configuration is not valid",
		meaning: "Shown at the start of the gateway, never by a call."
	}
};
// ../server/src/platform/http/problem.ts
const PROBLEM_CONTENT_TYPE = "application/problem+json; charset=utf-8";
const ERRORS_PATH = "/docs/errors";
const problemBody = object({
	type: string().describe("Where the code is explained."),
	title: string().describe("What went wrong, the same for every problem with this code."),
	status: number().int(),
	detail: string().describe("What went wrong this time."),
	instance: string().describe("Names this occurrence."),
	code: string().describe("Stable: match on this."),
	errors: array(object({
		pointer: string(),
		detail: string()
	})).describe("The wrong fields: a JSON pointer into the body, `?name` for a query parameter, or the name of a header."),
	meta_error: object({
		code: number().int(),
		title: string(),
		details: string().nullable(),
		subcode: number().int().nullable(),
		trace_id: string().nullable(),
		retryable: boolean(),
		advice: string().describe("What to do about it.")
	}).optional().describe("What Meta said, when it is Meta that refused."),
	request_id: string().describe("Tell it when you ask for help: the log has it too.")
}).meta({
	id: "Problem",
	title: "Problem"
});
function toProblem(thrown, requestId) {
	const { error, expected, status = STATUS_BY_CODE[error.code] } = findingOf(thrown);
	const headers = {
		"content-type": PROBLEM_CONTENT_TYPE,
		"cache-control": "no-store"
	};
	if (error.retryAfterSeconds !== null) headers["retry-after"] = String(error.retryAfterSeconds);
	return {
		headers,
		body: {
			type: `${ERRORS_PATH}#${error.code}`,
			title: PROBLEM_WORDS[error.code].title,
			status,
			detail: error.message,
			instance: `urn:posthorn:request:${requestId}`,
			code: error.code,
			errors: error.fields.map(({ pointer, message }) => ({
				pointer,
				detail: message
			})),
			...error.metaError === null ? {} : { meta_error: toMetaErrorView(error.metaError) },
			request_id: requestId
		},
		expected
	};
}
function findingOf(thrown) {
	if (thrown instanceof PosthornError) return {
		error: thrown,
		expected: thrown.code !== "internal"
	};
	if (thrown instanceof Error) {
		const finding = frameworkFinding(thrown);
		if (finding !== null) return finding;
	}
	if (isStoreAway(thrown)) return {
		error: new PosthornError("store_unavailable", "The database does not answer. Try again.", {
			retryAfterSeconds: 1,
			cause: thrown
		}),
		expected: false
	};
	return {
		error: new PosthornError("internal", "Something went wrong on this side."),
		expected: false
	};
}
const CODE_BY_FRAMEWORK_CODE = {
	FST_ERR_CTP_INVALID_MEDIA_TYPE: ["unsupported_media_type", "Send the body as application/json."],
	FST_ERR_CTP_BODY_TOO_LARGE: ["body_too_large", "The body is larger than 1 MB."],
	FST_ERR_CTP_EMPTY_JSON_BODY: ["invalid_json", "The body is empty."],
	FST_ERR_CTP_INVALID_JSON_BODY: ["invalid_json", "The body is not valid JSON."],
	FST_ERR_CTP_INVALID_CONTENT_LENGTH: ["invalid_request", "The body is not as long as Content-Length says."],
	FST_ERR_NOT_FOUND: ["not_found", "There is no such path."],
	FST_ERR_BAD_URL: ["invalid_request", "The path is not a valid URL."]
};
function frameworkFinding(thrown) {
	const known = CODE_BY_FRAMEWORK_CODE[thrown.code ?? ""];
	if (known !== void 0) return {
		error: new PosthornError(...known),
		expected: true
	};
	const status = thrown.statusCode ?? 500;
	if (status < 400 || status > 499) return null;
	return {
		error: new PosthornError("invalid_request", "The request cannot be read.", { cause: thrown }),
		status,
		expected: true
	};
}
function toMetaErrorView({ code, title, details, subcode, traceId, retryable, advice }) {
	return {
		code,
		title,
		details,
		subcode,
		trace_id: traceId,
		retryable,
		advice
	};
}
// ../server/src/platform/http/authenticator.ts
const PORTAL_TOKEN_PREFIX = "pts_";
// ../server/src/platform/http/same-origin.ts
const CSRF_HEADER = "posthorn-csrf";
function csrfTokenOf(sessionToken) {
	return createHmac("sha256", sessionToken).update("posthorn csrf", "utf8").digest("base64url");
}
function assertCsrfToken({ headers }, sessionToken) {
	const sent = headers[CSRF_HEADER];
	if (typeof sent === "string" && equalsInConstantTime(sent, csrfTokenOf(sessionToken))) return;
	throw new PosthornError("forbidden", "Nothing shows that our own page asks for this.", { fields: [{
		pointer: "Posthorn-CSRF",
		message: "Send csrf_token of GET /v1/session in this header."
	}] });
}
function assertSameOrigin({ headers }, ownOrigin, origin = "when-sent") {
	const site = headers["sec-fetch-site"];
	const isOtherSite = typeof site === "string" && site !== "same-origin" && site !== "none";
	const isOtherOrigin = headers.origin === void 0 ? origin === "always" : !isOwn$1(headers.origin, headers.host, ownOrigin);
	if (!isOtherSite && !isOtherOrigin) return;
	throw new PosthornError("forbidden", "Another site may not ask for this.", { fields: [{
		pointer: "Origin",
		message: "Must be the origin of this gateway."
	}] });
}
function isOwn$1(origin, host, ownOrigin) {
	if (origin === ownOrigin) return true;
	const url = URL.parse(origin);
	return url !== null && host !== void 0 && url.host === host.toLowerCase();
}
// ../server/src/platform/http/session-cookie.ts
var import_cookie = __toESM(require_cookie(), 1);
async function addCookies(api) {
	await api.register(import_cookie.default);
}
function sessionCookieFor(publicUrl) {
	const isSecure = publicUrl?.startsWith("https:") === true;
	return {
		name: isSecure ? "__Host-posthorn_session" : "posthorn_session",
		isSecure
	};
}
function readSessionCookie({ name }, request) {
	const token = request.cookies[name];
	return token === void 0 || token === "" ? null : token;
}
function setSessionCookie(cookie, reply, { token, lifetimeMs }) {
	reply.setCookie(cookie.name, token, {
		...attributesOf(cookie),
		maxAge: Math.floor(lifetimeMs / 1e3)
	});
}
function clearSessionCookie(cookie, reply) {
	reply.setCookie(cookie.name, "", {
		...attributesOf(cookie),
		maxAge: 0
	});
}
function attributesOf({ isSecure }) {
	return {
		httpOnly: true,
		sameSite: "lax",
		path: "/",
		secure: isSecure
	};
}
// ../server/src/platform/http/find-caller.ts
const VOBIZ_ID_HEADER = "x-auth-id";
const VOBIZ_TOKEN_HEADER = "x-auth-token";
const WAYS_IN_WORDS = {
	bearer: "Authorization: Bearer <key>",
	vobiz: "X-Auth-ID: <account id> and X-Auth-Token: <key>, or Authorization: Bearer <key>"
};
function waysInWords(access) {
	if (access.who === "member") return "Sign in first.";
	const orTicket = takesTickets(access) ? ", or connect with ?ticket=<one-time ticket>" : "";
	return `Send a valid API key: ${WAYS_IN_WORDS[credentialsOf(access)]}${orTicket}.`;
}
function credentialsOf(access) {
	return "credentials" in access && access.credentials !== void 0 ? access.credentials : "bearer";
}
function takesTickets(access) {
	return "ticket" in access && access.ticket === true;
}
const KEY_PARAMETERS = [
	"key",
	"api_key",
	"apikey",
	"token",
	"access_token",
	"auth_token",
	"authorization"
];
function assertNoKeyInUrl(request) {
	const name = KEY_PARAMETERS.find((each) => Object.hasOwn(paramsOf(request), each));
	if (name === void 0) return;
	const message = "Never put a key into a URL. Send it as a header, or get a ticket with POST /v1/stream/tickets.";
	throw new PosthornError("invalid_request", message, { fields: [{
		pointer: `?${name}`,
		message
	}] });
}
function paramsOf(request) {
	return request.query;
}
async function findCaller(ctx, request, access) {
	const { headers } = request;
	const { ticket } = paramsOf(request);
	if (takesTickets(access) && typeof ticket === "string") return findTicketCaller(ctx, ticket);
	const vobizToken = headers[VOBIZ_TOKEN_HEADER];
	if (vobizToken !== void 0 && credentialsOf(access) === "vobiz") return findVobizCaller(ctx, String(headers[VOBIZ_ID_HEADER] ?? ""), String(vobizToken));
	if (headers.authorization === void 0) return findMember(ctx, request, access);
	const token = bearerTokenOf(headers.authorization);
	if (token === null) return null;
	if (token.startsWith("pts_")) return findPortalCaller(ctx, token);
	if (ctx.authenticator.rootKeyMatches(token)) return {
		principal: { kind: "root" },
		workspaceId: null
	};
	const key = await findValidKey(ctx, token);
	return key === null ? null : callerWith(ctx, key);
}
async function findMember(ctx, request, access) {
	const { people } = ctx.authenticator;
	const token = people === void 0 ? null : readSessionCookie(people.cookie, request);
	if (people === void 0 || token === null) return null;
	const session = await people.findSession(hashToken(token));
	if (session === null) return null;
	if (takesTickets(access)) assertSameOrigin(request, people.ownOrigin, "always");
	else if (request.method !== "GET" && request.method !== "HEAD") {
		assertSameOrigin(request, people.ownOrigin);
		assertCsrfToken(request, token);
	}
	return {
		principal: {
			kind: "member",
			role: null,
			...session
		},
		workspaceId: null
	};
}
async function findPortalCaller(ctx, token) {
	const session = await ctx.authenticator.people?.findPortalSession(hashToken(token)) ?? null;
	if (session === null) return null;
	return {
		principal: {
			kind: "portal",
			linkId: session.linkId
		},
		workspaceId: session.workspaceId
	};
}
async function findTicketCaller(ctx, ticket) {
	const workspaceId = await ctx.authenticator.takeTicket?.(hashToken(ticket)) ?? null;
	return workspaceId === null ? null : {
		principal: { kind: "ticket" },
		workspaceId
	};
}
async function findVobizCaller(ctx, accountId, token) {
	const key = await findValidKey(ctx, token);
	if (key === null) return null;
	const expected = await ctx.authenticator.accountIdOf(key.workspaceId);
	if (expected === null || !equalsInConstantTime(accountId, expected)) return null;
	return callerWith(ctx, key);
}
async function findValidKey(ctx, token) {
	const key = await ctx.authenticator.findKey(hashToken(token));
	return key === null || key.expiresAtMs !== null && key.expiresAtMs <= ctx.nowMs() ? null : key;
}
function callerWith(ctx, key) {
	ctx.authenticator.noteUse(key);
	return {
		principal: {
			kind: "key",
			keyId: key.keyId,
			scope: key.scope
		},
		workspaceId: key.workspaceId
	};
}
function bearerTokenOf(authorization) {
	return /^bearer +(\S+)$/i.exec(authorization ?? "")?.[1] ?? null;
}
// ../server/src/platform/http/access.ts
const WORKSPACE_HEADER = "posthorn-workspace";
function addAccessControl(api, ctx) {
	api.decorateRequest("principal", null);
	api.decorateRequest("workspaceId", null);
	api.addHook("onRoute", (route) => {
		assert(route.config?.access !== void 0, `Route ${String(route.method)} ${route.url} does not say who may call it.`);
	});
	api.addHook("onRequest", async (request, reply) => {
		if (request.is404) return;
		const { access } = request.routeOptions.config;
		assert(access !== void 0);
		if (access.who !== "anyone") await admit(ctx, access, {
			request,
			reply
		});
		else if (access.sameOrigin === true) {
			assertSameOrigin(request, ctx.authenticator.people?.ownOrigin ?? null);
			await ctx.rateLimits.countSignIn(request, reply);
		}
	});
}
function callerMay(request, permission) {
	const { principal } = request;
	switch (principal?.kind) {
		case "root": return true;
		case "key": return scopeAllows(principal.scope, permission);
		case "member": return principal.role === null ? principal.isOperator : isGranted(principal.role, permission);
		case "portal": return isGranted("portal", permission);
		default: return false;
	}
}
async function admit(ctx, access, { request, reply }) {
	if (takesTickets(access)) assertNoKeyInUrl(request);
	const caller = await findCaller(ctx, request, access);
	if (caller === null) {
		reply.header("www-authenticate", "Bearer realm=\"posthorn\"");
		await ctx.rateLimits.countFailedAuthentication(request, reply);
		throw new PosthornError("unauthenticated", waysInWords(access));
	}
	request.principal = caller.principal;
	if (caller.principal.kind !== "ticket") await ctx.rateLimits.countCall(request, reply);
	if (!hasPermission(access)) {
		assertIs(access.who, caller.principal);
		request.workspaceId = caller.workspaceId;
		return;
	}
	const named = namedWorkspace(request, access);
	if (caller.principal.kind === "member") {
		const place = await findPlace$1(ctx, {
			access,
			named,
			principal: caller.principal
		});
		request.principal = {
			...caller.principal,
			role: place?.role ?? null
		};
		assertMayCall(access, request);
		request.workspaceId = place?.workspaceId ?? null;
		return;
	}
	assertMayCall(access, request);
	request.workspaceId = caller.workspaceId === null ? await findNamedWorkspace(ctx, named, access) : keepToOwnWorkspace(caller.workspaceId, named);
}
function hasPermission(access) {
	return "permission" in access;
}
function assertIs(who, principal) {
	if (who === "caller") return;
	if (who === "member") {
		if (principal.kind === "member") return;
		throw new PosthornError("forbidden", "Only a member who has signed in may do this.");
	}
	if (principal.kind === "root" || principal.kind === "member" && principal.isOperator) return;
	throw new PosthornError("forbidden", "Only the root key and members who are operators may do this.");
}
function assertMayCall({ permission }, request) {
	const { principal } = request;
	if (principal?.kind === "ticket" || callerMay(request, permission)) return;
	throw new PosthornError("forbidden", whatItNeeds(permission, principal));
}
function whatItNeeds(permission, principal) {
	if (principal?.kind === "key") return `This needs an API key with scope ${PERMISSIONS[permission].scope}; yours has ${principal.scope}.`;
	if (principal?.kind === "portal") return "A portal link does not reach this.";
	const roles = granteesOf(permission).filter((grantee) => grantee !== "portal");
	if (roles.length === 0) return "This is for programs with an API key.";
	const own = principal?.kind === "member" ? principal.role : null;
	return `This needs a member with the role ${roles.join(", ")}; yours is ${own ?? "none"}.`;
}
function namedWorkspace(request, access) {
	const header = request.headers[WORKSPACE_HEADER];
	if (header !== void 0 || !(takesTickets(access) || access.workspaceInQuery === true)) return header;
	const { workspace } = paramsOf(request);
	return typeof workspace === "string" ? workspace : void 0;
}
async function findPlace$1(ctx, { access, named, principal }) {
	const workspaceId = readNamedWorkspace(named);
	if (workspaceId === null) {
		if (access.who === "workspace-or-operator" && principal.isOperator) return null;
		throw workspaceRequired();
	}
	const role = await ctx.authenticator.people?.roleOf(principal.memberId, workspaceId) ?? null;
	if (role === null) throw workspaceHeaderError("forbidden", "You are not a member of this workspace.");
	return {
		workspaceId,
		role
	};
}
async function findNamedWorkspace(ctx, named, access) {
	const id = readNamedWorkspace(named);
	if (id === null) {
		if (access.who === "workspace-or-operator") return null;
		throw workspaceRequired();
	}
	if (await ctx.authenticator.workspaceExists(id)) return id;
	throw workspaceHeaderError("not_found", "There is no workspace with this id.");
}
function readNamedWorkspace(named) {
	if (named === void 0) return null;
	const id = parseId("ws", String(named));
	if (id === null) throw workspaceHeaderError("invalid_request", "Must be the id of a workspace, such as ws_018f\u2026.");
	return id;
}
function workspaceRequired() {
	return new PosthornError("workspace_required", "Name the workspace in the header Posthorn-Workspace.");
}
function keepToOwnWorkspace(own, named) {
	if (named === void 0 || named === own) return own;
	throw workspaceHeaderError("forbidden", "This API key or portal link belongs to another workspace.");
}
function workspaceHeaderError(code, message) {
	return new PosthornError(code, message, { fields: [{
		pointer: "Posthorn-Workspace",
		message
	}] });
}
// ../server/src/platform/db/attempt-bound.ts
function isAttemptSince(column, ids) {
	return isAttemptFrom(column, firstAttemptIdOf(ids));
}
function isAttemptFrom(column, oldest) {
	return sql`case when true then ${sql.ref(column)} end >= ${oldest}`;
}
// ../server/src/platform/db/attempt-columns.ts
function attemptColumns(attempt) {
	return {
		workspace_id: attempt.workspaceId,
		id: attempt.id,
		delivery_id: attempt.deliveryId,
		event_id: attempt.eventId,
		endpoint_id: attempt.endpointId,
		number: attempt.number,
		trigger: attempt.trigger,
		run_id: attempt.runId,
		started_at_ms: attempt.startedAtMs,
		duration_ms: attempt.durationMs,
		outcome: attempt.outcome,
		status_code: attempt.statusCode,
		error_class: attempt.errorClass,
		error_message: storableText(attempt.errorMessage),
		request_headers: packHeaders(attempt.requestHeaders, attempt),
		response_headers: JSON.stringify(attempt.responseHeaders),
		response_body: storableText(attempt.responseBody),
		delivery_state: attempt.deliveryState,
		next_attempt_at_ms: attempt.nextAttemptAtMs
	};
}
// ../server/src/pipeline/attempts/attempts.store.ts
const ID_FROM_START_MS_MAX = 6e5;
const sortedId$1 = sql`id || ''`;
async function findAttempt(store, workspaceId, id) {
	const row = await store.db.selectFrom("attempts").selectAll().where("workspace_id", "=", workspaceId).where("id", "=", id).executeTakeFirst();
	return row === void 0 ? null : toAttempt$1(row);
}
async function insertAttempt(store, attempt) {
	await store.db.insertInto("attempts").values(attemptColumns(attempt)).execute();
}
async function listAttempts(store, query) {
	const result = await scanBounded({
		limit: query.limit,
		start: startOfList$2(query),
		findStepEnd: (start) => query.outcome === void 0 || isShort(query) ? Promise.resolve(null) : findAttemptBelow(store, query, start),
		read: (start, end, limit) => store.db.selectFrom("attempts").selectAll().where((eb) => matches$2(eb, query, {
			start,
			end
		})).orderBy(isShort(query) ? sortedId$1 : sql.ref("id"), "desc").limit(limit).execute()
	});
	const page = toScannedPage(result, query.limit, (row) => row.id);
	return {
		items: page.items.map(toAttempt$1),
		nextCursor: page.nextCursor
	};
}
function isShort(query) {
	return query.deliveryId !== void 0 || query.eventId !== void 0;
}
function startOfList$2(query) {
	if (query.untilMs === void 0) return query.beforeId;
	const bound = firstIdAt("att", query.untilMs + ID_FROM_START_MS_MAX);
	return query.beforeId !== null && query.beforeId < bound ? query.beforeId : bound;
}
function matches$2(eb, query, range) {
	const conditions = [isInLog$1(eb, query)];
	if (range.start !== null) conditions.push(eb("id", "<", range.start));
	if (range.end !== null) conditions.push(eb("id", ">=", range.end));
	if (query.outcome !== void 0) conditions.push(eb("outcome", "=", query.outcome));
	if (query.sinceMs !== void 0) {
		conditions.push(eb("started_at_ms", ">=", query.sinceMs));
		conditions.push(eb("id", ">=", firstIdAt("att", query.sinceMs - ID_FROM_START_MS_MAX)));
	}
	if (query.untilMs !== void 0) conditions.push(eb("started_at_ms", "<", query.untilMs));
	return eb.and(conditions);
}
function isInLog$1(eb, query) {
	const conditions = [eb("workspace_id", "=", query.workspaceId)];
	if (query.endpointId !== void 0) conditions.push(eb("endpoint_id", "=", query.endpointId));
	if (query.deliveryId !== void 0) conditions.push(eb("delivery_id", "=", query.deliveryId));
	if (query.eventId !== void 0) conditions.push(eb("event_id", "=", query.eventId));
	const oldest = [query.deliveryId, query.eventId].filter((id) => id !== void 0);
	if (oldest.length > 0) conditions.push(isAttemptSince("id", oldest));
	return eb.and(conditions);
}
async function findAttemptBelow(store, query, start) {
	return (await store.db.selectFrom("attempts").select("id").where((eb) => isInLog$1(eb, query)).$if(start !== null, (ids) => ids.where("id", "<", start)).orderBy("id", "desc").limit(1).offset(1999).executeTakeFirst())?.id ?? null;
}
function toAttempt$1(row) {
	const source = {
		eventId: row.event_id,
		startedAtMs: row.started_at_ms,
		number: row.number
	};
	return {
		id: row.id,
		workspaceId: row.workspace_id,
		deliveryId: row.delivery_id,
		eventId: row.event_id,
		endpointId: row.endpoint_id,
		number: row.number,
		trigger: row.trigger,
		runId: row.run_id,
		startedAtMs: row.started_at_ms,
		durationMs: row.duration_ms,
		outcome: row.outcome,
		statusCode: row.status_code,
		errorClass: row.error_class,
		errorMessage: row.error_message,
		requestHeaders: unpackHeaders(row.request_headers, source),
		responseHeaders: JSON.parse(row.response_headers),
		responseBody: row.response_body,
		deliveryState: row.delivery_state,
		nextAttemptAtMs: row.next_attempt_at_ms
	};
}
// ../server/src/pipeline/attempts/attempts.routes.ts
const attemptsQuery = listQuery.extend({
	endpoint: idParam("ep").optional(),
	delivery: idParam("dlv").optional(),
	event: idParam("evt").optional(),
	outcome: _enum(ATTEMPT_OUTCOMES).optional(),
	since: timeParam.optional(),
	until: timeParam.optional()
});
const attemptView = object({
	id: string(),
	delivery_id: string().nullable(),
	event_id: string(),
	endpoint_id: string(),
	number: int(),
	trigger: _enum(ATTEMPT_TRIGGERS),
	run_id: string().nullable().describe("The replay or recovery that made its delivery."),
	started_at: datetime(),
	duration_ms: int().nullable(),
	outcome: _enum(ATTEMPT_OUTCOMES),
	status_code: int().nullable(),
	error_class: _enum(ERROR_CLASSES).nullable(),
	error_message: string().nullable(),
	request_headers: record(string(), string()),
	response_headers: record(string(), string()),
	response_body: string().nullable(),
	answer_hidden: literal(true).optional().describe("The caller has no `answers.read`: headers and body of the answer are left out."),
	delivery_state: _enum(DELIVERY_STATES).nullable(),
	next_attempt_at: datetime().nullable()
});
function attemptRoutes(api, ctx) {
	api.get("/v1/attempts", {
		config: { access: {
			who: "workspace",
			permission: "deliveries.read"
		} },
		schema: {
			summary: "The delivery log, newest first",
			description: "Filtered by outcome a page may be short or empty while `has_more` is true: go on with `next_cursor`.",
			tags: ["Attempts"],
			querystring: attemptsQuery,
			response: { 200: pageOf(attemptView) }
		}
	}, async (request) => {
		const { query } = request;
		const page = await listAttempts(ctx.store, {
			workspaceId: workspaceOf(request),
			endpointId: query.endpoint,
			deliveryId: query.delivery,
			eventId: query.event,
			outcome: query.outcome,
			sinceMs: query.since,
			untilMs: query.until,
			beforeId: idCursor("att", query.cursor),
			limit: query.limit
		});
		return {
			data: page.items.map(showTo(request)),
			next_cursor: page.nextCursor,
			has_more: page.nextCursor !== null
		};
	});
	api.get("/v1/attempts/:id", {
		config: { access: {
			who: "workspace",
			permission: "deliveries.read"
		} },
		schema: {
			summary: "One attempt",
			tags: ["Attempts"],
			params: idPath,
			response: { 200: attemptView }
		}
	}, async (request) => {
		const attempt = await findAttempt(ctx.store, workspaceOf(request), pathId("att", request.params.id));
		if (attempt !== null) return showTo(request)(attempt);
		throw new PosthornError("not_found", "There is no attempt with this id, or it is older than the retention.");
	});
}
function showTo(request) {
	if (callerMay(request, "answers.read")) return toAttemptView;
	return (attempt) => ({
		...toAttemptView(attempt),
		response_headers: {},
		response_body: null,
		answer_hidden: true
	});
}
function toAttemptView(attempt) {
	return {
		id: attempt.id,
		delivery_id: attempt.deliveryId,
		event_id: attempt.eventId,
		endpoint_id: attempt.endpointId,
		number: attempt.number,
		trigger: attempt.trigger,
		run_id: attempt.runId,
		started_at: toIso(attempt.startedAtMs),
		duration_ms: attempt.durationMs,
		outcome: attempt.outcome,
		status_code: attempt.statusCode,
		error_class: attempt.errorClass,
		error_message: attempt.errorMessage,
		request_headers: attempt.requestHeaders,
		response_headers: attempt.responseHeaders,
		response_body: attempt.responseBody,
		delivery_state: attempt.deliveryState,
		next_attempt_at: attempt.nextAttemptAtMs === null ? null : toIso(attempt.nextAttemptAtMs)
	};
}
// ../server/src/pipeline/deliveries/delivery-rows.store.ts
const DELIVERY_FROM_EVENT_MS_MAX$1 = 6e5;
async function readDeliveryRows(store, query, range, limit) {
	const rows = selectDeliveries(store, query, range, limit);
	return rows === null ? [] : rows.orderBy("id", "desc").limit(limit).execute();
}
async function countDeliveryRows(store, query, range, limit) {
	const rows = selectDeliveries(store, query, range, limit);
	if (rows === null) return 0;
	const counted = await store.db.selectFrom(rows.as("counted")).select((eb) => eb.fn.countAll().as("count")).executeTakeFirstOrThrow();
	return Math.min(limit, Number(counted.count));
}
async function countQueuedStandings(store, query, range, limit) {
	const rows = await store.db.selectFrom(selectQueued$1(store, query, range, limit).as("d")).select((eb) => [standingSql().as("standing"), eb.fn.countAll().as("count")]).groupBy("standing").execute();
	return new Map(rows.map((row) => [row.standing, Number(row.count)]));
}
function selectDeliveries(store, query, range, limit) {
	const [first, second] = [...isInQueue(query) ? [selectQueued$1(store, query, range, limit)] : [], ...isInLog(query) ? [selectFinished(store, query, range, limit)] : []].map((part) => store.db.selectFrom(part.as("part")).selectAll());
	if (first === void 0) return null;
	return second === void 0 ? first : first.unionAll(second);
}
async function findQueuedBelow(store, { workspaceId, runId }, start, stepRows) {
	return (await store.db.selectFrom("deliveries").select("id").where("workspace_id", "=", workspaceId).$if(runId !== void 0, (ids) => ids.where("run_id", "=", runId)).$if(start !== null, (ids) => ids.where("id", "<", start)).orderBy("id", "desc").limit(1).offset(stepRows - 1).executeTakeFirst())?.id ?? null;
}
async function findLoggedBelow(store, { workspaceId, standings, runId }, start, stepRows) {
	return (await store.db.selectFrom("attempts").select("delivery_id").where("workspace_id", "=", workspaceId).where("delivery_id", "is not", null).$if(runId !== void 0, (ids) => ids.where("run_id", "=", runId)).$if(runId === void 0 && isRareInLog(standings), (ids) => ids.where(isRareState("delivery_state"))).$if(start !== null, (ids) => ids.where("delivery_id", "<", start)).orderBy("delivery_id", "desc").limit(1).offset(stepRows - 1).executeTakeFirst())?.delivery_id ?? null;
}
const QUEUED_STANDINGS = [
	"pending",
	"retrying",
	"held",
	"canceled"
];
const RESTING_STATES = [
	"delivered",
	"exhausted",
	"canceled"
];
function isInQueue({ standings, place }) {
	if (place === "log") return false;
	return standings === void 0 || standings.some((standing) => QUEUED_STANDINGS.includes(standing));
}
function isInLog({ standings, place }) {
	if (place === "queue") return false;
	return standings === void 0 || RESTING_STATES.some((state) => standings.includes(state));
}
function isRareInLog(standings) {
	return standings !== void 0 && !standings.includes("delivered");
}
function isRareState(column) {
	return sql`${sql.ref(column)} in ('exhausted', 'canceled')`;
}
function selectQueued$1(store, query, range, limit) {
	return store.db.selectFrom("deliveries as d").select([
		"d.id",
		"d.event_id",
		"d.endpoint_id",
		sql`d.state`.as("state"),
		"d.attempts_made",
		"d.due_at_ms",
		"d.lease_token",
		"d.maybe_received",
		"d.trigger",
		"d.run_id"
	]).where("d.workspace_id", "=", query.workspaceId).where(isInRange(sql.ref("d.id"), query, range)).$if(query.eventId !== void 0, (rows) => rows.where("d.id", "in", idsOfEvent(store, query))).$if(query.sortsQueue === true, (rows) => rows.where("d.id", "in", idsOfEndpoint(store, query))).$if(query.endpointId !== void 0, (rows) => rows.where("d.endpoint_id", "=", query.endpointId)).$if(query.runId !== void 0, (rows) => rows.where("d.run_id", "=", query.runId)).$if(query.triggers !== void 0, (rows) => rows.where("d.trigger", "in", query.triggers ?? [])).$if(query.standings !== void 0, (rows) => rows.where(hasStanding(query.standings ?? []))).$if(asksForEvent(query), (rows) => rows.where((eb) => hasEvent(eb.ref("d.event_id"), store, query))).orderBy("d.id", "desc").limit(limit);
}
function standingSql() {
	const cases = Object.entries(QUEUED_CONDITIONS).map(([word, condition]) => sql`when ${condition} then ${sql.lit(word)}`);
	return sql`case ${sql.join(cases, sql` `)} end`;
}
function hasStanding(standings) {
	const conditions = standings.flatMap((standing) => QUEUED_CONDITIONS[standing] ?? []);
	return sql`(${sql.join(conditions, sql` or `)})`;
}
const QUEUED_CONDITIONS = {
	pending: sql`(d.state = 'pending' and d.due_at_ms is not null and d.attempts_made = 0)`,
	retrying: sql`(d.state = 'pending' and d.due_at_ms is not null and d.attempts_made > 0)`,
	held: sql`(d.state = 'pending' and d.due_at_ms is null)`,
	canceled: sql`(d.state = 'canceled')`
};
function idsOfEndpoint(store, query) {
	return store.db.selectFrom("deliveries as of").select("of.id").where("of.workspace_id", "=", query.workspaceId).where("of.endpoint_id", "=", query.endpointId);
}
function idsOfEvent(store, query) {
	const eventId = query.eventId;
	const eventMs = timeOfId(eventId);
	const ids = store.db.selectFrom("deliveries as of").select("of.id").where("of.workspace_id", "=", query.workspaceId).where("of.event_id", "=", eventId);
	return ids.where("of.run_id", "is", null).where("of.id", ">=", firstIdAt("dlv", eventMs - DELIVERY_FROM_EVENT_MS_MAX$1)).where("of.id", "<", firstIdAt("dlv", eventMs + DELIVERY_FROM_EVENT_MS_MAX$1)).unionAll(ids.where("of.run_id", "is not", null));
}
function selectFinished(store, query, range, limit) {
	const oldest = oldestAttempt(query, range);
	const id = query.sortsLog === true ? sql`(a.delivery_id || '')` : sql.ref("a.delivery_id");
	return store.db.selectFrom("attempts as a").select([
		sql`a.delivery_id`.as("id"),
		"a.event_id",
		"a.endpoint_id",
		sql`a.delivery_state`.as("state"),
		sql`a.number`.as("attempts_made"),
		sql`cast(null as bigint)`.as("due_at_ms"),
		sql`cast(null as text)`.as("lease_token"),
		sql`cast(0 as bigint)`.as("maybe_received"),
		"a.trigger",
		"a.run_id"
	]).where("a.workspace_id", "=", query.workspaceId).where(sql`${id} is not null`).where(isInRange(id, query, range)).$if(oldest !== null, (rows) => rows.where(isAttemptFrom("a.id", oldest))).where((eb) => eb.and([eb.not(eb.exists(newerAttempt(store, oldest))), eb.not(eb.exists(queuedAgain(store, query, range)))])).$if(query.endpointId !== void 0, (rows) => rows.where("a.endpoint_id", "=", query.endpointId)).$if(query.eventId !== void 0, (rows) => rows.where("a.event_id", "=", query.eventId)).$if(query.runId !== void 0, (rows) => rows.where("a.run_id", "=", query.runId)).$if(query.triggers !== void 0, (rows) => rows.where("a.trigger", "in", query.triggers ?? [])).$if(isRareInLog(query.standings), (rows) => rows.where(isRareState("a.delivery_state"))).$if(query.standings !== void 0, (rows) => rows.where("a.delivery_state", "in", loggedStates(query))).$if(asksForEvent(query), (rows) => rows.where((eb) => hasEvent(eb.ref("a.event_id"), store, query))).orderBy(id, "desc").limit(limit);
}
function loggedStates({ standings = [] }) {
	return RESTING_STATES.filter((state) => standings.includes(state));
}
function oldestAttempt(query, { end }) {
	if (query.eventId !== void 0) return firstAttemptIdOf([query.eventId]);
	if (query.onlyIds !== void 0) return firstAttemptIdOf(query.onlyIds);
	if (end !== null) return firstAttemptIdOf([end]);
	return query.sinceMs === void 0 ? null : firstAttemptIdOf([firstIdAt("dlv", query.sinceMs)]);
}
function newerAttempt(store, oldest) {
	return store.db.selectFrom("attempts as newer").select("newer.id").whereRef("newer.workspace_id", "=", sql.ref("a.workspace_id")).whereRef("newer.delivery_id", "=", sql.ref("a.delivery_id")).whereRef("newer.number", ">", sql.ref("a.number")).$if(oldest !== null, (newer) => newer.where(isAttemptFrom("newer.id", oldest)));
}
function queuedAgain(store, query, range) {
	return store.db.selectFrom("deliveries as queued").select("queued.id").whereRef("queued.workspace_id", "=", sql.ref("a.workspace_id")).whereRef("queued.id", "=", sql.ref("a.delivery_id")).where(isInRange(sql.ref("queued.id"), query, range));
}
function isInRange(id, query, range) {
	if (query.onlyIds !== void 0) return sql`${id} in (${sql.join(query.onlyIds)})`;
	const conditions = [
		...range.start === null ? [] : [sql`${id} < ${range.start}`],
		...range.end === null ? [] : [sql`${id} >= ${range.end}`],
		...query.sinceMs === void 0 ? [] : [sql`${id} >= ${firstIdAt("dlv", query.sinceMs)}`]
	];
	return conditions.length === 0 ? sql`1 = 1` : sql`${sql.join(conditions, sql` and `)}`;
}
function asksForEvent(filter) {
	return [
		filter.type,
		filter.channelId,
		filter.wamid,
		filter.phone,
		filter.bsuid
	].some((value) => value !== void 0);
}
function hasEvent(eventId, store, query) {
	const events = store.db.selectFrom("events as e").where((eb) => matchesEvent(eb, store, query));
	if (query.wamid !== void 0 || query.phone !== void 0 || query.bsuid !== void 0) return sql`${eventId} in ${events.select("e.id")}`;
	return sql`exists ${events.select("e.id").where((eb) => sql`${eb.ref("e.id")} = ${eventId}`)}`;
}
function matchesEvent(eb, store, query) {
	const conditions = [eb("e.workspace_id", "=", query.workspaceId)];
	if (query.type !== void 0) conditions.push(eb("e.type", "=", query.type));
	if (query.channelId !== void 0) conditions.push(eb("e.channel_id", "=", query.channelId));
	if (query.phone !== void 0) conditions.push(eb("e.phone", "=", query.phone));
	if (query.bsuid !== void 0) conditions.push(eb("e.bsuid", "=", query.bsuid));
	if (query.wamid !== void 0) {
		const keys = store.db.selectFrom("event_keys").select("event_id").where("workspace_id", "=", query.workspaceId).where("key", ">=", `${query.wamid}|`).where("key", "<", `${query.wamid}}`);
		conditions.push(eb("e.id", "in", keys));
	}
	return eb.and(conditions);
}
// ../server/src/pipeline/deliveries/deliveries.store.ts
const ATTEMPTS_SHOWN_MAX = 200;
const ENDPOINT_ROWS_SORTED_MAX = 5e3;
const DELIVERIES_OF_EVENT_MAX = 1e3;
async function findDelivery(store, key) {
	const [delivery] = await findDeliveries(store, key, [key.id]);
	return delivery ?? null;
}
async function findDeliveries(store, key, ids) {
	if (ids.length === 0) return [];
	return toDeliveries(store, key, await readDeliveryRows(store, {
		workspaceId: key.workspaceId,
		onlyIds: ids
	}, {
		start: null,
		end: null
	}, ids.length));
}
async function listAttemptsOf(store, workspaceId, id) {
	return (await selectSummaries(store).where("workspace_id", "=", workspaceId).where("delivery_id", "=", id).orderBy("number", "desc").limit(ATTEMPTS_SHOWN_MAX).execute()).reverse().map(toSummary);
}
async function listDeliveries(store, query) {
	const plan = await planScan(store, query);
	const result = await scanBounded({
		limit: query.limit,
		start: startOfList$1(query),
		findStepEnd: (start) => findStepEnd(store, query, plan, {
			start,
			stepRows: SCAN_STEP_ROWS
		}),
		read: (start, end, limit) => readDeliveryRows(store, {
			...query,
			...plan
		}, {
			start,
			end
		}, limit)
	});
	const page = toScannedPage(result, query.limit, (row) => row.id);
	return {
		items: await toDeliveries(store, query, page.items),
		nextCursor: page.nextCursor
	};
}
const COUNTED_MAX$1 = 1e4;
const COUNT_STEP_ROWS = 8e3;
const COUNT_STEPS_MAX = 5;
async function countDeliveries(store, query) {
	const plan = await planScan(store, query);
	let start = startOfList$1(query);
	let count = 0;
	for (let step = 0; step < COUNT_STEPS_MAX; step++) {
		const end = await findStepEnd(store, query, plan, {
			start,
			stepRows: COUNT_STEP_ROWS
		});
		const limit = 10001 - count;
		count += await countDeliveryRows(store, {
			...query,
			...plan
		}, {
			start,
			end
		}, limit);
		if (count > 1e4) return {
			count: COUNTED_MAX$1,
			isExact: false
		};
		if (end === null) return {
			count,
			isExact: true
		};
		start = end;
	}
	return {
		count,
		isExact: false
	};
}
const NO_COUNT = {
	count: 0,
	isExact: true
};
async function countStandings(store, query) {
	const words = query.standings ?? STANDING_WORDS;
	const queued = await countQueued(store, {
		...query,
		standings: words,
		place: "queue"
	});
	const counts = words.map(async (word) => {
		const logged = await countDeliveries(store, {
			...query,
			standings: [word],
			place: "log"
		});
		return [word, sumOf(queued.get(word) ?? NO_COUNT, logged)];
	});
	return new Map(await Promise.all(counts));
}
function sumOf(one, other) {
	return bounded(one.count + other.count, one.isExact && other.isExact);
}
async function countQueued(store, query) {
	const plan = await planScan(store, query);
	const counts = new Map();
	let start = startOfList$1(query);
	let isExact = !isInQueue(query);
	for (let step = 0; step < COUNT_STEPS_MAX && !isExact; step++) {
		const end = await findStepEnd(store, query, plan, {
			start,
			stepRows: COUNT_STEP_ROWS
		});
		const found = await countQueuedStandings(store, {
			...query,
			...plan
		}, {
			start,
			end
		}, 10001);
		for (const [word, count] of found) counts.set(word, (counts.get(word) ?? 0) + count);
		isExact = end === null;
		start = end;
	}
	const words = query.standings ?? [];
	return new Map(words.map((word) => [word, bounded(counts.get(word) ?? 0, isExact || !isInQueue({ standings: [word] }))]));
}
function bounded(count, isExact) {
	return count > 1e4 ? {
		count: COUNTED_MAX$1,
		isExact: false
	} : {
		count,
		isExact
	};
}
async function listDeliveriesOfEvent(store, key) {
	return toDeliveries(store, key, await readDeliveryRows(store, {
		workspaceId: key.workspaceId,
		eventId: key.eventId,
		sortsLog: true
	}, {
		start: null,
		end: null
	}, DELIVERIES_OF_EVENT_MAX));
}
async function countPendingDeliveries(store) {
	const count = store.db.selectFrom("deliveries").select((eb) => eb.fn.countAll().as("count"));
	const timed = await count.where("due_at_ms", "is not", null).executeTakeFirstOrThrow();
	const held = await count.where("due_at_ms", "is", null).where("state", "=", "pending").executeTakeFirstOrThrow();
	return Number(timed.count) + Number(held.count);
}
async function planScan(store, query) {
	const isByEvent = query.eventId !== void 0;
	const isByPerson = query.wamid !== void 0 || query.phone !== void 0 || query.bsuid !== void 0;
	const isRareEndpoint = query.endpointId !== void 0 && await hasFewRows(store, query.workspaceId, query.endpointId);
	const isFiltered = [
		query.type,
		query.channelId,
		query.endpointId,
		query.runId,
		query.triggers
	].some((value) => value !== void 0);
	return {
		walksQueue: !isByEvent && !isRareEndpoint && (isByPerson || isFiltered || query.standings !== void 0) && isInQueue(query),
		walksLog: !isByEvent && !isRareEndpoint && !isByPerson && isInLog(query),
		sortsQueue: isRareEndpoint,
		sortsLog: isByEvent || isByPerson || isRareEndpoint
	};
}
async function hasFewRows(store, workspaceId, endpointId) {
	for (const table of ["deliveries", "attempts"]) if (await store.db.selectFrom(table).select("id").where("workspace_id", "=", workspaceId).where("endpoint_id", "=", endpointId).limit(1).offset(ENDPOINT_ROWS_SORTED_MAX).executeTakeFirst() !== void 0) return false;
	return true;
}
function startOfList$1(query) {
	const bounds = [query.beforeId ?? null];
	if (query.untilMs !== void 0) bounds.push(firstIdAt("dlv", query.untilMs));
	return bounds.reduce((lowest, bound) => lowest === null || bound !== null && bound < lowest ? bound : lowest, null);
}
async function findStepEnd(store, query, plan, { start, stepRows }) {
	const nearestEnd = [plan.walksQueue ? await findQueuedBelow(store, query, start, stepRows) : null, plan.walksLog ? await findLoggedBelow(store, query, start, stepRows) : null].filter((end) => end !== null).reduce((nearest, end) => nearest === null || end > nearest ? end : nearest, null);
	const oldest = query.sinceMs === void 0 ? null : firstIdAt("dlv", query.sinceMs);
	return nearestEnd !== null && oldest !== null && nearestEnd < oldest ? null : nearestEnd;
}
async function toDeliveries(store, { workspaceId, nowMs }, rows) {
	if (rows.length === 0) return [];
	const types = await findTypes(store, workspaceId, rows.map((row) => row.event_id));
	const ahead = await findAhead(store, workspaceId, rows.filter((row) => row.state === "pending").map((row) => row.id));
	const lastAttempts = await findLastAttempts(store, workspaceId, rows.map((row) => row.id));
	return rows.map((row) => {
		const inFlight = row.state === "pending" && row.lease_token !== null && row.due_at_ms !== null && row.due_at_ms > nowMs;
		return {
			id: row.id,
			eventId: row.event_id,
			endpointId: row.endpoint_id,
			eventType: types.get(row.event_id) ?? null,
			state: row.state,
			attemptsMade: row.attempts_made,
			nextAttemptAtMs: row.state === "pending" && !inFlight && !isAtRest(row) ? row.due_at_ms : null,
			inFlight,
			held: row.state === "pending" && row.due_at_ms === null,
			waitsBehind: inFlight ? null : ahead.get(row.id) ?? null,
			maybeReceived: row.maybe_received === 1,
			trigger: row.trigger,
			runId: row.run_id,
			createdAtMs: timeOfId(row.id),
			lastAttempt: lastAttempts.get(row.id) ?? null
		};
	});
}
function isAtRest(row) {
	return row.due_at_ms === WAITS_BEHIND_AT_MS;
}
async function findAhead(store, workspaceId, ids) {
	if (ids.length === 0) return new Map();
	const rows = await store.db.selectFrom("deliveries as d").select("d.id").select((eb) => eb.selectFrom("deliveries as ahead").select("ahead.id").whereRef("ahead.workspace_id", "=", "d.workspace_id").whereRef("ahead.endpoint_id", "=", "d.endpoint_id").whereRef("ahead.order_key", "=", "d.order_key").whereRef("ahead.order_position", "<", "d.order_position").orderBy("ahead.order_position").limit(1).as("ahead_id")).where("d.workspace_id", "=", workspaceId).where("d.id", "in", ids).where("d.order_key", "is not", null).where("d.trigger", "!=", "resend").execute();
	return new Map(rows.flatMap((row) => row.ahead_id === null ? [] : [[row.id, row.ahead_id]]));
}
async function findTypes(store, workspaceId, eventIds) {
	const rows = await store.db.selectFrom("events").select(["id", "type"]).where("workspace_id", "=", workspaceId).where("id", "in", [...new Set(eventIds)]).execute();
	return new Map(rows.map((row) => [row.id, row.type]));
}
async function findLastAttempts(store, workspaceId, ids) {
	const oldest = firstAttemptIdOf(ids);
	const rows = await selectSummaries(store).select("delivery_id").where("workspace_id", "=", workspaceId).where("delivery_id", "in", ids).where(isAttemptFrom("a.id", oldest)).where((eb) => eb.not(eb.exists(newerAttempt(store, oldest)))).execute();
	return new Map(rows.flatMap((row) => row.delivery_id === null ? [] : [[row.delivery_id, toSummary(row)]]));
}
function selectSummaries(store) {
	return store.db.selectFrom("attempts as a").select([
		"a.id",
		"number",
		"trigger",
		"started_at_ms",
		"duration_ms",
		"outcome",
		"status_code",
		"error_class",
		"error_message"
	]);
}
function toSummary(row) {
	return {
		id: row.id,
		number: row.number,
		trigger: row.trigger,
		startedAtMs: row.started_at_ms,
		durationMs: row.duration_ms,
		outcome: row.outcome,
		statusCode: row.status_code,
		errorClass: row.error_class,
		errorMessage: row.error_message
	};
}
// ../server/src/platform/db/canceled-delivery.ts
const CANCELED = {
	state: "canceled",
	due_at_ms: null,
	canceled_lease_ends_ms: sql`CASE WHEN lease_token IS NULL THEN NULL ELSE due_at_ms END`,
	order_key: null,
	order_position: null
};
// ../server/src/platform/db/delivery-line.ts
const LOCK_NAMESPACE$1 = 20556;
async function lockLines(store, trx, lines) {
	if (!store.can.skipLocked || lines.length === 0) return;
	await lockLinesSql(JSON.stringify(lines.map((line) => line.orderKey))).execute(trx);
}
function lockLinesSql(keys) {
	return sql`SELECT pg_advisory_xact_lock(${sql.lit(LOCK_NAMESPACE$1)}, of_line) FROM (
    SELECT DISTINCT hashtext(key) AS of_line FROM json_array_elements_text(${keys}::json) AS key ORDER BY 1) AS sorted`;
}
const ENDPOINT_LOCK_NAMESPACE = 20549;
async function lockLinesOf(store, trx, endpointId) {
	if (!store.can.skipLocked) return;
	await sql`SELECT pg_advisory_xact_lock(${sql.lit(ENDPOINT_LOCK_NAMESPACE)}, hashtext(${endpointId}))`.execute(trx);
}
async function tryLockLines(store, trx, lines) {
	if (!store.can.skipLocked) return new Set(lines.map((line) => line.orderKey));
	const pairs = JSON.stringify(lines.map(({ endpointId, orderKey }) => [endpointId, orderKey]));
	const { rows } = await sql`
    SELECT line ->> 1 AS key FROM json_array_elements(${pairs}::json) AS line
    WHERE pg_try_advisory_xact_lock_shared(${sql.lit(ENDPOINT_LOCK_NAMESPACE)}, hashtext(line ->> 0))
      AND pg_try_advisory_xact_lock(${sql.lit(LOCK_NAMESPACE$1)}, hashtext(line ->> 1))`.execute(trx);
	return new Set(rows.map((row) => row.key));
}
async function letNextGo(trx, lines) {
	for (const { workspaceId, endpointId, orderKey } of lines) {
		const first = await trx.selectFrom("deliveries").select([
			"id",
			"due_at_ms",
			"created_at_ms"
		]).where("workspace_id", "=", workspaceId).where("endpoint_id", "=", endpointId).where("order_key", "=", orderKey).orderBy("order_position").limit(1).executeTakeFirst();
		if (first?.due_at_ms !== 864e13) continue;
		await trx.updateTable("deliveries").set({ due_at_ms: first.created_at_ms }).where("workspace_id", "=", workspaceId).where("id", "=", first.id).where("due_at_ms", "=", WAITS_BEHIND_AT_MS).execute();
	}
}
const LINES_POSTGRES = {
	lock: `SELECT pg_advisory_xact_lock(${LOCK_NAMESPACE$1}, of_line) FROM (
    SELECT DISTINCT hashtext(order_key) AS of_line FROM json_to_recordset($1::json) AS l (order_key text) ORDER BY 1) AS sorted`,
	letNextGo: `UPDATE deliveries d SET due_at_ms = d.created_at_ms
    FROM (SELECT DISTINCT workspace_id, endpoint_id, order_key
          FROM json_to_recordset($1::json) AS l (workspace_id text, endpoint_id text, order_key text)) AS line
    CROSS JOIN LATERAL (
      SELECT f.workspace_id, f.id, f.due_at_ms FROM deliveries f
      WHERE f.workspace_id = line.workspace_id COLLATE "C" AND f.endpoint_id = line.endpoint_id COLLATE "C"
        AND f.order_key = line.order_key COLLATE "C"
      ORDER BY f.order_position LIMIT 1) AS first
    WHERE first.due_at_ms = ${WAITS_BEHIND_AT_MS} AND d.workspace_id = first.workspace_id AND d.id = first.id
      AND d.due_at_ms = ${WAITS_BEHIND_AT_MS}`
};
// ../server/src/pipeline/deliveries/endpoint-deliveries.store.ts
async function holdDeliveries(trx, workspaceId, endpointId) {
	await trx.updateTable("deliveries").set({ due_at_ms: null }).where("workspace_id", "=", workspaceId).where("endpoint_id", "=", endpointId).where("state", "=", "pending").where("lease_token", "is", null).where("due_at_ms", "is not", null).execute();
}
async function releaseDeliveries$1(trx, workspaceId, endpointId, nowMs) {
	await trx.updateTable("deliveries").set({ due_at_ms: nowMs }).where("workspace_id", "=", workspaceId).where("endpoint_id", "=", endpointId).where("state", "=", "pending").where("due_at_ms", "is", null).execute();
}
async function cancelDeliveriesOf(trx, workspaceId, endpointId) {
	await trx.deleteFrom("deliveries").where("workspace_id", "=", workspaceId).where("endpoint_id", "=", endpointId).where("state", "=", "pending").where("lease_token", "is", null).where("resting_state", "in", ["delivered", "exhausted"]).execute();
	await trx.updateTable("deliveries").set(CANCELED).where("workspace_id", "=", workspaceId).where("endpoint_id", "=", endpointId).where("state", "=", "pending").where((eb) => eb.or([eb("resting_state", "is", null), eb("resting_state", "=", "canceled")])).execute();
}
async function endOrder(store, trx, { workspaceId, endpointId, nowMs }) {
	await lockLinesOf(store, trx, endpointId);
	await trx.updateTable("deliveries").set((eb) => ({
		order_key: null,
		order_position: null,
		due_at_ms: eb.case().when("due_at_ms", "=", WAITS_BEHIND_AT_MS).then(nowMs).else(eb.ref("due_at_ms")).end()
	})).where("workspace_id", "=", workspaceId).where("endpoint_id", "=", endpointId).where("order_key", "is not", null).execute();
}
// ../server/src/pipeline/deliveries/message-deliveries.store.ts
const EVENTS_MAX$3 = 2e3;
const STANDINGS_MAX = 2e4;
async function findEventsOfMessages(store, workspaceId, wamids) {
	if (wamids.length === 0) return [];
	return (await sql`
    select wanted.column1 as wamid, k.event_id as "eventId"
    from (values ${sql.join(wamids.map((wamid) => sql`(cast(${wamid} as text))`))}) as wanted
    join event_keys as k
      on k.workspace_id = ${workspaceId} and k.key >= wanted.column1 || '|' and k.key < wanted.column1 || '}'
    limit ${EVENTS_MAX$3}`.execute(store.db)).rows;
}
async function listStandings(store, workspaceId, eventIds) {
	if (eventIds.length === 0) return [];
	const isOfThem = (column) => sql`${column} in (${sql.join(eventIds)})`;
	const queued = sql`
    select d.id, d.event_id, d.endpoint_id, d.state, d.attempts_made, d.due_at_ms
    from (values ${sql.join(rangesAround(eventIds).map(toValues))}) as span
    join deliveries as d on d.workspace_id = ${workspaceId} and d.id >= span.column1 and d.id < span.column2
    where d.run_id is null and ${isOfThem(sql.ref("d.event_id"))}`;
	const queuedByRuns = store.db.selectFrom("deliveries as d").select([
		"d.id",
		"d.event_id",
		"d.endpoint_id",
		"d.state",
		"d.attempts_made",
		"d.due_at_ms"
	]).where("d.workspace_id", "=", workspaceId).where("d.run_id", "is not", null).where(isOfThem(sql.ref("d.event_id")));
	const oldest = firstAttemptIdOf(eventIds);
	const finished = store.db.selectFrom("attempts as a").select([
		"a.delivery_id as id",
		"a.event_id",
		"a.endpoint_id",
		"a.delivery_state as state"
	]).select(["a.number as attempts_made", sql`cast(0 as bigint)`.as("due_at_ms")]).where("a.workspace_id", "=", workspaceId).where(isOfThem(sql.ref("a.event_id"))).where(isAttemptFrom("a.id", oldest)).where(sql`(a.delivery_id || '') <> ''`).where((eb) => eb.not(eb.exists(newerAttempt(store, oldest))));
	const { rows } = await sql`
    select * from (${queued}) as q union all select * from (${queuedByRuns}) as r union all select * from (${finished}) as f limit ${STANDINGS_MAX}`.execute(store.db);
	return withoutStale(rows).map(toStanding);
}
async function findEndpointNames(store, workspaceId, ids) {
	if (ids.length === 0) return new Map();
	const rows = await store.db.selectFrom("endpoints").select([
		"id",
		"description",
		"url"
	]).where("workspace_id", "=", workspaceId).where("id", "in", ids).execute();
	return new Map(rows.map(({ id, description, url }) => [id, description === "" ? new URL(url).host : description]));
}
function withoutStale(rows) {
	const byId = new Map();
	for (const row of rows) if (!byId.has(row.id)) byId.set(row.id, row);
	return [...byId.values()];
}
function toStanding(row) {
	return {
		id: row.id,
		eventId: row.event_id,
		endpointId: row.endpoint_id,
		state: row.state,
		attemptsMade: row.attempts_made,
		held: row.state === "pending" && row.due_at_ms === null
	};
}
function rangesAround(eventIds) {
	const ranges = [];
	for (const timeMs of eventIds.map(timeOfId).toSorted((one, other) => one - other)) {
		const range = {
			fromMs: timeMs - DELIVERY_FROM_EVENT_MS_MAX$1,
			toMs: timeMs + DELIVERY_FROM_EVENT_MS_MAX$1
		};
		const last = ranges.at(-1);
		if (last === void 0 || last.toMs < range.fromMs) ranges.push(range);
		else ranges[ranges.length - 1] = {
			fromMs: last.fromMs,
			toMs: range.toMs
		};
	}
	return ranges;
}
function toValues({ fromMs, toMs }) {
	return sql`(cast(${firstIdAt("dlv", fromMs)} as text), cast(${firstIdAt("dlv", toMs)} as text))`;
}
// ../server/src/platform/db/breaker-row.ts
function toBreaker$1(row) {
	return {
		state: row.state,
		consecutiveFailures: row.consecutive_failures,
		failingSinceMs: row.consecutive_failures === 0 ? null : row.failing_since_ms,
		openedAtMs: row.opened_at_ms,
		nextProbeAtMs: row.next_probe_at_ms,
		failedProbes: row.failed_probes
	};
}
async function listChangedBreakers(store, sinceMs) {
	const kept = [];
	let after = {
		changedAtMs: sinceMs,
		endpointId: ""
	};
	for (;;) {
		const { changedAtMs, endpointId } = after;
		const rows = await store.db.selectFrom("endpoint_breakers").selectAll().where(sql`(changed_at_ms, endpoint_id) > (${changedAtMs}, ${endpointId})`).orderBy("changed_at_ms").orderBy("endpoint_id").limit(500).execute();
		kept.push(...rows.map(toKept));
		const last = rows.at(-1);
		if (last === void 0 || rows.length < 500) return kept;
		after = {
			changedAtMs: last.changed_at_ms,
			endpointId: last.endpoint_id
		};
	}
}
async function addFailures(store, failures) {
	if (failures.length === 0) return;
	const sorted = failures.toSorted((a, b) => a.endpointId < b.endpointId ? -1 : 1);
	await store.db.insertInto("endpoint_breakers").values(sorted.map(({ workspaceId, endpointId, nowMs, run }) => ({
		workspace_id: workspaceId,
		endpoint_id: endpointId,
		state: "closed",
		consecutive_failures: run.failures,
		failing_since_ms: run.sinceMs,
		opened_at_ms: null,
		next_probe_at_ms: null,
		failed_probes: 0,
		changed_at_ms: nowMs,
		revision: 1
	}))).onConflict((conflict) => conflict.columns(["workspace_id", "endpoint_id"]).doUpdateSet(ADDED)).execute();
}
const ADDED = {
	consecutive_failures: sql`endpoint_breakers.consecutive_failures + excluded.consecutive_failures`,
	failing_since_ms: sql`CASE WHEN endpoint_breakers.consecutive_failures = 0 THEN excluded.failing_since_ms ELSE endpoint_breakers.failing_since_ms END`,
	changed_at_ms: sql`excluded.changed_at_ms`,
	revision: sql`endpoint_breakers.revision + 1`
};
async function openBreaker(store, opening, alongside) {
	const { workspaceId, endpointId, nowMs, run } = opening;
	return store.db.transaction().execute(async (trx) => {
		const opened = await trx.insertInto("endpoint_breakers").values({
			workspace_id: workspaceId,
			endpoint_id: endpointId,
			state: "open",
			consecutive_failures: run.failures,
			failing_since_ms: run.sinceMs,
			opened_at_ms: nowMs,
			next_probe_at_ms: opening.nextProbeAtMs,
			failed_probes: 0,
			changed_at_ms: nowMs,
			revision: 1
		}).onConflict((conflict) => conflict.columns(["workspace_id", "endpoint_id"]).doUpdateSet({
			...ADDED,
			state: "open",
			opened_at_ms: sql`excluded.opened_at_ms`,
			next_probe_at_ms: sql`excluded.next_probe_at_ms`,
			failed_probes: 0
		}).where("endpoint_breakers.state", "=", "closed")).returningAll().executeTakeFirst();
		if (opened !== void 0) {
			await alongside(trx);
			return toKept(opened);
		}
		return toKept(await change(trx, opening).set((eb) => ({
			consecutive_failures: eb("consecutive_failures", "+", run.failures),
			...changedNow(nowMs)
		})).returningAll().executeTakeFirstOrThrow());
	});
}
async function takeProbe(store, at, untilMs) {
	const row = await change(store.db, at).set({
		state: "half_open",
		next_probe_at_ms: untilMs,
		...changedNow(at.nowMs)
	}).where("state", "<>", "closed").where("next_probe_at_ms", "<=", at.nowMs).returningAll().executeTakeFirst();
	return row === void 0 ? null : toKept(row);
}
async function recordFailedProbe(store, failed) {
	const row = await change(store.db, failed).set((eb) => ({
		state: "open",
		consecutive_failures: eb("consecutive_failures", "+", failed.run.failures),
		next_probe_at_ms: failed.nextProbeAtMs,
		failed_probes: eb("failed_probes", "+", 1),
		...changedNow(failed.nowMs)
	})).where("state", "<>", "closed").returningAll().executeTakeFirst();
	return row === void 0 ? null : toKept(row);
}
async function closeBreaker(store, at, whenItWasOpen) {
	await store.db.transaction().execute(async (trx) => {
		const before = await trx.selectFrom("endpoint_breakers").select(["state", "consecutive_failures"]).where("workspace_id", "=", at.workspaceId).where("endpoint_id", "=", at.endpointId).$if(store.can.skipLocked, (query) => query.forUpdate()).executeTakeFirst();
		if (before === void 0 || before.state === "closed" && before.consecutive_failures === 0) return;
		await resetBreaker(trx, at);
		if (before.state !== "closed") await whenItWasOpen(trx);
	});
}
async function resetBreaker(trx, at) {
	await change(trx, at).set({
		state: "closed",
		consecutive_failures: 0,
		opened_at_ms: null,
		next_probe_at_ms: null,
		failed_probes: 0,
		...changedNow(at.nowMs)
	}).execute();
}
async function probeNow(trx, at) {
	await change(trx, at).set({
		next_probe_at_ms: at.nowMs,
		failed_probes: 0,
		...changedNow(at.nowMs)
	}).where("state", "=", "open").execute();
}
async function forgetEndpoint(trx, workspaceId, endpointId) {
	for (const table of ["endpoint_breakers", "endpoint_rates"]) await trx.deleteFrom(table).where("workspace_id", "=", workspaceId).where("endpoint_id", "=", endpointId).execute();
}
async function purgeRecovered(store, beforeMs) {
	await store.db.deleteFrom("endpoint_breakers").where("changed_at_ms", "<", beforeMs).where("consecutive_failures", "=", 0).execute();
}
async function findBreakers(store, workspaceId, endpointIds) {
	if (endpointIds.length === 0) return new Map();
	const rows = await store.db.selectFrom("endpoint_breakers").selectAll().where("workspace_id", "=", workspaceId).where("endpoint_id", "in", endpointIds).execute();
	return new Map(rows.map((row) => [row.endpoint_id, toBreaker$1(row)]));
}
async function findBreaker(store, at) {
	const row = await store.db.selectFrom("endpoint_breakers").selectAll().where("workspace_id", "=", at.workspaceId).where("endpoint_id", "=", at.endpointId).executeTakeFirst();
	return row === void 0 ? null : toKept(row);
}
function toKept(row) {
	return {
		endpointId: row.endpoint_id,
		breaker: toBreaker$1(row),
		revision: row.revision
	};
}
function changedNow(nowMs) {
	return {
		changed_at_ms: nowMs,
		revision: sql`revision + 1`
	};
}
function change(db, at) {
	return db.updateTable("endpoint_breakers").where("workspace_id", "=", at.workspaceId).where("endpoint_id", "=", at.endpointId);
}
const HOPS_MAX = 3;
function makeCustomEvent(input) {
	if (Buffer.byteLength(JSON.stringify(input.data), "utf8") > 262144) throw new PosthornError("body_too_large", "The data of the event is above 256 KB.", { fields: [{
		pointer: "/data",
		message: "At most 262144 bytes as JSON. Send a link to what is larger."
	}] });
	return {
		id: input.id,
		workspaceId: input.workspaceId,
		type: input.type,
		origin: "custom",
		channelId: null,
		occurredAtMs: input.nowMs,
		createdAtMs: input.nowMs,
		phone: null,
		bsuid: null,
		contact: null,
		sentMessage: null,
		hops: input.hops,
		payload: input.data,
		dedupeKey: input.idempotencyKey === null ? null : customDedupeKey(input.idempotencyKey),
		causeId: null
	};
}
function customDedupeKey(idempotencyKey) {
	return `c|${createHash("sha256").update(idempotencyKey, "utf8").digest("hex")}`;
}
function readHops$1(header) {
	if (header === void 0) return 0;
	if (typeof header !== "string" || !/^[0-9]{1,4}$/.test(header)) throw new PosthornError("invalid_request", "The header Posthorn-Hops is not a count.", { fields: [{
		pointer: "Posthorn-Hops",
		message: "A whole number from 0 to 3."
	}] });
	const hops = Number(header);
	if (hops > HOPS_MAX) throw new PosthornError("too_many_hops", "The event went through more than three Posthorns: this looks like a loop.");
	return hops;
}
// ../server/src/platform/db/event-refs.ts
function toContactRef(row) {
	if (row.contact_id === null || row.contact_serial === null) return null;
	return {
		id: row.contact_id,
		serial: row.contact_serial
	};
}
function toSentMessage(row) {
	return row.sent_message === null ? null : JSON.parse(row.sent_message);
}
// ../server/src/pipeline/event-log/position-horizon.store.ts
const LOCK_NAMESPACE = 20552;
const takePositionLockSql = `SELECT pg_advisory_xact_lock_shared((${LOCK_NAMESPACE}::bigint << 48) | (CASE WHEN is_called THEN last_value ELSE 0 END)) AS position_lock FROM events_position`;
async function takePositionLock(store, trx) {
	if (store.can.sharedBetweenNodes) await sql.raw(takePositionLockSql).execute(trx);
}
async function readHorizon(store) {
	if (!store.can.sharedBetweenNodes) return readLastPosition(store);
	const lastTaken = await readLastTaken(store);
	const lowestLocked = await readLowestLocked(store);
	return lowestLocked === null ? lastTaken : Math.min(lastTaken, lowestLocked);
}
async function readLastPosition(store) {
	const row = await store.db.selectFrom("events").select((eb) => eb.fn.max("position").as("position")).executeTakeFirst();
	return Number(row?.position ?? 0);
}
async function readLastTaken(store) {
	const { rows } = await sql`
    SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS position FROM events_position`.execute(store.db);
	return Number(rows[0]?.position ?? 0);
}
async function readLowestLocked(store) {
	const { rows } = await sql`
    SELECT min(((classid::bigint & 65535) << 32) | objid::bigint) AS position FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1 AND granted AND (classid::bigint >> 16) = ${sql.lit(LOCK_NAMESPACE)}
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`.execute(store.db);
	const position = rows[0]?.position ?? null;
	return position === null ? null : Number(position);
}
// ../server/src/pipeline/event-log/event-log.store.ts
const ID_FROM_COMMIT_MS_MAX = 6e5;
const sortedId = sql`id || ''`;
async function findEvent(store, workspaceId, id) {
	const row = await selectEvents(store).where("workspace_id", "=", workspaceId).where("id", "=", id).executeTakeFirst();
	return row === void 0 ? null : toEvent$1(row);
}
async function findEvents(store, workspaceId, ids) {
	return (await selectEvents(store).where("workspace_id", "=", workspaceId).where("id", "in", ids).orderBy("id", "desc").execute()).map(toEvent$1);
}
async function findEventByKey(store, workspaceId, dedupeKey) {
	const key = await store.db.selectFrom("event_keys").select("event_id").where("workspace_id", "=", workspaceId).where("key", "=", dedupeKey).executeTakeFirst();
	return key === void 0 ? null : findEvent(store, workspaceId, key.event_id);
}
async function listEvents(store, query) {
	const filtered = (start, end) => {
		let events = selectEvents(store).where((eb) => matches$1(eb, query));
		if (start !== null) events = events.where("id", "<", start);
		if (end !== null) events = events.where("id", ">=", end);
		return events.orderBy(isSelective(query) ? sortedId : sql.ref("id"), "desc");
	};
	const result = await scanBounded({
		limit: query.limit,
		start: startOfList(query),
		findStepEnd: (start) => needsScan(query) ? findEventBelow(store, query.workspaceId, start) : Promise.resolve(null),
		read: (start, end, limit) => filtered(start, end).limit(limit).execute()
	});
	const page = toScannedPage(result, query.limit, (row) => row.id);
	return {
		items: page.items.map(toEvent$1),
		nextCursor: page.nextCursor
	};
}
async function listEventsAfter(store, query) {
	const horizon = await readHorizon(store);
	const result = await scanBounded({
		limit: query.limit,
		start: query.afterPosition,
		findStepEnd: (start) => isWholeLog(query) ? Promise.resolve(null) : findPositionAbove(store, query, start ?? 0),
		read: (start, end, limit) => selectEvents(store).where((eb) => matches$1(eb, query)).where("position", ">", start ?? 0).where("position", "<=", Math.min(end ?? horizon, horizon)).orderBy("position").limit(limit).execute()
	});
	const rows = result.rows.slice(0, query.limit);
	const isFull = result.rows.length > query.limit;
	const scannedTo = isFull ? rows.at(-1)?.position ?? 0 : Math.min(result.stoppedAt ?? horizon, horizon);
	return {
		events: rows.map(toEvent$1),
		nextPosition: Math.max(query.afterPosition, scannedTo),
		hasMore: isFull || result.stoppedAt !== null && result.stoppedAt < horizon
	};
}
async function listEventsAt(store, workspaceId, positions) {
	if (positions.length === 0) return new Map();
	const rows = await selectEvents(store).where("workspace_id", "=", workspaceId).where("position", "in", positions).execute();
	return new Map(rows.map((row) => [row.position, toEvent$1(row)]));
}
function selectEvents(store) {
	return store.db.selectFrom("events").selectAll();
}
function isSelective(filter) {
	return filter.wamid !== void 0 || filter.phone !== void 0 || filter.bsuid !== void 0;
}
function isUnfiltered(filter) {
	return filter.type === void 0 && filter.channelId === void 0 && !isSelective(filter);
}
function isWholeLog(filter) {
	return isUnfiltered(filter) && filter.sinceMs === void 0 && filter.untilMs === void 0;
}
function needsScan(filter) {
	return !isSelective(filter) && !isUnfiltered(filter);
}
function startOfList(query) {
	if (query.untilMs === void 0) return query.beforeId;
	const bound = firstIdAt("evt", query.untilMs + ID_FROM_COMMIT_MS_MAX);
	return query.beforeId !== null && query.beforeId < bound ? query.beforeId : bound;
}
function matches$1(eb, filter) {
	const conditions = [eb("workspace_id", "=", filter.workspaceId)];
	if (filter.type !== void 0) conditions.push(eb("type", "=", filter.type));
	if (filter.channelId !== void 0) conditions.push(eb("channel_id", "=", filter.channelId));
	if (filter.phone !== void 0) conditions.push(eb("phone", "=", filter.phone));
	if (filter.bsuid !== void 0) conditions.push(eb("bsuid", "=", filter.bsuid));
	if (filter.wamid !== void 0) conditions.push(hasWamid(eb, filter.workspaceId, filter.wamid));
	if (filter.sinceMs !== void 0) {
		conditions.push(eb("created_at_ms", ">=", filter.sinceMs));
		conditions.push(eb("id", ">=", firstIdAt("evt", filter.sinceMs - ID_FROM_COMMIT_MS_MAX)));
	}
	if (filter.untilMs !== void 0) conditions.push(eb("created_at_ms", "<", filter.untilMs));
	return eb.and(conditions);
}
function hasWamid(eb, workspaceId, wamid) {
	return eb("id", "in", eb.selectFrom("event_keys").select("event_id").where("event_keys.workspace_id", "=", workspaceId).where("event_keys.key", ">=", `${wamid}|`).where("event_keys.key", "<", `${wamid}}`));
}
async function findEventBelow(store, workspaceId, start) {
	let ids = store.db.selectFrom("events").select("id").where("workspace_id", "=", workspaceId);
	if (start !== null) ids = ids.where("id", "<", start);
	return (await ids.orderBy("id", "desc").limit(1).offset(1999).executeTakeFirst())?.id ?? null;
}
async function findPositionAbove(store, query, start) {
	return (await store.db.selectFrom("events").select("position").where("workspace_id", "=", query.workspaceId).where("position", ">", start).orderBy("position").limit(1).offset(1999).executeTakeFirst())?.position ?? null;
}
function toEvent$1(row) {
	return {
		id: row.id,
		workspaceId: row.workspace_id,
		type: row.type,
		origin: row.origin,
		channelId: row.channel_id,
		occurredAtMs: row.occurred_at_ms,
		createdAtMs: row.created_at_ms,
		phone: row.phone,
		bsuid: row.bsuid,
		contact: toContactRef(row),
		sentMessage: toSentMessage(row),
		hops: row.hops,
		...row.replay_of === null ? {} : { replayOf: row.replay_of },
		payload: JSON.parse(row.payload)
	};
}
// ../server/src/pipeline/event-log/events.routes.ts
const BODY_BYTES_MAX$3 = 524288;
const eventsQuery = listQuery.extend({
	after: string().max(256).optional(),
	type: string().min(1).max(128).optional(),
	since: timeParam.optional(),
	until: timeParam.optional(),
	channel: idParam("chn").optional(),
	wamid: string().min(1).max(512).optional(),
	phone: phoneParam.optional(),
	bsuid: string().min(1).max(256).optional(),
	ids: string().max(4100).transform((text) => text.split(",")).pipe(array(idParam("evt")).min(1).max(100)).optional().describe("Up to 100 ids with commas between: these and no others, whatever else is asked for."),
	view: _enum(["full", "summary"]).default("full").describe("`summary` leaves `data` out and adds up the deliveries of each event instead.")
});
const renderQuery = strictObject({
	format: _enum(FORMATS).optional(),
	endpoint: idParam("ep").optional()
});
const newEventBody = strictObject({
	type: string().max(128).regex(/^custom(\.[a-z0-9_]+)+$/, "Must be custom.<name> of a-z, 0-9, _ and dots."),
	data: record(string(), unknown()),
	idempotency_key: string().min(1).max(255).optional()
});
const eventView = object({
	id: string(),
	type: string(),
	origin: _enum(EVENT_ORIGINS),
	channel_id: string().nullable(),
	occurred_at: datetime(),
	created_at: datetime(),
	phone: string().nullable(),
	bsuid: string().nullable(),
	replay_of: string().nullable().describe("The event that this one repeats, because of a replay with `new_ids`."),
	data: unknown(),
	deliveries_summary: object({
		total: int().describe("Endpoints that want it."),
		delivered: int(),
		worst: _enum(STANDING_WORDS).nullable().describe("How far the one is that is worst off. Null: all have it.")
	}).optional().describe("In the view `summary` alone.")
});
const singleEventView = eventView.extend({ deliveries: array(object({
	id: string(),
	endpoint_id: string(),
	state: _enum(DELIVERY_STATES),
	attempts_made: int(),
	next_attempt_at: datetime().nullable()
})) });
function eventRoutes(api, ctx) {
	api.get("/v1/events", {
		config: { access: {
			who: "workspace",
			permission: "events.read"
		} },
		schema: {
			summary: "List events, newest first, or oldest first after a cursor",
			description: "With `after` (empty or `0`: from the beginning) events come oldest first and none is ever skipped; `next_cursor` is then always given, so that a poller can go on from it. A filtered page may be short or empty while `has_more` is true.",
			tags: ["Events"],
			querystring: eventsQuery,
			response: { 200: pageOf(eventView) }
		}
	}, (request) => answerList(ctx, workspaceOf(request), request.query));
	api.get("/v1/events/:id", {
		config: { access: {
			who: "workspace",
			permission: "events.read"
		} },
		schema: {
			summary: "One event and its deliveries",
			tags: ["Events"],
			params: idPath,
			response: { 200: singleEventView }
		}
	}, async (request) => toSingleView(ctx, await findOrThrow$1(ctx, workspaceOf(request), request.params.id)));
	renderRoute(api, ctx);
	createEventRoute(api, ctx);
}
function renderRoute(api, ctx) {
	api.get("/v1/events/:id/render", {
		config: { access: {
			who: "workspace",
			permission: "events.read"
		} },
		schema: {
			summary: "An event in one of the formats",
			description: "Exactly the body that an endpoint of that format is sent. With `endpoint` the options of that endpoint count, and its format when none is named; else the format is `standard`.",
			tags: ["Events"],
			params: idPath,
			querystring: renderQuery,
			response: { 200: ctx.rendered.schema }
		}
	}, async (request) => {
		const workspaceId = workspaceOf(request);
		const event = await findOrThrow$1(ctx, workspaceId, request.params.id);
		return ctx.rendered.render(readTarget(ctx, workspaceId, request.query), event);
	});
}
function readTarget(ctx, workspaceId, { format, endpoint: id }) {
	if (id === void 0) return {
		format: format ?? "standard",
		formatOptions: {}
	};
	const endpoint = ctx.endpoint(workspaceId, id);
	if (endpoint === null) throw wrongParameter("?endpoint", "There is no such endpoint.");
	if (format === void 0 || format === endpoint.format) return endpoint;
	return {
		format,
		formatOptions: {}
	};
}
async function findOrThrow$1(ctx, workspaceId, text) {
	const event = await findEvent(ctx.store, workspaceId, pathId("evt", text));
	if (event !== null) return event;
	throw new PosthornError("not_found", "There is no event with this id, or it is older than the retention.");
}
function createEventRoute(api, ctx) {
	api.post("/v1/events", {
		bodyLimit: BODY_BYTES_MAX$3,
		config: {
			access: {
				who: "workspace",
				permission: "events.write"
			},
			idempotent: true
		},
		schema: {
			summary: "Send an event of your own to the endpoints that want it",
			description: "The same `idempotency_key` again answers 200 with the first event and causes nothing, for at least 14 days.",
			tags: ["Events"],
			body: newEventBody,
			response: {
				200: eventView,
				201: eventView
			}
		}
	}, async (request, reply) => {
		const event = makeCustomEvent({
			id: ctx.newEventId(),
			workspaceId: workspaceOf(request),
			type: request.body.type,
			data: request.body.data,
			idempotencyKey: request.body.idempotency_key ?? null,
			hops: readHops$1(request.headers["posthorn-hops"]),
			nowMs: ctx.nowMs()
		});
		const { inserted } = await ctx.append([event]);
		if (inserted[0] === true) return reply.code(201).send(toEventView(ctx, event));
		return reply.code(200).send(toEventView(ctx, await findFirst(ctx, event)));
	});
}
async function findFirst(ctx, repeat) {
	const first = repeat.dedupeKey === null ? null : await findEventByKey(ctx.store, repeat.workspaceId, repeat.dedupeKey);
	if (first !== null) return first;
	throw new PosthornError("conflict", "An event with this idempotency_key was sent before, and it is older than the retention.");
}
async function answerList(ctx, workspaceId, query) {
	const filter = {
		type: query.type,
		channelId: query.channel,
		wamid: query.wamid,
		phone: query.phone,
		bsuid: query.bsuid,
		sinceMs: query.since,
		untilMs: query.until
	};
	if (query.ids !== void 0) {
		const events = await findEvents(ctx.store, workspaceId, query.ids);
		return {
			data: await toListedViews(ctx, {
				workspaceId,
				view: query.view
			}, events),
			next_cursor: null,
			has_more: false
		};
	}
	if (query.after === void 0) {
		const beforeId = idCursor("evt", query.cursor);
		const page = await listEvents(ctx.store, {
			...filter,
			workspaceId,
			beforeId,
			limit: query.limit
		});
		return {
			data: await toListedViews(ctx, {
				workspaceId,
				view: query.view
			}, page.items),
			next_cursor: page.nextCursor,
			has_more: page.nextCursor !== null
		};
	}
	if (query.cursor !== void 0) throw wrongParameter("?cursor", "Give either after (oldest first) or cursor (newest first).");
	const afterPosition = readAfter(query.after);
	const page = await listEventsAfter(ctx.store, {
		...filter,
		workspaceId,
		afterPosition,
		limit: query.limit
	});
	return {
		data: await toListedViews(ctx, {
			workspaceId,
			view: query.view
		}, page.events),
		next_cursor: encodeCursor(String(page.nextPosition)),
		has_more: page.hasMore
	};
}
function readAfter(after) {
	if (after === "" || after === "0") return 0;
	const position = isCursor(after) ? Number(decodeCursor(after)) : NaN;
	if (Number.isSafeInteger(position) && position >= 0) return position;
	throw wrongParameter("?after", "Use next_cursor of a page that was read with after, or 0 for the beginning.");
}
function isCursor(after) {
	return /^[A-Za-z0-9_-]{2,24}$/.test(after) && /^[0-9]+$/.test(Buffer.from(after, "base64url").toString("latin1"));
}
function wrongParameter(pointer, message) {
	return new PosthornError("invalid_request", "The query is not valid.", { fields: [{
		pointer,
		message
	}] });
}
async function toListedViews(ctx, { workspaceId, view }, events) {
	if (view === "full") return events.map((event) => toEventView(ctx, event));
	const standings = await ctx.standingsOf(workspaceId, events.map(({ id }) => id));
	const byEvent = Map.groupBy(standings, ({ eventId }) => eventId);
	return events.map((event) => ({
		...toEventView({ eventData: () => null }, event),
		deliveries_summary: addUp$1(byEvent.get(event.id) ?? [])
	}));
}
function addUp$1(standings) {
	const words = standings.map(standingOf);
	const worst = words.reduce((worstSoFar, word) => Math.max(worstSoFar, STANDING_WORDS.indexOf(word)), 0);
	return {
		total: words.length,
		delivered: words.filter((word) => word === "delivered").length,
		worst: worst === 0 ? null : STANDING_WORDS[worst] ?? null
	};
}
function toEventView(ctx, event) {
	return {
		id: event.id,
		type: event.type,
		origin: event.origin,
		channel_id: event.channelId,
		occurred_at: toIso(event.occurredAtMs),
		created_at: toIso(event.createdAtMs),
		phone: event.phone,
		bsuid: event.bsuid,
		replay_of: event.replayOf ?? null,
		data: ctx.eventData(event)
	};
}
async function toSingleView(ctx, event) {
	const deliveries = await ctx.deliveriesOf(event);
	return {
		...toEventView(ctx, event),
		deliveries: deliveries.map((delivery) => ({
			id: delivery.id,
			endpoint_id: delivery.endpointId,
			state: delivery.state,
			attempts_made: delivery.attemptsMade,
			next_attempt_at: delivery.nextAttemptAtMs === null ? null : toIso(delivery.nextAttemptAtMs)
		}))
	};
}
// ../server/src/pipeline/formats/render-context.ts
function dataOf(ctx, event) {
	if (event.origin === "meta") return ctx.eventData(event);
	return isRecord(event.payload) ? event.payload : {};
}
function withoutRaw(event, data) {
	if (event.origin !== "meta") return data;
	const { raw: _raw, ...rest } = data;
	return rest;
}
function isRecord(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function renderStandard(target, event, input) {
	return {
		type: event.type,
		timestamp: new Date(event.occurredAtMs).toISOString(),
		data: ownData(target, event, input),
		payload_version: 1
	};
}
function ownData(target, event, input) {
	const data = dataOf(input.ctx, event);
	return target.formatOptions.raw === false ? withoutRaw(event, data) : data;
}
// ../server/src/pipeline/formats/cloudevents.ts
function renderCloudEvent(target, event, input) {
	const data = ownData(target, event, input);
	const subject = subjectOf(data);
	return {
		specversion: "1.0",
		id: event.id,
		source: sourceOf(event),
		type: event.type,
		...subject === null ? {} : { subject },
		time: new Date(event.occurredAtMs).toISOString(),
		datacontenttype: "application/json",
		payloadversion: 1,
		data
	};
}
function sourceOf(event) {
	const workspace = `/workspaces/${event.workspaceId}`;
	return event.channelId === null ? workspace : `${workspace}/channels/${event.channelId}`;
}
const SUBJECT_KEYS = [
	"message_id",
	"call_id",
	"template_id",
	"flow_id",
	"delivery_id",
	"endpoint_id",
	"id"
];
function subjectOf(data) {
	for (const key of SUBJECT_KEYS) {
		const id = data[key];
		if (typeof id === "string" && id !== "") return id;
	}
	return null;
}
// ../server/src/pipeline/formats/times.ts
function secondsZ(atMs) {
	return `${wholeSeconds(atMs)}Z`;
}
function secondsOffset(atMs) {
	return `${wholeSeconds(atMs)}+00:00`;
}
function wholeSeconds(atMs) {
	return new Date(atMs).toISOString().slice(0, 19);
}
// ../server/src/pipeline/formats/vobiz.ts
function renderVobiz(target, event, input) {
	const body = vobizPayload(event);
	return {
		event_id: uuidOf(event.id),
		event_type: input.eventName,
		account_id: input.ctx.workspace.accountId,
		occurred_at: secondsZ(event.createdAtMs),
		payload: target.formatOptions.payload === "value" ? firstChange(body).value : body
	};
}
function vobizPayload(event) {
	return event.type === "call.connect" ? withRinging(event.payload) : event.payload;
}
function withRinging(payload) {
	const body = objectOf(payload);
	const entry = objectOf(listOf(body.entry)[0]);
	const change = firstChange(payload);
	const value = objectOf(change.value);
	const call = listOf(value.calls)[0];
	if (!isJsonObject(call) || call.status !== void 0) return payload;
	const calls = [{
		...call,
		status: "ringing"
	}];
	return {
		...body,
		entry: [{
			...entry,
			changes: [{
				...change,
				value: {
					...value,
					calls
				}
			}]
		}]
	};
}
function firstChange(payload) {
	const entry = objectOf(listOf(objectOf(payload).entry)[0]);
	return objectOf(listOf(entry.changes)[0]);
}
// ../server/src/pipeline/formats/vobiz-legacy.ts
function renderVobizLegacy(_target, event, input) {
	return {
		event: input.eventName,
		event_id: event.id,
		timestamp: secondsZ(event.occurredAtMs),
		channel_id: event.channelId === null ? null : `ch_${uuidOf(event.channelId)}`,
		data: legacyData(event, dataOf(input.ctx, event))
	};
}
function legacyData(event, data) {
	if (event.type === "message.received") return receivedMessage$1(event, data);
	const noun = nounOf(event.type);
	if (noun === "message") return messageStatus(event, data);
	return noun === "contact" ? contactChange(event, data) : data;
}
function receivedMessage$1(event, data) {
	const type = stringOf(data.type) ?? "unsupported";
	return {
		message_id: stringOf(data.message_id),
		from: phoneOf(event),
		contact: contactOf(event, data),
		type,
		...contentOf(type, data),
		timestamp: secondsZ(event.occurredAtMs),
		context: contextOf(data)
	};
}
function messageStatus(event, data) {
	return {
		message_id: stringOf(data.message_id),
		to: phoneOf(event),
		contact: contactOf(event, data),
		status: event.type.slice(8),
		timestamp: secondsZ(event.occurredAtMs),
		error: data.error ?? null
	};
}
function contactChange(event, data) {
	return {
		contact: isJsonObject(data.contact) ? contactOf(event, data) : crmContact(data),
		opted_out: optedOutOf(event, data),
		changes: data.changes ?? null,
		timestamp: secondsZ(event.occurredAtMs)
	};
}
function optedOutOf(event, data) {
	if (event.type === "contact.opted_out") return true;
	if (event.type === "contact.opted_in") return false;
	return typeof data.opted_out === "boolean" ? data.opted_out : null;
}
function contactOf(event, data) {
	const contact = objectOf(data.contact);
	return {
		id: contactId(contact.id),
		name: stringOf(contact.name),
		phone: phoneOf(event)
	};
}
function crmContact(data) {
	const names = [stringOf(data.first_name), stringOf(data.last_name)].filter((name) => name !== null && name !== "");
	return {
		id: contactId(data.id),
		name: names.length === 0 ? null : names.join(" "),
		phone: stringOf(data.phone)
	};
}
function contactId(id) {
	return typeof id === "string" ? `cnt_${uuidOf(id)}` : null;
}
function phoneOf(event) {
	return event.phone === null ? null : `+${event.phone}`;
}
const MEDIA_TYPES = new Set([
	"image",
	"video",
	"audio",
	"document",
	"sticker"
]);
const MEDIA_KEYS = [
	"id",
	"mime_type",
	"sha256",
	"caption",
	"filename",
	"voice",
	"animated"
];
function contentOf(type, data) {
	const item = objectOf(data.raw);
	if (!Object.hasOwn(item, type) || type === "contact") return {};
	return { [type]: MEDIA_TYPES.has(type) ? mediaOf(objectOf(item[type]), data) : item[type] };
}
function mediaOf(media, data) {
	const known = MEDIA_KEYS.filter((key) => media[key] !== void 0).map((key) => [key, media[key]]);
	return {
		...Object.fromEntries(known),
		url: stringOf(objectOf(data.media).url)
	};
}
function contextOf(data) {
	const context = objectOf(data.context);
	const messageId = stringOf(context.message_id);
	if (messageId === null) return null;
	const from = stringOf(context.from);
	return {
		message_id: messageId,
		from: from === null ? null : `+${from}`
	};
}
// ../server/src/pipeline/formats/xobito-crud.ts
function renderXobitoChange({ target, event, eventName, tenantId }, data) {
	const { model, kind } = MODELS.get(nounOf(event.type)) ?? CONTACT;
	const order = eventName === "updated" ? "updated" : "usual";
	const attributes = xobitoAttributes(kind, data, {
		tenantId,
		order
	});
	return {
		event: eventName,
		model,
		data: {
			id: attributes.id,
			attributes,
			relations: {}
		},
		original: target.formatOptions.original === true ? xobitoOriginal(kind, data.changes, order) : null,
		timestamp: secondsOffset(event.occurredAtMs)
	};
}
const CONTACT = {
	model: "App\\Models\\Tenant\\Contact",
	kind: XOBITO_CONTACT
};
const MODELS = new Map([
	["contact", CONTACT],
	["status", {
		model: "App\\Models\\Tenant\\Status",
		kind: XOBITO_STATUS
	}],
	["source", {
		model: "App\\Models\\Tenant\\Source",
		kind: XOBITO_SOURCE
	}]
]);
// ../server/src/pipeline/formats/xobito-message.ts
function receivedMessage(event, data) {
	const contact = objectOf(data.contact);
	const media = objectOf(data.media);
	return {
		message_id: stringOf(data.message_id),
		from: event.phone === null ? null : `+${event.phone}`,
		contact_id: typeof contact.serial === "number" ? contact.serial : null,
		contact_name: stringOf(contact.name),
		type: stringOf(data.type),
		text: receivedText(objectOf(data.raw), data),
		media: stringOf(media.url),
		media_filename: mediaFilename(media),
		reply_to_message_id: stringOf(objectOf(data.context).message_id)
	};
}
function statusOfMessage(event, data) {
	const status = event.type.slice(8);
	const row = {
		message_id: stringOf(data.message_id),
		status,
		error_message: status === "failed" ? errorMessage(objectOf(data.raw)) ?? reportedError(objectOf(data.error)) : null
	};
	const text = stringOf(data.text);
	if (status !== "sent" || text === null) return row;
	return {
		...row,
		text,
		type: stringOf(data.type) ?? "text"
	};
}
function errorMessage(status) {
	const error = objectOf(listOf(status.errors)[0]);
	return stringOf(objectOf(error.error_data).details) ?? stringOf(error.message) ?? stringOf(error.title);
}
function reportedError(error) {
	return stringOf(error.details) ?? stringOf(error.title);
}
function receivedText(item, data) {
	if (isJsonObject(item.location)) return JSON.stringify(item.location);
	if (Array.isArray(item.contacts)) return JSON.stringify(item.contacts);
	if (isJsonObject(item.order)) return JSON.stringify(item.order);
	const flow = objectOf(objectOf(item.interactive).nfm_reply);
	return stringOf(flow.response_json) ?? stringOf(data.text);
}
const EXTENSIONS = new Map([
	["image/jpeg", "jpg"],
	["image/png", "png"],
	["image/webp", "webp"],
	["audio/aac", "aac"],
	["audio/amr", "amr"],
	["audio/mp4", "m4a"],
	["audio/mpeg", "mp3"],
	["audio/ogg", "ogg"],
	["video/3gpp", "3gp"],
	["video/mp4", "mp4"],
	["application/pdf", "pdf"],
	["text/plain", "txt"]
]);
function mediaFilename(media) {
	const filename = stringOf(media.filename);
	const id = stringOf(media.id);
	if (filename !== null || id === null) return filename;
	const mimeType = (stringOf(media.mime_type) ?? "").split(";", 1)[0] ?? "";
	return `${id}.${EXTENSIONS.get(mimeType.trim().toLowerCase()) ?? "bin"}`;
}
// ../server/src/pipeline/formats/xobito.ts
const MESSAGE_MODEL = "WhatsAppMessage";
function renderXobito(target, event, input) {
	const tenantId = input.ctx.workspace.serial;
	const data = dataOf(input.ctx, event);
	if (!input.byName && event.origin === "crm" && nounOf(event.type) !== "message") return renderXobitoChange({
		target,
		event,
		eventName: input.eventName,
		tenantId
	}, data);
	return {
		event: input.eventName,
		model: modelOf(event.type),
		data: {
			...messageOrFlatData(event, data, input),
			tenant_id: tenantId
		},
		timestamp: secondsOffset(event.occurredAtMs)
	};
}
function modelOf(type) {
	const noun = nounOf(type);
	if (noun === "message") return MESSAGE_MODEL;
	if (noun === "call") return "WhatsAppCall";
	return noun.replaceAll(/(?:^|_)([a-z0-9])/g, (_match, letter) => letter.toUpperCase());
}
function messageOrFlatData(event, data, input) {
	if (input.byName) return withoutRaw(event, data);
	return event.type === "message.received" ? receivedMessage(event, data) : statusOfMessage(event, data);
}
// ../server/src/pipeline/formats/render-body.ts
const RENDERERS = {
	standard: renderStandard,
	cloudevents: renderCloudEvent,
	meta: (_target, event) => event.payload,
	xobito: renderXobito,
	vobiz: renderVobiz,
	"vobiz-legacy": renderVobizLegacy
};
function renderBody$1(target, event, ctx) {
	const name = nameInFormat(target.format, event.type);
	if (name === null || event.origin !== "meta" && carriesMetaBody(target.format)) throw new PosthornError("event_type_not_in_format", `The format ${target.format} cannot express this event.`);
	const content = RENDERERS[target.format](target, event, {
		ctx,
		eventName: name.name,
		byName: name.byName
	});
	const body = JSON.stringify(content);
	assert(typeof body === "string");
	return {
		body,
		contentType: contentTypeOf(target.format),
		eventName: name.name
	};
}
// ../server/src/pipeline/ingest/replay-window.ts
const REPLAY_AHEAD_MS = 3e5;
function judgeReplayWindow(item, nowMs, window) {
	if (!item.timeIsMeta || item.exemptFromReplayWindow) return "inside";
	if (item.occurredAtMs < nowMs - window.backMs) return "stale";
	return item.occurredAtMs > nowMs + window.aheadMs ? "future" : "inside";
}
// ../server/src/pipeline/ingest/route-item.ts
function routeItem(item, context) {
	const judged = judgeReplayWindow(item, context.nowMs, context.window);
	if (judged !== "inside") return {
		events: [],
		quarantine: judged
	};
	const events = ownersOf(item, context);
	return {
		events,
		quarantine: events.length === 0 ? "unknown_channel" : null
	};
}
function ownersOf(item, context) {
	if (item.scope === "channel") return ownerOfNumber(item, context);
	const owners = ownersOfWaba(item, context);
	const { workspaceId } = context.app;
	if (owners.length > 0 || item.scope === "waba" || workspaceId === null) return owners;
	return [{
		workspaceId,
		channelId: null
	}];
}
function ownerOfNumber(item, { app, channels }) {
	if (item.phoneNumberId === null) return [];
	const channel = channels.byPhoneNumberId(app.id, item.phoneNumberId);
	if (channel === null || !isOf(channel, app)) return [];
	return [{
		workspaceId: channel.workspaceId,
		channelId: channel.id
	}];
}
function ownersOfWaba(item, { app, channels }) {
	if (item.wabaId === null) return [];
	const channelsByWorkspace = new Map();
	for (const channel of channels.byWaba(app.id, item.wabaId)) {
		if (!isOf(channel, app)) continue;
		const own = channelsByWorkspace.get(channel.workspaceId);
		if (own === void 0) channelsByWorkspace.set(channel.workspaceId, [channel]);
		else own.push(channel);
	}
	return Array.from(channelsByWorkspace, ([workspaceId, own]) => ({
		workspaceId,
		channelId: channelMeant(own, item.displayPhoneNumber)?.id ?? null
	}));
}
function channelMeant(channels, displayPhoneNumber) {
	if (channels.length === 1) return channels[0];
	const digits = digitsOf(displayPhoneNumber);
	if (digits === null) return void 0;
	return channels.find((channel) => digitsOf(channel.displayPhoneNumber) === digits);
}
function isOf(channel, app) {
	if (channel.metaAppId !== app.id) return false;
	return app.workspaceId === null || channel.workspaceId === app.workspaceId;
}
// ../server/src/pipeline/ingest/release-item.ts
function releaseItem(item, context) {
	const [split] = splitMetaBody(item.payload, item.createdAtMs);
	if (split === void 0 || item.reason === "unreadable") return { kind: "unreadable" };
	const owners = ownersOf(split, context);
	if (owners.length === 0) return { kind: "unknown_channel" };
	return {
		kind: "events",
		events: owners.map((owner) => ({
			id: context.newEventId(),
			workspaceId: owner.workspaceId,
			type: split.type,
			origin: "meta",
			channelId: owner.channelId,
			occurredAtMs: split.occurredAtMs,
			createdAtMs: context.nowMs,
			phone: split.phone,
			bsuid: split.bsuid,
			contact: null,
			sentMessage: null,
			hops: 0,
			payload: split.body,
			dedupeKey: item.dedupeKey,
			causeId: null
		}))
	};
}
// ../server/src/pipeline/matching/subscription.ts
const SUBSCRIPTIONS = new WeakMap();
const NOUN_WILDCARD$1 = /^([a-z_]+)\.\*$/;
const FAMILIES = ["custom", "meta"];
function matchesEndpoint(endpoint, event) {
	if (!endpoint.enabled || endpoint.workspaceId !== event.workspaceId) return false;
	const subscription = subscriptionOf(endpoint);
	if (!wantsType$1(subscription, event)) return false;
	if (subscription.onlyFromMeta && event.origin !== "meta") return false;
	if (subscription.channelIds !== null) {
		if (event.channelId === null || !subscription.channelIds.has(event.channelId)) return false;
	}
	if (isImplied(event) && endpoint.formatOptions.emit_implied !== true) return false;
	return event.origin !== "operational" || !isAbout(event.payload, endpoint);
}
function isImplied(event) {
	if (event.origin !== "meta" || event.type !== "message.sent" && event.type !== "message.delivered") return false;
	return objectOf(metaItemOf(event)).implied === true;
}
function compileSubscription$1(endpoint) {
	const types = new Set();
	const families = new Set();
	for (const pattern of endpoint.eventTypes) {
		const covered = typesCovered(endpoint.format, pattern);
		for (const type of covered.types) types.add(type);
		for (const family of covered.families) families.add(family);
	}
	return {
		types,
		families,
		channelIds: endpoint.channelIds === null ? null : new Set(endpoint.channelIds),
		onlyFromMeta: carriesMetaBody(endpoint.format)
	};
}
const COVERS_NOTHING = {
	types: [],
	families: []
};
function typesCovered(format, pattern) {
	const noun = wildcardNoun(pattern);
	if (noun === null) {
		const row = findEventType(pattern);
		return row === null || row.names[format] === null ? COVERS_NOTHING : {
			types: [pattern],
			families: []
		};
	}
	const rows = EVENT_TYPES.filter((row) => row.names[format]?.byName === false && (noun === "*" || nounOf(row.type) === noun));
	const families = FAMILIES.filter((family) => noun === "*" || noun === family);
	return {
		types: rows.map((row) => row.type),
		families: families.filter((family) => carriesFamily(format, family))
	};
}
function wildcardNoun(pattern) {
	if (pattern === "*") return "*";
	return NOUN_WILDCARD$1.exec(pattern)?.[1] ?? null;
}
function subscriptionOf(endpoint) {
	const known = SUBSCRIPTIONS.get(endpoint);
	if (known !== void 0) return known;
	const subscription = compileSubscription$1(endpoint);
	SUBSCRIPTIONS.set(endpoint, subscription);
	return subscription;
}
function wantsType$1(subscription, event) {
	if (subscription.types.has(event.type)) return true;
	if (subscription.families.size === 0) return false;
	const family = familyOf(event.type);
	return family !== null && subscription.families.has(family);
}
function isAbout(payload, endpoint) {
	return typeof payload === "object" && payload !== null && "endpoint_id" in payload && payload.endpoint_id === endpoint.id;
}
function carriesFamily(format, family) {
	return findEventType(`${family}.x`)?.names[format]?.byName === false;
}
// ../server/src/pipeline/matching/check-event-types.ts
const NOUNS$1 = new Set([
	...EVENT_TYPES.map((row) => nounOf(row.type)),
	"custom",
	"meta"
]);
function checkEventTypes(format, eventTypes) {
	for (const [index, pattern] of eventTypes.entries()) {
		const pointer = `/event_types/${index}`;
		if (!isKnownPattern$1(pattern)) {
			const message = "There is no such event type. GET /v1/event-types lists them; noun.* and * are allowed.";
			throw new PosthornError("event_type_unknown", message, { fields: [{
				pointer,
				message
			}] });
		}
		const covered = typesCovered(format, pattern);
		if (covered.types.length === 0 && covered.families.length === 0) {
			const message = notInFormat(format, pattern);
			throw new PosthornError("event_type_not_in_format", message, { fields: [{
				pointer,
				message
			}] });
		}
	}
}
function isKnownPattern$1(pattern) {
	const noun = wildcardNoun(pattern);
	if (noun === null) return isKnownEventType(pattern);
	return noun === "*" || NOUNS$1.has(noun);
}
function notInFormat(format, pattern) {
	if (wildcardNoun(pattern) === null) return `The format ${format} cannot express this event type.`;
	return `The format ${format} has no event of its own for these types. List the types one by one where it can carry them.`;
}
// ../server/src/pipeline/quarantine/quarantine.store.ts
const QUARANTINE_BOUNDS = {
	itemsMax: 1e4,
	bytesMax: 268435456
};
const DELETE_ROWS_MAX = 1e3;
const ENTRY_COLUMNS = [
	"id",
	"meta_app_id",
	"reason",
	"field",
	"phone_number_id",
	"waba_id",
	"occurred_at_ms",
	"created_at_ms",
	"payload_bytes"
];
async function listQuarantine(store, query) {
	let items = store.db.selectFrom("quarantine").select(ENTRY_COLUMNS).where((eb) => isOwn(eb, query));
	if (query.metaAppId !== void 0) items = items.where("meta_app_id", "=", query.metaAppId);
	if (query.reason !== void 0) items = items.where("reason", "=", query.reason);
	if (query.beforeId !== null) items = items.where("id", "<", query.beforeId);
	const rows = await items.orderBy("id", "desc").limit(query.limit + 1).execute();
	const page = toPage(rows, query.limit, (row) => row.id);
	return {
		items: page.items.map(toEntry$2),
		nextCursor: page.nextCursor
	};
}
async function findQuarantineItem(store, owner, id) {
	const row = await store.db.selectFrom("quarantine").selectAll().where("id", "=", id).where((eb) => isOwn(eb, owner)).executeTakeFirst();
	if (row === void 0) return null;
	const { payloadBytes: _, ...entry } = toEntry$2(row);
	return {
		...entry,
		payload: JSON.parse(row.payload),
		dedupeKey: row.dedupe_key
	};
}
async function deleteQuarantineItem(store, { workspaceId, id }, withChange) {
	return store.db.transaction().execute(async (trx) => {
		const deleted = await trx.deleteFrom("quarantine").where("id", "=", id).where((eb) => isOwn(eb, { workspaceId })).returning(ENTRY_COLUMNS).executeTakeFirst();
		if (deleted === void 0) return false;
		await withChange(trx, {
			before: toEntry$2(deleted),
			after: null
		});
		return true;
	});
}
async function trimQuarantine(store, bounds = QUARANTINE_BOUNDS) {
	let removedCount = 0;
	for (const metaAppId of await findOverfull(store, bounds)) {
		const newestOut = await findNewestOut(store, metaAppId, bounds);
		if (newestOut !== null) removedCount += await deleteUpTo(store, metaAppId, newestOut);
	}
	return removedCount;
}
function isOwn(eb, owner) {
	const registrations = eb.selectFrom("meta_apps").select("meta_apps.id");
	return eb("meta_app_id", "in", owner.workspaceId === null ? registrations.where("meta_apps.workspace_id", "is", null) : registrations.where("meta_apps.workspace_id", "=", owner.workspaceId));
}
async function findOverfull(store, bounds) {
	return (await store.db.selectFrom("quarantine").select("meta_app_id").groupBy("meta_app_id").having((eb) => eb.or([eb(eb.fn.countAll(), ">", bounds.itemsMax), eb(eb.fn.sum("payload_bytes"), ">", bounds.bytesMax)])).execute()).map((row) => row.meta_app_id);
}
async function findNewestOut(store, metaAppId, bounds) {
	const counted = store.db.selectFrom("quarantine").select("id").select(sql`row_number() over (order by id desc)`.as("place")).select(sql`sum(payload_bytes) over (order by id desc)`.as("bytes")).where("meta_app_id", "=", metaAppId);
	return (await store.db.selectFrom(counted.as("counted")).select("id").where((eb) => eb.or([eb("place", ">", bounds.itemsMax), eb("bytes", ">", bounds.bytesMax)])).orderBy("id", "desc").limit(1).executeTakeFirst())?.id ?? null;
}
async function deleteUpTo(store, metaAppId, lastId) {
	let deletedCount = 0;
	for (;;) {
		const result = await store.db.deleteFrom("quarantine").where("meta_app_id", "=", metaAppId).where("id", "in", (eb) => eb.selectFrom("quarantine as old").select("old.id").where("old.meta_app_id", "=", metaAppId).where("old.id", "<=", lastId).orderBy("old.id").limit(DELETE_ROWS_MAX)).executeTakeFirst();
		const count = Number(result.numDeletedRows);
		deletedCount += count;
		if (count < DELETE_ROWS_MAX) return deletedCount;
	}
}
function toEntry$2(row) {
	return {
		id: row.id,
		metaAppId: row.meta_app_id,
		reason: row.reason,
		field: row.field,
		phoneNumberId: row.phone_number_id,
		wabaId: row.waba_id,
		occurredAtMs: row.occurred_at_ms,
		createdAtMs: row.created_at_ms,
		payloadBytes: row.payload_bytes
	};
}
// ../server/src/pipeline/quarantine/quarantine.routes.ts
const READ$3 = { access: {
	who: "workspace-or-operator",
	permission: "quarantine.read"
} };
const WRITE$2 = { access: {
	who: "workspace-or-operator",
	permission: "quarantine.write"
} };
const quarantineQuery = listQuery.extend({
	meta_app: idParam("app").optional(),
	reason: _enum(QUARANTINE_REASONS).optional()
});
const entryView = object({
	id: string(),
	meta_app_id: string(),
	reason: _enum(QUARANTINE_REASONS),
	field: string(),
	phone_number_id: string().nullable(),
	waba_id: string().nullable(),
	occurred_at: datetime().nullable(),
	created_at: datetime()
});
const listedView = entryView.extend({ payload_bytes: int() });
const itemView = entryView.extend({ payload: unknown() });
const releasedView = object({
	id: string(),
	event_ids: array(string())
});
function quarantineRoutes(api, ctx) {
	readRoutes(api, ctx);
	api.post("/v1/quarantine/:id/release", {
		config: WRITE$2,
		schema: {
			summary: "Make the events of an item and send them",
			description: "The replay window no longer counts. 409 while no channel of the registration has its number.",
			tags: ["Quarantine"],
			params: idPath,
			response: { 200: releasedView }
		}
	}, async (request) => {
		const item = await findOrThrow(ctx, request.workspaceId, request.params.id);
		if (item.reason === "erased") throw notReleased("erased");
		const outcome = await ctx.release(item);
		if (outcome.kind !== "released") throw notReleased(outcome.kind);
		const at = {
			workspaceId: request.workspaceId,
			id: item.id
		};
		await deleteQuarantineItem(ctx.store, at, auditChange(auditedItem(ctx), request, "released"));
		return {
			id: item.id,
			event_ids: [...outcome.eventIds]
		};
	});
	api.delete("/v1/quarantine/:id", {
		config: WRITE$2,
		schema: {
			summary: "Throw an item away",
			tags: ["Quarantine"],
			params: idPath,
			response: { 204: _null() }
		}
	}, async (request, reply) => {
		const at = {
			workspaceId: request.workspaceId,
			id: pathId("qrn", request.params.id)
		};
		const audited = auditChange(auditedItem(ctx), request, "deleted");
		if (!await deleteQuarantineItem(ctx.store, at, audited)) throw notFound$1();
		return reply.code(204).send(null);
	});
}
function readRoutes(api, ctx) {
	api.get("/v1/quarantine", {
		config: READ$3,
		schema: {
			summary: "What was signed by Meta and made no event, newest first",
			tags: ["Quarantine"],
			querystring: quarantineQuery,
			response: { 200: pageOf(listedView) }
		}
	}, async (request) => {
		const page = await listQuarantine(ctx.store, {
			workspaceId: request.workspaceId,
			metaAppId: request.query.meta_app,
			reason: request.query.reason,
			beforeId: idCursor("qrn", request.query.cursor),
			limit: request.query.limit
		});
		return {
			data: page.items.map(toListedView),
			next_cursor: page.nextCursor,
			has_more: page.nextCursor !== null
		};
	});
	api.get("/v1/quarantine/:id", {
		config: READ$3,
		schema: {
			summary: "One item with its payload",
			tags: ["Quarantine"],
			params: idPath,
			response: { 200: itemView }
		}
	}, async (request) => {
		const item = await findOrThrow(ctx, request.workspaceId, request.params.id);
		return {
			...toEntryView(item),
			payload: item.payload
		};
	});
}
async function findOrThrow(ctx, workspaceId, text) {
	const item = await findQuarantineItem(ctx.store, { workspaceId }, pathId("qrn", text));
	if (item === null) throw notFound$1();
	return item;
}
function notFound$1() {
	return new PosthornError("not_found", "There is no item with this id in quarantine.");
}
const NOT_RELEASED = {
	unknown_channel: "No channel of this Meta app has its number or account. Add the channel, then release it.",
	unreadable: "It is not in a form that an event can be made of. Read its payload, then delete it.",
	erased: "It told of a person who was erased: nothing of it is left to release."
};
function notReleased(why) {
	return new PosthornError("conflict", NOT_RELEASED[why]);
}
function auditedItem(ctx) {
	return {
		write: ctx.audit,
		resourceType: "quarantine_item",
		toView: toListedView
	};
}
function toListedView(entry) {
	return {
		...toEntryView(entry),
		payload_bytes: entry.payloadBytes
	};
}
function toEntryView(entry) {
	return {
		id: entry.id,
		meta_app_id: entry.metaAppId,
		reason: entry.reason,
		field: entry.field,
		phone_number_id: entry.phoneNumberId,
		waba_id: entry.wabaId,
		occurred_at: entry.occurredAtMs === null ? null : toIso(entry.occurredAtMs),
		created_at: toIso(entry.createdAtMs)
	};
}
// ../server/src/pipeline/signing/key-bytes.ts
const SECRET_PREFIX = "whsec_";
function bodyKeyBytes(secret) {
	return Buffer.from(secret, "utf8");
}
function standardKeyBytes(secret) {
	return decodeSecret(secret) ?? Buffer.from(secret, "utf8");
}
function decodeSecret(secret) {
	if (!secret.startsWith("whsec_")) return null;
	const encoded = secret.slice(6);
	const bytes = Buffer.from(encoded, "base64");
	return bytes.length > 0 && bytes.toString("base64") === encoded ? bytes : null;
}
// ../server/src/pipeline/signing/asymmetric-key.ts
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");
const SEED_BYTES = 32;
const HKDF_INFO = "posthorn signing v1a ed25519";
const PUBLIC_KEY_PREFIX = "whpk_";
function deriveAsymmetricKey(secret) {
	const seed = Buffer.from(hkdfSync("sha256", standardKeyBytes(secret), "", HKDF_INFO, SEED_BYTES));
	return createPrivateKey({
		key: Buffer.concat([PKCS8_HEAD, seed]),
		format: "der",
		type: "pkcs8"
	});
}
function asymmetricPublicKey(secret) {
	const { x } = createPublicKey(deriveAsymmetricKey(secret)).export({ format: "jwk" });
	assert(typeof x === "string");
	return `${PUBLIC_KEY_PREFIX}${Buffer.from(x, "base64url").toString("base64")}`;
}
// ../server/src/pipeline/signing/signing-secrets.ts
const SECRET_RANDOM_BYTES = 32;
const CHOSEN_SECRET_BYTES_MIN = 16;
const CHOSEN_SECRET_BYTES_MAX = 256;
const STANDARD_KEY_BYTES_MIN = 24;
const STANDARD_KEY_BYTES_MAX = 64;
function newSigningSecret(randomBytes32) {
	assert(randomBytes32.length === SECRET_RANDOM_BYTES);
	return `${SECRET_PREFIX}${randomBytes32.toString("base64")}`;
}
function checkChosenSecret(format, secret) {
	const bytes = Buffer.byteLength(secret, "utf8");
	if (bytes < CHOSEN_SECRET_BYTES_MIN || bytes > CHOSEN_SECRET_BYTES_MAX) refuse$1(`A signing secret has ${CHOSEN_SECRET_BYTES_MIN} to ${CHOSEN_SECRET_BYTES_MAX} bytes.`);
	if (!secret.isWellFormed()) refuse$1("A signing secret is valid Unicode text.");
	if (format !== "standard" && format !== "cloudevents") return;
	const keyBytes = decodeSecret(secret)?.length ?? 0;
	if (keyBytes < STANDARD_KEY_BYTES_MIN || keyBytes > STANDARD_KEY_BYTES_MAX) refuse$1(`In the format ${format} a signing secret is ${SECRET_PREFIX} followed by the padded base64 of ${STANDARD_KEY_BYTES_MIN} to ${STANDARD_KEY_BYTES_MAX} bytes.`);
}
function refuse$1(message) {
	throw new PosthornError("unprocessable", message, { fields: [{
		pointer: "/secret",
		message
	}] });
}
// ../server/src/platform/config/shown-settings.ts
const SHOWN = [
	"publicUrl",
	"retentionMs",
	"mediaRetentionMs",
	"auditRetentionMs",
	"mediaBytesMax",
	"metaReplayWindowMs",
	"egressAllow",
	"egressAllowHttp",
	"egressIps",
	"metaGraphVersion",
	"simulator"
];
function showSettings(config) {
	return SHOWN.map((name) => {
		const { env: variable, fallback, doc: description, parse } = SETTINGS[name];
		const value = config[name];
		const isDefault = isDeepStrictEqual(value, fallback === null ? null : parse(fallback));
		return {
			variable,
			value: toText(name, value),
			isDefault,
			description
		};
	});
}
function toText(name, value) {
	if (value === null) return null;
	if (Array.isArray(value)) return value.join(", ");
	return typeof value === "number" && name.endsWith("Ms") ? toDuration(value) : String(value);
}
const UNITS = [
	["d", 864e5],
	["h", 36e5],
	["m", 6e4],
	["s", 1e3]
];
function toDuration(ms) {
	const [unit, unitMs] = UNITS.find(([, each]) => ms % each === 0) ?? ["s", 1e3];
	return `${ms / unitMs}${unit}`;
}
// ../server/src/platform/egress/fetch-text.ts
const BODY_BYTES_MAX$2 = 4096;
const TIMEOUT_MS$2 = 1e4;
async function fetchText(connector, url, headers) {
	const client = new import_client.default(url.origin, { connect: connector });
	try {
		const answer = await client.request({
			path: url.pathname + url.search,
			method: "GET",
			headers: { ...headers },
			signal: AbortSignal.timeout(TIMEOUT_MS$2)
		});
		const chunks = [];
		let bytes = 0;
		for await (const chunk of answer.body) {
			bytes += chunk.length;
			if (bytes > BODY_BYTES_MAX$2) return null;
			chunks.push(chunk);
		}
		return {
			status: answer.statusCode,
			body: Buffer.concat(chunks).toString("utf8")
		};
	} catch {
		return null;
	} finally {
		await client.destroy();
	}
}
// ../server/src/platform/egress/probe.ts
const TIMEOUT_MS$1 = 5e3;
async function probeUrl(connector, url, headers) {
	const startedMs = performance.now();
	let certificate = null;
	const client = new import_client.default(url.origin, { connect: (options, callback) => connector(options, (error, socket) => {
		if (error !== null) return callback(error, null);
		certificate = certificateOf(socket);
		callback(null, socket);
	}) });
	const took = () => Math.round(performance.now() - startedMs);
	try {
		const { statusCode } = await client.request({
			path: url.pathname + url.search,
			method: "OPTIONS",
			headers: { ...headers },
			signal: AbortSignal.timeout(TIMEOUT_MS$1)
		});
		return {
			statusCode,
			certificate,
			failure: null,
			durationMs: took()
		};
	} catch (error) {
		return {
			statusCode: null,
			certificate,
			failure: describe(error),
			durationMs: took()
		};
	} finally {
		await client.destroy();
	}
}
function describe(error) {
	return error instanceof Error && error.name === "TimeoutError" ? {
		errorClass: "timeout",
		message: `The host did not answer within ${TIMEOUT_MS$1 / 1e3} seconds.`
	} : classifyConnectError(error);
}
function certificateOf(socket) {
	if (!(socket instanceof TLSSocket)) return null;
	const { issuer, valid_to } = socket.getPeerCertificate();
	const validToMs = Date.parse(valid_to ?? "");
	if (Number.isNaN(validToMs)) return null;
	return {
		issuer: [issuer?.O ?? issuer?.CN ?? ""].flat().join(", "),
		validToMs
	};
}
// ../server/src/platform/http/console-pages.ts
var import_static = __toESM(require_static(), 1);
const PAGES = [
	"/",
	"/sign-in",
	"/welcome",
	"/invite",
	"/enter",
	"/password",
	"/w",
	"/w/*"
];
const PORTAL_PAGES = ["/portal", "/portal/*"];
const FIXED_FILES = ["/theme.js", "/horn.svg"];
const FOREVER = "public, max-age=31536000, immutable";
const REVALIDATE = "no-cache";
async function addConsolePages(api, { dir, portalFrameAncestors }) {
	await api.register(import_static.default, {
		root: dir,
		serve: false,
		cacheControl: false,
		preCompressed: true
	});
	const isBuilt = existsSync(join(dir, "index.html"));
	const routes = {
		method: "GET",
		config: { access: { who: "anyone" } },
		schema: { hide: true }
	};
	const page = (policy) => async (_request, reply) => {
		if (!isBuilt) throw notBuilt();
		return reply.headers({
			...PAGE_HEADERS,
			"content-security-policy": policy,
			"cache-control": REVALIDATE
		}).sendFile("index.html");
	};
	for (const url of PAGES) api.route({
		...routes,
		url,
		handler: page(policyFor("'none'"))
	});
	const ancestors = portalFrameAncestors.length === 0 ? "'none'" : portalFrameAncestors.join(" ");
	for (const url of PORTAL_PAGES) api.route({
		...routes,
		url,
		handler: page(policyFor(ancestors))
	});
	for (const url of FIXED_FILES) api.route({
		...routes,
		url,
		handler: async (_request, reply) => sendFile(reply, url.slice(1), REVALIDATE)
	});
	api.route({
		...routes,
		url: "/console-assets/:file",
		handler: async (request, reply) => {
			const { file } = request.params;
			return sendFile(reply, `console-assets/${file}`, FOREVER);
		}
	});
}
const PAGE_HEADERS = { "cross-origin-opener-policy": "same-origin" };
function policyFor(frameAncestors) {
	return [
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"img-src 'self' data: blob:",
		"media-src 'self' blob:",
		"font-src 'self'",
		"connect-src 'self'",
		"form-action 'self'",
		"base-uri 'none'",
		`frame-ancestors ${frameAncestors}`
	].join("; ");
}
function sendFile(reply, file, cacheControl) {
	return reply.header("cache-control", cacheControl).sendFile(file);
}
function notBuilt() {
	return new PosthornError("not_found", "The console was not built. In a clone: npm run build -w @posthorn/console.");
}
// ../server/src/platform/http/health.routes.ts
const CHECK_TIMEOUT_MS = 2e3;
const TAGS$3 = ["Health"];
const readiness = object({
	status: _enum(["ready", "not_ready"]),
	checks: record(string(), _enum(["ok", "failed"]))
});
function healthRoutes(api, ctx) {
	api.route({
		method: "GET",
		url: "/healthz",
		config: { access: { who: "anyone" } },
		schema: {
			tags: TAGS$3,
			summary: "Is the process alive?",
			response: { 200: object({ status: literal("ok") }) }
		},
		handler: async () => ({ status: "ok" })
	});
	api.route({
		method: "GET",
		url: "/readyz",
		config: { access: { who: "anyone" } },
		schema: {
			tags: TAGS$3,
			summary: "Can it do its work?",
			response: {
				200: readiness,
				503: readiness
			}
		},
		handler: async (_request, reply) => {
			const checks = Object.fromEntries(await Promise.all(Object.entries(ctx.checks).map(runCheck)));
			const ready = Object.values(checks).every((result) => result === "ok");
			return reply.code(ready ? 200 : 503).send({
				status: ready ? "ready" : "not_ready",
				checks
			});
		}
	});
}
async function runCheck([name, check]) {
	let timer;
	const tooLate = new Promise((resolve) => {
		timer = setTimeout(resolve, CHECK_TIMEOUT_MS, "failed");
	});
	const outcome = check().then(() => "ok", () => "failed");
	const result = await Promise.race([outcome, tooLate]);
	clearTimeout(timer);
	return [name, result];
}
// ../server/src/platform/http/html.ts
var import_fastify = require_fastify();
var Html = class {
	markup;
	constructor(markup) {
		this.markup = markup;
	}
};
function html(parts, ...values) {
	return new Html(parts.map((part, index) => index === 0 ? part : markupOf(values[index - 1] ?? null) + part).join(""));
}
function prose(text) {
	return html`${text.split("`").map((part, index) => index % 2 === 1 ? html`<code>${part}</code>` : part)}`;
}
function markupOf(value) {
	if (value === null) return "";
	if (value instanceof Html) return value.markup;
	if (typeof value === "string") return escapeHtml(value);
	if (typeof value === "number") return String(value);
	return value.map(markupOf).join("");
}
const ENTITIES = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	"\"": "&quot;",
	"'": "&#39;"
};
function escapeHtml(text) {
	return text.replaceAll(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}
// ../server/src/platform/http/openapi-document.ts
function listOperations(paths) {
	return Object.entries(paths).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({
		method: method.toUpperCase(),
		path,
		operation
	})));
}
function resolveSchema(document, schema) {
	const name = schemaNameOf(schema);
	return name === null ? schema : document.components.schemas[name] ?? {};
}
function schemaNameOf(schema) {
	return schema.$ref?.startsWith(SCHEMA_REF) ? schema.$ref.slice(SCHEMA_REF.length) : null;
}
const SCHEMA_REF = "#/components/schemas/";
// ../server/src/platform/http/docs-schema.ts
const SCHEMA_DEPTH_MAX = 8;
function schemaAnchor(name) {
	return `schema-${name}`;
}
function renderSchema(schema, depth = 0) {
	if (depth > SCHEMA_DEPTH_MAX || schemaNameOf(schema) !== null) return null;
	const inner = [
		...schema.anyOf ?? [],
		...schema.oneOf ?? [],
		...schema.allOf ?? []
	];
	if (inner.length > 0) return html`${inner.map((one) => renderSchema(one, depth + 1))}`;
	if (schema.items !== void 0) return renderSchema(schema.items, depth + 1);
	const { properties = {}, required = [], additionalProperties } = schema;
	const fields = Object.entries(properties).map(([name, field]) => renderField({
		name,
		field,
		depth
	}, required.includes(name)));
	if (fields.length > 0) return html`<ul class="fields">${fields}</ul>`;
	return typeof additionalProperties === "object" ? renderSchema(additionalProperties, depth + 1) : null;
}
function renderField({ name, field, depth }, isRequired) {
	return html`<li><code>${name}</code> <span class="soft">${typeInWords(field)}</span>${isRequired ? html` <span class="needed">required</span>` : null}${field.description === void 0 ? null : html`<br>${prose(field.description)}`}${renderSchema(field, depth + 1)}</li>`;
}
function typeInWords(schema) {
	const name = schemaNameOf(schema);
	if (name !== null) return html`<a href="#${schemaAnchor(name)}">${name}</a>`;
	const alternatives = schema.anyOf ?? schema.oneOf;
	if (alternatives !== void 0) return html`${alternatives.map((one, index) => html`${index === 0 ? "" : " or "}${typeInWords(one)}`)}`;
	if (schema.const !== void 0) return html`<code>${JSON.stringify(schema.const)}</code>`;
	if (schema.enum !== void 0) return html`one of ${schema.enum.map((one) => html`<code>${String(one)}</code> `)}${boundsInWords(schema)}`;
	if (schema.items !== void 0) return html`list of ${typeInWords(schema.items)}${boundsInWords(schema)}`;
	return html`${[schema.type ?? "any"].flat().join(" or ")}${schema.format === void 0 ? "" : ` (${schema.format})`}${boundsInWords(schema)}`;
}
function boundsInWords(schema) {
	const bounds = [
		rangeInWords(schema.minimum, schema.maximum, ""),
		rangeInWords(schema.minLength, schema.maxLength, " characters"),
		rangeInWords(schema.minItems, schema.maxItems, " items"),
		schema.default === void 0 ? null : `default ${JSON.stringify(schema.default)}`
	].filter((words) => words !== null);
	return bounds.length === 0 ? "" : `, ${bounds.join(", ")}`;
}
function rangeInWords(least, most, unit) {
	const min = least === void 0 || least <= Number.MIN_SAFE_INTEGER ? null : least;
	const max = most === void 0 || most >= Number.MAX_SAFE_INTEGER ? null : most;
	if (min !== null && max !== null) return min === max ? `${min}${unit}` : `${min} to ${max}${unit}`;
	if (max !== null) return `at most ${max}${unit}`;
	return min === null ? null : `at least ${min}${unit}`;
}
function exampleOf(document, schema, depth = 0) {
	const { example, examples, const: only, enum: words, default: usual } = schema;
	const given = example ?? examples?.[0] ?? only ?? usual ?? words?.[0];
	if (given !== void 0 || depth > SCHEMA_DEPTH_MAX) return given ?? null;
	const named = resolveSchema(document, schema);
	if (named !== schema) return exampleOf(document, named, depth + 1);
	const first = (schema.anyOf ?? schema.oneOf ?? schema.allOf)?.[0];
	if (first !== void 0) return exampleOf(document, first, depth + 1);
	if (schema.items !== void 0) return [exampleOf(document, schema.items, depth + 1)];
	if (schema.properties !== void 0) {
		const fields = Object.entries(schema.properties).map(([name, field]) => [name, exampleOf(document, field, depth + 1)]);
		return Object.fromEntries(fields);
	}
	return exampleOfType(schema);
}
function exampleOfType({ type, format, minimum }) {
	const first = [type ?? "object"].flat()[0];
	if (first === "string") return format === "date-time" ? "2026-11-20T09:30:00.000Z" : "text";
	if (first === "integer" || first === "number") return Math.max(1, minimum ?? 1);
	if (first === "boolean") return true;
	if (first === "array") return [];
	return first === "null" ? null : {};
}
// ../server/src/platform/http/docs-operation.ts
function operationAnchor({ method, path }) {
	return `${method}-${path}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "");
}
function renderOperation(document, placed) {
	const { method, path, operation } = placed;
	const anchor = operationAnchor(placed);
	return html`<section id="${anchor}"><h3><a class="anchor" href="#${anchor}"><span class="method">${method}</span><code>${path}</code></a></h3>
${operation.summary === void 0 ? null : html`<p><strong>${operation.summary}</strong></p>`}
${operation.description === void 0 ? null : html`<p>${prose(operation.description)}</p>`}
${operation["x-access"] === void 0 ? null : html`<p class="access">Who may: ${operation["x-access"]}</p>`}
${renderParameters(operation.parameters ?? [])}
${renderBody(operation)}
<h4>Example</h4><pre>${curlOf(document, placed)}</pre>
${renderResponses(document, operation)}</section>`;
}
function renderWebhook(document, name, operation) {
	return html`<section id="webhook-${name}"><h3><a class="anchor" href="#webhook-${name}"><code>${name}</code></a></h3>
${operation.summary === void 0 ? null : html`<p>${operation.summary}</p>`}
${operation.description === void 0 ? null : html`<p>${prose(operation.description)}</p>`}
<details><summary>Fields and examples</summary>${renderBody(operation)}${renderExamples(document, operation.requestBody?.content ?? {})}</details></section>`;
}
function renderParameters(parameters) {
	if (parameters.length === 0) return null;
	return html`<h4>Parameters</h4><div class="scroll"><table><thead><tr><th>Name</th><th>In</th><th>Type</th><th>What it does</th></tr></thead><tbody>${parameters.map(({ name, in: place, required, description, schema }) => html`<tr><td><code>${name}</code></td><td>${place}</td><td>${schema === void 0 ? null : typeInWords(schema)}${required === true ? html` <span class="needed">required</span>` : null}</td><td>${prose(description ?? "")}</td></tr>`)}</tbody></table></div>`;
}
function renderBody(operation) {
	const media = Object.values(operation.requestBody?.content ?? {})[0];
	if (media?.schema === void 0) return null;
	return html`<h4>Body: ${typeInWords(media.schema)}</h4>${renderSchema(media.schema)}`;
}
function renderResponses(document, operation) {
	const entries = Object.entries(operation.responses ?? {});
	const own = entries.filter(([, response]) => response.$ref === void 0);
	const problems = entries.filter(([status, response]) => response.$ref !== void 0 && status !== "default").map(([status]) => status);
	return html`${own.map(([status, { description, content = {} }]) => {
		const schema = Object.values(content)[0]?.schema;
		const words = description === void 0 || description === "Default Response" ? "" : description;
		return html`<h4>Answer ${status}${schema === void 0 ? null : html`: ${typeInWords(schema)}`}</h4>${words === "" ? null : html`<p>${prose(words)}</p>`}${schema === void 0 ? null : renderSchema(schema)}${renderExamples(document, content)}`;
	})}${problems.length === 0 ? null : html`<p class="access">Problems: ${problems.join(", ")}. See <a href="#errors">errors</a>.</p>`}`;
}
function renderExamples(document, content) {
	return Object.entries(content).flatMap(([type, media]) => {
		if (media.examples === void 0) return [renderExample(type, media.example ?? exampleOf(document, media.schema ?? {}))];
		return Object.entries(media.examples).map(([name, example]) => renderExample(`${example.summary ?? name}, ${type}`, example.value));
	});
}
function renderExample(words, value) {
	return html`<details><summary>Example: ${words}</summary><pre>${typeof value === "string" ? value : JSON.stringify(value, null, 2)}</pre></details>`;
}
function curlOf(document, { method, path, operation }) {
	const origin = document.servers?.[0]?.url ?? "/";
	const lines = [`curl -X ${method} ${origin === "/" ? "http://127.0.0.1:8420" : origin.replace(/\/$/, "")}${path}`];
	if ((operation.security ?? []).length > 0) lines.push(`-H 'Authorization: Bearer $POSTHORN_API_KEY'`.replaceAll("'", "\""));
	const media = operation.requestBody?.content["application/json"];
	if (media !== void 0) {
		const body = JSON.stringify(media.example ?? exampleOf(document, media.schema ?? {}));
		lines.push("-H \"Content-Type: application/json\"", `-d '${body.replaceAll("'", "'\\''")}'`);
	}
	return lines.join(" \\\n  ");
}
// ../server/src/platform/http/docs-style.ts
const DOCS_STYLE = `
:root { color-scheme: light dark; --ink: #1c2024; --soft: #5b6470; --line: #dfe3e8; --back: #ffffff; --panel: #f6f7f9; --accent: #0b6e4f; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ec; --soft: #9aa4af; --line: #2d343c; --back: #14171a; --panel: #1c2126; --accent: #5fd3a6; }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; color: var(--ink); background: var(--back); font: 16px/1.55 system-ui, sans-serif; }
a { color: var(--accent); }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--back); padding: .5rem; z-index: 1; }
.page { display: grid; grid-template-columns: minmax(15rem, 19rem) minmax(0, 1fr); max-width: 84rem; margin: 0 auto; }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.5rem 1rem; border-right: 1px solid var(--line); font-size: .875rem; }
nav h2 { margin: 1.25rem 0 .25rem; font-size: .75rem; letter-spacing: .06em; text-transform: uppercase; color: var(--soft); }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li a { display: block; padding: .15rem 0; color: inherit; text-decoration: none; overflow-wrap: anywhere; }
nav li a:hover { color: var(--accent); text-decoration: underline; }
main { padding: 2rem; min-width: 0; }
h1 { margin: 0 0 .5rem; font-size: 2rem; line-height: 1.2; }
main h2 { margin: 3rem 0 1rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
main h3 { margin: 2.5rem 0 .5rem; font-size: 1.15rem; }
main h4 { margin: 1.25rem 0 .35rem; font-size: .95rem; }
.anchor { color: inherit; text-decoration: none; }
.anchor:hover { text-decoration: underline; }
code, pre { font: .85em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { overflow-wrap: anywhere; }
pre { margin: .5rem 0; padding: .75rem 1rem; overflow-x: auto; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; }
.method { display: inline-block; min-width: 3.6rem; padding: .05rem .4rem; margin-right: .5rem; text-align: center; font: 700 .72rem/1.6 ui-monospace, Consolas, monospace; color: var(--back); background: var(--accent); border-radius: 4px; }
.access, .soft { color: var(--soft); font-size: .9rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { padding: .4rem .75rem .4rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; }
.fields { list-style: none; margin: .25rem 0; padding-left: .9rem; border-left: 2px solid var(--line); font-size: .9rem; }
.fields li { padding: .2rem 0; }
.needed { color: var(--accent); font-size: .8rem; }
summary { cursor: pointer; color: var(--accent); }
@media (max-width: 52rem) { .page { grid-template-columns: minmax(0, 1fr); } nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); } main { padding: 1.25rem; } }
`;
// ../server/src/platform/http/docs-page.ts
function renderApiPage(document) {
	const groups = groupByTag(listOperations(document.paths));
	const webhooks = listOperations(document.webhooks ?? {});
	const schemas = Object.entries(document.components.schemas);
	const navigation = html`${groups.map(([tag, operations]) => html`<h2>${tag}</h2><ul>${operations.map((one) => html`<li><a href="#${operationAnchor(one)}">${one.method} ${one.path}</a></li>`)}</ul>`)}<h2>Reference</h2><ul><li><a href="#errors">Errors</a></li><li><a href="#schemas">Schemas</a></li></ul>${webhooks.length === 0 ? null : html`<h2>Webhooks</h2><ul>${webhooks.map(({ path }) => html`<li><a href="#webhook-${path}">${path}</a></li>`)}</ul>`}`;
	const content = html`<h1>${document.info.title} API</h1><p class="soft">Version ${document.info.version} &middot; <a href="/openapi.json">openapi.json</a> &middot; <a href="/asyncapi.json">asyncapi.json</a> for the live stream</p>
<p>${prose(document.info.description ?? "")}</p>${CONVENTIONS}
${groups.map(([tag, operations]) => html`<h2>${tag}</h2>${operations.map((one) => renderOperation(document, one))}`)}
${renderErrors(html` The body: <a href="#${schemaAnchor("Problem")}">Problem</a>.`)}
<h2 id="schemas">Schemas</h2>${schemas.map(([name, schema]) => html`<section id="${schemaAnchor(name)}"><h3>${name}</h3>${renderSchema(schema)}</section>`)}
${webhooks.length === 0 ? null : html`<h2 id="webhooks">Webhooks</h2><p>What endpoints are sent, by event type.</p>`}
${webhooks.map(({ path, operation }) => renderWebhook(document, path, operation))}`;
	return renderPage(`${document.info.title} API`, navigation, content);
}
function renderErrorsPage() {
	return renderPage("Posthorn errors", html`<h2>Errors</h2><ul>${Object.keys(STATUS_BY_CODE).map((code) => html`<li><a href="#${code}">${code}</a></li>`)}</ul>
<h2>Reference</h2><ul><li><a href="/docs/api">API</a></li></ul>`, html`<h1>Errors</h1>${renderErrors()}`);
}
const CONVENTIONS = html`<h2 id="conventions">Conventions</h2>
<p>Send <code>Authorization: Bearer &lt;API key&gt;</code>. A key belongs to one workspace and has the scope read, write or admin; each includes the one before.
The root key acts for the workspace in the header <code>Posthorn-Workspace</code>.</p>
<p>Bodies are JSON. A field or query parameter that is not listed here is refused, so that a misspelt one does not go unseen. Times are RFC 3339 in UTC, durations are <code>90s</code>, <code>15m</code>, <code>169h</code> or <code>30d</code>.</p>
<p>Lists are pages: <code>limit</code> from 1 to 100, and <code>cursor</code> takes <code>next_cursor</code> of the page before as long as <code>has_more</code> is true.</p>
<p>With <code>Idempotency-Key</code> a POST that creates something can be repeated safely for 24 hours. With <code>If-Match</code> a PATCH applies only to the version that was read. <code>RateLimit</code> and <code>RateLimit-Policy</code> tell what is left of the calls of this minute.</p>`;
function renderErrors(after = null) {
	return html`<h2 id="errors">Error codes</h2><p>Errors are <code>application/problem+json</code> (RFC 9457). Match on <code>code</code>: codes never change their meaning.${after}</p>
<div class="scroll"><table><thead><tr><th>Code</th><th>Status</th><th>What it means</th></tr></thead><tbody>${Object.entries(PROBLEM_WORDS).map(([code, { title, meaning }]) => html`<tr id="${code}"><td><code>${code}</code></td><td>${STATUS_BY_CODE[code]}</td><td><strong>${title}.</strong> ${prose(meaning)}</td></tr>`)}</tbody></table></div>`;
}
function renderPage(title, navigation, content) {
	return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${new Html(DOCS_STYLE)}</style></head>
<body><a class="skip" href="#content">Skip to the content</a><div class="page"><nav aria-label="Contents">${navigation}</nav><main id="content">${content}</main></div></body></html>
`.markup;
}
function groupByTag(operations) {
	const groups = new Map();
	for (const one of operations) {
		const tag = one.operation.tags?.[0] ?? "Other";
		groups.set(tag, [...groups.get(tag) ?? [], one]);
	}
	return [...groups];
}
// ../server/src/platform/http/openapi-operations.ts
var import_swagger = __toESM(require_swagger(), 1);
const API_KEY = "ApiKey";
const SESSION = "Session";
const VOBIZ_ACCOUNT = "VobizAccount";
const VOBIZ_KEY = "VobizKey";
const SECURITY_SCHEMES$1 = {
	[API_KEY]: {
		type: "http",
		scheme: "bearer"
	},
	[SESSION]: {
		type: "apiKey",
		in: "cookie",
		name: "posthorn_session",
		description: "A member who signed in: the cookie of `POST /v1/session`, called `__Host-posthorn_session` over https. Everything but GET also needs the header `Posthorn-CSRF`."
	},
	[VOBIZ_ACCOUNT]: {
		type: "apiKey",
		in: "header",
		name: "X-Auth-ID",
		description: "Vobiz API: the workspace's account id."
	},
	[VOBIZ_KEY]: {
		type: "apiKey",
		in: "header",
		name: "X-Auth-Token",
		description: "Vobiz API: an API key."
	}
};
function describeByConfig(schema, route) {
	const { access, idempotent } = route.config ?? {};
	const method = [route.method].flat()[0] ?? "GET";
	const headers = {
		...access !== void 0 && "permission" in access ? { "Posthorn-Workspace": WORKSPACE_HEADER_SCHEMA } : {},
		...idempotent === true ? { "Idempotency-Key": IDEMPOTENCY_KEY_SCHEMA } : {},
		...method === "PATCH" && access?.who !== "member" ? { "If-Match": IF_MATCH_SCHEMA } : {}
	};
	return {
		operationId: operationIdOf(method, route.url),
		...schema,
		...Object.keys(headers).length > 0 ? { headers: {
			type: "object",
			properties: headers
		} } : {},
		security: securityOf(access),
		"x-access": accessInWords(access)
	};
}
const WORKSPACE_HEADER_SCHEMA = {
	type: "string",
	description: "With the root key or the session of a member: the id of the workspace to act for."
};
const IDEMPOTENCY_KEY_SCHEMA = {
	type: "string",
	minLength: 1,
	maxLength: 255,
	description: "Repeating the request with the same key gives the same answer and creates nothing more, for 24 hours."
};
const IF_MATCH_SCHEMA = {
	type: "string",
	description: "The ETag that was read: the change is refused when the resource was changed since."
};
function securityOf(access) {
	if (access?.who === "anyone") return [];
	const bearer = { [API_KEY]: [] };
	const session = { [SESSION]: [] };
	if (access?.who === "member") return [session];
	if (access !== void 0 && "credentials" in access && access.credentials === "vobiz") return [{
		[VOBIZ_ACCOUNT]: [],
		[VOBIZ_KEY]: []
	}, bearer];
	return access !== void 0 && "permission" in access && granteesOf(access.permission).length === 0 ? [bearer] : [bearer, session];
}
function accessInWords(access) {
	if (access === void 0 || access.who === "anyone") return "Anyone, without a key.";
	if (access.who === "member") return "A member who has signed in.";
	if (access.who === "caller") return "Anybody who shows a key, a session or the token of a portal link.";
	if (access.who === "operator") return "The root key. A member who is an operator.";
	const key = `An API key with scope ${PERMISSIONS[access.permission].scope}`;
	const people = peopleInWords(access.permission);
	if (access.who === "workspace") return `${key}, or the root key with Posthorn-Workspace.${people}`;
	return `${key}, or the root key: with Posthorn-Workspace for a workspace, without it for the operator.${people}`;
}
function peopleInWords(permission) {
	const grantees = granteesOf(permission);
	const roles = grantees.filter((grantee) => grantee !== "portal");
	const members = roles.length === 0 ? "" : ` A member with the role ${roles.join(", ")}.`;
	return grantees.includes("portal") ? `${members} A portal link.` : members;
}
function operationIdOf(method, url) {
	return `${method.toLowerCase()}_${url.replaceAll(/[^A-Za-z0-9]+/g, "_").replaceAll(/^_|_$/g, "")}`;
}
const PROBLEM_RESPONSE = { $ref: "#/components/responses/Problem" };
function withProblemResponses(paths) {
	const described = {};
	for (const { method, path, operation } of listOperations(paths)) {
		const statuses = operation.responses?.default === void 0 ? problemStatusesOf(operation) : [];
		const problems = Object.fromEntries(statuses.map((status) => [status, PROBLEM_RESPONSE]));
		described[path] = {
			...described[path],
			[method.toLowerCase()]: {
				...operation,
				responses: {
					...problems,
					...operation.responses
				}
			}
		};
	}
	return described;
}
function problemStatusesOf(operation) {
	const parameters = operation.parameters ?? [];
	const isGuarded = (operation.security ?? []).length > 0;
	const hasHeader = (name) => parameters.some((parameter) => parameter.in === "header" && parameter.name === name);
	const hasBody = operation.requestBody !== void 0;
	return [
		...hasBody || parameters.some((parameter) => parameter.in === "query") ? ["400"] : [],
		...isGuarded ? [
			"401",
			"403",
			"429"
		] : [],
		...isGuarded && parameters.some((parameter) => parameter.in === "path") ? ["404"] : [],
		...hasHeader("Idempotency-Key") ? ["409"] : [],
		...hasHeader("If-Match") ? ["412"] : [],
		...hasBody ? [
			"413",
			"415",
			"422"
		] : [],
		"default"
	];
}
function withoutUnusedSchemas(document) {
	const { schemas, ...otherComponents } = document.components;
	const used = new Set();
	const open = [JSON.stringify({
		...document,
		components: otherComponents
	})];
	for (let text = open.pop(); text !== void 0; text = open.pop()) for (const [, name = ""] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
		if (used.has(name)) continue;
		used.add(name);
		open.push(JSON.stringify(schemas[name] ?? {}));
	}
	const kept = Object.entries(schemas).filter(([name]) => used.has(name));
	return {
		...document,
		components: {
			...otherComponents,
			schemas: Object.fromEntries(kept)
		}
	};
}
// ../server/src/platform/http/openapi.ts
async function addOpenApi(api, options) {
	const fromZod = createJsonSchemaTransform({});
	await api.register(import_swagger.default, {
		openapi: {
			openapi: "3.1.0",
			info: {
				title: "Posthorn",
				version: options.version,
				description: DESCRIPTION$2,
				license: {
					name: "Apache License 2.0",
					identifier: "Apache-2.0"
				}
			},
			servers: [{ url: options.publicUrl ?? "/" }],
			components: {
				securitySchemes: SECURITY_SCHEMES$1,
				responses: RESPONSES
			}
		},
		convertConstToEnum: false,
		stripBasePath: false,
		transform: (input) => {
			const { schema, url } = fromZod(input);
			return {
				schema: describeByConfig(schema ?? {}, input.route),
				url
			};
		},
		transformObject: (input) => finish$1(jsonSchemaTransformObject(input), options)
	});
}
function readOpenApi(api) {
	return api.swagger();
}
const DESCRIPTION$2 = "Self-hosted webhooks for WhatsApp Business. JSON in snake_case; errors are problems (RFC 9457) with a stable `code`; lists come in pages with a cursor; `Idempotency-Key` makes a repeated POST safe.";
const RESPONSES = { Problem: {
	description: "What went wrong. Match on `code`.",
	content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } }
} };
function finish$1(document, options) {
	const tags = Object.values(document.paths).flatMap((item) => Object.values(item).flatMap(({ tags = [] }) => tags));
	return withoutUnusedSchemas({
		...document,
		tags: [...new Set(tags)].map((name) => ({ name })),
		paths: withProblemResponses(document.paths),
		webhooks: options.webhooks?.() ?? {}
	});
}
// ../server/src/platform/http/docs.routes.ts
const CACHE_CONTROL = "public, max-age=300";
function docsRoutes(api) {
	const routes = {
		method: "GET",
		config: { access: { who: "anyone" } },
		schema: { hide: true }
	};
	const documentText = once(() => JSON.stringify(readOpenApi(api)));
	const apiPage = once(() => renderApiPage(readOpenApi(api)));
	const errorsPage = once(renderErrorsPage);
	api.route({
		...routes,
		url: "/openapi.json",
		handler: async (_request, reply) => {
			return reply.header("cache-control", CACHE_CONTROL).type("application/json").send(documentText());
		}
	});
	api.route({
		...routes,
		url: "/docs/api",
		handler: async (_request, reply) => sendPage(reply, apiPage())
	});
	api.route({
		...routes,
		url: ERRORS_PATH,
		handler: async (_request, reply) => sendPage(reply, errorsPage())
	});
}
const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(DOCS_STYLE, "utf8").digest("base64")}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
function sendPage(reply, page) {
	const headers = {
		"content-security-policy": PAGE_POLICY,
		"cache-control": CACHE_CONTROL
	};
	return reply.headers(headers).type("text/html; charset=utf-8").send(page);
}
function once(make) {
	let made = null;
	return () => {
		made ??= make();
		return made;
	};
}
// ../server/src/platform/http/security-headers.ts
const SECURITY_HEADERS = {
	"x-content-type-options": "nosniff",
	"content-security-policy": "default-src 'none'; frame-ancestors 'none'",
	"referrer-policy": "no-referrer",
	"cross-origin-resource-policy": "same-origin",
	"cache-control": "no-store"
};
function addSecurityHeaders(api) {
	api.addHook("onRequest", async (request, reply) => {
		reply.headers({
			...SECURITY_HEADERS,
			"x-request-id": request.id
		});
	});
}
// ../server/src/platform/http/http-server.ts
const HEADER_BYTES_MAX = 16384;
const HEADERS_TIMEOUT_MS = 1e4;
const BODY_TIMEOUT_MS = 4e4;
const SLOW_BODY_TIMEOUT_MS = 9e5;
const KEEP_ALIVE_TIMEOUT_MS = 65e3;
const SILENT_SOCKET_TIMEOUT_MS = 12e4;
function createHttpServer(listener, bodyTimeoutMs = BODY_TIMEOUT_MS) {
	const server = (0, import__part_node_http.createServer)({
		maxHeaderSize: HEADER_BYTES_MAX,
		headersTimeout: HEADERS_TIMEOUT_MS,
		requestTimeout: SLOW_BODY_TIMEOUT_MS,
		keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
		connectionsCheckingInterval: HEADERS_TIMEOUT_MS / 2
	}, (request, response) => {
		noteBody(request, performance.now() + bodyTimeoutMs);
		listener(request, response);
	});
	server.setTimeout(SILENT_SOCKET_TIMEOUT_MS);
	endSlowBodies(server, bodyTimeoutMs / CHECKS_PER_BODY_TIMEOUT);
	return server;
}
const CHECKS_PER_BODY_TIMEOUT = 8;
const bodies = new WeakMap();
function noteBody(request, endsAtMs) {
	const body = bodies.get(request.socket);
	if (body === void 0) bodies.set(request.socket, {
		request,
		endsAtMs
	});
	else {
		body.request = request;
		body.endsAtMs = endsAtMs;
	}
}
function allowSlowBody(request) {
	const body = bodies.get(request.socket);
	if (body?.request === request) body.endsAtMs = Number.POSITIVE_INFINITY;
}
function endSlowBodies(server, everyMs) {
	const sockets = new Set();
	server.on("connection", (socket) => {
		sockets.add(socket);
		socket.once("close", () => sockets.delete(socket));
	});
	const timer = setInterval(() => {
		const nowMs = performance.now();
		for (const socket of sockets) {
			const body = bodies.get(socket);
			if (body === void 0 || body.request.complete || body.endsAtMs > nowMs) continue;
			const error = Object.assign(new Error("The body took too long."), { code: "ERR_HTTP_REQUEST_TIMEOUT" });
			server.emit("clientError", error, socket);
		}
	}, everyMs).unref();
	server.once("close", () => clearInterval(timer));
}
const STATUS_BY_NODE_CODE = {
	HPE_HEADER_OVERFLOW: [431, "Request Header Fields Too Large"],
	ERR_HTTP_REQUEST_TIMEOUT: [408, "Request Timeout"]
};
function answerClientError(error, socket, requestId) {
	if (error.code === "ECONNRESET" || !socket.writable) {
		socket.destroy();
		return;
	}
	const [statusCode, reason] = STATUS_BY_NODE_CODE[error.code ?? ""] ?? [400, "Bad Request"];
	const problem = toProblem(Object.assign(new Error(reason), { statusCode }), requestId);
	const body = JSON.stringify(problem.body);
	const headers = {
		...SECURITY_HEADERS,
		...problem.headers,
		connection: "close",
		"content-length": Buffer.byteLength(body)
	};
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
	socket.end(`HTTP/1.1 ${statusCode} ${reason}\r\n${lines.join("")}\r\n${body}`);
}
// ../server/src/platform/http/idempotency.ts
const REMEMBERED_HEADERS = [
	"content-type",
	"etag",
	"location"
];
const RETRY_AFTER_SECONDS$2 = 2;
function addIdempotency(api, ctx) {
	api.decorateRequest("heldIdempotencyKey", null);
	api.addHook("preHandler", async (request, reply) => {
		if (request.routeOptions.config.idempotent !== true) return;
		const key = idempotencyKeyOf(request);
		if (key !== null) return holdOrAnswer(ctx, {
			request,
			reply
		}, key);
	});
	api.addHook("onSend", async (request, reply, payload) => {
		await finish(ctx, {
			request,
			reply
		}, payload);
		return payload;
	});
}
function idempotencyKeyOf(request) {
	const key = request.headers["idempotency-key"];
	if (key === void 0) return null;
	if (typeof key === "string" && /^[\x21-\x7e]{1,255}$/.test(key)) return key;
	throw new PosthornError("invalid_request", "The header Idempotency-Key is not valid.", { fields: [{
		pointer: "Idempotency-Key",
		message: "Use 1 to 255 visible ASCII characters."
	}] });
}
async function holdOrAnswer(ctx, { request, reply }, key) {
	const wanted = {
		scope: request.workspaceId ?? "operator",
		key,
		requestHash: hashRequest(request),
		heldSinceMs: ctx.nowMs()
	};
	const outcome = await ctx.keeper.hold(wanted);
	switch (outcome.kind) {
		case "held":
			request.heldIdempotencyKey = wanted;
			return;
		case "answered":
			reply.code(outcome.answer.statusCode).headers(outcome.answer.headers).header("idempotent-replayed", "true");
			return reply.send(outcome.answer.body);
		case "other_request": throw new PosthornError("idempotency_mismatch", "This Idempotency-Key was used with another path or body.");
		case "in_progress": throw new PosthornError("idempotency_in_progress", "The first request with this Idempotency-Key still runs.", { retryAfterSeconds: RETRY_AFTER_SECONDS$2 });
	}
}
function hashRequest(request) {
	const parts = [
		request.method,
		request.url,
		JSON.stringify(request.body ?? null)
	];
	return createHash("sha256").update(parts.join("\n"), "utf8").digest("hex");
}
async function finish(ctx, { request, reply }, payload) {
	const held = request.heldIdempotencyKey;
	if (held === null) return;
	request.heldIdempotencyKey = null;
	try {
		if (reply.statusCode >= 500 || !isText(payload)) await ctx.keeper.release(held);
		else await ctx.keeper.remember(held, toAnswer(reply, payload ?? ""));
	} catch (error) {
		request.log.error({ error }, "an answer could not be remembered");
	}
}
function isText(payload) {
	return payload === null || payload === void 0 || typeof payload === "string";
}
function toAnswer(reply, body) {
	const headers = {};
	for (const name of REMEMBERED_HEADERS) {
		const value = reply.getHeader(name);
		if (value !== void 0) headers[name] = String(value);
	}
	return {
		statusCode: reply.statusCode,
		headers,
		body
	};
}
// ../server/src/platform/http/method-check.ts
function addNotFoundAnswers(api) {
	const methodsByPattern = new Map();
	api.addHook("onRoute", ({ method, url }) => {
		const methods = methodsByPattern.get(url) ?? new Set();
		for (const name of [method].flat()) methods.add(name);
		methodsByPattern.set(url, methods);
	});
	api.decorate("refuseUnrouted", (request, reply) => {
		const path = request.url.split("?", 1)[0] ?? "";
		const allowed = [...methodsByPattern].filter(([pattern]) => matches(pattern, path)).flatMap(([, methods]) => [...methods]);
		if (allowed.length === 0) throw new PosthornError("not_found", "There is no such path.");
		reply.header("allow", [...new Set(allowed)].sort().join(", "));
		throw new PosthornError("method_not_allowed", "The path does not know this method.");
	});
	api.setNotFoundHandler(async (request, reply) => api.refuseUnrouted(request, reply));
}
function matches(pattern, path) {
	const wanted = pattern.split("/");
	const given = path.split("/");
	if (wanted.length !== given.length) return false;
	return wanted.every((segment, index) => segment.startsWith(":") ? given[index] !== "" : segment === given[index]);
}
// ../server/src/platform/http/rate-limits.ts
var import_rate_limit = __toESM(require_rate_limit(), 1);
const WINDOW_SECONDS = 60;
const COUNTED_CALLERS_MAX = 1e4;
const DEFAULT_RATE_LIMITS = {
	callsPerMinute: 6e4,
	failedAuthenticationsPerMinute: 600,
	signInsPerMinute: 600
};
async function createRateLimits(api, bounds) {
	await api.register(import_rate_limit.default, { global: false });
	const shared = {
		timeWindow: WINDOW_SECONDS * 1e3,
		cache: COUNTED_CALLERS_MAX
	};
	const calls = api.createRateLimit({
		...shared,
		max: bounds.callsPerMinute,
		keyGenerator: (request) => nameOf(request.principal)
	});
	const failures = api.createRateLimit({
		...shared,
		max: bounds.failedAuthenticationsPerMinute
	});
	const signIns = api.createRateLimit({
		...shared,
		max: bounds.signInsPerMinute
	});
	return {
		countCall: async (request, reply) => apply("default", await calls(request), reply),
		countSignIn: async (request, reply) => apply("sign-in", await signIns(request), reply),
		countFailedAuthentication: async (request, reply) => apply("failed-authentication", await failures(request), reply)
	};
}
function nameOf(principal) {
	if (principal?.kind === "key") return principal.keyId;
	if (principal?.kind === "member") return principal.memberId;
	return principal?.kind === "portal" ? principal.linkId : "root";
}
function apply(policy, count, reply) {
	if (count.isAllowed) return;
	reply.header("ratelimit-policy", `"${policy}";q=${count.max};w=${WINDOW_SECONDS}`);
	reply.header("ratelimit", `"${policy}";r=${count.remaining};t=${count.ttlInSeconds}`);
	if (!count.isExceeded) return;
	throw new PosthornError("rate_limited", `More than ${count.max} in ${WINDOW_SECONDS} seconds.`, { retryAfterSeconds: Math.max(1, count.ttlInSeconds) });
}
// ../server/src/platform/http/request-log.ts
function addRequestLog(api) {
	api.addHook("onResponse", async (request, reply) => {
		const line = {
			method: request.method,
			route: request.routeOptions.url ?? null,
			status: reply.statusCode,
			duration_ms: Math.round(reply.elapsedTime),
			workspace_id: request.workspaceId,
			caller: callerName(request.principal)
		};
		request.log[levelOf(request)](line, "api request");
	});
}
function callerName(principal) {
	if (principal?.kind === "key") return principal.keyId;
	if (principal?.kind === "member") return principal.memberId;
	return principal?.kind === "portal" ? principal.linkId : principal?.kind ?? null;
}
function levelOf(request) {
	return request.routeOptions.config.access?.who === "anyone" ? "debug" : "info";
}
// ../server/src/platform/http/request-validation.ts
const FIELD_PROBLEMS_MAX = 50;
const POINTER_CHARS_MAX = 200;
const validateByZod = ({ schema, httpPart }) => {
	const part = httpPart ?? "body";
	return (data) => {
		const parsed = safeParse(schema, data);
		return parsed.success ? { value: parsed.data } : { error: toInvalidRequest(parsed.error.issues, part) };
	};
};
const WORDS_BY_PART = {
	body: "The body is not valid.",
	querystring: "The query is not valid.",
	params: "The path is not valid.",
	headers: "A header is not valid."
};
function toInvalidRequest(issues, part) {
	const fields = issues.flatMap((issue) => fieldProblemsOf(issue, part, [])).slice(0, FIELD_PROBLEMS_MAX);
	return new PosthornError("invalid_request", WORDS_BY_PART[part], { fields });
}
function fieldProblemsOf(issue, part, parentPath) {
	const path = [...parentPath, ...issue.path];
	if (issue.code === "unrecognized_keys") return issue.keys.map((key) => ({
		pointer: pointerTo([...path, key], part),
		message: "There is no such field."
	}));
	if (issue.code === "invalid_union") {
		const branch = nearestBranch(issue.errors);
		if (branch !== null) return branch.flatMap((inner) => fieldProblemsOf(inner, part, path));
	}
	return [{
		pointer: pointerTo(path, part),
		message: issue.message
	}];
}
function nearestBranch(branches) {
	const isNear = (issue) => issue.path.length > 0 || issue.code === "unrecognized_keys";
	return branches.find((issues) => issues.length > 0 && issues.every(isNear)) ?? null;
}
function pointerTo(path, part) {
	const names = path.map(String);
	return (part === "body" ? names.map((name) => `/${escapePointer(name)}`).join("") : `${PREFIX$1[part]}${names.join(".")}`).slice(0, POINTER_CHARS_MAX);
}
const PREFIX$1 = {
	querystring: "?",
	params: "",
	headers: ""
};
function escapePointer(name) {
	return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
// ../server/src/platform/http/strict-json.ts
const JSON_DEPTH_MAX = 100;
function acceptStrictJsonOnly(api) {
	const parseSafely = api.getDefaultJsonParser("error", "error");
	api.removeAllContentTypeParsers();
	api.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, bytes, done) => {
		if (bytes.length === 0) return done(null, void 0);
		const text = decodeUtf8(bytes);
		if (text === null) return done(new PosthornError("invalid_json", "The body is not valid UTF-8."));
		if (jsonDepthOf(text) > JSON_DEPTH_MAX) return done(new PosthornError("invalid_json", `The body is nested deeper than ${JSON_DEPTH_MAX} levels.`));
		return parseSafely(request, text, (error, body) => {
			if (error === null) return done(null, body);
			done(new PosthornError("invalid_json", "The body is not valid JSON.", { cause: error }));
		});
	});
}
function decodeUtf8(bytes) {
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch (error) {
		if (error instanceof TypeError) return null;
		throw error;
	}
}
function jsonDepthOf(text) {
	let depth = 0;
	let deepest = 0;
	let inString = false;
	for (let index = 0; index < text.length; index++) {
		const char = text[index];
		if (char === "\"") inString = !inString;
		else if (inString) {
			if (char === "\\") index++;
		} else if (char === "[" || char === "{") deepest = Math.max(deepest, ++depth);
		else if (char === "]" || char === "}") depth--;
	}
	return deepest;
}
// ../server/src/platform/http/web-sockets.ts
var import_websocket = __toESM(require_websocket(), 1);
const FRAME_BYTES_MAX = 65536;
const CLOSE_MS = 3e3;
async function addWebSockets(api) {
	const sockets = new Set();
	await api.register(import_websocket.default, {
		options: {
			maxPayload: FRAME_BYTES_MAX,
			perMessageDeflate: false
		},
		errorHandler: (_error, socket) => socket.close(1011),
		preClose: (done) => {
			setTimeout(() => {
				for (const socket of sockets) socket.destroy();
			}, CLOSE_MS).unref();
			done();
		}
	});
	api.server.on("upgrade", (_request, socket) => {
		sockets.add(socket);
		socket.once("close", () => sockets.delete(socket));
	});
}
// ../server/src/platform/http/server.ts
const BODY_BYTES_MAX$1 = 1048576;
const PATH_PARAM_CHARS_MAX = 512;
async function createApiServer(options) {
	const api = createBareServer(options);
	answerErrors(api);
	acceptStrictJsonOnly(api);
	addSecurityHeaders(api);
	addRequestLog(api);
	await addWebSockets(api);
	await addCookies(api);
	addNotFoundAnswers(api);
	const rateLimits = await createRateLimits(api, options.rateLimits ?? DEFAULT_RATE_LIMITS);
	addAccessControl(api, {
		authenticator: options.authenticator,
		rateLimits,
		nowMs: options.nowMs
	});
	addIdempotency(api, {
		keeper: options.idempotency,
		nowMs: options.nowMs
	});
	await addOpenApi(api, options.openApi);
	docsRoutes(api);
	return api;
}
function createBareServer(options) {
	const newRequestId = () => `req_${options.newId()}`;
	const api = (0, import_fastify.fastify)({
		...options.logger === void 0 ? {} : { loggerInstance: options.logger },
		logController: new import_fastify.LogController({
			disableRequestLogging: true,
			requestIdLogLabel: "request_id"
		}),
		serverFactory: options.serverFactory ?? ((handler) => createHttpServer(handler)),
		bodyLimit: BODY_BYTES_MAX$1,
		routerOptions: { maxParamLength: PATH_PARAM_CHARS_MAX },
		trustProxy: options.trustedProxies === void 0 ? false : [...options.trustedProxies],
		requestIdHeader: false,
		genReqId: newRequestId,
		return503OnClosing: false,
		frameworkErrors: (error, request, reply) => {
			const { headers, body } = toProblem(error, request.id);
			reply.raw.writeHead(body.status, {
				...SECURITY_HEADERS,
				...headers
			}).end(JSON.stringify(body));
		},
		clientErrorHandler: (error, socket) => answerClientError(error, socket, newRequestId())
	}).withTypeProvider();
	api.setValidatorCompiler(validateByZod);
	api.setSerializerCompiler(serializerCompiler);
	return api;
}
function answerErrors(api) {
	api.setErrorHandler((error, request, reply) => {
		const { headers, body, expected } = toProblem(error, request.id);
		if (!expected) request.log.error({ error }, "unforeseen error in a request");
		return reply.code(body.status).headers(headers).send(JSON.stringify(body));
	});
}
// ../server/src/platform/http/uploads.ts
const UPLOADS_MAX = 20;
const RETRY_AFTER_SECONDS$1 = 5;
var Uploads = class {
	#open = new Set();
	async take(upload) {
		if (this.#open.size >= UPLOADS_MAX) throw tooManyUploads();
		const controller = new AbortController();
		this.#open.add(controller);
		try {
			return await upload(controller.signal);
		} finally {
			this.#open.delete(controller);
		}
	}
	interrupt() {
		for (const controller of this.#open) controller.abort(goingDown());
	}
};
function tooManyUploads() {
	return new PosthornError("rate_limited", `${UPLOADS_MAX} files are being uploaded already. Try again.`, { retryAfterSeconds: RETRY_AFTER_SECONDS$1 });
}
function goingDown() {
	return new PosthornError("store_unavailable", "The gateway is going down. Send the file again.", { retryAfterSeconds: RETRY_AFTER_SECONDS$1 });
}
// ../server/src/platform/db/serials.ts
const SERIAL_MAX = 2147483647;
async function takeSerials(db, workspaceId, kind, count) {
	const { last_serial } = await db.insertInto("serials").values({
		workspace_id: workspaceId,
		kind,
		last_serial: count
	}).onConflict((conflict) => conflict.columns(["workspace_id", "kind"]).doUpdateSet((row) => ({ last_serial: row("serials.last_serial", "+", row.ref("excluded.last_serial")) }))).returning("last_serial").executeTakeFirstOrThrow();
	return last_serial - count + 1;
}
async function claimSerial(db, workspaceId, kind, serial) {
	await db.insertInto("serials").values({
		workspace_id: workspaceId,
		kind,
		last_serial: serial
	}).onConflict((conflict) => conflict.columns(["workspace_id", "kind"]).doUpdateSet((row) => ({ last_serial: row.ref("excluded.last_serial") })).whereRef("serials.last_serial", "<", "excluded.last_serial")).execute();
}
const LOOKUP_ROWS = 500;
async function withMessageWords(db, workspaceId, rows) {
	const without = rows.filter((row) => row.content === "").map((row) => row.id);
	if (without.length === 0) return rows;
	const words = await readWords(db, workspaceId, without);
	return rows.map((row) => row.content === "" ? {
		...row,
		...toColumns(words.get(row.id))
	} : row);
}
async function settleMessageWords(db, workspaceId, eventIds) {
	if (eventIds.length === 0) return;
	await settleRows(db, workspaceId, await db.selectFrom("messages").select(["id", "content"]).where("workspace_id", "=", workspaceId).where("id", "in", eventIds.map(messageIdOf)).where("content", "=", "").execute());
}
async function settleMessageWordsBetween(db, walk) {
	const rows = await db.selectFrom("messages").select(["id", "content"]).where("workspace_id", "=", walk.workspaceId).where("id", ">", walk.afterId).where("id", "<", walk.beforeId).orderBy("id").limit(LOOKUP_ROWS).execute();
	await settleRows(db, walk.workspaceId, rows.filter((row) => row.content === ""));
	return rows.length < LOOKUP_ROWS ? null : rows.at(-1)?.id ?? null;
}
async function settleRows(db, workspaceId, rows) {
	const ids = rows.map((row) => row.id);
	const words = ids.length === 0 ? new Map() : await readWords(db, workspaceId, ids);
	for (const id of ids) await db.updateTable("messages").set(toColumns(words.get(id))).where("workspace_id", "=", workspaceId).where("id", "=", id).where("content", "=", "").execute();
}
async function readWords(db, workspaceId, ids) {
	const words = new Map();
	for (let start = 0; start < ids.length; start += LOOKUP_ROWS) {
		const events = await db.selectFrom("events").select(["id", "payload"]).where("workspace_id", "=", workspaceId).where("id", "in", ids.slice(start, start + LOOKUP_ROWS).map(eventIdOf)).execute();
		for (const { id, payload } of events) words.set(messageIdOf(id), messageWordsOf(objectOf(readMetaItem(JSON.parse(payload)).item)));
	}
	return words;
}
function toColumns(words) {
	if (words === void 0) return {
		text: null,
		content: "{}"
	};
	return {
		text: storableText(words.text),
		content: storableText(JSON.stringify(words.content)) ?? "{}"
	};
}
function messageIdOf(id) {
	return idOf("msg", uuidOf(id));
}
function eventIdOf(id) {
	return idOf("evt", uuidOf(id));
}
// ../server/src/pipeline/deliveries/delivery-view.ts
const attemptSummaryView = object({
	id: string(),
	number: int(),
	trigger: _enum(ATTEMPT_TRIGGERS),
	started_at: datetime(),
	duration_ms: int().nullable(),
	outcome: _enum(ATTEMPT_OUTCOMES),
	status_code: int().nullable(),
	error_class: _enum(ERROR_CLASSES).nullable(),
	error_message: string().nullable()
});
const aboutView = object({
	contact_id: string().nullable(),
	name: string().nullable().describe("Of the contact as it is called now. Null for callers without `contacts.read`."),
	phone: string().nullable(),
	bsuid: string().nullable()
});
const endpointView$1 = object({
	name: string().describe("Its description, or else the host of its URL."),
	url: string(),
	format: _enum(FORMATS),
	enabled: boolean(),
	deleted: boolean()
});
const deliveryView = object({
	id: string(),
	event_id: string(),
	endpoint_id: string(),
	event_type: string().nullable(),
	state: _enum(DELIVERY_STATES),
	standing: _enum(STANDING_WORDS),
	attempts_made: int(),
	attempts_planned: int().nullable().describe("Attempts that the schedule of the endpoint has."),
	outcomes: array(_enum(ATTEMPT_OUTCOMES)).describe("Of the last twelve attempts at most, oldest first."),
	possible_duplicate: boolean().describe("An attempt got no complete answer and another one followed: the receiver may have it twice."),
	next_attempt_at: datetime().nullable(),
	in_flight: boolean(),
	held: boolean(),
	waits_behind: string().nullable().describe("The delivery that has to be delivered, exhausted or canceled first: its endpoint asked for order."),
	trigger: _enum(ATTEMPT_TRIGGERS).describe("Why its next attempt is made, or else why its last one was."),
	run_id: string().nullable().describe("The replay or recovery that made it. Null: it was made with its event."),
	created_at: datetime(),
	last_attempt: attemptSummaryView.nullable(),
	endpoint: endpointView$1.nullable(),
	origin: _enum(EVENT_ORIGINS).nullable(),
	channel_id: string().nullable(),
	occurred_at: datetime().nullable().describe("When it happened, as whoever told of it says."),
	received_at: datetime().nullable().describe("When the gateway took the event in."),
	about: aboutView.nullable().describe("The person that the event is about.")
}).meta({ id: "Delivery" });
const singleDeliveryView = deliveryView.extend({ attempts: array(attemptSummaryView) });
function toDeliveryView(ctx, delivery) {
	const { subject } = delivery;
	return {
		...toAuditedDelivery(delivery),
		standing: standingOf(delivery),
		attempts_planned: ctx.attemptsPlanned(delivery),
		outcomes: [...delivery.outcomes],
		possible_duplicate: delivery.possibleDuplicate,
		endpoint: showEndpoint(delivery),
		origin: subject?.origin ?? null,
		channel_id: subject?.channelId ?? null,
		occurred_at: subject === null ? null : toIso(subject.occurredAtMs),
		received_at: subject === null ? null : toIso(subject.receivedAtMs),
		about: showAbout(ctx, delivery)
	};
}
function toAuditedDelivery(delivery) {
	return {
		id: delivery.id,
		event_id: delivery.eventId,
		endpoint_id: delivery.endpointId,
		event_type: delivery.eventType,
		state: delivery.state,
		attempts_made: delivery.attemptsMade,
		next_attempt_at: delivery.nextAttemptAtMs === null ? null : toIso(delivery.nextAttemptAtMs),
		in_flight: delivery.inFlight,
		held: delivery.held,
		waits_behind: delivery.waitsBehind,
		trigger: delivery.trigger,
		run_id: delivery.runId,
		created_at: toIso(delivery.createdAtMs),
		last_attempt: delivery.lastAttempt === null ? null : toSummaryView(delivery.lastAttempt)
	};
}
function toSummaryView(attempt) {
	return {
		id: attempt.id,
		number: attempt.number,
		trigger: attempt.trigger,
		started_at: toIso(attempt.startedAtMs),
		duration_ms: attempt.durationMs,
		outcome: attempt.outcome,
		status_code: attempt.statusCode,
		error_class: attempt.errorClass,
		error_message: attempt.errorMessage
	};
}
function showEndpoint({ endpoint }) {
	if (endpoint === null) return null;
	const { name, url, format, isEnabled, isDeleted } = endpoint;
	return {
		name,
		url,
		format,
		enabled: isEnabled,
		deleted: isDeleted
	};
}
function showAbout(ctx, { subject }) {
	if (subject === null || subject.contactId === null && subject.phone === null && subject.bsuid === null) return null;
	return {
		contact_id: subject.contactId,
		name: ctx.showsNames ? subject.contactName : null,
		phone: subject.phone,
		bsuid: subject.bsuid
	};
}
// ../server/src/pipeline/deliveries/refusals.ts
const REFUSALS = {
	not_found: ["not_found", "There is no delivery with this id, or it is older than the retention."],
	in_flight: ["delivery_in_flight", "An attempt of this delivery is being made now. Wait for its outcome."],
	not_pending: ["delivery_not_pending", "This delivery is finished: there is nothing to cancel."],
	endpoint_deleted: ["conflict", "The endpoint of this delivery was deleted."],
	event_purged: ["conflict", "The event of this delivery is older than the retention and was purged."],
	event_erased: ["conflict", "The event of this delivery told of a person who was erased: nothing of it is left to send."]
};
// ../server/src/pipeline/deliveries/resend.store.ts
const DONE = { kind: "done" };
function resendDelivery(store, key, withChange) {
	return changeDelivery(store, {
		key,
		withChange
	}, async (trx, queued) => {
		const source = queued ?? await findLastAttempt(trx, key);
		if (source === null) return refuse("not_found");
		if (queued !== null && isLeased(queued, key.nowMs)) return refuse("in_flight");
		if (!await hasEndpoint(trx, key.workspaceId, source.endpoint_id)) return refuse("endpoint_deleted");
		const origin = await lockEvent(store, trx, key.workspaceId, source.event_id);
		if (origin === null) return refuse("event_purged");
		if (origin === "erased") return refuse("event_erased");
		if (queued !== null) return makeDueNow(trx, key, queued);
		return enqueueAgain(trx, key, source);
	});
}
function cancelDelivery(store, key, withChange) {
	return changeDelivery(store, {
		key,
		withChange
	}, async (trx, queued) => {
		if (queued === null) return refuse(await findLastAttempt(trx, key) === null ? "not_found" : "not_pending");
		if (queued.state !== "pending") return refuse("not_pending");
		if (!restsInLog(queued.resting_state)) {
			await updateQueued(trx, key, CANCELED);
			await letNextGo(trx, lineOf(key, queued));
			return DONE;
		}
		if (queued.lease_token !== null) return refuse("in_flight");
		await trx.deleteFrom("deliveries").where("workspace_id", "=", key.workspaceId).where("id", "=", key.id).execute();
		return DONE;
	});
}
function lineOf({ workspaceId }, queued) {
	if (queued === null || queued.order_key === null) return [];
	return [{
		workspaceId,
		endpointId: queued.endpoint_id,
		orderKey: queued.order_key
	}];
}
function changeDelivery(store, { key, withChange }, change) {
	return store.db.transaction().execute(async (trx) => {
		await lockLines(store, trx, lineOf(key, await readQueued(trx, key)));
		const queued = await lockQueued(store, trx, key);
		const before = await findDelivery({ db: trx }, key);
		const outcome = await change(trx, queued);
		if (outcome.kind === "done") await withChange(trx, {
			before,
			after: await findDelivery({ db: trx }, key)
		});
		return outcome;
	});
}
async function readQueued(trx, key) {
	return await selectQueued(trx, key).executeTakeFirst() ?? null;
}
async function lockQueued(store, trx, key) {
	return await selectQueued(trx, key).$if(store.can.skipLocked, (query) => query.forUpdate()).executeTakeFirst() ?? null;
}
function selectQueued(trx, key) {
	return trx.selectFrom("deliveries").select([
		"state",
		"event_id",
		"endpoint_id",
		"due_at_ms",
		"canceled_lease_ends_ms",
		"lease_token",
		"resting_state",
		"order_key"
	]).where("workspace_id", "=", key.workspaceId).where("id", "=", key.id);
}
async function findLastAttempt(trx, key) {
	return await trx.selectFrom("attempts").select([
		"event_id",
		"endpoint_id",
		"number",
		"delivery_state",
		"run_id"
	]).where("workspace_id", "=", key.workspaceId).where("delivery_id", "=", key.id).where(isAttemptSince("id", [key.id])).orderBy("number", "desc").limit(1).executeTakeFirst() ?? null;
}
function isLeased(queued, nowMs) {
	const leaseEndMs = queued.due_at_ms ?? queued.canceled_lease_ends_ms;
	return queued.lease_token !== null && leaseEndMs !== null && leaseEndMs > nowMs;
}
async function hasEndpoint(trx, workspaceId, id) {
	return await trx.selectFrom("endpoints").select("id").where("workspace_id", "=", workspaceId).where("id", "=", id).where("deleted_at_ms", "is", null).executeTakeFirst() !== void 0;
}
async function lockEvent(store, trx, workspaceId, id) {
	return (await trx.selectFrom("events").select("origin").where("workspace_id", "=", workspaceId).where("id", "=", id).$if(store.can.skipLocked, (query) => query.forShare()).executeTakeFirst())?.origin ?? null;
}
async function makeDueNow(trx, key, queued) {
	await updateQueued(trx, key, {
		state: "pending",
		due_at_ms: key.nowMs,
		canceled_lease_ends_ms: null,
		trigger: "resend",
		resting_state: queued.state === "canceled" ? "canceled" : queued.resting_state
	});
	return DONE;
}
async function enqueueAgain(trx, key, last) {
	return (await trx.insertInto("deliveries").values({
		workspace_id: key.workspaceId,
		id: key.id,
		event_id: last.event_id,
		endpoint_id: last.endpoint_id,
		state: "pending",
		attempts_made: last.number,
		schedule_step: 0,
		due_at_ms: key.nowMs,
		lease_token: null,
		maybe_received: await mayHaveBeenReceived(trx, key) ? 1 : 0,
		trigger: "resend",
		resting_state: restsInLog(last.delivery_state) ? last.delivery_state : "exhausted",
		created_at_ms: timeOfId(key.id),
		run_id: last.run_id
	}).onConflict((conflict) => conflict.columns(["workspace_id", "id"]).doNothing()).executeTakeFirst()).numInsertedOrUpdatedRows === 0n ? refuse("in_flight") : DONE;
}
async function mayHaveBeenReceived(trx, key) {
	return await trx.selectFrom("attempts").select("id").where("workspace_id", "=", key.workspaceId).where("delivery_id", "=", key.id).where(isAttemptSince("id", [key.id])).where("outcome", "!=", "succeeded").where((eb) => eb.or([eb("outcome", "=", "unknown"), eb("error_class", "in", [
		"timeout",
		"aborted",
		"body_too_large"
	])])).limit(1).executeTakeFirst() !== void 0;
}
function restsInLog(restingState) {
	return restingState === "delivered" || restingState === "exhausted";
}
async function updateQueued(trx, key, change) {
	await trx.updateTable("deliveries").set(change).where("workspace_id", "=", key.workspaceId).where("id", "=", key.id).execute();
}
function refuse(why) {
	return {
		kind: "refused",
		why
	};
}
// ../server/src/pipeline/deliveries/bulk-run.ts
const DELIVERY_RESEND = "delivery.resend";
const DELIVERY_CANCEL = "delivery.cancel";
const PIECE_MAX = 50;
const PIECE_MS_MIN = PIECE_MAX / 200 * 1e3;
const progressSchema$1 = object({
	total: int(),
	is_exact: boolean(),
	looked_at: int(),
	changed: int(),
	refused: int(),
	next: union([
		int(),
		string(),
		_null()
	])
});
function createBulkHandler(ctx, kind) {
	return async (run, ctl) => {
		const params = run.params;
		let progress = readProgress(run.progress, params);
		if (!await ctl.saveProgress({ ...progress })) return stopped(progress);
		for (;;) {
			const startedMs = ctx.nowMs();
			const piece = await nextPiece(ctx, {
				run,
				params
			}, progress);
			const done = await changePiece(ctx, {
				kind,
				run
			}, {
				piece,
				progress
			});
			progress = done.progress;
			ctx.wakeDelivery();
			const goesOn = await ctl.saveProgress({ ...progress }, done.problems);
			if (progress.next === null) return {
				kind: "completed",
				result: reportOf(progress)
			};
			if (!goesOn) return stopped(progress);
			await ctx.pause(Math.max(0, PIECE_MS_MIN - (ctx.nowMs() - startedMs)));
			if (ctl.isStopping()) return stopped(progress);
		}
	};
}
function readProgress(saved, { total, is_exact }) {
	const known = progressSchema$1.safeParse(saved);
	if (known.success) return known.data;
	return {
		total,
		is_exact,
		looked_at: 0,
		changed: 0,
		refused: 0,
		next: null
	};
}
async function nextPiece(ctx, { run, params }, progress) {
	const { workspaceId } = run;
	const nowMs = ctx.nowMs();
	if (params.ids !== void 0) {
		const from = typeof progress.next === "number" ? progress.next : 0;
		const ids = params.ids.slice(from, from + PIECE_MAX);
		const found = new Map((await findDeliveries(ctx.store, {
			workspaceId,
			nowMs
		}, ids)).map((delivery) => [delivery.id, delivery]));
		const next = from + ids.length;
		return {
			deliveries: ids.map((id) => found.get(id) ?? id),
			next: next < params.ids.length ? next : null
		};
	}
	const beforeId = typeof progress.next === "string" ? parseId("dlv", decodeCursor(progress.next)) : null;
	const page = await listDeliveries(ctx.store, {
		...params.filter,
		workspaceId,
		beforeId,
		limit: PIECE_MAX,
		nowMs
	});
	return {
		deliveries: page.items,
		next: page.nextCursor
	};
}
async function changePiece(ctx, { kind, run }, { piece, progress }) {
	const counts = {
		looked_at: progress.looked_at,
		changed: progress.changed,
		refused: progress.refused
	};
	const problems = [];
	for (const delivery of piece.deliveries) {
		const refusal = await changeOne(ctx, {
			kind,
			run
		}, delivery);
		counts.looked_at += 1;
		if (refusal === null) counts.changed += 1;
		else {
			counts.refused += 1;
			const value = typeof delivery === "string" ? delivery : delivery.id;
			problems.push({
				row: counts.looked_at,
				column: null,
				message: refusal,
				value
			});
		}
	}
	return {
		progress: {
			...progress,
			...counts,
			next: piece.next
		},
		problems
	};
}
async function changeOne(ctx, { kind, run }, delivery) {
	const { workspaceId } = run;
	if (typeof delivery === "string") return REFUSALS.not_found[1];
	if (isDoneAlready(kind, run, delivery)) return null;
	const key = {
		workspaceId,
		id: delivery.id,
		nowMs: ctx.nowMs()
	};
	const resource = {
		write: ctx.audit,
		resourceType: "delivery",
		toView: toAuditedDelivery
	};
	const actor = {
		kind: "system",
		id: run.id,
		requestId: null
	};
	const isResend = kind === DELIVERY_RESEND;
	const audited = auditAs(resource, {
		actor,
		workspaceId
	}, isResend ? "resent" : "canceled");
	const outcome = await (isResend ? resendDelivery : cancelDelivery)(ctx.store, key, audited);
	return outcome.kind === "done" ? null : REFUSALS[outcome.why][1];
}
function isDoneAlready(kind, run, { lastAttempt, state }) {
	if (kind === "delivery.cancel") return state === "canceled";
	return lastAttempt !== null && lastAttempt.trigger === "resend" && lastAttempt.startedAtMs >= run.startedAtMs;
}
function reportOf({ next: _next, ...counts }) {
	return counts;
}
function stopped(progress) {
	return {
		kind: "stopped",
		result: reportOf(progress)
	};
}
// ../server/src/pipeline/deliveries/delivery-filter.ts
function listParam$1(words) {
	return string().max(128).transform((text) => text.split(",")).pipe(array(_enum(words)).min(1).max(words.length));
}
const idsParam = string().max(4100).transform((text) => text.split(",")).pipe(array(idParam("dlv")).min(1).max(100));
const state = "Any of these. Several stand with commas between.";
const standing = "Finer than the state: of what is pending, `pending` waits for its first attempt, `retrying` for a later one, and `held` for its endpoint to be enabled.";
const trigger = "Why the next attempt is made, or else why the last one was: any of these.";
const subject = {
	type: string().min(1).max(128).optional(),
	endpoint: idParam("ep").optional(),
	event: idParam("evt").optional(),
	run: idParam("run").optional().describe("Those that a replay or recovery made."),
	since: timeParam.optional(),
	until: timeParam.optional(),
	channel: idParam("chn").optional(),
	wamid: string().min(1).max(512).optional(),
	phone: phoneParam.optional(),
	bsuid: string().min(1).max(256).optional()
};
const filterQuery = {
	...subject,
	state: listParam$1(DELIVERY_STATES).optional().describe(state),
	standing: listParam$1(STANDING_WORDS).optional().describe(standing),
	trigger: listParam$1(ATTEMPT_TRIGGERS).optional().describe(trigger)
};
const filterBody = strictObject({
	...subject,
	state: array(_enum(DELIVERY_STATES)).min(1).max(DELIVERY_STATES.length).optional(),
	standing: array(_enum(STANDING_WORDS)).min(1).max(STANDING_WORDS.length).optional().describe(standing),
	trigger: array(_enum(ATTEMPT_TRIGGERS)).min(1).max(ATTEMPT_TRIGGERS.length).optional().describe(trigger)
});
function toFilter(input) {
	return {
		type: input.type,
		endpointId: input.endpoint,
		eventId: input.event,
		runId: input.run,
		triggers: input.trigger,
		standings: standingsOf(input),
		sinceMs: input.since,
		untilMs: input.until,
		channelId: input.channel,
		wamid: input.wamid,
		phone: input.phone,
		bsuid: input.bsuid
	};
}
function standingsOf({ state: states, standing: standings }) {
	const ofStates = states?.flatMap(standingsOfState);
	if (ofStates === void 0) return standings;
	return standings === void 0 ? ofStates : ofStates.filter((one) => standings.includes(one));
}
// ../server/src/pipeline/deliveries/bulk.routes.ts
const WRITE$1 = { access: {
	who: "workspace",
	permission: "deliveries.write"
} };
const TAGS$2 = ["Deliveries"];
const bulkBody = strictObject({
	filter: filterBody.refine(({ state, standing }) => state !== void 0 || standing !== void 0, "Name the state or the standing, so that nothing is sent a second time by mistake.").exactOptional(),
	ids: array(idParam("dlv")).min(1).max(100).exactOptional(),
	dry_run: boolean().default(false).describe("Only counts: nothing is started.")
}).refine(({ filter, ids }) => filter === void 0 !== (ids === void 0), "Give either filter or ids.");
const countView$1 = object({
	dry_run: literal(true),
	count: int(),
	is_exact: boolean()
});
const DESCRIPTION$1 = "A run does it, newest first and at most 200 a second; its `progress` counts `changed` and `refused`, and `GET /v1/runs/{id}/problems` says why something was refused. What comes in afterwards is left alone. With `dry_run` it answers how many it would be.";
function bulkRoutes(api, ctx) {
	addBulkRoute(api, ctx, {
		kind: DELIVERY_RESEND,
		path: "resend",
		summary: "Make one attempt now of each of many"
	});
	addBulkRoute(api, ctx, {
		kind: DELIVERY_CANCEL,
		path: "cancel",
		summary: "Make no further attempt of any of many"
	});
}
function addBulkRoute(api, ctx, { kind, path, summary }) {
	api.post(`/v1/deliveries/${path}`, {
		config: {
			...WRITE$1,
			idempotent: true
		},
		schema: {
			summary,
			description: DESCRIPTION$1,
			tags: TAGS$2,
			body: bulkBody,
			response: {
				200: countView$1,
				202: ctx.run.schema
			}
		}
	}, async (request, reply) => {
		const asked = await readAsked(ctx, workspaceOf(request), request.body);
		if (request.body.dry_run) return reply.code(200).send({
			dry_run: true,
			count: asked.total,
			is_exact: asked.is_exact
		});
		return start(ctx, {
			request,
			reply,
			kind
		}, asked);
	});
}
async function start(ctx, { request, reply, kind }, asked) {
	const run = await ctx.startRun({
		workspaceId: workspaceOf(request),
		kind,
		params: { ...asked },
		asked: {
			actor: actorOf(request),
			action: `${kind}_started`
		}
	});
	return reply.code(202).header("location", `/v1/runs/${run.id}`).send(ctx.run.toView(run));
}
async function readAsked(ctx, workspaceId, { filter: input, ids }) {
	if (input === void 0) {
		const each = [...new Set(ids)];
		return {
			ids: each,
			total: each.length,
			is_exact: true
		};
	}
	const filter = withoutLater(toFilter(input), ctx.nowMs());
	const { count, isExact } = await countEach(ctx.store, workspaceId, filter);
	return {
		filter,
		total: count,
		is_exact: isExact
	};
}
function withoutLater(filter, nowMs) {
	return {
		...filter,
		untilMs: Math.min(filter.untilMs ?? nowMs + 1, nowMs + 1)
	};
}
async function countEach(store, workspaceId, filter) {
	const counts = await Promise.all((filter.standings ?? []).map((standing) => countDeliveries(store, {
		...filter,
		workspaceId,
		standings: [standing]
	})));
	return {
		count: counts.reduce((sum, { count }) => sum + count, 0),
		isExact: counts.every(({ isExact }) => isExact)
	};
}
// ../server/src/pipeline/deliveries/delivery-details.store.ts
const OUTCOMES_SHOWN_MAX = 12;
async function detailDeliveries(store, workspaceId, deliveries) {
	if (deliveries.length === 0) return [];
	const [subjects, endpoints, attempts] = await Promise.all([
		findSubjects(store, workspaceId, [...new Set(deliveries.map(({ eventId }) => eventId))]),
		findDeliveryEndpoints(store, workspaceId, [...new Set(deliveries.map(({ endpointId }) => endpointId))]),
		listLastOutcomes(store, workspaceId, deliveries)
	]);
	return deliveries.map((delivery) => {
		const last = attempts.get(delivery.id) ?? [];
		return {
			...delivery,
			subject: subjects.get(delivery.eventId) ?? null,
			endpoint: endpoints.get(delivery.endpointId) ?? null,
			outcomes: last.map(({ outcome }) => outcome),
			possibleDuplicate: delivery.maybeReceived || last.slice(0, -1).some(({ maybeReceived }) => maybeReceived)
		};
	});
}
async function findDeliveryEndpoints(store, workspaceId, ids) {
	const rows = await store.db.selectFrom("endpoints").select([
		"id",
		"description",
		"url",
		"format",
		"format_options",
		"enabled",
		"deleted_at_ms",
		"updated_at_ms"
	]).where("workspace_id", "=", workspaceId).where("id", "in", ids).execute();
	return new Map(rows.map((row) => [row.id, {
		name: row.description === "" ? new URL(row.url).host : row.description,
		url: row.url,
		format: row.format,
		formatOptions: JSON.parse(row.format_options),
		isEnabled: row.enabled === 1,
		isDeleted: row.deleted_at_ms !== null,
		updatedAtMs: row.updated_at_ms
	}]));
}
async function findSentRequest(store, key, attemptId) {
	const row = await store.db.selectFrom("attempts").select([
		"id",
		"number",
		"started_at_ms",
		"event_id",
		"request_headers"
	]).where("workspace_id", "=", key.workspaceId).where("delivery_id", "=", key.id).where(isAttemptSince("id", [key.id])).$if(attemptId !== null, (rows) => rows.where("id", "=", attemptId)).orderBy("number", "desc").limit(1).executeTakeFirst();
	if (row === void 0) return null;
	const attempt = {
		number: row.number,
		startedAtMs: row.started_at_ms
	};
	const headers = unpackHeaders(row.request_headers, {
		...attempt,
		eventId: row.event_id
	});
	return {
		...attempt,
		attemptId: row.id,
		headers
	};
}
async function findSubjects(store, workspaceId, eventIds) {
	const rows = await store.db.selectFrom("events as e").leftJoin("contacts as c", (join) => join.onRef("c.workspace_id", "=", "e.workspace_id").onRef("c.id", "=", "e.contact_id")).select([
		"e.id",
		"e.origin",
		"e.channel_id",
		"e.occurred_at_ms",
		"e.created_at_ms",
		"e.phone",
		"e.bsuid"
	]).select([
		"e.contact_id",
		"c.first_name",
		"c.last_name"
	]).where("e.workspace_id", "=", workspaceId).where("e.id", "in", eventIds).execute();
	return new Map(rows.map((row) => {
		const name = fullName({
			firstName: row.first_name ?? "",
			lastName: row.last_name
		});
		return [row.id, {
			origin: row.origin,
			channelId: row.channel_id,
			occurredAtMs: row.occurred_at_ms,
			receivedAtMs: row.created_at_ms,
			phone: row.phone,
			bsuid: row.bsuid,
			contactId: row.contact_id,
			contactName: name === "" ? null : name
		}];
	}));
}
async function listLastOutcomes(store, workspaceId, deliveries) {
	const wanted = deliveries.map(({ id, attemptsMade }) => sql`(cast(${id} as text), cast(${Math.max(0, attemptsMade - OUTCOMES_SHOWN_MAX)} as bigint))`);
	const { rows } = await sql`
    select a.delivery_id, a.outcome, a.error_class
    from (values ${sql.join(wanted)}) as wanted
    cross join attempts as a
    where a.workspace_id = ${workspaceId}
      and a.delivery_id = wanted.column1 and a.number > wanted.column2
      and ${isAttemptSince("a.id", deliveries.map(({ id }) => id))}
    order by a.delivery_id, a.number`.execute(store.db);
	const outcomes = rows.map(({ delivery_id, outcome, error_class }) => ({
		deliveryId: delivery_id,
		outcome,
		maybeReceived: outcome === "unknown" || outcome === "failed" && MAYBE_RECEIVED.includes(error_class ?? "")
	}));
	return Map.groupBy(outcomes, ({ deliveryId }) => deliveryId);
}
const MAYBE_RECEIVED = [
	"timeout",
	"aborted",
	"body_too_large"
];
// ../server/src/pipeline/deliveries/deliveries.routes.ts
const READ$2 = { access: {
	who: "workspace",
	permission: "deliveries.read"
} };
const WRITE = { access: {
	who: "workspace",
	permission: "deliveries.write"
} };
const deliveriesQuery$1 = listQuery.extend({
	...filterQuery,
	ids: idsParam.optional().describe("Up to 100 ids with commas between: these and no others, whatever else is asked for.")
});
const countsQuery = strictObject(filterQuery);
const countView = object({
	count: int(),
	is_exact: boolean().describe("False: there are more.")
});
const countsView$1 = object({
	total: countView,
	by_standing: object(Object.fromEntries(STANDING_WORDS.map((word) => [word, countView])))
});
function deliveryRoutes(api, ctx) {
	listRoute(api, ctx);
	countsRoute(api, ctx);
	api.get("/v1/deliveries/:id", {
		config: READ$2,
		schema: {
			summary: "One delivery and its attempts",
			tags: ["Deliveries"],
			params: idPath,
			response: { 200: singleDeliveryView }
		}
	}, (request) => answerSingle(ctx, request, keyOf(ctx, workspaceOf(request), request.params.id)));
	api.post("/v1/deliveries/:id/resend", {
		config: WRITE,
		schema: {
			summary: "Make one attempt now",
			description: "The same event with the same id. A finished delivery falls back to its state when the attempt fails.",
			tags: ["Deliveries"],
			params: idPath,
			response: { 202: singleDeliveryView }
		}
	}, async (request, reply) => {
		const key = keyOf(ctx, workspaceOf(request), request.params.id);
		assertDone(await resendDelivery(ctx.store, key, auditChange(auditedDelivery(ctx), request, "resent")));
		ctx.wakeDelivery();
		return reply.code(202).send(await answerSingle(ctx, request, key));
	});
	api.post("/v1/deliveries/:id/cancel", {
		config: WRITE,
		schema: {
			summary: "Make no further attempt",
			description: "What is being sent now is logged all the same, and when it succeeds the delivery is delivered.",
			tags: ["Deliveries"],
			params: idPath,
			response: { 200: singleDeliveryView }
		}
	}, async (request) => {
		const key = keyOf(ctx, workspaceOf(request), request.params.id);
		assertDone(await cancelDelivery(ctx.store, key, auditChange(auditedDelivery(ctx), request, "canceled")));
		ctx.wakeDelivery();
		return answerSingle(ctx, request, key);
	});
}
function listRoute(api, ctx) {
	api.get("/v1/deliveries", {
		config: READ$2,
		schema: {
			summary: "List deliveries, newest first",
			description: "A filtered page may be short or empty while `has_more` is true: go on with `next_cursor`.",
			tags: ["Deliveries"],
			querystring: deliveriesQuery$1,
			response: { 200: pageOf(deliveryView) }
		}
	}, async (request) => {
		const { query } = request;
		const workspaceId = workspaceOf(request);
		const page = await readPage(ctx, workspaceId, query);
		const items = await detailDeliveries(ctx.store, workspaceId, page.items);
		const view = viewContext(ctx, request);
		return {
			data: items.map((delivery) => toDeliveryView(view, delivery)),
			next_cursor: page.nextCursor,
			has_more: page.nextCursor !== null
		};
	});
}
function readPage(ctx, workspaceId, query) {
	const nowMs = ctx.nowMs();
	if (query.ids !== void 0) return findDeliveries(ctx.store, {
		workspaceId,
		nowMs
	}, query.ids).then((items) => ({
		items,
		nextCursor: null
	}));
	const beforeId = idCursor("dlv", query.cursor);
	return listDeliveries(ctx.store, {
		...toFilter(query),
		workspaceId,
		beforeId,
		limit: query.limit,
		nowMs
	});
}
function countsRoute(api, ctx) {
	api.get("/v1/deliveries/counts", {
		config: READ$2,
		schema: {
			summary: "How many deliveries match, by how far they are",
			description: `Exact up to ${COUNTED_MAX$1.toLocaleString("en")}; beyond, and where too many had to be looked at, \`is_exact\` is false.`,
			tags: ["Deliveries"],
			querystring: countsQuery,
			response: { 200: countsView$1 }
		}
	}, async (request) => {
		const filter = {
			...toFilter(request.query),
			workspaceId: workspaceOf(request)
		};
		const counted = await countStandings(ctx.store, filter);
		const counts = STANDING_WORDS.map((word) => counted.get(word) ?? NO_COUNT);
		const named = STANDING_WORDS.map((word, index) => [word, showCount(counts[index] ?? NO_COUNT)]);
		return {
			total: showCount({
				count: counts.reduce((sum, { count }) => sum + count, 0),
				isExact: counts.every(({ isExact }) => isExact)
			}),
			by_standing: Object.fromEntries(named)
		};
	});
}
function showCount({ count, isExact }) {
	return {
		count,
		is_exact: isExact
	};
}
function keyOf(ctx, workspaceId, text) {
	return {
		workspaceId,
		id: pathId("dlv", text),
		nowMs: ctx.nowMs()
	};
}
function auditedDelivery(ctx) {
	return {
		write: ctx.audit,
		resourceType: "delivery",
		toView: toAuditedDelivery
	};
}
function assertDone(outcome) {
	if (outcome.kind === "refused") throw refused(outcome.why);
}
function refused(why) {
	const [code, message] = REFUSALS[why];
	return new PosthornError(code, message);
}
async function answerSingle(ctx, request, key) {
	const delivery = await findDelivery(ctx.store, key);
	if (delivery === null) throw refused("not_found");
	const attempts = await listAttemptsOf(ctx.store, key.workspaceId, key.id);
	const [detailed] = await detailDeliveries(ctx.store, key.workspaceId, [delivery]);
	assert(detailed !== void 0);
	return {
		...toDeliveryView(viewContext(ctx, request), detailed),
		attempts: attempts.map(toSummaryView)
	};
}
function viewContext({ attemptsPlanned }, request) {
	return {
		attemptsPlanned,
		showsNames: callerMay(request, "contacts.read")
	};
}
// ../server/src/pipeline/deliveries/delivery-request.routes.ts
const READ$1 = { access: {
	who: "workspace",
	permission: "deliveries.read"
} };
const TAGS$1 = ["Deliveries"];
const requestView = object({
	method: literal("POST"),
	url: string(),
	format: _enum(FORMATS),
	expressible: boolean(),
	reason: string().nullable(),
	content_type: string().nullable(),
	event_name: string().nullable(),
	body: string().nullable().describe("Exactly the text whose UTF-8 bytes are signed and sent."),
	body_bytes: int().nullable(),
	attempt_id: string().nullable().describe("The attempt whose headers these are. Null: none was made yet."),
	attempt_number: int().nullable(),
	started_at: datetime().nullable(),
	headers: record(string(), string()).nullable().describe("As they were sent, with the signatures. Values of the endpoint\u2019s own headers are masked."),
	endpoint_changed_since: boolean().describe("The endpoint was changed after that attempt: in another format or with other options its body was another.")
});
function deliveryRequestRoutes(api, ctx) {
	api.get("/v1/deliveries/:id/render", {
		config: READ$1,
		schema: {
			summary: "The event of a delivery in one of the formats",
			description: "Without `format` in the format of the endpoint. In that format the options of the endpoint count.",
			tags: TAGS$1,
			params: idPath,
			querystring: strictObject({ format: _enum(FORMATS).optional() }),
			response: { 200: ctx.rendered.schema }
		}
	}, async (request) => {
		const { event, endpoint } = await findParts(ctx, workspaceOf(request), request.params.id);
		const format = request.query.format ?? endpoint.format;
		const formatOptions = format === endpoint.format ? endpoint.formatOptions : {};
		return ctx.rendered.render({
			format,
			formatOptions
		}, event);
	});
	api.get("/v1/deliveries/:id/request", {
		config: READ$1,
		schema: {
			summary: "The request of an attempt, exactly as it is sent",
			description: "The body is the same in every attempt. The headers are those of the last attempt, or of the one that `attempt` names.",
			tags: TAGS$1,
			params: idPath,
			querystring: strictObject({ attempt: idParam("att").optional() }),
			response: { 200: requestView }
		}
	}, async (request) => {
		const workspaceId = workspaceOf(request);
		const { delivery, event, endpoint } = await findParts(ctx, workspaceId, request.params.id);
		const attemptId = request.query.attempt ?? null;
		const sent = await findSentRequest(ctx.store, {
			workspaceId,
			id: delivery.id
		}, attemptId);
		if (sent === null && attemptId !== null) throw notFound("There is no such attempt of this delivery.");
		const { reason, content_type, event_name, body, body_bytes } = ctx.rendered.render(endpoint, event);
		return {
			method: "POST",
			url: endpoint.url,
			format: endpoint.format,
			expressible: body !== null,
			reason,
			content_type,
			event_name,
			body,
			body_bytes,
			attempt_id: sent?.attemptId ?? null,
			attempt_number: sent?.number ?? null,
			started_at: sent === null ? null : toIso(sent.startedAtMs),
			headers: sent === null ? null : { ...sent.headers },
			endpoint_changed_since: sent !== null && endpoint.updatedAtMs > sent.startedAtMs
		};
	});
}
async function findParts(ctx, workspaceId, text) {
	const delivery = await findDelivery(ctx.store, {
		workspaceId,
		id: pathId("dlv", text),
		nowMs: ctx.nowMs()
	});
	if (delivery === null) throw notFound("There is no delivery with this id, or it is older than the retention.");
	const event = await ctx.findEvent(workspaceId, delivery.eventId);
	if (event === null) throw notFound("The event of this delivery is older than the retention and was purged.");
	const endpoint = (await findDeliveryEndpoints(ctx.store, workspaceId, [delivery.endpointId])).get(delivery.endpointId);
	if (endpoint === void 0) throw notFound("The endpoint of this delivery is gone.");
	return {
		delivery,
		event,
		endpoint
	};
}
function notFound(message) {
	return new PosthornError("not_found", message);
}
// ../server/src/pipeline/formats/rendered-view.ts
const renderedView = object({
	format: _enum(FORMATS),
	expressible: boolean(),
	reason: string().nullable().describe("Why it cannot be expressed in this format. Null when it can."),
	content_type: string().nullable(),
	event_name: string().nullable().describe("What the event is called in this format."),
	body: string().nullable().describe("Exactly the text whose UTF-8 bytes are signed and sent."),
	body_bytes: int().nullable()
}).meta({ id: "RenderedEvent" });
function toRenderedView(render, target, event) {
	if (event.origin === "erased") return notExpressible(target, ERASED);
	try {
		const { body, contentType, eventName } = render(target, event);
		return {
			format: target.format,
			expressible: true,
			reason: null,
			content_type: contentType,
			event_name: eventName,
			body,
			body_bytes: Buffer.byteLength(body)
		};
	} catch (error) {
		if (error instanceof PosthornError && error.code === "event_type_not_in_format") return notExpressible(target, error.message);
		throw error;
	}
}
const ERASED = "The event told of a person who was erased: nothing of it is left.";
function notExpressible({ format }, reason) {
	return {
		format,
		expressible: false,
		reason,
		content_type: null,
		event_name: null,
		body: null,
		body_bytes: null
	};
}
// ../server/src/platform/egress/multipart.ts
function toMultipart(form) {
	const boundary = `posthorn-${randomUUID()}`;
	const parts = [];
	for (const [name, value] of form) {
		parts.push(Buffer.from(`--${boundary}\r\n${partHead(name, value)}\r\n\r\n`));
		parts.push(typeof value === "string" ? Buffer.from(value.replaceAll(/\r?\n|\r/g, "\r\n")) : value);
		parts.push(Buffer.from("\r\n"));
	}
	parts.push(Buffer.from(`--${boundary}--\r\n`));
	return {
		contentType: `multipart/form-data; boundary=${boundary}`,
		lengthBytes: parts.reduce((sum, part) => sum + (part instanceof Blob ? part.size : part.length), 0),
		chunks: readParts(parts)
	};
}
async function* readParts(parts) {
	for (const part of parts) if (part instanceof Blob) yield* part.stream();
	else yield part;
}
function partHead(name, value) {
	const head = `Content-Disposition: form-data; name="${quote(name)}"`;
	if (typeof value === "string") return head;
	const type = /^[\w.+/; ="-]+$/.test(value.type) ? value.type : "application/octet-stream";
	return `${head}; filename="${quote(value.name)}"\r\nContent-Type: ${type}`;
}
function quote(text) {
	return text.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll("\"", "%22");
}
// ../server/src/platform/egress/http-client.ts
const KEEP_ALIVE_MS = 4e3;
function createHttpClient(context) {
	const pool = new import_pool.default(context.origin, {
		connect: context.connector,
		connections: context.connectionsMax,
		pipelining: 1,
		keepAliveTimeout: KEEP_ALIVE_MS,
		headersTimeout: 0,
		bodyTimeout: 0
	});
	return {
		send: (request) => {
			const { promise, resolve } = Promise.withResolvers();
			const exchange = new Exchange({
				timeoutMs: request.timeoutMs,
				answerBytesMax: context.answerBytesMax,
				resolve
			});
			pool.dispatch(toDispatch(request), exchange);
			return promise;
		},
		close: () => pool.destroy()
	};
}
function toDispatch({ method, path, headers, body }) {
	if (body === null || typeof body === "string") return {
		method,
		path,
		headers: { ...headers },
		body
	};
	return {
		method,
		path,
		...toFormDispatch(headers, toMultipart(body))
	};
}
function toFormDispatch(headers, form) {
	return {
		headers: {
			...headers,
			"content-type": form.contentType,
			"content-length": String(form.lengthBytes)
		},
		body: form.chunks
	};
}
var Exchange = class {
	#context;
	#timer;
	#controller = null;
	#settled = false;
	#statusCode = null;
	#dateMs = null;
	#chunks = [];
	#bytesRead = 0;
	constructor(context) {
		this.#context = context;
		this.#timer = setTimeout(() => this.#expire(), context.timeoutMs);
	}
	onRequestStart(controller) {
		this.#controller = controller;
		if (this.#settled) controller.abort(new import_errors.default.RequestAbortedError());
	}
	onResponseStart(_controller, statusCode, headers) {
		if (statusCode < 200) return;
		this.#statusCode = statusCode;
		this.#dateMs = readDate(headers.date);
	}
	onResponseData(controller, chunk) {
		this.#chunks.push(chunk);
		this.#bytesRead += chunk.length;
		const { answerBytesMax } = this.#context;
		if (this.#bytesRead <= answerBytesMax) return;
		this.#settle({
			kind: "unanswered",
			reason: `The answer is longer than ${answerBytesMax / 1024} KB.`
		});
		controller.abort(new import_errors.default.RequestAbortedError());
	}
	onResponseEnd() {
		const body = Buffer.concat(this.#chunks).toString("utf8");
		this.#settle({
			kind: "answered",
			statusCode: this.#statusCode ?? 0,
			body,
			dateMs: this.#dateMs
		});
	}
	onResponseError(_controller, error) {
		if (this.#controller === null) this.#settle({
			kind: "unsent",
			reason: classifyConnectError(error).message
		});
		else this.#settle({
			kind: "unanswered",
			reason: describeBreak(error, this.#statusCode)
		});
	}
	#expire() {
		const within = `within ${this.#context.timeoutMs / 1e3} s`;
		if (this.#controller === null) this.#settle({
			kind: "unsent",
			reason: `No connection was made ${within}.`
		});
		else if (this.#statusCode === null) this.#settle({
			kind: "unanswered",
			reason: `No answer came ${within}.`
		});
		else this.#settle({
			kind: "unanswered",
			reason: `The answer was not complete ${within}.`
		});
		this.#controller?.abort(new import_errors.default.RequestAbortedError());
	}
	#settle(result) {
		if (this.#settled) return;
		this.#settled = true;
		clearTimeout(this.#timer);
		this.#chunks = [];
		this.#context.resolve(result);
	}
};
function readDate(header) {
	const dateMs = typeof header === "string" ? Date.parse(header) : NaN;
	return Number.isNaN(dateMs) ? null : dateMs;
}
function describeBreak(error, statusCode) {
	const where = statusCode === null ? "before it answered" : "in the middle of its answer";
	if (error instanceof import_errors.default.SocketError || error.code === "ECONNRESET") return `The host closed the connection ${where}.`;
	if (error instanceof import_errors.default.HTTPParserError || error.name === "HTTPParserError") return "The host answered with something that is not HTTP.";
	return `The exchange broke off ${where}.`;
}
// ../server/src/pipeline/matching/preview-filter.ts
const PAGE_ROWS = 100;
const EVENTS_READ_MAX = 5e3;
const SAMPLE_MAX = 10;
async function previewFilter(ctx, wish) {
	const judge = new Judge(wish);
	const subscriber = {
		...wish,
		id: null,
		enabled: true,
		formatOptions: {}
	};
	let beforeId = null;
	for (let readCount = 0; readCount < EVENTS_READ_MAX; readCount += PAGE_ROWS) {
		const { workspaceId, sinceMs, untilMs } = wish;
		const page = await ctx.listEvents({
			workspaceId,
			sinceMs,
			untilMs,
			beforeId,
			limit: PAGE_ROWS
		});
		for (const event of page.items) {
			if (judge.lookedAt >= wish.limit) return judge.result(true);
			if (event.origin !== "erased" && matchesEndpoint(subscriber, event)) judge.look(event, ctx.eventData);
		}
		if (page.nextCursor === null) return judge.result(false);
		beforeId = parseId("evt", decodeCursor(page.nextCursor));
	}
	return judge.result(true);
}
var Judge = class {
	lookedAt = 0;
	#condition;
	#passes;
	#fields;
	#seenIn;
	#matching = [];
	#notMatching = [];
	#matched = 0;
	constructor(wish) {
		this.#condition = wish.condition;
		this.#passes = compileCondition(wish.condition);
		const noteOf = createFieldNotes(wish);
		const conditions = fieldConditionsOf(wish.condition);
		const byField = new Map(conditions.toReversed().map((one) => [one.field, one]));
		this.#fields = conditions.filter((one) => byField.get(one.field) === one).map((one) => ({
			...one,
			note: noteOf(one)
		}));
		this.#seenIn = this.#fields.map(() => 0);
	}
	look(event, dataOf) {
		const view = viewOfEvent(event, dataOf);
		this.lookedAt += 1;
		for (const [index, { segments }] of this.#fields.entries()) if (someValue(view, segments, isThere)) this.#seenIn[index] = (this.#seenIn[index] ?? 0) + 1;
		if (this.#passes(view)) {
			this.#matched += 1;
			if (this.#matching.length < SAMPLE_MAX) this.#matching.push(event);
		} else if (this.#notMatching.length < SAMPLE_MAX) {
			const failed = explainFilter(this.#condition, view);
			if (failed !== null) this.#notMatching.push({
				event,
				failed
			});
		}
	}
	result(hasMore) {
		return {
			lookedAt: this.lookedAt,
			matched: this.#matched,
			hasMore,
			matching: this.#matching,
			notMatching: this.#notMatching,
			fields: this.#fields.map(({ pointer, field, note }, index) => ({
				pointer,
				field,
				note,
				seenIn: this.#seenIn[index] ?? 0
			}))
		};
	}
};
function isThere(value) {
	return value !== null && value !== void 0;
}
function createFieldNotes({ format, eventTypes }) {
	const covered = eventTypes.map((pattern) => typesCovered(format, pattern));
	const rows = [...new Set(covered.flatMap(({ types }) => types))].map(findEventType).filter((row) => row !== null);
	const hasFamily = covered.some(({ families }) => families.length > 0);
	return ({ field, segments: [root, ...inner] }) => {
		if (root !== "data" || rows.some((row) => mayHaveField(row, inner))) return null;
		if (!hasFamily) return `No event type that is chosen is known to have ${field}.`;
		if (rows.length === 0) return null;
		return `No event type of the catalogue that is chosen is known to have ${field}; an event of your own, or of what Meta has no name for, may.`;
	};
}
// ../server/src/pipeline/matching/preview-filter.routes.ts
const LIMIT_MAX = 1e3;
const LIMIT_DEFAULT = 200;
const PREVIEWS_PER_MINUTE = 120;
const MINUTE_MS$1 = 6e4;
const previewBody = strictObject({
	filter: eventFilter,
	event_types: array(string().min(1).max(128)).min(1).max(200).default(["*"]),
	channel_ids: array(idParam("chn")).min(1).max(1e3).nullable().default(null),
	format: _enum(FORMATS).default("standard").describe("It decides which types `*` stands for."),
	since: timeParam.optional().describe("On the commit time, inclusive."),
	until: timeParam.optional().describe("On the commit time, exclusive."),
	limit: int().min(1).max(LIMIT_MAX).default(LIMIT_DEFAULT).describe("Events to look at, the newest first.")
});
const seenEvent = object({
	id: string(),
	type: string(),
	occurred_at: datetime()
});
const filterPreviewView = object({
	looked_at: int().describe("Events that types and channels let through, and that the filter was asked about."),
	matched: int(),
	has_more: boolean().describe("There are older events that were not looked at."),
	matching: array(seenEvent).describe("The newest of them, at most 10."),
	not_matching: array(seenEvent.extend({ failed: object({
		pointer: string(),
		message: string()
	}).describe("The first condition that does not hold, and what was there instead.") })).describe("The newest of them, at most 10."),
	fields: array(object({
		pointer: string(),
		field: string(),
		seen_in: int().describe("Events looked at in which it was there."),
		note: string().nullable().describe("Why it may never be there. Null: it may.")
	})).describe("The fields that the filter names.")
}).meta({ id: "FilterPreview" });
function filterPreviewRoutes(api, ctx) {
	const bound = new CallBound({
		callsMax: PREVIEWS_PER_MINUTE,
		windowMs: MINUTE_MS$1
	});
	api.route({
		method: "POST",
		url: "/v1/endpoints/preview-filter",
		config: { access: {
			who: "workspace",
			permission: "events.read"
		} },
		schema: {
			tags: ["Endpoints"],
			summary: "Try a filter on stored events",
			description: "Says how many of the newest events an endpoint with this filter would have been sent, and why not the others. Nothing is changed or sent. Reads at most 5,000 events; at most 120 calls a minute for a workspace.",
			body: previewBody,
			response: { 200: filterPreviewView }
		},
		handler: async (request) => {
			const workspaceId = workspaceOf(request);
			bound.count(workspaceId, ctx.nowMs());
			return toView(await previewFilter(ctx, readWish(workspaceId, request.body)));
		}
	});
}
function readWish(workspaceId, body) {
	checkEventTypes(body.format, body.event_types);
	const parsed = parseFilter(body.filter);
	assert(parsed.kind === "filter", "The schema of the body has read it.");
	return {
		workspaceId,
		condition: parsed.condition,
		format: body.format,
		eventTypes: body.event_types,
		channelIds: body.channel_ids,
		sinceMs: body.since,
		untilMs: body.until,
		limit: body.limit
	};
}
function toView(preview) {
	return {
		looked_at: preview.lookedAt,
		matched: preview.matched,
		has_more: preview.hasMore,
		matching: preview.matching.map(toSeenEvent),
		not_matching: preview.notMatching.map(({ event, failed }) => ({
			...toSeenEvent(event),
			failed: { ...failed }
		})),
		fields: preview.fields.map(({ pointer, field, seenIn, note }) => ({
			pointer,
			field,
			seen_in: seenIn,
			note
		}))
	};
}
function toSeenEvent({ id, type, occurredAtMs }) {
	return {
		id,
		type,
		occurred_at: toIso(occurredAtMs)
	};
}
// ../server/src/pipeline/deliveries/delivery-marks.store.ts
const ATTEMPTS_READ_MAX = 2e3;
async function listDeliveryMarks(store, workspaceId, eventIds) {
	const standings = await listStandings(store, workspaceId, eventIds);
	if (standings.length === 0) return [];
	const rows = await store.db.selectFrom("attempts").select([
		"delivery_id",
		"number",
		"outcome"
	]).where("workspace_id", "=", workspaceId).where("event_id", "in", eventIds).where(isAttemptSince("id", eventIds)).where("delivery_id", "is not", null).orderBy("id", "desc").limit(ATTEMPTS_READ_MAX).execute();
	const byDelivery = Map.groupBy(rows, ({ delivery_id }) => delivery_id);
	return standings.map((standing) => {
		const attempts = (byDelivery.get(standing.id) ?? []).toSorted((one, other) => one.number - other.number);
		return {
			...standing,
			outcomes: attempts.slice(-12).map(({ outcome }) => outcome)
		};
	});
}
// ../server/src/pipeline/event-log/contact-events.store.ts
async function listContactEvents(store, query) {
	const { workspaceId, contact, beforeId, limit } = query;
	const read = (is) => {
		let events = store.db.selectFrom("events").selectAll().where("workspace_id", "=", workspaceId).where(is);
		if (beforeId !== null) events = events.where("id", "<", beforeId);
		return events.orderBy(sortedId, "desc").limit(limit + 1).execute();
	};
	const found = await Promise.all([
		contact.phones.length === 0 ? [] : read((eb) => eb.and([eb("phone", "in", contact.phones), isItsOwn(eb, contact)])),
		contact.bsuid === null ? [] : read((eb) => eb.and([eb("bsuid", "=", contact.bsuid), isItsOwn(eb, contact)])),
		read((eb) => eb.and([
			eb("contact_id", "=", contact.id),
			eb("phone", "is", null),
			eb("bsuid", "is", null)
		]))
	]);
	const newestFirst = [...new Map(found.flat().map((row) => [row.id, row])).values()].toSorted((one, other) => one.id < other.id ? 1 : -1).slice(0, limit + 1);
	const page = toPage(newestFirst, limit, (row) => row.id);
	return {
		items: page.items.map(toEvent$1),
		nextCursor: page.nextCursor
	};
}
function isItsOwn(eb, { id }) {
	return eb.or([eb("contact_id", "is", null), eb("contact_id", "=", id)]);
}
// ../server/src/pipeline/event-log/contact-events.routes.ts
const marksView = object({
	id: string(),
	endpoint_id: string(),
	state: _enum(DELIVERY_STATES),
	held: boolean(),
	attempts_made: int(),
	outcomes: array(_enum(ATTEMPT_OUTCOMES)).describe("Of the last attempts, oldest first.")
});
const contactEventView = eventView.extend({ deliveries: array(marksView) }).meta({ id: "ContactEvent" });
function contactEventRoutes(api, ctx) {
	api.get("/v1/contacts/:id/events", {
		config: { access: {
			who: "workspace",
			permission: "events.read"
		} },
		schema: {
			summary: "The events about a contact, newest first",
			description: "By its number in all spellings, its BSUID and its id, as far back as events are kept. Each with its deliveries and the outcomes of their last attempts.",
			tags: ["Contacts"],
			params: idPath,
			querystring: listQuery,
			response: { 200: pageOf(contactEventView) }
		}
	}, async (request) => {
		const workspaceId = workspaceOf(request);
		const { cursor, limit } = request.query;
		const contact = await ctx.contactKeys(workspaceId, pathId("cnt", request.params.id));
		if (contact === null) throw new PosthornError("not_found", "There is no such contact.");
		const beforeId = idCursor("evt", cursor);
		const page = await listContactEvents(ctx.store, {
			workspaceId,
			contact,
			beforeId,
			limit
		});
		const deliveries = await ctx.deliveriesOf(workspaceId, page.items.map(({ id }) => id));
		const byEvent = Map.groupBy(deliveries, ({ eventId }) => eventId);
		return {
			data: page.items.map((event) => ({
				...toEventView(ctx, event),
				deliveries: (byEvent.get(event.id) ?? []).map(toMarksView)
			})),
			next_cursor: page.nextCursor,
			has_more: page.nextCursor !== null
		};
	});
}
function toMarksView(delivery) {
	return {
		id: delivery.id,
		endpoint_id: delivery.endpointId,
		state: delivery.state,
		held: delivery.held,
		attempts_made: delivery.attemptsMade,
		outcomes: [...delivery.outcomes]
	};
}
// ../server/src/pipeline/event-log/event-range.store.ts
async function listEventsOfRange(store, range) {
	return (await store.db.selectFrom("events").selectAll().where("workspace_id", "=", range.workspaceId).where("id", ">", range.afterId ?? firstIdAt("evt", range.fromMs - 6e5)).where("id", "<", firstIdAt("evt", range.untilMs + ID_FROM_COMMIT_MS_MAX)).where("created_at_ms", ">=", range.fromMs).where("created_at_ms", "<", range.untilMs).orderBy("id").limit(range.limit).execute()).map(toEvent$1);
}
// ../server/src/pipeline/matching/carried-events.ts
function isOfTypes(eventTypes) {
	const subscription = compileSubscription$1({
		format: "standard",
		eventTypes,
		channelIds: null
	});
	return (event) => wantsType$1(subscription, event);
}
function canCarry(endpoint, event) {
	if (nameInFormat(endpoint.format, event.type) === null) return false;
	if (event.origin !== "meta" && carriesMetaBody(endpoint.format)) return false;
	if (isImplied(event) && endpoint.formatOptions.emit_implied !== true) return false;
	return event.origin !== "operational" || !isAbout(event.payload, endpoint);
}
// ../server/src/pipeline/matching/matched-endpoints.ts
const COMPILED = new WeakMap();
function matchedEndpoints(endpoints, event, dataOf) {
	let view = null;
	return endpoints.filter((endpoint) => {
		if (!matchesEndpoint(endpoint, event)) return false;
		if (endpoint.filter === null) return true;
		view ??= viewOfEvent(event, dataOf);
		return compiledOf(endpoint.filter)(view);
	});
}
function compiledOf(filter) {
	const known = COMPILED.get(filter);
	if (known !== void 0) return known;
	const compiled = compileFilter(filter);
	COMPILED.set(filter, compiled);
	return compiled;
}
// ../server/src/pipeline/replay/estimate.ts
const EVENTS_MAX$2 = 1e4;
const PIECE_EVENTS$1 = 500;
async function estimate(readEvents, { workspaceId, span, targetsOf }) {
	const byEndpoint = new Map();
	let [events, deliveries] = [0, 0];
	let afterId = null;
	while (events < EVENTS_MAX$2) {
		const piece = await readEvents({
			workspaceId,
			fromMs: span.from_ms,
			untilMs: span.until_ms,
			afterId,
			limit: PIECE_EVENTS$1
		});
		for (const endpointId of await targetsOf(piece)) {
			byEndpoint.set(endpointId, (byEndpoint.get(endpointId) ?? 0) + 1);
			deliveries += 1;
		}
		events += piece.length;
		afterId = piece.at(-1)?.id ?? afterId;
		if (piece.length < PIECE_EVENTS$1) return {
			events,
			deliveries,
			byEndpoint,
			isExact: true
		};
	}
	return {
		events,
		deliveries,
		byEndpoint,
		isExact: false
	};
}
const estimateView = object({
	dry_run: literal(true),
	from: datetime(),
	to: datetime(),
	events: int().describe("Events of that time that were looked at."),
	deliveries: int().describe("Deliveries that would be made of them."),
	by_endpoint: array(object({
		endpoint_id: string(),
		deliveries: int()
	})),
	is_exact: boolean().describe("False: there are more events, and of those nothing is said.")
}).meta({ id: "ReplayEstimate" });
// ../server/src/pipeline/replay/planned-delivery.ts
function countPlanned(planned) {
	return planned.reduce((sum, { deliveries }) => sum + deliveries.length, 0);
}
// ../server/src/pipeline/replay/replayed-deliveries.store.ts
const INSERT_ROWS_MAX$2 = 500;
async function insertReplayed(store, trx, { batch, takePosition }) {
	const kept = await lockKept(store, trx, batch);
	const planned = batch.planned.filter(({ event }) => kept.has(event.id));
	const newEvents = planned.flatMap((one) => one.newId === null ? [] : [toNewEventRow(batch, one.event, one.newId)]);
	if (newEvents.length > 0) {
		await takePosition(trx);
		for (const rows of chunksOf(newEvents)) await trx.insertInto("events").values(rows).execute();
	}
	for (const rows of chunksOf(planned.flatMap((one) => toDeliveryRows(batch, one)))) await trx.insertInto("deliveries").values(rows).execute();
}
async function lockKept(store, trx, batch) {
	const ids = batch.planned.map(({ event }) => event.id);
	if (ids.length === 0) return new Set();
	const rows = await trx.selectFrom("events").select("id").where("workspace_id", "=", batch.workspaceId).where("id", "in", ids).where("origin", "!=", "erased").$if(store.can.skipLocked, (query) => query.forShare()).execute();
	return new Set(rows.map(({ id }) => id));
}
function toNewEventRow(batch, event, id) {
	return {
		workspace_id: batch.workspaceId,
		id,
		type: event.type,
		origin: event.origin,
		channel_id: event.channelId,
		occurred_at_ms: event.occurredAtMs,
		created_at_ms: batch.nowMs,
		phone: event.phone,
		bsuid: event.bsuid,
		contact_id: event.contact?.id ?? null,
		contact_serial: event.contact?.serial ?? null,
		sent_message: event.sentMessage === null ? null : JSON.stringify(event.sentMessage),
		hops: event.hops,
		replay_of: event.id,
		payload: JSON.stringify(event.payload)
	};
}
function toDeliveryRows(batch, { event, newId, deliveries }) {
	return deliveries.map(({ endpointId, maybeReceived }) => ({
		workspace_id: batch.workspaceId,
		id: batch.newDeliveryId(),
		event_id: newId ?? event.id,
		endpoint_id: endpointId,
		state: "pending",
		attempts_made: 0,
		schedule_step: 0,
		due_at_ms: batch.nowMs,
		lease_token: null,
		maybe_received: maybeReceived ? 1 : 0,
		trigger: batch.trigger,
		resting_state: null,
		created_at_ms: batch.nowMs,
		run_id: batch.runId
	}));
}
function* chunksOf(rows) {
	for (let start = 0; start < rows.length; start += INSERT_ROWS_MAX$2) yield rows.slice(start, start + INSERT_ROWS_MAX$2);
}
function pairKey(eventId, endpointId) {
	return `${eventId}|${endpointId}`;
}
async function findMaybeReceived(store, workspaceId, eventIds) {
	if (eventIds.length === 0) return new Set();
	const rows = await store.db.selectFrom("attempts").select(["event_id", "endpoint_id"]).where("workspace_id", "=", workspaceId).where("event_id", "in", eventIds).where(isAttemptSince("id", eventIds)).where("delivery_id", "is not", null).where((eb) => eb.or([eb("outcome", "=", "unknown"), eb("error_class", "in", [
		"timeout",
		"aborted",
		"body_too_large"
	])])).execute();
	return new Set(rows.map((row) => pairKey(row.event_id, row.endpoint_id)));
}
const DELIVERY_FROM_EVENT_MS_MAX = 6e5;
async function findProvided(store, { workspaceId, endpointId }, eventIds) {
	const [first, last] = [eventIds[0], eventIds.at(-1)];
	if (first === void 0 || last === void 0) return new Set();
	const pending = store.db.selectFrom("deliveries").select("event_id").where("workspace_id", "=", workspaceId).where("endpoint_id", "=", endpointId).where("event_id", "in", eventIds).where("state", "=", "pending");
	const born = await pending.where("run_id", "is", null).where("id", ">=", firstIdAt("dlv", timeOfId(first) - DELIVERY_FROM_EVENT_MS_MAX)).where("id", "<", firstIdAt("dlv", timeOfId(last) + DELIVERY_FROM_EVENT_MS_MAX)).execute();
	const ofRuns = await pending.where("run_id", "is not", null).execute();
	const delivered = await store.db.selectFrom("attempts").select("event_id").where("workspace_id", "=", workspaceId).where("event_id", "in", eventIds).where(isAttemptSince("id", eventIds)).where("endpoint_id", "=", endpointId).where("delivery_state", "=", "delivered").execute();
	return new Set([
		...born,
		...ofRuns,
		...delivered
	].map((row) => row.event_id));
}
async function countAhead(store, run) {
	const rows = await store.db.selectFrom("deliveries").select(["endpoint_id", (eb) => eb.fn.countAll().as("count")]).where("workspace_id", "=", run.workspaceId).where("run_id", "=", run.id).where("state", "=", "pending").where("attempts_made", "=", 0).where("due_at_ms", "is not", null).groupBy("endpoint_id").execute();
	return new Map(rows.map((row) => [row.endpoint_id, Number(row.count)]));
}
// ../server/src/pipeline/replay/log-run.ts
const EVENTS_MAX$1 = 1e6;
const PIECE_DELIVERIES_MAX = 500;
const AHEAD_MAX$1 = 200;
const AHEAD_TOTAL_MAX = 2e4;
const AHEAD_PAUSE_MS = 50;
const SAVE_EVERY_MS = 1e3;
const TURN_MS = 5e3;
const SETTLE_MS = 3e3;
const progressSchema = object({
	from: string(),
	to: string(),
	at: string(),
	events: int(),
	deliveries: int(),
	by_endpoint: record(string(), int()),
	estimate: object({
		events: int(),
		deliveries: int(),
		is_exact: boolean()
	}),
	next: string().nullable()
});
function firstProgress(span, estimate) {
	const [from, to] = [toIso(span.from_ms), toIso(span.until_ms)];
	const { events, deliveries, is_exact } = estimate;
	return {
		from,
		to,
		at: from,
		events: 0,
		deliveries: 0,
		by_endpoint: {},
		estimate: {
			events,
			deliveries,
			is_exact
		},
		next: null
	};
}
function createLogRunHandler(ctx, { trigger, plan }) {
	return (run, ctl) => new LogRun(ctx, {
		run,
		ctl,
		trigger,
		plan
	}).carryOut();
}
var LogRun = class {
	#ctx;
	#work;
	#span;
	#progress;
	#savedAtMs;
	constructor(ctx, work) {
		this.#ctx = ctx;
		this.#work = work;
		this.#span = work.run.params;
		this.#progress = progressSchema.parse(work.run.progress);
		this.#savedAtMs = ctx.nowMs();
	}
	async carryOut() {
		const turnEndsMs = this.#ctx.nowMs() + TURN_MS;
		if (!await this.#save()) return this.#stopped();
		while (this.#ctx.nowMs() < turnEndsMs) {
			if (await this.#mustWait()) {
				await this.#ctx.pause(AHEAD_PAUSE_MS);
				if (this.#isTimeToSave() && !await this.#save()) return this.#stopped();
				continue;
			}
			const end = await this.#takePiece();
			if (end !== null) return end;
		}
		return {
			kind: "waits",
			untilMs: this.#ctx.nowMs(),
			result: this.#report()
		};
	}
	async #takePiece() {
		const limit = this.#ctx.pace.pieceEvents();
		const events = await this.#read(limit);
		if (events.length === 0) return this.#completed();
		if (this.#progress.events >= EVENTS_MAX$1) return this.#tooMany();
		const planned = await this.#work.plan(this.#work.run, events);
		if (typeof planned === "string") return {
			kind: "failed",
			error: planned,
			result: this.#report()
		};
		const piece = cutPiece(events, planned);
		const deliveryCount = countPlanned(piece.planned);
		this.#progress = advance(this.#progress, piece);
		if (!await this.#savePiece(piece.planned)) return this.#stopped();
		await this.#ctx.pace.after(deliveryCount);
		return this.#work.ctl.isStopping() ? this.#stopped() : null;
	}
	#read(limit) {
		return this.#ctx.readEvents({
			workspaceId: this.#work.run.workspaceId,
			fromMs: this.#span.from_ms,
			untilMs: this.#span.until_ms,
			afterId: this.#progress.next === null ? null : parseId("evt", this.#progress.next),
			limit
		});
	}
	async #mustWait() {
		if (this.#ctx.nowMs() < this.#span.until_ms + SETTLE_MS) return true;
		const ahead = await countAhead(this.#ctx.store, this.#work.run);
		if ([...ahead.values()].reduce((sum, count) => sum + count, 0) >= AHEAD_TOTAL_MAX) return true;
		const endpointIds = Object.keys(this.#progress.by_endpoint);
		return endpointIds.length > 0 && endpointIds.every((id) => (ahead.get(id) ?? 0) >= AHEAD_MAX$1);
	}
	async #savePiece(planned) {
		const { ctl } = this.#work;
		if (planned.length === 0) return this.#isTimeToSave() ? this.#save() : !ctl.isStopping();
		let isMade = false;
		this.#savedAtMs = this.#ctx.nowMs();
		const goesOn = await ctl.saveWith(this.#progress, async (trx) => {
			await insertReplayed(this.#ctx.store, trx, {
				batch: this.#batch(planned),
				takePosition: this.#ctx.takePosition
			});
			isMade = true;
		});
		if (isMade) this.#ctx.onMade(countPlanned(planned));
		return goesOn;
	}
	#batch(planned) {
		const { run, trigger } = this.#work;
		const { newDeliveryId, nowMs } = this.#ctx;
		return {
			workspaceId: run.workspaceId,
			runId: run.id,
			trigger,
			planned,
			newDeliveryId,
			nowMs: nowMs()
		};
	}
	#isTimeToSave() {
		return this.#ctx.nowMs() - this.#savedAtMs >= SAVE_EVERY_MS;
	}
	#save() {
		this.#savedAtMs = this.#ctx.nowMs();
		return this.#work.ctl.saveProgress(this.#progress);
	}
	async #completed() {
		this.#progress = {
			...this.#progress,
			at: this.#progress.to
		};
		return await this.#save() ? {
			kind: "completed",
			result: this.#report()
		} : this.#stopped();
	}
	#tooMany() {
		return {
			kind: "failed",
			error: `A run looks at ${EVENTS_MAX$1.toLocaleString("en")} events. What came in after ${this.#progress.at} was not looked at: start another one from there.`,
			result: this.#report()
		};
	}
	#stopped() {
		return {
			kind: "stopped",
			result: this.#report()
		};
	}
	#report() {
		const { next: _next, ...report } = this.#progress;
		return report;
	}
};
function cutPiece(events, planned) {
	const byEvent = new Map(planned.map((one) => [one.event.id, one]));
	const taken = [];
	let deliveryCount = 0;
	let eventCount = 0;
	let lastEvent = null;
	for (const event of events) {
		const one = byEvent.get(event.id);
		deliveryCount += one?.deliveries.length ?? 0;
		if (lastEvent !== null && deliveryCount > PIECE_DELIVERIES_MAX) break;
		if (one !== void 0) taken.push(one);
		eventCount += 1;
		lastEvent = event;
	}
	assert(lastEvent !== null, "A piece has an event at least.");
	return {
		eventCount,
		lastEvent,
		planned: taken
	};
}
function advance(progress, { eventCount, lastEvent, planned }) {
	const by_endpoint = { ...progress.by_endpoint };
	for (const { deliveries } of planned) for (const { endpointId } of deliveries) by_endpoint[endpointId] = (by_endpoint[endpointId] ?? 0) + 1;
	return {
		...progress,
		at: toIso(lastEvent.createdAtMs),
		events: progress.events + eventCount,
		deliveries: progress.deliveries + countPlanned(planned),
		by_endpoint,
		next: lastEvent.id
	};
}
// ../server/src/pipeline/replay/replay-run.ts
const EVENT_REPLAY = "event.replay";
function chooseTargets(ctx, workspaceId, params) {
	const ids = params.endpoint_ids === null ? null : new Set(params.endpoint_ids);
	const endpoints = ctx.endpointsOf(workspaceId).filter(({ id }) => ids === null || ids.has(id));
	const isMeant = chooseEvents(ctx, params);
	if (params.to_endpoint_id === null) return (event) => isMeant(event) ? ctx.wanting(endpoints, event) : [];
	const to = ctx.endpointsOf(workspaceId).find(({ id }) => id === params.to_endpoint_id);
	if (to === void 0 || !to.enabled) return null;
	const isWanted = (event) => ids === null || ctx.wanting(endpoints, event).length > 0;
	return (event) => isMeant(event) && ctx.canCarry(to, event) && isWanted(event) ? [to] : [];
}
function isReplayable({ origin, replayOf }) {
	return origin !== "erased" && replayOf === void 0;
}
function chooseEvents(ctx, { event_types, filter, to_endpoint_id }) {
	const isOfTypes = event_types === null ? () => true : ctx.isOfTypes(event_types);
	const passes = filter === null ? () => true : ctx.passesFilter(filter);
	const isLeftOut = to_endpoint_id !== null && event_types === null;
	return (event) => isReplayable(event) && !(isLeftOut && event.origin === "operational") && isOfTypes(event) && passes(event);
}
function createReplayHandler(ctx) {
	return createLogRunHandler(ctx, {
		trigger: "replay",
		plan: (run, events) => planReplay(ctx, run, events)
	});
}
const TARGET_GONE = "The endpoint that everything goes to was deleted or disabled. What was made before stays.";
async function planReplay(ctx, run, events) {
	const params = run.params;
	const targetsOf = chooseTargets(ctx, run.workspaceId, params);
	if (targetsOf === null) return TARGET_GONE;
	const chosen = events.map((event) => ({
		event,
		targets: targetsOf(event)
	})).filter(({ targets }) => targets.length > 0);
	const eventIds = chosen.map(({ event }) => event.id);
	const maybe = params.new_ids ? new Set() : await findMaybeReceived(ctx.store, run.workspaceId, eventIds);
	return chosen.map(({ event, targets }) => ({
		event,
		newId: params.new_ids ? ctx.newEventId() : null,
		deliveries: targets.map(({ id }) => ({
			endpointId: id,
			maybeReceived: maybe.has(pairKey(event.id, id))
		}))
	}));
}
// ../server/src/pipeline/replay/recover-run.ts
const ENDPOINT_RECOVER = "endpoint.recover";
async function findMissing(ctx, { workspaceId, endpointId }, events) {
	const endpoint = ctx.endpointsOf(workspaceId).find(({ id }) => id === endpointId);
	if (endpoint === void 0 || !endpoint.enabled) return null;
	const wanted = events.filter((event) => isReplayable(event) && ctx.wanting([endpoint], event).length > 0);
	const provided = await findProvided(ctx.store, {
		workspaceId,
		endpointId
	}, wanted.map(({ id }) => id));
	return wanted.filter(({ id }) => !provided.has(id));
}
function createRecoverHandler(ctx) {
	return createLogRunHandler(ctx, {
		trigger: "recover",
		plan: (run, events) => planRecover(ctx, run, events)
	});
}
const ENDPOINT_GONE = "The endpoint was deleted or disabled. What was made before stays.";
async function planRecover(ctx, run, events) {
	const { endpoint_id: endpointId } = run.params;
	const missing = await findMissing(ctx, {
		workspaceId: run.workspaceId,
		endpointId
	}, events);
	if (missing === null) return ENDPOINT_GONE;
	const eventIds = missing.map(({ id }) => id);
	const maybe = await findMaybeReceived(ctx.store, run.workspaceId, eventIds);
	return missing.map((event) => ({
		event,
		newId: null,
		deliveries: [{
			endpointId,
			maybeReceived: maybe.has(pairKey(event.id, endpointId))
		}]
	}));
}
// ../server/src/pipeline/replay/start-log-run.ts
const OPEN_RUNS_MAX = 5;
async function answerLogRun(ctx, { request, reply, isDryRun }, { kind, params, estimate }) {
	if (isDryRun) return reply.code(200).send(toEstimateView(params, estimate));
	const { events, deliveries, isExact } = estimate;
	const run = await ctx.startRun({
		workspaceId: workspaceOf(request),
		kind,
		params,
		progress: firstProgress(params, {
			events,
			deliveries,
			is_exact: isExact
		}),
		openOfKindMax: OPEN_RUNS_MAX,
		asked: {
			actor: actorOf(request),
			action: `${kind}_started`
		}
	});
	return reply.code(202).header("location", `/v1/runs/${run.id}`).send(ctx.run.toView(run));
}
function toEstimateView(span, estimate) {
	return {
		dry_run: true,
		from: toIso(span.from_ms),
		to: toIso(span.until_ms),
		events: estimate.events,
		deliveries: estimate.deliveries,
		by_endpoint: [...estimate.byEndpoint].map(([endpoint_id, deliveries]) => ({
			endpoint_id,
			deliveries
		})),
		is_exact: estimate.isExact
	};
}
function readSpan(nowMs, { fromMs, untilMs = nowMs }, names) {
	const span = {
		from_ms: fromMs,
		until_ms: Math.min(untilMs, nowMs)
	};
	if (span.from_ms < span.until_ms) return span;
	const [pointer, message] = [`/${names.until}`, `Must be after ${names.from}, which must lie in the past.`];
	throw new PosthornError("invalid_request", "The body is not valid.", { fields: [{
		pointer,
		message
	}] });
}
// ../server/src/pipeline/replay/recover.routes.ts
const recoverBody = strictObject({
	since: timeParam.describe("Events that the gateway took in from this time on."),
	until: timeParam.exactOptional().describe("Up to this time, which is not included. Absent: up to now."),
	dry_run: boolean().default(false).describe("Only counts: nothing is started.")
});
function recoverRoutes(api, ctx) {
	api.post("/v1/endpoints/:id/recover", {
		config: {
			access: {
				who: "workspace",
				permission: "replays.write"
			},
			idempotent: true
		},
		schema: {
			summary: "Make the deliveries that an endpoint is missing",
			description: "Of the events that it wants and never got: because it was disabled, or because the delivery was exhausted or canceled. What was delivered or still waits is left alone. A run does it, as a replay; the requests carry `Posthorn-Trigger: recover` and `Posthorn-Replay-Id`. 409 while the endpoint is disabled, and while another such run of it has not ended.",
			tags: ["Replays"],
			params: idPath,
			body: recoverBody,
			response: {
				200: estimateView,
				202: ctx.run.schema
			}
		}
	}, async (request, reply) => {
		const workspaceId = workspaceOf(request);
		const endpointId = pathId("ep", request.params.id);
		const { since, until, dry_run: isDryRun } = request.body;
		assertEnabled(ctx, workspaceId, endpointId);
		const span = readSpan(ctx.nowMs(), {
			fromMs: since,
			untilMs: until
		}, {
			from: "since",
			until: "until"
		});
		if (!isDryRun) await assertAlone(ctx, workspaceId, endpointId);
		const counted = await estimate(ctx.readEvents, {
			workspaceId,
			span,
			targetsOf: async (events) => (await findMissing(ctx, {
				workspaceId,
				endpointId
			}, events) ?? []).map(() => endpointId)
		});
		const params = {
			...span,
			endpoint_id: endpointId
		};
		return answerLogRun(ctx, {
			request,
			reply,
			isDryRun
		}, {
			kind: ENDPOINT_RECOVER,
			params,
			estimate: counted
		});
	});
}
function assertEnabled(ctx, workspaceId, id) {
	const endpoint = ctx.endpointsOf(workspaceId).find((one) => one.id === id);
	if (endpoint === void 0) throw new PosthornError("not_found", "There is no endpoint with this id.");
	if (endpoint.enabled) return;
	throw new PosthornError("conflict", "The endpoint is disabled and takes nothing. Enable it, then recover.");
}
async function assertAlone(ctx, workspaceId, id) {
	const other = (await ctx.listOpenRuns(workspaceId, ENDPOINT_RECOVER)).find(({ params }) => params.endpoint_id === id);
	if (other === void 0) return;
	throw new PosthornError("conflict", `The run ${other.id} does this already. Wait for its end, or cancel it.`);
}
// ../server/src/pipeline/replay/replay.routes.ts
const replayBody = strictObject({
	from: timeParam.describe("Events that the gateway took in from this time on."),
	to: timeParam.exactOptional().describe("Up to this time, which is not included. Absent: up to now."),
	event_types: array(string().min(1).max(128)).min(1).max(100).exactOptional().describe("As of an endpoint: names, `noun.*` or `*`. Absent: every type."),
	endpoint_ids: array(idParam("ep")).min(1).max(200).exactOptional().describe("Endpoints that get what they want of it. Absent: all that are enabled."),
	filter: eventFilter.exactOptional(),
	to_endpoint_id: idParam("ep").exactOptional().describe("Everything goes to this one endpoint, whatever it subscribes to, as far as its format can express it; with `endpoint_ids` what those want. Events of the gateway itself are left out unless `event_types` names them."),
	new_ids: boolean().default(false).describe("Sends events of their own, with fresh ids and `replay_of`, for receivers that would drop what they have seen."),
	dry_run: boolean().default(false).describe("Only counts: nothing is started.")
});
function replayRoutes(api, ctx) {
	api.post("/v1/replays", {
		config: {
			access: {
				who: "workspace",
				permission: "replays.write"
			},
			idempotent: true
		},
		schema: {
			summary: "Send events of a time once more",
			description: "A run does it, oldest first, only so fast as receivers take it and slower while events come in; it can be paused, resumed and canceled. The requests carry `Posthorn-Trigger: replay` and `Posthorn-Replay-Id`, and the same `webhook-id` as then unless `new_ids`. It stands outside the order of an endpoint. With `dry_run` it answers what it would come to.",
			tags: ["Replays"],
			body: replayBody,
			response: {
				200: estimateView,
				202: ctx.run.schema
			}
		}
	}, async (request, reply) => {
		const workspaceId = workspaceOf(request);
		const params = readParams(ctx, workspaceId, request.body);
		const targetsOf = chooseTargets(ctx, workspaceId, params);
		if (targetsOf === null) throw notUsable("/to_endpoint_id");
		const counted = await estimate(ctx.readEvents, {
			workspaceId,
			span: params,
			targetsOf: async (events) => events.flatMap((event) => targetsOf(event).map(({ id }) => id))
		});
		return answerLogRun(ctx, {
			request,
			reply,
			isDryRun: request.body.dry_run
		}, {
			kind: EVENT_REPLAY,
			params: { ...params },
			estimate: counted
		});
	});
}
function readParams(ctx, workspaceId, body) {
	const span = readSpan(ctx.nowMs(), {
		fromMs: body.from,
		untilMs: body.to
	}, {
		from: "from",
		until: "to"
	});
	if (body.event_types !== void 0) ctx.checkEventTypes(body.event_types);
	assertUsable(ctx, workspaceId, body.endpoint_ids ?? []);
	return {
		...span,
		event_types: body.event_types ?? null,
		endpoint_ids: body.endpoint_ids ?? null,
		filter: body.filter ?? null,
		to_endpoint_id: body.to_endpoint_id ?? null,
		new_ids: body.new_ids
	};
}
function assertUsable(ctx, workspaceId, ids) {
	const usable = new Set(ctx.endpointsOf(workspaceId).filter(({ enabled }) => enabled).map(({ id }) => id));
	const index = ids.findIndex((id) => !usable.has(id));
	if (index !== -1) throw notUsable(`/endpoint_ids/${index}`);
}
function notUsable(pointer) {
	const message = "There is no enabled endpoint with this id.";
	return new PosthornError("unprocessable", message, { fields: [{
		pointer,
		message
	}] });
}
// ../server/src/pipeline/replay/replay-pace.ts
const PIECE_EVENTS = 200;
const PIECE_EVENTS_BUSY = 50;
const PER_SECOND_MAX = 1e3;
const PER_SECOND_BUSY_MAX = 200;
const BUSY_MS = 1e3;
const PAUSE_MS_MIN = 5;
function createReplayPace({ lastEventMs, monotonicMs, pause }) {
	const isBusy = () => monotonicMs() - lastEventMs() < BUSY_MS;
	let nextMs = 0;
	return {
		pieceEvents: () => isBusy() ? PIECE_EVENTS_BUSY : PIECE_EVENTS,
		after: async (deliveryCount) => {
			const nowMs = monotonicMs();
			const perSecond = isBusy() ? PER_SECOND_BUSY_MAX : PER_SECOND_MAX;
			nextMs = Math.max(nowMs, nextMs) + deliveryCount * 1e3 / perSecond;
			await pause(Math.max(PAUSE_MS_MIN, nextMs - nowMs));
		}
	};
}
// ../server/src/platform/egress/own-listener.ts
const CONNECT_TIMEOUT_MS = 5e3;
function createOwnListenerConnector(ownListeners) {
	return (options, callback) => {
		const place = placeOf(ownListeners());
		const asked = `${options.protocol}//${bracketed(options.hostname)}:${options.port}`;
		if (place === null || asked !== originOfPlace(place)) {
			callback(new EgressError("egress_blocked", "not_own_listener", "This is not the gateway's own listener."), null);
			return;
		}
		dialAddress(place, AbortSignal.timeout(CONNECT_TIMEOUT_MS)).then((socket) => callback(null, socket), (error) => callback(toEgressError(error), null));
	};
}
function placeOf([listener]) {
	if (listener === void 0) return null;
	const { address, port } = listener;
	return {
		address: {
			"0.0.0.0": "127.0.0.1",
			"::": "::1"
		}[address] ?? address,
		port
	};
}
function originOfPlace({ address, port }) {
	return `http://${bracketed(address)}:${port}`;
}
function bracketed(host) {
	return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}
function toEgressError(error) {
	if (error instanceof EgressError) return error;
	const { errorClass, message } = classifyConnectError(error);
	return new EgressError(errorClass, codeOf(error) || "connect_failed", message, { cause: error });
}
// ../server/src/platform/db/record-write.ts
var RecordConflictError = class extends Error {
	name = "RecordConflictError";
	constructor(cause) {
		super("A record was changed in the meantime.", { cause });
	}
};
function onConflictSql(table, dialect) {
	const columns = Object.keys(table.columns);
	if (table.merge !== void 0) {
		const sets = Object.entries(table.merge.rules).map(([column, rule]) => `${column} = ${mergeSql(column, rule, dialect)}`);
		return `ON CONFLICT (${table.merge.key.join(", ")}) DO UPDATE SET ${sets.join(", ")}`;
	}
	if (!isReplaced(table)) return "";
	return `ON CONFLICT (workspace_id, id) DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`).join(", ")} WHERE was.revision = excluded.revision - 1`;
}
function isReplaced(table) {
	return table.merge === void 0 && Object.hasOwn(table.columns, "revision");
}
function replacesPersonalData(table) {
	return isReplaced(table) || table.merge?.replacesWords === true;
}
function mergeSql(column, rule, { least, greatest }) {
	const [was, comes] = [`was.${column}`, `excluded.${column}`];
	if (rule === "kept") return was;
	if (rule === "first") return `COALESCE(${was}, ${comes})`;
	if (rule === "sum") return `${was} + ${comes}`;
	if (typeof rule === "object") {
		const [wasBy, comesBy] = [`was.${rule.newestBy}`, `excluded.${rule.newestBy}`];
		return `CASE WHEN ${wasBy} IS NULL OR ${comesBy} >= ${wasBy} THEN ${comes} ELSE ${was} END`;
	}
	return `${rule === "min" ? least : greatest}(COALESCE(${was}, ${comes}), COALESCE(${comes}, ${was}))`;
}
// ../server/src/pipeline/commit/group-commit.ts
const BATCH_ROWS_MAX = 500;
const COLLECT_MS = 5;
const FULL_LOAD_ROWS = 100;
const IDLE_ROWS_MAX = 4;
const WAITING_ROWS_MAX = 2e4;
const CONFLICT_TRIES_MAX = 3;
const RETRY_MS$1 = 500;
var GroupCommit = class {
	#context;
	#jobs = [];
	#waitingRows = 0;
	#running = 0;
	#waitingAgain = 0;
	#lastStartMs = 0;
	#lastRows = 0;
	#timer = null;
	#idleWaiters = [];
	constructor(context) {
		this.#context = context;
	}
	append(entries, alongside = {}) {
		const { records = [], quarantine = [] } = alongside;
		const rows = countRows(entries) + records.length + quarantine.length;
		if (this.#waitingRows + rows > WAITING_ROWS_MAX && this.#waitingRows > 0) return Promise.reject(new PosthornError("store_unavailable", "Too much waits to be written. Try again.", { retryAfterSeconds: 1 }));
		return new Promise((resolve, reject) => {
			this.#add({
				kind: "events",
				entries,
				records,
				quarantine,
				rows,
				resolve,
				reject
			});
		});
	}
	record(entry) {
		return new Promise((resolve) => {
			this.#add({
				kind: "attempt",
				entry,
				rows: 1,
				resolve
			});
		});
	}
	release(entry) {
		return new Promise((resolve) => {
			this.#add({
				kind: "release",
				entry,
				rows: 1,
				resolve
			});
		});
	}
	async drained() {
		while (!this.#isIdle()) await new Promise((resolve) => this.#idleWaiters.push(resolve));
	}
	#add(job) {
		this.#jobs.push(job);
		this.#waitingRows += job.rows;
		this.#schedule();
	}
	#schedule() {
		if (this.#jobs.length === 0 || this.#running >= this.#context.store.concurrency) return;
		if (this.#waitingRows >= BATCH_ROWS_MAX) {
			this.#start();
			return;
		}
		if (this.#timer !== null) return;
		const load = this.#lastRows <= IDLE_ROWS_MAX ? 0 : Math.min(1, this.#lastRows / FULL_LOAD_ROWS);
		const collectMs = COLLECT_MS * load;
		const delayMs = Math.max(0, this.#lastStartMs + collectMs - this.#context.monotonicMs());
		this.#timer = this.#context.setTimer(() => {
			this.#timer = null;
			this.#start();
		}, delayMs);
	}
	#start() {
		this.#timer?.cancel();
		this.#timer = null;
		const jobs = this.#take();
		if (jobs.length === 0) return;
		this.#running++;
		this.#lastStartMs = this.#context.monotonicMs();
		this.#write(jobs).finally(() => {
			this.#running--;
			this.#schedule();
			if (this.#isIdle()) this.#wakeIdle();
		});
		this.#schedule();
	}
	#take() {
		let rows = 0;
		let count = 0;
		for (const job of this.#jobs) {
			if (count > 0 && rows + job.rows > BATCH_ROWS_MAX) break;
			rows += job.rows;
			count++;
		}
		const taken = this.#jobs.slice(0, count);
		this.#jobs = this.#jobs.slice(count);
		this.#waitingRows -= rows;
		this.#lastRows = rows;
		return taken;
	}
	async #write(jobs, triesLeft = CONFLICT_TRIES_MAX) {
		const startedMs = this.#context.monotonicMs();
		const batch = toBatch(jobs);
		try {
			const fresh = await this.#context.store.commit(batch);
			for (const job of jobs) job.resolve(fresh);
			const rows = jobs.reduce((sum, job) => sum + job.rows, 0);
			this.#context.onCommitted({
				rows,
				durationMs: this.#context.monotonicMs() - startedMs
			});
		} catch (error) {
			if (triesLeft > 1 && isConflict(error)) await this.#write(jobs, triesLeft - 1);
			else await this.#handleFailure(jobs, error);
		}
	}
	async #handleFailure(jobs, error) {
		if (jobs.length > 1 && isRefusedByContent(error)) {
			const middle = jobs.length >> 1;
			await this.#write(jobs.slice(0, middle));
			await this.#write(jobs.slice(middle));
			return;
		}
		if (!(error instanceof RecordConflictError)) this.#context.onFailed(error);
		for (const job of jobs) if (job.kind === "events" && job.records.length > 0 && isRefusedByContent(error)) job.reject(error instanceof RecordConflictError ? error : new RecordConflictError(error));
		else if (job.kind === "events") job.reject(new PosthornError("store_unavailable", "The event could not be stored. Try again.", { cause: error }));
		else if (isRefusedByContent(error)) job.resolve();
		else {
			this.#waitingAgain++;
			this.#context.setTimer(() => {
				this.#waitingAgain--;
				this.#add(job);
			}, RETRY_MS$1);
		}
	}
	#isIdle() {
		return this.#jobs.length === 0 && this.#running === 0 && this.#waitingAgain === 0;
	}
	#wakeIdle() {
		const waiters = this.#idleWaiters;
		this.#idleWaiters = [];
		for (const wake of waiters) wake();
	}
};
function countRows(entries) {
	return entries.reduce((sum, entry) => sum + 1 + entry.deliveries.length, 0);
}
function toBatch(jobs) {
	const events = [];
	const records = [];
	const attempts = [];
	const releases = [];
	const quarantine = [];
	for (const job of jobs) if (job.kind === "attempt") attempts.push(job.entry);
	else if (job.kind === "release") releases.push(job.entry);
	else {
		for (const entry of job.entries) events.push(entry);
		for (const write of job.records) records.push(write);
		for (const item of job.quarantine) quarantine.push(item);
	}
	return {
		events,
		records,
		attempts,
		releases,
		quarantine
	};
}
function isRefusedByContent(error) {
	if (error instanceof RecordConflictError) return true;
	const code = error?.code;
	if (typeof code !== "string") return false;
	return /^2[123]/.test(code) || code.startsWith("SQLITE_CONSTRAINT") || code === "SQLITE_MISMATCH" || code === "SQLITE_TOOBIG";
}
function isConflict(error) {
	const code = error?.code;
	return code === "40P01" || code === "40001";
}
// ../server/src/pipeline/commit/order-key.ts
function orderKeyOf({ channelId, contact, phone, bsuid }) {
	const person = contact?.id ?? phone ?? bsuid;
	return channelId === null || person === null ? null : hash("sha256", `${channelId}|${person}`, "base64url");
}
// ../server/src/pipeline/commit/publisher.ts
function createPublisher(context) {
	return async (events, alongside = {}) => {
		const entries = [];
		let fresh;
		try {
			for (const event of events) entries.push(toEntry$1(context, event));
			fresh = await context.append(entries, alongside);
		} catch (error) {
			for (const entry of entries) takeBack(context, entry);
			throw error;
		}
		const published = [];
		let deliveryCount = 0;
		for (const entry of entries) if (fresh.has(entry.event.id)) {
			published.push(entry.event);
			deliveryCount += entry.deliveries.length;
			handOver(context, entry);
		} else takeBack(context, entry);
		context.onPublished({
			events: published,
			positions: fresh,
			duplicateCount: events.length - published.length,
			deliveryCount
		});
		return new Set(published.map((event) => event.id));
	};
}
function toEntry$1(context, event) {
	const payloadJson = jsonOf(event);
	const payloadBytes = payloadJson.length;
	return {
		event,
		payloadJson,
		deliveries: context.matchEndpoints(event).map((endpoint) => newDelivery(context, {
			event,
			endpoint,
			payloadBytes
		}))
	};
}
function jsonOf({ payload, payloadText }) {
	return payloadText !== void 0 && payloadText.payload === payload ? payloadText.text : JSON.stringify(payload);
}
function newDelivery(context, { event, endpoint, payloadBytes }) {
	const nowMs = context.nowMs();
	const orderKey = orderKeyFor(endpoint, event);
	const leased = orderKey === null && context.sender.reserve(endpoint, payloadBytes);
	return {
		id: context.newDeliveryId(),
		endpointId: endpoint.id,
		dueAtMs: leased ? context.leaseUntilMs(endpoint, nowMs) : nowMs,
		leaseToken: leased ? context.leaseToken : null,
		orderKey
	};
}
function orderKeyFor({ ordering }, event) {
	return ordering === "conversation" ? orderKeyOf(event) : null;
}
function takeBack(context, entry) {
	for (const delivery of entry.deliveries) if (delivery.leaseToken !== null) context.sender.unreserve(delivery.endpointId, entry.payloadJson.length);
}
function handOver(context, entry) {
	for (const delivery of entry.deliveries) {
		if (delivery.orderKey !== null) context.sender.wake();
		if (delivery.leaseToken === null || delivery.dueAtMs === null) continue;
		context.sender.accept({
			id: delivery.id,
			endpointId: delivery.endpointId,
			event: entry.event,
			attemptsMade: 0,
			scheduleStep: 0,
			maybeReceived: false,
			trigger: "schedule",
			restingState: null,
			runId: null,
			leaseToken: delivery.leaseToken,
			leaseUntilMs: delivery.dueAtMs,
			payloadBytes: entry.payloadJson.length,
			orderKey: null
		});
	}
}
function createTransactionalPublisher(context) {
	return async (trx, events) => {
		const dueAtMs = context.nowMs();
		const entries = events.map((event) => ({
			event,
			payloadJson: JSON.stringify(event.payload),
			deliveries: context.matchEndpoints(event).map((endpoint) => ({
				id: context.newDeliveryId(),
				endpointId: endpoint.id,
				dueAtMs,
				leaseToken: null,
				orderKey: orderKeyFor(endpoint, event)
			}))
		}));
		await context.appendIn(trx, entries);
		const deliveryCount = entries.reduce((sum, { deliveries }) => sum + deliveries.length, 0);
		context.onPublished({
			events,
			positions: null,
			duplicateCount: 0,
			deliveryCount
		});
	};
}
// ../server/src/pipeline/delivery/request-headers.ts
const MASK = "\u2022\u2022\u2022\u2022\u2022\u2022";
const TOLD_TRIGGERS = new Set([
	"resend",
	"test",
	"replay",
	"recover"
]);
function requestHeaders(input) {
	const ours = {
		...input.signed,
		"User-Agent": input.userAgent,
		"Posthorn-Attempt": String(input.attemptNumber),
		"Posthorn-Hops": String(input.hops + 1)
	};
	if (TOLD_TRIGGERS.has(input.trigger)) ours["Posthorn-Trigger"] = input.trigger;
	if (input.delivery.runId !== null) ours["Posthorn-Replay-Id"] = input.delivery.runId;
	if (input.replayOf !== void 0) ours["Posthorn-Replay-Of"] = input.replayOf;
	if (input.delivery.maybeReceived) ours["Posthorn-Possible-Duplicate"] = "true";
	const names = Object.keys(input.own);
	if (names.length === 0) return {
		sent: ours,
		logged: ours
	};
	return {
		sent: {
			...input.own,
			...ours
		},
		logged: {
			...Object.fromEntries(names.map((name) => [name, MASK])),
			...ours
		}
	};
}
// ../server/src/pipeline/delivery/attempt-runner.ts
function runAttempt(context, input) {
	const { endpoint, event } = input;
	const startedAtMs = context.nowMs();
	const rendered = render(context, endpoint, event);
	if (typeof rendered === "string") return Promise.resolve(attemptNotSent(context, input, rendered));
	const { sent, logged } = requestHeaders({
		delivery: input,
		hops: event.hops,
		replayOf: event.replayOf,
		attemptNumber: input.number,
		trigger: input.trigger,
		userAgent: context.userAgent,
		signed: context.sign({
			endpoint,
			event,
			rendered,
			which: input.which,
			nowMs: startedAtMs
		}),
		own: endpoint.headers
	});
	const request = {
		url: urlOf(endpoint),
		headers: sent,
		body: rendered.body,
		timeoutMs: endpoint.retry.timeoutSeconds * 1e3,
		...input.askedAtMs === void 0 ? {} : { askedAtMs: input.askedAtMs }
	};
	return context.exchange(request, endpoint).then((result) => ({
		attempt: toAttempt(context, input, {
			startedAtMs,
			logged,
			result
		}),
		result
	}));
}
function attemptNotSent(context, input, reason) {
	const failure = {
		errorClass: "aborted",
		errorMessage: `Nothing was sent. ${reason}`,
		maybeReceived: false
	};
	const result = withoutAnswer(failure);
	return {
		attempt: toAttempt(context, input, {
			startedAtMs: context.nowMs(),
			logged: {},
			result
		}),
		result
	};
}
function render(context, endpoint, event) {
	try {
		return context.render(endpoint, event);
	} catch (error) {
		if (error instanceof PosthornError) return error.message;
		throw error;
	}
}
function toAttempt(context, { endpoint, event, ...input }, { startedAtMs, logged, result }) {
	return {
		id: context.newAttemptId(),
		workspaceId: event.workspaceId,
		deliveryId: input.deliveryId,
		eventId: event.id,
		endpointId: endpoint.id,
		number: input.number,
		trigger: input.trigger,
		runId: input.runId,
		startedAtMs,
		durationMs: result.durationMs,
		outcome: result.outcome,
		statusCode: result.statusCode,
		errorClass: result.errorClass,
		errorMessage: result.errorMessage,
		requestHeaders: logged,
		responseHeaders: result.headers,
		responseBody: result.body,
		deliveryState: null,
		nextAttemptAtMs: null
	};
}
const urls = new WeakMap();
function urlOf(endpoint) {
	let url = urls.get(endpoint);
	if (url === void 0) {
		url = new URL(endpoint.url);
		urls.set(endpoint, url);
	}
	return url;
}
// ../server/src/pipeline/delivery/leased-delivery.ts
const WAIT_MS_MAX = 1e4;
const CLOCKS_APART_MS = 1e3;
function leaseEnd(nowMs, timeoutSeconds) {
	return nowMs + timeoutSeconds * 1e3 + WAIT_MS_MAX + CLOCKS_APART_MS;
}
function isLeaseTooShort(leaseUntilMs, timeoutSeconds, nowMs) {
	return nowMs + timeoutSeconds * 1e3 + CLOCKS_APART_MS > leaseUntilMs;
}
function diedTooOften(delivery, scheduleSteps) {
	return delivery.scheduleStep > scheduleSteps && delivery.attemptsMade - delivery.scheduleStep >= 5;
}
// ../server/src/pipeline/delivery/due-endpoints.store.ts
const HEAD_ROWS = 100;
const WALK_STEPS_MAX = 512;
const isBehindSql = "CASE WHEN attempts_made = 0 AND run_id IS NULL THEN 0 ELSE 1 END";
async function listDueEndpoints(store, { nowMs, after }) {
	const [longestDue, walk] = [await listLongestDue(store, nowMs), await walkEndpoints(store, nowMs, after)];
	const found = new Map();
	for (const endpoint of [...longestDue, ...walk.endpoints]) found.set(endpoint.endpointId, endpoint);
	return {
		endpoints: [...found.values()],
		next: walk.next
	};
}
async function listLongestDue(store, nowMs) {
	return (await store.db.selectFrom("deliveries").select(["workspace_id", "endpoint_id"]).where("due_at_ms", "<=", nowMs).orderBy("due_at_ms").limit(HEAD_ROWS).execute()).map((row) => ({
		workspaceId: row.workspace_id,
		endpointId: row.endpoint_id
	}));
}
async function walkEndpoints(store, nowMs, after) {
	const isBehind = sql.raw(isBehindSql);
	const isDue = (behind) => sql`EXISTS (SELECT 1 FROM deliveries WHERE deliveries.workspace_id = walk.workspace_id
    AND deliveries.endpoint_id = walk.endpoint_id AND (${isBehind}) = ${sql.lit(behind)} AND due_at_ms <= ${nowMs})`;
	const { rows } = await sql`
    WITH RECURSIVE walk (step, workspace_id, endpoint_id) AS (
      SELECT 0, ${collated(store, after?.workspaceId ?? "")}, ${collated(store, after?.endpointId ?? null)}
      UNION ALL
      SELECT step + 1,
        CASE WHEN walk.endpoint_id IS NOT NULL THEN walk.workspace_id ELSE (
          SELECT x.workspace_id FROM deliveries AS x WHERE x.workspace_id > walk.workspace_id
          ORDER BY x.workspace_id LIMIT 1) END,
        CASE WHEN walk.endpoint_id IS NULL THEN '' ELSE (
          SELECT x.endpoint_id FROM deliveries AS x
          WHERE x.workspace_id = walk.workspace_id AND x.endpoint_id > walk.endpoint_id
          ORDER BY x.endpoint_id LIMIT 1) END
      FROM walk WHERE step < ${sql.lit(WALK_STEPS_MAX)} AND walk.workspace_id IS NOT NULL)
    SELECT workspace_id, endpoint_id, (${isDue(0)} OR ${isDue(1)}) AS is_due FROM walk WHERE step > 0 ORDER BY step`.execute(store.db);
	const last = rows.at(-1);
	return {
		endpoints: rows.flatMap((row) => row.workspace_id === null || row.endpoint_id === null || row.endpoint_id === "" || !row.is_due ? [] : [{
			workspaceId: row.workspace_id,
			endpointId: row.endpoint_id
		}]),
		next: last === void 0 || last.workspace_id === null ? null : {
			workspaceId: last.workspace_id,
			endpointId: last.endpoint_id
		}
	};
}
function collated(store, text) {
	return store.can.skipLocked ? sql`CAST(${text} AS text) COLLATE "C"` : sql`CAST(${text} AS text)`;
}
// ../server/src/pipeline/delivery/pick-due.store.ts
const SHARE_OF_BEHIND = 8;
async function pickDue(store, trx, input) {
	const rows = await selectShares(store, trx, input);
	const { toRest, unsettled } = await checkLines(store, trx, {
		rows: rows.filter(standsInLine),
		input
	});
	return {
		toLease: withinBytes(inTurns(chooseShares(rows.filter((row) => !toRest.has(row.id) && !unsettled.has(row.id)), input.shares)).slice(0, input.limit), input.bytesMax),
		toRest: rows.filter((row) => toRest.has(row.id)),
		unsettledCount: unsettled.size
	};
}
function standsInLine(row) {
	return row.order_key !== null && row.trigger !== "resend";
}
async function selectShares(store, trx, { nowMs, shares }) {
	const limit = Math.max(...shares.map((share) => share.limit));
	const wanted = JSON.stringify(shares.flatMap(({ workspaceId, endpointId }) => [{
		workspace_id: workspaceId,
		endpoint_id: endpointId,
		is_behind: 0
	}, {
		workspace_id: workspaceId,
		endpoint_id: endpointId,
		is_behind: 1
	}]));
	const isBehind = sql.raw(isBehindSql);
	const columns = sql`d.workspace_id, d.id, d.endpoint_id, d.trigger, d.order_key, d.order_position,
    octet_length(e.payload) AS bytes`;
	const event = sql`JOIN events AS e ON e.workspace_id = d.workspace_id AND e.id = d.event_id`;
	if (store.can.skipLocked) {
		const { rows } = await sql`
      SELECT ${columns}, want.is_behind
      FROM json_to_recordset(${wanted}::json) AS want (workspace_id text, endpoint_id text, is_behind integer)
      CROSS JOIN LATERAL (
        SELECT * FROM deliveries
        WHERE deliveries.workspace_id = want.workspace_id COLLATE "C" AND deliveries.endpoint_id = want.endpoint_id COLLATE "C"
          AND (${isBehind}) = want.is_behind AND due_at_ms <= ${nowMs}
        ORDER BY due_at_ms LIMIT ${sql.lit(limit)} FOR UPDATE SKIP LOCKED) AS d
      ${event}`.execute(trx);
		return rows;
	}
	const { rows } = await sql`
    SELECT ${columns}, want.value ->> 'is_behind' AS is_behind
    FROM json_each(${wanted}) AS want
    CROSS JOIN deliveries AS d ON (d.workspace_id, d.id) IN (
      SELECT workspace_id, id FROM deliveries
      WHERE deliveries.workspace_id = want.value ->> 'workspace_id' AND deliveries.endpoint_id = want.value ->> 'endpoint_id'
        AND (${isBehind}) = want.value ->> 'is_behind' AND due_at_ms <= ${nowMs}
      ORDER BY due_at_ms LIMIT ${sql.lit(limit)})
    ${event}
    ORDER BY d.due_at_ms`.execute(trx);
	return rows;
}
async function checkLines(store, trx, { rows, input }) {
	const toRest = new Set();
	const unsettled = new Set();
	if (rows.length === 0) return {
		toRest,
		unsettled
	};
	const horizon = store.can.skipLocked ? await input.readHorizon({
		db: trx,
		can: store.can
	}) : Number.POSITIVE_INFINITY;
	const lines = new Map(rows.map((row) => [row.order_key ?? "", row.endpoint_id]));
	const locked = await tryLockLines(store, trx, Array.from(lines, ([orderKey, endpointId]) => ({
		orderKey,
		endpointId
	})));
	const behind = await findBehind(trx, rows);
	for (const row of rows) if (behind.has(row.id) && row.order_key !== null && locked.has(row.order_key)) toRest.add(row.id);
	else if (behind.has(row.id) || (row.order_position ?? 0) > horizon) unsettled.add(row.id);
	return {
		toRest,
		unsettled
	};
}
async function findBehind(trx, rows) {
	const found = await trx.selectFrom("deliveries as d").select("d.id").where(hasKeyOf(rows, "d")).where((eb) => eb.exists(eb.selectFrom("deliveries as ahead").select("ahead.id").whereRef("ahead.workspace_id", "=", "d.workspace_id").whereRef("ahead.endpoint_id", "=", "d.endpoint_id").whereRef("ahead.order_key", "=", "d.order_key").whereRef("ahead.order_position", "<", "d.order_position"))).execute();
	return new Set(found.map((row) => row.id));
}
function hasKeyOf(rows, table = "deliveries") {
	const keys = sql.join(rows.map((row) => sql`(${row.workspace_id}, ${row.id})`));
	return sql`(${sql.ref(`${table}.workspace_id`)}, ${sql.ref(`${table}.id`)}) IN (VALUES ${keys})`;
}
function chooseShares(rows, shares) {
	const byEndpoint = Map.groupBy(rows, (row) => row.endpoint_id);
	return shares.map(({ endpointId, limit }) => {
		const { first = [], behind = [] } = Object.groupBy(byEndpoint.get(endpointId) ?? [], (row) => Number(row.is_behind) === 0 ? "first" : "behind");
		const behindCount = Math.max(limit - first.length, Math.ceil(limit / SHARE_OF_BEHIND));
		const chosenBehind = behind.slice(0, limit === 1 && first.length > 0 ? 0 : behindCount);
		return [...first.slice(0, limit - chosenBehind.length), ...chosenBehind];
	});
}
function inTurns(shares) {
	const rows = [];
	const longest = Math.max(0, ...shares.map((share) => share.length));
	for (let index = 0; index < longest; index++) for (const share of shares) {
		const row = share[index];
		if (row !== void 0) rows.push(row);
	}
	return rows;
}
function withinBytes(rows, bytesMax) {
	let bytes = 0;
	const end = rows.findIndex((row) => {
		bytes += Number(row.bytes);
		return bytes > bytesMax;
	});
	return end === -1 ? rows : rows.slice(0, Math.max(1, end));
}
async function claimDueDeliveries(store, input) {
	assert(input.limit >= 1 && input.limit <= 500);
	if (input.shares.length === 0) return {
		deliveries: [],
		restedCount: 0,
		unsettledCount: 0
	};
	return store.db.transaction().execute(async (trx) => {
		const { toLease, toRest, unsettledCount } = await pickDue(store, trx, input);
		await rest(trx, toRest);
		return {
			deliveries: toLease.length === 0 ? [] : await take(trx, toLease, input),
			restedCount: toRest.length,
			unsettledCount
		};
	});
}
async function rest(trx, keys) {
	if (keys.length === 0) return;
	await trx.updateTable("deliveries").set({ due_at_ms: WAITS_BEHIND_AT_MS }).where(hasKeyOf(keys)).execute();
}
async function take(trx, keys, input) {
	const rows = new Map((await selectDue(trx, keys)).map((row) => [row.id, row]));
	const inOrder = keys.flatMap(({ id }) => rows.get(id) ?? []);
	await lease(trx, inOrder, input);
	await logUnknownAttempts(trx, inOrder, input);
	return inOrder.map((row) => toLeasedDelivery(row, input));
}
async function nextDueAtMs(store) {
	return (await store.db.selectFrom("deliveries").select("due_at_ms").where("due_at_ms", "is not", null).orderBy("due_at_ms").limit(1).executeTakeFirst())?.due_at_ms ?? null;
}
async function isStillLeased(store, delivery) {
	return await store.db.selectFrom("deliveries").select("id").where("workspace_id", "=", delivery.event.workspaceId).where("id", "=", delivery.id).where("lease_token", "=", delivery.leaseToken).where("state", "=", "pending").executeTakeFirst() !== void 0;
}
async function endLeasesOfTheDead(store, nowMs, latestEndMs) {
	assert(!store.can.sharedBetweenNodes);
	await store.db.updateTable("deliveries").set({ due_at_ms: nowMs }).where("lease_token", "is not", null).where("due_at_ms", ">", nowMs).where("due_at_ms", "<=", latestEndMs).execute();
	await store.db.updateTable("deliveries").set({ canceled_lease_ends_ms: nowMs }).where("canceled_lease_ends_ms", ">", nowMs).execute();
}
const CANCELED_LEASES_MAX = 500;
async function endCanceledLeases(store, input) {
	return store.db.transaction().execute(async (trx) => {
		const rows = await trx.selectFrom("deliveries").select([
			"workspace_id",
			"id",
			"event_id",
			"endpoint_id",
			"attempts_made",
			"trigger",
			"run_id"
		]).select(["canceled_lease_ends_ms as due_at_ms", "created_at_ms as event_created_at_ms"]).where("canceled_lease_ends_ms", "<=", input.nowMs).orderBy("canceled_lease_ends_ms").limit(CANCELED_LEASES_MAX).$if(store.can.skipLocked, (due) => due.forUpdate().skipLocked()).execute();
		if (rows.length === 0) return 0;
		await trx.insertInto("attempts").values(rows.map((row) => unknownAttempt(row, input, "canceled"))).execute();
		await trx.updateTable("deliveries").set({
			lease_token: null,
			canceled_lease_ends_ms: null,
			attempts_made: sql`attempts_made + 1`
		}).where(hasKeyOf(rows)).execute();
		return rows.length;
	});
}
async function sweepHeldDeliveries(store, nowMs) {
	await store.db.updateTable("deliveries").where("due_at_ms", "is", null).where("state", "=", "pending").set({ due_at_ms: nowMs }).where((eb) => endpointIs(eb, (endpoint) => endpoint.where("e.enabled", "=", 1).where("e.deleted_at_ms", "is", null))).execute();
	const orphans = await store.db.selectFrom("deliveries").select([
		"workspace_id",
		"id",
		"endpoint_id",
		"order_key"
	]).where("due_at_ms", "is", null).where("state", "=", "pending").where("lease_token", "is", null).where((eb) => endpointIs(eb, (endpoint) => endpoint.where("e.deleted_at_ms", "is not", null))).limit(ORPHANS_MAX).execute();
	if (orphans.length > 0) await store.db.transaction().execute((trx) => cancelOrphans(store, trx, orphans));
}
const ORPHANS_MAX = 500;
async function cancelOrphans(store, trx, orphans) {
	const lines = orphans.flatMap(({ workspace_id, endpoint_id, order_key }) => order_key === null ? [] : [{
		workspaceId: workspace_id,
		endpointId: endpoint_id,
		orderKey: order_key
	}]);
	await lockLines(store, trx, lines);
	await trx.updateTable("deliveries").set({
		state: "canceled",
		order_key: null,
		order_position: null
	}).where(hasKeyOf(orphans)).where("state", "=", "pending").where("lease_token", "is", null).execute();
	await letNextGo(trx, lines);
}
function endpointIs(eb, that) {
	const endpoint = eb.selectFrom("endpoints as e").select("e.id").whereRef("e.workspace_id", "=", "deliveries.workspace_id").whereRef("e.id", "=", "deliveries.endpoint_id");
	return eb.exists(that(endpoint));
}
async function selectDue(trx, keys) {
	return trx.selectFrom("deliveries as d").innerJoin("events as e", (join) => join.onRef("e.workspace_id", "=", "d.workspace_id").onRef("e.id", "=", "d.event_id")).select([
		"d.workspace_id",
		"d.id",
		"d.event_id",
		"d.endpoint_id",
		"d.attempts_made",
		"d.schedule_step",
		"d.due_at_ms",
		"d.lease_token",
		"d.maybe_received",
		"d.trigger",
		"d.resting_state",
		"d.run_id",
		"d.order_key",
		"e.type",
		"e.origin",
		"e.channel_id",
		"e.occurred_at_ms",
		"e.created_at_ms as event_created_at_ms",
		"e.phone",
		"e.bsuid",
		"e.contact_id",
		"e.contact_serial",
		"e.sent_message",
		"e.hops",
		"e.replay_of",
		"e.payload"
	]).where(hasKeyOf(keys, "d")).execute();
}
async function lease(trx, rows, input) {
	for (const [untilMs, group] of Map.groupBy(rows, (row) => input.leaseUntilMs(row.endpoint_id))) await trx.updateTable("deliveries").set({
		due_at_ms: untilMs,
		lease_token: input.leaseToken,
		attempts_made: sql`attempts_made + CASE WHEN lease_token IS NULL THEN 0 ELSE 1 END`,
		schedule_step: sql`schedule_step + CASE WHEN lease_token IS NULL OR attempts_made - schedule_step < ${sql.lit(5)} THEN 0 ELSE 1 END`,
		maybe_received: sql`CASE WHEN lease_token IS NULL THEN maybe_received ELSE 1 END`
	}).where(hasKeyOf(group)).execute();
}
async function logUnknownAttempts(trx, rows, input) {
	const crashed = rows.filter((row) => row.lease_token !== null);
	if (crashed.length === 0) return;
	const values = crashed.map((row) => unknownAttempt(row, input, "pending"));
	await trx.insertInto("attempts").values(values).execute();
}
function unknownAttempt(row, input, state) {
	return {
		workspace_id: row.workspace_id,
		id: input.newAttemptId(),
		delivery_id: row.id,
		event_id: row.event_id,
		endpoint_id: row.endpoint_id,
		number: row.attempts_made + 1,
		trigger: row.trigger,
		run_id: row.run_id,
		started_at_ms: startOfLease(row, input),
		duration_ms: null,
		outcome: "unknown",
		status_code: null,
		error_class: "aborted",
		error_message: UNKNOWN_MESSAGE,
		request_headers: "{}",
		response_headers: "{}",
		response_body: null,
		delivery_state: state,
		next_attempt_at_ms: state === "pending" ? input.nowMs : null
	};
}
const UNKNOWN_MESSAGE = "The gateway stopped during this attempt: the receiver may have got it, and nobody saw the answer.";
function startOfLease(row, input) {
	const lengthMs = input.leaseUntilMs(row.endpoint_id) - input.nowMs;
	const takenAtMs = (row.due_at_ms ?? input.nowMs) - lengthMs;
	return Math.min(input.nowMs, Math.max(row.event_created_at_ms, takenAtMs));
}
function toLeasedDelivery(row, input) {
	const crashed = row.lease_token !== null;
	const forgiven = row.attempts_made - row.schedule_step < 5;
	return {
		id: row.id,
		endpointId: row.endpoint_id,
		event: {
			id: row.event_id,
			workspaceId: row.workspace_id,
			type: row.type,
			origin: row.origin,
			channelId: row.channel_id,
			occurredAtMs: row.occurred_at_ms,
			createdAtMs: row.event_created_at_ms,
			phone: row.phone,
			bsuid: row.bsuid,
			contact: toContactRef(row),
			sentMessage: toSentMessage(row),
			hops: row.hops,
			...row.replay_of === null ? {} : { replayOf: row.replay_of },
			payload: JSON.parse(row.payload)
		},
		attemptsMade: row.attempts_made + (crashed ? 1 : 0),
		scheduleStep: row.schedule_step + (crashed && !forgiven ? 1 : 0),
		maybeReceived: crashed || row.maybe_received === 1,
		trigger: row.trigger,
		restingState: row.resting_state,
		runId: row.run_id,
		leaseToken: input.leaseToken,
		leaseUntilMs: input.leaseUntilMs(row.endpoint_id),
		payloadBytes: row.payload.length,
		orderKey: row.order_key
	};
}
// ../server/src/pipeline/delivery/attempt-record.ts
function toRecord(delivery, endpoint, { attempt, result }, decision) {
	const finished = (deliveryState) => ({
		attempt: {
			...attempt,
			deliveryId: delivery.id,
			deliveryState
		},
		after: { kind: "finished" },
		leaseToken: delivery.leaseToken,
		orderKey: delivery.orderKey
	});
	const waits = (dueAtMs, leaseToken, scheduleStep) => ({
		attempt: {
			...attempt,
			deliveryId: delivery.id,
			deliveryState: "pending",
			nextAttemptAtMs: leaseToken === null ? dueAtMs : attempt.startedAtMs
		},
		after: {
			kind: "waits",
			dueAtMs,
			leaseToken,
			scheduleStep,
			maybeReceived: delivery.maybeReceived || result.maybeReceived,
			trigger: leaseToken === null ? triggerOfRetry(delivery) : delivery.trigger,
			restingState: delivery.restingState
		},
		leaseToken: delivery.leaseToken,
		orderKey: delivery.orderKey
	});
	switch (decision.kind) {
		case "delivered": return finished("delivered");
		case "exhausted": return finished("exhausted");
		case "rests": return finished(decision.state);
		case "other_secret": return waits(extendedLeaseEnd(attempt, endpoint), delivery.leaseToken, delivery.scheduleStep);
		case "held": return waits(null, null, delivery.scheduleStep);
		case "retry": return waits(decision.atMs, null, decision.scheduleStep);
	}
}
function triggerOfRetry({ trigger }) {
	return trigger === "replay" || trigger === "recover" ? trigger : "schedule";
}
function extendedLeaseEnd({ startedAtMs, durationMs }, endpoint) {
	return leaseEnd(startedAtMs + (durationMs ?? 0), endpoint.retry.timeoutSeconds);
}
// ../server/src/pipeline/delivery/retry-schedule.ts
const THROTTLE_WAIT_MS_MIN = 6e4;
const JITTER_RATIO_MAX = .1;
const JITTER_FROM_MS = 1e4;
function waitBeforeNext(policy, failed, random) {
	assert(random >= 0 && random < 1);
	const delaySeconds = policy.delaysSeconds[failed.scheduleStep];
	if (delaySeconds === void 0) return null;
	const delayMs = delaySeconds * 1e3;
	const nextMs = Math.max(delayMs, (policy.delaysSeconds[failed.scheduleStep + 1] ?? 0) * 1e3);
	const askedMs = Math.min(Math.max(failed.retryAfterMs ?? 0, delayMs), nextMs);
	const throttled = failed.statusCode === 429 || failed.errorClass === "timeout";
	const waitMs = policy.waitsAfterThrottle && throttled ? Math.max(askedMs, THROTTLE_WAIT_MS_MIN) : askedMs;
	const jitterMs = waitMs < JITTER_FROM_MS ? 0 : waitMs * JITTER_RATIO_MAX * random;
	return Math.round(waitMs + jitterMs);
}
function parseRetryAfter(header, nowMs) {
	if (header === void 0) return null;
	const text = header.trim();
	if (/^\d{1,9}$/.test(text)) return Number(text) * 1e3;
	const atMs = /^[A-Za-z]{3},/.test(text) ? Date.parse(text) : NaN;
	return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}
// ../server/src/pipeline/delivery/decide.ts
const OUR_FAILURE_WAIT_MS = 3e4;
function decide(input) {
	const { delivery, endpoint, result, nowMs } = input;
	if (result.outcome === "succeeded") return { kind: "delivered" };
	if (input.mayTryOtherSecret && isRefusedSignature(result.statusCode)) return { kind: "other_secret" };
	const endpointGone = result.statusCode === 410;
	if (delivery.restingState !== null) return {
		kind: "rests",
		state: delivery.restingState,
		endpointGone
	};
	if (endpointGone) return {
		kind: "held",
		endpointGone: true
	};
	if (result.isOurFailure) return {
		kind: "retry",
		atMs: nowMs + OUR_FAILURE_WAIT_MS,
		scheduleStep: delivery.scheduleStep
	};
	const waitMs = waitBeforeNext(endpoint.retry, {
		scheduleStep: delivery.scheduleStep,
		statusCode: result.statusCode,
		errorClass: result.errorClass,
		retryAfterMs: parseRetryAfter(result.headers["retry-after"], nowMs)
	}, input.random);
	if (waitMs === null) return { kind: "exhausted" };
	if (!endpoint.enabled) return {
		kind: "held",
		endpointGone: false
	};
	return {
		kind: "retry",
		atMs: nowMs + waitMs,
		scheduleStep: delivery.scheduleStep + 1
	};
}
function isRefusedSignature(statusCode) {
	return statusCode === 401 || statusCode === 403;
}
// ../server/src/pipeline/delivery/secret-choice.ts
const REMEMBERED_MAX$1 = 1e4;
var SecretChoice = class {
	#accepted = new I({ max: REMEMBERED_MAX$1 });
	choose(endpoint, nowMs) {
		if (!isRotating(endpoint, nowMs)) return "current";
		const accepted = this.#accepted.get(endpoint.id);
		return accepted?.current === endpoint.secrets.current ? accepted.which : "previous";
	}
	hasOther(endpoint, nowMs) {
		return isRotating(endpoint, nowMs) && signsOnce(endpoint);
	}
	noteAccepted(endpoint, which) {
		if (endpoint.secrets.previous === null) return;
		this.#accepted.set(endpoint.id, {
			current: endpoint.secrets.current,
			which
		});
	}
};
function isRotating(endpoint, nowMs) {
	const { previous, previousUntilMs } = endpoint.secrets;
	return previous !== null && previousUntilMs !== null && previousUntilMs > nowMs;
}
function signsOnce(endpoint) {
	return endpoint.format !== "standard" && endpoint.format !== "cloudevents";
}
// ../server/src/pipeline/delivery/delivery-sender.ts
var DeliverySender = class {
	#context;
	#life;
	#secretChoice = new SecretChoice();
	#disabling = new Map();
	constructor(context, life) {
		this.#context = context;
		this.#life = life;
	}
	send(delivery) {
		if (delivery.event.origin === "erased") return this.#hold(delivery);
		const known = this.#context.endpoint(delivery.endpointId);
		if (known !== null) return this.#sendTo(delivery, known);
		return this.#context.findEndpoint(delivery.endpointId).then((endpoint) => endpoint === null ? this.#hold(delivery) : this.#sendTo(delivery, endpoint));
	}
	#sendTo(delivery, endpoint) {
		if (!endpoint.enabled && delivery.trigger !== "resend") return this.#hold(delivery);
		const askedAtMs = this.#context.monotonicMs();
		const nowMs = this.#context.nowMs();
		if (isLeaseTooShort(delivery.leaseUntilMs, endpoint.retry.timeoutSeconds, nowMs)) return Promise.resolve(() => this.giveBack(delivery, nowMs));
		const which = this.#secretChoice.choose(endpoint, nowMs);
		return this.#attempt(delivery, endpoint, {
			which,
			trigger: delivery.trigger,
			askedAtMs
		});
	}
	#hold(delivery) {
		return Promise.resolve(() => this.giveBack(delivery, null));
	}
	giveBack(delivery, dueAtMs) {
		return this.#context.release({
			workspaceId: delivery.event.workspaceId,
			deliveryId: delivery.id,
			leaseToken: delivery.leaseToken,
			dueAtMs
		});
	}
	async #attempt(delivery, endpoint, { which, trigger, askedAtMs }) {
		const input = {
			endpoint,
			event: delivery.event,
			deliveryId: delivery.id,
			number: delivery.attemptsMade + 1,
			trigger,
			maybeReceived: delivery.maybeReceived,
			runId: delivery.runId,
			which,
			askedAtMs
		};
		let run;
		try {
			run = diedTooOften(delivery, endpoint.retry.delaysSeconds.length) ? attemptNotSent(this.#context, input, "The gateway stopped during each of the last attempts.") : await runAttempt(this.#context, input);
		} catch (error) {
			this.#context.onError(error);
			run = attemptNotSent(this.#context, input, "The gateway could not make the request.");
		}
		if (this.#life.isAbandoned()) return async () => {};
		const decision = this.#decide(delivery, endpoint, run, input);
		if (decision.kind !== "other_secret") {
			this.#context.noteOutcome(delivery, endpoint, run.result);
			return () => this.#carryOut(delivery, endpoint, run, decision);
		}
		await this.#carryOut(delivery, endpoint, run, decision);
		return this.#tryOtherSecret(delivery, endpoint, run, which);
	}
	#decide(delivery, endpoint, { result }, input) {
		const nowMs = this.#context.nowMs();
		if (result.outcome === "succeeded") this.#secretChoice.noteAccepted(endpoint, input.which);
		return decide({
			delivery,
			endpoint: this.#context.endpoint(endpoint.id) ?? endpoint,
			result,
			mayTryOtherSecret: input.trigger !== "rotation" && this.#secretChoice.hasOther(endpoint, nowMs),
			nowMs,
			random: this.#context.random()
		});
	}
	async #tryOtherSecret(delivery, endpoint, run, refused) {
		const again = {
			...delivery,
			attemptsMade: run.attempt.number,
			leaseUntilMs: extendedLeaseEnd(run.attempt, endpoint)
		};
		if (!await isStillLeased(this.#context.store, again)) return async () => {};
		const [askedAtMs, nowMs] = [this.#context.monotonicMs(), this.#context.nowMs()];
		if (this.#life.isStopping() || isLeaseTooShort(again.leaseUntilMs, endpoint.retry.timeoutSeconds, nowMs)) return () => this.giveBack(again, nowMs);
		return this.#attempt(again, endpoint, {
			which: refused === "current" ? "previous" : "current",
			trigger: "rotation",
			askedAtMs
		});
	}
	async #carryOut(delivery, endpoint, run, decision) {
		const record = toRecord(delivery, endpoint, run, decision);
		this.#context.observe(record.attempt, decision);
		const isTold = decision.kind !== "exhausted" || await this.#reportExhausted(delivery, record.attempt);
		await this.#context.record(record);
		if (!isTold) await this.#reportExhausted(delivery, record.attempt);
		if ("endpointGone" in decision && decision.endpointGone) await this.#disableGone(endpoint);
		if (decision.kind === "retry") this.#life.onRetrySoon(decision.atMs - this.#context.nowMs());
	}
	async #reportExhausted(delivery, attempt) {
		try {
			await this.#context.reportExhausted(delivery, attempt);
			return true;
		} catch (error) {
			this.#context.onError(error);
			return false;
		}
	}
	#disableGone(endpoint) {
		let disabling = this.#disabling.get(endpoint.id);
		if (disabling === void 0) {
			disabling = this.#context.disableGoneEndpoint(endpoint).finally(() => this.#disabling.delete(endpoint.id));
			this.#disabling.set(endpoint.id, disabling);
		}
		return disabling;
	}
};
// ../server/src/pipeline/delivery/fifo.ts
const DEAD_ITEMS_MIN = 32;
var Fifo = class {
	#items = [];
	#head = 0;
	get length() {
		return this.#items.length - this.#head;
	}
	push(item) {
		this.#items.push(item);
	}
	shift() {
		const item = this.#items[this.#head];
		if (item === void 0) return void 0;
		this.#items[this.#head] = void 0;
		this.#head++;
		this.#forgetTaken();
		return item;
	}
	take(isMeant) {
		const taken = [];
		const { length } = this;
		for (let count = 0; count < length; count++) {
			const item = this.shift();
			if (item === void 0) break;
			if (isMeant(item)) taken.push(item);
			else this.push(item);
		}
		return taken;
	}
	#forgetTaken() {
		const { length } = this;
		if (length > 0 && (this.#head < DEAD_ITEMS_MIN || this.#head < length)) return;
		this.#items.copyWithin(0, this.#head);
		this.#items.length = length;
		this.#head = 0;
	}
};
// ../server/src/pipeline/delivery/turns.ts
const TURN_BYTES = 16384;
const TURNS_OF_ONE_MAX = 16;
function turnsOf(payloadBytes) {
	return Math.min(TURNS_OF_ONE_MAX, 1 + Math.floor(payloadBytes / TURN_BYTES));
}
function newWorkspaceTurn() {
	return {
		lines: new Fifo(),
		debt: 0,
		isInRound: false
	};
}
function newLine(lane, workspace) {
	return {
		lane,
		waiting: new Fifo(),
		workspace,
		debt: 0,
		isInRound: false
	};
}
var Turns = class {
	#round = new Fifo();
	get isEmpty() {
		return this.#round.length === 0;
	}
	join(line) {
		if (line.isInRound) return;
		line.isInRound = true;
		line.workspace.lines.push(line);
		this.#joinRound(line.workspace);
	}
	next(canSend) {
		for (;;) {
			const workspace = this.#round.shift();
			if (workspace === void 0) return void 0;
			workspace.isInRound = false;
			const line = worksOff(workspace) ? void 0 : nextLine(workspace, canSend);
			if (workspace.lines.length > 0) this.#joinRound(workspace);
			if (line !== void 0) return line;
		}
	}
	charge(line, payloadBytes) {
		const inAdvance = turnsOf(payloadBytes) - 1;
		line.debt += inAdvance;
		line.workspace.debt += inAdvance;
	}
	#joinRound(workspace) {
		if (workspace.isInRound) return;
		workspace.isInRound = true;
		this.#round.push(workspace);
	}
};
function worksOff(turn) {
	if (turn.debt === 0) return false;
	turn.debt--;
	return true;
}
function nextLine(workspace, canSend) {
	for (;;) {
		const line = workspace.lines.shift();
		if (line === void 0) return void 0;
		if (worksOff(line)) {
			workspace.lines.push(line);
			continue;
		}
		line.isInRound = false;
		if (canSend(line)) return line;
	}
}
const WAITING_MAX$2 = 4096;
const BYTES_MAX = 50331648;
const ASIDE_MS_MIN = 5;
const ASIDE_MS_MAX$1 = 1e3;
var Lane = class {
	endpointId;
	workspace;
	firstAttempts;
	retries;
	reserved = 0;
	bytes = 0;
	inFlight = 0;
	asideUntilMs = 0;
	isCrowdedOut = false;
	constructor(endpointId, workspace) {
		this.endpointId = endpointId;
		this.workspace = workspace;
		this.firstAttempts = newLine(this, workspace.firstAttempts);
		this.retries = newLine(this, workspace.retries);
	}
	get count() {
		return this.reserved + this.firstAttempts.waiting.length + this.retries.waiting.length;
	}
};
var Lanes = class {
	#context;
	#lanes = new Map();
	#workspaces = new Map();
	#firstAttempts = new Turns();
	#retries = new Turns();
	#crowdedOut = new Fifo();
	#aside = new Set();
	#asideUntilMs = Number.POSITIVE_INFINITY;
	#waitingOrReserved = 0;
	#bytes = 0;
	#inFlight = 0;
	#firstAttemptsInRow = 0;
	constructor(context) {
		this.#context = context;
	}
	get inFlight() {
		return this.#inFlight;
	}
	get room() {
		return Math.max(0, WAITING_MAX$2 - this.#waitingOrReserved);
	}
	get bytesRoom() {
		return Math.max(0, BYTES_MAX - this.#bytes);
	}
	get asideUntilMs() {
		return this.#asideUntilMs;
	}
	roomOf(endpointId) {
		const has = this.#lanes.get(endpointId)?.count ?? 0;
		return Math.max(0, Math.min(this.room, this.#shareOf(endpointId) - has));
	}
	hasRoomFor(endpointId) {
		const lane = this.#lanes.get(endpointId);
		return this.room > 0 && (lane === void 0 || lane.count <= this.#shareOf(endpointId) / 4);
	}
	reserve(endpoint, bytes) {
		if (this.roomOf(endpoint.id) < 1 || !this.#hasBytesFor(endpoint.id, bytes)) return false;
		const lane = this.#lane(endpoint.id, endpoint.workspaceId);
		lane.reserved++;
		this.#waitingOrReserved++;
		this.#addBytes(lane, bytes);
		return true;
	}
	unreserve(endpointId, bytes) {
		const lane = this.#lanes.get(endpointId);
		if (lane === void 0) return;
		lane.reserved--;
		this.#waitingOrReserved--;
		this.#addBytes(lane, -bytes);
		this.#forgetIfEmpty(lane);
	}
	add(delivery) {
		const lane = this.#lane(delivery.endpointId, delivery.event.workspaceId);
		(isFirstAttempt(delivery) ? lane.firstAttempts : lane.retries).waiting.push(delivery);
		this.#waitingOrReserved++;
		this.#addBytes(lane, delivery.payloadBytes);
		this.#join(lane);
	}
	next() {
		if (this.#inFlight >= 512) return void 0;
		const [turns, others] = this.#firstAttemptsInRow >= 7 ? [this.#retries, this.#firstAttempts] : [this.#firstAttempts, this.#retries];
		return this.#takeFrom(turns) ?? this.#takeFrom(others);
	}
	done(delivery) {
		const lane = this.#lanes.get(delivery.endpointId);
		if (lane === void 0) return;
		lane.inFlight--;
		this.#inFlight--;
		this.#addBytes(lane, -delivery.payloadBytes);
		this.#context.gate.leave(lane.endpointId);
		this.#join(lane);
		do
			this.#letOneIn();
		while (this.#inFlight === 0 && this.#crowdedOut.length > 0);
		this.#forgetIfEmpty(lane);
	}
	wakeAside() {
		const nowMs = this.#context.nowMs();
		this.#asideUntilMs = Number.POSITIVE_INFINITY;
		for (const lane of this.#aside) if (lane.asideUntilMs <= nowMs) this.#takeBack(lane);
		else this.#asideUntilMs = Math.min(this.#asideUntilMs, lane.asideUntilMs);
	}
	reopen(endpointId) {
		const lane = this.#lanes.get(endpointId);
		if (lane !== void 0 && lane.asideUntilMs > 0) this.#takeBack(lane);
	}
	drain() {
		return this.take(() => true);
	}
	take(isMeant) {
		const taken = [];
		for (const lane of this.#lanes.values()) {
			for (const delivery of [...lane.firstAttempts.waiting.take(isMeant), ...lane.retries.waiting.take(isMeant)]) {
				taken.push(delivery);
				this.#addBytes(lane, -delivery.payloadBytes);
			}
			this.#forgetIfEmpty(lane);
		}
		this.#waitingOrReserved -= taken.length;
		return taken;
	}
	#takeFrom(turns) {
		const line = turns.next((candidate) => this.#canSend(candidate));
		const delivery = line?.waiting.shift();
		if (line === void 0 || delivery === void 0) return void 0;
		turns.charge(line, delivery.payloadBytes);
		const isFirst = turns === this.#firstAttempts;
		this.#firstAttemptsInRow = isFirst && !this.#retries.isEmpty ? this.#firstAttemptsInRow + 1 : 0;
		line.lane.inFlight++;
		this.#inFlight++;
		this.#waitingOrReserved--;
		this.#join(line.lane);
		return delivery;
	}
	#canSend({ lane, waiting }) {
		if (waiting.length === 0 || lane.isCrowdedOut || lane.asideUntilMs > 0) return false;
		if (lane.inFlight >= this.#context.maxInFlight(lane.endpointId)) return false;
		if (lane.inFlight > 0 && lane.inFlight >= (512 - this.#inFlight) / 2) {
			lane.isCrowdedOut = true;
			this.#crowdedOut.push(lane);
			return false;
		}
		const entered = this.#context.gate.enter(lane.endpointId);
		if (entered === "open") return true;
		const nowMs = this.#context.nowMs();
		lane.asideUntilMs = Math.min(Math.max(entered, nowMs + ASIDE_MS_MIN), nowMs + ASIDE_MS_MAX$1);
		this.#asideUntilMs = Math.min(this.#asideUntilMs, lane.asideUntilMs);
		this.#aside.add(lane);
		return false;
	}
	#takeBack(lane) {
		this.#aside.delete(lane);
		lane.asideUntilMs = 0;
		this.#join(lane);
		this.#forgetIfEmpty(lane);
	}
	#letOneIn() {
		const lane = this.#crowdedOut.shift();
		if (lane === void 0) return;
		lane.isCrowdedOut = false;
		this.#join(lane);
		this.#forgetIfEmpty(lane);
	}
	#join(lane) {
		if (lane.isCrowdedOut || lane.asideUntilMs > 0) return;
		if (lane.inFlight >= this.#context.maxInFlight(lane.endpointId)) return;
		if (lane.firstAttempts.waiting.length > 0) this.#firstAttempts.join(lane.firstAttempts);
		if (lane.retries.waiting.length > 0) this.#retries.join(lane.retries);
	}
	#shareOf(endpointId) {
		return Math.min(Math.max(1, this.room >> 3), this.#context.gate.waitingMax(endpointId));
	}
	#hasBytesFor(endpointId, bytes) {
		const lane = this.#lanes.get(endpointId);
		if (lane === void 0 || lane.bytes === 0) return this.bytesRoom > 0;
		return lane.bytes + bytes <= this.bytesRoom / 8;
	}
	#addBytes(lane, bytes) {
		lane.bytes += bytes;
		this.#bytes += bytes;
	}
	#lane(endpointId, workspaceId) {
		let lane = this.#lanes.get(endpointId);
		if (lane === void 0) {
			lane = new Lane(endpointId, this.#workspace(workspaceId));
			lane.workspace.laneCount++;
			this.#lanes.set(endpointId, lane);
		}
		return lane;
	}
	#workspace(id) {
		let workspace = this.#workspaces.get(id);
		if (workspace === void 0) {
			workspace = {
				id,
				firstAttempts: newWorkspaceTurn(),
				retries: newWorkspaceTurn(),
				laneCount: 0
			};
			this.#workspaces.set(id, workspace);
		}
		return workspace;
	}
	#forgetIfEmpty(lane) {
		if (lane.inFlight > 0 || lane.count > 0 || lane.isCrowdedOut) return;
		this.#aside.delete(lane);
		if (!this.#lanes.delete(lane.endpointId)) return;
		lane.workspace.laneCount--;
		if (lane.workspace.laneCount === 0) this.#workspaces.delete(lane.workspace.id);
	}
};
function isFirstAttempt(delivery) {
	return delivery.attemptsMade === 0 && delivery.runId === null;
}
const SETTLE_MS_MIN = 5;
const FRUITLESS_WALKS_MAX = 8;
const LEFT_BEHIND_MAX = 1e4;
const ERROR_PAUSE_MS$1 = 1e3;
const ASIDE_MS_MAX = 1e3;
const HELD_SWEEP_MS = 3e4;
var DeliveryWorker = class {
	#context;
	#lanes;
	#sender;
	#openCount = 0;
	#settledWaiters = [];
	#stopping = false;
	#claiming = null;
	#claimAgain = false;
	#timer = null;
	#asideTimer = null;
	#asideTimerMs = Number.POSITIVE_INFINITY;
	#lastSweepMs = Number.NEGATIVE_INFINITY;
	#leftBehind = new Set();
	#wasFull = false;
	#walkAfter = null;
	#settleMs = SETTLE_MS_MIN;
	#claimCount = 0;
	#abandoned = false;
	constructor(context) {
		this.#context = context;
		this.#lanes = new Lanes({
			maxInFlight: (id) => context.endpoint(id)?.maxInFlight ?? 32,
			gate: context.gate,
			nowMs: context.nowMs
		});
		this.#sender = new DeliverySender(context, {
			isStopping: () => this.#stopping,
			isAbandoned: () => this.#abandoned,
			onRetrySoon: (inMs) => {
				if (inMs < 250) this.wake();
			}
		});
	}
	get inFlight() {
		return this.#lanes.inFlight;
	}
	start() {
		this.wake();
	}
	wake() {
		if (this.#stopping) return;
		if (this.#claiming !== null) {
			this.#claimAgain = true;
			return;
		}
		this.#timer?.cancel();
		this.#timer = null;
		this.#claiming = this.#claim().finally(() => {
			this.#claiming = null;
		});
	}
	reserve(endpoint, bytes) {
		if (!this.#stopping && this.#lanes.reserve(endpoint, bytes)) return true;
		this.#leaveBehind(endpoint.id);
		return false;
	}
	unreserve(endpointId, bytes) {
		this.#lanes.unreserve(endpointId, bytes);
	}
	accept(delivery) {
		this.#lanes.unreserve(delivery.endpointId, delivery.payloadBytes);
		this.#lanes.add(delivery);
		this.#pump();
	}
	reopen(endpointId) {
		this.askAgain(endpointId);
		this.wake();
	}
	askAgain(endpointId) {
		this.#lanes.reopen(endpointId);
		this.#pump();
	}
	async stop(graceMs) {
		this.#stopping = true;
		this.#timer?.cancel();
		this.#asideTimer?.cancel();
		await this.#claiming;
		this.#giveBackWaiting();
		await this.#settledWithin(graceMs);
		this.#abandoned = true;
	}
	async #settledWithin(graceMs) {
		let timer;
		const grace = new Promise((resolve) => {
			timer = this.#context.setTimer(resolve, graceMs);
		});
		await Promise.race([this.#settled(), grace]);
		timer?.cancel();
	}
	#settled() {
		if (this.#openCount === 0) return Promise.resolve();
		return new Promise((resolve) => this.#settledWaiters.push(resolve));
	}
	#giveBackWaiting() {
		const nowMs = this.#context.nowMs();
		for (const delivery of this.#lanes.drain()) this.#giveBack(delivery, nowMs);
	}
	async #claim() {
		let pauseMs = 250;
		try {
			this.#giveBackStale();
			await this.#sweepHeld();
			do {
				this.#claimAgain = false;
				pauseMs = await this.#claimDue();
			} while (this.#claimAgain && !this.#stopping);
		} catch (error) {
			this.#context.onError(error);
			pauseMs = ERROR_PAUSE_MS$1;
		}
		if (this.#stopping) return;
		this.#timer = this.#context.setTimer(() => this.wake(), pauseMs);
	}
	async #claimDue() {
		let fruitlessWalks = 0;
		while (!this.#stopping) {
			const dueAtMs = await nextDueAtMs(this.#context.store);
			const waitMs = dueAtMs === null ? 250 : dueAtMs - this.#context.nowMs();
			if (waitMs > 0) return Math.min(250, Math.max(1, waitMs));
			this.#wasFull = this.#lanes.room < 1 || this.#lanes.bytesRoom < 1;
			if (this.#wasFull) return 250;
			const { deliveries, restedCount, unsettledCount } = await this.#claimBatch();
			if (deliveries.length + restedCount > 0) {
				fruitlessWalks = 0;
				this.#settleMs = SETTLE_MS_MIN;
				continue;
			}
			if (unsettledCount > 0) return this.#settlePause();
			if (this.#walkAfter === null || ++fruitlessWalks >= FRUITLESS_WALKS_MAX) return 250;
		}
		return 250;
	}
	#settlePause() {
		const pauseMs = this.#settleMs;
		this.#settleMs = Math.min(250, 2 * pauseMs);
		return pauseMs;
	}
	#giveBackStale() {
		const nowMs = this.#context.nowMs();
		const { gate } = this.#context;
		const stale = this.#lanes.take(({ endpointId, leaseUntilMs }) => gate.waitingMax(endpointId) < 1 || isLeaseTooShort(leaseUntilMs, this.#timeoutSecondsOf(endpointId), nowMs));
		for (const delivery of stale) this.#giveBack(delivery, nowMs);
	}
	async #claimBatch() {
		const { store, newAttemptId, readHorizon } = this.#context;
		const nowMs = this.#context.nowMs();
		const due = await listDueEndpoints(store, {
			nowMs,
			after: this.#walkAfter
		});
		this.#walkAfter = due.next;
		const limit = Math.max(1, Math.min(500, this.#lanes.room));
		const shares = this.#sharesOf(due.endpoints, limit);
		const leaseToken = `${this.#context.leaseToken}.${++this.#claimCount}`;
		const claim = await claimDueDeliveries(store, {
			nowMs,
			limit,
			shares,
			bytesMax: this.#lanes.bytesRoom,
			leaseToken,
			leaseUntilMs: (endpointId) => leaseEnd(nowMs, this.#timeoutSecondsOf(endpointId)),
			newAttemptId,
			readHorizon
		});
		this.#noteLeftBehind(shares, claim);
		for (const delivery of claim.deliveries) this.#lanes.add(delivery);
		this.#pump();
		return claim;
	}
	#sharesOf(due, limit) {
		const open = due.flatMap(({ workspaceId, endpointId }) => {
			const room = this.#lanes.roomOf(endpointId);
			return room < 1 ? [] : [{
				workspaceId,
				endpointId,
				room
			}];
		});
		const evenly = Math.max(1, Math.floor(limit / open.length));
		const start = open.length > limit ? this.#claimCount * limit % open.length : 0;
		return [...open.slice(start), ...open.slice(0, start)].slice(0, limit).map(({ room, ...endpoint }) => ({
			...endpoint,
			limit: Math.min(room, evenly)
		}));
	}
	#noteLeftBehind(shares, { deliveries }) {
		const claimed = Map.groupBy(deliveries, (delivery) => delivery.endpointId);
		for (const { endpointId, limit } of shares) if ((claimed.get(endpointId)?.length ?? 0) < limit) this.#leftBehind.delete(endpointId);
		else this.#leaveBehind(endpointId);
	}
	#leaveBehind(endpointId) {
		if (this.#leftBehind.size < LEFT_BEHIND_MAX) this.#leftBehind.add(endpointId);
		if (this.#lanes.room < 1) this.#wasFull = true;
	}
	async #sweepHeld() {
		const nowMs = this.#context.nowMs();
		if (nowMs - this.#lastSweepMs < HELD_SWEEP_MS) return;
		this.#lastSweepMs = nowMs;
		const { store, newAttemptId } = this.#context;
		await sweepHeldDeliveries(store, nowMs);
		await endCanceledLeases(store, {
			nowMs,
			newAttemptId,
			leaseUntilMs: (endpointId) => leaseEnd(nowMs, this.#timeoutSecondsOf(endpointId))
		});
	}
	#timeoutSecondsOf(endpointId) {
		return this.#context.endpoint(endpointId)?.retry.timeoutSeconds ?? 0;
	}
	#pump() {
		if (this.#stopping) {
			this.#giveBackWaiting();
			return;
		}
		for (let delivery = this.#lanes.next(); delivery !== void 0; delivery = this.#lanes.next()) this.#send(delivery);
		this.#wakeAsideLater();
	}
	#wakeAsideLater() {
		const { asideUntilMs } = this.#lanes;
		if (asideUntilMs >= this.#asideTimerMs || asideUntilMs === Number.POSITIVE_INFINITY) return;
		this.#asideTimer?.cancel();
		this.#asideTimerMs = asideUntilMs;
		this.#asideTimer = this.#context.setTimer(() => {
			this.#asideTimerMs = Number.POSITIVE_INFINITY;
			this.#lanes.wakeAside();
			this.#pump();
		}, Math.min(ASIDE_MS_MAX, Math.max(1, asideUntilMs - this.#context.nowMs())));
	}
	#exchangeEnded(delivery) {
		this.#lanes.done(delivery);
		this.#pump();
		if (this.#leftBehind.has(delivery.endpointId) && this.#lanes.hasRoomFor(delivery.endpointId) || this.#wasFull && this.#lanes.room > 1024) this.wake();
	}
	async #send(delivery) {
		this.#openCount++;
		try {
			let finish;
			try {
				finish = await this.#sender.send(delivery);
			} finally {
				this.#exchangeEnded(delivery);
			}
			await finish();
			if (delivery.orderKey !== null) this.wake();
		} catch (error) {
			this.#context.onError(error);
		} finally {
			this.#closed();
		}
	}
	async #giveBack(delivery, dueAtMs) {
		this.#openCount++;
		try {
			await this.#sender.giveBack(delivery, dueAtMs);
		} catch (error) {
			this.#context.onError(error);
		} finally {
			this.#closed();
		}
	}
	#closed() {
		this.#openCount--;
		if (this.#openCount > 0) return;
		for (const wake of this.#settledWaiters.splice(0)) wake();
	}
};
// ../server/src/platform/secrets/hmac-key.ts
const BLOCK_BYTES = 64;
const INNER_PAD = 54;
const OUTER_PAD = 92;
const UTF8_BYTES_MAX$1 = 3;
const scratch = Buffer.allocUnsafeSlow(65536);
var HmacKey = class {
	#inner = Buffer.alloc(BLOCK_BYTES, INNER_PAD);
	#outer = Buffer.alloc(96, OUTER_PAD);
	constructor(key) {
		const given = typeof key === "string" ? Buffer.from(key, "utf8") : key;
		const bytes = given.length > BLOCK_BYTES ? hash("sha256", given, "buffer") : given;
		for (const [index, byte] of bytes.entries()) {
			this.#inner[index] = byte ^ INNER_PAD;
			this.#outer[index] = byte ^ OUTER_PAD;
		}
	}
	digest(message, encoding, head = "") {
		const inner = hash("sha256", this.#padded(head, message), "binary");
		this.#outer.write(inner, BLOCK_BYTES, "latin1");
		return hash("sha256", this.#outer, encoding);
	}
	#padded(head, message) {
		const padded = BLOCK_BYTES + UTF8_BYTES_MAX$1 * (head.length + message.length) <= scratch.length ? scratch : Buffer.allocUnsafe(BLOCK_BYTES + Buffer.byteLength(head) + Buffer.byteLength(message));
		this.#inner.copy(padded);
		let end = BLOCK_BYTES;
		if (head !== "") end += padded.write(head, end, "utf8");
		end += typeof message === "string" ? padded.write(message, end, "utf8") : message.copy(padded, end);
		return padded.subarray(0, end);
	}
};
// ../server/src/pipeline/signing/signing-keys.ts
const CURRENT = new WeakMap();
const PREVIOUS = new WeakMap();
function currentKeys(secrets) {
	return rememberKeys(CURRENT, secrets, secrets.current);
}
function previousKeys(secrets, nowMs) {
	if (secrets.previous === null || secrets.previousUntilMs === null || nowMs >= secrets.previousUntilMs) return null;
	return rememberKeys(PREVIOUS, secrets, secrets.previous);
}
function rememberKeys(known, secrets, secret) {
	const before = known.get(secrets);
	if (before !== void 0) return before;
	const keys = makeKeys(secret);
	known.set(secrets, keys);
	return keys;
}
function makeKeys(secret) {
	let asymmetric = null;
	return {
		standard: new HmacKey(standardKeyBytes(secret)),
		body: new HmacKey(bodyKeyBytes(secret)),
		asymmetric: () => {
			asymmetric ??= deriveAsymmetricKey(secret);
			return asymmetric;
		}
	};
}
// ../server/src/pipeline/signing/sign-request.ts
function signRequest(input) {
	const timestamp = String(Math.floor(input.attemptedAtMs / 1e3));
	const current = currentKeys(input.secrets);
	const previous = previousKeys(input.secrets, input.nowMs);
	return {
		"Content-Type": contentTypeOf(input.format),
		"webhook-id": input.eventId,
		"webhook-timestamp": timestamp,
		"webhook-signature": standardSignatures(input, timestamp, previous === null ? [current] : [current, previous]),
		...formatHeaders(input, timestamp, input.singleSecret === "previous" ? previous ?? current : current)
	};
}
function standardSignatures(input, timestamp, keys) {
	const head = `${input.eventId}.${timestamp}.`;
	const { body } = input;
	const signatures = keys.map(({ standard }) => `v1,${standard.digest(body, "base64", head)}`);
	if (input.asymmetric) {
		const bytes = Buffer.concat([Buffer.from(head), typeof body === "string" ? Buffer.from(body, "utf8") : body]);
		for (const { asymmetric } of keys) signatures.push(`v1a,${sign(null, bytes, asymmetric()).toString("base64")}`);
	}
	return signatures.join(" ");
}
function formatHeaders(input, timestamp, keys) {
	if (input.format === "standard" || input.format === "cloudevents") return {};
	const signature = keys.body.digest(input.body, "hex");
	switch (input.format) {
		case "meta": return { "X-Hub-Signature-256": `sha256=${signature}` };
		case "xobito": return {
			"X-Webhook-Signature": signature,
			"X-Webhook-Event": input.eventName,
			"X-Webhook-Id": input.eventId,
			"X-Webhook-Timestamp": timestamp
		};
		case "vobiz": return {
			"X-Webhook-Signature": signature,
			"X-Webhook-Event": input.eventName
		};
		case "vobiz-legacy": return { "X-Vobiz-Signature": signature };
	}
}
// ../server/src/platform/keyed-locks.ts
var KeyedLocks = class {
	#tails = new Map();
	async run(keys, work) {
		const own = [...new Set(keys)];
		const before = own.map((key) => this.#tails.get(key));
		const { promise: done, resolve: release } = Promise.withResolvers();
		for (const key of own) this.#tails.set(key, done);
		try {
			await Promise.all(before);
			return await work();
		} finally {
			release();
			for (const key of own) if (this.#tails.get(key) === done) this.#tails.delete(key);
		}
	}
};
// ../server/src/pipeline/delivery/breaker.ts
const FAILURES_TO_OPEN = 10;
const FAILURES_TO_OPEN_SLOWLY = 3;
const SLOWLY_MS = 18e5;
const PROBE_WAIT_MS_MIN = 5e3;
const PROBE_WAIT_MS_MAX = 3e5;
const PROBE_JITTER_RATIO = .2;
function tellsAgainst(result) {
	if (result.outcome === "succeeded" || result.isOurFailure) return false;
	return result.errorClass !== "aborted" || result.maybeReceived;
}
function opensBreaker({ failures, sinceMs }, nowMs) {
	if (failures >= FAILURES_TO_OPEN) return true;
	return failures >= FAILURES_TO_OPEN_SLOWLY && nowMs - sinceMs >= SLOWLY_MS;
}
function disablesEndpoint({ failures, sinceMs }, disableAfterMs, nowMs) {
	return disableAfterMs > 0 && failures >= FAILURES_TO_OPEN && nowMs - sinceMs >= disableAfterMs;
}
function probeWaitMs(failedProbes, random) {
	const waitMs = Math.min(PROBE_WAIT_MS_MAX, PROBE_WAIT_MS_MIN * 2 ** Math.min(failedProbes, 30));
	return Math.round(waitMs * (1 + PROBE_JITTER_RATIO * random));
}
// ../server/src/pipeline/delivery/breaker-book.ts
const ONE_BY_ONE = ["opening"];
const PROBE_MARGIN_MS = 1e4;
const OVERLAP_MS = 3e4;
const RECOVERED_KEPT_MS = 6e5;
var BreakerBook = class {
	#context;
	#troubles = new Map();
	#locks = new KeyedLocks();
	#writing = new Map();
	#running = new Set();
	#lookedAtMs = 0;
	constructor(context) {
		this.#context = context;
	}
	breaker(id) {
		return this.#troubles.get(id)?.breaker ?? null;
	}
	standing(id) {
		const trouble = this.#troubles.get(id);
		if (trouble === void 0 || trouble.breaker.state === "closed" || trouble.breaker.nextProbeAtMs === null) return "free";
		const { nextProbeAtMs } = trouble.breaker;
		if (trouble.probe === "ready") return "probe";
		if (trouble.probe === "sent") return Math.max(nextProbeAtMs, this.#context.nowMs() + PROBE_MARGIN_MS);
		return nextProbeAtMs <= this.#context.nowMs() ? "probe" : nextProbeAtMs;
	}
	mayProbe(id) {
		const trouble = this.#troubles.get(id);
		if (trouble?.probe === "none") {
			trouble.probe = "asking";
			this.#write(id, () => this.#askForProbe(id, trouble));
		}
		return trouble === void 0 || trouble.probe === "ready";
	}
	enterAsProbe(id) {
		const trouble = this.#troubles.get(id);
		if (trouble !== void 0) trouble.probe = "sent";
	}
	leave(id) {
		const trouble = this.#troubles.get(id);
		if (trouble?.probe !== "sent") return;
		trouble.probe = "ready";
		this.#context.onChange(id);
	}
	note(endpoint, outcome, isOperational = false) {
		const trouble = this.#troubles.get(endpoint.id);
		if (outcome.outcome === "succeeded") {
			if (trouble !== void 0) this.#noteSuccess(endpoint, trouble);
			return;
		}
		if (!tellsAgainst(outcome) || this.#context.endpoint(endpoint.id)?.enabled !== true) return;
		if (isOperational && (trouble === void 0 || trouble.breaker.state === "closed")) return;
		this.#noteFailure(endpoint, trouble ?? this.#newTrouble(endpoint.id));
	}
	async look() {
		const nowMs = this.#context.nowMs();
		await this.#tellFailures(nowMs);
		const changed = await listChangedBreakers(this.#context.store, this.#lookedAtMs - OVERLAP_MS);
		this.#lookedAtMs = nowMs;
		for (const kept of changed) {
			const trouble = this.#troubles.get(kept.endpointId);
			if (!(trouble !== void 0 && trouble.revision > kept.revision) && !this.#writing.has(kept.endpointId)) this.#learn(kept.endpointId, kept);
		}
		for (const id of this.#troubles.keys()) if (this.#context.endpoint(id) === null) this.#troubles.delete(id);
	}
	async purge() {
		await purgeRecovered(this.#context.store, this.#context.nowMs() - RECOVERED_KEPT_MS);
	}
	async settled() {
		while (this.#running.size > 0) await Promise.all(this.#running);
		await this.#tellFailures(this.#context.nowMs());
	}
	#newTrouble(id) {
		const trouble = {
			breaker: HEALTHY_BREAKER,
			revision: 0,
			untold: null,
			probe: "none"
		};
		this.#troubles.set(id, trouble);
		return trouble;
	}
	#noteSuccess(endpoint, trouble) {
		const wasTold = trouble.breaker.consecutiveFailures > 0;
		this.#troubles.delete(endpoint.id);
		if (!wasTold) return;
		const { workspaceId, id: endpointId } = endpoint;
		this.#context.onChange(endpointId);
		this.#write(endpointId, async () => {
			const nowMs = this.#context.nowMs();
			await closeBreaker(this.#context.store, {
				workspaceId,
				endpointId,
				nowMs
			}, (trx) => this.#context.report(trx, endpoint, "endpoint.recovered", "The last attempt succeeded."));
			this.#context.onReported();
		});
	}
	#noteFailure(endpoint, trouble) {
		const nowMs = this.#context.nowMs();
		trouble.untold = {
			failures: (trouble.untold?.failures ?? 0) + 1,
			sinceMs: trouble.untold?.sinceMs ?? nowMs
		};
		const run = runOf(trouble);
		if (trouble.breaker.state === "closed") {
			if (opensBreaker(run, nowMs)) this.#open(endpoint, trouble, run);
		} else if (trouble.probe === "sent") this.#failProbe(endpoint, trouble);
		if (disablesEndpoint(run, this.#context.disableAfterMs, nowMs)) this.#write(endpoint.id, () => this.#disable(endpoint));
	}
	async #disable(endpoint) {
		const known = this.#context.endpoint(endpoint.id);
		const trouble = this.#troubles.get(endpoint.id);
		if (known?.enabled !== true || trouble === void 0) return;
		await this.#context.disableFailing(known, runOf(trouble));
		this.#troubles.delete(endpoint.id);
	}
	#open(endpoint, trouble, run) {
		const { id: endpointId, workspaceId } = endpoint;
		const nowMs = this.#context.nowMs();
		const nextProbeAtMs = nowMs + probeWaitMs(0, this.#context.random());
		const untold = takeUntold(trouble, nowMs);
		trouble.breaker = {
			...toBreaker(run),
			state: "open",
			openedAtMs: nowMs,
			nextProbeAtMs
		};
		const write = async () => {
			const opening = {
				workspaceId,
				endpointId,
				nowMs,
				nextProbeAtMs,
				run: untold
			};
			const kept = await openBreaker(this.#context.store, opening, (trx) => this.#context.report(trx, endpoint, "endpoint.failing", reasonOf(run)));
			this.#learn(endpointId, kept);
			this.#context.onReported();
		};
		this.#write(endpointId, write, ONE_BY_ONE);
	}
	#failProbe(endpoint, trouble) {
		const { id: endpointId, workspaceId } = endpoint;
		const nowMs = this.#context.nowMs();
		const failedProbes = trouble.breaker.failedProbes + 1;
		const nextProbeAtMs = nowMs + probeWaitMs(failedProbes, this.#context.random());
		const run = takeUntold(trouble, nowMs);
		trouble.probe = "none";
		trouble.breaker = {
			...trouble.breaker,
			state: "open",
			failedProbes,
			nextProbeAtMs,
			consecutiveFailures: trouble.breaker.consecutiveFailures + run.failures
		};
		this.#write(endpointId, async () => {
			const failed = {
				workspaceId,
				endpointId,
				nowMs,
				nextProbeAtMs,
				run
			};
			this.#learn(endpointId, await recordFailedProbe(this.#context.store, failed));
		});
	}
	async #askForProbe(id, trouble) {
		const endpoint = this.#context.endpoint(id);
		if (endpoint === null) return;
		const nowMs = this.#context.nowMs();
		const untilMs = nowMs + endpoint.retry.timeoutSeconds * 1e3 + PROBE_MARGIN_MS;
		const at = {
			workspaceId: endpoint.workspaceId,
			endpointId: id,
			nowMs
		};
		let isTaken = false;
		try {
			const taken = await takeProbe(this.#context.store, at, untilMs);
			isTaken = taken !== null;
			this.#learn(id, taken ?? await findBreaker(this.#context.store, at));
		} finally {
			trouble.probe = isTaken ? "ready" : "none";
			this.#context.onChange(id);
		}
	}
	async #tellFailures(nowMs) {
		const untold = [...this.#troubles].filter(([, trouble]) => trouble.untold !== null);
		for (let from = 0; from < untold.length; from += 500) {
			const page = untold.slice(from, from + 500).flatMap(([endpointId, trouble]) => {
				const endpoint = this.#context.endpoint(endpointId);
				if (endpoint === null) return [];
				const run = takeUntold(trouble, nowMs);
				trouble.breaker = {
					...trouble.breaker,
					...addedTo(trouble.breaker, run)
				};
				return [{
					workspaceId: endpoint.workspaceId,
					endpointId,
					nowMs,
					run
				}];
			});
			await addFailures(this.#context.store, page);
		}
	}
	#learn(id, kept) {
		const trouble = this.#troubles.get(id);
		if (kept === null || kept.breaker.consecutiveFailures === 0) {
			if (trouble === void 0 || trouble.breaker.consecutiveFailures === 0) return;
			this.#troubles.delete(id);
			this.#context.onChange(id);
			return;
		}
		const known = trouble ?? this.#newTrouble(id);
		const wasOpen = known.breaker.state !== "closed";
		known.breaker = kept.breaker;
		known.revision = kept.revision;
		if (kept.breaker.state === "closed" && wasOpen) this.#context.onChange(id);
	}
	#write(id, work, locks = []) {
		this.#writing.set(id, (this.#writing.get(id) ?? 0) + 1);
		const running = this.#locks.run([id, ...locks], work).catch((error) => {
			this.#context.onError(error);
			this.#lookedAtMs = 0;
		}).finally(() => {
			const left = (this.#writing.get(id) ?? 1) - 1;
			if (left === 0) this.#writing.delete(id);
			else this.#writing.set(id, left);
		});
		this.#running.add(running);
		running.finally(() => this.#running.delete(running));
	}
};
function runOf({ breaker, untold }) {
	const untoldSinceMs = untold?.sinceMs ?? Number.POSITIVE_INFINITY;
	return {
		failures: breaker.consecutiveFailures + (untold?.failures ?? 0),
		sinceMs: Math.min(breaker.failingSinceMs ?? Number.POSITIVE_INFINITY, untoldSinceMs)
	};
}
function takeUntold(trouble, nowMs) {
	const untold = trouble.untold ?? {
		failures: 0,
		sinceMs: nowMs
	};
	trouble.untold = null;
	return untold;
}
function addedTo(breaker, run) {
	return {
		consecutiveFailures: breaker.consecutiveFailures + run.failures,
		failingSinceMs: breaker.failingSinceMs ?? run.sinceMs
	};
}
function toBreaker({ failures, sinceMs }) {
	return {
		...HEALTHY_BREAKER,
		consecutiveFailures: failures,
		failingSinceMs: sinceMs
	};
}
function reasonOf({ failures }) {
	return `The last ${failures} attempts failed.`;
}
// ../server/src/pipeline/delivery/endpoint-gate.ts
const LOOK_EVERY_MS = 1e3;
const TIDY_EVERY_MS = 6e4;
const ASK_AGAIN_MS = 1e3;
const WAITING_SECONDS = 2;
var EndpointGate = class {
	#context;
	#timer = null;
	#looking = null;
	#isStopped = false;
	#tidiedAtMs = 0;
	constructor(context) {
		this.#context = context;
	}
	enter(id) {
		const endpoint = this.#context.endpoint(id);
		if (endpoint === null) return "open";
		if (endpoint.isPaused) return this.#context.nowMs() + ASK_AGAIN_MS;
		const standing = this.#context.breakers.standing(id);
		if (typeof standing === "number") return Math.min(standing, this.#context.nowMs() + ASK_AGAIN_MS);
		if (standing === "probe" && !this.#context.breakers.mayProbe(id)) return this.#context.nowMs() + ASK_AGAIN_MS;
		if (isLimited(endpoint)) {
			const waitMs = this.#context.rates.take(endpoint, this.#context.monotonicMs());
			if (waitMs > 0) return this.#context.nowMs() + waitMs;
		}
		if (standing === "probe") this.#context.breakers.enterAsProbe(id);
		return "open";
	}
	leave(id) {
		this.#context.breakers.leave(id);
	}
	waitingMax(id) {
		const endpoint = this.#context.endpoint(id);
		if (endpoint === null) return Number.POSITIVE_INFINITY;
		if (endpoint.isPaused) return 0;
		const standing = this.#context.breakers.standing(id);
		if (standing !== "free") return standing === "probe" ? 1 : 0;
		return isLimited(endpoint) ? Math.ceil(endpoint.ratePerSecond * WAITING_SECONDS) : Number.POSITIVE_INFINITY;
	}
	note(endpoint, outcome, isOperational) {
		this.#context.breakers.note(endpoint, outcome, isOperational);
	}
	start() {
		this.#lookLater();
	}
	look() {
		this.#looking ??= this.#look().finally(() => {
			this.#looking = null;
		});
		return this.#looking;
	}
	async stop() {
		this.#isStopped = true;
		this.#timer?.cancel();
		await this.#looking;
		await this.#context.breakers.settled().catch(this.#context.onError);
	}
	async #look() {
		try {
			await this.#context.breakers.look();
			const nowMs = this.#context.monotonicMs();
			if (nowMs - this.#tidiedAtMs < TIDY_EVERY_MS) return;
			this.#tidiedAtMs = nowMs;
			this.#context.rates.forgetIdle(nowMs);
			await this.#context.breakers.purge();
		} catch (error) {
			this.#context.onError(error);
		}
	}
	#lookLater() {
		if (this.#isStopped) return;
		this.#timer = this.#context.setTimer(() => {
			this.look().then(() => this.#lookLater());
		}, LOOK_EVERY_MS);
	}
};
function isLimited(endpoint) {
	return endpoint.ratePerSecond !== null;
}
// ../server/src/pipeline/delivery/rate-window.ts
const WINDOW_MS$1 = 10400;
const MERGE_MS = 20;
const GATHERED_SECONDS = .5;
const GATHERED_MIN = 2;
const GATHERED_FIRST = 1;
var RateWindow = class {
	#grants;
	#taken;
	#gathered;
	#atMs;
	constructor(kept = null) {
		const read = kept === null ? null : JSON.parse(kept);
		this.#grants = read === null ? [] : [...read.grants];
		this.#taken = this.#grants.reduce((sum, [, count]) => sum + count, 0);
		this.#gathered = read?.gathered ?? null;
		this.#atMs = read?.atMs ?? 0;
	}
	toText() {
		const kept = {
			grants: this.#grants,
			gathered: this.#gathered ?? 0,
			atMs: this.#atMs
		};
		return JSON.stringify(kept);
	}
	take(perSecond, wanted, nowMs) {
		assert(wanted >= 1);
		this.#moveTo(perSecond, nowMs);
		const count = Math.max(0, Math.min(wanted, Math.floor(this.#gathered ?? 0), perSecond * 10 - this.#taken));
		if (count === 0) return 0;
		this.#gathered = (this.#gathered ?? 0) - count;
		this.#taken += count;
		const last = this.#grants.at(-1);
		const first = last?.[0] ?? 0;
		if (last !== void 0 && Math.floor(first / MERGE_MS) === Math.floor(nowMs / MERGE_MS)) {
			last[0] = nowMs;
			last[1] += count;
		} else this.#grants.push([nowMs, count]);
		return count;
	}
	giveBack(takenAtMs, count) {
		const grant = this.#grants.find(([atMs]) => atMs >= takenAtMs);
		if (grant === void 0) return;
		const returned = Math.min(count, grant[1]);
		grant[1] -= returned;
		this.#taken -= returned;
		this.#gathered = (this.#gathered ?? 0) + returned;
	}
	freeAtMs(perSecond, nowMs) {
		this.#moveTo(perSecond, nowMs);
		const missing = Math.max(0, 1 - (this.#gathered ?? 0));
		return Math.max(nowMs + Math.ceil(missing * 1e3 / perSecond), this.#windowFreeAtMs(perSecond, nowMs));
	}
	#windowFreeAtMs(perSecond, nowMs) {
		let excess = this.#taken - perSecond * 10 + 1;
		if (excess <= 0) return nowMs;
		for (const [atMs, count] of this.#grants) {
			excess -= count;
			if (excess <= 0) return atMs + WINDOW_MS$1;
		}
		return nowMs + WINDOW_MS$1;
	}
	#moveTo(perSecond, nowMs) {
		const gatheredMax = Math.max(GATHERED_MIN, perSecond * GATHERED_SECONDS);
		if (this.#atMs > nowMs + WINDOW_MS$1) {
			this.#grants = [];
			this.#taken = 0;
			this.#atMs = nowMs;
		}
		const passedMs = this.#gathered === null ? 0 : Math.max(0, nowMs - this.#atMs);
		const gathered = this.#gathered ?? GATHERED_FIRST;
		this.#gathered = Math.min(gatheredMax, gathered + passedMs * perSecond / 1e3);
		this.#atMs = Math.max(this.#atMs, nowMs);
		while (this.#grants.length > 0) {
			const [atMs, count] = this.#grants[0] ?? [nowMs, 0];
			if (atMs + WINDOW_MS$1 > nowMs) return;
			this.#grants.shift();
			this.#taken -= count;
		}
	}
};
// ../server/src/pipeline/delivery/rate-places.store.ts
async function takePlaces(store, wants, nowMs) {
	if (wants.length === 0) return [];
	const sorted = wants.toSorted((a, b) => a.endpointId < b.endpointId ? -1 : 1);
	return store.db.transaction().execute(async (trx) => {
		let rows = await lockRows(store, trx, sorted);
		const missing = sorted.filter((want) => !rows.has(want.endpointId));
		if (missing.length > 0) {
			await insertRows(trx, missing);
			rows = await lockRows(store, trx, sorted);
		}
		const taken = [];
		const changed = [];
		for (const want of sorted) {
			const row = rows.get(want.endpointId);
			if (row === void 0) continue;
			const window = new RateWindow(row.places === "" ? null : row.places);
			taken.push(takeFrom(window, want, row.now_ms ?? nowMs()));
			changed.push({
				want,
				places: window.toText()
			});
		}
		await updateRows(trx, changed);
		return taken;
	});
}
function takeFrom(window, want, nowMs) {
	if (want.unused !== null) window.giveBack(want.unused.takenAtMs, want.unused.count);
	const count = want.wanted === 0 ? 0 : window.take(want.perSecond, want.wanted, nowMs);
	const freeInMs = window.freeAtMs(want.perSecond, nowMs) - nowMs;
	return {
		endpointId: want.endpointId,
		count,
		takenAtMs: nowMs,
		freeInMs
	};
}
async function lockRows(store, trx, wants) {
	const keys = sql.join(wants.map((want) => sql`(${want.workspaceId}, ${want.endpointId})`));
	const { rows } = store.can.skipLocked ? await sql`
        WITH held AS MATERIALIZED (
          SELECT endpoint_id, places FROM endpoint_rates
          WHERE (workspace_id, endpoint_id) IN (VALUES ${keys}) ORDER BY endpoint_id FOR UPDATE
        )
        SELECT endpoint_id, places, CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) AS now_ms FROM held`.execute(trx) : await sql`
        SELECT endpoint_id, places, NULL AS now_ms FROM endpoint_rates
        WHERE (workspace_id, endpoint_id) IN (VALUES ${keys})`.execute(trx);
	return new Map(rows.map((row) => [row.endpoint_id, row]));
}
async function updateRows(trx, rows) {
	if (rows.length === 0) return;
	const values = sql.join(rows.map(({ want, places }) => sql`(${want.workspaceId}, ${want.endpointId}, ${places})`));
	await sql`
    UPDATE endpoint_rates SET places = v.column3 FROM (VALUES ${values}) AS v
    WHERE workspace_id = v.column1 AND endpoint_id = v.column2`.execute(trx);
}
async function insertRows(trx, wants) {
	await trx.insertInto("endpoint_rates").values(wants.map(({ workspaceId, endpointId }) => ({
		workspace_id: workspaceId,
		endpoint_id: endpointId,
		places: ""
	}))).onConflict((conflict) => conflict.columns(["workspace_id", "endpoint_id"]).doNothing()).execute();
}
// ../server/src/pipeline/delivery/rate-places.ts
const IDLE_MS = 6e4;
var LocalRatePlaces = class {
	#rates = new Map();
	take({ id, ratePerSecond }, nowMs) {
		let rate = this.#rates.get(id);
		if (rate === void 0) {
			rate = {
				window: new RateWindow(),
				usedAtMs: nowMs
			};
			this.#rates.set(id, rate);
		}
		rate.usedAtMs = nowMs;
		if (rate.window.take(ratePerSecond, 1, nowMs) === 1) return 0;
		return Math.max(1, rate.window.freeAtMs(ratePerSecond, nowMs) - nowMs);
	}
	forgetIdle(nowMs) {
		for (const [id, { usedAtMs }] of this.#rates) if (nowMs - usedAtMs > IDLE_MS) this.#rates.delete(id);
	}
};
const PIECE_SECONDS = .1;
const ASK_EVERY_MS = 20;
const SAME_AGAIN_MS = 50;
const ERROR_PAUSE_MS = 1e3;
const ANSWER_WAIT_MS = 1e3;
var SharedRatePlaces = class {
	#context;
	#rates = new Map();
	#asking = [];
	#isBusy = false;
	constructor(context) {
		this.#context = context;
	}
	take(endpoint, nowMs) {
		const rate = this.#rate(endpoint, nowMs);
		rate.usedAtMs = nowMs;
		if (rate.places > 0 && nowMs <= rate.usableUntilMs) {
			rate.places--;
			return 0;
		}
		if (nowMs < rate.notBeforeMs) return rate.notBeforeMs - nowMs;
		this.#ask(rate);
		return ANSWER_WAIT_MS;
	}
	forgetIdle(nowMs) {
		for (const [id, rate] of this.#rates) if (!rate.isAsking && nowMs - rate.usedAtMs > IDLE_MS) this.#rates.delete(id);
	}
	#rate(endpoint, nowMs) {
		let rate = this.#rates.get(endpoint.id);
		if (rate === void 0) {
			rate = {
				endpoint,
				places: 0,
				takenAtMs: 0,
				usableUntilMs: 0,
				pieceSize: 1,
				notBeforeMs: 0,
				isAsking: false,
				usedAtMs: nowMs
			};
			this.#rates.set(endpoint.id, rate);
		}
		rate.endpoint = endpoint;
		return rate;
	}
	#ask(rate) {
		if (rate.isAsking) return;
		rate.isAsking = true;
		this.#asking.push(rate);
		if (!this.#isBusy) this.#askAll();
	}
	async #askAll() {
		this.#isBusy = true;
		await Promise.resolve();
		const page = this.#asking.slice(0, this.#context.pageMax);
		this.#asking = this.#asking.slice(page.length);
		const askedAtMs = this.#context.monotonicMs();
		try {
			const taken = await this.#context.takePlaces(page.map(toWant));
			const byId = new Map(taken.map((one) => [one.endpointId, one]));
			for (const rate of page) this.#note(rate, byId.get(rate.endpoint.id) ?? null, askedAtMs);
		} catch (error) {
			this.#context.onError(error);
			for (const rate of page) this.#note(rate, null, askedAtMs);
		}
		this.#context.setTimer(() => {
			this.#isBusy = false;
			if (this.#asking.length > 0) this.#askAll();
		}, ASK_EVERY_MS);
	}
	#note(rate, taken, askedAtMs) {
		const nowMs = this.#context.monotonicMs();
		rate.isAsking = false;
		const isUsedUp = rate.places === 0;
		rate.places = taken?.count ?? 0;
		rate.takenAtMs = taken?.takenAtMs ?? 0;
		rate.usableUntilMs = askedAtMs + 250;
		rate.pieceSize = nextPieceSize(rate, isUsedUp);
		if (taken === null) rate.notBeforeMs = nowMs + ERROR_PAUSE_MS;
		else rate.notBeforeMs = Math.max(askedAtMs + SAME_AGAIN_MS, taken.count > 0 ? nowMs : nowMs + taken.freeInMs);
		if (rate.places > 0) this.#context.onFree(rate.endpoint.id);
		else this.#context.setTimer(() => this.#context.onFree(rate.endpoint.id), rate.notBeforeMs - nowMs);
	}
};
function toWant({ endpoint, places, takenAtMs, pieceSize }) {
	return {
		workspaceId: endpoint.workspaceId,
		endpointId: endpoint.id,
		perSecond: endpoint.ratePerSecond,
		wanted: pieceSize,
		unused: places === 0 ? null : {
			takenAtMs,
			count: places
		}
	};
}
function nextPieceSize({ endpoint, pieceSize }, isUsedUp) {
	const sizeMax = Math.max(1, Math.ceil(endpoint.ratePerSecond * PIECE_SECONDS));
	return isUsedUp ? Math.min(sizeMax, pieceSize * 2) : Math.max(1, Math.floor(pieceSize / 2));
}
// ../server/src/pipeline/deliveries/message-deliveries.ts
async function addUpDeliveries(store, workspaceId, messages) {
	const told = await findEventsOfMessages(store, workspaceId, messages.flatMap(({ wamid }) => wamid ?? []));
	const idByWamid = new Map(messages.flatMap(({ id, wamid }) => wamid === null ? [] : [[wamid, id]]));
	const messageByEvent = new Map();
	for (const { id } of messages) messageByEvent.set(idOf("evt", uuidOf(id)), id);
	for (const { wamid, eventId } of told) messageByEvent.set(eventId, idByWamid.get(wamid) ?? idOf("msg", uuidOf(eventId)));
	const standings = await listStandings(store, workspaceId, [...messageByEvent.keys()]);
	if (standings.length >= 2e4) return null;
	const byMessage = Map.groupBy(standings, ({ eventId }) => messageByEvent.get(eventId));
	const sums = messages.map(({ id }) => addUp(id, byMessage.get(id) ?? []));
	const worst = sums.flatMap((sum) => sum.worst?.endpointId ?? []);
	const names = await findEndpointNames(store, workspaceId, [...new Set(worst)]);
	return sums.map((sum) => ({
		...sum,
		worst: sum.worst === null ? null : withName(sum.worst, names)
	}));
}
function withName(worst, names) {
	return {
		...worst,
		endpointName: names.get(worst.endpointId) ?? "An endpoint that is gone"
	};
}
function addUp(messageId, standings) {
	const worstOf = new Map();
	for (const standing of standings) {
		const other = worstOf.get(standing.endpointId);
		if (other === void 0 || rankOf$1(standing) > rankOf$1(other)) worstOf.set(standing.endpointId, standing);
	}
	const endpoints = [...worstOf.values()].toSorted((one, other) => rankOf$1(other) - rankOf$1(one));
	const [worst] = endpoints;
	return {
		messageId,
		delivered: endpoints.filter(({ state }) => state === "delivered").length,
		total: endpoints.length,
		worst: worst === void 0 || worst.state === "delivered" ? null : {
			...worst,
			word: standingOf(worst)
		}
	};
}
function rankOf$1(standing) {
	return STANDING_WORDS.indexOf(standingOf(standing));
}
// ../server/src/platform/egress/open-stream.ts
async function withStream(connector, { url, headers, signal }, use) {
	const client = new import_client.default(url.origin, {
		connect: connector,
		headersTimeout: 0,
		bodyTimeout: 0
	});
	try {
		const { statusCode, headers: answered, body } = await client.request({
			path: url.pathname + url.search,
			method: "GET",
			headers: { ...headers },
			signal
		});
		return await use({
			status: statusCode,
			headers: answered,
			body
		});
	} finally {
		await client.destroy();
	}
}
// ../server/src/platform/observability/loop-stalls.ts
const RESOLUTION_MS = 5;
const PERIOD_MS = 5e3;
function watchLoopStalls(monotonicMs) {
	const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
	histogram.enable();
	let before = 0;
	let periodStartMs = monotonicMs();
	return {
		longestMs: () => {
			const longest = histogram.max / 1e6;
			if (monotonicMs() - periodStartMs >= PERIOD_MS) {
				before = longest;
				periodStartMs = monotonicMs();
				histogram.reset();
			}
			return Math.max(before, longest);
		},
		stop: () => {
			histogram.disable();
		}
	};
}
// ../server/src/platform/egress/post-json.ts
const TIMEOUT_MS = 1e4;
async function postJson(connector, url, body) {
	const client = new import_client.default(url.origin, { connect: connector });
	try {
		return (await client.request({
			path: url.pathname + url.search,
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(TIMEOUT_MS)
		})).statusCode;
	} catch {
		return null;
	} finally {
		await client.destroy();
	}
}
// ../server/src/platform/secrets/password-hasher.ts
const ARGON2ID = {
	algorithm: 2,
	memoryCost: 19456,
	timeCost: 2,
	parallelism: 1,
	outputLen: 32
};
const NOBODYS_HASH = "$argon2id$v=19$m=19456,t=2,p=1$bBzKsk5my6xEbz622WsHLw$b5c65H4tQhvmafamBjxkxQZwe3QtFY7tq1EXXtF9PYM";
const RUNNING_MAX = 2;
const WAITING_MAX$1 = 64;
const RETRY_AFTER_SECONDS = 5;
var PasswordHasher = class {
	#waiting = [];
	#runningCount = 0;
	hash(password) {
		return this.#run(() => hash$1(normalizePassword(password), ARGON2ID));
	}
	async matches(passwordHash, password) {
		const isSame = await this.#run(() => verify$1(passwordHash ?? NOBODYS_HASH, normalizePassword(password)));
		return passwordHash !== null && isSame;
	}
	async #run(work) {
		if (this.#runningCount >= RUNNING_MAX) await this.#wait();
		else this.#runningCount++;
		try {
			return await work();
		} finally {
			const next = this.#waiting.shift();
			if (next === void 0) this.#runningCount--;
			else next();
		}
	}
	#wait() {
		if (this.#waiting.length >= WAITING_MAX$1) throw new PosthornError("rate_limited", "Too many people sign in at this moment.", { retryAfterSeconds: RETRY_AFTER_SECONDS });
		return new Promise((resolve) => this.#waiting.push(resolve));
	}
};
// ../server/src/pipeline/statistics/latency-histogram.ts
const EXACT_BELOW_MS = 32;
const BUCKETS_PER_DOUBLING = 16;
const LATENCY_MS_MAX = 2 ** 31 - 1;
const FIRST_DOUBLING = 5;
const BUCKET_BITS = 4;
const BUCKET_COUNT = 448;
const PIECE = 32;
const PIECE_BITS = 5;
const PIECE_COUNT = BUCKET_COUNT / PIECE;
function newHistogram() {
	return Array.from({ length: PIECE_COUNT }, () => void 0);
}
function bucketOf(latencyMs) {
	const ms = Math.min(Math.max(Math.floor(latencyMs), 0), LATENCY_MS_MAX);
	if (ms < EXACT_BELOW_MS) return ms;
	const doubling = 31 - Math.clz32(ms);
	const place = ms >> doubling - BUCKET_BITS & 15;
	return EXACT_BELOW_MS + (doubling - FIRST_DOUBLING) * BUCKETS_PER_DOUBLING + place;
}
const LATENCY_STEPS = Array.from({ length: 7 }, (_, index) => ({
	belowMs: EXACT_BELOW_MS * 16 ** (index + 1),
	widthMs: 2 * 16 ** index
}));
function latencyOf(bucket) {
	if (bucket < EXACT_BELOW_MS) return bucket;
	const doubling = Math.floor((bucket - EXACT_BELOW_MS) / BUCKETS_PER_DOUBLING);
	const place = (bucket - EXACT_BELOW_MS) % BUCKETS_PER_DOUBLING;
	const widthMs = 2 ** (doubling + FIRST_DOUBLING - BUCKET_BITS);
	return (BUCKETS_PER_DOUBLING + place) * widthMs + (widthMs - 1) / 2;
}
function percentileOf(histogram, share) {
	let total = 0;
	for (let bucket = 0; bucket < BUCKET_COUNT; bucket++) total += countIn(histogram, bucket);
	let left = Math.max(1, Math.ceil(share * total));
	for (let bucket = 0; bucket < BUCKET_COUNT; bucket++) {
		left -= countIn(histogram, bucket);
		if (left <= 0) return Math.round(latencyOf(bucket));
	}
	return null;
}
function addLatency(into, latencyMs, count) {
	addTo(into, bucketOf(latencyMs), count);
}
function addHistogram(into, other) {
	for (let bucket = 0; bucket < BUCKET_COUNT; bucket++) {
		const count = countIn(other, bucket);
		if (count > 0) addTo(into, bucket, count);
	}
}
function addTo(into, bucket, count) {
	let piece = into[bucket >> PIECE_BITS];
	if (piece === void 0) {
		piece = Array.from({ length: PIECE }, () => 0);
		into[bucket >> PIECE_BITS] = piece;
	}
	piece[bucket % PIECE] = (piece[bucket % PIECE] ?? 0) + count;
}
function countIn(histogram, bucket) {
	return histogram[bucket >> PIECE_BITS]?.[bucket % PIECE] ?? 0;
}
function writeHistogram(histogram) {
	const parts = [];
	for (let bucket = 0; bucket < BUCKET_COUNT; bucket++) {
		const count = countIn(histogram, bucket);
		if (count > 0) parts.push(`${bucket}:${count}`);
	}
	return parts.join(" ");
}
const COLON = 58;
const SPACE = 32;
const ZERO = 48;
function addStoredHistogram(into, stored) {
	let bucket = 0;
	let number = 0;
	for (let index = 0; index < stored.length; index++) {
		const code = stored.charCodeAt(index);
		if (code === COLON) {
			bucket = number;
			number = 0;
		} else if (code === SPACE) {
			addTo(into, bucket, number);
			number = 0;
		} else number = number * 10 + code - ZERO;
	}
	if (stored !== "") addTo(into, bucket, number);
}
// ../server/src/pipeline/statistics/delivery-counts.ts
const MINUTE_MS = 6e4;
const QUARTER_MS = 15 * MINUTE_MS;
function noCounts() {
	return {
		succeeded: 0,
		failed: 0,
		exhausted: 0,
		latency: newHistogram()
	};
}
function addCounts(into, other) {
	into.succeeded += other.succeeded;
	into.failed += other.failed;
	into.exhausted += other.exhausted;
	addHistogram(into.latency, other.latency);
}
function addLogGroups(into, groups) {
	for (const group of groups) {
		addGroup(countsOf(into, ""), group);
		addGroup(countsOf(into, group.endpointId), group);
		if (group.channelId !== null) addGroup(countsOf(into, group.channelId), group);
	}
}
function countsOf(counts, subject) {
	const known = counts.get(subject);
	if (known !== void 0) return known;
	const fresh = noCounts();
	counts.set(subject, fresh);
	return fresh;
}
function addGroup(counts, group) {
	if (group.succeeded) counts.succeeded += group.count;
	else counts.failed += group.count;
	if (group.exhausted) counts.exhausted += group.count;
	if (group.latencyMs !== null) addLatency(counts.latency, group.latencyMs, group.count);
}
function minuteOf(timeMs) {
	return timeMs - timeMs % MINUTE_MS;
}
function quarterOf(timeMs) {
	return timeMs - timeMs % QUARTER_MS;
}
// ../server/src/pipeline/statistics/counts.store.ts
async function readCounts(store, query) {
	if (query.subjects.length === 0) return [];
	return (await store.db.selectFrom(query.level).select([
		"subject",
		"at_ms",
		"succeeded",
		"failed",
		"exhausted",
		"latency"
	]).where("workspace_id", "=", query.workspaceId).where("subject", "in", query.subjects).where("at_ms", ">=", query.sinceMs).where("at_ms", "<", query.untilMs).orderBy("subject").orderBy("at_ms").execute()).map((row) => ({
		subject: row.subject,
		atMs: row.at_ms,
		succeeded: row.succeeded,
		failed: row.failed,
		exhausted: row.exhausted,
		latency: row.latency
	}));
}
async function sumCounts(store, query) {
	if (query.subjects.length === 0) return new Map();
	const rows = await store.db.selectFrom(query.level).select("subject").select((eb) => [
		eb.fn.sum("succeeded").as("succeeded"),
		eb.fn.sum("failed").as("failed"),
		eb.fn.sum("exhausted").as("exhausted")
	]).where("workspace_id", "=", query.workspaceId).where("subject", "in", query.subjects).where("at_ms", ">=", query.sinceMs).where("at_ms", "<", query.untilMs).groupBy("subject").execute();
	return new Map(rows.map((row) => [row.subject, {
		succeeded: Number(row.succeeded),
		failed: Number(row.failed),
		exhausted: Number(row.exhausted)
	}]));
}
const ENDPOINTS_MAX = 200;
async function listEndpoints(store, workspaceId) {
	const rows = await store.db.selectFrom("endpoints as e").leftJoin("endpoint_breakers as b", (join) => join.onRef("b.workspace_id", "=", "e.workspace_id").onRef("b.endpoint_id", "=", "e.id")).select([
		"e.id",
		"e.url",
		"e.description",
		"e.format",
		"e.enabled",
		"e.disabled_reason",
		"e.paused_at_ms"
	]).select("b.state as breaker_state").select((eb) => eb.selectFrom("attempts as a").select("a.id").where("a.workspace_id", "=", workspaceId).whereRef("a.endpoint_id", "=", "e.id").where("a.delivery_id", "is not", null).orderBy("a.id", "desc").limit(1).as("attempt_id")).where("e.workspace_id", "=", workspaceId).where("e.deleted_at_ms", "is", null).orderBy("e.id").limit(ENDPOINTS_MAX).execute();
	const attempts = await readLastAttempts(store, workspaceId, rows.flatMap(({ attempt_id }) => attempt_id ?? []));
	return rows.map((row) => ({
		id: row.id,
		url: row.url,
		description: row.description,
		format: row.format,
		enabled: row.enabled === 1,
		disabledReason: row.disabled_reason,
		isPaused: row.paused_at_ms !== null,
		isBreakerOpen: row.breaker_state !== null && row.breaker_state !== "closed",
		lastAttempt: (row.attempt_id === null ? void 0 : attempts.get(row.attempt_id)) ?? null
	}));
}
async function readLastAttempts(store, workspaceId, ids) {
	if (ids.length === 0) return new Map();
	const rows = await store.db.selectFrom("attempts").select([
		"id",
		"outcome",
		"status_code",
		"error_class"
	]).where("workspace_id", "=", workspaceId).where("id", "in", ids).execute();
	return new Map(rows.map((row) => [row.id, {
		atMs: timeOfId(row.id),
		outcome: row.outcome,
		statusCode: row.status_code,
		errorClass: row.error_class
	}]));
}
const CHANNELS_MAX = 500;
async function listChannels(store, workspaceId) {
	return (await store.db.selectFrom("channels as c").innerJoin("meta_apps as m", "m.id", "c.meta_app_id").leftJoin("channel_traffic as t", (join) => join.onRef("t.workspace_id", "=", "c.workspace_id").onRef("t.channel_id", "=", "c.id")).select([
		"c.id",
		"c.meta_app_id",
		"c.display_phone_number",
		"c.token_expired_at_ms",
		"c.connection",
		"m.is_simulated",
		"t.last_event_at_ms",
		sql`case when c.access_token is null then 0 else 1 end`.as("has_token")
	]).where("c.workspace_id", "=", workspaceId).where("c.deleted_at_ms", "is", null).orderBy("c.id").limit(CHANNELS_MAX).execute()).map((row) => ({
		id: row.id,
		metaAppId: row.meta_app_id,
		displayPhoneNumber: row.display_phone_number,
		isSimulated: row.is_simulated === 1,
		tokenExpiredAtMs: row.token_expired_at_ms,
		hasToken: row.has_token === 1,
		connection: row.connection,
		lastEventAtMs: row.last_event_at_ms
	}));
}
async function findFirstSuccessMs(store, workspaceId) {
	return (await store.db.selectFrom("delivery_minutes").select("at_ms").where("workspace_id", "=", workspaceId).where("subject", "=", "").where("succeeded", ">", 0).orderBy("at_ms").limit(1).executeTakeFirst())?.at_ms ?? null;
}
const FIRST_ATTEMPTS_MAX = 500;
async function findFirstLoggedSuccessMs(store, workspaceId) {
	const first = store.db.selectFrom("attempts").select([
		"id",
		"outcome",
		"delivery_id"
	]).where("workspace_id", "=", workspaceId).orderBy("id").limit(FIRST_ATTEMPTS_MAX);
	const row = await store.db.selectFrom(first.as("a")).select("a.id").where("a.outcome", "=", "succeeded").where("a.delivery_id", "is not", null).orderBy("a.id").limit(1).executeTakeFirst();
	return row === void 0 ? null : timeOfId(row.id);
}
const QUARANTINE_COUNTED_MAX = 1e3;
async function countQuarantine(store, workspaceId) {
	const items = store.db.selectFrom("quarantine as q").innerJoin("meta_apps as m", "m.id", "q.meta_app_id").select("q.id").where("m.workspace_id", "=", workspaceId).limit(QUARANTINE_COUNTED_MAX);
	const row = await store.db.selectFrom(items.as("item")).select((eb) => eb.fn.countAll().as("count")).executeTakeFirst();
	return Number(row?.count ?? 0);
}
// ../server/src/pipeline/statistics/waiting.store.ts
const QUEUE_STEP_ROWS = 1e4;
async function countQueueStep(store, after) {
	const next = await findPlace(store, after);
	return {
		groups: (await store.db.selectFrom(stepOf$1(store, after).select([
			"endpoint_id",
			"state",
			"created_at_ms"
		]).limit(QUEUE_STEP_ROWS).as("step")).select(["workspace_id", "endpoint_id"]).select((eb) => [eb.fn.countAll().as("waiting"), sql`min(${eb.ref("created_at_ms")})`.as("oldest_at_ms")]).where("state", "=", "pending").$if(next !== null, (step) => step.where(sql`(workspace_id, id) <= (${next?.workspaceId}, ${next?.id})`)).groupBy(["workspace_id", "endpoint_id"]).execute()).map((row) => ({
			workspaceId: row.workspace_id,
			endpointId: row.endpoint_id,
			waiting: Number(row.waiting),
			oldestAtMs: Number(row.oldest_at_ms)
		})),
		next
	};
}
async function findPlace(store, after) {
	const row = await stepOf$1(store, after).limit(1).offset(9999).executeTakeFirst();
	return row === void 0 ? null : {
		workspaceId: row.workspace_id,
		id: row.id
	};
}
function stepOf$1(store, after) {
	return store.db.selectFrom("deliveries").select(["workspace_id", "id"]).$if(after !== null, (rows) => rows.where(sql`(workspace_id, id) > (${after?.workspaceId}, ${after?.id})`)).orderBy("workspace_id").orderBy("id");
}
const INSERT_ROWS_MAX$1 = 500;
async function writeSamples(store, minuteMs, samples) {
	for (let start = 0; start < samples.length; start += INSERT_ROWS_MAX$1) {
		const piece = samples.slice(start, start + INSERT_ROWS_MAX$1);
		await store.db.insertInto("waiting_minutes").values(piece.map((sample) => toRow(sample, minuteMs))).onConflict((conflict) => conflict.columns([
			"workspace_id",
			"subject",
			"at_ms"
		]).doUpdateSet((eb) => ({
			waiting: eb.ref("excluded.waiting"),
			oldest_ms: eb.ref("excluded.oldest_ms")
		}))).execute();
		await store.db.insertInto("waiting_quarters").values(piece.map((sample) => ({
			...toRow(sample, minuteMs),
			at_ms: quarterOf(minuteMs)
		}))).onConflict((conflict) => conflict.columns([
			"workspace_id",
			"subject",
			"at_ms"
		]).doUpdateSet({
			waiting: largerOf("waiting"),
			oldest_ms: largerOf("oldest_ms")
		})).execute();
	}
}
function toRow({ workspaceId, subject, waiting, oldestAtMs }, minuteMs) {
	return {
		workspace_id: workspaceId,
		subject,
		at_ms: minuteMs,
		waiting,
		oldest_ms: Math.max(0, minuteMs - oldestAtMs)
	};
}
function largerOf(column) {
	const [known, fresh] = [sql.ref(`waiting_quarters.${column}`), sql.ref(`excluded.${column}`)];
	return sql`case when ${known} >= ${fresh} then ${known} else ${fresh} end`;
}
const COUNTED_MAX = 5e4;
async function readWaitingNow(store, workspaceId, nowMs) {
	const recent = await readRecentSamples(store, workspaceId, nowMs);
	if ((recent.get("")?.waiting ?? 0) > COUNTED_MAX) {
		const endpoints = [...recent].filter(([subject]) => subject !== "");
		return new Map(endpoints.map(([subject, waiting]) => [subject, {
			...waiting,
			retrying: 0
		}]));
	}
	const rows = await store.db.selectFrom("deliveries").select("endpoint_id").select((eb) => [
		eb.fn.countAll().as("waiting"),
		sql`min(${eb.ref("created_at_ms")})`.as("oldest_at_ms"),
		sql`sum(case when ${eb.ref("attempts_made")} > 0 then 1 else 0 end)`.as("retrying")
	]).where("workspace_id", "=", workspaceId).where("state", "=", "pending").groupBy("endpoint_id").execute();
	return new Map(rows.map((row) => [row.endpoint_id, {
		waiting: Number(row.waiting),
		oldestAtMs: Number(row.oldest_at_ms),
		retrying: Number(row.retrying)
	}]));
}
const SAMPLE_AGE_MS_MAX = 12e4;
async function readRecentSamples(store, workspaceId, nowMs) {
	const newest = await store.db.selectFrom("waiting_minutes").select(["at_ms", "waiting"]).where("workspace_id", "=", workspaceId).where("subject", "=", "").where("at_ms", ">", nowMs - SAMPLE_AGE_MS_MAX).orderBy("at_ms", "desc").limit(1).executeTakeFirst();
	if (newest === void 0 || newest.waiting <= COUNTED_MAX) return new Map();
	const rows = await store.db.selectFrom("waiting_minutes").select([
		"subject",
		"waiting",
		"oldest_ms"
	]).where("workspace_id", "=", workspaceId).where((eb) => {
		const ids = eb.selectFrom("endpoints").select(sql`id`.as("id")).where("workspace_id", "=", workspaceId);
		return eb.or([eb("subject", "=", ""), eb("subject", "in", ids)]);
	}).where("at_ms", "=", newest.at_ms).execute();
	return new Map(rows.map((row) => [row.subject, {
		waiting: row.waiting,
		oldestAtMs: newest.at_ms - row.oldest_ms
	}]));
}
async function readSamples(store, query) {
	const rows = await store.db.selectFrom(store.db.selectFrom(query.stepMs % 9e5 === 0 ? "waiting_quarters" : "waiting_minutes").select((eb) => [
		sql`${eb.ref("at_ms")} - ${eb.ref("at_ms")} % ${sql.lit(query.stepMs)}`.as("step_at_ms"),
		"waiting",
		"oldest_ms"
	]).where("workspace_id", "=", query.workspaceId).where("subject", "=", query.subject).where("at_ms", ">=", query.sinceMs).where("at_ms", "<", query.untilMs).as("sample")).select(["step_at_ms"]).select((eb) => [eb.fn.max("waiting").as("waiting"), eb.fn.max("oldest_ms").as("oldest_ms")]).groupBy("step_at_ms").execute();
	return new Map(rows.map((row) => [Number(row.step_at_ms), {
		waiting: Number(row.waiting),
		oldestMs: Number(row.oldest_ms)
	}]));
}
const STEPS_MS = [
	1,
	5,
	15,
	30,
	60,
	120,
	180,
	360,
	1440
].map((minutes) => minutes * MINUTE_MS);
function stepOf(rangeMs) {
	return STEPS_MS.find((stepMs) => rangeMs <= stepMs * 400) ?? STEPS_MS[STEPS_MS.length - 1] ?? 6e4;
}
async function readSeries(ctx, query) {
	const nowMs = ctx.nowMs();
	const stepMs = query.stepMs ?? stepOf(query.untilMs - query.sinceMs);
	const sinceMs = query.sinceMs - query.sinceMs % stepMs;
	const runningEndMs = nowMs - nowMs % stepMs + stepMs;
	const untilMs = Math.max(Math.min(ceilTo(query.untilMs, stepMs), runningEndMs), sinceMs + stepMs);
	const { workspaceId, subject } = query;
	const level = stepMs % 9e5 === 0 ? "delivery_quarters" : "delivery_minutes";
	const range = {
		workspaceId,
		subjects: [subject],
		level,
		sinceMs,
		untilMs
	};
	const before = {
		...range,
		sinceMs: sinceMs - (untilMs - sinceMs),
		untilMs: sinceMs
	};
	const [rows, sums, tail, running, samples, waiting] = await Promise.all([
		readCounts(ctx.store, range),
		sumCounts(ctx.store, before),
		ctx.tails.read(workspaceId, nowMs),
		ctx.runningTimes(sinceMs, untilMs),
		query.hasWaiting ? readSamples(ctx.store, {
			workspaceId,
			subject,
			sinceMs,
			untilMs,
			stepMs
		}) : new Map(),
		query.hasWaiting ? readWaitingNow(ctx.store, workspaceId, nowMs) : null
	]);
	const counts = Array.from({ length: (untilMs - sinceMs) / stepMs }, noCounts);
	const bucketAt = (atMs) => counts[Math.floor((atMs - sinceMs) / stepMs)];
	for (const row of rows) addRow(bucketAt(row.atMs), row);
	for (const [minuteMs, bySubject] of tail.minutes) {
		const counted = bySubject.get(subject);
		const bucket = minuteMs < sinceMs ? void 0 : bucketAt(minuteMs);
		if (counted !== void 0 && bucket !== void 0) addCounts(bucket, counted);
	}
	const now = waiting === null ? null : waitingOf(waiting, subject, nowMs);
	const total = noCounts();
	for (const bucket of counts) addCounts(total, bucket);
	return {
		sinceMs,
		untilMs,
		stepMs,
		buckets: counts.map((bucket, index) => {
			const atMs = sinceMs + index * stepMs;
			const gap = isEmpty(bucket) ? gapOf({
				atMs,
				stepMs
			}, running, tail) : null;
			const isNow = atMs <= nowMs && nowMs < atMs + stepMs;
			return {
				...toBucket(atMs, bucket, gap),
				...gap === null && query.hasWaiting ? mostWaiting(samples.get(atMs), isNow ? now : null) : NOT_KNOWN
			};
		}),
		totals: {
			...totalsOf(total),
			...percentilesOf(total)
		},
		totalsBefore: sums.get(subject) ?? {
			succeeded: 0,
			failed: 0,
			exhausted: 0
		},
		waitingNow: now
	};
}
function ceilTo(timeMs, stepMs) {
	return Math.ceil(timeMs / stepMs) * stepMs;
}
function addRow(into, row) {
	if (into === void 0) return;
	into.succeeded += row.succeeded;
	into.failed += row.failed;
	into.exhausted += row.exhausted;
	addStoredHistogram(into.latency, row.latency);
}
function isEmpty(counts) {
	return counts.succeeded + counts.failed + counts.exhausted === 0;
}
function gapOf({ atMs, stepMs }, running, tail) {
	const endMs = atMs + stepMs;
	const { uncounted } = tail;
	if (uncounted !== null && uncounted.fromMs < endMs && uncounted.toMs >= endMs) return "not_counted";
	return running.some(({ fromMs, toMs }) => fromMs < endMs && toMs >= atMs) ? null : "not_running";
}
function totalsOf({ succeeded, failed, exhausted }) {
	return {
		succeeded,
		failed,
		exhausted
	};
}
function percentilesOf({ latency }) {
	return {
		p50Ms: percentileOf(latency, .5),
		p95Ms: percentileOf(latency, .95),
		p99Ms: percentileOf(latency, .99)
	};
}
function toBucket(atMs, counts, gap) {
	return {
		atMs,
		gap,
		...totalsOf(counts),
		...percentilesOf(counts)
	};
}
const NOT_KNOWN = {
	waiting: null,
	oldestWaitingMs: null
};
function mostWaiting(sample, now) {
	const waiting = Math.max(sample?.waiting ?? 0, now?.waiting ?? 0);
	const oldestMs = Math.max(sample?.oldestMs ?? 0, now?.oldestMs ?? 0);
	return {
		waiting,
		oldestWaitingMs: waiting === 0 ? null : oldestMs
	};
}
function waitingOf(waiting, subject, nowMs) {
	const parts = subject === "" ? [...waiting.values()] : [waiting.get(subject)].filter((part) => part !== void 0);
	let count = 0;
	let oldestAtMs = nowMs;
	for (const part of parts) {
		count += part.waiting;
		oldestAtMs = Math.min(oldestAtMs, part.oldestAtMs);
	}
	return {
		waiting: count,
		oldestMs: count === 0 ? null : nowMs - oldestAtMs
	};
}
// ../server/src/pipeline/statistics/log-counts.store.ts
const ATTEMPTS_MAX = 4e3;
async function* countLog(store, span) {
	for (let afterId = firstIdAt("att", span.fromMs);;) {
		const rows = await countSome(store, span, afterId);
		yield rows.map((row) => ({
			endpointId: row.endpoint_id,
			channelId: row.channel_id,
			succeeded: row.succeeded === 1,
			exhausted: row.exhausted === 1,
			latencyMs: row.rounded_ms === null ? null : Number(row.rounded_ms),
			count: Number(row.count)
		}));
		if (rows.reduce((sum, row) => sum + Number(row.count), 0) < ATTEMPTS_MAX) return;
		for (const { last_id } of rows) if (last_id > afterId) afterId = last_id;
	}
}
function countSome(store, span, afterId) {
	return store.db.with((cte) => cte("one").materialized(), (db) => db.selectFrom("attempts as a").select([
		"a.id",
		"a.endpoint_id",
		sql`${eventColumn("channel_id")}`.as("channel_id"),
		sql`case when a.outcome = 'succeeded' then 1 else 0 end`.as("succeeded"),
		sql`case when a.delivery_state = 'exhausted' and a."trigger" <> 'resend' then 1 else 0 end`.as("exhausted"),
		sql`case when a.outcome = 'succeeded' and a."trigger" <> 'resend'
              then a.started_at_ms + a.duration_ms - ${eventColumn("created_at_ms")} end`.as("latency_ms")
	]).where("a.workspace_id", "=", span.workspaceId).where("a.id", ">", afterId).where("a.id", "<", firstIdAt("att", span.toMs)).where("a.delivery_id", "is not", null).orderBy("a.id").limit(ATTEMPTS_MAX)).selectFrom((eb) => eb.selectFrom("one").select([
		"id",
		"endpoint_id",
		"channel_id",
		"succeeded",
		"exhausted"
	]).select(roundToBucket(sql.ref("latency_ms")).as("rounded_ms")).as("counted")).select([
		"endpoint_id",
		"channel_id",
		"succeeded",
		"exhausted",
		"rounded_ms"
	]).select((eb) => [eb.fn.countAll().as("count"), eb.fn.max("id").as("last_id")]).groupBy([
		"endpoint_id",
		"channel_id",
		"succeeded",
		"exhausted",
		"rounded_ms"
	]).execute();
}
function eventColumn(column) {
	return sql`(select e.${sql.raw(column)} from events as e where e.workspace_id = a.workspace_id and e.id = a.event_id)`;
}
function roundToBucket(ms) {
	const widths = LATENCY_STEPS.map(({ belowMs, widthMs }) => sql`when ${ms} < ${sql.lit(belowMs)} then ${sql.lit(widthMs)}`);
	const first = sql`when ${ms} < ${sql.lit(32)} then 1`;
	return sql`${ms} - ${ms} % (case ${sql.join([first, ...widths], sql` `)} else 1 end)`;
}
async function findNextAttemptMs(store, workspaceId, fromMs) {
	const row = await store.db.selectFrom("attempts").select("id").where("workspace_id", "=", workspaceId).where("id", ">=", firstIdAt("att", fromMs)).orderBy("id").limit(1).executeTakeFirst();
	return row === void 0 ? null : timeOfId(row.id);
}
// ../server/src/pipeline/statistics/roll-up.store.ts
async function takeLease(store, lease) {
	const row = await store.db.updateTable("statistics_lease").set({
		node_id: lease.nodeId,
		until_ms: lease.untilMs
	}).where("id", "=", 1).$if(store.can.sharedBetweenNodes, (rows) => rows.where((eb) => eb.or([eb("node_id", "=", lease.nodeId), eb("until_ms", "<=", lease.nowMs)]))).returning(["sampled_ms", "purged_ms"]).executeTakeFirst();
	return row === void 0 ? null : {
		sampledMs: row.sampled_ms,
		purgedMs: row.purged_ms
	};
}
async function releaseLease(store, nodeId) {
	await store.db.updateTable("statistics_lease").set({
		node_id: null,
		until_ms: 0
	}).where("node_id", "=", nodeId).execute();
}
async function noteDone(store, what, timeMs) {
	await store.db.updateTable("statistics_lease").set({ [what]: timeMs }).where("id", "=", 1).execute();
}
async function listUncounted(store, finalBeforeMs) {
	return (await store.db.selectFrom("workspaces as w").leftJoin("statistics_marks as m", "m.workspace_id", "w.id").select([
		"w.id",
		"m.counted_to_ms",
		"m.final_to_ms"
	]).where((eb) => eb.or([eb.exists(eb.selectFrom("attempts as a").select("a.id").whereRef("a.workspace_id", "=", "w.id").where("a.id", ">=", sql`coalesce(m.counted_to_id, '')`)), eb.and([eb("m.final_to_ms", "<", eb.ref("m.counted_to_ms")), eb("m.final_to_ms", "<", finalBeforeMs)])])).orderBy("w.id").execute()).map((row) => ({
		workspaceId: row.id,
		mark: toMark(row.id, row)
	}));
}
async function findMark(store, workspaceId) {
	const row = await store.db.selectFrom("statistics_marks").select(["counted_to_ms", "final_to_ms"]).where("workspace_id", "=", workspaceId).executeTakeFirst();
	return row === void 0 ? null : toMark(workspaceId, row);
}
function toMark(workspaceId, row) {
	if (row.counted_to_ms === null || row.final_to_ms === null) return null;
	return {
		workspaceId,
		countedToMs: row.counted_to_ms,
		finalToMs: row.final_to_ms
	};
}
async function sumMinutes(store, query) {
	const sums = new Map();
	if (query.subjects.length === 0) return sums;
	const rows = await store.db.selectFrom("delivery_minutes").selectAll().where("workspace_id", "=", query.workspaceId).where("subject", "in", query.subjects).where("at_ms", ">=", query.quarterMs).where("at_ms", "<", query.quarterMs + QUARTER_MS).execute();
	for (const row of rows) if (!query.without.has(row.at_ms)) addCounts(countsOf(sums, row.subject), readRow(row));
	return sums;
}
function readRow(row) {
	const latency = newHistogram();
	addStoredHistogram(latency, row.latency);
	return {
		succeeded: row.succeeded,
		failed: row.failed,
		exhausted: row.exhausted,
		latency
	};
}
const INSERT_ROWS_MAX = 500;
async function writePieces(store, lease, pieces) {
	if (pieces.length === 0) return true;
	return store.db.transaction().execute(async (trx) => {
		if ((await trx.updateTable("statistics_lease").set({ until_ms: lease.untilMs }).where("node_id", "=", lease.nodeId).executeTakeFirst()).numUpdatedRows === 0n) return false;
		await replaceRows(trx, "delivery_minutes", pieces.flatMap(minuteRows));
		await replaceRows(trx, "delivery_quarters", pieces.flatMap(quarterRows));
		await replaceMarks(trx, pieces.map(({ mark }) => mark));
		return true;
	});
}
function minuteRows({ mark, minutes }) {
	return [...minutes].flatMap(([atMs, counts]) => toRows(mark.workspaceId, atMs, counts));
}
function quarterRows({ mark, quarterMs, quarter }) {
	return toRows(mark.workspaceId, quarterMs, quarter);
}
function toRows(workspaceId, atMs, counts) {
	return [...counts].map(([subject, { succeeded, failed, exhausted, latency }]) => ({
		workspace_id: workspaceId,
		subject,
		at_ms: atMs,
		succeeded,
		failed,
		exhausted,
		latency: writeHistogram(latency)
	}));
}
async function replaceRows(trx, table, rows) {
	for (let start = 0; start < rows.length; start += INSERT_ROWS_MAX) await trx.insertInto(table).values(rows.slice(start, start + INSERT_ROWS_MAX)).onConflict((conflict) => conflict.columns([
		"workspace_id",
		"subject",
		"at_ms"
	]).doUpdateSet((eb) => ({
		succeeded: eb.ref("excluded.succeeded"),
		failed: eb.ref("excluded.failed"),
		exhausted: eb.ref("excluded.exhausted"),
		latency: eb.ref("excluded.latency")
	}))).execute();
}
async function replaceMarks(trx, marks) {
	await trx.insertInto("statistics_marks").values(marks.map(({ workspaceId, countedToMs, finalToMs }) => ({
		workspace_id: workspaceId,
		counted_to_id: firstIdAt("att", countedToMs),
		counted_to_ms: countedToMs,
		final_to_ms: finalToMs
	}))).onConflict((conflict) => conflict.column("workspace_id").doUpdateSet((eb) => ({
		counted_to_id: eb.ref("excluded.counted_to_id"),
		counted_to_ms: eb.ref("excluded.counted_to_ms"),
		final_to_ms: eb.ref("excluded.final_to_ms")
	}))).execute();
}
// ../server/src/pipeline/statistics/log-tail.ts
const TAIL_MS_MAX = 10 * MINUTE_MS;
const UNSETTLED_MS = 1e3;
const KEPT_MAX = 8;
const KEPT_COUNTS_MAX = 1e3;
var LogTailReader = class {
	#store;
	#settled = new Map();
	#reading = new Map();
	constructor(store) {
		this.#store = store;
	}
	read(workspaceId, nowMs) {
		let reading = this.#reading.get(workspaceId);
		if (reading === void 0) {
			reading = this.#read(workspaceId, nowMs).finally(() => this.#reading.delete(workspaceId));
			this.#reading.set(workspaceId, reading);
		}
		return reading;
	}
	async #read(workspaceId, nowMs) {
		const begun = await this.#begin(workspaceId, nowMs);
		if (begun === null) return {
			minutes: new Map(),
			uncounted: null
		};
		const { minutes, uncounted } = begun;
		const settledToMs = Math.max(begun.toMs, nowMs - UNSETTLED_MS);
		await this.#count(minutes, {
			workspaceId,
			fromMs: begun.toMs,
			toMs: settledToMs
		});
		this.#keep(workspaceId, {
			...begun,
			toMs: settledToMs
		});
		const young = new Map();
		await this.#count(young, {
			workspaceId,
			fromMs: settledToMs,
			toMs: nowMs
		});
		return {
			minutes: addMinutes(minutes, young),
			uncounted
		};
	}
	async #begin(workspaceId, nowMs) {
		const markMs = (await findMark(this.#store, workspaceId))?.countedToMs ?? 0;
		const oldestMs = minuteOf(nowMs - TAIL_MS_MAX);
		const kept = this.#settled.get(workspaceId);
		this.#settled.delete(workspaceId);
		const goesOn = kept !== void 0 && kept.toMs <= nowMs && kept.fromMs >= oldestMs - TAIL_MS_MAX;
		if (goesOn && kept.markMs === markMs) return kept;
		if (goesOn && kept.uncounted !== null && markMs < kept.fromMs) return {
			...kept,
			markMs,
			uncounted: {
				fromMs: markMs,
				toMs: kept.fromMs
			}
		};
		const nextMs = await findNextAttemptMs(this.#store, workspaceId, markMs);
		if (nextMs === null || nextMs >= nowMs) return null;
		const isBehind = nextMs < oldestMs;
		const fromMs = isBehind ? oldestMs : nextMs;
		return {
			minutes: new Map(),
			uncounted: isBehind ? {
				fromMs: nextMs,
				toMs: oldestMs
			} : null,
			markMs,
			fromMs,
			toMs: fromMs
		};
	}
	#keep(workspaceId, settled) {
		let counts = 0;
		for (const bySubject of settled.minutes.values()) counts += bySubject.size;
		if (counts > KEPT_COUNTS_MAX) return;
		this.#settled.set(workspaceId, settled);
		const [oldest] = this.#settled.keys();
		if (this.#settled.size > KEPT_MAX && oldest !== void 0) this.#settled.delete(oldest);
	}
	async #count(minutes, span) {
		for (let fromMs = span.fromMs; fromMs < span.toMs;) {
			const minuteMs = minuteOf(fromMs);
			const toMs = Math.min(minuteMs + MINUTE_MS, span.toMs);
			for await (const groups of countLog(this.#store, {
				workspaceId: span.workspaceId,
				fromMs,
				toMs
			})) {
				if (groups.length === 0) continue;
				const counts = minutes.get(minuteMs) ?? new Map();
				minutes.set(minuteMs, counts);
				addLogGroups(counts, groups);
			}
			fromMs = toMs;
		}
	}
};
function addMinutes(minutes, others) {
	const sums = new Map(minutes);
	for (const [minuteMs, counts] of others) {
		const sum = new Map();
		for (const part of [minutes.get(minuteMs) ?? [], counts]) for (const [subject, one] of part) addCounts(countsOf(sum, subject), one);
		sums.set(minuteMs, sum);
	}
	return sums;
}
// ../server/src/pipeline/statistics/endpoint-health.ts
const ENDPOINT_STATES = [
	"failing",
	"exhausting",
	"retrying",
	"disabled",
	"paused",
	"healthy",
	"idle"
];
async function readEndpointsHealth(ctx, query) {
	const nowMs = ctx.nowMs();
	const { workspaceId, sinceMs } = query;
	const untilMs = Math.min(query.untilMs, nowMs);
	const stripUntilMs = quarterOf(untilMs - 1) + QUARTER_MS;
	const stripSinceMs = stripUntilMs - 96 * QUARTER_MS;
	const endpoints = await listEndpoints(ctx.store, workspaceId);
	const subjects = endpoints.map(({ id }) => id);
	const [tail, running, waiting, quarters, totals] = await Promise.all([
		ctx.tails.read(workspaceId, nowMs),
		ctx.runningTimes(stripSinceMs, stripUntilMs),
		readWaitingNow(ctx.store, workspaceId, nowMs),
		readCounts(ctx.store, {
			workspaceId,
			subjects,
			level: "delivery_quarters",
			sinceMs: stripSinceMs,
			untilMs: stripUntilMs
		}),
		readTotals(ctx.store, {
			workspaceId,
			sinceMs,
			untilMs
		}, subjects)
	]);
	const strips = new Map(subjects.map((id) => [id, emptyStrip()]));
	const isLong = isLongRange({
		sinceMs,
		untilMs
	});
	for (const row of quarters) {
		addToStrip(strips.get(row.subject), row.atMs - stripSinceMs, row);
		const total = totals.get(row.subject);
		if (isLong && total !== void 0 && row.atMs >= sinceMs) addStoredHistogram(total.latency, row.latency);
	}
	for (const [minuteMs, bySubject] of tail.minutes) for (const [subject, counts] of bySubject) {
		const total = totals.get(subject);
		if (total !== void 0 && minuteMs >= sinceMs && minuteMs < untilMs) addCounts(total, counts);
		addToStrip(strips.get(subject), minuteMs - stripSinceMs, counts);
	}
	return {
		sinceMs,
		untilMs,
		stripSinceMs,
		stripCovered: Array.from({ length: 96 }, (_, index) => {
			return gapOf({
				atMs: stripSinceMs + index * QUARTER_MS,
				stepMs: QUARTER_MS
			}, running, tail) === null || [...strips.values()].some((strip) => hasAny(strip, index));
		}),
		endpoints: endpoints.map((endpoint) => {
			const counts = totals.get(endpoint.id) ?? noCounts();
			const waits = waiting.get(endpoint.id);
			const now = waitingOf(waiting, endpoint.id, nowMs);
			const strip = strips.get(endpoint.id) ?? emptyStrip();
			return {
				endpoint,
				state: stateOf(endpoint, counts, waits),
				succeeded: counts.succeeded,
				failed: counts.failed,
				exhausted: counts.exhausted,
				p95Ms: percentilesOf(counts).p95Ms,
				waiting: now.waiting,
				oldestWaitingMs: now.oldestMs,
				strip
			};
		}).sort(byTrouble)
	};
}
const MINUTES_RANGE_MS_MAX = 108e5;
function isLongRange({ sinceMs, untilMs }) {
	return untilMs - sinceMs > MINUTES_RANGE_MS_MAX;
}
async function readTotals(store, range, subjects) {
	const totals = new Map(subjects.map((id) => [id, noCounts()]));
	if (isLongRange(range)) {
		const sinceMs = quarterOf(range.sinceMs);
		const sums = await sumCounts(store, {
			...range,
			subjects,
			level: "delivery_quarters",
			sinceMs
		});
		for (const [subject, sum] of sums) totals.set(subject, {
			...noCounts(),
			...sum
		});
		return totals;
	}
	const rows = await readCounts(store, {
		...range,
		subjects,
		level: "delivery_minutes"
	});
	for (const row of rows) addRow(totals.get(row.subject), row);
	return totals;
}
function emptyStrip() {
	return {
		succeeded: Array.from({ length: 96 }, () => 0),
		failed: Array.from({ length: 96 }, () => 0)
	};
}
function addToStrip(strip, offsetMs, counts) {
	const index = Math.floor(offsetMs / QUARTER_MS);
	if (strip === void 0 || index < 0 || index >= 96) return;
	strip.succeeded[index] = (strip.succeeded[index] ?? 0) + counts.succeeded;
	strip.failed[index] = (strip.failed[index] ?? 0) + counts.failed;
}
function hasAny(strip, index) {
	return (strip.succeeded[index] ?? 0) + (strip.failed[index] ?? 0) > 0;
}
function stateOf(endpoint, counts, waiting) {
	if (!endpoint.enabled) return "disabled";
	if (endpoint.isPaused) return "paused";
	if (endpoint.isBreakerOpen) return "failing";
	const { lastAttempt } = endpoint;
	if (lastAttempt === null) return "idle";
	const lastFailed = lastAttempt.outcome !== "succeeded";
	if (lastFailed && (counts.exhausted > 0 || waiting === void 0)) return "exhausting";
	return lastFailed || waiting !== void 0 && waiting.retrying > 0 ? "retrying" : "healthy";
}
function byTrouble(a, b) {
	return ENDPOINT_STATES.indexOf(a.state) - ENDPOINT_STATES.indexOf(b.state) || failedShareOf(b) - failedShareOf(a) || b.waiting - a.waiting;
}
function failedShareOf({ succeeded, failed }) {
	return succeeded + failed === 0 ? 0 : failed / (succeeded + failed);
}
// ../server/src/pipeline/statistics/statistics.routes.ts
const HOUR_MS = 36e5;
const DAY_MS = 864e5;
const RANGE_MS_MAX = 400 * DAY_MS;
const last = number$1().int().min(60).max(RANGE_MS_MAX / 1e3).optional().describe("In the place of `since`: so many seconds before `until`.");
const since = timeParam.optional().describe("Default: an hour before `until`.");
const until = timeParam.optional().describe("Default: now.");
const deliveriesQuery = strictObject({
	since,
	until,
	last,
	step: number$1().refine((seconds) => STEPS_MS.includes(seconds * 1e3), { message: `Must be one of ${STEPS_MS.map((ms) => ms / 1e3).join(", ")}.` }).optional().describe(`Seconds of a bucket. Default: the finest that makes at most 400.`),
	endpoint: idParam("ep").optional(),
	channel: idParam("chn").optional().describe("Not together with `endpoint`. What waits is not known by channel.")
});
const rangeQuery = strictObject({
	since,
	until,
	last
});
const count = int().min(0);
const milliseconds = int().min(0).nullable();
const totalsView = object({
	succeeded: count.describe("Attempts that succeeded."),
	failed: count.describe("Attempts that failed, or whose end nobody saw."),
	exhausted: count.describe("Deliveries that were given up.")
});
const percentilesView = object({
	p50_ms: milliseconds.describe("From received to delivered, within 5 %. Null: nothing was delivered."),
	p95_ms: milliseconds,
	p99_ms: milliseconds
});
const bucketView = object({
	at: datetime().describe("Start of the bucket."),
	...totalsView.shape,
	waiting: count.nullable().describe("The most that waited. Null: not known."),
	oldest_waiting_ms: milliseconds.describe("How long the oldest had waited, at most. Null: nothing waited."),
	...percentilesView.shape,
	covered: boolean().describe("False: there is no data, which is not the same as nothing happening."),
	gap: _enum(["not_running", "not_counted"]).nullable().describe("Why there is no data: no node ran, or it is not counted yet.")
});
const deliveriesView = object({
	since: datetime().describe("As asked for, rounded down to the step."),
	until: datetime().describe("Rounded up to the step, and not in the future by more than that."),
	step_seconds: int(),
	buckets: array(bucketView),
	totals: object({
		...totalsView.shape,
		success_rate: number().nullable().describe("Share of attempts that succeeded, 0 to 1. Null: there was none."),
		...percentilesView.shape
	}),
	totals_before: object({
		...totalsView.shape,
		success_rate: number().nullable()
	}).describe("Of the same length of time right before."),
	waiting_now: object({
		waiting: count,
		oldest_ms: milliseconds
	}).nullable()
}).meta({ id: "DeliveryStatistics" });
const endpointView = object({
	id: string(),
	url: string(),
	description: string(),
	format: _enum(FORMATS),
	state: _enum(ENDPOINT_STATES).describe("`failing`: its breaker is open, so that deliveries wait; `exhausting`: the last attempt failed, and deliveries were given up or nothing is tried again; `retrying`: something that failed is tried again; `disabled`: it gets nothing; `paused`: its deliveries wait because somebody wants them to; `idle`: nothing was sent yet; else `healthy`."),
	disabled_reason: string().nullable(),
	...totalsView.shape,
	success_rate: number().nullable(),
	p95_ms: milliseconds.describe("Of the range; of its last 24 hours when it is longer."),
	waiting: count,
	oldest_waiting_ms: milliseconds,
	last_attempt: object({
		at: datetime(),
		outcome: _enum(ATTEMPT_OUTCOMES),
		status_code: int().nullable(),
		error_class: _enum(ERROR_CLASSES).nullable()
	}).nullable(),
	strip: object({
		succeeded: array(count),
		failed: array(count)
	}).describe(`Attempts of the day by the quarter of an hour: 96 numbers each, the oldest first.`)
});
const endpointsView = object({
	since: datetime(),
	until: datetime(),
	strip_since: datetime().describe("Start of the first quarter of an hour in the strips."),
	strip_covered: array(boolean()).describe("Quarters of an hour with data."),
	data: array(endpointView)
}).meta({ id: "EndpointStatistics" });
const channelView = object({
	id: string(),
	meta_app_id: string(),
	display_phone_number: string(),
	simulated: boolean(),
	last_event_at: datetime().nullable().describe("To the minute. Null: nothing came in yet."),
	state: _enum([
		"connected",
		"failed",
		"token_expired",
		"not_connected"
	]),
	trouble: string().nullable().describe("What is wrong and how to mend it. Null: nothing that is known.")
});
const channelsView = object({ data: array(channelView) }).meta({ id: "ChannelStatistics" });
const countsView = object({
	unread: count.describe("Open conversations with something unread: of the member who asks, else all."),
	attention: count.describe("Deliveries that were given up in the last 24 hours."),
	quarantined: count.describe(`Items in quarantine: ${QUARANTINE_COUNTED_MAX} means so many or more.`)
}).meta({ id: "Counts" });
const TAGS = ["Statistics"];
function statisticsRoutes(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/statistics/deliveries",
		config: { access: {
			who: "workspace",
			permission: "statistics.read"
		} },
		schema: {
			tags: TAGS,
			summary: "What became of deliveries over a range of time",
			description: "Attempts stand at the time when they ended. Percentiles are counted over deliveries and never averaged. A bucket in which no node ran is a gap and not zero.",
			querystring: deliveriesQuery,
			response: { 200: deliveriesView }
		},
		handler: async (request) => {
			const { query } = request;
			const range = rangeOf(query, ctx.nowMs());
			const stepMs = query.step === void 0 ? null : query.step * 1e3;
			assertFits(range, stepMs);
			if (query.endpoint !== void 0 && query.channel !== void 0) throw invalid("?channel", "Name an endpoint or a channel, not both.");
			return toDeliveriesView(await readSeries(ctx, {
				workspaceId: workspaceOf(request),
				subject: query.endpoint ?? query.channel ?? "",
				hasWaiting: query.channel === void 0,
				...range,
				stepMs
			}));
		}
	});
	api.route({
		method: "GET",
		url: "/v1/statistics/endpoints",
		config: { access: {
			who: "workspace",
			permission: "statistics.read"
		} },
		schema: {
			tags: TAGS,
			summary: "How every endpoint is, those with the most trouble first",
			description: "Counts are of the range; the strip is of the 24 hours up to its end. Long ranges go by quarters of an hour.",
			querystring: rangeQuery,
			response: { 200: endpointsView }
		},
		handler: async (request) => {
			const range = rangeOf(request.query, ctx.nowMs());
			return toEndpointsView(await readEndpointsHealth(ctx, {
				workspaceId: workspaceOf(request),
				...range
			}));
		}
	});
	api.route({
		method: "GET",
		url: "/v1/statistics/channels",
		config: { access: {
			who: "workspace",
			permission: "channels.read"
		} },
		schema: {
			tags: TAGS,
			summary: "When something last came in for each channel, and what troubles it",
			response: { 200: channelsView }
		},
		handler: async (request) => {
			return { data: (await listChannels(ctx.store, workspaceOf(request))).map((channel) => toChannelView(channel, ctx.lastEventAtMs(channel.id))).sort(byChannelTrouble) };
		}
	});
	api.route({
		method: "GET",
		url: "/v1/statistics/counts",
		config: { access: {
			who: "workspace",
			permission: "statistics.read"
		} },
		schema: {
			tags: TAGS,
			summary: "What waits for somebody",
			description: "What the caller may not see counts as 0.",
			response: { 200: countsView }
		},
		handler: async (request) => {
			const workspaceId = workspaceOf(request);
			const { principal } = request;
			const memberId = principal?.kind === "member" ? principal.memberId : null;
			const [unread, attention, quarantined] = await Promise.all([
				callerMay(request, "conversations.read") ? ctx.countUnread(workspaceId, memberId) : 0,
				countExhausted(ctx, workspaceId),
				callerMay(request, "quarantine.read") ? countQuarantine(ctx.store, workspaceId) : 0
			]);
			return {
				unread,
				attention,
				quarantined
			};
		}
	});
}
function rangeOf(query, nowMs) {
	if (query.since !== void 0 && query.last !== void 0) throw invalid("?last", "Give since or last, not both.");
	const untilMs = query.until ?? nowMs;
	const sinceMs = query.since ?? untilMs - (query.last === void 0 ? HOUR_MS : query.last * 1e3);
	if (sinceMs >= untilMs) throw invalid("?since", "Must be before until.");
	if (sinceMs >= nowMs) throw invalid("?since", "Must not be in the future.");
	if (untilMs - sinceMs > RANGE_MS_MAX) throw invalid("?since", "Must be at most 400 days before until.");
	return {
		sinceMs: Math.max(sinceMs, 0),
		untilMs
	};
}
function assertFits({ sinceMs, untilMs }, stepMs) {
	if (stepMs === null || untilMs - sinceMs <= stepMs * 400) return;
	throw invalid("?step", `Makes more than 400 buckets of this range. Use ${stepOf(untilMs - sinceMs) / 1e3} or more.`);
}
function invalid(pointer, message) {
	return new PosthornError("invalid_request", message, { fields: [{
		pointer,
		message
	}] });
}
async function countExhausted(ctx, workspaceId) {
	const nowMs = ctx.nowMs();
	const sinceMs = quarterOf(nowMs - DAY_MS);
	const [sums, tail] = await Promise.all([sumCounts(ctx.store, {
		workspaceId,
		subjects: [""],
		level: "delivery_quarters",
		sinceMs,
		untilMs: nowMs + QUARTER_MS
	}), ctx.tails.read(workspaceId, nowMs)]);
	let exhausted = sums.get("")?.exhausted ?? 0;
	for (const counts of tail.minutes.values()) exhausted += counts.get("")?.exhausted ?? 0;
	return exhausted;
}
function toDeliveriesView(series) {
	const { totals, totalsBefore, waitingNow } = series;
	return {
		since: toIso(series.sinceMs),
		until: toIso(series.untilMs),
		step_seconds: series.stepMs / 1e3,
		buckets: series.buckets.map(toBucketView),
		totals: {
			...toTotals(totals),
			success_rate: successRateOf(totals),
			...toPercentiles(totals)
		},
		totals_before: {
			...toTotals(totalsBefore),
			success_rate: successRateOf(totalsBefore)
		},
		waiting_now: waitingNow === null ? null : {
			waiting: waitingNow.waiting,
			oldest_ms: waitingNow.oldestMs
		}
	};
}
function toBucketView(bucket) {
	return {
		at: toIso(bucket.atMs),
		...toTotals(bucket),
		waiting: bucket.waiting,
		oldest_waiting_ms: bucket.oldestWaitingMs,
		...toPercentiles(bucket),
		covered: bucket.gap === null,
		gap: bucket.gap
	};
}
function toTotals({ succeeded, failed, exhausted }) {
	return {
		succeeded,
		failed,
		exhausted
	};
}
function toPercentiles({ p50Ms, p95Ms, p99Ms }) {
	return {
		p50_ms: p50Ms,
		p95_ms: p95Ms,
		p99_ms: p99Ms
	};
}
function successRateOf({ succeeded, failed }) {
	return succeeded + failed === 0 ? null : succeeded / (succeeded + failed);
}
function toEndpointsView(health) {
	return {
		since: toIso(health.sinceMs),
		until: toIso(health.untilMs),
		strip_since: toIso(health.stripSinceMs),
		strip_covered: [...health.stripCovered],
		data: health.endpoints.map(toEndpointView)
	};
}
function toEndpointView(health) {
	const { endpoint, strip } = health;
	const last = endpoint.lastAttempt;
	return {
		id: endpoint.id,
		url: endpoint.url,
		description: endpoint.description,
		format: endpoint.format,
		state: health.state,
		disabled_reason: endpoint.disabledReason,
		succeeded: health.succeeded,
		failed: health.failed,
		exhausted: health.exhausted,
		success_rate: successRateOf(health),
		p95_ms: health.p95Ms,
		waiting: health.waiting,
		oldest_waiting_ms: health.oldestWaitingMs,
		last_attempt: last === null ? null : {
			at: toIso(last.atMs),
			outcome: last.outcome,
			status_code: last.statusCode,
			error_class: last.errorClass
		},
		strip: {
			succeeded: [...strip.succeeded],
			failed: [...strip.failed]
		}
	};
}
function toChannelView(channel, noticedAtMs) {
	const lastEventAtMs = Math.max(channel.lastEventAtMs ?? 0, noticedAtMs ?? 0);
	return {
		id: channel.id,
		meta_app_id: channel.metaAppId,
		display_phone_number: channel.displayPhoneNumber,
		simulated: channel.isSimulated,
		last_event_at: lastEventAtMs === 0 ? null : toIso(lastEventAtMs),
		...conditionOf(channel)
	};
}
function conditionOf(channel) {
	if (channel.tokenExpiredAtMs !== null) return {
		state: "token_expired",
		trouble: "Meta refused the access token. Set a new one."
	};
	const connection = readConnection(channel.connection);
	if (connection === null) return {
		state: "not_connected",
		trouble: channel.hasToken ? null : "It has no access token: messages come in, none can be sent."
	};
	return {
		state: connection.state,
		trouble: troubleOf(connection)
	};
}
function troubleOf({ state, steps }) {
	if (state === "connected") return null;
	return steps.find((step) => !step.ok)?.message ?? "It could not be connected.";
}
function byChannelTrouble(a, b) {
	return rankOf(a) - rankOf(b) || (b.last_event_at ?? "").localeCompare(a.last_event_at ?? "");
}
function rankOf({ state, trouble }) {
	if (state === "token_expired" || state === "failed") return 0;
	return trouble === null ? 2 : 1;
}
// ../server/src/pipeline/statistics/purge.store.ts
const PURGE_ROWS_MAX = 1e3;
async function findNextSubject(store, table, after) {
	const select = () => store.db.selectFrom(table).select(["workspace_id", "subject"]).limit(1);
	const row = (after === null ? void 0 : await select().where("workspace_id", "=", after.workspaceId).where("subject", ">", after.subject).orderBy("subject").executeTakeFirst()) ?? await select().$if(after !== null, (rows) => rows.where("workspace_id", ">", after?.workspaceId)).orderBy("workspace_id").orderBy("subject").executeTakeFirst();
	return row === void 0 ? null : {
		table,
		workspaceId: row.workspace_id,
		subject: row.subject
	};
}
async function purgeSubject(store, rows, beforeMs) {
	const last = (await store.db.selectFrom(rows.table).select("at_ms").where("workspace_id", "=", rows.workspaceId).where("subject", "=", rows.subject).where("at_ms", "<", beforeMs).orderBy("at_ms").limit(PURGE_ROWS_MAX).execute()).at(-1);
	if (last === void 0) return 0;
	const result = await store.db.deleteFrom(rows.table).where("workspace_id", "=", rows.workspaceId).where("subject", "=", rows.subject).where("at_ms", "<=", last.at_ms).executeTakeFirst();
	return Number(result.numDeletedRows);
}
// ../server/src/pipeline/statistics/roll-up.ts
const LATE_MS = 12e4;
const LEASE_MS = 6e4;
const WRITE_ROWS_MAX = 500;
var RollUp = class {
	#ctx;
	constructor(ctx) {
		this.#ctx = ctx;
	}
	async run() {
		const { store, nowMs } = this.#ctx;
		const toMs = nowMs();
		let open = (await listUncounted(store, minuteOf(toMs - LATE_MS))).map((each) => ({
			...each,
			fromMs: each.mark?.finalToMs ?? 0
		}));
		while (open.length > 0) {
			const left = [];
			let pieces = [];
			for (const place of open) {
				const { piece, reachedMs } = await this.#countPiece(place, toMs);
				pieces.push(piece);
				if (reachedMs < toMs) left.push({
					...place,
					mark: piece.mark,
					fromMs: reachedMs
				});
				if (rowsOf(pieces) < WRITE_ROWS_MAX) continue;
				if (!await this.#write(pieces)) return false;
				pieces = [];
			}
			if (!await this.#write(pieces)) return false;
			open = left;
		}
		return true;
	}
	async #write(pieces) {
		const { store, nodeId, nowMs, pause } = this.#ctx;
		return await writePieces(store, {
			nodeId,
			nowMs: nowMs(),
			untilMs: nowMs() + LEASE_MS
		}, pieces) && await pause();
	}
	async #countPiece({ workspaceId, mark, fromMs }, toMs) {
		const { store } = this.#ctx;
		const finalBeforeMs = minuteOf(toMs - LATE_MS);
		const nextMs = await findNextAttemptMs(store, workspaceId, fromMs);
		if (nextMs === null || nextMs >= toMs) return {
			piece: {
				mark: {
					workspaceId,
					countedToMs: toMs,
					finalToMs: Math.max(mark?.finalToMs ?? 0, finalBeforeMs)
				},
				minutes: new Map(),
				quarterMs: 0,
				quarter: new Map()
			},
			reachedMs: toMs
		};
		const quarterMs = quarterOf(nextMs);
		const reachedMs = Math.min(quarterMs + QUARTER_MS, toMs);
		const minutes = new Map();
		for (let minuteMs = minuteOf(nextMs); minuteMs < reachedMs; minuteMs += MINUTE_MS) {
			const isNew = minuteMs + MINUTE_MS > (mark?.countedToMs ?? 0);
			const isDue = minuteMs + MINUTE_MS <= finalBeforeMs;
			if (!isNew && !isDue) continue;
			const counts = await this.#countMinute(workspaceId, minuteMs, Math.min(minuteMs + MINUTE_MS, toMs));
			if (counts.size > 0) minutes.set(minuteMs, counts);
		}
		return {
			piece: {
				mark: {
					workspaceId,
					countedToMs: Math.max(mark?.countedToMs ?? 0, reachedMs),
					finalToMs: Math.max(mark?.finalToMs ?? 0, Math.min(reachedMs, finalBeforeMs))
				},
				minutes,
				quarterMs,
				quarter: await this.#sumQuarter(workspaceId, quarterMs, minutes)
			},
			reachedMs
		};
	}
	async #countMinute(workspaceId, fromMs, toMs) {
		const { store } = this.#ctx;
		const counts = new Map();
		for await (const groups of countLog(store, {
			workspaceId,
			fromMs,
			toMs
		})) addLogGroups(counts, groups);
		return counts;
	}
	async #sumQuarter(workspaceId, quarterMs, minutes) {
		const subjects = [...new Set([...minutes.values()].flatMap((counts) => [...counts.keys()]))];
		const without = new Set(minutes.keys());
		const sums = await sumMinutes(this.#ctx.store, {
			workspaceId,
			quarterMs,
			subjects,
			without
		});
		for (const counts of minutes.values()) for (const [subject, one] of counts) addCounts(countsOf(sums, subject), one);
		return sums;
	}
};
function rowsOf(pieces) {
	let rows = 0;
	for (const { minutes, quarter } of pieces) {
		rows += quarter.size + 1;
		for (const counts of minutes.values()) rows += counts.size;
	}
	return rows;
}
// ../server/src/pipeline/statistics/statistics.worker.ts
const ROUND_MS = 2e4;
const PAUSE_MS = 10;
const PURGE_EVERY_MS = 36e5;
const TABLES = [
	"delivery_minutes",
	"delivery_quarters",
	"waiting_minutes",
	"waiting_quarters"
];
var StatisticsWorker = class {
	#ctx;
	#rollUp;
	#stopping = new AbortController();
	#working = null;
	constructor(ctx) {
		this.#ctx = ctx;
		this.#rollUp = new RollUp({
			...ctx,
			pause: () => wait(PAUSE_MS, this.#stopping.signal)
		});
	}
	start() {
		this.#working ??= this.#work();
	}
	async stop() {
		this.#stopping.abort();
		await this.#working;
	}
	async #work() {
		const { signal } = this.#stopping;
		do
			try {
				await this.round();
			} catch (error) {
				this.#ctx.onError(error);
			}
		while (await wait(ROUND_MS, signal));
		await releaseLease(this.#ctx.store, this.#ctx.nodeId).catch((error) => this.#ctx.onError(error));
	}
	async round() {
		const { store, nodeId, nowMs } = this.#ctx;
		const startedMs = nowMs();
		const held = await takeLease(store, {
			nodeId,
			nowMs: startedMs,
			untilMs: startedMs + LEASE_MS
		});
		if (held === null) return;
		const minuteMs = minuteOf(startedMs);
		if (held.sampledMs < minuteMs) {
			await this.#sampleWaiting(minuteMs);
			await noteDone(store, "sampled_ms", minuteMs);
		}
		if (!await this.#rollUp.run()) return;
		if (held.purgedMs + PURGE_EVERY_MS > startedMs) return;
		await this.#purge(startedMs - this.#ctx.retentionMs);
		await noteDone(store, "purged_ms", startedMs);
	}
	async #sampleWaiting(minuteMs) {
		const samples = new Map();
		let place = null;
		do {
			const step = await countQueueStep(this.#ctx.store, place);
			for (const group of step.groups) for (const subject of ["", group.endpointId]) addSample(samples, {
				...group,
				subject
			});
			place = step.next;
		} while (place !== null && await wait(PAUSE_MS, this.#stopping.signal));
		if (place === null) await writeSamples(this.#ctx.store, minuteMs, [...samples.values()]);
	}
	async #purge(beforeMs) {
		for (const table of TABLES) {
			let rows = await findNextSubject(this.#ctx.store, table, null);
			while (rows !== null) {
				const count = await purgeSubject(this.#ctx.store, rows, minuteOf(beforeMs) - MINUTE_MS);
				if (!await wait(PAUSE_MS, this.#stopping.signal)) return;
				if (count < 1e3) rows = await findNextSubject(this.#ctx.store, table, rows);
			}
		}
	}
};
function addSample(samples, sample) {
	const { workspaceId, subject } = sample;
	const key = `${workspaceId} ${subject}`;
	const known = samples.get(key);
	samples.set(key, {
		workspaceId,
		subject,
		waiting: sample.waiting + (known?.waiting ?? 0),
		oldestAtMs: Math.min(sample.oldestAtMs, known?.oldestAtMs ?? sample.oldestAtMs)
	});
}
function wait(delayMs, signal) {
	if (signal.aborted) return Promise.resolve(false);
	return new Promise((resolve) => {
		const onAbort = () => {
			clearTimeout(timer);
			resolve(false);
		};
		const timer = setTimeout(() => {
			signal.removeEventListener("abort", onAbort);
			resolve(true);
		}, delayMs).unref();
		signal.addEventListener("abort", onAbort, { once: true });
	});
}
// ../server/src/pipeline/stream/event-kind.ts
const EVENT_KINDS = [
	"messages",
	"statuses",
	"conversations",
	"contacts",
	"calls",
	"templates",
	"operational",
	"other"
];
const MESSAGES = new Set([
	"message.received",
	"message.echoed",
	"message.edited",
	"message.revoked"
]);
const OPERATIONAL = new Set(EVENT_TYPES.filter((row) => row.origin === "operational").map((row) => row.type));
const KIND_BY_NOUN = {
	message: "statuses",
	conversation: "conversations",
	contact: "contacts",
	contact_group: "contacts",
	status: "contacts",
	source: "contacts",
	call: "calls",
	template: "templates"
};
function kindOfType(type) {
	if (MESSAGES.has(type)) return "messages";
	if (OPERATIONAL.has(type)) return "operational";
	const noun = nounOf(type);
	return Object.hasOwn(KIND_BY_NOUN, noun) ? KIND_BY_NOUN[noun] ?? "other" : "other";
}
const WINDOW_MS = 1e3;
var FrameRate = class {
	#times;
	#oldest = 0;
	constructor(perSecondMax = 100) {
		this.#times = new Float64Array(perSecondMax).fill(Number.NEGATIVE_INFINITY);
	}
	waitMs(nowMs) {
		return Math.max(0, (this.#times[this.#oldest] ?? 0) + WINDOW_MS - nowMs);
	}
	take(nowMs) {
		this.#times[this.#oldest] = nowMs;
		this.#oldest = (this.#oldest + 1) % this.#times.length;
	}
};
// ../server/src/pipeline/stream/asyncapi-document.ts
function asyncApiDocument({ version, publicUrl, vobizEvents }) {
	const events = eventMessages();
	const vobiz = vobizMessages(vobizEvents);
	const own = {
		...events,
		...CONTROL_MESSAGES,
		...CLIENT_MESSAGES
	};
	return {
		asyncapi: "3.0.0",
		info: {
			title: "Posthorn live stream",
			version,
			description: DESCRIPTION,
			license: {
				name: "Apache-2.0",
				url: "https://www.apache.org/licenses/LICENSE-2.0"
			}
		},
		defaultContentType: "application/json",
		servers: { gateway: serverOf(publicUrl) },
		channels: {
			stream: {
				address: "/v1/stream",
				title: "The live stream",
				description: "Every event of the workspace as it is committed, as far as the client subscribed to it. A query may carry a first subscription and `cursor`, from which the stream goes on.",
				messages: refsTo(own),
				bindings: { ws: {
					method: "GET",
					query: STREAM_QUERY,
					bindingVersion: "0.1.0"
				} }
			},
			vobizStream: {
				address: "/api/v1/messaging/ws",
				title: "Vobiz's stream",
				description: "Messages and calls for programs that were written for Vobiz.",
				messages: refsTo({
					...vobiz,
					...CONTROL_MESSAGES,
					...CLIENT_MESSAGES
				}),
				bindings: { ws: {
					method: "GET",
					query: VOBIZ_QUERY,
					bindingVersion: "0.1.0"
				} }
			}
		},
		operations: {
			sendEvents: operation("send", "stream", {
				...events,
				...CONTROL_MESSAGES
			}),
			receiveRequests: operation("receive", "stream", CLIENT_MESSAGES),
			sendVobizEvents: operation("send", "vobizStream", {
				...vobiz,
				...CONTROL_MESSAGES
			}),
			receiveVobizRequests: operation("receive", "vobizStream", CLIENT_MESSAGES)
		},
		components: {
			messages: {
				...own,
				...vobiz
			},
			securitySchemes: SECURITY_SCHEMES
		}
	};
}
const DESCRIPTION = `Events live over WebSockets. Authenticate with the header \`Authorization: Bearer <API key>\`, or with \`?ticket=\`: a one-time ticket of \`POST /v1/stream/tickets\`. A key in the URL is refused.

Every frame is JSON. \`cursor\` is a place in the event log, the same as that of \`GET /v1/events?after=\`: whoever connects with it, or sends \`resume\`, is sent everything after it without a gap. A client is sent at most 100 frames in any second; what is above is left out and counted in a frame \`{dropped, cursor}\`.`;
const CURSOR$1 = {
	...TEXT,
	description: "Resume from here, or read `GET /v1/events?after=` with it."
};
const STREAM_QUERY = {
	type: "object",
	properties: {
		ticket: {
			...TEXT,
			description: "A one-time ticket. Absent: the request has the header Authorization."
		},
		cursor: {
			...TEXT,
			description: "Goes on after this cursor. `0`: from the oldest event that is kept. Absent: from now on."
		},
		types: {
			...TEXT,
			description: "Event types, `noun.*` or `*`, with commas between."
		},
		kinds: {
			...TEXT,
			description: `Of ${EVENT_KINDS.join(", ")}, with commas between.`
		},
		channel_ids: {
			...TEXT,
			description: "With commas between."
		},
		conversation_ids: {
			...TEXT,
			description: "With commas between."
		}
	}
};
const VOBIZ_QUERY = {
	type: "object",
	properties: {
		ticket: TEXT,
		cursor: TEXT
	}
};
const SECURITY_SCHEMES = {
	apiKey: {
		type: "http",
		scheme: "bearer",
		description: "An API key with scope read."
	},
	ticket: {
		type: "httpApiKey",
		in: "query",
		name: "ticket",
		description: "A one-time ticket."
	},
	vobizAccount: {
		type: "httpApiKey",
		in: "header",
		name: "X-Auth-ID",
		description: "Vobiz's stream: the account id."
	},
	vobizKey: {
		type: "httpApiKey",
		in: "header",
		name: "X-Auth-Token",
		description: "Vobiz's stream: an API key."
	}
};
const CONTROL_WORDS = {
	"stream.ready": ["The client is connected; the stream goes on after the cursor.", OBJECT],
	"stream.resumed": ["What was missed has all been sent; what follows is live.", OBJECT],
	"stream.subscribed": ["The subscription that holds from now on.", OBJECT],
	"stream.gap": ["Events between the cursor that was asked for and the oldest that is kept may have been removed because of their age.", objectOf$1({ oldest_cursor: TEXT })],
	"stream.cursor": ["Nothing to tell for a while: the cursor to resume from.", OBJECT],
	"stream.error": ["A frame of the client was refused and changed nothing.", objectOf$1({
		code: TEXT,
		detail: TEXT,
		errors: listOf$1(objectOf$1({
			pointer: TEXT,
			detail: TEXT
		}))
	})]
};
const CONTROL_MESSAGES = {
	...Object.fromEntries(Object.entries(CONTROL_WORDS).map(([event, [summary, data]]) => [event, message(event, summary, objectOf$1({
		event: { const: event },
		data,
		cursor: CURSOR$1,
		timestamp: TIME
	}))])),
	"stream.dropped": message("stream.dropped", "So many events were left out since the frame before, up to the cursor. It has no `event`.", objectOf$1({
		dropped: {
			...INTEGER,
			minimum: 1
		},
		cursor: CURSOR$1
	}))
};
const SUBSCRIPTION = {
	types: listOf$1(TEXT),
	kinds: listOf$1(oneOf(EVENT_KINDS)),
	channel_ids: listOf$1(TEXT),
	conversation_ids: listOf$1(TEXT)
};
const CLIENT_MESSAGES = {
	"client.subscribe": message("client.subscribe", "Changes what the client is told. Lists narrow each other down; an absent or empty one narrows nothing.", closed(objectOf$1({
		action: { const: "subscribe" },
		...SUBSCRIPTION
	}, Object.keys(SUBSCRIPTION)))),
	"client.resume": message("client.resume", "Goes on after a cursor, forwards or backwards.", closed(objectOf$1({
		action: { const: "resume" },
		cursor: TEXT
	})))
};
function eventMessages() {
	const families = ["custom", "meta"].flatMap((family) => {
		const row = findEventType(`${family}.example`);
		return row === null ? [] : [[`${family}.*`, eventMessage(row, {
			...TEXT,
			examples: [row.type]
		})]];
	});
	const types = EVENT_TYPES.map((row) => [row.type, eventMessage(row, { const: row.type })]);
	return Object.fromEntries([...types, ...families]);
}
function eventMessage(row, event) {
	return message(row.type, row.words, objectOf$1({
		event,
		id: TEXT,
		channel_id: TEXT_OR_NULL,
		conversation_id: TEXT_OR_NULL,
		data: row.dataSchema,
		cursor: CURSOR$1,
		timestamp: {
			...TIME,
			description: "When it happened."
		}
	}));
}
const VOBIZ_WORDS = "`data` is Meta's body as the format vobiz has it; for a message that the API has just sent it is Vobiz's message object.";
function vobizMessages(events) {
	return Object.fromEntries(events.map((event) => [`vobiz.${event}`, message(event, VOBIZ_WORDS, objectOf$1({
		event: { const: event },
		data: OBJECT,
		cursor: CURSOR$1,
		timestamp: TIME
	}))]));
}
function message(name, summary, payload) {
	return {
		name,
		title: name,
		summary,
		payload
	};
}
function closed(schema) {
	return {
		...schema,
		additionalProperties: false
	};
}
function refsTo(messages) {
	return Object.fromEntries(Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${name}` }]));
}
function operation(action, channel, messages) {
	return {
		action,
		channel: { $ref: `#/channels/${channel}` },
		messages: Object.keys(messages).map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` }))
	};
}
function serverOf(publicUrl) {
	const url = publicUrl === null ? null : new URL(publicUrl);
	return {
		host: url?.host ?? "localhost:8420",
		protocol: url === null || url.protocol === "http:" ? "ws" : "wss",
		security: Object.keys(SECURITY_SCHEMES).map((name) => ({ $ref: `#/components/securitySchemes/${name}` }))
	};
}
// ../server/src/pipeline/stream/stream-cursor.ts
function toStreamCursor(position) {
	return encodeCursor(String(position));
}
const CURSOR = /^[A-Za-z0-9_-]{2,22}$/;
function readStreamCursor(text) {
	if (text === "0") return 0;
	if (!CURSOR.test(text)) return null;
	const digits = Buffer.from(text, "base64url").toString("latin1");
	const position = Number(digits);
	return /^[0-9]{1,16}$/.test(digits) && Number.isSafeInteger(position) ? position : null;
}
// ../server/src/pipeline/stream/stream-frames.ts
function createNativeDialect(eventData) {
	return {
		tells: () => true,
		toFrame: (event, cursor) => JSON.stringify({
			event: event.type,
			id: event.id,
			channel_id: event.channelId,
			conversation_id: conversationIdOfEvent(event),
			data: eventData(event),
			cursor,
			timestamp: toIso(event.occurredAtMs)
		})
	};
}
function toControlFrame({ event, data = {}, cursor, nowMs }) {
	return JSON.stringify({
		event,
		data,
		cursor,
		timestamp: toIso(nowMs)
	});
}
function toDroppedFrame(dropped, cursor) {
	return JSON.stringify({
		dropped,
		cursor
	});
}
// ../server/src/pipeline/stream/stream-subscription.ts
const LIST_MAX = 1e3;
const TYPE_CHARS_MAX = 128;
const NOUN_WILDCARD = /^([a-z_]+)\.\*$/;
const NOUNS = new Set([
	...EVENT_TYPES.map((row) => nounOf(row.type)),
	"custom",
	"meta"
]);
const typePattern = string().max(TYPE_CHARS_MAX).refine(isKnownPattern, "There is no such event type. GET /v1/event-types lists them; noun.* and * are allowed.");
const subscriptionFields = {
	types: array(typePattern).max(LIST_MAX).optional(),
	kinds: array(_enum(EVENT_KINDS)).max(LIST_MAX).optional(),
	channel_ids: array(idParam("chn")).max(LIST_MAX).optional(),
	conversation_ids: array(idParam("cnv")).max(LIST_MAX).optional()
};
strictObject(subscriptionFields);
function compileSubscription(asked) {
	const types = setOrNull(asked.types);
	const kinds = setOrNull(asked.kinds);
	const nouns = new Set((asked.types ?? []).flatMap((pattern) => NOUN_WILDCARD.exec(pattern)?.[1] ?? []));
	const wantsEveryType = types === null || types.has("*");
	return {
		asked,
		wantsType: (type) => (kinds === null || kinds.has(kindOfType(type))) && (wantsEveryType || types.has(type) || nouns.has(nounOf(type))),
		channelIds: setOrNull(asked.channel_ids),
		conversationIds: setOrNull(asked.conversation_ids)
	};
}
const EVERYTHING = compileSubscription({});
function wantsChannel({ channelIds }, { channelId }) {
	return channelIds === null || channelId !== null && channelIds.has(channelId);
}
function isKnownPattern(pattern) {
	if (pattern === "*") return true;
	const noun = NOUN_WILDCARD.exec(pattern)?.[1];
	return noun === void 0 ? isKnownEventType(pattern) : NOUNS.has(noun);
}
function setOrNull(items) {
	return items === void 0 || items.length === 0 ? null : new Set(items);
}
// ../server/src/pipeline/stream/stream-client.ts
const CLOSE_CODES = {
	restart: 1012,
	failed: 1011,
	noisy: 1008,
	tooOld: 4001,
	notAllowed: 4003,
	slow: 4008,
	silent: 4009,
	unknownCursor: 4004
};
const SLOW_BYTES = 1048576;
const SLOW_MS = 5e3;
const STUCK_BYTES = 4194304;
const CATCH_UP_BYTES_MAX = 262144;
const CATCH_UP_PAUSE_MS = 50;
const PING_EVERY_MS = 2e4;
const PONG_WITHIN_MS = 2e4;
const REPORT_EVERY_MS = 750;
const REPORT_PAUSE_MS = 250;
const CURSOR_EVERY_MS = 6e4;
const CONNECTION_MS_MAX = 432e5;
const REQUESTS_PER_SECOND_MAX = 20;
var StreamClient = class {
	workspaceId;
	dialect;
	subscription = EVERYTHING;
	position = 0;
	catchUpNumber = 0;
	#socket;
	#observer;
	#rate = new FrameRate();
	#requestRate = new FrameRate(REQUESTS_PER_SECOND_MAX);
	#connectedAtMs;
	#isClosed = false;
	#droppedCount = 0;
	#droppedTo = 0;
	#reportedAtMs = Number.NEGATIVE_INFINITY;
	#slowSinceMs = null;
	#pingedAtMs;
	#awaitsPong = false;
	#toldCursor = -1;
	#toldCursorAtMs;
	constructor({ workspaceId, dialect, socket, observer, nowMs }) {
		this.workspaceId = workspaceId;
		this.dialect = dialect;
		this.#socket = socket;
		this.#observer = observer;
		this.#connectedAtMs = nowMs;
		this.#pingedAtMs = nowMs;
		this.#toldCursorAtMs = nowMs;
	}
	get isClosed() {
		return this.#isClosed;
	}
	wants(head) {
		const { subscription } = this;
		if (!this.dialect.tells(head.type) || !subscription.wantsType(head.type)) return false;
		if (!wantsChannel(subscription, head)) return false;
		if (subscription.conversationIds === null) return true;
		const conversationId = conversationIdOfEvent(head);
		return conversationId !== null && subscription.conversationIds.has(conversationId);
	}
	hasRoom(nowMs) {
		if (this.#isClosed || this.#rate.waitMs(nowMs) > 0) return false;
		return this.#droppedCount === 0 || nowMs - this.#reportedAtMs >= REPORT_PAUSE_MS;
	}
	moveTo(position, nowMs) {
		if (!this.#isClosed) this.#report(nowMs);
		this.position = position;
	}
	catchUpDelayMs(nowMs) {
		if (this.#socket.bufferedBytes() > CATCH_UP_BYTES_MAX) return CATCH_UP_PAUSE_MS;
		return Math.ceil(this.#rate.waitMs(nowMs));
	}
	deliver(frame, position, nowMs) {
		this.position = position;
		if (this.#isClosed) return;
		if (frame === null || !this.hasRoom(nowMs)) {
			this.#drop(position, nowMs);
			return;
		}
		this.#report(nowMs);
		this.#sendCounted(frame, nowMs);
		this.#toldCursor = position;
		this.#toldCursorAtMs = nowMs;
	}
	deliverAside(toFrame, nowMs) {
		if (this.hasRoom(nowMs) && this.#droppedCount === 0) this.#sendCounted(toFrame(this.#cursor()), nowMs);
	}
	tell(event, data, nowMs) {
		if (this.#isClosed) return;
		this.#report(nowMs);
		this.#toldCursor = this.position;
		this.#toldCursorAtMs = nowMs;
		this.#socket.send(toControlFrame({
			event,
			data,
			cursor: this.#cursor(),
			nowMs
		}));
		this.#cutOffIfStuck(nowMs);
	}
	admitRequest(nowMs) {
		if (this.#isClosed) return false;
		if (this.#requestRate.waitMs(nowMs) > 0) {
			this.#cutOff("noisy", `More than ${REQUESTS_PER_SECOND_MAX} frames came in a second.`);
			return false;
		}
		this.#requestRate.take(nowMs);
		return true;
	}
	notePong() {
		this.#awaitsPong = false;
	}
	tick(nowMs) {
		if (this.#isClosed) return;
		if (this.#droppedCount > 0 && nowMs - this.#reportedAtMs >= REPORT_EVERY_MS) this.#report(nowMs);
		this.#cutOffIfStuck(nowMs);
		this.#checkPulse(nowMs);
		if (nowMs - this.#connectedAtMs >= CONNECTION_MS_MAX) this.close(CLOSE_CODES.tooOld, "A connection lasts 12 hours. Connect again with the last cursor.");
		if (nowMs - this.#toldCursorAtMs < CURSOR_EVERY_MS) return;
		if (this.position > this.#toldCursor) this.tell("stream.cursor", {}, nowMs);
		this.#toldCursorAtMs = nowMs;
	}
	close(code, reason) {
		if (this.#isClosed) return;
		this.#isClosed = true;
		this.#socket.close(code, reason);
	}
	noteClosed() {
		this.#isClosed = true;
	}
	#cursor() {
		return toStreamCursor(this.position);
	}
	#drop(position, nowMs) {
		if (this.#droppedCount === 0) this.#reportedAtMs = nowMs;
		this.#droppedCount++;
		this.#droppedTo = position;
		this.#observer.onDropped(1);
	}
	#report(nowMs) {
		if (this.#droppedCount === 0) return;
		this.#socket.send(toDroppedFrame(this.#droppedCount, toStreamCursor(this.#droppedTo)));
		this.#droppedCount = 0;
		this.#reportedAtMs = nowMs;
		this.#toldCursor = this.#droppedTo;
		this.#toldCursorAtMs = nowMs;
	}
	#sendCounted(frame, nowMs) {
		this.#rate.take(nowMs);
		this.#socket.send(frame);
		this.#observer.onSent();
		this.#cutOffIfStuck(nowMs);
	}
	#cutOffIfStuck(nowMs) {
		const waitingBytes = this.#socket.bufferedBytes();
		if (waitingBytes < SLOW_BYTES) {
			this.#slowSinceMs = null;
			return;
		}
		this.#slowSinceMs ??= nowMs;
		if (waitingBytes < STUCK_BYTES && nowMs - this.#slowSinceMs < SLOW_MS) return;
		this.#cutOff("slow", "Too slow: too much was waiting to be read. Connect again with the last cursor.");
	}
	#checkPulse(nowMs) {
		if (this.#isClosed) return;
		const sincePingMs = nowMs - this.#pingedAtMs;
		if (this.#awaitsPong && sincePingMs >= PONG_WITHIN_MS) this.#cutOff("silent", "A ping was not answered. Connect again with the last cursor.");
		else if (!this.#awaitsPong && sincePingMs >= PING_EVERY_MS) {
			this.#pingedAtMs = nowMs;
			this.#awaitsPong = true;
			this.#socket.ping();
		}
	}
	#cutOff(reason, words) {
		if (this.#isClosed) return;
		this.#observer.onCutOff(reason);
		this.close(CLOSE_CODES[reason], words);
	}
};
// ../server/src/pipeline/stream/stream.routes.ts
const READ = {
	who: "workspace",
	permission: "stream.read"
};
const DOCUMENT_CACHE_CONTROL = "public, max-age=300";
const ticketView = object({
	ticket: string().describe("For `GET /v1/stream?ticket=\u2026`: good for one connection. Shown only here."),
	expires_at: datetime()
});
function listParam(list) {
	return preprocess((value) => typeof value === "string" ? value.split(",") : value, list).optional();
}
const streamQuery = strictObject({
	ticket: string().max(128).optional(),
	workspace: string().max(64).optional(),
	cursor: string().max(64).optional(),
	types: listParam(subscriptionFields.types),
	kinds: listParam(subscriptionFields.kinds),
	channel_ids: listParam(subscriptionFields.channel_ids),
	conversation_ids: listParam(subscriptionFields.conversation_ids)
});
function streamRoutes(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/stream",
		config: { access: {
			...READ,
			ticket: true
		} },
		schema: {
			hide: true,
			querystring: streamQuery
		},
		preHandler: async (request) => {
			assertUpgrade(request.ws);
			readCursorParam(request.query.cursor);
			ctx.assertPlace(workspaceOf(request));
		},
		handler: async () => {},
		wsHandler: (socket, request) => {
			const { cursor, ticket: _ticket, workspace: _workspace, ...asked } = request.query;
			const subscription = compileSubscription(asked);
			const end = () => socket.close(CLOSE_CODES.notAllowed, "The session has ended, or may not read this any more.");
			socket.on("close", ctx.watch(request.principal, workspaceOf(request), end));
			ctx.openSession(socket, {
				workspaceId: workspaceOf(request),
				subscription,
				from: readCursorParam(cursor)
			});
		}
	});
	api.route({
		method: "POST",
		url: "/v1/stream/tickets",
		config: { access: READ },
		schema: {
			tags: ["Stream"],
			summary: "Make a ticket for the live stream",
			description: `For browsers, which cannot send headers with a WebSocket: connect to \`/v1/stream?ticket=\u2026\` within a minute. A ticket is good for one connection. The stream is described in \`/asyncapi.json\`; kinds of events are ${EVENT_KINDS.join(", ")}.`,
			response: { 201: ticketView }
		},
		handler: async (request, reply) => {
			assertNeedsTicket(request.principal);
			const { ticket, expiresAtMs } = await ctx.createTicket(workspaceOf(request));
			return reply.code(201).send({
				ticket,
				expires_at: toIso(expiresAtMs)
			});
		}
	});
	api.route({
		method: "GET",
		url: "/asyncapi.json",
		config: { access: { who: "anyone" } },
		schema: { hide: true },
		handler: async (_request, reply) => reply.header("cache-control", DOCUMENT_CACHE_CONTROL).type("application/json").send(JSON.stringify(ctx.asyncApi()))
	});
}
function assertNeedsTicket(principal) {
	if (principal?.kind !== "member") return;
	throw new PosthornError("forbidden", "A member needs no ticket: connect to /v1/stream?workspace=<id> with the cookie of the session.");
}
function assertUpgrade(isUpgrade) {
	if (isUpgrade) return;
	const message = "This is a WebSocket: connect with a WebSocket client.";
	throw new PosthornError("invalid_request", message, { fields: [{
		pointer: "Upgrade",
		message
	}] });
}
function readCursorParam(cursor) {
	if (cursor === void 0) return null;
	const position = readStreamCursor(cursor);
	if (position !== null) return position;
	throw new PosthornError("invalid_request", "The query is not valid.", { fields: [{
		pointer: "?cursor",
		message: "Use the cursor of a frame, or next_cursor of GET /v1/events?after=, or 0 for the oldest event."
	}] });
}
// ../server/src/pipeline/stream/commit-order.ts
const WAITING_MAX = 1e4;
var CommitOrder = class {
	#commits = [];
	#knownTo = null;
	get knownTo() {
		return this.#knownTo ?? 0;
	}
	get isStarted() {
		return this.#knownTo !== null;
	}
	announce(positions, eventCount) {
		if (positions.size === 0) return;
		const newest = this.#commits.at(-1);
		if (newest?.positions === positions) {
			newest.announced += eventCount;
			return;
		}
		if (this.#commits.length >= WAITING_MAX) this.#commits = [];
		let first = Number.POSITIVE_INFINITY;
		let last = 0;
		for (const position of positions.values()) {
			first = Math.min(first, position);
			last = Math.max(last, position);
		}
		this.#commits.push({
			positions,
			first,
			last,
			announced: eventCount
		});
	}
	noteRead(position) {
		this.#knownTo = Math.max(this.knownTo, position);
	}
	hasGap() {
		if (this.#knownTo === null) return true;
		for (let next = this.#commits[0]; next !== void 0; next = this.#commits[0]) {
			const { first, last, positions, announced } = next;
			if (last > this.#knownTo) {
				if (first !== this.#knownTo + 1 || last - first + 1 !== positions.size) return true;
				if (announced < positions.size) return false;
				this.#knownTo = last;
			}
			this.#commits.shift();
		}
		return false;
	}
	forget() {
		this.#commits = [];
		this.#knownTo = null;
	}
};
// ../server/src/pipeline/stream/log-age.ts
const MARKS_MAX = 32;
var LogAge = class {
	#retentionMs;
	#marks = [];
	constructor(retentionMs) {
		this.#retentionMs = retentionMs;
	}
	note(position, nowMs) {
		const last = this.#marks.at(-1);
		if (last !== void 0 && nowMs - last.atMs < this.#retentionMs / MARKS_MAX) return;
		this.#marks.push({
			position,
			atMs: nowMs
		});
		if (this.#marks.length > MARKS_MAX) this.#marks.shift();
	}
	isYoung(position, nowMs) {
		return this.#marks.some((mark) => mark.position <= position && nowMs - mark.atMs < this.#retentionMs);
	}
};
// ../server/src/pipeline/stream/client-index.ts
const TYPES_MAX = 1e3;
var ClientIndex = class {
	#clients = new Set();
	#byConversation = new Map();
	#ofAllConversations = new Set();
	#byType = new Map();
	has(client) {
		return this.#clients.has(client);
	}
	add(client) {
		this.#clients.add(client);
		const { conversationIds } = client.subscription;
		if (conversationIds === null) {
			this.#ofAllConversations.add(client);
			this.#byType.clear();
			return;
		}
		for (const id of conversationIds) {
			const clients = this.#byConversation.get(id);
			if (clients === void 0) this.#byConversation.set(id, new Set([client]));
			else clients.add(client);
		}
	}
	remove(client) {
		if (!this.#clients.delete(client)) return false;
		if (this.#ofAllConversations.delete(client)) this.#byType.clear();
		for (const id of client.subscription.conversationIds ?? []) {
			const clients = this.#byConversation.get(id);
			clients?.delete(client);
			if (clients?.size === 0) this.#byConversation.delete(id);
		}
		return true;
	}
	takersOf(head) {
		const takers = this.#wantersOf(head.type).filter((client) => wantsChannel(client.subscription, head));
		if (this.#byConversation.size === 0) return takers;
		const conversationId = conversationIdOfEvent(head);
		const clients = conversationId === null ? void 0 : this.#byConversation.get(conversationId);
		for (const client of clients ?? []) if (wantsType(client, head.type) && wantsChannel(client.subscription, head)) takers.push(client);
		return takers;
	}
	#wantersOf(type) {
		const known = this.#byType.get(type);
		if (known !== void 0) return known;
		if (this.#byType.size >= TYPES_MAX) this.#byType.clear();
		const wanters = [...this.#ofAllConversations].filter((client) => wantsType(client, type));
		this.#byType.set(type, wanters);
		return wanters;
	}
};
function wantsType({ dialect, subscription }, type) {
	return dialect.tells(type) && subscription.wantsType(type);
}
// ../server/src/pipeline/stream/workspace-feed.ts
const REMEMBERED_MAX = 2e3;
var WorkspaceFeed = class {
	clients = new Set();
	live = new ClientIndex();
	position = 0;
	started;
	isStarted = false;
	isInStep = false;
	#remembered = new Map();
	#forgottenTo = 0;
	constructor(start) {
		this.started = start().then((position) => {
			this.moveTo(position);
			this.isStarted = true;
		});
	}
	remember(position, event) {
		if (position <= this.position) return;
		this.#remembered.set(position, event);
		if (this.#remembered.size <= REMEMBERED_MAX) return;
		const oldest = this.#remembered.keys().next().value ?? 0;
		this.#remembered.delete(oldest);
		this.#forgottenTo = Math.max(this.#forgottenTo, oldest);
	}
	remembered(position) {
		return this.#remembered.get(position);
	}
	get hasRemembered() {
		return this.#remembered.size > 0;
	}
	get remembersAll() {
		return this.#forgottenTo <= this.position;
	}
	sendRemembered(upTo, nowMs) {
		const positions = [...this.#remembered.keys()].filter((position) => position <= upTo).sort((a, b) => a - b);
		for (const position of positions) {
			const event = this.#remembered.get(position);
			if (event !== void 0) this.send({
				position,
				head: event,
				event
			}, nowMs);
		}
		this.moveTo(upTo);
	}
	send({ position, head, event }, nowMs) {
		if (position <= this.position) return;
		this.position = position;
		const frames = new Map();
		for (const client of this.live.takersOf(head)) {
			if (position <= client.position) continue;
			if (event === null || !client.hasRoom(nowMs)) {
				client.deliver(null, position, nowMs);
				continue;
			}
			const frame = frameOf(frames, {
				dialect: client.dialect,
				event,
				position
			});
			if (frame !== null) client.deliver(frame, position, nowMs);
		}
	}
	hasRoomFor(head, nowMs) {
		return this.live.takersOf(head).some((client) => client.hasRoom(nowMs));
	}
	moveTo(position) {
		this.position = Math.max(this.position, position);
		for (const remembered of this.#remembered.keys()) if (remembered <= this.position) this.#remembered.delete(remembered);
	}
};
function frameOf(frames, { dialect, event, position }) {
	const known = frames.get(dialect);
	if (known !== void 0) return known;
	const text = dialect.toFrame(event, toStreamCursor(position));
	const frame = text === null ? null : Buffer.from(text);
	frames.set(dialect, frame);
	return frame;
}
// ../server/src/pipeline/stream/stream-hub.ts
const WORKSPACE_CLIENTS_MAX = 2e3;
const POSITIONS_MAX = 1e3;
const EVENTS_MAX = 100;
const HEADS_MAX = 500;
const READERS_MAX = 8;
const ROUND_EVERY_MS = 50;
const RETRY_MS = 1e3;
const AHEAD_MAX = 1e5;
var StreamHub = class {
	#context;
	#feeds = new Map();
	#order = new CommitOrder();
	#age;
	#readersWaiting = [];
	#clients = new Set();
	#catchUps = new Set();
	#readers = 0;
	#isStopped = false;
	#isRunning = false;
	#isWanted = false;
	#mustRead = false;
	#lastRoundMs = Number.NEGATIVE_INFINITY;
	#publishedSinceTick = false;
	#idle = Promise.resolve();
	constructor(context) {
		this.#context = context;
		this.#age = new LogAge(context.retentionMs);
	}
	get clientCount() {
		return this.#clients.size;
	}
	assertPlace(workspaceId) {
		if (this.#clients.size >= this.#context.clientsMax) throw new PosthornError("limit_reached", `This node has ${this.#context.clientsMax} clients of the stream.`);
		if ((this.#feeds.get(workspaceId)?.clients.size ?? 0) < 2e3) return;
		throw new PosthornError("limit_reached", `This workspace has ${WORKSPACE_CLIENTS_MAX} clients of the stream on this node. Close some first.`);
	}
	published({ events, positions }) {
		if (this.#feeds.size === 0 || events.length === 0) return;
		if (positions === null) return;
		this.#publishedSinceTick = true;
		if (this.#context.positionsInOrder) this.#order.announce(positions, events.length);
		for (const event of events) {
			const position = positions.get(event.id);
			if (position !== void 0) this.#feeds.get(event.workspaceId)?.remember(position, event);
		}
		this.#schedule();
	}
	wake() {
		if (this.#feeds.size === 0) return;
		this.#mustRead = true;
		this.#schedule();
	}
	async add(client, from) {
		if (this.#isStopped) {
			client.close(CLOSE_CODES.restart, RESTART_WORDS);
			return;
		}
		const feed = this.#feedOf(client.workspaceId);
		feed.clients.add(client);
		this.#clients.add(client);
		try {
			await feed.started;
		} catch (error) {
			this.#context.onError(error);
			client.close(CLOSE_CODES.failed, READ_FAILED_WORDS);
			return;
		}
		if (client.isClosed) return;
		if (!feed.isInStep) this.wake();
		client.position = from ?? this.#positionOf(feed);
		client.tell("stream.ready", {}, this.#context.nowMs());
		if (from === null) feed.live.add(client);
		else this.#startCatchUp(client, feed);
	}
	remove(client) {
		client.noteClosed();
		this.#clients.delete(client);
		const feed = this.#feeds.get(client.workspaceId);
		if (feed === void 0 || !feed.clients.delete(client)) return;
		feed.live.remove(client);
		if (feed.clients.size > 0) return;
		this.#feeds.delete(client.workspaceId);
		if (this.#feeds.size === 0) this.#order.forget();
	}
	subscribe(client, subscription) {
		const feed = this.#feeds.get(client.workspaceId);
		if (feed === void 0 || client.isClosed) return;
		const isLive = feed.live.remove(client);
		client.subscription = subscription;
		if (isLive) {
			feed.live.add(client);
			client.position = Math.max(client.position, this.#positionOf(feed));
		}
		client.tell("stream.subscribed", { ...subscription.asked }, this.#context.nowMs());
	}
	resume(client, from) {
		const feed = this.#feeds.get(client.workspaceId);
		if (feed === void 0 || client.isClosed) return;
		feed.live.remove(client);
		client.moveTo(from, this.#context.nowMs());
		this.#startCatchUp(client, feed);
	}
	tellAside(workspaceId, dialect, toFrame) {
		const nowMs = this.#context.nowMs();
		for (const client of this.#feeds.get(workspaceId)?.clients ?? []) if (client.dialect === dialect) client.deliverAside(toFrame, nowMs);
	}
	tick() {
		const nowMs = this.#context.nowMs();
		for (const feed of this.#feeds.values()) {
			const position = this.#positionOf(feed);
			for (const client of feed.clients) {
				if (feed.live.has(client)) client.position = Math.max(client.position, position);
				client.tick(nowMs);
			}
		}
		if (!this.#context.positionsInOrder || !this.#publishedSinceTick) this.wake();
		this.#publishedSinceTick = false;
	}
	async stop() {
		this.#isStopped = true;
		for (const feed of this.#feeds.values()) for (const client of feed.clients) client.close(CLOSE_CODES.restart, RESTART_WORDS);
		await Promise.all([this.#idle, ...this.#catchUps]);
	}
	#feedOf(workspaceId) {
		const known = this.#feeds.get(workspaceId);
		if (known !== void 0) return known;
		const feed = new WorkspaceFeed(async () => {
			const horizon = await this.#readHorizon();
			if (this.#context.positionsInOrder && !this.#order.isStarted) this.#order.noteRead(horizon);
			return horizon;
		});
		feed.started.catch(() => {
			if (this.#feeds.get(workspaceId) === feed) this.#feeds.delete(workspaceId);
		});
		this.#feeds.set(workspaceId, feed);
		return feed;
	}
	#positionOf(feed) {
		if (feed.isInStep && !feed.hasRemembered) feed.moveTo(this.#order.knownTo);
		return feed.position;
	}
	async #readHorizon() {
		const horizon = await this.#context.log.readHorizon();
		this.#age.note(horizon, this.#context.nowMs());
		return horizon;
	}
	#schedule() {
		this.#isWanted = true;
		if (this.#isRunning || this.#isStopped) return;
		this.#isRunning = true;
		this.#idle = new Promise((resolve) => {
			this.#context.defer(() => {
				this.#run().then(() => {
					this.#isRunning = false;
					resolve();
					if (this.#isWanted) this.#schedule();
				});
			});
		});
	}
	async #run() {
		while (this.#isWanted && !this.#isStopped && this.#feeds.size > 0) {
			this.#isWanted = false;
			try {
				if (this.#sendAnnounced()) continue;
				await this.#waitForRound();
				this.#mustRead = false;
				await this.#readLog();
			} catch (error) {
				this.#context.onError(error);
				this.#mustRead = true;
				this.#isWanted = true;
				await this.#context.wait(RETRY_MS);
			}
		}
		if (this.#feeds.size === 0) this.#isWanted = false;
	}
	#sendAnnounced() {
		if (!this.#context.positionsInOrder || this.#mustRead) return false;
		const hasGap = this.#order.hasGap();
		const nowMs = this.#context.nowMs();
		let remembersAll = true;
		for (const feed of this.#feeds.values()) {
			if (!feed.isStarted || !feed.hasRemembered) continue;
			if (feed.isInStep && feed.remembersAll) feed.sendRemembered(this.#order.knownTo, nowMs);
			else remembersAll = false;
		}
		return !hasGap && remembersAll;
	}
	async #waitForRound() {
		const waitMs = this.#lastRoundMs + ROUND_EVERY_MS - this.#context.nowMs();
		if (waitMs > 0 && !this.#context.positionsInOrder) await this.#context.wait(waitMs);
		this.#lastRoundMs = this.#context.nowMs();
	}
	async #readLog() {
		const upTo = await this.#readHorizon();
		const started = [...this.#feeds].filter(([, feed]) => feed.isStarted);
		const behind = new Map();
		for (const [workspaceId, feed] of started) if (this.#positionOf(feed) < upTo) behind.set(workspaceId, feed.position);
		const fresh = behind.size === 0 ? new Map() : await this.#context.log.listNewPositions({
			after: behind,
			upTo,
			limit: POSITIONS_MAX
		});
		let isComplete = true;
		for (const [workspaceId, feed] of started) {
			const positions = fresh.get(workspaceId) ?? [];
			await this.#sendFromLog(workspaceId, feed, positions);
			if (positions.length < POSITIONS_MAX) {
				feed.moveTo(upTo);
				feed.isInStep = true;
			} else isComplete = false;
		}
		if (!isComplete) {
			this.#mustRead = true;
			this.#isWanted = true;
		} else if (this.#context.positionsInOrder) {
			this.#order.noteRead(upTo);
			this.#isWanted = true;
		}
	}
	async #sendFromLog(workspaceId, feed, positions) {
		const { log, nowMs } = this.#context;
		for (let start = 0; start < positions.length; start += EVENTS_MAX) {
			const part = positions.slice(start, start + EVENTS_MAX);
			const known = new Map(part.flatMap((position) => toEntry(position, feed.remembered(position))));
			const heads = await log.listHeads(workspaceId, part.filter((position) => !known.has(position)));
			const wanted = heads.filter((head) => feed.hasRoomFor(head, nowMs())).map(({ position }) => position);
			const events = wanted.length === 0 ? NO_EVENTS : await log.listEvents(workspaceId, wanted);
			const headAt = new Map(heads.map((head) => [head.position, head]));
			for (const position of part) {
				const event = known.get(position) ?? events.get(position) ?? null;
				const head = event ?? headAt.get(position);
				if (head !== void 0) feed.send({
					position,
					head,
					event
				}, nowMs());
			}
			feed.moveTo(part.at(-1) ?? 0);
		}
	}
	#startCatchUp(client, feed) {
		const running = this.#catchUp(client, feed).finally(() => this.#catchUps.delete(running));
		this.#catchUps.add(running);
	}
	async #catchUp(client, feed) {
		const number = ++client.catchUpNumber;
		const isCurrent = () => client.catchUpNumber === number && !client.isClosed && !this.#isStopped;
		try {
			await this.#tellGap(client);
			while (isCurrent()) {
				if (!await this.#catchUpOnce(client, isCurrent)) continue;
				if (!isCurrent()) return;
				const delayMs = client.catchUpDelayMs(this.#context.nowMs());
				if (delayMs === 0 && client.position >= this.#positionOf(feed)) {
					feed.live.add(client);
					client.tell("stream.resumed", {}, this.#context.nowMs());
					return;
				}
				await this.#context.wait(Math.max(delayMs, ROUND_EVERY_MS));
			}
		} catch (error) {
			this.#context.onError(error);
			client.close(CLOSE_CODES.failed, READ_FAILED_WORDS);
		}
	}
	async #catchUpOnce(client, isCurrent) {
		const { log } = this.#context;
		const { upTo, heads } = await this.#inTurn(async () => {
			const horizon = await this.#readHorizon();
			const query = {
				afterPosition: client.position,
				upTo: horizon,
				limit: HEADS_MAX
			};
			return {
				upTo: horizon,
				heads: await log.listHeadsAfter(client.workspaceId, query)
			};
		});
		if (!isCurrent()) return false;
		this.#assertNotAhead(client, upTo);
		const wanted = heads.filter((head) => client.wants(head));
		for (let start = 0; start < wanted.length; start += EVENTS_MAX) {
			const part = wanted.slice(start, start + EVENTS_MAX);
			const events = await this.#inTurn(() => log.listEvents(client.workspaceId, part.map(({ position }) => position)));
			for (const head of part) {
				if (!await this.#waitForRoom(client, isCurrent)) return false;
				const event = events.get(head.position);
				if (event !== void 0 && client.wants(head)) this.#sendOne(client, event, head.position);
			}
		}
		const isLast = heads.length < HEADS_MAX;
		client.position = Math.max(client.position, isLast ? upTo : heads.at(-1)?.position ?? 0);
		return isLast;
	}
	#sendOne(client, event, position) {
		const frame = client.dialect.toFrame(event, toStreamCursor(position));
		if (frame !== null) client.deliver(Buffer.from(frame), position, this.#context.nowMs());
	}
	async #waitForRoom(client, isCurrent) {
		for (;;) {
			if (!isCurrent()) return false;
			const delayMs = client.catchUpDelayMs(this.#context.nowMs());
			if (delayMs === 0) return true;
			await this.#context.wait(delayMs);
		}
	}
	#assertNotAhead(client, horizon) {
		if (horizon === 0 || client.position <= horizon + AHEAD_MAX) return;
		client.close(CLOSE_CODES.unknownCursor, "The cursor is not of this event log. Connect without one.");
	}
	async #tellGap(client) {
		const { log, nowMs, retentionMs } = this.#context;
		const { workspaceId, position } = client;
		if (position === 0 || this.#age.isYoung(position, nowMs())) return;
		if (nowMs() - timeOfId(workspaceId) < retentionMs) return;
		if (await this.#inTurn(() => log.hasEventUpTo(workspaceId, position))) return;
		const oldest = await this.#inTurn(() => log.findOldestPosition(workspaceId));
		if (client.isClosed || client.position !== position) return;
		client.tell("stream.gap", { oldest_cursor: toStreamCursor((oldest ?? position + 1) - 1) }, nowMs());
	}
	async #inTurn(read) {
		if (this.#readers >= READERS_MAX) await new Promise((resolve) => this.#readersWaiting.push(resolve));
		else this.#readers++;
		try {
			return await read();
		} finally {
			const next = this.#readersWaiting.shift();
			if (next === void 0) this.#readers--;
			else next();
		}
	}
};
const RESTART_WORDS = "The gateway is stopping. Connect again with the last cursor.";
const READ_FAILED_WORDS = "The event log could not be read. Connect again with the last cursor.";
const NO_EVENTS = new Map();
function toEntry(position, event) {
	return event === void 0 ? [] : [[position, event]];
}
// ../server/src/pipeline/stream/stream-log.store.ts
const WORKSPACES_MAX = 500;
async function listNewPositions(store, { after, upTo, limit }) {
	const wanted = [...after];
	const found = new Map();
	for (let start = 0; start < wanted.length; start += WORKSPACES_MAX) {
		const rows = wanted.slice(start, start + WORKSPACES_MAX).map(([id, position]) => sql`(CAST(${id} AS text), CAST(${position} AS bigint))`);
		const positions = sql`(SELECT string_agg(CAST(position AS text), ',') FROM (
      SELECT position FROM events WHERE workspace_id = asked.column1 AND position > asked.column2 AND position <= ${upTo}
      ORDER BY position LIMIT ${limit}) AS fresh)`;
		const answers = await store.db.selectFrom(sql`(VALUES ${sql.join(rows)})`.as("asked")).select(["column1 as workspaceId", positions.as("positions")]).execute();
		for (const { workspaceId, positions: text } of answers) if (text !== null) found.set(workspaceId, text.split(",").map(Number).sort((a, b) => a - b));
	}
	return found;
}
async function listHeads(store, workspaceId, positions) {
	if (positions.length === 0) return [];
	return (await selectHeads(store, workspaceId).where("position", "in", positions).execute()).map(toHead);
}
async function listHeadsAfter(store, workspaceId, { afterPosition, upTo, limit }) {
	return (await selectHeads(store, workspaceId).where("position", ">", afterPosition).where("position", "<=", upTo).orderBy("position").limit(limit).execute()).map(toHead);
}
async function hasEventUpTo(store, workspaceId, position) {
	return await store.db.selectFrom("events").select("position").where("workspace_id", "=", workspaceId).where("position", "<=", position).orderBy("position", "desc").limit(1).executeTakeFirst() !== void 0;
}
async function findOldestPosition(store, workspaceId) {
	return (await store.db.selectFrom("events").select("position").where("workspace_id", "=", workspaceId).orderBy("position").limit(1).executeTakeFirst())?.position ?? null;
}
const HEAD_COLUMNS = [
	"position",
	"type",
	"channel_id",
	"phone",
	"bsuid",
	"contact_id",
	"contact_serial"
];
function selectHeads(store, workspaceId) {
	return store.db.selectFrom("events").select(HEAD_COLUMNS).where("workspace_id", "=", workspaceId);
}
function toHead(row) {
	return {
		position: row.position,
		type: row.type,
		channelId: row.channel_id,
		phone: row.phone,
		bsuid: row.bsuid,
		contact: toContactRef(row)
	};
}
// ../server/src/pipeline/stream/stream-session.ts
const GOODBYE_MS = 2e3;
const PROBLEMS_MAX = 50;
const cursorText = string().transform((text) => readStreamCursor(text)).refine((position) => position !== null, "Use the cursor of a frame, or 0 for the oldest event that is kept.");
const request = discriminatedUnion("action", [strictObject({
	action: literal("subscribe"),
	...subscriptionFields
}), strictObject({
	action: literal("resume"),
	cursor: cursorText
})]);
function startSession(ctx, session) {
	const { socket, workspaceId, dialect, subscription, from } = session;
	const client = new StreamClient({
		workspaceId,
		dialect,
		socket: toStreamSocket(socket),
		observer: ctx.observer,
		nowMs: ctx.nowMs()
	});
	client.subscription = subscription;
	const ready = ctx.hub.add(client, from);
	socket.on("pong", () => client.notePong());
	socket.on("close", () => ctx.hub.remove(client));
	socket.on("message", (data, isBinary) => {
		if (!client.admitRequest(ctx.nowMs())) return;
		ready.then(() => answerRequest(ctx, client, isBinary ? null : String(data)));
	});
}
function answerRequest(ctx, client, text) {
	const read = request.safeParse(text === null ? null : parseJson(text));
	if (!read.success) {
		const errors = read.error.issues.slice(0, PROBLEMS_MAX).map(({ path, message }) => ({
			pointer: path.map((part) => `/${String(part)}`).join(""),
			detail: message
		}));
		client.tell("stream.error", {
			code: "invalid_request",
			detail: REFUSED_WORDS,
			errors
		}, ctx.nowMs());
	} else if (read.data.action === "subscribe") {
		const { action: _action, ...asked } = read.data;
		ctx.hub.subscribe(client, compileSubscription(asked));
	} else if (read.data.cursor !== null) ctx.hub.resume(client, read.data.cursor);
}
const REFUSED_WORDS = "Send JSON: {\"action\":\"subscribe\", \u2026} or {\"action\":\"resume\",\"cursor\":\"\u2026\"}. Nothing was changed.";
function parseJson(text) {
	try {
		return JSON.parse(text);
	} catch (error) {
		if (error instanceof SyntaxError) return void 0;
		throw error;
	}
}
function toStreamSocket(socket) {
	return {
		bufferedBytes: () => socket.bufferedAmount,
		send: (frame) => socket.send(frame, { binary: false }),
		ping: () => socket.ping(),
		close: (code, reason) => {
			socket.close(code, reason);
			const timer = setTimeout(() => socket.terminate(), GOODBYE_MS);
			socket.once("close", () => clearTimeout(timer));
		}
	};
}
// ../server/src/pipeline/stream/stream-tickets.store.ts
async function insertTicket(store, { ticketHash, workspaceId, expiresAtMs, nowMs }) {
	await store.db.deleteFrom("stream_tickets").where("expires_at_ms", "<=", nowMs).execute();
	await store.db.insertInto("stream_tickets").values({
		ticket_hash: ticketHash,
		workspace_id: workspaceId,
		expires_at_ms: expiresAtMs
	}).execute();
}
async function takeTicket(store, ticketHash, nowMs) {
	const row = await store.db.deleteFrom("stream_tickets").where("ticket_hash", "=", ticketHash).returning(["workspace_id", "expires_at_ms"]).executeTakeFirst();
	return row !== void 0 && row.expires_at_ms > nowMs ? row.workspace_id : null;
}
// ../server/src/platform/db/row-types.ts
const UNKNOWN_TYPE_CODES = new Set(["42704", "42804"]);
const MADE_BY_OTHER_CODES = new Set(["42710", "23505"]);
var RowTypes = class {
	#pool;
	#oids = new Map();
	constructor(pool) {
		this.#pool = pool;
	}
	async prepare(shapes) {
		for (const shape of shapes) if (!this.#oids.has(typeName(shape))) await this.#lookUp(shape);
	}
	write(writer, shape, rows) {
		const oid = this.#oids.get(typeName(shape));
		if (oid === void 0) throw new Error(`The type ${typeName(shape)} was not prepared.`);
		return writer.write(oid, shape.columns, rows);
	}
	onFailed(error) {
		if (UNKNOWN_TYPE_CODES.has(error.code)) this.#oids = new Map();
	}
	async #lookUp(shape) {
		const name = typeName(shape);
		this.#oids.set(name, await this.#find(name) ?? await this.#make(shape));
	}
	async #find(name) {
		const { rows } = await this.#pool.query("SELECT to_regtype($1)::oid AS oid", [name]);
		return rows[0]?.oid ?? null;
	}
	async #make(shape) {
		const name = typeName(shape);
		const columns = Object.entries(shape.columns).map(([column, type]) => `${column} ${type}`);
		try {
			await this.#pool.query(`CREATE TYPE ${name} AS (${columns.join(", ")})`);
		} catch (error) {
			if (!MADE_BY_OTHER_CODES.has(error.code)) throw error;
		}
		const oid = await this.#find(name);
		if (oid === null) throw new Error(`The type ${name} was made and cannot be found.`);
		return oid;
	}
};
const names = new WeakMap();
const DIGEST_CHARS = 12;
function typeName(shape) {
	const known = names.get(shape);
	if (known !== void 0) return known;
	const digest = hash("sha256", JSON.stringify(Object.entries(shape.columns))).slice(0, DIGEST_CHARS);
	const name = `rows_of_${shape.name}_${digest}`;
	names.set(shape, name);
	return name;
}
function rowsSql(shape, parameter) {
	return `unnest($${parameter}::${typeName(shape)}[])`;
}
// ../server/src/platform/db/row-writer.ts
const OIDS = {
	text: 25,
	bigint: 20,
	integer: 23
};
const NULL_LENGTH = -1;
const FIRST_BYTES = 65536;
const KEPT_BYTES_MAX = 4194304;
const HEAD_BYTES = 20;
const ROW_HEAD_BYTES = 8;
const COLUMN_BYTES_MAX = 16;
const UTF8_BYTES_MAX = 3;
const TWO_TO_32 = 2 ** 32;
var RowValueError = class extends Error {
	name = "RowValueError";
	code = "22000";
};
var RowWriter = class {
	#buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
	#end = 0;
	get isKept() {
		return this.#buffer.length <= KEPT_BYTES_MAX;
	}
	reset() {
		this.#end = 0;
	}
	write(typeOid, columns, rows) {
		const order = Object.entries(columns);
		const start = this.#end;
		this.#reserve(HEAD_BYTES);
		this.#writeInt(1);
		this.#writeInt(0);
		this.#end = this.#buffer.writeUInt32BE(typeOid, this.#end);
		this.#writeInt(rows.length);
		this.#writeInt(1);
		for (const row of rows) {
			this.#reserve(ROW_HEAD_BYTES);
			const lengthAt = this.#end;
			this.#end += 4;
			this.#writeInt(order.length);
			for (const [column, type] of order) this.#writeColumn(column, type, row[column] ?? null);
			this.#buffer.writeInt32BE(this.#end - lengthAt - 4, lengthAt);
		}
		return this.#buffer.subarray(start, this.#end);
	}
	#writeColumn(column, type, value) {
		this.#reserve(COLUMN_BYTES_MAX);
		this.#writeInt(OIDS[type]);
		if (value === null) this.#writeInt(NULL_LENGTH);
		else if (type === "text") {
			if (typeof value !== "string") throw new RowValueError(`${column} is text, and not a ${typeof value}.`);
			this.#writeText(value);
		} else {
			if (!isWhole(value, type)) throw new RowValueError(`${column} is a whole number (${type}), and not ${value}.`);
			this.#writeNumber(type, value);
		}
	}
	#writeText(text) {
		this.#reserve(4 + text.length * UTF8_BYTES_MAX);
		const length = this.#buffer.write(text, this.#end + 4);
		this.#writeInt(length);
		this.#end += length;
	}
	#writeNumber(type, value) {
		if (type === "integer") {
			this.#writeInt(4);
			this.#writeInt(value);
			return;
		}
		this.#writeInt(8);
		this.#writeInt(Math.floor(value / TWO_TO_32));
		this.#end = this.#buffer.writeUInt32BE(value >>> 0, this.#end);
	}
	#writeInt(value) {
		this.#end = this.#buffer.writeInt32BE(value, this.#end);
	}
	#reserve(bytes) {
		if (this.#end + bytes <= this.#buffer.length) return;
		const larger = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#end + bytes));
		this.#buffer.copy(larger, 0, 0, this.#end);
		this.#buffer = larger;
	}
};
function isWhole(value, type) {
	return Number.isSafeInteger(value) && (type === "bigint" || value === (value | 0));
}
const EVENTS = {
	name: "events",
	columns: {
		workspace_id: "text",
		id: "text",
		type: "text",
		origin: "text",
		channel_id: "text",
		occurred_at_ms: "bigint",
		created_at_ms: "bigint",
		phone: "text",
		bsuid: "text",
		contact_id: "text",
		contact_serial: "bigint",
		sent_message: "text",
		hops: "integer",
		payload: "text",
		key: "text",
		cause: "text"
	}
};
const DELIVERIES = {
	name: "deliveries",
	columns: {
		workspace_id: "text",
		id: "text",
		event_id: "text",
		endpoint_id: "text",
		due_at_ms: "bigint",
		lease_token: "text",
		order_key: "text",
		created_at_ms: "bigint"
	}
};
const ATTEMPTS = {
	name: "attempts",
	columns: {
		workspace_id: "text",
		id: "text",
		delivery_id: "text",
		event_id: "text",
		endpoint_id: "text",
		number: "integer",
		trigger: "text",
		started_at_ms: "bigint",
		duration_ms: "integer",
		outcome: "text",
		status_code: "integer",
		error_class: "text",
		error_message: "text",
		request_headers: "text",
		response_headers: "text",
		response_body: "text",
		delivery_state: "text",
		next_attempt_at_ms: "bigint",
		run_id: "text",
		lease_token: "text",
		after: "text",
		next_due_at_ms: "bigint",
		next_lease_token: "text",
		next_schedule_step: "integer",
		next_maybe_received: "integer",
		next_trigger: "text",
		next_resting_state: "text"
	}
};
const RELEASES = {
	name: "releases",
	columns: {
		workspace_id: "text",
		id: "text",
		lease_token: "text",
		due_at_ms: "bigint"
	}
};
const QUARANTINE = {
	name: "quarantine",
	columns: {
		meta_app_id: "text",
		id: "text",
		reason: "text",
		field: "text",
		phone_number_id: "text",
		waba_id: "text",
		occurred_at_ms: "bigint",
		created_at_ms: "bigint",
		dedupe_key: "text",
		payload_bytes: "integer",
		payload: "text"
	}
};
const PART_SHAPES = {
	events: [EVENTS, DELIVERIES],
	attempts: [ATTEMPTS],
	releases: [RELEASES],
	quarantine: [QUARANTINE]
};
const recordShapes = new WeakMap();
function recordShape(table) {
	const known = recordShapes.get(table);
	if (known !== void 0) return known;
	const shape = {
		name: table.name,
		columns: {
			...table.columns,
			cause: "text"
		}
	};
	recordShapes.set(table, shape);
	return shape;
}
function commitStatement(parts, tables, takePositionLockSql) {
	let parameter = 0;
	const ctes = parts.map((part) => {
		if (part === "events") return appendEvents(++parameter, ++parameter, takePositionLockSql);
		if (part === "attempts") return recordAttempts(++parameter);
		return part === "releases" ? releaseDeliveries(++parameter) : keepQuarantine(++parameter);
	});
	const hasEvents = parts.includes("events");
	for (const [index, table] of tables.entries()) ctes.push(putRecords(table, index, {
		rows: ++parameter,
		hasEvents
	}));
	const answer = hasEvents ? "SELECT id, position FROM appended" : "SELECT NULL AS id, 0 AS position WHERE false";
	const checks = tables.flatMap((table, index) => isReplaced(table) ? [refuseStale(index)] : []);
	const text = `WITH ${ctes.join(",\n")}\n${[answer, ...checks].join("\nUNION ALL ")}`;
	return {
		name: `commit-${hash("sha256", text, "base64url")}`,
		text
	};
}
function putRecords(table, index, { rows, hasEvents }) {
	const columns = Object.keys(table.columns);
	const key = table.merge?.key ?? ["workspace_id", "id"];
	const isNew = hasEvents ? "cause IS NULL OR cause IN (SELECT event_id FROM new_keys)" : "cause IS NULL";
	return `
wanted_${index} AS MATERIALIZED (
  SELECT * FROM ${rowsSql(recordShape(table), rows)}
  WHERE ${isNew}
),
put_${index} AS (
  INSERT INTO ${table.name} AS was (${columns.join(", ")})
  SELECT ${selectWanted(table).join(", ")} FROM wanted_${index}
  ${table.merge === void 0 ? "" : `GROUP BY ${key.join(", ")}`}
  ORDER BY ${key.map((column) => `${column} COLLATE "C"`).join(", ")}
  ${onConflictSql(table, {
		least: "LEAST",
		greatest: "GREATEST"
	})}
  RETURNING 1
)`;
}
function selectWanted({ columns, merge }) {
	const names = Object.keys(columns);
	if (merge === void 0) return names;
	return names.map((column) => {
		const rule = merge.rules[column];
		return rule === void 0 ? column : aggregateSql(column, rule);
	});
}
function aggregateSql(column, rule) {
	if (typeof rule === "object") return `(array_agg(${column} ORDER BY ${rule.newestBy} DESC NULLS LAST))[1]`;
	if (rule === "kept") return `(array_agg(${column}))[1]`;
	return rule === "first" ? `(array_agg(${column}) FILTER (WHERE ${column} IS NOT NULL))[1]` : `${rule}(${column})`;
}
function refuseStale(index) {
	return `SELECT NULL, 0 WHERE 1 / (CASE WHEN ${`(SELECT count(*) FROM put_${index}) < (SELECT count(*) FROM wanted_${index})`} THEN 0 ELSE 1 END) = 0`;
}
function appendEvents(events, deliveries, takePositionLockSql) {
	return `
position_lock AS MATERIALIZED (${takePositionLockSql}),
new_events AS MATERIALIZED (
  SELECT * FROM ${rowsSql(EVENTS, events)}
),
new_keys AS (
  INSERT INTO event_keys (workspace_id, key, event_id, created_at_ms)
  SELECT workspace_id, key, id, created_at_ms FROM new_events
  WHERE key IS NOT NULL ORDER BY workspace_id COLLATE "C", key COLLATE "C"
  ON CONFLICT DO NOTHING
  RETURNING event_id
),
fresh AS MATERIALIZED (
  SELECT * FROM new_events
  WHERE (key IS NULL OR id IN (SELECT event_id FROM new_keys)) AND (cause IS NULL OR cause IN (SELECT event_id FROM new_keys))
),
appended AS (
  INSERT INTO events (position, workspace_id, id, type, origin, channel_id, occurred_at_ms, created_at_ms, phone, bsuid,
    contact_id, contact_serial, sent_message, hops, payload)
  SELECT nextval('events_position'), workspace_id, id, type, origin, channel_id, occurred_at_ms, created_at_ms, phone, bsuid,
    contact_id, contact_serial, sent_message, hops, payload
  FROM (SELECT fresh.* FROM fresh CROSS JOIN position_lock ORDER BY fresh.id COLLATE "C") AS ordered
  RETURNING id, position
),
born AS (
  INSERT INTO deliveries (workspace_id, id, event_id, endpoint_id, state, attempts_made, schedule_step, due_at_ms,
    lease_token, maybe_received, trigger, resting_state, created_at_ms, order_key, order_position)
  SELECT d.workspace_id, d.id, d.event_id, d.endpoint_id, 'pending', 0, 0, d.due_at_ms,
    d.lease_token, 0, 'schedule', NULL, d.created_at_ms,
    d.order_key, CASE WHEN d.order_key IS NULL THEN NULL ELSE appended.position END
  FROM ${rowsSql(DELIVERIES, deliveries)} AS d
  JOIN appended ON appended.id = d.event_id
)`;
}
function recordAttempts(attempts) {
	return `
done AS MATERIALIZED (
  SELECT * FROM ${rowsSql(ATTEMPTS, attempts)}
),
finished AS (
  DELETE FROM deliveries d USING done a
  WHERE d.workspace_id = a.workspace_id AND d.id = a.delivery_id AND d.lease_token = a.lease_token
    AND a.after = 'finished' AND (d.state = 'pending' OR a.outcome = 'succeeded')
  RETURNING d.id
),
waiting AS (
  UPDATE deliveries d
  SET attempts_made = a.number, schedule_step = a.next_schedule_step, due_at_ms = a.next_due_at_ms,
      lease_token = a.next_lease_token, maybe_received = a.next_maybe_received, trigger = a.next_trigger,
      resting_state = a.next_resting_state
  FROM done a
  WHERE d.workspace_id = a.workspace_id AND d.id = a.delivery_id AND d.lease_token = a.lease_token
    AND a.after = 'waits' AND d.state = 'pending'
  RETURNING d.id
),
left_canceled AS (
  UPDATE deliveries d SET attempts_made = a.number, lease_token = NULL, canceled_lease_ends_ms = NULL
  FROM done a
  WHERE d.workspace_id = a.workspace_id AND d.id = a.delivery_id AND d.lease_token = a.lease_token
    AND d.state = 'canceled' AND NOT (a.after = 'finished' AND a.outcome = 'succeeded')
  RETURNING d.id
),
logged AS (
  INSERT INTO attempts (workspace_id, id, delivery_id, event_id, endpoint_id, number, trigger, started_at_ms, duration_ms,
    outcome, status_code, error_class, error_message, request_headers, response_headers, response_body, delivery_state,
    next_attempt_at_ms, run_id)
  SELECT workspace_id, id, delivery_id, event_id, endpoint_id, number, trigger, started_at_ms, duration_ms,
    outcome, status_code, error_class, error_message, request_headers, response_headers, response_body,
    CASE WHEN is_canceled THEN 'canceled' ELSE delivery_state END,
    CASE WHEN is_canceled THEN NULL ELSE next_attempt_at_ms END, run_id
  FROM done JOIN (
    SELECT id AS moved_id, false AS is_canceled FROM finished
    UNION ALL SELECT id, false FROM waiting
    UNION ALL SELECT id, true FROM left_canceled
  ) AS moved ON moved.moved_id = done.delivery_id
)`;
}
function releaseDeliveries(releases) {
	return `
released AS (
  UPDATE deliveries d SET lease_token = NULL, due_at_ms = CASE d.state WHEN 'pending' THEN r.due_at_ms END, canceled_lease_ends_ms = NULL
  FROM ${rowsSql(RELEASES, releases)} AS r
  WHERE d.workspace_id = r.workspace_id AND d.id = r.id AND d.lease_token = r.lease_token
)`;
}
function keepQuarantine(items) {
	return `
kept AS (
  INSERT INTO quarantine (meta_app_id, id, reason, field, phone_number_id, waba_id, occurred_at_ms, created_at_ms,
    dedupe_key, payload_bytes, payload)
  SELECT meta_app_id, id, reason, field, phone_number_id, waba_id, occurred_at_ms, created_at_ms, dedupe_key, payload_bytes, payload
  FROM ${rowsSql(QUARANTINE, items)}
  ON CONFLICT DO NOTHING
)`;
}
// ../server/src/pipeline/commit/commit-rows.ts
function toEventRow({ event, payloadJson }) {
	return {
		workspace_id: event.workspaceId,
		id: event.id,
		type: event.type,
		origin: event.origin,
		channel_id: event.channelId,
		occurred_at_ms: event.occurredAtMs,
		created_at_ms: event.createdAtMs,
		phone: event.phone,
		bsuid: event.bsuid,
		contact_id: event.contact?.id ?? null,
		contact_serial: event.contact?.serial ?? null,
		sent_message: event.sentMessage === null ? null : storableText(JSON.stringify(event.sentMessage)),
		hops: event.hops,
		payload: payloadJson,
		key: event.dedupeKey,
		cause: event.causeId
	};
}
function toDeliveryRow({ event }, delivery) {
	return {
		workspace_id: event.workspaceId,
		id: delivery.id,
		event_id: event.id,
		endpoint_id: delivery.endpointId,
		due_at_ms: delivery.dueAtMs,
		lease_token: delivery.leaseToken,
		order_key: delivery.orderKey,
		created_at_ms: event.createdAtMs
	};
}
function toAttemptRow({ attempt, after, leaseToken, orderKey }) {
	const waits = after.kind === "waits" ? after : null;
	return {
		...attemptColumns(attempt),
		lease_token: leaseToken,
		order_key: orderKey,
		after: after.kind,
		next_due_at_ms: waits?.dueAtMs ?? null,
		next_lease_token: waits?.leaseToken ?? null,
		next_schedule_step: waits?.scheduleStep ?? null,
		next_maybe_received: waits === null ? null : waits.maybeReceived ? 1 : 0,
		next_trigger: waits?.trigger ?? null,
		next_resting_state: waits?.restingState ?? null
	};
}
function toReleaseRow(entry) {
	return {
		workspace_id: entry.workspaceId,
		id: entry.deliveryId,
		lease_token: entry.leaseToken,
		due_at_ms: entry.dueAtMs
	};
}
function toQuarantineRow(item) {
	const payload = JSON.stringify(item.payload ?? null);
	return {
		meta_app_id: item.metaAppId,
		id: item.id,
		reason: item.reason,
		field: storableText(item.field) ?? "",
		phone_number_id: storableText(item.phoneNumberId),
		waba_id: storableText(item.wabaId),
		occurred_at_ms: item.occurredAtMs,
		created_at_ms: item.createdAtMs,
		dedupe_key: item.dedupeKey,
		payload_bytes: Buffer.byteLength(payload),
		payload
	};
}
function toRecordRow({ row, causeId }) {
	return {
		...row,
		cause: causeId
	};
}
// ../server/src/pipeline/commit/commit.postgres.store.ts
const CONCURRENCY = 2;
async function openPostgresCommitStore(pool, takePositionLockSql) {
	const rowTypes = new RowTypes(pool);
	await rowTypes.prepare(Object.values(PART_SHAPES).flat());
	const statements = new Statements(rowTypes, takePositionLockSql);
	const writers = [];
	async function withWriter(use) {
		const writer = writers.pop() ?? new RowWriter();
		try {
			const result = await use(writer);
			writer.reset();
			if (writer.isKept) writers.push(writer);
			return result;
		} catch (error) {
			rowTypes.onFailed(error);
			throw error;
		}
	}
	return {
		concurrency: CONCURRENCY,
		commit: (batch) => withWriter(async (writer) => {
			const statement = await statements.of(batch, writer);
			if (statement === null) return new Map();
			const lines = linesLeft(batch);
			const result = lines.length === 0 ? await query(pool, statement) : await queryInLines(pool, statement, lines);
			return new Map(result.rows.map((row) => [row.id, Number(row.position)]));
		}),
		appendIn: (trx, entries) => withWriter(async (writer) => {
			const statement = await statements.of({
				...EMPTY_BATCH,
				events: entries
			}, writer);
			if (statement !== null) await trx.executeQuery(CompiledQuery.raw(statement.text, [...statement.values]));
		})
	};
}
function byName([a], [b]) {
	return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
const EMPTY_BATCH = {
	events: [],
	records: [],
	attempts: [],
	releases: [],
	quarantine: []
};
var Statements = class {
	#rowTypes;
	#takePositionLockSql;
	#texts = new Map();
	constructor(rowTypes, takePositionLockSql) {
		this.#rowTypes = rowTypes;
		this.#takePositionLockSql = takePositionLockSql;
	}
	async of(batch, writer) {
		const parts = partsOf(batch);
		if (parts.length === 0 && batch.records.length === 0) return null;
		const records = new Map([...Map.groupBy(batch.records, (write) => write.table)].sort(byName));
		const parameters = [...parts.flatMap((part) => part.parameters), ...Array.from(records, toParameter)];
		await this.#rowTypes.prepare(parameters.map(({ shape }) => shape));
		const values = parameters.map(({ shape, rows }) => this.#rowTypes.write(writer, shape, rows));
		return {
			...this.#textOf(parts, [...records.keys()]),
			values
		};
	}
	#textOf(parts, tables) {
		const names = parts.map(({ part }) => part);
		const key = [...names, ...tables.map((table) => table.name)].join();
		let statement = this.#texts.get(key);
		if (statement === void 0) {
			statement = commitStatement(names, tables, this.#takePositionLockSql);
			this.#texts.set(key, statement);
		}
		return statement;
	}
};
function toParameter([table, writes]) {
	return {
		shape: recordShape(table),
		rows: writes.map(toRecordRow)
	};
}
function linesLeft({ attempts }) {
	const lines = [];
	for (const { attempt, after, orderKey } of attempts) {
		if (orderKey === null || after.kind !== "finished") continue;
		lines.push({
			workspace_id: attempt.workspaceId,
			endpoint_id: attempt.endpointId,
			order_key: orderKey
		});
	}
	return lines;
}
async function queryInLines(pool, statement, lines) {
	const client = await pool.connect();
	let failure;
	try {
		const values = [JSON.stringify(lines)];
		await client.query("BEGIN");
		await client.query({
			name: "lock-lines",
			text: LINES_POSTGRES.lock,
			values
		});
		const result = await query(client, statement);
		await client.query({
			name: "let-next-go",
			text: LINES_POSTGRES.letNextGo,
			values
		});
		await client.query("COMMIT");
		return result;
	} catch (error) {
		await client.query("ROLLBACK").catch((reason) => {
			failure = reason;
		});
		throw error;
	} finally {
		client.release(failure);
	}
}
async function query(pool, { name, text, values }) {
	try {
		return await pool.query({
			name,
			text,
			values: [...values]
		});
	} catch (error) {
		if (error.code === "22012") throw new RecordConflictError(error);
		throw error;
	}
}
function partsOf(batch) {
	const deliveries = batch.events.flatMap((entry) => entry.deliveries.map((delivery) => toDeliveryRow(entry, delivery)));
	return [
		toPart("events", [batch.events.map(toEventRow), deliveries]),
		toPart("attempts", [batch.attempts.map(toAttemptRow)]),
		toPart("releases", [batch.releases.map(toReleaseRow)]),
		toPart("quarantine", [batch.quarantine.map(toQuarantineRow)])
	].filter(({ parameters }) => parameters.some(({ rows }) => rows.length > 0));
}
function toPart(part, rows) {
	return {
		part,
		parameters: PART_SHAPES[part].map((shape, index) => ({
			shape,
			rows: rows[index] ?? []
		}))
	};
}
// ../server/src/pipeline/commit/append-in.sqlite.store.ts
const STATEMENT_ROWS_MAX = 500;
async function appendEventsIn(trx, entries) {
	for (const entry of entries) {
		const { key: _key, cause: _cause, ...event } = toEventRow(entry);
		const { position } = await trx.insertInto("events").values(event).returning("position").executeTakeFirstOrThrow();
		const rows = entry.deliveries.map((delivery) => ({
			...toDeliveryRow(entry, delivery),
			order_position: delivery.orderKey === null ? null : position,
			state: "pending",
			attempts_made: 0,
			schedule_step: 0,
			maybe_received: 0,
			trigger: "schedule",
			resting_state: null
		}));
		for (let from = 0; from < rows.length; from += STATEMENT_ROWS_MAX) await trx.insertInto("deliveries").values(rows.slice(from, from + STATEMENT_ROWS_MAX)).execute();
	}
}
// ../server/src/pipeline/commit/commit.sqlite.store.ts
async function createSqliteCommitStore(writer) {
	await writer.load(new URL("./commit.sqlite.thread.mjs", import.meta.url));
	return {
		concurrency: 2,
		appendIn: appendEventsIn,
		commit: async (batch) => {
			return toFresh(batch, await callCommit(writer, {
				events: denseMap(batch.events, toEventValues),
				records: Array.from(Map.groupBy(batch.records, (write) => write.table), toRecordWrites),
				attempts: denseMap(batch.attempts, toAttemptValues),
				releases: denseMap(batch.releases, toReleaseValues),
				quarantine: denseMap(batch.quarantine, toQuarantineRow)
			}));
		}
	};
}
function toFresh({ events }, positions) {
	const fresh = new Map();
	for (const [index, { event }] of events.entries()) {
		const position = positions[index] ?? null;
		if (position !== null) fresh.set(event.id, position);
	}
	return fresh;
}
async function callCommit(writer, batch) {
	try {
		return await writer.call("commit", batch);
	} catch (error) {
		if (error.code === "POSTHORN_STALE_RECORD") throw new RecordConflictError(error);
		throw error;
	}
}
const STATEMENTS = new WeakMap();
function toRecordWrites([table, writes]) {
	const columns = Object.keys(table.columns);
	let sql = STATEMENTS.get(table);
	if (sql === void 0) {
		sql = putRecordSql(table);
		STATEMENTS.set(table, sql);
	}
	return {
		sql,
		replacesPersonalData: replacesPersonalData(table),
		rows: denseMap(writes, ({ row }) => denseMap(columns, (column) => row[column] ?? null)),
		causeIds: denseMap(writes, ({ causeId }) => causeId)
	};
}
function putRecordSql(table) {
	const columns = Object.keys(table.columns);
	const values = columns.map(() => "?").join(", ");
	const onConflict = onConflictSql(table, {
		least: "min",
		greatest: "max"
	});
	return `INSERT INTO ${table.name} AS was (${columns.join(", ")}) VALUES (${values}) ${onConflict}`;
}
// ../server/src/pipeline/commit/create-commit-store.ts
async function createCommitStore(store, takePositionLockSql) {
	return store.engine === "sqlite" ? createSqliteCommitStore(store.writer) : openPostgresCommitStore(store.pool, takePositionLockSql);
}
// ../server/src/pipeline/ingest/raw-header.ts
function rawHeader({ rawHeaders }, name) {
	let value;
	for (let index = 0; index < rawHeaders.length; index += 2) {
		const given = rawHeaders[index];
		if (given?.length !== name.length || given.toLowerCase() !== name) continue;
		const one = rawHeaders[index + 1] ?? "";
		value = value === void 0 ? one : `${value}, ${one}`;
	}
	return value;
}
const UNVERIFIED_BYTES_MAX = 67108864;
var BodyReader = class {
	#heldBytesMax;
	#bytesHeld = 0;
	constructor(heldBytesMax = UNVERIFIED_BYTES_MAX) {
		this.#heldBytesMax = heldBytesMax;
	}
	get bytesHeld() {
		return this.#bytesHeld;
	}
	read(request) {
		const declared = Number(rawHeader(request, "content-length") ?? 0);
		if (declared > 4194304) return Promise.resolve({ kind: "too_large" });
		if (this.#bytesHeld + declared > this.#heldBytesMax) return Promise.resolve({ kind: "busy" });
		return new Promise((resolve) => {
			const body = new GrowingBody();
			let isSettled = false;
			const settle = (read) => {
				if (isSettled) return;
				isSettled = true;
				if (read.kind !== "body") this.#bytesHeld -= body.length;
				resolve(read);
			};
			const take = (chunk) => {
				if (isSettled) return;
				if (body.length + chunk.length > 4194304) return settle({ kind: "too_large" });
				if (this.#bytesHeld + chunk.length > this.#heldBytesMax) return settle({ kind: "busy" });
				this.#bytesHeld += chunk.length;
				body.append(chunk);
			};
			request.on("data", take);
			request.on("end", () => settle({
				kind: "body",
				bytes: body.bytes
			}));
			const abort = () => settle({ kind: "aborted" });
			request.on("error", abort);
			request.on("close", abort);
		});
	}
	release(bytes) {
		this.#bytesHeld -= bytes.length;
	}
};
const NO_BYTES = Buffer.alloc(0);
var GrowingBody = class {
	#buffer = NO_BYTES;
	#length = 0;
	get length() {
		return this.#length;
	}
	get bytes() {
		return this.#length === this.#buffer.length ? this.#buffer : this.#buffer.subarray(0, this.#length);
	}
	append(chunk) {
		const length = this.#length + chunk.length;
		if (this.#length === 0) this.#buffer = chunk;
		else {
			if (length > this.#buffer.length) this.#grow(length);
			chunk.copy(this.#buffer, this.#length);
		}
		this.#length = length;
	}
	#grow(length) {
		const larger = Buffer.allocUnsafe(Math.max(length, 2 * this.#buffer.length));
		this.#buffer.copy(larger, 0, 0, this.#length);
		this.#buffer = larger;
	}
};
// ../server/src/pipeline/ingest/challenge.ts
const CHALLENGE = /^[A-Za-z0-9_.-]{1,256}$/;
function answerChallenge(query, verifyTokens) {
	const challenge = onlyValueOf(query, "hub.challenge");
	if (!isKnownToken(onlyValueOf(query, "hub.verify_token"), verifyTokens) || onlyValueOf(query, "hub.mode") !== "subscribe") return null;
	return CHALLENGE.test(challenge) ? challenge : null;
}
function onlyValueOf(query, name) {
	const [value, ...more] = query.getAll(name);
	return value === void 0 || more.length > 0 ? "" : value;
}
function isKnownToken(token, verifyTokens) {
	if (token === "") return false;
	const digest = hash("sha256", token, "buffer");
	let isKnown = false;
	for (const verifyToken of verifyTokens) isKnown = timingSafeEqual(digest, hash("sha256", verifyToken, "buffer")) || isKnown;
	return isKnown;
}
function parseMetaBody(rawBody) {
	try {
		const text = rawBody.toString("utf8");
		const body = JSON.parse(text);
		return isDeeperThan(body, 100) ? { kind: "unreadable" } : {
			kind: "json",
			body,
			text
		};
	} catch (error) {
		if (error instanceof SyntaxError) return { kind: "unreadable" };
		throw error;
	}
}
function isDeeperThan(value, levels) {
	if (typeof value !== "object" || value === null) return false;
	if (levels === 0) return true;
	if (Array.isArray(value)) {
		for (const element of value) if (isDeeperThan(element, levels - 1)) return true;
		return false;
	}
	for (const key in value) if (isDeeperThan(value[key], levels - 1)) return true;
	return false;
}
// ../server/src/pipeline/ingest/receive-body.ts
function receiveBody(context, body) {
	const parsed = parseMetaBody(body.bytes);
	const items = parsed.kind === "json" ? splitMetaBody(parsed.body, body.receivedAtMs) : [];
	if (items.length === 0) return {
		events: [],
		quarantine: [unreadable(context, body)]
	};
	const events = [];
	const quarantine = [];
	for (const item of items) {
		const routed = routeToFirst(context, body, item);
		if (routed.reason !== null) quarantine.push(setAside(context, body, {
			item,
			app: routed.app,
			reason: routed.reason
		}));
		for (const owner of routed.events) events.push(toEvent(context, body, {
			item,
			owner,
			text: textOf(parsed, item)
		}));
	}
	return {
		events,
		quarantine
	};
}
function textOf(parsed, { body }) {
	return parsed.kind === "json" && parsed.body === body && !parsed.text.includes("\\") ? parsed.text : null;
}
function routeToFirst(context, body, item) {
	for (const app of body.apps) {
		const routed = routeItem(item, {
			app,
			channels: context.channels,
			nowMs: body.receivedAtMs,
			window: context.window
		});
		if (routed.quarantine !== "unknown_channel") return {
			app,
			events: routed.events,
			reason: routed.quarantine
		};
	}
	return {
		app: body.apps[0],
		events: [],
		reason: "unknown_channel"
	};
}
function toEvent(context, body, { item, owner, text }) {
	const event = {
		id: context.newEventId(),
		workspaceId: owner.workspaceId,
		type: item.type,
		origin: "meta",
		channelId: owner.channelId,
		occurredAtMs: item.occurredAtMs,
		createdAtMs: body.receivedAtMs,
		phone: item.phone,
		bsuid: item.bsuid,
		contact: null,
		sentMessage: null,
		hops: body.hops,
		payload: item.body,
		dedupeKey: item.dedupeKey,
		causeId: null
	};
	return text === null ? event : {
		...event,
		payloadText: {
			payload: item.body,
			text
		}
	};
}
function setAside(context, body, { item, app, reason }) {
	return {
		id: context.newQuarantineId(),
		metaAppId: app.id,
		reason,
		field: item.field,
		phoneNumberId: item.phoneNumberId,
		wabaId: item.wabaId,
		occurredAtMs: item.timeIsMeta ? item.occurredAtMs : null,
		createdAtMs: body.receivedAtMs,
		payload: item.body,
		dedupeKey: item.dedupeKey
	};
}
function unreadable(context, body) {
	return {
		id: context.newQuarantineId(),
		metaAppId: body.apps[0].id,
		reason: "unreadable",
		field: "",
		phoneNumberId: null,
		wabaId: null,
		occurredAtMs: null,
		createdAtMs: body.receivedAtMs,
		payload: body.bytes.toString("utf8"),
		dedupeKey: `unreadable|${createHash("sha256").update(body.bytes).digest("base64url")}`
	};
}
// ../server/src/pipeline/ingest/signature.ts
const PREFIX = "sha256=";
const SIGNATURE_LENGTH = 71;
function verifyMetaSignature(rawBody, header, secrets) {
	if (header?.length !== SIGNATURE_LENGTH || !header.startsWith(PREFIX)) return false;
	const given = Buffer.from(header.slice(7), "latin1");
	let isValid = false;
	for (const key of keysOf(secrets)) {
		const expected = Buffer.from(key.digest(rawBody, "hex"), "latin1");
		isValid = timingSafeEqual(given, expected) || isValid;
	}
	return isValid;
}
const KEYS = new WeakMap();
function keysOf(secrets) {
	let keys = KEYS.get(secrets);
	if (keys === void 0) {
		keys = secrets.filter((secret) => secret !== "").map((secret) => new HmacKey(secret));
		KEYS.set(secrets, keys);
	}
	return keys;
}
// ../server/src/pipeline/ingest/webhook-listener.ts
const PATH = "/webhooks/meta/";
const APP_ID = /^[A-Za-z0-9_-]{1,64}$/;
function createWebhookListener(context) {
	const reader = new BodyReader(context.unverifiedBytesMax);
	return (request, response) => {
		const url = request.url ?? "";
		if (!url.startsWith(PATH)) return false;
		serve({
			context,
			reader,
			request,
			response,
			url
		}).catch((error) => {
			context.onError(error);
			if (!response.headersSent) answer(response, 503);
		});
		return true;
	};
}
async function serve(call) {
	const queryIndex = call.url.indexOf("?");
	const path = queryIndex === -1 ? call.url : call.url.slice(0, queryIndex);
	const appId = path.slice(15);
	const apps = APP_ID.test(appId) ? call.context.appsByAppId(appId) : [];
	if (call.request.method === "POST") return receive(call, apps);
	if (call.request.method === "GET") return challenge(call, apps, call.url.slice(path.length));
	call.context.observe("method_not_allowed", apps);
	call.response.setHeader("Allow", "GET, POST");
	answer(call.response, 405);
}
function challenge({ context, request, response }, apps, query) {
	const text = answerChallenge(new URLSearchParams(query), apps.map((app) => app.verifyToken));
	const isDoctor = request.headers[DOCTOR_HEADER] !== void 0;
	if (text === null) context.observe("challenge_refused", apps);
	else if (!isDoctor) context.observe("challenge_passed", challengedApps(query, apps));
	if (text === null) {
		answer(response, 403);
		return;
	}
	response.writeHead(200, {
		"Content-Type": "text/plain; charset=utf-8",
		"Content-Length": Buffer.byteLength(text),
		"X-Content-Type-Options": "nosniff"
	});
	response.end(text);
}
function challengedApps(query, apps) {
	const params = new URLSearchParams(query);
	return apps.filter((app) => answerChallenge(params, [app.verifyToken]) !== null);
}
async function receive(call, apps) {
	const { context, reader, request, response } = call;
	const read = await reader.read(request);
	if (read.kind !== "body") {
		context.observe(read.kind, apps);
		if (read.kind !== "aborted") answerAndClose(request, response, read.kind === "too_large" ? 413 : 503);
		return;
	}
	const verified = verify$2(request, read.bytes, apps);
	reader.release(read.bytes);
	if (verified === null) {
		context.observe("unauthenticated", apps);
		return answer(response, 401);
	}
	const hops = readHops(context, request);
	let result = "looped";
	if (hops !== null) {
		const body = {
			bytes: read.bytes,
			apps: verified,
			hops,
			receivedAtMs: context.nowMs()
		};
		try {
			const { events, quarantine } = receiveBody(context, body);
			await context.publish(events, quarantine);
			result = "accepted";
		} catch (error) {
			context.onError(error);
			result = "store_unavailable";
		}
	}
	context.observe(result, verified);
	answer(response, STATUS[result]);
}
const STATUS = {
	accepted: 200,
	looped: 422,
	store_unavailable: 503
};
function readHops(context, request) {
	try {
		return context.readHops(rawHeader(request, "posthorn-hops"));
	} catch (error) {
		if (error instanceof PosthornError) return null;
		throw error;
	}
}
function verify$2(request, bytes, apps) {
	const signature = rawHeader(request, "x-hub-signature-256");
	const [first, ...others] = apps.filter((app) => verifyMetaSignature(bytes, signature, app.appSecrets));
	return first === void 0 ? null : [first, ...others];
}
function answer(response, statusCode) {
	response.writeHead(statusCode, { "Content-Length": 0 });
	response.end();
}
const LINGER_MS = 1e3;
function answerAndClose(request, response, statusCode) {
	response.writeHead(statusCode, {
		"Content-Length": 0,
		Connection: "close"
	});
	response.flushHeaders();
	const close = () => {
		clearTimeout(timer);
		response.end();
	};
	const timer = setTimeout(close, LINGER_MS);
	request.once("end", close).once("close", close).resume();
}
// ../server/src/pipeline/quarantine/quarantine.worker.ts
const TRIM_DELAY_MS = 5e3;
const TRIM_INTERVAL_MS = 3e5;
function startQuarantineWorker(ctx) {
	let isStopped = false;
	let isSoon = false;
	let running = Promise.resolve();
	let timer = setTimeout(run, TRIM_INTERVAL_MS).unref();
	function run() {
		isSoon = false;
		running = trimOnce(ctx).then(() => {
			if (!isStopped && !isSoon) schedule(TRIM_INTERVAL_MS);
		});
	}
	function schedule(delayMs) {
		clearTimeout(timer);
		timer = setTimeout(run, delayMs).unref();
	}
	return {
		wake: () => {
			if (isStopped || isSoon) return;
			isSoon = true;
			running.then(() => {
				if (!isStopped) schedule(TRIM_DELAY_MS);
			});
		},
		stop: async () => {
			isStopped = true;
			clearTimeout(timer);
			await running;
		}
	};
}
async function trimOnce(ctx) {
	try {
		const itemCount = await trimQuarantine(ctx.store);
		if (itemCount > 0) ctx.onTrimmed(itemCount);
	} catch (error) {
		ctx.onError(error);
	}
}
// ../server/src/platform/observability/redact.ts
const CENSORED = "[redacted]";
const DEPTH_MAX = 6;
const ITEMS_MAX = 50;
const SECRET_NAME = /authorization|secret|token|password|cookie|signature|api_?key|root_?key|encryption_?key|private_?key|credential/;
const PERSONAL_NAME = /^(phone|phone_?numbers?|display_?phone_?number|wa_?id|bsuid|from|to|recipient(_?id)?|contacts?|profile|username|text|body|payload|raw|messages?_?text|caption|data|headers|request_?headers|response_?headers|response_?body|query|endpoint_?url|target_?url)$/;
function redactFields(fields, redaction) {
	return redactObject(fields, redaction, 1);
}
function redactObject(fields, redaction, depth) {
	const entries = Object.entries(fields).map(([name, value]) => [name, mustHide(name, redaction) ? CENSORED : redactValue(value, redaction, depth)]);
	return Object.fromEntries(entries);
}
function mustHide(name, { showsPersonal }) {
	const folded = name.replaceAll("-", "_").toLowerCase();
	return SECRET_NAME.test(folded) || !showsPersonal && PERSONAL_NAME.test(folded);
}
function redactValue(value, redaction, depth) {
	if (!isPlain(value)) return value;
	if (depth >= DEPTH_MAX) return "[cut]";
	if (Array.isArray(value)) return value.slice(0, ITEMS_MAX).map((item) => redactValue(item, redaction, depth + 1));
	return redactObject(value, redaction, depth + 1);
}
function isPlain(value) {
	if (typeof value !== "object" || value === null) return false;
	const prototype = Object.getPrototypeOf(value);
	return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
// ../server/src/platform/observability/logger.ts
const CAUSES_MAX = 3;
function createLogger(level, destination) {
	const redaction = { showsPersonal: level === "debug" || level === "trace" };
	const redact = (fields) => redactFields(fields, redaction);
	const options = {
		level,
		base: null,
		timestamp: pino.stdTimeFunctions.isoTime,
		formatters: {
			level: (label) => ({ level: label }),
			log: redact
		},
		serializers: {
			err: describeError,
			error: describeError,
			req: describeRequest,
			res: describeResponse
		}
	};
	const logger = destination === void 0 ? pino(options) : pino(options, destination);
	redactChildren(logger, redact);
	return logger;
}
function redactChildren(logger, redact) {
	const makeChild = logger.child;
	logger.child = function makeRedactedChild(bindings, options) {
		return makeChild.call(this, redact(bindings), options);
	};
}
function describeError(error, causesLeft = CAUSES_MAX) {
	if (!(error instanceof Error)) return typeof error === "string" ? error : typeof error;
	const code = "code" in error ? { code: error.code } : {};
	const cause = error.cause === void 0 || causesLeft === 0 ? {} : { cause: describeError(error.cause, causesLeft - 1) };
	return {
		type: error.name,
		...code,
		message: error.message,
		stack: error.stack,
		...cause
	};
}
function describeRequest(request) {
	const path = typeof request.url === "string" ? request.url.split("?")[0] : void 0;
	return {
		method: request.method,
		path
	};
}
function describeResponse(response) {
	return { status: response.statusCode };
}
// ../server/src/platform/observability/scraped-counter.ts
var import_prom_client = require_prom_client();
var ScrapedCounter = class {
	#labelNames;
	#root = newPlace();
	constructor(config) {
		this.#labelNames = config.labelNames;
		const root = this.#root;
		new import_prom_client.Counter({
			...config,
			collect() {
				addAll(this, root, config.labelNames, {});
			}
		});
	}
	inc(labels, count = 1) {
		let place = this.#root;
		for (const name of this.#labelNames) {
			const value = labels[name];
			let next = place.next.get(value);
			if (next === void 0) {
				next = newPlace();
				place.next.set(value, next);
			}
			place = next;
		}
		place.count += count;
	}
};
function newPlace() {
	return {
		count: 0,
		next: new Map()
	};
}
function addAll(counter, place, [name, ...below], labels) {
	if (name === void 0) {
		counter.inc(labels, place.count);
		place.count = 0;
		return;
	}
	for (const [value, next] of place.next) addAll(counter, next, below, {
		...labels,
		[name]: value
	});
}
// ../server/src/platform/observability/metrics.ts
const ATTEMPT_BUCKETS_SECONDS = [
	.005,
	.01,
	.025,
	.05,
	.1,
	.25,
	.5,
	1,
	2.5,
	5,
	10,
	15,
	30,
	60
];
const COMMIT_BUCKETS_SECONDS = [
	5e-4,
	.001,
	.002,
	.005,
	.01,
	.025,
	.05,
	.1,
	.25,
	1,
	5
];
const COMMIT_BUCKETS_ROWS = [
	1,
	2,
	5,
	10,
	25,
	50,
	100,
	250,
	500,
	1e3
];
function createMetrics() {
	const registry = new import_prom_client.Registry();
	(0, import_prom_client.collectDefaultMetrics)({ register: registry });
	return {
		registry,
		...createIngestMetrics(registry),
		...createDeliveryMetrics(registry),
		...createStoreMetrics(registry),
		...createMessageMetrics(registry),
		...createStreamMetrics(registry)
	};
}
function createIngestMetrics(registry) {
	const registers = [registry];
	return {
		webhooksReceived: new ScrapedCounter({
			name: "posthorn_webhooks_received_total",
			help: "Signed webhooks from Meta, by what they were answered with.",
			labelNames: ["result"],
			registers
		}),
		unauthenticatedWebhooks: new import_prom_client.Counter({
			name: "posthorn_unauthenticated_webhooks_total",
			help: "Requests to a webhook address of Meta without a valid Meta signature.",
			registers
		}),
		events: new ScrapedCounter({
			name: "posthorn_events_total",
			help: "Events committed to the event log, by where they were born.",
			labelNames: ["origin"],
			registers
		}),
		duplicateEvents: new import_prom_client.Counter({
			name: "posthorn_events_duplicate_total",
			help: "Events that were in the event log already and were not added again.",
			registers
		}),
		quarantined: new import_prom_client.Counter({
			name: "posthorn_quarantined_total",
			help: "Items from Meta that were put into quarantine, by reason.",
			labelNames: ["reason"],
			registers
		})
	};
}
function createDeliveryMetrics(registry) {
	const registers = [registry];
	return {
		deliveries: new ScrapedCounter({
			name: "posthorn_deliveries_total",
			help: "Deliveries that came into a state: pending when they are made, then how they ended.",
			labelNames: ["state"],
			registers
		}),
		attempts: new ScrapedCounter({
			name: "posthorn_attempts_total",
			help: "HTTP requests to endpoints, by outcome and, for failed ones, error class.",
			labelNames: ["outcome", "error_class"],
			registers
		}),
		attemptDurationSeconds: new import_prom_client.Histogram({
			name: "posthorn_attempt_duration_seconds",
			help: "Time from the start of an attempt to the end of its answer.",
			buckets: ATTEMPT_BUCKETS_SECONDS,
			registers
		}),
		queueDepth: new import_prom_client.Gauge({
			name: "posthorn_queue_depth",
			help: "Pending deliveries in the database, all nodes together, when it was last counted.",
			registers
		}),
		inFlight: new import_prom_client.Gauge({
			name: "posthorn_in_flight",
			help: "Attempts that this process is making now.",
			registers
		})
	};
}
function createStoreMetrics(registry) {
	const registers = [registry];
	return {
		commitDurationSeconds: new import_prom_client.Histogram({
			name: "posthorn_commit_duration_seconds",
			help: "Time of one group commit, from its first statement to the answer of the database.",
			buckets: COMMIT_BUCKETS_SECONDS,
			registers
		}),
		databaseConnections: new import_prom_client.Gauge({
			name: "posthorn_database_connections",
			help: "Connections of this process to PostgreSQL by state, and as waiting what waits for one. SQLite has none.",
			labelNames: ["state"],
			registers
		}),
		commitRows: new import_prom_client.Histogram({
			name: "posthorn_commit_rows",
			help: "Rows that one group commit wrote.",
			buckets: COMMIT_BUCKETS_ROWS,
			registers
		})
	};
}
function createStreamMetrics(registry) {
	const registers = [registry];
	return {
		streamClients: new import_prom_client.Gauge({
			name: "posthorn_stream_clients",
			help: "Clients of the live stream that are connected to this process.",
			registers
		}),
		streamFrames: new import_prom_client.Counter({
			name: "posthorn_stream_frames_total",
			help: "Frames of events that clients of the live stream were sent.",
			registers
		}),
		streamDropped: new import_prom_client.Counter({
			name: "posthorn_stream_dropped_total",
			help: "Frames of events that were left out because a client would have been sent too many.",
			registers
		}),
		streamCutOff: new import_prom_client.Counter({
			name: "posthorn_stream_cut_off_total",
			help: "Clients of the live stream that were hung up on, by reason.",
			labelNames: ["reason"],
			registers
		})
	};
}
function createMessageMetrics(registry) {
	const registers = [registry];
	return {
		messagesSent: new import_prom_client.Counter({
			name: "posthorn_messages_sent_total",
			help: "Messages that were handed in to be sent, by what Meta said: accepted or refused.",
			labelNames: ["result"],
			registers
		}),
		messagesQueued: new import_prom_client.Gauge({
			name: "posthorn_messages_queued",
			help: "Messages that Meta has not taken yet, of all processes together.",
			registers
		}),
		mediaFetched: new import_prom_client.Counter({
			name: "posthorn_media_fetched_total",
			help: "Tries to fetch a media file from Meta, by what came of them: stored, or why not.",
			labelNames: ["result"],
			registers
		}),
		mediaBytes: new import_prom_client.Counter({
			name: "posthorn_media_bytes_total",
			help: "Bytes of media files that were fetched from Meta and stored.",
			registers
		})
	};
}
// ../server/src/platform/secrets/key-check.store.ts
const SEPARATOR = ",";
const TRIES_MAX = 10;
async function checkEncryptionKey(store, fingerprints) {
	const [sealing] = fingerprints;
	assert(sealing !== void 0);
	for (let tryNumber = 1; tryNumber <= TRIES_MAX; tryNumber += 1) {
		const noted = await readNoted(store);
		const inUse = noted?.split(SEPARATOR) ?? [];
		refuseMissing(inUse, fingerprints);
		if (inUse.includes(sealing)) return;
		if (await replaceNoted(store, {
			noted,
			next: [...inUse, sealing].join(SEPARATOR)
		})) return;
	}
	throw new PosthornError("store_unavailable", "Other nodes keep changing the encryption keys of this database.");
}
async function readNoted(store) {
	return (await store.db.selectFrom("instance").select("encryption_key_id").where("id", "=", 1).executeTakeFirstOrThrow()).encryption_key_id;
}
function refuseMissing(inUse, fingerprints) {
	const missing = inUse.filter((fingerprint) => !fingerprints.includes(fingerprint));
	if (missing.length === 0) return;
	throw new PosthornError("config_invalid", `The secrets in this database are encrypted with the key ${missing.join(" and ")}, which this node does not hold (it holds ${fingerprints.join(" and ")}). Set POSTHORN_ENCRYPTION_KEY to that key.`);
}
async function replaceNoted(store, { noted, next }) {
	return (await store.db.updateTable("instance").set({ encryption_key_id: next }).where("id", "=", 1).where("encryption_key_id", noted === null ? "is" : "=", noted).executeTakeFirst()).numUpdatedRows === 1n;
}
export { createRecoverHandler as $, forgetEndpoint as $t, watchLoopStalls as A, etagOf as An, probeUrl as At, DeliveryWorker as B, releaseItem as Bt, LogTailReader as C, PORTAL_TOKEN_PREFIX as Cn, takeSerials as Ct, findFirstSuccessMs as D, CallBound as Dn, createHttpServer as Dt, findFirstLoggedSuccessMs as E, toProblem as En, allowSlowBody as Et, takePlaces as F, asymmetricPublicKey as Ft, createTransactionalPublisher as G, findEvent as Gt, leaseEnd as H, renderBody$1 as Ht, EndpointGate as I, bodyKeyBytes as It, createOwnListenerConnector as J, readHorizon as Jt, GroupCommit as K, listEvents as Kt, BreakerBook as L, standardKeyBytes as Lt, addUpDeliveries as M, checkCustomHeaders as Mn, showSettings as Mt, LocalRatePlaces as N, checkChosenSecret as Nt, PasswordHasher as O, eventFilter as On, healthRoutes as Ot, SharedRatePlaces as P, newSigningSecret as Pt, ENDPOINT_RECOVER as Q, findBreakers as Qt, KeyedLocks as R, quarantineRoutes as Rt, statisticsRoutes as S, csrfTokenOf as Sn, claimSerial as St, readWaitingNow as T, toMetaErrorView as Tn, createApiServer as Tt, runAttempt as U, vobizPayload as Ut, endLeasesOfTheDead as V, REPLAY_AHEAD_MS as Vt, createPublisher as W, eventRoutes as Wt, replayRoutes as X, takePositionLockSql as Xt, createReplayPace as Y, takePositionLock as Yt, recoverRoutes as Z, readHops$1 as Zt, EVERYTHING as _, callerMay as _n, createBulkHandler as _t, createWebhookListener as a, holdDeliveries as an, listEventsOfRange as at, asyncApiDocument as b, sessionCookieFor as bn, withMessageWords as bt, takeTicket as c, lockLines as cn, filterPreviewRoutes as ct, hasEventUpTo as d, listDeliveriesOfEvent as dn, toRenderedView as dt, probeNow as en, EVENT_REPLAY as et, listHeads as f, attemptRoutes as fn, deliveryRequestRoutes as ft, streamRoutes as g, isAttemptSince as gn, DELIVERY_RESEND as gt, StreamHub as h, insertAttempt as hn, DELIVERY_CANCEL as ht, startQuarantineWorker as i, endOrder as in, isOfTypes as it, withStream as j, toLabel as jn, fetchText as jt, postJson as k, checkIfMatch as kn, addConsolePages as kt, startSession as l, CANCELED as ln, createHttpClient as lt, listNewPositions as m, toAttemptView as mn, bulkRoutes as mt, createMetrics as n, listStandings as nn, matchedEndpoints as nt, createCommitStore as o, releaseDeliveries$1 as on, contactEventRoutes as ot, listHeadsAfter as p, attemptView as pn, deliveryRoutes as pt, RecordConflictError as q, listEventsAt as qt, createLogger as r, cancelDeliveriesOf as rn, canCarry as rt, insertTicket as s, letNextGo as sn, listDeliveryMarks as st, checkEncryptionKey as t, resetBreaker as tn, createReplayHandler as tt, findOldestPosition as u, countPendingDeliveries as un, renderedView as ut, createNativeDialect as v, clearSessionCookie as vn, settleMessageWords as vt, waitingOf as w, problemBody as wn, Uploads as wt, StatisticsWorker as x, setSessionCookie as xn, SERIAL_MAX as xt, readStreamCursor as y, readSessionCookie as yn, settleMessageWordsBetween as yt, signRequest as z, checkEventTypes as zt };
