import type { Actor } from '../../domain/audit.ts';
import { type FieldProblem, PosthornError } from '../../domain/errors.ts';
import type { GraphCall } from '../../domain/graph.ts';
import type { ChannelId, TemplateId, WorkspaceId } from '../../domain/ids.ts';
import { idTextOf, type JsonObject } from '../../domain/meta/meta-body.ts';
import { TemplateBook } from './template-book.ts';
import {
  applyFacts,
  draftTemplate,
  markDeleted,
  nextRevision,
  readFromMeta,
  succeed,
  type TemplateFacts,
} from './template-facts.ts';
import { type TemplateRecord, toTemplateWrite } from './template-row.ts';
import { findTemplateProblems } from './template-rules.ts';
import type { DraftComponent, TemplateDraft } from './template-schemas.ts';
import { toTemplateView } from './template-view.ts';
import { findChannelOfWaba, findNamedTemplates, readTemplate, type TemplatesOf } from './templates.store.ts';
import { accountOf, askMeta, type TemplatesContext, writeTogether } from './templates-context.ts';
import { readListedTemplate, TEMPLATE_FIELDS, upperCaseOf } from './told-facts.ts';

interface CreateTemplate {
  readonly workspaceId: WorkspaceId;
  readonly actor: Actor;
  /** A channel of the account that the template is for. */
  readonly channelId: ChannelId;
  readonly draft: TemplateDraft;
}

/**
 * Makes a template at Meta, which looks through it, and keeps what Meta answers. Its entry in the audit log is in the same
 * transaction as its row.
 *
 * @throws PosthornError `not_found` (channel), `invalid_request`, `channel_not_connected`, `meta_refused`, `meta_unavailable`, `conflict`.
 */
export async function createTemplate(ctx: TemplatesContext, request: CreateTemplate): Promise<TemplateRecord> {
  const { workspaceId, channelId, draft, actor } = request;
  const of = await accountOf(ctx.store, workspaceId, channelId);
  const { name, language, category, parameter_format: parameterFormat, components } = draft;
  assertNoProblems(findTemplateProblems({ category, parameterFormat, components }));
  const atMs = ctx.nowMs();
  const answer = await askMeta(ctx, {
    workspaceId,
    channelId,
    method: 'POST',
    path: `${of.wabaId}/message_templates`,
    body: { name, language, category, parameter_format: parameterFormat, components },
  });
  const templateId = idTextOf(answer.id);
  if (templateId === null) {
    throw new PosthornError('meta_unavailable', 'Meta did not say which id the template has. Sync the templates.');
  }
  const facts: TemplateFacts = {
    status: { status: upperCaseOf(answer.status) ?? 'PENDING', reason: null },
    category: upperCaseOf(answer.category) ?? category,
    components: { components, parameterFormat },
  };
  const { after } = await writeTogether(ctx, async () => {
    const named = { templateIds: [templateId], names: [name] };
    const was = new TemplateBook(await findNamedTemplates(ctx.store, of, named)).find({ templateId, name, language });
    const base =
      was === null
        ? draftTemplate({ ...of, id: ctx.newTemplateId(), templateId, name, language, nowMs: ctx.nowMs() })
        : succeedIfOther(was, templateId);
    const made = nextRevision(was, applyFacts(base, facts, readFromMeta(atMs)));
    return toChange(ctx, { verb: 'created', actor, before: null, after: made });
  });
  return after;
}

/** One template and who asks for something to be done to it. */
interface TemplateRequest {
  readonly workspaceId: WorkspaceId;
  readonly actor: Actor;
  readonly id: TemplateId;
  /** Throws when the change was made on another version than this one, which is the present one. */
  readonly assertMayChange: (present: TemplateRecord) => void;
}

interface EditTemplate extends TemplateRequest {
  /** What is not there stays. */
  readonly changes: { readonly category?: string; readonly components?: readonly DraftComponent[] };
}

/**
 * Edits a template at Meta and keeps what it is there afterwards: an edit mostly begins a new review.
 *
 * @throws PosthornError `not_found`, `invalid_request`, `channel_not_connected`, `meta_refused`, `meta_unavailable`, `conflict`,
 *   and what `assertMayChange` throws.
 */
