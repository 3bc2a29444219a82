import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../domain/audit.ts';
import type { Contact } from '../../domain/contact.ts';
import type { ContactPatch, SaveContactsFn } from '../../domain/contact-save.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { ContactResource, ContactType } from '../../domain/event-catalogue/crm-data.ts';
import type { ChannelId, SourceId, StatusId, WorkspaceId } from '../../domain/ids.ts';
import type { Label, LabelBook, LabelKind } from '../../domain/label.ts';
import type { SendMessage, SentMessageResult } from '../../domain/message-send.ts';
import type { Template } from '../../domain/template.ts';
import type { Channel, Workspace } from '../../domain/workspace.ts';
import { workspaceOf } from '../../platform/http/api.ts';
import type { FormFile, FormFilesContext } from './form-files.ts';
import type { KnownMessage } from './message-views.ts';
import type { PageWindow } from './paginator.ts';

/** What a caller says of a contact, by the names of our own API. What is not there stays, or is as for a new contact. */
export interface ContactInput {
  readonly first_name?: string | undefined;
  readonly last_name?: string | null | undefined;
  readonly company?: string | null | undefined;
  readonly type?: ContactType | undefined;
  readonly email?: string | null | undefined;
  readonly phone?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | null | undefined;
  readonly address?: string | null | undefined;
  readonly city?: string | null | undefined;
  readonly state?: string | null | undefined;
  readonly zip?: string | null | undefined;
  readonly website?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly source_id?: SourceId | null | undefined;
  readonly status_id?: StatusId | null | undefined;
  readonly enabled?: boolean | undefined;
  readonly opted_out?: boolean | undefined;
}

export interface ContactFilters {
  /** E.164. Found in all its variants. */
  readonly phone?: string | undefined;
  /** In any case. */
  readonly email?: string | undefined;
}

/** Contacts as the CRM keeps them. */
export interface ContactsOfCrm {
  readonly save: SaveContactsFn;
  readonly findBySerial: (workspaceId: WorkspaceId, serial: number) => Promise<Contact | null>;
  /** Oldest first, and how many there are in all. */
  readonly list: (
    workspaceId: WorkspaceId,
    query: PageWindow & { readonly filters: ContactFilters },
  ) => Promise<{ readonly items: readonly Contact[]; readonly total: number }>;
  /** Reads what a caller said. @throws PosthornError `invalid_request` with pointers by the names of the input. */
  readonly readInput: (workspaceId: WorkspaceId, input: ContactInput) => ContactPatch;
  /** As the API and events show it. */
  readonly toResource: (contact: Contact) => ContactResource;
}

/** What a caller says of a label. What is not there stays, or is as for a new one. */
export interface LabelFieldsInput {
  readonly name?: string;
  /** `#RRGGBB`. Statuses only. */
  readonly color?: string;
  /** Statuses only. */
  readonly isDefault?: boolean;
}

export interface LabelRequest {
  readonly workspaceId: WorkspaceId;
  readonly kind: LabelKind;
  readonly actor: Actor;
}

/** Statuses, sources and groups as the CRM keeps them. What is changed here is seen in the next `book`. */
export interface LabelsOfCrm {
  /** As they are now, whichever node changed them. */
  readonly book: (workspaceId: WorkspaceId) => Promise<LabelBook>;
  /** @throws PosthornError `conflict` when the name is taken, `limit_reached`. */
  readonly create: (request: LabelRequest, fields: LabelFieldsInput & { readonly name: string }) => Promise<Label>;
  /** @throws PosthornError `not_found`, `conflict` when the name is taken. */
  readonly update: (request: LabelRequest, label: Label, fields: LabelFieldsInput) => Promise<Label>;
  /** @throws PosthornError `not_found`, `conflict` when a contact has it. */
  readonly remove: (request: LabelRequest, label: Label) => Promise<void>;
  /** The label with this name, made if there is none. */
  readonly ensure: (request: LabelRequest, name: string) => Promise<Label>;
  /** As the API and events show it. */
  readonly toResource: (label: Label) => object;
}

/** A channel that a message is sent from. */
export type SendingChannel = Pick<Channel, 'id' | 'wabaId'>;

/** Messages as they are sent and known. */
export interface MessagesOfGateway {
  readonly send: (send: SendMessage) => Promise<SentMessageResult & { readonly createdAtMs: number }>;
  /** Checks what a message says by the rules of our own API. @throws PosthornError with pointers below `/{type}`. */
  readonly readContent: (type: string, content: unknown) => unknown;
  /** @param phoneNumberId Meta's id of the number. Null: the first that can send. */
  readonly findChannel: (workspaceId: WorkspaceId, phoneNumberId: string | null) => Promise<SendingChannel | null>;
  readonly findTemplate: (
    of: { readonly workspaceId: WorkspaceId; readonly wabaId: string },
    named: { readonly name: string; readonly language: string },
  ) => Promise<Template | null>;
  /** Those that became known last first. */
  readonly pageOfTemplates: (query: {
    readonly workspaceId: WorkspaceId;
    readonly offset: number;
    readonly limit: number;
  }) => Promise<{ readonly items: readonly Template[]; readonly total: number }>;
  /** By Meta's id, or by ours. */
  readonly find: (workspaceId: WorkspaceId, id: string) => Promise<KnownMessage | null>;
}

/** Files that come in forms. */
export interface FilesOfGateway extends FormFilesContext {
  /** Puts a file where messages can name it. @throws PosthornError `media_not_usable`, `meta_unavailable`, `channel_not_connected`. */
  readonly upload: (upload: {
    readonly workspaceId: WorkspaceId;
    readonly channelId: ChannelId;
    readonly file: FormFile;
    readonly actor: Actor;
  }) => Promise<{ readonly id: string }>;
}

/** What Xobito's API needs of the others. `gateway` passes it in. */
export interface XobitoContext {
  /** Where callers reach the API, without a slash at the end. Null: wherever they found it. */
  readonly publicUrl: string | null;
  readonly rateLimit: RateLimitOfTokens;
  readonly nowMs: () => number;
  readonly workspace: (id: WorkspaceId) => Promise<Workspace | null>;
  readonly contacts: ContactsOfCrm;
  readonly labels: LabelsOfCrm;
  readonly messages: MessagesOfGateway;
  readonly files: FilesOfGateway;
  readonly countryBySerial: (serial: number) => { readonly code: string } | null;
  /** By the English name, in any case. */
  readonly countryByName: (name: string) => { readonly code: string } | null;
}

export interface RateLimitOfTokens {
  /** Calls of one token in one window. */
  readonly callsMax: number;
  readonly windowMs: number;
}

/** The workspace that a call acts for. @throws PosthornError `not_found` when it is gone. */
export async function workspaceFor(ctx: XobitoContext, request: FastifyRequest): Promise<Workspace> {
  const workspace = await ctx.workspace(workspaceOf(request));
  if (workspace === null) throw new PosthornError('not_found', 'Workspace not found');
  return workspace;
}

/** Address of a list without its query, for its links. */
export function listAddress(ctx: XobitoContext, request: FastifyRequest): string {
  const origin = ctx.publicUrl ?? `${request.protocol}://${request.host}`;
  return origin + (request.url.split('?', 1)[0] ?? '');
}
