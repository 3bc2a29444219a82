import type { CommandContext } from './commands/context.ts';
import { CliError, EXIT } from './exit.ts';

/** Options of every command that calls a gateway. */
export interface ApiOptions {
  readonly url: string;
  readonly key?: string;
}

/** A gateway's API with the key of a workspace. */
export interface GatewayApi {
  readonly url: string;
  readonly key: string;
}

/** @throws CliError when there is no key. */
export function openApi({ env }: CommandContext, { url, key = env.POSTHORN_API_KEY }: ApiOptions): GatewayApi {
  if (key !== undefined && key !== '') return { url, key };
  throw new CliError(EXIT.usage, 'The API key is missing. Set POSTHORN_API_KEY or give --key <key>.');
}

/**
 * Calls the gateway.
 *
 * @param alsoFine Statuses that are no failure besides 2xx.
 * @throws CliError with what the gateway says is wrong, or when it does not answer.
 */
export async function call(
  { url, key }: GatewayApi,
  path: string,
  init: RequestInit,
  alsoFine: readonly number[] = [],
): Promise<Response> {
  const headers = { ...(init.headers as Record<string, string> | undefined), authorization: `Bearer ${key}` };
  const answer = await fetch(url + path, { ...init, headers, redirect: 'error' }).catch((cause: unknown) => {
    throw new CliError(EXIT.failed, `The gateway at ${url} did not answer. Is it running, and is --url right?`, {
      cause,
    });
  });
  if (answer.ok || alsoFine.includes(answer.status)) return answer;
  throw refusal(answer.status, await answer.text());
}

const BAD_REQUEST = 400;

function refusal(status: number, text: string): CliError {
  const exitCode = status === BAD_REQUEST ? EXIT.usage : EXIT.failed;
  return new CliError(
    exitCode,
    wordsOf(text) ?? `The gateway answered with ${status}: ${text.slice(0, TEXT_CHARS_MAX)}`,
  );
}

/** Of an answer that is none of ours. */
const TEXT_CHARS_MAX = 500;

/** What a problem (RFC 9457) says. Null: the text is none. */
function wordsOf(text: string): string | null {
  try {
    const problem = JSON.parse(text) as { detail?: string; errors?: readonly { pointer: string; detail: string }[] };
    if (problem.detail === undefined) return null;
    return [problem.detail, ...(problem.errors ?? []).map(({ detail }) => `  ${detail}`)].join('\n');
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
