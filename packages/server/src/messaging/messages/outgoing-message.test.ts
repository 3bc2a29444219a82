import { describe, expect, test } from 'vitest';
import { PosthornError } from '../../domain/errors.ts';
import { validateByZod } from '../../platform/http/request-validation.ts';
import { givenContent, sendMessageBody } from './outgoing-message.ts';

const TO = '+4915170023456';
const LONG = 'x'.repeat(5_000);

const READY = {
  text: { body: 'Hello', preview_url: true },
  image: { id: '1166846181421424', caption: 'Look' },
  video: { link: 'https://media.example/a.mp4' },
  document: { id: '1', caption: 'Invoice', filename: 'invoice.pdf' },
  audio: { id: '1', voice: true },
  sticker: { link: 'https://media.example/a.webp' },
  location: { latitude: 52.52, longitude: 13.405, name: 'Kanal Cykel', address: 'Ufer 1' },
  contacts: [
    {
      name: { formatted_name: 'Mira Lindqvist', first_name: 'Mira' },
      phones: [{ phone: '+4915170023456', type: 'HOME' }],
      emails: [{ email: 'mira@example.com' }],
      addresses: [{ city: 'Berlin', country_code: 'de' }],
      org: { company: 'Kanal Cykel' },
      urls: [{ url: 'https://kanal.example' }],
      birthday: '1990-12-31',
    },
  ],
  reaction: { message_id: 'wamid.1', emoji: '' },
  template: {
    name: 'order_update',
    language: { code: 'de' },
    components: [
      { type: 'header', parameters: [{ type: 'image', image: { id: '1' } }] },
      { type: 'body', parameters: [{ type: 'text', text: '4711', parameter_name: 'order' }] },
      { type: 'button', sub_type: 'url', index: 0, parameters: [{ type: 'text', text: '4711' }] },
    ],
  },
};

const BUTTONS = {
  type: 'button',
  header: { type: 'document', document: { id: '1', filename: 'a.pdf' } },
  body: { text: 'Choose' },
  footer: { text: 'Now' },
  action: {
    buttons: [
      { type: 'reply', reply: { id: 'a', title: 'Yes' } },
      { type: 'reply', reply: { id: 'b', title: 'No' } },
    ],
  },
};
const ROWS = Array.from({ length: 6 }, (_, index) => ({ id: `r${index}`, title: 'Row', description: 'More' }));
const LIST = {
  type: 'list',
  header: { type: 'text', text: 'Bikes' },
  body: { text: 'Choose' },
  action: { button: 'Open', sections: [{ title: 'All', rows: ROWS }] },
};
const CTA = {
  type: 'cta_url',
  body: { text: 'Look' },
  action: { name: 'cta_url', parameters: { display_text: 'Open', url: 'https://kanal.example' } },
};
const LOCATION_REQUEST = {
  type: 'location_request_message',
  body: { text: 'Where are you?' },
  action: { name: 'send_location' },
};
const FLOW = {
  type: 'flow',
  body: { text: 'Book' },
  action: {
    name: 'flow',
    parameters: {
      flow_message_version: '3',
      flow_id: '1',
      flow_cta: 'Book',
      flow_token: 't',
      mode: 'draft',
      flow_action: 'navigate',
      flow_action_payload: { screen: 'FIRST', data: { a: 1 } },
    },
  },
};

function read(body: unknown) {
  const validate = validateByZod({ schema: sendMessageBody, method: 'POST', url: '/v1/messages', httpPart: 'body' });
  const result: unknown = validate(body);
  if (typeof result === 'object' && result !== null && 'value' in result) return { value: sendMessageBody.parse(body) };
  const error = typeof result === 'object' && result !== null && 'error' in result ? result.error : null;
  if (!(error instanceof PosthornError)) throw new Error('neither a value nor a problem');
  return { fields: error.fields };
}

const of = (type: string, content: unknown, more: object = {}) => ({ to: TO, type, [type]: content, ...more });

