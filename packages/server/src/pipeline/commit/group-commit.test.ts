import { describe, expect, test } from 'vitest';
import type { AttemptEntry, ReleaseEntry } from '../../domain/delivery.ts';
import type { NewEvent } from '../../domain/event.ts';
import { type EventId, idOf } from '../../domain/ids.ts';
import type { QuarantineItem } from '../../domain/quarantine.ts';
import type { CommitBatch, FreshEvents, NewEventEntry } from './commit-batch.ts';
import { GroupCommit } from './group-commit.ts';

const BATCH_ROWS_MAX = 500;
const WAITING_ROWS_MAX = 20_000;
let idCount = 0;

describe('one append', () => {
  test('is in one batch with all its events, deliveries and quarantine items, and is answered with what was new', async () => {
    const { commit, store, time } = open();
    const [first, second] = [newEntry(2), newEntry(1)];
    const appended = commit.append([first, second], { quarantine: [quarantineItem()] });
    time.advance(0);
    expect(store.batches).toMatchObject([{ events: [first, second], quarantine: [{ reason: 'stale' }] }]);
    store.settle(0, [second.event.id]);
    expect([...(await appended).keys()]).toEqual([second.event.id]);
  });

  test('stays whole although it is larger than a batch', async () => {
    const { commit, store, time } = open();
    void commit.append(entries(BATCH_ROWS_MAX + 200));
    time.advance(0);
    expect(rowsOf(store.batches)).toEqual([BATCH_ROWS_MAX + 200]);
  });

  test('of nothing settles too', async () => {
    const { commit, store, time } = open();
    const appended = commit.append([]);
    time.advance(0);
    store.settle(0);
    expect(await appended).toEqual(new Map());
  });

  test('is answered after its own commit and not after one before or beside it', async () => {
    const { commit, store } = open({ concurrency: 2 });
    const answers: string[] = [];
    const first = commit.append(entries(BATCH_ROWS_MAX)).then(() => answers.push('first'));
    const second = commit.append(entries(2 * BATCH_ROWS_MAX)).then(() => answers.push('second'));
    expect(store.batches).toHaveLength(2);
    store.settle(1);
    await second;
    expect(answers).toEqual(['second']);
    store.settle(0);
    await first;
  });
});

describe('when a commit begins', () => {
  test('an idle system commits at once', () => {
    const { commit, store, time } = open();
    void commit.append([newEntry()]);
    time.advance(0);
    expect(store.batches).toHaveLength(1);
  });

  test('an idle system waits for nothing even after a single row was committed a moment ago', async () => {
    const { commit, store, time } = open();
    const first = commit.append([newEntry()]);
    time.advance(0);
    store.settle(0);
    await first;
    await time.settle();
    void commit.append([newEntry()]);
    time.advance(0);
    expect(store.batches).toHaveLength(2);
  });

  test('a busy system collects for five milliseconds what arrives meanwhile', async () => {
    const { commit, store, time } = open();
    await commitRows(commit, store, time, 100);
    void commit.append([newEntry()]);
    time.advance(4);
    void commit.record(newAttempt());
    expect(store.batches).toHaveLength(1);
    time.advance(1);
    expect(rowsOf(store.batches)).toEqual([100, 2]);
  });

  test('the less there is to do, the shorter it collects', async () => {
    const { commit, store, time } = open();
    await commitRows(commit, store, time, 20);
    void commit.append([newEntry()]);
    time.advance(0.9);
    expect(store.batches).toHaveLength(1);
    time.advance(0.1);
    expect(rowsOf(store.batches)).toEqual([20, 1]);
  });

  test('what arrives while the one writer writes goes together into the next batch', async () => {
    const { commit, store, time } = open();
    const first = commit.append([newEntry()]);
    time.advance(0);
    void commit.append([newEntry()]);
    void commit.record(newAttempt());
    void commit.release(newRelease());
    time.advance(100);
    expect(store.batches).toHaveLength(1);
    store.settle(0);
    await first;
    await time.settle();
    expect(store.batches[1]).toMatchObject({ events: [{}], attempts: [{}], releases: [{}] });
  });

  test('never holds more than 500 rows unless one append alone is larger, and does not wait when it is full', () => {
    const { commit, store } = open();
    for (let count = 0; count < 499; count++) void commit.record(newAttempt());
    expect(store.batches).toEqual([]);
    void commit.record(newAttempt());
    void commit.record(newAttempt());
    expect(rowsOf(store.batches)).toEqual([500]);
  });

  test('what arrives beside a batch that is on its way waits for it, until two more would be full', () => {
    const { commit, store, time } = open({ concurrency: 9 });
    for (let count = 0; count < 500 + 999; count++) void commit.record(newAttempt());
    time.advance(5);
    expect(rowsOf(store.batches)).toEqual([500]);
    void commit.record(newAttempt());
    expect(rowsOf(store.batches)).toEqual([500, 500]);
  });

  test('but not for one that takes far too long', async () => {
    const { commit, store, time } = open({ concurrency: 2 });
    void commit.append([newEntry()]);
    time.advance(0);
    const second = commit.append([newEntry()]);
    time.advance(199);
    expect(store.batches).toHaveLength(1);
    time.advance(1);
    expect(store.batches).toHaveLength(2);
    store.settle(1);
    await second;
  });

  test('no more batches are on their way than the store can take', async () => {
    const { commit, store, time } = open({ concurrency: 2 });
    for (let count = 0; count < 5_000; count++) void commit.record(newAttempt());
    expect(store.batches).toHaveLength(2);
    store.settle(0);
    await time.settle();
    expect(store.batches).toHaveLength(3);
  });
});

