import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PosthornError } from '../../domain/errors.ts';

export type MigrationDialect = 'sqlite' | 'postgres';

/** One step of the schema, as its file says it. */
export interface Migration {
  /** 1-based, without gaps: its place in the order. */
  readonly number: number;
  /** Same in both dialects. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file's text in hex: a file that was applied must never change. */
  readonly checksum: string;
}

/** A row of `schema_migrations`: a step that this database has taken. */
export type AppliedMigration = Pick<Migration, 'number' | 'name' | 'checksum'>;

const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../../migrations/', import.meta.url));
const DIALECTS: readonly MigrationDialect[] = ['sqlite', 'postgres'];
const FILE_NAME = /^(\d{6})_([a-z0-9_]+)\.sql$/;

/**
 * Reads the migrations of one dialect in order.
 *
 * @param folder Holds one folder for each dialect. Only tests give another one.
 * @throws Error when a file name is not `NNNNNN_name.sql`, when a number is missing or taken twice, or
 *   when the other dialect has other steps: each is a mistake in the code that is shipped.
 */
export function readMigrations(dialect: MigrationDialect, folder: string = MIGRATIONS_FOLDER): Migration[] {
  const [sqlite = [], postgres = []] = DIALECTS.map((each) => listFiles(`${folder}/${each}`));
  const unpaired = [...new Set(sqlite).symmetricDifference(new Set(postgres))];
  if (unpaired.length > 0) {
    throw new Error(`Migrations must exist for SQLite and PostgreSQL; only one of them has ${unpaired.join(', ')}.`);
  }
  return (dialect === 'sqlite' ? sqlite : postgres).map((file, index) => {
    const { number, name } = parseFileName(file);
    if (number !== index + 1) {
      throw new Error(
        `Migrations are numbered without gaps: ${dialect}/${file} stands where number ${index + 1} belongs.`,
      );
    }
    const sql = readFileSync(`${folder}/${dialect}/${file}`, 'utf8');
    return { number, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  });
}

/**
 * Tells which migrations a database still needs, in order.
 *
 * @throws PosthornError `config_invalid` when the database is newer than this code, or when a step it
 *   has taken is not the step we know: going on could write rows that the other version cannot read.
 */
export function pendingMigrations(applied: readonly AppliedMigration[], all: readonly Migration[]): Migration[] {
  const taken = applied.toSorted((one, other) => one.number - other.number);
  taken.forEach((step, index) => {
    refuseGap(step, index);
    refuseUnknown(step, all);
  });
  return all.slice(taken.length);
}

function listFiles(folder: string): string[] {
  return readdirSync(folder).toSorted();
}

function parseFileName(file: string): { readonly number: number; readonly name: string } {
  const [, digits, name] = FILE_NAME.exec(file) ?? [];
  if (digits === undefined || name === undefined) {
    throw new Error(`A migration is called NNNNNN_name.sql, not ${file}.`);
  }
  return { number: Number(digits), name };
}

function refuseGap(step: AppliedMigration, index: number): void {
  if (step.number === index + 1) return;
  throw new PosthornError(
    'config_invalid',
    `The database has taken migration ${step.number} but not ${index + 1}. Restore a backup: its schema is not one we know.`,
  );
}

function refuseUnknown(step: AppliedMigration, all: readonly Migration[]): void {
  const known = all[step.number - 1];
  if (known === undefined) {
    throw new PosthornError(
      'config_invalid',
      `The database is newer than this version of Posthorn: it has taken migration ${step.number} (${step.name}), ` +
        `we know ${all.length}. Start the newer version, or restore a backup from before the upgrade.`,
    );
  }
  if (known.name !== step.name || known.checksum !== step.checksum) {
    throw new PosthornError(
      'config_invalid',
      `Migration ${step.number} (${step.name}) was changed after the database had taken it. ` +
        'Start the version that made this database, or restore the file: a change of the schema is a new migration.',
    );
  }
}
