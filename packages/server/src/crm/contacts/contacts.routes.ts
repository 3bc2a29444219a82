import * as z from 'zod';
import type { Contact } from '../../domain/contact.ts';
import type { ContactOutcome, ContactPatch, ContactWish, SaveContactsFn } from '../../domain/contact-save.ts';
import { PosthornError } from '../../domain/errors.ts';
import { CONTACT_TYPES } from '../../domain/event-catalogue/crm-data.ts';
import type { ContactId, WorkspaceId } from '../../domain/ids.ts';
import type { LabelBook } from '../../domain/label.ts';
import { phoneKeyOf } from '../../domain/phone.ts';
import { storableText } from '../../platform/db/storable-text.ts';
import type { Store } from '../../platform/db/store.ts';
import { actorOf } from '../../platform/http/actor.ts';
import { type ApiServer, decodeCursor, listQuery, pageOf, workspaceOf } from '../../platform/http/api.ts';
import { checkIfMatch, etagOf } from '../../platform/http/etag.ts';
import { idParam, idPath, pathId, phoneParam } from '../../platform/http/query-params.ts';
import { bulkRoute } from './bulk.routes.ts';
import { type ContactInputContext, readContactBody, TELL_WHO, tellsWho } from './contact-input.ts';
import { toContactResource } from './contact-resource.ts';
import { contactView, createContactBody, updateContactBody } from './contact-schemas.ts';
import {
  CONTACT_SORTS,
  type ContactPlace,
  type ContactSort,
  decodePlace,
  findContact,
  listContacts,
} from './contacts.store.ts';
import { countsRoute } from './counts.routes.ts';

/** What these routes need, and nothing more. */
export interface ContactRoutesContext {
  readonly store: Store;
  readonly saveContacts: SaveContactsFn;
  readonly labels: (workspaceId: WorkspaceId) => LabelBook;
  readonly defaultCountry: (workspaceId: WorkspaceId) => string | null;
}

const TAGS = ['Contacts'];
const READ = { who: 'workspace', permission: 'contacts.read' } as const;
const WRITE = { who: 'workspace', permission: 'contacts.write' } as const;

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

const contactsQuery = listQuery.extend({
  cursor: z.string().max(1_024).optional(),
  sort: z.enum(CONTACT_SORTS).default('-created_at'),
  phone: phoneParam.optional().describe('Found in both spellings of Brazil, Mexico and Argentina.'),
  bsuid: z.string().min(1).max(256).optional(),
  email: z.string().min(1).max(254).optional().describe('In any case.'),
  name: z.string().trim().min(1).max(200).optional().describe('The beginning of the full name.'),
  q: z.string().trim().min(1).max(200).optional().describe('Text anywhere in names, company, number, address, tags.'),
  type: z.enum(CONTACT_TYPES).optional(),
  status: idParam('sta').optional(),
  source: idParam('src').optional(),
  group: idParam('grp').optional(),
  assignee: idParam('mbr').optional(),
  tag: z.string().min(1).max(64).optional(),
  enabled: flag.optional(),
  opted_out: flag.optional(),
});

/** `/v1/contacts`: the people a workspace knows. What belongs to another workspace is 404. */
export function contactRoutes(api: ApiServer, ctx: ContactRoutesContext): void {
  addCreateRoute(api, ctx);
  addListRoute(api, ctx);
  countsRoute(api, ctx);
  addReadRoute(api, ctx);
  addUpdateRoute(api, ctx);
  addDeleteRoute(api, ctx);
  bulkRoute(api, ctx);
}

function addCreateRoute(api: ApiServer, ctx: ContactRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/contacts',
    config: { access: WRITE, idempotent: true },
    schema: {
      tags: TAGS,
      summary: 'Create a contact',
      description: 'Its number and its BSUID are unique in the workspace. The event is `contact.created`.',
      body: createContactBody,
      response: { 201: contactView },
    },
    handler: async (request, reply) => {
      const workspaceId = workspaceOf(request);
      const { serial = null, ...body } = request.body;
      const fields = readNewFields(body, inputContext(ctx, workspaceId));
      const contact = await saveOne(ctx, {
        workspaceId,
        wish: { kind: 'create', fields, serial },
        actor: actorOf(request),
      });
      reply.code(201).header('etag', etagOf(contact.revision)).header('location', `/v1/contacts/${contact.id}`);
      return reply.send(view(ctx, contact));
    },
  });
}

function addListRoute(api: ApiServer, ctx: ContactRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/contacts',
    config: { access: READ },
    schema: {
      tags: TAGS,
      summary: 'List and search contacts',
      description: 'A filtered page may be short or empty while `has_more` is true: go on with `next_cursor`.',
      querystring: contactsQuery,
      response: { 200: pageOf(contactView) },
    },
    handler: async (request) => {
      const { query } = request;
      const page = await listContacts(ctx.store, {
        workspaceId: workspaceOf(request),
        sort: query.sort,
        limit: query.limit,
        after: readPlace(query.cursor, query.sort),
        phoneKey: query.phone === undefined ? undefined : phoneKeyOf(query.phone),
        bsuid: query.bsuid,
        email: searched(query.email),
        name: searched(query.name),
        text: searched(query.q),
        type: query.type,
        statusId: query.status,
        sourceId: query.source,
        groupId: query.group,
        assigneeId: query.assignee,
        tag: query.tag === undefined ? undefined : (storableText(query.tag) ?? undefined),
        enabled: query.enabled,
        optedOut: query.opted_out,
      });
      const data = page.items.map((contact) => view(ctx, contact));
      return { data, next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    },
  });
}

