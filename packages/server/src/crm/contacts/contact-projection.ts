import type { Contact } from '../../domain/contact.ts';
import type { ContactPatch } from '../../domain/contact-save.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { NewEvent } from '../../domain/event.ts';
import type { EventId, WorkspaceId } from '../../domain/ids.ts';
import { type PersonFacts, personFactsOf } from '../../domain/meta/person-facts.ts';
import { phoneKeyOf } from '../../domain/phone.ts';
import type { QuarantineItem } from '../../domain/quarantine.ts';
import type { WorkspaceSettings } from '../../domain/workspace.ts';
import { RecordConflictError, type RecordWrite } from '../../platform/db/record-write.ts';
import { ContactBook } from './contact-book.ts';
import {
  applyPatch,
  type ContactChange,
  draftContact,
  type ReportContext,
  reportCreated,
  reportUpdated,
} from './contact-change.ts';
import { CONFLICT_TRIES_MAX, type ContactWriterContext, forgetChanged } from './contact-writer.ts';
import { type KnownContact, keysOf } from './identity-cache.ts';
import { choiceEvent, identityEvent } from './person-events.ts';

export interface ContactProjectionContext
  extends Omit<ContactWriterContext, 'publish' | 'claimSerial' | 'findTakenSerials' | 'findMembers'> {
  readonly publish: (
    events: readonly NewEvent[],
    alongside: { readonly records?: readonly RecordWrite[]; readonly quarantine?: readonly QuarantineItem[] },
  ) => Promise<ReadonlySet<EventId>>;
  readonly settings: (workspaceId: WorkspaceId) => WorkspaceSettings;
  /** `channel` in the data of an event, null for an event of none. */
  readonly channelView: (event: NewEvent) => Readonly<Record<string, unknown>> | null;
}

/** Appends events from Meta together with what they do to contacts. @returns ids of those that are new. */
export type PublishFromMeta = (
  events: readonly NewEvent[],
  quarantine?: readonly QuarantineItem[],
) => Promise<ReadonlySet<EventId>>;

/**
 * Publishes events from Meta with the contacts they are about (R4 of the records): each names its contact, the first
 * message of somebody unknown makes one, and what an event tells of its person moves the contact. All of it is one
 * transaction, and whatever an event does to a contact is done only if the event is new.
 *
 * Nearly all events are about somebody who is known and change nothing: then it costs a lookup in memory. A contact
 * changes once in a transaction; a second event about it begins another one, and Meta is answered after the last.
 */
export function createContactProjection(ctx: ContactProjectionContext): PublishFromMeta {
  return async (events, quarantine = []) => {
    for (let tries = 1; ; tries++) {
      try {
        return await publishOnce(ctx, events, quarantine);
      } catch (error) {
        if (!(error instanceof RecordConflictError)) throw error;
        for (const event of events) ctx.identities.forgetPerson(event);
        if (tries === CONFLICT_TRIES_MAX) {
          throw new PosthornError('store_unavailable', 'Others keep changing the same contacts. Try again.', {
            cause: error,
          });
        }
      }
    }
  };
}

function publishOnce(
  ctx: ContactProjectionContext,
  events: readonly NewEvent[],
  quarantine: readonly QuarantineItem[],
): Promise<ReadonlySet<EventId>> {
  const found = events.map((event) => ({ event, known: ctx.identities.find(event) }));
  if (found.every(isMet)) return publishMet(ctx, found, quarantine);
  const unseen = found.filter((one) => one.known === undefined).map(({ event }) => event);
  return lookUp(ctx, unseen).then(() => {
    const met = events.map((event) => ({ event, known: ctx.identities.find(event) ?? null }));
    return publishMet(ctx, met, quarantine);
  });
}

function isMet(found: {
  readonly event: NewEvent;
  readonly known: KnownContact | null | undefined;
}): found is MetEvent {
  return found.known !== undefined;
}

function publishMet(
  ctx: ContactProjectionContext,
  met: readonly MetEvent[],
  quarantine: readonly QuarantineItem[],
): Promise<ReadonlySet<EventId>> {
  const changing = met.filter((one) => changesContact(ctx, one));
  if (changing.length === 0) return ctx.publish(met.map(withKnown), { quarantine });
  const events = met.map(({ event }) => event);
  return ctx.locks.run(changing.flatMap(lockKeysOf), () => publishInRounds(ctx, events, quarantine));
}

/** An event and who its person is. */
interface MetEvent {
  readonly event: NewEvent;
  /** Null: nobody that is known. */
  readonly known: KnownContact | null;
}

