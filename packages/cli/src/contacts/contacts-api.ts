import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { CliError, EXIT } from '../exit.ts';
import { call, type GatewayApi } from '../gateway-api.ts';

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

/** Sends a file, as it is read, and starts its import. @throws CliError with what the gateway says is wrong. */
export async function uploadFile(api: GatewayApi, path: string, query: Readonly<Record<string, string>>): Promise<Run> {
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
export async function readRun(api: GatewayApi, id: string): Promise<Run> {
  const answer = await call(api, `/v1/runs/${id}`, { signal: AbortSignal.timeout(CALL_TIMEOUT_MS) });
  return (await answer.json()) as Run;
}

/** Asks for the end of a run. One that has ended meanwhile is left as it is. */
export async function cancelRun(api: GatewayApi, id: string): Promise<void> {
  const signal = AbortSignal.timeout(CALL_TIMEOUT_MS);
  await call(api, `/v1/runs/${id}/cancel`, { method: 'POST', signal }, [CONFLICT]);
}

/** A file of the gateway, piece by piece. */
export async function download(api: GatewayApi, path: string): Promise<Readable> {
  const { body } = await call(api, path, {});
  if (body === null) throw new CliError(EXIT.failed, `The gateway answered ${path} without a file.`);
  return Readable.fromWeb(body);
}

const CALL_TIMEOUT_MS = 30_000;
const CONFLICT = 409;
