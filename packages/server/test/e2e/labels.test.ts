import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { STORES } from '../support/open-store.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { readFixture } from './support/meta.ts';
import { type ReceivedRequest, type Receiver, startReceiver } from './support/receiver.ts';
import { addEndpoint, createWorkspace, type TestWorkspace } from './support/world.ts';

interface Label {
  readonly id: string;
  readonly serial: number;
  readonly name: string;
  readonly created_at: string;
  readonly updated_at: string;
}

interface XobitoChange {
  readonly event: string;
  readonly model: string;
  readonly data: { readonly id: number; readonly attributes: Readonly<Record<string, unknown>> };
  readonly timestamp: string;
}

interface LoggedEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

describe.each(STORES)('statuses, sources and contact groups, on $name', (stores) => {
  let gateway: TestGateway;
  let receiver: Receiver;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    gateway = await startTestGateway(stores);
  });

  beforeEach(async () => {
    receiver = await startReceiver();
    workspace = await createWorkspace(gateway, { name: 'Kanal Cykel' });
  });

  async function nextRequest(path: string, change: () => Promise<unknown>): Promise<ReceivedRequest> {
    const index = receiver.at(path).length;
    await change();
    await receiver.waitFor(() => receiver.at(path).length > index);
    const request = receiver.at(path)[index];
    if (request === undefined) throw new Error('Nothing came.');
    return request;
  }

  async function xobitoBody(change: () => Promise<unknown>): Promise<XobitoChange> {
    return JSON.parse((await nextRequest('/xobito', change)).bytes.toString('utf8'));
  }

  const eventsOf = () => workspace.api.all<LoggedEvent>('/v1/events?after=0');

  /** Xobito's sample with our tenant and times put in; the id in it is the serial that the resource was given. */
  function sampleOf(name: string, body: XobitoChange, shown: Label): string {
    const sample = readFixture<{ data: { attributes: Record<string, unknown> }; timestamp: string }>(
      `xobito/${name}.json`,
    );
    const { attributes } = sample.data;
    attributes.tenant_id = workspace.serial;
    for (const time of ['created_at', 'updated_at'] as const)
      if (time in attributes) attributes[time] = shown[time].replace('Z', '000Z');
    sample.timestamp = body.timestamp;
    return JSON.stringify(sample);
  }

  /** Without the attributes that Xobito's sample does not print: ours has the full set (CONTRACTS 8, "Xobito CRUD body"). */
  function asPrinted(name: string, body: XobitoChange): string {
    const sample = readFixture<XobitoChange>(`xobito/${name}.json`);
    const printed = Object.entries(body.data.attributes).filter(([key]) => Object.hasOwn(sample.data.attributes, key));
    return JSON.stringify({ ...body, data: { ...body.data, attributes: Object.fromEntries(printed) } });
  }

  test.each([
    {
      noun: 'status',
      path: '/v1/statuses',
      first: { name: 'In workshop', color: '#0ea5e9', serial: 9 },
      changed: { name: 'On the stand', color: '#0284c7' },
      attributes: ['id', 'tenant_id', 'name', 'color', 'isdefault', 'created_at', 'updated_at'],
    },
    {
      noun: 'source',
      path: '/v1/sources',
      first: { name: 'Bike fair', serial: 4 },
      changed: { name: 'Bike fair 2026' },
      attributes: ['id', 'tenant_id', 'name', 'created_at', 'updated_at'],
    },
  ])(
    'a receiver of Xobito’s format gets what Xobito sends about a $noun',
    async ({ noun, path, first, changed, attributes }) => {
      await addEndpoint(workspace.api, { url: `${receiver.url}/xobito`, format: 'xobito' });
      let shown: Label | undefined;
      const bodies = [
        await xobitoBody(async () => {
          shown = await workspace.api.post<Label>(path, first);
        }),
      ];
      if (shown === undefined) throw new Error('Nothing was created.');
      const one = `${path}/${shown.id}`;
      expect(JSON.stringify(bodies[0])).toBe(sampleOf(`${noun}-created`, bodies[0] as XobitoChange, shown));
      bodies.push(
        await xobitoBody(async () => {
          shown = await workspace.api.patch<Label>(one, changed);
        }),
      );
      bodies.push(await xobitoBody(() => workspace.api.delete(one)));
      for (const [index, verb] of [
        [1, 'updated'],
        [2, 'deleted'],
      ] as const) {
        const body = bodies[index] as XobitoChange;
        expect(Object.keys(body.data.attributes)).toEqual(attributes);
        expect(asPrinted(`${noun}-${verb}`, body)).toBe(sampleOf(`${noun}-${verb}`, body, shown));
      }
    },
  );

  test('two changes within one second are not one to a receiver that dedupes as Xobito’s documentation says', async () => {
    await addEndpoint(workspace.api, { url: `${receiver.url}/xobito`, format: 'xobito' });
    const { id } = await workspace.api.post<Label>('/v1/statuses', { name: 'Name 0' });
    for (const number of [1, 2, 3]) await workspace.api.patch(`/v1/statuses/${id}`, { name: `Name ${number}` });
    const requests = await receiver.waitFor(4);
    const bodies = requests.map(({ bytes }) => JSON.parse(bytes.toString('utf8')) as XobitoChange);
    const tuples = bodies.map(({ model, data, event, timestamp }) => `${model}|${data.id}|${event}|${timestamp}`);
    expect(new Set(tuples).size).toBe(4);
    const inOrder = bodies.toSorted((one, other) => Date.parse(one.timestamp) - Date.parse(other.timestamp));
    expect(inOrder.map(({ data }) => data.attributes.name)).toEqual(['Name 0', 'Name 1', 'Name 2', 'Name 3']);
  });

  test('what a change to the same reports is nothing, and another default is two events', async () => {
    const { id } = await workspace.api.post<Label>('/v1/statuses', { name: 'New', default: true });
    await workspace.api.patch(`/v1/statuses/${id}`, { name: 'New', default: true });
    const second = await workspace.api.post<Label>('/v1/statuses', { name: 'Open', default: true });
    expect((await eventsOf()).map(({ type, data }) => [type, data.id, data.default, data.changes])).toEqual([
      ['status.created', id, true, undefined],
      ['status.updated', id, false, { default: [true, false] }],
      ['status.created', second.id, true, undefined],
    ]);
  });

  test('contact groups are told to a receiver of our own format, and not to one of Xobito’s that asked for everything', async () => {
    await addEndpoint(workspace.api, { url: `${receiver.url}/standard` });
    await addEndpoint(workspace.api, { url: `${receiver.url}/xobito`, format: 'xobito' });
    const path = '/v1/contact-groups';
    const read = async (change: () => Promise<unknown>) =>
      JSON.parse((await nextRequest('/standard', change)).bytes.toString('utf8')) as LoggedEvent;
    let shown: Label | undefined;
    const created = await read(async () => {
      shown = await workspace.api.post<Label>(path, { name: 'Everyone' });
    });
    expect(created).toMatchObject({ type: 'contact_group.created', data: shown });
    const updated = await read(async () => {
      shown = await workspace.api.patch<Label>(`${path}/${shown?.id}`, { name: 'Newsletter' });
    });
    expect(updated).toMatchObject({
      type: 'contact_group.updated',
      data: { ...shown, changes: { name: ['Everyone', 'Newsletter'] } },
    });
    const deleted = await read(() => workspace.api.delete(`${path}/${shown?.id}`));
    expect(deleted).toMatchObject({ type: 'contact_group.deleted', data: shown });
    expect((await eventsOf()).map(({ data }) => data)).toEqual([created.data, updated.data, deleted.data]);
    expect(receiver.at('/xobito')).toEqual([]);
  });

  test.each([
    ['/v1/statuses', 'status', 'status_id'],
    ['/v1/sources', 'source', 'source_id'],
    ['/v1/contact-groups', 'contact_group', 'group_ids'],
  ])(
    'one of %s that contacts use is deleted after they got another one, each with its event',
    async (path, noun, field) => {
      const [old, fresh] = [
        await workspace.api.post<Label>(path, { name: 'Old' }),
        await workspace.api.post<Label>(path, { name: 'Fresh' }),
      ];
      const contacts: { id: string }[] = [];
      for (const first_name of ['Mira', 'Sam']) {
        const value = field === 'group_ids' ? [old.id] : old.id;
        contacts.push(await workspace.api.post<{ id: string }>('/v1/contacts', { first_name, [field]: value }));
      }
      expect((await workspace.api.send('DELETE', `${path}/${old.id}`)).status).toBe(409);
      await workspace.api.delete(`${path}/${old.id}?reassign_to=${fresh.id}`);
      const property = field === 'group_ids' ? 'groups' : noun;
      const { id, serial, name } = fresh;
      for (const contact of contacts) {
        const shown = await workspace.api.get<Record<string, unknown>>(`/v1/contacts/${contact.id}`);
        expect(shown[property]).toEqual(field === 'group_ids' ? [{ id, serial, name }] : { id, serial, name });
      }
      expect((await eventsOf()).slice(4).map(({ type, data }) => [type, data.id])).toEqual([
        ...contacts.map((contact) => ['contact.updated', contact.id]),
        [`${noun}.deleted`, old.id],
      ]);
    },
  );
});
