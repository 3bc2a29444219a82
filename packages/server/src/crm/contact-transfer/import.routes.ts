import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import type { RunId, WorkspaceId } from '../../domain/ids.ts';
import type { Run, StartRun } from '../../domain/run.ts';
import { actorOf } from '../../platform/http/actor.ts';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import { allowSlowBody } from '../../platform/http/http-server.ts';
import { Uploads } from '../../platform/http/uploads.ts';
import { planColumns } from './column-mapping.ts';
import { DELIMITERS, readHeading } from './csv-rows.ts';
import { CONTACT_IMPORT, type ImportParams } from './import-run.ts';
import { fileTooLarge, receiveFile } from './receive-file.ts';
import { FILE_BYTES_MAX } from './transfer-bounds.ts';

/** What this route needs. `gateway/` passes the real ones. */
export interface ImportRoutesContext {
  readonly newRunId: () => RunId;
  readonly startRun: StartRun;
  /** Keeps a piece of the text of a run that is to start. */
  readonly appendInput: (
    input: { readonly workspaceId: WorkspaceId; readonly runId: RunId; readonly number: number },
    content: string,
  ) => Promise<void>;
  /** Removes what was kept for a run that does not start. */
  readonly dropInput: (workspaceId: WorkspaceId, runId: RunId) => Promise<void>;
  /** A run as the API shows it. */
  readonly run: { readonly schema: z.ZodType; readonly toView: (run: Run) => unknown };
}

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** What the columns of a file hold, as a query has it. */
export const mappingParam = z
  .string()
  .max(8_192)
  .transform(readMappingJson)
  .default({})
  .describe(
    'JSON: the field of a column by its name, or null to leave it out. Other columns are found by their headings.',
  );

const importQuery = z.strictObject({
  mapping: mappingParam,
  dry_run: flag.default(false).describe('Do everything but save.'),
  delimiter: z.enum(DELIMITERS).default(','),
  create_labels: flag.default(false).describe('Make the statuses, sources and groups that are named and not there.'),
  update_existing: flag
    .default(true)
    .describe('Change a contact that is there, found by BSUID, then phone. False: its row is a problem.'),
});

type ImportQuery = z.output<typeof importQuery>;

/** POST /v1/contacts/imports: takes in a CSV file and starts the run that imports it. */
export function importRoutes(api: ApiServer, ctx: ImportRoutesContext): void {
  const uploads = new Uploads();
  api.addHook('preClose', async () => uploads.interrupt());
  // In a scope of its own: only here is a body of another type than JSON taken, and as a stream.
  api.register(async (scope: ApiServer) => {
    takeOnlyCsv(scope);
    addImportRoute(scope, { ...ctx, uploads });
  });
}

function takeOnlyCsv(scope: ApiServer): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (request, payload, done) => {
    const error = refuseType(request.headers['content-type'] ?? '');
    if (error === null) done(null, payload);
    else done(error);
  });
}

function refuseType(contentType: string): PosthornError | null {
  const [type = '', ...params] = contentType.toLowerCase().split(';');
  const charset = params.map((param) => param.trim()).find((param) => param.startsWith('charset='));
  const isUtf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset);
  if (type.trim() === 'text/csv' && isUtf8) return null;
  return new PosthornError('unsupported_media_type', 'Send the file as the body, as text/csv in UTF-8.');
}

function addImportRoute(api: ApiServer, ctx: ImportRoutesContext & { readonly uploads: Uploads }): void {
  api.post(
    '/v1/contacts/imports',
    {
      config: { access: { who: 'workspace', permission: 'contacts.write' } },
      schema: {
        summary: 'Import contacts from a CSV file',
        description:
          'The body is the file: UTF-8 with or without a byte order mark, a heading in the first row, up to 100,000 rows, 100 columns, 64 KB a cell and 100 MB. ' +
          'The answer comes when the file is in and its heading can be used; the rows are imported by the run. ' +
          'Rows that cannot be imported are told by `GET /v1/runs/{id}/problems`, and change nothing.',
        tags: ['Contacts'],
        consumes: ['text/csv'],
        querystring: importQuery,
        body: z.unknown().meta({ type: 'string', description: 'The file.' }),
        response: { 202: ctx.run.schema },
      },
    },
    async (request, reply) => {
      const { query } = request;
      const run = await ctx.uploads.take((interrupted) => {
        // Else the connection would wait for the rest of the file after the answer.
        interrupted.addEventListener('abort', () => void reply.header('connection', 'close'));
        return startImport(ctx, { request, query, interrupted });
      });
      return reply.code(202).header('location', `/v1/runs/${run.id}`).send(ctx.run.toView(run));
    },
  );
}

interface Upload {
  readonly request: FastifyRequest;
  readonly query: ImportQuery;
  /** Aborted when it has to end before its time. */
  readonly interrupted: AbortSignal;
}

async function startImport(ctx: ImportRoutesContext, { request, query, interrupted }: Upload): Promise<Run> {
  const workspaceId = workspaceOf(request);
  const runId = ctx.newRunId();
  if (Number(request.headers['content-length'] ?? 0) > FILE_BYTES_MAX) throw fileTooLarge();
  allowSlowBody(request.raw);
  try {
    const bytes = await receiveFile({
      body: bodyOf(request),
      interrupted,
      checkBeginning: (text) => void planColumns(readHeading(text, query.delimiter), query.mapping),
      store: (number, content) => ctx.appendInput({ workspaceId, runId, number }, content),
    });
    const params: ImportParams = { ...query, bytes };
    const asked = { actor: actorOf(request), action: 'contact.import_started' };
    return await ctx.startRun({ workspaceId, kind: CONTACT_IMPORT, params, id: runId, asked });
  } catch (error) {
    await ctx.dropInput(workspaceId, runId);
    throw error;
  }
}

function bodyOf(request: FastifyRequest): IncomingMessage {
  if (request.body === request.raw) return request.raw;
  throw new PosthornError('invalid_request', 'The body is empty: send the file as text/csv.');
}

/** JSON inside a query parameter. */
function readMappingJson(text: string, ctx: z.RefinementCtx): Record<string, string | null> {
  try {
    const parsed = z.record(z.string(), z.string().nullable()).safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  ctx.addIssue({ code: 'custom', message: 'Must be a JSON object such as {"Mobile": "phone", "Notes": null}.' });
  return z.NEVER;
}
