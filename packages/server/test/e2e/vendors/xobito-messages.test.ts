import { beforeAll, describe, expect, test } from 'vitest';
import { STORES } from '../../support/open-store.ts';
import { readFixture } from '../support/meta.ts';
import { type MetaSide, startMetaSide } from '../support/meta-side.ts';
import { addEndpoint, FIXTURE_NUMBER } from '../support/world.ts';
import { type XobitoClient, type XobitoSent, xobitoClient } from './xobito-client.ts';
import { startXobitoReceiver, type XobitoReceiver } from './xobito-receiver.ts';

const SECRET = 'the-secret-that-support-gave-us';
const JPEG = Uint8Array.from([...Buffer.from('ffd8ffe000104a4649460001', 'hex'), ...Buffer.alloc(2_000, 'picture')]);

let phoneCount = 0;

describe.each(STORES)('sending with programs that were written for Xobito, on $name', (stores) => {
  let side: MetaSide;
  let client: XobitoClient;
  let receiver: XobitoReceiver;

  beforeAll(async () => {
    // Xobito makes a contact of whoever is written to, whatever the workspace does with people who write.
    side = await startMetaSide(stores, { settings: { auto_create_contacts: false } });
    const { api, id, key } = side.workspace;
    const { subdomain } = await api.get<{ subdomain: string }>(`/v1/workspaces/${id}`);
    client = xobitoClient({ baseUrl: side.gateway.url.replace(/\/$/, ''), subdomain, token: key });
    receiver = await startXobitoReceiver(SECRET);
    await addEndpoint(api, { url: receiver.url, format: 'xobito', secret: SECRET });
    return () => receiver.close();
  });

  /** Somebody to whom nobody has written yet. */
  function stranger(): string {
    phoneCount += 1;
    return `+491517004${String(phoneCount).padStart(4, '0')}`;
  }

  /** Somebody who has just written, so that anything may be written to them. */
  async function customer(): Promise<string> {
    const phone = stranger();
    await side.simulator.user({ name: 'Mira', waId: phone.slice(1) }).sendText('Is my bike ready?').delivered;
    return phone;
  }

  /** What reached Meta of the last send. */
  function sentToMeta(): Readonly<Record<string, unknown>> {
    const sends = side.simulator.requests.filter(
      ({ method, path }) => method === 'POST' && path.endsWith(`${FIXTURE_NUMBER.phone_number_id}/messages`),
    );
    return { ...Object(sends.at(-1)?.body) };
  }

  const refusal = (call: Promise<unknown>) =>
    call.then(
      () => 'no error',
      (error: unknown) => error,
    );

  /** Everything that is told of a message until it is read, each by the id that the send was answered with. */
  async function expectReadBy({ message_id }: XobitoSent, said: { readonly text: string; readonly type: string }) {
    const told = await receiver.fateOf(message_id, ['sent', 'delivered', 'read']);
    expect(told.map(({ event, model, data }) => [event, model, data.status])).toEqual([
      ['message.sent', 'WhatsAppMessage', 'sent'],
      ['message.delivered', 'WhatsAppMessage', 'delivered'],
      ['message.read', 'WhatsAppMessage', 'read'],
    ]);
    expect(told[0]?.data).toEqual(expect.objectContaining(said));
    expect(told[1]?.data).not.toHaveProperty('text');
  }

  test('a text is answered as documented, polled until it is read, and told of by the same id', async () => {
    const phone = await customer();
    const sent = await client.sendMessage({
      ...{ phone_number: phone, message_type: 'text', message_body: 'Your bike is ready' },
      contact: { firstname: 'Mira', lastname: 'Lindqvist', email: 'mira@kanalcykel.example', country: 'Sweden' },
    });
    const printed = readFixture<{ data: object }>('xobito/api/send-media-response.json').data;
    expect(Object.keys(sent)).toEqual([...Object.keys(printed), 'whatsapp_response']);
    expect(sent).toMatchObject({ phone, status: 'sent', contact_created: true });
    expect(sent.whatsapp_response.messages[0]?.id).toBe(sent.message_id);
    expect(sent.sent_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    const [contact] = (await client.all('contacts')).filter(({ id }) => id === sent.contact_id);
    expect(contact).toMatchObject({ firstname: 'Mira', lastname: 'Lindqvist', phone, country_id: 752 });

    const status = await client.pollStatus(sent.message_id, 'read');
    const documented = readFixture<{ data: object & { statuses: object } }>('xobito/api/message-status-response.json');
    expect(Object.keys(status)).toEqual(Object.keys(documented.data));
    expect(Object.keys(status.statuses)).toEqual(Object.keys(documented.data.statuses));
    expect(status).toMatchObject({ message_id: sent.message_id, error_message: null, source: 'chat' });
    await expectReadBy(sent, { text: 'Your bike is ready', type: 'text' });

    const again = await client.sendMessage({ phone_number: phone, message_type: 'text', message_body: 'Come by' });
    expect(again).toMatchObject({ contact_id: sent.contact_id, chat_id: sent.chat_id, contact_created: false });
  });

  test('buttons and a link arrive as Meta has them, and a pressed button comes back', async () => {
    const phone = await customer();
    const mira = side.simulator.user({ name: 'Mira', waId: phone.slice(1) });
    side.simulator.scriptPerson(mira, [
      { when: { button: 'slot-0930' }, after_ms: 0, answer: { kind: 'button', button: 'slot-0930' } },
    ]);
    const buttons = await client.sendMessage({
      ...{ phone_number: phone, message_type: 'interactive', message_body: 'When do you come?' },
      ...{ header: 'Workshop', footer: 'Kanal Cykel' },
      buttons: [
        { id: 'slot-0930', title: '9:30' },
        { id: 'slot-1400', title: '14:00' },
      ],
    });
    expect(sentToMeta().interactive).toEqual({
      type: 'button',
      header: { type: 'text', text: 'Workshop' },
      body: { text: 'When do you come?' },
      footer: { text: 'Kanal Cykel' },
      action: {
        buttons: [
          { type: 'reply', reply: { id: 'slot-0930', title: '9:30' } },
          { type: 'reply', reply: { id: 'slot-1400', title: '14:00' } },
        ],
      },
    });
    await expectReadBy(buttons, { text: 'When do you come?', type: 'interactive' });
    const link = await client.sendMessage({
      ...{ phone_number: phone, message_type: 'cta_url', message_body: 'Your order' },
      ...{ button_text: 'See it', button_url: 'https://kanalcykel.example/orders/17' },
    });
    expect(sentToMeta().interactive).toMatchObject({
      type: 'cta_url',
      action: { parameters: { display_text: 'See it', url: 'https://kanalcykel.example/orders/17' } },
    });
    await expectReadBy(link, { text: 'Your order', type: 'interactive' });
  });

  test('a template goes to somebody who never wrote, a text does not and is refused in words', async () => {
    const phone = stranger();
    await side.workspace.api.post('/v1/templates/sync', { channel_id: side.channelId });
    const [template] = await client.templates();
    expect(template).toMatchObject({ template_name: 'repair_ready', template_language: 'en_US', body_params_count: 1 });
    const sent = await client.sendTemplate({
      ...{ phone_number: phone, template_name: 'repair_ready', template_language: 'en_US', field_1: 'Mira' },
      from_phone_number_id: FIXTURE_NUMBER.phone_number_id,
    });
    expect(sent.contact_created).toBe(true);
    const told = await receiver.fateOf(sent.message_id, ['sent']);
    expect(told[0]?.data).toMatchObject({ type: 'template', text: expect.stringContaining('Mira') });

    const text = client.sendMessage({ phone_number: phone, message_type: 'text', message_body: 'Hi' });
    expect(await refusal(text)).toMatchObject({
      httpStatus: 422,
      message: expect.stringMatching(/24 hours.*repair_ready/),
    });
    const missing = { phone_number: phone, template_name: 'repair_ready', template_language: 'en_US' };
    expect(await refusal(client.sendTemplate(missing))).toMatchObject({
      httpStatus: 422,
      message: expect.stringContaining('{{1}}'),
    });
    expect(await refusal(client.sendTemplate({ ...missing, from_phone_number_id: '1' }))).toMatchObject({
      httpStatus: 422,
      errors: { from_phone_number_id: ['The selected from phone number id is invalid.'] },
    });
  });

  test('a file goes by its address, or with the form it comes in', async () => {
    const phone = await customer();
    const byLink = await client.sendMedia({
      ...{ phone_number: phone, media_type: 'document', media_url: 'https://files.kanalcykel.example/offer.pdf' },
      ...{ caption: 'Our offer', filename: 'offer.pdf' },
    });
    expect(sentToMeta()).toMatchObject({
      type: 'document',
      document: { link: 'https://files.kanalcykel.example/offer.pdf', caption: 'Our offer', filename: 'offer.pdf' },
    });
    await client.pollStatus(byLink.message_id, 'read');
    const photo = { field: 'media_file', bytes: JPEG, type: 'image/jpeg', name: 'frame.jpg' };
    const given = { phone_number: phone, media_type: 'image', caption: 'The frame' } as const;
    const byForm = await client.sendMedia({ ...given, contact: { firstname: 'Mira' } }, photo);
    const { image } = sentToMeta() as { readonly image: { readonly id: string; readonly caption: string } };
    expect(image.caption).toBe('The frame');
    expect(side.simulator.findMedia(image.id)?.bytes.equals(Buffer.from(JPEG))).toBe(true);
    await expectReadBy(byForm, { text: 'The frame', type: 'image' });
    const [contact] = (await client.all('contacts')).filter(({ id }) => id === byForm.contact_id);
    expect(contact?.firstname).toBe('Mira');
    const [sentFile] = (await side.workspace.api.all<{ action: string }>('/v1/audit-log')).filter(
      ({ action }) => action === 'media.uploaded',
    );
    expect(sentFile).toBeDefined();
  });

  test('a failure that Meta tells later is polled and told, with its reason', async () => {
    const phone = await customer();
    side.simulator.failNextSends({ count: 1, code: 131_026, via: 'webhook' });
    const sent = await client.sendMessage({ phone_number: phone, message_type: 'text', message_body: 'Hi' });
    const status = await client.pollStatus(sent.message_id, 'failed');
    const told = await receiver.fateOf(sent.message_id, ['failed']);
    expect(told.map(({ event }) => event)).toEqual(['message.failed']);
    expect(told[0]?.data.error_message).toBe('Message could not be delivered to the recipient.');
    expect(status.error_message).toBe(told[0]?.data.error_message);
  });

  test('what Meta refuses at once is a 422 in its words', async () => {
    const phone = await customer();
    side.simulator.failNextSends({ count: 1, code: 131_026, via: 'response' });
    const call = client.sendMessage({ phone_number: phone, message_type: 'text', message_body: 'Hi' });
    expect(await refusal(call)).toMatchObject({
      httpStatus: 422,
      message: expect.stringMatching(/131026: Message undeliverable\. Message could not be delivered/),
    });
  });

  test('an id that nobody knows is not found, and wrong fields are named in Laravel’s words', async () => {
    const unknown = refusal(client.messageStatus('wamid.HBgNNDkxNTE3MDAyMzQ1NhUCABIYFDNB00FF7C9E21F0A5=='));
    expect(await unknown).toMatchObject({ httpStatus: 404, message: 'Message not found' });
    const short = client.sendMedia({ phone_number: '+49151', media_type: 'image' });
    expect(await refusal(short)).toMatchObject({
      httpStatus: 422,
      errors: { phone_number: ['The phone number field must be between 10 and 15 digits.'] },
    });
    const empty = client.sendMedia({ phone_number: stranger(), media_type: 'image' });
    expect(await refusal(empty)).toMatchObject({
      httpStatus: 422,
      errors: { media_url: ['The media url field is required when media file is not present.'] },
    });
  });

  test('a message whose answer was lost on the way is told of by one id all the same', async () => {
    const phone = await customer();
    side.simulator.failNextSends({ count: 1, via: 'lost' });
    const sent = await client.sendMessage({ phone_number: phone, message_type: 'text', message_body: 'Lost?' });
    const status = await client.pollStatus(sent.message_id, 'read');
    expect(status.message_id).toMatch(/^wamid/);
    await expectReadBy({ ...sent, message_id: status.message_id }, { text: 'Lost?', type: 'text' });
  });
});
