import { describe, expect, test } from 'vitest';
import { announce, findSendProblem, settleType } from './media-type.ts';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const WEBP = Buffer.from('RIFF____WEBPVP8 ', 'latin1');
const ANIMATED = Buffer.concat([Buffer.from('RIFF____WEBPVP8X____', 'latin1'), Buffer.from([0x02])]);
const HTML = Buffer.from('<!doctype html><script>alert(1)</script>');
const KB = 1_024;
const MB = 1_024 * KB;

describe('a file for sending', () => {
  test.each([
    ['image/jpeg', PNG, 5 * MB],
    ['audio/ogg; codecs=opus', PNG, 16 * MB],
    ['video/mp4', PNG, 16 * MB],
    ['application/pdf', PNG, 100 * MB],
    ['image/webp', WEBP, 100 * KB],
    ['image/webp', ANIMATED, 500 * KB],
  ])('of the type %s may be as large as WhatsApp lets it, and no larger', (mimeType, head, bytesMax) => {
    expect(findSendProblem({ mimeType, head, sizeBytes: bytesMax })).toBeNull();
    expect(findSendProblem({ mimeType, head, sizeBytes: bytesMax + 1 })).toContain(`at most ${bytesMax}`);
  });

  test('of a type that WhatsApp does not take is refused with those that it does', () => {
    expect(findSendProblem({ mimeType: 'image/svg+xml', head: HTML, sizeBytes: 1 })).toMatch(
      /no image\/svg\+xml.*image\/png/,
    );
  });

  test('without a byte is refused', () => {
    expect(findSendProblem({ mimeType: 'image/png', head: Buffer.alloc(0), sizeBytes: 0 })).toBe('The file is empty.');
  });
});

describe('the type of a file', () => {
  test.each([
    ['image/jpeg', 'ffd8ffe000104a464946'],
    ['image/png', '89504e470d0a1a0a'],
    ['image/gif', '474946383961'],
    ['image/webp', '524946461a00000057454250'],
    ['audio/ogg; codecs=opus', '4f67675300'],
    ['audio/mpeg', '49443304'],
    ['audio/mpeg', 'fffb9044'],
    ['audio/aac', 'fff15080'],
    ['audio/amr', '2321414d520a'],
    ['audio/mp4', '00000020667479704d344120'],
    ['video/mp4', '00000018667479706d703432'],
    ['video/3gpp', '0000001866747970336770'],
  ])('%s is what it is said to be when it begins like one, and else unknown', (type, begin) => {
    expect(settleType(type, Buffer.from(begin, 'hex'))).toBe(type);
    expect(settleType(type, HTML)).toBe('application/octet-stream');
    expect(settleType(type, Buffer.alloc(0))).toBe('application/octet-stream');
  });

  test('of a document is as it was declared', () => {
    expect(settleType('application/pdf', HTML)).toBe('application/pdf');
    expect(settleType(null, PNG)).toBe('application/octet-stream');
  });

  test.each([
    'text/html',
    'image/svg+xml',
    'application/xhtml+xml',
    'text/javascript',
    'application/octet-stream',
    null,
  ])('a link never says %s, and never shows it in place', (type) => {
    expect(announce(type)).toEqual({ contentType: 'application/octet-stream', isShown: false });
  });

  test('a link shows pictures, sound and films in place, and documents not', () => {
    expect(announce('audio/ogg; codecs=opus')).toEqual({ contentType: 'audio/ogg', isShown: true });
    expect(announce('application/pdf')).toEqual({ contentType: 'application/pdf', isShown: false });
  });
});
