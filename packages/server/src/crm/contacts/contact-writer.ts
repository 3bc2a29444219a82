import assert from 'node:assert/strict';
import type { Actor, AuditEntry } from '../../domain/audit.ts';
import type { Contact } from '../../domain/contact.ts';
import type { ContactOutcome, ContactWish, SaveContacts } from '../../domain/contact-save.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { NewEvent } from '../../domain/event.ts';
import type { ContactId, EventId, MemberId, WorkspaceId } from '../../domain/ids.ts';
import type { LabelBook } from '../../domain/label.ts';
import { digitsOfPhone, phoneKeyOf } from '../../domain/phone.ts';
import { RecordConflictError, type RecordWrite } from '../../platform/db/record-write.ts';
import type { KeyedLocks } from '../../platform/keyed-locks.ts';
import type { ContactChange, ReportContext } from './contact-change.ts';
import type { FindContacts } from './contacts.store.ts';
import { type IdentityCache, keysOfContact } from './identity-cache.ts';
import { type PlannedWish, planWishes } from './plan-wishes.ts';
import type { SerialPool } from './serial-pool.ts';

/** What saving contacts needs. `gateway/` passes the real ones. */
export interface ContactWriterContext {
  readonly findContacts: (wanted: FindContacts) => Promise<readonly Contact[]>;
  readonly findTakenSerials: (workspaceId: WorkspaceId, serials: readonly number[]) => Promise<ReadonlySet<number>>;
  /** Of some accounts those that are members of the workspace. */
  readonly findMembers: (workspaceId: WorkspaceId, ids: readonly MemberId[]) => Promise<ReadonlySet<MemberId>>;
  /** Keeps serials that were brought along from being given out again. */
  readonly claimSerial: (workspaceId: WorkspaceId, serial: number) => Promise<void>;
  readonly serials: SerialPool;
  /** The group commit. @throws RecordConflictError when a row is not what the change was made on. */
  readonly publish: (
    events: readonly NewEvent[],
    alongside: { readonly records: readonly RecordWrite[] },
  ) => Promise<ReadonlySet<EventId>>;
  readonly labels: (workspaceId: WorkspaceId) => LabelBook;
  readonly auditRow: (entry: AuditEntry) => RecordWrite;
  readonly identities: IdentityCache;
  readonly locks: KeyedLocks;
  readonly newContactId: () => ContactId;
  readonly newEventId: () => EventId;
  readonly nowMs: () => number;
}

/** Wishes of one call: what a batch of the API holds, and what one commit should. */
export const WISHES_MAX = 1_000;
/** Tries while other nodes change the same contacts. Each starts from what is there then. */
export const CONFLICT_TRIES_MAX = 5;

interface OpenWish {
  readonly wish: ContactWish;
  readonly index: number;
}

/**
 * Saves contacts with the events that report it (see `SaveContactsFn`). Each round is one transaction: the wishes are
 * worked out against the rows as they are, and refused as a whole when another node was quicker.
 */
export async function saveContacts(ctx: ContactWriterContext, save: SaveContacts): Promise<readonly ContactOutcome[]> {
  assert(save.wishes.length <= WISHES_MAX);
  const outcomes: ContactOutcome[] = [];
  let open: readonly OpenWish[] = save.wishes.map((wish, index) => ({ wish, index }));
  while (open.length > 0) {
    const planned = await saveRound(ctx, save, open);
    for (const { index, outcome } of planned) if (outcome !== 'later') outcomes[index] = outcome;
    open = planned.filter((one) => one.outcome === 'later');
  }
  return outcomes;
}

type RoundResult = OpenWish & { readonly outcome: ContactOutcome | 'later' };

function saveRound(
  ctx: ContactWriterContext,
  save: SaveContacts,
  open: readonly OpenWish[],
): Promise<readonly RoundResult[]> {
  return ctx.locks.run(
    open.flatMap(({ wish }) => lockKeysOf(save.workspaceId, wish)),
    async () => {
      for (let tries = 1; ; tries++) {
        try {
          return await tryRound(ctx, save, { open, tries });
        } catch (error) {
          if (!(error instanceof RecordConflictError)) throw error;
          if (tries === CONFLICT_TRIES_MAX) throw changedByOthers(error);
        }
      }
    },
  );
}

async function tryRound(
  ctx: ContactWriterContext,
  { workspaceId, actor }: SaveContacts,
  { open, tries }: { readonly open: readonly OpenWish[]; readonly tries: number },
): Promise<readonly RoundResult[]> {
  const wishes = open.map(({ wish }) => wish);
  const existing = await ctx.findContacts({ workspaceId, ...namedBy(wishes) });
  const serials = await chooseSerials(ctx, workspaceId, wishes);
  const planned = planWishes(wishes, {
    workspaceId,
    existing,
    serials,
    members: await ctx.findMembers(workspaceId, assigneesOf(wishes)),
    // After a conflict its own id may be that of a contact which was deleted: then it gets a new one.
    contactIdOf: (wish) => (tries === 1 ? contactIdOf(wish) : null) ?? ctx.newContactId(),
    report: reportContext(ctx, workspaceId, actor),
  });
  ctx.serials.giveBack(workspaceId, unusedSerials(serials, wishes, planned));
  await commit(ctx, planned);
  return planned.map(({ outcome }, place) => ({ ...at(open, place), outcome }));
}

