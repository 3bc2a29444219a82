import type { FieldProblem } from '../../domain/errors.ts';
import { wordOf } from '../../domain/meta/item-type.ts';
import { type JsonObject, listOf, objectOf, stringOf } from '../../domain/meta/meta-body.ts';
import { type Template, type TemplateParameter, templateParameters } from '../../domain/template.ts';

/** A template with its parameters in it. */
export interface RenderedTemplate {
  /** Header, body and footer as people see them, each in a line of its own. Null: it has no words, or they are not known. */
  readonly text: string | null;
  /** Why Meta would refuse these parameters, with pointers into the body of `POST /v1/messages`. Empty: it would not. */
  readonly problems: readonly FieldProblem[];
}

/**
 * Puts parameters into a template, positional (`{{1}}`) or named (`{{name}}`), and finds what is missing, too much or of the
 * wrong kind before Meta does. Never throws, whatever it is given; what cannot be judged from here is left to Meta.
 *
 * @param given `components` of the message.
 */
export function renderTemplate(template: Pick<Template, 'category' | 'components'>, given: unknown): RenderedTemplate {
  // Nothing is known of its words yet.
  if (template.components.length === 0) return { text: null, problems: [] };
  const needed = templateParameters(template);
  const components = listOf(given).map((value, index) => ({ component: objectOf(value), index }));
  const render = (place: 'header' | 'body') =>
    renderPart({
      place,
      part: findPart(template, place),
      needed: needed.filter(({ component }) => component === place),
      given: components.find(({ component }) => wordOf(component.type) === place) ?? null,
    });
  const [header, body] = [render('header'), render('body')];
  const footer = stringOf(findPart(template, 'footer')?.text);
  const lines = [header.text, body.text, footer].filter((line) => line !== null && line !== '');
  return {
    text: lines.length === 0 ? null : lines.join('\n'),
    problems: [...header.problems, ...body.problems, ...checkButtons(template, { needed, components })],
  };
}

/** What a message says in words. Null: nothing. A template's words are those of `renderTemplate`. @param content The object under its type, as Meta takes it. */
export function messageText(type: string, content: unknown): string | null {
  const object = objectOf(content);
  switch (type) {
    case 'text':
      return stringOf(object.body);
    case 'interactive':
      return stringOf(objectOf(object.body).text);
    case 'reaction':
      return stringOf(object.emoji) || null;
    default:
      return stringOf(object.caption);
  }
}

function findPart({ components }: Pick<Template, 'components'>, type: string): JsonObject | null {
  return components.find((component) => wordOf(component.type) === type) ?? null;
}

interface GivenComponent {
  readonly component: JsonObject;
  /** Its place in the list, for pointers. */
  readonly index: number;
}

interface TemplatePart {
  readonly place: 'header' | 'body';
  /** Null: the template has none. */
  readonly part: JsonObject | null;
  readonly needed: readonly TemplateParameter[];
  /** Null: the message has nothing for it. */
  readonly given: GivenComponent | null;
}

interface Rendered {
  readonly text: string | null;
  readonly problems: readonly FieldProblem[];
}

function renderPart(part: TemplatePart): Rendered {
  const [file] = part.needed.filter(({ type }) => type !== 'text');
  if (file !== undefined) return { text: null, problems: checkFile(part, file.type) };
  const { values, problems } = part.needed.some(({ name }) => name !== null) ? fillByName(part) : fillByPlace(part);
  // One pass: what looks like a placeholder inside of a parameter is that parameter's text.
  const text = stringOf(part.part?.text)?.replaceAll(PLACEHOLDER, (whole, key: string) => values.get(key) ?? whole);
  return { text: text ?? null, problems };
}

const PLACEHOLDER = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;

function checkFile({ place, given }: TemplatePart, type: string): readonly FieldProblem[] {
  const parameters = parametersOf(given);
  if (parameters.length === 1 && wordOf(parameters[0]?.type) === type) return [];
  return [{ pointer: pointerTo(given), message: `The ${place} of the template takes one parameter of type ${type}.` }];
}

interface Filling {
  /** By what stands between the braces. */
  readonly values: Map<string, string>;
  readonly problems: FieldProblem[];
}

function fillByPlace(part: TemplatePart): Filling {
  const filling: Filling = { values: new Map(), problems: [] };
  const keys = part.needed.map(keyOf).toSorted((one, other) => Number(one) - Number(other));
  const parameters = parametersOf(part.given);
  for (const [index, parameter] of parameters.slice(0, keys.length).entries()) {
    fill(filling, part, { key: keys[index] ?? '', parameter, index });
  }
  noteMissing(filling, part, keys.slice(parameters.length));
  if (parameters.length > keys.length) {
    const takes = keys.length === 0 ? 'no parameters' : `only ${keys.length}`;
    const message = `The ${part.place} of the template takes ${takes}, and ${parameters.length} are given.`;
    filling.problems.push({ pointer: pointerTo(part.given, '/parameters'), message });
  }
  return filling;
}

