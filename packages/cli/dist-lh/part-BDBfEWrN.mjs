import { t as PosthornError } from "./part-Ws-wUEE8.mjs";
import { readFileSync, readdirSync } from "node:fs";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
// ../server/src/platform/db/migrations.ts
const MIGRATIONS_FOLDER = fileURLToPath(new URL("../../../migrations/", new URL("../../server/src/platform/db/migrations.ts", import.meta.url).href));
const DIALECTS = ["sqlite", "postgres"];
const FILE_NAME = /^(\d{6})_([a-z0-9_]+)\.sql$/;
function readMigrations(dialect, folder = MIGRATIONS_FOLDER) {
	const [sqlite = [], postgres = []] = DIALECTS.map((each) => listFiles(`${folder}/${each}`));
	const unpaired = [...new Set(sqlite).symmetricDifference(new Set(postgres))];
	if (unpaired.length > 0) throw new Error(`Migrations must exist for SQLite and PostgreSQL; only one of them has ${unpaired.join(", ")}.`);
	return (dialect === "sqlite" ? sqlite : postgres).map((file, index) => {
		const { number, name } = parseFileName(file);
		if (number !== index + 1) throw new Error(`Migrations are numbered without gaps: ${dialect}/${file} stands where number ${index + 1} belongs.`);
		const sql = readFileSync(`${folder}/${dialect}/${file}`, "utf8");
		return {
			number,
			name,
			sql,
			checksum: createHash("sha256").update(sql).digest("hex")
		};
	});
}
function pendingMigrations(applied, all) {
	const taken = applied.toSorted((one, other) => one.number - other.number);
	taken.forEach((step, index) => {
		refuseGap(step, index);
		refuseUnknown(step, all);
	});
	return all.slice(taken.length);
}
function listFiles(folder) {
	return readdirSync(folder).toSorted();
}
function parseFileName(file) {
	const [, digits, name] = FILE_NAME.exec(file) ?? [];
	if (digits === void 0 || name === void 0) throw new Error(`A migration is called NNNNNN_name.sql, not ${file}.`);
	return {
		number: Number(digits),
		name
	};
}
function refuseGap(step, index) {
	if (step.number === index + 1) return;
	throw new PosthornError("config_invalid", `The database has taken migration ${step.number} but not ${index + 1}. Restore a backup: its schema is not one we know.`);
}
function refuseUnknown(step, all) {
	const known = all[step.number - 1];
	if (known === void 0) throw new PosthornError("config_invalid", `The database is newer than this version of Posthorn: it has taken migration ${step.number} (${step.name}), we know ${all.length}. Start the newer version, or restore a backup from before the upgrade.`);
	if (known.name !== step.name || known.checksum !== step.checksum) throw new PosthornError("config_invalid", `Migration ${step.number} (${step.name}) was changed after the database had taken it. Start the version that made this database, or restore the file: a change of the schema is a new migration.`);
}
export { readMigrations as n, pendingMigrations as t };
