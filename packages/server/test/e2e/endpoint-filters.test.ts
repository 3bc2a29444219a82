import { beforeAll, describe, expect, test } from 'vitest';
import { STORES } from '../support/open-store.ts';
import type { Api } from './support/api.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { listFixtures, readFixture } from './support/meta.ts';
import { type Receiver, startReceiver } from './support/receiver.ts';
import {
  addChannel,
  addEndpoint,
  type CreatedEndpoint,
  createWorkspace,
  FIXTURE_NUMBER,
  registerMetaApp,
  type TestWorkspace,
} from './support/world.ts';

interface Preview {
  readonly looked_at: number;
  readonly matched: number;
  readonly has_more: boolean;
  readonly matching: readonly { readonly id: string; readonly type: string }[];
  readonly not_matching: readonly { readonly failed: { readonly pointer: string; readonly message: string } }[];
  readonly fields: readonly { readonly field: string; readonly seen_in: number; readonly note: string | null }[];
}

/** Filters of every operator, on data of every origin. */
const FILTERS: readonly object[] = [
  { type: 'message.received' },
  { type: { $startsWith: 'message.' }, 'data.channel.phone_number_id': { $in: [FIXTURE_NUMBER.phone_number_id, '1'] } },
  { 'data.status': 'failed', 'data.error.code': { $gte: 100_000 } },
  { 'data.status': { $in: ['sent', 'delivered', 'read'] }, 'data.sequence': { $lt: 3 } },
  { 'data.text': { $exists: true }, 'data.direction': 'inbound' },
  { 'data.media.mime_type': { $startsWith: 'image/' } },
  { 'data.media.url': { $exists: true } },
  { 'data.contact.id': { $ne: null } },
  { 'contact.serial': { $gte: 1 }, type: { $ne: 'contact.created' } },
  { 'contact.phone': { $startsWith: '49' } },
  { 'data.source.name': 'Web shop' },
  { 'data.total': { $gte: 10 } },
  { 'data.raw.errors.code': { $exists: true } },
  { occurred_at: { $gte: '2020-01-01T00:00:00+05:30' }, channel_id: { $ne: null } },
  { channel_id: null },
  { $not: { $or: [{ 'data.direction': 'inbound' }, { 'data.direction': 'outbound' }] } },
];

