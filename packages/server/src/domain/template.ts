import type { TemplateId, WorkspaceId } from './ids.ts';
import { isJsonObject, type JsonObject, listOf, objectOf, stringOf } from './meta/meta-body.ts';

export const TEMPLATE_CATEGORIES = ['MARKETING', 'UTILITY', 'AUTHENTICATION'] as const;
export type TemplateCategory = (typeof TEMPLATE_CATEGORIES)[number];

/** How a template names what a sender fills in: `{{1}}` or `{{first_name}}`. */
export const TEMPLATE_PARAMETER_FORMATS = ['positional', 'named'] as const;
export type TemplateParameterFormat = (typeof TEMPLATE_PARAMETER_FORMATS)[number];

/** A message template of a WhatsApp Business Account, as far as Meta has told of it. */
export interface Template {
  readonly id: TemplateId;
  readonly workspaceId: WorkspaceId;
  readonly revision: number;
  readonly wabaId: string;
  /** Meta's id. */
  readonly templateId: string;
  readonly name: string;
  /** As Meta's API writes it: `en_US`. */
  readonly language: string;
  /** Upper case. Null: Meta has not told. */
  readonly category: string | null;
  /** Upper case, as Meta writes it: `APPROVED`. */
  readonly status: string;
  /** `GREEN`, `YELLOW`, `RED` or `UNKNOWN`. Null: Meta has not told. */
  readonly quality: string | null;
  /** Null: Meta has not told. */
  readonly parameterFormat: TemplateParameterFormat | null;
  /** As Meta shows them. Empty: they are not known yet. */
  readonly components: readonly JsonObject[];
  /** Why it was rejected, paused or disabled. */
  readonly reason: string | null;
  /** When it became known here. */
  readonly createdAtMs: number;
  /** When it was changed last, by Meta's clock where Meta told of it. */
  readonly updatedAtMs: number;
  /** When it was read from Meta last. Null: never. */
  readonly syncedAtMs: number | null;
  readonly deletedAtMs: number | null;
}

/** Something that whoever sends a template must give, in the words of Meta's send API. */
export interface TemplateParameter {
  /** `header`, `body`, `button`, or the lower-case type of a component that is not taken apart here, such as `carousel`. */
  readonly component: string;
  /** Place of the button, from 0. Null: it is no button. */
  readonly index: number | null;
  /** Of a named parameter. */
  readonly name: string | null;
  /** Of a positional one, from 1. */
  readonly position: number | null;
  /** `type` of the parameter: `text`, `image`, `video`, `document`, `location`, `coupon_code`, `action`; or `other`. */
  readonly type: string;
  /** What the reviewer at Meta was shown. */
  readonly example: string | null;
}

/** Whether Meta sends it. `FLAGGED` is a warning and not a status: such a template is still sent. */
export function isUsableTemplate(template: Pick<Template, 'status' | 'deletedAtMs'>): boolean {
  return template.status === 'APPROVED' && template.deletedAtMs === null;
}

/** One spelling of a language: Meta's API writes `en_US`, its webhooks `en-US`. */
export function templateLanguage(text: string): string {
  return text.replaceAll('-', '_');
}

/** `{{1}}` or `{{first_name}}`. */
const PLACEHOLDER = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;

/** Names and numbers in the `{{…}}` of a text, each once, in the order in which they come. */
export function listPlaceholders(text: string): readonly string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, key = '']) => key))];
}

/** The text with every `{{…}}` that can be read taken out: what braces are left are wrong. */
export function withoutPlaceholders(text: string): string {
  return text.replaceAll(PLACEHOLDER, '');
}

/** What a sender must give, in the order of the template. Quick replies and flows can do without. */
export function templateParameters({
  category,
  components,
}: Pick<Template, 'category' | 'components'>): readonly TemplateParameter[] {
  return components.flatMap((component) => {
    switch (typeOf(component)) {
      case 'HEADER':
        return headerParameters(component);
      case 'BODY':
        return bodyParameters(component, category);
      case 'BUTTONS':
        return listOf(component.buttons).flatMap((button, index) => buttonParameters(objectOf(button), index));
      case 'FOOTER':
        return [];
      default:
        return [{ ...NOTHING, component: typeOf(component).toLowerCase(), type: 'other' }];
    }
  });
}

const NOTHING = { index: null, name: null, position: null, example: null } as const;

/** The type of a component or button in upper case: people and Meta's pages write it either way. */
function typeOf(part: JsonObject): string {
  return (stringOf(part.type) ?? '').toUpperCase();
}

function headerParameters(header: JsonObject): readonly TemplateParameter[] {
  const format = (stringOf(header.format) ?? 'TEXT').toUpperCase();
  const example = objectOf(header.example);
  if (format === 'TEXT') {
    const given = { listed: listOf(example.header_text), named: listOf(example.header_text_named_params) };
    return textParameters('header', stringOf(header.text) ?? '', given);
  }
  const handle = stringOf(listOf(example.header_handle)[0]);
  return [{ ...NOTHING, component: 'header', type: format.toLowerCase(), example: handle }];
}

/** Meta writes the text of an authentication template itself: what it says is the code. */
function bodyParameters(body: JsonObject, category: string | null): readonly TemplateParameter[] {
  const text = stringOf(body.text);
  if (text === null && category === 'AUTHENTICATION') {
    return [{ ...NOTHING, component: 'body', position: 1, type: 'text' }];
  }
  const example = objectOf(body.example);
  const given = { listed: listOf(listOf(example.body_text)[0]), named: listOf(example.body_text_named_params) };
  return textParameters('body', text ?? '', given);
}

function buttonParameters(button: JsonObject, index: number): readonly TemplateParameter[] {
  const at = { ...NOTHING, component: 'button', index };
  const example = stringOf(button.example) ?? stringOf(listOf(button.example)[0]);
  switch (typeOf(button)) {
    case 'URL':
      return listPlaceholders(stringOf(button.url) ?? '').map(() => ({ ...at, position: 1, type: 'text', example }));
    case 'OTP':
      return [{ ...at, position: 1, type: 'text' }];
    case 'COPY_CODE':
      return [{ ...at, type: 'coupon_code', example }];
    case 'MPM':
      return [{ ...at, type: 'action' }];
    default:
      return [];
  }
}

interface Examples {
  /** Texts in the order of the positions. */
  readonly listed: readonly unknown[];
  /** `{param_name, example}`. */
  readonly named: readonly unknown[];
}

function textParameters(component: string, text: string, examples: Examples): readonly TemplateParameter[] {
  return listPlaceholders(text).map((key) => {
    const at = { ...NOTHING, component, type: 'text' };
    const position = /^\d+$/.test(key) ? Number(key) : null;
    if (position !== null) return { ...at, position, example: stringOf(examples.listed[position - 1]) };
    const named = examples.named.find((one) => isJsonObject(one) && one.param_name === key);
    return { ...at, name: key, example: stringOf(objectOf(named).example) };
  });
}
