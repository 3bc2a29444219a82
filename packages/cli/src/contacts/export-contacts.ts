import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { CommandContext } from '../commands/context.ts';
import { CliError, EXIT } from '../exit.ts';
import { type ApiOptions, openApi } from '../gateway-api.ts';
import { download } from './contacts-api.ts';

/** Options of `contacts export`. */
export interface ExportOptions extends ApiOptions {
  readonly format: 'csv' | 'ndjson';
  readonly output?: string;
}

/**
 * Writes all contacts to a file or to standard output, as they come. A file that is not whole is removed.
 *
 * @throws CliError with what the gateway says is wrong, or when it went away in the middle.
 */
export async function exportContacts(ctx: CommandContext, options: ExportOptions): Promise<void> {
  const file = await download(openApi(ctx, options), `/v1/contacts/export?format=${options.format}`);
  if (options.output === undefined) return pipeline(file, process.stdout, { end: false }).catch(cutShort);
  try {
    await pipeline(file, createWriteStream(options.output));
  } catch (error) {
    await rm(options.output, { force: true });
    cutShort(error);
  }
  ctx.output.note(`The contacts stand in ${options.output}.`);
}

function cutShort(cause: unknown): never {
  throw new CliError(EXIT.failed, 'The export could not be written to its end. Try again.', { cause });
}
