import type { Actor } from '../../domain/audit.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { ChannelId, TemplateId, WorkspaceId } from '../../domain/ids.ts';
import { listOf, objectOf, stringOf } from '../../domain/meta/meta-body.ts';
import type { RecordWrite } from '../../platform/db/record-write.ts';
import { TemplateBook } from './template-book.ts';
import {
  applyFacts,
  CLOCKS_APART_MS,
  draftTemplate,
  isGoneStatus,
  isSameTemplate,
  knownSinceMs,
  markDeleted,
  nextRevision,
  readFromMeta,
  succeed,
  type TemplateFacts,
} from './template-facts.ts';
import { type TemplateRecord, toTemplateWrite } from './template-row.ts';
import { findNamedTemplates, listTemplatesAfter, markSynced, type TemplatesOf } from './templates.store.ts';
import { accountOf, askMeta, type TemplatesContext, writeTogether } from './templates-context.ts';
import { type ListedTemplate, readListedTemplate, TEMPLATE_FIELDS } from './told-facts.ts';

/** What a sync came to. */
export interface SyncCounts {
  /** Templates that Meta has. */
  readonly synced: number;
  readonly created: number;
  readonly updated: number;
  /** Those that are gone at Meta. */
  readonly deleted: number;
}

export interface SyncRequest {
  readonly workspaceId: WorkspaceId;
  readonly channelId: ChannelId;
  /** Who asked for it. Null: nobody, the gateway does it by itself, and nothing stands in the audit log. */
  readonly actor: Actor | null;
}

/** Makes the templates of a channel's account what they are at Meta. */
export type SyncTemplates = (request: SyncRequest) => Promise<SyncCounts>;

/** Templates asked for at once, and rows of one transaction. Escaped to ASCII one of them can be 15 KB, and the answer has to fit into 1 MB. */
const PAGE_TEMPLATES = 50;
/** Pages of one sync: 5,000 templates, 20 times what Meta lets most accounts have (CONTRACTS 2.5). */
const PAGES_MAX = 100;
/** How long the pages may take together. A call of the API waits for them. */
const READ_MS_MAX = 120_000;
/** Rows that are looked at at once when those that are gone are searched. */
const WALK_ROWS = 250;

/**
 * Makes what syncs templates, one account at a time in a process: who asks while it is under way gets what that one comes
 * to. Everything is read before anything is written, so a sync that fails changes nothing.
 *
 * A sync moves rows and makes no events: events from Meta carry Meta's own body, and here there is none.
 *
 * @throws (from what is made) PosthornError `not_found` (channel), `channel_not_connected`, `meta_refused`, `meta_unavailable`, `conflict`.
 */
export function createSync(ctx: TemplatesContext): SyncTemplates {
  const running = new Map<string, Promise<SyncCounts>>();
  return async ({ workspaceId, channelId, actor }) => {
    const of = await accountOf(ctx.store, workspaceId, channelId);
    const key = `${workspaceId} ${of.wabaId}`;
    const sync = running.get(key) ?? syncAccount(ctx, of, channelId).finally(() => running.delete(key));
    running.set(key, sync);
    const counts = await sync;
    if (actor !== null) await recordSync(ctx, of, { actor, channelId, counts });
    return counts;
  };
}

async function syncAccount(ctx: TemplatesContext, of: TemplatesOf, channelId: ChannelId): Promise<SyncCounts> {
  const read = await readAll(ctx, of, channelId);
  let [created, updated] = [0, 0];
  for (const page of read.pages) {
    const written = await writeTogether(ctx, () => planPage(ctx, of, page));
    created += written.created;
    updated += written.updated;
    const templateIds = page.templates.map((template) => template.templateId);
    await markSynced(ctx.store, of, { templateIds, atMs: page.atMs });
  }
  const deleted = read.isComplete ? await deleteMissing(ctx, of, read) : 0;
  return { synced: read.templateIds.size, created, updated, deleted };
}

interface ReadPage {
  /** When it was asked for, by our clock. */
  readonly atMs: number;
  readonly templates: readonly ListedTemplate[];
}

interface ReadTemplates {
  readonly startedAtMs: number;
  readonly pages: readonly ReadPage[];
  readonly templateIds: ReadonlySet<string>;
  /** False: Meta has more than is read. */
  readonly isComplete: boolean;
}

async function readAll(ctx: TemplatesContext, of: TemplatesOf, channelId: ChannelId): Promise<ReadTemplates> {
  const startedAtMs = ctx.nowMs();
  const pages: ReadPage[] = [];
  let after: string | null = null;
  do {
    const atMs = ctx.nowMs();
    if (ctx.isStopping() || atMs - startedAtMs > READ_MS_MAX) {
      throw new PosthornError('meta_unavailable', 'The templates were not all listed in time. Nothing was changed.');
    }
    const page: { readonly items: readonly unknown[]; readonly next: string | null } = await readPage(ctx, of, {
      channelId,
      after,
    });
    pages.push({ atMs, templates: page.items.map(readListedTemplate).filter((template) => template !== null) });
    after = page.next;
  } while (after !== null && pages.length < PAGES_MAX);
  const templateIds = new Set(pages.flatMap((page) => page.templates.map((template) => template.templateId)));
  return { startedAtMs, pages, templateIds, isComplete: after === null };
}

