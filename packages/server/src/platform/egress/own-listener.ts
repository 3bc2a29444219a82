import type { buildConnector } from 'undici';
import type { OwnListener } from './address-policy.ts';
import { dialAddress } from './dial.ts';
import { classifyConnectError, codeOf, EgressError } from './egress-error.ts';

/** Our own listener answers at once, or the process is going down. */
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * The counterpart of the guard's connector: reaches this process's own listener by plain HTTP and nothing else, whatever it is
 * asked for. For requests of which somebody decided already that they are ours to receive; what others chose goes through
 * the guard, which forbids this very address.
 */
export function createOwnListenerConnector(ownListeners: () => readonly OwnListener[]): buildConnector.connector {
  return (options, callback) => {
    const place = placeOf(ownListeners());
    const asked = `${options.protocol}//${bracketed(options.hostname)}:${options.port}`;
    if (place === null || asked !== originOfPlace(place)) {
      callback(new EgressError('egress_blocked', 'not_own_listener', "This is not the gateway's own listener."), null);
      return;
    }
    dialAddress(place, AbortSignal.timeout(CONNECT_TIMEOUT_MS)).then(
      (socket) => callback(null, socket),
      (error: unknown) => callback(toEgressError(error), null),
    );
  };
}

interface Place {
  readonly address: string;
  readonly port: number;
}

function placeOf([listener]: readonly OwnListener[]): Place | null {
  if (listener === undefined) return null;
  const { address, port } = listener;
  return { address: { '0.0.0.0': '127.0.0.1', '::': '::1' }[address] ?? address, port };
}

function originOfPlace({ address, port }: Place): string {
  return `http://${bracketed(address)}:${port}`;
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

function toEgressError(error: unknown): EgressError {
  if (error instanceof EgressError) return error;
  const { errorClass, message } = classifyConnectError(error);
  return new EgressError(errorClass, codeOf(error) || 'connect_failed', message, { cause: error });
}
