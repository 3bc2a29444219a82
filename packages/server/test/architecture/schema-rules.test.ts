import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../src/platform/db/open-store.ts';
import { STORES } from '../support/open-store.ts';
import { openRawSql } from '../support/raw-sql.ts';
import { readSchema, type Schema, type SchemaIndex, type SchemaTable } from '../support/read-schema.ts';

/**
 * What DESIGN 8 asks so that workspaces can be spread over several databases: a row is found by its workspace first, belongs
 * to nothing outside of it, and is made without asking the database for anything. Each exception says why it does no harm.
 */
const TABLES_OF_NO_WORKSPACE: Readonly<Record<string, string>> = {
  instance: 'one row: the installation',
  schema_migrations: 'the schema itself',
  nodes: 'processes serve every workspace of their database',
  statistics_lease: 'one row: which node counts',
  workspaces: 'the workspace itself',
  meta_apps: 'a registration may be the operator’s and serve many workspaces: few rows, in the memory of every node',
  meta_app_traffic: 'one row for each registration',
  quarantine: 'what has no place belongs to the registration that signed it',
  idempotency_keys: 'the scope is the workspace, or the operator',
  send_lanes: 'one row for each number: Meta limits a number, whoever has it',
  members: 'an account may belong to several workspaces',
  member_sessions: 'found by a token before anything is known of its owner',
  one_time_links: 'found by a token before anything is known of its owner',
  sign_in_failures: 'counted before anybody is known',
};

/** By table and columns. Those of the tables above need none. */
const INDEXES_BY_SOMETHING_ELSE: Readonly<Record<string, string>> = {
  'deliveries(due_at_ms)': 'the claim goes through all workspaces in the order of time',
  'deliveries(canceled_lease_ends_ms)': 'the look for leases of what was canceled, of all workspaces',
  'runs(due_at_ms)': 'the claim of runs, as above',
  'message_sends(due_at_ms)': 'the claim of messages, as above',
  'message_sends(phone_number_id,due_at_ms,id)': 'one number is sent for by one node at a time, as Meta limits it',
  'media_files(due_at_ms)': 'the claim of files to be fetched, as above',
  'media_files(created_at_ms)': 'the purge by age, a few rows at a time',
  'conversations(closed_at_ms)': 'the sweep for closed conversations that a message opens again',
  'received_requests(received_at_ms)': 'the purge by age',
  'stream_tickets(expires_at_ms)': 'the purge by age',
  'endpoint_breakers(changed_at_ms)': 'what changed since a node last looked, of all workspaces',
  'endpoints(revision,id)': 'what changed since a node last looked, of all workspaces',
  'channels(revision,id)': 'what changed since a node last looked, of all workspaces',
  'labels(revision,id)': 'what changed since a node last looked, of all workspaces',
  'channels(meta_app_id,phone_number_id)': 'a number is unique inside a registration (CONTRACTS 8, "Whose event")',
  'memberships(member_id,workspace_id)': 'the workspaces of an account',
  'api_keys(key_hash)': 'a key is looked up before its workspace is known',
  'invitations(token_hash)': 'a link is looked up before its workspace is known',
  'portal_links(token_hash)': 'a link is looked up before its workspace is known',
  'portal_links(session_hash)': 'a session is looked up before its workspace is known',
  'stream_tickets(ticket_hash)': 'a ticket is looked up before its workspace is known',
  'test_receivers(token_hash)': 'the path of a receiver is looked up before its workspace is known',
};

const FOREIGN_KEYS_OUT_OF_A_WORKSPACE: Readonly<Record<string, string>> = {
  'channels(meta_app_id)': 'see meta_apps',
  'memberships(member_id)': 'see members',
  'member_sessions(member_id)': 'see members',
  'one_time_links(member_id)': 'see members',
};

/** The position is the order of one event log: a sequence of its database, and never part of a key. */
const COUNTED_BY_THE_DATABASE = ['events.position'];

