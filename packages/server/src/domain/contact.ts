import type { ContactType, CustomAttributes } from './event-catalogue/crm-data.ts';
import type { ContactGroupId, ContactId, MemberId, SourceId, StatusId, WorkspaceId } from './ids.ts';

/** What a caller decides about a contact. */
export interface ContactFields {
  /** Empty when nobody knows it. */
  readonly firstName: string;
  readonly lastName: string | null;
  readonly company: string | null;
  readonly type: ContactType;
  readonly email: string | null;
  /** E.164 with `+`, as it was given. */
  readonly phone: string | null;
  readonly bsuid: string | null;
  readonly username: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  readonly address: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly zip: string | null;
  readonly website: string | null;
  readonly description: string | null;
  readonly sourceId: SourceId | null;
  readonly statusId: StatusId | null;
  readonly groupIds: readonly ContactGroupId[];
  readonly assigneeId: MemberId | null;
  readonly enabled: boolean;
  readonly optedOut: boolean;
  readonly customAttributes: CustomAttributes;
  readonly tags: readonly string[];
}

/** A person that the workspace knows. */
export interface Contact extends ContactFields {
  readonly id: ContactId;
  readonly workspaceId: WorkspaceId;
  readonly serial: number;
  /** 1 for a new one; grows by one with every change. */
  readonly revision: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** Time of its last event: those of one contact lie at least a second apart, so that they can be put in order by it. */
  readonly eventAtMs: number;
}

/** The contact that an event is about, as it was known when the event was committed. */
export interface ContactRef {
  readonly id: ContactId;
  readonly serial: number;
}

/** What a contact is when nothing else is said. */
export const NEW_CONTACT: ContactFields = {
  firstName: '',
  lastName: null,
  company: null,
  type: 'lead',
  email: null,
  phone: null,
  bsuid: null,
  username: null,
  country: null,
  address: null,
  city: null,
  state: null,
  zip: null,
  website: null,
  description: null,
  sourceId: null,
  statusId: null,
  groupIds: [],
  assigneeId: null,
  enabled: true,
  optedOut: false,
  customAttributes: {},
  tags: [],
};

/** First and last name with a space between, what is there of them. */
export function fullName(contact: Pick<ContactFields, 'firstName' | 'lastName'>): string {
  return [contact.firstName, contact.lastName].filter((name) => name !== null && name !== '').join(' ');
}

/**
 * Time of the next event of one record: now, but at least one whole second after the last. Xobito's receivers tell two
 * events of a record apart by whole seconds (CONTRACTS 8, "Xobito timestamps").
 */
export function nextEventAtMs(lastEventAtMs: number, nowMs: number): number {
  return Math.max(nowMs, (Math.floor(lastEventAtMs / 1_000) + 1) * 1_000);
}
