import { PosthornError } from '../../domain/errors.ts';
import { mayManage } from '../../domain/member.ts';
import { passwordProblem } from '../../domain/password.ts';
import type { Role } from '../../domain/permissions.ts';
import type { Principal } from '../../platform/http/api.ts';

/**
 * As what a caller manages members. An API key is like an admin: whoever may make keys could otherwise become an owner by
 * way of one. The root key is the operator's.
 */
export function managingRole(principal: Principal | null): Role | null {
  if (principal?.kind === 'root') return 'owner';
  if (principal?.kind === 'member') return principal.role;
  return principal?.kind === 'key' ? 'admin' : null;
}

/** @throws PosthornError `forbidden` when the role is above the caller's own. */
export function assertMayManage(principal: Principal | null, role: Role): void {
  const own = managingRole(principal);
  if (own !== null && mayManage(own, role)) return;
  throw new PosthornError('forbidden', `Only an ${role} may do this: nobody decides over a role above their own.`);
}

/** @throws PosthornError `unprocessable` for a password that would not do. */
export function checkNewPassword(
  password: string,
  owner: { readonly email: string; readonly name: string },
  pointer = '/password',
): void {
  const message = passwordProblem(password, owner);
  if (message === null) return;
  throw new PosthornError('unprocessable', 'The password would not do.', { fields: [{ pointer, message }] });
}

/** What every one-time link is answered that is not good: it was used, has expired, was withdrawn, or never was. */
export function linkNotValid(): PosthornError {
  return new PosthornError('link_not_valid', 'This link is not good any more. It works once, and for a limited time.', {
    fields: [{ pointer: '/token', message: 'Ask for a new link.' }],
  });
}
