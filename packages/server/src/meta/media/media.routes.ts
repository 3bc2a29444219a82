import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import type { ApiServer } from '../../platform/http/api.ts';
import { readMediaCapability } from './media-link.ts';

export interface MediaRoutesContext {
  readonly linkKey: Buffer;
}

/** Long enough that receivers which fetch at once come back later instead of giving up. */
const RETRY_AFTER_SECONDS = 300;

/** `GET /media/{capability}`: the links in webhooks. This gateway fetches no media: a true link is answered 503 with Retry-After. */
export function mediaRoutes(api: ApiServer, ctx: MediaRoutesContext): void {
  api.route({
    method: 'GET',
    url: '/media/:capability',
    config: { access: { who: 'anyone' } },
    schema: {
      tags: ['Media'],
      summary: 'Fetch a media file by its link',
      params: z.strictObject({ capability: z.string().max(256) }),
    },
    handler: async (request) => {
      if (readMediaCapability(ctx.linkKey, request.params.capability) === null) {
        throw new PosthornError('not_found', 'There is no such media file.');
      }
      throw new PosthornError('media_not_ready', 'The media file has not been fetched from Meta. Try again later.', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    },
  });
}
