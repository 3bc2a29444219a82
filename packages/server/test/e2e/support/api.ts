import type { TestGateway } from './gateway.ts';

/** An answer as it came, whatever its status. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed when it is JSON, else the text. */
  readonly body: unknown;
  readonly text: string;
}

/** A call that was not answered with 2xx. */
class ApiCallError extends Error {
  override readonly name = 'ApiCallError';
  readonly status: number;
  readonly body: unknown;

  constructor(call: string, answer: ApiAnswer) {
    super(`${call} was answered ${answer.status}: ${answer.text}`);
    this.status = answer.status;
    this.body = answer.body;
  }
}

/** Calls with one key. The type that a call is given is what the test expects; it is not checked. */
export interface Api {
  /** Throws `ApiCallError` for anything but 2xx, as the three below. */
  readonly get: <TBody>(path: string) => Promise<TBody>;
  readonly post: <TBody>(path: string, body?: unknown) => Promise<TBody>;
  readonly patch: <TBody>(path: string, body: unknown) => Promise<TBody>;
  readonly delete: (path: string) => Promise<void>;
  /** Never throws for a status. */
  readonly send: (method: string, path: string, body?: unknown) => Promise<ApiAnswer>;
  /** Every item of a list, page by page. */
  readonly all: <TItem>(path: string) => Promise<TItem[]>;
}

export interface Page<TItem> {
  readonly data: TItem[];
  readonly next_cursor: string | null;
  readonly has_more: boolean;
}

/** A client with that key. `workspaceId` is what the root key names in `Posthorn-Workspace`. */
export function api(gateway: Pick<TestGateway, 'url'>, key: string, workspaceId?: string): Api {
  const headers = {
    authorization: `Bearer ${key}`,
    ...(workspaceId === undefined ? {} : { 'posthorn-workspace': workspaceId }),
  };
  const send = (method: string, path: string, body?: unknown) =>
    call(new URL(path, gateway.url), { method, headers, body });
  const sendOrThrow = async (method: string, path: string, body?: unknown) => {
    const answer = await send(method, path, body);
    if (answer.status < 200 || answer.status > 299) throw new ApiCallError(`${method} ${path}`, answer);
    return answer.body;
  };
  const get = async <TBody>(path: string) => (await sendOrThrow('GET', path)) as TBody;
  return {
    get,
    post: async <TBody>(path: string, body?: unknown) => (await sendOrThrow('POST', path, body)) as TBody,
    patch: async <TBody>(path: string, body: unknown) => (await sendOrThrow('PATCH', path, body)) as TBody,
    delete: async (path) => {
      await sendOrThrow('DELETE', path);
    },
    send,
    all: (path) => readAllPages(get, path),
  };
}

interface Call {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

async function call(url: URL, { method, headers, body }: Call): Promise<ApiAnswer> {
  const response = await fetch(url, {
    method,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    redirect: 'manual',
  });
  const text = await response.text();
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text !== '' ? JSON.parse(text) : text,
    text,
  };
}

async function readAllPages<TItem>(get: Api['get'], path: string): Promise<TItem[]> {
  const items: TItem[] = [];
  const url = new URL(path, 'http://list.invalid');
  url.searchParams.set('limit', '100');
  for (;;) {
    const page = await get<Page<TItem>>(url.pathname + url.search);
    items.push(...page.data);
    if (!page.has_more || page.next_cursor === null) return items;
    url.searchParams.set(url.searchParams.has('after') ? 'after' : 'cursor', page.next_cursor);
  }
}
