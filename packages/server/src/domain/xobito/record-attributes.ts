import { isJsonObject, type JsonObject, objectOf, stringOf } from '../meta/meta-body.ts';

/** What an attribute holds: `bit` is 0 or 1 (X8), a reference is the serial of what is referred to. */
export type XobitoValue = 'text' | 'bit' | 'time' | 'reference' | 'references' | 'nobody';

/** One attribute of a Xobito record and the property of our resource (`CrmData`) that it comes from. */
export interface XobitoAttribute {
  readonly name: string;
  readonly property: string;
  readonly holds: XobitoValue;
}

/** A kind of record as Xobito shows it (CONTRACTS 3.5), in its webhooks and in its API. */
export interface XobitoRecordKind {
  readonly attributes: readonly XobitoAttribute[];
  /** Xobito prints the attributes of an update in another order. */
  readonly updatedAttributes: readonly XobitoAttribute[];
}

/** Which attributes, in which order: `updated` as in the webhook of an update, else as in all other places. */
type AttributeOrder = 'updated' | 'usual';

/**
 * The full attribute set of a record in the key order of Xobito's samples, nulls included (CONTRACTS 8, "Xobito CRUD
 * body"): what the samples do not print stands before the times.
 *
 * @param resource The resource as our API shows it.
 * @param tenantId Serial of the workspace.
 */
export function xobitoAttributes(
  kind: XobitoRecordKind,
  resource: JsonObject,
  { tenantId, order = 'usual' }: { readonly tenantId: number; readonly order?: AttributeOrder },
): JsonObject {
  const own = inOrder(kind, order).map(({ name, property, holds }) => [name, READERS[holds](resource[property])]);
  return { id: resource.serial ?? null, tenant_id: tenantId, ...Object.fromEntries(own) };
}

/** The old values of the attributes that changed, or null when it is not known what did. `changes` is that of `CrmData`. */
export function xobitoOriginal(kind: XobitoRecordKind, changes: unknown, order: AttributeOrder): JsonObject | null {
  if (!isJsonObject(changes)) return null;
  const changed = inOrder(kind, order).filter(({ property }) => Object.hasOwn(changes, property));
  return Object.fromEntries(
    changed.map(({ name, property, holds }) => [name, READERS[holds](beforeOf(changes[property]))]),
  );
}

function inOrder(kind: XobitoRecordKind, order: AttributeOrder): readonly XobitoAttribute[] {
  return order === 'updated' ? kind.updatedAttributes : kind.attributes;
}

function beforeOf(change: unknown): unknown {
  return Array.isArray(change) ? change[0] : null;
}

/** RFC 3339, UTC, six decimals, `Z`: how Xobito's attributes write times. Null for what is no time. */
export function microsecondsZ(time: string | null): string | null {
  const atMs = time === null ? Number.NaN : Date.parse(time);
  return Number.isNaN(atMs) ? null : `${new Date(atMs).toISOString().slice(0, -1)}000Z`;
}

const READERS: Readonly<Record<XobitoValue, (value: unknown) => unknown>> = {
  text: (value) => value ?? null,
  bit: (value) => (value === true ? 1 : 0),
  time: (value) => microsecondsZ(stringOf(value)),
  reference: serialOf,
  references: (value) => (Array.isArray(value) ? value.map(serialOf) : []),
  // Members have no serial yet.
  nobody: () => null,
};

function serialOf(value: unknown): unknown {
  return objectOf(value).serial ?? null;
}

const FIRSTNAME: XobitoAttribute = { name: 'firstname', property: 'first_name', holds: 'text' };
const LASTNAME: XobitoAttribute = { name: 'lastname', property: 'last_name', holds: 'text' };
const COMPANY: XobitoAttribute = { name: 'company', property: 'company', holds: 'text' };
const TYPE: XobitoAttribute = { name: 'type', property: 'type', holds: 'text' };
const EMAIL: XobitoAttribute = { name: 'email', property: 'email', holds: 'text' };
const PHONE: XobitoAttribute = { name: 'phone', property: 'phone', holds: 'text' };
const SOURCE_ID: XobitoAttribute = { name: 'source_id', property: 'source', holds: 'reference' };
const STATUS_ID: XobitoAttribute = { name: 'status_id', property: 'status', holds: 'reference' };
const NAME: XobitoAttribute = { name: 'name', property: 'name', holds: 'text' };
const TIMES: readonly XobitoAttribute[] = [
  { name: 'created_at', property: 'created_at', holds: 'time' },
  { name: 'updated_at', property: 'updated_at', holds: 'time' },
];
const CONTACT_TAIL: readonly XobitoAttribute[] = [
  { name: 'country_id', property: 'country', holds: 'reference' },
  { name: 'group_id', property: 'groups', holds: 'references' },
  { name: 'is_enabled', property: 'enabled', holds: 'bit' },
  { name: 'is_opted_out', property: 'opted_out', holds: 'bit' },
  { name: 'description', property: 'description', holds: 'text' },
  { name: 'zip', property: 'zip', holds: 'text' },
  { name: 'city', property: 'city', holds: 'text' },
  { name: 'state', property: 'state', holds: 'text' },
  { name: 'address', property: 'address', holds: 'text' },
  { name: 'website', property: 'website', holds: 'text' },
  { name: 'assigned_id', property: 'assignee_id', holds: 'nobody' },
  ...TIMES,
];
const STATUS_ATTRIBUTES: readonly XobitoAttribute[] = [
  NAME,
  { name: 'color', property: 'color', holds: 'text' },
  { name: 'isdefault', property: 'default', holds: 'bit' },
  ...TIMES,
];
const SOURCE_ATTRIBUTES: readonly XobitoAttribute[] = [NAME, ...TIMES];

export const XOBITO_CONTACT: XobitoRecordKind = {
  attributes: [FIRSTNAME, LASTNAME, COMPANY, TYPE, EMAIL, PHONE, SOURCE_ID, STATUS_ID, ...CONTACT_TAIL],
  updatedAttributes: [FIRSTNAME, LASTNAME, COMPANY, EMAIL, PHONE, TYPE, STATUS_ID, SOURCE_ID, ...CONTACT_TAIL],
};

export const XOBITO_STATUS: XobitoRecordKind = {
  attributes: STATUS_ATTRIBUTES,
  updatedAttributes: STATUS_ATTRIBUTES,
};

/** Sources, and groups too: their attributes are not printed anywhere. */
export const XOBITO_SOURCE: XobitoRecordKind = {
  attributes: SOURCE_ATTRIBUTES,
  updatedAttributes: SOURCE_ATTRIBUTES,
};
