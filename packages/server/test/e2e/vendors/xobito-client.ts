/**
 * A client of Xobito's REST API as somebody writes it who has only its documentation (CONTRACTS 3.8): the base address,
 * the subdomain as a part of the path,
 * the token as a bearer, `{status, data, message?}` and Laravel's paginator. It imports nothing of the project.
 */

/** What a developer copies from the dashboard. `baseUrl` ends before `/api/v1`. */
export type XobitoAccount = {
  readonly baseUrl: string;
  readonly subdomain: string;
  readonly token: string;
};

/** A record as the API shows it: its integer id and its attributes. */
export type XobitoRecord = { readonly id: number; readonly [attribute: string]: unknown };

/** Laravel's paginator, as it lies inside `data` of a list. */
export type XobitoPage = {
  readonly current_page: number;
  readonly data: readonly XobitoRecord[];
  readonly from: number | null;
  readonly last_page: number;
  readonly next_page_url: string | null;
  readonly path: string;
  readonly per_page: number;
  readonly prev_page_url: string | null;
  readonly to: number | null;
  readonly total: number;
};

/** What a contact is made of. The documents require the first five; `groups` is a list of names with commas. */
export type XobitoContactFields = {
  readonly firstname: string;
  readonly phone: string;
  readonly type: 'lead' | 'customer' | 'guest';
  readonly source_id?: number;
  readonly status_id?: number;
  readonly lastname?: string;
  readonly company?: string;
  readonly email?: string;
  readonly groups?: string;
};

/** Whom a message is for, and what to write into their contact. */
export type XobitoRecipient = {
  readonly phone_number: string;
  readonly contact?: Readonly<Record<string, unknown>>;
};

/** Fields of `messages/send`, by the type of the message. */
export type XobitoMessage = XobitoRecipient & {
  readonly message_body: string;
  readonly header?: string;
  readonly footer?: string;
} & (
    | { readonly message_type: 'text' }
    | {
        readonly message_type: 'interactive';
        readonly buttons: readonly { readonly id: string; readonly title: string }[];
      }
    | { readonly message_type: 'cta_url'; readonly button_text: string; readonly button_url: string }
  );

/** Fields of `messages/template`; `field_1` and the others stand beside them. */
export type XobitoTemplate = XobitoRecipient & {
  readonly template_name: string;
  readonly template_language: string;
  readonly [field: string]: unknown;
};

/** Fields of `messages/media`. */
export type XobitoMedia = XobitoRecipient & {
  readonly media_type: 'image' | 'document' | 'video' | 'audio';
  readonly media_url?: string;
  readonly caption?: string;
  readonly filename?: string;
};

/** A file for a form. */
export type XobitoFile = {
  readonly field: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly name: string;
};

/** What a send is answered with: the sample of the media page, and Meta's answer that the events page speaks of. */
export type XobitoSent = {
  readonly message_id: string;
  readonly contact_id: number;
  readonly phone: string;
  readonly status: string;
  readonly sent_at: string;
  readonly chat_id: number;
  readonly contact_created: boolean;
  readonly whatsapp_response: { readonly messages: readonly { readonly id: string }[] };
};

/** How far a message is. */
export type XobitoMessageStatus = {
  readonly message_id: string;
  readonly delivery_status: 'pending' | 'sent' | 'delivered' | 'read' | 'failed';
  readonly error_message: string | null;
  readonly source: string;
  readonly last_updated: string;
  readonly statuses: Readonly<Record<string, unknown>>;
};

/** The things with plain lists. */
export type XobitoCollection = 'contacts' | 'statuses' | 'sources' | 'groups';

/** The answer was not a success. `errors` is a field map at 422 and a string at 400, as the documents say. */
export class XobitoError extends Error {
  readonly httpStatus: number;
  readonly errors: unknown;
  readonly retryAfterSeconds: number | null;

