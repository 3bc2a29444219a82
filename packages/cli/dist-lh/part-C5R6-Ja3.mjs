import { t as PosthornError } from "./part-Ws-wUEE8.mjs";
import { n as readMigrations, t as pendingMigrations } from "./part-BDBfEWrN.mjs";
import { realpathSync } from "node:fs";
import BetterSqlite3 from "better-sqlite3";
// ../server/src/platform/db/sqlite-lock.ts
function lockDatabaseFile(file) {
	const path = realpathSync(file);
	const lock = new BetterSqlite3(`${path}.lock`, { timeout: 0 });
	try {
		lock.exec("begin exclusive");
	} catch (cause) {
		lock.close();
		if (!isTaken(cause)) throw cause;
		throw new PosthornError("config_invalid", `Another gateway is running on ${path}. Stop it first, or use PostgreSQL to run several.`, { cause });
	}
	return () => lock.close();
}
function isTaken(error) {
	return error instanceof BetterSqlite3.SqliteError && error.code.startsWith("SQLITE_BUSY");
}
// ../server/src/platform/db/sqlite-migrate.ts
function applySqliteMigrations(path) {
	const db = new BetterSqlite3(path, { timeout: 3e4 });
	try {
		db.pragma("journal_mode = WAL");
		db.pragma("synchronous = FULL");
		db.exec("CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at_ms INTEGER NOT NULL) STRICT");
		if (readPending(db).length > 0) applyPending(db);
	} finally {
		db.close();
	}
}
function readPending(db) {
	const applied = db.prepare("SELECT number, name, checksum FROM schema_migrations ORDER BY number").all();
	return pendingMigrations(applied, readMigrations("sqlite"));
}
function applyPending(db) {
	db.transaction(() => {
		for (const migration of readPending(db)) {
			db.prepare("INSERT INTO schema_migrations VALUES (?, ?, ?, ?)").run(migration.number, migration.name, migration.checksum, Date.now());
			db.exec(migration.sql);
		}
	}).immediate();
}
export { lockDatabaseFile as n, applySqliteMigrations as t };
