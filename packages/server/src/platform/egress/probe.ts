import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { type buildConnector, Client } from 'undici';
import { type ConnectFailure, classifyConnectError } from './egress-error.ts';

/** The certificate that a host showed, and that was found good. */
export interface ShownCertificate {
  /** Who signed it, as people name them. Empty: it does not say. */
  readonly issuer: string;
  /** Epoch ms. */
  readonly validToMs: number;
}

/** What came of one look at a URL. */
export interface Probed {
  /** Null: no answer came. */
  readonly statusCode: number | null;
  /** Null: plain HTTP, or no connection was made. */
  readonly certificate: ShownCertificate | null;
  /** Why no answer came. */
  readonly failure: ConnectFailure | null;
  /** To the first byte of the answer, or to the failure. */
  readonly durationMs: number;
}

const TIMEOUT_MS = 5_000;

/**
 * Asks a host for the options of a path and reads no more than the status: the one method that applications neither act on
 * nor take for a delivery, and that every server answers somehow. A guarded request; redirects are not followed. Never throws:
 * what goes wrong is what is asked about.
 */
export async function probeUrl(
  connector: buildConnector.connector,
  url: URL,
  headers: Readonly<Record<string, string>>,
): Promise<Probed> {
  const startedMs = performance.now();
  let certificate: ShownCertificate | null = null;
  const client = new Client(url.origin, {
    connect: (options, callback) =>
      connector(options, (error, socket) => {
        if (error !== null) return callback(error, null);
        certificate = certificateOf(socket);
        callback(null, socket);
      }),
  });
  const took = () => Math.round(performance.now() - startedMs);
  try {
    const { statusCode } = await client.request({
      path: url.pathname + url.search,
      method: 'OPTIONS',
      headers: { ...headers },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { statusCode, certificate, failure: null, durationMs: took() };
  } catch (error) {
    return { statusCode: null, certificate, failure: describe(error), durationMs: took() };
  } finally {
    await client.destroy();
  }
}

function describe(error: unknown): ConnectFailure {
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  return isLate
    ? { errorClass: 'timeout', message: `The host did not answer within ${TIMEOUT_MS / 1_000} seconds.` }
    : classifyConnectError(error);
}

function certificateOf(socket: Socket): ShownCertificate | null {
  if (!(socket instanceof TLSSocket)) return null;
  const { issuer, valid_to } = socket.getPeerCertificate();
  const validToMs = Date.parse(valid_to ?? '');
  if (Number.isNaN(validToMs)) return null;
  return { issuer: [issuer?.O ?? issuer?.CN ?? ''].flat().join(', '), validToMs };
}
