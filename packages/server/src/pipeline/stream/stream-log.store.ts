import { type Selectable, sql } from 'kysely';
import type { Event } from '../../domain/event.ts';
import type { WorkspaceId } from '../../domain/ids.ts';
import { toContactRef } from '../../platform/db/event-row.ts';
import type { Store } from '../../platform/db/store.ts';
import type { EventsTable } from '../../platform/db/tables.ts';

/** What decides whom an event concerns: an event without its payload. */
export type EventHead = Pick<Event, 'type' | 'channelId' | 'phone' | 'bsuid' | 'contact'>;

/** A head with its place in the log. */
export interface PlacedHead extends EventHead {
  readonly position: number;
}

/** Workspaces that one statement asks for: two parameters each. */
const WORKSPACES_MAX = 500;

interface NewPositions {
  /** How far each workspace was read. */
  readonly after: ReadonlyMap<WorkspaceId, number>;
  /** The horizon: nothing above it is read, see `position-horizon.store.ts`. */
  readonly upTo: number;
  /** Of each workspace. */
  readonly limit: number;
}

/** Positions of the events that came since, in order. Workspaces without any are left out. */
export async function listNewPositions(
  store: Store,
  { after, upTo, limit }: NewPositions,
): Promise<ReadonlyMap<WorkspaceId, readonly number[]>> {
  const wanted = [...after];
  const found = new Map<WorkspaceId, readonly number[]>();
  for (let start = 0; start < wanted.length; start += WORKSPACES_MAX) {
    const rows = wanted
      .slice(start, start + WORKSPACES_MAX)
      .map(([id, position]) => sql`(CAST(${id} AS text), CAST(${position} AS bigint))`);
    // Both databases call the columns of VALUES so. One text and not many rows: most events are known here already.
    const positions = sql<string | null>`(SELECT string_agg(CAST(position AS text), ',') FROM (
      SELECT position FROM events WHERE workspace_id = asked.column1 AND position > asked.column2 AND position <= ${upTo}
      ORDER BY position LIMIT ${limit}) AS fresh)`;
    const answers = await store.db
      .selectFrom(sql<{ column1: WorkspaceId }>`(VALUES ${sql.join(rows)})`.as('asked'))
      .select(['column1 as workspaceId', positions.as('positions')])
      .execute();
    for (const { workspaceId, positions: text } of answers) {
      if (text !== null)
        found.set(
          workspaceId,
          text
            .split(',')
            .map(Number)
            .sort((a, b) => a - b),
        );
    }
  }
  return found;
}

/** The heads of those events that are still there. */
export async function listHeads(
  store: Store,
  workspaceId: WorkspaceId,
  positions: readonly number[],
): Promise<readonly PlacedHead[]> {
  if (positions.length === 0) return [];
  const rows = await selectHeads(store, workspaceId).where('position', 'in', positions).execute();
  return rows.map(toHead);
}

interface HeadsAfter {
  readonly afterPosition: number;
  readonly upTo: number;
  readonly limit: number;
}

/** The heads of the events after a position, in order. */
export async function listHeadsAfter(
  store: Store,
  workspaceId: WorkspaceId,
  { afterPosition, upTo, limit }: HeadsAfter,
): Promise<readonly PlacedHead[]> {
  const rows = await selectHeads(store, workspaceId)
    .where('position', '>', afterPosition)
    .where('position', '<=', upTo)
    .orderBy('position')
    .limit(limit)
    .execute();
  return rows.map(toHead);
}

/** Whether an event at or below the position is kept. */
export async function hasEventUpTo(store: Store, workspaceId: WorkspaceId, position: number): Promise<boolean> {
  const row = await store.db
    .selectFrom('events')
    .select('position')
    .where('workspace_id', '=', workspaceId)
    .where('position', '<=', position)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The position of the oldest event that is kept, or null. */
export async function findOldestPosition(store: Store, workspaceId: WorkspaceId): Promise<number | null> {
  const row = await store.db
    .selectFrom('events')
    .select('position')
    .where('workspace_id', '=', workspaceId)
    .orderBy('position')
    .limit(1)
    .executeTakeFirst();
  return row?.position ?? null;
}

const HEAD_COLUMNS = ['position', 'type', 'channel_id', 'phone', 'bsuid', 'contact_id', 'contact_serial'] as const;
type HeadRow = Pick<Selectable<EventsTable>, (typeof HEAD_COLUMNS)[number]>;

function selectHeads(store: Store, workspaceId: WorkspaceId) {
  return store.db.selectFrom('events').select(HEAD_COLUMNS).where('workspace_id', '=', workspaceId);
}

function toHead(row: HeadRow): PlacedHead {
  return {
    position: row.position,
    type: row.type,
    channelId: row.channel_id,
    phone: row.phone,
    bsuid: row.bsuid,
    contact: toContactRef(row),
  };
}
