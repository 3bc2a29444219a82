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
  if ([10, 368, 130_497, 131_005, 131_031].includes(code) || (code >= 200 && code <= 299)) return 403;
  return code === 132_001 ? 404 : 400;
}

const UNKNOWN: GraphErrorText = { title: 'Error', details: 'The request failed.' };

const TEXTS: Readonly<Record<number, GraphErrorText>> = {
  0: { title: 'AuthException', details: 'The app user could not be authenticated.' },
  4: { title: 'Application request limit reached', details: 'The app has made too many calls.' },
  10: { title: 'Permission denied', details: 'The permission is not granted or was removed.' },
  33: { title: 'Parameter value is not valid', details: 'The business phone number was deleted.' },
  100: { title: 'Invalid parameter', details: 'A parameter is not supported or is misspelled.' },
  190: { title: 'Access token has expired', details: 'The access token is not valid or has expired.' },
  368: { title: 'Temporarily blocked for policies violations', details: 'The account is restricted.' },
  80007: { title: 'Rate limit issues', details: 'The WhatsApp Business Account has reached its rate limit.' },
  130429: { title: 'Rate limit hit', details: 'Throughput exceeded.' },
  130472: { title: "User's number is part of an experiment", details: 'The message was not sent.', via: 'webhook' },
  130497: { title: 'Restricted from messaging users in this country', details: 'The country is not allowed.' },
  131005: { title: 'Access denied', details: 'The permission is not granted or was removed.' },
  131008: { title: 'Required parameter is missing', details: 'A required parameter is missing.' },
  131009: { title: 'Parameter value is not valid', details: 'A parameter has a wrong value.' },
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
  132000: { title: 'Number of parameters does not match', details: 'The template expects another number.' },
  132001: { title: 'Template name does not exist', details: 'There is no such template in this language.' },
  132005: { title: 'Translated text too long', details: 'The text with its parameters is too long.' },
  132007: { title: 'Template format character policy violated', details: 'The content breaks a policy.' },
  132012: { title: 'Parameter format does not match', details: 'A template parameter has a wrong format.' },
  132015: { title: 'Template is paused', details: 'The template is paused because of low quality.' },
  132016: { title: 'Template is disabled', details: 'The template was paused too often.' },
};
