import type { WorkspaceId } from '../../domain/ids.ts';
import type { SerialKind } from '../../domain/label.ts';
import type { Db, Trx } from './store.ts';

/** Highest serial that a caller may bring along: what fits into the signed 32 bits that most systems have. */
export const SERIAL_MAX = 2_147_483_647;

/**
 * Takes the next serials of one kind of record in a workspace (CONTRACTS 8, "Xobito integers"). In a transaction that is
 * rolled back they are free again; outside of one they are taken whatever happens next, and numbers may be left out.
 *
 * @returns the first of `count` new serials; the others follow it.
 */
export async function takeSerials(
  db: Db | Trx,
  workspaceId: WorkspaceId,
  kind: SerialKind,
  count: number,
): Promise<number> {
  const { last_serial } = await db
    .insertInto('serials')
    .values({ workspace_id: workspaceId, kind, last_serial: count })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'kind']).doUpdateSet((row) => ({
        last_serial: row('serials.last_serial', '+', row.ref('excluded.last_serial')),
      })),
    )
    .returning('last_serial')
    .executeTakeFirstOrThrow();
  return last_serial - count + 1;
}

/** Keeps a serial that a caller brought along from being given out again: those that are taken after it are higher. */
export async function claimSerial(
  db: Db | Trx,
  workspaceId: WorkspaceId,
  kind: SerialKind,
  serial: number,
): Promise<void> {
  await db
    .insertInto('serials')
    .values({ workspace_id: workspaceId, kind, last_serial: serial })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'kind'])
        .doUpdateSet((row) => ({ last_serial: row.ref('excluded.last_serial') }))
        .whereRef('serials.last_serial', '<', 'excluded.last_serial'),
    )
    .execute();
}
