import type { Endpoint } from '../../domain/endpoint.ts';
import type { Event } from '../../domain/event.ts';
import { nameInFormat } from '../../domain/event-catalogue/catalogue.ts';
import { carriesMetaBody } from '../../domain/event-catalogue/format-traits.ts';
import { compileSubscription, isAbout, isImplied, wantsType } from './subscription.ts';

/** Makes the question whether an event is of one of the types, which are written as in an endpoint's `event_types`. */
export function isOfTypes(eventTypes: readonly string[]): (event: Event) => boolean {
  const subscription = compileSubscription({ format: 'standard', eventTypes, channelIds: null });
  return (event) => wantsType(subscription, event);
}

/**
 * Whether an event can be sent to an endpoint of its workspace at all, whatever that subscribes to: its format has a name
 * and a body for it, it wants implied statuses if it is one, and it is not what an operational event is about.
 */
export function canCarry(endpoint: Endpoint, event: Event): boolean {
  if (nameInFormat(endpoint.format, event.type) === null) return false;
  if (event.origin !== 'meta' && carriesMetaBody(endpoint.format)) return false;
  if (isImplied(event) && endpoint.formatOptions.emit_implied !== true) return false;
  return event.origin !== 'operational' || !isAbout(event.payload, endpoint);
}
