import { describe, expect, test } from 'vitest';
import { objectOf } from '../../domain/meta/meta-body.ts';
import { templateBody } from './message-input.ts';
import { type FilledTemplate, templateContent } from './template-content.ts';

const NAMED = { phone_number: '+4915170023456', template_name: 'repair_ready', template_language: 'en-US' };

const TEMPLATE: FilledTemplate = {
  category: 'UTILITY',
  components: [
    { type: 'HEADER', format: 'TEXT', text: 'Hello {{name}}' },
    { type: 'BODY', text: '{{bike}} is ready, come {{day}}' },
    {
      type: 'BUTTONS',
      buttons: [
        { type: 'QUICK_REPLY', text: 'Thanks' },
        { type: 'COPY_CODE', example: 'A' },
        { type: 'FLOW', text: 'Rate us' },
        { type: 'URL', text: 'See it', url: 'https://kanalcykel.example/{{1}}' },
      ],
    },
  ],
};

function componentsOf(fields: object, sources: Partial<Parameters<typeof templateContent>[1]> = {}): unknown {
  const body = templateBody.parse({ ...NAMED, ...fields });
  return objectOf(templateContent(body, { template: null, header: null, ...sources }).content).components;
}

describe('a template as Xobito’s callers fill it in', () => {
  test('has its name, its language as Meta writes it, and nothing else when nothing is filled in', () => {
    const body = templateBody.parse(NAMED);
    expect(templateContent(body, { template: null, header: null })).toEqual({
      type: 'template',
      content: { name: 'repair_ready', language: { code: 'en_US' } },
    });
  });

  test('has its variables by their place, and a button is the end of an address, when it is not known here', () => {
    expect(componentsOf({ header_field_1: 'Mira', field_1: 'Blue', field_2: 7, button_1: 'orders/17' })).toEqual([
      { type: 'header', parameters: [{ type: 'text', text: 'Mira' }] },
      {
        type: 'body',
        parameters: [
          { type: 'text', text: 'Blue' },
          { type: 'text', text: '7' },
        ],
      },
      { type: 'button', index: 1, sub_type: 'url', parameters: [{ type: 'text', text: 'orders/17' }] },
    ]);
  });

  test('has its variables by their names, and each button what it needs, when it is known', () => {
    const fields = {
      ...{ header_field_1: 'Mira', field_1: 'Blue', field_2: 'Monday' },
      ...{ button_0: 'thanks', button_1: 'SAVE10', button_2: 'token', button_3: '17' },
    };
    expect(componentsOf(fields, { template: TEMPLATE })).toEqual([
      { type: 'header', parameters: [{ type: 'text', parameter_name: 'name', text: 'Mira' }] },
      {
        type: 'body',
        parameters: [
          { type: 'text', parameter_name: 'bike', text: 'Blue' },
          { type: 'text', parameter_name: 'day', text: 'Monday' },
        ],
      },
      { type: 'button', index: 0, sub_type: 'quick_reply', parameters: [{ type: 'payload', payload: 'thanks' }] },
      { type: 'button', index: 1, sub_type: 'copy_code', parameters: [{ type: 'coupon_code', coupon_code: 'SAVE10' }] },
      { type: 'button', index: 2, sub_type: 'flow', parameters: [{ type: 'action', action: { flow_token: 'token' } }] },
      { type: 'button', index: 3, sub_type: 'url', parameters: [{ type: 'text', text: '17' }] },
    ]);
  });

  test('has a file in its header, and a document has its name', () => {
    const fields = { header_document_name: 'offer.pdf' };
    const header = { type: 'document', file: { id: '17' } } as const;
    expect(componentsOf(fields, { header })).toEqual([
      {
        type: 'header',
        parameters: [{ type: 'document', document: { id: '17', filename: 'offer.pdf' } }],
      },
    ]);
    const image = { type: 'image', file: { link: 'https://files.example/a.jpg' } } as const;
    expect(componentsOf(fields, { header: image })).toEqual([
      { type: 'header', parameters: [{ type: 'image', image: { link: 'https://files.example/a.jpg' } }] },
    ]);
  });

  test('is refused with a gap between its fields', () => {
    expect(() => componentsOf({ field_1: 'Blue', field_3: 'Monday' })).toThrow(
      expect.objectContaining({ fields: [{ pointer: '/field_2', message: 'The field 2 field is required.' }] }),
    );
  });
});
