import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import type { AttemptOutcome } from '../../domain/delivery.ts';
import { firstIdAt } from '../../domain/id-time.ts';
import { type AttemptId, idOf, uuidOf } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import type { NewAttemptRow } from '../../platform/db/tables.ts';
import { decodeCursor } from '../../platform/http/api.ts';
import { findAttempt, type ListAttempts, listAttempts } from './attempts.store.ts';

const WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const OTHER_WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000002');

/** What reading the delivery log promises (issue R11). */
export function attemptsStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`attempts store on ${name}`, () => {
    test('gives an attempt back as it was stored, and to no other workspace', async () => {
      const store = await openStore();
      const id = await insertAttempt(store, { response_body: 'no', request_headers: '{"a":"b"}', status_code: 500 });
      const attempt = await findAttempt(store, WORKSPACE, id);
      expect(attempt).toMatchObject({ id, responseBody: 'no', requestHeaders: { a: 'b' }, statusCode: 500 });
      expect(await findAttempt(store, OTHER_WORKSPACE, id)).toBeNull();
    });

    test('lists the newest first, page after page, without another workspace', async () => {
      const store = await openStore();
      const ids = [await insertAttempt(store), await insertAttempt(store), await insertAttempt(store)];
      await insertAttempt(store, { workspace_id: OTHER_WORKSPACE });
      const first = await listAttempts(store, newest({ limit: 2 }));
      expect(first.items.map((attempt) => attempt.id)).toEqual([ids[2], ids[1]]);
      const beforeId = decodeCursor(first.nextCursor ?? '') as AttemptId;
      const second = await listAttempts(store, newest({ limit: 2, beforeId }));
      expect(second.items.map((attempt) => attempt.id)).toEqual([ids[0]]);
      expect(second.nextCursor).toBeNull();
    });

    test('filters by endpoint, delivery, event and outcome', async () => {
      const store = await openStore();
      await insertAttempt(store);
      const row = {
        endpoint_id: idOf('ep', uuidv7()),
        delivery_id: idOf('dlv', uuidv7()),
        event_id: idOf('evt', uuidv7()),
      };
      const id = await insertAttempt(store, { ...row, outcome: 'failed' });
      const outcome: AttemptOutcome = 'failed';
      const filters = [
        { endpointId: row.endpoint_id },
        { deliveryId: row.delivery_id },
        { eventId: row.event_id },
        { outcome },
      ];
      for (const filter of filters) {
        expect((await listAttempts(store, newest(filter))).items.map((attempt) => attempt.id)).toEqual([id]);
      }
      expect((await listAttempts(store, newest({ outcome: 'unknown' }))).items).toEqual([]);
    });

    test('keeps to a time: since is inclusive, until is not', async () => {
      const store = await openStore();
      const baseMs = Date.now() - 3_600_000;
      const ids: AttemptId[] = [];
      for (const offsetMs of [0, 1_000, 2_000])
        ids.push(await insertAttempt(store, { started_at_ms: baseMs + offsetMs }));
      const page = await listAttempts(store, newest({ sinceMs: baseMs + 1_000, untilMs: baseMs + 2_000 }));
      expect(page.items.map((attempt) => attempt.id)).toEqual([ids[1]]);
    });
  });
}

function newest(query: Partial<ListAttempts>): ListAttempts {
  return { workspaceId: WORKSPACE, beforeId: null, limit: 50, ...query };
}

async function insertAttempt(store: Store, attempt: Partial<NewAttemptRow> = {}): Promise<AttemptId> {
  const uuid = attempt.started_at_ms === undefined ? uuidv7() : uuidOf(firstIdAt('att', attempt.started_at_ms));
  const id = idOf('att', uuid);
  const row: NewAttemptRow = {
    workspace_id: WORKSPACE,
    id,
    delivery_id: idOf('dlv', uuidv7()),
    event_id: idOf('evt', uuidv7()),
    endpoint_id: idOf('ep', uuidv7()),
    number: 1,
    trigger: 'schedule',
    started_at_ms: Date.now(),
    duration_ms: 12,
    outcome: 'succeeded',
    status_code: 200,
    error_class: null,
    error_message: null,
    request_headers: '{}',
    response_headers: '{}',
    response_body: null,
    delivery_state: 'delivered',
    next_attempt_at_ms: null,
    ...attempt,
  };
  await store.db.insertInto('attempts').values(row).execute();
  return id;
}
