import { describe, expect, test } from 'vitest';
import { buildTextWebhook, createIds, createSimulator, MetaSigner, SimulatorError } from '../src/index.ts';
import {
  ACCESS_TOKEN,
  APP_SECRET,
  createStillClock,
  createTestSimulator,
  FIXTURE_TIME_SECONDS,
  startReceiver,
  VERIFY_TOKEN,
  verifies,
} from './receiver.ts';

const MIRA = { name: 'Mira Lindqvist', waId: '4915170023456' };
const TALK = 'Größe M? 你好 🚲 and/or';
const BUSINESS = {
  wabaId: '204817563920415',
  phoneNumberId: '318940275561203',
  displayPhoneNumber: '15557204418',
  verifiedName: 'Kanal Cykel',
};

describe('webhooks', () => {
  test('are signed over exactly the bytes that arrive, in escaped-unicode form', async () => {
    await using receiver = await startReceiver();
    const simulator = createTestSimulator({ callbackUrl: receiver.url });
    simulator.user(MIRA).sendText(TALK);
    await simulator.settled();

    const [webhook] = receiver.webhooks;
    expect(webhook && verifies(webhook)).toBe(true);
    const text = webhook?.bytes.toString('utf8') ?? '';
    expect(text).toMatch(/^[\x20-\x7e]+$/);
    expect(text).toContain('Gr\\u00f6\\u00dfe M? \\u4f60\\u597d \\ud83d\\udeb2 and\\/or');
    expect(JSON.parse(text).entry[0].changes[0].value.messages[0].text.body).toBe(TALK);
    expect(webhook?.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(text.length),
    });
    await simulator.close();
  });

  test('go out as plain UTF-8 when asked', async () => {
    await using receiver = await startReceiver();
    const simulator = createTestSimulator({ callbackUrl: receiver.url, jsonForm: 'plain' });
    simulator.user(MIRA).sendText(TALK);
    await simulator.settled();
    expect(receiver.webhooks[0]?.bytes.toString('utf8')).toContain(TALK);
    expect(receiver.webhooks.every(verifies)).toBe(true);
    await simulator.close();
  });

  test('are tried again, byte for byte, after anything but 200, each wait longer than the one before', async () => {
    await using receiver = await startReceiver((index) => [500, 204, 200][index] ?? 200);
    const clock = createStillClock();
    const simulator = createTestSimulator({ callbackUrl: receiver.url, clock });
    const outcome = await simulator.user(MIRA).sendText('Hello').delivered;

    expect(outcome).toMatchObject({ kind: 'accepted', attempts: [{ status: 500 }, { status: 204 }, { status: 200 }] });
    expect(clock.waitsMs).toEqual([1_000, 5_000]);
    expect(new Set(receiver.webhooks.map(({ bytes }) => bytes.toString())).size).toBe(1);
    await simulator.close();
  });

  test('are given up when the schedule is used up', async () => {
    await using receiver = await startReceiver(() => 500);
    const simulator = createTestSimulator({ callbackUrl: receiver.url, webhooks: { retryDelaysMs: [1, 1] } });
    expect((await simulator.user(MIRA).sendText('Hello').delivered).kind).toBe('given_up');
    expect(receiver.webhooks).toHaveLength(3);
    await simulator.close();
  });

  test('report why there was no answer', async () => {
    const receiver = await startReceiver();
    await receiver[Symbol.asyncDispose]();
    const simulator = createTestSimulator({ callbackUrl: receiver.url, webhooks: { retryDelaysMs: [] } });
    const outcome = await simulator.user(MIRA).sendText('Hello').delivered;
    expect(outcome).toMatchObject({ kind: 'given_up', attempts: [{ status: null, reason: 'ECONNREFUSED' }] });
    await simulator.close();
  });

  test('keep their order and share one connection', async () => {
    await using receiver = await startReceiver();
    const simulator = createTestSimulator({ callbackUrl: receiver.url });
    const ids = ['a', 'b', 'c', 'd'].map((text) => simulator.user(MIRA).sendText(text).id);
    await simulator.settled();
    const arrived = receiver.webhooks.map(
      ({ bytes }) => JSON.parse(bytes.toString()).entry[0].changes[0].value.messages[0].id,
    );
    expect(arrived).toEqual(ids);
    expect(receiver.connectionCount()).toBe(1);
    await simulator.close();
  });

  test('are refused when there is nowhere to send them, when too many wait, and after the end', async () => {
    await using receiver = await startReceiver();
    const simulator = createTestSimulator({ webhooks: { pendingMax: 1 } });
    const codeOf = (run: () => unknown) => {
      try {
        run();
        return null;
      } catch (error) {
        return error instanceof SimulatorError ? error.code : error;
      }
    };
    const mira = simulator.user(MIRA);
    expect(codeOf(() => mira.sendText('Hello'))).toBe('callback_url_missing');
    simulator.setCallbackUrl(receiver.url);
    mira.sendText('Hello');
    expect(codeOf(() => mira.sendText('Hello again'))).toBe('outbox_full');
    await simulator.close();
    expect(codeOf(() => mira.sendText('Too late'))).toBe('closed');
  });

  test('are kept in bounded memory', async () => {
    await using receiver = await startReceiver();
    const simulator = createTestSimulator({ callbackUrl: receiver.url, recordsMax: 2 });
    const ids = ['a', 'b', 'c'].map((text) => simulator.user(MIRA).sendText(text).id);
    await simulator.settled();
    expect(simulator.sent.map(({ eventIds }) => eventIds[0])).toEqual(ids.slice(1));
    expect(simulator.sent[1]?.body).toBe(receiver.webhooks[2]?.bytes.toString());
    await simulator.close();
  });

  test('carry any field and value', async () => {
    await using receiver = await startReceiver();
    const simulator = createTestSimulator({ callbackUrl: receiver.url });
    await simulator.sendChange('field_of_tomorrow', { anything: 'goes' }, '880012345678', FIXTURE_TIME_SECONDS);
    expect(JSON.parse(receiver.webhooks[0]?.bytes.toString() ?? '')).toEqual({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '880012345678',
          time: FIXTURE_TIME_SECONDS,
          changes: [{ value: { anything: 'goes' }, field: 'field_of_tomorrow' }],
        },
      ],
    });
    await simulator.close();
  });
});