describe.each(STORES)('the schema on $name', (stores) => {
  let schema: Schema;

  beforeAll(async () => {
    const url = await stores.createUrl();
    await (await openStore(url)).close();
    const database = await openRawSql(url);
    schema = await readSchema(database);
    await database.close();
  });

  const ofWorkspaces = () => schema.tables.filter(({ name }) => TABLES_OF_NO_WORKSPACE[name] === undefined);

  test('has the workspace in every table, and the tables that have none are known', () => {
    expect(ofWorkspaces().filter(({ columns }) => !columns.includes('workspace_id'))).toEqual([]);
    const known = Object.keys(TABLES_OF_NO_WORKSPACE);
    expect(known.filter((name) => !schema.tables.some((table) => table.name === name))).toEqual([]);
  });

  test('has the workspace first in every key and index, but for what looks through all of them', () => {
    const others = ofWorkspaces().flatMap((table) =>
      table.indexes.filter(isByOther).map((index) => inWords(table, index)),
    );
    expect(others.filter((index) => INDEXES_BY_SOMETHING_ELSE[index] === undefined)).toEqual([]);
    expect(Object.keys(INDEXES_BY_SOMETHING_ELSE).filter((index) => !others.includes(index))).toEqual([]);
    const withoutKey = ofWorkspaces().filter(({ indexes, name }) => !indexes.some(isKey) && !hasRowKey(name));
    expect(withoutKey.map(({ name }) => name)).toEqual([]);
  });

  test('has no foreign key out of a workspace, and none that changes keys', () => {
    const keys = schema.tables.flatMap(({ name, foreignKeys }) => foreignKeys.map((key) => ({ ...key, name })));
    const out = keys
      .filter(({ columns, table }) => !columns.includes('workspace_id') && table !== 'workspaces')
      .map(({ name, columns }) => `${name}(${columns.join(',')})`);
    expect(new Set(out)).toEqual(new Set(Object.keys(FOREIGN_KEYS_OUT_OF_A_WORKSPACE)));
    expect(keys.filter(({ onUpdate }) => onUpdate !== 'NO ACTION')).toEqual([]);
  });

  test('counts nothing but positions, and does nothing by itself', () => {
    const counted = schema.tables.flatMap(({ name, counted: columns }) => columns.map((column) => `${name}.${column}`));
    expect(counted).toEqual(COUNTED_BY_THE_DATABASE);
    expect(schema.others).toEqual([]);
  });

  test('has the time in the key of what is partitioned', () => {
    const partitioned = schema.tables.filter(({ partitionKey }) => partitionKey !== null);
    expect(partitioned.map(({ name }) => name).toSorted()).toEqual(
      stores.name === 'PostgreSQL' ? ['attempts', 'events'] : [],
    );
    for (const { partitionKey, indexes } of partitioned) {
      // A UUID version 7 begins with its time.
      expect(partitionKey).toEqual(['id']);
      for (const { isUnique, columns } of indexes) if (isUnique) expect(columns).toEqual(['workspace_id', 'id']);
    }
  });
});

test('no statement changes a key', () => {
  const folder = new URL('../../src/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(store|sql|thread)\.ts$/.test(file),
  );
  expect(files.length).toBeGreaterThan(50);
  const changing = files.filter((file) => {
    const text = readFileSync(new URL(file, folder), 'utf8');
    return /\.set\(\{[^}]*\b(workspace_id|id):/.test(text) || /\bSET\s+(workspace_id|id)\s*=/.test(text);
  });
  expect(changing).toEqual([]);
});

function isByOther({ columns }: SchemaIndex): boolean {
  return columns[0] !== 'workspace_id';
}

function isKey({ isUnique, columns }: SchemaIndex): boolean {
  return isUnique && columns[0] === 'workspace_id';
}

/** Found by the hash of a secret and by nothing else. */
function hasRowKey(table: string): boolean {
  return table === 'stream_tickets';
}

function inWords({ name }: SchemaTable, { columns }: SchemaIndex): string {
  return `${name}(${columns.join(',')})`;
}
