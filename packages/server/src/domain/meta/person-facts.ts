import type { Event } from '../event.ts';
import { metaItemAndContactOf, metaItemOf } from './event-data.ts';
import { wordOf } from './item-type.ts';
import { contentOf, messageTextOf, messageTypeOf } from './message-content.ts';
import { digitsOf, idTextOf, type JsonObject, objectOf, stringOf } from './meta-body.ts';

/** What an event from Meta tells about its person, beside who it is. */
export interface PersonFacts {
  /** The person wrote to the business, or the business has them in its address book: somebody to know. */
  readonly isIntroduced: boolean;
  /** As the person calls themselves. Null when Meta does not tell it. */
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly username: string | null;
  /** The words of a message by which people answer with one word: text, and buttons. Null for all others. */
  readonly words: string | null;
  /** What the person chose in WhatsApp about marketing messages. */
  readonly choice: 'stop' | 'resume' | null;
  /** The number that the person has from now on, digits. */
  readonly newPhone: string | null;
}

const NOTHING: PersonFacts = {
  isIntroduced: false,
  firstName: null,
  lastName: null,
  username: null,
  words: null,
  choice: null,
  newPhone: null,
};

/** Longer than any word that people opt out with. */
const WORDS_CHARS_MAX = 80;
const WORD_TYPES: ReadonlySet<string | null> = new Set(['text', 'button', 'interactive']);

/** Reads the facts of an event of origin `meta`. Of most events there are none. Never throws. */
export function personFactsOf(event: Event): PersonFacts {
  switch (event.type) {
    case 'message.received':
      return factsOfMessage(event);
    case 'contact.opted_out':
      return { ...NOTHING, choice: 'stop' };
    case 'contact.opted_in':
      return { ...NOTHING, choice: 'resume' };
    case 'contact.identity_changed': {
      const system = objectOf(objectOf(metaItemOf(event)).system);
      return { ...NOTHING, newPhone: digitsOf(system.wa_id) ?? digitsOf(system.new_wa_id) };
    }
    case 'app_state.synced':
      return factsOfAddressBook(objectOf(metaItemOf(event)));
    default:
      return NOTHING;
  }
}

function factsOfMessage(event: Event): PersonFacts {
  const { item, contact } = metaItemAndContactOf(event);
  const content = contentOf(objectOf(item));
  const profile = objectOf(contact?.profile);
  const words = WORD_TYPES.has(messageTypeOf(content)) ? messageTextOf(content) : null;
  return {
    ...NOTHING,
    isIntroduced: true,
    firstName: nameOf(profile.name),
    username: nameOf(profile.username),
    words: words !== null && words.length <= WORDS_CHARS_MAX ? words : null,
  };
}

function factsOfAddressBook(item: JsonObject): PersonFacts {
  if (wordOf(item.action) !== 'add') return NOTHING;
  const contact = objectOf(item.contact);
  const firstName = nameOf(contact.first_name);
  const fullName = nameOf(contact.full_name);
  const rest = firstName !== null && fullName?.startsWith(`${firstName} `) === true;
  return {
    ...NOTHING,
    isIntroduced: true,
    firstName: rest ? firstName : (fullName ?? firstName),
    lastName: rest ? nameOf(fullName.slice(firstName.length)) : null,
    username: nameOf(contact.username),
  };
}

const NAME_CHARS_MAX = 255;

function nameOf(value: unknown): string | null {
  const name = (stringOf(value) ?? idTextOf(value) ?? '').trim().slice(0, NAME_CHARS_MAX);
  return name === '' ? null : name;
}
