import { api } from '../../lib/api.ts';
import type { Run } from '../../lib/runs.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What an import would make of a file, as the API tells it. */
export interface ImportPreview {
  readonly encoding: Encoding;
  readonly delimiter: string;
  readonly columns: readonly {
    readonly name: string;
    readonly field: string | null;
    readonly samples: readonly string[];
  }[];
  readonly rows: readonly (readonly string[])[];
  readonly fields: readonly string[];
  readonly problems: readonly string[];
}

/** What a person decides about an import. */
export interface ImportChoices {
  /** Null: it is found out. */
  readonly delimiter: string | null;
  /** By the name of a column: its field, or null to leave it out. What is not there is found by its heading. */
  readonly mapping: Readonly<Record<string, string | null>>;
  readonly createLabels: boolean;
  readonly updateExisting: boolean;
}

export const CHOICES_AT_FIRST: ImportChoices = {
  delimiter: null,
  mapping: {},
  createLabels: false,
  updateExisting: true,
};

export const FILE_BYTES_MAX = 100 * 1_024 * 1_024;
/** The beginning that is looked at: far more than twenty rows. */
const BEGINNING_BYTES = 256 * 1_024;
const CSV = { 'content-type': 'text/csv' } as const;

/** Asks what an import would make of a file, by its beginning. */
export function previewImport(
  file: Blob,
  { delimiter, mapping }: ImportChoices,
  signal: AbortSignal,
): Promise<ImportPreview> {
  return api.post<ImportPreview>('/v1/contacts/imports/preview', file.slice(0, BEGINNING_BYTES), {
    query: { delimiter, mapping: JSON.stringify(mapping), part: file.size > BEGINNING_BYTES },
    headers: CSV,
    signal,
  });
}

/**
 * Sends the whole file. One that is not in UTF-8 is turned into it first.
 *
 * @throws ApiProblem, or `DOMException` when the file cannot be read any more.
 */
export async function startImport(
  file: Blob,
  preview: ImportPreview,
  choices: ImportChoices & { readonly isTry: boolean },
): Promise<Run> {
  return api.post<Run>('/v1/contacts/imports', await inUtf8(file, preview.encoding), {
    query: {
      delimiter: preview.delimiter,
      mapping: JSON.stringify(choices.mapping),
      dry_run: choices.isTry,
      create_labels: choices.createLabels,
      update_existing: choices.updateExisting,
    },
    headers: CSV,
  });
}

async function inUtf8(file: Blob, encoding: Encoding): Promise<Blob> {
  if (encoding === 'utf-8') return file;
  return new Blob([new TextDecoder(encoding).decode(await file.arrayBuffer())]);
}
