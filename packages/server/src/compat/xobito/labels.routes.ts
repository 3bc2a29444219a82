import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import type { Label, LabelKind } from '../../domain/label.ts';
import { XOBITO_SOURCE, XOBITO_STATUS, type XobitoRecordKind } from '../../domain/xobito/record-attributes.ts';
import { actorOf } from '../../platform/http/actor.ts';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import { xobitoError } from './error-answers.ts';
import { flagField, textField } from './fields.ts';
import { pageQuery, paginatorOf, toPaginator, windowOf } from './paginator.ts';
import { ERROR_RESPONSES, recordView, success, successOf, toRecordView } from './record-views.ts';
import { CONSUMES, collectionPath, READ, recordPath, serialIn, TAGS, WRITE } from './route-parts.ts';
import {
  type LabelFieldsInput,
  type LabelRequest,
  listAddress,
  workspaceFor,
  type XobitoContext,
} from './xobito-context.ts';

/** Lengths that Xobito prints (CONTRACTS 3.8). */
const NAME_CHARS_MAX = 255;
const STATUS_NAME_CHARS_MIN = 3;
const COLOR_CHARS_MAX = 7;

interface LabelBody {
  readonly name?: string | null | undefined;
  readonly color?: string | null | undefined;
  readonly isdefault?: boolean | null | undefined;
}

/** One of the three lists of labels. */
interface Collection {
  readonly kind: LabelKind;
  readonly path: '/statuses' | '/sources' | '/groups';
  /** In Xobito's messages. */
  readonly thing: 'Status' | 'Source' | 'Group';
  readonly record: XobitoRecordKind;
  readonly view: ReturnType<typeof recordView>;
  readonly createBody: z.ZodType<LabelBody & { readonly name: string }>;
  readonly updateBody: z.ZodType<LabelBody>;
}

const statusName = textField('name', { min: STATUS_NAME_CHARS_MIN, max: NAME_CHARS_MAX });
const statusFields = {
  color: textField('color', { max: COLOR_CHARS_MAX })
    .regex(/^#[0-9a-fA-F]{6}$/, 'The color field format is invalid.')
    .nullish(),
  isdefault: flagField('isdefault').nullish().describe('New contacts get it.'),
};
const otherName = textField('name', { max: NAME_CHARS_MAX });
const otherBodies = { createBody: z.object({ name: otherName }), updateBody: z.object({ name: otherName.nullish() }) };

const COLLECTIONS: readonly Collection[] = [
  {
    kind: 'status',
    path: '/statuses',
    thing: 'Status',
    record: XOBITO_STATUS,
    view: recordView(XOBITO_STATUS, 'XobitoStatus'),
    createBody: z.object({ name: statusName, ...statusFields }),
    updateBody: z.object({ name: statusName.nullish(), ...statusFields }),
  },
  {
    kind: 'source',
    path: '/sources',
    thing: 'Source',
    record: XOBITO_SOURCE,
    view: recordView(XOBITO_SOURCE, 'XobitoSource'),
    ...otherBodies,
  },
  {
    kind: 'contact_group',
    path: '/groups',
    thing: 'Group',
    record: XOBITO_SOURCE,
    view: recordView(XOBITO_SOURCE, 'XobitoGroup'),
    ...otherBodies,
  },
];

/**
 * `statuses`, `sources` and `groups` of Xobito's API: the same routes for each. What the documents do not print of them
 * is as with contacts.
 */
export function xobitoLabelRoutes(api: ApiServer, ctx: XobitoContext): void {
  for (const collection of COLLECTIONS) {
    addList(api, ctx, collection);
    addRead(api, ctx, collection);
    addCreate(api, ctx, collection);
    addUpdate(api, ctx, collection);
    addDelete(api, ctx, collection);
  }
}

function addList(api: ApiServer, ctx: XobitoContext, collection: Collection): void {
  const { kind, path, view } = collection;
  api.route({
    method: 'GET',
    url: path,
    config: { access: READ },
    schema: {
      tags: TAGS,
      summary: `List ${path.slice(1)}, oldest first`,
      params: collectionPath,
      querystring: pageQuery,
      response: { 200: successOf(paginatorOf(view)), ...ERROR_RESPONSES },
    },
    handler: async (request) => {
      const { serial } = await workspaceFor(ctx, request);
      const labels = (await ctx.labels.book(workspaceOf(request))).ofKind(kind);
      const { page, perPage } = windowOf(request.query);
      const shown = labels
        .toSorted((one, other) => one.serial - other.serial)
        .slice((page - 1) * perPage, page * perPage);
      const items = shown.map((label) => toView(ctx, collection, { label, tenantId: serial }));
      return success(
        toPaginator({ items, total: labels.length, query: request.query, path: listAddress(ctx, request) }),
      );
    },
  });
}

function addRead(api: ApiServer, ctx: XobitoContext, collection: Collection): void {
  const { path, thing, view } = collection;
  api.route({
    method: 'GET',
    url: `${path}/:id`,
    config: { access: READ },
    schema: {
      tags: TAGS,
      summary: `Read a ${thing.toLowerCase()}`,
      params: recordPath,
      response: { 200: successOf(view), 404: xobitoError, ...ERROR_RESPONSES },
    },
    handler: async (request) => {
      const { serial: tenantId } = await workspaceFor(ctx, request);
      const label = await findLabel(ctx, request, { collection, text: request.params.id });
      return success(toView(ctx, collection, { label, tenantId }));
    },
  });
}

function addCreate(api: ApiServer, ctx: XobitoContext, collection: Collection): void {
  const { path, thing, view, createBody } = collection;
  api.route({
    method: 'POST',
    url: path,
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: `Create a ${thing.toLowerCase()}`,
      params: collectionPath,
      consumes: CONSUMES,
      body: createBody,
      response: { 201: successOf(view), 422: xobitoError, ...ERROR_RESPONSES },
    },
    handler: async (request, reply) => {
      const { serial: tenantId } = await workspaceFor(ctx, request);
      const { name } = request.body;
      const label = await ctx.labels.create(toLabelRequest(request, collection), { ...toFields(request.body), name });
      return reply
        .code(201)
        .send(success(toView(ctx, collection, { label, tenantId }), `${thing} created successfully`));
    },
  });
}

