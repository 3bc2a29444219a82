import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../domain/audit.ts';
import type { WorkspaceId } from '../../domain/ids.ts';
import { actorOf } from '../../platform/http/actor.ts';
import { workspaceOf } from '../../platform/http/api.ts';

export const TAGS = ['Vobiz API'];
export const READ = { who: 'workspace', permission: 'compat.read', credentials: 'vobiz' } as const;
export const WRITE = { who: 'workspace', permission: 'compat.write', credentials: 'vobiz' } as const;

/** For which workspace something is done, and who asked for it. */
export interface Asker {
  readonly workspaceId: WorkspaceId;
  readonly actor: Actor;
}

/** @throws PosthornError `workspace_required`. */
export function askerOf(request: Pick<FastifyRequest, 'principal' | 'workspaceId' | 'id'>): Asker {
  return { workspaceId: workspaceOf(request), actor: actorOf(request) };
}
