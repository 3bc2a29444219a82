import assert from 'node:assert/strict';
import * as z from 'zod';
import type { Actor } from '../../domain/audit.ts';
import type { Format } from '../../domain/endpoint.ts';
import { PosthornError } from '../../domain/errors.ts';
import { type EndpointId, idOf, parseId, type WorkspaceId } from '../../domain/ids.ts';
import { testReceiverPath } from '../../domain/test-receiver.ts';
import type { Store, Trx } from '../../platform/db/store.ts';
import { actorOf } from '../../platform/http/actor.ts';
import { type ApiServer, listQuery, pageOf, toPage, workspaceOf } from '../../platform/http/api.ts';
import { type AuditedResource, auditChange, type WriteAudit } from '../../platform/http/audit.ts';
import { idCursor, idPath } from '../../platform/http/query-params.ts';
import { hashToken } from '../../platform/http/token-hash.ts';
import { listRequests } from './received-requests.store.ts';
import {
  createdTestReceiversView,
  createTestReceiversBody,
  listRequestsQuery,
  receivedRequestView,
  testReceiverView,
  toReceivedRequestView,
  toTestReceiverView,
  updateTestReceiverBody,
} from './test-receiver-schemas.ts';
import { changeAnswer, findTestReceiver, insertTestReceiver, listTestReceivers } from './test-receivers.store.ts';

interface Asker {
  readonly workspaceId: WorkspaceId;
  readonly actor: Actor;
}

/** An endpoint that is to be made for a receiver. */
interface EndpointWish {
  readonly id: EndpointId;
  readonly format: Format;
  readonly description: string;
  readonly url: string;
}

/** What these routes need. `gateway/` passes the real ones. */
export interface TestReceiverRoutesContext {
  readonly store: Store;
  readonly audit: WriteAudit;
  readonly newId: () => string;
  readonly randomBytes: (count: number) => Buffer;
  readonly nowMs: () => number;
  /** Where people reach the gateway. */
  readonly baseUrl: () => string;
  /** Makes the endpoints and what goes with each of them in one transaction. Signing secrets in the order of the wishes. */
  readonly createEndpoints: (
    making: { readonly asker: Asker; readonly wishes: readonly EndpointWish[] },
    alongside: (trx: Trx, id: EndpointId) => Promise<void>,
  ) => Promise<readonly { readonly signingSecret: string }[]>;
  /** Deletes an endpoint, and with it its receiver. @throws PosthornError `not_found`. */
  readonly removeEndpoint: (asker: Asker, id: EndpointId) => Promise<void>;
}

const TAGS = ['Test receivers'];
const READ = { who: 'workspace', permission: 'test_receivers.read' } as const;
const WRITE = { who: 'workspace', permission: 'test_receivers.write' } as const;
const TOKEN_BYTES = 32;

/** `/v1/test-receivers`: endpoints whose requests the gateway receives itself, for whoever has no server yet. */
export function testReceiverRoutes(api: ApiServer, ctx: TestReceiverRoutesContext): void {
  addCreate(api, ctx);
  addReads(api, ctx);
  addRequests(api, ctx);
  addChanges(api, ctx);
}

function addCreate(api: ApiServer, ctx: TestReceiverRoutesContext): void {
  api.route({
    method: 'POST',
    url: '/v1/test-receivers',
    config: { access: WRITE, idempotent: true },
    schema: {
      tags: TAGS,
      summary: 'Create test receivers',
      description:
        'Each is an endpoint like any other, but that its requests go to the gateway itself, which keeps the last 200 of them for a day. All are made or none. The signing secrets are in this answer and in no other.',
      body: createTestReceiversBody,
      response: { 201: createdTestReceiversView },
    },
    handler: async (request, reply) => {
      const asker = { workspaceId: workspaceOf(request), actor: actorOf(request) };
      const { format = 'standard', formats } = request.body ?? {};
      const data = await create(ctx, asker, formats === undefined ? [format] : [...new Set(formats)]);
      return reply.code(201).send({ data });
    },
  });
}

