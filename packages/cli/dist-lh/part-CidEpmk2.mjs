import { a as listWorkspaces, v as listApiKeys } from "./part-DcNb6zUf.mjs";
import { t as planMigrations } from "./part-Ds-dmvir.mjs";
import { t as openStore } from "./part-COlWphEY.mjs";
import { t as readConfig } from "./part-D9W1dTJr.mjs";
import { n as EXIT, t as CliError } from "./part-D5b3qzNk.mjs";
// src/keys/key-store.ts
const WORKSPACES_MAX = 1e4;
async function withStore(env, use) {
	const config = readConfig(env);
	const plan = await planMigrations(config.databaseUrl);
	if (!plan.hasSchema) throw new CliError(EXIT.failed, "There is no database of Posthorn there yet. Check POSTHORN_DATA_DIR and POSTHORN_DATABASE_URL, or start the gateway once.");
	if (plan.pending.length > 0) throw new CliError(EXIT.failed, "The database is not up to date with this version. Run \"posthorn migrate\" first.");
	const store = await openStore(config.databaseUrl, { exclusive: false });
	try {
		return await use(store);
	} finally {
		await store.close();
	}
}
async function findWorkspaces(store, wanted) {
	const { items } = await listWorkspaces(store, {
		limit: WORKSPACES_MAX,
		before: null
	});
	if (wanted === void 0) return items;
	const found = items.filter(({ id, name }) => id === wanted || name === wanted);
	if (found.length > 0) return found;
	throw new CliError(EXIT.failed, `There is no workspace with that id or name. There are: ${showWorkspaces(items)}.`);
}
async function pickWorkspace(store, wanted) {
	const found = await findWorkspaces(store, wanted);
	const [only] = found;
	if (only === void 0) throw new CliError(EXIT.failed, "There is no workspace yet. Start the gateway once: it makes the first one.");
	if (found.length === 1) return only;
	throw new CliError(EXIT.usage, `Several workspaces fit. Choose one with --workspace <id>: ${showWorkspaces(found)}.`);
}
async function listAllKeys(store, workspaces) {
	const keys = [];
	for (const { id } of workspaces) {
		const page = await listApiKeys(store, id, {
			limit: 500,
			before: null
		});
		keys.push(...page.items);
	}
	return keys;
}
const SHOWN_MAX = 10;
function showWorkspaces(workspaces) {
	return [...workspaces.slice(0, SHOWN_MAX).map(({ id, name }) => `${id} (${name})`), ...workspaces.length > SHOWN_MAX ? ["\u2026"] : []].join(", ") || "none";
}
export { withStore as i, listAllKeys as n, pickWorkspace as r, findWorkspaces as t };
