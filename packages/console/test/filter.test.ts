import { beforeAll, describe, expect, test } from 'vitest';
import { type Receiver, startReceiver } from '../../server/test/e2e/support/receiver.ts';
import { STORES } from '../../server/test/support/open-store.ts';
import { becomeOwner, type MemberClient } from '../scripts/company/member-client.ts';
import { browserForFile, openVisitor } from './support/browser.ts';
import { signIn, startConsoleWorld } from './support/console-world.ts';
import { type Hands, pointer } from './support/hands.ts';

const browser = browserForFile();
const [SQLITE] = STORES;
const OWNER = { name: 'Mira Okafor', email: 'mira@kanalcykel.example', password: 'spokes-and-lanterns-41' };

describe('the filter of an endpoint', () => {
  let client: MemberClient;
  let receiver: Receiver;

  beforeAll(async () => {
    if (SQLITE === undefined) throw new Error('SQLite is a database of the tests.');
    receiver = await startReceiver();
    const { ownerLink } = await startConsoleWorld(SQLITE);
    client = await becomeOwner(ownerLink, OWNER);
    for (const total of [5, 50, 500]) await pay(total);
  });

  const pay = (total: number) => client.post('/v1/events', { type: 'custom.order_paid', data: { total } });

  const open = async (path: string): Promise<Hands> => {
    const visitor = await openVisitor(browser(), { origin: client.url });
    await signIn(visitor, client);
    await visitor.page.goto(`${client.url}/w/${client.workspaceId}${path}`);
    return pointer(visitor.page);
  };

  test('is written in rows, tried as it is written, and holds back what does not meet it', async () => {
    const { page, write, press, choose, submit } = await open('/endpoints/new');
    await write(page.getByLabel('URL', { exact: true }), `${receiver.url}/large`);
    await press(page.getByRole('button', { name: 'Add a condition' }));
    await write(page.getByLabel('Field'), 'data.total');
    await choose(page.getByLabel('Operator'), 'is at least');
    await write(page.getByLabel('Value'), '50');
    await page.getByText('2 of the last 3 events would have passed').waitFor();
    await page.getByText('data.total is 5; it must be at least 50.').waitFor();
    await write(page.getByLabel('Field'), 'data.totl');
    await page.getByText(/is known to have data\.totl/).waitFor();
    await write(page.getByLabel('Field'), 'data.total');
    await submit(page.getByRole('button', { name: 'Create endpoint' }));
    await press(page.getByRole('checkbox', { name: 'I have stored it' }));
    await press(page.getByRole('button', { name: 'Done' }));
    await page.getByRole('region', { name: 'Filter' }).getByText('data.total is at least 50').waitFor();
    await pay(10);
    await pay(60);
    // The form asked the address itself before, without a body.
    const posted = () => receiver.at('/large').filter(({ method }) => method === 'POST');
    await receiver.waitFor(() => posted().length > 0);
    expect(posted().map(({ bytes }) => JSON.parse(bytes.toString()).data.total)).toEqual([60]);
  });

  test('is changed as JSON, told what is wrong with it, and taken away', async () => {
    const { id } = await client.post<{ id: string }>('/v1/endpoints', {
      url: `${receiver.url}/changed`,
      event_types: ['custom.never'],
      filter: { 'data.total': { $gt: 5 } },
    });
    const { page, write, press } = await open(`/endpoints/${id}?tab=settings`);
    await press(page.getByRole('button', { name: 'JSON', exact: true }));
    await write(page.getByLabel('Filter as JSON'), '{"$not": {"data.total": {"$regex": "5"}}}');
    await press(page.getByRole('button', { name: 'Save changes' }));
    await page.getByRole('alert').getByText('Regular expressions are not offered').first().waitFor();
    await write(page.getByLabel('Filter as JSON'), '{"$not": {"data.total": 5}}');
    await press(page.getByRole('button', { name: 'Save changes' }));
    await page.getByText('The endpoint is changed.').waitFor();
    expect(await client.get(`/v1/endpoints/${id}`)).toMatchObject({ filter: { $not: { 'data.total': 5 } } });
    await press(page.getByRole('button', { name: 'Remove the filter' }));
    await press(page.getByRole('button', { name: 'Save changes' }));
    await page.getByRole('button', { name: 'Add a condition' }).waitFor();
    await expect.poll(() => client.get(`/v1/endpoints/${id}`)).toMatchObject({ filter: null });
  });
}, 60_000);
