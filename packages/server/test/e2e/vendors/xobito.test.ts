import { beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { STORES } from '../../support/open-store.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { readFixture } from '../support/meta.ts';
import { addChannel, addEndpoint, createWorkspace, registerMetaApp, type TestWorkspace } from '../support/world.ts';
import { type XobitoClient, XobitoError, xobitoClient } from './xobito-client.ts';
import { startXobitoReceiver, type XobitoCrudEvent, type XobitoReceiver } from './xobito-receiver.ts';

/** What Xobito's support would give out. */
const SECRET = 'the-secret-that-support-gave-us';

describe.each(STORES)('a client and a receiver that were written for Xobito, on $name', (stores) => {
  let gateway: TestGateway;
  let workspace: TestWorkspace;
  let client: XobitoClient;
  let receiver: XobitoReceiver;

  beforeAll(async () => {
    gateway = await startTestGateway(stores);
  });

  beforeEach(async () => {
    workspace = await createWorkspace(gateway, { name: 'Kanal Cykel' });
    client = await clientOf(workspace);
    receiver = await startXobitoReceiver(SECRET);
    onTestFinished(() => receiver.close());
    // What Xobito's settings page does: one address, the secret, everything ticked.
    await addEndpoint(workspace.api, { url: receiver.url, format: 'xobito', secret: SECRET });
  });

  async function clientOf({ id, key, api }: TestWorkspace, token = key): Promise<XobitoClient> {
    const { subdomain } = await api.get<{ subdomain: string }>(`/v1/workspaces/${id}`);
    return xobitoClient({ baseUrl: gateway.url.replace(/\/$/, ''), subdomain, token });
  }

  /** A source and a status, which every contact has. */
  async function labels() {
    const source = await client.create('sources', { name: 'Bike fair' });
    const status = await client.create('statuses', { name: 'In workshop', color: '#0EA5E9' });
    return { source_id: source.id, status_id: status.id };
  }

  const MIRA = {
    firstname: 'Mira',
    lastname: 'Lindqvist',
    phone: '+4915170023456',
    type: 'lead',
    email: 'mira@kanalcykel.example',
  } as const;

  test('create, list, change and delete; and the receiver hears of each, once and in order', async () => {
    const given = await labels();
    const mira = await client.createContact({ ...MIRA, ...given, groups: 'Riders, Club' });
    expect(mira).toMatchObject({ ...MIRA, ...given, is_enabled: 1, is_opted_out: 0 });
    const groups = await client.all('groups');
    expect(groups.map(({ name }) => name)).toEqual(['Riders', 'Club']);
    expect(mira.group_id).toEqual(groups.map(({ id }) => id));

    const changed = await client.updateContact(mira.id, { ...MIRA, type: 'customer' });
    expect(changed).toMatchObject({ id: mira.id, type: 'customer', email: MIRA.email, ...given });
    await client.updateContact(mira.id, { ...MIRA, type: 'guest' });
    expect(await client.all('contacts')).toMatchObject([{ id: mira.id, type: 'guest' }]);
    await client.update('statuses', given.status_id, { name: 'On the stand', color: '#0284C7' });
    await client.update('sources', given.source_id, { name: 'Bike fair 2026' });
    await client.remove('contacts', mira.id);
    await client.remove('statuses', given.status_id);
    await client.remove('sources', given.source_id);
    for (const list of ['contacts', 'statuses', 'sources'] as const) expect(await client.all(list)).toEqual([]);

    const known = (name: string) => receiver.crudEvents().filter(({ model }) => model.endsWith(name));
    await receiver.accepted(10);
    expect(byTime(known('Contact')).map(verbAndId)).toEqual([
      `created ${mira.id}`,
      `updated ${mira.id}`,
      `updated ${mira.id}`,
      `deleted ${mira.id}`,
    ]);
    for (const [model, id] of [['Status', given.status_id] as const, ['Source', given.source_id] as const]) {
      expect(byTime(known(model)).map(verbAndId)).toEqual([`created ${id}`, `updated ${id}`, `deleted ${id}`]);
    }
    for (const model of ['Contact', 'Status', 'Source']) {
      const seconds = byTime(known(model)).map(({ timestamp }) => Date.parse(timestamp));
      expect(seconds.every((second, index) => index === 0 || second > Number(seconds[index - 1]))).toBe(true);
    }
    expect(receiver.counts()).toEqual({ repeats: 0, refused: 0 });
  });

  test('what the receiver is told of a record is what the client reads of it', async () => {
    const given = await labels();
    const mira = await client.createContact({ ...MIRA, ...given });
    await receiver.accepted(3);
    const told = receiver.crudEvents().find(({ model }) => model.endsWith('Contact'));
    expect(told?.data).toEqual({ id: mira.id, attributes: mira, relations: {} });
    expect(told?.data.attributes.tenant_id).toBe(workspace.serial);
    const [status] = await client.all('statuses');
    expect(receiver.crudEvents().find(({ model }) => model.endsWith('Status'))?.data.attributes).toEqual(status);
  });

  test('what is sent again is known to the receiver by the keys of the documents', async () => {
    const metaApp = await registerMetaApp(gateway, workspace.api);
    await addChannel(workspace.api, metaApp);
    const { id } = await client.create('sources', { name: 'Bike fair' });
    await client.update('sources', id, { name: 'Bike fair 2026' });
    await metaApp.post(readFixture('meta/status-delivered.json'));
    await metaApp.post(readFixture('meta/status-read.json'));
    await receiver.accepted(4);
    const [crud, statuses] = [[...receiver.crudEvents()], [...receiver.deliveryEvents()]];
    expect([crud.length, statuses.map(({ data }) => data.status).toSorted()]).toEqual([2, ['delivered', 'read']]);

    for (const delivery of await workspace.api.all<{ id: string }>('/v1/deliveries')) {
      await workspace.api.post(`/v1/deliveries/${delivery.id}/resend`);
    }
    await receiver.accepted(8);
    expect(receiver.counts()).toEqual({ repeats: 4, refused: 0 });
    expect([receiver.crudEvents(), receiver.deliveryEvents()]).toEqual([crud, statuses]);
  });

  test('the receiver refuses what the gateway did not sign', async () => {
    const body = JSON.stringify({ event: 'deleted', model: 'App\\Models\\Tenant\\Contact', data: { id: 1 } });
    for (const signature of [undefined, 'wrong', 'a'.repeat(64)]) {
      const headers = signature === undefined ? {} : { 'x-webhook-signature': signature };
      expect((await fetch(receiver.url, { method: 'POST', body, headers })).status).toBe(401);
    }
    expect([receiver.crudEvents(), receiver.counts()]).toEqual([[], { repeats: 0, refused: 3 }]);
  });

  test('a list of more than a page is walked by its links', async () => {
    const given = await labels();
    for (let index = 0; index < 17; index++) {
      await client.createContact({
        ...given,
        firstname: `Rider ${index}`,
        phone: `+49151700${2000 + index}`,
        type: 'lead',
      });
    }
    const first = await client.page('contacts');
    expect(first).toMatchObject({ current_page: 1, per_page: 15, total: 17, last_page: 2, from: 1, to: 15 });
    expect(first.data).toHaveLength(15);
    expect((await client.page('contacts', { page: '2' })).data).toHaveLength(2);
    expect((await client.page('contacts', { per_page: '5', page: '4' })).data).toHaveLength(2);
    const names = (await client.all('contacts')).map(({ firstname }) => firstname);
    expect(names).toEqual(Array.from({ length: 17 }, (_, index) => `Rider ${index}`));
  });

  test('what is wrong comes as the documents say', async () => {
    const given = await labels();
    await client.createContact({ ...MIRA, ...given });
    const refusal = (call: Promise<unknown>) =>
      call.then(
        () => 'no error',
        (error: unknown) => error,
      );
    const stranger = await clientOf(workspace, 'f'.repeat(64));
    expect(await refusal(stranger.page('contacts'))).toMatchObject({ httpStatus: 401, message: 'Invalid API token' });
    const elsewhere = xobitoClient({
      baseUrl: gateway.url.replace(/\/$/, ''),
      subdomain: 'not-ours',
      token: workspace.key,
    });
    expect(await refusal(elsewhere.page('contacts'))).toMatchObject({
      httpStatus: 400,
      message: 'Validation failed',
      errors: 'Invalid tenant subdomain',
    });
    expect(await refusal(client.create('contacts', { firstname: 'Mira', type: 'lead', ...given }))).toMatchObject({
      httpStatus: 422,
      errors: { phone: ['The phone field is required.'] },
    });
    expect(await refusal(client.createContact({ ...MIRA, ...given }))).toMatchObject({
      httpStatus: 422,
      errors: { phone: ['The phone has already been taken.'], email: ['The email has already been taken.'] },
    });
    const missing = await refusal(client.updateContact(4_711, MIRA));
    expect(missing).toBeInstanceOf(XobitoError);
    expect(missing).toMatchObject({ httpStatus: 404, message: 'Contact not found' });
  });
});

function verbAndId({ event, data }: XobitoCrudEvent): string {
  return `${event} ${data.id}`;
}

/** "Best effort; compare timestamps", say the documents. */
function byTime(events: readonly XobitoCrudEvent[]): XobitoCrudEvent[] {
  return events.toSorted((one, other) => Date.parse(one.timestamp) - Date.parse(other.timestamp));
}
