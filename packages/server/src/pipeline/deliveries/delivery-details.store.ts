import { sql } from 'kysely';
import { fullName } from '../../domain/contact.ts';
import type { AttemptOutcome } from '../../domain/delivery.ts';
import type { Format, FormatOptions } from '../../domain/endpoint.ts';
import type { EventOrigin } from '../../domain/event.ts';
import type {
  AttemptId,
  ChannelId,
  ContactId,
  DeliveryId,
  EndpointId,
  EventId,
  WorkspaceId,
} from '../../domain/ids.ts';
import { isAttemptSince } from '../../platform/db/attempt-bound.ts';
import { unpackHeaders } from '../../platform/db/logged-headers.ts';
import type { Store } from '../../platform/db/store.ts';
import type { Delivery } from './deliveries.store.ts';

/** The event of a delivery, as much as a row of a table shows of it. */
export interface DeliverySubject {
  readonly origin: EventOrigin;
  readonly channelId: ChannelId | null;
  readonly occurredAtMs: number;
  /** When the gateway took it in. */
  readonly receivedAtMs: number;
  /** Digits without `+`. */
  readonly phone: string | null;
  readonly bsuid: string | null;
  readonly contactId: ContactId | null;
  /** Of the contact as it is called now. Null: there is none, or it has no name. */
  readonly contactName: string | null;
}

/** The endpoint of a delivery, also one that was deleted. */
export interface DeliveryEndpoint {
  /** The description, or else the host of the URL. */
  readonly name: string;
  readonly url: string;
  readonly format: Format;
  readonly formatOptions: FormatOptions;
  readonly isEnabled: boolean;
  readonly isDeleted: boolean;
  readonly updatedAtMs: number;
}

/** A delivery with what a reader wants to see beside it. */
export interface DetailedDelivery extends Delivery {
  /** Null: the event is older than the retention. */
  readonly subject: DeliverySubject | null;
  /** Null: it was removed for good. */
  readonly endpoint: DeliveryEndpoint | null;
  /** Of the last attempts, oldest first, of those that are kept. */
  readonly outcomes: readonly AttemptOutcome[];
  /** An attempt that got no complete answer was followed by another one: the receiver may have it twice. */
  readonly possibleDuplicate: boolean;
}

