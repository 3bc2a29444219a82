import { type SqlBool, sql } from 'kysely';
import { firstIdAt } from '../../domain/id-time.ts';
import type { RunId } from '../../domain/ids.ts';
import { nextAfter, PIECE_ROWS, type Piece, type StepContext } from './erasure-step.ts';
import { ERASED_MARK, redactSeam } from './redact.ts';

/** Pieces of 256 KB that are read at once. */
const INPUT_PIECES = 4;

/** Takes the person out of the files that runs still work through. A row of theirs becomes one that cannot be carried out. */
export async function redactRunInputs(ctx: StepContext, after: string | null): Promise<Piece> {
  const rows = await ctx.store.db
    .selectFrom('run_inputs')
    .select(['run_id', 'number', 'content'])
    .where('workspace_id', '=', ctx.workspaceId)
    .where('run_id', '<', firstIdAt('run', ctx.startedAtMs))
    .$if(after !== null, (pieces) => pieces.where(isBehind(after ?? '')))
    .orderBy('run_id')
    .orderBy('number')
    .limit(INPUT_PIECES)
    .execute();
  const texts = redactPieces(ctx, rows);
  let count = 0;
  for (const [index, row] of rows.entries()) {
    const content = texts[index] ?? '';
    if (content === row.content) continue;
    count += 1;
    await writePiece(ctx, { ...row, content });
  }
  // The last one is read again, as the person may stand across its end.
  const looked = rows.length < INPUT_PIECES ? rows : rows.slice(0, -1);
  const next = rows.length < INPUT_PIECES ? null : nextAfter(looked.map(placeOf), looked.length);
  return { counts: { run_inputs: count }, next };
}

interface InputPiece {
  readonly run_id: RunId;
  readonly number: number;
  readonly content: string;
}

function redactPieces({ redactor }: StepContext, rows: readonly InputPiece[]): readonly string[] {
  const texts = rows.map((row) => redactor.redactText(row.content));
  for (let index = 1; index < rows.length; index++) {
    if (rows[index]?.run_id !== rows[index - 1]?.run_id) continue;
    const [left, right] = redactSeam(redactor, texts[index - 1] ?? '', texts[index] ?? '');
    texts[index - 1] = left;
    texts[index] = right;
  }
  return texts;
}

async function writePiece({ store, workspaceId }: StepContext, { run_id, number, content }: InputPiece): Promise<void> {
  await store.db
    .updateTable('run_inputs')
    .set({ content })
    .where('workspace_id', '=', workspaceId)
    .where('run_id', '=', run_id)
    .where('number', '=', number)
    .execute();
}

/** Takes the person out of what runs could not do. Of a row that mentions them no cell stays. */
export async function redactRunProblems(ctx: StepContext, after: string | null): Promise<Piece> {
  const rows = await ctx.store.db
    .selectFrom('run_problems')
    .select(['run_id', 'number', 'row_number', 'message', 'value'])
    .where('workspace_id', '=', ctx.workspaceId)
    .where('run_id', '<', firstIdAt('run', ctx.startedAtMs))
    .$if(after !== null, (problems) => problems.where(isBehind(after ?? '')))
    .orderBy('run_id')
    .orderBy('number')
    .limit(PIECE_ROWS)
    .execute();
  let count = 0;
  for (const row of rows.filter(({ message, value }) => ctx.redactor.mentions(`${message}\n${value ?? ''}`))) {
    count += await redactProblem(ctx, row);
  }
  return { counts: { run_problems: count }, next: nextAfter(rows.map(placeOf)) };
}

interface Problem {
  readonly run_id: RunId;
  readonly number: number;
  readonly row_number: number;
  readonly message: string;
}

async function redactProblem({ store, workspaceId, redactor }: StepContext, problem: Problem): Promise<number> {
  const ofRun = store.db
    .updateTable('run_problems')
    .where('workspace_id', '=', workspaceId)
    .where('run_id', '=', problem.run_id);
  await ofRun
    .set({ message: redactor.redactText(problem.message) })
    .where('number', '=', problem.number)
    .execute();
  const { numUpdatedRows } = await ofRun
    .set({ value: ERASED_MARK })
    .where('row_number', '=', problem.row_number)
    .where('value', 'is not', null)
    .where('value', '!=', ERASED_MARK)
    .executeTakeFirstOrThrow();
  return Math.max(1, Number(numUpdatedRows));
}

function isBehind(place: string) {
  const [runId = '', number = '0'] = place.split(' ');
  return sql<SqlBool>`(run_id, number) > (${runId}, ${Number(number)})`;
}

function placeOf({ run_id, number }: Pick<Problem, 'run_id' | 'number'>): string {
  return `${run_id} ${number}`;
}
