import type { AuditEntryId, ContactId } from '../../domain/ids.ts';
import { nextAfter, PIECE_ROWS, type Piece, type StepContext } from './erasure-step.ts';

/**
 * Walks along the audit log of the workspace. What it says of the contact goes, but that there was something; of another
 * resource only what mentions the person. Who did what and when stays.
 */
export async function eraseAuditLog(ctx: StepContext, after: string | null): Promise<Piece> {
  const rows = await selectEntries(ctx)
    .$if(after !== null, (entries) => entries.where('id', '>', after as AuditEntryId))
    .limit(PIECE_ROWS)
    .execute();
  const changing = rows.filter((row) => changeOf(ctx, row) !== null).map((row) => row.id);
  const count = changing.length === 0 ? 0 : await rewriteEntries(ctx, changing);
  return { counts: { audit_entries: count }, next: nextAfter(rows.map((row) => row.id)) };
}

interface EntryRow {
  readonly id: AuditEntryId;
  readonly at_ms: number;
  readonly resource_id: string;
  readonly before: string | null;
  readonly after: string | null;
}

function selectEntries({ store, workspaceId }: StepContext, db: StepContext['store']['db'] = store.db) {
  return db
    .selectFrom('audit_log')
    .select(['id', 'at_ms', 'resource_id', 'before', 'after'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('id');
}

function rewriteEntries(ctx: StepContext, ids: readonly AuditEntryId[]): Promise<number> {
  const { store, workspaceId } = ctx;
  return store.db.transaction().execute(async (trx) => {
    const rows = await selectEntries(ctx, trx)
      .where('id', 'in', ids)
      .$if(store.can.skipLocked, (entries) => entries.forUpdate())
      .execute();
    let count = 0;
    for (const row of rows) {
      const change = changeOf(ctx, row);
      if (change === null) continue;
      count += 1;
      await trx
        .updateTable('audit_log')
        .set(change)
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', row.id)
        .execute();
    }
    return count;
  });
}

type Values = Pick<EntryRow, 'before' | 'after'>;

function changeOf(ctx: StepContext, row: EntryRow): Values | null {
  const isTheirs = ctx.person.contactIds.includes(row.resource_id as ContactId);
  if (!isTheirs && row.at_ms >= ctx.startedAtMs) return null;
  const redact = isTheirs ? emptied : (json: string | null) => redactValue(ctx, json);
  const [before, after] = [redact(row.before), redact(row.after)];
  return before === row.before && after === row.after ? null : { before, after };
}

/** The same however often: what is erased already is found to be. */
function emptied(json: string | null): string | null {
  return json === null ? null : ERASED;
}

const ERASED = '{"erased":true}';

function redactValue({ redactor }: StepContext, json: string | null): string | null {
  if (json === null || !redactor.mentions(json)) return json;
  const redacted = redactor.redactJson(JSON.parse(json));
  return redacted === null ? ERASED : JSON.stringify(redacted.value);
}
