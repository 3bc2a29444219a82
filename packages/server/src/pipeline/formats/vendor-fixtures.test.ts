import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { idOf } from '../../domain/ids.ts';
import { renderBody } from './render-body.ts';
import { contextWith, eventFromMeta, ownEvent, readFixture, target, wireText } from './test-support.ts';

type Json = Record<string, unknown>;

const SENT_WAMID = 'wamid.HBgNNDkxNTE3MDAyMzQ1NhUCABIYFDNB00FF7C9E21F0A5==';

describe('xobito', () => {
  test.each([
    ['message-delivered', 'status-delivered'],
    ['message-read', 'status-read'],
    ['message-sent-no-content', 'status-sent'],
  ])('%s is what Meta’s %s becomes, byte for byte', (fixture, meta) => {
    const event = eventFromMeta(readFixture(`meta/${meta}.json`));
    const { body, eventName } = renderBody(target('xobito'), event, contextWith());
    expect(body).toBe(wireText(readFixture(`xobito/${fixture}.json`)));
    expect(eventName).toBe((readFixture(`xobito/${fixture}.json`) as Json).event);
  });

  test('message-sent carries text and type when they are known', () => {
    const event = eventFromMeta(readFixture('meta/status-sent.json'));
    const ctx = contextWith();
    const withText = {
      ...ctx,
      eventData: (e: typeof event) => ({ ...ctx.eventData(e), text: 'Your bike is ready', type: 'text' }),
    };
    expect(renderBody(target('xobito'), event, withText).body).toBe(wireText(readFixture('xobito/message-sent.json')));
  });

  test('message-failed takes the details of Meta’s first error as its message', () => {
    const meta = readFixture('meta/status-failed.json');
    const text = JSON.stringify(meta).replace(
      'Message could not be delivered to the recipient.',
      'Recipient number is not on WhatsApp',
    );
    const { body } = renderBody(target('xobito'), eventFromMeta(JSON.parse(text)), contextWith());
    expect(body).toBe(wireText(readFixture('xobito/message-failed.json')));
  });

  test.each([
    [{ error_data: { details: 'D' }, message: 'M', title: 'T' }, 'D'],
    [{ message: 'M', title: 'T' }, 'M'],
    [{ title: 'T' }, 'T'],
    [{}, null],
  ])('a failure with %j has the error message %j', (error, expected) => {
    const meta = JSON.parse(JSON.stringify(readFixture('meta/status-failed.json')));
    meta.entry[0].changes[0].value.statuses[0].errors = [error];
    const { body } = renderBody(target('xobito'), eventFromMeta(meta), contextWith());
    expect(JSON.parse(body).data.error_message).toBe(expected);
  });

  test.each([
    ['text', 'text', {}],
    ['reply', 'text-reply-context', { reply_to_message_id: SENT_WAMID }],
    ['media', 'image', { media: 'https://posthorn.example/media/link-of-2207741159836640', text: 'Bent rear wheel' }],
    [
      'location',
      'location',
      {
        text: '{"address":"Kanalgatan 12, Malmö","latitude":55.60498,"longitude":13.00382,"name":"Kanal Cykel","url":"https://kanalcykel.example/"}',
      },
    ],
  ])('message.received (%s) has the documented rows last and in their order', (fixture, meta, put) => {
    const event = eventFromMeta(readFixture(`meta/${meta}.json`));
    const rendered = JSON.parse(renderBody(target('xobito'), event, contextWith()).body);
    const documented = readFixture(`xobito/message-received-${fixture}.PARTIAL.json`) as Json & { data: Json };
    const rows = Object.entries(rendered.data).slice(-5);
    expect(JSON.stringify(rows)).toBe(JSON.stringify(Object.entries({ ...documented.data, ...put })));
    expect(JSON.stringify({ ...rendered, data: 0 })).toBe(JSON.stringify({ ...documented, data: 0 }));
  });

  test('message.received has our rows before the documented ones', () => {
    const event = eventFromMeta(readFixture('meta/text.json'));
    const contact = { id: 'cnt_01900000-0000-7000-8000-000000000009', serial: 812 };
    const rendered = JSON.parse(renderBody(target('xobito'), event, contextWith(contact)).body);
    expect(Object.entries(rendered.data).slice(0, 6)).toEqual([
      ['message_id', 'wamid.HBgNNDkxNTE3MDAyMzQ1NhUCABIYFDNB1A017C9E21F0A5=='],
      ['from', '+4915170023456'],
      ['contact_id', 812],
      ['contact_name', 'Mira Lindqvist'],
      ['type', 'text'],
      ['text', 'Is the blue frame still in stock?'],
    ]);
  });

  test.each([
    ['text-unicode', 'Größe M? 你好 🚲 "quoted" \\ slash/'],
    ['interactive-button-reply', '09:30'],
    ['interactive-list-reply', 'Full service'],
    ['interactive-nfm-reply', '{"flow_token": "ft-77a1", "preferred_day": "2026-06-12", "bike_type": "gravel"}'],
    ['button', 'Stop promotions'],
    ['reaction', '👍'],
    ['audio-voice', null],
    ['sticker', null],
    ['document', 'Signed quote'],
    ['unsupported', null],
    [
      'order',
      '{"catalog_id":"418830027715540","text":"Please gift wrap","product_items":[{"product_retailer_id":"bell-brass","quantity":2,"item_price":14.5,"currency":"EUR"},{"product_retailer_id":"lock-u","quantity":1,"item_price":39,"currency":"EUR"}]}',
    ],
  ])('the text of Meta’s %s is %j', (meta, text) => {
    const event = eventFromMeta(readFixture(`meta/${meta}.json`));
    expect(JSON.parse(renderBody(target('xobito'), event, contextWith()).body).data.text).toBe(text);
  });

  test('the text of shared contacts is Meta’s array as JSON', () => {
    const meta = readFixture('meta/contacts.json') as { entry: { changes: { value: { messages: Json[] } }[] }[] };
    const { text } = JSON.parse(renderBody(target('xobito'), eventFromMeta(meta), contextWith()).body).data;
    expect(text).toBe(JSON.stringify(meta.entry[0]?.changes[0]?.value.messages[0]?.contacts));
  });

  test('a removed reaction has no text', () => {
    const meta = JSON.parse(JSON.stringify(readFixture('meta/reaction.json')));
    delete meta.entry[0].changes[0].value.messages[0].reaction.emoji;
    const rendered = JSON.parse(renderBody(target('xobito'), eventFromMeta(meta), contextWith()).body);
    expect(rendered.data.text).toBeNull();
  });

  test.each([
    ['image', '2207741159836640.jpg'],
    ['document', 'quote-2291.pdf'],
    ['audio-voice', '2207741159836640.ogg'],
    ['video', '2207741159836640.mp4'],
    ['sticker', '2207741159836640.webp'],
    ['text', null],
  ])('the file name of Meta’s %s is %j', (meta, name) => {
    const event = eventFromMeta(readFixture(`meta/${meta}.json`));
    expect(JSON.parse(renderBody(target('xobito'), event, contextWith()).body).data.media_filename).toBe(name);
  });

  test('a person without a phone has null in its place', () => {
    const meta = JSON.parse(JSON.stringify(readFixture('meta/text.json')));
    const { value } = meta.entry[0].changes[0];
    delete value.messages[0].from;
    value.messages[0].from_user_id = 'DE.20577113940026618845';
    value.contacts = [{ profile: { name: 'Mira Lindqvist' }, user_id: 'DE.20577113940026618845' }];
    const xobito = JSON.parse(renderBody(target('xobito'), eventFromMeta(meta), contextWith()).body);
    expect(xobito.data.from).toBeNull();
    const legacy = JSON.parse(renderBody(target('vobiz-legacy'), eventFromMeta(meta), contextWith()).body);
    expect([legacy.data.from, legacy.data.contact]).toEqual([null, { id: null, name: 'Mira Lindqvist', phone: null }]);
  });

  const CONTACT = {
    id: 'cnt_01900000-0000-7000-8000-000000000009',
    serial: 812,
    first_name: 'Mira',
    last_name: 'Lindqvist',
    company: 'Kanal Cykel',
    type: 'lead',
    email: 'mira@kanalcykel.example',
    phone: '+4915170023456',
    bsuid: null,
    username: null,
    source: { id: 'src_1', serial: 4, name: 'Bike fair' },
    status: { id: 'sta_1', serial: 2, name: 'New' },
    country: { id: 'cty_1', serial: 82, name: 'Germany' },
    groups: [{ id: 'grp_1', serial: 3, name: 'Riders' }],
    enabled: true,
    opted_out: false,
    address: 'Kanalgatan 12',
    city: 'Malmö',
    state: null,
    zip: '21122',
    website: 'https://kanalcykel.example/',
    description: null,
    assignee_id: null,
    created_at: '2026-06-09T10:20:00.000Z',
    updated_at: '2026-06-09T10:20:00.000Z',
  };
  const CHANGED_CONTACT = {
    ...CONTACT,
    email: 'mira+new@kanalcykel.example',
    type: 'customer',
    status: { id: 'sta_2', serial: 5, name: 'Won' },
    updated_at: '2026-06-09T10:31:12.000Z',
    changes: {
      email: ['mira@kanalcykel.example', 'mira+new@kanalcykel.example'],
      type: ['lead', 'customer'],
      status: [CONTACT.status, { id: 'sta_2', serial: 5, name: 'Won' }],
      updated_at: ['2026-06-09T10:20:00.000Z', '2026-06-09T10:31:12.000Z'],
    },
  };
  const TIMES = { created_at: '2026-06-09T10:20:00.000Z', updated_at: '2026-06-09T10:20:00.000Z' };
  const STATUS = { id: 'sta_1', serial: 9, name: 'In workshop', color: '#0EA5E9', default: false, ...TIMES };
  const SOURCE = { id: 'src_1', serial: 4, name: 'Bike fair', ...TIMES };

  test.each([
    ['status', STATUS],
    ['source', SOURCE],
  ])('%s-created is reproduced byte for byte', (noun, resource) => {
    const { body } = renderBody(target('xobito'), ownEvent(`${noun}.created`, 'crm', resource), contextWith());
    expect(body).toBe(wireText(readFixture(`xobito/${noun}-created.json`)));
  });

  test('contact-created is reproduced byte for byte but for the attributes that the sample does not print', () => {
    const { body } = renderBody(target('xobito'), ownEvent('contact.created', 'crm', CONTACT), contextWith());
    const unprinted =
      '"description":null,"zip":"21122","city":"Malmö","state":null,"address":"Kanalgatan 12",' +
      '"website":"https://kanalcykel.example/","assigned_id":null,';
    expect(body).toContain(`"is_opted_out":0,${unprinted}"created_at"`);
    expect(body.replace(unprinted, '')).toBe(wireText(readFixture('xobito/contact-created.json')));
  });

  test.each([
    ['contact', 'updated', CHANGED_CONTACT, '2026-06-09T10:31:12Z'],
    ['contact', 'deleted', CONTACT, '2026-06-09T10:44:01Z'],
    ['status', 'updated', { ...STATUS, name: 'On the stand', color: '#0284C7' }, '2026-06-09T10:20:00Z'],
    ['status', 'deleted', { ...STATUS, name: 'On the stand' }, '2026-06-09T10:20:00Z'],
    ['source', 'updated', { ...SOURCE, name: 'Bike fair 2026' }, '2026-06-09T10:20:00Z'],
    ['source', 'deleted', { ...SOURCE, name: 'Bike fair 2026' }, '2026-06-09T10:20:00Z'],
  ])('%s-%s is the sample with the full attribute set, in the sample’s key order', (noun, verb, resource, time) => {
    const event = { ...ownEvent(`${noun}.${verb}`, 'crm', resource), occurredAtMs: Date.parse(time) };
    const rendered = JSON.parse(renderBody(target('xobito'), event, contextWith()).body);
    const sample = readFixture(`xobito/${noun}-${verb}.json`) as { data: { attributes: Json } };
    const created = renderBody(target('xobito'), ownEvent(`${noun}.created`, 'crm', resource), contextWith()).body;
    const { attributes } = rendered.data;
    expect(Object.keys(attributes).toSorted()).toEqual(Object.keys(JSON.parse(created).data.attributes).toSorted());
    const printed = Object.entries(attributes).filter(([name]) => Object.hasOwn(sample.data.attributes, name));
    rendered.data.attributes = Object.fromEntries(printed);
    expect(JSON.stringify(rendered)).toBe(wireText(sample));
  });

  test('original has the old values of what changed when the endpoint asks for it', () => {
    const event = ownEvent('contact.updated', 'crm', CHANGED_CONTACT);
    const rendered = JSON.parse(renderBody(target('xobito', { original: true }), event, contextWith()).body);
    expect(rendered.original).toEqual({
      email: 'mira@kanalcykel.example',
      type: 'lead',
      status_id: 2,
      updated_at: '2026-06-09T10:20:00.000000Z',
    });
    expect(JSON.parse(renderBody(target('xobito'), event, contextWith()).body).original).toBeNull();
  });

  test('a type that Xobito does not have goes by name in the envelope of messages', () => {
    const custom = renderBody(target('xobito'), ownEvent('custom.order_paid', 'custom', { raw: 1 }), contextWith());
    expect(custom.body).toBe(
      '{"event":"custom.order_paid","model":"Custom","data":{"raw":1,"tenant_id":31},"timestamp":"2026-06-09T10:20:00+00:00"}',
    );
    const template = eventFromMeta(readFixture('meta/message-template-status-update-approved.json'));
    const rendered = JSON.parse(renderBody(target('xobito'), template, contextWith()).body);
    expect(rendered).toMatchObject({ event: 'template.approved', model: 'Template', data: { name: 'repair_ready' } });
    expect(Object.keys(rendered.data)).not.toContain('raw');
    expect(Object.keys(rendered.data).at(-1)).toBe('tenant_id');
  });

  test.each([
    ['meta/status-played.json', 'WhatsAppMessage'],
    ['meta/call-connect.json', 'WhatsAppCall'],
    ['meta/phone-number-quality-update.json', 'PhoneNumber'],
  ])('%s goes by name with the model %s', (path, model) => {
    const rendered = JSON.parse(renderBody(target('xobito'), eventFromMeta(readFixture(path)), contextWith()).body);
    expect(rendered.model).toBe(model);
  });
});

