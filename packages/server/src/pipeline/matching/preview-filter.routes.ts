import assert from 'node:assert/strict';
import * as z from 'zod';
import { FORMATS } from '../../domain/endpoint.ts';
import type { Event } from '../../domain/event.ts';
import { parseFilter } from '../../domain/event-filter/parse-filter.ts';
import type { WorkspaceId } from '../../domain/ids.ts';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import { CallBound } from '../../platform/http/call-bound.ts';
import { eventFilter } from '../../platform/http/event-filter-schema.ts';
import { idParam, timeParam, toIso } from '../../platform/http/query-params.ts';
import { checkEventTypes } from './check-event-types.ts';
import { type FilterPreview, type FilterPreviewContext, type PreviewWish, previewFilter } from './preview-filter.ts';

/** What these routes need. */
export interface FilterPreviewRoutesContext extends FilterPreviewContext {
  readonly nowMs: () => number;
}

const LIMIT_MAX = 1_000;
const LIMIT_DEFAULT = 200;
/** As many as a form makes of somebody who types without a pause. */
const PREVIEWS_PER_MINUTE = 120;
const MINUTE_MS = 60_000;
/** As endpoints have them. */
const EVENT_TYPES_MAX = 200;
const EVENT_TYPE_CHARS_MAX = 128;
const CHANNEL_IDS_MAX = 1_000;

const previewBody = z.strictObject({
  filter: eventFilter,
  event_types: z.array(z.string().min(1).max(EVENT_TYPE_CHARS_MAX)).min(1).max(EVENT_TYPES_MAX).default(['*']),
  channel_ids: z.array(idParam('chn')).min(1).max(CHANNEL_IDS_MAX).nullable().default(null),
  format: z.enum(FORMATS).default('standard').describe('It decides which types `*` stands for.'),
  since: timeParam.optional().describe('On the commit time, inclusive.'),
  until: timeParam.optional().describe('On the commit time, exclusive.'),
  limit: z.int().min(1).max(LIMIT_MAX).default(LIMIT_DEFAULT).describe('Events to look at, the newest first.'),
});

const seenEvent = z.object({ id: z.string(), type: z.string(), occurred_at: z.iso.datetime() });

/** How a filter would have done, as the API shows it. */
export const filterPreviewView = z
  .object({
    looked_at: z.int().describe('Events that types and channels let through, and that the filter was asked about.'),
    matched: z.int(),
    has_more: z.boolean().describe('There are older events that were not looked at.'),
    matching: z.array(seenEvent).describe('The newest of them, at most 10.'),
    not_matching: z
      .array(
        seenEvent.extend({
          failed: z
            .object({ pointer: z.string(), message: z.string() })
            .describe('The first condition that does not hold, and what was there instead.'),
        }),
      )
      .describe('The newest of them, at most 10.'),
    fields: z
      .array(
        z.object({
          pointer: z.string(),
          field: z.string(),
          seen_in: z.int().describe('Events looked at in which it was there.'),
          note: z.string().nullable().describe('Why it may never be there. Null: it may.'),
        }),
      )
      .describe('The fields that the filter names.'),
  })
  .meta({ id: 'FilterPreview' });

/** `POST /v1/endpoints/preview-filter`: how a filter would have done on stored events. */
export function filterPreviewRoutes(api: ApiServer, ctx: FilterPreviewRoutesContext): void {
  const bound = new CallBound({ callsMax: PREVIEWS_PER_MINUTE, windowMs: MINUTE_MS });
  api.route({
    method: 'POST',
    url: '/v1/endpoints/preview-filter',
    config: { access: { who: 'workspace', permission: 'events.read' } },
    schema: {
      tags: ['Endpoints'],
      summary: 'Try a filter on stored events',
      description:
        'Says how many of the newest events an endpoint with this filter would have been sent, and why not the others. Nothing is changed or sent. Reads at most 5,000 events; at most 120 calls a minute for a workspace.',
      body: previewBody,
      response: { 200: filterPreviewView },
    },
    handler: async (request) => {
      const workspaceId = workspaceOf(request);
      bound.count(workspaceId, ctx.nowMs());
      return toView(await previewFilter(ctx, readWish(workspaceId, request.body)));
    },
  });
}

function readWish(workspaceId: WorkspaceId, body: z.output<typeof previewBody>): PreviewWish {
  checkEventTypes(body.format, body.event_types);
  const parsed = parseFilter(body.filter);
  assert(parsed.kind === 'filter', 'The schema of the body has read it.');
  return {
    workspaceId,
    condition: parsed.condition,
    format: body.format,
    eventTypes: body.event_types,
    channelIds: body.channel_ids,
    sinceMs: body.since,
    untilMs: body.until,
    limit: body.limit,
  };
}

function toView(preview: FilterPreview): z.input<typeof filterPreviewView> {
  return {
    looked_at: preview.lookedAt,
    matched: preview.matched,
    has_more: preview.hasMore,
    matching: preview.matching.map(toSeenEvent),
    not_matching: preview.notMatching.map(({ event, failed }) => ({ ...toSeenEvent(event), failed: { ...failed } })),
    fields: preview.fields.map(({ pointer, field, seenIn, note }) => ({ pointer, field, seen_in: seenIn, note })),
  };
}

function toSeenEvent({ id, type, occurredAtMs }: Event): z.input<typeof seenEvent> {
  return { id, type, occurred_at: toIso(occurredAtMs) };
}
