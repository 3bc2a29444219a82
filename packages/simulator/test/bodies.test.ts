import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Person, Simulator } from '../src/index.ts';
import { createTestSimulator, FIXTURE_TIME_SECONDS, type Receiver, readFixture, startReceiver } from './receiver.ts';

const OURS = 'wamid.HBgNNDkxNTE3MDAyMzQ1NhUCABIYFDNB00FF7C9E21F0A5==';
const CALL = 'wacid.HBgNNDkxNTE3MDAyMzQ1NhUCABIYIEQ4QTE=';
const MIRA = { name: 'Mira Lindqvist', waId: '4915170023456' };
const LENA = {
  name: 'Mira Lindqvist',
  bsuid: 'DE.20577113940026618845',
  parentBsuid: 'DE.11400067733025518841',
  username: '@miralind',
};
const TEMPLATE = { id: 1_733_902_281_004_477, name: 'repair_ready', language: 'en-US' };
const UTILITY = { billable: true, pricing_model: 'PMP', type: 'regular', category: 'utility' };

let receiver: Receiver;
let simulator: Simulator;
let mira: Person;

beforeEach(async () => {
  receiver = await startReceiver();
  simulator = createTestSimulator({ callbackUrl: receiver.url });
  mira = simulator.user(MIRA);
});

afterEach(async () => {
  await simulator.close();
  await receiver[Symbol.asyncDispose]();
});

/** The body that arrived, with the fixture's own message and media ids put in. */
async function arrivedLike(fixture: string): Promise<string> {
  await simulator.settled();
  const text = JSON.stringify(JSON.parse(receiver.webhooks[0]?.bytes.toString('utf8') ?? 'null'));
  const ids = [...fixture.matchAll(/"id":"(wamid[^"]+|\d{16})"(?=,"(?:timestamp|url|voice|status))/g)];
  const ours = [...text.matchAll(/"id":"(wamid[^"]+|\d{16})"(?=,"(?:timestamp|url|voice|status))/g)];
  const withIds = ours.reduce((body, [, id = ''], index) => body.replaceAll(id, ids[index]?.[1] ?? id), text);
  // The file is a real one of ours, and so is its digest; both are read back in media.test.ts.
  const ofFile = [/"url":"(https:\/\/lookaside[^"]+)"/, /"sha256":"([A-Za-z0-9+/]{43}=)"/];
  return ofFile.reduce((body, field) => {
    return body.replace(field, (whole, own: string) => whole.replace(own, field.exec(fixture)?.[1] ?? own));
  }, withIds);
}

const CONTACT = {
  addresses: [
    {
      city: 'Malmö',
      country: 'Sweden',
      country_code: 'SE',
      state: 'Skåne',
      street: 'Kanalgatan 12',
      type: 'WORK',
      zip: '21141',
    },
  ],
  birthday: '1988-04-02',
  emails: [{ email: 'owner@kanalcykel.example', type: 'WORK' }],
  name: {
    formatted_name: 'Dr. Oskar J. Berg',
    first_name: 'Oskar',
    last_name: 'Berg',
    middle_name: 'J.',
    suffix: 'Jr',
    prefix: 'Dr.',
  },
  org: { company: 'Kanal Cykel', department: 'Workshop', title: 'Owner' },
  phones: [{ phone: '+46 70 555 01 77', wa_id: '46705550177', type: 'MOBILE' }],
  urls: [{ url: 'https://kanalcykel.example/', type: 'WORK' }],
};

const PLACE = {
  latitude: 55.60498,
  longitude: 13.00382,
  name: 'Kanal Cykel',
  address: 'Kanalgatan 12, Malmö',
  url: 'https://kanalcykel.example/',
};

const ORDER = {
  catalogId: '418830027715540',
  text: 'Please gift wrap',
  items: [
    { productRetailerId: 'bell-brass', quantity: 2, itemPrice: 14.5, currency: 'EUR' },
    { productRetailerId: 'lock-u', quantity: 1, itemPrice: 39, currency: 'EUR' },
  ],
};

const stampNow = { timestampSeconds: FIXTURE_TIME_SECONDS };
const status = (status: 'sent' | 'delivered' | 'read' | 'played' | 'failed', rest = {}) =>
  simulator.messageStatus(MIRA, { id: OURS, status, ...stampNow, ...rest });
const undeliverable = {
  code: 131_026,
  title: 'Message undeliverable',
  message: 'Message undeliverable',
  error_data: { details: 'Message could not be delivered to the recipient.' },
  href: '/documentation/business-messaging/whatsapp/support/error-codes',
};

