import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import { STORES } from '../../../test/support/open-store.ts';
import { queueOf } from '../../../test/support/queue.ts';
import type { Endpoint } from '../../domain/endpoint.ts';
import { type EndpointId, type EventId, idOf } from '../../domain/ids.ts';
import type { RunData } from '../../domain/run.ts';
import type { Store } from '../../platform/db/store.ts';
import {
  insertAttempt,
  insertEndpoint,
  insertEvent,
  insertFinished,
  insertQueued,
  WORKSPACE,
} from '../deliveries/test-rows.ts';
import { listEventsOfRange } from '../event-log/event-range.store.ts';
import { takePositionLock } from '../event-log/position-horizon.store.ts';
import { firstProgress, type LogRunContext } from './log-run.ts';
import { createRecoverHandler, type RecoverParams } from './recover-run.ts';
import { createReplayHandler, type ReplayParams, type TargetContext } from './replay-run.ts';

const ONE = idOf('ep', '0190a000-0000-7000-8000-00000000000a');
const TWO = idOf('ep', '0190a000-0000-7000-8000-00000000000b');
const FAR_MS = 60_000;

describe.each(STORES)('a run that replays on $name', ({ open }) => {
  test('makes a delivery of each event for each endpoint that wants it, due now and known as its own', async () => {
    const world = await openWorld(open);
    const events = [await world.event('custom.a'), await world.event('custom.b')];
    const { end, runId } = await world.replay();
    expect(end).toMatchObject({
      kind: 'completed',
      result: { events: 2, deliveries: 3, by_endpoint: { [ONE]: 2, [TWO]: 1 } },
    });
    const rows = await world.queue();
    expect(rows.map((row) => [row.event_id, row.endpoint_id])).toEqual([
      [events[0], ONE],
      [events[0], TWO],
      [events[1], ONE],
    ]);
    const asMade = { state: 'pending', trigger: 'replay', run_id: runId, attempts_made: 0, lease_token: null };
    for (const row of rows) expect(row).toMatchObject({ ...asMade, maybe_received: 0, resting_state: null });
  });

  test('goes on where it was after a crash at any moment, and makes nothing twice', async () => {
    for (const moment of ['before', 'after'] as const) {
      const world = await openWorld(open);
      for (let count = 0; count < 7; count++) await world.event('custom.b');
      const crashed = await world.replay({}, { pieceEvents: 3, crashes: { atSave: 2, moment } });
      expect(crashed.end).toBe('crashed');
      const { end } = await world.replay({}, { pieceEvents: 3, progress: crashed.progress, runId: crashed.runId });
      expect(end).toMatchObject({ kind: 'completed', result: { events: 7, deliveries: 7 } });
      expect(new Set((await world.queue()).map((row) => row.event_id)).size).toBe(7);
      expect(await world.queue()).toHaveLength(7);
    }
  });

  test('stops when it is told to, with its place saved, and goes on from there', async () => {
    const world = await openWorld(open);
    for (let count = 0; count < 5; count++) await world.event('custom.b');
    const first = await world.replay({}, { pieceEvents: 2, stopsAfterSaves: 2 });
    expect(first.end).toMatchObject({ kind: 'stopped', result: { deliveries: 2 } });
    const second = await world.replay({}, { progress: first.progress, runId: first.runId });
    expect(second.end).toMatchObject({ kind: 'completed', result: { deliveries: 5 } });
    expect(await world.queue()).toHaveLength(5);
  });

  test('makes no more ahead than are being taken, unless an endpoint takes them', async () => {
    const world = await openWorld(open);
    for (let count = 0; count < 450; count++) await world.event('custom.b');
    let looks = 0;
    const { end } = await world.replay(
      {},
      {
        pause: async () => {
          looks += 1;
          const waiting = (await world.queue()).filter((row) => row.attempts_made === 0);
          expect(waiting.length).toBeLessThanOrEqual(400);
          if (looks % 3 === 0) await world.store.db.updateTable('deliveries').set({ attempts_made: 1 }).execute();
        },
      },
    );
    expect(end).toMatchObject({ kind: 'completed', result: { deliveries: 450 } });
    expect(looks).toBeGreaterThan(1);
  });

  test('sends to one other endpoint what that can carry, whatever it wants', async () => {
    const world = await openWorld(open);
    const [a, b] = [await world.event('custom.a'), await world.event('custom.b')];
    await world.event('custom.none');
    await world.replay({ to_endpoint_id: TWO });
    expect((await world.queue()).map((row) => [row.event_id, row.endpoint_id])).toEqual([
      [a, TWO],
      [b, TWO],
    ]);
  });

  test('narrows by endpoint, type and filter, and leaves what is outside of the time', async () => {
    const world = await openWorld(open);
    const a = await world.event('custom.a');
    await world.event('custom.b');
    await world.event('custom.a', Date.now() + FAR_MS);
    const narrowed = { event_types: ['custom.a'], filter: { type: 'custom.a' }, endpoint_ids: [TWO] };
    await world.replay(narrowed);
    expect((await world.queue()).map((row) => [row.event_id, row.endpoint_id])).toEqual([[a, TWO]]);
  });

  test('makes events of their own with new ids, once for all endpoints, that say what they repeat', async () => {
    const world = await openWorld(open);
    const original = await world.event('custom.a');
    await world.replay({ new_ids: true });
    const made = await world.store.db.selectFrom('events').selectAll().where('id', '!=', original).execute();
    expect(made).toMatchObject([{ type: 'custom.a', replay_of: original, payload: '{"n":1}' }]);
    expect((await world.queue()).map((row) => row.event_id)).toEqual([made[0]?.id, made[0]?.id]);
  });

  test('leaves events out that repeat others: they were meant for those whom they were sent to', async () => {
    const world = await openWorld(open);
    await world.event('custom.b');
    await world.replay({ new_ids: true });
    await world.store.db.updateTable('events').set({ created_at_ms: Date.now() }).execute();
    expect((await world.replay()).end).toMatchObject({ result: { events: 2, deliveries: 1 } });
    expect((await world.recover(ONE)).end).toMatchObject({ result: { events: 2, deliveries: 0 } });
  });

  test('says of a delivery that an earlier one may have arrived, where that is so', async () => {
    const world = await openWorld(open);
    const event_id = await world.event('custom.a');
    await insertAttempt(world.store, {
      ...{ event_id, endpoint_id: TWO, delivery_id: idOf('dlv', uuidv7()), outcome: 'failed', error_class: 'timeout' },
    });
    await world.replay();
    expect((await world.queue()).map((row) => [row.endpoint_id, row.maybe_received])).toEqual([
      [ONE, 0],
      [TWO, 1],
    ]);
  });

  test('leaves out what is erased, also when that was done since it was read', async () => {
    const world = await openWorld(open);
    await world.store.db
      .updateTable('events')
      .set({ origin: 'erased' })
      .where('id', '=', await world.event('custom.a'))
      .execute();
    const b = await world.event('custom.b');
    await world.replay(
      {},
      {
        afterRead: async () => {
          await world.store.db.updateTable('events').set({ origin: 'erased' }).where('id', '=', b).execute();
        },
      },
    );
    expect(await world.queue()).toEqual([]);
  });

  test('fails in words when the endpoint that gets everything is gone', async () => {
    const world = await openWorld(open);
    await world.event('custom.a');
    const { end } = await world.replay({ to_endpoint_id: idOf('ep', uuidv7()) });
    expect(end).toMatchObject({ kind: 'failed', error: expect.stringContaining('deleted or disabled') });
  });
});

