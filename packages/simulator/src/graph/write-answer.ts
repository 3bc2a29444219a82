import { once } from 'node:events';
import type http from 'node:http';
import { FILE_BYTES_MAX } from '../media/kinds.ts';
import type { FileManner, GraphAnswer } from './call.ts';

/** An endless file ends here all the same: twice what anybody may take. */
const ENDLESS_BYTES_MAX = 2 * FILE_BYTES_MAX;
const ENDLESS_CHUNK = Buffer.alloc(64 * 1024, 'endless ');

/** Writes an answer the way it asks for. @param wait Resolves after so many milliseconds of the simulator's clock. */
export async function writeAnswer(
  response: http.ServerResponse,
  answer: GraphAnswer,
  wait: (delayMs: number) => Promise<void>,
): Promise<void> {
  const { wire } = answer;
  switch (wire?.kind) {
    case undefined:
      return writeJson(response, answer);
    case 'lost':
      response.destroy();
      return;
    case 'late':
      await wait(wire.delayMs);
      return writeJson(response, answer);
    case 'page':
      return writeWhole(response, answer.status, { type: 'text/html; charset=utf-8', bytes: Buffer.from(wire.html) });
    case 'file':
      return writeFile(response, wire, wait);
  }
}

function writeJson(response: http.ServerResponse, { status, body }: GraphAnswer): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=UTF-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

function writeWhole(
  response: http.ServerResponse,
  status: number,
  { type, bytes }: { readonly type: string; readonly bytes: Buffer },
): void {
  response.writeHead(status, { 'content-type': type, 'content-length': bytes.length });
  response.end(bytes);
}

async function writeFile(
  response: http.ServerResponse,
  file: { readonly mimeType: string; readonly bytes: Buffer; readonly manner: FileManner },
  wait: (delayMs: number) => Promise<void>,
): Promise<void> {
  const { mimeType: type, bytes, manner } = file;
  if (manner.kind === 'whole') return writeWhole(response, 200, { type, bytes });
  if (manner.kind === 'endless') return writeEndless(response, type);
  const half = Math.floor(bytes.length / 2);
  response.writeHead(200, { 'content-type': type, 'content-length': bytes.length });
  await new Promise<void>((resolve) => response.write(bytes.subarray(0, half), () => resolve()));
  if (manner.kind === 'cut') {
    response.destroy();
    return;
  }
  await wait(manner.delayMs);
  response.end(bytes.subarray(half));
}

async function writeEndless(response: http.ServerResponse, type: string): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.writeHead(200, { 'content-type': type });
  for (let sent = 0; sent < ENDLESS_BYTES_MAX && !gone.signal.aborted; sent += ENDLESS_CHUNK.length) {
    if (!response.write(ENDLESS_CHUNK)) await drained(response, gone.signal);
  }
  response.end();
}

/** Resolves when there is room again, or when the other side is gone. */
async function drained(response: http.ServerResponse, signal: AbortSignal): Promise<void> {
  try {
    await once(response, 'drain', { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
