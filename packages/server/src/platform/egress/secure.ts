import { isIP, type Socket } from 'node:net';
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { LRUCache } from 'lru-cache';
import { openSocket } from './dial.ts';
import { classifyConnectError, codeOf, EgressError } from './egress-error.ts';

/** Sessions kept for resumption, a few KB each. */
const SESSIONS_MAX = 500;

interface SecureTarget {
  /** Name or address that the certificate must be for, without brackets or a trailing dot. */
  readonly hostname: string;
  /** Where the connection goes: sessions are resumed with the same peer alone. */
  readonly peer: string;
}

/** Puts TLS on an open connection and verifies the certificate. @throws EgressError `tls`, or the signal's reason. */
export type Secure = (socket: Socket, target: SecureTarget, signal: AbortSignal) => Promise<TLSSocket>;

/**
 * TLS as the connector speaks it: HTTP/1.1 alone, certificates always verified against the authorities that
 * Node trusts (NODE_EXTRA_CA_CERTS adds to them), whatever NODE_TLS_REJECT_UNAUTHORIZED says.
 */
export function createSecure(): Secure {
  const sessions = new LRUCache<string, Buffer>({ max: SESSIONS_MAX });
  let context: SecureContext | undefined;
  return async (socket, target, signal) => {
    context ??= createSecureContext();
    const secureContext = context;
    const sessionKey = `${target.hostname} ${target.peer}`;
    const session = sessions.get(sessionKey);
    try {
      return await openSocket(
        () =>
          connect({
            socket,
            secureContext,
            host: target.hostname,
            // RFC 6066, 3: an address is no server name.
            servername: isIP(target.hostname) === 0 ? target.hostname : '',
            ALPNProtocols: ['http/1.1'],
            rejectUnauthorized: true,
            ...(session === undefined ? {} : { session }),
          }).on('session', (fresh: Buffer) => sessions.set(sessionKey, fresh)),
        { readyEvent: 'secureConnect', signal },
      );
    } catch (error) {
      socket.destroy();
      throw signal.aborted ? signal.reason : toTlsError(error);
    }
  };
}

/** Whatever goes wrong in a handshake is the handshake's failure, a reset connection too. */
function toTlsError(cause: unknown): EgressError {
  const failure = classifyConnectError(cause);
  const message =
    failure.errorClass === 'tls' ? failure.message : 'The host closed the connection during the TLS handshake.';
  return new EgressError('tls', codeOf(cause) || 'tls_failed', message, { cause });
}
