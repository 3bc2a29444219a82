import { beforeAll, describe, expect, test } from 'vitest';
import { idOf } from '../../src/domain/ids.ts';
import { ROLES } from '../../src/domain/permissions.ts';
import { STORES } from '../support/open-store.ts';
import { type ApiAnswer, api } from './support/api.ts';
import { type Browser, COOKIE, openBrowser, type ShownSession, tokenOf } from './support/browser.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { addMember, becomeOwner, inDatabase, newEmail, PASSWORD } from './support/people.ts';
import { connectStream } from './support/stream-client.ts';
import { createWorkspace, type TestWorkspace } from './support/world.ts';

interface Route {
  readonly method: string;
  readonly path: string;
  readonly access: string;
}

interface ShownMember {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly email: string | null;
}

interface ShownEntry {
  readonly action: string;
  readonly actor: { readonly kind: string; readonly id: string | null };
  readonly actor_name: string | null;
  readonly resource_id: string;
}

const codeOf = ({ status, body }: ApiAnswer) => [status, (body as { code?: string } | null)?.code];
const pointerOf = ({ body }: ApiAnswer) => (body as { errors?: { pointer: string }[] }).errors?.[0]?.pointer;

async function readRoutes(gateway: TestGateway): Promise<Route[]> {
  const response = await fetch(new URL('/openapi.json', gateway.url));
  const { paths } = (await response.json()) as { paths: Record<string, Record<string, { 'x-access'?: string }>> };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path: path.replaceAll(/\{\w+\}/g, '1'),
      access: operation['x-access'] ?? '',
    })),
  );
}

