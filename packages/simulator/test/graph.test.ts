import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Simulator } from '../src/index.ts';
import {
  ACCESS_TOKEN,
  createTestSimulator,
  type Receiver,
  readFixture,
  startReceiver,
  VERIFY_TOKEN,
  verifies,
} from './receiver.ts';

const NUMBER = '318940275561203';
const WABA = '204817563920415';
const TEXT = {
  messaging_product: 'whatsapp',
  to: '+4915170023456',
  type: 'text',
  text: { body: 'Your bike is ready.' },
};
const TEMPLATE = {
  ...TEXT,
  type: 'template',
  text: undefined,
  template: {
    name: 'repair_ready',
    language: { code: 'en-US' },
    components: [{ type: 'body', parameters: [{ type: 'text', text: 'Mira' }] }],
  },
};

let receiver: Receiver;
let simulator: Simulator;

beforeEach(async () => {
  receiver = await startReceiver();
  simulator = createTestSimulator({ callbackUrl: receiver.url });
  await simulator.start();
});

afterEach(async () => {
  await simulator.close();
  await receiver[Symbol.asyncDispose]();
});

async function call(method: string, path: string, body?: unknown, token = ACCESS_TOKEN, of = simulator) {
  const response = await fetch(`${of.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

const send = (body: unknown) => call('POST', `/v25.0/${NUMBER}/messages`, body);

async function arrivedStatuses(): Promise<Record<string, unknown>[]> {
  await simulator.settled();
  return receiver.webhooks.map(({ bytes }) => JSON.parse(bytes.toString()).entry[0].changes[0].value.statuses[0]);
}

/** The answer with the documented answer's ids put in. */
function withIdsOf(fixture: string, text: string): string {
  const id = /wamid\.[^"]+|A[0-9A-F]{18}|AexampleTrace01/;
  return text.replace(id, id.exec(fixture)?.[0] ?? '');
}

describe('POST /{phone_number_id}/messages', () => {
  test('answers as documented, with a version in the path and without', async () => {
    const fixture = await readFixture('send-response');
    const answer = await send(TEXT);
    expect(answer.status).toBe(200);
    expect(withIdsOf(fixture, answer.text)).toBe(fixture);
    expect((await call('POST', `/${NUMBER}/messages`, TEXT)).status).toBe(200);
  });

  test('answers a template with its message status', async () => {
    const paced = await readFixture('send-response-template-paced');
    expect(withIdsOf(paced, (await send(TEMPLATE)).text)).toBe(paced);
    const held = await readFixture('send-response-template-held');
    const other = createTestSimulator({ templateMessageStatus: 'held_for_quality_assessment' });
    await other.start();
    const answer = await call('POST', `/${NUMBER}/messages`, TEMPLATE, ACCESS_TOKEN, other);
    expect(withIdsOf(held, answer.text)).toBe(held);
    await other.close();
  });

  test('is followed by sent, delivered and read, priced once for each that is priced', async () => {
    const { text } = await send({ ...TEMPLATE, biz_opaque_callback_data: 'ord-5521' });
    const statuses = await arrivedStatuses();
    expect(statuses.map(({ status }) => status)).toEqual(['sent', 'delivered', 'read']);
    expect(new Set(statuses.map(({ id }) => id))).toEqual(new Set([JSON.parse(text).messages[0].id]));
    expect(statuses.map(({ pricing }) => pricing !== undefined)).toEqual([true, true, false]);
    expect(statuses.every((status) => status.biz_opaque_callback_data === 'ord-5521')).toBe(true);
    expect(receiver.webhooks.every(verifies)).toBe(true);
  });

  test('a voice message is played at last', async () => {
    await send({ ...TEXT, type: 'audio', audio: { link: 'https://files.kanalcykel.example/a.ogg', voice: true } });
    expect((await arrivedStatuses()).at(-1)?.status).toBe('played');
  });

  test('statuses look as they did until version 23 when asked', async () => {
    const fixture = JSON.parse(await readFixture('status-sent-v23-conversation'));
    const old = createTestSimulator({ callbackUrl: receiver.url, conversationInStatuses: true });
    await old.start();
    await call('POST', `/${NUMBER}/messages`, TEMPLATE, ACCESS_TOKEN, old);
    await old.settled();
    const expected = fixture.entry[0].changes[0].value.statuses[0];
    const [sent] = await arrivedStatuses();
    const ids = { id: '', conversation: { ...expected.conversation, id: '' } };
    expect({ ...sent, ...ids }).toEqual({ ...expected, ...ids });
    await old.close();
  });

  test('knows a person by BSUID alone', async () => {
    simulator.user({ name: 'Lena Hoffmann', bsuid: 'DE.20577113940026618845' });
    const { text } = await send({ ...TEXT, to: undefined, recipient: 'DE.20577113940026618845' });
    expect(JSON.parse(text).contacts).toEqual([
      { input: 'DE.20577113940026618845', user_id: 'DE.20577113940026618845' },
    ]);
    const [sent] = await arrivedStatuses();
    expect(sent).toMatchObject({ recipient_user_id: 'DE.20577113940026618845' });
    expect(sent).not.toHaveProperty('recipient_id');
  });

  test('takes a mark as read and a typing indicator', async () => {
    const read = { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.X' };
    expect(await send(read)).toEqual({ status: 200, text: '{"success":true}' });
    expect((await send({ ...read, typing_indicator: { type: 'text' } })).status).toBe(200);
    expect((await send({ ...read, message_id: undefined })).text).toContain('"code":131008');
  });

  const wrong: readonly [what: string, body: unknown, status: number, code: number, details: string][] = [
    ['no product', { to: '1', type: 'text' }, 400, 131_008, 'messaging_product'],
    ['no recipient', { ...TEXT, to: undefined }, 400, 131_008, 'to'],
    ['no content', { ...TEXT, text: undefined }, 400, 131_008, 'text'],
    ['no body', { ...TEXT, text: {} }, 400, 131_008, 'text.body'],
    ['too long a text', { ...TEXT, text: { body: 'x'.repeat(4_097) } }, 400, 131_009, 'text.body'],
    ['a type that is none', { ...TEXT, type: 'poll' }, 400, 100, 'type'],
    ['a type of the language', { ...TEXT, type: 'constructor' }, 400, 100, 'type'],
    ['media with neither id nor link', { ...TEXT, type: 'image', image: { caption: 'x' } }, 400, 131_009, 'image'],
    [
      'four buttons',
      {
        ...TEXT,
        type: 'interactive',
        interactive: {
          type: 'button',
          body: { text: 'When?' },
          action: { buttons: Array.from({ length: 4 }, () => ({ type: 'reply', reply: { id: 'a', title: 'A' } })) },
        },
      },
      400,
      131_009,
      'interactive.action.buttons',
    ],
    ['the sender itself', { ...TEXT, to: '+1 555 720 4418' }, 400, 131_021, ''],
    ['a list', [], 400, 131_009, 'body'],
  ];

  test.each(wrong)('refuses %s', async (_, body, status, code, details) => {
    const answer = await send(body);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text).error.code).toBe(code);
    expect(JSON.parse(answer.text).error.error_data.details).toContain(details);
    await simulator.settled();
    expect(receiver.webhooks).toHaveLength(0);
  });

  test('takes an interactive list', async () => {
    const rows = [{ id: 'svc-full', title: 'Full service', description: 'All of it' }];
    const interactive = {
      type: 'list',
      body: { text: 'Which one?' },
      action: { button: 'Choose', sections: [{ title: 'Services', rows }] },
    };
    expect((await send({ ...TEXT, type: 'interactive', interactive })).status).toBe(200);
  });
});

describe('errors by order', () => {
  test('come in the answer, as often as ordered and in the documented shape', async () => {
    const fixture = await readFixture('error-rate-limit');
    simulator.failNextSends({ count: 2, code: 130_429 });
    simulator.failNextSends({ count: 1, code: 190 });
    const answers = [await send(TEXT), await send(TEXT), await send(TEXT), await send(TEXT)];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 401, 200]);
    expect(withIdsOf(fixture, answers[0]?.text ?? '')).toBe(fixture);
  });

  test('come as a failed status where Meta reports them later', async () => {
    simulator.failNextSends({ count: 1, code: 131_026 });
    const answer = await send(TEXT);
    expect(answer.status).toBe(200);
    expect(await arrivedStatuses()).toMatchObject([
      { id: JSON.parse(answer.text).messages[0].id, status: 'failed', errors: [{ code: 131_026 }] },
    ]);
  });

  test('come both ways when asked', async () => {
    simulator.failNextSends({ count: 1, code: 131_047, via: 'both' });
    expect((await send(TEXT)).status).toBe(400);
    expect(await arrivedStatuses()).toMatchObject([{ status: 'failed', errors: [{ code: 131_047 }] }]);
  });
});

describe('the other calls', () => {
  test('a wrong token gets 190 and is not recorded', async () => {
    const answer = await call('POST', `/${NUMBER}/messages`, TEXT, 'a-wrong-token-of-somebody');
    expect([answer.status, JSON.parse(answer.text).error.code]).toEqual([401, 190]);
    expect((await fetch(`${simulator.url}/${NUMBER}`)).status).toBe(401);
    expect(JSON.stringify(simulator.requests)).not.toMatch(/a-wrong-token|an-access-token/);
    expect(simulator.requests.map(({ method, status }) => [method, status])).toEqual([
      ['POST', 401],
      ['GET', 401],
    ]);
  });

  test('a body that is not JSON, and an unknown id, are refused', async () => {
    const headers = { authorization: `Bearer ${ACCESS_TOKEN}` };
    const url = `${simulator.url}/${NUMBER}/messages`;
    expect((await fetch(url, { method: 'POST', headers, body: '{' })).status).toBe(400);
    const unknown = await call('GET', '/v25.0/999');
    expect(JSON.parse(unknown.text).error).toMatchObject({ code: 100, error_subcode: 33 });
  });

  test('a number tells about itself, all or what is asked for', async () => {
    const all = JSON.parse((await call('GET', `/v25.0/${NUMBER}`)).text);
    expect(all).toMatchObject({ display_phone_number: '15557204418', id: NUMBER });
    const one = JSON.parse((await call('GET', `/v25.0/${NUMBER}?fields=verified_name`)).text);
    expect(one).toEqual({ verified_name: 'Kanal Cykel', id: NUMBER });
  });

  test('an override of the WABA takes the messages and leaves the rest with the app', async () => {
    await using other = await startReceiver();
    const override = { override_callback_uri: other.url, verify_token: VERIFY_TOKEN };
    expect(await call('POST', `/${WABA}/subscribed_apps`, override)).toEqual({ status: 200, text: '{"success":true}' });
    const { data } = JSON.parse((await call('GET', `/${WABA}/subscribed_apps`)).text);
    expect(data).toMatchObject([
      { override_callback_uri: other.url, whatsapp_business_api_data: { id: '610023884417' } },
    ]);

    simulator.user({ name: 'Mira Lindqvist', waId: '4915170023456' }).sendText('Hello');
    await simulator.sendChange('account_review_update', { decision: 'APPROVED' }, WABA, 1);
    await simulator.settled();
    expect([other.webhooks.length, receiver.webhooks.length]).toEqual([1, 1]);

    await call('POST', `/${WABA}/subscribed_apps`);
    simulator.user({ name: 'Mira Lindqvist', waId: '4915170023456' }).sendText('Hello');
    await simulator.settled();
    expect([other.webhooks.length, receiver.webhooks.length]).toEqual([1, 2]);
  });

  test('an override of the number goes before that of the WABA', async () => {
    await using other = await startReceiver();
    const webhook_configuration = { override_callback_uri: other.url, verify_token: VERIFY_TOKEN };
    expect((await call('POST', `/${NUMBER}`, { webhook_configuration })).status).toBe(200);
    const read = JSON.parse((await call('GET', `/${NUMBER}?fields=webhook_configuration`)).text);
    expect(read.webhook_configuration).toEqual({ phone_number: other.url, application: receiver.url });
    simulator.user({ name: 'Mira Lindqvist', waId: '4915170023456' }).sendText('Hello');
    await simulator.settled();
    expect([other.webhooks.length, receiver.webhooks.length]).toEqual([1, 0]);
  });

  test('an override whose URL fails the challenge is refused and not stored', async () => {
    await using other = await startReceiver();
    const override = { override_callback_uri: other.url, verify_token: 'not-the-one' };
    expect((await call('POST', `/${WABA}/subscribed_apps`, override)).status).toBe(400);
    const { data } = JSON.parse((await call('GET', `/${WABA}/subscribed_apps`)).text);
    expect(data[0]).not.toHaveProperty('override_callback_uri');
  });

  test('without a subscription nothing is sent, and the record says so', async () => {
    await call('DELETE', `/${WABA}/subscribed_apps`);
    expect(JSON.parse((await call('GET', `/${WABA}/subscribed_apps`)).text)).toEqual({ data: [] });
    const outcome = await simulator.user({ name: 'Mira Lindqvist', waId: '4915170023456' }).sendText('Hello').delivered;
    expect(outcome.kind).toBe('not_sent');
    expect(receiver.webhooks).toHaveLength(0);
    expect(simulator.expectedEvents).toHaveLength(0);
    const override = { override_callback_uri: receiver.url, verify_token: VERIFY_TOKEN };
    expect((await call('POST', `/${WABA}/subscribed_apps`, override)).text).toContain('must be subscribed');
  });
});
