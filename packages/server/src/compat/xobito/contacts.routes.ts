import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { Contact } from '../../domain/contact.ts';
import type { ContactPatch } from '../../domain/contact-save.ts';
import { PosthornError } from '../../domain/errors.ts';
import { XOBITO_CONTACT } from '../../domain/xobito/record-attributes.ts';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import {
  type ContactBody,
  createContactBody,
  groupNamesOf,
  toContactInput,
  updateContactBody,
} from './contact-input.ts';
import { xobitoError } from './error-answers.ts';
import { pageQuery, paginatorOf, toPaginator, windowOf } from './paginator.ts';
import { ERROR_RESPONSES, recordView, success, successOf, toRecordView } from './record-views.ts';
import { CONSUMES, collectionPath, READ, recordPath, serialIn, TAGS, WRITE } from './route-parts.ts';
import { CONTACT_NOT_FOUND, ensureGroups, saveContact, takenErrors, takenFields } from './save-contact.ts';
import { listAddress, workspaceFor, type XobitoContext } from './xobito-context.ts';

const contactView = recordView(XOBITO_CONTACT, 'XobitoContact');

/** `contacts` of Xobito's API. Its documents have no reading of one contact: it answers as a change of one does. */
export function xobitoContactRoutes(api: ApiServer, ctx: XobitoContext): void {
  addList(api, ctx);
  addRead(api, ctx);
  addCreate(api, ctx);
  addUpdate(api, ctx);
  addDelete(api, ctx);
}

function addList(api: ApiServer, ctx: XobitoContext): void {
  api.route({
    method: 'GET',
    url: '/contacts',
    config: { access: READ },
    schema: {
      tags: TAGS,
      summary: 'List contacts, oldest first',
      params: collectionPath,
      querystring: pageQuery,
      response: { 200: successOf(paginatorOf(contactView)), ...ERROR_RESPONSES },
    },
    handler: async (request) => {
      const { serial } = await workspaceFor(ctx, request);
      const page = await ctx.contacts.list(workspaceOf(request), { ...windowOf(request.query), filters: {} });
      const items = page.items.map((contact) => toView(ctx, contact, serial));
      return success(toPaginator({ items, total: page.total, query: request.query, path: listAddress(ctx, request) }));
    },
  });
}

function addRead(api: ApiServer, ctx: XobitoContext): void {
  api.route({
    method: 'GET',
    url: '/contacts/:id',
    config: { access: READ },
    schema: {
      tags: TAGS,
      summary: 'Read a contact',
      params: recordPath,
      response: { 200: successOf(contactView), 404: xobitoError, ...ERROR_RESPONSES },
    },
    handler: async (request) => {
      const { serial } = await workspaceFor(ctx, request);
      return success(toView(ctx, await findContact(ctx, request, request.params.id), serial));
    },
  });
}

function addCreate(api: ApiServer, ctx: XobitoContext): void {
  api.route({
    method: 'POST',
    url: '/contacts',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Create a contact',
      params: collectionPath,
      consumes: CONSUMES,
      body: createContactBody,
      response: { 201: successOf(contactView), 422: xobitoError, ...ERROR_RESPONSES },
    },
    handler: async (request, reply) => {
      const { serial } = await workspaceFor(ctx, request);
      const fields = await readBody(ctx, request, { body: request.body, present: null });
      const { contact } = await saveContact(ctx, request, { kind: 'create', fields });
      return reply.code(201).send(success(toView(ctx, contact, serial), 'Contact created successfully'));
    },
  });
}

function addUpdate(api: ApiServer, ctx: XobitoContext): void {
  api.route({
    method: 'PUT',
    url: '/contacts/:id',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Change a contact',
      description: 'What is not given stays, `null` empties it.',
      params: recordPath,
      consumes: CONSUMES,
      body: updateContactBody,
      response: { 200: successOf(contactView), 404: xobitoError, 422: xobitoError, ...ERROR_RESPONSES },
    },
    handler: async (request) => {
      const { serial } = await workspaceFor(ctx, request);
      const present = await findContact(ctx, request, request.params.id);
      const patch = await readBody(ctx, request, { body: request.body, present });
      const { contact } = await saveContact(ctx, request, {
        kind: 'update',
        id: present.id,
        patch,
        expectedRevision: null,
      });
      return success(toView(ctx, contact, serial), 'Contact updated successfully');
    },
  });
}

function addDelete(api: ApiServer, ctx: XobitoContext): void {
  api.route({
    method: 'DELETE',
    url: '/contacts/:id',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Delete a contact',
      params: recordPath,
      response: { 200: successOf(z.null()), 404: xobitoError, ...ERROR_RESPONSES },
    },
    handler: async (request) => {
      const { id } = await findContact(ctx, request, request.params.id);
      await saveContact(ctx, request, { kind: 'delete', id, expectedRevision: null });
      return success(null, 'Contact deleted successfully');
    },
  });
}

async function findContact(ctx: XobitoContext, request: FastifyRequest, text: string): Promise<Contact> {
  const serial = serialIn(text);
  const contact = serial === null ? null : await ctx.contacts.findBySerial(workspaceOf(request), serial);
  if (contact === null) throw new PosthornError('not_found', CONTACT_NOT_FOUND);
  return contact;
}

interface GivenBody {
  readonly body: ContactBody;
  /** Null: it is for a new one. */
  readonly present: Contact | null;
}

/** Groups come last: those that are not there are made, and a body that is refused must leave none behind. */
async function readBody(ctx: XobitoContext, request: FastifyRequest, given: GivenBody): Promise<ContactPatch> {
  const workspaceId = workspaceOf(request);
  const labels = await ctx.labels.book(workspaceId);
  const input = toContactInput(given.body, { labels, countryBySerial: ctx.countryBySerial });
  const groupNames = groupNamesOf(given.body);
  const patch = ctx.contacts.readInput(workspaceId, input);
  const taken = await takenFields(ctx, workspaceId, { patch, present: given.present });
  if (taken.length > 0) throw takenErrors(taken);
  if (groupNames === undefined) return patch;
  return { ...patch, groupIds: await ensureGroups(ctx, request, groupNames) };
}

function toView(ctx: XobitoContext, contact: Contact, tenantId: number) {
  return toRecordView(XOBITO_CONTACT, ctx.contacts.toResource(contact), tenantId);
}
