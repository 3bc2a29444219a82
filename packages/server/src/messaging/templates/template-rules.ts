import type { FieldProblem } from '../../domain/errors.ts';
import { listPlaceholders, type TemplateParameterFormat, withoutPlaceholders } from '../../domain/template.ts';
import type { DraftButton, DraftComponent } from './template-schemas.ts';

interface TemplateWords {
  readonly category: string | null;
  readonly parameterFormat: TemplateParameterFormat;
  readonly components: readonly DraftComponent[];
}

/** What Meta would refuse, in words and with the place: it answers with a code and one sentence, and after the call. */
export function findTemplateProblems(words: TemplateWords): readonly FieldProblem[] {
  const { category, components } = words;
  const places = components.map((component, index) => ({ component, pointer: `/components/${index}` }));
  return [
    ...doubleProblems(components),
    ...(components.some(({ type }) => type === 'BODY') ? [] : [problem('/components', 'A BODY is needed.')]),
    ...places.flatMap((place) =>
      category === 'AUTHENTICATION' ? authenticationProblems(place) : componentProblems(place, words.parameterFormat),
    ),
    ...(category === 'AUTHENTICATION' && !components.some(({ type }) => type === 'BUTTONS')
      ? [problem('/components', 'A template of category AUTHENTICATION needs BUTTONS with one OTP button.')]
      : []),
  ];
}

interface Place {
  readonly component: DraftComponent;
  readonly pointer: string;
}

function problem(pointer: string, message: string): FieldProblem {
  return { pointer, message };
}

function doubleProblems(components: readonly DraftComponent[]): readonly FieldProblem[] {
  return components.flatMap(({ type }, index) => {
    const isFirst = components.findIndex((other) => other.type === type) === index;
    return isFirst ? [] : [problem(`/components/${index}/type`, `A template has one ${type}.`)];
  });
}

/** Meta writes the texts of these templates itself. */
function authenticationProblems({ component, pointer }: Place): readonly FieldProblem[] {
  switch (component.type) {
    case 'HEADER':
      return [problem(pointer, 'A template of category AUTHENTICATION has no HEADER.')];
    case 'BODY':
    case 'FOOTER':
      return component.text === undefined
        ? []
        : [problem(`${pointer}/text`, 'Meta writes the text of a template of category AUTHENTICATION. Leave it out.')];
    case 'BUTTONS':
      return component.buttons.length === 1 && component.buttons[0]?.type === 'OTP'
        ? []
        : [problem(`${pointer}/buttons`, 'A template of category AUTHENTICATION has one button, of type OTP.')];
  }
}

function componentProblems({ component, pointer }: Place, format: TemplateParameterFormat): readonly FieldProblem[] {
  switch (component.type) {
    case 'HEADER':
      return component.format === 'TEXT' ? headerProblems(component, pointer, format) : [];
    case 'BODY':
      return bodyProblems(component, pointer, format);
    case 'FOOTER':
      return footerProblems(component, pointer);
    case 'BUTTONS':
      return buttonsProblems(component.buttons, `${pointer}/buttons`);
  }
}

function headerProblems(
  header: Extract<DraftComponent, { format: 'TEXT' }>,
  pointer: string,
  format: TemplateParameterFormat,
): readonly FieldProblem[] {
  const { header_text: listed, header_text_named_params: named } = header.example ?? {};
  const variables = { text: header.text, listed, named, examplePointer: `${pointer}/example`, format };
  return [
    ...(listPlaceholders(header.text).length > 1
      ? [problem(`${pointer}/text`, 'A header has one variable at most.')]
      : []),
    ...variableProblems(variables, { pointer, listedName: 'header_text', namedName: 'header_text_named_params' }),
  ];
}

function bodyProblems(
  body: Extract<DraftComponent, { type: 'BODY' }>,
  pointer: string,
  format: TemplateParameterFormat,
): readonly FieldProblem[] {
  const securityProblems =
    body.add_security_recommendation === undefined
      ? []
      : [problem(`${pointer}/add_security_recommendation`, 'Only a template of category AUTHENTICATION has it.')];
  if (body.text === undefined) return [problem(pointer, 'A BODY needs a text.'), ...securityProblems];
  const { body_text: listed, body_text_named_params: named } = body.example ?? {};
  const variables = { text: body.text, listed: listed?.[0], named, examplePointer: `${pointer}/example`, format };
  return [
    ...securityProblems,
    ...variableProblems(variables, { pointer, listedName: 'body_text', namedName: 'body_text_named_params' }),
  ];
}

function footerProblems(footer: Extract<DraftComponent, { type: 'FOOTER' }>, pointer: string): readonly FieldProblem[] {
  const { text, code_expiration_minutes: minutes } = footer;
  return [
    ...(minutes === undefined
      ? []
      : [problem(`${pointer}/code_expiration_minutes`, 'Only a template of category AUTHENTICATION has it.')]),
    ...(text === undefined ? [problem(pointer, 'A FOOTER needs a text.')] : []),
    ...(text !== undefined && listPlaceholders(text).length > 0
      ? [problem(`${pointer}/text`, 'A footer has no variables.')]
      : []),
  ];
}

