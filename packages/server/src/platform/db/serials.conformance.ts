import { describe, expect, test } from 'vitest';
import { idOf, type WorkspaceId } from '../../domain/ids.ts';
import { claimSerial, SERIAL_MAX, takeSerials } from './serials.ts';
import type { Store } from './store.ts';

const A = idOf('ws', '01890000-0000-7000-8000-000000000001');
const B = idOf('ws', '01890000-0000-7000-8000-000000000002');

/** The promises of serials. Run on every database, see `test/conformance/`. */
export function serialsConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`serials on ${name}`, () => {
    const open = async (): Promise<Store> => {
      const store = await openStore();
      await addWorkspace(store, A, 1);
      await addWorkspace(store, B, 2);
      return store;
    };

    test('begin at 1 and go on, for each workspace and kind on its own', async () => {
      const { db } = await open();
      expect(await takeSerials(db, A, 'contact', 3)).toBe(1);
      expect(await takeSerials(db, A, 'contact', 1)).toBe(4);
      expect(await takeSerials(db, A, 'status', 1)).toBe(1);
      expect(await takeSerials(db, B, 'contact', 1)).toBe(1);
      expect(await takeSerials(db, A, 'contact', 1)).toBe(5);
    });

    test('are given to one caller each, also when many come at the same time', async () => {
      const { db } = await open();
      const firsts = await Promise.all(Array.from({ length: 20 }, () => takeSerials(db, A, 'contact', 2)));
      expect(firsts.toSorted((one, other) => one - other)).toEqual(firsts.map((_, index) => 2 * index + 1));
    });

    test('of a transaction that is rolled back are given out again', async () => {
      const { db } = await open();
      const taken = db.transaction().execute(async (trx) => {
        expect(await takeSerials(trx, A, 'source', 1)).toBe(1);
        throw new Error('rolled back');
      });
      await expect(taken).rejects.toThrow('rolled back');
      expect(await takeSerials(db, A, 'source', 1)).toBe(1);
    });

    test('that were brought along are not given out again, and a lower one changes nothing', async () => {
      const { db } = await open();
      await claimSerial(db, A, 'contact', 812);
      expect(await takeSerials(db, A, 'contact', 1)).toBe(813);
      await claimSerial(db, A, 'contact', 5);
      expect(await takeSerials(db, A, 'contact', 1)).toBe(814);
      expect(await takeSerials(db, B, 'contact', 1)).toBe(1);
      await claimSerial(db, B, 'contact', SERIAL_MAX);
      expect(await takeSerials(db, B, 'contact', 1)).toBe(SERIAL_MAX + 1);
    });
  });
}

async function addWorkspace(store: Store, id: WorkspaceId, serial: number): Promise<void> {
  await store.db
    .insertInto('workspaces')
    .values({ id, serial, account_id: `MA_${serial}`, name: 'W', created_at_ms: 1, revision: 0 })
    .execute();
}
