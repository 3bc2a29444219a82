import {
  BOOLEAN_OR_NULL,
  INTEGER_OR_NULL,
  type JsonSchema,
  LIST_OR_NULL,
  NUMBER_OR_NULL,
  OBJECT_OR_NULL,
  objectOf,
  oneOf,
  orNull,
  TEXT,
  TEXT_OR_NULL,
  TIME,
  TIME_OR_NULL,
} from './schema.ts';

/** Meta's own item: whatever it sends. Absent with `format_options.raw: false`. */
const RAW: JsonSchema = { description: "Meta's own item, as received." };

const CONTACT = objectOf({
  id: TEXT_OR_NULL,
  serial: INTEGER_OR_NULL,
  bsuid: TEXT_OR_NULL,
  phone: TEXT_OR_NULL,
  name: TEXT_OR_NULL,
  username: TEXT_OR_NULL,
});

const CHANNEL = objectOf({
  id: TEXT_OR_NULL,
  phone_number_id: TEXT_OR_NULL,
  display_phone_number: TEXT_OR_NULL,
  waba_id: TEXT_OR_NULL,
});

const ERROR = objectOf({ code: NUMBER_OR_NULL, title: TEXT_OR_NULL, details: TEXT_OR_NULL });

const MEDIA = objectOf({
  id: TEXT_OR_NULL,
  url: TEXT_OR_NULL,
  mime_type: TEXT_OR_NULL,
  sha256: TEXT_OR_NULL,
  filename: TEXT_OR_NULL,
  caption: TEXT_OR_NULL,
  voice: BOOLEAN_OR_NULL,
});

/** `data` of every message event: the same keys for all of them (CONTRACTS 8.2). */
export const MESSAGE_DATA: JsonSchema = objectOf(
  {
    message_id: TEXT_OR_NULL,
    direction: oneOf(['inbound', 'outbound']),
    type: TEXT_OR_NULL,
    text: TEXT_OR_NULL,
    media: orNull(MEDIA),
    location: OBJECT_OR_NULL,
    contacts: LIST_OR_NULL,
    interactive: OBJECT_OR_NULL,
    reaction: orNull(objectOf({ message_id: TEXT_OR_NULL, emoji: TEXT_OR_NULL })),
    order: OBJECT_OR_NULL,
    context: orNull(objectOf({ message_id: TEXT, from: TEXT_OR_NULL })),
    referral: OBJECT_OR_NULL,
    contact: CONTACT,
    channel: CHANNEL,
    group_id: TEXT_OR_NULL,
    status: TEXT_OR_NULL,
    sequence: INTEGER_OR_NULL,
    error: orNull(ERROR),
    pricing: OBJECT_OR_NULL,
    callback_data: TEXT_OR_NULL,
    payment: OBJECT_OR_NULL,
    occurred_at: TIME,
    raw: RAW,
  },
  ['payment', 'raw'],
);

/** `data` of call events. Meta's fields that have no place here follow under their own names, as in every type below. */
export const CALL_DATA: JsonSchema = fromMeta({
  call_id: TEXT_OR_NULL,
  direction: oneOf(['inbound', 'outbound', null]),
  from: TEXT_OR_NULL,
  to: TEXT_OR_NULL,
  event: TEXT_OR_NULL,
  status: TEXT_OR_NULL,
  session: OBJECT_OR_NULL,
  start_time: TIME_OR_NULL,
  end_time: TIME_OR_NULL,
  duration_seconds: NUMBER_OR_NULL,
  deeplink_payload: TEXT_OR_NULL,
  cta_payload: TEXT_OR_NULL,
  callback_data: TEXT_OR_NULL,
  error: orNull(ERROR),
});

/** `data` of `contact.identity_changed`. */
export const IDENTITY_DATA: JsonSchema = fromMeta({
  message_id: TEXT_OR_NULL,
  change: TEXT_OR_NULL,
  text: TEXT_OR_NULL,
  previous_phone: TEXT_OR_NULL,
  new_phone: TEXT_OR_NULL,
  identity: TEXT_OR_NULL,
});

