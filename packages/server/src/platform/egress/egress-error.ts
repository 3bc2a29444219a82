/**
 * Where a connection failed. `proxy` is the operator's CONNECT proxy: a failure there is not the endpoint's
 * (CONTRACTS 8, "IP allow-listing") and has no place in an attempt's error class; the caller decides.
 */
export type EgressErrorClass = 'dns' | 'connect' | 'tls' | 'timeout' | 'egress_blocked' | 'proxy';

/** What became of a connection, for the delivery log. */
export interface ConnectFailure {
  readonly errorClass: EgressErrorClass;
  /** One sentence for a person. Names no secret, no path, and no address that was not in the URL. */
  readonly message: string;
}

/** A connection that was not made. The only error that the connector hands to undici. */
export class EgressError extends Error implements ConnectFailure {
  override readonly name = 'EgressError';
  readonly errorClass: EgressErrorClass;
  /** Node's or OpenSSL's code when there is one (`ECONNREFUSED`, `CERT_HAS_EXPIRED`), else a word of ours. */
  readonly code: string;

  constructor(errorClass: EgressErrorClass, code: string, message: string, options?: { readonly cause: unknown }) {
    super(message, options);
    this.errorClass = errorClass;
    this.code = code;
  }
}

/**
 * Says in words why a connection was not made or broke. Knows the errors of the guard, Node, OpenSSL and
 * undici; anything else is `connect`.
 */
export function classifyConnectError(error: unknown): ConnectFailure {
  if (error instanceof EgressError) return { errorClass: error.errorClass, message: error.message };
  // Node tries several addresses and reports the failures together.
  if (error instanceof AggregateError && error.errors.length > 0) return classifyConnectError(error.errors[0]);
  const code = codeOf(error);
  const known = FAILURES_BY_CODE.get(code);
  if (known !== undefined) return { errorClass: known[0], message: known[1] };
  if (/^ERR_(TLS|SSL)_/.test(code)) return { errorClass: 'tls', message: 'The TLS handshake failed.' };
  return { errorClass: 'connect', message: 'The connection failed.' };
}

/** The code of an error, or of the error underneath when that says more. Empty when there is none. */
export function codeOf(error: unknown): string {
  const code = ownCodeOf(error);
  // undici wraps the socket's error in one of its own that says less.
  const isVague = code === '' || code === 'UND_ERR_SOCKET';
  return isVague && error instanceof Error ? ownCodeOf(error.cause) || code : code;
}

function ownCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

const UNTRUSTED = 'The TLS certificate is not signed by an authority that the gateway trusts.';
const NO_ANSWER = 'The host did not answer within the time allowed.';
const CLOSED = 'The connection was closed before the answer was complete.';
const NOT_FOUND = 'The host name does not exist or has no address.';
const NOT_RESOLVED = 'The host name could not be resolved.';
const NO_ROUTE = 'There is no route to the host.';
const BUSY = 'The gateway could not open another connection.';

const FAILURES: Readonly<Record<string, readonly [EgressErrorClass, string]>> = {
  ENOTFOUND: ['dns', NOT_FOUND],
  ENODATA: ['dns', NOT_FOUND],
  EAI_AGAIN: ['dns', NOT_RESOLVED],
  EAI_FAIL: ['dns', NOT_RESOLVED],
  ESERVFAIL: ['dns', NOT_RESOLVED],
  EREFUSED: ['dns', NOT_RESOLVED],
  ETIMEOUT: ['dns', NOT_RESOLVED],
  ECONNREFUSED: ['connect', 'The host refused the connection: nothing listens on that port.'],
  ECONNRESET: ['connect', CLOSED],
  ECONNABORTED: ['connect', CLOSED],
  EPIPE: ['connect', CLOSED],
  UND_ERR_SOCKET: ['connect', CLOSED],
  EHOSTUNREACH: ['connect', NO_ROUTE],
  EHOSTDOWN: ['connect', NO_ROUTE],
  ENETUNREACH: ['connect', NO_ROUTE],
  ENETDOWN: ['connect', NO_ROUTE],
  EADDRNOTAVAIL: ['connect', BUSY],
  EMFILE: ['connect', BUSY],
  ENFILE: ['connect', BUSY],
  EACCES: ['connect', "A firewall of the gateway's machine forbids the connection."],
  EPERM: ['connect', "A firewall of the gateway's machine forbids the connection."],
  ETIMEDOUT: ['timeout', NO_ANSWER],
  UND_ERR_CONNECT_TIMEOUT: ['timeout', NO_ANSWER],
  UND_ERR_HEADERS_TIMEOUT: ['timeout', NO_ANSWER],
  UND_ERR_BODY_TIMEOUT: ['timeout', 'The host did not finish its answer within the time allowed.'],
  ERR_TLS_HANDSHAKE_TIMEOUT: ['timeout', 'The TLS handshake was not finished within the time allowed.'],
  CERT_HAS_EXPIRED: ['tls', 'The TLS certificate has expired.'],
  CERT_NOT_YET_VALID: ['tls', 'The TLS certificate is not valid yet.'],
  CERT_REVOKED: ['tls', 'The TLS certificate has been revoked.'],
  CERT_UNTRUSTED: ['tls', UNTRUSTED],
  CERT_REJECTED: ['tls', UNTRUSTED],
  INVALID_CA: ['tls', UNTRUSTED],
  INVALID_PURPOSE: ['tls', 'The TLS certificate is not meant for servers.'],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['tls', 'The TLS certificate is self-signed.'],
  SELF_SIGNED_CERT_IN_CHAIN: ['tls', UNTRUSTED],
  UNABLE_TO_GET_ISSUER_CERT: ['tls', UNTRUSTED],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['tls', `${UNTRUSTED} Often the server leaves out the intermediate certificate.`],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['tls', `${UNTRUSTED} Often the server leaves out the intermediate certificate.`],
  HOSTNAME_MISMATCH: ['tls', 'The TLS certificate is for another host name.'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['tls', 'The TLS certificate is for another host name.'],
  ERR_SSL_WRONG_VERSION_NUMBER: ['tls', 'The host answered without TLS: perhaps the port speaks plain HTTP.'],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['tls', 'The host answered without TLS: perhaps the port speaks plain HTTP.'],
  ERR_SSL_HTTP_REQUEST: ['tls', 'The host answered without TLS: perhaps the port speaks plain HTTP.'],
  EPROTO: ['tls', 'The TLS handshake failed.'],
};
const FAILURES_BY_CODE: ReadonlyMap<string, readonly [EgressErrorClass, string]> = new Map(Object.entries(FAILURES));
