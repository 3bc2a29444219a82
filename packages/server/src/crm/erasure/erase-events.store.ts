import type { Selectable } from 'kysely';
import type { ErasedPayload } from '../../domain/event.ts';
import { firstIdAt, timeOfId } from '../../domain/id-time.ts';
import type { EventId } from '../../domain/ids.ts';
import { CANCELED } from '../../platform/db/canceled-delivery.ts';
import { letNextGo, lockLines } from '../../platform/db/delivery-line.ts';
import type { Trx } from '../../platform/db/store.ts';
import type { EventsTable } from '../../platform/db/tables.ts';
import { toIso } from '../../platform/http/query-params.ts';
import { nextAfter, PIECE_ROWS, type Piece, type StepContext } from './erasure-step.ts';
import { findOthers } from './find-person.store.ts';
import { type JudgeContext, type JudgedEvent, judgeEvent, type Verdict } from './judge-event.ts';

/**
 * Walks along the events of the workspace. One about the person keeps its id, type, channel and times, and its deliveries
 * are canceled; one that only mentions them keeps everything else.
 */
export async function eraseEvents(ctx: StepContext, after: string | null): Promise<Piece> {
  const rows = await selectEvents(ctx)
    .$if(after !== null, (events) => events.where('id', '>', after as EventId))
    .limit(PIECE_ROWS)
    .execute();
  const judge = { ...ctx, others: await findOthers(ctx, rows) };
  const changing = rows.filter((row) => judgeRow(row, judge) !== 'none').map((row) => row.id);
  const about = rows.filter((row) => row.origin === 'erased' || judgeRow(row, judge) === 'about').map((row) => row.id);
  // Before, so that nothing of it is sent that was erased already; and after, for what was asked for in between.
  const canceled = await cancelDeliveries(ctx, about);
  const counts = changing.length === 0 ? {} : await rewriteEvents(ctx, judge, changing);
  return {
    counts: { ...counts, deliveries_canceled: canceled + (await cancelDeliveries(ctx, about)) },
    next: nextAfter(rows.map((row) => row.id)),
  };
}

/** What is left of anything that told of the person. */
function erasedPayload(atMs: number): string {
  return JSON.stringify({ erased_at: toIso(atMs) } satisfies ErasedPayload);
}

const COLUMNS = [
  'id',
  'type',
  'origin',
  'created_at_ms',
  'phone',
  'bsuid',
  'contact_id',
  'payload',
  'sent_message',
] as const;
type EventRow = Pick<Selectable<EventsTable>, (typeof COLUMNS)[number]>;

function selectEvents({ store, workspaceId }: StepContext, trx: Trx | typeof store.db = store.db) {
  return trx.selectFrom('events').select(COLUMNS).where('workspace_id', '=', workspaceId).orderBy('id');
}

function judgeRow(row: EventRow, judge: JudgeContext): Verdict {
  const { type, origin, phone, bsuid } = row;
  const event: JudgedEvent = {
    ...{ type, origin, phone, bsuid },
    // What a message said that was sent is told beside what Meta told of it.
    payload: row.sent_message === null ? row.payload : `${row.payload}\n${row.sent_message}`,
    createdAtMs: row.created_at_ms,
    contactId: row.contact_id,
  };
  return judgeEvent(event, judge);
}

/** Looks at the rows again when they are locked: another erasure may have changed them in between. */
function rewriteEvents(ctx: StepContext, judge: JudgeContext, ids: readonly EventId[]) {
  const { store, workspaceId } = ctx;
  return store.db.transaction().execute(async (trx) => {
    const rows = await selectEvents(ctx, trx)
      .where('id', 'in', ids)
      .$if(store.can.skipLocked, (events) => events.forUpdate())
      .execute();
    const counts = { events: 0, events_redacted: 0 };
    for (const row of rows) {
      const change = changeOf(ctx, row, judgeRow(row, judge));
      if (change === null) continue;
      counts[change.origin === 'erased' ? 'events' : 'events_redacted'] += 1;
      await trx
        .updateTable('events')
        .set(change)
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', row.id)
        .execute();
    }
    return counts;
  });
}

function changeOf(ctx: StepContext, row: EventRow, verdict: Verdict): Partial<EventRow> | null {
  if (verdict === 'none') return null;
  const redacted = verdict === 'about' ? null : ctx.redactor.redactJson(JSON.parse(row.payload));
  if (redacted === null) {
    return { origin: 'erased', payload: erasedPayload(ctx.nowMs()), phone: null, bsuid: null, sent_message: null };
  }
  const { phones, bsuids } = ctx.person;
  return {
    payload: JSON.stringify(redacted.value),
    phone: row.phone !== null && phones.includes(row.phone) ? null : row.phone,
    bsuid: row.bsuid !== null && bsuids.includes(row.bsuid) ? null : row.bsuid,
    sent_message: row.sent_message === null ? null : redactSentMessage(ctx, row.sent_message),
  };
}

function redactSentMessage({ redactor }: StepContext, json: string): string | null {
  const redacted = redactor.redactJson(JSON.parse(json));
  return redacted === null ? null : JSON.stringify(redacted.value);
}

/** A delivery is made in the commit of its event, but for those of runs: how far the times in their ids may lie apart. */
const DELIVERY_FROM_EVENT_MS_MAX = 600_000;

/**
 * Cancels the unfinished deliveries of events, one transaction for each: it never holds one while it waits for another. A
 * resend that waits is taken back. The lease of one that is being sent stays: by it the attempt finds the row.
 */
async function cancelDeliveries(ctx: StepContext, eventIds: readonly EventId[]): Promise<number> {
  const [first, last] = [eventIds[0], eventIds.at(-1)];
  if (first === undefined || last === undefined) return 0;
  const { store, workspaceId } = ctx;
  const pending = store.db
    .selectFrom('deliveries')
    .select(['id', 'resting_state', 'endpoint_id', 'order_key'])
    .where('workspace_id', '=', workspaceId)
    .where('event_id', 'in', eventIds)
    .where('state', '=', 'pending');
  // The queue has no index by event, but for the deliveries of runs.
  const born = await pending
    .where('run_id', 'is', null)
    .where('id', '>=', firstIdAt('dlv', timeOfId(first) - DELIVERY_FROM_EVENT_MS_MAX))
    .where('id', '<', firstIdAt('dlv', timeOfId(last) + DELIVERY_FROM_EVENT_MS_MAX))
    .execute();
  const ofRuns = await pending.where('run_id', 'is not', null).execute();
  let count = 0;
  for (const { id, resting_state, endpoint_id, order_key } of [...born, ...ofRuns]) {
    const restsInLog = resting_state === 'delivered' || resting_state === 'exhausted';
    if (restsInLog) {
      const taken = store.db.deleteFrom('deliveries').where('workspace_id', '=', workspaceId).where('id', '=', id);
      const { numDeletedRows } = await taken.where('lease_token', 'is', null).executeTakeFirstOrThrow();
      count += Number(numDeletedRows);
    }
    const line = order_key === null ? [] : [{ workspaceId, endpointId: endpoint_id, orderKey: order_key }];
    const canceled = await store.db.transaction().execute(async (trx) => {
      await lockLines(store, trx, line);
      const result = await trx
        .updateTable('deliveries')
        .set(CANCELED)
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .where('state', '=', 'pending')
        .executeTakeFirstOrThrow();
      await letNextGo(trx, line);
      return result;
    });
    count += Number(canceled.numUpdatedRows);
  }
  return count;
}
