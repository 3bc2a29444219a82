import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import { idOf, type WorkspaceId } from '../../domain/ids.ts';
import { ROLES, type Role } from '../../domain/permissions.ts';
import type { Store } from '../../platform/db/store.ts';
import { type ApiServer, listQuery, type Principal, pageOf, workspaceOf } from '../../platform/http/api.ts';
import { type AuditedResource, auditChange, type WriteAudit } from '../../platform/http/audit.ts';
import { newToken, oneTimeLink } from '../../platform/http/one-time-link.ts';
import { idCursor, idPath, pathId, toIso } from '../../platform/http/query-params.ts';
import { hashToken } from '../../platform/http/token-hash.ts';
import { invitationGone } from './accept-invitation.ts';
import {
  deleteInvitation,
  findInvitationByHash,
  type Invitation,
  insertInvitation,
  listInvitations,
} from './invitations.store.ts';

/** How long an invitation is good: a working week and a weekend. */
export const INVITATION_VALID_MS = 7 * 86_400_000;

/** What these routes need. */
export interface InvitationRoutesContext {
  readonly store: Store;
  readonly nowMs: () => number;
  readonly newId: () => string;
  readonly randomBytes: (count: number) => Buffer;
  readonly baseUrl: () => string;
  readonly audit: WriteAudit;
  /** @throws PosthornError `forbidden` when the role is above the caller's own. */
  readonly assertMayManage: (principal: Principal | null, role: Role) => void;
  readonly hasAccount: (email: string) => Promise<boolean>;
  readonly isMemberByEmail: (workspaceId: WorkspaceId, email: string) => Promise<boolean>;
}

const TAGS = ['Members'];
const MANAGE = { who: 'workspace', permission: 'members.write' } as const;

/** An invitation as the API shows it. */
export const invitationView = z
  .object({
    id: z.string(),
    email: z.string(),
    role: z.enum(ROLES),
    expires_at: z.iso.datetime(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Invitation' });

/** What making one answers. */
export const createdInvitationView = invitationView
  .extend({ url: z.string().describe('For the person to open: it works once. It is shown here and never again.') })
  .meta({ id: 'CreatedInvitation' });

/** What whoever has the link is told of it. */
export const lookedUpView = z.object({
  email: z.string(),
  role: z.enum(ROLES),
  workspace: z.object({ id: z.string(), name: z.string() }),
  has_account: z.boolean().describe('True: accept with the password of the account that has this e-mail.'),
  expires_at: z.iso.datetime(),
});

/** `/v1/members/invitations`: how people join a workspace, and `POST /v1/invitations/look-up` for the page that a link opens. */
export function invitationRoutes(api: ApiServer, ctx: InvitationRoutesContext): void {
  addCreate(api, ctx);
  addList(api, ctx);
  addDelete(api, ctx);
  addLookUp(api, ctx);
}

function addCreate(api: ApiServer, ctx: InvitationRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/members/invitations',
    config: { access: MANAGE },
    schema: {
      tags: TAGS,
      summary: 'Invite somebody into a workspace',
      description:
        'Answers a link to hand to them: Posthorn sends no e-mail. An older invitation for the same e-mail ends. Nobody gives a role above their own.',
      body: z.strictObject({ email: z.email().max(254), role: z.enum(ROLES) }),
      response: { 201: createdInvitationView },
    },
    handler: async (request, reply) => {
      const { email, role } = request.body;
      const workspaceId = workspaceOf(request);
      ctx.assertMayManage(request.principal, role);
      if (await ctx.isMemberByEmail(workspaceId, email)) throw alreadyMember();
      const token = newToken('', ctx.randomBytes);
      const createdAtMs = ctx.nowMs();
      const invitation = await insertInvitation(
        ctx.store,
        {
          ...{ id: idOf('inv', ctx.newId()), workspaceId, email, role, createdAtMs },
          expiresAtMs: createdAtMs + INVITATION_VALID_MS,
          tokenHash: hashToken(token),
        },
        auditChange(auditedInvitation(ctx.audit), request, 'created'),
      );
      const url = oneTimeLink(ctx.baseUrl(), 'invite', token);
      return reply.code(201).send({ ...toInvitationView(invitation), url });
    },
  });
}

function addList(api: ApiServer, ctx: InvitationRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/members/invitations',
    config: { access: MANAGE },
    schema: {
      tags: TAGS,
      summary: 'List invitations that nobody has accepted yet, newest first',
      querystring: listQuery,
      response: { 200: pageOf(invitationView) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const page = { limit, before: idCursor('inv', cursor) };
      const { items, nextCursor } = await listInvitations(ctx.store, workspaceOf(request), page);
      return { data: items.map(toInvitationView), next_cursor: nextCursor, has_more: nextCursor !== null };
    },
  });
}

function addDelete(api: ApiServer, ctx: InvitationRoutesContext): void {
  api.route({
    method: 'DELETE',
    url: '/v1/members/invitations/:id',
    config: { access: MANAGE },
    schema: {
      tags: TAGS,
      summary: 'Withdraw an invitation',
      params: idPath,
      response: { 204: z.undefined().describe('Its link is worth nothing any more.') },
    },
    handler: async (request, reply) => {
      const id = pathId('inv', request.params.id);
      const audited = auditChange(auditedInvitation(ctx.audit), request, 'deleted');
      if (!(await deleteInvitation(ctx.store, { workspaceId: workspaceOf(request), id }, audited))) {
        throw new PosthornError('not_found', 'There is no invitation with this id.');
      }
      return reply.code(204).send();
    },
  });
}

function addLookUp(api: ApiServer, ctx: InvitationRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/invitations/look-up',
    config: { access: { who: 'anyone', sameOrigin: true } },
    schema: {
      tags: TAGS,
      summary: 'Read an invitation by the token of its link',
      body: z.strictObject({ token: z.string().max(128) }),
      response: { 200: lookedUpView },
    },
    handler: async (request) => {
      const found = await findInvitationByHash(ctx.store, hashToken(request.body.token), ctx.nowMs());
      if (found === null) throw invitationGone();
      return {
        email: found.email,
        role: found.role,
        workspace: { id: found.workspaceId, name: found.workspaceName },
        has_account: await ctx.hasAccount(found.email),
        expires_at: toIso(found.expiresAtMs),
      };
    },
  });
}

function alreadyMember(): PosthornError {
  return new PosthornError('conflict', 'This person is a member of the workspace already.', {
    fields: [{ pointer: '/email', message: 'Is the e-mail of a member.' }],
  });
}

/** What stands in the audit log of an invitation: the log is read by more people than may see e-mails. */
function auditedInvitation(write: WriteAudit): AuditedResource<Invitation> {
  return {
    write,
    resourceType: 'invitation',
    toView: ({ id, role, expiresAtMs }) => ({ id, role, expires_at: toIso(expiresAtMs) }),
  };
}

function toInvitationView(invitation: Invitation): z.output<typeof invitationView> {
  return {
    id: invitation.id,
    email: invitation.email,
    role: invitation.role,
    expires_at: toIso(invitation.expiresAtMs),
    created_at: toIso(invitation.createdAtMs),
  };
}
