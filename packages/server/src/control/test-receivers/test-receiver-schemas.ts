import * as z from 'zod';
import { FORMATS } from '../../domain/endpoint.ts';
import { RECEIVER_ANSWERS } from '../../domain/test-receiver.ts';
import { listQuery } from '../../platform/http/api.ts';
import { idParam, toIso } from '../../platform/http/query-params.ts';
import type { ReceivedRequest } from './received-requests.store.ts';
import type { TestReceiver } from './test-receivers.store.ts';
import { SIGNATURE_HEADERS } from './verify-request.ts';

/** Requests of one page: with their bodies they are large. */
const REQUESTS_MAX = 100;
const REQUESTS_DEFAULT = 50;

const format = z.enum(FORMATS);
const answer = z
  .enum(RECEIVER_ANSWERS)
  .describe('A status, or `slow`: no answer until whoever asked gives up, which the delivery log shows as a time-out.');

/** Body of `POST /v1/test-receivers`. */
export const createTestReceiversBody = z
  .strictObject({
    format: format.exactOptional().describe('One receiver of this format. Default `standard`.'),
    formats: z.array(format).min(1).max(FORMATS.length).exactOptional().describe('One receiver of each of these.'),
  })
  .refine(({ format: one, formats }) => one === undefined || formats === undefined, {
    path: ['formats'],
    message: 'Give format or formats, not both.',
  })
  .nullish();

/** Body of `PATCH /v1/test-receivers/{id}`. */
export const updateTestReceiverBody = z.strictObject({ answer });

/** Query of `GET /v1/test-receivers/{id}/requests`. */
export const listRequestsQuery = listQuery.extend({
  limit: z.coerce.number().int().min(1).max(REQUESTS_MAX).default(REQUESTS_DEFAULT),
  after: idParam('trq').optional().describe('Only requests that came in after this one.'),
});

/** A test receiver as the API shows it. */
export const testReceiverView = z
  .object({
    id: z.string().describe('The id of its endpoint.'),
    url: z.string().describe('Takes requests of anybody who knows it.'),
    format,
    description: z.string(),
    enabled: z.boolean().describe('Whether the endpoint gets deliveries: a 410 disables it.'),
    answer,
    request_count: z.int().describe('Requests that are kept.'),
    last_request_at: z.iso.datetime().nullable(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'TestReceiver' });

/** Answer of `POST /v1/test-receivers`, the only one that shows the signing secrets. */
export const createdTestReceiversView = z.object({
  data: z.array(testReceiverView.extend({ signing_secret: z.string() }).meta({ id: 'CreatedTestReceiver' })),
});

/** A received request as the API shows it. */
export const receivedRequestView = z
  .object({
    id: z.string(),
    received_at: z.iso.datetime(),
    method: z.string(),
    headers: z
      .array(z.object({ name: z.string(), value: z.string() }))
      .describe("As they were sent, in their order. Values of the endpoint's own headers are masked."),
    body: z.string().describe('Exactly as it came in, up to 256 KB.'),
    body_encoding: z.enum(['utf8', 'base64']).describe('`base64`: the body is no text.'),
    body_bytes: z.int().describe('Of the whole body, also when less of it is kept.'),
    verified: z
      .boolean()
      .describe("The signature that receivers of this format go by is right, by the endpoint's secret."),
    verified_by: z.array(z.enum(SIGNATURE_HEADERS)).describe('Headers whose signatures are right.'),
    answered: answer.describe('What it was answered with.'),
  })
  .meta({ id: 'ReceivedRequest' });

/** Makes the wire form. */
export function toTestReceiverView(receiver: TestReceiver): z.output<typeof testReceiverView> {
  return {
    id: receiver.id,
    url: receiver.url,
    format: receiver.format,
    description: receiver.description,
    enabled: receiver.enabled,
    answer: receiver.answer,
    request_count: receiver.requestCount,
    last_request_at: receiver.lastRequestAtMs === null ? null : toIso(receiver.lastRequestAtMs),
    created_at: toIso(receiver.createdAtMs),
  };
}

/** Makes the wire form. */
export function toReceivedRequestView(request: ReceivedRequest): z.output<typeof receivedRequestView> {
  return {
    id: request.id,
    received_at: toIso(request.receivedAtMs),
    method: request.method,
    headers: request.headers.map(([name, value]) => ({ name, value })),
    body: request.body,
    body_encoding: request.bodyEncoding,
    body_bytes: request.bodyBytes,
    verified: request.isVerified,
    verified_by: [...request.verifiedBy],
    answered: request.answered,
  };
}