describe('the body of a message', () => {
  test.each([
    ...Object.entries(READY),
    ...[BUTTONS, LIST, CTA, LOCATION_REQUEST, FLOW].map((content) => ['interactive', content] as const),
  ])('of type %s is taken as Meta takes it', (type, content) => {
    const { value } = read(of(type, content, { reply_to: 'wamid.1', callback_data: 'order 4711' }));
    expect(value === undefined ? null : givenContent(value)).toEqual(content);
  });

  test('may fill in the cards of a template', () => {
    const parameters = [{ type: 'product', product: { product_retailer_id: '1', catalog_id: '2' } }];
    const cards = [{ card_index: 0, components: [{ type: 'header', parameters }] }];
    const content = { name: 'a', language: { code: 'de' }, components: [{ type: 'carousel', cards }] };
    const { value } = read(of('template', content));
    expect(value === undefined ? null : givenContent(value)).toEqual(content);
  });

  test('may name a language by its code alone, and a button by its number as text', () => {
    const button = { type: 'button', sub_type: 'url', index: '1', parameters: [] };
    const { value } = read(of('template', { name: 'a', language: 'pt_BR', components: [button] }));
    expect(value === undefined ? null : givenContent(value)).toEqual({
      name: 'a',
      language: { code: 'pt_BR' },
      components: [{ ...button, index: 1 }],
    });
  });

  test.each([
    [{ phone: '+49 151 70023456' }],
    [{ bsuid: 'DE.1314567890' }],
    [{ contact_id: 'cnt_0190a000-0000-7000-8000-000000000001' }],
    [{ group_id: 'Y2FwaV9ncm91cDox' }],
  ])('may be for %j', (to) => {
    expect(read(of('text', { body: 'x' }, { to })).value).toMatchObject({ to });
  });

  test.each<[string, object, string, RegExp]>([
    ['no type', { to: TO, text: { body: 'x' } }, '/type', /text, image, video/],
    ['an unknown type', of('poll', {}), '/type', /text, image, video/],
    ['an unknown field', of('text', { body: 'x' }, { priority: 1 }), '/priority', /no such field/],
    ['the object of another type', of('text', { body: 'x' }, { image: { id: '1' } }), '/image', /no such field/],
    ['no object for its type', { to: TO, type: 'text' }, '/text', /expected object/],
    ['nobody whom it is for', { type: 'text', text: { body: 'x' } }, '/to', /phone number with \+/],
    ['two whom it is for', of('text', { body: 'x' }, { to: { phone: TO, bsuid: 'DE.1' } }), '/to', /one of phone/],
    [
      'an unknown way to name somebody',
      of('text', { body: 'x' }, { to: { email: 'a' } }),
      '/to/email',
      /no such field/,
    ],
    ['a wrong BSUID', of('text', { body: 'x' }, { to: { bsuid: '1' } }), '/to/bsuid', /CC\.digits/],
    ['a wrong channel', of('text', { body: 'x' }, { channel_id: 'chn_1' }), '/channel_id', /chn_018f/],
    ['long callback data', of('text', { body: 'x' }, { callback_data: LONG }), '/callback_data', /At most 460/],
    ['a long text', of('text', { body: LONG }), '/text/body', /At most 4096 characters/],
    ['a text of blanks', of('text', { body: ' \n' }), '/text/body', /Must not be empty/],
    ['a file by id and by link', of('image', { id: '1', link: 'https://a.example' }), '/image', /either id .* or link/],
    ['no file', of('image', { caption: 'x' }), '/image', /either id .* or link/],
    ['a file that only it can open', of('image', { link: 'file:///etc/passwd' }), '/image/link', /https:\/\//],
    ['a caption below a sound', of('audio', { id: '1', caption: 'x' }), '/audio/caption', /no such field/],
    ['a long caption', of('video', { id: '1', caption: LONG }), '/video/caption', /At most 1024/],
    [
      'a place that is nowhere',
      of('location', { latitude: 91, longitude: 0 }),
      '/location/latitude',
      /between -90 and 90/,
    ],
    ['no contacts', of('contacts', []), '/contacts', /At least one/],
    ['a contact without a name', of('contacts', [{ name: {} }]), '/contacts/0/name/formatted_name', /expected string/],
    ['a reaction to nothing', of('reaction', { emoji: '👍' }), '/reaction/message_id', /expected string/],
    [
      'an unknown kind of interaction',
      of('interactive', { type: 'poll' }),
      '/interactive/type',
      /button, list, cta_url/,
    ],
    [
      'no button',
      of('interactive', { ...BUTTONS, action: { buttons: [] } }),
      '/interactive/action/buttons',
      /At least one/,
    ],
    [
      'four buttons',
      of('interactive', {
        ...BUTTONS,
        action: { buttons: ['a', 'b', 'c', 'd'].map((id) => ({ type: 'reply', reply: { id, title: id } })) },
      }),
      '/interactive/action/buttons',
      /At most 3/,
    ],
    [
      'two buttons of one id',
      of('interactive', {
        ...BUTTONS,
        action: { buttons: ['a', 'a'].map((id) => ({ type: 'reply', reply: { id, title: id } })) },
      }),
      '/interactive/action/buttons',
      /id of its own/,
    ],
    [
      'eleven rows in two sections',
      of('interactive', {
        ...LIST,
        action: {
          button: 'Open',
          sections: [
            { title: 'A', rows: ROWS },
            { title: 'B', rows: ROWS.map(({ id, ...row }) => ({ ...row, id: `b${id}` })) },
          ],
        },
      }),
      '/interactive/action/sections',
      /At most 10 rows in all/,
    ],
    [
      'two rows of one id',
      of('interactive', { ...LIST, action: { button: 'Open', sections: [{ rows: [ROWS[0], ROWS[0]] }] } }),
      '/interactive/action/sections',
      /id of its own/,
    ],
    [
      'a picture above a list',
      of('interactive', { ...LIST, header: { type: 'image', image: { id: '1' } } }),
      '/interactive/header/type',
      /text/,
    ],
    [
      'a footer below a request',
      of('interactive', { ...LOCATION_REQUEST, footer: { text: 'x' } }),
      '/interactive/footer',
      /no such field/,
    ],
    [
      'a link that nobody can open',
      of('interactive', { ...CTA, action: { name: 'cta_url', parameters: { display_text: 'x', url: 'kanal' } } }),
      '/interactive/action/parameters/url',
      /https:\/\//,
    ],
    [
      'a flow without a name',
      of('interactive', {
        ...FLOW,
        action: { name: 'flow', parameters: { flow_message_version: '3', flow_cta: 'x' } },
      }),
      '/interactive/action/parameters',
      /flow_id or flow_name/,
    ],
    ['a template without a name', of('template', { language: 'de' }), '/template/name', /expected string/],
    ['a template in no language', of('template', { name: 'a', language: 'German' }), '/template/language', /en_US/],
    [
      'an unknown parameter',
      of('template', { name: 'a', language: 'de', components: [{ type: 'body', parameters: [{ type: 'x' }] }] }),
      '/template/components/0/parameters/0/type',
      /text, currency/,
    ],
  ])('with %s is refused with a pointer and how to mend it', (_, body, pointer, message) => {
    expect(read(body).fields).toContainEqual({ pointer, message: expect.stringMatching(message) });
  });
});
