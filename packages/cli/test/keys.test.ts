import { readdir } from 'node:fs/promises';
import { findApiKeyByHash } from '@posthorn/server/control/api-keys/api-keys.store.ts';
import { insertFirstWorkspace, insertWorkspace } from '@posthorn/server/control/workspaces/workspaces.store.ts';
import { idOf } from '@posthorn/server/domain/ids.ts';
import { SYSTEM_SOURCE } from '@posthorn/server/gateway/system-source.ts';
import { openStore } from '@posthorn/server/platform/db/open-store.ts';
import { hashToken } from '@posthorn/server/platform/http/token-hash.ts';
import { describe, expect, test } from 'vitest';
import { STORES } from '../../server/test/support/open-store.ts';
import { newFolder, runCli } from './run-cli.ts';

/** Required with PostgreSQL, by `config`; keys are not encrypted. */
const ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64');

async function addWorkspaces(databaseUrl: string, names: readonly string[]): Promise<string[]> {
  const store = await openStore(databaseUrl);
  const ids: string[] = [];
  for (const [index, name] of names.entries()) {
    const made = { name, subdomain: null, settings: {}, nowMs: Date.now() };
    const workspace = { id: idOf('ws', SYSTEM_SOURCE.newId()), accountId: `MA_TEST${index}`, ...made };
    const insert = index === 0 ? insertFirstWorkspace : insertWorkspace;
    await insert(store, workspace, async () => {});
    ids.push(workspace.id);
  }
  await store.close();
  return ids;
}

async function readAudit(databaseUrl: string) {
  const store = await openStore(databaseUrl);
  const rows = await store.db.selectFrom('audit_log').selectAll().orderBy('id').execute();
  await store.close();
  return rows;
}

describe.each(STORES)('keys on $name', ({ createUrl }) => {
  test('makes a key that the gateway would find, lists it without its text, and revokes it', async () => {
    const url = await createUrl();
    await addWorkspaces(url, ['Only']);
    const env = { POSTHORN_DATABASE_URL: url, POSTHORN_ENCRYPTION_KEY: ENCRYPTION_KEY };
    const created = await runCli(['keys', 'create', '--scope', 'write', '--expires-in', '30d'], env);
    expect(created.exitCode).toBe(0);
    const token = created.stdout.trim();
    expect(token).toMatch(/^phk_[A-Za-z0-9_-]{43}$/);
    expect(created.stderr).not.toContain(token);

    const store = await openStore(url);
    const found = await findApiKeyByHash(store, hashToken(token));
    await store.close();
    expect(found).toMatchObject({ scopes: ['write'] });
    expect((found?.expiresAtMs ?? 0) - (found?.createdAtMs ?? 0)).toBeGreaterThan(29 * 86_400_000);

    const listed = await runCli(['keys', 'list', '--json'], env);
    expect(JSON.parse(listed.stdout).data).toMatchObject([{ id: found?.id, hint: token.slice(-4) }]);
    expect(listed.stdout).not.toContain(token);

    const id = String(found?.id);
    expect(await runCli(['keys', 'revoke', id], env)).toMatchObject({ exitCode: 0 });
    expect(await runCli(['keys', 'revoke', id], env)).toMatchObject({ exitCode: 1 });
    expect(JSON.parse((await runCli(['keys', 'list', '--json'], env)).stdout)).toEqual({ data: [] });
    expect(await readAudit(url)).toMatchObject([
      { action: 'api_key.created', actor_kind: 'system', resource_id: id, before: null },
      { action: 'api_key.deleted', actor_kind: 'system', resource_id: id, after: null },
    ]);
  });

  test('asks which workspace is meant when there are several', async () => {
    const url = await createUrl();
    const [, second = ''] = await addWorkspaces(url, ['North', 'South']);
    const env = { POSTHORN_DATABASE_URL: url, POSTHORN_ENCRYPTION_KEY: ENCRYPTION_KEY };
    const vague = await runCli(['keys', 'create'], env);
    expect(vague).toMatchObject({ exitCode: 2, stdout: '' });
    expect(vague.stderr).toContain('--workspace');
    const named = await runCli(['keys', 'create', '--workspace', 'South', '--json'], env);
    expect(JSON.parse(named.stdout)).toMatchObject({ workspace_id: second, scopes: ['admin'], expires_at: null });
    expect(await runCli(['keys', 'create', '--workspace', 'East'], env)).toMatchObject({ exitCode: 1 });
  });
});

test('makes no database where there is none: the path is wrong, and nobody would see it', async () => {
  const folder = await newFolder();
  const listed = await runCli(['keys', 'list'], { POSTHORN_DATA_DIR: folder });
  expect(listed.exitCode).toBe(1);
  expect(listed.stderr).toContain('POSTHORN_DATA_DIR');
  expect(await readdir(folder)).toEqual([]);
});

test('does not repeat an API key that was given in the place of an id', async () => {
  const token = `phk_${'x'.repeat(43)}`;
  const revoked = await runCli(['keys', 'revoke', token]);
  expect(revoked.exitCode).toBe(2);
  expect(revoked.stderr).not.toContain(token);
});
