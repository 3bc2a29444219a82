import type { Attempt, AttemptTrigger } from '../../domain/delivery.ts';
import type { Endpoint } from '../../domain/endpoint.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { Event } from '../../domain/event.ts';
import type { AttemptId, DeliveryId, RunId } from '../../domain/ids.ts';
import { type ExchangeRequest, type ExchangeResult, withoutAnswer } from './exchange.ts';
import { requestHeaders } from './request-headers.ts';
import type { WhichSecret } from './secret-choice.ts';

export interface AttemptRunnerContext {
  /** The body in the endpoint's format, and the name that the event has in it. */
  readonly render: (endpoint: Endpoint, event: Event) => Rendered;
  /** Content type and signatures of one attempt. */
  readonly sign: (input: SignInput) => Record<string, string>;
  readonly exchange: (request: ExchangeRequest, endpoint: Endpoint) => Promise<ExchangeResult>;
  readonly newAttemptId: () => AttemptId;
  readonly nowMs: () => number;
  readonly userAgent: string;
}

interface Rendered {
  readonly body: string;
  readonly eventName: string;
}

interface SignInput {
  readonly endpoint: Endpoint;
  readonly event: Event;
  readonly rendered: Rendered;
  readonly which: WhichSecret;
  readonly nowMs: number;
}

export interface AttemptInput {
  readonly endpoint: Endpoint;
  readonly event: Event;
  readonly deliveryId: DeliveryId | null;
  readonly number: number;
  readonly trigger: AttemptTrigger;
  readonly maybeReceived: boolean;
  readonly runId: RunId | null;
  readonly which: WhichSecret;
  /** See `ExchangeRequest`. */
  readonly askedAtMs?: number;
}

/** An attempt as it came out, before anybody decided what follows. */
export interface AttemptRun {
  readonly attempt: Attempt;
  readonly result: ExchangeResult;
}

/** Renders, signs and sends once. What is signed is exactly the bytes that are sent. @throws at once what rendering and signing throw. */
export function runAttempt(context: AttemptRunnerContext, input: AttemptInput): Promise<AttemptRun> {
  const { endpoint, event } = input;
  const startedAtMs = context.nowMs();
  const rendered = render(context, endpoint, event);
  if (typeof rendered === 'string') return Promise.resolve(attemptNotSent(context, input, rendered));
  const { sent, logged } = requestHeaders({
    delivery: input,
    hops: event.hops,
    replayOf: event.replayOf,
    attemptNumber: input.number,
    trigger: input.trigger,
    userAgent: context.userAgent,
    signed: context.sign({ endpoint, event, rendered, which: input.which, nowMs: startedAtMs }),
    own: endpoint.headers,
  });
  const request = {
    url: urlOf(endpoint),
    headers: sent,
    body: rendered.body,
    timeoutMs: endpoint.retry.timeoutSeconds * 1_000,
    ...(input.askedAtMs === undefined ? {} : { askedAtMs: input.askedAtMs }),
  };
  return context.exchange(request, endpoint).then((result) => ({
    attempt: toAttempt(context, input, { startedAtMs, logged, result }),
    result,
  }));
}

/** An attempt that failed before there was a request, and why: one sentence for a person. */
export function attemptNotSent(context: AttemptRunnerContext, input: AttemptInput, reason: string): AttemptRun {
  const failure = { errorClass: 'aborted', errorMessage: `Nothing was sent. ${reason}`, maybeReceived: false } as const;
  const result = withoutAnswer(failure);
  return { attempt: toAttempt(context, input, { startedAtMs: context.nowMs(), logged: {}, result }), result };
}

/** The body, or why there is none: an endpoint may have changed to a format that cannot express what was pending. */
function render(context: AttemptRunnerContext, endpoint: Endpoint, event: Event): Rendered | string {
  try {
    return context.render(endpoint, event);
  } catch (error) {
    if (error instanceof PosthornError) return error.message;
    throw error;
  }
}

interface Outcome {
  readonly startedAtMs: number;
  readonly logged: Readonly<Record<string, string>>;
  readonly result: ExchangeResult;
}

function toAttempt(
  context: AttemptRunnerContext,
  { endpoint, event, ...input }: AttemptInput,
  { startedAtMs, logged, result }: Outcome,
): Attempt {
  return {
    id: context.newAttemptId(),
    workspaceId: event.workspaceId,
    deliveryId: input.deliveryId,
    eventId: event.id,
    endpointId: endpoint.id,
    number: input.number,
    trigger: input.trigger,
    runId: input.runId,
    startedAtMs,
    durationMs: result.durationMs,
    outcome: result.outcome,
    statusCode: result.statusCode,
    errorClass: result.errorClass,
    errorMessage: result.errorMessage,
    requestHeaders: logged,
    responseHeaders: result.headers,
    responseBody: result.body,
    deliveryState: null,
    nextAttemptAtMs: null,
  };
}

/** Parsed once for each version of an endpoint: endpoints are replaced when they change, never mutated. */
const urls = new WeakMap<Endpoint, URL>();

function urlOf(endpoint: Endpoint): URL {
  let url = urls.get(endpoint);
  if (url === undefined) {
    url = new URL(endpoint.url);
    urls.set(endpoint, url);
  }
  return url;
}
