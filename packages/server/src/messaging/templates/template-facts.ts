import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { TemplateId, WorkspaceId } from '../../domain/ids.ts';
import type { JsonObject } from '../../domain/meta/meta-body.ts';
import type { TemplateParameterFormat } from '../../domain/template.ts';
import { TEMPLATE_FACETS, type TemplateFacet, type TemplateRecord } from './template-row.ts';

/** What became known of a template. What is not there was not told. */
export interface TemplateFacts {
  readonly status?: { readonly status: string; readonly reason: string | null };
  readonly quality?: string;
  readonly category?: string;
  readonly components?: {
    readonly components: readonly JsonObject[];
    /** Null: as it was. */
    readonly parameterFormat: TemplateParameterFormat | null;
  };
}

/** When it became known. */
export interface Telling {
  /** Facts are news when nothing later is known of the same facet. Epoch ms. */
  readonly atMs: number;
  /** From when on what others tell is newer. Lies before `atMs` where that is our own clock and not Meta's. */
  readonly toldAtMs: number;
}

/** Our clock may be ahead of Meta's by as much; ingest accepts as much of a future. */
export const CLOCKS_APART_MS = 5 * 60_000;

/** What Meta told at a time of its own clock. */
export function toldByMeta(atMs: number): Telling {
  return { atMs, toldAtMs: atMs };
}

/**
 * What was read from Meta at a time of our own clock. A webhook about something that happened right afterwards may bear an
 * earlier time, and is news all the same.
 */
export function readFromMeta(atMs: number): Telling {
  return { atMs, toldAtMs: atMs - CLOCKS_APART_MS };
}

const GONE: ReadonlySet<string> = new Set(['DELETED', 'PENDING_DELETION']);

/** True for a status that no template comes back from. */
export function isGoneStatus(status: string): boolean {
  return GONE.has(status);
}

/** What names a template at Meta. */
export interface TemplateName {
  readonly templateId: string;
  readonly name: string;
  /** In the spelling of `templateLanguage`. */
  readonly language: string;
}

interface NewTemplate extends TemplateName {
  readonly id: TemplateId;
  readonly workspaceId: WorkspaceId;
  readonly wabaId: string;
  readonly nowMs: number;
}

/** A template of which nothing is known yet, and which is not stored: facts make it one. */
export function draftTemplate({ nowMs, ...named }: NewTemplate): TemplateRecord {
  return {
    ...named,
    ...UNKNOWN,
    revision: 0,
    status: '',
    createdAtMs: nowMs,
    updatedAtMs: 0,
    syncedAtMs: null,
    deletedAtMs: null,
  };
}

const UNKNOWN = {
  category: null,
  quality: null,
  parameterFormat: null,
  components: [],
  reason: null,
  toldAtMs: {},
} as const satisfies Partial<TemplateRecord>;

/**
 * Moves a template to what became known of it. Each facet by itself never moves backwards in time, whatever the order in
 * which Meta's webhooks come. One that was deleted comes back only by a later word that it lives.
 *
 * @returns the same object when nothing of it is news.
 */
export function applyFacts(template: TemplateRecord, facts: TemplateFacts, telling: Telling): TemplateRecord {
  if (template.deletedAtMs !== null && !bringsBack(template.deletedAtMs, facts, telling)) return template;
  const news = TEMPLATE_FACETS.filter(
    (facet) => facts[facet] !== undefined && telling.atMs >= knownSinceMs(template, facet),
  );
  const moved = news.reduce((was, facet) => moveFacet(was, facet, { facts, telling }), template);
  if (!isSameTemplate(moved, template)) return { ...moved, updatedAtMs: Math.max(template.updatedAtMs, telling.atMs) };
  return isDeepStrictEqual(moved.toldAtMs, template.toldAtMs) ? template : moved;
}

/** True when nothing but the time of what is known differs. */
export function isSameTemplate(one: TemplateRecord, other: TemplateRecord): boolean {
  return isDeepStrictEqual({ ...one, toldAtMs: null }, { ...other, toldAtMs: null });
}

/** Marks a template as gone. `atMs` is the time from which on it would have to be told to live. */
export function markDeleted(template: TemplateRecord, atMs: number): TemplateRecord {
  // Also when Meta's clock is ahead and the last word bears a later time.
  const telling = toldByMeta(Math.max(atMs, knownSinceMs(template, 'status')));
  return applyFacts(template, { status: { status: 'DELETED', reason: null } }, telling);
}

/**
 * The template that took the name of another one, of which we were not told that it is gone: Meta has no two of one name
 * and language. Nothing of the other one holds any more.
 */
export function succeed(template: TemplateRecord, templateId: string): TemplateRecord {
  return { ...template, ...UNKNOWN, templateId };
}

/** The template as it is to be written after `before`. */
export function nextRevision(before: TemplateRecord | null, after: TemplateRecord): TemplateRecord {
  assert(before === null || before.id === after.id);
  return { ...after, revision: (before?.revision ?? 0) + 1 };
}

/** The time from which on a word on a facet is news. What was read from Meta as a whole told of every facet. */
export function knownSinceMs({ toldAtMs, syncedAtMs }: TemplateRecord, facet: TemplateFacet): number {
  const readAtMs = syncedAtMs === null ? Number.NEGATIVE_INFINITY : readFromMeta(syncedAtMs).toldAtMs;
  return Math.max(toldAtMs[facet] ?? Number.NEGATIVE_INFINITY, readAtMs);
}

function bringsBack(deletedAtMs: number, { status }: TemplateFacts, { atMs }: Telling): boolean {
  return status !== undefined && !isGoneStatus(status.status) && atMs > deletedAtMs;
}

interface Told {
  readonly facts: TemplateFacts;
  readonly telling: Telling;
}

function moveFacet(template: TemplateRecord, facet: TemplateFacet, { facts, telling }: Told): TemplateRecord {
  const toldAtMs = Math.max(template.toldAtMs[facet] ?? Number.NEGATIVE_INFINITY, telling.toldAtMs);
  return {
    ...template,
    ...changeOf(template, facet, { facts, telling }),
    toldAtMs: { ...template.toldAtMs, [facet]: toldAtMs },
  };
}

function changeOf(template: TemplateRecord, facet: TemplateFacet, { facts, telling }: Told): Partial<TemplateRecord> {
  const { status, quality, category, components } = facts;
  if (facet === 'status' && status !== undefined) {
    return { ...status, deletedAtMs: status.status === 'DELETED' ? telling.atMs : null };
  }
  if (facet === 'quality' && quality !== undefined) return { quality };
  if (facet === 'category' && category !== undefined) return { category };
  if (facet !== 'components' || components === undefined) return {};
  return { ...components, parameterFormat: components.parameterFormat ?? template.parameterFormat };
}
