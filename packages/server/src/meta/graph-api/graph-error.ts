import type { GraphError, GraphResult } from '../../domain/graph.ts';
import { isJsonObject, type JsonObject } from '../../domain/meta/meta-body.ts';
import { adviceFor } from './graph-advice.ts';

/** Codes after which the same call may succeed later (CONTRACTS 2.2, "Retry guidance"). */
const RETRYABLE_CODES: ReadonlySet<number> = new Set([
  2, 4, 80_007, 130_429, 131_000, 131_016, 131_056, 131_057, 133_004,
]);

/** The token is not valid or has expired. */
export const TOKEN_EXPIRED_CODE = 190;

/** Kept of a text of Meta's: it is stored and shown. */
const TEXT_CHARS_MAX = 1_000;

/**
 * What a complete answer of the Graph API means. An error body decides whatever the status is; without one a 2xx with a
 * JSON object is success, and anything else is nobody's word on whether the call was carried out.
 */
export function readGraphAnswer({
  statusCode,
  body,
}: {
  readonly statusCode: number;
  readonly body: string;
}): GraphResult {
  const parsed = parseObject(body);
  const error = parsed === null ? null : readGraphError(parsed, statusCode);
  if (error !== null) return { kind: 'refused', error };
  const isSuccess = statusCode >= 200 && statusCode <= 299;
  if (parsed !== null && isSuccess) return { kind: 'ok', body: parsed };
  return { kind: 'unknown', reason: describeGarbage(statusCode) };
}

/** Reads `{error: {…}}` (CONTRACTS 2.2). Null: it is none. */
export function readGraphError(body: JsonObject, httpStatus: number): GraphError | null {
  const { error } = body;
  if (!isJsonObject(error) || typeof error.code !== 'number' || !Number.isSafeInteger(error.code)) return null;
  const { code } = error;
  return {
    code,
    title: withoutCode(textOf(error.message) ?? 'Error'),
    details: detailsOf(error),
    subcode: typeof error.error_subcode === 'number' ? error.error_subcode : null,
    traceId: textOf(error.fbtrace_id),
    httpStatus,
    retryable: RETRYABLE_CODES.has(code),
    advice: adviceFor(code),
  };
}

/** Sending answers have `error_data.details`, management answers what they would show to a person. */
function detailsOf(error: JsonObject): string | null {
  const details = isJsonObject(error.error_data) ? textOf(error.error_data.details) : textOf(error.error_data);
  return details ?? textOf(error.error_user_msg);
}

/** `(#130429) Rate limit hit` is `Rate limit hit`. */
function withoutCode(message: string): string {
  return message.replace(/^\(#\d+\)\s*/, '') || message;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, TEXT_CHARS_MAX) : null;
}

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function describeGarbage(statusCode: number): string {
  if (statusCode >= 300 && statusCode <= 399) {
    return `Meta answered with a redirect (${statusCode}), which is never followed. Check POSTHORN_META_GRAPH_URL.`;
  }
  return `The answer (${statusCode}) is not one of Meta's Graph API.`;
}
