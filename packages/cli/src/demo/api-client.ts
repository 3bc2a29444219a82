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

const CALL_TIMEOUT_MS = 10_000;
const PAGE_LIMIT = 100;
/** No demonstration has more; a cursor that never ends must not keep it busy. */
const PAGES_MAX = 1_000;

/** `POST`, with the answer's JSON. The caller names the fields it knows the API to answer with. */
export function post<TAnswer>(api: Api, path: string, body: unknown): Promise<TAnswer> {
  return call<TAnswer>(api, path, { method: 'POST', body: JSON.stringify(body) });
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
async function call<TAnswer>({ url, key }: Api, path: string, init: RequestInit): Promise<TAnswer> {
  const answer = await fetch(url + path, {
    ...init,
    headers: {
      authorization: `Bearer ${key}`,
      ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    redirect: 'error',
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new CliError(EXIT.failed, `The gateway did not answer ${init.method} ${path}.`, { cause });
  });
  const text = await answer.text();
  if (answer.ok) return JSON.parse(text) as TAnswer;
  throw new CliError(EXIT.failed, `The gateway answered ${init.method} ${path} with ${answer.status}: ${text}`);
}