describe.each(STORES)('a run that recovers on $name', ({ open }) => {
  test('makes exactly the deliveries that are missing', async () => {
    const world = await openWorld(open);
    const never = await world.event('custom.a');
    const exhausted = await world.event('custom.a');
    await insertFinished(world.store, 'exhausted', { event_id: exhausted, endpoint_id: TWO });
    const canceled = await world.event('custom.a');
    await insertQueued(world.store, { event_id: canceled, endpoint_id: TWO, state: 'canceled', due_at_ms: null });
    const delivered = await world.event('custom.a');
    await insertFinished(world.store, 'exhausted', { event_id: delivered, endpoint_id: TWO });
    await insertFinished(world.store, 'delivered', { event_id: delivered, endpoint_id: TWO });
    const waiting = await world.event('custom.a');
    await insertQueued(world.store, { event_id: waiting, endpoint_id: TWO, attempts_made: 3 });
    const unwanted = await world.event('custom.b');
    const elsewhere = await world.event('custom.a');
    await insertFinished(world.store, 'delivered', { event_id: elsewhere, endpoint_id: ONE });
    const { end, runId } = await world.recover();
    expect(end).toMatchObject({ kind: 'completed', result: { events: 7, deliveries: 4 } });
    const made = (await world.queue()).filter((row) => row.run_id === runId);
    expect(made.map((row) => row.event_id)).toEqual([never, exhausted, canceled, elsewhere]);
    expect(made.every((row) => row.trigger === 'recover' && row.endpoint_id === TWO)).toBe(true);
    expect(made.map((row) => row.event_id)).not.toContain(unwanted);
  });

  test('finds nothing missing that an earlier run made and that still waits', async () => {
    const world = await openWorld(open);
    await world.event('custom.a');
    expect((await world.recover()).end).toMatchObject({ result: { deliveries: 1 } });
    expect((await world.recover()).end).toMatchObject({ result: { deliveries: 0 } });
  });
});

