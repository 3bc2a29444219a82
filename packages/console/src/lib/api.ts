/** One thing that is wrong in a request, at its place. */
export interface ProblemField {
  /** A JSON pointer into the body, or `?name` of a query. */
  readonly pointer: string;
  readonly message: string;
}

/** What the API answers with instead of data (RFC 9457), or what kept it from answering. */
export class ApiProblem extends Error {
  /** HTTP status. 0: there was no answer. */
  readonly status: number;
  /** The stable code of `docs/reference/errors.md`; `unreachable` when there was no answer. */
  readonly code: string;
  readonly fields: readonly ProblemField[];
  readonly requestId: string | null;
  /** Seconds after which another try makes sense. */
  readonly retryAfterSeconds: number | null;
  /** What Meta said, when the refusal is Meta's. */
  readonly meta: Readonly<Record<string, unknown>> | null;

  constructor(problem: {
    status: number;
    code: string;
    message: string;
    fields?: readonly ProblemField[];
    requestId?: string | null;
    retryAfterSeconds?: number | null;
    meta?: Readonly<Record<string, unknown>> | null;
  }) {
    super(problem.message);
    this.name = 'ApiProblem';
    this.status = problem.status;
    this.code = problem.code;
    this.fields = problem.fields ?? [];
    this.requestId = problem.requestId ?? null;
    this.retryAfterSeconds = problem.retryAfterSeconds ?? null;
    this.meta = problem.meta ?? null;
  }

  /** The words on one field of the body, such as `url`. Null: it was not that. */
  field(name: string): string | null {
    return this.fields.find(({ pointer }) => pointer === `/${name}` || pointer === `?${name}`)?.message ?? null;
  }
}

/** How this page proves who it is. */
interface Credentials {
  /** Goes with everything that changes something, when the session is a cookie. */
  csrfToken: string | null;
  /** The bearer of a portal, which has no cookie. */
  bearer: string | null;
  workspaceId: string | null;
}

const credentials: Credentials = { csrfToken: null, bearer: null, workspaceId: null };

/** Set by the session and by the workspace of the address; every later call carries them. */
export function setCredentials(change: Partial<Credentials>): void {
  Object.assign(credentials, change);
}

export type QueryValue = string | number | boolean | null | undefined | readonly string[];
export type Query = Readonly<Record<string, QueryValue>>;

export interface CallOptions {
  readonly query?: Query;
  readonly signal?: AbortSignal;
  /** Repeating a call that creates with the same key creates nothing more. */
  readonly idempotencyKey?: string;
  /** The `ETag` that was read: the change is refused when somebody else changed it since. */
  readonly ifMatch?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer with the tag that a later change has to name. */
export interface Tagged<TBody> {
  readonly body: TBody;
  readonly etag: string | null;
}

/** Calls of the API. Each throws an `ApiProblem`, and nothing else, when there is no good answer. */
export const api = {
  get: <TBody>(path: string, options: CallOptions = {}) => call<TBody>('GET', path, options).then(({ body }) => body),
  getTagged: <TBody>(path: string, options: CallOptions = {}) => call<TBody>('GET', path, options),
  post: <TBody>(path: string, body?: unknown, options: CallOptions = {}) =>
    call<TBody>('POST', path, options, body).then((answer) => answer.body),
  patch: <TBody>(path: string, body: unknown, options: CallOptions = {}) =>
    call<TBody>('PATCH', path, options, body).then((answer) => answer.body),
  delete: <TBody = undefined>(path: string, options: CallOptions = {}) =>
    call<TBody>('DELETE', path, options).then((answer) => answer.body),
  /** A file as it comes, for saving. */
  file: (path: string, options: CallOptions = {}) => request('GET', path, options).then((response) => response.blob()),
};

async function call<TBody>(method: string, path: string, options: CallOptions, body?: unknown): Promise<Tagged<TBody>> {
  const response = await request(method, path, options, body);
  const text = await response.text();
  return {
    body: (text === '' ? undefined : JSON.parse(text)) as TBody,
    etag: response.headers.get('etag'),
  };
}

async function request(method: string, path: string, options: CallOptions, body?: unknown): Promise<Response> {
  const isForm = body instanceof FormData || body instanceof Blob;
  const response = await fetch(withQuery(path, options.query), {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
      ...(credentials.bearer === null ? {} : { authorization: `Bearer ${credentials.bearer}` }),
      ...(credentials.workspaceId === null ? {} : { 'posthorn-workspace': credentials.workspaceId }),
      ...(method === 'GET' || credentials.csrfToken === null ? {} : { 'posthorn-csrf': credentials.csrfToken }),
      ...(options.idempotencyKey === undefined ? {} : { 'idempotency-key': options.idempotencyKey }),
      ...(options.ifMatch === undefined ? {} : { 'if-match': options.ifMatch }),
      ...options.headers,
    },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    // In a frame of somebody else's page the portal must not lean on a cookie that happens to be there.
    credentials: credentials.bearer === null ? 'same-origin' : 'omit',
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem({ status: 0, code: 'unreachable', message: 'The gateway does not answer.' });
  });
  if (response.ok) return response;
  throw await readProblem(response);
}

/** Adds a query to a path. Null, undefined and empty lists are left out; a list becomes values with commas. */
export function withQuery(path: string, query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue;
    if (typeof value === 'object') {
      if (value.length > 0) params.set(name, value.join(','));
    } else params.set(name, String(value));
  }
  const text = params.toString();
  if (text === '') return path;
  return `${path}${path.includes('?') ? '&' : '?'}${text}`;
}

async function readProblem(response: Response): Promise<ApiProblem> {
  const text = await response.text().catch(() => '');
  const body = parseObject(text);
  const retryAfter = Number(response.headers.get('retry-after'));
  return new ApiProblem({
    status: response.status,
    code: typeof body.code === 'string' ? body.code : `http_${response.status}`,
    message: typeof body.detail === 'string' ? body.detail : `The gateway answered ${response.status}.`,
    fields: Array.isArray(body.errors) ? (body.errors as WireField[]).map(toField) : [],
    requestId: response.headers.get('x-request-id'),
    retryAfterSeconds: Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
    meta: typeof body.meta === 'object' ? (body.meta as Record<string, unknown>) : null,
  });
}

/** One of `errors` as the API writes it. */
interface WireField {
  readonly pointer: string;
  readonly detail: string;
}

function toField({ pointer, detail }: WireField): ProblemField {
  return { pointer, message: detail };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
