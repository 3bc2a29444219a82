import type { Command } from 'commander';
import { EXIT } from '../exit.ts';
import type { CommandContext } from './context.ts';

/** `posthorn demo`: the whole way of an event on this machine (issue R2). */
export function addDemoCommand(program: Command, ctx: CommandContext): void {
  program
    .command('demo')
    .summary('see the whole way of an event on this machine')
    .description(
      'Starts a gateway on SQLite in a temporary folder, a simulator in the place of Meta, and receivers for the formats xobito, vobiz, vobiz-legacy and standard. ' +
        'Plays a conversation, lets a contact be created and changed, prints each delivery as its receiver verified it, and stays up to be tried out. ' +
        'Ctrl-C ends everything and leaves nothing behind.',
    )
    .option('--exit', 'end when the conversation has been delivered, within 60 s in any case')
    .option(
      '--json',
      'print one JSON object with the counts and a signed-in link on standard output, everything else on standard error',
    )
    .addHelpText('after', AFTER_HELP)
    .action(async (options: { readonly exit?: true; readonly json?: true }) => {
      const { runDemo } = await import('../demo/run-demo.ts');
      const ended = await runDemo({
        env: ctx.env,
        output: ctx.output,
        staysUp: options.exit !== true,
        json: options.json === true,
      });
      if (!ended.succeeded) ctx.setExitCode(EXIT.failed);
    });
}

const AFTER_HELP = `
The JSON object: {events, deliveries, delivered, verified, duplicates_absorbed, failed, console_url}. Counted are what the gateway's API
shows and what the receivers took down; failed are the deliveries that were not delivered at the end. console_url signs whoever opens it in
to the console, once, while the demonstration is up.

Exit codes: 0 everything arrived and was verified, 1 something did not.

Examples:
  posthorn demo
  posthorn demo --exit --json`;
