import { type AddressInfo, connect, createServer, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { DIALS_MAX, dialAddress, dialFirst } from './dial.ts';

/** Time and the dials are played here: an address that never answers cannot be had on every machine. */
describe('dialFirst', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test('starts the next address beside one that does not answer, and calls the slow one off', async () => {
    const { dials, dial } = switchboard();
    const dialled = dialFirst(['192.0.2.1', '192.0.2.2'], dial, new AbortController().signal);
    expect(dials.map((call) => call.address)).toEqual(['192.0.2.1']);
    vi.advanceTimersByTime(250);
    expect(dials.map((call) => call.address)).toEqual(['192.0.2.1', '192.0.2.2']);
    const socket = new Socket();
    dials[1]?.connected(socket);
    expect(await dialled).toBe(socket);
    expect(dials[0]?.signal.aborted).toBe(true);
  });

  test('closes a connection that comes second', async () => {
    const { dials, dial } = switchboard();
    const dialled = dialFirst(['192.0.2.1', '192.0.2.2'], dial, new AbortController().signal);
    vi.advanceTimersByTime(250);
    const [winner, loser] = [new Socket(), new Socket()];
    dials[1]?.connected(winner);
    dials[0]?.connected(loser);
    await dialled;
    expect([winner.destroyed, loser.destroyed]).toEqual([false, true]);
  });

  test('tries a bounded number of addresses, families in turn', async () => {
    const { dials, dial } = switchboard();
    const addresses = ['2001:db8::1', '2001:db8::2', '2001:db8::3', '2001:db8::4', '192.0.2.1', '192.0.2.2'];
    dialFirst(addresses, dial, new AbortController().signal).catch(() => {});
    vi.advanceTimersByTime(60_000);
    expect(dials).toHaveLength(DIALS_MAX);
    expect(dials.map((call) => call.address)).toEqual(['2001:db8::1', '192.0.2.1', '2001:db8::2', '192.0.2.2']);
  });

  test('fails with the earliest failure when all fail', async () => {
    const { dials, dial } = switchboard();
    const dialled = dialFirst(['192.0.2.1', '192.0.2.2'], dial, new AbortController().signal);
    vi.advanceTimersByTime(250);
    dials[1]?.failed(new Error('second'));
    dials[0]?.failed(new Error('first'));
    await expect(dialled).rejects.toThrow('second');
  });

  test('stops with the reason of the signal and starts nothing afterwards', async () => {
    const { dials, dial } = switchboard();
    const deadline = new AbortController();
    const dialled = dialFirst(['192.0.2.1', '192.0.2.2'], dial, deadline.signal);
    deadline.abort(new Error('too late'));
    await expect(dialled).rejects.toThrow('too late');
    vi.advanceTimersByTime(60_000);
    expect(dials).toHaveLength(1);
    expect(dials[0]?.signal.aborted).toBe(true);
  });

  test('dials nothing when the time is up already', async () => {
    const { dials, dial } = switchboard();
    await expect(dialFirst(['192.0.2.1'], dial, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
    expect(dials).toEqual([]);
  });
});

describe('dialAddress', () => {
  test('refuses a connection that reached another address than the checked one, before anything is sent', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const opened: Socket[] = [];
    const detour = () => {
      const socket = connect({ host: '127.0.0.1', port });
      opened.push(socket);
      return socket;
    };
    const { signal } = new AbortController();
    await expect(dialAddress({ address: '93.184.216.34', port }, signal, detour)).rejects.toMatchObject({
      errorClass: 'egress_blocked',
      code: 'remote_address_differs',
    });
    expect(opened.map((socket) => [socket.destroyed, socket.bytesWritten])).toEqual([[true, 0]]);
  });
});

interface Call {
  readonly address: string;
  readonly signal: AbortSignal;
  readonly connected: (socket: Socket) => void;
  readonly failed: (error: Error) => void;
}

/** Dials that end when the test says so. */
function switchboard() {
  const dials: Call[] = [];
  const dial = (address: string, signal: AbortSignal) => {
    const { promise, resolve, reject } = Promise.withResolvers<Socket>();
    dials.push({ address, signal, connected: resolve, failed: reject });
    return promise;
  };
  return { dials, dial };
}
