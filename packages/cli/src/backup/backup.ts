import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { backUpDatabase } from '@posthorn/server/maintenance/backup.store.ts';
import type { CommandContext } from '../commands/context.ts';
import { readConfig } from '../environment.ts';
import { CliError, EXIT } from '../exit.ts';
import { printJson } from '../output.ts';
import { sqliteFileOf, toJson, toLines } from './sqlite-file.ts';

/** Options of `backup`. */
export interface BackupOptions {
  readonly json?: true;
}

/** Makes a backup and tells what is in it. @throws CliError when there is no database, or no folder for the backup. */
export async function backUp({ env, output }: CommandContext, target: string, options: BackupOptions): Promise<void> {
  const file = sqliteFileOf(readConfig(env), 'pg_dump');
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) {
    throw new CliError(
      EXIT.failed,
      `There is no database in ${file}. Check POSTHORN_DATA_DIR and POSTHORN_DATABASE_URL.`,
    );
  }
  const path = resolve(target);
  if (!existsSync(dirname(path)))
    throw new CliError(EXIT.failed, `There is no folder ${dirname(path)}. Make it first.`);
  const facts = await backUpDatabase({ file, target: path, token: randomBytes(4).toString('hex') });
  if (options.json === true) {
    printJson(output, toJson(path, facts));
    return;
  }
  output.print(`The database is in ${path}, checked from end to end.`);
  for (const line of toLines(facts)) output.print(line);
  output.note('Not in it: the media files, and the encryption key, without which the secrets in it cannot be read.');
}
