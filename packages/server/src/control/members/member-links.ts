import type { Actor } from '../../domain/audit.ts';
import type { MemberId } from '../../domain/ids.ts';
import { newToken, oneTimeLink } from '../../platform/http/one-time-link.ts';
import { hashToken } from '../../platform/http/token-hash.ts';
import { hasOperator } from './members.store.ts';
import type { MembersContext } from './members-context.ts';
import { insertOneTimeLink, insertOneTimeLinkIn } from './one-time-links.store.ts';

/** How long a link to set a password is good: until somebody has read the message that it came in. */
export const PASSWORD_LINK_VALID_MS = 24 * 3_600_000;
/** How long a link to sign in is good. It is made by whoever opens it, or by a script that opens it at once. */
export const SIGN_IN_LINK_VALID_MS = 15 * 60_000;

/** A link that works once. Its token is nowhere else. */
export interface MemberLink {
  readonly url: string;
  /** Epoch ms. */
  readonly expiresAtMs: number;
}

type LinkContext = Pick<MembersContext, 'store' | 'nowMs' | 'randomBytes' | 'baseUrl'>;

/**
 * Makes a link for becoming the first owner, good until it is used or until there is an owner. Null: there is somebody who
 * looks after the installation.
 */
export async function createOwnerLink(ctx: LinkContext): Promise<string | null> {
  if (await hasOperator(ctx.store)) return null;
  const token = newToken('', ctx.randomBytes);
  await insertOneTimeLink(ctx.store, {
    tokenHash: hashToken(token),
    kind: 'owner',
    memberId: null,
    expiresAtMs: null,
    nowMs: ctx.nowMs(),
  });
  return oneTimeLink(ctx.baseUrl(), 'welcome', token);
}

/** Makes a link that signs a member in, without a password. Whoever may make one could set the password as well. */
export async function createSignInLink(
  ctx: LinkContext,
  { memberId, validMs }: { readonly memberId: MemberId; readonly validMs: number },
): Promise<MemberLink> {
  const token = newToken('', ctx.randomBytes);
  const nowMs = ctx.nowMs();
  const expiresAtMs = nowMs + validMs;
  await insertOneTimeLink(ctx.store, { tokenHash: hashToken(token), kind: 'sign_in', memberId, expiresAtMs, nowMs });
  return { url: oneTimeLink(ctx.baseUrl(), 'enter', token), expiresAtMs };
}

/** Makes a link by which a member sets a new password. */
export async function createPasswordLink(
  ctx: LinkContext & Pick<MembersContext, 'auditAccount'>,
  { memberId, actor }: { readonly memberId: MemberId; readonly actor: Actor },
): Promise<MemberLink> {
  const token = newToken('', ctx.randomBytes);
  const nowMs = ctx.nowMs();
  const expiresAtMs = nowMs + PASSWORD_LINK_VALID_MS;
  await ctx.store.db.transaction().execute(async (trx) => {
    await insertOneTimeLinkIn(trx, { tokenHash: hashToken(token), kind: 'password', memberId, expiresAtMs, nowMs });
    await ctx.auditAccount(trx, memberId, {
      actor,
      action: 'member.password_link_created',
      resourceType: 'member',
      resourceId: memberId,
      before: null,
      after: { expires_at: new Date(expiresAtMs).toISOString() },
    });
  });
  return { url: oneTimeLink(ctx.baseUrl(), 'password', token), expiresAtMs };
}
