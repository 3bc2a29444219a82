import { unguardCsvCell } from '../../domain/csv-cell.ts';
import type { FieldProblem } from '../../domain/errors.ts';
import type { LabelKind } from '../../domain/label.ts';
import type { RunProblem } from '../../domain/run.ts';
import { readFlag, readNumber, splitList } from './cell-values.ts';
import type { AttributeType, ColumnPlan, FieldName } from './column-mapping.ts';
import type { RowLabels } from './row-labels.ts';
import { CELL_BYTES_MAX } from './transfer-bounds.ts';

/** One row of a file. */
export interface Row {
  /** As a spreadsheet numbers it: the heading is row 1. */
  readonly number: number;
  readonly cells: readonly string[];
}

/** A row as input of the API, or why it is none. */
export type RowInput =
  | { readonly ok: true; readonly input: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly problems: readonly RunProblem[] };

/** True for a row without any text, as spreadsheets leave them at the end. */
export function isBlank({ cells }: Row): boolean {
  return cells.every((cell) => cell.trim() === '');
}

/**
 * Reads the cells of a row by what their columns hold. An empty cell says nothing: it neither sets a field nor empties
 * one. What a field may hold is not looked at here: the API's own rules are.
 */
export async function readRow(row: Row, plan: ColumnPlan, labels: RowLabels): Promise<RowInput> {
  if (row.cells.length !== plan.names.length) return { ok: false, problems: [wrongLength(row, plan)] };
  const draft = new InputDraft(row, labels);
  for (const [index, target] of plan.targets.entries()) {
    const cell = row.cells[index] ?? '';
    if (target === null || cell === '') continue;
    const column = { name: plan.names[index] ?? '', cell };
    if (Buffer.byteLength(cell) > CELL_BYTES_MAX) draft.refuse(column, TOO_LONG);
    else if (target.kind === 'attribute') draft.readAttribute(column, target);
    else await draft.readField(column, target.field);
  }
  return draft.finish();
}

/** What the API's rules say of a row, told of its columns. */
export function toRowProblems(row: Row, plan: ColumnPlan, problems: readonly FieldProblem[]): readonly RunProblem[] {
  return problems.map(({ pointer, message }) => {
    const index = columnIndexOf(plan, pointer);
    return {
      row: row.number,
      column: index < 0 ? null : (plan.names[index] ?? null),
      message,
      value: index < 0 ? null : (row.cells[index] ?? null),
    };
  });
}

interface Cell {
  /** Of its column. */
  readonly name: string;
  readonly cell: string;
}

const TOO_LONG = `Cells hold at most ${CELL_BYTES_MAX / 1_024} KB.`;
const NO_FLAG = 'Must be 1, true, yes, 0, false or no.';
const NO_NUMBER = 'Must be a number such as 12 or 0.5.';

class InputDraft {
  readonly #row: Row;
  readonly #labels: RowLabels;
  readonly #input: Record<string, unknown> = {};
  readonly #attributes = new Map<string, string | number | boolean>();
  readonly #problems: RunProblem[] = [];

  constructor(row: Row, labels: RowLabels) {
    this.#row = row;
    this.#labels = labels;
  }

  refuse({ name, cell }: Cell, message: string): void {
    this.#problems.push({ row: this.#row.number, column: name, message, value: cell });
  }

  readAttribute(column: Cell, { name, type }: { readonly name: string; readonly type: AttributeType }): void {
    const text = unguardCsvCell(column.cell);
    const value = { text: () => text, number: () => readNumber(text), boolean: () => readFlag(text) }[type]();
    if (value === null) this.refuse(column, type === 'number' ? NO_NUMBER : NO_FLAG);
    else this.#attributes.set(name, value);
  }

  async readField(column: Cell, field: FieldName): Promise<void> {
    const text = unguardCsvCell(column.cell);
    switch (field) {
      case 'enabled':
      case 'opted_out':
        return this.#readFlag(column, field, text);
      case 'serial':
        return this.#readSerial(column, text);
      case 'type':
        this.#input.type = text.trim().toLowerCase();
        return;
      case 'tags':
        this.#input.tags = splitList(text);
        return;
      case 'status':
        return this.#readLabel(column, { kind: 'status', field: 'status_id' }, text);
      case 'source':
        return this.#readLabel(column, { kind: 'source', field: 'source_id' }, text);
      case 'groups':
        return this.#readGroups(column, text);
      default:
        this.#input[field] = field === 'country' || field === 'email' || field === 'bsuid' ? text.trim() : text;
    }
  }

  finish(): RowInput {
    if (this.#problems.length > 0) return { ok: false, problems: this.#problems };
    // As entries, because a column may be called __proto__.
    const attributes = this.#attributes.size === 0 ? {} : { custom_attributes: Object.fromEntries(this.#attributes) };
    return { ok: true, input: { ...this.#input, ...attributes } };
  }

  #readFlag(column: Cell, field: 'enabled' | 'opted_out', text: string): void {
    const value = readFlag(text);
    if (value === null) this.refuse(column, NO_FLAG);
    else this.#input[field] = value;
  }

  /** An id of ours, as an export has it beside the serial, is no integer of another system. */
  #readSerial(column: Cell, text: string): void {
    const trimmed = text.trim();
    if (trimmed.startsWith('cnt_')) return;
    if (/^\d{1,15}$/.test(trimmed)) this.#input.serial = Number(trimmed);
    else this.refuse(column, 'Must be a whole number.');
  }

  async #readLabel(
    column: Cell,
    as: { readonly kind: LabelKind; readonly field: string },
    text: string,
  ): Promise<void> {
    const name = text.trim();
    if (name === '') return;
    const label = await this.#labels.find(as.kind, name);
    if ('missing' in label) this.refuse(column, label.missing);
    else if (label.id !== null) this.#input[as.field] = label.id;
  }

  async #readGroups(column: Cell, text: string): Promise<void> {
    const ids: string[] = [];
    for (const name of splitList(text)) {
      const label = await this.#labels.find('contact_group', name);
      if ('missing' in label) return this.refuse({ ...column, cell: name }, label.missing);
      if (label.id !== null) ids.push(label.id);
    }
    this.#input.group_ids = ids;
  }
}

function wrongLength({ number, cells }: Row, { names }: ColumnPlan): RunProblem {
  const message = `The row has ${cells.length} cells and the heading ${names.length}. A cell with the delimiter in it needs quotes.`;
  return { row: number, column: null, message, value: null };
}

const FIELD_BY_PROPERTY: ReadonlyMap<string, FieldName> = new Map([
  ['status_id', 'status'],
  ['source_id', 'source'],
  ['group_ids', 'groups'],
]);

/** @returns the place of the column that a JSON pointer into the input is about, or -1. */
function columnIndexOf(plan: ColumnPlan, pointer: string): number {
  const [, property = '', name] = pointer.split('/');
  const field = FIELD_BY_PROPERTY.get(property) ?? property;
  return plan.targets.findIndex((target) => {
    if (target === null) return false;
    if (target.kind === 'field') return target.field === field;
    return property === 'custom_attributes' && target.name === name;
  });
}
