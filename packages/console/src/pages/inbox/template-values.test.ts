import { describe, expect, test } from 'vitest';
import type { Template } from './inbox-types.ts';
import { buttonsOf, isWritable, keyOf, previewOf, toComponents } from './template-values.ts';

const TEMPLATE = {
  name: 'pickup_ready',
  parameters: [
    { component: 'header', type: 'image' },
    { component: 'body', position: 2, type: 'text' },
    { component: 'body', position: 1, type: 'text' },
    { component: 'button', index: 1, position: 1, type: 'text' },
  ],
  components: [
    { type: 'HEADER', format: 'IMAGE' },
    { type: 'BODY', text: 'Hello {{1}}, from {{2}}.' },
    { type: 'FOOTER', text: 'Kanal Cykel' },
    {
      type: 'BUTTONS',
      buttons: [
        { type: 'QUICK_REPLY', text: 'Fine' },
        { type: 'URL', text: 'Track it' },
      ],
    },
  ],
} as unknown as Template;

const VALUES = {
  'header//image': 'https://files.example/bike.jpg',
  'body//1': 'Wendeline',
  'body//2': '15:00',
  'button/1/1': 'o-17',
};

describe('the values of a template', () => {
  test('have a key for each place', () => {
    expect(TEMPLATE.parameters.map(keyOf)).toEqual(['header//image', 'body//2', 'body//1', 'button/1/1']);
  });

  test('become the components that Meta takes, in the order of the places', () => {
    expect(toComponents(TEMPLATE, VALUES)).toEqual([
      { type: 'header', parameters: [{ type: 'image', image: { link: 'https://files.example/bike.jpg' } }] },
      {
        type: 'body',
        parameters: [
          { type: 'text', text: 'Wendeline' },
          { type: 'text', text: '15:00' },
        ],
      },
      { type: 'button', sub_type: 'url', index: 1, parameters: [{ type: 'text', text: 'o-17' }] },
    ]);
  });

  test('a named one goes by its name, a code for copying as one', () => {
    const named = {
      parameters: [
        { component: 'body', name: 'first_name', type: 'text' },
        { component: 'button', index: 0, type: 'coupon_code' },
      ],
    } as unknown as Template;
    expect(toComponents(named, { 'body//first_name': 'Mira', 'button/0/coupon_code': 'SPRING' })).toEqual([
      { type: 'body', parameters: [{ type: 'text', text: 'Mira', parameter_name: 'first_name' }] },
      { type: 'button', sub_type: 'copy_code', index: 0, parameters: [{ type: 'coupon_code', coupon_code: 'SPRING' }] },
    ]);
  });

  test('the preview shows what was filled in, and the braces of what was not', () => {
    const [body, footer] = previewOf(TEMPLATE, { 'body//1': 'Wendeline' });
    expect(body).toEqual([
      { text: 'Hello ', isValue: false },
      { text: 'Wendeline', isValue: true },
      { text: ', from ', isValue: false },
      { text: '{{2}}', isValue: true },
      { text: '.', isValue: false },
    ]);
    expect(footer).toEqual([{ text: 'Kanal Cykel', isValue: false }]);
    expect(buttonsOf(TEMPLATE)).toEqual(['Fine', 'Track it']);
  });

  test('what has no field of its own, or no known words, is not written here', () => {
    expect(isWritable(TEMPLATE)).toBe(true);
    expect(isWritable({ ...TEMPLATE, components: [] })).toBe(false);
    const carousel = { ...TEMPLATE, parameters: [{ component: 'carousel', type: 'other' }] };
    expect(isWritable(carousel)).toBe(false);
  });
});
