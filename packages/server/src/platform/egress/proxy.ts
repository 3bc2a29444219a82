import { request } from 'node:http';
import { connect, isIP, type Socket } from 'node:net';
import { PosthornError } from '../../domain/errors.ts';
import { openSocket } from './dial.ts';
import { EgressError } from './egress-error.ts';
import type { Secure } from './secure.ts';

interface TunnelTarget {
  readonly address: string;
  readonly port: number;
}

/** Opens a tunnel to a checked address. @throws EgressError `proxy`, or the signal's reason. */
export type OpenTunnel = (target: TunnelTarget, signal: AbortSignal) => Promise<Socket>;

/** Bytes of headers that the proxy may answer CONNECT with. */
const ANSWER_HEADER_BYTES_MAX = 16_384;

/**
 * Reaches targets through one CONNECT proxy (RFC 9110, 9.3.6), for http and https targets alike. The proxy is
 * asked for an address, never for a name, so that what was checked is what it dials. Its own address is the
 * operator's choice and not guarded.
 *
 * @throws PosthornError `config_invalid` when the proxy's URL is not http or https, or its credentials are not
 * percent-encoded. Never shows the URL: it may hold a password.
 */
export function createTunnels(proxyUrl: URL, secure: Secure): OpenTunnel {
  if (proxyUrl.protocol !== 'http:' && proxyUrl.protocol !== 'https:') {
    throw new PosthornError('config_invalid', 'POSTHORN_EGRESS_PROXY must be an http or https URL.');
  }
  const credentials = credentialsOf(proxyUrl);
  return async (target, signal) => {
    let proxy: Socket | undefined;
    try {
      proxy = await openProxy(proxyUrl, secure, signal);
      return await askForTunnel({ proxy, target, credentials }, signal);
    } catch (cause) {
      proxy?.destroy();
      if (signal.aborted) throw signal.reason;
      if (cause instanceof EgressError && cause.errorClass === 'proxy') throw cause;
      throw new EgressError('proxy', 'proxy_unreachable', 'The egress proxy could not be reached.', { cause });
    }
  };
}

async function openProxy(proxyUrl: URL, secure: Secure, signal: AbortSignal): Promise<Socket> {
  const host = proxyUrl.hostname.replace(/^\[|\]$/g, '');
  const isSecure = proxyUrl.protocol === 'https:';
  const port = Number(proxyUrl.port || (isSecure ? 443 : 80));
  const socket = await openSocket(() => connect({ host, port }), { readyEvent: 'connect', signal });
  return isSecure ? secure(socket, { hostname: host, peer: `proxy ${port}` }, signal) : socket;
}

interface Asking {
  readonly proxy: Socket;
  readonly target: TunnelTarget;
  /** Value of Proxy-Authorization. */
  readonly credentials: string | null;
}

function askForTunnel(asking: Asking, signal: AbortSignal): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const { address, port } = asking.target;
  const authority = isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`;
  const asked = request({
    method: 'CONNECT',
    path: authority,
    headers: {
      host: authority,
      connection: 'keep-alive',
      ...(asking.credentials === null ? {} : { 'proxy-authorization': asking.credentials }),
    },
    maxHeaderSize: ANSWER_HEADER_BYTES_MAX,
    createConnection: () => asking.proxy,
  });
  const abort = () => {
    asked.destroy();
    reject(signal.reason);
  };
  signal.addEventListener('abort', abort, { once: true });
  asked.once('connect', (answer, socket, head) => {
    const refusal = describeRefusal(answer.statusCode ?? 0, head.length);
    if (refusal === null) resolve(socket);
    else reject(new EgressError('proxy', 'proxy_refused', refusal));
  });
  asked.on('error', (cause) => {
    const message = 'The egress proxy broke the connection before the tunnel was open.';
    reject(new EgressError('proxy', 'proxy_failed', message, { cause }));
  });
  asked.end();
  return promise.finally(() => signal.removeEventListener('abort', abort));
}

function describeRefusal(statusCode: number, earlyBytes: number): string | null {
  if (statusCode === 407) return 'The egress proxy did not accept its credentials.';
  if (statusCode < 200 || statusCode > 299) return `The egress proxy refused the tunnel with status ${statusCode}.`;
  // Neither TLS nor HTTP lets the far side speak first: these bytes are the proxy's.
  return earlyBytes > 0 ? 'The egress proxy sent bytes of its own into the tunnel.' : null;
}

function credentialsOf(proxyUrl: URL): string | null {
  if (proxyUrl.username === '' && proxyUrl.password === '') return null;
  try {
    const pair = `${decodeURIComponent(proxyUrl.username)}:${decodeURIComponent(proxyUrl.password)}`;
    return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new PosthornError(
      'config_invalid',
      'POSTHORN_EGRESS_PROXY must have its user name and password percent-encoded.',
    );
  }
}
