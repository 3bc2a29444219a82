import { templateWords } from '../../words/templates.ts';
import { placeholdersOf, readParts, type Template, withoutPlaceholders } from './template-parts.ts';

export const CATEGORIES = ['UTILITY', 'MARKETING', 'AUTHENTICATION'] as const;
export type Category = (typeof CATEGORIES)[number];
export const HEADER_KINDS = ['none', 'TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT', 'LOCATION'] as const;
export type HeaderKind = (typeof HEADER_KINDS)[number];
export const BUTTON_TYPES = ['QUICK_REPLY', 'URL', 'PHONE_NUMBER', 'COPY_CODE'] as const;
export type ButtonType = (typeof BUTTON_TYPES)[number];

export interface ButtonDraft {
  readonly type: ButtonType;
  readonly text: string;
  readonly url: string;
  readonly phone: string;
  /** Of the whole address, or of the code. */
  readonly example: string;
}

/** A template as it is being written. */
export interface TemplateDraft {
  readonly channelId: string;
  readonly name: string;
  readonly language: string;
  readonly category: Category;
  readonly format: 'positional' | 'named';
  readonly headerKind: HeaderKind;
  readonly headerText: string;
  readonly headerHandle: string;
  readonly body: string;
  readonly footer: string;
  /** By the variable. */
  readonly headerExamples: Readonly<Record<string, string>>;
  readonly bodyExamples: Readonly<Record<string, string>>;
  readonly buttons: readonly ButtonDraft[];
  readonly hasSecurity: boolean;
  readonly expiresMinutes: string;
  readonly otpLabel: string;
}

export const NEW_TEMPLATE: TemplateDraft = {
  channelId: '',
  name: '',
  language: 'en',
  category: 'UTILITY',
  format: 'positional',
  headerKind: 'none',
  headerText: '',
  headerHandle: '',
  body: '',
  footer: '',
  headerExamples: {},
  bodyExamples: {},
  buttons: [],
  hasSecurity: true,
  expiresMinutes: '',
  otpLabel: '',
};

export const NEW_BUTTON: ButtonDraft = { type: 'QUICK_REPLY', text: '', url: '', phone: '', example: '' };

/** Meta's own bounds. */
export const MAX = {
  name: 512,
  header: 60,
  body: 1_024,
  footer: 60,
  buttons: 10,
  label: 25,
  phone: 20,
  code: 15,
} as const;
const BUTTONS_OF_KIND_MAX: Readonly<Record<ButtonType, number>> = {
  QUICK_REPLY: MAX.buttons,
  URL: 2,
  PHONE_NUMBER: 1,
  COPY_CODE: 1,
};

/** A template that is there as a draft. Null: it has parts that the form does not have. */
export function draftOf(template: Template): TemplateDraft | null {
  const parts = readParts(template.components);
  const category = CATEGORIES.find((one) => one === template.category);
  const isCode = category === 'AUTHENTICATION';
  const headerKind = parts.header === null ? 'none' : HEADER_KINDS.find((kind) => kind === parts.header?.format);
  const buttons = parts.buttons.map(({ type, text, url, phone, example }) => {
    const known = BUTTON_TYPES.find((one) => one === type);
    return known === undefined ? null : { type: known, text, url, phone, example };
  });
  const [otp] = parts.buttons;
  const isPlainCode = otp?.type === 'OTP' && (otp.raw.otp_type === undefined || otp.raw.otp_type === 'COPY_CODE');
  if (category === undefined || headerKind === undefined || parts.unknown.length > 0) return null;
  if (isCode ? !isPlainCode : buttons.includes(null)) return null;
  return {
    ...NEW_TEMPLATE,
    name: template.name,
    language: template.language,
    category,
    format: template.parameter_format === 'named' ? 'named' : 'positional',
    headerKind,
    headerText: parts.header?.text ?? '',
    headerHandle: parts.header?.example ?? '',
    body: isCode ? '' : (parts.body ?? ''),
    footer: isCode ? '' : (parts.footer ?? ''),
    headerExamples: parts.headerExamples,
    bodyExamples: parts.bodyExamples,
    buttons: isCode ? [] : buttons.filter((button) => button !== null),
    hasSecurity: isCode ? parts.hasSecurity : NEW_TEMPLATE.hasSecurity,
    expiresMinutes: parts.expiresMinutes ?? '',
    otpLabel: isCode ? (otp?.text ?? '') : '',
  };
}

