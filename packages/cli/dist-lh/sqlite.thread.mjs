import { parentPort, workerData } from "node:worker_threads";
import BetterSqlite3 from "better-sqlite3";
// ../server/src/platform/db/sqlite.thread.ts
const STATEMENTS_MAX = 256;
const CHECKPOINT_INTERVAL_MS = 50;
const LOG_PAGES_MAX = 32768;
const SESSION_IDLE_MS_MAX = 1e4;
const BUSY_WAIT_MS = 5e3;
const EMPTY_LOG_WAIT_MS = 20;
const RESTART_LOG_WAIT_MS = 100;
const RESTART_LOG_PAUSE_MS = 5e3;
const CACHE_KB = {
	writer: 4096,
	reader: 2048,
	checkpoints: 512
};
const { file, role } = workerData;
const db = openConnection(file, role);
const checkpoints = role === "reader" ? openConnection(file, "checkpoints") : null;
const statements = new Map();
const procedures = new Map();
const waiting = [];
let openSession = 0;
let restartLogFromMs = 0;
let sessionTimer;
parentPort?.on("message", (request) => {
	if (openSession !== 0 && request.session !== openSession) {
		waiting.push(request);
		return;
	}
	answer(request).then(serveWaiting);
});
const checkpointTimer = checkpoints === null ? void 0 : setInterval(checkpoint, CHECKPOINT_INTERVAL_MS, checkpoints);
function openConnection(path, as) {
	const connection = new BetterSqlite3(path, {
		timeout: BUSY_WAIT_MS,
		readonly: as === "reader"
	});
	if (as !== "reader") connection.pragma("journal_mode = WAL");
	connection.pragma("synchronous = FULL");
	connection.pragma("foreign_keys = ON");
	connection.pragma("wal_autocheckpoint = 0");
	connection.pragma("secure_delete = ON");
	connection.pragma(`cache_size = -${CACHE_KB[as]}`);
	connection.pragma("temp_store = MEMORY");
	return connection;
}
async function serveWaiting() {
	while (openSession === 0) {
		const next = waiting.shift();
		if (next === void 0) return;
		await answer(next);
	}
}
async function answer(request) {
	try {
		reply({
			id: request.id,
			result: await carryOut(request)
		});
	} catch (error) {
		reply({
			id: request.id,
			error: describeError(error)
		});
	}
}
function reply(response) {
	parentPort?.postMessage(response);
}
function describeError(error) {
	if (error instanceof Error && "code" in error && typeof error.code === "string") return {
		message: error.message,
		code: error.code
	};
	return {
		message: error instanceof Error ? error.stack ?? error.message : String(error),
		code: null
	};
}
async function carryOut(request) {
	switch (request.kind) {
		case "query": return runQuery(request.sql, request.parameters, request.session);
		case "call": {
			const procedure = procedures.get(request.procedure);
			if (procedure === void 0) throw new Error(`No procedure ${request.procedure} is loaded.`);
			const result = procedure(request.argument);
			restartLongLog();
			return result;
		}
		case "load": {
			const module = await import(request.moduleUrl);
			for (const [name, procedure] of Object.entries(module.register(db))) procedures.set(name, procedure);
			return null;
		}
		case "empty_log": return emptyLog();
		case "close":
			clearInterval(checkpointTimer);
			if (openSession !== 0) endSession();
			if (role === "writer") db.pragma("wal_checkpoint(TRUNCATE)");
			checkpoints?.close();
			db.close();
			return null;
	}
}
function runQuery(sql, parameters, session) {
	if (session !== 0) followSession(sql, session);
	try {
		const statement = prepare(sql);
		if (statement.reader) return {
			rows: statement.all(...parameters),
			changes: 0
		};
		return {
			rows: [],
			changes: statement.run(...parameters).changes
		};
	} finally {
		if (session !== 0 && !db.inTransaction) endSession();
		if (!db.inTransaction && role === "writer") restartLongLog();
	}
}
function followSession(sql, session) {
	if (openSession === 0 && sql === "begin immediate") openSession = session;
	if (openSession !== session) throw new Error("The transaction was rolled back because it took too long.");
	clearTimeout(sessionTimer);
	sessionTimer = setTimeout(() => {
		endSession();
		serveWaiting();
	}, SESSION_IDLE_MS_MAX);
}
function endSession() {
	clearTimeout(sessionTimer);
	if (db.inTransaction) db.exec("rollback");
	openSession = 0;
}
function prepare(sql) {
	let statement = statements.get(sql);
	if (statement === void 0) {
		if (statements.size >= STATEMENTS_MAX) statements.clear();
		statement = db.prepare(sql);
		statements.set(sql, statement);
	}
	return statement;
}
function checkpoint(connection) {
	try {
		connection.pragma("wal_checkpoint(PASSIVE)");
	} catch (error) {
		if (!(error instanceof BetterSqlite3.SqliteError)) throw error;
	}
}
function restartLongLog() {
	const [state] = db.pragma("wal_checkpoint(NOOP)");
	if (state === void 0 || state.log <= LOG_PAGES_MAX || performance.now() < restartLogFromMs) return;
	if (!startLogOver()) restartLogFromMs = performance.now() + RESTART_LOG_PAUSE_MS;
}
function startLogOver() {
	try {
		return checkpointWithin(RESTART_LOG_WAIT_MS, "RESTART");
	} catch (error) {
		if (!(error instanceof BetterSqlite3.SqliteError)) throw error;
		return false;
	}
}
function emptyLog() {
	return checkpointWithin(EMPTY_LOG_WAIT_MS, "TRUNCATE");
}
function checkpointWithin(waitMs, mode) {
	db.pragma(`busy_timeout = ${waitMs}`);
	try {
		const [state] = db.pragma(`wal_checkpoint(${mode})`);
		return state?.busy === 0;
	} finally {
		db.pragma(`busy_timeout = ${BUSY_WAIT_MS}`);
	}
}
export {};
