import assert from 'node:assert/strict';
import { PosthornError } from '../../domain/errors.ts';
import type { GraphCall, GraphResult } from '../../domain/graph.ts';
import type { ChannelId, WorkspaceId } from '../../domain/ids.ts';
import type { HttpClient, HttpRequest } from '../../platform/egress/http-client.ts';
import { readGraphAnswer, TOKEN_EXPIRED_CODE } from './graph-error.ts';

/** The access token of a channel, in clear text. */
export interface ChannelToken {
  readonly workspaceId: WorkspaceId;
  readonly channelId: ChannelId;
  readonly text: string;
  /** Encrypted, as it is stored: tells whether the channel still has this one. */
  readonly sealed: string;
  /** When Meta refused it. Null: it has not. */
  readonly expiredAtMs: number | null;
}

/** What calls to the Graph API need, and nothing more. */
export interface GraphClientContext {
  /** Of the configured Graph host, which is the only one that a token is ever sent to; for a simulated channel its simulator. */
  readonly http: Pick<HttpClient, 'send'>;
  /** Path that stands before that of a call: `/v25.0`. */
  readonly basePath: string;
  readonly userAgent: string;
  /** @throws PosthornError `not_found`. @returns null when the channel has no token. */
  readonly findToken: (workspaceId: WorkspaceId, channelId: ChannelId) => Promise<ChannelToken | null>;
  /** Meta has refused the token. Called for each such answer. Never rejects. */
  readonly onTokenRefused: (token: ChannelToken) => Promise<void>;
}

/** How long a call may take when it does not say. */
const TIMEOUT_MS_DEFAULT = 10_000;

/** Ids of Meta's and names of edges. Nothing else may stand in a path: an id that somebody gave must not become another call. */
const PATH_FORM = /^[A-Za-z0-9_-]{1,128}(\/[A-Za-z0-9_-]{1,128}){0,2}$/;

/**
 * Makes a call with the channel's token, or says in words why there is none to make it with.
 *
 * @throws PosthornError `not_found`, `channel_not_connected`.
 */
export async function callGraph(ctx: GraphClientContext, call: GraphCall): Promise<GraphResult> {
  const token = await findTokenOrThrow(ctx, call);
  if (token.expiredAtMs !== null) throw tokenExpired(token.expiredAtMs);
  return callWithToken(ctx, token, call);
}

/** Makes a call with that token, also when Meta has refused it before: how somebody finds out that it is accepted again. */
export async function callWithToken(
  ctx: GraphClientContext,
  token: ChannelToken,
  call: GraphCall,
): Promise<GraphResult> {
  const { result } = await lookWithToken(ctx, token.text, call);
  if (result.kind === 'refused' && result.error.code === TOKEN_EXPIRED_CODE) await ctx.onTokenRefused(token);
  return result;
}

/** What came of a call, and what time Meta says it is. */
export interface GraphLook {
  readonly result: GraphResult;
  /** By the `Date` of the answer, epoch ms, exact to the second. Null: it has none, or there was no answer. */
  readonly metaTimeMs: number | null;
}

/** Makes a call with any token, of no channel: nobody is told when Meta refuses it. */
export async function lookWithToken(
  ctx: Pick<GraphClientContext, 'http' | 'basePath' | 'userAgent'>,
  tokenText: string,
  call: TokenlessCall,
): Promise<GraphLook> {
  const sent = await ctx.http.send(toRequest(ctx, tokenText, call));
  switch (sent.kind) {
    case 'unsent':
      return failed({ kind: 'unreachable', reason: `Meta could not be reached. ${sent.reason}` });
    case 'unanswered':
      return failed({ kind: 'unknown', reason: `Meta gave no complete answer. ${sent.reason}` });
    case 'answered':
      return { result: readGraphAnswer(sent), metaTimeMs: sent.dateMs };
  }
}

/** A call without the channel whose token it is made with. */
export type TokenlessCall = Omit<GraphCall, 'workspaceId' | 'channelId'>;

function failed(result: GraphResult): GraphLook {
  return { result, metaTimeMs: null };
}

async function findTokenOrThrow(ctx: GraphClientContext, { workspaceId, channelId }: GraphCall): Promise<ChannelToken> {
  const token = await ctx.findToken(workspaceId, channelId);
  if (token !== null) return token;
  throw new PosthornError(
    'channel_not_connected',
    'This channel has no access token of Meta. Give it one with PATCH /v1/channels/{id}.',
  );
}

function toRequest(
  ctx: Pick<GraphClientContext, 'basePath' | 'userAgent'>,
  tokenText: string,
  call: TokenlessCall,
): HttpRequest {
  assert(PATH_FORM.test(call.path), 'The path of a Graph call consists of ids and names.');
  const query = new URLSearchParams(call.query).toString();
  const { body } = call;
  const isJson = body !== undefined && !(body instanceof FormData);
  return {
    method: call.method,
    path: `${ctx.basePath}/${call.path}${query === '' ? '' : `?${query}`}`,
    headers: {
      authorization: `Bearer ${tokenText}`,
      accept: 'application/json',
      'user-agent': ctx.userAgent,
      ...(isJson ? { 'content-type': 'application/json' } : {}),
    },
    body: isJson ? JSON.stringify(body) : (body ?? null),
    timeoutMs: call.timeoutMs ?? TIMEOUT_MS_DEFAULT,
  };
}

function tokenExpired(expiredAtMs: number): PosthornError {
  const since = new Date(expiredAtMs).toISOString();
  return new PosthornError(
    'channel_not_connected',
    `Meta has not accepted this channel's access token since ${since}. Give it a new one with PATCH /v1/channels/{id}, or try this one again with POST /v1/channels/{id}/connect.`,
  );
}
