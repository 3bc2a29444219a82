import * as z from 'zod';
import { RUN_STATES, type Run } from '../../domain/run.ts';
import { toIso } from '../../platform/http/query-params.ts';

const data = z.record(z.string(), z.unknown());

/** Schema of a run as the API shows it. */
export const runView = z
  .object({
    id: z.string(),
    kind: z.string().describe('What it does: `contact.import`.'),
    state: z.enum(RUN_STATES),
    progress: data.describe('How far it is.'),
    result: data.nullable().describe('The report. Null until it has ended.'),
    error: z.string().nullable().describe('One sentence. Null but for a run that failed.'),
    created_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    finished_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Run' });

/** A run as the API shows it. What was asked for is not shown: it is the business of the handler. */
export function toRunView(run: Run): z.output<typeof runView> {
  return {
    id: run.id,
    kind: run.kind,
    state: run.state,
    progress: run.progress,
    result: run.result,
    error: run.error,
    created_at: toIso(run.createdAtMs),
    started_at: run.startedAtMs === null ? null : toIso(run.startedAtMs),
    finished_at: run.finishedAtMs === null ? null : toIso(run.finishedAtMs),
  };
}
