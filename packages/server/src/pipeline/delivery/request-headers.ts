import type { AttemptTrigger } from '../../domain/delivery.ts';
import type { EventId } from '../../domain/ids.ts';
import type { LeasedDelivery } from './leased-delivery.ts';

/** Beyond this many Posthorns an event goes in circles (DESIGN 7, "Loops"). */
export const HOPS_MAX = 3;

/** In place of the value of an endpoint's own header in the delivery log. */
const MASK = '••••••';

/** Those by which a receiver knows that somebody asked for the attempt. */
const TOLD_TRIGGERS: ReadonlySet<AttemptTrigger> = new Set(['resend', 'test', 'replay', 'recover']);

interface RequestHeadersInput {
  readonly delivery: Pick<LeasedDelivery, 'maybeReceived' | 'runId'>;
  readonly hops: number;
  /** The event that the one which is sent repeats under an id of its own. */
  readonly replayOf: EventId | undefined;
  readonly attemptNumber: number;
  readonly trigger: AttemptTrigger;
  readonly userAgent: string;
  /** Content type and signatures, as `signing` made them. */
  readonly signed: Readonly<Record<string, string>>;
  /** The endpoint's own. They cannot replace one of ours: the names are refused when they are saved. */
  readonly own: Readonly<Record<string, string>>;
}

/** Headers of one attempt (DESIGN 5), as they are sent and as the delivery log may show them. */
export function requestHeaders(input: RequestHeadersInput): {
  readonly sent: Record<string, string>;
  readonly logged: Record<string, string>;
} {
  const ours: Record<string, string> = {
    ...input.signed,
    'User-Agent': input.userAgent,
    'Posthorn-Attempt': String(input.attemptNumber),
    'Posthorn-Hops': String(input.hops + 1),
  };
  if (TOLD_TRIGGERS.has(input.trigger)) ours['Posthorn-Trigger'] = input.trigger;
  if (input.delivery.runId !== null) ours['Posthorn-Replay-Id'] = input.delivery.runId;
  if (input.replayOf !== undefined) ours['Posthorn-Replay-Of'] = input.replayOf;
  if (input.delivery.maybeReceived) ours['Posthorn-Possible-Duplicate'] = 'true';
  const names = Object.keys(input.own);
  if (names.length === 0) return { sent: ours, logged: ours };
  return {
    sent: { ...input.own, ...ours },
    logged: { ...Object.fromEntries(names.map((name) => [name, MASK])), ...ours },
  };
}
