import * as z from 'zod';
import type { Member } from '../../domain/member.ts';
import { ROLES } from '../../domain/permissions.ts';
import type { AuditedResource, WriteAudit } from '../../platform/http/audit.ts';
import { toIso } from '../../platform/http/query-params.ts';
import type { WorkspaceMember } from './members.store.ts';

/** A member of a workspace as the API shows it. */
export const memberView = z
  .object({
    id: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    email: z.string().nullable().describe('Null for callers who may not manage members.'),
    is_operator: z.boolean().describe('Looks after the installation: may make workspaces.'),
    joined_at: z.iso.datetime().describe('Since when it is a member of this workspace.'),
  })
  .meta({ id: 'Member' });

/** Makes the wire form. @param showsEmail Whether the caller may manage members. */
export function toMemberView(member: WorkspaceMember, showsEmail: boolean): z.output<typeof memberView> {
  return {
    id: member.id,
    name: member.name,
    role: member.role,
    email: showsEmail ? member.email : null,
    is_operator: member.isOperator,
    joined_at: toIso(member.joinedAtMs),
  };
}

/** What stands in the audit log of a member: the log is read by more people than may see e-mails. */
export function auditedMember(write: WriteAudit): AuditedResource<WorkspaceMember> {
  return { write, resourceType: 'member', toView: ({ id, name, role }) => ({ id, name, role }) };
}

/** The same of an account, whichever workspaces it is in. */
export function accountInLog({ id, name, isOperator }: Member): Readonly<Record<string, unknown>> {
  return { id, name, is_operator: isOperator };
}