  constructor(httpStatus: number, body: Readonly<Record<string, unknown>>) {
    super(typeof body.message === 'string' ? body.message : `HTTP ${httpStatus}`);
    this.name = 'XobitoError';
    this.httpStatus = httpStatus;
    this.errors = body.errors;
    this.retryAfterSeconds = typeof body.retry_after === 'number' ? body.retry_after : null;
  }
}

/** The calls of the documentation, by name. */
export type XobitoClient = {
  readonly createContact: (fields: XobitoContactFields) => Promise<XobitoRecord>;
  readonly updateContact: (id: number, fields: XobitoContactFields) => Promise<XobitoRecord>;
  readonly create: (collection: XobitoCollection, fields: object) => Promise<XobitoRecord>;
  readonly update: (collection: XobitoCollection, id: number, fields: object) => Promise<XobitoRecord>;
  readonly remove: (collection: XobitoCollection, id: number) => Promise<void>;
  readonly page: (collection: XobitoCollection, query?: Readonly<Record<string, string>>) => Promise<XobitoPage>;
  /** Every record of a list, page after page by `next_page_url`. */
  readonly all: (collection: XobitoCollection) => Promise<readonly XobitoRecord[]>;
  /** The templates. What one of them shows is not printed. */
  readonly templates: () => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly sendMessage: (message: XobitoMessage) => Promise<XobitoSent>;
  /** As JSON, or as a form when there is a file. */
  readonly sendTemplate: (template: XobitoTemplate, file?: XobitoFile) => Promise<XobitoSent>;
  readonly sendMedia: (media: XobitoMedia, file?: XobitoFile) => Promise<XobitoSent>;
  readonly messageStatus: (wamid: string) => Promise<XobitoMessageStatus>;
  /** Polls as the documents advise until the message is so far. Throws when it is not in time. */
  readonly pollStatus: (wamid: string, status: XobitoMessageStatus['delivery_status']) => Promise<XobitoMessageStatus>;
};

const POLLS_MAX = 200;
const POLL_EVERY_MS = 50;

/** Gives the calls of one account. Each throws XobitoError when the answer is not a success. */
export function xobitoClient(account: XobitoAccount): XobitoClient {
  const base = `${account.baseUrl}/api/v1/${account.subdomain}`;
  const create = async (collection: XobitoCollection, fields: object) =>
    record((await call(account, { method: 'POST', url: `${base}/${collection}`, fields })).data);
  const update = async (collection: XobitoCollection, id: number, fields: object) =>
    record((await call(account, { method: 'PUT', url: `${base}/${collection}/${id}`, fields })).data);
  return {
    createContact: (fields) => create('contacts', fields),
    updateContact: (id, fields) => update('contacts', id, fields),
    create,
    update,
    remove: async (collection, id) => {
      await call(account, { method: 'DELETE', url: `${base}/${collection}/${id}` });
    },
    page: async (collection, query = {}) =>
      readPage(
        (await call(account, { method: 'GET', url: `${base}/${collection}?${new URLSearchParams(query)}` })).data,
      ),
    all: (collection) => walkPages(account, `${base}/${collection}`),
    templates: async () => {
      const page = objectOf((await call(account, { method: 'GET', url: `${base}/templates?per_page=100` })).data);
      if (!Array.isArray(page.data)) throw new Error('the page has no data');
      return page.data.map(objectOf);
    },
    sendMessage: (message) => send(account, `${base}/messages/send`, { fields: message }),
    sendTemplate: (template, file) => send(account, `${base}/messages/template`, { fields: template, file }),
    sendMedia: (media, file) => send(account, `${base}/messages/media`, { fields: media, file }),
    messageStatus: (wamid) => readStatus(account, `${base}/messages/${encodeURIComponent(wamid)}/status`),
    pollStatus: async (wamid, wanted) => {
      for (let polls = 0; polls < POLLS_MAX; polls++) {
        const found = await readStatus(account, `${base}/messages/${encodeURIComponent(wamid)}/status`);
        if (found.delivery_status === wanted) return found;
        await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS));
      }
      throw new Error(`the message is not ${wanted} yet`);
    },
  };
}

