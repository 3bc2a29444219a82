import { describe, expect, test } from 'vitest';
import { findTemplateProblems } from './template-rules.ts';
import { templateDraft } from './template-schemas.ts';

const BODY = { type: 'BODY', text: 'Your bike is ready.' };
const OTP = { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE' }] };

describe('a template that Meta takes has no problem:', () => {
  test.each([
    ['a text', { components: [BODY] }],
    [
      'everything at once',
      {
        components: [
          { type: 'HEADER', format: 'TEXT', text: 'For {{1}}', example: { header_text: ['Mira'] } },
          { type: 'BODY', text: 'Hi {{1}}, before {{2}}.', example: { body_text: [['Mira', 'noon']] } },
          { type: 'FOOTER', text: 'Kanal Cykel' },
          {
            type: 'BUTTONS',
            buttons: [
              { type: 'QUICK_REPLY', text: 'Yes' },
              { type: 'URL', text: 'Track', url: 'https://kanalcykel.example/{{1}}', example: ['https://k.example/7'] },
              { type: 'PHONE_NUMBER', text: 'Call us', phone_number: '+46705550177' },
              { type: 'COPY_CODE', example: 'SPRING25' },
              { type: 'FLOW', text: 'Book', flow_id: '7' },
            ],
          },
        ],
      },
    ],
    [
      'names of variables',
      {
        parameter_format: 'named',
        components: [
          {
            type: 'BODY',
            text: 'Hi {{first_name}}!',
            example: { body_text_named_params: [{ param_name: 'first_name', example: 'Mira' }] },
          },
        ],
      },
    ],
    ['a medium', { components: [{ type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4::aW'] } }, BODY] }],
    ['a place', { components: [{ type: 'HEADER', format: 'LOCATION' }, BODY] }],
    [
      'a code',
      {
        category: 'AUTHENTICATION',
        components: [
          { type: 'BODY', add_security_recommendation: true },
          { type: 'FOOTER', code_expiration_minutes: 10 },
          OTP,
        ],
      },
    ],
  ])('%s', (_what, over) => {
    expect(problemsOf(over)).toEqual([]);
  });
});

describe('what Meta would refuse is said in words and with its place:', () => {
  test.each([
    [{ components: [{ type: 'FOOTER', text: 'x' }] }, '/components', 'A BODY is needed.'],
    [{ components: [BODY, BODY] }, '/components/1/type', 'A template has one BODY.'],
    [{ components: [{ type: 'BODY' }] }, '/components/0', 'A BODY needs a text.'],
    [bodyOf('Hi {{1}}'), '/components/0/example/body_text', 'there are 1 variables and 0 examples'],
    [
      bodyOf('Hi', { body_text: [['Mira']] }),
      '/components/0/example/body_text',
      'there are 0 variables and 1 examples',
    ],
    [bodyOf('Hi {{2}}', { body_text: [['Mira']] }), '/components/0/text', 'numbered {{1}}, {{2}}, … without a gap'],
    [bodyOf('Hi {{name}}'), '/components/0/text', 'For names set parameter_format to named'],
    [bodyOf('Hi {{first name}}'), '/components/0/text', 'A variable is {{1}} or {{name}}'],
    [
      bodyOf('Hi {{1}}', { body_text_named_params: [{ param_name: '1', example: 'x' }] }),
      '/components/0/example/body_text_named_params',
      'have their examples in body_text',
    ],
    [{ parameter_format: 'named', ...bodyOf('Hi {{Name}}') }, '/components/0/text', 'lower-case letters'],
    [
      { parameter_format: 'named', ...bodyOf('Hi {{name}}') },
      '/components/0/example/body_text_named_params',
      'Give an example for {{name}}',
    ],
    [
      { parameter_format: 'named', ...bodyOf('Hi', { body_text_named_params: [{ param_name: 'a', example: 'x' }] }) },
      '/components/0/example/body_text_named_params',
      'and no other',
    ],
    [
      { parameter_format: 'named', ...bodyOf('Hi {{name}}', { body_text: [['x']] }) },
      '/components/0/example/body_text',
      'have their examples in body_text_named_params',
    ],
    [
      {
        components: [
          { type: 'HEADER', format: 'TEXT', text: '{{1}} {{2}}', example: { header_text: ['a', 'b'] } },
          BODY,
        ],
      },
      '/components/0/text',
      'A header has one variable at most.',
    ],
    [{ components: [BODY, { type: 'FOOTER', text: '{{1}}' }] }, '/components/1/text', 'A footer has no variables.'],
    [{ components: [BODY, { type: 'FOOTER' }] }, '/components/1', 'A FOOTER needs a text.'],
    [
      { components: [BODY, { type: 'FOOTER', text: 'x', code_expiration_minutes: 5 }] },
      '/components/1/code_expiration_minutes',
      'Only a template of category AUTHENTICATION',
    ],
    [
      { components: [{ ...BODY, add_security_recommendation: true }] },
      '/components/0/add_security_recommendation',
      'Only a template of category AUTHENTICATION',
    ],
    [buttonOf({ type: 'URL', text: 'Go', url: 'kanalcykel' }), '/components/1/buttons/0/url', 'http:// or https://'],
    [
      buttonOf({ type: 'URL', text: 'Go', url: 'https://k.example/{{1}}/x', example: ['https://k.example/1/x'] }),
      '/components/1/buttons/0/url',
      'at its end',
    ],
    [
      buttonOf({ type: 'URL', text: 'Go', url: 'https://k.example/{{1}}' }),
      '/components/1/buttons/0/example',
      'Give an example',
    ],
    [
      buttonOf({ type: 'URL', text: 'Go', url: 'https://k.example/', example: ['https://k.example/'] }),
      '/components/1/buttons/0/example',
      'has no example',
    ],
    [buttonOf({ type: 'FLOW', text: 'Go' }), '/components/1/buttons/0', 'one of flow_id, flow_name and flow_json'],
    [buttonOf(OTP.buttons[0]), '/components/1/buttons/0/type', 'Only a template of category AUTHENTICATION'],
    [
      buttonOf(...Array.from({ length: 2 }, () => ({ type: 'PHONE_NUMBER', text: 'Call', phone_number: '+46' }))),
      '/components/1/buttons',
      'at most 1 of type PHONE_NUMBER',
    ],
    [{ category: 'AUTHENTICATION', components: [BODY, OTP] }, '/components/0/text', 'Meta writes the text'],
    [{ category: 'AUTHENTICATION', components: [{ type: 'BODY' }] }, '/components', 'needs BUTTONS with one OTP'],
    [
      { category: 'AUTHENTICATION', components: [{ type: 'BODY' }, { type: 'HEADER', format: 'LOCATION' }, OTP] },
      '/components/1',
      'has no HEADER',
    ],
    [
      { category: 'AUTHENTICATION', ...buttonOf({ type: 'QUICK_REPLY', text: 'x' }) },
      '/components/1/buttons',
      'one button, of type OTP',
    ],
  ])('%j', (over, pointer, words) => {
    expect(problemsOf(over)).toContainEqual({ pointer, message: expect.stringContaining(words) });
  });
});

test.each([
  ['Repair', 'name'],
  ['repair ready', 'name'],
])('%s is no name', (name) => {
  expect(templateDraft.safeParse({ ...DRAFT, name, components: [BODY] }).success).toBe(false);
});

test('texts are as long as Meta lets them be', () => {
  const fits = (components: unknown[]) => templateDraft.safeParse({ ...DRAFT, components }).success;
  expect(fits([{ type: 'BODY', text: 'x'.repeat(1_024) }])).toBe(true);
  expect(fits([{ type: 'BODY', text: 'x'.repeat(1_025) }])).toBe(false);
  expect(fits([BODY, { type: 'FOOTER', text: 'x'.repeat(61) }])).toBe(false);
  expect(fits([BODY, { type: 'HEADER', format: 'TEXT', text: 'x'.repeat(61) }])).toBe(false);
  const replies = (count: number) => Array.from({ length: count }, () => ({ type: 'QUICK_REPLY', text: 'x' }));
  expect(fits([BODY, { type: 'BUTTONS', buttons: replies(10) }])).toBe(true);
  expect(fits([BODY, { type: 'BUTTONS', buttons: replies(11) }])).toBe(false);
});

test('a language may be spelt either way', () => {
  expect(templateDraft.parse({ ...DRAFT, language: 'en-US', components: [BODY] }).language).toBe('en_US');
  expect(templateDraft.safeParse({ ...DRAFT, language: 'English', components: [BODY] }).success).toBe(false);
});

const DRAFT = { name: 'repair_ready', language: 'en_US', category: 'UTILITY' };

function problemsOf(over: object) {
  const draft = templateDraft.parse({ ...DRAFT, ...over });
  return findTemplateProblems({ ...draft, parameterFormat: draft.parameter_format });
}

function bodyOf(text: string, example?: object) {
  return { components: [{ type: 'BODY', text, ...(example === undefined ? {} : { example }) }] };
}

function buttonOf(...buttons: (object | undefined)[]) {
  return { components: [BODY, { type: 'BUTTONS', buttons }] };
}
