import assert from 'node:assert/strict';
import * as z from 'zod';
import type { ContactOutcome, ContactPatch, ContactWish, SaveContactsFn } from '../../domain/contact-save.ts';
import { type FieldProblem, PosthornError } from '../../domain/errors.ts';
import type { WorkspaceId } from '../../domain/ids.ts';
import { digitsOfPhone, phoneKeyOf } from '../../domain/phone.ts';
import type { RunControl, RunEnd, RunHandler, RunProblem, RunTask } from '../../domain/run.ts';
import { type ColumnPlan, planColumns } from './column-mapping.ts';
import { DELIMITERS, readCsvRows } from './csv-rows.ts';
import { contactIdOf } from './row-contact-id.ts';
import { isBlank, type Row, readRow, toRowProblems } from './row-input.ts';
import { type LabelLookup, type MissingLabels, RowLabels } from './row-labels.ts';
import { ROWS_MAX } from './transfer-bounds.ts';

/** Kind of the run that imports contacts. */
export const CONTACT_IMPORT = 'contact.import';

export type ReadContact = (
  workspaceId: WorkspaceId,
  input: Readonly<Record<string, unknown>>,
) =>
  | { readonly ok: true; readonly fields: ContactPatch; readonly serial: number | null }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** What an import needs. `gateway/` passes the real ones. */
export interface ImportContext {
  /** Labels for the rows of one run. What it makes is made in the name of the run. */
  readonly labelsFor: (run: RunTask) => LabelLookup;
  /** The rules of the API, whatever the input came from. */
  readonly readContact: ReadContact;
  readonly saveContacts: SaveContactsFn;
  /** Tells what `saveContacts` would come to, and saves nothing. */
  readonly rehearseContacts: SaveContactsFn;
  readonly pace: Pace;
  readonly nowMs: () => number;
}

/** How an import gives way to the events that come in. */
export interface Pace {
  /** Rows that are saved in one transaction just now. */
  readonly chunkRows: () => number;
  /** Awaited after each chunk. */
  readonly after: (rowCount: number) => Promise<void>;
}

const importParams = z.strictObject({
  mapping: z.record(z.string(), z.string().nullable()),
  delimiter: z.enum(DELIMITERS),
  dry_run: z.boolean(),
  create_labels: z.boolean(),
  update_existing: z.boolean(),
  bytes: z.int(),
});

/** What was asked for, and how large the file is. */
export type ImportParams = z.output<typeof importParams>;

const importProgress = z.object({
  rows_read: z.int().default(0),
  created: z.int().default(0),
  updated: z.int().default(0),
  unchanged: z.int().default(0),
  failed: z.int().default(0),
  bytes_read: z.int().default(0),
});

type Counts = z.output<typeof importProgress>;

/** Chunks that are on their way at once: while one is committed the next is read and worked out. */
const CHUNKS_MAX = 4;
/** How far the work may be ahead of the progress that is saved: so much is done again after a crash. */
const PROGRESS_EVERY_MS = 1_000;

/**
 * Makes what carries out imports. The id of the contact that a row makes is worked out from the run and the row, so what
 * is done again after a crash finds what is there already.
 */
export function createImportHandler(ctx: ImportContext): RunHandler {
  return (run, ctl) => new Import(ctx, run, ctl).carryOut();
}

class Import {
  readonly #ctx: ImportContext;
  readonly #run: RunTask;
  readonly #ctl: RunControl;
  readonly #params: ImportParams;
  readonly #labels: RowLabels;
  readonly #rehearsed = new RehearsedPeople();
  readonly #counts: Counts;
  /** Rows up to here are done. */
  readonly #resumeAfter: number;
  #ignored: readonly string[] = [];
  #progressSavedAtMs: number;
  /** Chunks on their way, oldest first. Each tells whether the import goes on after it. */
  #open: Promise<boolean>[] = [];
  #problemCount = 0;
  #bytesRead = 0;

  constructor(ctx: ImportContext, run: RunTask, ctl: RunControl) {
    this.#ctx = ctx;
    this.#run = run;
    this.#ctl = ctl;
    this.#params = importParams.parse(run.params);
    this.#labels = new RowLabels(ctx.labelsFor(run), run.workspaceId, whenMissing(this.#params));
    this.#counts = importProgress.parse(run.progress);
    this.#resumeAfter = this.#counts.rows_read;
    this.#progressSavedAtMs = ctx.nowMs();
  }

