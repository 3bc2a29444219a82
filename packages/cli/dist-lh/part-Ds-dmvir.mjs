import { i as esm_default } from "./part-COlWphEY.mjs";
import { n as readMigrations, t as pendingMigrations } from "./part-BDBfEWrN.mjs";
import { resolve } from "node:path";
import { existsSync } from "node:fs";
import BetterSqlite3 from "better-sqlite3";
// ../server/src/platform/db/migration-plan.ts
const CONNECT_TIMEOUT_MS = 1e4;
const STATEMENT_TIMEOUT_MS = 3e4;
const APPLIED = "SELECT number, name, checksum FROM schema_migrations ORDER BY number";
async function planMigrations(databaseUrl) {
	const engine = databaseUrl.startsWith("sqlite:") ? "sqlite" : "postgres";
	const applied = engine === "sqlite" ? readSqlite(resolve(databaseUrl.slice(7))) : await readPostgres(databaseUrl);
	return {
		engine,
		hasSchema: applied !== null,
		appliedCount: applied?.length ?? 0,
		pending: pendingMigrations(applied ?? [], readMigrations(engine))
	};
}
function readSqlite(path) {
	if (!existsSync(path)) return null;
	const db = new BetterSqlite3(path, {
		readonly: true,
		fileMustExist: true,
		timeout: STATEMENT_TIMEOUT_MS
	});
	try {
		return db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'").get() === void 0 ? null : db.prepare(APPLIED).all();
	} finally {
		db.close();
	}
}
async function readPostgres(url) {
	const client = new esm_default.Client({
		connectionString: url,
		connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
		statement_timeout: STATEMENT_TIMEOUT_MS,
		application_name: "posthorn"
	});
	await client.connect();
	try {
		return (await client.query("SELECT to_regclass('schema_migrations')::text AS name")).rows[0]?.name == null ? null : (await client.query(APPLIED)).rows;
	} finally {
		await client.end();
	}
}
export { planMigrations as t };
