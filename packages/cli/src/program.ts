import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addBackupCommand } from './commands/backup.ts';
import { addConfigCommand } from './commands/config.ts';
import { addContactsCommand } from './commands/contacts.ts';
import type { CommandContext } from './commands/context.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addKeysCommand } from './commands/keys.ts';
import { addMembersCommand } from './commands/members.ts';
import { addMigrateCommand } from './commands/migrate.ts';
import { addRecoverCommand, addReplayCommand } from './commands/replay.ts';
import { addResealCommand } from './commands/reseal.ts';
import { addRestoreCommand } from './commands/restore.ts';
import { addServeCommand } from './commands/serve.ts';
import { addSimulateCommand } from './commands/simulate.ts';

/** Every command with its options and help. Throws a CommanderError in place of ending the process. */
export function createProgram(ctx: CommandContext): Command {
  const program = new Command('posthorn')
    .description('Posthorn: the self-hosted webhook platform for WhatsApp Business.')
    .version(readVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .showHelpAfterError('Run it with --help to see what it takes.')
    .exitOverride()
    .configureHelp({ showGlobalOptions: false })
    .addHelpText('after', AFTER_HELP);
  addServeCommand(program, ctx);
  addDemoCommand(program, ctx);
  addSimulateCommand(program, ctx);
  addKeysCommand(program, ctx);
  addMembersCommand(program, ctx);
  addContactsCommand(program, ctx);
  addReplayCommand(program, ctx);
  addRecoverCommand(program, ctx);
  addDoctorCommand(program, ctx);
  addConfigCommand(program, ctx);
  addBackupCommand(program, ctx);
  addRestoreCommand(program, ctx);
  addMigrateCommand(program, ctx);
  addResealCommand(program, ctx);
  return program;
}

const AFTER_HELP = `
Examples:
  posthorn demo                          see the whole way of an event on this machine
  posthorn serve                         run the gateway, with its data in ./data
  posthorn config check                  what is set, and what is wrong with it
  posthorn doctor                        why nothing comes in from Meta, or goes out to it
  posthorn keys create --scope admin     a new way in when the first API key was lost
  POSTHORN_PORT=0 posthorn serve         settings are environment variables; each exists as …_FILE too

In a clone of the repository write "npm run posthorn --" in place of "posthorn".

Exit codes: 0 done; 1 it could not be done, or not all of it; 2 the command line or the configuration is wrong.
Results go to standard output, everything else to standard error. POSTHORN_LOG_LEVEL=debug shows the stack of an error.`;

function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return String((JSON.parse(text) as { readonly version: unknown }).version);
}
