import type { estimateView } from '@posthorn/server/pipeline/replay/estimate.ts';
import type * as z from 'zod';
import type { Run } from '../../lib/runs.ts';

/** What a replay or recovery would come to. */
export type Estimate = z.infer<typeof estimateView>;

/** Kinds of runs that are shown here. */
export const REPLAY_KINDS = ['event.replay', 'endpoint.recover'] as const;

/** How much of the time that is asked for is behind a run, 0 to 1: how many events lie ahead nobody has counted. */
export function shareOf({ progress }: Pick<Run, 'progress'>): number {
  const [from, to, at] = [progress.from, progress.to, progress.at].map((time) => Date.parse(String(time)));
  if (from === undefined || to === undefined || at === undefined || !(to > from)) return 0;
  return Math.min(1, Math.max(0, (at - from) / (to - from)));
}

/** What is asked for, as the form has it. Times as `datetime-local` has them; without an end, up to now. */
export interface ReplayDraft {
  readonly from: string;
  readonly to: string;
  readonly types: string;
  readonly target: 'wanting' | 'chosen' | 'other';
  readonly endpointIds: readonly string[];
  readonly otherId: string;
  readonly filter: string;
  readonly newIds: boolean;
}

/** The body of `POST /v1/replays`. Null: the filter is no JSON object. */
export function toReplayBody(draft: ReplayDraft): Readonly<Record<string, unknown>> | null {
  const filter = readFilter(draft.filter);
  if (filter === undefined) return null;
  const types = draft.types
    .split(',')
    .map((type) => type.trim())
    .filter((type) => type !== '');
  return {
    from: toTime(draft.from),
    ...(draft.to === '' ? {} : { to: toTime(draft.to) }),
    ...(types.length === 0 ? {} : { event_types: types }),
    ...(draft.target === 'chosen' ? { endpoint_ids: draft.endpointIds } : {}),
    ...(draft.target === 'other' ? { to_endpoint_id: draft.otherId } : {}),
    ...(filter === null ? {} : { filter }),
    new_ids: draft.newIds,
  };
}

/** Null: there is none. Undefined: it is no JSON object. */
function readFilter(text: string): object | null | undefined {
  if (text.trim() === '') return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function toTime(field: string): string {
  const date = new Date(field);
  return Number.isNaN(date.getTime()) ? field : date.toISOString();
}

/** A time as `datetime-local` wants it: in the reader's timezone, to the minute. */
export function toField(atMs: number): string {
  const date = new Date(atMs);
  return new Date(atMs - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
