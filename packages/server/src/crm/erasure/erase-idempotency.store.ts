import { PosthornError } from '../../domain/errors.ts';
import { PIECE_ROWS, type Piece, type StepContext } from './erasure-step.ts';

/**
 * Forgets the answers that are kept for Idempotency-Keys and mention the person or their contact. All in one piece: how far
 * it is would be a key, which is a caller's text; and answers are kept for a day only.
 */
export async function eraseIdempotencyKeys(ctx: StepContext): Promise<Piece> {
  let count = 0;
  for (let after: string | null = ''; after !== null && !ctx.isStopping(); ) {
    const rows = await readKeys(ctx, after);
    const meant = rows.filter((row) => isAboutPerson(ctx, row)).map((row) => row.key);
    if (meant.length > 0) count += await deleteKeys(ctx, meant);
    after = rows.length < PIECE_ROWS ? null : (rows.at(-1)?.key ?? null);
    await ctx.pause();
  }
  return { counts: { idempotency_keys: count }, next: ctx.isStopping() ? '' : null };
}

interface KeyRow {
  readonly key: string;
  readonly response: string | null;
}

function readKeys({ store, workspaceId, startedAtMs }: StepContext, after: string): Promise<readonly KeyRow[]> {
  return store.db
    .selectFrom('idempotency_keys')
    .select(['key', 'response'])
    .where('scope', '=', workspaceId)
    .where('key', '>', after)
    .where('created_at_ms', '<', startedAtMs)
    .orderBy('key')
    .limit(PIECE_ROWS)
    .execute();
}

function isAboutPerson(ctx: StepContext, { key, response }: KeyRow): boolean {
  if (ctx.redactor.mentions(key)) return true;
  if (response === null) return false;
  const answer = openAnswer(ctx, response);
  if (answer === null) return true;
  return ctx.redactor.mentions(answer) || ctx.person.contactIds.some((id) => answer.includes(id));
}

/** Null: no key at hand opens it. Then it can be given to nobody, and nobody can say what is in it. */
function openAnswer({ openSealed }: StepContext, sealed: string): string | null {
  try {
    return openSealed(sealed);
  } catch (error) {
    if (error instanceof PosthornError) return null;
    throw error;
  }
}

async function deleteKeys({ store, workspaceId }: StepContext, keys: readonly string[]): Promise<number> {
  const { numDeletedRows } = await store.db
    .deleteFrom('idempotency_keys')
    .where('scope', '=', workspaceId)
    .where('key', 'in', keys)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
