import * as z from 'zod';
import { toProblems } from '../errors.ts';
import type { TemplateDesk } from '../templates/desk.ts';
import { createTemplateSchema, findTemplateProblem, templateFields } from '../templates/schema.ts';
import { type StoredTemplate, TEMPLATES_PER_WABA_MAX } from '../templates/store.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { buildGraphError, buildInvalidParameterError } from './errors.ts';
import { pickFields } from './fields.ts';
import { opens } from './tokens.ts';

export interface TemplatesContext {
  readonly desk: TemplateDesk;
  readonly traceId: () => string;
  readonly toUrl: (path: string) => string;
}

const PAGE_SIZE = 25;
const PAGE_SIZE_MAX = 250;
const SUCCESS: GraphAnswer = { status: 200, body: { success: true } };

/** `/{waba_id}/message_templates` (CONTRACTS 2.5). Null for a method that it does not have. */
export function answerTemplatesCall(ctx: TemplatesContext, wabaId: string, call: GraphCall): GraphAnswer | null {
  if (call.method === 'GET') return answerList(ctx, wabaId, call);
  if (call.method === 'POST') return answerCreate(ctx, wabaId, call.body);
  if (call.method === 'DELETE') return answerDelete(ctx, wabaId, call.query);
  return null;
}

/** `GET` and `POST /{template_id}`. Null when the call is about something else. */
export function answerTemplateCall(ctx: TemplatesContext, call: GraphCall): GraphAnswer | null {
  const template = ctx.desk.store.find(Number(call.segments[0]));
  if (template === null || call.segments.length > 1 || !opens(call.grant, template.wabaId)) return null;
  if (call.method === 'GET') return { status: 200, body: toView(template, call.query) };
  return call.method === 'POST' ? answerEdit(ctx, template, call.body) : null;
}

function answerList(ctx: TemplatesContext, wabaId: string, { query }: GraphCall): GraphAnswer {
  const limit = Number(query.get('limit') ?? PAGE_SIZE);
  if (!Number.isSafeInteger(limit) || limit < 1) return refuse(ctx, 'limit: must be a positive integer');
  const after = fromCursor(query.get('after'));
  if (after === null) return refuse(ctx, 'after: is not a cursor');
  const rest = ctx.desk.store
    .list(wabaId)
    .filter((template) => template.sequence > after && isAskedFor(template, query));
  const page = rest.slice(0, Math.min(limit, PAGE_SIZE_MAX));
  const [first] = page;
  const last = page.at(-1);
  const data = page.map((template) => toView(template, query));
  if (first === undefined || last === undefined) return { status: 200, body: { data } };
  const cursors = { before: toCursor(first), after: toCursor(last) };
  const next = rest.length > page.length ? { next: toNextUrl(ctx, wabaId, query, cursors.after) } : {};
  return { status: 200, body: { data, paging: { cursors, ...next } } };
}

/** A name is looked for as a part of names, as Meta does. */
function isAskedFor(template: StoredTemplate, query: URLSearchParams): boolean {
  const is = (key: string, value: string) => (query.get(key)?.toUpperCase() ?? value) === value;
  return (
    template.name.includes(query.get('name') ?? '') &&
    is('status', template.status) &&
    is('category', template.category) &&
    is('language', template.language.toUpperCase())
  );
}

function answerCreate(ctx: TemplatesContext, wabaId: string, body: unknown): GraphAnswer {
  const parsed = createTemplateSchema.safeParse(body);
  if (!parsed.success) return refuseBody(ctx, parsed.error);
  const { name, language, category, components, parameter_format: parameterFormat } = parsed.data;
  const problem = findTemplateProblem(category, components);
  if (problem !== null) return refuseComponents(ctx, problem);
  const obstacle = ctx.desk.store.findObstacle(wabaId, name, language);
  if (obstacle !== null) return buildInvalidParameterError(ctx.traceId(), OBSTACLES[obstacle]);
  const template = { wabaId, name, language, category, components, parameterFormat: parameterFormat ?? 'POSITIONAL' };
  const { id, status } = ctx.desk.submit(template);
  return { status: 200, body: { id: String(id), status, category } };
}

