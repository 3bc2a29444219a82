import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { PosthornError } from '../domain/errors.ts';
import { lockDatabaseFile } from '../platform/db/sqlite-lock.ts';
import { applySqliteMigrations } from '../platform/db/sqlite-migrate.ts';
import { syncFolderOf } from './backup.store.ts';
import { type BackupFacts, examineBackup } from './examine-backup.store.ts';

export interface Restore {
  /** Path of the backup. */
  readonly backup: string;
  /** Path of the database file. */
  readonly file: string;
  /** Whether a database that is there may be replaced. */
  readonly force: boolean;
  /** Fingerprints of the keys that this installation has. Null: it has none yet, so that the right one can still come. */
  readonly keyIds: readonly string[] | null;
  /** A part of a name that nobody else uses. */
  readonly token: string;
}

/**
 * Positions of events that are left out: clients hold positions that were given out after the backup was made, and
 * would take new events with the same ones for events that they have. More than any gateway makes in years.
 */
const POSITIONS_LEFT_OUT = 1_000_000_000_000;
/** The lease of messages that were waiting: nobody holds it, so the next start finds them as those of a process that died. */
const NOBODYS_LEASE = 'restored';

/**
 * Puts a backup in the place of the database. The database is the old one, whole, until it is the new one, whole,
 * whatever happens in between.
 *
 * What happened after the backup was made is not known to it, and the copy says so: its pending deliveries carry the
 * possible-duplicate mark, its messages that waited for Meta are never sent again by themselves (an answer that was lost:
 * a status finds them or they fail), positions of events go on far above, and sessions and one-time links are gone.
 *
 * @throws PosthornError `config_invalid` when a gateway or another program has the database open, when the keys are
 *   others or the backup is newer than this version; `conflict` when there is a database and `force` is not set;
 *   `unprocessable` when the backup is damaged. Nothing was changed then.
 */
export function restoreDatabase(restore: Restore): BackupFacts {
  const { backup, force } = restore;
  refuseUnfinished(backup);
  mkdirSync(dirname(restore.file), { recursive: true, mode: 0o700 });
  const file = existsSync(restore.file) ? realpathSync(restore.file) : restore.file;
  const wasThere = holdsDatabase(file);
  if (wasThere && !force) {
    throw new PosthornError('conflict', `There is a database in ${file}. Give --force to replace it.`);
  }
  // The lock stands beside the file that it is for, which has to be there.
  closeSync(openSync(file, 'a', 0o600));
  const releaseLock = lockDatabaseFile(file);
  const draft = `${file}.${restore.token}.restoring`;
  try {
    const facts = prepareDraft(draft, restore);
    foldInLog(file);
    renameSync(draft, file);
    syncFolderOf(file);
    return facts;
  } finally {
    for (const path of [draft, ...besides(draft)]) rmSync(path, { force: true });
    if (!holdsDatabase(file)) rmSync(file, { force: true });
    releaseLock();
  }
}

/** A database in use keeps what is new in a file beside it: copied alone, it would be a state from before. */
function refuseUnfinished(backup: string): void {
  if (!existsSync(backup)) throw new PosthornError('unprocessable', `There is no file ${backup}.`);
  if ((statSync(`${backup}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0) return;
  throw new PosthornError(
    'unprocessable',
    `${backup} is a database in use, or a bare copy of one, and not a backup: ${backup}-wal belongs to it. Make a backup of it with "posthorn backup".`,
  );
}

function holdsDatabase(file: string): boolean {
  return [file, `${file}-wal`].some((path) => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0);
}

function prepareDraft(draft: string, { backup, keyIds }: Restore): BackupFacts {
  copyFileSync(backup, draft);
  chmodSync(draft, 0o600);
  const facts = examineBackup(draft);
  refuseOtherKeys(facts, keyIds);
  applySqliteMigrations(draft);
  markRestored(draft);
  const written = openSync(draft, 'r+');
  try {
    fsyncSync(written);
  } finally {
    closeSync(written);
  }
  return facts;
}

function refuseOtherKeys({ encryptionKeyIds }: BackupFacts, keyIds: readonly string[] | null): void {
  const missing = encryptionKeyIds.filter((id) => keyIds !== null && !keyIds.includes(id));
  if (missing.length === 0) return;
  throw new PosthornError(
    'config_invalid',
    `The secrets in this backup are encrypted with the key ${missing.join(' and ')}, and this installation has ${keyIds?.join(' and ')}. ` +
      'Set POSTHORN_ENCRYPTION_KEY to the key of that time, or put its encryption.key into the data folder.',
  );
}

function markRestored(draft: string): void {
  const db = new BetterSqlite3(draft, { fileMustExist: true });
  try {
    db.pragma('journal_mode = DELETE');
    // Sessions and links are secrets of people: they must not be found in freed pages.
    db.pragma('secure_delete = ON');
    db.transaction(() => {
      db.exec("UPDATE deliveries SET maybe_received = 1 WHERE state = 'pending'");
      db.prepare("UPDATE message_sends SET state = 'sending', lease_token = ? WHERE state = 'queued'").run(
        NOBODYS_LEASE,
      );
      leaveOutPositions(db);
      db.exec('DELETE FROM member_sessions');
      db.exec('DELETE FROM one_time_links');
    }).immediate();
  } finally {
    db.close();
  }
}

/** A database that never had an event has no row there. */
function leaveOutPositions(db: BetterSqlite3.Database): void {
  const { changes } = db
    .prepare("UPDATE sqlite_sequence SET seq = seq + ? WHERE name = 'events'")
    .run(POSITIONS_LEFT_OUT);
  if (changes === 0) db.prepare("INSERT INTO sqlite_sequence VALUES ('events', ?)").run(POSITIONS_LEFT_OUT);
}

/**
 * Moves what the old database has in its log into its file: a log that outlived its file would be taken for the log of the
 * new one. It takes the whole file for itself, so it also finds programs that have it open without being a gateway.
 */
function foldInLog(file: string): void {
  try {
    const old = new BetterSqlite3(file, { timeout: 0 });
    try {
      old.pragma('journal_mode = DELETE');
    } finally {
      old.close();
    }
  } catch (error) {
    if (!(error instanceof BetterSqlite3.SqliteError)) throw error;
    if (error.code.startsWith('SQLITE_BUSY')) {
      throw new PosthornError('config_invalid', `Another program has ${file} open. Wait for it or end it.`, {
        cause: error,
      });
    }
    // Damaged beyond opening: that may be why it is replaced.
  }
  for (const path of besides(file)) rmSync(path, { force: true });
}

function besides(file: string): readonly string[] {
  return ['-wal', '-shm', '-journal'].map((ending) => file + ending);
}
