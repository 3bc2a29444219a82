import type { Trx } from './store.ts';

/**
 * Takes the next revision of what nodes keep in memory. Every change of a workspace, Meta app, channel or
 * endpoint begins its transaction with this and writes the number into the row, so that nodes reload what
 * is above the highest revision they have seen.
 *
 * It locks the one row of `instance` until the transaction ends: such changes come one after the other, and
 * a revision is never visible before a lower one.
 */
export async function nextRevision(trx: Trx): Promise<number> {
  const { config_revision } = await trx
    .updateTable('instance')
    .set((update) => ({ config_revision: update('config_revision', '+', 1) }))
    .where('id', '=', 1)
    .returning('config_revision')
    .executeTakeFirstOrThrow();
  return config_revision;
}

/** Takes the next serial: the stable integer that some rows have beside their id (CONTRACTS 8, "Xobito integers"). */
export async function nextSerial(trx: Trx): Promise<number> {
  const { last_serial } = await trx
    .updateTable('instance')
    .set((update) => ({ last_serial: update('last_serial', '+', 1) }))
    .where('id', '=', 1)
    .returning('last_serial')
    .executeTakeFirstOrThrow();
  return last_serial;
}
