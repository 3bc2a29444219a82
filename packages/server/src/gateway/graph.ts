import assert from 'node:assert/strict';
import type { Registry } from '../control/registry/registry.ts';
import { PosthornError } from '../domain/errors.ts';
import type { CallGraph } from '../domain/graph.ts';
import type { ChannelId, MetaAppId, WorkspaceId } from '../domain/ids.ts';
import type { Channel, MetaApp } from '../domain/workspace.ts';
import { toChannelView } from '../meta/channels/channel-schemas.ts';
import { type ChannelRecord, findChannel, markTokenExpired } from '../meta/channels/channels.store.ts';
import { type ConnectOutcome, connectNumber } from '../meta/channels/connect-channel.ts';
import {
  type ChannelToken,
  callGraph,
  callWithToken,
  type GraphClientContext,
  type GraphLook,
  lookWithToken,
  type TokenlessCall,
} from '../meta/graph-api/graph-client.ts';
import type { Config } from '../platform/config/config.ts';
import type { Store } from '../platform/db/store.ts';
import type { EgressGuard } from '../platform/egress/egress.ts';
import { createHttpClient, type HttpClient } from '../platform/egress/http-client.ts';
import { auditAs } from '../platform/http/audit.ts';
import type { Logger } from '../platform/observability/logger.ts';
import { sha256Hex } from '../platform/secrets/hashes.ts';
import type { SecretBox } from '../platform/secrets/secret-box.ts';
import type { Engine } from './engine.ts';
import { operationalEvent } from './operational-event.ts';
import { SYSTEM_SOURCE } from './system-source.ts';
import { writeAudit } from './write-audit.ts';

export interface GraphContext {
  readonly config: Pick<Config, 'metaGraphUrl' | 'metaGraphVersion' | 'publicUrl'>;
  readonly store: Store;
  readonly box: Pick<SecretBox, 'open'>;
  readonly registry: Registry;
  readonly egress: Pick<EgressGuard, 'connector'>;
  readonly engine: Pick<Engine, 'publish'>;
  /** The Graph side of the simulator of a workspace, for its simulated channels. Those of Meta never use it. */
  readonly simulatedHttp: (workspaceId: WorkspaceId) => Pick<HttpClient, 'send'>;
  readonly logger: Logger;
  /** Of this gateway, for `User-Agent`. */
  readonly version: string;
}

/** Everything that is asked of Meta. */
export interface Graph {
  readonly callGraph: CallGraph;
  /** Connects a channel that has a token. Says what came of it and saves nothing. */
  readonly connect: (channel: ChannelRecord) => Promise<ConnectOutcome>;
  /** Asks Meta with any token; for a simulated app its simulator. Nobody is told when the token is refused. */
  readonly look: (
    app: Pick<MetaApp, 'isSimulated' | 'workspaceId'> | null,
    token: string,
    call: TokenlessCall,
  ) => Promise<GraphLook>;
  /** Ends the calls that are on their way. */
  readonly close: () => Promise<void>;
}

/** Calls in flight at once: 16 numbers at 80 messages a second, where Meta takes 300 ms, are 400. */
const CONNECTIONS_MAX = 512;
/** Read of an answer. The longest, a page of templates, is a tenth of it. */
const ANSWER_BYTES_MAX = 1_024 * 1_024;

/** Puts the Graph client together. */
export function createGraph(context: GraphContext): Graph {
  const { config, egress, registry } = context;
  const base = new URL(config.metaGraphUrl);
  const http = createHttpClient({
    connector: egress.connector,
    origin: base.origin,
    connectionsMax: CONNECTIONS_MAX,
    answerBytesMax: ANSWER_BYTES_MAX,
  });
  const tokens = new TokenCache(context);
  const real: GraphClientContext = {
    http,
    basePath: `${base.pathname.replace(/\/$/, '')}/${config.metaGraphVersion}`,
    userAgent: `Posthorn/${context.version}`,
    findToken: (workspaceId, channelId) => tokens.find(workspaceId, channelId),
    onTokenRefused: createTokenReport(context, tokens),
  };
  const simulated = (workspaceId: WorkspaceId) => ({ ...real, http: context.simulatedHttp(workspaceId) });
  return {
    callGraph: async (call) => {
      const token = await tokens.find(call.workspaceId, call.channelId);
      return callGraph(token?.isSimulated === true ? simulated(call.workspaceId) : real, call);
    },
    connect: async (channel) => {
      const app = await metaAppOf(registry, channel.metaAppId);
      const token = toToken(context.box, channel, app);
      assert(token !== null, 'Only a channel with a token is connected.');
      const { workspaceId, id: channelId } = channel;
      const client = app.isSimulated ? simulated(workspaceId) : real;
      return connectNumber(
        {
          ask: (call) => callWithToken(client, token, { ...call, workspaceId, channelId }),
          appId: app.appId,
          publicUrl: config.publicUrl,
          nowMs: Date.now,
        },
        channel,
      );
    },
    look: (app, token, call) => {
      const workspaceId = app?.isSimulated === true ? app.workspaceId : null;
      return lookWithToken(workspaceId === null ? real : simulated(workspaceId), token, call);
    },
    close: () => http.close(),
  };
}

