import assert from 'node:assert/strict';
import type { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import * as z from 'zod';
import type { Contact } from '../../domain/contact.ts';
import type { ContactOutcome, ContactPatch, ContactWish, SaveContactsFn } from '../../domain/contact-save.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { WorkspaceId } from '../../domain/ids.ts';
import { digitsOfPhone, phoneKeyOf } from '../../domain/phone.ts';
import { keepingSameName, type ReadContactInput, readNumberedContact } from './contact-words.ts';
import type { Asker } from './vobiz-access.ts';

/** What an import needs. */
export interface ContactImportContext {
  readonly saveContacts: SaveContactsFn;
  readonly findContactsByPhone: (workspaceId: WorkspaceId, phoneKeys: readonly string[]) => Promise<readonly Contact[]>;
  readonly readContactInput: (workspaceId: WorkspaceId) => ReadContactInput;
}

/** Rows of one file: it is answered within the request, so it must not take minutes. */
export const IMPORT_ROWS_MAX = 10_000;
/** A row has a number, a name and tags. */
const ROW_CHARS_MAX = 16_384;
/** Rows that are saved at once. */
const BATCH_ROWS = 500;
/** What is repeated of a number that could not be read: enough to find it again. */
const SHOWN_PHONE_CHARS = 40;

/** Answer of an import (CONTRACTS 4.6). */
export const importReport = z
  .object({
    total: z.number().int(),
    created: z.number().int(),
    updated: z.number().int().describe('Contacts that were there already, changed or not.'),
    failed: z.number().int(),
    errors: z.array(
      z.object({
        row: z.number().int().describe('1 is the first row below the header.'),
        phone_number: z.string(),
        reason: z.string(),
      }),
    ),
  })
  .meta({ title: 'VobizImportReport' });
export type ImportReport = z.output<typeof importReport>;

/** One row below the header. A column that the file does not have is not there. */
export interface ImportRow {
  /** From 1. */
  readonly number: number;
  readonly phone_number: string;
  readonly name?: string;
  readonly tags?: string;
}

/**
 * Reads the rows of a CSV file in UTF-8, with or without a byte order mark, and with the header `phone_number` and
 * maybe `name` and `tags`. Other columns are passed over.
 *
 * @throws PosthornError `unprocessable` when it is no such file or has too many rows.
 */
export async function readImportRows(file: Readable): Promise<readonly ImportRow[]> {
  const rows: ImportRow[] = [];
  const parser = file.pipe(
    parse({
      bom: true,
      columns: (header: readonly string[]) => readHeader(header),
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: ROW_CHARS_MAX,
    }),
  );
  file.once('error', (error) => parser.destroy(error));
  try {
    for await (const record of parser as AsyncIterable<Omit<ImportRow, 'number'>>) {
      if (rows.length === IMPORT_ROWS_MAX) throw wrongFile(`Send at most ${IMPORT_ROWS_MAX} rows in a file.`);
      rows.push({ ...record, phone_number: record.phone_number ?? '', number: rows.length + 1 });
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw wrongFile(`It is no valid CSV near line ${error.lines ?? rows.length + 1}.`, error);
  } finally {
    // What nobody reads any more is let through, or the connection would hang on it.
    file.unpipe(parser);
    file.resume();
  }
  return rows;
}

/** Makes or changes a contact for each row that can be read, in batches. Rows that cannot are told, and skipped. */
export async function importContacts(
  ctx: ContactImportContext,
  asker: Asker,
  rows: readonly ImportRow[],
): Promise<ImportReport> {
  const counts = { created: 0, updated: 0 };
  const errors: ImportReport['errors'] = [];
  for (let start = 0; start < rows.length; start += BATCH_ROWS) {
    for (const { row, outcome } of await importBatch(ctx, asker, rows.slice(start, start + BATCH_ROWS))) {
      if (outcome.kind === 'failed') errors.push(toRowError(row, outcome.error));
      else counts[outcome.kind === 'created' ? 'created' : 'updated'] += 1;
    }
  }
  return { total: rows.length, ...counts, failed: errors.length, errors };
}

interface RowOutcome {
  readonly row: ImportRow;
  readonly outcome: ContactOutcome;
}

async function importBatch(
  ctx: ContactImportContext,
  asker: Asker,
  rows: readonly ImportRow[],
): Promise<readonly RowOutcome[]> {
  const { workspaceId } = asker;
  const read = ctx.readContactInput(workspaceId);
  const readings = rows.map((row) => readRow(row, read));
  const readable = readings.filter((reading) => reading.kind === 'fields');
  const known = await findByPhoneKey(
    ctx,
    workspaceId,
    readable.map(({ fields }) => fields),
  );
  const wishes = readable.map(({ fields }) => toWish(fields, known.get(keyOf(fields))));
  const outcomes = wishes.length === 0 ? [] : await ctx.saveContacts({ ...asker, wishes });
  const saved = outcomes.values();
  return rows.map((row, index) => {
    const reading = readings[index];
    const outcome = reading?.kind === 'failed' ? reading : saved.next().value;
    assert(outcome !== undefined, 'Each row has an outcome.');
    return { row, outcome };
  });
}

type RowReading =
  | { readonly kind: 'fields'; readonly fields: ContactPatch }
  | { readonly kind: 'failed'; readonly error: PosthornError };

function readRow({ phone_number, name, tags }: ImportRow, read: ReadContactInput): RowReading {
  const body = {
    phone_number,
    ...(name === undefined || name.trim() === '' ? {} : { name }),
    ...(tags === undefined ? {} : { tags: readTags(tags) }),
  };
  try {
    return { kind: 'fields', fields: readNumberedContact(body, read) };
  } catch (error) {
    if (error instanceof PosthornError) return { kind: 'failed', error };
    throw error;
  }
}

/** Which sign stands between the tags of a cell is not documented, so each that people use does. */
function readTags(cell: string): string[] {
  return cell
    .split(/[,;|]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}

function toWish(fields: ContactPatch, known: Contact | undefined): ContactWish {
  return {
    kind: 'upsert',
    fields: known === undefined ? fields : keepingSameName(fields, known),
    addsToLists: true,
  };
}

async function findByPhoneKey(
  ctx: ContactImportContext,
  workspaceId: WorkspaceId,
  fields: readonly ContactPatch[],
): Promise<ReadonlyMap<string, Contact>> {
  const contacts = await ctx.findContactsByPhone(workspaceId, [...new Set(fields.map(keyOf))]);
  return new Map(contacts.map((contact) => [keyOf(contact), contact]));
}

function keyOf({ phone }: ContactPatch): string {
  return phoneKeyOf(digitsOfPhone(phone ?? ''));
}

function toRowError(row: ImportRow, error: PosthornError): ImportReport['errors'][number] {
  const reason = error.fields[0]?.message ?? error.message;
  return { row: row.number, phone_number: row.phone_number.slice(0, SHOWN_PHONE_CHARS), reason };
}

const COLUMNS: ReadonlySet<string> = new Set(['phone_number', 'name', 'tags']);

/** Names of the columns as the parser wants them: false for one that is passed over. */
function readHeader(header: readonly string[]): (string | false)[] {
  const names = header.map((cell) => cell.trim().toLowerCase());
  if (!names.includes('phone_number')) throw wrongFile('Its first line must name the column phone_number.');
  return names.map((name, index) => COLUMNS.has(name) && names.indexOf(name) === index && name);
}

function wrongFile(message: string, cause?: unknown): PosthornError {
  return new PosthornError('unprocessable', 'The file cannot be imported.', {
    fields: [{ pointer: '/file', message }],
    cause,
  });
}
