import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mediaCapability, readMediaCapability } from './media-link.ts';

const KEY = Buffer.alloc(32, 1);
const FILE = { workspaceSerial: 31, mediaId: '1013859600285441' };

describe('a link to a media file', () => {
  test('is the same whenever the same file is named, so that the link of a retry works', () => {
    expect(mediaCapability(KEY, FILE)).toBe(mediaCapability(Buffer.alloc(32, 1), { ...FILE }));
  });

  test('leads back to the file', () => {
    expect(readMediaCapability(KEY, mediaCapability(KEY, FILE))).toEqual(FILE);
  });

  test('is another one for another file, workspace or installation', () => {
    const links = [
      mediaCapability(KEY, FILE),
      mediaCapability(KEY, { ...FILE, mediaId: '2' }),
      mediaCapability(KEY, { ...FILE, workspaceSerial: 32 }),
      mediaCapability(Buffer.alloc(32, 2), FILE),
    ];
    expect(new Set(links).size).toBe(4);
  });

  test('cannot be made for the file of another workspace from one of your own', () => {
    const forged = mediaCapability(KEY, FILE).replace(/^31\./, '32.');
    expect(readMediaCapability(KEY, forged)).toBeNull();
  });

  test('is nothing with any character changed, or made with another key', () => {
    const link = mediaCapability(KEY, FILE);
    for (let index = 0; index < link.length; index++) {
      const changed = link.slice(0, index) + (link[index] === '1' ? '2' : '1') + link.slice(index + 1);
      expect(readMediaCapability(KEY, changed)).toBeNull();
    }
    expect(readMediaCapability(Buffer.alloc(32, 2), link)).toBeNull();
  });

  test('of any id fits into a path, and text that is no link is none', () => {
    fc.assert(
      fc.property(fc.nat(), fc.string({ unit: 'binary' }), (workspaceSerial, mediaId) => {
        const link = mediaCapability(KEY, { workspaceSerial, mediaId });
        expect(link).toMatch(/^[\w.-]{1,180}$/);
        expect(readMediaCapability(KEY, mediaId)).toBeNull();
      }),
    );
  });
});