function addUpdate(api: ApiServer, ctx: XobitoContext, collection: Collection): void {
  const { path, thing, view, updateBody } = collection;
  api.route({
    method: 'PUT',
    url: `${path}/:id`,
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: `Change a ${thing.toLowerCase()}`,
      description: 'What is not given stays.',
      params: recordPath,
      consumes: CONSUMES,
      body: updateBody,
      response: { 200: successOf(view), 404: xobitoError, 422: xobitoError, ...ERROR_RESPONSES },
    },
    handler: async (request) => {
      const { serial: tenantId } = await workspaceFor(ctx, request);
      const present = await findLabel(ctx, request, { collection, text: request.params.id });
      const label = await ctx.labels.update(toLabelRequest(request, collection), present, toFields(request.body));
      return success(toView(ctx, collection, { label, tenantId }), `${thing} updated successfully`);
    },
  });
}

function addDelete(api: ApiServer, ctx: XobitoContext, collection: Collection): void {
  const { path, thing } = collection;
  api.route({
    method: 'DELETE',
    url: `${path}/:id`,
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: `Delete a ${thing.toLowerCase()}`,
      description: 'One that a contact uses is not deleted (422).',
      params: recordPath,
      response: { 200: successOf(z.null()), 404: xobitoError, 422: xobitoError, ...ERROR_RESPONSES },
    },
    handler: async (request) => {
      const label = await findLabel(ctx, request, { collection, text: request.params.id });
      await ctx.labels.remove(toLabelRequest(request, collection), label).catch((error: unknown) => {
        throw isConflict(error) ? new PosthornError('unprocessable', `${thing} is in use`, { cause: error }) : error;
      });
      return success(null, `${thing} deleted successfully`);
    },
  });
}

interface NamedLabel {
  readonly collection: Collection;
  /** What stands in the path. */
  readonly text: string;
}

async function findLabel(
  ctx: XobitoContext,
  request: FastifyRequest,
  { collection, text }: NamedLabel,
): Promise<Label> {
  const serial = serialIn(text);
  const labels = await ctx.labels.book(workspaceOf(request));
  const label = serial === null ? null : labels.bySerial(collection.kind, serial);
  if (label === null) throw new PosthornError('not_found', `${collection.thing} not found`);
  return label;
}

function toLabelRequest(request: FastifyRequest, { kind }: Collection): LabelRequest {
  return { workspaceId: workspaceOf(request), kind, actor: actorOf(request) };
}

/** Null says nothing: no field of a label can be empty. */
function toFields({ name, color, isdefault }: LabelBody): LabelFieldsInput {
  return {
    ...(isGiven(name) ? { name } : {}),
    ...(isGiven(color) ? { color: color.toUpperCase() } : {}),
    ...(isGiven(isdefault) ? { isDefault: isdefault } : {}),
  };
}

function isGiven<TValue>(value: TValue | null | undefined): value is TValue {
  return value !== null && value !== undefined;
}

function isConflict(error: unknown): boolean {
  return error instanceof PosthornError && error.code === 'conflict';
}

function toView(
  ctx: XobitoContext,
  { record }: Collection,
  { label, tenantId }: { readonly label: Label; readonly tenantId: number },
) {
  return toRecordView(record, ctx.labels.toResource(label), tenantId);
}
