import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BODY_BYTES_MAX, BodyReader } from './body-reader.ts';

describe('reading a body', () => {
  test('gives exactly the bytes, however they were cut on the way', async () => {
    const cuts = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(cuts, async (chunks) => {
        const reader = new BodyReader();
        const read = await reader.read(arriving(chunks));
        expect(read).toEqual({ kind: 'body', bytes: Buffer.concat(chunks) });
        if (read.kind === 'body') reader.release(read.bytes);
        expect(reader.bytesHeld).toBe(0);
      }),
    );
  });

  test('holds the bytes until they are released', async () => {
    const reader = new BodyReader();
    const read = await reader.read(arriving([Buffer.alloc(1_000)]));
    expect(reader.bytesHeld).toBe(1_000);
    if (read.kind === 'body') reader.release(read.bytes);
    expect(reader.bytesHeld).toBe(0);
  });

  test('one byte too many is too large and holds nothing', async () => {
    const reader = new BodyReader();
    const half = Buffer.alloc(BODY_BYTES_MAX / 2);
    expect(await reader.read(arriving([half, half, Buffer.alloc(1)]))).toEqual({ kind: 'too_large' });
    expect(reader.bytesHeld).toBe(0);
  });

  test('what is held by all together has a bound, also for one that did not say its length', async () => {
    const reader = new BodyReader(1_000);
    const first = await reader.read(arriving([Buffer.alloc(900)]));
    expect(first.kind).toBe('body');
    expect(await reader.read(arriving([Buffer.alloc(60), Buffer.alloc(60)]))).toEqual({ kind: 'busy' });
    expect(await reader.read(arriving([Buffer.alloc(5)], '101'))).toEqual({ kind: 'busy' });
    expect(reader.bytesHeld).toBe(900);
    expect((await reader.read(arriving([Buffer.alloc(100)]))).kind).toBe('body');
  });

  test('one that breaks off, with an error or without, is aborted and holds nothing', async () => {
    const reader = new BodyReader();
    for (const error of [undefined, new Error('reset')]) {
      const request = new IncomingMessage(new Socket());
      const read = reader.read(request);
      request.push(Buffer.alloc(10));
      request.once('data', () => request.destroy(error));
      expect(await read).toEqual({ kind: 'aborted' });
      expect(reader.bytesHeld).toBe(0);
    }
  });
});

/** A request whose chunks come one by one. */
function arriving(chunks: readonly Uint8Array[], contentLength?: string): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  if (contentLength !== undefined) request.rawHeaders.push('Content-Length', contentLength);
  for (const chunk of chunks) if (chunk.length > 0) request.push(chunk);
  request.complete = true;
  request.push(null);
  return request;
}
