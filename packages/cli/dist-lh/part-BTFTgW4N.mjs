import { t as PosthornError } from "./part-Ws-wUEE8.mjs";
import { u as I } from "./part-nCzKzw_N.mjs";
import { An as etagOf, R as KeyedLocks, bt as withMessageWords, gn as isAttemptSince, kn as checkIfMatch, q as RecordConflictError, vt as settleMessageWords, yt as settleMessageWordsBetween } from "./part-DFCws31-.mjs";
import { o as storableText } from "./part-D8LB3tWq.mjs";
import { C as unknown, S as union, _ as object, a as _null, b as strictObject, c as boolean, f as int, g as number, i as _enum, m as literal, s as array, u as discriminatedUnion, w as url, x as string, y as record } from "./part-BNuO-540.mjs";
import { _ as datetime, a as idCursor, c as pathId, d as toIso, g as date, m as actorOf, o as idParam, p as auditChange, s as idPath } from "./part-TJE-weNH.mjs";
import { a as scanBounded, c as firstIdAt, d as parseId, f as uuidOf, i as SCAN_STEP_ROWS, l as timeOfId, o as toScannedPage, u as idOf } from "./part-CqtbJHd0.mjs";
import { o as isStoreAway, r as sql } from "./part-COlWphEY.mjs";
import { D as pageOf, E as listQuery, O as toPage, T as encodeCursor, f as nextRevision$1, k as workspaceOf, w as decodeCursor } from "./part-DcNb6zUf.mjs";
import { A as templateParameters, At as MESSAGE_DIRECTIONS, D as isUsableTemplate, Dt as numberOf, E as TEMPLATE_PARAMETER_FORMATS, Et as listOf, F as fullName, Ft as toGraphBody, I as nextEventAtMs, L as digitsOfPhone, M as SEND_WAIT_MS, Mt as readCallbackData, Nt as statusOf$1, O as listPlaceholders, Ot as objectOf, Pt as statusSteps, Q as graphBodyOrThrow, St as wordOf, T as TEMPLATE_CATEGORIES, Tt as isJsonObject, _ as messageWordsOf, _t as contentOf$1, an as ACTOR_KINDS, b as conversationIdOf, bt as messageMediaOf, ct as WANTED_FIELDS, dt as findCallbackSubscription, ft as NO_TRAFFIC, gt as readMetaItem, it as worstState, j as withoutPlaceholders, jt as MESSAGE_STATUSES, k as templateLanguage, kt as stringOf, lt as callbackPath, ot as CALLBACK_OBJECT, rt as readDoctorReport, tt as FINDING_STATES, v as excerptOf, vt as firstErrorOf, wt as idTextOf, x as conversationIdOfEvent, xt as messageTypeOf, y as WINDOW_MS$1, yt as messageContextOf, z as spellingsOf } from "./part-OT5EaX0m.mjs";
import { isDeepStrictEqual } from "node:util";
import assert from "node:assert/strict";
// ../server/src/meta/apps/app-secrets.ts
const APP_SECRETS_MAX = 4;
function rotateAppSecrets(kept, rotation) {
	const { secret, nowMs, keepPreviousSeconds } = rotation;
	assert(keepPreviousSeconds === null || keepPreviousSeconds >= 0);
	const endMs = keepPreviousSeconds === null ? Infinity : nowMs + keepPreviousSeconds * 1e3;
	const previous = selectValidAppSecrets(kept, nowMs).filter((one) => one.secret !== secret).map((one) => ({
		secret: one.secret,
		untilMs: earliestOf(one.untilMs, endMs)
	}));
	return selectValidAppSecrets([{
		secret,
		untilMs: null
	}, ...previous], nowMs).slice(0, APP_SECRETS_MAX);
}
function selectValidAppSecrets(kept, nowMs) {
	return kept.filter((one) => one.untilMs === null || one.untilMs > nowMs);
}
function writeAppSecrets(kept) {
	return JSON.stringify(kept);
}
function readAppSecrets(text) {
	const kept = JSON.parse(text);
	assert(Array.isArray(kept) && kept.length >= 1 && kept.length <= APP_SECRETS_MAX);
	return kept;
}
function earliestOf(untilMs, endMs) {
	const earliestMs = Math.min(untilMs ?? Infinity, endMs);
	return earliestMs === Infinity ? null : earliestMs;
}
// ../server/src/meta/apps/meta-app-schemas.ts
const KEEP_PREVIOUS_SECONDS_MAX = 2592e3;
const appId = string().regex(/^[A-Za-z0-9_-]{1,64}$/, "Give the app id as Meta shows it: digits.").describe("Meta's id of the app.");
const appSecret = string().regex(/^[\x21-\x7e]{8,256}$/, "Give the app secret as Meta shows it: 8 to 256 visible ASCII characters.").describe("Key of X-Hub-Signature-256. Never shown again.");
const verifyToken = string().regex(/^[\x20-\x7e]{1,256}$/, "Use 1 to 256 printable ASCII characters.").describe("What Meta sends as hub.verify_token when the callback URL is set. Never shown again.");
const createMetaAppBody = strictObject({
	app_id: appId,
	app_secret: appSecret,
	verify_token: verifyToken.optional()
});
const updateMetaAppBody = strictObject({
	app_id: appId.optional(),
	app_secret: appSecret.optional(),
	verify_token: verifyToken.optional()
});
const rotateAppSecretBody = strictObject({
	app_secret: appSecret,
	keep_previous_seconds: number().int().min(0).max(KEEP_PREVIOUS_SECONDS_MAX).optional().describe("How long the secrets so far stay valid. Without it: until newer ones push them out; 4 are kept.")
});
const metaAppView = object({
	id: string(),
	workspace_id: string().nullable().describe("Null: it belongs to the operator."),
	app_id: string(),
	app_secret_count: number().int().describe("How many app secrets are valid now."),
	simulated: boolean().describe("The app is the built-in simulator's: nothing of it goes to Meta."),
	callback_path: string().describe("Path of the callback URL to set in Meta's dashboard."),
	callback_url: string().nullable().describe("The callback URL to set in Meta's dashboard. Null: POSTHORN_PUBLIC_URL is not set."),
	last_challenge_at: string().nullable().describe("When Meta asked for the challenge last and was answered."),
	last_signed_post_at: string().nullable().describe("When a webhook came last that an app secret verified."),
	last_refused_post_at: string().nullable().describe("When one came last that none of them verified."),
	doctor: object({
		state: _enum(FINDING_STATES),
		checked_at: string()
	}).nullable().describe("What the doctor found last, in short: GET /v1/meta-apps/{id}/doctor tells all of it. null: it was not asked."),
	created_at: string(),
	updated_at: string()
}).meta({ title: "MetaApp" });
const metaAppWithTokenView = metaAppView.extend({ verify_token: string().optional().describe("The one that was made. It is shown here and never again.") });
function toMetaAppView(app, { appSecrets, traffic, publicUrl, nowMs }) {
	const path = callbackPath(app.appId);
	return {
		id: app.id,
		workspace_id: app.workspaceId,
		app_id: app.appId,
		app_secret_count: selectValidAppSecrets(appSecrets, nowMs).length,
		simulated: app.isSimulated,
		callback_path: path,
		callback_url: publicUrl === null ? null : publicUrl.replace(/\/$/, "") + path,
		last_challenge_at: toIsoOrNull(traffic.lastChallengeAtMs),
		last_signed_post_at: toIsoOrNull(traffic.lastSignedPostAtMs),
		last_refused_post_at: toIsoOrNull(traffic.lastRefusedPostAtMs),
		doctor: app.doctor === null ? null : {
			state: worstState(app.doctor),
			checked_at: toIso(app.doctor.checkedAtMs)
		},
		created_at: toIso(app.createdAtMs),
		updated_at: toIso(app.updatedAtMs)
	};
}
function toIsoOrNull(timeMs) {
	return timeMs === null ? null : toIso(timeMs);
}
const OPERATOR_META_APPS_MAX = 1e3;
async function insertMetaApp(store, app, withChange) {
	return store.db.transaction().execute(async (trx) => {
		const revision = await nextRevision$1(trx);
		await assertRoomForMetaApp(trx, app.workspaceId);
		const after = toRecord(await trx.insertInto("meta_apps").values({
			id: app.id,
			workspace_id: app.workspaceId,
			app_id: app.appId,
			is_simulated: app.isSimulated === true ? 1 : 0,
			app_secrets: app.appSecretsSealed,
			verify_token: app.verifyTokenSealed,
			created_at_ms: app.nowMs,
			updated_at_ms: app.nowMs,
			deleted_at_ms: null,
			revision
		}).returningAll().executeTakeFirstOrThrow());
		await withChange(trx, {
			before: null,
			after
		});
		return after;
	});
}
async function findSimulatedApp(store, owner) {
	const row = await selectMetaApps(store.db, owner).where("is_simulated", "=", 1).executeTakeFirst();
	return row === void 0 ? null : toRecord(row);
}
async function findMetaApp(store, owner, id) {
	const row = await selectMetaApps(store.db, owner).where("id", "=", id).executeTakeFirst();
	return row === void 0 ? null : toRecord(row);
}
async function listMetaApps(store, owner, page) {
	const { limit } = page;
	const after = idCursor("app", page.cursor);
	const rows = await (after === null ? selectMetaApps(store.db, owner) : selectMetaApps(store.db, owner).where("id", "<", after)).orderBy("id", "desc").limit(limit + 1).execute();
	return toPage(rows.map(toRecord), limit, (record) => record.id);
}
async function updateMetaApp(store, update, withChange) {
	const { appId, appSecretsSealed, verifyTokenSealed } = update.changes;
	return store.db.transaction().execute(async (trx) => {
		const revision = await nextRevision$1(trx);
		const before = await selectMetaApps(trx, update.owner).where("id", "=", update.id).executeTakeFirst();
		if (before === void 0 || before.revision !== update.expectedRevision) return null;
		const after = toRecord(await trx.updateTable("meta_apps").set({
			updated_at_ms: update.nowMs,
			revision,
			doctor_report: null,
			...appId === void 0 ? {} : { app_id: appId },
			...appSecretsSealed === void 0 ? {} : { app_secrets: appSecretsSealed },
			...verifyTokenSealed === void 0 ? {} : { verify_token: verifyTokenSealed }
		}).where("id", "=", update.id).where("workspace_id", update.owner === null ? "is" : "=", update.owner).returningAll().executeTakeFirstOrThrow());
		await withChange(trx, {
			before: toRecord(before),
			after
		});
		return after;
	});
}
async function noteUseOfMetaApp(store, { owner, id }, withChange) {
	return store.db.transaction().execute(async (trx) => {
		const row = await selectMetaApps(trx, owner).where("id", "=", id).executeTakeFirst();
		if (row === void 0) return false;
		const record = toRecord(row);
		await withChange(trx, {
			before: record,
			after: record
		});
		return true;
	});
}
async function deleteMetaApp(store, owner, deletion) {
	return store.db.transaction().execute(async (trx) => {
		const revision = await nextRevision$1(trx);
		const found = await selectMetaApps(trx, owner).where("id", "=", deletion.id).executeTakeFirst();
		if (found === void 0) return false;
		await assertUnused(trx, deletion.id);
		await trx.updateTable("meta_apps").set({
			deleted_at_ms: deletion.nowMs,
			app_secrets: "",
			verify_token: "",
			revision
		}).where("id", "=", deletion.id).execute();
		await deletion.withChange(trx, {
			before: toRecord(found),
			after: null
		});
		return true;
	});
}
function selectMetaApps(db, owner) {
	return db.selectFrom("meta_apps").selectAll().where("workspace_id", owner === null ? "is" : "=", owner).where("deleted_at_ms", "is", null);
}
async function assertRoomForMetaApp(trx, owner) {
	const { count } = await trx.selectFrom("meta_apps").select((select) => select.fn.countAll().as("count")).where("workspace_id", owner === null ? "is" : "=", owner).where("deleted_at_ms", "is", null).executeTakeFirstOrThrow();
	const countMax = owner === null ? OPERATOR_META_APPS_MAX : 50;
	if (Number(count) < countMax) return;
	throw new PosthornError("limit_reached", `There are ${countMax} Meta apps already. Delete one that is not used.`);
}
async function assertUnused(trx, id) {
	if (await trx.selectFrom("channels").select("id").where("meta_app_id", "=", id).where("deleted_at_ms", "is", null).limit(1).executeTakeFirst() === void 0) return;
	throw new PosthornError("conflict", "Channels use this Meta app. Delete them or move them to another one first.");
}
function toRecord(row) {
	return {
		id: row.id,
		workspaceId: row.workspace_id,
		appId: row.app_id,
		isSimulated: row.is_simulated === 1,
		appSecretsSealed: row.app_secrets,
		verifyTokenSealed: row.verify_token,
		doctor: readDoctorReport(row.doctor_report),
		createdAtMs: row.created_at_ms,
		updatedAtMs: row.updated_at_ms,
		revision: row.revision
	};
}
// ../server/src/meta/apps/subscribe-app.ts
const TIMEOUT_MS = 2e4;
async function subscribeApp(ask, { appId, callbackUrl, verifyToken }) {
	const path = `${appId}/subscriptions`;
	const before = graphBodyOrThrow(await ask({
		method: "GET",
		path,
		timeoutMs: TIMEOUT_MS
	}));
	const fields = new Set([...findCallbackSubscription(before)?.fields ?? [], ...WANTED_FIELDS]);
	const body = {
		object: CALLBACK_OBJECT,
		callback_url: callbackUrl,
		verify_token: verifyToken,
		fields: [...fields].join(",")
	};
	graphBodyOrThrow(await ask({
		method: "POST",
		path,
		body,
		timeoutMs: TIMEOUT_MS
	}));
}
// ../server/src/meta/apps/meta-apps.routes.ts
const TAGS$4 = ["Meta apps"];
const READ$4 = {
	who: "workspace-or-operator",
	permission: "meta_apps.read"
};
const ADMIN = {
	who: "workspace-or-operator",
	permission: "meta_apps.write"
};
function metaAppRoutes(api, ctx) {
	addCreateRoute$2(api, ctx);
	addReadRoutes$1(api, ctx);
	addUpdateRoute$2(api, ctx);
	addRotateRoute(api, ctx);
	addVerifyTokenRoute(api, ctx);
	addSubscribeRoute(api, ctx);
	addDeleteRoute$2(api, ctx);
}
function addCreateRoute$2(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/meta-apps",
		config: {
			access: ADMIN,
			idempotent: true
		},
		schema: {
			tags: TAGS$4,
			summary: "Register a Meta app",
			description: "Without a verify_token one is made and shown in the answer.",
			body: createMetaAppBody,
			response: { 201: metaAppWithTokenView }
		},
		handler: async (request, reply) => {
			const { app_id, app_secret, verify_token } = request.body;
			const made = verify_token === void 0 ? { verify_token: ctx.newVerifyToken() } : {};
			const created = {
				id: idOf("app", ctx.newId()),
				workspaceId: request.workspaceId,
				appId: app_id,
				appSecretsSealed: sealAppSecrets(ctx, [{
					secret: app_secret,
					untilMs: null
				}]),
				verifyTokenSealed: ctx.box.seal(verify_token ?? made.verify_token ?? ""),
				nowMs: ctx.nowMs()
			};
			const app = await insertMetaApp(ctx.store, created, auditChange(auditedMetaApp(ctx), request, "created"));
			await ctx.refreshRegistry();
			return reply.code(201).header("etag", etagOf(app.revision)).send({
				...await viewOf$1(ctx, app),
				...made
			});
		}
	});
}
function addReadRoutes$1(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/meta-apps",
		config: { access: READ$4 },
		schema: {
			tags: TAGS$4,
			summary: "List Meta apps",
			querystring: listQuery,
			response: { 200: pageOf(metaAppView) }
		},
		handler: async (request) => {
			const page = await listMetaApps(ctx.store, request.workspaceId, request.query);
			return {
				data: await viewsOf(ctx, page.items),
				next_cursor: page.nextCursor,
				has_more: page.nextCursor !== null
			};
		}
	});
	api.route({
		method: "GET",
		url: "/v1/meta-apps/:id",
		config: { access: READ$4 },
		schema: {
			tags: TAGS$4,
			summary: "Read a Meta app",
			params: idPath,
			response: { 200: metaAppView }
		},
		handler: async (request, reply) => {
			const app = await readMetaApp(ctx, request.workspaceId, request.params.id);
			return reply.header("etag", etagOf(app.revision)).send(await viewOf$1(ctx, app));
		}
	});
}
function addUpdateRoute$2(api, ctx) {
	api.route({
		method: "PATCH",
		url: "/v1/meta-apps/:id",
		config: { access: ADMIN },
		schema: {
			tags: TAGS$4,
			summary: "Change a Meta app",
			description: "Fields that are not given stay. A new app_secret replaces all secrets at once.",
			params: idPath,
			body: updateMetaAppBody,
			response: { 200: metaAppView }
		},
		handler: async (request, reply) => {
			const app = await readMetaApp(ctx, request.workspaceId, request.params.id);
			checkIfMatch(request, etagOf(app.revision));
			const changes = readChanges(ctx, app, request.body);
			const updated = Object.keys(changes).length === 0 ? app : await changeMetaApp(ctx, {
				app,
				changes
			}, auditChange(auditedMetaApp(ctx), request, "updated"));
			return reply.header("etag", etagOf(updated.revision)).send(await viewOf$1(ctx, updated));
		}
	});
}
function addRotateRoute(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/meta-apps/:id/rotate-secret",
		config: { access: ADMIN },
		schema: {
			tags: TAGS$4,
			summary: "Add a new app secret",
			description: "The newest comes first; up to four verify bodies at once, a fifth drops the oldest.",
			params: idPath,
			body: rotateAppSecretBody,
			response: { 200: metaAppView }
		},
		handler: async (request, reply) => {
			const app = await readMetaApp(ctx, request.workspaceId, request.params.id);
			const changes = { appSecretsSealed: sealAppSecrets(ctx, rotateAppSecrets(openAppSecrets(ctx, app), {
				secret: request.body.app_secret,
				nowMs: ctx.nowMs(),
				keepPreviousSeconds: request.body.keep_previous_seconds ?? null
			})) };
			const audited = auditChange(auditedMetaApp(ctx), request, "secret_rotated");
			const updated = await changeMetaApp(ctx, {
				app,
				changes
			}, audited);
			return reply.header("etag", etagOf(updated.revision)).send(await viewOf$1(ctx, updated));
		}
	});
}
function addVerifyTokenRoute(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/meta-apps/:id/rotate-verify-token",
		config: { access: ADMIN },
		schema: {
			tags: TAGS$4,
			summary: "Make a new verify token",
			description: "Meta asks for it only when the callback URL is saved: what is saved there goes on working.",
			params: idPath,
			response: { 200: metaAppWithTokenView }
		},
		handler: async (request, reply) => {
			const app = await readMetaApp(ctx, request.workspaceId, request.params.id);
			const verify_token = ctx.newVerifyToken();
			const changes = { verifyTokenSealed: ctx.box.seal(verify_token) };
			const audited = auditChange(auditedMetaApp(ctx), request, "verify_token_rotated");
			const updated = await changeMetaApp(ctx, {
				app,
				changes
			}, audited);
			return reply.header("etag", etagOf(updated.revision)).send({
				...await viewOf$1(ctx, updated),
				verify_token
			});
		}
	});
}
function addSubscribeRoute(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/meta-apps/:id/subscribe",
		config: { access: ADMIN },
		schema: {
			tags: TAGS$4,
			summary: "Set the callback at Meta",
			description: "Does what one would do in Meta's dashboard: gives the app the callback URL of this gateway and subscribes it to the webhook fields that matter. Meta asks for the challenge meanwhile.",
			params: idPath,
			response: { 200: metaAppView }
		},
		handler: async (request, reply) => {
			const app = await readMetaApp(ctx, request.workspaceId, request.params.id);
			assertNotSimulated(app);
			await subscribe(ctx, app);
			const { workspaceId: owner, id } = app;
			await noteUseOfMetaApp(ctx.store, {
				owner,
				id
			}, auditChange(auditedMetaApp(ctx), request, "subscribed"));
			return reply.header("etag", etagOf(app.revision)).send(await viewOf$1(ctx, app));
		}
	});
}
async function subscribe(ctx, app) {
	const { appId } = app;
	const [newest] = openAppSecrets(ctx, app);
	const { callback_url: callbackUrl } = toMetaAppView(app, surroundingsOf(ctx, app, NO_TRAFFIC));
	if (callbackUrl === null || newest === void 0) throw new PosthornError("conflict", "Meta needs an address to call. Set POSTHORN_PUBLIC_URL and restart the gateway.");
	const ask = (call) => ctx.ask(`${appId}|${newest.secret}`, call);
	await subscribeApp(ask, {
		appId,
		callbackUrl,
		verifyToken: ctx.box.open(app.verifyTokenSealed)
	});
}
function assertNotSimulated({ isSimulated }) {
	if (!isSimulated) return;
	throw new PosthornError("forbidden", "This is the simulator's app: it can be deleted and made anew, not changed.");
}
function addDeleteRoute$2(api, ctx) {
	api.route({
		method: "DELETE",
		url: "/v1/meta-apps/:id",
		config: { access: ADMIN },
		schema: {
			tags: TAGS$4,
			summary: "Delete a Meta app",
			params: idPath,
			response: { 204: _null() }
		},
		handler: async (request, reply) => {
			const id = parseId("app", request.params.id);
			const withChange = auditChange(auditedMetaApp(ctx), request, "deleted");
			if (!(id !== null && await deleteMetaApp(ctx.store, request.workspaceId, {
				id,
				nowMs: ctx.nowMs(),
				withChange
			}))) throw noSuchMetaApp();
			await ctx.refreshRegistry();
			return reply.code(204).send(null);
		}
	});
}
async function readMetaApp(ctx, owner, idText) {
	const id = parseId("app", idText);
	const app = id === null ? null : await findMetaApp(ctx.store, owner, id);
	if (app === null) throw noSuchMetaApp();
	return app;
}
function readChanges(ctx, app, { app_id, app_secret, verify_token }) {
	const isNewId = app_id !== void 0 && app_id !== app.appId;
	const kept = app_secret === void 0 ? [] : [{
		secret: app_secret,
		untilMs: null
	}];
	const isNewSecret = kept.length > 0 && !isDeepStrictEqual(kept, openAppSecrets(ctx, app));
	const isNewToken = verify_token !== void 0 && verify_token !== ctx.box.open(app.verifyTokenSealed);
	return {
		...isNewId ? { appId: app_id } : {},
		...isNewSecret ? { appSecretsSealed: sealAppSecrets(ctx, kept) } : {},
		...isNewToken ? { verifyTokenSealed: ctx.box.seal(verify_token) } : {}
	};
}
async function changeMetaApp(ctx, { app, changes }, withChange) {
	assertNotSimulated(app);
	const { workspaceId: owner, id, revision: expectedRevision } = app;
	const update = {
		owner,
		id,
		expectedRevision,
		nowMs: ctx.nowMs(),
		changes
	};
	const updated = await updateMetaApp(ctx.store, update, withChange);
	if (updated === null) throw new PosthornError("conflict", "Somebody else changed this Meta app at the same moment. Read it and try again.");
	await ctx.refreshRegistry();
	return updated;
}
function auditedMetaApp(ctx) {
	return {
		write: ctx.audit,
		resourceType: "meta_app",
		toView: (app) => toMetaAppView(app, surroundingsOf(ctx, app, NO_TRAFFIC))
	};
}
function sealAppSecrets(ctx, appSecrets) {
	return ctx.box.seal(writeAppSecrets(appSecrets));
}
function openAppSecrets(ctx, app) {
	return readAppSecrets(ctx.box.open(app.appSecretsSealed));
}
async function viewOf$1(ctx, app) {
	return toMetaAppView(app, surroundingsOf(ctx, app, (await ctx.traffic([app.id])).get(app.id) ?? NO_TRAFFIC));
}
async function viewsOf(ctx, apps) {
	const traffic = await ctx.traffic(apps.map(({ id }) => id));
	return apps.map((app) => toMetaAppView(app, surroundingsOf(ctx, app, traffic.get(app.id) ?? NO_TRAFFIC)));
}
function surroundingsOf(ctx, app, traffic) {
	return {
		appSecrets: openAppSecrets(ctx, app),
		traffic,
		publicUrl: ctx.publicUrl,
		nowMs: ctx.nowMs()
	};
}
function noSuchMetaApp() {
	return new PosthornError("not_found", "There is no such Meta app.");
}
// ../server/src/messaging/conversations/conversation-view.ts
const CONVERSATION_STATES = ["open", "closed"];
const LAST_TEXT_CHARS_MAX = 200;
const lastMessageView = object({
	id: string(),
	message_id: string().nullable().describe("Meta's id. Null: Meta has not answered yet."),
	direction: _enum(MESSAGE_DIRECTIONS),
	type: string(),
	text: string().nullable().describe(`At most its first ${LAST_TEXT_CHARS_MAX} characters.`),
	occurred_at: datetime(),
	status: _enum(MESSAGE_STATUSES)
});
const conversationView = object({
	id: string(),
	channel_id: string(),
	channel_number: string().nullable().describe("The number of the channel as it is shown. Null: the channel is gone."),
	contact_id: string(),
	contact: object({
		id: string(),
		serial: int(),
		name: string().nullable().describe("Null when nobody knows it, or the contact was deleted."),
		phone: string().nullable().describe("E.164. Null when Meta tells only the BSUID, or the contact was deleted."),
		bsuid: string().nullable().describe("Meta's business-scoped user id.")
	}).nullable(),
	state: _enum(CONVERSATION_STATES),
	assignee_id: string().nullable().describe("The member who looks after it."),
	unread_count: int().describe("Messages of the person that came after it was marked read."),
	last_message: lastMessageView.nullable(),
	window: object({
		open: boolean().describe("Anything may be written; else only an approved template."),
		closes_at: datetime().nullable().describe("24 hours after the person wrote or called. Null: it is closed.")
	}).describe("Meta's customer service window."),
	created_at: datetime(),
	updated_at: datetime().describe("When it was assigned, closed or opened last. Messages do not move it."),
	closed_at: datetime().nullable()
}).meta({ id: "Conversation" });
const assignBody = strictObject({ assignee_id: idParam("mbr").nullable().describe("Null: nobody.") });
const updateConversationBody = assignBody.extend({ state: _enum(CONVERSATION_STATES) }).partial();
const readBody$1 = strictObject({ meta: boolean().optional().describe("Tell Meta too, so that the person sees that it was read. Default true. Whether Meta takes it does not matter.") }).nullish();
const createNoteBody = strictObject({ text: string().trim().min(1).max(4096) });
const noteView = object({
	id: string(),
	conversation_id: string(),
	contact_id: string(),
	text: string(),
	author: object({
		kind: _enum(ACTOR_KINDS).describe("`key`: an API key; `member`: a member who signed in; `root`: the root key."),
		id: string().nullable().describe("Id of the key or of the member. Null for the root key.")
	}),
	created_at: datetime()
}).meta({ id: "ConversationNote" });
function toConversationView(listed, nowMs) {
	const { conversation, contact, inboundCount, windowFromMs, lastMessage, channelNumber } = listed;
	return {
		id: conversation.id,
		channel_id: conversation.channelId,
		channel_number: channelNumber,
		contact_id: conversation.contactId,
		contact: contact === null ? null : toContactView(contact),
		state: conversation.state,
		assignee_id: conversation.assigneeId,
		unread_count: Math.max(0, inboundCount - conversation.readCount),
		last_message: lastMessage === null ? null : toLastMessageView(lastMessage),
		window: toWindowView(windowFromMs, nowMs),
		created_at: toIso(conversation.createdAtMs),
		updated_at: toIso(conversation.updatedAtMs),
		closed_at: conversation.closedAtMs === null ? null : toIso(conversation.closedAtMs)
	};
}
function toContactView({ id, serial, name, phone, bsuid }) {
	return {
		id,
		serial,
		name,
		phone,
		bsuid
	};
}
function toNoteView(note, contactId) {
	return {
		id: note.id,
		conversation_id: note.conversationId,
		contact_id: contactId,
		text: note.text,
		author: {
			kind: note.author.kind,
			id: note.author.id
		},
		created_at: toIso(note.createdAtMs)
	};
}
function toLastMessageView(message) {
	return {
		id: message.id,
		message_id: message.wamid,
		direction: message.direction,
		type: message.type,
		text: message.text === null ? null : excerptOf(message.text, LAST_TEXT_CHARS_MAX),
		occurred_at: toIso(message.occurredAtMs),
		status: message.status
	};
}
function toWindowView(windowFromMs, nowMs) {
	const closesAtMs = windowFromMs === null ? null : windowFromMs + WINDOW_MS$1;
	if (closesAtMs === null || closesAtMs <= nowMs) return {
		open: false,
		closes_at: null
	};
	return {
		open: true,
		closes_at: toIso(closesAtMs)
	};
}
// ../server/src/messaging/conversations/conversation-row.ts
const CONVERSATIONS_TABLE = {
	name: "conversations",
	columns: {
		workspace_id: "text",
		id: "text",
		revision: "bigint",
		channel_id: "text",
		contact_id: "text",
		state: "text",
		assignee_id: "text",
		read_count: "bigint",
		created_at_ms: "bigint",
		updated_at_ms: "bigint",
		event_at_ms: "bigint",
		closed_at_ms: "bigint"
	}
};
const CONVERSATION_ACTIVITY_TABLE = {
	name: "conversation_activity",
	columns: {
		workspace_id: "text",
		id: "text",
		channel_id: "text",
		last_message_at_ms: "bigint",
		last_message_id: "text",
		window_from_ms: "bigint",
		inbound_count: "bigint",
		message_count: "bigint"
	},
	merge: {
		key: ["workspace_id", "id"],
		rules: {
			channel_id: "first",
			last_message_at_ms: "max",
			last_message_id: { newestBy: "last_message_at_ms" },
			window_from_ms: "max",
			inbound_count: "sum",
			message_count: "sum"
		}
	}
};
function toConversationWrite(conversation, causeId) {
	const row = {
		workspace_id: conversation.workspaceId,
		id: conversation.id,
		revision: conversation.revision,
		channel_id: conversation.channelId,
		contact_id: conversation.contactId,
		state: conversation.state,
		assignee_id: conversation.assigneeId,
		read_count: conversation.readCount,
		created_at_ms: conversation.createdAtMs,
		updated_at_ms: conversation.updatedAtMs,
		event_at_ms: conversation.eventAtMs,
		closed_at_ms: conversation.closedAtMs
	};
	return {
		table: CONVERSATIONS_TABLE,
		row: { ...row },
		causeId
	};
}
function toConversation(row) {
	return {
		id: row.id,
		workspaceId: row.workspace_id,
		revision: row.revision,
		channelId: row.channel_id,
		contactId: row.contact_id,
		state: row.state,
		assigneeId: row.assignee_id,
		readCount: row.read_count,
		createdAtMs: row.created_at_ms,
		updatedAtMs: row.updated_at_ms,
		eventAtMs: row.event_at_ms,
		closedAtMs: row.closed_at_ms
	};
}
function toActivityWrite(step, causeId) {
	const { message } = step;
	const row = {
		workspace_id: step.workspaceId,
		id: step.conversationId,
		channel_id: step.channelId,
		last_message_at_ms: message?.atMs ?? null,
		last_message_id: message?.id ?? null,
		window_from_ms: step.windowFromMs,
		inbound_count: message?.isInbound === true ? 1 : 0,
		message_count: message === null ? 0 : 1
	};
	return {
		table: CONVERSATION_ACTIVITY_TABLE,
		row: { ...row },
		causeId
	};
}
// ../server/src/messaging/conversations/conversations.store.ts
const CONVERSATION_SORTS = ["-last_message_at", "last_message_at"];
async function findConversations(store, workspaceId, ids) {
	if (ids.length === 0) return [];
	return (await store.db.selectFrom("conversations").selectAll().where("workspace_id", "=", workspaceId).where("id", "in", ids).execute()).map(toConversation);
}
async function findConversation(store, workspaceId, id) {
	const row = await store.db.selectFrom("conversations as c").leftJoin("conversation_activity as a", (join) => join.onRef("a.workspace_id", "=", "c.workspace_id").onRef("a.id", "=", "c.id")).leftJoin("contacts as k", (join) => join.onRef("k.workspace_id", "=", "c.workspace_id").onRef("k.id", "=", "c.contact_id")).leftJoin("channels as n", (join) => join.onRef("n.workspace_id", "=", "c.workspace_id").onRef("n.id", "=", "c.channel_id")).selectAll("c").select([
		"a.last_message_at_ms",
		"a.last_message_id",
		"a.window_from_ms",
		"a.inbound_count"
	]).select([
		"k.serial",
		"k.first_name",
		"k.last_name",
		"k.phone",
		"k.bsuid",
		"n.display_phone_number"
	]).where("c.workspace_id", "=", workspaceId).where("c.id", "=", id).executeTakeFirst();
	if (row === void 0) return null;
	const [listed] = await complete(store, workspaceId, [row]);
	return listed ?? null;
}
async function listConversations(store, query) {
	const { workspaceId, limit } = query;
	const result = await scanBounded({
		limit,
		start: query.after,
		findStepEnd: async (start) => query.contactId === void 0 ? findStepEnd$1(store, query, start) : null,
		read: (start, end, rows) => selectBetween$1(store, query, {
			start,
			end
		}).limit(rows).execute()
	});
	const rows = result.rows.slice(0, limit);
	const last = rows.at(-1);
	const next = result.rows.length > limit && last !== void 0 ? placeOf(last) : result.stoppedAt;
	return {
		items: await complete(store, workspaceId, rows),
		nextCursor: next === null ? null : encodeCursor(`${next.lastMessageAtMs} ${next.id}`)
	};
}
function decodePlace(text) {
	const [, atMs = "", idText = ""] = /^(\d{1,15}) (\S+)$/.exec(text) ?? [];
	const id = parseId("cnv", idText);
	return id === null ? null : {
		lastMessageAtMs: Number(atMs),
		id
	};
}
async function findLastInboundWamid(store, workspaceId, id) {
	return (await store.db.selectFrom("messages").select("wamid").where("workspace_id", "=", workspaceId).where("conversation_id", "=", id).where("direction", "=", "inbound").where("wamid", "is not", null).orderBy("id", "desc").limit(1).executeTakeFirst())?.wamid ?? null;
}
async function findMissedReopenings(store, { closedFromMs, limit }) {
	return (await store.db.selectFrom("conversations as c").selectAll("c").where("c.state", "=", sql.lit("closed")).where("c.closed_at_ms", ">=", closedFromMs).where(({ exists, selectFrom }) => exists(selectFrom("messages as m").select("m.id").whereRef("m.workspace_id", "=", "c.workspace_id").whereRef("m.conversation_id", "=", "c.id").where("m.id", ">=", firstIdAt("msg", closedFromMs)).where("m.direction", "=", "inbound").whereRef("m.created_at_ms", ">", "c.closed_at_ms"))).orderBy("c.closed_at_ms").limit(limit).execute()).map(toConversation);
}
const sortedTime = sql`a.last_message_at_ms + 0`;
function selectBetween$1(store, query, { start, end }) {
	const rows = store.db.selectFrom("conversation_activity as a").innerJoin("conversations as c", (join) => join.onRef("c.workspace_id", "=", "a.workspace_id").onRef("c.id", "=", "a.id")).leftJoin("contacts as k", (join) => join.onRef("k.workspace_id", "=", "c.workspace_id").onRef("k.id", "=", "c.contact_id")).leftJoin("channels as n", (join) => join.onRef("n.workspace_id", "=", "c.workspace_id").onRef("n.id", "=", "c.channel_id")).selectAll("c").select([
		"a.last_message_at_ms",
		"a.last_message_id",
		"a.window_from_ms",
		"a.inbound_count"
	]).select([
		"k.serial",
		"k.first_name",
		"k.last_name",
		"k.phone",
		"k.bsuid",
		"n.display_phone_number"
	]).where("a.workspace_id", "=", query.workspaceId).where("a.last_message_at_ms", "is not", null).$if(start !== null, (walk) => walk.where(comparePlace(isBehind(query), start))).$if(end !== null, (walk) => walk.where(comparePlace(isBefore(query), end))).orderBy(query.contactId === void 0 ? "a.last_message_at_ms" : sortedTime, directionOf(query)).orderBy("a.id", directionOf(query));
	const { state, assigneeId, channelId, contactId, isUnread, text } = query;
	return rows.$if(state !== void 0, (found) => found.where(sql`c.state = ${state}`)).$if(assigneeId === null, (found) => found.where("c.assignee_id", "is", null)).$if(typeof assigneeId === "string", (found) => found.where(sql`c.assignee_id = ${assigneeId}`)).$if(channelId !== void 0, (found) => found.where(sql`c.channel_id = ${channelId}`)).$if(contactId !== void 0, (found) => found.where("c.workspace_id", "=", query.workspaceId).where(sql`c.contact_id = ${contactId}`)).$if(isUnread === true, (found) => found.whereRef("a.inbound_count", ">", "c.read_count")).$if(isUnread === false, (found) => found.whereRef("a.inbound_count", "<=", "c.read_count")).$if(text !== void 0, (found) => found.where(sql`k.search_text LIKE ${likeOf(text ?? "")} ESCAPE '\\'`));
}
function likeOf(text) {
	return `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
}
function directionOf({ sort }) {
	return sort === "-last_message_at" ? "desc" : "asc";
}
function isBehind({ sort }) {
	return sort === "-last_message_at" ? "<" : ">";
}
function isBefore({ sort }) {
	return sort === "-last_message_at" ? ">=" : "<=";
}
function comparePlace(operator, place) {
	return sql`(a.last_message_at_ms, a.id) ${sql.raw(operator)} (${place?.lastMessageAtMs}, ${place?.id})`;
}
async function findStepEnd$1(store, query, start) {
	const row = await store.db.selectFrom("conversation_activity as a").select(["a.id", "a.last_message_at_ms"]).where("a.workspace_id", "=", query.workspaceId).where("a.last_message_at_ms", "is not", null).$if(start !== null, (walk) => walk.where(comparePlace(isBehind(query), start))).orderBy("a.last_message_at_ms", directionOf(query)).orderBy("a.id", directionOf(query)).limit(1).offset(SCAN_STEP_ROWS - 1).executeTakeFirst();
	return row === void 0 ? null : placeOf(row);
}
function placeOf(row) {
	return {
		lastMessageAtMs: row.last_message_at_ms ?? 0,
		id: row.id
	};
}
async function complete(store, workspaceId, rows) {
	const ids = rows.flatMap((row) => row.last_message_id ?? []);
	const [found, earlierMs] = await Promise.all([findLastMessages(store, workspaceId, ids), findWindows(store, workspaceId, rows.flatMap(strangerIdsOf))]);
	const messages = new Map(found.map((message) => [message.id, message]));
	return rows.map((row) => {
		const knownMs = [row.window_from_ms, ...strangerIdsOf(row).map((id) => earlierMs.get(id))].filter((timeMs) => typeof timeMs === "number");
		return {
			conversation: toConversation(row),
			contact: toContact(row),
			inboundCount: row.inbound_count ?? 0,
			windowFromMs: knownMs.length === 0 ? null : Math.max(...knownMs),
			lastMessage: row.last_message_id === null ? null : messages.get(row.last_message_id) ?? null,
			channelNumber: row.display_phone_number
		};
	});
}
function strangerIdsOf({ channel_id, phone, bsuid }) {
	return [{
		contactId: null,
		phone: null,
		bsuid
	}, {
		contactId: null,
		phone: phone === null ? null : digitsOfPhone(phone),
		bsuid: null
	}].flatMap((name) => conversationIdOf(channel_id, name) ?? []);
}
async function findWindows(store, workspaceId, ids) {
	if (ids.length === 0) return new Map();
	const rows = await store.db.selectFrom("conversation_activity").select(["id", "window_from_ms"]).where("workspace_id", "=", workspaceId).where("id", "in", ids).execute();
	return new Map(rows.flatMap((row) => row.window_from_ms === null ? [] : [[row.id, row.window_from_ms]]));
}
function toContact({ contact_id: id, serial, phone, bsuid, ...names }) {
	if (serial === null) return null;
	const name = fullName({
		firstName: names.first_name ?? "",
		lastName: names.last_name
	});
	return {
		id,
		serial,
		name: name === "" ? null : name,
		phone,
		bsuid
	};
}
async function findLastMessages(store, workspaceId, ids) {
	if (ids.length === 0) return [];
	const rows = await store.db.selectFrom("messages as m").leftJoin("message_statuses as s", (join) => join.onRef("s.workspace_id", "=", "m.workspace_id").onRef("s.wamid", "=", "m.wamid")).leftJoin("message_statuses as t", (join) => join.onRef("t.workspace_id", "=", "m.workspace_id").onRef("t.message_id", "=", "m.id").on("m.wamid", "is", null)).select([
		"m.id",
		"m.direction",
		"m.source",
		"m.type",
		"m.text",
		"m.content",
		"m.occurred_at_ms"
	]).select(["m.accepted_at_ms", "m.refused_at_ms"]).select(({ fn }) => [
		fn.coalesce("m.wamid", "t.wamid").as("wamid"),
		fn.coalesce("s.sent_at_ms", "t.sent_at_ms").as("sent_at_ms"),
		fn.coalesce("s.delivered_at_ms", "t.delivered_at_ms").as("delivered_at_ms"),
		fn.coalesce("s.read_at_ms", "t.read_at_ms").as("read_at_ms"),
		fn.coalesce("s.played_at_ms", "t.played_at_ms").as("played_at_ms"),
		fn.coalesce("s.failed_at_ms", "t.failed_at_ms").as("failed_at_ms")
	]).where("m.workspace_id", "=", workspaceId).where("m.id", "in", ids).execute();
	return (await withMessageWords(store.db, workspaceId, rows)).map((row) => ({
		id: row.id,
		wamid: row.wamid,
		direction: row.direction,
		type: row.type,
		text: row.text,
		occurredAtMs: row.occurred_at_ms,
		status: statusOfRow$1(row)
	}));
}
function statusOfRow$1(row) {
	if (row.direction === "inbound") return "received";
	return statusOf$1({
		acceptedAtMs: row.source === "echo" ? row.occurred_at_ms : row.accepted_at_ms,
		refusedAtMs: row.refused_at_ms,
		sentAtMs: row.sent_at_ms,
		deliveredAtMs: row.delivered_at_ms,
		readAtMs: row.read_at_ms,
		playedAtMs: row.played_at_ms,
		failedAtMs: row.failed_at_ms
	});
}
const NO_TIMES = {
	sentAtMs: null,
	deliveredAtMs: null,
	readAtMs: null,
	playedAtMs: null,
	failedAtMs: null
};
function toStoredMessage(row, told) {
	const content = objectOf(JSON.parse(row.content));
	const statuses = told === null ? null : toToldStatuses(told);
	const status = statusOfRow(row, statuses);
	return {
		id: row.id,
		channelId: row.channel_id,
		conversationId: row.conversation_id,
		contactId: row.contact_id,
		phone: row.phone,
		bsuid: row.bsuid,
		groupId: row.group_id,
		direction: row.direction,
		wamid: row.wamid ?? statuses?.wamid ?? null,
		type: row.type,
		text: row.text,
		content: contentOf(row, content),
		referral: isJsonObject(content.referral) ? content.referral : null,
		replyTo: row.reply_to,
		callbackData: row.callback_data,
		sender: row.sender === null ? null : JSON.parse(row.sender),
		status,
		error: errorOf(row, {
			content,
			statuses,
			status
		}),
		statuses,
		occurredAtMs: row.occurred_at_ms,
		createdAtMs: row.created_at_ms,
		editedAtMs: row.edited_at_ms,
		revokedAtMs: row.revoked_at_ms
	};
}
function toToldStatuses(row) {
	return {
		wamid: row.wamid,
		messageId: row.message_id,
		sentAtMs: row.sent_at_ms,
		deliveredAtMs: row.delivered_at_ms,
		readAtMs: row.read_at_ms,
		playedAtMs: row.played_at_ms,
		failedAtMs: row.failed_at_ms,
		error: row.error === null ? null : toError$1(row.error),
		pricing: row.pricing === null ? null : objectOf(JSON.parse(row.pricing)),
		firstHeardAtMs: row.first_heard_at_ms
	};
}
function statusOfTold(statuses) {
	return statusOf$1({
		...statuses,
		acceptedAtMs: statuses.firstHeardAtMs,
		refusedAtMs: null
	});
}
function statusOfRow(row, statuses) {
	if (row.direction === "inbound") return "received";
	const acceptedAtMs = row.source === "echo" ? row.occurred_at_ms : row.accepted_at_ms;
	return statusOf$1({
		...statuses ?? NO_TIMES,
		acceptedAtMs,
		refusedAtMs: row.refused_at_ms
	});
}
function contentOf({ type, text }, content) {
	if (type === "text" && content.text === void 0 && text !== null) return { body: text };
	return content[type] ?? null;
}
function errorOf(row, { content, statuses, status }) {
	if (row.direction === "inbound") return firstErrorOf(content.errors);
	if (status !== "failed") return null;
	return statuses?.error ?? (row.refusal === null ? null : toError$1(row.refusal));
}
function toError$1(json) {
	const { code, title, details } = objectOf(JSON.parse(json));
	return {
		code: numberOf(code),
		title: stringOf(title),
		details: stringOf(details)
	};
}
// ../server/src/messaging/messages/message-view.ts
const errorView = object({
	code: int().nullable(),
	title: string().nullable(),
	details: string().nullable()
}).meta({ id: "MessageError" });
const stepView = object({
	status: _enum([
		"sent",
		"delivered",
		"read",
		"played",
		"failed"
	]),
	at: string(),
	implied: boolean().describe("Meta told only of a later step: this is the time of that one.")
}).meta({ id: "MessageStatusStep" });
const mediaView = object({
	id: string().nullable(),
	url: string().nullable().describe("Our own link. Null for a file that Meta fetched from a link."),
	mime_type: string().nullable(),
	sha256: string().nullable(),
	filename: string().nullable(),
	caption: string().nullable(),
	voice: boolean().nullable()
});
const pricingView = record(string(), unknown()).nullable().describe("As Meta tells it.");
const messageView = object({
	id: string().nullable().describe("Null: Meta told statuses of it, and it was not sent from here."),
	message_id: string().nullable().describe("Meta's id. Null until Meta has answered."),
	direction: _enum(MESSAGE_DIRECTIONS),
	status: _enum(MESSAGE_STATUSES),
	type: string().nullable().describe("As Meta names it. `erased`: the person was erased. Null: not known."),
	text: string().nullable().describe("What it says in words, a template's as it was rendered."),
	content: unknown().describe("The object under the name of its type, as Meta has it."),
	media: mediaView.nullable(),
	contact: object({
		id: string().nullable(),
		phone: string().nullable().describe("Digits, as Meta writes it."),
		bsuid: string().nullable()
	}).describe("The other side."),
	conversation_id: string().nullable(),
	channel_id: string().nullable(),
	reply_to: string().nullable().describe("Meta's id of the message that it answers."),
	referral: record(string(), unknown()).nullable().describe("The advertisement that it came from."),
	group_id: string().nullable(),
	callback_data: string().nullable(),
	error: errorView.nullable(),
	sender: object({
		kind: _enum(ACTOR_KINDS),
		id: string().nullable()
	}).nullable().describe("Who sent it through the API."),
	statuses: array(stepView).describe("The steps of an outbound message."),
	pricing: pricingView,
	edited_at: string().nullable(),
	revoked_at: string().nullable().describe("When it was deleted for everyone."),
	created_at: string().describe("When it was known here."),
	occurred_at: string().describe("Meta's time; of a message that was sent from here, when it was handed in.")
}).meta({ id: "Message" });
const messageStatusView = object({
	id: string().nullable(),
	message_id: string().nullable(),
	status: _enum(MESSAGE_STATUSES),
	error: errorView.nullable(),
	steps: array(stepView),
	callback_data: string().nullable(),
	pricing: pricingView
}).meta({ id: "MessageStatus" });
function toMessageView(known, mediaUrl) {
	return known.kind === "message" ? viewOfMessage(known.message, mediaUrl) : viewOfStatuses(known.statuses);
}
function toStatusView(known) {
	const { id, message_id, status, error, statuses: steps, callback_data, pricing } = toMessageView(known, () => "");
	return {
		id,
		message_id,
		status,
		error,
		steps,
		callback_data,
		pricing
	};
}
function viewOfMessage(message, mediaUrl) {
	const { statuses, sender } = message;
	return {
		id: message.id,
		message_id: message.wamid,
		direction: message.direction,
		status: message.status,
		type: message.type,
		text: message.text,
		content: message.content,
		media: mediaOf$1(message, mediaUrl),
		contact: {
			id: message.contactId,
			phone: message.phone,
			bsuid: message.bsuid
		},
		conversation_id: message.conversationId,
		channel_id: message.channelId,
		reply_to: message.replyTo,
		referral: message.referral === null ? null : { ...message.referral },
		group_id: message.groupId,
		callback_data: message.callbackData,
		error: message.error,
		sender: sender === null ? null : {
			kind: sender.kind,
			id: sender.id
		},
		statuses: stepsOf$1(message.direction === "outbound" ? statuses ?? NO_TIMES : NO_TIMES),
		pricing: pricingOf(statuses),
		edited_at: isoOrNull(message.editedAtMs),
		revoked_at: isoOrNull(message.revokedAtMs),
		created_at: toIso(message.createdAtMs),
		occurred_at: toIso(message.occurredAtMs)
	};
}
function viewOfStatuses(statuses) {
	const steps = stepsOf$1(statuses);
	const heardAt = toIso(statuses.firstHeardAtMs);
	const status = statusOfTold(statuses);
	return {
		id: null,
		message_id: statuses.wamid,
		direction: "outbound",
		status,
		type: null,
		text: null,
		content: null,
		media: null,
		contact: {
			id: null,
			phone: null,
			bsuid: null
		},
		conversation_id: null,
		channel_id: null,
		reply_to: null,
		referral: null,
		group_id: null,
		callback_data: null,
		error: status === "failed" ? statuses.error : null,
		sender: null,
		statuses: steps,
		pricing: pricingOf(statuses),
		edited_at: null,
		revoked_at: null,
		created_at: heardAt,
		occurred_at: steps[0]?.at ?? heardAt
	};
}
function mediaOf$1({ type, content }, mediaUrl) {
	return messageMediaOf({
		type,
		[type]: content
	}, mediaUrl);
}
function stepsOf$1(times) {
	return statusSteps(times).map(({ status, atMs, implied }) => ({
		status,
		at: toIso(atMs),
		implied
	}));
}
function pricingOf(statuses) {
	return statuses === null || statuses.pricing === null ? null : { ...statuses.pricing };
}
function isoOrNull(timeMs) {
	return timeMs === null ? null : toIso(timeMs);
}
// ../server/src/messaging/messages/messages.store.ts
async function findMessage(store, workspaceId, id) {
	const row = await selectMessages(store, workspaceId).where("id", "=", id).executeTakeFirst();
	return row === void 0 ? null : (await withStatuses(store, workspaceId, [row]))[0] ?? null;
}
const ROWS_OF_WAMID_MAX = 10;
async function findMessageByWamid(store, workspaceId, wamid) {
	const rows = await selectMessages(store, workspaceId).where("wamid", "=", wamid).orderBy(sortedId).limit(ROWS_OF_WAMID_MAX).execute();
	const row = rows.find(({ source }) => source === "api") ?? rows[0];
	if (row !== void 0) return (await withStatuses(store, workspaceId, [row]))[0] ?? null;
	const told = await findToldStatuses$1(store, workspaceId, wamid);
	return told === null || told.messageId === null ? null : findMessage(store, workspaceId, told.messageId);
}
async function findToldStatuses$1(store, workspaceId, wamid) {
	const row = await selectStatuses(store, workspaceId).where("wamid", "=", wamid).executeTakeFirst();
	return row === void 0 ? null : toToldStatuses(row);
}
async function listMessages(store, query) {
	const result = await scanBounded({
		limit: query.limit,
		start: query.beforeId,
		findStepEnd: (start) => needsScan(query) ? findMessageBelow(store, query, start) : Promise.resolve(null),
		read: (start, end, limit) => selectBetween(store, query, {
			start,
			end
		}).$if(query.channelId !== void 0, (rows) => rows.where("channel_id", "=", query.channelId)).$if(query.contactId !== void 0, (rows) => rows.where("contact_id", "=", query.contactId)).$if(query.direction !== void 0, (rows) => rows.where("direction", "=", query.direction)).limit(limit).execute()
	});
	const page = toScannedPage(result, query.limit, (row) => row.id);
	return {
		...page,
		items: await withStatuses(store, query.workspaceId, page.items)
	};
}
async function findWindowFromMs(store, workspaceId, ids) {
	if (ids.length === 0) return null;
	const timesMs = (await store.db.selectFrom("conversation_activity").select("window_from_ms").where("workspace_id", "=", workspaceId).where("id", "in", ids).execute()).flatMap(({ window_from_ms }) => window_from_ms === null ? [] : [window_from_ms]);
	return timesMs.length === 0 ? null : Math.max(...timesMs);
}
async function findBsuidOf(store, workspaceId, phone) {
	return (await store.db.selectFrom("events").select("bsuid").where("workspace_id", "=", workspaceId).where("phone", "in", spellingsOf(phone)).where("bsuid", "is not", null).orderBy(sortedId, "desc").limit(1).executeTakeFirst())?.bsuid ?? null;
}
async function isChannelConnected(store, workspaceId, id) {
	return await store.db.selectFrom("channels").select("id").where("workspace_id", "=", workspaceId).where("id", "=", id).where("access_token", "is not", null).where("token_expired_at_ms", "is", null).where("deleted_at_ms", "is", null).executeTakeFirst() !== void 0;
}
const sortedId = sql`id || ''`;
function selectMessages(store, workspaceId) {
	return store.db.selectFrom("messages").selectAll().where("workspace_id", "=", workspaceId);
}
function selectStatuses(store, workspaceId) {
	return store.db.selectFrom("message_statuses").selectAll().where("workspace_id", "=", workspaceId);
}
function needsScan({ channelId, contactId, direction, wamid }) {
	return wamid === void 0 && [
		channelId,
		contactId,
		direction
	].some((value) => value !== void 0);
}
function selectBetween(store, query, { start, end }) {
	const { workspaceId, conversationId, wamid } = query;
	let messages = selectMessages(store, workspaceId);
	if (conversationId !== void 0) messages = messages.where("conversation_id", "=", conversationId);
	if (wamid !== void 0) messages = messages.where("wamid", "=", wamid);
	if (start !== null) messages = messages.where("id", "<", start);
	if (end !== null) messages = messages.where("id", ">=", end);
	return messages.orderBy(wamid === void 0 ? sql.ref("id") : sortedId, "desc");
}
async function findMessageBelow(store, query, start) {
	return (await selectBetween(store, query, {
		start,
		end: null
	}).clearSelect().select("id").limit(1).offset(1999).executeTakeFirst())?.id ?? null;
}
async function withStatuses(store, workspaceId, rows) {
	const worded = await withMessageWords(store.db, workspaceId, rows);
	const outbound = rows.filter(({ direction }) => direction === "outbound");
	const wamids = outbound.flatMap(({ wamid }) => wamid === null ? [] : [wamid]);
	const unanswered = outbound.flatMap(({ id, wamid }) => wamid === null ? [id] : []);
	const select = () => selectStatuses(store, workspaceId);
	const [byWamid, byId] = await Promise.all([wamids.length === 0 ? [] : select().where("wamid", "in", wamids).execute(), unanswered.length === 0 ? [] : select().where("message_id", "in", unanswered).execute()]);
	const toldByWamid = new Map(byWamid.map((told) => [told.wamid, told]));
	const toldById = new Map(byId.map((told) => [told.message_id, told]));
	return worded.map((row) => {
		return toStoredMessage(row, (row.wamid === null ? toldById.get(row.id) : toldByWamid.get(row.wamid)) ?? null);
	});
}
// ../server/src/messaging/messages/content-parts.ts
const HEADER_CHARS_MAX$1 = 60;
const FOOTER_CHARS_MAX$1 = 60;
const CAPTION_CHARS_MAX = 1024;
const FILENAME_CHARS_MAX = 240;
const LINK_CHARS_MAX = 2048;
const WAMID_CHARS_MAX = 512;
function filledText(charsMax) {
	return string().max(charsMax, `At most ${charsMax} characters.`).regex(/\S/, "Must not be empty.");
}
const wamid = filledText(WAMID_CHARS_MAX).describe("Meta's id of a message, `wamid\u2026`.");
const link = url({
	protocol: /^https?$/,
	error: "Must be a URL that begins with https:// or http://."
}).max(LINK_CHARS_MAX, `At most ${LINK_CHARS_MAX} characters.`);
function haveUniqueIds(elements) {
	return new Set(elements.map(({ id }) => id)).size === elements.length;
}
const file = {
	id: string().regex(/^[A-Za-z0-9_-]{1,128}$/, "Must be Meta's id of a file, as the upload answered it.").exactOptional().describe("Of a file that was uploaded here."),
	link: link.exactOptional().describe("Where Meta fetches the file itself.")
};
const caption = filledText(CAPTION_CHARS_MAX).exactOptional();
const filename = filledText(FILENAME_CHARS_MAX).exactOptional();
function namesOneFile({ id, link: at }) {
	return id === void 0 !== (at === void 0);
}
const ONE_FILE = "Give either id (of a file that was uploaded here) or link.";
const bareFile = strictObject(file).refine(namesOneFile, ONE_FILE);
const captionedFile = strictObject({
	...file,
	caption
}).refine(namesOneFile, ONE_FILE);
const namedFile = strictObject({
	...file,
	filename
}).refine(namesOneFile, ONE_FILE);
const documentFile = strictObject({
	...file,
	caption,
	filename
}).refine(namesOneFile, ONE_FILE);
const audioFile = strictObject({
	...file,
	voice: boolean().exactOptional().describe("true: a voice message.")
}).refine(namesOneFile, ONE_FILE);
const PLACE_CHARS_MAX = 1e3;
const place = strictObject({
	latitude: number().min(-90, "Must lie between -90 and 90.").max(90, "Must lie between -90 and 90."),
	longitude: number().min(-180, "Must lie between -180 and 180.").max(180, "Must lie between -180 and 180."),
	name: filledText(PLACE_CHARS_MAX).exactOptional(),
	address: filledText(PLACE_CHARS_MAX).exactOptional()
});
const textHeader = strictObject({
	type: literal("text"),
	text: filledText(HEADER_CHARS_MAX$1)
});
const header$2 = discriminatedUnion("type", [
	textHeader,
	strictObject({
		type: literal("image"),
		image: bareFile
	}),
	strictObject({
		type: literal("video"),
		video: bareFile
	}),
	strictObject({
		type: literal("document"),
		document: namedFile
	})
], { error: "Must be an object with a type of text, image, video or document." });
const footer$1 = strictObject({ text: filledText(FOOTER_CHARS_MAX$1) });
// ../server/src/messaging/messages/interactive-content.ts
const BODY_CHARS_MAX$1 = 1024;
const LIST_BODY_CHARS_MAX = 4096;
const BUTTONS_MAX$1 = 3;
const BUTTON_ID_CHARS_MAX = 256;
const BUTTON_TITLE_CHARS_MAX = 20;
const ROWS_MAX = 10;
const ROW_ID_CHARS_MAX = 200;
const ROW_TITLE_CHARS_MAX = 24;
const ROW_DESCRIPTION_CHARS_MAX = 72;
const FLOW_CTA_CHARS_MAX = 30;
const FLOW_TEXT_CHARS_MAX = 1e3;
const body$2 = strictObject({ text: filledText(BODY_CHARS_MAX$1) });
const around = {
	header: header$2.exactOptional(),
	body: body$2,
	footer: footer$1.exactOptional()
};
const replyButton = strictObject({
	type: literal("reply"),
	reply: strictObject({
		id: filledText(BUTTON_ID_CHARS_MAX),
		title: filledText(BUTTON_TITLE_CHARS_MAX)
	})
});
const buttons$1 = strictObject({
	...around,
	type: literal("button"),
	action: strictObject({ buttons: array(replyButton).min(1, "At least one button.").max(BUTTONS_MAX$1, `At most ${BUTTONS_MAX$1} buttons.`).refine((list) => haveUniqueIds(list.map(({ reply }) => reply)), "Each button needs an id of its own.") })
});
const section = strictObject({
	title: filledText(ROW_TITLE_CHARS_MAX).exactOptional(),
	rows: array(strictObject({
		id: filledText(ROW_ID_CHARS_MAX),
		title: filledText(ROW_TITLE_CHARS_MAX),
		description: filledText(ROW_DESCRIPTION_CHARS_MAX).exactOptional()
	})).min(1, "At least one row.").max(ROWS_MAX, `At most ${ROWS_MAX} rows.`)
});
const sections = array(section).min(1, "At least one section.").max(ROWS_MAX, `At most ${ROWS_MAX} sections.`).refine((list) => list.flatMap(({ rows }) => rows).length <= ROWS_MAX, `At most ${ROWS_MAX} rows in all sections.`).refine((list) => haveUniqueIds(list.flatMap(({ rows }) => rows)), "Each row needs an id of its own.").refine((list) => list.length === 1 || list.every(({ title }) => title !== void 0), "Where there is more than one section, each needs a title.");
const list = strictObject({
	type: literal("list"),
	header: textHeader.exactOptional(),
	body: strictObject({ text: filledText(LIST_BODY_CHARS_MAX) }),
	footer: footer$1.exactOptional(),
	action: strictObject({
		button: filledText(BUTTON_TITLE_CHARS_MAX),
		sections
	})
});
const ctaUrl = strictObject({
	...around,
	type: literal("cta_url"),
	action: strictObject({
		name: literal("cta_url"),
		parameters: strictObject({
			display_text: filledText(BUTTON_TITLE_CHARS_MAX),
			url: link
		})
	})
});
const locationRequest = strictObject({
	type: literal("location_request_message"),
	body: body$2,
	action: strictObject({ name: literal("send_location") })
});
const flowText = filledText(FLOW_TEXT_CHARS_MAX);
const flowParameters = strictObject({
	flow_message_version: filledText(16).describe("As Meta tells it: `3`."),
	flow_id: flowText.exactOptional(),
	flow_name: flowText.exactOptional(),
	flow_cta: filledText(FLOW_CTA_CHARS_MAX).describe("The words of the button that opens it."),
	flow_token: flowText.exactOptional().describe("Comes back with the answer."),
	mode: _enum(["draft", "published"]).exactOptional(),
	flow_action: _enum(["navigate", "data_exchange"]).exactOptional(),
	flow_action_payload: strictObject({
		screen: flowText.exactOptional(),
		data: record(string(), unknown()).exactOptional()
	}).exactOptional()
}).refine(({ flow_id, flow_name }) => flow_id === void 0 !== (flow_name === void 0), "Give either flow_id or flow_name.");
const flow = strictObject({
	...around,
	type: literal("flow"),
	action: strictObject({
		name: literal("flow"),
		parameters: flowParameters
	})
});
const interactiveContent = discriminatedUnion("type", [
	buttons$1,
	list,
	ctaUrl,
	locationRequest,
	flow
], { error: "Must be an object with a type of button, list, cta_url, location_request_message or flow." });
// ../server/src/messaging/messages/template-content.ts
const NAME_CHARS_MAX$1 = 512;
const PARAMETER_CHARS_MAX = 1024;
const PARAMETERS_MAX = 100;
const COMPONENTS_MAX$1 = 12;
const BUTTON_INDEX_MAX = 9;
const CARDS_MAX = 10;
const PRODUCT_SECTIONS_MAX = 10;
const PRODUCTS_MAX = 30;
const words = filledText(PARAMETER_CHARS_MAX);
const parameterName = string().regex(/^[a-z0-9_]{1,64}$/, "Must be the name that stands in the template: a-z, 0-9 and _.").exactOptional();
const productSection = strictObject({
	title: words.exactOptional(),
	product_items: array(strictObject({ product_retailer_id: words })).min(1).max(PRODUCTS_MAX)
});
const parameter = discriminatedUnion("type", [
	strictObject({
		type: literal("text"),
		text: words,
		parameter_name: parameterName
	}),
	strictObject({
		type: literal("currency"),
		currency: strictObject({
			fallback_value: words,
			code: string().regex(/^[A-Z]{3}$/, "Must be three capital letters (ISO 4217), such as EUR."),
			amount_1000: int()
		}),
		parameter_name: parameterName
	}),
	strictObject({
		type: literal("date_time"),
		date_time: strictObject({ fallback_value: words }),
		parameter_name: parameterName
	}),
	strictObject({
		type: literal("image"),
		image: bareFile
	}),
	strictObject({
		type: literal("video"),
		video: bareFile
	}),
	strictObject({
		type: literal("document"),
		document: namedFile
	}),
	strictObject({
		type: literal("location"),
		location: place
	}),
	strictObject({
		type: literal("product"),
		product: strictObject({
			product_retailer_id: words,
			catalog_id: words
		})
	}),
	strictObject({
		type: literal("limited_time_offer"),
		limited_time_offer: strictObject({ expiration_time_ms: int() })
	}),
	strictObject({
		type: literal("payload"),
		payload: words
	}),
	strictObject({
		type: literal("coupon_code"),
		coupon_code: words
	}),
	strictObject({
		type: literal("action"),
		action: strictObject({
			flow_token: words.exactOptional(),
			flow_action_data: record(string(), unknown()).exactOptional(),
			thumbnail_product_retailer_id: words.exactOptional(),
			sections: array(productSection).max(PRODUCT_SECTIONS_MAX).exactOptional()
		})
	})
], { error: "Must be an object with a type of text, currency, date_time, image, video, document, location, product, limited_time_offer, payload, coupon_code or action." });
const parameters = array(parameter).max(PARAMETERS_MAX, `At most ${PARAMETERS_MAX} parameters.`);
const buttonIndex = union([int(), string().regex(/^\d$/).transform(Number)], { error: "Must be a number from 0." }).refine((index) => index >= 0 && index <= BUTTON_INDEX_MAX, `Must lie between 0 and ${BUTTON_INDEX_MAX}.`).describe("Which button of the template, from 0.");
const header$1 = strictObject({
	type: literal("header"),
	parameters
});
const body$1 = strictObject({
	type: literal("body"),
	parameters
});
const button$1 = strictObject({
	type: literal("button"),
	sub_type: _enum([
		"quick_reply",
		"url",
		"copy_code",
		"flow",
		"catalog",
		"mpm"
	]),
	index: buttonIndex,
	parameters
});
const card = strictObject({
	card_index: int().min(0).max(9, `Must lie between 0 and 9.`),
	components: array(discriminatedUnion("type", [
		header$1,
		body$1,
		button$1
	], { error: "Must have a type of header, body or button." })).max(COMPONENTS_MAX$1, `At most ${COMPONENTS_MAX$1} components.`)
});
const component$1 = discriminatedUnion("type", [
	header$1,
	body$1,
	button$1,
	strictObject({
		type: literal("carousel"),
		cards: array(card).min(1, "At least one card.").max(CARDS_MAX, `At most ${CARDS_MAX} cards.`)
	}),
	strictObject({
		type: literal("limited_time_offer"),
		parameters
	})
], { error: "Must be an object with a type of header, body, button, carousel or limited_time_offer." });
const languageCode = string().regex(/^[a-z]{2,3}(_[A-Za-z0-9]{2,4})?$/, "Must be a language as Meta writes it: en_US.");
const templateContent = strictObject({
	name: string().max(NAME_CHARS_MAX$1, `At most ${NAME_CHARS_MAX$1} characters.`).regex(/^[a-z0-9_]+$/, "Must be the name of a template: a-z, 0-9 and _."),
	language: union([languageCode.transform((code) => ({ code })), strictObject({ code: languageCode })], { error: "Must be a language as Meta writes it, such as en_US, or {\"code\": \"en_US\"}." }),
	components: array(component$1).max(COMPONENTS_MAX$1, `At most ${COMPONENTS_MAX$1} components.`).exactOptional().describe("The parameters of the template, by where they stand in it.")
});
// ../server/src/messaging/messages/outgoing-message.ts
const TEXT_CHARS_MAX = 4096;
const EMOJI_CHARS_MAX = 64;
const PHONE_CHARS_MAX$1 = 40;
const GROUP_ID_CHARS_MAX = 256;
const CONTACTS_MAX = 257;
const OF_CONTACT_MAX = 20;
const CONTACT_FIELD_CHARS_MAX = 500;
const field = filledText(CONTACT_FIELD_CHARS_MAX).exactOptional();
const listOfContact = (item) => array(item).max(OF_CONTACT_MAX, `At most ${OF_CONTACT_MAX}.`).exactOptional();
const sharedContact = strictObject({
	name: strictObject({
		formatted_name: filledText(CONTACT_FIELD_CHARS_MAX).describe("The whole name as it is shown."),
		first_name: field,
		last_name: field,
		middle_name: field,
		prefix: field,
		suffix: field
	}),
	phones: listOfContact(strictObject({
		phone: field,
		wa_id: field,
		type: field
	})),
	emails: listOfContact(strictObject({
		email: field,
		type: field
	})),
	addresses: listOfContact(strictObject({
		street: field,
		city: field,
		state: field,
		zip: field,
		country: field,
		country_code: field,
		type: field
	})),
	org: strictObject({
		company: field,
		department: field,
		title: field
	}).exactOptional(),
	urls: listOfContact(strictObject({
		url: link,
		type: field
	})),
	birthday: date({ error: "Must be a date such as 1990-12-31." }).exactOptional()
});
const textContent = strictObject({
	body: filledText(TEXT_CHARS_MAX),
	preview_url: boolean().exactOptional().describe("Shows a preview of the first link.")
});
const reactionContent = strictObject({
	message_id: wamid,
	emoji: string().max(EMOJI_CHARS_MAX, "Must be one emoji.").describe("Empty takes the reaction away.")
});
const contactsContent = array(sharedContact).min(1, "At least one contact.").max(CONTACTS_MAX, `At most ${CONTACTS_MAX} contacts.`);
const WHO = "Must be a phone number with + and its country code, or an object with one of phone, bsuid, contact_id and group_id.";
const recipient = union([string().min(1).max(PHONE_CHARS_MAX$1), strictObject({
	phone: string().min(1).max(PHONE_CHARS_MAX$1).exactOptional(),
	bsuid: string().regex(/^[A-Za-z]{2}\.[A-Za-z0-9.]{1,128}$/, "Must be CC.digits, as Meta writes it.").exactOptional(),
	contact_id: idParam("cnt").exactOptional(),
	group_id: string().regex(/^[\x21-\x7e]+$/, "Must be Meta's id of a group.").max(GROUP_ID_CHARS_MAX).exactOptional()
}).refine((who) => Object.keys(who).length === 1, WHO)], { error: WHO }).describe("A phone number with + and its country code; or somebody by phone, BSUID or contact, or a group.");
const common = {
	channel_id: idParam("chn").optional().describe("May be left out where the workspace has exactly one."),
	to: recipient,
	reply_to: wamid.nullish().describe("The message that this one answers."),
	callback_data: string().min(1).max(460, `At most 460 characters.`).nullish().describe("Comes back with each status of the message.")
};
const sendMessageBody = discriminatedUnion("type", [
	strictObject({
		...common,
		type: literal("text"),
		text: textContent
	}),
	strictObject({
		...common,
		type: literal("image"),
		image: captionedFile
	}),
	strictObject({
		...common,
		type: literal("video"),
		video: captionedFile
	}),
	strictObject({
		...common,
		type: literal("document"),
		document: documentFile
	}),
	strictObject({
		...common,
		type: literal("audio"),
		audio: audioFile
	}),
	strictObject({
		...common,
		type: literal("sticker"),
		sticker: bareFile
	}),
	strictObject({
		...common,
		type: literal("location"),
		location: place
	}),
	strictObject({
		...common,
		type: literal("contacts"),
		contacts: contactsContent
	}),
	strictObject({
		...common,
		type: literal("reaction"),
		reaction: reactionContent
	}),
	strictObject({
		...common,
		type: literal("interactive"),
		interactive: interactiveContent
	}),
	strictObject({
		...common,
		type: literal("template"),
		template: templateContent
	})
], { error: "Must be text, image, video, document, audio, sticker, location, contacts, reaction, interactive or template." });
function givenContent(body) {
	return objectOf(body)[body.type];
}
// ../server/src/messaging/conversations/conversation-counts.store.ts
const COUNTED_MAX = 1e4;
async function countConversations(store, { workspaceId, memberId }) {
	const [mine, unassigned, all] = await Promise.all([
		memberId === null ? null : countOpen(store, workspaceId, memberId),
		countOpen(store, workspaceId, null),
		countOpen(store, workspaceId, "anybody")
	]);
	return {
		mine,
		unassigned,
		all
	};
}
async function countOpen(store, workspaceId, assignee) {
	const open = store.db.selectFrom("conversations").select([
		"workspace_id",
		"id",
		"read_count"
	]).where("workspace_id", "=", workspaceId).where("state", "=", sql.lit("open")).$if(assignee === null, (rows) => rows.where("assignee_id", "is", null)).$if(assignee !== null && assignee !== "anybody", (rows) => rows.where("assignee_id", "=", assignee)).limit(COUNTED_MAX);
	const row = await store.db.selectFrom(open.as("c")).leftJoin("conversation_activity as a", (join) => join.onRef("a.workspace_id", "=", "c.workspace_id").onRef("a.id", "=", "c.id")).select(({ fn }) => [fn.countAll().as("open"), sql`sum(case when a.inbound_count > c.read_count then 1 else 0 end)`.as("unread")]).executeTakeFirst();
	return {
		open: Number(row?.open ?? 0),
		unread: Number(row?.unread ?? 0)
	};
}
// ../server/src/messaging/conversations/conversation-change.ts
function changeConversation(before, wish, ctx) {
	const steps = stepsOf(before, wish, ctx.nowMs);
	const last = steps.at(-1)?.after ?? before;
	if (last === before) return null;
	const after = {
		...last,
		revision: before.revision + 1
	};
	return {
		after,
		events: steps.flatMap((step) => eventOf(step, ctx) ?? []),
		records: [toConversationWrite(after, null), ...steps.flatMap((step) => audit(step, ctx))]
	};
}
function conversationEvent(report) {
	return toEvent(report);
}
function stepsOf(conversation, wish, nowMs) {
	const steps = [];
	const now = () => steps.at(-1)?.after ?? conversation;
	const add = (verb, after) => steps.push({
		verb,
		before: now(),
		after
	});
	if (wish.readCount !== void 0 && wish.readCount > conversation.readCount) add("read", {
		...now(),
		readCount: wish.readCount
	});
	if (wish.assigneeId !== void 0 && wish.assigneeId !== conversation.assigneeId) add("updated", {
		...moved$1(now(), nowMs),
		assigneeId: wish.assigneeId
	});
	if (wish.state === "closed" && conversation.state === "open") add("closed", {
		...moved$1(now(), nowMs),
		state: "closed",
		closedAtMs: nowMs
	});
	if (wish.state === "open" && conversation.state === "closed") add("reopened", {
		...moved$1(now(), nowMs),
		state: "open",
		closedAtMs: null
	});
	return steps;
}
function moved$1(conversation, nowMs) {
	return {
		...conversation,
		updatedAtMs: nowMs,
		eventAtMs: nextEventAtMs(conversation.eventAtMs, nowMs)
	};
}
function eventOf({ verb, before, after }, { contact, newEventId }) {
	if (verb === "read") return null;
	const report = {
		id: newEventId(),
		conversation: after,
		person: personOf(contact),
		causeId: null
	};
	if (verb !== "updated") return toEvent({
		...report,
		type: `conversation.${verb}`
	});
	const changes = { assignee_id: [before.assigneeId, after.assigneeId] };
	return toEvent({
		...report,
		type: "conversation.updated",
		changes
	});
}
function personOf(contact) {
	if (contact === null) return {
		contact: null,
		phone: null,
		bsuid: null
	};
	const { id, serial, phone, bsuid } = contact;
	return {
		contact: {
			id,
			serial
		},
		phone: phone === null ? null : digitsOfPhone(phone),
		bsuid
	};
}
function toEvent({ id, type, conversation, person, causeId, changes }) {
	const resource = toConversationResource(conversation, person);
	const data = changes === void 0 ? resource : {
		...resource,
		changes
	};
	return {
		id,
		type,
		causeId,
		workspaceId: conversation.workspaceId,
		origin: "crm",
		channelId: conversation.channelId,
		occurredAtMs: conversation.eventAtMs,
		createdAtMs: conversation.updatedAtMs,
		...person,
		sentMessage: null,
		hops: 0,
		payload: data,
		dedupeKey: null
	};
}
function toConversationResource(conversation, { contact, phone }) {
	return {
		id: conversation.id,
		channel_id: conversation.channelId,
		contact_id: conversation.contactId,
		contact: contact === null ? null : {
			...contact,
			phone: phone === null ? null : `+${phone}`
		},
		state: conversation.state,
		assignee_id: conversation.assigneeId,
		created_at: toIso(conversation.createdAtMs),
		updated_at: toIso(conversation.updatedAtMs),
		closed_at: conversation.closedAtMs === null ? null : toIso(conversation.closedAtMs)
	};
}
function audit({ verb, before, after }, { actor, auditRow }) {
	if (actor === null) return [];
	const { workspaceId, id: resourceId } = after;
	return [auditRow({
		workspaceId,
		actor,
		action: `conversation.${verb}`,
		resourceType: "conversation",
		resourceId,
		before: toAuditView(before),
		after: toAuditView(after)
	})];
}
function toAuditView(conversation) {
	const { contact: _contact, ...resource } = toConversationResource(conversation, personOf(null));
	return {
		...resource,
		read_count: conversation.readCount
	};
}
// ../server/src/messaging/conversations/conversation-writer.ts
const CONFLICT_TRIES_MAX$1 = 5;
function saveConversation(ctx, save) {
	return ctx.locks.run([save.id], async () => {
		for (let tries = 1;; tries++) try {
			return await trySave(ctx, save);
		} catch (error) {
			if (!(error instanceof RecordConflictError)) throw error;
			if (tries === CONFLICT_TRIES_MAX$1) throw changedByOthers(error);
		}
	});
}
async function trySave(ctx, save) {
	const { workspaceId, id, change, expectedRevision, actor } = save;
	const present = await ctx.find(workspaceId, id);
	if (present === null) throw noSuchConversation();
	const { conversation, contact, inboundCount } = present;
	if (expectedRevision !== null && expectedRevision !== conversation.revision) throw changedSince(conversation);
	await assertAssignable(ctx, save, conversation);
	const wish = {
		state: change.state,
		assigneeId: change.assigneeId,
		readCount: change.isRead === true ? inboundCount : void 0
	};
	const { newEventId, auditRow } = ctx;
	const planned = changeConversation(conversation, wish, {
		contact,
		nowMs: ctx.nowMs(),
		newEventId,
		auditRow,
		actor
	});
	if (planned === null) return conversation;
	ctx.cache.forget(id);
	try {
		await ctx.publish(planned.events, { records: planned.records });
	} finally {
		ctx.cache.forget(id);
	}
	return planned.after;
}
async function assertAssignable(ctx, { workspaceId, change }, { assigneeId }) {
	const wanted = change.assigneeId ?? null;
	if (wanted === null || wanted === assigneeId || await ctx.isMember(workspaceId, wanted)) return;
	throw new PosthornError("unprocessable", "The conversation can only be assigned to a member of the workspace.", { fields: [{
		pointer: "/assignee_id",
		message: "There is no such member. GET /v1/members lists them."
	}] });
}
function noSuchConversation() {
	return new PosthornError("not_found", "There is no such conversation.");
}
function changedSince({ revision }) {
	return new PosthornError("precondition_failed", "The conversation was changed since it was read.", { fields: [{
		pointer: "If-Match",
		message: `The present version is ${etagOf(revision)}.`
	}] });
}
function changedByOthers(cause) {
	return new PosthornError("conflict", "Others keep changing the same conversation. Read it and try again.", { cause });
}
// ../server/src/messaging/conversations/conversations.routes.ts
const TAGS$3 = ["Conversations"];
const READ$3 = { access: {
	who: "workspace",
	permission: "conversations.read"
} };
const WRITE$3 = { access: {
	who: "workspace",
	permission: "conversations.write"
} };
const conversationsQuery = listQuery.extend({
	state: _enum(CONVERSATION_STATES).optional(),
	assignee_id: union([literal("none"), idParam("mbr")]).optional(),
	channel_id: idParam("chn").optional(),
	contact_id: idParam("cnt").optional(),
	unread: _enum(["true", "false"]).transform((text) => text === "true").optional(),
	q: string().trim().min(1).max(200).optional().describe("Text anywhere in the contact's names, company, number, BSUID, address, tags."),
	sort: _enum(CONVERSATION_SORTS).default("-last_message_at").describe("`last_message_at`: who has waited longest comes first.")
});
const countsQuery = strictObject({ assignee_id: idParam("mbr").optional().describe("Whose are `mine`. Left out: those of the member who asks.") });
const countView = object({
	open: int().describe(`${COUNTED_MAX}: so many or more.`),
	unread: int().describe("Of those the ones with messages that were not read.")
});
const countsView = object({
	mine: countView.nullable().describe("Null: no member asks, and none was named."),
	unassigned: countView,
	all: countView
}).meta({ id: "ConversationCounts" });
function conversationRoutes(api, ctx) {
	addListRoute$3(api, ctx);
	addCountsRoute(api, ctx);
	addReadRoute$1(api, ctx);
	addMessagesRoute(api, ctx);
	addUpdateRoute$1(api, ctx);
	addStateRoutes(api, ctx);
	addAssignRoute(api, ctx);
	addMarkReadRoute(api, ctx);
}
function addListRoute$3(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/conversations",
		config: READ$3,
		schema: {
			tags: TAGS$3,
			summary: "List and search conversations, the latest message first",
			description: "A page may be short or empty while `has_more` is true: go on with `next_cursor`. A conversation that gets a message meanwhile moves to the beginning, so read that again for what is new.",
			querystring: conversationsQuery,
			response: { 200: pageOf(conversationView) }
		},
		handler: async (request) => {
			const { query } = request;
			const page = await listConversations(ctx.store, {
				workspaceId: workspaceOf(request),
				sort: query.sort,
				limit: query.limit,
				after: readPlace(query.cursor),
				state: query.state,
				assigneeId: query.assignee_id === "none" ? null : query.assignee_id,
				channelId: query.channel_id,
				contactId: query.contact_id,
				isUnread: query.unread,
				text: searched(query.q)
			});
			const nowMs = ctx.nowMs();
			return {
				data: page.items.map((listed) => toConversationView(listed, nowMs)),
				next_cursor: page.nextCursor,
				has_more: page.nextCursor !== null
			};
		}
	});
}
const NUMBER = /^\+?[\d\s().-]{5,}$/;
function searched(text) {
	if (text === void 0) return void 0;
	if (NUMBER.test(text)) return text.replaceAll(/[\s().-]/g, "");
	return (storableText(text) ?? "").normalize("NFC").toLowerCase();
}
function addCountsRoute(api, { store }) {
	api.route({
		method: "GET",
		url: "/v1/conversations/counts",
		config: READ$3,
		schema: {
			tags: TAGS$3,
			summary: "Count the open conversations: mine, those of nobody, all",
			querystring: countsQuery,
			response: { 200: countsView }
		},
		handler: (request) => {
			const own = request.principal?.kind === "member" ? request.principal.memberId : null;
			const memberId = request.query.assignee_id ?? own;
			return countConversations(store, {
				workspaceId: workspaceOf(request),
				memberId
			});
		}
	});
}
function addReadRoute$1(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/conversations/:id",
		config: READ$3,
		schema: {
			tags: TAGS$3,
			summary: "Read a conversation",
			description: "The ETag is the version of what people decide about it. Messages do not change it.",
			params: idPath,
			response: { 200: conversationView }
		},
		handler: async (request, reply) => {
			const listed = await readConversation(ctx.store, request);
			return reply.header("etag", etagOf(listed.conversation.revision)).send(toConversationView(listed, ctx.nowMs()));
		}
	});
}
function addMessagesRoute(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/conversations/:id/messages",
		config: READ$3,
		schema: {
			tags: TAGS$3,
			summary: "List the messages of a conversation, newest first",
			params: idPath,
			querystring: listQuery,
			response: { 200: pageOf(ctx.messages.schema) }
		},
		handler: async (request) => {
			const { conversation } = await readConversation(ctx.store, request);
			const { workspaceId, id: conversationId } = conversation;
			const page = await ctx.messages.list({
				workspaceId,
				conversationId,
				limit: request.query.limit,
				cursor: request.query.cursor
			});
			return {
				data: [...page.items],
				next_cursor: page.nextCursor,
				has_more: page.nextCursor !== null
			};
		}
	});
}
function addUpdateRoute$1(api, ctx) {
	api.route({
		method: "PATCH",
		url: "/v1/conversations/:id",
		config: WRITE$3,
		schema: {
			tags: TAGS$3,
			summary: "Assign, close or reopen a conversation",
			description: "Fields that are not given stay. The events are `conversation.updated` with `changes` for the assignee, and `conversation.closed` or `conversation.reopened`; when nothing changes there is none.",
			params: idPath,
			body: updateConversationBody,
			response: { 200: conversationView }
		},
		handler: async (request, reply) => {
			const { state, assignee_id: assigneeId } = request.body;
			const listed = await change$1(ctx, request, {
				state,
				assigneeId
			});
			return reply.header("etag", etagOf(listed.conversation.revision)).send(toConversationView(listed, ctx.nowMs()));
		}
	});
}
const STATE_ROUTES = [{
	verb: "close",
	state: "closed",
	summary: "Close a conversation",
	description: "The next message of the person opens it again. The event is `conversation.closed`."
}, {
	verb: "reopen",
	state: "open",
	summary: "Open a closed conversation again",
	description: "The event is `conversation.reopened`."
}];
function addStateRoutes(api, ctx) {
	for (const { verb, state, summary, description } of STATE_ROUTES) api.route({
		method: "POST",
		url: `/v1/conversations/:id/${verb}`,
		config: WRITE$3,
		schema: {
			tags: TAGS$3,
			summary,
			description,
			params: idPath,
			response: { 200: conversationView }
		},
		handler: async (request, reply) => {
			const listed = await change$1(ctx, request, { state });
			return reply.header("etag", etagOf(listed.conversation.revision)).send(toConversationView(listed, ctx.nowMs()));
		}
	});
}
function addAssignRoute(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/conversations/:id/assign",
		config: WRITE$3,
		schema: {
			tags: TAGS$3,
			summary: "Assign a conversation to a member, or to nobody",
			description: "The event is `conversation.updated`.",
			params: idPath,
			body: assignBody,
			response: { 200: conversationView }
		},
		handler: async (request, reply) => {
			const listed = await change$1(ctx, request, { assigneeId: request.body.assignee_id });
			return reply.header("etag", etagOf(listed.conversation.revision)).send(toConversationView(listed, ctx.nowMs()));
		}
	});
}
function addMarkReadRoute(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/conversations/:id/read",
		config: WRITE$3,
		schema: {
			tags: TAGS$3,
			summary: "Mark everything that the person wrote as read",
			description: "There is no event of it.",
			params: idPath,
			body: readBody$1,
			response: { 200: conversationView }
		},
		handler: async (request, reply) => {
			const listed = await change$1(ctx, request, { isRead: true });
			if (request.body?.meta !== false) await tellMeta(ctx, listed);
			return reply.header("etag", etagOf(listed.conversation.revision)).send(toConversationView(listed, ctx.nowMs()));
		}
	});
}
async function tellMeta(ctx, { conversation }) {
	const { workspaceId, id, channelId } = conversation;
	const wamid = await findLastInboundWamid(ctx.store, workspaceId, id);
	if (wamid === null) return;
	try {
		await ctx.markReadAtMeta({
			workspaceId,
			channelId,
			wamid
		});
	} catch (error) {
		if (!(error instanceof PosthornError)) throw error;
	}
}
async function change$1(ctx, request, wanted) {
	const before = (await readConversation(ctx.store, request)).conversation;
	checkIfMatch(request, etagOf(before.revision));
	await ctx.change({
		workspaceId: before.workspaceId,
		id: before.id,
		change: wanted,
		expectedRevision: request.headers["if-match"] === void 0 ? null : before.revision,
		actor: actorOf(request)
	});
	return readConversation(ctx.store, request);
}
async function readConversation(store, request) {
	const listed = await findConversation(store, workspaceOf(request), pathId("cnv", request.params.id));
	if (listed === null) throw noSuchConversation();
	return listed;
}
function readPlace(cursor) {
	if (cursor === void 0) return null;
	const place = decodePlace(decodeCursor(cursor));
	if (place !== null) return place;
	throw new PosthornError("invalid_request", "The cursor is not valid.", { fields: [{
		pointer: "?cursor",
		message: "Use next_cursor of the page before, of the same list."
	}] });
}
// ../server/src/messaging/conversations/conversation-deliveries.routes.ts
const messageDeliveriesView = object({
	id: string().describe("Of the message."),
	delivered: int().describe("Endpoints that have everything that was told of it: that it came, and each step."),
	total: int().describe("Endpoints that want any of it. 0: nobody asked for it."),
	worst: object({
		delivery_id: string(),
		event_id: string(),
		endpoint_id: string(),
		endpoint_name: string().describe("Its description, or else the host of its URL."),
		state: _enum([
			"pending",
			"retrying",
			"canceled",
			"held",
			"exhausted"
		]).describe("`held`: the endpoint is disabled; `exhausted`: no more attempts are made.")
	}).nullable().describe("The endpoint that is worst off. Null: all have it.")
}).meta({ id: "MessageDeliveries" });
const MESSAGES_MAX = 100;
const messagesParam = string().transform((text) => text.split(",")).pipe(array(idParam("msg")).min(1).max(MESSAGES_MAX)).optional().describe(`Ids with commas between them, at most ${MESSAGES_MAX}. Left out: the newest ${MESSAGES_MAX}.`);
function conversationDeliveriesRoutes(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/conversations/:id/deliveries",
		config: { access: {
			who: "workspace",
			permission: "conversations.read"
		} },
		schema: {
			tags: ["Conversations"],
			summary: "How many endpoints have each message of a conversation",
			description: "Messages of other conversations are left out. A call of its own, so that a thread need not wait for it.",
			params: idPath,
			querystring: strictObject({ messages: messagesParam }),
			response: { 200: object({
				data: array(messageDeliveriesView),
				complete: boolean().describe("False: there are too many deliveries to add up, ask for fewer messages.")
			}) }
		},
		handler: async (request) => {
			const { conversation } = await readConversation(ctx.store, request);
			const { workspaceId, id: conversationId } = conversation;
			const ids = request.query.messages ?? null;
			const data = await ctx.deliveriesOf({
				workspaceId,
				conversationId,
				ids,
				limit: MESSAGES_MAX
			});
			return {
				data: [...data ?? []],
				complete: data !== null
			};
		}
	});
}
// ../server/src/messaging/conversations/conversation-notes.store.ts
const NOTES_MAX = 1e3;
async function insertNote(store, note, withChange) {
	return store.db.transaction().execute(async (trx) => {
		await holdConversation(store, trx, note);
		await assertRoomForNote(trx, note);
		const row = {
			workspace_id: note.workspaceId,
			id: note.id,
			conversation_id: note.conversationId,
			text: storableText(note.text) ?? "",
			author: JSON.stringify(note.author),
			created_at_ms: note.createdAtMs
		};
		await trx.insertInto("conversation_notes").values(row).execute();
		const after = toNote(row);
		await withChange(trx, {
			before: null,
			after
		});
		return after;
	});
}
async function listNotes(store, query) {
	const { workspaceId, conversationId, beforeId, limit } = query;
	let notes = store.db.selectFrom("conversation_notes").selectAll().where("workspace_id", "=", workspaceId).where("conversation_id", "=", conversationId);
	if (beforeId !== null) notes = notes.where("id", "<", beforeId);
	const rows = await notes.orderBy("id", "desc").limit(limit + 1).execute();
	return toPage(rows.map(toNote), limit, (note) => note.id);
}
async function deleteNote(store, note, withChange) {
	return store.db.transaction().execute(async (trx) => {
		const row = await trx.deleteFrom("conversation_notes").where("workspace_id", "=", note.workspaceId).where("id", "=", note.id).where("conversation_id", "=", note.conversationId).returningAll().executeTakeFirst();
		if (row === void 0) return false;
		await withChange(trx, {
			before: toNote(row),
			after: null
		});
		return true;
	});
}
async function holdConversation(store, trx, note) {
	if (await trx.selectFrom("conversations").select("id").where("workspace_id", "=", note.workspaceId).where("id", "=", note.conversationId).$if(store.can.skipLocked, (conversation) => conversation.forShare()).executeTakeFirst() === void 0) throw noSuchConversation();
}
async function assertRoomForNote(trx, { workspaceId, conversationId }) {
	if (await trx.selectFrom("conversation_notes").select("id").where("workspace_id", "=", workspaceId).where("conversation_id", "=", conversationId).orderBy("id").offset(999).limit(1).executeTakeFirst() === void 0) return;
	throw new PosthornError("limit_reached", `A conversation has at most ${NOTES_MAX} notes. Delete some first.`);
}
function toNote(row) {
	return {
		id: row.id,
		workspaceId: row.workspace_id,
		conversationId: row.conversation_id,
		text: row.text,
		author: JSON.parse(row.author),
		createdAtMs: row.created_at_ms
	};
}
// ../server/src/messaging/conversations/conversation-notes.routes.ts
const TAGS$2 = ["Conversations"];
const READ$2 = { access: {
	who: "workspace",
	permission: "conversations.read"
} };
const WRITE$2 = { access: {
	who: "workspace",
	permission: "conversations.write"
} };
const notePath = idPath.extend({ note_id: string().max(64) });
function noteRoutes(api, ctx) {
	addListRoute$2(api, ctx);
	addCreateRoute$1(api, ctx);
	addDeleteRoute$1(api, ctx);
}
function addListRoute$2(api, { store }) {
	api.route({
		method: "GET",
		url: "/v1/conversations/:id/notes",
		config: READ$2,
		schema: {
			tags: TAGS$2,
			summary: "List the notes of a conversation, newest first",
			params: idPath,
			querystring: listQuery,
			response: { 200: pageOf(noteView) }
		},
		handler: async (request) => {
			const { conversation } = await readConversation(store, request);
			const page = await listNotes(store, {
				workspaceId: conversation.workspaceId,
				conversationId: conversation.id,
				beforeId: idCursor("note", request.query.cursor),
				limit: request.query.limit
			});
			return {
				data: page.items.map((note) => toNoteView(note, conversation.contactId)),
				next_cursor: page.nextCursor,
				has_more: page.nextCursor !== null
			};
		}
	});
}
function addCreateRoute$1(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/conversations/:id/notes",
		config: {
			...WRITE$2,
			idempotent: true
		},
		schema: {
			tags: TAGS$2,
			summary: "Add a note to a conversation",
			description: "The person never sees it, and no event tells of it.",
			params: idPath,
			body: createNoteBody,
			response: { 201: noteView }
		},
		handler: async (request, reply) => {
			const { conversation } = await readConversation(ctx.store, request);
			const { kind, id } = actorOf(request);
			const note = await insertNote(ctx.store, {
				id: ctx.newNoteId(),
				workspaceId: conversation.workspaceId,
				conversationId: conversation.id,
				text: request.body.text,
				author: {
					kind,
					id
				},
				createdAtMs: ctx.nowMs()
			}, auditChange(audited(ctx.audit), request, "created"));
			return reply.code(201).send(toNoteView(note, conversation.contactId));
		}
	});
}
function addDeleteRoute$1(api, { store, audit }) {
	api.route({
		method: "DELETE",
		url: "/v1/conversations/:id/notes/:note_id",
		config: WRITE$2,
		schema: {
			tags: TAGS$2,
			summary: "Delete a note",
			params: notePath,
			response: { 204: _null() }
		},
		handler: async (request, reply) => {
			const { id: conversationText, note_id: noteText } = request.params;
			const id = parseId("note", noteText);
			const note = {
				workspaceId: workspaceOf(request),
				conversationId: pathId("cnv", conversationText)
			};
			const withChange = auditChange(audited(audit), request, "deleted");
			if (!(id !== null && await deleteNote(store, {
				...note,
				id
			}, withChange))) throw new PosthornError("not_found", "There is no such note.");
			return reply.code(204).send(null);
		}
	});
}
function audited(write) {
	return {
		write,
		resourceType: "conversation_note",
		toView: ({ id, conversationId, createdAtMs }) => ({
			id,
			conversation_id: conversationId,
			created_at: toIso(createdAtMs)
		})
	};
}
// ../server/src/messaging/conversations/reopen.worker.ts
const ROUND_MS$1 = 3e3;
const LOOK_BACK_MS = 3e5;
const ROUND_CONVERSATIONS_MAX = 100;
function startReopenWorker(ctx) {
	const stopping = new AbortController();
	const running = runRounds(ctx, stopping.signal);
	return { stop: async () => {
		stopping.abort();
		await running;
	} };
}
async function runRounds(ctx, signal) {
	while (!signal.aborted) {
		await ctx.wait(ROUND_MS$1, signal);
		if (signal.aborted) return;
		await reopenMissed(ctx).catch(ctx.onError);
	}
}
async function reopenMissed(ctx) {
	const closedFromMs = ctx.nowMs() - LOOK_BACK_MS;
	const missed = await findMissedReopenings(ctx.store, {
		closedFromMs,
		limit: ROUND_CONVERSATIONS_MAX
	});
	let count = 0;
	for (const { workspaceId, id, revision } of missed) if (await isReopened(ctx, {
		workspaceId,
		id,
		change: { state: "open" },
		expectedRevision: revision,
		actor: null
	})) count += 1;
	return count;
}
const OVERTAKEN = new Set([
	"not_found",
	"precondition_failed",
	"conflict"
]);
async function isReopened({ change }, save) {
	try {
		await change(save);
		return true;
	} catch (error) {
		if (error instanceof PosthornError && OVERTAKEN.has(error.code)) return false;
		throw error;
	}
}
// ../server/src/messaging/conversations/conversation-changes.store.ts
const KIND_BY_ACTION = {
	"conversation.updated": "assigned",
	"conversation.closed": "closed",
	"conversation.reopened": "reopened"
};
async function listChanges(store, query) {
	const { workspaceId, conversationId, beforeUuid, limit } = query;
	let rows = store.db.selectFrom("audit_log").select([
		"id",
		"at_ms",
		"actor_kind",
		"actor_id",
		"action",
		"before",
		"after"
	]).where("workspace_id", "=", workspaceId).where("resource_id", "=", conversationId).where("action", "in", Object.keys(KIND_BY_ACTION));
	if (beforeUuid !== null) rows = rows.where("id", "<", idOf("aud", beforeUuid));
	return (await rows.orderBy("id", "desc").limit(limit).execute()).map(toChange$1);
}
function toChange$1(row) {
	return {
		id: row.id,
		kind: KIND_BY_ACTION[row.action],
		actor: {
			kind: row.actor_kind,
			id: row.actor_id
		},
		atMs: row.at_ms,
		assigneeId: {
			from: assigneeIn(row.before),
			to: assigneeIn(row.after)
		}
	};
}
function assigneeIn(view) {
	return view === null ? null : stringOf(objectOf(JSON.parse(view)).assignee_id);
}
// ../server/src/messaging/conversations/timeline.routes.ts
const changeView = object({
	what: _enum([
		"assigned",
		"closed",
		"reopened"
	]),
	actor: object({
		kind: _enum(ACTOR_KINDS),
		id: string().nullable()
	}).describe("Who did it, as in the audit log."),
	assignee_id: string().nullable().describe("Who looks after it since then."),
	previous_assignee_id: string().nullable()
});
function timelineRoutes(api, ctx) {
	const place = {
		id: string(),
		at: datetime()
	};
	const entryView = discriminatedUnion("kind", [
		object({
			kind: literal("message"),
			...place,
			message: ctx.thread.schema
		}),
		object({
			kind: literal("note"),
			...place,
			note: noteView
		}),
		object({
			kind: literal("change"),
			...place,
			change: changeView
		})
	]).meta({ id: "ConversationTimelineEntry" });
	api.route({
		method: "GET",
		url: "/v1/conversations/:id/timeline",
		config: { access: {
			who: "workspace",
			permission: "conversations.read"
		} },
		schema: {
			tags: ["Conversations"],
			summary: "What was said, noted and decided in a conversation, newest first",
			description: "Messages with the message that they answer, the reactions on them and what is known of their files; notes; and who assigned, closed and reopened it, for as long as the audit log is kept. In the order in which they came to be known here. A message of the person that came after it was closed has opened it again: no entry of its own tells of that.",
			params: idPath,
			querystring: listQuery,
			response: { 200: pageOf(entryView) }
		},
		handler: async (request) => {
			const listed = await readConversation(ctx.store, request);
			const { limit, cursor } = request.query;
			const entries = await readEntries(ctx, listed, {
				beforeUuid: readUuid(cursor),
				limit: limit + 1
			});
			const data = entries.slice(0, limit);
			const last = data.at(-1);
			const hasMore = entries.length > limit && last !== void 0;
			return {
				data,
				next_cursor: hasMore ? encodeCursor(uuidOf(last.id)) : null,
				has_more: hasMore
			};
		}
	});
}
async function readEntries({ store, thread }, { conversation }, { beforeUuid, limit }) {
	const { workspaceId, id: conversationId, contactId } = conversation;
	const piece = {
		workspaceId,
		conversationId,
		beforeUuid,
		limit
	};
	const beforeId = beforeUuid === null ? null : parseId("note", `note_${beforeUuid}`);
	const [messages, notes, changes] = await Promise.all([
		thread.list(piece),
		listNotes(store, {
			workspaceId,
			conversationId,
			beforeId,
			limit
		}),
		listChanges(store, piece)
	]);
	return [
		...messages.flatMap((message) => message.id === null ? [] : [{
			kind: "message",
			id: message.id,
			at: message.occurred_at,
			message
		}]),
		...notes.items.map((note) => {
			const view = toNoteView(note, contactId);
			return {
				kind: "note",
				id: note.id,
				at: view.created_at,
				note: view
			};
		}),
		...changes.map(toChangeEntry)
	].toSorted((one, other) => uuidOf(one.id) < uuidOf(other.id) ? 1 : -1).slice(0, limit);
}
function toChangeEntry({ id, kind, actor, atMs, assigneeId }) {
	const change = {
		what: kind,
		actor,
		assignee_id: assigneeId.to,
		previous_assignee_id: assigneeId.from
	};
	return {
		kind: "change",
		id,
		at: toIso(atMs),
		change
	};
}
function readUuid(cursor) {
	if (cursor === void 0) return null;
	const uuid = decodeCursor(cursor);
	if (parseId("note", `note_${uuid}`) !== null) return uuid;
	throw new PosthornError("invalid_request", "The cursor is not valid.", { fields: [{
		pointer: "?cursor",
		message: "Use next_cursor of the page before, of the same list."
	}] });
}
// ../server/src/messaging/messages/thread-parts.store.ts
async function findQuoted(store, workspaceId, wamids) {
	if (wamids.length === 0) return new Map();
	const rows = await store.db.selectFrom("messages").select([
		"id",
		"wamid",
		"direction",
		"type",
		"text",
		"content"
	]).where("workspace_id", "=", workspaceId).where("wamid", "in", [...new Set(wamids)]).execute();
	const latestFirst = (await withMessageWords(store.db, workspaceId, rows)).toSorted((one, other) => one.id < other.id ? 1 : -1);
	return new Map(latestFirst.flatMap((row) => row.wamid === null ? [] : [[row.wamid, row]]));
}
const REACTIONS_LOOK_ROWS = 2e3;
async function listReactions(store, thread) {
	const later = store.db.selectFrom("messages").select([
		"id",
		"type",
		"direction",
		"content",
		"sender",
		"occurred_at_ms",
		"refused_at_ms"
	]).where("workspace_id", "=", thread.workspaceId).where("conversation_id", "=", thread.conversationId).where("id", ">", thread.afterId).orderBy("id").limit(REACTIONS_LOOK_ROWS);
	const rows = await store.db.selectFrom(later.as("later")).selectAll().where("type", "=", "reaction").where("refused_at_ms", "is", null).orderBy("id").execute();
	const standing = new Map();
	for (const row of await withMessageWords(store.db, thread.workspaceId, rows)) {
		const { message_id, emoji } = objectOf(objectOf(JSON.parse(row.content)).reaction);
		const [targetWamid, text] = [stringOf(message_id), stringOf(emoji)];
		if (targetWamid === null) continue;
		const key = `${row.direction} ${targetWamid}`;
		standing.delete(key);
		if (text === null || text === "") continue;
		standing.set(key, {
			targetWamid,
			emoji: text,
			direction: row.direction,
			sender: row.sender === null ? null : JSON.parse(row.sender),
			atMs: row.occurred_at_ms
		});
	}
	return [...standing.values()];
}
async function findThreadFiles(store, workspaceId, mediaIds) {
	if (mediaIds.length === 0) return new Map();
	const rows = await store.db.selectFrom("media_files").select([
		"media_id",
		"state",
		"mime_type",
		"size_bytes",
		"filename"
	]).where("workspace_id", "=", workspaceId).where("media_id", "in", [...new Set(mediaIds)]).execute();
	return new Map(rows.map((row) => [row.media_id, row]));
}
async function listMessageKeys(store, query) {
	const { workspaceId, conversationId, ids, limit } = query;
	if (ids?.length === 0) return [];
	let keys = store.db.selectFrom("messages").select(["id", "wamid"]).where("workspace_id", "=", workspaceId).where("conversation_id", "=", conversationId);
	if (ids !== null) keys = keys.where("id", "in", ids);
	return keys.orderBy("id", "desc").limit(limit).execute();
}
// ../server/src/messaging/messages/mark-read.ts
async function markReadAtMeta(ctx, read) {
	const { workspaceId, channelId, wamid, isTyping = false } = read;
	const channel = await ctx.findChannel(workspaceId, channelId);
	if (channel === null) throw new PosthornError("unprocessable", "The channel of this message was deleted.");
	const path = `${channel.phoneNumberId}/messages`;
	const body = {
		messaging_product: "whatsapp",
		status: "read",
		message_id: wamid,
		...isTyping ? { typing_indicator: { type: "text" } } : {}
	};
	const result = await ctx.callGraph({
		workspaceId,
		channelId,
		method: "POST",
		path,
		body
	});
	if (result.kind !== "ok") throw toError(result);
}
async function markMessageRead(ctx, mark) {
	const { workspaceId, message, isTyping, actor } = mark;
	if (message === null || message.wamid === null || message.direction === "outbound" || message.type === "erased") throw new PosthornError("unprocessable", "Only a message that a person wrote can be marked as read.");
	const { channelId, wamid, conversationId } = message;
	await markReadAtMeta(ctx, {
		workspaceId,
		channelId,
		wamid,
		isTyping
	});
	if (conversationId !== null) await ctx.markConversationRead(workspaceId, conversationId, actor);
}
function toError(result) {
	if (result.kind !== "refused") return new PosthornError("meta_unavailable", result.reason);
	const { title, advice } = result.error;
	const message = `Meta did not mark the message as read: ${title}. ${advice}`;
	return new PosthornError("meta_refused", message, { metaError: result.error });
}
// ../server/src/messaging/messages/message-page.ts
async function pageOfMessages({ store, mediaUrl }, { cursor, ...query }) {
	const { items, nextCursor } = await listMessages(store, {
		...query,
		beforeId: idCursor("msg", cursor)
	});
	const toView = (mediaId) => mediaUrl(query.workspaceId, mediaId);
	return {
		items: items.map((message) => toMessageView({
			kind: "message",
			message
		}, toView)),
		nextCursor
	};
}
// ../server/src/messaging/messages/read-recipient.ts
async function readRecipient(ctx, workspaceId, to) {
	if (typeof to === "string") return readNumber(ctx, workspaceId, {
		text: to,
		pointer: "/to"
	});
	if (to.phone !== void 0) return readNumber(ctx, workspaceId, {
		text: to.phone,
		pointer: "/to/phone"
	});
	if (to.bsuid !== void 0) return {
		kind: "bsuid",
		bsuid: to.bsuid
	};
	if (to.contact_id !== void 0) return readContact(ctx, workspaceId, to.contact_id);
	return {
		kind: "group",
		groupId: to.group_id ?? ""
	};
}
function readNumber(ctx, workspaceId, { text, pointer }) {
	const phone = ctx.readPhone(workspaceId, text);
	if (phone !== null) return {
		kind: "phone",
		phone: digitsOfPhone(phone)
	};
	throw new PosthornError("invalid_request", "The body is not valid.", { fields: [{
		pointer,
		message: "Must be a phone number with + and its country code."
	}] });
}
async function readContact(ctx, workspaceId, id) {
	const contact = await ctx.findIdentity(workspaceId, id);
	const pointer = "/to/contact_id";
	if (contact === null) throw new PosthornError("invalid_request", "The body is not valid.", { fields: [{
		pointer,
		message: "There is no such contact."
	}] });
	if (contact.phone !== null) return {
		kind: "phone",
		phone: digitsOfPhone(contact.phone)
	};
	if (contact.bsuid !== null) return {
		kind: "bsuid",
		bsuid: contact.bsuid
	};
	const message = "The contact has neither a number nor a BSUID: give it one first.";
	throw new PosthornError("unprocessable", message, { fields: [{
		pointer,
		message
	}] });
}
// ../server/src/messaging/messages/messages.routes.ts
const TAGS$1 = ["Messages"];
const READ$1 = {
	who: "workspace",
	permission: "messages.read"
};
const WRITE$1 = {
	who: "workspace",
	permission: "messages.write"
};
const messagesQuery = listQuery.extend({
	channel_id: idParam("chn").optional(),
	conversation_id: idParam("cnv").optional(),
	contact_id: idParam("cnt").optional(),
	direction: _enum(MESSAGE_DIRECTIONS).optional(),
	message_id: string().min(1).max(512).optional().describe("Meta's id of a message.")
});
const messagePath = strictObject({ id: string().max(512).describe("`msg_\u2026`, or the id that Meta knows it by.") });
const readBody = strictObject({ typing: boolean().exactOptional().describe("Also shows the person that somebody is typing.") }).nullish();
const sentView = object({
	id: string(),
	message_id: string().nullable().describe("Meta's id, by which every later event names it. Null while pending."),
	status: _enum(["accepted", "pending"]),
	channel_id: string(),
	contact_id: string().nullable(),
	conversation_id: string().nullable(),
	to: object({
		phone: string().nullable(),
		bsuid: string().nullable(),
		group_id: string().nullable()
	}).describe("`phone` as digits, as Meta writes it."),
	type: string(),
	text: string().nullable().describe("What it says in words, a template's as it is rendered."),
	callback_data: string().nullable(),
	created_at: string(),
	whatsapp_response: record(string(), unknown()).nullable().describe("Meta's whole answer.")
}).meta({ id: "SentMessage" });
function messageRoutes(api, ctx) {
	addSendRoute(api, ctx);
	addListRoute$1(api, ctx);
	addReadRoutes(api, ctx);
	addMarkRoutes(api, ctx);
}
function addSendRoute(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/messages",
		config: {
			access: WRITE$1,
			idempotent: true
		},
		schema: {
			tags: TAGS$1,
			summary: "Send a message",
			description: `Waits up to ${SEND_WAIT_MS / 1e3} seconds for Meta: 201 when Meta took it, 422 \`message_refused\` with \`meta_error\` when it did not, 202 when it is not known yet. With the header \`Prefer: respond-async\` the answer is 202 at once. What becomes of a message that was answered with 202 is told by events.`,
			body: sendMessageBody,
			response: {
				201: sentView,
				202: sentView
			}
		},
		handler: async (request, reply) => {
			const send = await readSend(ctx, request);
			if (send.waitMs === 0) reply.header("preference-applied", "respond-async");
			const sent = await ctx.sendMessage(send);
			const { outcome } = sent;
			if (outcome.kind === "refused") throw refused(outcome.error);
			reply.code(outcome.kind === "accepted" ? 201 : 202).header("location", `/v1/messages/${sent.messageId}`);
			return reply.send(toSentView(send, sent));
		}
	});
}
function refused(error) {
	const message = `Meta refused the message: ${error.title}. ${error.advice}`;
	return new PosthornError("message_refused", message, { metaError: error });
}
async function readSend(ctx, request) {
	const { body } = request;
	const workspaceId = workspaceOf(request);
	return {
		workspaceId,
		channelId: body.channel_id ?? await findOnlyChannel(ctx, workspaceId),
		to: await readRecipient(ctx, workspaceId, body.to),
		type: body.type,
		content: givenContent(body),
		replyTo: body.reply_to ?? null,
		callbackData: body.callback_data ?? null,
		actor: actorOf(request),
		waitMs: prefersAsync(request) ? 0 : SEND_WAIT_MS
	};
}
async function findOnlyChannel(ctx, workspaceId) {
	const id = await ctx.findOnlyChannel(workspaceId);
	if (id !== null) return id;
	throw new PosthornError("invalid_request", "The body is not valid.", { fields: [{
		pointer: "/channel_id",
		message: "Name the channel: it may be left out only where the workspace has exactly one."
	}] });
}
function prefersAsync({ headers }) {
	const { prefer = "" } = headers;
	return [prefer].flat().some((line) => line.split(",").some((one) => /^\s*respond-async\s*$/i.test(one)));
}
function toSentView(send, sent) {
	const { outcome } = sent;
	const accepted = outcome.kind === "accepted" ? outcome : null;
	return {
		id: sent.messageId,
		message_id: accepted?.wamid ?? null,
		status: accepted === null ? "pending" : "accepted",
		channel_id: send.channelId,
		contact_id: sent.contactId,
		conversation_id: sent.conversationId,
		to: toRecipientView(send.to),
		type: send.type,
		text: sent.text,
		callback_data: send.callbackData,
		created_at: toIso(sent.createdAtMs),
		whatsapp_response: accepted === null ? null : { ...accepted.response }
	};
}
function toRecipientView(to) {
	return {
		phone: to.kind === "phone" ? to.phone : null,
		bsuid: to.kind === "bsuid" ? to.bsuid : null,
		group_id: to.kind === "group" ? to.groupId : null
	};
}
function addListRoute$1(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/messages",
		config: { access: READ$1 },
		schema: {
			tags: TAGS$1,
			summary: "List messages, newest first",
			description: "A filtered page may be short or empty while `has_more` is true: go on with `next_cursor`.",
			querystring: messagesQuery,
			response: { 200: pageOf(messageView) }
		},
		handler: async (request) => {
			const { query } = request;
			const page = await pageOfMessages(ctx, {
				workspaceId: workspaceOf(request),
				channelId: query.channel_id,
				conversationId: query.conversation_id,
				contactId: query.contact_id,
				direction: query.direction,
				wamid: storableText(query.message_id ?? null) ?? void 0,
				cursor: query.cursor,
				limit: query.limit
			});
			return {
				data: [...page.items],
				next_cursor: page.nextCursor,
				has_more: page.nextCursor !== null
			};
		}
	});
}
function addReadRoutes(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/messages/:id",
		config: { access: READ$1 },
		schema: {
			tags: TAGS$1,
			summary: "Read a message",
			description: "Also one that was not sent from here, when Meta told statuses of it: then that is what is shown.",
			params: messagePath,
			response: { 200: messageView }
		},
		handler: async (request) => {
			const workspaceId = workspaceOf(request);
			return view(ctx, workspaceId, await readKnown(ctx, workspaceId, request.params.id));
		}
	});
	api.route({
		method: "GET",
		url: "/v1/messages/:id/status",
		config: { access: READ$1 },
		schema: {
			tags: TAGS$1,
			summary: "How far a message is, with a time for each step",
			params: messagePath,
			response: { 200: messageStatusView }
		},
		handler: async (request) => toStatusView(await readKnown(ctx, workspaceOf(request), request.params.id))
	});
}
function addMarkRoutes(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/messages/:id/read",
		config: { access: WRITE$1 },
		schema: {
			tags: TAGS$1,
			summary: "Mark a message of a person as read",
			description: "They see it, and messages before it are read too. Its conversation has nothing unread afterwards.",
			params: messagePath,
			body: readBody,
			response: { 204: _null() }
		},
		handler: (request, reply) => markRead(ctx, request, {
			reply,
			isTyping: request.body?.typing === true
		})
	});
	api.route({
		method: "POST",
		url: "/v1/messages/:id/typing",
		config: { access: WRITE$1 },
		schema: {
			tags: TAGS$1,
			summary: "Show the person that somebody is typing",
			description: "For 25 seconds, or until a message is sent. `id` names their message that is being answered; Meta marks it as read.",
			params: messagePath,
			response: { 204: _null() }
		},
		handler: (request, reply) => markRead(ctx, request, {
			reply,
			isTyping: true
		})
	});
}
async function markRead(ctx, request, { reply, isTyping }) {
	const workspaceId = workspaceOf(request);
	const known = await readKnown(ctx, workspaceId, request.params.id);
	await markMessageRead(ctx, {
		workspaceId,
		message: known.kind === "message" ? known.message : null,
		isTyping,
		actor: actorOf(request)
	});
	return reply.code(204).send(null);
}
async function readKnown(ctx, workspaceId, given) {
	const id = parseId("msg", given);
	const text = storableText(given) ?? "";
	const message = id === null ? await findMessageByWamid(ctx.store, workspaceId, text) : await findMessage(ctx.store, workspaceId, id);
	if (message !== null) return {
		kind: "message",
		message
	};
	const statuses = id === null ? await findToldStatuses$1(ctx.store, workspaceId, text) : null;
	if (statuses !== null) return {
		kind: "statuses",
		statuses
	};
	throw new PosthornError("not_found", "There is no such message. Use the id of a message (msg_\u2026) or Meta's (wamid\u2026).");
}
function view({ mediaUrl }, workspaceId, known) {
	return toMessageView(known, (mediaId) => mediaUrl(workspaceId, mediaId));
}
// ../server/src/messaging/messages/template-text.ts
function renderTemplate(template, given) {
	if (template.components.length === 0) return {
		text: null,
		problems: []
	};
	const needed = templateParameters(template);
	const components = listOf(given).map((value, index) => ({
		component: objectOf(value),
		index
	}));
	const render = (place) => renderPart({
		place,
		part: findPart(template, place),
		needed: needed.filter(({ component }) => component === place),
		given: components.find(({ component }) => wordOf(component.type) === place) ?? null
	});
	const [header, body] = [render("header"), render("body")];
	const footer = stringOf(findPart(template, "footer")?.text);
	const lines = [
		header.text,
		body.text,
		footer
	].filter((line) => line !== null && line !== "");
	return {
		text: lines.length === 0 ? null : lines.join("\n"),
		problems: [
			...header.problems,
			...body.problems,
			...checkButtons(template, {
				needed,
				components
			})
		]
	};
}
function messageText(type, content) {
	const object = objectOf(content);
	switch (type) {
		case "text": return stringOf(object.body);
		case "interactive": return stringOf(objectOf(object.body).text);
		case "reaction": return stringOf(object.emoji) || null;
		default: return stringOf(object.caption);
	}
}
function findPart({ components }, type) {
	return components.find((component) => wordOf(component.type) === type) ?? null;
}
function renderPart(part) {
	const [file] = part.needed.filter(({ type }) => type !== "text");
	if (file !== void 0) return {
		text: null,
		problems: checkFile(part, file.type)
	};
	const { values, problems } = part.needed.some(({ name }) => name !== null) ? fillByName(part) : fillByPlace(part);
	return {
		text: stringOf(part.part?.text)?.replaceAll(PLACEHOLDER, (whole, key) => values.get(key) ?? whole) ?? null,
		problems
	};
}
const PLACEHOLDER = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;
function checkFile({ place, given }, type) {
	const parameters = parametersOf(given);
	if (parameters.length === 1 && wordOf(parameters[0]?.type) === type) return [];
	return [{
		pointer: pointerTo(given),
		message: `The ${place} of the template takes one parameter of type ${type}.`
	}];
}
function fillByPlace(part) {
	const filling = {
		values: new Map(),
		problems: []
	};
	const keys = part.needed.map(keyOf).toSorted((one, other) => Number(one) - Number(other));
	const parameters = parametersOf(part.given);
	for (const [index, parameter] of parameters.slice(0, keys.length).entries()) fill(filling, part, {
		key: keys[index] ?? "",
		parameter,
		index
	});
	noteMissing(filling, part, keys.slice(parameters.length));
	if (parameters.length > keys.length) {
		const takes = keys.length === 0 ? "no parameters" : `only ${keys.length}`;
		const message = `The ${part.place} of the template takes ${takes}, and ${parameters.length} are given.`;
		filling.problems.push({
			pointer: pointerTo(part.given, "/parameters"),
			message
		});
	}
	return filling;
}
function fillByName(part) {
	const filling = {
		values: new Map(),
		problems: []
	};
	const keys = part.needed.map(keyOf);
	const named = new Set();
	for (const [index, parameter] of parametersOf(part.given).entries()) {
		const key = stringOf(parameter.parameter_name);
		if (key !== null && keys.includes(key)) {
			named.add(key);
			fill(filling, part, {
				key,
				parameter,
				index
			});
			continue;
		}
		const message = `Give a parameter_name that stands in the ${part.place} of the template: ${inBraces(keys)}.`;
		filling.problems.push({
			pointer: pointerTo(part.given, `/parameters/${index}/parameter_name`),
			message
		});
	}
	noteMissing(filling, part, keys.filter((key) => !named.has(key)));
	return filling;
}
function keyOf({ name, position }) {
	return name ?? String(position);
}
function inBraces(keys) {
	return keys.map((key) => `{{${key}}}`).join(", ");
}
function noteMissing({ problems }, { place, given }, keys) {
	if (keys.length === 0) return;
	const message = `Give the parameters of the ${place} that are missing: ${inBraces(keys)}.`;
	problems.push({
		pointer: pointerTo(given, "/parameters"),
		message
	});
}
function fill({ values, problems }, { place, given }, { key, parameter, index }) {
	const words = wordsOf(parameter);
	if (words !== null) {
		values.set(key, words);
		return;
	}
	const message = `{{${key}}} of the ${place} takes a parameter of type text, currency or date_time.`;
	problems.push({
		pointer: pointerTo(given, `/parameters/${index}`),
		message
	});
}
function wordsOf(parameter) {
	const type = wordOf(parameter.type);
	if (type === "text") return stringOf(parameter.text);
	if (type === "currency" || type === "date_time") return stringOf(objectOf(parameter[type]).fallback_value);
	return null;
}
const PLAIN_PARTS = [
	"header",
	"body",
	"footer",
	"buttons"
];
function checkButtons(template, { needed, components }) {
	if (!template.components.every(({ type }) => PLAIN_PARTS.includes(wordOf(type)))) return [];
	const buttons = listOf(findPart(template, "buttons")?.buttons).map(objectOf);
	const given = components.filter(({ component }) => wordOf(component.type) === "button");
	const neededBy = (index) => needed.find((one) => one.component === "button" && one.index === index) ?? null;
	const wrong = given.flatMap((one) => {
		const index = Number(one.component.index);
		return checkButton(buttons[index], {
			given: one,
			buttonCount: buttons.length,
			needed: neededBy(index)
		});
	});
	const missing = buttons.flatMap((button, index) => {
		return given.some(({ component }) => Number(component.index) === index) || neededBy(index) === null ? [] : [missingButton(button, index)];
	});
	return [...wrong, ...missing];
}
function checkButton(button, { given, buttonCount, needed }) {
	const { component } = given;
	if (button === void 0) {
		const message = `The template has ${buttonCount} buttons; the first one has the index 0.`;
		return [{
			pointer: pointerTo(given, "/index"),
			message
		}];
	}
	if (wordOf(component.sub_type) !== subTypeOf(button)) {
		const message = `This button of the template takes the sub_type ${subTypeOf(button)}.`;
		return [{
			pointer: pointerTo(given, "/sub_type"),
			message
		}];
	}
	const parameters = parametersOf(given);
	if (needed === null || parameters.length === 1 && wordOf(parameters[0]?.type) === needed.type) return [];
	const message = `This button of the template takes one parameter of type ${needed.type}.`;
	return [{
		pointer: pointerTo(given, "/parameters"),
		message
	}];
}
function missingButton(button, index) {
	const message = `Give a component of type button, sub_type ${subTypeOf(button)} and index ${index} with its parameter.`;
	return {
		pointer: pointerTo(null),
		message
	};
}
function subTypeOf({ type }) {
	return wordOf(type) === "otp" ? "url" : wordOf(type);
}
function parametersOf(given) {
	return listOf(given?.component.parameters).map(objectOf);
}
function pointerTo(given, inside = "") {
	return given === null ? "/template/components" : `/template/components/${given.index}${inside}`;
}
// ../server/src/messaging/messages/send-message.ts
function createSendMessage(ctx) {
	return async (send) => {
		const { workspaceId, actor, to } = send;
		const channel = await findConnected(ctx, send);
		const person = to.kind === "group" ? null : await findPerson(ctx, workspaceId, to);
		const text = await checkMessage(ctx, {
			send,
			channel,
			person
		});
		const contact = person === null ? null : person.contact ?? await createContact(ctx, person, {
			workspaceId,
			actor
		});
		const message = {
			id: ctx.newMessageId(),
			workspaceId,
			channelId: channel.id,
			conversationId: person === null ? null : conversationOf(channel.id, {
				...person,
				contact
			}),
			contactId: contact?.id ?? null,
			recipient: to,
			type: send.type,
			text: storableText(text),
			content: send.content,
			replyTo: send.replyTo,
			callbackData: storableText(send.callbackData)
		};
		const createdAtMs = ctx.nowMs();
		const outcome = await ctx.enqueueSend({
			message,
			phoneNumberId: channel.phoneNumberId,
			actor,
			createdAtMs,
			waitMs: send.waitMs
		});
		const { id: messageId, contactId, conversationId } = message;
		return {
			messageId,
			contactId,
			conversationId,
			outcome,
			text: message.text,
			createdAtMs
		};
	};
}
async function findConnected(ctx, { workspaceId, channelId }) {
	const [channel, isConnected] = await Promise.all([ctx.findChannel(workspaceId, channelId), ctx.isConnected(workspaceId, channelId)]);
	if (channel === null) throw new PosthornError("not_found", "There is no such channel.", { fields: [{
		pointer: "/channel_id",
		message: "Use the id of a channel of this workspace."
	}] });
	if (isConnected) return channel;
	throw new PosthornError("channel_not_connected", "The channel has no access token, or Meta no longer accepts it. Give it a new one with PATCH /v1/channels/{id}.");
}
async function findPerson(ctx, workspaceId, recipient) {
	const contact = await ctx.findAddressee(workspaceId, recipient);
	const phone = recipient.kind === "phone" ? recipient.phone : null;
	const bsuid = recipient.kind === "bsuid" ? recipient.bsuid : null;
	if (contact !== null) {
		const theirPhone = contact.phone === null ? null : digitsOfPhone(contact.phone);
		return {
			recipient,
			contact,
			phone: phone ?? theirPhone,
			bsuid: bsuid ?? contact.bsuid
		};
	}
	return {
		recipient,
		contact,
		phone,
		bsuid: phone === null ? bsuid : await ctx.findBsuid(workspaceId, phone)
	};
}
function createContact(ctx, { recipient }, { workspaceId, actor }) {
	return ctx.createAddressee({
		workspaceId,
		recipient,
		actor
	});
}
function conversationOf(channelId, { contact, phone, bsuid }) {
	return conversationIdOf(channelId, {
		contactId: contact?.id ?? null,
		phone,
		bsuid
	});
}
async function checkMessage(ctx, checked) {
	const { send, channel, person } = checked;
	if (send.type === "template") return checkTemplate(ctx, checked);
	if (person !== null) await assertWindowIsOpen(ctx, channel, person);
	return messageText(send.type, send.content);
}
async function assertWindowIsOpen(ctx, channel, person) {
	const { workspaceId, id: channelId } = channel;
	const { contact, phone, bsuid } = person;
	const ids = [
		conversationIdOf(channelId, {
			contactId: contact?.id ?? null,
			phone: null,
			bsuid: null
		}),
		conversationIdOf(channelId, {
			contactId: null,
			phone: null,
			bsuid
		}),
		conversationIdOf(channelId, {
			contactId: null,
			phone,
			bsuid: null
		})
	].filter((id) => id !== null);
	const fromMs = await ctx.windowFromMs(workspaceId, ids);
	if (fromMs !== null && ctx.nowMs() - fromMs < 864e5) return;
	const message = `The person has not written or called in the last 24 hours, so only a template may be sent. ${nameTemplates(suggestTemplates(await ctx.listApproved(workspaceId, channel.wabaId), contact?.language ?? null))}`;
	throw new PosthornError("message_window_closed", message, { fields: [{
		pointer: "/type",
		message: "Must be template."
	}] });
}
const SUGGESTIONS_MAX = 5;
function suggestTemplates(approved, language) {
	const rank = (template) => (isReady(template) ? 0 : 2) + (speaks(template, language) ? 0 : 1);
	return approved.toSorted((one, other) => rank(one) - rank(other)).slice(0, SUGGESTIONS_MAX);
}
function isReady(template) {
	return template.components.length > 0 && templateParameters(template).length === 0;
}
function speaks(template, language) {
	const mainOf = (code) => code.toLowerCase().split(/[_-]/)[0];
	return language !== null && mainOf(template.language) === mainOf(language);
}
function nameTemplates(templates) {
	if (templates.length === 0) return "No approved template of this WhatsApp account is known here.";
	return `Approved templates that would do: ${templates.map(({ name, language }) => `${name} (${language})`).join(", ")}.`;
}
async function checkTemplate(ctx, { send, channel, person }) {
	const content = objectOf(send.content);
	const [name, language] = [stringOf(content.name) ?? "", stringOf(objectOf(content.language).code) ?? ""];
	const { workspaceId, wabaId } = channel;
	const template = await ctx.findTemplate({
		workspaceId,
		wabaId,
		name,
		language
	});
	if (template === "unknown") return null;
	if (template === null) throw unusable(`This WhatsApp account has no template ${name} in ${language}.`, CHECK_NAME);
	if (!isUsableTemplate(template)) throw unusable(statusWords(template), "Use a template that is approved.");
	if (person?.contact?.optedOut === true && template.category === "MARKETING") throw optedOut();
	const { text, problems } = renderTemplate(template, content.components);
	if (problems.length === 0) return text;
	throw new PosthornError("template_not_usable", `The parameters do not fit the template ${name} (${language}). ${problems.map(({ message }) => message).join(" ")}`, { fields: problems });
}
const CHECK_NAME = "Check the name and the language. A template that is new at Meta is known here after the next sync.";
function statusWords({ name, language, status, reason }) {
	return `The template ${name} (${language}) has the status ${status}${reason === null || reason === "" ? "" : ` (${reason})`}; only an APPROVED one can be sent.`;
}
function unusable(message, advice) {
	return new PosthornError("template_not_usable", `${message} ${advice}`, { fields: [{
		pointer: "/template/name",
		message: advice
	}] });
}
function optedOut() {
	const message = "The contact has opted out: templates for marketing are not sent to them, others are.";
	return new PosthornError("unprocessable", message, { fields: [{
		pointer: "/to",
		message
	}] });
}
// ../server/src/messaging/messages/thread-page.ts
const QUOTED_TEXT_CHARS_MAX = 300;
const quotedView = object({
	id: string(),
	message_id: string().nullable(),
	direction: _enum(MESSAGE_DIRECTIONS),
	type: string(),
	text: string().nullable().describe(`At most its first ${QUOTED_TEXT_CHARS_MAX} characters.`)
});
const reactionView = object({
	emoji: string(),
	direction: _enum(MESSAGE_DIRECTIONS),
	sender: object({
		kind: _enum(ACTOR_KINDS),
		id: string().nullable()
	}).nullable(),
	at: datetime()
});
const threadMediaView = mediaView.extend({
	path: string().nullable().describe("The link without its origin: it works wherever this answer was fetched from. Null: there is no link."),
	state: _enum([
		"waiting",
		"stored",
		"failed",
		"gone"
	]).nullable().describe("As in `GET /v1/media/{id}`. Null: nothing is kept here."),
	size_bytes: int().nullable()
});
const threadMessageView = messageView.extend({
	quoted: quotedView.nullable().describe("The message that it answers. Null: it answers none, or one that is not known here."),
	reactions: array(reactionView).describe("What stands on it: at most one of each side."),
	media: threadMediaView.nullable(),
	error: errorView.extend({ advice: string().nullable().describe("What to do about it.") }).nullable()
}).meta({ id: "ThreadMessage" });
async function listThread(ctx, query) {
	const { workspaceId, conversationId, beforeUuid, limit } = query;
	const beforeId = beforeUuid === null ? null : idOf("msg", beforeUuid);
	const { items } = await listMessages(ctx.store, {
		workspaceId,
		conversationId,
		beforeId,
		limit
	});
	const oldest = items.at(-1);
	if (oldest === void 0) return [];
	const toUrl = (mediaId) => ctx.mediaUrl(workspaceId, mediaId);
	const views = items.map((message) => toMessageView({
		kind: "message",
		message
	}, toUrl));
	const [quoted, reactions, files] = await Promise.all([
		findQuoted(ctx.store, workspaceId, views.flatMap(({ reply_to }) => reply_to ?? [])),
		listReactions(ctx.store, {
			workspaceId,
			conversationId,
			afterId: oldest.id
		}),
		findThreadFiles(ctx.store, workspaceId, views.flatMap(({ media }) => media?.id ?? []))
	]);
	const byTarget = Map.groupBy(reactions, ({ targetWamid }) => targetWamid);
	return views.map((view) => ({
		...view,
		quoted: toQuotedView(view.reply_to === null ? void 0 : quoted.get(view.reply_to)),
		reactions: (view.message_id === null ? [] : byTarget.get(view.message_id) ?? []).map(toReactionView),
		media: toThreadMedia(view.media, files),
		error: view.error === null ? null : {
			...view.error,
			advice: adviceOn(ctx, view)
		}
	}));
}
function adviceOn({ adviceFor }, { direction, error }) {
	return direction === "outbound" && typeof error?.code === "number" ? adviceFor(error.code) : null;
}
function toQuotedView(quoted) {
	if (quoted === void 0) return null;
	const { id, wamid, direction, type, text } = quoted;
	return {
		id,
		message_id: wamid,
		direction,
		type,
		text: text === null ? null : excerptOf(text, QUOTED_TEXT_CHARS_MAX)
	};
}
function toReactionView({ emoji, direction, sender, atMs }) {
	return {
		emoji,
		direction,
		at: toIso(atMs),
		sender: sender === null ? null : {
			kind: sender.kind,
			id: sender.id
		}
	};
}
function toThreadMedia(media, files) {
	if (media === null) return null;
	const file = media.id === null ? void 0 : files.get(media.id);
	return {
		...media,
		mime_type: file?.mime_type ?? media.mime_type,
		filename: media.filename ?? file?.filename ?? null,
		path: media.url === null ? null : new URL(media.url).pathname,
		state: file?.state ?? null,
		size_bytes: file?.size_bytes ?? null
	};
}
// ../server/src/messaging/conversations/conversation-projection.ts
const ENTRIES_MAX$1 = 5e4;
var ConversationCache = class {
	#open;
	constructor(ttlMs) {
		this.#open = new I({
			max: ENTRIES_MAX$1,
			ttl: ttlMs
		});
	}
	isOpen(id) {
		return this.#open.has(id);
	}
	rememberOpen(id) {
		this.#open.set(id, true);
	}
	forget(id) {
		this.#open.delete(id);
	}
};
const NO_CHANGE = {
	events: [],
	records: [],
	changing: []
};
function openNeeds(cache, needs) {
	return needs.filter((need) => !cache.isOpen(need.id));
}
async function planConversations(ctx, needs) {
	const open = openNeeds(ctx.cache, needs);
	if (open.length === 0) return NO_CHANGE;
	const known = await load(ctx, open);
	const events = [];
	const records = [];
	const changing = [];
	for (const need of open) {
		const changed = changedBy(ctx, need, known.get(need.id) ?? null);
		if (changed === null) continue;
		known.set(need.id, changed.conversation);
		events.push(changed.event);
		records.push(toConversationWrite(changed.conversation, changed.event.causeId));
		changing.push(need.id);
	}
	for (const [id, conversation] of known) if (conversation.state === "open" && !changing.includes(id)) ctx.cache.rememberOpen(id);
	return {
		events,
		records,
		changing
	};
}
async function load(ctx, needs) {
	const known = new Map();
	for (const [workspaceId, group] of Map.groupBy(needs, (need) => need.workspaceId)) {
		const ids = [...new Set(group.map((need) => need.id))];
		for (const conversation of await ctx.find(workspaceId, ids)) known.set(conversation.id, conversation);
	}
	return known;
}
function changedBy(ctx, need, was) {
	const nowMs = ctx.nowMs();
	if (was !== null && (was.state === "open" || !need.opens)) return null;
	const conversation = was === null ? newConversation(need, nowMs) : reopened(was, nowMs);
	const type = was === null ? "conversation.created" : "conversation.reopened";
	const { person, causeId } = need;
	return {
		conversation,
		event: ctx.report({
			id: ctx.newEventId(),
			type,
			conversation,
			person,
			causeId
		})
	};
}
function newConversation(need, nowMs) {
	return {
		id: need.id,
		workspaceId: need.workspaceId,
		revision: 1,
		channelId: need.channelId,
		contactId: need.contactId,
		state: "open",
		assigneeId: null,
		readCount: 0,
		createdAtMs: nowMs,
		updatedAtMs: nowMs,
		eventAtMs: nowMs,
		closedAtMs: null
	};
}
function reopened(was, nowMs) {
	const eventAtMs = nextEventAtMs(was.eventAtMs, nowMs);
	return {
		...was,
		revision: was.revision + 1,
		state: "open",
		closedAtMs: null,
		updatedAtMs: nowMs,
		eventAtMs
	};
}
// ../server/src/messaging/messages/implied-statuses.ts
const IMPLIED_BY = {
	"message.delivered": ["sent"],
	"message.read": ["sent", "delivered"],
	"message.played": ["sent", "delivered"]
};
async function impliedEvents(ctx, events) {
	const implying = events.filter((event) => isImplying(event) && ctx.isWanted(event.workspaceId));
	if (implying.length === 0) return [];
	const implied = [];
	for (const [workspaceId, group] of Map.groupBy(implying, (event) => event.workspaceId)) {
		const known = knownStatuses(await ctx.findTold(workspaceId, [...new Set(group.flatMap((event) => wamidOf(event) ?? []))]), events, workspaceId);
		for (const event of group) implied.push(...impliedBy(ctx, event, known));
	}
	return implied;
}
function isImplying(event) {
	if (event.origin !== "meta" || event.dedupeKey === null || IMPLIED_BY[event.type] === void 0) return false;
	return wordOf(statusOf(event).recipient_type) !== "group";
}
function knownStatuses(told, events, workspaceId) {
	const known = new Set();
	for (const { wamid, wasSent, wasDelivered } of told) {
		if (wasSent) known.add(`${wamid} sent`);
		if (wasDelivered) known.add(`${wamid} delivered`);
	}
	for (const event of events) if ((event.type === "message.sent" || event.type === "message.delivered") && event.workspaceId === workspaceId) known.add(`${wamidOf(event)} ${event.type.slice(8)}`);
	return known;
}
function impliedBy(ctx, event, known) {
	const wamid = wamidOf(event);
	return (IMPLIED_BY[event.type] ?? []).filter((status) => !known.has(`${wamid} ${status}`)).map((status) => {
		known.add(`${wamid} ${status}`);
		return {
			...event,
			id: ctx.newEventId(),
			type: `message.${status}`,
			payload: withStatus(event.payload, status),
			dedupeKey: `${event.dedupeKey?.split("|", 1)[0]}|${status}|implied`,
			causeId: event.id
		};
	});
}
function withStatus(payload, status) {
	const body = objectOf(payload);
	const entry = objectOf(listOf(body.entry)[0]);
	const change = objectOf(listOf(entry.changes)[0]);
	const value = objectOf(change.value);
	const statuses = [{
		...objectOf(listOf(value.statuses)[0]),
		status,
		implied: true
	}];
	return {
		...body,
		entry: [{
			...entry,
			changes: [{
				...change,
				value: {
					...value,
					statuses
				}
			}]
		}]
	};
}
function statusOf(event) {
	return objectOf(readMetaItem(event.payload).item);
}
function wamidOf(event) {
	return idTextOf(statusOf(event).id);
}
// ../server/src/messaging/messages/known-messages.store.ts
async function findSentMessages(store, wanted) {
	const { workspaceId, wamids, ids } = wanted;
	const select = () => store.db.selectFrom("messages").select([
		"id",
		"wamid",
		"type",
		"text",
		"content"
	]).where("workspace_id", "=", workspaceId).where("direction", "=", "outbound").where("type", "!=", "erased");
	const [byWamid, byId] = await Promise.all([wamids.length === 0 ? [] : select().where("wamid", "in", wamids).execute(), ids.length === 0 ? [] : select().where("id", "in", ids).execute()]);
	return withMessageWords(store.db, workspaceId, [...byWamid, ...byId]);
}
async function findMessageRows(store, workspaceId, wamids) {
	if (wamids.length === 0) return [];
	return store.db.selectFrom("messages").selectAll().where("workspace_id", "=", workspaceId).where("wamid", "in", wamids).execute();
}
async function findToldStatuses(store, workspaceId, wamids) {
	if (wamids.length === 0) return [];
	return (await store.db.selectFrom("message_statuses").select([
		"wamid",
		"sent_at_ms",
		"delivered_at_ms"
	]).where("workspace_id", "=", workspaceId).where("wamid", "in", wamids).execute()).map((row) => ({
		wamid: row.wamid,
		wasSent: row.sent_at_ms !== null,
		wasDelivered: row.delivered_at_ms !== null
	}));
}
// ../server/src/messaging/messages/message-row.ts
const NEW_COLUMNS = {
	workspace_id: "text",
	id: "text",
	channel_id: "text",
	conversation_id: "text",
	contact_id: "text",
	phone: "text",
	bsuid: "text",
	group_id: "text",
	direction: "text",
	source: "text",
	wamid: "text",
	type: "text",
	text: "text",
	content: "text",
	content_at_ms: "bigint",
	reply_to: "text",
	callback_data: "text",
	sender: "text",
	occurred_at_ms: "bigint",
	created_at_ms: "bigint"
};
const LATER_COLUMNS = {
	accepted_at_ms: "bigint",
	response: "text",
	refused_at_ms: "bigint",
	refusal: "text",
	edited_at_ms: "bigint",
	revoked_at_ms: "bigint"
};
const MESSAGE_COLUMNS = {
	...NEW_COLUMNS,
	...LATER_COLUMNS
};
const MESSAGES_TABLE = {
	name: "messages",
	columns: NEW_COLUMNS
};
const MESSAGE_STATUSES_TABLE = {
	name: "message_statuses",
	columns: {
		workspace_id: "text",
		wamid: "text",
		sent_at_ms: "bigint",
		delivered_at_ms: "bigint",
		read_at_ms: "bigint",
		played_at_ms: "bigint",
		failed_at_ms: "bigint",
		error: "text",
		pricing: "text",
		message_id: "text",
		first_heard_at_ms: "bigint"
	},
	merge: {
		key: ["workspace_id", "wamid"],
		rules: {
			sent_at_ms: "min",
			delivered_at_ms: "min",
			read_at_ms: "min",
			played_at_ms: "min",
			failed_at_ms: "min",
			error: "first",
			pricing: "first",
			message_id: "first",
			first_heard_at_ms: "min"
		}
	}
};
function toMessageWrite(message, causeId) {
	const row = {
		workspace_id: message.workspaceId,
		id: message.id,
		channel_id: message.channelId,
		conversation_id: message.conversationId,
		contact_id: message.contactId,
		phone: message.phone,
		bsuid: message.bsuid,
		group_id: storableText(message.groupId),
		direction: message.direction,
		source: message.source,
		wamid: storableText(message.wamid),
		type: storableText(message.type) ?? "",
		...wordColumns(message.words),
		content_at_ms: message.occurredAtMs,
		reply_to: storableText(message.replyTo),
		callback_data: storableText(message.callbackData),
		sender: message.sender === null ? null : JSON.stringify(message.sender),
		occurred_at_ms: message.occurredAtMs,
		created_at_ms: message.createdAtMs
	};
	return {
		table: MESSAGES_TABLE,
		row: { ...row },
		causeId
	};
}
function wordColumns(words) {
	if (words === "in_event") return {
		text: null,
		content: ""
	};
	return {
		text: storableText(words.text),
		content: storableText(JSON.stringify(words.content)) ?? "{}"
	};
}
// ../server/src/messaging/messages/message-changes.ts
const KEY = ["workspace_id", "id"];
const BY_VERSION = { newestBy: "content_at_ms" };
const MOVING = {
	type: BY_VERSION,
	text: BY_VERSION,
	content: BY_VERSION,
	content_at_ms: "max",
	edited_at_ms: "max",
	revoked_at_ms: "min"
};
const MESSAGE_VERSIONS_TABLE = {
	name: "messages",
	columns: MESSAGE_COLUMNS,
	merge: {
		key: KEY,
		replacesWords: true,
		rules: Object.fromEntries(Object.keys(MESSAGE_COLUMNS).filter((column) => !KEY.includes(column)).map((column) => [column, MOVING[column] ?? "kept"]))
	}
};
function toChangeWrite(was, change, event) {
	const { version, atMs } = change;
	const row = {
		...was,
		...version === null ? { revoked_at_ms: atMs } : {
			type: storableText(version.type) ?? was.type,
			text: storableText(version.text),
			content: storableText(JSON.stringify(version.content)) ?? "{}",
			content_at_ms: atMs,
			edited_at_ms: atMs
		}
	};
	return {
		table: MESSAGE_VERSIONS_TABLE,
		row: { ...row },
		causeId: event.dedupeKey === null ? null : event.id
	};
}
// ../server/src/messaging/messages/message-projection.ts
const NOTHING = {
	records: [],
	thread: null,
	media: null,
	change: null
};
function projectMessage(event) {
	switch (event.type) {
		case "message.received":
		case "message.echoed": return projectNewMessage(event);
		case "message.sent":
		case "message.delivered":
		case "message.read":
		case "message.played":
		case "message.failed": return projectStatus(event);
		case "message.edited":
		case "message.revoked": return projectChange(event);
		case "call.connect": return projectCall(event);
		default: return NOTHING;
	}
}
function messageIdOf(event) {
	return idOf("msg", uuidOf(event.id));
}
function projectNewMessage(event) {
	const item = objectOf(readMetaItem(event.payload).item);
	const wamid = idTextOf(item.id);
	if (event.channelId === null || wamid === null) return NOTHING;
	const id = messageIdOf(event);
	const groupId = idTextOf(item.group_id);
	const conversationId = groupId === null ? conversationIdOfEvent(event) : null;
	const isInbound = event.type === "message.received";
	const { workspaceId, channelId, phone, bsuid, occurredAtMs } = event;
	const message = {
		id,
		workspaceId,
		channelId,
		conversationId,
		phone,
		bsuid,
		groupId,
		wamid,
		occurredAtMs,
		contactId: event.contact?.id ?? null,
		direction: isInbound ? "inbound" : "outbound",
		source: isInbound ? "meta" : "echo",
		type: messageTypeOf(contentOf$1(item)) ?? "unknown",
		words: "in_event",
		replyTo: messageContextOf(item)?.message_id ?? null,
		callbackData: null,
		sender: null,
		createdAtMs: event.createdAtMs
	};
	const thread = conversationId === null ? null : {
		workspaceId,
		conversationId,
		channelId,
		message: {
			id,
			atMs: occurredAtMs,
			isInbound
		},
		windowFromMs: isInbound ? occurredAtMs : null
	};
	return {
		records: [toMessageWrite(message, causeOf(event))],
		thread,
		media: mediaOf(item),
		change: null
	};
}
function mediaOf(item) {
	const media = messageMediaOf(contentOf$1(item), () => "");
	if (media === null || media.id === null) return null;
	return {
		mediaId: media.id,
		mimeType: media.mime_type,
		sha256: media.sha256,
		filename: media.filename
	};
}
const TIME_BY_TYPE = {
	"message.sent": "sent_at_ms",
	"message.delivered": "delivered_at_ms",
	"message.read": "read_at_ms",
	"message.played": "played_at_ms",
	"message.failed": "failed_at_ms"
};
function projectStatus(event) {
	const status = objectOf(readMetaItem(event.payload).item);
	const wamid = idTextOf(status.id);
	if (wamid === null) return NOTHING;
	const error = firstErrorOf(status.errors);
	const row = {
		workspace_id: event.workspaceId,
		wamid,
		sent_at_ms: null,
		delivered_at_ms: null,
		read_at_ms: null,
		played_at_ms: null,
		failed_at_ms: null,
		error: error === null ? null : JSON.stringify(error),
		pricing: isJsonObject(status.pricing) ? JSON.stringify(status.pricing) : null,
		message_id: sentIdOf(status),
		first_heard_at_ms: event.createdAtMs
	};
	const time = TIME_BY_TYPE[event.type];
	const write = {
		...row,
		[time]: event.occurredAtMs
	};
	return {
		...NOTHING,
		records: [{
			table: MESSAGE_STATUSES_TABLE,
			row: write,
			causeId: causeOf(event)
		}]
	};
}
function sentIdOf(status) {
	const callbackData = stringOf(status.biz_opaque_callback_data);
	return callbackData === null ? null : readCallbackData(callbackData).messageId;
}
function sentMessageOf(event) {
	const status = objectOf(readMetaItem(event.payload).item);
	const wamid = idTextOf(status.id);
	return wamid === null ? null : {
		wamid,
		messageId: sentIdOf(status)
	};
}
function projectChange(event) {
	const item = objectOf(readMetaItem(event.payload).item);
	const wamid = messageContextOf(item)?.message_id ?? null;
	if (wamid === null) return NOTHING;
	const kind = event.type === "message.edited" ? "edited" : "revoked";
	const version = kind === "edited" ? messageWordsOf(item) : null;
	return {
		...NOTHING,
		change: {
			kind,
			wamid,
			atMs: event.occurredAtMs,
			version
		}
	};
}
function projectCall(event) {
	const call = objectOf(readMetaItem(event.payload).item);
	const conversationId = conversationIdOfEvent(event);
	const { workspaceId, channelId, occurredAtMs } = event;
	if (conversationId === null || channelId === null || wordOf(call.direction) === "business_initiated") return NOTHING;
	return {
		...NOTHING,
		thread: {
			workspaceId,
			conversationId,
			channelId,
			message: null,
			windowFromMs: occurredAtMs
		}
	};
}
function causeOf(event) {
	return event.dedupeKey === null ? null : event.id;
}
// ../server/src/messaging/messages/sent-messages.ts
const ENTRIES_MAX = 2e4;
const REMEMBERED_MS = 2e3;
var SentMessages = class {
	#context;
	#known = new I({
		max: ENTRIES_MAX,
		ttl: REMEMBERED_MS
	});
	constructor(context) {
		this.#context = context;
	}
	remember(id, message) {
		this.#known.set(id, {
			type: message.type,
			text: message.text
		});
	}
	async attach(events) {
		if (!events.some(isSent)) return events;
		const asked = events.map((event) => isSent(event) ? sentMessageOf(event) : null);
		const unknown = asked.flatMap((one, index) => {
			const event = events[index];
			return one === null || event === void 0 || this.#recall(one.messageId) !== null ? [] : [{
				...one,
				workspaceId: event.workspaceId
			}];
		});
		const found = await this.#lookUp(unknown);
		return events.map((event, index) => {
			const one = asked[index] ?? null;
			if (one === null) return event;
			const sentMessage = this.#recall(one.messageId) ?? found.get(`${event.workspaceId} ${one.wamid}`) ?? null;
			return sentMessage === null ? event : {
				...event,
				sentMessage
			};
		});
	}
	#recall(id) {
		return id === null ? null : this.#known.get(id) ?? null;
	}
	async #lookUp(unknown) {
		const found = new Map();
		for (const [workspaceId, group] of Map.groupBy(unknown, (one) => one.workspaceId)) {
			const ids = group.flatMap(({ messageId }) => messageId === null ? [] : [messageId]);
			const messages = await this.#context.find({
				workspaceId,
				wamids: group.map(({ wamid }) => wamid),
				ids
			});
			for (const { wamid, messageId } of group) {
				const message = messages.find((one) => one.wamid === wamid || one.id === messageId);
				if (message !== void 0) found.set(`${workspaceId} ${wamid}`, {
					type: message.type,
					text: message.text
				});
			}
		}
		return found;
	}
};
function isSent(event) {
	return event.origin === "meta" && event.type === "message.sent";
}
// ../server/src/messaging/sending/send-record.ts
const SEND_LEASE_MS = 3e4;
const SEND_LEASE_MS_MIN = 15e3;
const CLOCK_SKEW_MS = 5e3;
const MESSAGE_SENDS_TABLE = {
	name: "message_sends",
	columns: {
		workspace_id: "text",
		id: "text",
		channel_id: "text",
		phone_number_id: "text",
		recipient: "text",
		body: "text",
		state: "text",
		due_at_ms: "bigint",
		lease_token: "text",
		tries: "integer",
		awaited: "integer",
		created_at_ms: "bigint"
	}
};
function toLeasedSend$1({ message, phoneNumberId }, nowMs) {
	return {
		workspaceId: message.workspaceId,
		id: message.id,
		channelId: message.channelId,
		phoneNumberId,
		recipient: recipientOf(message.recipient),
		body: toGraphBody(message),
		tries: 0,
		createdAtMs: nowMs,
		leaseUntilMs: nowMs + SEND_LEASE_MS
	};
}
function toSendWrite(send, { nowMs, leaseToken, awaited }) {
	const row = {
		workspace_id: send.workspaceId,
		id: send.id,
		channel_id: send.channelId,
		phone_number_id: send.phoneNumberId,
		recipient: send.recipient,
		body: storableText(JSON.stringify(send.body)) ?? "{}",
		state: leaseToken === null ? "queued" : "sending",
		due_at_ms: leaseToken === null ? nowMs - CLOCK_SKEW_MS : send.leaseUntilMs,
		lease_token: leaseToken,
		tries: 0,
		awaited: awaited ? 1 : 0,
		created_at_ms: nowMs
	};
	return {
		table: MESSAGE_SENDS_TABLE,
		row: { ...row },
		causeId: null
	};
}
function pairOf(send) {
	return send.body.recipient_type === "group" ? null : send.recipient;
}
function recipientOf(recipient) {
	if (recipient.kind === "phone") return recipient.phone;
	return recipient.kind === "bsuid" ? recipient.bsuid : recipient.groupId;
}
// ../server/src/messaging/sending/enqueue-send.ts
async function enqueueSend(context, send) {
	const { storeSend, worker, waiters } = context;
	await worker.prepare(send.phoneNumberId);
	const nowMs = context.nowMs();
	const leased = toLeasedSend$1(send, nowMs);
	const place = worker.reserve(leased);
	const awaited = send.waitMs > 0 && waiters.hasRoom;
	const outcome = awaited ? waiters.wait(leased, send.waitMs) : Promise.resolve({ kind: "pending" });
	const leaseToken = place === null ? null : context.leaseToken;
	try {
		await storeSend(send, [toSendWrite(leased, {
			nowMs,
			leaseToken,
			awaited
		})]);
	} catch (error) {
		if (place !== null) worker.unreserve(place);
		waiters.settle(leased.id, { kind: "pending" });
		throw error;
	}
	if (awaited && !waiters.has(leased.id)) await context.stopAwaiting(leased);
	if (place === null) worker.wake(send.phoneNumberId);
	else worker.accept(place, leased);
	return outcome;
}
// ../server/src/messaging/sending/failed-event.ts
function failedEvent(failed, eventId, nowMs) {
	const { message, contact } = failed;
	const { workspaceId, channelId, contactId, phone, bsuid } = message;
	return {
		id: eventId,
		workspaceId,
		type: "message.failed",
		origin: "crm",
		channelId,
		occurredAtMs: nowMs,
		createdAtMs: nowMs,
		phone,
		bsuid,
		contact: contactId === null || contact === null ? null : {
			id: contactId,
			serial: contact.serial
		},
		sentMessage: null,
		hops: 0,
		payload: failedData(failed, nowMs),
		dedupeKey: null,
		causeId: null
	};
}
function failedData({ message, error, contact, channel }, nowMs) {
	return {
		id: message.id,
		message_id: null,
		direction: "outbound",
		type: message.type,
		text: message.text,
		media: null,
		location: null,
		contacts: null,
		interactive: null,
		reaction: null,
		order: null,
		context: null,
		referral: null,
		contact: {
			id: contact === null ? null : message.contactId,
			serial: contact?.serial ?? null,
			bsuid: message.bsuid,
			phone: message.phone,
			name: contact?.name ?? null,
			username: contact?.username ?? null
		},
		channel: {
			id: message.channelId,
			phone_number_id: channel?.phoneNumberId ?? null,
			display_phone_number: channel?.displayPhoneNumber ?? null,
			waba_id: channel?.wabaId ?? null
		},
		group_id: message.groupId,
		status: "failed",
		sequence: null,
		error: {
			code: error.code,
			title: error.title,
			details: error.details
		},
		pricing: null,
		callback_data: message.callbackData,
		occurred_at: new Date(nowMs).toISOString()
	};
}
async function takeLanes(store, take) {
	const nowMs = leaseTime(store, take.nowMs);
	const { rows } = await sql`
    INSERT INTO send_lanes AS lane (phone_number_id, lease_token, lease_until_ms)
    SELECT key, ${take.leaseToken}, ${nowMs} + CAST(${take.leaseMs} AS bigint)
    FROM json_each(${keysOf(take.phoneNumberIds)}) AS wanted WHERE true ORDER BY key
    ON CONFLICT (phone_number_id) DO UPDATE
      SET lease_token = excluded.lease_token, lease_until_ms = excluded.lease_until_ms
      WHERE lane.lease_until_ms <= ${nowMs} OR lane.lease_token = excluded.lease_token
    RETURNING phone_number_id`.execute(store.db);
	return new Set(rows.map((row) => row.phone_number_id));
}
const NOBODY = "";
async function letLanesGo(store, lanes) {
	await sql`
    UPDATE send_lanes SET lease_token = ${NOBODY}, lease_until_ms = ${leaseTime(store, lanes.nowMs)} + CAST(${lanes.leaseMs} AS bigint)
    WHERE lease_token = ${lanes.leaseToken}
      AND phone_number_id IN (SELECT key FROM json_each(${keysOf(lanes.phoneNumberIds)}) AS wanted)`.execute(store.db);
}
async function claimSends(store, claim) {
	assert(claim.lanes.length >= 1 && claim.lanes.length <= 64);
	const heldAtMs = leaseTime(store, claim.nowMs);
	const due = claim.lanes.map(({ phoneNumberId, limit }) => sql`
    SELECT * FROM (
      SELECT q.workspace_id AS of_workspace, q.id AS of_id FROM message_sends AS q
      WHERE q.phone_number_id = (SELECT phone_number_id FROM send_lanes WHERE phone_number_id = ${phoneNumberId}
          AND lease_token = ${claim.leaseToken} AND lease_until_ms > ${heldAtMs})
        AND q.state = 'queued' AND q.due_at_ms <= ${claim.nowMs}
      ORDER BY q.due_at_ms, q.id LIMIT ${limit}
    ) AS of_lane`);
	const { rows } = await sql`
    UPDATE message_sends SET state = 'sending', due_at_ms = ${claim.leaseUntilMs}, lease_token = ${claim.leaseToken}
    FROM (${sql.join(due, sql` UNION ALL `)}) AS due
    WHERE workspace_id = of_workspace AND id = of_id AND state = 'queued'
    RETURNING workspace_id, id, channel_id, phone_number_id, recipient, body, tries, created_at_ms`.execute(store.db);
	return rows.toSorted((a, b) => a.id < b.id ? -1 : 1).map((row) => toLeasedSend(row, claim.leaseUntilMs));
}
function toLeasedSend(row, leaseUntilMs) {
	return {
		workspaceId: row.workspace_id,
		id: row.id,
		channelId: row.channel_id,
		phoneNumberId: row.phone_number_id,
		recipient: row.recipient,
		body: JSON.parse(row.body),
		tries: row.tries,
		createdAtMs: row.created_at_ms,
		leaseUntilMs
	};
}
async function findWaitingLanes(store, { nowMs, after, limit }) {
	const { rows } = await sql`
    WITH RECURSIVE lanes (phone_number_id) AS (
      SELECT min(phone_number_id) FROM message_sends WHERE phone_number_id > ${after} AND state = 'queued'
      UNION ALL
      SELECT (SELECT min(s.phone_number_id) FROM message_sends AS s
        WHERE s.phone_number_id > lanes.phone_number_id AND s.state = 'queued')
      FROM lanes WHERE lanes.phone_number_id IS NOT NULL
    )
    SELECT phone_number_id FROM lanes
    WHERE phone_number_id IS NOT NULL AND EXISTS (
      SELECT 1 FROM message_sends AS s
      WHERE s.phone_number_id = lanes.phone_number_id AND s.state = 'queued' AND s.due_at_ms <= ${nowMs})
    LIMIT ${limit}`.execute(store.db);
	return rows.map((row) => row.phone_number_id);
}
async function writeEnds(store, ends, withRefused) {
	assert(ends.length <= 500);
	await store.db.transaction().execute(async (trx) => {
		await writeAccepted(trx, ends);
		await writeRefused(trx, ends, withRefused);
		await putBack(trx, ends);
		await writeUnknown(trx, ends);
	});
}
async function writeAccepted(trx, ends) {
	const rows = rowsOf(ends, "accepted", ({ wamid, response, atMs }) => ({
		wamid,
		response: response === null ? null : storableText(JSON.stringify(response)),
		at_ms: atMs
	}));
	if (rows === null) return;
	await sql`
    UPDATE messages SET wamid = r.wamid, response = r.response, accepted_at_ms = r.at_ms
    FROM (SELECT key AS id, value ->> 'workspace_id' AS workspace_id, value ->> 'wamid' AS wamid,
        value ->> 'response' AS response, CAST(value ->> 'at_ms' AS bigint) AS at_ms
      FROM json_each(${rows}) AS each_row) AS r
    WHERE messages.workspace_id = r.workspace_id AND messages.id = r.id AND messages.wamid IS NULL`.execute(trx);
	await removeSends(trx, rows);
}
async function writeRefused(trx, ends, withRefused) {
	const wanted = rowsOf(ends, "refused", () => ({}));
	if (wanted === null) return;
	const removed = await removeSends(trx, wanted);
	const ids = new Set(removed.map((row) => row.id));
	const rows = rowsOf(ends.filter((ended) => ids.has(ended.id)), "refused", ({ error, atMs }) => ({
		refusal: storableText(JSON.stringify(error)),
		at_ms: atMs
	}));
	if (rows === null) return;
	await sql`
    UPDATE messages SET refusal = r.refusal, refused_at_ms = r.at_ms
    FROM (SELECT key AS id, value ->> 'workspace_id' AS workspace_id, value ->> 'refusal' AS refusal,
        CAST(value ->> 'at_ms' AS bigint) AS at_ms
      FROM json_each(${rows}) AS each_row) AS r
    WHERE messages.workspace_id = r.workspace_id AND messages.id = r.id AND messages.wamid IS NULL`.execute(trx);
	await withRefused(trx, removed);
}
async function putBack(trx, ends) {
	const rows = rowsOf(ends, "again", ({ dueAtMs, tries }) => ({
		due_at_ms: dueAtMs,
		tries
	}));
	if (rows === null) return;
	await sql`
    UPDATE message_sends SET state = 'queued', lease_token = NULL, due_at_ms = r.due_at_ms, tries = r.tries
    FROM (SELECT key AS id, value ->> 'workspace_id' AS workspace_id,
        CAST(value ->> 'due_at_ms' AS bigint) AS due_at_ms, CAST(value ->> 'tries' AS integer) AS tries
      FROM json_each(${rows}) AS each_row) AS r
    WHERE message_sends.workspace_id = r.workspace_id AND message_sends.id = r.id`.execute(trx);
}
async function writeUnknown(trx, ends) {
	const rows = rowsOf(ends, "unknown", ({ giveUpAtMs }) => ({ give_up_at_ms: giveUpAtMs }));
	if (rows === null) return;
	await sql`
    UPDATE message_sends SET state = 'unknown', lease_token = NULL, due_at_ms = r.give_up_at_ms
    FROM (SELECT key AS id, value ->> 'workspace_id' AS workspace_id,
        CAST(value ->> 'give_up_at_ms' AS bigint) AS give_up_at_ms
      FROM json_each(${rows}) AS each_row) AS r
    WHERE message_sends.workspace_id = r.workspace_id AND message_sends.id = r.id
      AND message_sends.state = 'sending'`.execute(trx);
}
async function removeSends(trx, rows) {
	return (await sql`
    DELETE FROM message_sends
    WHERE (workspace_id, id) IN (SELECT value ->> 'workspace_id', key FROM json_each(${rows}) AS each_row)
    RETURNING workspace_id, id, awaited, created_at_ms`.execute(trx)).rows.map((row) => ({
		workspaceId: row.workspace_id,
		id: row.id,
		awaited: row.awaited === 1,
		createdAtMs: row.created_at_ms
	}));
}
async function findMessages({ db }, refs) {
	const found = [];
	for (const [workspaceId, group] of Map.groupBy(refs, (ref) => ref.workspaceId)) {
		const rows = await db.selectFrom("messages").select([
			"workspace_id",
			"id",
			"channel_id",
			"contact_id",
			"phone",
			"bsuid",
			"group_id",
			"type",
			"text"
		]).select("callback_data").where("workspace_id", "=", workspaceId).where("id", "in", idsOf(group)).execute();
		for (const row of rows) found.push({
			workspaceId: row.workspace_id,
			id: row.id,
			channelId: row.channel_id,
			contactId: row.contact_id,
			phone: row.phone,
			bsuid: row.bsuid,
			groupId: row.group_id,
			type: row.type,
			text: row.text,
			callbackData: row.callback_data
		});
	}
	return found;
}
async function findOutcomes(store, refs) {
	const known = [];
	for (const [workspaceId, group] of Map.groupBy(refs, (ref) => ref.workspaceId)) {
		const rows = await store.db.selectFrom("messages").select([
			"id",
			"wamid",
			"response",
			"refusal"
		]).where("workspace_id", "=", workspaceId).where("id", "in", idsOf(group)).where((eb) => eb.or([eb("wamid", "is not", null), eb("refused_at_ms", "is not", null)])).execute();
		for (const row of rows) known.push({
			workspaceId,
			id: row.id,
			wamid: row.wamid,
			response: row.response === null ? null : JSON.parse(row.response),
			refusal: row.refusal === null ? null : JSON.parse(row.refusal)
		});
	}
	return known;
}
async function stopAwaiting(store, refs) {
	const rows = JSON.stringify(Object.fromEntries(refs.map((ref) => [ref.id, { workspace_id: ref.workspaceId }])));
	const left = await sql`
    UPDATE message_sends SET awaited = 0
    WHERE (workspace_id, id) IN (SELECT value ->> 'workspace_id', key FROM json_each(${rows}) AS each_row)
    RETURNING id`.execute(store.db);
	return new Set(left.rows.map((row) => row.id));
}
async function findTold(store, limit) {
	return (await store.db.selectFrom("message_sends as s").innerJoin("message_statuses as told", (join) => join.onRef("told.workspace_id", "=", "s.workspace_id").onRef("told.message_id", "=", "s.id")).select([
		"s.workspace_id",
		"s.id",
		"told.wamid"
	]).where("s.state", "=", "unknown").where("s.state", "<>", "queued").orderBy("s.due_at_ms").limit(limit).execute()).map((row) => ({
		workspaceId: row.workspace_id,
		id: row.id,
		wamid: row.wamid
	}));
}
async function findGivenUp(store, { nowMs, limit }) {
	return (await store.db.selectFrom("message_sends").select(["workspace_id", "id"]).where("state", "=", "unknown").where("state", "<>", "queued").where("due_at_ms", "<=", nowMs).orderBy("due_at_ms").limit(limit).execute()).map((row) => ({
		workspaceId: row.workspace_id,
		id: row.id
	}));
}
async function sweepDeadSends(store, { endedBeforeMs, giveUpAtMs }) {
	await store.db.updateTable("message_sends").set({
		state: "unknown",
		lease_token: null,
		due_at_ms: giveUpAtMs
	}).where("state", "=", "sending").where("state", "<>", "queued").where("due_at_ms", "<", endedBeforeMs).execute();
}
async function endSendLeasesOfTheDead(store, recover) {
	assert(!store.can.sharedBetweenNodes);
	await sweepDeadSends(store, {
		endedBeforeMs: Number.MAX_SAFE_INTEGER,
		giveUpAtMs: recover.giveUpAtMs
	});
	await store.db.updateTable("send_lanes").set({
		lease_token: NOBODY,
		lease_until_ms: recover.nowMs + recover.keepMs
	}).where("lease_until_ms", ">", recover.nowMs).execute();
}
async function countSends(store) {
	const row = await store.db.selectFrom("message_sends").select((eb) => eb.fn.countAll().as("count")).executeTakeFirstOrThrow();
	return Number(row.count);
}
async function countSendsOf(store, workspaceId) {
	const row = await store.db.selectFrom("message_sends").select((eb) => eb.fn.countAll().as("count")).where("workspace_id", "=", workspaceId).executeTakeFirstOrThrow();
	return Number(row.count);
}
function leaseTime(store, nowMs) {
	return store.can.sharedBetweenNodes ? sql`CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)` : sql`CAST(${nowMs} AS bigint)`;
}
function rowsOf(ends, kind, toRow) {
	const rows = [];
	for (const { workspaceId, id, end } of ends) if (isOfKind(end, kind)) rows.push([id, {
		workspace_id: workspaceId,
		...toRow(end)
	}]);
	return rows.length === 0 ? null : JSON.stringify(Object.fromEntries(rows));
}
function isOfKind(end, kind) {
	return end.kind === kind;
}
function keysOf(phoneNumberIds) {
	return JSON.stringify(Object.fromEntries(phoneNumberIds.map((id) => [id, null])));
}
function idsOf(refs) {
	return refs.map((ref) => ref.id);
}
// ../server/src/messaging/sending/write-batch.ts
const COLLECT_MS = 8;
const RETRY_MS = 500;
const TRIES_MAX$1 = 3;
var WriteBatch = class {
	#context;
	#jobs = [];
	#running = null;
	#lastCount = 0;
	#isAbandoned = false;
	constructor(context) {
		this.#context = context;
	}
	add(item) {
		return new Promise((resolve) => {
			this.#jobs.push({
				item,
				resolve
			});
			this.#running ??= this.#run();
		});
	}
	async drained() {
		while (this.#running !== null) await this.#running;
	}
	abandon() {
		this.#isAbandoned = true;
	}
	async #run() {
		while (this.#jobs.length > 0) {
			await pause(this.#lastCount > 1 ? COLLECT_MS : 0);
			const jobs = this.#jobs.splice(0, this.#context.rowsMax);
			this.#lastCount = jobs.length;
			await this.#write(jobs);
		}
		this.#running = null;
	}
	async #write(jobs, tries = 1) {
		try {
			const result = await this.#context.write(jobs.map((job) => job.item));
			for (const job of jobs) job.resolve(result);
		} catch (error) {
			this.#context.onError(error);
			await this.#again(jobs, tries, isStoreAway(error));
		}
	}
	async #again(jobs, tries, isAway) {
		const isLastTry = !isAway && jobs.length === 1 && tries >= TRIES_MAX$1;
		if (this.#isAbandoned || isLastTry) {
			for (const job of jobs) job.resolve(null);
			return;
		}
		if (isAway) {
			await pause(RETRY_MS);
			return this.#write(jobs, tries);
		}
		if (jobs.length === 1) return this.#write(jobs, tries + 1);
		const middle = jobs.length >> 1;
		await this.#write(jobs.slice(0, middle));
		await this.#write(jobs.slice(middle));
	}
};
function pause(ms) {
	return new Promise((resolve) => {
		if (ms === 0) setImmediate(resolve);
		else setTimeout(resolve, ms);
	});
}
// ../server/src/messaging/sending/send-ends.ts
const AWAITED_MS_MAX = SEND_WAIT_MS + CLOCK_SKEW_MS + 5e3;
var SendEnds = class {
	#context;
	#batch;
	constructor(context) {
		this.#context = context;
		this.#batch = new WriteBatch({
			rowsMax: 500,
			onError: context.onError,
			write: async (ends) => {
				await this.#write(ends);
				return null;
			}
		});
	}
	async add({ workspaceId, id }, end) {
		await this.#batch.add({
			workspaceId,
			id,
			end
		});
	}
	drained() {
		return this.#batch.drained();
	}
	abandon() {
		this.#batch.abandon();
	}
	async #write(ends) {
		const refused = errorsOf(ends);
		const describe = await this.#describer(ends.filter((ended) => refused.has(ended.id)));
		const told = new Set();
		const removed = new Map();
		await writeEnds(this.#context.store, ends, async (trx, left) => {
			for (const send of left) removed.set(send.id, send);
			const unheard = left.filter((send) => !this.#isHeard(send));
			const events = unheard.flatMap(({ id }) => describe(id, refused.get(id)));
			for (const { id } of unheard) told.add(id);
			if (events.length > 0) await this.#context.publishIn(trx, events);
		});
		if (told.size > 0) this.#context.wakeDeliveries();
		for (const { workspaceId, id, end } of ends) {
			const outcome = outcomeOf(end);
			if (outcome === null || outcome.kind === "refused" && !removed.has(id)) continue;
			if (!told.has(id)) this.#context.waiters.settle(id, outcome);
			this.#context.onFinished({
				workspaceId,
				id
			}, outcome);
		}
	}
	#isHeard({ id, awaited, createdAtMs }) {
		if (!awaited) return false;
		if (this.#context.waiters.has(id)) return true;
		return this.#context.store.can.sharedBetweenNodes && this.#context.nowMs() - createdAtMs < AWAITED_MS_MAX;
	}
	async #describer(refused) {
		const messages = refused.length === 0 ? [] : await findMessages(this.#context.store, refused);
		const known = new Map();
		for (const message of messages) known.set(message.id, {
			message,
			contact: await this.#contactOf(message)
		});
		return (id, error) => {
			const found = known.get(id);
			if (found === void 0 || error === void 0) return [];
			const channel = this.#context.channelView(found.message.channelId);
			return [failedEvent({
				...found,
				error,
				channel
			}, this.#context.newEventId(), this.#context.nowMs())];
		};
	}
	async #contactOf({ workspaceId, contactId }) {
		return contactId === null ? null : this.#context.contactOf(workspaceId, contactId);
	}
};
function errorsOf(ends) {
	const errors = new Map();
	for (const { id, end } of ends) if (end.kind === "refused") errors.set(id, end.error);
	return errors;
}
function outcomeOf(end) {
	if (end.kind === "refused") return {
		kind: "refused",
		error: end.error
	};
	if (end.kind !== "accepted") return null;
	return {
		kind: "accepted",
		wamid: end.wamid,
		response: end.response ?? responseOf(end.wamid)
	};
}
function responseOf(wamid) {
	return {
		messaging_product: "whatsapp",
		messages: [{ id: wamid }]
	};
}
// ../server/src/messaging/sending/outcomes.ts
const LOOK_FOR_MAX = 2e3;
async function lookForOutcomes(store, waiters) {
	const refs = waiters.refs(LOOK_FOR_MAX);
	for (let start = 0; start < refs.length; start += 500) for (const known of await findOutcomes(store, refs.slice(start, start + 500))) {
		const outcome = toOutcome(known);
		if (outcome !== null) waiters.settle(known.id, outcome);
	}
}
function createStopAwaiting(store, onError) {
	const batch = new WriteBatch({
		rowsMax: 500,
		onError,
		write: (refs) => stopAwaiting(store, refs)
	});
	return async (ref) => {
		const open = await batch.add(ref);
		if (open === null || open.has(ref.id)) return null;
		const [known] = await findOutcomes(store, [ref]);
		return known === void 0 ? null : toOutcome(known);
	};
}
function toOutcome({ wamid, response, refusal }) {
	if (wamid !== null) return {
		kind: "accepted",
		wamid,
		response: response ?? responseOf(wamid)
	};
	return refusal === null ? null : {
		kind: "refused",
		error: refusal
	};
}
// ../server/src/messaging/sending/decide-send.ts
const TRIES_MAX = 10;
const AGAIN_MS = 1e3;
const AGAIN_FACTOR = 4;
const AGAIN_MS_MAX = 36e5;
const PAIR_THROTTLE = 131056;
const NUMBER_THROTTLES = new Set([
	130429,
	80007,
	4
]);
function decideSend(result, age) {
	switch (result.kind) {
		case "ok": return accepted(result.body);
		case "refused": return result.error.retryable ? againAfter(result.error, age) : {
			kind: "refused",
			error: result.error
		};
		case "unreachable": return againAfter(UNREACHABLE, age);
		case "unknown": return { kind: "unknown" };
	}
}
function accepted(response) {
	const [message] = listOf(response.messages);
	const wamid = isJsonObject(message) ? stringOf(objectOf(message).id) : null;
	return wamid === null ? { kind: "unknown" } : {
		kind: "accepted",
		wamid,
		response
	};
}
function againAfter(error, { tries, ageMs }) {
	if (ageMs >= 864e5) return {
		kind: "refused",
		error
	};
	if (NUMBER_THROTTLES.has(error.code)) return {
		kind: "again",
		after: "number"
	};
	if (tries + 1 >= TRIES_MAX) return {
		kind: "refused",
		error
	};
	if (error.code === PAIR_THROTTLE) return {
		kind: "again",
		after: "pair"
	};
	return {
		kind: "again",
		after: "wait",
		waitMs: Math.min(AGAIN_MS_MAX, AGAIN_MS * AGAIN_FACTOR ** tries)
	};
}
function ourError(details, over) {
	return {
		code: 131e3,
		title: "Something went wrong",
		details,
		subcode: null,
		traceId: null,
		httpStatus: 500,
		retryable: false,
		advice: "Send the message again if it is still wanted.",
		...over
	};
}
const UNREACHABLE = ourError("Meta could not be reached.", {
	code: 131016,
	title: "Service unavailable",
	httpStatus: 503,
	retryable: true
});
const NOT_KNOWN = ourError("It is not known whether Meta took it.", { advice: "Ask the recipient, or send it again at the risk that it arrives twice." });
const WAITED_TOO_LONG = ourError("It waited for 24 hours and could not be sent.", {
	code: 130429,
	title: "Rate limit hit",
	httpStatus: 400,
	advice: "Spread messages over more numbers or more time."
});
function notConnected(reason) {
	return ourError(reason, {
		code: 0,
		title: "AuthException",
		httpStatus: 401,
		advice: "Connect the channel with a valid access token, then send the message again."
	});
}
// ../server/src/messaging/sending/number-limit.ts
const WINDOW_MS = 1e3;
const PERIOD_MS = 1e4;
const ANSWERS_MIN = 100;
const JITTER_MS = 40;
var NumberLimit = class {
	#perSecond;
	#open = 0;
	#taken = [];
	#before = null;
	#period = null;
	constructor(perSecond) {
		this.#perSecond = perSecond;
	}
	setPerSecond(perSecond) {
		this.#perSecond = perSecond;
	}
	take(nowMs) {
		if (this.freePlaces(nowMs) < 1) return false;
		this.#open++;
		return true;
	}
	giveBack() {
		this.#open--;
	}
	answered(dispatchedAtMs, nowMs, stallMs) {
		this.#open--;
		const sinceTakenMs = Math.max(0, this.#shortestMs(nowMs) - JITTER_MS - stallMs);
		insertInOrder(this.#taken, Math.max(dispatchedAtMs, nowMs - sinceTakenMs));
		this.#note(nowMs - dispatchedAtMs, nowMs);
	}
	freePlaces(nowMs) {
		this.#forget(nowMs);
		return Math.max(0, this.#perSecond - this.#open - this.#taken.length);
	}
	freePlacesWithin(nowMs, aheadMs) {
		const used = this.#taken.filter((takenAtMs) => takenAtMs + WINDOW_MS > nowMs + aheadMs).length;
		return Math.max(0, this.#perSecond - this.#open - used);
	}
	freeAtMs(nowMs) {
		if (this.freePlaces(nowMs) > 0) return nowMs;
		const excess = this.#open + this.#taken.length - this.#perSecond;
		const takenAtMs = this.#taken[excess];
		return takenAtMs === void 0 ? null : takenAtMs + WINDOW_MS;
	}
	#forget(nowMs) {
		const first = this.#taken.findIndex((takenAtMs) => takenAtMs + WINDOW_MS > nowMs);
		this.#taken = first === -1 ? [] : this.#taken.slice(first);
	}
	#shortestMs(nowMs) {
		const { shortestMs, answers, startMs } = this.#before ?? {
			shortestMs: 0,
			answers: 0,
			startMs: 0
		};
		if (answers < ANSWERS_MIN || nowMs - startMs > 2 * PERIOD_MS) return 0;
		return Math.min(shortestMs, this.#period?.shortestMs ?? shortestMs);
	}
	#note(answerMs, nowMs) {
		if (this.#period === null || nowMs - this.#period.startMs >= PERIOD_MS) {
			this.#before = this.#period;
			this.#period = {
				startMs: nowMs,
				answers: 0,
				shortestMs: answerMs
			};
		}
		this.#period.answers++;
		this.#period.shortestMs = Math.min(this.#period.shortestMs, answerMs);
	}
};
function insertInOrder(times, timeMs) {
	let index = times.length;
	while (index > 0 && (times[index - 1] ?? 0) > timeMs) index--;
	times.splice(index, 0, timeMs);
}
// ../server/src/messaging/sending/pair-limits.ts
const EVERY_MS = 6e3;
const THROTTLE_MS = 1e3;
const THROTTLE_FACTOR = 4;
const THROTTLE_MS_MAX = 36e5;
const PAIRS_MAX = 2e4;
const FORGET_EVERY_MS = 1e4;
const EVICTED = PAIRS_MAX / 10;
var PairLimits = class {
	#pairs = new Map();
	#forgotAtMs = 0;
	waitMs(recipient, nowMs) {
		const pair = this.#pairs.get(recipient);
		return pair === void 0 ? 0 : Math.max(0, sendableAtMs(pair) - nowMs);
	}
	hasPromised(recipient, nowMs) {
		return (this.#pairs.get(recipient)?.promisedUntilMs ?? 0) > nowMs;
	}
	take(recipient, nowMs) {
		const pair = this.#pairOf(recipient, nowMs);
		pair.paidAtMs = Math.max(pair.paidAtMs, nowMs) + EVERY_MS;
	}
	promise(recipient, nowMs) {
		const pair = this.#pairOf(recipient, nowMs);
		const atMs = Math.max(sendableAtMs(pair), pair.promisedUntilMs, nowMs);
		pair.promisedUntilMs = atMs + EVERY_MS;
		return atMs - nowMs;
	}
	throttle(recipient, nowMs) {
		const pair = this.#pairOf(recipient, nowMs);
		if (nowMs >= pair.throttledUntilMs) {
			const waitMs = Math.min(THROTTLE_MS_MAX, THROTTLE_MS * THROTTLE_FACTOR ** pair.throttles);
			pair.throttles++;
			pair.throttledUntilMs = nowMs + waitMs;
		}
		return pair.throttledUntilMs - nowMs;
	}
	accepted(recipient) {
		const pair = this.#pairs.get(recipient);
		if (pair !== void 0) pair.throttles = 0;
	}
	#pairOf(recipient, nowMs) {
		const known = this.#pairs.get(recipient);
		if (known !== void 0) return known;
		this.#forget(nowMs);
		const pair = {
			paidAtMs: nowMs,
			throttledUntilMs: nowMs,
			throttles: 0,
			promisedUntilMs: nowMs
		};
		this.#pairs.set(recipient, pair);
		return pair;
	}
	#forget(nowMs) {
		if (this.#pairs.size < PAIRS_MAX && nowMs - this.#forgotAtMs < FORGET_EVERY_MS) return;
		this.#forgotAtMs = nowMs;
		for (const [recipient, pair] of this.#pairs) if (isFull(pair, nowMs)) this.#pairs.delete(recipient);
		if (this.#pairs.size < PAIRS_MAX) return;
		for (const recipient of [...this.#pairs.keys()].slice(0, EVICTED)) this.#pairs.delete(recipient);
	}
};
function sendableAtMs(pair) {
	return Math.max(pair.paidAtMs - 44 * EVERY_MS, pair.throttledUntilMs);
}
function isFull({ paidAtMs, promisedUntilMs, throttledUntilMs, throttles }, nowMs) {
	const lastPauseMs = throttles === 0 ? 0 : Math.min(THROTTLE_MS_MAX, THROTTLE_MS * THROTTLE_FACTOR ** throttles);
	return Math.max(paidAtMs, promisedUntilMs, throttledUntilMs + lastPauseMs) <= nowMs;
}
// ../server/src/messaging/sending/send-lane.ts
const PAUSE_MS$1 = 1e3;
const PAUSE_MS_MAX = 6e4;
const LOOK_AHEAD_MS = 100;
var SendLane = class {
	phoneNumberId;
	limit;
	pairs = new PairLimits();
	heldUntilMs;
	promised = 0;
	inFlight = 0;
	usedAtMs;
	timer = null;
	#ready = [];
	#hasBacklog = false;
	#mark = 0;
	#pausedUntilMs = Number.NEGATIVE_INFINITY;
	#pauseMs = 0;
	constructor(phoneNumberId, { perSecond, nowMs }) {
		this.phoneNumberId = phoneNumberId;
		this.limit = new NumberLimit(perSecond);
		this.heldUntilMs = nowMs;
		this.usedAtMs = nowMs;
	}
	isOpen(nowMs) {
		return nowMs < this.heldUntilMs && nowMs >= this.#pausedUntilMs;
	}
	get hasBacklog() {
		return this.#hasBacklog;
	}
	get mark() {
		return this.#mark;
	}
	noteBacklog() {
		this.#hasBacklog = true;
		this.#mark++;
	}
	clearBacklog(mark) {
		if (mark === this.#mark) this.#hasBacklog = false;
	}
	promise(pair, nowMs) {
		this.usedAtMs = nowMs;
		const mayPass = this.isOpen(nowMs) && !this.#hasBacklog && this.#ready.length === 0;
		const mayPairPass = pair === null || this.pairs.waitMs(pair, nowMs) === 0 && !this.pairs.hasPromised(pair, nowMs);
		if (!mayPass || !mayPairPass || !this.limit.take(nowMs)) return false;
		if (pair !== null) this.pairs.take(pair, nowMs);
		this.promised++;
		return true;
	}
	add(send) {
		this.#ready.push(send);
	}
	get next() {
		return this.#ready[0];
	}
	shift() {
		this.#ready.shift();
	}
	drain() {
		return this.#ready.splice(0);
	}
	room(nowMs) {
		if (!this.#hasBacklog || !this.isOpen(nowMs)) return 0;
		return Math.max(0, this.limit.freePlacesWithin(nowMs, LOOK_AHEAD_MS) - this.#ready.length);
	}
	throttle(nowMs) {
		if (nowMs >= this.#pausedUntilMs) {
			this.#pauseMs = Math.min(PAUSE_MS_MAX, Math.max(PAUSE_MS$1, this.#pauseMs * 2));
			this.#pausedUntilMs = nowMs + this.#pauseMs;
		}
		return this.#pausedUntilMs - nowMs;
	}
	get pausedUntilMs() {
		return this.#pausedUntilMs;
	}
	accepted(nowMs) {
		if (nowMs >= this.#pausedUntilMs) this.#pauseMs = 0;
	}
	isIdle(nowMs, idleMs) {
		return this.#ready.length === 0 && this.promised === 0 && this.inFlight === 0 && !this.#hasBacklog && nowMs - this.usedAtMs >= idleMs && nowMs >= this.#pausedUntilMs;
	}
};
// ../server/src/messaging/sending/sending.worker.ts
const POLL_MS = 250;
const ERROR_PAUSE_MS = 1e3;
const CLAIM_PAUSE_MS = 25;
const LANE_LEASE_MS = 2e4;
const LANE_MARGIN_MS = 5e3;
const LANE_RENEW_MS = 5e3;
const LANE_IDLE_MS = 3e4;
const LANE_KEEP_MS = 1e3;
const NOT_OURS_MS = 1e3;
const WAITING_LANES_MAX = 200;
const SWEEP_MS = 5e3;
const GIVE_UP_MS = 6e5;
const UNKNOWN_MAX = 1e4;
var SendingWorker = class {
	#context;
	#lanes = new Map();
	#notOurs = new Map();
	#locks = new KeyedLocks();
	#running = new Set();
	#unknown = new Map();
	#isStopping = false;
	#polling = null;
	#pollTimer = null;
	#claiming = null;
	#claimTimer = null;
	#lastClaimMs = Number.NEGATIVE_INFINITY;
	#lastRenewMs = Number.NEGATIVE_INFINITY;
	#lastSweepMs = Number.NEGATIVE_INFINITY;
	#lastWaitingLane = "";
	constructor(context) {
		this.#context = context;
	}
	get inFlight() {
		let count = 0;
		for (const lane of this.#lanes.values()) count += lane.inFlight;
		return count;
	}
	async recover() {
		const { store, nowMs } = this.#context;
		if (store.can.sharedBetweenNodes) return;
		const atMs = nowMs();
		await endSendLeasesOfTheDead(store, {
			nowMs: atMs,
			giveUpAtMs: atMs + GIVE_UP_MS,
			keepMs: LANE_KEEP_MS
		});
	}
	start() {
		this.#poll();
	}
	async prepare(phoneNumberId) {
		if (this.#isStopping || this.#isHeld(phoneNumberId)) return;
		if ((this.#notOurs.get(phoneNumberId) ?? 0) > this.#context.monotonicMs()) return;
		await this.#take([phoneNumberId]).catch(this.#context.onError);
	}
	reserve(send) {
		const lane = this.#lanes.get(send.phoneNumberId);
		if (lane === void 0 || this.#isStopping) return null;
		lane.limit.setPerSecond(this.#context.limitOf(lane.phoneNumberId));
		if (lane.promise(pairOf(send), this.#context.monotonicMs())) return { lane };
		lane.noteBacklog();
		return null;
	}
	unreserve({ lane }) {
		lane.promised--;
		lane.limit.giveBack();
	}
	accept({ lane }, send) {
		lane.promised--;
		if (this.#maySend(lane, send)) {
			this.#dispatch(lane, send);
			return;
		}
		lane.limit.giveBack();
		this.#putBack(send, 0);
	}
	wake(phoneNumberId) {
		const lane = this.#lanes.get(phoneNumberId);
		if (lane === void 0) return;
		lane.noteBacklog();
		this.#claimSoon();
	}
	onStatus(id, wamid) {
		const ref = this.#unknown.get(id);
		if (ref !== void 0) this.#track(this.#reconcile(ref, wamid));
	}
	async stop(graceMs) {
		this.#isStopping = true;
		for (const timer of [this.#pollTimer, this.#claimTimer]) if (timer !== null) clearTimeout(timer);
		await Promise.all([this.#polling, this.#claiming]);
		for (const lane of this.#lanes.values()) {
			if (lane.timer !== null) clearTimeout(lane.timer);
			for (const send of lane.drain()) this.#putBack(send, 0);
		}
		await settledWithin(this.#settled(), graceMs);
		const ended = [...this.#lanes.values()].filter((lane) => lane.inFlight === 0 && lane.promised === 0);
		await this.#letGo(ended).catch(this.#context.onError);
	}
	async #settled() {
		while (this.#running.size > 0) await Promise.all(this.#running);
	}
	#poll() {
		if (this.#isStopping) return;
		this.#polling = this.#look().then((pauseMs) => {
			this.#polling = null;
			if (!this.#isStopping) this.#pollTimer = setTimeout(() => this.#poll(), pauseMs);
		});
	}
	async #look() {
		try {
			await this.#findLanes();
			await this.#renew();
			await this.#letIdleGo();
			await this.#sweep();
			if (this.#context.store.can.sharedBetweenNodes) await this.#context.lookForOutcomes();
			return POLL_MS;
		} catch (error) {
			this.#context.onError(error);
			return ERROR_PAUSE_MS;
		}
	}
	async #findLanes() {
		const { store, nowMs, monotonicMs } = this.#context;
		const waiting = await findWaitingLanes(store, {
			nowMs: nowMs(),
			after: this.#lastWaitingLane,
			limit: WAITING_LANES_MAX
		});
		this.#lastWaitingLane = waiting.length < WAITING_LANES_MAX ? "" : waiting.at(-1) ?? "";
		for (const [phoneNumberId, untilMs] of this.#notOurs) if (untilMs <= monotonicMs()) this.#notOurs.delete(phoneNumberId);
		const free = waiting.filter((id) => !this.#isHeld(id) && !this.#notOurs.has(id));
		if (free.length > 0) await this.#take(free);
		for (const id of waiting) this.wake(id);
	}
	#isHeld(phoneNumberId) {
		const lane = this.#lanes.get(phoneNumberId);
		return lane !== void 0 && this.#context.monotonicMs() < lane.heldUntilMs;
	}
	async #take(phoneNumberIds) {
		await this.#locks.run(phoneNumberIds, async () => {
			const wanted = phoneNumberIds.filter((id) => !this.#isHeld(id));
			if (wanted.length === 0 || this.#isStopping) return;
			const held = await this.#hold(wanted);
			for (const id of wanted) if (!held.has(id)) this.#notOurs.set(id, this.#context.monotonicMs() + NOT_OURS_MS);
			const lanes = Array.from(held, (id) => this.#lanes.get(id)).filter((lane) => lane !== void 0);
			for (let start = 0; start < lanes.length; start += 64) await this.#claimFor(lanes.slice(start, start + 64));
		});
	}
	async #hold(phoneNumberIds) {
		const { store, leaseToken, nowMs, monotonicMs, limitOf } = this.#context;
		const askedAtMs = monotonicMs();
		const held = await takeLanes(store, {
			phoneNumberIds,
			leaseToken,
			leaseMs: LANE_LEASE_MS,
			nowMs: nowMs()
		});
		for (const id of held) {
			const known = this.#lanes.get(id);
			const lane = known ?? new SendLane(id, {
				perSecond: limitOf(id),
				nowMs: askedAtMs
			});
			if (known === void 0) lane.noteBacklog();
			lane.heldUntilMs = askedAtMs + LANE_LEASE_MS - LANE_MARGIN_MS;
			this.#lanes.set(id, lane);
		}
		return held;
	}
	async #renew() {
		const { monotonicMs } = this.#context;
		const nowMs = monotonicMs();
		if (this.#lanes.size === 0 || nowMs - this.#lastRenewMs < LANE_RENEW_MS) return;
		this.#lastRenewMs = nowMs;
		const ids = [...this.#lanes.keys()];
		await this.#locks.run(ids, async () => {
			const held = await this.#hold(ids);
			for (const id of ids) if (!held.has(id)) this.#lose(id);
		});
	}
	#lose(phoneNumberId) {
		const lane = this.#lanes.get(phoneNumberId);
		if (lane === void 0) return;
		lane.heldUntilMs = Number.NEGATIVE_INFINITY;
		for (const send of lane.drain()) this.#putBack(send, 0);
		if (lane.inFlight === 0 && lane.promised === 0) this.#lanes.delete(phoneNumberId);
	}
	async #letIdleGo() {
		const nowMs = this.#context.monotonicMs();
		const idle = [...this.#lanes.values()].filter((lane) => lane.isIdle(nowMs, LANE_IDLE_MS));
		await this.#letGo(idle);
	}
	async #letGo(lanes) {
		if (lanes.length === 0) return;
		const { store, leaseToken, nowMs } = this.#context;
		const phoneNumberIds = lanes.map((lane) => lane.phoneNumberId);
		for (const id of phoneNumberIds) this.#lanes.delete(id);
		await this.#locks.run(phoneNumberIds, () => letLanesGo(store, {
			phoneNumberIds,
			leaseToken,
			leaseMs: LANE_KEEP_MS,
			nowMs: nowMs()
		}));
	}
	async #sweep() {
		const { store, nowMs, monotonicMs, ends } = this.#context;
		if (monotonicMs() - this.#lastSweepMs < SWEEP_MS) return;
		this.#lastSweepMs = monotonicMs();
		const atMs = nowMs();
		await sweepDeadSends(store, {
			endedBeforeMs: atMs - CLOCK_SKEW_MS,
			giveUpAtMs: atMs + GIVE_UP_MS
		});
		await this.#reconcileTold();
		for (const ref of await findGivenUp(store, {
			nowMs: atMs,
			limit: 500
		})) {
			this.#unknown.delete(ref.id);
			this.#track(ends.add(ref, {
				kind: "refused",
				error: NOT_KNOWN,
				atMs
			}));
		}
	}
	async #reconcileTold() {
		const told = await findTold(this.#context.store, 500);
		for (const { wamid, ...ref } of told) this.#track(this.#reconcile(ref, wamid));
	}
	async #reconcile(ref, wamid) {
		this.#unknown.delete(ref.id);
		await this.#context.ends.add(ref, {
			kind: "accepted",
			wamid,
			response: null,
			atMs: this.#context.nowMs()
		});
	}
	#claimSoon() {
		if (this.#isStopping || this.#claiming !== null || this.#claimTimer !== null) return;
		const waitMs = Math.max(0, this.#lastClaimMs + CLAIM_PAUSE_MS - this.#context.monotonicMs());
		this.#claimTimer = setTimeout(() => {
			this.#claimTimer = null;
			this.#claiming = this.#claim().finally(() => {
				this.#claiming = null;
				if ([...this.#lanes.values()].some((lane) => lane.hasBacklog)) this.#claimSoon();
			});
		}, waitMs);
	}
	async #claim() {
		this.#lastClaimMs = this.#context.monotonicMs();
		const lanes = [...this.#lanes.values()].filter((lane) => lane.room(this.#lastClaimMs) > 0);
		for (const lane of lanes) lane.limit.setPerSecond(this.#context.limitOf(lane.phoneNumberId));
		try {
			for (let start = 0; start < lanes.length; start += 64) await this.#claimFor(lanes.slice(start, start + 64));
		} catch (error) {
			this.#context.onError(error);
			this.#lastClaimMs += ERROR_PAUSE_MS;
		}
	}
	async #claimFor(lanes) {
		const { store, leaseToken, nowMs, monotonicMs } = this.#context;
		const wanted = lanes.map((lane) => ({
			lane,
			phoneNumberId: lane.phoneNumberId,
			limit: lane.room(monotonicMs()),
			mark: lane.mark
		})).filter(({ limit }) => limit > 0);
		if (wanted.length === 0) return;
		const atMs = nowMs();
		const claim = {
			lanes: wanted,
			leaseToken,
			nowMs: atMs,
			leaseUntilMs: atMs + SEND_LEASE_MS
		};
		const claimed = Map.groupBy(await claimSends(store, claim), (send) => send.phoneNumberId);
		for (const { lane, limit, mark } of wanted) {
			const sends = claimed.get(lane.phoneNumberId) ?? [];
			if (sends.length < limit) lane.clearBacklog(mark);
			if (sends.length > 0) lane.usedAtMs = monotonicMs();
			for (const send of sends) lane.add(send);
			this.#pump(lane);
		}
	}
	#pump(lane) {
		for (let send = lane.next; send !== void 0; send = lane.next) if (!this.#maySend(lane, send)) {
			lane.shift();
			this.#putBack(send, lane.pausedUntilMs - this.#context.monotonicMs());
		} else if (!this.#sendNext(lane, send)) return;
	}
	#maySend(lane, send) {
		if (this.#isStopping || !lane.isOpen(this.#context.monotonicMs())) return false;
		return send.leaseUntilMs - this.#context.nowMs() >= SEND_LEASE_MS_MIN;
	}
	#sendNext(lane, send) {
		const nowMs = this.#context.monotonicMs();
		const pair = pairOf(send);
		if (this.#context.nowMs() - send.createdAtMs >= 864e5) {
			lane.shift();
			const end = {
				kind: "refused",
				error: WAITED_TOO_LONG,
				atMs: this.#context.nowMs()
			};
			this.#track(this.#context.ends.add(send, end));
		} else if (pair !== null && lane.pairs.waitMs(pair, nowMs) > 0) {
			lane.shift();
			this.#putBack(send, lane.pairs.promise(pair, nowMs));
		} else if (lane.limit.take(nowMs)) {
			lane.shift();
			if (pair !== null) lane.pairs.take(pair, nowMs);
			this.#dispatch(lane, send);
		} else {
			this.#pumpLater(lane, nowMs);
			return false;
		}
		return true;
	}
	#pumpLater(lane, nowMs) {
		const freeAtMs = lane.limit.freeAtMs(nowMs);
		if (freeAtMs === null || lane.timer !== null) return;
		lane.timer = setTimeout(() => {
			lane.timer = null;
			this.#pump(lane);
		}, Math.ceil(freeAtMs - nowMs));
	}
	#dispatch(lane, send) {
		lane.inFlight++;
		lane.usedAtMs = this.#context.monotonicMs();
		this.#track(this.#send(lane, send));
	}
	async #send(lane, send) {
		const dispatchedAtMs = this.#context.monotonicMs();
		const decision = await this.#call(lane, send, dispatchedAtMs);
		lane.inFlight--;
		const written = this.#conclude(lane, send, decision);
		this.#pump(lane);
		await written;
	}
	async #call(lane, send, dispatchedAtMs) {
		const age = () => ({
			tries: send.tries,
			ageMs: this.#context.nowMs() - send.createdAtMs
		});
		let result;
		try {
			result = await this.#context.callGraph({
				workspaceId: send.workspaceId,
				channelId: send.channelId,
				method: "POST",
				path: `${send.phoneNumberId}/messages`,
				body: send.body
			});
		} catch (error) {
			if (error instanceof PosthornError) {
				lane.limit.giveBack();
				return this.#decideThrown(error, age());
			}
			this.#context.onError(error);
			result = {
				kind: "unknown",
				reason: "The gateway failed in the middle of the call."
			};
		}
		if (result.kind === "unreachable") lane.limit.giveBack();
		else lane.limit.answered(dispatchedAtMs, this.#context.monotonicMs(), this.#context.stallMs());
		return decideSend(result, age());
	}
	#decideThrown(error, age) {
		if (error.code === "channel_not_connected" || error.code === "not_found") return {
			kind: "refused",
			error: notConnected(error.message)
		};
		this.#context.onError(error);
		return decideSend({
			kind: "unreachable",
			reason: error.message
		}, age);
	}
	#conclude(lane, send, decision) {
		const { ends, nowMs, monotonicMs } = this.#context;
		switch (decision.kind) {
			case "accepted":
				lane.accepted(monotonicMs());
				lane.pairs.accepted(send.recipient);
				return ends.add(send, {
					...decision,
					atMs: nowMs()
				});
			case "refused": return ends.add(send, {
				...decision,
				atMs: nowMs()
			});
			case "again": return this.#sendAgain(send, this.#waitOf(lane, send, decision), decision.after === "number" ? 0 : 1);
			case "unknown": return this.#lookFor(send);
		}
	}
	#waitOf(lane, send, decision) {
		if (decision.after === "wait") return decision.waitMs;
		const nowMs = this.#context.monotonicMs();
		return decision.after === "pair" ? lane.pairs.throttle(send.recipient, nowMs) : lane.throttle(nowMs);
	}
	#putBack(send, waitMs) {
		this.#track(this.#sendAgain(send, Math.max(0, waitMs), 0));
	}
	async #sendAgain(send, waitMs, tries) {
		const dueAtMs = this.#context.nowMs() + Math.ceil(waitMs);
		await this.#context.ends.add(send, {
			kind: "again",
			dueAtMs,
			tries: send.tries + tries
		});
		if (waitMs === 0) this.wake(send.phoneNumberId);
	}
	async #lookFor(send) {
		const { ends, nowMs, onError } = this.#context;
		if (this.#unknown.size < UNKNOWN_MAX) this.#unknown.set(send.id, {
			workspaceId: send.workspaceId,
			id: send.id
		});
		await ends.add(send, {
			kind: "unknown",
			giveUpAtMs: nowMs() + GIVE_UP_MS
		});
		await this.#reconcileTold().catch(onError);
	}
	#track(work) {
		this.#running.add(work);
		work.finally(() => this.#running.delete(work));
	}
};
async function settledWithin(work, graceMs) {
	let timer;
	const grace = new Promise((resolve) => {
		timer = setTimeout(resolve, graceMs);
	});
	await Promise.race([work, grace]);
	clearTimeout(timer);
}
// ../server/src/messaging/sending/waiters.ts
const WAITERS_MAX = 2e4;
const PENDING = { kind: "pending" };
var Waiters = class {
	#context;
	#waiters = new Map();
	#expiring = new Set();
	#isClosed = false;
	constructor(context) {
		this.#context = context;
	}
	get hasRoom() {
		return !this.#isClosed && this.#waiters.size < WAITERS_MAX;
	}
	wait(ref, waitMs) {
		return new Promise((resolve) => {
			const timer = setTimeout(() => this.#expire(ref.id), waitMs);
			this.#waiters.set(ref.id, {
				ref,
				resolve,
				timer
			});
		});
	}
	has(id) {
		return this.#waiters.has(id);
	}
	refs(limit) {
		return [...this.#waiters.values()].slice(0, limit).map((waiter) => waiter.ref);
	}
	settle(id, outcome) {
		const waiter = this.#waiters.get(id);
		if (waiter === void 0) return;
		this.#waiters.delete(id);
		clearTimeout(waiter.timer);
		waiter.resolve(outcome);
	}
	async close() {
		this.#isClosed = true;
		for (const [id, { timer }] of this.#waiters) {
			clearTimeout(timer);
			this.#expire(id);
		}
		while (this.#expiring.size > 0) await Promise.all(this.#expiring);
	}
	#expire(id) {
		const waiter = this.#waiters.get(id);
		if (waiter === void 0) return;
		const expiring = this.#outcomeOf(waiter.ref).then((outcome) => this.settle(id, outcome)).finally(() => this.#expiring.delete(expiring));
		this.#expiring.add(expiring);
	}
	async #outcomeOf(ref) {
		try {
			return await this.#context.stopAwaiting(ref) ?? PENDING;
		} catch (error) {
			this.#context.onError(error);
			return PENDING;
		}
	}
};
// ../server/src/messaging/templates/template-book.ts
var TemplateBook = class {
	#before;
	#now;
	constructor(templates) {
		this.#before = new Map(templates.map((template) => [template.id, template]));
		this.#now = new Map(this.#before);
	}
	find({ templateId, name, language }) {
		const templates = [...this.#now.values()];
		const living = templates.filter((template) => template.deletedAtMs === null);
		const hasId = (template) => templateId !== null && template.templateId === templateId;
		const hasName = (template) => template.name === name && language !== null && template.language === templateLanguage(language);
		return living.find(hasId) ?? living.find(hasName) ?? templates.find(hasId) ?? null;
	}
	before(template) {
		return this.#before.get(template.id) ?? null;
	}
	put(template) {
		this.#now.set(template.id, template);
	}
};
// ../server/src/messaging/templates/template-row.ts
const TEMPLATE_FACETS = [
	"status",
	"quality",
	"category",
	"components"
];
const TEMPLATES_TABLE = {
	name: "templates",
	columns: {
		workspace_id: "text",
		id: "text",
		revision: "bigint",
		waba_id: "text",
		template_id: "text",
		name: "text",
		language: "text",
		category: "text",
		status: "text",
		quality: "text",
		parameter_format: "text",
		components: "text",
		reason: "text",
		created_at_ms: "bigint",
		updated_at_ms: "bigint",
		told_at: "text",
		synced_at_ms: "bigint",
		deleted_at_ms: "bigint"
	}
};
function toTemplateWrite(template, causeId) {
	const row = {
		workspace_id: template.workspaceId,
		id: template.id,
		revision: template.revision,
		waba_id: template.wabaId,
		template_id: template.templateId,
		name: storableText(template.name) ?? "",
		language: storableText(template.language) ?? "",
		category: storableText(template.category),
		status: storableText(template.status) ?? "",
		quality: storableText(template.quality),
		parameter_format: template.parameterFormat,
		components: JSON.stringify(template.components),
		reason: storableText(template.reason),
		created_at_ms: template.createdAtMs,
		updated_at_ms: template.updatedAtMs,
		told_at: JSON.stringify(template.toldAtMs),
		synced_at_ms: template.syncedAtMs,
		deleted_at_ms: template.deletedAtMs
	};
	return {
		table: TEMPLATES_TABLE,
		row: { ...row },
		causeId
	};
}
function toTemplate(row) {
	return {
		id: row.id,
		workspaceId: row.workspace_id,
		revision: row.revision,
		wabaId: row.waba_id,
		templateId: row.template_id,
		name: row.name,
		language: row.language,
		category: row.category,
		status: row.status,
		quality: row.quality,
		parameterFormat: row.parameter_format,
		components: JSON.parse(row.components),
		reason: row.reason,
		createdAtMs: row.created_at_ms,
		updatedAtMs: row.updated_at_ms,
		toldAtMs: JSON.parse(row.told_at ?? "{}"),
		syncedAtMs: row.synced_at_ms,
		deletedAtMs: row.deleted_at_ms
	};
}
// ../server/src/messaging/templates/template-facts.ts
const CLOCKS_APART_MS = 3e5;
function toldByMeta(atMs) {
	return {
		atMs,
		toldAtMs: atMs
	};
}
function readFromMeta(atMs) {
	return {
		atMs,
		toldAtMs: atMs - CLOCKS_APART_MS
	};
}
const GONE = new Set(["DELETED", "PENDING_DELETION"]);
function isGoneStatus(status) {
	return GONE.has(status);
}
function draftTemplate({ nowMs, ...named }) {
	return {
		...named,
		...UNKNOWN,
		revision: 0,
		status: "",
		createdAtMs: nowMs,
		updatedAtMs: 0,
		syncedAtMs: null,
		deletedAtMs: null
	};
}
const UNKNOWN = {
	category: null,
	quality: null,
	parameterFormat: null,
	components: [],
	reason: null,
	toldAtMs: {}
};
function applyFacts(template, facts, telling) {
	if (template.deletedAtMs !== null && !bringsBack(template.deletedAtMs, facts, telling)) return template;
	const moved = TEMPLATE_FACETS.filter((facet) => facts[facet] !== void 0 && telling.atMs >= knownSinceMs(template, facet)).reduce((was, facet) => moveFacet(was, facet, {
		facts,
		telling
	}), template);
	if (!isSameTemplate(moved, template)) return {
		...moved,
		updatedAtMs: Math.max(template.updatedAtMs, telling.atMs)
	};
	return isDeepStrictEqual(moved.toldAtMs, template.toldAtMs) ? template : moved;
}
function isSameTemplate(one, other) {
	return isDeepStrictEqual({
		...one,
		toldAtMs: null
	}, {
		...other,
		toldAtMs: null
	});
}
function markDeleted(template, atMs) {
	return applyFacts(template, { status: {
		status: "DELETED",
		reason: null
	} }, toldByMeta(Math.max(atMs, knownSinceMs(template, "status"))));
}
function succeed(template, templateId) {
	return {
		...template,
		...UNKNOWN,
		templateId
	};
}
function nextRevision(before, after) {
	assert(before === null || before.id === after.id);
	return {
		...after,
		revision: (before?.revision ?? 0) + 1
	};
}
function knownSinceMs({ toldAtMs, syncedAtMs }, facet) {
	const readAtMs = syncedAtMs === null ? Number.NEGATIVE_INFINITY : readFromMeta(syncedAtMs).toldAtMs;
	return Math.max(toldAtMs[facet] ?? Number.NEGATIVE_INFINITY, readAtMs);
}
function bringsBack(deletedAtMs, { status }, { atMs }) {
	return status !== void 0 && !isGoneStatus(status.status) && atMs > deletedAtMs;
}
function moveFacet(template, facet, { facts, telling }) {
	const toldAtMs = Math.max(template.toldAtMs[facet] ?? Number.NEGATIVE_INFINITY, telling.toldAtMs);
	return {
		...template,
		...changeOf(template, facet, {
			facts,
			telling
		}),
		toldAtMs: {
			...template.toldAtMs,
			[facet]: toldAtMs
		}
	};
}
function changeOf(template, facet, { facts, telling }) {
	const { status, quality, category, components } = facts;
	if (facet === "status" && status !== void 0) return {
		...status,
		deletedAtMs: status.status === "DELETED" ? telling.atMs : null
	};
	if (facet === "quality" && quality !== void 0) return { quality };
	if (facet === "category" && category !== void 0) return { category };
	if (facet !== "components" || components === void 0) return {};
	return {
		...components,
		parameterFormat: components.parameterFormat ?? template.parameterFormat
	};
}
// ../server/src/messaging/templates/template-rules.ts
function findTemplateProblems(words) {
	const { category, components } = words;
	const places = components.map((component, index) => ({
		component,
		pointer: `/components/${index}`
	}));
	return [
		...doubleProblems(components),
		...components.some(({ type }) => type === "BODY") ? [] : [problem("/components", "A BODY is needed.")],
		...places.flatMap((place) => category === "AUTHENTICATION" ? authenticationProblems(place) : componentProblems(place, words.parameterFormat)),
		...category === "AUTHENTICATION" && !components.some(({ type }) => type === "BUTTONS") ? [problem("/components", "A template of category AUTHENTICATION needs BUTTONS with one OTP button.")] : []
	];
}
function problem(pointer, message) {
	return {
		pointer,
		message
	};
}
function doubleProblems(components) {
	return components.flatMap(({ type }, index) => {
		return components.findIndex((other) => other.type === type) === index ? [] : [problem(`/components/${index}/type`, `A template has one ${type}.`)];
	});
}
function authenticationProblems({ component, pointer }) {
	switch (component.type) {
		case "HEADER": return [problem(pointer, "A template of category AUTHENTICATION has no HEADER.")];
		case "BODY":
		case "FOOTER": return component.text === void 0 ? [] : [problem(`${pointer}/text`, "Meta writes the text of a template of category AUTHENTICATION. Leave it out.")];
		case "BUTTONS": return component.buttons.length === 1 && component.buttons[0]?.type === "OTP" ? [] : [problem(`${pointer}/buttons`, "A template of category AUTHENTICATION has one button, of type OTP.")];
	}
}
function componentProblems({ component, pointer }, format) {
	switch (component.type) {
		case "HEADER": return component.format === "TEXT" ? headerProblems(component, pointer, format) : [];
		case "BODY": return bodyProblems(component, pointer, format);
		case "FOOTER": return footerProblems(component, pointer);
		case "BUTTONS": return buttonsProblems(component.buttons, `${pointer}/buttons`);
	}
}
function headerProblems(header, pointer, format) {
	const { header_text: listed, header_text_named_params: named } = header.example ?? {};
	const variables = {
		text: header.text,
		listed,
		named,
		examplePointer: `${pointer}/example`,
		format
	};
	return [...listPlaceholders(header.text).length > 1 ? [problem(`${pointer}/text`, "A header has one variable at most.")] : [], ...variableProblems(variables, {
		pointer,
		listedName: "header_text",
		namedName: "header_text_named_params"
	})];
}
function bodyProblems(body, pointer, format) {
	const securityProblems = body.add_security_recommendation === void 0 ? [] : [problem(`${pointer}/add_security_recommendation`, "Only a template of category AUTHENTICATION has it.")];
	if (body.text === void 0) return [problem(pointer, "A BODY needs a text."), ...securityProblems];
	const { body_text: listed, body_text_named_params: named } = body.example ?? {};
	const variables = {
		text: body.text,
		listed: listed?.[0],
		named,
		examplePointer: `${pointer}/example`,
		format
	};
	return [...securityProblems, ...variableProblems(variables, {
		pointer,
		listedName: "body_text",
		namedName: "body_text_named_params"
	})];
}
function footerProblems(footer, pointer) {
	const { text, code_expiration_minutes: minutes } = footer;
	return [
		...minutes === void 0 ? [] : [problem(`${pointer}/code_expiration_minutes`, "Only a template of category AUTHENTICATION has it.")],
		...text === void 0 ? [problem(pointer, "A FOOTER needs a text.")] : [],
		...text !== void 0 && listPlaceholders(text).length > 0 ? [problem(`${pointer}/text`, "A footer has no variables.")] : []
	];
}
function variableProblems(variables, place) {
	const { text, format } = variables;
	const keys = listPlaceholders(text);
	const wrong = braceProblem(text) ?? (format === "named" ? nameProblem(keys) : positionProblem(keys));
	if (wrong !== null) return [problem(`${place.pointer}/text`, wrong)];
	return format === "named" ? namedProblems(keys, variables, place) : listedProblems(keys, variables, place);
}
function braceProblem(text) {
	return /\{\{|\}\}/.test(withoutPlaceholders(text)) ? "A variable is {{1}} or {{name}}: a number or a name between two braces on each side." : null;
}
function positionProblem(keys) {
	return keys.every((key) => /^[1-9]\d*$/.test(key) && Number(key) <= keys.length) ? null : "Variables are numbered {{1}}, {{2}}, \u2026 without a gap. For names set parameter_format to named.";
}
function nameProblem(keys) {
	return keys.every((key) => /^[a-z_][a-z0-9_]*$/.test(key)) ? null : "Names of variables are lower-case letters, digits and _, such as {{first_name}}.";
}
function listedProblems(keys, { listed, named }, { pointer, listedName, namedName }) {
	if (named !== void 0) return [problem(`${pointer}/example/${namedName}`, `Positional variables have their examples in ${listedName}.`)];
	const count = listed?.length ?? 0;
	if (count === keys.length) return [];
	return [problem(`${pointer}/example/${listedName}`, countWords(keys.length, count))];
}
function countWords(needed, given) {
	return `Give an example for each variable: there are ${needed} variables and ${given} examples.`;
}
function namedProblems(keys, { listed, named = [] }, { pointer, listedName, namedName }) {
	if (listed !== void 0) return [problem(`${pointer}/example/${listedName}`, `Named variables have their examples in ${namedName}.`)];
	const given = named.map((one) => one.param_name);
	const missing = keys.filter((key) => !given.includes(key));
	const unknown = given.filter((key, index) => !keys.includes(key) || given.indexOf(key) !== index);
	const at = `${pointer}/example/${namedName}`;
	return [...missing.map((key) => problem(at, `Give an example for {{${key}}}.`)), ...unknown.length === 0 ? [] : [problem(at, "Give one example for each variable of the text, and no other.")]];
}
const BUTTON_COUNTS_MAX = {
	URL: 2,
	PHONE_NUMBER: 1,
	COPY_CODE: 1,
	FLOW: 1
};
function buttonsProblems(buttons, pointer) {
	return [...Object.entries(BUTTON_COUNTS_MAX).flatMap(([type, countMax]) => buttons.filter((button) => button.type === type).length > countMax ? [problem(pointer, `There are at most ${countMax} of type ${type}.`)] : []), ...buttons.flatMap((button, index) => buttonProblems(button, `${pointer}/${index}`))];
}
function buttonProblems(button, pointer) {
	switch (button.type) {
		case "URL": return urlProblems(button, pointer);
		case "FLOW": return [
			button.flow_id,
			button.flow_name,
			button.flow_json
		].filter((one) => one !== void 0).length === 1 ? [] : [problem(pointer, "Give one of flow_id, flow_name and flow_json.")];
		case "OTP": return [problem(`${pointer}/type`, "Only a template of category AUTHENTICATION has a button of type OTP.")];
		default: return [];
	}
}
function urlProblems({ url, example }, pointer) {
	const base = withoutPlaceholders(url);
	const variables = listPlaceholders(url);
	if (!URL.canParse(base) || !/^https?:$/.test(new URL(base).protocol)) return [problem(`${pointer}/url`, "Must be a URL with http:// or https://.")];
	if (variables.length > 0 && !/^[^{}]*\{\{\s*1\s*\}\}$/.test(url)) return [problem(`${pointer}/url`, "A URL has one variable, {{1}}, at its end.")];
	if (variables.length > 0 && example === void 0) return [problem(`${pointer}/example`, "Give an example of the whole URL.")];
	if (variables.length === 0 && example !== void 0) return [problem(`${pointer}/example`, "A URL without a variable has no example.")];
	return [];
}
// ../server/src/messaging/templates/template-view.ts
const parameterView = object({
	component: string().describe("header, body, button; else the type of a component that is filled in as a whole."),
	index: int().optional().describe("Place of the button, from 0."),
	name: string().optional().describe("Of a named parameter: `parameter_name` when it is sent."),
	position: int().optional().describe("Of a positional parameter, from 1."),
	type: string().describe("`type` of the parameter when it is sent: text, image, video, document, location, \u2026"),
	example: string().optional()
});
const templateView = object({
	id: string(),
	template_id: string().describe("Meta's id."),
	waba_id: string(),
	name: string(),
	language: string(),
	category: string().nullable(),
	status: string().describe("Meta's word. Only what is APPROVED can be sent."),
	quality: string().nullable().describe("GREEN, YELLOW, RED or UNKNOWN."),
	parameter_format: string().nullable().describe("positional or named."),
	components: array(record(string(), unknown())).describe("As Meta shows them. Empty until they were read from Meta."),
	parameters: array(parameterView).describe("What a sender must give, worked out from the components."),
	reason: string().nullable().describe("Why Meta rejected, paused or disabled it."),
	created_at: string().describe("When it became known here."),
	updated_at: string(),
	synced_at: string().nullable().describe("When it was read from Meta last.")
}).meta({ id: "Template" });
function toTemplateView(template) {
	return {
		id: template.id,
		template_id: template.templateId,
		waba_id: template.wabaId,
		name: template.name,
		language: template.language,
		category: template.category,
		status: template.status,
		quality: template.quality,
		parameter_format: template.parameterFormat,
		components: template.components.map((component) => ({ ...component })),
		parameters: templateParameters(template).map(toParameterView),
		reason: template.reason,
		created_at: toIso(template.createdAtMs),
		updated_at: toIso(template.updatedAtMs),
		synced_at: template.syncedAtMs === null ? null : toIso(template.syncedAtMs)
	};
}
function toParameterView({ component, index, name, position, type, example }) {
	return {
		component,
		...index === null ? {} : { index },
		...name === null ? {} : { name },
		...position === null ? {} : { position },
		type,
		...example === null ? {} : { example }
	};
}
// ../server/src/messaging/templates/templates.store.ts
async function readTemplate(store, workspaceId, id) {
	const row = await selectLiving(store, workspaceId).where("id", "=", id).executeTakeFirst();
	return row === void 0 ? null : toTemplate(row);
}
async function findTemplate(store, { workspaceId, wabaId }, { name, language }) {
	const row = await selectLiving(store, workspaceId).where("waba_id", "=", wabaId).where("name", "=", name).where("language", "=", templateLanguage(language)).executeTakeFirst();
	return row === void 0 ? null : toTemplate(row);
}
const USABLE_ROWS_MAX = 250;
async function findUsableTemplates(store, { workspaceId, wabaId }, { limit }) {
	const rows = await selectLiving(store, workspaceId).where("waba_id", "=", wabaId).where("status", "=", "APPROVED").orderBy("id", "desc").limit(USABLE_ROWS_MAX).execute();
	const effortOf = (template) => template.components.length === 0 ? Number.POSITIVE_INFINITY : Math.min(1, templateParameters(template).length);
	return rows.map(toTemplate).map((template) => ({
		template,
		effort: effortOf(template)
	})).sort((one, other) => one.effort === other.effort ? 0 : one.effort - other.effort).slice(0, limit).map(({ template }) => template);
}
async function hasSynced(store, { workspaceId, wabaId }) {
	return await store.db.selectFrom("templates").select("id").where("workspace_id", "=", workspaceId).where("waba_id", "=", wabaId).where("synced_at_ms", "is not", null).limit(1).executeTakeFirst() !== void 0;
}
async function findNamedTemplates(store, { workspaceId, wabaId }, { templateIds, names }) {
	const ofAccount = () => store.db.selectFrom("templates").selectAll().where("workspace_id", "=", workspaceId).where("waba_id", "=", wabaId);
	const found = await Promise.all([templateIds.length === 0 ? [] : ofAccount().where("template_id", "in", [...new Set(templateIds)]).execute(), names.length === 0 ? [] : ofAccount().where("name", "in", [...new Set(names)]).where("deleted_at_ms", "is", null).execute()]);
	const byId = new Map(found.flat().map((row) => [row.id, row]));
	return Array.from(byId.values(), toTemplate);
}
async function listTemplatesAfter(store, { workspaceId, wabaId }, { afterId, limit }) {
	const living = selectLiving(store, workspaceId).where("waba_id", "=", wabaId);
	return (await (afterId === null ? living : living.where("id", ">", afterId)).orderBy("id").limit(limit).execute()).map(toTemplate);
}
async function markSynced(store, { workspaceId, wabaId }, { templateIds, atMs }) {
	if (templateIds.length === 0) return;
	await store.db.updateTable("templates").set({ synced_at_ms: atMs }).where("workspace_id", "=", workspaceId).where("waba_id", "=", wabaId).where("template_id", "in", [...templateIds]).where("deleted_at_ms", "is", null).execute();
}
async function listTemplates(store, query) {
	const result = await scanBounded({
		limit: query.limit,
		start: query.beforeId,
		findStepEnd: (start) => isFiltered(query) ? findStepEnd(store, query, start) : Promise.resolve(null),
		read: async (start, end, limit) => {
			const matching = selectLiving(store, query.workspaceId).where((eb) => matches(eb, query));
			const after = start === null ? matching : matching.where("id", "<", start);
			return (await (end === null ? after : after.where("id", ">=", end)).orderBy("id", "desc").limit(limit).execute()).map(toTemplate);
		}
	});
	return toScannedPage(result, query.limit, (template) => template.id);
}
async function pageOfTemplates(store, query) {
	const [rows, { total }] = await Promise.all([selectLiving(store, query.workspaceId).where((eb) => matches(eb, query)).orderBy("id", "desc").offset(query.offset).limit(query.limit).execute(), store.db.selectFrom("templates").select((select) => select.fn.countAll().as("total")).where("workspace_id", "=", query.workspaceId).where("deleted_at_ms", "is", null).where((eb) => matches(eb, query)).executeTakeFirstOrThrow()]);
	return {
		items: rows.map(toTemplate),
		total: Number(total)
	};
}
async function findWabaOfChannel(store, workspaceId, id) {
	return (await selectChannels(store, workspaceId).select("waba_id").where("id", "=", id).executeTakeFirst())?.waba_id ?? null;
}
async function findChannelOfWaba(store, { workspaceId, wabaId }) {
	return (await selectChannels(store, workspaceId).select("id").where("waba_id", "=", wabaId).where("access_token", "is not", null).orderBy((eb) => eb.fn.coalesce("token_expired_at_ms", eb.lit(0))).orderBy("id").limit(1).executeTakeFirst())?.id ?? null;
}
function selectChannels(store, workspaceId) {
	return store.db.selectFrom("channels").where("workspace_id", "=", workspaceId).where("deleted_at_ms", "is", null);
}
function selectLiving(store, workspaceId) {
	return store.db.selectFrom("templates").selectAll().where("workspace_id", "=", workspaceId).where("deleted_at_ms", "is", null);
}
function isFiltered({ wabaId, status, category, language, name }) {
	return [
		wabaId,
		status,
		category,
		language,
		name
	].some((value) => value !== void 0);
}
async function findStepEnd(store, { workspaceId }, start) {
	const living = selectLiving(store, workspaceId).clearSelect().select("id");
	return (await (start === null ? living : living.where("id", "<", start)).orderBy("id", "desc").offset(1999).limit(1).executeTakeFirst())?.id ?? null;
}
function matches(eb, filter) {
	const { wabaId, status, category, language, name } = filter;
	return eb.and([
		...wabaId === void 0 ? [] : [eb("waba_id", "=", wabaId)],
		...status === void 0 ? [] : [eb("status", "=", status)],
		...category === void 0 ? [] : [eb("category", "=", category)],
		...language === void 0 ? [] : [eb("language", "=", templateLanguage(language))],
		...name === void 0 ? [] : [eb("name", "=", name)]
	]);
}
// ../server/src/messaging/templates/templates-context.ts
const GRAPH_TIMEOUT_MS = 2e4;
const CONFLICT_TRIES_MAX = 5;
async function askMeta(ctx, call) {
	const result = await ctx.callGraph({
		timeoutMs: GRAPH_TIMEOUT_MS,
		...call
	});
	switch (result.kind) {
		case "ok": return result.body;
		case "refused": throw new PosthornError("meta_refused", "Meta refused the call. meta_error says why.", { metaError: result.error });
		case "unreachable": throw new PosthornError("meta_unavailable", "Meta could not be reached. Nothing was changed.");
		case "unknown": throw new PosthornError("meta_unavailable", call.method === "GET" ? "Meta gave no complete answer. Nothing was changed." : "Meta gave no complete answer: the change may have been made. POST /v1/templates/sync shows it.");
	}
}
async function writeTogether(ctx, plan) {
	for (let tries = 1;; tries++) {
		const planned = await plan();
		if (planned.records.length === 0) return planned;
		try {
			await ctx.write(planned.records);
			return planned;
		} catch (error) {
			if (!(error instanceof RecordConflictError)) throw error;
			if (tries < CONFLICT_TRIES_MAX) continue;
			throw new PosthornError("conflict", "Others keep changing the same template. Read it and try again.", { cause: error });
		}
	}
}
async function accountOf(store, workspaceId, channelId) {
	const wabaId = await findWabaOfChannel(store, workspaceId, channelId);
	if (wabaId === null) throw new PosthornError("not_found", "There is no such channel.");
	return {
		workspaceId,
		wabaId
	};
}
// ../server/src/messaging/templates/told-facts.ts
function toldTemplateOf(event) {
	const { value, entry } = readMetaItem(event.payload);
	const wabaId = idTextOf(entry.id);
	if (wabaId === null) return null;
	const language = stringOf(value.message_template_language);
	return {
		wabaId,
		templateId: idTextOf(value.message_template_id),
		name: stringOf(value.message_template_name),
		language: language === null ? null : templateLanguage(language)
	};
}
function factsOfEvent(event, was) {
	const meta = readMetaItem(event.payload);
	switch (event.type) {
		case "template.quality_updated": return factOf("quality", upperCaseOf(meta.value.new_quality_score));
		case "template.category_updated":
			if (upperCaseOf(meta.value.previous_category) === null) return {};
			return factOf("category", upperCaseOf(meta.value.new_category));
		case "template.components_updated": return { components: {
			components: componentsOf(meta.value, was?.components ?? []),
			parameterFormat: null
		} };
		default: return statusFacts(event, meta, was);
	}
}
const TEMPLATE_FIELDS = "id,name,language,status,category,quality_score,parameter_format,components,rejected_reason";
function readListedTemplate(item) {
	const listed = objectOf(item);
	const [templateId, name, language] = [
		idTextOf(listed.id),
		stringOf(listed.name),
		stringOf(listed.language)
	];
	const status = upperCaseOf(listed.status);
	if (templateId === null || name === null || language === null || status === null) return null;
	const parameterFormat = parameterFormatOf(listed.parameter_format);
	return {
		templateId,
		name,
		language: templateLanguage(language),
		facts: {
			status: {
				status,
				reason: reasonTextOf(listed.rejected_reason)
			},
			...factOf("category", upperCaseOf(listed.category)),
			...factOf("quality", upperCaseOf(objectOf(listed.quality_score).score)),
			components: {
				components: listOf(listed.components).filter(isJsonObject),
				parameterFormat
			}
		}
	};
}
function upperCaseOf(value) {
	const text = stringOf(value);
	return text === null || text === "" ? null : text.toUpperCase();
}
function factOf(facet, value) {
	return value === null ? {} : { [facet]: value };
}
function parameterFormatOf(value) {
	const word = stringOf(value)?.toLowerCase();
	return TEMPLATE_PARAMETER_FORMATS.find((format) => format === word) ?? null;
}
const WARNINGS = new Set(["FLAGGED", "LOCKED"]);
function statusFacts(event, { value, change }, was) {
	const word = event.type.slice(9).toUpperCase();
	const status = statusAfter(word, was);
	return {
		status: {
			status,
			reason: status === "APPROVED" && !WARNINGS.has(word) ? null : reasonOf(value, change)
		},
		...factOf("category", upperCaseOf(value.message_template_category))
	};
}
function statusAfter(word, was) {
	if (WARNINGS.has(word)) return was?.status ?? "APPROVED";
	return word === "REINSTATED" ? "APPROVED" : word;
}
function reasonOf(value, change) {
	const rejection = objectOf(value.rejection_info ?? change.rejection_info);
	const sentences = [
		rejection.reason,
		rejection.recommendation,
		objectOf(value.other_info).description
	].map(stringOf).filter((text) => text !== null && text !== "");
	const word = reasonTextOf(value.reason);
	if (sentences.length === 0) return word;
	return word === null ? sentences.join(" ") : `${word}: ${sentences.join(" ")}`;
}
function reasonTextOf(value) {
	const text = stringOf(value);
	return text === null || text === "" || text.toUpperCase() === "NONE" ? null : text;
}
function componentsOf(value, was) {
	const known = (type) => was.find((component) => upperCaseOf(component.type) === type);
	const header = known("HEADER");
	const title = stringOf(value.message_template_title);
	const isMedium = header !== void 0 && (upperCaseOf(header.format) ?? "TEXT") !== "TEXT";
	const others = was.filter(({ type }) => ![
		"HEADER",
		"BODY",
		"FOOTER",
		"BUTTONS"
	].includes(upperCaseOf(type) ?? ""));
	return [
		...title === null ? [] : [{
			...isMedium ? {} : header,
			type: "HEADER",
			format: "TEXT",
			text: title
		}],
		...title === null && isMedium ? [header] : [],
		...textComponent("BODY", stringOf(value.message_template_element), known("BODY")),
		...textComponent("FOOTER", stringOf(value.message_template_footer), known("FOOTER")),
		...buttonsComponent(listOf(value.message_template_buttons), known("BUTTONS")),
		...others
	];
}
function textComponent(type, text, was) {
	return text === null ? [] : [{
		...was,
		type,
		text
	}];
}
const DESCRIBED_BUTTONS = new Set(["URL", "PHONE_NUMBER"]);
function buttonsComponent(told, was) {
	const queue = told.map(toButton);
	const buttons = [...listOf(was?.buttons).flatMap((element) => {
		const button = objectOf(element);
		const type = upperCaseOf(button.type);
		if (!(DESCRIBED_BUTTONS.has(type) || queue.some((one) => one.type === type))) return [button];
		const next = queue.findIndex((one) => one.type === type);
		const [replaced] = next < 0 ? [] : queue.splice(next, 1);
		return replaced === void 0 ? [] : [{
			...button,
			...replaced
		}];
	}), ...queue];
	return buttons.length === 0 ? [] : [{
		...was,
		type: "BUTTONS",
		buttons
	}];
}
function toButton(element) {
	const button = objectOf(element);
	const type = upperCaseOf(button.message_template_button_type);
	const [url, phoneNumber] = [stringOf(button.message_template_button_url), stringOf(button.message_template_button_phone_number)];
	return {
		type: type ?? "QUICK_REPLY",
		text: stringOf(button.message_template_button_text) ?? "",
		...url === null ? {} : { url },
		...phoneNumber === null ? {} : { phone_number: phoneNumber }
	};
}
// ../server/src/messaging/templates/change-templates.ts
async function createTemplate(ctx, request) {
	const { workspaceId, channelId, draft, actor } = request;
	const of = await accountOf(ctx.store, workspaceId, channelId);
	const { name, language, category, parameter_format: parameterFormat, components } = draft;
	assertNoProblems(findTemplateProblems({
		category,
		parameterFormat,
		components
	}));
	const atMs = ctx.nowMs();
	const answer = await askMeta(ctx, {
		workspaceId,
		channelId,
		method: "POST",
		path: `${of.wabaId}/message_templates`,
		body: {
			name,
			language,
			category,
			parameter_format: parameterFormat,
			components
		}
	});
	const templateId = idTextOf(answer.id);
	if (templateId === null) throw new PosthornError("meta_unavailable", "Meta did not say which id the template has. Sync the templates.");
	const facts = {
		status: {
			status: upperCaseOf(answer.status) ?? "PENDING",
			reason: null
		},
		category: upperCaseOf(answer.category) ?? category,
		components: {
			components,
			parameterFormat
		}
	};
	const { after } = await writeTogether(ctx, async () => {
		const named = {
			templateIds: [templateId],
			names: [name]
		};
		const was = new TemplateBook(await findNamedTemplates(ctx.store, of, named)).find({
			templateId,
			name,
			language
		});
		const made = nextRevision(was, applyFacts(was === null ? draftTemplate({
			...of,
			id: ctx.newTemplateId(),
			templateId,
			name,
			language,
			nowMs: ctx.nowMs()
		}) : succeedIfOther(was, templateId), facts, readFromMeta(atMs)));
		return toChange(ctx, {
			verb: "created",
			actor,
			before: null,
			after: made
		});
	});
	return after;
}
async function editTemplate(ctx, request) {
	const { workspaceId, changes, actor, id } = request;
	const before = await readOrThrow(ctx, request);
	request.assertMayChange(before);
	const { category = before.category, components } = changes;
	if (components !== void 0) assertNoProblems(findTemplateProblems({
		category,
		parameterFormat: before.parameterFormat ?? "positional",
		components
	}));
	const at = {
		workspaceId,
		channelId: await channelOf(ctx, before),
		path: before.templateId
	};
	await askMeta(ctx, {
		...at,
		method: "POST",
		body: { ...changes }
	});
	const atMs = ctx.nowMs();
	const facts = await readFacts(ctx, {
		...at,
		method: "GET",
		query: { fields: "id,name,language,status,category,quality_score,parameter_format,components,rejected_reason" }
	}) ?? {
		...changes.category === void 0 ? {} : { category: changes.category },
		...components === void 0 ? {} : { components: {
			components,
			parameterFormat: null
		} }
	};
	const { after } = await writeTogether(ctx, async () => {
		const was = await readOrThrow(ctx, {
			workspaceId,
			id
		});
		const edited = nextRevision(was, applyFacts(was, facts, readFromMeta(atMs)));
		return toChange(ctx, {
			verb: "updated",
			actor,
			before: was,
			after: edited
		});
	});
	return after;
}
const NO_SUCH_TEMPLATE_SUBCODE = 2593002;
async function removeTemplate(ctx, request) {
	const { workspaceId, actor, id } = request;
	const template = await readOrThrow(ctx, request);
	request.assertMayChange(template);
	await askMeta(ctx, {
		workspaceId,
		channelId: await channelOf(ctx, template),
		method: "DELETE",
		path: `${template.wabaId}/message_templates`,
		query: {
			name: template.name,
			hsm_id: template.templateId
		}
	}).catch((error) => {
		if (!(error instanceof PosthornError) || error.metaError?.subcode !== NO_SUCH_TEMPLATE_SUBCODE) throw error;
	});
	await writeTogether(ctx, async () => {
		const was = await readTemplate(ctx.store, workspaceId, id);
		if (was === null) return { records: [ctx.auditRow(auditEntry({
			verb: "deleted",
			actor,
			before: template
		}))] };
		const gone = nextRevision(was, markDeleted(was, ctx.nowMs()));
		const entry = auditEntry({
			verb: "deleted",
			actor,
			before: was
		});
		return { records: [toTemplateWrite(gone, null), ctx.auditRow(entry)] };
	});
}
function assertNoProblems(fields) {
	if (fields.length > 0) throw new PosthornError("invalid_request", "The template is not valid.", { fields });
}
function succeedIfOther(was, templateId) {
	return was.templateId === templateId ? was : succeed(was, templateId);
}
async function readOrThrow(ctx, { workspaceId, id }) {
	const template = await readTemplate(ctx.store, workspaceId, id);
	if (template === null) throw noSuchTemplate();
	return template;
}
function noSuchTemplate() {
	return new PosthornError("not_found", "There is no such template.");
}
async function channelOf(ctx, of) {
	const channelId = await findChannelOfWaba(ctx.store, of);
	if (channelId !== null) return channelId;
	throw new PosthornError("channel_not_connected", "No channel of the account has an access token. Give one of them one with PATCH /v1/channels/{id}.");
}
async function readFacts(ctx, call) {
	const result = await ctx.callGraph(call);
	return result.kind === "ok" ? readListedTemplate(result.body)?.facts ?? null : null;
}
function toChange(ctx, change) {
	const { after } = change;
	return {
		after,
		records: [toTemplateWrite(after, null), ctx.auditRow(auditEntry(change))]
	};
}
function auditEntry({ verb, actor, before, after }) {
	const { workspaceId, id } = requireOne(before, after);
	return {
		workspaceId,
		actor,
		action: `template.${verb}`,
		resourceType: "template",
		resourceId: id,
		before: viewOf(before),
		after: viewOf(after ?? null)
	};
}
function viewOf(template) {
	return template === null ? null : { ...toTemplateView(template) };
}
function requireOne(before, after) {
	const template = after ?? before;
	if (template === null) throw new Error("A change has one side at least.");
	return template;
}
// ../server/src/messaging/templates/sync-templates.ts
const PAGE_TEMPLATES = 50;
const PAGES_MAX = 100;
const READ_MS_MAX = 12e4;
const WALK_ROWS = 250;
function createSync(ctx) {
	const running = new Map();
	return async ({ workspaceId, channelId, actor }) => {
		const of = await accountOf(ctx.store, workspaceId, channelId);
		const key = `${workspaceId} ${of.wabaId}`;
		const sync = running.get(key) ?? syncAccount(ctx, of, channelId).finally(() => running.delete(key));
		running.set(key, sync);
		const counts = await sync;
		if (actor !== null) await recordSync(ctx, of, {
			actor,
			channelId,
			counts
		});
		return counts;
	};
}
async function syncAccount(ctx, of, channelId) {
	const read = await readAll(ctx, of, channelId);
	let [created, updated] = [0, 0];
	for (const page of read.pages) {
		const written = await writeTogether(ctx, () => planPage(ctx, of, page));
		created += written.created;
		updated += written.updated;
		const templateIds = page.templates.map((template) => template.templateId);
		await markSynced(ctx.store, of, {
			templateIds,
			atMs: page.atMs
		});
	}
	const deleted = read.isComplete ? await deleteMissing(ctx, of, read) : 0;
	return {
		synced: read.templateIds.size,
		created,
		updated,
		deleted
	};
}
async function readAll(ctx, of, channelId) {
	const startedAtMs = ctx.nowMs();
	const pages = [];
	let after = null;
	do {
		const atMs = ctx.nowMs();
		if (ctx.isStopping() || atMs - startedAtMs > READ_MS_MAX) throw new PosthornError("meta_unavailable", "The templates were not all listed in time. Nothing was changed.");
		const page = await readPage(ctx, of, {
			channelId,
			after
		});
		pages.push({
			atMs,
			templates: page.items.map(readListedTemplate).filter((template) => template !== null)
		});
		after = page.next;
	} while (after !== null && pages.length < PAGES_MAX);
	return {
		startedAtMs,
		pages,
		templateIds: new Set(pages.flatMap((page) => page.templates.map((template) => template.templateId))),
		isComplete: after === null
	};
}
async function readPage(ctx, { workspaceId, wabaId }, { channelId, after }) {
	const body = await askMeta(ctx, {
		workspaceId,
		channelId,
		method: "GET",
		path: `${wabaId}/message_templates`,
		query: {
			fields: TEMPLATE_FIELDS,
			limit: String(PAGE_TEMPLATES),
			...after === null ? {} : { after }
		}
	});
	if (!Array.isArray(body.data)) throw new PosthornError("meta_unavailable", "Meta answered with something that is no list of templates.");
	const paging = objectOf(body.paging);
	const items = listOf(body.data);
	return {
		items,
		next: items.length > 0 && stringOf(paging.next) !== null ? stringOf(objectOf(paging.cursors).after) : null
	};
}
async function planPage(ctx, of, page) {
	const book = new TemplateBook(await findNamedTemplates(ctx.store, of, {
		templateIds: page.templates.map((template) => template.templateId),
		names: page.templates.map((template) => template.name)
	}));
	const changed = new Map();
	for (const listed of page.templates) {
		const was = book.find(listed);
		const after = was === null ? newTemplate(ctx, of, {
			listed,
			page
		}) : moved(was, listed, page.atMs);
		if (was !== null && isSameTemplate(was, after)) continue;
		book.put(after);
		changed.set(after.id, after);
	}
	const steps = Array.from(changed.values(), (after) => ({
		before: book.before(after),
		after
	}));
	const created = steps.filter(({ before }) => before === null || before.deletedAtMs !== null).length;
	return {
		records: steps.map(({ before, after }) => toTemplateWrite(nextRevision(before, after), null)),
		created,
		updated: steps.length - created
	};
}
function newTemplate(ctx, of, { listed, page: { atMs } }) {
	const { templateId, name, language, facts } = listed;
	return {
		...applyFacts(draftTemplate({
			...of,
			id: ctx.newTemplateId(),
			templateId,
			name,
			language,
			nowMs: ctx.nowMs()
		}), facts, readFromMeta(atMs)),
		syncedAtMs: atMs
	};
}
function moved(was, { templateId, facts }, atMs) {
	const telling = readFromMeta(atMs);
	if (was.templateId !== templateId) return facts.status !== void 0 && !isGoneStatus(facts.status.status) && atMs >= knownSinceMs(was, "status") ? applyFacts(succeed(was, templateId), facts, telling) : was;
	if (was.deletedAtMs !== null && atMs < was.deletedAtMs + 3e5) return was;
	const { status } = facts;
	if (status === void 0) return applyFacts(was, facts, telling);
	return applyFacts(was, {
		...facts,
		status: {
			...status,
			reason: knownReason(was, status)
		}
	}, telling);
}
function knownReason(was, { status, reason }) {
	return status === was.status && status !== "APPROVED" && (reason === null || was.reason?.startsWith(reason)) ? was.reason : reason;
}
async function deleteMissing(ctx, of, { startedAtMs, templateIds }) {
	let deleted = 0;
	let afterId = null;
	const isMissing = (template) => !templateIds.has(template.templateId) && template.createdAtMs < startedAtMs - 3e5 && (template.toldAtMs.status ?? 0) <= startedAtMs;
	do {
		const start = afterId;
		const page = await writeTogether(ctx, async () => {
			const rows = await listTemplatesAfter(ctx.store, of, {
				afterId: start,
				limit: WALK_ROWS
			});
			return {
				records: rows.filter(isMissing).map((template) => toTemplateWrite(nextRevision(template, markDeleted(template, startedAtMs)), null)),
				lastId: rows.length < WALK_ROWS ? null : rows.at(-1)?.id ?? null
			};
		});
		deleted += page.records.length;
		afterId = page.lastId;
	} while (afterId !== null);
	return deleted;
}
async function recordSync(ctx, { workspaceId, wabaId }, { actor, channelId, counts }) {
	const entry = {
		workspaceId,
		actor,
		action: "template.synced",
		resourceType: "channel",
		resourceId: channelId,
		before: null,
		after: {
			waba_id: wabaId,
			...counts
		}
	};
	await ctx.write([ctx.auditRow(entry)]);
}
// ../server/src/messaging/templates/template-projection.ts
async function planTemplates(ctx, events) {
	const told = events.flatMap((event) => {
		const about = event.origin === "meta" && event.type.startsWith("template.") ? toldTemplateOf(event) : null;
		return about === null ? [] : [{
			event,
			about
		}];
	});
	const writes = [];
	for (const group of Map.groupBy(told, ({ event, about }) => `${event.workspaceId} ${about.wabaId}`).values()) writes.push(...await planAccount(ctx, group));
	return writes;
}
async function planAccount(ctx, told) {
	const [first] = told;
	if (first === void 0) return [];
	const of = {
		workspaceId: first.event.workspaceId,
		wabaId: first.about.wabaId
	};
	const book = new TemplateBook(await ctx.findNamedTemplates(of, {
		templateIds: told.flatMap(({ about }) => about.templateId ?? []),
		names: told.flatMap(({ about }) => about.name ?? [])
	}));
	const changed = new Map();
	for (const one of told) {
		const after = projectTemplate(one, book, ctx.newTemplateId);
		if (after === null) continue;
		book.put(after);
		changed.set(after.id, {
			after,
			causeId: one.event.dedupeKey === null ? null : one.event.id
		});
	}
	return Array.from(changed.values(), ({ after, causeId }) => toTemplateWrite(nextRevision(book.before(after), after), causeId));
}
function projectTemplate({ event, about }, book, newTemplateId) {
	const telling = toldByMeta(event.occurredAtMs);
	const was = book.find(about);
	const facts = factsOfEvent(event, was);
	const lives = facts.status !== void 0 && !isGoneStatus(facts.status.status);
	if (was === null) return lives ? projectUnknown(event, {
		about,
		facts
	}, newTemplateId) : null;
	if (!(about.templateId !== null && was.templateId !== about.templateId)) return changedOrNull(was, applyFacts(was, facts, telling));
	if (!lives || about.templateId === null || telling.atMs < knownSinceMs(was, "status")) return null;
	return applyFacts(succeed(was, about.templateId), factsOfEvent(event, null), telling);
}
function projectUnknown({ workspaceId, createdAtMs, occurredAtMs }, { about, facts }, newTemplateId) {
	const { wabaId, templateId, name, language } = about;
	if (templateId === null || name === null || language === null) return null;
	return applyFacts(draftTemplate({
		workspaceId,
		wabaId,
		templateId,
		name,
		language,
		id: newTemplateId(),
		nowMs: createdAtMs
	}), facts, toldByMeta(occurredAtMs));
}
function changedOrNull(before, after) {
	return before === after ? null : after;
}
// ../server/src/messaging/templates/template-schemas.ts
const NAME_CHARS_MAX = 512;
const HEADER_CHARS_MAX = 60;
const BODY_CHARS_MAX = 1024;
const FOOTER_CHARS_MAX = 60;
const BUTTONS_MAX = 10;
const BUTTON_CHARS_MAX = 25;
const URL_CHARS_MAX = 2e3;
const PHONE_CHARS_MAX = 20;
const COPY_CODE_CHARS_MAX = 15;
const CODE_EXPIRATION_MINUTES_MAX = 90;
const COMPONENTS_MAX = 4;
const EXAMPLES_MAX = 205;
const FLOW_JSON_CHARS_MAX = 5e5;
const WORD_CHARS_MAX = 512;
const HANDLE_CHARS_MAX = 4096;
const APPS_MAX = 5;
function text(charsMax) {
	return string().min(1).max(charsMax).refine((value) => value.isWellFormed() && !value.includes("\0"), "Must be valid Unicode text without NUL.");
}
const word = text(WORD_CHARS_MAX);
const namedExamples = array(strictObject({
	param_name: word,
	example: text(BODY_CHARS_MAX)
})).min(1).max(EXAMPLES_MAX);
const listedExamples = array(text(BODY_CHARS_MAX)).min(1).max(EXAMPLES_MAX);
const headerText = strictObject({
	type: literal("HEADER"),
	format: literal("TEXT"),
	text: text(HEADER_CHARS_MAX),
	example: strictObject({
		header_text: listedExamples.exactOptional(),
		header_text_named_params: namedExamples.exactOptional()
	}).exactOptional()
});
const headerMedia = strictObject({
	type: literal("HEADER"),
	format: _enum([
		"IMAGE",
		"VIDEO",
		"DOCUMENT"
	]),
	example: strictObject({ header_handle: array(text(HANDLE_CHARS_MAX)).length(1) }).describe("Handle of a sample file, from Meta's Resumable Upload API.")
});
const headerLocation = strictObject({
	type: literal("HEADER"),
	format: literal("LOCATION")
});
const header = discriminatedUnion("format", [
	headerText,
	headerMedia,
	headerLocation
], { error: "The format of a header must be TEXT, IMAGE, VIDEO, DOCUMENT or LOCATION." });
const body = strictObject({
	type: literal("BODY"),
	text: text(BODY_CHARS_MAX).exactOptional().describe("Every template has one, but for AUTHENTICATION: Meta writes it."),
	example: strictObject({
		body_text: array(listedExamples).length(1).exactOptional(),
		body_text_named_params: namedExamples.exactOptional()
	}).exactOptional().describe("A text for each variable, for the reviewer at Meta."),
	add_security_recommendation: boolean().exactOptional().describe("AUTHENTICATION only.")
});
const footer = strictObject({
	type: literal("FOOTER"),
	text: text(FOOTER_CHARS_MAX).exactOptional(),
	code_expiration_minutes: int().min(1).max(CODE_EXPIRATION_MINUTES_MAX).exactOptional().describe("AUTHENTICATION only.")
});
const label = text(BUTTON_CHARS_MAX);
const button = discriminatedUnion("type", [
	strictObject({
		type: literal("QUICK_REPLY"),
		text: label
	}),
	strictObject({
		type: literal("URL"),
		text: label,
		url: text(URL_CHARS_MAX).describe("May end in {{1}}."),
		example: array(text(URL_CHARS_MAX)).length(1).exactOptional()
	}),
	strictObject({
		type: literal("PHONE_NUMBER"),
		text: label,
		phone_number: text(PHONE_CHARS_MAX)
	}),
	strictObject({
		type: literal("COPY_CODE"),
		example: text(COPY_CODE_CHARS_MAX)
	}),
	strictObject({
		type: literal("FLOW"),
		text: label,
		flow_id: word.exactOptional(),
		flow_name: word.exactOptional(),
		flow_json: text(FLOW_JSON_CHARS_MAX).exactOptional(),
		flow_action: _enum(["navigate", "data_exchange"]).exactOptional(),
		navigate_screen: word.exactOptional()
	}),
	strictObject({
		type: literal("OTP"),
		otp_type: _enum([
			"COPY_CODE",
			"ONE_TAP",
			"ZERO_TAP"
		]),
		text: label.exactOptional(),
		autofill_text: label.exactOptional(),
		supported_apps: array(strictObject({
			package_name: word,
			signature_hash: word
		})).min(1).max(APPS_MAX).exactOptional(),
		zero_tap_terms_accepted: boolean().exactOptional()
	})
], { error: "The type of a button must be QUICK_REPLY, URL, PHONE_NUMBER, COPY_CODE, FLOW or OTP." });
const buttons = strictObject({
	type: literal("BUTTONS"),
	buttons: array(button).min(1).max(BUTTONS_MAX)
});
const component = discriminatedUnion("type", [
	header,
	body,
	footer,
	buttons
], { error: "The type of a component must be HEADER, BODY, FOOTER or BUTTONS." });
const components = array(component).min(1).max(COMPONENTS_MAX);
const category = _enum(TEMPLATE_CATEGORIES);
const language = string().transform(templateLanguage).pipe(string().regex(/^[a-z]{2,3}(_[A-Za-z0-9]{2,4})?$/, "Must be a code of WhatsApp, such as en or en_US."));
const draftFields = {
	name: string().max(NAME_CHARS_MAX).regex(/^[a-z0-9_]+$/, "Must be lower-case letters, digits and _."),
	language,
	category,
	parameter_format: _enum(TEMPLATE_PARAMETER_FORMATS).default("positional").describe("Variables are {{1}}, {{2}}, \u2026 or {{names_like_this}}."),
	components
};
const templateDraft = strictObject(draftFields);
const createTemplateBody = strictObject({
	channel_id: idParam("chn").describe("A channel of the account that the template is for. Its token is used."),
	...draftFields
});
const updateTemplateBody = strictObject({
	category: category.exactOptional(),
	components: components.exactOptional()
}).refine((changes) => Object.keys(changes).length > 0, "Give category, components or both.");
const syncTemplatesBody = strictObject({ channel_id: idParam("chn").describe("A channel of the account whose templates are read. Its token is used.") });
const count = int().min(0);
const syncResultView = object({
	synced: count.describe("Templates that Meta has."),
	created: count,
	updated: count,
	deleted: count.describe("Templates that are gone at Meta.")
});
const templatesQuery = listQuery.extend({
	channel_id: idParam("chn").optional().describe("Those of the account that the channel belongs to."),
	status: string().regex(/^[A-Z_]{1,32}$/, "Must be a status in Meta's words, such as APPROVED.").optional(),
	category: category.optional(),
	language: string().min(2).max(16).optional(),
	name: string().min(1).max(NAME_CHARS_MAX).optional()
});
// ../server/src/messaging/templates/templates.routes.ts
const TAGS = ["Templates"];
const READ = {
	who: "workspace",
	permission: "templates.read"
};
const WRITE = {
	who: "workspace",
	permission: "templates.write"
};
function templateRoutes(api, ctx) {
	addListRoute(api, ctx);
	addReadRoute(api, ctx);
	addCreateRoute(api, ctx);
	addUpdateRoute(api, ctx);
	addDeleteRoute(api, ctx);
	addSyncRoute(api, ctx);
}
function addListRoute(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/templates",
		config: { access: READ },
		schema: {
			tags: TAGS,
			summary: "List message templates",
			description: "As they are known here, those that became known last first: Meta is not asked. A filtered page may be short or empty while `has_more` is true.",
			querystring: templatesQuery,
			response: { 200: pageOf(templateView) }
		},
		handler: async (request) => {
			const { channel_id: channelId, cursor, ...filter } = request.query;
			const workspaceId = workspaceOf(request);
			const wabaId = channelId === void 0 ? void 0 : await wabaOf(ctx, workspaceId, channelId);
			const query = {
				...filter,
				workspaceId,
				wabaId,
				beforeId: idCursor("tpl", cursor)
			};
			const page = await listTemplates(ctx.store, query);
			return {
				data: page.items.map(toTemplateView),
				next_cursor: page.nextCursor,
				has_more: page.nextCursor !== null
			};
		}
	});
}
function addReadRoute(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/templates/:id",
		config: { access: READ },
		schema: {
			tags: TAGS,
			summary: "Read a message template",
			params: idPath,
			response: { 200: templateView }
		},
		handler: async (request, reply) => {
			const template = await readTemplate(ctx.store, workspaceOf(request), pathId("tpl", request.params.id));
			if (template === null) throw noSuchTemplate();
			return reply.header("etag", etagOf(template.revision)).send(toTemplateView(template));
		}
	});
}
function addCreateRoute(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/templates",
		config: {
			access: WRITE,
			idempotent: true
		},
		schema: {
			tags: TAGS,
			summary: "Create a message template",
			description: "Made at Meta, which looks through it: `template.approved` or `template.rejected` tells what came of it.",
			body: createTemplateBody,
			response: { 201: templateView }
		},
		handler: async (request, reply) => {
			const { channel_id: channelId, ...draft } = request.body;
			const template = await createTemplate(ctx, {
				workspaceId: workspaceOf(request),
				actor: actorOf(request),
				channelId,
				draft
			});
			reply.code(201).header("etag", etagOf(template.revision)).header("location", `/v1/templates/${template.id}`);
			return reply.send(toTemplateView(template));
		}
	});
}
function addUpdateRoute(api, ctx) {
	api.route({
		method: "PATCH",
		url: "/v1/templates/:id",
		config: { access: WRITE },
		schema: {
			tags: TAGS,
			summary: "Edit a message template",
			description: "Components are replaced as a whole. Meta says when a template may be edited and how often, and looks through it again.",
			params: idPath,
			body: updateTemplateBody,
			response: { 200: templateView }
		},
		handler: async (request, reply) => {
			const template = await editTemplate(ctx, {
				workspaceId: workspaceOf(request),
				actor: actorOf(request),
				id: pathId("tpl", request.params.id),
				changes: request.body,
				assertMayChange: (present) => checkIfMatch(request, etagOf(present.revision))
			});
			return reply.header("etag", etagOf(template.revision)).send(toTemplateView(template));
		}
	});
}
function addDeleteRoute(api, ctx) {
	api.route({
		method: "DELETE",
		url: "/v1/templates/:id",
		config: { access: WRITE },
		schema: {
			tags: TAGS,
			summary: "Delete a message template",
			description: "At Meta, in its language alone. Meta does not give its name away again for some time.",
			params: idPath,
			response: { 204: _null() }
		},
		handler: async (request, reply) => {
			await removeTemplate(ctx, {
				workspaceId: workspaceOf(request),
				actor: actorOf(request),
				id: pathId("tpl", request.params.id),
				assertMayChange: (present) => checkIfMatch(request, etagOf(present.revision))
			});
			return reply.code(204).send(null);
		}
	});
}
function addSyncRoute(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/templates/sync",
		config: { access: WRITE },
		schema: {
			tags: TAGS,
			summary: "Read the message templates of an account from Meta",
			description: "Up to 5,000. What is gone at Meta is deleted. Moves the templates and causes no events: those come from Meta.",
			body: syncTemplatesBody,
			response: { 200: syncResultView }
		},
		handler: (request) => ctx.sync({
			workspaceId: workspaceOf(request),
			channelId: request.body.channel_id,
			actor: actorOf(request)
		})
	});
}
async function wabaOf(ctx, workspaceId, channelId) {
	return (await accountOf(ctx.store, workspaceId, channelId)).wabaId;
}
// ../server/src/maintenance/partition-plan.ts
const DAY_MS = 864e5;
const AHEAD_MS = 3 * DAY_MS;
const PARTITIONS_MAX = 10;
const LEAD_MS = 36e5;
function partitionWidthMs(retentionMs) {
	return DAY_MS * Math.max(1, Math.ceil(retentionMs / DAY_MS / PARTITIONS_MAX));
}
function partitionsToMake(partitions, { nowMs, widthMs }) {
	const lastToMs = partitions.reduce((last, { toMs }) => Math.max(last, toMs), 0);
	const isBehind = lastToMs < nowMs + LEAD_MS;
	const missing = [];
	let fromMs = isBehind ? Math.ceil((nowMs + LEAD_MS) / DAY_MS) * DAY_MS : lastToMs;
	while (fromMs < nowMs + AHEAD_MS) {
		missing.push({
			fromMs,
			toMs: fromMs + widthMs
		});
		fromMs += widthMs;
	}
	return missing;
}
function partitionsToDrop(partitions, beforeMs) {
	return partitions.filter(({ toMs }) => toMs <= beforeMs);
}
// ../server/src/maintenance/partitions.store.ts
const PARTITIONED_TABLES = ["events", "attempts"];
const PARTITIONS_LOCK = 1348563572;
const LOCK_TIMEOUT_MS = 200;
const MOVE_TIMEOUT_MS = 5e3;
const KEPT_EVENTS_MAX$1 = 2e4;
const PURGE_ROWS_MAX$1 = 1e3;
const ID_PREFIX = {
	events: "evt",
	attempts: "att"
};
async function listPartitions(store, table) {
	const { rows } = await sql`
    SELECT child.relname AS name, pg_get_expr(child.relpartbound, child.oid) AS bound
    FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid
    WHERE inhparent = to_regclass(${table})`.execute(store.db);
	return rows.flatMap(({ name, bound }) => toPartition(name, bound) ?? []).toSorted((a, b) => a.toMs - b.toMs);
}
const BOUND = /^FOR VALUES FROM \((?:MINVALUE|'([^']+)')\) TO \('([^']+)'\)$/;
function toPartition(name, bound) {
	const [, from, to] = BOUND.exec(bound) ?? [];
	if (to === void 0) return null;
	return {
		name,
		fromMs: from === void 0 ? null : timeOfId(from),
		toMs: timeOfId(to)
	};
}
async function makePartition(store, table, range) {
	const [from, to] = [firstIdAt(ID_PREFIX[table], range.fromMs), firstIdAt(ID_PREFIX[table], range.toMs)];
	const name = sql.table(`${table}_${dayOf(range.fromMs)}`);
	const [parent, others] = [sql.table(table), sql.table(`${table}_default`)];
	const without = sql.ref(`${table}_default_without`);
	const noneOfIt = sql`CHECK (id < ${sql.lit(from)} OR id >= ${sql.lit(to)})`;
	const isLocked = await change(store, async (trx) => {
		await sql`ALTER TABLE ${others} DROP CONSTRAINT IF EXISTS ${without}`.execute(trx);
		await sql`ALTER TABLE ${others} ADD CONSTRAINT ${without} ${noneOfIt} NOT VALID`.execute(trx);
	});
	if (isLocked !== "done") return isLocked;
	const isFree = await change(store, async (trx) => {
		await sql`SET LOCAL statement_timeout = 0`.execute(trx);
		await sql`ALTER TABLE ${others} VALIDATE CONSTRAINT ${without}`.execute(trx);
	});
	const made = isFree === "done" ? await change(store, async (trx) => {
		await sql`CREATE TABLE ${name} (LIKE ${parent} INCLUDING ALL)`.execute(trx);
		await sql`ALTER TABLE ${parent} ATTACH PARTITION ${name} FOR VALUES FROM (${sql.lit(from)}) TO (${sql.lit(to)})`.execute(trx);
	}) : isFree;
	await change(store, async (trx) => {
		await sql`ALTER TABLE ${others} DROP CONSTRAINT IF EXISTS ${without}`.execute(trx);
	});
	return made;
}
async function dropPartition(store, table, partition) {
	if (table === "events" && await keepsMany(store, partition)) return "occupied";
	const [parent, child] = [sql.table(table), sql.table(partition.name)];
	return change(store, async (trx) => {
		await sql`ALTER TABLE ${parent} DETACH PARTITION ${child}`.execute(trx);
		if (table === "events") {
			await sql`SET LOCAL statement_timeout = ${sql.lit(MOVE_TIMEOUT_MS)}`.execute(trx);
			await sql`INSERT INTO events SELECT old.* FROM ${child} AS old
        WHERE (workspace_id, id) IN (${selectUnfinished(partition)})`.execute(trx);
		}
		await sql`DROP TABLE ${child}`.execute(trx);
	});
}
async function purgeDefaultPartition(store, table, beforeMs) {
	const others = sql.table(`${table}_default`);
	const bound = firstIdAt(ID_PREFIX[table], beforeMs);
	const isNeeded = sql`EXISTS (SELECT FROM deliveries AS d
    WHERE d.workspace_id = old.workspace_id AND d.event_id = old.id AND d.state = 'pending')`;
	const { rows } = await sql`
    SELECT old.workspace_id, old.id FROM ${others} AS old
    WHERE old.id < ${bound} AND NOT ${table === "events" ? isNeeded : sql`false`}
    LIMIT ${sql.lit(PURGE_ROWS_MAX$1)}`.execute(store.db);
	if (rows.length === 0) return {
		count: 0,
		isDone: true
	};
	if (table === "events") await settleWordsOf(store, rows);
	const keys = sql.join(rows.map((row) => sql`(${row.workspace_id}, ${row.id})`));
	await sql`DELETE FROM ${others} WHERE (workspace_id, id) IN (VALUES ${keys})`.execute(store.db);
	return {
		count: rows.length,
		isDone: rows.length < PURGE_ROWS_MAX$1
	};
}
async function settleWordsOf(store, events) {
	for (const [workspaceId, group] of Map.groupBy(events, (row) => row.workspace_id)) {
		const ids = group.map((row) => row.id);
		await settleMessageWords(store.db, workspaceId, ids);
	}
}
async function keepsMany(store, partition) {
	const { rows } = await sql`
    SELECT count(*) AS count FROM (${selectUnfinished(partition)} LIMIT ${sql.lit(20001)}) AS kept`.execute(store.db);
	return Number(rows[0]?.count ?? 0) > KEPT_EVENTS_MAX$1;
}
function selectUnfinished({ fromMs, toMs }) {
	return sql`SELECT d.workspace_id, d.event_id FROM deliveries AS d
    WHERE d.state = 'pending' AND d.event_id >= ${firstIdAt("evt", fromMs ?? 0)} AND d.event_id < ${firstIdAt("evt", toMs)}`;
}
function dayOf(ms) {
	const [day] = new Date(ms).toISOString().split("T");
	assert(day !== void 0);
	return day.replaceAll("-", "");
}
const BUSY_CODES = new Set([
	"55P03",
	"40P01",
	"57014",
	"42P07",
	"42P01",
	"42704"
]);
const CHECK_VIOLATION = "23514";
async function change(store, work) {
	try {
		return await store.db.transaction().execute(async (trx) => {
			await sql`SET LOCAL lock_timeout = ${sql.lit(LOCK_TIMEOUT_MS)}`.execute(trx);
			const { rows } = await sql`
        SELECT pg_try_advisory_xact_lock(${sql.lit(PARTITIONS_LOCK)}) AS got`.execute(trx);
			if (rows[0]?.got !== true) return "busy";
			await work(trx);
			return "done";
		});
	} catch (error) {
		const code = error?.code;
		if (code === CHECK_VIOLATION) return "occupied";
		if (BUSY_CODES.has(code)) return "busy";
		throw error;
	}
}
// ../server/src/maintenance/partitions.worker.ts
const ROUND_MS = 36e5;
const ROUND_AGAIN_MS$1 = 3e4;
function startPartitions(ctx) {
	const stopping = new AbortController();
	const running = ctx.store.can.partitions ? run(ctx, stopping.signal) : Promise.resolve();
	return { stop: async () => {
		stopping.abort();
		await running;
	} };
}
async function run(ctx, signal) {
	while (!signal.aborted) {
		const isComplete = await makePartitions(ctx).catch((error) => {
			ctx.onError(error);
			return false;
		});
		await ctx.wait(isComplete ? ROUND_MS : ROUND_AGAIN_MS$1, signal);
	}
}
async function makePartitions({ store, retentionMs, nowMs }) {
	const plan = {
		nowMs: nowMs(),
		widthMs: partitionWidthMs(retentionMs)
	};
	let isComplete = true;
	for (const table of PARTITIONED_TABLES) isComplete = await makeMissing(store, table, plan) && isComplete;
	return isComplete;
}
async function makeMissing(store, table, plan) {
	for (const range of partitionsToMake(await listPartitions(store, table), plan)) if (await makePartition(store, table, range) === "busy") return false;
	return true;
}
// ../server/src/maintenance/retention.store.ts
const PURGE_ROWS_MAX = 1e3;
const QUEUE_STEP_ROWS = 5e3;
async function purgeAttempts(store, workspaceId, beforeMs) {
	const result = await store.db.deleteFrom("attempts").where("workspace_id", "=", workspaceId).where("id", "in", (eb) => eb.selectFrom("attempts as old").select("old.id").where("old.workspace_id", "=", workspaceId).where("old.id", "<", firstIdAt("att", beforeMs)).orderBy("old.id").limit(PURGE_ROWS_MAX)).executeTakeFirst();
	return Number(result.numDeletedRows);
}
async function purgeEvents(store, purge) {
	const rows = await store.db.selectFrom("events").select("id").where("workspace_id", "=", purge.workspaceId).where("id", "<", firstIdAt("evt", purge.beforeMs)).$if(purge.afterId !== null, (ids) => ids.where("id", ">", purge.afterId)).orderBy("id").limit(PURGE_ROWS_MAX).execute();
	const nextId = rows.length < 1e3 ? null : rows.at(-1)?.id ?? null;
	const ids = rows.map((row) => row.id).filter((id) => !purge.kept.has(id));
	if (ids.length === 0) return {
		count: 0,
		nextId
	};
	await settleMessageWords(store.db, purge.workspaceId, ids);
	const result = await store.db.deleteFrom("events").where("workspace_id", "=", purge.workspaceId).where("id", "in", ids).executeTakeFirst();
	return {
		count: Number(result.numDeletedRows),
		nextId
	};
}
function settleMessages(store, step) {
	return settleMessageWordsBetween(store.db, {
		workspaceId: step.workspaceId,
		afterId: step.afterId ?? firstIdAt("msg", step.fromMs ?? 0),
		beforeId: firstIdAt("msg", step.toMs)
	});
}
async function hasOldEvents(store, workspaceId, beforeMs) {
	return await store.db.selectFrom("events").select("id").where("workspace_id", "=", workspaceId).where("id", "<", firstIdAt("evt", beforeMs)).limit(1).executeTakeFirst() !== void 0;
}
async function findUnfinishedEvents(store, step) {
	const rows = await store.db.selectFrom("deliveries").select([
		"id",
		"event_id",
		"state"
	]).where("workspace_id", "=", step.workspaceId).$if(step.afterId !== null, (ids) => ids.where("id", ">", step.afterId)).orderBy("id").limit(QUEUE_STEP_ROWS).execute();
	const bound = firstIdAt("evt", step.beforeMs);
	return {
		eventIds: rows.filter((row) => row.state === "pending" && row.event_id < bound).map((row) => row.event_id),
		nextId: rows.length < QUEUE_STEP_ROWS ? null : rows.at(-1)?.id ?? null
	};
}
async function purgeCanceled(store, step) {
	const rows = await store.db.selectFrom("deliveries").select("id").where("workspace_id", "=", step.workspaceId).where("id", "<", firstIdAt("dlv", step.beforeMs)).where("state", "=", "canceled").$if(step.afterId !== null, (ids) => ids.where("id", ">", step.afterId)).orderBy("id").limit(PURGE_ROWS_MAX).execute();
	const ids = rows.map((row) => row.id);
	const nextId = rows.length < 1e3 ? null : ids.at(-1) ?? null;
	const gone = await withoutAttempts(store, step.workspaceId, ids);
	if (gone.length === 0) return {
		count: 0,
		nextId
	};
	const result = await store.db.deleteFrom("deliveries").where("workspace_id", "=", step.workspaceId).where("state", "=", "canceled").where("id", "in", gone).executeTakeFirst();
	return {
		count: Number(result.numDeletedRows),
		nextId
	};
}
async function withoutAttempts(store, workspaceId, ids) {
	if (ids.length === 0) return [];
	const rows = await store.db.selectFrom("attempts").select("delivery_id").distinct().where("workspace_id", "=", workspaceId).where("delivery_id", "in", ids).where(isAttemptSince("id", ids)).execute();
	const logged = new Set(rows.map((row) => row.delivery_id));
	return ids.filter((id) => !logged.has(id));
}
async function purgeEventKeys(store, step) {
	const rows = await store.db.selectFrom("event_keys").select(["key", "created_at_ms"]).where("workspace_id", "=", step.workspaceId).$if(step.afterKey !== null, (keys) => keys.where("key", ">", step.afterKey)).orderBy("key").limit(PURGE_ROWS_MAX).execute();
	const nextKey = rows.length < 1e3 ? null : rows.at(-1)?.key ?? null;
	const old = rows.filter((row) => row.created_at_ms < step.beforeMs).map((row) => row.key);
	if (old.length === 0) return {
		count: 0,
		nextKey
	};
	const result = await store.db.deleteFrom("event_keys").where("workspace_id", "=", step.workspaceId).where("created_at_ms", "<", step.beforeMs).where("key", "in", old).executeTakeFirst();
	return {
		count: Number(result.numDeletedRows),
		nextKey
	};
}
async function purgeMessageStatuses(store, step) {
	const rows = await store.db.selectFrom("message_statuses").select([
		"wamid",
		"message_id",
		"first_heard_at_ms"
	]).where("workspace_id", "=", step.workspaceId).$if(step.afterWamid !== null, (statuses) => statuses.where("wamid", ">", step.afterWamid)).orderBy("wamid").limit(PURGE_ROWS_MAX).execute();
	const nextWamid = rows.length < 1e3 ? null : rows.at(-1)?.wamid ?? null;
	const old = rows.filter((row) => row.first_heard_at_ms < step.beforeMs);
	const wamids = await withoutMessages(store, step.workspaceId, old);
	if (wamids.length === 0) return {
		count: 0,
		nextWamid
	};
	const result = await store.db.deleteFrom("message_statuses").where("workspace_id", "=", step.workspaceId).where("wamid", "in", wamids).executeTakeFirst();
	return {
		count: Number(result.numDeletedRows),
		nextWamid
	};
}
async function withoutMessages(store, workspaceId, statuses) {
	const ids = statuses.flatMap(({ message_id }) => message_id === null ? [] : [message_id]);
	const select = () => store.db.selectFrom("messages").select(["id", "wamid"]).where("workspace_id", "=", workspaceId);
	const wamids = statuses.map(({ wamid }) => wamid);
	const [byWamid, byId] = await Promise.all([wamids.length === 0 ? [] : select().where("wamid", "in", wamids).execute(), ids.length === 0 ? [] : select().where("id", "in", ids).execute()]);
	const known = new Set([...byWamid.map(({ wamid }) => wamid), ...byId.map(({ id }) => id)]);
	return statuses.filter((row) => !known.has(row.wamid) && (row.message_id === null || !known.has(row.message_id))).map(({ wamid }) => wamid);
}
async function purgeQuarantine(store, metaAppId, beforeMs) {
	const result = await store.db.deleteFrom("quarantine").where("meta_app_id", "=", metaAppId).where("id", "in", (eb) => eb.selectFrom("quarantine as old").select("old.id").where("old.meta_app_id", "=", metaAppId).where("old.id", "<", firstIdAt("qrn", beforeMs)).orderBy("old.id").limit(PURGE_ROWS_MAX)).executeTakeFirst();
	return Number(result.numDeletedRows);
}
async function purgeRuns(store, workspaceId, beforeMs) {
	const run = await store.db.selectFrom("runs").select("id").where("workspace_id", "=", workspaceId).where("id", "<", firstIdAt("run", beforeMs)).where("due_at_ms", "is", null).where("pause_requested", "=", 0).orderBy("id").limit(1).executeTakeFirst();
	if (run === void 0) return 0;
	const problemCount = await purgeRunProblems(store, workspaceId, run.id);
	if (problemCount === 1e3) return problemCount;
	await store.db.deleteFrom("runs").where("workspace_id", "=", workspaceId).where("id", "=", run.id).execute();
	return problemCount + 1;
}
async function purgeRunProblems(store, workspaceId, runId) {
	const result = await store.db.deleteFrom("run_problems").where("workspace_id", "=", workspaceId).where("run_id", "=", runId).where("number", "in", (eb) => eb.selectFrom("run_problems as old").select("old.number").where("old.workspace_id", "=", workspaceId).where("old.run_id", "=", runId).orderBy("old.number").limit(PURGE_ROWS_MAX)).executeTakeFirst();
	return Number(result.numDeletedRows);
}
const PURGE_PIECES_MAX = 4;
async function purgeRunInputs(store, workspaceId, beforeMs) {
	const piece = await store.db.selectFrom("run_inputs as piece").select("piece.run_id").where("piece.workspace_id", "=", workspaceId).where("piece.run_id", "<", firstIdAt("run", beforeMs)).where(({ not, exists, selectFrom }) => not(exists(selectFrom("runs").select("runs.id").where("runs.workspace_id", "=", workspaceId).whereRef("runs.id", "=", "piece.run_id").where((run) => run.or([run("runs.due_at_ms", "is not", null), run("runs.pause_requested", "=", 1)]))))).orderBy("piece.run_id").limit(1).executeTakeFirst();
	if (piece === void 0) return 0;
	const result = await store.db.deleteFrom("run_inputs").where("workspace_id", "=", workspaceId).where("run_id", "=", piece.run_id).where("number", "in", (eb) => eb.selectFrom("run_inputs as old").select("old.number").where("old.workspace_id", "=", workspaceId).where("old.run_id", "=", piece.run_id).orderBy("old.number").limit(PURGE_PIECES_MAX)).executeTakeFirst();
	return Number(result.numDeletedRows);
}
async function purgeAuditLog(store, workspaceId, beforeMs) {
	const result = await store.db.deleteFrom("audit_log").where("workspace_id", "=", workspaceId).where("id", "in", (eb) => eb.selectFrom("audit_log as old").select("old.id").where("old.workspace_id", "=", workspaceId).where("old.id", "<", firstIdAt("aud", beforeMs)).orderBy("old.id").limit(PURGE_ROWS_MAX)).executeTakeFirst();
	return Number(result.numDeletedRows);
}
async function listOwners(store) {
	const workspaces = await store.db.selectFrom("workspaces").select("id").orderBy("id").execute();
	const metaApps = await store.db.selectFrom("meta_apps").select("id").orderBy("id").execute();
	return {
		workspaceIds: workspaces.map((row) => row.id),
		metaAppIds: metaApps.map((row) => row.id)
	};
}
// ../server/src/maintenance/retention-round.ts
const EVENT_KEYS_MS_MIN = 12096e5;
const RUN_INPUTS_MS = 864e5;
const KEPT_EVENTS_MAX = 2e5;
const WALK_STEPS_MAX = 100;
async function runRetentionRound(round) {
	const walk = new Walk(round);
	const { workspaceIds, metaAppIds } = await listOwners(round.store);
	const beforeMs = round.nowMs - round.retentionMs;
	const keysBeforeMs = round.nowMs - Math.max(round.retentionMs, EVENT_KEYS_MS_MIN);
	const rowsBeforeMs = await purgePartitions(walk, {
		workspaceIds,
		beforeMs
	});
	await walk.drain("idempotencyKeys", () => untilNone(round.purgeIdempotencyKeys(round.nowMs)));
	await walk.drain("receivedRequests", () => untilNone(round.purgeReceivedRequests(round.nowMs)));
	for (const metaAppId of metaAppIds) await walk.drain("quarantine", () => oneBatch(purgeQuarantine(round.store, metaAppId, beforeMs)));
	for (const workspaceId of workspaceIds) {
		await walk.drain("attempts", () => oneBatch(purgeAttempts(round.store, workspaceId, rowsBeforeMs.attempts)));
		await purgeOldCanceled(walk, workspaceId, beforeMs);
		await purgeOldEvents(walk, workspaceId, rowsBeforeMs.events);
		await purgeOldKeys(walk, workspaceId, keysBeforeMs);
		await purgeOldStatuses(walk, workspaceId, beforeMs);
		await walk.drain("runs", () => untilNone(purgeRuns(round.store, workspaceId, beforeMs)));
		await walk.drain("runs", () => untilNone(purgeRunInputs(round.store, workspaceId, round.nowMs - RUN_INPUTS_MS)));
	}
	const auditBeforeMs = round.nowMs - round.auditRetentionMs;
	for (const owner of ["operator", ...workspaceIds]) await walk.drain("auditEntries", () => oneBatch(purgeAuditLog(round.store, owner, auditBeforeMs)));
	return {
		purged: walk.purged,
		isComplete: walk.isComplete
	};
}
var Walk = class {
	round;
	purged = {
		partitions: 0,
		attempts: 0,
		events: 0,
		deliveries: 0,
		eventKeys: 0,
		messageStatuses: 0,
		quarantine: 0,
		idempotencyKeys: 0,
		receivedRequests: 0,
		runs: 0,
		auditEntries: 0
	};
	isStopped = false;
	isComplete = true;
	constructor(round) {
		this.round = round;
	}
	async repeat(stepsMax, step) {
		for (let count = 0; count < stepsMax && !this.isStopped; count++) {
			if ((await step()).isDone) return true;
			this.isStopped = !await this.round.pause();
		}
		return false;
	}
	async drain(kind, step) {
		if (!await this.repeat(this.round.stepsMax, async () => {
			const result = await step();
			this.purged[kind] += result.count;
			return result;
		})) this.isComplete = false;
	}
};
async function purgePartitions(walk, old) {
	const { beforeMs } = old;
	if (!walk.round.store.can.partitions) return {
		events: beforeMs,
		attempts: beforeMs
	};
	const rowsBeforeMs = {
		events: 0,
		attempts: 0
	};
	for (const table of PARTITIONED_TABLES) rowsBeforeMs[table] = await purgePartitionsOf(walk, table, old);
	return rowsBeforeMs;
}
async function purgePartitionsOf(walk, table, old) {
	const { beforeMs } = old;
	const { store } = walk.round;
	const partitions = await listPartitions(store, table);
	const expired = [...partitionsToDrop(partitions, beforeMs)];
	await walk.drain("partitions", async () => {
		const partition = expired.shift();
		if (partition === void 0) return {
			count: 0,
			isDone: true
		};
		if (table === "events" && !await settleWords(walk, old.workspaceIds, partition)) return {
			count: 0,
			isDone: false
		};
		return {
			count: await dropPartition(store, table, partition) === "done" ? 1 : 0,
			isDone: expired.length === 0
		};
	});
	await walk.drain(table, () => purgeDefaultPartition(store, table, beforeMs));
	const first = partitions.find(({ fromMs }) => fromMs === null);
	return first === void 0 ? 0 : Math.min(beforeMs, first.toMs);
}
async function settleWords(walk, workspaceIds, range) {
	for (const workspaceId of workspaceIds) {
		let afterId = null;
		if (!await walk.repeat(Number.POSITIVE_INFINITY, async () => {
			afterId = await settleMessages(walk.round.store, {
				workspaceId,
				...range,
				afterId
			});
			return { isDone: afterId === null };
		})) return false;
	}
	return true;
}
async function oneBatch(purge) {
	const count = await purge;
	return {
		count,
		isDone: count < PURGE_ROWS_MAX
	};
}
async function untilNone(purge) {
	const count = await purge;
	return {
		count,
		isDone: count === 0
	};
}
async function purgeOldCanceled(walk, workspaceId, beforeMs) {
	let afterId = null;
	await walk.drain("deliveries", async () => {
		const { count, nextId } = await purgeCanceled(walk.round.store, {
			workspaceId,
			beforeMs,
			afterId
		});
		afterId = nextId;
		return {
			count,
			isDone: nextId === null
		};
	});
}
async function purgeOldEvents(walk, workspaceId, beforeMs) {
	if (walk.isStopped || !await hasOldEvents(walk.round.store, workspaceId, beforeMs)) return;
	const kept = await collectKept(walk, workspaceId, beforeMs);
	if (kept === null) return;
	let afterId = null;
	await walk.drain("events", async () => {
		const { count, nextId } = await purgeEvents(walk.round.store, {
			workspaceId,
			beforeMs,
			afterId,
			kept
		});
		afterId = nextId;
		return {
			count,
			isDone: nextId === null
		};
	});
}
async function collectKept(walk, workspaceId, beforeMs) {
	const kept = new Set();
	let afterId = null;
	return await walk.repeat(Number.POSITIVE_INFINITY, async () => {
		const { eventIds, nextId } = await findUnfinishedEvents(walk.round.store, {
			workspaceId,
			beforeMs,
			afterId
		});
		for (const id of eventIds) kept.add(id);
		afterId = nextId;
		return { isDone: nextId === null || kept.size > KEPT_EVENTS_MAX };
	}) && kept.size <= KEPT_EVENTS_MAX ? kept : null;
}
async function purgeOldKeys(walk, workspaceId, beforeMs) {
	const { store, keyWalk } = walk.round;
	await walk.repeat(WALK_STEPS_MAX, async () => {
		const { count, nextKey } = await purgeEventKeys(store, {
			workspaceId,
			beforeMs,
			afterKey: keyWalk.get(workspaceId) ?? null
		});
		walk.purged.eventKeys += count;
		if (nextKey === null) keyWalk.delete(workspaceId);
		else keyWalk.set(workspaceId, nextKey);
		return { isDone: nextKey === null };
	});
}
async function purgeOldStatuses(walk, workspaceId, beforeMs) {
	const { store, statusWalk } = walk.round;
	await walk.repeat(WALK_STEPS_MAX, async () => {
		const { count, nextWamid } = await purgeMessageStatuses(store, {
			workspaceId,
			beforeMs,
			afterWamid: statusWalk.get(workspaceId) ?? null
		});
		walk.purged.messageStatuses += count;
		if (nextWamid === null) statusWalk.delete(workspaceId);
		else statusWalk.set(workspaceId, nextWamid);
		return { isDone: nextWamid === null };
	});
}
// ../server/src/maintenance/retention.worker.ts
const PAUSE_MS = 25;
const ROUND_INTERVAL_MS = 6e4;
const ROUND_AGAIN_MS = 1e3;
const STEPS_MAX = 200;
function startRetention(ctx) {
	const stopping = new AbortController();
	const walks = {
		keyWalk: new Map(),
		statusWalk: new Map()
	};
	const running = (async () => {
		while (await wait(ROUND_AGAIN_MS, stopping.signal)) if (await runOnce(ctx, walks, stopping.signal)) await wait(ROUND_INTERVAL_MS, stopping.signal);
	})();
	return { stop: async () => {
		stopping.abort();
		await running;
	} };
}
async function runOnce(ctx, walks, signal) {
	try {
		const { purged, isComplete } = await runRetentionRound({
			store: ctx.store,
			retentionMs: ctx.retentionMs,
			auditRetentionMs: ctx.auditRetentionMs,
			nowMs: ctx.nowMs(),
			purgeIdempotencyKeys: ctx.purgeIdempotencyKeys,
			purgeReceivedRequests: ctx.purgeReceivedRequests,
			stepsMax: STEPS_MAX,
			pause: () => wait(PAUSE_MS, signal),
			...walks
		});
		if (Object.values(purged).some((count) => count > 0)) ctx.onPurged(purged);
		return isComplete;
	} catch (error) {
		ctx.onError(error);
		return true;
	}
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
export { findMessageByWamid as $, impliedEvents as A, listMessageKeys as B, projectMessage as C, findMessageRows as D, toMessageWrite as E, threadMessageView as F, conversationRoutes as G, startReopenWorker as H, createSendMessage as I, countConversations as J, saveConversation as K, messageRoutes as L, openNeeds as M, planConversations as N, findSentMessages as O, listThread as P, findMessage as Q, pageOfMessages as R, SentMessages as S, toChangeWrite as T, noteRoutes as U, timelineRoutes as V, conversationDeliveriesRoutes as W, sendMessageBody as X, givenContent as Y, findBsuidOf as Z, lookForOutcomes as _, readAppSecrets as _t, planTemplates as a, toMessageView as at, countSendsOf as b, findNamedTemplates as c, findConversations as ct, hasSynced as d, toConversationView as dt, findToldStatuses$1 as et, pageOfTemplates as f, metaAppRoutes as ft, createStopAwaiting as g, toMetaAppView as gt, SendingWorker as h, listMetaApps as ht, templateDraft as i, messageView as it, ConversationCache as j, findToldStatuses as k, findTemplate as l, listConversations as lt, Waiters as m, insertMetaApp as mt, startPartitions as n, isChannelConnected as nt, createSync as o, decodePlace as ot, toTemplateView as p, findSimulatedApp as pt, conversationEvent as q, templateRoutes as r, listMessages as rt, createTemplate as s, findConversation as st, startRetention as t, findWindowFromMs as tt, findUsableTemplates as u, toActivityWrite as ut, SendEnds as v, writeAppSecrets as vt, sentMessageOf as w, enqueueSend as x, countSends as y, markReadAtMeta as z };
