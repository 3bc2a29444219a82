import { describe, expect, test } from 'vitest';
import { fieldOfContent, fileContent, mediaBody, sendBody, templateBody, textContent } from './message-input.ts';

const TEXT = { phone_number: '+49 151 70023456', message_body: 'Hello', message_type: 'text' };
const BUTTONS = [{ id: 'yes', title: 'Yes' }];

/** What is wrong by field, in Laravel's words. */
function errorsOf(schema: typeof sendBody | typeof templateBody | typeof mediaBody, body: object) {
  const parsed = schema.safeParse(body);
  return parsed.success
    ? {}
    : Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message]));
}

describe('a message as Xobito’s callers write it', () => {
  test('is a text unless it says something else', () => {
    const { message_type: _type, ...untyped } = TEXT;
    for (const body of [TEXT, untyped, { ...TEXT, header: 'Passed over' }]) {
      expect(textContent(sendBody.parse(body))).toEqual({ type: 'text', content: { body: 'Hello' } });
    }
  });

  test.each([
    [{ phone_number: null }, 'phone_number', 'The phone number field is required.'],
    [{ phone_number: '1234567' }, 'phone_number', 'The phone number field must be between 8 and 15 digits.'],
    [{ phone_number: 'call me 12345678' }, 'phone_number', 'The phone number field must be between 8 and 15 digits.'],
    [{ message_body: null }, 'message_body', 'The message body field is required.'],
    [
      { message_body: 'x'.repeat(4_097) },
      'message_body',
      'The message body field must not be greater than 4096 characters.',
    ],
    [{ message_type: 'fax' }, 'message_type', 'The selected message type is invalid.'],
    [{ header: 'x'.repeat(61) }, 'header', 'The header field must not be greater than 60 characters.'],
    [{ footer: 'x'.repeat(61) }, 'footer', 'The footer field must not be greater than 60 characters.'],
    [{ buttons: [] }, 'buttons', 'The buttons field must have at least 1 items.'],
    [
      { buttons: [...BUTTONS, ...BUTTONS, ...BUTTONS, ...BUTTONS] },
      'buttons',
      'The buttons field must not have more than 3 items.',
    ],
    [
      { buttons: [{ id: 'a', title: 'x'.repeat(21) }] },
      'buttons.0.title',
      'The title field must not be greater than 20 characters.',
    ],
    [
      { buttons: [{ id: 'x'.repeat(257), title: 'A' }] },
      'buttons.0.id',
      'The id field must not be greater than 256 characters.',
    ],
    [{ button_text: 'x'.repeat(21) }, 'button_text', 'The button text field must not be greater than 20 characters.'],
    [
      { contact: { firstname: 'x'.repeat(256) } },
      'contact.firstname',
      'The contact.firstname field must not be greater than 255 characters.',
    ],
  ])('is refused with %o', (over, field, message) => {
    expect(errorsOf(sendBody, { ...TEXT, ...over })).toEqual({ [field]: message });
  });

  test('takes a number as JSON has it, and a contact’s groups as a list', () => {
    const body = sendBody.parse({ ...TEXT, phone_number: 4_915_170_023_456, contact: { groups: ['a', 'b'] } });
    expect([body.phone_number, body.contact?.groups]).toEqual(['4915170023456', ['a', 'b']]);
    expect(sendBody.parse({ ...TEXT, contact: { assigned_id: 7 } }).contact).toEqual({});
  });

  test.each([
    [{ message_type: 'interactive' }, '/buttons', 'The buttons field is required when message type is interactive.'],
    [{ message_type: 'cta_url' }, '/button_text', 'The button text field is required when message type is cta_url.'],
    [
      { message_type: 'cta_url', button_text: 'See it' },
      '/button_url',
      'The button url field is required when message type is cta_url.',
    ],
    [
      { message_type: 'interactive', buttons: BUTTONS, message_body: 'x'.repeat(1_025) },
      '/message_body',
      'The message body field must not be greater than 1024 characters.',
    ],
  ])('of a type needs what belongs to it: %o', (over, pointer, message) => {
    const body = sendBody.parse({ ...TEXT, ...over });
    expect(() => textContent(body)).toThrow(expect.objectContaining({ fields: [{ pointer, message }] }));
  });

  test('has header and footer only where they are said', () => {
    const body = sendBody.parse({ ...TEXT, message_type: 'interactive', buttons: BUTTONS });
    expect(textContent(body).content).toEqual({
      type: 'button',
      body: { text: 'Hello' },
      action: { buttons: [{ type: 'reply', reply: { id: 'yes', title: 'Yes' } }] },
    });
  });

  test('that is a file has a caption where WhatsApp shows one, and a document its name', () => {
    const given = { phone_number: '4915170023456', caption: 'Look', filename: 'a.pdf' };
    const contentOf = (media_type: string) =>
      fileContent(mediaBody.parse({ ...given, media_type }), { id: '17' }).content;
    expect(contentOf('image')).toEqual({ id: '17', caption: 'Look' });
    expect(contentOf('document')).toEqual({ id: '17', caption: 'Look', filename: 'a.pdf' });
    expect(contentOf('audio')).toEqual({ id: '17' });
  });

  test('that is a file or a template has bounds of its own', () => {
    const media = { phone_number: '4915170023456', media_type: 'image' };
    expect(errorsOf(mediaBody, { ...media, phone_number: '491517002' })).toHaveProperty('phone_number');
    expect(errorsOf(mediaBody, { ...media, caption: 'x'.repeat(1_025) })).toHaveProperty('caption');
    expect(errorsOf(mediaBody, { ...media, media_type: 'sticker' })).toHaveProperty('media_type');
    const template = { phone_number: '4915170023456', template_name: 'a', template_language: 'en' };
    expect(errorsOf(templateBody, template)).toEqual({});
    for (const language of ['e', 'en_US_POSIX']) {
      expect(errorsOf(templateBody, { ...template, template_language: language })).toHaveProperty('template_language');
    }
  });

  test.each([
    ['/text/body', 'message_body'],
    ['/interactive/body/text', 'message_body'],
    ['/interactive/action/buttons/0/reply/title', 'buttons'],
    ['/interactive/action/parameters/url', 'button_url'],
    ['/image/link', 'media_url'],
    ['/document/filename', 'filename'],
    ['/template/components/0', null],
  ])('what is wrong at %s of its content is the caller’s %s', (pointer, field) => {
    expect(fieldOfContent(pointer)).toBe(field);
  });
});
