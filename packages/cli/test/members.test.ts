import { insertAccount } from '@posthorn/server/control/members/members.store.ts';
import { findOneTimeLink, type OneTimeLinkKind } from '@posthorn/server/control/members/one-time-links.store.ts';
import { insertFirstWorkspace } from '@posthorn/server/control/workspaces/workspaces.store.ts';
import { idOf } from '@posthorn/server/domain/ids.ts';
import { SYSTEM_SOURCE } from '@posthorn/server/gateway/system-source.ts';
import { openStore } from '@posthorn/server/platform/db/open-store.ts';
import { hashToken } from '@posthorn/server/platform/http/token-hash.ts';
import { describe, expect, test } from 'vitest';
import { STORES } from '../../server/test/support/open-store.ts';
import { newFolder, runCli, startCli } from './run-cli.ts';

/** Required with PostgreSQL, by `config`; nothing here is encrypted. */
const ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64');
const EMAIL = 'mira@example.com';

describe.each(STORES)('members on $name', ({ createUrl }) => {
  test('makes a link for the first owner, and when there is one none', async () => {
    const url = await createUrl();
    await addWorkspace(url);
    const env = { POSTHORN_DATABASE_URL: url, POSTHORN_ENCRYPTION_KEY: ENCRYPTION_KEY };
    const owner = await runCli(['members', 'owner-link'], env);
    expect([owner.exitCode, owner.stdout]).toEqual([
      0,
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:8420\/welcome#[\w-]{43}\n$/),
    ]);
    expect(await whomFor(url, 'owner', owner.stdout)).toEqual({ memberId: null });

    await makeOperator(url);
    expect(await runCli(['members', 'owner-link'], env)).toMatchObject({ exitCode: 1, stdout: '' });
  });

  test('makes links for a member, by the e-mail in any spelling', async () => {
    const url = await createUrl();
    const memberId = await addWorkspace(url);
    const env = { POSTHORN_DATABASE_URL: url, POSTHORN_ENCRYPTION_KEY: ENCRYPTION_KEY };
    const place = ['--url', 'https://hooks.example.com/'];
    const password = await runCli(['members', 'password-link', EMAIL.toUpperCase(), ...place], env);
    expect(password.stdout).toMatch(/^https:\/\/hooks\.example\.com\/password#/);
    expect(await whomFor(url, 'password', password.stdout)).toEqual({ memberId });
    const made = await runCli(['members', 'sign-in-link', EMAIL, '--expires-in', '1h', '--json', ...place], env);
    const signIn = JSON.parse(made.stdout) as { readonly url: string; readonly expires_at: string };
    expect(await whomFor(url, 'sign_in', signIn.url)).toEqual({ memberId });
    expect(Date.parse(signIn.expires_at) - Date.now()).toBeGreaterThan(50 * 60_000);
  });

  test('refuses whom it does not know, and a place that it cannot know', async () => {
    const url = await createUrl();
    await addWorkspace(url);
    const env = { POSTHORN_DATABASE_URL: url, POSTHORN_ENCRYPTION_KEY: ENCRYPTION_KEY };
    expect(await runCli(['members', 'password-link', 'nobody@example.com'], env)).toMatchObject({ exitCode: 1 });
    expect(await runCli(['members', 'owner-link'], { ...env, POSTHORN_PORT: '0' })).toMatchObject({ exitCode: 2 });
  });
});

test('refuses what is no URL, and a link that would be good for long', async () => {
  for (const wrong of [
    ['owner-link', '--url', 'hooks.example.com'],
    ['sign-in-link', EMAIL, '--expires-in', '2d'],
  ]) {
    expect(await runCli(['members', ...wrong])).toMatchObject({ exitCode: 2, stdout: '' });
  }
});

test('every start until there is an owner prints a link for becoming it, and the log does not have it', async () => {
  const env = { POSTHORN_DATA_DIR: await newFolder(), POSTHORN_PORT: '0' };
  const links: string[] = [];
  for (const isFirst of [true, false]) {
    const gateway = startCli(['serve'], env);
    await gateway.said('members owner-link');
    gateway.kill('SIGTERM');
    const { stdout, stderr } = await gateway.ended;
    expect(/phk_[\w-]{43}/.test(stdout)).toBe(isFirst);
    const [link = ''] = /http:\/\/127\.0\.0\.1:\d+\/welcome#[\w-]{43}/.exec(stdout) ?? [];
    const logged = `${stdout}\n${stderr}`.split('\n').filter((line) => line.startsWith('{'));
    expect(logged.filter((line) => line.includes(link.split('#')[1] ?? ''))).toEqual([]);
    links.push(link);
  }
  expect(new Set(links).size).toBe(2);
  expect(links.every((link) => link !== '')).toBe(true);
});

/** A workspace and an account that looks after nothing. */
async function addWorkspace(databaseUrl: string) {
  const store = await openStore(databaseUrl);
  const nowMs = Date.now();
  const made = { name: 'Only', subdomain: null, settings: {}, nowMs };
  const workspace = { id: idOf('ws', SYSTEM_SOURCE.newId()), accountId: 'MA_TEST', ...made };
  await insertFirstWorkspace(store, workspace, async () => {});
  const id = idOf('mbr', SYSTEM_SOURCE.newId());
  const account = { id, email: EMAIL, name: 'Mira', passwordHash: '-', isOperator: false, nowMs };
  await store.db.transaction().execute((trx) => insertAccount(trx, account));
  await store.close();
  return id;
}

async function makeOperator(databaseUrl: string): Promise<void> {
  const store = await openStore(databaseUrl);
  await store.db.updateTable('members').set({ is_operator: 1 }).execute();
  await store.close();
}

async function whomFor(databaseUrl: string, kind: OneTimeLinkKind, link: string) {
  const store = await openStore(databaseUrl);
  const tokenHash = hashToken(new URL(link.trim()).hash.slice(1));
  const found = await findOneTimeLink(store, { tokenHash, kind, nowMs: Date.now() });
  await store.close();
  return found;
}