/** The request of one attempt, as the delivery log has it. */
export interface SentRequest {
  readonly attemptId: AttemptId;
  readonly number: number;
  readonly startedAtMs: number;
  /** Values of the endpoint's own headers are masked. Empty: nothing was sent. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A schedule has about a dozen attempts; those before the last twelve are told by their number. */
const OUTCOMES_SHOWN_MAX = 12;

/** Adds to deliveries of one workspace what stands beside them. Each kind of thing is read once for all of them. */
export async function detailDeliveries(
  store: Store,
  workspaceId: WorkspaceId,
  deliveries: readonly Delivery[],
): Promise<readonly DetailedDelivery[]> {
  if (deliveries.length === 0) return [];
  const [subjects, endpoints, attempts] = await Promise.all([
    findSubjects(store, workspaceId, [...new Set(deliveries.map(({ eventId }) => eventId))]),
    findDeliveryEndpoints(store, workspaceId, [...new Set(deliveries.map(({ endpointId }) => endpointId))]),
    listLastOutcomes(store, workspaceId, deliveries),
  ]);
  return deliveries.map((delivery) => {
    const last = attempts.get(delivery.id) ?? [];
    return {
      ...delivery,
      subject: subjects.get(delivery.eventId) ?? null,
      endpoint: endpoints.get(delivery.endpointId) ?? null,
      outcomes: last.map(({ outcome }) => outcome),
      possibleDuplicate: delivery.maybeReceived || last.slice(0, -1).some(({ maybeReceived }) => maybeReceived),
    };
  });
}

/** The endpoints with these ids, also deleted ones. */
export async function findDeliveryEndpoints(
  store: Store,
  workspaceId: WorkspaceId,
  ids: readonly EndpointId[],
): Promise<ReadonlyMap<EndpointId, DeliveryEndpoint>> {
  const rows = await store.db
    .selectFrom('endpoints')
    .select(['id', 'description', 'url', 'format', 'format_options', 'enabled', 'deleted_at_ms', 'updated_at_ms'])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .execute();
  return new Map(
    rows.map((row) => [
      row.id,
      {
        name: row.description === '' ? new URL(row.url).host : row.description,
        url: row.url,
        format: row.format,
        // `as`: the JSON is our own.
        formatOptions: JSON.parse(row.format_options) as FormatOptions,
        isEnabled: row.enabled === 1,
        isDeleted: row.deleted_at_ms !== null,
        updatedAtMs: row.updated_at_ms,
      },
    ]),
  );
}

/** The request of an attempt of the delivery; of the last one when none is named. Null: there is none. */
export async function findSentRequest(
  store: Store,
  key: { readonly workspaceId: WorkspaceId; readonly id: DeliveryId },
  attemptId: AttemptId | null,
): Promise<SentRequest | null> {
  const row = await store.db
    .selectFrom('attempts')
    .select(['id', 'number', 'started_at_ms', 'event_id', 'request_headers'])
    .where('workspace_id', '=', key.workspaceId)
    .where('delivery_id', '=', key.id)
    .where(isAttemptSince('id', [key.id]))
    .$if(attemptId !== null, (rows) => rows.where('id', '=', attemptId as AttemptId))
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const attempt = { number: row.number, startedAtMs: row.started_at_ms };
  const headers = unpackHeaders(row.request_headers, { ...attempt, eventId: row.event_id });
  return { ...attempt, attemptId: row.id, headers };
}

async function findSubjects(
  store: Store,
  workspaceId: WorkspaceId,
  eventIds: readonly EventId[],
): Promise<ReadonlyMap<EventId, DeliverySubject>> {
  const rows = await store.db
    .selectFrom('events as e')
    .leftJoin('contacts as c', (join) =>
      join.onRef('c.workspace_id', '=', 'e.workspace_id').onRef('c.id', '=', 'e.contact_id'),
    )
    .select(['e.id', 'e.origin', 'e.channel_id', 'e.occurred_at_ms', 'e.created_at_ms', 'e.phone', 'e.bsuid'])
    .select(['e.contact_id', 'c.first_name', 'c.last_name'])
    .where('e.workspace_id', '=', workspaceId)
    .where('e.id', 'in', eventIds)
    .execute();
  return new Map(
    rows.map((row) => {
      const name = fullName({ firstName: row.first_name ?? '', lastName: row.last_name });
      return [
        row.id,
        {
          origin: row.origin,
          channelId: row.channel_id,
          occurredAtMs: row.occurred_at_ms,
          receivedAtMs: row.created_at_ms,
          phone: row.phone,
          bsuid: row.bsuid,
          contactId: row.contact_id,
          contactName: name === '' ? null : name,
        },
      ];
    }),
  );
}

interface LastOutcome {
  readonly outcome: AttemptOutcome;
  /** It got no complete answer, so the receiver may have it all the same (DESIGN 5). */
  readonly maybeReceived: boolean;
}

/** `cross join`: for SQLite it means that the deliveries come first; a join it turned around, and read the whole log. */
async function listLastOutcomes(
  store: Store,
  workspaceId: WorkspaceId,
  deliveries: readonly Delivery[],
): Promise<ReadonlyMap<DeliveryId, readonly LastOutcome[]>> {
  const wanted = deliveries.map(
    ({ id, attemptsMade }) =>
      sql`(cast(${id} as text), cast(${Math.max(0, attemptsMade - OUTCOMES_SHOWN_MAX)} as bigint))`,
  );
  const { rows } = await sql<{
    readonly delivery_id: DeliveryId;
    readonly outcome: AttemptOutcome;
    readonly error_class: string | null;
  }>`
    select a.delivery_id, a.outcome, a.error_class
    from (values ${sql.join(wanted)}) as wanted
    cross join attempts as a
    where a.workspace_id = ${workspaceId}
      and a.delivery_id = wanted.column1 and a.number > wanted.column2
      and ${isAttemptSince(
        'a.id',
        deliveries.map(({ id }) => id),
      )}
    order by a.delivery_id, a.number`.execute(store.db);
  const outcomes = rows.map(({ delivery_id, outcome, error_class }) => ({
    ...{ deliveryId: delivery_id, outcome },
    maybeReceived: outcome === 'unknown' || (outcome === 'failed' && MAYBE_RECEIVED.includes(error_class ?? '')),
  }));
  return Map.groupBy(outcomes, ({ deliveryId }) => deliveryId);
}

/** Failures after which the receiver may have it all the same, as for a resend. */
const MAYBE_RECEIVED: readonly string[] = ['timeout', 'aborted', 'body_too_large'];
