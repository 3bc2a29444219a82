import { sql } from 'kysely';
import type { EndpointId, WorkspaceId } from '../../domain/ids.ts';
import type { Store, Trx } from '../../platform/db/store.ts';
import { RateWindow } from './rate-window.ts';

/** Endpoints of one transaction. */
export const PLACES_PAGE = 200;

/** What a node wants for one endpoint. */
export interface PlacesWanted {
  readonly workspaceId: WorkspaceId;
  readonly endpointId: EndpointId;
  readonly perSecond: number;
  /** 0: it only gives back. */
  readonly wanted: number;
  /** What it took and did not use. */
  readonly unused: { readonly takenAtMs: number; readonly count: number } | null;
}

/** What it got. Times are of the database's clock. */
export interface PlacesTaken {
  readonly endpointId: EndpointId;
  readonly count: number;
  readonly takenAtMs: number;
  /** When there is one again. 0: now. */
  readonly freeInMs: number;
}

/**
 * Takes places under the rates of endpoints for this node, each endpoint once, at most `PLACES_PAGE`. The time is the database's,
 * read under the lock: clocks of nodes differ, and a place must be counted when it is taken. Nodes take turns on the row.
 *
 * @param nowMs The clock where the database has none of its own: SQLite is in this process.
 */
export async function takePlaces(
  store: Store,
  wants: readonly PlacesWanted[],
  nowMs: () => number,
): Promise<readonly PlacesTaken[]> {
  if (wants.length === 0) return [];
  // One order of keys: two nodes never wait for each other in a circle.
  const sorted = wants.toSorted((a, b) => (a.endpointId < b.endpointId ? -1 : 1));
  return store.db.transaction().execute(async (trx) => {
    let rows = await lockRows(store, trx, sorted);
    const missing = sorted.filter((want) => !rows.has(want.endpointId));
    if (missing.length > 0) {
      await insertRows(trx, missing);
      rows = await lockRows(store, trx, sorted);
    }
    const taken: PlacesTaken[] = [];
    const changed: ChangedRow[] = [];
    for (const want of sorted) {
      const row = rows.get(want.endpointId);
      if (row === undefined) continue;
      const window = new RateWindow(row.places === '' ? null : row.places);
      taken.push(takeFrom(window, want, row.now_ms ?? nowMs()));
      changed.push({ want, places: window.toText() });
    }
    await updateRows(trx, changed);
    return taken;
  });
}

function takeFrom(window: RateWindow, want: PlacesWanted, nowMs: number): PlacesTaken {
  if (want.unused !== null) window.giveBack(want.unused.takenAtMs, want.unused.count);
  const count = want.wanted === 0 ? 0 : window.take(want.perSecond, want.wanted, nowMs);
  const freeInMs = window.freeAtMs(want.perSecond, nowMs) - nowMs;
  return { endpointId: want.endpointId, count, takenAtMs: nowMs, freeInMs };
}

interface RateRow {
  readonly endpoint_id: EndpointId;
  readonly places: string;
  /** Null: the database has no clock of its own. */
  readonly now_ms: number | null;
}

async function lockRows(
  store: Store,
  trx: Trx,
  wants: readonly PlacesWanted[],
): Promise<ReadonlyMap<EndpointId, RateRow>> {
  const keys = sql.join(wants.map((want) => sql`(${want.workspaceId}, ${want.endpointId})`));
  // Ordered and locked within, so that the clock is read when every row is held.
  const { rows } = store.can.skipLocked
    ? await sql<RateRow>`
        WITH held AS MATERIALIZED (
          SELECT endpoint_id, places FROM endpoint_rates
          WHERE (workspace_id, endpoint_id) IN (VALUES ${keys}) ORDER BY endpoint_id FOR UPDATE
        )
        SELECT endpoint_id, places, CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) AS now_ms FROM held`.execute(
        trx,
      )
    : await sql<RateRow>`
        SELECT endpoint_id, places, NULL AS now_ms FROM endpoint_rates
        WHERE (workspace_id, endpoint_id) IN (VALUES ${keys})`.execute(trx);
  return new Map(rows.map((row) => [row.endpoint_id, row]));
}

interface ChangedRow {
  readonly want: PlacesWanted;
  readonly places: string;
}

async function updateRows(trx: Trx, rows: readonly ChangedRow[]): Promise<void> {
  if (rows.length === 0) return;
  const values = sql.join(rows.map(({ want, places }) => sql`(${want.workspaceId}, ${want.endpointId}, ${places})`));
  await sql`
    UPDATE endpoint_rates SET places = v.column3 FROM (VALUES ${values}) AS v
    WHERE workspace_id = v.column1 AND endpoint_id = v.column2`.execute(trx);
}

async function insertRows(trx: Trx, wants: readonly PlacesWanted[]): Promise<void> {
  await trx
    .insertInto('endpoint_rates')
    .values(
      wants.map(({ workspaceId, endpointId }) => ({ workspace_id: workspaceId, endpoint_id: endpointId, places: '' })),
    )
    .onConflict((conflict) => conflict.columns(['workspace_id', 'endpoint_id']).doNothing())
    .execute();
}
