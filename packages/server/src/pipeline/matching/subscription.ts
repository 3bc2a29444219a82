import type { Endpoint, Format } from '../../domain/endpoint.ts';
import type { Event } from '../../domain/event.ts';
import { EVENT_TYPES, type EventFamily, familyOf, findEventType } from '../../domain/event-catalogue/catalogue.ts';
import { nounOf } from '../../domain/event-catalogue/event-type.ts';
import { carriesMetaBody } from '../../domain/event-catalogue/format-traits.ts';
import type { ChannelId } from '../../domain/ids.ts';
import { metaItemOf } from '../../domain/meta/event-data.ts';
import { objectOf } from '../../domain/meta/meta-body.ts';

/** An endpoint's filters in a form that answers in a few lookups. */
export interface Subscription {
  /** Every type of the catalogue that the endpoint wants, wildcards written out. */
  readonly types: ReadonlySet<string>;
  /** Families of which it wants every type, also those that nobody has seen yet. */
  readonly families: ReadonlySet<EventFamily>;
  /** Null: events of every channel, and those of none. */
  readonly channelIds: ReadonlySet<ChannelId> | null;
  /** The format passes Meta's body on and has nothing to send when the event was not born there. */
  readonly onlyFromMeta: boolean;
}

/** Who wants events: what of an endpoint says which. The id is null where there is no endpoint yet. */
export type Subscriber = Pick<
  Endpoint,
  'workspaceId' | 'enabled' | 'format' | 'formatOptions' | 'eventTypes' | 'channelIds'
> & { readonly id: Endpoint['id'] | null };

/** An endpoint is replaced when it changes and never changed in place, so what was worked out for it stays true. */
const SUBSCRIPTIONS = new WeakMap<Subscriber, Subscription>();

const NOUN_WILDCARD = /^([a-z_]+)\.\*$/;
const FAMILIES: readonly EventFamily[] = ['custom', 'meta'];

/**
 * Whether an event goes to an endpoint (CONTRACTS 8.1): the endpoint is enabled and of the same
 * workspace, wants the type in its format, lets the channel through, and is not what an operational
 * event is about. An event without a channel passes only endpoints that do not filter by channel. What the
 * endpoint's filter says of it is asked afterwards: see `matched-endpoints.ts`.
 */
export function matchesEndpoint(endpoint: Subscriber, event: Event): boolean {
  if (!endpoint.enabled || endpoint.workspaceId !== event.workspaceId) return false;
  const subscription = subscriptionOf(endpoint);
  if (!wantsType(subscription, event)) return false;
  if (subscription.onlyFromMeta && event.origin !== 'meta') return false;
  if (subscription.channelIds !== null) {
    if (event.channelId === null || !subscription.channelIds.has(event.channelId)) return false;
  }
  if (isImplied(event) && endpoint.formatOptions.emit_implied !== true) return false;
  return event.origin !== 'operational' || !isAbout(event.payload, endpoint);
}

/** A status that Meta left out and that a later one implies: see `messaging/messages/implied-statuses.ts`. */
export function isImplied(event: Event): boolean {
  if (event.origin !== 'meta' || (event.type !== 'message.sent' && event.type !== 'message.delivered')) return false;
  return objectOf(metaItemOf(event)).implied === true;
}

/**
 * Works out what an endpoint wants. Exact names cover types that its format carries only by name,
 * `noun.*` and `*` do not; names that the format cannot express are left out. Pure; `matchesEndpoint`
 * remembers the result for each endpoint.
 */
export function compileSubscription(endpoint: Pick<Endpoint, 'format' | 'eventTypes' | 'channelIds'>): Subscription {
  const types = new Set<string>();
  const families = new Set<EventFamily>();
  for (const pattern of endpoint.eventTypes) {
    const covered = typesCovered(endpoint.format, pattern);
    for (const type of covered.types) types.add(type);
    for (const family of covered.families) families.add(family);
  }
  return {
    types,
    families,
    channelIds: endpoint.channelIds === null ? null : new Set(endpoint.channelIds),
    onlyFromMeta: carriesMetaBody(endpoint.format),
  };
}

/** What one pattern of an endpoint's `event_types` covers in a format. */
export interface Coverage {
  readonly types: readonly string[];
  readonly families: readonly EventFamily[];
}

const COVERS_NOTHING: Coverage = { types: [], families: [] };

/** Types and families that an exact name, `noun.*` or `*` covers in a format. Empty for a name that nobody knows. */
export function typesCovered(format: Format, pattern: string): Coverage {
  const noun = wildcardNoun(pattern);
  if (noun === null) {
    const row = findEventType(pattern);
    return row === null || row.names[format] === null ? COVERS_NOTHING : { types: [pattern], families: [] };
  }
  const rows = EVENT_TYPES.filter(
    (row) => row.names[format]?.byName === false && (noun === '*' || nounOf(row.type) === noun),
  );
  const families = FAMILIES.filter((family) => noun === '*' || noun === family);
  return { types: rows.map((row) => row.type), families: families.filter((family) => carriesFamily(format, family)) };
}

/** The noun of `noun.*`, `*` for `*` itself. Null when the pattern is no wildcard. */
export function wildcardNoun(pattern: string): string | null {
  if (pattern === '*') return '*';
  return NOUN_WILDCARD.exec(pattern)?.[1] ?? null;
}

function subscriptionOf(endpoint: Subscriber): Subscription {
  const known = SUBSCRIPTIONS.get(endpoint);
  if (known !== undefined) return known;
  const subscription = compileSubscription(endpoint);
  SUBSCRIPTIONS.set(endpoint, subscription);
  return subscription;
}

/** Whether a subscription covers the type of an event. */
export function wantsType(subscription: Subscription, event: Event): boolean {
  if (subscription.types.has(event.type)) return true;
  if (subscription.families.size === 0) return false;
  const family = familyOf(event.type);
  return family !== null && subscription.families.has(family);
}

/** Whether the payload of an operational event is about the endpoint. */
export function isAbout(payload: unknown, endpoint: Subscriber): boolean {
  return (
    typeof payload === 'object' && payload !== null && 'endpoint_id' in payload && payload.endpoint_id === endpoint.id
  );
}

/** Any member of a family stands for all: the table names them alike. */
function carriesFamily(format: Format, family: EventFamily): boolean {
  return findEventType(`${family}.x`)?.names[format]?.byName === false;
}
