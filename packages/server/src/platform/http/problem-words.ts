import type { ErrorCode } from '../../domain/errors.ts';

interface ProblemWords {
  /** `title` of the problem: the same for every occurrence (RFC 9457, 3.1.3). */
  readonly title: string;
  /** What happened and what to do about it, for the reference. */
  readonly meaning: string;
}

/** The reference of error codes. Exhaustive on purpose: a new code does not compile until it has words. */
export const PROBLEM_WORDS: Readonly<Record<ErrorCode, ProblemWords>> = {
  invalid_request: {
    title: 'The request is not valid',
    meaning:
      'A field, a query parameter or a header is missing, unknown or has a wrong value. `errors` points at each one.',
  },
  invalid_json: {
    title: 'The body is not JSON',
    meaning: 'The body cannot be read as JSON in UTF-8, or is nested too deeply.',
  },
  workspace_required: {
    title: 'No workspace was named',
    meaning: 'The root key acts for the workspace in the header Posthorn-Workspace, which is missing.',
  },
  unauthenticated: {
    title: 'It is not known who is calling',
    meaning:
      'Send `Authorization: Bearer <API key>`, or sign in. The key is missing, unknown, deleted or expired, the session has ended, or the password is wrong.',
  },
  forbidden: {
    title: 'The caller may not do this',
    meaning:
      'The key, the member or the portal link is known, but its scope, role or workspace does not cover this call; or a browser says that another site asks for it.',
  },
  not_found: { title: 'Not found', meaning: 'There is no such path, or no such resource in this workspace.' },
  method_not_allowed: {
    title: 'The path does not know this method',
    meaning: 'The header Allow lists the methods that the path knows.',
  },
  conflict: {
    title: 'It is in the way of something else',
    meaning: 'The call contradicts what is stored. The detail says what to change first.',
  },
  idempotency_in_progress: {
    title: 'The first request still runs',
    meaning: 'A request with this Idempotency-Key has not been answered yet. Try again after a few seconds.',
  },
  delivery_in_flight: {
    title: 'The delivery is being sent',
    meaning: 'An attempt of this delivery is under way. Try again when it has ended.',
  },
  delivery_not_pending: { title: 'The delivery is not pending', meaning: 'Only a pending delivery can be canceled.' },
  precondition_failed: {
    title: 'It was changed in the meantime',
    meaning:
      'If-Match does not name the present version. Read the resource again and repeat the change on what it says now.',
  },
  body_too_large: { title: 'The body is too large', meaning: 'Bodies of this API are at most 1 MB.' },
  unsupported_media_type: {
    title: 'The body is not declared as JSON',
    meaning: 'Send `Content-Type: application/json`.',
  },
  unprocessable: {
    title: 'The request cannot be carried out',
    meaning: 'The request is well formed, but a rule speaks against it. The detail names the rule.',
  },
  idempotency_mismatch: {
    title: 'The Idempotency-Key belongs to another request',
    meaning: 'The key was used with another path or body. Use a fresh key for each new request.',
  },
  endpoint_url_rejected: {
    title: 'The URL is not allowed',
    meaning:
      'Endpoints are public HTTPS addresses, except where the operator opened a network. The detail says which rule the URL breaks.',
  },
  endpoint_challenge_failed: {
    title: 'The endpoint did not answer the challenge',
    meaning: 'The endpoint was asked to repeat `hub.challenge` and did not.',
  },
  event_type_unknown: {
    title: 'There is no such event type',
    meaning: 'See GET /v1/event-types for the types there are.',
  },
  event_type_not_in_format: {
    title: 'The format cannot express the event type',
    meaning: "Leave the type out, or choose a format that has it. GET /v1/event-types shows each type's formats.",
  },
  limit_reached: { title: 'There are as many as allowed', meaning: 'Delete one that is not used first.' },
  too_many_hops: {
    title: 'The event goes round in circles',
    meaning: 'It has passed through too many Posthorns (header Posthorn-Hops).',
  },
  channel_not_connected: {
    title: 'The channel cannot reach Meta',
    meaning:
      'The channel has no access token, or Meta no longer accepts it. Give it a new one with PATCH /v1/channels/{id}.',
  },
  message_window_closed: {
    title: 'The customer service window is closed',
    meaning:
      'The person has not written or called in the last 24 hours, so only a template may be sent. The detail names approved templates that would do.',
  },
  template_not_usable: {
    title: 'The template cannot be sent',
    meaning: 'The template is not there, not approved, or was given the wrong parameters. The detail says which.',
  },
  message_refused: {
    title: 'Meta refused the message',
    meaning: "Meta's code, words and advice stand in `meta_error`. The message was not sent and causes no event.",
  },
  media_not_usable: {
    title: 'The media file cannot be used',
    meaning:
      'The file is too large, of a type that WhatsApp does not take, or could not be read. The detail says which.',
  },
  meta_refused: {
    title: 'Meta refused the call',
    meaning: "Meta's code, words and advice stand in `meta_error`. Nothing was changed.",
  },
  rate_limited: {
    title: 'Too many requests',
    meaning: 'Wait as many seconds as Retry-After says. RateLimit shows what is left.',
  },
  internal: {
    title: 'Internal error',
    meaning: 'Something is wrong on this side. The log has the details under the request id.',
  },
  meta_unavailable: {
    title: 'Meta did not answer',
    meaning: "Meta's Graph API could not be reached or gave no complete answer. Try again.",
  },
  store_unavailable: { title: 'The database does not answer', meaning: 'Nothing was changed. Try again later.' },
  media_not_ready: {
    title: 'The media file is not there yet',
    meaning: 'It is still to be fetched from Meta. Try again after as many seconds as Retry-After says.',
  },
  media_gone: {
    title: 'The media file is not there any more',
    meaning:
      'It was deleted, its link was revoked, it is older than the retention, or Meta does not have it. GET /v1/media/{id} says which.',
  },
  link_not_valid: {
    title: 'The link is not good any more',
    meaning:
      'One-time links (to become the owner, to join, to sign in, to set a password, to open the portal) work once and for a limited time. Ask whoever gave it for a new one.',
  },
  config_invalid: {
    title: 'The configuration is not valid',
    meaning: 'Shown at the start of the gateway, never by a call.',
  },
};
