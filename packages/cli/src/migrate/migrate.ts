import { type MigrationPlan, planMigrations } from '@posthorn/server/platform/db/migration-plan.ts';
import { openStore } from '@posthorn/server/platform/db/open-store.ts';
import type { CommandContext } from '../commands/context.ts';
import { readConfig } from '../environment.ts';
import { printJson } from '../output.ts';

/** Options of `migrate`. */
export interface MigrateOptions {
  readonly dryRun?: true;
  readonly json?: true;
}

/** Brings the schema up to date, or with `dryRun` only tells what would be done. */
export async function migrate({ env, output }: CommandContext, options: MigrateOptions): Promise<void> {
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
