import * as z from 'zod';
import { listOf, objectOf, stringOf } from '../../domain/meta/meta-body.ts';
import { type Template, templateParameters } from '../../domain/template.ts';
import { microsecondsZ } from '../../domain/xobito/record-attributes.ts';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import { toIso } from '../../platform/http/query-params.ts';
import { pageQuery, paginatorOf, toPaginator, windowOf } from './paginator.ts';
import { ERROR_RESPONSES, success, successOf } from './record-views.ts';
import { collectionPath, READ, TAGS } from './route-parts.ts';
import { listAddress, workspaceFor, type XobitoContext } from './xobito-context.ts';

const count = z.number().int();

/** A template. Xobito prints none, so the names are those by which one is sent. */
const templateView = z
  .object({
    id: z.string().describe("Meta's id."),
    tenant_id: z.number().int().describe('Integer of the workspace.'),
    template_name: z.string(),
    template_language: z.string(),
    category: z.string().nullable(),
    status: z.string().describe("Meta's word: only what is APPROVED can be sent."),
    header_format: z.string().nullable().describe('TEXT, IMAGE, VIDEO, DOCUMENT or LOCATION.'),
    header_text: z.string().nullable(),
    header_params_count: count.describe('Of `header_field_1`.'),
    body_text: z.string().nullable(),
    body_params_count: count.describe('Of `field_1`, `field_2`, …'),
    footer_text: z.string().nullable(),
    buttons: z.array(z.record(z.string(), z.unknown())).describe('As Meta shows them, the first one for `button_0`.'),
    created_at: z.string().nullable(),
    updated_at: z.string().nullable(),
  })
  .meta({ id: 'XobitoTemplate' });

/** `GET /templates` of Xobito's API: the templates of all accounts that the workspace has numbers on. */
export function xobitoTemplateRoutes(api: ApiServer, ctx: XobitoContext): void {
  api.route({
    method: 'GET',
    url: '/templates',
    config: { access: READ },
    schema: {
      tags: TAGS,
      summary: 'List message templates, those that became known last first',
      description: 'As they are known here: Meta is not asked.',
      params: collectionPath,
      querystring: pageQuery,
      response: { 200: successOf(paginatorOf(templateView)), ...ERROR_RESPONSES },
    },
    handler: async (request) => {
      const { serial } = await workspaceFor(ctx, request);
      const { page, perPage } = windowOf(request.query);
      const window = { offset: (page - 1) * perPage, limit: perPage };
      const { items, total } = await ctx.messages.pageOfTemplates({ workspaceId: workspaceOf(request), ...window });
      const views = items.map((template) => toTemplateView(template, serial));
      return success(toPaginator({ items: views, total, query: request.query, path: listAddress(ctx, request) }));
    },
  });
}

function toTemplateView(template: Template, tenantId: number): z.output<typeof templateView> {
  const part = (type: string) =>
    objectOf(template.components.find((component) => stringOf(component.type)?.toUpperCase() === type));
  const parameters = templateParameters(template);
  const countOf = (component: string) => parameters.filter((one) => one.component === component).length;
  const header = part('HEADER');
  return {
    id: template.templateId,
    tenant_id: tenantId,
    template_name: template.name,
    template_language: template.language,
    category: template.category,
    status: template.status,
    header_format: stringOf(header.format),
    header_text: stringOf(header.text),
    header_params_count: countOf('header'),
    body_text: stringOf(part('BODY').text),
    body_params_count: countOf('body'),
    footer_text: stringOf(part('FOOTER').text),
    buttons: listOf(part('BUTTONS').buttons).map((button) => ({ ...objectOf(button) })),
    created_at: microsecondsZ(toIso(template.createdAtMs)),
    updated_at: microsecondsZ(toIso(template.updatedAtMs)),
  };
}
