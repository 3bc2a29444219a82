import { expect } from 'vitest';
import type { ApiAnswer, Page } from './api.ts';
import type { TestGateway } from './gateway.ts';

/** What `GET /v1/session` answers, as far as the tests read it. */
export interface ShownSession {
  readonly kind: string;
  readonly csrf_token: string | null;
  readonly member: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly is_operator: boolean;
  } | null;
  readonly workspaces: readonly {
    readonly id: string;
    readonly name: string;
    readonly role: string | null;
    readonly permissions: readonly string[];
  }[];
}

/** How one call differs from what a browser on our own page would send. Undefined leaves a header out. */
export interface CallOptions {
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** A browser on a page of the gateway, as far as HTTP goes: a cookie jar of one, and the headers that our own page sends. */
export interface Browser {
  /** The cookie's token. Null: there is none. */
  readonly cookie: () => string | null;
  /** What it was told last of who is signed in. */
  readonly session: () => ShownSession;
  /** Takes a cookie, as if somebody had planted it. */
  readonly plant: (token: string) => void;
  /** Names the workspace that later calls act for. */
  readonly choose: (workspaceId: string) => void;
  readonly send: (method: string, path: string, body?: unknown, options?: CallOptions) => Promise<ApiAnswer>;
  /** Signs in by whatever route and keeps what it answers. Expects 200. */
  readonly enter: (path: string, body: unknown) => Promise<ShownSession>;
  readonly get: <TBody>(path: string) => Promise<TBody>;
  readonly all: <TItem>(path: string) => Promise<TItem[]>;
}

export const COOKIE = 'posthorn_session';

export function openBrowser(gateway: Pick<TestGateway, 'url'>, userAgent = 'Test browser'): Browser {
  let cookie: string | null = null;
  let session: ShownSession | null = null;
  let workspaceId: string | null = null;
  const send: Browser['send'] = async (method, path, body, options = {}) => {
    const headers: Record<string, string | undefined> = {
      'user-agent': userAgent,
      'sec-fetch-site': 'same-origin',
      ...(method === 'GET' ? {} : { origin: new URL(gateway.url).origin }),
      ...(cookie === null ? {} : { cookie: `${COOKIE}=${cookie}` }),
      ...(method === 'GET' || session?.csrf_token == null ? {} : { 'posthorn-csrf': session.csrf_token }),
      ...(workspaceId === null ? {} : { 'posthorn-workspace': workspaceId }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    };
    const response = await fetch(new URL(path, gateway.url), {
      method,
      headers: Object.fromEntries(
        Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
      ),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'manual',
    });
    const set = response.headers.getSetCookie().find((line) => line.startsWith(`${COOKIE}=`));
    if (set !== undefined) cookie = /^[^=]+=([^;]*)/.exec(set)?.[1] || null;
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text !== '' ? JSON.parse(text) : text,
      text,
    };
  };
  const get = async <TBody>(path: string) => {
    const answer = await send('GET', path);
    expect([path, answer.status]).toEqual([path, 200]);
    return answer.body as TBody;
  };
  return {
    cookie: () => cookie,
    session: () => {
      if (session === null) throw new Error('Nobody is signed in.');
      return session;
    },
    plant: (token) => {
      cookie = token;
    },
    choose: (id) => {
      workspaceId = id;
    },
    send,
    enter: async (path, body) => {
      const answer = await send('POST', path, body);
      expect([path, answer.status, answer.text]).toEqual([path, 200, answer.text]);
      session = answer.body as ShownSession;
      workspaceId = session.workspaces[0]?.id ?? null;
      return session;
    },
    get,
    all: async <TItem>(path: string) => (await get<Page<TItem>>(`${path}?limit=100`)).data,
  };
}

/** The token of a one-time link, which stands behind its `#`. */
export function tokenOf(url: string | null): string {
  const token = url === null ? '' : new URL(url).hash.slice(1);
  expect(token).toMatch(/^[\w-]{43}$/);
  return token;
}