interface Variables {
  readonly text: string;
  readonly format: TemplateParameterFormat;
  readonly listed: readonly string[] | undefined;
  readonly named: readonly { readonly param_name: string }[] | undefined;
}

interface VariablePlace {
  readonly pointer: string;
  readonly listedName: string;
  readonly namedName: string;
}

function variableProblems(variables: Variables, place: VariablePlace): readonly FieldProblem[] {
  const { text, format } = variables;
  const keys = listPlaceholders(text);
  const wrong = braceProblem(text) ?? (format === 'named' ? nameProblem(keys) : positionProblem(keys));
  if (wrong !== null) return [problem(`${place.pointer}/text`, wrong)];
  return format === 'named' ? namedProblems(keys, variables, place) : listedProblems(keys, variables, place);
}

function braceProblem(text: string): string | null {
  return /\{\{|\}\}/.test(withoutPlaceholders(text))
    ? 'A variable is {{1}} or {{name}}: a number or a name between two braces on each side.'
    : null;
}

function positionProblem(keys: readonly string[]): string | null {
  const isComplete = keys.every((key) => /^[1-9]\d*$/.test(key) && Number(key) <= keys.length);
  return isComplete
    ? null
    : 'Variables are numbered {{1}}, {{2}}, … without a gap. For names set parameter_format to named.';
}

function nameProblem(keys: readonly string[]): string | null {
  const areNames = keys.every((key) => /^[a-z_][a-z0-9_]*$/.test(key));
  return areNames ? null : 'Names of variables are lower-case letters, digits and _, such as {{first_name}}.';
}

function listedProblems(
  keys: readonly string[],
  { listed, named }: Variables,
  { pointer, listedName, namedName }: VariablePlace,
): readonly FieldProblem[] {
  if (named !== undefined) {
    return [problem(`${pointer}/example/${namedName}`, `Positional variables have their examples in ${listedName}.`)];
  }
  const count = listed?.length ?? 0;
  if (count === keys.length) return [];
  return [problem(`${pointer}/example/${listedName}`, countWords(keys.length, count))];
}

function countWords(needed: number, given: number): string {
  return `Give an example for each variable: there are ${needed} variables and ${given} examples.`;
}

function namedProblems(
  keys: readonly string[],
  { listed, named = [] }: Variables,
  { pointer, listedName, namedName }: VariablePlace,
): readonly FieldProblem[] {
  if (listed !== undefined) {
    return [problem(`${pointer}/example/${listedName}`, `Named variables have their examples in ${namedName}.`)];
  }
  const given = named.map((one) => one.param_name);
  const missing = keys.filter((key) => !given.includes(key));
  const unknown = given.filter((key, index) => !keys.includes(key) || given.indexOf(key) !== index);
  const at = `${pointer}/example/${namedName}`;
  return [
    ...missing.map((key) => problem(at, `Give an example for {{${key}}}.`)),
    ...(unknown.length === 0 ? [] : [problem(at, 'Give one example for each variable of the text, and no other.')]),
  ];
}

/** How many of a kind Meta takes. */
const BUTTON_COUNTS_MAX: Readonly<Partial<Record<DraftButton['type'], number>>> = {
  URL: 2,
  PHONE_NUMBER: 1,
  COPY_CODE: 1,
  FLOW: 1,
};

function buttonsProblems(buttons: readonly DraftButton[], pointer: string): readonly FieldProblem[] {
  const tooMany = Object.entries(BUTTON_COUNTS_MAX).flatMap(([type, countMax]) =>
    buttons.filter((button) => button.type === type).length > countMax
      ? [problem(pointer, `There are at most ${countMax} of type ${type}.`)]
      : [],
  );
  return [...tooMany, ...buttons.flatMap((button, index) => buttonProblems(button, `${pointer}/${index}`))];
}

function buttonProblems(button: DraftButton, pointer: string): readonly FieldProblem[] {
  switch (button.type) {
    case 'URL':
      return urlProblems(button, pointer);
    case 'FLOW': {
      const count = [button.flow_id, button.flow_name, button.flow_json].filter((one) => one !== undefined).length;
      return count === 1 ? [] : [problem(pointer, 'Give one of flow_id, flow_name and flow_json.')];
    }
    case 'OTP':
      return [problem(`${pointer}/type`, 'Only a template of category AUTHENTICATION has a button of type OTP.')];
    default:
      return [];
  }
}

function urlProblems(
  { url, example }: Extract<DraftButton, { type: 'URL' }>,
  pointer: string,
): readonly FieldProblem[] {
  const base = withoutPlaceholders(url);
  const variables = listPlaceholders(url);
  if (!URL.canParse(base) || !/^https?:$/.test(new URL(base).protocol)) {
    return [problem(`${pointer}/url`, 'Must be a URL with http:// or https://.')];
  }
  if (variables.length > 0 && !/^[^{}]*\{\{\s*1\s*\}\}$/.test(url)) {
    return [problem(`${pointer}/url`, 'A URL has one variable, {{1}}, at its end.')];
  }
  if (variables.length > 0 && example === undefined) {
    return [problem(`${pointer}/example`, 'Give an example of the whole URL.')];
  }
  if (variables.length === 0 && example !== undefined) {
    return [problem(`${pointer}/example`, 'A URL without a variable has no example.')];
  }
  return [];
}
