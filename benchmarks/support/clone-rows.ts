import type { RawSql } from '../../packages/server/test/support/raw-sql.ts';

/** Columns that a copy has otherwise than its model: an expression in SQL in which `n` is the number of the copy, from 0. */
export type Changes = Readonly<Record<string, string>>;

interface Copies {
  readonly table: string;
  /** A condition in SQL that one row meets. */
  readonly model: string;
  readonly count: number;
  readonly changes: Changes;
}

/** Copies of one statement: so many rows are one transaction. */
const ROWS_PER_STATEMENT = 200_000;

/**
 * Fills a table with copies of a row that the gateway itself made, so that every column has what it has in earnest, also
 * those that are not known here.
 *
 * @throws Error when no row or several are the model.
 */
export async function cloneRows(sql: RawSql, { table, model, count, changes }: Copies): Promise<void> {
  const models = await sql.all(`SELECT * FROM ${table} WHERE ${model} LIMIT 2`);
  if (models.length !== 1) throw new Error(`One row of ${table} has to be the model of others, not ${models.length}.`);
  const [row = {}] = models;
  const columns = Object.keys(row).filter((column) => changes[column] !== LEFT_OUT);
  const values = columns.map((column) => changes[column] ?? `model.${column}`);
  // A table that is read while it is written would first be copied as a whole.
  await sql.run(`CREATE TEMPORARY TABLE clone_model AS SELECT * FROM ${table} WHERE ${model}`);
  for (let start = 0; start < count; start += ROWS_PER_STATEMENT) {
    const end = Math.min(count, start + ROWS_PER_STATEMENT) - 1;
    await sql.run(
      `INSERT INTO ${table} (${columns.join(', ')})
       SELECT ${values.join(', ')} FROM clone_model AS model CROSS JOIN (${numbers(sql, start, end)}) AS numbers`,
    );
  }
  await sql.run('DROP TABLE clone_model');
}

/** For a column that the database fills in. */
export const LEFT_OUT = '';

function numbers({ engine }: RawSql, start: number, end: number): string {
  if (engine === 'postgres') return `SELECT n FROM generate_series(${start}::bigint, ${end}) AS n`;
  return `WITH RECURSIVE counted (n) AS (SELECT ${start} UNION ALL SELECT n + 1 FROM counted WHERE n < ${end}) SELECT n FROM counted`;
}

interface IdParts {
  /** Three hex digits that no other kind of copy has. */
  readonly salt: string;
  /** Its time, an expression in epoch milliseconds. */
  readonly atMs: string;
  /** What makes it another one than the others of that time, an expression. Default: the number of the copy. */
  readonly number?: string;
}

/** An id as the gateway makes them, a UUID version 7 that sorts by its time, as an expression in SQL. */
export function idSql(sql: RawSql, prefix: string, { salt, atMs, number = 'n' }: IdParts): string {
  const time = hexSql(sql, atMs, 12);
  const [high, low] = [`substr(${time}, 1, 8)`, `substr(${time}, 9, 4)`];
  return `'${prefix}_' || ${high} || '-' || ${low} || '-7${salt}-8000-' || ${hexSql(sql, number, 12)}`;
}

function hexSql({ engine }: RawSql, value: string, digits: number): string {
  return engine === 'postgres'
    ? `lpad(to_hex((${value})::bigint), ${digits}, '0')`
    : `printf('%0${digits}x', ${value})`;
}
