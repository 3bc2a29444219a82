import { type DoctorReport, readDoctorReport, writeDoctorReport } from '../../domain/doctor.ts';
import type { ChannelId, MetaAppId, WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';

/** Whom a report is about: a number, or an app, whose owner may be the operator (null). */
export type Patient =
  | { readonly kind: 'channel'; readonly workspaceId: WorkspaceId; readonly id: ChannelId }
  | { readonly kind: 'meta_app'; readonly owner: WorkspaceId | null; readonly id: MetaAppId };

/** The last report on somebody. Null: there is none, or the patient is not there. */
export async function findDoctorReport(store: Store, patient: Patient): Promise<DoctorReport | null> {
  const row =
    patient.kind === 'channel'
      ? await store.db
          .selectFrom('channels')
          .select('doctor_report')
          .where('workspace_id', '=', patient.workspaceId)
          .where('id', '=', patient.id)
          .where('deleted_at_ms', 'is', null)
          .executeTakeFirst()
      : await store.db
          .selectFrom('meta_apps')
          .select('doctor_report')
          .where('workspace_id', patient.owner === null ? 'is' : '=', patient.owner)
          .where('id', '=', patient.id)
          .where('deleted_at_ms', 'is', null)
          .executeTakeFirst();
  return readDoctorReport(row?.doctor_report ?? null);
}

/**
 * Keeps a report in place of the one before. It has no revision: nobody changed what the patient is, and what nodes keep
 * in memory is the same. A patient who is gone by now is left alone.
 */
export async function saveDoctorReport(store: Store, patient: Patient, report: DoctorReport): Promise<void> {
  const doctor_report = writeDoctorReport(report);
  if (patient.kind === 'channel') {
    await store.db
      .updateTable('channels')
      .set({ doctor_report })
      .where('workspace_id', '=', patient.workspaceId)
      .where('id', '=', patient.id)
      .where('deleted_at_ms', 'is', null)
      .execute();
    return;
  }
  await store.db
    .updateTable('meta_apps')
    .set({ doctor_report })
    .where('workspace_id', patient.owner === null ? 'is' : '=', patient.owner)
    .where('id', '=', patient.id)
    .where('deleted_at_ms', 'is', null)
    .execute();
}
