import { CONTACT_TYPES } from './crm-data.ts';
import {
  BOOLEAN,
  INTEGER,
  type JsonSchema,
  listOf,
  OBJECT,
  objectOf,
  oneOf,
  orNull,
  TEXT,
  TEXT_OR_NULL,
  TIME,
  TIME_OR_NULL,
} from './schema.ts';

const REFERENCE = objectOf({ id: TEXT, serial: INTEGER, name: TEXT });

const CHANGES: JsonSchema = {
  type: 'object',
  description: 'Each changed property: its value before and after.',
  additionalProperties: { type: 'array', minItems: 2, maxItems: 2 },
};

export const CONTACT_DATA: JsonSchema = resourceOf({
  first_name: TEXT,
  last_name: TEXT_OR_NULL,
  company: TEXT_OR_NULL,
  type: oneOf(CONTACT_TYPES),
  email: TEXT_OR_NULL,
  phone: TEXT_OR_NULL,
  bsuid: TEXT_OR_NULL,
  username: TEXT_OR_NULL,
  source: orNull(REFERENCE),
  status: orNull(REFERENCE),
  country: orNull(REFERENCE),
  groups: listOf(REFERENCE),
  enabled: BOOLEAN,
  opted_out: BOOLEAN,
  address: TEXT_OR_NULL,
  city: TEXT_OR_NULL,
  state: TEXT_OR_NULL,
  zip: TEXT_OR_NULL,
  website: TEXT_OR_NULL,
  description: TEXT_OR_NULL,
  assignee_id: TEXT_OR_NULL,
  tags: listOf(TEXT),
  custom_attributes: OBJECT,
});

export const STATUS_DATA: JsonSchema = resourceOf({ name: TEXT, color: TEXT, default: BOOLEAN });

export const SOURCE_DATA: JsonSchema = resourceOf({ name: TEXT });

export const CONTACT_GROUP_DATA: JsonSchema = resourceOf({ name: TEXT });

export const CONVERSATION_DATA: JsonSchema = objectOf(
  {
    id: TEXT,
    channel_id: TEXT,
    contact_id: TEXT,
    contact: orNull(objectOf({ id: TEXT, serial: INTEGER, phone: TEXT_OR_NULL })),
    state: oneOf(['open', 'closed']),
    assignee_id: TEXT_OR_NULL,
    created_at: TIME,
    updated_at: TIME,
    closed_at: TIME_OR_NULL,
    changes: CHANGES,
  },
  ['changes'],
);

export const TICKET_DATA: JsonSchema = resourceOf({
  contact_id: TEXT,
  subject: TEXT,
  state: oneOf(['open', 'closed']),
});

export const CAMPAIGN_DATA: JsonSchema = resourceOf({
  name: TEXT,
  state: oneOf(['running', 'paused', 'canceled', 'completed']),
  counts: objectOf({ recipients: INTEGER, sent: INTEGER, failed: INTEGER }),
});

/** What the engine reports about an endpoint. */
export const ENDPOINT_REPORT_DATA: JsonSchema = objectOf({ endpoint_id: TEXT, reason: TEXT });

/** What the engine reports about a delivery. */
export const DELIVERY_REPORT_DATA: JsonSchema = objectOf({
  endpoint_id: TEXT,
  delivery_id: TEXT,
  event_id: TEXT,
  event_type: TEXT,
  attempts_made: INTEGER,
  reason: TEXT,
});

/** What the engine reports about a channel. */
export const CHANNEL_REPORT_DATA: JsonSchema = objectOf({ channel_id: TEXT, reason: TEXT });

function resourceOf(own: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const properties = { id: TEXT, serial: INTEGER, ...own, created_at: TIME, updated_at: TIME, changes: CHANGES };
  return objectOf(properties, ['changes']);
}
