import { STANDING_WORDS, type StandingWord, standingOf } from '../../domain/delivery-standing.ts';
import { type EndpointId, type EventId, idOf, type MessageId, uuidOf, type WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import {
  type DeliveryStanding,
  findEndpointNames,
  findEventsOfMessages,
  listStandings,
  STANDINGS_MAX,
} from './message-deliveries.store.ts';

/** A message, here and at Meta. */
export interface DeliveredMessage {
  readonly id: MessageId;
  /** Null: Meta has not answered yet. */
  readonly wamid: string | null;
}

/** How many endpoints have what was told of a message. */
export interface MessageDeliveries {
  readonly messageId: MessageId;
  /** Endpoints that have all of it. */
  readonly delivered: number;
  /** Endpoints that want any of it. */
  readonly total: number;
  /** The endpoint that is worst off. Null: all have it. */
  readonly worst: WorstStanding | null;
}

interface WorstStanding extends DeliveryStanding {
  /** How far the endpoint is with everything that was told of the message. */
  readonly word: StandingWord;
  readonly endpointName: string;
}

/**
 * Adds up for each message how many endpoints have its events: that it came or was sent, and every step that Meta told. A
 * message of which nobody wants to know has a total of 0. Null: there are too many deliveries to add up.
 */
export async function addUpDeliveries(
  store: Store,
  workspaceId: WorkspaceId,
  messages: readonly DeliveredMessage[],
): Promise<readonly MessageDeliveries[] | null> {
  const wamids = messages.flatMap(({ wamid }) => wamid ?? []);
  const told = await findEventsOfMessages(store, workspaceId, wamids);
  const idByWamid = new Map(messages.flatMap(({ id, wamid }) => (wamid === null ? [] : [[wamid, id] as const])));
  const messageByEvent = new Map<EventId, MessageId>();
  // The id of a message that Meta told of is worked out from its event's, also when the keys are gone.
  for (const { id } of messages) messageByEvent.set(idOf('evt', uuidOf(id)), id);
  for (const { wamid, eventId } of told)
    messageByEvent.set(eventId, idByWamid.get(wamid) ?? idOf('msg', uuidOf(eventId)));
  const standings = await listStandings(store, workspaceId, [...messageByEvent.keys()]);
  if (standings.length >= STANDINGS_MAX) return null;
  const byMessage = Map.groupBy(standings, ({ eventId }) => messageByEvent.get(eventId));
  const sums = messages.map(({ id }) => addUp(id, byMessage.get(id) ?? []));
  const worst = sums.flatMap((sum) => sum.worst?.endpointId ?? []);
  const names = await findEndpointNames(store, workspaceId, [...new Set(worst)]);
  return sums.map((sum) => ({ ...sum, worst: sum.worst === null ? null : withName(sum.worst, names) }));
}

function withName(worst: Omit<WorstStanding, 'endpointName'>, names: ReadonlyMap<EndpointId, string>): WorstStanding {
  return { ...worst, endpointName: names.get(worst.endpointId) ?? 'An endpoint that is gone' };
}

interface Sum extends Omit<MessageDeliveries, 'worst'> {
  readonly worst: Omit<WorstStanding, 'endpointName'> | null;
}

/** Of the deliveries of one message: each endpoint is as well off as its worst one. */
export function addUp(messageId: MessageId, standings: readonly DeliveryStanding[]): Sum {
  const worstOf = new Map<EndpointId, DeliveryStanding>();
  for (const standing of standings) {
    const other = worstOf.get(standing.endpointId);
    if (other === undefined || rankOf(standing) > rankOf(other)) worstOf.set(standing.endpointId, standing);
  }
  const endpoints = [...worstOf.values()].toSorted((one, other) => rankOf(other) - rankOf(one));
  const [worst] = endpoints;
  return {
    messageId,
    delivered: endpoints.filter(({ state }) => state === 'delivered').length,
    total: endpoints.length,
    worst: worst === undefined || worst.state === 'delivered' ? null : { ...worst, word: standingOf(worst) },
  };
}

function rankOf(standing: DeliveryStanding): number {
  return STANDING_WORDS.indexOf(standingOf(standing));
}
