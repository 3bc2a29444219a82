import * as z from 'zod';
import { parseId } from '../../domain/ids.ts';
import { LABEL_KINDS, type LabelId, type LabelKind } from '../../domain/label.ts';
import { actorOf } from '../../platform/http/actor.ts';
import { type ApiServer, listQuery, pageOf, workspaceOf } from '../../platform/http/api.ts';
import { checkIfMatch, etagOf } from '../../platform/http/etag.ts';
import { idPath } from '../../platform/http/query-params.ts';
import { changeLabel, createLabel, type LabelChangesContext, noSuchLabel, removeLabel } from './change-labels.ts';
import { LABEL_TRAITS, type LabelKindTraits } from './label-kinds.ts';
import { LABEL_SCHEMAS, nameFilter, type UpdateLabelBody } from './label-schemas.ts';
import { toLabelView } from './label-view.ts';
import { findLabel, type LabelFields, listLabels } from './labels.store.ts';

const READ = { who: 'workspace', permission: 'labels.read' } as const;
const WRITE = { who: 'workspace', permission: 'labels.write' } as const;

/** `/v1/statuses`, `/v1/sources` and `/v1/contact-groups`: the same routes for each. What belongs to another workspace is 404. */
export function labelRoutes(api: ApiServer, ctx: LabelChangesContext): void {
  for (const kind of LABEL_KINDS) {
    const traits = LABEL_TRAITS[kind];
    addCreateRoute(api, ctx, traits);
    addListRoute(api, ctx, traits);
    addReadRoute(api, ctx, traits);
    addUpdateRoute(api, ctx, traits);
    addDeleteRoute(api, ctx, traits);
  }
}

function addCreateRoute(api: ApiServer, ctx: LabelChangesContext, { kind, path, tag, aNoun }: LabelKindTraits): void {
  const { createBody, view } = LABEL_SCHEMAS[kind];
  api.route({
    method: 'POST',
    url: path,
    config: { access: WRITE, idempotent: true },
    schema: { tags: [tag], summary: `Create ${aNoun}`, body: createBody, response: { 201: view } },
    handler: async (request, reply) => {
      const { serial = null, name, ...others } = request.body;
      const label = await createLabel(ctx, {
        workspaceId: workspaceOf(request),
        kind,
        actor: actorOf(request),
        fields: { ...toFields(others), name },
        serial,
      });
      return reply.code(201).header('etag', etagOf(label.revision)).send(toLabelView(label));
    },
  });
}

function addListRoute(api: ApiServer, ctx: LabelChangesContext, { kind, path, tag, plural }: LabelKindTraits): void {
  api.route({
    method: 'GET',
    url: path,
    config: { access: READ },
    schema: {
      tags: [tag],
      summary: `List ${plural}, newest first`,
      querystring: listQuery.extend({ name: nameFilter }),
      response: { 200: pageOf(LABEL_SCHEMAS[kind].view) },
    },
    handler: async (request) => {
      const page = await listLabels(ctx.store, { workspaceId: workspaceOf(request), kind }, request.query);
      return { data: page.items.map(toLabelView), next_cursor: page.nextCursor, has_more: page.nextCursor !== null };
    },
  });
}

function addReadRoute(api: ApiServer, ctx: LabelChangesContext, { kind, path, tag, aNoun }: LabelKindTraits): void {
  api.route({
    method: 'GET',
    url: `${path}/:id`,
    config: { access: READ },
    schema: { tags: [tag], summary: `Read ${aNoun}`, params: idPath, response: { 200: LABEL_SCHEMAS[kind].view } },
    handler: async (request, reply) => {
      const id = labelId(kind, request.params.id);
      const label = await findLabel(ctx.store, { workspaceId: workspaceOf(request), kind }, id);
      if (label === null) throw noSuchLabel(kind);
      return reply.header('etag', etagOf(label.revision)).send(toLabelView(label));
    },
  });
}

function addUpdateRoute(api: ApiServer, ctx: LabelChangesContext, { kind, path, tag, aNoun }: LabelKindTraits): void {
  const { updateBody, view } = LABEL_SCHEMAS[kind];
  api.route({
    method: 'PATCH',
    url: `${path}/:id`,
    config: { access: WRITE },
    schema: {
      tags: [tag],
      summary: `Change ${aNoun}`,
      description: 'Fields that are not given stay. A change that changes nothing reports no event.',
      params: idPath,
      body: updateBody,
      response: { 200: view },
    },
    handler: async (request, reply) => {
      const label = await changeLabel(ctx, {
        workspaceId: workspaceOf(request),
        kind,
        actor: actorOf(request),
        id: labelId(kind, request.params.id),
        fields: toFields(request.body),
        assertMayChange: (present) => checkIfMatch(request, etagOf(present.revision)),
      });
      return reply.header('etag', etagOf(label.revision)).send(toLabelView(label));
    },
  });
}

function addDeleteRoute(api: ApiServer, ctx: LabelChangesContext, traits: LabelKindTraits): void {
  const { kind, path, tag, aNoun, noun } = traits;
  api.route({
    method: 'DELETE',
    url: `${path}/:id`,
    config: { access: WRITE },
    schema: {
      tags: [tag],
      summary: `Delete ${aNoun}`,
      description:
        `One that a contact uses is not deleted (409), unless reassign_to says what its contacts get in its place: each is ` +
        `changed, with its event, before the ${noun} is deleted. A contact that is saved in the same moment may keep the ` +
        `deleted one, which reads as none.`,
      params: idPath,
      querystring: LABEL_SCHEMAS[kind].deleteQuery,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await removeLabel(ctx, {
        workspaceId: workspaceOf(request),
        kind,
        actor: actorOf(request),
        id: labelId(kind, request.params.id),
        reassignTo: request.query.reassign_to,
      });
      return reply.code(204).send(null);
    },
  });
}

function toFields({ default: isDefault, ...fields }: UpdateLabelBody): Partial<LabelFields> {
  return isDefault === undefined ? fields : { ...fields, isDefault };
}

function labelId(kind: LabelKind, text: string): LabelId {
  const id = parseId(LABEL_TRAITS[kind].idPrefix, text);
  if (id === null) throw noSuchLabel(kind);
  return id;
}
