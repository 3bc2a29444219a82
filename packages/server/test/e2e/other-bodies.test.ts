import { createHmac } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { STORES } from '../support/open-store.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { type Journal, openJournal } from './support/journal.ts';
import { type Receiver, startReceiver } from './support/receiver.ts';
import {
  addChannel,
  addEndpoint,
  createWorkspace,
  FIXTURE_NUMBER,
  registerMetaApp,
  type TestMetaApp,
  type TestWorkspace,
} from './support/world.ts';

type Json = Record<string, unknown>;

const SECOND_NUMBER = {
  waba_id: FIXTURE_NUMBER.waba_id,
  phone_number_id: '318940275561299',
  display_phone_number: '15557204499',
};
/** A week before every run: inside any replay window that is worth having, and never in the future. */
const AT_SECONDS = Math.floor(Date.now() / 1000) - 7 * 86_400;

const entryOf = (changes: Json[], more: Json = {}) => ({ id: FIXTURE_NUMBER.waba_id, ...more, changes });
const bodyOf = (...entries: Json[]) => ({ object: 'whatsapp_business_account', entry: entries });
const atNumber = (content: Json, number: typeof SECOND_NUMBER = FIXTURE_NUMBER) => ({
  messaging_product: 'whatsapp',
  metadata: { display_phone_number: number.display_phone_number, phone_number_id: number.phone_number_id },
  ...content,
});
const text = (id: string, from: string, body = 'Hello') => ({
  from,
  id: `wamid.${id}`,
  timestamp: String(AT_SECONDS),
  type: 'text',
  text: { body },
});
const status = (id: string, word: string, more: Json = { recipient_id: '4915170023456' }) => ({
  id: `wamid.${id}`,
  status: word,
  timestamp: String(AT_SECONDS),
  ...more,
});
const contact = (phone: string, name: string) => ({ profile: { name }, wa_id: phone });

