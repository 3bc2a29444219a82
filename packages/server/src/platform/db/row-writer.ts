export type RowColumnType = 'text' | 'bigint' | 'integer';

/** Columns with their types in PostgreSQL, in the order of the composite type. */
export type RowColumns = Readonly<Record<string, RowColumnType>>;

/** Of PostgreSQL's own types, `pg_type.dat`: they never change. */
const OIDS = { text: 25, bigint: 20, integer: 23 } as const satisfies Record<RowColumnType, number>;

const NULL_LENGTH = -1;
const FIRST_BYTES = 64 * 1024;
/** A writer that grew beyond this is not kept for the next rows. */
const KEPT_BYTES_MAX = 4 * 1024 * 1024;
/** Of an array before its rows. */
const HEAD_BYTES = 20;
/** Of a row before its columns. */
const ROW_HEAD_BYTES = 8;
/** Of a column beside its text: its type, its length and the largest number. */
const COLUMN_BYTES_MAX = 16;
/** UTF-8 has at most three bytes for each of UTF-16's units. */
const UTF8_BYTES_MAX = 3;
const TWO_TO_32 = 2 ** 32;

/** A value that its column cannot hold. */
export class RowValueError extends Error {
  override readonly name = 'RowValueError';
  /** SQLSTATE `data_exception`: what PostgreSQL would say, so that the row is to blame and not its neighbours. */
  readonly code = '22000';
}

/**
 * Writes rows as PostgreSQL's binary form of an array of a composite type (`array_recv` and `record_recv`): the server
 * copies them where it would take a JSON text apart. What is written stays in memory of the writer, which is used again:
 * new memory for every commit made V8 look through its whole heap.
 */
export class RowWriter {
  #buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #end = 0;

  /** Whether it is small enough to be kept. */
  get isKept(): boolean {
    return this.#buffer.length <= KEPT_BYTES_MAX;
  }

  /** Ends what `write` gave so far. */
  reset(): void {
    this.#end = 0;
  }

  /**
   * @param typeOid Of the composite type.
   * @param rows Objects by column. What a row does not have is NULL, what is in no column is left out.
   * @returns what stays as it is until `reset`.
   * @throws RowValueError for text that is not a string, and for a number that is not a whole one or too large.
   */
  write(typeOid: number, columns: RowColumns, rows: readonly object[]): Buffer {
    const order = Object.entries(columns);
    const start = this.#end;
    this.#reserve(HEAD_BYTES);
    this.#writeInt(1); // dimensions
    this.#writeInt(0); // no element is NULL
    this.#end = this.#buffer.writeUInt32BE(typeOid, this.#end);
    this.#writeInt(rows.length);
    this.#writeInt(1); // first subscript
    for (const row of rows) {
      this.#reserve(ROW_HEAD_BYTES);
      const lengthAt = this.#end;
      this.#end += 4;
      this.#writeInt(order.length);
      for (const [column, type] of order) {
        // `as`: rows are objects by column.
        this.#writeColumn(column, type, (row as Readonly<Record<string, unknown>>)[column] ?? null);
      }
      this.#buffer.writeInt32BE(this.#end - lengthAt - 4, lengthAt);
    }
    return this.#buffer.subarray(start, this.#end);
  }

  #writeColumn(column: string, type: RowColumnType, value: unknown): void {
    this.#reserve(COLUMN_BYTES_MAX);
    this.#writeInt(OIDS[type]);
    if (value === null) {
      this.#writeInt(NULL_LENGTH);
    } else if (type === 'text') {
      if (typeof value !== 'string') throw new RowValueError(`${column} is text, and not a ${typeof value}.`);
      this.#writeText(value);
    } else {
      if (!isWhole(value, type)) throw new RowValueError(`${column} is a whole number (${type}), and not ${value}.`);
      this.#writeNumber(type, value);
    }
  }

  #writeText(text: string): void {
    this.#reserve(4 + text.length * UTF8_BYTES_MAX);
    const length = this.#buffer.write(text, this.#end + 4);
    this.#writeInt(length);
    this.#end += length;
  }

  #writeNumber(type: 'bigint' | 'integer', value: number): void {
    if (type === 'integer') {
      this.#writeInt(4);
      this.#writeInt(value);
      return;
    }
    this.#writeInt(8);
    this.#writeInt(Math.floor(value / TWO_TO_32));
    this.#end = this.#buffer.writeUInt32BE(value >>> 0, this.#end);
  }

  #writeInt(value: number): void {
    this.#end = this.#buffer.writeInt32BE(value, this.#end);
  }

  /** What was given before stays in the memory that it is in. */
  #reserve(bytes: number): void {
    if (this.#end + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#end + bytes));
    this.#buffer.copy(larger, 0, 0, this.#end);
    this.#buffer = larger;
  }
}

function isWhole(value: unknown, type: 'bigint' | 'integer'): value is number {
  return Number.isSafeInteger(value) && (type === 'bigint' || value === ((value as number) | 0));
}