const editSchema = z.looseObject(templateFields).partial();
const EDITABLE = ['APPROVED', 'REJECTED', 'PAUSED'];

function answerEdit(ctx: TemplatesContext, template: StoredTemplate, body: unknown): GraphAnswer {
  const parsed = editSchema.safeParse(body ?? {});
  if (!parsed.success) return refuseBody(ctx, parsed.error);
  const { category = template.category, components = template.components } = parsed.data;
  const problem = findTemplateProblem(category, components);
  if (problem !== null) return refuseComponents(ctx, problem);
  if (!EDITABLE.includes(template.status)) {
    return refuse(ctx, 'Only templates that are approved, rejected or paused can be edited.');
  }
  if (template.status === 'APPROVED' && category !== template.category) {
    return refuse(ctx, 'category: that of an approved template cannot be edited');
  }
  ctx.desk.edit(template, { category, components });
  return SUCCESS;
}

/** All languages of a name, or the one with that id. */
function answerDelete(ctx: TemplatesContext, wabaId: string, query: URLSearchParams): GraphAnswer {
  const name = query.get('name');
  const id = query.get('hsm_id');
  if (name === null || name === '') return refuse(ctx, 'name: is required');
  const found = ctx.desk.store.list(wabaId).filter((template) => {
    return template.name === name && (id === null || String(template.id) === id);
  });
  if (found.length === 0) return buildInvalidParameterError(ctx.traceId(), NOT_FOUND);
  for (const template of found) ctx.desk.store.remove(template);
  return SUCCESS;
}

const OBSTACLES = {
  duplicate: {
    subcode: 2_388_024,
    userTitle: 'Content in This Language Already Exists',
    userMessage: 'There is already content in this language for this template. Create a new template and try again.',
  },
  too_many: {
    subcode: 2_388_019,
    userTitle: 'Message Template Limit Reached',
    userMessage: `The maximum number of ${TEMPLATES_PER_WABA_MAX} templates of this WhatsApp Business Account is reached.`,
  },
} as const;

const NOT_FOUND = {
  subcode: 2_593_002,
  userTitle: 'Message Template Not Found',
  userMessage: 'The message template with this name was not found.',
};

function refuse(ctx: TemplatesContext, details: string): GraphAnswer {
  return buildGraphError(100, ctx.traceId(), details);
}

function refuseComponents(ctx: TemplatesContext, problem: string): GraphAnswer {
  const notes = { subcode: 2_388_043, userTitle: 'Message Template Component Is Not Valid', userMessage: problem };
  return buildInvalidParameterError(ctx.traceId(), notes);
}

function refuseBody(ctx: TemplatesContext, error: z.ZodError): GraphAnswer {
  const [problem] = toProblems(error.issues);
  return refuse(ctx, `${problem?.path ?? 'body'}: ${problem?.message ?? 'is not valid'}`);
}

const DEFAULT_FIELDS = ['name', 'parameter_format', 'components', 'language', 'status', 'category'];

function toView(template: StoredTemplate, query: URLSearchParams): unknown {
  const fields = {
    name: template.name,
    parameter_format: template.parameterFormat,
    components: template.components,
    language: template.language,
    status: template.status,
    category: template.category,
    previous_category: template.previousCategory ?? undefined,
    quality_score: { score: template.quality },
    rejected_reason: template.rejectedReason,
  };
  return { ...pickFields(fields, query, DEFAULT_FIELDS), id: String(template.id) };
}

function toCursor({ sequence }: StoredTemplate): string {
  return Buffer.from(String(sequence)).toString('base64url');
}

/** The sequence after which to go on: 0 for no cursor, null for what is none. */
function fromCursor(cursor: string | null): number | null {
  if (cursor === null || cursor === '') return 0;
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function toNextUrl(ctx: TemplatesContext, wabaId: string, query: URLSearchParams, after: string): string {
  const asked = new URLSearchParams(query);
  asked.set('after', after);
  return ctx.toUrl(`/${wabaId}/message_templates?${asked}`);
}
