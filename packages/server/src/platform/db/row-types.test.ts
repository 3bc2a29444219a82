import { describe, expect, onTestFinished, test } from 'vitest';
import { STORES } from '../../../test/support/open-store.ts';
import { openPostgresStore, type PostgresStore } from './postgres-store.ts';
import { type RowShape, RowTypes, rowsSql } from './row-types.ts';
import { RowWriter } from './row-writer.ts';

const postgres = STORES.find(({ name }) => name === 'PostgreSQL');

const SHAPE: RowShape = { name: 'things', columns: { id: 'text', at_ms: 'bigint', count: 'integer', note: 'text' } };

interface Thing {
  readonly id: string;
  readonly at_ms: number | null;
  readonly count: number | null;
  readonly note: string | null;
}

function thing(values: Partial<Thing>): Thing {
  return { id: 'one', at_ms: null, count: null, note: null, ...values };
}

async function open(): Promise<PostgresStore> {
  const store = await openPostgresStore((await postgres?.createUrl()) ?? '');
  onTestFinished(store.close);
  return store;
}

/** The rows as the server understood them. */
async function read(store: PostgresStore, types: RowTypes, rows: readonly object[]): Promise<readonly Thing[]> {
  await types.prepare([SHAPE]);
  const value = types.write(new RowWriter(), SHAPE, rows);
  return (await store.pool.query<Thing>(`SELECT * FROM ${rowsSql(SHAPE, 1)}`, [value])).rows;
}

describe('rows as a parameter', () => {
  test('come to the server as they are', async () => {
    const store = await open();
    const rows = [
      thing({ note: '' }),
      thing({ note: 'Grüße 👋🏽 "quoted", {braced}, \\ and \n' }),
      thing({ at_ms: 1_795_899_713_626, count: 2_147_483_647 }),
      thing({ at_ms: -1, count: -2_147_483_648 }),
      thing({ at_ms: Number.MAX_SAFE_INTEGER, count: 0 }),
      thing({ at_ms: Number.MIN_SAFE_INTEGER }),
      thing({ at_ms: -4_294_967_296 }),
    ];
    expect(await read(store, new RowTypes(store.pool), rows)).toEqual(rows);
  });

  test('may be many and long', async () => {
    const store = await open();
    const rows = Array.from({ length: 500 }, (_, index) => thing({ id: `${index}`, note: '€'.repeat(index * 10) }));
    expect(await read(store, new RowTypes(store.pool), rows)).toEqual(rows);
  });

  test('may be none', async () => {
    const store = await open();
    expect(await read(store, new RowTypes(store.pool), [])).toEqual([]);
  });

  test('have NULL where they say nothing, and leave out what is in no column', async () => {
    const store = await open();
    const rows = await read(store, new RowTypes(store.pool), [{ id: 'one', count: undefined, color: 'red' }]);
    expect(rows).toEqual([thing({})]);
  });

  test('may follow others in the same writer', async () => {
    const store = await open();
    const types = new RowTypes(store.pool);
    await types.prepare([SHAPE]);
    const writer = new RowWriter();
    const small = types.write(writer, SHAPE, [thing({ note: 'small' })]);
    const large = types.write(writer, SHAPE, [thing({ note: 'x'.repeat(1_000_000) })]);
    const { rows } = await store.pool.query(
      `SELECT note FROM ${rowsSql(SHAPE, 1)} UNION ALL SELECT length(note)::text FROM ${rowsSql(SHAPE, 2)}`,
      [small, large],
    );
    expect(rows).toEqual([{ note: 'small' }, { note: '1000000' }]);
  });

  test.each([
    ['text that is a number', thing({ note: 5 as never }), 'note is text, and not a number.'],
    ['a number that is text', thing({ at_ms: '5' as never }), 'at_ms is a whole number (bigint), and not 5.'],
    ['half a number', thing({ at_ms: 0.5 }), 'at_ms is a whole number (bigint), and not 0.5.'],
    ['a number beyond its column', thing({ count: 2 ** 31 }), 'count is a whole number (integer), and not 2147483648.'],
    ['not a number', thing({ count: Number.NaN }), 'count is a whole number (integer), and not NaN.'],
  ])('are refused with %s', (_, row, message) => {
    const refused = () => new RowWriter().write(1, SHAPE.columns, [row]);
    expect(refused).toThrow(expect.objectContaining({ message, code: '22000' }));
  });
});

describe('types of rows', () => {
  test('are made once by nodes that start together', async () => {
    const store = await open();
    const nodes = Array.from({ length: 8 }, () => new RowTypes(store.pool));
    const rows = [thing({ note: 'from all' })];
    const seen = await Promise.all(nodes.map((types) => read(store, types, rows)));
    expect(seen).toEqual(nodes.map(() => rows));
    const { rows: made } = await store.pool.query(
      `SELECT count(*) AS made FROM pg_type WHERE typtype = 'c' AND typname LIKE 'rows\\_of\\_things%'`,
    );
    expect(made).toEqual([{ made: 1 }]);
  });

  test('of another version stand beside those of this one', async () => {
    const store = await open();
    const types = new RowTypes(store.pool);
    await read(store, types, [thing({})]);
    const later: RowShape = { name: SHAPE.name, columns: { ...SHAPE.columns, color: 'text' } };
    await types.prepare([later]);
    const value = types.write(new RowWriter(), later, [{ ...thing({}), color: 'red' }]);
    const { rows } = await store.pool.query(`SELECT * FROM ${rowsSql(later, 1)}`, [value]);
    expect(rows).toEqual([{ ...thing({}), color: 'red' }]);
    expect(await read(store, types, [thing({})])).toEqual([thing({})]);
  });

  test('that were made anew by somebody else are looked up after one failure', async () => {
    const store = await open();
    const types = new RowTypes(store.pool);
    await read(store, types, [thing({})]);
    const { rows } = await store.pool.query<{ name: string }>(
      `SELECT typname AS name FROM pg_type WHERE typtype = 'c' AND typname LIKE 'rows\\_of\\_things%'`,
    );
    await store.pool.query(`DROP TYPE ${rows[0]?.name}`);
    const failure = await read(store, types, [thing({})]).catch((error: Error) => error);
    expect(failure).toBeInstanceOf(Error);
    types.onFailed(failure);
    expect(await read(store, types, [thing({})])).toEqual([thing({})]);
  });
});
