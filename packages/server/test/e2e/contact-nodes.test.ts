import { expect, test } from 'vitest';
import { STORES } from '../support/open-store.ts';
import { api } from './support/api.ts';
import { startTestGateway } from './support/gateway.ts';
import { postMeta, readFixture } from './support/meta.ts';
import { addChannel, createWorkspace, registerMetaApp } from './support/world.ts';

interface ContactView {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** Two nodes on one PostgreSQL: what one of them remembers is no lock for the other. */
async function startTwoNodes() {
  const postgres = STORES.find((one) => one.name === 'PostgreSQL');
  if (postgres === undefined) throw new Error('There is no PostgreSQL among the test databases.');
  const shared = { POSTHORN_DATABASE_URL: await postgres.createUrl() };
  const first = await startTestGateway(postgres, shared);
  const workspace = await createWorkspace(first, { name: 'Kanal Cykel', settings: { auto_create_contacts: true } });
  const metaApp = await registerMetaApp(first, workspace.api);
  await addChannel(workspace.api, metaApp);
  // Started last, so that it knows the workspace and its number from the beginning.
  const second = await startTestGateway(postgres, shared);
  return { nodes: [first, second], workspace, metaApp };
}

test('two nodes that change one contact at the same moment lose no change and tell of each', async () => {
  const { nodes, workspace } = await startTwoNodes();
  const { id } = await workspace.api.post<ContactView>('/v1/contacts', { first_name: 'Mira' });
  const fields = ['last_name', 'company', 'city', 'state', 'zip', 'address', 'website', 'description'];
  await Promise.all(
    fields.map((field, index) =>
      api(nodes[index % 2] ?? nodes[0] ?? fail(), workspace.key).patch(`/v1/contacts/${id}`, {
        [field]: `new ${field}`,
      }),
    ),
  );
  const contact = await workspace.api.get<ContactView>(`/v1/contacts/${id}`);
  expect(fields.map((field) => contact[field])).toEqual(fields.map((field) => `new ${field}`));
  const updates = await workspace.api.all('/v1/events?after=0&type=contact.updated');
  expect(updates).toHaveLength(fields.length);
});

test('a new person who writes through two nodes at the same moment is one contact, and no message is lost', async () => {
  const { nodes, workspace, metaApp } = await startTwoNodes();
  const text = JSON.stringify(readFixture('meta/text.json'));
  const wamid = /wamid\.[A-Za-z0-9=]+/.exec(text)?.[0] ?? fail();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      postMeta(nodes[index % 2] ?? fail(), {
        appId: metaApp.appId,
        secret: metaApp.secret,
        body: JSON.parse(text.replaceAll(wamid, `wamid.TWO${index}`)),
      }),
    ),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  const contacts = await workspace.api.all<ContactView>('/v1/contacts');
  const events = await workspace.api.all<{ type: string; data: { contact?: { id: string } } }>('/v1/events?after=0');
  const received = events.filter(({ type }) => type === 'message.received');
  expect([contacts.length, received.length]).toEqual([1, 20]);
  expect(new Set(received.map(({ data }) => data.contact?.id))).toEqual(new Set([contacts[0]?.id]));
  expect(events.filter(({ type }) => type === 'contact.created')).toHaveLength(1);
});

function fail(): never {
  throw new Error('This is there.');
}
