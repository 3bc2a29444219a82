import { firstIdAt } from '../../domain/id-time.ts';
import type { Piece, StepContext } from './erasure-step.ts';

/** How soon it is looked again whether attempts have ended. */
const LOOK_AGAIN_MS = 1_000;

/**
 * Waits until no attempt is being made any more whose request or answer may tell of the person: it would be logged behind
 * the back of the steps that follow. At most until every lease of then has run out, after which nobody may log it.
 *
 * @param after When that is, epoch ms.
 */
export async function awaitAttempts(ctx: StepContext, after: string | null): Promise<Piece> {
  const nowMs = ctx.nowMs();
  const overAtMs = after === null ? nowMs + ctx.leaseMsMax : Number(after);
  if (nowMs < overAtMs && (await isBeingSent(ctx, overAtMs))) {
    return { next: String(overAtMs), waitUntilMs: nowMs + LOOK_AGAIN_MS };
  }
  await endLeases(ctx);
  return { next: null };
}

async function isBeingSent(ctx: StepContext, overAtMs: number): Promise<boolean> {
  const canceled = await selectCanceledOfErased(ctx).limit(1).executeTakeFirst();
  if (canceled !== undefined) return true;
  return ctx.counts.events_redacted > 0 && hasLeasedOfOld(ctx, overAtMs);
}

/** Deliveries of events that were erased, which somebody holds still. */
function selectCanceledOfErased({ store, workspaceId }: StepContext) {
  return (
    store.db
      .selectFrom('deliveries as d')
      .innerJoin('events as e', (join) =>
        join.onRef('e.workspace_id', '=', 'd.workspace_id').onRef('e.id', '=', 'd.event_id'),
      )
      .select('d.id')
      .where('d.workspace_id', '=', workspaceId)
      .where('d.state', '=', 'canceled')
      // The index of what is held or canceled.
      .where('d.due_at_ms', 'is', null)
      .where('d.lease_token', 'is not', null)
      .where('e.origin', '=', 'erased')
  );
}

/** Whether a delivery is being sent of an event that may have been redacted. */
async function hasLeasedOfOld({ store, workspaceId, startedAtMs, nowMs, leaseMsMax }: StepContext, overAtMs: number) {
  const row = await store.db
    .selectFrom('deliveries')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', 'pending')
    .where('lease_token', 'is not', null)
    .where('due_at_ms', '>', nowMs())
    // Leases that were taken before this step began.
    .where('due_at_ms', '<=', overAtMs)
    .where('event_id', '<', firstIdAt('evt', startedAtMs + leaseMsMax))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

async function endLeases(ctx: StepContext): Promise<void> {
  for (const { id } of await selectCanceledOfErased(ctx).execute()) {
    await ctx.store.db
      .updateTable('deliveries')
      .set({ lease_token: null })
      .where('workspace_id', '=', ctx.workspaceId)
      .where('id', '=', id)
      .where('state', '=', 'canceled')
      .execute();
  }
}
