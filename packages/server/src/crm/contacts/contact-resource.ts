import type { Contact } from '../../domain/contact.ts';
import { findCountry } from '../../domain/countries.ts';
import type { ContactResource, CrmChanges, CrmReference } from '../../domain/event-catalogue/crm-data.ts';
import type { LabelBook } from '../../domain/label.ts';
import { toIso } from '../../platform/http/query-params.ts';

/** A contact as the API and its events show it. A label that is gone is none. */
export function toContactResource(contact: Contact, labels: LabelBook): ContactResource {
  return {
    id: contact.id,
    serial: contact.serial,
    first_name: contact.firstName,
    last_name: contact.lastName,
    company: contact.company,
    type: contact.type,
    email: contact.email,
    phone: contact.phone,
    bsuid: contact.bsuid,
    username: contact.username,
    source: referenceTo(labels, contact.sourceId),
    status: referenceTo(labels, contact.statusId),
    country: countryReference(contact.country),
    groups: contact.groupIds.map((id) => referenceTo(labels, id)).filter((group) => group !== null),
    enabled: contact.enabled,
    opted_out: contact.optedOut,
    address: contact.address,
    city: contact.city,
    state: contact.state,
    zip: contact.zip,
    website: contact.website,
    description: contact.description,
    assignee_id: contact.assigneeId,
    tags: contact.tags,
    custom_attributes: contact.customAttributes,
    created_at: toIso(contact.createdAtMs),
    updated_at: toIso(contact.updatedAtMs),
  };
}

/** Each property that is another one after a change, with both values. Times and the serial are no changes of their own. */
export function changesBetween(before: ContactResource, after: ContactResource): CrmChanges {
  const changes: Record<string, readonly [unknown, unknown]> = {};
  for (const [property, value] of Object.entries(after)) {
    if (property === 'updated_at') continue;
    const was = before[property as keyof ContactResource];
    if (!isSame(was, value)) changes[property] = [was, value];
  }
  return changes;
}

/** Values are JSON, made with their keys in one order. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object') return false;
  return JSON.stringify(one) === JSON.stringify(other);
}

function referenceTo(labels: LabelBook, id: string | null): CrmReference | null {
  const label = id === null ? undefined : labels.byId.get(id);
  return label === undefined ? null : { id: label.id, serial: label.serial, name: label.name };
}

function countryReference(code: string | null): CrmReference | null {
  const country = code === null ? null : findCountry(code);
  return country === null ? null : { id: country.code, serial: country.serial, name: country.name };
}
