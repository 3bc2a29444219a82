import assert from 'node:assert/strict';
import type { Format } from '../../domain/endpoint.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { Event } from '../../domain/event.ts';
import { nameInFormat } from '../../domain/event-catalogue/catalogue.ts';
import { carriesMetaBody, contentTypeOf } from '../../domain/event-catalogue/format-traits.ts';
import { renderCloudEvent } from './cloudevents.ts';
import type { RenderContext, RenderedBody, Renderer, RenderTarget } from './render-context.ts';
import { renderStandard } from './standard.ts';
import { renderVobiz } from './vobiz.ts';
import { renderVobizLegacy } from './vobiz-legacy.ts';
import { renderXobito } from './xobito.ts';

const RENDERERS: Readonly<Record<Format, Renderer>> = {
  standard: renderStandard,
  cloudevents: renderCloudEvent,
  meta: (_target, event) => event.payload,
  xobito: renderXobito,
  vobiz: renderVobiz,
  'vobiz-legacy': renderVobizLegacy,
};

/**
 * The body of an event in an endpoint's format (DESIGN 5; CONTRACTS 3 to 5 and 8). Pure: the same
 * arguments give the same characters, in every attempt, resend and replay. The text holds no lone
 * surrogates, so its UTF-8 bytes say the same as the text.
 *
 * @throws PosthornError `event_type_not_in_format` when the format cannot express the event. Matching
 *   never lets such an event through; a delivery that was waiting while its endpoint changed its format may be one.
 */
export function renderBody(target: RenderTarget, event: Event, ctx: RenderContext): RenderedBody {
  const name = nameInFormat(target.format, event.type);
  if (name === null || (event.origin !== 'meta' && carriesMetaBody(target.format))) {
    throw new PosthornError('event_type_not_in_format', `The format ${target.format} cannot express this event.`);
  }
  const content = RENDERERS[target.format](target, event, { ctx, eventName: name.name, byName: name.byName });
  const body = JSON.stringify(content);
  assert(typeof body === 'string');
  return { body, contentType: contentTypeOf(target.format), eventName: name.name };
}
