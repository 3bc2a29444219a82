import type {
  ContactResource,
  ConversationResource,
  CrmChanges,
  CrmData,
  CrmReference,
  SourceResource,
  StatusResource,
} from './crm-data.ts';
import { EXAMPLE_PERSON } from './example-bodies.ts';

type Payload = (atSeconds: number) => unknown;

/** Data of the example of a contact's event. */
export function contactExample(changes?: CrmChanges): Payload {
  return (atSeconds) => withChanges(contactAt(timeOf(atSeconds)), changes);
}

/** Data of the example of a status's event. */
export function statusExample(changes?: CrmChanges): Payload {
  return (atSeconds) => {
    const time = timeOf(atSeconds);
    const status: StatusResource = {
      id: idOf('sta', 1),
      serial: 2,
      name: 'In progress',
      color: '#0EA5E9',
      default: false,
      created_at: time,
      updated_at: time,
    };
    return withChanges(status, changes);
  };
}

/** Data of the example of a source's event. */
export function sourceExample(changes?: CrmChanges): Payload {
  return (atSeconds) => {
    const time = timeOf(atSeconds);
    const source: SourceResource = {
      id: idOf('src', 1),
      serial: 4,
      name: 'Website',
      created_at: time,
      updated_at: time,
    };
    return withChanges(source, changes);
  };
}

/** Data of the example of a conversation's event. */
export function conversationExample(state: ConversationResource['state'], changes?: CrmChanges): Payload {
  return (atSeconds) => {
    const time = timeOf(atSeconds);
    const conversation: ConversationResource = {
      id: idOf('cnv', 1),
      channel_id: idOf('chn', 1),
      contact_id: idOf('cnt', 1),
      contact: { id: idOf('cnt', 1), serial: 812, phone: `+${EXAMPLE_PERSON.phone}` },
      state,
      assignee_id: idOf('mbr', 1),
      created_at: time,
      updated_at: time,
      closed_at: state === 'closed' ? time : null,
    };
    return withChanges(conversation, changes);
  };
}

/** Data of the example of any other resource: `id`, `serial`, what it has of its own, and the two times. */
export function resourceExample(prefix: string, own: Readonly<Record<string, unknown>>, changes?: CrmChanges): Payload {
  return (atSeconds) => {
    const time = timeOf(atSeconds);
    return withChanges({ id: idOf(prefix, 1), serial: 1, ...own, created_at: time, updated_at: time }, changes);
  };
}

/** An id of the examples: `idOf('cnt', 1)` is always the same. */
export function idOf(prefix: string, number: number): string {
  return `${prefix}_01900000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

/** RFC 3339 with milliseconds, UTC. */
function timeOf(atSeconds: number): string {
  return new Date(atSeconds * 1000).toISOString();
}

function contactAt(time: string): ContactResource {
  return {
    id: idOf('cnt', 1),
    serial: 812,
    first_name: 'Sam',
    last_name: 'Sample',
    company: null,
    type: 'lead',
    email: 'sam@shop.example',
    phone: `+${EXAMPLE_PERSON.phone}`,
    bsuid: null,
    username: null,
    source: referenceOf('src', 4, 'Website'),
    status: referenceOf('sta', 2, 'In progress'),
    country: null,
    groups: [referenceOf('grp', 3, 'Newsletter')],
    enabled: true,
    opted_out: false,
    address: null,
    city: null,
    state: null,
    zip: null,
    website: null,
    description: null,
    assignee_id: null,
    tags: [],
    custom_attributes: {},
    created_at: time,
    updated_at: time,
  };
}

function referenceOf(prefix: string, serial: number, name: string): CrmReference {
  return { id: idOf(prefix, 1), serial, name };
}

function withChanges<TResource extends object>(
  resource: TResource,
  changes: CrmChanges | undefined,
): CrmData<TResource> {
  return changes === undefined ? resource : { ...resource, changes };
}
