/**
 * A caller of Vobiz's messaging API, written only from its documents (CONTRACTS 4): it knows nothing of ours and
 * imports nothing of the project, so that what it can do here is what a customer's own program can do.
 */

export interface VobizCredentials {
  /** `MA_…`, sent as `X-Auth-ID`. */
  readonly authId: string;
  /** Sent as `X-Auth-Token`. */
  readonly authToken: string;
}

export interface VobizWebhook {
  readonly id: string;
  readonly url: string;
  readonly status: 'active' | 'inactive';
  readonly created_at: string;
  readonly updated_at: string;
}

export interface VobizContact {
  readonly id: string;
  readonly account_id: string;
  readonly phone_number: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly custom_attributes: Readonly<Record<string, unknown>>;
  readonly last_active_at?: string;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface VobizContactFields {
  readonly phone_number?: string;
  readonly name?: string;
  readonly tags?: readonly string[];
  readonly custom_attributes?: Readonly<Record<string, unknown>>;
}

export interface VobizPage<TItem> {
  readonly items: readonly TItem[];
  readonly total: number;
  readonly page: number;
  readonly limit: number;
  readonly has_more: boolean;
}

export interface VobizImportReport {
  readonly total: number;
  readonly created: number;
  readonly updated: number;
  readonly failed: number;
  readonly errors: readonly { readonly row: number; readonly phone_number: string; readonly reason: string }[];
}

/** What a message says, by its type. */
export type VobizContent =
  | { readonly type: 'text'; readonly text: { readonly body: string } }
  | {
      readonly type: 'image' | 'audio' | 'video' | 'document' | 'sticker';
      readonly media: {
        readonly link?: string;
        readonly id?: string;
        readonly caption?: string;
        readonly filename?: string;
      };
    }
  | {
      readonly type: 'template';
      readonly template: {
        readonly name: string;
        readonly language: { readonly code: string };
        readonly category?: string;
        readonly components?: readonly unknown[];
      };
    };

export type VobizOutgoing = {
  readonly channel_id: string;
  readonly waba_id: string;
  readonly to: string;
} & VobizContent;

export interface VobizMessage {
  readonly id: string;
  readonly account_id: string;
  readonly channel_id: string;
  readonly contact_id: string;
  readonly conversation_id: string | null;
  readonly direction: 'inbound' | 'outbound';
  readonly type: string;
  readonly status: string;
  /** JSON. */
  readonly content: string;
  readonly meta_message_id: string | null;
  readonly created_at: string;
}

export interface VobizChannel {
  readonly id: string;
  readonly status: 'active' | 'inactive' | 'suspended';
  readonly verification_status: 'verified' | 'pending' | 'rejected';
}

export interface VobizTemplate {
  readonly name: string;
  readonly status: string;
}

/** A list that is walked by its cursor. */
export interface VobizCursorPage<TItem> {
  readonly items: readonly TItem[];
  readonly has_more: boolean;
  readonly next_cursor: string | null;
}

/** An answer that is not a 2xx. Vobiz documents no body for it, so all that counts is the status. */
class VobizRequestError extends Error {
  override readonly name = 'VobizRequestError';
  readonly status: number;
  readonly body: string;

  constructor(status: number, body: string) {
    super(`Vobiz answered ${status}`);
    this.status = status;
    this.body = body;
  }
}

/** The calls of Vobiz's pages "webhooks" and "contacts" on one base address, `https://…/api/v1/messaging`. */
export class VobizClient {
  readonly #baseUrl: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(baseUrl: string, credentials: VobizCredentials | { readonly bearer: string }) {
    this.#baseUrl = baseUrl;
    this.#headers =
      'bearer' in credentials
        ? { authorization: `Bearer ${credentials.bearer}` }
        : { 'X-Auth-ID': credentials.authId, 'X-Auth-Token': credentials.authToken };
  }

