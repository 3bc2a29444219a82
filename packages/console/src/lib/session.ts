import type { Permission, Role } from '@posthorn/server/domain/permissions.ts';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { createContext, use } from 'react';
import { ApiProblem, api, setCredentials } from './api.ts';

export interface SessionWorkspace {
  readonly id: string;
  readonly name: string;
  readonly role: Role | 'portal';
  readonly permissions: readonly Permission[];
}

/** Who is looking, as `GET /v1/session` tells, or what a portal link gave. */
export interface Session {
  readonly kind: 'member' | 'portal';
  readonly csrf_token: string | null;
  readonly member: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly is_operator: boolean;
  } | null;
  readonly workspaces: readonly SessionWorkspace[];
  readonly version: string;
  readonly features: { readonly simulator: boolean };
}

export const SESSION_KEY = ['session'] as const;

/** Reads who is signed in. Null: nobody. */
export async function readSession(): Promise<Session | null> {
  try {
    const session = await api.get<Session>('/v1/session');
    setCredentials({ csrfToken: session.csrf_token });
    return session;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null;
    throw error;
  }
}

/** Who is signed in; `data` is null for nobody. */
export function useSessionQuery() {
  return useQuery<Session | null, ApiProblem>({ queryKey: SESSION_KEY, queryFn: readSession, staleTime: 60_000 });
}

/** Given by the shell to everything inside it. */
export const SessionContext = createContext<Session | null>(null);

/** The session of a page inside the shell. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) throw new Error('Only pages inside the shell have a session.');
  return session;
}

/** Id of the workspace that the address names. Null outside of one. */
export function useWorkspaceId(): string | null {
  const session = use(SessionContext);
  const { workspaceId } = useParams({ strict: false }) as { workspaceId?: string };
  if (session?.kind === 'portal') return session.workspaces[0]?.id ?? null;
  return workspaceId ?? null;
}

/** The workspace that the address names, with what the reader may do there. */
export function useWorkspace(): SessionWorkspace {
  const session = useSession();
  const id = useWorkspaceId();
  const workspace = session.workspaces.find((one) => one.id === id);
  if (workspace === undefined) throw new Error('The shell shows only workspaces of the session.');
  return workspace;
}

/** Whether the reader may do something here. The API decides; this only hides what it would refuse. */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useWorkspace();
  return (permission) => permissions.includes(permission);
}
