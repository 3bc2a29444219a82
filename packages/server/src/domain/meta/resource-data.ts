import { wordOf } from './item-type.ts';
import { firstErrorOf } from './message-content.ts';
import {
  digitsOf,
  idTextOf,
  isJsonObject,
  type JsonObject,
  listOf,
  numberOf,
  objectOf,
  stringOf,
  timeMsOf,
} from './meta-body.ts';
import type { MetaItem } from './meta-item.ts';

type Entries = readonly (readonly [string, unknown])[];

/** Keys of Meta's around an item that are shown as `channel` and `contact`, not as part of the resource. */
const AROUND: ReadonlySet<string> = new Set(['messaging_product', 'metadata', 'contacts']);

/**
 * The resource that an event other than a message is about, flat and in snake_case, as key and value in order:
 *
 * - `template.*`: `template_id` (text), `name`, `language`, then by type `category, event, reason, disable_info,
 *   other_info, rejection_info`; `previous_quality_score, new_quality_score`; `previous_category, new_category,
 *   correct_category, category_update_timestamp`; `title, body, footer, buttons[{type, text, url, phone_number}]`
 * - `call.*`: `call_id, direction (inbound, outbound), from, to, event, status (lower case), session, start_time,
 *   end_time (ISO 8601), duration_seconds, deeplink_payload, cta_payload, callback_data, error`
 * - `contact.identity_changed`: `message_id, change, text, previous_phone, new_phone, identity`
 * - `contact.opted_out`, `.opted_in`: `category, choice, detail`
 * - `channel.error_reported`: `code, title, message, details, href`
 * - `history.synced`: `phase, chunk_order, progress, threads, message, error`; a media message that comes after its
 *   chunk is `message`, without `threads`
 * - `app_state.synced`: `entity, action, full_name, first_name, phone_number`
 * - `conversion.reported`: `message_id, event_name, ctwa_clid, currency, value` (price × 1000, M15)
 * - `meta.*`: `field, value` as received
 * - the rest (`account.*`, `phone_number.*`, `flow.*`, `group.*`, …): Meta's own fields under Meta's own names
 *
 * Fields of Meta's object that its line leaves out follow under their own names, so a new one is not lost.
 */
export function resourceOf(type: string, meta: MetaItem): Entries {
  if (type.startsWith('meta.'))
    return [
      ['field', meta.field],
      ['value', meta.item ?? null],
    ];
  if (type.startsWith('template.')) return templateOf(type, meta);
  if (type.startsWith('call.')) return callOf(meta);
  const item = objectOf(meta.item);
  switch (type) {
    case 'contact.identity_changed':
      return identityChangeOf(item);
    case 'contact.opted_out':
    case 'contact.opted_in':
      return preferenceOf(item);
    case 'channel.error_reported':
      return errorOf(item);
    case 'history.synced':
      return historyOf(meta, item);
    case 'app_state.synced':
      return appStateOf(item);
    case 'conversion.reported':
      return conversionOf(item);
    default:
      return [...othersOf(item, AROUND)];
  }
}

function templateOf(type: string, meta: MetaItem): Entries {
  const { value } = meta;
  const head: Entries = [
    ['template_id', idTextOf(value.message_template_id)],
    ['name', value.message_template_name ?? null],
    ['language', value.message_template_language ?? null],
  ];
  const names = TEMPLATE_KEYS_BY_TYPE.get(type) ?? TEMPLATE_STATUS_KEYS;
  const body = names.map(([key, metaKey]) => [key, value[metaKey] ?? meta.change[metaKey] ?? null] as const);
  const entries = [...head, ...body].map(([key, part]) => [key, key === 'buttons' ? buttonsOf(part) : part] as const);
  return [...entries, ...othersOf(value, new Set([...TEMPLATE_HEAD_KEYS, ...names.map(([, metaKey]) => metaKey)]))];
}

const TEMPLATE_HEAD_KEYS = ['message_template_id', 'message_template_name', 'message_template_language'] as const;

/** Our name and Meta's. `rejection_info` is sometimes beside the value (M8). */
const TEMPLATE_STATUS_KEYS: readonly (readonly [string, string])[] = [
  ['category', 'message_template_category'],
  ['event', 'event'],
  ['reason', 'reason'],
  ['disable_info', 'disable_info'],
  ['other_info', 'other_info'],
  ['rejection_info', 'rejection_info'],
];

const TEMPLATE_KEYS_BY_TYPE: ReadonlyMap<string, readonly (readonly [string, string])[]> = new Map([
  [
    'template.quality_updated',
    [
      ['previous_quality_score', 'previous_quality_score'],
      ['new_quality_score', 'new_quality_score'],
    ],
  ],
  [
    'template.category_updated',
    [
      ['previous_category', 'previous_category'],
      ['new_category', 'new_category'],
      ['correct_category', 'correct_category'],
      ['category_update_timestamp', 'category_update_timestamp'],
    ],
  ],
  [
    'template.components_updated',
    [
      ['title', 'message_template_title'],
      ['body', 'message_template_element'],
      ['footer', 'message_template_footer'],
      ['buttons', 'message_template_buttons'],
    ],
  ],
]);

function buttonsOf(buttons: unknown): unknown {
  if (!Array.isArray(buttons)) return buttons;
  return listOf(buttons).map((element) => {
    const button = objectOf(element);
    return {
      type: button.message_template_button_type ?? null,
      text: button.message_template_button_text ?? null,
      url: button.message_template_button_url ?? null,
      phone_number: button.message_template_button_phone_number ?? null,
    };
  });
}