  async carryOut(): Promise<RunEnd> {
    try {
      return await this.#readFile();
    } catch (error) {
      if (!(error instanceof PosthornError) || error.code !== 'unprocessable') throw error;
      return { kind: 'failed', error: error.message, result: this.#result() };
    }
  }

  async #readFile(): Promise<RunEnd> {
    let plan: ColumnPlan | null = null;
    let chunk: Row[] = [];
    let rowCount = 0;
    const countBytes = (bytes: number) => {
      this.#bytesRead += bytes;
    };
    for await (const cells of readCsvRows(this.#pieces(), this.#params.delimiter, countBytes)) {
      if (plan === null) {
        plan = this.#plan(cells);
        continue;
      }
      rowCount += 1;
      if (rowCount > ROWS_MAX) return this.#tooMany(plan, chunk);
      if (rowCount <= this.#resumeAfter) continue;
      chunk.push({ number: rowCount + 1, cells });
      if (chunk.length < this.#ctx.pace.chunkRows()) continue;
      if (!(await this.#begin(plan, chunk))) return this.#stopped();
      chunk = [];
    }
    assert(plan !== null, 'The heading was read when the file came in.');
    if (!(await this.#finish(plan, chunk))) return this.#stopped();
    return { kind: 'completed', result: this.#result() };
  }

  async *#pieces(): AsyncGenerator<string> {
    for (let number = 0; ; number++) {
      const piece = await this.#ctl.readInput(number);
      if (piece === null) return;
      yield piece;
    }
  }

  #plan(heading: readonly string[]): ColumnPlan {
    const plan = planColumns(heading, this.#params.mapping);
    this.#ignored = plan.ignored;
    return plan;
  }

  async #tooMany(plan: ColumnPlan, chunk: readonly Row[]): Promise<RunEnd> {
    if (!(await this.#finish(plan, chunk))) return this.#stopped();
    const error = `The file has more than ${ROWS_MAX.toLocaleString('en')} rows. What comes after them was not read: put it into another file.`;
    return { kind: 'failed', error, result: this.#result() };
  }

  async #stopped(): Promise<RunEnd> {
    await Promise.allSettled(this.#open);
    return { kind: 'stopped', result: this.#result() };
  }

  /** Sends a chunk on its way, when there is room for it. @returns false when the import is to stop here. */
  async #begin(plan: ColumnPlan, rows: readonly Row[]): Promise<boolean> {
    const chunk = await this.#read(plan, rows);
    if (this.#open.length === CHUNKS_MAX && !(await this.#open.shift())) return false;
    const saved = this.#save(chunk.wishes);
    const before = this.#open.at(-1) ?? Promise.resolve(true);
    // What is saved is counted in the order of the rows, whatever is ready first: progress tells a place in the file.
    const counted = Promise.all([before, saved]).then(([goesOn, outcomes]) =>
      goesOn ? this.#count(plan, chunk, outcomes) : false,
    );
    // Looked at when its turn comes; until then nobody listens.
    counted.catch(() => {});
    this.#open.push(counted);
    return true;
  }

  /** The last chunk, which may be empty, and all that are on their way. */
  async #finish(plan: ColumnPlan, rows: readonly Row[]): Promise<boolean> {
    const goesOn = rows.length === 0 || (await this.#begin(plan, rows));
    const ends = await Promise.all(this.#open);
    return goesOn && ends.every(Boolean) && (await this.#saveProgress([]));
  }

  async #read(plan: ColumnPlan, rows: readonly Row[]): Promise<Chunk> {
    const refused: (readonly RunProblem[])[] = [];
    const wishes: RowWish[] = [];
    for (const row of rows) {
      if (isBlank(row)) continue;
      const read = await this.#readRow(plan, row);
      if (read.ok) wishes.push({ row, wish: read.wish });
      else refused.push(read.problems);
    }
    return { rows, refused, wishes, bytesRead: this.#bytesRead };
  }

  async #count(plan: ColumnPlan, chunk: Chunk, outcomes: readonly RowOutcome[]): Promise<boolean> {
    const { rows } = chunk;
    const problems = chunk.refused.flatMap((of) => this.#refuse(of));
    for (const { row, outcome } of outcomes) {
      if (outcome.kind === 'failed') problems.push(...this.#refuse(failureOf(plan, row, outcome.error)));
      else if (outcome.kind !== 'deleted') this.#counts[outcome.kind] += 1;
    }
    this.#counts.rows_read += rows.length;
    this.#counts.bytes_read = Math.max(this.#counts.bytes_read, chunk.bytesRead);
    const isTime = this.#ctx.nowMs() - this.#progressSavedAtMs >= PROGRESS_EVERY_MS;
    problems.sort((a, b) => a.row - b.row);
    const goesOn =
      problems.length === 0 && !isTime && !this.#ctl.isStopping() ? true : await this.#saveProgress(problems);
    if (goesOn) await this.#ctx.pace.after(rows.length);
    return goesOn;
  }

  #saveProgress(problems: readonly RunProblem[]): Promise<boolean> {
    this.#progressSavedAtMs = this.#ctx.nowMs();
    const { bytes: bytes_total, dry_run } = this.#params;
    return this.#ctl.saveProgress({ ...this.#counts, bytes_total, dry_run }, problems);
  }

  async #readRow(
    plan: ColumnPlan,
    row: Row,
  ): Promise<
    { readonly ok: true; readonly wish: ContactWish } | { readonly ok: false; readonly problems: readonly RunProblem[] }
  > {
    const cells = await readRow(row, plan, this.#labels);
    if (!cells.ok) return cells;
    const read = this.#ctx.readContact(this.#run.workspaceId, cells.input);
    if (!read.ok) return { ok: false, problems: toRowProblems(row, plan, read.problems) };
    const { fields, serial } = read;
    const contactId = contactIdOf(this.#run, row.number);
    const wish: ContactWish = this.#params.update_existing
      ? { kind: 'upsert', fields, serial, contactId, addsToLists: true }
      : { kind: 'create', fields, serial, contactId };
    return { ok: true, wish };
  }

  async #save(wishes: readonly RowWish[]): Promise<readonly RowOutcome[]> {
    if (wishes.length === 0) return [];
    const { workspaceId } = this.#run;
    const save = this.#params.dry_run ? this.#ctx.rehearseContacts : this.#ctx.saveContacts;
    const outcomes = await save({ workspaceId, wishes: wishes.map(({ wish }) => wish), actor: null }).catch(tryLater);
    return wishes.map(({ row, wish }, index) => {
      const outcome = outcomes[index];
      assert(outcome !== undefined);
      return { row, outcome: this.#params.dry_run ? this.#rehearsed.see(wish, outcome) : asFirstTime(wish, outcome) };
    });
  }

  /** Counts a row that failed. When there are very many problems each row keeps only its first. */
  #refuse(problems: readonly RunProblem[]): readonly RunProblem[] {
    this.#counts.failed += 1;
    const kept = problems.slice(0, this.#problemCount < PROBLEMS_MAX ? PROBLEMS_OF_ROW_MAX : 1);
    this.#problemCount += kept.length;
    return kept;
  }

  #result() {
    const { bytes_read: _, ...counts } = this.#counts;
    return { ...counts, dry_run: this.#params.dry_run, ignored_columns: this.#ignored };
  }
}

function whenMissing({ create_labels, dry_run }: ImportParams): MissingLabels {
  if (!create_labels) return 'refuse';
  return dry_run ? 'rehearse' : 'make';
}

/** Rows that go their way together. */
interface Chunk {
  readonly rows: readonly Row[];
  /** Problems of each row that is not saved. */
  readonly refused: readonly (readonly RunProblem[])[];
  readonly wishes: readonly RowWish[];
  /** Bytes of the file up to here. */
  readonly bytesRead: number;
}

interface RowWish {
  readonly row: Row;
  readonly wish: ContactWish;
}

interface RowOutcome {
  readonly row: Row;
  readonly outcome: ContactOutcome;
}

const PROBLEMS_OF_ROW_MAX = 10;
/** Above this a run keeps one problem of each row: with the rows' own bound at most 200,000. */
const PROBLEMS_MAX = ROWS_MAX;

/** A row whose contact this run has made already, before it was cut short, counts as it did then. */
function asFirstTime(wish: ContactWish, outcome: ContactOutcome): ContactOutcome {
  const isOwn = outcome.kind === 'unchanged' && 'contactId' in wish && wish.contactId === outcome.contact.id;
  return isOwn ? { kind: 'created', contact: outcome.contact } : outcome;
}

/** Others kept changing the same contacts: the run goes on from here in a few seconds. */
function tryLater(error: unknown): never {
  if (!(error instanceof PosthornError) || error.code !== 'conflict') throw error;
  throw new PosthornError('store_unavailable', error.message, { cause: error });
}

function failureOf(plan: ColumnPlan, row: Row, error: PosthornError): readonly RunProblem[] {
  const fields = error.fields.length > 0 ? error.fields : [{ pointer: '', message: error.message }];
  return toRowProblems(row, plan, fields);
}

/**
 * People whom a rehearsal would have created: the second row about one of them finds the first. Forgotten when the run
 * goes on after a crash; then such a row counts as another one.
 */
class RehearsedPeople {
  readonly #keys = new Set<string>();

  see(wish: ContactWish, outcome: ContactOutcome): ContactOutcome {
    if (outcome.kind !== 'created' || (wish.kind !== 'create' && wish.kind !== 'upsert')) return outcome;
    const keys = keysOf(wish.fields);
    const isKnown = keys.some((key) => this.#keys.has(key));
    for (const key of keys) this.#keys.add(key);
    if (!isKnown) return outcome;
    if (wish.kind === 'upsert') return { kind: 'updated', contact: outcome.contact };
    return { kind: 'failed', error: new PosthornError('conflict', 'An earlier row has this number or BSUID.') };
  }
}

function keysOf({ phone, bsuid }: ContactPatch): readonly string[] {
  const phoneKeys = typeof phone === 'string' ? [phoneKeyOf(digitsOfPhone(phone))] : [];
  return typeof bsuid === 'string' ? [...phoneKeys, bsuid] : phoneKeys;
}