export async function editTemplate(ctx: TemplatesContext, request: EditTemplate): Promise<TemplateRecord> {
  const { workspaceId, changes, actor, id } = request;
  const before = await readOrThrow(ctx, request);
  request.assertMayChange(before);
  const { category = before.category, components } = changes;
  if (components !== undefined) {
    const parameterFormat = before.parameterFormat ?? 'positional';
    assertNoProblems(findTemplateProblems({ category, parameterFormat, components }));
  }
  const at = { workspaceId, channelId: await channelOf(ctx, before), path: before.templateId };
  await askMeta(ctx, { ...at, method: 'POST', body: { ...changes } });
  const atMs = ctx.nowMs();
  const facts = (await readFacts(ctx, { ...at, method: 'GET', query: { fields: TEMPLATE_FIELDS } })) ?? {
    ...(changes.category === undefined ? {} : { category: changes.category }),
    ...(components === undefined ? {} : { components: { components, parameterFormat: null } }),
  };
  const { after } = await writeTogether(ctx, async () => {
    const was = await readOrThrow(ctx, { workspaceId, id });
    const edited = nextRevision(was, applyFacts(was, facts, readFromMeta(atMs)));
    return toChange(ctx, { verb: 'updated', actor, before: was, after: edited });
  });
  return after;
}

/** Meta's subcode for a template that it does not have. */
const NO_SUCH_TEMPLATE_SUBCODE = 2_593_002;

/**
 * Deletes a template at Meta, in its language alone. One that Meta does not have any more is deleted here.
 *
 * @throws PosthornError `not_found`, `channel_not_connected`, `meta_refused`, `meta_unavailable`, `conflict`, and what `assertMayChange` throws.
 */
export async function removeTemplate(ctx: TemplatesContext, request: TemplateRequest): Promise<void> {
  const { workspaceId, actor, id } = request;
  const template = await readOrThrow(ctx, request);
  request.assertMayChange(template);
  const call: GraphCall = {
    workspaceId,
    channelId: await channelOf(ctx, template),
    method: 'DELETE',
    path: `${template.wabaId}/message_templates`,
    query: { name: template.name, hsm_id: template.templateId },
  };
  await askMeta(ctx, call).catch((error: unknown) => {
    if (!(error instanceof PosthornError) || error.metaError?.subcode !== NO_SUCH_TEMPLATE_SUBCODE) throw error;
  });
  await writeTogether(ctx, async () => {
    const was = await readTemplate(ctx.store, workspaceId, id);
    // A webhook may have told of it already.
    if (was === null) return { records: [ctx.auditRow(auditEntry({ verb: 'deleted', actor, before: template }))] };
    const gone = nextRevision(was, markDeleted(was, ctx.nowMs()));
    const entry = auditEntry({ verb: 'deleted', actor, before: was });
    return { records: [toTemplateWrite(gone, null), ctx.auditRow(entry)] };
  });
}

function assertNoProblems(fields: readonly FieldProblem[]): void {
  if (fields.length > 0) throw new PosthornError('invalid_request', 'The template is not valid.', { fields });
}

function succeedIfOther(was: TemplateRecord, templateId: string): TemplateRecord {
  return was.templateId === templateId ? was : succeed(was, templateId);
}

async function readOrThrow(
  ctx: TemplatesContext,
  { workspaceId, id }: Pick<TemplateRequest, 'workspaceId' | 'id'>,
): Promise<TemplateRecord> {
  const template = await readTemplate(ctx.store, workspaceId, id);
  if (template === null) throw noSuchTemplate();
  return template;
}

export function noSuchTemplate(): PosthornError {
  return new PosthornError('not_found', 'There is no such template.');
}

async function channelOf(ctx: TemplatesContext, of: TemplatesOf): Promise<ChannelId> {
  const channelId = await findChannelOfWaba(ctx.store, of);
  if (channelId !== null) return channelId;
  throw new PosthornError(
    'channel_not_connected',
    'No channel of the account has an access token. Give one of them one with PATCH /v1/channels/{id}.',
  );
}

/** What a template is at Meta. Null when Meta does not say it: the edit was made all the same. */
async function readFacts(ctx: TemplatesContext, call: GraphCall): Promise<TemplateFacts | null> {
  const result = await ctx.callGraph(call);
  return result.kind === 'ok' ? (readListedTemplate(result.body)?.facts ?? null) : null;
}

interface Change {
  readonly verb: 'created' | 'updated' | 'deleted';
  readonly actor: Actor;
  readonly before: TemplateRecord | null;
  readonly after?: TemplateRecord;
}

function toChange(ctx: TemplatesContext, change: Change & { readonly after: TemplateRecord }) {
  const { after } = change;
  return { after, records: [toTemplateWrite(after, null), ctx.auditRow(auditEntry(change))] };
}

function auditEntry({ verb, actor, before, after }: Change) {
  const { workspaceId, id } = requireOne(before, after);
  return {
    workspaceId,
    actor,
    action: `template.${verb}`,
    resourceType: 'template',
    resourceId: id,
    before: viewOf(before),
    after: viewOf(after ?? null),
  };
}

function viewOf(template: TemplateRecord | null): JsonObject | null {
  return template === null ? null : { ...toTemplateView(template) };
}

function requireOne(before: TemplateRecord | null, after: TemplateRecord | undefined): TemplateRecord {
  const template = after ?? before;
  if (template === null) throw new Error('A change has one side at least.');
  return template;
}
