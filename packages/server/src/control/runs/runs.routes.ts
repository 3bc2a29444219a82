import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import * as z from 'zod';
import { guardCsvCell } from '../../domain/csv-cell.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { RunId, WorkspaceId } from '../../domain/ids.ts';
import { RUN_STATES, type Run, type RunProblem } from '../../domain/run.ts';
import type { Store } from '../../platform/db/store.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import { type ApiServer, decodeCursor, listQuery, pageOf, workspaceOf } from '../../platform/http/api.ts';
import { auditChange, type WriteAudit } from '../../platform/http/audit.ts';
import { idCursor, idPath, pathId } from '../../platform/http/query-params.ts';
import { runView, toRunView } from './run-view.ts';
import {
  cancelRun,
  dropRunInput,
  findRun,
  listRunProblems,
  listRuns,
  pauseRun,
  type RunChange,
  resumeRun,
} from './runs.store.ts';

export interface RunRoutesContext {
  readonly store: Store;
  readonly nowMs: () => number;
  readonly audit: WriteAudit;
  /** A run was resumed: it is taken up at once. */
  readonly wake: () => void;
}

const READ = { access: { who: 'workspace', permission: 'runs.read' } } as const;
const WRITE = { access: { who: 'workspace', permission: 'runs.write' } } as const;
const TAGS = ['Runs'];

const runsQuery = listQuery.extend({
  kind: z
    .string()
    .max(256)
    .transform((text) => text.split(','))
    .optional()
    .describe('Any of these: several stand with commas between.'),
  state: z.enum(RUN_STATES).optional(),
});

const problemView = z.object({
  row: z.int().describe('Row of the file; the heading is row 1.'),
  column: z.string().nullable().describe('As the file calls it. Null: it is about the whole row.'),
  message: z.string(),
  value: z.string().nullable().describe('The cell, cut short.'),
});

/** GET /v1/runs, GET /v1/runs/{id}, POST /v1/runs/{id}/cancel, pause and resume, GET /v1/runs/{id}/problems and problems.csv. */
export function runRoutes(api: ApiServer, ctx: RunRoutesContext): void {
  readRoutes(api, ctx);
  problemRoutes(api, ctx);
  changeRoute(api, ctx, {
    path: 'cancel',
    action: 'canceled',
    change: cancelRun,
    summary: 'End a run before its time',
    description: `What it did so far stays. ${AFTER_PIECE} ${ENDED}`,
  });
  changeRoute(api, ctx, {
    path: 'pause',
    action: 'paused',
    change: pauseRun,
    summary: 'Let a run wait until it is resumed',
    description: `What it did so far stays, and it keeps its place: resumed, it goes on from there. ${AFTER_PIECE} ${ENDED}`,
  });
  changeRoute(api, ctx, {
    path: 'resume',
    action: 'resumed',
    change: resumeRun,
    summary: 'Go on with a run that pauses',
    description: `Does nothing to one that does not pause. ${ENDED}`,
  });
}

const AFTER_PIECE =
  'One that is being worked on stops after the piece of work in hand: read it again until its `state` says so.';
const ENDED = '409 when it has ended already.';

interface ChangeRoute {
  readonly path: string;
  /** What the audit log calls it. */
  readonly action: string;
  readonly change: (store: Store, run: RunChange, withChange: WithChange<Run>) => Promise<Run | null>;
  readonly summary: string;
  readonly description: string;
}

function changeRoute(api: ApiServer, ctx: RunRoutesContext, { path, action, change, ...words }: ChangeRoute): void {
  api.post(
    `/v1/runs/:id/${path}`,
    { config: WRITE, schema: { ...words, tags: TAGS, params: idPath, response: { 200: runView } } },
    async (request) => {
      const workspaceId = workspaceOf(request);
      const before = await findRunOrThrow(ctx, workspaceId, request.params.id);
      if (before.finishedAtMs !== null) throw endedAlready();
      const resource = { write: ctx.audit, resourceType: 'run', toView: toRunView };
      const key = { workspaceId, id: before.id, nowMs: ctx.nowMs() };
      const run = await change(ctx.store, key, auditChange(resource, request, action));
      if (run === null) throw notFound();
      if (run.finishedAtMs !== null) await dropRunInput(ctx.store, workspaceId, run.id);
      else ctx.wake();
      return toRunView(run);
    },
  );
}