describe.each(STORES)('people, on $name', (stores) => {
  let gateway: TestGateway;
  let owner: Browser;
  let root: ReturnType<typeof api>;

  beforeAll(async () => {
    gateway = await startTestGateway(stores);
    owner = await becomeOwner(gateway);
    root = api(gateway, gateway.rootKey);
  });

  const ownWorkspace = () => owner.session().workspaces[0]?.id ?? '';
  /** Members of a workspace of their own, so that tests do not see each other's. */
  async function newWorkspace(): Promise<{ readonly workspace: TestWorkspace; readonly head: Browser }> {
    const workspace = await createWorkspace(gateway, { name: 'Another' });
    const asRoot = api(gateway, gateway.rootKey, workspace.id);
    const head = await addMember(gateway, { send: asRoot.send }, { role: 'owner' });
    return { workspace, head };
  }
  const actionsOf = async (browser: Browser) =>
    (await browser.all<ShownEntry>('/v1/audit-log')).map(({ action }) => action);

  describe('the first owner', () => {
    test('owns the first workspace, looks after the installation, and is signed in', () => {
      const { kind, member, workspaces, csrf_token: csrfToken } = owner.session();
      expect([kind, member?.is_operator, csrfToken]).toEqual(['member', true, expect.any(String)]);
      expect(workspaces).toMatchObject([{ name: 'Default', role: 'owner' }]);
      expect(workspaces[0]?.permissions).toContain('people.erase');
    });

    test('is made once: the link is used up, and later starts print none', async () => {
      const late = openBrowser(gateway);
      const again = { token: tokenOf(gateway.ownerLink), name: 'Late', email: newEmail(), password: PASSWORD };
      expect(codeOf(await late.send('POST', '/v1/setup/owner', again))).toEqual([410, 'link_not_valid']);
      expect(late.cookie()).toBeNull();
    });

    test('may make workspaces, and owns those', async () => {
      const made = await owner.send('POST', '/v1/workspaces', { name: 'Second' });
      expect(made.status).toBe(201);
      const { workspaces } = await owner.get<ShownSession>('/v1/session');
      expect(workspaces.map(({ name, role }) => [name, role])).toContainEqual(['Second', 'owner']);
      const { head } = await newWorkspace();
      for (const method of ['GET', 'POST']) {
        expect(codeOf(await head.send(method, '/v1/workspaces', method === 'GET' ? undefined : { name: 'X' }))).toEqual(
          [403, 'forbidden'],
        );
      }
    });
  });

  describe('signing in', () => {
    test('gives a cookie that no script reads and no other site sends along', async () => {
      const { email } = owner.session().member ?? { email: '' };
      const answer = await openBrowser(gateway).send('POST', '/v1/session', {
        email: email.toUpperCase(),
        password: PASSWORD,
      });
      expect(answer.status).toBe(200);
      const [cookie = ''] = answer.headers.getSetCookie();
      expect(cookie).toMatch(/^posthorn_session=phs_[\w-]{43}; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Lax$/);
      expect(answer.text).not.toContain('phs_');
    });

    test('goes over https alone where people come by https', async () => {
      const secure = await startTestGateway(stores, { POSTHORN_PUBLIC_URL: 'https://hooks.example.com' });
      expect(secure.ownerLink).toMatch(/^https:\/\/hooks\.example\.com\/welcome#[\w-]{43}$/);
      const response = await fetch(new URL('/v1/setup/owner', secure.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: 'https://hooks.example.com' },
        body: JSON.stringify({ token: tokenOf(secure.ownerLink), name: 'O', email: newEmail(), password: PASSWORD }),
      });
      expect(response.status).toBe(200);
      expect(response.headers.getSetCookie()[0]).toMatch(
        /^__Host-posthorn_session=.*; HttpOnly; Secure; SameSite=Lax$/,
      );
    });

    test('comes from where a trusted proxy says, and from nowhere that anybody else says', async () => {
      const addressOf = async (trusted: string) => {
        const behind = await startTestGateway(stores, { POSTHORN_TRUSTED_PROXIES: trusted });
        const browser = openBrowser(behind);
        const about = { name: 'Olga', email: newEmail(), password: PASSWORD };
        const headers = { 'x-forwarded-for': '203.0.113.9' };
        const body = { token: tokenOf(behind.ownerLink), ...about };
        expect((await browser.send('POST', '/v1/setup/owner', body, { headers })).status).toBe(200);
        return (await browser.get<{ data: { address: string }[] }>('/v1/session/sessions')).data[0]?.address;
      };
      expect(await addressOf('127.0.0.0/8')).toBe('203.0.113.9');
      expect(await addressOf('192.0.2.1')).toBe('127.0.0.1');
    });

    test('is refused in the same words whether or not there is such an account', async () => {
      const browser = openBrowser(gateway);
      const known = await browser.send('POST', '/v1/session', {
        email: owner.session().member?.email,
        password: 'wrong password',
      });
      const unknown = await browser.send('POST', '/v1/session', {
        email: newEmail('nobody'),
        password: 'wrong password',
      });
      expect(codeOf(known)).toEqual([401, 'unauthenticated']);
      const said = ({ body }: ApiAnswer) => ({ ...(body as object), instance: '', request_id: '' });
      expect(said(known)).toEqual(said(unknown));
      expect(browser.cookie()).toBeNull();
    });

    test('has to wait after five failures, with the right password too, and whether or not there is such an account', async () => {
      const { head } = await newWorkspace();
      for (const email of [head.session().member?.email, newEmail('nobody')]) {
        const browser = openBrowser(gateway);
        for (let tries = 0; tries < 5; tries++) {
          expect((await browser.send('POST', '/v1/session', { email, password: `wrong ${tries}` })).status).toBe(401);
        }
        // The wait of a second may be over before the next call comes; this one is not.
        await inDatabase(gateway, (db) =>
          db
            .updateTable('sign_in_failures')
            .set({ blocked_until_ms: Date.now() + 300_000 })
            .where('failure_count', '=', 5)
            .where('blocked_until_ms', '>', 0)
            .execute(),
        );
        const blocked = await browser.send('POST', '/v1/session', { email, password: PASSWORD });
        expect(codeOf(blocked)).toEqual([429, 'rate_limited']);
        expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(200);
      }
    });

    test('makes many who come at once wait too: each try is counted before it is made', async () => {
      const email = newEmail('nobody');
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          openBrowser(gateway).send('POST', '/v1/session', { email, password: `guess number ${index}` }),
        ),
      );
      const refused = answers.filter(({ status }) => status === 401).length;
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(answers.length - refused);
      expect([refused >= 5, refused < answers.length]).toEqual([true, true]);
    });

    test('ends the session that the browser had: none that somebody planted lives on', async () => {
      const attacker = await addMember(gateway, owner, { role: 'viewer' });
      const planted = attacker.cookie() ?? '';
      const victim = openBrowser(gateway);
      victim.plant(planted);
      await victim.enter('/v1/session', { email: owner.session().member?.email, password: PASSWORD });
      expect(victim.cookie()).not.toBe(planted);
      expect(victim.session().member?.id).toBe(owner.session().member?.id);
      expect((await attacker.send('GET', '/v1/session')).status).toBe(401);
    });

    test('by a token that nobody gave out is no session', async () => {
      const browser = openBrowser(gateway);
      browser.plant(`phs_${'A'.repeat(43)}`);
      expect(codeOf(await browser.send('GET', '/v1/session'))).toEqual([401, 'unauthenticated']);
    });

    test('stands in the audit log of the workspace, and so do signing out and what was refused', async () => {
      const { head } = await newWorkspace();
      const { email } = head.session().member ?? { email: '' };
      await openBrowser(gateway).send('POST', '/v1/session', { email, password: 'not the password' });
      const other = openBrowser(gateway);
      await other.enter('/v1/session', { email, password: PASSWORD });
      expect((await other.send('DELETE', '/v1/session')).status).toBe(204);
      expect(other.cookie()).toBeNull();
      await expect.poll(() => actionsOf(head)).toContain('session.refused');
      const log = await head.all<ShownEntry>('/v1/audit-log');
      const { id, name } = head.session().member ?? { id: '', name: '' };
      expect(log.map(({ action }) => action).toSorted()).toEqual(
        [
          'api_key.created',
          'invitation.created',
          'member.added',
          'session.ended',
          'session.refused',
          'session.started',
          'session.started',
        ].toSorted(),
      );
      const ended = log.find(({ action }) => action === 'session.ended');
      expect(ended).toMatchObject({ actor: { kind: 'member', id }, actor_name: name });
      expect(await head.all<ShownEntry>(`/v1/audit-log`)).toEqual(log);
      expect(JSON.stringify(log)).not.toMatch(/phs_|argon2|not the password|seven bright/);
    });
  });

  describe('other sites', () => {
    const write = (browser: Browser, headers: Readonly<Record<string, string | undefined>>) =>
      browser.send('POST', '/v1/sources', { name: `Source ${crypto.randomUUID()}` }, { headers });

    test('change nothing: without the token, with another’s, or by the browser’s word', async () => {
      expect((await write(owner, {})).status).toBe(201);
      const other = await addMember(gateway, owner, { role: 'admin' });
      const refused = [
        { 'posthorn-csrf': undefined },
        { 'posthorn-csrf': '' },
        { 'posthorn-csrf': other.session().csrf_token ?? '' },
        { 'posthorn-csrf': owner.cookie() ?? '' },
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { origin: undefined, 'sec-fetch-site': 'cross-site' },
        { origin: undefined, 'sec-fetch-site': 'same-site' },
      ];
      for (const headers of refused)
        expect([headers, ...codeOf(await write(owner, headers))]).toEqual([headers, 403, 'forbidden']);
      expect((await write(owner, { origin: undefined, 'sec-fetch-site': undefined })).status).toBe(201);
    });

    test.each([
      ['/v1/session', { email: 'a@example.com', password: PASSWORD }],
      ['/v1/session/enter', { token: 'x' }],
      ['/v1/setup/owner', { token: 'x', name: 'x', email: 'a@example.com', password: PASSWORD }],
      ['/v1/invitations/look-up', { token: 'x' }],
      ['/v1/invitations/accept', { token: 'x', name: 'x', password: PASSWORD }],
      ['/v1/password-links/use', { token: 'x', password: PASSWORD }],
    ])('sign nobody in by %s', async (path, body) => {
      for (const headers of [
        { origin: 'https://evil.example' },
        { origin: undefined, 'sec-fetch-site': 'cross-site' },
      ]) {
        expect(codeOf(await openBrowser(gateway).send('POST', path, body, { headers }))).toEqual([403, 'forbidden']);
      }
    });

    test('read no stream: a socket with the cookie needs our own origin', async () => {
      const headers = { cookie: `${COOKIE}=${owner.cookie()}` };
      const path = `/v1/stream?workspace=${ownWorkspace()}`;
      for (const origin of [undefined, 'https://evil.example']) {
        const with_ = origin === undefined ? headers : { ...headers, origin };
        await expect(connectStream(gateway, { path, headers: with_ })).rejects.toThrow(/403/);
      }
    });

    test('a key in the header counts, and not the cookie beside it', async () => {
      const { workspace } = await newWorkspace();
      const answer = await owner.send('GET', '/v1/session', undefined, {
        headers: { authorization: `Bearer ${workspace.key}`, 'posthorn-workspace': undefined },
      });
      expect(answer.body).toMatchObject({ kind: 'key', member: null, workspaces: [{ id: workspace.id, role: null }] });
      const nonsense = { authorization: 'Bearer phk_nonsense' };
      expect((await owner.send('GET', '/v1/session', undefined, { headers: nonsense })).status).toBe(401);
    });
  });

  describe('sessions', () => {
    test('are listed, and end one by one or all others at once', async () => {
      const { head } = await newWorkspace();
      const { email } = head.session().member ?? { email: '' };
      const [phone, laptop, stolen] = ['Phone', 'Laptop', 'Stolen'].map((name) => openBrowser(gateway, name));
      for (const browser of [phone, laptop, stolen]) await browser?.enter('/v1/session', { email, password: PASSWORD });
      type Listed = { id: string; user_agent: string; is_current: boolean; address: string };
      const listed = (await head.get<{ data: Listed[] }>('/v1/session/sessions')).data;
      expect(listed.map((session) => session.user_agent).toSorted()).toEqual([
        'Laptop',
        'Phone',
        'Stolen',
        'Test browser',
      ]);
      expect(listed.filter((session) => session.is_current).map((session) => session.user_agent)).toEqual([
        'Test browser',
      ]);
      const gone = listed.find((session) => session.user_agent === 'Stolen')?.id ?? '';
      expect((await owner.send('DELETE', `/v1/session/sessions/${gone}`)).status).toBe(404);
      expect((await head.send('DELETE', `/v1/session/sessions/${gone}`)).status).toBe(204);
      expect((await stolen?.send('GET', '/v1/session'))?.status).toBe(401);
      expect((await phone?.send('GET', '/v1/session'))?.status).toBe(200);
      expect((await head.send('POST', '/v1/session/sessions/revoke-others')).body).toEqual({ ended: 2 });
      for (const browser of [phone, laptop]) expect((await browser?.send('GET', '/v1/session'))?.status).toBe(401);
      expect((await head.send('GET', '/v1/session')).status).toBe(200);
    });

    test('end when nobody used them for 12 hours, and after 14 days in any case', async () => {
      for (const column of ['last_used_at_ms', 'expires_at_ms']) {
        const member = await addMember(gateway, owner, { role: 'viewer' });
        expect((await member.send('GET', '/v1/session')).status).toBe(200);
        const ago = column === 'last_used_at_ms' ? 12 * 3_600_000 + 1 : 1;
        await inDatabase(gateway, (db) =>
          db
            .updateTable('member_sessions')
            .set({ [column]: Date.now() - ago })
            .where('member_id', '=', idOf('mbr', (member.session().member?.id ?? '').slice('mbr_'.length)))
            .execute(),
        );
        expect((await member.send('GET', '/v1/session')).status).toBe(401);
      }
    });

    test('a new password needs the old one, ends all others, and gives this one another token', async () => {
      const { head } = await newWorkspace();
      const { email } = head.session().member ?? { email: '' };
      const other = openBrowser(gateway);
      await other.enter('/v1/session', { email, password: PASSWORD });
      const change = (current: string, next: string) =>
        head.send('POST', '/v1/session/password', { current_password: current, new_password: next });
      const wrong = await change('not it at all', 'eight quiet lanterns glow');
      expect([...codeOf(wrong), pointerOf(wrong)]).toEqual([422, 'unprocessable', '/current_password']);
      const weak = await change(PASSWORD, 'short');
      expect([...codeOf(weak), pointerOf(weak)]).toEqual([422, 'unprocessable', '/new_password']);
      const old = head.cookie();
      const changed = await change(PASSWORD, 'eight quiet lanterns glow');
      expect(changed.status).toBe(200);
      expect(head.cookie()).not.toBe(old);
      expect((changed.body as ShownSession).csrf_token).not.toBe(head.session().csrf_token);
      expect((await head.send('GET', '/v1/session')).status).toBe(200);
      expect((await other.send('GET', '/v1/session')).status).toBe(401);
      const planted = openBrowser(gateway);
      planted.plant(old ?? '');
      expect((await planted.send('GET', '/v1/session')).status).toBe(401);
      expect((await openBrowser(gateway).send('POST', '/v1/session', { email, password: PASSWORD })).status).toBe(401);
      await openBrowser(gateway).enter('/v1/session', { email, password: 'eight quiet lanterns glow' });
    });

    test('the stream of a session ends with it, and that of a member who is removed', async () => {
      const { workspace, head } = await newWorkspace();
      const streamOf = (browser: Browser) =>
        connectStream(gateway, {
          path: `/v1/stream?workspace=${workspace.id}`,
          headers: { cookie: `${COOKIE}=${browser.cookie()}`, origin: new URL(gateway.url).origin },
        });
      const leaving = await addMember(gateway, head, { role: 'agent' });
      const removed = await addMember(gateway, head, { role: 'viewer' });
      const [staying, first, second] = [await streamOf(head), await streamOf(leaving), await streamOf(removed)];
      expect((await leaving.send('DELETE', '/v1/session')).status).toBe(204);
      expect((await first.closed).code).toBe(4003);
      expect((await head.send('DELETE', `/v1/members/${removed.session().member?.id}`)).status).toBe(204);
      expect((await second.closed).code).toBe(4003);
      await workspace.api.post('/v1/statuses', { name: 'New' });
      await staying.next('status.created');
    });
  });

  describe('invitations', () => {
    test('make somebody a member once, as what they were invited', async () => {
      const { workspace, head } = await newWorkspace();
      const email = newEmail('invited');
      const made = await head.send('POST', '/v1/members/invitations', { email, role: 'developer' });
      const { url, id } = made.body as { url: string; id: string };
      expect(url).toMatch(new RegExp(`^${gateway.url}/invite#`));
      const token = tokenOf(url);
      const looked = await openBrowser(gateway).send('POST', '/v1/invitations/look-up', { token });
      expect(looked.body).toMatchObject({
        email,
        role: 'developer',
        workspace: { id: workspace.id },
        has_account: false,
      });
      const unnamed = await openBrowser(gateway).send('POST', '/v1/invitations/accept', { token, password: PASSWORD });
      expect([...codeOf(unnamed), pointerOf(unnamed)]).toEqual([422, 'unprocessable', '/name']);
      const accept = () =>
        openBrowser(gateway).send('POST', '/v1/invitations/accept', { token, name: 'Ines', password: PASSWORD });
      const answers = await Promise.all([accept(), accept()]);
      expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)[0]).toBe(200);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(codeOf(await accept())).toEqual([410, 'link_not_valid']);
      const members = await head.all<ShownMember>('/v1/members');
      expect(members.filter((member) => member.email === email)).toMatchObject([{ name: 'Ines', role: 'developer' }]);
      expect((await head.send('DELETE', `/v1/members/invitations/${id}`)).status).toBe(404);
    });

    test('take somebody who has an account in by its password, and by the link alone nobody', async () => {
      const { head } = await newWorkspace();
      const { workspace, head: other } = await newWorkspace();
      const { email, id } = other.session().member ?? { email: '', id: '' };
      const made = await head.send('POST', '/v1/members/invitations', { email, role: 'viewer' });
      const token = tokenOf((made.body as { url: string }).url);
      const accept = (password: string) =>
        openBrowser(gateway).send('POST', '/v1/invitations/accept', { token, name: 'Somebody else', password });
      expect(codeOf(await accept('the finder guesses'))).toEqual([401, 'unauthenticated']);
      const session = (await accept(PASSWORD)).body as ShownSession;
      expect(session.member).toMatchObject({ id, name: other.session().member?.name });
      expect(session.workspaces.map(({ role }) => role).toSorted()).toEqual(['owner', 'viewer']);
      expect(session.workspaces.map((place) => place.id)).toContain(workspace.id);
      const again = await head.send('POST', '/v1/members/invitations', { email, role: 'viewer' });
      expect(codeOf(again)).toEqual([409, 'conflict']);
    });

    test('that were withdrawn, replaced or have expired are worth nothing', async () => {
      const { head } = await newWorkspace();
      const invite = async (email: string) =>
        (await head.send('POST', '/v1/members/invitations', { email, role: 'viewer' })).body as {
          url: string;
          id: string;
        };
      const withdrawn = await invite(newEmail());
      expect((await head.send('DELETE', `/v1/members/invitations/${withdrawn.id}`)).status).toBe(204);
      const email = newEmail();
      const replaced = await invite(email);
      await invite(email.toUpperCase());
      const expired = await invite(newEmail());
      await inDatabase(gateway, (db) =>
        db
          .updateTable('invitations')
          .set({ expires_at_ms: Date.now() })
          .where('id', '=', idOf('inv', expired.id.slice('inv_'.length)))
          .execute(),
      );
      for (const { url } of [withdrawn, replaced, expired]) {
        const body = { token: tokenOf(url), name: 'X', password: PASSWORD };
        expect(codeOf(await openBrowser(gateway).send('POST', '/v1/invitations/accept', body))).toEqual([
          410,
          'link_not_valid',
        ]);
      }
    });
  });

  describe('roles', () => {
    test('nobody decides over a role above their own, by a key neither', async () => {
      const { workspace, head } = await newWorkspace();
      const admin = await addMember(gateway, head, { role: 'admin' });
      const ownerId = head.session().member?.id;
      const adminId = admin.session().member?.id;
      for (const caller of [admin, workspace.api]) {
        const refused = [
          await caller.send('POST', '/v1/members/invitations', { email: newEmail(), role: 'owner' }),
          await caller.send('PATCH', `/v1/members/${adminId}`, { role: 'owner' }),
          await caller.send('PATCH', `/v1/members/${ownerId}`, { role: 'viewer' }),
          await caller.send('DELETE', `/v1/members/${ownerId}`),
          await caller.send('POST', `/v1/members/${ownerId}/password-link`),
        ];
        expect(refused.map(codeOf)).toEqual(refused.map(() => [403, 'forbidden']));
      }
      expect((await head.send('PATCH', `/v1/members/${adminId}`, { role: 'owner' })).body).toMatchObject({
        role: 'owner',
      });
      expect((await admin.send('GET', '/v1/session')).body).toMatchObject({ workspaces: [{ role: 'owner' }] });
    });

    test('a member makes no key that may do more than they, and a link to an account that reaches further only an operator', async () => {
      const { head } = await newWorkspace();
      const admin = await addMember(gateway, head, { role: 'admin' });
      expect((await admin.send('POST', '/v1/api-keys', { scope: 'admin' })).status).toBe(201);
      const developer = await addMember(gateway, head, { role: 'developer' });
      expect((await developer.send('POST', '/v1/api-keys', { scope: 'read' })).status).toBe(403);
      const { head: elsewhere } = await newWorkspace();
      const { email, id } = elsewhere.session().member ?? { email: '', id: '' };
      const made = await head.send('POST', '/v1/members/invitations', { email, role: 'viewer' });
      await openBrowser(gateway).enter('/v1/invitations/accept', {
        token: tokenOf((made.body as { url: string }).url),
        password: PASSWORD,
      });
      expect(codeOf(await head.send('POST', `/v1/members/${id}/password-link`))).toEqual([403, 'forbidden']);
    });

    test('the last owner can neither be removed nor become less, though two try at once', async () => {
      const { head } = await newWorkspace();
      const own = `/v1/members/${head.session().member?.id}`;
      expect(codeOf(await head.send('DELETE', own))).toEqual([409, 'conflict']);
      expect(codeOf(await head.send('PATCH', own, { role: 'admin' }))).toEqual([409, 'conflict']);
      const second = await addMember(gateway, head, { role: 'owner' });
      const answers = await Promise.all([
        head.send('DELETE', own),
        second.send('DELETE', `/v1/members/${second.session().member?.id}`),
      ]);
      expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)[0]).toBe(204);
      expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    });

    test('show e-mails to those who manage members alone', async () => {
      const { head } = await newWorkspace();
      const agent = await addMember(gateway, head, { role: 'agent' });
      expect((await head.all<ShownMember>('/v1/members')).every(({ email }) => email !== null)).toBe(true);
      const seen = await agent.all<ShownMember>('/v1/members');
      expect(seen.map(({ role, email }) => [role, email])).toEqual([
        ['owner', null],
        ['agent', null],
      ]);
    });

    test.each(ROLES)(
      'as %s every route outside the role is refused, and every list inside it answers',
      async (role) => {
        const { head } = await newWorkspace();
        const member = await addMember(gateway, head, { role });
        const routes = (await readRoutes(gateway)).filter(({ access }) => access.startsWith('An API key'));
        expect(routes.length).toBeGreaterThan(100);
        for (const { method, path, access } of routes) {
          const isGranted = new RegExp(`A member with the role [a-z, ]*\\b${role}\\b`).test(access);
          const isForReading = access.includes('scope read');
          if (role === 'viewer' && !isForReading) expect([method, path, isGranted]).toEqual([method, path, false]);
          if (isGranted && method !== 'GET') continue;
          const { status } = await member.send(method, path, method === 'GET' ? undefined : {});
          expect([method, path, status === 403]).toEqual([method, path, !isGranted]);
        }
      },
    );

    test('a member acts for no workspace but their own, and for none without naming it', async () => {
      const { workspace } = await newWorkspace();
      const { head } = await newWorkspace();
      const nobodys = workspace.id.replace(/[0-9a-f]{12}$/, '000000000000');
      const said = async (id: string) => {
        const { status, body } = await head.send('GET', '/v1/endpoints', undefined, {
          headers: { 'posthorn-workspace': id },
        });
        const { instance: _instance, request_id: _requestId, ...rest } = body as Record<string, unknown>;
        return { status, ...rest };
      };
      expect(await said(workspace.id)).toMatchObject({ status: 403, code: 'forbidden' });
      expect(await said(workspace.id)).toEqual(await said(nobodys));
      for (const browser of [head, owner]) {
        const unnamed = await browser.send('GET', '/v1/endpoints', undefined, {
          headers: { 'posthorn-workspace': undefined },
        });
        expect(codeOf(unnamed)).toEqual([400, 'workspace_required']);
      }
      const operators = { headers: { 'posthorn-workspace': undefined } };
      expect((await owner.send('GET', '/v1/audit-log', undefined, operators)).status).toBe(200);
      expect((await head.send('GET', '/v1/audit-log', undefined, operators)).status).toBe(400);
      const stream = connectStream(gateway, {
        path: `/v1/stream?workspace=${workspace.id}`,
        headers: { cookie: `${COOKIE}=${head.cookie()}`, origin: new URL(gateway.url).origin },
      });
      await expect(stream).rejects.toThrow(/403/);
    });
  });

  test('contacts and conversations are assigned to members alone, and stay with somebody who left', async () => {
    const { workspace, head } = await newWorkspace();
    const { head: stranger } = await newWorkspace();
    const agent = await addMember(gateway, head, { role: 'agent' });
    const agentId = agent.session().member?.id;
    const refused = await head.send('POST', '/v1/contacts', {
      phone: '+4915170023401',
      assignee_id: stranger.session().member?.id,
    });
    expect([...codeOf(refused), pointerOf(refused)]).toEqual([422, 'unprocessable', '/assignee_id']);
    const made = await head.send('POST', '/v1/contacts', { phone: '+4915170023401', assignee_id: agentId });
    expect([made.status, (made.body as { assignee_id: string }).assignee_id]).toEqual([201, agentId]);
    expect((await head.send('DELETE', `/v1/members/${agentId}`)).status).toBe(204);
    const path = `/v1/contacts/${(made.body as { id: string }).id}`;
    const kept = await head.send('PATCH', path, { company: 'Acme', assignee_id: agentId });
    expect(kept.body).toMatchObject({ company: 'Acme', assignee_id: agentId });
    expect((await workspace.api.send('PATCH', path, { assignee_id: null })).status).toBe(200);
    expect((await head.send('PATCH', path, { assignee_id: agentId })).status).toBe(422);
  });

  describe('links to set a password', () => {
    test('work once, sign out everywhere, and refuse a password that would not do', async () => {
      const { head } = await newWorkspace();
      const member = await addMember(gateway, head, { role: 'agent', name: 'Marguerite Duras' });
      const { id, email } = member.session().member ?? { id: '', email: '' };
      const made = await head.send('POST', `/v1/members/${id}/password-link`);
      expect(made.status).toBe(201);
      const token = tokenOf((made.body as { url: string }).url);
      const use = (password: string) =>
        openBrowser(gateway).send('POST', '/v1/password-links/use', { token, password });
      for (const weak of [
        'elevenchars',
        email,
        'Marguerite Duras',
        'passwordpassword',
        'aaaaaaaaaaaaaaa',
        'x'.repeat(257),
      ]) {
        const answer = await use(weak);
        expect([weak, ...codeOf(answer), pointerOf(answer)]).toEqual([weak, 422, 'unprocessable', '/password']);
      }
      expect((await use('nine copper bells ring')).status).toBe(200);
      expect(codeOf(await use('ten copper bells ring'))).toEqual([410, 'link_not_valid']);
      expect((await member.send('GET', '/v1/session')).status).toBe(401);
      await openBrowser(gateway).enter('/v1/session', { email, password: 'nine copper bells ring' });
      expect(await actionsOf(head)).toEqual(
        expect.arrayContaining(['member.password_link_created', 'member.password_changed']),
      );
    });
  });

  describe('portal links', () => {
    interface Opened {
      readonly token: string;
      readonly workspace: { readonly id: string };
      readonly permissions: readonly string[];
    }
    const open = (token: string) => openBrowser(gateway).send('POST', '/v1/portal/session', { token });

    test('open one session, for endpoints and deliveries of their workspace and nothing else', async () => {
      const { workspace } = await newWorkspace();
      const made = await workspace.api.send('POST', '/v1/portal-links', {
        label: 'Customer 7',
        link_expires_in: '10m',
      });
      expect(made.status).toBe(201);
      const { url, id } = made.body as { url: string; id: string };
      expect(url).toMatch(new RegExp(`^${gateway.url}/portal#`));
      const answers = await Promise.all([open(tokenOf(url)), open(tokenOf(url))]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 410]);
      const opened = answers.find(({ status }) => status === 200)?.body as Opened;
      expect([opened.workspace.id, opened.token]).toEqual([workspace.id, expect.stringMatching(/^pts_/)]);
      const portal = api(gateway, opened.token);
      expect(await portal.get('/v1/session')).toMatchObject({ kind: 'portal', csrf_token: null, member: null });
      const routes = (await readRoutes(gateway)).filter(({ access }) => !access.startsWith('Any'));
      const reached = new Set<string>();
      for (const { method, path, access } of routes) {
        const isGranted = access.includes('A portal link.');
        if (isGranted) reached.add(`${method} ${path.split('/')[2]}`);
        if (isGranted && method !== 'GET') continue;
        const { status } = await portal.send(method, path, method === 'GET' ? undefined : {});
        expect([method, path, status === 403]).toEqual([method, path, !isGranted]);
      }
      expect([...reached]).toEqual(expect.arrayContaining(['GET endpoints', 'POST endpoints', 'GET deliveries']));
      for (const secret of ['members', 'api-keys', 'contacts', 'messages', 'events', 'audit-log', 'portal-links']) {
        expect([...reached].filter((place) => place.endsWith(` ${secret}`))).toEqual([]);
      }
      const { workspace: other } = await newWorkspace();
      expect((await api(gateway, opened.token, other.id).send('GET', '/v1/endpoints')).status).toBe(403);
      const added = await portal.send('POST', '/v1/endpoints', { url: 'http://127.0.0.1:9/', event_types: ['*'] });
      expect(added.status).toBe(201);
      const log = await workspace.api.all<ShownEntry>('/v1/audit-log');
      const byPortal = log.filter(({ actor }) => actor.kind === 'portal');
      expect(byPortal.map(({ action, actor, actor_name: name }) => [action, actor.id, name])).toEqual([
        ['endpoint.created', id, 'Customer 7'],
        ['portal_link.opened', id, 'Customer 7'],
      ]);
      expect((await workspace.api.send('DELETE', `/v1/portal-links/${id}`)).status).toBe(204);
      expect((await portal.send('GET', '/v1/endpoints')).status).toBe(401);
    });

    test('that have expired open nothing, and neither does the token of a session that is over', async () => {
      const { workspace } = await newWorkspace();
      const endLink = (id: string, column: 'expires_at_ms' | 'session_expires_at_ms') =>
        inDatabase(gateway, (db) =>
          db
            .updateTable('portal_links')
            .set({ [column]: Date.now() })
            .where('id', '=', idOf('ptl', id.slice('ptl_'.length)))
            .execute(),
        );
      const make = async () => (await workspace.api.post('/v1/portal-links', {})) as { url: string; id: string };
      const late = await make();
      await endLink(late.id, 'expires_at_ms');
      expect(codeOf(await open(tokenOf(late.url)))).toEqual([410, 'link_not_valid']);
      const used = await make();
      const { token } = (await open(tokenOf(used.url))).body as Opened;
      expect((await api(gateway, token).send('GET', '/v1/endpoints')).status).toBe(200);
      await endLink(used.id, 'session_expires_at_ms');
      expect((await api(gateway, token).send('GET', '/v1/endpoints')).status).toBe(401);
      const states = await workspace.api.all<{ id: string; state: string }>('/v1/portal-links');
      expect(states.map(({ id, state }) => [id, state])).toEqual([
        [used.id, 'over'],
        [late.id, 'over'],
      ]);
    });
  });

  test('a ticket for the stream is for programs: a member’s would outlive the session', async () => {
    expect(codeOf(await owner.send('POST', '/v1/stream/tickets'))).toEqual([403, 'forbidden']);
  });

  test('the operator’s key sees who was made, and no route tells a password or a token', async () => {
    const log = await root.get<{ data: unknown[] }>('/v1/audit-log');
    expect(JSON.stringify(log)).not.toMatch(/argon2|phs_|pts_/);
  });
});
