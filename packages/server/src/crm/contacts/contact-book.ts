import assert from 'node:assert/strict';
import type { Contact } from '../../domain/contact.ts';
import type { ContactId } from '../../domain/ids.ts';
import type { ContactChange } from './contact-change.ts';
import { phoneKeyOfContact } from './contact-row.ts';

/** Contacts of one workspace as the changes so far leave them, and which of them have changed. */
export class ContactBook {
  readonly #byId = new Map<ContactId, Contact>();
  readonly #byPhone = new Map<string, Contact>();
  readonly #byBsuid = new Map<string, Contact>();
  readonly #touched = new Set<ContactId>();

  constructor(contacts: readonly Contact[]) {
    for (const contact of contacts) this.#add(contact);
  }

  byId(id: ContactId): Contact | null {
    return this.#byId.get(id) ?? null;
  }

  /** BSUID first (CONTRACTS 8, "Identity"). */
  byIdentity({ phone, bsuid }: Pick<Contact, 'phone' | 'bsuid'>): Contact | null {
    const phoneKey = phoneKeyOfContact({ phone });
    const byBsuid = bsuid === null ? undefined : this.#byBsuid.get(bsuid);
    return byBsuid ?? (phoneKey === null ? undefined : this.#byPhone.get(phoneKey)) ?? null;
  }

  /** The same for the person of an event, whose number Meta writes without `+`. */
  byPerson({ phone, bsuid }: { readonly phone: string | null; readonly bsuid: string | null }): Contact | null {
    return this.byIdentity({ phone: phone === null ? null : `+${phone}`, bsuid });
  }

  isTouched(id: ContactId): boolean {
    return this.#touched.has(id);
  }

  note({ before, after }: ContactChange): void {
    if (before !== null) this.#remove(before);
    if (after !== null) this.#add(after);
    const id = (after ?? before)?.id;
    assert(id !== undefined);
    this.#touched.add(id);
  }

  #add(contact: Contact): void {
    this.#byId.set(contact.id, contact);
    const phoneKey = phoneKeyOfContact(contact);
    if (phoneKey !== null) this.#byPhone.set(phoneKey, contact);
    if (contact.bsuid !== null) this.#byBsuid.set(contact.bsuid, contact);
  }

  #remove(contact: Contact): void {
    this.#byId.delete(contact.id);
    const phoneKey = phoneKeyOfContact(contact);
    if (phoneKey !== null) this.#byPhone.delete(phoneKey);
    if (contact.bsuid !== null) this.#byBsuid.delete(contact.bsuid);
  }
}
