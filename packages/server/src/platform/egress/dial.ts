import { connect, type Socket, type TcpNetConnectOpts } from 'node:net';
import { EgressError } from './egress-error.ts';
import { isSameAddress, parseIp } from './ip-address.ts';

/** Opens one connection. Gives up and closes it when the signal aborts. */
type Dial = (address: string, signal: AbortSignal) => Promise<Socket>;

/** Head start of one address before the next is tried beside it (RFC 8305, 8: between 100 ms and 2 s, 250 ms advised). */
const HEAD_START_MS = 250;

/** Addresses tried for one connection. A name with a hundred dead addresses must not become a hundred dials. */
export const DIALS_MAX = 4;

/** Idle time before the kernel probes the other side. */
const KEEP_ALIVE_DELAY_MS = 60_000;

/**
 * Opens a connection to the first address that answers: the next one starts when the one before failed or
 * its head start is over, at most `DIALS_MAX` of them, IPv6 and IPv4 in turn (RFC 8305, 4). Connections
 * that come second are closed.
 *
 * @throws The first failure when all fail; the signal's reason when it aborts.
 */
export function dialFirst(addresses: readonly string[], dial: Dial, signal: AbortSignal): Promise<Socket> {
  const candidates = alternateFamilies(addresses).slice(0, DIALS_MAX);
  const race = new AbortController();
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const failures: unknown[] = [];
  let startedCount = 0;
  let headStart: NodeJS.Timeout | undefined;

  function finish(): void {
    clearTimeout(headStart);
    signal.removeEventListener('abort', cancel);
    startedCount = candidates.length;
    race.abort();
  }
  function cancel(): void {
    finish();
    reject(signal.reason);
  }
  function win(socket: Socket): void {
    // One that connected after the race was decided is of no use to anybody.
    if (race.signal.aborted) {
      socket.destroy();
      return;
    }
    finish();
    resolve(socket);
  }
  function lose(error: unknown): void {
    if (race.signal.aborted) return;
    failures.push(error);
    if (failures.length === candidates.length) {
      finish();
      reject(failures[0]);
    } else {
      startNext();
    }
  }
  function startNext(): void {
    clearTimeout(headStart);
    const candidate = candidates[startedCount];
    if (candidate === undefined) return;
    startedCount += 1;
    headStart = setTimeout(startNext, HEAD_START_MS);
    dial(candidate, race.signal).then(win, lose);
  }

  if (signal.aborted) {
    cancel();
  } else {
    signal.addEventListener('abort', cancel, { once: true });
    startNext();
  }
  return promise;
}

/**
 * Dials exactly this address: an address is never resolved again, and the socket's own word on whom it
 * reached is compared before anything is sent.
 *
 * @param open Makes the socket; Node's `connect`.
 * @throws EgressError `egress_blocked` when another address answered; Node's error when the connection fails.
 */
export async function dialAddress(
  target: { readonly address: string; readonly port: number },
  signal: AbortSignal,
  open: (options: TcpNetConnectOpts) => Socket = connect,
): Promise<Socket> {
  const socket = await openSocket(() => open({ host: target.address, port: target.port, autoSelectFamily: false }), {
    readyEvent: 'connect',
    signal,
  });
  if (isRemoteOf(socket.remoteAddress, target.address)) return socket;
  socket.destroy();
  const message = 'Another address answered than the one that was checked.';
  throw new EgressError('egress_blocked', 'remote_address_differs', message);
}

/** True when the address that a socket reached is the one that was dialled. */
export function isRemoteOf(remoteAddress: string | undefined, dialled: string): boolean {
  const remote = parseIp(remoteAddress ?? '');
  const wanted = parseIp(dialled);
  return remote !== null && wanted !== null && isSameAddress(remote, wanted);
}

interface Opening {
  readonly readyEvent: 'connect' | 'secureConnect';
  readonly signal: AbortSignal;
}

/**
 * Waits until a socket is ready. It is closed when the signal aborts or it fails; afterwards the signal has
 * no hold on it.
 */
export function openSocket<TSocket extends Socket>(make: () => TSocket, opening: Opening): Promise<TSocket> {
  const { promise, resolve, reject } = Promise.withResolvers<TSocket>();
  const { readyEvent, signal } = opening;
  if (signal.aborted) {
    reject(signal.reason);
    return promise;
  }
  const socket = make();
  function settle(then: () => void): void {
    signal.removeEventListener('abort', abort);
    then();
  }
  function abort(): void {
    settle(() => reject(signal.reason));
    socket.destroy();
  }
  signal.addEventListener('abort', abort, { once: true });
  socket.once(readyEvent, () => settle(() => resolve(socket)));
  socket.once('close', () =>
    settle(() => reject(new EgressError('connect', 'ECONNRESET', 'The host closed the connection.'))),
  );
  // Stays for good: between here and the new owner's own listener an error would end the process.
  socket.on('error', (error) => settle(() => reject(error)));
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE_DELAY_MS);
  return promise;
}

function alternateFamilies(addresses: readonly string[]): readonly string[] {
  const [first = ''] = addresses;
  const isLikeFirst = (address: string) => address.includes(':') === first.includes(':');
  const preferred = addresses.filter(isLikeFirst);
  const others = addresses.filter((address) => !isLikeFirst(address));
  return preferred
    .flatMap((address, index) => [address, ...others.slice(index, index + 1)])
    .concat(others.slice(preferred.length));
}
