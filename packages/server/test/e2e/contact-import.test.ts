import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../src/platform/db/open-store.ts';
import { STORES } from '../support/open-store.ts';
import { api } from './support/api.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { addMember } from './support/people.ts';
import { type ShownRun, uploadContacts, waitForRun } from './support/runs.ts';
import { createWorkspace, type TestWorkspace } from './support/world.ts';

interface ShownContact {
  readonly id: string;
  readonly serial: number;
  readonly first_name: string;
  readonly phone: string | null;
  readonly status: { readonly name: string } | null;
  readonly groups: readonly { readonly name: string }[];
  readonly tags: readonly string[];
  readonly custom_attributes: Readonly<Record<string, unknown>>;
}

const contactsOf = (workspace: TestWorkspace) => workspace.api.all<ShownContact>('/v1/contacts?sort=created_at');
const eventTypesOf = async (workspace: TestWorkspace) =>
  (await workspace.api.all<{ type: string }>('/v1/events?after=0')).map(({ type }) => type);

describe.each(STORES)('import and export of contacts on $name', (stores) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(stores);
  });

  const newWorkspace = () => createWorkspace(gateway, { name: 'Importers' });

  /** Uploads a file that is taken, and waits for the end of its run. */
  async function importFile(workspace: TestWorkspace, body: string, query: Record<string, string> = {}) {
    const answer = await uploadContacts(gateway, workspace.key, { body, query });
    expect([answer.status, answer.text]).toEqual([202, expect.any(String)]);
    return waitForRun(workspace.api, (answer.body as ShownRun).id);
  }

  test('the preview of a file shows what an import would make of it, keeps nothing, and is bounded', async () => {
    const workspace = await newWorkspace();
    const preview = async (body: string, query = '') => {
      const response = await fetch(new URL(`/v1/contacts/imports/preview${query}`, gateway.url), {
        method: 'POST',
        headers: { authorization: `Bearer ${workspace.key}`, 'content-type': 'text/csv' },
        body,
      });
      return { status: response.status, body: await response.json() };
    };
    const file = 'Mobile;First name\n+49 151 70023456;Ada\n';
    expect(await preview(file)).toMatchObject({
      status: 200,
      body: { encoding: 'utf-8', delimiter: ';', columns: [{ field: null }, { field: 'first_name' }], problems: [] },
    });
    const mapping = encodeURIComponent(JSON.stringify({ Mobile: 'phone' }));
    expect(await preview(file, `?mapping=${mapping}&part=true`)).toMatchObject({
      body: { columns: [{ name: 'Mobile', field: 'phone', samples: [] }, { field: 'first_name' }] },
    });
    expect((await preview('')).status).toBe(400);
    expect((await preview('x'.repeat(1_100_000))).status).toBe(413);
    expect([await contactsOf(workspace), await workspace.api.all('/v1/runs')]).toEqual([[], []]);
  });

  test('a link fetches the export for whoever is signed in, and only where the role allows it', async () => {
    const workspace = await newWorkspace();
    await workspace.api.post('/v1/contacts', { first_name: 'Ada' });
    const unsigned = await fetch(new URL(`/v1/contacts/export?workspace=${workspace.id}`, gateway.url));
    expect(unsigned.status).toBe(401);
    const asRoot = await fetch(new URL(`/v1/contacts/export?workspace=${workspace.id}`, gateway.url), {
      headers: { authorization: `Bearer ${gateway.rootKey}` },
    });
    expect([asRoot.status, await asRoot.text()]).toEqual([200, expect.stringContaining('Ada')]);
    const as = async (role: 'developer' | 'agent') => {
      const member = await addMember(gateway, api(gateway, gateway.rootKey, workspace.id), { role });
      const headers = { 'posthorn-workspace': undefined };
      return member.send('GET', `/v1/contacts/export?workspace=${workspace.id}`, undefined, { headers });
    };
    const [developer, agent] = [await as('developer'), await as('agent')];
    expect([developer.status, developer.text]).toEqual([200, expect.stringContaining('Ada')]);
    expect(agent.status).toBe(403);
    const other = await newWorkspace();
    const crossed = await fetch(new URL(`/v1/contacts/export?workspace=${workspace.id}`, gateway.url), {
      headers: { authorization: `Bearer ${other.key}` },
    });
    expect(crossed.status).toBe(403);
  });

  test('a file becomes contacts with their events, and a bad row becomes a problem that can be downloaded', async () => {
    const workspace = await newWorkspace();
    await workspace.api.post('/v1/contact-groups', { name: 'VIP' });
    const run = await importFile(
      workspace,
      [
        'Mobile,First name,groups,tags,custom_attributes.size:number,Notes',
        '+49 151 70023456,Ada,VIP,"news,blue",7,x',
        'no number,Grace,,,,',
        '+4915170023457,Alan,Nobody,,,',
        '+4915170023458,"Edsger',
        'W.",,,much,',
        '+4915170023459,Barbara',
        '',
      ].join('\n'),
      { mapping: JSON.stringify({ Mobile: 'phone', Notes: null }) },
    );
    expect(run).toMatchObject({
      kind: 'contact.import',
      state: 'completed',
      result: {
        rows_read: 5,
        created: 1,
        updated: 0,
        unchanged: 0,
        failed: 4,
        dry_run: false,
        ignored_columns: ['Notes'],
      },
    });
    expect(await contactsOf(workspace)).toMatchObject([
      {
        first_name: 'Ada',
        phone: '+4915170023456',
        groups: [{ name: 'VIP' }],
        tags: ['news', 'blue'],
        custom_attributes: { size: 7 },
      },
    ]);
    expect((await eventTypesOf(workspace)).filter((type) => type === 'contact.created')).toHaveLength(1);
    const problems = await workspace.api.all<Record<string, unknown>>(`/v1/runs/${run.id}/problems`);
    expect(problems).toMatchObject([
      { row: 3, column: 'Mobile', value: 'no number' },
      { row: 4, column: 'groups', value: 'Nobody' },
      { row: 5, column: 'custom_attributes.size:number', value: 'much' },
      { row: 6, column: null, value: null },
    ]);
    const file = await workspace.api.send('GET', `/v1/runs/${run.id}/problems.csv`);
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(file.headers.get('content-disposition')).toContain('attachment');
    expect(file.text.split('\r\n')[0]).toBe('row,column,message,value');
    expect(file.text).toContain('3,Mobile,');
  });

  test('a dry run tells what would come of it and changes nothing', async () => {
    const workspace = await newWorkspace();
    await importFile(workspace, 'phone,name\n+4915170023456,Ada\n+4915170023457,Alan\n');
    const before = [await contactsOf(workspace), await eventTypesOf(workspace)];
    const file =
      'phone,name,status\n+4915170023456,Ada,New\n+4915170023457,Alan,\n+4915170023458,Grace,\n+4915170023458,Grace H.,\n1,x,\n';
    const run = await importFile(workspace, file, { dry_run: 'true', create_labels: 'true' });
    expect(run.result).toMatchObject({ created: 1, unchanged: 2, updated: 1, failed: 1, dry_run: true });
    expect([await contactsOf(workspace), await eventTypesOf(workspace)]).toEqual(before);
    expect(await workspace.api.all('/v1/statuses')).toEqual([]);
  });

  test('contacts that are there are changed, or left alone when that is asked for', async () => {
    const workspace = await newWorkspace();
    await importFile(workspace, 'phone,name,tags\n+4915170023456,Ada,old\n');
    const file = 'phone,name,tags\n+4915170023456,Ada Lovelace,new\n+4915170023457,Alan,\n';
    const refused = await importFile(workspace, file, { update_existing: 'false' });
    expect(refused.result).toMatchObject({ created: 1, failed: 1 });
    const changed = await importFile(workspace, file);
    expect(changed.result).toMatchObject({ created: 0, updated: 1, unchanged: 1, failed: 0 });
    expect(await contactsOf(workspace)).toMatchObject([{ first_name: 'Ada Lovelace', tags: ['old', 'new'] }, {}]);
  });

  test('labels that are named and not there are made when that is asked for', async () => {
    const workspace = await newWorkspace();
    const file = 'phone,status,source,groups\n+4915170023456,Open,Fair,"A;B"\n+4915170023457,open,fair,"B"\n';
    const run = await importFile(workspace, file, { create_labels: 'true' });
    expect(run.result).toMatchObject({ created: 2, failed: 0 });
    expect(await contactsOf(workspace)).toMatchObject([
      { status: { name: 'Open' }, groups: [{ name: 'A' }, { name: 'B' }] },
      { status: { name: 'Open' }, groups: [{ name: 'B' }] },
    ]);
    expect(await workspace.api.all('/v1/statuses')).toHaveLength(1);
  });

  test('a byte order mark is dropped, formulas lose their apostrophe, and integers are kept when they are free', async () => {
    const workspace = await newWorkspace();
    const file = "\uFEFFid;name;phone\n4711;'=SUM(1);'+4915170023456\n4711;'s-Hertogenbosch;+4915170023457\n";
    await importFile(workspace, file, { delimiter: ';' });
    const [first, second] = await contactsOf(workspace);
    expect(first).toMatchObject({ serial: 4711, first_name: '=SUM(1)', phone: '+4915170023456' });
    expect(second).toMatchObject({ first_name: "'s-Hertogenbosch" });
    expect(second?.serial).not.toBe(4711);
  });

  test.each([
    ['an unknown field', 'phone\n1\n', { mapping: '{"phone":"fone"}' }, 'fone'],
    ['a column that is not there', 'phone\n1\n', { mapping: '{"Handy":"phone"}' }, 'Handy'],
    ['a mapping that is no JSON', 'phone\n1\n', { mapping: '{' }, 'JSON'],
    ['no column that is known', 'a,b\n1,2\n', {}, 'heading'],
    ['two columns of one name', 'phone,phone\n1,2\n', {}, 'Two columns'],
    ['too many columns', `phone${',x'.repeat(100)}\n`, {}, '100'],
    ['nothing', '', {}, ''],
    ['a NUL', 'phone\n\0\n', {}, 'NUL'],
  ])('a file with %s is refused at once', async (_, body, query, words) => {
    const workspace = await newWorkspace();
    const answer = await uploadContacts(gateway, workspace.key, { body, query });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(words)]);
    expect(await workspace.api.all('/v1/runs')).toEqual([]);
  });

  test('what is no UTF-8, or no CSV, is refused', async () => {
    const workspace = await newWorkspace();
    const latin = new Uint8Array([...new TextEncoder().encode('name\nM'), 0xfc, 0x0a]);
    expect((await uploadContacts(gateway, workspace.key, { body: latin })).status).toBe(400);
    expect((await workspace.api.send('POST', '/v1/contacts/imports', { phone: '1' })).status).toBe(415);
  });

  test('a client that goes away in the middle leaves nothing behind', async () => {
    const workspace = await newWorkspace();
    const socket = beginUpload(gateway, workspace);
    await waitForInput(gateway, (isThere) => isThere);
    socket.destroy();
    await waitForInput(gateway, (isThere) => !isThere);
    expect(await workspace.api.all('/v1/runs')).toEqual([]);
  });

  test('a run can be canceled, keeps what it did, and shows nothing to another workspace', async () => {
    const [workspace, stranger] = [await newWorkspace(), await newWorkspace()];
    const answer = await uploadContacts(gateway, workspace.key, { body: peopleFile(20_000) });
    const { id } = answer.body as ShownRun;
    await waitForRun(workspace.api, id, (run) => (run.progress.rows_read ?? 0) > 0);
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/cancel'],
      ['GET', '/problems'],
      ['GET', '/problems.csv'],
    ] as const) {
      expect((await stranger.api.send(method, `/v1/runs/${id}${path}`)).status).toBe(404);
    }
    expect((await workspace.api.send('POST', `/v1/runs/${id}/cancel`)).status).toBe(200);
    const ended = await waitForRun(workspace.api, id);
    expect(ended.state).toBe('canceled');
    const made = await workspace.api.get<{ data: unknown[] }>('/v1/contacts?limit=1');
    expect([made.data.length, Number(ended.result?.created) > 0]).toEqual([1, true]);
    expect((await workspace.api.send('POST', `/v1/runs/${id}/cancel`)).status).toBe(409);
    await waitForInput(gateway, (isThere) => !isThere);
  });

  test('a file that cannot be read on says where', async () => {
    const workspace = await newWorkspace();
    const run = await importFile(workspace, 'phone,name\n+4915170023456,Ada\n+4915170023457,"Alan\n');
    expect(run).toMatchObject({ state: 'failed', error: expect.stringContaining('quote') });
  });

  test('what is exported can be imported elsewhere and gives the same contacts', async () => {
    const [from, to] = [await newWorkspace(), await newWorkspace()];
    await from.api.post('/v1/contact-groups', { name: 'A; "quoted"' });
    const [group] = await from.api.all<{ id: string }>('/v1/contact-groups');
    await from.api.post('/v1/contacts', {
      first_name: '=HYPERLINK("x")',
      last_name: '@b',
      phone: '+4915170023456',
      country: 'DE',
      type: 'customer',
      opted_out: true,
      group_ids: [group?.id],
      tags: ['a;b', 'c"d', '-e'],
      description: 'two\r\nlines, "quoted"',
      custom_attributes: { size: 7, open: false, note: '007', '+x': '\ttab' },
    });
    await from.api.post('/v1/contacts', {
      first_name: "'=x",
      email: 'a@example.com',
      custom_attributes: { size: 'L' },
    });
    const file = await from.api.send('GET', '/v1/contacts/export');
    expect(file.headers.get('content-disposition')).toContain('contacts.csv');
    expect(file.text.split('\r\n').slice(1).join('\n')).not.toMatch(/(^|,)"?[=@\t-]/m);
    const run = await importFile(to, file.text, { create_labels: 'true' });
    expect(run.result).toMatchObject({ created: 2, failed: 0 });
    const exported = async (workspace: TestWorkspace) => {
      const { text } = await workspace.api.send('GET', '/v1/contacts/export?format=ndjson');
      return text
        .trimEnd()
        .split('\n')
        .map((line) => withoutIdentity(JSON.parse(line)));
    };
    expect(await exported(to)).toEqual(await exported(from));
  });
});

