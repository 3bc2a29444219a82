import type { EventOrigin } from '../../domain/event.ts';
import type { ContactId } from '../../domain/ids.ts';
import type { Person } from './person.ts';
import type { Redactor } from './redact.ts';

/** As much of an event as tells whom it is about. */
export interface JudgedEvent {
  readonly type: string;
  readonly origin: EventOrigin;
  readonly createdAtMs: number;
  readonly phone: string | null;
  readonly bsuid: string | null;
  readonly contactId: ContactId | null;
  /** JSON. */
  readonly payload: string;
}

/** `about`: all of it goes. `mentions`: the person is taken out of it. `none`: it stays, or is erased already. */
export type Verdict = 'about' | 'mentions' | 'none';

export interface JudgeContext {
  readonly person: Person;
  readonly redactor: Redactor;
  /** What came in from here on is of somebody new, unless it names the contact that is erased. */
  readonly startedAtMs: number;
  /** Contacts that are there: what is known to be about one of them is not about the person. */
  readonly others: ReadonlySet<ContactId>;
}

/** Whether an event tells of the person: by its contact, its number or its BSUID; or mentions them in its payload. */
export function judgeEvent(event: JudgedEvent, ctx: JudgeContext): Verdict {
  if (event.origin === 'erased') return 'none';
  if (event.contactId !== null && ctx.person.contactIds.includes(event.contactId)) {
    return isTombstone(event) ? 'none' : 'about';
  }
  if (event.createdAtMs >= ctx.startedAtMs) return 'none';
  if (!carries(event, ctx.person)) return ctx.redactor.mentions(event.payload) ? 'mentions' : 'none';
  // A number that was theirs and is the person's by now: the event is about whoever had it then.
  return event.contactId !== null && ctx.others.has(event.contactId) ? 'mentions' : 'about';
}

/** Whether its number or its BSUID is one of the person's. */
export function carries({ phone, bsuid }: Pick<JudgedEvent, 'phone' | 'bsuid'>, person: Person): boolean {
  return (phone !== null && person.phones.includes(phone)) || (bsuid !== null && person.bsuids.includes(bsuid));
}

/** What `contact.deleted` of somebody erased says of the contact. Receivers get it: by it they erase theirs. */
const STAYS: ReadonlySet<string> = new Set([
  'id',
  'serial',
  'type',
  'enabled',
  'opted_out',
  'created_at',
  'updated_at',
]);

/** The event by which an erasure is reported: nothing of the person is in it. */
function isTombstone({ type, phone, bsuid, payload }: JudgedEvent): boolean {
  if (type !== 'contact.deleted' || phone !== null || bsuid !== null) return false;
  const data: unknown = JSON.parse(payload);
  if (typeof data !== 'object' || data === null) return false;
  return Object.entries(data).every(([field, value]) => STAYS.has(field) || isEmpty(value));
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