type SendFields = { readonly fields: object; readonly file?: XobitoFile | undefined };

async function send(account: XobitoAccount, url: string, { fields, file }: SendFields): Promise<XobitoSent> {
  const answer = await call(account, {
    method: 'POST',
    url,
    fields: file === undefined ? fields : formOf({ ...fields }, file),
  });
  const data = objectOf(answer.data);
  if (typeof data.message_id !== 'string') throw new Error('the message has no id');
  return data as XobitoSent;
}

/** Laravel's way to write objects into a form: `contact[firstname]`. */
function formOf(fields: Readonly<Record<string, unknown>>, file: XobitoFile): FormData {
  const form = new FormData();
  const append = (name: string, value: unknown): void => {
    if (typeof value !== 'object' || value === null) form.append(name, String(value));
    else for (const [inner, innerValue] of Object.entries(value)) append(`${name}[${inner}]`, innerValue);
  };
  for (const [name, value] of Object.entries(fields)) append(name, value);
  form.append(file.field, new Blob([file.bytes], { type: file.type }), file.name);
  return form;
}

async function readStatus(account: XobitoAccount, url: string): Promise<XobitoMessageStatus> {
  const data = objectOf((await call(account, { method: 'GET', url })).data);
  if (typeof data.message_id !== 'string' || typeof data.delivery_status !== 'string') {
    throw new Error('the status is not one of the documents');
  }
  return data as XobitoMessageStatus;
}

type Call = { readonly method: string; readonly url: string; readonly fields?: object };

async function call(
  account: XobitoAccount,
  request: Call,
): Promise<{ readonly status: string; readonly data: unknown }> {
  const { fields } = request;
  const isJson = fields !== undefined && !(fields instanceof FormData);
  const answer = await fetch(request.url, {
    method: request.method,
    headers: {
      authorization: `Bearer ${account.token}`,
      accept: 'application/json',
      ...(isJson ? { 'content-type': 'application/json' } : {}),
    },
    ...(fields === undefined ? {} : { body: fields instanceof FormData ? fields : JSON.stringify(fields) }),
  });
  const body = objectOf(await answer.json());
  if (!answer.ok || body.status !== 'success') throw new XobitoError(answer.status, body);
  return { status: 'success', data: body.data };
}

async function walkPages(account: XobitoAccount, firstUrl: string): Promise<readonly XobitoRecord[]> {
  const records: XobitoRecord[] = [];
  let url: string | null = firstUrl;
  while (url !== null) {
    const page: XobitoPage = readPage((await call(account, { method: 'GET', url })).data);
    records.push(...page.data);
    url = page.next_page_url;
  }
  return records;
}

function record(value: unknown): XobitoRecord {
  const found = objectOf(value);
  const id = found.id;
  if (typeof id !== 'number' || !Number.isInteger(id)) throw new Error('the record has no integer id');
  return { ...found, id };
}

function readPage(value: unknown): XobitoPage {
  const page = objectOf(value);
  const items = page.data;
  if (!Array.isArray(items)) throw new Error('the page has no data');
  return {
    current_page: integerOf(page.current_page),
    data: items.map(record),
    from: page.from === null ? null : integerOf(page.from),
    last_page: integerOf(page.last_page),
    next_page_url: textOrNull(page.next_page_url),
    path: textOrNull(page.path) ?? '',
    per_page: integerOf(page.per_page),
    prev_page_url: textOrNull(page.prev_page_url),
    to: page.to === null ? null : integerOf(page.to),
    total: integerOf(page.total),
  };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('the answer is not an object');
  return { ...value };
}

function integerOf(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value))
    throw new Error('the page has something else where a number belongs');
  return value;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
