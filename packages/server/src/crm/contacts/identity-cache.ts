import type { LRUCache } from 'lru-cache';
import type { Contact, ContactRef } from '../../domain/contact.ts';
import type { WorkspaceId } from '../../domain/ids.ts';
import { phoneKeyOf } from '../../domain/phone.ts';
import { newRecentlyUsed } from '../../platform/recently-used.ts';
import { phoneKeyOfContact } from './contact-row.ts';

/** Who somebody is to Meta. */
export interface Person {
  readonly workspaceId: WorkspaceId;
  /** Digits without `+`. */
  readonly phone: string | null;
  readonly bsuid: string | null;
}

/** As much of a contact as the way of an event needs. */
export interface KnownContact {
  readonly ref: ContactRef;
  readonly bsuid: string | null;
  readonly username: string | null;
}

/** Numbers and BSUIDs that are remembered: about 10 MB. Who was seen longest ago is asked for again. */
const ENTRIES_MAX = 50_000;

const NOBODY = Symbol('nobody');
type Entry = KnownContact | typeof NOBODY;

/** Remembers who the persons of events are, so that the hot path asks the database only for those it has not seen. */
export class IdentityCache {
  readonly #entries: LRUCache<string, Entry>;

  /** @param ttlMs How long an entry stands. 0: until it is forgotten; right where nobody else changes contacts. */
  constructor(ttlMs: number) {
    this.#entries = newRecentlyUsed(ENTRIES_MAX, ttlMs);
  }

  /** BSUID first (CONTRACTS 8, "Identity"). Null: nobody that is known. Undefined: the database has to be asked. */
  find(person: Person): KnownContact | null | undefined {
    const keys = keysOf(person);
    let isAsked = true;
    for (const key of keys) {
      const entry = this.#entries.get(key);
      if (entry === undefined) isAsked = false;
      else if (entry !== NOBODY) return entry;
    }
    return isAsked ? null : undefined;
  }

  /** Remembers that nobody has the person's number and BSUID. */
  rememberNobody(person: Person): void {
    for (const key of keysOf(person)) this.#entries.set(key, NOBODY);
  }

  remember(contact: Contact): void {
    const { id, serial, bsuid, username } = contact;
    const known = { ref: { id, serial }, bsuid, username };
    for (const key of keysOfContact(contact)) this.#entries.set(key, known);
  }

  forget(contact: Contact): void {
    for (const key of keysOfContact(contact)) this.#entries.delete(key);
  }

  forgetPerson(person: Person): void {
    for (const key of keysOf(person)) this.#entries.delete(key);
  }
}

/** Names of a person, BSUID first: what is remembered by, and locked by while it is changed. */
export function keysOf({ workspaceId, phone, bsuid }: Person): string[] {
  const keys: string[] = [];
  if (bsuid !== null) keys.push(`${workspaceId} b ${bsuid}`);
  if (phone !== null) keys.push(`${workspaceId} p ${phoneKeyOf(phone)}`);
  return keys;
}

/** The same names of a contact. */
export function keysOfContact(contact: Pick<Contact, 'workspaceId' | 'phone' | 'bsuid'>): string[] {
  const phoneKey = phoneKeyOfContact(contact);
  return keysOf({ workspaceId: contact.workspaceId, phone: phoneKey, bsuid: contact.bsuid });
}
