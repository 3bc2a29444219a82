import type { Format } from '../endpoint.ts';

/** Whether a format passes Meta's body on: it has nothing to send for an event that was not born there. */
export function carriesMetaBody(format: Format): boolean {
  return format === 'meta' || format === 'vobiz';
}

/** `Content-Type` of a body in a format. CloudEvents tells its structured mode by it. */
export function contentTypeOf(format: Format): string {
  return format === 'cloudevents' ? 'application/cloudevents+json' : 'application/json';
}