describe.each(STORES)('bodies of documented shapes on $name', (stores) => {
  let gateway: TestGateway;
  let receiver: Receiver;
  let workspace: TestWorkspace;
  let metaApp: TestMetaApp;
  let journal: Journal;
  let channelIds: string[];

  beforeAll(async () => {
    gateway = await startTestGateway(stores);
  });

  beforeEach(async () => {
    receiver = await startReceiver();
    workspace = await createWorkspace(gateway, { name: 'Other bodies' });
    metaApp = await registerMetaApp(gateway, workspace.api);
    channelIds = [await addChannel(workspace.api, metaApp), await addChannel(workspace.api, metaApp, SECOND_NUMBER)];
    journal = openJournal(workspace.api);
  });

  test('a batch over two numbers is one event for each message and status, with its own number and person', async () => {
    await addEndpoint(workspace.api, { url: `${receiver.url}/second-only`, channel_ids: [channelIds[1]] });
    const first = atNumber({
      contacts: [contact('4915170023456', 'Mira Lindqvist'), contact('46705550177', 'Oskar Berg')],
      messages: [text('A', '4915170023456', 'from Mira'), text('B', '46705550177', 'from Oskar')],
      statuses: [status('C', 'sent'), status('C', 'delivered')],
    });
    const second = atNumber(
      { contacts: [contact('46705550177', 'Oskar Berg')], messages: [text('D', '46705550177', 'to the other number')] },
      SECOND_NUMBER,
    );
    const body = bodyOf(
      entryOf([{ field: 'messages', value: first }]),
      entryOf([
        { field: 'messages', value: second },
        { field: 'messages', value: atNumber({ statuses: [status('E', 'read')] }, SECOND_NUMBER) },
      ]),
    );
    expect((await metaApp.post(body)).status).toBe(200);
    const seen = (await journal.next()).map(({ type, channel_id, phone, data }) => [
      type,
      data.message_id,
      channelIds.indexOf(channel_id ?? ''),
      phone,
      (data.contact as Json).name,
      data.text,
    ]);
    expect(seen).toEqual([
      ['message.received', 'wamid.A', 0, '4915170023456', 'Mira Lindqvist', 'from Mira'],
      ['message.received', 'wamid.B', 0, '46705550177', 'Oskar Berg', 'from Oskar'],
      ['message.sent', 'wamid.C', 0, '4915170023456', 'Mira Lindqvist', null],
      ['message.delivered', 'wamid.C', 0, '4915170023456', 'Mira Lindqvist', null],
      ['message.received', 'wamid.D', 1, '46705550177', 'Oskar Berg', 'to the other number'],
      ['message.read', 'wamid.E', 1, '4915170023456', null, null],
    ]);
    const arrived = (await receiver.waitFor(2)).map(({ bytes }) => JSON.parse(bytes.toString('utf8')).data.message_id);
    expect(arrived.toSorted()).toEqual(['wamid.D', 'wamid.E']);
  });

  test('a user known only by a BSUID writes, and no number is made up for them', async () => {
    for (const format of ['standard', 'xobito', 'vobiz-legacy']) {
      await addEndpoint(workspace.api, { url: `${receiver.url}/${format}`, format });
    }
    const bsuid = 'DE.20577113940026618845';
    const { from: _from, ...message } = text('bsuid', '');
    const value = atNumber({
      contacts: [{ profile: { name: 'Mira Lindqvist', username: '@miralind' }, user_id: bsuid }],
      messages: [{ ...message, from_user_id: bsuid }],
    });
    await metaApp.post(bodyOf(entryOf([{ field: 'messages', value }])));
    const [event] = await journal.next();
    const person = { id: null, serial: null, bsuid, phone: null, name: 'Mira Lindqvist', username: '@miralind' };
    expect(event).toMatchObject({ phone: null, bsuid, data: { contact: person } });
    await receiver.waitFor(3);
    const bodyAt = (path: string) => JSON.parse(receiver.at(path)[0]?.bytes.toString('utf8') ?? 'null');
    expect(bodyAt('/standard').data.contact).toEqual(person);
    expect(bodyAt('/xobito').data).toMatchObject({ from: null, contact_name: 'Mira Lindqvist' });
    expect(bodyAt('/vobiz-legacy').data).toMatchObject({ from: null, contact: { phone: null } });
  });

  test('an unknown field is meta.<field>, with the value as it came', async () => {
    await addEndpoint(workspace.api, { url: `${receiver.url}/meta`, format: 'meta' });
    const value = atNumber({ brand_new: [{ deep: { number: 1.5, list: [null, true] } }] });
    const body = bodyOf(entryOf([{ field: 'something_of_2027', value }], { time: AT_SECONDS }));
    expect((await metaApp.post(body)).status).toBe(200);
    const [event] = await journal.next();
    expect(event).toMatchObject({ type: 'meta.something_of_2027', data: { field: 'something_of_2027', value } });
    const [request] = await receiver.waitFor(1);
    expect(JSON.parse(request?.bytes.toString('utf8') ?? '')).toEqual(body);
  });

  test('a body of 1,000 updates is 1,000 events in one answer, and each is delivered once', async () => {
    await addEndpoint(workspace.api, { url: receiver.url });
    const statuses = Array.from({ length: 1_000 }, (_, index) => status(`batch-${index}`, 'delivered'));
    const body = bodyOf(entryOf([{ field: 'messages', value: atNumber({ statuses }) }]));
    expect((await metaApp.post(body)).status).toBe(200);
    expect(await journal.next()).toHaveLength(1_000);
    const requests = await receiver.waitFor(1_000, 20_000);
    const arrived = new Set(requests.map(({ bytes }) => JSON.parse(bytes.toString('utf8')).data.message_id));
    expect([requests.length, arrived.size]).toEqual([1_000, 1_000]);
  }, 30_000);

  test('the Meta signature is over the bytes that came: escaped unicode, slashes and white space included', async () => {
    const value = atNumber({ messages: [text('escaped', '4915170023456', 'PLACE')] });
    const spoken = 'Größe 🚲 </a> 50%';
    const escaped = 'Gr\\u00f6\\u00DFe \\ud83d\\udeb2 \\u003c\\/a> 50\\u0025';
    const wire = ` ${JSON.stringify(bodyOf(entryOf([{ field: 'messages', value }])), null, 1)}\n`.replace(
      'PLACE',
      escaped,
    );
    expect((await metaApp.post(wire)).status).toBe(200);
    const [event] = await journal.next();
    expect(event?.data.text).toBe(spoken);
    const other = wire.replace('wamid.escaped', 'wamid.other').replace('\\u00f6', 'ö');
    const signedForWire = await fetch(new URL(`/webhooks/meta/${metaApp.appId}`, gateway.url), {
      method: 'POST',
      headers: { 'x-hub-signature-256': signatureOf(metaApp.secret, wire.replace('wamid.escaped', 'wamid.other')) },
      body: other,
    });
    expect(signedForWire.status).toBe(401);
    expect(await journal.next()).toEqual([]);
  });

  test.each<[string, Json, Json]>([
    [
      'a quality change under the field of the status changes (M2)',
      {
        field: 'message_template_status_update',
        value: { previous_quality_score: 'GREEN', new_quality_score: 'RED', message_template_id: 7 },
      },
      { type: 'template.quality_updated', data: { template_id: '7', new_quality_score: 'RED' } },
    ],
    [
      'a call that ended in another case of letters (M6)',
      {
        field: 'calls',
        value: atNumber({
          calls: [
            {
              id: 'wacid.X',
              to: '1',
              from: '4915170023456',
              event: 'terminate',
              timestamp: String(AT_SECONDS),
              status: 'Completed',
            },
          ],
        }),
      },
      { type: 'call.terminate', data: { status: 'completed' } },
    ],
    [
      'an address reply as the sample prints it (M14)',
      {
        field: 'messages',
        value: atNumber({
          messages: [
            {
              ...text('address', '4915170023456'),
              type: 'interactive',
              interactive: { type: 'interactive', action: 'address_message', timestamp: '1' },
            },
          ],
        }),
      },
      { type: 'message.received', data: { message_id: 'wamid.address' } },
    ],
    [
      'a call permission reply without a type',
      {
        field: 'messages',
        value: atNumber({
          messages: [
            {
              from: '4915170023456',
              id: 'wamid.permission',
              timestamp: String(AT_SECONDS),
              interactive: {
                type: 'call_permission_reply',
                call_permission_reply: { response: 'reject', is_permanent: true },
              },
            },
          ],
        }),
      },
      { type: 'message.received', data: { message_id: 'wamid.permission' } },
    ],
    [
      'a payment status',
      {
        field: 'messages',
        value: atNumber({
          statuses: [status('payment', 'captured', { type: 'payment', payment: { reference_id: 'r-1' } })],
        }),
      },
      { type: 'message.payment_updated', data: { status: 'captured', payment: { reference_id: 'r-1' } } },
    ],
    [
      'a removed reaction, whose emoji is missing',
      {
        field: 'messages',
        value: atNumber({
          messages: [{ ...text('unreact', '4915170023456'), type: 'reaction', reaction: { message_id: 'wamid.A' } }],
        }),
      },
      { type: 'message.received', data: { text: null, reaction: { message_id: 'wamid.A' } } },
    ],
    [
      'an edit that this number cannot show',
      {
        field: 'messages',
        value: atNumber({
          messages: [{ ...text('edit', '4915170023456'), type: 'unsupported', unsupported: { type: 'edit' } }],
        }),
      },
      { type: 'message.edited', data: { message_id: 'wamid.edit' } },
    ],
    [
      'a limit as a number instead of a word (M3)',
      { field: 'business_capability_update', value: { max_daily_conversations_per_business: 2000 } },
      { type: 'account.capability_updated', data: { max_daily_conversations_per_business: 2000 } },
    ],
  ])('%s is understood', async (_words, change, expected) => {
    const isOfNumber = 'metadata' in (change.value as Json);
    const answer = await metaApp.post(bodyOf(entryOf([change], isOfNumber ? {} : { time: AT_SECONDS })));
    expect(answer.status).toBe(200);
    expect(await journal.next()).toMatchObject([expected]);
  });

  test('the same status of two people in a group is two events, under both spellings of the key (M4)', async () => {
    const group = (participant: Json) =>
      status('group', 'read', { recipient_id: 'group-1', recipient_type: 'group', ...participant });
    const statuses = [
      group({ recipient_participant_id: '4915170023456' }),
      group({ participant_recipient_id: '46705550177' }),
      group({ recipient_participant_id: '4915170023456' }),
    ];
    await metaApp.post(bodyOf(entryOf([{ field: 'messages', value: atNumber({ statuses }) }])));
    const seen = (await journal.next()).map(({ type, phone, data }) => [type, phone, data.group_id]);
    expect(seen).toEqual([
      ['message.read', '4915170023456', 'group-1'],
      ['message.read', '46705550177', 'group-1'],
    ]);
  });

  test('what is no Meta body, but signed, is set aside and answered 200', async () => {
    for (const body of ['{"object":', '[]', '{"object":"page","entry":[]}', 'null', '']) {
      expect((await metaApp.post(body)).status, body).toBe(200);
    }
    expect(await journal.next()).toEqual([]);
    const items = await workspace.api.all<{ reason: string }>('/v1/quarantine');
    expect(new Set(items.map((item) => item.reason))).toEqual(new Set(['unreadable']));
  });
});

function signatureOf(secret: string, text: string): string {
  return `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`;
}