function readRoutes(api: ApiServer, ctx: RunRoutesContext): void {
  api.get(
    '/v1/runs',
    {
      config: READ,
      schema: {
        summary: 'Long pieces of work, newest first',
        tags: TAGS,
        querystring: runsQuery,
        response: { 200: pageOf(runView) },
      },
    },
    async (request) => {
      const { kind: kinds, state, cursor, limit } = request.query;
      const beforeId = idCursor('run', cursor);
      const page = await listRuns(ctx.store, { workspaceId: workspaceOf(request), kinds, state, beforeId, limit });
      return { data: page.items.map(toRunView), next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    },
  );
  api.get(
    '/v1/runs/:id',
    {
      config: READ,
      schema: {
        summary: 'One run: how far it is, and its report',
        tags: TAGS,
        params: idPath,
        response: { 200: runView },
      },
    },
    async (request) => toRunView(await findRunOrThrow(ctx, workspaceOf(request), request.params.id)),
  );
}

function problemRoutes(api: ApiServer, ctx: RunRoutesContext): void {
  api.get(
    '/v1/runs/:id/problems',
    {
      config: READ,
      schema: {
        summary: 'What a run could not do, row by row',
        tags: TAGS,
        params: idPath,
        querystring: listQuery,
        response: { 200: pageOf(problemView) },
      },
    },
    async (request) => {
      const run = await findRunOrThrow(ctx, workspaceOf(request), request.params.id);
      const page = await listRunProblems(ctx.store, {
        workspaceId: run.workspaceId,
        runId: run.id,
        afterNumber: readProblemCursor(request.query.cursor),
        limit: request.query.limit,
      });
      return { data: [...page.items], next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    },
  );
  api.get(
    '/v1/runs/:id/problems.csv',
    {
      config: READ,
      schema: {
        summary: 'The same as a file',
        description: 'CSV in UTF-8 with the columns `row`, `column`, `message` and `value`.',
        tags: TAGS,
        params: idPath,
        produces: ['text/csv'],
      },
    },
    async (request, reply) => {
      const run = await findRunOrThrow(ctx, workspaceOf(request), request.params.id);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${run.id}-problems.csv"`)
        .send(Readable.from(writeProblems(ctx.store, run.workspaceId, run.id)));
    },
  );
}

async function findRunOrThrow(ctx: RunRoutesContext, workspaceId: WorkspaceId, text: string): Promise<Run> {
  const run = await findRun(ctx.store, workspaceId, pathId('run', text));
  if (run === null) throw notFound();
  return run;
}

function notFound(): PosthornError {
  return new PosthornError('not_found', 'There is no run with this id, or it is older than the retention.');
}

function endedAlready(): PosthornError {
  return new PosthornError('conflict', 'The run has ended already.');
}

function readProblemCursor(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  const position = decodeCursor(cursor);
  if (/^\d{1,9}$/.test(position)) return Number(position);
  throw new PosthornError('invalid_request', 'The cursor is not valid.', {
    fields: [{ pointer: '?cursor', message: 'Use next_cursor of the page before, of the same list.' }],
  });
}

/** Problems that are read at once while the file is written. */
const FILE_PAGE_ROWS = 500;

/** The file, piece by piece: it is never in memory as a whole. */
async function* writeProblems(store: Store, workspaceId: WorkspaceId, runId: RunId): AsyncGenerator<string> {
  yield toCsv([['row', 'column', 'message', 'value']]);
  let afterNumber: number | null = null;
  do {
    const page = await listRunProblems(store, { workspaceId, runId, afterNumber, limit: FILE_PAGE_ROWS });
    yield toCsv(page.items.map(toCells));
    afterNumber = page.nextCursor === null ? null : Number(decodeCursor(page.nextCursor));
  } while (afterNumber !== null);
}

function toCells({ row, column, message, value }: RunProblem): string[] {
  return [String(row), guardCsvCell(column ?? ''), message, guardCsvCell(value ?? '')];
}

function toCsv(rows: string[][]): string {
  return stringify(rows, { record_delimiter: 'windows', quoted_match: /[\r\n]/ });
}
