import type { PlayRecord } from '@posthorn/simulator';

/** What was sent in a play, and what became of it. The object that `simulate --json` prints. */
export interface PlaySummary {
  readonly scenario: string;
  /** Plays the same again. */
  readonly seed: number;
  /** Distinct things that were told: what the gateway must end with. */
  readonly events: number;
  /** Webhooks that were true: first tellings and repeats. */
  readonly webhooks: number;
  /** Of those, answered 200. */
  readonly accepted: number;
  /** Of those, repeats of what was told before. */
  readonly duplicates: number;
  /** Webhooks beside them with a forged signature. */
  readonly forged: number;
  /** Of those, answered 401. */
  readonly forged_refused: number;
  /** Webhooks beside them with old timestamps, rightly signed. */
  readonly stale: number;
  /** HTTP requests in all. */
  readonly requests: number;
  /** Why true webhooks were not accepted: the last status or network error, and how often. */
  readonly failures: Readonly<Record<string, number>>;
  /** Ids of what the scenario's steps named with `as`. */
  readonly ids: Readonly<Record<string, string>>;
}

type Sent = PlayRecord['sent'][number];

/** Counts a play. */
export function summarize(play: PlayRecord): PlaySummary {
  const isTrue = ({ kind }: Sent) => kind === 'original' || kind === 'duplicate';
  const truths = play.sent.filter(isTrue);
  const forged = play.sent.filter(({ kind }) => kind === 'wrong_signature');
  return {
    scenario: play.scenario,
    seed: play.seed,
    events: play.expectedEvents.length,
    webhooks: truths.length,
    accepted: truths.filter(({ outcome }) => outcome.kind === 'accepted').length,
    duplicates: truths.filter(({ kind }) => kind === 'duplicate').length,
    forged: forged.length,
    forged_refused: forged.filter((sent) => lastAttemptOf(sent)?.status === 401).length,
    stale: play.sent.filter(({ kind }) => kind === 'stale').length,
    requests: play.sent.reduce((sum, { outcome }) => sum + outcome.attempts.length, 0),
    failures: countFailures(truths),
    ids: play.ids,
  };
}

/** For a person. */
export function toLines(summary: PlaySummary): string[] {
  const failures = Object.entries(summary.failures).map(([reason, count]) => `${count} × ${reason}`);
  return [
    `Played ${summary.scenario} (seed ${summary.seed}): ${summary.events} events in ${summary.webhooks} webhooks.`,
    `  accepted    ${summary.accepted} of ${summary.webhooks}, ${summary.duplicates} of them repeats`,
    ...(summary.forged > 0 ? [`  forged      ${summary.forged}, refused ${summary.forged_refused}`] : []),
    ...(summary.stale > 0 ? [`  stale       ${summary.stale}: they should be in the gateway's quarantine`] : []),
    ...(failures.length > 0 ? [`  failed      ${failures.join(', ')}`, `  ${adviceFor(summary.failures)}`] : []),
  ];
}

function countFailures(sent: readonly Sent[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const each of sent) {
    if (each.outcome.kind === 'accepted') continue;
    const last = lastAttemptOf(each);
    const reason = last === undefined ? 'not sent' : (last.reason ?? `status ${last.status}`);
    counts[reason] = (counts[reason] ?? 0) + 1;
  }
  return counts;
}

function adviceFor(failures: Readonly<Record<string, number>>): string {
  if ('status 401' in failures) return 'Status 401: the gateway knows no Meta app with this app id and app secret.';
  if ('status 404' in failures) return 'Status 404: is that the address of a gateway?';
  return 'Is the gateway running at that address?';
}

function lastAttemptOf({ outcome }: Sent) {
  return outcome.attempts.at(-1);
}