function addReadRoute(api: ApiServer, ctx: ContactRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/contacts/:id',
    config: { access: READ },
    schema: { tags: TAGS, summary: 'Read a contact', params: idPath, response: { 200: contactView } },
    handler: async (request, reply) => {
      const contact = await readContact(ctx, workspaceOf(request), pathId('cnt', request.params.id));
      return reply.header('etag', etagOf(contact.revision)).send(view(ctx, contact));
    },
  });
}

function addUpdateRoute(api: ApiServer, ctx: ContactRoutesContext): void {
  api.route({
    method: 'PATCH',
    url: '/v1/contacts/:id',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Change a contact',
      description:
        'Fields that are not given stay. The event is `contact.updated` with `changes`; when nothing changes there is none.',
      params: idPath,
      body: updateContactBody,
      response: { 200: contactView },
    },
    handler: async (request, reply) => {
      const workspaceId = workspaceOf(request);
      const id = pathId('cnt', request.params.id);
      const before = await readContact(ctx, workspaceId, id);
      checkIfMatch(request, etagOf(before.revision));
      const patch = readFields(request.body, inputContext(ctx, workspaceId));
      const expectedRevision = request.headers['if-match'] === undefined ? null : before.revision;
      const wish: ContactWish = { kind: 'update', id, patch, expectedRevision };
      const contact = await saveOne(ctx, { workspaceId, wish, actor: actorOf(request) });
      return reply.header('etag', etagOf(contact.revision)).send(view(ctx, contact));
    },
  });
}

function addDeleteRoute(api: ApiServer, ctx: ContactRoutesContext): void {
  api.route({
    method: 'DELETE',
    url: '/v1/contacts/:id',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Delete a contact',
      description: 'Its events and messages stay. To make a person disappear everywhere, erase the contact.',
      params: idPath,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const workspaceId = workspaceOf(request);
      const id = pathId('cnt', request.params.id);
      const before = await readContact(ctx, workspaceId, id);
      checkIfMatch(request, etagOf(before.revision));
      const expectedRevision = request.headers['if-match'] === undefined ? null : before.revision;
      await saveOne(ctx, { workspaceId, wish: { kind: 'delete', id, expectedRevision }, actor: actorOf(request) });
      return reply.code(204).send(null);
    },
  });
}

/** As the columns have it: one spelling, lower case, nothing that a database refuses. */
function searched(text: string | undefined): string | undefined {
  return text === undefined ? undefined : (storableText(text) ?? '').normalize('NFC').toLowerCase();
}

interface SaveOne {
  readonly workspaceId: WorkspaceId;
  readonly wish: ContactWish;
  readonly actor: ReturnType<typeof actorOf>;
}

async function saveOne(ctx: ContactRoutesContext, { workspaceId, wish, actor }: SaveOne): Promise<Contact> {
  const [outcome] = await ctx.saveContacts({ workspaceId, wishes: [wish], actor });
  return contactOf(outcome);
}

function contactOf(outcome: ContactOutcome | undefined): Contact {
  if (outcome === undefined) throw new PosthornError('internal', 'A wish has no outcome.');
  if (outcome.kind === 'failed') throw outcome.error;
  return outcome.contact;
}

async function readContact(ctx: ContactRoutesContext, workspaceId: WorkspaceId, id: ContactId): Promise<Contact> {
  const contact = await findContact(ctx.store, workspaceId, id);
  if (contact === null) throw new PosthornError('not_found', 'There is no such contact.');
  return contact;
}

function readFields(body: z.output<typeof updateContactBody>, input: ContactInputContext): ContactPatch {
  const read = readContactBody(body, input);
  if (read.ok) return read.fields;
  throw new PosthornError('invalid_request', 'The body is not valid.', { fields: read.problems });
}

function readNewFields(body: z.output<typeof updateContactBody>, input: ContactInputContext): ContactPatch {
  const fields = readFields(body, input);
  if (tellsWho(fields)) return fields;
  throw new PosthornError('invalid_request', 'The body is not valid.', { fields: [TELL_WHO] });
}

function readPlace(cursor: string | undefined, sort: ContactSort): ContactPlace | null {
  if (cursor === undefined) return null;
  const place = decodePlace(decodeCursor(cursor), sort);
  if (place !== null) return place;
  throw new PosthornError('invalid_request', 'The cursor is not valid.', {
    fields: [{ pointer: '?cursor', message: 'Use next_cursor of the page before, of the same list and order.' }],
  });
}

function inputContext(ctx: ContactRoutesContext, workspaceId: WorkspaceId): ContactInputContext {
  return { labels: ctx.labels(workspaceId), defaultCountry: ctx.defaultCountry(workspaceId) };
}

function view(ctx: ContactRoutesContext, contact: Contact): z.output<typeof contactView> {
  const resource = toContactResource(contact, ctx.labels(contact.workspaceId));
  return {
    ...resource,
    groups: [...resource.groups],
    tags: [...resource.tags],
    custom_attributes: { ...resource.custom_attributes },
  };
}