  async createWebhook(webhook: { readonly url: string; readonly secret: string }): Promise<VobizWebhook> {
    return (await this.#call('POST', '/webhooks', 201, webhook)) as VobizWebhook;
  }

  async listWebhooks(): Promise<readonly VobizWebhook[]> {
    return ((await this.#call('GET', '/webhooks', 200)) as { items: VobizWebhook[] }).items;
  }

  async deleteWebhook(id: string): Promise<void> {
    await this.#call('DELETE', `/webhooks/${id}`, 204);
  }

  async createContact(fields: VobizContactFields): Promise<VobizContact> {
    return (await this.#call('POST', '/contacts', 201, fields)) as VobizContact;
  }

  async listContacts(query: Readonly<Record<string, string>> = {}): Promise<VobizPage<VobizContact>> {
    const search = new URLSearchParams(query).toString();
    return (await this.#call('GET', `/contacts${search && `?${search}`}`, 200)) as VobizPage<VobizContact>;
  }

  async getContact(id: string): Promise<VobizContact> {
    return (await this.#call('GET', `/contacts/${id}`, 200)) as VobizContact;
  }

  async updateContact(id: string, fields: VobizContactFields): Promise<VobizContact> {
    return (await this.#call('PUT', `/contacts/${id}`, 200, fields)) as VobizContact;
  }

  /** Any 2xx: the documents do not say which. */
  async deleteContact(id: string): Promise<void> {
    await this.#call('DELETE', `/contacts/${id}`, null);
  }

  async importContacts(csv: string): Promise<VobizImportReport> {
    const form = new FormData();
    form.append('file', new Blob([csv], { type: 'text/csv' }), 'contacts.csv');
    return (await this.#send('POST', '/contacts/import', { status: null, body: form })) as VobizImportReport;
  }

  async sendMessage(message: VobizOutgoing): Promise<VobizMessage> {
    return (await this.#call('POST', '/messages', 201, message)) as VobizMessage;
  }

  async listConversations(): Promise<readonly { readonly id: string }[]> {
    return ((await this.#call('GET', '/conversations', 200)) as VobizCursorPage<{ id: string }>).items;
  }

  async listMessages(conversationId: string, query: Readonly<Record<string, string>> = {}) {
    const search = new URLSearchParams(query).toString();
    const path = `/conversations/${conversationId}/messages${search && `?${search}`}`;
    return (await this.#call('GET', path, 200)) as VobizCursorPage<VobizMessage>;
  }

  async createChannel(fields: Readonly<Record<string, unknown>>): Promise<VobizChannel> {
    return (await this.#call('POST', '/channels/whatsapp', 201, fields)) as VobizChannel;
  }

  async updateChannel(id: string, fields: Readonly<Record<string, unknown>>): Promise<VobizChannel> {
    return (await this.#call('PUT', `/channels/whatsapp/${id}`, null, fields)) as VobizChannel;
  }

  /** Any 2xx: the documents do not say which. */
  async deleteChannel(id: string): Promise<void> {
    await this.#call('DELETE', `/channels/whatsapp/${id}`, null);
  }

  async listChannels(): Promise<readonly VobizChannel[]> {
    return ((await this.#call('GET', '/channels/whatsapp', 200)) as { items: VobizChannel[] }).items;
  }

  async listTemplates(channelId: string, status?: string): Promise<VobizPage<VobizTemplate>> {
    const search = status === undefined ? '' : `?status=${status}`;
    return (await this.#call('GET', `/channels/${channelId}/templates${search}`, 200)) as VobizPage<VobizTemplate>;
  }

  async createTemplate(channelId: string, template: Readonly<Record<string, unknown>>): Promise<VobizTemplate> {
    return (await this.#call('POST', `/channels/${channelId}/templates`, null, template)) as VobizTemplate;
  }

  async syncTemplates(channelId: string): Promise<{ readonly synced: number }> {
    return (await this.#call('POST', `/channels/${channelId}/templates/sync`, null)) as { synced: number };
  }

  #call(method: string, path: string, status: number | null, json?: unknown): Promise<unknown> {
    return this.#send(method, path, json === undefined ? { status } : { status, body: JSON.stringify(json) });
  }

  async #send(
    method: string,
    path: string,
    call: { readonly status: number | null; readonly body?: string | FormData },
  ): Promise<unknown> {
    const headers = typeof call.body === 'string' ? { 'Content-Type': 'application/json' } : {};
    const response = await fetch(`${this.#baseUrl}${path}`, {
      method,
      headers: { ...this.#headers, ...headers },
      ...(call.body === undefined ? {} : { body: call.body }),
    });
    const text = await response.text();
    if (call.status === null ? !response.ok : response.status !== call.status) {
      throw new VobizRequestError(response.status, text);
    }
    return text === '' ? null : JSON.parse(text);
  }
}
