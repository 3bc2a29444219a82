import type { EventId } from '../../domain/ids.ts';
import type { JsonObject } from '../../domain/meta/meta-body.ts';
import type { Template, TemplateParameterFormat } from '../../domain/template.ts';
import type { RecordTable, RecordWrite } from '../../platform/db/record-write.ts';
import { storableText } from '../../platform/db/storable-text.ts';
import type { TemplateRow } from '../../platform/db/tables.ts';

/** What Meta tells of a template each by itself, in webhooks of its own. */
export const TEMPLATE_FACETS = ['status', 'quality', 'category', 'components'] as const;
export type TemplateFacet = (typeof TEMPLATE_FACETS)[number];

/** For each facet the time of what is known of it, epoch ms. What is older is no news. */
export type ToldTimes = Readonly<Partial<Record<TemplateFacet, number>>>;

/** A template as it is stored. */
export interface TemplateRecord extends Template {
  readonly toldAtMs: ToldTimes;
}

/** The table `templates`, for the group commit. */
export const TEMPLATES_TABLE: RecordTable = {
  name: 'templates',
  columns: {
    workspace_id: 'text',
    id: 'text',
    revision: 'bigint',
    waba_id: 'text',
    template_id: 'text',
    name: 'text',
    language: 'text',
    category: 'text',
    status: 'text',
    quality: 'text',
    parameter_format: 'text',
    components: 'text',
    reason: 'text',
    created_at_ms: 'bigint',
    updated_at_ms: 'bigint',
    told_at: 'text',
    synced_at_ms: 'bigint',
    deleted_at_ms: 'bigint',
  } satisfies Record<keyof TemplateRow, 'text' | 'bigint' | 'integer'>,
};

/** A template as the group commit writes it: a new row, or one that takes the place of the revision before. */
export function toTemplateWrite(template: TemplateRecord, causeId: EventId | null): RecordWrite {
  const row: TemplateRow = {
    workspace_id: template.workspaceId,
    id: template.id,
    revision: template.revision,
    waba_id: template.wabaId,
    template_id: template.templateId,
    name: storableText(template.name) ?? '',
    language: storableText(template.language) ?? '',
    category: storableText(template.category),
    status: storableText(template.status) ?? '',
    quality: storableText(template.quality),
    parameter_format: template.parameterFormat,
    components: JSON.stringify(template.components),
    reason: storableText(template.reason),
    created_at_ms: template.createdAtMs,
    updated_at_ms: template.updatedAtMs,
    told_at: JSON.stringify(template.toldAtMs),
    synced_at_ms: template.syncedAtMs,
    deleted_at_ms: template.deletedAtMs,
  };
  return { table: TEMPLATES_TABLE, row: { ...row }, causeId };
}

/** A template as its row tells it. `as` here: the JSON is our own, and the format is one of two words. */
export function toTemplate(row: TemplateRow): TemplateRecord {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    revision: row.revision,
    wabaId: row.waba_id,
    templateId: row.template_id,
    name: row.name,
    language: row.language,
    category: row.category,
    status: row.status,
    quality: row.quality,
    parameterFormat: row.parameter_format as TemplateParameterFormat | null,
    components: JSON.parse(row.components) as readonly JsonObject[],
    reason: row.reason,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    toldAtMs: JSON.parse(row.told_at ?? '{}') as ToldTimes,
    syncedAtMs: row.synced_at_ms,
    deletedAtMs: row.deleted_at_ms,
  };
}
