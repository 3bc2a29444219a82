import type { Format } from '../../domain/endpoint.ts';
import { PosthornError } from '../../domain/errors.ts';
import { EVENT_TYPES, isKnownEventType } from '../../domain/event-catalogue/catalogue.ts';
import { nounOf } from '../../domain/event-catalogue/event-type.ts';
import { typesCovered, wildcardNoun } from './subscription.ts';

/** Nouns that `noun.*` may name. */
const NOUNS: ReadonlySet<string> = new Set([...EVENT_TYPES.map((row) => nounOf(row.type)), 'custom', 'meta']);

/**
 * Checks the `event_types` of an endpoint before they are saved (CONTRACTS 8.1).
 *
 * @throws PosthornError `event_type_unknown` for a name or noun that nobody knows,
 *   `event_type_not_in_format` for one that would never match because the format cannot express it
 *   (for a wildcard: carries none of its types without "by name"). The first wrong one is named by its pointer.
 */
export function checkEventTypes(format: Format, eventTypes: readonly string[]): void {
  for (const [index, pattern] of eventTypes.entries()) {
    const pointer = `/event_types/${index}`;
    if (!isKnownPattern(pattern)) {
      const message = 'There is no such event type. GET /v1/event-types lists them; noun.* and * are allowed.';
      throw new PosthornError('event_type_unknown', message, { fields: [{ pointer, message }] });
    }
    const covered = typesCovered(format, pattern);
    if (covered.types.length === 0 && covered.families.length === 0) {
      const message = notInFormat(format, pattern);
      throw new PosthornError('event_type_not_in_format', message, { fields: [{ pointer, message }] });
    }
  }
}

function isKnownPattern(pattern: string): boolean {
  const noun = wildcardNoun(pattern);
  if (noun === null) return isKnownEventType(pattern);
  return noun === '*' || NOUNS.has(noun);
}

function notInFormat(format: Format, pattern: string): string {
  if (wildcardNoun(pattern) === null) return `The format ${format} cannot express this event type.`;
  return `The format ${format} has no event of its own for these types. List the types one by one where it can carry them.`;
}
