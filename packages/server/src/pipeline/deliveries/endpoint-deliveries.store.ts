import { WAITS_BEHIND_AT_MS } from '../../domain/delivery.ts';
import type { EndpointId, WorkspaceId } from '../../domain/ids.ts';
import { CANCELED } from '../../platform/db/canceled-delivery.ts';
import { lockLinesOf } from '../../platform/db/delivery-line.ts';
import type { Store, Trx } from '../../platform/db/store.ts';

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
    .set(CANCELED)
    .where('workspace_id', '=', workspaceId)
    .where('endpoint_id', '=', endpointId)
    .where('state', '=', 'pending')
    .where((eb) => eb.or([eb('resting_state', 'is', null), eb('resting_state', '=', 'canceled')]))
    .execute();
}

interface EndpointAt {
  readonly workspaceId: WorkspaceId;
  readonly endpointId: EndpointId;
  readonly nowMs: number;
}

/** Takes the deliveries of an endpoint that asks for no order any more out of their lines: those that rest are due now. */
export async function endOrder(
  store: Pick<Store, 'can'>,
  trx: Trx,
  { workspaceId, endpointId, nowMs }: EndpointAt,
): Promise<void> {
  await lockLinesOf(store, trx, endpointId);
  await trx
    .updateTable('deliveries')
    .set((eb) => ({
      order_key: null,
      order_position: null,
      due_at_ms: eb.case().when('due_at_ms', '=', WAITS_BEHIND_AT_MS).then(nowMs).else(eb.ref('due_at_ms')).end(),
    }))
    .where('workspace_id', '=', workspaceId)
    .where('endpoint_id', '=', endpointId)
    .where('order_key', 'is not', null)
    .execute();
}
