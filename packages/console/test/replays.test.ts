import { beforeAll, describe, expect, test } from 'vitest';
import { behind, createGate, withStatus } from '../../server/test/e2e/support/answers.ts';
import { type Receiver, startReceiver } from '../../server/test/e2e/support/receiver.ts';
import { STORES } from '../../server/test/support/open-store.ts';
import { becomeOwner, type MemberClient } from '../scripts/company/member-client.ts';
import { browserForFile, openVisitor } from './support/browser.ts';
import { signIn, startConsoleWorld } from './support/console-world.ts';
import { type Hands, pointer } from './support/hands.ts';

const browser = browserForFile();
const [SQLITE] = STORES;
const OWNER = { name: 'Mira Okafor', email: 'mira@kanalcykel.example', password: 'spokes-and-lanterns-41' };

describe('replays in the console', () => {
  let client: MemberClient;
  let receiver: Receiver;
  let endpointId: string;

  beforeAll(async () => {
    if (SQLITE === undefined) throw new Error('SQLite is a database of the tests.');
    receiver = await startReceiver();
    const { ownerLink } = await startConsoleWorld(SQLITE);
    client = await becomeOwner(ownerLink, OWNER);
    const endpoint = { url: receiver.url, event_types: ['custom.*'], description: 'Order desk' };
    endpointId = (await client.post<{ id: string }>('/v1/endpoints', endpoint)).id;
    for (let n = 0; n < 3; n++) await client.post('/v1/events', { type: 'custom.order_paid', data: { n } });
    await receiver.waitFor(3);
  });

  const open = async (path: string): Promise<Hands> => {
    const visitor = await openVisitor(browser(), { origin: client.url });
    await signIn(visitor, client);
    await visitor.page.goto(`${client.url}/w/${client.workspaceId}${path}`);
    return pointer(visitor.page);
  };

  test('what is looked at is replayed once it was seen what it comes to', async () => {
    const before = receiver.requests.length;
    const { page, press, submit } = await open('/events?type=custom.order_paid');
    await press(page.getByRole('link', { name: 'Replay these…' }));
    expect(await page.getByLabel('Event types').inputValue()).toBe('custom.order_paid');
    await submit(page.getByRole('button', { name: 'Work out what it comes to' }));
    await page.getByText('3 deliveries of 3 events').waitFor();
    await page.getByRole('cell', { name: 'Order desk' }).waitFor();
    expect(receiver.requests.length).toBe(before);
    await press(page.getByRole('button', { name: 'Start replay' }));
    const run = page.getByRole('region', { name: /^Replay of/ });
    await run.getByRole('img', { name: 'completed' }).waitFor();
    await receiver.waitFor(before + 3);
    await press(run.getByRole('link', { name: 'Show deliveries' }));
    await expect.poll(() => page.getByRole('row', { name: /custom\.order_paid/ }).count()).toBe(3);
  });

  test('a run is paused, resumed and stopped', async () => {
    const gate = createGate();
    receiver.answerWith(() => behind(gate, withStatus(200)));
    // More than a run makes ahead of what is taken, so that it has to wait.
    for (let count = 0; count < 250; count++) await client.post('/v1/events', { type: 'custom.many', data: { count } });
    const from = new Date(Date.now() - 3_600_000).toISOString();
    await client.post('/v1/replays', { from, event_types: ['custom.many'] });
    const { page, press } = await open('/replays');
    const run = page.getByRole('region', { name: /^Replay of/ }).first();
    await press(run.getByRole('button', { name: 'Pause' }));
    await run.getByRole('img', { name: 'paused' }).waitFor();
    await press(run.getByRole('button', { name: 'Resume' }));
    await press(run.getByRole('button', { name: 'Pause' }));
    await run.getByRole('img', { name: 'paused' }).waitFor();
    await press(run.getByRole('button', { name: 'Stop…' }));
    await press(page.getByRole('button', { name: 'Stop it' }));
    await run.getByRole('img', { name: 'stopped' }).waitFor();
    gate.open();
  });

  test('an endpoint that is enabled again is offered what it is missing', async () => {
    await client.post(`/v1/endpoints/${endpointId}/disable`);
    await client.post('/v1/events', { type: 'custom.missed', data: {} });
    const before = receiver.requests.length;
    const { page, press } = await open(`/endpoints/${endpointId}`);
    await press(page.getByRole('button', { name: 'Enable…' }));
    await press(page.getByRole('dialog').getByRole('button', { name: /^Enable/ }));
    const dialog = page.getByRole('dialog', { name: 'Send what this endpoint is missing?' });
    await dialog.getByText(/^1 delivery of /).waitFor();
    await press(dialog.getByRole('button', { name: 'Recover' }));
    await page.getByRole('region', { name: /^Recovery of/ }).waitFor();
    await receiver.waitFor(before + 1);
  });
}, 60_000);
