import { t as PosthornError } from "./part-Ws-wUEE8.mjs";
import { a as parseEncryptionKey } from "./part-DZLxK-uS.mjs";
import { join } from "node:path";
import { chmodSync, closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, statSync, unlinkSync, writeSync } from "node:fs";
import { randomBytes } from "node:crypto";
// ../server/src/platform/secrets/key-file.ts
const KEY_FILE_NAME = "encryption.key";
const FOLDER_MODE = 448;
const FILE_MODE = 384;
const OTHERS = 63;
function loadOrCreateKeyFile(dataDir) {
	createFolder(dataDir);
	refuseOpenToOthers(dataDir, FOLDER_MODE);
	const path = join(dataDir, KEY_FILE_NAME);
	if (statSync(path, { throwIfNoEntry: false }) === void 0) createKeyFile(dataDir, path);
	return readKeyFile(path);
}
function loadKeyFile(dataDir) {
	const path = join(dataDir, KEY_FILE_NAME);
	return statSync(path, { throwIfNoEntry: false }) === void 0 ? null : readKeyFile(path);
}
function readKeyFile(path) {
	refuseOpenToOthers(path, FILE_MODE);
	const key = parseEncryptionKey(readFileSync(path, "utf8").trim());
	if (key !== null) return key;
	throw new PosthornError("config_invalid", `${path} does not hold a key of 32 bytes. Restore it from a backup: without it the stored secrets cannot be read.`);
}
function createFolder(dataDir) {
	if (mkdirSync(dataDir, {
		recursive: true,
		mode: FOLDER_MODE
	}) !== void 0) chmodSync(dataDir, FOLDER_MODE);
}
function refuseOpenToOthers(path, mode) {
	if (process.platform === "win32") return;
	const actual = statSync(path).mode & 511;
	if ((actual & OTHERS) === 0) return;
	throw new PosthornError("config_invalid", `${path} has mode ${toOctal(actual)}, so other users of this machine can get at the encryption key. Run: chmod ${toOctal(mode)} ${path}`);
}
function createKeyFile(dataDir, path) {
	const draft = `${path}.${randomBytes(8).toString("hex")}.new`;
	writeDurably(draft, `${randomBytes(32).toString("base64")}\n`);
	try {
		linkSync(draft, path);
	} catch (error) {
		if (error.code !== "EEXIST") throw error;
	} finally {
		unlinkSync(draft);
	}
	syncFolder(dataDir);
}
function writeDurably(path, text) {
	const file = openSync(path, "wx", FILE_MODE);
	try {
		writeSync(file, text);
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
}
function syncFolder(path) {
	if (process.platform === "win32") return;
	const folder = openSync(path, "r");
	try {
		fsyncSync(folder);
	} finally {
		closeSync(folder);
	}
}
function toOctal(mode) {
	return mode.toString(8).padStart(4, "0");
}
export { loadOrCreateKeyFile as n, loadKeyFile as t };
