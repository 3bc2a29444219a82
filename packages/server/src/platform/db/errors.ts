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
