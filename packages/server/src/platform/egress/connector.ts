import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';
import { dialAddress, dialFirst } from './dial.ts';
import { classifyConnectError, codeOf, EgressError } from './egress-error.ts';
import type { OpenTunnel } from './proxy.ts';
import type { Secure } from './secure.ts';
import { checkTarget, type TargetRules } from './target.ts';

interface ConnectorContext {
  readonly rules: TargetRules;
  readonly secure: Secure;
  /** Null: targets are dialled directly. */
  readonly openTunnel: OpenTunnel | null;
  /** Bound of the whole way: resolving, dialling, tunnel and TLS. */
  readonly connectTimeoutMs: number;
}

/**
 * Opens connections for undici: resolves once, checks, dials a checked address, compares the address that
 * answered, then TLS for the host's name. Fails with `EgressError` alone. Knows no redirects: undici's
 * dispatchers follow none, and another origin would be another connection through here.
 */
export function createConnector(ctx: ConnectorContext): buildConnector.connector {
  return (options, callback) => {
    openConnection(ctx, options).then(
      (socket) => {
        // It may have been closed while the promises above settled; undici would wait for it for ever.
        if (!socket.destroyed) callback(null, socket);
        else callback(new EgressError('connect', 'ECONNRESET', 'The host closed the connection.'), null);
      },
      (error: unknown) => callback(toEgressError(error), null),
    );
  };
}

async function openConnection(ctx: ConnectorContext, options: buildConnector.Options): Promise<Socket> {
  const deadline = new AbortController();
  const timer = setTimeout(() => {
    const message = 'The connection was not established within the time allowed.';
    deadline.abort(new EgressError('timeout', 'connect_timeout', message));
  }, ctx.connectTimeoutMs);
  try {
    const target = await checkTarget(ctx.rules, options);
    const { signal } = deadline;
    const { openTunnel } = ctx;
    const socket = await dialFirst(
      target.addresses,
      (address, stop) => {
        const place = { address, port: target.port };
        return openTunnel === null ? dialAddress(place, stop) : openTunnel(place, stop);
      },
      signal,
    );
    if (options.protocol !== 'https:') return socket;
    const peer = `${target.addresses.join(' ')} ${target.port}`;
    return await ctx.secure(socket, { hostname: target.hostname, peer }, signal);
  } finally {
    clearTimeout(timer);
  }
}

function toEgressError(error: unknown): EgressError {
  if (error instanceof EgressError) return error;
  const failure = classifyConnectError(error);
  return new EgressError(failure.errorClass, codeOf(error) || 'connect_failed', failure.message, { cause: error });
}
