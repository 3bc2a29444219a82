import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { ContactId } from '../../domain/ids.ts';
import type { ContactsTable } from '../../platform/db/tables.ts';
import { nextAfter, PIECE_ROWS, type Piece, type StepContext } from './erasure-step.ts';
import type { Redactor } from './redact.ts';

/**
 * Leaves tombstones of the contacts that the person is. Then it is waited until no node takes them for one of these any
 * more: what names one afterwards was committed before, and the walk along the events comes by.
 */
export async function eraseContacts(ctx: StepContext): Promise<Piece> {
  const { workspaceId, person } = ctx;
  const wishes = person.contactIds.map((id) => ({ kind: 'erase', id }) as const);
  const outcomes = await ctx.saveContacts({ workspaceId, wishes, actor: null });
  for (const outcome of outcomes) {
    // Deleted before: there is a tombstone already.
    if (outcome.kind === 'failed' && outcome.error.code !== 'not_found') throw outcome.error;
  }
  return { next: null, waitUntilMs: (await findLastDeletion(ctx)) + ctx.othersRememberMs };
}

/** When the last of the person's contacts was deleted, epoch ms. 0: there was none. */
async function findLastDeletion({ store, workspaceId, person }: StepContext): Promise<number> {
  if (person.contactIds.length === 0) return 0;
  const row = await store.db
    .selectFrom('contacts')
    .select((eb) => eb.fn.max('deleted_at_ms').as('last_ms'))
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', person.contactIds)
    .executeTakeFirst();
  return Number(row?.last_ms ?? 0);
}

/** Marks the tombstones of contacts that were deleted before, and counts those of this erasure. */
export async function markTombstones({ store, workspaceId, person, startedAtMs, nowMs }: StepContext): Promise<Piece> {
  if (person.contactIds.length === 0) return { next: null };
  await store.db
    .updateTable('contacts')
    .set({ erased_at_ms: nowMs() })
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', person.contactIds)
    .where('deleted_at_ms', 'is not', null)
    .where('erased_at_ms', 'is', null)
    .execute();
  const erased = await store.db
    .selectFrom('contacts')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', person.contactIds)
    .where('erased_at_ms', '>=', startedAtMs)
    .execute();
  return { counts: { contacts: erased.length }, next: null };
}

/** Columns in which people write about others. Who the contact itself is stays. */
const TEXTS = [
  'first_name',
  'last_name',
  'company',
  'email',
  'username',
  'address',
  'city',
  'state',
  'zip',
  'website',
  'description',
  'custom_attributes',
  'tags',
  'name_key',
  'search_text',
] as const;

type ContactTexts = Pick<Selectable<ContactsTable>, (typeof TEXTS)[number]>;

/**
 * Takes the person out of what other contacts say, such as a description. No event tells of it: it would tell of the
 * person.
 */
export async function redactContacts(ctx: StepContext, after: string | null): Promise<Piece> {
  const rows = await selectContacts(ctx)
    .$if(after !== null, (contacts) => contacts.where('id', '>', after as ContactId))
    .where('created_at_ms', '<', ctx.startedAtMs)
    .limit(PIECE_ROWS)
    .execute();
  let count = 0;
  for (const row of rows) if (redactTexts(row, ctx.redactor) !== null) count += await redactContact(ctx, row.id);
  return { counts: { contacts_redacted: count }, next: nextAfter(rows.map((row) => row.id)) };
}

function selectContacts({ store, workspaceId }: StepContext) {
  return store.db
    .selectFrom('contacts')
    .select(['id', 'revision', ...TEXTS])
    .where('workspace_id', '=', workspaceId)
    .where('deleted_at_ms', 'is', null)
    .orderBy('id');
}

/** Tries while others change the same contact. */
const TRIES_MAX = 5;

/** The revision grows, so that a change that was worked out from the old texts is refused. */
async function redactContact(ctx: StepContext, id: ContactId): Promise<number> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const row = await selectContacts(ctx).where('id', '=', id).executeTakeFirst();
    const texts = row === undefined ? null : redactTexts(row, ctx.redactor);
    if (row === undefined || texts === null) return 0;
    const { numUpdatedRows } = await ctx.store.db
      .updateTable('contacts')
      .set({ ...texts, revision: sql<number>`revision + 1` })
      .where('workspace_id', '=', ctx.workspaceId)
      .where('id', '=', id)
      .where('revision', '=', row.revision)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows > 0n) return 1;
  }
  return 0;
}

/** Null: nothing of them mentions the person. The JSON among them stays JSON, as the mark needs no escape. */
function redactTexts(texts: ContactTexts, { mentions, redactText }: Redactor): ContactTexts | null {
  const isMeant = TEXTS.some((column) => mentions(texts[column] ?? ''));
  if (!isMeant) return null;
  const redact = <TText extends string | null>(text: TText) => (text === null ? text : redactText(text)) as TText;
  return {
    first_name: redact(texts.first_name),
    last_name: redact(texts.last_name),
    company: redact(texts.company),
    email: redact(texts.email),
    username: redact(texts.username),
    address: redact(texts.address),
    city: redact(texts.city),
    state: redact(texts.state),
    zip: redact(texts.zip),
    website: redact(texts.website),
    description: redact(texts.description),
    custom_attributes: redact(texts.custom_attributes),
    tags: redact(texts.tags),
    name_key: redact(texts.name_key),
    search_text: redact(texts.search_text),
  };
}