/** Tokens of channels, decrypted once: a number sends up to a thousand messages a second. */
class TokenCache {
  readonly #context: GraphContext;
  /** The registry puts another object in place of a channel that changed, and its token is read anew. */
  readonly #tokens = new WeakMap<Channel, RoutedToken | null>();

  constructor(context: GraphContext) {
    this.#context = context;
  }

  /** @throws PosthornError `not_found`. */
  async find(workspaceId: WorkspaceId, channelId: ChannelId): Promise<RoutedToken | null> {
    const { store, box, registry } = this.#context;
    const channel = registry.channel(channelId);
    if (channel?.workspaceId === workspaceId) {
      const known = this.#tokens.get(channel);
      if (known !== undefined) return known;
    }
    const record = await findChannel(store, workspaceId, channelId);
    if (record === null) throw new PosthornError('not_found', 'There is no such channel.');
    const token = toToken(box, record, await metaAppOf(registry, record.metaAppId));
    if (channel !== null) this.#tokens.set(channel, token);
    return token;
  }

  /** The stored token may be another one by now. */
  forget(channelId: ChannelId): void {
    const channel = this.#context.registry.channel(channelId);
    if (channel !== null) this.#tokens.delete(channel);
  }
}

/** A token, and whose it is: Meta's, or the simulator's. */
interface RoutedToken extends ChannelToken {
  readonly isSimulated: boolean;
}

/** Whether calls go to Meta hangs on the app, so it is known for certain. @throws PosthornError `not_found`. */
async function metaAppOf(registry: Registry, id: MetaAppId): Promise<MetaApp> {
  const known = registry.metaApp(id);
  if (known !== null) return known;
  // Another node may have made it just now.
  await registry.refresh();
  const app = registry.metaApp(id);
  if (app === null) throw new PosthornError('not_found', "The channel's Meta app is not there any more.");
  return app;
}

function toToken(box: GraphContext['box'], record: ChannelRecord, { isSimulated }: MetaApp): RoutedToken | null {
  const { accessTokenSealed: sealed, tokenExpiredAtMs: expiredAtMs } = record;
  if (sealed === null) return null;
  const { workspaceId, id: channelId } = record;
  return { workspaceId, channelId, text: box.open(sealed), sealed, expiredAtMs, isSimulated };
}

/** Many messages may be refused for one token at the same moment: it is looked at once. Never rejects. */
function createTokenReport(context: GraphContext, tokens: TokenCache): GraphClientContext['onTokenRefused'] {
  const running = new Map<ChannelId, Promise<void>>();
  return (token) => {
    const { channelId } = token;
    const known = running.get(channelId);
    if (known !== undefined) return known;
    tokens.forget(channelId);
    const report = reportRefused(context, token)
      .catch((error: unknown) =>
        context.logger.error({ err: error, channel_id: channelId }, 'an expired token was not reported'),
      )
      .finally(() => running.delete(channelId));
    running.set(channelId, report);
    return report;
  };
}

/**
 * The event comes before the mark: whoever dies between the two leaves a token that is refused, and reported, once more,
 * and the key of the event lets it happen once.
 */
async function reportRefused({ store, registry, engine }: GraphContext, token: ChannelToken): Promise<void> {
  const { workspaceId, channelId: id, sealed: accessTokenSealed } = token;
  const channel = await findChannel(store, workspaceId, id);
  if (channel?.accessTokenSealed !== accessTokenSealed || channel.tokenExpiredAtMs !== null) return;
  const data = {
    channel_id: id,
    reason: 'Meta answered that the access token is not valid or has expired (error 190).',
  };
  const dedupeKey = `token_expired|${id}|${sha256Hex(token.text)}`;
  await engine.publish([
    operationalEvent(SYSTEM_SOURCE, { workspaceId, type: 'channel.token_expired', data, dedupeKey, channelId: id }),
  ]);
  const actor = { kind: 'system', id: null, requestId: null } as const;
  const resource = { write: writeAudit, resourceType: 'channel', toView: toChannelView };
  const audited = auditAs(resource, { workspaceId, actor }, 'token_expired');
  const isMarked = await markTokenExpired(store, { workspaceId, id, accessTokenSealed, nowMs: Date.now() }, audited);
  if (isMarked) await registry.refresh();
}