async function create(ctx: TestReceiverRoutesContext, asker: Asker, formats: readonly Format[]) {
  const { workspaceId } = asker;
  const made = formats.map((format) => {
    const token = ctx.randomBytes(TOKEN_BYTES).toString('base64url');
    const url = new URL(testReceiverPath(token), ctx.baseUrl()).href;
    const wish = { id: idOf('ep', ctx.newId()), format, description: `Test receiver, ${format}`, url };
    return { wish, tokenHash: hashToken(token) };
  });
  const hashes = new Map(made.map(({ wish, tokenHash }) => [wish.id, tokenHash]));
  const wishes = made.map(({ wish }) => wish);
  const endpoints = await ctx.createEndpoints({ asker, wishes }, async (trx, endpointId) => {
    const tokenHash = hashes.get(endpointId);
    assert(tokenHash !== undefined);
    await insertTestReceiver(trx, { workspaceId, endpointId, tokenHash, nowMs: ctx.nowMs() });
  });
  return Promise.all(
    wishes.map(async ({ id }, index) => {
      const receiver = await findOrThrow(ctx, workspaceId, id);
      return { ...toTestReceiverView(receiver), signing_secret: endpoints[index]?.signingSecret ?? '' };
    }),
  );
}

function addReads(api: ApiServer, ctx: TestReceiverRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/test-receivers',
    config: { access: READ },
    schema: {
      tags: TAGS,
      summary: 'List test receivers, newest first',
      querystring: listQuery,
      response: { 200: pageOf(testReceiverView) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const before = idCursor('ep', cursor);
      const all = await listTestReceivers(ctx.store, workspaceOf(request));
      const rest = before === null ? all : all.filter(({ id }) => id < before);
      const { items, nextCursor } = toPage(rest.slice(0, limit + 1), limit, ({ id }) => id);
      return { data: items.map(toTestReceiverView), next_cursor: nextCursor, has_more: nextCursor !== null };
    },
  });
  api.route({
    method: 'GET',
    url: '/v1/test-receivers/:id',
    config: { access: READ },
    schema: { tags: TAGS, summary: 'Read a test receiver', params: idPath, response: { 200: testReceiverView } },
    handler: async (request) => toTestReceiverView(await find(ctx, request)),
  });
}

function addRequests(api: ApiServer, ctx: TestReceiverRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/v1/test-receivers/:id/requests',
    config: { access: READ },
    schema: {
      tags: TAGS,
      summary: 'List received requests, newest first',
      description: 'To watch: ask again with `after`, the id of the newest one that is known.',
      params: idPath,
      querystring: listRequestsQuery,
      response: { 200: pageOf(receivedRequestView) },
    },
    handler: async (request) => {
      const { id, workspaceId } = await find(ctx, request);
      const { limit, cursor, after = null } = request.query;
      const list = { workspaceId, endpointId: id, limit, after, before: idCursor('trq', cursor) };
      const { items, nextCursor } = await listRequests(ctx.store, list);
      return { data: items.map(toReceivedRequestView), next_cursor: nextCursor, has_more: nextCursor !== null };
    },
  });
}

function addChanges(api: ApiServer, ctx: TestReceiverRoutesContext): void {
  const audited: AuditedResource<{ readonly id: string; readonly answer: string }> = {
    write: ctx.audit,
    resourceType: 'test_receiver',
    toView: ({ id, answer }) => ({ id, answer }),
  };
  api.route({
    method: 'PATCH',
    url: '/v1/test-receivers/:id',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Change what a test receiver answers',
      description: 'From the next request on. To see what failures come to: retries, a disabled endpoint, a time-out.',
      params: idPath,
      body: updateTestReceiverBody,
      response: { 200: testReceiverView },
    },
    handler: async (request) => {
      const { id, workspaceId } = await find(ctx, request);
      const change = { workspaceId, id, answer: request.body.answer };
      const receiver = await changeAnswer(ctx.store, change, auditChange(audited, request, 'updated'));
      if (receiver === null) throw noSuchReceiver();
      return toTestReceiverView(receiver);
    },
  });
  api.route({
    method: 'DELETE',
    url: '/v1/test-receivers/:id',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Delete a test receiver',
      description: 'Its endpoint goes with it, and what it received. Deliveries that are pending are canceled.',
      params: idPath,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { id, workspaceId } = await find(ctx, request);
      await ctx.removeEndpoint({ workspaceId, actor: actorOf(request) }, id);
      return reply.code(204).send(null);
    },
  });
}

interface CallAboutOne {
  readonly workspaceId: WorkspaceId | null;
  readonly params: { readonly id: string };
}

async function find(ctx: TestReceiverRoutesContext, request: CallAboutOne) {
  const id = parseId('ep', request.params.id);
  if (id === null) throw noSuchReceiver();
  return findOrThrow(ctx, workspaceOf(request), id);
}

async function findOrThrow({ store }: TestReceiverRoutesContext, workspaceId: WorkspaceId, id: EndpointId) {
  const receiver = await findTestReceiver(store, workspaceId, id);
  if (receiver === null) throw noSuchReceiver();
  return receiver;
}

function noSuchReceiver(): PosthornError {
  return new PosthornError('not_found', 'There is no such test receiver.');
}
