import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import type { MemberId, WorkspaceId } from '../../domain/ids.ts';
import { ROLES } from '../../domain/permissions.ts';
import { callerMay } from '../../platform/http/access.ts';
import { actorOf } from '../../platform/http/actor.ts';
import { type ApiServer, listQuery, type Principal, pageOf, workspaceOf } from '../../platform/http/api.ts';
import { auditChange } from '../../platform/http/audit.ts';
import { checkIfMatch } from '../../platform/http/etag.ts';
import { idCursor, idPath, pathId, toIso } from '../../platform/http/query-params.ts';
import { createPasswordLink } from './member-links.ts';
import { assertMayManage } from './member-rules.ts';
import { auditedMember, memberView, toMemberView } from './member-view.ts';
import {
  deleteMembership,
  findWorkspaceMember,
  listWorkspaceMembers,
  listWorkspacesOf,
  updateRole,
  type WorkspaceMember,
} from './members.store.ts';
import type { MembersContext } from './members-context.ts';

const TAGS = ['Members'];
const READ = { who: 'workspace', permission: 'members.read' } as const;
const MANAGE = { who: 'workspace', permission: 'members.write' } as const;

/** One-time links as they are shown, once. */
const linkView = z.object({
  url: z.string().describe('Works once. It is shown here and never again.'),
  expires_at: z.iso.datetime(),
});

/** `/v1/members`: who is in a workspace, and as what. People join by an invitation. What belongs to another workspace is 404. */
export function memberRoutes(api: ApiServer, ctx: MembersContext): void {
  addList(api, ctx);
  addGet(api, ctx);
  addUpdate(api, ctx);
  addRemove(api, ctx);
  addPasswordLink(api, ctx);
}

function addList(api: ApiServer, ctx: MembersContext): void {
  api.route({
    method: 'GET',
    url: '/v1/members',
    config: { access: READ },
    schema: {
      tags: TAGS,
      summary: 'List the members of a workspace',
      description: 'Whoever is to be an `assignee_id` is one of them.',
      querystring: listQuery,
      response: { 200: pageOf(memberView) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const page = { limit, after: idCursor('mbr', cursor) };
      const { items, nextCursor } = await listWorkspaceMembers(ctx.store, workspaceOf(request), page);
      const showsEmail = callerMay(request, 'members.write');
      return {
        data: items.map((member) => toMemberView(member, showsEmail)),
        next_cursor: nextCursor,
        has_more: nextCursor !== null,
      };
    },
  });
}

function addGet(api: ApiServer, ctx: MembersContext): void {
  api.route({
    method: 'GET',
    url: '/v1/members/:id',
    config: { access: READ },
    schema: { tags: TAGS, summary: 'Read a member', params: idPath, response: { 200: memberView } },
    handler: async (request, reply) => {
      const member = await readMember(ctx, workspaceOf(request), request.params.id);
      reply.header('etag', etagOfMember(member));
      return reply.send(toMemberView(member, callerMay(request, 'members.write')));
    },
  });
}

function addUpdate(api: ApiServer, ctx: MembersContext): void {
  api.route({
    method: 'PATCH',
    url: '/v1/members/:id',
    config: { access: MANAGE },
    schema: {
      tags: TAGS,
      summary: 'Give a member another role',
      description:
        'Nobody decides over a role above their own; an API key counts as an admin. The last owner of a workspace stays one.',
      params: idPath,
      body: z.strictObject({ role: z.enum(ROLES) }),
      response: { 200: memberView },
    },
    handler: async (request, reply) => {
      const { role } = request.body;
      const memberId = pathId('mbr', request.params.id);
      assertMayManage(request.principal, role);
      const check = (before: WorkspaceMember) => {
        assertMayManage(request.principal, before.role);
        checkIfMatch(request, etagOfMember(before));
      };
      const audited = auditChange(auditedMember(ctx.audit), request, 'updated');
      const change = { workspaceId: workspaceOf(request), memberId, role, check };
      const member = await updateRole(ctx.store, change, audited);
      if (member === null) throw noMember();
      ctx.changed(memberId);
      return reply.header('etag', etagOfMember(member)).send(toMemberView(member, true));
    },
  });
}

function addRemove(api: ApiServer, ctx: MembersContext): void {
  api.route({
    method: 'DELETE',
    url: '/v1/members/:id',
    config: { access: MANAGE },
    schema: {
      tags: TAGS,
      summary: 'Remove a member from a workspace',
      description:
        'The account stays, and with it what the member did: contacts and conversations stay assigned until somebody assigns them anew. The last owner cannot be removed.',
      params: idPath,
      response: { 204: z.undefined().describe('It is no member any more.') },
    },
    handler: async (request, reply) => {
      const memberId = pathId('mbr', request.params.id);
      const check = (before: WorkspaceMember) => assertMayManage(request.principal, before.role);
      const audited = auditChange(auditedMember(ctx.audit), request, 'removed');
      const removed = await deleteMembership(
        ctx.store,
        { workspaceId: workspaceOf(request), memberId, check },
        audited,
      );
      if (removed === null) throw noMember();
      ctx.changed(memberId);
      return reply.code(204).send();
    },
  });
}

function addPasswordLink(api: ApiServer, ctx: MembersContext): void {
  api.route({
    method: 'POST',
    url: '/v1/members/:id/password-link',
    config: { access: MANAGE },
    schema: {
      tags: TAGS,
      summary: 'Make a link by which a member sets a new password',
      description:
        'Good for a day, and once. Only an operator makes one for an operator, and for somebody who is also in other workspaces: whoever has the link has the account.',
      params: idPath,
      response: { 201: linkView },
    },
    handler: async (request, reply) => {
      const member = await readMember(ctx, workspaceOf(request), request.params.id);
      assertMayManage(request.principal, member.role);
      await assertIsOnlyOurs(ctx, request.principal, member);
      const { url, expiresAtMs } = await createPasswordLink(ctx, { memberId: member.id, actor: actorOf(request) });
      return reply.code(201).send({ url, expires_at: toIso(expiresAtMs) });
    },
  });
}

/** @throws PosthornError `forbidden` when the account reaches further than this workspace and the caller does not. */
async function assertIsOnlyOurs(
  ctx: MembersContext,
  principal: Principal | null,
  member: WorkspaceMember,
): Promise<void> {
  if (principal?.kind === 'root' || (principal?.kind === 'member' && principal.isOperator)) return;
  const workspaces = await listWorkspacesOf(ctx.store, member.id);
  if (!member.isOperator && workspaces.length === 1) return;
  throw new PosthornError('forbidden', 'This account is not of this workspace alone. Ask whoever runs the gateway.');
}

/** @throws PosthornError `not_found`. */
async function readMember(ctx: MembersContext, workspaceId: WorkspaceId, idText: string): Promise<WorkspaceMember> {
  const memberId: MemberId = pathId('mbr', idText);
  const member = await findWorkspaceMember(ctx.store, { workspaceId, memberId });
  if (member === null) throw noMember();
  return member;
}

function noMember(): PosthornError {
  return new PosthornError('not_found', 'There is no member with this id.');
}

/** Of what can be changed there is only the role. */
function etagOfMember({ role }: WorkspaceMember): string {
  return `"${role}"`;
}
