import { CliError, EXIT } from '../exit.ts';

/** A gateway's API as one caller sees it. */
export interface Api {
  readonly url: string;
  readonly key: string;
}

interface Page<TItem> {
  readonly data: readonly TItem[];
  readonly next_cursor: string | null;
  readonly has_more: boolean;
}

/** Longer than the gateway waits for Meta. */
const CALL_TIMEOUT_MS = 15_000;
const PAGE_LIMIT = 100;
/** No demonstration has more; a cursor that never ends must not keep it busy. */
const PAGES_MAX = 1_000;

/** `POST`, with the answer's JSON. The caller names the fields it knows the API to answer with. */
export function post<TAnswer>(api: Api, path: string, body: unknown): Promise<TAnswer> {
  return call<TAnswer>(api, path, { method: 'POST', body: JSON.stringify(body) });
}

/** `POST` that may be refused. */
export async function tryPost<TBody>(
  api: Api,
  path: string,
  body: unknown,
): Promise<{ readonly status: number; readonly body: TBody }> {
  const answer = await ask(api, path, { method: 'POST', body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as TBody };
}

/** `POST` of a file in a form, fields before it. */
export function postFile<TAnswer>(
  api: Api,
  path: string,
  {
    file,
    fields,
  }: {
    readonly file: { readonly bytes: Buffer; readonly name: string; readonly type: string };
    readonly fields: Readonly<Record<string, string>>;
  },
): Promise<TAnswer> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', new Blob([new Uint8Array(file.bytes)], { type: file.type }), file.name);
  return call<TAnswer>(api, path, { method: 'POST', body: form });
}

/** `GET`. */
export function get<TAnswer>(api: Api, path: string): Promise<TAnswer> {
  return call<TAnswer>(api, path, { method: 'GET' });
}

/** `PATCH`. */
export async function patch(api: Api, path: string, body: unknown): Promise<void> {
  await call(api, path, { method: 'PATCH', body: JSON.stringify(body) });
}

/** All items of a list. @param query Without `limit` and `cursor`. */
export async function listAll<TItem>(api: Api, path: string): Promise<TItem[]> {
  const items: TItem[] = [];
  let cursor = '';
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { data, next_cursor } = await call<Page<TItem>>(api, `${path}?limit=${PAGE_LIMIT}${cursor}`, {
      method: 'GET',
    });
    items.push(...data);
    if (next_cursor === null) return items;
    cursor = `&cursor=${encodeURIComponent(next_cursor)}`;
  }
  throw new CliError(EXIT.failed, `The list ${path} has no end. This is a mistake in Posthorn.`);
}

/** @throws CliError with what the gateway says is wrong. */
async function call<TAnswer>(api: Api, path: string, init: RequestInit): Promise<TAnswer> {
  const answer = await ask(api, path, init);
  const text = await answer.text();
  if (answer.ok) return JSON.parse(text) as TAnswer;
  throw new CliError(EXIT.failed, `The gateway answered ${init.method} ${path} with ${answer.status}: ${text}`);
}

/** @throws CliError when there is no answer. */
function ask({ url, key }: Api, path: string, init: RequestInit): Promise<Response> {
  return fetch(url + path, {
    ...init,
    headers: {
      authorization: `Bearer ${key}`,
      ...(typeof init.body === 'string' ? { 'content-type': 'application/json' } : {}),
    },
    redirect: 'error',
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new CliError(EXIT.failed, `The gateway did not answer ${init.method} ${path}.`, { cause });
  });
}
