/** What the doctor looks at, in the order in which it is shown: where Meta calls first, then the app, then the number. */
export const DOCTOR_CHECKS = [
  'public_url',
  'challenge',
  'callback',
  'signature',
  'app_secret',
  'clock',
  'token',
  'scopes',
  'number',
  'subscribed_apps',
  'override',
  'standing',
] as const;
export type DoctorCheck = (typeof DOCTOR_CHECKS)[number];

/** `unknown`: it could not be found out, or it shows only with what Meta sends next. */
export const FINDING_STATES = ['ok', 'warning', 'failed', 'unknown'] as const;
export type FindingState = (typeof FINDING_STATES)[number];

/** What can be done about a finding by a call of the API. */
export const FINDING_ACTIONS = ['connect', 'subscribe_app', 'replace_token', 'rotate_app_secret'] as const;
export type FindingAction = (typeof FINDING_ACTIONS)[number];

/** What the doctor found out about one thing. */
export interface Finding {
  readonly check: DoctorCheck;
  readonly state: FindingState;
  readonly title: string;
  /** What was found, sentences. Never a token or a secret. */
  readonly detail: string;
  /** How to mend it, sentences. Null: there is nothing to mend. */
  readonly remedy: string | null;
  readonly action: FindingAction | null;
  /** What the detail is made of, for programs. Times are RFC 3339. */
  readonly measured: Readonly<Record<string, string | number | boolean | null>>;
}

/** Everything that the doctor found out at one time. */
export interface DoctorReport {
  readonly checkedAtMs: number;
  readonly findings: readonly Finding[];
}

/** The worst that was found. `unknown`: nothing was found out at all. */
export function worstState({ findings }: Pick<DoctorReport, 'findings'>): FindingState {
  const has = (state: FindingState) => findings.some((finding) => finding.state === state);
  if (has('failed')) return 'failed';
  if (has('warning')) return 'warning';
  return has('ok') ? 'ok' : 'unknown';
}

/** What Meta thinks of a number: `GREEN`, `YELLOW`, `RED`. Null: it was not found out. */
export function qualityOf({ findings }: Pick<DoctorReport, 'findings'>): string | null {
  const quality = findings.find(({ check }) => check === 'standing')?.measured.quality_rating;
  return typeof quality === 'string' ? quality : null;
}

/** Reads the column `doctor_report`. */
export function readDoctorReport(text: string | null): DoctorReport | null {
  return text === null ? null : (JSON.parse(text) as DoctorReport);
}

/** Writes the column `doctor_report`. */
export function writeDoctorReport(report: DoctorReport): string {
  return JSON.stringify(report);
}
