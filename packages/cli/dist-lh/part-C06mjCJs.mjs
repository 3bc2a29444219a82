import { r as __exportAll } from "./part-CcNv6dGi.mjs";
import { r as sql } from "./part-COlWphEY.mjs";
import { t as PosthornError } from "./part-Ws-wUEE8.mjs";
import { t as SecretBox } from "./part-BcBMPG9Y.mjs";
import { t as readConfig } from "./part-D9W1dTJr.mjs";
import { n as EXIT, t as CliError } from "./part-D5b3qzNk.mjs";
import { i as withStore } from "./part-CidEpmk2.mjs";
import { i as printJson } from "./part-jZmtbCqM.mjs";
// ../server/src/platform/secrets/reseal.store.ts
const PAGE_ROWS = 200;
const PASSES_MAX = 5;
const SEALED_TABLES = [
	{
		table: "instance",
		key: ["id"],
		columns: ["link_key"]
	},
	{
		table: "meta_apps",
		key: ["id"],
		columns: ["app_secrets", "verify_token"]
	},
	{
		table: "channels",
		key: ["workspace_id", "id"],
		columns: ["access_token"]
	},
	{
		table: "endpoints",
		key: ["workspace_id", "id"],
		columns: [
			"secrets",
			"headers",
			"verify_token"
		]
	},
	{
		table: "idempotency_keys",
		key: ["scope", "key"],
		columns: ["response"]
	}
];
async function reseal(store, box) {
	const [sealing] = box.fingerprints;
	let total = 0;
	for (let pass = 1; pass <= PASSES_MAX; pass++) {
		const count = await resealAll(store, box);
		total += count;
		if (count > 0) continue;
		await store.db.updateTable("instance").set({ encryption_key_id: sealing ?? null }).where("id", "=", 1).execute();
		return total;
	}
	throw new PosthornError("conflict", "A gateway keeps sealing with another key. Restart every gateway with the same first key, then try again.");
}
async function resealAll(store, box) {
	let count = 0;
	for (const table of SEALED_TABLES) count += await resealTable(store, box, table);
	return count;
}
async function resealTable(store, box, table) {
	let count = 0;
	let last = null;
	while (true) {
		const rows = await readPage(store, table, last);
		for (const row of rows) for (const column of table.columns) count += await resealValue(store, box, {
			table,
			row,
			column
		});
		last = rows.at(-1) ?? null;
		if (rows.length < PAGE_ROWS || last === null) return count;
	}
}
async function readPage(store, table, after) {
	const names = sql.join([...table.key, ...table.columns].map((name) => sql.ref(name)));
	const key = sql.join(table.key.map((name) => sql.ref(name)));
	const start = after === null ? sql`` : sql`WHERE (${key}) > (${sql.join(table.key.map((name) => after[name]))})`;
	const { rows } = await sql`
    SELECT ${names} FROM ${sql.table(table.table)} ${start} ORDER BY ${key} LIMIT ${sql.lit(PAGE_ROWS)}`.execute(store.db);
	return rows;
}
async function resealValue(store, box, { table, row, column }) {
	const sealed = row[column];
	if (typeof sealed !== "string" || sealed === "" || box.isSealedWithFirst(sealed)) return 0;
	const isThisRow = sql.join(table.key.map((name) => sql`${sql.ref(name)} = ${row[name]}`), sql` AND `);
	await sql`
    UPDATE ${sql.table(table.table)} SET ${sql.ref(column)} = ${box.seal(box.open(sealed))}
    WHERE ${isThisRow} AND ${sql.ref(column)} = ${sealed}`.execute(store.db);
	return 1;
}
// src/reseal/reseal.ts
var reseal_exports = __exportAll({ resealSecrets: () => resealSecrets });
async function resealSecrets({ env, output }, options) {
	const { encryptionKeys } = readConfig(env);
	if (encryptionKeys === null) throw new CliError(EXIT.usage, "Set POSTHORN_ENCRYPTION_KEY to the new key and the old one, with a comma between.");
	const resealed = await withStore(env, (store) => reseal(store, new SecretBox(encryptionKeys)));
	if (options.json === true) printJson(output, { resealed });
	else output.print(`${resealed} values sealed anew. The first key is now the only one in use.`);
}
export { reseal_exports as t };