interface RunOptions {
  readonly progress?: RunData;
  readonly runId?: ReturnType<typeof idOf<'run'>>;
  readonly pieceEvents?: number;
  readonly stopsAfterSaves?: number;
  /** The process ends at that save, before or after its transaction. */
  readonly crashes?: { readonly atSave: number; readonly moment: 'before' | 'after' };
  readonly pause?: () => Promise<void>;
  readonly afterRead?: () => Promise<void>;
}

/** A workspace with endpoint ONE, which wants custom.*, and TWO, which wants custom.a. */
async function openWorld(open: () => Promise<Store>) {
  const store = await open();
  await insertEndpoint(store, { id: ONE });
  await insertEndpoint(store, { id: TWO });
  const wants: Readonly<Record<string, readonly string[]>> = { [ONE]: ['custom.a', 'custom.b'], [TWO]: ['custom.a'] };
  const targets: TargetContext = {
    endpointsOf: () => [ONE, TWO].map((id) => ({ id, enabled: true }) as Endpoint),
    wanting: (endpoints, event) => endpoints.filter(({ id }) => wants[id]?.includes(event.type)),
    canCarry: (_, event) => event.type !== 'custom.none',
    isOfTypes: (types) => (event) => types.includes(event.type),
    passesFilter: (filter) => (event) => event.type === filter.type,
  };
  const carryOut = async (
    create: typeof createReplayHandler,
    params: ReplayParams | RecoverParams,
    options: RunOptions,
  ) => {
    const { runId = idOf('run', uuidv7()), pieceEvents = 200, crashes, stopsAfterSaves = 1e9 } = options;
    const ctx: LogRunContext & TargetContext = {
      ...targets,
      store,
      readEvents: async (range) => {
        const events = await listEventsOfRange(store, range);
        await options.afterRead?.();
        return events;
      },
      takePosition: (trx) => takePositionLock(store, trx),
      newDeliveryId: () => idOf('dlv', uuidv7()),
      newEventId: () => idOf('evt', uuidv7()),
      onMade: () => {},
      pace: { pieceEvents: () => pieceEvents, after: async () => {} },
      nowMs: () => Date.now() + FAR_MS,
      pause: options.pause ?? (async () => {}),
    };
    const first = firstProgress(params, { events: 0, deliveries: 0, is_exact: true });
    let progress: RunData = options.progress ?? first;
    let saves = 0;
    const save = async (next: RunData, write: () => Promise<void>) => {
      saves += 1;
      if (crashes?.atSave === saves && crashes.moment === 'before') throw new Error('crash');
      await write();
      progress = JSON.parse(JSON.stringify(next)) as RunData;
      if (crashes?.atSave === saves) throw new Error('crash');
      return saves < stopsAfterSaves;
    };
    const run = { id: runId, workspaceId: WORKSPACE, params: { ...params }, progress, startedAtMs: 1 };
    const handler = create(ctx);
    const end = await handler(run, {
      saveProgress: (next) => save(next, async () => {}),
      saveWith: (next, write) => save(next, () => store.db.transaction().execute(write)),
      isStopping: () => saves >= stopsAfterSaves,
      readInput: async () => null,
    }).catch((error: Error) => (error.message === 'crash' ? ('crashed' as const) : Promise.reject(error)));
    return { end, progress, runId };
  };
  const span = { from_ms: Date.now() - FAR_MS, until_ms: Date.now() + FAR_MS / 2 };
  return {
    store,
    event: (type: string, created_at_ms = Date.now()): Promise<EventId> =>
      insertEvent(store, { type, created_at_ms, payload: '{"n":1}' }),
    queue: () => queueOf(store).selectAll().orderBy('id').execute(),
    replay: (params: Partial<ReplayParams> = {}, options: RunOptions = {}) =>
      carryOut(
        createReplayHandler,
        {
          ...{ ...span, event_types: null, endpoint_ids: null, filter: null, to_endpoint_id: null, new_ids: false },
          ...params,
        },
        options,
      ),
    recover: (endpoint_id: EndpointId = TWO) => carryOut(createRecoverHandler, { ...span, endpoint_id }, {}),
  };
}
