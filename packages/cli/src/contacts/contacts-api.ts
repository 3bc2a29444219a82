import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { CommandContext } from '../commands/context.ts';
import { CliError, EXIT } from '../exit.ts';

/** Options of every command that calls a gateway. */
export interface ApiOptions {
  readonly url: string;
  readonly key?: string;
}

/** A gateway's API with the key of a workspace. */
export interface ContactsApi {
  readonly url: string;
  readonly key: string;
}

/** A run as `GET /v1/runs/{id}` shows it, as much as is read here. */
export interface Run {
  readonly id: string;
  readonly state: 'pending' | 'running' | 'completed' | 'failed' | 'canceled';
  readonly progress: ImportCounts;
  readonly result: (ImportCounts & { readonly ignored_columns?: readonly string[] }) | null;
  readonly error: string | null;
}

export interface ImportCounts {
  readonly rows_read?: number;
  readonly created?: number;
  readonly updated?: number;
  readonly unchanged?: number;
  readonly failed?: number;
  readonly bytes_read?: number;
  readonly bytes_total?: number;
}

/** @throws CliError when there is no key. */
export function openApi({ env }: CommandContext, { url, key = env.POSTHORN_API_KEY }: ApiOptions): ContactsApi {
  if (key !== undefined && key !== '') return { url, key };
  throw new CliError(EXIT.usage, 'The API key is missing. Set POSTHORN_API_KEY or give --key <key>.');
}

/** Sends a file, as it is read, and starts its import. @throws CliError with what the gateway says is wrong. */
export async function uploadFile(
  api: ContactsApi,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<Run> {
  const file = createReadStream(path);
  const opened = new Promise<void>((resolve, reject) => {
    file.once('open', () => resolve());
    file.once('error', reject);
  });
  await opened.catch((cause: unknown) => {
    throw new CliError(EXIT.usage, `The file ${path} cannot be read. Check its path and its mode.`, { cause });
  });
  const answer = await call(api, `/v1/contacts/imports?${new URLSearchParams(query)}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv; charset=utf-8' },
    body: Readable.toWeb(file),
    duplex: 'half',
  });
  return (await answer.json()) as Run;
}

/** A run as it is now. */
export async function readRun(api: ContactsApi, id: string): Promise<Run> {
  const answer = await call(api, `/v1/runs/${id}`, { signal: AbortSignal.timeout(CALL_TIMEOUT_MS) });
  return (await answer.json()) as Run;
}

/** Asks for the end of a run. One that has ended meanwhile is left as it is. */
export async function cancelRun(api: ContactsApi, id: string): Promise<void> {
  const signal = AbortSignal.timeout(CALL_TIMEOUT_MS);
  await call(api, `/v1/runs/${id}/cancel`, { method: 'POST', signal }, [CONFLICT]);
}

/** A file of the gateway, piece by piece. */
export async function download(api: ContactsApi, path: string): Promise<Readable> {
  const { body } = await call(api, path, {});
  if (body === null) throw new CliError(EXIT.failed, `The gateway answered ${path} without a file.`);
  return Readable.fromWeb(body);
}

const CALL_TIMEOUT_MS = 30_000;
const CONFLICT = 409;

async function call(
  { url, key }: ContactsApi,
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