function fillByName(part: TemplatePart): Filling {
  const filling: Filling = { values: new Map(), problems: [] };
  const keys = part.needed.map(keyOf);
  const named = new Set<string>();
  for (const [index, parameter] of parametersOf(part.given).entries()) {
    const key = stringOf(parameter.parameter_name);
    if (key !== null && keys.includes(key)) {
      named.add(key);
      fill(filling, part, { key, parameter, index });
      continue;
    }
    const message = `Give a parameter_name that stands in the ${part.place} of the template: ${inBraces(keys)}.`;
    filling.problems.push({ pointer: pointerTo(part.given, `/parameters/${index}/parameter_name`), message });
  }
  const missing = keys.filter((key) => !named.has(key));
  noteMissing(filling, part, missing);
  return filling;
}

function keyOf({ name, position }: TemplateParameter): string {
  return name ?? String(position);
}

function inBraces(keys: readonly string[]): string {
  return keys.map((key) => `{{${key}}}`).join(', ');
}

function noteMissing({ problems }: Filling, { place, given }: TemplatePart, keys: readonly string[]): void {
  if (keys.length === 0) return;
  const message = `Give the parameters of the ${place} that are missing: ${inBraces(keys)}.`;
  problems.push({ pointer: pointerTo(given, '/parameters'), message });
}

interface GivenValue {
  readonly key: string;
  readonly parameter: JsonObject;
  /** Its place among the parameters, for pointers. */
  readonly index: number;
}

function fill(
  { values, problems }: Filling,
  { place, given }: TemplatePart,
  { key, parameter, index }: GivenValue,
): void {
  const words = wordsOf(parameter);
  if (words !== null) {
    values.set(key, words);
    return;
  }
  const message = `{{${key}}} of the ${place} takes a parameter of type text, currency or date_time.`;
  problems.push({ pointer: pointerTo(given, `/parameters/${index}`), message });
}

/** Sums and dates are shown as the sender writes them: what a phone makes of the rest is not known here. */
function wordsOf(parameter: JsonObject): string | null {
  const type = wordOf(parameter.type);
  if (type === 'text') return stringOf(parameter.text);
  if (type === 'currency' || type === 'date_time') return stringOf(objectOf(parameter[type]).fallback_value);
  return null;
}

interface ButtonCheck {
  readonly needed: readonly TemplateParameter[];
  readonly components: readonly GivenComponent[];
}

/** Kinds of parts whose buttons are taken apart here. Others, such as cards, have buttons of their own. */
const PLAIN_PARTS = ['header', 'body', 'footer', 'buttons'];

function checkButtons(template: Pick<Template, 'components'>, { needed, components }: ButtonCheck) {
  if (!template.components.every(({ type }) => PLAIN_PARTS.includes(wordOf(type)))) return [];
  const buttons = listOf(findPart(template, 'buttons')?.buttons).map(objectOf);
  const given = components.filter(({ component }) => wordOf(component.type) === 'button');
  const neededBy = (index: number) => needed.find((one) => one.component === 'button' && one.index === index) ?? null;
  const wrong = given.flatMap((one) => {
    const index = Number(one.component.index);
    return checkButton(buttons[index], { given: one, buttonCount: buttons.length, needed: neededBy(index) });
  });
  const missing = buttons.flatMap((button, index) => {
    const isThere = given.some(({ component }) => Number(component.index) === index);
    return isThere || neededBy(index) === null ? [] : [missingButton(button, index)];
  });
  return [...wrong, ...missing];
}

interface GivenButton {
  readonly given: GivenComponent;
  readonly buttonCount: number;
  /** Null: the button can do without. */
  readonly needed: TemplateParameter | null;
}

function checkButton(button: JsonObject | undefined, { given, buttonCount, needed }: GivenButton): FieldProblem[] {
  const { component } = given;
  if (button === undefined) {
    const message = `The template has ${buttonCount} buttons; the first one has the index 0.`;
    return [{ pointer: pointerTo(given, '/index'), message }];
  }
  if (wordOf(component.sub_type) !== subTypeOf(button)) {
    const message = `This button of the template takes the sub_type ${subTypeOf(button)}.`;
    return [{ pointer: pointerTo(given, '/sub_type'), message }];
  }
  const parameters = parametersOf(given);
  const isRight = needed === null || (parameters.length === 1 && wordOf(parameters[0]?.type) === needed.type);
  if (isRight) return [];
  const message = `This button of the template takes one parameter of type ${needed.type}.`;
  return [{ pointer: pointerTo(given, '/parameters'), message }];
}

function missingButton(button: JsonObject, index: number): FieldProblem {
  const message = `Give a component of type button, sub_type ${subTypeOf(button)} and index ${index} with its parameter.`;
  return { pointer: pointerTo(null), message };
}

/** A button for one-time passwords is sent as the link that it is. */
function subTypeOf({ type }: JsonObject): string {
  return wordOf(type) === 'otp' ? 'url' : wordOf(type);
}

function parametersOf(given: GivenComponent | null): readonly JsonObject[] {
  return listOf(given?.component.parameters).map(objectOf);
}

function pointerTo(given: GivenComponent | null, inside = ''): string {
  return given === null ? '/template/components' : `/template/components/${given.index}${inside}`;
}
