import type { Event } from '../../domain/event.ts';
import { nounOf } from '../../domain/event-catalogue/event-type.ts';
import { isJsonObject, type JsonObject, objectOf, stringOf } from '../../domain/meta/meta-body.ts';
import type { RenderTarget } from './render-context.ts';
import { microsecondsZ, secondsOffset } from './times.ts';

/** One attribute of a Xobito record and the property of our resource (`CrmData`) that it comes from. */
interface Attribute {
  readonly name: string;
  readonly property: string;
  readonly read: (value: unknown) => unknown;
}

interface Model {
  readonly model: string;
  readonly attributes: readonly Attribute[];
  /** Xobito prints the attributes of an update in another order. */
  readonly updatedAttributes: readonly Attribute[];
}

/** What a change is rendered with. */
export interface ChangeInput {
  readonly target: RenderTarget;
  readonly event: Event;
  /** `created`, `updated` or `deleted`. */
  readonly eventName: string;
  readonly tenantId: number;
}

/**
 * A contact, status or source that was created, updated or deleted (CONTRACTS 3.5; 8, "Xobito CRUD
 * body"): always the full attribute set, in the key order of Xobito's sample of that event. `data` is
 * the `CrmData` of the resource. `original` has the old values of what changed when the endpoint asks for it.
 */
export function renderXobitoChange(input: ChangeInput, data: JsonObject): unknown {
  const { model, attributes, updatedAttributes } = MODELS.get(nounOf(input.event.type)) ?? CONTACT;
  const ordered = input.eventName === 'updated' ? updatedAttributes : attributes;
  const id = data.serial ?? null;
  const own = ordered.map(({ name, property, read }) => [name, read(data[property])]);
  return {
    event: input.eventName,
    model,
    data: { id, attributes: { id, tenant_id: input.tenantId, ...Object.fromEntries(own) }, relations: {} },
    original: input.target.formatOptions.original === true ? originalOf(ordered, data.changes) : null,
    timestamp: secondsOffset(input.event.occurredAtMs),
  };
}

function originalOf(attributes: readonly Attribute[], changes: unknown): unknown {
  if (!isJsonObject(changes)) return null;
  const changed = attributes.filter(({ property }) => Object.hasOwn(changes, property));
  return Object.fromEntries(changed.map(({ name, property, read }) => [name, read(beforeOf(changes[property]))]));
}

function beforeOf(change: unknown): unknown {
  return Array.isArray(change) ? change[0] : null;
}

const asIs = (value: unknown): unknown => value ?? null;
const asBit = (value: unknown): 0 | 1 => (value === true ? 1 : 0);
const asTime = (value: unknown): string | null => microsecondsZ(stringOf(value));
const asSerial = (value: unknown): unknown => objectOf(value).serial ?? null;
const asSerials = (value: unknown): unknown[] => (Array.isArray(value) ? value.map(asSerial) : []);

const FIRSTNAME: Attribute = { name: 'firstname', property: 'first_name', read: asIs };
const LASTNAME: Attribute = { name: 'lastname', property: 'last_name', read: asIs };
const COMPANY: Attribute = { name: 'company', property: 'company', read: asIs };
const TYPE: Attribute = { name: 'type', property: 'type', read: asIs };
const EMAIL: Attribute = { name: 'email', property: 'email', read: asIs };
const PHONE: Attribute = { name: 'phone', property: 'phone', read: asIs };
const SOURCE_ID: Attribute = { name: 'source_id', property: 'source', read: asSerial };
const STATUS_ID: Attribute = { name: 'status_id', property: 'status', read: asSerial };
const NAME: Attribute = { name: 'name', property: 'name', read: asIs };
const TIMES: readonly Attribute[] = [
  { name: 'created_at', property: 'created_at', read: asTime },
  { name: 'updated_at', property: 'updated_at', read: asTime },
];
const CONTACT_TAIL: readonly Attribute[] = [
  { name: 'country_id', property: 'country', read: asSerial },
  { name: 'group_id', property: 'groups', read: asSerials },
  { name: 'is_enabled', property: 'enabled', read: asBit },
  { name: 'is_opted_out', property: 'opted_out', read: asBit },
  ...TIMES,
];
const STATUS_ATTRIBUTES: readonly Attribute[] = [
  NAME,
  { name: 'color', property: 'color', read: asIs },
  { name: 'isdefault', property: 'default', read: asBit },
  ...TIMES,
];
const SOURCE_ATTRIBUTES: readonly Attribute[] = [NAME, ...TIMES];

const CONTACT: Model = {
  model: 'App\\Models\\Tenant\\Contact',
  attributes: [FIRSTNAME, LASTNAME, COMPANY, TYPE, EMAIL, PHONE, SOURCE_ID, STATUS_ID, ...CONTACT_TAIL],
  updatedAttributes: [FIRSTNAME, LASTNAME, COMPANY, EMAIL, PHONE, TYPE, STATUS_ID, SOURCE_ID, ...CONTACT_TAIL],
};

const MODELS: ReadonlyMap<string, Model> = new Map([
  ['contact', CONTACT],
  [
    'status',
    {
      model: 'App\\Models\\Tenant\\Status',
      attributes: STATUS_ATTRIBUTES,
      updatedAttributes: STATUS_ATTRIBUTES,
    },
  ],
  [
    'source',
    {
      model: 'App\\Models\\Tenant\\Source',
      attributes: SOURCE_ATTRIBUTES,
      updatedAttributes: SOURCE_ATTRIBUTES,
    },
  ],
]);
