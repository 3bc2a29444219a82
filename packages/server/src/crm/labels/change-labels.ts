import type { Actor } from '../../domain/audit.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { NewEvent } from '../../domain/event.ts';
import { idOf, type WorkspaceId } from '../../domain/ids.ts';
import type { Label, LabelId, LabelKind } from '../../domain/label.ts';
import type { Store, Trx } from '../../platform/db/store.ts';
import type { WriteAudit } from '../../platform/http/audit.ts';
import { LABEL_TRAITS } from './label-kinds.ts';
import { type EventSource, toLabelAuditEntry, toLabelEvent } from './label-records.ts';
import { STATUS_COLOR_DEFAULT } from './label-view.ts';
import {
  deleteLabel,
  findLabel,
  insertLabel,
  type LabelFields,
  type UpdateHooks,
  updateLabel,
  type WithLabelChanges,
} from './labels.store.ts';
import { assertNotInUse, type ReassignContext, type ReassignTo, reassignContacts } from './reassign-contacts.ts';

/** What changes of labels need, and nothing more. `gateway.ts` passes the real ones. */
export interface LabelChangesContext extends EventSource, ReassignContext {
  readonly store: Store;
  /** Appends events in the transaction of the change that they report. */
  readonly publishIn: (trx: Trx, events: readonly NewEvent[]) => Promise<void>;
  /** Writes the audit log in the transaction of the change. */
  readonly audit: WriteAudit;
  /** Lets this node see a committed change before the answer is sent. Never rejects: the change is made. */
  readonly refreshRegistry: () => Promise<void>;
  /** Hint that deliveries may be due. */
  readonly wakeDelivery: () => void;
}

/** Who changes labels of which kind. */
export interface LabelRequest {
  readonly workspaceId: WorkspaceId;
  readonly kind: LabelKind;
  readonly actor: Actor;
}

interface CreateLabel extends LabelRequest {
  /** What is not there is as for every new one. */
  readonly fields: Partial<LabelFields> & Pick<LabelFields, 'name'>;
  /** The integer it had elsewhere. Null: the next one. */
  readonly serial: number | null;
}

/**
 * Makes a label, with its events and its entries in the audit log in the same transaction.
 *
 * @throws PosthornError `limit_reached`, or `conflict` when the name or the serial is taken.
 */
export async function createLabel(ctx: LabelChangesContext, request: CreateLabel): Promise<Label> {
  const { workspaceId, kind, serial, fields } = request;
  const { idPrefix, labelsMax } = LABEL_TRAITS[kind];
  const color = kind === 'status' ? (fields.color ?? STATUS_COLOR_DEFAULT) : null;
  const label = await insertLabel(
    ctx.store,
    {
      workspaceId,
      kind,
      id: idOf(idPrefix, ctx.newId()),
      nowMs: ctx.nowMs(),
      labelsMax,
      serial,
      fields: { name: fields.name, color, isDefault: fields.isDefault ?? false },
    },
    record(ctx, request.actor),
  );
  await show(ctx);
  return label;
}

interface ChangeLabel extends LabelRequest {
  readonly id: LabelId;
  /** What is not there stays. */
  readonly fields: Partial<LabelFields>;
  readonly assertMayChange: UpdateHooks['assertMayChange'];
}

/**
 * Changes a label. What is the same as before reports nothing.
 *
 * @throws PosthornError `not_found`, `conflict` when the name is taken, and what `assertMayChange` throws.
 */
export async function changeLabel(ctx: LabelChangesContext, request: ChangeLabel): Promise<Label> {
  const { actor, assertMayChange, ...change } = request;
  const hooks = { assertMayChange, withChanges: record(ctx, actor) };
  const label = await updateLabel(ctx.store, { ...change, nowMs: ctx.nowMs() }, hooks);
  if (label === null) throw noSuchLabel(request.kind);
  await show(ctx);
  return label;
}

interface RemoveLabel extends LabelRequest {
  readonly id: LabelId;
  /** Undefined: only when no contact has it. */
  readonly reassignTo?: ReassignTo | undefined;
}

/**
 * Deletes a label after its contacts were given another one. A contact that is saved in the same moment may keep the id
 * of the deleted one, which reads as none.
 *
 * @throws PosthornError `not_found`, `conflict` when it is in use, and what `reassignContacts` throws.
 */
export async function removeLabel(ctx: LabelChangesContext, request: RemoveLabel): Promise<void> {
  const { workspaceId, kind, id, actor, reassignTo } = request;
  const label = { workspaceId, kind, id };
  if ((await findLabel(ctx.store, label, id)) === null) throw noSuchLabel(kind);
  if (reassignTo === undefined) await assertNotInUse(ctx.store, label);
  else await reassignContacts(ctx, { label, to: reassignTo, actor });
  const isDeleted = await deleteLabel(ctx.store, { ...label, nowMs: ctx.nowMs() }, record(ctx, actor));
  if (!isDeleted) throw noSuchLabel(kind);
  await show(ctx);
}

export function noSuchLabel(kind: LabelKind): PosthornError {
  return new PosthornError('not_found', `There is no such ${LABEL_TRAITS[kind].noun}.`);
}

function record(ctx: LabelChangesContext, actor: Actor): WithLabelChanges {
  return async (trx, changes) => {
    await ctx.publishIn(
      trx,
      changes.map((change) => toLabelEvent(ctx, change)),
    );
    for (const change of changes) await ctx.audit(trx, toLabelAuditEntry(actor, change));
  };
}

async function show(ctx: LabelChangesContext): Promise<void> {
  await ctx.refreshRegistry();
  ctx.wakeDelivery();
}
