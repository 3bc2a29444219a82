import { t as PosthornError } from "./part-Ws-wUEE8.mjs";
import { _ as object, b as strictObject, c as boolean, s as array, t as number, x as string } from "./part-BNuO-540.mjs";
import { createHash, hkdfSync, timingSafeEqual } from "node:crypto";
// ../server/src/platform/http/api.ts
function workspaceOf(request) {
	if (request.workspaceId === null) throw new PosthornError("workspace_required", "Name the workspace in the header Posthorn-Workspace.");
	return request.workspaceId;
}
const listQuery = strictObject({
	limit: number().int().min(1).max(100).default(50),
	cursor: string().max(256).optional()
});
function pageOf(item) {
	return object({
		data: array(item),
		next_cursor: string().nullable(),
		has_more: boolean()
	});
}
function toPage(rows, limit, cursorOf) {
	const items = rows.slice(0, limit);
	const last = items.at(-1);
	return {
		items,
		nextCursor: rows.length > limit && last !== void 0 ? encodeCursor(cursorOf(last)) : null
	};
}
function encodeCursor(position) {
	return Buffer.from(position, "utf8").toString("base64url");
}
function decodeCursor(cursor) {
	const position = Buffer.from(cursor, "base64url").toString("utf8");
	if (position.length > 0 && encodeCursor(position) === cursor) return position;
	throw new PosthornError("invalid_request", "The cursor is not valid.", { fields: [{
		pointer: "?cursor",
		message: "Use next_cursor of the page before, unchanged."
	}] });
}
// ../server/src/platform/secrets/hashes.ts
const DERIVED_KEY_BYTES = 32;
const HINT_LENGTH_MIN = 16;
function sha256Hex(text) {
	return createHash("sha256").update(text, "utf8").digest("hex");
}
function equalsInConstantTime(one, other) {
	return timingSafeEqual(sha256(one), sha256(other));
}
function deriveKey(rootKey, purpose) {
	return Buffer.from(hkdfSync("sha256", rootKey, "", `posthorn ${purpose}`, DERIVED_KEY_BYTES));
}
function maskSecret(secret) {
	return secret.length < HINT_LENGTH_MIN ? "****" : `****${secret.slice(-4)}`;
}
function sha256(text) {
	return createHash("sha256").update(text, "utf8").digest();
}
function insertApiKey(store, key, withChange) {
	return store.db.transaction().execute((trx) => insertApiKeyIn(trx, key, withChange));
}
async function insertApiKeyIn(trx, key, withChange) {
	const { count } = await trx.selectFrom("api_keys").select((select) => select.fn.countAll().as("count")).where("workspace_id", "=", key.workspaceId).executeTakeFirstOrThrow();
	if (Number(count) >= 500) throw new PosthornError("limit_reached", `There are 500 API keys already. Delete one that is not used.`);
	const after = toApiKey(await trx.insertInto("api_keys").values({
		workspace_id: key.workspaceId,
		id: key.id,
		name: key.name,
		key_hash: key.keyHash,
		hint: key.hint,
		scopes: JSON.stringify(key.scopes),
		expires_at_ms: key.expiresAtMs,
		last_used_at_ms: null,
		created_at_ms: key.createdAtMs
	}).returningAll().executeTakeFirstOrThrow());
	await withChange(trx, {
		before: null,
		after
	});
	return after;
}
async function findApiKeyByHash(store, keyHash) {
	const row = await store.db.selectFrom("api_keys").selectAll().where("key_hash", "=", keyHash).executeTakeFirst();
	return row === void 0 ? null : toApiKey(row);
}
async function listApiKeys(store, workspaceId, page) {
	const { limit, before } = page;
	return toPage((await store.db.selectFrom("api_keys").selectAll().where("workspace_id", "=", workspaceId).$if(before !== null, (query) => query.where("id", "<", before)).orderBy("id", "desc").limit(limit + 1).execute()).map(toApiKey), limit, (key) => key.id);
}
async function deleteApiKey(store, { workspaceId, id }, withChange) {
	return store.db.transaction().execute(async (trx) => {
		const deleted = await trx.deleteFrom("api_keys").where("workspace_id", "=", workspaceId).where("id", "=", id).returningAll().executeTakeFirst();
		if (deleted === void 0) return false;
		await withChange(trx, {
			before: toApiKey(deleted),
			after: null
		});
		return true;
	});
}
async function findApiKeyNames({ db }, workspaceId, ids) {
	if (ids.length === 0) return new Map();
	const rows = await db.selectFrom("api_keys").select(["id", "name"]).where("workspace_id", "=", workspaceId).where("id", "in", ids).execute();
	return new Map(rows.map(({ id, name }) => [id, name]));
}
async function touchApiKey(store, key, usedAtMs) {
	await store.db.updateTable("api_keys").set({ last_used_at_ms: usedAtMs }).where("workspace_id", "=", key.workspaceId).where("id", "=", key.id).where((where) => where.or([where("last_used_at_ms", "is", null), where("last_used_at_ms", "<", usedAtMs)])).execute();
}
function toApiKey(row) {
	return {
		id: row.id,
		workspaceId: row.workspace_id,
		name: row.name,
		hint: row.hint,
		scopes: JSON.parse(row.scopes),
		expiresAtMs: row.expires_at_ms,
		lastUsedAtMs: row.last_used_at_ms,
		createdAtMs: row.created_at_ms
	};
}
// ../server/src/platform/db/revision.ts
async function nextRevision(trx) {
	const { config_revision } = await trx.updateTable("instance").set((update) => ({ config_revision: update("config_revision", "+", 1) })).where("id", "=", 1).returning("config_revision").executeTakeFirstOrThrow();
	return config_revision;
}
async function nextSerial(trx) {
	const { last_serial } = await trx.updateTable("instance").set((update) => ({ last_serial: update("last_serial", "+", 1) })).where("id", "=", 1).returning("last_serial").executeTakeFirstOrThrow();
	return last_serial;
}
// ../server/src/domain/workspace.ts
const DEFAULT_WORKSPACE_SETTINGS = {
	autoCreateContacts: true,
	optOutWords: ["STOP"],
	optInWords: ["START"],
	defaultCountry: null
};
// ../server/src/platform/db/workspace-settings.ts
function readWorkspaceSettings(text) {
	return {
		...DEFAULT_WORKSPACE_SETTINGS,
		...JSON.parse(text)
	};
}
function writeWorkspaceSettings(settings) {
	return JSON.stringify(settings);
}
// ../server/src/control/workspaces/workspace-rules.ts
const TAKEN_BY_PATHS = ["messaging", "webhooks"];
function defaultSubdomain(serial) {
	return `w${serial}`;
}
function checkSubdomain(subdomain, serial) {
	if (TAKEN_BY_PATHS.includes(subdomain)) throw refused("/subdomain", "Other paths begin with this word. Choose another one.");
	const isSomeDefault = /^w[0-9]+$/.test(subdomain);
	const isOwnDefault = serial !== null && subdomain === defaultSubdomain(serial);
	if (isSomeDefault && !isOwnDefault) throw refused("/subdomain", "w and a number is what another workspace has by default. Choose another one.");
}
function checkOptWords({ optOutWords, optInWords }) {
	const inWords = new Set(optInWords.map((word) => word.toLowerCase()));
	const index = optOutWords.findIndex((word) => inWords.has(word.toLowerCase()));
	if (index >= 0) throw refused(`/settings/opt_out_words/${index}`, "The same word is in opt_in_words.");
}
function changeFields(before, wish) {
	const fields = {
		name: wish.name ?? before.name,
		subdomain: wish.subdomain ?? before.subdomain,
		settings: {
			...before.settings,
			...wish.settings
		}
	};
	if (wish.subdomain !== void 0) checkSubdomain(wish.subdomain, before.serial);
	if (wish.settings !== void 0) checkOptWords(fields.settings);
	return fields;
}
function refused(pointer, message) {
	return new PosthornError("unprocessable", "The workspace cannot be like this.", { fields: [{
		pointer,
		message
	}] });
}
// ../server/src/control/workspaces/workspaces.store.ts
async function insertWorkspace(store, workspace, alongside) {
	return store.db.transaction().execute(async (trx) => {
		return alongside(trx, await insertInto(trx, workspace, await nextRevision(trx)));
	});
}
async function insertFirstWorkspace(store, workspace, alongside) {
	return store.db.transaction().execute(async (trx) => {
		const revision = await nextRevision(trx);
		if (await trx.selectFrom("workspaces").select("id").limit(1).executeTakeFirst() !== void 0) return null;
		return alongside(trx, await insertInto(trx, workspace, revision));
	});
}
async function hasWorkspace(store) {
	return await store.db.selectFrom("workspaces").select("id").limit(1).executeTakeFirst() !== void 0;
}
function findWorkspace(store, id) {
	return findIn(store.db, id);
}
async function updateWorkspace(store, { id, expectedRevision, fields }, withChange) {
	return store.db.transaction().execute(async (trx) => {
		const revision = await nextRevision(trx);
		const before = await findIn(trx, id);
		if (before === null || before.revision !== expectedRevision) return null;
		if (fields.subdomain !== before.subdomain) await assertSubdomainIsFree(trx, fields.subdomain);
		const { name, subdomain } = fields;
		const after = toRecord(await trx.updateTable("workspaces").set({
			name,
			subdomain,
			settings: writeWorkspaceSettings(fields.settings),
			revision
		}).where("id", "=", id).returningAll().executeTakeFirstOrThrow());
		await withChange(trx, {
			before,
			after
		});
		return after;
	});
}
async function listWorkspaces(store, page) {
	const { limit, before } = page;
	return toPage((await store.db.selectFrom("workspaces").selectAll().$if(before !== null, (query) => query.where("id", "<", before)).orderBy("id", "desc").limit(limit + 1).execute()).map(toRecord), limit, (workspace) => workspace.id);
}
async function insertInto(trx, workspace, revision) {
	await assertAccountIdIsFree(trx, workspace.accountId);
	const serial = await nextSerial(trx);
	const subdomain = workspace.subdomain ?? defaultSubdomain(serial);
	await assertSubdomainIsFree(trx, subdomain);
	return toRecord(await trx.insertInto("workspaces").values({
		id: workspace.id,
		serial,
		account_id: workspace.accountId,
		name: workspace.name,
		subdomain,
		settings: writeWorkspaceSettings(workspace.settings),
		created_at_ms: workspace.nowMs,
		revision
	}).returningAll().executeTakeFirstOrThrow());
}
async function assertAccountIdIsFree(trx, accountId) {
	if (await trx.selectFrom("workspaces").select("id").where("account_id", "=", accountId).executeTakeFirst() === void 0) return;
	throw new PosthornError("conflict", "Another workspace has this account id.", { fields: [{
		pointer: "/account_id",
		message: "Must be unique."
	}] });
}
async function assertSubdomainIsFree(trx, subdomain) {
	if (await trx.selectFrom("workspaces").select("id").where("subdomain", "=", subdomain).executeTakeFirst() === void 0) return;
	throw new PosthornError("conflict", "Another workspace has this subdomain.", { fields: [{
		pointer: "/subdomain",
		message: "Must be unique."
	}] });
}
async function findIn(db, id) {
	const row = await db.selectFrom("workspaces").selectAll().where("id", "=", id).executeTakeFirst();
	return row === void 0 ? null : toRecord(row);
}
function toRecord(row) {
	return {
		id: row.id,
		serial: row.serial,
		accountId: row.account_id,
		name: row.name,
		subdomain: row.subdomain,
		settings: readWorkspaceSettings(row.settings),
		createdAtMs: row.created_at_ms,
		revision: row.revision
	};
}
export { sha256Hex as C, pageOf as D, listQuery as E, toPage as O, maskSecret as S, encodeCursor as T, insertApiKeyIn as _, listWorkspaces as a, deriveKey as b, checkOptWords as c, DEFAULT_WORKSPACE_SETTINGS as d, nextRevision as f, insertApiKey as g, findApiKeyNames as h, insertWorkspace as i, workspaceOf as k, checkSubdomain as l, findApiKeyByHash as m, hasWorkspace as n, updateWorkspace as o, deleteApiKey as p, insertFirstWorkspace as r, changeFields as s, findWorkspace as t, readWorkspaceSettings as u, listApiKeys as v, decodeCursor as w, equalsInConstantTime as x, touchApiKey as y };
