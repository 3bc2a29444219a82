import * as z from 'zod';
import type { Event } from '../../domain/event.ts';
import type { EndpointId, WorkspaceId } from '../../domain/ids.ts';
import type { LogSpan, ReadEvents } from './log-run.ts';

/** What a run would come to. */
export interface Estimate {
  /** Events of the time that were looked at. */
  readonly events: number;
  readonly deliveries: number;
  readonly byEndpoint: ReadonlyMap<EndpointId, number>;
  /** False: there are more events than were looked at. */
  readonly isExact: boolean;
}

/** Events that are looked at before it is left at "more than": whoever waits for the answer waits a fraction of a second. */
const EVENTS_MAX = 10_000;
/** Of one piece: the event loop is let go in between. */
const PIECE_EVENTS = 500;

interface EstimateAsked {
  readonly workspaceId: WorkspaceId;
  readonly span: LogSpan;
  /** The endpoints that each event of a piece would go to. */
  readonly targetsOf: (events: readonly Event[]) => Promise<readonly EndpointId[]>;
}

/** Walks along the log as the run would, and counts. */
export async function estimate(
  readEvents: ReadEvents,
  { workspaceId, span, targetsOf }: EstimateAsked,
): Promise<Estimate> {
  const byEndpoint = new Map<EndpointId, number>();
  let [events, deliveries] = [0, 0];
  let afterId: Event['id'] | null = null;
  while (events < EVENTS_MAX) {
    const range = { workspaceId, fromMs: span.from_ms, untilMs: span.until_ms, afterId, limit: PIECE_EVENTS };
    const piece = await readEvents(range);
    for (const endpointId of await targetsOf(piece)) {
      byEndpoint.set(endpointId, (byEndpoint.get(endpointId) ?? 0) + 1);
      deliveries += 1;
    }
    events += piece.length;
    afterId = piece.at(-1)?.id ?? afterId;
    if (piece.length < PIECE_EVENTS) return { events, deliveries, byEndpoint, isExact: true };
  }
  return { events, deliveries, byEndpoint, isExact: false };
}

/** Schema of an estimate as the API shows it. */
export const estimateView = z
  .object({
    dry_run: z.literal(true),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    events: z.int().describe('Events of that time that were looked at.'),
    deliveries: z.int().describe('Deliveries that would be made of them.'),
    by_endpoint: z.array(z.object({ endpoint_id: z.string(), deliveries: z.int() })),
    is_exact: z.boolean().describe('False: there are more events, and of those nothing is said.'),
  })
  .meta({ id: 'ReplayEstimate' });