describe.each(STORES)('filters of endpoints, on $name', (stores) => {
  let gateway: TestGateway;
  let receiver: Receiver;
  let workspace: TestWorkspace;
  let endpoints: readonly CreatedEndpoint[];

  beforeAll(async () => {
    [gateway, receiver] = await Promise.all([startTestGateway(stores), startReceiver()]);
    workspace = await createWorkspace(gateway, { name: 'Filters', settings: { auto_create_contacts: true } });
    const metaApp = await registerMetaApp(gateway, workspace.api);
    await addChannel(workspace.api, metaApp);
    endpoints = await Promise.all(
      FILTERS.map((filter, index) => addEndpoint(workspace.api, { url: `${receiver.url}/${index}`, filter })),
    );
    await addEndpoint(workspace.api, { url: `${receiver.url}/all` });
    for (const file of listFixtures('meta')) await metaApp.post(readFixture(`meta/${file}`));
    const { id: sourceId } = await workspace.api.post<{ id: string }>('/v1/sources', { name: 'Web shop' });
    await workspace.api.post('/v1/contacts', { phone: '+4915170099999', source_id: sourceId });
    for (const total of [5, 14.5, 'many'])
      await workspace.api.post('/v1/events', { type: 'custom.paid', data: { total } });
  });

  const deliveriesOf = (caller: Api, endpointId: string) =>
    caller.all<{ event_id: string }>(`/v1/deliveries?endpoint=${endpointId}`);
  const preview = (caller: Api, body: object) => caller.post<Preview>('/v1/endpoints/preview-filter', body);

  test('an endpoint is sent what meets its filter and nothing else, and the preview says the same of stored events', async () => {
    for (const [index, filter] of FILTERS.entries()) {
      const { id = '' } = endpoints[index] ?? {};
      const delivered = (await deliveriesOf(workspace.api, id)).map(({ event_id }) => event_id);
      const { matching, matched, has_more } = await preview(workspace.api, { filter, limit: 1_000 });
      expect([filter, matched, has_more]).toEqual([filter, delivered.length, false]);
      expect(delivered.length, JSON.stringify(filter)).toBeGreaterThan(0);
      expect(delivered).toEqual(expect.arrayContaining(matching.map((event) => event.id)));
    }
  });

  test('what arrives is the event that matched', async () => {
    const index = FILTERS.findIndex((filter) => 'data.total' in filter);
    await receiver.waitFor(() => receiver.at(`/${index}`).length === 1);
    const bodies = receiver.at(`/${index}`).map(({ bytes }) => JSON.parse(bytes.toString()));
    expect(bodies).toMatchObject([{ type: 'custom.paid', data: { total: 14.5 } }]);
  });

  test('a filter that is changed counts for what comes afterwards', async () => {
    const endpoint = await addEndpoint(workspace.api, {
      url: `${receiver.url}/changed`,
      event_types: ['custom.changed'],
      filter: { 'data.step': 1 },
    });
    const send = (step: number) => workspace.api.post('/v1/events', { type: 'custom.changed', data: { step } });
    await send(1);
    await send(2);
    await workspace.api.patch(`/v1/endpoints/${endpoint.id}`, { filter: { 'data.step': 2 } });
    await send(1);
    await send(2);
    await workspace.api.patch(`/v1/endpoints/${endpoint.id}`, { filter: null });
    await send(3);
    await receiver.waitFor(() => receiver.at('/changed').length === 3);
    const steps = receiver.at('/changed').map(({ bytes }) => JSON.parse(bytes.toString()).data.step);
    expect(steps.toSorted()).toEqual([1, 2, 3]);
    expect(await deliveriesOf(workspace.api, endpoint.id)).toHaveLength(3);
  });

  test('the preview names the condition that failed, and fields that nothing has', async () => {
    const { not_matching, fields, looked_at } = await preview(workspace.api, {
      filter: { 'data.total': { $gt: 20 }, 'data.totl': 1 },
      event_types: ['custom.paid'],
    });
    expect(looked_at).toBe(3);
    expect(not_matching.map(({ failed }) => failed)).toEqual([
      { pointer: '/data.total/$gt', message: 'data.total is "many"; it must be above 20.' },
      { pointer: '/data.total/$gt', message: 'data.total is 14.5; it must be above 20.' },
      { pointer: '/data.total/$gt', message: 'data.total is 5; it must be above 20.' },
    ]);
    expect(fields.map(({ field, seen_in }) => [field, seen_in])).toEqual([
      ['data.total', 3],
      ['data.totl', 0],
    ]);
    const { fields: slips } = await preview(workspace.api, {
      filter: { 'data.txt': 'x' },
      event_types: ['message.received'],
    });
    expect(slips[0]?.note).toMatch(/No event type that is chosen is known to have data\.txt/);
  });

  test('the preview is of the caller’s workspace and changes nothing', async () => {
    const stranger = await createWorkspace(gateway, { name: 'Stranger' });
    const filter = { type: { $exists: true } };
    expect(await preview(stranger.api, { filter })).toMatchObject({ looked_at: 0, matched: 0, has_more: false });
    const entriesBefore = await workspace.api.all('/v1/audit-log');
    await preview(workspace.api, { filter });
    expect(await workspace.api.all('/v1/audit-log')).toEqual(entriesBefore);
    const wrong = await workspace.api.send('POST', '/v1/endpoints/preview-filter', {
      filter: { 'data.x': { $gt: [] } },
    });
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ pointer: '/filter/data.x/$gt' }] } });
  });
});
