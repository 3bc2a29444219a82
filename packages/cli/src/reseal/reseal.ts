import { reseal } from '@posthorn/server/platform/secrets/reseal.store.ts';
import { SecretBox } from '@posthorn/server/platform/secrets/secret-box.ts';
import type { CommandContext } from '../commands/context.ts';
import { readConfig } from '../environment.ts';
import { CliError, EXIT } from '../exit.ts';
import { withStore } from '../keys/key-store.ts';
import { printJson } from '../output.ts';

/** Options of `reseal`. */
export interface ResealOptions {
  readonly json?: true;
}

/** Seals every stored secret with the first key and tells how many there were. @throws CliError when no key is given. */
export async function resealSecrets({ env, output }: CommandContext, options: ResealOptions): Promise<void> {
  const { encryptionKeys } = readConfig(env);
  if (encryptionKeys === null) {
    throw new CliError(EXIT.usage, 'Set POSTHORN_ENCRYPTION_KEY to the new key and the old one, with a comma between.');
  }
  const resealed = await withStore(env, (store) => reseal(store, new SecretBox(encryptionKeys)));
  if (options.json === true) printJson(output, { resealed });
  else output.print(`${resealed} values sealed anew. The first key is now the only one in use.`);
}