describe.each(STORES)('an import on $name', (stores) => {
  test('goes on where it was when the gateway was stopped in the middle and started again', async () => {
    const first = await startTestGateway(stores);
    const workspace = await createWorkspace(first, { name: 'Importers' });
    const answer = await uploadContacts(first, workspace.key, { body: peopleFile(5_000) });
    const { id } = answer.body as ShownRun;
    await waitForRun(workspace.api, id, (run) => (run.progress.rows_read ?? 0) >= 300);
    await first.close();
    const second = await startTestGateway(stores, first.env);
    const caller = api(second, workspace.key);
    const run = await waitForRun(caller, id);
    expect(run).toMatchObject({ state: 'completed', result: { rows_read: 5_000, created: 5_000, failed: 0 } });
    expect(await caller.all('/v1/contacts')).toHaveLength(5_000);
    const audit = await caller.all<{ action: string; resource_id: string }>('/v1/audit-log');
    expect(audit.filter((entry) => entry.resource_id === id).map((entry) => entry.action)).toEqual([
      'contact.import_started',
    ]);
    await second.close();
    const store = await openStore(first.env.POSTHORN_DATABASE_URL ?? '');
    expect(await store.db.selectFrom('run_inputs').select('run_id').execute()).toEqual([]);
    await store.close();
  });
});