describe('too much to write', () => {
  test('refuses an append with Retry-After, writes nothing of it, and takes the next when there is room', async () => {
    const { commit, store, time } = open();
    const first = commit.append([newEntry()]);
    time.advance(0);
    const waiting = commit.append(entries(WAITING_ROWS_MAX));
    const refused = commit.append([newEntry()]);
    await expect(refused).rejects.toMatchObject({ code: 'store_unavailable', retryAfterSeconds: 1 });
    store.settle(0);
    await first;
    await time.settle();
    const next = commit.append([newEntry()]);
    store.settle(1);
    await waiting;
    await time.settle();
    time.advance(5);
    store.settle(2);
    await next;
    expect(rowsOf(store.batches)).toEqual([1, WAITING_ROWS_MAX, 1]);
  });

  test('does not refuse a finished attempt: it cannot be made undone', async () => {
    const { commit, store, time } = open();
    void commit.append([newEntry()]);
    time.advance(0);
    void commit.append(entries(WAITING_ROWS_MAX));
    const recorded = commit.record(newAttempt());
    store.settle(0);
    await time.settle();
    store.settle(1);
    await time.settle();
    time.advance(5);
    store.settle(2);
    await recorded;
  });
});

describe('a row that the database cannot take', () => {
  test.each(['23505', '22021', 'SQLITE_CONSTRAINT_NOTNULL', 'SQLITE_TOOBIG'])(
    '(%s) is refused alone, everything beside it is written',
    async (code) => {
      const { commit, store, time } = open({ refuses: (batch) => batch.events.some(isPoison), code });
      const entriesOfOthers = entries(5);
      const good = entriesOfOthers.map((entry) => commit.append([entry]));
      const bad = commit.append([newEntry(), poison()]);
      const recorded = commit.record(newAttempt());
      const outcome = expect(bad).rejects.toMatchObject({ code: 'store_unavailable' });
      time.advance(0);
      await outcome;
      const fresh = await Promise.all(good);
      expect(entriesOfOthers.filter((entry, index) => !fresh[index]?.has(entry.event.id))).toEqual([]);
      await recorded;
      const written = store.written.flatMap((batch) => batch.events);
      expect([written.length, written.some(isPoison)]).toEqual([5, false]);
    },
  );

  test('is an attempt that is given up, so that stopping does not wait for it for ever', async () => {
    const { commit, time, failures } = open({ refuses: (batch) => batch.attempts.length > 0, code: '22021' });
    const recorded = commit.record(newAttempt());
    time.advance(0);
    await recorded;
    await commit.drained();
    expect(failures).toHaveLength(1);
  });
});

describe('while the database is away', () => {
  test('appends are refused, and attempts and releases are tried again until they are written', async () => {
    const away = { is: true };
    const { commit, store, time, failures } = open({ refuses: () => away.is, code: 'ECONNREFUSED' });
    const appended = commit.append([newEntry()]);
    const outcome = expect(appended).rejects.toMatchObject({ code: 'store_unavailable' });
    const recorded = commit.record(newAttempt());
    const released = commit.release(newRelease());
    time.advance(0);
    await outcome;
    await time.settle();
    time.advance(500);
    await time.settle();
    expect(failures.length).toBeGreaterThan(1);
    away.is = false;
    time.advance(500);
    await time.settle();
    await Promise.all([recorded, released]);
    expect(store.written.flatMap((batch) => [batch.events.length, batch.attempts.length])).toEqual([0, 1]);
  });

  test('the error of the database is underneath and not in the words for the caller', async () => {
    const { commit, time } = open({ refuses: () => true, code: 'ECONNREFUSED' });
    const appended = commit.append([newEntry()]);
    const outcome = expect(appended).rejects.toMatchObject({
      message: expect.not.stringContaining('ECONNREFUSED'),
      cause: expect.objectContaining({ code: 'ECONNREFUSED' }),
    });
    time.advance(0);
    await outcome;
  });
});

describe('drained', () => {
  test('settles at once when nothing waits', async () => {
    await open().commit.drained();
  });

  test('settles when what waits and what is on its way is written', async () => {
    const { commit, store, time } = open();
    void commit.append([newEntry()]);
    time.advance(0);
    void commit.record(newAttempt());
    let isDrained = false;
    const drained = commit.drained().then(() => {
      isDrained = true;
    });
    store.settle(0);
    await time.settle();
    expect(isDrained).toBe(false);
    store.settle(1);
    await drained;
  });

  test('waits for attempts that are tried again', async () => {
    const away = { is: true };
    const { commit, time } = open({ refuses: () => away.is, code: 'ECONNREFUSED' });
    void commit.record(newAttempt());
    time.advance(0);
    await time.settle();
    let isDrained = false;
    const drained = commit.drained().then(() => {
      isDrained = true;
    });
    await time.settle();
    expect(isDrained).toBe(false);
    away.is = false;
    time.advance(500);
    await time.settle();
    await drained;
  });
});

