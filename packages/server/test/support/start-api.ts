import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { idOf, type WorkspaceId } from '../../src/domain/ids.ts';
import type { Scope } from '../../src/domain/permissions.ts';
import type { ApiServer } from '../../src/platform/http/api.ts';
import { type ApiServerOptions, createApiServer } from '../../src/platform/http/server.ts';
import { hashToken } from '../../src/platform/http/token-hash.ts';
import { WORKSPACE_A, WORKSPACE_B } from './two-workspaces.ts';

/** Keys that `call` knows: of workspace A and of workspace B; `root` is the operator's. */
export type Caller = 'root' | 'a-read' | 'a-write' | 'a-admin' | 'b-write' | 'b-admin';

export interface Call {
  readonly as?: Caller;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Empty when there was none. */
  readonly etag: string;
  /** Parsed JSON; null when there was none. */
  // biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect of a body.
  readonly body: any;
}

/** Serves some routes by the real API server on a free port until the test ends. Answers of calls go over real HTTP. */
export async function startApi(addRoutes: (api: ApiServer) => void, options: Partial<ApiServerOptions> = {}) {
  const api = await createApiServer({
    authenticator: {
      rootKeyMatches: (token) => token === 'root',
      findKey: async (tokenHash) => findKey(tokenHash),
      workspaceExists: (id) => id === WORKSPACE_A || id === WORKSPACE_B,
      accountIdOf: (id) => (id === WORKSPACE_A ? 'MA_1' : 'MA_2'),
      noteUse: () => {},
    },
    idempotency: { hold: async () => ({ kind: 'held' }), remember: async () => {}, release: async () => {} },
    nowMs: Date.now,
    newId: randomUUID,
    openApi: { version: '0.0.0', publicUrl: null },
    ...options,
  });
  addRoutes(api);
  const origin = await api.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => api.close());
  const call = (method: string, path: string, options: Call = {}) => callApi(`${origin}${path}`, method, options);
  return { origin, call };
}

function findKey(tokenHash: string) {
  const keys: readonly (readonly [Caller, WorkspaceId, Scope])[] = [
    ['a-read', WORKSPACE_A, 'read'],
    ['a-write', WORKSPACE_A, 'write'],
    ['a-admin', WORKSPACE_A, 'admin'],
    ['b-write', WORKSPACE_B, 'write'],
    ['b-admin', WORKSPACE_B, 'admin'],
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
  return {
    status: response.status,
    headers: response.headers,
    etag: response.headers.get('etag') ?? '',
    body: text === '' ? null : JSON.parse(text),
  };
}
