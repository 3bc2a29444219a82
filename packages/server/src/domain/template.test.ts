import { expect, test } from 'vitest';
import type { JsonObject } from './meta/meta-body.ts';
import { isUsableTemplate, listPlaceholders, templateLanguage, templateParameters } from './template.ts';

const NONE = { index: null, name: null, position: null, example: null };

test('positional variables of header and body are parameters with their examples, each once', () => {
  const components = [
    { type: 'HEADER', format: 'TEXT', text: 'For {{1}}', example: { header_text: ['Mira'] } },
    { type: 'BODY', text: '{{1}} before {{2}}, {{ 1 }}.', example: { body_text: [['the bike', 'noon']] } },
    { type: 'FOOTER', text: 'Kanal Cykel' },
  ];
  expect(parametersOf(components)).toEqual([
    { ...NONE, component: 'header', type: 'text', position: 1, example: 'Mira' },
    { ...NONE, component: 'body', type: 'text', position: 1, example: 'the bike' },
    { ...NONE, component: 'body', type: 'text', position: 2, example: 'noon' },
  ]);
});

test('named variables are parameters with their names', () => {
  const example = { body_text_named_params: [{ param_name: 'first_name', example: 'Mira' }] };
  expect(parametersOf([{ type: 'body', text: 'Hi {{first_name}} and {{other}}', example }])).toEqual([
    { ...NONE, component: 'body', type: 'text', name: 'first_name', example: 'Mira' },
    { ...NONE, component: 'body', type: 'text', name: 'other' },
  ]);
});

test('a header that is a medium or a place is one parameter', () => {
  const header = { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['https://scontent.example/1'] } };
  expect(parametersOf([header])).toEqual([
    { ...NONE, component: 'header', type: 'image', example: 'https://scontent.example/1' },
  ]);
  expect(parametersOf([{ type: 'HEADER', format: 'LOCATION' }])).toMatchObject([{ type: 'location' }]);
});

test('buttons that need something are parameters at their places; quick replies and numbers need nothing', () => {
  const buttons = [
    { type: 'QUICK_REPLY', text: 'Yes' },
    { type: 'URL', text: 'Track', url: 'https://kanalcykel.example/{{1}}', example: ['https://kanalcykel.example/7'] },
    { type: 'URL', text: 'Map', url: 'https://kanalcykel.example/map' },
    { type: 'COPY_CODE', example: 'SPRING25' },
    { type: 'PHONE_NUMBER', text: 'Call us', phone_number: '+46705550177' },
  ];
  expect(parametersOf([{ type: 'BUTTONS', buttons }])).toEqual([
    { ...NONE, component: 'button', type: 'text', index: 1, position: 1, example: 'https://kanalcykel.example/7' },
    { ...NONE, component: 'button', type: 'coupon_code', index: 3, example: 'SPRING25' },
  ]);
});

test('an authentication template asks for its code in the body and in the button', () => {
  const components = [{ type: 'BODY' }, { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE' }] }];
  expect(templateParameters({ category: 'AUTHENTICATION', components })).toEqual([
    { ...NONE, component: 'body', type: 'text', position: 1 },
    { ...NONE, component: 'button', type: 'text', index: 0, position: 1 },
  ]);
});

test('a component that is not taken apart is one parameter, so that nobody takes the template for one without any', () => {
  expect(parametersOf([{ type: 'CAROUSEL', cards: [] }])).toEqual([{ ...NONE, component: 'carousel', type: 'other' }]);
});

test('whatever stands in components, nothing is thrown', () => {
  const odd = [
    {},
    { type: 5 },
    { type: 'BUTTONS', buttons: 'x' },
    { type: 'BUTTONS', buttons: [null, 5] },
    { type: 'BODY', text: 7, example: 'x' },
    { type: 'HEADER', format: null, text: '{{1}}', example: { header_text: 'x' } },
  ];
  expect(() => parametersOf(odd)).not.toThrow();
});

test('only an approved template that is there can be sent', () => {
  expect(isUsableTemplate({ status: 'APPROVED', deletedAtMs: null })).toBe(true);
  expect(isUsableTemplate({ status: 'PAUSED', deletedAtMs: null })).toBe(false);
  expect(isUsableTemplate({ status: 'APPROVED', deletedAtMs: 5 })).toBe(false);
});

test('languages have one spelling, and placeholders are read with their spaces', () => {
  expect(templateLanguage('en-US')).toBe('en_US');
  expect(listPlaceholders('{{a}} {{ b }} {{a}} {{}} {c} {{d e}}')).toEqual(['a', 'b']);
});

function parametersOf(components: readonly JsonObject[]) {
  return templateParameters({ category: 'UTILITY', components });
}
