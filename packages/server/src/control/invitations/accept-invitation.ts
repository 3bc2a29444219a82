import { PosthornError } from '../../domain/errors.ts';
import type { MemberId, WorkspaceId } from '../../domain/ids.ts';
import type { Role } from '../../domain/permissions.ts';
import type { Store, Trx } from '../../platform/db/store.ts';
import { hashToken } from '../../platform/http/token-hash.ts';
import { findInvitationByHash, type Invitation, takeInvitation } from './invitations.store.ts';

/** How somebody answers an invitation. */
export interface InvitationAnswer {
  readonly token: string;
  /** For a new account. Null: there is an account, or none is given. */
  readonly name: string | null;
  /** Of the account that there is, or for the new one. */
  readonly password: string;
}

/** An account that is to be made. */
export interface AccountWish {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

/** Becoming a member of a workspace. */
export interface Joining {
  readonly workspaceId: WorkspaceId;
  readonly memberId: MemberId;
  readonly role: Role;
  readonly requestId: string;
}

export interface AcceptContext {
  readonly store: Store;
  readonly nowMs: () => number;
  readonly hasAccount: (email: string) => Promise<boolean>;
  /** Checks what is to be an account and hashes its password, outside of any transaction. @throws PosthornError `unprocessable`. */
  readonly prepareAccount: (wish: AccountWish) => Promise<(trx: Trx) => Promise<MemberId>>;
  /** @throws PosthornError `unauthenticated`, `rate_limited`. */
  readonly checkPassword: (email: string, password: string) => Promise<MemberId>;
  /** Makes the account a member, with its entry in the audit log. @throws PosthornError `conflict`, `limit_reached`. */
  readonly join: (trx: Trx, joining: Joining) => Promise<void>;
}

/**
 * Makes whoever has the link a member: with a new account, or with their own by its password. The link alone is not enough
 * to get into an account that there is.
 *
 * @throws PosthornError `link_not_valid`, `unauthenticated`, `unprocessable`, `conflict`, `rate_limited`.
 */
export async function acceptInvitation(
  ctx: AcceptContext,
  answer: InvitationAnswer,
  asked: { readonly requestId: string },
): Promise<MemberId> {
  const tokenHash = hashToken(answer.token);
  const invitation = await findInvitationByHash(ctx.store, tokenHash, ctx.nowMs());
  if (invitation === null) throw invitationGone();
  const memberIn = await prepareMember(ctx, invitation, answer);
  return ctx.store.db.transaction().execute(async (trx) => {
    const taken = await takeInvitation(trx, tokenHash, ctx.nowMs());
    if (taken === null) throw invitationGone();
    const memberId = await memberIn(trx);
    await ctx.join(trx, { workspaceId: taken.workspaceId, memberId, role: taken.role, requestId: asked.requestId });
    return memberId;
  });
}

/** What the page of an invitation is told that is not good. */
export function invitationGone(): PosthornError {
  return new PosthornError('link_not_valid', 'This invitation is not good any more. It works once, and for 7 days.', {
    fields: [{ pointer: '/token', message: 'Ask for a new invitation.' }],
  });
}

async function prepareMember(
  ctx: AcceptContext,
  { email }: Invitation,
  { name, password }: InvitationAnswer,
): Promise<(trx: Trx) => Promise<MemberId>> {
  if (await ctx.hasAccount(email)) {
    const memberId = await ctx.checkPassword(email, password);
    return async () => memberId;
  }
  if (name === null) {
    throw new PosthornError('unprocessable', 'The new account needs a name.', {
      fields: [{ pointer: '/name', message: 'Give the name that others are to see.' }],
    });
  }
  return ctx.prepareAccount({ email, name, password });
}
