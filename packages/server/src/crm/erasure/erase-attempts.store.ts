import type { Selectable } from 'kysely';
import type { AttemptId, ContactId } from '../../domain/ids.ts';
import type { AttemptsTable } from '../../platform/db/tables.ts';
import { nextAfter, PIECE_ROWS, type Piece, type StepContext } from './erasure-step.ts';
import type { Redactor } from './redact.ts';

type AttemptTexts = Pick<
  Selectable<AttemptsTable>,
  'error_message' | 'request_headers' | 'response_headers' | 'response_body'
>;

const NO_TEXTS: AttemptTexts = {
  error_message: null,
  request_headers: '{}',
  response_headers: '{}',
  response_body: null,
};

/**
 * Walks along the delivery log. An attempt of an event that was erased keeps ids, number, times, outcome and status code;
 * another one that mentions the person, such as an answer that repeats a number, keeps everything else.
 */
export async function eraseAttempts(ctx: StepContext, after: string | null): Promise<Piece> {
  const rows = await selectAttempts(ctx)
    .$if(after !== null, (attempts) => attempts.where('a.id', '>', after as AttemptId))
    .limit(PIECE_ROWS)
    .execute();
  const changing = rows.filter((row) => changeOf(ctx, row) !== null).map((row) => row.id);
  const count = changing.length === 0 ? 0 : await rewriteAttempts(ctx, changing);
  return { counts: { attempts: count }, next: nextAfter(rows.map((row) => row.id)) };
}

interface AttemptRow extends AttemptTexts {
  readonly id: AttemptId;
  /** Null: the event is older than the retention. */
  readonly event_origin: string | null;
  readonly event_created_at_ms: number | null;
  readonly event_contact_id: ContactId | null;
}

function selectAttempts({ store, workspaceId }: StepContext) {
  return store.db
    .selectFrom('attempts as a')
    .leftJoin('events as e', (join) =>
      join.onRef('e.workspace_id', '=', 'a.workspace_id').onRef('e.id', '=', 'a.event_id'),
    )
    .select([
      'a.id',
      'a.error_message',
      'a.request_headers',
      'a.response_headers',
      'a.response_body',
      'e.origin as event_origin',
      'e.created_at_ms as event_created_at_ms',
      'e.contact_id as event_contact_id',
    ])
    .where('a.workspace_id', '=', workspaceId)
    .orderBy('a.id');
}

function changeOf(ctx: StepContext, row: AttemptRow): AttemptTexts | null {
  if (row.event_origin === 'erased') return isSame(row, NO_TEXTS) ? null : NO_TEXTS;
  // What a receiver answered to the event of the erasure itself may tell of the person too.
  const isTheirs = row.event_contact_id !== null && ctx.person.contactIds.includes(row.event_contact_id);
  if (!isTheirs && (row.event_created_at_ms ?? 0) >= ctx.startedAtMs) return null;
  return redactTexts(row, ctx.redactor);
}

/** Looks at the rows again when they are locked: another erasure may have changed them in between. */
async function rewriteAttempts(ctx: StepContext, ids: readonly AttemptId[]): Promise<number> {
  const { store, workspaceId } = ctx;
  return store.db.transaction().execute(async (trx) => {
    await trx
      .selectFrom('attempts')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('id', 'in', ids)
      .orderBy('id')
      .$if(store.can.skipLocked, (attempts) => attempts.forUpdate())
      .execute();
    const rows = await selectAttempts({ ...ctx, store: { ...store, db: trx } })
      .where('a.id', 'in', ids)
      .execute();
    let count = 0;
    for (const row of rows) {
      const change = changeOf(ctx, row);
      if (change === null) continue;
      count += 1;
      await trx
        .updateTable('attempts')
        .set(change)
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', row.id)
        .execute();
    }
    return count;
  });
}

function redactTexts(row: AttemptTexts, redactor: Redactor): AttemptTexts | null {
  const redact = (text: string | null) => (text === null ? null : redactor.redactText(text));
  const redacted: AttemptTexts = {
    error_message: redact(row.error_message),
    request_headers: redactHeaders(row.request_headers, redactor),
    response_headers: redactHeaders(row.response_headers, redactor),
    response_body: redact(row.response_body),
  };
  return isSame(row, redacted) ? null : redacted;
}

function redactHeaders(json: string, redactor: Redactor): string {
  if (!redactor.mentions(json)) return json;
  const redacted = redactor.redactJson(JSON.parse(json));
  return redacted === null ? '{}' : JSON.stringify(redacted.value);
}

function isSame(one: AttemptTexts, other: AttemptTexts): boolean {
  return (
    one.error_message === other.error_message &&
    one.request_headers === other.request_headers &&
    one.response_headers === other.response_headers &&
    one.response_body === other.response_body
  );
}
