import {
  APP_STATE_DATA,
  CONVERSION_DATA,
  ERROR_DATA,
  HISTORY_DATA,
  PLAIN_META_DATA,
  TEMPLATE_CATEGORY_DATA,
  TEMPLATE_COMPONENTS_DATA,
  TEMPLATE_QUALITY_DATA,
  TEMPLATE_STATUS_DATA,
} from './data-schemas.ts';
import { BY_NAME, type EventType, namesInFormats } from './event-type.ts';
import {
  accountBody,
  EXAMPLE_CHANNEL,
  EXAMPLE_INBOUND_WAMID,
  EXAMPLE_PERSON,
  groupChange,
  numberBody,
  templateChange,
} from './example-bodies.ts';
import type { JsonSchema } from './schema.ts';

type Payload = (atSeconds: number) => unknown;

/** What became of a template, by the last word of Meta's `event`. */
const TEMPLATE_WORDS = {
  approved: 'Meta approved a template.',
  rejected: 'Meta rejected a template.',
  paused: 'Meta paused a template because of its quality.',
  disabled: 'Meta disabled a template.',
  flagged: 'Meta flagged a template: it will be disabled unless its quality rises.',
  archived: 'A template was archived.',
  deleted: 'A template was deleted.',
  in_appeal: "A template's rejection is under appeal.",
  limit_exceeded: 'The account has too many templates.',
  locked: 'A template is locked and cannot be edited.',
  pending: 'A template waits for review.',
  reinstated: 'A template may be used again.',
  pending_deletion: 'A template is about to be deleted.',
} as const;

const TEMPLATE_STATUS_TYPES = Object.entries(TEMPLATE_WORDS).map(([verb, words]) =>
  typeOf(`template.${verb}`, 'message_template_status_update', {
    words,
    dataSchema: TEMPLATE_STATUS_DATA,
    example: templateChange('message_template_status_update', {
      event: verb.toUpperCase(),
      reason: verb === 'rejected' ? 'INVALID_FORMAT' : 'NONE',
      message_template_category: 'UTILITY',
    }),
  }),
);

