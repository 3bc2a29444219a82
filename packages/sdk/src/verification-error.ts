/**
 * Every reason for which a request is refused, and the HTTP status that fits it. The list is
 * append-only: a code never changes its name or its meaning, so receivers can match on it.
 */
export const STATUS_BY_VERIFICATION_CODE = {
  header_missing: 401,
  timestamp_invalid: 401,
  timestamp_too_old: 401,
  timestamp_too_new: 401,
  signature_malformed: 401,
  signature_mismatch: 401,
  body_too_large: 413,
  body_unreadable: 400,
  body_not_json: 400,
  payload_unexpected: 400,
} as const satisfies Record<string, number>;

export type WebhookVerificationCode = keyof typeof STATUS_BY_VERIFICATION_CODE;

const NAME = 'WebhookVerificationError';

/**
 * A request that must not be trusted, or cannot be read. Its message is safe to log and to answer with:
 * it holds no secret, no signature that would be right, and nothing of the body.
 */
export class WebhookVerificationError extends Error {
  override readonly name = NAME;
  readonly code: WebhookVerificationCode;
  /** HTTP status to answer with. Posthorn takes every one of them as "not delivered" and tries again. */
  readonly status: number;

  constructor(code: WebhookVerificationCode, message: string) {
    super(message);
    this.code = code;
    this.status = STATUS_BY_VERIFICATION_CODE[code];
  }
}

/** Tells a verification error from any other. Goes by name and code: two copies of this package may be loaded. */
export function isWebhookVerificationError(error: unknown): error is WebhookVerificationError {
  return (
    error instanceof Error &&
    error.name === NAME &&
    'code' in error &&
    typeof error.code === 'string' &&
    Object.hasOwn(STATUS_BY_VERIFICATION_CODE, error.code)
  );
}
