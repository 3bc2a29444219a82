import { r as __exportAll } from "./part-CcNv6dGi.mjs";
import { t as PosthornError } from "./part-Ws-wUEE8.mjs";
import { n as lockDatabaseFile, t as applySqliteMigrations } from "./part-C5R6-Ja3.mjs";
import { a as syncFolderOf, n as toJson, o as examineBackup, r as toLines, t as sqliteFileOf } from "./part-DhByCejy.mjs";
import { i as keyFingerprint } from "./part-DZLxK-uS.mjs";
import { t as loadKeyFile } from "./part-Dzlr4j6f.mjs";
import { t as readConfig } from "./part-D9W1dTJr.mjs";
import { i as printJson } from "./part-jZmtbCqM.mjs";
import { dirname, resolve } from "node:path";
import { chmodSync, closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, realpathSync, renameSync, rmSync, statSync } from "node:fs";
import BetterSqlite3 from "better-sqlite3";
import { randomBytes } from "node:crypto";
// ../server/src/maintenance/restore.store.ts
const POSITIONS_LEFT_OUT = 0xe8d4a51000;
const NOBODYS_LEASE = "restored";
function restoreDatabase(restore) {
	const { backup, force } = restore;
	refuseUnfinished(backup);
	mkdirSync(dirname(restore.file), {
		recursive: true,
		mode: 448
	});
	const file = existsSync(restore.file) ? realpathSync(restore.file) : restore.file;
	if (holdsDatabase(file) && !force) throw new PosthornError("conflict", `There is a database in ${file}. Give --force to replace it.`);
	closeSync(openSync(file, "a", 384));
	const releaseLock = lockDatabaseFile(file);
	const draft = `${file}.${restore.token}.restoring`;
	try {
		const facts = prepareDraft(draft, restore);
		foldInLog(file);
		renameSync(draft, file);
		syncFolderOf(file);
		return facts;
	} finally {
		for (const path of [draft, ...besides(draft)]) rmSync(path, { force: true });
		if (!holdsDatabase(file)) rmSync(file, { force: true });
		releaseLock();
	}
}
function refuseUnfinished(backup) {
	if (!existsSync(backup)) throw new PosthornError("unprocessable", `There is no file ${backup}.`);
	if ((statSync(`${backup}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0) return;
	throw new PosthornError("unprocessable", `${backup} is a database in use, or a bare copy of one, and not a backup: ${backup}-wal belongs to it. Make a backup of it with "posthorn backup".`);
}
function holdsDatabase(file) {
	return [file, `${file}-wal`].some((path) => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0);
}
function prepareDraft(draft, { backup, keyIds }) {
	copyFileSync(backup, draft);
	chmodSync(draft, 384);
	const facts = examineBackup(draft);
	refuseOtherKeys(facts, keyIds);
	applySqliteMigrations(draft);
	markRestored(draft);
	const written = openSync(draft, "r+");
	try {
		fsyncSync(written);
	} finally {
		closeSync(written);
	}
	return facts;
}
function refuseOtherKeys({ encryptionKeyIds }, keyIds) {
	const missing = encryptionKeyIds.filter((id) => keyIds !== null && !keyIds.includes(id));
	if (missing.length === 0) return;
	throw new PosthornError("config_invalid", `The secrets in this backup are encrypted with the key ${missing.join(" and ")}, and this installation has ${keyIds?.join(" and ")}. Set POSTHORN_ENCRYPTION_KEY to the key of that time, or put its encryption.key into the data folder.`);
}
function markRestored(draft) {
	const db = new BetterSqlite3(draft, { fileMustExist: true });
	try {
		db.pragma("journal_mode = DELETE");
		db.pragma("secure_delete = ON");
		db.transaction(() => {
			db.exec("UPDATE deliveries SET maybe_received = 1 WHERE state = 'pending'");
			db.prepare("UPDATE message_sends SET state = 'sending', lease_token = ? WHERE state = 'queued'").run(NOBODYS_LEASE);
			leaveOutPositions(db);
			db.exec("DELETE FROM member_sessions");
			db.exec("DELETE FROM one_time_links");
		}).immediate();
	} finally {
		db.close();
	}
}
function leaveOutPositions(db) {
	const { changes } = db.prepare("UPDATE sqlite_sequence SET seq = seq + ? WHERE name = 'events'").run(POSITIONS_LEFT_OUT);
	if (changes === 0) db.prepare("INSERT INTO sqlite_sequence VALUES ('events', ?)").run(POSITIONS_LEFT_OUT);
}
function foldInLog(file) {
	try {
		const old = new BetterSqlite3(file, { timeout: 0 });
		try {
			old.pragma("journal_mode = DELETE");
		} finally {
			old.close();
		}
	} catch (error) {
		if (!(error instanceof BetterSqlite3.SqliteError)) throw error;
		if (error.code.startsWith("SQLITE_BUSY")) throw new PosthornError("config_invalid", `Another program has ${file} open. Wait for it or end it.`, { cause: error });
	}
	for (const path of besides(file)) rmSync(path, { force: true });
}
function besides(file) {
	return [
		"-wal",
		"-shm",
		"-journal"
	].map((ending) => file + ending);
}
// src/backup/restore.ts
var restore_exports = __exportAll({ restore: () => restore });
async function restore({ env, output }, backup, options) {
	const config = readConfig(env);
	const file = resolve(sqliteFileOf(config, "pg_restore"));
	const keyIds = keyIdsOf(config);
	const facts = restoreDatabase({
		backup: resolve(backup),
		file,
		force: options.force === true,
		keyIds,
		token: randomBytes(4).toString("hex")
	});
	if (options.json === true) {
		printJson(output, toJson(file, facts));
		return;
	}
	output.print(`Restored ${resolve(backup)} to ${file}.`);
	for (const line of toLines(facts)) output.print(line);
	if (keyIds === null && facts.encryptionKeyIds.length > 0) output.note(`Before the start: put the encryption.key with that fingerprint into ${config.dataDir}.`);
	output.note("Not in it: the media files, and everything that happened after the backup was made.");
}
function keyIdsOf({ encryptionKeys, dataDir }) {
	const key = encryptionKeys === null ? loadKeyFile(dataDir) : null;
	return (encryptionKeys ?? (key === null ? null : [key]))?.map(keyFingerprint) ?? null;
}
export { restore_exports as t };
