import { describe, expect, test } from 'vitest';
import type { DoctorReport } from '../../domain/doctor.ts';
import { idOf } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import { findDoctorReport, type Patient, saveDoctorReport } from './doctor-reports.store.ts';

const A = idOf('ws', uuid(1));
const B = idOf('ws', uuid(2));
const APP_OF_A = idOf('app', uuid(3));
const APP_OF_OPERATOR = idOf('app', uuid(4));
const CHANNEL = idOf('chn', uuid(5));

/** The promises of the store of the doctor's reports. Run on every database, see `test/conformance/`. */
export function doctorReportStoreConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`doctor report store on ${name}`, () => {
    const PATIENTS: readonly (readonly [string, Patient, Patient])[] = [
      ['a channel', { kind: 'channel', workspaceId: A, id: CHANNEL }, { kind: 'channel', workspaceId: B, id: CHANNEL }],
      ['an app', { kind: 'meta_app', owner: A, id: APP_OF_A }, { kind: 'meta_app', owner: B, id: APP_OF_A }],
      [
        'an app of the operator',
        { kind: 'meta_app', owner: null, id: APP_OF_OPERATOR },
        { kind: 'meta_app', owner: A, id: APP_OF_OPERATOR },
      ],
    ];

    test.each(PATIENTS)('keeps the last report on %s, for its owner alone', async (_name, patient, strangers) => {
      const store = await openFilled(openStore);
      expect(await findDoctorReport(store, patient)).toBeNull();
      await saveDoctorReport(store, patient, reportAt(1));
      await saveDoctorReport(store, patient, reportAt(2));
      expect(await findDoctorReport(store, patient)).toEqual(reportAt(2));
      expect(await findDoctorReport(store, strangers)).toBeNull();
      await saveDoctorReport(store, strangers, reportAt(3));
      expect(await findDoctorReport(store, patient)).toEqual(reportAt(2));
    });

    test('leaves the revision alone: nobody changed anything', async () => {
      const store = await openFilled(openStore);
      await saveDoctorReport(store, { kind: 'channel', workspaceId: A, id: CHANNEL }, reportAt(1));
      const row = await store.db.selectFrom('channels').select(['revision', 'updated_at_ms']).executeTakeFirstOrThrow();
      expect(row).toEqual({ revision: 0, updated_at_ms: 1 });
    });

    test('knows nothing of a channel that was deleted', async () => {
      const store = await openFilled(openStore);
      const patient: Patient = { kind: 'channel', workspaceId: A, id: CHANNEL };
      await saveDoctorReport(store, patient, reportAt(1));
      await store.db.updateTable('channels').set({ deleted_at_ms: 5 }).where('id', '=', CHANNEL).execute();
      expect(await findDoctorReport(store, patient)).toBeNull();
      await saveDoctorReport(store, patient, reportAt(2));
    });
  });
}

function reportAt(checkedAtMs: number): DoctorReport {
  const finding = {
    check: 'clock',
    state: 'ok',
    title: 'Clock',
    detail: 'It goes.',
    remedy: null,
    action: null,
  } as const;
  return { checkedAtMs, findings: [{ ...finding, measured: { skew_seconds: 0 } }] };
}

async function openFilled(openStore: () => Promise<Store>): Promise<Store> {
  const store = await openStore();
  for (const [id, serial] of [
    [A, 1],
    [B, 2],
  ] as const) {
    await store.db
      .insertInto('workspaces')
      .values({ id, serial, account_id: `MA_${serial}`, name: `W ${serial}`, created_at_ms: 1, revision: 0 })
      .execute();
  }
  const times = { created_at_ms: 1, updated_at_ms: 1, deleted_at_ms: null, revision: 0 };
  for (const [id, workspace_id] of [
    [APP_OF_A, A],
    [APP_OF_OPERATOR, null],
  ] as const) {
    await store.db
      .insertInto('meta_apps')
      .values({ id, workspace_id, app_id: '1', app_secrets: '', verify_token: '', ...times })
      .execute();
  }
  const number = { waba_id: '10', phone_number_id: '20', display_phone_number: '15550000000', access_token: null };
  await store.db
    .insertInto('channels')
    .values({ workspace_id: A, id: CHANNEL, meta_app_id: APP_OF_A, ...number, ...times })
    .execute();
  return store;
}

function uuid(number: number): string {
  return `01890000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}
