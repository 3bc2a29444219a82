import * as z from 'zod';
import { DOCTOR_CHECKS, type DoctorReport, FINDING_ACTIONS, FINDING_STATES, worstState } from '../../domain/doctor.ts';
import { toIso } from '../../platform/http/query-params.ts';

/** What the doctor found, as the API shows it. */
export const doctorReportView = z
  .object({
    checked_at: z.string().nullable().describe('Null: it was never asked.'),
    state: z.enum(FINDING_STATES).describe('The worst of the findings.'),
    findings: z.array(
      z.object({
        check: z.enum(DOCTOR_CHECKS),
        state: z
          .enum(FINDING_STATES)
          .describe('unknown: it could not be found out, or it shows only with what Meta sends next.'),
        title: z.string(),
        detail: z.string().describe('What was found. Never a token or a secret.'),
        remedy: z.string().nullable().describe('How to mend it. Null: there is nothing to mend.'),
        action: z
          .enum(FINDING_ACTIONS)
          .nullable()
          .describe(
            'What a call can do about it: POST /v1/channels/{id}/connect, POST /v1/meta-apps/{id}/subscribe, PATCH /v1/channels/{id} with access_token, POST /v1/meta-apps/{id}/rotate-secret.',
          ),
        measured: z
          .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
          .describe('What the detail is made of.'),
      }),
    ),
  })
  .meta({ title: 'DoctorReport' });

/** Makes the wire form. Null: it was never asked. */
export function toDoctorReportView(report: DoctorReport | null): z.output<typeof doctorReportView> {
  if (report === null) return { checked_at: null, state: 'unknown', findings: [] };
  return {
    checked_at: toIso(report.checkedAtMs),
    state: worstState(report),
    findings: report.findings.map((finding) => ({ ...finding, measured: { ...finding.measured } })),
  };
}
