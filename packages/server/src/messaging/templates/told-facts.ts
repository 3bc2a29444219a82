import type { NewEvent } from '../../domain/event.ts';
import { idTextOf, isJsonObject, type JsonObject, listOf, objectOf, stringOf } from '../../domain/meta/meta-body.ts';
import { type MetaItem, readMetaItem } from '../../domain/meta/meta-item.ts';
import { TEMPLATE_PARAMETER_FORMATS, type TemplateParameterFormat, templateLanguage } from '../../domain/template.ts';
import type { TemplateFacts, TemplateName } from './template-facts.ts';
import type { TemplateRecord } from './template-row.ts';

/** Which template an event from Meta is about. What Meta left out is null. */
export interface ToldTemplate {
  readonly wabaId: string;
  readonly templateId: string | null;
  readonly name: string | null;
  /** In the spelling of `templateLanguage`. */
  readonly language: string | null;
}

/** The template that an event of a type `template.*` from Meta is about. Null when it tells no account. */
export function toldTemplateOf(event: NewEvent): ToldTemplate | null {
  const { value, entry } = readMetaItem(event.payload);
  const wabaId = idTextOf(entry.id);
  if (wabaId === null) return null;
  const language = stringOf(value.message_template_language);
  return {
    wabaId,
    templateId: idTextOf(value.message_template_id),
    name: stringOf(value.message_template_name),
    language: language === null ? null : templateLanguage(language),
  };
}

/** What an event from Meta tells of its template (CONTRACTS 1.8). @param was The template as it is known. Null: it is not. */
export function factsOfEvent(event: NewEvent, was: TemplateRecord | null): TemplateFacts {
  const meta = readMetaItem(event.payload);
  switch (event.type) {
    case 'template.quality_updated':
      return factOf('quality', upperCaseOf(meta.value.new_quality_score));
    case 'template.category_updated':
      // Before it is done, `new_category` is the one that the template has.
      if (upperCaseOf(meta.value.previous_category) === null) return {};
      return factOf('category', upperCaseOf(meta.value.new_category));
    case 'template.components_updated':
      return { components: { components: componentsOf(meta.value, was?.components ?? []), parameterFormat: null } };
    default:
      return statusFacts(event, meta, was);
  }
}

/** A template as Meta's list shows it. */
export interface ListedTemplate extends TemplateName {
  readonly facts: TemplateFacts;
}

/** What is asked of Meta for each template. */
export const TEMPLATE_FIELDS =
  'id,name,language,status,category,quality_score,parameter_format,components,rejected_reason';

/** Reads a template of Meta's list. Null when it cannot be told which one it is. */
export function readListedTemplate(item: unknown): ListedTemplate | null {
  const listed = objectOf(item);
  const [templateId, name, language] = [idTextOf(listed.id), stringOf(listed.name), stringOf(listed.language)];
  const status = upperCaseOf(listed.status);
  if (templateId === null || name === null || language === null || status === null) return null;
  const parameterFormat = parameterFormatOf(listed.parameter_format);
  return {
    templateId,
    name,
    language: templateLanguage(language),
    facts: {
      status: { status, reason: reasonTextOf(listed.rejected_reason) },
      ...factOf('category', upperCaseOf(listed.category)),
      ...factOf('quality', upperCaseOf(objectOf(listed.quality_score).score)),
      components: { components: listOf(listed.components).filter(isJsonObject), parameterFormat },
    },
  };
}

/** A word of Meta's as it writes it itself; callers may have it in any case. Null when it is none. */
export function upperCaseOf(value: unknown): string | null {
  const text = stringOf(value);
  return text === null || text === '' ? null : text.toUpperCase();
}

function factOf(facet: 'quality' | 'category', value: string | null): TemplateFacts {
  return value === null ? {} : { [facet]: value };
}

function parameterFormatOf(value: unknown): TemplateParameterFormat | null {
  const word = stringOf(value)?.toLowerCase();
  return TEMPLATE_PARAMETER_FORMATS.find((format) => format === word) ?? null;
}

/** Events that say something about a template whose status in Meta's list stays what it was. */
const WARNINGS: ReadonlySet<string> = new Set(['FLAGGED', 'LOCKED']);

