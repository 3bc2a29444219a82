import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import { type ApiServer, pageOf } from '../../platform/http/api.ts';
import {
  catalogueView,
  type EventTypeView,
  eventTypeView,
  findTypeView,
  type RenderExample,
} from './catalogue-view.ts';

/** What these routes need. */
export interface EventTypeRoutesContext {
  /**
   * The body of an example in a format. The event belongs to `CATALOGUE_WORKSPACE` and `CATALOGUE_CHANNEL`, which are
   * in no store: they are what the rendering must be given.
   */
  readonly renderExample: RenderExample;
}

/** The catalogue grows by hand and is a few hundred KB at most, so it comes as one page. */
const CATALOGUE_LIMIT_MAX = 1_000;

const TAGS = ['Event types'];
const READ = { access: { who: 'workspace-or-operator', permission: 'catalogue.read' } } as const;

/** `GET /v1/event-types` and `GET /v1/event-types/{type}`: the catalogue (issue R6; CONTRACTS 8.1, 8.2). */
export function eventTypeRoutes(api: ApiServer, ctx: EventTypeRoutesContext): void {
  const catalogue = once(() => catalogueView(ctx.renderExample));
  api.route({
    method: 'GET',
    url: '/v1/event-types',
    config: READ,
    schema: {
      tags: TAGS,
      summary: 'List every event type',
      description:
        'With the JSON Schema of its data, and its name and an example in each format. All of them are one page.',
      querystring: z.strictObject({
        limit: z.coerce
          .number()
          .int()
          .min(1)
          .max(CATALOGUE_LIMIT_MAX)
          .optional()
          .describe('Taken and ignored: all are one page.'),
      }),
      response: { 200: pageOf(eventTypeView) },
    },
    handler: async () => ({ data: [...catalogue()], next_cursor: null, has_more: false }),
  });
  api.route({
    method: 'GET',
    url: '/v1/event-types/:type',
    config: READ,
    schema: {
      tags: TAGS,
      summary: 'Read an event type',
      params: z.strictObject({ type: z.string().max(128) }),
      response: { 200: eventTypeView },
    },
    handler: async (request) => {
      const { type } = request.params;
      const view = catalogue().find((each) => each.type === type) ?? findTypeView(ctx.renderExample, type);
      if (view === null) throw new PosthornError('not_found', 'There is no event type of this name.');
      return view;
    },
  });
}

/** Worked out with the first call: it is the same for everybody. */
function once(make: () => readonly EventTypeView[]): () => readonly EventTypeView[] {
  let made: readonly EventTypeView[] | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
