import type { contactView } from '@posthorn/server/crm/contacts/contact-schemas.ts';
import type * as z from 'zod';
import type { Mask } from '../../lib/mask.ts';
import { contactWords } from '../../words/contacts.ts';

/** A contact as the API shows it. */
export type Contact = z.infer<typeof contactView>;
export type ContactType = Contact['type'];
export const CONTACT_TYPES: readonly ContactType[] = ['lead', 'customer', 'guest'];

/** What a contact is called: the name, else the company, the number, the address, the BSUID. */
export function nameOf(contact: Contact, mask: Mask): string {
  const name = plainNameOf(contact);
  if (name !== '') return mask.name(name);
  if (contact.phone !== null) return mask.phone(contact.phone);
  if (contact.email !== null) return mask.text(contact.email);
  return contact.bsuid === null ? contactWords.nameless : mask.text(contact.bsuid);
}

/** First and last name, else the company. Empty: nobody knows. */
function plainNameOf({ first_name, last_name, company }: Contact): string {
  const name = [first_name, last_name].filter((part) => part !== null && part !== '').join(' ');
  return name === '' ? (company ?? '') : name;
}

/** What has to be typed before the person is erased. With hidden names: the number of the record. */
export function typedNameOf(contact: Contact, mask: Mask): string {
  if (mask.isOn) return String(contact.serial);
  const name = plainNameOf(contact);
  return name === '' ? (contact.phone ?? contact.email ?? contact.bsuid ?? String(contact.serial)) : name;
}
