import * as z from 'zod';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import { CallBound } from '../../platform/http/call-bound.ts';
import { toIso } from '../../platform/http/query-params.ts';
import { type CheckedUrl, checkUrl, type UrlCheckContext } from './url-check.ts';

const URL_LENGTH_MAX = 4_096;
/** Requests to places that others chose: enough for somebody who types, too few to scan with. */
const CHECKS_PER_MINUTE = 40;
const MINUTE_MS = 60_000;

/** What is known of a URL, as the API shows it. */
export const urlCheckView = z
  .object({
    ok: z.boolean().describe('Nothing is wrong with it.'),
    can_be_saved: z.boolean().describe('False: an endpoint with this URL would be refused.'),
    problems: z.array(
      z.object({
        code: z.enum([
          'rejected',
          'dns',
          'connect',
          'tls',
          'timeout',
          'egress_blocked',
          'proxy',
          'redirect',
          'server_error',
          'certificate_expires',
        ]),
        message: z.string().describe('What is wrong and how to mend it.'),
      }),
    ),
    addresses_checked: z.int().describe('Addresses of the host, all of which may be reached.'),
    reachable: z
      .object({ status_code: z.int() })
      .nullable()
      .describe(
        'What it answered to OPTIONS. Many servers answer 404 or 405 to that; what they answer to POST is theirs.',
      ),
    tls: z
      .object({ issuer: z.string(), valid_to: z.iso.datetime(), days_left: z.int() })
      .nullable()
      .describe('Null: plain HTTP, or no connection was made.'),
    latency_ms: z.int().nullable(),
  })
  .meta({ id: 'UrlCheck' });

/** `POST /v1/endpoints/check-url`: what stands in the way of a URL, before there is an endpoint. */
export function urlCheckRoutes(api: ApiServer, ctx: UrlCheckContext): void {
  const bound = new CallBound({ callsMax: CHECKS_PER_MINUTE, windowMs: MINUTE_MS });
  api.route({
    method: 'POST',
    url: '/v1/endpoints/check-url',
    config: { access: { who: 'workspace', permission: 'endpoints.write' } },
    schema: {
      tags: ['Endpoints'],
      summary: 'Check the URL of an endpoint',
      description:
        'Asks by the rules that endpoints are saved by, and then makes one request with the method OPTIONS and without a body: no event is in it. At most 40 a minute for a workspace.',
      body: z.strictObject({ url: z.string().min(1).max(URL_LENGTH_MAX) }),
      response: { 200: urlCheckView },
    },
    handler: async (request) => {
      bound.count(workspaceOf(request), ctx.nowMs());
      return toView(await checkUrl(ctx, request.body.url), ctx.nowMs());
    },
  });
}

function toView(
  { canBeSaved, problems, addressCount, probe }: CheckedUrl,
  nowMs: number,
): z.output<typeof urlCheckView> {
  const certificate = probe?.certificate ?? null;
  return {
    ok: problems.length === 0,
    can_be_saved: canBeSaved,
    problems: problems.map(({ code, message }) => ({ code, message })),
    addresses_checked: addressCount,
    reachable: probe === null || probe.statusCode === null ? null : { status_code: probe.statusCode },
    tls:
      certificate === null
        ? null
        : {
            issuer: certificate.issuer,
            valid_to: toIso(certificate.validToMs),
            days_left: Math.max(0, Math.floor((certificate.validToMs - nowMs) / 86_400_000)),
          },
    latency_ms: probe === null || probe.statusCode === null ? null : probe.durationMs,
  };
}
