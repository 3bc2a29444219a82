import type { ExpressionBuilder } from 'kysely';
import type { ChannelId, TemplateId, WorkspaceId } from '../../domain/ids.ts';
import { templateLanguage, templateParameters } from '../../domain/template.ts';
import type { Store } from '../../platform/db/store.ts';
import type { Database } from '../../platform/db/tables.ts';
import type { Page } from '../../platform/http/api.ts';
import { SCAN_STEP_ROWS, scanBounded, toScannedPage } from '../../platform/http/bounded-scan.ts';
import { type TemplateRecord, toTemplate } from './template-row.ts';

/** Templates of one account in one workspace. */
export interface TemplatesOf {
  readonly workspaceId: WorkspaceId;
  readonly wabaId: string;
}

/** One template, or null: there is none, it is another workspace's, or it was deleted. */
export async function readTemplate(
  store: Store,
  workspaceId: WorkspaceId,
  id: TemplateId,
): Promise<TemplateRecord | null> {
  const row = await selectLiving(store, workspaceId).where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toTemplate(row);
}

/** The template of that name in that language, in either spelling (`en_US`, `en-US`). Null when there is none. */
export async function findTemplate(
  store: Store,
  { workspaceId, wabaId }: TemplatesOf,
  { name, language }: { readonly name: string; readonly language: string },
): Promise<TemplateRecord | null> {
  const row = await selectLiving(store, workspaceId)
    .where('waba_id', '=', wabaId)
    .where('name', '=', name)
    .where('language', '=', templateLanguage(language))
    .executeTakeFirst();
  return row === undefined ? null : toTemplate(row);
}

/** Approved templates that are looked at when some are to be named. */
const USABLE_ROWS_MAX = 250;

/** Approved templates to choose from: those that need nothing filled in first, then the newest. Those whose words are not known come last. */
export async function findUsableTemplates(
  store: Store,
  { workspaceId, wabaId }: TemplatesOf,
  { limit }: { readonly limit: number },
): Promise<readonly TemplateRecord[]> {
  const rows = await selectLiving(store, workspaceId)
    .where('waba_id', '=', wabaId)
    .where('status', '=', 'APPROVED')
    .orderBy('id', 'desc')
    .limit(USABLE_ROWS_MAX)
    .execute();
  const effortOf = (template: TemplateRecord) =>
    template.components.length === 0 ? Number.POSITIVE_INFINITY : Math.min(1, templateParameters(template).length);
  return rows
    .map(toTemplate)
    .map((template) => ({ template, effort: effortOf(template) }))
    .sort((one, other) => (one.effort === other.effort ? 0 : one.effort - other.effort))
    .slice(0, limit)
    .map(({ template }) => template);
}

