import * as z from 'zod';
import { conversationIdOf } from '../../domain/conversation.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { ChannelId, ContactId, ConversationId } from '../../domain/ids.ts';
import { phoneKeyOf, spellingsOf } from '../../domain/phone.ts';
import type { RunData } from '../../domain/run.ts';
import type { Needles } from './redact.ts';

/** Everything by which somebody who is to be erased is known. */
export interface Person extends Needles {
  /** The contact that they are, and contacts that they were before those were deleted. */
  readonly contactIds: readonly ContactId[];
}

export const NOBODY: Person = { contactIds: [], phones: [], bsuids: [], emails: [] };

/** Identities of one kind. Nobody has more: texts are searched for all of them at once. */
const IDENTITIES_MAX = 500;

const list = z.array(z.string()).default([]);
const personParams = z.object({ contact_ids: list, phones: list, bsuids: list, emails: list });

/** Reads the person out of what a run was asked for. `as` here: the JSON is our own. */
export function readPerson(params: RunData): Person {
  const { contact_ids, phones, bsuids, emails } = personParams.parse(params);
  return { contactIds: contact_ids as ContactId[], phones, bsuids, emails };
}

/** What a run keeps of the person while it works. */
export function toPersonParams({ contactIds, phones, bsuids, emails }: Person): RunData {
  return { contact_ids: contactIds, phones, bsuids, emails };
}

/**
 * The person with what was found out about them; numbers in all their spellings.
 *
 * @throws PosthornError `unprocessable` when that is more than anybody has.
 */
export function learn(person: Person, more: Partial<Person>): Person {
  return {
    contactIds: union(person.contactIds, more.contactIds),
    phones: union(person.phones, more.phones?.flatMap(spellingsOf)),
    bsuids: union(person.bsuids, more.bsuids),
    emails: union(person.emails, more.emails),
  };
}

/** The conversations that a channel may have had with the person, under every name that they were known by. */
export function conversationIdsOf(
  channelId: ChannelId,
  { contactIds, phones, bsuids }: Person,
): readonly ConversationId[] {
  const nobody = { contactId: null, phone: null, bsuid: null };
  const partners = [
    ...contactIds.map((contactId) => ({ ...nobody, contactId })),
    ...bsuids.map((bsuid) => ({ ...nobody, bsuid })),
    // Spellings of one number have one key.
    ...[...new Set(phones.map(phoneKeyOf))].map((phone) => ({ ...nobody, phone })),
  ];
  return partners.flatMap((partner) => conversationIdOf(channelId, partner) ?? []);
}

/** Whether two are known by the same. */
export function isSamePerson(one: Person, other: Person): boolean {
  const lengths = ({ contactIds, phones, bsuids, emails }: Person) =>
    [contactIds, phones, bsuids, emails].map((identities) => identities.length).join();
  return lengths(one) === lengths(other) && lengths(one) === lengths(learn(one, other));
}

function union<TIdentity extends string>(
  known: readonly TIdentity[],
  more: readonly TIdentity[] = [],
): readonly TIdentity[] {
  const all = [...new Set([...known, ...more])];
  if (all.length <= IDENTITIES_MAX) return all;
  throw new PosthornError(
    'unprocessable',
    `This is known by more than ${IDENTITIES_MAX} numbers: it is not one person.`,
  );
}
