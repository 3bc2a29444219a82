/** SQLITE_CONSTRAINT_… as better-sqlite3 names it, and SQLSTATE 23505 of PostgreSQL. */
const UNIQUE_VIOLATIONS: ReadonlySet<unknown> = new Set([
  'SQLITE_CONSTRAINT_UNIQUE',
  'SQLITE_CONSTRAINT_PRIMARYKEY',
  '23505',
]);

/** True when a statement failed because a row with the same key is there already. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && UNIQUE_VIOLATIONS.has((error as Error & { code?: unknown }).code);
}

/** Connection errors of Node, and SQLSTATE classes 08 (connection), 53 (resources) and 57P (shutdown) of PostgreSQL. */
const AWAY_CODE = /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENOTFOUND|08.{3}|53.{3}|57P0.)$/;
/** SQLite cannot write: the disk is full or gone, or somebody holds the file. */
const SQLITE_AWAY_CODE = /^SQLITE_(FULL|IOERR|BUSY|READONLY|CANTOPEN)/;
/** pg gives these no code. */
const AWAY_MESSAGE =
  /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect|The \w+ thread of SQLite has ended)/;

/** True when the database could not do its work, whatever was asked of it. The same may succeed later. */
export function isStoreAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = String((error as Error & { code?: unknown }).code ?? '');
  return AWAY_CODE.test(code) || SQLITE_AWAY_CODE.test(code) || AWAY_MESSAGE.test(error.message);
}

/** SQLSTATE of PostgreSQL. SQLite has one writer and no deadlocks. */
const DEADLOCK_CODE = '40P01';

/** True when a transaction was undone because another one waited for it in a circle. The same succeeds the next time. */
export function isDeadlock(error: unknown): boolean {
  return error instanceof Error && (error as Error & { code?: unknown }).code === DEADLOCK_CODE;
}

/** An error of SQLite that crossed a thread: structured clone keeps the message and loses the class and the code. */
export class SqliteError extends Error {
  override readonly name = 'SqliteError';
  /** SQLite's extended result code by name, such as `SQLITE_CONSTRAINT_UNIQUE`. Null for other errors. */
  readonly code: string | null;

  constructor(message: string, code: string | null) {
    super(message);
    this.code = code;
  }
}
