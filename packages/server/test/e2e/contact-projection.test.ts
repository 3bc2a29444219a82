import { beforeAll, describe, expect, test } from 'vitest';
import { STORES } from '../support/open-store.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { readFixture } from './support/meta.ts';
import { addChannel, createWorkspace, FIXTURE_NUMBER, registerMetaApp } from './support/world.ts';

interface EventView {
  readonly type: string;
  readonly origin: string;
  // biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect of the data.
  readonly data: any;
}

interface ContactView {
  readonly id: string;
  readonly serial: number;
  readonly [field: string]: unknown;
}

const PHONE = '4915170023456';
let wamidCount = 0;

interface Said {
  readonly phone?: string | null;
  readonly bsuid?: string;
  readonly name?: string;
  readonly username?: string;
  readonly text?: string;
  readonly wamid?: string;
}

/** Meta's body with one message for each, all in one batch. */
function messages(...said: readonly Said[]): unknown {
  const people = said.map(({ phone = PHONE, bsuid, name = 'Mira Lindqvist', username }) => ({
    profile: { name, ...(username === undefined ? {} : { username }) },
    ...(phone === null ? {} : { wa_id: phone }),
    ...(bsuid === undefined ? {} : { user_id: bsuid }),
  }));
  const items = said.map(({ phone = PHONE, bsuid, text = 'Hello', wamid }) => {
    wamidCount += 1;
    return {
      ...(phone === null ? {} : { from: phone }),
      ...(bsuid === undefined ? {} : { from_user_id: bsuid }),
      id: wamid ?? `wamid.PROJECTION${wamidCount}`,
      timestamp: '1781000400',
      type: 'text',
      text: { body: text },
    };
  });
  return bodyOf('messages', { contacts: people, messages: items });
}

function bodyOf(field: string, value: Readonly<Record<string, unknown>>): unknown {
  const metadata = {
    display_phone_number: FIXTURE_NUMBER.display_phone_number,
    phone_number_id: FIXTURE_NUMBER.phone_number_id,
  };
  const change = { field, value: { messaging_product: 'whatsapp', metadata, ...value } };
  return { object: 'whatsapp_business_account', entry: [{ id: FIXTURE_NUMBER.waba_id, changes: [change] }] };
}

