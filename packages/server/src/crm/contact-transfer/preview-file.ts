import { TextDecoder } from 'node:util';
import { PosthornError } from '../../domain/errors.ts';
import { type ColumnMapping, FIELD_NAMES, headingOf, planColumns } from './column-mapping.ts';
import { DELIMITERS, type Delimiter, readFirstRows } from './csv-rows.ts';

/** How the bytes of a file are to be read. An import takes UTF-8; a caller can turn the others into it. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** What a person decides about a file before it is imported. */
export interface PreviewInput {
  /** The beginning of the file. */
  readonly bytes: Uint8Array;
  /** There is more of the file: the last row may be cut off. */
  readonly isPart: boolean;
  /** Null: it is found out. */
  readonly delimiter: Delimiter | null;
  readonly mapping: ColumnMapping;
}

export interface PreviewedColumn {
  /** As the file calls it. */
  readonly name: string;
  /** What an import takes it for, as a mapping names it. Null: it is left out. */
  readonly field: string | null;
  /** The first cells that have text in them. */
  readonly samples: readonly string[];
}

/** What an import would make of a file, by its beginning. */
export interface FilePreview {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  readonly columns: readonly PreviewedColumn[];
  /** The first rows after the heading. */
  readonly rows: readonly (readonly string[])[];
  /** Fields that a column can be given, beside `custom_attributes.<name>`. */
  readonly fields: readonly string[];
  /** Why it cannot be imported like this. Empty: it can. */
  readonly problems: readonly string[];
}

const ROWS_SHOWN_MAX = 20;
const SAMPLES_MAX = 3;
/** Cells are shown, not kept: what is longer is cut. */
const CELL_CHARS_SHOWN = 200;

/**
 * Tells what an import would make of a file, by its beginning: how it is written, what its columns hold and how its
 * first rows read.
 *
 * @throws PosthornError `invalid_request` when it has no heading that can be read.
 */
export function previewFile({ bytes, isPart, delimiter, mapping }: PreviewInput): FilePreview {
  const { encoding, text } = decodeBeginning(bytes, isPart);
  const used = delimiter ?? guessDelimiter(text, isPart);
  const [heading = [], ...rest] = readFirstRows(text, used, { isPart, rowsMax: ROWS_SHOWN_MAX + 1 });
  const rows = rest.filter((cells) => cells.some((cell) => cell.trim() !== ''));
  const plan = planOrProblem(heading, mapping);
  return {
    encoding,
    delimiter: used,
    columns: heading.map((name, index) => ({
      name: shown(name.trim()),
      field: fieldOf(plan, index),
      samples: rows
        .map((cells) => shown(cells[index]?.trim() ?? ''))
        .filter((cell) => cell !== '')
        .slice(0, SAMPLES_MAX),
    })),
    rows: rows.map((cells) => cells.map(shown)),
    fields: FIELD_NAMES,
    problems: plan instanceof PosthornError ? problemsOf(plan) : [],
  };
}

type Plan = ReturnType<typeof planColumns>;

function planOrProblem(heading: readonly string[], mapping: ColumnMapping): Plan | PosthornError {
  try {
    return planColumns(heading, mapping);
  } catch (error) {
    if (error instanceof PosthornError && error.code === 'invalid_request') return error;
    throw error;
  }
}

function problemsOf({ message, fields }: PosthornError): readonly string[] {
  return fields.length === 0 ? [message] : fields.map((field) => field.message);
}

function fieldOf(plan: Plan | PosthornError, index: number): string | null {
  const target = plan instanceof PosthornError ? null : (plan.targets[index] ?? null);
  return target === null ? null : headingOf(target);
}

function shown(cell: string): string {
  return cell.length <= CELL_CHARS_SHOWN ? cell : `${cell.slice(0, CELL_CHARS_SHOWN)}…`;
}

/** A byte order mark decides; else UTF-8 is tried, and what is not UTF-8 is read as spreadsheets of the West write it. */
function decodeBeginning(bytes: Uint8Array, isPart: boolean): { readonly encoding: Encoding; readonly text: string } {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decodeAs('utf-16le', bytes, isPart);
  if (first === 0xfe && second === 0xff) return decodeAs('utf-16be', bytes, isPart);
  try {
    // Of a part the last character may be cut off.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isPart });
    return { encoding: 'utf-8', text };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return decodeAs('windows-1252', bytes, isPart);
  }
}

function decodeAs(encoding: Encoding, bytes: Uint8Array, isPart: boolean) {
  return { encoding, text: new TextDecoder(encoding).decode(bytes, { stream: isPart }) };
}

/** The one that takes the heading into the most columns. */
function guessDelimiter(text: string, isPart: boolean): Delimiter {
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: columnCount(text, delimiter, isPart) }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
}

function columnCount(text: string, delimiter: Delimiter, isPart: boolean): number {
  try {
    return readFirstRows(text, delimiter, { isPart, rowsMax: 1 })[0]?.length ?? 0;
  } catch (error) {
    if (error instanceof PosthornError) return 0;
    throw error;
  }
}
