/** The API as a member sees it who has signed in with a browser: by cookie, with the token against other sites. */
export interface MemberClient {
  readonly url: string;
  readonly workspaceId: string;
  readonly memberId: string;
  /** Value of `Cookie`, for signing a browser in. */
  readonly cookie: { readonly name: string; readonly value: string };
  readonly get: <TBody>(path: string) => Promise<TBody>;
  readonly post: <TBody>(path: string, body?: unknown) => Promise<TBody>;
  readonly patch: <TBody>(path: string, body: unknown) => Promise<TBody>;
  readonly delete: (path: string) => Promise<void>;
  /** `POST` of a body that is no JSON. */
  readonly send: <TBody>(path: string, body: string | FormData, type?: string) => Promise<TBody>;
}

interface SessionAnswer {
  readonly csrf_token: string;
  readonly member: { readonly id: string };
  readonly workspaces: readonly { readonly id: string }[];
}

/** A person with an account. All made up. */
export interface Account {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** Becomes the first owner by the link that the gateway printed. */
export function becomeOwner(ownerLink: string, account: Account): Promise<MemberClient> {
  return open(ownerLink, '/v1/setup/owner', account);
}

/** Accepts an invitation by its link. */
export function acceptInvitation(link: string, { name, password }: Account): Promise<MemberClient> {
  return open(link, '/v1/invitations/accept', { name, password });
}

async function open(link: string, path: string, body: object): Promise<MemberClient> {
  const { origin, hash } = new URL(link);
  const response = await fetch(origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, token: hash.slice(1) }),
  });
  if (!response.ok) throw new Error(`POST ${path} was answered ${response.status}: ${await response.text()}`);
  const [pair = ''] = (response.headers.getSetCookie()[0] ?? '').split(';', 1);
  return clientOf(origin, pair, (await response.json()) as SessionAnswer);
}

function clientOf(url: string, cookiePair: string, session: SessionAnswer): MemberClient {
  const workspaceId = session.workspaces[0]?.id ?? '';
  const call = async (method: string, path: string, body?: string | FormData, type?: string) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        cookie: cookiePair,
        'posthorn-workspace': workspaceId,
        ...(method === 'GET' ? {} : { 'posthorn-csrf': session.csrf_token }),
        ...(type === undefined ? {} : { 'content-type': type }),
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  };
  const json = (method: string, path: string, body?: unknown) =>
    body === undefined ? call(method, path) : call(method, path, JSON.stringify(body), 'application/json');
  const [name = '', value = ''] = cookiePair.split('=', 2);
  return {
    url,
    workspaceId,
    memberId: session.member.id,
    cookie: { name, value },
    get: async <TBody>(path: string) => (await json('GET', path)) as TBody,
    post: async <TBody>(path: string, body?: unknown) => (await json('POST', path, body)) as TBody,
    patch: async <TBody>(path: string, body: unknown) => (await json('PATCH', path, body)) as TBody,
    delete: async (path) => {
      await json('DELETE', path);
    },
    send: async <TBody>(path: string, body: string | FormData, type?: string) =>
      (await call('POST', path, body, type)) as TBody,
  };
}
