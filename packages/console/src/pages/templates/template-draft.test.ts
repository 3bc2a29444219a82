import { describe, expect, test } from 'vitest';
import { componentsOf, draftOf, NEW_BUTTON, NEW_TEMPLATE, problemsOf, type TemplateDraft } from './template-draft.ts';
import type { Template } from './template-parts.ts';

const RIGHT: TemplateDraft = {
  ...NEW_TEMPLATE,
  channelId: 'chn_1',
  name: 'order_update',
  body: 'Hello {{1}}, order {{2}} is on its way.',
  bodyExamples: { 1: 'Mira', 2: '4711' },
};

describe('the draft of a template', () => {
  test('that is right has no problems and becomes what the API takes', () => {
    const draft: TemplateDraft = {
      ...RIGHT,
      headerKind: 'TEXT',
      headerText: 'For {{1}}',
      headerExamples: { 1: 'you' },
      footer: 'Kanal Cykel',
      buttons: [
        { ...NEW_BUTTON, text: 'Thanks' },
        { ...NEW_BUTTON, type: 'URL', text: 'Track', url: 'https://a.example/{{1}}', example: 'https://a.example/7' },
      ],
    };
    expect(problemsOf(draft, true)).toEqual([]);
    expect(componentsOf(draft)).toEqual([
      { type: 'HEADER', format: 'TEXT', text: 'For {{1}}', example: { header_text: ['you'] } },
      { type: 'BODY', text: draft.body, example: { body_text: [['Mira', '4711']] } },
      { type: 'FOOTER', text: 'Kanal Cykel' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Thanks' },
          { type: 'URL', text: 'Track', url: 'https://a.example/{{1}}', example: ['https://a.example/7'] },
        ],
      },
    ]);
  });

  test('comes back the same from the template that it became', () => {
    const draft: TemplateDraft = {
      ...RIGHT,
      channelId: '',
      format: 'named',
      body: 'Hi {{name}}, hi.',
      bodyExamples: { name: 'Mira' },
    };
    const template = {
      ...{ name: draft.name, language: 'en', category: 'UTILITY', parameter_format: 'named' },
      components: componentsOf(draft),
    } as unknown as Template;
    expect(draftOf(template)).toEqual(draft);
  });

  test.each<[string, Partial<TemplateDraft>, RegExp]>([
    ['a name with capitals', { name: 'Order' }, /lower-case letters/],
    ['a gap in the numbers', { body: 'Hi {{2}} there' }, /without a gap/],
    ['a broken variable', { body: 'Hi {{1} there' }, /two braces/],
    ['a variable without an example', { bodyExamples: { 1: 'Mira' } }, /example for \{\{2\}\}/],
    ['a variable at the end', { body: 'Hi {{1}}', bodyExamples: { 1: 'Mira' } }, /begin or end/],
    ['no text', { body: '' }, /Write the text/],
    ['a long text', { body: 'x'.repeat(1_025) }, /1,024 characters/],
    ['a variable in the footer', { footer: 'by {{1}}' }, /no variables/],
    [
      'two calls',
      { buttons: [1, 2].map(() => ({ ...NEW_BUTTON, type: 'PHONE_NUMBER', text: 'Call', phone: '+1' })) },
      /At most 1/,
    ],
    [
      'an address without a scheme',
      { buttons: [{ ...NEW_BUTTON, type: 'URL', text: 'Go', url: 'a.example' }] },
      /https/,
    ],
    ['a code that never expires', { category: 'AUTHENTICATION', expiresMinutes: '91' }, /1 to 90/],
  ])('with %s says so', (_what, change, words) => {
    expect(problemsOf({ ...RIGHT, ...change }, true).join(' ')).toMatch(words);
  });

  test('of a code has no text of its own', () => {
    const draft: TemplateDraft = { ...RIGHT, category: 'AUTHENTICATION', expiresMinutes: '5' };
    expect(componentsOf(draft)).toEqual([
      { type: 'BODY', add_security_recommendation: true },
      { type: 'FOOTER', code_expiration_minutes: 5 },
      { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE' }] },
    ]);
  });

  test('of a template with parts that the form does not have there is none', () => {
    const template = { category: 'MARKETING', components: [{ type: 'BODY', text: 'x' }, { type: 'CAROUSEL' }] };
    expect(draftOf(template as unknown as Template)).toBeNull();
  });
});
