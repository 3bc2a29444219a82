/** What the main thread asks of a SQLite thread, and what comes back. Plain data: it is cloned on the way. */
export type SqliteRequest =
  | {
      readonly kind: 'query';
      readonly id: number;
      readonly session: number;
      readonly sql: string;
      readonly parameters: readonly unknown[];
    }
  | { readonly kind: 'load'; readonly id: number; readonly session: 0; readonly moduleUrl: string }
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly session: 0;
      readonly procedure: string;
      readonly argument: unknown;
    }
  | { readonly kind: 'empty_log'; readonly id: number; readonly session: 0 }
  | { readonly kind: 'close'; readonly id: number; readonly session: 0 };

export type SqliteResponse =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: { readonly message: string; readonly code: string | null } };

export interface SqliteQueryResult {
  readonly rows: readonly unknown[];
  readonly changes: number;
}

/**
 * - `writer`: the one connection that writes;
 * - `reader`: answers reads that are not part of a transaction, so that they wait for nobody; between them it moves the
 *   write-ahead log into the database file, off the commit path.
 */
export type SqliteRole = 'writer' | 'reader';

export interface SqliteThreadData {
  readonly file: string;
  readonly role: SqliteRole;
}
