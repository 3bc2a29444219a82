import { type MigrationPlan, planMigrations } from '@posthorn/server/platform/db/migration-plan.ts';
import { openStore } from '@posthorn/server/platform/db/open-store.ts';
import type { Command } from 'commander';
import { readConfig } from '../environment.ts';
import { printJson } from '../output.ts';
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
    .action((options: MigrateOptions) => migrate(ctx, options));
}

const AFTER_HELP = `
The database is the one of POSTHORN_DATABASE_URL, else SQLite in POSTHORN_DATA_DIR.

Examples:
  posthorn migrate --dry-run
  POSTHORN_DATABASE_URL_FILE=/run/secrets/database posthorn migrate`;

interface MigrateOptions {
  readonly dryRun?: true;
  readonly json?: true;
}

async function migrate({ env, output }: CommandContext, options: MigrateOptions): Promise<void> {
  const { databaseUrl } = readConfig(env);
  const plan = await planMigrations(databaseUrl);
  const dryRun = options.dryRun === true;
  if (!dryRun) {
    const store = await openStore(databaseUrl, { exclusive: true });
    await store.close();
  }
  if (options.json === true) printJson(output, toJson(plan, dryRun));
  else for (const line of toLines(plan, dryRun)) output.print(line);
}

function toJson(plan: MigrationPlan, dryRun: boolean): unknown {
  const steps = plan.pending.map(({ number, name }) => ({ number, name }));
  return { database: plan.engine, dry_run: dryRun, applied_before: plan.appliedCount, steps };
}

function toLines(plan: MigrationPlan, dryRun: boolean): string[] {
  if (plan.pending.length === 0) return ['The database is up to date.'];
  const verb = dryRun ? 'would be applied' : 'applied';
  return plan.pending.map(({ number, name }) => `${String(number).padStart(6, '0')}  ${name}  ${verb}`);
}
