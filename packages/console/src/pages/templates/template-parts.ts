import type { templateView } from '@posthorn/server/messaging/templates/template-view.ts';
import type * as z from 'zod';

/** A template as the API shows it. */
export type Template = z.infer<typeof templateView>;

type Json = Readonly<Record<string, unknown>>;

/** What can be shown of a template, whatever else Meta has put into it. */
export interface TemplateParts {
  readonly header: { readonly format: string; readonly text: string; readonly example: string | null } | null;
  /** Null: Meta writes it. */
  readonly body: string | null;
  readonly footer: string | null;
  readonly buttons: readonly TemplateButton[];
  /** Code templates: what Meta adds. */
  readonly hasSecurity: boolean;
  readonly expiresMinutes: string | null;
  /** Kinds of parts that are not taken apart here. */
  readonly unknown: readonly string[];
  /** Example values of the header and of the body, by the variable. */
  readonly headerExamples: Readonly<Record<string, string>>;
  readonly bodyExamples: Readonly<Record<string, string>>;
}

export interface TemplateButton {
  /** In upper case. */
  readonly type: string;
  readonly text: string;
  readonly url: string;
  readonly phone: string;
  readonly example: string;
  /** As Meta has it. */
  readonly raw: Json;
}

const PLACEHOLDER = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;

/** Numbers and names in the `{{…}}` of a text, each once, in their order. */
export function placeholdersOf(text: string): readonly string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, key = '']) => key))];
}

/** The text without what can be read as a variable: braces that are left are wrong. */
export function withoutPlaceholders(text: string): string {
  return text.replaceAll(PLACEHOLDER, '');
}

/** A piece of a text with its variables filled in. */
export interface FilledPart {
  readonly text: string;
  readonly isValue: boolean;
}

/** A text with values in the places of its variables. */
export function fillIn(text: string, values: Readonly<Record<string, string>>): readonly FilledPart[] {
  const parts: FilledPart[] = [];
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const [whole, key = ''] = match;
    parts.push({ text: text.slice(end, match.index), isValue: false });
    parts.push({ text: values[key] || whole, isValue: true });
    end = match.index + whole.length;
  }
  parts.push({ text: text.slice(end), isValue: false });
  return parts.filter((part) => part.text !== '');
}

/** Takes the components of a template apart. Everything is looked at before it is used: their shape is Meta's. */
export function readParts(components: readonly Json[]): TemplateParts {
  const byType = new Map(components.map((component) => [textOf(component.type).toUpperCase(), component]));
  const header = byType.get('HEADER');
  const body = byType.get('BODY');
  const footer = byType.get('FOOTER');
  const headerExample = objectOf(header?.example);
  const bodyExample = objectOf(body?.example);
  const minutes = footer?.code_expiration_minutes;
  return {
    header:
      header === undefined
        ? null
        : {
            format: textOf(header.format).toUpperCase() || 'TEXT',
            text: textOf(header.text),
            example: textOf(listOf(headerExample.header_handle)[0]) || null,
          },
    body: body === undefined || textOf(body.text) === '' ? null : textOf(body.text),
    footer: footer === undefined || textOf(footer.text) === '' ? null : textOf(footer.text),
    buttons: listOf(byType.get('BUTTONS')?.buttons).map((button) => readButton(objectOf(button))),
    hasSecurity: body?.add_security_recommendation === true,
    expiresMinutes: typeof minutes === 'number' || typeof minutes === 'string' ? String(minutes) : null,
    unknown: [...byType.keys()].filter((type) => !['HEADER', 'BODY', 'FOOTER', 'BUTTONS'].includes(type)),
    headerExamples: examplesOf(textOf(header?.text), headerExample.header_text, headerExample.header_text_named_params),
    bodyExamples: examplesOf(textOf(body?.text), listOf(bodyExample.body_text)[0], bodyExample.body_text_named_params),
  };
}

function readButton(button: Json): TemplateButton {
  return {
    type: textOf(button.type).toUpperCase(),
    text: textOf(button.text),
    url: textOf(button.url),
    phone: textOf(button.phone_number),
    example: textOf(button.example) || textOf(listOf(button.example)[0]),
    raw: button,
  };
}

function examplesOf(text: string, listed: unknown, named: unknown): Readonly<Record<string, string>> {
  const values = listOf(listed);
  const byName = new Map(
    listOf(named).map((one) => [textOf(objectOf(one).param_name), textOf(objectOf(one).example)] as const),
  );
  return Object.fromEntries(
    placeholdersOf(text).map((key) => [
      key,
      /^\d+$/.test(key) ? textOf(values[Number(key) - 1]) : (byName.get(key) ?? ''),
    ]),
  );
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
