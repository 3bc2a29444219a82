import type { deliveryView, singleDeliveryView } from '@posthorn/server/pipeline/deliveries/delivery-view.ts';
import type * as z from 'zod';
import { formatDuration } from '../../lib/format.ts';
import type { Mark } from '../../ui/notation.tsx';
import { deliveryWords } from '../../words/deliveries.ts';

export type Delivery = z.infer<typeof deliveryView>;
export type SingleDelivery = z.infer<typeof singleDeliveryView>;
export type AttemptSummary = SingleDelivery['attempts'][number];
export type Standing = Delivery['standing'];

/** The marks of a delivery on its line of time: its last attempts, and what comes after them. */
export function marksOf(delivery: Pick<Delivery, 'outcomes' | 'standing' | 'in_flight'>): readonly Mark[] {
  const after = AFTER[delivery.standing];
  return after === undefined ? delivery.outcomes : [...delivery.outcomes, after];
}

const AFTER: Readonly<Partial<Record<Standing, Mark>>> = {
  pending: 'next',
  retrying: 'next',
  held: 'held',
  exhausted: 'gaveUp',
  canceled: 'canceled',
};

/** Attempts before those whose marks are shown. */
export function earlierCountOf({ attempts_made, outcomes }: Pick<Delivery, 'attempts_made' | 'outcomes'>): number {
  return Math.max(0, attempts_made - outcomes.length);
}

/** Whether what is shown of a delivery may still change by itself. */
export function isOpen({ standing }: Pick<Delivery, 'standing'>): boolean {
  return standing === 'pending' || standing === 'retrying' || standing === 'held';
}

/** The endpoint as people call it. */
export function endpointNameOf({ endpoint }: Pick<Delivery, 'endpoint'>): string {
  return endpoint?.name ?? deliveryWords.gone;
}

/** What the last answer was, in a few words. */
export function lastAnswerOf({ last_attempt: attempt }: Pick<Delivery, 'last_attempt'>): string {
  return attempt === null ? deliveryWords.noAnswer : answerOf(attempt);
}

/** What came of an attempt, in a few words. */
export function answerOf(attempt: AttemptSummary): string {
  const took = attempt.duration_ms === null ? null : formatDuration(attempt.duration_ms);
  if (attempt.outcome === 'unknown') return deliveryWords.unknownOutcome;
  if (attempt.status_code !== null) return deliveryWords.answered(attempt.status_code, took);
  return attempt.error_class === null ? deliveryWords.noAnswer : deliveryWords.errorClasses[attempt.error_class];
}

/** Why the last attempt failed, in a sentence with the endpoint's name. */
export function reasonOf(delivery: Pick<Delivery, 'last_attempt' | 'endpoint'>): string {
  const name = endpointNameOf(delivery);
  const { reasons } = deliveryWords;
  const attempt = delivery.last_attempt;
  if (attempt === null) return reasons.waits(name);
  if (attempt.outcome === 'unknown') return reasons.unknown(name);
  const { status_code: status, error_class: errorClass } = attempt;
  if (errorClass !== null && errorClass !== 'status')
    return reasons.class(name, deliveryWords.errorClasses[errorClass]);
  if (status === null) return reasons.waits(name);
  if (status === 429 || status === 503) return reasons.overloaded(name, status);
  return status >= 500 ? reasons.broken(name, status) : reasons.refuses(name, status);
}

/** What mends it. */
export function remedyOf(attempt: Pick<AttemptSummary, 'outcome' | 'status_code' | 'error_class'>): string {
  const { remedies } = deliveryWords;
  if (attempt.outcome === 'unknown') return remedies.unknown;
  const { status_code: status, error_class: errorClass } = attempt;
  if (errorClass !== null && errorClass !== 'status') return remedies[errorClass];
  if (status === null) return remedies.other;
  if (status === 401 || status === 403) return remedies.unauthorized;
  if (status === 404) return remedies.notFound;
  if (status === 410) return remedies.gone;
  if (status === 429) return remedies.tooMany;
  if (status >= 300 && status < 400) return remedies.redirect;
  return status >= 500 ? remedies.server : remedies.other;
}

/** Failures after which the receiver may have it all the same. */
export function mayHaveIt({ outcome, error_class: errorClass }: AttemptSummary): boolean {
  if (outcome === 'unknown') return true;
  return (
    outcome === 'failed' && (errorClass === 'timeout' || errorClass === 'aborted' || errorClass === 'body_too_large')
  );
}
