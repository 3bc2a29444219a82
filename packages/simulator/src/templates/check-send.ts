import { isJsonObject, type Json, type JsonObject, toObjects } from '../json.ts';
import { listPlaceholders, PLACEHOLDER, textOf, typeOf } from './schema.ts';
import type { StoredTemplate } from './store.ts';

/** `template` of a send (CONTRACTS 2.1). */
export interface SentTemplate {
  readonly name: string;
  readonly language: { readonly code: string };
  readonly components?: readonly JsonObject[] | undefined;
}

export interface TemplateProblem {
  readonly code: 131008 | 132000 | 132001 | 132012 | 132015 | 132016;
  readonly details: string;
}

/** Why Meta does not send a template; null when it does. @param stored The one of that name and language. */
export function findSendProblem(stored: StoredTemplate | null, sent: SentTemplate): TemplateProblem | null {
  if (stored?.status === 'PAUSED') return { code: 132_015, details: `template (${sent.name}) is paused` };
  if (stored?.status === 'DISABLED') return { code: 132_016, details: `template (${sent.name}) is disabled` };
  if (stored?.status !== 'APPROVED') {
    return { code: 132_001, details: `template name (${sent.name}) does not exist in ${sent.language.code}` };
  }
  for (const component of stored.components) {
    const problem = findComponentProblem(stored, component, sent.components ?? []);
    if (problem !== null) return problem;
  }
  return null;
}

/** The body as the person reads it. */
export function renderBody(stored: StoredTemplate, sent: SentTemplate): string {
  const body = stored.components.find((component) => typeOf(component) === 'BODY');
  const parameters = parametersOf(sent.components ?? [], 'BODY');
  return textOf(body).replaceAll(PLACEHOLDER, (whole, key: string) => {
    const named = parameters.find((parameter) => parameter.parameter_name === key);
    const parameter = stored.parameterFormat === 'NAMED' ? named : parameters[Number(key) - 1];
    return typeof parameter?.text === 'string' ? parameter.text : whole;
  });
}

/** A quick reply of a template as the person sees it. The payload is what the send gives it, or its text. */
export function listQuickReplies(
  stored: StoredTemplate,
  sent: SentTemplate,
): { readonly payload: string; readonly text: string }[] {
  return buttonsOf(stored).flatMap((button, index) => {
    if (String(button.type).toUpperCase() !== 'QUICK_REPLY') return [];
    const payload = findButton(sent.components ?? [], index)?.[0]?.payload;
    const text = textOf(button);
    return [{ payload: typeof payload === 'string' ? payload : text, text }];
  });
}

function findComponentProblem(
  stored: StoredTemplate,
  component: JsonObject,
  sent: readonly JsonObject[],
): TemplateProblem | null {
  const type = typeOf(component);
  if (type === 'BODY') return findTextProblem(stored, component, parametersOf(sent, type));
  if (type === 'BUTTONS') return findButtonProblem(stored, sent);
  if (type !== 'HEADER') return null;
  const format = typeof component.format === 'string' ? component.format.toUpperCase() : 'TEXT';
  const parameters = parametersOf(sent, type);
  if (format === 'TEXT') return findTextProblem(stored, component, parameters);
  const given = typeof parameters[0]?.type === 'string' ? parameters[0].type.toUpperCase() : 'UNKNOWN';
  if (given === format) return null;
  return { code: 132_012, details: `header: Format mismatch, expected ${format}, received ${given}` };
}

function findTextProblem(
  stored: StoredTemplate,
  component: JsonObject,
  parameters: readonly JsonObject[],
): TemplateProblem | null {
  const part = typeOf(component).toLowerCase();
  const expected = listPlaceholders(textOf(component));
  if (expected.length !== parameters.length) {
    const details = `${part}: number of localizable_params (${parameters.length}) does not match the expected number of params (${expected.length})`;
    return { code: 132_000, details };
  }
  if (stored.parameterFormat !== 'NAMED') return null;
  const missing = expected.find((key) => !parameters.some((parameter) => parameter.parameter_name === key));
  return missing === undefined ? null : { code: 132_012, details: `${part}: parameter_name ${missing} is missing` };
}

function findButtonProblem(stored: StoredTemplate, sent: readonly JsonObject[]): TemplateProblem | null {
  const index = buttonsOf(stored).findIndex((button, at) => {
    const url = typeof button.url === 'string' ? button.url : '';
    return listPlaceholders(url).length > 0 && (findButton(sent, at) ?? []).length === 0;
  });
  if (index < 0) return null;
  return { code: 131_008, details: `buttons: Button at index ${index} of type Url requires a parameter` };
}

function parametersOf(sent: readonly JsonObject[], type: string): readonly JsonObject[] {
  return toObjects(sent.find((component) => typeOf(component) === type)?.parameters);
}

function buttonsOf(stored: StoredTemplate): readonly JsonObject[] {
  return toObjects(stored.components.find((component) => typeOf(component) === 'BUTTONS')?.buttons);
}

/** The parameters that a send gives the button at a place. */
function findButton(sent: readonly JsonObject[], index: number): readonly JsonObject[] | undefined {
  const button = sent.find((component) => typeOf(component) === 'BUTTON' && Number(component.index ?? -1) === index);
  return button === undefined ? undefined : toObjects(button.parameters);
}

/** `template` of a checked send, as far as it is read here. Null when it is none. */
export function toSentTemplate(template: unknown): SentTemplate | null {
  // It comes from a JSON body.
  const value = template as Json | undefined;
  if (!isJsonObject(value) || typeof value.name !== 'string' || !isJsonObject(value.language)) return null;
  const { code } = value.language;
  if (typeof code !== 'string') return null;
  return { name: value.name, language: { code }, components: toObjects(value.components) };
}
