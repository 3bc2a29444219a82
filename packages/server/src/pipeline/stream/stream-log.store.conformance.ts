import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { idOf, type WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { findOldestPosition, hasEventUpTo, listHeads, listHeadsAfter, listNewPositions } from './stream-log.store.ts';

const WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const OTHER_WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000002');
const CHANNEL = idOf('chn', '0190a000-0000-7000-8000-000000000003');

/** What reading the log for the live stream promises. */
export function streamLogConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`stream log on ${name}`, () => {
    test('lists the positions that came since, of each workspace its own, up to the horizon and the limit', async () => {
      const store = await openStore();
      const own = [await insert(store), await insert(store), await insert(store), await insert(store)];
      const theirs = [await insert(store, OTHER_WORKSPACE), await insert(store, OTHER_WORKSPACE)];
      const [first = 0, , third = 0] = own;
      const upTo = theirs.at(-1) ?? 0;
      const after = new Map([
        [WORKSPACE, first],
        [OTHER_WORKSPACE, 0],
      ]);
      expect(await listNewPositions(store, { after, upTo, limit: 2 })).toEqual(
        new Map([
          [WORKSPACE, own.slice(1, 3)],
          [OTHER_WORKSPACE, theirs],
        ]),
      );
      expect(await listNewPositions(store, { after, upTo: third, limit: 10 })).toEqual(
        new Map([[WORKSPACE, own.slice(1, 3)]]),
      );
    });

    test('asks for more workspaces than one statement takes', async () => {
      const store = await openStore();
      const position = await insert(store);
      const others = Array.from({ length: 1_200 }, () => [idOf('ws', uuidv7()), 0] as const);
      const after = new Map<WorkspaceId, number>([...others, [WORKSPACE, 0]]);
      expect(await listNewPositions(store, { after, upTo: position, limit: 10 })).toEqual(
        new Map([[WORKSPACE, [position]]]),
      );
    });

    test('shows the heads at positions and after one, and none of another workspace', async () => {
      const store = await openStore();
      const [first, second, third] = [await insert(store), await insert(store), await insert(store)];
      const foreign = await insert(store, OTHER_WORKSPACE);
      const heads = await listHeads(store, WORKSPACE, [first, third, foreign, foreign + 1]);
      expect(heads.map(({ position }) => position).toSorted((a, b) => a - b)).toEqual([first, third]);
      expect(heads[0]).toEqual({
        position: expect.any(Number),
        type: 'message.received',
        channelId: CHANNEL,
        phone: '4915170023456',
        bsuid: null,
        contact: null,
      });
      expect(await listHeads(store, WORKSPACE, [])).toEqual([]);
      const page = await listHeadsAfter(store, WORKSPACE, { afterPosition: first, upTo: foreign, limit: 1 });
      expect(page.map(({ position }) => position)).toEqual([second]);
      const bounded = await listHeadsAfter(store, WORKSPACE, { afterPosition: 0, upTo: second, limit: 10 });
      expect(bounded.map(({ position }) => position)).toEqual([first, second]);
    });

    test('tells how old the log is', async () => {
      const store = await openStore();
      expect(await findOldestPosition(store, WORKSPACE)).toBeNull();
      const foreign = await insert(store, OTHER_WORKSPACE);
      const position = await insert(store);
      expect(await findOldestPosition(store, WORKSPACE)).toBe(position);
      expect([
        await hasEventUpTo(store, WORKSPACE, foreign),
        await hasEventUpTo(store, WORKSPACE, position),
        await hasEventUpTo(store, WORKSPACE, position + 1),
      ]).toEqual([false, true, true]);
    });
  });
}

async function insert({ db }: Store, workspaceId = WORKSPACE): Promise<number> {
  const id = idOf('evt', uuidv7());
  await db
    .insertInto('events')
    .values({
      workspace_id: workspaceId,
      id,
      type: 'message.received',
      origin: 'custom',
      channel_id: CHANNEL,
      occurred_at_ms: 1,
      created_at_ms: 1,
      phone: '4915170023456',
      bsuid: null,
      contact_id: null,
      contact_serial: null,
      sent_message: null,
      hops: 0,
      payload: '{}',
    })
    .execute();
  const row = await db.selectFrom('events').select('position').where('id', '=', id).executeTakeFirstOrThrow();
  return row.position;
}
