import { o as __toESM } from "./part-CcNv6dGi.mjs";
import { t as PosthornError } from "./part-Ws-wUEE8.mjs";
import { f as EgressError } from "./part-nCzKzw_N.mjs";
import { t as require__part_node_http } from "./part-D4H7mARq.mjs";
import { An as etagOf, Et as allowSlowBody, Tn as toMetaErrorView, j as withStream, kn as checkIfMatch, wn as problemBody, wt as Uploads } from "./part-DFCws31-.mjs";
import { o as storableText } from "./part-D8LB3tWq.mjs";
import { n as AwsV4Signer } from "./part-B1YuE5IF.mjs";
import { C as unknown, S as union, _ as object, a as _null, b as strictObject, c as boolean, f as int, g as number, i as _enum, s as array, x as string, y as record } from "./part-BNuO-540.mjs";
import { _ as datetime, a as idCursor, d as toIso, f as auditAs, m as actorOf, p as auditChange, s as idPath } from "./part-TJE-weNH.mjs";
import { d as parseId, u as idOf } from "./part-CqtbJHd0.mjs";
import { r as sql, s as isUniqueViolation } from "./part-COlWphEY.mjs";
import { D as pageOf, E as listQuery, O as toPage, f as nextRevision, k as workspaceOf } from "./part-DcNb6zUf.mjs";
import { $ as DOCTOR_CHECKS, Et as listOf, Ot as objectOf, Q as graphBodyOrThrow, Tt as isJsonObject, at as writeDoctorReport, cn as writeConnection, ct as WANTED_FIELDS, dt as findCallbackSubscription, et as FINDING_ACTIONS, ft as NO_TRAFFIC, it as worstState, kt as stringOf, lt as callbackPath, nt as qualityOf, on as CONNECTION_STEPS, rt as readDoctorReport, sn as readConnection, tt as FINDING_STATES, ut as describeOverride, wt as idTextOf } from "./part-OT5EaX0m.mjs";
import { n as require_multipart } from "./part-Cq2f3B3Y.mjs";
import { dirname, join } from "node:path";
import { createReadStream, openAsBlob } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { createHash, createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { Agent, request } from "node:https";
import { copyFile, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { pipeline as pipeline$1 } from "node:stream/promises";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
// ../server/src/meta/channels/channel-schemas.ts
const metaId = string().regex(/^[A-Za-z0-9_-]{1,64}$/, "Give the id as Meta shows it: digits.");
const displayPhoneNumber = string().regex(/^\+?[0-9][0-9 ().-]{2,31}$/, "Give the number as Meta shows it, such as +1 555 078 3881.").describe("The number as Meta shows it.");
const accessToken = string().regex(/^[\x21-\x7e]{1,4096}$/, "Give the token as Meta shows it: visible ASCII.").describe("Token for calls to Meta. Never shown again.");
const createChannelBody = strictObject({
	meta_app_id: string().max(64).describe("The Meta app that this number sends its webhooks through."),
	waba_id: metaId,
	phone_number_id: metaId,
	display_phone_number: displayPhoneNumber,
	access_token: accessToken.nullish()
});
const updateChannelBody = strictObject({
	meta_app_id: string().max(64).optional(),
	waba_id: metaId.optional(),
	phone_number_id: metaId.optional(),
	display_phone_number: displayPhoneNumber.optional(),
	access_token: accessToken.nullish()
});
const discoverBody = strictObject({
	waba_id: metaId,
	access_token: accessToken
});
const discoveredView = object({
	waba_id: string(),
	name: string().nullable(),
	numbers: array(object({
		phone_number_id: string(),
		display_phone_number: string(),
		verified_name: string().nullable(),
		quality_rating: string().nullable(),
		channel_id: string().nullable().describe("The channel of this workspace that has the number already.")
	})),
	more: boolean().describe("There are more numbers than are shown.")
}).meta({ title: "DiscoveredNumbers" });
function toDiscoveredView(wabaId, { name, numbers, more }, channels) {
	const real = channels.filter(({ isSimulated }) => !isSimulated);
	return {
		waba_id: wabaId,
		name,
		numbers: numbers.map((number) => ({
			phone_number_id: number.phoneNumberId,
			display_phone_number: number.displayPhoneNumber,
			verified_name: number.verifiedName,
			quality_rating: number.qualityRating,
			channel_id: real.find(({ phoneNumberId }) => phoneNumberId === number.phoneNumberId)?.id ?? null
		})),
		more
	};
}
const connectionView = object({
	state: _enum(["connected", "failed"]),
	checked_at: string(),
	steps: array(object({
		step: _enum(CONNECTION_STEPS),
		ok: boolean(),
		message: string().describe("What was found, or what failed and how to mend it."),
		meta_error: problemBody.shape.meta_error
	})),
	throughput_per_second: number().int().optional().describe("Messages a second that Meta lets the number send.")
});
const channelView = object({
	id: string(),
	meta_app_id: string(),
	simulated: boolean().describe("The number is the built-in simulator's: nothing of it goes to Meta."),
	waba_id: string(),
	phone_number_id: string(),
	display_phone_number: string(),
	has_access_token: boolean(),
	access_token_expired_at: string().nullable().describe("When Meta refused the token. null: it has not."),
	connection: connectionView.nullable().describe("What connecting the channel to Meta came to. null: it was not tried."),
	doctor: object({
		state: _enum(FINDING_STATES),
		checked_at: string(),
		quality_rating: string().nullable().describe("What Meta thinks of the number: GREEN, YELLOW, RED.")
	}).nullable().describe("What the doctor found last, in short: GET /v1/channels/{id}/doctor tells all of it. null: it was not asked."),
	created_at: string(),
	updated_at: string()
}).meta({ title: "Channel" });
function toChannelView(channel) {
	return {
		id: channel.id,
		meta_app_id: channel.metaAppId,
		simulated: channel.isSimulated,
		waba_id: channel.wabaId,
		phone_number_id: channel.phoneNumberId,
		display_phone_number: channel.displayPhoneNumber,
		has_access_token: channel.accessTokenSealed !== null,
		access_token_expired_at: channel.tokenExpiredAtMs === null ? null : toIso(channel.tokenExpiredAtMs),
		connection: channel.connection === null ? null : toConnectionView(channel.connection),
		doctor: toDoctorSummary(channel.doctor),
		created_at: toIso(channel.createdAtMs),
		updated_at: toIso(channel.updatedAtMs)
	};
}
function toDoctorSummary(report) {
	if (report === null) return null;
	return {
		state: worstState(report),
		checked_at: toIso(report.checkedAtMs),
		quality_rating: qualityOf(report)
	};
}
function toConnectionView(connection) {
	const { state, checkedAtMs, steps, throughputPerSecond } = connection;
	return {
		state,
		checked_at: toIso(checkedAtMs),
		steps: steps.map(({ step, ok, message, error }) => ({
			step,
			ok,
			message,
			...error === null ? {} : { meta_error: toMetaErrorView(error) }
		})),
		...throughputPerSecond === null ? {} : { throughput_per_second: throughputPerSecond }
	};
}
// ../server/src/meta/channels/channels.store.ts
const CHANNELS_MAX$1 = 1e4;
const CONNECTION_FIELDS = [
	"metaAppId",
	"wabaId",
	"phoneNumberId",
	"accessTokenSealed"
];
function concernsConnection(changes) {
	return CONNECTION_FIELDS.some((field) => changes[field] !== void 0);
}
async function insertChannel(store, channel, withChange) {
	return refuseTakenNumber(() => store.db.transaction().execute(async (trx) => {
		const revision = await nextRevision(trx);
		await assertMayPlace(trx, channel.placer, channel.metaAppId);
		await assertRoomForChannel(trx, channel.placer.workspaceId);
		await assertFreeId(trx, channel.id);
		await trx.insertInto("channels").values({
			workspace_id: channel.placer.workspaceId,
			id: channel.id,
			meta_app_id: channel.metaAppId,
			waba_id: channel.wabaId,
			phone_number_id: channel.phoneNumberId,
			display_phone_number: channel.displayPhoneNumber,
			access_token: channel.accessTokenSealed,
			created_at_ms: channel.nowMs,
			updated_at_ms: channel.nowMs,
			deleted_at_ms: null,
			revision
		}).execute();
		const after = await readBack(trx, channel.placer.workspaceId, channel.id);
		await withChange(trx, {
			before: null,
			after
		});
		return after;
	}));
}
async function findChannel(store, workspaceId, id) {
	return findIn(store.db, workspaceId, id);
}
async function findChannelsOfNumbers(store, workspaceId, phoneNumberIds) {
	if (phoneNumberIds.length === 0) return [];
	return (await selectChannels(store.db, workspaceId).where("phone_number_id", "in", phoneNumberIds).execute()).map(toRecord);
}
async function listChannels(store, workspaceId, page) {
	const { limit } = page;
	const after = idCursor("chn", page.cursor);
	const rows = await (after === null ? selectChannels(store.db, workspaceId) : selectChannels(store.db, workspaceId).where("channels.id", "<", after)).orderBy("channels.id", "desc").limit(limit + 1).execute();
	return toPage(rows.map(toRecord), limit, (record) => record.id);
}
async function findFirstChannel(store, workspaceId) {
	const row = await selectChannels(store.db, workspaceId).orderBy((eb) => eb.case().when(eb.and([eb("access_token", "is not", null), eb("token_expired_at_ms", "is", null)])).then(eb.lit(0)).else(eb.lit(1)).end()).orderBy("channels.created_at_ms").orderBy("channels.id").limit(1).executeTakeFirst();
	return row === void 0 ? null : toRecord(row);
}
async function updateChannel(store, update, withChange) {
	const { id, placer, changes } = update;
	return refuseTakenNumber(() => store.db.transaction().execute(async (trx) => {
		const revision = await nextRevision(trx);
		const before = await findIn(trx, placer.workspaceId, id);
		if (before === null || before.revision !== update.expectedRevision) return null;
		assertNotSimulated(placer, before);
		await assertMayMove(trx, placer, {
			before,
			changes
		});
		await trx.updateTable("channels").set({
			...toColumns(changes),
			updated_at_ms: update.nowMs,
			revision
		}).where("workspace_id", "=", placer.workspaceId).where("id", "=", id).execute();
		const after = await readBack(trx, placer.workspaceId, id);
		await withChange(trx, {
			before,
			after
		});
		return after;
	}));
}
async function saveConnection(store, { channel, connection, tokenWorks }, withChange) {
	return store.db.transaction().execute(async (trx) => {
		const revision = await nextRevision(trx);
		const before = await findIn(trx, channel.workspaceId, channel.id);
		if (before === null || CONNECTION_FIELDS.some((field) => before[field] !== channel[field])) return null;
		await trx.updateTable("channels").set({
			connection: writeConnection(connection),
			...tokenWorks ? { token_expired_at_ms: null } : {},
			revision
		}).where("workspace_id", "=", channel.workspaceId).where("id", "=", channel.id).execute();
		const after = await readBack(trx, channel.workspaceId, channel.id);
		await withChange(trx, {
			before,
			after
		});
		return after;
	});
}
async function markTokenExpired(store, { workspaceId, id, accessTokenSealed, nowMs }, withChange) {
	return store.db.transaction().execute(async (trx) => {
		const revision = await nextRevision(trx);
		const before = await findIn(trx, workspaceId, id);
		if (before === null || before.accessTokenSealed !== accessTokenSealed || before.tokenExpiredAtMs !== null) return false;
		await trx.updateTable("channels").set({
			token_expired_at_ms: nowMs,
			revision
		}).where("workspace_id", "=", workspaceId).where("id", "=", id).execute();
		await withChange(trx, {
			before,
			after: await readBack(trx, workspaceId, id)
		});
		return true;
	});
}
async function deleteChannel(store, workspaceId, deletion) {
	return store.db.transaction().execute(async (trx) => {
		const revision = await nextRevision(trx);
		const before = await findIn(trx, workspaceId, deletion.id);
		if (before === null) return false;
		await trx.updateTable("channels").set({
			deleted_at_ms: deletion.nowMs,
			access_token: null,
			revision
		}).where("workspace_id", "=", workspaceId).where("id", "=", deletion.id).execute();
		await deletion.withChange(trx, {
			before,
			after: null
		});
		return true;
	});
}
async function refuseTakenNumber(write) {
	try {
		return await write();
	} catch (error) {
		if (!isUniqueViolation(error)) throw error;
		throw new PosthornError("conflict", "This phone number id has a channel on this Meta app already.", {
			fields: [{
				pointer: "/phone_number_id",
				message: "A number can have one channel on a Meta app."
			}],
			cause: error
		});
	}
}
async function assertMayPlace(trx, placer, metaAppId) {
	if (await isUsableBy(trx, placer, metaAppId)) return;
	throw new PosthornError("not_found", "There is no such Meta app.", { fields: [{
		pointer: "/meta_app_id",
		message: "Use the id of a Meta app of this workspace."
	}] });
}
function assertNotSimulated({ isSimulator }, before) {
	if (!before.isSimulated || isSimulator === true) return;
	throw new PosthornError("forbidden", "This is the simulator's number: it can be deleted and made anew, not changed.");
}
async function assertMayMove(trx, placer, move) {
	const { before, changes } = move;
	if (![
		"metaAppId",
		"wabaId",
		"phoneNumberId"
	].some((field) => changes[field] !== void 0 && changes[field] !== before[field])) return;
	if (!await isUsableBy(trx, placer, before.metaAppId)) throw new PosthornError("forbidden", "This channel is on the operator's Meta app: only the operator can move it.");
	if (changes.metaAppId !== void 0) await assertMayPlace(trx, placer, changes.metaAppId);
}
async function isUsableBy(trx, placer, metaAppId) {
	const app = await trx.selectFrom("meta_apps").select(["workspace_id", "is_simulated"]).where("id", "=", metaAppId).where("deleted_at_ms", "is", null).executeTakeFirst();
	if (app === void 0 || app.is_simulated === 1 !== (placer.isSimulator === true)) return false;
	return app.workspace_id === null ? placer.isOperator : app.workspace_id === placer.workspaceId;
}
async function assertRoomForChannel(trx, workspaceId) {
	const { count } = await trx.selectFrom("channels").select((select) => select.fn.countAll().as("count")).where("workspace_id", "=", workspaceId).where("deleted_at_ms", "is", null).executeTakeFirstOrThrow();
	if (Number(count) < CHANNELS_MAX$1) return;
	throw new PosthornError("limit_reached", `This workspace has ${CHANNELS_MAX$1} channels already.`);
}
async function assertFreeId(trx, id) {
	if (await trx.selectFrom("channels").select("id").where("id", "=", id).executeTakeFirst() === void 0) return;
	throw new PosthornError("conflict", "A channel has this id already, or had it.", { fields: [{
		pointer: "/id",
		message: "Choose another id, or leave it out."
	}] });
}
async function findIn(db, workspaceId, id) {
	const row = await selectChannels(db, workspaceId).where("channels.id", "=", id).executeTakeFirst();
	return row === void 0 ? null : toRecord(row);
}
async function readBack(trx, workspaceId, id) {
	const record = await findIn(trx, workspaceId, id);
	assert(record !== null, "What was just written is there.");
	return record;
}
function selectChannels(db, workspaceId) {
	return db.selectFrom("channels").innerJoin("meta_apps", "meta_apps.id", "channels.meta_app_id").selectAll("channels").select("meta_apps.is_simulated").where("channels.workspace_id", "=", workspaceId).where("channels.deleted_at_ms", "is", null);
}
function toColumns(changes) {
	const { metaAppId, wabaId, phoneNumberId, displayPhoneNumber, accessTokenSealed } = changes;
	return {
		...metaAppId === void 0 ? {} : { meta_app_id: metaAppId },
		...wabaId === void 0 ? {} : { waba_id: wabaId },
		...phoneNumberId === void 0 ? {} : { phone_number_id: phoneNumberId },
		...displayPhoneNumber === void 0 ? {} : { display_phone_number: displayPhoneNumber },
		...accessTokenSealed === void 0 ? {} : {
			access_token: accessTokenSealed,
			token_expired_at_ms: null
		},
		...concernsConnection(changes) ? {
			connection: null,
			doctor_report: null
		} : {}
	};
}
function toRecord(row) {
	return {
		id: row.id,
		workspaceId: row.workspace_id,
		metaAppId: row.meta_app_id,
		isSimulated: row.is_simulated === 1,
		wabaId: row.waba_id,
		phoneNumberId: row.phone_number_id,
		displayPhoneNumber: row.display_phone_number,
		accessTokenSealed: row.access_token,
		tokenExpiredAtMs: row.token_expired_at_ms,
		connection: readConnection(row.connection),
		doctor: readDoctorReport(row.doctor_report),
		createdAtMs: row.created_at_ms,
		updatedAtMs: row.updated_at_ms,
		revision: row.revision
	};
}
// ../server/src/meta/channels/channel-actions.ts
async function createChannel(ctx, asker, { id, body }) {
	const created = {
		id: id ?? idOf("chn", ctx.newId()),
		placer: placerOf(asker),
		metaAppId: readMetaAppId(body.meta_app_id),
		wabaId: body.waba_id,
		phoneNumberId: body.phone_number_id,
		displayPhoneNumber: body.display_phone_number,
		accessTokenSealed: sealToken(ctx, body.access_token),
		nowMs: ctx.nowMs()
	};
	const added = await insertChannel(ctx.store, created, auditChannel(ctx, asker, "created"));
	await ctx.refreshRegistry();
	return connectIfPossible(ctx, added);
}
async function changeChannel(ctx, asker, { id, body, assertMayChange }) {
	const channel = await findChannel(ctx.store, asker.workspaceId, id);
	if (channel === null) throw noSuchChannel();
	assertMayChange(channel);
	const changes = readChanges(ctx, channel, body);
	if (isDeepStrictEqual({
		...channel,
		...changes
	}, channel)) return channel;
	const { revision: expectedRevision } = channel;
	const update = {
		id,
		placer: placerOf(asker),
		expectedRevision,
		nowMs: ctx.nowMs(),
		changes
	};
	const updated = await updateChannel(ctx.store, update, auditChannel(ctx, asker, "updated"));
	if (updated === null) throw changedMeanwhile();
	await ctx.refreshRegistry();
	return concernsConnection(changes) ? connectIfPossible(ctx, updated) : updated;
}
async function connectChannel(ctx, asker, channel) {
	const connected = await tryToConnect(ctx, channel, auditChannel(ctx, asker, "connected"));
	if (connected === null) throw changedMeanwhile();
	return connected;
}
async function removeChannel(ctx, asker, id) {
	const withChange = auditChannel(ctx, asker, "deleted");
	if (!await deleteChannel(ctx.store, asker.workspaceId, {
		id,
		nowMs: ctx.nowMs(),
		withChange
	})) throw noSuchChannel();
	await ctx.refreshRegistry();
}
function noSuchChannel() {
	return new PosthornError("not_found", "There is no such channel.");
}
async function connectIfPossible(ctx, channel) {
	if (channel.accessTokenSealed === null) return channel;
	return await tryToConnect(ctx, channel, async () => {}) ?? channel;
}
async function tryToConnect(ctx, channel, withChange) {
	const outcome = await ctx.connect(channel);
	const connected = await saveConnection(ctx.store, {
		channel,
		...outcome
	}, withChange);
	await ctx.refreshRegistry();
	return connected;
}
function auditChannel(ctx, asker, verb) {
	return auditAs({
		write: ctx.audit,
		resourceType: "channel",
		toView: toChannelView
	}, asker, verb);
}
function placerOf({ workspaceId, actor, isSimulator }) {
	return {
		workspaceId,
		isOperator: actor.kind === "root",
		isSimulator
	};
}
function readMetaAppId(text) {
	const id = parseId("app", text);
	if (id !== null) return id;
	throw new PosthornError("not_found", "There is no such Meta app.", { fields: [{
		pointer: "/meta_app_id",
		message: "Use the id of a Meta app of this workspace."
	}] });
}
function readChanges(ctx, channel, body) {
	return {
		...body.meta_app_id === void 0 ? {} : { metaAppId: readMetaAppId(body.meta_app_id) },
		...body.waba_id === void 0 ? {} : { wabaId: body.waba_id },
		...body.phone_number_id === void 0 ? {} : { phoneNumberId: body.phone_number_id },
		...body.display_phone_number === void 0 ? {} : { displayPhoneNumber: body.display_phone_number },
		...isSameToken(ctx, channel, body.access_token) ? {} : { accessTokenSealed: sealToken(ctx, body.access_token) }
	};
}
function isSameToken(ctx, channel, token) {
	const sealed = channel.accessTokenSealed;
	return token === void 0 || token === (sealed === null ? null : ctx.box.open(sealed));
}
function sealToken(ctx, token) {
	return token === null || token === void 0 ? null : ctx.box.seal(token);
}
function changedMeanwhile() {
	return new PosthornError("conflict", "Somebody else changed this channel at the same moment. Read it and try again.");
}
// ../server/src/meta/channels/read-account.ts
const NUMBERS_MAX$2 = 200;
const NUMBER_FIELDS$2 = "id,display_phone_number,verified_name,quality_rating";
const TIMEOUT_MS$1 = 1e4;
async function readAccount(ask, wabaId) {
	const get = (path, query) => ask({
		method: "GET",
		path,
		query,
		timeoutMs: TIMEOUT_MS$1
	});
	const [account, list] = await Promise.all([get(wabaId, { fields: "name" }), get(`${wabaId}/phone_numbers`, {
		fields: NUMBER_FIELDS$2,
		limit: String(NUMBERS_MAX$2)
	})]);
	const body = graphBodyOrThrow(list, pointerOf(list));
	return {
		name: account.kind === "ok" ? stringOf(account.body.name) : null,
		numbers: listOf(body.data).slice(0, NUMBERS_MAX$2).map(objectOf).flatMap(toNumber),
		more: objectOf(body.paging).next !== void 0
	};
}
function pointerOf(result) {
	return result.kind === "refused" && result.error.code === 190 ? "/access_token" : "/waba_id";
}
function toNumber(entry) {
	const [phoneNumberId, displayPhoneNumber] = [stringOf(entry.id), stringOf(entry.display_phone_number)];
	if (phoneNumberId === null || displayPhoneNumber === null) return [];
	const { verified_name, quality_rating } = entry;
	return [{
		phoneNumberId,
		displayPhoneNumber,
		verifiedName: stringOf(verified_name),
		qualityRating: stringOf(quality_rating)
	}];
}
// ../server/src/meta/channels/channels.routes.ts
const TAGS$3 = ["Channels"];
const READ$1 = {
	who: "workspace",
	permission: "channels.read"
};
const WRITE$1 = {
	who: "workspace",
	permission: "channels.write"
};
function channelRoutes(api, ctx) {
	addCreateRoute(api, ctx);
	addDiscoverRoute(api, ctx);
	addReadRoutes$1(api, ctx);
	addUpdateRoute(api, ctx);
	addConnectRoute$1(api, ctx);
	addDeleteRoute$1(api, ctx);
}
function addCreateRoute(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/channels",
		config: {
			access: WRITE$1,
			idempotent: true
		},
		schema: {
			tags: TAGS$3,
			summary: "Add a WhatsApp number",
			description: "With an access token the channel is connected to Meta as well: `connection` tells what came of it. The channel is there in any case.",
			body: createChannelBody,
			response: { 201: channelView }
		},
		handler: async (request, reply) => {
			const channel = await createChannel(ctx, askerOf$1(request), {
				id: null,
				body: request.body
			});
			return reply.code(201).header("etag", etagOf(channel.revision)).send(toChannelView(channel));
		}
	});
}
function addDiscoverRoute(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/channels/discover",
		config: { access: WRITE$1 },
		schema: {
			tags: TAGS$3,
			summary: "List the numbers of a WhatsApp Business Account",
			description: "Asks Meta with the token that is given, and keeps neither it nor the answer: what to choose from before a number is added.",
			body: discoverBody,
			response: { 200: discoveredView }
		},
		handler: async (request) => {
			const { waba_id: wabaId, access_token: token } = request.body;
			const account = await readAccount((call) => ctx.ask(token, call), wabaId);
			return toDiscoveredView(wabaId, account, await findChannelsOfNumbers(ctx.store, workspaceOf(request), account.numbers.map(({ phoneNumberId }) => phoneNumberId)));
		}
	});
}
function addReadRoutes$1(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/channels",
		config: { access: READ$1 },
		schema: {
			tags: TAGS$3,
			summary: "List channels",
			querystring: listQuery,
			response: { 200: pageOf(channelView) }
		},
		handler: async (request) => {
			const page = await listChannels(ctx.store, workspaceOf(request), request.query);
			return {
				data: page.items.map(toChannelView),
				next_cursor: page.nextCursor,
				has_more: page.nextCursor !== null
			};
		}
	});
	api.route({
		method: "GET",
		url: "/v1/channels/:id",
		config: { access: READ$1 },
		schema: {
			tags: TAGS$3,
			summary: "Read a channel",
			params: idPath,
			response: { 200: channelView }
		},
		handler: async (request, reply) => {
			const channel = await readChannel(ctx, request);
			return reply.header("etag", etagOf(channel.revision)).send(toChannelView(channel));
		}
	});
}
function addUpdateRoute(api, ctx) {
	api.route({
		method: "PATCH",
		url: "/v1/channels/:id",
		config: { access: WRITE$1 },
		schema: {
			tags: TAGS$3,
			summary: "Change a channel",
			description: "Fields that are not given stay. access_token: null forgets the token. A new token, or another number, WABA or app with the token there is, connects the channel anew.",
			params: idPath,
			body: updateChannelBody,
			response: { 200: channelView }
		},
		handler: async (request, reply) => {
			const updated = await changeChannel(ctx, askerOf$1(request), {
				id: readChannelId$1(request.params.id),
				body: request.body,
				assertMayChange: (present) => checkIfMatch(request, etagOf(present.revision))
			});
			return reply.header("etag", etagOf(updated.revision)).send(toChannelView(updated));
		}
	});
}
function addConnectRoute$1(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/channels/:id/connect",
		config: { access: WRITE$1 },
		schema: {
			tags: TAGS$3,
			summary: "Connect a channel to Meta",
			description: "Checks that the access token may use the number and that the number is of the WABA, subscribes the app to the WABA unless it is, and checks that Meta lists it. `connection` tells what failed and how to mend it. Takes up to 10 seconds.",
			params: idPath,
			response: { 200: channelView }
		},
		handler: async (request, reply) => {
			const channel = await readChannel(ctx, request);
			if (channel.accessTokenSealed === null) throw noToken$1();
			const connected = await connectChannel(ctx, askerOf$1(request), channel);
			return reply.header("etag", etagOf(connected.revision)).send(toChannelView(connected));
		}
	});
}
function addDeleteRoute$1(api, ctx) {
	api.route({
		method: "DELETE",
		url: "/v1/channels/:id",
		config: { access: WRITE$1 },
		schema: {
			tags: TAGS$3,
			summary: "Delete a channel",
			params: idPath,
			response: { 204: _null() }
		},
		handler: async (request, reply) => {
			await removeChannel(ctx, askerOf$1(request), readChannelId$1(request.params.id));
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
async function readChannel({ store }, request) {
	const channel = await findChannel(store, workspaceOf(request), readChannelId$1(request.params.id));
	if (channel === null) throw noSuchChannel();
	return channel;
}
function readChannelId$1(text) {
	const id = parseId("chn", text);
	if (id === null) throw noSuchChannel();
	return id;
}
function noToken$1() {
	return new PosthornError("channel_not_connected", "This channel has no access token of Meta. Give it one with PATCH /v1/channels/{id}: that connects it as well.");
}
// ../server/src/meta/media/media-row.ts
var import_multipart = __toESM(require_multipart(), 1);
const MEDIA_FILES_TABLE = {
	name: "media_files",
	columns: {
		workspace_id: "text",
		media_id: "text",
		channel_id: "text",
		conversation_id: "text",
		direction: "text",
		state: "text",
		mime_type: "text",
		sha256: "text",
		size_bytes: "bigint",
		filename: "text",
		storage_key: "text",
		due_at_ms: "bigint",
		lease_token: "text",
		tries: "integer",
		error: "text",
		created_at_ms: "bigint",
		stored_at_ms: "bigint",
		revoked_at_ms: "bigint"
	},
	merge: {
		key: ["workspace_id", "media_id"],
		rules: {
			channel_id: "first",
			conversation_id: { newestBy: "tries" },
			direction: "first",
			state: "first",
			mime_type: { newestBy: "tries" },
			sha256: { newestBy: "tries" },
			size_bytes: "first",
			filename: { newestBy: "tries" },
			storage_key: "first",
			due_at_ms: { newestBy: "tries" },
			lease_token: "first",
			tries: "first",
			error: "first",
			created_at_ms: "first",
			stored_at_ms: "first",
			revoked_at_ms: "first"
		}
	}
};
const MIME_TYPE_CHARS_MAX = 255;
const FILENAME_CHARS_MAX = 240;
const MEDIA_ID = /^[A-Za-z0-9_-]{1,128}$/;
function toMediaRow(heard) {
	if (!isMediaId(heard.mediaId)) return null;
	return {
		workspace_id: heard.workspaceId,
		media_id: heard.mediaId,
		channel_id: heard.channelId,
		conversation_id: heard.conversationId,
		direction: heard.direction,
		state: "waiting",
		mime_type: toMimeType(heard.mimeType),
		sha256: readSha256(heard.sha256),
		size_bytes: null,
		filename: toFilename(heard.filename),
		storage_key: null,
		due_at_ms: heard.nowMs,
		lease_token: null,
		tries: 0,
		error: null,
		created_at_ms: heard.nowMs,
		stored_at_ms: null,
		revoked_at_ms: null
	};
}
function isMediaId(text) {
	return MEDIA_ID.test(text);
}
function toFilename(name) {
	const text = storableText(name)?.slice(0, FILENAME_CHARS_MAX) ?? "";
	return text === "" ? null : text;
}
function toMimeType(type) {
	const text = type?.trim().toLowerCase() ?? "";
	return text.length <= MIME_TYPE_CHARS_MAX && /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+\s*(;[\x20-\x7e]*)?$/.test(text) ? text : null;
}
const SHA256_BYTES = 32;
function readSha256(text) {
	if (text === null) return null;
	if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
	const bytes = /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, "base64") : null;
	return bytes?.length === SHA256_BYTES ? bytes.toString("hex") : null;
}
// ../server/src/meta/media/media-type.ts
const MB = 1048576;
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
const BYTES_MAX_BY_KIND = {
	audio: 16 * MB,
	document: 100 * MB,
	image: 5 * MB,
	sticker: 102400,
	video: 16 * MB
};
const ANIMATED_STICKER_BYTES_MAX = 512e3;
function findSendProblem({ mimeType, sizeBytes, head }) {
	const type = bareType(mimeType);
	const kind = KIND_BY_TYPE[type];
	if (kind === void 0) return `WhatsApp takes no ${type}. It takes ${Object.keys(KIND_BY_TYPE).join(", ")}.`;
	if (sizeBytes === 0) return "The file is empty.";
	const isAnimated = kind === "sticker" && isAnimatedWebp(head);
	const bytesMax = isAnimated ? ANIMATED_STICKER_BYTES_MAX : BYTES_MAX_BY_KIND[kind];
	if (sizeBytes <= bytesMax) return null;
	return `The file has ${sizeBytes} bytes. WhatsApp takes at most ${bytesMax} of a file of the kind ${isAnimated ? "animated sticker" : kind}.`;
}
function bareType(mimeType) {
	return (mimeType.split(";")[0] ?? "").trim().toLowerCase();
}
const UNKNOWN_TYPE = "application/octet-stream";
function settleType(declared, head) {
	if (declared === null) return UNKNOWN_TYPE;
	const begins = BEGINS_LIKE[bareType(declared)];
	return begins === void 0 || begins(head) ? declared : UNKNOWN_TYPE;
}
const BEGINS_LIKE = {
	"image/jpeg": (head) => hasAt(head, 0, "ffd8ff"),
	"image/png": (head) => hasAt(head, 0, "89504e470d0a1a0a"),
	"image/gif": (head) => /^GIF8[79]a/.test(head.toString("latin1")),
	"image/webp": isWebp,
	"audio/aac": (head) => isMpegFrame(head) || head.toString("latin1", 0, 4) === "ADIF" || isIsoMedia(head),
	"audio/amr": (head) => head.toString("latin1", 0, 5) === "#!AMR",
	"audio/mp4": isIsoMedia,
	"audio/mpeg": (head) => head.toString("latin1", 0, 3) === "ID3" || isMpegFrame(head),
	"audio/ogg": isOgg,
	"audio/opus": isOgg,
	"video/3gpp": isIsoMedia,
	"video/mp4": isIsoMedia
};
const ANNOUNCED = new Set([...Object.keys(KIND_BY_TYPE), ...Object.keys(BEGINS_LIKE)]);
function announce(mimeType) {
	const type = bareType(mimeType ?? "application/octet-stream");
	return {
		contentType: ANNOUNCED.has(type) ? type : UNKNOWN_TYPE,
		isShown: Object.hasOwn(BEGINS_LIKE, type)
	};
}
function hasAt(head, offset, hex) {
	return head.toString("hex", offset, offset + hex.length / 2) === hex;
}
function isWebp(head) {
	return head.toString("latin1", 0, 4) === "RIFF" && head.toString("latin1", 8, 12) === "WEBP";
}
function isAnimatedWebp(head) {
	return isWebp(head) && head.toString("latin1", 12, 16) === "VP8X" && ((head[20] ?? 0) & 2) !== 0;
}
function isOgg(head) {
	return head.toString("latin1", 0, 4) === "OggS";
}
function isIsoMedia(head) {
	return head.toString("latin1", 4, 8) === "ftyp";
}
function isMpegFrame(head) {
	return head[0] === 255 && ((head[1] ?? 0) & 224) === 224;
}
async function saveStream(source, { path, bytesMax }) {
	const handle = await open(path, "wx", 384);
	const digest = createHash("sha256");
	let head = Buffer.alloc(0);
	let sizeBytes = 0;
	let isWhole = false;
	try {
		for await (const chunk of source) {
			sizeBytes += chunk.length;
			if (sizeBytes > bytesMax) return null;
			if (head.length < 64) head = Buffer.concat([head, chunk.subarray(0, 64 - head.length)]);
			digest.update(chunk);
			await handle.writeFile(chunk);
		}
		isWhole = true;
		return {
			path,
			sizeBytes,
			sha256: digest.digest("hex"),
			head
		};
	} finally {
		await handle.close();
		if (!isWhole) await rm(path, { force: true });
	}
}
// ../server/src/meta/doctor/doctor-schemas.ts
const doctorReportView = object({
	checked_at: string().nullable().describe("Null: it was never asked."),
	state: _enum(FINDING_STATES).describe("The worst of the findings."),
	findings: array(object({
		check: _enum(DOCTOR_CHECKS),
		state: _enum(FINDING_STATES).describe("unknown: it could not be found out, or it shows only with what Meta sends next."),
		title: string(),
		detail: string().describe("What was found. Never a token or a secret."),
		remedy: string().nullable().describe("How to mend it. Null: there is nothing to mend."),
		action: _enum(FINDING_ACTIONS).nullable().describe("What a call can do about it: POST /v1/channels/{id}/connect, POST /v1/meta-apps/{id}/subscribe, PATCH /v1/channels/{id} with access_token, POST /v1/meta-apps/{id}/rotate-secret."),
		measured: record(string(), union([
			string(),
			number(),
			boolean(),
			_null()
		])).describe("What the detail is made of.")
	}))
}).meta({ title: "DoctorReport" });
function toDoctorReportView(report) {
	if (report === null) return {
		checked_at: null,
		state: "unknown",
		findings: []
	};
	return {
		checked_at: toIso(report.checkedAtMs),
		state: worstState(report),
		findings: report.findings.map((finding) => ({
			...finding,
			measured: { ...finding.measured }
		}))
	};
}
// ../server/src/meta/doctor/doctor.routes.ts
const TAGS$2 = ["Doctor"];
const WORDS = "Checks the public URL, the challenge, the callback at Meta, signatures, the app secret and the clock; of a channel also its token, permissions, number, subscribed apps, overrides and standing. Each finding says how to mend it. Asks Meta and changes nothing there. Takes up to 10 seconds.";
function doctorRoutes(api, ctx) {
	addChannelRoutes(api, ctx);
	addAppRoutes(api, ctx);
}
function addChannelRoutes(api, ctx) {
	const url = "/v1/channels/:id/doctor";
	api.route({
		method: "POST",
		url,
		config: { access: {
			who: "workspace",
			permission: "channels.write"
		} },
		schema: {
			tags: TAGS$2,
			summary: "Examine a channel",
			description: WORDS,
			params: idPath,
			response: { 200: doctorReportView }
		},
		handler: async (request) => {
			const id = parseId("chn", request.params.id);
			const report = id === null ? null : await ctx.examineChannel(workspaceOf(request), id);
			if (report === null) throw noSuch("channel");
			return toDoctorReportView(report);
		}
	});
	api.route({
		method: "GET",
		url,
		config: { access: {
			who: "workspace",
			permission: "channels.read"
		} },
		schema: {
			tags: TAGS$2,
			summary: "Read what was found last of a channel",
			params: idPath,
			response: { 200: doctorReportView }
		},
		handler: async (request) => {
			const id = parseId("chn", request.params.id);
			const last = id === null ? null : await ctx.lastOfChannel(workspaceOf(request), id);
			if (last === null) throw noSuch("channel");
			return toDoctorReportView(last.report);
		}
	});
}
function addAppRoutes(api, ctx) {
	const url = "/v1/meta-apps/:id/doctor";
	api.route({
		method: "POST",
		url,
		config: { access: {
			who: "workspace-or-operator",
			permission: "meta_apps.write"
		} },
		schema: {
			tags: TAGS$2,
			summary: "Examine a Meta app",
			description: WORDS,
			params: idPath,
			response: { 200: doctorReportView }
		},
		handler: async (request) => {
			const id = parseId("app", request.params.id);
			const report = id === null ? null : await ctx.examineApp(request.workspaceId, id);
			if (report === null) throw noSuch("Meta app");
			return toDoctorReportView(report);
		}
	});
	api.route({
		method: "GET",
		url,
		config: { access: {
			who: "workspace-or-operator",
			permission: "meta_apps.read"
		} },
		schema: {
			tags: TAGS$2,
			summary: "Read what was found last of a Meta app",
			params: idPath,
			response: { 200: doctorReportView }
		},
		handler: async (request) => {
			const id = parseId("app", request.params.id);
			const last = id === null ? null : await ctx.lastOfApp(request.workspaceId, id);
			if (last === null) throw noSuch("Meta app");
			return toDoctorReportView(last.report);
		}
	});
}
function noSuch(what) {
	return new PosthornError("not_found", `There is no such ${what}.`);
}
// ../server/src/meta/doctor/doctor-reports.store.ts
async function findDoctorReport(store, patient) {
	const row = patient.kind === "channel" ? await store.db.selectFrom("channels").select("doctor_report").where("workspace_id", "=", patient.workspaceId).where("id", "=", patient.id).where("deleted_at_ms", "is", null).executeTakeFirst() : await store.db.selectFrom("meta_apps").select("doctor_report").where("workspace_id", patient.owner === null ? "is" : "=", patient.owner).where("id", "=", patient.id).where("deleted_at_ms", "is", null).executeTakeFirst();
	return readDoctorReport(row?.doctor_report ?? null);
}
async function saveDoctorReport(store, patient, report) {
	const doctor_report = writeDoctorReport(report);
	if (patient.kind === "channel") {
		await store.db.updateTable("channels").set({ doctor_report }).where("workspace_id", "=", patient.workspaceId).where("id", "=", patient.id).where("deleted_at_ms", "is", null).execute();
		return;
	}
	await store.db.updateTable("meta_apps").set({ doctor_report }).where("workspace_id", patient.owner === null ? "is" : "=", patient.owner).where("id", "=", patient.id).where("deleted_at_ms", "is", null).execute();
}
// ../server/src/meta/doctor/finding.ts
const TITLES = {
	public_url: "Public URL",
	challenge: "Challenge",
	callback: "Callback at Meta",
	signature: "Signature",
	app_secret: "App secret",
	clock: "Clock",
	token: "Access token",
	scopes: "Permissions",
	number: "Number",
	subscribed_apps: "Subscribed apps",
	override: "Callback override",
	standing: "Quality and limits"
};
function toFinding(check, result) {
	const { state, detail, remedy = null, action = null, measured = {} } = result;
	return {
		check,
		state,
		title: TITLES[check],
		detail,
		remedy,
		action,
		measured
	};
}
function inWords$2(failure) {
	if (failure.kind !== "refused") return failure.reason;
	const { code, title, details } = failure.error;
	return `Meta refused with error ${code}: ${[title, details].filter((text) => text !== null).map(asSentence$1).join(" ")}`;
}
function toIsoOrNull$1(timeMs) {
	return timeMs === null ? null : new Date(timeMs).toISOString();
}
function sayTime(timeMs) {
	return `${new Date(timeMs).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
function asSentence$1(text) {
	return /[.!?]$/.test(text) ? text : `${text}.`;
}
// ../server/src/meta/doctor/app-checks.ts
const SKEW_MS_MAX = 6e4;
const SKEW_MS_NOTED = 1e4;
function checkApp(facts) {
	return [
		toFinding("public_url", checkPublicUrl(facts)),
		toFinding("challenge", checkChallenge(facts)),
		toFinding("callback", checkCallback(facts)),
		toFinding("signature", checkSignature(facts)),
		toFinding("app_secret", checkAppSecret(facts)),
		toFinding("clock", checkClock(facts))
	];
}
const SET_PUBLIC_URL = "Set POSTHORN_PUBLIC_URL to the https address that Meta reaches this gateway under, and restart.";
function checkPublicUrl({ app, publicUrl }) {
	if (app.isSimulated) return {
		state: "ok",
		detail: "The simulator is in this process and needs none."
	};
	if (publicUrl === null) return {
		state: "failed",
		detail: "It is not set.",
		remedy: SET_PUBLIC_URL
	};
	const measured = { public_url: publicUrl };
	if (publicUrl.startsWith("https:")) return {
		state: "ok",
		detail: `It is ${publicUrl}.`,
		measured
	};
	return {
		state: "failed",
		detail: `It is ${publicUrl}: Meta calls https URLs alone.`,
		remedy: SET_PUBLIC_URL,
		measured
	};
}
function checkChallenge({ callback, traffic }) {
	const { lastChallengeAtMs } = traffic;
	const asked = lastChallengeAtMs === null ? "Meta has not asked yet." : `Meta asked last at ${sayTime(lastChallengeAtMs)} and was answered.`;
	const measured = {
		last_challenge_at: toIsoOrNull$1(lastChallengeAtMs),
		took_ms: callback?.tookMs ?? null
	};
	if (callback === null) {
		const detail = `Without a public URL it cannot be tried from here. ${asked}`;
		return {
			state: lastChallengeAtMs === null ? "unknown" : "ok",
			detail,
			measured
		};
	}
	const { result, challenge, tookMs } = callback;
	if (result.kind === "answered" && result.statusCode === 200 && result.body === challenge) return {
		state: "ok",
		detail: `The callback URL answered it in ${tookMs} ms. ${asked}`,
		measured
	};
	if (result.kind === "answered") return {
		state: "failed",
		detail: `The callback URL answered ${result.statusCode}, and not with the challenge. ${asked}`,
		remedy: "Something in front of this gateway answers in its place. Let it pass /webhooks/meta/ on as it comes, with its query.",
		measured: {
			...measured,
			status: result.statusCode
		}
	};
	return {
		state: lastChallengeAtMs === null ? "failed" : "warning",
		detail: `The callback URL could not be reached from here. ${result.reason} ${asked}`,
		remedy: "Check the name, the certificate and the firewall of POSTHORN_PUBLIC_URL from outside.",
		measured
	};
}
function checkCallback({ app, publicUrl, subscriptions }) {
	if (subscriptions.kind !== "ok") return {
		state: "unknown",
		detail: `Meta did not tell which callback the app has. ${inWords$2(subscriptions)}`,
		remedy: "Compare it in the App Dashboard: WhatsApp, Configuration."
	};
	const subscription = findCallbackSubscription(subscriptions.body);
	if (subscription === null) return {
		state: "failed",
		detail: "The app has no callback URL for WhatsApp: Meta sends nothing.",
		remedy: POINT_HERE,
		action: "subscribe_app"
	};
	const { url, fields } = subscription;
	const measured = {
		callback_url: url,
		fields: fields.join(", ")
	};
	if ((app.isSimulated ? null : describeOverride({
		appId: app.appId,
		publicUrl
	}, url)) !== null) return {
		state: "failed",
		detail: `The app's callback is ${url}, which is not this gateway.`,
		remedy: POINT_HERE,
		action: "subscribe_app",
		measured
	};
	return {
		...checkFields(fields, app.isSimulated),
		measured
	};
}
const POINT_HERE = "In the App Dashboard under WhatsApp, Configuration, press Edit beside Callback URL and paste the callback URL and the verify token; or let the gateway do it.";
function checkFields(fields, isSimulated) {
	const missing = WANTED_FIELDS.filter((field) => !fields.includes(field));
	const [first] = missing;
	if (first === void 0 || isSimulated) return {
		state: "ok",
		detail: "It is this gateway, with the fields that matter."
	};
	const detail = `It is this gateway, but these fields are not subscribed: ${missing.join(", ")}.`;
	return {
		state: first === "messages" ? "failed" : "warning",
		detail,
		remedy: "Under Webhook fields in the same place, switch them on; or let the gateway do it.",
		action: "subscribe_app"
	};
}
function checkSignature({ traffic, appRead }) {
	const { lastSignedPostAtMs: signedAtMs, lastRefusedPostAtMs: refusedAtMs } = traffic;
	const measured = {
		last_signed_post_at: toIsoOrNull$1(signedAtMs),
		last_refused_post_at: toIsoOrNull$1(refusedAtMs)
	};
	const verified = signedAtMs === null ? "None was verified yet." : `One was verified last at ${sayTime(signedAtMs)}.`;
	if (refusedAtMs !== null && refusedAtMs > (signedAtMs ?? 0)) {
		const isProven = appRead.kind === "ok";
		return {
			state: isProven ? "warning" : "failed",
			detail: `A webhook at ${sayTime(refusedAtMs)} was signed with none of the app's secrets. ${verified}`,
			remedy: isProven ? "Meta says that the app secret is right, so it came from somebody else, or was signed with a secret that was replaced at Meta: add that one too." : "Copy the app secret from App settings, Basic, in the App Dashboard, and add it.",
			action: "rotate_app_secret",
			measured
		};
	}
	if (signedAtMs === null) return {
		state: "unknown",
		detail: "No signed webhook has come yet. It is checked with the first one.",
		measured
	};
	return {
		state: "ok",
		detail: verified,
		measured
	};
}
function checkAppSecret({ appRead }) {
	if (appRead.kind === "ok") {
		const name = stringOf(appRead.body.name);
		return {
			state: "ok",
			detail: name === null ? "Meta takes it." : `Meta takes it: it is that of the app ${name}.`
		};
	}
	if (appRead.kind === "refused" && SECRET_REFUSED.has(appRead.error.code)) return {
		state: "failed",
		detail: `Meta does not take it for the app. ${inWords$2(appRead)}`,
		remedy: "Copy the app secret from App settings, Basic, in the App Dashboard, and add it; check the app id too.",
		action: "rotate_app_secret"
	};
	return {
		state: "unknown",
		detail: `It could not be asked. ${inWords$2(appRead)}`
	};
}
const SECRET_REFUSED = new Set([
	190,
	101,
	1
]);
function checkClock({ skewMs }) {
	if (skewMs === null) return {
		state: "unknown",
		detail: "Meta did not say what time it is."
	};
	const seconds = Math.round(skewMs / 1e3);
	const measured = { skew_seconds: seconds };
	const off = Math.abs(skewMs);
	if (off <= SKEW_MS_NOTED) return {
		state: "ok",
		detail: "It goes with Meta's.",
		measured
	};
	const detail = `It is ${Math.abs(seconds)} s ${skewMs > 0 ? "behind" : "ahead of"} Meta's.`;
	return {
		state: off > SKEW_MS_MAX ? "failed" : "warning",
		detail,
		remedy: "Let the machine set its clock by NTP.",
		measured
	};
}
// ../server/src/meta/doctor/number-checks.ts
const WANTED_SCOPES = ["whatsapp_business_messaging", "whatsapp_business_management"];
const EXPIRY_NOTED_MS = 12096e5;
const NEW_TOKEN = "Make one for a system user in Business settings that never expires, with the permissions whatsapp_business_messaging and whatsapp_business_management, and give it to the channel.";
const NOT_ASKED = {
	state: "unknown",
	detail: "Without an access token Meta cannot be asked."
};
function checkNumber$1(facts) {
	return [
		toFinding("token", checkToken(facts)),
		toFinding("scopes", checkScopes(facts)),
		toFinding("number", checkReach(facts)),
		toFinding("subscribed_apps", checkSubscribedApps(facts)),
		toFinding("override", checkOverride(facts)),
		toFinding("standing", checkStanding(facts))
	];
}
function checkToken({ number, token, numberRead, app, nowMs }) {
	if (!number.hasToken || token === null) return {
		state: "failed",
		detail: "The channel has none: it receives, but it can neither send nor fetch media.",
		remedy: NEW_TOKEN,
		action: "replace_token"
	};
	const refused = { refused_at: toIsoOrNull$1(number.tokenRefusedAtMs) };
	if (token.kind !== "ok") return checkUnseenToken({
		token,
		numberRead,
		refused
	});
	const data = objectOf(token.body.data);
	const measured = {
		...refused,
		...measureToken(data)
	};
	if (data.is_valid !== true) {
		const said = stringOf(objectOf(data.error).message);
		return {
			state: "failed",
			detail: said === null ? "Meta does not accept it any more." : `Meta does not accept it: ${said}`,
			remedy: NEW_TOKEN,
			action: "replace_token",
			measured
		};
	}
	const ofApp = stringOf(data.app_id);
	if (ofApp !== null && ofApp !== app.appId) return {
		state: "failed",
		detail: `It was made in the app ${ofApp}, and the channel's app is ${app.appId}: it subscribes the other one.`,
		remedy: "Make the token in the app of this channel.",
		action: "replace_token",
		measured
	};
	if (number.tokenRefusedAtMs !== null) return {
		state: "warning",
		detail: `Meta refused it at ${sayTime(number.tokenRefusedAtMs)} and accepts it now.`,
		remedy: "Connect the channel, so that it is used again.",
		action: "connect",
		measured
	};
	return {
		...checkExpiry(data, nowMs),
		measured
	};
}
function checkUnseenToken({ token, numberRead, refused }) {
	if ([token, numberRead].some((each) => each?.kind === "refused" && each.error.code === 190) && numberRead?.kind !== "ok") return {
		state: "failed",
		detail: inWords$2(token),
		remedy: NEW_TOKEN,
		action: "replace_token",
		measured: refused
	};
	if (numberRead?.kind === "ok") return {
		state: "ok",
		detail: `Meta accepts it, but did not tell what it is. ${inWords$2(token)}`,
		measured: refused
	};
	return {
		state: "unknown",
		detail: inWords$2(token),
		measured: refused
	};
}
function measureToken(data) {
	const expiresAtMs = expiryOf(data);
	return {
		type: stringOf(data.type),
		expires_at: toIsoOrNull$1(expiresAtMs),
		scopes: scopesOf(data).join(", ")
	};
}
function checkExpiry(data, nowMs) {
	const kind = TOKEN_KINDS[stringOf(data.type) ?? ""] ?? "A token";
	const expiresAtMs = expiryOf(data);
	if (expiresAtMs === null) return {
		state: "ok",
		detail: `${kind} that never expires.`
	};
	const detail = `${kind} that expires at ${sayTime(expiresAtMs)}.`;
	if (expiresAtMs - nowMs > EXPIRY_NOTED_MS) return {
		state: "ok",
		detail
	};
	return {
		state: "warning",
		detail,
		remedy: NEW_TOKEN,
		action: "replace_token"
	};
}
const TOKEN_KINDS = {
	SYSTEM_USER: "A token of a system user",
	USER: "A person's token",
	PAGE: "A token of a page",
	APP: "A token of an app"
};
function expiryOf(data) {
	const seconds = data.expires_at;
	return typeof seconds === "number" && seconds > 0 ? seconds * 1e3 : null;
}
function scopesOf(data) {
	return listOf(data.scopes).flatMap((scope) => stringOf(scope) ?? []);
}
function checkScopes({ token }) {
	if (token === null) return NOT_ASKED;
	if (token.kind !== "ok") return {
		state: "unknown",
		detail: "Meta did not tell what the token may do."
	};
	const data = objectOf(token.body.data);
	if (data.is_valid !== true) return {
		state: "unknown",
		detail: "The token is not valid, so it may do nothing."
	};
	const scopes = scopesOf(data);
	const measured = { scopes: scopes.join(", ") };
	const missing = WANTED_SCOPES.filter((scope) => !scopes.includes(scope));
	if (missing.length === 0) return {
		state: "ok",
		detail: WANTED_SCOPES.join(", "),
		measured
	};
	return {
		state: "failed",
		detail: `The token lacks ${missing.join(" and ")}.`,
		remedy: "Make a new token with both permissions, and give it to the channel.",
		action: "replace_token",
		measured
	};
}
function checkReach({ number, numberRead, numbersOfAccount }) {
	if (numberRead === null) return NOT_ASKED;
	if (numberRead.kind !== "ok") return {
		state: numberRead.kind === "refused" ? "failed" : "unknown",
		detail: inWords$2(numberRead),
		remedy: "Check phone_number_id, and that the system user of the token has the WhatsApp account among its assets."
	};
	const shown = stringOf(numberRead.body.display_phone_number);
	const measured = {
		display_phone_number: shown,
		verified_name: stringOf(numberRead.body.verified_name)
	};
	if (numbersOfAccount?.kind === "ok" && isMissing$1(numbersOfAccount.body, number.phoneNumberId)) return {
		state: "failed",
		detail: `Meta shows the number, but not among those of the account ${number.wabaId}.`,
		remedy: "Check waba_id: webhooks of the number come through its own account.",
		measured
	};
	const isOf = numbersOfAccount?.kind === "ok" ? ` It is one of the account ${number.wabaId}.` : "";
	return {
		state: "ok",
		detail: `The token may use ${shown ?? "the number"}.${isOf}`,
		measured
	};
}
function isMissing$1(list, phoneNumberId) {
	if (!Array.isArray(list.data) || objectOf(list.paging).next !== void 0) return false;
	return !list.data.some((entry) => objectOf(entry).id === phoneNumberId);
}
function checkSubscribedApps({ app, number, subscribedApps }) {
	if (subscribedApps === null) return NOT_ASKED;
	if (subscribedApps.kind !== "ok") return {
		state: subscribedApps.kind === "refused" ? "failed" : "unknown",
		detail: inWords$2(subscribedApps),
		remedy: "Check waba_id, and that the token has the permission whatsapp_business_management for this account."
	};
	const ids = appsOf(subscribedApps.body).map(appIdOf$1);
	const measured = { app_ids: ids.join(", ") };
	if (ids.includes(app.appId)) return {
		state: "ok",
		detail: "The account sends to this app.",
		measured
	};
	return {
		state: "failed",
		detail: `The account ${number.wabaId} does not send to this app, so no message will arrive. It sends to ${ids.length === 0 ? "none" : ids.join(", ")}.`,
		remedy: "Connect the channel: that subscribes the app. If it still is not listed, the token was made in another app.",
		action: "connect",
		measured
	};
}
const APPS_MAX$1 = 50;
function appsOf(list) {
	return listOf(list.data).slice(0, APPS_MAX$1).map(objectOf);
}
function appIdOf$1(entry) {
	return String(objectOf(entry.whatsapp_business_api_data).id ?? "");
}
function checkOverride({ app, publicUrl, numberRead, subscribedApps }) {
	if (numberRead === null && subscribedApps === null) return NOT_ASKED;
	const here = {
		appId: app.appId,
		publicUrl: app.isSimulated ? null : publicUrl
	};
	const ofNumber = numberRead?.kind === "ok" ? stringOf(objectOf(numberRead.body.webhook_configuration).phone_number) : null;
	const ofAccount = subscribedApps?.kind === "ok" ? stringOf(appsOf(subscribedApps.body).find((entry) => appIdOf$1(entry) === app.appId)?.override_callback_uri) : null;
	const measured = {
		number_override: ofNumber,
		account_override: ofAccount
	};
	const wins = ofNumber ?? ofAccount;
	if (describeOverride(here, wins) !== null) {
		const [whose, how] = ofNumber === null ? ["account", "POST /{waba_id}/subscribed_apps without a body"] : ["number", "POST /{phone_number_id} with webhook_configuration.override_callback_uri empty"];
		return {
			state: "failed",
			detail: `The ${whose} overrides the callback with ${wins}. It wins over the app's, so messages go there.`,
			remedy: `Clear it at Meta (${how}), or point it at this gateway.`,
			measured
		};
	}
	if (numberRead?.kind !== "ok" || subscribedApps?.kind !== "ok") return {
		state: "unknown",
		detail: "Meta did not tell all of it.",
		measured
	};
	return {
		state: "ok",
		detail: wins === null ? "There is none." : "There is one, and it leads here.",
		measured
	};
}
const BAD_STANDING = [
	[
		"status",
		[
			"BANNED",
			"RESTRICTED",
			"DISCONNECTED",
			"DELETED"
		],
		"failed",
		"The number is"
	],
	[
		"status",
		[
			"FLAGGED",
			"RATE_LIMITED",
			"PENDING",
			"UNVERIFIED"
		],
		"warning",
		"The number is"
	],
	[
		"name_status",
		["DECLINED", "EXPIRED"],
		"warning",
		"Its display name is"
	],
	[
		"quality_rating",
		["RED"],
		"warning",
		"Its quality is"
	],
	[
		"quality_rating",
		["YELLOW"],
		"warning",
		"Its quality is"
	]
];
function checkStanding({ standing }) {
	if (standing === null) return NOT_ASKED;
	if (standing.kind !== "ok") return {
		state: "unknown",
		detail: inWords$2(standing)
	};
	const { body } = standing;
	const measured = {
		quality_rating: stringOf(body.quality_rating),
		name_status: stringOf(body.name_status),
		status: stringOf(body.status),
		messaging_limit_tier: stringOf(body.messaging_limit_tier)
	};
	const bad = BAD_STANDING.filter(([field, values]) => values.includes(stringOf(body[field]) ?? ""));
	const [worst] = bad;
	if (worst === void 0) return {
		state: "ok",
		detail: sayStanding(measured),
		measured
	};
	return {
		state: worst[2],
		detail: bad.map(([field, , , says]) => `${says} ${inWordsOf(stringOf(body[field]))}.`).join(" "),
		remedy: "WhatsApp Manager tells why, and what to do about it.",
		measured
	};
}
function sayStanding(measured) {
	const parts = [
		["quality", measured.quality_rating],
		["name", measured.name_status],
		["limit", measured.messaging_limit_tier]
	].flatMap(([word, value]) => value === null || value === void 0 ? [] : [`${word} ${inWordsOf(value)}`]);
	return parts.length === 0 ? "Meta says nothing against it." : `${parts.join(", ")}.`.replace(/^./, upper);
}
function upper(letter) {
	return letter.toUpperCase();
}
function inWordsOf(value) {
	return (value ?? "").toLowerCase().replaceAll("_", " ");
}
// ../server/src/meta/doctor/examine.ts
const TIMEOUT_MS = 1e4;
const NUMBERS_MAX$1 = 200;
const NUMBER_FIELDS$1 = "display_phone_number,verified_name,webhook_configuration";
const STANDING_FIELDS = "status,name_status,quality_rating,messaging_limit_tier";
async function examine(ctx, app, number) {
	const { appId, isSimulated } = app;
	const examined = {
		appId,
		isSimulated
	};
	const [ofApp, ofNumber] = await Promise.all([askAboutApp(ctx, app), number === null ? null : askAboutNumber(ctx, app, number)]);
	const nowMs = ctx.nowMs();
	const common = {
		app: examined,
		publicUrl: ctx.publicUrl,
		nowMs
	};
	const findings = checkApp({
		...common,
		...ofApp,
		traffic: ctx.traffic
	});
	const ofIt = ofNumber === null || number === null ? [] : checkNumber$1({
		...common,
		...ofNumber,
		number: {
			...number,
			hasToken: number.token !== null
		}
	});
	return {
		checkedAtMs: nowMs,
		findings: [...findings, ...ofIt]
	};
}
async function askAboutApp(ctx, app) {
	const appToken = toAppToken(app);
	const askedAtMs = ctx.nowMs();
	const reading = ctx.look(appToken, {
		...GET,
		path: app.appId,
		query: { fields: "name" }
	});
	const skew = reading.then(({ metaTimeMs }) => toSkewMs(metaTimeMs, askedAtMs, ctx.nowMs()));
	const [appRead, subscriptions, callback, skewMs] = await Promise.all([
		reading,
		ctx.look(appToken, {
			...GET,
			path: `${app.appId}/subscriptions`
		}),
		tryCallback(ctx, app),
		skew
	]);
	return {
		appRead: appRead.result,
		subscriptions: subscriptions.result,
		callback,
		skewMs
	};
}
const GET = {
	method: "GET",
	timeoutMs: TIMEOUT_MS
};
function toAppToken({ appId, appSecret }) {
	return `${appId}|${appSecret}`;
}
function toSkewMs(metaTimeMs, askedAtMs, answeredAtMs) {
	if (metaTimeMs === null) return null;
	if (metaTimeMs + 1e3 < askedAtMs) return metaTimeMs + 1e3 - askedAtMs;
	return Math.max(0, metaTimeMs - answeredAtMs);
}
async function tryCallback(ctx, app) {
	if (ctx.callbackBase === null) return null;
	const url = new URL(ctx.callbackBase.replace(/\/$/, "") + callbackPath(app.appId));
	const challenge = ctx.newChallenge();
	url.searchParams.set("hub.mode", "subscribe");
	url.searchParams.set("hub.challenge", challenge);
	url.searchParams.set("hub.verify_token", app.verifyToken);
	const askedAtMs = ctx.nowMs();
	return {
		result: await ctx.askCallback(url, TIMEOUT_MS),
		challenge,
		tookMs: ctx.nowMs() - askedAtMs
	};
}
async function askAboutNumber(ctx, app, number) {
	const { token, phoneNumberId, wabaId } = number;
	if (token === null) return NOTHING_ASKED;
	const ask = async (path, query = {}) => (await ctx.look(token, {
		...GET,
		path,
		query
	})).result;
	const [tokenRead, numberRead, numbersOfAccount, subscribedApps, standing] = await Promise.all([
		readToken(ctx, app, token),
		ask(phoneNumberId, { fields: NUMBER_FIELDS$1 }),
		ask(`${wabaId}/phone_numbers`, {
			fields: "id",
			limit: String(NUMBERS_MAX$1)
		}),
		ask(`${wabaId}/subscribed_apps`),
		ask(phoneNumberId, { fields: STANDING_FIELDS })
	]);
	return {
		token: tokenRead,
		numberRead,
		numbersOfAccount,
		subscribedApps,
		standing
	};
}
const NOTHING_ASKED = {
	token: null,
	numberRead: null,
	numbersOfAccount: null,
	subscribedApps: null,
	standing: null
};
async function readToken(ctx, app, token) {
	const call = {
		...GET,
		path: "debug_token",
		query: { input_token: token }
	};
	const byApp = (await ctx.look(toAppToken(app), call)).result;
	return byApp.kind === "refused" ? (await ctx.look(token, call)).result : byApp;
}
// ../server/src/meta/simulator/simulator-schemas.ts
const SPEED_MAX = 1e3;
const name = string().regex(/^[a-z0-9-]{1,80}$/, "Use a name that GET /v1/simulator shows.");
const playBody = strictObject({
	scenario: name.optional().describe("Name of a scenario."),
	fixture: name.optional().describe("Name of a fixture: a body of Meta's documents, told of as if it happened now."),
	speed: number().min(.1).max(SPEED_MAX).optional().describe("Of a scenario: how many times as fast as written. Default 1.")
}).refine(({ scenario, fixture }) => scenario === void 0 !== (fixture === void 0), {
	path: ["scenario"],
	message: "Name either a scenario or a fixture."
});
const messageBody = strictObject({
	from: string().regex(/^\+?[0-9]{6,15}$/, "Give a phone number with its country code, such as +4915170023456.").describe("Phone number of a person who is made up."),
	name: string().trim().min(1).max(100).describe("Name on WhatsApp."),
	text: string().min(1).max(4096),
	reply: string().min(1).max(4096).nullish().describe("What the person answers from now on to whatever is sent to them. Null: nothing.")
});
const simulatedNumberView = object({
	channel_id: string(),
	meta_app_id: string(),
	phone_number_id: string(),
	display_phone_number: string()
}).meta({ title: "SimulatedNumber" });
const playView = object({
	id: string(),
	name: string(),
	kind: _enum(["scenario", "fixture"]),
	state: _enum([
		"playing",
		"done",
		"failed"
	]),
	webhooks: number().int().describe("Webhooks that were sent so far."),
	accepted: number().int().describe("Of these, how many the gateway took with 200."),
	refused: number().int().describe("Of these, how many it did not take: what was forged by intent, too."),
	error: string().nullable(),
	started_at: string(),
	finished_at: string().nullable()
}).meta({ title: "SimulatorPlay" });
const lineView = object({
	name: string(),
	summary: string()
});
const simulatorView = object({
	number: simulatedNumberView.nullable().describe("Null: there is none yet. POST /v1/simulator/channel makes one."),
	scenarios: array(lineView),
	fixtures: array(lineView),
	plays: array(playView).describe("The latest of this process, newest first.")
}).meta({ title: "Simulator" });
const fixtureView = lineView.extend({ body: unknown() }).meta({ title: "SimulatorFixture" });
const saidView = object({
	message_id: string().describe("Meta's id of it: wamid."),
	accepted: boolean().describe("The gateway took it with 200."),
	status: number().int().nullable().describe("Of the last answer. Null: there was none.")
}).meta({ title: "SimulatedMessage" });
function readPlayWish({ scenario, fixture, speed = 1 }) {
	return scenario === void 0 ? {
		kind: "fixture",
		name: fixture ?? ""
	} : {
		kind: "scenario",
		name: scenario,
		speed
	};
}
// ../server/src/meta/simulator/simulator.routes.ts
const TAGS$1 = ["Simulator"];
const USE = {
	who: "workspace",
	permission: "simulator.use"
};
function simulatorRoutes(api, ctx) {
	addReadRoutes(api, ctx);
	addConnectRoute(api, ctx);
	addPlayRoutes(api, ctx);
}
function addReadRoutes(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/simulator",
		config: { access: USE },
		schema: {
			tags: TAGS$1,
			summary: "See what can be played",
			response: { 200: simulatorView }
		},
		handler: async (request) => {
			assertOn(ctx);
			return ctx.overview(workspaceOf(request));
		}
	});
	api.route({
		method: "GET",
		url: "/v1/simulator/fixtures/:name",
		config: { access: USE },
		schema: {
			tags: TAGS$1,
			summary: "See what a fixture sends",
			params: strictObject({ name: string().max(80) }),
			response: { 200: fixtureView }
		},
		handler: async (request) => {
			assertOn(ctx);
			return ctx.fixture(request.params.name);
		}
	});
}
function addConnectRoute(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/simulator/channel",
		config: { access: USE },
		schema: {
			tags: TAGS$1,
			summary: "Make the simulated number",
			description: "Registers the simulator's Meta app and a number of it in this workspace, and connects it. When it is there already, that one is the answer.",
			response: { 200: simulatedNumberView }
		},
		handler: async (request) => {
			assertOn(ctx);
			return ctx.connect(askerOf(request));
		}
	});
}
function addPlayRoutes(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/simulator/play",
		config: { access: USE },
		schema: {
			tags: TAGS$1,
			summary: "Play a scenario or a fixture",
			description: "Begins to play and answers at once; GET /v1/simulator tells what came of it.",
			body: playBody,
			response: { 202: playView }
		},
		handler: async (request, reply) => {
			assertOn(ctx);
			return reply.code(202).send(await ctx.play(askerOf(request), readPlayWish(request.body)));
		}
	});
	api.route({
		method: "POST",
		url: "/v1/simulator/message",
		config: { access: USE },
		schema: {
			tags: TAGS$1,
			summary: "Write as a person who is made up",
			description: "The person is there from then on: what is sent to them is reported as sent, delivered and read.",
			body: messageBody,
			response: { 200: saidView }
		},
		handler: async (request) => {
			assertOn(ctx);
			return ctx.say(askerOf(request), request.body);
		}
	});
}
function assertOn({ isOn }) {
	if (isOn) return;
	throw new PosthornError("not_found", "The simulator is off. Whoever runs the gateway switches it on with POSTHORN_SIMULATOR=true.");
}
function askerOf(request) {
	return {
		workspaceId: workspaceOf(request),
		actor: actorOf(request)
	};
}
// ../server/src/meta/media/media-link.ts
const MAC_BYTES = 20;
const CAPABILITY = /^(\d{1,15})\.([A-Za-z0-9_-]{1,128})\.([A-Za-z0-9_-]{27})$/;
function mediaCapability(linkKey, { workspaceSerial, mediaId }) {
	const id = /^[A-Za-z0-9_-]{1,128}$/.test(mediaId) ? mediaId : Buffer.from(mediaId).toString("base64url").slice(0, 128);
	return `${workspaceSerial}.${id}.${mac(linkKey, workspaceSerial, id)}`;
}
function readMediaCapability(linkKey, capability) {
	const [, serial, mediaId, given] = CAPABILITY.exec(capability) ?? [];
	if (serial === void 0 || mediaId === void 0 || given === void 0) return null;
	const expected = mac(linkKey, Number(serial), mediaId);
	if (!timingSafeEqual(Buffer.from(expected), Buffer.from(given))) return null;
	return {
		workspaceSerial: Number(serial),
		mediaId
	};
}
function mac(linkKey, workspaceSerial, mediaId) {
	return createHmac("sha256", linkKey).update(`media\n${workspaceSerial}\n${mediaId}`).digest().subarray(0, MAC_BYTES).toString("base64url");
}
// ../server/src/meta/channels/subscribed-apps.ts
const APPS_MAX = 50;
function findSubscribedApp(list, appId) {
	return entriesOf(list).find((entry) => appIdOf(entry) === appId) ?? null;
}
function listAppIds(list) {
	const ids = entriesOf(list).map(appIdOf);
	return ids.length === 0 ? "none" : ids.join(", ");
}
function entriesOf(list) {
	return Array.isArray(list.data) ? list.data.slice(0, APPS_MAX).map(objectOf) : [];
}
function appIdOf(entry) {
	return String(objectOf(entry.whatsapp_business_api_data).id ?? "");
}
// ../server/src/meta/channels/connect-channel.ts
const CONNECT_TIMEOUT_MS = 1e4;
const NUMBERS_MAX = 200;
const TRY_AGAIN = "Try again with POST /v1/channels/{id}/connect.";
const NUMBER_FIELDS = "display_phone_number,verified_name,quality_rating,throughput,platform_type,is_on_biz_app,webhook_configuration";
async function connectNumber(ctx, number) {
	const deadlineMs = ctx.nowMs() + CONNECT_TIMEOUT_MS;
	const ask = (call) => ctx.ask({
		...call,
		timeoutMs: Math.max(1, deadlineMs - ctx.nowMs())
	});
	const timed = {
		...ctx,
		ask
	};
	const found = await checkNumber(timed, number);
	const rest = found.endsHere ? [] : await subscribe(timed, number.wabaId);
	const steps = [found.step, ...rest];
	return {
		connection: {
			state: steps.every(({ ok }) => ok) ? "connected" : "failed",
			checkedAtMs: ctx.nowMs(),
			steps,
			throughputPerSecond: found.throughputPerSecond
		},
		tokenWorks: steps.some(({ ok }) => ok)
	};
}
async function checkNumber(ctx, number) {
	const read = await ctx.ask({
		method: "GET",
		path: number.phoneNumberId,
		query: { fields: NUMBER_FIELDS }
	});
	if (read.kind !== "ok") return {
		step: failed$2("number", read, "Check phone_number_id, and that the token may use this number."),
		throughputPerSecond: null,
		endsHere: concernsAll(read)
	};
	const throughputPerSecond = readThroughput(read.body);
	const query = {
		fields: "id",
		limit: String(NUMBERS_MAX)
	};
	const numbers = await ctx.ask({
		method: "GET",
		path: `${number.wabaId}/phone_numbers`,
		query
	});
	return {
		step: numbers.kind === "ok" && isMissing(numbers.body, number.phoneNumberId) ? notOfWaba(number) : numberFound(ctx, number, read.body),
		throughputPerSecond,
		endsHere: false
	};
}
function readThroughput(body) {
	if (body.is_on_biz_app === true && body.platform_type === "CLOUD_API") return 20;
	switch (objectOf(body.throughput).level) {
		case "HIGH": return 1e3;
		case "STANDARD": return 80;
		default: return null;
	}
}
function isMissing(list, phoneNumberId) {
	if (!Array.isArray(list.data) || objectOf(list.paging).next !== void 0) return false;
	return !list.data.some((entry) => objectOf(entry).id === phoneNumberId);
}
function notOfWaba({ wabaId }) {
	return {
		step: "number",
		ok: false,
		message: `Meta shows the number, but not among those of the WhatsApp Business Account ${wabaId}. Check waba_id: webhooks of the number come through its own account.`,
		error: null
	};
}
function numberFound(ctx, number, body) {
	const notes = ["The token may use the number."];
	const shown = body.display_phone_number;
	if (typeof shown === "string" && digitsOf(shown) !== digitsOf(number.displayPhoneNumber)) notes.push("Meta shows it with other digits than display_phone_number: check that it is the number you mean.");
	const override = describeOverride(ctx, objectOf(body.webhook_configuration).phone_number);
	if (override !== null) notes.push(`Its webhooks of messages do not come here: ${override}`);
	return {
		step: "number",
		ok: true,
		message: notes.join(" "),
		error: null
	};
}
async function subscribe(ctx, wabaId) {
	const path = `${wabaId}/subscribed_apps`;
	const before = await ctx.ask({
		method: "GET",
		path
	});
	if (before.kind !== "ok") return [failed$2("subscribed_apps", before, MEND_SUBSCRIPTION)];
	if (findSubscribedApp(before.body, ctx.appId) !== null) return [{
		step: "subscribe",
		ok: true,
		message: "The app was subscribed to the WhatsApp Business Account already.",
		error: null
	}, listed(ctx, before.body)];
	const subscribed = await ctx.ask({
		method: "POST",
		path
	});
	if (subscribed.kind !== "ok") return [failed$2("subscribe", subscribed, MEND_SUBSCRIPTION)];
	const message = "Meta took the subscription of the app to the WhatsApp Business Account.";
	const after = await ctx.ask({
		method: "GET",
		path
	});
	return [{
		step: "subscribe",
		ok: true,
		message,
		error: null
	}, after.kind === "ok" ? listed(ctx, after.body) : failed$2("subscribed_apps", after, MEND_SUBSCRIPTION)];
}
const MEND_SUBSCRIPTION = "Check waba_id, and that the token has the permission whatsapp_business_management for this account.";
function listed(ctx, list) {
	const app = findSubscribedApp(list, ctx.appId);
	if (app === null) return {
		step: "subscribed_apps",
		ok: false,
		message: `Meta does not list the app ${ctx.appId} as subscribed (listed: ${listAppIds(list)}). A token subscribes the app that it was made in: make the token in this Meta app, or register the Meta app that it belongs to.`,
		error: null
	};
	const override = describeOverride(ctx, app.override_callback_uri);
	return {
		step: "subscribed_apps",
		ok: true,
		message: `Meta lists the app as subscribed.${override === null ? "" : ` Its webhooks of messages do not come here: ${override}`}`,
		error: null
	};
}
function failed$2(step, failure, mend) {
	if (failure.kind !== "refused") return {
		step,
		ok: false,
		message: `${failure.reason} ${TRY_AGAIN}`,
		error: null
	};
	const { error } = failure;
	const said = [error.title, error.details].filter((text) => text !== null).map(asSentence);
	const advice = concernsAll(failure) ? error.advice : mend;
	return {
		step,
		ok: false,
		message: `Meta refused with error ${error.code}: ${said.join(" ")} ${advice}`,
		error
	};
}
function concernsAll(failure) {
	return failure.kind !== "refused" || failure.error.code === 190 || failure.error.code === 0;
}
function asSentence(text) {
	return /[.!?]$/.test(text) ? text : `${text}.`;
}
function digitsOf(text) {
	return text.replaceAll(/\D/g, "");
}
// ../server/src/meta/graph-api/graph-advice.ts
function adviceFor(code) {
	return ADVICE_BY_CODE.get(code) ?? (code >= 200 && code <= 299 ? PERMISSION : GENERAL);
}
const GENERAL = "Look the code up in Meta's list of WhatsApp error codes.";
const TOKEN = "Make a new access token at Meta and give it to the channel.";
const PERMISSION = "Give the token the permissions whatsapp_business_messaging and whatsapp_business_management, and the app access to the WhatsApp Business Account.";
const TRY_LATER = "Meta has a problem of its own: try again later.";
const TOO_FAST = "Too much was sent in a short time: wait, then send more slowly.";
const PARAMETERS = "Compare the parameters with what Meta documents for this call.";
const TEMPLATE_PARAMETERS = "Give the template as many parameters, of the kinds and in the form, as it was approved with.";
const FLOW = "Look at the flow in Meta's WhatsApp Manager and mend it there.";
const REGISTRATION = "Look at the number in Meta's WhatsApp Manager and register it again.";
const ADVICE_BY_CODE = new Map([
	[[0, 190], TOKEN],
	[[
		3,
		10,
		131005
	], PERMISSION],
	[[
		2,
		131e3,
		131016,
		131057,
		133e3,
		133004
	], TRY_LATER],
	[[1], "Compare the call with what Meta documents; when it is right, try again later."],
	[[
		4,
		80007,
		130429
	], TOO_FAST],
	[[33], "Check the id: it is not there, was deleted, or the token may not see it."],
	[[
		100,
		131008,
		131009
	], PARAMETERS],
	[[368, 131031], "The account is restricted or locked: see Meta's Business Support Home for why and for how long."],
	[[130472], "The person is part of an experiment of Meta and gets no marketing messages. Do not send it again."],
	[[130497], "The account may not write to people in this country."],
	[[131021], "Sender and recipient are the same number: send to another one."],
	[[131026], "The person cannot get it: no WhatsApp at this number, an old version of it, or its terms not accepted."],
	[[131037], "The display name of the number is not approved yet: have it approved by Meta first."],
	[[131042], "Look at the payment method of the account in Meta's WhatsApp Manager."],
	[[131045], REGISTRATION],
	[[131047], "More than 24 hours have passed since the person wrote: send an approved template."],
	[[131048], "Too many messages of this number were blocked or reported: see its quality rating, and send less of it."],
	[[131049], "Meta keeps the number of marketing messages to this person low. Wait for 24 hours at least."],
	[[131050], "The person wants no marketing messages from this company. Do not send it again."],
	[[131051], "WhatsApp does not take this type of message: use another one."],
	[[131052], "Meta could not download the file that the person sent: ask for it again."],
	[[131053], "Meta could not take the file: check its type, its size and that its link can be reached."],
	[[131056], "Too many messages went from this number to this person: wait, then send more slowly."],
	[[132e3, 132012], TEMPLATE_PARAMETERS],
	[[132001], "There is no approved template of this name in this language."],
	[[132005], "With its parameters filled in the text is too long: shorten them."],
	[[132007], "The template breaks Meta's rules for content: see the reason in WhatsApp Manager and change it."],
	[[132015], "The template is paused because of its low quality: change it, or send another one."],
	[[132016], "The template was disabled for good because of its low quality: make another one."],
	[[132068, 132069], FLOW],
	[[
		133005,
		133008,
		133009
	], "The two-step PIN is wrong or was tried too often: check it, and wait as long as Meta says."],
	[[
		133006,
		133010,
		133015
	], REGISTRATION],
	[[133016], "The number was registered too often: wait for 72 hours."],
	[[134011], "Accept Meta's terms for payments in WhatsApp Manager first."],
	[[135e3], PARAMETERS],
	[[2593107, 2593108], "Too many synchronisations were asked for: wait for a day."]
].flatMap(([codes, advice]) => codes.map((code) => [code, advice])));
// ../server/src/meta/graph-api/graph-error.ts
const RETRYABLE_CODES = new Set([
	2,
	4,
	80007,
	130429,
	131e3,
	131016,
	131056,
	131057,
	133004
]);
const TEXT_CHARS_MAX = 1e3;
function readGraphAnswer({ statusCode, body }) {
	const parsed = parseObject(body);
	const error = parsed === null ? null : readGraphError(parsed, statusCode);
	if (error !== null) return {
		kind: "refused",
		error
	};
	if (parsed !== null && statusCode >= 200 && statusCode <= 299) return {
		kind: "ok",
		body: parsed
	};
	return {
		kind: "unknown",
		reason: describeGarbage(statusCode)
	};
}
function readGraphError(body, httpStatus) {
	const { error } = body;
	if (!isJsonObject(error) || typeof error.code !== "number" || !Number.isSafeInteger(error.code)) return null;
	const { code } = error;
	return {
		code,
		title: withoutCode(textOf(error.message) ?? "Error"),
		details: detailsOf(error),
		subcode: typeof error.error_subcode === "number" ? error.error_subcode : null,
		traceId: textOf(error.fbtrace_id),
		httpStatus,
		retryable: RETRYABLE_CODES.has(code),
		advice: adviceFor(code)
	};
}
function detailsOf(error) {
	return (isJsonObject(error.error_data) ? textOf(error.error_data.details) : textOf(error.error_data)) ?? textOf(error.error_user_msg);
}
function withoutCode(message) {
	return message.replace(/^\(#\d+\)\s*/, "") || message;
}
function textOf(value) {
	return typeof value === "string" && value !== "" ? value.slice(0, TEXT_CHARS_MAX) : null;
}
function parseObject(text) {
	try {
		const value = JSON.parse(text);
		return isJsonObject(value) ? value : null;
	} catch (error) {
		if (error instanceof SyntaxError) return null;
		throw error;
	}
}
function describeGarbage(statusCode) {
	if (statusCode >= 300 && statusCode <= 399) return `Meta answered with a redirect (${statusCode}), which is never followed. Check POSTHORN_META_GRAPH_URL.`;
	return `The answer (${statusCode}) is not one of Meta's Graph API.`;
}
// ../server/src/meta/graph-api/graph-client.ts
const TIMEOUT_MS_DEFAULT = 1e4;
const PATH_FORM = /^[A-Za-z0-9_-]{1,128}(\/[A-Za-z0-9_-]{1,128}){0,2}$/;
async function callGraph(ctx, call) {
	const token = await findTokenOrThrow(ctx, call);
	if (token.expiredAtMs !== null) throw tokenExpired(token.expiredAtMs);
	return callWithToken(ctx, token, call);
}
async function callWithToken(ctx, token, call) {
	const { result } = await lookWithToken(ctx, token.text, call);
	if (result.kind === "refused" && result.error.code === 190) await ctx.onTokenRefused(token);
	return result;
}
async function lookWithToken(ctx, tokenText, call) {
	const sent = await ctx.http.send(toRequest(ctx, tokenText, call));
	switch (sent.kind) {
		case "unsent": return failed$1({
			kind: "unreachable",
			reason: `Meta could not be reached. ${sent.reason}`
		});
		case "unanswered": return failed$1({
			kind: "unknown",
			reason: `Meta gave no complete answer. ${sent.reason}`
		});
		case "answered": return {
			result: readGraphAnswer(sent),
			metaTimeMs: sent.dateMs
		};
	}
}
function failed$1(result) {
	return {
		result,
		metaTimeMs: null
	};
}
async function findTokenOrThrow(ctx, { workspaceId, channelId }) {
	const token = await ctx.findToken(workspaceId, channelId);
	if (token !== null) return token;
	throw new PosthornError("channel_not_connected", "This channel has no access token of Meta. Give it one with PATCH /v1/channels/{id}.");
}
function toRequest(ctx, tokenText, call) {
	assert(PATH_FORM.test(call.path), "The path of a Graph call consists of ids and names.");
	const query = new URLSearchParams(call.query).toString();
	const { body } = call;
	const isJson = body !== void 0 && !(body instanceof FormData);
	return {
		method: call.method,
		path: `${ctx.basePath}/${call.path}${query === "" ? "" : `?${query}`}`,
		headers: {
			authorization: `Bearer ${tokenText}`,
			accept: "application/json",
			"user-agent": ctx.userAgent,
			...isJson ? { "content-type": "application/json" } : {}
		},
		body: isJson ? JSON.stringify(body) : body ?? null,
		timeoutMs: call.timeoutMs ?? TIMEOUT_MS_DEFAULT
	};
}
function tokenExpired(expiredAtMs) {
	const since = new Date(expiredAtMs).toISOString();
	return new PosthornError("channel_not_connected", `Meta has not accepted this channel's access token since ${since}. Give it a new one with PATCH /v1/channels/{id}, or try this one again with POST /v1/channels/{id}/connect.`);
}
// ../server/src/meta/media/media-file.ts
const MEDIA_STATES = [
	"waiting",
	"stored",
	"failed",
	"gone"
];
const ID_LIFE_MS = 6048e5;
const BACKOFF_MS = [
	5e3,
	3e4,
	12e4,
	6e5,
	36e5
];
function nextTryAtMs(file, nowMs) {
	const waitMs = BACKOFF_MS[Math.min(Math.max(file.tries, 1), BACKOFF_MS.length) - 1] ?? 0;
	const endsAtMs = file.createdAtMs + ID_LIFE_MS;
	return nowMs >= endsAtMs ? null : Math.min(nowMs + waitMs, endsAtMs);
}
function isOver(file) {
	return file.revokedAtMs !== null || file.state === "gone" || file.state === "failed" && file.dueAtMs === null;
}
// ../server/src/meta/media/media-response.ts
function readRange(header, sizeBytes) {
	const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "") ?? [];
	if (first === "" && last === "") return { kind: "whole" };
	if (first === "") return toRange(Math.max(0, sizeBytes - Number(last)), sizeBytes - 1, sizeBytes);
	if (last !== "" && Number(last) < Number(first)) return { kind: "whole" };
	return toRange(Number(first), last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1), sizeBytes);
}
function toRange(start, end, sizeBytes) {
	return start < sizeBytes && start <= end ? {
		kind: "part",
		range: {
			start,
			end
		}
	} : { kind: "unsatisfiable" };
}
function isKnown(ifNoneMatch, etag) {
	if (ifNoneMatch === void 0) return false;
	if (ifNoneMatch.trim() === "*") return true;
	return ifNoneMatch.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
}
function toDisposition(isShown, filename) {
	const name = filename.replaceAll(/[\p{C}\p{Zl}\p{Zp}/\\:*?"<>|]/gu, "_").replace(/^[.\s]+/, "") || "file";
	const plain = name.replaceAll(/[^\x20-\x7e]|%/g, "_");
	const kind = isShown ? "inline" : "attachment";
	const extended = encodeURIComponent(name).replaceAll(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
	return plain === name ? `${kind}; filename="${plain}"` : `${kind}; filename="${plain}"; filename*=UTF-8''${extended}`;
}
// ../server/src/meta/media/media-storage.ts
function mediaKeyOf(file) {
	const name = createHash("sha256").update(file.id).digest("hex").slice(0, 40);
	return `${file.workspaceId}/${name.slice(0, 2)}/${name}`;
}
// ../server/src/meta/media/media.routes.ts
const WAITING_MAX = 200;
const LOOK_EVERY_MS = 500;
const RETRY_AFTER_SECONDS_MIN = 1;
const RETRY_AFTER_SECONDS_MAX = 300;
function mediaRoutes(api, ctx) {
	const open = new OpenFiles();
	api.addHook("preClose", async () => open.end());
	api.route({
		method: "GET",
		url: "/media/:capability",
		config: { access: { who: "anyone" } },
		schema: {
			tags: ["Media"],
			summary: "Fetch a media file by its link",
			description: "Takes `Range` and `If-None-Match`. A file that is still to be fetched from Meta is waited for, up to 20 seconds; then the answer is 503 with `Retry-After`. 410: the file was deleted, its link was revoked, or it is older than the retention. Pictures, sound and films may be shown in place, everything else is to be saved.",
			params: strictObject({ capability: string().max(256) }),
			produces: ["application/octet-stream"]
		},
		handler: async (request, reply) => {
			const link = readMediaCapability(ctx.linkKey, request.params.capability);
			if (link === null) throw notFound$1();
			return send$1(ctx, {
				request,
				reply,
				open
			}, await findStored(ctx, link, open));
		}
	});
}
var OpenFiles = class {
	#streams = new Set();
	#ending = new AbortController();
	waitingCount = 0;
	get ending() {
		return this.#ending.signal;
	}
	add(stream) {
		this.#streams.add(stream);
		stream.once("close", () => this.#streams.delete(stream));
	}
	end() {
		this.#ending.abort();
		for (const stream of this.#streams) stream.destroy();
	}
};
async function findStored(ctx, link, open) {
	const first = await findLiving(ctx, link);
	if (first.state === "stored") return first;
	if (open.waitingCount >= WAITING_MAX) throw notReady(ctx, first);
	open.waitingCount += 1;
	try {
		return await waitFor(ctx, {
			link,
			first,
			signal: AbortSignal.any([open.ending, AbortSignal.timeout(ctx.waitMs)])
		});
	} finally {
		open.waitingCount -= 1;
	}
}
async function waitFor(ctx, { link, first, signal }) {
	let file = first;
	while (file.state !== "stored") {
		const isDue = file.dueAtMs !== null && file.dueAtMs <= ctx.nowMs();
		if (signal.aborted || !isDue && file.leaseToken === null) throw notReady(ctx, file);
		await ctx.fetchNow(file, signal);
		const tried = file;
		file = await findLiving(ctx, link);
		if (file.state !== "stored" && file.tries === tried.tries) await setTimeout$1(LOOK_EVERY_MS, void 0, { signal }).catch(() => {});
	}
	return file;
}
async function findLiving(ctx, link) {
	const file = await ctx.find(link);
	if (file === null) throw notFound$1();
	if (isOver(file)) throw gone();
	return file;
}
const HEADERS = {
	"content-security-policy": "sandbox; default-src 'none'",
	"cross-origin-resource-policy": "cross-origin",
	"cache-control": "private, max-age=3600, immutable",
	"accept-ranges": "bytes"
};
async function send$1(ctx, { request, reply, open }, file) {
	const { sha256, sizeBytes } = file;
	assert(sha256 !== null && sizeBytes !== null);
	const etag = `"${sha256}"`;
	const { contentType, isShown } = announce(file.mimeType);
	if (isKnown(request.headers["if-none-match"], etag)) return reply.code(304).headers({
		...HEADERS,
		etag
	}).send();
	const read = readRange(wantedRange(request, etag), sizeBytes);
	if (read.kind === "unsatisfiable") return reply.code(416).headers({
		...HEADERS,
		etag,
		"content-range": `bytes */${sizeBytes}`
	}).send();
	const range = read.kind === "part" ? read.range : null;
	const length = range === null ? sizeBytes : range.end - range.start + 1;
	const stream = request.method === "HEAD" ? Readable.from([]) : await openStored(ctx, file, range);
	open.add(stream);
	if (range !== null) reply.code(206).header("content-range", `bytes ${range.start}-${range.end}/${sizeBytes}`);
	return reply.headers({
		...HEADERS,
		etag,
		"content-type": contentType,
		"content-length": String(length),
		"content-disposition": toDisposition(isShown, file.filename ?? file.id)
	}).send(stream);
}
function wantedRange({ method, headers }, etag) {
	const { range, "if-range": ifRange } = headers;
	return method === "GET" && (ifRange === void 0 || ifRange === etag) ? range : void 0;
}
async function openStored(ctx, file, range) {
	const stream = await ctx.storage.open(file.storageKey ?? mediaKeyOf(file), range);
	if (stream !== null) return stream;
	await ctx.noteLost(file);
	throw notReady(ctx, file);
}
function notFound$1() {
	return new PosthornError("not_found", "There is no such media file.");
}
function gone() {
	return new PosthornError("media_gone", "The media file is not there any more, or could not be had from Meta.");
}
function notReady(ctx, file) {
	const seconds = Math.ceil(((file.dueAtMs ?? 0) - ctx.nowMs()) / 1e3);
	return new PosthornError("media_not_ready", "The media file has not been fetched from Meta yet. Try again later.", { retryAfterSeconds: Math.min(Math.max(seconds, RETRY_AFTER_SECONDS_MIN), RETRY_AFTER_SECONDS_MAX) });
}
// ../server/src/meta/media/media-files.store.ts
async function findMedia(store, name) {
	const row = await select(store.db, name).executeTakeFirst();
	return row === void 0 ? null : toFile(row);
}
async function findMediaByLink(store, link) {
	const row = await store.db.selectFrom("media_files").innerJoin("workspaces", "workspaces.id", "media_files.workspace_id").selectAll("media_files").where("workspaces.serial", "=", link.workspaceSerial).where("media_files.media_id", "=", link.mediaId).executeTakeFirst();
	return row === void 0 ? null : toFile(row);
}
async function claimDueMedia(store, claim, limit) {
	assert(limit >= 1);
	if (await selectDue(store.db, claim.nowMs, 1).executeTakeFirst() === void 0) return [];
	return store.db.transaction().execute(async (trx) => {
		const rows = await selectDue(trx, claim.nowMs, limit).$if(store.can.skipLocked, (query) => query.forUpdate().skipLocked()).execute();
		const leased = [];
		for (const row of rows) {
			const lease = toLease(claim, row.tries);
			await update(trx, {
				workspaceId: row.workspace_id,
				id: row.media_id
			}).set(lease).execute();
			leased.push({
				...toFile({
					...row,
					...lease
				}),
				leaseToken: claim.leaseToken
			});
		}
		return leased;
	});
}
function selectDue(db, nowMs, limit) {
	return db.selectFrom("media_files").selectAll().where("due_at_ms", "<=", nowMs).where("state", "in", ["waiting", "failed"]).orderBy("due_at_ms").limit(limit);
}
async function claimMedia(store, name, claim) {
	const row = await update(store.db, name).set((eb) => ({
		due_at_ms: claim.leaseUntilMs,
		lease_token: claim.leaseToken,
		tries: eb("tries", "+", 1)
	})).where("state", "in", ["waiting", "failed"]).where("due_at_ms", "<=", claim.nowMs).returningAll().executeTakeFirst();
	return row === void 0 ? null : {
		...toFile(row),
		leaseToken: claim.leaseToken
	};
}
async function finishMedia(store, file, stored) {
	return (await updateLeased(store, file).set(toStored(stored)).executeTakeFirst()).numUpdatedRows > 0n;
}
async function failMedia(store, file, failed) {
	await updateLeased(store, file).set({
		state: failed.state,
		error: failed.error,
		due_at_ms: failed.dueAtMs,
		lease_token: null
	}).execute();
}
async function releaseMedia(store, file, dueAtMs) {
	await updateLeased(store, file).set({
		due_at_ms: dueAtMs,
		lease_token: null
	}).execute();
}
async function endMediaLeasesOfTheDead(store, nowMs) {
	assert(!store.can.sharedBetweenNodes);
	await store.db.updateTable("media_files").set({
		due_at_ms: nowMs,
		lease_token: null
	}).where("due_at_ms", "is not", null).where("lease_token", "is not", null).execute();
}
async function insertUploadedMedia(store, uploaded, withChange) {
	const row = {
		workspace_id: uploaded.workspaceId,
		media_id: uploaded.id,
		channel_id: uploaded.channelId,
		conversation_id: null,
		direction: "outbound",
		...toStored(uploaded),
		filename: uploaded.filename,
		tries: 1,
		created_at_ms: uploaded.nowMs,
		revoked_at_ms: null
	};
	return store.db.transaction().execute(async (trx) => {
		await trx.insertInto("media_files").values(row).onConflict((conflict) => conflict.columns(["workspace_id", "media_id"]).doUpdateSet(row)).execute();
		const after = toFile(row);
		await withChange(trx, {
			before: null,
			after
		});
		return after;
	});
}
async function revokeMedia(store, { nowMs, ...name }, withChange) {
	return change(store, name, withChange, (file) => file.revokedAtMs === null ? { revoked_at_ms: nowMs } : null);
}
async function markMediaGone(store, { storageKey, error, ...name }, withChange) {
	return change(store, name, withChange, (file) => file.state === "gone" ? null : {
		state: "gone",
		error,
		storage_key: storageKey,
		due_at_ms: null,
		lease_token: null,
		tries: file.tries + 1
	});
}
async function clearMediaKey(store, name) {
	await update(store.db, name).set({ storage_key: null }).where("state", "=", "gone").execute();
}
async function noteLostMedia(store, name, failed) {
	await update(store.db, name).set({
		state: failed.state,
		error: failed.error,
		due_at_ms: failed.dueAtMs,
		storage_key: null,
		stored_at_ms: null
	}).where("state", "=", "stored").execute();
}
async function listOldMedia(store, { fromMs, beforeMs, limit }) {
	return (await store.db.selectFrom("media_files").selectAll().where("created_at_ms", ">=", fromMs).where("created_at_ms", "<", beforeMs).where((eb) => eb.or([eb("state", "!=", "gone"), eb("storage_key", "is not", null)])).orderBy("created_at_ms").limit(limit).execute()).map(toFile);
}
async function listForgottenMedia(store, { beforeMs, limit }) {
	return (await store.db.selectFrom("media_files").selectAll().where("created_at_ms", "<", beforeMs).where("state", "=", "gone").orderBy("created_at_ms").limit(limit).execute()).map(toFile);
}
async function deleteForgottenMedia(store, { workspaceId, id }) {
	await store.db.deleteFrom("media_files").where("workspace_id", "=", workspaceId).where("media_id", "=", id).where("state", "=", "gone").execute();
}
function change(store, name, withChange, decide) {
	return store.db.transaction().execute(async (trx) => {
		const row = await select(trx, name).$if(store.can.skipLocked, (query) => query.forUpdate()).executeTakeFirst();
		if (row === void 0) return null;
		const before = toFile(row);
		const columns = decide(before);
		if (columns === null) return before;
		await update(trx, name).set(columns).execute();
		const after = toFile({
			...row,
			...columns
		});
		await withChange(trx, {
			before,
			after
		});
		return after;
	});
}
function select(db, { workspaceId, id }) {
	return db.selectFrom("media_files").selectAll().where("workspace_id", "=", workspaceId).where("media_id", "=", id);
}
function update(db, { workspaceId, id }) {
	return db.updateTable("media_files").where("workspace_id", "=", workspaceId).where("media_id", "=", id);
}
function updateLeased(store, file) {
	return update(store.db, file).where("lease_token", "=", file.leaseToken);
}
function toLease({ leaseUntilMs, leaseToken }, tries) {
	return {
		due_at_ms: leaseUntilMs,
		lease_token: leaseToken,
		tries: tries + 1
	};
}
function toStored({ storageKey, mimeType, sha256, sizeBytes, nowMs }) {
	return {
		state: "stored",
		storage_key: storageKey,
		mime_type: mimeType,
		sha256,
		size_bytes: sizeBytes,
		stored_at_ms: nowMs,
		error: null,
		due_at_ms: null,
		lease_token: null
	};
}
function toFile(row) {
	return {
		workspaceId: row.workspace_id,
		id: row.media_id,
		channelId: row.channel_id,
		conversationId: row.conversation_id,
		direction: row.direction,
		state: row.state,
		mimeType: row.mime_type,
		sha256: row.sha256,
		sizeBytes: row.size_bytes,
		filename: row.filename,
		storageKey: row.storage_key,
		dueAtMs: row.due_at_ms,
		leaseToken: row.lease_token,
		tries: row.tries,
		error: row.error,
		createdAtMs: row.created_at_ms,
		storedAtMs: row.stored_at_ms,
		revokedAtMs: row.revoked_at_ms
	};
}
// ../server/src/meta/media/forget-media.ts
async function forgetMedia({ store, storage }, { workspaceId, id, why }, withChange = async () => {}) {
	const name = {
		workspaceId,
		id
	};
	const gone = await markMediaGone(store, {
		...name,
		storageKey: mediaKeyOf(name),
		error: why
	}, withChange);
	if (gone === null) return null;
	await storage.remove(mediaKeyOf(name));
	await clearMediaKey(store, name);
	return gone;
}
// ../server/src/meta/media/media-view.ts
const time = datetime();
const mediaView = object({
	id: string().describe("Meta's id: what a message names."),
	url: string().nullable().describe("Link to the file, good for whoever has it. Null: it leads nowhere any more."),
	channel_id: string(),
	conversation_id: string().nullable().describe("Null: it was uploaded, or is of no conversation."),
	direction: _enum(["inbound", "outbound"]),
	state: _enum(MEDIA_STATES).describe("`waiting`: it is to be fetched from Meta; `stored`: it is here; `failed`: the last try came to nothing, and `next_try_at` says whether another follows; `gone`: it was deleted, is older than the retention, or Meta has it no more."),
	mime_type: string().nullable().describe("`application/octet-stream` for what is said to be a picture, sound or film and does not begin like one."),
	sha256: string().nullable().describe("Hex. Until it is stored: as Meta told it."),
	size_bytes: int().nullable(),
	filename: string().nullable(),
	error: string().nullable().describe("Why it is not here."),
	next_try_at: time.nullable(),
	created_at: time,
	stored_at: time.nullable(),
	revoked_at: time.nullable().describe("When its link was made worthless.")
}).meta({
	id: "Media",
	title: "Media file"
});
function toMediaView(file, url) {
	const isTried = file.state === "waiting" || file.state === "failed";
	return {
		id: file.id,
		url: isOver(file) ? null : url,
		channel_id: file.channelId,
		conversation_id: file.conversationId,
		direction: file.direction,
		state: file.state,
		mime_type: file.mimeType,
		sha256: file.sha256,
		size_bytes: file.sizeBytes,
		filename: file.filename,
		error: file.error,
		next_try_at: isTried ? toIsoOrNull(file.dueAtMs) : null,
		created_at: toIso(file.createdAtMs),
		stored_at: toIsoOrNull(file.storedAtMs),
		revoked_at: toIsoOrNull(file.revokedAtMs)
	};
}
function toAuditedMedia(file) {
	const { url: _url, filename: _filename, ...view } = toMediaView(file, "");
	return view;
}
function toIsoOrNull(timeMs) {
	return timeMs === null ? null : toIso(timeMs);
}
// ../server/src/meta/media/receive-upload.ts
const UPLOAD_LIMITS = {
	files: 1,
	fields: 10,
	parts: 11,
	fieldSize: 1024
};
async function receiveUpload(request, receiving) {
	if (!request.isMultipart()) throw new PosthornError("unsupported_media_type", "Send the file as multipart/form-data.");
	const { interrupted } = receiving;
	const hangUp = () => request.raw.destroy();
	if (interrupted.aborted) hangUp();
	else interrupted.addEventListener("abort", hangUp, { once: true });
	try {
		return await readParts(request, receiving);
	} catch (error) {
		interrupted.throwIfAborted();
		if (error instanceof PosthornError || !isOfForm(error)) throw error;
		throw new PosthornError("invalid_request", "The form cannot be read, or did not come in whole.", { cause: error });
	} finally {
		interrupted.removeEventListener("abort", hangUp);
	}
}
async function readParts(request, { path, bytesMax }) {
	const fields = new Map();
	let received = null;
	for await (const part of request.parts({ limits: {
		...UPLOAD_LIMITS,
		fileSize: bytesMax + 1
	} })) if (part.type === "field") fields.set(part.fieldname, String(part.value));
	else if (part.fieldname !== "file") {
		part.file.resume();
		throw wrongField(part.fieldname, "There is no such field.");
	} else {
		const file = await saveStream(part.file, {
			path,
			bytesMax: bytesMax + 1
		});
		if (file === null || part.file.truncated || file.sizeBytes > bytesMax) throw tooLarge$2(bytesMax);
		received = {
			file,
			declaredType: part.mimetype,
			filename: toFilename(part.filename ?? null)
		};
	}
	if (received === null) throw wrongField("file", "Send the file in this field.");
	return {
		...received,
		fields
	};
}
function isOfForm(error) {
	const { code = "", message } = error;
	return /^(FST_|ECONNRESET|ERR_STREAM_PREMATURE_CLOSE|ABORT_ERR)/.test(code) || /multipart|terminated early|form/i.test(message);
}
function wrongField(name, message) {
	const field = {
		pointer: `/${name.slice(0, 100)}`,
		message
	};
	return new PosthornError("invalid_request", "The form is not valid.", { fields: [field] });
}
function tooLarge$2(bytesMax) {
	return new PosthornError("media_not_usable", `The file is larger than ${bytesMax} bytes.`, { fields: [{
		pointer: "/file",
		message: "Send a smaller file."
	}] });
}
// ../server/src/meta/media/media-api.routes.ts
const TAGS = ["Media"];
const READ = {
	who: "workspace",
	permission: "messages.read"
};
const WRITE = {
	who: "workspace",
	permission: "messages.write"
};
const mediaPath = strictObject({ id: string().max(128) });
const uploadForm = unknown().meta({
	type: "object",
	required: ["file", "channel_id"],
	properties: {
		file: {
			type: "string",
			format: "binary",
			description: "The file, with its type and name."
		},
		channel_id: {
			type: "string",
			description: "The channel that is to send it."
		},
		type: {
			type: "string",
			description: "MIME type, if the part of the file does not say it rightly."
		}
	}
});
function mediaApiRoutes(api, ctx) {
	const uploads = new Uploads();
	api.addHook("preClose", async () => uploads.interrupt());
	api.register(async (scope) => {
		await scope.register(import_multipart.default, {
			limits: UPLOAD_LIMITS,
			throwFileSizeLimit: false
		});
		addUploadRoute(scope, {
			...ctx,
			uploads
		});
	});
	addReadRoute(api, ctx);
	addDeleteRoute(api, ctx);
	addRevokeRoute(api, ctx);
}
function addUploadRoute(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/media",
		config: {
			access: WRITE,
			idempotent: true
		},
		schema: {
			tags: TAGS,
			summary: "Upload a media file for sending",
			description: "The file goes to Meta at once and is kept here too; a message names the `id`, which Meta keeps for 30 days. Largest: pictures (JPEG, PNG) 5 MB, sound and films 16 MB, documents 100 MB, stickers (WebP) 100 KB, animated ones 500 KB. For `Idempotency-Key` files are not compared: a request with the same key is answered as the first one was.",
			consumes: ["multipart/form-data"],
			body: uploadForm,
			response: { 201: mediaView }
		},
		handler: async (request, reply) => {
			allowSlowBody(request.raw);
			const path = await ctx.temp.newPath();
			try {
				const receiving = {
					path,
					bytesMax: ctx.bytesMax
				};
				const received = await ctx.uploads.take((interrupted) => receiveUpload(request, {
					...receiving,
					interrupted
				}));
				const file = await ctx.uploadMedia({
					workspaceId: workspaceOf(request),
					channelId: readChannelId(received),
					file: {
						path,
						mimeType: readType(received),
						filename: received.filename,
						size: received.file.sizeBytes
					},
					actor: actorOf(request)
				});
				return reply.code(201).header("location", `/v1/media/${file.id}`).send(toView(ctx, file));
			} finally {
				await rm(path, { force: true });
			}
		}
	});
}
function readChannelId({ fields }) {
	const unknown = [...fields.keys()].find((name) => name !== "channel_id" && name !== "type");
	if (unknown !== void 0) throw invalidForm(unknown, "There is no such field.");
	const id = parseId("chn", fields.get("channel_id") ?? "");
	if (id === null) throw invalidForm("channel_id", "Must be the id of a channel, such as chn_018f\u2026.");
	return id;
}
function readType({ fields, declaredType }) {
	const type = toMimeType(fields.get("type") ?? declaredType);
	if (type === null) throw invalidForm("type", "Must be a MIME type such as image/jpeg.");
	return type;
}
function invalidForm(field, message) {
	return new PosthornError("invalid_request", "The form is not valid.", { fields: [{
		pointer: `/${field.slice(0, 100)}`,
		message
	}] });
}
function addReadRoute(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/media/:id",
		config: { access: READ },
		schema: {
			tags: TAGS,
			summary: "Read what is known of a media file",
			description: "By Meta's id of it, as webhooks and uploads tell it. The file itself is at `url`.",
			params: mediaPath,
			response: { 200: mediaView }
		},
		handler: async (request) => {
			const file = await findMedia(ctx.store, {
				workspaceId: workspaceOf(request),
				id: request.params.id
			});
			if (file === null) throw notFound();
			return toView(ctx, file);
		}
	});
}
function addDeleteRoute(api, ctx) {
	api.route({
		method: "DELETE",
		url: "/v1/media/:id",
		config: { access: WRITE },
		schema: {
			tags: TAGS,
			summary: "Delete a media file",
			description: "Here, and at Meta. Its link answers 410 from then on. When Meta does not answer it is deleted here all the same, and the answer is 502: call again.",
			params: mediaPath,
			response: { 204: _null().describe("It is deleted.") }
		},
		handler: async (request, reply) => {
			const name = {
				workspaceId: workspaceOf(request),
				id: request.params.id
			};
			const deleted = auditChange(auditedMedia(ctx), request, "deleted");
			const file = await forgetMedia(ctx, {
				...name,
				why: "It was deleted."
			}, deleted);
			if (file === null) throw notFound();
			await deleteAtMeta(ctx, file);
			return reply.code(204).send(null);
		}
	});
}
const NOT_THERE_CODES = [33, 100];
async function deleteAtMeta({ callGraph }, { workspaceId, channelId, id }) {
	const result = await callGraph({
		workspaceId,
		channelId,
		method: "DELETE",
		path: id
	}).catch((error) => {
		if (error instanceof PosthornError && UNCONNECTED.includes(error.code)) return null;
		throw error;
	});
	if (result === null || result.kind === "ok") return;
	const isRefused = result.kind === "refused";
	if (isRefused && NOT_THERE_CODES.includes(result.error.code)) return;
	const reason = isRefused ? `${result.error.title}. ${result.error.advice}` : result.reason;
	throw new PosthornError("meta_unavailable", `It is deleted here, and not at Meta: ${reason}`, { ...isRefused ? { metaError: result.error } : {} });
}
const UNCONNECTED = ["not_found", "channel_not_connected"];
function addRevokeRoute(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/media/:id/revoke",
		config: { access: WRITE },
		schema: {
			tags: TAGS,
			summary: "Make the link of a media file worthless",
			description: "The file stays, and can be sent. Its link answers 410 from then on, in every webhook that told it.",
			params: mediaPath,
			response: { 200: mediaView }
		},
		handler: async (request) => {
			const name = {
				workspaceId: workspaceOf(request),
				id: request.params.id
			};
			const revoked = auditChange(auditedMedia(ctx), request, "revoked");
			const file = await revokeMedia(ctx.store, {
				...name,
				nowMs: ctx.nowMs()
			}, revoked);
			if (file === null) throw notFound();
			return toView(ctx, file);
		}
	});
}
function toView({ linkOf }, file) {
	return toMediaView(file, linkOf(file));
}
function auditedMedia({ audit }) {
	return {
		write: audit,
		resourceType: "media",
		toView: toAuditedMedia
	};
}
function notFound() {
	return new PosthornError("not_found", "There is no media file with this id.");
}
// ../server/src/meta/media/media-host.ts
const META_HOST = /^(lookaside\.fbsbx\.com|([a-z0-9-]+\.)+(fbcdn\.net|whatsapp\.net))$/;
function isMediaHost(url, graphUrl) {
	if (url.username !== "" || url.password !== "") return false;
	if (url.origin === new URL(graphUrl).origin) return true;
	return url.protocol === "https:" && url.port === "" && META_HOST.test(url.hostname);
}
// ../server/src/meta/media/media-download.ts
const REDIRECTS_MAX = 2;
async function downloadMedia(ctx, download) {
	const deadline = AbortSignal.timeout(ctx.timeoutMs);
	const signal = AbortSignal.any([deadline, download.signal]);
	let url = URL.parse(download.url);
	for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
		if (url === null || !isMediaHost(url, ctx.graphUrl)) return failed("url_refused", "The URL is not on one of Meta's media hosts.");
		const from = url;
		const answer = await attempt(download.signal, () => request$1(ctx, {
			...download,
			signal
		}, from));
		if (!("location" in answer)) return answer;
		url = URL.parse(answer.location, from.href);
	}
	return failed("bad_answer", "Meta's media host redirects in circles.");
}
function request$1(ctx, download, url) {
	const headers = {
		authorization: `Bearer ${download.accessToken}`,
		"accept-encoding": "identity"
	};
	return withStream(ctx.connector, {
		url,
		headers,
		signal: download.signal
	}, async (answer) => {
		const { status } = answer;
		if (status === 404) return failed("not_found", "Meta's media host has nothing at its URL any more.");
		const { location } = answer.headers;
		if (status >= 300 && status <= 399 && location !== void 0) return { location };
		if (status !== 200) return failed("bad_answer", `Meta's media host answered ${status}.`);
		const file = await saveStream(answer.body, {
			path: download.path,
			bytesMax: download.bytesMax
		});
		if (file === null) return failed("too_long", `The file is longer than ${download.bytesMax} bytes: the rest was not read.`);
		return {
			kind: "saved",
			file
		};
	});
}
async function attempt(stop, run) {
	try {
		return await run();
	} catch (error) {
		stop.throwIfAborted();
		if (error instanceof EgressError) return failed("broken_off", error.message);
		if (!isOfNetwork(error)) throw error;
		return failed("broken_off", "The download broke off or took too long.");
	}
}
function isOfNetwork(error) {
	if (!(error instanceof Error)) return false;
	if (error.name === "TimeoutError" || error.name === "AbortError") return true;
	const { code = "", path } = error;
	return path === void 0 && /^(UND_ERR_|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|HPE_|ERR_STREAM_PREMATURE_CLOSE)/.test(code);
}
function failed(failure, reason) {
	return {
		kind: "failed",
		failure,
		reason
	};
}
// ../server/src/meta/media/media-fetch.ts
var FetchError = class extends Error {
	name = "FetchError";
	failure;
	isFinal;
	constructor(failure, reason, options = {}) {
		super(reason, { cause: options.cause });
		this.failure = failure;
		this.isFinal = options.isFinal ?? false;
	}
};
async function fetchMedia(ctx, file, signal) {
	try {
		const info = await askGraph(ctx, file, signal);
		const accessToken = await ctx.accessToken(file.workspaceId, file.channelId);
		if (accessToken === null) throw noToken();
		const path = await ctx.temp.newPath();
		try {
			const saved = await download(ctx, {
				file,
				info,
				accessToken,
				path,
				signal
			});
			checkDigest(saved, [info.sha256, file.sha256]);
			return {
				kind: "stored",
				stored: await keep(ctx, file, {
					saved,
					info
				})
			};
		} finally {
			await rm(path, { force: true });
		}
	} catch (error) {
		if (!(error instanceof FetchError)) throw error;
		return {
			kind: "failed",
			failure: error.failure,
			reason: error.message,
			isFinal: error.isFinal
		};
	}
}
async function askGraph(ctx, file, signal) {
	const { workspaceId, channelId, id } = file;
	const channel = ctx.channel(workspaceId, channelId);
	if (channel === null) throw new FetchError("no_token", "The channel is not there any more.");
	const query = { phone_number_id: channel.phoneNumberId };
	const result = await orAborted(ctx.callGraph({
		workspaceId,
		channelId,
		method: "GET",
		path: id,
		query
	}).catch((error) => {
		if (!(error instanceof PosthornError)) throw error;
		throw new FetchError("no_token", error.message, { cause: error });
	}), signal);
	if (result.kind === "refused") throw new FetchError("refused", inWords$1(result.error));
	if (result.kind !== "ok") throw new FetchError("unreachable", result.reason);
	return readInfo(result.body);
}
function inWords$1({ code, title, advice }) {
	return `Meta refused it: ${title} (code ${code}). ${advice}`;
}
function readInfo(body) {
	const url = stringOf(body.url);
	if (url === null) throw new FetchError("bad_answer", "Meta did not say where the file is.");
	const size = idTextOf(body.file_size);
	return {
		url,
		mimeType: toMimeType(stringOf(body.mime_type)),
		sha256: readSha256(stringOf(body.sha256)),
		sizeBytes: size !== null && /^\d{1,15}$/.test(size) ? Number(size) : null
	};
}
async function download(ctx, { file, info, accessToken, path, signal }) {
	const { url, sizeBytes } = info;
	if (sizeBytes !== null && sizeBytes > ctx.bytesMax) throw tooLarge$1(ctx, `It has ${sizeBytes} bytes`);
	const bytesMax = sizeBytes ?? ctx.bytesMax;
	const downloaded = await downloadMedia(await ctx.download(file.workspaceId, file.channelId), {
		url,
		accessToken,
		path,
		bytesMax,
		signal
	});
	if (downloaded.kind === "failed") {
		if (downloaded.failure === "too_long" && sizeBytes === null) throw tooLarge$1(ctx, "It is longer");
		throw new FetchError(downloaded.failure, downloaded.reason);
	}
	if (sizeBytes === null || downloaded.file.sizeBytes === sizeBytes) return downloaded.file;
	throw new FetchError("mismatch", "The file is shorter than Meta said.");
}
function tooLarge$1({ bytesMax }, said) {
	return new FetchError("too_large", `${said}; POSTHORN_MEDIA_BYTES_MAX is ${bytesMax}.`, { isFinal: true });
}
function checkDigest(saved, told) {
	if (told.every((sha256) => sha256 === null || sha256 === saved.sha256)) return;
	throw new FetchError("mismatch", "The file is not the one that Meta announced: its digest is another one.");
}
async function keep({ storage, nowMs }, file, { saved, info }) {
	const storageKey = mediaKeyOf(file);
	await storage.put(storageKey, saved).catch((cause) => {
		throw new FetchError("store_failed", "The media store did not take the file.", { cause });
	});
	const { sha256, sizeBytes, head } = saved;
	return {
		storageKey,
		mimeType: settleType(info.mimeType ?? file.mimeType, head),
		sha256,
		sizeBytes,
		nowMs: nowMs()
	};
}
function noToken() {
	return new FetchError("no_token", "The channel has no access token. Give it one with PATCH /v1/channels/{id}.");
}
function orAborted(promise, signal) {
	return new Promise((resolve, reject) => {
		const abort = () => reject(signal.reason);
		if (signal.aborted) abort();
		else signal.addEventListener("abort", abort, { once: true });
		promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
	});
}
// ../server/src/meta/media/media-fetch.worker.ts
const FETCHES_MAX = 4;
const FETCH_LEASE_MS = 3e5;
const POLL_MS = 2e3;
var MediaFetchWorker = class {
	#ctx;
	#stopping = new AbortController();
	#inHand = new Map();
	#held = new Set();
	#freeCount = FETCHES_MAX;
	#freed = Promise.withResolvers();
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
		await Promise.all(this.#held);
	}
	async fetchNow(name, signal) {
		while (!signal.aborted && !this.#stopping.signal.aborted) {
			const inHand = this.#inHand.get(keyOf(name));
			if (inHand !== void 0) return untilAborted(inHand, signal);
			if (this.#freeCount === 0) {
				await untilAborted(this.#freed.promise, signal);
				continue;
			}
			this.#freeCount -= 1;
			return untilAborted(this.#hold(name, this.#claimAndCarryOut(name)), signal);
		}
	}
	async #work() {
		const { store, nowMs, onError } = this.#ctx;
		const { signal } = this.#stopping;
		let isFirst = true;
		while (!signal.aborted) {
			this.#isAwake = false;
			try {
				if (isFirst && !store.can.sharedBetweenNodes) await endMediaLeasesOfTheDead(store, nowMs());
				isFirst = false;
				if (await this.#takeDue()) continue;
			} catch (error) {
				onError(error, null);
			}
			await this.#pause();
		}
	}
	async #takeDue() {
		const wantedCount = this.#freeCount;
		if (wantedCount === 0) return false;
		this.#freeCount = 0;
		let claimed = [];
		try {
			claimed = await claimDueMedia(this.#ctx.store, this.#newClaim(), wantedCount);
		} finally {
			this.#free(wantedCount - claimed.length);
		}
		for (const file of claimed) this.#hold(file, this.#carryOut(file));
		return claimed.length === wantedCount && this.#freeCount > 0;
	}
	#hold(name, doing) {
		const key = keyOf(name);
		const held = doing.catch((error) => this.#ctx.onError(error, name)).finally(() => {
			this.#held.delete(held);
			if (this.#inHand.get(key) === held) this.#inHand.delete(key);
			this.#free(1);
			this.wake();
		});
		this.#held.add(held);
		this.#inHand.set(key, held);
		return held;
	}
	#free(count) {
		if (count === 0) return;
		this.#freeCount += count;
		this.#freed.resolve();
		this.#freed = Promise.withResolvers();
	}
	async #claimAndCarryOut(name) {
		const file = await claimMedia(this.#ctx.store, name, this.#newClaim());
		if (file !== null) await this.#carryOut(file);
	}
	#newClaim() {
		const nowMs = this.#ctx.nowMs();
		return {
			nowMs,
			leaseToken: this.#ctx.newLeaseToken(),
			leaseUntilMs: nowMs + FETCH_LEASE_MS
		};
	}
	async #carryOut(file) {
		const { store, nowMs, onError, onFetched } = this.#ctx;
		const { signal } = this.#stopping;
		let fetched;
		try {
			fetched = await this.#ctx.fetch(file, signal);
		} catch (error) {
			if (signal.aborted) return releaseMedia(store, file, nowMs());
			onError(error, file);
			fetched = {
				kind: "failed",
				failure: "store_failed",
				reason: UNFORESEEN,
				isFinal: false
			};
		}
		const bytes = fetched.kind === "stored" ? fetched.stored.sizeBytes : 0;
		onFetched(file, {
			failure: fetched.kind === "stored" ? null : fetched.failure,
			bytes
		});
		if (fetched.kind === "stored") return this.#finish(file, fetched);
		const dueAtMs = fetched.isFinal ? null : nextTryAtMs(file, nowMs());
		await failMedia(store, file, {
			state: !fetched.isFinal && dueAtMs === null ? "gone" : "failed",
			error: fetched.reason,
			dueAtMs
		});
	}
	async #finish(file, { stored }) {
		const { store, removeStored } = this.#ctx;
		if (await finishMedia(store, file, stored)) return;
		const now = await findMedia(store, file);
		if (now === null || now.state === "gone") await removeStored(file);
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
const UNFORESEEN = "Something went wrong on this side. The log of the gateway tells what.";
function keyOf({ workspaceId, id }) {
	return `${workspaceId} ${id}`;
}
function untilAborted(promise, signal) {
	return new Promise((resolve) => {
		const end = () => {
			signal.removeEventListener("abort", end);
			resolve();
		};
		if (signal.aborted) end();
		signal.addEventListener("abort", end, { once: true });
		promise.then(end, end);
	});
}
// ../server/src/meta/media/media-purge.ts
const GONE_KEPT_MS = 7776e6;
const ROWS_MAX = 100;
const TOO_OLD = "It is older than the retention.";
function createMediaPurge(ctx) {
	let fromMs = 0;
	return async () => {
		const beforeMs = ctx.nowMs() - ctx.retentionMs;
		const orphans = await ctx.temp.clean(ctx.nowMs());
		const old = await purgeOld(ctx, {
			fromMs,
			beforeMs
		});
		if (old.isDone) fromMs = beforeMs;
		return {
			files: old.count,
			rows: await purgeForgotten(ctx, beforeMs - GONE_KEPT_MS),
			orphans
		};
	};
}
async function purgeOld(ctx, span) {
	for (let count = 0;;) {
		const files = await listOldMedia(ctx.store, {
			...span,
			limit: ROWS_MAX
		});
		for (const file of files) {
			await forgetMedia(ctx, {
				...file,
				why: TOO_OLD
			});
			count += 1;
			if (!await ctx.pause()) return {
				count,
				isDone: false
			};
		}
		if (files.length < ROWS_MAX) return {
			count,
			isDone: true
		};
	}
}
async function purgeForgotten(ctx, beforeMs) {
	for (let count = 0;;) {
		const files = await listForgottenMedia(ctx.store, {
			beforeMs,
			limit: ROWS_MAX
		});
		for (const file of files) {
			await ctx.storage.remove(mediaKeyOf(file));
			await deleteForgottenMedia(ctx.store, file);
			count += 1;
			if (!await ctx.pause()) return count;
		}
		if (files.length < ROWS_MAX) return count;
	}
}
// ../server/src/meta/media/media-purge.worker.ts
const PAUSE_MS = 10;
const FIRST_ROUND_MS = 1e3;
const ROUND_INTERVAL_MS = 6e5;
function startMediaPurge(ctx) {
	const stopping = new AbortController();
	const round = ctx.createRound(() => wait(PAUSE_MS, stopping.signal));
	const running = (async () => {
		for (let waitMs = FIRST_ROUND_MS; await wait(waitMs, stopping.signal); waitMs = ROUND_INTERVAL_MS) try {
			const purged = await round();
			if (purged.files + purged.rows + purged.orphans > 0) ctx.onPurged(purged);
		} catch (error) {
			ctx.onError(error);
		}
	})();
	return { stop: async () => {
		stopping.abort();
		await running;
	} };
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
// ../server/src/meta/media/disk-storage.ts
const KEY = /^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/;
function createDiskStorage({ folder, temp }) {
	const pathOf = (key) => {
		assert(KEY.test(key));
		return join(folder, key);
	};
	return {
		put: (key, file) => putFile(pathOf(key), file, temp),
		open: (key, range) => openFile(pathOf(key), range),
		remove: (key) => rm(pathOf(key), { force: true }),
		close: () => {}
	};
}
async function putFile(path, file, temp) {
	const folder = dirname(path);
	await mkdir(folder, {
		recursive: true,
		mode: 448
	});
	await sync(file.path);
	try {
		await rename(file.path, path);
	} catch (error) {
		if (codeOf(error) !== "EXDEV") throw error;
		await copyAcross(path, file, temp);
	}
	await sync(folder);
}
async function copyAcross(path, file, temp) {
	const copy = await temp.newPath();
	try {
		await copyFile(file.path, copy);
		await sync(copy);
		await rename(copy, path);
	} finally {
		await rm(copy, { force: true });
	}
}
async function sync(path) {
	const handle = await open(path, "r");
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}
async function openFile(path, range) {
	try {
		return (await open(path, "r")).createReadStream(range ?? {});
	} catch (error) {
		if (codeOf(error) === "ENOENT") return null;
		throw error;
	}
}
function codeOf(error) {
	return error instanceof Error && "code" in error ? String(error.code) : "";
}
// ../server/src/meta/media/s3-storage.ts
var import__part_node_http = __toESM(require__part_node_http(), 1);
const EXCHANGE_TIMEOUT_MS = 9e4;
const SILENCE_TIMEOUT_MS = 125e3;
const IDLE_SOCKETS_MAX = 8;
const ERROR_BYTES_MAX = 4096;
const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
function createS3Storage(place) {
	const bucket = new Bucket(place);
	return {
		put: async (key, { path, sizeBytes, sha256 }) => {
			const answer = await bucket.send({
				method: "PUT",
				key,
				sha256,
				upload: {
					path,
					sizeBytes
				}
			});
			await expectStatus(answer, "PUT", [200]);
			answer.resume();
		},
		open: async (key, range) => {
			const headers = range === null ? {} : { range: `bytes=${range.start}-${range.end}` };
			const answer = await bucket.send({
				method: "GET",
				key,
				sha256: EMPTY_SHA256,
				headers
			});
			if (answer.statusCode === 404) {
				answer.resume();
				return null;
			}
			await expectStatus(answer, "GET", [range === null ? 200 : 206]);
			return answer;
		},
		remove: async (key) => {
			const answer = await bucket.send({
				method: "DELETE",
				key,
				sha256: EMPTY_SHA256
			});
			await expectStatus(answer, "DELETE", [
				200,
				204,
				404
			]);
			answer.resume();
		},
		close: () => bucket.close()
	};
}
var Bucket = class {
	#place;
	#agent;
	#isTls;
	constructor(place) {
		this.#place = place;
		this.#isTls = place.origin.startsWith("https:");
		const options = {
			keepAlive: true,
			maxFreeSockets: IDLE_SOCKETS_MAX
		};
		this.#agent = this.#isTls ? new Agent(options) : new import__part_node_http.Agent(options);
	}
	async send(call) {
		const { url, headers } = await this.#sign(call);
		const deadline = AbortSignal.timeout(EXCHANGE_TIMEOUT_MS);
		const { promise, resolve, reject } = Promise.withResolvers();
		const request$2 = (this.#isTls ? request : import__part_node_http.request)(url, {
			method: call.method,
			headers,
			agent: this.#agent,
			timeout: SILENCE_TIMEOUT_MS
		});
		request$2.once("response", resolve);
		request$2.on("error", (cause) => reject(notReached(call.method, cause)));
		request$2.on("timeout", () => request$2.destroy(new Error("Nothing came for too long.")));
		const giveUp = () => request$2.destroy(new Error("It took too long."));
		deadline.addEventListener("abort", giveUp, { once: true });
		if (call.upload === void 0) request$2.end();
		else send(createReadStream(call.upload.path), request$2);
		try {
			return await promise;
		} finally {
			deadline.removeEventListener("abort", giveUp);
		}
	}
	close() {
		this.#agent.destroy();
	}
	async #sign({ method, key, sha256, headers = {}, upload }) {
		const { origin, bucket, prefix, region, accessKeyId, secretAccessKey } = this.#place;
		const path = [bucket, ...`${prefix}${key}`.split("/")].map(encodeURIComponent).join("/");
		const signed = await new AwsV4Signer({
			method,
			url: `${origin}/${path}`,
			accessKeyId,
			secretAccessKey,
			service: "s3",
			...region === null ? {} : { region },
			headers: {
				...headers,
				"x-amz-content-sha256": sha256,
				...upload === void 0 ? {} : { "content-length": String(upload.sizeBytes) }
			}
		}).sign();
		return {
			url: signed.url,
			headers: Object.fromEntries(signed.headers)
		};
	}
};
function send(source, request) {
	source.on("error", (error) => request.destroy(error));
	request.once("close", () => source.destroy());
	source.pipe(request);
}
function notReached(method, cause) {
	return new Error(`The media bucket gave no complete answer (${method}): ${cause.message}`, { cause });
}
async function expectStatus(answer, method, statuses) {
	if (statuses.includes(answer.statusCode ?? 0)) return;
	const chunks = [];
	let bytes = 0;
	for await (const chunk of answer) {
		chunks.push(chunk);
		bytes += chunk.length;
		if (bytes > ERROR_BYTES_MAX) break;
	}
	const code = /<Code>([A-Za-z0-9.]{1,64})<\/Code>/.exec(Buffer.concat(chunks).toString("utf8"))?.[1];
	throw new Error(`The media bucket answered ${method} with ${answer.statusCode}${code === void 0 ? "" : ` ${code}`}.`);
}
// ../server/src/meta/media/temp-files.ts
const ORPHAN_AGE_MS = 36e5;
function createTempFiles(folder) {
	return {
		newPath: async () => {
			await mkdir(folder, {
				recursive: true,
				mode: 448
			});
			return join(folder, randomUUID());
		},
		clean: (nowMs) => cleanFolder(folder, nowMs)
	};
}
async function cleanFolder(folder, nowMs) {
	let count = 0;
	for (const name of await readdir(folder).catch(() => [])) {
		const path = join(folder, name);
		const info = await stat(path).catch(() => null);
		if (info === null || nowMs - info.mtimeMs < ORPHAN_AGE_MS) continue;
		await rm(path, { force: true });
		count += 1;
	}
	return count;
}
// ../server/src/meta/media/open-storage.ts
const TEMP_FOLDER = "incoming";
const TEMP_FOLDER_OF_BUCKETS = "media-incoming";
const RETRY_AFTER_SECONDS = 5;
function openMediaPlace({ mediaUrl, dataDir, onError }) {
	const { storage, temp } = placeOf(mediaUrl, dataDir);
	return {
		storage: inWords(storage, onError),
		temp
	};
}
function placeOf(mediaUrl, dataDir) {
	if (mediaUrl.startsWith("s3:")) return {
		storage: createS3Storage(readS3Url(mediaUrl)),
		temp: createTempFiles(join(dataDir, TEMP_FOLDER_OF_BUCKETS))
	};
	const folder = mediaUrl.slice(5).replace(/^\/\/(?=\/)/, "");
	const temp = createTempFiles(join(folder, TEMP_FOLDER));
	return {
		storage: createDiskStorage({
			folder,
			temp
		}),
		temp
	};
}
function inWords(storage, onError) {
	const refuse = (cause) => {
		onError(cause);
		throw new PosthornError("store_unavailable", "The media store does not answer. Try again.", {
			cause,
			retryAfterSeconds: RETRY_AFTER_SECONDS
		});
	};
	return {
		put: (key, file) => storage.put(key, file).catch(refuse),
		open: (key, range) => storage.open(key, range).catch(refuse),
		remove: (key) => storage.remove(key).catch(refuse),
		close: () => storage.close()
	};
}
function readS3Url(text) {
	const url = new URL(text);
	const [bucket = "", ...prefix] = url.pathname.split("/").filter((segment) => segment !== "");
	const tls = url.searchParams.get("tls") ?? "true";
	return {
		origin: `${tls === "true" || tls === "1" ? "https" : "http"}://${url.host}`,
		bucket: decodeURIComponent(bucket),
		prefix: prefix.map((segment) => `${decodeURIComponent(segment)}/`).join(""),
		region: url.searchParams.get("region"),
		accessKeyId: decodeURIComponent(url.username),
		secretAccessKey: decodeURIComponent(url.password)
	};
}
// ../server/src/meta/media/upload-media.ts
const UPLOAD_TIMEOUT_MS = 1e5;
const NAMELESS = "file";
async function uploadMedia(ctx, upload) {
	const { workspaceId, channelId, actor } = upload;
	const { path, mimeType, filename, size: sizeBytes } = upload.file;
	const channel = ctx.channel(workspaceId, channelId);
	if (channel === null) throw channelNotFound();
	const head = await readHead(path);
	const problem = sizeBytes > ctx.bytesMax ? tooLarge(ctx.bytesMax) : findSendProblem({
		mimeType,
		sizeBytes,
		head
	});
	if (problem !== null) throw notUsable(problem);
	const id = await uploadToMeta(ctx, upload, channel);
	const sha256 = await digestOf(path);
	const storageKey = mediaKeyOf({
		workspaceId,
		id
	});
	await ctx.storage.put(storageKey, {
		path,
		sizeBytes,
		sha256
	});
	const uploaded = {
		workspaceId,
		id,
		channelId,
		filename,
		storageKey,
		mimeType: settleType(mimeType, head),
		sha256,
		sizeBytes,
		nowMs: ctx.nowMs()
	};
	return insertUploadedMedia(ctx.store, uploaded, ctx.audit(actor, workspaceId));
}
async function uploadToMeta(ctx, upload, channel) {
	const { workspaceId, channelId, file } = upload;
	const body = new FormData();
	body.append("messaging_product", "whatsapp");
	body.append("type", file.mimeType);
	body.append("file", await openAsBlob(file.path, { type: file.mimeType }), file.filename ?? NAMELESS);
	const call = {
		workspaceId,
		channelId,
		method: "POST",
		body,
		timeoutMs: UPLOAD_TIMEOUT_MS
	};
	return readId(await ctx.callGraph({
		...call,
		path: `${channel.phoneNumberId}/media`
	}));
}
function readId(result) {
	if (result.kind === "refused") throw refused(result.error);
	if (result.kind !== "ok") throw new PosthornError("meta_unavailable", result.reason);
	const id = idTextOf(result.body.id);
	if (id !== null && isMediaId(id)) return id;
	throw new PosthornError("meta_unavailable", "Meta took the file and did not say under which id.");
}
function refused(metaError) {
	const { title, advice, retryable } = metaError;
	return new PosthornError(retryable ? "meta_unavailable" : "media_not_usable", `Meta refused the file: ${title}. ${advice}`, { metaError });
}
async function readHead(path) {
	const handle = await open(path, "r");
	try {
		const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
		return buffer.subarray(0, bytesRead);
	} finally {
		await handle.close();
	}
}
async function digestOf(path) {
	const digest = createHash("sha256");
	await pipeline$1(createReadStream(path), digest);
	return digest.digest("hex");
}
function channelNotFound() {
	return new PosthornError("not_found", "There is no channel with this id.", { fields: [{
		pointer: "/channel_id",
		message: "Name a channel of this workspace."
	}] });
}
function tooLarge(bytesMax) {
	return `The file is larger than ${bytesMax} bytes.`;
}
function notUsable(message) {
	return new PosthornError("media_not_usable", message, { fields: [{
		pointer: "/file",
		message
	}] });
}
// ../server/src/meta/traffic/meta-traffic.store.ts
async function readMetaAppTraffic(store, ids) {
	if (ids.length === 0) return new Map();
	const rows = await store.db.selectFrom("meta_app_traffic").selectAll().where("meta_app_id", "in", ids).execute();
	return new Map(rows.map((row) => [row.meta_app_id, {
		lastChallengeAtMs: row.last_challenge_at_ms,
		firstSignedPostAtMs: row.first_signed_post_at_ms,
		lastSignedPostAtMs: row.last_signed_post_at_ms,
		lastRefusedPostAtMs: row.last_refused_post_at_ms
	}]));
}
async function writeMetaAppTraffic(store, metaAppId, traffic) {
	await store.db.insertInto("meta_app_traffic").values({
		meta_app_id: metaAppId,
		last_challenge_at_ms: traffic.lastChallengeAtMs,
		first_signed_post_at_ms: traffic.firstSignedPostAtMs,
		last_signed_post_at_ms: traffic.lastSignedPostAtMs,
		last_refused_post_at_ms: traffic.lastRefusedPostAtMs
	}).onConflict((conflict) => conflict.column("meta_app_id").doUpdateSet({
		last_challenge_at_ms: laterOf("last_challenge_at_ms"),
		first_signed_post_at_ms: sql`case
          when meta_app_traffic.first_signed_post_at_ms <= excluded.first_signed_post_at_ms
            then meta_app_traffic.first_signed_post_at_ms
          else coalesce(excluded.first_signed_post_at_ms, meta_app_traffic.first_signed_post_at_ms) end`,
		last_signed_post_at_ms: laterOf("last_signed_post_at_ms"),
		last_refused_post_at_ms: laterOf("last_refused_post_at_ms")
	})).execute();
}
function laterOf(column) {
	const [known, fresh] = [sql.ref(`meta_app_traffic.${column}`), sql.ref(`excluded.${column}`)];
	return sql`case when ${known} >= ${fresh} then ${known} else coalesce(${fresh}, ${known}) end`;
}
async function writeChannelTraffic(store, channels) {
	if (channels.length === 0) return;
	await store.db.insertInto("channel_traffic").values(channels.map(({ workspaceId, channelId, lastEventAtMs }) => ({
		workspace_id: workspaceId,
		channel_id: channelId,
		last_event_at_ms: lastEventAtMs
	}))).onConflict((conflict) => conflict.columns(["workspace_id", "channel_id"]).doUpdateSet({ last_event_at_ms: sql`case when channel_traffic.last_event_at_ms >= excluded.last_event_at_ms
          then channel_traffic.last_event_at_ms else excluded.last_event_at_ms end` })).execute();
}
// ../server/src/meta/traffic/traffic-notes.ts
const NOTHING = {
	...NO_TRAFFIC,
	firstSignedPostAtMs: null
};
const WRITE_EVERY_MS = 6e4;
const WRITE_FIRST_MS = 250;
const CHANNELS_MAX = 500;
var TrafficNotes = class {
	#ctx;
	#apps = new Map();
	#channels = new Map();
	#openApps = new Set();
	#openChannels = new Set();
	#timer = null;
	#dueAtMs = Number.POSITIVE_INFINITY;
	#writing = Promise.resolve();
	#isStopped = false;
	constructor(ctx) {
		this.#ctx = ctx;
	}
	noteChallenge(metaAppId) {
		const nowMs = this.#ctx.nowMs();
		this.#change(metaAppId, (known) => ({
			...known,
			lastChallengeAtMs: nowMs
		}));
	}
	noteSignedPost(metaAppId) {
		const nowMs = this.#ctx.nowMs();
		this.#change(metaAppId, (known) => ({
			...known,
			firstSignedPostAtMs: known.firstSignedPostAtMs ?? nowMs,
			lastSignedPostAtMs: nowMs
		}));
	}
	noteRefusedPost(metaAppId) {
		const nowMs = this.#ctx.nowMs();
		this.#change(metaAppId, (known) => ({
			...known,
			lastRefusedPostAtMs: nowMs
		}));
	}
	noteEvent(workspaceId, channelId) {
		const isFirst = !this.#channels.has(channelId);
		this.#channels.set(channelId, {
			workspaceId,
			channelId,
			lastEventAtMs: this.#ctx.nowMs()
		});
		this.#openChannels.add(channelId);
		this.#schedule(isFirst);
	}
	async ofMetaApps(ids) {
		const known = new Map(await readMetaAppTraffic(this.#ctx.store, ids));
		for (const id of ids) {
			const noted = this.#apps.get(id);
			if (noted !== void 0) known.set(id, merge(known.get(id) ?? NOTHING, noted));
		}
		return known;
	}
	lastEventAtMs(channelId) {
		return this.#channels.get(channelId)?.lastEventAtMs ?? null;
	}
	async stop() {
		this.#isStopped = true;
		if (this.#timer !== null) clearTimeout(this.#timer);
		await this.#writing;
		await this.#write();
	}
	#change(metaAppId, change) {
		const before = this.#apps.get(metaAppId) ?? NOTHING;
		const after = change(before);
		this.#apps.set(metaAppId, after);
		this.#openApps.add(metaAppId);
		this.#schedule(isNews(before, after));
	}
	#schedule(isFirst) {
		if (this.#isStopped) return;
		const dueAtMs = this.#ctx.nowMs() + (isFirst ? WRITE_FIRST_MS : WRITE_EVERY_MS);
		if (this.#timer !== null) {
			if (dueAtMs >= this.#dueAtMs) return;
			clearTimeout(this.#timer);
		}
		this.#dueAtMs = dueAtMs;
		this.#timer = setTimeout(() => {
			this.#timer = null;
			this.#writing = this.#writing.then(() => this.#write());
		}, isFirst ? WRITE_FIRST_MS : WRITE_EVERY_MS).unref();
	}
	async #write() {
		const apps = [...this.#openApps];
		const channels = [...this.#openChannels];
		this.#openApps.clear();
		this.#openChannels.clear();
		try {
			for (const id of apps) await writeMetaAppTraffic(this.#ctx.store, id, this.#apps.get(id) ?? NOTHING);
			for (let start = 0; start < channels.length; start += CHANNELS_MAX) {
				const rows = channels.slice(start, start + CHANNELS_MAX).flatMap((id) => this.#channels.get(id) ?? []);
				await writeChannelTraffic(this.#ctx.store, rows);
			}
		} catch (error) {
			for (const id of apps) this.#openApps.add(id);
			for (const id of channels) this.#openChannels.add(id);
			this.#ctx.onError(error);
		}
	}
};
function merge(written, noted) {
	return {
		lastChallengeAtMs: latest(written.lastChallengeAtMs, noted.lastChallengeAtMs),
		firstSignedPostAtMs: written.firstSignedPostAtMs ?? noted.firstSignedPostAtMs,
		lastSignedPostAtMs: latest(written.lastSignedPostAtMs, noted.lastSignedPostAtMs),
		lastRefusedPostAtMs: latest(written.lastRefusedPostAtMs, noted.lastRefusedPostAtMs)
	};
}
function latest(a, b) {
	if (a === null || b === null) return a ?? b;
	return Math.max(a, b);
}
function isNews(before, after) {
	return before.lastChallengeAtMs === null !== (after.lastChallengeAtMs === null) || before.lastSignedPostAtMs === null !== (after.lastSignedPostAtMs === null) || before.lastRefusedPostAtMs === null !== (after.lastRefusedPostAtMs === null);
}
async function loadOrCreateLinkKey(store, context) {
	const made = context.seal(context.randomBytes(32).toString("base64"));
	await store.db.updateTable("instance").set({ link_key: made }).where("link_key", "is", null).execute();
	const row = await store.db.selectFrom("instance").select("link_key").executeTakeFirstOrThrow();
	return Buffer.from(context.open(row.link_key ?? made), "base64");
}
export { toFilename as A, markTokenExpired as B, examine as C, saveStream as D, doctorRoutes as E, createChannel as F, toChannelView as H, removeChannel as I, findChannel as L, toMimeType as M, channelRoutes as N, UNKNOWN_TYPE as O, changeChannel as P, findFirstChannel as R, simulatorRoutes as S, saveDoctorReport as T, updateChannelBody as U, createChannelBody as V, callWithToken as _, startMediaPurge as a, connectNumber as b, fetchMedia as c, findMediaByLink as d, noteLostMedia as f, callGraph as g, ID_LIFE_MS as h, openMediaPlace as i, toMediaRow as j, MEDIA_FILES_TABLE as k, mediaApiRoutes as l, mediaKeyOf as m, TrafficNotes as n, createMediaPurge as o, mediaRoutes as p, uploadMedia as r, MediaFetchWorker as s, loadOrCreateLinkKey as t, toAuditedMedia as u, lookWithToken as v, findDoctorReport as w, mediaCapability as x, adviceFor as y, listChannels as z };
