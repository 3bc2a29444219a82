import type { RawRow, RawSql } from './raw-sql.ts';

/** An index of any kind, the primary key included. */
export interface SchemaIndex {
  readonly name: string;
  readonly isUnique: boolean;
  /** In order. */
  readonly columns: readonly string[];
}

/** A table as its database describes it. Partitions are left out: they are what their table is. */
export interface SchemaTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly indexes: readonly SchemaIndex[];
  readonly foreignKeys: readonly {
    readonly columns: readonly string[];
    readonly table: string;
    readonly onUpdate: string;
  }[];
  /** Columns that the database fills by counting. */
  readonly counted: readonly string[];
  /** Columns that say in which partition a row belongs. Null: the table has none. */
  readonly partitionKey: readonly string[] | null;
}

export interface Schema {
  readonly tables: readonly SchemaTable[];
  /** Triggers, views and functions. */
  readonly others: readonly string[];
}

/** Reads the schema of a database from its own catalogue. */
export function readSchema(database: RawSql): Promise<Schema> {
  return database.engine === 'sqlite' ? readSqlite(database) : readPostgres(database);
}

async function readSqlite(database: RawSql): Promise<Schema> {
  const all = await database.all("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'");
  const tables: SchemaTable[] = [];
  for (const { name, sql } of all.filter(({ type }) => type === 'table')) {
    const columns = await database.all(`SELECT name, pk FROM pragma_table_info('${String(name)}') ORDER BY cid`);
    const indexes = await database.all(`SELECT name, "unique" AS is_unique FROM pragma_index_list('${String(name)}')`);
    const read: SchemaIndex[] = [];
    for (const index of indexes) {
      const parts = await database.all(`SELECT name FROM pragma_index_info('${String(index.name)}') ORDER BY seqno`);
      read.push({ name: String(index.name), isUnique: index.is_unique === 1, columns: parts.map(textOf('name')) });
    }
    const foreign = await database.all(`SELECT * FROM pragma_foreign_key_list('${String(name)}') ORDER BY id, seq`);
    tables.push({
      name: String(name),
      columns: columns.map(textOf('name')),
      indexes: read,
      foreignKeys: [...Map.groupBy(foreign, ({ id }) => id).values()].map((parts) => ({
        columns: parts.map(textOf('from')),
        table: String(parts[0]?.table),
        onUpdate: String(parts[0]?.on_update),
      })),
      counted: String(sql).includes('AUTOINCREMENT') ? columns.filter(({ pk }) => pk === 1).map(textOf('name')) : [],
      partitionKey: null,
    });
  }
  return { tables, others: all.filter(({ type }) => type === 'trigger' || type === 'view').map(textOf('name')) };
}

const IS_OURS = "relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition";

async function readPostgres(database: RawSql): Promise<Schema> {
  const tables = await database.all(`SELECT relname AS name,
      ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum) AS columns,
      ARRAY(SELECT attname::text FROM pg_attribute JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE attrelid = c.oid AND (pg_get_expr(adbin, adrelid) LIKE '%nextval(%' OR attidentity <> '')) AS counted,
      (SELECT ARRAY(SELECT attname::text FROM unnest(partattrs) AS key JOIN pg_attribute ON attrelid = c.oid AND attnum = key)
        FROM pg_partitioned_table WHERE partrelid = c.oid) AS partition_key
    FROM pg_class AS c WHERE ${IS_OURS} ORDER BY relname`);
  const indexes = await database.all(`SELECT c.relname AS table, i.relname AS name, indisunique AS is_unique,
      ARRAY(SELECT pg_get_indexdef(indexrelid, n, false) FROM generate_series(1, indnkeyatts) AS n) AS columns
    FROM pg_index JOIN pg_class AS c ON c.oid = indrelid JOIN pg_class AS i ON i.oid = indexrelid
    WHERE c.oid IN (SELECT oid FROM pg_class WHERE ${IS_OURS})`);
  const foreign =
    await database.all(`SELECT conrelid::regclass::text AS table, confrelid::regclass::text AS to_table, confupdtype AS on_update,
      ARRAY(SELECT attname::text FROM unnest(conkey) AS key JOIN pg_attribute ON attrelid = conrelid AND attnum = key) AS columns
    FROM pg_constraint WHERE contype = 'f' AND conparentid = 0`);
  const others = await database.all(`SELECT tgname AS name FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('v', 'm')
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace`);
  return {
    tables: tables.map((table) => ({
      name: String(table.name),
      columns: textsOf(table.columns),
      indexes: indexes
        .filter((index) => index.table === table.name)
        .map((index) => ({
          name: String(index.name),
          isUnique: index.is_unique === true,
          columns: textsOf(index.columns),
        })),
      foreignKeys: foreign
        .filter((key) => key.table === table.name)
        .map((key) => ({
          columns: textsOf(key.columns),
          table: String(key.to_table),
          onUpdate: key.on_update === 'a' ? 'NO ACTION' : String(key.on_update),
        })),
      counted: textsOf(table.counted),
      partitionKey: table.partition_key === null ? null : textsOf(table.partition_key),
    })),
    others: others.map(textOf('name')),
  };
}

function textOf(column: string): (row: RawRow) => string {
  return (row) => String(row[column]);
}

/** `as`: the queries above make arrays of text. */
function textsOf(value: unknown): readonly string[] {
  return value as readonly string[];
}
