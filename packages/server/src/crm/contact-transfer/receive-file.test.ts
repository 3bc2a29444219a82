import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { receiveFile } from './receive-file.ts';

const never = new AbortController().signal;

async function receive(chunks: Iterable<Buffer>, change: Partial<Parameters<typeof receiveFile>[0]> = {}) {
  const pieces: string[] = [];
  const beginnings: string[] = [];
  const bytes = await receiveFile({
    body: Readable.from(chunks),
    interrupted: never,
    checkBeginning: (text) => void beginnings.push(text),
    store: async (_, content) => void pieces.push(content),
    ...change,
  });
  return { bytes, pieces, beginnings };
}

function* bytesOf(text: string, size: number): Generator<Buffer> {
  const bytes = Buffer.from(text, 'utf8');
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

describe('a file that comes in', () => {
  test('is kept in pieces that together are the text, without its byte order mark', async () => {
    const text = 'a,é,😀\n'.repeat(100_000);
    const { bytes, pieces, beginnings } = await receive(bytesOf(`\uFEFF${text}`, 10_007));
    expect(pieces.join('') === text).toBe(true);
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
    expect(bytes).toBe(Buffer.byteLength(text));
    expect(beginnings).toEqual([pieces[0]]);
  });

  test('is looked at before much of it has come in', async () => {
    let storedCount = 0;
    const receiving = receive(bytesOf('x'.repeat(2_000_000), 65_536), {
      checkBeginning: () => {
        throw new Error('no heading');
      },
      store: async () => void storedCount++,
    });
    await expect(receiving).rejects.toThrow('no heading');
    expect(storedCount).toBe(0);
  });

  test.each([
    ['no UTF-8', Buffer.from([0x61, 0xfc, 0x62])],
    ['cut in the middle of a character', Buffer.from([0x61, 0xc3])],
    ['binary', Buffer.from('a\0b')],
  ])('is refused when it is %s', async (_, bytes) => {
    await expect(receive([bytes])).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('is refused above 100 MB', async () => {
    const megabyte = Buffer.alloc(1_048_576, 'x');
    const endless = function* () {
      for (;;) yield megabyte;
    };
    const receiving = receive(endless(), { store: async () => {} });
    await expect(receiving).rejects.toMatchObject({ code: 'body_too_large' });
  });

  test('ends when it is told to, and leaves the body open for the answer', async () => {
    const body = new Readable({ read: () => {} });
    const interrupt = new AbortController();
    const receiving = receive([], { body, interrupted: interrupt.signal });
    interrupt.abort(new Error('going down'));
    await expect(receiving).rejects.toThrow('going down');
    expect(body.destroyed).toBe(false);
  });

  test('is refused when its sender goes away in the middle', async () => {
    const body = new Readable({ read: () => {} });
    const receiving = receive([], { body });
    body.push('half');
    body.destroy();
    await expect(receiving).rejects.toMatchObject({ code: 'invalid_request' });
  });
});
