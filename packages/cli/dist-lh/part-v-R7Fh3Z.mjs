import { r as __exportAll } from "./part-CcNv6dGi.mjs";
import { i as backUpDatabase, n as toJson, r as toLines, t as sqliteFileOf } from "./part-DhByCejy.mjs";
import { t as readConfig } from "./part-D9W1dTJr.mjs";
import { n as EXIT, t as CliError } from "./part-D5b3qzNk.mjs";
import { i as printJson } from "./part-jZmtbCqM.mjs";
import { dirname, resolve } from "node:path";
import { existsSync, statSync } from "node:fs";
import { randomBytes } from "node:crypto";
// src/backup/backup.ts
var backup_exports = __exportAll({ backUp: () => backUp });
async function backUp({ env, output }, target, options) {
	const file = sqliteFileOf(readConfig(env), "pg_dump");
	if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) throw new CliError(EXIT.failed, `There is no database in ${file}. Check POSTHORN_DATA_DIR and POSTHORN_DATABASE_URL.`);
	const path = resolve(target);
	if (!existsSync(dirname(path))) throw new CliError(EXIT.failed, `There is no folder ${dirname(path)}. Make it first.`);
	const facts = await backUpDatabase({
		file,
		target: path,
		token: randomBytes(4).toString("hex")
	});
	if (options.json === true) {
		printJson(output, toJson(path, facts));
		return;
	}
	output.print(`The database is in ${path}, checked from end to end.`);
	for (const line of toLines(facts)) output.print(line);
	output.note("Not in it: the media files, and the encryption key, without which the secrets in it cannot be read.");
}
export { backup_exports as t };
