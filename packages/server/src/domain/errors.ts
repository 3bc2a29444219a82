import type { GraphError } from './graph.ts';

/**
 * Every code the gateway can answer with, and the HTTP status it has. Clients match on the codes, so
 * the list is append-only: a code is never renamed and never changes its meaning.
 */
export const STATUS_BY_CODE = {
  invalid_request: 400,
  invalid_json: 400,
  workspace_required: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  idempotency_in_progress: 409,
  delivery_in_flight: 409,
  delivery_not_pending: 409,
  media_gone: 410,
  link_not_valid: 410,
  precondition_failed: 412,
  body_too_large: 413,
  unsupported_media_type: 415,
  unprocessable: 422,
  idempotency_mismatch: 422,
  endpoint_url_rejected: 422,
  endpoint_challenge_failed: 422,
  event_type_unknown: 422,
  event_type_not_in_format: 422,
  limit_reached: 422,
  too_many_hops: 422,
  channel_not_connected: 422,
  message_window_closed: 422,
  template_not_usable: 422,
  message_refused: 422,
  media_not_usable: 422,
  meta_refused: 422,
  rate_limited: 429,
  internal: 500,
  meta_unavailable: 502,
  store_unavailable: 503,
  media_not_ready: 503,
  config_invalid: 500,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof STATUS_BY_CODE;

/** One wrong field of a request. */
export interface FieldProblem {
  /** JSON pointer (RFC 6901) into the body, or `?name` for a query parameter, or the header's name. */
  readonly pointer: string;
  /** What is wrong and how to mend it. */
  readonly message: string;
}

interface PosthornErrorOptions {
  readonly fields?: readonly FieldProblem[];
  /** The error underneath. Logged, never sent to the caller. */
  readonly cause?: unknown;
  /** Whole seconds to wait, sent as Retry-After. */
  readonly retryAfterSeconds?: number;
  /** What Meta said, when it is Meta that refused. */
  readonly metaError?: GraphError;
}

/** An expected failure with a stable code. A bug is not one of these: a bug is an AssertionError. */
export class PosthornError extends Error {
  override readonly name = 'PosthornError';
  readonly code: ErrorCode;
  readonly fields: readonly FieldProblem[];
  readonly retryAfterSeconds: number | null;
  readonly metaError: GraphError | null;

  /** @param message One sentence for the caller. Never a secret, a payload or a phone number. */
  constructor(code: ErrorCode, message: string, options: PosthornErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.fields = options.fields ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
    this.metaError = options.metaError ?? null;
  }
}
