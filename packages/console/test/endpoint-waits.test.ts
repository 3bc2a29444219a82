import { beforeAll, describe, expect, test } from 'vitest';
import { withStatus } from '../../server/test/e2e/support/answers.ts';
import { type Receiver, startReceiver } from '../../server/test/e2e/support/receiver.ts';
import { STORES } from '../../server/test/support/open-store.ts';
import { becomeOwner, type MemberClient } from '../scripts/company/member-client.ts';
import { browserForFile, openVisitor } from './support/browser.ts';
import { signIn, startConsoleWorld } from './support/console-world.ts';
import { type Hands, pointer } from './support/hands.ts';

const browser = browserForFile();
const [SQLITE] = STORES;
const OWNER = { name: 'Mira Okafor', email: 'mira@kanalcykel.example', password: 'spokes-and-lanterns-41' };

describe('an endpoint whose deliveries wait', () => {
  let client: MemberClient;
  let receiver: Receiver;

  beforeAll(async () => {
    if (SQLITE === undefined) throw new Error('SQLite is a database of the tests.');
    receiver = await startReceiver({ answers: (_request, index) => withStatus(index === 0 ? 200 : 503) });
    const { ownerLink } = await startConsoleWorld(SQLITE);
    client = await becomeOwner(ownerLink, OWNER);
  });

  const pay = () => client.post('/v1/events', { type: 'custom.order_paid', data: { total: 1 } });
  const addEndpoint = async () =>
    (await client.post<{ id: string }>('/v1/endpoints', { url: receiver.url, event_types: ['custom.order_paid'] })).id;

  const open = async (path: string): Promise<Hands> => {
    const visitor = await openVisitor(browser(), { origin: client.url });
    await signIn(visitor, client);
    await visitor.page.goto(`${client.url}/w/${client.workspaceId}${path}`);
    return pointer(visitor.page);
  };

  test('is paused and resumed, and says since when and how much waits', async () => {
    const id = await addEndpoint();
    const { page, press } = await open(`/endpoints/${id}`);
    await press(page.getByRole('button', { name: 'Pause…' }));
    await press(page.getByRole('button', { name: 'Pause endpoint' }));
    await page.getByRole('status').getByText('This endpoint is paused.').waitFor();
    expect(await client.get(`/v1/endpoints/${id}`)).toMatchObject({ paused_at: expect.any(String), enabled: true });
    await press(page.getByRole('button', { name: 'Resume' }));
    await page.getByText('What waited goes out at its turn.').waitFor();
    await page.getByText('This endpoint is paused.').waitFor({ state: 'detached' });
    expect(await client.get(`/v1/endpoints/${id}`)).toMatchObject({ paused_at: null });
    await client.delete(`/v1/endpoints/${id}`);
  });

  test('says that it fails, when one goes out to find out, and that a test helps', async () => {
    const id = await addEndpoint();
    await pay();
    await receiver.waitFor(1);
    for (let count = 0; count < 11; count++) await pay();
    await expect.poll(() => client.get(`/v1/endpoints/${id}`)).toMatchObject({ breaker: { state: 'open' } });
    const { page, press } = await open(`/endpoints/${id}`);
    const banner = page.getByRole('alert').filter({ hasText: 'This endpoint does not answer as it should.' });
    await banner.getByText(/The last \d+ attempts failed/).waitFor();
    await banner.getByText('A test that succeeds lets everything go out at once.').waitFor();
    await page.goto(`${client.url}/w/${client.workspaceId}/endpoints`);
    await page.getByRole('row').getByText('failing').waitFor();
    await page.goto(`${client.url}/w/${client.workspaceId}/overview`);
    await page.getByRole('alert').getByText('They go out by themselves when it answers again.').waitFor();
    receiver.answerWith(() => withStatus(200));
    await page.goto(`${client.url}/w/${client.workspaceId}/endpoints/${id}`);
    await press(page.getByRole('button', { name: 'Send', exact: true }));
    await expect.poll(() => client.get(`/v1/endpoints/${id}`)).toMatchObject({ breaker: { state: 'closed' } });
  });

  test('is given a pace in its settings', async () => {
    const id = await addEndpoint();
    const { page, press, write } = await open(`/endpoints/${id}?tab=settings`);
    await write(page.getByLabel('Deliveries a second, at most'), '20');
    await write(page.getByLabel('Requests in flight, at most'), '600');
    await press(page.getByRole('button', { name: 'By conversation' }));
    await press(page.getByRole('button', { name: 'Save changes' }));
    await page.getByText('A whole number from 1 to 512.').waitFor();
    await write(page.getByLabel('Requests in flight, at most'), '4');
    await press(page.getByRole('button', { name: 'Save changes' }));
    await page.getByText('The endpoint is changed.').waitFor();
    const pace = { rate_per_second: 20, max_in_flight: 4, ordering: 'conversation' };
    expect(await client.get(`/v1/endpoints/${id}`)).toMatchObject(pace);
  });
}, 60_000);