describe('the challenge', () => {
  test('is passed by a receiver that knows the verify token', async () => {
    await using receiver = await startReceiver();
    const simulator = createTestSimulator({ callbackUrl: receiver.url });
    expect(await simulator.verifyCallback()).toEqual({ kind: 'verified' });
    await simulator.close();
  });

  test('is failed by one that does not, and by one that is not there', async () => {
    const receiver = await startReceiver();
    const simulator = createTestSimulator({ callbackUrl: receiver.url, verifyToken: `${VERIFY_TOKEN}-another` });
    expect(await simulator.verifyCallback()).toEqual({ kind: 'refused', status: 403, reason: 'status' });
    await receiver[Symbol.asyncDispose]();
    expect(await simulator.verifyCallback()).toMatchObject({ kind: 'refused', status: null, reason: 'ECONNREFUSED' });
    await simulator.close();
  });
});

describe('what benchmarks use', () => {
  test('a text webhook has exactly the asked length, and another wamid each time', () => {
    const ids = createIds(7);
    const make = (bytes: number, text = 'escaped-unicode' as const) =>
      buildTextWebhook({
        business: BUSINESS,
        person: MIRA,
        wamid: ids.wamid(MIRA.waId, 'in'),
        timestampSeconds: FIXTURE_TIME_SECONDS,
        bytes,
        jsonForm: text,
      });
    const bodies = Array.from({ length: 1_000 }, () => make(1_024));
    expect(new Set(bodies.map(({ length }) => length))).toEqual(new Set([1_024]));
    const wamids = bodies.map((body) => JSON.parse(body.toString()).entry[0].changes[0].value.messages[0].id);
    expect(new Set(wamids).size).toBe(1_000);
    expect(() => make(100)).toThrow(SimulatorError);
  });

  test('the signer knows the digest of RFC 4231, test case 2', () => {
    expect(new MetaSigner('Jefe').sign(Buffer.from('what do ya want for nothing?'))).toBe(
      'sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  test('ids repeat with the seed and never between seeds', () => {
    const make = (seed: number) => {
      const ids = createIds(seed);
      return Array.from({ length: 500 }, () => ids.wamid('4915170023456', 'in'));
    };
    expect(make(1)).toEqual(make(1));
    expect(new Set([...make(1), ...make(2), ...make(3)]).size).toBe(1_500);
    expect(make(1)[0]).toMatch(/^wamid\.HBgNNDkxNTE3MDAyMzQ1NhUCABIYFDNB[A-Za-z0-9+/]+=*$/);
  });
});

describe('options', () => {
  test('that are wrong are all named at once, and no value is shown', () => {
    const make = () =>
      createSimulator({
        appSecret: APP_SECRET.repeat(99),
        accessToken: ACCESS_TOKEN,
        port: -1,
        faults: { batchMax: 0 },
      });
    expect(make).toThrow(/port: .*appSecret: .*faults\.batchMax: /);
    expect(make).not.toThrow(new RegExp(APP_SECRET));
  });
});
