import { t as PosthornError } from "./part-Ws-wUEE8.mjs";
import { n as EXIT, t as CliError } from "./part-D5b3qzNk.mjs";
import { n as readMigrations, t as pendingMigrations } from "./part-BDBfEWrN.mjs";
import { dirname } from "node:path";
import { closeSync, existsSync, fdatasyncSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import BetterSqlite3 from "better-sqlite3";
// ../server/src/maintenance/examine-backup.store.ts
function examineBackup(path) {
	const db = new BetterSqlite3(path, {
		readonly: true,
		fileMustExist: true
	});
	try {
		const schemaNumber = readSchemaNumber(db, path);
		refuseDamaged(db, path);
		return {
			...readFacts(db),
			schemaNumber
		};
	} catch (error) {
		if (error instanceof BetterSqlite3.SqliteError && DAMAGE_CODE.test(error.code)) throw damaged(path, error);
		throw error;
	} finally {
		db.close();
	}
}
const DAMAGE_CODE = /^SQLITE_(CORRUPT|NOTADB|IOERR_SHORT_READ)/;
function readSchemaNumber(db, path) {
	if (db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'").get() === void 0) throw new PosthornError("unprocessable", `${path} is a database, but not one of Posthorn.`);
	const applied = db.prepare("SELECT number, name, checksum FROM schema_migrations ORDER BY number").all();
	pendingMigrations(applied, readMigrations("sqlite"));
	return applied.length;
}
function refuseDamaged(db, path) {
	if (db.pragma("integrity_check(1)", { simple: true }) !== "ok") throw damaged(path, void 0);
}
function damaged(path, cause) {
	return new PosthornError("unprocessable", `${path} is damaged or is no database. Nothing was changed.`, { cause });
}
function readFacts(db) {
	const number = (sql) => Number(db.prepare(sql).pluck().get() ?? 0);
	const keys = db.prepare("SELECT encryption_key_id FROM instance WHERE id = 1").pluck().get();
	const newest = number("SELECT created_at_ms FROM events ORDER BY position DESC LIMIT 1");
	return {
		sizeBytes: number("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"),
		encryptionKeyIds: typeof keys === "string" ? keys.split(",") : [],
		workspaces: number("SELECT count(*) FROM workspaces"),
		events: number("SELECT count(*) FROM events"),
		newestEventAtMs: newest === 0 ? null : newest,
		pendingDeliveries: number("SELECT count(*) FROM deliveries WHERE state = 'pending'")
	};
}
// ../server/src/maintenance/backup.store.ts
const STEP_PAGES = 256;
const BUSY_WAIT_MS = 3e4;
async function backUpDatabase({ file, target, token }) {
	refuseTaken(target);
	const draft = `${target}.${token}.partial`;
	const flushed = openSync(draft, "wx", 384);
	try {
		await copyTo(draft, {
			file,
			flushed
		});
		leaveLogMode(draft);
		fsyncSync(flushed);
		const facts = examineBackup(draft);
		refuseTaken(target);
		renameSync(draft, target);
		syncFolderOf(target);
		return facts;
	} finally {
		closeSync(flushed);
		for (const path of [draft, `${draft}-journal`]) rmSync(path, { force: true });
	}
}
function syncFolderOf(path) {
	if (process.platform === "win32") return;
	const folder = openSync(dirname(path), "r");
	try {
		fsyncSync(folder);
	} finally {
		closeSync(folder);
	}
}
function refuseTaken(target) {
	if (existsSync(target)) throw new PosthornError("conflict", `${target} is there already. Give another name.`);
}
async function copyTo(draft, { file, flushed }) {
	const source = new BetterSqlite3(file, {
		readonly: true,
		fileMustExist: true,
		timeout: BUSY_WAIT_MS
	});
	try {
		source.exec("BEGIN");
		source.prepare("SELECT id FROM instance").get();
		await source.backup(draft, { progress: () => {
			fdatasyncSync(flushed);
			return STEP_PAGES;
		} });
	} finally {
		source.close();
	}
}
function leaveLogMode(draft) {
	const copy = new BetterSqlite3(draft, { fileMustExist: true });
	try {
		copy.pragma("journal_mode = DELETE");
	} finally {
		copy.close();
	}
}
// src/backup/sqlite-file.ts
function sqliteFileOf({ databaseUrl }, instead) {
	if (databaseUrl.startsWith("sqlite:")) return databaseUrl.slice(7);
	throw new CliError(EXIT.usage, `This gateway is on PostgreSQL. Use ${instead}, or what backs up your server already: docs/operations/backup.md says what to mind.`);
}
function toJson(file, facts) {
	return {
		file,
		size_bytes: facts.sizeBytes,
		schema: facts.schemaNumber,
		encryption_key_ids: facts.encryptionKeyIds,
		workspaces: facts.workspaces,
		events: facts.events,
		newest_event_at: toIso(facts.newestEventAtMs),
		pending_deliveries: facts.pendingDeliveries
	};
}
const MEGABYTE = 1e6;
function toLines(facts) {
	const newest = toIso(facts.newestEventAtMs);
	return [
		`  size                ${(facts.sizeBytes / MEGABYTE).toFixed(1)} MB`,
		`  workspaces          ${facts.workspaces}`,
		`  events              ${facts.events}${newest === null ? "" : `, the newest of ${newest}`}`,
		`  pending deliveries  ${facts.pendingDeliveries}`,
		`  encryption key      ${facts.encryptionKeyIds.join(", ") || "none yet"}`
	];
}
function toIso(timeMs) {
	return timeMs === null ? null : new Date(timeMs).toISOString();
}
export { syncFolderOf as a, backUpDatabase as i, toJson as n, examineBackup as o, toLines as r, sqliteFileOf as t };