describe('vobiz', () => {
  const files = readdirSync(new URL('../../../test/fixtures/vobiz/', import.meta.url)).filter((name) =>
    name.endsWith('.json'),
  );

  test.each(files)('%s is reproduced byte for byte from the Meta body in it', (file) => {
    const fixture = readFixture(`vobiz/${file}`) as { event_id: string; event_type: string; payload: unknown };
    const event = eventFromMeta(fixtureMetaBody(fixture.payload), { id: idOf('evt', fixture.event_id) });
    const { body, eventName } = renderBody(target('vobiz'), event, contextWith());
    expect(body).toBe(wireText(fixture));
    expect(eventName).toBe(fixture.event_type);
  });

  test.each(['message-inbound-text', 'message-status-delivered'])('value alone: %s', (name) => {
    const fixture = readFixture(`vobiz/variant-value-only/${name}.json`) as { event_id: string; payload: unknown };
    const meta = readFixture(`meta/${name.endsWith('text') ? 'text' : 'status-delivered'}.json`);
    const event = eventFromMeta(meta, { id: idOf('evt', fixture.event_id) });
    const { body } = renderBody(target('vobiz', { payload: 'value' }), event, contextWith());
    expect(body).toBe(wireText(fixture));
  });

  test('a call that Meta gives a status keeps it, and the event itself is not changed', () => {
    const meta = JSON.parse(JSON.stringify(readFixture('meta/call-connect.json')));
    const event = eventFromMeta(meta);
    const before = JSON.stringify(event);
    const ringing = JSON.parse(renderBody(target('vobiz'), event, contextWith()).body);
    expect(ringing.payload.entry[0].changes[0].value.calls[0].status).toBe('ringing');
    expect(JSON.stringify(event)).toBe(before);
    meta.entry[0].changes[0].value.calls[0].status = 'ACCEPTED';
    expect(renderBody(target('vobiz'), eventFromMeta(meta), contextWith()).body).toContain('"status":"ACCEPTED"');
  });

  /** What Meta sent: `status` of a connecting call is Vobiz's own. */
  function fixtureMetaBody(payload: unknown): unknown {
    return JSON.parse(JSON.stringify(payload).replace(',"status":"ringing"', ''));
  }
});

