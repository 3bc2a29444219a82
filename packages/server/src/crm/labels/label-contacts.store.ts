import type { ContactId, SourceId, StatusId } from '../../domain/ids.ts';
import type { LabelId } from '../../domain/label.ts';
import type { Store } from '../../platform/db/store.ts';
import { SCAN_STEP_ROWS, scanBounded } from '../../platform/http/bounded-scan.ts';
import type { LabelsOf } from './labels.store.ts';

/** A label whose contacts are looked for. */
export interface UsedLabel extends LabelsOf {
  readonly id: LabelId;
}

interface ContactsWithLabel {
  /** Up to `limit`, in the order of their ids. There may be none and still more to look at. */
  readonly ids: readonly ContactId[];
  /** Where the next page goes on. Null: everything was looked at. */
  readonly nextAfterId: ContactId | null;
}

/**
 * Contacts that have a label, page by page. An index serves statuses and sources; for groups the contacts of the
 * workspace are walked through, a bounded number of them a page.
 */
export async function listContactsWith(
  store: Store,
  label: UsedLabel,
  page: { readonly afterId: ContactId | null; readonly limit: number },
): Promise<ContactsWithLabel> {
  return label.kind === 'contact_group' ? walkGroup(store, label, page) : readIndexed(store, label, page);
}

type PageAfter = Parameters<typeof listContactsWith>[2];

async function readIndexed(store: Store, label: UsedLabel, { afterId, limit }: PageAfter): Promise<ContactsWithLabel> {
  const ids = selectIds(store, { label, afterId });
  const rows = await (label.kind === 'status'
    ? ids.where('status_id', '=', label.id as StatusId)
    : ids.where('source_id', '=', label.id as SourceId)
  )
    .limit(limit)
    .execute();
  const last = rows.length < limit ? undefined : rows.at(-1);
  return { ids: rows.map(({ id }) => id), nextAfterId: last?.id ?? null };
}

async function walkGroup(store: Store, label: UsedLabel, { afterId, limit }: PageAfter): Promise<ContactsWithLabel> {
  const found = await scanBounded<ContactId, ContactId>({
    limit,
    start: afterId,
    findStepEnd: async (start) => {
      const row = await selectAllIds(store, { label, afterId: start })
        .offset(SCAN_STEP_ROWS - 1)
        .limit(1)
        .executeTakeFirst();
      return row?.id ?? null;
    },
    read: async (start, end, rowsMax) => {
      const inGroup = selectIds(store, { label, afterId: start }).where('group_ids', 'like', `%"${label.id}"%`);
      const rows = await (end === null ? inGroup : inGroup.where('id', '<=', end)).limit(rowsMax).execute();
      return rows.map(({ id }) => id);
    },
  });
  const ids = found.rows.slice(0, limit);
  return { ids, nextAfterId: found.rows.length > limit ? (ids.at(-1) ?? null) : found.stoppedAt };
}

interface IdsAfter {
  readonly label: UsedLabel;
  readonly afterId: ContactId | null;
}

function selectIds(store: Store, after: IdsAfter) {
  return selectAllIds(store, after).where('deleted_at_ms', 'is', null);
}

/** Those of tombstones too. */
function selectAllIds(store: Store, { label, afterId }: IdsAfter) {
  const ids = store.db.selectFrom('contacts').select('id').where('workspace_id', '=', label.workspaceId).orderBy('id');
  return afterId === null ? ids : ids.where('id', '>', afterId);
}
