import type { Query } from '../../lib/api.ts';
import type { UrlState } from '../../lib/url-state.ts';
import type { auditWords } from '../../words/audit-log.ts';

export type Since = keyof typeof auditWords.since;

const HOUR_MS = 3_600_000;
const SINCE_MS: Readonly<Record<Since, number>> = {
  '1h': HOUR_MS,
  '24h': 24 * HOUR_MS,
  '7d': 168 * HOUR_MS,
  '30d': 720 * HOUR_MS,
};

export const SINCES = Object.keys(SINCE_MS) as readonly Since[];

/** The filters of the address as the API takes them. @param nowMs To the minute, so that a list is not read anew each second. */
export function toAuditQuery({ actor, action, resource, since }: UrlState, nowMs: number): Query {
  const spanMs = since !== undefined && since in SINCE_MS ? SINCE_MS[since as Since] : null;
  return {
    actor,
    action,
    resource,
    since: spanMs === null ? undefined : new Date(nowMs - spanMs).toISOString(),
    limit: 100,
  };
}

/** Reads what is typed into the field of filters: an actor's id, an action, or the id of what was changed. */
export function recogniseAudit(text: string): UrlState | null {
  if (/^(?:key|mbr|ptl)_[0-9a-f-]{36}$/.test(text)) return { actor: text };
  if (/^[a-z]{2,4}_[0-9a-f-]{36}$/.test(text)) return { resource: text };
  return /^[a-z_]{1,40}\.[a-z_]{1,40}$/.test(text) ? { action: text } : null;
}
