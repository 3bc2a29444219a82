import type { FastifyError } from 'fastify';
import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import type { ApiServer } from '../../platform/http/api.ts';
import { problemBody, toProblem } from '../../platform/http/problem.ts';

/** Body of every answer that is an error. Vobiz documents none (CONTRACTS 7), so this one is ours. */
export const vobizError = z
  .object({
    error: z.object({
      code: z.string().describe('Stable: match on this.'),
      message: z.string().describe('What went wrong this time.'),
      fields: z
        .array(z.object({ pointer: z.string(), message: z.string() }))
        .optional()
        .describe('The wrong fields: a JSON pointer into the body, or `?name` for a query parameter.'),
      meta_error: problemBody.shape.meta_error,
    }),
  })
  .meta({ id: 'VobizError', title: 'VobizError' });

/** Vobiz knows 400 for every request that cannot be carried out, and no 422. */
const STATUS_OF: Readonly<Record<number, number>> = { 422: 400 };

/** Answers errors, and paths that are not offered, in the shape of `vobizError`. */
export function answerVobizErrors(vobiz: ApiServer): void {
  vobiz.setErrorHandler<FastifyError>((error, request, reply) => {
    const { headers, body, expected } = toProblem(error, request.id);
    if (!expected) request.log.error({ error }, 'unforeseen error in a request');
    const fields = body.errors.map(({ pointer, detail }) => ({ pointer, message: detail }));
    const { code, detail: message, meta_error } = body;
    const view: z.output<typeof vobizError> = {
      error: {
        ...{ code, message },
        ...(fields.length === 0 ? {} : { fields }),
        ...(meta_error === undefined ? {} : { meta_error }),
      },
    };
    return reply
      .code(STATUS_OF[body.status] ?? body.status)
      .headers({ ...headers, 'content-type': 'application/json; charset=utf-8' })
      .send(JSON.stringify(view));
  });
  // A route and not the plugin's not-found handler: without it Xobito's `/api/v1/{subdomain}/…` would take the path.
  vobiz.all('/*', { config: { access: { who: 'anyone' } }, schema: { hide: true } }, async () => {
    throw new PosthornError('not_found', 'There is no such path, or it is not offered yet.');
  });
}
