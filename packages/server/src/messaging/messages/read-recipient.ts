import { PosthornError } from '../../domain/errors.ts';
import type { ContactId, WorkspaceId } from '../../domain/ids.ts';
import type { Recipient } from '../../domain/message.ts';
import { digitsOfPhone } from '../../domain/phone.ts';
import type { GivenRecipient } from './outgoing-message.ts';

/** What tells who a caller means. `gateway/` passes the real ones. */
export interface RecipientContext {
  /** Reads a number as people write it, as E.164. Null: it is none. */
  readonly readPhone: (workspaceId: WorkspaceId, text: string) => string | null;
  /** By which Meta knows a contact. Null: there is no such contact. */
  readonly findIdentity: (
    workspaceId: WorkspaceId,
    id: ContactId,
  ) => Promise<{ readonly phone: string | null; readonly bsuid: string | null } | null>;
}

/** Whom a caller means. @throws PosthornError `invalid_request`: no number, no such contact; `unprocessable`: a contact without number and BSUID. */
export async function readRecipient(
  ctx: RecipientContext,
  workspaceId: WorkspaceId,
  to: GivenRecipient,
): Promise<Recipient> {
  if (typeof to === 'string') return readNumber(ctx, workspaceId, { text: to, pointer: '/to' });
  if (to.phone !== undefined) return readNumber(ctx, workspaceId, { text: to.phone, pointer: '/to/phone' });
  if (to.bsuid !== undefined) return { kind: 'bsuid', bsuid: to.bsuid };
  if (to.contact_id !== undefined) return readContact(ctx, workspaceId, to.contact_id);
  return { kind: 'group', groupId: to.group_id ?? '' };
}

interface GivenNumber {
  readonly text: string;
  readonly pointer: string;
}

function readNumber(ctx: RecipientContext, workspaceId: WorkspaceId, { text, pointer }: GivenNumber): Recipient {
  const phone = ctx.readPhone(workspaceId, text);
  if (phone !== null) return { kind: 'phone', phone: digitsOfPhone(phone) };
  throw new PosthornError('invalid_request', 'The body is not valid.', {
    fields: [{ pointer, message: 'Must be a phone number with + and its country code.' }],
  });
}

async function readContact(ctx: RecipientContext, workspaceId: WorkspaceId, id: ContactId): Promise<Recipient> {
  const contact = await ctx.findIdentity(workspaceId, id);
  const pointer = '/to/contact_id';
  if (contact === null) {
    throw new PosthornError('invalid_request', 'The body is not valid.', {
      fields: [{ pointer, message: 'There is no such contact.' }],
    });
  }
  if (contact.phone !== null) return { kind: 'phone', phone: digitsOfPhone(contact.phone) };
  if (contact.bsuid !== null) return { kind: 'bsuid', bsuid: contact.bsuid };
  const message = 'The contact has neither a number nor a BSUID: give it one first.';
  throw new PosthornError('unprocessable', message, { fields: [{ pointer, message }] });
}
