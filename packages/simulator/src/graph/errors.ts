import type { JsonObject } from '../json.ts';

/** How Meta reports an error of a send (CONTRACTS 2.2): in the answer, or later in a status webhook. */
export type ErrorChannel = 'response' | 'webhook' | 'both';

interface GraphErrorText {
  readonly title: string;
  readonly details: string;
  readonly via?: ErrorChannel;
}

/** An error answer of the Graph API. */
export interface GraphErrorAnswer {
  readonly status: number;
  readonly body: JsonObject;
}

/**
 * An error of CONTRACTS 2.2 with its HTTP status.
 *
 * @param details What exactly is wrong. The default is what Meta says of the code in general.
 */
export function buildGraphError(code: number, traceId: string, details?: string): GraphErrorAnswer {
  const text = TEXTS[code] ?? UNKNOWN;
  return {
    status: statusOf(code),
    body: {
      error: {
        message: `(#${code}) ${text.title}`,
        type: 'OAuthException',
        code,
        error_data: { messaging_product: 'whatsapp', details: details ?? text.details },
        fbtrace_id: traceId,
      },
    },
  };
}

/** What an error of the management calls has besides its code: which of many things is wrong, in words for people. */
export interface ErrorNotes {
  readonly subcode: number;
  readonly userTitle: string;
  readonly userMessage: string;
}

/** Error 100 of a management call, told apart by its subcode. */
export function buildInvalidParameterError(traceId: string, notes: ErrorNotes): GraphErrorAnswer {
  return {
    status: 400,
    body: {
      error: {
        message: 'Invalid parameter',
        type: 'OAuthException',
        code: 100,
        error_subcode: notes.subcode,
        is_transient: false,
        error_user_title: notes.userTitle,
        error_user_msg: notes.userMessage,
        fbtrace_id: traceId,
      },
    },
  };
}

/** Meta's answer to a token that was valid once: 190 with subcode 463, and when it ended. */
export function buildExpiredTokenError(
  traceId: string,
  times: { readonly expiredAtMs: number; readonly nowMs: number },
): GraphErrorAnswer {
  return {
    status: 401,
    body: {
      error: {
        message: toExpiredText(times),
        type: 'OAuthException',
        code: 190,
        error_subcode: EXPIRED_SUBCODE,
        fbtrace_id: traceId,
      },
    },
  };
}

export const EXPIRED_SUBCODE = 463;

/** The sentence that says so. */
export function toExpiredText(times: { readonly expiredAtMs: number; readonly nowMs: number }): string {
  return `Error validating access token: Session has expired on ${toMetaTime(times.expiredAtMs)}. The current time is ${toMetaTime(times.nowMs)}.`;
}

/** As `Tuesday, 09-Jun-26 03:20:00 PDT`: Meta writes the time of its headquarters. */
function toMetaTime(atMs: number): string {
  const parts = new Map(META_TIME.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const date = `${parts.get('day')}-${parts.get('month')}-${parts.get('year')}`;
  const time = `${parts.get('hour')}:${parts.get('minute')}:${parts.get('second')}`;
  return `${parts.get('weekday')}, ${date} ${time} ${parts.get('timeZoneName')}`;
}

const META_TIME = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  weekday: 'long',
  day: '2-digit',
  month: 'short',
  year: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
});

/** The same error as `statuses[].errors[]` has it. */
export function buildStatusError(code: number): JsonObject {
  const { title, details } = TEXTS[code] ?? UNKNOWN;
  const href = '/documentation/business-messaging/whatsapp/support/error-codes';
  return { code, title, message: title, error_data: { details }, href };
}

/** How this error usually comes. */
export function usualChannelOf(code: number): ErrorChannel {
  return TEXTS[code]?.via ?? 'response';
}

function statusOf(code: number): number {
  if (code === 0 || code === 190) return 401;
  if (code === 2 || code === 133_004) return 503;
  if ([3, 131_000, 131_016, 131_045, 131_057, 133_000].includes(code)) return 500;
  if ([10, 368, 130_497, 131_005, 131_031].includes(code) || (code >= 200 && code <= 299)) return 403;
  return code === 132_001 ? 404 : 400;
}