/** Asks the database, once for each workspace, who the persons are that memory does not know. */
async function lookUp(ctx: ContactProjectionContext, unseen: readonly NewEvent[]): Promise<void> {
  for (const [workspaceId, group] of Map.groupBy(unseen, (event) => event.workspaceId)) {
    const book = new ContactBook(await ctx.findContacts({ workspaceId, ids: [], ...identitiesOf(group) }));
    for (const event of group) {
      const contact = book.byPerson(event);
      if (contact === null) ctx.identities.rememberNobody(event);
      else ctx.identities.remember(contact);
    }
  }
}

function identitiesOf(events: readonly NewEvent[]) {
  const facts = events.map((event) => (isAboutPerson(event) ? personFactsOf(event).newPhone : null));
  const phones = [...events.map((event) => event.phone), ...facts];
  return {
    phoneKeys: phones.flatMap((phone) => (phone === null ? [] : [phoneKeyOf(phone)])),
    bsuids: events.flatMap(({ bsuid }) => (bsuid === null ? [] : [bsuid])),
  };
}

function withKnown({ event, known }: MetEvent): NewEvent {
  return known === null ? event : { ...event, contact: known.ref };
}

function isAboutPerson(event: NewEvent): boolean {
  return event.origin === 'meta' && (event.phone !== null || event.bsuid !== null);
}

/** Whether the event may do more than name its contact. True is checked again on the row itself. */
function changesContact(ctx: ContactProjectionContext, { event, known }: MetEvent): boolean {
  if (!isAboutPerson(event)) return false;
  const facts = personFactsOf(event);
  if (choiceOf(ctx, event, facts) !== null || facts.newPhone !== null) return true;
  if (known === null) return facts.isIntroduced && ctx.settings(event.workspaceId).autoCreateContacts;
  return tellsNewIdentity(known, event, facts);
}

function tellsNewIdentity(known: KnownContact, event: NewEvent, facts: PersonFacts): boolean {
  const hasOtherBsuid = event.bsuid !== null && event.bsuid !== known.bsuid;
  return hasOtherBsuid || (facts.username !== null && facts.username !== known.username);
}

function lockKeysOf({ event, known }: MetEvent): string[] {
  const { newPhone } = personFactsOf(event);
  const moved = newPhone === null ? [] : keysOf({ workspaceId: event.workspaceId, phone: newPhone, bsuid: null });
  return [...keysOf(event), ...moved, ...(known === null ? [] : [known.ref.id])];
}

async function publishInRounds(
  ctx: ContactProjectionContext,
  events: readonly NewEvent[],
  quarantine: readonly QuarantineItem[],
): Promise<ReadonlySet<EventId>> {
  const fresh = new Set<EventId>();
  let aside = quarantine;
  for (let done = 0; done < events.length; ) {
    const round = await planRound(ctx, events.slice(done));
    const records = round.changes.flatMap((change) => change.records);
    try {
      for (const id of await ctx.publish(round.events, { records, quarantine: aside })) fresh.add(id);
    } finally {
      for (const change of round.changes) forgetChanged(ctx.identities, change);
    }
    aside = [];
    done += round.eventCount;
  }
  return fresh;
}

interface Round {
  readonly events: readonly NewEvent[];
  readonly changes: readonly ContactChange[];
  /** How many of the events that came in are in it. */
  readonly eventCount: number;
}

/** Takes events until one is about a contact that changes already: what becomes of that one depends on whether the other is new. */
async function planRound(ctx: ContactProjectionContext, events: readonly NewEvent[]): Promise<Round> {
  const books = await loadBooks(ctx, events);
  const out: NewEvent[] = [];
  const changes: ContactChange[] = [];
  let eventCount = 0;
  for (const event of events) {
    const book = books.get(event.workspaceId) ?? new ContactBook([]);
    const contact = book.byPerson(event);
    if (contact !== null && book.isTouched(contact.id)) break;
    const planned = await planEvent(ctx, event, book);
    eventCount += 1;
    out.push(...planned.events);
    if (planned.change !== null) {
      changes.push(planned.change);
      book.note(planned.change);
    }
  }
  return { events: out, changes, eventCount };
}

async function loadBooks(
  ctx: ContactProjectionContext,
  events: readonly NewEvent[],
): Promise<ReadonlyMap<WorkspaceId, ContactBook>> {
  const books = new Map<WorkspaceId, ContactBook>();
  for (const [workspaceId, group] of Map.groupBy(events, (event) => event.workspaceId)) {
    books.set(workspaceId, new ContactBook(await ctx.findContacts({ workspaceId, ids: [], ...identitiesOf(group) })));
  }
  return books;
}

interface PlannedEvent {
  /** The event with its contact, and those that it causes. */
  readonly events: readonly NewEvent[];
  readonly change: ContactChange | null;
}

