import type { Command } from 'commander';
import type { CommandContext } from './context.ts';

/** `posthorn config check`: every problem of the configuration at once, or the configuration in effect. */
export function addConfigCommand(program: Command, ctx: CommandContext): void {
  const config = program
    .command('config')
    .summary('check the configuration')
    .description('Looks at the configuration.');
  config
    .command('check')
    .summary('show the settings in effect, or everything that is wrong with them')
    .description(
      'Reads the environment as "serve" would and shows every setting with its value and where it comes from. Secrets are shown as set or not set. ' +
        'Wrong settings are named all at once, and their values are not shown. Nothing is opened or changed.',
    )
    .option('--json', 'print one JSON object: {ok, settings} or {ok, problems}')
    .addHelpText('after', AFTER_HELP)
    .action(async (options: { readonly json?: true }) => {
      const { checkConfig } = await import('../config/check-config.ts');
      checkConfig(ctx, options.json === true);
    });
}

const AFTER_HELP = `
Exit codes: 0 it is valid, 2 it is not.

Examples:
  posthorn config check
  env $(cat posthorn.env) posthorn config check --json`;