/** The components as the API takes them. */
export function componentsOf(draft: TemplateDraft): readonly unknown[] {
  return draft.category === 'AUTHENTICATION' ? codeComponents(draft) : textComponents(draft);
}

function codeComponents({ hasSecurity, expiresMinutes, otpLabel }: TemplateDraft): readonly unknown[] {
  const minutes = Number(expiresMinutes);
  const text = otpLabel.trim();
  return [
    { type: 'BODY', add_security_recommendation: hasSecurity },
    ...(expiresMinutes.trim() === '' ? [] : [{ type: 'FOOTER', code_expiration_minutes: minutes }]),
    { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE', ...(text === '' ? {} : { text }) }] },
  ];
}

function textComponents(draft: TemplateDraft): readonly unknown[] {
  const footer = draft.footer.trim();
  return [
    ...headerOf(draft),
    { type: 'BODY', text: draft.body, ...bodyExampleOf(draft) },
    ...(footer === '' ? [] : [{ type: 'FOOTER', text: footer }]),
    ...(draft.buttons.length === 0 ? [] : [{ type: 'BUTTONS', buttons: draft.buttons.map(buttonOf) }]),
  ];
}

function headerOf({ headerKind, headerText, headerHandle, headerExamples, format }: TemplateDraft): readonly unknown[] {
  const header = { type: 'HEADER', format: headerKind };
  switch (headerKind) {
    case 'none':
      return [];
    case 'LOCATION':
      return [header];
    case 'TEXT': {
      const keys = placeholdersOf(headerText);
      if (keys.length === 0) return [{ ...header, text: headerText }];
      const example =
        format === 'named'
          ? { header_text_named_params: namedExamples(keys, headerExamples) }
          : { header_text: listedExamples(keys, headerExamples) };
      return [{ ...header, text: headerText, example }];
    }
    default:
      return [{ ...header, example: { header_handle: [headerHandle.trim()] } }];
  }
}

function bodyExampleOf({ body, bodyExamples, format }: TemplateDraft): Readonly<Record<string, unknown>> {
  const keys = placeholdersOf(body);
  if (keys.length === 0) return {};
  return format === 'named'
    ? { example: { body_text_named_params: namedExamples(keys, bodyExamples) } }
    : { example: { body_text: [listedExamples(keys, bodyExamples)] } };
}

function listedExamples(keys: readonly string[], examples: Readonly<Record<string, string>>): readonly string[] {
  return keys.toSorted((one, other) => Number(one) - Number(other)).map((key) => examples[key] ?? '');
}

function namedExamples(keys: readonly string[], examples: Readonly<Record<string, string>>) {
  return keys.map((key) => ({ param_name: key, example: examples[key] ?? '' }));
}

function buttonOf({ type, text, url, phone, example }: ButtonDraft): unknown {
  switch (type) {
    case 'QUICK_REPLY':
      return { type, text };
    case 'URL':
      return { type, text, url, ...(placeholdersOf(url).length === 0 ? {} : { example: [example] }) };
    case 'PHONE_NUMBER':
      return { type, text, phone_number: phone };
    case 'COPY_CODE':
      return { type, example };
  }
}

const { rules, form } = templateWords;

/** What Meta is known to refuse, in words: told while somebody writes, and not after a call. */
export function problemsOf(draft: TemplateDraft, isNew: boolean): readonly string[] {
  const own = draft.category === 'AUTHENTICATION' ? codeProblems(draft) : textProblems(draft);
  return [...(isNew ? headProblems(draft) : []), ...own];
}

function headProblems({ channelId, name, language }: TemplateDraft): readonly string[] {
  return [
    ...(channelId === '' ? [rules.channel] : []),
    ...(name === '' ? [rules.nameMissing] : /^[a-z0-9_]+$/.test(name) ? [] : [rules.name]),
    ...(name.length > MAX.name ? [rules.tooLong(form.name, MAX.name)] : []),
    ...(/^[a-z]{2,3}([_-][A-Za-z0-9]{2,4})?$/.test(language) ? [] : [rules.language]),
  ];
}

function codeProblems({ expiresMinutes, otpLabel }: TemplateDraft): readonly string[] {
  const minutes = Number(expiresMinutes);
  const isFine = expiresMinutes.trim() === '' || (Number.isInteger(minutes) && minutes >= 1 && minutes <= 90);
  return [
    ...(isFine ? [] : [rules.expires]),
    ...(otpLabel.length > MAX.label ? [rules.tooLong(form.otpLabel, MAX.label)] : []),
  ];
}

function textProblems(draft: TemplateDraft): readonly string[] {
  const { body, footer, buttons, bodyExamples } = draft;
  return [
    ...headerProblems(draft),
    ...(body.trim() === '' ? [rules.bodyMissing] : []),
    ...(body.length > MAX.body ? [rules.tooLong(form.body, MAX.body)] : []),
    ...variableProblems(body, form.body, draft.format, bodyExamples),
    ...(/^\s*\{\{|\}\}\s*$/.test(body) ? [rules.edge] : []),
    ...(footer.length > MAX.footer ? [rules.tooLong(form.footer, MAX.footer)] : []),
    ...(/\{\{/.test(footer) ? [rules.footerVariables] : []),
    ...(buttons.length > MAX.buttons ? [rules.tooManyButtons] : []),
    ...BUTTON_TYPES.filter(
      (type) => buttons.filter((button) => button.type === type).length > BUTTONS_OF_KIND_MAX[type],
    ).map((type) => rules.tooMany(form.buttonTypes[type], BUTTONS_OF_KIND_MAX[type])),
    ...buttons.flatMap((button, index) => buttonProblems(button, index + 1)),
  ];
}

function headerProblems({
  headerKind,
  headerText,
  headerHandle,
  headerExamples,
  format,
}: TemplateDraft): readonly string[] {
  if (headerKind === 'none' || headerKind === 'LOCATION') return [];
  if (headerKind !== 'TEXT') return headerHandle.trim() === '' ? [rules.handle] : [];
  return [
    ...(headerText.trim() === '' ? [rules.headerMissing] : []),
    ...(headerText.length > MAX.header ? [rules.tooLong(form.header, MAX.header)] : []),
    ...(placeholdersOf(headerText).length > 1 ? [rules.headerVariables] : []),
    ...variableProblems(headerText, form.header, format, headerExamples),
  ];
}

function variableProblems(
  text: string,
  part: string,
  format: TemplateDraft['format'],
  examples: Readonly<Record<string, string>>,
): readonly string[] {
  if (/\{\{|\}\}/.test(withoutPlaceholders(text))) return [rules.braces(part)];
  const keys = placeholdersOf(text);
  const isNumbered = keys.every((key) => /^[1-9]\d*$/.test(key) && Number(key) <= keys.length);
  if (format === 'positional' && !isNumbered) return [rules.numbering(part)];
  if (format === 'named' && !keys.every((key) => /^[a-z_][a-z0-9_]*$/.test(key))) return [rules.names(part)];
  return keys.filter((key) => (examples[key] ?? '').trim() === '').map((key) => rules.example(key, part));
}

function buttonProblems({ type, text, url, phone, example }: ButtonDraft, place: number): readonly string[] {
  const label = type === 'COPY_CODE' ? [] : labelProblems(text, place);
  switch (type) {
    case 'QUICK_REPLY':
      return label;
    case 'URL': {
      const variables = placeholdersOf(url);
      const isVariableFine = variables.length === 0 || /^[^{}]*\{\{\s*1\s*\}\}$/.test(url);
      return [
        ...label,
        ...(/^https?:\/\/\S+$/.test(withoutPlaceholders(url)) ? [] : [rules.buttonUrl(place)]),
        ...(isVariableFine ? [] : [rules.buttonUrlVariable(place)]),
        ...(variables.length > 0 && example.trim() === '' ? [rules.buttonUrlExample(place)] : []),
      ];
    }
    case 'PHONE_NUMBER':
      return [...label, ...(phone.trim() === '' || phone.length > MAX.phone ? [rules.buttonPhone(place)] : [])];
    case 'COPY_CODE':
      return example.trim() === '' || example.length > MAX.code ? [rules.buttonCode(place)] : [];
  }
}

function labelProblems(text: string, place: number): readonly string[] {
  if (text.trim() === '') return [rules.buttonText(place)];
  return text.length > MAX.label ? [rules.tooLong(`${form.buttonText} ${place}`, MAX.label)] : [];
}
