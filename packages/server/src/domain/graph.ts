import type { ChannelId, WorkspaceId } from './ids.ts';
import type { JsonObject } from './meta/meta-body.ts';

/** An error of Meta's Graph API (CONTRACTS 2.2). Decide on `code` alone. */
export interface GraphError {
  readonly code: number;
  /** Meta's title, without the code. */
  readonly title: string;
  /** Meta's words on this very case. Null: none. */
  readonly details: string | null;
  readonly subcode: number | null;
  readonly traceId: string | null;
  readonly httpStatus: number;
  /** The same call may succeed later (CONTRACTS 2.2, "Retry guidance"). */
  readonly retryable: boolean;
  /** What to do about it, a sentence of ours. */
  readonly advice: string;
}

/** What became of a Graph call. Never thrown: none of these is a failure of the caller. */
export type GraphResult =
  | { readonly kind: 'ok'; readonly body: JsonObject }
  | { readonly kind: 'refused'; readonly error: GraphError }
  /** The call never reached Meta, so it can be made again. `reason` is a sentence. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** It was on its way and no complete answer came: it may have been carried out. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** One call to the Graph API for a channel. */
export interface GraphCall {
  readonly workspaceId: WorkspaceId;
  /** Whose access token is used; it is told when Meta says that the token is expired. */
  readonly channelId: ChannelId;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Behind the version, without a slash at the beginning: `318940275561203/messages`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** JSON, or a form with files. */
  readonly body?: JsonObject | FormData;
  /** Of the whole exchange. Default 10 s. */
  readonly timeoutMs?: number;
}

/**
 * Calls Meta's Graph API with the token of a channel, at the configured host only.
 *
 * @throws PosthornError `not_found` for a channel that is not there, `channel_not_connected` for one without a token.
 */
export type CallGraph = (call: GraphCall) => Promise<GraphResult>;
