import * as z from 'zod';
import { type Template, type TemplateParameter, templateParameters } from '../../domain/template.ts';
import { toIso } from '../../platform/http/query-params.ts';

const parameterView = z.object({
  component: z.string().describe('header, body, button; else the type of a component that is filled in as a whole.'),
  index: z.int().optional().describe('Place of the button, from 0.'),
  name: z.string().optional().describe('Of a named parameter: `parameter_name` when it is sent.'),
  position: z.int().optional().describe('Of a positional parameter, from 1.'),
  type: z.string().describe('`type` of the parameter when it is sent: text, image, video, document, location, …'),
  example: z.string().optional(),
});

/** Schema of a template as the API shows it. */
export const templateView = z
  .object({
    id: z.string(),
    template_id: z.string().describe("Meta's id."),
    waba_id: z.string(),
    name: z.string(),
    language: z.string(),
    category: z.string().nullable(),
    status: z.string().describe("Meta's word. Only what is APPROVED can be sent."),
    quality: z.string().nullable().describe('GREEN, YELLOW, RED or UNKNOWN.'),
    parameter_format: z.string().nullable().describe('positional or named.'),
    components: z
      .array(z.record(z.string(), z.unknown()))
      .describe('As Meta shows them. Empty until they were read from Meta.'),
    parameters: z.array(parameterView).describe('What a sender must give, worked out from the components.'),
    reason: z.string().nullable().describe('Why Meta rejected, paused or disabled it.'),
    created_at: z.string().describe('When it became known here.'),
    updated_at: z.string(),
    synced_at: z.string().nullable().describe('When it was read from Meta last.'),
  })
  .meta({ id: 'Template' });

export type TemplateResource = z.output<typeof templateView>;

/** A template as the API and the audit log show it. */
export function toTemplateView(template: Template): TemplateResource {
  return {
    id: template.id,
    template_id: template.templateId,
    waba_id: template.wabaId,
    name: template.name,
    language: template.language,
    category: template.category,
    status: template.status,
    quality: template.quality,
    parameter_format: template.parameterFormat,
    components: template.components.map((component) => ({ ...component })),
    parameters: templateParameters(template).map(toParameterView),
    reason: template.reason,
    created_at: toIso(template.createdAtMs),
    updated_at: toIso(template.updatedAtMs),
    synced_at: template.syncedAtMs === null ? null : toIso(template.syncedAtMs),
  };
}

function toParameterView({ component, index, name, position, type, example }: TemplateParameter) {
  return {
    component,
    ...(index === null ? {} : { index }),
    ...(name === null ? {} : { name }),
    ...(position === null ? {} : { position }),
    type,
    ...(example === null ? {} : { example }),
  };
}
