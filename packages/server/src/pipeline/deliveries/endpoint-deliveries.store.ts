import type { EndpointId, WorkspaceId } from '../../domain/ids.ts';
import type { Trx } from '../../platform/db/store.ts';

/**
 * Takes the waiting deliveries of an endpoint that is disabled off the clock. What is being sent now is
 * not touched: its sender sees that the endpoint is disabled and holds it.
 */
export async function holdDeliveries(trx: Trx, workspaceId: WorkspaceId, endpointId: EndpointId): Promise<void> {
  await trx
    .updateTable('deliveries')
    .set({ due_at_ms: null })
    .where('workspace_id', '=', workspaceId)
    .where('endpoint_id', '=', endpointId)
    .where('state', '=', 'pending')
    .where('lease_token', 'is', null)
    .where('due_at_ms', 'is not', null)
    .execute();
}

/** Makes the held deliveries of an endpoint that is enabled again due now; the schedule goes on where it was. */
export async function releaseDeliveries(
  trx: Trx,
  workspaceId: WorkspaceId,
  endpointId: EndpointId,
  nowMs: number,
): Promise<void> {
  await trx
    .updateTable('deliveries')
    .set({ due_at_ms: nowMs })
    .where('workspace_id', '=', workspaceId)
    .where('endpoint_id', '=', endpointId)
    .where('state', '=', 'pending')
    .where('due_at_ms', 'is', null)
    .execute();
}

/**
 * Cancels the unfinished deliveries of an endpoint that is deleted. What is being sent now is logged all
 * the same. A resend that waits is taken back instead, and one that runs may end: both rest as the log says.
 */
export async function cancelDeliveriesOf(trx: Trx, workspaceId: WorkspaceId, endpointId: EndpointId): Promise<void> {
  await trx
    .deleteFrom('deliveries')
    .where('workspace_id', '=', workspaceId)
    .where('endpoint_id', '=', endpointId)
    .where('state', '=', 'pending')
    .where('lease_token', 'is', null)
    .where('resting_state', 'in', ['delivered', 'exhausted'])
    .execute();
  await trx
    .updateTable('deliveries')
    .set({ state: 'canceled', due_at_ms: null })
    .where('workspace_id', '=', workspaceId)
    .where('endpoint_id', '=', endpointId)
    .where('state', '=', 'pending')
    .where((eb) => eb.or([eb('resting_state', 'is', null), eb('resting_state', '=', 'canceled')]))
    .execute();
}
