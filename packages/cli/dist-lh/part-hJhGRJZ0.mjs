import { o as __toESM } from "./part-CcNv6dGi.mjs";
import { n as STATUS_BY_CODE, t as PosthornError } from "./part-Ws-wUEE8.mjs";
import { t as parseDurationMs } from "./part-CoungTlf.mjs";
import { t as require_ipaddr } from "./part-DI1P1DP-.mjs";
import { u as I } from "./part-nCzKzw_N.mjs";
import { An as etagOf, Cn as PORTAL_TOKEN_PREFIX, Ct as takeSerials, Dn as CallBound, En as toProblem$1, Et as allowSlowBody, On as eventFilter, Sn as csrfTokenOf, St as claimSerial, _n as callerMay, cn as lockLines, jn as toLabel, kn as checkIfMatch, ln as CANCELED, q as RecordConflictError, sn as letNextGo, vn as clearSessionCookie, wn as problemBody, wt as Uploads, xn as setSessionCookie, xt as SERIAL_MAX$1, yn as readSessionCookie } from "./part-DFCws31-.mjs";
import { o as storableText } from "./part-D8LB3tWq.mjs";
import { a as parse$1, i as stringify, o as CsvError, r as parse$2 } from "./part-B1YuE5IF.mjs";
import { C as unknown, N as NEVER, S as union$1, _ as object, a as _null, b as strictObject, c as boolean, d as email$1, f as int, g as number, i as _enum, m as literal, o as _undefined, s as array, t as number$1, u as discriminatedUnion, v as preprocess, x as string, y as record$1 } from "./part-BNuO-540.mjs";
import { _ as datetime, a as idCursor, c as pathId, d as toIso, f as auditAs, h as highestScope, l as phoneParam, m as actorOf, o as idParam, p as auditChange, s as idPath, u as timeParam } from "./part-TJE-weNH.mjs";
import { C as scopeAllows, S as permissionsOf, _ as PERMISSIONS, a as scanBounded, c as firstIdAt, d as parseId, f as uuidOf, h as hashToken, l as timeOfId, r as listAuditLog, u as idOf, v as ROLES } from "./part-CqtbJHd0.mjs";
import { C as lockWorkspace, D as mayManage, E as emailKeyOf, S as listWorkspacesOf, T as updateRole, _ as findWorkspaceMember, a as findOneTimeLink, b as insertMembership, c as oneTimeLink, d as findAccount, i as deleteOneTimeLinks, n as createPasswordLink, o as takeOneTimeLink, p as findFirstWorkspace, s as newToken, u as deleteMembership, v as hasOperator, w as updateAccount, x as listWorkspaceMembers, y as insertAccount } from "./part-D1RkH8GE.mjs";
import { a as isDeadlock, o as isStoreAway, r as sql } from "./part-COlWphEY.mjs";
import { D as pageOf, E as listQuery$1, O as toPage, S as maskSecret, T as encodeCursor, a as listWorkspaces, c as checkOptWords, d as DEFAULT_WORKSPACE_SETTINGS, f as nextRevision, i as insertWorkspace, k as workspaceOf, l as checkSubdomain, m as findApiKeyByHash, n as hasWorkspace, o as updateWorkspace, r as insertFirstWorkspace, s as changeFields, t as findWorkspace, u as readWorkspaceSettings, w as decodeCursor, x as equalsInConstantTime, y as touchApiKey } from "./part-DcNb6zUf.mjs";
import { A as templateParameters, Bt as carriesMetaBody, Et as listOf, F as fullName, G as microsecondsZ, Gt as findEventType, H as XOBITO_CONTACT, Ht as EVENT_TYPES, I as nextEventAtMs, Jt as CONTACT_TYPES, K as xobitoAttributes, L as digitsOfPhone, M as SEND_WAIT_MS, N as refusedByMeta, Ot as objectOf, P as NEW_CONTACT, R as phoneKeyOf, Rt as BREAKER_STATES, S as findCountry, Tt as isJsonObject, U as XOBITO_SOURCE, Ut as exampleEvent, W as XOBITO_STATUS, Yt as EXAMPLE_CHANNEL, a as readTestReceiverToken, an as ACTOR_KINDS, b as conversationIdOf, c as unguardCsvCell, dn as FORMATS, fn as ORDERINGS, g as RUN_STATES, ht as metaItemOf, i as RECEIVER_ANSWERS, k as templateLanguage, kt as stringOf, ln as LABEL_KINDS, n as passwordProblem, o as testReceiverPath, qt as nameInFormat, r as personFactsOf, s as guardCsvCell, sn as readConnection, un as labelNameKey, wt as idTextOf, z as spellingsOf, zt as HEALTHY_BREAKER } from "./part-OT5EaX0m.mjs";
import { d as isSupportedCountry, f as parsePhoneNumber } from "./part-DsyHpVaf.mjs";
import { n as require_multipart } from "./part-Cq2f3B3Y.mjs";
import { TextDecoder, isDeepStrictEqual } from "node:util";
import assert from "node:assert/strict";
import { PassThrough, Readable, pipeline } from "node:stream";
import { createHash, createHmac } from "node:crypto";
import { rm } from "node:fs/promises";
// ../server/src/control/endpoints/endpoint-challenge.ts
const CHALLENGE_BYTES = 16;
async function challengeEndpoint(ctx, challenge) {
	const text = ctx.randomBytes(CHALLENGE_BYTES).toString("hex");
	const url = new URL(challenge.url);
	url.searchParams.set("hub.mode", "subscribe");
	url.searchParams.set("hub.challenge", text);
	url.searchParams.set("hub.verify_token", challenge.verifyToken);
	const answer = await ctx.fetchText(url, challenge.headers);
	return answer !== null && answer.status === 200 && answer.body === text;
}
// ../server/src/control/endpoints/endpoint-rules.ts
const MASKED_VALUE = "********";
const FORMATS_BY_OPTION = {
	raw: ["standard", "cloudevents"],
	original: ["xobito"],
	payload: ["vobiz"]
};
function checkFormatOptions(format, options) {
	const fields = Object.entries(FORMATS_BY_OPTION).flatMap(([option, formats]) => {
		if (options[option] === void 0 || formats.includes(format)) return [];
		const message = `The format ${format} has no option ${option}; ${formats.join(" and ")} has it. Leave it out.`;
		return [{
			pointer: `/format_options/${option}`,
			message
		}];
	});
	if (fields.length > 0) throw new PosthornError("unprocessable", "The format options do not fit the format.", { fields });
}
function checkVerifyToken(format, verifyToken) {
	if (verifyToken === null || format === "meta") return;
	throw new PosthornError("unprocessable", "Only endpoints of format meta are asked for a verify token.", { fields: [{
		pointer: "/verify_token",
		message: "Leave it out, or use the format meta."
	}] });
}
function mergeHeaders(current, patch) {
	if (patch === null) return {};
	refuseMaskedValues(patch);
	const names = new Set(Object.keys(patch).map((name) => name.toLowerCase()));
	const kept = Object.entries(current).filter(([name]) => !names.has(name.toLowerCase()));
	const set = Object.entries(patch).filter((entry) => entry[1] !== null);
	return Object.fromEntries([...kept, ...set]);
}
function maskHeaders(headers) {
	return Object.fromEntries(Object.keys(headers).map((name) => [name, MASKED_VALUE]));
}
function rotateSigningSecret(secrets, rotation) {
	const { secret, overlapSeconds, nowMs } = rotation;
	if (secret === secrets.current) throw new PosthornError("unprocessable", "This is the signing secret in use.", { fields: [{
		pointer: "/secret",
		message: "Give another one, or none to have one made."
	}] });
	if (overlapSeconds === 0) return {
		current: secret,
		previous: null,
		previousUntilMs: null
	};
	return {
		current: secret,
		previous: secrets.current,
		previousUntilMs: nowMs + overlapSeconds * 1e3
	};
}
function refuseMaskedValues(patch) {
	const fields = Object.entries(patch).filter(([, value]) => value === MASKED_VALUE).map(([name]) => ({
		pointer: `/headers/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`,
		message: "This is the mask, not the value. Leave the header out to keep it."
	}));
	if (fields.length > 0) throw new PosthornError("unprocessable", "A masked value cannot be sent back.", { fields });
}
// ../server/src/control/endpoints/retry-presets.ts
const RETRY_PRESET_NAMES = [
	"standard",
	"xobito",
	"xobito-legacy",
	"vobiz"
];
const RETRY_DELAY_SECONDS_MAX = 604800;
const RETRY_TIMEOUT_SECONDS_MIN = .1;
const RETRY_PRESETS = {
	standard: {
		delaysSeconds: [
			5,
			30,
			300,
			1800,
			7200,
			18e3,
			36e3,
			50400,
			72e3,
			86400
		],
		timeoutSeconds: 15,
		waitsAfterThrottle: true
	},
	xobito: {
		delaysSeconds: [1, 2],
		timeoutSeconds: 30,
		waitsAfterThrottle: false
	},
	"xobito-legacy": {
		delaysSeconds: [2, 4],
		timeoutSeconds: 30,
		waitsAfterThrottle: false
	},
	vobiz: {
		delaysSeconds: [
			5,
			10,
			20,
			40,
			80,
			160,
			320,
			640,
			1280,
			2560,
			5120,
			7200,
			7200,
			7200,
			7200,
			7200,
			7200,
			7200,
			7200,
			7200,
			7200
		],
		timeoutSeconds: 5,
		waitsAfterThrottle: false
	}
};
const PRESET_BY_FORMAT = {
	standard: "standard",
	cloudevents: "standard",
	meta: "standard",
	xobito: "xobito",
	vobiz: "vobiz",
	"vobiz-legacy": "vobiz"
};
function presetOfFormat(format) {
	return PRESET_BY_FORMAT[format];
}
function resolveRetry(format, given) {
	if (given === null) return RETRY_PRESETS[presetOfFormat(format)];
	if (typeof given === "string") return RETRY_PRESETS[given];
	return {
		delaysSeconds: given.delays_seconds,
		timeoutSeconds: given.timeout_seconds,
		waitsAfterThrottle: false
	};
}
function writeRetry(given) {
	return JSON.stringify(given);
}
function readRetry(text) {
	return JSON.parse(text);
}
// ../server/src/control/endpoints/endpoint-view.ts
function toEndpointView(ctx, endpoint, breaker) {
	return {
		...toSettingsView(ctx, endpoint),
		breaker: showBreaker(breaker)
	};
}
function toSettingsView(ctx, endpoint) {
	const secrets = openSecrets(ctx, endpoint);
	const { delaysSeconds, timeoutSeconds } = resolveRetry(endpoint.format, endpoint.retry);
	return {
		id: endpoint.id,
		url: endpoint.url,
		description: endpoint.description,
		event_types: [...endpoint.eventTypes],
		channel_ids: endpoint.channelIds === null ? null : [...endpoint.channelIds],
		filter: endpoint.filter,
		format: endpoint.format,
		format_options: { ...endpoint.formatOptions },
		retry: showRetry(endpoint),
		retry_policy: {
			delays_seconds: [...delaysSeconds],
			timeout_seconds: timeoutSeconds
		},
		retry_schedule: showSchedule(delaysSeconds),
		rate_per_second: endpoint.ratePerSecond,
		max_in_flight: endpoint.maxInFlight,
		ordering: endpoint.ordering,
		headers: maskHeaders(openHeaders(ctx, endpoint)),
		has_verify_token: endpoint.verifyTokenSealed !== null,
		enabled: endpoint.enabled,
		disabled_reason: endpoint.disabledReason,
		paused_at: isoOrNull$1(endpoint.pausedAtMs),
		previous_secret_expires_at: showOverlapEnd(secrets, ctx.nowMs()),
		secrets: showSecrets(secrets, ctx.nowMs()),
		...endpoint.formatOptions.asymmetric === true ? { signing_public_key: ctx.publicKeyOf(secrets.current) } : {},
		is_test_receiver: endpoint.isTestReceiver,
		created_by: endpoint.createdBy,
		created_at: toIso(endpoint.createdAtMs),
		updated_at: toIso(endpoint.updatedAtMs)
	};
}
function showBreaker(breaker) {
	return {
		state: breaker.state,
		failing_since: isoOrNull$1(breaker.failingSinceMs),
		opened_at: isoOrNull$1(breaker.openedAtMs),
		next_probe_at: isoOrNull$1(breaker.nextProbeAtMs),
		consecutive_failures: breaker.consecutiveFailures
	};
}
function isoOrNull$1(atMs) {
	return atMs === null ? null : toIso(atMs);
}
function openSecrets(ctx, endpoint) {
	return JSON.parse(ctx.box.open(endpoint.secretsSealed));
}
function openHeaders(ctx, endpoint) {
	return JSON.parse(ctx.box.open(endpoint.headersSealed));
}
function showOverlapEnd(secrets, nowMs) {
	const { previousUntilMs } = secrets;
	return previousUntilMs === null || previousUntilMs <= nowMs ? null : toIso(previousUntilMs);
}
function showSchedule(delaysSeconds) {
	let afterMs = 0;
	return [0, ...delaysSeconds].map((delaySeconds, index) => {
		const waitMs = Math.round(delaySeconds * 1e3);
		afterMs += waitMs;
		return {
			attempt_number: index + 1,
			wait_ms: waitMs,
			after_ms: afterMs
		};
	});
}
function showSecrets(secrets, nowMs) {
	const until = showOverlapEnd(secrets, nowMs);
	const { current, previous, currentSinceMs } = secrets;
	return {
		current: {
			hint: maskSecret(current),
			since: currentSinceMs === void 0 ? null : toIso(currentSinceMs)
		},
		previous: previous === null || until === null ? null : {
			hint: maskSecret(previous),
			until
		}
	};
}
function showRetry(endpoint) {
	const { retry } = endpoint;
	if (retry === null) return presetOfFormat(endpoint.format);
	if (typeof retry === "string") return retry;
	return {
		delays_seconds: [...retry.delays_seconds],
		timeout_seconds: retry.timeout_seconds
	};
}
// ../server/src/control/endpoints/endpoints.store.ts
async function insertEndpoint(store, endpoint, withChange) {
	const [made] = await insertEndpoints(store, [endpoint], withChange);
	assert(made !== void 0);
	return made;
}
async function insertEndpoints(store, endpoints, withChange) {
	return store.db.transaction().execute(async (trx) => {
		const revision = await nextRevision(trx);
		const made = [];
		for (const endpoint of endpoints) {
			await assertRoomForEndpoint(trx, endpoint);
			const after = await insertIn(trx, endpoint, revision);
			await withChange(trx, {
				before: null,
				after
			});
			made.push(after);
		}
		return made;
	});
}
async function insertIn(trx, endpoint, revision) {
	return toRecord$1(await trx.insertInto("endpoints").values({
		workspace_id: endpoint.workspaceId,
		id: endpoint.id,
		...toColumns$1(endpoint.fields),
		is_test_receiver: endpoint.isTestReceiver === true ? 1 : 0,
		created_by: endpoint.createdBy === null ? null : JSON.stringify(endpoint.createdBy),
		enabled: 1,
		disabled_reason: null,
		created_at_ms: endpoint.nowMs,
		updated_at_ms: endpoint.nowMs,
		deleted_at_ms: null,
		revision
	}).returningAll().executeTakeFirstOrThrow());
}
async function findEndpoint(store, workspaceId, id) {
	const row = await selectEndpoints$1(store.db, workspaceId).where("id", "=", id).executeTakeFirst();
	return row === void 0 ? null : toRecord$1(row);
}
async function listEndpoints(store, workspaceId, page) {
	const { limit } = page;
	const after = idCursor("ep", page.cursor);
	const rows = await (after === null ? selectEndpoints$1(store.db, workspaceId) : selectEndpoints$1(store.db, workspaceId).where("id", "<", after)).orderBy("id", "desc").limit(limit + 1).execute();
	return toPage(rows.map(toRecord$1), limit, (record) => record.id);
}
async function findChannelIds(store, workspaceId, ids) {
	if (ids.length === 0) return new Set();
	const rows = await store.db.selectFrom("channels").select("id").where("workspace_id", "=", workspaceId).where("id", "in", ids).where("deleted_at_ms", "is", null).execute();
	return new Set(rows.map((row) => row.id));
}
async function updateEndpoint(store, update, withChange) {
	return store.db.transaction().execute(async (trx) => {
		const revision = await nextRevision(trx);
		const before = await findIn(trx, update);
		if (before === null || before.revision !== update.expectedRevision) return null;
		const after = toRecord$1(await updateLiving(trx, update).set({
			...toColumns$1(update.fields),
			updated_at_ms: update.nowMs,
			revision
		}).returningAll().executeTakeFirstOrThrow());
		await withChange(trx, {
			before,
			after
		});
		return after;
	});
}
async function switchEndpoint(store, change, withChange) {
	return store.db.transaction().execute(async (trx) => {
		const revision = await nextRevision(trx);
		const before = await findIn(trx, change);
		if (before === null) return null;
		const isEnabled = change.disabledReason === null;
		if (isEnabled === before.enabled) return before;
		const after = toRecord$1(await updateLiving(trx, change).set({
			enabled: isEnabled ? 1 : 0,
			disabled_reason: change.disabledReason,
			updated_at_ms: change.nowMs,
			revision
		}).returningAll().executeTakeFirstOrThrow());
		await withChange(trx, {
			before,
			after
		});
		return after;
	});
}
async function pauseEndpoint(store, { isPaused, ...at }, withChange) {
	return store.db.transaction().execute(async (trx) => {
		const revision = await nextRevision(trx);
		const before = await findIn(trx, at);
		if (before === null || isPaused === (before.pausedAtMs !== null)) return before;
		const after = toRecord$1(await updateLiving(trx, at).set({
			paused_at_ms: isPaused ? at.nowMs : null,
			updated_at_ms: at.nowMs,
			revision
		}).returningAll().executeTakeFirstOrThrow());
		await withChange(trx, {
			before,
			after
		});
		return after;
	});
}
async function deleteEndpoint(store, at, withChange) {
	return store.db.transaction().execute(async (trx) => {
		const revision = await nextRevision(trx);
		const before = await findIn(trx, at);
		if (before === null) return false;
		await updateLiving(trx, at).set({
			deleted_at_ms: at.nowMs,
			secrets: "",
			headers: "",
			verify_token: null,
			revision
		}).execute();
		await withChange(trx, {
			before,
			after: null
		});
		return true;
	});
}
async function assertRoomForEndpoint(trx, endpoint) {
	const { count } = await trx.selectFrom("endpoints").select((select) => select.fn.countAll().as("count")).where("workspace_id", "=", endpoint.workspaceId).where("deleted_at_ms", "is", null).executeTakeFirstOrThrow();
	if (Number(count) < endpoint.endpointsMax) return;
	throw new PosthornError("limit_reached", `This workspace has ${endpoint.endpointsMax} endpoints already. Delete one that is not used.`);
}
async function findIn(trx, at) {
	const row = await selectEndpoints$1(trx, at.workspaceId).where("id", "=", at.id).executeTakeFirst();
	return row === void 0 ? null : toRecord$1(row);
}
function selectEndpoints$1(db, workspaceId) {
	return db.selectFrom("endpoints").selectAll().where("workspace_id", "=", workspaceId).where("deleted_at_ms", "is", null);
}
function updateLiving(trx, at) {
	return trx.updateTable("endpoints").where("workspace_id", "=", at.workspaceId).where("id", "=", at.id).where("deleted_at_ms", "is", null);
}
function toColumns$1(fields) {
	return {
		url: fields.url,
		description: fields.description,
		event_types: JSON.stringify(fields.eventTypes),
		channel_ids: fields.channelIds === null ? null : JSON.stringify(fields.channelIds),
		filter: fields.filter === null ? null : JSON.stringify(fields.filter),
		format: fields.format,
		format_options: JSON.stringify(fields.formatOptions),
		retry: writeRetry(fields.retry),
		rate_per_second: fields.ratePerSecond,
		max_in_flight: fields.maxInFlight,
		ordering: fields.ordering,
		secrets: fields.secretsSealed,
		headers: fields.headersSealed,
		verify_token: fields.verifyTokenSealed
	};
}
function toRecord$1(row) {
	return {
		id: row.id,
		workspaceId: row.workspace_id,
		url: row.url,
		isTestReceiver: row.is_test_receiver === 1,
		createdBy: row.created_by === null ? null : JSON.parse(row.created_by),
		description: row.description,
		eventTypes: JSON.parse(row.event_types),
		channelIds: row.channel_ids === null ? null : JSON.parse(row.channel_ids),
		filter: row.filter === null ? null : JSON.parse(row.filter),
		format: row.format,
		formatOptions: JSON.parse(row.format_options),
		retry: readRetry(row.retry),
		ratePerSecond: row.rate_per_second,
		maxInFlight: row.max_in_flight,
		ordering: row.ordering,
		pausedAtMs: row.paused_at_ms,
		secretsSealed: row.secrets,
		headersSealed: row.headers,
		verifyTokenSealed: row.verify_token,
		enabled: row.enabled === 1,
		disabledReason: row.disabled_reason,
		createdAtMs: row.created_at_ms,
		updatedAtMs: row.updated_at_ms,
		revision: row.revision
	};
}
// ../server/src/control/endpoints/endpoint-drafts.ts
async function draftNewEndpoint(ctx, workspaceId, body) {
	const verifyToken = body.verify_token ?? null;
	ctx.checkEventTypes(body.format, body.event_types);
	checkFormatOptions(body.format, body.format_options);
	checkVerifyToken(body.format, verifyToken);
	const signingSecret = chooseSecret(ctx, body.format, body.secret);
	const headers = mergeHeaders({}, body.headers ?? {});
	ctx.checkCustomHeaders(headers);
	const channelIds = await readChannelIds(ctx, workspaceId, body.channel_ids ?? null);
	const url = await ctx.checkUrl(body.url);
	if (verifyToken !== null) await passChallenge(ctx, {
		url,
		verifyToken,
		headers
	});
	return {
		signingSecret,
		fields: {
			url: url.href,
			description: body.description,
			eventTypes: [...new Set(body.event_types)],
			channelIds,
			filter: body.filter,
			format: body.format,
			formatOptions: body.format_options,
			retry: body.retry ?? null,
			ratePerSecond: body.rate_per_second,
			maxInFlight: body.max_in_flight,
			ordering: body.ordering,
			secretsSealed: sealSecrets(ctx, firstSecret(ctx, signingSecret)),
			headersSealed: ctx.box.seal(JSON.stringify(headers)),
			verifyTokenSealed: verifyToken === null ? null : ctx.box.seal(verifyToken)
		}
	};
}
function draftTestReceiver(ctx, { format, description, url }) {
	const signingSecret = ctx.newSigningSecret();
	return {
		signingSecret,
		fields: {
			url,
			description,
			eventTypes: ["*"],
			channelIds: null,
			filter: null,
			format,
			formatOptions: {},
			retry: null,
			ratePerSecond: null,
			maxInFlight: 32,
			ordering: "none",
			secretsSealed: sealSecrets(ctx, firstSecret(ctx, signingSecret)),
			headersSealed: ctx.box.seal("{}"),
			verifyTokenSealed: null
		}
	};
}
async function draftChangedEndpoint(ctx, before, body) {
	const format = body.format ?? before.format;
	const eventTypes = body.event_types ?? before.eventTypes;
	const formatOptions = body.format_options ?? before.formatOptions;
	const verifyToken = chooseVerifyToken(ctx, before, body);
	if (format !== before.format || body.event_types !== void 0) ctx.checkEventTypes(format, eventTypes);
	if (format !== before.format) checkSecretOfFormat(ctx, before, format);
	checkFormatOptions(format, formatOptions);
	checkVerifyToken(format, verifyToken);
	const headersBefore = openHeaders(ctx, before);
	const headers = body.headers === void 0 ? headersBefore : mergeHeaders(headersBefore, body.headers);
	if (body.headers !== void 0) ctx.checkCustomHeaders(headers);
	const channelIds = body.channel_ids === void 0 ? before.channelIds : await readChannelIds(ctx, before.workspaceId, body.channel_ids);
	const url = await chooseUrl(ctx, before, body.url);
	if ((url.href !== before.url || body.verify_token !== void 0) && verifyToken !== null) await passChallenge(ctx, {
		url,
		verifyToken,
		headers
	});
	return {
		url: url.href,
		description: body.description ?? before.description,
		eventTypes: [...new Set(eventTypes)],
		channelIds,
		filter: body.filter === void 0 ? before.filter : body.filter,
		format,
		formatOptions,
		retry: body.retry === void 0 ? before.retry : body.retry,
		ratePerSecond: body.rate_per_second === void 0 ? before.ratePerSecond : body.rate_per_second,
		maxInFlight: body.max_in_flight ?? before.maxInFlight,
		ordering: body.ordering ?? before.ordering,
		secretsSealed: before.secretsSealed,
		headersSealed: isDeepStrictEqual(headers, headersBefore) ? before.headersSealed : ctx.box.seal(JSON.stringify(headers)),
		verifyTokenSealed: sealVerifyToken(ctx, before, verifyToken)
	};
}
function chooseSecret(ctx, format, chosen) {
	if (chosen === void 0) return ctx.newSigningSecret();
	ctx.checkChosenSecret(format, chosen);
	return chosen;
}
function firstSecret({ nowMs }, secret) {
	return {
		current: secret,
		previous: null,
		previousUntilMs: null,
		currentSinceMs: nowMs()
	};
}
function sealSecrets(ctx, secrets) {
	return ctx.box.seal(JSON.stringify(secrets));
}
async function chooseUrl(ctx, before, wanted) {
	if (wanted === void 0) return new URL(before.url);
	if (!before.isTestReceiver) return ctx.checkUrl(wanted);
	if (wanted === before.url) return new URL(before.url);
	throw new PosthornError("unprocessable", "This endpoint is a test receiver: its address cannot be changed.", { fields: [{
		pointer: "/url",
		message: "Leave it out, or create another endpoint for this URL."
	}] });
}
async function readChannelIds(ctx, workspaceId, texts) {
	if (texts === null) return null;
	const ids = texts.map((text) => parseId("chn", text));
	const readable = ids.filter((id) => id !== null);
	const known = await findChannelIds(ctx.store, workspaceId, readable);
	const fields = ids.flatMap((id, index) => id !== null && known.has(id) ? [] : [{
		pointer: `/channel_ids/${index}`,
		message: "This workspace has no such channel."
	}]);
	if (fields.length > 0) throw new PosthornError("unprocessable", "Not every channel is known.", { fields });
	return [...new Set(readable)];
}
async function passChallenge(ctx, challenge) {
	if (await challengeEndpoint(ctx, challenge)) return;
	throw new PosthornError("endpoint_challenge_failed", "The endpoint did not answer the challenge with it.", { fields: [{
		pointer: "/url",
		message: "It must answer GET with hub.verify_token by status 200 and the value of hub.challenge as the body."
	}] });
}
function chooseVerifyToken(ctx, before, body) {
	if (body.verify_token !== void 0) return body.verify_token;
	return before.verifyTokenSealed !== null && (body.format ?? before.format) === "meta" ? ctx.box.open(before.verifyTokenSealed) : null;
}
function sealVerifyToken(ctx, before, verifyToken) {
	if (verifyToken === null) return null;
	const sealedBefore = before.verifyTokenSealed;
	return sealedBefore !== null && ctx.box.open(sealedBefore) === verifyToken ? sealedBefore : ctx.box.seal(verifyToken);
}
function checkSecretOfFormat(ctx, before, format) {
	try {
		ctx.checkChosenSecret(format, openSecrets(ctx, before).current);
	} catch (error) {
		if (!(error instanceof PosthornError)) throw error;
		throw new PosthornError("unprocessable", "The signing secret of this endpoint does not do for this format.", {
			fields: [{
				pointer: "/format",
				message: "Rotate to a secret that starts with whsec_ first."
			}],
			cause: error
		});
	}
}
// ../server/src/control/endpoints/endpoint-actions.ts
async function createEndpoint(ctx, asker, body) {
	const { workspaceId } = asker;
	const { fields, signingSecret } = await draftNewEndpoint(ctx, workspaceId, body);
	const id = idOf("ep", ctx.newId());
	const { endpointsMax } = ctx;
	const endpoint = await insertEndpoint(ctx.store, {
		workspaceId,
		id,
		nowMs: ctx.nowMs(),
		endpointsMax,
		createdBy: creatorOf(asker),
		fields
	}, auditEndpoint(ctx, asker, "created"));
	await ctx.refreshRegistry();
	return {
		endpoint,
		signingSecret
	};
}
async function createTestReceiverEndpoints(ctx, { asker, wishes }, alongside) {
	const { workspaceId } = asker;
	const drafts = wishes.map((wish) => ({
		wish,
		...draftTestReceiver(ctx, wish)
	}));
	const common = {
		workspaceId,
		nowMs: ctx.nowMs(),
		endpointsMax: ctx.endpointsMax,
		createdBy: creatorOf(asker)
	};
	const audited = auditEndpoint(ctx, asker, "created");
	const endpoints = await insertEndpoints(ctx.store, drafts.map(({ wish, fields }) => ({
		...common,
		id: wish.id,
		isTestReceiver: true,
		fields
	})), async (trx, change) => {
		if (change.after !== null) await alongside(trx, change.after.id);
		await audited(trx, change);
	});
	await ctx.refreshRegistry();
	return endpoints.map((endpoint, index) => ({
		endpoint,
		signingSecret: drafts[index]?.signingSecret ?? ""
	}));
}
async function removeEndpoint(ctx, asker, id) {
	const { workspaceId } = asker;
	const at = {
		workspaceId,
		id,
		nowMs: ctx.nowMs()
	};
	const audited = auditEndpoint(ctx, asker, "deleted");
	if (!await deleteEndpoint(ctx.store, at, async (trx, change) => {
		await ctx.cancelDeliveries(trx, workspaceId, id, at.nowMs);
		await audited(trx, change);
	})) throw noSuchEndpoint();
	await ctx.refreshRegistry();
}
function auditEndpoint(ctx, asker, verb) {
	const resource = {
		write: ctx.audit,
		resourceType: "endpoint",
		toView: (endpoint) => toSettingsView(ctx, endpoint)
	};
	return auditAs(resource, asker, verb);
}
function creatorOf({ actor }) {
	return {
		kind: actor.kind,
		id: actor.id
	};
}
function noSuchEndpoint() {
	return new PosthornError("not_found", "There is no such endpoint.");
}
// ../server/src/control/idempotency/idempotency.store.ts
const IDEMPOTENCY_KEPT_MS = 864e5;
const HOLD_TRIES_MAX = 5;
function createIdempotencyKeeper(ctx) {
	return {
		hold: (key) => holdKey(ctx, key),
		remember: (key, answer) => rememberAnswer(ctx, key, answer),
		release: (key) => releaseKey(ctx.store, key)
	};
}
async function purgeIdempotencyKeys(store, nowMs) {
	const deleted = await store.db.deleteFrom("idempotency_keys").where(({ eb, refTuple, selectFrom }) => eb(refTuple("scope", "key"), "in", selectFrom("idempotency_keys as old").select(["old.scope", "old.key"]).where("old.created_at_ms", "<=", nowMs - IDEMPOTENCY_KEPT_MS).orderBy("old.created_at_ms").limit(500).$asTuple("scope", "key"))).executeTakeFirst();
	return Number(deleted.numDeletedRows);
}
async function holdKey(ctx, wanted) {
	for (let tries = 0; tries < HOLD_TRIES_MAX; tries++) {
		if (await insertHeldKey(ctx.store, wanted)) return { kind: "held" };
		const row = await findKey(ctx.store, wanted);
		if (row === null) continue;
		const ageMs = wanted.heldSinceMs - row.created_at_ms;
		if (!(ageMs >= 864e5 || row.response === null && ageMs >= 6e4)) return outcomeOf(ctx, row, wanted);
		if (await takeOverKey(ctx.store, wanted, row.created_at_ms)) return { kind: "held" };
	}
	return { kind: "in_progress" };
}
function outcomeOf(ctx, row, wanted) {
	if (row.request_hash !== wanted.requestHash) return { kind: "other_request" };
	if (row.status_code === null || row.response === null) return { kind: "in_progress" };
	const { headers, body } = JSON.parse(ctx.box.open(row.response));
	return {
		kind: "answered",
		answer: {
			statusCode: row.status_code,
			headers,
			body
		}
	};
}
async function insertHeldKey(store, wanted) {
	return await store.db.insertInto("idempotency_keys").values({
		scope: wanted.scope,
		key: wanted.key,
		request_hash: wanted.requestHash,
		status_code: null,
		response: null,
		created_at_ms: wanted.heldSinceMs
	}).onConflict((conflict) => conflict.columns(["scope", "key"]).doNothing()).returning("key").executeTakeFirst() !== void 0;
}
async function findKey(store, { scope, key }) {
	return await store.db.selectFrom("idempotency_keys").select([
		"request_hash",
		"status_code",
		"response",
		"created_at_ms"
	]).where("scope", "=", scope).where("key", "=", key).executeTakeFirst() ?? null;
}
async function takeOverKey(store, wanted, previousSinceMs) {
	return await store.db.updateTable("idempotency_keys").set({
		request_hash: wanted.requestHash,
		status_code: null,
		response: null,
		created_at_ms: wanted.heldSinceMs
	}).where("scope", "=", wanted.scope).where("key", "=", wanted.key).where("created_at_ms", "=", previousSinceMs).returning("key").executeTakeFirst() !== void 0;
}
async function rememberAnswer(ctx, held, answer) {
	const { statusCode, headers, body } = answer;
	await ctx.store.db.updateTable("idempotency_keys").set({
		status_code: statusCode,
		response: ctx.box.seal(JSON.stringify({
			headers,
			body
		}))
	}).where("scope", "=", held.scope).where("key", "=", held.key).where("created_at_ms", "=", held.heldSinceMs).execute();
}
async function releaseKey(store, held) {
	await store.db.deleteFrom("idempotency_keys").where("scope", "=", held.scope).where("key", "=", held.key).where("created_at_ms", "=", held.heldSinceMs).execute();
}
// ../server/src/control/registry/label-index.ts
var LabelIndex = class {
	byId = new Map();
	#bySerial = new Map();
	#byName = new Map();
	#defaultStatus = null;
	get defaultStatus() {
		return this.#defaultStatus;
	}
	bySerial(kind, serial) {
		return this.#bySerial.get(`${kind} ${serial}`) ?? null;
	}
	byName(kind, name) {
		return this.#byName.get(`${kind} ${labelNameKey(name)}`) ?? null;
	}
	ofKind(kind) {
		return [...this.byId.values()].filter((label) => label.kind === kind);
	}
	put(label) {
		this.remove(label.id);
		this.byId.set(label.id, label);
		this.#bySerial.set(`${label.kind} ${label.serial}`, label);
		this.#byName.set(`${label.kind} ${labelNameKey(label.name)}`, label);
		if (label.isDefault) this.#defaultStatus = label;
	}
	remove(id) {
		const label = this.byId.get(id);
		if (label === void 0) return;
		this.byId.delete(id);
		this.#bySerial.delete(`${label.kind} ${label.serial}`);
		const nameKey = `${label.kind} ${labelNameKey(label.name)}`;
		if (this.#byName.get(nameKey)?.id === id) this.#byName.delete(nameKey);
		if (this.#defaultStatus?.id === id) this.#defaultStatus = null;
	}
};
// ../server/src/control/registry/registered.ts
var EndpointSettings = class {
	reader;
	isTestReceiver;
	eventTypes;
	channelIds;
	filter;
	format;
	formatOptions;
	retry;
	ratePerSecond;
	maxInFlight;
	ordering;
	isPaused;
	enabled;
	disabledReason;
	constructor(record, reader, shared) {
		this.reader = reader;
		this.isTestReceiver = record.isTestReceiver;
		this.eventTypes = shared.read(record.eventTypesText, readJson);
		this.channelIds = record.channelIdsText === null ? null : shared.read(record.channelIdsText, readJson);
		this.filter = record.filterText === null ? null : shared.read(record.filterText, readJson);
		this.format = record.format;
		this.formatOptions = shared.read(record.formatOptionsText, readJson);
		this.retry = shared.read(`${record.format} ${record.retryText}`, () => reader.readRetry(record.format, record.retryText));
		this.ratePerSecond = record.ratePerSecond;
		this.maxInFlight = record.maxInFlight;
		this.ordering = record.ordering;
		this.isPaused = record.isPaused;
		this.enabled = record.enabled;
		this.disabledReason = record.disabledReason;
	}
};
function settingsText(record) {
	const { id, workspaceId, url, secretsSealed, headersSealed, ...settings } = record;
	return JSON.stringify(settings);
}
var RegisteredEndpoint = class {
	id;
	workspaceId;
	url;
	#settings;
	#secrets;
	#headers;
	constructor(record, workspaceId, reader, shared) {
		this.id = record.id;
		this.workspaceId = workspaceId;
		this.url = record.url;
		this.#settings = shared.read(settingsText(record), () => new EndpointSettings(record, reader, shared));
		this.#secrets = record.secretsSealed;
		this.#headers = record.headersSealed;
	}
	get isTestReceiver() {
		return this.#settings.isTestReceiver;
	}
	get eventTypes() {
		return this.#settings.eventTypes;
	}
	get channelIds() {
		return this.#settings.channelIds;
	}
	get filter() {
		return this.#settings.filter;
	}
	get format() {
		return this.#settings.format;
	}
	get formatOptions() {
		return this.#settings.formatOptions;
	}
	get retry() {
		return this.#settings.retry;
	}
	get ratePerSecond() {
		return this.#settings.ratePerSecond;
	}
	get maxInFlight() {
		return this.#settings.maxInFlight;
	}
	get ordering() {
		return this.#settings.ordering;
	}
	get isPaused() {
		return this.#settings.isPaused;
	}
	get enabled() {
		return this.#settings.enabled;
	}
	get disabledReason() {
		return this.#settings.disabledReason;
	}
	get secrets() {
		if (typeof this.#secrets === "string") this.#secrets = readJson(this.#settings.reader.box.open(this.#secrets));
		return this.#secrets;
	}
	get headers() {
		if (typeof this.#headers === "string") this.#headers = readJson(this.#settings.reader.box.open(this.#headers));
		return this.#headers;
	}
};
var RegisteredMetaApp = class {
	id;
	workspaceId;
	appId;
	isSimulated;
	#reader;
	#record;
	#appSecrets = null;
	#validAppSecrets = [];
	#validUntilMs = 0;
	#verifyToken = null;
	constructor(record, reader) {
		this.id = record.id;
		this.workspaceId = record.workspaceId;
		this.appId = record.appId;
		this.isSimulated = record.isSimulated;
		this.#record = record;
		this.#reader = reader;
	}
	get appSecrets() {
		const nowMs = this.#reader.nowMs();
		if (this.#appSecrets === null || nowMs >= this.#validUntilMs) this.#selectValid(nowMs);
		return this.#validAppSecrets;
	}
	get verifyToken() {
		this.#verifyToken ??= this.#reader.box.open(this.#record.verifyTokenSealed);
		return this.#verifyToken;
	}
	#selectValid(nowMs) {
		this.#appSecrets ??= this.#reader.readAppSecrets(this.#reader.box.open(this.#record.appSecretsSealed));
		const valid = this.#appSecrets.filter((one) => one.untilMs === null || one.untilMs > nowMs);
		this.#validAppSecrets = valid.map((one) => one.secret);
		this.#validUntilMs = Math.min(...valid.map((one) => one.untilMs ?? Infinity));
	}
};
const SHARED_VALUES_MAX = 1e4;
var SharedValues = class {
	#values = new Map();
	read(text, read) {
		if (this.#values.has(text)) return this.#values.get(text);
		const value = read(text);
		if (this.#values.size < SHARED_VALUES_MAX) this.#values.set(text, value);
		return value;
	}
};
function readJson(text) {
	return JSON.parse(text);
}
// ../server/src/control/registry/registry.store.ts
const PAGE_ROWS$1 = 2e3;
async function readConfigRevision(store) {
	return (await store.db.selectFrom("instance").select("config_revision").where("id", "=", 1).executeTakeFirstOrThrow()).config_revision;
}
async function* readRegistryChanges(store, afterRevision) {
	const since = {
		revision: (afterRevision ?? -1) + 1,
		isFirstLoad: afterRevision === null
	};
	for await (const rows of readPages$1(since, (from) => selectEndpoints(store, since, from))) yield {
		of: "endpoints",
		changes: rows.map(toEndpointChange)
	};
	for await (const rows of readPages$1(since, (from) => selectChannels(store, since, from))) yield {
		of: "channels",
		changes: rows.map(toChannelChange)
	};
	for await (const rows of readPages$1(since, (from) => selectLabels$1(store, since, from))) yield {
		of: "labels",
		changes: rows.map((row) => ({
			record: toLabel(row),
			isDeleted: row.deleted_at_ms !== null
		}))
	};
	for await (const rows of readPages$1(since, (from) => selectMetaApps(store, since, from))) yield {
		of: "meta-apps",
		changes: rows.map(toMetaAppChange)
	};
	for await (const rows of readPages$1(since, (from) => selectWorkspaces(store, from))) yield {
		of: "workspaces",
		changes: rows.map(toWorkspaceChange)
	};
}
async function* readPages$1(since, select) {
	let from = {
		revision: since.revision,
		id: ""
	};
	while (from !== void 0) {
		const rows = await select(from);
		if (rows.length > 0) yield rows;
		from = rows.length < PAGE_ROWS$1 ? void 0 : rows.at(-1);
	}
}
async function selectEndpoints(store, since, from) {
	return store.db.selectFrom("endpoints").select([
		"id",
		"workspace_id",
		"url",
		"is_test_receiver",
		"event_types",
		"channel_ids",
		"filter",
		"format",
		"format_options",
		"retry",
		"secrets",
		"headers",
		"rate_per_second",
		"max_in_flight",
		"ordering",
		"paused_at_ms",
		"enabled",
		"disabled_reason",
		"deleted_at_ms",
		"revision"
	]).where("revision", ">=", from.revision).where((row) => row.or([row("revision", ">", from.revision), row("id", ">", from.id)])).$if(since.isFirstLoad, (query) => query.where("deleted_at_ms", "is", null)).orderBy("revision").orderBy("id").limit(PAGE_ROWS$1).execute();
}
async function selectChannels(store, since, from) {
	return store.db.selectFrom("channels").select([
		"id",
		"workspace_id",
		"meta_app_id",
		"waba_id",
		"phone_number_id",
		"display_phone_number",
		"connection",
		"deleted_at_ms",
		"revision"
	]).where("revision", ">=", from.revision).where((row) => row.or([row("revision", ">", from.revision), row("id", ">", from.id)])).$if(since.isFirstLoad, (query) => query.where("deleted_at_ms", "is", null)).orderBy("revision").orderBy("id").limit(PAGE_ROWS$1).execute();
}
async function selectLabels$1(store, since, from) {
	return store.db.selectFrom("labels").selectAll().where("revision", ">=", from.revision).where((row) => row.or([row("revision", ">", from.revision), row("id", ">", from.id)])).$if(since.isFirstLoad, (query) => query.where("deleted_at_ms", "is", null)).orderBy("revision").orderBy("id").limit(PAGE_ROWS$1).execute();
}
async function selectMetaApps(store, since, from) {
	return store.db.selectFrom("meta_apps").select([
		"id",
		"workspace_id",
		"app_id",
		"is_simulated",
		"app_secrets",
		"verify_token",
		"deleted_at_ms",
		"revision"
	]).where("revision", ">=", from.revision).where((row) => row.or([row("revision", ">", from.revision), row("id", ">", from.id)])).$if(since.isFirstLoad, (query) => query.where("deleted_at_ms", "is", null)).orderBy("revision").orderBy("id").limit(PAGE_ROWS$1).execute();
}
async function selectWorkspaces(store, from) {
	return store.db.selectFrom("workspaces").select([
		"id",
		"serial",
		"account_id",
		"name",
		"subdomain",
		"settings",
		"revision"
	]).where("revision", ">=", from.revision).where((row) => row.or([row("revision", ">", from.revision), row("id", ">", from.id)])).orderBy("revision").orderBy("id").limit(PAGE_ROWS$1).execute();
}
function toEndpointChange(row) {
	return {
		record: {
			id: row.id,
			workspaceId: row.workspace_id,
			url: row.url,
			isTestReceiver: row.is_test_receiver === 1,
			eventTypesText: row.event_types,
			channelIdsText: row.channel_ids,
			filterText: row.filter,
			format: row.format,
			formatOptionsText: row.format_options,
			retryText: row.retry,
			secretsSealed: row.secrets,
			headersSealed: row.headers,
			ratePerSecond: row.rate_per_second,
			maxInFlight: row.max_in_flight,
			ordering: row.ordering,
			isPaused: row.paused_at_ms !== null,
			enabled: row.enabled === 1,
			disabledReason: row.disabled_reason
		},
		isDeleted: row.deleted_at_ms !== null
	};
}
function toChannelChange(row) {
	return {
		record: {
			id: row.id,
			workspaceId: row.workspace_id,
			metaAppId: row.meta_app_id,
			wabaId: row.waba_id,
			phoneNumberId: row.phone_number_id,
			displayPhoneNumber: row.display_phone_number,
			throughputPerSecond: readConnection(row.connection)?.throughputPerSecond ?? 80
		},
		isDeleted: row.deleted_at_ms !== null
	};
}
function toMetaAppChange(row) {
	return {
		record: {
			id: row.id,
			workspaceId: row.workspace_id,
			appId: row.app_id,
			isSimulated: row.is_simulated === 1,
			appSecretsSealed: row.app_secrets,
			verifyTokenSealed: row.verify_token
		},
		isDeleted: row.deleted_at_ms !== null
	};
}
function toWorkspaceChange(row) {
	const { id, serial, account_id, name, subdomain, settings } = row;
	return {
		record: {
			id,
			serial,
			accountId: account_id,
			name,
			subdomain,
			settings: readWorkspaceSettings(settings)
		},
		isDeleted: false
	};
}
// ../server/src/control/registry/registry-index.ts
var RegistryIndex = class {
	workspaces = new Map();
	metaApps = new Map();
	metaAppsByAppId = new Map();
	channels = new Map();
	channelByNumber = new Map();
	channelsByWaba = new Map();
	channelsOfNumber = new Map();
	labels = new Map();
	endpoints = new Map();
	endpointsByWorkspace = new Map();
	putWorkspace(workspace) {
		this.workspaces.set(workspace.id, workspace);
	}
	putMetaApp(app) {
		this.removeMetaApp(app.id);
		this.metaApps.set(app.id, app);
		addToList(this.metaAppsByAppId, app.appId, app);
	}
	removeMetaApp(id) {
		const app = this.metaApps.get(id);
		if (app === void 0) return;
		this.metaApps.delete(id);
		removeFromList(this.metaAppsByAppId, app.appId, app);
	}
	putChannel(channel) {
		this.removeChannel(channel.id);
		this.channels.set(channel.id, channel);
		innerMap(this.channelByNumber, channel.metaAppId).set(channel.phoneNumberId, channel);
		addToList(innerMap(this.channelsByWaba, channel.metaAppId), channel.wabaId, channel);
		addToList(this.channelsOfNumber, channel.phoneNumberId, channel);
	}
	removeChannel(id) {
		const channel = this.channels.get(id);
		if (channel === void 0) return;
		this.channels.delete(id);
		const byNumber = innerMap(this.channelByNumber, channel.metaAppId);
		if (byNumber.get(channel.phoneNumberId) === channel) byNumber.delete(channel.phoneNumberId);
		if (byNumber.size === 0) this.channelByNumber.delete(channel.metaAppId);
		const byWaba = innerMap(this.channelsByWaba, channel.metaAppId);
		removeFromList(byWaba, channel.wabaId, channel);
		if (byWaba.size === 0) this.channelsByWaba.delete(channel.metaAppId);
		removeFromList(this.channelsOfNumber, channel.phoneNumberId, channel);
	}
	putLabel(label) {
		const book = this.labels.get(label.workspaceId) ?? new LabelIndex();
		this.labels.set(label.workspaceId, book);
		book.put(label);
	}
	removeLabel(label) {
		this.labels.get(label.workspaceId)?.remove(label.id);
	}
	putEndpoint(endpoint) {
		this.removeEndpoint(endpoint.id);
		this.endpoints.set(endpoint.id, endpoint);
		addToList(this.endpointsByWorkspace, endpoint.workspaceId, endpoint);
	}
	removeEndpoint(id) {
		const endpoint = this.endpoints.get(id);
		if (endpoint === void 0) return;
		this.endpoints.delete(id);
		removeFromList(this.endpointsByWorkspace, endpoint.workspaceId, endpoint);
	}
};
function innerMap(maps, key) {
	const found = maps.get(key);
	if (found !== void 0) return found;
	const made = new Map();
	maps.set(key, made);
	return made;
}
function addToList(lists, key, item) {
	lists.set(key, [...lists.get(key) ?? [], item]);
}
function removeFromList(lists, key, item) {
	const left = (lists.get(key) ?? []).filter((one) => one.id !== item.id);
	if (left.length === 0) lists.delete(key);
	else lists.set(key, left);
}
// ../server/src/control/registry/registry.ts
async function createRegistry(store, box, options) {
	const registry = new LoadedRegistry(store, {
		...options,
		box
	});
	await registry.load();
	return registry;
}
const NONE = [];
const NO_LABELS = new LabelIndex();
var LoadedRegistry = class {
	#store;
	#reader;
	#index = new RegistryIndex();
	#shared = new SharedValues();
	#loadedRevision = -1;
	#running = null;
	#next = null;
	constructor(store, reader) {
		this.#store = store;
		this.#reader = reader;
	}
	get loadedRevision() {
		return this.#loadedRevision;
	}
	workspace(id) {
		return this.#index.workspaces.get(id) ?? null;
	}
	metaApp(id) {
		return this.#index.metaApps.get(id) ?? null;
	}
	metaAppsByAppId(appId) {
		return this.#index.metaAppsByAppId.get(appId) ?? NONE;
	}
	channel(id) {
		return this.#index.channels.get(id) ?? null;
	}
	labels(workspaceId) {
		return this.#index.labels.get(workspaceId) ?? NO_LABELS;
	}
	channelByPhoneNumberId(metaAppId, phoneNumberId) {
		return this.#index.channelByNumber.get(metaAppId)?.get(phoneNumberId) ?? null;
	}
	channelsByWaba(metaAppId, wabaId) {
		return this.#index.channelsByWaba.get(metaAppId)?.get(wabaId) ?? NONE;
	}
	channelsOfNumber(phoneNumberId) {
		return this.#index.channelsOfNumber.get(phoneNumberId) ?? NONE;
	}
	endpoint(id) {
		return this.#index.endpoints.get(id) ?? null;
	}
	endpointsOf(workspaceId) {
		return this.#index.endpointsByWorkspace.get(workspaceId) ?? NONE;
	}
	async load() {
		const revision = await readConfigRevision(this.#store);
		for await (const changes of readRegistryChanges(this.#store, null)) this.#apply(changes);
		this.#loadedRevision = revision;
	}
	refresh() {
		if (this.#running === null) {
			this.#running = this.#readChanges().finally(() => {
				this.#running = null;
			});
			return this.#running;
		}
		this.#next ??= this.#running.catch(() => {}).then(() => {
			this.#next = null;
			return this.refresh();
		});
		return this.#next;
	}
	async #readChanges() {
		const revision = await readConfigRevision(this.#store);
		if (revision === this.#loadedRevision) return;
		const pages = [];
		for await (const changes of readRegistryChanges(this.#store, this.#loadedRevision)) pages.push(changes);
		for (const changes of pages) this.#apply(changes);
		this.#loadedRevision = revision;
	}
	#apply(page) {
		switch (page.of) {
			case "workspaces":
				for (const { record } of page.changes) this.#index.putWorkspace(record);
				return;
			case "meta-apps":
				for (const { record, isDeleted } of page.changes) if (isDeleted) this.#index.removeMetaApp(record.id);
				else this.#index.putMetaApp(new RegisteredMetaApp(record, this.#reader));
				return;
			case "channels":
				for (const { record, isDeleted } of page.changes) if (isDeleted) this.#index.removeChannel(record.id);
				else this.#index.putChannel(record);
				return;
			case "labels":
				for (const { record, isDeleted } of page.changes) if (isDeleted) this.#index.removeLabel(record);
				else this.#index.putLabel(record);
				return;
			case "endpoints":
				for (const { record, isDeleted } of page.changes) if (isDeleted) this.#index.removeEndpoint(record.id);
				else this.#putEndpoint(record);
				return;
		}
	}
	#putEndpoint(record) {
		const [neighbour] = this.#index.endpointsByWorkspace.get(record.workspaceId) ?? [];
		const workspaceId = neighbour?.workspaceId ?? record.workspaceId;
		this.#index.putEndpoint(new RegisteredEndpoint(record, workspaceId, this.#reader, this.#shared));
	}
};
function startRegistryWorker(ctx) {
	const stopping = new AbortController();
	const running = runRounds(ctx, stopping.signal);
	return { stop: async () => {
		stopping.abort();
		await running;
	} };
}
async function runRounds(ctx, signal) {
	while (!signal.aborted) {
		await ctx.wait(500, signal);
		if (signal.aborted) return;
		await ctx.refresh().catch(ctx.onError);
	}
}
const KEPT_MS = 864e5;
const PURGE_ROWS_MAX$1 = 200;
async function keepRequest(store, request) {
	return store.db.transaction().execute(async (trx) => {
		if (!await isThere(trx, request)) return false;
		await trx.insertInto("received_requests").values({
			workspace_id: request.workspaceId,
			endpoint_id: request.endpointId,
			id: request.id,
			received_at_ms: request.receivedAtMs,
			method: request.method,
			body_bytes: request.bodyBytes,
			verified_by: request.verifiedBy.join(" "),
			is_verified: request.isVerified ? 1 : 0,
			answered: request.answered,
			headers: JSON.stringify(request.headers),
			body_encoding: request.bodyEncoding,
			body: request.body
		}).execute();
		await dropOldest(trx, request);
		return true;
	});
}
async function listRequests(store, list) {
	const { after, before, limit } = list;
	const requests = (await store.db.selectFrom("received_requests").selectAll().where("workspace_id", "=", list.workspaceId).where("endpoint_id", "=", list.endpointId).$if(after !== null, (query) => query.where("id", ">", after ?? NO_REQUEST)).$if(before !== null, (query) => query.where("id", "<", before ?? NO_REQUEST)).orderBy("id", "desc").limit(limit + 1).execute()).map((row) => ({
		id: row.id,
		workspaceId: row.workspace_id,
		endpointId: row.endpoint_id,
		receivedAtMs: row.received_at_ms,
		method: row.method,
		headers: JSON.parse(row.headers),
		body: row.body,
		bodyEncoding: row.body_encoding,
		bodyBytes: row.body_bytes,
		isVerified: row.is_verified === 1,
		verifiedBy: row.verified_by.split(" ").filter((name) => name !== ""),
		answered: row.answered
	}));
	return toPage(requests, limit, (request) => request.id);
}
async function purgeReceivedRequests(store, nowMs) {
	const old = await store.db.selectFrom("received_requests").select([
		"workspace_id",
		"endpoint_id",
		"id"
	]).where("received_at_ms", "<", nowMs - KEPT_MS).orderBy("received_at_ms").limit(PURGE_ROWS_MAX$1).execute();
	if (old.length === 0) return 0;
	const { numDeletedRows } = await store.db.deleteFrom("received_requests").where("workspace_id", "in", [...new Set(old.map((row) => row.workspace_id))]).where("endpoint_id", "in", [...new Set(old.map((row) => row.endpoint_id))]).where("id", "in", old.map((row) => row.id)).executeTakeFirstOrThrow();
	return Number(numDeletedRows);
}
const NO_REQUEST = idOf("trq", "00000000-0000-0000-0000-000000000000");
async function isThere(trx, { workspaceId, endpointId }) {
	return await trx.selectFrom("test_receivers").select("endpoint_id").where("workspace_id", "=", workspaceId).where("endpoint_id", "=", endpointId).executeTakeFirst() !== void 0;
}
async function dropOldest(trx, { workspaceId, endpointId }) {
	const kept = await trx.selectFrom("received_requests").select(["id", "body_bytes"]).where("workspace_id", "=", workspaceId).where("endpoint_id", "=", endpointId).orderBy("id", "desc").limit(201).execute();
	let bytes = 0;
	const firstTooMany = kept.find(({ body_bytes }, index) => {
		bytes += body_bytes;
		return index > 0 && (index >= 200 || bytes > 8388608);
	});
	if (firstTooMany === void 0) return;
	await trx.deleteFrom("received_requests").where("workspace_id", "=", workspaceId).where("endpoint_id", "=", endpointId).where("id", "<=", firstTooMany.id).execute();
}
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
function toAccountId(random) {
	assert(random.length === 10);
	return `MA_${Array.from(random, (byte) => BASE32[byte % 32]).join("")}`;
}
// ../server/src/control/workspaces/workspace-schemas.ts
const OPT_WORDS_MAX = 50;
const OPT_WORD_CHARS_MAX = 40;
const name$3 = string().trim().min(1).max(100);
const subdomain = string().regex(/^(?:[a-z0-9][a-z0-9-]{1,61}[a-z0-9]|w[0-9])$/, "Use 3 to 63 of a to z, 0 to 9, and hyphens inside. The default w<serial> may be shorter.").describe("Part of the paths of the Xobito API: `/api/v1/{subdomain}/\u2026`. Unique in the installation.");
const optWords = array(string().trim().min(1).max(OPT_WORD_CHARS_MAX)).min(1).max(OPT_WORDS_MAX);
const settings = strictObject({
	auto_create_contacts: boolean().optional().describe("The first message of somebody unknown makes a contact."),
	opt_out_words: optWords.optional().describe("A message that says one of these and nothing else opts its sender out. Upper and lower case are the same."),
	opt_in_words: optWords.optional().describe("The same for opting in again."),
	default_country: string().refine((code) => isSupportedCountry(code), "Must be a country as ISO 3166-1 alpha-2, such as DE.").nullish().describe("How phone numbers without a country code are read. Null: they are refused.")
});
const createWorkspaceBody = strictObject({
	name: name$3,
	account_id: string().regex(/^MA_[A-Z0-9]{1,32}$/, "Must be MA_ and up to 32 capital letters and digits.").optional().describe("`account_id` of the vobiz format. A customer who moves here keeps the old one; it cannot be changed later."),
	subdomain: subdomain.optional(),
	settings: settings.optional()
});
const updateWorkspaceBody = strictObject({
	name: name$3.optional(),
	subdomain: subdomain.optional(),
	settings: settings.optional().describe("Fields that are not given stay.")
});
const workspaceView = object({
	id: string(),
	serial: number().int().describe("Stable integer: `tenant_id` of the xobito format."),
	account_id: string().describe("`account_id` of the vobiz format."),
	name: string(),
	subdomain: string().describe("Part of the paths of the Xobito API."),
	settings: object({
		auto_create_contacts: boolean(),
		opt_out_words: array(string()),
		opt_in_words: array(string()),
		default_country: string().nullable()
	}),
	created_at: string()
}).meta({ id: "Workspace" });
const createdWorkspaceView = workspaceView.extend({ api_key: string().describe("Its first API key, scope admin. It is shown here and never again.") }).meta({ id: "CreatedWorkspace" });
function readSettings(given) {
	const { auto_create_contacts, opt_out_words, opt_in_words, default_country } = given;
	return {
		...auto_create_contacts === void 0 ? {} : { autoCreateContacts: auto_create_contacts },
		...opt_out_words === void 0 ? {} : { optOutWords: opt_out_words },
		...opt_in_words === void 0 ? {} : { optInWords: opt_in_words },
		...default_country === void 0 ? {} : { defaultCountry: default_country }
	};
}
function toWorkspaceView(workspace) {
	return {
		id: workspace.id,
		serial: workspace.serial,
		account_id: workspace.accountId,
		name: workspace.name,
		subdomain: workspace.subdomain,
		settings: {
			auto_create_contacts: workspace.settings.autoCreateContacts,
			opt_out_words: [...workspace.settings.optOutWords],
			opt_in_words: [...workspace.settings.optInWords],
			default_country: workspace.settings.defaultCountry
		},
		created_at: toIso(workspace.createdAtMs)
	};
}
// ../server/src/control/workspaces/create-workspace.ts
const FIRST_WORKSPACE_NAME = "Default";
async function createWorkspace(ctx, wish, actor) {
	if (wish.subdomain !== null) checkSubdomain(wish.subdomain, null);
	checkOptWords({
		...DEFAULT_WORKSPACE_SETTINGS,
		...wish.settings
	});
	return insertWorkspace(ctx.store, newWorkspace(ctx, wish), (trx, workspace) => addWhatBelongs(ctx, {
		trx,
		workspace,
		actor
	}));
}
async function ensureFirstWorkspace(ctx) {
	if (await hasWorkspace(ctx.store)) return null;
	const wish = {
		name: FIRST_WORKSPACE_NAME,
		accountId: null,
		subdomain: null,
		settings: {}
	};
	return insertFirstWorkspace(ctx.store, newWorkspace(ctx, wish), (trx, workspace) => addWhatBelongs(ctx, {
		trx,
		workspace,
		actor: FIRST_START
	}));
}
function auditedWorkspace(ctx) {
	return {
		write: ctx.audit,
		resourceType: "workspace",
		toView: toWorkspaceView
	};
}
const FIRST_START = {
	kind: "system",
	id: null,
	requestId: null
};
function newWorkspace(ctx, wish) {
	return {
		...wish,
		id: idOf("ws", ctx.newId()),
		accountId: wish.accountId ?? toAccountId(ctx.randomBytes(10)),
		nowMs: ctx.nowMs()
	};
}
async function addWhatBelongs(ctx, { trx, workspace, actor }) {
	await auditAs(auditedWorkspace(ctx), {
		actor,
		workspaceId: "operator"
	}, "created")(trx, {
		before: null,
		after: workspace
	});
	await ctx.addOwner(trx, {
		workspaceId: workspace.id,
		actor
	});
	return {
		workspace,
		apiKey: await ctx.createAdminKey(trx, workspace.id, actor)
	};
}
// ../server/src/control/api-keys/key-lookup.ts
const TRUST_MS = 5e3;
const KEYS_MAX = 1e3;
const TOUCH_EVERY_MS$1 = 6e4;
var KeyLookup = class {
	#ctx;
	#found;
	#touchedAtMs = new I({ max: KEYS_MAX });
	#touches = new Set();
	#forgottenCount = 0;
	constructor(ctx) {
		this.#ctx = ctx;
		this.#found = new I({ max: KEYS_MAX });
	}
	async find(tokenHash) {
		const { store, nowMs } = this.#ctx;
		const sinceMs = nowMs();
		const kept = this.#found.get(tokenHash);
		if (kept !== void 0 && sinceMs - kept.sinceMs < TRUST_MS) return kept.key;
		this.#found.delete(tokenHash);
		const forgottenCount = this.#forgottenCount;
		const apiKey = await findApiKeyByHash(store, tokenHash);
		if (apiKey === null) return null;
		const { id: keyId, workspaceId, scopes, expiresAtMs } = apiKey;
		const key = {
			keyId,
			workspaceId,
			scope: highestScope(scopes),
			expiresAtMs
		};
		if (forgottenCount === this.#forgottenCount) this.#found.set(tokenHash, {
			key,
			sinceMs
		});
		return key;
	}
	forget(id) {
		this.#forgottenCount++;
		for (const [tokenHash, { key }] of this.#found.entries()) if (key.keyId === id) this.#found.delete(tokenHash);
	}
	noteUse(key) {
		const { store, nowMs, onError } = this.#ctx;
		const usedAtMs = nowMs();
		if (usedAtMs - (this.#touchedAtMs.get(key.keyId) ?? -Infinity) < TOUCH_EVERY_MS$1) return;
		this.#touchedAtMs.set(key.keyId, usedAtMs);
		const touch = touchApiKey(store, {
			workspaceId: key.workspaceId,
			id: key.keyId
		}, usedAtMs).catch(onError);
		this.#touches.add(touch);
		touch.finally(() => this.#touches.delete(touch));
	}
	async settle() {
		await Promise.all(this.#touches);
	}
};
// ../server/src/control/audit-log/audit-log.routes.ts
const auditLogQuery = listQuery$1.extend({
	resource: string().min(1).max(64).optional().describe("Id of what was changed."),
	action: string().regex(/^[a-z_]{1,40}\.[a-z_]{1,40}$/, "Must be noun.verb, such as endpoint.updated.").optional(),
	actor: union$1([
		idParam("key"),
		idParam("mbr"),
		idParam("ptl")
	]).optional().describe("Id of the API key, the member or the portal link that asked for it."),
	since: timeParam.optional(),
	until: timeParam.optional()
});
const resourceView = record$1(string(), unknown()).nullable();
const auditEntryView = object({
	id: string(),
	at: datetime(),
	actor: object({
		kind: _enum(ACTOR_KINDS).describe("`key`: an API key; `member`: a member who signed in; `portal`: whoever opened a portal link; `root`: the root key; `system`: Posthorn itself."),
		id: string().nullable().describe("Id of the key, the member or the portal link. Null for the root key.")
	}),
	actor_name: string().nullable().describe("What the key, the member or the portal link is called now. Null: it has no name, or is gone."),
	action: string().describe("Noun and verb: `endpoint.updated`."),
	resource_type: string(),
	resource_id: string(),
	before: resourceView.describe("The resource as the API showed it, without secrets. Null: it was not there."),
	after: resourceView.describe("The same after the change. Null: it is gone."),
	request_id: string().nullable().describe("`request_id` of the request that asked for it.")
}).meta({ id: "AuditEntry" });
function auditLogRoutes(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/audit-log",
		config: { access: {
			who: "workspace-or-operator",
			permission: "audit.read"
		} },
		schema: {
			tags: ["Audit log"],
			summary: "List who changed what, newest first",
			description: "By `action` or `actor` a page may be short or empty while `has_more` is true: go on with `next_cursor`.",
			querystring: auditLogQuery,
			response: { 200: pageOf(auditEntryView) }
		},
		handler: async (request) => {
			const { query } = request;
			const page = await listAuditLog(ctx.store, {
				workspaceId: request.workspaceId ?? "operator",
				resourceId: query.resource,
				action: query.action,
				actorId: query.actor,
				sinceMs: query.since,
				untilMs: query.until,
				beforeId: idCursor("aud", query.cursor),
				limit: query.limit
			});
			const nameOf = await ctx.namesOf(request.workspaceId ?? "operator", page.items.map(({ actor }) => actor));
			return {
				data: page.items.map((entry) => toView$4(entry, nameOf(entry.actor))),
				next_cursor: page.nextCursor,
				has_more: page.nextCursor !== null
			};
		}
	});
}
function toView$4(entry, actorName) {
	return {
		id: entry.id,
		at: toIso(entry.atMs),
		actor: {
			kind: entry.actor.kind,
			id: entry.actor.id
		},
		actor_name: actorName === "" ? null : actorName,
		action: entry.action,
		resource_type: entry.resourceType,
		resource_id: entry.resourceId,
		before: entry.before,
		after: entry.after,
		request_id: entry.actor.requestId
	};
}
// ../server/src/control/endpoints/endpoint-test.routes.ts
const testBody = strictObject({ event_type: string().min(1).max(128).describe("Any type of the catalogue that the format can express.") });
function endpointTestRoutes(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/endpoints/:id/test",
		config: { access: {
			who: "workspace",
			permission: "endpoints.write"
		} },
		schema: {
			tags: ["Endpoints"],
			summary: "Send a signed example",
			description: "Sends an example of the event type once, marked `Posthorn-Trigger: test`, and answers with the attempt whatever the receiver did. Works on disabled endpoints. The example is no event and makes no delivery.",
			params: idPath,
			body: testBody,
			response: { 200: ctx.attempt.schema }
		},
		handler: async (request, reply) => {
			const endpoint = findOrThrow$1(ctx, workspaceOf(request), request.params.id);
			const event = makeExample(ctx, endpoint, request.body.event_type);
			const attempt = await ctx.runTest(endpoint, event);
			await ctx.logAttempt(attempt);
			return reply.code(200).send(ctx.attempt.toView(attempt));
		}
	});
}
function findOrThrow$1(ctx, workspaceId, idText) {
	const id = parseId("ep", idText);
	const endpoint = id === null ? null : ctx.endpoint(workspaceId, id);
	if (endpoint?.workspaceId !== workspaceId) throw new PosthornError("not_found", "There is no such endpoint.");
	return endpoint;
}
function makeExample(ctx, endpoint, type) {
	const event = exampleEvent(type, {
		id: ctx.newEventId(),
		workspaceId: endpoint.workspaceId,
		channelId: null,
		nowMs: ctx.nowMs()
	});
	if (event === null) throw wrongType("event_type_unknown", "There is no such event type. GET /v1/event-types lists them.");
	if (nameInFormat(endpoint.format, type) !== null && (event.origin === "meta" || !carriesMetaBody(endpoint.format))) return event;
	throw wrongType("event_type_not_in_format", `The format ${endpoint.format} cannot express this event type.`);
}
function wrongType(code, message) {
	return new PosthornError(code, message, { fields: [{
		pointer: "/event_type",
		message
	}] });
}
// ../server/src/control/endpoints/endpoint-schemas.ts
const URL_LENGTH_MAX$1 = 2048;
const EVENT_TYPES_MAX = 200;
const EVENT_TYPE_LENGTH_MAX = 128;
const CHANNEL_IDS_MAX = 1e3;
const DESCRIPTION_LENGTH_MAX = 500;
const RATE_PER_SECOND_MAX = 1e4;
const IN_FLIGHT_MAX = 512;
const HEADER_VALUE_LENGTH_MAX = 4096;
const SECRET_LENGTH_MAX = 1024;
const OVERLAP_SECONDS_MAX = 604800;
const OVERLAP_SECONDS_DEFAULT = 86400;
const url = string().min(1).max(URL_LENGTH_MAX$1).describe("HTTPS address that events are POSTed to.");
const eventTypes = array(string().min(1).max(EVENT_TYPE_LENGTH_MAX)).min(1).max(EVENT_TYPES_MAX).describe("Exact types, \"message.*\", or \"*\" for all that the format can express.");
const channelIds = array(string().min(1).max(64)).min(1).max(CHANNEL_IDS_MAX).nullable().describe("Only events of these channels. Null: of all.");
const filter = eventFilter.nullable().describe("Only events that meet it. Null: no condition.");
const format$1 = _enum(FORMATS).describe("How the payload looks.");
const formatOptions = strictObject({
	raw: boolean().exactOptional().describe("standard, cloudevents: false leaves Meta's own item out."),
	original: boolean().exactOptional().describe("xobito: old values of changed attributes."),
	payload: _enum(["body", "value"]).exactOptional().describe("vobiz: the whole Meta body, or the change's value."),
	emit_implied: boolean().exactOptional().describe("Also message.sent and message.delivered that Meta left out and a later status implies."),
	asymmetric: boolean().exactOptional().describe("An ed25519 signature (v1a) beside the v1 signature.")
}).meta({ title: "FormatOptions" });
const retryPolicy = strictObject({
	delays_seconds: array(number().min(0).max(RETRY_DELAY_SECONDS_MAX)).max(20).describe("Waits before attempts 2, 3, \u2026"),
	timeout_seconds: number().min(RETRY_TIMEOUT_SECONDS_MIN).max(60)
});
const retry = union$1([_enum(RETRY_PRESET_NAMES), retryPolicy]).describe("A preset, or waits of its own.");
const ratePerSecond = int().min(1).max(RATE_PER_SECOND_MAX).nullable().describe("At most this many deliveries a second, over all nodes. Null: no limit.");
const maxInFlight = int().min(1).max(IN_FLIGHT_MAX).describe("Requests that are under way at a time, from each node.");
const ordering = _enum(ORDERINGS).describe("conversation: what concerns one conversation is sent one by one, in the order of the event log.");
const secret = string().max(SECRET_LENGTH_MAX).describe("Signing secret of your own choice.");
const headerValue = string().max(HEADER_VALUE_LENGTH_MAX);
const headerName = string().min(1).max(HEADER_VALUE_LENGTH_MAX);
const description = string().max(DESCRIPTION_LENGTH_MAX).refine((text) => !text.includes("\0"), "A NUL character cannot be stored.");
const verifyToken = string().regex(/^[\x20-\x7e]{1,256}$/, "Use 1 to 256 printable ASCII characters.").describe("Format meta: the endpoint is asked as Meta would ask it, with this as hub.verify_token.");
const createEndpointBody = strictObject({
	url,
	event_types: eventTypes.default(["*"]),
	channel_ids: channelIds.optional(),
	filter: filter.default(null),
	format: format$1.default("standard"),
	format_options: formatOptions.default({}),
	retry: retry.nullish().describe("Without it: the preset of the format."),
	rate_per_second: ratePerSecond.default(null),
	max_in_flight: maxInFlight.default(32),
	ordering: ordering.default("none"),
	secret: secret.optional().describe("Without it Posthorn makes one."),
	headers: record$1(headerName, headerValue).optional().describe("Sent with every attempt. Shown masked."),
	description: description.default(""),
	verify_token: verifyToken.nullish()
});
const updateEndpointBody = strictObject({
	url: url.optional(),
	event_types: eventTypes.optional(),
	channel_ids: channelIds.optional(),
	filter: filter.optional(),
	format: format$1.optional(),
	format_options: formatOptions.optional(),
	retry: retry.nullish().describe("Null: the preset of the format."),
	rate_per_second: ratePerSecond.optional(),
	max_in_flight: maxInFlight.optional(),
	ordering: ordering.optional(),
	headers: record$1(headerName, headerValue.nullable()).nullish().describe("Sets these headers and keeps the others. A value of null removes one, null in place of all removes all."),
	description: description.optional(),
	verify_token: verifyToken.nullish()
});
const rotateSecretBody = strictObject({
	overlap_seconds: number().int().min(0).max(OVERLAP_SECONDS_MAX).optional().describe(`How long the old secret stays in use too. Default ${OVERLAP_SECONDS_DEFAULT}; 0 drops it at once.`),
	secret: secret.optional().describe("Without it Posthorn makes one.")
}).nullish();
const rotatedSecretView = object({
	signing_secret: string(),
	previous_secret_expires_at: string().nullable()
});
const scheduledAttempt = object({
	attempt_number: int(),
	wait_ms: int().describe("After the attempt before."),
	after_ms: int().describe("After the first attempt, when each fails at once.")
}).meta({ id: "ScheduledAttempt" });
const retryPresetView = object({
	name: _enum(RETRY_PRESET_NAMES),
	formats: array(_enum(FORMATS)).describe("Formats whose endpoints have it when they give no retry."),
	delays_seconds: array(number()),
	timeout_seconds: number(),
	schedule: array(scheduledAttempt)
}).meta({ id: "RetryPreset" });
const breakerView = object({
	state: _enum(BREAKER_STATES).describe("`closed`: deliveries go out; `open`: they wait; `half_open`: one is on its way to find out."),
	failing_since: string().nullable().describe("When the first failure after the last success was."),
	opened_at: string().nullable(),
	next_probe_at: string().nullable().describe("When one delivery may go out to find out; while one does, when the next may if nobody hears of it."),
	consecutive_failures: int()
}).meta({ id: "Breaker" });
const endpointView = object({
	id: string(),
	url: string(),
	description: string(),
	event_types: array(string()),
	channel_ids: array(string()).nullable(),
	filter,
	format: format$1,
	format_options: formatOptions,
	retry: retry.describe("As given; when none was given, the preset of the format."),
	retry_policy: object({
		delays_seconds: array(number()),
		timeout_seconds: number()
	}).describe("What retry comes to."),
	retry_schedule: array(scheduledAttempt).describe("When each attempt is made, the first included."),
	rate_per_second: ratePerSecond,
	max_in_flight: maxInFlight,
	ordering,
	headers: record$1(string(), string()).describe("Values are masked."),
	has_verify_token: boolean(),
	enabled: boolean(),
	disabled_reason: _enum([
		"manual",
		"gone",
		"failing"
	]).nullable(),
	paused_at: string().nullable().describe("Since when its deliveries wait because somebody wants them to."),
	previous_secret_expires_at: string().nullable().describe("End of the overlap while a rotation runs."),
	secrets: object({
		current: object({
			hint: string().describe("The last characters, to tell secrets apart."),
			since: string().nullable().describe("Null: since before that was kept.")
		}),
		previous: object({
			hint: string(),
			until: string()
		}).nullable()
	}).describe("The signing secrets that are in use. They themselves are shown when they are made, and never again."),
	signing_public_key: string().optional().describe("Verifies v1a signatures. Only with format_options.asymmetric."),
	is_test_receiver: boolean().describe("The gateway receives its requests itself: see `/v1/test-receivers`."),
	created_by: object({
		kind: _enum(ACTOR_KINDS),
		id: string().nullable()
	}).nullable().describe("Null: it was made before that was kept."),
	created_at: string(),
	updated_at: string()
}).meta({ title: "EndpointSettings" }).extend({ breaker: breakerView.describe("How it has answered lately. The gateway keeps it.") }).meta({ title: "Endpoint" });
const createdEndpointView = endpointView.extend({ signing_secret: string() }).meta({ title: "CreatedEndpoint" });
// ../server/src/control/endpoints/endpoints.routes.ts
const TAGS$13 = ["Endpoints"];
const READ$8 = {
	who: "workspace",
	permission: "endpoints.read"
};
const WRITE$6 = {
	who: "workspace",
	permission: "endpoints.write"
};
function endpointRoutes(api, ctx) {
	addCreateRoute$5(api, ctx);
	addReadRoutes$1(api, ctx);
	addRetryPresetsRoute(api);
	addUpdateRoute$3(api, ctx);
	addRotateRoute(api, ctx);
	addDropOldSecretRoute(api, ctx);
	addSwitchRoutes(api, ctx);
	addPauseRoutes(api, ctx);
	addDeleteRoute$4(api, ctx);
}
function addCreateRoute$5(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/endpoints",
		config: {
			access: WRITE$6,
			idempotent: true
		},
		schema: {
			tags: TAGS$13,
			summary: "Create an endpoint",
			description: "The signing secret is in this answer and in no other.",
			body: createEndpointBody,
			response: { 201: createdEndpointView }
		},
		handler: async (request, reply) => {
			const { endpoint, signingSecret } = await createEndpoint(ctx, askerOf$1(request), request.body);
			const view = {
				...toEndpointView(ctx, endpoint, HEALTHY_BREAKER),
				signing_secret: signingSecret
			};
			return reply.code(201).header("etag", etagOf(endpoint.revision)).send(view);
		}
	});
}
function addReadRoutes$1(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/endpoints",
		config: { access: READ$8 },
		schema: {
			tags: TAGS$13,
			summary: "List endpoints",
			querystring: listQuery$1,
			response: { 200: pageOf(endpointView) }
		},
		handler: async (request) => {
			const page = await listEndpoints(ctx.store, workspaceOf(request), request.query);
			const breakers = await ctx.breakersOf(workspaceOf(request), page.items.map(({ id }) => id));
			return {
				data: page.items.map((endpoint) => toEndpointView(ctx, endpoint, breakers.get(endpoint.id) ?? HEALTHY_BREAKER)),
				next_cursor: page.nextCursor,
				has_more: page.nextCursor !== null
			};
		}
	});
	api.route({
		method: "GET",
		url: "/v1/endpoints/:id",
		config: { access: READ$8 },
		schema: {
			tags: TAGS$13,
			summary: "Read an endpoint",
			params: idPath,
			response: { 200: endpointView }
		},
		handler: async (request, reply) => {
			const endpoint = await readEndpoint(ctx, workspaceOf(request), request.params.id);
			return reply.header("etag", etagOf(endpoint.revision)).send(await viewOf(ctx, endpoint));
		}
	});
}
function addUpdateRoute$3(api, ctx) {
	api.route({
		method: "PATCH",
		url: "/v1/endpoints/:id",
		config: { access: WRITE$6 },
		schema: {
			tags: TAGS$13,
			summary: "Change an endpoint",
			description: "Fields that are not given stay. Deliveries that are pending go to the changed endpoint.",
			params: idPath,
			body: updateEndpointBody,
			response: { 200: endpointView }
		},
		handler: async (request, reply) => {
			const before = await readEndpoint(ctx, workspaceOf(request), request.params.id);
			checkIfMatch(request, etagOf(before.revision));
			const fields = await draftChangedEndpoint(ctx, before, request.body);
			const endpoint = changesNothing(before, fields) ? before : await saveEndpoint(ctx, {
				before,
				fields
			}, auditEndpoint(ctx, askerOf$1(request), "updated"));
			return reply.header("etag", etagOf(endpoint.revision)).send(await viewOf(ctx, endpoint));
		}
	});
}
function addRotateRoute(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/endpoints/:id/rotate-secret",
		config: {
			access: WRITE$6,
			idempotent: true
		},
		schema: {
			tags: TAGS$13,
			summary: "Rotate the signing secret",
			description: "Both secrets are in use until the overlap ends. The new one is in this answer and in no other.",
			params: idPath,
			body: rotateSecretBody,
			response: { 200: rotatedSecretView }
		},
		handler: async (request) => {
			const { overlap_seconds, secret } = request.body ?? {};
			const before = await readEndpoint(ctx, workspaceOf(request), request.params.id);
			const signingSecret = chooseSecret(ctx, before.format, secret);
			const nowMs = ctx.nowMs();
			const overlapSeconds = overlap_seconds ?? 86400;
			const secrets = rotateSigningSecret(openSecrets(ctx, before), {
				secret: signingSecret,
				overlapSeconds,
				nowMs
			});
			await saveEndpoint(ctx, {
				before,
				fields: {
					...before,
					secretsSealed: sealSecrets(ctx, {
						...secrets,
						currentSinceMs: nowMs
					})
				}
			}, auditEndpoint(ctx, askerOf$1(request), "secret_rotated"));
			return {
				signing_secret: signingSecret,
				previous_secret_expires_at: showOverlapEnd(secrets, nowMs)
			};
		}
	});
}
function addDropOldSecretRoute(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/endpoints/:id/drop-old-secret",
		config: { access: WRITE$6 },
		schema: {
			tags: TAGS$13,
			summary: "End the overlap of a rotation",
			description: "From now on the current signing secret alone is in use. Without an overlap nothing changes.",
			params: idPath,
			response: { 200: endpointView }
		},
		handler: async (request, reply) => {
			const before = await readEndpoint(ctx, workspaceOf(request), request.params.id);
			const secrets = openSecrets(ctx, before);
			const isOver = showOverlapEnd(secrets, ctx.nowMs()) === null;
			const kept = {
				...secrets,
				previous: null,
				previousUntilMs: null
			};
			const endpoint = isOver ? before : await saveEndpoint(ctx, {
				before,
				fields: {
					...before,
					secretsSealed: sealSecrets(ctx, kept)
				}
			}, auditEndpoint(ctx, askerOf$1(request), "old_secret_dropped"));
			return reply.header("etag", etagOf(endpoint.revision)).send(await viewOf(ctx, endpoint));
		}
	});
}
function addRetryPresetsRoute(api) {
	const data = RETRY_PRESET_NAMES.map((name) => ({
		name,
		formats: FORMATS.filter((format) => presetOfFormat(format) === name),
		delays_seconds: [...RETRY_PRESETS[name].delaysSeconds],
		timeout_seconds: RETRY_PRESETS[name].timeoutSeconds,
		schedule: showSchedule(RETRY_PRESETS[name].delaysSeconds)
	}));
	api.route({
		method: "GET",
		url: "/v1/retry-presets",
		config: { access: {
			who: "workspace",
			permission: "catalogue.read"
		} },
		schema: {
			tags: TAGS$13,
			summary: "The retry presets, with the time of each attempt",
			response: { 200: object({ data: array(retryPresetView) }) }
		},
		handler: async () => ({ data })
	});
}
function addSwitchRoutes(api, ctx) {
	const switches = [{
		verb: "enable",
		done: "enabled",
		disabledReason: null,
		summary: "Enable an endpoint",
		description: "Deliveries that were held are due at once. Events of the time between made no deliveries.",
		move: ctx.releaseDeliveries
	}, {
		verb: "disable",
		done: "disabled",
		disabledReason: "manual",
		summary: "Disable an endpoint",
		description: "It gets no new deliveries; those that are pending are held.",
		move: ctx.holdDeliveries
	}];
	for (const { verb, done, disabledReason, summary, description, move } of switches) api.route({
		method: "POST",
		url: `/v1/endpoints/:id/${verb}`,
		config: { access: WRITE$6 },
		schema: {
			tags: TAGS$13,
			summary,
			description,
			params: idPath,
			response: { 200: endpointView }
		},
		handler: async (request, reply) => {
			const at = endpointAt(ctx, workspaceOf(request), request.params.id);
			const audited = auditEndpoint(ctx, askerOf$1(request), done);
			const endpoint = await switchEndpoint(ctx.store, {
				...at,
				disabledReason
			}, async (trx, change) => {
				await move(trx, at.workspaceId, at.id, at.nowMs);
				await audited(trx, change);
			});
			if (endpoint === null) throw noSuchEndpoint();
			await ctx.refreshRegistry();
			ctx.wakeDelivery();
			return reply.header("etag", etagOf(endpoint.revision)).send(await viewOf(ctx, endpoint));
		}
	});
}
function addPauseRoutes(api, ctx) {
	for (const { verb, done, isPaused, summary, description } of [{
		verb: "pause",
		done: "paused",
		isPaused: true,
		summary: "Pause an endpoint",
		description: "Deliveries are made for it and wait, unlike those of a disabled endpoint. What is under way is finished, and test sends still go out. Other nodes hear of it within a second."
	}, {
		verb: "resume",
		done: "resumed",
		isPaused: false,
		summary: "Resume a paused endpoint",
		description: "What waited goes out at its turn, through the rate limit. Nothing was missed."
	}]) api.route({
		method: "POST",
		url: `/v1/endpoints/:id/${verb}`,
		config: { access: WRITE$6 },
		schema: {
			tags: TAGS$13,
			summary,
			description,
			params: idPath,
			response: { 200: endpointView }
		},
		handler: async (request, reply) => {
			const at = endpointAt(ctx, workspaceOf(request), request.params.id);
			const audited = auditEndpoint(ctx, askerOf$1(request), done);
			const endpoint = await pauseEndpoint(ctx.store, {
				...at,
				isPaused
			}, audited);
			if (endpoint === null) throw noSuchEndpoint();
			await ctx.refreshRegistry();
			ctx.wakeDelivery();
			return reply.header("etag", etagOf(endpoint.revision)).send(await viewOf(ctx, endpoint));
		}
	});
}
function addDeleteRoute$4(api, ctx) {
	api.route({
		method: "DELETE",
		url: "/v1/endpoints/:id",
		config: { access: WRITE$6 },
		schema: {
			tags: TAGS$13,
			summary: "Delete an endpoint",
			description: "Its pending deliveries are canceled; its delivery log stays.",
			params: idPath,
			response: { 204: _null() }
		},
		handler: async (request, reply) => {
			const { id } = endpointAt(ctx, workspaceOf(request), request.params.id);
			await removeEndpoint(ctx, askerOf$1(request), id);
			return reply.code(204).send(null);
		}
	});
}
function askerOf$1(request) {
	return {
		workspaceId: workspaceOf(request),
		actor: actorOf(request)
	};
}
async function readEndpoint(ctx, workspaceId, idText) {
	const id = parseId("ep", idText);
	const endpoint = id === null ? null : await findEndpoint(ctx.store, workspaceId, id);
	if (endpoint === null) throw noSuchEndpoint();
	return endpoint;
}
async function viewOf(ctx, endpoint) {
	return toEndpointView(ctx, endpoint, (await ctx.breakersOf(endpoint.workspaceId, [endpoint.id])).get(endpoint.id) ?? HEALTHY_BREAKER);
}
function changesNothing(before, fields) {
	return isDeepStrictEqual({
		...before,
		...fields
	}, before);
}
async function saveEndpoint(ctx, { before, fields }, withChange) {
	const { workspaceId, id, revision: expectedRevision } = before;
	const update = {
		workspaceId,
		id,
		nowMs: ctx.nowMs(),
		expectedRevision,
		fields
	};
	const endpoint = await updateEndpoint(ctx.store, update, async (trx, change) => {
		await ctx.probeAtOnce(trx, workspaceId, id, update.nowMs);
		if (before.ordering !== "none" && fields.ordering === "none") await ctx.endOrder(trx, workspaceId, id, update.nowMs);
		await withChange(trx, change);
	});
	if (endpoint === null) throw new PosthornError("conflict", "Somebody else changed this endpoint at the same moment. Read it and try again.");
	await ctx.refreshRegistry();
	ctx.wakeDelivery();
	return endpoint;
}
function endpointAt(ctx, workspaceId, idText) {
	const id = parseId("ep", idText);
	if (id === null) throw noSuchEndpoint();
	return {
		workspaceId,
		id,
		nowMs: ctx.nowMs()
	};
}
// ../server/src/control/endpoints/url-check.ts
const DAY_MS$1 = 864e5;
const EXPIRY_WARNING_MS = 14 * DAY_MS$1;
async function checkUrl(ctx, text) {
	const examined = await examine(ctx, text);
	if ("code" in examined) return {
		canBeSaved: false,
		problems: [examined],
		addressCount: 0,
		probe: null
	};
	const { url, addressCount, unresolved } = examined;
	if (unresolved !== null) return {
		canBeSaved: true,
		problems: [{
			code: "dns",
			message: `${unresolved} Check the spelling, or wait until the name is known everywhere.`
		}],
		addressCount,
		probe: null
	};
	const probe = await ctx.probe(url);
	return {
		canBeSaved: true,
		problems: problemsOf$1(probe, ctx.nowMs()),
		addressCount,
		probe
	};
}
async function examine(ctx, text) {
	try {
		return await ctx.examineUrl(text);
	} catch (error) {
		if (!(error instanceof PosthornError) || error.code !== "endpoint_url_rejected") throw error;
		return {
			code: "rejected",
			message: error.fields[0]?.message ?? error.message
		};
	}
}
function problemsOf$1({ statusCode, certificate, failure }, nowMs) {
	if (failure !== null) return [{
		code: failure.errorClass,
		message: failure.message
	}];
	const problems = [];
	if (statusCode !== null && statusCode >= 300 && statusCode <= 399) problems.push({
		code: "redirect",
		message: `It answers ${statusCode}, a redirect. Redirects are never followed: use the URL that it points to.`
	});
	if (statusCode !== null && statusCode >= 500 && statusCode !== 501) problems.push({
		code: "server_error",
		message: `The server answers, but with ${statusCode}. It may be down.`
	});
	if (certificate !== null && certificate.validToMs - nowMs < EXPIRY_WARNING_MS) {
		const days = Math.max(0, Math.floor((certificate.validToMs - nowMs) / DAY_MS$1));
		const when = days === 0 ? "within a day" : `in ${days} ${days === 1 ? "day" : "days"}`;
		problems.push({
			code: "certificate_expires",
			message: `The TLS certificate expires ${when}. Renew it before deliveries fail.`
		});
	}
	return problems;
}
// ../server/src/control/endpoints/url-check.routes.ts
const URL_LENGTH_MAX = 4096;
const CHECKS_PER_MINUTE = 40;
const MINUTE_MS$1 = 6e4;
const urlCheckView = object({
	ok: boolean().describe("Nothing is wrong with it."),
	can_be_saved: boolean().describe("False: an endpoint with this URL would be refused."),
	problems: array(object({
		code: _enum([
			"rejected",
			"dns",
			"connect",
			"tls",
			"timeout",
			"egress_blocked",
			"proxy",
			"redirect",
			"server_error",
			"certificate_expires"
		]),
		message: string().describe("What is wrong and how to mend it.")
	})),
	addresses_checked: int().describe("Addresses of the host, all of which may be reached."),
	reachable: object({ status_code: int() }).nullable().describe("What it answered to OPTIONS. Many servers answer 404 or 405 to that; what they answer to POST is theirs."),
	tls: object({
		issuer: string(),
		valid_to: datetime(),
		days_left: int()
	}).nullable().describe("Null: plain HTTP, or no connection was made."),
	latency_ms: int().nullable()
}).meta({ id: "UrlCheck" });
function urlCheckRoutes(api, ctx) {
	const bound = new CallBound({
		callsMax: CHECKS_PER_MINUTE,
		windowMs: MINUTE_MS$1
	});
	api.route({
		method: "POST",
		url: "/v1/endpoints/check-url",
		config: { access: {
			who: "workspace",
			permission: "endpoints.write"
		} },
		schema: {
			tags: ["Endpoints"],
			summary: "Check the URL of an endpoint",
			description: "Asks by the rules that endpoints are saved by, and then makes one request with the method OPTIONS and without a body: no event is in it. At most 40 a minute for a workspace.",
			body: strictObject({ url: string().min(1).max(URL_LENGTH_MAX) }),
			response: { 200: urlCheckView }
		},
		handler: async (request) => {
			bound.count(workspaceOf(request), ctx.nowMs());
			return toView$3(await checkUrl(ctx, request.body.url), ctx.nowMs());
		}
	});
}
function toView$3({ canBeSaved, problems, addressCount, probe }, nowMs) {
	const certificate = probe?.certificate ?? null;
	return {
		ok: problems.length === 0,
		can_be_saved: canBeSaved,
		problems: problems.map(({ code, message }) => ({
			code,
			message
		})),
		addresses_checked: addressCount,
		reachable: probe === null || probe.statusCode === null ? null : { status_code: probe.statusCode },
		tls: certificate === null ? null : {
			issuer: certificate.issuer,
			valid_to: toIso(certificate.validToMs),
			days_left: Math.max(0, Math.floor((certificate.validToMs - nowMs) / 864e5))
		},
		latency_ms: probe === null || probe.statusCode === null ? null : probe.durationMs
	};
}
// ../server/src/control/event-types/egress-ips.routes.ts
const egressIpsView = object({ egress_ips: array(string()).describe("Networks in CIDR notation. Empty: the operator has not told them.") }).meta({ id: "EgressIps" });
function egressIpRoutes(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/egress-ips",
		config: { access: {
			who: "workspace-or-operator",
			permission: "catalogue.read"
		} },
		schema: {
			tags: ["Event types"],
			summary: "Addresses that deliveries come from",
			response: { 200: egressIpsView }
		},
		handler: async () => ({ egress_ips: [...ctx.egressIps ?? []] })
	});
}
// ../server/src/control/event-types/example-world.ts
const EXAMPLE_TIME = "2026-01-15T09:30:00.000Z";
const CATALOGUE_WORKSPACE = {
	id: idOf("ws", exampleUuid(1)),
	serial: 1,
	accountId: "MA_EXAMPLE234",
	name: "Example",
	subdomain: "example",
	settings: DEFAULT_WORKSPACE_SETTINGS
};
const CATALOGUE_CHANNEL = {
	id: idOf("chn", exampleUuid(1)),
	workspaceId: CATALOGUE_WORKSPACE.id,
	metaAppId: idOf("app", exampleUuid(1)),
	...EXAMPLE_CHANNEL,
	throughputPerSecond: 80
};
const EXAMPLE_IDENTITY = {
	id: idOf("evt", exampleUuid(1)),
	workspaceId: CATALOGUE_WORKSPACE.id,
	channelId: CATALOGUE_CHANNEL.id,
	nowMs: Date.parse(EXAMPLE_TIME)
};
function exampleUuid(number) {
	return `01900000-0000-7000-8000-${String(number).padStart(12, "0")}`;
}
// ../server/src/control/event-types/catalogue-view.ts
const jsonSchema = record$1(string(), unknown());
const formatView = object({
	name: string().describe("The event's name on the wire of this format."),
	by_name: boolean().describe("Only endpoints that list the native type itself get it: `*` and `noun.*` leave it out."),
	content_type: string(),
	headers: record$1(string(), string()).optional(),
	example: unknown().describe("An example of the body.")
});
const eventTypeView = object({
	type: string().describe("Native name. `custom.*` and `meta.*` are families: any name may stand in place of the `*`."),
	description: string(),
	from: string().describe("What it is made from."),
	data_schema: jsonSchema.describe("JSON Schema (2020-12) of `data` in the formats standard and cloudevents."),
	formats: record$1(_enum(FORMATS), formatView.nullable()).describe("By format: its name there and an example. Null: the format cannot express it.")
}).meta({ id: "EventType" });
const EXEMPLAR = "example";
const FAMILIES = ["custom", "meta"];
function catalogueView(render) {
	const families = FAMILIES.flatMap((family) => showFamily(render, `${family}.*`) ?? []);
	return [...EVENT_TYPES.map((row) => showType(render, row)), ...families];
}
function findTypeView(render, type) {
	if (type.endsWith(".*")) return showFamily(render, type);
	const row = findEventType(type);
	return row === null ? null : showType(render, row);
}
function showFamily(render, wildcard) {
	const family = FAMILIES.find((each) => wildcard === `${each}.*`);
	const row = family === void 0 ? null : findEventType(`${family}.${EXEMPLAR}`);
	if (row === null) return null;
	const view = showType(render, row);
	const formats = Object.entries(view.formats).map(([format, shown]) => [format, shown === null ? null : {
		...shown,
		name: withWildcard(shown.name)
	}]);
	return {
		...view,
		type: wildcard,
		from: withWildcard(view.from),
		formats: Object.fromEntries(formats)
	};
}
function withWildcard(name) {
	if (name === EXEMPLAR) return "*";
	return name.endsWith(`.${EXEMPLAR}`) ? `${name.slice(0, -7)}*` : name;
}
function showType(render, row) {
	const event = exampleEvent(row.type, EXAMPLE_IDENTITY);
	const formats = FORMATS.map((format) => [format, event === null ? null : showFormat(render, {
		row,
		event,
		format
	})]);
	return {
		type: row.type,
		description: row.words,
		from: row.from,
		data_schema: row.dataSchema,
		formats: Object.fromEntries(formats)
	};
}
function showFormat(render, { row, event, format }) {
	const name = row.names[format];
	if (name === null) return null;
	const { body, contentType, headers } = render(format, event);
	return {
		name: name.name,
		by_name: name.byName,
		content_type: contentType,
		...headers === void 0 ? {} : { headers },
		example: JSON.parse(body)
	};
}
// ../server/src/control/event-types/event-types.routes.ts
const CATALOGUE_LIMIT_MAX = 1e3;
const TAGS$12 = ["Event types"];
const READ$7 = { access: {
	who: "workspace-or-operator",
	permission: "catalogue.read"
} };
function eventTypeRoutes(api, ctx) {
	const catalogue = once(() => catalogueView(ctx.renderExample));
	api.route({
		method: "GET",
		url: "/v1/event-types",
		config: READ$7,
		schema: {
			tags: TAGS$12,
			summary: "List every event type",
			description: "With the JSON Schema of its data, and its name and an example in each format. All of them are one page.",
			querystring: strictObject({ limit: number$1().int().min(1).max(CATALOGUE_LIMIT_MAX).optional().describe("Taken and ignored: all are one page.") }),
			response: { 200: pageOf(eventTypeView) }
		},
		handler: async () => ({
			data: [...catalogue()],
			next_cursor: null,
			has_more: false
		})
	});
	api.route({
		method: "GET",
		url: "/v1/event-types/:type",
		config: READ$7,
		schema: {
			tags: TAGS$12,
			summary: "Read an event type",
			params: strictObject({ type: string().max(128) }),
			response: { 200: eventTypeView }
		},
		handler: async (request) => {
			const { type } = request.params;
			const view = catalogue().find((each) => each.type === type) ?? findTypeView(ctx.renderExample, type);
			if (view === null) throw new PosthornError("not_found", "There is no event type of this name.");
			return view;
		}
	});
}
function once(make) {
	let made = null;
	return () => {
		made ??= make();
		return made;
	};
}
// ../server/src/control/event-types/openapi-webhooks.ts
function openApiWebhooks(render) {
	const families = ["custom", "meta"].flatMap((family) => {
		const row = findEventType(`${family}.example`);
		return row === null ? [] : [[`${family}.*`, { post: describeWebhook(row, render) }]];
	});
	const types = EVENT_TYPES.map((row) => [row.type, { post: describeWebhook(row, render) }]);
	return Object.fromEntries([...types, ...families]);
}
function describeWebhook(row, render) {
	const event = render === void 0 ? null : exampleEvent(row.type, EXAMPLE_IDENTITY);
	const example = event === null || render === void 0 ? {} : { example: JSON.parse(render("standard", event).body) };
	return {
		operationId: `webhook_${row.type.replaceAll(".", "_")}`,
		summary: row.words,
		description: `Made from: ${row.from}.`,
		tags: ["Webhooks"],
		parameters: HEADERS,
		requestBody: { content: { "application/json": {
			schema: bodySchema(row),
			...example
		} } },
		responses: {
			"2XX": { description: "Received. Any 2xx ends the delivery." },
			"410": { description: "The endpoint is gone: it is disabled." },
			default: { description: "Anything else is a failure and is tried again by the schedule. Redirects are not followed." }
		},
		security: []
	};
}
function bodySchema(row) {
	return {
		type: "object",
		properties: {
			type: row.type.endsWith(".example") ? {
				type: "string",
				examples: [row.type]
			} : {
				type: "string",
				const: row.type
			},
			timestamp: {
				type: "string",
				format: "date-time",
				description: "When it happened. The same in every attempt."
			},
			data: row.dataSchema,
			payload_version: {
				type: "integer",
				const: 1
			}
		},
		required: [
			"type",
			"timestamp",
			"data",
			"payload_version"
		]
	};
}
const HEADERS = [
	header("webhook-id", "Id of the event: the same in every attempt, resend and replay. Deduplicate by it.", true),
	header("webhook-timestamp", "Unix seconds of this attempt. Refuse what is too old.", true),
	header("webhook-signature", "`v1,` and the base64 HMAC-SHA256 of `{webhook-id}.{webhook-timestamp}.{body}`; several with spaces between while a secret is rotated.", true),
	header("Posthorn-Attempt", "Which attempt of the delivery this is, from 1.", true),
	header("Posthorn-Hops", "How many Posthorns the event has passed. Pass it on when you send to another one.", true),
	header("Posthorn-Trigger", "`resend` or `test` when somebody asked for this attempt.", false),
	header("Posthorn-Possible-Duplicate", "`true` when an earlier attempt may have arrived without a complete answer.", false)
];
function header(name, description, required) {
	return {
		name,
		in: "header",
		required,
		description,
		schema: { type: "string" }
	};
}
async function insertTestReceiver(trx, receiver) {
	const { workspaceId, endpointId, tokenHash, nowMs } = receiver;
	const { count } = await trx.selectFrom("test_receivers").select((select) => select.fn.countAll().as("count")).where("workspace_id", "=", workspaceId).executeTakeFirstOrThrow();
	if (Number(count) >= 12) throw new PosthornError("limit_reached", `This workspace would have more than 12 test receivers. Delete one that is not watched.`);
	await trx.insertInto("test_receivers").values({
		workspace_id: workspaceId,
		endpoint_id: endpointId,
		token_hash: tokenHash,
		answer: "200",
		created_at_ms: nowMs
	}).execute();
}
async function deleteTestReceiver(trx, workspaceId, endpointId) {
	for (const table of ["received_requests", "test_receivers"]) await trx.deleteFrom(table).where("workspace_id", "=", workspaceId).where("endpoint_id", "=", endpointId).execute();
}
async function findReceiverByToken(store, tokenHash) {
	const row = await store.db.selectFrom("test_receivers").select([
		"workspace_id",
		"endpoint_id",
		"answer"
	]).where("token_hash", "=", tokenHash).executeTakeFirst();
	return row === void 0 ? null : {
		id: row.endpoint_id,
		workspaceId: row.workspace_id,
		answer: row.answer
	};
}
async function listTestReceivers(store, workspaceId) {
	return (await selectReceivers(store.db, workspaceId).orderBy("t.endpoint_id", "desc").execute()).map(toReceiver);
}
async function findTestReceiver(store, workspaceId, id) {
	const row = await selectReceivers(store.db, workspaceId).where("t.endpoint_id", "=", id).executeTakeFirst();
	return row === void 0 ? null : toReceiver(row);
}
async function changeAnswer(store, { workspaceId, id, answer }, withChange) {
	return store.db.transaction().execute(async (trx) => {
		const row = await selectReceivers(trx, workspaceId).where("t.endpoint_id", "=", id).executeTakeFirst();
		if (row === void 0) return null;
		const before = toReceiver(row);
		if (before.answer === answer) return before;
		await trx.updateTable("test_receivers").set({ answer }).where("workspace_id", "=", workspaceId).where("endpoint_id", "=", id).execute();
		const after = {
			...before,
			answer
		};
		await withChange(trx, {
			before,
			after
		});
		return after;
	});
}
function selectReceivers(db, workspaceId) {
	return db.selectFrom("test_receivers as t").innerJoin("endpoints as e", (join) => join.onRef("e.workspace_id", "=", "t.workspace_id").onRef("e.id", "=", "t.endpoint_id")).select([
		"t.endpoint_id",
		"t.workspace_id",
		"t.answer",
		"t.created_at_ms"
	]).select([
		"e.url",
		"e.format",
		"e.description",
		"e.enabled"
	]).select((select) => [select.selectFrom("received_requests as r").select(sql`count(*)`.as("count")).whereRef("r.workspace_id", "=", "t.workspace_id").whereRef("r.endpoint_id", "=", "t.endpoint_id").as("request_count"), select.selectFrom("received_requests as r").select("r.received_at_ms").whereRef("r.workspace_id", "=", "t.workspace_id").whereRef("r.endpoint_id", "=", "t.endpoint_id").orderBy("r.id", "desc").limit(1).as("last_request_at_ms")]).where("t.workspace_id", "=", workspaceId).where("e.deleted_at_ms", "is", null);
}
function toReceiver(row) {
	return {
		id: row.endpoint_id,
		workspaceId: row.workspace_id,
		answer: row.answer,
		url: row.url,
		format: row.format,
		description: row.description,
		enabled: row.enabled === 1,
		createdAtMs: row.created_at_ms,
		requestCount: Number(row.request_count),
		lastRequestAtMs: row.last_request_at_ms
	};
}
// ../server/src/control/workspaces/settings.routes.ts
const settingsView = object({
	operator: array(object({
		variable: string().describe("The environment variable that decides it."),
		value: string().nullable().describe("In the form of the variable. Null: it is not set."),
		source: _enum(["environment", "default"]),
		description: string()
	})).describe("What whoever runs the gateway decides, for every workspace. Read-only."),
	workspace: object({
		path: string(),
		settings: array(string())
	}).describe("What the workspace decides itself: PATCH this path.")
}).meta({ title: "Settings" });
const OF_WORKSPACE = [
	"name",
	"subdomain",
	"settings.auto_create_contacts",
	"settings.opt_out_words",
	"settings.opt_in_words",
	"settings.default_country"
];
function settingsRoutes(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/settings",
		config: { access: {
			who: "workspace",
			permission: "settings.read"
		} },
		schema: {
			tags: ["Workspaces"],
			summary: "See which settings hold",
			description: "What the operator decides by environment variables, and where the workspace\u2019s own settings are.",
			response: { 200: settingsView }
		},
		handler: async (request) => ({
			operator: ctx.operatorSettings.map(({ variable, value, isDefault, description }) => ({
				variable,
				value,
				source: isDefault ? "default" : "environment",
				description
			})),
			workspace: {
				path: `/v1/workspaces/${request.workspaceId}`,
				settings: [...OF_WORKSPACE]
			}
		})
	});
}
// ../server/src/control/workspaces/workspaces.routes.ts
const TAGS$11 = ["Workspaces"];
function workspaceRoutes(api, ctx) {
	addCreate$5(api, ctx);
	addList$5(api, ctx);
	addGet$2(api, ctx);
	addUpdate$3(api, ctx);
}
function addCreate$5(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/workspaces",
		config: {
			access: { who: "operator" },
			idempotent: true
		},
		schema: {
			tags: TAGS$11,
			summary: "Make a workspace",
			body: createWorkspaceBody,
			response: { 201: createdWorkspaceView }
		},
		handler: async (request, reply) => {
			const { name, account_id: accountId = null, subdomain = null } = request.body;
			const { workspace, apiKey } = await createWorkspace(ctx, {
				name,
				accountId,
				subdomain,
				settings: readSettings(request.body.settings ?? {})
			}, actorOf(request));
			await ctx.refreshRegistry();
			reply.code(201).header("etag", etagOf(workspace.revision));
			return reply.send({
				...toWorkspaceView(workspace),
				api_key: apiKey
			});
		}
	});
}
function addList$5(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/workspaces",
		config: { access: { who: "operator" } },
		schema: {
			tags: TAGS$11,
			summary: "List workspaces, newest first",
			querystring: listQuery$1,
			response: { 200: pageOf(workspaceView) }
		},
		handler: async (request) => {
			const { limit, cursor } = request.query;
			const page = await listWorkspaces(ctx.store, {
				limit,
				before: idCursor("ws", cursor)
			});
			return {
				data: page.items.map(toWorkspaceView),
				next_cursor: page.nextCursor,
				has_more: page.nextCursor !== null
			};
		}
	});
}
function addGet$2(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/workspaces/:id",
		config: { access: {
			who: "workspace-or-operator",
			permission: "workspace.read"
		} },
		schema: {
			tags: TAGS$11,
			summary: "Read a workspace",
			params: idPath,
			response: { 200: workspaceView }
		},
		handler: async (request, reply) => {
			const workspace = await readWorkspace(ctx, request, request.params.id);
			reply.header("etag", etagOf(workspace.revision));
			return reply.send(toWorkspaceView(workspace));
		}
	});
}
function addUpdate$3(api, ctx) {
	api.route({
		method: "PATCH",
		url: "/v1/workspaces/:id",
		config: { access: {
			who: "workspace-or-operator",
			permission: "workspace.write"
		} },
		schema: {
			tags: TAGS$11,
			summary: "Change a workspace",
			description: "Fields that are not given stay, also those of the settings.",
			params: idPath,
			body: updateWorkspaceBody,
			response: { 200: workspaceView }
		},
		handler: async (request, reply) => {
			const { name, subdomain, settings } = request.body;
			const before = await readWorkspace(ctx, request, request.params.id);
			checkIfMatch(request, etagOf(before.revision));
			const fields = changeFields(before, {
				name,
				subdomain,
				settings: settings && readSettings(settings)
			});
			const workspace = isDeepStrictEqual({
				...before,
				...fields
			}, before) ? before : await saveWorkspace(ctx, {
				before,
				fields
			}, request);
			return reply.header("etag", etagOf(workspace.revision)).send(toWorkspaceView(workspace));
		}
	});
}
async function readWorkspace(ctx, request, idText) {
	const id = pathId("ws", idText);
	const workspace = request.workspaceId === null || request.workspaceId === id ? await findWorkspace(ctx.store, id) : null;
	if (workspace === null) throw new PosthornError("not_found", "There is no workspace with this id.");
	return workspace;
}
async function saveWorkspace(ctx, { before, fields }, request) {
	const { id, revision: expectedRevision } = before;
	const audited = auditAs(auditedWorkspace(ctx), {
		actor: actorOf(request),
		workspaceId: id
	}, "updated");
	const workspace = await updateWorkspace(ctx.store, {
		id,
		expectedRevision,
		fields
	}, audited);
	if (workspace === null) throw new PosthornError("conflict", "Somebody else changed this workspace at the same moment. Read it and try again.");
	await ctx.refreshRegistry();
	return workspace;
}
// ../server/src/compat/vobiz/vobiz-access.ts
const TAGS$10 = ["Vobiz API"];
const READ$6 = {
	who: "workspace",
	permission: "compat.read",
	credentials: "vobiz"
};
const WRITE$5 = {
	who: "workspace",
	permission: "compat.write",
	credentials: "vobiz"
};
function askerOf(request) {
	return {
		workspaceId: workspaceOf(request),
		actor: actorOf(request)
	};
}
// ../server/src/compat/vobiz/vobiz-errors.ts
const vobizError = object({ error: object({
	code: string().describe("Stable: match on this."),
	message: string().describe("What went wrong this time."),
	fields: array(object({
		pointer: string(),
		message: string()
	})).optional().describe("The wrong fields: a JSON pointer into the body, or `?name` for a query parameter."),
	meta_error: problemBody.shape.meta_error
}) }).meta({
	id: "VobizError",
	title: "VobizError"
});
const STATUS_OF$2 = { 422: 400 };
function answerVobizErrors(vobiz) {
	vobiz.setErrorHandler((error, request, reply) => {
		const { headers, body, expected } = toProblem$1(error, request.id);
		if (!expected) request.log.error({ error }, "unforeseen error in a request");
		const fields = body.errors.map(({ pointer, detail }) => ({
			pointer,
			message: detail
		}));
		const { code, detail: message, meta_error } = body;
		const view = { error: {
			code,
			message,
			...fields.length === 0 ? {} : { fields },
			...meta_error === void 0 ? {} : { meta_error }
		} };
		return reply.code(STATUS_OF$2[body.status] ?? body.status).headers({
			...headers,
			"content-type": "application/json; charset=utf-8"
		}).send(JSON.stringify(view));
	});
	vobiz.all("/*", {
		config: { access: { who: "anyone" } },
		schema: { hide: true }
	}, async () => {
		throw new PosthornError("not_found", "There is no such path, or it is not offered yet.");
	});
}
// ../server/src/compat/vobiz/channels.routes.ts
const LIMIT_DEFAULT$2 = 50;
const ID_CHARS_MAX$1 = 64;
const channelsQuery = object({
	limit: number$1().int().min(1).max(100).default(LIMIT_DEFAULT$2),
	cursor: string().max(256).optional()
});
const channelBody = object({
	phone_number: string().nullish().describe("As Meta shows it, with the country code."),
	phone_number_id: string().nullish().describe("Meta's id of the number."),
	waba_id: string().nullish().describe("The WhatsApp Business Account of the number."),
	access_token: string().nullish().describe("Token for calls to Meta. Never shown again."),
	meta_app_id: string().max(ID_CHARS_MAX$1).nullish().describe("UUID of the Meta app that the number sends its webhooks through. Without it the only one there is.")
});
const newChannelBody = channelBody.extend({
	channel_id: string().max(ID_CHARS_MAX$1).nullish().describe("A UUID: the channel keeps the id that it has at Vobiz."),
	phone_number: string(),
	phone_number_id: string(),
	waba_id: string()
});
const channelView = object({
	id: string().describe("The UUID inside the id of the channel, `chn_\u2026`."),
	account_id: string(),
	phone_number: string(),
	phone_number_id: string(),
	waba_id: string(),
	meta_app_id: string(),
	status: _enum([
		"active",
		"inactive",
		"suspended"
	]).describe("inactive: no token; suspended: Meta refused it."),
	verification_status: _enum([
		"verified",
		"pending",
		"rejected"
	]).describe("What connecting it to Meta came to."),
	verification_message: string().nullable().describe("Why it is rejected and how to mend it."),
	created_at: string(),
	updated_at: string()
}).meta({ title: "VobizChannel" });
const channelPage = object({
	items: array(channelView),
	has_more: boolean(),
	next_cursor: string().nullable()
});
function channelRoutes(vobiz, ctx) {
	addListRoute$3(vobiz, ctx);
	addCreateRoute$4(vobiz, ctx);
	addChangeRoutes(vobiz, ctx);
	addSignupRoute(vobiz);
}
function readChannelId(uuid) {
	const id = parseId("chn", `chn_${uuid}`);
	if (id === null) throw new PosthornError("not_found", "There is no such channel.");
	return id;
}
function addListRoute$3(vobiz, ctx) {
	vobiz.route({
		method: "GET",
		url: "/channels/whatsapp",
		config: { access: READ$6 },
		schema: {
			tags: TAGS$10,
			summary: "List WhatsApp numbers, newest first",
			querystring: channelsQuery,
			response: {
				200: channelPage,
				default: vobizError
			}
		},
		handler: async (request) => {
			const workspaceId = workspaceOf(request);
			const { limit, cursor } = request.query;
			const { items, nextCursor } = await ctx.listChannels(workspaceId, {
				limit,
				cursor
			});
			const accountId = ctx.accountIdOf(workspaceId);
			return {
				items: items.map((channel) => toChannelView(channel, accountId)),
				has_more: nextCursor !== null,
				next_cursor: nextCursor
			};
		}
	});
}
function addCreateRoute$4(vobiz, ctx) {
	vobiz.route({
		method: "POST",
		url: "/channels/whatsapp",
		config: { access: WRITE$5 },
		schema: {
			tags: TAGS$10,
			summary: "Add a WhatsApp number",
			description: "With a token it is connected to Meta as well: `verification_status` tells what came of it.",
			body: newChannelBody,
			response: {
				201: channelView,
				default: vobizError
			}
		},
		handler: async (request, reply) => {
			const asker = askerOf(request);
			const { channel_id, ...body } = request.body;
			const id = readChosenId(channel_id);
			const input = {
				...toInput$1(body),
				meta_app_id: await metaAppOf(ctx, asker.workspaceId, body)
			};
			const channel = await inVobizWords$1(() => ctx.createChannel(asker, id, input));
			return reply.code(201).send(toChannelView(channel, ctx.accountIdOf(asker.workspaceId)));
		}
	});
}
function addChangeRoutes(vobiz, ctx) {
	vobiz.route({
		method: "PUT",
		url: "/channels/whatsapp/:id",
		config: { access: WRITE$5 },
		schema: {
			tags: TAGS$10,
			summary: "Change a WhatsApp number",
			description: "Fields that are not given, or null, stay. A new token connects the number anew.",
			params: idPath,
			body: channelBody,
			response: {
				200: channelView,
				default: vobizError
			}
		},
		handler: async (request) => {
			const asker = askerOf(request);
			const id = readChannelId(request.params.id);
			return toChannelView(await inVobizWords$1(() => ctx.updateChannel(asker, id, toInput$1(request.body))), ctx.accountIdOf(asker.workspaceId));
		}
	});
	vobiz.route({
		method: "DELETE",
		url: "/channels/whatsapp/:id",
		config: { access: WRITE$5 },
		schema: {
			tags: TAGS$10,
			summary: "Delete a WhatsApp number",
			params: idPath,
			response: {
				204: _null(),
				default: vobizError
			}
		},
		handler: async (request, reply) => {
			await ctx.removeChannel(askerOf(request), readChannelId(request.params.id));
			return reply.code(204).send(null);
		}
	});
}
function addSignupRoute(vobiz) {
	vobiz.route({
		method: "POST",
		url: "/channels/whatsapp/embedded-signup",
		config: { access: WRITE$5 },
		schema: { hide: true },
		handler: async () => {
			throw new PosthornError("unprocessable", "Meta's embedded signup ends at the app that shows its dialog: trade its code for an access token there, then add the number with POST /channels/whatsapp {phone_number, phone_number_id, waba_id, access_token}.");
		}
	});
}
function readChosenId(uuid) {
	if (uuid === null || uuid === void 0) return null;
	const id = parseId("chn", `chn_${uuid.toLowerCase()}`);
	if (id === null) throw wrongField$1("/channel_id", "Must be a UUID.");
	return id;
}
async function metaAppOf({ findOnlyMetaApp }, workspaceId, { meta_app_id }) {
	if (meta_app_id !== null && meta_app_id !== void 0) return toMetaAppId(meta_app_id);
	const only = await findOnlyMetaApp(workspaceId);
	if (only !== null) return only;
	throw wrongField$1("/meta_app_id", "Name the Meta app: it may be left out only where the workspace has exactly one (POST /v1/meta-apps).");
}
function toMetaAppId(text) {
	return text.startsWith("app_") ? text : idOf("app", text.toLowerCase());
}
function toInput$1({ phone_number, phone_number_id, waba_id, access_token, meta_app_id }) {
	return {
		...isGiven$2(phone_number) ? { display_phone_number: phone_number } : {},
		...isGiven$2(phone_number_id) ? { phone_number_id } : {},
		...isGiven$2(waba_id) ? { waba_id } : {},
		...isGiven$2(access_token) ? { access_token } : {},
		...isGiven$2(meta_app_id) ? { meta_app_id: toMetaAppId(meta_app_id) } : {}
	};
}
function isGiven$2(value) {
	return value !== null && value !== void 0;
}
function toChannelView(channel, accountId) {
	return {
		id: uuidOf(channel.id),
		account_id: accountId,
		phone_number: channel.displayPhoneNumber,
		phone_number_id: channel.phoneNumberId,
		waba_id: channel.wabaId,
		meta_app_id: uuidOf(channel.metaAppId),
		status: statusOf(channel),
		verification_status: verificationOf(channel.connection),
		verification_message: channel.connection?.steps.find(({ ok }) => !ok)?.message ?? null,
		created_at: toIso(channel.createdAtMs),
		updated_at: toIso(channel.updatedAtMs)
	};
}
function statusOf({ accessTokenSealed, tokenExpiredAtMs }) {
	if (accessTokenSealed === null) return "inactive";
	return tokenExpiredAtMs === null ? "active" : "suspended";
}
function verificationOf(connection) {
	if (connection === null) return "pending";
	return connection.state === "connected" ? "verified" : "rejected";
}
const FIELD_OF$2 = {
	"/display_phone_number": "/phone_number",
	"/id": "/channel_id"
};
async function inVobizWords$1(act) {
	try {
		return await act();
	} catch (error) {
		if (!(error instanceof PosthornError)) throw error;
		const fields = error.fields.map(({ pointer, message }) => ({
			pointer: FIELD_OF$2[pointer] ?? pointer,
			message
		}));
		throw new PosthornError(error.code, error.message, {
			fields,
			cause: error
		});
	}
}
function wrongField$1(pointer, message) {
	return new PosthornError("invalid_request", "The body is not valid.", { fields: [{
		pointer,
		message
	}] });
}
// ../server/src/compat/vobiz/contact-words.ts
var import_multipart = __toESM(require_multipart(), 1);
const attributeValue = union$1([
	string(),
	number(),
	boolean(),
	_null()
]);
const contactBody = object({
	phone_number: string().nullish().describe("With the country code."),
	name: string().nullish(),
	tags: array(string()).nullish(),
	custom_attributes: record$1(string(), attributeValue).nullish()
});
const newContactBody = contactBody.extend({ phone_number: string().describe("With the country code.") });
const contactView$2 = object({
	id: string().describe("The UUID inside the id of the contact, `cnt_\u2026`."),
	account_id: string(),
	phone_number: string().nullable().describe("E.164 with +. Null when Meta tells only the BSUID."),
	name: string(),
	tags: array(string()),
	custom_attributes: record$1(string(), attributeValue),
	created_at: string(),
	updated_at: string()
}).meta({ title: "VobizContact" });
function toContactView(contact, accountId) {
	return {
		id: uuidOf(contact.id),
		account_id: accountId,
		phone_number: contact.phone,
		name: fullName(contact),
		tags: [...contact.tags],
		custom_attributes: { ...contact.customAttributes },
		created_at: toIso(contact.createdAtMs),
		updated_at: toIso(contact.updatedAtMs)
	};
}
function readContactBody$1(body, read) {
	const patch = inVobizWords(() => read(toInput(body)));
	return patch.firstName === void 0 ? patch : {
		...patch,
		lastName: null
	};
}
function readNumberedContact(body, read) {
	const fields = readContactBody$1(body, read);
	if (fields.phone !== void 0 && fields.phone !== null) return fields;
	throw new PosthornError("invalid_request", "The contact has no number.", { fields: [{
		pointer: "/phone_number",
		message: "Must be a phone number with + and its country code."
	}] });
}
function keepingSameName(patch, contact) {
	if (patch.firstName !== fullName(contact)) return patch;
	const { firstName: _firstName, lastName: _lastName, ...others } = patch;
	return others;
}
function toInput({ phone_number, name, tags, custom_attributes }) {
	return {
		...phone_number === void 0 ? {} : { phone: phone_number },
		...name === void 0 || name === null ? {} : { first_name: name.trim() },
		...tags === void 0 || tags === null ? {} : { tags },
		...custom_attributes === void 0 || custom_attributes === null ? {} : { custom_attributes }
	};
}
function inVobizWords(read) {
	try {
		return read();
	} catch (error) {
		throw error instanceof PosthornError ? toVobizError(error) : error;
	}
}
const FIELD_OF$1 = {
	"/phone": "/phone_number",
	"/first_name": "/name"
};
function toVobizError(error) {
	const fields = error.fields.map(({ pointer, message }) => ({
		pointer: FIELD_OF$1[pointer] ?? pointer,
		message
	}));
	return new PosthornError(error.code, error.message, {
		fields,
		cause: error
	});
}
// ../server/src/compat/vobiz/contact-import.ts
const IMPORT_ROWS_MAX = 1e4;
const ROW_CHARS_MAX = 16384;
const BATCH_ROWS = 500;
const SHOWN_PHONE_CHARS = 40;
const importReport = object({
	total: number().int(),
	created: number().int(),
	updated: number().int().describe("Contacts that were there already, changed or not."),
	failed: number().int(),
	errors: array(object({
		row: number().int().describe("1 is the first row below the header."),
		phone_number: string(),
		reason: string()
	}))
}).meta({ title: "VobizImportReport" });
async function readImportRows(file) {
	const rows = [];
	const parser = file.pipe(parse$1({
		bom: true,
		columns: (header) => readHeader$1(header),
		skip_empty_lines: true,
		relax_column_count: true,
		max_record_size: ROW_CHARS_MAX
	}));
	file.once("error", (error) => parser.destroy(error));
	try {
		for await (const record of parser) {
			if (rows.length === 1e4) throw wrongFile(`Send at most ${IMPORT_ROWS_MAX} rows in a file.`);
			rows.push({
				...record,
				phone_number: record.phone_number ?? "",
				number: rows.length + 1
			});
		}
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		throw wrongFile(`It is no valid CSV near line ${error.lines ?? rows.length + 1}.`, error);
	} finally {
		file.unpipe(parser);
		file.resume();
	}
	return rows;
}
async function importContacts(ctx, asker, rows) {
	const counts = {
		created: 0,
		updated: 0
	};
	const errors = [];
	for (let start = 0; start < rows.length; start += BATCH_ROWS) for (const { row, outcome } of await importBatch(ctx, asker, rows.slice(start, start + BATCH_ROWS))) if (outcome.kind === "failed") errors.push(toRowError(row, outcome.error));
	else counts[outcome.kind === "created" ? "created" : "updated"] += 1;
	return {
		total: rows.length,
		...counts,
		failed: errors.length,
		errors
	};
}
async function importBatch(ctx, asker, rows) {
	const { workspaceId } = asker;
	const read = ctx.readContactInput(workspaceId);
	const readings = rows.map((row) => readRow$1(row, read));
	const readable = readings.filter((reading) => reading.kind === "fields");
	const known = await findByPhoneKey(ctx, workspaceId, readable.map(({ fields }) => fields));
	const wishes = readable.map(({ fields }) => toWish(fields, known.get(keyOf$2(fields))));
	const saved = (wishes.length === 0 ? [] : await ctx.saveContacts({
		...asker,
		wishes
	})).values();
	return rows.map((row, index) => {
		const reading = readings[index];
		const outcome = reading?.kind === "failed" ? reading : saved.next().value;
		assert(outcome !== void 0, "Each row has an outcome.");
		return {
			row,
			outcome
		};
	});
}
function readRow$1({ phone_number, name, tags }, read) {
	const body = {
		phone_number,
		...name === void 0 || name.trim() === "" ? {} : { name },
		...tags === void 0 ? {} : { tags: readTags(tags) }
	};
	try {
		return {
			kind: "fields",
			fields: readNumberedContact(body, read)
		};
	} catch (error) {
		if (error instanceof PosthornError) return {
			kind: "failed",
			error
		};
		throw error;
	}
}
function readTags(cell) {
	return cell.split(/[,;|]/).map((tag) => tag.trim()).filter((tag) => tag !== "");
}
function toWish(fields, known) {
	return {
		kind: "upsert",
		fields: known === void 0 ? fields : keepingSameName(fields, known),
		addsToLists: true
	};
}
async function findByPhoneKey(ctx, workspaceId, fields) {
	const contacts = await ctx.findContactsByPhone(workspaceId, [...new Set(fields.map(keyOf$2))]);
	return new Map(contacts.map((contact) => [keyOf$2(contact), contact]));
}
function keyOf$2({ phone }) {
	return phoneKeyOf(digitsOfPhone(phone ?? ""));
}
function toRowError(row, error) {
	const reason = error.fields[0]?.message ?? error.message;
	return {
		row: row.number,
		phone_number: row.phone_number.slice(0, SHOWN_PHONE_CHARS),
		reason
	};
}
const COLUMNS$2 = new Set([
	"phone_number",
	"name",
	"tags"
]);
function readHeader$1(header) {
	const names = header.map((cell) => cell.trim().toLowerCase());
	if (!names.includes("phone_number")) throw wrongFile("Its first line must name the column phone_number.");
	return names.map((name, index) => COLUMNS$2.has(name) && names.indexOf(name) === index && name);
}
function wrongFile(message, cause) {
	return new PosthornError("unprocessable", "The file cannot be imported.", {
		fields: [{
			pointer: "/file",
			message
		}],
		cause
	});
}
// ../server/src/compat/vobiz/contact-import.routes.ts
const MULTIPART_LIMITS = {
	files: 1,
	fields: 10,
	parts: 11,
	fieldSize: 1024,
	fileSize: 10485760
};
const importForm = unknown().meta({
	type: "object",
	required: ["file"],
	properties: { file: {
		type: "string",
		format: "binary",
		description: "CSV with phone_number, name, tags."
	} }
});
async function contactImportRoutes(vobiz, ctx) {
	await vobiz.register(import_multipart.default, {
		limits: MULTIPART_LIMITS,
		throwFileSizeLimit: false
	});
	vobiz.route({
		method: "POST",
		url: "/contacts/import",
		config: { access: WRITE$5 },
		schema: {
			tags: TAGS$10,
			summary: "Import contacts from CSV",
			description: `At most ${IMPORT_ROWS_MAX} rows and 10 MB. A row whose number a contact has changes that contact: its name when one is given, and its tags are added.`,
			consumes: ["multipart/form-data"],
			body: importForm,
			response: {
				200: importReport,
				default: vobizError
			}
		},
		handler: async (request) => importContacts(ctx, askerOf(request), await readFile$2(request))
	});
}
async function readFile$2(request) {
	if (!request.isMultipart()) throw new PosthornError("unsupported_media_type", "Send the file as multipart/form-data.");
	const part = await request.file();
	if (part?.fieldname !== "file") {
		part?.file.resume();
		throw missingFile();
	}
	const rows = await readImportRows(part.file).catch((error) => {
		throw part.file.truncated ? fileTooLarge$1() : error;
	});
	if (part.file.truncated) throw fileTooLarge$1();
	return rows;
}
function fileTooLarge$1() {
	return new PosthornError("body_too_large", "The file is larger than 10 MB.");
}
function missingFile() {
	return new PosthornError("invalid_request", "There is no file in the form.", { fields: [{
		pointer: "/file",
		message: "Send the CSV file in the field file."
	}] });
}
// ../server/src/compat/vobiz/contacts.routes.ts
const LIMIT_DEFAULT$1 = 25;
const PAGE_MAX$2 = 1e5;
const filterText = string().max(200).transform((text) => storableText(text) ?? text);
const listQuery = object({
	page: number$1().int().min(1).max(PAGE_MAX$2).default(1),
	limit: number$1().int().min(1).max(100).default(LIMIT_DEFAULT$1),
	phone_number: phoneParam.optional().describe("Also found in the other spellings of Brazil, Mexico and Argentina."),
	search: filterText.optional().describe("Stands anywhere in name, number, tags and the like."),
	tag: filterText.optional()
});
const contactPage = object({
	items: array(contactView$2),
	total: number().int(),
	page: number().int(),
	limit: number().int(),
	has_more: boolean()
});
function contactRoutes$1(vobiz, ctx) {
	addReadRoutes(vobiz, ctx);
	addCreateRoute$3(vobiz, ctx);
	addUpdateRoute$2(vobiz, ctx);
	addDeleteRoute$3(vobiz, ctx);
}
function addReadRoutes(vobiz, ctx) {
	vobiz.route({
		method: "GET",
		url: "/contacts",
		config: { access: READ$6 },
		schema: {
			tags: TAGS$10,
			summary: "List contacts",
			querystring: listQuery,
			response: {
				200: contactPage,
				default: vobizError
			}
		},
		handler: async (request) => {
			const workspaceId = workspaceOf(request);
			const { page, limit, phone_number, search, tag } = request.query;
			const offset = (page - 1) * limit;
			const { items, total } = await ctx.pageOfContacts({
				workspaceId,
				offset,
				limit,
				phoneKey: phone_number === void 0 ? void 0 : phoneKeyOf(digitsOfPhone(phone_number)),
				text: search?.normalize("NFC").toLowerCase(),
				tag
			});
			const accountId = ctx.accountIdOf(workspaceId);
			return {
				items: items.map((contact) => toContactView(contact, accountId)),
				total,
				page,
				limit,
				has_more: offset + items.length < total
			};
		}
	});
	vobiz.route({
		method: "GET",
		url: "/contacts/:id",
		config: { access: READ$6 },
		schema: {
			tags: TAGS$10,
			summary: "Read a contact",
			params: idPath,
			response: {
				200: contactView$2,
				default: vobizError
			}
		},
		handler: async (request) => {
			const workspaceId = workspaceOf(request);
			const contact = await ctx.findContact(workspaceId, readContactId(request.params.id));
			if (contact === null) throw noSuchContact$1();
			return toContactView(contact, ctx.accountIdOf(workspaceId));
		}
	});
}
function addCreateRoute$3(vobiz, ctx) {
	vobiz.route({
		method: "POST",
		url: "/contacts",
		config: { access: WRITE$5 },
		schema: {
			tags: TAGS$10,
			summary: "Create a contact",
			description: "A number that a contact has already is a conflict.",
			body: newContactBody,
			response: {
				201: contactView$2,
				default: vobizError
			}
		},
		handler: async (request, reply) => {
			const asker = askerOf(request);
			const contact = await saveContact$1(ctx, asker, {
				kind: "create",
				fields: readNumberedContact(request.body, ctx.readContactInput(asker.workspaceId))
			});
			return reply.code(201).send(toContactView(contact, ctx.accountIdOf(asker.workspaceId)));
		}
	});
}
function addUpdateRoute$2(vobiz, ctx) {
	vobiz.route({
		method: "PUT",
		url: "/contacts/:id",
		config: { access: WRITE$5 },
		schema: {
			tags: TAGS$10,
			summary: "Change a contact",
			description: "Fields that are not given stay. What Vobiz does not know of a contact stays too.",
			params: idPath,
			body: contactBody,
			response: {
				200: contactView$2,
				default: vobizError
			}
		},
		handler: async (request) => {
			const asker = askerOf(request);
			const id = readContactId(request.params.id);
			const patch = readContactBody$1(request.body, ctx.readContactInput(asker.workspaceId));
			return toContactView(await saveContact$1(ctx, asker, {
				kind: "update",
				id,
				patch: (before) => keepingSameName(patch, before),
				expectedRevision: null
			}), ctx.accountIdOf(asker.workspaceId));
		}
	});
}
function addDeleteRoute$3(vobiz, ctx) {
	vobiz.route({
		method: "DELETE",
		url: "/contacts/:id",
		config: { access: WRITE$5 },
		schema: {
			tags: TAGS$10,
			summary: "Delete a contact",
			params: idPath,
			response: {
				204: _null(),
				default: vobizError
			}
		},
		handler: async (request, reply) => {
			const id = readContactId(request.params.id);
			await saveContact$1(ctx, askerOf(request), {
				kind: "delete",
				id,
				expectedRevision: null
			});
			return reply.code(204).send(null);
		}
	});
}
async function saveContact$1({ saveContacts }, asker, wish) {
	const [outcome] = await saveContacts({
		...asker,
		wishes: [wish]
	});
	assert(outcome !== void 0, "Each wish has an outcome.");
	if (outcome.kind === "failed") throw toVobizError(outcome.error);
	return outcome.contact;
}
function readContactId(uuid) {
	const id = parseId("cnt", `cnt_${uuid}`);
	if (id === null) throw noSuchContact$1();
	return id;
}
function noSuchContact$1() {
	return new PosthornError("not_found", "There is no such contact.");
}
// ../server/src/compat/vobiz/message-words.ts
const VOBIZ_MESSAGE_STATUSES = [
	"pending",
	"sent",
	"delivered",
	"read",
	"failed",
	"received"
];
const STATUS_OF$1 = {
	received: "received",
	pending: "pending",
	accepted: "pending",
	sent: "sent",
	delivered: "delivered",
	read: "read",
	played: "read",
	failed: "failed"
};
const messageView = object({
	id: string(),
	account_id: string(),
	channel_id: string(),
	contact_id: string().nullable(),
	conversation_id: string().nullable(),
	direction: _enum(["inbound", "outbound"]),
	type: string(),
	status: _enum(VOBIZ_MESSAGE_STATUSES),
	content: string().describe("JSON: the object under the name of the type, as Meta has it."),
	meta_message_id: string().nullable().describe("As statuses name it. Null: Meta has not answered yet."),
	created_at: string()
}).meta({ title: "VobizMessage" });
function toMessageView(message, accountId) {
	return {
		id: uuidOf(message.id),
		account_id: accountId,
		channel_id: uuidOf(message.channelId),
		contact_id: uuidOrNull(message.contactId),
		conversation_id: uuidOrNull(message.conversationId),
		direction: message.direction,
		type: message.type,
		status: toMessageStatus(message.status),
		content: JSON.stringify(message.content ?? null),
		meta_message_id: message.wamid,
		created_at: toIso(message.createdAtMs)
	};
}
function toMessageStatus(status) {
	return STATUS_OF$1[status];
}
function uuidOrNull(id) {
	return id === null ? null : uuidOf(id);
}
// ../server/src/compat/vobiz/conversations.routes.ts
const cursorQuery = object({
	limit: number$1().int().min(1).max(100).default(50),
	cursor: string().max(256).optional()
});
const conversationView = object({
	id: string(),
	account_id: string(),
	channel_id: string(),
	contact_id: string(),
	contact: object({
		id: string(),
		name: string(),
		phone_number: string().nullable()
	}).nullable(),
	status: _enum(["open", "closed"]),
	unread_count: number().int(),
	window_expires_at: string().nullable().describe("Until then anything may be written. Null: only templates."),
	last_message: object({
		id: string(),
		direction: _enum(["inbound", "outbound"]),
		type: string(),
		status: messageView.shape.status,
		text: string().nullable(),
		meta_message_id: string().nullable(),
		created_at: string()
	}).nullable(),
	created_at: string(),
	updated_at: string()
}).meta({ title: "VobizConversation" });
function conversationRoutes(vobiz, ctx) {
	vobiz.route({
		method: "GET",
		url: "/conversations",
		config: { access: READ$6 },
		schema: {
			tags: TAGS$10,
			summary: "List conversations, the latest message first",
			querystring: cursorQuery,
			response: {
				200: cursorPageOf(conversationView),
				default: vobizError
			}
		},
		handler: async (request) => {
			const workspaceId = workspaceOf(request);
			const { limit, cursor } = request.query;
			const page = await ctx.listConversations({
				workspaceId,
				limit,
				cursor
			});
			const accountId = ctx.accountIdOf(workspaceId);
			return toCursorPage(page, (conversation) => toConversationView(conversation, accountId));
		}
	});
	vobiz.route({
		method: "GET",
		url: "/conversations/:id/messages",
		config: { access: READ$6 },
		schema: {
			tags: TAGS$10,
			summary: "List the messages of a conversation, newest first",
			params: idPath,
			querystring: cursorQuery,
			response: {
				200: cursorPageOf(messageView),
				default: vobizError
			}
		},
		handler: async (request) => {
			const workspaceId = workspaceOf(request);
			const conversationId = parseId("cnv", `cnv_${request.params.id}`);
			if (conversationId === null || !await ctx.hasConversation(workspaceId, conversationId)) throw new PosthornError("not_found", "There is no such conversation.");
			const { limit, cursor } = request.query;
			const page = await ctx.listMessages({
				workspaceId,
				conversationId,
				limit,
				cursor
			});
			const accountId = ctx.accountIdOf(workspaceId);
			return toCursorPage(page, (message) => toMessageView(message, accountId));
		}
	});
}
function cursorPageOf(item) {
	return object({
		items: array(item),
		has_more: boolean(),
		next_cursor: string().nullable()
	});
}
function toCursorPage({ items, nextCursor }, toView) {
	return {
		items: items.map(toView),
		has_more: nextCursor !== null,
		next_cursor: nextCursor
	};
}
function toConversationView(shown, accountId) {
	const { contact, last_message: last } = shown;
	const contactId = uuidOf(shown.contact_id);
	return {
		id: uuidOf(shown.id),
		account_id: accountId,
		channel_id: uuidOf(shown.channel_id),
		contact_id: contactId,
		contact: contact === null ? null : {
			id: contactId,
			name: contact.name ?? "",
			phone_number: contact.phone
		},
		status: shown.state,
		unread_count: shown.unread_count,
		window_expires_at: shown.window.closes_at,
		last_message: last === null ? null : toLastMessageView(last),
		created_at: shown.created_at,
		updated_at: shown.updated_at
	};
}
function toLastMessageView(last) {
	return {
		id: uuidOf(last.id),
		direction: last.direction,
		type: last.type,
		status: toMessageStatus(last.status),
		text: last.text,
		meta_message_id: last.message_id,
		created_at: last.occurred_at
	};
}
// ../server/src/compat/vobiz/message-body.ts
const MEDIA_TYPES = [
	"image",
	"audio",
	"video",
	"document",
	"sticker"
];
const TYPES = [
	"text",
	"template",
	...MEDIA_TYPES,
	"location",
	"contacts",
	"interactive",
	"reaction"
];
const CAPTIONED = [
	"image",
	"video",
	"document"
];
const ID_CHARS_MAX = 64;
const PHONE_CHARS_MAX$1 = 40;
const media = object({
	link: string().nullish(),
	id: string().nullish().describe("Meta's id of a file that was uploaded with POST /v1/media."),
	caption: string().nullish(),
	filename: string().nullish(),
	url: string().nullish().describe("`link` of the older contract.")
}).describe("A file by `link` or `id`.");
const olderMedia = media.nullish().describe("`media` of the older contract.");
const template = object({
	name: string(),
	language: union$1([string(), object({ code: string() })]),
	category: string().nullish().describe("Passed over: the template has one."),
	components: array(unknown()).nullish().describe("Parameters, as Meta takes them."),
	parameters: array(unknown()).nullish().describe("Parameters of the body in the older contract: texts, or objects as Meta takes them.")
});
const sendBody$1 = object({
	channel_id: string().max(ID_CHARS_MAX),
	waba_id: string().max(ID_CHARS_MAX).nullish().describe("That of the channel. The older contracts have none."),
	to: string().max(PHONE_CHARS_MAX$1).describe("With + and the country code."),
	type: _enum(TYPES),
	text: object({ body: string() }).nullish(),
	media: media.nullish().describe("For image, audio, video, document and sticker."),
	template: template.nullish(),
	image: olderMedia,
	audio: olderMedia,
	video: olderMedia,
	document: olderMedia,
	sticker: olderMedia,
	location: unknown().optional().describe("As Meta takes it."),
	contacts: unknown().optional().describe("As Meta takes it."),
	interactive: unknown().optional().describe("As Meta takes it."),
	reaction: unknown().optional().describe("As Meta takes it.")
});
function givenContent(body) {
	const { type } = body;
	if (type === "template") return {
		content: toTemplate(required(body.template, type)),
		pointer: "/template"
	};
	if (isMediaType(type)) {
		const older = body.media === void 0 || body.media === null ? body[type] : null;
		const file = older ?? required(body.media, "media");
		return {
			content: toFile(type, file),
			pointer: file === older ? `/${type}` : "/media"
		};
	}
	return {
		content: required(body[type], type),
		pointer: `/${type}`
	};
}
function isMediaType(type) {
	return MEDIA_TYPES.some((one) => one === type);
}
function toFile(type, { link, url, id, caption, filename }) {
	return withoutNulls({
		link: link ?? url,
		id,
		caption: CAPTIONED.includes(type) ? caption : void 0,
		filename: type === "document" ? filename : void 0
	});
}
function toTemplate({ name, language, components, parameters }) {
	const body = {
		type: "body",
		parameters: (parameters ?? []).map(toParameter)
	};
	const others = parameters === void 0 || parameters === null || parameters.length === 0 ? [] : [body];
	const given = components ?? others;
	return {
		name,
		language,
		...given.length === 0 ? {} : { components: given }
	};
}
function toParameter(parameter) {
	return typeof parameter === "string" ? {
		type: "text",
		text: parameter
	} : parameter;
}
function withoutNulls(object) {
	return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== void 0 && value !== null));
}
function required(value, name) {
	if (value !== null && value !== void 0) return value;
	throw new PosthornError("invalid_request", "The body is not valid.", { fields: [{
		pointer: `/${name}`,
		message: "Say here what the message says."
	}] });
}
// ../server/src/compat/vobiz/messages.routes.ts
function messageRoutes(vobiz, ctx) {
	for (const url of ["/messages", "/send"]) vobiz.route({
		method: "POST",
		url,
		config: { access: WRITE$5 },
		schema: {
			tags: TAGS$10,
			hide: url !== "/messages",
			summary: "Send a message",
			description: `Waits up to ${SEND_WAIT_MS / 1e3} seconds for Meta. When it answers, \`meta_message_id\` is there, and a refusal is a 400 in Meta's words; else it is null. The status is \`pending\` in any case: what becomes of the message is told by \`message.status\`.`,
			body: sendBody$1,
			response: {
				201: messageView,
				default: vobizError
			}
		},
		handler: async (request, reply) => {
			const asker = askerOf(request);
			const sent = await sendMessage(ctx, asker, request.body);
			return reply.code(201).send(toMessageView(sent, ctx.accountIdOf(asker.workspaceId)));
		}
	});
}
async function sendMessage(ctx, asker, body) {
	const channelId = await readChannel(ctx, asker.workspaceId, body);
	const { type } = body;
	const content = readContent$1(ctx, body);
	const { outcome, ...sent } = await ctx.sendMessage({
		...asker,
		channelId,
		to: {
			kind: "phone",
			phone: readNumber$1(ctx, asker.workspaceId, body.to)
		},
		type,
		content,
		replyTo: null,
		callbackData: null,
		waitMs: SEND_WAIT_MS
	});
	if (outcome.kind === "refused") throw refusedByMeta(outcome.error);
	const { messageId: id, contactId, conversationId, createdAtMs } = sent;
	return {
		id,
		channelId,
		contactId,
		conversationId,
		type,
		content,
		wamid: outcome.kind === "accepted" ? outcome.wamid : null,
		createdAtMs,
		direction: "outbound",
		status: outcome.kind
	};
}
async function readChannel({ findChannel }, workspaceId, { channel_id, waba_id }) {
	const id = parseId("chn", `chn_${channel_id.toLowerCase()}`);
	const channel = id === null ? null : await findChannel(workspaceId, id);
	if (channel === null) throw wrongField("/channel_id", "There is no such channel.");
	if (waba_id !== void 0 && waba_id !== null && waba_id !== channel.wabaId) throw wrongField("/waba_id", "The channel is of another WhatsApp Business Account.");
	return channel.id;
}
function readNumber$1({ readPhone }, workspaceId, to) {
	const phone = readPhone(workspaceId, to);
	if (phone === null) throw wrongField("/to", "Must be a phone number with + and its country code.");
	return digitsOfPhone(phone);
}
function readContent$1({ readContent: read }, body) {
	const { content, pointer: place } = givenContent(body);
	try {
		return read(body.type, content);
	} catch (error) {
		if (!(error instanceof PosthornError)) throw error;
		const prefix = `/${body.type}`;
		const fields = error.fields.map(({ pointer, message }) => ({
			pointer: pointer.startsWith(prefix) ? place + pointer.slice(prefix.length) : pointer,
			message
		}));
		throw new PosthornError(error.code, error.message, {
			fields,
			cause: error
		});
	}
}
function wrongField(pointer, message) {
	return new PosthornError("invalid_request", "The body is not valid.", { fields: [{
		pointer,
		message
	}] });
}
// ../server/src/compat/vobiz/stream.routes.ts
const streamQuery = object({
	ticket: string().max(128).optional(),
	cursor: string().max(64).optional()
});
function streamRoutes(vobiz, ctx) {
	const startOf = (cursor) => cursor === void 0 ? null : ctx.readStreamCursor(cursor);
	vobiz.route({
		method: "GET",
		url: "/ws",
		config: { access: {
			...READ$6,
			ticket: true
		} },
		schema: {
			hide: true,
			querystring: streamQuery
		},
		preHandler: async (request) => {
			if (!request.ws) throw new PosthornError("invalid_request", "This is a WebSocket: connect with a WebSocket client.");
			startOf(request.query.cursor);
			ctx.assertStreamPlace(workspaceOf(request));
		},
		handler: async () => {},
		wsHandler: (socket, request) => ctx.openStream(socket, workspaceOf(request), startOf(request.query.cursor))
	});
}
// ../server/src/compat/vobiz/templates.routes.ts
const LIMIT_DEFAULT = 25;
const PAGE_MAX$1 = 1e5;
const STATUS_CHARS_MAX = 32;
const META_PENDING = "PENDING";
const VOBIZ_PENDING = "PENDING_REVIEW";
const templatesQuery = object({
	status: string().max(STATUS_CHARS_MAX).optional(),
	page: number$1().int().min(1).max(PAGE_MAX$1).default(1),
	limit: number$1().int().min(1).max(100).default(LIMIT_DEFAULT)
});
const channelPath = object({ channelId: string().max(64) });
const templateBody$1 = object({
	name: string(),
	language: union$1([string(), object({ code: string() })]),
	category: string().describe("MARKETING, UTILITY or AUTHENTICATION."),
	components: array(unknown()).describe("As Meta takes them."),
	parameter_format: string().nullish().describe("positional (the default) or named.")
});
const templateView$1 = object({
	id: string().describe("The UUID inside the id of the template, `tpl_\u2026`."),
	channel_id: string(),
	waba_id: string(),
	meta_template_id: string(),
	name: string(),
	language: string(),
	category: string().nullable(),
	status: string().describe("APPROVED, PENDING_REVIEW, REJECTED, DISABLED, PAUSED, or another word of Meta."),
	rejection_reason: string().nullable(),
	components: array(record$1(string(), unknown())),
	created_at: string(),
	updated_at: string()
}).meta({ title: "VobizTemplate" });
const templatePage = object({
	items: array(templateView$1),
	total: number().int(),
	page: number().int(),
	limit: number().int(),
	has_more: boolean()
});
function templateRoutes(vobiz, ctx) {
	addListRoute$2(vobiz, ctx);
	addCreateRoute$2(vobiz, ctx);
	addSyncRoute(vobiz, ctx);
}
function addListRoute$2(vobiz, ctx) {
	vobiz.route({
		method: "GET",
		url: "/channels/:channelId/templates",
		config: { access: READ$6 },
		schema: {
			tags: TAGS$10,
			summary: "List message templates",
			description: "As they are known here: Meta is not asked.",
			params: channelPath,
			querystring: templatesQuery,
			response: {
				200: templatePage,
				default: vobizError
			}
		},
		handler: async (request) => {
			const workspaceId = workspaceOf(request);
			const channel = await findChannel$1(ctx, workspaceId, request.params.channelId);
			const { page, limit } = request.query;
			const offset = (page - 1) * limit;
			const status = request.query.status === VOBIZ_PENDING ? META_PENDING : request.query.status;
			const query = {
				workspaceId,
				wabaId: channel.wabaId,
				status,
				offset,
				limit
			};
			const { items, total } = await ctx.pageOfTemplates(query);
			return {
				items: items.map((template) => toTemplateView$1(template, channel.id)),
				total,
				page,
				limit,
				has_more: offset + items.length < total
			};
		}
	});
}
function addCreateRoute$2(vobiz, ctx) {
	vobiz.route({
		method: "POST",
		url: "/channels/:channelId/templates",
		config: { access: WRITE$5 },
		schema: {
			tags: TAGS$10,
			summary: "Create a message template",
			description: "Made at Meta, which looks through it.",
			params: channelPath,
			body: templateBody$1,
			response: {
				201: templateView$1,
				default: vobizError
			}
		},
		handler: async (request, reply) => {
			const asker = askerOf(request);
			const channel = await findChannel$1(ctx, asker.workspaceId, request.params.channelId);
			const { language, parameter_format, ...others } = request.body;
			const template = await ctx.createTemplate(asker, channel.id, {
				...others,
				language: typeof language === "string" ? language : language.code,
				...parameter_format === null || parameter_format === void 0 ? {} : { parameter_format }
			});
			return reply.code(201).send(toTemplateView$1(template, channel.id));
		}
	});
}
function addSyncRoute(vobiz, ctx) {
	vobiz.route({
		method: "POST",
		url: "/channels/:channelId/templates/sync",
		config: { access: WRITE$5 },
		schema: {
			tags: TAGS$10,
			summary: "Read the message templates from Meta",
			params: channelPath,
			response: {
				200: object({ synced: number().int() }),
				default: vobizError
			}
		},
		handler: async (request) => {
			const asker = askerOf(request);
			const channel = await findChannel$1(ctx, asker.workspaceId, request.params.channelId);
			const { synced } = await ctx.syncTemplates(asker, channel.id);
			return { synced };
		}
	});
}
async function findChannel$1(ctx, workspaceId, uuid) {
	const channel = await ctx.findChannel(workspaceId, readChannelId(uuid));
	if (channel === null) throw new PosthornError("not_found", "There is no such channel.");
	return channel;
}
function toTemplateView$1(template, channelId) {
	return {
		id: uuidOf(template.id),
		channel_id: uuidOf(channelId),
		waba_id: template.wabaId,
		meta_template_id: template.templateId,
		name: template.name,
		language: template.language,
		category: template.category,
		status: template.status === META_PENDING ? VOBIZ_PENDING : template.status,
		rejection_reason: template.reason,
		components: template.components.map((component) => ({ ...component })),
		created_at: toIso(template.createdAtMs),
		updated_at: toIso(template.updatedAtMs)
	};
}
// ../server/src/compat/vobiz/webhooks.routes.ts
const webhookBody = object({
	url: string().min(1).max(2048).describe("HTTPS address that events are POSTed to."),
	secret: string().max(1024).describe("Signs what is sent: 16 to 256 bytes. Never shown again.")
});
const webhookView = object({
	id: string().describe("The UUID inside the id of the endpoint, `ep_\u2026`."),
	url: string(),
	status: _enum(["active", "inactive"]),
	created_at: string(),
	updated_at: string()
}).meta({ title: "VobizWebhook" });
function webhookRoutes(vobiz, ctx) {
	vobiz.route({
		method: "POST",
		url: "/webhooks",
		config: { access: WRITE$5 },
		schema: {
			tags: TAGS$10,
			summary: "Subscribe a URL to all events",
			description: "Makes an endpoint of format vobiz for all event types that the format can express.",
			body: webhookBody,
			response: {
				201: webhookView,
				default: vobizError
			}
		},
		handler: async (request, reply) => {
			const endpoint = await ctx.createEndpoint(askerOf(request), request.body);
			return reply.code(201).send(toWebhookView(endpoint));
		}
	});
	vobiz.route({
		method: "GET",
		url: "/webhooks",
		config: { access: READ$6 },
		schema: {
			tags: TAGS$10,
			summary: "List subscriptions",
			response: {
				200: object({ items: array(webhookView) }),
				default: vobizError
			}
		},
		handler: async (request) => {
			return { items: (await ctx.listEndpoints(workspaceOf(request))).filter(isWebhook).map(toWebhookView) };
		}
	});
	addDeleteRoute$2(vobiz, ctx);
}
function addDeleteRoute$2(vobiz, ctx) {
	vobiz.route({
		method: "DELETE",
		url: "/webhooks/:id",
		config: { access: WRITE$5 },
		schema: {
			tags: TAGS$10,
			summary: "Delete a subscription",
			params: idPath,
			response: {
				204: _null(),
				default: vobizError
			}
		},
		handler: async (request, reply) => {
			const id = parseId("ep", `ep_${request.params.id}`);
			const endpoint = id === null ? null : await ctx.findEndpoint(workspaceOf(request), id);
			if (endpoint === null || !isWebhook(endpoint)) throw new PosthornError("not_found", "There is no such webhook.");
			await ctx.removeEndpoint(askerOf(request), endpoint.id);
			return reply.code(204).send(null);
		}
	});
}
function isWebhook(endpoint) {
	return endpoint.format === "vobiz";
}
function toWebhookView(endpoint) {
	return {
		id: uuidOf(endpoint.id),
		url: endpoint.url,
		status: endpoint.enabled ? "active" : "inactive",
		created_at: toIso(endpoint.createdAtMs),
		updated_at: toIso(endpoint.updatedAtMs)
	};
}
// ../server/src/compat/vobiz/vobiz.routes.ts
const PREFIX = "/api/v1/messaging";
function vobizRoutes(api, ctx) {
	api.register(async (plugin) => {
		const vobiz = plugin;
		answerVobizErrors(vobiz);
		webhookRoutes(vobiz, ctx);
		contactRoutes$1(vobiz, ctx);
		messageRoutes(vobiz, ctx);
		conversationRoutes(vobiz, ctx);
		channelRoutes(vobiz, ctx);
		templateRoutes(vobiz, ctx);
		streamRoutes(vobiz, ctx);
		await contactImportRoutes(vobiz, ctx);
	}, { prefix: PREFIX });
}
// ../server/src/compat/xobito/fields.ts
const SERIAL_DIGITS_MAX = 15;
function wordsOf(field) {
	return field.replaceAll("_", " ");
}
function takenWords(field) {
	return `The ${wordsOf(field)} has already been taken.`;
}
function selectedWords(field) {
	return `The selected ${wordsOf(field)} is invalid.`;
}
function textField(field, { min = 1, max } = {}) {
	const text = string({ error: requiredOr(field, `The ${wordsOf(field)} field must be a string.`) }).min(min, `The ${wordsOf(field)} field must be at least ${min} characters.`).refine((value) => value.isWellFormed() && !value.includes("\0"), `The ${wordsOf(field)} field must be a string.`);
	return max === void 0 ? text : text.max(max, `The ${wordsOf(field)} field must not be greater than ${max} characters.`);
}
function choiceField(field, choices) {
	return _enum(choices, { error: requiredOr(field, selectedWords(field)) });
}
function serialField(field) {
	return union$1([int().positive(), string().regex(new RegExp(`^\\d{1,${SERIAL_DIGITS_MAX}}$`)).transform(Number)], { error: requiredOr(field, `The ${wordsOf(field)} field must be an integer.`) });
}
function flagField(field) {
	return union$1([
		boolean(),
		literal([0, 1]),
		_enum([
			"0",
			"1",
			"false",
			"true"
		])
	], { error: `The ${wordsOf(field)} field must be true or false.` }).transform((value) => value === true || value === 1 || value === "1" || value === "true");
}
function requiredOr(field, otherwise) {
	return ({ input }) => input === void 0 || input === null ? `The ${wordsOf(field)} field is required.` : otherwise;
}
// ../server/src/compat/xobito/error-answers.ts
const xobitoError = object({
	status: literal("error"),
	message: string(),
	errors: union$1([string(), record$1(string(), array(string()))]).optional().describe("At 422 what is wrong by field; at 400 a sentence.")
}).meta({ id: "XobitoError" });
const xobitoRateLimited = object({
	message: string(),
	retry_after: number().int().describe("Seconds.")
}).meta({ id: "XobitoRateLimited" });
function answerXobitoErrors(api) {
	api.setErrorHandler((error, request, reply) => {
		const problem = toProblem$1(error, request.id);
		if (!problem.expected) request.log.error({ error }, "unforeseen error in a request");
		const { status, body } = toXobitoError(problem, callOf$1(request));
		const headers = {
			...problem.headers,
			"content-type": "application/json; charset=utf-8"
		};
		return reply.code(status).headers(headers).send(JSON.stringify(body));
	});
}
function fieldErrors(messages) {
	const fields = messages.map(([field, message]) => ({
		pointer: `/${field}`,
		message
	}));
	return new PosthornError("unprocessable", "Validation failed", { fields });
}
function toXobitoError({ headers, body }, call) {
	const answer = (message, status = body.status) => ({
		status,
		body: {
			status: "error",
			message
		}
	});
	switch (body.code) {
		case "unauthenticated": return answer(call.hasToken ? "Invalid API token" : "API token is required");
		case "rate_limited": return {
			status: body.status,
			body: {
				message: "Too many requests",
				retry_after: Number(headers["retry-after"] ?? 1)
			}
		};
		case "not_found": return answer(call.isUnrouted ? "Route not found" : body.detail);
		case "internal":
		case "store_unavailable": return answer(`Failed to ${call.action}`);
		case "invalid_json":
		case "workspace_required": return {
			status: body.status,
			body: {
				status: "error",
				message: "Validation failed",
				errors: body.detail
			}
		};
		case "invalid_request":
		case "unprocessable":
		case "conflict": return toValidationError(body);
		default: return answer(body.detail);
	}
}
function toValidationError({ code, status, detail, errors: problems }) {
	const wrong = problems.filter(({ pointer }) => pointer.startsWith("/"));
	if (wrong.length > 0) return {
		status: 422,
		body: {
			status: "error",
			message: "Validation failed",
			errors: groupByField(wrong.map((problem) => toFieldMessage(problem, code === "conflict")))
		}
	};
	if (code === "invalid_request") return {
		status,
		body: {
			status: "error",
			message: "Validation failed",
			errors: detail
		}
	};
	return {
		status,
		body: {
			status: "error",
			message: detail
		}
	};
}
function toFieldMessage({ pointer, detail }, isTaken) {
	const [property = "", ...inner] = pointer.split("/").slice(1);
	const field = XOBITO_FIELDS.get(property) ?? [property, ...inner].join(".");
	return [field, isTaken ? takenWords(field) : detail];
}
const XOBITO_FIELDS = new Map([
	["first_name", "firstname"],
	["last_name", "lastname"],
	["country", "country_id"],
	["group_ids", "groups"],
	["enabled", "is_enabled"],
	["opted_out", "is_opted_out"],
	["default", "isdefault"]
]);
function groupByField(messages) {
	const byField = new Map();
	for (const [field, message] of messages) byField.set(field, [...byField.get(field) ?? [], message]);
	return Object.fromEntries(byField);
}
function callOf$1(request) {
	const [, , , , collection = ""] = (request.routeOptions.url ?? "").split("/");
	const isSend = collection === "messages" && request.method === "POST";
	return {
		hasToken: request.headers.authorization !== void 0,
		isUnrouted: request.is404,
		action: isSend ? "send message" : `${VERBS[request.method] ?? "process"} ${NOUNS$1[collection] ?? "request"}`
	};
}
const VERBS = {
	GET: "retrieve",
	POST: "create",
	PUT: "update",
	DELETE: "delete"
};
const NOUNS$1 = {
	contacts: "contact",
	statuses: "status",
	sources: "source",
	groups: "group",
	messages: "message status",
	templates: "templates"
};
// ../server/src/compat/xobito/contact-input.ts
const NAME_CHARS_MAX$3 = 255;
const PHONE_CHARS_MAX = 20;
const EMAIL_CHARS_MAX = 191;
const GROUPS_MAX$2 = 50;
const name$2 = { max: NAME_CHARS_MAX$3 };
const firstname = textField("firstname", name$2);
const lastname = textField("lastname", name$2);
const phone = textField("phone", { max: PHONE_CHARS_MAX });
const type = choiceField("type", CONTACT_TYPES);
const sourceId = serialField("source_id").describe("Integer of a source.");
const statusId = serialField("status_id").describe("Integer of a status.");
const optionalFields = {
	company: textField("company").nullish(),
	email: textField("email", { max: EMAIL_CHARS_MAX }).nullish(),
	country_id: serialField("country_id").nullish().describe("ISO 3166-1 numeric."),
	groups: textField("groups").nullish().describe("Names with commas between. Those that are not there are made."),
	description: textField("description").nullish(),
	zip: textField("zip").nullish(),
	city: textField("city").nullish(),
	state: textField("state").nullish(),
	address: textField("address").nullish(),
	website: textField("website").nullish(),
	is_enabled: flagField("is_enabled").nullish(),
	is_opted_out: flagField("is_opted_out").nullish()
};
const createContactBody$1 = object({
	firstname,
	lastname: lastname.nullish(),
	phone,
	type,
	source_id: sourceId,
	status_id: statusId,
	...optionalFields
});
const updateContactBody$1 = object({
	firstname,
	lastname,
	phone,
	type,
	source_id: sourceId.nullish(),
	status_id: statusId.nullish(),
	...optionalFields
});
function toContactInput$1(body, { labels, countryBySerial }) {
	const { company, email, description, zip, city, state, address, website } = body;
	return {
		first_name: body.firstname,
		last_name: body.lastname,
		company,
		email,
		description,
		zip,
		city,
		state,
		address,
		website,
		type: body.type,
		phone: body.phone,
		country: mapGiven(body.country_id, (serial) => found("country_id", countryBySerial(serial)).code),
		source_id: mapGiven(body.source_id, (serial) => labelAt(labels, "source", serial).id),
		status_id: mapGiven(body.status_id, (serial) => labelAt(labels, "status", serial).id),
		enabled: body.is_enabled ?? void 0,
		opted_out: body.is_opted_out ?? void 0
	};
}
function groupNamesOf({ groups }) {
	return groups === void 0 ? void 0 : readGroupNames("groups", (groups ?? "").split(","));
}
function readGroupNames(field, texts) {
	const names = texts.map((one) => one.trim());
	const given = [...new Set(names.filter((one) => one !== ""))];
	if (given.length > GROUPS_MAX$2) throw fieldErrors([[field, `The ${field} field must not have more than ${GROUPS_MAX$2} items.`]]);
	if (given.some((one) => one.length > NAME_CHARS_MAX$3)) throw fieldErrors([[field, `The ${field} field must not have names of more than ${NAME_CHARS_MAX$3} characters.`]]);
	return given;
}
function mapGiven(value, map) {
	return value === null || value === void 0 ? value : map(value);
}
function labelAt(labels, kind, serial) {
	return found(`${kind}_id`, labels.bySerial(kind, serial));
}
function found(field, record) {
	if (record === null) throw fieldErrors([[field, selectedWords(field)]]);
	return record;
}
// ../server/src/compat/xobito/paginator.ts
const PER_PAGE_DEFAULT = 15;
const PER_PAGE_MAX = 100;
const PAGE_MAX = 1e6;
const LINKS_EACH_SIDE = 3;
const SHORT_LIST_PAGES = 14;
const pageQuery = object({
	page: number$1().int().min(1).max(PAGE_MAX).optional().catch(void 0).describe("From 1."),
	per_page: number$1().int().min(1).transform((rows) => Math.min(rows, PER_PAGE_MAX)).optional().catch(void 0).describe(`Rows of a page, at most ${PER_PAGE_MAX}. Without it ${PER_PAGE_DEFAULT}.`)
});
const link$1 = object({
	url: string().nullable(),
	label: string(),
	active: boolean()
});
function paginatorOf(item) {
	return object({
		current_page: number().int(),
		data: array(item),
		first_page_url: string(),
		from: number().int().nullable(),
		last_page: number().int(),
		last_page_url: string(),
		links: array(link$1),
		next_page_url: string().nullable(),
		path: string(),
		per_page: number().int(),
		prev_page_url: string().nullable(),
		to: number().int().nullable(),
		total: number().int()
	});
}
function windowOf({ page = 1, per_page: perPage = PER_PAGE_DEFAULT }) {
	return {
		page,
		perPage
	};
}
function toPaginator({ items, total, query, path }) {
	const { page, perPage } = windowOf(query);
	const lastPage = Math.max(1, Math.ceil(total / perPage));
	const kept = query.per_page === void 0 ? "" : `per_page=${query.per_page}&`;
	const urlOf = (number) => `${path}?${kept}page=${number}`;
	const from = items.length === 0 ? null : (page - 1) * perPage + 1;
	const previous = page > 1 ? urlOf(page - 1) : null;
	const next = page < lastPage ? urlOf(page + 1) : null;
	return {
		current_page: page,
		data: [...items],
		first_page_url: urlOf(1),
		from,
		last_page: lastPage,
		last_page_url: urlOf(lastPage),
		links: [
			{
				url: previous,
				label: "&laquo; Previous",
				active: false
			},
			...pageNumbers(page, lastPage).map((number) => numberLink(number, page, urlOf)),
			{
				url: next,
				label: "Next &raquo;",
				active: false
			}
		],
		next_page_url: next,
		path,
		per_page: perPage,
		prev_page_url: previous,
		to: from === null ? null : from + items.length - 1,
		total
	};
}
function numberLink(number, page, urlOf) {
	if (number === null) return {
		url: null,
		label: "...",
		active: false
	};
	return {
		url: urlOf(number),
		label: String(number),
		active: number === page
	};
}
function pageNumbers(page, lastPage) {
	if (lastPage < SHORT_LIST_PAGES) return range(1, lastPage);
	const nearAnEnd = 7;
	const [firstTwo, lastTwo] = [range(1, 2), range(lastPage - 1, lastPage)];
	if (page <= nearAnEnd) return [
		...range(1, 10),
		null,
		...lastTwo
	];
	if (page > lastPage - nearAnEnd) return [
		...firstTwo,
		null,
		...range(lastPage - 9, lastPage)
	];
	return [
		...firstTwo,
		null,
		...range(page - LINKS_EACH_SIDE, page + LINKS_EACH_SIDE),
		null,
		...lastTwo
	];
}
function range(first, last) {
	return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
// ../server/src/compat/xobito/record-views.ts
const VALUES = {
	text: string().nullable(),
	bit: literal([0, 1]),
	time: string().nullable().describe("ISO 8601, UTC, six decimals."),
	reference: number().int().nullable().describe("Integer of the record that is meant."),
	references: array(number().int()).describe("Integers of the records that are meant."),
	nobody: _null().describe("Always null: members have no integers yet.")
};
function recordView({ attributes }, id) {
	const own = Object.fromEntries(attributes.map(({ name, holds }) => [name, VALUES[holds]]));
	return object({
		id: number().int(),
		tenant_id: number().int().describe("Integer of the workspace."),
		...own
	}).meta({ id });
}
function toRecordView(kind, resource, tenantId) {
	return xobitoAttributes(kind, { ...resource }, { tenantId });
}
function successOf(data) {
	return object({
		status: literal("success"),
		message: string().optional(),
		data
	});
}
function success(data, message) {
	return message === void 0 ? {
		status: "success",
		data
	} : {
		status: "success",
		message,
		data
	};
}
const ERROR_RESPONSES = {
	400: xobitoError.describe("The subdomain is not that of the key, or the request cannot be read."),
	401: xobitoError,
	403: xobitoError,
	429: xobitoRateLimited,
	default: xobitoError
};
// ../server/src/compat/xobito/route-parts.ts
const TAGS$9 = ["Xobito API"];
const READ$5 = {
	who: "workspace",
	permission: "compat.read"
};
const WRITE$4 = {
	who: "workspace",
	permission: "compat.write"
};
const CONSUMES = ["application/json", "application/x-www-form-urlencoded"];
const CONSUMES_FILES = [...CONSUMES, "multipart/form-data"];
const collectionPath = object({ subdomain: string().describe("That of the workspace of the key.") });
const recordPath = collectionPath.extend({ id: string().describe("Its integer.") });
function serialIn(text) {
	return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}
// ../server/src/compat/xobito/save-contact.ts
const CONTACT_NOT_FOUND = "Contact not found";
async function takenFields({ contacts }, workspaceId, { patch, present }) {
	const taken = [];
	for (const field of ["phone", "email"]) {
		const value = patch[field];
		if (value === null || value === void 0) continue;
		const { items } = await contacts.list(workspaceId, {
			page: 1,
			perPage: 2,
			filters: { [field]: value }
		});
		if (items.some(({ id }) => id !== present?.id)) taken.push(field);
	}
	return taken;
}
function takenErrors(fields) {
	return fieldErrors(fields.map((field) => [field, takenWords(field)]));
}
async function ensureGroups({ labels }, request, names) {
	const groupRequest = {
		workspaceId: workspaceOf(request),
		kind: "contact_group",
		actor: actorOf(request)
	};
	const ids = new Set();
	for (const name of names) {
		const group = await labels.ensure(groupRequest, name);
		ids.add(group.id);
	}
	return [...ids];
}
async function saveContact({ contacts }, request, wish) {
	const [outcome] = await contacts.save({
		workspaceId: workspaceOf(request),
		wishes: [wish],
		actor: actorOf(request)
	});
	assert(outcome !== void 0, "Each wish has an outcome.");
	if (outcome.kind !== "failed") return outcome;
	if (outcome.error.code === "not_found") throw new PosthornError("not_found", CONTACT_NOT_FOUND);
	throw outcome.error;
}
// ../server/src/compat/xobito/xobito-context.ts
async function workspaceFor(ctx, request) {
	const workspace = await ctx.workspace(workspaceOf(request));
	if (workspace === null) throw new PosthornError("not_found", "Workspace not found");
	return workspace;
}
function listAddress(ctx, request) {
	return (ctx.publicUrl ?? `${request.protocol}://${request.host}`) + (request.url.split("?", 1)[0] ?? "");
}
// ../server/src/compat/xobito/contacts.routes.ts
const contactView$1 = recordView(XOBITO_CONTACT, "XobitoContact");
function xobitoContactRoutes(api, ctx) {
	addList$4(api, ctx);
	addRead$2(api, ctx);
	addCreate$4(api, ctx);
	addUpdate$2(api, ctx);
	addDelete$3(api, ctx);
}
function addList$4(api, ctx) {
	api.route({
		method: "GET",
		url: "/contacts",
		config: { access: READ$5 },
		schema: {
			tags: TAGS$9,
			summary: "List contacts, oldest first",
			params: collectionPath,
			querystring: pageQuery,
			response: {
				200: successOf(paginatorOf(contactView$1)),
				...ERROR_RESPONSES
			}
		},
		handler: async (request) => {
			const { serial } = await workspaceFor(ctx, request);
			const page = await ctx.contacts.list(workspaceOf(request), {
				...windowOf(request.query),
				filters: {}
			});
			return success(toPaginator({
				items: page.items.map((contact) => toView$2(ctx, contact, serial)),
				total: page.total,
				query: request.query,
				path: listAddress(ctx, request)
			}));
		}
	});
}
function addRead$2(api, ctx) {
	api.route({
		method: "GET",
		url: "/contacts/:id",
		config: { access: READ$5 },
		schema: {
			tags: TAGS$9,
			summary: "Read a contact",
			params: recordPath,
			response: {
				200: successOf(contactView$1),
				404: xobitoError,
				...ERROR_RESPONSES
			}
		},
		handler: async (request) => {
			const { serial } = await workspaceFor(ctx, request);
			return success(toView$2(ctx, await findContact$1(ctx, request, request.params.id), serial));
		}
	});
}
function addCreate$4(api, ctx) {
	api.route({
		method: "POST",
		url: "/contacts",
		config: { access: WRITE$4 },
		schema: {
			tags: TAGS$9,
			summary: "Create a contact",
			params: collectionPath,
			consumes: CONSUMES,
			body: createContactBody$1,
			response: {
				201: successOf(contactView$1),
				422: xobitoError,
				...ERROR_RESPONSES
			}
		},
		handler: async (request, reply) => {
			const { serial } = await workspaceFor(ctx, request);
			const { contact } = await saveContact(ctx, request, {
				kind: "create",
				fields: await readBody(ctx, request, {
					body: request.body,
					present: null
				})
			});
			return reply.code(201).send(success(toView$2(ctx, contact, serial), "Contact created successfully"));
		}
	});
}
function addUpdate$2(api, ctx) {
	api.route({
		method: "PUT",
		url: "/contacts/:id",
		config: { access: WRITE$4 },
		schema: {
			tags: TAGS$9,
			summary: "Change a contact",
			description: "What is not given stays, `null` empties it.",
			params: recordPath,
			consumes: CONSUMES,
			body: updateContactBody$1,
			response: {
				200: successOf(contactView$1),
				404: xobitoError,
				422: xobitoError,
				...ERROR_RESPONSES
			}
		},
		handler: async (request) => {
			const { serial } = await workspaceFor(ctx, request);
			const present = await findContact$1(ctx, request, request.params.id);
			const patch = await readBody(ctx, request, {
				body: request.body,
				present
			});
			const { contact } = await saveContact(ctx, request, {
				kind: "update",
				id: present.id,
				patch,
				expectedRevision: null
			});
			return success(toView$2(ctx, contact, serial), "Contact updated successfully");
		}
	});
}
function addDelete$3(api, ctx) {
	api.route({
		method: "DELETE",
		url: "/contacts/:id",
		config: { access: WRITE$4 },
		schema: {
			tags: TAGS$9,
			summary: "Delete a contact",
			params: recordPath,
			response: {
				200: successOf(_null()),
				404: xobitoError,
				...ERROR_RESPONSES
			}
		},
		handler: async (request) => {
			const { id } = await findContact$1(ctx, request, request.params.id);
			await saveContact(ctx, request, {
				kind: "delete",
				id,
				expectedRevision: null
			});
			return success(null, "Contact deleted successfully");
		}
	});
}
async function findContact$1(ctx, request, text) {
	const serial = serialIn(text);
	const contact = serial === null ? null : await ctx.contacts.findBySerial(workspaceOf(request), serial);
	if (contact === null) throw new PosthornError("not_found", CONTACT_NOT_FOUND);
	return contact;
}
async function readBody(ctx, request, given) {
	const workspaceId = workspaceOf(request);
	const labels = await ctx.labels.book(workspaceId);
	const input = toContactInput$1(given.body, {
		labels,
		countryBySerial: ctx.countryBySerial
	});
	const groupNames = groupNamesOf(given.body);
	const patch = ctx.contacts.readInput(workspaceId, input);
	const taken = await takenFields(ctx, workspaceId, {
		patch,
		present: given.present
	});
	if (taken.length > 0) throw takenErrors(taken);
	if (groupNames === void 0) return patch;
	return {
		...patch,
		groupIds: await ensureGroups(ctx, request, groupNames)
	};
}
function toView$2(ctx, contact, tenantId) {
	return toRecordView(XOBITO_CONTACT, ctx.contacts.toResource(contact), tenantId);
}
// ../server/src/compat/xobito/labels.routes.ts
const NAME_CHARS_MAX$2 = 255;
const STATUS_NAME_CHARS_MIN = 3;
const COLOR_CHARS_MAX = 7;
const statusName = textField("name", {
	min: STATUS_NAME_CHARS_MIN,
	max: NAME_CHARS_MAX$2
});
const statusFields = {
	color: textField("color", { max: COLOR_CHARS_MAX }).regex(/^#[0-9a-fA-F]{6}$/, "The color field format is invalid.").nullish(),
	isdefault: flagField("isdefault").nullish().describe("New contacts get it.")
};
const otherName = textField("name", { max: NAME_CHARS_MAX$2 });
const otherBodies = {
	createBody: object({ name: otherName }),
	updateBody: object({ name: otherName.nullish() })
};
const COLLECTIONS = [
	{
		kind: "status",
		path: "/statuses",
		thing: "Status",
		record: XOBITO_STATUS,
		view: recordView(XOBITO_STATUS, "XobitoStatus"),
		createBody: object({
			name: statusName,
			...statusFields
		}),
		updateBody: object({
			name: statusName.nullish(),
			...statusFields
		})
	},
	{
		kind: "source",
		path: "/sources",
		thing: "Source",
		record: XOBITO_SOURCE,
		view: recordView(XOBITO_SOURCE, "XobitoSource"),
		...otherBodies
	},
	{
		kind: "contact_group",
		path: "/groups",
		thing: "Group",
		record: XOBITO_SOURCE,
		view: recordView(XOBITO_SOURCE, "XobitoGroup"),
		...otherBodies
	}
];
function xobitoLabelRoutes(api, ctx) {
	for (const collection of COLLECTIONS) {
		addList$3(api, ctx, collection);
		addRead$1(api, ctx, collection);
		addCreate$3(api, ctx, collection);
		addUpdate$1(api, ctx, collection);
		addDelete$2(api, ctx, collection);
	}
}
function addList$3(api, ctx, collection) {
	const { kind, path, view } = collection;
	api.route({
		method: "GET",
		url: path,
		config: { access: READ$5 },
		schema: {
			tags: TAGS$9,
			summary: `List ${path.slice(1)}, oldest first`,
			params: collectionPath,
			querystring: pageQuery,
			response: {
				200: successOf(paginatorOf(view)),
				...ERROR_RESPONSES
			}
		},
		handler: async (request) => {
			const { serial } = await workspaceFor(ctx, request);
			const labels = (await ctx.labels.book(workspaceOf(request))).ofKind(kind);
			const { page, perPage } = windowOf(request.query);
			return success(toPaginator({
				items: labels.toSorted((one, other) => one.serial - other.serial).slice((page - 1) * perPage, page * perPage).map((label) => toView$1(ctx, collection, {
					label,
					tenantId: serial
				})),
				total: labels.length,
				query: request.query,
				path: listAddress(ctx, request)
			}));
		}
	});
}
function addRead$1(api, ctx, collection) {
	const { path, thing, view } = collection;
	api.route({
		method: "GET",
		url: `${path}/:id`,
		config: { access: READ$5 },
		schema: {
			tags: TAGS$9,
			summary: `Read a ${thing.toLowerCase()}`,
			params: recordPath,
			response: {
				200: successOf(view),
				404: xobitoError,
				...ERROR_RESPONSES
			}
		},
		handler: async (request) => {
			const { serial: tenantId } = await workspaceFor(ctx, request);
			return success(toView$1(ctx, collection, {
				label: await findLabel$1(ctx, request, {
					collection,
					text: request.params.id
				}),
				tenantId
			}));
		}
	});
}
function addCreate$3(api, ctx, collection) {
	const { path, thing, view, createBody } = collection;
	api.route({
		method: "POST",
		url: path,
		config: { access: WRITE$4 },
		schema: {
			tags: TAGS$9,
			summary: `Create a ${thing.toLowerCase()}`,
			params: collectionPath,
			consumes: CONSUMES,
			body: createBody,
			response: {
				201: successOf(view),
				422: xobitoError,
				...ERROR_RESPONSES
			}
		},
		handler: async (request, reply) => {
			const { serial: tenantId } = await workspaceFor(ctx, request);
			const { name } = request.body;
			const label = await ctx.labels.create(toLabelRequest(request, collection), {
				...toFields$1(request.body),
				name
			});
			return reply.code(201).send(success(toView$1(ctx, collection, {
				label,
				tenantId
			}), `${thing} created successfully`));
		}
	});
}
function addUpdate$1(api, ctx, collection) {
	const { path, thing, view, updateBody } = collection;
	api.route({
		method: "PUT",
		url: `${path}/:id`,
		config: { access: WRITE$4 },
		schema: {
			tags: TAGS$9,
			summary: `Change a ${thing.toLowerCase()}`,
			description: "What is not given stays.",
			params: recordPath,
			consumes: CONSUMES,
			body: updateBody,
			response: {
				200: successOf(view),
				404: xobitoError,
				422: xobitoError,
				...ERROR_RESPONSES
			}
		},
		handler: async (request) => {
			const { serial: tenantId } = await workspaceFor(ctx, request);
			const present = await findLabel$1(ctx, request, {
				collection,
				text: request.params.id
			});
			return success(toView$1(ctx, collection, {
				label: await ctx.labels.update(toLabelRequest(request, collection), present, toFields$1(request.body)),
				tenantId
			}), `${thing} updated successfully`);
		}
	});
}
function addDelete$2(api, ctx, collection) {
	const { path, thing } = collection;
	api.route({
		method: "DELETE",
		url: `${path}/:id`,
		config: { access: WRITE$4 },
		schema: {
			tags: TAGS$9,
			summary: `Delete a ${thing.toLowerCase()}`,
			description: "One that a contact uses is not deleted (422).",
			params: recordPath,
			response: {
				200: successOf(_null()),
				404: xobitoError,
				422: xobitoError,
				...ERROR_RESPONSES
			}
		},
		handler: async (request) => {
			const label = await findLabel$1(ctx, request, {
				collection,
				text: request.params.id
			});
			await ctx.labels.remove(toLabelRequest(request, collection), label).catch((error) => {
				throw isConflict(error) ? new PosthornError("unprocessable", `${thing} is in use`, { cause: error }) : error;
			});
			return success(null, `${thing} deleted successfully`);
		}
	});
}
async function findLabel$1(ctx, request, { collection, text }) {
	const serial = serialIn(text);
	const labels = await ctx.labels.book(workspaceOf(request));
	const label = serial === null ? null : labels.bySerial(collection.kind, serial);
	if (label === null) throw new PosthornError("not_found", `${collection.thing} not found`);
	return label;
}
function toLabelRequest(request, { kind }) {
	return {
		workspaceId: workspaceOf(request),
		kind,
		actor: actorOf(request)
	};
}
function toFields$1({ name, color, isdefault }) {
	return {
		...isGiven$1(name) ? { name } : {},
		...isGiven$1(color) ? { color: color.toUpperCase() } : {},
		...isGiven$1(isdefault) ? { isDefault: isdefault } : {}
	};
}
function isGiven$1(value) {
	return value !== null && value !== void 0;
}
function isConflict(error) {
	return error instanceof PosthornError && error.code === "conflict";
}
function toView$1(ctx, { record }, { label, tenantId }) {
	return toRecordView(record, ctx.labels.toResource(label), tenantId);
}
// ../server/src/compat/xobito/request-body.ts
const FORM_FIELDS_MAX = 1e3;
function acceptLaravelBodies(api) {
	api.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, text, done) => {
		done(null, parseForm(String(text)));
	});
	api.addHook("preValidation", async (request) => {
		request.body = toLaravelInput(request.body);
	});
}
function parseForm(text) {
	const fields = [];
	for (const field of new URLSearchParams(text)) {
		if (fields.length === FORM_FIELDS_MAX) break;
		fields.push(field);
	}
	return nestFields(fields);
}
function nestFields(fields) {
	const tree = new Map();
	for (const [name, value] of fields) put$1(tree, keysOf$2(name), value);
	return toObject(tree);
}
function toLaravelInput(body) {
	return isJsonObject(body) ? cleanObject(body) : {};
}
const NESTED_NAME = /^([^[\]]+)((?:\[[^[\]]*\]){1,4})$/;
function keysOf$2(name) {
	const [, first, rest] = NESTED_NAME.exec(name) ?? [];
	if (first === void 0 || rest === void 0) return [name];
	return [first, ...rest.slice(1, -1).split("][")];
}
function put$1(tree, keys, value) {
	const [key = "", ...rest] = keys;
	const name = key === "" ? String(tree.size) : key;
	if (rest.length === 0) {
		tree.set(name, value);
		return;
	}
	const known = tree.get(name);
	const inner = known instanceof Map ? known : new Map();
	tree.set(name, inner);
	put$1(inner, rest, value);
}
function toObject(tree) {
	return Object.fromEntries(Array.from(tree, ([name, value]) => [name, typeof value === "string" ? value : toNested(value)]));
}
function toNested(tree) {
	const object = toObject(tree);
	return [...tree.keys()].every((name, index) => name === String(index)) ? Object.values(object) : object;
}
function cleanObject(object) {
	return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, cleanValue(value)]));
}
function cleanValue(value) {
	if (Array.isArray(value)) return value.map(cleanValue);
	if (isJsonObject(value)) return cleanObject(value);
	if (typeof value !== "string") return value;
	const trimmed = value.trim();
	return trimmed === "" ? null : trimmed;
}
// ../server/src/compat/xobito/form-files.ts
const LIMITS = {
	files: 5,
	fields: 100,
	parts: 105,
	fieldSize: 32768
};
async function acceptFormFiles(scope, ctx) {
	const uploads = new Uploads();
	await scope.register(import_multipart.default, {
		limits: LIMITS,
		throwFileSizeLimit: false
	});
	scope.decorateRequest("formFiles", null);
	scope.addHook("preClose", async () => uploads.interrupt());
	scope.addHook("preValidation", async (request) => {
		if (request.isMultipart()) await uploads.take((interrupted) => readForm(ctx, request, interrupted));
	});
	scope.addHook("onResponse", async ({ formFiles }) => {
		for (const { path } of formFiles?.values() ?? []) await rm(path, { force: true });
	});
}
async function readForm(ctx, request, interrupted) {
	allowSlowBody(request.raw);
	const fields = [];
	const files = new Map();
	request.formFiles = files;
	const hangUp = () => request.raw.destroy();
	interrupted.addEventListener("abort", hangUp, { once: true });
	const tooLarge = [];
	try {
		for await (const part of request.parts({ limits: {
			...LIMITS,
			fileSize: ctx.fileBytesMax + 1
		} })) if (part.type === "field") fields.push([part.fieldname, String(part.value)]);
		else if (!await takeFile(ctx, files, part)) tooLarge.push(part.fieldname);
	} catch (error) {
		interrupted.throwIfAborted();
		throw error;
	} finally {
		interrupted.removeEventListener("abort", hangUp);
	}
	if (tooLarge.length > 0) throw fieldErrors(tooLarge.map((field) => [field, tooLargeWords(field, ctx.fileBytesMax)]));
	request.body = toLaravelInput(nestFields(fields));
}
async function takeFile(ctx, files, part) {
	const { fieldname: field, file: bytes, mimetype: mimeType, filename } = part;
	const file = await ctx.saveFile({
		bytes,
		mimeType,
		filename
	});
	const before = files.get(field);
	if (before !== void 0) await rm(before.path, { force: true });
	files.delete(field);
	if (file === null) return false;
	if (file.size === 0) await rm(file.path, { force: true });
	else files.set(field, file);
	return true;
}
function tooLargeWords(field, bytesMax) {
	return `The ${wordsOf(field)} field must not be greater than ${Math.floor(bytesMax / 1024)} kilobytes.`;
}
// ../server/src/compat/xobito/message-input.ts
const BODY_CHARS_MAX = 4096;
const HEADER_CHARS_MAX = 60;
const FOOTER_CHARS_MAX = 60;
const BUTTONS_MAX$1 = 3;
const BUTTON_ID_CHARS_MAX = 256;
const BUTTON_TITLE_CHARS_MAX = 20;
const CAPTION_CHARS_MAX = 1024;
const INTERACTIVE_BODY_CHARS_MAX = 1024;
const WORD_CHARS_MAX = 255;
const URL_CHARS_MAX = 2048;
const PARAMETER_CHARS_MAX = 1024;
const GROUPS_MAX$1 = 50;
const MESSAGE_TYPES = [
	"text",
	"interactive",
	"cta_url"
];
const XOBITO_MEDIA_TYPES = [
	"image",
	"document",
	"video",
	"audio"
];
const HEADER_FILE_TYPES = [
	"image",
	"video",
	"document"
];
function wordField(field, charsMax) {
	return preprocess((value) => typeof value === "number" ? String(value) : value, textField(field, { max: charsMax }));
}
function phoneField({ min, max }) {
	return wordField("phone_number", WORD_CHARS_MAX).refine((text) => {
		const digits = text.replaceAll(/\D/g, "").length;
		return digits >= min && digits <= max && /^\+?[\d\s().-]+$/.test(text);
	}, `The phone number field must be between ${min} and ${max} digits.`);
}
const common = {
	contact: object({
		firstname: textField("contact.firstname", { max: WORD_CHARS_MAX }).nullish(),
		lastname: textField("contact.lastname", { max: WORD_CHARS_MAX }).nullish(),
		email: textField("contact.email", { max: WORD_CHARS_MAX }).nullish(),
		country: union$1([int(), textField("contact.country", { max: WORD_CHARS_MAX })]).nullish().describe("ISO 3166-1, letters or number, or the English name."),
		groups: union$1([textField("contact.groups"), array(textField("contact.groups")).max(GROUPS_MAX$1)], { error: "The contact.groups field must be a string." }).nullish().describe("Names with commas between. Those that are not there are made.")
	}).nullish().describe("What to write into the contact. One that is not there is made in any case."),
	from_phone_number_id: wordField("from_phone_number_id", WORD_CHARS_MAX).nullish().describe("Meta's id of the number that sends. Without it the first one.")
};
const button = object({
	id: wordField("id", BUTTON_ID_CHARS_MAX),
	title: textField("title", { max: BUTTON_TITLE_CHARS_MAX })
});
const sendBody = object({
	...common,
	phone_number: phoneField({
		min: 8,
		max: 15
	}),
	message_body: textField("message_body", { max: BODY_CHARS_MAX }),
	message_type: choiceField("message_type", MESSAGE_TYPES).nullish().describe("Without it text."),
	header: textField("header", { max: HEADER_CHARS_MAX }).nullish(),
	footer: textField("footer", { max: FOOTER_CHARS_MAX }).nullish(),
	buttons: array(button, { error: "The buttons field must be an array." }).min(1, "The buttons field must have at least 1 items.").max(BUTTONS_MAX$1, `The buttons field must not have more than ${BUTTONS_MAX$1} items.`).nullish(),
	button_text: textField("button_text", { max: BUTTON_TITLE_CHARS_MAX }).nullish(),
	button_url: textField("button_url", { max: URL_CHARS_MAX }).nullish()
});
const link = (field) => textField(field, { max: URL_CHARS_MAX }).nullish();
const parameter = (field) => wordField(field, PARAMETER_CHARS_MAX).nullish();
const file = unknown().optional().meta({
	type: "string",
	format: "binary",
	description: "In a form."
});
const templateBody = object({
	...common,
	phone_number: phoneField({
		min: 8,
		max: 15
	}),
	template_name: textField("template_name", { max: 512 }),
	template_language: textField("template_language", {
		min: 2,
		max: 10
	}),
	header_image_url: link("header_image_url"),
	header_video_url: link("header_video_url"),
	header_document_url: link("header_document_url"),
	header_image_file: file,
	header_video_file: file,
	header_document_file: file,
	header_document_name: textField("header_document_name", { max: WORD_CHARS_MAX }).nullish(),
	header_field_1: parameter("header_field_1"),
	field_1: parameter("field_1"),
	field_2: parameter("field_2"),
	field_3: parameter("field_3"),
	field_4: parameter("field_4"),
	field_5: parameter("field_5"),
	field_6: parameter("field_6"),
	field_7: parameter("field_7"),
	field_8: parameter("field_8"),
	field_9: parameter("field_9"),
	field_10: parameter("field_10"),
	button_0: parameter("button_0").describe("What the first button of the template needs: the end of its address, a code."),
	button_1: parameter("button_1"),
	button_2: parameter("button_2"),
	button_3: parameter("button_3"),
	button_4: parameter("button_4"),
	button_5: parameter("button_5"),
	button_6: parameter("button_6"),
	button_7: parameter("button_7"),
	button_8: parameter("button_8"),
	button_9: parameter("button_9")
});
const mediaBody = object({
	...common,
	phone_number: phoneField({
		min: 10,
		max: 15
	}),
	media_type: choiceField("media_type", XOBITO_MEDIA_TYPES),
	media_url: link("media_url"),
	media_file: file,
	caption: textField("caption", { max: CAPTION_CHARS_MAX }).nullish(),
	filename: textField("filename", { max: WORD_CHARS_MAX }).nullish()
});
function textContent(body) {
	const { message_body: text } = body;
	switch (body.message_type) {
		case "interactive": return interactive(body, {
			type: "button",
			action: { buttons: neededFor("interactive", "buttons", body.buttons).map((reply) => ({
				type: "reply",
				reply
			})) }
		});
		case "cta_url": return interactive(body, {
			type: "cta_url",
			action: {
				name: "cta_url",
				parameters: {
					display_text: neededFor("cta_url", "button_text", body.button_text),
					url: neededFor("cta_url", "button_url", body.button_url)
				}
			}
		});
		default: return {
			type: "text",
			content: { body: text }
		};
	}
}
function interactive({ message_body: text, header, footer }, { type, action }) {
	if (text.length > INTERACTIVE_BODY_CHARS_MAX) throw fieldErrors([["message_body", `The message body field must not be greater than ${INTERACTIVE_BODY_CHARS_MAX} characters.`]]);
	return {
		type: "interactive",
		content: {
			type,
			...isGiven(header) ? { header: {
				type: "text",
				text: header
			} } : {},
			body: { text },
			...isGiven(footer) ? { footer: { text: footer } } : {},
			action
		}
	};
}
function fileContent({ media_type: type, caption, filename }, given) {
	return {
		type,
		content: {
			...given,
			...isGiven(caption) && type !== "audio" ? { caption } : {},
			...isGiven(filename) && type === "document" ? { filename } : {}
		}
	};
}
function fieldOfContent(pointer) {
	return FIELDS.find(([place]) => place.test(pointer))?.[1] ?? null;
}
const FIELDS = [
	[/^\/interactive\/header/, "header"],
	[/^\/interactive\/footer/, "footer"],
	[/^\/interactive\/action\/buttons/, "buttons"],
	[/^\/interactive\/action\/parameters\/display_text/, "button_text"],
	[/^\/interactive\/action\/parameters\/url/, "button_url"],
	[/^\/(text|interactive)/, "message_body"],
	[/^\/(image|video|document|audio)\/caption/, "caption"],
	[/^\/(image|video|document|audio)\/filename/, "filename"],
	[/^\/(image|video|document|audio)/, "media_url"],
	[/^\/to/, "phone_number"]
];
function neededFor(type, field, value) {
	if (isGiven(value)) return value;
	throw fieldErrors([[field, `The ${wordsOf(field)} field is required when message type is ${type}.`]]);
}
function unknownSender() {
	return fieldErrors([["from_phone_number_id", selectedWords("from_phone_number_id")]]);
}
function isGiven(value) {
	return value !== null && value !== void 0;
}
// ../server/src/compat/xobito/message-views.ts
const sentView = object({
	message_id: string().describe("Meta's id, by which every later event names it; ours while Meta has not answered."),
	contact_id: number().int(),
	phone: string(),
	status: _enum(["sent", "pending"]),
	sent_at: string(),
	chat_id: number().int().describe("Integer of the contact: a contact has one conversation with each number."),
	contact_created: boolean(),
	whatsapp_response: record$1(string(), unknown()).nullable().describe("Null while Meta has not answered.")
}).meta({ id: "XobitoSentMessage" });
function toSentView({ result, contact, phone, isNewContact }) {
	const { outcome, messageId, createdAtMs } = result;
	const accepted = outcome.kind === "accepted" ? outcome : null;
	return {
		message_id: accepted?.wamid ?? messageId,
		contact_id: contact.serial,
		phone,
		status: accepted === null ? "pending" : "sent",
		sent_at: toTime(toIso(createdAtMs)),
		chat_id: contact.serial,
		contact_created: isNewContact,
		whatsapp_response: accepted === null ? null : { ...accepted.response }
	};
}
const DELIVERY_STATUSES = [
	"pending",
	"sent",
	"delivered",
	"read",
	"failed"
];
const STATUS_OF = {
	received: "delivered",
	pending: "pending",
	accepted: "sent",
	sent: "sent",
	delivered: "delivered",
	read: "read",
	played: "read",
	failed: "failed"
};
const time = string().nullable();
const messageStatusView = object({
	message_id: string(),
	delivery_status: _enum(DELIVERY_STATUSES),
	error_message: string().nullable(),
	source: literal("chat"),
	last_updated: string(),
	statuses: object({
		sent: time,
		delivered: time,
		read: time,
		failed: time,
		pending: time
	}).describe("When it came so far. Null: it did not, or not yet.")
}).meta({ id: "XobitoMessageStatus" });
function toStatusView(message) {
	const { statuses, status, error, created_at: createdAt } = message;
	const times = new Map(statuses.map(({ status: step, at }) => [step, toTime(at)]));
	const pending = message.id === null ? null : toTime(createdAt);
	const isSent = STATUS_OF[status] === "sent";
	const last = [...times.values()].toSorted().at(-1) ?? toTime(createdAt);
	return {
		message_id: message.message_id ?? message.id ?? "",
		delivery_status: STATUS_OF[status],
		error_message: error === null ? null : error.details ?? error.title,
		source: "chat",
		last_updated: last,
		statuses: {
			sent: times.get("sent") ?? (isSent ? last : null),
			delivered: times.get("delivered") ?? null,
			read: times.get("read") ?? null,
			failed: times.get("failed") ?? (status === "failed" ? last : null),
			pending
		}
	};
}
function toTime(iso) {
	return microsecondsZ(iso) ?? iso;
}
// ../server/src/compat/xobito/save-recipient.ts
async function readRecipient(ctx, request, { phone_number, contact }) {
	const workspaceId = workspaceOf(request);
	const groups = contact?.groups;
	const groupNames = isGiven(groups) ? readGroupNames("contact.groups", typeof groups === "string" ? groups.split(",") : groups) : void 0;
	const input = {
		phone: phone_number,
		...toContactInput(ctx, contact ?? {})
	};
	const { phone, ...patch } = inMessageFields(() => ctx.contacts.readInput(workspaceId, input));
	if (!isGiven(phone)) throw fieldErrors([["phone_number", "The phone number field is required."]]);
	const { items } = await ctx.contacts.list(workspaceId, {
		page: 1,
		perPage: 1,
		filters: { phone }
	});
	const present = items[0] ?? null;
	const taken = await takenFields(ctx, workspaceId, {
		patch,
		present
	});
	if (taken.length > 0) throw fieldErrors(taken.map((field) => [`contact.${field}`, takenWords(field)]));
	return {
		phone,
		patch: definedOf(patch),
		groupNames,
		present
	};
}
async function saveRecipient(ctx, request, { phone, patch, groupNames, present }) {
	const groupIds = groupNames === void 0 ? void 0 : await ensureGroups(ctx, request, groupNames);
	const fields = {
		...patch,
		...groupIds === void 0 ? {} : { groupIds }
	};
	if (present === null) {
		const { kind, contact } = await saveContact(ctx, request, {
			kind: "upsert",
			fields: {
				...fields,
				phone
			}
		});
		return {
			contact,
			isNew: kind === "created"
		};
	}
	if (Object.keys(fields).length === 0) return {
		contact: present,
		isNew: false
	};
	return {
		contact: (await saveContact(ctx, request, {
			kind: "update",
			id: present.id,
			patch: fields,
			expectedRevision: null
		})).contact,
		isNew: false
	};
}
function toContactInput(ctx, { firstname, lastname, email, country }) {
	return {
		...isGiven(firstname) ? { first_name: firstname } : {},
		...isGiven(lastname) ? { last_name: lastname } : {},
		...isGiven(email) ? { email } : {},
		...isGiven(country) ? { country: countryCodeOf(ctx, country) } : {}
	};
}
function countryCodeOf({ countryBySerial, countryByName }, country) {
	if (typeof country === "string" && /^[A-Za-z]{2}$/.test(country)) return country;
	const serial = Number(country);
	const found = Number.isInteger(serial) ? countryBySerial(serial) : countryByName(String(country));
	if (found === null) throw fieldErrors([["contact.country", selectedWords("contact.country")]]);
	return found.code;
}
const FIELD_OF = {
	"/phone": "/phone_number",
	"/first_name": "/contact/firstname",
	"/last_name": "/contact/lastname",
	"/email": "/contact/email",
	"/country": "/contact/country"
};
function inMessageFields(read) {
	try {
		return read();
	} catch (error) {
		if (!(error instanceof PosthornError)) throw error;
		const fields = error.fields.map(({ pointer, message }) => ({
			pointer: FIELD_OF[pointer] ?? pointer,
			message
		}));
		throw new PosthornError(error.code, error.message, {
			fields,
			cause: error
		});
	}
}
function definedOf(patch) {
	return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== void 0));
}
// ../server/src/compat/xobito/template-content.ts
const BODY_FIELDS_MAX = 10;
const BUTTONS_MAX = 10;
function templateContent(body, { template, header }) {
	const components = [
		...headerComponents(body, {
			template,
			header
		}),
		...bodyComponents(body, template),
		...buttonComponents(body, template)
	];
	return {
		type: "template",
		content: {
			name: body.template_name,
			language: { code: templateLanguage(body.template_language) },
			...components.length === 0 ? {} : { components }
		}
	};
}
function headerComponents(body, { template, header }) {
	const { header_field_1: words, header_document_name: filename } = body;
	if (header !== null) {
		const { type, file } = header;
		const named = isGiven(filename) && type === "document" ? {
			...file,
			filename
		} : file;
		return [{
			type: "header",
			parameters: [{
				type,
				[type]: named
			}]
		}];
	}
	if (!isGiven(words)) return [];
	return [{
		type: "header",
		parameters: [textParameter(words, namesOf(template, "header")[0])]
	}];
}
function bodyComponents(body, template) {
	const given = fieldsOf$1(body, {
		prefix: "field_",
		from: 1,
		count: BODY_FIELDS_MAX
	});
	const last = given.findLastIndex(({ value }) => value !== null);
	const names = namesOf(template, "body");
	const parameters = given.slice(0, last + 1).map(({ field, value }, index) => {
		if (value === null) throw fieldErrors([[field, `The ${wordsOf(field)} field is required.`]]);
		return textParameter(value, names[index]);
	});
	return parameters.length === 0 ? [] : [{
		type: "body",
		parameters
	}];
}
function buttonComponents(body, template) {
	const buttons = template?.components.find(({ type }) => upperCase(type) === "BUTTONS")?.buttons;
	return fieldsOf$1(body, {
		prefix: "button_",
		from: 0,
		count: BUTTONS_MAX
	}).flatMap(({ value }, index) => {
		if (value === null) return [];
		return [{
			type: "button",
			index,
			...buttonParameter(upperCase(objectOf(listOf(buttons)[index]).type), value)
		}];
	});
}
function buttonParameter(type, value) {
	switch (type) {
		case "COPY_CODE": return {
			sub_type: "copy_code",
			parameters: [{
				type: "coupon_code",
				coupon_code: value
			}]
		};
		case "QUICK_REPLY": return {
			sub_type: "quick_reply",
			parameters: [{
				type: "payload",
				payload: value
			}]
		};
		case "FLOW": return {
			sub_type: "flow",
			parameters: [{
				type: "action",
				action: { flow_token: value }
			}]
		};
		default: return {
			sub_type: "url",
			parameters: [{
				type: "text",
				text: value
			}]
		};
	}
}
function namesOf(template, component) {
	return (template === null ? [] : templateParameters(template)).filter((one) => one.component === component).map(({ name }) => name ?? void 0);
}
function textParameter(text, name) {
	return {
		type: "text",
		...name === void 0 ? {} : { parameter_name: name },
		text
	};
}
function fieldsOf$1(body, { prefix, from, count }) {
	const values = { ...body };
	return Array.from({ length: count }, (_, index) => {
		const field = `${prefix}${from + index}`;
		return {
			field,
			value: stringOf(values[field])
		};
	});
}
function upperCase(type) {
	return (stringOf(type) ?? "").toUpperCase();
}
// ../server/src/compat/xobito/messages.routes.ts
const messagePath = collectionPath.extend({ wamid: string().max(512).describe("The message's `message_id`.") });
const WAITS = `Waits up to ${SEND_WAIT_MS / 1e3} seconds for Meta. When it has not answered by then the status is \`pending\` and \`message_id\` is ours: its status is told under both. `;
const CONTACT = "A contact that is not there is made.";
function xobitoMessageRoutes(api, ctx) {
	addStatusRoute(api, ctx);
	api.register(async (scope) => {
		await acceptFormFiles(scope, ctx.files);
		addSendRoute(scope, ctx);
		addTemplateRoute(scope, ctx);
		addMediaRoute(scope, ctx);
	});
}
function addSendRoute(api, ctx) {
	api.route({
		method: "POST",
		url: "/messages/send",
		config: { access: WRITE$4 },
		schema: {
			tags: TAGS$9,
			summary: "Send a text, with buttons or with a link",
			description: WAITS + CONTACT,
			params: collectionPath,
			consumes: CONSUMES_FILES,
			body: sendBody,
			response: {
				200: successOf(sentView),
				422: xobitoError,
				...ERROR_RESPONSES
			}
		},
		handler: async (request) => {
			const { body } = request;
			return success(await send(ctx, request, {
				given: body,
				toContent: async () => textContent(body)
			}), "Message sent successfully");
		}
	});
}
function addTemplateRoute(api, ctx) {
	api.route({
		method: "POST",
		url: "/messages/template",
		config: { access: WRITE$4 },
		schema: {
			tags: TAGS$9,
			summary: "Send a template",
			description: `${WAITS}${CONTACT} \`field_1\` is the first variable of the body, whatever its name is.`,
			params: collectionPath,
			consumes: CONSUMES_FILES,
			body: templateBody,
			response: {
				200: successOf(sentView),
				422: xobitoError,
				...ERROR_RESPONSES
			}
		},
		handler: async (request) => {
			const { body } = request;
			const toContent = async (channel) => {
				const of = {
					workspaceId: workspaceOf(request),
					wabaId: channel.wabaId
				};
				const language = templateLanguage(body.template_language);
				const template = await ctx.messages.findTemplate(of, {
					name: body.template_name,
					language
				});
				templateContent(body, {
					template,
					header: null
				});
				return templateContent(body, {
					template,
					header: await readHeader(ctx, request, {
						channel,
						body
					})
				});
			};
			return success(await send(ctx, request, {
				given: body,
				toContent
			}), "Template message sent successfully");
		}
	});
}
function addMediaRoute(api, ctx) {
	api.route({
		method: "POST",
		url: "/messages/media",
		config: { access: WRITE$4 },
		schema: {
			tags: TAGS$9,
			summary: "Send a file",
			description: `${WAITS}${CONTACT} The file is behind \`media_url\`, or in the field \`media_file\` of a form.`,
			params: collectionPath,
			consumes: CONSUMES_FILES,
			body: mediaBody,
			response: {
				200: successOf(sentView),
				422: xobitoError,
				...ERROR_RESPONSES
			}
		},
		handler: async (request) => {
			const { body } = request;
			const toContent = async (channel) => {
				const file = await readFile$1(ctx, request, {
					channel,
					field: "media_file",
					link: body.media_url
				});
				if (file !== null) return fileContent(body, file);
				throw fieldErrors([["media_url", "The media url field is required when media file is not present."]]);
			};
			return success(await send(ctx, request, {
				given: body,
				toContent
			}), "Media message sent successfully");
		}
	});
}
function addStatusRoute(api, ctx) {
	api.route({
		method: "GET",
		url: "/messages/:wamid/status",
		config: { access: READ$5 },
		schema: {
			tags: TAGS$9,
			summary: "How far a message is",
			params: messagePath,
			response: {
				200: successOf(messageStatusView),
				404: xobitoError,
				...ERROR_RESPONSES
			}
		},
		handler: async (request) => {
			const message = await ctx.messages.find(workspaceOf(request), request.params.wamid);
			if (message?.direction !== "outbound") throw new PosthornError("not_found", "Message not found");
			return success(toStatusView(message));
		}
	});
}
async function send(ctx, request, { given, toContent }) {
	const workspaceId = workspaceOf(request);
	const actor = actorOf(request);
	const recipient = await readRecipient(ctx, request, given);
	const channel = await findChannel(ctx, request, given.from_phone_number_id ?? null);
	const message = await toContent(channel);
	const content = readContent(ctx, message);
	const { contact, isNew } = await saveRecipient(ctx, request, recipient);
	const { outcome, ...result } = await ctx.messages.send({
		workspaceId,
		actor,
		channelId: channel.id,
		to: {
			kind: "phone",
			phone: digitsOfPhone(recipient.phone)
		},
		type: message.type,
		content,
		replyTo: null,
		callbackData: null,
		waitMs: SEND_WAIT_MS
	});
	if (outcome.kind === "refused") throw refusedByMeta(outcome.error);
	return toSentView({
		result: {
			...result,
			outcome
		},
		contact,
		phone: recipient.phone,
		isNewContact: isNew
	});
}
async function findChannel({ messages }, request, phoneNumberId) {
	const channel = await messages.findChannel(workspaceOf(request), phoneNumberId);
	if (channel !== null) return channel;
	if (phoneNumberId !== null) throw unknownSender();
	throw new PosthornError("channel_not_connected", "No WhatsApp number is connected to this workspace");
}
function readContent({ messages }, { type, content }) {
	try {
		return messages.readContent(type, content);
	} catch (error) {
		if (!(error instanceof PosthornError)) throw error;
		const fields = error.fields.map(({ pointer, message }) => ({
			pointer: `/${fieldOfContent(pointer) ?? "template_name"}`,
			message
		}));
		throw new PosthornError("unprocessable", error.message, {
			fields,
			cause: error
		});
	}
}
async function readFile$1({ files }, request, { channel, field, link }) {
	const file = request.formFiles?.get(field);
	if (file === void 0) return isGiven(link) ? { link: checkLink(field, link) } : null;
	try {
		const upload = {
			workspaceId: workspaceOf(request),
			channelId: channel.id,
			file,
			actor: actorOf(request)
		};
		return { id: (await files.upload(upload)).id };
	} catch (error) {
		if (!(error instanceof PosthornError) || error.code !== "media_not_usable") throw error;
		throw fieldErrors([[field, error.message]]);
	}
}
function checkLink(field, link) {
	if (/^https?:\/\//.test(link) && URL.canParse(link)) return link;
	const named = field.replace(/_file$/, "_url");
	throw fieldErrors([[named, `The ${wordsOf(named)} field must be a valid URL.`]]);
}
async function readHeader(ctx, request, { channel, body }) {
	for (const type of HEADER_FILE_TYPES) {
		const link = body[`header_${type}_url`];
		const file = await readFile$1(ctx, request, {
			channel,
			field: `header_${type}_file`,
			link
		});
		if (file !== null) return {
			type,
			file
		};
	}
	return null;
}
// ../server/src/compat/xobito/templates.routes.ts
const count$1 = number().int();
const templateView = object({
	id: string().describe("Meta's id."),
	tenant_id: number().int().describe("Integer of the workspace."),
	template_name: string(),
	template_language: string(),
	category: string().nullable(),
	status: string().describe("Meta's word: only what is APPROVED can be sent."),
	header_format: string().nullable().describe("TEXT, IMAGE, VIDEO, DOCUMENT or LOCATION."),
	header_text: string().nullable(),
	header_params_count: count$1.describe("Of `header_field_1`."),
	body_text: string().nullable(),
	body_params_count: count$1.describe("Of `field_1`, `field_2`, \u2026"),
	footer_text: string().nullable(),
	buttons: array(record$1(string(), unknown())).describe("As Meta shows them, the first one for `button_0`."),
	created_at: string().nullable(),
	updated_at: string().nullable()
}).meta({ id: "XobitoTemplate" });
function xobitoTemplateRoutes(api, ctx) {
	api.route({
		method: "GET",
		url: "/templates",
		config: { access: READ$5 },
		schema: {
			tags: TAGS$9,
			summary: "List message templates, those that became known last first",
			description: "As they are known here: Meta is not asked.",
			params: collectionPath,
			querystring: pageQuery,
			response: {
				200: successOf(paginatorOf(templateView)),
				...ERROR_RESPONSES
			}
		},
		handler: async (request) => {
			const { serial } = await workspaceFor(ctx, request);
			const { page, perPage } = windowOf(request.query);
			const window = {
				offset: (page - 1) * perPage,
				limit: perPage
			};
			const { items, total } = await ctx.messages.pageOfTemplates({
				workspaceId: workspaceOf(request),
				...window
			});
			return success(toPaginator({
				items: items.map((template) => toTemplateView(template, serial)),
				total,
				query: request.query,
				path: listAddress(ctx, request)
			}));
		}
	});
}
function toTemplateView(template, tenantId) {
	const part = (type) => objectOf(template.components.find((component) => stringOf(component.type)?.toUpperCase() === type));
	const parameters = templateParameters(template);
	const countOf = (component) => parameters.filter((one) => one.component === component).length;
	const header = part("HEADER");
	return {
		id: template.templateId,
		tenant_id: tenantId,
		template_name: template.name,
		template_language: template.language,
		category: template.category,
		status: template.status,
		header_format: stringOf(header.format),
		header_text: stringOf(header.text),
		header_params_count: countOf("header"),
		body_text: stringOf(part("BODY").text),
		body_params_count: countOf("body"),
		footer_text: stringOf(part("FOOTER").text),
		buttons: listOf(part("BUTTONS").buttons).map((button) => ({ ...objectOf(button) })),
		created_at: microsecondsZ(toIso(template.createdAtMs)),
		updated_at: microsecondsZ(toIso(template.updatedAtMs))
	};
}
// ../server/src/compat/xobito/token-rate-limit.ts
const COUNTED_TOKENS_MAX = 1e4;
function limitCallsOfTokens(api, { rateLimit, nowMs }) {
	const bounds = {
		max: rateLimit.callsMax,
		timeWindow: rateLimit.windowMs,
		cache: COUNTED_TOKENS_MAX
	};
	const count = api.createRateLimit({
		...bounds,
		keyGenerator: tokenOf
	});
	api.addHook("onRequest", async (request, reply) => {
		if (request.is404) return;
		const calls = await count(request);
		if (!calls.isAllowed) tell(reply, calls, nowMs());
	});
}
function tell(reply, calls, nowMs) {
	reply.header("x-ratelimit-limit", calls.max).header("x-ratelimit-remaining", calls.remaining);
	if (!calls.isExceeded) return;
	const retryAfterSeconds = Math.max(1, calls.ttlInSeconds);
	reply.header("x-ratelimit-reset", Math.floor(nowMs / 1e3) + retryAfterSeconds);
	throw new PosthornError("rate_limited", "Too many requests", { retryAfterSeconds });
}
function tokenOf({ principal }) {
	return principal?.kind === "key" ? principal.keyId : "root";
}
// ../server/src/compat/xobito/xobito.routes.ts
function xobitoRoutes(server, ctx) {
	server.register(async (api) => {
		answerXobitoErrors(api);
		api.setNotFoundHandler((request, reply) => api.refuseUnrouted(request, reply));
		acceptLaravelBodies(api);
		limitCallsOfTokens(api, ctx);
		refuseOtherSubdomains(api, ctx);
		xobitoContactRoutes(api, ctx);
		xobitoLabelRoutes(api, ctx);
		xobitoMessageRoutes(api, ctx);
		xobitoTemplateRoutes(api, ctx);
	}, { prefix: "/api/v1/:subdomain" });
}
function refuseOtherSubdomains(api, ctx) {
	api.addHook("onRequest", async (request) => {
		if (request.is404) return;
		const { subdomain } = await workspaceFor(ctx, request);
		if (objectOf(request.params).subdomain === subdomain) return;
		throw new PosthornError("invalid_request", "Invalid tenant subdomain");
	});
}
// ../server/src/crm/contacts/contact-schemas.ts
const NAME_CHARS_MAX$1 = 255;
const TEXT_CHARS_MAX = 500;
const DESCRIPTION_CHARS_MAX = 5e3;
const TAG_CHARS_MAX = 64;
const ATTRIBUTES_MAX = 100;
const ATTRIBUTE_NAME_CHARS_MAX = 64;
const ATTRIBUTE_CHARS_MAX = 1e3;
const optionalText = (charsMax) => string().trim().max(charsMax).transform((text) => text === "" ? null : text).nullable();
const tagList = array(string().trim().min(1).max(TAG_CHARS_MAX)).max(50).transform((tags) => [...new Set(tags)]);
const groupIdList = array(idParam("grp")).max(50).transform((ids) => [...new Set(ids)]);
const contactFields = {
	first_name: string().trim().max(NAME_CHARS_MAX$1).nullable().describe("Empty when nobody knows it."),
	last_name: optionalText(NAME_CHARS_MAX$1),
	company: optionalText(NAME_CHARS_MAX$1),
	type: _enum(CONTACT_TYPES),
	email: union$1([literal(""), email$1({ error: "Must be an e-mail address." }).max(254)]).nullable().transform((text) => text === "" ? null : text),
	phone: optionalText(40).describe("With + and the country code; without them where the workspace has a default country. Shown as E.164."),
	bsuid: string().regex(/^[A-Za-z]{2}\.[A-Za-z0-9.]{1,128}$/, "Must be CC.digits, as Meta writes it.").nullable().describe("Meta's business-scoped user id."),
	username: optionalText(NAME_CHARS_MAX$1),
	country: string().regex(/^[A-Za-z]{2}$/, "Must be two letters (ISO 3166-1 alpha-2), such as DE.").transform((code) => code.toUpperCase()).nullable(),
	address: optionalText(TEXT_CHARS_MAX),
	city: optionalText(NAME_CHARS_MAX$1),
	state: optionalText(NAME_CHARS_MAX$1),
	zip: optionalText(32),
	website: optionalText(2048),
	description: optionalText(DESCRIPTION_CHARS_MAX),
	source_id: idParam("src").nullable(),
	status_id: idParam("sta").nullable().describe("Not given: a new contact gets the default status."),
	group_ids: groupIdList,
	assignee_id: idParam("mbr").nullable().describe("The member who looks after it."),
	enabled: boolean(),
	opted_out: boolean(),
	custom_attributes: record$1(string().min(1).max(ATTRIBUTE_NAME_CHARS_MAX), union$1([
		string().max(ATTRIBUTE_CHARS_MAX),
		number(),
		boolean(),
		_null()
	])).refine((attributes) => Object.keys(attributes).length <= ATTRIBUTES_MAX, `At most ${ATTRIBUTES_MAX}.`),
	tags: tagList
};
const createContactBody = strictObject(contactFields).partial().extend({ serial: int().min(1).max(2147483647).optional().describe("The integer it had in another system: kept when it is free, else it gets the next one.") });
const updateContactBody = strictObject(contactFields).partial();
const listEdits = {
	add_tags: tagList.default([]),
	remove_tags: tagList.default([]),
	add_group_ids: groupIdList.default([]),
	remove_group_ids: groupIdList.default([])
};
const reference = object({
	id: string(),
	serial: int(),
	name: string()
});
const contactView = object({
	id: string(),
	serial: int().describe("Stable integer beside the id: what the Xobito formats and API call `id`."),
	first_name: string(),
	last_name: string().nullable(),
	company: string().nullable(),
	type: _enum(CONTACT_TYPES),
	email: string().nullable(),
	phone: string().nullable(),
	bsuid: string().nullable(),
	username: string().nullable(),
	source: reference.nullable(),
	status: reference.nullable(),
	country: reference.nullable().describe("ISO 3166-1: `id` the two letters, `serial` the number."),
	groups: array(reference),
	enabled: boolean(),
	opted_out: boolean(),
	address: string().nullable(),
	city: string().nullable(),
	state: string().nullable(),
	zip: string().nullable(),
	website: string().nullable(),
	description: string().nullable(),
	assignee_id: string().nullable(),
	tags: array(string()),
	custom_attributes: record$1(string(), union$1([
		string(),
		number(),
		boolean(),
		_null()
	])),
	created_at: string(),
	updated_at: string()
}).meta({ id: "Contact" });
// ../server/src/crm/contacts/phone-input.ts
const DIGITS_MIN = 7;
const DIGITS_MAX = 15;
function readPhone(text, defaultCountry) {
	const trimmed = text.trim();
	const digits = trimmed.replaceAll(/\D/g, "").replace(/^00/, "");
	const international = `+${digits}`;
	if (/^(\+|00)/.test(trimmed)) return isPossible(digits) ? international : null;
	if (defaultCountry !== null && isSupportedCountry(defaultCountry)) {
		const national = parsePhoneNumber(trimmed, {
			defaultCountry,
			extract: false
		});
		if (national?.isValid() === true) return national.number;
	}
	return isPossible(digits) && parse(digits)?.isValid() === true ? international : null;
}
function isPossible(digits) {
	return digits.length >= DIGITS_MIN && digits.length <= DIGITS_MAX && parse(digits)?.isPossible() === true;
}
function parse(digits) {
	return parsePhoneNumber(`+${phoneKeyOf(digits)}`, { extract: false });
}
// ../server/src/crm/contacts/contact-input.ts
function readContactInput(input, ctx) {
	const parsed = createContactBody.safeParse(input);
	if (!parsed.success) return {
		ok: false,
		problems: parsed.error.issues.map(({ path, message }) => ({
			pointer: `/${path.join("/")}`,
			message
		}))
	};
	const { serial, ...body } = parsed.data;
	const read = readContactBody(body, ctx);
	return read.ok ? {
		...read,
		serial: serial ?? null
	} : read;
}
function readContactBody(body, ctx) {
	const problems = [...labelProblems(body, ctx.labels), ...countryProblems(body)];
	const phone = readPhoneField(body.phone, ctx.defaultCountry);
	if (phone === "unreadable") problems.push({
		pointer: "/phone",
		message: phoneWords(ctx.defaultCountry)
	});
	if (problems.length > 0 || phone === "unreadable") return {
		ok: false,
		problems
	};
	return {
		ok: true,
		fields: {
			firstName: body.first_name === null ? "" : body.first_name,
			lastName: body.last_name,
			company: body.company,
			type: body.type,
			email: body.email,
			phone,
			bsuid: body.bsuid,
			username: body.username,
			country: body.country,
			address: body.address,
			city: body.city,
			state: body.state,
			zip: body.zip,
			website: body.website,
			description: body.description,
			sourceId: body.source_id,
			statusId: body.status_id,
			groupIds: body.group_ids,
			assigneeId: body.assignee_id,
			enabled: body.enabled,
			optedOut: body.opted_out,
			customAttributes: body.custom_attributes,
			tags: body.tags
		},
		serial: null
	};
}
function tellsWho(fields) {
	return [
		fields.firstName,
		fields.lastName,
		fields.company,
		fields.email,
		fields.phone,
		fields.bsuid
	].some((value) => value !== void 0 && value !== null && value !== "");
}
const TELL_WHO = {
	pointer: "",
	message: "Give at least one of phone, bsuid, email, first_name, last_name and company."
};
function readPhoneField(text, defaultCountry) {
	if (text === null || text === void 0) return text;
	return readPhone(text, defaultCountry) ?? "unreadable";
}
function phoneWords(defaultCountry) {
	return `Must be a phone number with + and its country code${defaultCountry === null ? "" : `, or as it is written in ${defaultCountry}`}.`;
}
function countryProblems({ country }) {
	if (country === null || country === void 0 || findCountry(country) !== null) return [];
	return [{
		pointer: "/country",
		message: "There is no such country in ISO 3166-1."
	}];
}
function labelProblems(body, labels) {
	return [
		{
			kind: "status",
			pointer: "/status_id",
			id: body.status_id
		},
		{
			kind: "source",
			pointer: "/source_id",
			id: body.source_id
		},
		...(body.group_ids ?? []).map((id, index) => ({
			kind: "contact_group",
			pointer: `/group_ids/${index}`,
			id
		}))
	].filter(({ kind, id }) => id !== null && id !== void 0 && labels.byId.get(id)?.kind !== kind).map(({ kind, pointer }) => ({
		pointer,
		message: `There is no such ${WORDS[kind]}.`
	}));
}
const WORDS = {
	status: "status",
	source: "source",
	contact_group: "contact group"
};
// ../server/src/crm/contacts/contact-resource.ts
function toContactResource(contact, labels) {
	return {
		id: contact.id,
		serial: contact.serial,
		first_name: contact.firstName,
		last_name: contact.lastName,
		company: contact.company,
		type: contact.type,
		email: contact.email,
		phone: contact.phone,
		bsuid: contact.bsuid,
		username: contact.username,
		source: referenceTo(labels, contact.sourceId),
		status: referenceTo(labels, contact.statusId),
		country: countryReference(contact.country),
		groups: contact.groupIds.map((id) => referenceTo(labels, id)).filter((group) => group !== null),
		enabled: contact.enabled,
		opted_out: contact.optedOut,
		address: contact.address,
		city: contact.city,
		state: contact.state,
		zip: contact.zip,
		website: contact.website,
		description: contact.description,
		assignee_id: contact.assigneeId,
		tags: contact.tags,
		custom_attributes: contact.customAttributes,
		created_at: toIso(contact.createdAtMs),
		updated_at: toIso(contact.updatedAtMs)
	};
}
function changesBetween$1(before, after) {
	const changes = {};
	for (const [property, value] of Object.entries(after)) {
		if (property === "updated_at") continue;
		const was = before[property];
		if (!isSame$2(was, value)) changes[property] = [was, value];
	}
	return changes;
}
function isSame$2(one, other) {
	if (one === other) return true;
	if (typeof one !== "object" || typeof other !== "object") return false;
	return JSON.stringify(one) === JSON.stringify(other);
}
function referenceTo(labels, id) {
	const label = id === null ? void 0 : labels.byId.get(id);
	return label === void 0 ? null : {
		id: label.id,
		serial: label.serial,
		name: label.name
	};
}
function countryReference(code) {
	const country = code === null ? null : findCountry(code);
	return country === null ? null : {
		id: country.code,
		serial: country.serial,
		name: country.name
	};
}
// ../server/src/crm/contacts/contact-row.ts
const CONTACTS_TABLE = {
	name: "contacts",
	columns: {
		workspace_id: "text",
		id: "text",
		serial: "bigint",
		revision: "bigint",
		first_name: "text",
		last_name: "text",
		company: "text",
		type: "text",
		email: "text",
		phone: "text",
		phone_key: "text",
		bsuid: "text",
		username: "text",
		country: "text",
		address: "text",
		city: "text",
		state: "text",
		zip: "text",
		website: "text",
		description: "text",
		source_id: "text",
		status_id: "text",
		group_ids: "text",
		assignee_id: "text",
		enabled: "integer",
		opted_out: "integer",
		custom_attributes: "text",
		tags: "text",
		name_key: "text",
		search_text: "text",
		created_at_ms: "bigint",
		updated_at_ms: "bigint",
		event_at_ms: "bigint",
		deleted_at_ms: "bigint",
		erased_at_ms: "bigint"
	}
};
function toContactRow(contact) {
	return {
		workspace_id: contact.workspaceId,
		id: contact.id,
		serial: contact.serial,
		revision: contact.revision,
		first_name: storableText(contact.firstName) ?? "",
		last_name: storableText(contact.lastName),
		company: storableText(contact.company),
		type: contact.type,
		email: storableText(contact.email),
		phone: contact.phone,
		phone_key: phoneKeyOfContact(contact),
		bsuid: contact.bsuid,
		username: storableText(contact.username),
		country: contact.country,
		address: storableText(contact.address),
		city: storableText(contact.city),
		state: storableText(contact.state),
		zip: storableText(contact.zip),
		website: storableText(contact.website),
		description: storableText(contact.description),
		source_id: contact.sourceId,
		status_id: contact.statusId,
		group_ids: JSON.stringify(contact.groupIds),
		assignee_id: contact.assigneeId,
		enabled: contact.enabled ? 1 : 0,
		opted_out: contact.optedOut ? 1 : 0,
		custom_attributes: storableText(JSON.stringify(contact.customAttributes)) ?? "{}",
		tags: storableText(JSON.stringify(contact.tags)) ?? "[]",
		name_key: nameKeyOf(contact),
		search_text: searchTextOf(contact),
		created_at_ms: contact.createdAtMs,
		updated_at_ms: contact.updatedAtMs,
		event_at_ms: contact.eventAtMs,
		deleted_at_ms: null,
		erased_at_ms: null
	};
}
function toTombstoneRow(contact, { deletedAtMs, erasedAtMs }) {
	const { workspaceId, id, serial, revision, type, createdAtMs, eventAtMs } = contact;
	return {
		...Object.fromEntries(Object.keys(CONTACTS_TABLE.columns).map((column) => [column, null])),
		workspace_id: workspaceId,
		id,
		serial,
		revision: revision + 1,
		first_name: "",
		type,
		group_ids: "[]",
		enabled: 0,
		opted_out: 0,
		custom_attributes: "{}",
		tags: "[]",
		name_key: "",
		search_text: "",
		created_at_ms: createdAtMs,
		updated_at_ms: deletedAtMs,
		event_at_ms: eventAtMs,
		deleted_at_ms: deletedAtMs,
		erased_at_ms: erasedAtMs
	};
}
function toContact(row) {
	return {
		id: row.id,
		workspaceId: row.workspace_id,
		serial: row.serial,
		revision: row.revision,
		firstName: row.first_name,
		lastName: row.last_name,
		company: row.company,
		type: row.type,
		email: row.email,
		phone: row.phone,
		bsuid: row.bsuid,
		username: row.username,
		country: row.country,
		address: row.address,
		city: row.city,
		state: row.state,
		zip: row.zip,
		website: row.website,
		description: row.description,
		sourceId: row.source_id,
		statusId: row.status_id,
		groupIds: JSON.parse(row.group_ids),
		assigneeId: row.assignee_id,
		enabled: row.enabled === 1,
		optedOut: row.opted_out === 1,
		customAttributes: JSON.parse(row.custom_attributes),
		tags: JSON.parse(row.tags),
		createdAtMs: row.created_at_ms,
		updatedAtMs: row.updated_at_ms,
		eventAtMs: row.event_at_ms
	};
}
function phoneKeyOfContact(contact) {
	return contact.phone === null ? null : phoneKeyOf(digitsOfPhone(contact.phone));
}
const NAME_KEY_CHARS_MAX = 200;
function nameKeyOf(contact) {
	return (storableText(fullName(contact)) ?? "").normalize("NFC").toLowerCase().slice(0, NAME_KEY_CHARS_MAX);
}
function searchTextOf(contact) {
	const { company, email, phone, bsuid, username, city, description, tags } = contact;
	const text = [
		fullName(contact),
		company,
		email,
		phone,
		bsuid,
		username,
		city,
		description,
		...tags
	].filter((word) => word !== null && word !== "").join("\n");
	return (storableText(text) ?? "").normalize("NFC").toLowerCase();
}
// ../server/src/crm/contacts/contacts.store.ts
async function findContacts(store, wanted) {
	const living = () => selectLiving$1(store, wanted.workspaceId);
	const found = await Promise.all([
		wanted.ids.length === 0 ? [] : living().where("id", "in", padded(wanted.ids)).execute(),
		wanted.phoneKeys.length === 0 ? [] : living().where("phone_key", "in", padded(wanted.phoneKeys)).execute(),
		wanted.bsuids.length === 0 ? [] : living().where("bsuid", "in", padded(wanted.bsuids)).execute()
	]);
	const byId = new Map(found.flat().map((row) => [row.id, row]));
	return Array.from(byId.values(), toContact);
}
async function findContact(store, workspaceId, id) {
	const row = await selectLiving$1(store, workspaceId).where("id", "=", id).executeTakeFirst();
	return row === void 0 ? null : toContact(row);
}
async function findContactBySerial(store, workspaceId, serial) {
	const row = await selectLiving$1(store, workspaceId).where("serial", "=", serial).executeTakeFirst();
	return row === void 0 ? null : toContact(row);
}
async function findTakenSerials(store, workspaceId, serials) {
	if (serials.length === 0) return new Set();
	const rows = await store.db.selectFrom("contacts").select("serial").where("workspace_id", "=", workspaceId).where("serial", "in", padded(serials)).execute();
	return new Set(rows.map((row) => row.serial));
}
const CONTACT_SORTS = [
	"-created_at",
	"created_at",
	"-updated_at",
	"updated_at",
	"name",
	"-name"
];
async function listContacts(store, query) {
	const result = await scanBounded({
		limit: query.limit,
		start: query.after,
		findStepEnd: (start) => needsScan(query) ? findPlace(store, query, start) : Promise.resolve(null),
		read: (start, end, limit) => selectBetween(store, query, {
			start,
			end
		}).limit(limit).execute()
	});
	const rows = result.rows.slice(0, query.limit);
	const last = rows.at(-1);
	const next = result.rows.length > query.limit && last !== void 0 ? placeOf$1(last, query.sort) : result.stoppedAt;
	return {
		items: rows.map(toContact),
		nextCursor: next === null ? null : encodePlace(next)
	};
}
async function pageOfContacts(store, query) {
	const matching = matchFilter(selectLiving$1(store, query.workspaceId), query);
	const counted = matchFilter(store.db.selectFrom("contacts").where("workspace_id", "=", query.workspaceId).where("deleted_at_ms", "is", null), query);
	const [rows, { total }] = await Promise.all([matching.orderBy("id").offset(query.offset).limit(query.limit).execute(), counted.select((select) => select.fn.countAll().as("total")).executeTakeFirstOrThrow()]);
	return {
		items: rows.map(toContact),
		total: Number(total)
	};
}
async function listContactsAfter(store, query) {
	return (await selectLiving$1(store, query.workspaceId).$if(query.afterId !== null, (contacts) => contacts.where("id", ">", query.afterId)).orderBy("id").limit(query.limit).execute()).map(toContact);
}
function decodePlace(text, sort) {
	const [, value = "", id = ""] = /^(.*)\n(cnt_[0-9a-f-]{36})$/s.exec(text) ?? [];
	if (id === "") return null;
	const isTime = sort.endsWith("updated_at");
	if (isTime && !/^\d{1,15}$/.test(value)) return null;
	return {
		value: isTime ? Number(value) : value,
		id
	};
}
function encodePlace({ value, id }) {
	return encodeCursor(`${value}\n${id}`);
}
function selectLiving$1(store, workspaceId) {
	return store.db.selectFrom("contacts").selectAll().where("workspace_id", "=", workspaceId).where("deleted_at_ms", "is", null);
}
function padded(values) {
	const unique = [...new Set(values)];
	const length = 2 ** Math.ceil(Math.log2(unique.length));
	const last = unique.at(-1);
	return last === void 0 ? [] : [...unique, ...Array.from({ length: length - unique.length }, () => last)];
}
function needsScan(filter) {
	const isFound = filter.phoneKey !== void 0 || filter.bsuid !== void 0 || filter.email !== void 0;
	const others = [
		filter.text,
		filter.name,
		filter.type,
		filter.groupId,
		filter.assigneeId,
		filter.tag
	];
	const flags = [
		filter.statusId,
		filter.sourceId,
		filter.enabled,
		filter.optedOut
	];
	return !isFound && [...others, ...flags].some((value) => value !== void 0);
}
function sortColumn(sort) {
	if (sort.endsWith("updated_at")) return "updated_at_ms";
	return sort.endsWith("name") ? "name_key" : "id";
}
function placeOf$1(row, sort) {
	const column = sortColumn(sort);
	return {
		value: column === "id" ? "" : row[column],
		id: row.id
	};
}
function selectBetween(store, query, { start, end }) {
	const direction = query.sort.startsWith("-") ? "desc" : "asc";
	const [after, upTo] = direction === "desc" ? ["<", ">="] : [">", "<="];
	const column = sortColumn(query.sort);
	let contacts = matchFilter(selectLiving$1(store, query.workspaceId), query);
	if (start !== null) contacts = contacts.where(comparePlace(column, after, start));
	if (end !== null) contacts = contacts.where(comparePlace(column, upTo, end));
	return column === "id" ? contacts.orderBy("id", direction) : contacts.orderBy(column, direction).orderBy("id", direction);
}
function comparePlace(column, operator, place) {
	const is = sql.raw(operator);
	if (column === "id") return sql`id ${is} ${place.id}`;
	return sql`(${sql.ref(column)}, id) ${is} (${place.value}, ${place.id})`;
}
async function findPlace(store, query, start) {
	const row = await selectBetween(store, {
		workspaceId: query.workspaceId,
		sort: query.sort,
		limit: 1,
		after: null
	}, {
		start,
		end: null
	}).clearSelect().select([
		"id",
		"updated_at_ms",
		"name_key"
	]).limit(1).offset(4999).executeTakeFirst();
	return row === void 0 ? null : placeOf$1(row, query.sort);
}
function matchFilter(contacts, filter) {
	let matching = contacts;
	const is = (column, value) => {
		if (value !== void 0) matching = matching.where(sql`${sql.ref(column)} = ${value}`);
	};
	const holds = (column, text) => {
		if (text !== void 0) matching = matching.where(sql`${sql.ref(column)} LIKE ${likeOf(text)} ESCAPE '\\'`);
	};
	is("phone_key", filter.phoneKey);
	is("bsuid", filter.bsuid);
	is("type", filter.type);
	is("status_id", filter.statusId);
	is("source_id", filter.sourceId);
	is("assignee_id", filter.assigneeId);
	is("enabled", bit(filter.enabled));
	is("opted_out", bit(filter.optedOut));
	if (filter.email !== void 0) matching = matching.where(sql`lower(email) = lower(${filter.email})`);
	if (filter.name !== void 0) matching = matching.where(sql`name_key LIKE ${`${escapeLike(filter.name)}%`} ESCAPE '\\'`);
	holds("search_text", filter.text);
	holds("group_ids", filter.groupId === void 0 ? void 0 : JSON.stringify(filter.groupId));
	holds("tags", filter.tag === void 0 ? void 0 : JSON.stringify(filter.tag));
	return matching;
}
function bit(value) {
	if (value === void 0) return void 0;
	return value ? 1 : 0;
}
function likeOf(text) {
	return `%${escapeLike(text)}%`;
}
function escapeLike(text) {
	return text.replaceAll(/[\\%_]/g, "\\$&");
}
// ../server/src/crm/labels/label-kinds.ts
const LABEL_TRAITS = {
	status: {
		kind: "status",
		idPrefix: "sta",
		path: "/v1/statuses",
		tag: "Statuses",
		aNoun: "a status",
		noun: "status",
		plural: "statuses",
		labelsMax: 200
	},
	source: {
		kind: "source",
		idPrefix: "src",
		path: "/v1/sources",
		tag: "Sources",
		aNoun: "a source",
		noun: "source",
		plural: "sources",
		labelsMax: 1e3
	},
	contact_group: {
		kind: "contact_group",
		idPrefix: "grp",
		path: "/v1/contact-groups",
		tag: "Contact groups",
		aNoun: "a contact group",
		noun: "contact group",
		plural: "contact groups",
		labelsMax: 5e3
	}
};
// ../server/src/crm/labels/label-view.ts
const STATUS_COLOR_DEFAULT = "#64748B";
function toLabelView(label) {
	const { id, serial, name } = label;
	const times = {
		created_at: toIso(label.createdAtMs),
		updated_at: toIso(label.updatedAtMs)
	};
	if (label.kind !== "status") return {
		id,
		serial,
		name,
		...times
	};
	return {
		id,
		serial,
		name,
		color: label.color ?? "#64748B",
		default: label.isDefault,
		...times
	};
}
function changesBetween(before, after) {
	const changes = {};
	if (before.name !== after.name) changes.name = [before.name, after.name];
	if (before.color !== after.color) changes.color = [before.color, after.color];
	if (before.isDefault !== after.isDefault) changes.default = [before.isDefault, after.isDefault];
	return changes;
}
// ../server/src/crm/labels/label-records.ts
function toLabelEvent(source, change) {
	const { label, verb } = describeChange(change);
	const { before, after } = change;
	const changed = before === null || after === null ? {} : { changes: changesBetween(before, after) };
	return {
		id: idOf("evt", source.newId()),
		workspaceId: label.workspaceId,
		type: `${label.kind}.${verb}`,
		origin: "crm",
		channelId: null,
		occurredAtMs: change.eventAtMs,
		createdAtMs: source.nowMs(),
		phone: null,
		bsuid: null,
		contact: null,
		sentMessage: null,
		hops: 0,
		payload: {
			...toLabelView(label),
			...changed
		},
		dedupeKey: null,
		causeId: null
	};
}
function toLabelAuditEntry(actor, change) {
	const { label, verb } = describeChange(change);
	return {
		workspaceId: label.workspaceId,
		actor,
		action: `${label.kind}.${verb}`,
		resourceType: label.kind,
		resourceId: label.id,
		before: change.before === null ? null : toLabelView(change.before),
		after: change.after === null ? null : toLabelView(change.after)
	};
}
function describeChange({ before, after }) {
	const label = after ?? before;
	assert(label !== null, "A label that was not there and is not there has not changed.");
	if (before === null) return {
		label,
		verb: "created"
	};
	return {
		label,
		verb: after === null ? "deleted" : "updated"
	};
}
// ../server/src/crm/labels/labels.store.ts
async function insertLabel(store, label, withChanges) {
	return store.db.transaction().execute(async (trx) => {
		const revision = await nextRevision(trx);
		await assertRoomForLabel(trx, label);
		await assertNameIsFree(trx, label, label.fields.name);
		const serial = await chooseSerial(trx, label);
		const unset = label.fields.isDefault ? await unsetDefault(trx, label, revision) : [];
		const row = await trx.insertInto("labels").values({
			workspace_id: label.workspaceId,
			id: label.id,
			kind: label.kind,
			serial,
			...toColumns(label.fields),
			created_at_ms: label.nowMs,
			updated_at_ms: label.nowMs,
			event_at_ms: label.nowMs,
			deleted_at_ms: null,
			revision
		}).returningAll().executeTakeFirstOrThrow();
		await withChanges(trx, [...unset, toChange(null, row)]);
		return toLabel(row);
	});
}
async function findLabel(store, labels, id) {
	const row = await selectLabels(store.db, labels).where("id", "=", id).executeTakeFirst();
	return row === void 0 ? null : toLabel(row);
}
async function listLabels(store, labels, query) {
	const { limit, name } = query;
	const after = idCursor(LABEL_TRAITS[labels.kind].idPrefix, query.cursor);
	const named = name === void 0 ? selectLabels(store.db, labels) : selectLabels(store.db, labels).where("name_key", "=", labelNameKey(name));
	const rows = await (after === null ? named : named.where("id", "<", after)).orderBy("id", "desc").limit(limit + 1).execute();
	return toPage(rows.map(toLabel), limit, (label) => label.id);
}
async function updateLabel(store, update, hooks) {
	return store.db.transaction().execute(async (trx) => {
		const revision = await nextRevision(trx);
		const before = await selectLabels(trx, update).where("id", "=", update.id).executeTakeFirst();
		if (before === void 0) return null;
		const present = toLabel(before);
		hooks.assertMayChange(present);
		const fields = {
			...fieldsOf(present),
			...update.fields
		};
		if (isSame$1(present, fields)) return present;
		await assertNameIsFree(trx, update, fields.name);
		const unset = fields.isDefault && !present.isDefault ? await unsetDefault(trx, update, revision) : [];
		const change = await changeRow(trx, before, {
			...toColumns(fields),
			updated_at_ms: update.nowMs,
			revision
		});
		await hooks.withChanges(trx, [...unset, change]);
		return change.after;
	});
}
async function deleteLabel(store, at, withChanges) {
	return store.db.transaction().execute(async (trx) => {
		const revision = await nextRevision(trx);
		const before = await selectLabels(trx, at).where("id", "=", at.id).executeTakeFirst();
		if (before === void 0) return false;
		await withChanges(trx, [{
			...await changeRow(trx, before, {
				deleted_at_ms: at.nowMs,
				is_default: 0,
				revision
			}),
			after: null
		}]);
		return true;
	});
}
async function assertRoomForLabel(trx, label) {
	const { count } = await trx.selectFrom("labels").select((select) => select.fn.countAll().as("count")).where("workspace_id", "=", label.workspaceId).where("kind", "=", label.kind).where("deleted_at_ms", "is", null).executeTakeFirstOrThrow();
	if (Number(count) < label.labelsMax) return;
	const { plural } = LABEL_TRAITS[label.kind];
	throw new PosthornError("limit_reached", `This workspace has ${label.labelsMax} ${plural} already. Delete one that is not used.`);
}
async function assertNameIsFree(trx, at, name) {
	const other = await selectLabels(trx, at).where("name_key", "=", labelNameKey(name)).where("id", "!=", at.id).executeTakeFirst();
	if (other === void 0) return;
	const { aNoun } = LABEL_TRAITS[at.kind];
	throw new PosthornError("conflict", `This workspace has ${aNoun} with this name already.`, { fields: [{
		pointer: "/name",
		message: `${other.id} is called ${JSON.stringify(other.name)}.`
	}] });
}
async function chooseSerial(trx, { workspaceId, kind, serial }) {
	if (serial === null) return takeSerials(trx, workspaceId, kind, 1);
	if (await trx.selectFrom("labels").select("id").where("workspace_id", "=", workspaceId).where("kind", "=", kind).where("serial", "=", serial).executeTakeFirst() !== void 0) {
		const { aNoun } = LABEL_TRAITS[kind];
		throw new PosthornError("conflict", `This workspace has or had ${aNoun} with this serial.`, { fields: [{
			pointer: "/serial",
			message: "Give another one, or none to get the next."
		}] });
	}
	await claimSerial(trx, workspaceId, kind, serial);
	return serial;
}
async function unsetDefault(trx, at, revision) {
	const before = await selectLabels(trx, at).where("is_default", "=", 1).where("id", "!=", at.id).executeTakeFirst();
	if (before === void 0) return [];
	return [await changeRow(trx, before, {
		is_default: 0,
		updated_at_ms: at.nowMs,
		revision
	})];
}
async function changeRow(trx, before, columns) {
	const changedAtMs = columns.deleted_at_ms ?? columns.updated_at_ms ?? before.updated_at_ms;
	return toChange(before, await trx.updateTable("labels").set({
		...columns,
		event_at_ms: nextEventAtMs(before.event_at_ms, changedAtMs)
	}).where("workspace_id", "=", before.workspace_id).where("id", "=", before.id).returningAll().executeTakeFirstOrThrow());
}
function selectLabels(db, { workspaceId, kind }) {
	return db.selectFrom("labels").selectAll().where("workspace_id", "=", workspaceId).where("kind", "=", kind).where("deleted_at_ms", "is", null);
}
function fieldsOf({ name, color, isDefault }) {
	return {
		name,
		color,
		isDefault
	};
}
function isSame$1(label, fields) {
	return label.name === fields.name && label.color === fields.color && label.isDefault === fields.isDefault;
}
function toColumns({ name, color, isDefault }) {
	return {
		name,
		name_key: labelNameKey(name),
		color,
		is_default: isDefault ? 1 : 0
	};
}
function toChange(before, after) {
	return {
		before: before === null ? null : toLabel(before),
		after: toLabel(after),
		eventAtMs: after.event_at_ms
	};
}
// ../server/src/crm/labels/label-contacts.store.ts
async function listContactsWith(store, label, page) {
	return label.kind === "contact_group" ? walkGroup(store, label, page) : readIndexed(store, label, page);
}
async function readIndexed(store, label, { afterId, limit }) {
	const ids = selectIds(store, {
		label,
		afterId
	});
	const rows = await (label.kind === "status" ? ids.where("status_id", "=", label.id) : ids.where("source_id", "=", label.id)).limit(limit).execute();
	const last = rows.length < limit ? void 0 : rows.at(-1);
	return {
		ids: rows.map(({ id }) => id),
		nextAfterId: last?.id ?? null
	};
}
async function walkGroup(store, label, { afterId, limit }) {
	const found = await scanBounded({
		limit,
		start: afterId,
		findStepEnd: async (start) => {
			return (await selectAllIds(store, {
				label,
				afterId: start
			}).offset(1999).limit(1).executeTakeFirst())?.id ?? null;
		},
		read: async (start, end, rowsMax) => {
			const inGroup = selectIds(store, {
				label,
				afterId: start
			}).where("group_ids", "like", `%"${label.id}"%`);
			return (await (end === null ? inGroup : inGroup.where("id", "<=", end)).limit(rowsMax).execute()).map(({ id }) => id);
		}
	});
	const ids = found.rows.slice(0, limit);
	return {
		ids,
		nextAfterId: found.rows.length > limit ? ids.at(-1) ?? null : found.stoppedAt
	};
}
function selectIds(store, after) {
	return selectAllIds(store, after).where("deleted_at_ms", "is", null);
}
function selectAllIds(store, { label, afterId }) {
	const ids = store.db.selectFrom("contacts").select("id").where("workspace_id", "=", label.workspaceId).orderBy("id");
	return afterId === null ? ids : ids.where("id", ">", afterId);
}
// ../server/src/crm/labels/reassign-contacts.ts
const BATCH_CONTACTS = 200;
const CALL_CONTACTS_MAX = 1e5;
async function assertNotInUse(store, label) {
	for await (const ids of contactsWith(store, label, 1)) {
		if (ids.length === 0) continue;
		const { noun, aNoun } = LABEL_TRAITS[label.kind];
		throw new PosthornError("conflict", `At least one contact uses this ${noun}. Name another one that its contacts get, ?reassign_to=<id of ${aNoun}>, or ?reassign_to=none.`);
	}
}
async function reassignContacts(ctx, { label, to, actor }) {
	await assertTarget(ctx.store, label, to);
	let contactCount = 0;
	for await (const ids of contactsWith(ctx.store, label, BATCH_CONTACTS)) {
		if (ids.length === 0) continue;
		if (contactCount >= CALL_CONTACTS_MAX) throw moreThanOneCallMoves(contactCount);
		const patch = (contact) => moveContact(contact, label, to);
		const wishes = ids.map((id) => ({
			kind: "update",
			id,
			patch,
			expectedRevision: null
		}));
		throwFailure(await ctx.saveContacts({
			workspaceId: label.workspaceId,
			wishes,
			actor
		}));
		contactCount += ids.length;
	}
}
async function* contactsWith(store, label, limit) {
	let afterId = null;
	do {
		const page = await listContactsWith(store, label, {
			afterId,
			limit
		});
		yield page.ids;
		afterId = page.nextAfterId;
	} while (afterId !== null);
}
async function assertTarget(store, label, to) {
	if (to === "none") return;
	const { noun } = LABEL_TRAITS[label.kind];
	if (to === label.id) throw wrongTarget(`This is the ${noun} that is to be deleted.`);
	if (await findLabel(store, label, to) === null) throw wrongTarget(`This workspace has no such ${noun}.`);
}
function wrongTarget(message) {
	return new PosthornError("unprocessable", "Contacts cannot be given that.", { fields: [{
		pointer: "?reassign_to",
		message
	}] });
}
function moveContact(contact, { kind, id }, to) {
	switch (kind) {
		case "status": return contact.statusId === id ? { statusId: to === "none" ? null : to } : {};
		case "source": return contact.sourceId === id ? { sourceId: to === "none" ? null : to } : {};
		case "contact_group": return { groupIds: replaceGroup(contact.groupIds, id, to) };
	}
}
function replaceGroup(groupIds, id, to) {
	const replaced = groupIds.flatMap((groupId) => {
		if (groupId !== id) return [groupId];
		return to === "none" ? [] : [to];
	});
	return [...new Set(replaced)];
}
function throwFailure(outcomes) {
	for (const outcome of outcomes) if (outcome.kind === "failed" && outcome.error.code !== "not_found") throw outcome.error;
}
function moreThanOneCallMoves(contactCount) {
	return new PosthornError("conflict", `${contactCount} contacts were moved and there are more. Send the same request again to go on.`);
}
// ../server/src/crm/labels/change-labels.ts
async function createLabel(ctx, request) {
	const { workspaceId, kind, serial, fields } = request;
	const { idPrefix, labelsMax } = LABEL_TRAITS[kind];
	const color = kind === "status" ? fields.color ?? "#64748B" : null;
	const label = await insertLabel(ctx.store, {
		workspaceId,
		kind,
		id: idOf(idPrefix, ctx.newId()),
		nowMs: ctx.nowMs(),
		labelsMax,
		serial,
		fields: {
			name: fields.name,
			color,
			isDefault: fields.isDefault ?? false
		}
	}, record(ctx, request.actor));
	await show(ctx);
	return label;
}
async function changeLabel(ctx, request) {
	const { actor, assertMayChange, ...change } = request;
	const hooks = {
		assertMayChange,
		withChanges: record(ctx, actor)
	};
	const label = await updateLabel(ctx.store, {
		...change,
		nowMs: ctx.nowMs()
	}, hooks);
	if (label === null) throw noSuchLabel(request.kind);
	await show(ctx);
	return label;
}
async function removeLabel(ctx, request) {
	const { workspaceId, kind, id, actor, reassignTo } = request;
	const label = {
		workspaceId,
		kind,
		id
	};
	if (await findLabel(ctx.store, label, id) === null) throw noSuchLabel(kind);
	if (reassignTo === void 0) await assertNotInUse(ctx.store, label);
	else await reassignContacts(ctx, {
		label,
		to: reassignTo,
		actor
	});
	if (!await deleteLabel(ctx.store, {
		...label,
		nowMs: ctx.nowMs()
	}, record(ctx, actor))) throw noSuchLabel(kind);
	await show(ctx);
}
function noSuchLabel(kind) {
	return new PosthornError("not_found", `There is no such ${LABEL_TRAITS[kind].noun}.`);
}
function record(ctx, actor) {
	return async (trx, changes) => {
		await ctx.publishIn(trx, changes.map((change) => toLabelEvent(ctx, change)));
		for (const change of changes) await ctx.audit(trx, toLabelAuditEntry(actor, change));
	};
}
async function show(ctx) {
	await ctx.refreshRegistry();
	ctx.wakeDelivery();
}
// ../server/src/control/runs/run-view.ts
const data = record$1(string(), unknown());
const runView = object({
	id: string(),
	kind: string().describe("What it does: `contact.import`."),
	state: _enum(RUN_STATES),
	progress: data.describe("How far it is."),
	result: data.nullable().describe("The report. Null until it has ended."),
	error: string().nullable().describe("One sentence. Null but for a run that failed."),
	created_at: datetime(),
	started_at: datetime().nullable(),
	finished_at: datetime().nullable()
}).meta({ id: "Run" });
function toRunView(run) {
	return {
		id: run.id,
		kind: run.kind,
		state: run.state,
		progress: run.progress,
		result: run.result,
		error: run.error,
		created_at: toIso(run.createdAtMs),
		started_at: run.startedAtMs === null ? null : toIso(run.startedAtMs),
		finished_at: run.finishedAtMs === null ? null : toIso(run.finishedAtMs)
	};
}
// ../server/src/crm/contacts/edit-lists.ts
function editLists(contact, edits) {
	const tags = edited(contact.tags, edits.addTags, edits.removeTags);
	const groupIds = edited(contact.groupIds, edits.addGroupIds, edits.removeGroupIds);
	if (tags.length > 50) return tooMany$1("/add_tags", `A contact has at most 50 tags.`);
	if (groupIds.length > 50) return tooMany$1("/add_group_ids", `A contact is in at most 50 contact groups.`);
	return {
		tags,
		groupIds
	};
}
function edited(list, added, removed) {
	const kept = list.filter((item) => !removed.includes(item));
	return [...new Set([...kept, ...added])];
}
function tooMany$1(pointer, message) {
	return new PosthornError("unprocessable", message, { fields: [{
		pointer,
		message
	}] });
}
// ../server/src/crm/contacts/bulk.routes.ts
const OPERATIONS_MAX = 1e3;
const BODY_BYTES_MAX$1 = 4194304;
const operation = discriminatedUnion("op", [
	strictObject({
		op: literal("create"),
		contact: createContactBody
	}),
	strictObject({
		op: literal("upsert").describe("Changes the contact that has the BSUID or the number, or makes it."),
		contact: createContactBody
	}),
	strictObject({
		op: literal("update"),
		id: idParam("cnt"),
		contact: updateContactBody
	}),
	strictObject({
		op: literal("edit_lists").describe("Puts tags and contact groups in and takes them out; all others stay."),
		id: idParam("cnt"),
		...listEdits
	}),
	strictObject({
		op: literal("delete"),
		id: idParam("cnt")
	})
]);
const bulkBody = strictObject({ operations: array(operation).min(1).max(OPERATIONS_MAX) });
const bulkResult = object({
	result: _enum([
		"created",
		"updated",
		"unchanged",
		"deleted",
		"failed"
	]),
	id: string().nullable(),
	serial: int().nullable(),
	error: object({
		code: string(),
		status: int(),
		detail: string(),
		errors: array(object({
			pointer: string(),
			detail: string()
		}))
	}).nullable()
});
const bulkView = object({
	counts: object({
		created: int(),
		updated: int(),
		unchanged: int(),
		deleted: int(),
		failed: int()
	}),
	results: array(bulkResult).describe("One for each operation, in order.")
}).meta({ id: "ContactsBulk" });
function bulkRoute(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/contacts/bulk",
		bodyLimit: BODY_BYTES_MAX$1,
		config: {
			access: {
				who: "workspace",
				permission: "contacts.write"
			},
			idempotent: true
		},
		schema: {
			tags: ["Contacts"],
			summary: "Create, change and delete up to 1,000 contacts",
			description: "What can be carried out is carried out together; what cannot has an error in its place.",
			body: bulkBody,
			response: { 200: bulkView }
		},
		handler: async (request) => {
			const workspaceId = workspaceOf(request);
			const input = {
				labels: ctx.labels(workspaceId),
				defaultCountry: ctx.defaultCountry(workspaceId)
			};
			const read = request.body.operations.map((one) => readOperation(one, input));
			const wishes = read.filter((one) => !(one instanceof PosthornError));
			const saved = [...await ctx.saveContacts({
				workspaceId,
				wishes,
				actor: actorOf(request)
			})];
			return toView(read.map((one) => one instanceof PosthornError ? {
				kind: "failed",
				error: one
			} : saved.shift()).filter((outcome) => outcome !== void 0));
		}
	});
}
function readOperation(one, input) {
	if (one.op === "delete") return {
		kind: "delete",
		id: one.id,
		expectedRevision: null
	};
	if (one.op === "edit_lists") return readListEdits(one, input);
	const read = readContactBody(one.contact, input);
	if (!read.ok) return new PosthornError("invalid_request", "The contact is not valid.", { fields: read.problems });
	if (one.op === "update") return {
		kind: "update",
		id: one.id,
		patch: read.fields,
		expectedRevision: null
	};
	if (!tellsWho(read.fields)) return new PosthornError("invalid_request", "The contact is not valid.", { fields: [TELL_WHO] });
	return {
		kind: one.op,
		fields: read.fields,
		serial: one.contact.serial ?? null
	};
}
function readListEdits(one, { labels }) {
	const unknown = one.add_group_ids.findIndex((id) => labels.byId.get(id)?.kind !== "contact_group");
	if (unknown >= 0) {
		const fields = [{
			pointer: `/add_group_ids/${unknown}`,
			message: "There is no such contact group."
		}];
		return new PosthornError("invalid_request", "The contact is not valid.", { fields });
	}
	const edits = {
		addTags: one.add_tags,
		removeTags: one.remove_tags,
		addGroupIds: one.add_group_ids,
		removeGroupIds: one.remove_group_ids
	};
	return {
		kind: "update",
		id: one.id,
		patch: (contact) => editLists(contact, edits),
		expectedRevision: null
	};
}
function toView(outcomes) {
	const counts = {
		created: 0,
		updated: 0,
		unchanged: 0,
		deleted: 0,
		failed: 0
	};
	for (const { kind } of outcomes) counts[kind] += 1;
	return {
		counts,
		results: outcomes.map(toResult)
	};
}
function toResult(outcome) {
	if (outcome.kind !== "failed") {
		const { id, serial } = outcome.contact;
		return {
			result: outcome.kind,
			id,
			serial,
			error: null
		};
	}
	const { code, message, fields } = outcome.error;
	const errors = fields.map(({ pointer, message: detail }) => ({
		pointer,
		detail
	}));
	return {
		result: "failed",
		id: null,
		serial: null,
		error: {
			code,
			status: STATUS_BY_CODE[code],
			detail: message,
			errors
		}
	};
}
// ../server/src/crm/contacts/contact-counts.store.ts
const CONTACTS_COUNTED_MAX = 1e5;
const CONTACTS_OF_LABEL_MAX = 1e4;
const CONTACTS_WALKED_MAX = 2e4;
async function countContacts(store, workspaceId) {
	const [total, byLabel] = await Promise.all([countAll(store, workspaceId), countByLabel(store, workspaceId)]);
	return {
		total,
		byLabel,
		byGroup: total > CONTACTS_WALKED_MAX ? null : await countByGroup(store, workspaceId)
	};
}
async function countAll(store, workspaceId) {
	const some = store.db.selectFrom("contacts").select("id").where("workspace_id", "=", workspaceId).where("deleted_at_ms", "is", null).limit(CONTACTS_COUNTED_MAX);
	const row = await store.db.selectFrom(some.as("some")).select((eb) => eb.fn.countAll().as("count")).executeTakeFirstOrThrow();
	return Number(row.count);
}
async function countByLabel(store, workspaceId) {
	const countOf = (column) => sql`
    (select count(*) from (
      select 1 as one from contacts as c
      where c.workspace_id = l.workspace_id and c.${sql.ref(column)} = l.id limit ${sql.lit(CONTACTS_OF_LABEL_MAX)}
    ) as counted)`;
	const { rows } = await sql`
    select l.id, case l.kind when 'status' then ${countOf("status_id")} else ${countOf("source_id")} end as count
    from labels as l
    where l.workspace_id = ${workspaceId} and l.kind in ('status', 'source') and l.deleted_at_ms is null`.execute(store.db);
	return toCounts(rows);
}
async function countByGroup(store, workspaceId) {
	return toCounts((await store.db.selectFrom("contacts").select(["group_ids as ids", (eb) => eb.fn.countAll().as("count")]).where("workspace_id", "=", workspaceId).where("deleted_at_ms", "is", null).where("group_ids", "<>", "[]").groupBy("group_ids").execute()).flatMap(({ ids, count }) => JSON.parse(ids).map((id) => ({
		id,
		count: String(count)
	}))));
}
function toCounts(rows) {
	const counts = new Map();
	for (const { id, count } of rows) if (Number(count) > 0) counts.set(id, (counts.get(id) ?? 0) + Number(count));
	return counts;
}
// ../server/src/crm/contacts/counts.routes.ts
const byId = record$1(string(), int());
const countsView = object({
	total: int().describe(`At most ${CONTACTS_COUNTED_MAX}: then there are as many or more.`),
	total_max: int(),
	by_label: byId.describe(`By the id of a status or source, at most ${CONTACTS_OF_LABEL_MAX} each. Those that are not there have none.`),
	by_label_max: int(),
	by_group: byId.nullable().describe("By the id of a contact group. Null: there are too many contacts to look at.")
}).meta({ id: "ContactCounts" });
function countsRoute(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/contacts/counts",
		config: { access: {
			who: "workspace",
			permission: "contacts.read"
		} },
		schema: {
			tags: ["Contacts"],
			summary: "Count contacts, and those of each status, source and group",
			description: "What is counted is bounded, so that it stays quick in a workspace of any size.",
			response: { 200: countsView }
		},
		handler: async (request) => {
			const { total, byLabel, byGroup } = await countContacts(ctx.store, workspaceOf(request));
			return {
				total,
				total_max: CONTACTS_COUNTED_MAX,
				by_label: toRecord(byLabel),
				by_label_max: CONTACTS_OF_LABEL_MAX,
				by_group: byGroup === null ? null : toRecord(byGroup)
			};
		}
	});
}
function toRecord(counts) {
	return Object.fromEntries(counts);
}
// ../server/src/crm/contacts/contacts.routes.ts
const TAGS$8 = ["Contacts"];
const READ$4 = {
	who: "workspace",
	permission: "contacts.read"
};
const WRITE$3 = {
	who: "workspace",
	permission: "contacts.write"
};
const flag$2 = _enum(["true", "false"]).transform((text) => text === "true");
const contactsQuery = listQuery$1.extend({
	cursor: string().max(1024).optional(),
	sort: _enum(CONTACT_SORTS).default("-created_at"),
	phone: phoneParam.optional().describe("Found in both spellings of Brazil, Mexico and Argentina."),
	bsuid: string().min(1).max(256).optional(),
	email: string().min(1).max(254).optional().describe("In any case."),
	name: string().trim().min(1).max(200).optional().describe("The beginning of the full name."),
	q: string().trim().min(1).max(200).optional().describe("Text anywhere in names, company, number, address, tags."),
	type: _enum(CONTACT_TYPES).optional(),
	status: idParam("sta").optional(),
	source: idParam("src").optional(),
	group: idParam("grp").optional(),
	assignee: idParam("mbr").optional(),
	tag: string().min(1).max(64).optional(),
	enabled: flag$2.optional(),
	opted_out: flag$2.optional()
});
function contactRoutes(api, ctx) {
	addCreateRoute$1(api, ctx);
	addListRoute$1(api, ctx);
	countsRoute(api, ctx);
	addReadRoute$1(api, ctx);
	addUpdateRoute$1(api, ctx);
	addDeleteRoute$1(api, ctx);
	bulkRoute(api, ctx);
}
function addCreateRoute$1(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/contacts",
		config: {
			access: WRITE$3,
			idempotent: true
		},
		schema: {
			tags: TAGS$8,
			summary: "Create a contact",
			description: "Its number and its BSUID are unique in the workspace. The event is `contact.created`.",
			body: createContactBody,
			response: { 201: contactView }
		},
		handler: async (request, reply) => {
			const workspaceId = workspaceOf(request);
			const { serial = null, ...body } = request.body;
			const contact = await saveOne(ctx, {
				workspaceId,
				wish: {
					kind: "create",
					fields: readNewFields(body, inputContext(ctx, workspaceId)),
					serial
				},
				actor: actorOf(request)
			});
			reply.code(201).header("etag", etagOf(contact.revision)).header("location", `/v1/contacts/${contact.id}`);
			return reply.send(view(ctx, contact));
		}
	});
}
function addListRoute$1(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/contacts",
		config: { access: READ$4 },
		schema: {
			tags: TAGS$8,
			summary: "List and search contacts",
			description: "A filtered page may be short or empty while `has_more` is true: go on with `next_cursor`.",
			querystring: contactsQuery,
			response: { 200: pageOf(contactView) }
		},
		handler: async (request) => {
			const { query } = request;
			const page = await listContacts(ctx.store, {
				workspaceId: workspaceOf(request),
				sort: query.sort,
				limit: query.limit,
				after: readPlace$1(query.cursor, query.sort),
				phoneKey: query.phone === void 0 ? void 0 : phoneKeyOf(query.phone),
				bsuid: query.bsuid,
				email: searched(query.email),
				name: searched(query.name),
				text: searched(query.q),
				type: query.type,
				statusId: query.status,
				sourceId: query.source,
				groupId: query.group,
				assigneeId: query.assignee,
				tag: query.tag === void 0 ? void 0 : storableText(query.tag) ?? void 0,
				enabled: query.enabled,
				optedOut: query.opted_out
			});
			return {
				data: page.items.map((contact) => view(ctx, contact)),
				next_cursor: page.nextCursor,
				has_more: page.nextCursor !== null
			};
		}
	});
}
function addReadRoute$1(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/contacts/:id",
		config: { access: READ$4 },
		schema: {
			tags: TAGS$8,
			summary: "Read a contact",
			params: idPath,
			response: { 200: contactView }
		},
		handler: async (request, reply) => {
			const contact = await readContact(ctx, workspaceOf(request), pathId("cnt", request.params.id));
			return reply.header("etag", etagOf(contact.revision)).send(view(ctx, contact));
		}
	});
}
function addUpdateRoute$1(api, ctx) {
	api.route({
		method: "PATCH",
		url: "/v1/contacts/:id",
		config: { access: WRITE$3 },
		schema: {
			tags: TAGS$8,
			summary: "Change a contact",
			description: "Fields that are not given stay. The event is `contact.updated` with `changes`; when nothing changes there is none.",
			params: idPath,
			body: updateContactBody,
			response: { 200: contactView }
		},
		handler: async (request, reply) => {
			const workspaceId = workspaceOf(request);
			const id = pathId("cnt", request.params.id);
			const before = await readContact(ctx, workspaceId, id);
			checkIfMatch(request, etagOf(before.revision));
			const contact = await saveOne(ctx, {
				workspaceId,
				wish: {
					kind: "update",
					id,
					patch: readFields(request.body, inputContext(ctx, workspaceId)),
					expectedRevision: request.headers["if-match"] === void 0 ? null : before.revision
				},
				actor: actorOf(request)
			});
			return reply.header("etag", etagOf(contact.revision)).send(view(ctx, contact));
		}
	});
}
function addDeleteRoute$1(api, ctx) {
	api.route({
		method: "DELETE",
		url: "/v1/contacts/:id",
		config: { access: WRITE$3 },
		schema: {
			tags: TAGS$8,
			summary: "Delete a contact",
			description: "Its events and messages stay. To make a person disappear everywhere, erase the contact.",
			params: idPath,
			response: { 204: _null() }
		},
		handler: async (request, reply) => {
			const workspaceId = workspaceOf(request);
			const id = pathId("cnt", request.params.id);
			const before = await readContact(ctx, workspaceId, id);
			checkIfMatch(request, etagOf(before.revision));
			await saveOne(ctx, {
				workspaceId,
				wish: {
					kind: "delete",
					id,
					expectedRevision: request.headers["if-match"] === void 0 ? null : before.revision
				},
				actor: actorOf(request)
			});
			return reply.code(204).send(null);
		}
	});
}
function searched(text) {
	return text === void 0 ? void 0 : (storableText(text) ?? "").normalize("NFC").toLowerCase();
}
async function saveOne(ctx, { workspaceId, wish, actor }) {
	const [outcome] = await ctx.saveContacts({
		workspaceId,
		wishes: [wish],
		actor
	});
	return contactOf(outcome);
}
function contactOf(outcome) {
	if (outcome === void 0) throw new PosthornError("internal", "A wish has no outcome.");
	if (outcome.kind === "failed") throw outcome.error;
	return outcome.contact;
}
async function readContact(ctx, workspaceId, id) {
	const contact = await findContact(ctx.store, workspaceId, id);
	if (contact === null) throw new PosthornError("not_found", "There is no such contact.");
	return contact;
}
function readFields(body, input) {
	const read = readContactBody(body, input);
	if (read.ok) return read.fields;
	throw new PosthornError("invalid_request", "The body is not valid.", { fields: read.problems });
}
function readNewFields(body, input) {
	const fields = readFields(body, input);
	if (tellsWho(fields)) return fields;
	throw new PosthornError("invalid_request", "The body is not valid.", { fields: [TELL_WHO] });
}
function readPlace$1(cursor, sort) {
	if (cursor === void 0) return null;
	const place = decodePlace(decodeCursor(cursor), sort);
	if (place !== null) return place;
	throw new PosthornError("invalid_request", "The cursor is not valid.", { fields: [{
		pointer: "?cursor",
		message: "Use next_cursor of the page before, of the same list and order."
	}] });
}
function inputContext(ctx, workspaceId) {
	return {
		labels: ctx.labels(workspaceId),
		defaultCountry: ctx.defaultCountry(workspaceId)
	};
}
function view(ctx, contact) {
	const resource = toContactResource(contact, ctx.labels(contact.workspaceId));
	return {
		...resource,
		groups: [...resource.groups],
		tags: [...resource.tags],
		custom_attributes: { ...resource.custom_attributes }
	};
}
// ../server/src/crm/labels/label-schemas.ts
const NAME_LENGTH_MAX$1 = 255;
const name$1 = string().trim().min(1).max(NAME_LENGTH_MAX$1).refine((text) => text.isWellFormed() && !text.includes("\0"), "Must be valid Unicode text without NUL.").describe("Unique in the workspace, in upper or lower case.");
const serial = number().int().min(1).max(SERIAL_MAX$1).exactOptional().describe("The integer that it had in the system you come from. Without it: the next one.");
const color = string().regex(/^#[0-9a-fA-F]{6}$/, "Must be a color such as #0EA5E9.").transform((text) => text.toUpperCase());
const isDefault = boolean().describe("New contacts get it. True takes it from the status that was the default.");
const createStatusBody = strictObject({
	name: name$1,
	color: color.exactOptional().describe(`Without it ${STATUS_COLOR_DEFAULT}.`),
	default: isDefault.exactOptional(),
	serial
});
const createNamedBody = strictObject({
	name: name$1,
	serial
});
const updateStatusBody = strictObject({
	name: name$1.exactOptional(),
	color: color.exactOptional(),
	default: isDefault.exactOptional()
});
const updateNamedBody = strictObject({ name: name$1.exactOptional() });
const named = {
	id: string(),
	serial: number().int().describe("Stable integer: its id in the xobito format."),
	name: string()
};
const times = {
	created_at: string(),
	updated_at: string()
};
const statusView = object({
	...named,
	color: string().describe("#RRGGBB."),
	default: boolean(),
	...times
}).meta({ title: "Status" });
const sourceView = object({
	...named,
	...times
}).meta({ title: "Source" });
const contactGroupView = object({
	...named,
	...times
}).meta({ title: "ContactGroup" });
const LABEL_SCHEMAS = {
	status: {
		createBody: createStatusBody,
		updateBody: updateStatusBody,
		view: statusView,
		deleteQuery: deleteQueryOf("sta")
	},
	source: {
		createBody: createNamedBody,
		updateBody: updateNamedBody,
		view: sourceView,
		deleteQuery: deleteQueryOf("src")
	},
	contact_group: {
		createBody: createNamedBody,
		updateBody: updateNamedBody,
		view: contactGroupView,
		deleteQuery: deleteQueryOf("grp")
	}
};
const nameFilter = string().max(NAME_LENGTH_MAX$1).optional().describe("Exactly this name, in upper or lower case.");
function deleteQueryOf(idPrefix) {
	return strictObject({ reassign_to: union$1([literal("none"), idParam(idPrefix)]).optional().describe("What its contacts get in its place: an id of the same kind, or none.") });
}
// ../server/src/crm/labels/labels.routes.ts
const READ$3 = {
	who: "workspace",
	permission: "labels.read"
};
const WRITE$2 = {
	who: "workspace",
	permission: "labels.write"
};
function labelRoutes(api, ctx) {
	for (const kind of LABEL_KINDS) {
		const traits = LABEL_TRAITS[kind];
		addCreateRoute(api, ctx, traits);
		addListRoute(api, ctx, traits);
		addReadRoute(api, ctx, traits);
		addUpdateRoute(api, ctx, traits);
		addDeleteRoute(api, ctx, traits);
	}
}
function addCreateRoute(api, ctx, { kind, path, tag, aNoun }) {
	const { createBody, view } = LABEL_SCHEMAS[kind];
	api.route({
		method: "POST",
		url: path,
		config: {
			access: WRITE$2,
			idempotent: true
		},
		schema: {
			tags: [tag],
			summary: `Create ${aNoun}`,
			body: createBody,
			response: { 201: view }
		},
		handler: async (request, reply) => {
			const { serial = null, name, ...others } = request.body;
			const label = await createLabel(ctx, {
				workspaceId: workspaceOf(request),
				kind,
				actor: actorOf(request),
				fields: {
					...toFields(others),
					name
				},
				serial
			});
			return reply.code(201).header("etag", etagOf(label.revision)).send(toLabelView(label));
		}
	});
}
function addListRoute(api, ctx, { kind, path, tag, plural }) {
	api.route({
		method: "GET",
		url: path,
		config: { access: READ$3 },
		schema: {
			tags: [tag],
			summary: `List ${plural}, newest first`,
			querystring: listQuery$1.extend({ name: nameFilter }),
			response: { 200: pageOf(LABEL_SCHEMAS[kind].view) }
		},
		handler: async (request) => {
			const page = await listLabels(ctx.store, {
				workspaceId: workspaceOf(request),
				kind
			}, request.query);
			return {
				data: page.items.map(toLabelView),
				next_cursor: page.nextCursor,
				has_more: page.nextCursor !== null
			};
		}
	});
}
function addReadRoute(api, ctx, { kind, path, tag, aNoun }) {
	api.route({
		method: "GET",
		url: `${path}/:id`,
		config: { access: READ$3 },
		schema: {
			tags: [tag],
			summary: `Read ${aNoun}`,
			params: idPath,
			response: { 200: LABEL_SCHEMAS[kind].view }
		},
		handler: async (request, reply) => {
			const id = labelId(kind, request.params.id);
			const label = await findLabel(ctx.store, {
				workspaceId: workspaceOf(request),
				kind
			}, id);
			if (label === null) throw noSuchLabel(kind);
			return reply.header("etag", etagOf(label.revision)).send(toLabelView(label));
		}
	});
}
function addUpdateRoute(api, ctx, { kind, path, tag, aNoun }) {
	const { updateBody, view } = LABEL_SCHEMAS[kind];
	api.route({
		method: "PATCH",
		url: `${path}/:id`,
		config: { access: WRITE$2 },
		schema: {
			tags: [tag],
			summary: `Change ${aNoun}`,
			description: "Fields that are not given stay. A change that changes nothing reports no event.",
			params: idPath,
			body: updateBody,
			response: { 200: view }
		},
		handler: async (request, reply) => {
			const label = await changeLabel(ctx, {
				workspaceId: workspaceOf(request),
				kind,
				actor: actorOf(request),
				id: labelId(kind, request.params.id),
				fields: toFields(request.body),
				assertMayChange: (present) => checkIfMatch(request, etagOf(present.revision))
			});
			return reply.header("etag", etagOf(label.revision)).send(toLabelView(label));
		}
	});
}
function addDeleteRoute(api, ctx, traits) {
	const { kind, path, tag, aNoun, noun } = traits;
	api.route({
		method: "DELETE",
		url: `${path}/:id`,
		config: { access: WRITE$2 },
		schema: {
			tags: [tag],
			summary: `Delete ${aNoun}`,
			description: `One that a contact uses is not deleted (409), unless reassign_to says what its contacts get in its place: each is changed, with its event, before the ${noun} is deleted. A contact that is saved in the same moment may keep the deleted one, which reads as none.`,
			params: idPath,
			querystring: LABEL_SCHEMAS[kind].deleteQuery,
			response: { 204: _null() }
		},
		handler: async (request, reply) => {
			await removeLabel(ctx, {
				workspaceId: workspaceOf(request),
				kind,
				actor: actorOf(request),
				id: labelId(kind, request.params.id),
				reassignTo: request.query.reassign_to
			});
			return reply.code(204).send(null);
		}
	});
}
function toFields({ default: isDefault, ...fields }) {
	return isDefault === void 0 ? fields : {
		...fields,
		isDefault
	};
}
function labelId(kind, text) {
	const id = parseId(LABEL_TRAITS[kind].idPrefix, text);
	if (id === null) throw noSuchLabel(kind);
	return id;
}
// ../server/src/control/runs/runs.store.ts
async function insertRun(store, run, withChange) {
	await store.db.transaction().execute(async (trx) => {
		await trx.insertInto("runs").values({
			workspace_id: run.workspaceId,
			id: run.id,
			kind: run.kind,
			state: "pending",
			params: JSON.stringify(run.params),
			progress: JSON.stringify(run.progress),
			result: null,
			error: null,
			cancel_requested: 0,
			pause_requested: 0,
			due_at_ms: run.createdAtMs,
			lease_token: null,
			claims: 0,
			created_at_ms: run.createdAtMs,
			started_at_ms: null,
			finished_at_ms: null
		}).execute();
		await withChange?.(trx, {
			before: null,
			after: run
		});
	});
}
async function countOpenRuns(store, workspaceId) {
	const row = await store.db.selectFrom("runs").select((eb) => eb.fn.countAll().as("count")).where("workspace_id", "=", workspaceId).where(isOpen).executeTakeFirstOrThrow();
	return Number(row.count);
}
async function listOpenRuns(store, workspaceId, kind) {
	return (await store.db.selectFrom("runs").selectAll().where("workspace_id", "=", workspaceId).where("kind", "=", kind).where(isOpen).execute()).map(toRun);
}
async function findRun(store, workspaceId, id) {
	const row = await selectRun(store.db, workspaceId, id);
	return row === null ? null : toRun(row);
}
async function listRuns(store, query) {
	let runs = store.db.selectFrom("runs").selectAll().where("workspace_id", "=", query.workspaceId);
	if (query.kinds !== void 0) runs = runs.where("kind", "in", query.kinds);
	const { state } = query;
	if (state !== void 0) runs = runs.where((eb) => hasState(eb, state));
	if (query.beforeId !== null) runs = runs.where("id", "<", query.beforeId);
	const rows = await runs.orderBy("id", "desc").limit(query.limit + 1).execute();
	return toPage(rows.map(toRun), query.limit, (run) => run.id);
}
async function claimRun(store, claim) {
	if (await selectDue(store.db, claim).executeTakeFirst() === void 0) return null;
	return store.db.transaction().execute(async (trx) => {
		const row = await selectDue(trx, claim).$if(store.can.skipLocked, (query) => query.forUpdate().skipLocked()).executeTakeFirst();
		if (row === void 0) return null;
		const lease = {
			state: "running",
			due_at_ms: claim.leaseUntilMs,
			lease_token: claim.leaseToken,
			claims: row.claims + 1,
			started_at_ms: row.started_at_ms ?? claim.nowMs
		};
		await updateRun(trx, row.workspace_id, row.id).set(lease).execute();
		return {
			...toRun({
				...row,
				...lease
			}),
			leaseToken: claim.leaseToken,
			claims: lease.claims,
			startedAtMs: lease.started_at_ms,
			cancelRequested: row.cancel_requested === 1,
			pauseRequested: row.pause_requested === 1
		};
	});
}
function selectDue(db, { nowMs, kinds }) {
	return db.selectFrom("runs").selectAll().where("due_at_ms", "<=", nowMs).where("kind", "in", kinds).orderBy("due_at_ms").limit(1);
}
async function extendRunLease(store, lease, leaseUntilMs) {
	return extendWith(store.db, lease, { due_at_ms: leaseUntilMs });
}
async function saveRunProgress(store, lease, save, alongside = null) {
	const columns = {
		due_at_ms: save.leaseUntilMs,
		progress: JSON.stringify(save.progress),
		claims: 0
	};
	if (save.problems.length === 0 && alongside === null) return extendWith(store.db, lease, columns);
	return store.db.transaction().execute(async (trx) => {
		const state = await extendWith(trx, lease, columns);
		if (state === "lost") return state;
		await appendProblems(trx, lease, save.problems);
		await alongside?.(trx);
		return state;
	});
}
async function releaseRun(store, lease, dueAtMs) {
	await updateLeased(store.db, lease).set({
		due_at_ms: dueAtMs,
		lease_token: null
	}).execute();
}
async function restRun(store, lease, nowMs) {
	const dueAtMs = sql`CASE WHEN pause_requested = 1 THEN NULL ELSE ${sql.lit(nowMs)} END`;
	await updateLeased(store.db, lease).set({
		due_at_ms: dueAtMs,
		lease_token: null
	}).execute();
}
async function endRunLeasesOfTheDead(store, nowMs) {
	await store.db.updateTable("runs").set({
		due_at_ms: nowMs,
		lease_token: null
	}).where("due_at_ms", "is not", null).where("lease_token", "is not", null).execute();
}
async function finishRun(store, lease, finish) {
	return (await updateLeased(store.db, lease).set(toEnd(finish)).executeTakeFirst()).numUpdatedRows > 0n;
}
function cancelRun(store, run, withChange) {
	return changeRun(store, {
		run,
		withChange
	}, (row) => {
		if (row.finished_at_ms !== null || row.cancel_requested === 1) return null;
		if (row.state !== "pending" && !isPaused(row)) return { cancel_requested: 1 };
		return toEnd({
			state: "canceled",
			result: JSON.parse(row.progress),
			error: null,
			nowMs: run.nowMs
		});
	});
}
function pauseRun(store, run, withChange) {
	return changeRun(store, {
		run,
		withChange
	}, (row) => {
		if (row.finished_at_ms !== null || row.cancel_requested === 1 || row.pause_requested === 1) return null;
		return row.lease_token === null ? {
			pause_requested: 1,
			due_at_ms: null
		} : { pause_requested: 1 };
	});
}
function resumeRun(store, run, withChange) {
	return changeRun(store, {
		run,
		withChange
	}, (row) => {
		if (row.finished_at_ms !== null || row.pause_requested === 0) return null;
		return isPaused(row) ? {
			pause_requested: 0,
			due_at_ms: run.nowMs
		} : { pause_requested: 0 };
	});
}
function changeRun(store, { run, withChange }, change) {
	return store.db.transaction().execute(async (trx) => {
		const row = await selectRun(trx, run.workspaceId, run.id, store.can.skipLocked);
		if (row === null) return null;
		const columns = change(row);
		if (columns === null) return toRun(row);
		await updateRun(trx, run.workspaceId, run.id).set(columns).execute();
		const [before, after] = [toRun(row), toRun({
			...row,
			...columns
		})];
		await withChange(trx, {
			before,
			after
		});
		return after;
	});
}
async function listRunProblems(store, query) {
	const rows = await store.db.selectFrom("run_problems").selectAll().where("workspace_id", "=", query.workspaceId).where("run_id", "=", query.runId).where("number", ">", query.afterNumber ?? 0).orderBy("number").limit(query.limit + 1).execute();
	const page = toPage(rows, query.limit, (row) => String(row.number));
	return {
		items: page.items.map(toProblem),
		nextCursor: page.nextCursor
	};
}
async function appendRunInput(store, input, content) {
	const { workspaceId, runId, number } = input;
	await store.db.insertInto("run_inputs").values({
		workspace_id: workspaceId,
		run_id: runId,
		number,
		content
	}).execute();
}
async function readRunInput(store, input) {
	return (await store.db.selectFrom("run_inputs").select("content").where("workspace_id", "=", input.workspaceId).where("run_id", "=", input.runId).where("number", "=", input.number).executeTakeFirst())?.content ?? null;
}
const DROP_PIECES = 4;
async function dropRunInput(store, workspaceId, runId) {
	for (;;) {
		const result = await store.db.deleteFrom("run_inputs").where("workspace_id", "=", workspaceId).where("run_id", "=", runId).where("number", "in", (eb) => eb.selectFrom("run_inputs as piece").select("piece.number").where("piece.workspace_id", "=", workspaceId).where("piece.run_id", "=", runId).orderBy("piece.number").limit(DROP_PIECES)).executeTakeFirst();
		if (Number(result.numDeletedRows) < DROP_PIECES) return;
	}
}
function isOpen(eb) {
	return eb.or([eb("due_at_ms", "is not", null), eb("pause_requested", "=", 1)]);
}
function isPaused(row) {
	return row.due_at_ms === null && row.pause_requested === 1;
}
function hasState(eb, state) {
	const pauses = eb.and([eb("due_at_ms", "is", null), eb("pause_requested", "=", 1)]);
	return state === "paused" ? pauses : eb.and([eb("state", "=", state), eb.not(pauses)]);
}
async function selectRun(db, workspaceId, id, locks = false) {
	return await db.selectFrom("runs").selectAll().where("workspace_id", "=", workspaceId).where("id", "=", id).$if(locks, (query) => query.forUpdate()).executeTakeFirst() ?? null;
}
function updateRun(db, workspaceId, id) {
	return db.updateTable("runs").where("workspace_id", "=", workspaceId).where("id", "=", id);
}
function updateLeased(db, { workspaceId, id, leaseToken }) {
	return updateRun(db, workspaceId, id).where("lease_token", "=", leaseToken).where("due_at_ms", "is not", null);
}
async function extendWith(db, lease, change) {
	const row = await updateLeased(db, lease).set(change).returning(["cancel_requested", "pause_requested"]).executeTakeFirst();
	if (row === void 0) return "lost";
	if (row.cancel_requested === 1) return "canceled";
	return row.pause_requested === 1 ? "paused" : "held";
}
function toEnd({ state, result, error, nowMs }) {
	return {
		state,
		params: "{}",
		result: JSON.stringify(result),
		error,
		due_at_ms: null,
		lease_token: null,
		pause_requested: 0,
		finished_at_ms: nowMs
	};
}
const VALUE_CHARS_MAX = 200;
const INSERT_ROWS_MAX = 500;
async function appendProblems(trx, lease, problems) {
	if (problems.length === 0) return;
	const last = await trx.selectFrom("run_problems").select("number").where("workspace_id", "=", lease.workspaceId).where("run_id", "=", lease.id).orderBy("number", "desc").limit(1).executeTakeFirst();
	const rows = problems.map((problem, index) => ({
		workspace_id: lease.workspaceId,
		run_id: lease.id,
		number: (last?.number ?? 0) + 1 + index,
		row_number: problem.row,
		column_name: storableText(problem.column),
		message: problem.message,
		value: storableText(problem.value?.slice(0, VALUE_CHARS_MAX) ?? null)
	}));
	for (let start = 0; start < rows.length; start += INSERT_ROWS_MAX) await trx.insertInto("run_problems").values(rows.slice(start, start + INSERT_ROWS_MAX)).execute();
}
function toProblem(row) {
	return {
		row: row.row_number,
		column: row.column_name,
		message: row.message,
		value: row.value
	};
}
function toRun(row) {
	return {
		id: row.id,
		workspaceId: row.workspace_id,
		kind: row.kind,
		state: isPaused(row) ? "paused" : row.state,
		params: JSON.parse(row.params),
		progress: JSON.parse(row.progress),
		result: row.result === null ? null : JSON.parse(row.result),
		error: row.error,
		createdAtMs: row.created_at_ms,
		startedAtMs: row.started_at_ms,
		finishedAtMs: row.finished_at_ms
	};
}
// ../server/src/control/runs/runs.routes.ts
const READ$2 = { access: {
	who: "workspace",
	permission: "runs.read"
} };
const WRITE$1 = { access: {
	who: "workspace",
	permission: "runs.write"
} };
const TAGS$7 = ["Runs"];
const runsQuery = listQuery$1.extend({
	kind: string().max(256).transform((text) => text.split(",")).optional().describe("Any of these: several stand with commas between."),
	state: _enum(RUN_STATES).optional()
});
const problemView = object({
	row: int().describe("Row of the file; the heading is row 1."),
	column: string().nullable().describe("As the file calls it. Null: it is about the whole row."),
	message: string(),
	value: string().nullable().describe("The cell, cut short.")
});
function runRoutes(api, ctx) {
	readRoutes(api, ctx);
	problemRoutes(api, ctx);
	changeRoute(api, ctx, {
		path: "cancel",
		action: "canceled",
		change: cancelRun,
		summary: "End a run before its time",
		description: `What it did so far stays. ${AFTER_PIECE} ${ENDED}`
	});
	changeRoute(api, ctx, {
		path: "pause",
		action: "paused",
		change: pauseRun,
		summary: "Let a run wait until it is resumed",
		description: `What it did so far stays, and it keeps its place: resumed, it goes on from there. ${AFTER_PIECE} ${ENDED}`
	});
	changeRoute(api, ctx, {
		path: "resume",
		action: "resumed",
		change: resumeRun,
		summary: "Go on with a run that pauses",
		description: `Does nothing to one that does not pause. ${ENDED}`
	});
}
const AFTER_PIECE = "One that is being worked on stops after the piece of work in hand: read it again until its `state` says so.";
const ENDED = "409 when it has ended already.";
function changeRoute(api, ctx, { path, action, change, ...words }) {
	api.post(`/v1/runs/:id/${path}`, {
		config: WRITE$1,
		schema: {
			...words,
			tags: TAGS$7,
			params: idPath,
			response: { 200: runView }
		}
	}, async (request) => {
		const workspaceId = workspaceOf(request);
		const before = await findRunOrThrow(ctx, workspaceId, request.params.id);
		if (before.finishedAtMs !== null) throw endedAlready();
		const resource = {
			write: ctx.audit,
			resourceType: "run",
			toView: toRunView
		};
		const key = {
			workspaceId,
			id: before.id,
			nowMs: ctx.nowMs()
		};
		const run = await change(ctx.store, key, auditChange(resource, request, action));
		if (run === null) throw notFound$1();
		if (run.finishedAtMs !== null) await dropRunInput(ctx.store, workspaceId, run.id);
		else ctx.wake();
		return toRunView(run);
	});
}
function readRoutes(api, ctx) {
	api.get("/v1/runs", {
		config: READ$2,
		schema: {
			summary: "Long pieces of work, newest first",
			tags: TAGS$7,
			querystring: runsQuery,
			response: { 200: pageOf(runView) }
		}
	}, async (request) => {
		const { kind: kinds, state, cursor, limit } = request.query;
		const beforeId = idCursor("run", cursor);
		const page = await listRuns(ctx.store, {
			workspaceId: workspaceOf(request),
			kinds,
			state,
			beforeId,
			limit
		});
		return {
			data: page.items.map(toRunView),
			next_cursor: page.nextCursor,
			has_more: page.nextCursor !== null
		};
	});
	api.get("/v1/runs/:id", {
		config: READ$2,
		schema: {
			summary: "One run: how far it is, and its report",
			tags: TAGS$7,
			params: idPath,
			response: { 200: runView }
		}
	}, async (request) => toRunView(await findRunOrThrow(ctx, workspaceOf(request), request.params.id)));
}
function problemRoutes(api, ctx) {
	api.get("/v1/runs/:id/problems", {
		config: READ$2,
		schema: {
			summary: "What a run could not do, row by row",
			tags: TAGS$7,
			params: idPath,
			querystring: listQuery$1,
			response: { 200: pageOf(problemView) }
		}
	}, async (request) => {
		const run = await findRunOrThrow(ctx, workspaceOf(request), request.params.id);
		const page = await listRunProblems(ctx.store, {
			workspaceId: run.workspaceId,
			runId: run.id,
			afterNumber: readProblemCursor(request.query.cursor),
			limit: request.query.limit
		});
		return {
			data: [...page.items],
			next_cursor: page.nextCursor,
			has_more: page.nextCursor !== null
		};
	});
	api.get("/v1/runs/:id/problems.csv", {
		config: READ$2,
		schema: {
			summary: "The same as a file",
			description: "CSV in UTF-8 with the columns `row`, `column`, `message` and `value`.",
			tags: TAGS$7,
			params: idPath,
			produces: ["text/csv"]
		}
	}, async (request, reply) => {
		const run = await findRunOrThrow(ctx, workspaceOf(request), request.params.id);
		return reply.type("text/csv; charset=utf-8").header("content-disposition", `attachment; filename="${run.id}-problems.csv"`).send(Readable.from(writeProblems(ctx.store, run.workspaceId, run.id)));
	});
}
async function findRunOrThrow(ctx, workspaceId, text) {
	const run = await findRun(ctx.store, workspaceId, pathId("run", text));
	if (run === null) throw notFound$1();
	return run;
}
function notFound$1() {
	return new PosthornError("not_found", "There is no run with this id, or it is older than the retention.");
}
function endedAlready() {
	return new PosthornError("conflict", "The run has ended already.");
}
function readProblemCursor(cursor) {
	if (cursor === void 0) return null;
	const position = decodeCursor(cursor);
	if (/^\d{1,9}$/.test(position)) return Number(position);
	throw new PosthornError("invalid_request", "The cursor is not valid.", { fields: [{
		pointer: "?cursor",
		message: "Use next_cursor of the page before, of the same list."
	}] });
}
const FILE_PAGE_ROWS = 500;
async function* writeProblems(store, workspaceId, runId) {
	yield toCsv$1([[
		"row",
		"column",
		"message",
		"value"
	]]);
	let afterNumber = null;
	do {
		const page = await listRunProblems(store, {
			workspaceId,
			runId,
			afterNumber,
			limit: FILE_PAGE_ROWS
		});
		yield toCsv$1(page.items.map(toCells));
		afterNumber = page.nextCursor === null ? null : Number(decodeCursor(page.nextCursor));
	} while (afterNumber !== null);
}
function toCells({ row, column, message, value }) {
	return [
		String(row),
		guardCsvCell(column ?? ""),
		message,
		guardCsvCell(value ?? "")
	];
}
function toCsv$1(rows) {
	return stringify(rows, {
		record_delimiter: "windows",
		quoted_match: /[\r\n]/
	});
}
// ../server/src/crm/contact-transfer/transfer-bounds.ts
const ROWS_MAX = 1e5;
const CELL_BYTES_MAX = 65536;
const FILE_BYTES_MAX = 104857600;
// ../server/src/crm/contact-transfer/column-mapping.ts
const HEADINGS = {
	serial: ["serial", "id"],
	first_name: ["firstname", "name"],
	last_name: ["lastname"],
	company: ["company"],
	type: ["type"],
	email: ["email"],
	phone: ["phone", "phonenumber"],
	bsuid: ["bsuid"],
	username: ["username"],
	country: ["country"],
	address: ["address"],
	city: ["city"],
	state: ["state"],
	zip: ["zip"],
	website: ["website"],
	description: ["description"],
	source: ["source", "sourceid"],
	status: ["status", "statusid"],
	groups: [
		"groups",
		"group",
		"groupids",
		"groupid"
	],
	tags: ["tags"],
	enabled: ["enabled", "isenabled"],
	opted_out: ["optedout", "isoptedout"]
};
const FIELD_NAMES = Object.keys(HEADINGS);
const ATTRIBUTE_TYPES = [
	"text",
	"number",
	"boolean"
];
function planColumns(heading, mapping) {
	const names = heading.map((name) => name.trim());
	assertHeading(names);
	const decided = readMapping(names, mapping);
	const guessed = guessFields(names, decided);
	const targets = names.map((name, index) => decided.get(name) ?? (decided.has(name) ? null : guessed.get(index) ?? null));
	if (targets.every((target) => target === null)) throw wrongHeading(NOTHING_KNOWN);
	return {
		names,
		targets,
		ignored: names.filter((_, index) => targets[index] === null)
	};
}
function headingOf(target) {
	return target.kind === "field" ? target.field : attributeHeading(target);
}
const NOTHING_KNOWN = "No column has a heading that means a field of a contact. Is the first row the heading, and the delimiter right? Else name the columns in ?mapping.";
function assertHeading(names) {
	if (names.length > 100) throw wrongHeading(`The file has ${names.length} columns; at most 100 can be read.`);
	const seen = new Set();
	for (const name of names) {
		if (name === "") continue;
		if (seen.has(name)) throw wrongHeading(`Two columns are called ${quote(name)}. Give each its own name.`);
		seen.add(name);
	}
}
function readMapping(names, mapping) {
	const problems = [];
	const decided = new Map();
	const taken = new Map();
	for (const [column, field] of Object.entries(mapping)) {
		const name = column.trim();
		const target = field === null ? null : readTarget(field);
		const key = target === null ? null : headingOf(target);
		const other = key === null ? void 0 : taken.get(key);
		if (!names.includes(name) || name === "") problems.push(mappingProblem(`The file has no column ${quote(name)}.`));
		if (field !== null && target === null) problems.push(mappingProblem(`There is no field ${quote(field)}. ${FIELDS_IN_WORDS}`));
		if (other !== void 0) problems.push(mappingProblem(`${quote(other)} and ${quote(name)} cannot both be ${field}.`));
		if (key !== null) taken.set(key, name);
		decided.set(name, target);
	}
	if (problems.length === 0) return decided;
	throw new PosthornError("invalid_request", "The mapping does not fit the file.", { fields: problems.slice(0, PROBLEMS_MAX$1) });
}
const PROBLEMS_MAX$1 = 20;
const FIELDS_IN_WORDS = `Fields are ${FIELD_NAMES.join(", ")} and custom_attributes.<name>.`;
function readTarget(text) {
	return readAttribute(text) ?? (isFieldName(text) ? {
		kind: "field",
		field: text
	} : null);
}
function isFieldName(text) {
	return Object.hasOwn(HEADINGS, text);
}
function guessFields(names, decided) {
	const guessed = new Map();
	const taken = new Set([...decided.values()].filter((target) => target !== null).map(headingOf));
	const isOpen = (index) => !decided.has(names[index] ?? "") && !guessed.has(index);
	const take = (index, target) => {
		if (!isOpen(index) || taken.has(headingOf(target))) return;
		taken.add(headingOf(target));
		guessed.set(index, target);
	};
	for (const [index, name] of names.entries()) {
		const attribute = readAttribute(name);
		if (attribute !== null) take(index, attribute);
	}
	for (const field of FIELD_NAMES) for (const heading of HEADINGS[field]) {
		const index = names.findIndex((name, at) => isOpen(at) && keyOf$1(name) === heading);
		if (index >= 0) take(index, {
			kind: "field",
			field
		});
	}
	return guessed;
}
function keyOf$1(name) {
	return name.toLowerCase().replaceAll(/[\s_-]/g, "");
}
const ATTRIBUTE_PREFIX = /^custom_attributes\./i;
function readAttribute(text) {
	if (!ATTRIBUTE_PREFIX.test(text)) return null;
	const rest = text.replace(ATTRIBUTE_PREFIX, "");
	const type = ATTRIBUTE_TYPES.find((one) => rest.endsWith(`:${one}`));
	const name = type === void 0 ? rest : rest.slice(0, -type.length - 1);
	return name === "" ? null : {
		kind: "attribute",
		name,
		type: type ?? "text"
	};
}
function attributeHeading({ name, type }) {
	const endsInType = ATTRIBUTE_TYPES.some((one) => name.endsWith(`:${one}`));
	return `custom_attributes.${name}${type === "text" && !endsInType ? "" : `:${type}`}`;
}
const NAME_CHARS_SHOWN = 60;
function quote(name) {
	return `"${name.slice(0, NAME_CHARS_SHOWN)}"`;
}
function mappingProblem(message) {
	return {
		pointer: "?mapping",
		message
	};
}
function wrongHeading(message) {
	return new PosthornError("invalid_request", message);
}
// ../server/src/crm/contact-transfer/cell-values.ts
const FLAGS = new Map([
	["1", true],
	["true", true],
	["yes", true],
	["0", false],
	["false", false],
	["no", false]
]);
function readFlag(text) {
	return FLAGS.get(text.trim().toLowerCase()) ?? null;
}
function readNumber(text) {
	const trimmed = text.trim();
	if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(trimmed)) return null;
	const value = Number(trimmed);
	return Number.isFinite(value) ? value : null;
}
function splitList(text) {
	return (text.match(/\s*"(?:[^"]|"")*"\s*(?=[;,]|$)|[^;,]+/g) ?? []).map(unquote).filter((item) => item !== "");
}
function joinList(items) {
	return items.map((item) => /[;,"]/.test(item) ? `"${item.replaceAll("\"", "\"\"")}"` : item).join(";");
}
function unquote(item) {
	const trimmed = item.trim();
	const inner = /^"((?:[^"]|"")*)"$/.exec(trimmed)?.[1];
	return inner === void 0 ? trimmed : inner.replaceAll("\"\"", "\"").trim();
}
// ../server/src/crm/contact-transfer/contact-columns.ts
function exportColumns(attributes) {
	const targets = [...FIELD_NAMES.map((field) => ({
		kind: "field",
		field
	})), ...attributes];
	return {
		heading: ["id", ...targets.map(headingOf)],
		toCells: (contact) => [contact.id, ...targets.map((target) => toCell(contact, target))]
	};
}
const FIXED_COLUMN_COUNT = FIELD_NAMES.length + 1;
function attributesOf(contact) {
	return Object.entries(contact.custom_attributes).flatMap(([name, value]) => value === null ? [] : [{
		kind: "attribute",
		name,
		type: typeOf(value)
	}]);
}
function typeOf(value) {
	if (typeof value === "number") return "number";
	return typeof value === "boolean" ? "boolean" : "text";
}
function toCell(contact, target) {
	if (target.kind === "field") return fieldCell(contact, target.field);
	const value = Object.hasOwn(contact.custom_attributes, target.name) ? contact.custom_attributes[target.name] : null;
	if (value === null || value === void 0 || typeOf(value) !== target.type) return "";
	return typeof value === "string" ? guardCsvCell(value) : String(value);
}
function fieldCell(contact, field) {
	switch (field) {
		case "serial":
		case "enabled":
		case "opted_out": return String(contact[field]);
		case "source":
		case "status": return guardCsvCell(contact[field]?.name ?? "");
		case "country": return contact.country?.id ?? "";
		case "groups": return guardCsvCell(joinList(contact.groups.map((group) => group.name)));
		case "tags": return guardCsvCell(joinList(contact.tags));
		case "phone": return contact.phone ?? "";
		default: return guardCsvCell(contact[field] ?? "");
	}
}
// ../server/src/crm/contact-transfer/export.routes.ts
const PAGE_ROWS = 500;
const ATTRIBUTE_COLUMNS_MAX = 100 - FIXED_COLUMN_COUNT;
const exportQuery = strictObject({
	format: _enum(["csv", "ndjson"]).default("csv"),
	workspace: string().max(64).optional().describe("In place of the header Posthorn-Workspace, for a link.")
});
const CONTENT_TYPES = {
	csv: "text/csv; charset=utf-8",
	ndjson: "application/x-ndjson; charset=utf-8"
};
function exportRoutes(api, ctx) {
	const files = new Set();
	api.addHook("preClose", async () => {
		for (const file of files) file.destroy();
	});
	api.get("/v1/contacts/export", {
		config: { access: {
			who: "workspace",
			permission: "contacts.export",
			workspaceInQuery: true
		} },
		schema: {
			summary: "Export all contacts as a file",
			description: "Oldest first. `csv` has the columns that an import understands, custom attributes as `custom_attributes.<name>`; a text that a spreadsheet would take for a formula has an apostrophe before it, which an import takes away. `ndjson` has one contact of the API on each line.",
			tags: ["Contacts"],
			querystring: exportQuery,
			produces: Object.values(CONTENT_TYPES).map((type) => type.split(";")[0] ?? type)
		}
	}, async (request, reply) => {
		const { format } = request.query;
		const pages = () => readPages(ctx, workspaceOf(request));
		const lines = format === "csv" ? writeCsv(pages, await findColumns(pages())) : writeNdjson(pages());
		const file = Readable.from(lines);
		files.add(file);
		file.once("close", () => files.delete(file));
		return reply.type(CONTENT_TYPES[format]).header("content-disposition", `attachment; filename="contacts.${format}"`).send(file);
	});
}
async function* readPages({ listContacts }, workspaceId) {
	let afterId = null;
	for (;;) {
		const page = await listContacts(workspaceId, {
			afterId,
			limit: PAGE_ROWS
		});
		if (page.length > 0) yield page;
		const last = page.at(-1);
		if (page.length < PAGE_ROWS || last === void 0) return;
		afterId = parseId("cnt", last.id);
		assert(afterId !== null);
	}
}
async function findColumns(pages) {
	const attributes = new Map();
	for await (const page of pages) {
		for (const target of page.flatMap(attributesOf)) attributes.set(headingOf(target), target);
		if (attributes.size > ATTRIBUTE_COLUMNS_MAX) throw tooManyAttributes();
	}
	return exportColumns([...attributes].toSorted(([a], [b]) => a < b ? -1 : 1).map(([, target]) => target));
}
function tooManyAttributes() {
	return new PosthornError("limit_reached", `The contacts have more than ${ATTRIBUTE_COLUMNS_MAX} custom attributes, which is more than a CSV file can hold here. Use format=ndjson.`);
}
async function* writeCsv(pages, { heading, toCells }) {
	yield toCsv([heading]);
	for await (const page of pages()) yield toCsv(page.map(toCells));
}
async function* writeNdjson(pages) {
	for await (const page of pages) yield page.map((contact) => `${JSON.stringify(contact)}\n`).join("");
}
function toCsv(rows) {
	return stringify(rows.map((cells) => [...cells]), {
		record_delimiter: "windows",
		quoted_match: /[\r\n]/
	});
}
// ../server/src/crm/contact-transfer/csv-rows.ts
const DELIMITERS = [
	",",
	";",
	"	",
	"|"
];
const SLICE_BYTES = 16384;
async function* readCsvRows(pieces, delimiter, onRead = () => {}) {
	const rows = pipeline(Readable.from(sliced(pieces, onRead)), parse$1(parseOptions(delimiter)), () => {});
	try {
		for await (const row of rows) yield row;
	} catch (error) {
		throw error instanceof CsvError ? unreadable(error) : error;
	}
}
function readHeading(text, delimiter) {
	try {
		const [heading] = parse$2(text, {
			...parseOptions(delimiter),
			to: 1
		});
		if (heading?.some((name) => name.trim() !== "") === true) return heading;
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		throw new PosthornError("invalid_request", "The heading of the file cannot be read. Is a quote missing?");
	}
	throw new PosthornError("invalid_request", "The file has no heading: its first row has to name the columns.");
}
function readFirstRows(text, delimiter, { isPart, rowsMax }) {
	const heading = readHeading(text, delimiter);
	try {
		const rows = parse$2(text, {
			...parseOptions(delimiter),
			to: rowsMax
		});
		return isPart && rows.length > 1 && rows.length < rowsMax ? rows.slice(0, -1) : rows;
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		if (!isPart) throw new PosthornError("invalid_request", unreadable(error).message);
		return [heading];
	}
}
function parseOptions(delimiter) {
	return {
		delimiter,
		record_delimiter: [
			"\r\n",
			"\n",
			"\r"
		],
		relax_column_count: true,
		relax_quotes: true,
		max_record_size: 100 * CELL_BYTES_MAX
	};
}
async function* sliced(pieces, onRead) {
	for await (const piece of pieces) {
		const bytes = Buffer.from(piece, "utf8");
		for (let start = 0; start < bytes.length; start += SLICE_BYTES) {
			const slice = bytes.subarray(start, start + SLICE_BYTES);
			onRead(slice.length);
			yield slice;
		}
	}
}
function unreadable(error) {
	const at = Number(error.records);
	const row = Number.isSafeInteger(at) ? `Row ${at + 1}` : "A row";
	const reason = error.code === "CSV_QUOTE_NOT_CLOSED" || error.code === "CSV_MAX_RECORD_SIZE" ? "has a cell that begins with a quote which is never closed" : "cannot be read";
	return new PosthornError("unprocessable", `${row} ${reason}. What comes after it was not read.`, { cause: error });
}
// ../server/src/crm/contact-transfer/row-contact-id.ts
function contactIdOf$1(run, rowNumber) {
	const time = run.startedAtMs.toString(16).padStart(12, "0");
	const row = rowNumber.toString(16).padStart(5, "0");
	const rest = createHash("sha256").update(run.id).digest("hex");
	const uuid = [
		time.slice(0, 8),
		time.slice(8),
		`7${row.slice(0, 3)}`,
		`8${row.slice(3)}${rest[0]}`,
		rest.slice(1, 13)
	];
	return idOf("cnt", uuid.join("-"));
}
// ../server/src/crm/contact-transfer/row-input.ts
function isBlank({ cells }) {
	return cells.every((cell) => cell.trim() === "");
}
async function readRow(row, plan, labels) {
	if (row.cells.length !== plan.names.length) return {
		ok: false,
		problems: [wrongLength(row, plan)]
	};
	const draft = new InputDraft(row, labels);
	for (const [index, target] of plan.targets.entries()) {
		const cell = row.cells[index] ?? "";
		if (target === null || cell === "") continue;
		const column = {
			name: plan.names[index] ?? "",
			cell
		};
		if (Buffer.byteLength(cell) > 65536) draft.refuse(column, TOO_LONG);
		else if (target.kind === "attribute") draft.readAttribute(column, target);
		else await draft.readField(column, target.field);
	}
	return draft.finish();
}
function toRowProblems(row, plan, problems) {
	return problems.map(({ pointer, message }) => {
		const index = columnIndexOf(plan, pointer);
		return {
			row: row.number,
			column: index < 0 ? null : plan.names[index] ?? null,
			message,
			value: index < 0 ? null : row.cells[index] ?? null
		};
	});
}
const TOO_LONG = `Cells hold at most ${CELL_BYTES_MAX / 1024} KB.`;
const NO_FLAG = "Must be 1, true, yes, 0, false or no.";
const NO_NUMBER = "Must be a number such as 12 or 0.5.";
var InputDraft = class {
	#row;
	#labels;
	#input = {};
	#attributes = new Map();
	#problems = [];
	constructor(row, labels) {
		this.#row = row;
		this.#labels = labels;
	}
	refuse({ name, cell }, message) {
		this.#problems.push({
			row: this.#row.number,
			column: name,
			message,
			value: cell
		});
	}
	readAttribute(column, { name, type }) {
		const text = unguardCsvCell(column.cell);
		const value = {
			text: () => text,
			number: () => readNumber(text),
			boolean: () => readFlag(text)
		}[type]();
		if (value === null) this.refuse(column, type === "number" ? NO_NUMBER : NO_FLAG);
		else this.#attributes.set(name, value);
	}
	async readField(column, field) {
		const text = unguardCsvCell(column.cell);
		switch (field) {
			case "enabled":
			case "opted_out": return this.#readFlag(column, field, text);
			case "serial": return this.#readSerial(column, text);
			case "type":
				this.#input.type = text.trim().toLowerCase();
				return;
			case "tags":
				this.#input.tags = splitList(text);
				return;
			case "status": return this.#readLabel(column, {
				kind: "status",
				field: "status_id"
			}, text);
			case "source": return this.#readLabel(column, {
				kind: "source",
				field: "source_id"
			}, text);
			case "groups": return this.#readGroups(column, text);
			default: this.#input[field] = field === "country" || field === "email" || field === "bsuid" ? text.trim() : text;
		}
	}
	finish() {
		if (this.#problems.length > 0) return {
			ok: false,
			problems: this.#problems
		};
		const attributes = this.#attributes.size === 0 ? {} : { custom_attributes: Object.fromEntries(this.#attributes) };
		return {
			ok: true,
			input: {
				...this.#input,
				...attributes
			}
		};
	}
	#readFlag(column, field, text) {
		const value = readFlag(text);
		if (value === null) this.refuse(column, NO_FLAG);
		else this.#input[field] = value;
	}
	#readSerial(column, text) {
		const trimmed = text.trim();
		if (trimmed.startsWith("cnt_")) return;
		if (/^\d{1,15}$/.test(trimmed)) this.#input.serial = Number(trimmed);
		else this.refuse(column, "Must be a whole number.");
	}
	async #readLabel(column, as, text) {
		const name = text.trim();
		if (name === "") return;
		const label = await this.#labels.find(as.kind, name);
		if ("missing" in label) this.refuse(column, label.missing);
		else if (label.id !== null) this.#input[as.field] = label.id;
	}
	async #readGroups(column, text) {
		const ids = [];
		for (const name of splitList(text)) {
			const label = await this.#labels.find("contact_group", name);
			if ("missing" in label) return this.refuse({
				...column,
				cell: name
			}, label.missing);
			if (label.id !== null) ids.push(label.id);
		}
		this.#input.group_ids = ids;
	}
};
function wrongLength({ number, cells }, { names }) {
	return {
		row: number,
		column: null,
		message: `The row has ${cells.length} cells and the heading ${names.length}. A cell with the delimiter in it needs quotes.`,
		value: null
	};
}
const FIELD_BY_PROPERTY = new Map([
	["status_id", "status"],
	["source_id", "source"],
	["group_ids", "groups"]
]);
function columnIndexOf(plan, pointer) {
	const [, property = "", name] = pointer.split("/");
	const field = FIELD_BY_PROPERTY.get(property) ?? property;
	return plan.targets.findIndex((target) => {
		if (target === null) return false;
		if (target.kind === "field") return target.field === field;
		return property === "custom_attributes" && target.name === name;
	});
}
// ../server/src/crm/contact-transfer/row-labels.ts
const NAME_CHARS_MAX = 255;
var RowLabels = class {
	#lookup;
	#workspaceId;
	#whenMissing;
	#made = new Map();
	constructor(lookup, workspaceId, whenMissing) {
		this.#lookup = lookup;
		this.#workspaceId = workspaceId;
		this.#whenMissing = whenMissing;
	}
	async find(kind, text) {
		const known = this.#known(kind, text);
		if (known !== null) return { id: known };
		if (this.#whenMissing === "refuse" || text.length > NAME_CHARS_MAX) return { missing: missingWords(kind) };
		return this.#whenMissing === "rehearse" ? { id: null } : this.#make(kind, text);
	}
	#known(kind, text) {
		const made = this.#made.get(keyOf(kind, text));
		if (made !== void 0) return made;
		const book = this.#lookup.labels(this.#workspaceId);
		const byId = book.byId.get(text);
		const bySerial = /^\d{1,10}$/.test(text) ? book.bySerial(kind, Number(text)) : null;
		return (book.byName(kind, text) ?? (byId?.kind === kind ? byId : null) ?? bySerial)?.id ?? null;
	}
	async #make(kind, name) {
		try {
			const id = await this.#lookup.ensureLabel(this.#workspaceId, kind, name);
			this.#made.set(keyOf(kind, name), id);
			return { id };
		} catch (error) {
			if (!(error instanceof PosthornError) || error.code !== "limit_reached") throw error;
			return { missing: error.message };
		}
	}
};
function keyOf(kind, name) {
	return `${kind} ${labelNameKey(name)}`;
}
const NOUNS = {
	status: "status",
	source: "source",
	contact_group: "contact group"
};
function missingWords(kind) {
	return `There is no such ${NOUNS[kind]}. Make it first, or import with create_labels=true.`;
}
// ../server/src/crm/contact-transfer/import-run.ts
const CONTACT_IMPORT = "contact.import";
const importParams = strictObject({
	mapping: record$1(string(), string().nullable()),
	delimiter: _enum(DELIMITERS),
	dry_run: boolean(),
	create_labels: boolean(),
	update_existing: boolean(),
	bytes: int()
});
const importProgress = object({
	rows_read: int().default(0),
	created: int().default(0),
	updated: int().default(0),
	unchanged: int().default(0),
	failed: int().default(0),
	bytes_read: int().default(0)
});
const CHUNKS_MAX = 4;
const PROGRESS_EVERY_MS = 1e3;
function createImportHandler(ctx) {
	return (run, ctl) => new Import(ctx, run, ctl).carryOut();
}
var Import = class {
	#ctx;
	#run;
	#ctl;
	#params;
	#labels;
	#rehearsed = new RehearsedPeople();
	#counts;
	#resumeAfter;
	#ignored = [];
	#progressSavedAtMs;
	#open = [];
	#problemCount = 0;
	#bytesRead = 0;
	constructor(ctx, run, ctl) {
		this.#ctx = ctx;
		this.#run = run;
		this.#ctl = ctl;
		this.#params = importParams.parse(run.params);
		this.#labels = new RowLabels(ctx.labelsFor(run), run.workspaceId, whenMissing(this.#params));
		this.#counts = importProgress.parse(run.progress);
		this.#resumeAfter = this.#counts.rows_read;
		this.#progressSavedAtMs = ctx.nowMs();
	}
	async carryOut() {
		try {
			return await this.#readFile();
		} catch (error) {
			if (!(error instanceof PosthornError) || error.code !== "unprocessable") throw error;
			return {
				kind: "failed",
				error: error.message,
				result: this.#result()
			};
		}
	}
	async #readFile() {
		let plan = null;
		let chunk = [];
		let rowCount = 0;
		const countBytes = (bytes) => {
			this.#bytesRead += bytes;
		};
		for await (const cells of readCsvRows(this.#pieces(), this.#params.delimiter, countBytes)) {
			if (plan === null) {
				plan = this.#plan(cells);
				continue;
			}
			rowCount += 1;
			if (rowCount > 1e5) return this.#tooMany(plan, chunk);
			if (rowCount <= this.#resumeAfter) continue;
			chunk.push({
				number: rowCount + 1,
				cells
			});
			if (chunk.length < this.#ctx.pace.chunkRows()) continue;
			if (!await this.#begin(plan, chunk)) return this.#stopped();
			chunk = [];
		}
		assert(plan !== null, "The heading was read when the file came in.");
		if (!await this.#finish(plan, chunk)) return this.#stopped();
		return {
			kind: "completed",
			result: this.#result()
		};
	}
	async *#pieces() {
		for (let number = 0;; number++) {
			const piece = await this.#ctl.readInput(number);
			if (piece === null) return;
			yield piece;
		}
	}
	#plan(heading) {
		const plan = planColumns(heading, this.#params.mapping);
		this.#ignored = plan.ignored;
		return plan;
	}
	async #tooMany(plan, chunk) {
		if (!await this.#finish(plan, chunk)) return this.#stopped();
		return {
			kind: "failed",
			error: `The file has more than ${ROWS_MAX.toLocaleString("en")} rows. What comes after them was not read: put it into another file.`,
			result: this.#result()
		};
	}
	async #stopped() {
		await Promise.allSettled(this.#open);
		return {
			kind: "stopped",
			result: this.#result()
		};
	}
	async #begin(plan, rows) {
		const chunk = await this.#read(plan, rows);
		if (this.#open.length === CHUNKS_MAX && !await this.#open.shift()) return false;
		const saved = this.#save(chunk.wishes);
		const before = this.#open.at(-1) ?? Promise.resolve(true);
		const counted = Promise.all([before, saved]).then(([goesOn, outcomes]) => goesOn ? this.#count(plan, chunk, outcomes) : false);
		counted.catch(() => {});
		this.#open.push(counted);
		return true;
	}
	async #finish(plan, rows) {
		const goesOn = rows.length === 0 || await this.#begin(plan, rows);
		const ends = await Promise.all(this.#open);
		return goesOn && ends.every(Boolean) && await this.#saveProgress([]);
	}
	async #read(plan, rows) {
		const refused = [];
		const wishes = [];
		for (const row of rows) {
			if (isBlank(row)) continue;
			const read = await this.#readRow(plan, row);
			if (read.ok) wishes.push({
				row,
				wish: read.wish
			});
			else refused.push(read.problems);
		}
		return {
			rows,
			refused,
			wishes,
			bytesRead: this.#bytesRead
		};
	}
	async #count(plan, chunk, outcomes) {
		const { rows } = chunk;
		const problems = chunk.refused.flatMap((of) => this.#refuse(of));
		for (const { row, outcome } of outcomes) if (outcome.kind === "failed") problems.push(...this.#refuse(failureOf(plan, row, outcome.error)));
		else if (outcome.kind !== "deleted") this.#counts[outcome.kind] += 1;
		this.#counts.rows_read += rows.length;
		this.#counts.bytes_read = Math.max(this.#counts.bytes_read, chunk.bytesRead);
		const isTime = this.#ctx.nowMs() - this.#progressSavedAtMs >= PROGRESS_EVERY_MS;
		problems.sort((a, b) => a.row - b.row);
		const goesOn = problems.length === 0 && !isTime && !this.#ctl.isStopping() ? true : await this.#saveProgress(problems);
		if (goesOn) await this.#ctx.pace.after(rows.length);
		return goesOn;
	}
	#saveProgress(problems) {
		this.#progressSavedAtMs = this.#ctx.nowMs();
		const { bytes: bytes_total, dry_run } = this.#params;
		return this.#ctl.saveProgress({
			...this.#counts,
			bytes_total,
			dry_run
		}, problems);
	}
	async #readRow(plan, row) {
		const cells = await readRow(row, plan, this.#labels);
		if (!cells.ok) return cells;
		const read = this.#ctx.readContact(this.#run.workspaceId, cells.input);
		if (!read.ok) return {
			ok: false,
			problems: toRowProblems(row, plan, read.problems)
		};
		const { fields, serial } = read;
		const contactId = contactIdOf$1(this.#run, row.number);
		return {
			ok: true,
			wish: this.#params.update_existing ? {
				kind: "upsert",
				fields,
				serial,
				contactId,
				addsToLists: true
			} : {
				kind: "create",
				fields,
				serial,
				contactId
			}
		};
	}
	async #save(wishes) {
		if (wishes.length === 0) return [];
		const { workspaceId } = this.#run;
		const outcomes = await (this.#params.dry_run ? this.#ctx.rehearseContacts : this.#ctx.saveContacts)({
			workspaceId,
			wishes: wishes.map(({ wish }) => wish),
			actor: null
		}).catch(tryLater);
		return wishes.map(({ row, wish }, index) => {
			const outcome = outcomes[index];
			assert(outcome !== void 0);
			return {
				row,
				outcome: this.#params.dry_run ? this.#rehearsed.see(wish, outcome) : asFirstTime(wish, outcome)
			};
		});
	}
	#refuse(problems) {
		this.#counts.failed += 1;
		const kept = problems.slice(0, this.#problemCount < PROBLEMS_MAX ? PROBLEMS_OF_ROW_MAX : 1);
		this.#problemCount += kept.length;
		return kept;
	}
	#result() {
		const { bytes_read: _, ...counts } = this.#counts;
		return {
			...counts,
			dry_run: this.#params.dry_run,
			ignored_columns: this.#ignored
		};
	}
};
function whenMissing({ create_labels, dry_run }) {
	if (!create_labels) return "refuse";
	return dry_run ? "rehearse" : "make";
}
const PROBLEMS_OF_ROW_MAX = 10;
const PROBLEMS_MAX = ROWS_MAX;
function asFirstTime(wish, outcome) {
	return outcome.kind === "unchanged" && "contactId" in wish && wish.contactId === outcome.contact.id ? {
		kind: "created",
		contact: outcome.contact
	} : outcome;
}
function tryLater(error) {
	if (!(error instanceof PosthornError) || error.code !== "conflict") throw error;
	throw new PosthornError("store_unavailable", error.message, { cause: error });
}
function failureOf(plan, row, error) {
	return toRowProblems(row, plan, error.fields.length > 0 ? error.fields : [{
		pointer: "",
		message: error.message
	}]);
}
var RehearsedPeople = class {
	#keys = new Set();
	see(wish, outcome) {
		if (outcome.kind !== "created" || wish.kind !== "create" && wish.kind !== "upsert") return outcome;
		const keys = keysOf$1(wish.fields);
		const isKnown = keys.some((key) => this.#keys.has(key));
		for (const key of keys) this.#keys.add(key);
		if (!isKnown) return outcome;
		if (wish.kind === "upsert") return {
			kind: "updated",
			contact: outcome.contact
		};
		return {
			kind: "failed",
			error: new PosthornError("conflict", "An earlier row has this number or BSUID.")
		};
	}
};
function keysOf$1({ phone, bsuid }) {
	const phoneKeys = typeof phone === "string" ? [phoneKeyOf(digitsOfPhone(phone))] : [];
	return typeof bsuid === "string" ? [...phoneKeys, bsuid] : phoneKeys;
}
// ../server/src/crm/contact-transfer/receive-file.ts
const PIECE_CHARS = 262144;
async function receiveFile(file) {
	const pieces = new Pieces(file);
	const decoder = new TextDecoder("utf-8", { fatal: true });
	let receivedBytes = 0;
	for await (const chunk of relay(file)) {
		receivedBytes += chunk.length;
		if (receivedBytes > 104857600) throw fileTooLarge();
		await pieces.add(decode(decoder, chunk));
	}
	await pieces.add(decode(decoder, null));
	return pieces.finish();
}
function fileTooLarge() {
	return new PosthornError("body_too_large", `The file is larger than ${FILE_BYTES_MAX / 1048576} MB. Split it.`);
}
function relay({ body, interrupted }) {
	const through = new PassThrough();
	const cutOff = () => {
		if (!body.readableEnded) through.destroy(new PosthornError("invalid_request", "The file did not come in whole."));
	};
	body.once("error", cutOff);
	body.once("close", cutOff);
	const interrupt = () => through.destroy(interrupted.reason);
	if (interrupted.aborted) interrupt();
	else interrupted.addEventListener("abort", interrupt, { once: true });
	return body.pipe(through);
}
function decode(decoder, chunk) {
	let text;
	try {
		text = chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true });
	} catch (error) {
		if (!(error instanceof TypeError)) throw error;
		throw new PosthornError("invalid_request", "The file is not valid UTF-8. Save it as \"CSV UTF-8\" and send it again.");
	}
	if (text.includes("\0")) throw new PosthornError("invalid_request", "The file has a NUL in it: it is no text.");
	return text;
}
var Pieces = class {
	#file;
	#text = "";
	#number = 0;
	#bytes = 0;
	constructor(file) {
		this.#file = file;
	}
	async add(text) {
		this.#text += text;
		if (this.#text.length >= PIECE_CHARS) await this.#store();
	}
	async finish() {
		if (this.#text !== "" || this.#number === 0) await this.#store();
		return this.#bytes;
	}
	async #store() {
		const text = this.#text;
		if (this.#number === 0) this.#file.checkBeginning(text);
		this.#text = "";
		this.#bytes += Buffer.byteLength(text);
		await this.#file.store(this.#number, text);
		this.#number += 1;
	}
};
// ../server/src/crm/contact-transfer/import.routes.ts
const flag$1 = _enum(["true", "false"]).transform((text) => text === "true");
const mappingParam = string().max(8192).transform(readMappingJson).default({}).describe("JSON: the field of a column by its name, or null to leave it out. Other columns are found by their headings.");
const importQuery = strictObject({
	mapping: mappingParam,
	dry_run: flag$1.default(false).describe("Do everything but save."),
	delimiter: _enum(DELIMITERS).default(","),
	create_labels: flag$1.default(false).describe("Make the statuses, sources and groups that are named and not there."),
	update_existing: flag$1.default(true).describe("Change a contact that is there, found by BSUID, then phone. False: its row is a problem.")
});
function importRoutes(api, ctx) {
	const uploads = new Uploads();
	api.addHook("preClose", async () => uploads.interrupt());
	api.register(async (scope) => {
		takeOnlyCsv(scope);
		addImportRoute(scope, {
			...ctx,
			uploads
		});
	});
}
function takeOnlyCsv(scope) {
	scope.removeAllContentTypeParsers();
	scope.addContentTypeParser("*", (request, payload, done) => {
		const error = refuseType(request.headers["content-type"] ?? "");
		if (error === null) done(null, payload);
		else done(error);
	});
}
function refuseType(contentType) {
	const [type = "", ...params] = contentType.toLowerCase().split(";");
	const charset = params.map((param) => param.trim()).find((param) => param.startsWith("charset="));
	const isUtf8 = charset === void 0 || /^charset="?utf-?8"?$/.test(charset);
	if (type.trim() === "text/csv" && isUtf8) return null;
	return new PosthornError("unsupported_media_type", "Send the file as the body, as text/csv in UTF-8.");
}
function addImportRoute(api, ctx) {
	api.post("/v1/contacts/imports", {
		config: { access: {
			who: "workspace",
			permission: "contacts.write"
		} },
		schema: {
			summary: "Import contacts from a CSV file",
			description: "The body is the file: UTF-8 with or without a byte order mark, a heading in the first row, up to 100,000 rows, 100 columns, 64 KB a cell and 100 MB. The answer comes when the file is in and its heading can be used; the rows are imported by the run. Rows that cannot be imported are told by `GET /v1/runs/{id}/problems`, and change nothing.",
			tags: ["Contacts"],
			consumes: ["text/csv"],
			querystring: importQuery,
			body: unknown().meta({
				type: "string",
				description: "The file."
			}),
			response: { 202: ctx.run.schema }
		}
	}, async (request, reply) => {
		const { query } = request;
		const run = await ctx.uploads.take((interrupted) => {
			interrupted.addEventListener("abort", () => void reply.header("connection", "close"));
			return startImport(ctx, {
				request,
				query,
				interrupted
			});
		});
		return reply.code(202).header("location", `/v1/runs/${run.id}`).send(ctx.run.toView(run));
	});
}
async function startImport(ctx, { request, query, interrupted }) {
	const workspaceId = workspaceOf(request);
	const runId = ctx.newRunId();
	if (Number(request.headers["content-length"] ?? 0) > 104857600) throw fileTooLarge();
	allowSlowBody(request.raw);
	try {
		const bytes = await receiveFile({
			body: bodyOf$1(request),
			interrupted,
			checkBeginning: (text) => void planColumns(readHeading(text, query.delimiter), query.mapping),
			store: (number, content) => ctx.appendInput({
				workspaceId,
				runId,
				number
			}, content)
		});
		const params = {
			...query,
			bytes
		};
		const asked = {
			actor: actorOf(request),
			action: "contact.import_started"
		};
		return await ctx.startRun({
			workspaceId,
			kind: CONTACT_IMPORT,
			params,
			id: runId,
			asked
		});
	} catch (error) {
		await ctx.dropInput(workspaceId, runId);
		throw error;
	}
}
function bodyOf$1(request) {
	if (request.body === request.raw) return request.raw;
	throw new PosthornError("invalid_request", "The body is empty: send the file as text/csv.");
}
function readMappingJson(text, ctx) {
	try {
		const parsed = record$1(string(), string().nullable()).safeParse(JSON.parse(text));
		if (parsed.success) return parsed.data;
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
	}
	ctx.addIssue({
		code: "custom",
		message: "Must be a JSON object such as {\"Mobile\": \"phone\", \"Notes\": null}."
	});
	return NEVER;
}
// ../server/src/crm/contact-transfer/preview-file.ts
const ENCODINGS = [
	"utf-8",
	"utf-16le",
	"utf-16be",
	"windows-1252"
];
const SAMPLES_MAX = 3;
const CELL_CHARS_SHOWN = 200;
function previewFile({ bytes, isPart, delimiter, mapping }) {
	const { encoding, text } = decodeBeginning(bytes, isPart);
	const used = delimiter ?? guessDelimiter(text, isPart);
	const [heading = [], ...rest] = readFirstRows(text, used, {
		isPart,
		rowsMax: 21
	});
	const rows = rest.filter((cells) => cells.some((cell) => cell.trim() !== ""));
	const plan = planOrProblem(heading, mapping);
	return {
		encoding,
		delimiter: used,
		columns: heading.map((name, index) => ({
			name: shown(name.trim()),
			field: fieldOf(plan, index),
			samples: rows.map((cells) => shown(cells[index]?.trim() ?? "")).filter((cell) => cell !== "").slice(0, SAMPLES_MAX)
		})),
		rows: rows.map((cells) => cells.map(shown)),
		fields: FIELD_NAMES,
		problems: plan instanceof PosthornError ? problemsOf(plan) : []
	};
}
function planOrProblem(heading, mapping) {
	try {
		return planColumns(heading, mapping);
	} catch (error) {
		if (error instanceof PosthornError && error.code === "invalid_request") return error;
		throw error;
	}
}
function problemsOf({ message, fields }) {
	return fields.length === 0 ? [message] : fields.map((field) => field.message);
}
function fieldOf(plan, index) {
	const target = plan instanceof PosthornError ? null : plan.targets[index] ?? null;
	return target === null ? null : headingOf(target);
}
function shown(cell) {
	return cell.length <= CELL_CHARS_SHOWN ? cell : `${cell.slice(0, CELL_CHARS_SHOWN)}\u2026`;
}
function decodeBeginning(bytes, isPart) {
	const [first, second] = bytes;
	if (first === 255 && second === 254) return decodeAs("utf-16le", bytes, isPart);
	if (first === 254 && second === 255) return decodeAs("utf-16be", bytes, isPart);
	try {
		return {
			encoding: "utf-8",
			text: new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: isPart })
		};
	} catch (error) {
		if (!(error instanceof TypeError)) throw error;
		return decodeAs("windows-1252", bytes, isPart);
	}
}
function decodeAs(encoding, bytes, isPart) {
	return {
		encoding,
		text: new TextDecoder(encoding).decode(bytes, { stream: isPart })
	};
}
function guessDelimiter(text, isPart) {
	return DELIMITERS.map((delimiter) => ({
		delimiter,
		count: columnCount(text, delimiter, isPart)
	})).reduce((best, one) => one.count > best.count ? one : best).delimiter;
}
function columnCount(text, delimiter, isPart) {
	try {
		return readFirstRows(text, delimiter, {
			isPart,
			rowsMax: 1
		})[0]?.length ?? 0;
	} catch (error) {
		if (error instanceof PosthornError) return 0;
		throw error;
	}
}
// ../server/src/crm/contact-transfer/preview.routes.ts
const PREVIEW_BYTES_MAX = 1048576;
const flag = _enum(["true", "false"]).transform((text) => text === "true");
const previewQuery = strictObject({
	mapping: mappingParam,
	delimiter: _enum(DELIMITERS).optional().describe("Without it: the one that makes the most columns."),
	part: flag.default(false).describe("The body is the beginning of a longer file: its last row may be cut off.")
});
const previewView = object({
	encoding: _enum(ENCODINGS).describe("An import takes utf-8 alone."),
	delimiter: _enum(DELIMITERS),
	columns: array(object({
		name: string(),
		field: string().nullable().describe("What the import takes it for. Null: it is left out."),
		samples: array(string())
	})),
	rows: array(array(string())).describe("The first twenty after the heading; long cells are cut short."),
	fields: array(string()).describe("What a column can be, beside `custom_attributes.<name>`."),
	problems: array(string()).describe("Why it cannot be imported like this. Empty: it can.")
}).meta({ id: "ContactImportPreview" });
function importPreviewRoutes(api) {
	api.register(async (scope) => {
		scope.removeAllContentTypeParsers();
		scope.addContentTypeParser("text/csv", {
			parseAs: "buffer",
			bodyLimit: PREVIEW_BYTES_MAX
		}, (_request, body, done) => done(null, body));
		addPreviewRoute(scope);
	});
}
function addPreviewRoute(api) {
	api.post("/v1/contacts/imports/preview", {
		bodyLimit: PREVIEW_BYTES_MAX,
		config: { access: {
			who: "workspace",
			permission: "contacts.write"
		} },
		schema: {
			summary: "See what an import would make of a CSV file",
			description: "The body is the file or its beginning, up to 1 MB. Tells how it is written, what its columns would be taken for with this mapping, and its first rows. Nothing is kept and nothing is changed; for the problems of all rows import it with `dry_run`.",
			tags: ["Contacts"],
			consumes: ["text/csv"],
			querystring: previewQuery,
			body: unknown().meta({
				type: "string",
				description: "The file, or its beginning with `part=true`."
			}),
			response: { 200: previewView }
		}
	}, async (request) => {
		const { mapping, delimiter, part } = request.query;
		const preview = previewFile({
			bytes: bodyOf(request.body),
			isPart: part,
			delimiter: delimiter ?? null,
			mapping
		});
		return {
			...preview,
			columns: preview.columns.map((column) => ({
				...column,
				samples: [...column.samples]
			})),
			rows: preview.rows.map((cells) => [...cells]),
			fields: [...preview.fields],
			problems: [...preview.problems]
		};
	});
}
function bodyOf(body) {
	if (body instanceof Uint8Array && body.length > 0) return body;
	throw new PosthornError("invalid_request", "The body is empty: send the file as text/csv.");
}
// ../server/src/crm/erasure/empty-log.ts
const TRIES_MAX$1 = 150;
const TRY_AGAIN_MS = 2e3;
async function emptyLog({ store, nowMs }, after) {
	if (await store.emptyLog()) return { next: null };
	const tries = Number(after ?? 0) + 1;
	if (tries < TRIES_MAX$1) return {
		next: String(tries),
		waitUntilMs: nowMs() + TRY_AGAIN_MS
	};
	throw new PosthornError("conflict", "Everything is erased, but the log of the database still holds it, as another program keeps reading the file. End that program and start the erasure again.");
}
// ../server/src/crm/erasure/erasure-step.ts
const COUNT_NAMES = [
	"contacts",
	"contacts_redacted",
	"events",
	"events_redacted",
	"deliveries_canceled",
	"attempts",
	"quarantine_items",
	"received_requests",
	"messages",
	"messages_redacted",
	"message_sends",
	"conversations",
	"conversation_notes",
	"media_files",
	"idempotency_keys",
	"audit_entries",
	"run_inputs",
	"run_problems"
];
function nextAfter(keys, limit = 100) {
	return keys.length < limit ? null : keys.at(-1) ?? null;
}
// ../server/src/crm/erasure/erase-attempts.store.ts
const NO_TEXTS = {
	error_message: null,
	request_headers: "{}",
	response_headers: "{}",
	response_body: null
};
async function eraseAttempts(ctx, after) {
	const rows = await selectAttempts(ctx).$if(after !== null, (attempts) => attempts.where("a.id", ">", after)).limit(100).execute();
	const changing = rows.filter((row) => changeOf$3(ctx, row) !== null).map((row) => row.id);
	return {
		counts: { attempts: changing.length === 0 ? 0 : await rewriteAttempts(ctx, changing) },
		next: nextAfter(rows.map((row) => row.id))
	};
}
function selectAttempts({ store, workspaceId }) {
	return store.db.selectFrom("attempts as a").leftJoin("events as e", (join) => join.onRef("e.workspace_id", "=", "a.workspace_id").onRef("e.id", "=", "a.event_id")).select([
		"a.id",
		"a.error_message",
		"a.request_headers",
		"a.response_headers",
		"a.response_body",
		"e.origin as event_origin",
		"e.created_at_ms as event_created_at_ms",
		"e.contact_id as event_contact_id"
	]).where("a.workspace_id", "=", workspaceId).orderBy("a.id");
}
function changeOf$3(ctx, row) {
	if (row.event_origin === "erased") return isSame(row, NO_TEXTS) ? null : NO_TEXTS;
	if (!(row.event_contact_id !== null && ctx.person.contactIds.includes(row.event_contact_id)) && (row.event_created_at_ms ?? 0) >= ctx.startedAtMs) return null;
	return redactTexts$1(row, ctx.redactor);
}
async function rewriteAttempts(ctx, ids) {
	const { store, workspaceId } = ctx;
	return store.db.transaction().execute(async (trx) => {
		await trx.selectFrom("attempts").select("id").where("workspace_id", "=", workspaceId).where("id", "in", ids).orderBy("id").$if(store.can.skipLocked, (attempts) => attempts.forUpdate()).execute();
		const rows = await selectAttempts({
			...ctx,
			store: {
				...store,
				db: trx
			}
		}).where("a.id", "in", ids).execute();
		let count = 0;
		for (const row of rows) {
			const change = changeOf$3(ctx, row);
			if (change === null) continue;
			count += 1;
			await trx.updateTable("attempts").set(change).where("workspace_id", "=", workspaceId).where("id", "=", row.id).execute();
		}
		return count;
	});
}
function redactTexts$1(row, redactor) {
	const redact = (text) => text === null ? null : redactor.redactText(text);
	const redacted = {
		error_message: redact(row.error_message),
		request_headers: redactHeaders(row.request_headers, redactor),
		response_headers: redactHeaders(row.response_headers, redactor),
		response_body: redact(row.response_body)
	};
	return isSame(row, redacted) ? null : redacted;
}
function redactHeaders(json, redactor) {
	if (!redactor.mentions(json)) return json;
	const redacted = redactor.redactJson(JSON.parse(json));
	return redacted === null ? "{}" : JSON.stringify(redacted.value);
}
function isSame(one, other) {
	return one.error_message === other.error_message && one.request_headers === other.request_headers && one.response_headers === other.response_headers && one.response_body === other.response_body;
}
// ../server/src/crm/erasure/erase-audit-log.store.ts
async function eraseAuditLog(ctx, after) {
	const rows = await selectEntries(ctx).$if(after !== null, (entries) => entries.where("id", ">", after)).limit(100).execute();
	const changing = rows.filter((row) => changeOf$2(ctx, row) !== null).map((row) => row.id);
	return {
		counts: { audit_entries: changing.length === 0 ? 0 : await rewriteEntries(ctx, changing) },
		next: nextAfter(rows.map((row) => row.id))
	};
}
function selectEntries({ store, workspaceId }, db = store.db) {
	return db.selectFrom("audit_log").select([
		"id",
		"at_ms",
		"resource_id",
		"before",
		"after"
	]).where("workspace_id", "=", workspaceId).orderBy("id");
}
function rewriteEntries(ctx, ids) {
	const { store, workspaceId } = ctx;
	return store.db.transaction().execute(async (trx) => {
		const rows = await selectEntries(ctx, trx).where("id", "in", ids).$if(store.can.skipLocked, (entries) => entries.forUpdate()).execute();
		let count = 0;
		for (const row of rows) {
			const change = changeOf$2(ctx, row);
			if (change === null) continue;
			count += 1;
			await trx.updateTable("audit_log").set(change).where("workspace_id", "=", workspaceId).where("id", "=", row.id).execute();
		}
		return count;
	});
}
function changeOf$2(ctx, row) {
	const isTheirs = ctx.person.contactIds.includes(row.resource_id);
	if (!isTheirs && row.at_ms >= ctx.startedAtMs) return null;
	const redact = isTheirs ? emptied : (json) => redactValue$1(ctx, json);
	const [before, after] = [redact(row.before), redact(row.after)];
	return before === row.before && after === row.after ? null : {
		before,
		after
	};
}
function emptied(json) {
	return json === null ? null : ERASED$1;
}
const ERASED$1 = "{\"erased\":true}";
function redactValue$1({ redactor }, json) {
	if (json === null || !redactor.mentions(json)) return json;
	const redacted = redactor.redactJson(JSON.parse(json));
	return redacted === null ? ERASED$1 : JSON.stringify(redacted.value);
}
// ../server/src/crm/erasure/erase-contacts.store.ts
async function eraseContacts(ctx) {
	const { workspaceId, person } = ctx;
	const wishes = person.contactIds.map((id) => ({
		kind: "erase",
		id
	}));
	const outcomes = await ctx.saveContacts({
		workspaceId,
		wishes,
		actor: null
	});
	for (const outcome of outcomes) if (outcome.kind === "failed" && outcome.error.code !== "not_found") throw outcome.error;
	return {
		next: null,
		waitUntilMs: await findLastDeletion(ctx) + ctx.othersRememberMs
	};
}
async function findLastDeletion({ store, workspaceId, person }) {
	if (person.contactIds.length === 0) return 0;
	const row = await store.db.selectFrom("contacts").select((eb) => eb.fn.max("deleted_at_ms").as("last_ms")).where("workspace_id", "=", workspaceId).where("id", "in", person.contactIds).executeTakeFirst();
	return Number(row?.last_ms ?? 0);
}
async function markTombstones({ store, workspaceId, person, startedAtMs, nowMs }) {
	if (person.contactIds.length === 0) return { next: null };
	await store.db.updateTable("contacts").set({ erased_at_ms: nowMs() }).where("workspace_id", "=", workspaceId).where("id", "in", person.contactIds).where("deleted_at_ms", "is not", null).where("erased_at_ms", "is", null).execute();
	return {
		counts: { contacts: (await store.db.selectFrom("contacts").select("id").where("workspace_id", "=", workspaceId).where("id", "in", person.contactIds).where("erased_at_ms", ">=", startedAtMs).execute()).length },
		next: null
	};
}
const TEXTS = [
	"first_name",
	"last_name",
	"company",
	"email",
	"username",
	"address",
	"city",
	"state",
	"zip",
	"website",
	"description",
	"custom_attributes",
	"tags",
	"name_key",
	"search_text"
];
async function redactContacts(ctx, after) {
	const rows = await selectContacts(ctx).$if(after !== null, (contacts) => contacts.where("id", ">", after)).where("created_at_ms", "<", ctx.startedAtMs).limit(100).execute();
	let count = 0;
	for (const row of rows) if (redactTexts(row, ctx.redactor) !== null) count += await redactContact(ctx, row.id);
	return {
		counts: { contacts_redacted: count },
		next: nextAfter(rows.map((row) => row.id))
	};
}
function selectContacts({ store, workspaceId }) {
	return store.db.selectFrom("contacts").select([
		"id",
		"revision",
		...TEXTS
	]).where("workspace_id", "=", workspaceId).where("deleted_at_ms", "is", null).orderBy("id");
}
const TRIES_MAX = 5;
async function redactContact(ctx, id) {
	for (let tries = 0; tries < TRIES_MAX; tries++) {
		const row = await selectContacts(ctx).where("id", "=", id).executeTakeFirst();
		const texts = row === void 0 ? null : redactTexts(row, ctx.redactor);
		if (row === void 0 || texts === null) return 0;
		const { numUpdatedRows } = await ctx.store.db.updateTable("contacts").set({
			...texts,
			revision: sql`revision + 1`
		}).where("workspace_id", "=", ctx.workspaceId).where("id", "=", id).where("revision", "=", row.revision).executeTakeFirstOrThrow();
		if (numUpdatedRows > 0n) return 1;
	}
	return 0;
}
function redactTexts(texts, { mentions, redactText }) {
	if (!TEXTS.some((column) => mentions(texts[column] ?? ""))) return null;
	const redact = (text) => text === null ? text : redactText(text);
	return {
		first_name: redact(texts.first_name),
		last_name: redact(texts.last_name),
		company: redact(texts.company),
		email: redact(texts.email),
		username: redact(texts.username),
		address: redact(texts.address),
		city: redact(texts.city),
		state: redact(texts.state),
		zip: redact(texts.zip),
		website: redact(texts.website),
		description: redact(texts.description),
		custom_attributes: redact(texts.custom_attributes),
		tags: redact(texts.tags),
		name_key: redact(texts.name_key),
		search_text: redact(texts.search_text)
	};
}
// ../server/src/crm/erasure/person.ts
const NOBODY$1 = {
	contactIds: [],
	phones: [],
	bsuids: [],
	emails: []
};
const IDENTITIES_MAX = 500;
const list = array(string()).default([]);
const personParams = object({
	contact_ids: list,
	phones: list,
	bsuids: list,
	emails: list
});
function readPerson$1(params) {
	const { contact_ids, phones, bsuids, emails } = personParams.parse(params);
	return {
		contactIds: contact_ids,
		phones,
		bsuids,
		emails
	};
}
function toPersonParams({ contactIds, phones, bsuids, emails }) {
	return {
		contact_ids: contactIds,
		phones,
		bsuids,
		emails
	};
}
function learn(person, more) {
	return {
		contactIds: union(person.contactIds, more.contactIds),
		phones: union(person.phones, more.phones?.flatMap(spellingsOf)),
		bsuids: union(person.bsuids, more.bsuids),
		emails: union(person.emails, more.emails)
	};
}
function conversationIdsOf(channelId, { contactIds, phones, bsuids }) {
	const nobody = {
		contactId: null,
		phone: null,
		bsuid: null
	};
	return [
		...contactIds.map((contactId) => ({
			...nobody,
			contactId
		})),
		...bsuids.map((bsuid) => ({
			...nobody,
			bsuid
		})),
		...[...new Set(phones.map(phoneKeyOf))].map((phone) => ({
			...nobody,
			phone
		}))
	].flatMap((partner) => conversationIdOf(channelId, partner) ?? []);
}
function isSamePerson(one, other) {
	const lengths = ({ contactIds, phones, bsuids, emails }) => [
		contactIds,
		phones,
		bsuids,
		emails
	].map((identities) => identities.length).join();
	return lengths(one) === lengths(other) && lengths(one) === lengths(learn(one, other));
}
function union(known, more = []) {
	const all = [...new Set([...known, ...more])];
	if (all.length <= IDENTITIES_MAX) return all;
	throw new PosthornError("unprocessable", `This is known by more than ${IDENTITIES_MAX} numbers: it is not one person.`);
}
// ../server/src/crm/erasure/erase-conversations.store.ts
const CONVERSATIONS_MAX = 10;
async function eraseConversations(ctx) {
	const { store, workspaceId, person } = ctx;
	if (person.contactIds.length === 0) return { next: null };
	const ids = (await store.db.selectFrom("conversations").select("id").where("workspace_id", "=", workspaceId).where("contact_id", "in", person.contactIds).limit(CONVERSATIONS_MAX).execute()).map((row) => row.id);
	if (ids.length === 0) return { next: null };
	const noteCount = await deleteConversations(ctx, ids);
	return {
		counts: {
			conversations: ids.length,
			conversation_notes: noteCount
		},
		next: ids.length < CONVERSATIONS_MAX ? null : ""
	};
}
function deleteConversations({ store, workspaceId }, ids) {
	return store.db.transaction().execute(async (trx) => {
		for (const table of ["conversations", "conversation_activity"]) await trx.deleteFrom(table).where("workspace_id", "=", workspaceId).where("id", "in", ids).execute();
		const { numDeletedRows } = await trx.deleteFrom("conversation_notes").where("workspace_id", "=", workspaceId).where("conversation_id", "in", ids).executeTakeFirstOrThrow();
		return Number(numDeletedRows);
	});
}
const CHANNELS_MAX = 20;
const IDS_MAX = 500;
async function eraseActivity(ctx, after) {
	const channelIds = (await ctx.store.db.selectFrom("channels").select("id").where("workspace_id", "=", ctx.workspaceId).$if(after !== null, (channels) => channels.where("id", ">", after)).orderBy("id").limit(CHANNELS_MAX).execute()).map((row) => row.id);
	for (const ids of chunks(channelIds.flatMap((channelId) => conversationIdsOf(channelId, ctx.person)))) await deleteActivity(ctx, ids);
	return { next: nextAfter(channelIds, CHANNELS_MAX) };
}
async function deleteActivity({ store, workspaceId, startedAtMs }, ids) {
	await store.db.deleteFrom("conversation_activity").where("workspace_id", "=", workspaceId).where("id", "in", ids).where(({ fn, val, eb }) => eb(fn.coalesce("last_message_at_ms", val(0)), "<", startedAtMs)).where(({ fn, val, eb }) => eb(fn.coalesce("window_from_ms", val(0)), "<", startedAtMs)).execute();
}
async function redactNotes(ctx, after) {
	const { store, workspaceId, redactor } = ctx;
	const rows = await store.db.selectFrom("conversation_notes").select(["id", "text"]).where("workspace_id", "=", workspaceId).where("id", "<", firstIdAt("note", ctx.startedAtMs)).$if(after !== null, (notes) => notes.where("id", ">", after)).orderBy("id").limit(100).execute();
	const meant = rows.filter((row) => redactor.mentions(row.text));
	for (const { id, text } of meant) await store.db.updateTable("conversation_notes").set({ text: redactor.redactText(text) }).where("workspace_id", "=", workspaceId).where("id", "=", id).execute();
	return {
		counts: { conversation_notes: meant.length },
		next: nextAfter(rows.map((row) => row.id))
	};
}
function chunks(ids) {
	return Array.from({ length: Math.ceil(ids.length / IDS_MAX) }, (_, index) => ids.slice(index * IDS_MAX, (index + 1) * IDS_MAX));
}
// ../server/src/crm/erasure/erase-deliveries.store.ts
const LOOK_AGAIN_MS = 1e3;
async function awaitAttempts(ctx, after) {
	const nowMs = ctx.nowMs();
	const overAtMs = after === null ? nowMs + ctx.leaseMsMax : Number(after);
	if (nowMs < overAtMs && await isBeingSent(ctx, overAtMs)) return {
		next: String(overAtMs),
		waitUntilMs: nowMs + LOOK_AGAIN_MS
	};
	await endLeases(ctx);
	return { next: null };
}
async function isBeingSent(ctx, overAtMs) {
	if (await selectCanceledOfErased(ctx).limit(1).executeTakeFirst() !== void 0) return true;
	return ctx.counts.events_redacted > 0 && hasLeasedOfOld(ctx, overAtMs);
}
function selectCanceledOfErased({ store, workspaceId }) {
	return store.db.selectFrom("deliveries as d").innerJoin("events as e", (join) => join.onRef("e.workspace_id", "=", "d.workspace_id").onRef("e.id", "=", "d.event_id")).select("d.id").where("d.workspace_id", "=", workspaceId).where("d.state", "=", "canceled").where("d.due_at_ms", "is", null).where("d.lease_token", "is not", null).where("e.origin", "=", "erased");
}
async function hasLeasedOfOld({ store, workspaceId, startedAtMs, nowMs, leaseMsMax }, overAtMs) {
	return await store.db.selectFrom("deliveries").select("id").where("workspace_id", "=", workspaceId).where("state", "=", "pending").where("lease_token", "is not", null).where("due_at_ms", ">", nowMs()).where("due_at_ms", "<=", overAtMs).where("event_id", "<", firstIdAt("evt", startedAtMs + leaseMsMax)).limit(1).executeTakeFirst() !== void 0;
}
async function endLeases(ctx) {
	for (const { id } of await selectCanceledOfErased(ctx).execute()) await ctx.store.db.updateTable("deliveries").set({ lease_token: null }).where("workspace_id", "=", ctx.workspaceId).where("id", "=", id).where("state", "=", "canceled").execute();
}
// ../server/src/crm/erasure/judge-event.ts
function judgeEvent(event, ctx) {
	if (event.origin === "erased") return "none";
	if (event.contactId !== null && ctx.person.contactIds.includes(event.contactId)) return isTombstone(event) ? "none" : "about";
	if (event.createdAtMs >= ctx.startedAtMs) return "none";
	if (!carries(event, ctx.person)) return ctx.redactor.mentions(event.payload) ? "mentions" : "none";
	return event.contactId !== null && ctx.others.has(event.contactId) ? "mentions" : "about";
}
function carries({ phone, bsuid }, person) {
	return phone !== null && person.phones.includes(phone) || bsuid !== null && person.bsuids.includes(bsuid);
}
const STAYS = new Set([
	"id",
	"serial",
	"type",
	"enabled",
	"opted_out",
	"created_at",
	"updated_at"
]);
function isTombstone({ type, phone, bsuid, payload }) {
	if (type !== "contact.deleted" || phone !== null || bsuid !== null) return false;
	const data = JSON.parse(payload);
	if (typeof data !== "object" || data === null) return false;
	return Object.entries(data).every(([field, value]) => STAYS.has(field) || isEmpty(value));
}
function isEmpty(value) {
	if (value === null || value === "") return true;
	return typeof value === "object" && Object.keys(value).length === 0;
}
// ../server/src/crm/erasure/find-person.store.ts
async function isContact(store, workspaceId, id) {
	return await store.db.selectFrom("contacts").select("id").where("workspace_id", "=", workspaceId).where("id", "=", id).executeTakeFirst() !== void 0;
}
async function findTheirContact(ctx) {
	const rows = await selectLiving(ctx).where((eb) => eb.or([
		eb("id", "in", orNone(ctx.person.contactIds)),
		eb("phone_key", "in", orNone(ctx.person.phones.map(phoneKeyOf))),
		eb("bsuid", "in", orNone(ctx.person.bsuids))
	])).execute();
	const found = learn(ctx.person, {
		contactIds: rows.map((row) => row.id),
		phones: present(rows.map((row) => row.phone)).map(digitsOfPhone),
		bsuids: present(rows.map((row) => row.bsuid))
	});
	return {
		learned: learn(found, await withoutThoseOfOthers(ctx, found, { emails: present(rows.map((row) => row.email)) })),
		next: null
	};
}
const ROUNDS_MAX = 4;
async function findTheirNumbers(ctx, after) {
	const { round, afterId } = readPlace(after);
	if (ctx.person.contactIds.length > 0) {
		const lastId = await findStepEnd(ctx, afterId);
		const learned = learn(ctx.person, await findNumbers(ctx, {
			afterId,
			lastId
		}));
		if (lastId !== null) return {
			learned,
			next: toPlace({
				round,
				afterId: lastId
			})
		};
		return endRound(ctx, learned, round);
	}
	return endRound(ctx, ctx.person, round);
}
async function endRound(ctx, person, round) {
	const learned = learn(person, { contactIds: await findDeletedContacts(ctx, person) });
	return {
		learned,
		next: isSamePerson(learned, person) || round >= ROUNDS_MAX ? null : toPlace({
			round: round + 1,
			afterId: null
		})
	};
}
function readPlace(text) {
	if (text === null) return {
		round: 1,
		afterId: null
	};
	const [round = "1", id = ""] = text.split(" ");
	return {
		round: Number(round),
		afterId: id === "" ? null : id
	};
}
function toPlace({ round, afterId }) {
	return `${round} ${afterId ?? ""}`;
}
async function findStepEnd(ctx, afterId) {
	return (await selectEvents$1(ctx, afterId).select("id").orderBy("id").limit(1).offset(1999).executeTakeFirst())?.id ?? null;
}
async function findNumbers(ctx, { afterId, lastId }) {
	const rows = await selectEvents$1(ctx, afterId).select(["phone", "bsuid"]).distinct().$if(lastId !== null, (events) => events.where("id", "<=", lastId)).where("contact_id", "in", ctx.person.contactIds).execute();
	const phones = present(rows.map((row) => row.phone)).filter((phone) => !ctx.person.phones.includes(phone));
	const bsuids = present(rows.map((row) => row.bsuid)).filter((bsuid) => !ctx.person.bsuids.includes(bsuid));
	const theirs = await withoutThoseOfOthers(ctx, ctx.person, {
		phones,
		bsuids
	});
	return {
		phones: theirs.phones ?? [],
		bsuids: theirs.bsuids ?? []
	};
}
function selectEvents$1({ store, workspaceId }, afterId) {
	return store.db.selectFrom("events").where("workspace_id", "=", workspaceId).$if(afterId !== null, (events) => events.where("id", ">", afterId));
}
async function findDeletedContacts({ store, workspaceId }, person) {
	const named = (column, identities) => store.db.selectFrom("events").innerJoin("contacts", (join) => join.onRef("contacts.workspace_id", "=", "events.workspace_id").onRef("contacts.id", "=", "events.contact_id")).select("contacts.id").distinct().where("events.workspace_id", "=", workspaceId).where(`events.${column}`, "in", orNone(identities)).where("contacts.deleted_at_ms", "is not", null).execute();
	return (await Promise.all([named("phone", person.phones), named("bsuid", person.bsuids)])).flat().map((row) => row.id);
}
async function withoutThoseOfOthers(ctx, person, { phones = [], bsuids = [], emails = [] }) {
	if (phones.length + bsuids.length + emails.length === 0) return {};
	const others = (await selectLiving(ctx).where((eb) => eb.or([
		eb("phone_key", "in", orNone(phones.map(phoneKeyOf))),
		eb("bsuid", "in", orNone(bsuids)),
		eb(eb.fn("lower", ["email"]), "in", orNone(emails.map((email) => email.toLowerCase())))
	])).execute()).filter((row) => !person.contactIds.includes(row.id));
	const keys = new Set(others.map((row) => row.phone_key));
	const taken = new Set(others.flatMap((row) => [row.bsuid, row.email?.toLowerCase()]));
	return {
		phones: phones.filter((phone) => !keys.has(phoneKeyOf(phone))),
		bsuids: bsuids.filter((bsuid) => !taken.has(bsuid)),
		emails: emails.filter((email) => !taken.has(email.toLowerCase()))
	};
}
async function findOthers(ctx, rows) {
	const ids = rows.flatMap((row) => row.contact_id !== null && carries(row, ctx.person) ? [row.contact_id] : []);
	const asked = [...new Set(ids)].filter((id) => !ctx.person.contactIds.includes(id));
	if (asked.length === 0) return new Set();
	const living = await selectLiving(ctx).where("id", "in", asked).execute();
	return new Set(living.map((row) => row.id));
}
function selectLiving({ store, workspaceId }) {
	return store.db.selectFrom("contacts").select([
		"id",
		"phone",
		"phone_key",
		"bsuid",
		"email"
	]).where("workspace_id", "=", workspaceId).where("deleted_at_ms", "is", null);
}
function present(values) {
	return values.filter((value) => value !== null);
}
function orNone(identities) {
	return identities.length === 0 ? [""] : identities;
}
// ../server/src/crm/erasure/erase-events.store.ts
async function eraseEvents(ctx, after) {
	const rows = await selectEvents(ctx).$if(after !== null, (events) => events.where("id", ">", after)).limit(100).execute();
	const judge = {
		...ctx,
		others: await findOthers(ctx, rows)
	};
	const changing = rows.filter((row) => judgeRow(row, judge) !== "none").map((row) => row.id);
	const about = rows.filter((row) => row.origin === "erased" || judgeRow(row, judge) === "about").map((row) => row.id);
	const canceled = await cancelDeliveries(ctx, about);
	return {
		counts: {
			...changing.length === 0 ? {} : await rewriteEvents(ctx, judge, changing),
			deliveries_canceled: canceled + await cancelDeliveries(ctx, about)
		},
		next: nextAfter(rows.map((row) => row.id))
	};
}
function erasedPayload(atMs) {
	return JSON.stringify({ erased_at: toIso(atMs) });
}
const COLUMNS$1 = [
	"id",
	"type",
	"origin",
	"created_at_ms",
	"phone",
	"bsuid",
	"contact_id",
	"payload",
	"sent_message"
];
function selectEvents({ store, workspaceId }, trx = store.db) {
	return trx.selectFrom("events").select(COLUMNS$1).where("workspace_id", "=", workspaceId).orderBy("id");
}
function judgeRow(row, judge) {
	const { type, origin, phone, bsuid } = row;
	return judgeEvent({
		type,
		origin,
		phone,
		bsuid,
		payload: row.sent_message === null ? row.payload : `${row.payload}\n${row.sent_message}`,
		createdAtMs: row.created_at_ms,
		contactId: row.contact_id
	}, judge);
}
function rewriteEvents(ctx, judge, ids) {
	const { store, workspaceId } = ctx;
	return store.db.transaction().execute(async (trx) => {
		const rows = await selectEvents(ctx, trx).where("id", "in", ids).$if(store.can.skipLocked, (events) => events.forUpdate()).execute();
		const counts = {
			events: 0,
			events_redacted: 0
		};
		for (const row of rows) {
			const change = changeOf$1(ctx, row, judgeRow(row, judge));
			if (change === null) continue;
			counts[change.origin === "erased" ? "events" : "events_redacted"] += 1;
			await trx.updateTable("events").set(change).where("workspace_id", "=", workspaceId).where("id", "=", row.id).execute();
		}
		return counts;
	});
}
function changeOf$1(ctx, row, verdict) {
	if (verdict === "none") return null;
	const redacted = verdict === "about" ? null : ctx.redactor.redactJson(JSON.parse(row.payload));
	if (redacted === null) return {
		origin: "erased",
		payload: erasedPayload(ctx.nowMs()),
		phone: null,
		bsuid: null,
		sent_message: null
	};
	const { phones, bsuids } = ctx.person;
	return {
		payload: JSON.stringify(redacted.value),
		phone: row.phone !== null && phones.includes(row.phone) ? null : row.phone,
		bsuid: row.bsuid !== null && bsuids.includes(row.bsuid) ? null : row.bsuid,
		sent_message: row.sent_message === null ? null : redactSentMessage(ctx, row.sent_message)
	};
}
function redactSentMessage({ redactor }, json) {
	const redacted = redactor.redactJson(JSON.parse(json));
	return redacted === null ? null : JSON.stringify(redacted.value);
}
const DELIVERY_FROM_EVENT_MS_MAX = 6e5;
async function cancelDeliveries(ctx, eventIds) {
	const [first, last] = [eventIds[0], eventIds.at(-1)];
	if (first === void 0 || last === void 0) return 0;
	const { store, workspaceId } = ctx;
	const pending = store.db.selectFrom("deliveries").select([
		"id",
		"resting_state",
		"endpoint_id",
		"order_key"
	]).where("workspace_id", "=", workspaceId).where("event_id", "in", eventIds).where("state", "=", "pending");
	const born = await pending.where("run_id", "is", null).where("id", ">=", firstIdAt("dlv", timeOfId(first) - DELIVERY_FROM_EVENT_MS_MAX)).where("id", "<", firstIdAt("dlv", timeOfId(last) + DELIVERY_FROM_EVENT_MS_MAX)).execute();
	const ofRuns = await pending.where("run_id", "is not", null).execute();
	let count = 0;
	for (const { id, resting_state, endpoint_id, order_key } of [...born, ...ofRuns]) {
		if (resting_state === "delivered" || resting_state === "exhausted") {
			const { numDeletedRows } = await store.db.deleteFrom("deliveries").where("workspace_id", "=", workspaceId).where("id", "=", id).where("lease_token", "is", null).executeTakeFirstOrThrow();
			count += Number(numDeletedRows);
		}
		const line = order_key === null ? [] : [{
			workspaceId,
			endpointId: endpoint_id,
			orderKey: order_key
		}];
		const canceled = await store.db.transaction().execute(async (trx) => {
			await lockLines(store, trx, line);
			const result = await trx.updateTable("deliveries").set(CANCELED).where("workspace_id", "=", workspaceId).where("id", "=", id).where("state", "=", "pending").executeTakeFirstOrThrow();
			await letNextGo(trx, line);
			return result;
		});
		count += Number(canceled.numUpdatedRows);
	}
	return count;
}
// ../server/src/crm/erasure/erase-idempotency.store.ts
async function eraseIdempotencyKeys(ctx) {
	let count = 0;
	for (let after = ""; after !== null && !ctx.isStopping();) {
		const rows = await readKeys(ctx, after);
		const meant = rows.filter((row) => isAboutPerson$1(ctx, row)).map((row) => row.key);
		if (meant.length > 0) count += await deleteKeys(ctx, meant);
		after = rows.length < 100 ? null : rows.at(-1)?.key ?? null;
		await ctx.pause();
	}
	return {
		counts: { idempotency_keys: count },
		next: ctx.isStopping() ? "" : null
	};
}
function readKeys({ store, workspaceId, startedAtMs }, after) {
	return store.db.selectFrom("idempotency_keys").select(["key", "response"]).where("scope", "=", workspaceId).where("key", ">", after).where("created_at_ms", "<", startedAtMs).orderBy("key").limit(100).execute();
}
function isAboutPerson$1(ctx, { key, response }) {
	if (ctx.redactor.mentions(key)) return true;
	if (response === null) return false;
	const answer = openAnswer(ctx, response);
	if (answer === null) return true;
	return ctx.redactor.mentions(answer) || ctx.person.contactIds.some((id) => answer.includes(id));
}
function openAnswer({ openSealed }, sealed) {
	try {
		return openSealed(sealed);
	} catch (error) {
		if (error instanceof PosthornError) return null;
		throw error;
	}
}
async function deleteKeys({ store, workspaceId }, keys) {
	const { numDeletedRows } = await store.db.deleteFrom("idempotency_keys").where("scope", "=", workspaceId).where("key", "in", keys).executeTakeFirstOrThrow();
	return Number(numDeletedRows);
}
// ../server/src/crm/erasure/erase-media.store.ts
async function eraseMedia(ctx, after) {
	const channelId = await findNextChannel(ctx, after ?? "");
	if (channelId === null) return { next: null };
	const conversationIds = conversationIdsOf(channelId, ctx.person);
	const mediaIds = conversationIds.length === 0 ? [] : await findFiles(ctx, conversationIds);
	for (const mediaId of mediaIds) await eraseFile(ctx, mediaId);
	const next = mediaIds.length < 100 ? channelId : after ?? "";
	return {
		counts: { media_files: mediaIds.length },
		next
	};
}
async function findNextChannel({ store, workspaceId }, after) {
	return (await store.db.selectFrom("channels").select("id").where("workspace_id", "=", workspaceId).where("id", ">", after).orderBy("id").limit(1).executeTakeFirst())?.id ?? null;
}
async function findFiles({ store, workspaceId, startedAtMs }, conversationIds) {
	return (await store.db.selectFrom("media_files").select("media_id").where("workspace_id", "=", workspaceId).where("conversation_id", "in", conversationIds).where("created_at_ms", "<", startedAtMs).limit(100).execute()).map((row) => row.media_id);
}
async function eraseFile(ctx, mediaId) {
	const { workspaceId, removeMediaFile } = ctx;
	await update(ctx, mediaId).set({
		state: "gone",
		due_at_ms: null,
		lease_token: null,
		tries: sql`tries + 1`,
		error: ERASED,
		mime_type: null,
		sha256: null,
		size_bytes: null,
		filename: null
	}).execute();
	await removeMediaFile({
		workspaceId,
		id: mediaId
	});
	await update(ctx, mediaId).set({
		storage_key: null,
		conversation_id: null
	}).execute();
}
const ERASED = "It was erased.";
function update({ store, workspaceId }, mediaId) {
	return store.db.updateTable("media_files").where("workspace_id", "=", workspaceId).where("media_id", "=", mediaId);
}
// ../server/src/crm/erasure/erase-messages.store.ts
async function removeSends(ctx, after) {
	const { store, workspaceId } = ctx;
	const rows = await store.db.selectFrom("message_sends").select([
		"id",
		"state",
		"due_at_ms"
	]).where("workspace_id", "=", workspaceId).where("id", ">", after ?? "").orderBy("id").limit(100).execute();
	const messages = rows.length === 0 ? [] : await readMessages(ctx, { ids: rows.map((row) => row.id) });
	const judge = await judgeFor(ctx, messages);
	const theirs = new Set(messages.filter((row) => judge(row) === "about").map((row) => row.id));
	const meant = rows.filter((row) => theirs.has(row.id));
	if (meant.length > 0) await deleteSends(ctx, [...theirs]);
	const leasesMs = meant.flatMap((row) => row.state === "sending" ? [row.due_at_ms] : []);
	return {
		counts: { message_sends: meant.length },
		next: nextAfter(rows.map((row) => row.id)),
		...leasesMs.length === 0 ? {} : { waitUntilMs: Math.max(...leasesMs) }
	};
}
async function deleteSends({ store, workspaceId }, ids) {
	await store.db.deleteFrom("message_sends").where("workspace_id", "=", workspaceId).where("id", "in", ids).execute();
}
async function eraseMessages(ctx, after) {
	const rows = await readMessages(ctx, { after });
	const judge = await judgeFor(ctx, rows);
	const changing = rows.filter((row) => judge(row) !== "none").map((row) => row.id);
	return {
		counts: changing.length === 0 ? {} : await rewriteMessages(ctx, judge, changing),
		next: nextAfter(rows.map((row) => row.id))
	};
}
const ERASED_TYPE = "erased";
const COLUMNS = [
	"id",
	"channel_id",
	"conversation_id",
	"contact_id",
	"phone",
	"bsuid",
	"direction",
	"wamid",
	"type",
	"text",
	"content",
	"callback_data",
	"accepted_at_ms",
	"response",
	"refused_at_ms",
	"refusal",
	"created_at_ms"
];
function selectMessages({ store, workspaceId }, db = store.db) {
	return db.selectFrom("messages").select(COLUMNS).where("workspace_id", "=", workspaceId).orderBy("id");
}
function readMessages(ctx, wanted) {
	const messages = selectMessages(ctx);
	return ("ids" in wanted ? messages.where("id", "in", wanted.ids) : messages.where("id", ">", wanted.after ?? "")).limit(100).execute();
}
async function judgeFor(ctx, rows) {
	const judge = {
		...ctx,
		others: await findOthers(ctx, rows)
	};
	const conversations = new Map();
	const conversationsOf = (channelId) => {
		const known = conversations.get(channelId) ?? new Set(conversationIdsOf(channelId, ctx.person));
		conversations.set(channelId, known);
		return known;
	};
	return (row) => {
		if (row.type === ERASED_TYPE) return "none";
		if (row.created_at_ms < ctx.startedAtMs && row.contact_id === null && row.conversation_id !== null) {
			if (conversationsOf(row.channel_id).has(row.conversation_id)) return "about";
		}
		return judgeEvent({
			type: "message",
			origin: "meta",
			phone: row.phone,
			bsuid: row.bsuid,
			createdAtMs: row.created_at_ms,
			contactId: row.contact_id,
			payload: [
				row.text,
				row.content,
				row.callback_data,
				row.response,
				row.refusal
			].join("\n")
		}, judge);
	};
}
function rewriteMessages(ctx, judge, ids) {
	const { store, workspaceId } = ctx;
	return store.db.transaction().execute(async (trx) => {
		const rows = await selectMessages(ctx, trx).where("id", "in", ids).$if(store.can.skipLocked, (messages) => messages.forUpdate()).execute();
		const counts = {
			messages: 0,
			messages_redacted: 0
		};
		for (const row of rows) {
			const change = changeOf(ctx, row, judge(row));
			if (change === null) continue;
			const isErased = change.type === ERASED_TYPE;
			counts[isErased ? "messages" : "messages_redacted"] += 1;
			await trx.updateTable("messages").set(change).where("workspace_id", "=", workspaceId).where("id", "=", row.id).execute();
			if (isErased) await forgetErrors(ctx, trx, row);
		}
		return counts;
	});
}
function changeOf(ctx, row, verdict) {
	if (verdict === "none") return null;
	return (verdict === "mentions" ? redact(ctx, row) : null) ?? erase(ctx, row);
}
function erase({ nowMs }, row) {
	const isWaiting = row.direction === "outbound" && row.accepted_at_ms === null && row.wamid === null;
	return {
		type: ERASED_TYPE,
		text: null,
		content: "{}",
		phone: null,
		bsuid: null,
		callback_data: null,
		sender: null,
		response: null,
		refusal: null,
		content_at_ms: Number.MAX_SAFE_INTEGER,
		conversation_id: row.contact_id === null ? null : row.conversation_id,
		refused_at_ms: row.refused_at_ms ?? (isWaiting ? nowMs() : null)
	};
}
function redact({ person, redactor }, row) {
	const json = (text) => {
		if (text === null) return { text };
		const redacted = redactor.redactJson(JSON.parse(text));
		return redacted === null ? null : { text: JSON.stringify(redacted.value) };
	};
	const [content, response, refusal] = [
		json(row.content === "" ? null : row.content),
		json(row.response),
		json(row.refusal)
	];
	if (content === null || response === null || refusal === null) return null;
	const words = (text) => text === null ? null : redactor.redactText(text);
	return {
		text: words(row.text),
		content: content.text ?? "",
		callback_data: words(row.callback_data),
		response: response.text,
		refusal: refusal.text,
		phone: row.phone !== null && person.phones.includes(row.phone) ? null : row.phone,
		bsuid: row.bsuid !== null && person.bsuids.includes(row.bsuid) ? null : row.bsuid
	};
}
async function forgetErrors({ workspaceId }, trx, { id, wamid }) {
	const statuses = trx.updateTable("message_statuses").set({ error: null }).where("workspace_id", "=", workspaceId);
	await statuses.where("message_id", "=", id).execute();
	if (wamid !== null) await statuses.where("wamid", "=", wamid).execute();
}
// ../server/src/crm/erasure/erase-quarantine.store.ts
const ITEMS_MAX = 20;
const NO_PAYLOAD = "null";
async function eraseQuarantine(ctx, after) {
	const rows = await ctx.store.db.selectFrom("quarantine").select([
		"meta_app_id",
		"id",
		"reason",
		"dedupe_key",
		"payload"
	]).where((eb) => eb.or([isOfOwnApp(eb, ctx), isOfOwnNumber(eb, ctx)])).where("created_at_ms", "<", ctx.startedAtMs).where("reason", "!=", "erased").$if(after !== null, (items) => items.where(isBehind$2(after ?? ""))).orderBy("meta_app_id").orderBy("id").limit(ITEMS_MAX).execute();
	const meant = rows.filter((row) => ctx.redactor.mentions(row.payload));
	let count = 0;
	for (const row of meant) count += await eraseItem(ctx, row);
	const next = nextAfter(rows.map((row) => `${row.meta_app_id} ${row.id}`), ITEMS_MAX);
	return {
		counts: { quarantine_items: count },
		next
	};
}
function eraseItem({ store, workspaceId, nowMs }, item) {
	return store.db.transaction().execute(async (trx) => {
		const { numUpdatedRows } = await trx.updateTable("quarantine").set({
			reason: "erased",
			payload: NO_PAYLOAD,
			payload_bytes: 4
		}).where("meta_app_id", "=", item.meta_app_id).where("id", "=", item.id).executeTakeFirstOrThrow();
		if (numUpdatedRows === 0n) return 0;
		const event_id = item.id;
		await trx.insertInto("event_keys").values({
			workspace_id: workspaceId,
			key: item.dedupe_key,
			event_id,
			created_at_ms: nowMs()
		}).onConflict((conflict) => conflict.columns(["workspace_id", "key"]).doNothing()).execute();
		return 1;
	});
}
function isBehind$2(place) {
	const [metaAppId = "", id = ""] = place.split(" ");
	return sql`(meta_app_id, id) > (${metaAppId}, ${id})`;
}
function isOfOwnApp(eb, { workspaceId }) {
	return eb("meta_app_id", "in", eb.selectFrom("meta_apps").select("meta_apps.id").where("meta_apps.workspace_id", "=", workspaceId));
}
function isOfOwnNumber(eb, { workspaceId }) {
	const numbers = eb.selectFrom("channels as own").innerJoin("meta_apps", "meta_apps.id", "own.meta_app_id").select("own.id").where("own.workspace_id", "=", workspaceId).where("meta_apps.workspace_id", "is", null).whereRef("own.meta_app_id", "=", "quarantine.meta_app_id").whereRef("own.phone_number_id", "=", "quarantine.phone_number_id").where(({ not, exists, selectFrom }) => not(exists(selectFrom("channels as theirs").select("theirs.id").whereRef("theirs.meta_app_id", "=", "own.meta_app_id").whereRef("theirs.phone_number_id", "=", "own.phone_number_id").where("theirs.workspace_id", "!=", workspaceId).where("theirs.deleted_at_ms", "is", null))));
	return eb.exists(numbers);
}
// ../server/src/crm/erasure/erase-received-requests.store.ts
const REQUESTS_MAX$1 = 50;
async function eraseReceivedRequests(ctx, after) {
	const { store, workspaceId, redactor } = ctx;
	const rows = await store.db.selectFrom("received_requests").select([
		"endpoint_id",
		"id",
		"headers",
		"body",
		"body_encoding"
	]).where("workspace_id", "=", workspaceId).$if(after !== null, (requests) => requests.where(isBehind$1(after ?? ""))).orderBy("endpoint_id").orderBy("id").limit(REQUESTS_MAX$1).execute();
	const ids = rows.filter((row) => redactor.mentions(row.headers) || redactor.mentions(textOf(row))).map((row) => row.id);
	const count = ids.length === 0 ? 0 : await forget(ctx, ids);
	const next = nextAfter(rows.map((row) => `${row.endpoint_id} ${row.id}`), REQUESTS_MAX$1);
	return {
		counts: { received_requests: count },
		next
	};
}
function textOf({ body, body_encoding: encoding }) {
	const text = encoding === "base64" ? Buffer.from(body, "base64").toString("utf8") : body;
	try {
		return JSON.stringify(JSON.parse(text));
	} catch (error) {
		if (error instanceof SyntaxError) return text;
		throw error;
	}
}
async function forget({ store, workspaceId }, ids) {
	const { numDeletedRows } = await store.db.deleteFrom("received_requests").where("workspace_id", "=", workspaceId).where("id", "in", ids).executeTakeFirstOrThrow();
	return Number(numDeletedRows);
}
function isBehind$1(place) {
	const [endpointId = "", id = ""] = place.split(" ");
	return sql`(endpoint_id, id) > (${endpointId}, ${id})`;
}
// ../server/src/crm/erasure/redact.ts
const ERASED_MARK = "[erased]";
const PHONE_DIGITS_MIN = 7;
const WORD_CHARS_MIN = 6;
const DEPTH_MAX = 200;
const GAP = "(?: ?\\(0\\) ?|[ \\u00a0\\u202f().\\-/\\u2011\\u2013]{0,3})";
const AFTER_PERCENT = "(?<=%[0-9A-Fa-f]{2})";
function createRedactor(needles) {
	const patterns = [
		...needles.phones.filter((digits) => digits.length >= PHONE_DIGITS_MIN).map(phonePattern),
		...needles.bsuids.filter((bsuid) => bsuid.length >= WORD_CHARS_MIN).map(bsuidPattern),
		...needles.emails.filter((email) => email.length >= WORD_CHARS_MIN).map(emailPattern)
	];
	const source = patterns.length === 0 ? "(?!)" : patterns.join("|");
	const [one, all] = [new RegExp(source, "i"), new RegExp(source, "gi")];
	const mentions = (text) => one.test(text);
	const redactText = (text) => text.replace(all, ERASED_MARK);
	return {
		mentions,
		find: (text) => Array.from(text.matchAll(all), ({ index, 0: found }) => ({
			start: index,
			end: index + found.length
		})),
		redactText,
		redactJson: (value) => {
			if (isDeeperThan(value, DEPTH_MAX)) return null;
			const redacted = redactValue(value, {
				mentions,
				redactText
			});
			return mentions(JSON.stringify(redacted) ?? "") ? null : { value: redacted };
		}
	};
}
const SEAM_CHARS = 600;
function redactSeam(redactor, left, right) {
	const tailStart = Math.max(0, left.length - SEAM_CHARS);
	const tail = left.slice(tailStart);
	const seam = redactor.find(tail + right.slice(0, SEAM_CHARS)).find(({ start, end }) => start < tail.length && end > tail.length);
	if (seam === void 0) return [left, right];
	return [left.slice(0, tailStart + seam.start) + ERASED_MARK, right.slice(seam.end - tail.length)];
}
function phonePattern(digits) {
	return `(?:(?<!\\d)(?:\\+|00|011)?|${AFTER_PERCENT})${digits.split("").join(GAP)}(?!\\d)`;
}
function bsuidPattern(bsuid) {
	return `(?:(?<![A-Za-z0-9])|${AFTER_PERCENT})${escapeForPattern(bsuid)}(?!\\.?[A-Za-z0-9])`;
}
function emailPattern(email) {
	const address = email.split("@").map(escapeForPattern).join("(?:@|%40)");
	return `(?:(?<![A-Za-z0-9._%+-])|${AFTER_PERCENT})${address}(?![A-Za-z0-9-]|\\.[A-Za-z0-9])`;
}
function escapeForPattern(text) {
	return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
function isDeeperThan(value, depthMax) {
	if (typeof value !== "object" || value === null) return false;
	return depthMax === 0 || Object.values(value).some((element) => isDeeperThan(element, depthMax - 1));
}
function redactValue(value, words) {
	if (typeof value === "string") return words.redactText(value);
	if (typeof value === "number") return words.mentions(String(value)) ? ERASED_MARK : value;
	if (Array.isArray(value)) return value.map((element) => redactValue(element, words));
	if (typeof value !== "object" || value === null) return value;
	return redactObject(value, words);
}
function redactObject(value, words) {
	const taken = new Set(Object.keys(value));
	const entries = Object.entries(value).map(([key, element]) => {
		const redacted = redactValue(element, words);
		return words.mentions(key) ? [freeKey(words.redactText(key), taken), redacted] : [key, redacted];
	});
	return Object.fromEntries(entries);
}
function freeKey(wanted, taken) {
	let key = wanted;
	for (let number = 2; taken.has(key); number++) key = `${wanted} ${number}`;
	taken.add(key);
	return key;
}
// ../server/src/crm/erasure/erase-runs.store.ts
const INPUT_PIECES = 4;
async function redactRunInputs(ctx, after) {
	const rows = await ctx.store.db.selectFrom("run_inputs").select([
		"run_id",
		"number",
		"content"
	]).where("workspace_id", "=", ctx.workspaceId).where("run_id", "<", firstIdAt("run", ctx.startedAtMs)).$if(after !== null, (pieces) => pieces.where(isBehind(after ?? ""))).orderBy("run_id").orderBy("number").limit(INPUT_PIECES).execute();
	const texts = redactPieces(ctx, rows);
	let count = 0;
	for (const [index, row] of rows.entries()) {
		const content = texts[index] ?? "";
		if (content === row.content) continue;
		count += 1;
		await writePiece(ctx, {
			...row,
			content
		});
	}
	const looked = rows.length < INPUT_PIECES ? rows : rows.slice(0, -1);
	const next = rows.length < INPUT_PIECES ? null : nextAfter(looked.map(placeOf), looked.length);
	return {
		counts: { run_inputs: count },
		next
	};
}
function redactPieces({ redactor }, rows) {
	const texts = rows.map((row) => redactor.redactText(row.content));
	for (let index = 1; index < rows.length; index++) {
		if (rows[index]?.run_id !== rows[index - 1]?.run_id) continue;
		const [left, right] = redactSeam(redactor, texts[index - 1] ?? "", texts[index] ?? "");
		texts[index - 1] = left;
		texts[index] = right;
	}
	return texts;
}
async function writePiece({ store, workspaceId }, { run_id, number, content }) {
	await store.db.updateTable("run_inputs").set({ content }).where("workspace_id", "=", workspaceId).where("run_id", "=", run_id).where("number", "=", number).execute();
}
async function redactRunProblems(ctx, after) {
	const rows = await ctx.store.db.selectFrom("run_problems").select([
		"run_id",
		"number",
		"row_number",
		"message",
		"value"
	]).where("workspace_id", "=", ctx.workspaceId).where("run_id", "<", firstIdAt("run", ctx.startedAtMs)).$if(after !== null, (problems) => problems.where(isBehind(after ?? ""))).orderBy("run_id").orderBy("number").limit(100).execute();
	let count = 0;
	for (const row of rows.filter(({ message, value }) => ctx.redactor.mentions(`${message}\n${value ?? ""}`))) count += await redactProblem(ctx, row);
	return {
		counts: { run_problems: count },
		next: nextAfter(rows.map(placeOf))
	};
}
async function redactProblem({ store, workspaceId, redactor }, problem) {
	const ofRun = store.db.updateTable("run_problems").where("workspace_id", "=", workspaceId).where("run_id", "=", problem.run_id);
	await ofRun.set({ message: redactor.redactText(problem.message) }).where("number", "=", problem.number).execute();
	const { numUpdatedRows } = await ofRun.set({ value: ERASED_MARK }).where("row_number", "=", problem.row_number).where("value", "is not", null).where("value", "!=", ERASED_MARK).executeTakeFirstOrThrow();
	return Math.max(1, Number(numUpdatedRows));
}
function isBehind(place) {
	const [runId = "", number = "0"] = place.split(" ");
	return sql`(run_id, number) > (${runId}, ${Number(number)})`;
}
function placeOf({ run_id, number }) {
	return `${run_id} ${number}`;
}
// ../server/src/crm/erasure/run-params.store.ts
async function saveRunParams(store, run, params) {
	await store.db.updateTable("runs").set({ params: JSON.stringify(params) }).where("workspace_id", "=", run.workspaceId).where("id", "=", run.id).where("finished_at_ms", "is", null).execute();
}
// ../server/src/crm/erasure/erasure-run.ts
const CONTACT_ERASE = "contact.erase";
const STEPS$1 = [
	{
		name: "find_contact",
		erase: findTheirContact
	},
	{
		name: "contacts",
		erase: eraseContacts
	},
	{
		name: "find_numbers",
		erase: findTheirNumbers
	},
	{
		name: "tombstones",
		erase: markTombstones
	},
	{
		name: "message_sends",
		erase: removeSends
	},
	{
		name: "events",
		erase: eraseEvents
	},
	{
		name: "deliveries",
		erase: awaitAttempts
	},
	{
		name: "attempts",
		erase: eraseAttempts
	},
	{
		name: "received_requests",
		erase: eraseReceivedRequests
	},
	{
		name: "quarantine",
		erase: eraseQuarantine
	},
	{
		name: "messages",
		erase: eraseMessages
	},
	{
		name: "conversations",
		erase: eraseConversations
	},
	{
		name: "conversation_activity",
		erase: eraseActivity
	},
	{
		name: "media_files",
		erase: eraseMedia
	},
	{
		name: "idempotency_keys",
		erase: eraseIdempotencyKeys
	},
	{
		name: "audit_log",
		erase: eraseAuditLog
	},
	{
		name: "run_inputs",
		erase: redactRunInputs
	},
	{
		name: "run_problems",
		erase: redactRunProblems
	},
	{
		name: "other_contacts",
		erase: redactContacts
	},
	{
		name: "other_notes",
		erase: redactNotes
	},
	{
		name: "forget",
		erase: async () => ({
			learned: NOBODY$1,
			next: null
		})
	},
	{
		name: "log",
		erase: emptyLog
	}
];
const DONE = "done";
const count = int().default(0);
const progressSchema = object({
	step: string().default(STEPS$1[0]?.name ?? DONE),
	after: string().nullable().default(null),
	...Object.fromEntries(COUNT_NAMES.map((name) => [name, count]))
});
function createErasureHandler(ctx) {
	return (run, ctl) => new Erasure(ctx, run, ctl).carryOut();
}
const SAVE_EVERY_MS = 1e3;
const DEADLOCKS_MAX = 5;
var Erasure = class {
	#ctx;
	#run;
	#ctl;
	#person;
	#redactor;
	#progress;
	#savedAtMs;
	constructor(ctx, run, ctl) {
		this.#ctx = ctx;
		this.#run = run;
		this.#ctl = ctl;
		this.#person = readPerson$1(run.params);
		this.#redactor = createRedactor(this.#person);
		this.#progress = progressSchema.parse(run.progress);
		this.#savedAtMs = ctx.nowMs();
	}
	async carryOut() {
		try {
			return await this.#walk();
		} catch (error) {
			if (!(error instanceof PosthornError) || error.code === "store_unavailable") throw error;
			return {
				kind: "failed",
				error: error.message,
				result: this.#result()
			};
		}
	}
	async #walk() {
		const first = STEPS$1.findIndex((step) => step.name === this.#progress.step);
		const steps = first < 0 ? [] : STEPS$1.slice(first);
		for (const [index, step] of steps.entries()) {
			const nextName = steps[index + 1]?.name ?? DONE;
			for (let isOver = false; !isOver;) {
				if (this.#ctl.isStopping()) return this.#stopped();
				const piece = await this.#carryOutPiece(step);
				isOver = piece.next === null;
				await this.#note(piece, isOver ? nextName : step.name);
				if (!await this.#save(isOver || piece.waitUntilMs !== void 0)) return this.#stopped();
				if (piece.waitUntilMs !== void 0 && piece.waitUntilMs > this.#ctx.nowMs()) return {
					kind: "waits",
					untilMs: piece.waitUntilMs,
					result: this.#result()
				};
				await this.#ctx.pause();
			}
		}
		return {
			kind: "completed",
			result: this.#result()
		};
	}
	async #carryOutPiece(step) {
		for (let tries = 1;; tries++) try {
			return await step.erase(this.#stepContext(), this.#progress.after);
		} catch (error) {
			if (!isDeadlock(error) || tries === DEADLOCKS_MAX) throw error;
		}
	}
	#stepContext() {
		const { workspaceId, id: runId, startedAtMs } = this.#run;
		return {
			...this.#ctx,
			workspaceId,
			runId,
			startedAtMs,
			person: this.#person,
			redactor: this.#redactor,
			counts: this.#progress,
			isStopping: () => this.#ctl.isStopping()
		};
	}
	async #note({ learned, counts = {}, next }, step) {
		if (learned !== void 0 && !isSamePerson(learned, this.#person)) {
			this.#person = learned;
			this.#redactor = createRedactor(learned);
			await saveRunParams(this.#ctx.store, this.#run, toPersonParams(learned));
		}
		const added = Object.fromEntries(COUNT_NAMES.map((name) => [name, this.#progress[name] + (counts[name] ?? 0)]));
		this.#progress = {
			...added,
			step,
			after: next
		};
	}
	async #save(isDue) {
		const nowMs = this.#ctx.nowMs();
		if (!isDue && nowMs - this.#savedAtMs < SAVE_EVERY_MS) return true;
		this.#savedAtMs = nowMs;
		return this.#ctl.saveProgress(this.#progress);
	}
	async #stopped() {
		await this.#ctl.saveProgress(this.#progress);
		return {
			kind: "stopped",
			result: this.#result()
		};
	}
	#result() {
		const { step: _step, after: _after, ...counts } = this.#progress;
		return counts;
	}
};
// ../server/src/crm/erasure/erasure.routes.ts
const ADMIN = { access: {
	who: "workspace",
	permission: "people.erase"
} };
const TAGS$6 = ["Contacts"];
const DESCRIPTION = "Takes the person out of contacts, events, attempts, quarantine, messages, conversations and their notes, media files, kept answers, the audit log and files that are being imported; ids and a tombstone stay. It is done by a run, whose `result` counts what was erased. It cannot be undone.";
const eraseBody = strictObject({
	phone: string().min(1).max(40).exactOptional().describe("As for a contact. All its spellings are meant."),
	bsuid: string().regex(/^[A-Za-z]{2}\.[A-Za-z0-9.]{1,128}$/, "Must be CC.digits, as Meta writes it.").exactOptional()
}).refine(({ phone, bsuid }) => phone === void 0 !== (bsuid === void 0), "Give either phone or bsuid.");
function erasureRoutes(api, ctx) {
	api.post("/v1/contacts/:id/erase", {
		config: ADMIN,
		schema: {
			summary: "Erase the person that a contact is",
			description: `${DESCRIPTION} Also of a contact that was deleted.`,
			tags: TAGS$6,
			params: idPath,
			response: { 202: ctx.run.schema }
		}
	}, async (request, reply) => {
		const id = pathId("cnt", request.params.id);
		if (!await ctx.isContact(workspaceOf(request), id)) throw notFound();
		const run = await startErasure(ctx, request, { contactIds: [id] });
		return reply.code(202).header("location", `/v1/runs/${run.id}`).send(ctx.run.toView(run));
	});
	api.post("/v1/contacts/erase", {
		config: ADMIN,
		schema: {
			summary: "Erase a person by number or BSUID",
			description: `${DESCRIPTION} Also of somebody who is no contact.`,
			tags: TAGS$6,
			body: eraseBody,
			response: { 202: ctx.run.schema }
		}
	}, async (request, reply) => {
		const run = await startErasure(ctx, request, readPerson(ctx, workspaceOf(request), request.body));
		return reply.code(202).header("location", `/v1/runs/${run.id}`).send(ctx.run.toView(run));
	});
}
function readPerson(ctx, workspaceId, { phone, bsuid }) {
	if (bsuid !== void 0) return { bsuids: [bsuid] };
	const number = ctx.readPhone(workspaceId, phone ?? "");
	if (number !== null) return { phones: [digitsOfPhone(number)] };
	throw new PosthornError("invalid_request", "The body is not valid.", { fields: [{
		pointer: "/phone",
		message: "Must be a phone number with + and its country code."
	}] });
}
function startErasure({ startRun }, request, person) {
	return startRun({
		workspaceId: workspaceOf(request),
		kind: CONTACT_ERASE,
		params: toPersonParams(learn(NOBODY$1, person)),
		asked: {
			actor: actorOf(request),
			action: "contact.erase_started"
		}
	});
}
function notFound() {
	return new PosthornError("not_found", "There is no such contact.");
}
// ../server/src/control/test-receivers/verify-request.ts
const SIGNATURE_HEADERS = [
	"webhook-signature",
	"x-hub-signature-256",
	"x-webhook-signature",
	"x-vobiz-signature"
];
const SIGNATURE_OF_FORMAT = {
	standard: "webhook-signature",
	cloudevents: "webhook-signature",
	meta: "x-hub-signature-256",
	xobito: "x-webhook-signature",
	vobiz: "x-webhook-signature",
	"vobiz-legacy": "x-vobiz-signature"
};
const TIMESTAMP_TOLERANCE_MS = 3e5;
function verifyRequest(keys, request) {
	const by = SIGNATURE_HEADERS.filter((name) => {
		const value = request.header(name);
		if (value === void 0) return false;
		return request.secrets.some((secret) => name === "webhook-signature" ? isStandard(keys.standard(secret), value, request) : isOfBody(keys.body(secret), value, request.body));
	});
	return {
		isVerified: by.includes(SIGNATURE_OF_FORMAT[request.format]),
		by
	};
}
function isStandard(key, signatures, { header, body, nowMs }) {
	const [id, timestamp] = [header("webhook-id"), header("webhook-timestamp")];
	if (id === void 0 || timestamp === void 0) return false;
	if (!(Math.abs(Number(timestamp) * 1e3 - nowMs) <= TIMESTAMP_TOLERANCE_MS)) return false;
	const expected = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64");
	return signatures.split(" ").some((signature) => equalsInConstantTime(signature, `v1,${expected}`));
}
function isOfBody(key, signature, body) {
	const expected = createHmac("sha256", key).update(body).digest("hex");
	return equalsInConstantTime(signature.replace(/^sha256=/, ""), expected);
}
// ../server/src/control/test-receivers/receive.routes.ts
const BODY_BYTES_MAX = 4194304;
const KEPT_BODY_BYTES_MAX = 262144;
const REQUESTS_PER_SECOND_MAX = 50;
const SLOW_MAX = 100;
const SLOW_MS = 65e3;
const MASK = "\u2022\u2022\u2022\u2022\u2022\u2022";
const SECRET_HEADERS = new Set([
	"authorization",
	"cookie",
	"proxy-authorization"
]);
const TEXT_BY_ANSWER = {
	200: "Received.",
	410: "This test receiver is set to answer that it is gone.",
	500: "This test receiver is set to answer that it failed."
};
function receiveRoutes(api, ctx) {
	const slow = new SlowAnswers();
	const calls = new CallBound({
		callsMax: REQUESTS_PER_SECOND_MAX,
		windowMs: 1e3
	});
	api.addHook("preClose", async () => slow.end());
	api.register(async (scope) => {
		const receivers = new WeakMap();
		scope.removeAllContentTypeParsers();
		scope.addContentTypeParser("*", {
			parseAs: "buffer",
			bodyLimit: BODY_BYTES_MAX
		}, (_request, bytes, done) => done(null, bytes));
		scope.route({
			method: "POST",
			url: testReceiverPath(":token"),
			config: { access: { who: "anyone" } },
			schema: {
				hide: true,
				params: object({ token: string() })
			},
			bodyLimit: BODY_BYTES_MAX,
			onRequest: async (request) => {
				const found = await findReceiver(ctx, request.params.token);
				calls.count(found.endpoint.id, ctx.nowMs());
				receivers.set(request, found);
			},
			handler: async (request, reply) => {
				const found = receivers.get(request);
				if (found === void 0 || !await keep(ctx, found, request)) throw noSuchReceiver$1();
				return answer$1(found, {
					reply,
					request,
					slow
				});
			}
		});
	});
}
async function findReceiver(ctx, token) {
	if (readTestReceiverToken(testReceiverPath(token)) === null) throw noSuchReceiver$1();
	const receiver = await findReceiverByToken(ctx.store, hashToken(token));
	const endpoint = receiver === null ? null : ctx.endpoint(receiver.workspaceId, receiver.id);
	if (receiver === null || endpoint === null) throw noSuchReceiver$1();
	return {
		endpoint,
		answer: receiver.answer
	};
}
function keep(ctx, { endpoint, answer: answered }, request) {
	const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
	const nowMs = ctx.nowMs();
	const { isVerified, by } = verifyRequest(ctx.keyBytes, {
		format: endpoint.format,
		header: (name) => [request.headers[name]].flat()[0],
		body,
		secrets: secretsInUse(endpoint, nowMs),
		nowMs
	});
	return keepRequest(ctx.store, {
		id: idOf("trq", ctx.newId()),
		workspaceId: endpoint.workspaceId,
		endpointId: endpoint.id,
		receivedAtMs: nowMs,
		method: request.method,
		headers: readHeaders(request, endpoint),
		...toText$1(body.subarray(0, KEPT_BODY_BYTES_MAX)),
		bodyBytes: body.length,
		isVerified,
		verifiedBy: by,
		answered
	});
}
function secretsInUse({ secrets }, nowMs) {
	const { current, previous, previousUntilMs } = secrets;
	return previous !== null && previousUntilMs !== null && nowMs < previousUntilMs ? [current, previous] : [current];
}
function readHeaders(request, endpoint) {
	const own = new Set(Object.keys(endpoint.headers).map((name) => name.toLowerCase()));
	const { rawHeaders } = request.raw;
	const headers = [];
	for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
		const [name = "", value = ""] = rawHeaders.slice(index, index + 2);
		const isSecret = own.has(name.toLowerCase()) || SECRET_HEADERS.has(name.toLowerCase());
		headers.push([name, isSecret ? MASK : value]);
	}
	return headers;
}
function toText$1(bytes) {
	const text = bytes.toString("utf8");
	return !text.includes("\0") && Buffer.from(text, "utf8").equals(bytes) ? {
		body: text,
		bodyEncoding: "utf8"
	} : {
		body: bytes.toString("base64"),
		bodyEncoding: "base64"
	};
}
async function answer$1({ answer: wanted }, { reply, request, slow }) {
	reply.type("text/plain; charset=utf-8");
	if (wanted === "slow") {
		await slow.wait(request);
		return reply.code(200).send("Received, and answered late on purpose.");
	}
	return reply.code(Number(wanted)).send(TEXT_BY_ANSWER[wanted]);
}
var SlowAnswers = class {
	#waiting = new Set();
	wait(request) {
		if (this.#waiting.size >= SLOW_MAX) throw new PosthornError("rate_limited", `${SLOW_MAX} answers are being put off already.`, { retryAfterSeconds: 1 });
		const { promise, resolve } = Promise.withResolvers();
		const timer = setTimeout(resolve, SLOW_MS);
		this.#waiting.add(resolve);
		request.raw.socket.once("close", resolve);
		return promise.finally(() => {
			clearTimeout(timer);
			this.#waiting.delete(resolve);
			request.raw.socket.removeListener("close", resolve);
		});
	}
	end() {
		for (const resolve of this.#waiting) resolve();
	}
};
function noSuchReceiver$1() {
	return new PosthornError("not_found", "There is no such path.");
}
// ../server/src/control/test-receivers/test-receiver-schemas.ts
const REQUESTS_MAX = 100;
const REQUESTS_DEFAULT = 50;
const format = _enum(FORMATS);
const answer = _enum(RECEIVER_ANSWERS).describe("A status, or `slow`: no answer until whoever asked gives up, which the delivery log shows as a time-out.");
const createTestReceiversBody = strictObject({
	format: format.exactOptional().describe("One receiver of this format. Default `standard`."),
	formats: array(format).min(1).max(FORMATS.length).exactOptional().describe("One receiver of each of these.")
}).refine(({ format: one, formats }) => one === void 0 || formats === void 0, {
	path: ["formats"],
	message: "Give format or formats, not both."
}).nullish();
const updateTestReceiverBody = strictObject({ answer });
const listRequestsQuery = listQuery$1.extend({
	limit: number$1().int().min(1).max(REQUESTS_MAX).default(REQUESTS_DEFAULT),
	after: idParam("trq").optional().describe("Only requests that came in after this one.")
});
const testReceiverView = object({
	id: string().describe("The id of its endpoint."),
	url: string().describe("Takes requests of anybody who knows it."),
	format,
	description: string(),
	enabled: boolean().describe("Whether the endpoint gets deliveries: a 410 disables it."),
	answer,
	request_count: int().describe("Requests that are kept."),
	last_request_at: datetime().nullable(),
	created_at: datetime()
}).meta({ id: "TestReceiver" });
const createdTestReceiversView = object({ data: array(testReceiverView.extend({ signing_secret: string() }).meta({ id: "CreatedTestReceiver" })) });
const receivedRequestView = object({
	id: string(),
	received_at: datetime(),
	method: string(),
	headers: array(object({
		name: string(),
		value: string()
	})).describe("As they were sent, in their order. Values of the endpoint's own headers are masked."),
	body: string().describe("Exactly as it came in, up to 256 KB."),
	body_encoding: _enum(["utf8", "base64"]).describe("`base64`: the body is no text."),
	body_bytes: int().describe("Of the whole body, also when less of it is kept."),
	verified: boolean().describe("The signature that receivers of this format go by is right, by the endpoint's secret."),
	verified_by: array(_enum(SIGNATURE_HEADERS)).describe("Headers whose signatures are right."),
	answered: answer.describe("What it was answered with.")
}).meta({ id: "ReceivedRequest" });
function toTestReceiverView(receiver) {
	return {
		id: receiver.id,
		url: receiver.url,
		format: receiver.format,
		description: receiver.description,
		enabled: receiver.enabled,
		answer: receiver.answer,
		request_count: receiver.requestCount,
		last_request_at: receiver.lastRequestAtMs === null ? null : toIso(receiver.lastRequestAtMs),
		created_at: toIso(receiver.createdAtMs)
	};
}
function toReceivedRequestView(request) {
	return {
		id: request.id,
		received_at: toIso(request.receivedAtMs),
		method: request.method,
		headers: request.headers.map(([name, value]) => ({
			name,
			value
		})),
		body: request.body,
		body_encoding: request.bodyEncoding,
		body_bytes: request.bodyBytes,
		verified: request.isVerified,
		verified_by: [...request.verifiedBy],
		answered: request.answered
	};
}
// ../server/src/control/test-receivers/test-receivers.routes.ts
const TAGS$5 = ["Test receivers"];
const READ$1 = {
	who: "workspace",
	permission: "test_receivers.read"
};
const WRITE = {
	who: "workspace",
	permission: "test_receivers.write"
};
const TOKEN_BYTES = 32;
function testReceiverRoutes(api, ctx) {
	addCreate$2(api, ctx);
	addReads(api, ctx);
	addRequests(api, ctx);
	addChanges(api, ctx);
}
function addCreate$2(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/test-receivers",
		config: {
			access: WRITE,
			idempotent: true
		},
		schema: {
			tags: TAGS$5,
			summary: "Create test receivers",
			description: "Each is an endpoint like any other, but that its requests go to the gateway itself, which keeps the last 200 of them for a day. All are made or none. The signing secrets are in this answer and in no other.",
			body: createTestReceiversBody,
			response: { 201: createdTestReceiversView }
		},
		handler: async (request, reply) => {
			const asker = {
				workspaceId: workspaceOf(request),
				actor: actorOf(request)
			};
			const { format = "standard", formats } = request.body ?? {};
			const data = await create(ctx, asker, formats === void 0 ? [format] : [...new Set(formats)]);
			return reply.code(201).send({ data });
		}
	});
}
async function create(ctx, asker, formats) {
	const { workspaceId } = asker;
	const made = formats.map((format) => {
		const token = ctx.randomBytes(TOKEN_BYTES).toString("base64url");
		const url = new URL(testReceiverPath(token), ctx.baseUrl()).href;
		return {
			wish: {
				id: idOf("ep", ctx.newId()),
				format,
				description: `Test receiver, ${format}`,
				url
			},
			tokenHash: hashToken(token)
		};
	});
	const hashes = new Map(made.map(({ wish, tokenHash }) => [wish.id, tokenHash]));
	const wishes = made.map(({ wish }) => wish);
	const endpoints = await ctx.createEndpoints({
		asker,
		wishes
	}, async (trx, endpointId) => {
		const tokenHash = hashes.get(endpointId);
		assert(tokenHash !== void 0);
		await insertTestReceiver(trx, {
			workspaceId,
			endpointId,
			tokenHash,
			nowMs: ctx.nowMs()
		});
	});
	return Promise.all(wishes.map(async ({ id }, index) => {
		return {
			...toTestReceiverView(await findOrThrow(ctx, workspaceId, id)),
			signing_secret: endpoints[index]?.signingSecret ?? ""
		};
	}));
}
function addReads(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/test-receivers",
		config: { access: READ$1 },
		schema: {
			tags: TAGS$5,
			summary: "List test receivers, newest first",
			querystring: listQuery$1,
			response: { 200: pageOf(testReceiverView) }
		},
		handler: async (request) => {
			const { limit, cursor } = request.query;
			const before = idCursor("ep", cursor);
			const all = await listTestReceivers(ctx.store, workspaceOf(request));
			const rest = before === null ? all : all.filter(({ id }) => id < before);
			const { items, nextCursor } = toPage(rest.slice(0, limit + 1), limit, ({ id }) => id);
			return {
				data: items.map(toTestReceiverView),
				next_cursor: nextCursor,
				has_more: nextCursor !== null
			};
		}
	});
	api.route({
		method: "GET",
		url: "/v1/test-receivers/:id",
		config: { access: READ$1 },
		schema: {
			tags: TAGS$5,
			summary: "Read a test receiver",
			params: idPath,
			response: { 200: testReceiverView }
		},
		handler: async (request) => toTestReceiverView(await find(ctx, request))
	});
}
function addRequests(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/test-receivers/:id/requests",
		config: { access: READ$1 },
		schema: {
			tags: TAGS$5,
			summary: "List received requests, newest first",
			description: "To watch: ask again with `after`, the id of the newest one that is known.",
			params: idPath,
			querystring: listRequestsQuery,
			response: { 200: pageOf(receivedRequestView) }
		},
		handler: async (request) => {
			const { id, workspaceId } = await find(ctx, request);
			const { limit, cursor, after = null } = request.query;
			const list = {
				workspaceId,
				endpointId: id,
				limit,
				after,
				before: idCursor("trq", cursor)
			};
			const { items, nextCursor } = await listRequests(ctx.store, list);
			return {
				data: items.map(toReceivedRequestView),
				next_cursor: nextCursor,
				has_more: nextCursor !== null
			};
		}
	});
}
function addChanges(api, ctx) {
	const audited = {
		write: ctx.audit,
		resourceType: "test_receiver",
		toView: ({ id, answer }) => ({
			id,
			answer
		})
	};
	api.route({
		method: "PATCH",
		url: "/v1/test-receivers/:id",
		config: { access: WRITE },
		schema: {
			tags: TAGS$5,
			summary: "Change what a test receiver answers",
			description: "From the next request on. To see what failures come to: retries, a disabled endpoint, a time-out.",
			params: idPath,
			body: updateTestReceiverBody,
			response: { 200: testReceiverView }
		},
		handler: async (request) => {
			const { id, workspaceId } = await find(ctx, request);
			const change = {
				workspaceId,
				id,
				answer: request.body.answer
			};
			const receiver = await changeAnswer(ctx.store, change, auditChange(audited, request, "updated"));
			if (receiver === null) throw noSuchReceiver();
			return toTestReceiverView(receiver);
		}
	});
	api.route({
		method: "DELETE",
		url: "/v1/test-receivers/:id",
		config: { access: WRITE },
		schema: {
			tags: TAGS$5,
			summary: "Delete a test receiver",
			description: "Its endpoint goes with it, and what it received. Deliveries that are pending are canceled.",
			params: idPath,
			response: { 204: _null() }
		},
		handler: async (request, reply) => {
			const { id, workspaceId } = await find(ctx, request);
			await ctx.removeEndpoint({
				workspaceId,
				actor: actorOf(request)
			}, id);
			return reply.code(204).send(null);
		}
	});
}
async function find(ctx, request) {
	const id = parseId("ep", request.params.id);
	if (id === null) throw noSuchReceiver();
	return findOrThrow(ctx, workspaceOf(request), id);
}
async function findOrThrow({ store }, workspaceId, id) {
	const receiver = await findTestReceiver(store, workspaceId, id);
	if (receiver === null) throw noSuchReceiver();
	return receiver;
}
function noSuchReceiver() {
	return new PosthornError("not_found", "There is no such test receiver.");
}
// ../server/src/crm/contacts/contact-book.ts
var ContactBook = class {
	#byId = new Map();
	#byPhone = new Map();
	#byBsuid = new Map();
	#touched = new Set();
	constructor(contacts) {
		for (const contact of contacts) this.#add(contact);
	}
	byId(id) {
		return this.#byId.get(id) ?? null;
	}
	byIdentity({ phone, bsuid }) {
		const phoneKey = phoneKeyOfContact({ phone });
		return (bsuid === null ? void 0 : this.#byBsuid.get(bsuid)) ?? (phoneKey === null ? void 0 : this.#byPhone.get(phoneKey)) ?? null;
	}
	byPerson({ phone, bsuid }) {
		return this.byIdentity({
			phone: phone === null ? null : `+${phone}`,
			bsuid
		});
	}
	isTouched(id) {
		return this.#touched.has(id);
	}
	note({ before, after }) {
		if (before !== null) this.#remove(before);
		if (after !== null) this.#add(after);
		const id = (after ?? before)?.id;
		assert(id !== void 0);
		this.#touched.add(id);
	}
	#add(contact) {
		this.#byId.set(contact.id, contact);
		const phoneKey = phoneKeyOfContact(contact);
		if (phoneKey !== null) this.#byPhone.set(phoneKey, contact);
		if (contact.bsuid !== null) this.#byBsuid.set(contact.bsuid, contact);
	}
	#remove(contact) {
		this.#byId.delete(contact.id);
		const phoneKey = phoneKeyOfContact(contact);
		if (phoneKey !== null) this.#byPhone.delete(phoneKey);
		if (contact.bsuid !== null) this.#byBsuid.delete(contact.bsuid);
	}
};
// ../server/src/crm/contacts/contact-change.ts
function draftContact(fields, identity, labels) {
	const { id, workspaceId, serial, nowMs } = identity;
	const given = withoutUndefined(fields);
	const statusId = given.statusId === void 0 ? defaultStatusId(labels) : given.statusId;
	const times = {
		createdAtMs: nowMs,
		updatedAtMs: nowMs,
		eventAtMs: nowMs
	};
	return {
		...NEW_CONTACT,
		...given,
		statusId,
		id,
		workspaceId,
		serial,
		revision: 1,
		...times
	};
}
function applyPatch(contact, patch, nowMs) {
	const given = withoutUndefined(patch);
	if (!Object.entries(given).some(([field, value]) => JSON.stringify(contact[field]) !== JSON.stringify(value))) return null;
	const eventAtMs = nextEventAtMs(contact.eventAtMs, nowMs);
	return {
		...contact,
		...given,
		revision: contact.revision + 1,
		updatedAtMs: nowMs,
		eventAtMs
	};
}
function reportCreated(after, ctx) {
	const data = toContactResource(after, ctx.labels);
	return {
		before: null,
		after,
		events: [eventOf(after, ctx, {
			type: "contact.created",
			atMs: ctx.nowMs,
			data
		})],
		records: [put(after, ctx), ...audit(ctx, {
			contact: after,
			action: "contact.created",
			before: null,
			after: data
		})]
	};
}
function reportUpdated(before, after, ctx) {
	const was = toContactResource(before, ctx.labels);
	const is = toContactResource(after, ctx.labels);
	const data = {
		...is,
		changes: changesBetween$1(was, is)
	};
	return {
		before,
		after,
		events: [eventOf(after, ctx, {
			type: "contact.updated",
			atMs: after.eventAtMs,
			data
		})],
		records: [put(after, ctx), ...audit(ctx, {
			contact: after,
			action: "contact.updated",
			before: was,
			after: is
		})]
	};
}
function reportDeleted(before, ctx) {
	const data = toContactResource(before, ctx.labels);
	const tombstone = {
		deletedAtMs: ctx.nowMs,
		erasedAtMs: null
	};
	return {
		before,
		after: null,
		events: [eventOf(before, ctx, {
			type: "contact.deleted",
			atMs: nextEventAtMs(before.eventAtMs, ctx.nowMs),
			data
		})],
		records: [bury(before, ctx, tombstone), ...audit(ctx, {
			contact: before,
			action: "contact.deleted",
			before: data,
			after: null
		})]
	};
}
function reportErased(before, ctx) {
	const { id, workspaceId, serial, type, createdAtMs } = before;
	const empty = {
		...NEW_CONTACT,
		id,
		workspaceId,
		serial,
		type,
		createdAtMs,
		revision: before.revision + 1,
		updatedAtMs: ctx.nowMs,
		eventAtMs: before.eventAtMs
	};
	const data = toContactResource(empty, ctx.labels);
	return {
		before,
		after: null,
		events: [eventOf(empty, ctx, {
			type: "contact.deleted",
			atMs: nextEventAtMs(before.eventAtMs, ctx.nowMs),
			data
		})],
		records: [bury(before, ctx, {
			deletedAtMs: ctx.nowMs,
			erasedAtMs: ctx.nowMs
		})]
	};
}
function eventOf(contact, ctx, { type, atMs, data }) {
	return {
		id: ctx.newEventId(),
		workspaceId: contact.workspaceId,
		type,
		origin: "crm",
		channelId: null,
		occurredAtMs: atMs,
		createdAtMs: ctx.nowMs,
		phone: contact.phone === null ? null : digitsOfPhone(contact.phone),
		bsuid: contact.bsuid,
		contact: {
			id: contact.id,
			serial: contact.serial
		},
		sentMessage: null,
		hops: 0,
		payload: data,
		dedupeKey: null,
		causeId: ctx.causeId
	};
}
function put(contact, { causeId }) {
	return {
		table: CONTACTS_TABLE,
		row: toContactRow(contact),
		causeId
	};
}
function bury(contact, { causeId }, tombstone) {
	return {
		table: CONTACTS_TABLE,
		row: toTombstoneRow(contact, tombstone),
		causeId
	};
}
function audit({ actor, auditRow }, { contact, action, before, after }) {
	if (actor === null) return [];
	const { workspaceId, id: resourceId } = contact;
	return [auditRow({
		workspaceId,
		actor,
		action,
		resourceType: "contact",
		resourceId,
		before,
		after
	})];
}
function defaultStatusId(labels) {
	const status = labels.defaultStatus;
	return status === null ? null : status.id;
}
function withoutUndefined(patch) {
	const given = Object.entries(patch).filter(([, value]) => value !== void 0);
	return Object.fromEntries(given);
}
// ../server/src/crm/contacts/identity-cache.ts
const ENTRIES_MAX = 5e4;
const NOBODY = Symbol("nobody");
var IdentityCache = class {
	#entries;
	constructor(ttlMs) {
		this.#entries = new I({
			max: ENTRIES_MAX,
			ttl: ttlMs
		});
	}
	find(person) {
		const keys = keysOf(person);
		let isAsked = true;
		for (const key of keys) {
			const entry = this.#entries.get(key);
			if (entry === void 0) isAsked = false;
			else if (entry !== NOBODY) return entry;
		}
		return isAsked ? null : void 0;
	}
	rememberNobody(person) {
		for (const key of keysOf(person)) this.#entries.set(key, NOBODY);
	}
	remember(contact) {
		const { id, serial, bsuid, username } = contact;
		const known = {
			ref: {
				id,
				serial
			},
			bsuid,
			username
		};
		for (const key of keysOfContact(contact)) this.#entries.set(key, known);
	}
	forget(contact) {
		for (const key of keysOfContact(contact)) this.#entries.delete(key);
	}
	forgetPerson(person) {
		for (const key of keysOf(person)) this.#entries.delete(key);
	}
};
function keysOf({ workspaceId, phone, bsuid }) {
	const keys = [];
	if (bsuid !== null) keys.push(`${workspaceId} b ${bsuid}`);
	if (phone !== null) keys.push(`${workspaceId} p ${phoneKeyOf(phone)}`);
	return keys;
}
function keysOfContact(contact) {
	const phoneKey = phoneKeyOfContact(contact);
	return keysOf({
		workspaceId: contact.workspaceId,
		phone: phoneKey,
		bsuid: contact.bsuid
	});
}
// ../server/src/crm/contacts/plan-wishes.ts
function planWishes(wishes, ctx) {
	const book = new ContactBook(ctx.existing);
	return wishes.map((wish, index) => {
		const planned = planWish(wish, {
			...ctx,
			book,
			serial: ctx.serials[index] ?? 0
		});
		if (planned.change !== null) book.note(planned.change);
		return planned;
	});
}
function planWish(wish, ctx) {
	switch (wish.kind) {
		case "create": return planNew(wish, ctx);
		case "upsert": return planUpsert(wish, ctx);
		case "update": return planUpdate(wish, ctx);
		case "delete": return planDelete(wish, ctx);
		case "erase": return planErase(wish.id, ctx);
	}
}
function planNew(wish, ctx) {
	const own = ownContact(wish, ctx.book);
	return own === null ? planCreate(wish, ctx) : {
		outcome: {
			kind: "unchanged",
			contact: own
		},
		change: null
	};
}
function ownContact({ contactId }, book) {
	return contactId === void 0 ? null : book.byId(contactId);
}
function planCreate(wish, ctx) {
	const { serial, workspaceId, report, book } = ctx;
	const identity = {
		id: ctx.contactIdOf(wish),
		workspaceId,
		serial,
		nowMs: report.nowMs
	};
	const contact = draftContact(wish.fields, identity, report.labels);
	if (!mayBeAssigned(contact.assigneeId, ctx)) return failed(noSuchMember());
	const collision = findCollision(book, contact);
	if (collision !== null) return failed(collision);
	return {
		outcome: {
			kind: "created",
			contact
		},
		change: reportCreated(contact, report)
	};
}
function planUpsert(wish, ctx) {
	const { phone = null, bsuid = null } = wish.fields;
	const contact = ctx.book.byIdentity({
		phone,
		bsuid
	}) ?? ownContact(wish, ctx.book);
	if (contact === null) return planCreate(wish, ctx);
	const fields = phone !== null && phoneKeyOfContact({ phone }) === phoneKeyOfContact(contact) ? {
		...wish.fields,
		phone: contact.phone
	} : wish.fields;
	return planChange(contact, wish.addsToLists === true ? addingToLists(contact, fields) : fields, ctx);
}
function planUpdate(wish, ctx) {
	const contact = ctx.book.byId(wish.id);
	if (contact === null) return failed(noSuchContact());
	if (isStale(contact, wish.expectedRevision)) return failed(changedSince());
	const patch = typeof wish.patch === "function" ? wish.patch(contact) : wish.patch;
	return patch instanceof PosthornError ? failed(patch) : planChange(contact, patch, ctx);
}
function planChange(before, patch, ctx) {
	const { book, report } = ctx;
	if (book.isTouched(before.id)) return LATER;
	const after = applyPatch(before, patch, report.nowMs);
	if (after === null) return {
		outcome: {
			kind: "unchanged",
			contact: before
		},
		change: null
	};
	if (after.assigneeId !== before.assigneeId && !mayBeAssigned(after.assigneeId, ctx)) return failed(noSuchMember());
	const collision = findCollision(book, after);
	if (collision !== null) return failed(collision);
	return {
		outcome: {
			kind: "updated",
			contact: after
		},
		change: reportUpdated(before, after, report)
	};
}
function planDelete(wish, { book, report }) {
	const contact = book.byId(wish.id);
	if (contact === null) return failed(noSuchContact());
	if (isStale(contact, wish.expectedRevision)) return failed(changedSince());
	if (book.isTouched(contact.id)) return LATER;
	return {
		outcome: {
			kind: "deleted",
			contact
		},
		change: reportDeleted(contact, report)
	};
}
function planErase(id, { book, report }) {
	const contact = book.byId(id);
	if (contact === null) return failed(noSuchContact());
	if (book.isTouched(id)) return LATER;
	return {
		outcome: {
			kind: "deleted",
			contact
		},
		change: reportErased(contact, report)
	};
}
const LATER = {
	outcome: "later",
	change: null
};
function addingToLists(contact, fields) {
	const { groupIds, tags, customAttributes } = fields;
	return {
		...fields,
		...groupIds === void 0 ? {} : { groupIds: [...new Set([...contact.groupIds, ...groupIds])] },
		...tags === void 0 ? {} : { tags: [...new Set([...contact.tags, ...tags])] },
		...customAttributes === void 0 ? {} : { customAttributes: {
			...contact.customAttributes,
			...customAttributes
		} }
	};
}
function isStale(contact, expectedRevision) {
	return expectedRevision !== null && contact.revision !== expectedRevision;
}
function findCollision(book, contact) {
	for (const field of ["phone", "bsuid"]) {
		const other = book.byIdentity({
			phone: null,
			bsuid: null,
			[field]: contact[field]
		});
		if (other !== null && other.id !== contact.id) return taken(field, other);
	}
	return null;
}
function failed(error) {
	return {
		outcome: {
			kind: "failed",
			error
		},
		change: null
	};
}
function mayBeAssigned(assigneeId, { members }) {
	return assigneeId === null || members.has(assigneeId);
}
function noSuchMember() {
	return new PosthornError("unprocessable", "The contact can only be assigned to a member of the workspace.", { fields: [{
		pointer: "/assignee_id",
		message: "There is no such member. GET /v1/members lists them."
	}] });
}
function noSuchContact() {
	return new PosthornError("not_found", "There is no such contact.");
}
function changedSince() {
	return new PosthornError("precondition_failed", "The contact was changed since it was read.", { fields: [{
		pointer: "If-Match",
		message: "Read the contact again and repeat the change on what it says now."
	}] });
}
function taken(field, other) {
	return new PosthornError("conflict", `Another contact has this ${field === "phone" ? "number" : "BSUID"}: ${other.id}.`, { fields: [{
		pointer: `/${field}`,
		message: `Must be unique. ${other.id} has it.`
	}] });
}
// ../server/src/crm/contacts/contact-writer.ts
const WISHES_MAX = 1e3;
async function saveContacts(ctx, save) {
	assert(save.wishes.length <= WISHES_MAX);
	const outcomes = [];
	let open = save.wishes.map((wish, index) => ({
		wish,
		index
	}));
	while (open.length > 0) {
		const planned = await saveRound(ctx, save, open);
		for (const { index, outcome } of planned) if (outcome !== "later") outcomes[index] = outcome;
		open = planned.filter((one) => one.outcome === "later");
	}
	return outcomes;
}
function saveRound(ctx, save, open) {
	return ctx.locks.run(open.flatMap(({ wish }) => lockKeysOf$1(save.workspaceId, wish)), async () => {
		for (let tries = 1;; tries++) try {
			return await tryRound(ctx, save, {
				open,
				tries
			});
		} catch (error) {
			if (!(error instanceof RecordConflictError)) throw error;
			if (tries === 5) throw changedByOthers(error);
		}
	});
}
async function tryRound(ctx, { workspaceId, actor }, { open, tries }) {
	const wishes = open.map(({ wish }) => wish);
	const existing = await ctx.findContacts({
		workspaceId,
		...namedBy(wishes)
	});
	const serials = await chooseSerials(ctx, workspaceId, wishes);
	const planned = planWishes(wishes, {
		workspaceId,
		existing,
		serials,
		members: await ctx.findMembers(workspaceId, assigneesOf(wishes)),
		contactIdOf: (wish) => (tries === 1 ? contactIdOf(wish) : null) ?? ctx.newContactId(),
		report: reportContext$1(ctx, workspaceId, actor)
	});
	ctx.serials.giveBack(workspaceId, unusedSerials(serials, wishes, planned));
	await commit(ctx, planned);
	return planned.map(({ outcome }, place) => ({
		...at(open, place),
		outcome
	}));
}
async function commit(ctx, planned) {
	const changes = planned.flatMap(({ change }) => change === null ? [] : [change]);
	if (changes.length === 0) return;
	const records = changes.flatMap((change) => change.records);
	try {
		await ctx.publish(changes.flatMap((change) => change.events), { records });
	} finally {
		for (const change of changes) forgetChanged(ctx.identities, change);
	}
}
function forgetChanged(identities, { before, after }) {
	if (before !== null) identities.forget(before);
	if (after !== null) identities.forget(after);
}
function reportContext$1(ctx, workspaceId, actor) {
	return {
		labels: ctx.labels(workspaceId),
		nowMs: ctx.nowMs(),
		newEventId: ctx.newEventId,
		auditRow: ctx.auditRow,
		actor,
		causeId: null
	};
}
async function chooseSerials(ctx, workspaceId, wishes) {
	const brought = wishes.map(serialOf);
	const known = brought.filter((serial) => serial !== null);
	const taken = new Set(await ctx.findTakenSerials(workspaceId, known));
	const kept = brought.map((serial) => {
		if (serial === null || taken.has(serial)) return null;
		taken.add(serial);
		return serial;
	});
	const highest = Math.max(0, ...kept.map((serial) => serial ?? 0));
	if (highest > 0) await ctx.claimSerial(workspaceId, highest);
	const makers = wishes.filter((wish, place) => mayCreate(wish) && kept[place] === null);
	const next = [...await ctx.serials.take(workspaceId, makers.length)];
	return wishes.map((wish, place) => kept[place] ?? (mayCreate(wish) ? next.shift() ?? 0 : 0));
}
function unusedSerials(serials, wishes, planned) {
	return serials.filter((serial, place) => {
		const wish = at(wishes, place);
		const { outcome } = at(planned, place);
		const isUsed = outcome !== "later" && outcome.kind === "created";
		return mayCreate(wish) && serial !== serialOf(wish) && !isUsed;
	});
}
function serialOf(wish) {
	return mayCreate(wish) ? wish.serial ?? null : null;
}
function mayCreate(wish) {
	return wish.kind === "create" || wish.kind === "upsert";
}
function namedBy(wishes) {
	const ids = wishes.flatMap((wish) => "id" in wish ? [wish.id] : contactIdOf(wish) ?? []);
	const given = wishes.map(identityOf);
	return {
		ids,
		phoneKeys: given.flatMap(({ phone }) => phone === null ? [] : [phoneKeyOf(digitsOfPhone(phone))]),
		bsuids: given.flatMap(({ bsuid }) => bsuid === null ? [] : [bsuid])
	};
}
function contactIdOf(wish) {
	return mayCreate(wish) ? wish.contactId ?? null : null;
}
function identityOf(wish) {
	if (wish.kind === "delete" || wish.kind === "erase") return {
		phone: null,
		bsuid: null
	};
	const fields = wish.kind === "update" ? wish.patch : wish.fields;
	if (typeof fields === "function") return {
		phone: null,
		bsuid: null
	};
	return {
		phone: fields.phone ?? null,
		bsuid: fields.bsuid ?? null
	};
}
function assigneesOf(wishes) {
	const assigned = wishes.flatMap((wish) => {
		if (wish.kind === "delete" || wish.kind === "erase") return [];
		const fields = wish.kind === "update" ? wish.patch : wish.fields;
		return typeof fields === "function" ? [] : fields.assigneeId ?? [];
	});
	return [...new Set(assigned)];
}
function lockKeysOf$1(workspaceId, wish) {
	return [..."id" in wish ? [wish.id] : [], ...keysOfContact({
		workspaceId,
		...identityOf(wish)
	})];
}
function at(items, index) {
	const item = items[index];
	assert(item !== void 0);
	return item;
}
function changedByOthers(cause) {
	return new PosthornError("conflict", "Others keep changing the same contact. Read it and try again.", { cause });
}
// ../server/src/crm/contacts/person-events.ts
function choiceEvent(report, choice, words) {
	const data = {
		category: "keyword",
		choice,
		detail: words.trim()
	};
	return personEvent(report, choice === "stop" ? "contact.opted_out" : "contact.opted_in", data);
}
function identityEvent(report) {
	const { event } = report;
	return personEvent(report, "contact.identity_changed", {
		message_id: idTextOf(objectOf(metaItemOf(event)).id),
		change: "user_changed_bsuid",
		text: null,
		previous_phone: event.phone,
		new_phone: event.phone,
		identity: null
	});
}
function personEvent(report, type, data) {
	const { event, channel } = report;
	return {
		...event,
		id: report.eventId,
		type,
		origin: "crm",
		payload: {
			...data,
			contact: personView(report),
			channel,
			occurred_at: toIso(event.occurredAtMs)
		},
		dedupeKey: null,
		causeId: event.dedupeKey === null ? null : event.id
	};
}
function personView({ event, contact }) {
	const name = contact === null ? "" : fullName(contact);
	return {
		id: contact?.id ?? null,
		serial: contact?.serial ?? null,
		bsuid: event.bsuid,
		phone: event.phone,
		name: name === "" ? null : name,
		username: contact?.username ?? null
	};
}
// ../server/src/crm/contacts/contact-projection.ts
function createContactProjection(ctx) {
	return async (events, quarantine = []) => {
		for (let tries = 1;; tries++) try {
			return await publishOnce(ctx, events, quarantine);
		} catch (error) {
			if (!(error instanceof RecordConflictError)) throw error;
			for (const event of events) ctx.identities.forgetPerson(event);
			if (tries === 5) throw new PosthornError("store_unavailable", "Others keep changing the same contacts. Try again.", { cause: error });
		}
	};
}
function publishOnce(ctx, events, quarantine) {
	const found = events.map((event) => ({
		event,
		known: ctx.identities.find(event)
	}));
	if (found.every(isMet)) return publishMet(ctx, found, quarantine);
	return lookUp(ctx, found.filter((one) => one.known === void 0).map(({ event }) => event)).then(() => {
		return publishMet(ctx, events.map((event) => ({
			event,
			known: ctx.identities.find(event) ?? null
		})), quarantine);
	});
}
function isMet(found) {
	return found.known !== void 0;
}
function publishMet(ctx, met, quarantine) {
	const changing = met.filter((one) => changesContact(ctx, one));
	if (changing.length === 0) return ctx.publish(met.map(withKnown), { quarantine });
	const events = met.map(({ event }) => event);
	return ctx.locks.run(changing.flatMap(lockKeysOf), () => publishInRounds(ctx, events, quarantine));
}
async function lookUp(ctx, unseen) {
	for (const [workspaceId, group] of Map.groupBy(unseen, (event) => event.workspaceId)) {
		const book = new ContactBook(await ctx.findContacts({
			workspaceId,
			ids: [],
			...identitiesOf(group)
		}));
		for (const event of group) {
			const contact = book.byPerson(event);
			if (contact === null) ctx.identities.rememberNobody(event);
			else ctx.identities.remember(contact);
		}
	}
}
function identitiesOf(events) {
	const facts = events.map((event) => isAboutPerson(event) ? personFactsOf(event).newPhone : null);
	return {
		phoneKeys: [...events.map((event) => event.phone), ...facts].flatMap((phone) => phone === null ? [] : [phoneKeyOf(phone)]),
		bsuids: events.flatMap(({ bsuid }) => bsuid === null ? [] : [bsuid])
	};
}
function withKnown({ event, known }) {
	return known === null ? event : {
		...event,
		contact: known.ref
	};
}
function isAboutPerson(event) {
	return event.origin === "meta" && (event.phone !== null || event.bsuid !== null);
}
function changesContact(ctx, { event, known }) {
	if (!isAboutPerson(event)) return false;
	const facts = personFactsOf(event);
	if (choiceOf(ctx, event, facts) !== null || facts.newPhone !== null) return true;
	if (known === null) return facts.isIntroduced && ctx.settings(event.workspaceId).autoCreateContacts;
	return tellsNewIdentity(known, event, facts);
}
function tellsNewIdentity(known, event, facts) {
	return event.bsuid !== null && event.bsuid !== known.bsuid || facts.username !== null && facts.username !== known.username;
}
function lockKeysOf({ event, known }) {
	const { newPhone } = personFactsOf(event);
	const moved = newPhone === null ? [] : keysOf({
		workspaceId: event.workspaceId,
		phone: newPhone,
		bsuid: null
	});
	return [
		...keysOf(event),
		...moved,
		...known === null ? [] : [known.ref.id]
	];
}
async function publishInRounds(ctx, events, quarantine) {
	const fresh = new Set();
	let aside = quarantine;
	for (let done = 0; done < events.length;) {
		const round = await planRound(ctx, events.slice(done));
		const records = round.changes.flatMap((change) => change.records);
		try {
			for (const id of await ctx.publish(round.events, {
				records,
				quarantine: aside
			})) fresh.add(id);
		} finally {
			for (const change of round.changes) forgetChanged(ctx.identities, change);
		}
		aside = [];
		done += round.eventCount;
	}
	return fresh;
}
async function planRound(ctx, events) {
	const books = await loadBooks(ctx, events);
	const out = [];
	const changes = [];
	let eventCount = 0;
	for (const event of events) {
		const book = books.get(event.workspaceId) ?? new ContactBook([]);
		const contact = book.byPerson(event);
		if (contact !== null && book.isTouched(contact.id)) break;
		const planned = await planEvent(ctx, event, book);
		eventCount += 1;
		out.push(...planned.events);
		if (planned.change !== null) {
			changes.push(planned.change);
			book.note(planned.change);
		}
	}
	return {
		events: out,
		changes,
		eventCount
	};
}
async function loadBooks(ctx, events) {
	const books = new Map();
	for (const [workspaceId, group] of Map.groupBy(events, (event) => event.workspaceId)) books.set(workspaceId, new ContactBook(await ctx.findContacts({
		workspaceId,
		ids: [],
		...identitiesOf(group)
	})));
	return books;
}
async function planEvent(ctx, event, book) {
	const contact = book.byPerson(event);
	if (!isAboutPerson(event)) return {
		events: [event],
		change: null
	};
	const facts = personFactsOf(event);
	const choice = choiceOf(ctx, event, facts);
	const [identityEventId, choiceEventId] = [ctx.newEventId(), ctx.newEventId()];
	const change = contact === null ? await planNewContact(ctx, event, facts) : planMovedContact(reportContext(ctx, event), {
		contact,
		patch: patchOf({
			contact,
			event,
			facts,
			choice,
			book
		})
	});
	const after = change?.after ?? contact;
	const named = after === null ? event : {
		...event,
		contact: {
			id: after.id,
			serial: after.serial
		}
	};
	const report = {
		event: named,
		contact: after,
		channel: ctx.channelView(event)
	};
	return {
		events: [
			named,
			...contact !== null && contact.bsuid !== null && contact.bsuid !== (after?.bsuid ?? null) && event.type !== "contact.identity_changed" ? [identityEvent({
				...report,
				eventId: identityEventId
			})] : [],
			...choice !== null && facts.choice === null ? [choiceEvent({
				...report,
				eventId: choiceEventId
			}, choice, facts.words ?? "")] : [],
			...change?.events ?? []
		],
		change
	};
}
function choiceOf(ctx, event, facts) {
	if (facts.choice !== null || facts.words === null) return facts.choice;
	const word = facts.words.trim().toLowerCase();
	const { optOutWords, optInWords } = ctx.settings(event.workspaceId);
	const isAmong = (words) => words.some((one) => one.toLowerCase() === word);
	if (isAmong(optOutWords)) return "stop";
	return isAmong(optInWords) ? "resume" : null;
}
async function planNewContact(ctx, event, facts) {
	if (!facts.isIntroduced || !ctx.settings(event.workspaceId).autoCreateContacts) return null;
	const report = reportContext(ctx, event);
	const { workspaceId } = event;
	const [serial = 0] = await ctx.serials.take(workspaceId, 1);
	return reportCreated(draftContact({
		firstName: facts.firstName ?? facts.username ?? "",
		lastName: facts.lastName,
		phone: event.phone === null ? null : `+${event.phone}`,
		bsuid: event.bsuid,
		username: facts.username,
		optedOut: choiceOf(ctx, event, facts) === "stop"
	}, {
		id: ctx.newContactId(),
		workspaceId,
		serial,
		nowMs: report.nowMs
	}, report.labels), report);
}
function planMovedContact(report, { contact, patch }) {
	const after = applyPatch(contact, patch, report.nowMs);
	return after === null ? null : reportUpdated(contact, after, report);
}
function patchOf({ contact, event, facts, choice, book }) {
	const owner = facts.newPhone === null ? null : book.byIdentity({
		phone: `+${facts.newPhone}`,
		bsuid: null
	});
	const movesTo = facts.newPhone !== null && (owner === null || owner.id === contact.id) ? facts.newPhone : null;
	const isNamedByPhoneOnly = contact.phone === null && event.phone !== null;
	return {
		...event.bsuid === null ? {} : { bsuid: event.bsuid },
		...facts.username === null ? {} : { username: facts.username },
		...choice === null ? {} : { optedOut: choice === "stop" },
		...isNamedByPhoneOnly && ownerOfPhone(book, event.phone) === null ? { phone: `+${event.phone}` } : {},
		...movesTo === null ? {} : { phone: `+${movesTo}` }
	};
}
function ownerOfPhone(book, phone) {
	return book.byIdentity({
		phone: `+${phone}`,
		bsuid: null
	});
}
function reportContext(ctx, event) {
	return {
		labels: ctx.labels(event.workspaceId),
		nowMs: ctx.nowMs(),
		newEventId: ctx.newEventId,
		auditRow: ctx.auditRow,
		actor: null,
		causeId: event.dedupeKey === null ? null : event.id
	};
}
// ../server/src/crm/contacts/serial-pool.ts
const BLOCK_SERIALS = 50;
const REPEATS = 10;
var SerialPool = class {
	#take;
	#spare = new Map();
	constructor(take) {
		this.#take = take;
	}
	async take(workspaceId, count) {
		const serials = this.#spareOf(workspaceId).splice(0, count);
		const missing = count - serials.length;
		if (missing === 0) return serials;
		const wanted = missing + Math.max(BLOCK_SERIALS, REPEATS * missing);
		const first = await this.#take(workspaceId, wanted);
		const fresh = Array.from({ length: wanted }, (_, index) => first + index);
		this.giveBack(workspaceId, fresh.slice(missing));
		return [...serials, ...fresh.slice(0, missing)];
	}
	giveBack(workspaceId, serials) {
		const spare = this.#spareOf(workspaceId);
		spare.push(...serials);
		spare.sort((one, other) => one - other);
	}
	#spareOf(workspaceId) {
		const spare = this.#spare.get(workspaceId) ?? [];
		this.#spare.set(workspaceId, spare);
		return spare;
	}
};
// ../server/src/control/notices/disabled-notice.ts
const REASONS = {
	gone: "Its receiver answered 410 (Gone).",
	failing: "Nothing was delivered to it for days: every attempt failed."
};
const NAME_LENGTH_MAX = 80;
function disabledNotice(news) {
	const host = new URL(news.url).host;
	const workspace = oneLine(news.workspaceName);
	return {
		subject: `Posthorn disabled the endpoint ${host}`,
		text: [
			`Posthorn disabled the endpoint ${host} (${news.endpointId}) of the workspace "${workspace}".`,
			REASONS[news.reason],
			"New events make no deliveries for it; those that waited are held. Mend the receiver and enable the endpoint, and they go out.",
			news.link
		].join("\n")
	};
}
function oneLine(name) {
	return name.replaceAll(/[\u0000-\u001f\u007f]+/g, " ").slice(0, NAME_LENGTH_MAX);
}
// ../server/src/control/notices/mail-way.ts
const TIMEOUT_MS = 1e4;
const PORTS = {
	"smtp:": 587,
	"smtps:": 465
};
function mailWay({ url: text, from, to }) {
	const url = new URL(text);
	const user = decodeURIComponent(url.username);
	const server = {
		host: url.hostname.replace(/^\[|\]$/g, ""),
		port: url.port === "" ? PORTS[url.protocol] : Number(url.port),
		secure: url.protocol === "smtps:",
		...user === "" ? {} : { auth: {
			user,
			pass: decodeURIComponent(url.password)
		} },
		connectionTimeout: TIMEOUT_MS,
		greetingTimeout: TIMEOUT_MS,
		socketTimeout: TIMEOUT_MS,
		disableFileAccess: true,
		disableUrlAccess: true
	};
	return {
		name: "mail",
		send: async ({ subject, text: body }) => {
			const { createTransport } = await import("./part-BdRAoWFy.mjs").then((n) => n.t);
			const transport = createTransport(server);
			try {
				await transport.sendMail({
					from,
					to: [...to],
					subject,
					text: body
				});
			} catch (error) {
				throw new Error(`The mail server did not take it (${codeOf(error)}).`);
			} finally {
				transport.close();
			}
		}
	};
}
function codeOf(error) {
	return error instanceof Error && "code" in error ? String(error.code) : "no code";
}
// ../server/src/control/notices/notifier.ts
const RETRY_WAITS_MS = [5e3, 6e4];
const ON_THEIR_WAY_MAX = 100;
var Notifier = class {
	#context;
	#stopping = new AbortController();
	#running = new Set();
	constructor(context) {
		this.#context = context;
	}
	notify(notice) {
		for (const way of this.#context.ways) {
			if (this.#running.size >= ON_THEIR_WAY_MAX) {
				this.#context.onGivenUp(way.name, new Error("Too many notices are on their way."));
				continue;
			}
			const running = this.#send(way, notice);
			this.#running.add(running);
			running.finally(() => this.#running.delete(running));
		}
	}
	async stop() {
		this.#stopping.abort();
		await Promise.all(this.#running);
	}
	async #send(way, notice) {
		const { signal } = this.#stopping;
		for (const waitMs of [...RETRY_WAITS_MS, null]) try {
			await way.send(notice);
			return;
		} catch (error) {
			if (waitMs !== null && !signal.aborted) await this.#context.wait(waitMs, signal);
			if (waitMs === null || signal.aborted) {
				this.#context.onGivenUp(way.name, error);
				return;
			}
		}
	}
};
// ../server/src/control/notices/webhook-way.ts
function webhookWay(url, postJson) {
	return {
		name: "webhook",
		send: async ({ text }) => {
			const status = await postJson(url, { text });
			if (status === null) throw new Error("The webhook gave no answer.");
			if (status < 200 || status > 299) throw new Error(`The webhook answered ${status}.`);
		}
	};
}
const KEPT_AFTER_EXPIRY_MS = 2592e6;
async function insertInvitation(store, invitation, withChange) {
	const { workspaceId, email, createdAtMs } = invitation;
	return store.db.transaction().execute(async (trx) => {
		await trx.deleteFrom("invitations").where("workspace_id", "=", workspaceId).where((where) => where.or([where("email_key", "=", emailKeyOf(email)), where("expires_at_ms", "<=", createdAtMs - KEPT_AFTER_EXPIRY_MS)])).execute();
		await assertRoom$1(trx, workspaceId);
		const after = toInvitation(await trx.insertInto("invitations").values({
			workspace_id: workspaceId,
			id: invitation.id,
			email,
			email_key: emailKeyOf(email),
			role: invitation.role,
			token_hash: invitation.tokenHash,
			expires_at_ms: invitation.expiresAtMs,
			created_at_ms: createdAtMs
		}).returningAll().executeTakeFirstOrThrow());
		await withChange(trx, {
			before: null,
			after
		});
		return after;
	});
}
async function listInvitations(store, workspaceId, page) {
	const { limit, before } = page;
	const rows = await store.db.selectFrom("invitations").selectAll().where("workspace_id", "=", workspaceId).$if(before !== null, (query) => query.where("id", "<", before)).orderBy("id", "desc").limit(limit + 1).execute();
	return toPage(rows.map(toInvitation), limit, (invitation) => invitation.id);
}
async function deleteInvitation(store, { workspaceId, id }, withChange) {
	return store.db.transaction().execute(async (trx) => {
		const deleted = await trx.deleteFrom("invitations").where("workspace_id", "=", workspaceId).where("id", "=", id).returningAll().executeTakeFirst();
		if (deleted === void 0) return false;
		await withChange(trx, {
			before: toInvitation(deleted),
			after: null
		});
		return true;
	});
}
async function findInvitationByHash({ db }, tokenHash, nowMs) {
	const row = await db.selectFrom("invitations").innerJoin("workspaces", "workspaces.id", "invitations.workspace_id").selectAll("invitations").select("workspaces.name as workspace_name").where("token_hash", "=", tokenHash).where("expires_at_ms", ">", nowMs).executeTakeFirst();
	return row === void 0 ? null : {
		...toInvitation(row),
		workspaceName: row.workspace_name
	};
}
async function takeInvitation(trx, tokenHash, nowMs) {
	const row = await trx.deleteFrom("invitations").where("token_hash", "=", tokenHash).returningAll().executeTakeFirst();
	return row === void 0 || row.expires_at_ms <= nowMs ? null : toInvitation(row);
}
async function assertRoom$1(trx, workspaceId) {
	const { count } = await trx.selectFrom("invitations").select((select) => select.fn.countAll().as("count")).where("workspace_id", "=", workspaceId).executeTakeFirstOrThrow();
	if (Number(count) < 200) return;
	throw new PosthornError("limit_reached", `There are 200 invitations already. Withdraw some.`);
}
function toInvitation(row) {
	return {
		id: row.id,
		workspaceId: row.workspace_id,
		email: row.email,
		role: row.role,
		expiresAtMs: row.expires_at_ms,
		createdAtMs: row.created_at_ms
	};
}
// ../server/src/control/invitations/accept-invitation.ts
async function acceptInvitation(ctx, answer, asked) {
	const tokenHash = hashToken(answer.token);
	const invitation = await findInvitationByHash(ctx.store, tokenHash, ctx.nowMs());
	if (invitation === null) throw invitationGone();
	const memberIn = await prepareMember(ctx, invitation, answer);
	return ctx.store.db.transaction().execute(async (trx) => {
		const taken = await takeInvitation(trx, tokenHash, ctx.nowMs());
		if (taken === null) throw invitationGone();
		const memberId = await memberIn(trx);
		await ctx.join(trx, {
			workspaceId: taken.workspaceId,
			memberId,
			role: taken.role,
			requestId: asked.requestId
		});
		return memberId;
	});
}
function invitationGone() {
	return new PosthornError("link_not_valid", "This invitation is not good any more. It works once, and for 7 days.", { fields: [{
		pointer: "/token",
		message: "Ask for a new invitation."
	}] });
}
async function prepareMember(ctx, { email }, { name, password }) {
	if (await ctx.hasAccount(email)) {
		const memberId = await ctx.checkPassword(email, password);
		return async () => memberId;
	}
	if (name === null) throw new PosthornError("unprocessable", "The new account needs a name.", { fields: [{
		pointer: "/name",
		message: "Give the name that others are to see."
	}] });
	return ctx.prepareAccount({
		email,
		name,
		password
	});
}
// ../server/src/control/invitations/invitations.routes.ts
const INVITATION_VALID_MS = 6048e5;
const TAGS$4 = ["Members"];
const MANAGE$2 = {
	who: "workspace",
	permission: "members.write"
};
const invitationView = object({
	id: string(),
	email: string(),
	role: _enum(ROLES),
	expires_at: datetime(),
	created_at: datetime()
}).meta({ id: "Invitation" });
const createdInvitationView = invitationView.extend({ url: string().describe("For the person to open: it works once. It is shown here and never again.") }).meta({ id: "CreatedInvitation" });
const lookedUpView = object({
	email: string(),
	role: _enum(ROLES),
	workspace: object({
		id: string(),
		name: string()
	}),
	has_account: boolean().describe("True: accept with the password of the account that has this e-mail."),
	expires_at: datetime()
});
function invitationRoutes(api, ctx) {
	addCreate$1(api, ctx);
	addList$2(api, ctx);
	addDelete$1(api, ctx);
	addLookUp(api, ctx);
}
function addCreate$1(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/members/invitations",
		config: { access: MANAGE$2 },
		schema: {
			tags: TAGS$4,
			summary: "Invite somebody into a workspace",
			description: "Answers a link to hand to them: Posthorn sends no e-mail. An older invitation for the same e-mail ends. Nobody gives a role above their own.",
			body: strictObject({
				email: email$1().max(254),
				role: _enum(ROLES)
			}),
			response: { 201: createdInvitationView }
		},
		handler: async (request, reply) => {
			const { email, role } = request.body;
			const workspaceId = workspaceOf(request);
			ctx.assertMayManage(request.principal, role);
			if (await ctx.isMemberByEmail(workspaceId, email)) throw alreadyMember();
			const token = newToken("", ctx.randomBytes);
			const createdAtMs = ctx.nowMs();
			const invitation = await insertInvitation(ctx.store, {
				id: idOf("inv", ctx.newId()),
				workspaceId,
				email,
				role,
				createdAtMs,
				expiresAtMs: createdAtMs + INVITATION_VALID_MS,
				tokenHash: hashToken(token)
			}, auditChange(auditedInvitation(ctx.audit), request, "created"));
			const url = oneTimeLink(ctx.baseUrl(), "invite", token);
			return reply.code(201).send({
				...toInvitationView(invitation),
				url
			});
		}
	});
}
function addList$2(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/members/invitations",
		config: { access: MANAGE$2 },
		schema: {
			tags: TAGS$4,
			summary: "List invitations that nobody has accepted yet, newest first",
			querystring: listQuery$1,
			response: { 200: pageOf(invitationView) }
		},
		handler: async (request) => {
			const { limit, cursor } = request.query;
			const page = {
				limit,
				before: idCursor("inv", cursor)
			};
			const { items, nextCursor } = await listInvitations(ctx.store, workspaceOf(request), page);
			return {
				data: items.map(toInvitationView),
				next_cursor: nextCursor,
				has_more: nextCursor !== null
			};
		}
	});
}
function addDelete$1(api, ctx) {
	api.route({
		method: "DELETE",
		url: "/v1/members/invitations/:id",
		config: { access: MANAGE$2 },
		schema: {
			tags: TAGS$4,
			summary: "Withdraw an invitation",
			params: idPath,
			response: { 204: _undefined().describe("Its link is worth nothing any more.") }
		},
		handler: async (request, reply) => {
			const id = pathId("inv", request.params.id);
			const audited = auditChange(auditedInvitation(ctx.audit), request, "deleted");
			if (!await deleteInvitation(ctx.store, {
				workspaceId: workspaceOf(request),
				id
			}, audited)) throw new PosthornError("not_found", "There is no invitation with this id.");
			return reply.code(204).send();
		}
	});
}
function addLookUp(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/invitations/look-up",
		config: { access: {
			who: "anyone",
			sameOrigin: true
		} },
		schema: {
			tags: TAGS$4,
			summary: "Read an invitation by the token of its link",
			body: strictObject({ token: string().max(128) }),
			response: { 200: lookedUpView }
		},
		handler: async (request) => {
			const found = await findInvitationByHash(ctx.store, hashToken(request.body.token), ctx.nowMs());
			if (found === null) throw invitationGone();
			return {
				email: found.email,
				role: found.role,
				workspace: {
					id: found.workspaceId,
					name: found.workspaceName
				},
				has_account: await ctx.hasAccount(found.email),
				expires_at: toIso(found.expiresAtMs)
			};
		}
	});
}
function alreadyMember() {
	return new PosthornError("conflict", "This person is a member of the workspace already.", { fields: [{
		pointer: "/email",
		message: "Is the e-mail of a member."
	}] });
}
function auditedInvitation(write) {
	return {
		write,
		resourceType: "invitation",
		toView: ({ id, role, expiresAtMs }) => ({
			id,
			role,
			expires_at: toIso(expiresAtMs)
		})
	};
}
function toInvitationView(invitation) {
	return {
		id: invitation.id,
		email: invitation.email,
		role: invitation.role,
		expires_at: toIso(invitation.expiresAtMs),
		created_at: toIso(invitation.createdAtMs)
	};
}
// ../server/src/control/members/member-rules.ts
function managingRole(principal) {
	if (principal?.kind === "root") return "owner";
	if (principal?.kind === "member") return principal.role;
	return principal?.kind === "key" ? "admin" : null;
}
function assertMayManage(principal, role) {
	const own = managingRole(principal);
	if (own !== null && mayManage(own, role)) return;
	throw new PosthornError("forbidden", `Only an ${role} may do this: nobody decides over a role above their own.`);
}
function checkNewPassword(password, owner, pointer = "/password") {
	const message = passwordProblem(password, owner);
	if (message === null) return;
	throw new PosthornError("unprocessable", "The password would not do.", { fields: [{
		pointer,
		message
	}] });
}
function linkNotValid() {
	return new PosthornError("link_not_valid", "This link is not good any more. It works once, and for a limited time.", { fields: [{
		pointer: "/token",
		message: "Ask for a new link."
	}] });
}
// ../server/src/control/members/member-view.ts
const memberView = object({
	id: string(),
	name: string(),
	role: _enum(ROLES),
	email: string().nullable().describe("Null for callers who may not manage members."),
	is_operator: boolean().describe("Looks after the installation: may make workspaces."),
	joined_at: datetime().describe("Since when it is a member of this workspace.")
}).meta({ id: "Member" });
function toMemberView(member, showsEmail) {
	return {
		id: member.id,
		name: member.name,
		role: member.role,
		email: showsEmail ? member.email : null,
		is_operator: member.isOperator,
		joined_at: toIso(member.joinedAtMs)
	};
}
function auditedMember(write) {
	return {
		write,
		resourceType: "member",
		toView: ({ id, name, role }) => ({
			id,
			name,
			role
		})
	};
}
function accountInLog({ id, name, isOperator }) {
	return {
		id,
		name,
		is_operator: isOperator
	};
}
// ../server/src/control/members/members.routes.ts
const TAGS$3 = ["Members"];
const READ = {
	who: "workspace",
	permission: "members.read"
};
const MANAGE$1 = {
	who: "workspace",
	permission: "members.write"
};
const linkView$1 = object({
	url: string().describe("Works once. It is shown here and never again."),
	expires_at: datetime()
});
function memberRoutes(api, ctx) {
	addList$1(api, ctx);
	addGet$1(api, ctx);
	addUpdate(api, ctx);
	addRemove(api, ctx);
	addPasswordLink(api, ctx);
}
function addList$1(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/members",
		config: { access: READ },
		schema: {
			tags: TAGS$3,
			summary: "List the members of a workspace",
			description: "Whoever is to be an `assignee_id` is one of them.",
			querystring: listQuery$1,
			response: { 200: pageOf(memberView) }
		},
		handler: async (request) => {
			const { limit, cursor } = request.query;
			const page = {
				limit,
				after: idCursor("mbr", cursor)
			};
			const { items, nextCursor } = await listWorkspaceMembers(ctx.store, workspaceOf(request), page);
			const showsEmail = callerMay(request, "members.write");
			return {
				data: items.map((member) => toMemberView(member, showsEmail)),
				next_cursor: nextCursor,
				has_more: nextCursor !== null
			};
		}
	});
}
function addGet$1(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/members/:id",
		config: { access: READ },
		schema: {
			tags: TAGS$3,
			summary: "Read a member",
			params: idPath,
			response: { 200: memberView }
		},
		handler: async (request, reply) => {
			const member = await readMember(ctx, workspaceOf(request), request.params.id);
			reply.header("etag", etagOfMember(member));
			return reply.send(toMemberView(member, callerMay(request, "members.write")));
		}
	});
}
function addUpdate(api, ctx) {
	api.route({
		method: "PATCH",
		url: "/v1/members/:id",
		config: { access: MANAGE$1 },
		schema: {
			tags: TAGS$3,
			summary: "Give a member another role",
			description: "Nobody decides over a role above their own; an API key counts as an admin. The last owner of a workspace stays one.",
			params: idPath,
			body: strictObject({ role: _enum(ROLES) }),
			response: { 200: memberView }
		},
		handler: async (request, reply) => {
			const { role } = request.body;
			const memberId = pathId("mbr", request.params.id);
			assertMayManage(request.principal, role);
			const check = (before) => {
				assertMayManage(request.principal, before.role);
				checkIfMatch(request, etagOfMember(before));
			};
			const audited = auditChange(auditedMember(ctx.audit), request, "updated");
			const change = {
				workspaceId: workspaceOf(request),
				memberId,
				role,
				check
			};
			const member = await updateRole(ctx.store, change, audited);
			if (member === null) throw noMember();
			ctx.changed(memberId);
			return reply.header("etag", etagOfMember(member)).send(toMemberView(member, true));
		}
	});
}
function addRemove(api, ctx) {
	api.route({
		method: "DELETE",
		url: "/v1/members/:id",
		config: { access: MANAGE$1 },
		schema: {
			tags: TAGS$3,
			summary: "Remove a member from a workspace",
			description: "The account stays, and with it what the member did: contacts and conversations stay assigned until somebody assigns them anew. The last owner cannot be removed.",
			params: idPath,
			response: { 204: _undefined().describe("It is no member any more.") }
		},
		handler: async (request, reply) => {
			const memberId = pathId("mbr", request.params.id);
			const check = (before) => assertMayManage(request.principal, before.role);
			const audited = auditChange(auditedMember(ctx.audit), request, "removed");
			if (await deleteMembership(ctx.store, {
				workspaceId: workspaceOf(request),
				memberId,
				check
			}, audited) === null) throw noMember();
			ctx.changed(memberId);
			return reply.code(204).send();
		}
	});
}
function addPasswordLink(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/members/:id/password-link",
		config: { access: MANAGE$1 },
		schema: {
			tags: TAGS$3,
			summary: "Make a link by which a member sets a new password",
			description: "Good for a day, and once. Only an operator makes one for an operator, and for somebody who is also in other workspaces: whoever has the link has the account.",
			params: idPath,
			response: { 201: linkView$1 }
		},
		handler: async (request, reply) => {
			const member = await readMember(ctx, workspaceOf(request), request.params.id);
			assertMayManage(request.principal, member.role);
			await assertIsOnlyOurs(ctx, request.principal, member);
			const { url, expiresAtMs } = await createPasswordLink(ctx, {
				memberId: member.id,
				actor: actorOf(request)
			});
			return reply.code(201).send({
				url,
				expires_at: toIso(expiresAtMs)
			});
		}
	});
}
async function assertIsOnlyOurs(ctx, principal, member) {
	if (principal?.kind === "root" || principal?.kind === "member" && principal.isOperator) return;
	const workspaces = await listWorkspacesOf(ctx.store, member.id);
	if (!member.isOperator && workspaces.length === 1) return;
	throw new PosthornError("forbidden", "This account is not of this workspace alone. Ask whoever runs the gateway.");
}
async function readMember(ctx, workspaceId, idText) {
	const memberId = pathId("mbr", idText);
	const member = await findWorkspaceMember(ctx.store, {
		workspaceId,
		memberId
	});
	if (member === null) throw noMember();
	return member;
}
function noMember() {
	return new PosthornError("not_found", "There is no member with this id.");
}
function etagOfMember({ role }) {
	return `"${role}"`;
}
// ../server/src/control/members/use-links.ts
async function becomeFirstOwner(ctx, owner, asked) {
	const use = linkUse(ctx, "owner", owner.token);
	if (await findOneTimeLink(ctx.store, use) === null || await hasOperator(ctx.store)) throw linkNotValid();
	const workspaceId = await findFirstWorkspace(ctx.store);
	if (workspaceId === null) throw linkNotValid();
	checkNewPassword(owner.password, owner);
	const passwordHash = await ctx.hasher.hash(owner.password);
	const id = idOf("mbr", ctx.newId());
	const nowMs = ctx.nowMs();
	const actor = {
		kind: "member",
		id,
		requestId: asked.requestId
	};
	await ctx.store.db.transaction().execute(async (trx) => {
		await lockWorkspace(trx, workspaceId);
		if (await takeOneTimeLink(trx, use) === null || await hasOperator({ db: trx })) throw linkNotValid();
		await deleteOneTimeLinks(trx, {
			kind: "owner",
			memberId: null
		});
		const { name, email } = owner;
		await insertAccount(trx, {
			id,
			name,
			email,
			passwordHash,
			isOperator: true,
			nowMs
		});
		const audited = auditAs(auditedMember(ctx.audit), {
			actor,
			workspaceId
		}, "added");
		await insertMembership(trx, {
			workspaceId,
			memberId: id,
			role: "owner",
			nowMs
		}, audited);
	});
	return id;
}
async function useSignInLink(ctx, token) {
	return ctx.store.db.transaction().execute((trx) => takeMemberLink(trx, linkUse(ctx, "sign_in", token)));
}
async function usePasswordLink(ctx, { token, password }, asked) {
	const use = linkUse(ctx, "password", token);
	const memberId = (await findOneTimeLink(ctx.store, use))?.memberId ?? null;
	const account = memberId === null ? null : await findAccount(ctx.store, memberId);
	if (account === null) throw linkNotValid();
	checkNewPassword(password, account);
	const passwordHash = await ctx.hasher.hash(password);
	await ctx.store.db.transaction().execute(async (trx) => {
		await takeMemberLink(trx, use);
		await setPassword(ctx, trx, {
			memberId: account.id,
			passwordHash,
			requestId: asked.requestId
		});
		await ctx.endSessions(trx, account.id);
	});
	return account.id;
}
async function setPassword(ctx, trx, change) {
	const { memberId, passwordHash, requestId } = change;
	const account = await updateAccount(trx, {
		id: memberId,
		passwordHash,
		nowMs: ctx.nowMs()
	});
	if (account === null) throw linkNotValid();
	for (const kind of ["password", "sign_in"]) await deleteOneTimeLinks(trx, {
		kind,
		memberId
	});
	await ctx.auditAccount(trx, memberId, {
		actor: {
			kind: "member",
			id: memberId,
			requestId
		},
		action: "member.password_changed",
		resourceType: "member",
		resourceId: memberId,
		before: null,
		after: accountInLog(account)
	});
}
function linkUse(ctx, kind, token) {
	return {
		tokenHash: hashToken(token),
		kind,
		nowMs: ctx.nowMs()
	};
}
async function takeMemberLink(trx, use) {
	const memberId = (await takeOneTimeLink(trx, use))?.memberId ?? null;
	if (memberId === null) throw linkNotValid();
	return memberId;
}
// ../server/src/control/portal/portal-links.store.ts
const PORTAL_LINKS_MAX = 5e3;
const KEPT_AFTER_END_MS = 864e5;
async function insertPortalLink(store, link, withChange) {
	const { workspaceId, createdAtMs } = link;
	return store.db.transaction().execute(async (trx) => {
		const overSinceMs = createdAtMs - KEPT_AFTER_END_MS;
		await trx.deleteFrom("portal_links").where("workspace_id", "=", workspaceId).where((where) => where.or([where.and([where("used_at_ms", "is", null), where("expires_at_ms", "<=", overSinceMs)]), where("session_expires_at_ms", "<=", overSinceMs)])).execute();
		const { count } = await trx.selectFrom("portal_links").select((select) => select.fn.countAll().as("count")).where("workspace_id", "=", workspaceId).executeTakeFirstOrThrow();
		if (Number(count) >= 5e3) throw new PosthornError("limit_reached", `There are ${PORTAL_LINKS_MAX} portal links already. Delete some.`);
		const after = toLink(await trx.insertInto("portal_links").values({
			workspace_id: workspaceId,
			id: link.id,
			label: link.label,
			token_hash: link.tokenHash,
			expires_at_ms: link.expiresAtMs,
			session_lifetime_ms: link.sessionLifetimeMs,
			used_at_ms: null,
			session_hash: null,
			session_expires_at_ms: null,
			created_at_ms: createdAtMs
		}).returningAll().executeTakeFirstOrThrow());
		await withChange(trx, {
			before: null,
			after
		});
		return after;
	});
}
async function listPortalLinks(store, workspaceId, page) {
	const { limit, before } = page;
	const rows = await store.db.selectFrom("portal_links").selectAll().where("workspace_id", "=", workspaceId).$if(before !== null, (query) => query.where("id", "<", before)).orderBy("id", "desc").limit(limit + 1).execute();
	return toPage(rows.map(toLink), limit, (link) => link.id);
}
async function findPortalLink(store, { workspaceId, id }) {
	const row = await store.db.selectFrom("portal_links").selectAll().where("workspace_id", "=", workspaceId).where("id", "=", id).executeTakeFirst();
	return row === void 0 ? null : toLink(row);
}
async function deletePortalLink(store, { workspaceId, id }, withChange) {
	return store.db.transaction().execute(async (trx) => {
		const deleted = await trx.deleteFrom("portal_links").where("workspace_id", "=", workspaceId).where("id", "=", id).returningAll().executeTakeFirst();
		if (deleted === void 0) return false;
		await withChange(trx, {
			before: toLink(deleted),
			after: null
		});
		return true;
	});
}
async function openPortalLink(store, { tokenHash, sessionHash, nowMs }, withChange) {
	return store.db.transaction().execute(async (trx) => {
		const row = await trx.updateTable("portal_links").set((update) => ({
			used_at_ms: nowMs,
			session_hash: sessionHash,
			session_expires_at_ms: update("session_lifetime_ms", "+", nowMs)
		})).where("token_hash", "=", tokenHash).where("used_at_ms", "is", null).where("expires_at_ms", ">", nowMs).returningAll().executeTakeFirst();
		if (row === void 0) return null;
		const after = toLink(row);
		await withChange(trx, {
			before: {
				...after,
				usedAtMs: null,
				sessionExpiresAtMs: null
			},
			after
		});
		return after;
	});
}
async function findPortalSession({ db }, sessionHash, nowMs) {
	const row = await db.selectFrom("portal_links").selectAll().where("session_hash", "=", sessionHash).where("session_expires_at_ms", ">", nowMs).executeTakeFirst();
	return row === void 0 ? null : toLink(row);
}
async function findPortalLabels({ db }, workspaceId, ids) {
	if (ids.length === 0) return new Map();
	const rows = await db.selectFrom("portal_links").select(["id", "label"]).where("workspace_id", "=", workspaceId).where("id", "in", ids).execute();
	return new Map(rows.map(({ id, label }) => [id, label]));
}
function toLink(row) {
	return {
		id: row.id,
		workspaceId: row.workspace_id,
		label: row.label,
		expiresAtMs: row.expires_at_ms,
		sessionLifetimeMs: row.session_lifetime_ms,
		usedAtMs: row.used_at_ms,
		sessionExpiresAtMs: row.session_expires_at_ms,
		createdAtMs: row.created_at_ms
	};
}
// ../server/src/control/portal/portal.routes.ts
const MINUTE_MS = 6e4;
const DAY_MS = 864e5;
const LINK_VALID_DEFAULT = "1h";
const LINK_VALID_MS_MAX = 7 * DAY_MS;
const SESSION_DEFAULT = "12h";
const SESSION_MS_MAX = 30 * DAY_MS;
const TAGS$2 = ["Portal"];
const MANAGE = {
	who: "workspace",
	permission: "portal_links.manage"
};
function durationUpTo(msMax, wordsMax, fallback) {
	return string().max(20).default(fallback).transform((text, ctx) => {
		const durationMs = parseDurationMs(text);
		if (durationMs !== null && durationMs >= MINUTE_MS && durationMs <= msMax) return durationMs;
		ctx.addIssue({
			code: "custom",
			message: `Must be a duration from 1m to ${wordsMax}, such as 90s, 15m or 12h.`
		});
		return NEVER;
	});
}
const createBody = strictObject({
	label: string().trim().max(100).default("").describe("For people, to tell links apart."),
	link_expires_in: durationUpTo(LINK_VALID_MS_MAX, "7d", LINK_VALID_DEFAULT).describe("How long the link may be opened, up to 7d."),
	session_expires_in: durationUpTo(SESSION_MS_MAX, "30d", SESSION_DEFAULT).describe("How long whoever opened it may work with it, up to 30d.")
});
const linkView = object({
	id: string(),
	label: string(),
	state: _enum([
		"unused",
		"open",
		"over"
	]).describe("`unused`: nobody opened it yet; `open`: somebody works with it; `over`: it has expired."),
	expires_at: datetime().describe("Until then it may be opened."),
	used_at: datetime().nullable(),
	session_expires_at: datetime().nullable().describe("Until then whoever opened it may work with it."),
	created_at: datetime()
}).meta({ id: "PortalLink" });
const createdLinkView = linkView.extend({ url: string().describe("Opens the portal, once. It is shown here and never again.") }).meta({ id: "CreatedPortalLink" });
const openedView = object({
	token: string().describe("For `Authorization: Bearer`. It is shown here and never again."),
	workspace: object({
		id: string(),
		name: string()
	}),
	permissions: array(string()),
	expires_at: datetime()
});
function portalRoutes(api, ctx) {
	addCreate(api, ctx);
	addList(api, ctx);
	addGet(api, ctx);
	addDelete(api, ctx);
	addOpen(api, ctx);
}
function addCreate(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/portal-links",
		config: { access: MANAGE },
		schema: {
			tags: TAGS$2,
			summary: "Make a portal link",
			description: "A one-time link for somebody outside, such as a customer: it reaches the endpoints and deliveries of this workspace and nothing else.",
			body: createBody,
			response: { 201: createdLinkView }
		},
		handler: async (request, reply) => {
			const { label, link_expires_in: linkValidMs, session_expires_in: sessionLifetimeMs } = request.body;
			const token = newToken("", ctx.randomBytes);
			const createdAtMs = ctx.nowMs();
			const link = await insertPortalLink(ctx.store, {
				id: idOf("ptl", ctx.newId()),
				workspaceId: workspaceOf(request),
				label,
				sessionLifetimeMs,
				createdAtMs,
				expiresAtMs: createdAtMs + linkValidMs,
				tokenHash: hashToken(token)
			}, auditChange(auditedLink(ctx), request, "created"));
			const url = oneTimeLink(ctx.baseUrl(), "portal", token);
			return reply.code(201).send({
				...toLinkView(link, ctx.nowMs()),
				url
			});
		}
	});
}
function addList(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/portal-links",
		config: { access: MANAGE },
		schema: {
			tags: TAGS$2,
			summary: "List portal links, newest first",
			description: "One that is over is listed for another day.",
			querystring: listQuery$1,
			response: { 200: pageOf(linkView) }
		},
		handler: async (request) => {
			const { limit, cursor } = request.query;
			const page = {
				limit,
				before: idCursor("ptl", cursor)
			};
			const { items, nextCursor } = await listPortalLinks(ctx.store, workspaceOf(request), page);
			const nowMs = ctx.nowMs();
			return {
				data: items.map((link) => toLinkView(link, nowMs)),
				next_cursor: nextCursor,
				has_more: nextCursor !== null
			};
		}
	});
}
function addGet(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/portal-links/:id",
		config: { access: MANAGE },
		schema: {
			tags: TAGS$2,
			summary: "Read a portal link",
			params: idPath,
			response: { 200: linkView }
		},
		handler: async (request) => {
			const id = pathId("ptl", request.params.id);
			const link = await findPortalLink(ctx.store, {
				workspaceId: workspaceOf(request),
				id
			});
			if (link === null) throw noLink();
			return toLinkView(link, ctx.nowMs());
		}
	});
}
function addDelete(api, ctx) {
	api.route({
		method: "DELETE",
		url: "/v1/portal-links/:id",
		config: { access: MANAGE },
		schema: {
			tags: TAGS$2,
			summary: "Delete a portal link",
			params: idPath,
			response: { 204: _undefined().describe("It opens nothing any more, and what it opened has ended.") }
		},
		handler: async (request, reply) => {
			const id = pathId("ptl", request.params.id);
			const audited = auditChange(auditedLink(ctx), request, "deleted");
			if (!await deletePortalLink(ctx.store, {
				workspaceId: workspaceOf(request),
				id
			}, audited)) throw noLink();
			return reply.code(204).send();
		}
	});
}
function addOpen(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/portal/session",
		config: { access: { who: "anyone" } },
		schema: {
			tags: TAGS$2,
			summary: "Open a portal link",
			description: "Uses the link up and answers a bearer token. There is no cookie, so that it works in a frame.",
			body: strictObject({ token: string().min(1).max(128).describe("What stands behind the # of the link.") }),
			response: { 200: openedView }
		},
		handler: async (request) => {
			const token = newToken(PORTAL_TOKEN_PREFIX, ctx.randomBytes);
			const opening = {
				tokenHash: hashToken(request.body.token),
				sessionHash: hashToken(token),
				nowMs: ctx.nowMs()
			};
			const link = await openPortalLink(ctx.store, opening, auditOpening(ctx, request.id));
			if (link === null) throw linkGone();
			return {
				token,
				workspace: {
					id: link.workspaceId,
					name: await ctx.workspaceName(link.workspaceId)
				},
				permissions: [...permissionsOf("portal")],
				expires_at: toIso(link.sessionExpiresAtMs ?? opening.nowMs)
			};
		}
	});
}
function auditOpening(ctx, requestId) {
	return async (trx, change) => {
		const link = change.after ?? change.before;
		if (link === null) return;
		const actor = {
			kind: "portal",
			id: link.id,
			requestId
		};
		await auditAs(auditedLink(ctx), {
			actor,
			workspaceId: link.workspaceId
		}, "opened")(trx, change);
	};
}
function auditedLink(ctx) {
	return {
		write: ctx.audit,
		resourceType: "portal_link",
		toView: (link) => toLinkView(link, ctx.nowMs())
	};
}
function noLink() {
	return new PosthornError("not_found", "There is no portal link with this id.");
}
function linkGone() {
	return new PosthornError("link_not_valid", "This link is not good any more. It works once, and for a limited time.", { fields: [{
		pointer: "/token",
		message: "Ask for a new link."
	}] });
}
function toLinkView(link, nowMs) {
	return {
		id: link.id,
		label: link.label,
		state: stateOf(link, nowMs),
		expires_at: toIso(link.expiresAtMs),
		used_at: link.usedAtMs === null ? null : toIso(link.usedAtMs),
		session_expires_at: link.sessionExpiresAtMs === null ? null : toIso(link.sessionExpiresAtMs),
		created_at: toIso(link.createdAtMs)
	};
}
function stateOf(link, nowMs) {
	if (link.sessionExpiresAtMs !== null) return link.sessionExpiresAtMs > nowMs ? "open" : "over";
	return link.expiresAtMs > nowMs ? "unused" : "over";
}
// ../server/src/control/sessions/session-view.ts
const sessionView = object({
	kind: _enum([
		"member",
		"portal",
		"key",
		"root"
	]).describe("`member`: signed in; `portal`: by a portal link; `key` and `root`: by a key."),
	csrf_token: string().nullable().describe("For the header `Posthorn-CSRF` of everything but GET. Null without a cookie: then it is not needed."),
	member: object({
		id: string(),
		name: string(),
		email: string(),
		is_operator: boolean()
	}).nullable(),
	workspaces: array(object({
		id: string().describe("For the header `Posthorn-Workspace`."),
		name: string(),
		role: _enum(ROLES).nullable(),
		permissions: array(string())
	})),
	version: string().describe("Version of the gateway."),
	features: object({ simulator: boolean() })
}).meta({ id: "Session" });
const signedInView = object({
	id: string(),
	is_current: boolean().describe("The one that asks."),
	user_agent: string(),
	address: string().describe("That signed in, as the gateway saw it."),
	created_at: datetime(),
	last_used_at: datetime().describe("To the minute."),
	expires_at: datetime()
}).meta({ id: "SignedIn" });
function toSessionView({ kind, csrfToken, member, workspaces }, { version, features }) {
	return {
		kind,
		csrf_token: csrfToken,
		member: member === null ? null : {
			id: member.id,
			name: member.name,
			email: member.email,
			is_operator: member.isOperator
		},
		workspaces: workspaces.map((workspace) => ({
			...workspace,
			permissions: [...workspace.permissions]
		})),
		version,
		features
	};
}
function sessionInLog({ id, userAgent, address, expiresAtMs }) {
	return {
		id,
		user_agent: userAgent,
		address,
		expires_at: toIso(expiresAtMs)
	};
}
function toSignedInView(session, isCurrent) {
	return {
		id: session.id,
		is_current: isCurrent,
		user_agent: session.userAgent,
		address: session.address,
		created_at: toIso(session.createdAtMs),
		last_used_at: toIso(session.lastUsedAtMs),
		expires_at: toIso(session.expiresAtMs)
	};
}
// ../server/src/control/sessions/sessions.store.ts
const SESSION_IDLE_MS = 432e5;
const SESSION_LIFETIME_MS = 12096e5;
const TOUCH_EVERY_MS = 6e4;
async function insertSession(trx, session) {
	const { id, memberId, tokenHash, createdAtMs } = session;
	await trx.deleteFrom("member_sessions").where((where) => where.or([where("expires_at_ms", "<=", createdAtMs), where.and([where("member_id", "=", memberId), where("last_used_at_ms", "<=", createdAtMs - SESSION_IDLE_MS)])])).execute();
	const ids = (await trx.selectFrom("member_sessions").select("id").where("member_id", "=", memberId).orderBy("last_used_at_ms", "desc").orderBy("id", "desc").offset(49).limit(50).execute()).map((row) => row.id);
	if (ids.length > 0) await trx.deleteFrom("member_sessions").where("id", "in", ids).execute();
	return toSession(await trx.insertInto("member_sessions").values({
		id,
		member_id: memberId,
		token_hash: tokenHash,
		user_agent: session.userAgent,
		address: session.address,
		created_at_ms: createdAtMs,
		last_used_at_ms: createdAtMs,
		expires_at_ms: session.expiresAtMs
	}).returningAll().executeTakeFirstOrThrow());
}
async function findSessionByHash({ db }, tokenHash, nowMs) {
	const row = await db.selectFrom("member_sessions").innerJoin("members", "members.id", "member_sessions.member_id").selectAll("member_sessions").select("members.is_operator as is_operator").where("token_hash", "=", tokenHash).where("expires_at_ms", ">", nowMs).where("last_used_at_ms", ">", nowMs - SESSION_IDLE_MS).executeTakeFirst();
	return row === void 0 ? null : {
		...toSession(row),
		isOperator: row.is_operator === 1
	};
}
async function touchSession({ db }, id, usedAtMs) {
	await db.updateTable("member_sessions").set({ last_used_at_ms: usedAtMs }).where("id", "=", id).where("last_used_at_ms", "<", usedAtMs).execute();
}
async function listSessions({ db }, memberId, nowMs) {
	return (await db.selectFrom("member_sessions").selectAll().where("member_id", "=", memberId).where("expires_at_ms", ">", nowMs).where("last_used_at_ms", ">", nowMs - SESSION_IDLE_MS).orderBy("last_used_at_ms", "desc").orderBy("id", "desc").limit(50).execute()).map(toSession);
}
async function findValidSessions(store, ids, nowMs) {
	if (ids.length === 0) return new Set();
	const rows = await store.db.selectFrom("member_sessions").select("id").where("id", "in", ids).where("expires_at_ms", ">", nowMs).where("last_used_at_ms", ">", nowMs - SESSION_IDLE_MS).execute();
	return new Set(rows.map((row) => row.id));
}
async function deleteSession(trx, { memberId, id }) {
	const row = await trx.deleteFrom("member_sessions").where("member_id", "=", memberId).where("id", "=", id).returningAll().executeTakeFirst();
	return row === void 0 ? null : toSession(row);
}
async function deleteSessionsOf(trx, memberId, keptId) {
	return (await trx.deleteFrom("member_sessions").where("member_id", "=", memberId).$if(keptId !== null, (query) => query.where("id", "!=", keptId)).returning("id").execute()).map((row) => row.id);
}
async function replaceSessionToken(trx, id, tokenHash) {
	await trx.updateTable("member_sessions").set({ token_hash: tokenHash }).where("id", "=", id).execute();
}
function toSession(row) {
	return {
		id: row.id,
		memberId: row.member_id,
		userAgent: row.user_agent,
		address: row.address,
		createdAtMs: row.created_at_ms,
		lastUsedAtMs: row.last_used_at_ms,
		expiresAtMs: row.expires_at_ms
	};
}
// ../server/src/control/sessions/sign-in-throttle.ts
var import_ipaddr = __toESM(require_ipaddr(), 1);
const ACCOUNT_RULE = {
	freeCount: 5,
	waitMsMax: 3e5
};
const ADDRESS_RULE = {
	freeCount: 50,
	waitMsMax: 6e4
};
const FAILURES_FORGOTTEN_MS = 864e5;
const FIRST_WAIT_MS = 1e3;
function waitMsAfter(failureCount, { freeCount, waitMsMax }) {
	if (failureCount < freeCount) return 0;
	return Math.min(waitMsMax, FIRST_WAIT_MS * 2 ** Math.min(failureCount - freeCount, 30));
}
// ../server/src/control/sessions/sign-in-throttle.store.ts
const SUBJECTS_MAX = 1e5;
const REMOVED_MAX = 1e3;
async function takeTry(store, subjects, nowMs) {
	return store.db.transaction().execute(async (trx) => {
		const ordered = subjects.toSorted((one, other) => one.hash < other.hash ? -1 : 1);
		const counted = [];
		for (const subject of ordered) counted.push({
			subject,
			...await lockSubject(trx, subject.hash, nowMs)
		});
		const waitMs = Math.max(...counted.map(({ blockedUntilMs }) => blockedUntilMs - nowMs));
		if (waitMs > 0) return waitMs;
		for (const { subject, failureCount } of counted) {
			const nextWaitMs = waitMsAfter(failureCount + 1, subject.rule);
			await trx.updateTable("sign_in_failures").set({
				failure_count: failureCount + 1,
				blocked_until_ms: nextWaitMs === 0 ? 0 : nowMs + nextWaitMs,
				updated_at_ms: nowMs
			}).where("subject_hash", "=", subject.hash).execute();
		}
		return 0;
	});
}
async function forgiveTry(store, { account, address }) {
	await store.db.transaction().execute(async (trx) => {
		await trx.deleteFrom("sign_in_failures").where("subject_hash", "=", account.hash).execute();
		await trx.updateTable("sign_in_failures").set((update) => ({
			failure_count: update("failure_count", "-", 1),
			blocked_until_ms: 0
		})).where("subject_hash", "=", address.hash).where("failure_count", ">", 0).execute();
	});
}
async function trimSubjects(store, nowMs, subjectsMax = SUBJECTS_MAX) {
	await store.db.deleteFrom("sign_in_failures").where("updated_at_ms", "<=", nowMs - FAILURES_FORGOTTEN_MS).execute();
	const hashes = (await store.db.selectFrom("sign_in_failures").select("subject_hash").orderBy("updated_at_ms", "desc").offset(subjectsMax).limit(REMOVED_MAX).execute()).map((row) => row.subject_hash);
	if (hashes.length > 0) await store.db.deleteFrom("sign_in_failures").where("subject_hash", "in", hashes).execute();
}
async function lockSubject(trx, hash, nowMs) {
	const row = await trx.insertInto("sign_in_failures").values({
		subject_hash: hash,
		failure_count: 0,
		blocked_until_ms: 0,
		updated_at_ms: nowMs
	}).onConflict((conflict) => conflict.column("subject_hash").doUpdateSet((update) => ({ failure_count: update.ref("sign_in_failures.failure_count") }))).returningAll().executeTakeFirstOrThrow();
	if (row.updated_at_ms <= nowMs - 864e5) return {
		failureCount: 0,
		blockedUntilMs: 0
	};
	return {
		failureCount: row.failure_count,
		blockedUntilMs: row.blocked_until_ms
	};
}
// ../server/src/control/sessions/sign-in.ts
const USER_AGENT_CHARS_MAX = 256;
const TRIM_EVERY_TRIES = 200;
function createPasswordCheck(ctx) {
	let tryCount = 0;
	return async (request, email, password) => {
		tryCount++;
		if (tryCount % TRIM_EVERY_TRIES === 0) ctx.aside(() => trimSubjects(ctx.store, ctx.nowMs()));
		const account = {
			hash: hashToken(`account ${emailKeyOf(email)}`),
			rule: ACCOUNT_RULE
		};
		const address = {
			hash: hashToken(`address ${networkOf(request.ip)}`),
			rule: ADDRESS_RULE
		};
		const waitMs = await takeTry(ctx.store, [account, address], ctx.nowMs());
		if (waitMs > 0) throw tooManyTries(waitMs);
		const found = await ctx.accounts.findByEmail(email);
		const isRight = await ctx.hasher.matches(found?.passwordHash ?? null, password);
		if (found === null || !isRight) {
			ctx.aside(() => auditRefusal(ctx, found?.id ?? null, {
				requestId: request.id,
				address: request.ip
			}));
			throw new PosthornError("unauthenticated", "The e-mail or the password is not right.");
		}
		await forgiveTry(ctx.store, {
			account,
			address
		});
		return found.id;
	};
}
async function startSession(ctx, { request, reply }, memberId) {
	const token = newToken("phs_", ctx.randomBytes);
	const nowMs = ctx.nowMs();
	const oldToken = readSessionCookie(ctx.cookie, request);
	const endedId = await ctx.store.db.transaction().execute(async (trx) => {
		const old = oldToken === null ? null : await findSessionByHash({ db: trx }, hashToken(oldToken), nowMs);
		if (old !== null) await deleteSession(trx, old);
		const session = await insertSession(trx, {
			id: idOf("ses", ctx.newId()),
			memberId,
			tokenHash: hashToken(token),
			userAgent: userAgentOf(request),
			address: request.ip,
			createdAtMs: nowMs,
			expiresAtMs: nowMs + SESSION_LIFETIME_MS
		});
		await ctx.auditAccount(trx, memberId, {
			actor: {
				kind: "member",
				id: memberId,
				requestId: request.id
			},
			action: "session.started",
			resourceType: "session",
			resourceId: session.id,
			before: null,
			after: sessionInLog(session)
		});
		return old?.id ?? null;
	});
	if (endedId !== null) ctx.watch.ended([endedId]);
	setSessionCookie(ctx.cookie, reply, {
		token,
		lifetimeMs: SESSION_LIFETIME_MS
	});
	return describeMember(ctx, memberId, csrfTokenOf(token));
}
async function describeMember(ctx, memberId, csrfToken) {
	const account = await ctx.accounts.find(memberId);
	if (account === null) throw new PosthornError("unauthenticated", "Sign in first.");
	const { passwordHash: _passwordHash, ...member } = account;
	return {
		kind: "member",
		csrfToken,
		member,
		workspaces: await ctx.accounts.workspacesOf(memberId)
	};
}
async function auditRefusal(ctx, memberId, { requestId, address }) {
	await ctx.store.db.transaction().execute((trx) => ctx.auditAccount(trx, memberId, {
		actor: {
			kind: "member",
			id: memberId,
			requestId
		},
		action: "session.refused",
		resourceType: "session",
		resourceId: memberId ?? "unknown",
		before: null,
		after: {
			address,
			reason: memberId === null ? "no such account" : "wrong password"
		}
	}));
}
function tooManyTries(waitMs) {
	const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1e3));
	return new PosthornError("rate_limited", "Too many sign-ins failed. Wait a little and try again.", { retryAfterSeconds });
}
function userAgentOf({ headers }) {
	return storableText(headers["user-agent"] ?? "")?.slice(0, USER_AGENT_CHARS_MAX) ?? "";
}
function networkOf(address) {
	if (!import_ipaddr.default.isValid(address)) return address;
	const parsed = import_ipaddr.default.process(address);
	return parsed instanceof import_ipaddr.default.IPv6 ? parsed.parts.slice(0, 4).join(":") : parsed.toString();
}
// ../server/src/control/sessions/session.routes.ts
const TAGS$1 = ["Session"];
const OWN = { access: { who: "member" } };
const password$1 = string().min(1).max(1024);
function sessionRoutes(api, ctx) {
	addRead(api, ctx);
	addSignOut(api, ctx);
	addRename(api, ctx);
	addChangePassword(api, ctx);
	addListSessions(api, ctx);
	addRevoke(api, ctx);
	addRevokeOthers(api, ctx);
}
function addRead(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/session",
		config: { access: { who: "caller" } },
		schema: {
			tags: TAGS$1,
			summary: "Tell who is calling, and what they may do where",
			response: { 200: sessionView }
		},
		handler: async (request) => showSession(ctx, await describeCaller(ctx, request))
	});
}
function addSignOut(api, ctx) {
	api.route({
		method: "DELETE",
		url: "/v1/session",
		config: OWN,
		schema: {
			tags: TAGS$1,
			summary: "Sign out",
			response: { 204: _undefined().describe("The session has ended.") }
		},
		handler: async (request, reply) => {
			const { memberId, sessionId } = memberOf(request);
			await endSession(ctx, request, {
				memberId,
				id: sessionId
			});
			clearSessionCookie(ctx.cookie, reply);
			return reply.code(204).send();
		}
	});
}
function addRename(api, ctx) {
	api.route({
		method: "PATCH",
		url: "/v1/session/member",
		config: OWN,
		schema: {
			tags: TAGS$1,
			summary: "Change the own name",
			body: strictObject({ name: string().trim().min(1).max(100) }),
			response: { 200: sessionView }
		},
		handler: async (request) => {
			const { memberId } = memberOf(request);
			await ctx.accounts.rename({
				id: memberId,
				name: request.body.name,
				requestId: request.id
			});
			return showSession(ctx, await describeCaller(ctx, request));
		}
	});
}
function addChangePassword(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/session/password",
		config: OWN,
		schema: {
			tags: TAGS$1,
			summary: "Change the own password",
			description: "All other sessions of the member end, and this one gets a new cookie and a new `csrf_token`.",
			body: strictObject({
				current_password: password$1,
				new_password: password$1
			}),
			response: { 200: sessionView }
		},
		handler: async (request, reply) => {
			const { memberId, sessionId } = memberOf(request);
			const account = await ctx.accounts.find(memberId);
			if (account === null) throw new PosthornError("unauthenticated", "Sign in first.");
			await checkOwnPassword(ctx, request, {
				email: account.email,
				password: request.body.current_password
			});
			ctx.accounts.checkNewPassword(request.body.new_password, account, "/new_password");
			const passwordHash = await ctx.hasher.hash(request.body.new_password);
			const token = newToken("phs_", ctx.randomBytes);
			const ended = await ctx.store.db.transaction().execute(async (trx) => {
				await ctx.accounts.setPassword(trx, {
					memberId,
					passwordHash,
					requestId: request.id
				});
				await replaceSessionToken(trx, sessionId, hashToken(token));
				return deleteSessionsOf(trx, memberId, sessionId);
			});
			ctx.watch.ended(ended);
			setSessionCookie(ctx.cookie, reply, {
				token,
				lifetimeMs: SESSION_LIFETIME_MS
			});
			return showSession(ctx, await describeMember(ctx, memberId, csrfTokenOf(token)));
		}
	});
}
function addListSessions(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/session/sessions",
		config: OWN,
		schema: {
			tags: TAGS$1,
			summary: "List the browsers in which the member is signed in",
			response: { 200: object({ data: array(signedInView) }) }
		},
		handler: async (request) => {
			const { memberId, sessionId } = memberOf(request);
			return { data: (await listSessions(ctx.store, memberId, ctx.nowMs())).map((session) => toSignedInView(session, session.id === sessionId)) };
		}
	});
}
function addRevoke(api, ctx) {
	api.route({
		method: "DELETE",
		url: "/v1/session/sessions/:id",
		config: OWN,
		schema: {
			tags: TAGS$1,
			summary: "Sign another browser out",
			params: idPath,
			response: { 204: _undefined().describe("The session has ended.") }
		},
		handler: async (request, reply) => {
			const id = pathId("ses", request.params.id);
			if (!await endSession(ctx, request, {
				memberId: memberOf(request).memberId,
				id
			})) throw new PosthornError("not_found", "There is no session with this id.");
			return reply.code(204).send();
		}
	});
}
function addRevokeOthers(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/session/sessions/revoke-others",
		config: OWN,
		schema: {
			tags: TAGS$1,
			summary: "Sign out everywhere else",
			response: { 200: object({ ended: int().describe("Sessions that ended.") }) }
		},
		handler: async (request) => {
			const { memberId, sessionId } = memberOf(request);
			const ended = await ctx.store.db.transaction().execute(async (trx) => {
				const ids = await deleteSessionsOf(trx, memberId, sessionId);
				for (const id of ids) await auditEnd(ctx, trx, {
					request,
					before: { id }
				});
				return ids;
			});
			ctx.watch.ended(ended);
			return { ended: ended.length };
		}
	});
}
async function endSession(ctx, request, session) {
	const ended = await ctx.store.db.transaction().execute(async (trx) => {
		const deleted = await deleteSession(trx, session);
		if (deleted !== null) await auditEnd(ctx, trx, {
			request,
			before: sessionInLog(deleted)
		});
		return deleted;
	});
	if (ended === null) return false;
	ctx.watch.ended([ended.id]);
	return true;
}
async function auditEnd(ctx, trx, { request, before }) {
	const { memberId } = memberOf(request);
	const entry = {
		actor: actorOf(request),
		action: "session.ended",
		resourceType: "session"
	};
	await ctx.auditAccount(trx, memberId, {
		...entry,
		resourceId: String(before.id),
		before,
		after: null
	});
}
async function checkOwnPassword(ctx, request, own) {
	try {
		await ctx.checkPassword(request, own.email, own.password);
	} catch (error) {
		if (!(error instanceof PosthornError) || error.code !== "unauthenticated") throw error;
		throw new PosthornError("unprocessable", "The current password is not right.", { fields: [{
			pointer: "/current_password",
			message: "Is not your password."
		}] });
	}
}
function memberOf({ principal }) {
	assert(principal?.kind === "member", "Only a member gets here.");
	return principal;
}
function showSession(ctx, session) {
	return toSessionView(session, {
		version: ctx.version,
		features: ctx.features()
	});
}
async function describeCaller(ctx, request) {
	const { principal, workspaceId } = request;
	assert(principal !== null, "Somebody is calling.");
	if (principal.kind === "member") {
		const token = readSessionCookie(ctx.cookie, request);
		assert(token !== null, "A member comes by the cookie.");
		return describeMember(ctx, principal.memberId, csrfTokenOf(token));
	}
	const workspaces = workspaceId === null ? [] : [{
		id: workspaceId,
		name: await ctx.workspaceName(workspaceId),
		role: null,
		permissions: permissionsOfProgram(principal)
	}];
	return {
		kind: kindOf(principal),
		csrfToken: null,
		member: null,
		workspaces
	};
}
function kindOf({ kind }) {
	assert(kind !== "ticket", "A ticket opens a stream and nothing else.");
	return kind;
}
function permissionsOfProgram(principal) {
	if (principal.kind === "portal") return permissionsOf("portal");
	const all = Object.keys(PERMISSIONS);
	return principal.kind === "key" ? all.filter((permission) => scopeAllows(principal.scope, permission)) : all;
}
// ../server/src/control/sessions/session-watch.ts
const CHECK_EVERY_MS = 2e4;
var SessionWatch = class {
	#ctx;
	#ends = new Map();
	#timer;
	#checking = Promise.resolve();
	constructor(ctx) {
		this.#ctx = ctx;
	}
	add(watched, end) {
		this.#ends.set(watched, end);
		return () => this.#ends.delete(watched);
	}
	ended(ids) {
		const over = new Set(ids);
		for (const watched of this.#ends.keys()) if (over.has(watched.sessionId)) this.#end(watched);
	}
	changed(memberId) {
		this.#check([...this.#ends.keys()].filter((watched) => watched.memberId === memberId));
	}
	start() {
		this.#timer = setInterval(() => this.#check([...this.#ends.keys()]), CHECK_EVERY_MS).unref();
	}
	async stop() {
		clearInterval(this.#timer);
		await this.#checking;
	}
	#check(watched) {
		if (watched.length === 0) return;
		this.#checking = this.#checking.then(() => this.#endWhatIsOver(watched)).catch(this.#ctx.onError);
	}
	async #endWhatIsOver(all) {
		const valid = await this.#ctx.findValid([...new Set(all.map(({ sessionId }) => sessionId))]);
		for (const watched of all) if (!valid.has(watched.sessionId) || !await this.#ctx.mayGoOn(watched)) this.#end(watched);
	}
	#end(watched) {
		const end = this.#ends.get(watched);
		this.#ends.delete(watched);
		end?.();
	}
};
// ../server/src/control/sessions/sign-in.routes.ts
const TAGS = ["Session"];
const ANYONE_HERE = {
	who: "anyone",
	sameOrigin: true
};
const token = string().min(1).max(128).describe("What stands behind the # of the link.");
const email = email$1().max(254);
const name = string().trim().min(1).max(100);
const password = string().min(1).max(1024);
function signInRoutes(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/session",
		config: { access: ANYONE_HERE },
		schema: {
			tags: TAGS,
			summary: "Sign in",
			description: "Sets the cookie of the session. After some failures an account or an address has to wait: 429 with `Retry-After`.",
			body: strictObject({
				email: string().max(254),
				password
			}),
			response: { 200: sessionView }
		},
		handler: async (request, reply) => {
			const memberId = await ctx.checkPassword(request, request.body.email, request.body.password);
			return signIn(ctx, {
				request,
				reply
			}, memberId);
		}
	});
	api.route({
		method: "POST",
		url: "/v1/setup/owner",
		config: { access: ANYONE_HERE },
		schema: {
			tags: TAGS,
			summary: "Become the first owner, by the link that the gateway printed",
			body: strictObject({
				token,
				name,
				email,
				password
			}),
			response: { 200: sessionView }
		},
		handler: async (request, reply) => {
			const memberId = await ctx.waysIn.becomeFirstOwner(request.body, { requestId: request.id });
			return signIn(ctx, {
				request,
				reply
			}, memberId);
		}
	});
	api.route({
		method: "POST",
		url: "/v1/invitations/accept",
		config: { access: ANYONE_HERE },
		schema: {
			tags: TAGS,
			summary: "Accept an invitation",
			description: "With `name` and a `password` for a new account; where there is an account with that e-mail, with its password.",
			body: strictObject({
				token,
				name: name.optional(),
				password
			}),
			response: { 200: sessionView }
		},
		handler: async (request, reply) => {
			const answer = {
				...request.body,
				name: request.body.name ?? null
			};
			return signIn(ctx, {
				request,
				reply
			}, await ctx.waysIn.acceptInvitation(answer, request));
		}
	});
	addLinkRoutes(api, ctx);
}
function addLinkRoutes(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/session/enter",
		config: { access: ANYONE_HERE },
		schema: {
			tags: TAGS,
			summary: "Sign in by a one-time link of the command line",
			body: strictObject({ token }),
			response: { 200: sessionView }
		},
		handler: async (request, reply) => signIn(ctx, {
			request,
			reply
		}, await ctx.waysIn.useSignInLink(request.body.token))
	});
	api.route({
		method: "POST",
		url: "/v1/password-links/use",
		config: { access: ANYONE_HERE },
		schema: {
			tags: TAGS,
			summary: "Set a password by a one-time link, and sign in",
			description: "Signs the member out everywhere else.",
			body: strictObject({
				token,
				password
			}),
			response: { 200: sessionView }
		},
		handler: async (request, reply) => {
			const memberId = await ctx.waysIn.usePasswordLink(request.body, { requestId: request.id });
			return signIn(ctx, {
				request,
				reply
			}, memberId);
		}
	});
}
async function signIn(ctx, exchange, memberId) {
	return toSessionView(await startSession(ctx, exchange, memberId), {
		version: ctx.version,
		features: ctx.features()
	});
}
// ../server/src/control/runs/runs.worker.ts
const LEASE_MS = 6e4;
const HEARTBEAT_MS = 2e4;
const POLL_MS = 2e3;
const AGAIN_MS = 5e3;
const CLAIMS_MAX = 10;
var RunsWorker = class {
	#ctx;
	#stopping = new AbortController();
	#working = null;
	#wakeUp = () => {};
	#isAwake = false;
	constructor(ctx) {
		this.#ctx = ctx;
	}
	start() {
		this.#working ??= this.#work();
	}
	wake() {
		this.#isAwake = true;
		this.#wakeUp();
	}
	async stop() {
		this.#stopping.abort();
		this.#wakeUp();
		await this.#working;
	}
	async #work() {
		const { signal } = this.#stopping;
		let isFirst = true;
		while (!signal.aborted) {
			this.#isAwake = false;
			try {
				if (isFirst && !this.#ctx.store.can.sharedBetweenNodes) await endRunLeasesOfTheDead(this.#ctx.store, this.#ctx.nowMs());
				isFirst = false;
				if (await this.#workOnce()) continue;
			} catch (error) {
				this.#ctx.onError(error, null);
			}
			await this.#pause();
		}
	}
	async #workOnce() {
		const { store, handlers, newLeaseToken, nowMs } = this.#ctx;
		const atMs = nowMs();
		const run = await claimRun(store, {
			nowMs: atMs,
			leaseToken: newLeaseToken(),
			leaseUntilMs: atMs + LEASE_MS,
			kinds: [...handlers.keys()]
		});
		if (run === null) return false;
		const handler = handlers.get(run.kind);
		if (handler !== void 0) await new RunInHand(this.#ctx, run, this.#stopping.signal).carryOut(handler);
		return true;
	}
	#pause() {
		if (this.#isAwake || this.#stopping.signal.aborted) return Promise.resolve();
		return new Promise((resolve) => {
			const timer = setTimeout(resolve, POLL_MS).unref();
			this.#wakeUp = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}
};
var RunInHand = class {
	#ctx;
	#run;
	#stopping;
	#lease;
	constructor(ctx, run, stopping) {
		this.#ctx = ctx;
		this.#run = run;
		this.#stopping = stopping;
		this.#lease = leaseOf(run);
	}
	async carryOut(handler) {
		if (this.#lease === "paused") return restRun(this.#ctx.store, this.#run, this.#ctx.nowMs());
		if (this.#run.claims > CLAIMS_MAX) return this.#finish("failed", this.#run.progress, GIVEN_UP);
		const heartbeat = setInterval(() => void this.#extend(), HEARTBEAT_MS).unref();
		try {
			await this.#end(await handler(this.#run, this.#control()));
		} catch (error) {
			await this.#endWith(error);
		} finally {
			clearInterval(heartbeat);
		}
	}
	#control() {
		const { store } = this.#ctx;
		const { workspaceId, id: runId } = this.#run;
		return {
			isStopping: () => this.#isStopping(),
			readInput: (number) => readRunInput(store, {
				workspaceId,
				runId,
				number
			}),
			saveProgress: (progress, problems = []) => this.#save({
				progress,
				problems
			}, null),
			saveWith: (progress, write) => this.#save({
				progress,
				problems: []
			}, write)
		};
	}
	async #save(save, alongside) {
		const leaseUntilMs = this.#ctx.nowMs() + LEASE_MS;
		this.#lease = await saveRunProgress(this.#ctx.store, this.#run, {
			...save,
			leaseUntilMs
		}, alongside);
		return !this.#isStopping();
	}
	#isStopping() {
		return this.#stopping.aborted || this.#lease !== "held";
	}
	async #extend() {
		try {
			this.#lease = await extendRunLease(this.#ctx.store, this.#run, this.#ctx.nowMs() + LEASE_MS);
		} catch (error) {
			this.#ctx.onError(error, this.#run);
		}
	}
	async #end(end) {
		if (end.kind === "completed") return this.#finish("completed", end.result, null);
		if (end.kind === "failed") return this.#finish("failed", end.result, end.error);
		if (this.#lease === "canceled") return this.#finish("canceled", end.result, null);
		if (this.#lease === "paused") return restRun(this.#ctx.store, this.#run, this.#ctx.nowMs());
		await releaseRun(this.#ctx.store, this.#run, end.kind === "waits" ? end.untilMs : this.#ctx.nowMs());
	}
	async #endWith(error) {
		if (isAway(error)) {
			this.#ctx.onError(error, this.#run);
			return releaseRun(this.#ctx.store, this.#run, this.#ctx.nowMs() + AGAIN_MS);
		}
		const isExpected = error instanceof PosthornError && error.code !== "internal";
		if (!isExpected) this.#ctx.onError(error, this.#run);
		await this.#finish("failed", {}, isExpected ? error.message : UNFORESEEN);
	}
	async #finish(state, result, error) {
		const { store, nowMs, onFinished } = this.#ctx;
		const finish = {
			state,
			result,
			error,
			nowMs: nowMs()
		};
		if (!await finishRun(store, this.#run, finish)) return;
		onFinished(this.#run, finish);
		await dropRunInput(store, this.#run.workspaceId, this.#run.id);
	}
};
function leaseOf({ cancelRequested, pauseRequested }) {
	if (cancelRequested) return "canceled";
	return pauseRequested ? "paused" : "held";
}
const GIVEN_UP = "It was begun again and again and came no further. The log of the gateway tells why.";
const UNFORESEEN = "Something went wrong on this side. The log of the gateway tells what.";
function isAway(error) {
	return isStoreAway(error) || error instanceof PosthornError && error.code === "store_unavailable";
}
// ../server/src/control/runs/start-run.ts
const OPEN_RUNS_MAX = 20;
function createStartRun(ctx) {
	return async (start) => {
		await assertRoom(ctx.store, start);
		const run = newRun(ctx, start);
		await insertRun(ctx.store, run, auditOf(ctx, start));
		ctx.wake();
		return run;
	};
}
async function assertRoom(store, { workspaceId, kind, openOfKindMax }) {
	if (await countOpenRuns(store, workspaceId) >= OPEN_RUNS_MAX) throw tooMany(`${OPEN_RUNS_MAX} runs`);
	if (openOfKindMax === void 0 || (await listOpenRuns(store, workspaceId, kind)).length < openOfKindMax) return;
	throw tooMany(`${openOfKindMax} runs of this kind`);
}
function newRun(ctx, { id, workspaceId, kind, params, progress = {} }) {
	return {
		id: id ?? idOf("run", ctx.newId()),
		workspaceId,
		kind,
		state: "pending",
		params,
		progress,
		result: null,
		error: null,
		createdAtMs: ctx.nowMs(),
		startedAtMs: null,
		finishedAtMs: null
	};
}
function auditOf({ audit }, { asked }) {
	if (asked === null) return null;
	return (trx, { after: run }) => {
		assert(run !== null);
		return audit(trx, {
			workspaceId: run.workspaceId,
			actor: asked.actor,
			action: asked.action,
			resourceType: "run",
			resourceId: run.id,
			before: null,
			after: toRunView(run)
		});
	};
}
function tooMany(runs) {
	return new PosthornError("limit_reached", `${runs} of this workspace have not ended yet. Wait for one to end, or cancel one.`);
}
// ../server/src/crm/contact-transfer/import-pace.ts
const CHUNK_ROWS = 200;
const CHUNK_ROWS_BUSY = 20;
const ROWS_PER_SECOND_BUSY = 1050;
const BUSY_MS = 1e3;
function createImportPace({ lastEventMs, monotonicMs, wait }) {
	const isBusy = () => monotonicMs() - lastEventMs() < BUSY_MS;
	let nextMs = 0;
	return {
		chunkRows: () => isBusy() ? CHUNK_ROWS_BUSY : CHUNK_ROWS,
		after: async (rowCount) => {
			const nowMs = monotonicMs();
			nextMs = Math.max(nowMs, nextMs + rowCount * 1e3 / ROWS_PER_SECOND_BUSY);
			await wait(isBusy() ? nextMs - nowMs : 0);
		}
	};
}
// ../server/src/control/nodes/nodes.store.ts
async function insertNode(store, node) {
	await store.db.insertInto("nodes").values({
		id: node.id,
		host_name: node.hostName,
		process_id: node.processId,
		role: node.role,
		version: node.version,
		node_version: node.nodeVersion,
		started_at_ms: node.startedAtMs,
		last_seen_at_ms: node.lastSeenAtMs,
		stopped_at_ms: node.stoppedAtMs,
		in_flight: node.inFlight
	}).execute();
}
async function writeHeartbeat(store, { id, nowMs, inFlight, isLast }) {
	await store.db.updateTable("nodes").set({
		last_seen_at_ms: nowMs,
		in_flight: inFlight,
		...isLast ? { stopped_at_ms: nowMs } : {}
	}).where("id", "=", id).execute();
}
const NODES_MAX = 100;
async function listNodes(store, sinceMs) {
	return (await store.db.selectFrom("nodes").selectAll().where("last_seen_at_ms", ">=", sinceMs).where("stopped_at_ms", "is", null).orderBy("last_seen_at_ms", "desc").limit(NODES_MAX).execute()).map((row) => ({
		id: row.id,
		hostName: row.host_name,
		processId: row.process_id,
		role: "gateway",
		version: row.version,
		nodeVersion: row.node_version,
		startedAtMs: row.started_at_ms,
		lastSeenAtMs: row.last_seen_at_ms,
		stoppedAtMs: row.stopped_at_ms,
		inFlight: row.in_flight
	})).sort((a, b) => a.startedAtMs - b.startedAtMs);
}
const RUNNING_TIMES_MAX = 2e4;
async function listRunningTimes(store, sinceMs, untilMs) {
	return (await store.db.selectFrom("nodes").select(["started_at_ms", "last_seen_at_ms"]).where("last_seen_at_ms", ">=", sinceMs).where("started_at_ms", "<", untilMs).orderBy("last_seen_at_ms", "desc").limit(RUNNING_TIMES_MAX).execute()).map((row) => ({
		fromMs: row.started_at_ms,
		toMs: row.last_seen_at_ms
	}));
}
async function purgeNodes(store, beforeMs) {
	await store.db.deleteFrom("nodes").where("id", "in", (eb) => eb.selectFrom("nodes as old").select("old.id").where("old.last_seen_at_ms", "<", beforeMs).orderBy("old.last_seen_at_ms").limit(PURGE_ROWS_MAX)).execute();
}
const PURGE_ROWS_MAX = 1e3;
async function measureStore(store, beat, monotonicMs) {
	const beganMs = monotonicMs();
	await store.db.selectFrom("instance").select("id").executeTakeFirst();
	const readMs = monotonicMs();
	await writeHeartbeat(store, beat);
	return {
		readMs: readMs - beganMs,
		commitMs: monotonicMs() - readMs
	};
}
// ../server/src/control/nodes/nodes.worker.ts
const BEAT_MS = 15e3;
const PURGE_BEATS = 240;
function createNodesWorker(ctx) {
	let timer = null;
	let beats = 0;
	let running = Promise.resolve();
	const beat = (isLast) => writeHeartbeat(ctx.store, {
		id: ctx.node.id,
		nowMs: ctx.nowMs(),
		inFlight: ctx.inFlight(),
		isLast
	});
	const tick = async () => {
		try {
			await beat(false);
			if (beats % PURGE_BEATS === 0) await purgeNodes(ctx.store, ctx.nowMs() - ctx.retentionMs);
			beats += 1;
		} catch (error) {
			ctx.onError(error);
		}
	};
	return {
		start: async () => {
			const nowMs = ctx.nowMs();
			await insertNode(ctx.store, {
				...ctx.node,
				role: "gateway",
				startedAtMs: nowMs,
				lastSeenAtMs: nowMs,
				stoppedAtMs: null,
				inFlight: 0
			});
			timer = setInterval(() => {
				running = running.then(tick);
			}, BEAT_MS).unref();
		},
		stop: async () => {
			if (timer === null) return;
			clearInterval(timer);
			await running;
			await beat(true).catch((error) => ctx.onError(error));
		}
	};
}
// ../server/src/control/nodes/node-health.routes.ts
const nodeView = object({
	id: string(),
	host_name: string(),
	process_id: int(),
	role: _enum(["gateway"]),
	version: string(),
	node_version: string().describe("Of Node.js."),
	started_at: datetime(),
	last_seen_at: datetime(),
	in_flight: int().describe("Attempts that it was making when it was last seen."),
	state: _enum(["running", "stale"]).describe("`stale`: it said nothing for three of its beats, and not that it ends."),
	answers: boolean().describe("It is the one that answers this call.")
});
const healthView = object({
	state: _enum(["well", "troubled"]),
	troubles: array(string()).describe("What is not well, in sentences."),
	version: string().describe("Of the node that answers."),
	nodes: array(nodeView),
	database: object({
		kind: _enum(["sqlite", "postgres"]),
		version: string(),
		size_bytes: int(),
		read_ms: number().describe("How long a read takes, measured now."),
		commit_ms: number().describe("How long a durable commit takes, measured now.")
	}),
	queue: object({
		waiting: int().describe("Deliveries of this workspace that are not finished."),
		oldest_ms: int().nullable(),
		in_flight: int().describe("Attempts that all nodes are making, for all workspaces."),
		messages_queued: int().describe("Messages of this workspace that Meta has not taken yet.")
	})
}).meta({ id: "Health" });
const TOLD_MS = 864e5;
const SLOW_COMMIT_MS = 250;
function nodeHealthRoutes(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/health",
		config: { access: {
			who: "workspace",
			permission: "health.read"
		} },
		schema: {
			tags: ["Health"],
			summary: "How the installation is",
			response: { 200: healthView }
		},
		handler: async (request) => {
			const workspaceId = workspaceOf(request);
			const nowMs = ctx.nowMs();
			const beat = {
				id: ctx.nodeId,
				nowMs,
				inFlight: ctx.inFlight(),
				isLast: false
			};
			const latency = await measureStore(ctx.store, beat, ctx.monotonicMs);
			const [nodes, database, waiting, messagesQueued] = await Promise.all([
				listNodes(ctx.store, nowMs - TOLD_MS),
				ctx.store.describe(),
				ctx.waitingIn(workspaceId),
				ctx.messagesQueued(workspaceId)
			]);
			const views = nodes.map((node) => toNodeView(node, ctx.nodeId, nowMs));
			const running = views.filter(({ state }) => state === "running");
			const troubles = troublesOf(views, latency.commitMs);
			return {
				state: troubles.length === 0 ? "well" : "troubled",
				troubles,
				version: ctx.version,
				nodes: views,
				database: {
					kind: database.kind,
					version: database.version,
					size_bytes: database.sizeBytes,
					read_ms: rounded(latency.readMs),
					commit_ms: rounded(latency.commitMs)
				},
				queue: {
					waiting: waiting.waiting,
					oldest_ms: waiting.oldestMs,
					in_flight: running.reduce((sum, node) => sum + node.in_flight, 0),
					messages_queued: messagesQueued
				}
			};
		}
	});
}
function toNodeView(node, ownId, nowMs) {
	return {
		id: node.id,
		host_name: node.hostName,
		process_id: node.processId,
		role: node.role,
		version: node.version,
		node_version: node.nodeVersion,
		started_at: toIso(node.startedAtMs),
		last_seen_at: toIso(node.lastSeenAtMs),
		in_flight: node.inFlight,
		state: nowMs - node.lastSeenAtMs > 45e3 ? "stale" : "running",
		answers: node.id === ownId
	};
}
function troublesOf(nodes, commitMs) {
	const troubles = [];
	const running = nodes.filter(({ state }) => state === "running");
	const lost = nodes.filter((node) => node.state === "stale" && !running.some((other) => other.host_name === node.host_name));
	for (const node of lost) troubles.push(`The node on ${node.host_name} was last seen at ${node.last_seen_at} and did not say that it ends.`);
	if (new Set(running.map(({ version }) => version)).size > 1) troubles.push("Nodes run different versions. Finish the update.");
	if (commitMs > SLOW_COMMIT_MS) troubles.push(`A commit takes ${Math.round(commitMs)} ms: the disk or the database is slow.`);
	return troubles;
}
function rounded(ms) {
	return Math.round(ms * 100) / 100;
}
// ../server/src/control/setup/setup.store.ts
const APPS_MAX = 100;
async function listSetUpApps(store, workspaceId) {
	return (await store.db.selectFrom("meta_apps as m").select(["m.id", "m.created_at_ms"]).where("m.deleted_at_ms", "is", null).where((eb) => eb.or([eb("m.workspace_id", "=", workspaceId), eb("m.id", "in", eb.selectFrom("channels as c").select("c.meta_app_id").where("c.workspace_id", "=", workspaceId).where("c.deleted_at_ms", "is", null))])).orderBy("m.created_at_ms").limit(APPS_MAX).execute()).map((row) => ({
		id: row.id,
		createdAtMs: row.created_at_ms
	}));
}
async function findFirstEndpoint(store, workspaceId) {
	const row = await store.db.selectFrom("endpoints").select(["id", "created_at_ms"]).where("workspace_id", "=", workspaceId).where("deleted_at_ms", "is", null).orderBy("id").limit(1).executeTakeFirst();
	return row === void 0 ? null : {
		id: row.id,
		createdAtMs: row.created_at_ms
	};
}
// ../server/src/control/setup/checklist.routes.ts
const STEPS = [
	"meta_app",
	"challenge",
	"signed_post",
	"endpoint",
	"first_2xx"
];
const stepView = object({
	step: _enum(STEPS).describe("`meta_app`: a Meta app is registered; `challenge`: Meta asked whether the address is ours; `signed_post`: a signed webhook came in; `endpoint`: there is an endpoint; `first_2xx`: an endpoint took a delivery."),
	done: boolean(),
	at: datetime().nullable().describe("When it was seen. Null: not yet.")
});
const checklistView = object({
	done: boolean().describe("All steps are."),
	steps: array(stepView)
}).meta({ id: "SetupChecklist" });
function checklistRoutes(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/setup/checklist",
		config: { access: {
			who: "workspace",
			permission: "workspace.read"
		} },
		schema: {
			tags: ["Workspaces"],
			summary: "The steps to the first delivery",
			description: "Each is seen by itself: nothing has to be confirmed.",
			response: { 200: checklistView }
		},
		handler: async (request) => {
			const workspaceId = workspaceOf(request);
			const [apps, endpoint, firstSuccessMs] = await Promise.all([
				listSetUpApps(ctx.store, workspaceId),
				findFirstEndpoint(ctx.store, workspaceId),
				ctx.firstSuccessMs(workspaceId)
			]);
			const traffic = [...(await ctx.traffic(apps.map(({ id }) => id))).values()];
			const signedAtMs = earliest(traffic.map((seen) => seen.firstSignedPostAtMs));
			const at = {
				meta_app: apps[0]?.createdAtMs ?? null,
				challenge: earliest(traffic.map((seen) => seen.lastChallengeAtMs)) ?? signedAtMs,
				signed_post: signedAtMs,
				endpoint: endpoint?.createdAtMs ?? null,
				first_2xx: firstSuccessMs
			};
			const steps = STEPS.map((step) => ({
				step,
				done: at[step] !== null,
				at: isoOrNull(at[step])
			}));
			return {
				done: steps.every(({ done }) => done),
				steps
			};
		}
	});
}
function earliest(times) {
	const known = times.filter((time) => time !== null);
	return known.length === 0 ? null : Math.min(...known);
}
function isoOrNull(timeMs) {
	return timeMs === null ? null : toIso(timeMs);
}
// ../server/src/compat/vobiz/stream-frames.ts
const VOBIZ_STREAM_EVENTS = [
	"message.created",
	"message.updated",
	"call.incoming",
	"call.status"
];
const NAMES = {
	"message.received": "message.created",
	"message.echoed": "message.created",
	"message.sent": "message.updated",
	"message.delivered": "message.updated",
	"message.read": "message.updated",
	"message.played": "message.updated",
	"message.failed": "message.updated",
	"message.edited": "message.updated",
	"message.revoked": "message.updated",
	"call.connect": "call.status",
	"call.status_change": "call.status",
	"call.terminate": "call.status"
};
function createVobizFrames(payloadOf) {
	return {
		tells: (type) => Object.hasOwn(NAMES, type),
		toFrame: (event, cursor) => {
			const name = event.origin === "meta" ? nameOf(event) : null;
			if (name === null) return null;
			return toText({
				event: name,
				data: payloadOf(event),
				cursor,
				atMs: event.occurredAtMs
			});
		}
	};
}
function toSentFrame({ message, wamid, sentAtMs }, accountId, cursor) {
	return toText({
		event: "message.created",
		data: toMessageView({
			...message,
			direction: "outbound",
			status: "pending",
			wamid,
			createdAtMs: sentAtMs
		}, accountId),
		cursor,
		atMs: sentAtMs
	});
}
function nameOf(event) {
	if (event.type === "call.connect" && callOf(event.payload).direction === "USER_INITIATED") return "call.incoming";
	return Object.hasOwn(NAMES, event.type) ? NAMES[event.type] ?? null : null;
}
function callOf(payload) {
	const entry = objectOf(listOf(objectOf(payload).entry)[0]);
	const change = objectOf(listOf(entry.changes)[0]);
	return objectOf(listOf(objectOf(change.value).calls)[0]);
}
function toText({ event, data, cursor, atMs }) {
	return JSON.stringify({
		event,
		data,
		cursor,
		timestamp: toIso(atMs)
	});
}
export { runRoutes as $, assertMayManage as A, CATALOGUE_WORKSPACE as At, saveContacts as B, startRegistryWorker as Bt, becomeFirstOwner as C, vobizRoutes as Ct, memberRoutes as D, openApiWebhooks as Dt, useSignInLink as E, deleteTestReceiver as Et, Notifier as F, endpointTestRoutes as Ft, CONTACT_ERASE as G, createEndpoint as Gt, testReceiverRoutes as H, createIdempotencyKeeper as Ht, mailWay as I, auditLogRoutes as It, importPreviewRoutes as J, findEndpoint as Jt, createErasureHandler as K, createTestReceiverEndpoints as Kt, disabledNotice as L, KeyLookup as Lt, invitationRoutes as M, urlCheckRoutes as Mt, acceptInvitation as N, endpointRoutes as Nt, accountInLog as O, eventTypeRoutes as Ot, webhookWay as P, createEndpointBody as Pt, exportRoutes as Q, resolveRetry as Qt, SerialPool as R, ensureFirstWorkspace as Rt, findPortalSession as S, xobitoRoutes as St, usePasswordLink as T, settingsRoutes as Tt, receiveRoutes as U, purgeIdempotencyKeys as Ut, IdentityCache as V, createRegistry as Vt, erasureRoutes as W, auditEndpoint as Wt, CONTACT_IMPORT as X, switchEndpoint as Xt, importRoutes as Y, listEndpoints as Yt, createImportHandler as Z, readRetry as Zt, findSessionByHash as _, toContactResource as _t, nodeHealthRoutes as a, runView as at, portalRoutes as b, tellsWho as bt, createImportPace as c, createLabel as ct, signInRoutes as d, findContact as dt, appendRunInput as et, SessionWatch as f, findContactBySerial as ft, deleteSessionsOf as g, pageOfContacts as gt, TOUCH_EVERY_MS as h, listContactsAfter as ht, checklistRoutes as i, contactRoutes as it, checkNewPassword as j, egressIpRoutes as jt, auditedMember as k, CATALOGUE_CHANNEL as kt, createStartRun as l, removeLabel as lt, createPasswordCheck as m, findTakenSerials as mt, createVobizFrames as n, listOpenRuns as nt, createNodesWorker as o, toRunView as ot, sessionRoutes as p, findContacts as pt, isContact as q, removeEndpoint as qt, toSentFrame as r, labelRoutes as rt, listRunningTimes as s, changeLabel as st, VOBIZ_STREAM_EVENTS as t, dropRunInput as tt, RunsWorker as u, toLabelView as ut, findValidSessions as v, TELL_WHO as vt, setPassword as w, workspaceRoutes as wt, findPortalLabels as x, readPhone as xt, touchSession as y, readContactInput as yt, createContactProjection as z, purgeReceivedRequests as zt };
