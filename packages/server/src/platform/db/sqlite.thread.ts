import { parentPort, workerData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';
import type {
  SqliteQueryResult,
  SqliteRequest,
  SqliteResponse,
  SqliteRole,
  SqliteThreadData,
} from './sqlite-thread-messages.ts';

/** A module loaded into the writer thread exports this: work that is one call and one transaction there. */
export interface SqliteProcedures {
  readonly register: (db: BetterSqlite3.Database) => Readonly<Record<string, (argument: never) => unknown>>;
}

/** How many compiled statements are kept. Kysely's texts are few; IN lists of every length are not. */
const STATEMENTS_MAX = 256;
/** How often the write-ahead log is moved into the database file. Measured: at 50 ms a commit's p99.9 is 3 ms, not 25 ms. */
const CHECKPOINT_INTERVAL_MS = 50;
/**
 * Pages of 4 KB after which a commit waits once for the log to start over: 128 MB, else it grows for ever under load. The
 * wait takes some 50 ms; under an import, which writes 20 MB a second, it must not come more often than every few seconds.
 */
const LOG_PAGES_MAX = 32_768;
/** A transaction of the main thread that went quiet is rolled back, or nothing would ever commit again. */
const SESSION_IDLE_MS_MAX = 10_000;
/** What a statement waits for a lock of another connection. */
const BUSY_WAIT_MS = 5_000;
/** The same for emptying the log, for which commits wait as long. Whoever asked tries again. */
const EMPTY_LOG_WAIT_MS = 20;
/**
 * The same for starting a long log over. Another program may read from it for minutes, as a backup does; measured, waiting
 * the usual time for it held every commit up for 5 s. Meanwhile the log grows, and this is tried again now and then.
 */
const RESTART_LOG_WAIT_MS = 100;
const RESTART_LOG_PAUSE_MS = 5_000;

type Purpose = SqliteRole | 'checkpoints';

/** Pages that a connection keeps in memory. What is moved is read once. */
const CACHE_KB: Readonly<Record<Purpose, number>> = { writer: 4_096, reader: 2_048, checkpoints: 512 };

const { file, role } = workerData as SqliteThreadData;
const db = openConnection(file, role);
/** Moves the write-ahead log. A thread of its own for it would be 12 MB of memory that wait. */
const checkpoints = role === 'reader' ? openConnection(file, 'checkpoints') : null;
const statements = new Map<string, BetterSqlite3.Statement>();
const procedures = new Map<string, (argument: never) => unknown>();
/** Requests that wait for the open transaction to end. */
const waiting: SqliteRequest[] = [];
let openSession = 0;
/** Monotonic milliseconds before which the log is not tried to be started over again. */
let restartLogFromMs = 0;
let sessionTimer: NodeJS.Timeout | undefined;

parentPort?.on('message', (request: SqliteRequest) => {
  if (openSession !== 0 && request.session !== openSession) {
    waiting.push(request);
    return;
  }
  void answer(request).then(serveWaiting);
});
const checkpointTimer = checkpoints === null ? undefined : setInterval(checkpoint, CHECKPOINT_INTERVAL_MS, checkpoints);

function openConnection(path: string, as: Purpose): BetterSqlite3.Database {
  const connection = new BetterSqlite3(path, { timeout: BUSY_WAIT_MS, readonly: as === 'reader' });
  if (as !== 'reader') connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  connection.pragma('wal_autocheckpoint = 0');
  // What is deleted is overwritten: an erased person must not be found in the file.
  connection.pragma('secure_delete = ON');
  connection.pragma(`cache_size = -${CACHE_KB[as]}`);
  connection.pragma('temp_store = MEMORY');
  return connection;
}

async function serveWaiting(): Promise<void> {
  while (openSession === 0) {
    const next = waiting.shift();
    if (next === undefined) return;
    await answer(next);
  }
}

async function answer(request: SqliteRequest): Promise<void> {
  try {
    reply({ id: request.id, result: await carryOut(request) });
  } catch (error) {
    reply({ id: request.id, error: describeError(error) });
  }
}

function reply(response: SqliteResponse): void {
  parentPort?.postMessage(response);
}

/** An error that a procedure gives a code of its own is foreseen: its stack helps nobody. */
function describeError(error: unknown): { message: string; code: string | null } {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return { message: error.message, code: error.code };
  }
  return { message: error instanceof Error ? (error.stack ?? error.message) : String(error), code: null };
}