describe.each(STORES)('an upload on $name', (stores) => {
  test('does not hold up the end of the gateway, and is told to come again', async () => {
    const gateway = await startTestGateway(stores);
    const workspace = await createWorkspace(gateway, { name: 'Importers' });
    const socket = beginUpload(gateway, workspace);
    await waitForInput(gateway, (isThere) => isThere);
    const answer = once(socket, 'data');
    await gateway.close();
    expect(String((await answer)[0])).toMatch(/^HTTP\/1\.1 503 .*"code":"store_unavailable"/s);
    await waitForInput(gateway, (isThere) => !isThere);
  });
});

/** Sends half of a file and leaves it at that. */
function beginUpload(gateway: TestGateway, workspace: TestWorkspace): Socket {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  const head = [
    'POST /v1/contacts/imports HTTP/1.1',
    'host: x',
    `authorization: Bearer ${workspace.key}`,
    'content-type: text/csv',
    'content-length: 900000',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\nphone,name\n`);
  socket.write('+4915170023456,Ada\n'.repeat(30_000));
  return socket;
}

/** Settles as soon as the database of the gateway has input of a run, or none. */
async function waitForInput(gateway: TestGateway, isReached: (isThere: boolean) => boolean): Promise<void> {
  const store = await openStore(gateway.env.POSTHORN_DATABASE_URL ?? '');
  try {
    const deadlineMs = Date.now() + 10_000;
    for (;;) {
      const rows = await store.db.selectFrom('run_inputs').select('run_id').limit(1).execute();
      if (isReached(rows.length > 0)) return;
      if (Date.now() > deadlineMs) throw new Error(`There are ${rows.length} pieces of input.`);
    }
  } finally {
    await store.close();
  }
}

function peopleFile(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => `+49151${70_000_000 + index},Person ${index}`);
  return `phone,name\n${rows.join('\n')}\n`;
}

/** A contact without what another workspace gives it itself. */
function withoutIdentity(contact: Record<string, unknown>) {
  const { id: _id, created_at: _createdAt, updated_at: _updatedAt, groups, ...fields } = contact;
  return { ...fields, groups: (groups as { name: string }[]).map(({ name }) => name) };
}
