import type { Attempt, AttemptEntry, AttemptTrigger } from '../../domain/delivery.ts';
import type { Endpoint } from '../../domain/endpoint.ts';
import type { AttemptRun } from './attempt-runner.ts';
import type { Decision } from './decide.ts';
import { type LeasedDelivery, leaseEnd } from './leased-delivery.ts';

/** What was decided after an attempt, as the group commit takes it: the row of the log and the delivery's next state. */
export function toRecord(
  delivery: LeasedDelivery,
  endpoint: Endpoint,
  { attempt, result }: AttemptRun,
  decision: Decision,
): AttemptEntry {
  const finished = (deliveryState: Attempt['deliveryState']): AttemptEntry => ({
    attempt: { ...attempt, deliveryId: delivery.id, deliveryState },
    after: { kind: 'finished' },
    leaseToken: delivery.leaseToken,
    orderKey: delivery.orderKey,
  });
  const waits = (dueAtMs: number | null, leaseToken: string | null, scheduleStep: number): AttemptEntry => ({
    attempt: {
      ...attempt,
      deliveryId: delivery.id,
      deliveryState: 'pending',
      nextAttemptAtMs: leaseToken === null ? dueAtMs : attempt.startedAtMs,
    },
    after: {
      kind: 'waits',
      dueAtMs,
      leaseToken,
      scheduleStep,
      maybeReceived: delivery.maybeReceived || result.maybeReceived,
      trigger: leaseToken === null ? triggerOfRetry(delivery) : delivery.trigger,
      restingState: delivery.restingState,
    },
    leaseToken: delivery.leaseToken,
    orderKey: delivery.orderKey,
  });
  switch (decision.kind) {
    case 'delivered':
      return finished('delivered');
    case 'exhausted':
      return finished('exhausted');
    case 'rests':
      return finished(decision.state);
    case 'other_secret':
      return waits(extendedLeaseEnd(attempt, endpoint), delivery.leaseToken, delivery.scheduleStep);
    case 'held':
      return waits(null, null, delivery.scheduleStep);
    case 'retry':
      return waits(decision.atMs, null, decision.scheduleStep);
  }
}

/** A run's deliveries say so in each of their attempts (DESIGN 5). */
function triggerOfRetry({ trigger }: LeasedDelivery): AttemptTrigger {
  return trigger === 'replay' || trigger === 'recover' ? trigger : 'schedule';
}

/** The lease for one more request of the same sender, counted from the end of the one before. */
export function extendedLeaseEnd({ startedAtMs, durationMs }: Attempt, endpoint: Endpoint): number {
  return leaseEnd(startedAtMs + (durationMs ?? 0), endpoint.retry.timeoutSeconds);
}
