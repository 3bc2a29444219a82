import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../domain/meta/meta-body.ts';
import { messageText, renderTemplate } from './template-text.ts';

const text = (value: string, name?: string) => ({
  type: 'text',
  text: value,
  ...(name === undefined ? {} : { parameter_name: name }),
});

function render(components: readonly JsonObject[], given: unknown, category = 'UTILITY') {
  return renderTemplate({ category, components }, given);
}

describe('a template', () => {
  const ORDER = [
    { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}' },
    { type: 'BODY', text: 'Dear {{1}}, it costs {{2}} and comes on {{3}}.' },
    { type: 'FOOTER', text: 'Kanal Cykel' },
    { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Thanks' }] },
  ];
  const RIGHT = [
    { type: 'header', parameters: [text('4711')] },
    {
      type: 'body',
      parameters: [
        text('Mira'),
        { type: 'currency', currency: { fallback_value: '12,90 €', code: 'EUR', amount_1000: 12_900 } },
        { type: 'date_time', date_time: { fallback_value: '3 May' } },
      ],
    },
  ];

  test('is shown as people see it: header, body and footer in lines of their own', () => {
    expect(render(ORDER, RIGHT)).toEqual({
      text: 'Order 4711\nDear Mira, it costs 12,90 € and comes on 3 May.\nKanal Cykel',
      problems: [],
    });
  });

  test('takes named parameters in any order', () => {
    const components = [{ type: 'BODY', text: 'Dear {{name}}, your {{ item }} is ready, {{name}}.' }];
    const parameters = [text('bike', 'item'), text('Mira', 'name')];
    expect(render(components, [{ type: 'body', parameters }])).toEqual({
      text: 'Dear Mira, your bike is ready, Mira.',
      problems: [],
    });
  });

  test('names the parameters that are missing, whether there is a component for them or not', () => {
    const { problems } = render(ORDER, [{ type: 'body', parameters: [text('Mira')] }]);
    expect(problems).toEqual([
      { pointer: '/template/components', message: 'Give the parameters of the header that are missing: {{1}}.' },
      {
        pointer: '/template/components/0/parameters',
        message: 'Give the parameters of the body that are missing: {{2}}, {{3}}.',
      },
    ]);
    const named = render([{ type: 'BODY', text: '{{a}} {{b}}' }], [{ type: 'body', parameters: [text('x', 'b')] }]);
    expect(named.problems.map(({ message }) => message)).toEqual([
      'Give the parameters of the body that are missing: {{a}}.',
    ]);
  });

  test('says what is too much, without a name, or of the wrong kind', () => {
    const pointers = (components: readonly JsonObject[], given: unknown) =>
      render(components, given).problems.map(({ pointer }) => pointer);
    const [words, named] = [[{ type: 'BODY', text: 'Hello' }], [{ type: 'BODY', text: '{{a}}' }]];
    expect(pointers(words, [{ type: 'body', parameters: [text('x')] }])).toEqual(['/template/components/0/parameters']);
    expect(pointers(words, [{ type: 'header', parameters: [text('x')] }])).toEqual([
      '/template/components/0/parameters',
    ]);
    expect(pointers(named, [{ type: 'body', parameters: [text('x', 'a'), text('y')] }])).toEqual([
      '/template/components/0/parameters/1/parameter_name',
    ]);
    expect(pointers(named, [{ type: 'body', parameters: [{ type: 'payload', parameter_name: 'a' }] }])).toEqual([
      '/template/components/0/parameters/0',
    ]);
  });

  test('with a file in its header takes exactly that file', () => {
    const components = [
      { type: 'HEADER', format: 'IMAGE' },
      { type: 'BODY', text: 'Look' },
    ];
    const image = { type: 'image', image: { id: '1' } };
    expect(render(components, [{ type: 'header', parameters: [image] }])).toEqual({ text: 'Look', problems: [] });
    for (const parameters of [[], [image, image], [{ type: 'video', video: { id: '1' } }]]) {
      expect(render(components, [{ type: 'header', parameters }]).problems).toHaveLength(1);
    }
    expect(render(components, undefined).problems).toHaveLength(1);
  });

  test('takes what its buttons need, by their place', () => {
    const buttons = [
      { type: 'QUICK_REPLY', text: 'Yes' },
      { type: 'URL', text: 'Track', url: 'https://shop.example/{{1}}' },
      { type: 'COPY_CODE', text: 'Copy' },
    ];
    const components = [
      { type: 'BODY', text: 'Hello' },
      { type: 'BUTTONS', buttons },
    ];
    const url = { type: 'button', sub_type: 'url', index: 1, parameters: [text('4711')] };
    const code = { type: 'button', sub_type: 'copy_code', index: '2', parameters: [{ type: 'coupon_code' }] };
    const reply = {
      type: 'button',
      sub_type: 'quick_reply',
      index: 0,
      parameters: [{ type: 'payload', payload: 'y' }],
    };
    expect(render(components, [url, code]).problems).toEqual([]);
    expect(render(components, [url, code, reply]).problems).toEqual([]);
    const messages = (given: unknown) => render(components, given).problems.map(({ message }) => message);
    expect(messages([code])).toEqual([expect.stringMatching(/sub_type url and index 1/)]);
    expect(messages([{ ...url, parameters: [] }, code])).toEqual([expect.stringMatching(/one parameter of type text/)]);
    expect(messages([{ ...url, index: 0 }, url, code])).toEqual([expect.stringMatching(/sub_type quick_reply/)]);
    expect(messages([url, code, { ...reply, index: 7 }])).toEqual([expect.stringMatching(/has 3 buttons/)]);
  });

  test('of which nothing is known is left to Meta', () => {
    expect(render([], [{ type: 'body', parameters: [text('x')] }])).toEqual({ text: null, problems: [] });
    const cards = [
      { type: 'BODY', text: 'Look' },
      { type: 'CAROUSEL', cards: [] },
    ];
    const button = { type: 'button', sub_type: 'url', index: 4, parameters: [] };
    expect(render(cards, [button])).toEqual({ text: 'Look', problems: [] });
  });

  const words = fc.string({ maxLength: 20 });

  test('shows each parameter as it is, also one that looks like a placeholder', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(words, fc.constantFrom('{{1}}', '{{2}}', '$&', '$1')), { maxLength: 9 }),
        (values) => {
          const places = values.map((_, index) => `<{{${index + 1}}}>`).join('');
          const result = render(
            [{ type: 'BODY', text: `.${places}` }],
            [{ type: 'body', parameters: values.map((value) => text(value)) }],
          );
          expect(result).toEqual({ text: `.${values.map((value) => `<${value}>`).join('')}`, problems: [] });
        },
      ),
    );
  });

  test('has a problem if and only if the number of parameters is not that of its placeholders', () => {
    const count = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(count, count, fc.boolean(), (needed, given, isNamed) => {
        const nameOf = (index: number) => (isNamed ? `n${index}` : String(index + 1));
        const body = Array.from({ length: needed }, (_, index) => `{{${nameOf(index)}}}`).join(' ');
        const parameters = Array.from({ length: given }, (_, index) => text('x', isNamed ? nameOf(index) : undefined));
        const { problems } = render([{ type: 'BODY', text: `Hi ${body}` }], [{ type: 'body', parameters }]);
        expect(problems.length > 0).toBe(needed !== given);
      }),
    );
  });

  test('is rendered whatever it and its parameters look like', () => {
    fc.assert(
      fc.property(fc.array(fc.object({ maxDepth: 3 })), fc.anything({ maxDepth: 4 }), (components, given) => {
        const { problems } = render(components, given);
        for (const { pointer } of problems) expect(pointer).toMatch(/^\/template\/components/);
      }),
    );
  });
});

describe('the words of a message', () => {
  test.each([
    ['text', { body: 'Hello' }, 'Hello'],
    ['image', { id: '1', caption: 'Look' }, 'Look'],
    ['image', { id: '1' }, null],
    ['interactive', { type: 'button', body: { text: 'Choose' }, footer: { text: 'Now' } }, 'Choose'],
    ['reaction', { message_id: 'wamid.1', emoji: '👍' }, '👍'],
    ['reaction', { message_id: 'wamid.1', emoji: '' }, null],
    ['location', { latitude: 1, longitude: 2, name: 'Here' }, null],
    ['contacts', [{ name: { formatted_name: 'Mira' } }], null],
    ['text', null, null],
  ])('of type %s', (type, content, words) => {
    expect(messageText(type, content)).toBe(words);
  });
});
