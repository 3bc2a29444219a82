import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type OpenedStore, openStore } from '../../src/platform/db/open-store.ts';
import { type CleanUp, cleanUpLater } from './clean-up.ts';

/** A kind of database that Posthorn runs on. What it hands out is removed after the test, or after the file when a hook asked. */
export interface TestDatabases {
  readonly name: 'SQLite' | 'PostgreSQL';
  /** An open store on a fresh database: migrated and empty. Closed for you; closing it earlier is fine. */
  readonly open: () => Promise<OpenedStore>;
  /** POSTHORN_DATABASE_URL of a fresh database, for tests that start a gateway or open one database more than once. */
  readonly createUrl: () => Promise<string>;
}

/** Every kind of database, for `describe.each(STORES)` and for the conformance suites. */
export const STORES: readonly TestDatabases[] = [
  { name: 'SQLite', open: () => openFresh(createSqliteUrl), createUrl: () => handOut(createSqliteUrl) },
  { name: 'PostgreSQL', open: () => openFresh(createPostgresUrl), createUrl: () => handOut(createPostgresUrl) },
];

type CreateUrl = () => Promise<{ readonly url: string; readonly remove: CleanUp }>;

async function openFresh(create: CreateUrl): Promise<OpenedStore> {
  const cleanUps = cleanUpLater();
  const { url, remove } = await create();
  cleanUps.push(remove);
  const store = await openStore(url);
  const close = once(store.close);
  cleanUps.push(close);
  return { ...store, close };
}

async function handOut(create: CreateUrl): Promise<string> {
  const cleanUps = cleanUpLater();
  const { url, remove } = await create();
  cleanUps.push(remove);
  return url;
}

async function createSqliteUrl() {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-test-'));
  return { url: `sqlite:${join(folder, 'posthorn.db')}`, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function createPostgresUrl() {
  const server = inject('databaseServerUrl');
  const response = await fetch(server, { method: 'POST' });
  if (!response.ok) throw new Error(`No PostgreSQL database: ${await response.text()}`);
  const { name, url } = (await response.json()) as { name: string; url: string };
  const remove = async () => {
    await fetch(`${server}/${name}`, { method: 'DELETE' });
  };
  return { url, remove };
}

function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= action();
    return done;
  };
}
