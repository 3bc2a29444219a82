import { pipeline, Readable } from 'node:stream';
import { CsvError, type Options, parse } from 'csv-parse';
import { parse as parseNow } from 'csv-parse/sync';
import { PosthornError } from '../../domain/errors.ts';
import { CELL_BYTES_MAX, COLUMNS_MAX } from './transfer-bounds.ts';

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** Bytes that are parsed at once: about a millisecond, so that other work is not kept waiting. */
const SLICE_BYTES = 16 * 1_024;

/**
 * Reads the rows of a CSV file piece by piece, the heading too. Rows may have any number of cells, any of the usual ends
 * of line may stand anywhere, and a quote inside a cell that does not begin with one is a quote.
 *
 * @param onRead Told of the bytes that are taken in, a little before their rows come out.
 * @throws PosthornError `unprocessable` when the file cannot be read on, with the row that it happened in.
 */
export async function* readCsvRows(
  pieces: AsyncIterable<string>,
  delimiter: Delimiter,
  onRead: (bytes: number) => void = () => {},
): AsyncGenerator<readonly string[]> {
  const rows = pipeline(Readable.from(sliced(pieces, onRead)), parse(parseOptions(delimiter)), () => {});
  try {
    for await (const row of rows) yield row as string[];
  } catch (error) {
    throw error instanceof CsvError ? unreadable(error) : error;
  }
}

/**
 * Reads the first row of a file.
 *
 * @param text The beginning of the file.
 * @throws PosthornError `invalid_request` when there is none.
 */
export function readHeading(text: string, delimiter: Delimiter): readonly string[] {
  try {
    const [heading] = parseNow(text, { ...parseOptions(delimiter), to: 1 }) as unknown as string[][];
    if (heading?.some((name) => name.trim() !== '') === true) return heading;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new PosthornError('invalid_request', 'The heading of the file cannot be read. Is a quote missing?');
  }
  throw new PosthornError('invalid_request', 'The file has no heading: its first row has to name the columns.');
}

/**
 * Reads the first rows of a file, the heading too.
 *
 * @param text The beginning of the file. When it is a part, a row that may be cut off is left out.
 * @throws PosthornError `invalid_request` when there is no heading, or a row cannot be read.
 */
export function readFirstRows(
  text: string,
  delimiter: Delimiter,
  { isPart, rowsMax }: { readonly isPart: boolean; readonly rowsMax: number },
): readonly (readonly string[])[] {
  const heading = readHeading(text, delimiter);
  try {
    const rows = parseNow(text, { ...parseOptions(delimiter), to: rowsMax }) as unknown as string[][];
    return isPart && rows.length > 1 && rows.length < rowsMax ? rows.slice(0, -1) : rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (!isPart) throw new PosthornError('invalid_request', unreadable(error).message);
    // The cut left a quote open.
    return [heading];
  }
}

function parseOptions(delimiter: Delimiter): Options {
  return {
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    // A quote that is never closed takes the rest of the file for one cell: it ends here.
    max_record_size: COLUMNS_MAX * CELL_BYTES_MAX,
  };
}

async function* sliced(pieces: AsyncIterable<string>, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    const bytes = Buffer.from(piece, 'utf8');
    for (let start = 0; start < bytes.length; start += SLICE_BYTES) {
      const slice = bytes.subarray(start, start + SLICE_BYTES);
      onRead(slice.length);
      yield slice;
    }
  }
}

function unreadable(error: CsvError): PosthornError {
  const at = Number(error.records);
  const row = Number.isSafeInteger(at) ? `Row ${at + 1}` : 'A row';
  const reason =
    error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE'
      ? 'has a cell that begins with a quote which is never closed'
      : 'cannot be read';
  return new PosthornError('unprocessable', `${row} ${reason}. What comes after it was not read.`, { cause: error });
}
