import * as z from 'zod';
import type { WorkspaceId } from '../../domain/ids.ts';
import type { Member } from '../../domain/member.ts';
import { type Permission, ROLES, type Role } from '../../domain/permissions.ts';
import { toIso } from '../../platform/http/query-params.ts';
import type { MemberSession } from './sessions.store.ts';

/** What the console shows besides the pages that are always there. */
export interface ConsoleFeatures {
  readonly simulator: boolean;
}

/** A workspace that the caller may act for, and what they may do in it. */
export interface SessionWorkspace {
  readonly id: WorkspaceId;
  readonly name: string;
  /** Null for whoever is no member: a key, or the bearer of a portal link. */
  readonly role: Role | null;
  readonly permissions: readonly Permission[];
}

/** Who is calling, as the console needs to know it. */
export interface CallerSession {
  readonly kind: 'member' | 'portal' | 'key' | 'root';
  readonly csrfToken: string | null;
  readonly member: Member | null;
  readonly workspaces: readonly SessionWorkspace[];
}

/** Answer of everything that signs somebody in, and of `GET /v1/session`. */
export const sessionView = z
  .object({
    kind: z
      .enum(['member', 'portal', 'key', 'root'])
      .describe('`member`: signed in; `portal`: by a portal link; `key` and `root`: by a key.'),
    csrf_token: z
      .string()
      .nullable()
      .describe('For the header `Posthorn-CSRF` of everything but GET. Null without a cookie: then it is not needed.'),
    member: z.object({ id: z.string(), name: z.string(), email: z.string(), is_operator: z.boolean() }).nullable(),
    workspaces: z.array(
      z.object({
        id: z.string().describe('For the header `Posthorn-Workspace`.'),
        name: z.string(),
        role: z.enum(ROLES).nullable(),
        permissions: z.array(z.string()),
      }),
    ),
    version: z.string().describe('Version of the gateway.'),
    features: z.object({ simulator: z.boolean() }),
  })
  .meta({ id: 'Session' });

/** A browser in which the member is signed in. */
export const signedInView = z
  .object({
    id: z.string(),
    is_current: z.boolean().describe('The one that asks.'),
    user_agent: z.string(),
    address: z.string().describe('That signed in, as the gateway saw it.'),
    created_at: z.iso.datetime(),
    last_used_at: z.iso.datetime().describe('To the minute.'),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: 'SignedIn' });

/** Makes the wire form. */
export function toSessionView(
  { kind, csrfToken, member, workspaces }: CallerSession,
  { version, features }: { readonly version: string; readonly features: ConsoleFeatures },
): z.output<typeof sessionView> {
  return {
    kind,
    csrf_token: csrfToken,
    member:
      member === null
        ? null
        : { id: member.id, name: member.name, email: member.email, is_operator: member.isOperator },
    workspaces: workspaces.map((workspace) => ({ ...workspace, permissions: [...workspace.permissions] })),
    version,
    features,
  };
}

/** What stands in the audit log of a session. */
export function sessionInLog({
  id,
  userAgent,
  address,
  expiresAtMs,
}: MemberSession): Readonly<Record<string, unknown>> {
  return { id, user_agent: userAgent, address, expires_at: toIso(expiresAtMs) };
}

/** Makes the wire form. */
export function toSignedInView(session: MemberSession, isCurrent: boolean): z.output<typeof signedInView> {
  return {
    id: session.id,
    is_current: isCurrent,
    user_agent: session.userAgent,
    address: session.address,
    created_at: toIso(session.createdAtMs),
    last_used_at: toIso(session.lastUsedAtMs),
    expires_at: toIso(session.expiresAtMs),
  };
}
