import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { STORES } from '../support/open-store.ts';
import { withStatus } from './support/answers.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { listFixtures, readFixture } from './support/meta.ts';
import { type ReceivedRequest, type Receiver, startReceiver } from './support/receiver.ts';
import {
  addChannel,
  addEndpoint,
  type CreatedEndpoint,
  createWorkspace,
  registerMetaApp,
  type TestMetaApp,
  type TestWorkspace,
} from './support/world.ts';

type Json = Record<string, unknown>;

interface Attempt {
  readonly outcome: string;
  readonly status_code: number | null;
  readonly trigger: string;
  readonly number: number;
}

/** Formats differ in nothing that the database sees, so one database is enough. */
const SQLITE = STORES.filter((stores) => stores.name === 'SQLite');

describe.each(SQLITE)('what a receiver gets, on $name', (stores) => {
  let gateway: TestGateway;
  let receiver: Receiver;
  let workspace: TestWorkspace;
  let metaApp: TestMetaApp;
  let channelId: string;

  beforeAll(async () => {
    gateway = await startTestGateway(stores);
  });

  beforeEach(async () => {
    receiver = await startReceiver();
    workspace = await createWorkspace(gateway, { name: 'Kanal Cykel' });
    metaApp = await registerMetaApp(gateway, workspace.api);
    channelId = await addChannel(workspace.api, metaApp);
  });

  /** Posts a body that becomes one event, and waits for the one request that it causes. */
  async function deliver(body: unknown): Promise<ReceivedRequest> {
    const index = receiver.requests.length;
    expect((await metaApp.post(body)).status).toBe(200);
    const request = (await receiver.waitFor(index + 1))[index];
    if (request === undefined) throw new Error('Nothing came.');
    return request;
  }

  function endpointOf(format: string, more: Json = {}): Promise<CreatedEndpoint> {
    return addEndpoint(workspace.api, { url: `${receiver.url}/${format}`, format, ...more });
  }

  describe('standard', () => {
    test('verifies with the standardwebhooks package, and not when a byte was changed', async () => {
      const { signing_secret: secret } = await endpointOf('standard');
      const request = await deliver(readFixture('meta/text-unicode.json'));
      const payload = new Webhook(secret).verify(request.bytes, headersOf(request)) as { type: string; data: Json };
      expect(payload).toMatchObject({
        type: 'message.received',
        data: { text: 'Größe M? 你好 🚲 "quoted" \\ slash/' },
      });
      const changed = Buffer.from(request.bytes);
      changed[changed.length - 2] = 0x20;
      expect(() => new Webhook(secret).verify(changed, headersOf(request))).toThrow();
      expect(() =>
        new Webhook(`whsec_${Buffer.alloc(32).toString('base64')}`).verify(request.bytes, headersOf(request)),
      ).toThrow();
    });

    test('has the keys of Standard Webhooks, the version, and the headers that go with every request', async () => {
      await endpointOf('standard', { headers: { 'X-Team': 'support' } });
      const request = await deliver(readFixture('meta/image.json'));
      const body = JSON.parse(request.bytes.toString('utf8'));
      expect(Object.keys(body)).toEqual(['type', 'timestamp', 'data', 'payload_version']);
      expect(body).toMatchObject({
        timestamp: '2026-06-09T10:20:00.000Z',
        payload_version: 1,
        data: { channel: { id: channelId } },
      });
      expect(request.headers).toMatchObject({
        'content-type': 'application/json',
        'content-length': String(request.bytes.length),
        'posthorn-attempt': '1',
        'posthorn-hops': '1',
        'x-team': 'support',
      });
      expect(request.headers['user-agent']).toMatch(/^Posthorn\/\d+\.\d+\.\d+/);
      expect(request.headers['webhook-id']).toMatch(/^evt_[0-9a-f-]{36}$/);
      const ageSeconds = request.receivedAtMs / 1000 - Number(request.headers['webhook-timestamp']);
      expect(ageSeconds).toBeGreaterThanOrEqual(0);
      expect(ageSeconds).toBeLessThan(10);
      expect(
        Object.keys(request.headers).filter((name) => name.startsWith('x-hub') || name.startsWith('x-webhook')),
      ).toEqual([]);
    });

    test('leaves Meta’s item out on request', async () => {
      await endpointOf('standard', { format_options: { raw: false } });
      const { data } = JSON.parse((await deliver(readFixture('meta/text.json'))).bytes.toString('utf8'));
      expect([data.text, 'raw' in data]).toEqual(['Is the blue frame still in stock?', false]);
    });

    test('carries an ed25519 signature on request, which the shown public key verifies', async () => {
      const { signing_public_key: shown } = await endpointOf('standard', { format_options: { asymmetric: true } });
      const request = await deliver(readFixture('meta/text.json'));
      const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signatures } = headersOf(request);
      const asymmetric = signatures?.split(' ').find((one) => one.startsWith('v1a,')) ?? '';
      const key = createPublicKey({
        key: Buffer.concat([
          Buffer.from('302a300506032b6570032100', 'hex'),
          Buffer.from(String(shown).replace(/^whpk_/, ''), 'base64'),
        ]),
        format: 'der',
        type: 'spki',
      });
      const signed = Buffer.concat([Buffer.from(`${id}.${at}.`), request.bytes]);
      expect(verify(null, signed, key, Buffer.from(asymmetric.slice('v1a,'.length), 'base64'))).toBe(true);
    });

    test('is signed with both secrets while a rotation runs, and with the new one alone when there is no overlap', async () => {
      const { id, signing_secret: first } = await endpointOf('standard');
      const rotate = (overlapSeconds: number) =>
        workspace.api.post<{ signing_secret: string }>(`/v1/endpoints/${id}/rotate-secret`, {
          overlap_seconds: overlapSeconds,
        });
      const { signing_secret: second } = await rotate(3_600);
      const during = await deliver(readFixture('meta/text.json'));
      for (const secret of [first, second]) new Webhook(secret).verify(during.bytes, headersOf(during));
      const { signing_secret: third } = await rotate(0);
      const after = await deliver(readFixture('meta/image.json'));
      new Webhook(third).verify(after.bytes, headersOf(after));
      for (const secret of [first, second])
        expect(() => new Webhook(secret).verify(after.bytes, headersOf(after))).toThrow();
    });
  });

  test('cloudevents is a structured CloudEvent 1.0 that the standardwebhooks package verifies', async () => {
    const { signing_secret: secret } = await endpointOf('cloudevents');
    const request = await deliver(readFixture('meta/status-delivered.json'));
    const event = new Webhook(secret).verify(request.bytes, headersOf(request)) as Json;
    expect(request.headers['content-type']).toBe('application/cloudevents+json');
    expect(event).toMatchObject({
      specversion: '1.0',
      id: request.headers['webhook-id'],
      source: `/workspaces/${workspace.id}/channels/${channelId}`,
      type: 'message.delivered',
      time: '2026-06-09T10:20:00.000Z',
      datacontenttype: 'application/json',
      data: { status: 'delivered' },
    });
    for (const name of Object.keys(event)) expect(name).toMatch(/^[a-z0-9]{1,20}$/);
  });

  describe('meta', () => {
    test('is Meta’s body byte for byte, and passes the check that Meta’s own page teaches', async () => {
      const { signing_secret: secret } = await endpointOf('meta');
      for (const file of ['text-unicode.json', 'status-failed.json', 'flows-created.json']) {
        const fixture = readFixture(`meta/${file}`);
        const request = await deliver(fixture);
        expect(request.bytes.toString('utf8')).toBe(JSON.stringify(fixture));
        expect(passesMetaCheck(request, secret)).toBe(true);
        expect(passesMetaCheck(request, `${secret}x`)).toBe(false);
      }
    });

    test('an endpoint with a verify token is asked for Meta’s challenge, and refused when it does not know it', async () => {
      receiver.answerWith((request) => {
        const query = new URL(request.path, receiver.url).searchParams;
        return withStatus(200, {}, query.get('hub.challenge') ?? '');
      });
      await endpointOf('meta', { verify_token: 'known' });
      const [asked] = receiver.requests;
      const query = new URL(asked?.path ?? '', receiver.url).searchParams;
      expect([asked?.method, query.get('hub.mode'), query.get('hub.verify_token')]).toEqual([
        'GET',
        'subscribe',
        'known',
      ]);
      receiver.answerWith(() => withStatus(403));
      await expect(endpointOf('meta', { verify_token: 'other' })).rejects.toMatchObject({
        status: 422,
        body: { code: 'endpoint_challenge_failed' },
      });
    });
  });

  describe('xobito', () => {
    const SECRET = 'a-secret-that-xobito-support-gave-us';

    test.each([
      ['message-delivered', 'status-delivered'],
      ['message-read', 'status-read'],
      ['message-sent-no-content', 'status-sent'],
    ])('%s equals the documented body, and its signature verifies', async (fixture, meta) => {
      await endpointOf('xobito', { secret: SECRET });
      const request = await deliver(readFixture(`meta/${meta}.json`));
      const documented = readFixture<Json & { data: Json }>(`xobito/${fixture}.json`);
      documented.data.tenant_id = workspace.serial;
      expect(request.bytes.toString('utf8')).toBe(JSON.stringify(documented));
      expect(passesPlainCheck(request, 'x-webhook-signature', SECRET)).toBe(true);
      expect(request.headers).toMatchObject({
        'x-webhook-event': documented.event,
        'x-webhook-id': request.headers['webhook-id'],
        'x-webhook-timestamp': request.headers['webhook-timestamp'],
      });
    });

    test('message-failed equals the documented body', async () => {
      await endpointOf('xobito');
      const meta = JSON.stringify(readFixture('meta/status-failed.json'));
      const details = 'Recipient number is not on WhatsApp';
      const request = await deliver(meta.replace('Message could not be delivered to the recipient.', details));
      const documented = readFixture<Json & { data: Json }>('xobito/message-failed.json');
      documented.data.tenant_id = workspace.serial;
      expect(request.bytes.toString('utf8')).toBe(JSON.stringify(documented));
    });

    test.each([
      ['text', 'text', {}],
      ['reply', 'text-reply-context', {}],
      ['media', 'image', { text: 'Bent rear wheel' }],
      // CONTRACTS 8: Meta's object as JSON, which has more than the printed sample.
      [
        'location',
        'location',
        {
          text: '{"address":"Kanalgatan 12, Malmö","latitude":55.60498,"longitude":13.00382,"name":"Kanal Cykel","url":"https://kanalcykel.example/"}',
        },
      ],
    ])(
      'message.received (%s) has the documented envelope, and ends with the documented rows',
      async (fixture, meta, put) => {
        await endpointOf('xobito');
        const request = await deliver(readFixture(`meta/${meta}.json`));
        const body = JSON.parse(request.bytes.toString('utf8'));
        const documented = readFixture<Json & { data: Json }>(`xobito/message-received-${fixture}.PARTIAL.json`);
        expect(Object.keys(body)).toEqual(Object.keys(documented));
        expect({ ...body, data: null }).toEqual({ ...documented, data: null });
        const rows = Object.entries({ ...documented.data, ...put, tenant_id: workspace.serial });
        if (documented.data.media !== null) expect(body.data.media).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/media\/\S+$/);
        expect(Object.entries({ ...body.data, media: documented.data.media }).slice(-5)).toEqual(rows);
      },
    );

    test.each(listFixtures('xobito').filter((name) => /^(contact|status|source)-/.test(name)))(
      '%s has the shape of the documented body, and the type of every attribute in it',
      async (name) => {
        const { id } = await endpointOf('xobito', { secret: SECRET });
        const [noun, verb] = name.replace('.json', '').split('-');
        const attempt = await workspace.api.post<Attempt>(`/v1/endpoints/${id}/test`, {
          event_type: `${noun}.${verb}`,
        });
        expect(attempt).toMatchObject({ outcome: 'succeeded', trigger: 'test', status_code: 200, number: 1 });
        const [request] = receiver.requests;
        if (request === undefined) throw new Error('Nothing came.');
        expect(passesPlainCheck(request, 'x-webhook-signature', SECRET)).toBe(true);
        const body = JSON.parse(request.bytes.toString('utf8'));
        const documented = readFixture<{ data: { attributes: Json } } & Json>(`xobito/${name}`);
        expect(Object.keys(body)).toEqual(Object.keys(documented));
        expect(Object.keys(body.data)).toEqual(Object.keys(documented.data));
        expect(body).toMatchObject({ event: verb, model: documented.model, original: null, data: { relations: {} } });
        const shown = Object.keys(body.data.attributes).filter((key) => Object.hasOwn(documented.data.attributes, key));
        expect(shown).toEqual(Object.keys(documented.data.attributes));
        for (const [key, value] of Object.entries(documented.data.attributes)) {
          const sent = body.data.attributes[key];
          if (sent !== null)
            expect([key, Array.isArray(sent), typeof sent]).toEqual([key, Array.isArray(value), typeof value]);
        }
      },
    );
  });

  describe('vobiz', () => {
    const SECRET = 'the-secret-of-a-vobiz-subscription';

    test('every documented body comes out byte for byte, and its signature verifies', async () => {
      await endpointOf('vobiz', { secret: SECRET });
      for (const file of listFixtures('vobiz')) {
        const documented = readFixture<Json>(`vobiz/${file}`);
        // `status` of a call that is being set up is Vobiz's own: Meta does not send it.
        const meta = JSON.stringify(documented.payload).replace(',"status":"ringing"', '');
        const request = await deliver(meta);
        const body = JSON.parse(request.bytes.toString('utf8'));
        expect(body.occurred_at, file).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
        expect(`evt_${body.event_id}`).toBe(request.headers['webhook-id']);
        const put = { event_id: body.event_id, account_id: workspace.accountId, occurred_at: body.occurred_at };
        expect(request.bytes.toString('utf8'), file).toBe(JSON.stringify({ ...documented, ...put }));
        expect(passesPlainCheck(request, 'x-webhook-signature', SECRET), file).toBe(true);
        expect(request.headers['x-webhook-event']).toBe(documented.event_type);
      }
    });

    test.each(listFixtures('vobiz/variant-value-only'))('the change’s value alone, on request: %s', async (file) => {
      await endpointOf('vobiz', { format_options: { payload: 'value' } });
      const request = await deliver(
        readFixture(`meta/${file.endsWith('text.json') ? 'text' : 'status-delivered'}.json`),
      );
      const documented = readFixture<Json>(`vobiz/variant-value-only/${file}`);
      const { event_id, occurred_at } = JSON.parse(request.bytes.toString('utf8'));
      const put = { event_id, account_id: workspace.accountId, occurred_at };
      expect(request.bytes.toString('utf8')).toBe(JSON.stringify({ ...documented, ...put }));
    });

    test('a receiver that still has the old secret gets one more try with it at once', async () => {
      const { id, signing_secret: old } = await endpointOf('vobiz');
      await workspace.api.post(`/v1/endpoints/${id}/rotate-secret`, { overlap_seconds: 3_600 });
      receiver.answerWith((request) => withStatus(passesPlainCheck(request, 'x-webhook-signature', old) ? 200 : 401));
      await deliver(readFixture('meta/text.json'));
      const requests = await receiver.waitFor((all) =>
        all.some((one) => passesPlainCheck(one, 'x-webhook-signature', old)),
      );
      expect(requests.length).toBeLessThanOrEqual(2);
      expect(new Set(requests.map((request) => request.headers['webhook-id'])).size).toBe(1);
      expect(new Set(requests.map((request) => request.bytes.toString('utf8'))).size).toBe(1);
    });
  });

  describe('vobiz-legacy', () => {
    test('message-received-text equals the documented body, and its signature verifies', async () => {
      const { signing_secret: secret } = await endpointOf('vobiz-legacy');
      const request = await deliver(readFixture('meta/text.json'));
      const documented = readFixture<Json & { data: Json & { contact: Json } }>(
        'vobiz/legacy/message-received-text.json',
      );
      documented.event_id = request.headers['webhook-id'];
      documented.channel_id = channelId.replace('chn_', 'ch_');
      documented.data.message_id = 'wamid.HBgNNDkxNTE3MDAyMzQ1NhUCABIYFDNB1A017C9E21F0A5==';
      // There are no contact records yet, so the message has no id of one.
      documented.data.contact.id = null;
      expect(request.bytes.toString('utf8')).toBe(JSON.stringify(documented));
      expect(passesPlainCheck(request, 'x-vobiz-signature', secret)).toBe(true);
    });
  });
});

/** The headers with one value each, as receivers' frameworks give them. */
function headersOf(request: ReceivedRequest): Record<string, string> {
  return Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
}

/** Meta's check: `sha256=` and the hex HMAC-SHA256 of the body with the app secret (CONTRACTS 1.2). */
function passesMetaCheck(request: ReceivedRequest, appSecret: string): boolean {
  const header = headersOf(request)['x-hub-signature-256'] ?? '';
  return header.startsWith('sha256=') && isHexHmac(header.slice('sha256='.length), request.bytes, appSecret);
}

/** The check that Xobito and Vobiz print: hex HMAC-SHA256 of the raw body without a prefix (CONTRACTS 3.3, 4.4, 5). */
function passesPlainCheck(request: ReceivedRequest, header: string, secret: string): boolean {
  return isHexHmac(headersOf(request)[header] ?? '', request.bytes, secret);
}

function isHexHmac(given: string, bytes: Buffer, secret: string): boolean {
  const expected = createHmac('sha256', secret).update(bytes).digest('hex');
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}