const CALL_KEYS: ReadonlySet<string> = new Set([
  'id',
  'direction',
  'from',
  'to',
  'recipient_id',
  'event',
  'type',
  'status',
  'session',
  'start_time',
  'end_time',
  'duration',
  'deeplink_payload',
  'cta_payload',
  'biz_opaque_callback_data',
  'errors',
  'timestamp',
]);

/** A status comes only for calls that the business started (CONTRACTS 1.7). */
function callOf(meta: MetaItem): Entries {
  const call = objectOf(meta.item);
  const isStatus = meta.kind !== 'call';
  return [
    ['call_id', idTextOf(call.id)],
    ['direction', isStatus ? 'outbound' : directionOf(call)],
    ['from', digitsOf(isStatus ? objectOf(meta.value.metadata).display_phone_number : call.from)],
    ['to', digitsOf(isStatus ? call.recipient_id : call.to)],
    ['event', wordOf(call.event) || null],
    ['status', wordOf(call.status) || null],
    ['session', call.session ?? null],
    ['start_time', isoTimeOf(call.start_time)],
    ['end_time', isoTimeOf(call.end_time)],
    ['duration_seconds', numberOf(call.duration)],
    ['deeplink_payload', call.deeplink_payload ?? null],
    ['cta_payload', call.cta_payload ?? null],
    ['callback_data', call.biz_opaque_callback_data ?? null],
    ['error', firstErrorOf(call.errors ?? meta.value.errors)],
    ...othersOf(call, CALL_KEYS),
  ];
}

function directionOf(call: JsonObject): string | null {
  const direction = wordOf(call.direction);
  if (direction === 'user_initiated') return 'inbound';
  return direction === 'business_initiated' ? 'outbound' : null;
}

function identityChangeOf(message: JsonObject): Entries {
  const system = objectOf(message.system);
  return [
    ['message_id', idTextOf(message.id)],
    ['change', stringOf(system.type)],
    ['text', stringOf(system.body)],
    ['previous_phone', digitsOf(message.from) ?? digitsOf(system.customer)],
    ['new_phone', digitsOf(system.wa_id) ?? digitsOf(system.new_wa_id)],
    ['identity', system.identity ?? null],
  ];
}

function preferenceOf(preference: JsonObject): Entries {
  return [
    ['category', stringOf(preference.category)],
    ['choice', wordOf(preference.value)],
    ['detail', stringOf(preference.detail)],
    ...othersOf(preference, PREFERENCE_KEYS),
  ];
}

const PREFERENCE_KEYS: ReadonlySet<string> = new Set([
  'category',
  'value',
  'detail',
  'timestamp',
  'wa_id',
  'user_id',
  'parent_user_id',
]);

function errorOf(error: JsonObject): Entries {
  const first = firstErrorOf([error]);
  return [
    ['code', first?.code ?? null],
    ['title', first?.title ?? null],
    ['message', stringOf(error.message)],
    ['details', first?.details ?? null],
    ['href', stringOf(error.href)],
  ];
}

function historyOf(meta: MetaItem, item: JsonObject): Entries {
  const isMessage = meta.kind === 'history_message';
  const metadata = objectOf(item.metadata);
  return [
    ['phase', isMessage ? null : numberOf(metadata.phase)],
    ['chunk_order', isMessage ? null : numberOf(metadata.chunk_order)],
    ['progress', isMessage ? null : numberOf(metadata.progress)],
    ['threads', isMessage ? null : (item.threads ?? null)],
    ['message', isMessage ? item : null],
    ['error', isMessage ? null : firstErrorOf(item.errors)],
  ];
}

function appStateOf(item: JsonObject): Entries {
  const contact = objectOf(item.contact);
  return [
    ['entity', stringOf(item.type)],
    ['action', stringOf(item.action)],
    ['full_name', stringOf(contact.full_name)],
    ['first_name', stringOf(contact.first_name)],
    ['phone_number', idTextOf(contact.phone_number)],
    ...othersOf(item, APP_STATE_KEYS),
  ];
}

const APP_STATE_KEYS: ReadonlySet<string> = new Set(['type', 'action', 'contact', 'metadata']);

function conversionOf(item: JsonObject): Entries {
  const custom = objectOf(item.custom_data);
  return [
    ['message_id', idTextOf(item.id)],
    ['event_name', stringOf(item.event_name)],
    ['ctwa_clid', stringOf(item.ctwa_clid)],
    ['currency', stringOf(custom.currency)],
    ['value', numberOf(custom.value)],
    ...othersOf(item, CONVERSION_KEYS),
  ];
}

const CONVERSION_KEYS: ReadonlySet<string> = new Set(['id', 'event_name', 'ctwa_clid', 'custom_data', 'timestamp']);

function isoTimeOf(value: unknown): string | null {
  const timeMs = timeMsOf(value);
  return timeMs === null ? null : new Date(timeMs).toISOString();
}

/** The fields that are not among the known ones, as they are. */
function othersOf(object: JsonObject, known: ReadonlySet<string>): Entries {
  if (!isJsonObject(object)) return [];
  return Object.keys(object)
    .filter((key) => !known.has(key))
    .map((key) => [key, object[key]] as const);
}
