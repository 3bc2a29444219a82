import { describe, expect, test } from 'vitest';
import type { Store } from '../../platform/db/store.ts';
import {
  createIdempotencyKeeper,
  IDEMPOTENCY_HOLD_MS,
  IDEMPOTENCY_KEPT_MS,
  IDEMPOTENCY_PURGE_ROWS_MAX,
  purgeIdempotencyKeys,
} from './idempotency.store.ts';

const NOW_MS = 1_800_000_000_000;
const ANSWER = { statusCode: 201, headers: { etag: '"r1"' }, body: '{"key":"phk_secret"}' };

/** The promises of the store of Idempotency-Keys. Run on every database, see `test/conformance/`. */
export function idempotencyStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`Idempotency-Key store on ${name}`, () => {
    test('lets one of many requests that come together go on', async () => {
      const { keeper } = await open(openStore);
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => keeper.hold(wish())));
      const kinds = outcomes.map((outcome) => outcome.kind).sort();
      expect(kinds).toEqual(['held', ...Array.from({ length: 19 }, () => 'in_progress')].sort());
    });

    test('gives the same answer again, for 24 hours', async () => {
      const { keeper } = await open(openStore);
      await keeper.hold(wish());
      await keeper.remember(wish(), ANSWER);
      const lastMoment = NOW_MS + IDEMPOTENCY_KEPT_MS - 1;
      expect(await keeper.hold(wish({ heldSinceMs: lastMoment }))).toEqual({ kind: 'answered', answer: ANSWER });
      expect(await keeper.hold(wish({ heldSinceMs: lastMoment + 1 }))).toEqual({ kind: 'held' });
    });

    test('keeps answers encrypted', async () => {
      const { keeper, store } = await open(openStore);
      await keeper.hold(wish());
      await keeper.remember(wish(), ANSWER);
      const rows = await store.db.selectFrom('idempotency_keys').selectAll().execute();
      expect(rows).toHaveLength(1);
      expect(JSON.stringify(rows)).not.toContain('phk_secret');
    });

    test('tells another request with the same key from a repeated one, finished or not', async () => {
      const { keeper } = await open(openStore);
      const other = wish({ requestHash: 'other' });
      await keeper.hold(wish());
      expect(await keeper.hold(other)).toEqual({ kind: 'other_request' });
      await keeper.remember(wish(), ANSWER);
      expect(await keeper.hold(other)).toEqual({ kind: 'other_request' });
    });

    test('keeps the keys of workspaces apart', async () => {
      const { keeper } = await open(openStore);
      await keeper.hold(wish());
      await keeper.remember(wish(), ANSWER);
      expect(await keeper.hold(wish({ scope: 'ws_other' }))).toEqual({ kind: 'held' });
      expect(await keeper.hold(wish({ scope: 'operator' }))).toEqual({ kind: 'held' });
    });

    test('frees a key whose request came to nothing', async () => {
      const { keeper } = await open(openStore);
      await keeper.hold(wish());
      await keeper.release(wish());
      expect(await keeper.hold(wish({ requestHash: 'other' }))).toEqual({ kind: 'held' });
    });

    test('frees the key of a request that died, to one, and the dead one changes nothing any more', async () => {
      const { keeper } = await open(openStore);
      const first = wish();
      await keeper.hold(first);
      const atMs = NOW_MS + IDEMPOTENCY_HOLD_MS;
      expect(await keeper.hold(wish({ heldSinceMs: atMs - 1 }))).toEqual({ kind: 'in_progress' });
      const second = wish({ heldSinceMs: atMs });
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => keeper.hold(second)));
      expect(outcomes.filter((outcome) => outcome.kind === 'held')).toHaveLength(1);
      await keeper.remember(first, { ...ANSWER, body: '"late"' });
      await keeper.release(first);
      expect(await keeper.hold(wish({ heldSinceMs: atMs + 1 }))).toEqual({ kind: 'in_progress' });
      await keeper.remember(second, ANSWER);
      expect(await keeper.hold(wish({ heldSinceMs: atMs + 2 }))).toEqual({ kind: 'answered', answer: ANSWER });
    });

    test('purges what is older than 24 hours, in bounded steps', async () => {
      const { keeper, store } = await open(openStore);
      const oldCount = IDEMPOTENCY_PURGE_ROWS_MAX + 3;
      const old = Array.from({ length: oldCount }, (_, index) => ({
        scope: 'ws_1',
        key: `old-${index}`,
        request_hash: 'hash',
        status_code: 201,
        response: 'sealed',
        created_at_ms: NOW_MS - IDEMPOTENCY_KEPT_MS,
      }));
      for (let from = 0; from < oldCount; from += 100) {
        await store.db
          .insertInto('idempotency_keys')
          .values(old.slice(from, from + 100))
          .execute();
      }
      await keeper.hold(wish({ heldSinceMs: NOW_MS - IDEMPOTENCY_KEPT_MS + 1 }));
      expect(await purgeIdempotencyKeys(store, NOW_MS)).toBe(IDEMPOTENCY_PURGE_ROWS_MAX);
      expect(await purgeIdempotencyKeys(store, NOW_MS)).toBe(3);
      expect(await purgeIdempotencyKeys(store, NOW_MS)).toBe(0);
      expect(await store.db.selectFrom('idempotency_keys').select('key').execute()).toEqual([{ key: 'retry-1' }]);
    });
  });
}

function wish(changes: Partial<{ scope: string; requestHash: string; heldSinceMs: number }> = {}) {
  return { scope: 'ws_1', key: 'retry-1', requestHash: 'hash', heldSinceMs: NOW_MS, ...changes };
}

async function open(openStore: () => Promise<Store>) {
  const store = await openStore();
  const box = {
    seal: (clear: string) => Buffer.from(clear).toString('base64'),
    open: (sealed: string) => Buffer.from(sealed, 'base64').toString(),
  };
  return { store, keeper: createIdempotencyKeeper({ store, box }) };
}
