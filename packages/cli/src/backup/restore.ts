import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { restoreDatabase } from '@posthorn/server/maintenance/restore.store.ts';
import type { Config } from '@posthorn/server/platform/config/config.ts';
import { keyFingerprint } from '@posthorn/server/platform/secrets/encryption-key.ts';
import { loadKeyFile } from '@posthorn/server/platform/secrets/key-file.ts';
import type { CommandContext } from '../commands/context.ts';
import { readConfig } from '../environment.ts';
import { printJson } from '../output.ts';
import { sqliteFileOf, toJson, toLines } from './sqlite-file.ts';

/** Options of `restore`. */
export interface RestoreOptions {
  readonly force?: true;
  readonly json?: true;
}

/** Puts a backup in the place of the database and tells what is in it. */
export async function restore({ env, output }: CommandContext, backup: string, options: RestoreOptions): Promise<void> {
  const config = readConfig(env);
  const file = resolve(sqliteFileOf(config, 'pg_restore'));
  const keyIds = keyIdsOf(config);
  const facts = restoreDatabase({
    backup: resolve(backup),
    file,
    force: options.force === true,
    keyIds,
    token: randomBytes(4).toString('hex'),
  });
  if (options.json === true) {
    printJson(output, toJson(file, facts));
    return;
  }
  output.print(`Restored ${resolve(backup)} to ${file}.`);
  for (const line of toLines(facts)) output.print(line);
  if (keyIds === null && facts.encryptionKeyIds.length > 0) {
    output.note(`Before the start: put the encryption.key with that fingerprint into ${config.dataDir}.`);
  }
  output.note('Not in it: the media files, and everything that happened after the backup was made.');
}

/** Fingerprints of the keys that a gateway would start with. Null: it would make one. */
function keyIdsOf({ encryptionKeys, dataDir }: Config): readonly string[] | null {
  const key = encryptionKeys === null ? loadKeyFile(dataDir) : null;
  const keys = encryptionKeys ?? (key === null ? null : [key]);
  return keys?.map(keyFingerprint) ?? null;
}
