import { hash } from 'node:crypto';
import type pg from 'pg';
import type { RowColumns, RowWriter } from './row-writer.ts';

/** What rows that are sent to PostgreSQL look like: names and types of columns, in this order. */
export interface RowShape {
  /** Of the rows, as they are called in the type: lower case and underscores. */
  readonly name: string;
  readonly columns: RowColumns;
}

/**
 * SQLSTATEs of a statement whose type is not (any more) what this process knew it as: somebody made the database anew under
 * it. Its next try looks again.
 */
const UNKNOWN_TYPE_CODES: ReadonlySet<unknown> = new Set(['42704', '42804']);
/** SQLSTATEs of a type that another node made at the same moment. */
const MADE_BY_OTHER_CODES: ReadonlySet<unknown> = new Set(['42710', '23505']);

/**
 * Composite types of PostgreSQL, one for each shape of rows that the group commit sends. They are made by whoever needs
 * them first and not by a migration: their name holds a digest of their columns, so that an older node that runs beside a
 * newer one has its own, and the columns are said in one place.
 */
export class RowTypes {
  readonly #pool: pg.Pool;
  #oids = new Map<string, number>();

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /** Looks up the types that are not known yet, and makes those that are not there. */
  async prepare(shapes: readonly RowShape[]): Promise<void> {
    for (const shape of shapes) if (!this.#oids.has(typeName(shape))) await this.#lookUp(shape);
  }

  /**
   * Rows as the value of a parameter that `rowsSql` reads.
   *
   * @param shape One that was prepared.
   */
  write(writer: RowWriter, shape: RowShape, rows: readonly object[]): Buffer {
    const oid = this.#oids.get(typeName(shape));
    if (oid === undefined) throw new Error(`The type ${typeName(shape)} was not prepared.`);
    return writer.write(oid, shape.columns, rows);
  }

  /** To be told of an error of a statement that took such a parameter. */
  onFailed(error: unknown): void {
    if (UNKNOWN_TYPE_CODES.has((error as { code?: unknown }).code)) this.#oids = new Map();
  }

  async #lookUp(shape: RowShape): Promise<void> {
    const name = typeName(shape);
    this.#oids.set(name, (await this.#find(name)) ?? (await this.#make(shape)));
  }

  async #find(name: string): Promise<number | null> {
    const { rows } = await this.#pool.query<{ oid: number | null }>('SELECT to_regtype($1)::oid AS oid', [name]);
    return rows[0]?.oid ?? null;
  }

  async #make(shape: RowShape): Promise<number> {
    const name = typeName(shape);
    const columns = Object.entries(shape.columns).map(([column, type]) => `${column} ${type}`);
    try {
      await this.#pool.query(`CREATE TYPE ${name} AS (${columns.join(', ')})`);
    } catch (error) {
      if (!MADE_BY_OTHER_CODES.has((error as { code?: unknown }).code)) throw error;
    }
    const oid = await this.#find(name);
    if (oid === null) throw new Error(`The type ${name} was made and cannot be found.`);
    return oid;
  }
}

const names = new WeakMap<RowShape, string>();
const DIGEST_CHARS = 12;

function typeName(shape: RowShape): string {
  const known = names.get(shape);
  if (known !== undefined) return known;
  const digest = hash('sha256', JSON.stringify(Object.entries(shape.columns))).slice(0, DIGEST_CHARS);
  const name = `rows_of_${shape.name}_${digest}`;
  names.set(shape, name);
  return name;
}

/** What stands behind FROM to read the rows of a parameter, see `RowTypes.write`. */
export function rowsSql(shape: RowShape, parameter: number): string {
  return `unnest($${parameter}::${typeName(shape)}[])`;
}
