import type { Command } from 'commander';
import type { BackupOptions } from '../backup/backup.ts';
import type { CommandContext } from './context.ts';

/** `posthorn backup`: the SQLite database as one file, while a gateway runs on it. */
export function addBackupCommand(program: Command, ctx: CommandContext): void {
  program
    .command('backup')
    .summary('back up the SQLite database, also while the gateway runs')
    .description(
      'Copies the SQLite database into one file, as it is when the command begins. A gateway that runs on it goes on and is hardly slowed down. ' +
        'The copy is checked from end to end before it gets its name, and only its owner may read it.\n\n' +
        'Not in it: media files and the encryption key. Keep both yourself, the key in another place. With PostgreSQL use pg_dump.',
    )
    .argument('<file>', 'where the backup goes; nothing may be there')
    .option('--json', 'print one JSON object with what is in the backup')
    .addHelpText('after', AFTER_HELP)
    .action(async (file: string, options: BackupOptions) => {
      const { backUp } = await import('../backup/backup.ts');
      await backUp(ctx, file, options);
    });
}

const AFTER_HELP = `
The database is the one of POSTHORN_DATABASE_URL, else the one in POSTHORN_DATA_DIR.

Examples:
  posthorn backup /backups/posthorn-$(date +%F).db
  posthorn restore /backups/posthorn-2026-11-28.db      put it back`;
