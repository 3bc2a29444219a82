import type { Command } from 'commander';
import type { ResealOptions } from '../reseal/reseal.ts';
import type { CommandContext } from './context.ts';

/** `posthorn reseal`: the last step of a change of the encryption key. */
export function addResealCommand(program: Command, ctx: CommandContext): void {
  program
    .command('reseal')
    .summary('encrypt all stored secrets with the first encryption key')
    .description(
      'The last step of a change of the encryption key. Encrypts every stored secret anew with the first of the two keys in ' +
        'POSTHORN_ENCRYPTION_KEY; afterwards the second is no longer needed. Gateways may run meanwhile, if all of them have both keys in this order.',
    )
    .option('--json', 'print one JSON object: {resealed}')
    .addHelpText('after', AFTER_HELP)
    .action(async (options: ResealOptions) => {
      const { resealSecrets } = await import('../reseal/reseal.ts');
      await resealSecrets(ctx, options);
    });
}

const AFTER_HELP = `
A change of the key, step by step:
  1. restart every gateway with POSTHORN_ENCRYPTION_KEY=<old>,<new>
  2. restart every gateway with POSTHORN_ENCRYPTION_KEY=<new>,<old>
  3. POSTHORN_ENCRYPTION_KEY=<new>,<old> posthorn reseal
  4. restart every gateway with POSTHORN_ENCRYPTION_KEY=<new>`;
