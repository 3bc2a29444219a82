import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { STORES } from '../../../test/support/open-store.ts';
import type { NodeSignals, Signal } from './node-signals.ts';
import { openPostgresStore } from './postgres-store.ts';

test('what one node tells the others hear, and not the one that told', async () => {
  const url = await createUrl();
  const [teller, listener] = [await openNode(url), await openNode(url)];
  await teller.listening;
  await listener.listening;
  teller.signals.tell('runs');
  teller.signals.tell('config');
  expect((await listener.heard(2)).toSorted()).toEqual(['config', 'runs']);
  listener.signals.tell('deliveries');
  expect(await teller.heard(1)).toEqual(['deliveries']);
});

test('much that is told at once is told a few times a second', async () => {
  const url = await createUrl();
  const [teller, listener] = [await openNode(url), await openNode(url)];
  await teller.listening;
  await listener.listening;
  for (let count = 0; count < 10_000; count++) teller.signals.tell('deliveries');
  await listener.heard(1);
  teller.signals.tell('config');
  await listener.until('config');
  expect(listener.all.filter((signal) => signal === 'deliveries')).toHaveLength(1);
});

test('a node whose connection was cut listens again by itself, and looks at everything it may have missed', async () => {
  const url = await createUrl();
  const [teller, listener] = [await openNode(url), await openNode(url)];
  await teller.listening;
  await listener.listening;
  const admin = new pg.Client(url);
  await admin.connect();
  onTestFinished(() => admin.end());
  await admin.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'posthorn signals'",
  );
  expect((await listener.heard(3)).toSorted()).toEqual(['config', 'deliveries', 'runs']);
  expect((await teller.heard(3)).toSorted()).toEqual(['config', 'deliveries', 'runs']);
  listener.clear();
  teller.signals.tell('deliveries');
  expect(await listener.heard(1)).toEqual(['deliveries']);
});

async function createUrl(): Promise<string> {
  const postgres = STORES.find(({ name }) => name === 'PostgreSQL');
  return (await postgres?.createUrl()) ?? '';
}

/** A node that notes what it hears. When it begins to listen it looks at everything: that is left out. */
async function openNode(url: string) {
  const store = await openPostgresStore(url);
  onTestFinished(store.close);
  const ear = new Ear(store.signals);
  store.signals.start();
  return Object.assign(ear, { signals: store.signals, listening: ear.heard(3).then(() => ear.clear()) });
}

class Ear {
  readonly all: Signal[] = [];
  #look: () => void = () => {};

  constructor(signals: NodeSignals) {
    for (const signal of ['config', 'deliveries', 'runs'] as const) {
      signals.onTold(signal, () => {
        this.all.push(signal);
        this.#look();
      });
    }
  }

  readonly clear = (): void => {
    this.all.length = 0;
  };

  readonly heard = async (count: number): Promise<readonly Signal[]> => {
    while (this.all.length < count) await this.#next();
    return this.all;
  };

  readonly until = async (signal: Signal): Promise<void> => {
    while (!this.all.includes(signal)) await this.#next();
  };

  #next(): Promise<void> {
    return new Promise((resolve) => {
      this.#look = resolve;
    });
  }
}
