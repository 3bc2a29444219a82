import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { STORES } from '../../support/open-store.ts';
import { behind, createGate, withStatus } from '../support/answers.ts';
import type { Api } from '../support/api.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { readFixture } from '../support/meta.ts';
import { type AnswerPlan, type ReceivedRequest, startReceiver } from '../support/receiver.ts';
import { addChannel, addEndpoint, createWorkspace, registerMetaApp } from '../support/world.ts';
import { deliveryIn, deliveryOf, logOf, makeEvent, waitUntil } from './support.ts';

const LATER = { delays_seconds: [3_600], timeout_seconds: 5 };
const BY_NAME = ['custom.tried'];

describe.each(STORES)('while two signing secrets are valid on $name', (stores) => {
  let gateway: TestGateway;
  let api: Api;
  beforeAll(async () => {
    gateway = await startTestGateway(stores);
  });
  beforeEach(async () => {
    api = (await createWorkspace(gateway, { name: 'Rotation' })).api;
  });

  const rotate = async (id: string, overlapSeconds = 600) => {
    const body = { overlap_seconds: overlapSeconds };
    return (await api.post<{ signing_secret: string }>(`/v1/endpoints/${id}/rotate-secret`, body)).signing_secret;
  };

  test('standard carries the signatures of both, and a receiver with either verifies it', async () => {
    const receiver = await startReceiver();
    const endpoint = await addEndpoint(api, { url: receiver.url, event_types: BY_NAME });
    const newer = await rotate(endpoint.id);
    await deliveryIn(api, await makeEvent(api), endpoint.id, 'delivered');
    const [request] = receiver.requests as [ReceivedRequest];
    expect(String(request.headers['webhook-signature']).split(' ')).toHaveLength(2);
    for (const secret of [endpoint.signing_secret, newer]) {
      const headers = request.headers as Record<string, string>;
      expect(() => new Webhook(secret).verify(String(request.bytes), headers)).not.toThrow();
    }
  });

  test('xobito signs with the one that was accepted last, and tries the other at once when it is refused', async () => {
    const accepted = { secret: '' };
    const receiver = await startReceiver({ answers: accepting(accepted) });
    const endpoint = await addEndpoint(api, {
      url: receiver.url,
      event_types: BY_NAME,
      format: 'xobito',
      retry: LATER,
    });
    accepted.secret = endpoint.signing_secret;
    const newer = await rotate(endpoint.id);
    const before = await deliveryIn(api, await makeEvent(api), endpoint.id, 'delivered');
    expect(logOf(before)).toEqual([[1, 'schedule', 'succeeded', 200]]);
    accepted.secret = newer;
    const switching = await deliveryIn(api, await makeEvent(api), endpoint.id, 'delivered');
    expect(logOf(switching)).toEqual([
      [1, 'schedule', 'failed', 401],
      [2, 'rotation', 'succeeded', 200],
    ]);
    const after = await deliveryIn(api, await makeEvent(api), endpoint.id, 'delivered');
    expect(logOf(after)).toEqual([[1, 'schedule', 'succeeded', 200]]);
  });

  test('the other try is not counted in the schedule, and there is one only', async () => {
    const receiver = await startReceiver({ answers: () => withStatus(403) });
    const retry = { delays_seconds: [1], timeout_seconds: 5 };
    const endpoint = await addEndpoint(api, { url: receiver.url, event_types: BY_NAME, format: 'xobito', retry });
    await rotate(endpoint.id);
    const delivery = await deliveryIn(api, await makeEvent(api), endpoint.id, 'exhausted');
    expect(logOf(delivery)).toEqual([
      [1, 'schedule', 'failed', 403],
      [2, 'rotation', 'failed', 403],
      [3, 'schedule', 'failed', 403],
      [4, 'rotation', 'failed', 403],
    ]);
    const attempts = receiver.requests.map((request) => request.headers['posthorn-attempt']);
    expect(attempts).toEqual(['1', '2', '3', '4']);
    const signatures = receiver.requests.map((request) => request.headers['x-webhook-signature']);
    expect([signatures[0], signatures[1]]).toEqual([signatures[2], signatures[3]]);
    expect(signatures[0]).not.toBe(signatures[1]);
  });

  test('the old one is gone at once without an overlap', async () => {
    const accepted = { secret: '' };
    const receiver = await startReceiver({ answers: accepting(accepted) });
    const endpoint = await addEndpoint(api, {
      url: receiver.url,
      event_types: BY_NAME,
      format: 'xobito',
      retry: LATER,
    });
    accepted.secret = await rotate(endpoint.id, 0);
    const delivery = await deliveryIn(api, await makeEvent(api), endpoint.id, 'delivered');
    expect(logOf(delivery)).toEqual([[1, 'schedule', 'succeeded', 200]]);
  });

  test('a delivery that is canceled while its first request is refused is not sent a second time', async () => {
    const gate = createGate();
    const receiver = await startReceiver({ answers: () => behind(gate, withStatus(401)) });
    const endpoint = await addEndpoint(api, {
      url: receiver.url,
      event_types: BY_NAME,
      format: 'xobito',
      retry: LATER,
    });
    await rotate(endpoint.id);
    const eventId = await makeEvent(api);
    await receiver.waitFor(1);
    const { id } = await deliveryOf(api, eventId, endpoint.id);
    await api.post(`/v1/deliveries/${id}/cancel`);
    gate.open();
    const canceled = await waitUntil(
      () => deliveryOf(api, eventId, endpoint.id),
      (delivery) => delivery.attempts.length > 0 && !delivery.in_flight,
    );
    expect([canceled.state, logOf(canceled)]).toEqual(['canceled', [[1, 'schedule', 'failed', 401]]]);
    // What is sent after this one would have come after the second try.
    const later = await makeEvent(api);
    await receiver.waitFor((requests) => requests.some((request) => request.headers['webhook-id'] === later));
    expect(receiver.requests.filter((request) => request.headers['webhook-id'] === eventId)).toHaveLength(1);
  });

  test.each(['meta', 'vobiz', 'vobiz-legacy'])('%s has its one other try as well', async (format) => {
    const receiver = await startReceiver({ answers: [withStatus(401)] });
    const metaApp = await registerMetaApp(gateway, api);
    await addChannel(api, metaApp);
    const endpoint = await addEndpoint(api, { url: receiver.url, format, retry: LATER });
    await rotate(endpoint.id);
    expect((await metaApp.post(readFixture('meta/text.json'))).status).toBe(200);
    await receiver.waitFor(2);
    const [first, second] = receiver.requests as [ReceivedRequest, ReceivedRequest];
    expect(first.bytes).toEqual(second.bytes);
    const name = { meta: 'x-hub-signature-256', vobiz: 'x-webhook-signature' }[format] ?? 'x-vobiz-signature';
    expect(first.headers[name]).toContain(hmac(endpoint.signing_secret, first.bytes));
    expect(second.headers[name]).not.toBe(first.headers[name]);
  });
});

/** Answers 200 to what is signed with the secret of the moment and 401 to all else. */
function accepting(accepted: { secret: string }): AnswerPlan {
  return (request) => {
    const isGood = request.headers['x-webhook-signature'] === hmac(accepted.secret, request.bytes);
    return withStatus(isGood ? 200 : 401);
  };
}

function hmac(secret: string, bytes: Buffer): string {
  return createHmac('sha256', secret).update(bytes).digest('hex');
}
