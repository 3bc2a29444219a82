import assert from 'node:assert/strict';
import * as z from 'zod';
import type { Contact } from '../../domain/contact.ts';
import type { ContactWish, SaveContactsFn } from '../../domain/contact-save.ts';
import { PosthornError } from '../../domain/errors.ts';
import { type ContactId, parseId, type WorkspaceId } from '../../domain/ids.ts';
import { digitsOfPhone, phoneKeyOf } from '../../domain/phone.ts';
import { storableText } from '../../platform/db/storable-text.ts';
import { type ApiServer, PAGE_LIMIT_MAX, workspaceOf } from '../../platform/http/api.ts';
import { idPath, phoneParam } from '../../platform/http/query-params.ts';
import {
  contactBody,
  contactView,
  keepingSameName,
  newContactBody,
  type ReadContactInput,
  readContactBody,
  readNumberedContact,
  toContactView,
  toVobizError,
} from './contact-words.ts';
import { type Asker, askerOf, READ, TAGS, WRITE } from './vobiz-access.ts';
import { vobizError } from './vobiz-errors.ts';

/** One page of the contacts that match every given field, oldest first. */
export interface ContactPageQuery {
  readonly workspaceId: WorkspaceId;
  readonly offset: number;
  readonly limit: number;
  readonly phoneKey?: string | undefined;
  /** Lower case. */
  readonly text?: string | undefined;
  readonly tag?: string | undefined;
}

/** What these routes need. `gateway` passes the real ones. */
export interface VobizContactsContext {
  readonly saveContacts: SaveContactsFn;
  readonly findContact: (workspaceId: WorkspaceId, id: ContactId) => Promise<Contact | null>;
  readonly pageOfContacts: (
    query: ContactPageQuery,
  ) => Promise<{ readonly items: readonly Contact[]; readonly total: number }>;
  readonly readContactInput: (workspaceId: WorkspaceId) => ReadContactInput;
  /** The `MA_…` of a workspace that is there. */
  readonly accountIdOf: (workspaceId: WorkspaceId) => string;
}

const LIMIT_DEFAULT = 25;
/** A page by its number is counted off from the first: the last that may be asked for is far behind any real list. */
const PAGE_MAX = 100_000;
/** Longer texts find nothing. */
const FILTER_CHARS_MAX = 200;

/** A text that no database takes is one that no contact has. */
const filterText = z
  .string()
  .max(FILTER_CHARS_MAX)
  .transform((text) => storableText(text) ?? text);

const listQuery = z.object({
  page: z.coerce.number().int().min(1).max(PAGE_MAX).default(1),
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(LIMIT_DEFAULT),
  phone_number: phoneParam.optional().describe('Also found in the other spellings of Brazil, Mexico and Argentina.'),
  search: filterText.optional().describe('Stands anywhere in name, number, tags and the like.'),
  tag: filterText.optional(),
});

const contactPage = z.object({
  items: z.array(contactView),
  total: z.number().int(),
  page: z.number().int(),
  limit: z.number().int(),
  has_more: z.boolean(),
});

/** `/contacts` of Vobiz's API (CONTRACTS 4.6): the contacts of the CRM in Vobiz's shape. */
export function contactRoutes(vobiz: ApiServer, ctx: VobizContactsContext): void {
  addReadRoutes(vobiz, ctx);
  addCreateRoute(vobiz, ctx);
  addUpdateRoute(vobiz, ctx);
  addDeleteRoute(vobiz, ctx);
}

