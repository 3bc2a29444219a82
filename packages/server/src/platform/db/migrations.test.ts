import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { PosthornError } from '../../domain/errors.ts';
import { type Migration, pendingMigrations, readMigrations } from './migrations.ts';

describe('readMigrations', () => {
  test('gives the steps that are shipped, numbered from 1, under the same names for both databases', () => {
    const sqlite = readMigrations('sqlite');
    const postgres = readMigrations('postgres');
    expect(sqlite.length).toBeGreaterThan(0);
    expect(sqlite.map((step) => step.number)).toEqual(sqlite.map((_, index) => index + 1));
    expect(postgres.map((step) => step.name)).toEqual(sqlite.map((step) => step.name));
    expect(sqlite[0]?.sql).toContain('STRICT');
    expect(postgres[0]?.sql).not.toContain('STRICT');
  });

  test('takes the checksum over the text of the file', () => {
    const folder = writeMigrations({ sqlite: { '000001_a.sql': 'abc' }, postgres: { '000001_a.sql': '' } });
    const [migration] = readMigrations('sqlite', folder);
    expect(migration).toEqual({
      number: 1,
      name: 'a',
      sql: 'abc',
      checksum: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    });
  });

  test('refuses a gap in the numbers', () => {
    const files = { '000001_a.sql': '', '000003_c.sql': '' };
    const folder = writeMigrations({ sqlite: files, postgres: files });
    expect(() => readMigrations('sqlite', folder)).toThrow(/000003_c\.sql stands where number 2 belongs/);
  });

  test('refuses one number used twice', () => {
    const files = { '000001_a.sql': '', '000001_b.sql': '' };
    const folder = writeMigrations({ sqlite: files, postgres: files });
    expect(() => readMigrations('postgres', folder)).toThrow(/000001_b\.sql/);
  });

  test('refuses a step that only one of the databases has', () => {
    const folder = writeMigrations({
      sqlite: { '000001_a.sql': '', '000002_b.sql': '' },
      postgres: { '000001_a.sql': '' },
    });
    expect(() => readMigrations('sqlite', folder)).toThrow(/000002_b\.sql/);
    expect(() => readMigrations('postgres', folder)).toThrow(/000002_b\.sql/);
  });

  test('refuses a file that is no migration, so that a misspelt one is not passed over', () => {
    const files = { '000001_a.sql': '', '2-b.sql': '' };
    const folder = writeMigrations({ sqlite: files, postgres: files });
    expect(() => readMigrations('sqlite', folder)).toThrow(/NNNNNN_name\.sql, not 2-b\.sql/);
  });
});

describe('pendingMigrations', () => {
  const first: Migration = { number: 1, name: 'first', sql: 'CREATE …', checksum: 'c1' };
  const second: Migration = { number: 2, name: 'second', sql: 'ALTER …', checksum: 'c2' };

  test('is everything for an empty database, the rest for an older one and nothing for a current one', () => {
    expect(pendingMigrations([], [first, second])).toEqual([first, second]);
    expect(pendingMigrations([first], [first, second])).toEqual([second]);
    expect(pendingMigrations([second, first], [first, second])).toEqual([]);
  });

  test('refuses a database that is newer than the code', () => {
    const problem = refusalOf(() => pendingMigrations([first, second], [first]));
    expect(problem.code).toBe('config_invalid');
    expect(problem.message).toMatch(/newer than this version.*migration 2 \(second\)/);
  });

  test('refuses a step whose file changed after it was applied', () => {
    const problem = refusalOf(() => pendingMigrations([{ ...first, checksum: 'other' }], [first, second]));
    expect(problem.message).toMatch(/Migration 1 \(first\) was changed/);
  });

  test('refuses a step that has another name', () => {
    const problem = refusalOf(() => pendingMigrations([{ ...first, name: 'foreign' }], [first]));
    expect(problem.message).toMatch(/Migration 1 \(foreign\) was changed/);
  });

  test('refuses a database that left a step out', () => {
    const problem = refusalOf(() => pendingMigrations([second], [first, second]));
    expect(problem.message).toMatch(/taken migration 2 but not 1/);
  });
});

function writeMigrations(files: Record<'sqlite' | 'postgres', Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-migrations-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [dialect, texts] of Object.entries(files)) {
    mkdirSync(join(folder, dialect));
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, dialect, name), text);
  }
  return folder;
}

function refusalOf(action: () => unknown): PosthornError {
  try {
    action();
  } catch (error) {
    if (error instanceof PosthornError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}
