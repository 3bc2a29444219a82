import type { ContactGroupId, SourceId, StatusId, WorkspaceId } from './ids.ts';

/** What contacts are sorted by. The kinds are the nouns of their events. */
export const LABEL_KINDS = ['status', 'source', 'contact_group'] as const;
export type LabelKind = (typeof LABEL_KINDS)[number];

export type LabelId = StatusId | SourceId | ContactGroupId;

/** Records that have a stable integer beside their id, numbered for themselves in each workspace. */
export type SerialKind = 'contact' | LabelKind;

/** A status, a source or a contact group. */
export interface Label {
  readonly id: LabelId;
  readonly workspaceId: WorkspaceId;
  readonly kind: LabelKind;
  readonly serial: number;
  readonly name: string;
  /** `#RRGGBB`. Null but for statuses. */
  readonly color: string | null;
  /** New contacts get this status. Only one status of a workspace is the default. */
  readonly isDefault: boolean;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** Grows with every change; what the ETag is made of. */
  readonly revision: number;
}

/** All labels of one workspace, as nodes keep them in memory. */
export interface LabelBook {
  readonly byId: ReadonlyMap<string, Label>;
  readonly bySerial: (kind: LabelKind, serial: number) => Label | null;
  /** However the name is written. */
  readonly byName: (kind: LabelKind, name: string) => Label | null;
  readonly ofKind: (kind: LabelKind) => readonly Label[];
  readonly defaultStatus: Label | null;
}

/** One key for a name however it is written. */
export function labelNameKey(name: string): string {
  return name.normalize('NFC').trim().toLowerCase();
}
