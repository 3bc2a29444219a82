import type { JsonObject } from '../../domain/meta/meta-body.ts';
import { listOf, objectOf, stringOf } from '../../domain/meta/meta-body.ts';
import { type Template, templateLanguage, templateParameters } from '../../domain/template.ts';
import { fieldErrors } from './error-answers.ts';
import { wordsOf } from './fields.ts';
import { type GivenContent, type GivenFile, isGiven, type TemplateBody } from './message-input.ts';

/** A template as much as filling it in needs. */
export type FilledTemplate = Pick<Template, 'category' | 'components'>;

/** The file in a template's header. */
export interface HeaderFile {
  readonly type: 'image' | 'video' | 'document';
  readonly file: GivenFile;
}

export interface TemplateSources {
  /** Null: it is not known here. */
  readonly template: FilledTemplate | null;
  /** Null: there is none. */
  readonly header: HeaderFile | null;
}

const BODY_FIELDS_MAX = 10;
const BUTTONS_MAX = 10;

/**
 * A template with what a caller filled in, in Meta's words. `field_1` is the first variable of the body whatever its name
 * is, `button_0` what the first button of the template needs.
 *
 * @throws PosthornError `unprocessable` when a field is left out before one that is given.
 */
export function templateContent(body: TemplateBody, { template, header }: TemplateSources): GivenContent {
  const components = [
    ...headerComponents(body, { template, header }),
    ...bodyComponents(body, template),
    ...buttonComponents(body, template),
  ];
  return {
    type: 'template',
    content: {
      name: body.template_name,
      language: { code: templateLanguage(body.template_language) },
      ...(components.length === 0 ? {} : { components }),
    },
  };
}

function headerComponents(body: TemplateBody, { template, header }: TemplateSources): readonly JsonObject[] {
  const { header_field_1: words, header_document_name: filename } = body;
  if (header !== null) {
    const { type, file } = header;
    const named = isGiven(filename) && type === 'document' ? { ...file, filename } : file;
    return [{ type: 'header', parameters: [{ type, [type]: named }] }];
  }
  if (!isGiven(words)) return [];
  return [{ type: 'header', parameters: [textParameter(words, namesOf(template, 'header')[0])] }];
}

function bodyComponents(body: TemplateBody, template: FilledTemplate | null): readonly JsonObject[] {
  const given = fieldsOf(body, { prefix: 'field_', from: 1, count: BODY_FIELDS_MAX });
  const last = given.findLastIndex(({ value }) => value !== null);
  const names = namesOf(template, 'body');
  const parameters = given.slice(0, last + 1).map(({ field, value }, index) => {
    if (value === null) throw fieldErrors([[field, `The ${wordsOf(field)} field is required.`]]);
    return textParameter(value, names[index]);
  });
  return parameters.length === 0 ? [] : [{ type: 'body', parameters }];
}

function buttonComponents(body: TemplateBody, template: FilledTemplate | null): readonly JsonObject[] {
  const buttons = template?.components.find(({ type }) => upperCase(type) === 'BUTTONS')?.buttons;
  return fieldsOf(body, { prefix: 'button_', from: 0, count: BUTTONS_MAX }).flatMap(({ value }, index) => {
    if (value === null) return [];
    const type = upperCase(objectOf(listOf(buttons)[index]).type);
    return [{ type: 'button', index, ...buttonParameter(type, value) }];
  });
}

/** Of a template that is not known here it is the end of an address: most buttons with something to fill in are. */
function buttonParameter(type: string, value: string): JsonObject {
  switch (type) {
    case 'COPY_CODE':
      return { sub_type: 'copy_code', parameters: [{ type: 'coupon_code', coupon_code: value }] };
    case 'QUICK_REPLY':
      return { sub_type: 'quick_reply', parameters: [{ type: 'payload', payload: value }] };
    case 'FLOW':
      return { sub_type: 'flow', parameters: [{ type: 'action', action: { flow_token: value } }] };
    default:
      return { sub_type: 'url', parameters: [{ type: 'text', text: value }] };
  }
}

/** Names of the variables in a part of the template, in their order; undefined for those that have numbers. */
function namesOf(template: FilledTemplate | null, component: string): readonly (string | undefined)[] {
  const parameters = template === null ? [] : templateParameters(template);
  return parameters.filter((one) => one.component === component).map(({ name }) => name ?? undefined);
}

function textParameter(text: string, name: string | undefined): JsonObject {
  return { type: 'text', ...(name === undefined ? {} : { parameter_name: name }), text };
}

interface NumberedFields {
  readonly prefix: string;
  readonly from: number;
  readonly count: number;
}

/** The values of fields that are numbered. */
function fieldsOf(body: TemplateBody, { prefix, from, count }: NumberedFields) {
  const values: JsonObject = { ...body };
  return Array.from({ length: count }, (_, index) => {
    const field = `${prefix}${from + index}`;
    return { field, value: stringOf(values[field]) };
  });
}

function upperCase(type: unknown): string {
  return (stringOf(type) ?? '').toUpperCase();
}
