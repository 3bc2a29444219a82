import type { Selectable } from 'kysely';
import { nextEventAtMs } from '../../domain/contact.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { WorkspaceId } from '../../domain/ids.ts';
import { type Label, type LabelId, type LabelKind, labelNameKey } from '../../domain/label.ts';
import { toLabel } from '../../platform/db/label-row.ts';
import { nextRevision } from '../../platform/db/revision.ts';
import { claimSerial, takeSerials } from '../../platform/db/serials.ts';
import type { Db, Store, Trx } from '../../platform/db/store.ts';
import type { LabelsTable } from '../../platform/db/tables.ts';
import type { Change } from '../../platform/db/with-change.ts';
import { type Page, toPage } from '../../platform/http/api.ts';
import { idCursor } from '../../platform/http/query-params.ts';
import { LABEL_TRAITS } from './label-kinds.ts';

/** The labels of one kind in one workspace. */
export interface LabelsOf {
  readonly workspaceId: WorkspaceId;
  readonly kind: LabelKind;
}

/** Names one label at a time. */
export interface LabelAt extends LabelsOf {
  readonly id: LabelId;
  readonly nowMs: number;
}

/** What a caller decides about a label. */
export interface LabelFields {
  readonly name: string;
  /** `#RRGGBB`, upper case. Null but for statuses. */
  readonly color: string | null;
  /** Only statuses may be. */
  readonly isDefault: boolean;
}

interface NewLabel extends LabelAt {
  readonly fields: LabelFields;
  /** The integer it had elsewhere. Null: the next one. */
  readonly serial: number | null;
  readonly labelsMax: number;
}

interface LabelUpdate extends LabelAt {
  /** What is not there stays. */
  readonly fields: Partial<LabelFields>;
}

/** What became of one label in a transaction. */
export interface LabelChange extends Change<Label> {
  /** Time of the event that reports it, epoch ms: at least a whole second after the one before. */
  readonly eventAtMs: number;
}

/** What else is committed with a change: its events and its entry in the audit log. Called when something changed. */
export type WithLabelChanges = (trx: Trx, changes: readonly LabelChange[]) => Promise<void>;

export interface UpdateHooks {
  /** Throws when the change was made on another version than this one, which is the present one. */
  readonly assertMayChange: (present: Label) => void;
  readonly withChanges: WithLabelChanges;
}

type Row = Selectable<LabelsTable>;

/**
 * Adds a label. A new default status takes that from the one that had it.
 *
 * @throws PosthornError `limit_reached`, or `conflict` when the name or the serial is taken.
 */
