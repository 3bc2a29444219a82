import { PosthornError } from '../../domain/errors.ts';
import type { ConnectFailure } from '../../platform/egress/egress-error.ts';

/** What is found out about a URL. `gateway/` passes the guard's. */
export interface UrlCheckContext {
  /** @throws PosthornError `endpoint_url_rejected` when the URL may not be saved. */
  readonly examineUrl: (
    url: string,
  ) => Promise<{ readonly url: URL; readonly addressCount: number; readonly unresolved: string | null }>;
  /** One guarded request that is no delivery. Never rejects. */
  readonly probe: (url: URL) => Promise<ProbeResult>;
  readonly nowMs: () => number;
}

interface ProbeResult {
  readonly statusCode: number | null;
  readonly certificate: { readonly issuer: string; readonly validToMs: number } | null;
  readonly failure: ConnectFailure | null;
  readonly durationMs: number;
}

/** What stands in the way of a delivery, or soon will. */
export interface UrlProblem {
  /** `rejected`: it cannot be saved. The others: it can, and deliveries would fail. */
  readonly code:
    | 'rejected'
    | 'dns'
    | 'connect'
    | 'tls'
    | 'timeout'
    | 'egress_blocked'
    | 'proxy'
    | 'redirect'
    | 'server_error'
    | 'certificate_expires';
  /** What is wrong and how to mend it. */
  readonly message: string;
}

/** What is known of a URL by now. */
export interface CheckedUrl {
  readonly canBeSaved: boolean;
  readonly problems: readonly UrlProblem[];
  readonly addressCount: number;
  readonly probe: ProbeResult | null;
}

const DAY_MS = 86_400_000;
/** Certificates that renew themselves are renewed 30 days before their end; what is nearer to it was forgotten. */
const EXPIRY_WARNING_MS = 14 * DAY_MS;

/** Looks at a URL that somebody is about to make an endpoint of. What is wrong with it is a value, never thrown. */
export async function checkUrl(ctx: UrlCheckContext, text: string): Promise<CheckedUrl> {
  const examined = await examine(ctx, text);
  if ('code' in examined) return { canBeSaved: false, problems: [examined], addressCount: 0, probe: null };
  const { url, addressCount, unresolved } = examined;
  if (unresolved !== null) {
    const message = `${unresolved} Check the spelling, or wait until the name is known everywhere.`;
    return { canBeSaved: true, problems: [{ code: 'dns', message }], addressCount, probe: null };
  }
  const probe = await ctx.probe(url);
  return { canBeSaved: true, problems: problemsOf(probe, ctx.nowMs()), addressCount, probe };
}

async function examine(ctx: UrlCheckContext, text: string) {
  try {
    return await ctx.examineUrl(text);
  } catch (error) {
    if (!(error instanceof PosthornError) || error.code !== 'endpoint_url_rejected') throw error;
    return { code: 'rejected', message: error.fields[0]?.message ?? error.message } as const;
  }
}

function problemsOf({ statusCode, certificate, failure }: ProbeResult, nowMs: number): readonly UrlProblem[] {
  if (failure !== null) return [{ code: failure.errorClass, message: failure.message }];
  const problems: UrlProblem[] = [];
  if (statusCode !== null && statusCode >= 300 && statusCode <= 399) {
    problems.push({
      code: 'redirect',
      message: `It answers ${statusCode}, a redirect. Redirects are never followed: use the URL that it points to.`,
    });
  }
  // 501 and 505 are about the method, and say nothing about what a POST would get.
  if (statusCode !== null && statusCode >= 500 && statusCode !== 501) {
    problems.push({ code: 'server_error', message: `The server answers, but with ${statusCode}. It may be down.` });
  }
  if (certificate !== null && certificate.validToMs - nowMs < EXPIRY_WARNING_MS) {
    const days = Math.max(0, Math.floor((certificate.validToMs - nowMs) / DAY_MS));
    const when = days === 0 ? 'within a day' : `in ${days} ${days === 1 ? 'day' : 'days'}`;
    problems.push({
      code: 'certificate_expires',
      message: `The TLS certificate expires ${when}. Renew it before deliveries fail.`,
    });
  }
  return problems;
}
