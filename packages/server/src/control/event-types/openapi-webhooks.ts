import { EVENT_TYPES, exampleEvent, findEventType } from '../../domain/event-catalogue/catalogue.ts';
import type { EventType } from '../../domain/event-catalogue/event-type.ts';
import type { JsonSchema } from '../../domain/event-catalogue/schema.ts';
import type { OperationObject, ParameterObject, PathItemObject } from '../../platform/http/openapi-document.ts';
import type { RenderExample } from './catalogue-view.ts';
import { EXAMPLE_IDENTITY } from './example-world.ts';

/**
 * The `webhooks` of the OpenAPI document: what an endpoint of format standard is sent, by event type. Families are
 * there as `custom.*` and `meta.*`. Plain data, the same on every call.
 *
 * @param render Adds an example body to each. Without it there are none.
 */
export function openApiWebhooks(render?: RenderExample): Readonly<Record<string, PathItemObject>> {
  const families = ['custom', 'meta'].flatMap((family) => {
    const row = findEventType(`${family}.example`);
    return row === null ? [] : [[`${family}.*`, { post: describeWebhook(row, render) }] as const];
  });
  const types = EVENT_TYPES.map((row) => [row.type, { post: describeWebhook(row, render) }] as const);
  return Object.fromEntries([...types, ...families]);
}

function describeWebhook(row: EventType, render: RenderExample | undefined): OperationObject {
  const event = render === undefined ? null : exampleEvent(row.type, EXAMPLE_IDENTITY);
  const example = event === null || render === undefined ? {} : { example: JSON.parse(render('standard', event).body) };
  return {
    operationId: `webhook_${row.type.replaceAll('.', '_')}`,
    summary: row.words,
    description: `Made from: ${row.from}.`,
    tags: ['Webhooks'],
    parameters: HEADERS,
    requestBody: { content: { 'application/json': { schema: bodySchema(row), ...example } } },
    responses: {
      '2XX': { description: 'Received. Any 2xx ends the delivery.' },
      '410': { description: 'The endpoint is gone: it is disabled.' },
      default: {
        description: 'Anything else is a failure and is tried again by the schedule. Redirects are not followed.',
      },
    },
    security: [],
  };
}

function bodySchema(row: EventType): JsonSchema {
  const isFamily = row.type.endsWith('.example');
  return {
    type: 'object',
    properties: {
      type: isFamily ? { type: 'string', examples: [row.type] } : { type: 'string', const: row.type },
      timestamp: { type: 'string', format: 'date-time', description: 'When it happened. The same in every attempt.' },
      data: row.dataSchema,
      payload_version: { type: 'integer', const: 1 },
    },
    required: ['type', 'timestamp', 'data', 'payload_version'],
  };
}

/** Headers of every request to an endpoint (DESIGN 5; Standard Webhooks 1.0). */
const HEADERS: readonly ParameterObject[] = [
  header('webhook-id', 'Id of the event: the same in every attempt, resend and replay. Deduplicate by it.', true),
  header('webhook-timestamp', 'Unix seconds of this attempt. Refuse what is too old.', true),
  header(
    'webhook-signature',
    '`v1,` and the base64 HMAC-SHA256 of `{webhook-id}.{webhook-timestamp}.{body}`; several with spaces between while a secret is rotated.',
    true,
  ),
  header('Posthorn-Attempt', 'Which attempt of the delivery this is, from 1.', true),
  header('Posthorn-Hops', 'How many Posthorns the event has passed. Pass it on when you send to another one.', true),
  header('Posthorn-Trigger', '`resend` or `test` when somebody asked for this attempt.', false),
  header(
    'Posthorn-Possible-Duplicate',
    '`true` when an earlier attempt may have arrived without a complete answer.',
    false,
  ),
];

function header(name: string, description: string, required: boolean): ParameterObject {
  return { name, in: 'header', required, description, schema: { type: 'string' } };
}
