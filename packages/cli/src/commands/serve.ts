import type { Command } from 'commander';
import type { CommandContext } from './context.ts';

/** `posthorn serve`: the gateway, in this process, until SIGTERM or SIGINT. */
export function addServeCommand(program: Command, ctx: CommandContext): void {
  program
    .command('serve')
    .summary('run the gateway')
    .description(
      'Runs the gateway in the foreground until SIGTERM or Ctrl-C; it then takes nothing new, finishes what is in flight and ends within 25 s.\n\n' +
        'The first start makes the data folder, the database, the encryption key, a workspace and an API key, which is printed once.',
    )
    .addHelpText('after', AFTER_HELP)
    .action(async () => {
      const { serve } = await import('@posthorn/server/main.ts');
      await serve(ctx.env);
    });
}

const AFTER_HELP = `
Settings are environment variables. The ones to know first:
  POSTHORN_HOST           address to listen on (127.0.0.1)
  POSTHORN_PORT           port to listen on (8420; 0 takes any free one)
  POSTHORN_DATA_DIR       folder of the SQLite database and the encryption key (./data)
  POSTHORN_DATABASE_URL   postgres://… to let several gateways share the work (SQLite in the data folder)
  POSTHORN_PUBLIC_URL     where the gateway is reached from outside
"posthorn config check" shows all of them.

Examples:
  posthorn serve
  POSTHORN_HOST=0.0.0.0 POSTHORN_PUBLIC_URL=https://hooks.example.com posthorn serve`;