const UNKNOWN: GraphErrorText = { title: 'Error', details: 'The request failed.' };

const TEXTS: Readonly<Record<number, GraphErrorText>> = {
  0: { title: 'AuthException', details: 'The app user could not be authenticated.' },
  1: { title: 'API Unknown', details: 'The request is not valid, or the server failed.' },
  2: { title: 'API Service', details: 'Temporarily out of service or overloaded.' },
  3: { title: 'API Method', details: 'The capability or the permission is missing.' },
  4: { title: 'Application request limit reached', details: 'The app has made too many calls.' },
  15: { title: 'This method must be called with an app access_token.', details: 'The token is not of the app.' },
  10: { title: 'Permission denied', details: 'The permission is not granted or was removed.' },
  33: { title: 'Parameter value is not valid', details: 'The business phone number was deleted.' },
  100: { title: 'Invalid parameter', details: 'A parameter is not supported or is misspelled.' },
  190: { title: 'Access token has expired', details: 'The access token is not valid or has expired.' },
  200: { title: 'Permissions error', details: 'The permission is not granted or was removed.' },
  368: { title: 'Temporarily blocked for policies violations', details: 'The account is restricted.' },
  80007: { title: 'Rate limit issues', details: 'The WhatsApp Business Account has reached its rate limit.' },
  130429: { title: 'Rate limit hit', details: 'Throughput exceeded.' },
  130472: { title: "User's number is part of an experiment", details: 'The message was not sent.', via: 'webhook' },
  130497: { title: 'Restricted from messaging users in this country', details: 'The country is not allowed.' },
  131000: { title: 'Something went wrong', details: 'The message could not be sent for an unknown reason.' },
  131005: { title: 'Access denied', details: 'The permission is not granted or was removed.' },
  131008: { title: 'Required parameter is missing', details: 'A required parameter is missing.' },
  131009: { title: 'Parameter value is not valid', details: 'A parameter has a wrong value.' },
  131016: { title: 'Service unavailable', details: 'A service is temporarily unavailable.' },
  131021: { title: 'Recipient cannot be sender', details: 'The recipient and the sender are the same number.' },
  131026: {
    title: 'Message undeliverable',
    details: 'Message could not be delivered to the recipient.',
    via: 'webhook',
  },
  131031: { title: 'Account has been locked', details: 'The account was restricted or disabled.' },
  131037: { title: 'Display name approval needed', details: 'The display name of the number is not approved.' },
  131042: { title: 'Business eligibility payment issue', details: 'There is a problem with the payment method.' },
  131047: { title: 'Re-engagement message', details: 'More than 24 hours since the recipient last replied.' },
  131048: { title: 'Spam rate limit hit', details: 'Too many messages were reported as spam.' },
  131049: { title: 'Meta chose not to deliver', details: 'Kept back for healthy engagement.', via: 'webhook' },
  131050: { title: 'User stopped marketing messages', details: 'The user opted out.', via: 'webhook' },
  131051: { title: 'Message type unknown', details: 'Message type is currently not supported.' },
  131052: { title: 'Media download error', details: 'The media of the user could not be downloaded.' },
  131053: { title: 'Media upload error', details: 'The media could not be uploaded.', via: 'webhook' },
  131056: { title: 'Pair rate limit hit', details: 'Too many messages to this recipient in a short time.' },
  131057: { title: 'Account in maintenance mode', details: 'The account is being upgraded.' },
  132000: { title: 'Number of parameters does not match', details: 'The template expects another number.' },
  132001: {
    title: 'Template name does not exist in the translation',
    details: 'There is no such template in this language.',
  },
  132005: { title: 'Translated text too long', details: 'The text with its parameters is too long.' },
  132007: { title: 'Template format character policy violated', details: 'The content breaks a policy.' },
  132012: { title: 'Parameter format does not match', details: 'A template parameter has a wrong format.' },
  132015: { title: 'Template is paused', details: 'The template is paused because of low quality.' },
  132016: { title: 'Template is disabled', details: 'The template was paused too often.' },
  133004: { title: 'Server temporarily unavailable', details: 'The server is temporarily unavailable.' },
  138006: { title: 'No approved call permission found', details: 'The user has not allowed the business to call.' },
};