function statusFacts(event: NewEvent, { value, change }: MetaItem, was: TemplateRecord | null): TemplateFacts {
  const word = event.type.slice('template.'.length).toUpperCase();
  const status = statusAfter(word, was);
  return {
    status: { status, reason: status === 'APPROVED' && !WARNINGS.has(word) ? null : reasonOf(value, change) },
    ...factOf('category', upperCaseOf(value.message_template_category)),
  };
}

/** A template that is reinstated, flagged or locked is one that was approved. */
function statusAfter(word: string, was: TemplateRecord | null): string {
  if (WARNINGS.has(word)) return was?.status ?? 'APPROVED';
  return word === 'REINSTATED' ? 'APPROVED' : word;
}

/** Why, as Meta's word and its sentences. `rejection_info` is sometimes beside the value (M8). */
function reasonOf(value: JsonObject, change: JsonObject): string | null {
  const rejection = objectOf(value.rejection_info ?? change.rejection_info);
  const words = [rejection.reason, rejection.recommendation, objectOf(value.other_info).description];
  const sentences = words.map(stringOf).filter((text) => text !== null && text !== '');
  const word = reasonTextOf(value.reason);
  if (sentences.length === 0) return word;
  return word === null ? sentences.join(' ') : `${word}: ${sentences.join(' ')}`;
}

function reasonTextOf(value: unknown): string | null {
  const text = stringOf(value);
  return text === null || text === '' || text.toUpperCase() === 'NONE' ? null : text;
}

/**
 * Components as a webhook describes them: it has texts, and no examples. What it leaves out of a component that is known
 * stays; a header that is a medium and buttons of kinds that it does not describe stay as they are.
 */
function componentsOf(value: JsonObject, was: readonly JsonObject[]): readonly JsonObject[] {
  const known = (type: string) => was.find((component) => upperCaseOf(component.type) === type);
  const header = known('HEADER');
  const title = stringOf(value.message_template_title);
  const isMedium = header !== undefined && (upperCaseOf(header.format) ?? 'TEXT') !== 'TEXT';
  const others = was.filter(({ type }) => !['HEADER', 'BODY', 'FOOTER', 'BUTTONS'].includes(upperCaseOf(type) ?? ''));
  return [
    ...(title === null ? [] : [{ ...(isMedium ? {} : header), type: 'HEADER', format: 'TEXT', text: title }]),
    ...(title === null && isMedium ? [header] : []),
    ...textComponent('BODY', stringOf(value.message_template_element), known('BODY')),
    ...textComponent('FOOTER', stringOf(value.message_template_footer), known('FOOTER')),
    ...buttonsComponent(listOf(value.message_template_buttons), known('BUTTONS')),
    ...others,
  ];
}

function textComponent(type: string, text: string | null, was: JsonObject | undefined): readonly JsonObject[] {
  return text === null ? [] : [{ ...was, type, text }];
}

const DESCRIBED_BUTTONS: ReadonlySet<string | null> = new Set(['URL', 'PHONE_NUMBER']);

/** Meta describes buttons with a URL or a number. The others keep their places, for a sender names buttons by them. */
function buttonsComponent(told: readonly unknown[], was: JsonObject | undefined): readonly JsonObject[] {
  const queue = told.map(toButton);
  const kept = listOf(was?.buttons).flatMap((element) => {
    const button = objectOf(element);
    const type = upperCaseOf(button.type);
    const isToldOf = DESCRIBED_BUTTONS.has(type) || queue.some((one) => one.type === type);
    if (!isToldOf) return [button];
    const next = queue.findIndex((one) => one.type === type);
    const [replaced] = next < 0 ? [] : queue.splice(next, 1);
    return replaced === undefined ? [] : [{ ...button, ...replaced }];
  });
  const buttons = [...kept, ...queue];
  return buttons.length === 0 ? [] : [{ ...was, type: 'BUTTONS', buttons }];
}

function toButton(element: unknown): JsonObject {
  const button = objectOf(element);
  const type = upperCaseOf(button.message_template_button_type);
  const [url, phoneNumber] = [
    stringOf(button.message_template_button_url),
    stringOf(button.message_template_button_phone_number),
  ];
  return {
    type: type ?? 'QUICK_REPLY',
    text: stringOf(button.message_template_button_text) ?? '',
    ...(url === null ? {} : { url }),
    ...(phoneNumber === null ? {} : { phone_number: phoneNumber }),
  };
}
