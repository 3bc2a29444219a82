import type { Endpoint } from '../../domain/endpoint.ts';
import type { Event } from '../../domain/event.ts';
import { type CompiledFilter, compileFilter } from '../../domain/event-filter/compile-filter.ts';
import { type EventView, viewOfEvent } from '../../domain/event-filter/event-view.ts';
import type { FilterObject } from '../../domain/event-filter/filter-object.ts';
import { matchesEndpoint } from './subscription.ts';

/** Endpoints that say the same share one object (`SharedValues` of the registry), and so what it compiles to. */
const COMPILED = new WeakMap<FilterObject, CompiledFilter>();

/**
 * The endpoints that an event goes to: those that want its type and its channel, and whose filter it meets. The view
 * of the event is made for the first of them that filters, once for all: nothing is done where nobody filters.
 *
 * @param dataOf The event's `data` as format `standard` shows it.
 */
export function matchedEndpoints(
  endpoints: readonly Endpoint[],
  event: Event,
  dataOf: (event: Event) => unknown,
): readonly Endpoint[] {
  let view: EventView | null = null;
  return endpoints.filter((endpoint) => {
    if (!matchesEndpoint(endpoint, event)) return false;
    if (endpoint.filter === null) return true;
    view ??= viewOfEvent(event, dataOf);
    return compiledOf(endpoint.filter)(view);
  });
}

function compiledOf(filter: FilterObject): CompiledFilter {
  const known = COMPILED.get(filter);
  if (known !== undefined) return known;
  const compiled = compileFilter(filter);
  COMPILED.set(filter, compiled);
  return compiled;
}