export async function insertLabel(store: Store, label: NewLabel, withChanges: WithLabelChanges): Promise<Label> {
  return store.db.transaction().execute(async (trx) => {
    const revision = await nextRevision(trx);
    await assertRoomForLabel(trx, label);
    await assertNameIsFree(trx, label, label.fields.name);
    const serial = await chooseSerial(trx, label);
    const unset = label.fields.isDefault ? await unsetDefault(trx, label, revision) : [];
    const row = await trx
      .insertInto('labels')
      .values({
        workspace_id: label.workspaceId,
        id: label.id,
        kind: label.kind,
        serial,
        ...toColumns(label.fields),
        created_at_ms: label.nowMs,
        updated_at_ms: label.nowMs,
        event_at_ms: label.nowMs,
        deleted_at_ms: null,
        revision,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await withChanges(trx, [...unset, toChange(null, row)]);
    return toLabel(row);
  });
}

/** Null when this workspace has no such label of that kind. */
export async function findLabel(store: Store, labels: LabelsOf, id: LabelId): Promise<Label | null> {
  const row = await selectLabels(store.db, labels).where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toLabel(row);
}

interface LabelQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** However it is written. */
  readonly name?: string | undefined;
}

/**
 * The labels of one kind, newest first.
 *
 * @throws PosthornError `invalid_request` when the cursor is not one of ours.
 */
export async function listLabels(store: Store, labels: LabelsOf, query: LabelQuery): Promise<Page<Label>> {
  const { limit, name } = query;
  const after = idCursor(LABEL_TRAITS[labels.kind].idPrefix, query.cursor);
  const named =
    name === undefined
      ? selectLabels(store.db, labels)
      : selectLabels(store.db, labels).where('name_key', '=', labelNameKey(name));
  const rows = await (after === null ? named : named.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return toPage(rows.map(toLabel), limit, (label) => label.id);
}

/**
 * Changes a label. What is the same as before changes nothing, and the label keeps its revision.
 *
 * @returns null when this workspace has no such label of that kind.
 * @throws PosthornError `conflict` when the name is taken, and what `assertMayChange` throws.
 */
export async function updateLabel(store: Store, update: LabelUpdate, hooks: UpdateHooks): Promise<Label | null> {
  return store.db.transaction().execute(async (trx) => {
    const revision = await nextRevision(trx);
    const before = await selectLabels(trx, update).where('id', '=', update.id).executeTakeFirst();
    if (before === undefined) return null;
    const present = toLabel(before);
    hooks.assertMayChange(present);
    const fields = { ...fieldsOf(present), ...update.fields };
    if (isSame(present, fields)) return present;
    await assertNameIsFree(trx, update, fields.name);
    const unset = fields.isDefault && !present.isDefault ? await unsetDefault(trx, update, revision) : [];
    const change = await changeRow(trx, before, { ...toColumns(fields), updated_at_ms: update.nowMs, revision });
    await hooks.withChanges(trx, [...unset, change]);
    return change.after;
  });
}

/** Marks a label as deleted: the row tells the nodes. False when this workspace has no such label of that kind. */
export async function deleteLabel(store: Store, at: LabelAt, withChanges: WithLabelChanges): Promise<boolean> {
  return store.db.transaction().execute(async (trx) => {
    const revision = await nextRevision(trx);
    const before = await selectLabels(trx, at).where('id', '=', at.id).executeTakeFirst();
    if (before === undefined) return false;
    const change = await changeRow(trx, before, { deleted_at_ms: at.nowMs, is_default: 0, revision });
    await withChanges(trx, [{ ...change, after: null }]);
    return true;
  });
}

async function assertRoomForLabel(trx: Trx, label: NewLabel): Promise<void> {
  const { count } = await trx
    .selectFrom('labels')
    .select((select) => select.fn.countAll().as('count'))
    .where('workspace_id', '=', label.workspaceId)
    .where('kind', '=', label.kind)
    .where('deleted_at_ms', 'is', null)
    .executeTakeFirstOrThrow();
  if (Number(count) < label.labelsMax) return;
  const { plural } = LABEL_TRAITS[label.kind];
  throw new PosthornError(
    'limit_reached',
    `This workspace has ${label.labelsMax} ${plural} already. Delete one that is not used.`,
  );
}

/** Exact, because changes of labels come one after the other (`nextRevision`). The unique index stands behind it. */
async function assertNameIsFree(trx: Trx, at: LabelAt, name: string): Promise<void> {
  const other = await selectLabels(trx, at)
    .where('name_key', '=', labelNameKey(name))
    .where('id', '!=', at.id)
    .executeTakeFirst();
  if (other === undefined) return;
  const { aNoun } = LABEL_TRAITS[at.kind];
  throw new PosthornError('conflict', `This workspace has ${aNoun} with this name already.`, {
    fields: [{ pointer: '/name', message: `${other.id} is called ${JSON.stringify(other.name)}.` }],
  });
}

/** A serial stays taken when its label is deleted: events that were sent name it. */
async function chooseSerial(trx: Trx, { workspaceId, kind, serial }: NewLabel): Promise<number> {
  if (serial === null) return takeSerials(trx, workspaceId, kind, 1);
  const other = await trx
    .selectFrom('labels')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', kind)
    .where('serial', '=', serial)
    .executeTakeFirst();
  if (other !== undefined) {
    const { aNoun } = LABEL_TRAITS[kind];
    throw new PosthornError('conflict', `This workspace has or had ${aNoun} with this serial.`, {
      fields: [{ pointer: '/serial', message: 'Give another one, or none to get the next.' }],
    });
  }
  await claimSerial(trx, workspaceId, kind, serial);
  return serial;
}

async function unsetDefault(trx: Trx, at: LabelAt, revision: number): Promise<readonly LabelChange[]> {
  const before = await selectLabels(trx, at).where('is_default', '=', 1).where('id', '!=', at.id).executeTakeFirst();
  if (before === undefined) return [];
  return [await changeRow(trx, before, { is_default: 0, updated_at_ms: at.nowMs, revision })];
}

type ChangedColumns = Partial<Omit<Row, 'workspace_id' | 'id' | 'kind' | 'serial' | 'event_at_ms'>>;

async function changeRow(trx: Trx, before: Row, columns: ChangedColumns): Promise<LabelChange> {
  const changedAtMs = columns.deleted_at_ms ?? columns.updated_at_ms ?? before.updated_at_ms;
  const row = await trx
    .updateTable('labels')
    .set({ ...columns, event_at_ms: nextEventAtMs(before.event_at_ms, changedAtMs) })
    .where('workspace_id', '=', before.workspace_id)
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toChange(before, row);
}

function selectLabels(db: Db | Trx, { workspaceId, kind }: LabelsOf) {
  return db
    .selectFrom('labels')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', kind)
    .where('deleted_at_ms', 'is', null);
}

function fieldsOf({ name, color, isDefault }: Label): LabelFields {
  return { name, color, isDefault };
}

function isSame(label: Label, fields: LabelFields): boolean {
  return label.name === fields.name && label.color === fields.color && label.isDefault === fields.isDefault;
}

function toColumns({ name, color, isDefault }: LabelFields) {
  return { name, name_key: labelNameKey(name), color, is_default: isDefault ? 1 : 0 } as const;
}

function toChange(before: Row | null, after: Row): LabelChange {
  return { before: before === null ? null : toLabel(before), after: toLabel(after), eventAtMs: after.event_at_ms };
}