/** True when the templates of the account were read from Meta once, so that one which is not here is not there. False as well when there were none. */
export async function hasSynced(store: Store, { workspaceId, wabaId }: TemplatesOf): Promise<boolean> {
  const row = await store.db
    .selectFrom('templates')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('waba_id', '=', wabaId)
    .where('synced_at_ms', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Names of templates that something may be about: Meta's ids, and names in any language. */
export interface NamedTemplates {
  readonly templateIds: readonly string[];
  readonly names: readonly string[];
}

/** Every template that is named, deleted ones by their id alone: a name is free again when its template is gone. */
export async function findNamedTemplates(
  store: Store,
  { workspaceId, wabaId }: TemplatesOf,
  { templateIds, names }: NamedTemplates,
): Promise<readonly TemplateRecord[]> {
  const ofAccount = () =>
    store.db.selectFrom('templates').selectAll().where('workspace_id', '=', workspaceId).where('waba_id', '=', wabaId);
  const found = await Promise.all([
    templateIds.length === 0
      ? []
      : ofAccount()
          .where('template_id', 'in', [...new Set(templateIds)])
          .execute(),
    names.length === 0
      ? []
      : ofAccount()
          .where('name', 'in', [...new Set(names)])
          .where('deleted_at_ms', 'is', null)
          .execute(),
  ]);
  const byId = new Map(found.flat().map((row) => [row.id, row]));
  return Array.from(byId.values(), toTemplate);
}

/** The living templates of an account after an id, in the order of their ids: the walk of a sync. */
export async function listTemplatesAfter(
  store: Store,
  { workspaceId, wabaId }: TemplatesOf,
  { afterId, limit }: { readonly afterId: TemplateId | null; readonly limit: number },
): Promise<readonly TemplateRecord[]> {
  const living = selectLiving(store, workspaceId).where('waba_id', '=', wabaId);
  const rows = await (afterId === null ? living : living.where('id', '>', afterId))
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(toTemplate);
}

/** Notes that these templates are what Meta says. No change of them: their revision stays. */
export async function markSynced(
  store: Store,
  { workspaceId, wabaId }: TemplatesOf,
  { templateIds, atMs }: { readonly templateIds: readonly string[]; readonly atMs: number },
): Promise<void> {
  if (templateIds.length === 0) return;
  await store.db
    .updateTable('templates')
    .set({ synced_at_ms: atMs })
    .where('workspace_id', '=', workspaceId)
    .where('waba_id', '=', wabaId)
    .where('template_id', 'in', [...templateIds])
    .where('deleted_at_ms', 'is', null)
    .execute();
}

/** What templates can be searched by. Every given field must match. */
export interface TemplateFilter {
  readonly wabaId?: string | undefined;
  readonly status?: string | undefined;
  readonly category?: string | undefined;
  /** In either spelling. */
  readonly language?: string | undefined;
  readonly name?: string | undefined;
}

export interface ListTemplates extends TemplateFilter {
  readonly workspaceId: WorkspaceId;
  /** Continues after this template. Null: at the newest. */
  readonly beforeId: TemplateId | null;
  readonly limit: number;
}

/** The living templates of a workspace, the ones that became known last first. A filtered page may be short and still have a cursor. */
export async function listTemplates(store: Store, query: ListTemplates): Promise<Page<TemplateRecord>> {
  const result = await scanBounded<TemplateId, TemplateRecord>({
    limit: query.limit,
    start: query.beforeId,
    findStepEnd: (start) => (isFiltered(query) ? findStepEnd(store, query, start) : Promise.resolve(null)),
    read: async (start, end, limit) => {
      const matching = selectLiving(store, query.workspaceId).where((eb) => matches(eb, query));
      const after = start === null ? matching : matching.where('id', '<', start);
      const rows = await (end === null ? after : after.where('id', '>=', end))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(toTemplate);
    },
  });
  return toScannedPage(result, query.limit, (template) => template.id);
}

/** How many living templates of an account match, and one page of them by number, newest first: the way of APIs that count their pages. */
export async function pageOfTemplates(
  store: Store,
  query: TemplateFilter & { readonly workspaceId: WorkspaceId; readonly offset: number; readonly limit: number },
): Promise<{ readonly items: readonly TemplateRecord[]; readonly total: number }> {
  const [rows, { total }] = await Promise.all([
    selectLiving(store, query.workspaceId)
      .where((eb) => matches(eb, query))
      .orderBy('id', 'desc')
      .offset(query.offset)
      .limit(query.limit)
      .execute(),
    store.db
      .selectFrom('templates')
      .select((select) => select.fn.countAll().as('total'))
      .where('workspace_id', '=', query.workspaceId)
      .where('deleted_at_ms', 'is', null)
      .where((eb) => matches(eb, query))
      .executeTakeFirstOrThrow(),
  ]);
  return { items: rows.map(toTemplate), total: Number(total) };
}

/** The account that a channel belongs to. Null when this workspace has no such channel. */
export async function findWabaOfChannel(store: Store, workspaceId: WorkspaceId, id: ChannelId): Promise<string | null> {
  const row = await selectChannels(store, workspaceId).select('waba_id').where('id', '=', id).executeTakeFirst();
  return row?.waba_id ?? null;
}

/** A channel of the account with whose token Meta can be asked, one whose token has not expired first. Null when there is none. */
export async function findChannelOfWaba(store: Store, { workspaceId, wabaId }: TemplatesOf): Promise<ChannelId | null> {
  const row = await selectChannels(store, workspaceId)
    .select('id')
    .where('waba_id', '=', wabaId)
    .where('access_token', 'is not', null)
    .orderBy((eb) => eb.fn.coalesce('token_expired_at_ms', eb.lit(0)))
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

function selectChannels(store: Store, workspaceId: WorkspaceId) {
  return store.db.selectFrom('channels').where('workspace_id', '=', workspaceId).where('deleted_at_ms', 'is', null);
}

function selectLiving(store: Store, workspaceId: WorkspaceId) {
  return store.db
    .selectFrom('templates')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('deleted_at_ms', 'is', null);
}

function isFiltered({ wabaId, status, category, language, name }: TemplateFilter): boolean {
  return [wabaId, status, category, language, name].some((value) => value !== undefined);
}

async function findStepEnd(
  store: Store,
  { workspaceId }: ListTemplates,
  start: TemplateId | null,
): Promise<TemplateId | null> {
  const living = selectLiving(store, workspaceId).clearSelect().select('id');
  const row = await (start === null ? living : living.where('id', '<', start))
    .orderBy('id', 'desc')
    .offset(SCAN_STEP_ROWS - 1)
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

function matches(eb: ExpressionBuilder<Database, 'templates'>, filter: TemplateFilter) {
  const { wabaId, status, category, language, name } = filter;
  return eb.and([
    ...(wabaId === undefined ? [] : [eb('waba_id', '=', wabaId)]),
    ...(status === undefined ? [] : [eb('status', '=', status)]),
    ...(category === undefined ? [] : [eb('category', '=', category)]),
    ...(language === undefined ? [] : [eb('language', '=', templateLanguage(language))]),
    ...(name === undefined ? [] : [eb('name', '=', name)]),
  ]);
}
