import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { idOf, type WorkspaceId } from '../../src/domain/ids.ts';
import type { ApiServer, Scope } from '../../src/platform/http/api.ts';
import { createApiServer } from '../../src/platform/http/server.ts';
import { hashToken } from '../../src/platform/http/token-hash.ts';

/** The workspace of the keys `a-…`; those of `b-…` belong to another one, which must not see it. */
export const WORKSPACE_A = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const WORKSPACE_B = idOf('ws', '0190a000-0000-7000-8000-000000000002');

/** Keys that `call` knows; `root` is the operator's. */
export type Caller = 'root' | 'a-read' | 'a-write' | 'b-write';

export interface Call {
  readonly as?: Caller;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  /** Parsed JSON; null when there was none. */
  readonly body: unknown;
}

/** Serves some routes by the real API server on a free port until the test ends. Answers of calls go over real HTTP. */
export async function startApi(addRoutes: (api: ApiServer) => void) {
  const api = await createApiServer({
    authenticator: {
      rootKeyMatches: (token) => token === 'root',
      findKey: async (tokenHash) => findKey(tokenHash),
      workspaceExists: (id) => id === WORKSPACE_A || id === WORKSPACE_B,
      noteUse: () => {},
    },
    idempotency: { hold: async () => ({ kind: 'held' }), remember: async () => {}, release: async () => {} },
    nowMs: Date.now,
    newId: randomUUID,
    openApi: { version: '0.0.0', publicUrl: null },
  });
  addRoutes(api);
  const origin = await api.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => api.close());
  return { call: (method: string, path: string, call: Call = {}) => callApi(`${origin}${path}`, method, call) };
}

function findKey(tokenHash: string) {
  const keys: readonly (readonly [Caller, WorkspaceId, Scope])[] = [
    ['a-read', WORKSPACE_A, 'read'],
    ['a-write', WORKSPACE_A, 'write'],
    ['b-write', WORKSPACE_B, 'write'],
  ];
  const key = keys.find(([token]) => hashToken(token) === tokenHash);
  if (key === undefined) return null;
  return {
    keyId: idOf('key', '0190a000-0000-7000-8000-000000000009'),
    workspaceId: key[1],
    scope: key[2],
    expiresAtMs: null,
  };
}

async function callApi(url: string, method: string, call: Call): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${call.as ?? 'a-write'}`,
      ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...call.headers,
    },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}
