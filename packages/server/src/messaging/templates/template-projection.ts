import type { NewEvent } from '../../domain/event.ts';
import type { EventId, TemplateId } from '../../domain/ids.ts';
import type { RecordWrite } from '../../platform/db/record-write.ts';
import { TemplateBook } from './template-book.ts';
import {
  applyFacts,
  draftTemplate,
  isGoneStatus,
  knownSinceMs,
  nextRevision,
  succeed,
  type TemplateFacts,
  toldByMeta,
} from './template-facts.ts';
import { type TemplateRecord, toTemplateWrite } from './template-row.ts';
import type { NamedTemplates, TemplatesOf } from './templates.store.ts';
import { factsOfEvent, type ToldTemplate, toldTemplateOf } from './told-facts.ts';

export interface TemplateProjectionContext {
  readonly findNamedTemplates: (of: TemplatesOf, named: NamedTemplates) => Promise<readonly TemplateRecord[]>;
  readonly newTemplateId: () => TemplateId;
}

/**
 * What events of the types `template.*` do to the rows of templates, to be written with the events and only if they are
 * new. There is one write for each template: of several events about one it depends on the last that changes it, for Meta
 * repeats a body as a whole or not at all. Whoever writes them asks again after a RecordConflictError.
 */
export async function planTemplates(
  ctx: TemplateProjectionContext,
  events: readonly NewEvent[],
): Promise<readonly RecordWrite[]> {
  const told = events.flatMap((event) => {
    const about = event.origin === 'meta' && event.type.startsWith('template.') ? toldTemplateOf(event) : null;
    return about === null ? [] : [{ event, about }];
  });
  const writes: RecordWrite[] = [];
  for (const group of Map.groupBy(told, ({ event, about }) => `${event.workspaceId} ${about.wabaId}`).values()) {
    writes.push(...(await planAccount(ctx, group)));
  }
  return writes;
}

interface ToldEvent {
  readonly event: NewEvent;
  readonly about: ToldTemplate;
}

/** The events are of one workspace and one account. */
async function planAccount(
  ctx: TemplateProjectionContext,
  told: readonly ToldEvent[],
): Promise<readonly RecordWrite[]> {
  const [first] = told;
  if (first === undefined) return [];
  const of = { workspaceId: first.event.workspaceId, wabaId: first.about.wabaId };
  const book = new TemplateBook(
    await ctx.findNamedTemplates(of, {
      templateIds: told.flatMap(({ about }) => about.templateId ?? []),
      names: told.flatMap(({ about }) => about.name ?? []),
    }),
  );
  const changed = new Map<TemplateId, { readonly after: TemplateRecord; readonly causeId: EventId | null }>();
  for (const one of told) {
    const after = projectTemplate(one, book, ctx.newTemplateId);
    if (after === null) continue;
    book.put(after);
    changed.set(after.id, { after, causeId: one.event.dedupeKey === null ? null : one.event.id });
  }
  return Array.from(changed.values(), ({ after, causeId }) =>
    toTemplateWrite(nextRevision(book.before(after), after), causeId),
  );
}

/** The template after an event. Null: the event changes nothing. */
function projectTemplate(
  { event, about }: ToldEvent,
  book: TemplateBook,
  newTemplateId: () => TemplateId,
): TemplateRecord | null {
  const telling = toldByMeta(event.occurredAtMs);
  const was = book.find(about);
  const facts = factsOfEvent(event, was);
  const lives = facts.status !== undefined && !isGoneStatus(facts.status.status);
  if (was === null) return lives ? projectUnknown(event, { about, facts }, newTemplateId) : null;
  const isOther = about.templateId !== null && was.templateId !== about.templateId;
  if (!isOther) return changedOrNull(was, applyFacts(was, facts, telling));
  // Only a later word that the other one lives tells that the one we know is gone.
  if (!lives || about.templateId === null || telling.atMs < knownSinceMs(was, 'status')) return null;
  return applyFacts(succeed(was, about.templateId), factsOfEvent(event, null), telling);
}

/** A template that nobody told us of before: what it says is read from Meta with the next sync. */
function projectUnknown(
  { workspaceId, createdAtMs, occurredAtMs }: NewEvent,
  { about, facts }: { readonly about: ToldTemplate; readonly facts: TemplateFacts },
  newTemplateId: () => TemplateId,
): TemplateRecord | null {
  const { wabaId, templateId, name, language } = about;
  if (templateId === null || name === null || language === null) return null;
  const named = { workspaceId, wabaId, templateId, name, language };
  const draft = draftTemplate({ ...named, id: newTemplateId(), nowMs: createdAtMs });
  return applyFacts(draft, facts, toldByMeta(occurredAtMs));
}

function changedOrNull(before: TemplateRecord, after: TemplateRecord): TemplateRecord | null {
  return before === after ? null : after;
}
