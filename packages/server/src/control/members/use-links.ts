import { idOf, type MemberId } from '../../domain/ids.ts';
import type { Trx } from '../../platform/db/store.ts';
import { auditAs } from '../../platform/http/audit.ts';
import { hashToken } from '../../platform/http/token-hash.ts';
import { checkNewPassword, linkNotValid } from './member-rules.ts';
import { accountInLog, auditedMember } from './member-view.ts';
import {
  findAccount,
  findFirstWorkspace,
  hasOperator,
  insertAccount,
  insertMembership,
  lockWorkspace,
  updateAccount,
} from './members.store.ts';
import type { MembersContext } from './members-context.ts';
import { deleteOneTimeLinks, findOneTimeLink, type LinkUse, takeOneTimeLink } from './one-time-links.store.ts';

export interface FirstOwner {
  readonly token: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** One who asks, by the request alone: nobody is signed in yet. */
interface Asked {
  readonly requestId: string;
}

/**
 * Makes the account that looks after the installation and owns its first workspace. Of two who come together one does.
 *
 * @throws PosthornError `link_not_valid`, also when there is such an account; `unprocessable`; `conflict`.
 */
export async function becomeFirstOwner(ctx: MembersContext, owner: FirstOwner, asked: Asked): Promise<MemberId> {
  const use = linkUse(ctx, 'owner', owner.token);
  if ((await findOneTimeLink(ctx.store, use)) === null || (await hasOperator(ctx.store))) throw linkNotValid();
  const workspaceId = await findFirstWorkspace(ctx.store);
  if (workspaceId === null) throw linkNotValid();
  checkNewPassword(owner.password, owner);
  const passwordHash = await ctx.hasher.hash(owner.password);
  const id = idOf('mbr', ctx.newId());
  const nowMs = ctx.nowMs();
  const actor = { kind: 'member', id, requestId: asked.requestId } as const;
  await ctx.store.db.transaction().execute(async (trx) => {
    await lockWorkspace(trx, workspaceId);
    if ((await takeOneTimeLink(trx, use)) === null || (await hasOperator({ db: trx }))) throw linkNotValid();
    await deleteOneTimeLinks(trx, { kind: 'owner', memberId: null });
    const { name, email } = owner;
    await insertAccount(trx, { id, name, email, passwordHash, isOperator: true, nowMs });
    const audited = auditAs(auditedMember(ctx.audit), { actor, workspaceId }, 'added');
    await insertMembership(trx, { workspaceId, memberId: id, role: 'owner', nowMs }, audited);
  });
  return id;
}

/** Uses a link to sign in up. @throws PosthornError `link_not_valid`. */
export async function useSignInLink(ctx: MembersContext, token: string): Promise<MemberId> {
  return ctx.store.db.transaction().execute((trx) => takeMemberLink(trx, linkUse(ctx, 'sign_in', token)));
}

/**
 * Sets the password by a link, signs the member out everywhere and ends the other links.
 *
 * @throws PosthornError `link_not_valid`, `unprocessable`.
 */
export async function usePasswordLink(
  ctx: MembersContext,
  { token, password }: { readonly token: string; readonly password: string },
  asked: Asked,
): Promise<MemberId> {
  const use = linkUse(ctx, 'password', token);
  const memberId = (await findOneTimeLink(ctx.store, use))?.memberId ?? null;
  const account = memberId === null ? null : await findAccount(ctx.store, memberId);
  if (account === null) throw linkNotValid();
  checkNewPassword(password, account);
  const passwordHash = await ctx.hasher.hash(password);
  await ctx.store.db.transaction().execute(async (trx) => {
    await takeMemberLink(trx, use);
    await setPassword(ctx, trx, { memberId: account.id, passwordHash, requestId: asked.requestId });
    await ctx.endSessions(trx, account.id);
  });
  return account.id;
}

/** Sets a password and ends the links that it might be got around with. Which sessions end with it is the caller's to say. */
export async function setPassword(
  ctx: MembersContext,
  trx: Trx,
  change: { readonly memberId: MemberId; readonly passwordHash: string; readonly requestId: string },
): Promise<void> {
  const { memberId, passwordHash, requestId } = change;
  const account = await updateAccount(trx, { id: memberId, passwordHash, nowMs: ctx.nowMs() });
  if (account === null) throw linkNotValid();
  for (const kind of ['password', 'sign_in'] as const) await deleteOneTimeLinks(trx, { kind, memberId });
  await ctx.auditAccount(trx, memberId, {
    actor: { kind: 'member', id: memberId, requestId },
    action: 'member.password_changed',
    resourceType: 'member',
    resourceId: memberId,
    before: null,
    after: accountInLog(account),
  });
}

function linkUse(ctx: MembersContext, kind: LinkUse['kind'], token: string): LinkUse {
  return { tokenHash: hashToken(token), kind, nowMs: ctx.nowMs() };
}

async function takeMemberLink(trx: Trx, use: LinkUse): Promise<MemberId> {
  const memberId = (await takeOneTimeLink(trx, use))?.memberId ?? null;
  if (memberId === null) throw linkNotValid();
  return memberId;
}
