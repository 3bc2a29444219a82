import * as z from 'zod';
import type { MetaAppId, WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import { toIso } from '../../platform/http/query-params.ts';
import { findFirstEndpoint, listSetUpApps } from './setup.store.ts';

/** What was seen of a registration, epoch ms. */
interface SeenTraffic {
  readonly lastChallengeAtMs: number | null;
  readonly firstSignedPostAtMs: number | null;
}

/** What this route needs. */
export interface ChecklistContext {
  readonly store: Store;
  readonly traffic: (ids: readonly MetaAppId[]) => Promise<ReadonlyMap<MetaAppId, SeenTraffic>>;
  /** When an endpoint first answered with 2xx, epoch ms, or null. */
  readonly firstSuccessMs: (workspaceId: WorkspaceId) => Promise<number | null>;
}

/** The steps to the first delivery, in the order in which they are usually done. */
const STEPS = ['meta_app', 'challenge', 'signed_post', 'endpoint', 'first_2xx'] as const;

const stepView = z.object({
  step: z
    .enum(STEPS)
    .describe(
      '`meta_app`: a Meta app is registered; `challenge`: Meta asked whether the address is ours; `signed_post`: a signed webhook came in; `endpoint`: there is an endpoint; `first_2xx`: an endpoint took a delivery.',
    ),
  done: z.boolean(),
  at: z.iso.datetime().nullable().describe('When it was seen. Null: not yet.'),
});

/** The answer of `GET /v1/setup/checklist`. */
export const checklistView = z
  .object({ done: z.boolean().describe('All steps are.'), steps: z.array(stepView) })
  .meta({ id: 'SetupChecklist' });

/** `GET /v1/setup/checklist`: what is still to do until the first delivery. It ticks itself. */
export function checklistRoutes(api: ApiServer, ctx: ChecklistContext): void {
  api.route({
    method: 'GET',
    url: '/v1/setup/checklist',
    config: { access: { who: 'workspace', permission: 'workspace.read' } },
    schema: {
      tags: ['Workspaces'],
      summary: 'The steps to the first delivery',
      description: 'Each is seen by itself: nothing has to be confirmed.',
      response: { 200: checklistView },
    },
    handler: async (request) => {
      const workspaceId = workspaceOf(request);
      const [apps, endpoint, firstSuccessMs] = await Promise.all([
        listSetUpApps(ctx.store, workspaceId),
        findFirstEndpoint(ctx.store, workspaceId),
        ctx.firstSuccessMs(workspaceId),
      ]);
      const traffic = [...(await ctx.traffic(apps.map(({ id }) => id))).values()];
      const signedAtMs = earliest(traffic.map((seen) => seen.firstSignedPostAtMs));
      const at = {
        meta_app: apps[0]?.createdAtMs ?? null,
        // Whoever gets signed bodies has been asked, perhaps before anybody kept a note of it.
        challenge: earliest(traffic.map((seen) => seen.lastChallengeAtMs)) ?? signedAtMs,
        signed_post: signedAtMs,
        endpoint: endpoint?.createdAtMs ?? null,
        first_2xx: firstSuccessMs,
      };
      const steps = STEPS.map((step) => ({ step, done: at[step] !== null, at: isoOrNull(at[step]) }));
      return { done: steps.every(({ done }) => done), steps };
    },
  });
}

function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}

function isoOrNull(timeMs: number | null): string | null {
  return timeMs === null ? null : toIso(timeMs);
}