async function carryOut(request: SqliteRequest): Promise<unknown> {
  switch (request.kind) {
    case 'query':
      return runQuery(request.sql, request.parameters, request.session);
    case 'call': {
      const procedure = procedures.get(request.procedure);
      if (procedure === undefined) throw new Error(`No procedure ${request.procedure} is loaded.`);
      const result = procedure(request.argument as never);
      restartLongLog();
      return result;
    }
    case 'load': {
      const module = (await import(request.moduleUrl)) as SqliteProcedures;
      for (const [name, procedure] of Object.entries(module.register(db))) procedures.set(name, procedure);
      return null;
    }
    case 'empty_log':
      return emptyLog();
    case 'close':
      clearInterval(checkpointTimer);
      if (openSession !== 0) endSession();
      if (role === 'writer') db.pragma('wal_checkpoint(TRUNCATE)');
      checkpoints?.close();
      db.close();
      return null;
  }
}

function runQuery(sql: string, parameters: readonly unknown[], session: number): SqliteQueryResult {
  if (session !== 0) followSession(sql, session);
  try {
    const statement = prepare(sql);
    if (statement.reader) return { rows: statement.all(...parameters), changes: 0 };
    return { rows: [], changes: statement.run(...parameters).changes };
  } finally {
    if (session !== 0 && !db.inTransaction) endSession();
    if (!db.inTransaction && role === 'writer') restartLongLog();
  }
}

/** A session lives from its BEGIN to its COMMIT or ROLLBACK; while it lives it has the connection to itself. */
function followSession(sql: string, session: number): void {
  if (openSession === 0 && sql === 'begin immediate') openSession = session;
  if (openSession !== session) throw new Error('The transaction was rolled back because it took too long.');
  clearTimeout(sessionTimer);
  sessionTimer = setTimeout(() => {
    endSession();
    void serveWaiting();
  }, SESSION_IDLE_MS_MAX);
}

function endSession(): void {
  clearTimeout(sessionTimer);
  if (db.inTransaction) db.exec('rollback');
  openSession = 0;
}

function prepare(sql: string): BetterSqlite3.Statement {
  let statement = statements.get(sql);
  if (statement === undefined) {
    if (statements.size >= STATEMENTS_MAX) statements.clear();
    statement = db.prepare(sql);
    statements.set(sql, statement);
  }
  return statement;
}

/** One that fails, as on a full disk, is made up for by the next: the thread must not end of it. */
function checkpoint(connection: BetterSqlite3.Database): void {
  try {
    connection.pragma('wal_checkpoint(PASSIVE)');
  } catch (error) {
    if (!(error instanceof BetterSqlite3.SqliteError)) throw error;
  }
}

/** Called between commits on the writer: the thread that reads has done nearly all of the work, so the wait is short. */
function restartLongLog(): void {
  const [state] = db.pragma('wal_checkpoint(NOOP)') as readonly { log: number }[];
  if (state === undefined || state.log <= LOG_PAGES_MAX || performance.now() < restartLogFromMs) return;
  if (!startLogOver()) restartLogFromMs = performance.now() + RESTART_LOG_PAUSE_MS;
}

/** False when it could not be. What was committed is committed, even if this fails because the disk is full: the caller must not be told otherwise. */
function startLogOver(): boolean {
  try {
    return checkpointWithin(RESTART_LOG_WAIT_MS, 'RESTART');
  } catch (error) {
    if (!(error instanceof BetterSqlite3.SqliteError)) throw error;
    return false;
  }
}

/** Moves the whole log into the database file and cuts it off. False when another connection reads from it or moves it. */
function emptyLog(): boolean {
  return checkpointWithin(EMPTY_LOG_WAIT_MS, 'TRUNCATE');
}

/** True when it got that far: nobody else read from the log or moved it for longer than so many milliseconds. */
function checkpointWithin(waitMs: number, mode: 'RESTART' | 'TRUNCATE'): boolean {
  db.pragma(`busy_timeout = ${waitMs}`);
  try {
    const [state] = db.pragma(`wal_checkpoint(${mode})`) as readonly { busy: number }[];
    return state?.busy === 0;
  } finally {
    db.pragma(`busy_timeout = ${BUSY_WAIT_MS}`);
  }
}