function addReadRoutes(vobiz: ApiServer, ctx: VobizContactsContext): void {
  vobiz.route({
    method: 'GET',
    url: '/contacts',
    config: { access: READ },
    schema: {
      tags: TAGS,
      summary: 'List contacts',
      querystring: listQuery,
      response: { 200: contactPage, default: vobizError },
    },
    handler: async (request) => {
      const workspaceId = workspaceOf(request);
      const { page, limit, phone_number, search, tag } = request.query;
      const offset = (page - 1) * limit;
      const { items, total } = await ctx.pageOfContacts({
        workspaceId,
        offset,
        limit,
        phoneKey: phone_number === undefined ? undefined : phoneKeyOf(digitsOfPhone(phone_number)),
        text: search?.normalize('NFC').toLowerCase(),
        tag,
      });
      const accountId = ctx.accountIdOf(workspaceId);
      const views = items.map((contact) => toContactView(contact, accountId));
      return { items: views, total, page, limit, has_more: offset + items.length < total };
    },
  });
  vobiz.route({
    method: 'GET',
    url: '/contacts/:id',
    config: { access: READ },
    schema: {
      tags: TAGS,
      summary: 'Read a contact',
      params: idPath,
      response: { 200: contactView, default: vobizError },
    },
    handler: async (request) => {
      const workspaceId = workspaceOf(request);
      const contact = await ctx.findContact(workspaceId, readContactId(request.params.id));
      if (contact === null) throw noSuchContact();
      return toContactView(contact, ctx.accountIdOf(workspaceId));
    },
  });
}

function addCreateRoute(vobiz: ApiServer, ctx: VobizContactsContext): void {
  vobiz.route({
    method: 'POST',
    url: '/contacts',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Create a contact',
      description: 'A number that a contact has already is a conflict.',
      body: newContactBody,
      response: { 201: contactView, default: vobizError },
    },
    handler: async (request, reply) => {
      const asker = askerOf(request);
      const fields = readNumberedContact(request.body, ctx.readContactInput(asker.workspaceId));
      const contact = await saveContact(ctx, asker, { kind: 'create', fields });
      return reply.code(201).send(toContactView(contact, ctx.accountIdOf(asker.workspaceId)));
    },
  });
}

function addUpdateRoute(vobiz: ApiServer, ctx: VobizContactsContext): void {
  vobiz.route({
    method: 'PUT',
    url: '/contacts/:id',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Change a contact',
      description: 'Fields that are not given stay. What Vobiz does not know of a contact stays too.',
      params: idPath,
      body: contactBody,
      response: { 200: contactView, default: vobizError },
    },
    handler: async (request) => {
      const asker = askerOf(request);
      const id = readContactId(request.params.id);
      const patch = readContactBody(request.body, ctx.readContactInput(asker.workspaceId));
      const contact = await saveContact(ctx, asker, {
        kind: 'update',
        id,
        patch: (before) => keepingSameName(patch, before),
        expectedRevision: null,
      });
      return toContactView(contact, ctx.accountIdOf(asker.workspaceId));
    },
  });
}

function addDeleteRoute(vobiz: ApiServer, ctx: VobizContactsContext): void {
  vobiz.route({
    method: 'DELETE',
    url: '/contacts/:id',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Delete a contact',
      params: idPath,
      response: { 204: z.null(), default: vobizError },
    },
    handler: async (request, reply) => {
      const id = readContactId(request.params.id);
      await saveContact(ctx, askerOf(request), { kind: 'delete', id, expectedRevision: null });
      return reply.code(204).send(null);
    },
  });
}

/** @throws PosthornError of the outcome. */
async function saveContact(
  { saveContacts }: Pick<VobizContactsContext, 'saveContacts'>,
  asker: Asker,
  wish: ContactWish,
): Promise<Contact> {
  const [outcome] = await saveContacts({ ...asker, wishes: [wish] });
  assert(outcome !== undefined, 'Each wish has an outcome.');
  if (outcome.kind === 'failed') throw toVobizError(outcome.error);
  return outcome.contact;
}

/** @throws PosthornError `not_found`. */
function readContactId(uuid: string): ContactId {
  const id = parseId('cnt', `cnt_${uuid}`);
  if (id === null) throw noSuchContact();
  return id;
}

function noSuchContact(): PosthornError {
  return new PosthornError('not_found', 'There is no such contact.');
}
