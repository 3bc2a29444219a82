import type { RunId, WorkspaceId } from '../../domain/ids.ts';
import type { RunData } from '../../domain/run.ts';
import type { Store } from '../../platform/db/store.ts';

/**
 * Keeps what a run found out, where it is shown to nobody: a run's progress can be read by everybody who may read. It goes
 * with what was asked for when the run ends.
 */
export async function saveRunParams(
  store: Store,
  run: { readonly workspaceId: WorkspaceId; readonly id: RunId },
  params: RunData,
): Promise<void> {
  await store.db
    .updateTable('runs')
    .set({ params: JSON.stringify(params) })
    .where('workspace_id', '=', run.workspaceId)
    .where('id', '=', run.id)
    .where('finished_at_ms', 'is', null)
    .execute();
}
