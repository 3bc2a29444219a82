import type { Format } from '../endpoint.ts';
import type { Event } from '../event.ts';
import type { ChannelId, EventId, WorkspaceId } from '../ids.ts';
import { ACCOUNT_TYPES } from './account-types.ts';
import { CRM_TYPES } from './crm-types.ts';
import { UNNAMED_DATA } from './data-schemas.ts';
import { BY_NAME, type EventType, type NameInFormat, namesInFormats } from './event-type.ts';
import { EXAMPLE_PERSON, numberBody } from './example-bodies.ts';
import { MESSAGE_TYPES } from './message-types.ts';
import { OPERATIONAL_TYPES } from './operational-types.ts';
import { OBJECT } from './schema.ts';

/** Every native event type that has a name of its own: CONTRACTS 8.1 as one table, in its order. */
export const EVENT_TYPES: readonly EventType[] = [
  ...MESSAGE_TYPES,
  ...CRM_TYPES,
  ...ACCOUNT_TYPES,
  ...OPERATIONAL_TYPES,
];

/** A native event type's name is at most this long. */
const EVENT_TYPE_CHARS_MAX = 128;

/**
 * The two families whose types are made as they come: `meta.<field>` for what Meta sends and the
 * table does not know, `custom.<name>` for the workspace's own. Group 1 is the family.
 */
const FAMILY_PATTERN = /^(custom|meta)\.[a-z0-9_.]+$/i;

export type EventFamily = 'custom' | 'meta';

const TYPES_BY_NAME: ReadonlyMap<string, EventType> = new Map(EVENT_TYPES.map((row) => [row.type, row]));

/** The row of a native type. For a type of a family a row made for it; null when there is no such type. */
export function findEventType(type: string): EventType | null {
  const row = TYPES_BY_NAME.get(type);
  if (row !== undefined) return row;
  const family = familyOf(type);
  return family === null ? null : familyRow(family, type);
}

/** Whether events can have this type: it stands in the table, or it belongs to a family (CONTRACTS 8.1). */
export function isKnownEventType(type: string): boolean {
  return TYPES_BY_NAME.has(type) || familyOf(type) !== null;
}

/** The family of a type that the table does not list. Null when it is of neither. */
export function familyOf(type: string): EventFamily | null {
  if (type.length > EVENT_TYPE_CHARS_MAX) return null;
  const family = FAMILY_PATTERN.exec(type)?.[1]?.toLowerCase();
  return family === 'custom' || family === 'meta' ? family : null;
}

/** What a type is called in a format. Null when the format cannot express it or nobody knows the type. */
export function nameInFormat(format: Format, type: string): NameInFormat | null {
  return findEventType(type)?.names[format] ?? null;
}

/** Ids and time that an example event is made with. */
export interface ExampleIdentity {
  readonly id: EventId;
  readonly workspaceId: WorkspaceId;
  readonly channelId: ChannelId | null;
  /** Epoch ms. The example happened at that second. */
  readonly nowMs: number;
}

/** An event of that type as it could have happened, for test sends and the docs. Null when nobody knows the type. */
export function exampleEvent(type: string, identity: ExampleIdentity): Event | null {
  const row = findEventType(type);
  if (row === null) return null;
  const atSeconds = Math.floor(identity.nowMs / 1000);
  return {
    id: identity.id,
    workspaceId: identity.workspaceId,
    type,
    origin: row.origin,
    channelId: row.origin === 'meta' ? identity.channelId : null,
    occurredAtMs: atSeconds * 1000,
    createdAtMs: identity.nowMs,
    phone: row.aboutPerson ? EXAMPLE_PERSON.phone : null,
    bsuid: null,
    contact: null,
    sentMessage: null,
    hops: 0,
    payload: row.examplePayload(atSeconds),
  };
}

function familyRow(family: EventFamily, type: string): EventType {
  const rest = { type, origin: family, aboutPerson: false };
  if (family === 'custom') {
    return {
      ...rest,
      dataSchema: OBJECT,
      words: 'Something of the workspace itself happened, as it told through the API.',
      from: 'POST /v1/events',
      names: namesInFormats(type, { xobito: BY_NAME }),
      examplePayload: () => ({ order_id: 'order-5521', total: 14.5 }),
    };
  }
  const field = type.slice(family.length + 1);
  return {
    ...rest,
    dataSchema: UNNAMED_DATA,
    words: 'Meta sent a field that has no event type of its own, or a value of a field that nobody knows yet.',
    from: field,
    names: namesInFormats(type, { xobito: BY_NAME, meta: field }),
    examplePayload: () => numberBody(field, { note: 'whatever Meta sends in this field' }),
  };
}