async function planEvent(ctx: ContactProjectionContext, event: NewEvent, book: ContactBook): Promise<PlannedEvent> {
  const contact = book.byPerson(event);
  if (!isAboutPerson(event)) return { events: [event], change: null };
  const facts = personFactsOf(event);
  const choice = choiceOf(ctx, event, facts);
  // Ids are in the order of the events: that is the order which they get in the log.
  const [identityEventId, choiceEventId] = [ctx.newEventId(), ctx.newEventId()];
  const change =
    contact === null
      ? await planNewContact(ctx, event, facts)
      : planMovedContact(reportContext(ctx, event), {
          contact,
          patch: patchOf({ contact, event, facts, choice, book }),
        });
  const after = change?.after ?? contact;
  const named = after === null ? event : { ...event, contact: { id: after.id, serial: after.serial } };
  const report = { event: named, contact: after, channel: ctx.channelView(event) };
  const hasOtherBsuid = contact !== null && contact.bsuid !== null && contact.bsuid !== (after?.bsuid ?? null);
  return {
    events: [
      named,
      ...(hasOtherBsuid && event.type !== 'contact.identity_changed'
        ? [identityEvent({ ...report, eventId: identityEventId })]
        : []),
      ...(choice !== null && facts.choice === null
        ? [choiceEvent({ ...report, eventId: choiceEventId }, choice, facts.words ?? '')]
        : []),
      ...(change?.events ?? []),
    ],
    change,
  };
}

/** What the person chose: in WhatsApp's own settings, or by a word that the workspace listens for. */
function choiceOf(ctx: ContactProjectionContext, event: NewEvent, facts: PersonFacts): 'stop' | 'resume' | null {
  if (facts.choice !== null || facts.words === null) return facts.choice;
  const word = facts.words.trim().toLowerCase();
  const { optOutWords, optInWords } = ctx.settings(event.workspaceId);
  const isAmong = (words: readonly string[]) => words.some((one) => one.toLowerCase() === word);
  if (isAmong(optOutWords)) return 'stop';
  return isAmong(optInWords) ? 'resume' : null;
}

async function planNewContact(
  ctx: ContactProjectionContext,
  event: NewEvent,
  facts: PersonFacts,
): Promise<ContactChange | null> {
  if (!facts.isIntroduced || !ctx.settings(event.workspaceId).autoCreateContacts) return null;
  const report = reportContext(ctx, event);
  const { workspaceId } = event;
  const [serial = 0] = await ctx.serials.take(workspaceId, 1);
  const fields: ContactPatch = {
    firstName: facts.firstName ?? facts.username ?? '',
    lastName: facts.lastName,
    phone: event.phone === null ? null : `+${event.phone}`,
    bsuid: event.bsuid,
    username: facts.username,
    optedOut: choiceOf(ctx, event, facts) === 'stop',
  };
  const identity = { id: ctx.newContactId(), workspaceId, serial, nowMs: report.nowMs };
  return reportCreated(draftContact(fields, identity, report.labels), report);
}

function planMovedContact(
  report: ReportContext,
  { contact, patch }: { readonly contact: Contact; readonly patch: ContactPatch },
): ContactChange | null {
  const after = applyPatch(contact, patch, report.nowMs);
  return after === null ? null : reportUpdated(contact, after, report);
}

interface PatchInput {
  readonly contact: Contact;
  readonly event: NewEvent;
  readonly facts: PersonFacts;
  readonly choice: 'stop' | 'resume' | null;
  readonly book: ContactBook;
}

/** A number that another contact has already stays with that one. */
function patchOf({ contact, event, facts, choice, book }: PatchInput): ContactPatch {
  const owner = facts.newPhone === null ? null : book.byIdentity({ phone: `+${facts.newPhone}`, bsuid: null });
  const movesTo = facts.newPhone !== null && (owner === null || owner.id === contact.id) ? facts.newPhone : null;
  const isNamedByPhoneOnly = contact.phone === null && event.phone !== null;
  return {
    ...(event.bsuid === null ? {} : { bsuid: event.bsuid }),
    ...(facts.username === null ? {} : { username: facts.username }),
    ...(choice === null ? {} : { optedOut: choice === 'stop' }),
    ...(isNamedByPhoneOnly && ownerOfPhone(book, event.phone) === null ? { phone: `+${event.phone}` } : {}),
    ...(movesTo === null ? {} : { phone: `+${movesTo}` }),
  };
}

function ownerOfPhone(book: ContactBook, phone: string): Contact | null {
  return book.byIdentity({ phone: `+${phone}`, bsuid: null });
}

function reportContext(ctx: ContactProjectionContext, event: NewEvent): ReportContext {
  return {
    labels: ctx.labels(event.workspaceId),
    nowMs: ctx.nowMs(),
    newEventId: ctx.newEventId,
    auditRow: ctx.auditRow,
    actor: null,
    // Without a key it is never a duplicate, so what it causes is always new.
    causeId: event.dedupeKey === null ? null : event.id,
  };
}
