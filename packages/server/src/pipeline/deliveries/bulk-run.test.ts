import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { STORES } from '../../../test/support/open-store.ts';
import { idOf } from '../../domain/ids.ts';
import type { RunData, RunProblem } from '../../domain/run.ts';
import type { Store } from '../../platform/db/store.ts';
import { type BulkKind, type BulkParams, createBulkHandler, DELIVERY_CANCEL, DELIVERY_RESEND } from './bulk-run.ts';
import { listDeliveries } from './deliveries.store.ts';
import { insertAttempt, insertEndpoint, insertEvent, insertFinished, insertQueued, WORKSPACE } from './test-rows.ts';

const COUNTED = { total: 3, is_exact: true };
const EXHAUSTED = { ...COUNTED, filter: { standings: ['exhausted'] } } as const;

describe.each(STORES)('a run over many deliveries on $name', ({ open }) => {
  test('resends what matches, newest first, and leaves the rest', async () => {
    const store = await openWithEndpoint(open);
    const exhausted = [await insertFinished(store, 'exhausted'), await insertFinished(store, 'exhausted')];
    await insertFinished(store, 'delivered');
    const { end, audited } = await carryOut(store, EXHAUSTED);
    expect(end).toMatchObject({ kind: 'completed', result: { looked_at: 2, changed: 2, refused: 0, total: 3 } });
    expect(await pendingIds(store)).toEqual(exhausted.toReversed());
    expect(audited).toEqual(exhausted.toReversed().map((id) => ['delivery.resent', id]));
  });

  test('says of each that it could not resend why', async () => {
    const store = await openWithEndpoint(open);
    const orphan = await insertFinished(store, 'exhausted', { endpoint_id: idOf('ep', uuidv7()) });
    const nobody = idOf('dlv', uuidv7());
    const { end, problems } = await carryOut(store, { ...COUNTED, ids: [orphan, nobody] });
    expect(end).toMatchObject({ kind: 'completed', result: { changed: 0, refused: 2 } });
    expect(problems).toEqual([
      { row: 1, column: null, message: expect.stringContaining('deleted'), value: orphan },
      { row: 2, column: null, message: expect.stringContaining('no delivery'), value: nobody },
    ]);
  });

  test('goes on where it was, and resends nothing twice that had its attempt since', async () => {
    const store = await openWithEndpoint(open);
    const event_id = await insertEvent(store);
    const done = await insertFinished(store, 'exhausted', { event_id });
    const again = { delivery_id: done, event_id, number: 3, trigger: 'resend', delivery_state: 'exhausted' } as const;
    await insertAttempt(store, { ...again, started_at_ms: Date.now() });
    const left = await insertFinished(store, 'exhausted');
    const { end } = await carryOut(store, EXHAUSTED);
    expect(end).toMatchObject({ kind: 'completed', result: { changed: 2 } });
    expect(await pendingIds(store)).toEqual([left]);
  });

  test('ends when it is told to, with what it did so far saved', async () => {
    const store = await openWithEndpoint(open);
    for (let count = 0; count < 60; count++) await insertFinished(store, 'exhausted', { event_id: await event(store) });
    const first = await carryOut(store, EXHAUSTED, { stopsAfterSaves: 2 });
    expect(first.end).toMatchObject({ kind: 'stopped', result: { changed: 50 } });
    const second = await carryOut(store, EXHAUSTED, { progress: first.progress });
    expect(second.end).toMatchObject({ kind: 'completed', result: { changed: 60, looked_at: 60 } });
    expect(await pendingIds(store)).toHaveLength(60);
  });

  test('cancels what waits', async () => {
    const store = await openWithEndpoint(open);
    const id = await insertQueued(store, { attempts_made: 1 });
    const { end, audited } = await carryOut(
      store,
      { ...COUNTED, filter: { standings: ['retrying'] } },
      { kind: DELIVERY_CANCEL },
    );
    expect(end).toMatchObject({ kind: 'completed', result: { changed: 1 } });
    expect(audited).toEqual([['delivery.canceled', id]]);
    expect(await pendingIds(store)).toEqual([]);
  });
});

async function openWithEndpoint(open: () => Promise<Store>): Promise<Store> {
  const store = await open();
  await insertEndpoint(store);
  return store;
}

let sharedEvent: { readonly store: Store; readonly id: Awaited<ReturnType<typeof insertEvent>> } | null = null;

/** One event for all of a store. */
async function event(store: Store) {
  if (sharedEvent?.store !== store) sharedEvent = { store, id: await insertEvent(store) };
  return sharedEvent.id;
}

async function pendingIds(store: Store) {
  const page = await listDeliveries(store, {
    ...{ workspaceId: WORKSPACE, beforeId: null, limit: 100, nowMs: Date.now() },
    standings: ['pending', 'retrying'],
  });
  return page.items.map(({ id }) => id);
}

interface CarryOut {
  readonly kind?: BulkKind;
  readonly progress?: RunData;
  readonly stopsAfterSaves?: number;
}

async function carryOut(store: Store, params: BulkParams, options: CarryOut = {}) {
  const { kind = DELIVERY_RESEND, progress = {}, stopsAfterSaves = Number.POSITIVE_INFINITY } = options;
  const audited: unknown[] = [];
  const problems: RunProblem[] = [];
  let saved = progress;
  let saves = 0;
  const handler = createBulkHandler(
    {
      store,
      audit: async (_, { action, resourceId }) => void audited.push([action, resourceId]),
      wakeDelivery: () => {},
      nowMs: Date.now,
      pause: async () => {},
    },
    kind,
  );
  const run = { id: idOf('run', uuidv7()), workspaceId: WORKSPACE, params: { ...params }, progress, startedAtMs: 1 };
  const end = await handler(run, {
    saveProgress: async (next, found = []) => {
      saved = next;
      problems.push(...found);
      saves += 1;
      return saves < stopsAfterSaves;
    },
    isStopping: () => saves >= stopsAfterSaves,
    readInput: async () => null,
  });
  return { end, problems, audited, progress: saved };
}
