import { describe, expect, test } from 'vitest';
import { alone, refuse } from '../../../test/support/changes.ts';
import { idOf, type WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { hashToken } from '../../platform/http/token-hash.ts';
import {
  KEPT_BYTES_MAX,
  KEPT_MS,
  KEPT_REQUESTS_MAX,
  keepRequest,
  listRequests,
  purgeReceivedRequests,
  type ReceivedRequest,
} from './received-requests.store.ts';
import {
  changeAnswer,
  deleteTestReceiver,
  findReceiverByToken,
  findTestReceiver,
  insertTestReceiver,
  listTestReceivers,
  TEST_RECEIVERS_MAX,
} from './test-receivers.store.ts';

const A = idOf('ws', uuid(1));
const B = idOf('ws', uuid(2));

/** The promises of the stores of test receivers. Run on every database, see `test/conformance/`. */
export function testReceiverStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`test receiver stores on ${name}`, () => {
    const open = async (): Promise<Store> => {
      const store = await openStore();
      for (const [index, id] of [A, B].entries()) {
        await store.db
          .insertInto('workspaces')
          .values({ id, serial: index, account_id: `MA_${index}`, name: 'W', created_at_ms: 1, revision: 0 })
          .execute();
      }
      return store;
    };

    test('a receiver is found by its token, and listed for its workspace alone', async () => {
      const store = await open();
      await add(store, A, 1);
      expect(await findReceiverByToken(store, hashToken('1'))).toEqual({ id: ep(1), workspaceId: A, answer: '200' });
      expect(await findReceiverByToken(store, hashToken('2'))).toBeNull();
      expect(await listTestReceivers(store, B)).toEqual([]);
      expect(await findTestReceiver(store, B, ep(1))).toBeNull();
      expect(await listTestReceivers(store, A)).toEqual([
        {
          ...{ id: ep(1), workspaceId: A, answer: '200', url: 'https://here.example/1', format: 'meta' },
          ...{ description: 'd', enabled: true, createdAtMs: 5, requestCount: 0, lastRequestAtMs: null },
        },
      ]);
    });

    test('a workspace has twelve at most', async () => {
      const store = await open();
      for (let number = 1; number <= TEST_RECEIVERS_MAX; number++) await add(store, A, number);
      await expect(add(store, A, 99)).rejects.toMatchObject({ code: 'limit_reached' });
      await add(store, B, 99);
    });

    test('an answer is changed with what goes with it or not at all, and only in its own workspace', async () => {
      const store = await open();
      await add(store, A, 1);
      const change = { workspaceId: A, id: ep(1), answer: '410' } as const;
      await expect(changeAnswer(store, change, refuse)).rejects.toThrow();
      expect(await findTestReceiver(store, A, ep(1))).toMatchObject({ answer: '200' });
      expect(await changeAnswer(store, { ...change, workspaceId: B }, refuse)).toBeNull();
      expect(await changeAnswer(store, { ...change, answer: '200' }, refuse)).toMatchObject({ answer: '200' });
      expect(await changeAnswer(store, change, alone)).toMatchObject({ answer: '410' });
      expect(await findReceiverByToken(store, hashToken('1'))).toMatchObject({ answer: '410' });
    });

    test('requests are read back as they came in, newest first, page by page and from one on', async () => {
      const store = await open();
      await add(store, A, 1);
      for (const number of [1, 2, 3]) await keepRequest(store, request(number));
      const list = { workspaceId: A, endpointId: ep(1), limit: 2, after: null, before: null };
      const page = await listRequests(store, list);
      expect(page.items).toEqual([request(3), request(2)]);
      expect(page.nextCursor).not.toBeNull();
      expect((await listRequests(store, { ...list, before: request(2).id })).items).toEqual([request(1)]);
      expect((await listRequests(store, { ...list, after: request(1).id })).items).toEqual([request(3), request(2)]);
      expect((await listRequests(store, { ...list, workspaceId: B })).items).toEqual([]);
      expect(await findTestReceiver(store, A, ep(1))).toMatchObject({ requestCount: 3, lastRequestAtMs: 3 });
    });

    test('the oldest give way when there are too many, or too much of them', async () => {
      const store = await open();
      await add(store, A, 1);
      await add(store, A, 2);
      await keepRequest(store, { ...request(1), endpointId: ep(2) });
      for (let number = 1; number <= KEPT_REQUESTS_MAX + 2; number++) await keepRequest(store, request(number));
      const all = { workspaceId: A, endpointId: ep(1), limit: KEPT_REQUESTS_MAX + 10, after: null, before: null };
      const kept = (await listRequests(store, all)).items.map(({ id }) => id);
      expect([kept.length, kept.at(-1)]).toEqual([KEPT_REQUESTS_MAX, request(3).id]);
      await keepRequest(store, { ...request(900), bodyBytes: KEPT_BYTES_MAX });
      expect((await listRequests(store, all)).items.map(({ id }) => id)).toEqual([request(900).id]);
      await keepRequest(store, { ...request(901), bodyBytes: KEPT_BYTES_MAX + 1 });
      expect((await listRequests(store, all)).items.map(({ id }) => id)).toEqual([request(901).id]);
      expect((await listRequests(store, { ...all, endpointId: ep(2) })).items).toHaveLength(1);
    });

    test('after a day they are forgotten', async () => {
      const store = await open();
      await add(store, A, 1);
      for (const number of [1, 2, 3]) await keepRequest(store, request(number));
      expect(await purgeReceivedRequests(store, KEPT_MS + 3)).toBe(2);
      expect(await purgeReceivedRequests(store, KEPT_MS + 3)).toBe(0);
    });

    test('a receiver that is deleted takes its requests with it, and keeps none that comes late', async () => {
      const store = await open();
      await add(store, A, 1);
      await keepRequest(store, request(1));
      await store.db.transaction().execute((trx) => deleteTestReceiver(trx, A, ep(1)));
      expect(await keepRequest(store, request(2))).toBe(false);
      expect(await store.db.selectFrom('received_requests').select('id').execute()).toEqual([]);
      expect(await findReceiverByToken(store, hashToken('1'))).toBeNull();
    });
  });
}

