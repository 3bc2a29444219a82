import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../domain/audit.ts';
import { firstIdAt } from '../../domain/id-time.ts';
import { idOf } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { decodeCursor } from '../../platform/http/api.ts';
import { SCAN_STEP_ROWS } from '../../platform/http/bounded-scan.ts';
import { type ListAuditLog, type LoggedEntry, listAuditLog, recordAudit } from './audit-log.store.ts';

const A = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const B = idOf('ws', '0190a000-0000-7000-8000-000000000002');
const KEY = idOf('key', '0190a000-0000-7000-8000-000000000003');
const MINUTE_MS = 60_000;

/** What the audit log promises. Run on every database, see `test/conformance/`. */
export function auditLogStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`audit log store on ${name}`, () => {
    test('gives an entry back as it was written, to its own log alone', async () => {
      const store = await openStore();
      const [ofA, ofB, ofOperator] = [entry(1), entry(2, { workspaceId: B }), entry(3, { workspaceId: 'operator' })];
      for (const one of [ofA, ofB, ofOperator]) await recordAudit(store.db, one);
      expect(await listAuditLog(store, newest())).toEqual({ items: [ofA], nextCursor: null });
      expect((await listAuditLog(store, newest({ workspaceId: B }))).items).toEqual([ofB]);
      expect((await listAuditLog(store, newest({ workspaceId: 'operator' }))).items).toEqual([ofOperator]);
    });

    test('keeps whatever text a resource has, and the difference between nothing and something', async () => {
      const store = await openStore();
      const odd = entry(1, { before: null, after: { name: 'a\0b \ud800 "ü" 🚲', list: [null, 1], empty: {} } });
      await recordAudit(store.db, odd);
      expect((await listAuditLog(store, newest())).items).toEqual([odd]);
    });

    test('is written with the change or not at all', async () => {
      const store = await openStore();
      const change = store.db.transaction().execute(async (trx) => {
        await recordAudit(trx, entry(1));
        throw new Error('the change failed');
      });
      await expect(change).rejects.toThrow('the change failed');
      expect((await listAuditLog(store, newest())).items).toEqual([]);
    });

    test('lists newest first, page by page', async () => {
      const store = await openStore();
      const entries = [1, 2, 3].map((minute) => entry(minute));
      for (const one of entries) await recordAudit(store.db, one);
      const first = await listAuditLog(store, newest({ limit: 2 }));
      expect(first.items).toEqual([entries[2], entries[1]]);
      expect(decodeCursor(first.nextCursor ?? '')).toBe(entries[1]?.id);
      const second = await listAuditLog(store, newest({ limit: 2, beforeId: entries[1]?.id ?? null }));
      expect(second).toEqual({ items: [entries[0]], nextCursor: null });
    });

    test('finds by resource, action, actor and time', async () => {
      const store = await openStore();
      const entries = [
        entry(1, { resourceId: 'ep_1' }),
        entry(2, { action: 'endpoint.deleted' }),
        entry(3, { actor: { kind: 'root', id: null, requestId: null } }),
      ];
      for (const one of entries) await recordAudit(store.db, one);
      const found = async (filter: Partial<ListAuditLog>) =>
        (await listAuditLog(store, newest(filter))).items.map((one) => entries.findIndex(({ id }) => id === one.id));
      expect(await found({ resourceId: 'ep_1' })).toEqual([0]);
      expect(await found({ action: 'endpoint.deleted' })).toEqual([1]);
      expect(await found({ action: 'endpoint.updated', actorId: KEY })).toEqual([0]);
      expect(await found({ sinceMs: 2 * MINUTE_MS })).toEqual([2, 1]);
      expect(await found({ untilMs: 2 * MINUTE_MS })).toEqual([0]);
      expect(await found({ sinceMs: 2 * MINUTE_MS, untilMs: 3 * MINUTE_MS })).toEqual([1]);
      expect(await found({ resourceId: 'ep_1', action: 'endpoint.deleted' })).toEqual([]);
    });

    test('finds by the time of the change, also when its id was made some seconds off', async () => {
      const store = await openStore();
      const late = { ...entry(5), atMs: 5 * MINUTE_MS + 20_000 };
      await recordAudit(store.db, late);
      const within = { sinceMs: 5 * MINUTE_MS + 10_000, untilMs: 6 * MINUTE_MS };
      expect((await listAuditLog(store, newest(within))).items).toEqual([late]);
      expect((await listAuditLog(store, newest({ untilMs: 5 * MINUTE_MS + 10_000 }))).items).toEqual([]);
    });

    test('looks for something rare in a long log page by page, and finds it', async () => {
      const store = await openStore();
      const rare = entry(0, { action: 'endpoint.created' });
      await recordAudit(store.db, rare);
      await insertMany(store, SCAN_STEP_ROWS * 20 + 10);
      const wanted = newest({ action: 'endpoint.created' });
      const first = await listAuditLog(store, wanted);
      expect(first.items).toEqual([]);
      const beforeId = decodeCursor(first.nextCursor ?? '') as LoggedEntry['id'];
      expect(await listAuditLog(store, { ...wanted, beforeId })).toEqual({ items: [rare], nextCursor: null });
    }, 60_000);
  });
}

function entry(minute: number, change: Partial<AuditEntry> = {}): LoggedEntry {
  return {
    id: firstIdAt('aud', minute * MINUTE_MS),
    atMs: minute * MINUTE_MS,
    workspaceId: A,
    actor: { kind: 'key', id: KEY, requestId: 'req-1' },
    action: 'endpoint.updated',
    resourceType: 'endpoint',
    resourceId: 'ep_2',
    before: { description: 'old' },
    after: { description: 'new' },
    ...change,
  };
}

function newest(change: Partial<ListAuditLog> = {}): ListAuditLog {
  return { workspaceId: A, beforeId: null, limit: 10, ...change };
}

/** Rows that one statement takes. */
const ROWS_OF_STATEMENT = 1_000;

async function insertMany(store: Store, count: number): Promise<void> {
  const about = { actor_kind: 'system' as const, action: 'endpoint.updated', resource_type: 'endpoint' };
  const rest = { actor_id: null, resource_id: 'ep_3', before: null, after: null, request_id: null };
  for (let start = 0; start < count; start += ROWS_OF_STATEMENT) {
    const rows = Array.from({ length: Math.min(ROWS_OF_STATEMENT, count - start) }, (_, index) => {
      const atMs = MINUTE_MS + start + index;
      return { workspace_id: A, id: firstIdAt('aud', atMs), at_ms: atMs, ...about, ...rest };
    });
    await store.db.insertInto('audit_log').values(rows).execute();
  }
}
