import * as z from 'zod';
import type { JsonObject } from '../json.ts';

const COMPONENTS_MAX = 20;

/** What templates are for. */
export const TEMPLATE_CATEGORIES = ['UTILITY', 'MARKETING', 'AUTHENTICATION'] as const;

export type TemplateCategory = (typeof TEMPLATE_CATEGORIES)[number];

/** What the list of templates says of one. */
export const TEMPLATE_STATUSES = [
  'APPROVED',
  'ARCHIVED',
  'DISABLED',
  'IN_APPEAL',
  'LIMIT_EXCEEDED',
  'PAUSED',
  'PENDING',
  'PENDING_DELETION',
  'REJECTED',
] as const;

export type TemplateState = (typeof TEMPLATE_STATUSES)[number];

const upperCase = z.string().transform((value) => value.toUpperCase());

const componentSchema = z
  .record(z.string(), z.json())
  .refine((component) => typeof component.type === 'string', { path: ['type'], message: 'is required' });

/** The parts that creating and editing share (CONTRACTS 2.5). Texts and counts are checked by `findTemplateProblem`. */
export const templateFields = {
  category: upperCase.pipe(z.enum(TEMPLATE_CATEGORIES)),
  components: z.array(componentSchema).min(1).max(COMPONENTS_MAX),
};

const name = z.string().regex(/^[a-z0-9_]{1,512}$/, 'must be lowercase letters, digits and _');
const language = z.string().regex(/^[a-zA-Z]{2,3}([_-][a-zA-Z]{2,4})?$/, 'must be a language code, as en_US');

/** Body of `POST /{waba_id}/message_templates`. Unknown keys are let through, as Meta does. */
export const createTemplateSchema = z.looseObject({
  name,
  language,
  ...templateFields,
  parameter_format: upperCase.pipe(z.enum(['NAMED', 'POSITIONAL'])).optional(),
});

/** A template that is there from the beginning. */
export const initialTemplateSchema = z.strictObject({
  /** Default: one is made. */
  id: z.int().min(1).optional(),
  /** Default: it is in every account. */
  wabaId: z.string().optional(),
  name,
  language,
  category: templateFields.category.default('UTILITY'),
  status: z.enum(TEMPLATE_STATUSES).default('APPROVED'),
  components: templateFields.components,
  parameterFormat: z.enum(['NAMED', 'POSITIONAL']).default('POSITIONAL'),
});

export type InitialTemplate = z.output<typeof initialTemplateSchema>;

/** What scenarios and examples speak of. */
export const DEFAULT_TEMPLATES = [
  {
    id: 1_733_902_281_004_477,
    name: 'repair_ready',
    language: 'en_US',
    components: [{ type: 'BODY', text: 'Hi {{1}}, your bike is ready.', example: { body_text: [['Mira']] } }],
  },
];

const TEXT_CHARS_MAX: Readonly<Record<string, number>> = { HEADER: 60, BODY: 1_024, FOOTER: 60 };
const BUTTONS_MAX = 10;

/** What Meta would find wrong with the components of a template, in words; null when nothing. */
export function findTemplateProblem(category: TemplateCategory, components: readonly JsonObject[]): string | null {
  const types = components.map(typeOf);
  if (category !== 'AUTHENTICATION' && !types.includes('BODY'))
    return 'components: a component of type BODY is required';
  const twice = types.find((type, index) => types.indexOf(type) !== index);
  if (twice !== undefined) return `components: there is more than one component of type ${twice}`;
  for (const component of components) {
    const problem = findComponentProblem(component, typeOf(component));
    if (problem !== null) return problem;
  }
  return null;
}

/** The type of a component, which callers write in either case. */
export function typeOf(component: JsonObject): string {
  return typeof component.type === 'string' ? component.type.toUpperCase() : '';
}

/** The text of a component; empty when it has none. */
export function textOf(component: JsonObject | undefined): string {
  return typeof component?.text === 'string' ? component.text : '';
}

/** Distinct names or numbers in the `{{…}}` of a text, in the order in which they come. */
export function listPlaceholders(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, key = '']) => key))];
}

/** `{{1}}` or `{{first_name}}`. */
export const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g;

function findComponentProblem(component: JsonObject, type: string): string | null {
  const text = textOf(component);
  const charsMax = TEXT_CHARS_MAX[type];
  if (charsMax !== undefined && text.length > charsMax) return `${type}: text is longer than ${charsMax} characters`;
  if (type === 'BODY' && text === '' && component.add_security_recommendation === undefined) {
    return 'BODY: text is required';
  }
  if ((type === 'BODY' || type === 'HEADER') && listPlaceholders(text).length > 0 && component.example === undefined) {
    return `component of type ${type} is missing expected field(s) (example)`;
  }
  if (type === 'BUTTONS' && (!Array.isArray(component.buttons) || component.buttons.length > BUTTONS_MAX)) {
    return `BUTTONS: buttons are 1 to ${BUTTONS_MAX}`;
  }
  return null;
}
