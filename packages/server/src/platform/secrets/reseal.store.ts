import { type RawBuilder, sql } from 'kysely';
import { PosthornError } from '../../domain/errors.ts';
import type { Store } from '../db/store.ts';
import type { SecretBox } from './secret-box.ts';

/** Rows read in one statement. */
const PAGE_ROWS = 200;
/** Passes over everything. A second one finds what a node sealed with its old key during the first. */
const PASSES_MAX = 5;

interface SealedTable {
  readonly table: string;
  /** Primary key. */
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

/** Every column that holds what a `SecretBox` sealed. */
const SEALED_TABLES: readonly SealedTable[] = [
  { table: 'instance', key: ['id'], columns: ['link_key'] },
  { table: 'meta_apps', key: ['id'], columns: ['app_secrets', 'verify_token'] },
  { table: 'channels', key: ['workspace_id', 'id'], columns: ['access_token'] },
  { table: 'endpoints', key: ['workspace_id', 'id'], columns: ['secrets', 'headers', 'verify_token'] },
  { table: 'idempotency_keys', key: ['scope', 'key'], columns: ['response'] },
];

/**
 * Ends the rotation of the encryption key (DESIGN 7, "Secrets at rest"): seals everything that another key
 * sealed anew with the first, then notes the first as the only one in use, so that the other may be taken
 * out of the configuration. Gateways may run meanwhile, if all of them have the same first key.
 *
 * @returns how many values were sealed anew.
 * @throws PosthornError `config_invalid` when something was sealed with a key that the box does not have,
 *   `conflict` when a gateway keeps sealing with another first key.
 */
export async function reseal(store: Store, box: SecretBox): Promise<number> {
  const [sealing] = box.fingerprints;
  let total = 0;
  for (let pass = 1; pass <= PASSES_MAX; pass++) {
    const count = await resealAll(store, box);
    total += count;
    if (count > 0) continue;
    await store.db
      .updateTable('instance')
      .set({ encryption_key_id: sealing ?? null })
      .where('id', '=', 1)
      .execute();
    return total;
  }
  throw new PosthornError(
    'conflict',
    'A gateway keeps sealing with another key. Restart every gateway with the same first key, then try again.',
  );
}

async function resealAll(store: Store, box: SecretBox): Promise<number> {
  let count = 0;
  for (const table of SEALED_TABLES) count += await resealTable(store, box, table);
  return count;
}

type SealedRow = Readonly<Record<string, string | number | null>>;

async function resealTable(store: Store, box: SecretBox, table: SealedTable): Promise<number> {
  let count = 0;
  let last: SealedRow | null = null;
  while (true) {
    const rows: readonly SealedRow[] = await readPage(store, table, last);
    for (const row of rows) {
      for (const column of table.columns) count += await resealValue(store, box, { table, row, column });
    }
    last = rows.at(-1) ?? null;
    if (rows.length < PAGE_ROWS || last === null) return count;
  }
}

async function readPage(store: Store, table: SealedTable, after: SealedRow | null): Promise<readonly SealedRow[]> {
  const names = sql.join([...table.key, ...table.columns].map((name) => sql.ref(name)));
  const key = sql.join(table.key.map((name) => sql.ref(name)));
  const start = after === null ? sql`` : sql`WHERE (${key}) > (${sql.join(table.key.map((name) => after[name]))})`;
  const { rows } = await sql<SealedRow>`
    SELECT ${names} FROM ${sql.table(table.table)} ${start} ORDER BY ${key} LIMIT ${sql.lit(PAGE_ROWS)}`.execute(
    store.db,
  );
  return rows;
}

interface SealedValue {
  readonly table: SealedTable;
  readonly row: SealedRow;
  readonly column: string;
}

/** Changes only the value that was read: who wrote a newer one in between has sealed it already. */
async function resealValue(store: Store, box: SecretBox, { table, row, column }: SealedValue): Promise<number> {
  const sealed = row[column];
  // Rows that were deleted have an empty text in place of their secrets.
  if (typeof sealed !== 'string' || sealed === '' || box.isSealedWithFirst(sealed)) return 0;
  const isThisRow = sql.join(
    table.key.map((name): RawBuilder<unknown> => sql`${sql.ref(name)} = ${row[name]}`),
    sql` AND `,
  );
  await sql`
    UPDATE ${sql.table(table.table)} SET ${sql.ref(column)} = ${box.seal(box.open(sealed))}
    WHERE ${isThisRow} AND ${sql.ref(column)} = ${sealed}`.execute(store.db);
  return 1;
}