describe.each(STORES)('what Meta tells of people, on $name', (stores) => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startTestGateway(stores);
  });

  async function tenant(settings: Readonly<Record<string, unknown>> = {}) {
    const workspace = await createWorkspace(gateway, {
      name: 'Kanal Cykel',
      settings: { auto_create_contacts: true, ...settings },
    });
    const metaApp = await registerMetaApp(gateway, workspace.api);
    await addChannel(workspace.api, metaApp);
    const send = async (body: unknown) => expect((await metaApp.post(body)).status).toBe(200);
    const contacts = () => workspace.api.all<ContactView>('/v1/contacts?sort=created_at');
    // What becomes of conversations is told elsewhere.
    const events = async () =>
      (await workspace.api.all<EventView>('/v1/events?after=0')).filter(
        ({ type }) => !type.startsWith('conversation.'),
      );
    return { api: workspace.api, send, contacts, events };
  }

  test('the first message of somebody unknown makes a contact, and every event about them names it', async () => {
    const { send, contacts, events } = await tenant();
    await send(readFixture('meta/text.json'));
    await send(messages({ text: 'Again' }));
    const [contact, ...others] = await contacts();
    expect(others).toEqual([]);
    expect(contact).toMatchObject({ first_name: 'Mira Lindqvist', phone: `+${PHONE}`, type: 'lead', opted_out: false });
    const seen = await events();
    expect(seen.map(({ type }) => type)).toEqual(['message.received', 'contact.created', 'message.received']);
    const received = seen.filter(({ type }) => type === 'message.received');
    const named = { id: contact?.id, serial: contact?.serial, phone: PHONE };
    for (const { data } of received) expect(data.contact).toMatchObject(named);
    expect(seen[1]?.data).toEqual(contact);
  });

  test('a repeat by Meta makes nothing, also when the contact was deleted in between', async () => {
    const { api, send, contacts, events } = await tenant();
    const body = readFixture('meta/text.json');
    await send(body);
    const [contact] = await contacts();
    await api.delete(`/v1/contacts/${contact?.id}`);
    await send(body);
    expect(await contacts()).toEqual([]);
    expect((await events()).map(({ type }) => type)).toEqual([
      'message.received',
      'contact.created',
      'contact.deleted',
    ]);
  });

  test('many messages of one new person in one body and at the same time make one contact', async () => {
    const { send, contacts, events } = await tenant();
    const batch = Array.from({ length: 5 }, () => ({}));
    await Promise.all(
      Array.from({ length: 8 }, () => send(messages(...batch, { phone: '4915170099887', name: 'Bo' }))),
    );
    expect((await contacts()).map(({ phone }) => phone).toSorted()).toEqual([`+${PHONE}`, '+4915170099887']);
    const seen = await events();
    expect(seen.filter(({ type }) => type === 'message.received')).toHaveLength(48);
    expect(seen.filter(({ type }) => type === 'contact.created')).toHaveLength(2);
    expect(seen.every(({ type, data }) => type === 'contact.created' || data.contact.id !== null)).toBe(true);
  });

  test('with the setting off nobody is made, and who is known is named all the same', async () => {
    const { api, send, contacts, events } = await tenant({ auto_create_contacts: false });
    await send(messages({}));
    expect(await contacts()).toEqual([]);
    const made = await api.post<ContactView>('/v1/contacts', { first_name: 'Mira', phone: `+${PHONE}` });
    await send(messages({}));
    const seen = (await events()).filter(({ type }) => type === 'message.received');
    expect(seen.map(({ data }) => data.contact.id)).toEqual([null, made.id]);
  });

  test('a person is found by either spelling of a number, which is never rewritten', async () => {
    const { api, send, contacts, events } = await tenant();
    const made = await api.post<ContactView>('/v1/contacts', { first_name: 'Rui', phone: '+5511961234567' });
    await send(messages({ phone: '551161234567', name: 'Rui' }));
    expect((await contacts()).map(({ id, phone }) => [id, phone])).toEqual([[made.id, '+5511961234567']]);
    expect((await events()).at(-1)?.data.contact.id).toBe(made.id);
  });

  test('a BSUID is learnt with the number and finds the person without it', async () => {
    const { send, contacts, events } = await tenant();
    await send(messages({}));
    await send(messages({ bsuid: 'DE.20571', username: 'mira' }));
    await send(messages({ phone: null, bsuid: 'DE.20571', username: 'mira' }));
    const [contact, ...others] = await contacts();
    expect(others).toEqual([]);
    expect(contact).toMatchObject({ phone: `+${PHONE}`, bsuid: 'DE.20571', username: 'mira' });
    const updated = (await events()).filter(({ type }) => type === 'contact.updated');
    expect(updated.map(({ data }) => data.changes)).toEqual([{ bsuid: [null, 'DE.20571'], username: [null, 'mira'] }]);
    expect((await events()).at(-1)?.data.contact).toMatchObject({ id: contact?.id, bsuid: 'DE.20571', phone: null });
  });

  test('another BSUID on a known number moves the contact and says so', async () => {
    const { send, contacts, events } = await tenant();
    await send(messages({ bsuid: 'DE.20571' }));
    await send(messages({ bsuid: 'DE.99999' }));
    expect((await contacts()).map(({ bsuid }) => bsuid)).toEqual(['DE.99999']);
    const seen = await events();
    expect(seen.map(({ type }) => type)).toEqual([
      'message.received',
      'contact.created',
      'message.received',
      'contact.identity_changed',
      'contact.updated',
    ]);
    expect(seen[3]).toMatchObject({ origin: 'crm', data: { change: 'user_changed_bsuid', previous_phone: PHONE } });
  });

  test('a changed number moves the contact', async () => {
    const { send, contacts, events } = await tenant();
    await send(messages({}));
    await send(readFixture('meta/system-number-change.json'));
    await send(messages({ phone: '4915170099887' }));
    const [contact, ...others] = await contacts();
    expect([contact?.phone, others]).toEqual(['+4915170099887', []]);
    const seen = await events();
    expect(seen.map(({ type }) => type)).toEqual([
      'message.received',
      'contact.created',
      'contact.identity_changed',
      'contact.updated',
      'message.received',
    ]);
    expect(seen[2]?.data.contact.id).toBe(contact?.id);
    expect(seen[3]?.data.changes).toEqual({ phone: [`+${PHONE}`, '+4915170099887'] });
    expect(seen[4]?.data.contact.id).toBe(contact?.id);
  });

  test('a number that another contact has already stays with that one', async () => {
    const { api, send, contacts } = await tenant();
    await send(messages({}));
    await api.post('/v1/contacts', { first_name: 'Bo', phone: '+4915170099887' });
    await send(readFixture('meta/system-number-change.json'));
    expect((await contacts()).map(({ phone }) => phone)).toEqual([`+${PHONE}`, '+4915170099887']);
  });

  test('the choice in WhatsApp about marketing messages opts out and in', async () => {
    const { send, contacts, events } = await tenant();
    await send(messages({}));
    await send(readFixture('meta/user-preferences-stop.json'));
    expect((await contacts())[0]).toMatchObject({ opted_out: true });
    await send(readFixture('meta/user-preferences-resume.json'));
    expect((await contacts())[0]).toMatchObject({ opted_out: false });
    expect((await events()).slice(2).map(({ type, origin }) => [type, origin])).toEqual([
      ['contact.opted_out', 'meta'],
      ['contact.updated', 'crm'],
      ['contact.opted_in', 'meta'],
      ['contact.updated', 'crm'],
    ]);
  });

  test('a message that is one of the words opts out and in; a sentence with the word does not', async () => {
    const { send, contacts, events } = await tenant({ opt_out_words: ['STOP', 'Avbryt'], opt_in_words: ['START'] });
    await send(messages({ text: 'Please do not stop' }));
    expect((await contacts())[0]).toMatchObject({ opted_out: false });
    await send(messages({ text: ' avbryt ' }));
    expect((await contacts())[0]).toMatchObject({ opted_out: true });
    await send(messages({ text: 'Start' }));
    expect((await contacts())[0]).toMatchObject({ opted_out: false });
    const choices = (await events()).filter(({ type }) => type.startsWith('contact.opted_'));
    expect(choices.map(({ type, data }) => [type, data.category, data.choice, data.detail])).toEqual([
      ['contact.opted_out', 'keyword', 'stop', 'avbryt'],
      ['contact.opted_in', 'keyword', 'resume', 'Start'],
    ]);
  });

  test('a first message that opts out makes a contact that is opted out', async () => {
    const { send, contacts } = await tenant();
    await send(messages({ text: 'STOP' }));
    expect((await contacts()).map(({ opted_out }) => opted_out)).toEqual([true]);
  });

  test('stop and start in one body end as they stand there', async () => {
    const { send, contacts } = await tenant();
    await send(messages({ text: 'STOP' }, { text: 'START' }, { text: 'STOP' }));
    expect((await contacts())[0]).toMatchObject({ opted_out: true });
  });

  test('the address book of the business makes contacts', async () => {
    const { send, contacts, events } = await tenant();
    await send(readFixture('meta/smb-app-state-sync-add.json'));
    expect(await contacts()).toMatchObject([{ first_name: 'Mira', last_name: 'Lindqvist', phone: `+${PHONE}` }]);
    expect((await events()).map(({ type }) => type)).toEqual(['app_state.synced', 'contact.created']);
  });

  test('a contact that somebody changes at the same moment loses neither change', async () => {
    const { api, send, contacts } = await tenant();
    await send(messages({}));
    const [contact] = await contacts();
    const patches = Array.from({ length: 10 }, (_, index) =>
      api.patch(`/v1/contacts/${contact?.id}`, { city: `City ${index}` }),
    );
    await Promise.all([...patches, send(messages({ text: 'STOP' })), send(messages({ bsuid: 'DE.7' }))]);
    expect((await contacts())[0]).toMatchObject({
      opted_out: true,
      bsuid: 'DE.7',
      city: expect.stringMatching(/^City/),
    });
  });
});
