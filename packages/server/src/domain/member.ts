import type { MemberId } from './ids.ts';
import { ROLES, type Role } from './permissions.ts';

/** An account of a person. What it may do depends on its memberships. */
export interface Member {
  readonly id: MemberId;
  readonly email: string;
  readonly name: string;
  /** May make workspaces and see what belongs to the operator. */
  readonly isOperator: boolean;
  readonly createdAtMs: number;
}

/** Workspaces that one account is told of. An operator of a large installation may have made more. */
export const WORKSPACES_OF_MEMBER_MAX = 1_000;

/** By what two spellings of an e-mail are the same account: nobody has two that differ in upper and lower case. */
export function emailKeyOf(email: string): string {
  return email.trim().normalize('NFKC').toLowerCase();
}

/**
 * Whether somebody of one role may give another role, take it away, or decide over a member who has it: up to their own.
 * Otherwise an admin could become an owner by a detour.
 */
export function mayManage(own: Role, other: Role): boolean {
  return ROLES.indexOf(own) <= ROLES.indexOf(other);
}