/** `data` of `contact.opted_out` and `contact.opted_in`. */
export const PREFERENCE_DATA: JsonSchema = fromMeta({ category: TEXT_OR_NULL, choice: TEXT, detail: TEXT_OR_NULL });

/** `data` of `channel.error_reported`. */
export const ERROR_DATA: JsonSchema = fromMeta({
  code: NUMBER_OR_NULL,
  title: TEXT_OR_NULL,
  message: TEXT_OR_NULL,
  details: TEXT_OR_NULL,
  href: TEXT_OR_NULL,
});

const TEMPLATE = { template_id: TEXT_OR_NULL, name: TEXT_OR_NULL, language: TEXT_OR_NULL };

/** `data` of the events by which Meta tells what became of a template. */
export const TEMPLATE_STATUS_DATA: JsonSchema = fromMeta({
  ...TEMPLATE,
  category: TEXT_OR_NULL,
  event: TEXT_OR_NULL,
  reason: TEXT_OR_NULL,
  disable_info: OBJECT_OR_NULL,
  other_info: OBJECT_OR_NULL,
  rejection_info: OBJECT_OR_NULL,
});

/** `data` of `template.quality_updated`. */
export const TEMPLATE_QUALITY_DATA: JsonSchema = fromMeta({
  ...TEMPLATE,
  previous_quality_score: TEXT_OR_NULL,
  new_quality_score: TEXT_OR_NULL,
});

/** `data` of `template.category_updated`. */
export const TEMPLATE_CATEGORY_DATA: JsonSchema = fromMeta({
  ...TEMPLATE,
  previous_category: TEXT_OR_NULL,
  new_category: TEXT_OR_NULL,
  correct_category: TEXT_OR_NULL,
  category_update_timestamp: NUMBER_OR_NULL,
});

/** `data` of `template.components_updated`. */
export const TEMPLATE_COMPONENTS_DATA: JsonSchema = fromMeta({
  ...TEMPLATE,
  title: TEXT_OR_NULL,
  body: TEXT_OR_NULL,
  footer: TEXT_OR_NULL,
  buttons: LIST_OR_NULL,
});

/** `data` of `history.synced`. */
export const HISTORY_DATA: JsonSchema = fromMeta({
  phase: NUMBER_OR_NULL,
  chunk_order: NUMBER_OR_NULL,
  progress: NUMBER_OR_NULL,
  threads: LIST_OR_NULL,
  message: OBJECT_OR_NULL,
  error: orNull(ERROR),
});

/** `data` of `app_state.synced`. */
export const APP_STATE_DATA: JsonSchema = fromMeta({
  entity: TEXT_OR_NULL,
  action: TEXT_OR_NULL,
  full_name: TEXT_OR_NULL,
  first_name: TEXT_OR_NULL,
  phone_number: TEXT_OR_NULL,
});

/** `data` of `conversion.reported`. `value` is the price times 1,000 (CONTRACTS 0, M15). */
export const CONVERSION_DATA: JsonSchema = fromMeta({
  message_id: TEXT_OR_NULL,
  event_name: TEXT_OR_NULL,
  ctwa_clid: TEXT_OR_NULL,
  currency: TEXT_OR_NULL,
  value: NUMBER_OR_NULL,
});

/** `data` of `meta.<field>`: the field and its value as received. */
export const UNNAMED_DATA: JsonSchema = fromMeta({ field: TEXT, value: {} });

/** `data` of everything else from Meta: its own fields under its own names. */
export const PLAIN_META_DATA: JsonSchema = fromMeta({});

/** What all have; `contact` when the event is about a person, `waba_id` when it is about the whole account. */
function fromMeta(own: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const around = { contact: CONTACT, channel: orNull(CHANNEL), waba_id: TEXT_OR_NULL, occurred_at: TIME, raw: RAW };
  return objectOf({ ...own, ...around }, ['contact', 'waba_id', 'raw']);
}
