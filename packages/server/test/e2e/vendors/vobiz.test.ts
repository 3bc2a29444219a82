import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { STORES } from '../../support/open-store.ts';
import { waitForAttempts } from '../support/attempts.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { readFixture } from '../support/meta.ts';
import {
  addChannel,
  createWorkspace,
  registerMetaApp,
  type TestMetaApp,
  type TestWorkspace,
} from '../support/world.ts';
import { VobizClient, type VobizContact } from './vobiz-client.ts';
import { startVobizReceiver, type VobizEnvelope, type VobizReceiver } from './vobiz-receiver.ts';

const SECRET = 'a-secret-of-our-own-choice';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Meta's body, what Vobiz makes of it, and the event's name. */
const PAIRS = [
  ['text', 'message-inbound-text', 'message.inbound'],
  ['status-delivered', 'message-status-delivered', 'message.status'],
  ['call-connect', 'call-connect', 'call.connect'],
  ['call-terminate', 'call-terminate', 'call.terminate'],
  ['call-status-accepted', 'call-status-change', 'call.status_change'],
] as const;

describe.each(STORES)('a customer whose programs were written for Vobiz, on $name', (stores) => {
  let gateway: TestGateway;
  let workspace: TestWorkspace;
  let metaApp: TestMetaApp;
  let client: VobizClient;

  beforeAll(async () => {
    gateway = await startTestGateway(stores);
    workspace = await createWorkspace(gateway, { name: 'Kanal Cykel', account_id: 'MA_7Q2KX9PL' });
    metaApp = await registerMetaApp(gateway, workspace.api);
    await addChannel(workspace.api, metaApp);
    client = clientOf(gateway, workspace);
  });

  async function receiverWith(secret: string): Promise<VobizReceiver> {
    const receiver = await startVobizReceiver(secret);
    onTestFinished(() => receiver.close());
    return receiver;
  }

  test('subscribes, and gets every kind of event once, signed, with Meta’s body in it', async () => {
    const receiver = await receiverWith(SECRET);
    const webhook = await client.createWebhook({ url: receiver.url, secret: SECRET });
    onTestFinished(() => client.deleteWebhook(webhook.id));
    for (const [metaName] of PAIRS) expect((await metaApp.post(readFixture(`meta/${metaName}.json`))).status).toBe(200);
    await receiver.until(() => receiver.events.length === PAIRS.length);
    for (const [, vobizName, eventType] of PAIRS) {
      const documented = readFixture<VobizEnvelope>(`vobiz/${vobizName}.json`);
      const event = receiver.events.find((one) => one.event_type === eventType);
      expect(Object.keys(event ?? {})).toEqual(Object.keys(documented));
      expect(event).toMatchObject({ event_type: eventType, account_id: 'MA_7Q2KX9PL', payload: documented.payload });
      expect(event?.event_id).toMatch(UUID);
      expect(new Date(event?.occurred_at ?? '').toISOString()).toBe(toMilliseconds(event?.occurred_at ?? ''));
    }
    expect(receiver.rejectedCount()).toBe(0);
  });

  test('takes an event that is sent again for the one that it has', async () => {
    const receiver = await receiverWith(SECRET);
    const webhook = await client.createWebhook({ url: receiver.url, secret: SECRET });
    onTestFinished(() => client.deleteWebhook(webhook.id));
    await metaApp.post(readFixture('meta/image.json'));
    await receiver.until(() => receiver.events.length === 1);
    const [attempt] = await waitForAttempts(workspace.api, `ep_${webhook.id}`, 1);
    await workspace.api.post(`/v1/deliveries/${attempt?.delivery_id}/resend`);
    await receiver.until(() => receiver.repeated.length === 1);
    expect(receiver.repeated).toEqual([receiver.events[0]?.event_id]);
    expect(receiver.events).toHaveLength(1);
  });

  test('refuses what another secret signed', async () => {
    const receiver = await receiverWith('not-the-secret-of-the-subscription');
    const webhook = await client.createWebhook({ url: receiver.url, secret: SECRET });
    onTestFinished(() => client.deleteWebhook(webhook.id));
    await metaApp.post(readFixture('meta/sticker.json'));
    await receiver.until(() => receiver.rejectedCount() > 0);
    expect(receiver.events).toEqual([]);
  });

  test('gets nothing more from a subscription that it deleted', async () => {
    const [kept, gone] = [await receiverWith(SECRET), await receiverWith(SECRET)];
    const keptHook = await client.createWebhook({ url: kept.url, secret: SECRET });
    const goneHook = await client.createWebhook({ url: gone.url, secret: SECRET });
    onTestFinished(() => client.deleteWebhook(keptHook.id));
    await metaApp.post(readFixture('meta/location.json'));
    await gone.until(() => gone.events.length === 1);
    await client.deleteWebhook(goneHook.id);
    expect((await client.listWebhooks()).map(({ id }) => id)).toEqual([keptHook.id]);
    await metaApp.post(readFixture('meta/contacts.json'));
    await kept.until(() => kept.events.length === 2);
    expect(gone.events).toHaveLength(1);
    expect(await workspace.api.all(`/v1/deliveries?endpoint=ep_${goneHook.id}`)).toHaveLength(1);
  });

  test('sees its subscriptions as Vobiz shows them, and never a secret', async () => {
    const created = await client.createWebhook({ url: 'http://127.0.0.1:9/wa', secret: SECRET });
    onTestFinished(() => client.deleteWebhook(created.id));
    const documented = readFixture<object>('vobiz/api/webhook-create-response.json');
    expect(Object.keys(created)).toEqual(Object.keys(documented));
    expect(created).toMatchObject({ id: expect.stringMatching(UUID), url: 'http://127.0.0.1:9/wa', status: 'active' });
    expect(await client.listWebhooks()).toEqual([created]);
    await workspace.api.post(`/v1/endpoints/ep_${created.id}/disable`);
    expect((await client.listWebhooks())[0]?.status).toBe('inactive');
  });

  test('creates, lists, reads, changes and deletes contacts', async () => {
    const own = await createWorkspace(gateway, { name: 'With contacts' });
    const contacts = clientOf(gateway, own);
    const created = await contacts.createContact({
      phone_number: '+4915170023456',
      name: 'Mira Lindqvist',
      tags: ['vip'],
      custom_attributes: { frame: 'blue', size: 56 },
    });
    expect(created).toEqual({
      id: expect.stringMatching(UUID),
      account_id: own.accountId,
      phone_number: '+4915170023456',
      name: 'Mira Lindqvist',
      tags: ['vip'],
      custom_attributes: { frame: 'blue', size: 56 },
      created_at: expect.any(String),
      updated_at: expect.any(String),
    } satisfies VobizContact);
    expect(await contacts.getContact(created.id)).toEqual(created);
    expect(await contacts.listContacts()).toEqual({ items: [created], total: 1, page: 1, limit: 25, has_more: false });
    const changed = await contacts.updateContact(created.id, { name: 'Mira L.', tags: ['vip', 'berlin'] });
    expect(changed).toMatchObject({ name: 'Mira L.', tags: ['vip', 'berlin'], phone_number: '+4915170023456' });
    await contacts.deleteContact(created.id);
    await expect(contacts.getContact(created.id)).rejects.toMatchObject({ status: 404 });
    expect((await contacts.listContacts()).total).toBe(0);
  });

  test('imports contacts from CSV and is told row by row what failed', async () => {
    const own = await createWorkspace(gateway, { name: 'With an import' });
    const contacts = clientOf(gateway, own);
    await contacts.createContact({ phone_number: '+4915170023456', name: 'Mira', tags: ['vip'] });
    const report = await contacts.importContacts(
      'phone_number,name,tags\n' +
        '+4915170023456,Mira Lindqvist,berlin\n' +
        '+4915170023457,"Ebbe, Junior","vip;new"\n' +
        'no number,Nobody,\n',
    );
    expect(report).toEqual({
      total: 3,
      created: 1,
      updated: 1,
      failed: 1,
      errors: [{ row: 3, phone_number: 'no number', reason: expect.stringContaining('phone number') }],
    });
    const { items } = await contacts.listContacts();
    expect(items.map(({ name, tags }) => [name, tags])).toEqual([
      ['Mira Lindqvist', ['vip', 'berlin']],
      ['Ebbe, Junior', ['vip', 'new']],
    ]);
  });
});

function clientOf(gateway: TestGateway, { accountId, key }: TestWorkspace): VobizClient {
  return new VobizClient(`${gateway.url}/api/v1/messaging`, { authId: accountId, authToken: key });
}

/** RFC 3339 in UTC, with its fraction filled up to milliseconds. */
function toMilliseconds(time: string): string {
  const [, seconds = '', fraction = ''] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z$/.exec(time) ?? [];
  return `${seconds}.${fraction.padEnd(3, '0')}Z`;
}