interface Options {
  readonly concurrency?: number;
  /** Given, commits settle by themselves: refused with this code, or written. */
  readonly refuses?: (batch: CommitBatch) => boolean;
  readonly code?: string;
}

function open(options: Options = {}) {
  const time = new FakeTime();
  const store = new FakeStore(options);
  const failures: unknown[] = [];
  const commit = new GroupCommit({
    store: {
      concurrency: options.concurrency ?? 1,
      commit: (batch) => store.commit(batch),
    },
    monotonicMs: () => time.nowMs,
    setTimer: (run, delayMs) => time.setTimer(run, delayMs),
    onCommitted: () => {},
    onFailed: (error) => failures.push(error),
  });
  return { commit, store, time, failures };
}

/** Stands for a database: keeps what it was asked to write and settles when it is told to. */
class FakeStore {
  readonly batches: CommitBatch[] = [];
  readonly written: CommitBatch[] = [];
  readonly #settlers: ((fresh: readonly EventId[] | undefined) => void)[] = [];
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  commit(batch: CommitBatch): Promise<FreshEvents> {
    this.batches.push(batch);
    const all = batch.events.map((entry) => entry.event.id);
    const { refuses, code } = this.#options;
    if (refuses?.(batch) === true) return Promise.reject(Object.assign(new Error(`refused: ${code}`), { code }));
    this.written.push(batch);
    if (refuses !== undefined) return Promise.resolve(positionsOf(all));
    return new Promise((resolve) => this.#settlers.push((fresh) => resolve(positionsOf(fresh ?? all))));
  }

  settle(index: number, fresh?: readonly EventId[]): void {
    this.#settlers[index]?.(fresh);
  }
}

interface FakeTimer {
  readonly atMs: number;
  readonly run: () => void;
}

class FakeTime {
  nowMs = 1_000;
  readonly #timers = new Set<FakeTimer>();

  setTimer(run: () => void, delayMs: number) {
    const timer = { atMs: this.nowMs + delayMs, run };
    this.#timers.add(timer);
    return { cancel: () => this.#timers.delete(timer) };
  }

  advance(ms: number): void {
    this.nowMs += ms;
    for (const timer of [...this.#timers].sort((a, b) => a.atMs - b.atMs)) {
      if (timer.atMs <= this.nowMs && this.#timers.delete(timer)) timer.run();
    }
  }

  /** Lets promises settle, with the timers that are due meanwhile. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
      this.advance(0);
    }
  }
}

async function commitRows(commit: GroupCommit, store: FakeStore, time: FakeTime, rows: number): Promise<void> {
  const appended = commit.append(entries(rows));
  time.advance(0);
  store.settle(0);
  await appended;
  await time.settle();
}

function rowsOf(batches: readonly CommitBatch[]): readonly number[] {
  return batches.map(
    ({ events, attempts, releases, quarantine }) =>
      events.reduce((sum, entry) => sum + 1 + entry.deliveries.length, 0) +
      attempts.length +
      releases.length +
      quarantine.length,
  );
}

function nextUuid(): string {
  idCount += 1;
  return `019c0000-0000-7000-8000-${String(idCount).padStart(12, '0')}`;
}

function entries(count: number): readonly NewEventEntry[] {
  return Array.from({ length: count }, () => newEntry());
}

function newEntry(deliveryCount = 0): NewEventEntry {
  const event = { id: idOf('evt', nextUuid()), payload: {} } as NewEvent;
  const deliveries = Array.from({ length: deliveryCount }, () => ({
    id: idOf('dlv', nextUuid()),
    endpointId: idOf('ep', nextUuid()),
    dueAtMs: 0,
    leaseToken: null,
    orderKey: null,
  }));
  return { event, payloadJson: '{}', deliveries };
}

function poison(): NewEventEntry {
  return { ...newEntry(), payloadJson: 'poison' };
}

function isPoison(entry: NewEventEntry): boolean {
  return entry.payloadJson === 'poison';
}

function newAttempt(): AttemptEntry {
  return { attempt: {} as AttemptEntry['attempt'], after: { kind: 'finished' }, leaseToken: 'me', orderKey: null };
}

function newRelease(): ReleaseEntry {
  return { workspaceId: idOf('ws', nextUuid()), deliveryId: idOf('dlv', nextUuid()), leaseToken: 'me', dueAtMs: 0 };
}

function quarantineItem(): QuarantineItem {
  return { id: idOf('qrn', nextUuid()), reason: 'stale' } as QuarantineItem;
}

function positionsOf(ids: readonly EventId[]): FreshEvents {
  return new Map(ids.map((id, index) => [id, index + 1]));
}
