import type { Command } from 'commander';
import type { MigrateOptions } from '../migrate/migrate.ts';
import type { CommandContext } from './context.ts';

/** `posthorn migrate`: brings the database's schema up to date without starting a gateway. */
export function addMigrateCommand(program: Command, ctx: CommandContext): void {
  program
    .command('migrate')
    .summary('bring the database up to date')
    .description(
      'Brings the schema of the database up to date. "serve" does the same when it starts; this is for those who want it as a step of its own. ' +
        'On SQLite no gateway may be running.',
    )
    .option('--dry-run', 'only list what would be done; the database is not touched')
    .option('--json', 'print one JSON object: {database, dry_run, applied_before, steps}')
    .addHelpText('after', AFTER_HELP)
    .action(async (options: MigrateOptions) => {
      const { migrate } = await import('../migrate/migrate.ts');
      await migrate(ctx, options);
    });
}

const AFTER_HELP = `
The database is the one of POSTHORN_DATABASE_URL, else SQLite in POSTHORN_DATA_DIR.

Examples:
  posthorn migrate --dry-run
  POSTHORN_DATABASE_URL_FILE=/run/secrets/database posthorn migrate`;
