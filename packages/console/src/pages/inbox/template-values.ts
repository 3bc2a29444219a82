import type { Template } from './inbox-types.ts';
import { listAt, objectAt, textAt } from './json-read.ts';

type Parameter = Template['parameters'][number];

/** What somebody fills in, by `keyOf` of the parameter. */
export type TemplateValues = Readonly<Record<string, string>>;

/** Files are given by where Meta fetches them. */
const FILE_TYPES = new Set(['image', 'video', 'document']);
const WRITABLE_TYPES = new Set(['text', 'coupon_code', ...FILE_TYPES]);

/** Which field of the picker a parameter is. */
export function keyOf({ component, index, name, position, type }: Parameter): string {
  return [component, index ?? '', name ?? position ?? type].join('/');
}

export function isFileParameter({ type }: Parameter): boolean {
  return FILE_TYPES.has(type);
}

/** Whether everything that it asks for can be written into a field. */
export function isWritable(template: Template): boolean {
  return template.components.length > 0 && template.parameters.every(({ type }) => WRITABLE_TYPES.has(type));
}

/** `components` of the message: where the values stand, as Meta takes them. */
export function toComponents(template: Template, values: TemplateValues): readonly unknown[] {
  const groups = Map.groupBy(template.parameters, ({ component, index }) => `${component}/${index ?? ''}`);
  return [...groups.values()].flatMap((parameters) => {
    const [first] = parameters;
    if (first === undefined) return [];
    const filled = parameters
      .toSorted((one, other) => (one.position ?? 0) - (other.position ?? 0))
      .map((parameter) => toParameter(parameter, values[keyOf(parameter)] ?? ''));
    if (first.component !== 'button') return [{ type: first.component, parameters: filled }];
    const subType = first.type === 'coupon_code' ? 'copy_code' : 'url';
    return [{ type: 'button', sub_type: subType, index: first.index ?? 0, parameters: filled }];
  });
}

function toParameter(parameter: Parameter, value: string): unknown {
  const { type, name } = parameter;
  if (isFileParameter(parameter)) return { type, [type]: { link: value } };
  if (type === 'coupon_code') return { type, coupon_code: value };
  return { type: 'text', text: value, ...(name === undefined ? {} : { parameter_name: name }) };
}

/** A piece of the preview: words of the template, or what was filled in. */
export interface PreviewPart {
  readonly text: string;
  readonly isValue: boolean;
}

const PLACEHOLDER = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;

/** Header, body and footer with the values in them, each a line of its own. */
export function previewOf(template: Template, values: TemplateValues): readonly (readonly PreviewPart[])[] {
  return ['HEADER', 'BODY', 'FOOTER'].flatMap((place) => {
    const part = template.components.find(({ type }) => textAt(type)?.toUpperCase() === place);
    const text = textAt(objectAt(part).text);
    return text === null ? [] : [fill(text, place.toLowerCase(), values)];
  });
}

/** What can be pressed below a template. */
export function buttonsOf(template: Template): readonly string[] {
  const part = template.components.find(({ type }) => textAt(type)?.toUpperCase() === 'BUTTONS');
  return listAt(objectAt(part).buttons).flatMap((button) => textAt(objectAt(button).text) ?? []);
}

function fill(text: string, component: string, values: TemplateValues): readonly PreviewPart[] {
  const parts: PreviewPart[] = [];
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const [whole, key = ''] = match;
    parts.push({ text: text.slice(end, match.index), isValue: false });
    parts.push({ text: values[`${component}//${key}`] || whole, isValue: true });
    end = match.index + whole.length;
  }
  parts.push({ text: text.slice(end), isValue: false });
  return parts;
}
