import type { ContactId, EventId, WorkspaceId } from '../../domain/ids.ts';
import { digitsOfPhone, phoneKeyOf } from '../../domain/phone.ts';
import type { Store } from '../../platform/db/store.ts';
import type { Piece, StepContext } from './erasure-step.ts';
import { carries } from './judge-event.ts';
import { isSamePerson, learn, type Person } from './person.ts';

/** Whether there is a contact with that id, or was one. */
export async function isContact(store: Store, workspaceId: WorkspaceId, id: ContactId): Promise<boolean> {
  const row = await store.db
    .selectFrom('contacts')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

/** Finds the contact that the person is, and what it says of who they are. Before it is erased. */
export async function findTheirContact(ctx: StepContext): Promise<Piece> {
  const rows = await selectLiving(ctx)
    .where((eb) =>
      eb.or([
        eb('id', 'in', orNone(ctx.person.contactIds)),
        eb('phone_key', 'in', orNone(ctx.person.phones.map(phoneKeyOf))),
        eb('bsuid', 'in', orNone(ctx.person.bsuids)),
      ]),
    )
    .execute();
  const found = learn(ctx.person, {
    contactIds: rows.map((row) => row.id),
    phones: present(rows.map((row) => row.phone)).map(digitsOfPhone),
    bsuids: present(rows.map((row) => row.bsuid)),
  });
  const emails = await withoutThoseOfOthers(ctx, found, { emails: present(rows.map((row) => row.email)) });
  return { learned: learn(found, emails), next: null };
}

/** Events that one statement of the walk looks at. It reads three short columns of each. */
const WALK_ROWS = 2_000;
/** Walks along all events. Each further one is for a contact that was found by a number that the one before found. */
const ROUNDS_MAX = 4;

/**
 * Finds the numbers that the person had before, by the events of their contact, and the contacts that they were before
 * those were deleted, by their numbers; and so on. A number that another contact has by now is that one's.
 */
export async function findTheirNumbers(ctx: StepContext, after: string | null): Promise<Piece> {
  const { round, afterId } = readPlace(after);
  if (ctx.person.contactIds.length > 0) {
    const lastId = await findStepEnd(ctx, afterId);
    const learned = learn(ctx.person, await findNumbers(ctx, { afterId, lastId }));
    if (lastId !== null) return { learned, next: toPlace({ round, afterId: lastId }) };
    return endRound(ctx, learned, round);
  }
  return endRound(ctx, ctx.person, round);
}

/** A round that found another contact is followed by one for the numbers of that. */
async function endRound(ctx: StepContext, person: Person, round: number): Promise<Piece> {
  const learned = learn(person, { contactIds: await findDeletedContacts(ctx, person) });
  const isDone = isSamePerson(learned, person) || round >= ROUNDS_MAX;
  return { learned, next: isDone ? null : toPlace({ round: round + 1, afterId: null }) };
}

interface Place {
  readonly round: number;
  readonly afterId: EventId | null;
}

function readPlace(text: string | null): Place {
  if (text === null) return { round: 1, afterId: null };
  const [round = '1', id = ''] = text.split(' ');
  return { round: Number(round), afterId: id === '' ? null : (id as EventId) };
}

function toPlace({ round, afterId }: Place): string {
  return `${round} ${afterId ?? ''}`;
}

/** Null: fewer events than a step are left. */
async function findStepEnd(ctx: StepContext, afterId: EventId | null): Promise<EventId | null> {
  const row = await selectEvents(ctx, afterId)
    .select('id')
    .orderBy('id')
    .limit(1)
    .offset(WALK_ROWS - 1)
    .executeTakeFirst();
  return row?.id ?? null;
}

interface Step {
  readonly afterId: EventId | null;
  /** Inclusive. Null: to the end. */
  readonly lastId: EventId | null;
}

async function findNumbers(ctx: StepContext, { afterId, lastId }: Step): Promise<Pick<Person, 'phones' | 'bsuids'>> {
  const rows = await selectEvents(ctx, afterId)
    .select(['phone', 'bsuid'])
    .distinct()
    .$if(lastId !== null, (events) => events.where('id', '<=', lastId as EventId))
    .where('contact_id', 'in', ctx.person.contactIds)
    .execute();
  const phones = present(rows.map((row) => row.phone)).filter((phone) => !ctx.person.phones.includes(phone));
  const bsuids = present(rows.map((row) => row.bsuid)).filter((bsuid) => !ctx.person.bsuids.includes(bsuid));
  const theirs = await withoutThoseOfOthers(ctx, ctx.person, { phones, bsuids });
  return { phones: theirs.phones ?? [], bsuids: theirs.bsuids ?? [] };
}

function selectEvents({ store, workspaceId }: StepContext, afterId: EventId | null) {
  return store.db
    .selectFrom('events')
    .where('workspace_id', '=', workspaceId)
    .$if(afterId !== null, (events) => events.where('id', '>', afterId as EventId));
}

async function findDeletedContacts({ store, workspaceId }: StepContext, person: Person): Promise<readonly ContactId[]> {
  const named = (column: 'phone' | 'bsuid', identities: readonly string[]) =>
    store.db
      .selectFrom('events')
      .innerJoin('contacts', (join) =>
        join.onRef('contacts.workspace_id', '=', 'events.workspace_id').onRef('contacts.id', '=', 'events.contact_id'),
      )
      .select('contacts.id')
      .distinct()
      .where('events.workspace_id', '=', workspaceId)
      .where(`events.${column}`, 'in', orNone(identities))
      .where('contacts.deleted_at_ms', 'is not', null)
      .execute();
  const rows = await Promise.all([named('phone', person.phones), named('bsuid', person.bsuids)]);
  return rows.flat().map((row) => row.id);
}

/** Identities that no other contact has by now: what somebody has is theirs. */
async function withoutThoseOfOthers(
  ctx: StepContext,
  person: Person,
  { phones = [], bsuids = [], emails = [] }: Partial<Person>,
): Promise<Partial<Person>> {
  if (phones.length + bsuids.length + emails.length === 0) return {};
  const rows = await selectLiving(ctx)
    .where((eb) =>
      eb.or([
        eb('phone_key', 'in', orNone(phones.map(phoneKeyOf))),
        eb('bsuid', 'in', orNone(bsuids)),
        eb(eb.fn<string>('lower', ['email']), 'in', orNone(emails.map((email) => email.toLowerCase()))),
      ]),
    )
    .execute();
  const others = rows.filter((row) => !person.contactIds.includes(row.id));
  const keys = new Set(others.map((row) => row.phone_key));
  const taken = new Set(others.flatMap((row) => [row.bsuid, row.email?.toLowerCase()]));
  return {
    phones: phones.filter((phone) => !keys.has(phoneKeyOf(phone))),
    bsuids: bsuids.filter((bsuid) => !taken.has(bsuid)),
    emails: emails.filter((email) => !taken.has(email.toLowerCase())),
  };
}

/** Rows that name somebody. */
interface NamingRow {
  readonly contact_id: ContactId | null;
  readonly phone: string | null;
  readonly bsuid: string | null;
}

/** Contacts that are there, among those of rows with the person's number: those rows are about whoever had it then. */
export async function findOthers(ctx: StepContext, rows: readonly NamingRow[]): Promise<ReadonlySet<ContactId>> {
  const ids = rows.flatMap((row) => (row.contact_id !== null && carries(row, ctx.person) ? [row.contact_id] : []));
  const asked = [...new Set(ids)].filter((id) => !ctx.person.contactIds.includes(id));
  if (asked.length === 0) return new Set();
  const living = await selectLiving(ctx).where('id', 'in', asked).execute();
  return new Set(living.map((row) => row.id));
}

function selectLiving({ store, workspaceId }: StepContext) {
  return store.db
    .selectFrom('contacts')
    .select(['id', 'phone', 'phone_key', 'bsuid', 'email'])
    .where('workspace_id', '=', workspaceId)
    .where('deleted_at_ms', 'is', null);
}

function present<TValue>(values: readonly (TValue | null)[]): readonly TValue[] {
  return values.filter((value) => value !== null);
}

/** An `IN` needs something to look for. No identity is the empty text. */
function orNone<TIdentity extends string>(identities: readonly TIdentity[]): readonly TIdentity[] {
  return identities.length === 0 ? ['' as TIdentity] : identities;
}
