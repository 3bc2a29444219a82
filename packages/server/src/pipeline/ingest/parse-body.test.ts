import { describe, expect, test } from 'vitest';
import { META_BODY_DEPTH_MAX, parseMetaBody } from './parse-body.ts';

const nested = (depth: number) => Buffer.from('['.repeat(depth) + ']'.repeat(depth));

describe('parseMetaBody', () => {
  test('reads JSON, escaped or not', () => {
    const raw = Buffer.from('{"a":"\\u00e4 ä \\" [[ \\\\","b":[{}]}');
    expect(parseMetaBody(raw)).toEqual({ kind: 'json', text: raw.toString(), body: { a: 'ä ä " [[ \\', b: [{}] } });
  });

  test.each(['', '{', 'text', '{"a":1}x', '\u0000'])('%j is unreadable and no error', (text) => {
    expect(parseMetaBody(Buffer.from(text))).toEqual({ kind: 'unreadable' });
  });

  test('what is nested deeper than the bound is unreadable', () => {
    expect(parseMetaBody(nested(META_BODY_DEPTH_MAX)).kind).toBe('json');
    expect(parseMetaBody(nested(META_BODY_DEPTH_MAX + 1)).kind).toBe('unreadable');
    expect(parseMetaBody(nested(1_000_000)).kind).toBe('unreadable');
  });

  test('brackets in a text do not count', () => {
    const text = '\\"[{'.repeat(1_000);
    expect(parseMetaBody(Buffer.from(`["${text}"]`)).kind).toBe('json');
  });
});
