import type { JsonObject } from '../json.ts';
import type { Business, WebhookUpdate } from './update.ts';

/** Every `event` of `message_template_status_update` (CONTRACTS 1.8). */
export const TEMPLATE_EVENTS = [
  'APPROVED',
  'ARCHIVED',
  'DELETED',
  'DISABLED',
  'FLAGGED',
  'IN_APPEAL',
  'LIMIT_EXCEEDED',
  'LOCKED',
  'PAUSED',
  'PENDING',
  'REINSTATED',
  'PENDING_DELETION',
  'REJECTED',
] as const;

export type TemplateEvent = (typeof TEMPLATE_EVENTS)[number];

interface Template {
  readonly id: number;
  readonly name: string;
  readonly language: string;
}

export interface TemplateStatus extends Template {
  readonly event: TemplateEvent;
  readonly category: 'UTILITY' | 'MARKETING' | 'AUTHENTICATION';
  /** Meta's reason; null when a deletion is scheduled. */
  readonly reason: string | null;
  /** `disable_info`, `other_info` or `rejection_info`, where Meta says more. */
  readonly info?: JsonObject | undefined;
}

/** Meta decided about a template. */
export function buildTemplateStatusUpdate(
  business: Business,
  template: TemplateStatus,
  timeSeconds: number,
): WebhookUpdate {
  const value = {
    event: template.event,
    message_template_id: template.id,
    message_template_name: template.name,
    message_template_language: template.language,
    reason: template.reason,
    message_template_category: template.category,
    ...template.info,
  };
  return { field: 'message_template_status_update', entryId: business.wabaId, timeSeconds, value };
}

export type QualityScore = 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN';

export interface TemplateQuality extends Template {
  readonly previousScore: QualityScore;
  readonly newScore: QualityScore;
}

/** People's answers changed the quality score of a template. */
export function buildTemplateQualityUpdate(
  business: Business,
  template: TemplateQuality,
  timeSeconds: number,
): WebhookUpdate {
  const value = {
    previous_quality_score: template.previousScore,
    new_quality_score: template.newScore,
    message_template_id: template.id,
    message_template_name: template.name,
    message_template_language: template.language,
  };
  return { field: 'message_template_quality_update', entryId: business.wabaId, timeSeconds, value };
}

/** What Meta decided about the category of a template. */
export interface TemplateCategoryChange extends Template {
  readonly previousCategory: string;
  readonly newCategory: string;
  /** When it will change, unix seconds; null when it has changed. */
  readonly dueAtSeconds: number | null;
}

/** The category of a template was changed, or will be: of a change to come `new_category` is the present one. */
export function buildTemplateCategoryUpdate(
  business: Business,
  template: TemplateCategoryChange,
  timeSeconds: number,
): WebhookUpdate {
  const { id, name, language, previousCategory, newCategory, dueAtSeconds } = template;
  const value = {
    message_template_id: id,
    message_template_name: name,
    message_template_language: language,
    ...(dueAtSeconds === null
      ? { previous_category: previousCategory, new_category: newCategory }
      : {
          new_category: previousCategory,
          correct_category: newCategory,
          category_update_timestamp: dueAtSeconds,
        }),
  };
  return { field: 'template_category_update', entryId: business.wabaId, timeSeconds, value };
}
