import { r as __exportAll } from "./part-CcNv6dGi.mjs";
import { f as auditAs, h as highestScope, n as auditedApiKey, r as createApiKey } from "./part-TJE-weNH.mjs";
import { p as deleteApiKey } from "./part-DcNb6zUf.mjs";
import { d as parseId, m as SYSTEM_SOURCE, n as writeAudit } from "./part-CqtbJHd0.mjs";
import { n as EXIT, t as CliError } from "./part-D5b3qzNk.mjs";
import { i as printJson, r as formatTable } from "./part-jZmtbCqM.mjs";
import { i as withStore, n as listAllKeys, r as pickWorkspace, t as findWorkspaces } from "./part-CidEpmk2.mjs";
// src/keys/manage-keys.ts
var manage_keys_exports = __exportAll({
	createKey: () => createKey,
	listKeys: () => listKeys,
	revokeKey: () => revokeKey
});
async function createKey({ env, output }, options) {
	const { created, workspace } = await withStore(env, async (store) => {
		const workspace = await pickWorkspace(store, options.workspace);
		return {
			created: await createApiKey(store, SYSTEM_SOURCE, {
				workspaceId: workspace.id,
				name: options.name,
				scopes: [options.scope],
				expiresAtMs: options.expiresIn === void 0 ? null : Date.now() + options.expiresIn,
				withChange: audited(workspace.id, "created")
			}),
			workspace
		};
	});
	if (options.json === true) {
		printJson(output, {
			...toJson(created.key),
			key: created.token
		});
		return;
	}
	output.note(`${created.key.id}, scope ${options.scope}, for workspace ${workspace.name} (${workspace.id}). Shown this once:`);
	output.print(created.token);
}
async function listKeys({ env, output }, options) {
	const keys = await withStore(env, async (store) => listAllKeys(store, await findWorkspaces(store, options.workspace)));
	if (options.json === true) {
		printJson(output, { data: keys.map(toJson) });
		return;
	}
	const headings = [
		"ID",
		"WORKSPACE",
		"NAME",
		"ENDS IN",
		"SCOPE",
		"EXPIRES",
		"LAST USED"
	];
	const rows = keys.map((key) => [
		key.id,
		key.workspaceId,
		key.name,
		key.hint,
		highestScope(key.scopes),
		showExpiry(key, Date.now()),
		showTime(key.lastUsedAtMs)
	]);
	for (const line of formatTable(headings, rows)) output.print(line);
}
async function revokeKey({ env, output }, idText, options) {
	const id = parseId("key", idText);
	if (id === null) throw new CliError(EXIT.usage, "That is no id of an API key. Give key_\u2026 as \"posthorn keys list\" shows it, not the key itself.");
	if (!await withStore(env, async (store) => {
		for (const { id: workspaceId } of await findWorkspaces(store, void 0)) if (await deleteApiKey(store, {
			workspaceId,
			id
		}, audited(workspaceId, "deleted"))) return true;
		return false;
	})) throw new CliError(EXIT.failed, "There is no API key with this id. \"posthorn keys list\" shows those that there are.");
	if (options.json === true) printJson(output, {
		id,
		revoked: true
	});
	else output.note(`${id} is revoked.`);
}
function audited(workspaceId, verb) {
	return auditAs(auditedApiKey(writeAudit), {
		workspaceId,
		actor: {
			kind: "system",
			id: null,
			requestId: null
		}
	}, verb);
}
function toJson(key) {
	return {
		id: key.id,
		workspace_id: key.workspaceId,
		name: key.name,
		hint: key.hint,
		scopes: key.scopes,
		expires_at: toIso(key.expiresAtMs),
		last_used_at: toIso(key.lastUsedAtMs),
		created_at: toIso(key.createdAtMs)
	};
}
function toIso(timeMs) {
	return timeMs === null ? null : new Date(timeMs).toISOString();
}
function showTime(timeMs) {
	return timeMs === null ? "never" : new Date(timeMs).toISOString().slice(0, 16).replace("T", " ");
}
function showExpiry(key, nowMs) {
	return key.expiresAtMs !== null && key.expiresAtMs <= nowMs ? "expired" : showTime(key.expiresAtMs);
}
export { manage_keys_exports as t };
