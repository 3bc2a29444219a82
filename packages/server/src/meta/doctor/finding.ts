import type { DoctorCheck, Finding, FindingAction, FindingState } from '../../domain/doctor.ts';
import type { GraphResult } from '../../domain/graph.ts';

/** What a check comes to, without its name. */
export interface Result {
  readonly state: FindingState;
  readonly detail: string;
  readonly remedy?: string;
  readonly action?: FindingAction;
  readonly measured?: Finding['measured'];
}

const TITLES: Readonly<Record<DoctorCheck, string>> = {
  public_url: 'Public URL',
  challenge: 'Challenge',
  callback: 'Callback at Meta',
  signature: 'Signature',
  app_secret: 'App secret',
  clock: 'Clock',
  token: 'Access token',
  scopes: 'Permissions',
  number: 'Number',
  subscribed_apps: 'Subscribed apps',
  override: 'Callback override',
  standing: 'Quality and limits',
};

export function toFinding(check: DoctorCheck, result: Result): Finding {
  const { state, detail, remedy = null, action = null, measured = {} } = result;
  return { check, state, title: TITLES[check], detail, remedy, action, measured };
}

/** A result of Meta's that is no answer to what was asked, in words. */
export function inWords(failure: Exclude<GraphResult, { kind: 'ok' }>): string {
  if (failure.kind !== 'refused') return failure.reason;
  const { code, title, details } = failure.error;
  const said = [title, details].filter((text) => text !== null).map(asSentence);
  return `Meta refused with error ${code}: ${said.join(' ')}`;
}

export function toIsoOrNull(timeMs: number | null): string | null {
  return timeMs === null ? null : new Date(timeMs).toISOString();
}

/** `2026-11-28 14:02:11 UTC`. */
export function sayTime(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
