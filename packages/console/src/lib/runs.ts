import type { runView } from '@posthorn/server/control/runs/run-view.ts';
import { useQuery } from '@tanstack/react-query';
import type * as z from 'zod';
import { type ApiProblem, api } from './api.ts';
import { apiKey } from './queries.ts';
import { useWorkspaceId } from './session.ts';

/** A long piece of work, as the API shows it. */
export type Run = z.infer<typeof runView>;

/** A piece of a file that a run could not do. */
export interface RunProblem {
  readonly row: number;
  readonly column: string | null;
  readonly message: string;
  readonly value: string | null;
}

/** How often a run that goes on is looked at. */
const POLL_MS = 1_000;

/** Reads a run until it has ended. Null: there is none to read. */
export function useRun(id: string | null) {
  const workspaceId = useWorkspaceId();
  const path = `/v1/runs/${id ?? ''}`;
  return useQuery<Run, ApiProblem>({
    queryKey: apiKey(workspaceId, path),
    queryFn: ({ signal }) => api.get<Run>(path, { signal }),
    enabled: id !== null && id !== '',
    refetchInterval: ({ state: { data } }) => (data === undefined || hasEnded(data) ? false : POLL_MS),
  });
}

export function hasEnded({ state }: Pick<Run, 'state'>): boolean {
  return state === 'completed' || state === 'failed' || state === 'canceled';
}

/** A number of the report, or of the progress while there is no report. 0: nothing of that kind yet. */
export function runCount(run: Run, field: string): number {
  const value = run.result?.[field] ?? run.progress[field];
  return typeof value === 'number' ? value : 0;
}
