import type { CrmChanges } from './crm-data.ts';
import { BY_NAME, type EventType, type NameRules, namesInFormats } from './event-type.ts';
import {
  contactExample,
  conversationExample,
  idOf,
  resourceExample,
  sourceExample,
  statusExample,
} from './example-resources.ts';
import {
  CAMPAIGN_DATA,
  CONTACT_DATA,
  CONTACT_GROUP_DATA,
  CONVERSATION_DATA,
  SOURCE_DATA,
  STATUS_DATA,
  TICKET_DATA,
} from './resource-schemas.ts';
import type { JsonSchema } from './schema.ts';

type Payload = (atSeconds: number) => unknown;

/** Types that the CRM, the inbox and campaigns report. */
export const CRM_TYPES: readonly EventType[] = [
  ...threeVerbs('contact', CONTACT_DATA, contactExample, { email: ['old@shop.example', 'sam@shop.example'] }),
  ...threeVerbs('status', STATUS_DATA, statusExample, { name: ['Open', 'In progress'] }),
  ...threeVerbs('source', SOURCE_DATA, sourceExample, { name: ['Site', 'Website'] }),
  groupType('created', 'A contact group was created.'),
  groupType('updated', 'A contact group was changed.', { name: ['Everyone', 'Newsletter'] }),
  groupType('deleted', 'A contact group was deleted.'),
  conversationType('created', 'A conversation began.', 'open'),
  conversationType('updated', 'A conversation was assigned or changed.', 'open', {
    assignee_id: [null, idOf('mbr', 1)],
  }),
  conversationType('closed', 'A conversation was closed.', 'closed'),
  conversationType('reopened', 'A closed conversation was opened again.', 'open'),
  ticketType('created', 'A ticket was created.', 'open'),
  ticketType('updated', 'A ticket was changed.', 'open', { subject: ['Bike', 'Where is my bike?'] }),
  ticketType('closed', 'A ticket was closed.', 'closed'),
  ticketType('deleted', 'A ticket was deleted.', 'closed'),
  campaignType('started', 'A campaign began to send.', 'running'),
  campaignType('paused', 'A campaign was paused.', 'paused'),
  campaignType('resumed', 'A paused campaign goes on.', 'running'),
  campaignType('canceled', 'A campaign was canceled before its end.', 'canceled'),
  campaignType('completed', 'A campaign sent its last message.', 'completed'),
];

interface Row {
  readonly words: string;
  readonly from: string;
  readonly names: NameRules;
  readonly example: Payload;
}

function typeOf(type: string, dataSchema: JsonSchema, row: Row): EventType {
  return {
    type,
    words: row.words,
    from: row.from,
    names: namesInFormats(type, row.names),
    dataSchema,
    origin: 'crm',
    aboutPerson: false,
    examplePayload: row.example,
  };
}

/** Xobito names these events by the verb alone and tells the noun in `model` (CONTRACTS 3.5). */
function threeVerbs(
  noun: 'contact' | 'status' | 'source',
  dataSchema: JsonSchema,
  example: (changes?: CrmChanges) => Payload,
  changes: CrmChanges,
): EventType[] {
  return [
    typeOf(`${noun}.created`, dataSchema, {
      words: `A ${noun} was created.`,
      from: noun === 'contact' ? 'the CRM; the first message of a person' : 'the CRM',
      names: noun === 'contact' ? { xobito: 'created', vobizLegacy: 'contact.updated' } : { xobito: 'created' },
      example: example(),
    }),
    typeOf(`${noun}.updated`, dataSchema, {
      words: `A ${noun} was changed.`,
      from: 'the CRM',
      names: noun === 'contact' ? { xobito: 'updated', vobizLegacy: 'contact.updated' } : { xobito: 'updated' },
      example: example(changes),
    }),
    typeOf(`${noun}.deleted`, dataSchema, {
      words: `A ${noun} was deleted.`,
      from: 'the CRM',
      names: { xobito: 'deleted' },
      example: example(),
    }),
  ];
}

function groupType(verb: string, words: string, changes?: CrmChanges): EventType {
  return typeOf(`contact_group.${verb}`, CONTACT_GROUP_DATA, {
    words,
    from: 'the CRM',
    names: { xobito: BY_NAME },
    example: resourceExample('grp', { name: 'Newsletter' }, changes),
  });
}

function conversationType(verb: string, words: string, state: 'open' | 'closed', changes?: CrmChanges): EventType {
  return typeOf(`conversation.${verb}`, CONVERSATION_DATA, {
    words,
    from: verb === 'created' || verb === 'reopened' ? 'the inbox; a message' : 'the inbox',
    names: { xobito: BY_NAME },
    example: conversationExample(state, changes),
  });
}

function ticketType(verb: string, words: string, state: string, changes?: CrmChanges): EventType {
  return typeOf(`ticket.${verb}`, TICKET_DATA, {
    words,
    from: 'the inbox',
    names: { xobito: BY_NAME },
    example: resourceExample('tkt', { contact_id: idOf('cnt', 1), subject: 'Where is my bike?', state }, changes),
  });
}

function campaignType(verb: string, words: string, state: string): EventType {
  const counts = { recipients: 1200, sent: state === 'completed' ? 1200 : 300, failed: 0 };
  const legacy = verb === 'completed' ? { vobizLegacy: 'campaign.completed' } : {};
  return typeOf(`campaign.${verb}`, CAMPAIGN_DATA, {
    words,
    from: 'campaigns',
    names: { xobito: BY_NAME, ...legacy },
    example: resourceExample('cmp', { name: 'Spring sale', state, counts }),
  });
}