async function commit(ctx: ContactWriterContext, planned: readonly PlannedWish[]): Promise<void> {
  const changes = planned.flatMap(({ change }) => (change === null ? [] : [change]));
  if (changes.length === 0) return;
  const records = changes.flatMap((change) => change.records);
  try {
    await ctx.publish(
      changes.flatMap((change) => change.events),
      { records },
    );
  } finally {
    // Also when it failed: the commit may have been made and its answer lost.
    for (const change of changes) forgetChanged(ctx.identities, change);
  }
}

/** What was remembered of a contact is not true any more, under its old names and under its new ones. */
export function forgetChanged(identities: IdentityCache, { before, after }: ContactChange): void {
  if (before !== null) identities.forget(before);
  if (after !== null) identities.forget(after);
}

/** What a change is reported with when somebody asked for it. */
function reportContext(ctx: ContactWriterContext, workspaceId: WorkspaceId, actor: Actor | null): ReportContext {
  return {
    labels: ctx.labels(workspaceId),
    nowMs: ctx.nowMs(),
    newEventId: ctx.newEventId,
    auditRow: ctx.auditRow,
    actor,
    causeId: null,
  };
}

/** A serial for each wish that may make a contact: the one it brings along when that is free, else the next. */
async function chooseSerials(
  ctx: ContactWriterContext,
  workspaceId: WorkspaceId,
  wishes: readonly ContactWish[],
): Promise<readonly number[]> {
  const brought = wishes.map(serialOf);
  const known = brought.filter((serial) => serial !== null);
  const taken = new Set(await ctx.findTakenSerials(workspaceId, known));
  const kept = brought.map((serial) => {
    if (serial === null || taken.has(serial)) return null;
    taken.add(serial);
    return serial;
  });
  const highest = Math.max(0, ...kept.map((serial) => serial ?? 0));
  if (highest > 0) await ctx.claimSerial(workspaceId, highest);
  const makers = wishes.filter((wish, place) => mayCreate(wish) && kept[place] === null);
  const next = [...(await ctx.serials.take(workspaceId, makers.length))];
  return wishes.map((wish, place) => kept[place] ?? (mayCreate(wish) ? (next.shift() ?? 0) : 0));
}

/** Those of the pool that no contact was made with. One that was brought along is nobody's until it is used. */
function unusedSerials(
  serials: readonly number[],
  wishes: readonly ContactWish[],
  planned: readonly PlannedWish[],
): readonly number[] {
  return serials.filter((serial, place) => {
    const wish = at(wishes, place);
    const { outcome } = at(planned, place);
    const isUsed = outcome !== 'later' && outcome.kind === 'created';
    return mayCreate(wish) && serial !== serialOf(wish) && !isUsed;
  });
}

function serialOf(wish: ContactWish): number | null {
  return mayCreate(wish) ? (wish.serial ?? null) : null;
}

function mayCreate(wish: ContactWish): wish is Extract<ContactWish, { kind: 'create' | 'upsert' }> {
  return wish.kind === 'create' || wish.kind === 'upsert';
}

/** Every contact that the wishes name or could collide with. */
function namedBy(wishes: readonly ContactWish[]): Omit<FindContacts, 'workspaceId'> {
  const ids = wishes.flatMap((wish) => ('id' in wish ? [wish.id] : (contactIdOf(wish) ?? [])));
  const given = wishes.map(identityOf);
  return {
    ids,
    phoneKeys: given.flatMap(({ phone }) => (phone === null ? [] : [phoneKeyOf(digitsOfPhone(phone))])),
    bsuids: given.flatMap(({ bsuid }) => (bsuid === null ? [] : [bsuid])),
  };
}

function contactIdOf(wish: ContactWish): ContactId | null {
  return mayCreate(wish) ? (wish.contactId ?? null) : null;
}

/** Number and BSUID that a wish gives a contact. */
function identityOf(wish: ContactWish): { readonly phone: string | null; readonly bsuid: string | null } {
  if (wish.kind === 'delete' || wish.kind === 'erase') return { phone: null, bsuid: null };
  const fields = wish.kind === 'update' ? wish.patch : wish.fields;
  if (typeof fields === 'function') return { phone: null, bsuid: null };
  return { phone: fields.phone ?? null, bsuid: fields.bsuid ?? null };
}

/** Whom the wishes assign contacts to. What works its fields out from the contact assigns nobody. */
function assigneesOf(wishes: readonly ContactWish[]): readonly MemberId[] {
  const assigned = wishes.flatMap((wish) => {
    if (wish.kind === 'delete' || wish.kind === 'erase') return [];
    const fields = wish.kind === 'update' ? wish.patch : wish.fields;
    return typeof fields === 'function' ? [] : (fields.assigneeId ?? []);
  });
  return [...new Set(assigned)];
}

function lockKeysOf(workspaceId: WorkspaceId, wish: ContactWish): readonly string[] {
  const named = 'id' in wish ? [wish.id] : [];
  return [...named, ...keysOfContact({ workspaceId, ...identityOf(wish) })];
}

function at<TItem>(items: readonly TItem[], index: number): TItem {
  const item = items[index];
  assert(item !== undefined);
  return item;
}

function changedByOthers(cause: unknown): PosthornError {
  return new PosthornError('conflict', 'Others keep changing the same contact. Read it and try again.', { cause });
}
