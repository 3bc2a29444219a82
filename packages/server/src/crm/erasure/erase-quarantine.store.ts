import type { ExpressionBuilder, SqlBool } from 'kysely';
import { sql } from 'kysely';
import type { EventId, MetaAppId, QuarantineItemId } from '../../domain/ids.ts';
import type { Trx } from '../../platform/db/store.ts';
import type { Database } from '../../platform/db/tables.ts';
import { nextAfter, type Piece, type StepContext } from './erasure-step.ts';

/** Items that one piece reads. One that could not be read may be of 4 MB. */
const ITEMS_MAX = 20;

/** What is left of a payload: JSON, as every payload. */
const NO_PAYLOAD = 'null';

/**
 * Walks along the quarantine of the workspace's registrations, and of the operator's as far as it is about numbers of the
 * workspace. An item that mentions the person keeps what makes it the same item when Meta sends it again.
 */
export async function eraseQuarantine(ctx: StepContext, after: string | null): Promise<Piece> {
  const rows = await ctx.store.db
    .selectFrom('quarantine')
    .select(['meta_app_id', 'id', 'reason', 'dedupe_key', 'payload'])
    .where((eb) => eb.or([isOfOwnApp(eb, ctx), isOfOwnNumber(eb, ctx)]))
    .where('created_at_ms', '<', ctx.startedAtMs)
    .where('reason', '!=', 'erased')
    .$if(after !== null, (items) => items.where(isBehind(after ?? '')))
    .orderBy('meta_app_id')
    .orderBy('id')
    .limit(ITEMS_MAX)
    .execute();
  const meant = rows.filter((row) => ctx.redactor.mentions(row.payload));
  let count = 0;
  for (const row of meant) count += await eraseItem(ctx, row);
  const next = nextAfter(
    rows.map((row) => `${row.meta_app_id} ${row.id}`),
    ITEMS_MAX,
  );
  return { counts: { quarantine_items: count }, next };
}

interface Item {
  readonly meta_app_id: MetaAppId;
  readonly id: QuarantineItemId;
  readonly reason: string;
  readonly dedupe_key: string;
}

/** The event that it would have been counts as known: when Meta sends it again it makes none. */
function eraseItem({ store, workspaceId, nowMs }: StepContext, item: Item): Promise<number> {
  return store.db.transaction().execute(async (trx: Trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('quarantine')
      .set({ reason: 'erased', payload: NO_PAYLOAD, payload_bytes: NO_PAYLOAD.length })
      .where('meta_app_id', '=', item.meta_app_id)
      .where('id', '=', item.id)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return 0;
    const event_id = item.id as string as EventId;
    await trx
      .insertInto('event_keys')
      .values({ workspace_id: workspaceId, key: item.dedupe_key, event_id, created_at_ms: nowMs() })
      .onConflict((conflict) => conflict.columns(['workspace_id', 'key']).doNothing())
      .execute();
    return 1;
  });
}

function isBehind(place: string) {
  const [metaAppId = '', id = ''] = place.split(' ');
  return sql<SqlBool>`(meta_app_id, id) > (${metaAppId}, ${id})`;
}

function isOfOwnApp(eb: ExpressionBuilder<Database, 'quarantine'>, { workspaceId }: StepContext) {
  const own = eb.selectFrom('meta_apps').select('meta_apps.id').where('meta_apps.workspace_id', '=', workspaceId);
  return eb('meta_app_id', 'in', own);
}

/** A number is the workspace's when its channel is, or was and nobody else has it now. */
function isOfOwnNumber(eb: ExpressionBuilder<Database, 'quarantine'>, { workspaceId }: StepContext) {
  const numbers = eb
    .selectFrom('channels as own')
    .innerJoin('meta_apps', 'meta_apps.id', 'own.meta_app_id')
    .select('own.id')
    .where('own.workspace_id', '=', workspaceId)
    .where('meta_apps.workspace_id', 'is', null)
    .whereRef('own.meta_app_id', '=', 'quarantine.meta_app_id')
    .whereRef('own.phone_number_id', '=', 'quarantine.phone_number_id')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('channels as theirs')
            .select('theirs.id')
            .whereRef('theirs.meta_app_id', '=', 'own.meta_app_id')
            .whereRef('theirs.phone_number_id', '=', 'own.phone_number_id')
            .where('theirs.workspace_id', '!=', workspaceId)
            .where('theirs.deleted_at_ms', 'is', null),
        ),
      ),
    );
  return eb.exists(numbers);
}
