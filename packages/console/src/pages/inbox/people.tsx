import { createContext, type ReactNode, use, useMemo } from 'react';
import type { Mask } from '../../lib/mask.ts';
import type { PageOf } from '../../lib/queries.ts';
import { useApi } from '../../lib/queries.ts';
import { useMay, useSession } from '../../lib/session.ts';
import { inboxWords } from '../../words/inbox.ts';
import type { ActorRef, Conversation, Member } from './inbox-types.ts';

interface People {
  readonly members: readonly Member[];
  readonly meId: string | null;
  /** What a member or program is called. Null: somebody by whom nothing is known. */
  readonly nameOf: (actor: ActorRef | null) => string;
  readonly nameOfMember: (id: string) => string;
}

const PeopleContext = createContext<People | null>(null);

/** As many members as one page of the API has: beyond, names are those of the first. */
const MEMBERS_MAX = 100;

/** Knows who the members of the workspace are, for everything inside it. */
export function PeopleProvider({ children }: { readonly children: ReactNode }) {
  const may = useMay();
  const { member } = useSession();
  const query = useApi<PageOf<Member>>('/v1/members', { limit: MEMBERS_MAX }, { enabled: may('members.read') });
  const members = query.data?.data;
  const people = useMemo((): People => {
    const names = new Map((members ?? []).map((one) => [one.id, one.name]));
    if (member !== null) names.set(member.id, member.name);
    const nameOfMember = (id: string) => names.get(id) ?? inboxWords.formerMember;
    return {
      members: members ?? [],
      meId: member?.id ?? null,
      nameOfMember,
      nameOf: (actor) => {
        if (actor === null) return inboxWords.by.app;
        if (actor.kind === 'member') return actor.id === null ? inboxWords.formerMember : nameOfMember(actor.id);
        return inboxWords.by[actor.kind];
      },
    };
  }, [members, member]);
  return <PeopleContext value={people}>{children}</PeopleContext>;
}

/** Who the members are. */
export function usePeople(): People {
  const people = use(PeopleContext);
  if (people === null) throw new Error('Only the inbox knows its people.');
  return people;
}

/** What the other side of a conversation is called: the name, else the number, else the BSUID. */
export function nameOfContact({ contact }: Pick<Conversation, 'contact'>, mask: Mask): string {
  if (contact === null) return inboxWords.nobodyKnown;
  if (contact.name !== null) return mask.name(contact.name);
  if (contact.phone !== null) return mask.phone(contact.phone);
  return contact.bsuid === null ? inboxWords.nobodyKnown : mask.text(contact.bsuid);
}

/** What the letters beside it are of. They are all that is left of a name that is covered, so they need no cover. */
export function avatarNameOf({ contact }: Pick<Conversation, 'contact'>): string {
  return contact?.name ?? (contact?.phone == null ? '?' : '+');
}

/** The first word of a name, as colleagues call each other. */
export function firstNameOf(name: string): string {
  return name.split(/\s/u)[0] ?? name;
}
