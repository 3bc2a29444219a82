import * as z from 'zod';
import { FORMATS } from '../../domain/endpoint.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { Event } from '../../domain/event.ts';
import type { RenderedBody, RenderTarget } from './render-context.ts';

/** Schema of an event in one of the formats. */
export const renderedView = z
  .object({
    format: z.enum(FORMATS),
    expressible: z.boolean(),
    reason: z.string().nullable().describe('Why it cannot be expressed in this format. Null when it can.'),
    content_type: z.string().nullable(),
    event_name: z.string().nullable().describe('What the event is called in this format.'),
    body: z.string().nullable().describe('Exactly the text whose UTF-8 bytes are signed and sent.'),
    body_bytes: z.int().nullable(),
  })
  .meta({ id: 'RenderedEvent' });

/** Renders an event as an attempt would, and says why where the format cannot express it. */
export function toRenderedView(
  render: (target: RenderTarget, event: Event) => RenderedBody,
  target: RenderTarget,
  event: Event,
): z.output<typeof renderedView> {
  if (event.origin === 'erased') return notExpressible(target, ERASED);
  try {
    const { body, contentType, eventName } = render(target, event);
    return {
      ...{ format: target.format, expressible: true, reason: null },
      content_type: contentType,
      event_name: eventName,
      body,
      body_bytes: Buffer.byteLength(body),
    };
  } catch (error) {
    if (error instanceof PosthornError && error.code === 'event_type_not_in_format')
      return notExpressible(target, error.message);
    throw error;
  }
}

const ERASED = 'The event told of a person who was erased: nothing of it is left.';

function notExpressible({ format }: RenderTarget, reason: string): z.output<typeof renderedView> {
  return { format, expressible: false, reason, content_type: null, event_name: null, body: null, body_bytes: null };
}
