import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import type { ApiServer } from '../../platform/http/api.ts';
import { DELIMITERS } from './csv-rows.ts';
import { mappingParam } from './import.routes.ts';
import { ENCODINGS, previewFile } from './preview-file.ts';

/** Far more than twenty rows have; the page cuts it off before it is sent. */
const PREVIEW_BYTES_MAX = 1_024 * 1_024;

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

const previewQuery = z.strictObject({
  mapping: mappingParam,
  delimiter: z.enum(DELIMITERS).optional().describe('Without it: the one that makes the most columns.'),
  part: flag.default(false).describe('The body is the beginning of a longer file: its last row may be cut off.'),
});

const previewView = z
  .object({
    encoding: z.enum(ENCODINGS).describe('An import takes utf-8 alone.'),
    delimiter: z.enum(DELIMITERS),
    columns: z.array(
      z.object({
        name: z.string(),
        field: z.string().nullable().describe('What the import takes it for. Null: it is left out.'),
        samples: z.array(z.string()),
      }),
    ),
    rows: z.array(z.array(z.string())).describe('The first twenty after the heading; long cells are cut short.'),
    fields: z.array(z.string()).describe('What a column can be, beside `custom_attributes.<name>`.'),
    problems: z.array(z.string()).describe('Why it cannot be imported like this. Empty: it can.'),
  })
  .meta({ id: 'ContactImportPreview' });

/** POST /v1/contacts/imports/preview: what an import would make of a file. Nothing is kept. */
export function importPreviewRoutes(api: ApiServer): void {
  // In a scope of its own: only here is a body of another type than JSON taken as bytes.
  api.register(async (scope: ApiServer) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'text/csv',
      { parseAs: 'buffer', bodyLimit: PREVIEW_BYTES_MAX },
      (_request, body, done) => done(null, body),
    );
    addPreviewRoute(scope);
  });
}

function addPreviewRoute(api: ApiServer): void {
  api.post(
    '/v1/contacts/imports/preview',
    {
      bodyLimit: PREVIEW_BYTES_MAX,
      config: { access: { who: 'workspace', permission: 'contacts.write' } },
      schema: {
        summary: 'See what an import would make of a CSV file',
        description:
          'The body is the file or its beginning, up to 1 MB. Tells how it is written, what its columns would be taken for with this mapping, and its first rows. Nothing is kept and nothing is changed; for the problems of all rows import it with `dry_run`.',
        tags: ['Contacts'],
        consumes: ['text/csv'],
        querystring: previewQuery,
        body: z.unknown().meta({ type: 'string', description: 'The file, or its beginning with `part=true`.' }),
        response: { 200: previewView },
      },
    },
    async (request) => {
      const { mapping, delimiter, part } = request.query;
      const preview = previewFile({
        bytes: bodyOf(request.body),
        isPart: part,
        delimiter: delimiter ?? null,
        mapping,
      });
      return {
        ...preview,
        columns: preview.columns.map((column) => ({ ...column, samples: [...column.samples] })),
        rows: preview.rows.map((cells) => [...cells]),
        fields: [...preview.fields],
        problems: [...preview.problems],
      };
    },
  );
}

function bodyOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array && body.length > 0) return body;
  throw new PosthornError('invalid_request', 'The body is empty: send the file as text/csv.');
}
