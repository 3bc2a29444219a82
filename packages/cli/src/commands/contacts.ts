import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ExportOptions } from '../contacts/export-contacts.ts';
import type { ImportOptions } from '../contacts/import-contacts.ts';
import type { CommandContext } from './context.ts';
import { baseUrl } from './option-values.ts';

/** `posthorn contacts import | export`: files of contacts, by the API of a gateway that is running. */
export function addContactsCommand(program: Command, ctx: CommandContext): void {
  const contacts = program
    .command('contacts')
    .summary('import and export contacts')
    .description('Brings contacts into a gateway that is running from a file, or out of it into one.')
    .addHelpText('after', AFTER_HELP);
  addImport(contacts, ctx);
  addExport(contacts, ctx);
}

const AFTER_HELP = `
The API key may stand in POSTHORN_API_KEY, so that it is in no list of processes.

Examples:
  posthorn contacts import people.csv --dry-run
  posthorn contacts import people.csv --map "Mobile=phone" --map "Notes=" --problems problems.csv
  posthorn contacts export --output contacts.csv`;

const URL_OPTION = ['--url <url>', 'address of the gateway', baseUrl, 'http://127.0.0.1:8420'] as const;
const KEY_OPTION = ['--key <key>', 'API key of the workspace; else POSTHORN_API_KEY'] as const;

/** Delimiters by what they are called on a command line. */
const DELIMITERS = [',', ';', '|', 'tab'] as const;

function addImport(contacts: Command, ctx: CommandContext): void {
  contacts
    .command('import')
    .summary('import contacts from a CSV file')
    .description(
      'Uploads a CSV file and follows its import to the end. Columns are found by their headings: first_name, last_name, company, type, email, phone, bsuid, username, ' +
        'country, address, city, state, zip, website, description, source, status, groups, tags, enabled, opted_out, serial and custom_attributes.<name>. ' +
        'Contacts that are there, by BSUID or else by phone, are changed. Ctrl-C cancels the import; what it did so far stays.',
    )
    .argument('<file>', 'UTF-8, with a heading; up to 100,000 rows, 100 columns and 100 MB')
    .option(...URL_OPTION)
    .option(...KEY_OPTION)
    .option(
      '--map <column=field>',
      'what a column holds when its heading does not say so; "Column=" leaves it out (repeatable)',
      addMapping,
      {},
    )
    .option('--dry-run', 'tell what would come of it, and save nothing')
    .addOption(new Option('--delimiter <sign>', 'what stands between cells').choices(DELIMITERS).default(','))
    .option('--create-labels', 'make the statuses, sources and groups that are named and not there')
    .option('--keep-existing', 'leave contacts that are there as they are: their rows are problems')
    .option('--problems <file>', 'write what could not be imported into this CSV file, row by row')
    .option('--json', 'print one JSON object: the run as GET /v1/runs/{id} shows it')
    .addHelpText('after', IMPORT_HELP)
    .action(async (file: string, options: ImportOptions) => {
      const { importContacts } = await import('../contacts/import-contacts.ts');
      await importContacts(ctx, file, options);
    });
}

const IMPORT_HELP = `
Exit codes: 0 every row was imported, 1 not all of them, 2 the command line or the heading of the file is wrong.`;

function addExport(contacts: Command, ctx: CommandContext): void {
  contacts
    .command('export')
    .summary('export all contacts as a file')
    .description('Writes all contacts, oldest first. A CSV file can be imported again.')
    .option(...URL_OPTION)
    .option(...KEY_OPTION)
    .addOption(
      new Option('--format <format>', 'csv, or one JSON object a line').choices(['csv', 'ndjson']).default('csv'),
    )
    .option('--output <file>', 'file to write; without it standard output')
    .action(async (options: ExportOptions) => {
      const { exportContacts } = await import('../contacts/export-contacts.ts');
      await exportContacts(ctx, options);
    });
}

/** The last = counts: a column may have one in its name, a field has none. */
function addMapping(text: string, mapping: Readonly<Record<string, string | null>>): Record<string, string | null> {
  const at = text.lastIndexOf('=');
  const column = text.slice(0, Math.max(at, 0)).trim();
  if (column === '') throw new InvalidArgumentError('Give it as Column=field, such as "Mobile=phone".');
  const field = text.slice(at + 1).trim();
  return { ...mapping, [column]: field === '' ? null : field };
}
