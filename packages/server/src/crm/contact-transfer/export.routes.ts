import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import type { ContactResource } from '../../domain/event-catalogue/crm-data.ts';
import { type ContactId, parseId, type WorkspaceId } from '../../domain/ids.ts';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import { type ColumnTarget, headingOf } from './column-mapping.ts';
import { attributesOf, type ExportColumns, exportColumns, FIXED_COLUMN_COUNT } from './contact-columns.ts';
import { COLUMNS_MAX } from './transfer-bounds.ts';

/** Contacts of a workspace as the API shows them, oldest first, after an id. */
export type ListContactsAfter = (
  workspaceId: WorkspaceId,
  page: { readonly afterId: ContactId | null; readonly limit: number },
) => Promise<readonly ContactResource[]>;

export interface ExportRoutesContext {
  readonly listContacts: ListContactsAfter;
}

/** Contacts that are read at once: about half a megabyte. */
const PAGE_ROWS = 500;
/** Columns for custom attributes: an export can be imported again, with its other columns. */
const ATTRIBUTE_COLUMNS_MAX = COLUMNS_MAX - FIXED_COLUMN_COUNT;

const exportQuery = z.strictObject({
  format: z.enum(['csv', 'ndjson']).default('csv'),
  workspace: z.string().max(64).optional().describe('In place of the header Posthorn-Workspace, for a link.'),
});

const CONTENT_TYPES = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson; charset=utf-8' } as const;

/** GET /v1/contacts/export: all contacts as a file. */
export function exportRoutes(api: ApiServer, ctx: ExportRoutesContext): void {
  const files = new Set<Readable>();
  // A slow reader must not hold up the end of the gateway.
  api.addHook('preClose', async () => {
    for (const file of files) file.destroy();
  });
  api.get(
    '/v1/contacts/export',
    {
      config: { access: { who: 'workspace', permission: 'contacts.export', workspaceInQuery: true } },
      schema: {
        summary: 'Export all contacts as a file',
        description:
          'Oldest first. `csv` has the columns that an import understands, custom attributes as `custom_attributes.<name>`; a text that a spreadsheet would take for a formula ' +
          'has an apostrophe before it, which an import takes away. `ndjson` has one contact of the API on each line.',
        tags: ['Contacts'],
        querystring: exportQuery,
        produces: Object.values(CONTENT_TYPES).map((type) => type.split(';')[0] ?? type),
      },
    },
    async (request, reply) => {
      const { format } = request.query;
      const pages = () => readPages(ctx, workspaceOf(request));
      const lines = format === 'csv' ? writeCsv(pages, await findColumns(pages())) : writeNdjson(pages());
      const file = Readable.from(lines);
      files.add(file);
      file.once('close', () => files.delete(file));
      return reply
        .type(CONTENT_TYPES[format])
        .header('content-disposition', `attachment; filename="contacts.${format}"`)
        .send(file);
    },
  );
}

async function* readPages(
  { listContacts }: ExportRoutesContext,
  workspaceId: WorkspaceId,
): AsyncGenerator<readonly ContactResource[]> {
  let afterId: ContactId | null = null;
  for (;;) {
    const page: readonly ContactResource[] = await listContacts(workspaceId, { afterId, limit: PAGE_ROWS });
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (page.length < PAGE_ROWS || last === undefined) return;
    afterId = parseId('cnt', last.id);
    assert(afterId !== null);
  }
}

/** A pass over all contacts: the heading comes first, and the attributes are known last. */
async function findColumns(pages: AsyncIterable<readonly ContactResource[]>): Promise<ExportColumns> {
  const attributes = new Map<string, ColumnTarget>();
  for await (const page of pages) {
    for (const target of page.flatMap(attributesOf)) attributes.set(headingOf(target), target);
    if (attributes.size > ATTRIBUTE_COLUMNS_MAX) throw tooManyAttributes();
  }
  return exportColumns([...attributes].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, target]) => target));
}

function tooManyAttributes(): PosthornError {
  return new PosthornError(
    'limit_reached',
    `The contacts have more than ${ATTRIBUTE_COLUMNS_MAX} custom attributes, which is more than a CSV file can hold here. Use format=ndjson.`,
  );
}

async function* writeCsv(
  pages: () => AsyncIterable<readonly ContactResource[]>,
  { heading, toCells }: ExportColumns,
): AsyncGenerator<string> {
  yield toCsv([heading]);
  for await (const page of pages()) yield toCsv(page.map(toCells));
}

async function* writeNdjson(pages: AsyncIterable<readonly ContactResource[]>): AsyncGenerator<string> {
  for await (const page of pages) yield page.map((contact) => `${JSON.stringify(contact)}\n`).join('');
}

function toCsv(rows: readonly (readonly string[])[]): string {
  return stringify(
    rows.map((cells) => [...cells]),
    { record_delimiter: 'windows', quoted_match: /[\r\n]/ },
  );
}
