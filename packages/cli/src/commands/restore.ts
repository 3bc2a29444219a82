import type { Command } from 'commander';
import type { RestoreOptions } from '../backup/restore.ts';
import type { CommandContext } from './context.ts';

/** `posthorn restore`: a backup in the place of the SQLite database. */
export function addRestoreCommand(program: Command, ctx: CommandContext): void {
  program
    .command('restore')
    .summary('put a backup in the place of the SQLite database')
    .description(
      'Checks a backup from end to end and puts it in the place of the SQLite database. No gateway may be running on it. ' +
        'Until the last moment the old database stays as it is.\n\n' +
        'What was pending in the backup is delivered when the gateway starts, marked as a possible duplicate. People have to sign in again. With PostgreSQL use pg_restore.',
    )
    .argument('<file>', 'a backup that "posthorn backup" made')
    .option('--force', 'replace the database that is there')
    .option('--json', 'print one JSON object with what was restored')
    .addHelpText('after', AFTER_HELP)
    .action(async (file: string, options: RestoreOptions) => {
      const { restore } = await import('../backup/restore.ts');
      await restore(ctx, file, options);
    });
}

const AFTER_HELP = `
The database is the one of POSTHORN_DATABASE_URL, else the one in POSTHORN_DATA_DIR. Put encryption.key of the time of
the backup into POSTHORN_DATA_DIR first, or set POSTHORN_ENCRYPTION_KEY: without it the secrets in the backup are lost.

Examples:
  posthorn restore /backups/posthorn-2026-11-28.db
  posthorn restore --force /backups/posthorn-2026-11-28.db      over the database that is there`;
