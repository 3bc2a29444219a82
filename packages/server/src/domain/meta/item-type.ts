import { isJsonObject, type JsonObject, objectOf, stringOf } from './meta-body.ts';
import type { MetaItem } from './meta-item.ts';

/** Types of fields that are one event per item whatever the content (CONTRACTS 8.1). */
const TYPE_BY_FIELD: ReadonlyMap<string, string> = new Map([
  ['template_category_update', 'template.category_updated'],
  ['message_template_components_update', 'template.components_updated'],
  ['phone_number_quality_update', 'phone_number.quality_updated'],
  ['phone_number_name_update', 'phone_number.name_updated'],
  ['account_update', 'account.updated'],
  ['account_alerts', 'account.alerted'],
  ['account_review_update', 'account.reviewed'],
  ['business_capability_update', 'account.capability_updated'],
  ['security', 'account.security'],
  ['flows', 'flow.updated'],
  ['payment_configuration_update', 'payment_configuration.updated'],
  ['partner_solutions', 'partner_solution.updated'],
  ['business_username_updates', 'username.updated'],
  ['business_username_update', 'username.updated'],
]);

const GROUP_TYPE_BY_FIELD: ReadonlyMap<string, string> = new Map([
  ['group_lifecycle_update', 'group.lifecycle_updated'],
  ['group_participants_update', 'group.participants_updated'],
  ['group_settings_update', 'group.settings_updated'],
  ['group_status_update', 'group.status_updated'],
]);

const TYPE_BY_KIND = {
  call_status: 'call.status_change',
  echo: 'message.echoed',
  error: 'channel.error_reported',
  history: 'history.synced',
  history_message: 'history.synced',
  state_sync: 'app_state.synced',
  conversion: 'conversion.reported',
} as const;

const TEMPLATE_EVENTS: ReadonlySet<string> = new Set([
  'approved',
  'rejected',
  'paused',
  'disabled',
  'flagged',
  'archived',
  'deleted',
  'in_appeal',
  'limit_exceeded',
  'locked',
  'pending',
  'reinstated',
  'pending_deletion',
]);

const MESSAGE_STATUSES: ReadonlySet<string> = new Set(['sent', 'delivered', 'read', 'failed', 'played']);
const CALL_STATUS_EVENTS: ReadonlySet<string> = new Set(['status_change', 'ringing', 'accepted', 'rejected']);

const FIELD_LENGTH_MAX = 64;
const NOT_A_NAME = /[^A-Za-z0-9_]/g;

/** The native event type of an item (CONTRACTS 8.1). What has no name of its own is `meta.<field>`. */
export function eventTypeOf(meta: MetaItem): string {
  return knownTypeOf(meta) ?? unknownTypeOf(meta.field);
}

/** True for changes that Meta addresses to a business portfolio and not to a WABA (CONTRACTS 1.4). */
export function isBusinessChange(field: string, value: JsonObject): boolean {
  if (field === 'partner_solutions') return true;
  return field === 'account_update' && /^(?:PARTNER_|MM_LITE_|AD_ACCOUNT_)/i.test(stringOf(value.event) ?? '');
}

/** A word of Meta's in lower case: the same word comes in different cases (M6). Empty when it is no string. */
export function wordOf(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase() : '';
}

function unknownTypeOf(field: string): string {
  const name = field.slice(0, FIELD_LENGTH_MAX).replace(NOT_A_NAME, '_');
  return `meta.${name === '' ? 'unknown' : name}`;
}

function knownTypeOf(meta: MetaItem): string | null {
  if (meta.kind === 'change') return changeTypeOf(meta);
  if (meta.kind === 'entry' || !isJsonObject(meta.item)) return null;
  const { kind, item } = meta;
  if (kind === 'message') return messageTypeOf(item);
  if (kind === 'status') return statusTypeOf(item);
  if (kind === 'call') return callTypeOf(item);
  if (kind === 'preference') return preferenceTypeOf(item);
  if (kind === 'group') return GROUP_TYPE_BY_FIELD.get(meta.field) ?? null;
  return TYPE_BY_KIND[kind];
}

function messageTypeOf(message: JsonObject): string {
  const type = wordOf(message.type);
  const told = type === 'unsupported' ? wordOf(objectOf(message.unsupported).type) : type;
  if (told === 'edit') return 'message.edited';
  if (told === 'revoke') return 'message.revoked';
  return type === 'system' ? 'contact.identity_changed' : 'message.received';
}

function statusTypeOf(status: JsonObject): string | null {
  const type = wordOf(status.type);
  if (type === 'call') return 'call.status_change';
  if (type === 'payment') return 'message.payment_updated';
  const word = wordOf(status.status);
  return MESSAGE_STATUSES.has(word) ? `message.${word}` : null;
}

function callTypeOf(call: JsonObject): string | null {
  const event = wordOf(call.event);
  if (event === 'connect' || event === 'terminate') return `call.${event}`;
  return CALL_STATUS_EVENTS.has(event === '' ? wordOf(call.status) : event) ? 'call.status_change' : null;
}

function preferenceTypeOf(preference: JsonObject): string | null {
  const choice = wordOf(preference.value);
  if (choice === 'stop') return 'contact.opted_out';
  return choice === 'resume' ? 'contact.opted_in' : null;
}

function changeTypeOf({ field, value }: MetaItem): string | null {
  if (field === 'message_template_status_update' || field === 'message_template_quality_update') {
    return templateTypeOf(value);
  }
  return TYPE_BY_FIELD.get(field) ?? null;
}

/** By content: Meta prints a quality change under the field of the status changes (M2). */
function templateTypeOf(value: JsonObject): string | null {
  if ('new_quality_score' in value) return 'template.quality_updated';
  const event = wordOf(value.event);
  return TEMPLATE_EVENTS.has(event) ? `template.${event}` : null;
}
