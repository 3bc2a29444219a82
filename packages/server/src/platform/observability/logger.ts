import { type DestinationStream, type Logger, pino } from 'pino';
import { redactFields } from './redact.ts';

export type { Logger } from 'pino';

/** An error's cause may have a cause; in a circle, too. */
const CAUSES_MAX = 3;

/**
 * Makes the logger of the process: one JSON object a line, on standard output.
 *
 * Whatever is passed to it, secrets are taken out; from level `info` on phone numbers, texts and endpoint
 * URLs as well (DESIGN 7, "Personal data"). This goes by the names of fields, so a message must be a
 * fixed sentence with the facts beside it.
 *
 * @param level A level of pino, or `silent`.
 * @param destination Where lines go. Only tests give another one.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const redaction = { showsPersonal: level === 'debug' || level === 'trace' };
  const redact = (fields: Record<string, unknown>) => redactFields(fields, redaction);
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: redact },
    serializers: { err: describeError, error: describeError, req: describeRequest, res: describeResponse },
  };
  const logger = destination === undefined ? pino(options) : pino(options, destination);
  redactChildren(logger, redact);
  return logger;
}

/** Formatters of pino do not see what a child logger is made with. Children of children inherit the replacement. */
function redactChildren(logger: Logger, redact: (fields: Record<string, unknown>) => Record<string, unknown>): void {
  const makeChild = logger.child;
  logger.child = function makeRedactedChild(this: Logger, bindings, options) {
    return makeChild.call(this, redact(bindings), options);
  } as Logger['child'];
}

/** Only the parts that are ours to choose: drivers hang the values of a statement on their errors. */
function describeError(error: unknown, causesLeft: number = CAUSES_MAX): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : typeof error;
  const code = 'code' in error ? { code: error.code } : {};
  const cause =
    error.cause === undefined || causesLeft === 0 ? {} : { cause: describeError(error.cause, causesLeft - 1) };
  return { type: error.name, ...code, message: error.message, stack: error.stack, ...cause };
}

interface RequestToLog {
  readonly method?: unknown;
  readonly url?: unknown;
}

/** Without the query: Meta's challenge has the verify token there, and searches have phone numbers. */
function describeRequest(request: RequestToLog): unknown {
  const path = typeof request.url === 'string' ? request.url.split('?')[0] : undefined;
  return { method: request.method, path };
}

function describeResponse(response: { readonly statusCode?: unknown }): unknown {
  return { status: response.statusCode };
}
