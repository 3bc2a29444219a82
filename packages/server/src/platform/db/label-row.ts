import type { Selectable } from 'kysely';
import type { Label } from '../../domain/label.ts';
import type { LabelsTable } from './tables.ts';

/** A label as its row tells it. */
export function toLabel(row: Selectable<LabelsTable>): Label {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    kind: row.kind,
    serial: row.serial,
    name: row.name,
    color: row.color,
    isDefault: row.is_default === 1,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
    revision: row.revision,
  };
}