async function add(store: Store, workspaceId: WorkspaceId, number: number): Promise<void> {
  await store.db.transaction().execute(async (trx) => {
    await trx
      .insertInto('endpoints')
      .values({
        ...{ workspace_id: workspaceId, id: ep(number), url: `https://here.example/${number}`, description: 'd' },
        ...{ event_types: '["*"]', channel_ids: null, format: 'meta', format_options: '{}', retry: 'null' },
        ...{ secrets: '', headers: '', verify_token: null, enabled: 1, disabled_reason: null },
        ...{ created_at_ms: 5, updated_at_ms: 5, deleted_at_ms: null, revision: 0, is_test_receiver: 1 },
      })
      .execute();
    const tokenHash = hashToken(String(number));
    await insertTestReceiver(trx, { workspaceId, endpointId: ep(number), tokenHash, nowMs: 5 });
  });
}

function request(number: number): ReceivedRequest {
  return {
    id: idOf('trq', uuid(number)),
    workspaceId: A,
    endpointId: ep(1),
    receivedAtMs: number,
    method: 'POST',
    headers: [
      ['Content-Type', 'application/json'],
      ['x-twice', 'a'],
      ['x-twice', 'ü'],
    ],
    body: '{"text":"Größe"}',
    bodyEncoding: 'utf8',
    bodyBytes: 18,
    isVerified: true,
    verifiedBy: ['webhook-signature', 'x-hub-signature-256'],
    answered: '200',
  };
}

function ep(number: number) {
  return idOf('ep', uuid(number));
}

function uuid(number: number): string {
  return `0190a000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}
