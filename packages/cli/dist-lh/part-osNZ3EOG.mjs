import { o as __toESM, r as __exportAll } from "./part-CcNv6dGi.mjs";
import { t as require__part_node_http } from "./part-D4H7mARq.mjs";
import { N as NEVER, b as strictObject, c as boolean, f as int, g as number, h as looseObject, i as _enum, l as custom, m as literal, p as json, s as array, t as number$1, u as discriminatedUnion, w as url, x as string, y as record } from "./part-BNuO-540.mjs";
import { once } from "node:events";
import assert from "node:assert/strict";
import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import https from "node:https";
import { readFile, readdir } from "node:fs/promises";
// ../simulator/src/errors.ts
var SimulatorError = class extends Error {
	name = "SimulatorError";
	code;
	problems;
	constructor(code, message, problems = []) {
		super(problems.length === 0 ? message : `${message} ${problems.map(toSentence).join(" ")}`);
		this.code = code;
		this.problems = problems;
	}
};
function toProblems(issues) {
	return issues.map((issue) => ({
		path: toPath(issue.path),
		message: issue.message
	}));
}
function toPath(segments) {
	return segments.reduce((path, segment) => {
		if (typeof segment === "number") return `${path}[${segment}]`;
		return path === "" ? String(segment) : `${path}.${String(segment)}`;
	}, "");
}
function toSentence(problem) {
	return problem.path === "" ? `${problem.message}.` : `${problem.path}: ${problem.message}.`;
}
// ../simulator/src/json.ts
function stringifyMetaJson(body, form) {
	const text = JSON.stringify(body);
	return form === "plain" ? text : text.replace(ESCAPED_UNITS, escapeUnit);
}
function encodeMetaJson(body, form) {
	return Buffer.from(stringifyMetaJson(body, form), "utf8");
}
function stringifyCanonically(value) {
	if (Array.isArray(value)) return `[${value.map((item) => stringifyCanonically(item)).join(",")}]`;
	if (!isJsonObject(value)) return JSON.stringify(value ?? null);
	return `{${Object.keys(value).filter((key) => value[key] !== void 0).sort().map((key) => `${JSON.stringify(key)}:${stringifyCanonically(value[key])}`).join(",")}}`;
}
function isJsonObject(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function toObjects(value) {
	return Array.isArray(value) ? value.filter((item) => isJsonObject(item)) : [];
}
const ESCAPED_UNITS = /[/\u0080-\uffff]/g;
function escapeUnit(unit) {
	return unit === "/" ? "\\/" : `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
// ../simulator/src/bodies/update.ts
function buildValueHead(business) {
	return {
		messaging_product: "whatsapp",
		metadata: {
			display_phone_number: business.displayPhoneNumber,
			phone_number_id: business.phoneNumberId
		}
	};
}
function buildContact(person) {
	return {
		profile: {
			name: person.name,
			username: person.username
		},
		wa_id: person.waId,
		user_id: person.bsuid,
		parent_user_id: person.parentBsuid,
		identity_key_hash: person.identityKeyHash
	};
}
function addressOf(person) {
	return person.waId ?? person.bsuid ?? "unknown";
}
function buildBody(updates, mergeItems = false) {
	const merged = mergeItems ? mergeNeighbours(updates) : updates;
	const entries = [];
	for (const update of merged) {
		const change = {
			value: update.value,
			field: update.field
		};
		const last = entries.at(-1);
		if (last !== void 0 && last.id === update.entryId && last.time === update.timeSeconds) last.changes.push(change);
		else entries.push({
			id: update.entryId,
			time: update.timeSeconds,
			changes: [change]
		});
	}
	return {
		object: "whatsapp_business_account",
		entry: entries.map(({ id, time, changes }) => ({
			id,
			...time === null ? {} : { time },
			changes
		}))
	};
}
function mergeNeighbours(updates) {
	const merged = [];
	for (const update of updates) {
		const last = merged.at(-1);
		const together = last === void 0 ? null : mergePair(last, update);
		if (together === null) merged.push(update);
		else merged[merged.length - 1] = together;
	}
	return merged;
}
function mergePair(first, second) {
	const list = itemListOf(first);
	if (list === null || list !== itemListOf(second)) return null;
	if (first.entryId !== second.entryId || first.timeSeconds !== second.timeSeconds) return null;
	if (stringifyCanonically(first.value.metadata) !== stringifyCanonically(second.value.metadata)) return null;
	const contacts = uniteContacts(first.value, second.value);
	const { messaging_product, metadata } = first.value;
	const items = [...toObjects(first.value[list]), ...toObjects(second.value[list])];
	return {
		...first,
		value: {
			messaging_product,
			metadata,
			...contacts.length > 0 ? { contacts } : {},
			[list]: items
		}
	};
}
function itemListOf(update) {
	if (update.field !== "messages") return null;
	const lists = Object.keys(update.value).filter((key) => ![
		"messaging_product",
		"metadata",
		"contacts"
	].includes(key) && update.value[key] !== void 0);
	if (lists.length !== 1) return null;
	return lists[0] === "messages" || lists[0] === "statuses" ? lists[0] : null;
}
function uniteContacts(first, second) {
	const byText = new Map();
	for (const contact of [...toObjects(first.contacts), ...toObjects(second.contacts)]) byText.set(stringifyCanonically(contact), contact);
	return [...byText.values()];
}
// ../simulator/src/bodies/messages.ts
var import__part_node_http = __toESM(require__part_node_http(), 1);
function buildMessageUpdate(business, person, message) {
	return toMessagesUpdate(business, {
		contacts: [buildContact(person)],
		messages: [{
			...buildSender(person),
			id: message.id,
			timestamp: String(message.timestampSeconds),
			errors: message.errors,
			type: message.type,
			[message.type]: message.content,
			context: message.context,
			referral: message.referral
		}]
	});
}
function buildNumberChangeUpdate(business, person, message) {
	const body = `User ${person.name} changed from ${person.waId} to ${message.newWaId}`;
	return toMessagesUpdate(business, { messages: [{
		...buildSender(person),
		id: message.id,
		timestamp: String(message.timestampSeconds),
		type: "system",
		system: {
			body,
			wa_id: message.newWaId,
			user_id: person.bsuid,
			type: "user_changed_number"
		}
	}] });
}
function buildPreferenceUpdate(business, person, preference) {
	return {
		field: "user_preferences",
		entryId: business.wabaId,
		timeSeconds: null,
		value: {
			...buildValueHead(business),
			contacts: [buildContact(person)],
			user_preferences: [{
				wa_id: person.waId,
				user_id: person.bsuid,
				parent_user_id: person.parentBsuid,
				detail: `User requested to ${preference.value} marketing messages`,
				category: "marketing_messages",
				value: preference.value,
				timestamp: preference.timestampSeconds
			}]
		}
	};
}
function buildSender(person) {
	return {
		from: person.waId,
		from_user_id: person.bsuid,
		from_parent_user_id: person.parentBsuid
	};
}
function toMessagesUpdate(business, rest) {
	return {
		field: "messages",
		entryId: business.wabaId,
		timeSeconds: null,
		value: {
			...buildValueHead(business),
			...rest
		}
	};
}
// ../simulator/src/clock.ts
const systemClock = {
	nowMs: () => Date.now(),
	schedule: (delayMs, run) => {
		const timer = setTimeout(run, delayMs);
		return () => clearTimeout(timer);
	}
};
var Waits = class {
	#clock;
	#cancels = new Set();
	#stopped = false;
	constructor(clock) {
		this.#clock = clock;
	}
	get stopped() {
		return this.#stopped;
	}
	wait(delayMs) {
		if (this.#stopped || delayMs <= 0) return Promise.resolve();
		return new Promise((resolve) => {
			const finish = () => {
				this.#cancels.delete(stop);
				resolve();
			};
			const cancelTimer = this.#clock.schedule(delayMs, finish);
			const stop = () => {
				cancelTimer();
				finish();
			};
			this.#cancels.add(stop);
		});
	}
	stop() {
		this.#stopped = true;
		for (const cancel of [...this.#cancels]) cancel();
	}
};
// ../simulator/src/fixture/fixture.ts
const KINDS = [
	[
		"messages",
		"type",
		"message"
	],
	[
		"statuses",
		"status",
		"status"
	],
	[
		"calls",
		"event",
		"call"
	],
	[
		"groups",
		"type",
		"group"
	],
	[
		"user_preferences",
		"value",
		"preference"
	],
	[
		"state_sync",
		"action",
		"contact of the app"
	],
	[
		"message_echoes",
		"type",
		"echo of a message"
	]
];
const DETAILS = [
	"event",
	"decision",
	"new_quality_score",
	"new_category",
	"status",
	"message_template_name"
];
function describeFixture(body) {
	const change = body.entry[0]?.changes[0];
	if (change === void 0) return "nothing";
	const { field, value } = change;
	for (const [list, key, word] of KINDS) {
		const first = firstOf(value[list]);
		if (first !== null) return `${field}: ${word}${detail(first[key])}`;
	}
	const key = DETAILS.find((each) => typeof value[each] === "string");
	return key === void 0 ? field : `${field}:${detail(value[key])}`;
}
function freshenFixture(body, { business, ids, nowSeconds }) {
	const fresh = {
		business,
		ids,
		nowSeconds
	};
	return body.entry.flatMap((entry) => entry.changes.map(({ field, value }) => ({
		field,
		value: renewIds(toNow(value, nowSeconds), fresh),
		entryId: business.wabaId,
		timeSeconds: entry.time === void 0 ? null : nowSeconds
	})));
}
function renewIds(value, { business, ids }) {
	const { phoneNumberId, displayPhoneNumber } = business;
	const metadata = {
		display_phone_number: displayPhoneNumber,
		phone_number_id: phoneNumberId
	};
	const renewed = {
		...value,
		...value.metadata === void 0 ? {} : { metadata }
	};
	for (const list of [
		"messages",
		"message_echoes",
		"calls"
	]) {
		const items = value[list];
		if (!Array.isArray(items)) continue;
		renewed[list] = items.map((item) => {
			const address = String(item.from ?? item.to ?? item.from_user_id ?? phoneNumberId).slice(0, ADDRESS_CHARS_MAX$1);
			return {
				...item,
				id: list === "calls" ? ids.wacid(address) : ids.wamid(address, "in")
			};
		});
	}
	return renewed;
}
const ADDRESS_CHARS_MAX$1 = 127;
function toNow(value, nowSeconds) {
	if (Array.isArray(value)) return value.map((each) => toNow(each, nowSeconds));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, each]) => {
		if (key !== "timestamp") return [key, toNow(each, nowSeconds)];
		return [key, typeof each === "number" ? nowSeconds : String(nowSeconds)];
	}));
}
function firstOf(list) {
	const first = Array.isArray(list) ? list[0] : null;
	return typeof first === "object" && first !== null ? first : null;
}
function detail(value) {
	return typeof value === "string" ? ` ${value}` : "";
}
// ../simulator/src/fixture/files.ts
const FOLDER = new URL("../../fixtures/", new URL("../../simulator/src/fixture/files.ts", import.meta.url).href);
const FIXTURE_NAME = /^[a-z0-9-]{1,80}$/;
async function loadFixtures() {
	const files = (await readdir(FOLDER)).filter((file) => file.endsWith(".json")).toSorted();
	return Promise.all(files.map((file) => loadFixture(file.slice(0, -5))));
}
async function loadFixture(name) {
	if (!FIXTURE_NAME.test(name)) throw unknown();
	const text = await readFile(new URL(`${name}.json`, FOLDER), "utf8").catch((error) => {
		throw error.code === "ENOENT" ? unknown() : error;
	});
	const body = JSON.parse(text);
	return {
		name,
		summary: describeFixture(body),
		body
	};
}
function unknown() {
	return new SimulatorError("fixture_unknown", "There is no fixture of that name.");
}
// ../simulator/src/ids.ts
const ADDRESS_CHARS_MAX = 127;
function createIds(seed) {
	const run = spread(seed ^ 1540483477);
	let counter = 0;
	const next = () => {
		counter += 1;
		return counter;
	};
	const unique = () => {
		const count = next();
		return toHex(run, 8) + toHex(Math.floor(count / 4294967296), 2) + toHex(spread(count), 8);
	};
	return {
		wamid: (address, direction) => `wamid.${packMessageId(address, direction, unique())}`,
		wacid: (address) => `wacid.${packMessageId(address, "in", unique())}`,
		mediaId: () => `2${toDigits(run, 5)}${toDigits(spread(next()), 10)}`,
		templateId: () => Number(`1${toDigits(run, 5)}${toDigits(spread(next()), 10)}`),
		conversationId: () => unique() + toHex(spread(run + counter), 8) + toHex(spread(run ^ counter), 6),
		challenge: () => `1${toDigits(spread(run ^ next()), 9)}`,
		traceId: () => `A${unique()}`
	};
}
function packMessageId(address, direction, unique) {
	assert(address.length >= 1 && address.length <= ADDRESS_CHARS_MAX);
	const text = direction === "in" ? `3A${unique}` : unique;
	return Buffer.concat([
		Buffer.from([
			28,
			24,
			address.length
		]),
		Buffer.from(address, "latin1"),
		Buffer.from([
			21,
			2,
			0,
			direction === "in" ? 18 : 17,
			24,
			text.length
		]),
		Buffer.from(text, "latin1"),
		Buffer.from([0])
	]).toString("base64");
}
function spread(value) {
	let mixed = value >>> 0;
	mixed = Math.imul(mixed ^ mixed >>> 16, 569420461);
	mixed = Math.imul(mixed ^ mixed >>> 15, 1935289751);
	return (mixed ^ mixed >>> 15) >>> 0;
}
function toHex(value, length) {
	return value.toString(16).toUpperCase().padStart(length, "0").slice(-length);
}
function toDigits(value, length) {
	return String(value).padStart(length, "0").slice(-length);
}
// ../simulator/src/bodies/templates.ts
const TEMPLATE_EVENTS = [
	"APPROVED",
	"ARCHIVED",
	"DELETED",
	"DISABLED",
	"FLAGGED",
	"IN_APPEAL",
	"LIMIT_EXCEEDED",
	"LOCKED",
	"PAUSED",
	"PENDING",
	"REINSTATED",
	"PENDING_DELETION",
	"REJECTED"
];
function buildTemplateStatusUpdate(business, template, timeSeconds) {
	const value = {
		event: template.event,
		message_template_id: template.id,
		message_template_name: template.name,
		message_template_language: template.language,
		reason: template.reason,
		message_template_category: template.category,
		...template.info
	};
	return {
		field: "message_template_status_update",
		entryId: business.wabaId,
		timeSeconds,
		value
	};
}
function buildTemplateQualityUpdate(business, template, timeSeconds) {
	const value = {
		previous_quality_score: template.previousScore,
		new_quality_score: template.newScore,
		message_template_id: template.id,
		message_template_name: template.name,
		message_template_language: template.language
	};
	return {
		field: "message_template_quality_update",
		entryId: business.wabaId,
		timeSeconds,
		value
	};
}
function buildTemplateCategoryUpdate(business, template, timeSeconds) {
	const { id, name, language, previousCategory, newCategory, dueAtSeconds } = template;
	const value = {
		message_template_id: id,
		message_template_name: name,
		message_template_language: language,
		...dueAtSeconds === null ? {
			previous_category: previousCategory,
			new_category: newCategory
		} : {
			new_category: previousCategory,
			correct_category: newCategory,
			category_update_timestamp: dueAtSeconds
		}
	};
	return {
		field: "template_category_update",
		entryId: business.wabaId,
		timeSeconds,
		value
	};
}
// ../simulator/src/graph/errors.ts
function buildGraphError(code, traceId, details) {
	const text = TEXTS[code] ?? UNKNOWN;
	return {
		status: statusOf(code),
		body: { error: {
			message: `(#${code}) ${text.title}`,
			type: "OAuthException",
			code,
			error_data: {
				messaging_product: "whatsapp",
				details: details ?? text.details
			},
			fbtrace_id: traceId
		} }
	};
}
function buildInvalidParameterError(traceId, notes) {
	return {
		status: 400,
		body: { error: {
			message: "Invalid parameter",
			type: "OAuthException",
			code: 100,
			error_subcode: notes.subcode,
			is_transient: false,
			error_user_title: notes.userTitle,
			error_user_msg: notes.userMessage,
			fbtrace_id: traceId
		} }
	};
}
function buildExpiredTokenError(traceId, times) {
	return {
		status: 401,
		body: { error: {
			message: toExpiredText(times),
			type: "OAuthException",
			code: 190,
			error_subcode: 463,
			fbtrace_id: traceId
		} }
	};
}
function toExpiredText(times) {
	return `Error validating access token: Session has expired on ${toMetaTime(times.expiredAtMs)}. The current time is ${toMetaTime(times.nowMs)}.`;
}
function toMetaTime(atMs) {
	const parts = new Map(META_TIME.formatToParts(atMs).map(({ type, value }) => [type, value]));
	const date = `${parts.get("day")}-${parts.get("month")}-${parts.get("year")}`;
	const time = `${parts.get("hour")}:${parts.get("minute")}:${parts.get("second")}`;
	return `${parts.get("weekday")}, ${date} ${time} ${parts.get("timeZoneName")}`;
}
const META_TIME = new Intl.DateTimeFormat("en-US", {
	timeZone: "America/Los_Angeles",
	weekday: "long",
	day: "2-digit",
	month: "short",
	year: "2-digit",
	hour: "2-digit",
	minute: "2-digit",
	second: "2-digit",
	hourCycle: "h23",
	timeZoneName: "short"
});
function buildStatusError(code) {
	const { title, details } = TEXTS[code] ?? UNKNOWN;
	return {
		code,
		title,
		message: title,
		error_data: { details },
		href: "/documentation/business-messaging/whatsapp/support/error-codes"
	};
}
function usualChannelOf(code) {
	return TEXTS[code]?.via ?? "response";
}
function statusOf(code) {
	if (code === 0 || code === 190) return 401;
	if (code === 2 || code === 133004) return 503;
	if ([
		3,
		131e3,
		131016,
		131045,
		131057,
		133e3
	].includes(code)) return 500;
	if ([
		10,
		368,
		130497,
		131005,
		131031
	].includes(code) || code >= 200 && code <= 299) return 403;
	return code === 132001 ? 404 : 400;
}
const UNKNOWN = {
	title: "Error",
	details: "The request failed."
};
const TEXTS = {
	0: {
		title: "AuthException",
		details: "The app user could not be authenticated."
	},
	1: {
		title: "API Unknown",
		details: "The request is not valid, or the server failed."
	},
	2: {
		title: "API Service",
		details: "Temporarily out of service or overloaded."
	},
	3: {
		title: "API Method",
		details: "The capability or the permission is missing."
	},
	4: {
		title: "Application request limit reached",
		details: "The app has made too many calls."
	},
	15: {
		title: "This method must be called with an app access_token.",
		details: "The token is not of the app."
	},
	10: {
		title: "Permission denied",
		details: "The permission is not granted or was removed."
	},
	33: {
		title: "Parameter value is not valid",
		details: "The business phone number was deleted."
	},
	100: {
		title: "Invalid parameter",
		details: "A parameter is not supported or is misspelled."
	},
	190: {
		title: "Access token has expired",
		details: "The access token is not valid or has expired."
	},
	200: {
		title: "Permissions error",
		details: "The permission is not granted or was removed."
	},
	368: {
		title: "Temporarily blocked for policies violations",
		details: "The account is restricted."
	},
	80007: {
		title: "Rate limit issues",
		details: "The WhatsApp Business Account has reached its rate limit."
	},
	130429: {
		title: "Rate limit hit",
		details: "Throughput exceeded."
	},
	130472: {
		title: "User's number is part of an experiment",
		details: "The message was not sent.",
		via: "webhook"
	},
	130497: {
		title: "Restricted from messaging users in this country",
		details: "The country is not allowed."
	},
	131e3: {
		title: "Something went wrong",
		details: "The message could not be sent for an unknown reason."
	},
	131005: {
		title: "Access denied",
		details: "The permission is not granted or was removed."
	},
	131008: {
		title: "Required parameter is missing",
		details: "A required parameter is missing."
	},
	131009: {
		title: "Parameter value is not valid",
		details: "A parameter has a wrong value."
	},
	131016: {
		title: "Service unavailable",
		details: "A service is temporarily unavailable."
	},
	131021: {
		title: "Recipient cannot be sender",
		details: "The recipient and the sender are the same number."
	},
	131026: {
		title: "Message undeliverable",
		details: "Message could not be delivered to the recipient.",
		via: "webhook"
	},
	131031: {
		title: "Account has been locked",
		details: "The account was restricted or disabled."
	},
	131037: {
		title: "Display name approval needed",
		details: "The display name of the number is not approved."
	},
	131042: {
		title: "Business eligibility payment issue",
		details: "There is a problem with the payment method."
	},
	131047: {
		title: "Re-engagement message",
		details: "More than 24 hours since the recipient last replied."
	},
	131048: {
		title: "Spam rate limit hit",
		details: "Too many messages were reported as spam."
	},
	131049: {
		title: "Meta chose not to deliver",
		details: "Kept back for healthy engagement.",
		via: "webhook"
	},
	131050: {
		title: "User stopped marketing messages",
		details: "The user opted out.",
		via: "webhook"
	},
	131051: {
		title: "Message type unknown",
		details: "Message type is currently not supported."
	},
	131052: {
		title: "Media download error",
		details: "The media of the user could not be downloaded."
	},
	131053: {
		title: "Media upload error",
		details: "The media could not be uploaded.",
		via: "webhook"
	},
	131056: {
		title: "Pair rate limit hit",
		details: "Too many messages to this recipient in a short time."
	},
	131057: {
		title: "Account in maintenance mode",
		details: "The account is being upgraded."
	},
	132e3: {
		title: "Number of parameters does not match",
		details: "The template expects another number."
	},
	132001: {
		title: "Template name does not exist in the translation",
		details: "There is no such template in this language."
	},
	132005: {
		title: "Translated text too long",
		details: "The text with its parameters is too long."
	},
	132007: {
		title: "Template format character policy violated",
		details: "The content breaks a policy."
	},
	132012: {
		title: "Parameter format does not match",
		details: "A template parameter has a wrong format."
	},
	132015: {
		title: "Template is paused",
		details: "The template is paused because of low quality."
	},
	132016: {
		title: "Template is disabled",
		details: "The template was paused too often."
	},
	133004: {
		title: "Server temporarily unavailable",
		details: "The server is temporarily unavailable."
	},
	138006: {
		title: "No approved call permission found",
		details: "The user has not allowed the business to call."
	}
};
// ../simulator/src/graph/planned-failures.ts
const PLANNED_MAX$1 = 1e5;
const SLOW_MS$1 = 15e3;
var PlannedFailures = class {
	#orders = [];
	add(input) {
		assert(Number.isSafeInteger(input.count) && input.count >= 1 && input.count <= PLANNED_MAX$1);
		assert(input.code === void 0 || Number.isSafeInteger(input.code) && input.code >= 0);
		this.#orders.push({
			count: input.count,
			failure: toFailure(input)
		});
		assert(this.#orders.length <= PLANNED_MAX$1);
	}
	take() {
		const [order] = this.#orders;
		if (order === void 0) return null;
		order.count -= 1;
		if (order.count === 0) this.#orders.shift();
		return order.failure;
	}
};
function isAnswerFault(via) {
	return via === "lost" || via === "lost_before" || via === "slow" || via === "html";
}
function toFailure({ code, via, delayMs }) {
	if (isAnswerFault(via)) return {
		via,
		code: code ?? null,
		delayMs: delayMs ?? SLOW_MS$1
	};
	assert(code !== void 0, "Sends fail with a code, or by a fault of the answer.");
	return {
		via: via ?? usualChannelOf(code),
		code
	};
}
// ../simulator/src/scripts/schema.ts
const RULES_MAX = 100;
const AFTER_MS_MAX$1 = 36e5;
const TIMES_MAX$1 = 1e3;
const words$1 = string().min(1).max(4096);
const quote = boolean().default(false).describe("Whether the answer quotes the message.");
const pattern = string().min(1).max(256).refine(isPattern, "must be a regular expression").describe("Regular expression that the text or caption must match. Case does not matter.");
const whenSchema = strictObject({
	type: string().min(1).max(64).optional().describe("Type of the message, as text, image or template."),
	text_matches: pattern.optional(),
	template: string().min(1).max(512).optional().describe("Name of the template."),
	button: string().min(1).max(256).optional().describe("It has a button with this id, payload or title.")
}).describe("What a message of the business must be like: all of what is given. Nothing given is every message.");
const answerSchema = discriminatedUnion("kind", [
	strictObject({
		kind: literal("text"),
		text: words$1,
		quote
	}),
	strictObject({
		kind: literal("image"),
		caption: words$1.optional(),
		mime_type: _enum(["image/jpeg", "image/png"]).optional(),
		quote
	}),
	strictObject({
		kind: literal("location"),
		latitude: number().min(-90).max(90),
		longitude: number().min(-180).max(180),
		name: words$1.optional(),
		address: words$1.optional(),
		quote
	}),
	strictObject({
		kind: literal("button"),
		button: string().min(1).max(256).optional()
	}).describe("Presses the button with this id, payload or title; without one the first."),
	strictObject({
		kind: literal("list_row"),
		row: string().min(1).max(256).optional()
	}).describe("Chooses the row with this id or title; without one the first."),
	strictObject({
		kind: literal("reaction"),
		emoji: string().min(1).max(32)
	}),
	strictObject({ kind: literal("read") }).describe("Reads it: the status read comes now."),
	strictObject({ kind: literal("nothing") }).describe("Keeps later rules from the message.")
]);
const ruleSchema = strictObject({
	when: whenSchema.prefault({}),
	after_ms: number().min(0).max(AFTER_MS_MAX$1).default(500).describe("Wait before the answer, milliseconds."),
	answer: answerSchema,
	times: int().min(1).max(TIMES_MAX$1).optional().describe("How often the rule holds. Default: as long as it may.")
});
const scriptSchema = array(ruleSchema).min(1).max(RULES_MAX);
function parseScript(script) {
	const parsed = scriptSchema.safeParse(script);
	if (parsed.success) return parsed.data;
	throw new SimulatorError("script_invalid", "The script is not valid.", toProblems(parsed.error.issues));
}
function toPattern(source) {
	return new RegExp(source, "iu");
}
function isPattern(source) {
	try {
		toPattern(source);
		return true;
	} catch (error) {
		if (error instanceof SyntaxError) return false;
		throw error;
	}
}
// ../simulator/src/bodies/age.ts
function ageUpdate(update, ageSeconds) {
	const aged = Object.fromEntries(Object.entries(update.value).map(([key, value]) => [key, ageItems(value, ageSeconds)]));
	const timeSeconds = update.timeSeconds === null ? null : update.timeSeconds - ageSeconds;
	return timeSeconds !== null || JSON.stringify(aged) !== JSON.stringify(update.value) ? {
		...update,
		timeSeconds,
		value: aged
	} : null;
}
function ageItems(value, ageSeconds) {
	if (!Array.isArray(value)) return value;
	return value.map((item) => isJsonObject(item) ? ageItem(item, ageSeconds) : item);
}
function ageItem(item, ageSeconds) {
	const { timestamp } = item;
	if (typeof timestamp === "number") return {
		...item,
		timestamp: timestamp - ageSeconds
	};
	if (typeof timestamp === "string") return {
		...item,
		timestamp: String(Number(timestamp) - ageSeconds)
	};
	return item;
}
// ../simulator/src/random.ts
function createRandom(seed) {
	let state = seed >>> 0;
	return () => {
		state = state + 1831565813 >>> 0;
		let mixed = Math.imul(state ^ state >>> 15, state | 1);
		mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61);
		return ((mixed ^ mixed >>> 14) >>> 0) / 4294967296;
	};
}
function drawChance(random, ratio) {
	return random() < ratio;
}
function drawInteger(random, min, max) {
	assert(Number.isSafeInteger(min) && Number.isSafeInteger(max) && min <= max);
	return min + Math.floor(random() * (max - min + 1));
}
function drawItem(random, items) {
	const item = items[drawInteger(random, 0, items.length - 1)];
	assert(item !== void 0);
	return item;
}
// ../simulator/src/webhooks/faults.ts
const DAY_MS$1 = 864e5;
const BODY_BYTES_MAX = 3e6;
const faultSettingsSchema = strictObject({
	duplicatesRatio: number().min(0).max(1).default(0),
	reorderWindow: int().min(0).max(1e3).default(0),
	delayMinMs: number().min(0).max(DAY_MS$1).default(0),
	delayMaxMs: number().min(0).max(DAY_MS$1).default(0),
	batchMax: int().min(1).max(1e3).default(1),
	wrongSignaturesRatio: number().min(0).max(1).default(0),
	staleRatio: number().min(0).max(1).default(0),
	staleAgeMs: int().min(1e3).max(3650 * DAY_MS$1).default(30 * DAY_MS$1)
}).refine((settings) => settings.delayMinMs <= settings.delayMaxMs, {
	path: ["delayMaxMs"],
	message: "must not be less than delayMinMs"
});
var FaultPlanner = class {
	#settings;
	#random;
	#window = [];
	#batch = [];
	#batchBytes = 0;
	#batchSize;
	constructor(settings, random) {
		this.#settings = settings;
		this.#random = random;
		this.#batchSize = this.#drawBatchSize();
	}
	get holdsUpdates() {
		return this.#window.length > 0 || this.#batch.length > 0;
	}
	push(update) {
		this.#window.push(update);
		return this.#window.length > this.#settings.reorderWindow ? this.#takeOne() : [];
	}
	flush() {
		const sendings = [];
		while (this.#window.length > 0) sendings.push(...this.#takeOne());
		return [...sendings, ...this.#closeBatch()];
	}
	#takeOne() {
		const [update] = this.#window.splice(drawInteger(this.#random, 0, this.#window.length - 1), 1);
		if (update === void 0) return [];
		const early = this.#batchBytes + update.bytes > 3e6 ? this.#closeBatch() : [];
		this.#batch.push(update);
		this.#batchBytes += update.bytes;
		return this.#batch.length < this.#batchSize ? early : [...early, ...this.#closeBatch()];
	}
	#closeBatch() {
		if (this.#batch.length === 0) return [];
		const updates = this.#batch;
		this.#batch = [];
		this.#batchBytes = 0;
		this.#batchSize = this.#drawBatchSize();
		return this.#planBody(updates);
	}
	#planBody(updates) {
		const mergeItems = drawChance(this.#random, .5);
		const plan = (kind, planned = updates) => {
			return {
				kind,
				updates: planned,
				mergeItems,
				delayMs: this.#drawDelayMs()
			};
		};
		const sendings = [plan("original")];
		if (drawChance(this.#random, this.#settings.duplicatesRatio)) sendings.push(plan("duplicate"));
		if (drawChance(this.#random, this.#settings.wrongSignaturesRatio)) this.#addAround(sendings, plan("wrong_signature"));
		if (drawChance(this.#random, this.#settings.staleRatio)) {
			const aged = ageAll(updates, this.#settings.staleAgeMs);
			if (aged.length > 0) this.#addAround(sendings, plan("stale", aged));
		}
		return sendings;
	}
	#addAround(sendings, sending) {
		if (drawChance(this.#random, .5)) sendings.unshift(sending);
		else sendings.push(sending);
	}
	#drawBatchSize() {
		return drawInteger(this.#random, 1, this.#settings.batchMax);
	}
	#drawDelayMs() {
		const { delayMinMs, delayMaxMs } = this.#settings;
		return delayMinMs + this.#random() * (delayMaxMs - delayMinMs);
	}
};
function ageAll(updates, staleAgeMs) {
	return updates.flatMap((pending) => {
		const update = ageUpdate(pending.update, Math.round(staleAgeMs / 1e3));
		return update === null ? [] : [{
			...pending,
			update
		}];
	});
}
// ../simulator/src/scenario/schema.ts
const STEPS_MAX = 1e4;
const AFTER_MS_MAX = 36e5;
const TIMES_MAX = 10;
const BURST_COUNT_MAX = 1e4;
const EVENTS_MAX = 1e5;
const name$1 = string().regex(/^[a-z][a-z0-9_]{0,63}$/, "must be lowercase letters, digits and _");
const words = string().min(1).max(4096);
const timing = {
	after_ms: number().min(0).max(AFTER_MS_MAX).default(0).describe("Wait before this step, milliseconds."),
	times: int().min(1).max(TIMES_MAX).default(1).describe("How often it is sent: 2 makes a duplicate.")
};
const person = { person: name$1.describe("Key of `people`.") };
const as = { as: name$1.optional().describe("Name for later steps to speak of this message or call.") };
const message = { message: name$1.describe("`as` of an earlier step.") };
const template = {
	id: int().min(1).default(0x628f99588d5bd),
	name: string().min(1).max(512).default("repair_ready"),
	language: string().min(2).max(16).default("en-US")
};
const score = _enum([
	"GREEN",
	"YELLOW",
	"RED",
	"UNKNOWN"
]);
const jsonObject = record(string(), json());
function personStep(kind, shape) {
	return strictObject({
		do: literal(kind),
		...timing,
		...person,
		...as,
		...shape
	});
}
const media$1 = {
	caption: words.optional(),
	mime_type: string().min(3).max(128).optional()
};
const personStepSchema = discriminatedUnion("do", [
	personStep("text", { text: words }),
	personStep("image", media$1),
	personStep("video", media$1),
	personStep("document", {
		...media$1,
		filename: string().min(1).max(256).optional()
	}),
	personStep("audio", {
		mime_type: media$1.mime_type,
		voice: boolean().default(false)
	}),
	personStep("sticker", {
		mime_type: media$1.mime_type,
		animated: boolean().default(false)
	}),
	personStep("location", {
		latitude: number().min(-90).max(90),
		longitude: number().min(-180).max(180),
		name: words.optional(),
		address: words.optional()
	}),
	personStep("contacts", { contacts: array(jsonObject).min(1).max(100) }),
	personStep("reply", {
		...message,
		text: words
	}),
	personStep("press_button", {
		...message,
		id: string().min(1).max(256),
		title: string().min(1).max(20)
	}),
	personStep("press_template_button", {
		...message,
		payload: string().min(1).max(256),
		text: string().min(1).max(25)
	}),
	personStep("choose_list_row", {
		...message,
		id: string().min(1).max(200),
		title: string().min(1).max(24),
		description: string().max(72).optional()
	}),
	personStep("react", {
		...message,
		emoji: string().min(1).max(32)
	}),
	personStep("remove_reaction", message),
	personStep("order", {
		catalog_id: string().min(1).max(64),
		text: words.optional(),
		items: array(strictObject({
			product_retailer_id: string().min(1).max(128),
			quantity: int().min(1).max(1e4),
			item_price: number().min(0),
			currency: string().length(3)
		})).min(1).max(100)
	}),
	personStep("edit", {
		...message,
		text: words
	}),
	personStep("revoke", message),
	personStep("unsupported", { kind: string().min(1).max(64) }),
	personStep("call", {}),
	personStep("hang_up", {
		...message,
		status: _enum(["COMPLETED", "FAILED"]).default("COMPLETED"),
		duration_seconds: int().min(0).max(86400).optional()
	}),
	personStep("stop_marketing", {}),
	personStep("resume_marketing", {})
]);
const metaStepSchema = discriminatedUnion("do", [
	strictObject({
		do: literal("business_message"),
		after_ms: timing.after_ms,
		to: name$1,
		as: name$1
	}).describe("The business writes to a person. Sends no webhook; gives later steps an id to speak of."),
	strictObject({
		do: literal("status"),
		...timing,
		...message,
		status: _enum([
			"sent",
			"delivered",
			"read",
			"played",
			"failed"
		]),
		error_code: int().min(0).default(131026).describe("For `failed` only.")
	}),
	strictObject({
		do: literal("template_status"),
		...timing,
		...template,
		event: _enum(TEMPLATE_EVENTS),
		category: _enum([
			"UTILITY",
			"MARKETING",
			"AUTHENTICATION"
		]).default("UTILITY"),
		reason: string().min(1).max(64).nullable().default("NONE")
	}),
	strictObject({
		do: literal("template_quality"),
		...timing,
		...template,
		previous_score: score,
		new_score: score
	}),
	strictObject({
		do: literal("change"),
		...timing,
		field: string().min(1).max(128),
		value: jsonObject,
		timed: boolean().default(true).describe("Whether the entry has a time.")
	}).describe("Any change of any field, value as given."),
	strictObject({
		do: literal("wait_for_business"),
		after_ms: timing.after_ms,
		to: name$1,
		count: int().min(1).max(1e3).default(1),
		timeout_ms: number().min(0).max(AFTER_MS_MAX).default(3e4)
	}).describe("Waits until the business has sent the person that many messages more, but no longer than the timeout."),
	strictObject({
		do: literal("fail_sends"),
		after_ms: timing.after_ms,
		count: int().min(1).max(1e4),
		code: int().min(0).optional(),
		via: _enum([
			"response",
			"webhook",
			"both",
			"lost",
			"lost_before",
			"slow",
			"html"
		]).optional(),
		delay_ms: number().min(0).max(AFTER_MS_MAX).optional().describe("For `slow`: how late the answer is.")
	}).refine((step) => step.code !== void 0 || isAnswerFault(step.via), {
		path: ["code"],
		message: "is required unless the answer itself is lost, late or a page"
	}),
	strictObject({
		do: literal("burst"),
		after_ms: timing.after_ms,
		count: int().min(1).max(BURST_COUNT_MAX),
		over_ms: number().min(0).max(AFTER_MS_MAX).default(0)
	}).describe("So many messages, reactions and statuses of all people, drawn from the seed.")
]);
const stepSchema = discriminatedUnion("do", [personStepSchema, metaStepSchema]);
const peopleSchema = record(name$1, strictObject({
	name: string().min(1).max(256),
	wa_id: string().regex(/^\d{5,20}$/, "must be 5 to 20 digits").optional(),
	bsuid: string().regex(/^[A-Z]{2}\.\d{1,64}$/, "must be a country code, a dot and digits").optional(),
	parent_bsuid: string().regex(/^[A-Z]{2}\.\d{1,64}$/, "must be a country code, a dot and digits").optional(),
	username: string().min(1).max(64).optional(),
	scripts: scriptSchema.optional().describe("How the person answers what the business sends while the scenario plays: the first rule that fits.")
}).refine((value) => value.wa_id !== void 0 || value.bsuid !== void 0, "needs a wa_id or a bsuid"));
const faultsSchema = strictObject({
	duplicates_ratio: number().min(0).max(1).optional(),
	reorder_window: int().min(0).optional(),
	delay_min_ms: number().min(0).optional(),
	delay_max_ms: number().min(0).optional(),
	batch_max: int().min(1).optional(),
	wrong_signatures_ratio: number().min(0).max(1).optional(),
	stale_ratio: number().min(0).max(1).optional(),
	stale_age_ms: int().min(1e3).optional()
}).transform((faults, ctx) => {
	const parsed = faultSettingsSchema.safeParse(Object.fromEntries(Object.entries(faults).map(([key, value]) => [toCamel(key), value])));
	if (parsed.success) return parsed.data;
	for (const issue of parsed.error.issues) ctx.addIssue({
		code: "custom",
		path: issue.path.map((key) => toSnake(String(key))),
		message: issue.message
	});
	return NEVER;
});
const scenarioSchema = strictObject({
	$schema: string().optional(),
	name: string().regex(/^[a-z][a-z0-9-]{0,63}$/, "must be lowercase letters, digits and -"),
	description: string().min(1).max(1e3),
	people: peopleSchema,
	faults: faultsSchema.optional().describe("Instead of the simulator\u2019s own settings, for this play."),
	steps: array(stepSchema).min(1).max(STEPS_MAX)
}).superRefine(checkReferences).superRefine(checkSize);
function parseScenario(value) {
	const parsed = scenarioSchema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw new SimulatorError("scenario_invalid", "The scenario is not valid.", toProblems(parsed.error.issues));
}
function isPersonStep(step) {
	return "person" in step;
}
function checkReferences(scenario, ctx) {
	const makerByName = new Map();
	scenario.steps.forEach((step, index) => {
		const refuse = (field, text) => ctx.addIssue({
			code: "custom",
			path: [
				"steps",
				index,
				field
			],
			message: text
		});
		const who = "person" in step ? step.person : void 0;
		if (who !== void 0 && !Object.hasOwn(scenario.people, who)) refuse("person", `there is no "${who}" in people`);
		if ("to" in step && !Object.hasOwn(scenario.people, step.to)) refuse("to", `there is no "${step.to}" in people`);
		if ("message" in step) {
			const wrong = findWrongReference(step.do, step.message, makerByName);
			if (wrong !== null) refuse("message", wrong);
		}
		if (!("as" in step) || step.as === void 0) return;
		if (makerByName.has(step.as)) refuse("as", `"${step.as}" is taken by an earlier step`);
		makerByName.set(step.as, step.do);
	});
}
function findWrongReference(kind, reference, makerByName) {
	const maker = makerByName.get(reference);
	if (maker === void 0) return `no earlier step is named "${reference}"`;
	if (kind === "hang_up" && maker !== "call") return `"${reference}" is not a call`;
	if (kind === "status" && maker !== "business_message") return `"${reference}" is not a business_message`;
	return null;
}
function checkSize(scenario, ctx) {
	const count = scenario.steps.reduce((sum, step) => sum + countOf(step), 0);
	if (count <= EVENTS_MAX) return;
	ctx.addIssue({
		code: "custom",
		path: ["steps"],
		message: `make ${count} webhooks; ${EVENTS_MAX} is the most`
	});
}
function countOf(step) {
	if (step.do === "burst") return step.count;
	return "times" in step ? step.times : 0;
}
function toCamel(key) {
	return key.replaceAll(/_([a-z])/g, (_, letter) => letter.toUpperCase());
}
function toSnake(key) {
	return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
// ../simulator/src/scenario/files.ts
const SCENARIO_NAMES = [
	"conversation",
	"busy-day",
	"bsuid-only",
	"faults",
	"two-way"
];
function loadScenario(name) {
	return readScenarioFile(new URL(`../../scenarios/${name}.json`, new URL("../../simulator/src/scenario/files.ts", import.meta.url).href));
}
async function readScenarioFile(path) {
	return parseScenario(parseJson(await readText(path)));
}
async function readText(path) {
	try {
		return await readFile(path, "utf8");
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") throw new SimulatorError("scenario_not_found", `There is no scenario file at ${path}.`);
		throw error;
	}
}
function parseJson(text) {
	try {
		return JSON.parse(text);
	} catch (error) {
		if (error instanceof SyntaxError) throw new SimulatorError("scenario_invalid", `It is not JSON: ${error.message}.`);
		throw error;
	}
}
// ../simulator/src/signer.ts
var MetaSigner = class {
	#appSecret;
	constructor(appSecret) {
		this.#appSecret = appSecret;
	}
	sign(bytes) {
		return `sha256=${createHmac("sha256", this.#appSecret).update(bytes).digest("hex")}`;
	}
};
// ../simulator/src/bodies/calls.ts
function buildCallConnectUpdate(business, person, call) {
	const direction = call.direction ?? "USER_INITIATED";
	return toCallsUpdate(business, {
		contacts: [buildContact(person)],
		calls: [{
			id: call.id,
			...buildParties(business, person, direction),
			event: "connect",
			timestamp: String(call.timestampSeconds),
			direction,
			session: {
				sdp_type: direction === "USER_INITIATED" ? "offer" : "answer",
				sdp: SDP
			}
		}]
	});
}
function buildCallTerminateUpdate(business, person, call) {
	const taken = call.durationSeconds !== void 0;
	const direction = call.direction ?? "USER_INITIATED";
	return toCallsUpdate(business, { calls: [{
		id: call.id,
		...buildParties(business, person, direction),
		event: "terminate",
		direction,
		timestamp: String(call.timestampSeconds),
		status: call.status,
		start_time: taken ? String(call.timestampSeconds - (call.durationSeconds ?? 0)) : void 0,
		end_time: taken ? String(call.timestampSeconds) : void 0,
		duration: call.durationSeconds,
		biz_opaque_callback_data: call.callbackData
	}] });
}
function buildCallStatusUpdate(business, person, call) {
	return toCallsUpdate(business, { statuses: [{
		id: call.id,
		timestamp: String(call.timestampSeconds),
		type: "call",
		status: call.status,
		recipient_id: person.waId,
		recipient_user_id: person.bsuid,
		biz_opaque_callback_data: call.callbackData
	}] });
}
const SDP = [
	"v=0",
	"o=- 4611 2 IN IP4 127.0.0.1",
	"s=-",
	"t=0 0",
	"m=audio 9 UDP/TLS/RTP/SAVPF 111",
	""
].join("\r\n");
function buildParties(business, person, direction) {
	const { waId, bsuid, parentBsuid } = person;
	const ours = business.displayPhoneNumber;
	if (direction === "USER_INITIATED") return {
		to: ours,
		from: waId,
		from_user_id: bsuid,
		from_parent_user_id: parentBsuid
	};
	return {
		to: waId,
		to_user_id: bsuid,
		to_parent_user_id: parentBsuid,
		from: ours
	};
}
function toCallsUpdate(business, rest) {
	return {
		field: "calls",
		entryId: business.wabaId,
		timeSeconds: null,
		value: {
			...buildValueHead(business),
			...rest
		}
	};
}
// ../simulator/src/bodies/statuses.ts
function buildStatusUpdate(business, recipient, input) {
	const status = {
		id: input.id,
		status: input.status,
		timestamp: String(input.timestampSeconds),
		...buildRecipient(recipient),
		biz_opaque_callback_data: input.callbackData,
		conversation: input.conversation,
		pricing: input.pricing,
		errors: input.errors
	};
	const contacts = hasContact(recipient, input.status) ? { contacts: [buildContact(recipient)] } : {};
	return {
		field: "messages",
		entryId: business.wabaId,
		timeSeconds: null,
		value: {
			...buildValueHead(business),
			...contacts,
			statuses: [status]
		}
	};
}
function buildPricing(category) {
	const free = category === "service";
	return {
		billable: !free,
		pricing_model: "PMP",
		type: free ? "free_customer_service" : "regular",
		category
	};
}
function buildConversation(conversation) {
	return {
		id: conversation.id,
		expiration_timestamp: conversation.expiresAtSeconds === null ? void 0 : String(conversation.expiresAtSeconds),
		origin: { type: conversation.category }
	};
}
function buildRecipient(recipient) {
	if ("groupId" in recipient) return {
		recipient_id: recipient.groupId,
		recipient_type: "group"
	};
	return {
		recipient_id: recipient.waId,
		recipient_user_id: recipient.bsuid,
		parent_recipient_user_id: recipient.parentBsuid,
		recipient_identity_key_hash: recipient.identityKeyHash
	};
}
function hasContact(recipient, status) {
	return "name" in recipient && recipient.bsuid !== void 0 && [
		"sent",
		"delivered",
		"read"
	].includes(status);
}
// ../simulator/src/bounded-log.ts
var BoundedLog = class {
	#entryCountMax;
	#entries = [];
	#goneCount = 0;
	#droppedCount = 0;
	constructor(entryCountMax) {
		assert(entryCountMax >= 1);
		this.#entryCountMax = entryCountMax;
	}
	get entries() {
		return this.#entries.slice(this.#goneCount);
	}
	get droppedCount() {
		return this.#droppedCount;
	}
	add(entry) {
		this.#entries.push(entry);
		if (this.#entries.length - this.#goneCount <= this.#entryCountMax) return;
		this.#goneCount += 1;
		this.#droppedCount += 1;
		if (this.#goneCount < this.#entryCountMax) return;
		this.#entries = this.#entries.slice(this.#goneCount);
		this.#goneCount = 0;
	}
};
// ../simulator/src/calls/desk.ts
const CALLS_MAX = 1e4;
var CallDesk = class {
	#ctx;
	#calls = new Map();
	#permissionByAddress = new Map();
	constructor(ctx) {
		this.#ctx = ctx;
	}
	noteIncoming(id, business, person) {
		this.#put({
			id,
			business,
			person,
			direction: "USER_INITIATED",
			callbackData: void 0,
			...RINGING
		});
	}
	noteHangUp(id) {
		const call = this.#calls.get(id);
		if (call === void 0) return {};
		this.#calls.delete(id);
		return {
			durationSeconds: this.#durationOf(call),
			direction: call.direction,
			callbackData: call.callbackData
		};
	}
	dial(business, person, callbackData) {
		const id = this.#ctx.newId(addressOf(person));
		this.#put({
			id,
			business,
			person,
			direction: "BUSINESS_INITIATED",
			callbackData,
			...RINGING
		});
		const { ringAfterMs, decideAfterMs } = this.#ctx.habits;
		this.#laterIf(id, ringAfterMs, (call) => this.#tellStatus(call, "RINGING"));
		this.#laterIf(id, ringAfterMs + decideAfterMs, (call) => this.#decide(call));
		return id;
	}
	act(id, business, action) {
		const call = this.#calls.get(id);
		if (call?.business.phoneNumberId !== business.phoneNumberId) return "call_id: is not a call that is under way";
		if (action === "terminate") return this.#endSoon(call);
		if (call.direction === "BUSINESS_INITIATED") return `action: ${action} is for calls of users`;
		if (call.state !== "ringing") return "call_id: is a call that was taken already";
		if (action === "reject") return this.#endSoon(call);
		if (action === "accept") this.#connect(call);
		return null;
	}
	permissionOf(address) {
		return this.#permissionByAddress.get(address) ?? this.#ctx.permission;
	}
	setPermission(person, permission) {
		for (const address of [person.waId, person.bsuid]) if (address !== void 0) bounded(this.#permissionByAddress, address, permission);
	}
	#put(call) {
		bounded(this.#calls, call.id, call);
	}
	#decide(call) {
		const { decision, hangUpAfterMs } = this.#ctx.habits;
		if (decision === "reject") this.#tellStatus(call, "REJECTED");
		if (decision !== "accept") {
			this.#end(call);
			return;
		}
		this.#connect(call);
		this.#tellStatus(call, "ACCEPTED");
		this.#ctx.tell(call.business, buildCallConnectUpdate(call.business, call.person, this.#stamp(call)));
		if (hangUpAfterMs !== null) this.#laterIf(call.id, hangUpAfterMs, () => this.#end(call));
	}
	#connect(call) {
		call.state = "connected";
		call.connectedAtSeconds = this.#ctx.nowSeconds();
	}
	#endSoon(call) {
		this.#laterIf(call.id, END_MS, () => this.#end(call));
		return null;
	}
	#end(call) {
		this.#calls.delete(call.id);
		const durationSeconds = this.#durationOf(call);
		const status = durationSeconds === void 0 ? "FAILED" : "COMPLETED";
		const end = {
			...this.#stamp(call),
			status,
			durationSeconds,
			callbackData: call.callbackData
		};
		this.#ctx.tell(call.business, buildCallTerminateUpdate(call.business, call.person, end));
	}
	#tellStatus(call, status) {
		const update = {
			...this.#stamp(call),
			status,
			callbackData: call.callbackData
		};
		this.#ctx.tell(call.business, buildCallStatusUpdate(call.business, call.person, update));
	}
	#stamp({ id, direction }) {
		return {
			id,
			direction,
			timestampSeconds: this.#ctx.nowSeconds()
		};
	}
	#durationOf({ connectedAtSeconds }) {
		return connectedAtSeconds === null ? void 0 : this.#ctx.nowSeconds() - connectedAtSeconds;
	}
	#laterIf(id, delayMs, run) {
		this.#ctx.later(delayMs, () => {
			const call = this.#calls.get(id);
			if (call !== void 0) run(call);
		});
	}
};
const RINGING = {
	state: "ringing",
	connectedAtSeconds: null
};
const END_MS = 50;
function bounded(map, key, value) {
	map.set(key, value);
	const oldest = map.keys().next();
	if (map.size > CALLS_MAX && !oldest.done) map.delete(oldest.value);
}
// ../simulator/src/graph/fields.ts
function pickFields(all, query, defaults = Object.keys(all)) {
	const known = (query.get("fields")?.split(",") ?? defaults).map((name) => name.trim()).filter((name) => Object.hasOwn(all, name));
	return Object.fromEntries(known.map((name) => [name, all[name]]));
}
// ../simulator/src/graph/tokens.ts
var Tokens = class {
	#businesses;
	#grants = new Map();
	#digestById = new Map();
	#generalDigest;
	constructor({ accessToken, tokens, businesses }) {
		this.#businesses = businesses;
		for (const [id, token] of Object.entries(tokens)) this.renew(token, id);
		this.#generalDigest = digest(accessToken);
		this.#grants.set(this.#generalDigest, GENERAL);
	}
	find(token) {
		return this.#grants.get(digest(token)) ?? null;
	}
	expire(nowMs, id) {
		const only = id === void 0 ? null : this.#digestById.get(id) ?? this.#generalDigest;
		for (const [key, grant] of this.#grants) if (only === null || key === only) this.#grants.set(key, {
			...grant,
			expiredAtMs: grant.expiredAtMs ?? nowMs
		});
	}
	renew(token, id) {
		const key = digest(token);
		if (id === void 0) {
			this.#grants.delete(this.#generalDigest);
			this.#generalDigest = key;
			this.#grants.set(key, GENERAL);
			return;
		}
		const replaced = this.#digestById.get(id);
		this.#digestById.set(id, key);
		if (replaced !== void 0) this.#settle(replaced);
		this.#settle(key);
	}
	#settle(key) {
		if (key === this.#generalDigest) return;
		const owners = [...this.#digestById].filter(([, each]) => each === key).map(([id]) => id);
		if (owners.length === 0) this.#grants.delete(key);
		else this.#grants.set(key, {
			ids: new Set(owners.flatMap((id) => this.#idsOf(id))),
			expiredAtMs: null
		});
	}
	#idsOf(id) {
		return this.#businesses.flatMap(({ phoneNumberId, wabaId }) => {
			return phoneNumberId === id || wabaId === id ? [phoneNumberId, wabaId] : [];
		});
	}
};
const GENERAL = {
	ids: null,
	expiredAtMs: null
};
function opens(grant, id) {
	return grant.ids === null || grant.ids.has(id);
}
function digest(text) {
	return createHash("sha256").update(text).digest("base64");
}
// ../simulator/src/graph/accounts.ts
function answerNumberRead(ctx, number, query) {
	return {
		status: 200,
		body: toNumberView(ctx, number, query)
	};
}
function answerAccountRead(number, query) {
	return {
		status: 200,
		body: {
			...pickFields({
				name: number.verifiedName,
				currency: "USD",
				timezone_id: "1",
				message_template_namespace: `posthorn_${number.wabaId}`,
				account_review_status: "APPROVED",
				business_verification_status: "verified",
				ownership_type: "SELF",
				country: "SE",
				status: "ACTIVE"
			}, query, [
				"name",
				"currency",
				"timezone_id",
				"message_template_namespace"
			]),
			id: number.wabaId
		}
	};
}
function answerNumbersRead(ctx, wabaId, query) {
	const numbers = ctx.businesses.filter((business) => business.wabaId === wabaId);
	const cursorOf = (number) => Buffer.from(number?.phoneNumberId ?? "").toString("base64url");
	const cursors = {
		before: cursorOf(numbers[0]),
		after: cursorOf(numbers.at(-1))
	};
	return {
		status: 200,
		body: {
			data: numbers.map((number) => toNumberView(ctx, number, query)),
			paging: { cursors }
		}
	};
}
function answerDebugToken(ctx, query) {
	const grant = ctx.tokens.find(query.get("input_token") ?? "");
	if (grant === null) return {
		status: 200,
		body: { data: {
			error: {
				code: 190,
				message: "Invalid OAuth access token - Cannot parse access token"
			},
			is_valid: false,
			scopes: []
		} }
	};
	const { expiredAtMs } = grant;
	const { scopes } = ctx.state;
	const targets = [...new Set(ctx.businesses.map(({ wabaId }) => wabaId))].filter((wabaId) => opens(grant, wabaId));
	return {
		status: 200,
		body: { data: {
			app_id: ctx.app.id,
			type: "SYSTEM_USER",
			application: ctx.app.name,
			data_access_expires_at: 0,
			...expiredAtMs === null ? {} : { error: toExpiredError({
				expiredAtMs,
				nowMs: ctx.nowMs()
			}) },
			expires_at: expiredAtMs === null ? 0 : Math.floor(expiredAtMs / 1e3),
			is_valid: expiredAtMs === null,
			scopes,
			granular_scopes: scopes.map((scope) => ({
				scope,
				target_ids: targets
			}))
		} }
	};
}
function toExpiredError(times) {
	return {
		code: 190,
		message: toExpiredText(times),
		subcode: 463
	};
}
function toNumberView(ctx, number, query) {
	const facts = ctx.state.factsOf(number.phoneNumberId);
	return {
		...pickFields({
			verified_name: number.verifiedName,
			code_verification_status: "VERIFIED",
			display_phone_number: number.displayPhoneNumber,
			quality_rating: facts.qualityRating,
			name_status: facts.nameStatus,
			status: facts.status,
			messaging_limit_tier: facts.messagingLimitTier,
			platform_type: "CLOUD_API",
			throughput: { level: "STANDARD" },
			webhook_configuration: {
				phone_number: ctx.callbacks.overrideOf(number.phoneNumberId)?.href,
				whatsapp_business_account: ctx.callbacks.overrideOf(number.wabaId)?.href,
				application: ctx.callbacks.appUrl?.href
			}
		}, query),
		id: number.phoneNumberId
	};
}
// ../simulator/src/graph/app-subscriptions.ts
const OBJECT = "whatsapp_business_account";
const subscribeBody$1 = looseObject({
	object: literal(OBJECT),
	callback_url: url({ protocol: /^https?$/ }),
	verify_token: string().min(1).max(1024),
	fields: string().min(1).max(2e3)
});
function answerAppCall(ctx, call) {
	const [, edge, ...more] = call.segments;
	if (more.length > 0) return null;
	if (!call.isApp) return buildGraphError(15, ctx.traceId());
	if (edge === void 0 && call.method === "GET") return {
		status: 200,
		body: ctx.app
	};
	if (edge !== "subscriptions") return null;
	if (call.method === "GET") return {
		status: 200,
		body: { data: listSubscriptions(ctx) }
	};
	return call.method === "POST" ? subscribe(ctx, call.body) : null;
}
function listSubscriptions({ callbacks, state }) {
	if (callbacks.appUrl === null) return [];
	const fields = state.fields.map((name) => ({
		name,
		version: "v25.0"
	}));
	return [{
		object: OBJECT,
		callback_url: callbacks.appUrl.href,
		active: true,
		fields
	}];
}
async function subscribe(ctx, body) {
	const parsed = subscribeBody$1.safeParse(body);
	if (!parsed.success) {
		const [problem] = toProblems(parsed.error.issues);
		return buildGraphError(100, ctx.traceId(), `${problem?.path ?? "body"}: ${problem?.message ?? "is not valid"}`);
	}
	const url = new URL(parsed.data.callback_url);
	const check = await ctx.checkCallback(url, parsed.data.verify_token);
	if (check.kind === "refused") {
		const details = `Callback verification failed: ${check.status ?? check.reason}`;
		return buildGraphError(2200, ctx.traceId(), details);
	}
	ctx.callbacks.appUrl = url;
	ctx.state.fields = parsed.data.fields.split(",").map((name) => name.trim());
	return {
		status: 200,
		body: { success: true }
	};
}
// ../simulator/src/graph/calls.ts
const session = (type) => looseObject({
	sdp_type: literal(type),
	sdp: string().min(1).max(65536)
});
const head = { messaging_product: literal("whatsapp") };
const callId = { call_id: string().min(1).max(512) };
const bodySchema = discriminatedUnion("action", [
	looseObject({
		...head,
		action: literal("connect"),
		to: string().min(1).max(128),
		session: session("offer"),
		biz_opaque_callback_data: string().max(512).optional()
	}),
	looseObject({
		...head,
		...callId,
		action: literal("pre_accept"),
		session: session("answer")
	}),
	looseObject({
		...head,
		...callId,
		action: literal("accept"),
		session: session("answer")
	}),
	looseObject({
		...head,
		...callId,
		action: literal("reject")
	}),
	looseObject({
		...head,
		...callId,
		action: literal("terminate")
	})
]);
function answerCallsCall(ctx, business, body) {
	const parsed = bodySchema.safeParse(body);
	if (!parsed.success) {
		const [problem] = toProblems(parsed.error.issues);
		return buildGraphError(100, ctx.traceId(), `${problem?.path ?? "body"}: ${problem?.message ?? "is not valid"}`);
	}
	const call = parsed.data;
	if (call.action === "connect") return answerConnect(ctx, business, call);
	const problem = ctx.calls.act(call.call_id, business, call.action);
	if (problem !== null) return buildGraphError(131009, ctx.traceId(), problem);
	return {
		status: 200,
		body: {
			messaging_product: "whatsapp",
			success: true
		}
	};
}
function answerCallPermissions(ctx, business, query) {
	const address = (query.get("user_wa_id") ?? "").replaceAll(/\D/g, "");
	if (address === "" || address === business.displayPhoneNumber) return buildGraphError(131009, ctx.traceId(), "user_wa_id: is not the number of a user");
	const status = ctx.calls.permissionOf(address);
	const expiry = status === "temporary" ? { expiration_time: toSeconds(ctx.nowMs()) + PERMISSION_SECONDS } : {};
	const toLimit = (time_period, max_allowed) => ({
		time_period,
		max_allowed,
		current_usage: 0
	});
	const actions = [{
		action_name: "send_call_permission_request",
		can_perform_action: status !== "permanent",
		limits: [toLimit("PT24H", 1), toLimit("P7D", 2)]
	}, {
		action_name: "start_call",
		can_perform_action: status !== "no_permission",
		limits: [toLimit("PT24H", 100)]
	}];
	return {
		status: 200,
		body: {
			messaging_product: "whatsapp",
			permission: {
				status,
				...expiry
			},
			actions
		}
	};
}
const PERMISSION_SECONDS = 604800;
function answerConnect(ctx, business, call) {
	const digits = call.to.replaceAll(/\D/g, "");
	if (digits === "") return buildGraphError(131009, ctx.traceId(), "to: is not a phone number");
	if (digits === business.displayPhoneNumber) return buildGraphError(131021, ctx.traceId());
	if (ctx.calls.permissionOf(digits) === "no_permission") return buildGraphError(138006, ctx.traceId());
	const person = ctx.findPerson(digits) ?? {
		name: digits,
		waId: digits
	};
	return {
		status: 200,
		body: {
			messaging_product: "whatsapp",
			calls: [{ id: ctx.calls.dial(business, person, call.biz_opaque_callback_data) }]
		}
	};
}
function toSeconds(atMs) {
	return Math.floor(atMs / 1e3);
}
// ../simulator/src/media/downloads.ts
const PLANNED_MAX = 1e5;
const SLOW_MS = 3e4;
var PlannedDownloads = class {
	#orders = [];
	add(input) {
		assert(Number.isSafeInteger(input.count) && input.count >= 1 && input.count <= PLANNED_MAX);
		this.#orders.push({
			count: input.count,
			input
		});
		assert(this.#orders.length <= PLANNED_MAX);
	}
	answer(media) {
		const [order] = this.#orders;
		if (order === void 0) return toFile(media, { kind: "whole" });
		order.count -= 1;
		if (order.count === 0) this.#orders.shift();
		return toWrong(media, order.input);
	}
};
const DOWNLOAD_NOT_FOUND = {
	status: 404,
	body: null,
	wire: {
		kind: "page",
		html: ""
	}
};
function toWrong(media, { via, delayMs }) {
	switch (via) {
		case "not_found": return DOWNLOAD_NOT_FOUND;
		case "error": return {
			status: 503,
			body: null,
			wire: {
				kind: "page",
				html: "<h1>Service Unavailable</h1>"
			}
		};
		case "wrong_bytes": return toFile({
			...media,
			bytes: Buffer.from(media.bytes.map((byte) => byte ^ 255))
		}, { kind: "whole" });
		case "slow": return toFile(media, {
			kind: "slow",
			delayMs: delayMs ?? SLOW_MS
		});
		default: return toFile(media, { kind: via });
	}
}
function toFile(media, manner) {
	const { mimeType, bytes } = media;
	return {
		status: 200,
		body: {
			mime_type: mimeType,
			byte_count: bytes.length
		},
		wire: {
			kind: "file",
			mimeType,
			bytes,
			manner
		}
	};
}
// ../simulator/src/media/kinds.ts
const MB$1 = 1048576;
const FILE_BYTES_MAX = 100 * MB$1;
const KIND_BY_TYPE = {
	"audio/aac": "audio",
	"audio/amr": "audio",
	"audio/mp4": "audio",
	"audio/mpeg": "audio",
	"audio/ogg": "audio",
	"audio/opus": "audio",
	"application/msword": "document",
	"application/pdf": "document",
	"application/vnd.ms-excel": "document",
	"application/vnd.ms-powerpoint": "document",
	"application/vnd.openxmlformats-officedocument.presentationml.presentation": "document",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "document",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": "document",
	"text/plain": "document",
	"image/jpeg": "image",
	"image/png": "image",
	"image/webp": "sticker",
	"video/3gpp": "video",
	"video/mp4": "video"
};
const BYTES_MAX = {
	audio: 16 * MB$1,
	document: FILE_BYTES_MAX,
	image: 5 * MB$1,
	sticker: 102400,
	video: 16 * MB$1
};
const ANIMATED_STICKER_BYTES_MAX = 512e3;
function toBareType(mimeType) {
	return (mimeType.split(";")[0] ?? "").trim().toLowerCase();
}
function kindOfType(mimeType) {
	return KIND_BY_TYPE[toBareType(mimeType)] ?? null;
}
function findFileProblem(file) {
	const kind = kindOfType(file.mimeType);
	if (kind === null) return {
		code: 100,
		details: `Param file must be a file with one of the following types: ${Object.keys(KIND_BY_TYPE).join(", ")}.`
	};
	const bytesMax = kind === "sticker" && isAnimated(file.bytes) ? ANIMATED_STICKER_BYTES_MAX : BYTES_MAX[kind];
	if (file.bytes.length > 0 && file.bytes.length <= bytesMax) return null;
	return {
		code: 131053,
		details: `The file has ${file.bytes.length} bytes; for ${kind} it is 1 to ${bytesMax}.`
	};
}
function fitsMessage(mimeType, messageType) {
	return messageType === "document" || kindOfType(mimeType) === messageType;
}
function isAnimated(bytes) {
	return bytes.toString("latin1", 12, 16) === "VP8X" && ((bytes[20] ?? 0) & 2) !== 0;
}
// ../simulator/src/graph/media.ts
function answerUpload(ctx, business, call) {
	const fields = typeof call.body === "object" && call.body !== null ? call.body : {};
	if (Reflect.get(fields, "messaging_product") !== "whatsapp") return buildGraphError(100, ctx.traceId(), "The parameter messaging_product is required.");
	if (call.upload === null) return buildGraphError(100, ctx.traceId(), "The parameter file is required.");
	const type = Reflect.get(fields, "type");
	const mimeType = typeof type === "string" && type.includes("/") ? type : call.upload.mimeType;
	const { bytes } = call.upload;
	const problem = findFileProblem({
		mimeType,
		bytes
	});
	if (problem !== null) return buildGraphError(problem.code, ctx.traceId(), problem.details);
	const { id } = ctx.media.add({
		business,
		mimeType: toBareType(mimeType),
		bytes,
		origin: "upload"
	});
	return {
		status: 200,
		body: { id }
	};
}
function answerMediaCall(ctx, call) {
	const media = ctx.media.find(call.segments[0] ?? "");
	if (media === null || call.segments.length > 1 || !isVisible(media, call)) return null;
	if (call.method === "GET") return {
		status: 200,
		body: describe(ctx, media)
	};
	if (call.method !== "DELETE") return null;
	ctx.media.remove(media.id);
	return {
		status: 200,
		body: { success: true }
	};
}
function answerDownload(ctx, call) {
	const media = ctx.media.open(call.segments[1] ?? "", call.query);
	if (media === null || call.method !== "GET" || !isVisible(media, call)) return DOWNLOAD_NOT_FOUND;
	return ctx.downloads.answer(media);
}
function isVisible({ business }, { query, grant }) {
	const asked = query.get("phone_number_id");
	return opens(grant, business.phoneNumberId) && (asked === null || asked === business.phoneNumberId);
}
function describe(ctx, { id, mimeType, sha256, bytes }) {
	return {
		messaging_product: "whatsapp",
		url: ctx.toUrl(ctx.media.pathOf(id)),
		mime_type: mimeType,
		sha256: sha256.toString("hex"),
		file_size: String(bytes.length),
		id
	};
}
// ../simulator/src/templates/schema.ts
const COMPONENTS_MAX = 20;
const TEMPLATE_CATEGORIES = [
	"UTILITY",
	"MARKETING",
	"AUTHENTICATION"
];
const TEMPLATE_STATUSES = [
	"APPROVED",
	"ARCHIVED",
	"DISABLED",
	"IN_APPEAL",
	"LIMIT_EXCEEDED",
	"PAUSED",
	"PENDING",
	"PENDING_DELETION",
	"REJECTED"
];
const upperCase = string().transform((value) => value.toUpperCase());
const componentSchema = record(string(), json()).refine((component) => typeof component.type === "string", {
	path: ["type"],
	message: "is required"
});
const templateFields = {
	category: upperCase.pipe(_enum(TEMPLATE_CATEGORIES)),
	components: array(componentSchema).min(1).max(COMPONENTS_MAX)
};
const name = string().regex(/^[a-z0-9_]{1,512}$/, "must be lowercase letters, digits and _");
const language = string().regex(/^[a-zA-Z]{2,3}([_-][a-zA-Z]{2,4})?$/, "must be a language code, as en_US");
const createTemplateSchema = looseObject({
	name,
	language,
	...templateFields,
	parameter_format: upperCase.pipe(_enum(["NAMED", "POSITIONAL"])).optional()
});
const initialTemplateSchema = strictObject({
	id: int().min(1).optional(),
	wabaId: string().optional(),
	name,
	language,
	category: templateFields.category.default("UTILITY"),
	status: _enum(TEMPLATE_STATUSES).default("APPROVED"),
	components: templateFields.components,
	parameterFormat: _enum(["NAMED", "POSITIONAL"]).default("POSITIONAL")
});
const DEFAULT_TEMPLATES = [{
	id: 0x628f99588d5bd,
	name: "repair_ready",
	language: "en_US",
	components: [{
		type: "BODY",
		text: "Hi {{1}}, your bike is ready.",
		example: { body_text: [["Mira"]] }
	}]
}];
const TEXT_CHARS_MAX = {
	HEADER: 60,
	BODY: 1024,
	FOOTER: 60
};
const BUTTONS_MAX = 10;
function findTemplateProblem(category, components) {
	const types = components.map(typeOf);
	if (category !== "AUTHENTICATION" && !types.includes("BODY")) return "components: a component of type BODY is required";
	const twice = types.find((type, index) => types.indexOf(type) !== index);
	if (twice !== void 0) return `components: there is more than one component of type ${twice}`;
	for (const component of components) {
		const problem = findComponentProblem$1(component, typeOf(component));
		if (problem !== null) return problem;
	}
	return null;
}
function typeOf(component) {
	return typeof component.type === "string" ? component.type.toUpperCase() : "";
}
function textOf(component) {
	return typeof component?.text === "string" ? component.text : "";
}
function listPlaceholders(text) {
	return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, key = ""]) => key))];
}
const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g;
function findComponentProblem$1(component, type) {
	const text = textOf(component);
	const charsMax = TEXT_CHARS_MAX[type];
	if (charsMax !== void 0 && text.length > charsMax) return `${type}: text is longer than ${charsMax} characters`;
	if (type === "BODY" && text === "" && component.add_security_recommendation === void 0) return "BODY: text is required";
	if ((type === "BODY" || type === "HEADER") && listPlaceholders(text).length > 0 && component.example === void 0) return `component of type ${type} is missing expected field(s) (example)`;
	if (type === "BUTTONS" && (!Array.isArray(component.buttons) || component.buttons.length > BUTTONS_MAX)) return `BUTTONS: buttons are 1 to ${BUTTONS_MAX}`;
	return null;
}
// ../simulator/src/templates/check-send.ts
function findSendProblem(stored, sent) {
	if (stored?.status === "PAUSED") return {
		code: 132015,
		details: `template (${sent.name}) is paused`
	};
	if (stored?.status === "DISABLED") return {
		code: 132016,
		details: `template (${sent.name}) is disabled`
	};
	if (stored?.status !== "APPROVED") return {
		code: 132001,
		details: `template name (${sent.name}) does not exist in ${sent.language.code}`
	};
	for (const component of stored.components) {
		const problem = findComponentProblem(stored, component, sent.components ?? []);
		if (problem !== null) return problem;
	}
	return null;
}
function renderBody(stored, sent) {
	const body = stored.components.find((component) => typeOf(component) === "BODY");
	const parameters = parametersOf(sent.components ?? [], "BODY");
	return textOf(body).replaceAll(PLACEHOLDER, (whole, key) => {
		const named = parameters.find((parameter) => parameter.parameter_name === key);
		const parameter = stored.parameterFormat === "NAMED" ? named : parameters[Number(key) - 1];
		return typeof parameter?.text === "string" ? parameter.text : whole;
	});
}
function listQuickReplies(stored, sent) {
	return buttonsOf(stored).flatMap((button, index) => {
		if (String(button.type).toUpperCase() !== "QUICK_REPLY") return [];
		const payload = findButton$1(sent.components ?? [], index)?.[0]?.payload;
		const text = textOf(button);
		return [{
			payload: typeof payload === "string" ? payload : text,
			text
		}];
	});
}
function findComponentProblem(stored, component, sent) {
	const type = typeOf(component);
	if (type === "BODY") return findTextProblem(stored, component, parametersOf(sent, type));
	if (type === "BUTTONS") return findButtonProblem(stored, sent);
	if (type !== "HEADER") return null;
	const format = typeof component.format === "string" ? component.format.toUpperCase() : "TEXT";
	const parameters = parametersOf(sent, type);
	if (format === "TEXT") return findTextProblem(stored, component, parameters);
	const given = typeof parameters[0]?.type === "string" ? parameters[0].type.toUpperCase() : "UNKNOWN";
	if (given === format) return null;
	return {
		code: 132012,
		details: `header: Format mismatch, expected ${format}, received ${given}`
	};
}
function findTextProblem(stored, component, parameters) {
	const part = typeOf(component).toLowerCase();
	const expected = listPlaceholders(textOf(component));
	if (expected.length !== parameters.length) return {
		code: 132e3,
		details: `${part}: number of localizable_params (${parameters.length}) does not match the expected number of params (${expected.length})`
	};
	if (stored.parameterFormat !== "NAMED") return null;
	const missing = expected.find((key) => !parameters.some((parameter) => parameter.parameter_name === key));
	return missing === void 0 ? null : {
		code: 132012,
		details: `${part}: parameter_name ${missing} is missing`
	};
}
function findButtonProblem(stored, sent) {
	const index = buttonsOf(stored).findIndex((button, at) => {
		return listPlaceholders(typeof button.url === "string" ? button.url : "").length > 0 && (findButton$1(sent, at) ?? []).length === 0;
	});
	if (index < 0) return null;
	return {
		code: 131008,
		details: `buttons: Button at index ${index} of type Url requires a parameter`
	};
}
function parametersOf(sent, type) {
	return toObjects(sent.find((component) => typeOf(component) === type)?.parameters);
}
function buttonsOf(stored) {
	return toObjects(stored.components.find((component) => typeOf(component) === "BUTTONS")?.buttons);
}
function findButton$1(sent, index) {
	const button = sent.find((component) => typeOf(component) === "BUTTON" && Number(component.index ?? -1) === index);
	return button === void 0 ? void 0 : toObjects(button.parameters);
}
function toSentTemplate(template) {
	const value = template;
	if (!isJsonObject(value) || typeof value.name !== "string" || !isJsonObject(value.language)) return null;
	const { code } = value.language;
	if (typeof code !== "string") return null;
	return {
		name: value.name,
		language: { code },
		components: toObjects(value.components)
	};
}
// ../simulator/src/graph/send-schema.ts
function parseSendBody(body) {
	const head = headSchema.safeParse(body);
	if (!head.success) return { problem: toProblem(head.error, body) };
	if (head.data.status !== void 0) return toResult(readSchema.safeParse(body), body);
	const type = head.data.type ?? "text";
	if (!Object.hasOwn(contentSchemas, type)) return { problem: {
		code: 100,
		details: `type must be one of ${Object.keys(contentSchemas).join(", ")}`
	} };
	return toResult(messageSchema.safeParse({
		...head.data,
		type
	}), body);
}
const headSchema = looseObject({
	messaging_product: literal("whatsapp"),
	status: string().optional(),
	type: string().optional()
});
const readSchema = looseObject({
	status: literal("read"),
	message_id: string().min(1),
	typing_indicator: looseObject({ type: literal("text") }).optional()
});
const mediaFields = {
	id: string().min(1).optional(),
	link: url().optional()
};
const caption = string().max(1024).optional();
function media(shape) {
	return looseObject({
		...mediaFields,
		...shape
	}).refine((value) => value.id === void 0 !== (value.link === void 0), { message: "needs either id or link" });
}
const text$1 = (charCountMax) => looseObject({ text: string().min(1).max(charCountMax) });
const footer = text$1(60).optional();
const buttonMessage = looseObject({
	type: literal("button"),
	header: looseObject({ type: string() }).optional(),
	body: text$1(1024),
	footer,
	action: looseObject({ buttons: array(looseObject({
		type: literal("reply"),
		reply: looseObject({
			id: string().min(1).max(256),
			title: string().min(1).max(20)
		})
	})).min(1).max(3) })
});
const listMessage = looseObject({
	type: literal("list"),
	header: looseObject({
		type: literal("text"),
		text: string().min(1).max(60)
	}).optional(),
	body: text$1(4096),
	footer,
	action: looseObject({
		button: string().min(1).max(20),
		sections: array(looseObject({
			title: string().max(24).optional(),
			rows: array(looseObject({
				id: string().min(1).max(200),
				title: string().min(1).max(24),
				description: string().max(72).optional()
			})).min(1)
		})).min(1)
	})
});
const ctaMessage = looseObject({
	type: literal("cta_url"),
	header: looseObject({ type: _enum([
		"text",
		"image",
		"video",
		"document"
	]) }).optional(),
	body: text$1(1024),
	footer,
	action: looseObject({
		name: literal("cta_url"),
		parameters: looseObject({
			display_text: string().min(1).max(20),
			url: url()
		})
	})
});
const locationRequest = looseObject({
	type: literal("location_request_message"),
	body: text$1(1024),
	action: looseObject({ name: literal("send_location") })
});
const CHECKED_INTERACTIVE = [
	"button",
	"list",
	"cta_url",
	"location_request_message"
];
const otherInteractive = looseObject({
	type: string().refine((type) => !CHECKED_INTERACTIVE.includes(type)),
	action: looseObject({})
});
const interactive = looseObject({ type: string() }).transform((value, ctx) => {
	const parsed = ({
		button: buttonMessage,
		list: listMessage,
		cta_url: ctaMessage,
		location_request_message: locationRequest
	}[value.type] ?? otherInteractive).safeParse(value);
	for (const issue of parsed.error?.issues ?? []) ctx.addIssue({
		code: "custom",
		path: issue.path,
		message: issue.message
	});
	return value;
});
const contentSchemas = {
	text: looseObject({
		body: string().min(1).max(4096),
		preview_url: boolean().optional()
	}),
	image: media({ caption }),
	video: media({ caption }),
	document: media({
		caption,
		filename: string().max(256).optional()
	}),
	audio: media({ voice: boolean().optional() }),
	sticker: media({}),
	location: looseObject({
		latitude: number$1().min(-90).max(90),
		longitude: number$1().min(-180).max(180),
		name: string().optional(),
		address: string().optional()
	}),
	contacts: array(looseObject({ name: looseObject({ formatted_name: string().min(1) }) })).min(1),
	reaction: looseObject({
		message_id: string().min(1),
		emoji: string()
	}),
	interactive,
	template: looseObject({
		name: string().min(1).max(512),
		language: looseObject({ code: string().min(2) }),
		components: array(looseObject({ type: string() })).optional()
	})
};
const messageSchema = looseObject({
	messaging_product: literal("whatsapp"),
	recipient_type: _enum(["individual", "group"]).default("individual"),
	to: string().min(1).max(128).optional(),
	recipient: string().min(1).max(128).optional(),
	type: string(),
	context: looseObject({ message_id: string().min(1) }).optional(),
	biz_opaque_callback_data: string().max(512).optional(),
	recipient_identity_key_hash: string().optional(),
	...Object.fromEntries(Object.entries(contentSchemas).map(([type, schema]) => [type, schema.optional()]))
}).superRefine((value, ctx) => {
	if (value.to === void 0 && value.recipient === void 0) addMissing(ctx, "to");
	if (value[value.type] === void 0) addMissing(ctx, value.type);
});
function addMissing(ctx, path) {
	ctx.addIssue({
		code: "custom",
		path: [path],
		message: "is required"
	});
}
function toResult(parsed, body) {
	return parsed.success ? { value: parsed.data } : { problem: toProblem(parsed.error, body) };
}
function toProblem(error, body) {
	const [issue] = error.issues;
	if (issue === void 0) return {
		code: 131009,
		details: "The body is not valid."
	};
	const path = issue.path.join(".") || "body";
	if (valueAt(body, issue.path) === void 0) return {
		code: 131008,
		details: `${path}: is required`
	};
	return {
		code: 131009,
		details: `${path}: ${issue.message}`
	};
}
function valueAt(body, path) {
	return path.reduce((value, key) => {
		return typeof value === "object" && value !== null ? Reflect.get(value, key) : void 0;
	}, body);
}
// ../simulator/src/graph/sent-message.ts
const MEDIA_KINDS = [
	"image",
	"video",
	"audio",
	"document",
	"sticker"
];
function listSentMedia(body) {
	const kind = MEDIA_KINDS.find((each) => each === body.type);
	if (kind !== void 0) return readMedia(toObject(body[kind]), kind, kind);
	if (body.type === "interactive") return listMediaOf([toObject(toObject(body.interactive).header)], "interactive header");
	if (body.type !== "template") return [];
	return listMediaOf(toObjects(toObject(body.template).components).flatMap(({ parameters }) => toObjects(parameters)), "template header");
}
function toSeenMessage(id, body, stored) {
	const content = toObject(body[body.type]);
	const seen = {
		id,
		type: body.type,
		text: "",
		templateName: null,
		buttons: [],
		rows: []
	};
	if (body.type === "template") return {
		...seen,
		...seeTemplate(content, stored)
	};
	if (body.type === "interactive") return {
		...seen,
		...seeInteractive(content)
	};
	return {
		...seen,
		text: textIn(content.body) || textIn(content.caption)
	};
}
function seeTemplate(content, stored) {
	const sent = toSentTemplate(content);
	if (sent === null || stored === null) return { templateName: textIn(content.name) };
	const buttons = listQuickReplies(stored, sent).map(({ payload, text }) => ({
		kind: "template",
		payload,
		title: text
	}));
	return {
		templateName: sent.name,
		text: renderBody(stored, sent),
		buttons
	};
}
function seeInteractive(content) {
	const action = toObject(content.action);
	const buttons = toObjects(action.buttons).map(({ reply }) => {
		const { id, title } = toObject(reply);
		return {
			kind: "reply",
			id: textIn(id),
			title: textIn(title)
		};
	});
	const rows = toObjects(action.sections).flatMap((section) => toObjects(section.rows).map(({ id, title, description }) => ({
		id: textIn(id),
		title: textIn(title),
		...typeof description === "string" ? { description } : {}
	})));
	return {
		text: textIn(toObject(content.body).text),
		buttons,
		rows
	};
}
function listMediaOf(parts, place) {
	return parts.flatMap((part) => MEDIA_KINDS.flatMap((kind) => readMedia(toObject(part[kind]), kind, place)));
}
function readMedia({ id, link }, kind, place) {
	if (typeof id === "string") return [{
		kind,
		place,
		id,
		link: null
	}];
	return typeof link === "string" ? [{
		kind,
		place,
		id: null,
		link
	}] : [];
}
function toObject(value) {
	const json = value;
	return isJsonObject(json) ? json : {};
}
function textIn(value) {
	return typeof value === "string" ? value : "";
}
// ../simulator/src/graph/sends.ts
function answerMessagesCall(ctx, business, body) {
	const parsed = parseSendBody(body);
	if ("problem" in parsed) return buildGraphError(parsed.problem.code, ctx.ids.traceId(), parsed.problem.details);
	if (isRead(parsed.value)) return {
		status: 200,
		body: { success: true }
	};
	return answerSend(ctx, business, parsed.value);
}
function answerSend(ctx, business, body) {
	const to = body.to ?? body.recipient ?? "";
	const group = body.recipient_type === "group";
	const digits = group || body.to === void 0 ? to : body.to.replaceAll(/\D/g, "");
	if (digits === "") return buildGraphError(131009, ctx.ids.traceId(), "to: is not a phone number");
	if (digits === business.displayPhoneNumber) return buildGraphError(131021, ctx.ids.traceId());
	const sent = body.type === "template" ? toSentTemplate(body.template) : null;
	const template = sent === null ? null : ctx.templates.findByName(business.wabaId, sent.name, sent.language.code);
	const media = listSentMedia(body);
	const problem = (sent !== null && ctx.checkTemplates ? findSendProblem(template, sent) : null) ?? findMediaProblem(ctx, business, media);
	if (problem !== null) return buildGraphError(problem.code, ctx.ids.traceId(), problem.details);
	const limitCode = ctx.limits.take(business.phoneNumberId, digits, ctx.nowMs());
	if (limitCode !== null) return buildGraphError(limitCode, ctx.ids.traceId());
	const failure = ctx.takeFailure();
	const refusal = failure === null ? null : refuse$1(ctx, failure);
	if (refusal !== null) return refusal;
	const recipient = group ? { groupId: to } : toRecipient(ctx, body, digits);
	const id = ctx.ids.wamid(digits, "out");
	ctx.onAccepted({
		id,
		business,
		recipient,
		type: body.type,
		voice: isVoice(body),
		callbackData: body.biz_opaque_callback_data,
		failCode: failure?.code ?? (isOfWrongKind(ctx, media) ? MEDIA_FAILED$1 : null),
		body,
		media,
		template
	});
	if (failure?.via === "both") return buildGraphError(failure.code, ctx.ids.traceId());
	const answer = {
		status: 200,
		body: toAcceptedBody(ctx, {
			id,
			body,
			recipient,
			input: to
		})
	};
	return failure === null ? answer : withFault(answer, failure);
}
const MEDIA_FAILED$1 = 131053;
function findMediaProblem(ctx, { phoneNumberId }, media) {
	const unknown = media.find(({ id }) => {
		return id !== null && ctx.media.find(id)?.business.phoneNumberId !== phoneNumberId;
	});
	if (unknown === void 0) return null;
	return {
		code: 100,
		details: `Param ${unknown.place}['id'] is not a valid whatsapp business account media attachment ID`
	};
}
function isOfWrongKind(ctx, media) {
	return media.some(({ id, kind }) => {
		const stored = id === null ? null : ctx.media.find(id);
		return stored !== null && !fitsMessage(stored.mimeType, kind);
	});
}
function refuse$1(ctx, { via, code }) {
	if (via === "response") return buildGraphError(code, ctx.ids.traceId());
	if (via === "lost_before") return {
		status: 0,
		body: null,
		wire: { kind: "lost" }
	};
	return via === "html" ? {
		status: 503,
		body: null,
		wire: {
			kind: "page",
			html: UNAVAILABLE_PAGE
		}
	} : null;
}
const UNAVAILABLE_PAGE = "<!DOCTYPE html><html><title>Error</title><h1>Sorry, something went wrong.</h1></html>";
function withFault(answer, failure) {
	if (failure.via === "lost") return {
		...answer,
		wire: { kind: "lost" }
	};
	return failure.via === "slow" ? {
		...answer,
		wire: {
			kind: "late",
			delayMs: failure.delayMs
		}
	} : answer;
}
function toRecipient(ctx, body, digits) {
	const known = ctx.findPerson(digits) ?? (body.recipient === void 0 ? null : ctx.findPerson(body.recipient));
	if (known !== null) return known;
	return {
		name: digits,
		waId: body.to === void 0 ? void 0 : digits,
		bsuid: body.recipient
	};
}
function toAcceptedBody(ctx, { id, body, recipient, input }) {
	const messageStatus = body.type === "template" ? ctx.templateMessageStatus : null;
	const inGroup = "groupId" in recipient;
	return {
		messaging_product: "whatsapp",
		contacts: [{
			input,
			...inGroup ? { wa_id: recipient.groupId } : {
				wa_id: recipient.waId,
				user_id: recipient.bsuid
			}
		}],
		messages: [{
			id,
			...inGroup ? { group_id: recipient.groupId } : {},
			...messageStatus === null ? {} : { message_status: messageStatus }
		}]
	};
}
function isRead(body) {
	return "status" in body && body.status !== void 0;
}
function isVoice(body) {
	const audio = body.audio;
	return typeof audio === "object" && audio !== null && "voice" in audio && audio.voice === true;
}
// ../simulator/src/graph/subscriptions.ts
const overrideFields = {
	override_callback_uri: string().max(200),
	verify_token: string().max(1024).optional()
};
const subscribeBody = looseObject(overrideFields).partial();
const numberBody = looseObject({ webhook_configuration: looseObject(overrideFields) });
function answerSubscribedAppsCall(ctx, wabaId, call) {
	if (![
		"GET",
		"POST",
		"DELETE"
	].includes(call.method)) return null;
	if (ctx.deniesSubscriptions()) return buildGraphError(200, ctx.traceId());
	if (call.method === "GET") return answerRead(ctx, wabaId);
	return call.method === "POST" ? answerSubscribe(ctx, wabaId, call.body) : answerUnsubscribe(ctx, wabaId);
}
async function answerNumberWrite(ctx, number, body) {
	const parsed = numberBody.safeParse(body);
	if (!parsed.success) return refuseBody$1(ctx, parsed.error);
	const { override_callback_uri, verify_token } = parsed.data.webhook_configuration;
	return setOverride(ctx, number.phoneNumberId, {
		uri: override_callback_uri,
		verifyToken: verify_token
	});
}
function answerRead(ctx, wabaId) {
	const { id, name } = ctx.app;
	const app = {
		whatsapp_business_api_data: {
			id,
			link: `https://www.facebook.com/games/?app_id=${id}`,
			name
		},
		override_callback_uri: ctx.callbacks.overrideOf(wabaId)?.href
	};
	return {
		status: 200,
		body: { data: ctx.callbacks.isSubscribed(wabaId) ? [app] : [] }
	};
}
async function answerSubscribe(ctx, wabaId, body) {
	const parsed = subscribeBody.safeParse(body ?? {});
	if (!parsed.success) return refuseBody$1(ctx, parsed.error);
	const { override_callback_uri: uri, verify_token: verifyToken } = parsed.data;
	if (uri !== void 0 && !ctx.callbacks.isSubscribed(wabaId)) return buildGraphError(100, ctx.traceId(), "Before override the current callback uri, your app must be subscribed to receive messages.");
	ctx.callbacks.setSubscribed(wabaId, true);
	return setOverride(ctx, wabaId, {
		uri: uri ?? "",
		verifyToken
	});
}
function answerUnsubscribe(ctx, wabaId) {
	ctx.callbacks.setSubscribed(wabaId, false);
	ctx.callbacks.setOverride(wabaId, null);
	return {
		status: 200,
		body: { success: true }
	};
}
async function setOverride(ctx, id, { uri, verifyToken }) {
	if (uri === "") {
		ctx.callbacks.setOverride(id, null);
		return {
			status: 200,
			body: { success: true }
		};
	}
	const url = URL.parse(uri);
	if (url === null || !/^https?:$/.test(url.protocol)) return buildGraphError(100, ctx.traceId(), "override_callback_uri: is not a URL");
	const check = await ctx.checkCallback(url, verifyToken ?? "");
	if (check.kind === "refused") {
		const details = `override_callback_uri: the challenge was not answered (${check.status ?? check.reason})`;
		return buildGraphError(100, ctx.traceId(), details);
	}
	ctx.callbacks.setOverride(id, url);
	return {
		status: 200,
		body: { success: true }
	};
}
function refuseBody$1(ctx, error) {
	const [problem] = toProblems(error.issues);
	return buildGraphError(100, ctx.traceId(), `${problem?.path ?? "body"}: ${problem?.message ?? "is not valid"}`);
}
var TemplateStore = class {
	#byId = new Map();
	#idByKey = new Map();
	findObstacle(wabaId, name, language) {
		if (this.#idByKey.has(toKey(wabaId, name, language))) return "duplicate";
		return this.list(wabaId).length >= 250 ? "too_many" : null;
	}
	put(template) {
		this.#byId.set(template.id, template);
		this.#idByKey.set(toKey(template.wabaId, template.name, template.language), template.id);
	}
	remove({ id, wabaId, name, language }) {
		this.#byId.delete(id);
		this.#idByKey.delete(toKey(wabaId, name, language));
	}
	find(id) {
		return this.#byId.get(id) ?? null;
	}
	findByName(wabaId, name, language) {
		const id = this.#idByKey.get(toKey(wabaId, name, language));
		return id === void 0 ? null : this.find(id);
	}
	list(wabaId) {
		return [...this.#byId.values()].filter((template) => template.wabaId === wabaId);
	}
};
function toKey(wabaId, name, language) {
	return `${wabaId}/${name}/${language.replace("-", "_").toLowerCase()}`;
}
// ../simulator/src/graph/templates.ts
const PAGE_SIZE = 25;
const PAGE_SIZE_MAX = 250;
const SUCCESS = {
	status: 200,
	body: { success: true }
};
function answerTemplatesCall(ctx, wabaId, call) {
	if (call.method === "GET") return answerList(ctx, wabaId, call);
	if (call.method === "POST") return answerCreate(ctx, wabaId, call.body);
	if (call.method === "DELETE") return answerDelete(ctx, wabaId, call.query);
	return null;
}
function answerTemplateCall(ctx, call) {
	const template = ctx.desk.store.find(Number(call.segments[0]));
	if (template === null || call.segments.length > 1 || !opens(call.grant, template.wabaId)) return null;
	if (call.method === "GET") return {
		status: 200,
		body: toView(template, call.query)
	};
	return call.method === "POST" ? answerEdit(ctx, template, call.body) : null;
}
function answerList(ctx, wabaId, { query }) {
	const limit = Number(query.get("limit") ?? PAGE_SIZE);
	if (!Number.isSafeInteger(limit) || limit < 1) return refuse(ctx, "limit: must be a positive integer");
	const after = fromCursor(query.get("after"));
	if (after === null) return refuse(ctx, "after: is not a cursor");
	const rest = ctx.desk.store.list(wabaId).filter((template) => template.sequence > after && isAskedFor(template, query));
	const page = rest.slice(0, Math.min(limit, PAGE_SIZE_MAX));
	const [first] = page;
	const last = page.at(-1);
	const data = page.map((template) => toView(template, query));
	if (first === void 0 || last === void 0) return {
		status: 200,
		body: { data }
	};
	const cursors = {
		before: toCursor(first),
		after: toCursor(last)
	};
	return {
		status: 200,
		body: {
			data,
			paging: {
				cursors,
				...rest.length > page.length ? { next: toNextUrl(ctx, wabaId, query, cursors.after) } : {}
			}
		}
	};
}
function isAskedFor(template, query) {
	const is = (key, value) => (query.get(key)?.toUpperCase() ?? value) === value;
	return template.name.includes(query.get("name") ?? "") && is("status", template.status) && is("category", template.category) && is("language", template.language.toUpperCase());
}
function answerCreate(ctx, wabaId, body) {
	const parsed = createTemplateSchema.safeParse(body);
	if (!parsed.success) return refuseBody(ctx, parsed.error);
	const { name, language, category, components, parameter_format: parameterFormat } = parsed.data;
	const problem = findTemplateProblem(category, components);
	if (problem !== null) return refuseComponents(ctx, problem);
	const obstacle = ctx.desk.store.findObstacle(wabaId, name, language);
	if (obstacle !== null) return buildInvalidParameterError(ctx.traceId(), OBSTACLES[obstacle]);
	const template = {
		wabaId,
		name,
		language,
		category,
		components,
		parameterFormat: parameterFormat ?? "POSITIONAL"
	};
	const { id, status } = ctx.desk.submit(template);
	return {
		status: 200,
		body: {
			id: String(id),
			status,
			category
		}
	};
}
const editSchema = looseObject(templateFields).partial();
const EDITABLE = [
	"APPROVED",
	"REJECTED",
	"PAUSED"
];
function answerEdit(ctx, template, body) {
	const parsed = editSchema.safeParse(body ?? {});
	if (!parsed.success) return refuseBody(ctx, parsed.error);
	const { category = template.category, components = template.components } = parsed.data;
	const problem = findTemplateProblem(category, components);
	if (problem !== null) return refuseComponents(ctx, problem);
	if (!EDITABLE.includes(template.status)) return refuse(ctx, "Only templates that are approved, rejected or paused can be edited.");
	if (template.status === "APPROVED" && category !== template.category) return refuse(ctx, "category: that of an approved template cannot be edited");
	ctx.desk.edit(template, {
		category,
		components
	});
	return SUCCESS;
}
function answerDelete(ctx, wabaId, query) {
	const name = query.get("name");
	const id = query.get("hsm_id");
	if (name === null || name === "") return refuse(ctx, "name: is required");
	const found = ctx.desk.store.list(wabaId).filter((template) => {
		return template.name === name && (id === null || String(template.id) === id);
	});
	if (found.length === 0) return buildInvalidParameterError(ctx.traceId(), NOT_FOUND);
	for (const template of found) ctx.desk.store.remove(template);
	return SUCCESS;
}
const OBSTACLES = {
	duplicate: {
		subcode: 2388024,
		userTitle: "Content in This Language Already Exists",
		userMessage: "There is already content in this language for this template. Create a new template and try again."
	},
	too_many: {
		subcode: 2388019,
		userTitle: "Message Template Limit Reached",
		userMessage: `The maximum number of 250 templates of this WhatsApp Business Account is reached.`
	}
};
const NOT_FOUND = {
	subcode: 2593002,
	userTitle: "Message Template Not Found",
	userMessage: "The message template with this name was not found."
};
function refuse(ctx, details) {
	return buildGraphError(100, ctx.traceId(), details);
}
function refuseComponents(ctx, problem) {
	const notes = {
		subcode: 2388043,
		userTitle: "Message Template Component Is Not Valid",
		userMessage: problem
	};
	return buildInvalidParameterError(ctx.traceId(), notes);
}
function refuseBody(ctx, error) {
	const [problem] = toProblems(error.issues);
	return refuse(ctx, `${problem?.path ?? "body"}: ${problem?.message ?? "is not valid"}`);
}
const DEFAULT_FIELDS = [
	"name",
	"parameter_format",
	"components",
	"language",
	"status",
	"category"
];
function toView(template, query) {
	return {
		...pickFields({
			name: template.name,
			parameter_format: template.parameterFormat,
			components: template.components,
			language: template.language,
			status: template.status,
			category: template.category,
			previous_category: template.previousCategory ?? void 0,
			quality_score: { score: template.quality },
			rejected_reason: template.rejectedReason
		}, query, DEFAULT_FIELDS),
		id: String(template.id)
	};
}
function toCursor({ sequence }) {
	return Buffer.from(String(sequence)).toString("base64url");
}
function fromCursor(cursor) {
	if (cursor === null || cursor === "") return 0;
	const text = Buffer.from(cursor, "base64url").toString("latin1");
	return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
function toNextUrl(ctx, wabaId, query, after) {
	const asked = new URLSearchParams(query);
	asked.set("after", after);
	return ctx.toUrl(`/${wabaId}/message_templates?${asked}`);
}
// ../simulator/src/graph/api.ts
function answerGraphCall(ctx, call) {
	return route(ctx, call) ?? answerUnknown(ctx, call);
}
function route(ctx, call) {
	const [id = "", edge, ...more] = call.segments;
	if (id === "debug_token" && edge === void 0) return answerDebugToken(ctx, call.query);
	if (id === ctx.app.id) return answerAppCall(ctx, call);
	if (id === "media-download" && more.length === 0) return answerDownload(ctx, call);
	const number = ctx.findNumber(id);
	const account = ctx.findAccount(id);
	if (number === void 0 && account === void 0) return answerMediaCall(ctx, call) ?? answerTemplateCall(ctx, call);
	if (more.length > 0 || !opens(call.grant, id)) return null;
	if (number !== void 0) return answerNumberCall(ctx, number, call);
	return account === void 0 ? null : answerAccountCall(ctx, account, call);
}
function answerNumberCall(ctx, number, call) {
	switch (`${call.method} ${call.segments[1] ?? ""}`) {
		case "POST messages":
			if (!ctx.state.scopes.includes("whatsapp_business_messaging")) return buildGraphError(10, ctx.traceId());
			return answerMessagesCall(ctx, number, call.body);
		case "POST media": return answerUpload(ctx, number, call);
		case "POST calls": return answerCallsCall(ctx, number, call.body);
		case "GET call_permissions": return answerCallPermissions(ctx, number, call.query);
		case "GET ": return answerNumberRead(ctx, number, call.query);
		case "POST ": return answerNumberWrite(ctx, number, call.body);
		default: return null;
	}
}
function answerAccountCall(ctx, account, call) {
	const { wabaId } = account;
	switch (call.segments[1]) {
		case void 0: return call.method === "GET" ? answerAccountRead(account, call.query) : null;
		case "phone_numbers": return call.method === "GET" ? answerNumbersRead(ctx, wabaId, call.query) : null;
		case "subscribed_apps": return answerSubscribedAppsCall(ctx, wabaId, call);
		case "message_templates": return answerTemplatesCall(ctx, wabaId, call);
		default: return null;
	}
}
function answerUnknown(ctx, call) {
	return {
		status: 400,
		body: { error: {
			message: `Unsupported ${call.method.toLowerCase()} request. Object with ID '${(call.segments[0] ?? "").slice(0, 64)}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
			type: "GraphMethodException",
			code: 100,
			error_subcode: 33,
			fbtrace_id: ctx.traceId()
		} }
	};
}
// ../simulator/src/graph/app-state.ts
const SCOPES_ALL = ["whatsapp_business_messaging", "whatsapp_business_management"];
const FACTS_WELL = {
	qualityRating: "GREEN",
	nameStatus: "APPROVED",
	status: "CONNECTED",
	messagingLimitTier: "TIER_1K"
};
var AppState = class {
	scopes = SCOPES_ALL;
	dateSkewMs = 0;
	fields;
	#facts = new Map();
	constructor(fields) {
		this.fields = fields;
	}
	factsOf(phoneNumberId) {
		return this.#facts.get(phoneNumberId) ?? FACTS_WELL;
	}
	setFacts(phoneNumberId, facts) {
		this.#facts.set(phoneNumberId, {
			...this.factsOf(phoneNumberId),
			...facts
		});
	}
};
// ../simulator/src/graph/read-body.ts
const JSON_BYTES_MAX = 1e6;
const UPLOAD_BYTES_MAX = 104923136;
const UNDERWAY_BYTES_MAX = 5 * UPLOAD_BYTES_MAX;
const NO_BODY = {
	body: void 0,
	upload: null
};
var BodyReader = class {
	#underwayBytes = 0;
	async read(request) {
		const contentType = request.headers["content-type"] ?? "";
		const isUpload = contentType.startsWith("multipart/form-data");
		const bytesMax = isUpload ? UPLOAD_BYTES_MAX : JSON_BYTES_MAX;
		const chunks = [];
		let byteCount = 0;
		let keptBytes = 0;
		try {
			for await (const chunk of request) {
				if (!Buffer.isBuffer(chunk)) continue;
				byteCount += chunk.length;
				if (byteCount > bytesMax || this.#underwayBytes + chunk.length > UNDERWAY_BYTES_MAX) continue;
				chunks.push(chunk);
				keptBytes += chunk.length;
				this.#underwayBytes += chunk.length;
			}
			if (byteCount > bytesMax) return {
				problem: `The body is longer than ${bytesMax} bytes.`,
				code: 100
			};
			if (keptBytes < byteCount) return {
				problem: "Too many uploads at once.",
				code: 2
			};
			if (byteCount === 0) return NO_BODY;
			const bytes = Buffer.concat(chunks);
			return isUpload ? await parseMultipart(bytes, contentType) : parseText(bytes.toString("utf8"), contentType);
		} finally {
			this.#underwayBytes -= keptBytes;
		}
	}
};
function parseText(text, contentType) {
	if (contentType.startsWith("application/x-www-form-urlencoded")) return {
		body: Object.fromEntries(new URLSearchParams(text)),
		upload: null
	};
	try {
		return {
			body: JSON.parse(text),
			upload: null
		};
	} catch (error) {
		if (error instanceof SyntaxError) return {
			problem: "The body is not JSON.",
			code: 100
		};
		throw error;
	}
}
async function parseMultipart(bytes, contentType) {
	const form = await readForm(bytes, contentType);
	if (form === null) return {
		problem: "The body is not multipart/form-data.",
		code: 100
	};
	const body = {};
	let upload = null;
	for (const [name, value] of form) {
		if (typeof value === "string") {
			body[name] = value;
			continue;
		}
		body[name] = {
			name: value.name,
			mime_type: value.type,
			byte_count: value.size
		};
		if (name !== "file") continue;
		upload = {
			fileName: value.name,
			mimeType: value.type,
			bytes: Buffer.from(await value.arrayBuffer())
		};
	}
	return {
		body,
		upload
	};
}
async function readForm(bytes, contentType) {
	try {
		return await new Response(new Uint8Array(bytes), { headers: { "content-type": contentType } }).formData();
	} catch (error) {
		if (error instanceof TypeError) return null;
		throw error;
	}
}
// ../simulator/src/graph/write-answer.ts
const ENDLESS_BYTES_MAX = 2 * FILE_BYTES_MAX;
const ENDLESS_CHUNK = Buffer.alloc(65536, "endless ");
async function writeAnswer(response, answer, wait) {
	const { wire } = answer;
	switch (wire?.kind) {
		case void 0: return writeJson(response, answer);
		case "lost":
			response.destroy();
			return;
		case "late":
			await wait(wire.delayMs);
			return writeJson(response, answer);
		case "page": return writeWhole(response, answer.status, {
			type: "text/html; charset=utf-8",
			bytes: Buffer.from(wire.html)
		});
		case "file": return writeFile(response, wire, wait);
	}
}
function writeJson(response, { status, body }) {
	const text = JSON.stringify(body);
	response.writeHead(status, {
		"content-type": "application/json; charset=UTF-8",
		"content-length": Buffer.byteLength(text)
	});
	response.end(text);
}
function writeWhole(response, status, { type, bytes }) {
	response.writeHead(status, {
		"content-type": type,
		"content-length": bytes.length
	});
	response.end(bytes);
}
async function writeFile(response, file, wait) {
	const { mimeType: type, bytes, manner } = file;
	if (manner.kind === "whole") return writeWhole(response, 200, {
		type,
		bytes
	});
	if (manner.kind === "endless") return writeEndless(response, type);
	const half = Math.floor(bytes.length / 2);
	response.writeHead(200, {
		"content-type": type,
		"content-length": bytes.length
	});
	await new Promise((resolve) => response.write(bytes.subarray(0, half), () => resolve()));
	if (manner.kind === "cut") {
		response.destroy();
		return;
	}
	await wait(manner.delayMs);
	response.end(bytes.subarray(half));
}
async function writeEndless(response, type) {
	const gone = new AbortController();
	response.once("close", () => gone.abort());
	response.writeHead(200, { "content-type": type });
	for (let sent = 0; sent < ENDLESS_BYTES_MAX && !gone.signal.aborted; sent += ENDLESS_CHUNK.length) if (!response.write(ENDLESS_CHUNK)) await drained(response, gone.signal);
	response.end();
}
async function drained(response, signal) {
	try {
		await once(response, "drain", { signal });
	} catch (error) {
		if (!signal.aborted) throw error;
	}
}
// ../simulator/src/graph/server.ts
const REQUEST_TIMEOUT_MS = 3e4;
const KEEP_ALIVE_MS = 65e3;
var GraphServer = class {
	#ctx;
	#bodies = new BodyReader();
	#server;
	constructor(ctx) {
		this.#ctx = ctx;
		const options = {
			requestTimeout: REQUEST_TIMEOUT_MS,
			keepAliveTimeout: KEEP_ALIVE_MS,
			noDelay: true
		};
		this.#server = import__part_node_http.default.createServer(options, (request, response) => {
			this.#serve(request).catch(() => INTERNAL_ERROR).then((answer) => {
				const skewMs = ctx.dateSkewMs();
				if (skewMs !== 0) response.setHeader("date", new Date(ctx.nowMs() + skewMs).toUTCString());
				return writeAnswer(response, answer, ctx.wait);
			}).catch(() => response.destroy());
		});
	}
	listen(host, port) {
		return new Promise((resolve, reject) => {
			this.#server.once("error", reject);
			this.#server.listen(port, host, () => {
				this.#server.removeListener("error", reject);
				resolve(toUrl(this.#server.address()));
			});
		});
	}
	close() {
		return new Promise((resolve) => {
			this.#server.close(() => resolve());
			this.#server.closeAllConnections();
		});
	}
	async #serve(request) {
		const ctx = this.#ctx;
		const url = new URL(request.url ?? "/", "http://simulator");
		const method = request.method ?? "GET";
		const read = await this.#bodies.read(request);
		const answer = await decide(ctx, {
			token: readToken(request),
			url,
			method,
			read
		});
		ctx.record({
			atMs: ctx.nowMs(),
			method,
			path: url.pathname,
			body: "body" in read ? read.body : void 0,
			status: answer.wire?.kind === "lost" ? null : answer.status,
			answer: answer.body
		});
		if (ctx.answerDelayMs > 0) await ctx.wait(ctx.answerDelayMs);
		return answer;
	}
};
const INTERNAL_ERROR = {
	status: 500,
	body: { error: {
		message: "Internal error of the simulator.",
		code: 1
	} }
};
function decide(ctx, incoming) {
	const { token, url, method, read } = incoming;
	const segments = url.pathname.split("/").filter((segment) => segment !== "");
	if (/^v\d{1,3}\.\d{1,2}$/.test(segments[0] ?? "")) segments.shift();
	const grant = findGrant(ctx, token, segments);
	if (grant === null) return buildGraphError(190, ctx.traceId());
	if (grant.expiredAtMs !== null) return buildExpiredTokenError(ctx.traceId(), {
		expiredAtMs: grant.expiredAtMs,
		nowMs: ctx.nowMs()
	});
	if ("problem" in read) return buildGraphError(read.code, ctx.traceId(), read.problem);
	return ctx.answer({
		method,
		segments,
		query: url.searchParams,
		body: read.body,
		upload: read.upload,
		grant,
		isApp: token === ctx.appToken
	});
}
function findGrant(ctx, token, segments) {
	if (token === ctx.appToken && ["debug_token", ctx.appId].includes(segments[0] ?? "")) return {
		ids: new Set(),
		expiredAtMs: null
	};
	return ctx.tokens.find(token);
}
function readToken(request) {
	return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
}
function toUrl(address) {
	if (address === null || typeof address === "string") return "";
	return `http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`;
}
// ../simulator/src/limits.ts
const SECOND_MS = 1e3;
const PAIRS_MAX = 1e5;
var SendLimits = class {
	#settings;
	#timesByNumber = new Map();
	#pairs = new Map();
	#overLimitCount = 0;
	constructor(settings) {
		this.#settings = settings;
	}
	get overLimitCount() {
		return this.#overLimitCount;
	}
	take(phoneNumberId, to, nowMs) {
		const ring = this.#ringOf(phoneNumberId);
		if (ring !== null && nowMs - (ring.times[ring.next] ?? 0) < SECOND_MS) {
			this.#overLimitCount += 1;
			if (this.#settings.refuse) return 130429;
		}
		if (!this.#takePair(`${phoneNumberId}/${to}`, nowMs) && this.#settings.refuse) return 131056;
		if (ring !== null) {
			ring.times[ring.next] = nowMs;
			ring.next = (ring.next + 1) % ring.times.length;
		}
		return null;
	}
	#ringOf(phoneNumberId) {
		const { perNumberPerSecond } = this.#settings;
		if (perNumberPerSecond === null) return null;
		const known = this.#timesByNumber.get(phoneNumberId);
		if (known !== void 0) return known;
		const ring = {
			times: new Float64Array(perNumberPerSecond).fill(Number.NEGATIVE_INFINITY),
			next: 0
		};
		this.#timesByNumber.set(phoneNumberId, ring);
		return ring;
	}
	#takePair(key, nowMs) {
		const { pair } = this.#settings;
		if (pair === null) return true;
		const state = this.#pairs.get(key);
		if (state === void 0 || state.freeAtMs <= nowMs) {
			this.#remember(key, {
				startedAtMs: nowMs,
				count: 1,
				freeAtMs: nowMs + pair.intervalMs
			});
			return true;
		}
		if (state.count >= pair.burst || nowMs - state.startedAtMs >= pair.intervalMs) return false;
		const { startedAtMs, count, freeAtMs } = state;
		this.#remember(key, {
			startedAtMs,
			count: count + 1,
			freeAtMs: freeAtMs + pair.intervalMs
		});
		return true;
	}
	#remember(key, state) {
		this.#pairs.delete(key);
		this.#pairs.set(key, state);
		const oldest = this.#pairs.keys().next();
		if (this.#pairs.size > PAIRS_MAX && !oldest.done) this.#pairs.delete(oldest.value);
	}
};
// ../simulator/src/media/fetch-link.ts
const FETCH_TIMEOUT_MS = 3e4;
async function fetchLink(link, kind) {
	try {
		const response = await fetch(link, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
		const bytes = response.ok ? await readBounded(response) : null;
		if (bytes === null) return false;
		const mimeType = toBareType(response.headers.get("content-type") ?? "");
		return fitsMessage(mimeType, kind) && findFileProblem({
			mimeType,
			bytes
		}) === null;
	} catch (error) {
		if (error instanceof Error) return false;
		throw error;
	}
}
async function readBounded(response) {
	const chunks = [];
	let byteCount = 0;
	for await (const chunk of response.body ?? []) {
		byteCount += chunk.length;
		if (byteCount > 104857600) return null;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
// ../simulator/src/media/store.ts
const URL_SECONDS = 300;
const DAY_MS = 864e5;
const LIFE_MS = {
	upload: 30 * DAY_MS,
	message: 7 * DAY_MS
};
var MediaStore = class {
	#ctx;
	#byId = new Map();
	#byteCount = 0;
	constructor(ctx) {
		this.#ctx = ctx;
	}
	add(media) {
		const byteCount = media.bytes.length;
		if (byteCount > 104857600) throw new SimulatorError("media_too_large", `WhatsApp passes on no file above ${FILE_BYTES_MAX} bytes.`);
		const stored = {
			...media,
			id: this.#ctx.newId(),
			sha256: createHash("sha256").update(media.bytes).digest(),
			expiresAtMs: this.#ctx.nowMs() + LIFE_MS[media.origin]
		};
		this.#makeRoom(byteCount);
		this.#byId.set(stored.id, stored);
		this.#byteCount += byteCount;
		return stored;
	}
	find(id) {
		const media = this.#byId.get(id);
		return media === void 0 || media.expiresAtMs <= this.#ctx.nowMs() ? null : media;
	}
	remove(id) {
		const media = this.#byId.get(id);
		if (media === void 0) return;
		this.#byId.delete(id);
		this.#byteCount -= media.bytes.length;
	}
	pathOf(id) {
		const ext = String(Math.floor(this.#ctx.nowMs() / 1e3) + URL_SECONDS);
		return `/media-download/${id}?ext=${ext}&hash=${this.#sign(id, ext)}`;
	}
	open(id, query) {
		const ext = query.get("ext") ?? "";
		const given = Buffer.from(query.get("hash") ?? "");
		const right = Buffer.from(this.#sign(id, ext));
		if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
		return Number(ext) * 1e3 <= this.#ctx.nowMs() ? null : this.find(id);
	}
	#sign(id, ext) {
		return createHmac("sha256", this.#ctx.urlKey).update(`${id} ${ext}`).digest("base64url").slice(0, 22);
	}
	#makeRoom(byteCount) {
		for (const [id] of this.#byId) {
			if (this.#byId.size < this.#ctx.countMax && this.#byteCount + byteCount <= this.#ctx.bytesMax) return;
			this.remove(id);
		}
	}
};
// ../simulator/src/options.ts
const HOUR_MS = 36e5;
const MB = 1048576;
const digits = string().regex(/^\d{5,20}$/, "must be 5 to 20 digits");
const delayMs = number().min(0).max(HOUR_MS);
const businessSchema = strictObject({
	wabaId: digits.default("204817563920415"),
	phoneNumberId: digits.default("318940275561203"),
	displayPhoneNumber: digits.default("15557204418"),
	verifiedName: string().min(1).max(256).default("Kanal Cykel")
});
const limitsSchema = strictObject({
	perNumberPerSecond: int().min(1).max(1e4).nullable().default(null),
	pair: strictObject({
		intervalMs: int().min(1).max(HOUR_MS).default(6e3),
		burst: int().min(1).max(1e4).default(45)
	}).nullable().default(null),
	refuse: boolean().default(true)
});
const optionsSchema = strictObject({
	host: string().min(1).default("127.0.0.1"),
	port: int().min(0).max(65535).default(0),
	appSecret: string().min(1).max(256),
	accessToken: string().min(1).max(1024),
	tokens: record(digits, string().min(1).max(1024)).default({}),
	verifyToken: string().min(1).max(1024).default("posthorn-simulator"),
	appId: digits.default("610023884417"),
	appName: string().min(1).max(256).default("Posthorn Simulator"),
	appFields: array(string().regex(/^[a-z_]{1,64}$/)).max(100).default([
		"messages",
		"message_template_status_update",
		"phone_number_quality_update",
		"account_update"
	]),
	callbackUrl: url({ protocol: /^https?$/ }).optional(),
	businesses: array(businessSchema).min(1).max(1e3).prefault([{}]),
	subscribed: boolean().default(true),
	jsonForm: _enum(["escaped-unicode", "plain"]).default("escaped-unicode"),
	statusDelaysMs: strictObject({
		sent: delayMs.nullable().default(50),
		delivered: delayMs.nullable().default(300),
		read: delayMs.nullable().default(1500),
		played: delayMs.nullable().default(3e3)
	}).prefault({}),
	conversationInStatuses: boolean().default(false),
	templateMessageStatus: _enum(["accepted", "held_for_quality_assessment"]).nullable().default("accepted"),
	templates: array(initialTemplateSchema).max(1e4).prefault(DEFAULT_TEMPLATES),
	checkTemplates: boolean().default(true),
	templateReview: strictObject({
		delayMs: delayMs.default(1e3),
		decision: _enum(["APPROVED", "REJECTED"]).nullable().default("APPROVED")
	}).prefault({}),
	media: strictObject({
		countMax: int().min(1).max(1e6).default(1e4),
		bytesMax: int().min(100 * MB).max(4096 * MB).default(256 * MB)
	}).prefault({}),
	fetchLinks: boolean().default(false),
	limits: limitsSchema.prefault({}),
	delayAnswersMs: delayMs.default(0),
	calls: strictObject({
		ringAfterMs: delayMs.default(100),
		decideAfterMs: delayMs.default(1e3),
		decision: _enum([
			"accept",
			"reject",
			"ignore"
		]).default("accept"),
		hangUpAfterMs: delayMs.nullable().default(null),
		permission: _enum([
			"no_permission",
			"temporary",
			"permanent"
		]).default("temporary")
	}).prefault({}),
	scriptAnswersMax: int().min(1).max(1e5).default(100),
	faults: faultSettingsSchema.prefault({}),
	webhooks: strictObject({
		concurrencyMax: int().min(1).max(256).default(1),
		timeoutMs: int().min(100).max(6e4).default(1e4),
		retryDelaysMs: array(int().min(0).max(24 * HOUR_MS)).max(50).default([
			1e3,
			5e3,
			3e4,
			12e4,
			6e5,
			HOUR_MS
		]),
		pendingMax: int().min(1).max(1e6).default(1e4),
		lingerMs: int().min(0).max(6e4).default(50)
	}).prefault({}),
	recordsMax: int().min(1).max(1e5).default(1e3),
	seed: int().min(0).max(4294967295).optional(),
	clock: custom((value) => typeof value === "object" && value !== null).default(systemClock)
}).superRefine(({ businesses, tokens, templates }, ctx) => {
	const ids = new Set(businesses.flatMap(({ wabaId, phoneNumberId }) => [wabaId, phoneNumberId]));
	const refuse = (path) => ctx.addIssue({
		code: "custom",
		path,
		message: "is none of the businesses"
	});
	for (const id of Object.keys(tokens)) if (!ids.has(id)) refuse(["tokens", id]);
	templates.forEach(({ wabaId }, index) => {
		if (wabaId !== void 0 && !ids.has(wabaId)) refuse([
			"templates",
			index,
			"wabaId"
		]);
	});
});
function parseOptions(options) {
	const parsed = optionsSchema.safeParse(options);
	if (parsed.success) return parsed.data;
	throw new SimulatorError("options_invalid", "The options are not valid.", toProblems(parsed.error.issues));
}
// ../simulator/src/people.ts
const ADDRESSES_MAX = 1e5;
var People = class {
	#byAddress = new Map();
	add(profile) {
		for (const address of [profile.waId, profile.bsuid]) {
			if (address === void 0) continue;
			this.#byAddress.set(address, profile);
			const oldest = this.#byAddress.keys().next();
			if (this.#byAddress.size > ADDRESSES_MAX && !oldest.done) this.#byAddress.delete(oldest.value);
		}
	}
	find(address) {
		return this.#byAddress.get(address) ?? null;
	}
};
// ../simulator/src/media/samples.ts
function sampleOf(mimeType) {
	return SAMPLES[toBareType(mimeType)] ?? TEXT;
}
const fromBase64 = (...lines) => Buffer.from(lines.join(""), "base64");
const TEXT = Buffer.from("A file from the Posthorn simulator.\n");
const JPEG = fromBase64("/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ", "EBAQEBD/wAALCAAIAAgBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQAAPwAf", "/9k=");
const PNG = fromBase64("iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mOQz9+KFTEMLQkAaBlQwTnO8B4AAAAASUVORK5CYII=");
const WEBP = fromBase64("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");
const OGG = fromBase64("T2dnUwACAAAAAAAAAAABAAAAAAAAAByf9dkBE09wdXNIZWFkAQE4AYC7AAAAAABPZ2dTAAAAAAAAAAAAAAEAAAABAAAAbUbaoAEYT3B1c1RhZ3MI", "AAAAcG9zdGhvcm4AAAAAT2dnUwAEwAMAAAAAAAABAAAAAgAAACmTsN0BA/j//g==");
const MP4 = fromBase64("AAAAHGZ0eXBpc29tAAACAGlzb21pc28ybXA0MQAAAHRtb292AAAAbG12aGQAAAAAAAAAAAAAAAAAAAPoAAAAAAABAAABAAAAAAAAAAAAAAAAAQAA", "AAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABAAAACG1kYXQ=");
const PDF = fromBase64("JVBERi0xLjQKMSAwIG9iajw8L1R5cGUvQ2F0YWxvZy9QYWdlcyAyIDAgUj4+ZW5kb2JqCjIgMCBvYmo8PC9UeXBlL1BhZ2VzL0tpZHNbMyAwIFJd", "L0NvdW50IDE+PmVuZG9iagozIDAgb2JqPDwvVHlwZS9QYWdlL1BhcmVudCAyIDAgUi9NZWRpYUJveFswIDAgNzIgNzJdPj5lbmRvYmoKeHJlZgow", "IDQKMDAwMDAwMDAwMCA2NTUzNSBmIAowMDAwMDAwMDA5IDAwMDAwIG4gCjAwMDAwMDAwNTIgMDAwMDAgbiAKMDAwMDAwMDEwMSAwMDAwMCBuIAp0", "cmFpbGVyPDwvU2l6ZSA0L1Jvb3QgMSAwIFI+PgpzdGFydHhyZWYKMTYyCiUlRU9GCg==");
const MP3 = Buffer.concat([Buffer.from([
	255,
	251,
	144,
	196
]), Buffer.alloc(413)]);
const SAMPLES = {
	"application/pdf": PDF,
	"audio/amr": Buffer.concat([Buffer.from("#!AMR\n"), Buffer.alloc(8, 124)]),
	"audio/mp4": MP4,
	"audio/mpeg": MP3,
	"audio/ogg": OGG,
	"image/jpeg": JPEG,
	"image/png": PNG,
	"image/webp": WEBP,
	"video/3gpp": MP4,
	"video/mp4": MP4
};
// ../simulator/src/person.ts
var Person = class Person {
	profile;
	#ctx;
	constructor(ctx, profile) {
		this.#ctx = ctx;
		this.profile = profile;
	}
	get business() {
		return this.#ctx.business;
	}
	sendText(body, extras = {}) {
		return this.send({
			type: "text",
			content: { body },
			...extras
		});
	}
	sendImage(media = {}, extras = {}) {
		return this.#sendMedia("image", {
			...media,
			mimeType: media.mimeType ?? "image/jpeg"
		}, extras, { head: { caption: media.caption } });
	}
	sendVideo(media = {}, extras = {}) {
		return this.#sendMedia("video", {
			...media,
			mimeType: media.mimeType ?? "video/mp4"
		}, extras, { head: { caption: media.caption } });
	}
	sendDocument(media = {}, extras = {}) {
		const head = {
			caption: media.caption,
			filename: media.filename ?? "document.pdf"
		};
		return this.#sendMedia("document", {
			...media,
			mimeType: media.mimeType ?? "application/pdf"
		}, extras, { head });
	}
	sendAudio(media = {}, extras = {}) {
		const voice = media.voice ?? false;
		const mimeType = media.mimeType ?? (voice ? "audio/ogg; codecs=opus" : "audio/mpeg");
		return this.#sendMedia("audio", {
			...media,
			mimeType
		}, extras, { tail: { voice } });
	}
	sendSticker(media = {}, extras = {}) {
		const tail = { animated: media.animated ?? false };
		return this.#sendMedia("sticker", {
			...media,
			mimeType: media.mimeType ?? "image/webp"
		}, extras, { tail });
	}
	sendLocation(location, extras = {}) {
		const { address, latitude, longitude, name, url } = location;
		return this.send({
			type: "location",
			content: {
				address,
				latitude,
				longitude,
				name,
				url
			},
			...extras
		});
	}
	sendContacts(contacts, extras = {}) {
		return this.send({
			type: "contacts",
			content: contacts,
			...extras
		});
	}
	reply(messageId, body) {
		return this.sendText(body, { context: this.quote(messageId) });
	}
	quote(messageId) {
		return {
			from: this.#ctx.business.displayPhoneNumber,
			id: messageId
		};
	}
	read(messageId, callbackData) {
		const status = {
			id: messageId,
			status: "read",
			timestampSeconds: this.#ctx.nowSeconds(),
			callbackData
		};
		return this.#ctx.emit(buildStatusUpdate(this.#ctx.business, this.profile, status));
	}
	pressButton(messageId, button) {
		return this.#sendInteractive(messageId, "button_reply", {
			id: button.id,
			title: button.title
		});
	}
	pressTemplateButton(messageId, button) {
		const content = {
			payload: button.payload,
			text: button.text
		};
		return this.send({
			type: "button",
			content,
			context: this.quote(messageId)
		});
	}
	chooseListRow(messageId, row) {
		const { id, title, description } = row;
		return this.#sendInteractive(messageId, "list_reply", {
			id,
			title,
			description
		});
	}
	completeFlow(messageId, response) {
		const content = {
			name: "flow",
			body: "Sent",
			response_json: JSON.stringify(response)
		};
		return this.#sendInteractive(messageId, "nfm_reply", content);
	}
	react(messageId, emoji) {
		return this.send({
			type: "reaction",
			content: {
				message_id: messageId,
				emoji
			}
		});
	}
	removeReaction(messageId) {
		return this.send({
			type: "reaction",
			content: { message_id: messageId }
		});
	}
	sendOrder(order) {
		const items = order.items.map((item) => ({
			product_retailer_id: item.productRetailerId,
			quantity: item.quantity,
			item_price: item.itemPrice,
			currency: item.currency
		}));
		return this.send({
			type: "order",
			content: {
				catalog_id: order.catalogId,
				text: order.text,
				product_items: items
			}
		});
	}
	edit(messageId, body) {
		const message = {
			context: { id: messageId },
			type: "text",
			text: { body }
		};
		return this.send({
			type: "edit",
			content: {
				original_message_id: messageId,
				message
			}
		});
	}
	revoke(messageId) {
		return this.send({
			type: "revoke",
			content: { original_message_id: messageId }
		});
	}
	sendUnsupported(kind) {
		const title = "Message type unknown";
		const errors = [{
			code: 131051,
			title,
			message: title,
			error_data: { details: "Message type is currently not supported." }
		}];
		return this.send({
			type: "unsupported",
			content: { type: kind },
			errors
		});
	}
	send(message) {
		const id = this.#ctx.ids.wamid(addressOf(this.profile), "in");
		const stamp = {
			id,
			timestampSeconds: this.#ctx.nowSeconds()
		};
		return this.#tell(id, buildMessageUpdate(this.#ctx.business, this.profile, {
			...message,
			...stamp
		}));
	}
	changeNumber(newWaId) {
		const id = this.#ctx.ids.wamid(addressOf(this.profile), "in");
		const message = {
			id,
			timestampSeconds: this.#ctx.nowSeconds(),
			newWaId
		};
		return {
			told: this.#tell(id, buildNumberChangeUpdate(this.#ctx.business, this.profile, message)),
			person: new Person(this.#ctx, {
				...this.profile,
				waId: newWaId
			})
		};
	}
	setMarketing(value) {
		const preference = {
			value,
			timestampSeconds: this.#ctx.nowSeconds()
		};
		return this.#ctx.emit(buildPreferenceUpdate(this.#ctx.business, this.profile, preference));
	}
	call() {
		const id = this.#ctx.ids.wacid(addressOf(this.profile));
		const stamp = {
			id,
			timestampSeconds: this.#ctx.nowSeconds()
		};
		this.#ctx.calls.noteIncoming(id, this.#ctx.business, this.profile);
		return this.#tell(id, buildCallConnectUpdate(this.#ctx.business, this.profile, stamp));
	}
	hangUp(callId, end = {}) {
		const known = this.#ctx.calls.noteHangUp(callId);
		const call = {
			...known,
			id: callId,
			timestampSeconds: this.#ctx.nowSeconds(),
			status: end.status ?? "COMPLETED",
			durationSeconds: end.durationSeconds ?? known.durationSeconds
		};
		return this.#tell(callId, buildCallTerminateUpdate(this.#ctx.business, this.profile, call));
	}
	#sendInteractive(messageId, type, reply) {
		return this.send({
			type: "interactive",
			content: {
				type,
				[type]: reply
			},
			context: this.quote(messageId)
		});
	}
	#sendMedia(type, media, extras, { head, tail }) {
		const { mimeType } = media;
		const bytes = media.bytes === void 0 ? sampleOf(mimeType) : Buffer.from(media.bytes);
		const stored = this.#ctx.storeMedia({
			mimeType,
			bytes
		});
		const content = {
			...head,
			mime_type: mimeType,
			sha256: stored.sha256.toString("base64"),
			id: stored.id,
			url: this.#ctx.mediaUrl(stored),
			...tail
		};
		return this.send({
			type,
			content,
			...extras
		});
	}
	#tell(id, update) {
		return {
			id,
			delivered: this.#ctx.emit(update)
		};
	}
};
// ../simulator/src/records.ts
const KEPT_BODY_BYTES_MAX = 65536;
function toSentWebhook(sending, record, finishedAtMs) {
	const kept = sending !== null && sending.bytes.length <= KEPT_BODY_BYTES_MAX;
	return {
		...record,
		finishedAtMs,
		url: sending?.url.href ?? null,
		signature: sending?.signature ?? null,
		body: kept ? sending.bytes.toString("utf8") : null
	};
}
// ../simulator/src/scenario/player.ts
async function playSteps(ctx, scenario) {
	const stage = setStage(ctx, scenario);
	for (const step of scenario.steps) {
		await ctx.wait(step.after_ms);
		await playStep(stage, step);
		stage.times = 1;
	}
	await ctx.settled();
	for (const person of stage.people.values()) ctx.endScript(person);
	return Object.fromEntries(stage.idByName);
}
function setStage(ctx, scenario) {
	const people = new Map();
	const stage = {
		ctx,
		people,
		idByName: new Map(),
		messageByName: new Map(),
		awaitedCounts: new Map(),
		times: 1
	};
	for (const [key, { name, wa_id, bsuid, parent_bsuid, username, scripts }] of Object.entries(scenario.people)) {
		const profile = {
			name,
			waId: wa_id,
			bsuid,
			parentBsuid: parent_bsuid,
			username
		};
		const person = ctx.createPerson(profile, (update) => emit(stage, update));
		people.set(key, person);
		if (scripts !== void 0) ctx.scriptPerson(person, scripts);
	}
	return stage;
}
function emit(stage, update) {
	const outcome = stage.ctx.push(update);
	for (let time = 1; time < stage.times; time += 1) stage.ctx.push(update);
	return outcome;
}
async function playStep(stage, step) {
	stage.times = "times" in step ? step.times : 1;
	if (!isPersonStep(step)) return playMetaStep(stage, step);
	const told = playPersonStep(stage, step);
	if (told !== null && step.as !== void 0) stage.idByName.set(step.as, told.id);
}
function playPersonStep(stage, step) {
	const person = personOf(stage, step.person);
	switch (step.do) {
		case "text": return person.sendText(step.text);
		case "image": return person.sendImage({
			caption: step.caption,
			mimeType: step.mime_type
		});
		case "video": return person.sendVideo({
			caption: step.caption,
			mimeType: step.mime_type
		});
		case "document": return person.sendDocument({
			caption: step.caption,
			mimeType: step.mime_type,
			filename: step.filename
		});
		case "audio": return person.sendAudio({
			mimeType: step.mime_type,
			voice: step.voice
		});
		case "sticker": return person.sendSticker({
			mimeType: step.mime_type,
			animated: step.animated
		});
		case "location": return person.sendLocation(step);
		case "contacts": return person.sendContacts(step.contacts.map(toJsonObject));
		case "order": return person.sendOrder(toOrder(step));
		case "unsupported": return person.sendUnsupported(step.kind);
		case "call": return person.call();
		case "stop_marketing":
			person.setMarketing("stop");
			return null;
		case "resume_marketing":
			person.setMarketing("resume");
			return null;
		default: return playAnswerStep(person, step, idOf(stage, step.message));
	}
}
function playAnswerStep(person, step, messageId) {
	switch (step.do) {
		case "reply": return person.reply(messageId, step.text);
		case "press_button": return person.pressButton(messageId, {
			id: step.id,
			title: step.title
		});
		case "press_template_button": return person.pressTemplateButton(messageId, {
			payload: step.payload,
			text: step.text
		});
		case "choose_list_row": return person.chooseListRow(messageId, {
			id: step.id,
			title: step.title,
			description: step.description
		});
		case "react": return person.react(messageId, step.emoji);
		case "remove_reaction": return person.removeReaction(messageId);
		case "edit": return person.edit(messageId, step.text);
		case "revoke": return person.revoke(messageId);
		case "hang_up": return person.hangUp(messageId, {
			status: step.status,
			durationSeconds: step.duration_seconds
		});
	}
}
async function playMetaStep(stage, step) {
	const { ctx } = stage;
	switch (step.do) {
		case "business_message": return writeAsBusiness(stage, step.as, personOf(stage, step.to).profile);
		case "status":
			emit(stage, buildStatus(stage, step));
			return;
		case "template_status":
			ctx.noteTemplate(step);
			emit(stage, buildTemplateStatusUpdate(ctx.business, step, ctx.nowSeconds()));
			return;
		case "template_quality": {
			const quality = {
				...step,
				previousScore: step.previous_score,
				newScore: step.new_score
			};
			emit(stage, buildTemplateQualityUpdate(ctx.business, quality, ctx.nowSeconds()));
			return;
		}
		case "change": {
			const timeSeconds = step.timed ? ctx.nowSeconds() : null;
			const value = toJsonObject(step.value);
			emit(stage, {
				field: step.field,
				entryId: ctx.business.wabaId,
				timeSeconds,
				value
			});
			return;
		}
		case "fail_sends": return ctx.failNextSends({
			count: step.count,
			code: step.code,
			via: step.via,
			delayMs: step.delay_ms
		});
		case "wait_for_business": return waitForBusiness(stage, step);
		case "burst": return playBurst(stage, step);
	}
}
function writeAsBusiness(stage, name, to) {
	const id = stage.ctx.ids.wamid(addressOf(to), "out");
	stage.idByName.set(name, id);
	stage.messageByName.set(name, {
		id,
		to,
		sentAtSeconds: stage.ctx.nowSeconds() - STATUS_SECONDS.played
	});
}
async function waitForBusiness({ ctx, people, awaitedCounts }, step) {
	const person = people.get(step.to);
	assert(person !== void 0);
	const count = (awaitedCounts.get(person) ?? 0) + step.count;
	awaitedCounts.set(person, count);
	for (let waitedMs = 0; waitedMs < step.timeout_ms && ctx.countReceived(person) < count; waitedMs += POLL_MS) await ctx.wait(POLL_MS);
}
const POLL_MS = 50;
const STATUS_SECONDS = {
	sent: 0,
	failed: 0,
	delivered: 1,
	read: 2,
	played: 3
};
function buildStatus(stage, step) {
	const message = stage.messageByName.get(step.message);
	assert(message !== void 0);
	return buildStatusOf(stage.ctx.business, message, {
		status: step.status,
		errorCode: step.error_code
	});
}
function buildStatusOf(business, message, { status, errorCode }) {
	return buildStatusUpdate(business, message.to, {
		id: message.id,
		status,
		timestampSeconds: message.sentAtSeconds + STATUS_SECONDS[status],
		pricing: status === "sent" || status === "delivered" ? buildPricing("utility") : void 0,
		errors: status === "failed" ? [buildStatusError(errorCode)] : void 0
	});
}
async function playBurst(stage, step) {
	const people = [...stage.people.values()];
	let left = step.count;
	while (left > 0) {
		const person = drawItem(stage.ctx.random, people);
		left -= drawChance(stage.ctx.random, .4) ? playStatuses(stage, person.profile, left) : playTalk(stage, person);
		await stage.ctx.wait(step.over_ms / step.count);
	}
}
function playTalk(stage, person) {
	const { random, ids } = stage.ctx;
	const draw = random();
	if (draw < .7) person.sendText(drawItem(random, SAYINGS));
	else if (draw < .8) person.sendImage({ caption: drawItem(random, SAYINGS) });
	else if (draw < .9) person.react(ids.wamid(addressOf(person.profile), "out"), drawItem(random, [
		"\u{1F44D}",
		"\u2764\uFE0F",
		"\u{1F64F}"
	]));
	else person.sendAudio({ voice: true });
	return 1;
}
function playStatuses(stage, to, countMax) {
	const { business, ids, nowSeconds } = stage.ctx;
	const message = {
		id: ids.wamid(addressOf(to), "out"),
		to,
		sentAtSeconds: nowSeconds() - STATUS_SECONDS.played
	};
	const statuses = [
		"sent",
		"delivered",
		"read"
	].slice(0, countMax);
	for (const status of statuses) emit(stage, buildStatusOf(business, message, {
		status,
		errorCode: 0
	}));
	return statuses.length;
}
const SAYINGS = [
	"Is the blue frame still in stock?",
	"Thank you!",
	"Gr\u00F6\u00DFe M? Or better L?",
	"When do you close today?",
	"My order has not come yet.",
	"The rear wheel rattles / again",
	"\u4F60\u597D \u{1F6B2}"
];
function toOrder(step) {
	const items = step.items.map((item) => ({
		productRetailerId: item.product_retailer_id,
		quantity: item.quantity,
		itemPrice: item.item_price,
		currency: item.currency
	}));
	return {
		catalogId: step.catalog_id,
		text: step.text,
		items
	};
}
function toJsonObject(value) {
	return value;
}
function personOf(stage, key) {
	const person = stage.people.get(key);
	assert(person !== void 0);
	return person;
}
function idOf(stage, name) {
	const id = stage.idByName.get(name);
	assert(id !== void 0);
	return id;
}
// ../simulator/src/scripts/scripts.ts
const SCRIPTED_MAX = 1e4;
var Scripts = class {
	#ctx;
	#byAddress = new Map();
	constructor(ctx) {
		this.#ctx = ctx;
	}
	set(person, rules, speed = 1) {
		const scripted = {
			person,
			rules: rules.map((rule) => ({
				rule,
				pattern: rule.when.text_matches === void 0 ? null : toPattern(rule.when.text_matches),
				left: rule.times ?? Number.POSITIVE_INFINITY
			})),
			wait: (delayMs) => delayMs / speed,
			answersLeft: this.#ctx.answersMax
		};
		for (const key of keysOf(person)) {
			this.#byAddress.delete(key);
			this.#byAddress.set(key, scripted);
			const oldest = this.#byAddress.keys().next();
			if (this.#byAddress.size > 2 * SCRIPTED_MAX && !oldest.done) this.#byAddress.delete(oldest.value);
		}
	}
	remove(person) {
		for (const key of keysOf(person)) if (this.#byAddress.get(key)?.person === person) this.#byAddress.delete(key);
	}
	onAccepted(send) {
		if (this.#byAddress.size === 0 || send.failCode !== null || "groupId" in send.recipient) return;
		const { waId, bsuid } = send.recipient;
		const { phoneNumberId } = send.business;
		const scripted = this.#byAddress.get(`${phoneNumberId}/${waId}`) ?? this.#byAddress.get(`${phoneNumberId}/${bsuid}`);
		if (scripted === void 0 || scripted.answersLeft === 0) return;
		const message = toSeenMessage(send.id, send.body, send.template);
		const found = scripted.rules.find(({ rule, pattern, left }) => left > 0 && fits(rule, pattern, message));
		if (found === void 0) return;
		found.left -= 1;
		if (found.rule.answer.kind === "nothing") return;
		scripted.answersLeft -= 1;
		this.#ctx.later(scripted.wait(found.rule.after_ms), () => {
			if (this.#ctx.canTell()) giveAnswer(scripted.person, found.rule, {
				message,
				send
			});
		});
	}
};
function keysOf({ business, profile }) {
	return [profile.waId, profile.bsuid].flatMap((address) => {
		return address === void 0 ? [] : [`${business.phoneNumberId}/${address}`];
	});
}
function fits({ when }, pattern, message) {
	return (when.type === void 0 || when.type === message.type) && (pattern === null || pattern.test(message.text)) && (when.template === void 0 || when.template === message.templateName) && (when.button === void 0 || findButton(message, when.button) !== void 0);
}
function giveAnswer(person, { answer }, { message, send }) {
	switch (answer.kind) {
		case "text":
			person.sendText(answer.text, extrasOf(person, answer.quote, message));
			return;
		case "image":
			person.sendImage({
				caption: answer.caption,
				mimeType: answer.mime_type
			}, extrasOf(person, answer.quote, message));
			return;
		case "location":
			person.sendLocation(answer, extrasOf(person, answer.quote, message));
			return;
		case "button":
			press(person, message, answer.button);
			return;
		case "list_row": {
			const row = message.rows.find(({ id, title }) => [
				void 0,
				id,
				title
			].includes(answer.row));
			if (row !== void 0) person.chooseListRow(message.id, row);
			return;
		}
		case "reaction":
			person.react(message.id, answer.emoji);
			return;
		case "read":
			person.read(message.id, send.callbackData);
			return;
	}
}
function press(person, message, wanted) {
	const button = wanted === void 0 ? message.buttons[0] : findButton(message, wanted);
	if (button?.kind === "reply") person.pressButton(message.id, button);
	if (button?.kind === "template") person.pressTemplateButton(message.id, {
		payload: button.payload,
		text: button.title
	});
}
function findButton({ buttons }, wanted) {
	return buttons.find((button) => {
		return button.title === wanted || (button.kind === "reply" ? button.id : button.payload) === wanted;
	});
}
function extrasOf(person, quote, message) {
	return quote ? { context: person.quote(message.id) } : {};
}
// ../simulator/src/status-plan.ts
const CONVERSATION_SECONDS = 86400;
function planStatuses(options, send, conversationId) {
	if (send.failCode !== null) return [planFailure(options, send, send.failCode)];
	const steps = [
		"sent",
		"delivered",
		"read",
		"played"
	].flatMap((status) => {
		const delayMs = options.statusDelaysMs[status];
		return delayMs === null || status === "played" && !send.voice ? [] : [{
			status,
			delayMs
		}];
	});
	const priced = new Set(["sent", findFirstArrival(steps.map((step) => step.status))]);
	return steps.map(({ status, delayMs }) => ({
		delayMs,
		build: (timestampSeconds) => buildStatusUpdate(send.business, send.recipient, {
			id: send.id,
			status,
			timestampSeconds,
			callbackData: send.callbackData,
			...priced.has(status) ? buildPriceParts(options, {
				send,
				status,
				timestampSeconds,
				conversationId
			}) : {}
		})
	}));
}
function planFailure(options, send, code) {
	return {
		delayMs: options.statusDelaysMs.sent ?? 0,
		build: (timestampSeconds) => buildStatusUpdate(send.business, send.recipient, {
			id: send.id,
			status: "failed",
			timestampSeconds,
			callbackData: send.callbackData,
			errors: [buildStatusError(code)]
		})
	};
}
function findFirstArrival(statuses) {
	return statuses.find((status) => status === "delivered" || status === "read");
}
function buildPriceParts(options, { send, status, timestampSeconds, conversationId }) {
	const category = send.type === "template" ? categoryOf(send) : "service";
	const pricing = buildPricing(category);
	if (!options.conversationInStatuses) return { pricing };
	return {
		pricing,
		conversation: buildConversation({
			id: conversationId,
			category,
			expiresAtSeconds: status === "sent" ? timestampSeconds + CONVERSATION_SECONDS : null
		})
	};
}
function categoryOf({ template }) {
	if (template?.category === "MARKETING") return "marketing";
	return template?.category === "AUTHENTICATION" ? "authentication" : "utility";
}
// ../simulator/src/templates/desk.ts
var TemplateDesk = class {
	store = new TemplateStore();
	#ctx;
	#sequence = 0;
	constructor(ctx, initial) {
		this.#ctx = ctx;
		const wabaIds = new Set(ctx.businesses.map(({ wabaId }) => wabaId));
		for (const { id, wabaId: only, ...template } of initial) for (const wabaId of only === void 0 ? wabaIds : [only]) this.#addInitial(wabaId, id, template);
	}
	submit(template) {
		const stored = {
			...NEW,
			...template,
			id: this.#ctx.newId(),
			sequence: this.#nextSequence()
		};
		this.store.put(stored);
		this.#review(stored.id);
		return stored;
	}
	edit(template, changes) {
		this.store.put({
			...template,
			...changes,
			status: "PENDING",
			rejectedReason: "NONE"
		});
		this.#review(template.id);
	}
	setStatus(idOrName, event, change = {}) {
		const template = this.#choose(idOrName, change);
		const reason = change.reason === void 0 ? usualReasonOf(event) : change.reason;
		this.#apply(template, event, reason);
		const { id, name, language, category } = template;
		const status = {
			id,
			name,
			language,
			category,
			event,
			reason,
			info: change.info ?? this.#usualInfoOf(event, reason)
		};
		return this.#tell(template, (business, now) => buildTemplateStatusUpdate(business, status, now));
	}
	setQuality(idOrName, newScore, choice = {}) {
		const template = this.#choose(idOrName, choice);
		this.store.put({
			...template,
			quality: newScore
		});
		const { id, name, language, quality: previousScore } = template;
		const quality = {
			id,
			name,
			language,
			previousScore,
			newScore
		};
		return this.#tell(template, (business, now) => buildTemplateQualityUpdate(business, quality, now));
	}
	setCategory(idOrName, newCategory, choice = {}) {
		const template = this.#choose(idOrName, choice);
		const { id, name, language, category: previousCategory } = template;
		const dueAtSeconds = choice.dueAtSeconds ?? null;
		if (dueAtSeconds === null) this.store.put({
			...template,
			category: newCategory,
			previousCategory
		});
		const change = {
			id,
			name,
			language,
			previousCategory,
			newCategory,
			dueAtSeconds
		};
		return this.#tell(template, (business, now) => buildTemplateCategoryUpdate(business, change, now));
	}
	note(wabaId, about) {
		const template = this.store.findByName(wabaId, about.name, about.language);
		if (template !== null) this.#apply(template, about.event, about.reason);
	}
	#addInitial(wabaId, id, template) {
		const obstacle = this.store.findObstacle(wabaId, template.name, template.language);
		if (obstacle !== null) throw new SimulatorError("options_invalid", "The templates are not valid.", [{
			path: "templates",
			message: obstacle === "duplicate" ? "name one twice" : "are more than an account may have"
		}]);
		const own = {
			wabaId,
			id: id !== void 0 && this.store.find(id) === null ? id : this.#ctx.newId(),
			sequence: this.#nextSequence()
		};
		this.store.put({
			...NEW,
			...template,
			...own
		});
	}
	#nextSequence() {
		this.#sequence += 1;
		return this.#sequence;
	}
	#review(id) {
		const { delayMs, decision } = this.#ctx.review;
		if (decision === null) return;
		this.#ctx.later(delayMs, () => {
			const template = this.store.find(id);
			if (template?.status !== "PENDING") return;
			if (this.#ctx.canTell()) this.setStatus(id, decision);
			else this.#apply(template, decision, usualReasonOf(decision));
		});
	}
	#apply(template, event, reason) {
		const rejectedReason = event === "REJECTED" ? reason ?? "NONE" : "NONE";
		if (event === "DELETED") this.store.remove(template);
		else this.store.put({
			...template,
			status: stateAfter(event, template.status),
			rejectedReason
		});
	}
	#choose(idOrName, { language, wabaId }) {
		const found = [...wabaId === void 0 ? new Set(this.#ctx.businesses.map((each) => each.wabaId)) : [wabaId]].flatMap((id) => this.store.list(id)).find((template) => {
			if (String(template.id) === String(idOrName)) return true;
			const isOfLanguage = language === void 0 || this.store.findByName(template.wabaId, template.name, language) === template;
			return template.name === idOrName && isOfLanguage;
		});
		if (found !== void 0) return found;
		throw new SimulatorError("template_unknown", "There is no such template.");
	}
	#usualInfoOf(event, reason) {
		if (event === "DISABLED") return { disable_info: { disable_date: String(this.#ctx.nowSeconds()) } };
		if (event === "PAUSED") return { other_info: {
			title: "FIRST_PAUSE",
			description: "Paused because of low quality."
		} };
		if (event !== "REJECTED" || reason !== "INVALID_FORMAT") return void 0;
		return { rejection_info: {
			reason: "The format of the template is not valid.",
			recommendation: "Look at the parameters, and put words between them."
		} };
	}
	#tell({ wabaId }, build) {
		const business = this.#ctx.businesses.find((each) => each.wabaId === wabaId);
		if (business === void 0) throw new SimulatorError("template_unknown", "No number belongs to its account.");
		return this.#ctx.emit(business, build(business, this.#ctx.nowSeconds()));
	}
};
const NEW = {
	previousCategory: null,
	status: "PENDING",
	quality: "UNKNOWN",
	rejectedReason: "NONE"
};
function usualReasonOf(event) {
	if (event === "PENDING_DELETION") return null;
	return event === "REJECTED" ? "INVALID_FORMAT" : "NONE";
}
function stateAfter(event, before) {
	if (event === "REINSTATED") return "APPROVED";
	return TEMPLATE_STATUSES.find((status) => status === event) ?? before;
}
// ../simulator/src/webhooks/activity.ts
var Activity = class {
	#count = 0;
	#waiting = [];
	get count() {
		return this.#count;
	}
	begin() {
		this.#count += 1;
	}
	end() {
		assert(this.#count > 0);
		this.#count -= 1;
		if (this.#count > 0) return;
		const waiting = this.#waiting;
		this.#waiting = [];
		for (const resolve of waiting) resolve();
	}
	settled() {
		if (this.#count === 0) return Promise.resolve();
		return new Promise((resolve) => this.#waiting.push(resolve));
	}
};
// ../simulator/src/webhooks/callbacks.ts
var Callbacks = class {
	appUrl;
	#subscribed;
	#overrideById = new Map();
	constructor(appUrl, subscribedWabaIds) {
		this.appUrl = appUrl;
		this.#subscribed = new Set(subscribedWabaIds);
	}
	urlFor(business, field) {
		if (!this.#subscribed.has(business.wabaId)) return null;
		const url = (field === "messages" ? this.#overrideFor(business) : void 0) ?? this.appUrl;
		if (url === null) throw new SimulatorError("callback_url_missing", "No callback URL is set: there is nowhere to send webhooks to.");
		return url;
	}
	isSubscribed(wabaId) {
		return this.#subscribed.has(wabaId);
	}
	setSubscribed(wabaId, subscribed) {
		if (subscribed) this.#subscribed.add(wabaId);
		else this.#subscribed.delete(wabaId);
	}
	overrideOf(id) {
		return this.#overrideById.get(id) ?? null;
	}
	setOverride(id, url) {
		if (url === null) this.#overrideById.delete(id);
		else this.#overrideById.set(id, url);
	}
	#overrideFor(business) {
		return this.#overrideById.get(business.phoneNumberId) ?? this.#overrideById.get(business.wabaId);
	}
};
async function checkCallback(connections, input) {
	const url = new URL(input.url);
	url.searchParams.set("hub.mode", "subscribe");
	url.searchParams.set("hub.challenge", input.challenge);
	url.searchParams.set("hub.verify_token", input.verifyToken);
	const outcome = await connections.exchange({
		method: "GET",
		url,
		headers: {
			"user-agent": "facebookplatform/1.0",
			accept: "*/*"
		},
		bytes: null,
		timeoutMs: input.timeoutMs
	});
	if (outcome.kind === "failed") return {
		kind: "refused",
		status: null,
		reason: outcome.reason
	};
	if (outcome.status !== 200) return {
		kind: "refused",
		status: outcome.status,
		reason: "status"
	};
	if (outcome.body !== input.challenge) return {
		kind: "refused",
		status: 200,
		reason: "challenge_not_echoed"
	};
	return { kind: "verified" };
}
// ../simulator/src/webhooks/http-exchange.ts
const ANSWER_BYTES_MAX = 65536;
var HttpConnections = class {
	#http;
	#https;
	constructor(connectionCountMax) {
		this.#http = new import__part_node_http.default.Agent({
			keepAlive: true,
			maxSockets: connectionCountMax
		});
		this.#https = new https.Agent({
			keepAlive: true,
			maxSockets: connectionCountMax
		});
	}
	async exchange(input) {
		const first = await this.#exchangeOnce(input);
		return first.kind === "stale_connection" ? toOutcome(await this.#exchangeOnce(input)) : first;
	}
	#exchangeOnce(input) {
		return new Promise((resolve) => {
			const secure = input.url.protocol === "https:";
			const options = {
				method: input.method,
				headers: {
					...input.headers,
					...input.bytes === null ? {} : { "content-length": input.bytes.length }
				},
				agent: secure ? this.#https : this.#http,
				signal: AbortSignal.timeout(input.timeoutMs)
			};
			const fail = (error) => resolve({
				kind: "failed",
				reason: toReason(error)
			});
			const request = (secure ? https : import__part_node_http.default).request(input.url, options, (response) => {
				readAnswer(response).then((body) => resolve({
					kind: "answered",
					status: response.statusCode ?? 0,
					body
				}), fail);
			});
			request.on("error", (error) => {
				if (request.reusedSocket && toReason(error) === "ECONNRESET") resolve({ kind: "stale_connection" });
				else fail(error);
			});
			request.end(input.bytes);
		});
	}
	close() {
		this.#http.destroy();
		this.#https.destroy();
	}
};
function toOutcome(outcome) {
	return outcome.kind === "stale_connection" ? {
		kind: "failed",
		reason: "ECONNRESET"
	} : outcome;
}
async function readAnswer(response) {
	const chunks = [];
	let byteCount = 0;
	for await (const chunk of response) {
		if (!Buffer.isBuffer(chunk)) continue;
		byteCount += chunk.length;
		if (byteCount > ANSWER_BYTES_MAX) break;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString("utf8");
}
function toReason(error) {
	if (error.name === "AbortError" || error.name === "TimeoutError") return "timeout";
	return "code" in error && typeof error.code === "string" ? error.code : "error";
}
// ../simulator/src/bodies/items.ts
function listExpectedEvents(update) {
	const events = ITEM_LISTS.flatMap((list) => toObjects(update.value[list]).map((item) => toExpectedEvent(update, list, item)));
	return events.length > 0 ? events : [toWholeEvent(update)];
}
const ITEM_LISTS = [
	"messages",
	"statuses",
	"calls",
	"message_echoes",
	"history",
	"user_preferences",
	"groups",
	"automatic_events",
	"state_sync"
];
function toExpectedEvent(update, list, item) {
	const wamid = typeof item.id === "string" ? item.id : null;
	const about = {
		field: update.field,
		wamid,
		status: null
	};
	if (list === "messages" || list === "message_echoes") return {
		...about,
		id: wamid ?? hash$1(update, item),
		kind: `${list}.${text(item.type)}`
	};
	if (list === "statuses") {
		const status = text(item.status);
		const participant = text(item.recipient_participant_id ?? item.participant_recipient_id);
		return {
			...about,
			id: [
				wamid,
				status,
				participant
			].filter(Boolean).join("/"),
			kind: `statuses.${status}`,
			status
		};
	}
	if (list === "calls") {
		const event = text(item.event);
		return {
			...about,
			id: `${wamid}/${event}`,
			kind: `calls.${event}`
		};
	}
	return {
		...about,
		id: hash$1(update, item),
		kind: list
	};
}
function toWholeEvent(update) {
	return {
		id: hash$1(update, update.value),
		field: update.field,
		kind: update.field,
		wamid: null,
		status: null
	};
}
function hash$1(update, item) {
	const text = stringifyCanonically([
		update.field,
		update.entryId,
		item,
		update.timeSeconds
	]);
	return `${update.field}/${createHash("sha256").update(text).digest("hex").slice(0, 32)}`;
}
function text(value) {
	return typeof value === "string" ? value : "";
}
// ../simulator/src/webhooks/lane.ts
var Lane = class {
	#ctx;
	#planner;
	#expected = new Map();
	#firstSendingByEvent = new Map();
	#sent;
	constructor(ctx, faults, random) {
		this.#ctx = ctx;
		this.#planner = new FaultPlanner(faults, random);
		this.#sent = new BoundedLog(ctx.recordsMax);
	}
	get holdsUpdates() {
		return this.#planner.holdsUpdates;
	}
	get sent() {
		return this.#sent.entries;
	}
	get expectedEvents() {
		return [...this.#expected.values()];
	}
	push(business, update) {
		this.#ctx.assertRoom();
		const bytes = this.#encode([update], false).length;
		if (bytes > 3e6) throw new SimulatorError("body_too_large", `Meta sends no body above ${BODY_BYTES_MAX} bytes; this one has ${bytes}.`);
		if (this.#ctx.urlFor(business, update.field) === null) return this.#skip(update);
		for (const event of listExpectedEvents(update)) this.#remember(this.#expected, event.id, event);
		const { promise, resolve } = Promise.withResolvers();
		this.#sendAll(this.#planner.push({
			update,
			business,
			bytes,
			resolve
		}));
		return promise;
	}
	flush() {
		this.#sendAll(this.#planner.flush());
	}
	#skip(update) {
		const outcome = {
			kind: "not_sent",
			attempts: []
		};
		const eventIds = listExpectedEvents(update).map((event) => event.id);
		this.#record(null, {
			id: this.#ctx.nextSendingId(),
			kind: "original",
			eventIds,
			outcome
		});
		return Promise.resolve(outcome);
	}
	#sendAll(planned) {
		for (const sending of planned) {
			const byUrl = Map.groupBy(sending.updates, ({ business, update }) => String(this.#ctx.urlFor(business, update.field) ?? ""));
			for (const [url, updates] of byUrl) this.#sendOne(url, {
				...sending,
				updates
			});
		}
	}
	#sendOne(url, planned) {
		const updates = planned.updates.map(({ update }) => update);
		const eventIds = updates.flatMap((update) => listExpectedEvents(update).map((event) => event.id));
		const id = this.#ctx.nextSendingId();
		const { kind, duplicateOf } = this.#judge(id, planned.kind, eventIds);
		const about = {
			id,
			kind,
			...duplicateOf === void 0 ? {} : { duplicateOf },
			eventIds
		};
		const settle = (sending, outcome) => {
			this.#record(sending, {
				...about,
				outcome
			});
			if (planned.kind === "original") for (const pending of planned.updates) pending.resolve(outcome);
		};
		if (url === "") {
			for (const eventId of eventIds) this.#expected.delete(eventId);
			settle(null, {
				kind: "not_sent",
				attempts: []
			});
			return;
		}
		const bytes = this.#encode(updates, planned.mergeItems);
		const signature = (kind === "wrong_signature" ? this.#ctx.forger : this.#ctx.signer).sign(bytes);
		const sending = {
			id,
			kind,
			url: new URL(url),
			bytes,
			signature,
			delayMs: planned.delayMs
		};
		this.#ctx.send(sending).then((outcome) => settle(sending, outcome));
	}
	#judge(id, kind, eventIds) {
		if (kind === "wrong_signature" || kind === "stale") return { kind };
		const firsts = eventIds.map((eventId) => this.#firstSendingByEvent.get(eventId));
		const [first] = firsts;
		if (first !== void 0 && !firsts.includes(void 0)) return {
			kind: "duplicate",
			duplicateOf: first
		};
		for (const eventId of eventIds) if (!this.#firstSendingByEvent.has(eventId)) this.#remember(this.#firstSendingByEvent, eventId, id);
		return { kind: "original" };
	}
	#record(sending, record) {
		this.#sent.add(record);
		this.#ctx.onSent(sending, record);
	}
	#encode(updates, mergeItems) {
		return encodeMetaJson(buildBody(updates, mergeItems), this.#ctx.jsonForm);
	}
	#remember(map, key, value) {
		map.set(key, value);
		if (map.size <= this.#ctx.recordsMax) return;
		const oldest = map.keys().next();
		if (!oldest.done) map.delete(oldest.value);
	}
};
// ../simulator/src/webhooks/outbox.ts
var Outbox = class {
	#options;
	#parts;
	#queue = [];
	#pendingCount = 0;
	#onWireCount = 0;
	constructor(options, parts) {
		this.#options = options;
		this.#parts = parts;
	}
	get room() {
		return this.#options.pendingMax - this.#pendingCount;
	}
	assertRoom() {
		if (this.room > 0) return;
		throw new SimulatorError("outbox_full", `${this.#pendingCount} webhooks are under way already.`);
	}
	send(sending) {
		this.#pendingCount += 1;
		this.#parts.activity.begin();
		return new Promise((resolve) => {
			const finish = (outcome) => {
				this.#pendingCount -= 1;
				resolve(outcome);
				this.#parts.activity.end();
			};
			this.#enqueueAfter(sending.delayMs, {
				sending,
				attempts: [],
				finish
			});
		});
	}
	#enqueueAfter(delayMs, underway) {
		if (delayMs <= 0) this.#enqueue(underway);
		else this.#parts.waits.wait(delayMs).then(() => this.#enqueue(underway));
	}
	#enqueue(underway) {
		this.#queue.push(underway);
		this.#pump();
	}
	#pump() {
		while (this.#onWireCount < this.#options.concurrencyMax) {
			const underway = this.#queue.shift();
			if (underway === void 0) return;
			if (this.#parts.waits.stopped) underway.finish(toStopped(underway.attempts));
			else this.#try(underway);
		}
	}
	async #try(underway) {
		this.#onWireCount += 1;
		const startedAtMs = this.#parts.nowMs();
		const outcome = await this.#post(underway.sending);
		this.#onWireCount -= 1;
		underway.attempts.push(toAttempt(startedAtMs, outcome));
		this.#decide(underway);
		this.#pump();
	}
	#post({ url, bytes, signature }) {
		return this.#parts.connections.exchange({
			method: "POST",
			url,
			bytes,
			headers: {
				"content-type": "application/json",
				"x-hub-signature-256": signature,
				"user-agent": "facebookexternalua",
				accept: "*/*"
			},
			timeoutMs: this.#options.timeoutMs
		});
	}
	#decide({ sending, attempts, finish }) {
		const accepted = attempts.at(-1)?.status === 200;
		const onlyOnce = sending.kind === "wrong_signature" || sending.kind === "stale";
		const delayMs = accepted || onlyOnce ? void 0 : this.#options.retryDelaysMs[attempts.length - 1];
		if (delayMs === void 0 || this.#parts.waits.stopped) {
			finish({
				kind: accepted ? "accepted" : "given_up",
				attempts
			});
			return;
		}
		this.#parts.waits.wait(delayMs).then(() => this.#enqueue({
			sending,
			attempts,
			finish
		}));
	}
};
function toStopped(attempts) {
	return {
		kind: attempts.length === 0 ? "not_sent" : "given_up",
		attempts
	};
}
function toAttempt(startedAtMs, outcome) {
	if (outcome.kind === "answered") return {
		startedAtMs,
		status: outcome.status,
		reason: null
	};
	return {
		startedAtMs,
		status: null,
		reason: outcome.reason
	};
}
// ../simulator/src/simulator.ts
const RECORDS_PER_PLAY_MAX = 2e5;
function createSimulator(options) {
	return new Simulator(parseOptions(options));
}
var Simulator = class {
	seed;
	#options;
	#ids;
	#waits;
	#activity = new Activity();
	#connections;
	#callbacks;
	#outbox;
	#failures = new PlannedFailures();
	#downloads = new PlannedDownloads();
	#people = new People();
	#state;
	#tokens;
	#limits;
	#media;
	#templates;
	#calls;
	#scripts;
	#receivedCounts = new WeakMap();
	#requests;
	#sent;
	#signer;
	#forger = new MetaSigner(randomBytes(32).toString("hex"));
	#server;
	#lane;
	#url = null;
	#acceptedCount = 0;
	#sendingCount = 0;
	#lingering = false;
	constructor(options) {
		this.#options = options;
		this.seed = options.seed ?? randomInt(4294967296);
		this.#ids = createIds(this.seed);
		this.#waits = new Waits(options.clock);
		this.#connections = new HttpConnections(options.webhooks.concurrencyMax);
		const appUrl = options.callbackUrl === void 0 ? null : new URL(options.callbackUrl);
		this.#callbacks = new Callbacks(appUrl, options.subscribed ? options.businesses.map(({ wabaId }) => wabaId) : []);
		const { nowMs } = options.clock;
		const parts = {
			connections: this.#connections,
			waits: this.#waits,
			activity: this.#activity,
			nowMs
		};
		this.#outbox = new Outbox(options.webhooks, parts);
		this.#requests = new BoundedLog(options.recordsMax);
		this.#sent = new BoundedLog(options.recordsMax);
		this.#signer = new MetaSigner(options.appSecret);
		this.#state = new AppState(options.appFields);
		this.#tokens = new Tokens(options);
		this.#limits = new SendLimits(options.limits);
		this.#media = this.#createMediaStore();
		this.#templates = this.#createTemplateDesk();
		this.#calls = this.#createCallDesk();
		this.#scripts = new Scripts({
			answersMax: options.scriptAnswersMax,
			later: (delayMs, run) => this.#later(delayMs, run),
			canTell: () => this.#canTell()
		});
		this.#server = this.#createServer();
		this.#lane = this.#createLane(options.faults, this.seed, options.recordsMax);
	}
	async start() {
		this.#url = await this.#server.listen(this.#options.host, this.#options.port);
	}
	get url() {
		assert(this.#url !== null, "The simulator listens only after start().");
		return this.#url;
	}
	async close() {
		this.#waits.stop();
		this.#connections.close();
		if (this.#url !== null) await this.#server.close();
		await this.#activity.settled();
	}
	get requests() {
		return this.#requests.entries;
	}
	get sent() {
		return this.#sent.entries;
	}
	get expectedEvents() {
		return this.#lane.expectedEvents;
	}
	get acceptedSends() {
		return this.#acceptedCount;
	}
	get overLimit() {
		return this.#limits.overLimitCount;
	}
	settled() {
		return this.#settle(this.#lane);
	}
	setCallbackUrl(url) {
		this.#callbacks.appUrl = new URL(url);
	}
	verifyCallback() {
		const url = this.#callbacks.appUrl;
		if (url === null) throw new SimulatorError("callback_url_missing", "No callback URL is set.");
		return this.#checkCallback(url, this.#options.verifyToken);
	}
	failNextSends(input) {
		this.#failures.add(input);
	}
	failNextDownloads(input) {
		this.#downloads.add(input);
	}
	denySubscriptions(denied) {
		this.#state.scopes = denied ? [MESSAGING_SCOPE] : [MESSAGING_SCOPE, MANAGEMENT_SCOPE];
	}
	setScopes(scopes) {
		this.#state.scopes = scopes;
	}
	setSubscribed(subscribed, wabaId) {
		this.#callbacks.setSubscribed(wabaId ?? this.#businessOf(void 0).wabaId, subscribed);
	}
	setOverride(id, url) {
		this.#callbacks.setOverride(id, url === null ? null : new URL(url));
	}
	skewDate(skewMs) {
		this.#state.dateSkewMs = skewMs;
	}
	setNumberFacts(facts, phoneNumberId) {
		this.#state.setFacts(this.#businessOf(phoneNumberId).phoneNumberId, facts);
	}
	setAppFields(fields) {
		this.#state.fields = fields;
	}
	expireToken(id) {
		this.#tokens.expire(this.#options.clock.nowMs(), id);
	}
	renewToken(token, id) {
		this.#tokens.renew(token, id);
	}
	findMedia(id) {
		return this.#media.find(id);
	}
	listTemplates(wabaId) {
		return this.#templates.store.list(wabaId ?? this.#businessOf(void 0).wabaId);
	}
	setTemplateStatus(idOrName, event, change) {
		return this.#templates.setStatus(idOrName, event, change);
	}
	setTemplateQuality(idOrName, score, choice) {
		return this.#templates.setQuality(idOrName, score, choice);
	}
	setTemplateCategory(idOrName, category, choice) {
		return this.#templates.setCategory(idOrName, category, choice);
	}
	setCallPermission(person, permission) {
		this.#calls.setPermission(person, permission);
	}
	scriptPerson(person, script) {
		this.#scripts.set(person, parseScript(script));
	}
	user(profile, phoneNumberId) {
		return this.#createPerson(this.#businessOf(phoneNumberId), profile, this.#emit);
	}
	templateStatus(template, phoneNumberId) {
		const business = this.#businessOf(phoneNumberId);
		return this.#emit(business, buildTemplateStatusUpdate(business, template, this.#nowSeconds()));
	}
	templateQuality(template, phoneNumberId) {
		const business = this.#businessOf(phoneNumberId);
		return this.#emit(business, buildTemplateQualityUpdate(business, template, this.#nowSeconds()));
	}
	messageStatus(recipient, status, phoneNumberId) {
		const business = this.#businessOf(phoneNumberId);
		return this.#emit(business, buildStatusUpdate(business, recipient, status));
	}
	callStatus(person, status, call = {}) {
		const business = this.#businessOf(call.phoneNumberId);
		const id = call.id ?? this.#ids.wacid(addressOf(person));
		const stamp = {
			id,
			timestampSeconds: this.#nowSeconds(),
			status,
			callbackData: call.callbackData
		};
		return {
			id,
			delivered: this.#emit(business, buildCallStatusUpdate(business, person, stamp))
		};
	}
	sendChange(field, value, entryId, timeSeconds) {
		const first = this.#businessOf(void 0);
		const business = this.#options.businesses.find((other) => other.wabaId === entryId) ?? first;
		return this.#emit(business, {
			field,
			entryId: entryId ?? first.wabaId,
			timeSeconds: timeSeconds ?? null,
			value
		});
	}
	playFixture(body, phoneNumberId) {
		const business = this.#businessOf(phoneNumberId);
		const changes = freshenFixture(body, {
			business,
			ids: this.#ids,
			nowSeconds: this.#nowSeconds()
		});
		return Promise.all(changes.map((change) => this.#emit(business, change)));
	}
	async playScenario(scenario, options = {}) {
		const seed = options.seed ?? this.seed;
		const speed = options.speed ?? 1;
		assert(speed > 0, "The speed of a play is above 0.");
		const business = this.#businessOf(options.phoneNumberId);
		const lane = this.#createLane(scenario.faults ?? this.#options.faults, seed, RECORDS_PER_PLAY_MAX);
		const ids = await playSteps({
			business,
			ids: this.#ids,
			random: createRandom(seed ^ 2135587861),
			nowSeconds: () => this.#nowSeconds(),
			createPerson: (profile, emit) => this.#createPerson(business, profile, (_, update) => emit(update)),
			push: (update) => lane.push(business, update),
			failNextSends: (input) => this.#failures.add(input),
			noteTemplate: (template) => this.#templates.note(business.wabaId, template),
			scriptPerson: (person, rules) => this.#scripts.set(person, rules, speed),
			endScript: (person) => this.#scripts.remove(person),
			countReceived: (person) => this.#receivedCounts.get(person.profile) ?? 0,
			settled: () => this.#settle(lane),
			wait: (delayMs) => this.#waitForPlay(delayMs / speed)
		}, scenario);
		return {
			scenario: scenario.name,
			seed,
			sent: lane.sent,
			expectedEvents: lane.expectedEvents,
			ids
		};
	}
	async #settle(lane) {
		do {
			lane.flush();
			await this.#activity.settled();
		} while (lane.holdsUpdates && !this.#waits.stopped);
	}
	#emit = (business, update) => {
		const outcome = this.#lane.push(business, update);
		if (this.#lane.holdsUpdates) this.#flushAfterLinger();
		return outcome;
	};
	#createPerson(business, profile, emit) {
		assert(profile.waId !== void 0 || profile.bsuid !== void 0, "A person has a waId or a bsuid.");
		this.#people.add(profile);
		return new Person({
			business,
			ids: this.#ids,
			nowSeconds: () => this.#nowSeconds(),
			emit: (update) => emit(business, update),
			calls: this.#calls,
			storeMedia: (file) => this.#media.add({
				...file,
				business,
				origin: "message"
			}),
			mediaUrl: (media) => this.#mediaUrl(media)
		}, profile);
	}
	#mediaUrl({ id }) {
		const path = this.#media.pathOf(id);
		if (this.#url !== null) return `${this.#url}${path}`;
		return `https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=${id}&ext=${new URLSearchParams(path.slice(path.indexOf("?"))).get("ext")}&hash=AR${id}`;
	}
	#createMediaStore() {
		const { media, clock, appSecret } = this.#options;
		return new MediaStore({
			...media,
			newId: this.#ids.mediaId,
			nowMs: clock.nowMs,
			urlKey: appSecret
		});
	}
	#createTemplateDesk() {
		const { businesses, templates, templateReview } = this.#options;
		return new TemplateDesk({
			businesses,
			review: templateReview,
			newId: this.#ids.templateId,
			nowSeconds: () => this.#nowSeconds(),
			emit: this.#emit,
			canTell: () => this.#canTell(),
			later: (delayMs, run) => this.#later(delayMs, run)
		}, templates);
	}
	#createCallDesk() {
		const { permission, ...habits } = this.#options.calls;
		return new CallDesk({
			habits,
			permission,
			newId: this.#ids.wacid,
			nowSeconds: () => this.#nowSeconds(),
			tell: (business, update) => {
				if (this.#canTell()) this.#emit(business, update);
			},
			later: (delayMs, run) => this.#later(delayMs, run)
		});
	}
	#createLane(faults, seed, recordsMax) {
		return new Lane({
			jsonForm: this.#options.jsonForm,
			signer: this.#signer,
			forger: this.#forger,
			nextSendingId: () => {
				this.#sendingCount += 1;
				return `snd_${this.#sendingCount}`;
			},
			urlFor: (business, field) => this.#callbacks.urlFor(business, field),
			assertRoom: () => this.#assertRoom(),
			send: (sending) => this.#outbox.send(sending),
			onSent: (sending, record) => this.#sent.add(toSentWebhook(sending, record, this.#options.clock.nowMs())),
			recordsMax
		}, faults, createRandom(seed));
	}
	#createServer() {
		const { appId, appSecret, delayAnswersMs, clock } = this.#options;
		const state = this.#state;
		const api = this.#createApiContext();
		return new GraphServer({
			tokens: this.#tokens,
			appToken: `${appId}|${appSecret}`,
			appId,
			dateSkewMs: () => state.dateSkewMs,
			answerDelayMs: delayAnswersMs,
			traceId: this.#ids.traceId,
			nowMs: clock.nowMs,
			wait: (delayMs) => this.#waits.wait(delayMs),
			answer: (call) => answerGraphCall(api, call),
			record: (request) => this.#requests.add(request)
		});
	}
	#createApiContext() {
		const { appId, appName, businesses, templateMessageStatus, checkTemplates, clock } = this.#options;
		const numbers = new Map(businesses.map((business) => [business.phoneNumberId, business]));
		const accounts = new Map(businesses.toReversed().map((business) => [business.wabaId, business]));
		return {
			app: {
				id: appId,
				name: appName
			},
			businesses,
			findNumber: (phoneNumberId) => numbers.get(phoneNumberId),
			findAccount: (wabaId) => accounts.get(wabaId),
			callbacks: this.#callbacks,
			checkCallback: (url, verifyToken) => this.#checkCallback(url, verifyToken),
			ids: this.#ids,
			traceId: this.#ids.traceId,
			nowMs: clock.nowMs,
			toUrl: (path) => `${this.url}${path}`,
			tokens: this.#tokens,
			state: this.#state,
			deniesSubscriptions: () => !this.#state.scopes.includes(MANAGEMENT_SCOPE),
			media: this.#media,
			downloads: this.#downloads,
			desk: this.#templates,
			templates: this.#templates.store,
			checkTemplates,
			templateMessageStatus,
			calls: this.#calls,
			limits: this.#limits,
			takeFailure: () => this.#failures.take(),
			findPerson: (address) => this.#people.find(address),
			onAccepted: (send) => this.#onAccepted(send)
		};
	}
	#onAccepted(send) {
		this.#acceptedCount += 1;
		this.#receivedCounts.set(send.recipient, (this.#receivedCounts.get(send.recipient) ?? 0) + 1);
		const links = this.#options.fetchLinks ? send.media.filter(({ link }) => link !== null) : [];
		if (links.length === 0) this.#goOn(send);
		else this.#goOnAfter(send, links);
	}
	async #goOnAfter(send, links) {
		this.#activity.begin();
		const fetched = await Promise.all(links.map(({ link, kind }) => fetchLink(link ?? "", kind)));
		const failCode = send.failCode ?? (fetched.includes(false) ? MEDIA_FAILED : null);
		if (!this.#waits.stopped) this.#goOn({
			...send,
			failCode
		});
		this.#activity.end();
	}
	#goOn(send) {
		this.#scheduleStatuses(send);
		this.#scripts.onAccepted(send);
	}
	#scheduleStatuses(send) {
		if (this.#callbacks.appUrl === null) return;
		for (const { delayMs, build } of planStatuses(this.#options, send, this.#ids.conversationId())) this.#later(delayMs, () => {
			if (this.#canTell()) this.#emit(send.business, build(this.#nowSeconds()));
		});
	}
	#canTell() {
		return this.#callbacks.appUrl !== null && this.#outbox.room > 0 && !this.#waits.stopped;
	}
	#flushAfterLinger() {
		if (this.#lingering) return;
		this.#lingering = true;
		this.#later(this.#options.webhooks.lingerMs, () => {
			this.#lingering = false;
			this.#lane.flush();
		});
	}
	#later(delayMs, run) {
		this.#activity.begin();
		this.#waits.wait(delayMs).then(() => {
			if (!this.#waits.stopped) run();
			this.#activity.end();
		});
	}
	async #waitForPlay(delayMs) {
		await this.#waits.wait(delayMs);
		while (this.#outbox.room <= this.#options.webhooks.pendingMax / 2 && !this.#waits.stopped) await this.#waits.wait(ROOM_POLL_MS);
	}
	#assertRoom() {
		if (this.#waits.stopped) throw new SimulatorError("closed", "The simulator is closed.");
		this.#outbox.assertRoom();
	}
	#checkCallback(url, verifyToken) {
		const timeoutMs = this.#options.webhooks.timeoutMs;
		return checkCallback(this.#connections, {
			url,
			verifyToken,
			challenge: this.#ids.challenge(),
			timeoutMs
		});
	}
	#businessOf(phoneNumberId) {
		const { businesses } = this.#options;
		const found = businesses.find((business) => business.phoneNumberId === phoneNumberId);
		const business = phoneNumberId === void 0 ? businesses[0] : found;
		if (business !== void 0) return business;
		throw new SimulatorError("phone_number_unknown", "None of the businesses has that phone number id.");
	}
	#nowSeconds() {
		return Math.floor(this.#options.clock.nowMs() / 1e3);
	}
};
const MESSAGING_SCOPE = "whatsapp_business_messaging";
const MANAGEMENT_SCOPE = "whatsapp_business_management";
const MEDIA_FAILED = 131053;
const ROOM_POLL_MS = 20;
// ../simulator/src/index.ts
var src_exports = __exportAll({
	SCENARIO_NAMES: () => SCENARIO_NAMES,
	createSimulator: () => createSimulator,
	loadFixtures: () => loadFixtures,
	loadScenario: () => loadScenario
});
export { readScenarioFile as a, loadScenario as i, createSimulator as n, SCENARIO_NAMES as r, src_exports as t };
