import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { STORES } from '../../support/open-store.ts';
import type { Api, Page } from '../support/api.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { postMeta } from '../support/meta.ts';
import { startReceiver } from '../support/receiver.ts';
import {
  addChannel,
  addEndpoint,
  createWorkspace,
  FIXTURE_NUMBER,
  registerMetaApp,
  type TestMetaApp,
} from '../support/world.ts';

const HOUR_MS = 3_600_000;

interface Quarantined {
  readonly id: string;
  readonly reason: string;
}

describe.each(STORES)('a webhook of Meta on $name', (stores) => {
  let gateway: TestGateway;
  let api: Api;
  let metaApp: TestMetaApp;
  beforeAll(async () => {
    gateway = await startTestGateway(stores, { POSTHORN_META_REPLAY_WINDOW: '169h' });
  });
  beforeEach(async () => {
    api = (await createWorkspace(gateway, { name: 'Ingest' })).api;
    metaApp = await registerMetaApp(gateway, api);
    await addChannel(api, metaApp);
  });

  const events = async () => (await api.get<Page<{ type: string }>>('/v1/events')).data;
  const quarantine = async () => (await api.get<Page<Quarantined>>('/v1/quarantine')).data;

  test('that comes twice is answered 200 twice, and is one event and one delivery', async () => {
    const receiver = await startReceiver();
    await addEndpoint(api, { url: receiver.url });
    const body = textBody();
    expect(await metaApp.post(body)).toEqual({ status: 200, text: '' });
    expect(await metaApp.post(body)).toEqual({ status: 200, text: '' });
    // What is sent after the second posting would have come after its delivery.
    await metaApp.post(textBody());
    await receiver.waitFor(2);
    const ids = receiver.requests.map((request) => request.headers['webhook-id']);
    expect([new Set(ids).size, ids.length, (await events()).length]).toEqual([2, 2, 2]);
  });

  test('that comes many times at once is one event', async () => {
    const body = textBody();
    const answers = await Promise.all(Array.from({ length: 20 }, () => metaApp.post(body)));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    expect(await events()).toHaveLength(1);
  });

  test('that nobody signed is 401 and stores nothing', async () => {
    const forged = await postMeta(gateway, { appId: metaApp.appId, secret: 'not-the-secret', body: textBody() });
    expect(forged).toEqual({ status: 401, text: '' });
    const unknown = await postMeta(gateway, { appId: '999999', secret: metaApp.secret, body: textBody() });
    expect(unknown).toEqual({ status: 401, text: '' });
    expect([await events(), await quarantine()]).toEqual([[], []]);
  });

  test.each([
    ['of a number that nobody has', { phoneNumberId: '999' }, 'unknown_channel'],
    ['older than the window', { atMs: Date.now() - 170 * HOUR_MS }, 'stale'],
    ['from the future', { atMs: Date.now() + 400_000 }, 'future'],
  ])('%s is 200, no event, and once in quarantine', async (_what, over, reason) => {
    const body = textBody(over);
    expect((await metaApp.post(body)).status).toBe(200);
    expect((await metaApp.post(body)).status).toBe(200);
    expect([await events(), (await quarantine()).map((item) => item.reason)]).toEqual([[], [reason]]);
  });

  test('that is signed and cannot be read is 200 and once in quarantine', async () => {
    for (let count = 0; count < 3; count++) expect((await metaApp.post('{"entry": [')).status).toBe(200);
    expect((await quarantine()).map((item) => item.reason)).toEqual(['unreadable']);
  });

  test('that is let go from quarantine by hand is an event and is delivered, once', async () => {
    const receiver = await startReceiver();
    await addEndpoint(api, { url: receiver.url });
    const body = textBody({ atMs: Date.now() - 170 * HOUR_MS });
    await metaApp.post(body);
    const [item] = await quarantine();
    await api.post(`/v1/quarantine/${item?.id}/release`);
    await receiver.waitFor(1);
    expect(await events()).toMatchObject([{ type: 'message.received' }]);
    expect(await quarantine()).toEqual([]);
  });

  test('of a batch is all or nothing, every item of it an event of its own', async () => {
    const receiver = await startReceiver();
    await addEndpoint(api, { url: receiver.url });
    expect((await metaApp.post(textBody({ count: 300 }))).status).toBe(200);
    await receiver.waitFor(300);
    expect(new Set(receiver.requests.map((request) => request.headers['webhook-id'])).size).toBe(300);
    expect(await api.all('/v1/events')).toHaveLength(300);
  });
});

function textBody({ phoneNumberId = String(FIXTURE_NUMBER.phone_number_id), atMs = Date.now(), count = 1 } = {}) {
  const messages = Array.from({ length: count }, () => ({
    from: '4915170023456',
    id: `wamid.${randomUUID()}`,
    timestamp: String(Math.floor(atMs / 1_000)),
    type: 'text',
    text: { body: 'Hi' },
  }));
  const { waba_id, display_phone_number } = FIXTURE_NUMBER;
  const metadata = { phone_number_id: phoneNumberId, display_phone_number };
  const value = { messaging_product: 'whatsapp', metadata, messages };
  return { object: 'whatsapp_business_account', entry: [{ id: waba_id, changes: [{ value, field: 'messages' }] }] };
}
