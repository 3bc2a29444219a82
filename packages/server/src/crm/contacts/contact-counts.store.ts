import { sql } from 'kysely';
import type { WorkspaceId } from '../../domain/ids.ts';
import type { LabelId } from '../../domain/label.ts';
import type { Store } from '../../platform/db/store.ts';

/** Contacts that are counted; of more it is only told that there are more. Counting so many takes some 20 ms. */
export const CONTACTS_COUNTED_MAX = 100_000;
/** Contacts of one status or source that are counted: together an index of a few hundred thousand rows at most. */
export const CONTACTS_OF_LABEL_MAX = 10_000;
/** Which contacts are in a group no index tells: a workspace with more contacts gets no counts of groups. */
const CONTACTS_WALKED_MAX = 20_000;

export interface ContactCounts {
  /** At most `CONTACTS_COUNTED_MAX`. */
  readonly total: number;
  /** By status and source, at most `CONTACTS_OF_LABEL_MAX` each. A label that is not there has none. */
  readonly byLabel: ReadonlyMap<LabelId, number>;
  /** By contact group. Null: there are too many contacts to look at. */
  readonly byGroup: ReadonlyMap<LabelId, number> | null;
}

/** How many contacts a workspace has, and how many of each label. What is counted is bounded. */
export async function countContacts(store: Store, workspaceId: WorkspaceId): Promise<ContactCounts> {
  const [total, byLabel] = await Promise.all([countAll(store, workspaceId), countByLabel(store, workspaceId)]);
  const byGroup = total > CONTACTS_WALKED_MAX ? null : await countByGroup(store, workspaceId);
  return { total, byLabel, byGroup };
}

async function countAll(store: Store, workspaceId: WorkspaceId): Promise<number> {
  const some = store.db
    .selectFrom('contacts')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('deleted_at_ms', 'is', null)
    .limit(CONTACTS_COUNTED_MAX);
  const row = await store.db
    .selectFrom(some.as('some'))
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

interface LabelCount {
  readonly id: LabelId;
  readonly count: number | string;
}

async function countByLabel(store: Store, workspaceId: WorkspaceId): Promise<ReadonlyMap<LabelId, number>> {
  const countOf = (column: 'status_id' | 'source_id') => sql`
    (select count(*) from (
      select 1 as one from contacts as c
      where c.workspace_id = l.workspace_id and c.${sql.ref(column)} = l.id limit ${sql.lit(CONTACTS_OF_LABEL_MAX)}
    ) as counted)`;
  const { rows } = await sql<LabelCount>`
    select l.id, case l.kind when 'status' then ${countOf('status_id')} else ${countOf('source_id')} end as count
    from labels as l
    where l.workspace_id = ${workspaceId} and l.kind in ('status', 'source') and l.deleted_at_ms is null`.execute(
    store.db,
  );
  return toCounts(rows);
}

async function countByGroup(store: Store, workspaceId: WorkspaceId): Promise<ReadonlyMap<LabelId, number>> {
  const rows = await store.db
    .selectFrom('contacts')
    .select(['group_ids as ids', (eb) => eb.fn.countAll().as('count')])
    .where('workspace_id', '=', workspaceId)
    .where('deleted_at_ms', 'is', null)
    .where('group_ids', '<>', '[]')
    .groupBy('group_ids')
    .execute();
  // `as` here: the JSON is our own. Contacts with the same groups come as one row.
  return toCounts(
    rows.flatMap(({ ids, count }) => (JSON.parse(ids) as LabelId[]).map((id) => ({ id, count: String(count) }))),
  );
}

function toCounts(rows: readonly LabelCount[]): ReadonlyMap<LabelId, number> {
  const counts = new Map<LabelId, number>();
  for (const { id, count } of rows) if (Number(count) > 0) counts.set(id, (counts.get(id) ?? 0) + Number(count));
  return counts;
}
