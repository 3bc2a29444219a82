import type { FilterObject } from './event-filter/filter-object.ts';
import type { ChannelId, EndpointId, WorkspaceId } from './ids.ts';

export const FORMATS = ['standard', 'cloudevents', 'meta', 'xobito', 'vobiz', 'vobiz-legacy'] as const;
export type Format = (typeof FORMATS)[number];

export interface FormatOptions {
  /** standard, cloudevents: leave Meta's own item out of `data` when false. Default true. */
  readonly raw?: boolean;
  /** xobito: `original` carries the old values of changed attributes. Default false. */
  readonly original?: boolean;
  /** vobiz: `value` sends the change's value alone instead of the whole Meta body. Default `body`. */
  readonly payload?: 'body' | 'value';
  /** `message.sent` and `message.delivered` that Meta left out and a later status implies are sent too. Default false. */
  readonly emit_implied?: boolean;
  /** Standard Webhooks headers carry an ed25519 signature (`v1a`) too. Default false. */
  readonly asymmetric?: boolean;
}

export interface RetryPolicy {
  /** Waits before attempts 2, 3, …, in seconds. Attempt 1 is at once. */
  readonly delaysSeconds: readonly number[];
  /** How long one attempt may take, from the first byte of connecting to the last byte of the answer. */
  readonly timeoutSeconds: number;
  /** `standard` waits at least 60 s after a 429 or a time-out (DESIGN 6). */
  readonly waitsAfterThrottle: boolean;
}

/** The secrets of an endpoint while they are in use. Clear text: never logged, never in an answer. */
export interface SigningSecrets {
  readonly current: string;
  /** The one before, while its overlap runs. */
  readonly previous: string | null;
  /** End of the overlap, epoch ms. Null when there is no previous secret. */
  readonly previousUntilMs: number | null;
  /** Since when the current one is in use, epoch ms. Absent: since before that was kept. */
  readonly currentSinceMs?: number;
}

/** Requests in flight to one endpoint from one node, unless it says otherwise: a slow receiver must not take all connections. */
export const MAX_IN_FLIGHT_DEFAULT = 32;

/** `conversation`: what concerns one conversation is sent one by one, in the order of the event log. */
export const ORDERINGS = ['none', 'conversation'] as const;
export type Ordering = (typeof ORDERINGS)[number];

export type DisabledReason = 'manual' | 'gone' | 'failing';

/** Where events go. What the way of an event needs to know of it; routes show another view. */
export interface Endpoint {
  readonly id: EndpointId;
  readonly workspaceId: WorkspaceId;
  readonly url: string;
  /** Requests go to this gateway's own listener and nowhere else: see `control/test-receivers`. */
  readonly isTestReceiver: boolean;
  /** Exact native types, `noun.*`, or `*`. */
  readonly eventTypes: readonly string[];
  /** Only events of these channels. Null: of all. */
  readonly channelIds: readonly ChannelId[] | null;
  /** Only events that meet it. Null: no condition. */
  readonly filter: FilterObject | null;
  readonly format: Format;
  readonly formatOptions: FormatOptions;
  readonly retry: RetryPolicy;
  readonly secrets: SigningSecrets;
  /** The endpoint's own headers, clear text. */
  readonly headers: Readonly<Record<string, string>>;
  /** Deliveries per second, over all nodes. Null: no limit. */
  readonly ratePerSecond: number | null;
  /** Requests in flight from one node. */
  readonly maxInFlight: number;
  readonly ordering: Ordering;
  /** Its deliveries are made and wait. */
  readonly isPaused: boolean;
  readonly enabled: boolean;
  readonly disabledReason: DisabledReason | null;
}
