import type { buildConnector } from 'undici';
import { PosthornError } from '../../domain/errors.ts';
import { type OwnListener, opensLoopback } from './address-policy.ts';
import { createConnector } from './connector.ts';
import { EgressError } from './egress-error.ts';
import { type Network, parseNetwork } from './ip-address.ts';
import { createTunnels } from './proxy.ts';
import { createSystemResolver, RESOLVE_TIMEOUT_MS, type Resolver } from './resolver.ts';
import { createSecure } from './secure.ts';
import { checkTarget, type TargetRules } from './target.ts';
import { parseEgressUrl, urlRejected } from './url-rules.ts';

export { isPublicAddress } from './address-class.ts';
export type { OwnListener } from './address-policy.ts';
export { checkCustomHeaders } from './custom-headers.ts';
export { type ConnectFailure, classifyConnectError, EgressError, type EgressErrorClass } from './egress-error.ts';
export type { Resolver } from './resolver.ts';

export interface EgressSettings {
  /** Networks that may be reached although they are not public: CIDRs or single addresses. */
  readonly allow: readonly string[];
  /** Plain HTTP targets are accepted as well. */
  readonly allowHttp: boolean;
  /** A CONNECT proxy for everything that goes out. Null: none, whatever the environment says. */
  readonly proxyUrl: URL | null;
  /** Origins under which this gateway is reached, read at call time. */
  readonly ownOrigins: () => readonly string[];
  /** Sockets that this gateway listens on, read at call time. */
  readonly ownListeners: () => readonly OwnListener[];
  /** Default: the system's resolver. */
  readonly resolve?: Resolver;
  /** Bound of one name's resolution. Default 5 s. */
  readonly resolveTimeoutMs?: number;
  /** Bound of one connection, with resolving, proxy and TLS. Default 10 s. */
  readonly connectTimeoutMs?: number;
}

/** The only way out to URLs that somebody else chose: endpoints, challenges, media (DESIGN 7, "Egress guard"). */
export interface EgressGuard {
  /**
   * Checks a URL before it is saved: the rules of `parseUrl`, our own origin, and every address that the
   * host has now. A name that does not resolve passes: it is checked again at each connection.
   * @returns The URL in its normal spelling.
   * @throws PosthornError `endpoint_url_rejected` with the pointer `/url`.
   */
  readonly checkUrl: (url: string) => Promise<URL>;
  /**
   * The same, and what was found on the way.
   * @throws PosthornError `endpoint_url_rejected` with the pointer `/url`.
   */
  readonly examineUrl: (url: string) => Promise<ExaminedUrl>;
  /** The syntax rules alone. @throws PosthornError `endpoint_url_rejected` with the pointer `/url`. */
  readonly parseUrl: (url: string) => URL;
  /** For `connect` of undici's Client, Pool and Agent. Fails with `EgressError`. */
  readonly connector: buildConnector.connector;
}

/** A URL that may be saved. */
export interface ExaminedUrl {
  readonly url: URL;
  /** Addresses of the host that were checked. None when it does not resolve. */
  readonly addressCount: number;
  /** Why it does not resolve, as a sentence. Null: it does. */
  readonly unresolved: string | null;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** @throws PosthornError `config_invalid` for a network that cannot be read or a proxy that is not http or https. */
export function createEgressGuard(settings: EgressSettings): EgressGuard {
  const rules = toRules(settings);
  const secure = createSecure();
  const parseUrl = (url: string) => parseEgressUrl(rules.url, url);
  return {
    parseUrl,
    checkUrl: async (url) => (await examineUrl(rules, url)).url,
    examineUrl: (url) => examineUrl(rules, url),
    connector: createConnector({
      rules,
      secure,
      openTunnel: settings.proxyUrl === null ? null : createTunnels(settings.proxyUrl, secure),
      connectTimeoutMs: settings.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    }),
  };
}

async function examineUrl(rules: TargetRules, text: string): Promise<ExaminedUrl> {
  const url = parseEgressUrl(rules.url, text);
  try {
    const { addresses } = await checkTarget(rules, url);
    return { url, addressCount: addresses.length, unresolved: null };
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    if (error.errorClass !== 'dns') throw urlRejected(error.message, mendOf(error.code), error);
    return { url, addressCount: 0, unresolved: error.message };
  }
}

function mendOf(code: string): string {
  if (code === 'address_not_public') {
    return 'Use an address that is reachable from the internet, or have the operator open the network in POSTHORN_EGRESS_ALLOW.';
  }
  return 'Use the URL of another server that is reachable from the internet.';
}

function toRules(settings: EgressSettings): TargetRules {
  const allow = settings.allow.map(readNetwork);
  const connectTimeoutMs = settings.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
  return {
    url: { allowHttp: settings.allowHttp, loopbackOpened: opensLoopback(allow) },
    addresses: { allow, ownListeners: settings.ownListeners },
    ownOrigins: settings.ownOrigins,
    resolve: settings.resolve ?? createSystemResolver(),
    resolveTimeoutMs: Math.min(settings.resolveTimeoutMs ?? RESOLVE_TIMEOUT_MS, connectTimeoutMs),
  };
}

function readNetwork(text: string): Network {
  const network = parseNetwork(text);
  if (network !== null) return network;
  throw new PosthornError(
    'config_invalid',
    'POSTHORN_EGRESS_ALLOW has an entry that is not a network such as 10.0.0.0/8.',
  );
}
