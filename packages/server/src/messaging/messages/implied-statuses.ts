import type { NewEvent } from '../../domain/event.ts';
import type { EventId, WorkspaceId } from '../../domain/ids.ts';
import { wordOf } from '../../domain/meta/item-type.ts';
import { idTextOf, type JsonObject, listOf, objectOf } from '../../domain/meta/meta-body.ts';
import { readMetaItem } from '../../domain/meta/meta-item.ts';

/** What Meta has told of a message so far. */
export interface ToldStatuses {
  readonly wamid: string;
  readonly wasSent: boolean;
  readonly wasDelivered: boolean;
}

export interface ImpliedStatusesContext {
  /** Somebody in the workspace asks for them. */
  readonly isWanted: (workspaceId: WorkspaceId) => boolean;
  readonly findTold: (workspaceId: WorkspaceId, wamids: readonly string[]) => Promise<readonly ToldStatuses[]>;
  readonly newEventId: () => EventId;
}

type Implied = 'sent' | 'delivered';

const IMPLIED_BY: Readonly<Record<string, readonly Implied[]>> = {
  'message.delivered': ['sent'],
  'message.read': ['sent', 'delivered'],
  'message.played': ['sent', 'delivered'],
};

/**
 * The `message.sent` and `message.delivered` events that Meta left out and later statuses imply (CONTRACTS 8, "Missing
 * `sent` or `delivered`"). They go only to endpoints that ask for them, and only if the event that implies them is new.
 * Meta's item in them says `implied: true`.
 */
export async function impliedEvents(
  ctx: ImpliedStatusesContext,
  events: readonly NewEvent[],
): Promise<readonly NewEvent[]> {
  const implying = events.filter((event) => isImplying(event) && ctx.isWanted(event.workspaceId));
  if (implying.length === 0) return [];
  const implied: NewEvent[] = [];
  for (const [workspaceId, group] of Map.groupBy(implying, (event) => event.workspaceId)) {
    const told = await ctx.findTold(workspaceId, [...new Set(group.flatMap((event) => wamidOf(event) ?? []))]);
    const known = knownStatuses(told, events, workspaceId);
    for (const event of group) implied.push(...impliedBy(ctx, event, known));
  }
  return implied;
}

function isImplying(event: NewEvent): boolean {
  if (event.origin !== 'meta' || event.dedupeKey === null || IMPLIED_BY[event.type] === undefined) return false;
  // In a group each participant has statuses of their own, and Meta aggregates them.
  return wordOf(statusOf(event).recipient_type) !== 'group';
}

/** Steps that need not be implied, as `wamid status`: those that were told before or come with these events. */
function knownStatuses(
  told: readonly ToldStatuses[],
  events: readonly NewEvent[],
  workspaceId: WorkspaceId,
): Set<string> {
  const known = new Set<string>();
  for (const { wamid, wasSent, wasDelivered } of told) {
    if (wasSent) known.add(`${wamid} sent`);
    if (wasDelivered) known.add(`${wamid} delivered`);
  }
  for (const event of events) {
    const isStep = event.type === 'message.sent' || event.type === 'message.delivered';
    if (isStep && event.workspaceId === workspaceId)
      known.add(`${wamidOf(event)} ${event.type.slice('message.'.length)}`);
  }
  return known;
}

function impliedBy(ctx: ImpliedStatusesContext, event: NewEvent, known: Set<string>): readonly NewEvent[] {
  const wamid = wamidOf(event);
  const missing = (IMPLIED_BY[event.type] ?? []).filter((status) => !known.has(`${wamid} ${status}`));
  return missing.map((status) => {
    known.add(`${wamid} ${status}`);
    return {
      ...event,
      id: ctx.newEventId(),
      type: `message.${status}`,
      payload: withStatus(event.payload, status),
      dedupeKey: `${event.dedupeKey?.split('|', 1)[0]}|${status}|implied`,
      causeId: event.id,
    };
  });
}

function withStatus(payload: unknown, status: Implied): unknown {
  const body = objectOf(payload);
  const entry = objectOf(listOf(body.entry)[0]);
  const change = objectOf(listOf(entry.changes)[0]);
  const value = objectOf(change.value);
  const item = objectOf(listOf(value.statuses)[0]);
  const statuses = [{ ...item, status, implied: true }];
  return { ...body, entry: [{ ...entry, changes: [{ ...change, value: { ...value, statuses } }] }] };
}

function statusOf(event: NewEvent): JsonObject {
  return objectOf(readMetaItem(event.payload).item);
}

function wamidOf(event: NewEvent): string | null {
  return idTextOf(statusOf(event).id);
}
