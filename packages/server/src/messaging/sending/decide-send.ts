import type { GraphError, GraphResult } from '../../domain/graph.ts';
import type { JsonObject } from '../../domain/meta/meta-body.ts';
import { isJsonObject, listOf, objectOf, stringOf } from '../../domain/meta/meta-body.ts';

/** What is done after a try to send. */
export type SendDecision =
  | { readonly kind: 'accepted'; readonly wamid: string; readonly response: JsonObject }
  | { readonly kind: 'refused'; readonly error: GraphError }
  /** It is tried again: after a time of its own, or when its pair or its number may send again. */
  | { readonly kind: 'again'; readonly after: 'pair' | 'number' }
  | { readonly kind: 'again'; readonly after: 'wait'; readonly waitMs: number }
  /** Meta may have taken it: it is never sent again, and what Meta tells of it later says what became of it. */
  | { readonly kind: 'unknown' };

export interface SendAge {
  /** Tries before this one. */
  readonly tries: number;
  /** Since it was handed in. */
  readonly ageMs: number;
}

/** Tries of one message. With the waits between them that is about four hours of an outage at Meta. */
const TRIES_MAX = 10;
/** How long a message may wait: what is a day old says nothing that its reader still wants to hear. */
export const QUEUE_MS_MAX = 24 * 3_600_000;
/** Wait before the second try; each one after that is four times as long. */
const AGAIN_MS = 1_000;
const AGAIN_FACTOR = 4;
const AGAIN_MS_MAX = 3_600_000;

/** Meta says that it is too much for the pair (CONTRACTS 2.2). */
const PAIR_THROTTLE = 131_056;
/** The same for the number, the WABA and the app. */
const NUMBER_THROTTLES: ReadonlySet<number> = new Set([130_429, 80_007, 4]);

/** What a Graph call that sends a message comes to. */
export function decideSend(result: GraphResult, age: SendAge): SendDecision {
  switch (result.kind) {
    case 'ok':
      return accepted(result.body);
    case 'refused':
      return result.error.retryable ? againAfter(result.error, age) : { kind: 'refused', error: result.error };
    case 'unreachable':
      return againAfter(UNREACHABLE, age);
    case 'unknown':
      return { kind: 'unknown' };
  }
}

/** A message that Meta took without naming it is looked for like one whose answer was lost. */
function accepted(response: JsonObject): SendDecision {
  const [message] = listOf(response.messages);
  const wamid = isJsonObject(message) ? stringOf(objectOf(message).id) : null;
  return wamid === null ? { kind: 'unknown' } : { kind: 'accepted', wamid, response };
}

function againAfter(error: GraphError, { tries, ageMs }: SendAge): SendDecision {
  if (ageMs >= QUEUE_MS_MAX) return { kind: 'refused', error };
  // A throttle tells of the number and not of the message: it uses up no try.
  if (NUMBER_THROTTLES.has(error.code)) return { kind: 'again', after: 'number' };
  if (tries + 1 >= TRIES_MAX) return { kind: 'refused', error };
  if (error.code === PAIR_THROTTLE) return { kind: 'again', after: 'pair' };
  return { kind: 'again', after: 'wait', waitMs: Math.min(AGAIN_MS_MAX, AGAIN_MS * AGAIN_FACTOR ** tries) };
}

/** A failure that Meta did not tell of, in Meta's terms: the code that it has for them. */
function ourError(details: string, over: Partial<GraphError>): GraphError {
  return {
    code: 131_000,
    title: 'Something went wrong',
    details,
    subcode: null,
    traceId: null,
    httpStatus: 500,
    retryable: false,
    advice: 'Send the message again if it is still wanted.',
    ...over,
  };
}

const UNREACHABLE = ourError('Meta could not be reached.', {
  code: 131_016,
  title: 'Service unavailable',
  httpStatus: 503,
  retryable: true,
});

/** Why a message that may have reached Meta is given up when nothing was heard of it. */
export const NOT_KNOWN = ourError('It is not known whether Meta took it.', {
  advice: 'Ask the recipient, or send it again at the risk that it arrives twice.',
});

/** Why a message that waited for a day is not sent any more. */
export const WAITED_TOO_LONG = ourError('It waited for 24 hours and could not be sent.', {
  code: 130_429,
  title: 'Rate limit hit',
  httpStatus: 400,
  advice: 'Spread messages over more numbers or more time.',
});

/** Why a message of a channel that cannot send is not sent. */
export function notConnected(reason: string): GraphError {
  return ourError(reason, {
    code: 0,
    title: 'AuthException',
    httpStatus: 401,
    advice: 'Connect the channel with a valid access token, then send the message again.',
  });
}