describe('what people and Meta say arrives in the documented shape', () => {
  const cases: readonly [fixture: string, tell: () => unknown][] = [
    ['text', () => mira.sendText('Is the blue frame still in stock?')],
    ['text-unicode', () => mira.sendText('Größe M? 你好 🚲 "quoted" \\ slash/')],
    ['text-reply-context', () => mira.reply(OURS, 'Yes please')],
    ['image', () => mira.sendImage({ caption: 'Bent rear wheel' })],
    ['audio-voice', () => mira.sendAudio({ voice: true })],
    ['location', () => mira.sendLocation(PLACE)],
    ['contacts', () => mira.sendContacts([CONTACT])],
    ['interactive-button-reply', () => mira.pressButton(OURS, { id: 'slot-0930', title: '09:30' })],
    [
      'interactive-list-reply',
      () =>
        mira.chooseListRow(OURS, {
          id: 'svc-full',
          title: 'Full service',
          description: 'Drivetrain, brakes, wheels',
        }),
    ],
    ['button', () => mira.pressTemplateButton(OURS, { payload: 'STOP_PROMO', text: 'Stop promotions' })],
    ['reaction', () => mira.react(OURS, '👍')],
    ['order', () => mira.sendOrder(ORDER)],
    ['revoke', () => mira.revoke(OURS)],
    ['unsupported', () => mira.sendUnsupported('poll')],
    ['system-number-change', () => mira.changeNumber('4915170099887')],
    ['user-preferences-stop', () => mira.setMarketing('stop')],
    ['status-sent', () => status('sent', { pricing: UTILITY })],
    ['status-delivered', () => status('delivered', { pricing: UTILITY })],
    ['status-read', () => status('read')],
    ['status-played', () => status('played')],
    ['status-failed', () => status('failed', { errors: [undeliverable] })],
    ['status-sent-biz-opaque', () => status('sent', { callbackData: 'ord-5521|row-88', pricing: UTILITY })],
    [
      'status-bsuid',
      () => simulator.messageStatus(LENA, { id: OURS, status: 'delivered', ...stampNow, pricing: UTILITY }),
    ],
    ['call-status-ringing', () => simulator.callStatus(MIRA, 'RINGING', { id: CALL, callbackData: 'agent-4' })],
    [
      'message-template-status-update-approved',
      () => simulator.templateStatus({ ...TEMPLATE, event: 'APPROVED', category: 'UTILITY', reason: 'NONE' }),
    ],
    [
      'message-template-quality-update',
      () => simulator.templateQuality({ ...TEMPLATE, previousScore: 'GREEN', newScore: 'YELLOW' }),
    ],
  ];

  test.each(cases)('%s', async (name, tell) => {
    const fixture = await readFixture(name);
    tell();
    expect(await arrivedLike(fixture)).toBe(fixture);
  });

  test('call-connect', async () => {
    const fixture = await readFixture('call-connect');
    const { id } = mira.call();
    expect((await arrivedLike(fixture)).replace(id, CALL)).toBe(fixture);
  });

  test('call-terminate', async () => {
    const fixture = JSON.parse(await readFixture('call-terminate'));
    mira.hangUp(CALL, { durationSeconds: 150 });
    const arrived = JSON.parse(await arrivedLike(JSON.stringify(fixture)));
    const expected = fixture.entry[0].changes[0].value.calls[0];
    const call = arrived.entry[0].changes[0].value.calls[0];
    expect(Object.keys(call)).toEqual(Object.keys(expected));
    expect(Number(call.end_time) - Number(call.start_time)).toBe(150);
    const times = { timestamp: '', start_time: '', end_time: '' };
    expect({ ...call, ...times }).toEqual({ ...expected, ...times });
  });

  test('a removed reaction has no key emoji at all', async () => {
    mira.removeReaction(OURS);
    await simulator.settled();
    const body = JSON.parse(receiver.webhooks[0]?.bytes.toString() ?? '');
    expect(body.entry[0].changes[0].value.messages[0].reaction).toEqual({ message_id: OURS });
  });

  test('a person without a number shows none anywhere', async () => {
    const lena = simulator.user(LENA);
    lena.sendText('Hello');
    lena.call();
    lena.setMarketing('stop');
    await simulator.settled();
    const texts = receiver.webhooks.map(({ bytes }) => bytes.toString());
    expect(texts).toHaveLength(3);
    for (const text of texts) {
      expect(text).toContain('"DE.20577113940026618845"');
      expect(text).not.toMatch(/"wa_id"|"from":|"recipient_id"/);
    }
  });
});
