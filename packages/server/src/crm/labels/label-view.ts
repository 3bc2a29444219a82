import type { CrmChanges, SourceResource, StatusResource } from '../../domain/event-catalogue/crm-data.ts';
import type { Label } from '../../domain/label.ts';
import { toIso } from '../../platform/http/query-params.ts';

/** What a status looks like that was given no color: a grey that reads on white and on black. */
export const STATUS_COLOR_DEFAULT = '#64748B';

/** A label as the API shows it. Events and the audit log show it in the same way. */
export type LabelResource = StatusResource | SourceResource;

export function toLabelView(label: Label): LabelResource {
  const { id, serial, name } = label;
  const times = { created_at: toIso(label.createdAtMs), updated_at: toIso(label.updatedAtMs) };
  if (label.kind !== 'status') return { id, serial, name, ...times };
  return { id, serial, name, color: label.color ?? STATUS_COLOR_DEFAULT, default: label.isDefault, ...times };
}

/** Each property that a caller decides and that is another one now: its value before and after. */
export function changesBetween(before: Label, after: Label): CrmChanges {
  const changes: Record<string, readonly [unknown, unknown]> = {};
  if (before.name !== after.name) changes.name = [before.name, after.name];
  if (before.color !== after.color) changes.color = [before.color, after.color];
  if (before.isDefault !== after.isDefault) changes.default = [before.isDefault, after.isDefault];
  return changes;
}