async function readPage(
  ctx: TemplatesContext,
  { workspaceId, wabaId }: TemplatesOf,
  { channelId, after }: { readonly channelId: ChannelId; readonly after: string | null },
) {
  const body = await askMeta(ctx, {
    workspaceId,
    channelId,
    method: 'GET',
    path: `${wabaId}/message_templates`,
    query: { fields: TEMPLATE_FIELDS, limit: String(PAGE_TEMPLATES), ...(after === null ? {} : { after }) },
  });
  if (!Array.isArray(body.data)) {
    throw new PosthornError('meta_unavailable', 'Meta answered with something that is no list of templates.');
  }
  const paging = objectOf(body.paging);
  const items = listOf(body.data);
  const hasMore = items.length > 0 && stringOf(paging.next) !== null;
  return { items, next: hasMore ? stringOf(objectOf(paging.cursors).after) : null };
}

interface PlannedPage {
  readonly records: readonly RecordWrite[];
  readonly created: number;
  readonly updated: number;
}

/** What a page does to the rows as they are now. */
async function planPage(ctx: TemplatesContext, of: TemplatesOf, page: ReadPage): Promise<PlannedPage> {
  const book = new TemplateBook(
    await findNamedTemplates(ctx.store, of, {
      templateIds: page.templates.map((template) => template.templateId),
      names: page.templates.map((template) => template.name),
    }),
  );
  const changed = new Map<TemplateId, TemplateRecord>();
  for (const listed of page.templates) {
    const was = book.find(listed);
    const after = was === null ? newTemplate(ctx, of, { listed, page }) : moved(was, listed, page.atMs);
    // What is as it was is only noted as read: its version stays.
    if (was !== null && isSameTemplate(was, after)) continue;
    book.put(after);
    changed.set(after.id, after);
  }
  const steps = Array.from(changed.values(), (after) => ({ before: book.before(after), after }));
  const created = steps.filter(({ before }) => before === null || before.deletedAtMs !== null).length;
  return {
    records: steps.map(({ before, after }) => toTemplateWrite(nextRevision(before, after), null)),
    created,
    updated: steps.length - created,
  };
}

function newTemplate(
  ctx: TemplatesContext,
  of: TemplatesOf,
  { listed, page: { atMs } }: { readonly listed: ListedTemplate; readonly page: ReadPage },
): TemplateRecord {
  const { templateId, name, language, facts } = listed;
  const draft = draftTemplate({ ...of, id: ctx.newTemplateId(), templateId, name, language, nowMs: ctx.nowMs() });
  return { ...applyFacts(draft, facts, readFromMeta(atMs)), syncedAtMs: atMs };
}

/** A known template as Meta's list shows it. */
function moved(was: TemplateRecord, { templateId, facts }: ListedTemplate, atMs: number): TemplateRecord {
  const telling = readFromMeta(atMs);
  if (was.templateId !== templateId) {
    const lives = facts.status !== undefined && !isGoneStatus(facts.status.status);
    return lives && atMs >= knownSinceMs(was, 'status') ? applyFacts(succeed(was, templateId), facts, telling) : was;
  }
  // Meta's list may still show for a while what was deleted.
  if (was.deletedAtMs !== null && atMs < was.deletedAtMs + CLOCKS_APART_MS) return was;
  const { status } = facts;
  if (status === undefined) return applyFacts(was, facts, telling);
  return applyFacts(was, { ...facts, status: { ...status, reason: knownReason(was, status) } }, telling);
}

/** Meta's list has its word alone, and none for a pause: a webhook told more of the same. */
function knownReason(was: TemplateRecord, { status, reason }: NonNullable<TemplateFacts['status']>): string | null {
  const isSame = status === was.status && status !== 'APPROVED';
  return isSame && (reason === null || was.reason?.startsWith(reason)) ? was.reason : reason;
}

/** Marks what Meta does not list any more. What is younger than Meta's list may be stays. */
async function deleteMissing(
  ctx: TemplatesContext,
  of: TemplatesOf,
  { startedAtMs, templateIds }: ReadTemplates,
): Promise<number> {
  let deleted = 0;
  let afterId: TemplateId | null = null;
  const isMissing = (template: TemplateRecord) =>
    !templateIds.has(template.templateId) &&
    template.createdAtMs < startedAtMs - CLOCKS_APART_MS &&
    (template.toldAtMs.status ?? 0) <= startedAtMs;
  do {
    const start: TemplateId | null = afterId;
    const page = await writeTogether(ctx, async () => {
      const rows = await listTemplatesAfter(ctx.store, of, { afterId: start, limit: WALK_ROWS });
      const gone = rows.filter(isMissing);
      const records = gone.map((template) =>
        toTemplateWrite(nextRevision(template, markDeleted(template, startedAtMs)), null),
      );
      return { records, lastId: rows.length < WALK_ROWS ? null : (rows.at(-1)?.id ?? null) };
    });
    deleted += page.records.length;
    afterId = page.lastId;
  } while (afterId !== null);
  return deleted;
}

async function recordSync(
  ctx: TemplatesContext,
  { workspaceId, wabaId }: TemplatesOf,
  { actor, channelId, counts }: { readonly actor: Actor; readonly channelId: ChannelId; readonly counts: SyncCounts },
): Promise<void> {
  const entry = {
    workspaceId,
    actor,
    action: 'template.synced',
    resourceType: 'channel',
    resourceId: channelId,
    before: null,
    after: { waba_id: wabaId, ...counts },
  };
  await ctx.write([ctx.auditRow(entry)]);
}
