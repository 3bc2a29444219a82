import { describe, expect, test } from 'vitest';
import { alone, listenToChanges, refuse } from '../../../test/support/changes.ts';
import { idOf, type WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import {
  deletePortalLink,
  findPortalLabels,
  findPortalLink,
  findPortalSession,
  insertPortalLink,
  listPortalLinks,
  type NewPortalLink,
  openPortalLink,
  type PortalLink,
} from './portal-links.store.ts';

const A = idOf('ws', uuid(1));
const B = idOf('ws', uuid(2));
const DAY_MS = 86_400_000;

/** The promises of the store of portal links. Run on every database, see `test/conformance/`. */
export function portalLinkStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`portal link store on ${name}`, () => {
    test('opens a link once, for the time that it says', async () => {
      const store = await openFilledStore(openStore);
      const made = await insertPortalLink(store, link(A, 1), alone);
      const open = (sessionHash: string) =>
        openPortalLink(store, { tokenHash: 'hash-1', sessionHash, nowMs: 500 }, alone);
      const both = await Promise.all([open('session-1'), open('session-2')]);
      const opened = both.findIndex((one) => one !== null);
      expect(both.filter((one) => one !== null)).toEqual([{ ...made, usedAtMs: 500, sessionExpiresAtMs: 2_500 }]);
      const sessionHash = `session-${opened + 1}`;
      expect(await findPortalSession(store, sessionHash, 2_499)).toEqual(both[opened]);
      expect(await findPortalSession(store, sessionHash, 2_500)).toBeNull();
      expect(await findPortalSession(store, opened === 0 ? 'session-2' : 'session-1', 600)).toBeNull();
    });

    test('does not open what has expired, or never was', async () => {
      const store = await openFilledStore(openStore);
      await insertPortalLink(store, link(A, 1), alone);
      const open = (tokenHash: string) =>
        openPortalLink(store, { tokenHash, sessionHash: 'session', nowMs: 1_000 }, alone);
      expect([await open('hash-1'), await open('hash-9')]).toEqual([null, null]);
    });

    test('lists and reads those of one workspace, and deletes one with the session that it opened', async () => {
      const store = await openFilledStore(openStore);
      for (const number of [1, 2, 3]) await insertPortalLink(store, link(A, number), alone);
      await insertPortalLink(store, link(B, 4), alone);
      const first = await listPortalLinks(store, A, { limit: 2, before: null });
      expect(first.items.map(({ id }) => id)).toEqual([linkId(3), linkId(2)]);
      expect((await listPortalLinks(store, A, { limit: 2, before: linkId(2) })).items).toHaveLength(1);
      expect(await findPortalLink(store, { workspaceId: B, id: linkId(1) })).toBeNull();
      expect(await findPortalLink(store, { workspaceId: A, id: linkId(1) })).toEqual(
        (await listPortalLinks(store, A, { limit: 9, before: null })).items[2],
      );
      expect(await findPortalLabels(store, A, [linkId(1), linkId(4)])).toEqual(new Map([[linkId(1), 'Link 1']]));
      expect(await findPortalLabels(store, A, [])).toEqual(new Map());
      await openPortalLink(store, { tokenHash: 'hash-1', sessionHash: 'session', nowMs: 500 }, alone);
      expect(await deletePortalLink(store, { workspaceId: B, id: linkId(1) }, alone)).toBe(false);
      expect(await deletePortalLink(store, { workspaceId: A, id: linkId(1) }, alone)).toBe(true);
      expect(await findPortalSession(store, 'session', 600)).toBeNull();
    });

    test('tells both sides of a change in its transaction, and makes none that cannot be told of', async () => {
      const store = await openFilledStore(openStore);
      const { told, tell } = listenToChanges<PortalLink>();
      await expect(insertPortalLink(store, link(A, 1), refuse)).rejects.toThrow('refused');
      const made = await insertPortalLink(store, link(A, 1), tell);
      const opening = { tokenHash: 'hash-1', sessionHash: 'session', nowMs: 500 };
      await expect(openPortalLink(store, opening, refuse)).rejects.toThrow('refused');
      const opened = await openPortalLink(store, opening, tell);
      await expect(deletePortalLink(store, made, refuse)).rejects.toThrow('refused');
      await deletePortalLink(store, made, tell);
      expect(told).toEqual([
        { before: null, after: made },
        { before: made, after: opened },
        { before: opened, after: null },
      ]);
    });

    test('forgets a link a day after it is over, and no other', async () => {
      const store = await openFilledStore(openStore);
      await insertPortalLink(store, link(A, 1), alone);
      await insertPortalLink(store, link(A, 2), alone);
      await openPortalLink(store, { tokenHash: 'hash-2', sessionHash: 'session', nowMs: 500 }, alone);
      const add = async (number: number, createdAtMs: number) => {
        await insertPortalLink(store, { ...link(A, number), createdAtMs, expiresAtMs: 9 * DAY_MS }, alone);
        return (await listPortalLinks(store, A, { limit: 9, before: null })).items.map(({ id }) => id);
      };
      expect(await add(3, 999 + DAY_MS)).toEqual([linkId(3), linkId(2), linkId(1)]);
      expect(await add(4, 1_000 + DAY_MS)).toEqual([linkId(4), linkId(3), linkId(2)]);
      expect(await add(5, 2_500 + DAY_MS)).toEqual([linkId(5), linkId(4), linkId(3)]);
    });
  });
}

function link(workspaceId: WorkspaceId, number: number): NewPortalLink {
  return {
    id: linkId(number),
    workspaceId,
    label: `Link ${number}`,
    expiresAtMs: 1_000,
    sessionLifetimeMs: 2_000,
    createdAtMs: number,
    tokenHash: `hash-${number}`,
  };
}

function linkId(number: number) {
  return idOf('ptl', uuid(number));
}

function uuid(number: number): string {
  return `019a0000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

async function openFilledStore(openStore: () => Promise<Store>): Promise<Store> {
  const store = await openStore();
  for (const [index, id] of [A, B].entries()) {
    const about = { account_id: `MA_${index}`, name: `W${index + 1}`, created_at_ms: 0, revision: 0 };
    await store.db
      .insertInto('workspaces')
      .values({ id, serial: index + 1, ...about })
      .execute();
  }
  return store;
}
