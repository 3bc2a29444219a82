import type { AttemptId, DeliveryId, EndpointId, EventId, RunId, WorkspaceId } from './ids.ts';

export const DELIVERY_STATES = ['pending', 'delivered', 'exhausted', 'canceled'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/**
 * The due time of a delivery that is at rest behind another one of its line: the last moment there is in a calendar. A
 * number and not null, because null says that the endpoint takes nothing.
 */
export const WAITS_BEHIND_AT_MS = 8_640_000_000_000_000;

export const ATTEMPT_OUTCOMES = ['succeeded', 'failed', 'unknown'] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/**
 * Why an attempt was made: `schedule` first tries and retries, `resend` by hand, `rotation` the one
 * more try with the other secret after 401 or 403 (CONTRACTS 8, "Rotation"), `test` a test send, `replay` and `recover`
 * first tries and retries of what a run sends again or makes up for.
 */
export const ATTEMPT_TRIGGERS = ['schedule', 'resend', 'rotation', 'test', 'replay', 'recover'] as const;
export type AttemptTrigger = (typeof ATTEMPT_TRIGGERS)[number];

export const ERROR_CLASSES = [
  'dns',
  'connect',
  'tls',
  'timeout',
  'status',
  'egress_blocked',
  'body_too_large',
  'aborted',
] as const;
export type ErrorClass = (typeof ERROR_CLASSES)[number];

/** One HTTP request and what came of it. `status` in the answer is not the delivery's state. */
export interface Attempt {
  readonly id: AttemptId;
  readonly workspaceId: WorkspaceId;
  /** Null for a test send: it belongs to no delivery. */
  readonly deliveryId: DeliveryId | null;
  readonly eventId: EventId;
  readonly endpointId: EndpointId;
  /** 1-based, counts every request of the delivery whatever its trigger. */
  readonly number: number;
  readonly trigger: AttemptTrigger;
  /** The run that made its delivery. Null: it was made together with its event. */
  readonly runId: RunId | null;
  readonly startedAtMs: number;
  /** Null when nobody saw the end (outcome `unknown` after a crash). */
  readonly durationMs: number | null;
  readonly outcome: AttemptOutcome;
  readonly statusCode: number | null;
  /** Null when it succeeded, but for `body_too_large`: a 2xx whose answer was not read to its end. */
  readonly errorClass: ErrorClass | null;
  /** What went wrong, for a person: one sentence. Null when nothing did. */
  readonly errorMessage: string | null;
  /** As sent, with the values of the endpoint's own headers masked. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly responseHeaders: Readonly<Record<string, string>>;
  /** First 16 KB of the answer as text. */
  readonly responseBody: string | null;
  /** State of the delivery after this attempt. Null for a test send. */
  readonly deliveryState: DeliveryState | null;
  /** When the next attempt is due, epoch ms. Null when there is none. */
  readonly nextAttemptAtMs: number | null;
}

/** What becomes of a delivery after an attempt. */
export type DeliveryAfter =
  /** It leaves the queue: delivered or exhausted. */
  | { readonly kind: 'finished' }
  | {
      readonly kind: 'waits';
      /** Epoch ms. Null: held. While the lease goes on: when it runs out. */
      readonly dueAtMs: number | null;
      /** Set when the same sender goes on at once under its lease. */
      readonly leaseToken: string | null;
      readonly scheduleStep: number;
      readonly maybeReceived: boolean;
      readonly trigger: AttemptTrigger;
      readonly restingState: DeliveryState | null;
    };

/** A finished attempt of a delivery with what it does to it: one commit, or nothing. */
export interface AttemptEntry {
  readonly attempt: Attempt & { readonly deliveryId: DeliveryId };
  readonly after: DeliveryAfter;
  /** The lease under which it was sent. When the delivery is no longer leased so, the entry changes nothing. */
  readonly leaseToken: string;
  /** The line that the delivery stands in: when it leaves the queue, the next one goes. Null: in none. */
  readonly orderKey: string | null;
}

/** A leased delivery that is given back unsent: any node may claim it. */
export interface ReleaseEntry {
  readonly workspaceId: WorkspaceId;
  readonly deliveryId: DeliveryId;
  readonly leaseToken: string;
  /** Epoch ms. Null: held. */
  readonly dueAtMs: number | null;
}
