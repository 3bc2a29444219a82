import type { Command } from 'commander';
import type { DoctorOptions } from '../doctor/examine.ts';
import type { CommandContext } from './context.ts';
import { baseUrl } from './option-values.ts';

/** `posthorn doctor`: what is wrong between Meta and a gateway that is running, and how to mend it. */
export function addDoctorCommand(program: Command, ctx: CommandContext): void {
  program
    .command('doctor')
    .summary('find out what is wrong between Meta and a gateway')
    .description(
      'Has a gateway that is running examine its WhatsApp numbers: public URL, challenge, callback, signatures, app secret and clock; access token, permissions, number, ' +
        'subscribed apps, overrides and standing. Says how to mend what it finds. Asks Meta and changes nothing there. Without a number it examines the Meta apps.',
    )
    .option('--url <url>', 'address of the gateway', baseUrl, 'http://127.0.0.1:8420')
    .option('--key <key>', 'API key of the workspace, scope write; else POSTHORN_API_KEY')
    .option('--channel <id>', 'only this one: chn_… (without it all of the workspace)')
    .option('--json', 'print one JSON object: {patients: [{kind, id, name, report}]}')
    .addHelpText('after', AFTER_HELP)
    .action(async (options: DoctorOptions) => {
      const { runDoctor } = await import('../doctor/examine.ts');
      await runDoctor(ctx, options);
    });
}

const AFTER_HELP = `
The API key may stand in POSTHORN_API_KEY, so that it is in no list of processes. To examine Meta apps it needs scope admin.

Exit codes: 0 nothing failed (warnings may stand), 1 something failed, 2 wrong options.

Examples:
  posthorn doctor
  posthorn doctor --channel chn_018f… --json`;