describe('vobiz-legacy', () => {
  const CONTACT_ID = 'cnt_01900000-0000-7000-8000-000000000009';
  const CHANNEL_ID = 'ch_01900000-0000-7000-8000-000000000002';

  test('message-received-text is reproduced byte for byte', () => {
    const event = eventFromMeta(readFixture('meta/text.json'));
    const { body } = renderBody(target('vobiz-legacy'), event, contextWith({ id: CONTACT_ID, serial: 812 }));
    const fixture = readFixture('vobiz/legacy/message-received-text.json') as Json & { data: Json & { contact: Json } };
    fixture.event_id = event.id;
    fixture.channel_id = CHANNEL_ID;
    fixture.data.message_id = 'wamid.HBgNNDkxNTE3MDAyMzQ1NhUCABIYFDNB1A017C9E21F0A5==';
    fixture.data.contact.id = CONTACT_ID;
    expect(body).toBe(wireText(fixture));
  });

  test('message-received-image has the documented properties first, then the link', () => {
    const event = eventFromMeta(readFixture('meta/image.json'));
    const rendered = JSON.parse(renderBody(target('vobiz-legacy'), event, contextWith()).body);
    const fixture = readFixture('vobiz/legacy/message-received-image.PARTIAL.json') as { data: { image: Json } };
    expect(Object.keys(rendered.data)).toEqual(Object.keys(fixture.data));
    const documented = { ...fixture.data.image, id: '2207741159836640' };
    expect(JSON.stringify(Object.entries(rendered.data.image).slice(0, 4))).toBe(
      JSON.stringify(Object.entries(documented)),
    );
    expect(rendered.data.image.url).toBe('https://posthorn.example/media/link-of-2207741159836640');
  });

  test('a reply names the message it answers', () => {
    const event = eventFromMeta(readFixture('meta/text-reply-context.json'));
    const rendered = JSON.parse(renderBody(target('vobiz-legacy'), event, contextWith()).body);
    expect(rendered.data.context).toEqual({ message_id: SENT_WAMID, from: '+15557204418' });
  });

  test('a failed message tells to whom, and why', () => {
    const event = eventFromMeta(readFixture('meta/status-failed.json'));
    const rendered = JSON.parse(renderBody(target('vobiz-legacy'), event, contextWith()).body);
    expect(rendered).toMatchObject({
      event: 'message.failed',
      data: { message_id: SENT_WAMID, to: '+4915170023456', status: 'failed', error: { code: 131026 } },
    });
  });

  test('an opt-out is a changed contact', () => {
    const event = eventFromMeta(readFixture('meta/user-preferences-stop.json'));
    const rendered = JSON.parse(renderBody(target('vobiz-legacy'), event, contextWith()).body);
    expect(rendered).toMatchObject({
      event: 'contact.updated',
      data: { contact: { name: 'Mira Lindqvist', phone: '+4915170023456' }, opted_out: true },
    });
  });
});
