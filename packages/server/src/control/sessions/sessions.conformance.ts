import { describe, expect, test } from 'vitest';
import { idOf } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import {
  deleteSession,
  deleteSessionsOf,
  findSessionByHash,
  findValidSessions,
  insertSession,
  listSessions,
  type NewMemberSession,
  replaceSessionToken,
  SESSION_IDLE_MS,
  SESSION_LIFETIME_MS,
  SESSIONS_MAX,
  touchSession,
} from './sessions.store.ts';
import { forgiveTry, takeTry, trimSubjects } from './sign-in-throttle.store.ts';
import { ACCOUNT_RULE, ADDRESS_RULE, FAILURES_FORGOTTEN_MS } from './sign-in-throttle.ts';

const MIRA = idOf('mbr', uuid(1));
const OLE = idOf('mbr', uuid(2));
const NOW_MS = 1_800_000_000_000;

/** The promises of the store of sessions. Run on every database, see `test/conformance/`. */
export function sessionStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`session store on ${name}`, () => {
    test('finds a session by the hash of its token, with whether its member is an operator', async () => {
      const store = await openFilledStore(openStore);
      const made = await add(store, session(1));
      expect(await findSessionByHash(store, 'hash-1', NOW_MS)).toEqual({ ...made, isOperator: true });
      await add(store, { ...session(2), memberId: OLE });
      expect(await findSessionByHash(store, 'hash-2', NOW_MS)).toMatchObject({ isOperator: false });
      expect(await findSessionByHash(store, 'hash-9', NOW_MS)).toBeNull();
    });

    test('is over when nobody used it for long enough, and at its end in any case', async () => {
      const store = await openFilledStore(openStore);
      const { id } = await add(store, session(1));
      const isValid = async (nowMs: number) => {
        const found = (await findSessionByHash(store, 'hash-1', nowMs)) !== null;
        expect((await findValidSessions(store, [id], nowMs)).has(id)).toBe(found);
        expect((await listSessions(store, MIRA, nowMs)).length === 1).toBe(found);
        return found;
      };
      expect(await isValid(NOW_MS + SESSION_IDLE_MS - 1)).toBe(true);
      expect(await isValid(NOW_MS + SESSION_IDLE_MS)).toBe(false);
      await touchSession(store, id, NOW_MS + SESSION_LIFETIME_MS - 2);
      await touchSession(store, id, NOW_MS + 1);
      expect(await isValid(NOW_MS + SESSION_LIFETIME_MS - 1)).toBe(true);
      expect(await isValid(NOW_MS + SESSION_LIFETIME_MS)).toBe(false);
      expect(await findValidSessions(store, [], NOW_MS)).toEqual(new Set());
    });

    test('ends one session of a member, all of them, or all but one, and never another’s', async () => {
      const store = await openFilledStore(openStore);
      for (const number of [1, 2, 3]) await add(store, session(number));
      await add(store, { ...session(4), memberId: OLE });
      const inTrx = <TResult>(work: (trx: Parameters<typeof deleteSession>[0]) => Promise<TResult>) =>
        store.db.transaction().execute(work);
      expect(await inTrx((trx) => deleteSession(trx, { memberId: OLE, id: sessionId(1) }))).toBeNull();
      expect(await inTrx((trx) => deleteSession(trx, { memberId: MIRA, id: sessionId(1) }))).toMatchObject({
        id: sessionId(1),
      });
      expect(await inTrx((trx) => deleteSessionsOf(trx, MIRA, sessionId(2)))).toEqual([sessionId(3)]);
      expect(await inTrx((trx) => deleteSessionsOf(trx, MIRA, null))).toEqual([sessionId(2)]);
      expect(await listSessions(store, OLE, NOW_MS)).toHaveLength(1);
    });

    test('takes another token: the old one finds nothing any more', async () => {
      const store = await openFilledStore(openStore);
      await add(store, session(1));
      await store.db.transaction().execute((trx) => replaceSessionToken(trx, sessionId(1), 'other'));
      expect(await findSessionByHash(store, 'hash-1', NOW_MS)).toBeNull();
      expect(await findSessionByHash(store, 'other', NOW_MS)).toMatchObject({ id: sessionId(1) });
    });

    test('lets nobody have sessions without end: the one that was used longest ago goes', async () => {
      const store = await openFilledStore(openStore);
      await add(store, { ...session(900), memberId: OLE });
      for (let number = 1; number <= SESSIONS_MAX; number++) await add(store, session(number));
      await touchSession(store, sessionId(1), NOW_MS + 1_000);
      await add(store, { ...session(901), createdAtMs: NOW_MS + 1_000 });
      const left = (await listSessions(store, MIRA, NOW_MS)).map(({ id }) => id);
      expect(left).toHaveLength(SESSIONS_MAX);
      expect([left.includes(sessionId(1)), left.includes(sessionId(2))]).toEqual([true, false]);
      expect(await listSessions(store, OLE, NOW_MS)).toHaveLength(1);
    });
  });

  describe(`sign-in throttle on ${name}`, () => {
    const account = { hash: 'account', rule: ACCOUNT_RULE };
    const address = { hash: 'address', rule: ADDRESS_RULE };

    test('counts a try before it is made, and makes the wait longer with each', async () => {
      const store = await openStore();
      const tryAt = (nowMs: number) => takeTry(store, [account, address], nowMs);
      for (let count = 1; count < ACCOUNT_RULE.freeCount; count++) expect(await tryAt(NOW_MS)).toBe(0);
      expect(await tryAt(NOW_MS)).toBe(0);
      expect(await tryAt(NOW_MS)).toBe(1_000);
      expect(await tryAt(NOW_MS + 999)).toBe(1);
      expect(await tryAt(NOW_MS + 1_000)).toBe(0);
      expect(await tryAt(NOW_MS + 1_000)).toBe(2_000);
      expect(await takeTry(store, [{ ...account, hash: 'another' }, address], NOW_MS + 1_000)).toBe(0);
    });

    test('of many that come at once lets as many through as of those in a row', async () => {
      const store = await openStore();
      const waits = await Promise.all(Array.from({ length: 20 }, () => takeTry(store, [account, address], NOW_MS)));
      expect(waits.filter((waitMs) => waitMs === 0)).toHaveLength(ACCOUNT_RULE.freeCount);
    });

    test('does not make those wait who asked a moment before, as long as a failure costs nothing', async () => {
      const store = await openStore();
      for (let count = 0; count < ACCOUNT_RULE.freeCount; count++) {
        expect(await takeTry(store, [account, address], NOW_MS - count * 100)).toBe(0);
      }
      expect(await takeTry(store, [account, address], NOW_MS)).toBeGreaterThan(0);
    });

    test('begins anew after a success and after a day, and takes a success back from the address', async () => {
      const store = await openStore();
      for (let count = 0; count < ACCOUNT_RULE.freeCount; count++) await takeTry(store, [account, address], NOW_MS);
      await forgiveTry(store, { account, address });
      expect(await takeTry(store, [account, address], NOW_MS)).toBe(0);
      const rows = await store.db.selectFrom('sign_in_failures').selectAll().orderBy('subject_hash').execute();
      expect(rows.map((row) => row.failure_count)).toEqual([1, ACCOUNT_RULE.freeCount]);
      for (let count = 1; count < ACCOUNT_RULE.freeCount; count++) await takeTry(store, [account], NOW_MS);
      expect(await takeTry(store, [account], NOW_MS)).toBeGreaterThan(0);
      expect(await takeTry(store, [account], NOW_MS + FAILURES_FORGOTTEN_MS)).toBe(0);
    });

    test('keeps no more than a bounded number of counts, the newest', async () => {
      const store = await openStore();
      for (let number = 1; number <= 9; number++) {
        await takeTry(store, [{ hash: `subject-${number}`, rule: ACCOUNT_RULE }], NOW_MS + number);
      }
      await trimSubjects(store, NOW_MS + 9, 4);
      const left = async () =>
        (await store.db.selectFrom('sign_in_failures').select('subject_hash').orderBy('subject_hash').execute()).map(
          (row) => row.subject_hash,
        );
      expect(await left()).toEqual(['subject-6', 'subject-7', 'subject-8', 'subject-9']);
      await trimSubjects(store, NOW_MS + 7 + FAILURES_FORGOTTEN_MS, 4);
      expect(await left()).toEqual(['subject-8', 'subject-9']);
    });
  });
}

function add(store: Store, fresh: NewMemberSession) {
  return store.db.transaction().execute((trx) => insertSession(trx, fresh));
}

function session(number: number): NewMemberSession {
  return {
    id: sessionId(number),
    memberId: MIRA,
    tokenHash: `hash-${number}`,
    userAgent: 'Test',
    address: '127.0.0.1',
    createdAtMs: NOW_MS,
    expiresAtMs: NOW_MS + SESSION_LIFETIME_MS,
  };
}

function sessionId(number: number) {
  return idOf('ses', uuid(number));
}

function uuid(number: number): string {
  return `019a0000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

async function openFilledStore(openStore: () => Promise<Store>): Promise<Store> {
  const store = await openStore();
  for (const [index, id] of [MIRA, OLE].entries()) {
    const about = { name: '', password_hash: '', created_at_ms: 0, updated_at_ms: 0 };
    const email = `member-${index}@example.com`;
    await store.db
      .insertInto('members')
      .values({ id, email, email_key: email, is_operator: index === 0 ? 1 : 0, ...about })
      .execute();
  }
  return store;
}
