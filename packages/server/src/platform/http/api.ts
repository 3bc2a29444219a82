import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import type { ApiKeyId, MemberId, MemberSessionId, PortalLinkId, WorkspaceId } from '../../domain/ids.ts';
import type { Permission, Role, Scope } from '../../domain/permissions.ts';

/** The HTTP API as rooms see it: `xRoutes(api, ctx)` adds routes whose schemas are zod. */
export type ApiServer = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/**
 * Who may call a route. Every route names one, or the server does not start.
 * `workspace`: a key of a workspace, a member whose role allows it, or the root key, the last two with the header
 * `Posthorn-Workspace`; `operator`: the root key, or a member who is an operator; `workspace-or-operator`: either, and
 * without a workspace the route works on what belongs to the operator; `member`: whoever has signed in, for what is
 * their own; `caller`: whoever shows anything valid; `anyone`: nothing is asked for.
 */
export type Access =
  | {
      readonly who: 'workspace' | 'workspace-or-operator';
      readonly permission: Permission;
      /** `vobiz`: an API key may also come as `X-Auth-ID` and `X-Auth-Token` (CONTRACTS 4.1). Absent: Bearer alone. */
      readonly credentials?: 'vobiz';
      /** A one-time ticket may come as `?ticket=`, for browsers, which cannot send headers with a WebSocket. */
      readonly ticket?: true;
      /** A member may name the workspace as `?workspace=`: for files, which a browser fetches by their address alone. */
      readonly workspaceInQuery?: true;
    }
  | { readonly who: 'operator' }
  | { readonly who: 'member' }
  | { readonly who: 'caller' }
  | {
      readonly who: 'anyone';
      /** Refused when a browser says that another site asks: for routes that sign somebody in. */
      readonly sameOrigin?: true;
    };

/** Who is calling. */
export type Principal =
  | { readonly kind: 'root' }
  | { readonly kind: 'key'; readonly keyId: ApiKeyId; readonly scope: Scope }
  | MemberPrincipal
  /** Whoever opened a portal link. */
  | { readonly kind: 'portal'; readonly linkId: PortalLinkId }
  /** Whoever has a one-time ticket: only where a route takes one. */
  | { readonly kind: 'ticket' };

/** A person who signed in. */
export interface MemberPrincipal {
  readonly kind: 'member';
  readonly memberId: MemberId;
  readonly sessionId: MemberSessionId;
  /** What the member is in the workspace that the call acts for. Null: the call acts for none. */
  readonly role: Role | null;
  readonly isOperator: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null on routes for anyone. */
    principal: Principal | null;
    /** The workspace the call acts for. Null: the operator, or a route for anyone. */
    workspaceId: WorkspaceId | null;
  }
  interface FastifyContextConfig {
    access?: Access;
  }
}

/** The workspace of a request on a route with `who: 'workspace'`, where there always is one. */
export function workspaceOf(request: { readonly workspaceId: WorkspaceId | null }): WorkspaceId {
  if (request.workspaceId === null) {
    throw new PosthornError('workspace_required', 'Name the workspace in the header Posthorn-Workspace.');
  }
  return request.workspaceId;
}

/** Rows of one page of a list. */
export const PAGE_LIMIT_MAX = 100;
const PAGE_LIMIT_DEFAULT = 50;

/** Query of every list (DESIGN 9). Lists add their filters with `.extend`. */
export const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
  cursor: z.string().max(256).optional(),
});

/** Schema of the answer of a list. */
export function pageOf<TItem extends z.ZodType>(item: TItem) {
  return z.object({ data: z.array(item), next_cursor: z.string().nullable(), has_more: z.boolean() });
}

/** What stores answer a list with: at most `limit` items, and the cursor after the last when there are more. */
export interface Page<TItem> {
  readonly items: readonly TItem[];
  readonly nextCursor: string | null;
}

/** Makes a page from `limit + 1` rows: the extra row only tells that there are more. */
export function toPage<TRow>(rows: readonly TRow[], limit: number, cursorOf: (row: TRow) => string): Page<TRow> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null };
}

/** Cursors are opaque to callers: base64url of whatever the store continues from. */
export function encodeCursor(position: string): string {
  return Buffer.from(position, 'utf8').toString('base64url');
}

/** @throws PosthornError `invalid_request` when the text is no cursor of ours. */
export function decodeCursor(cursor: string): string {
  const position = Buffer.from(cursor, 'base64url').toString('utf8');
  if (position.length > 0 && encodeCursor(position) === cursor) return position;
  throw new PosthornError('invalid_request', 'The cursor is not valid.', {
    fields: [{ pointer: '?cursor', message: 'Use next_cursor of the page before, unchanged.' }],
  });
}