/** Types about the number, the account and what belongs to them. */
export const ACCOUNT_TYPES: readonly EventType[] = [
  typeOf('channel.error_reported', 'messages', {
    words: 'Meta reports an error of the number that is not about one message.',
    from: 'value.errors',
    dataSchema: ERROR_DATA,
    example: () =>
      numberBody('messages', {
        errors: [
          {
            code: 130429,
            title: 'Rate limit hit',
            message: 'Rate limit hit',
            error_data: { details: 'The number sends faster than it may.' },
          },
        ],
      }),
  }),
  ...TEMPLATE_STATUS_TYPES,
  typeOf('template.quality_updated', 'message_template_quality_update', {
    words: "A template's quality rating changed.",
    dataSchema: TEMPLATE_QUALITY_DATA,
    example: templateChange('message_template_quality_update', {
      previous_quality_score: 'GREEN',
      new_quality_score: 'YELLOW',
    }),
  }),
  typeOf('template.category_updated', 'template_category_update', {
    words: "A template's category changed or is about to change.",
    dataSchema: TEMPLATE_CATEGORY_DATA,
    example: templateChange('template_category_update', { previous_category: 'UTILITY', new_category: 'MARKETING' }),
  }),
  typeOf('template.components_updated', 'message_template_components_update', {
    words: "A template's text or buttons changed.",
    dataSchema: TEMPLATE_COMPONENTS_DATA,
    example: templateChange('message_template_components_update', {
      message_template_element: 'Hi {{1}}, your order is ready.',
      message_template_footer: 'Sample shop',
    }),
  }),
  typeOf('phone_number.quality_updated', 'phone_number_quality_update', {
    words: "The number's quality or sending limit changed.",
    dataSchema: PLAIN_META_DATA,
    example: accountBody('phone_number_quality_update', {
      display_phone_number: EXAMPLE_CHANNEL.displayPhoneNumber,
      event: 'THROUGHPUT_UPGRADE',
      max_daily_conversations_per_business: 'TIER_UNLIMITED',
    }),
  }),
  typeOf('phone_number.name_updated', 'phone_number_name_update', {
    words: "Meta decided on the number's display name.",
    dataSchema: PLAIN_META_DATA,
    example: accountBody('phone_number_name_update', {
      display_phone_number: EXAMPLE_CHANNEL.displayPhoneNumber,
      decision: 'APPROVED',
      requested_verified_name: 'Sample shop',
      rejection_reason: null,
    }),
  }),
  accountType('updated', 'account_update', 'Something about the WhatsApp Business account changed.', {
    country: 'SE',
    event: 'BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE',
  }),
  accountType('alerted', 'account_alerts', 'Meta raised an alert about the account or one of its numbers.', {
    entity_type: 'BUSINESS',
    entity_id: '400000000000004',
    alert_info: {
      alert_severity: 'WARNING',
      alert_status: 'ACTIVE',
      alert_type: 'INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED',
      alert_description: 'Limits cannot be raised yet.',
    },
  }),
  accountType('reviewed', 'account_review_update', 'Meta reviewed the account.', { decision: 'APPROVED' }),
  accountType('capability_updated', 'business_capability_update', 'The limits of the account changed.', {
    max_daily_conversations_per_business: 2000,
    max_phone_numbers_per_waba: 25,
  }),
  accountType('security', 'security', 'The PIN of a number was changed or asked to be reset.', {
    display_phone_number: EXAMPLE_CHANNEL.displayPhoneNumber,
    event: 'PIN_CHANGED',
  }),
  typeOf('flow.updated', 'flows', {
    words: "A flow's status or health changed.",
    dataSchema: PLAIN_META_DATA,
    example: accountBody('flows', {
      event: 'FLOW_STATUS_CHANGE',
      message: 'Flow Booking changed status from DRAFT to PUBLISHED',
      flow_id: '500000000000005',
      old_status: 'DRAFT',
      new_status: 'PUBLISHED',
    }),
  }),
  typeOf('payment_configuration.updated', 'payment_configuration_update', {
    words: 'A payment configuration changed its state.',
    dataSchema: PLAIN_META_DATA,
    example: (atSeconds) =>
      accountBody('payment_configuration_update', {
        configuration_name: 'gateway-live',
        provider_name: 'razorpay',
        provider_mid: 'merchant-1',
        status: 'Needs Testing',
        created_timestamp: atSeconds - 500,
        updated_timestamp: atSeconds,
      })(atSeconds),
  }),
  typeOf('partner_solution.updated', 'partner_solutions', {
    words: 'A partner solution was created or changed.',
    dataSchema: PLAIN_META_DATA,
    example: accountBody('partner_solutions', {
      event: 'SOLUTION_CREATED',
      solution_id: '600000000000006',
      solution_status: 'INITIATED',
    }),
  }),
  typeOf('history.synced', 'history', {
    words: "A part of the chat history of the business's phone arrived, or the business declined to share it.",
    dataSchema: HISTORY_DATA,
    example: historyChunk,
  }),
  typeOf('app_state.synced', 'smb_app_state_sync', {
    words: 'A contact was added, edited or removed in the WhatsApp Business app.',
    from: 'smb_app_state_sync, one event for each contact',
    dataSchema: APP_STATE_DATA,
    aboutPerson: true,
    example: (atSeconds) =>
      numberBody('smb_app_state_sync', {
        state_sync: [
          {
            type: 'contact',
            contact: { full_name: EXAMPLE_PERSON.name, first_name: 'Sam', phone_number: EXAMPLE_PERSON.phone },
            action: 'add',
            metadata: { timestamp: String(atSeconds) },
          },
        ],
      }),
  }),
  groupType('lifecycle_updated', 'group_lifecycle_update', 'A group was created or deleted.', {
    example: groupChange('group_lifecycle_update', 'group_create', { subject: 'Saturday ride' }),
  }),
  groupType('participants_updated', 'group_participants_update', 'People joined or left a group.', {
    example: groupChange('group_participants_update', 'group_participants_add', {
      added_participants: [{ wa_id: EXAMPLE_PERSON.phone }],
    }),
  }),
  groupType('settings_updated', 'group_settings_update', "A group's settings changed.", {
    example: groupChange('group_settings_update', 'group_settings_update', {
      group_subject: { text: 'Sunday ride', update_successful: true },
    }),
  }),
  groupType('status_updated', 'group_status_update', 'A group was suspended or may be used again.', {
    example: groupChange('group_status_update', 'group_suspend'),
  }),
  typeOf('conversion.reported', 'automatic_events', {
    words: 'Meta noticed a lead or a purchase in a conversation.',
    dataSchema: CONVERSION_DATA,
    example: (atSeconds) =>
      numberBody('automatic_events', {
        automatic_events: [{ id: EXAMPLE_INBOUND_WAMID, event_name: 'LeadSubmitted', timestamp: atSeconds }],
      }),
  }),
  typeOf('username.updated', 'business_username_updates', {
    words: "The state of the number's business username changed.",
    dataSchema: PLAIN_META_DATA,
    example: accountBody('business_username_updates', {
      display_phone_number: EXAMPLE_CHANNEL.displayPhoneNumber,
      username: 'sampleshop',
      status: 'approved',
    }),
  }),
];

interface Row {
  readonly words: string;
  /** Absent: the field itself. */
  readonly from?: string;
  readonly dataSchema: JsonSchema;
  readonly aboutPerson?: boolean;
  readonly example: Payload;
}

function typeOf(type: string, field: string, row: Row): EventType {
  return {
    type,
    words: row.words,
    from: row.from ?? field,
    names: namesInFormats(type, { xobito: BY_NAME, meta: field }),
    dataSchema: row.dataSchema,
    origin: 'meta',
    aboutPerson: row.aboutPerson ?? false,
    examplePayload: row.example,
  };
}

function accountType(verb: string, field: string, words: string, value: Readonly<Record<string, unknown>>): EventType {
  return typeOf(`account.${verb}`, field, { words, dataSchema: PLAIN_META_DATA, example: accountBody(field, value) });
}

function groupType(verb: string, field: string, words: string, row: { readonly example: Payload }): EventType {
  return typeOf(`group.${verb}`, field, { words, dataSchema: PLAIN_META_DATA, example: row.example });
}

function historyChunk(atSeconds: number): unknown {
  const message = {
    from: EXAMPLE_CHANNEL.displayPhoneNumber,
    id: 'wamid.RVhBTVBMRS1ISVNUT1JZ',
    timestamp: String(atSeconds - 86_400),
    type: 'text',
    text: { body: 'Your order is ready.' },
    history_context: { status: 'READ' },
  };
  return numberBody('history', {
    history: [
      {
        metadata: { phase: 0, chunk_order: 1, progress: 40 },
        threads: [{ id: EXAMPLE_PERSON.phone, messages: [message] }],
      },
    ],
  });
}
