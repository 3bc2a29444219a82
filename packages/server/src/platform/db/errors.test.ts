import { describe, expect, test } from 'vitest';
import { isStoreAway, isUniqueViolation, SqliteError } from './errors.ts';

const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code });

describe('what an error of a database means', () => {
  test.each([
    withCode('ECONNREFUSED'),
    withCode('57P01', 'terminating connection due to administrator command'),
    withCode('53300', 'sorry, too many clients already'),
    withCode('08006'),
    new Error('Connection terminated unexpectedly'),
    new Error('timeout exceeded when trying to connect'),
    new SqliteError('database or disk is full', 'SQLITE_FULL'),
    new SqliteError('disk I/O error', 'SQLITE_IOERR_WRITE'),
    new SqliteError('The writer thread of SQLite has ended.', null),
  ])('$code $message: the store is away', (error) => {
    expect(isStoreAway(error)).toBe(true);
  });

  test.each([
    withCode('23505'),
    withCode('22P02'),
    new SqliteError('x', 'SQLITE_CONSTRAINT_UNIQUE'),
    new Error('x'),
    'x',
    null,
  ])('%s: it is not', (error) => {
    expect(isStoreAway(error)).toBe(false);
  });

  test('a row that is there already is told by both databases', () => {
    expect(isUniqueViolation(withCode('23505'))).toBe(true);
    expect(isUniqueViolation(new SqliteError('x', 'SQLITE_CONSTRAINT_PRIMARYKEY'))).toBe(true);
    expect(isUniqueViolation(withCode('23503'))).toBe(false);
  });
});
