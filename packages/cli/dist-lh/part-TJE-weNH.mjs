import { t as PosthornError } from "./part-Ws-wUEE8.mjs";
import { t as parseDurationMs } from "./part-CoungTlf.mjs";
import { D as _isoDate, N as NEVER, O as _isoDateTime, _ as object, b as strictObject, i as _enum, n as ZodISODate, o as _undefined, r as ZodISODateTime, s as array, x as string } from "./part-BNuO-540.mjs";
import { _ as PERMISSIONS, d as parseId, h as hashToken, u as idOf, x as isGranted, y as SCOPES } from "./part-CqtbJHd0.mjs";
import { D as pageOf, E as listQuery, _ as insertApiKeyIn, g as insertApiKey, k as workspaceOf, p as deleteApiKey, v as listApiKeys, w as decodeCursor } from "./part-DcNb6zUf.mjs";
import assert from "node:assert/strict";
// ../../node_modules/zod/v4/classic/iso.js
function datetime(params) {
	return _isoDateTime(ZodISODateTime, params);
}
function date(params) {
	return _isoDate(ZodISODate, params);
}
// ../server/src/control/api-keys/api-key.ts
function toApiKeyToken(random) {
	return `phk_${random.toString("base64url")}`;
}
function hintOf(token) {
	return token.slice(-4);
}
function highestScope(scopes) {
	return SCOPES.findLast((scope) => scopes.includes(scope)) ?? "read";
}
function assertMayGrant(principal, scopes) {
	if (principal?.kind === "root") return;
	if (SCOPES.indexOf(highestScope(scopes)) <= ownRank(principal)) return;
	throw new PosthornError("forbidden", "Nobody can make a key that may do more than they may themselves.");
}
function ownRank(principal) {
	if (principal?.kind === "key") return SCOPES.indexOf(principal.scope);
	if (principal?.kind !== "member" || principal.role === null) return -1;
	const { role } = principal;
	return SCOPES.findLastIndex((scope) => mayAllOf(role, scope));
}
function mayAllOf(role, scope) {
	return Object.keys(PERMISSIONS).every((permission) => {
		return !(SCOPES.indexOf(PERMISSIONS[permission].scope) <= SCOPES.indexOf(scope)) || PERMISSIONS[permission].to.length === 0 || isGranted(role, permission);
	});
}
// ../server/src/platform/http/actor.ts
function actorOf(request) {
	const { principal, id: requestId } = request;
	assert(principal !== null && principal.kind !== "ticket", "Nobody changes anything without a key.");
	switch (principal.kind) {
		case "root": return {
			kind: "root",
			id: null,
			requestId
		};
		case "key": return {
			kind: "key",
			id: principal.keyId,
			requestId
		};
		case "member": return {
			kind: "member",
			id: principal.memberId,
			requestId
		};
		case "portal": return {
			kind: "portal",
			id: principal.linkId,
			requestId
		};
	}
}
// ../server/src/platform/http/audit.ts
function auditChange(resource, request, verb) {
	return auditAs(resource, {
		actor: actorOf(request),
		workspaceId: request.workspaceId ?? "operator"
	}, verb);
}
function auditAs({ write, resourceType, toView }, { actor, workspaceId }, verb) {
	return async (trx, { before, after }) => {
		const record = after ?? before;
		assert(record !== null, "A change has one side at least.");
		await write(trx, {
			workspaceId,
			actor,
			action: `${resourceType}.${verb}`,
			resourceType,
			resourceId: record.id,
			before: before === null ? null : toView(before),
			after: after === null ? null : toView(after)
		});
	};
}
// ../server/src/platform/http/query-params.ts
const UUID_PATTERN = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
function idParam(prefix) {
	return string().regex(new RegExp(`^${prefix}_${UUID_PATTERN}$`), `Must be an id such as ${prefix}_018f\u2026.`).transform((text) => text);
}
const timeParam = datetime({ offset: true }).transform((text) => Date.parse(text));
const phoneParam = string().regex(/^[+ ]?[0-9]{1,20}$/, "Must be digits, with or without a leading +.").transform((text) => text.replace(/^[+ ]/, ""));
const idPath = strictObject({ id: string().max(64) });
function pathId(prefix, text) {
	const id = parseId(prefix, text);
	if (id === null) throw new PosthornError("not_found", `There is no ${prefix}_\u2026 with this id.`);
	return id;
}
function idCursor(prefix, cursor) {
	if (cursor === void 0) return null;
	const id = parseId(prefix, decodeCursor(cursor));
	if (id !== null) return id;
	throw new PosthornError("invalid_request", "The cursor is not valid.", { fields: [{
		pointer: "?cursor",
		message: "Use next_cursor of the page before, of the same list."
	}] });
}
function toIso(timeMs) {
	return new Date(timeMs).toISOString();
}
// ../server/src/control/api-keys/create-api-key.ts
async function createApiKey(store, source, wish) {
	const { token, key } = newApiKey(source, wish);
	return {
		token,
		key: await insertApiKey(store, key, wish.withChange)
	};
}
async function createApiKeyIn(trx, source, wish) {
	const { token, key } = newApiKey(source, wish);
	return {
		token,
		key: await insertApiKeyIn(trx, key, wish.withChange)
	};
}
function newApiKey(source, { workspaceId, name, scopes, expiresAtMs }) {
	const token = toApiKeyToken(source.randomBytes(32));
	return {
		token,
		key: {
			workspaceId,
			id: idOf("key", source.newId()),
			name,
			scopes,
			expiresAtMs,
			keyHash: hashToken(token),
			hint: hintOf(token),
			createdAtMs: source.nowMs()
		}
	};
}
// ../server/src/control/api-keys/api-keys.routes.ts
const LIFETIME_MS_MAX = 31536e7;
const scope = _enum(SCOPES);
const createApiKeyBody = strictObject({
	name: string().trim().max(100).default("").describe("For people, to tell keys apart."),
	scopes: array(scope).min(1).max(SCOPES.length).optional().describe("What the key may do. The highest counts: admin includes write, write includes read."),
	scope: scope.optional().describe("The same as `scopes` with one item."),
	expires_in: string().max(20).transform((text, ctx) => {
		const durationMs = parseDurationMs(text);
		if (durationMs !== null && durationMs > 0 && durationMs <= LIFETIME_MS_MAX) return durationMs;
		ctx.addIssue({
			code: "custom",
			message: "Must be a duration such as 90s, 15m, 169h or 30d, up to 3650d."
		});
		return NEVER;
	}).optional().describe("Life of the key from now on: 90s, 15m, 169h, 30d."),
	expires_at: datetime({ offset: true }).optional().describe("End of the key. Without one of the two it does not expire.")
}).refine((body) => body.scopes === void 0 !== (body.scope === void 0), {
	path: ["scopes"],
	message: "Give either scopes or scope."
}).refine((body) => body.expires_in === void 0 || body.expires_at === void 0, {
	path: ["expires_at"],
	message: "Give either expires_in or expires_at."
});
const apiKeyView = object({
	id: string(),
	name: string(),
	hint: string().describe("The last characters of the key."),
	scopes: array(scope),
	expires_at: string().nullable(),
	last_used_at: string().nullable().describe("To the minute."),
	created_at: string()
}).meta({ id: "ApiKey" });
const createdApiKeyView = apiKeyView.extend({ key: string().describe("The key itself. It is shown here and never again.") }).meta({ id: "CreatedApiKey" });
const TAGS = ["API keys"];
const ADMINS = {
	who: "workspace",
	permission: "api_keys.manage"
};
function apiKeyRoutes(api, ctx) {
	addCreate(api, ctx);
	addList(api, ctx);
	addDelete(api, ctx);
}
function addCreate(api, ctx) {
	api.route({
		method: "POST",
		url: "/v1/api-keys",
		config: {
			access: ADMINS,
			idempotent: true
		},
		schema: {
			tags: TAGS,
			summary: "Make an API key",
			body: createApiKeyBody,
			response: { 201: createdApiKeyView }
		},
		handler: async (request, reply) => {
			const { body } = request;
			const scopes = SCOPES.filter((one) => one === body.scope || body.scopes?.includes(one) === true);
			assertMayGrant(request.principal, scopes);
			const created = await createApiKey(ctx.store, ctx, {
				workspaceId: workspaceOf(request),
				name: body.name,
				scopes,
				expiresAtMs: expiryOf(body, ctx.nowMs()),
				withChange: auditChange(auditedApiKey(ctx.audit), request, "created")
			});
			return reply.code(201).send({
				...toApiKeyView(created.key),
				key: created.token
			});
		}
	});
}
function addList(api, ctx) {
	api.route({
		method: "GET",
		url: "/v1/api-keys",
		config: { access: ADMINS },
		schema: {
			tags: TAGS,
			summary: "List API keys, newest first",
			querystring: listQuery,
			response: { 200: pageOf(apiKeyView) }
		},
		handler: async (request) => {
			const { limit, cursor } = request.query;
			const page = await listApiKeys(ctx.store, workspaceOf(request), {
				limit,
				before: idCursor("key", cursor)
			});
			return {
				data: page.items.map(toApiKeyView),
				next_cursor: page.nextCursor,
				has_more: page.nextCursor !== null
			};
		}
	});
}
function addDelete(api, ctx) {
	api.route({
		method: "DELETE",
		url: "/v1/api-keys/:id",
		config: { access: ADMINS },
		schema: {
			tags: TAGS,
			summary: "Delete an API key",
			params: idPath,
			response: { 204: _undefined().describe("It is worth nothing any more.") }
		},
		handler: async (request, reply) => {
			const id = pathId("key", request.params.id);
			const audited = auditChange(auditedApiKey(ctx.audit), request, "deleted");
			if (!await deleteApiKey(ctx.store, {
				workspaceId: workspaceOf(request),
				id
			}, audited)) throw new PosthornError("not_found", "There is no API key with this id.");
			ctx.forgetKey(id);
			return reply.code(204).send();
		}
	});
}
function auditedApiKey(write) {
	return {
		write,
		resourceType: "api_key",
		toView: toApiKeyView
	};
}
function expiryOf(body, nowMs) {
	if (body.expires_in !== void 0) return nowMs + body.expires_in;
	if (body.expires_at === void 0) return null;
	const expiresAtMs = Date.parse(body.expires_at);
	if (expiresAtMs > nowMs && expiresAtMs <= nowMs + LIFETIME_MS_MAX) return expiresAtMs;
	throw new PosthornError("invalid_request", "The key would be expired already, or live too long.", { fields: [{
		pointer: "/expires_at",
		message: "Must lie in the future, at most 3650 days."
	}] });
}
function toApiKeyView(key) {
	return {
		id: key.id,
		name: key.name,
		hint: key.hint,
		scopes: [...key.scopes],
		expires_at: key.expiresAtMs === null ? null : toIso(key.expiresAtMs),
		last_used_at: key.lastUsedAtMs === null ? null : toIso(key.lastUsedAtMs),
		created_at: toIso(key.createdAtMs)
	};
}
export { datetime as _, idCursor as a, pathId as c, toIso as d, auditAs as f, date as g, highestScope as h, createApiKeyIn as i, phoneParam as l, actorOf as m, auditedApiKey as n, idParam as o, auditChange as p, createApiKey as r, idPath as s, apiKeyRoutes as t, timeParam as u };
