import assert from 'node:assert/strict';
import type { Actor, AuditEntry } from '../../domain/audit.ts';
import type { NewEvent } from '../../domain/event.ts';
import { idOf } from '../../domain/ids.ts';
import { changesBetween, toLabelView } from './label-view.ts';
import type { LabelChange } from './labels.store.ts';

/** Where ids and the time come from. */
export interface EventSource {
  /** Makes the UUID of a new id. */
  readonly newId: () => string;
  readonly nowMs: () => number;
}

/** The event that reports what became of a label. */
export function toLabelEvent(source: EventSource, change: LabelChange): NewEvent {
  const { label, verb } = describeChange(change);
  const { before, after } = change;
  const changed = before === null || after === null ? {} : { changes: changesBetween(before, after) };
  return {
    id: idOf('evt', source.newId()),
    workspaceId: label.workspaceId,
    type: `${label.kind}.${verb}`,
    origin: 'crm',
    channelId: null,
    occurredAtMs: change.eventAtMs,
    createdAtMs: source.nowMs(),
    phone: null,
    bsuid: null,
    contact: null,
    sentMessage: null,
    hops: 0,
    payload: { ...toLabelView(label), ...changed },
    dedupeKey: null,
    causeId: null,
  };
}

/** The entry in the audit log about it. */
export function toLabelAuditEntry(actor: Actor, change: LabelChange): AuditEntry {
  const { label, verb } = describeChange(change);
  return {
    workspaceId: label.workspaceId,
    actor,
    action: `${label.kind}.${verb}`,
    resourceType: label.kind,
    resourceId: label.id,
    before: change.before === null ? null : toLabelView(change.before),
    after: change.after === null ? null : toLabelView(change.after),
  };
}

function describeChange({ before, after }: LabelChange) {
  const label = after ?? before;
  assert(label !== null, 'A label that was not there and is not there has not changed.');
  if (before === null) return { label, verb: 'created' };
  return { label, verb: after === null ? 'deleted' : 'updated' };
}
