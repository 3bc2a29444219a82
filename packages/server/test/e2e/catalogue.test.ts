import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { STORES } from '../support/open-store.ts';
import { endless, withStatus } from './support/answers.ts';
import type { Page } from './support/api.ts';
import { api } from './support/api.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { type Receiver, startReceiver } from './support/receiver.ts';
import { addEndpoint, createWorkspace, type TestWorkspace } from './support/world.ts';

type Json = Record<string, unknown>;

const FORMATS = ['standard', 'cloudevents', 'meta', 'xobito', 'vobiz', 'vobiz-legacy'];
const SQLITE = STORES.filter((stores) => stores.name === 'SQLite');

interface ShownFormat {
  readonly name: string;
  readonly by_name: boolean;
  readonly content_type: string;
  readonly example: Json;
}

interface ShownType {
  readonly type: string;
  readonly description: string;
  readonly data_schema: { readonly required?: readonly string[]; readonly properties?: Json };
  readonly formats: Readonly<Record<string, ShownFormat | null>>;
}

interface ShownAttempt extends Json {
  readonly id: string;
  readonly event_id: string;
  readonly request_headers: Readonly<Record<string, string>>;
}

describe.each(SQLITE)('the catalogue, on $name', (stores) => {
  let gateway: TestGateway;
  let workspace: TestWorkspace;
  let receiver: Receiver;
  let types: ShownType[];

  beforeAll(async () => {
    gateway = await startTestGateway(stores, { POSTHORN_EGRESS_IPS: '203.0.113.7, 2001:db8::/64' });
    workspace = await createWorkspace(gateway, { name: 'Reader' });
    types = (await workspace.api.get<Page<ShownType>>('/v1/event-types')).data;
  });

  beforeEach(async () => {
    receiver = await startReceiver();
  });

  const typeOf = (name: string) => types.find(({ type }) => type === name);

  test('lists types of every row of CONTRACTS 8.1 once, and the two families', () => {
    const names = types.map(({ type }) => type);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining([
        ...[
          'message.received',
          'message.edited',
          'message.revoked',
          'message.sent',
          'message.played',
          'message.echoed',
        ],
        ...['call.connect', 'call.status_change', 'contact.identity_changed', 'contact.opted_out', 'contact.created'],
        ...['status.updated', 'source.deleted', 'contact_group.created', 'conversation.created', 'ticket.created'],
        ...[
          'campaign.started',
          'campaign.completed',
          'channel.error_reported',
          'template.in_appeal',
          'template.quality_updated',
        ],
        ...['phone_number.name_updated', 'account.security', 'flow.updated', 'history.synced', 'group.status_updated'],
        ...[
          'username.updated',
          'endpoint.disabled',
          'delivery.exhausted',
          'channel.token_expired',
          'meta.*',
          'custom.*',
        ],
      ]),
    );
  });

  test.each([
    [
      'message.received',
      ['message.received', 'message.received', 'messages', 'message.received', 'message.inbound', 'message.received'],
    ],
    ['message.read', ['message.read', 'message.read', 'messages', 'message.read', 'message.status', 'message.read']],
    ['message.played', ['message.played', 'message.played', 'messages', 'message.played (by name)', null, null]],
    ['call.connect', ['call.connect', 'call.connect', 'calls', 'call.connect (by name)', 'call.connect', null]],
    ['contact.created', ['contact.created', 'contact.created', null, 'created', null, 'contact.updated']],
    ['contact.deleted', ['contact.deleted', 'contact.deleted', null, 'deleted', null, null]],
    [
      'campaign.completed',
      ['campaign.completed', 'campaign.completed', null, 'campaign.completed (by name)', null, 'campaign.completed'],
    ],
    [
      'delivery.exhausted',
      ['delivery.exhausted', 'delivery.exhausted', null, 'delivery.exhausted (by name)', null, null],
    ],
    ['meta.*', ['meta.*', 'meta.*', '*', 'meta.* (by name)', null, null]],
    ['custom.*', ['custom.*', 'custom.*', null, 'custom.* (by name)', null, null]],
  ])('%s has the names of CONTRACTS 8.1', (type, names) => {
    const formats = typeOf(type)?.formats ?? {};
    const shown = FORMATS.map((format) => {
      const one = formats[format];
      return one ? `${one.name}${one.by_name ? ' (by name)' : ''}` : (one ?? null);
    });
    expect(shown).toEqual(names);
  });

  test('every example has the fields that the schema of its data requires', () => {
    for (const { type, data_schema: schema, formats } of types) {
      const data = formats.standard?.example.data as Json;
      expect([type, (schema.required ?? []).filter((key) => !Object.hasOwn(data, key))]).toEqual([type, []]);
    }
  });

  test('one type can be read by name, a type of a family too, and what is no type is not found', async () => {
    expect(await workspace.api.get('/v1/event-types/message.received')).toEqual(typeOf('message.received'));
    expect(await workspace.api.get('/v1/event-types/meta.*')).toEqual(typeOf('meta.*'));
    expect(await workspace.api.get<ShownType>('/v1/event-types/custom.order_paid')).toMatchObject({
      type: 'custom.order_paid',
    });
    expect((await workspace.api.send('GET', '/v1/event-types/message.sung')).status).toBe(404);
    expect((await api(gateway, gateway.rootKey).send('GET', '/v1/event-types')).status).toBe(200);
  });

  test('openapi.json has a webhook for every type, with the headers and an example', async () => {
    const document = (await (await fetch(new URL('/openapi.json', gateway.url))).json()) as {
      webhooks: Record<
        string,
        { post: { parameters: { name: string }[]; requestBody: { content: Record<string, Json> } } }
      >;
    };
    expect(Object.keys(document.webhooks).toSorted()).toEqual(types.map(({ type }) => type).toSorted());
    for (const { type, formats } of types) {
      const { parameters, requestBody } = document.webhooks[type]?.post ?? {
        parameters: [],
        requestBody: { content: {} },
      };
      expect(parameters.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['webhook-id', 'webhook-timestamp', 'webhook-signature']),
      );
      expect(requestBody.content['application/json']?.example).toEqual(formats.standard?.example);
    }
  });

  test('egress-ips are those of the operator, as networks', async () => {
    const { egress_ips } = await workspace.api.get<{ egress_ips: string[] }>('/v1/egress-ips');
    expect(egress_ips).toEqual(['203.0.113.7/32', '2001:db8::/64']);
  });

  describe('a test send', () => {
    const send = (id: string, type: string) =>
      workspace.api.send('POST', `/v1/endpoints/${id}/test`, { event_type: type });

    test.each(FORMATS)(
      '%s gets a signed example of every type that it can express, and 422 for the others',
      async (format) => {
        const { id, signing_secret: secret } = await addEndpoint(workspace.api, { url: receiver.url, format });
        let sentCount = 0;
        for (const { type, formats } of types.filter((each) => !each.type.endsWith('.*'))) {
          const answer = await send(id, type);
          if (!formats[format]) {
            expect([type, answer.status, (answer.body as Json).code]).toEqual([type, 422, 'event_type_not_in_format']);
            continue;
          }
          sentCount += 1;
          expect([type, answer.status, (answer.body as Json).outcome]).toEqual([type, 200, 'succeeded']);
          const request = receiver.requests.at(-1);
          const headers = request?.headers ?? {};
          expect(headers).toMatchObject({ 'posthorn-trigger': 'test', 'posthorn-attempt': '1' });
          const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
          const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${request?.bytes.toString('utf8')}`;
          expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(content).digest('base64')}`);
          expect(Object.keys(JSON.parse(request?.bytes.toString('utf8') ?? '{}'))).toEqual(
            Object.keys(formats[format].example),
          );
        }
        expect(receiver.requests).toHaveLength(sentCount);
      },
    );

    test('is answered with the attempt that the delivery log shows, and makes no event and no delivery', async () => {
      const { id, signing_secret: secret } = await addEndpoint(workspace.api, {
        url: receiver.url,
        headers: { 'X-Token': 'hush' },
      });
      receiver.answerWith([withStatus(503, { 'x-reason': 'full' }, 'come back later')]);
      const attempt = (await send(id, 'message.received')).body as ShownAttempt;
      expect(attempt).toMatchObject({
        delivery_id: null,
        endpoint_id: id,
        number: 1,
        trigger: 'test',
        outcome: 'failed',
        status_code: 503,
        error_class: 'status',
        response_headers: { 'x-reason': 'full' },
        response_body: 'come back later',
        delivery_state: null,
        next_attempt_at: null,
      });
      expect(receiver.requests[0]?.headers['x-token']).toBe('hush');
      expect(JSON.stringify(attempt)).not.toContain('hush');
      expect(JSON.stringify(attempt)).not.toContain(secret);
      expect(await workspace.api.get(`/v1/attempts/${attempt.id}`)).toEqual(attempt);
      expect((await workspace.api.all<ShownAttempt>(`/v1/attempts?endpoint=${id}`)).map((one) => one.id)).toEqual([
        attempt.id,
      ]);
      expect(await workspace.api.all(`/v1/deliveries?endpoint=${id}`)).toEqual([]);
      expect((await workspace.api.send('GET', `/v1/events/${attempt.event_id}`)).status).toBe(404);
    });

    test('works on a disabled endpoint, and for types that the endpoint does not want', async () => {
      const { id, signing_secret: secret } = await addEndpoint(workspace.api, {
        url: receiver.url,
        event_types: ['call.connect'],
      });
      await workspace.api.post(`/v1/endpoints/${id}/disable`);
      expect((await send(id, 'custom.order_paid')).body).toMatchObject({ outcome: 'succeeded', status_code: 200 });
      const [request] = receiver.requests;
      const headers = Object.fromEntries(
        Object.entries(request?.headers ?? {}).map(([name, value]) => [name, String(value)]),
      );
      expect(new Webhook(secret).verify(request?.bytes ?? '', headers)).toMatchObject({ type: 'custom.order_paid' });
      expect(await workspace.api.get(`/v1/endpoints/${id}`)).toMatchObject({ enabled: false });
    });

    test('a receiver that is not there, or never ends, is an attempt too and not an error', async () => {
      const { id } = await addEndpoint(workspace.api, { url: receiver.url });
      receiver.answerWith([endless()]);
      expect((await send(id, 'message.received')).body).toMatchObject({
        error_class: 'body_too_large',
        status_code: 200,
      });
      // One that was never there: a request on a connection that closes just then ends otherwise.
      const gone = await startReceiver();
      await gone.close();
      const nowhere = await addEndpoint(workspace.api, { url: gone.url });
      expect((await send(nowhere.id, 'message.received')).body).toMatchObject({
        outcome: 'failed',
        error_class: 'connect',
        status_code: null,
      });
    });

    test('is refused for what is no type, no endpoint, or no right body', async () => {
      const { id } = await addEndpoint(workspace.api, { url: receiver.url });
      expect((await send(id, 'message.sung')).body).toMatchObject({ status: 422, code: 'event_type_unknown' });
      expect((await send(id.replace(/.{12}$/, '000000000000'), 'message.received')).status).toBe(404);
      expect((await send('ep_1', 'message.received')).status).toBe(404);
      const unknownField = await workspace.api.send('POST', `/v1/endpoints/${id}/test`, {
        event_type: 'call.connect',
        times: 2,
      });
      expect(unknownField.status).toBe(400);
      expect(receiver.requests).toEqual([]);
    });
  });
});
