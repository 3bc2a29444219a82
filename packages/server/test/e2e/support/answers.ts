import type { ServerResponse } from 'node:http';

/** How a receiver answers one request. Settles when the answer is out or the sender has gone. */
export type Answer = (response: ServerResponse) => Promise<void>;

/** A door that a test opens when it has seen enough: answers wait behind it instead of for a time. */
export interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

export function createGate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

/** An answer with that status. */
export function withStatus(status: number, headers: Readonly<Record<string, string>> = {}, body = ''): Answer {
  return async (response) => {
    response.writeHead(status, headers).end(body);
  };
}

/** An answer that asks to wait (RFC 9110, 10.2.3). */
export function withRetryAfter(status: number, retryAfter: string): Answer {
  return withStatus(status, { 'retry-after': retryAfter });
}

/** A redirect. A sender that follows it is seen by whoever listens there. */
export function redirectTo(location: string, status = 307): Answer {
  return withStatus(status, { location });
}

/** The other answer, after the gate is open. */
export function behind(gate: Gate, then: Answer): Answer {
  return async (response) => {
    await Promise.race([gate.opened, hasGone(response)]);
    if (!response.destroyed) await then(response);
  };
}

/** Status 200 and a body that never ends. */
export function endless(): Answer {
  const chunk = Buffer.alloc(16 * 1024, 'x');
  return async (response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    const write = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', write);
    write();
    await hasGone(response);
  };
}

/** Status 200 and then one byte at a time, for ever: every single wait is short, the whole is not. */
export function drip(everyMs: number): Answer {
  return async (response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    const timer = setInterval(() => response.write('x'), everyMs);
    await hasGone(response);
    clearInterval(timer);
  };
}

/** The connection is reset: before anything is said, or in the middle of the body. */
export function reset(when: 'before_headers' | 'in_body' = 'before_headers'): Answer {
  return async (response) => {
    if (when === 'in_body') {
      response.writeHead(200, { 'content-length': '1000' });
      await new Promise<void>((resolve) => response.write('half of it', () => resolve()));
    }
    response.socket?.resetAndDestroy();
  };
}

function hasGone(response: ServerResponse): Promise<void> {
  if (response.destroyed) return Promise.resolve();
  return new Promise((resolve) => response.once('close', () => resolve()));
}
