import { describe, expect, test } from 'vitest';
import { isKnown, readRange, toDisposition } from './media-response.ts';

describe('Range', () => {
  test.each([
    ['bytes=0-0', 0, 0],
    ['bytes=2-4', 2, 4],
    ['bytes=7-', 7, 9],
    ['bytes=-3', 7, 9],
    ['bytes=-99', 0, 9],
    ['bytes=8-99', 8, 9],
  ])('%s of ten bytes is %d to %d', (header, start, end) => {
    expect(readRange(header, 10)).toEqual({ kind: 'part', range: { start, end } });
  });

  test.each(['bytes=10-', 'bytes=99-100', 'bytes=-0'])('%s of ten bytes cannot be given', (header) => {
    expect(readRange(header, 10)).toEqual({ kind: 'unsatisfiable' });
  });

  test.each([undefined, '', 'bytes=', 'bytes=-', 'bytes=4-2', 'bytes=0-1,3-4', 'items=0-1', 'bytes=a-b', 'bytes=0-1x'])(
    '%j is as if it were not there',
    (header) => {
      expect(readRange(header, 10)).toEqual({ kind: 'whole' });
    },
  );

  test('of an empty file cannot be given', () => {
    expect(readRange('bytes=0-', 0)).toEqual({ kind: 'unsatisfiable' });
  });
});

test.each([
  ['"a"', true],
  ['W/"a"', true],
  ['"b", "a"', true],
  ['*', true],
  ['"b"', false],
  [undefined, false],
])('If-None-Match %j says of "a" that it is known: %s', (header, known) => {
  expect(isKnown(header, '"a"')).toBe(known);
});

describe('Content-Disposition', () => {
  test.each([
    [true, 'photo.jpg', 'inline; filename="photo.jpg"'],
    [false, 'report.pdf', 'attachment; filename="report.pdf"'],
    [false, 'a"b\\c\r\nx: y.pdf', 'attachment; filename="a_b_c__x_ y.pdf"'],
    [false, '../../etc/passwd', 'attachment; filename="_.._etc_passwd"'],
    [false, '...', 'attachment; filename="file"'],
    [false, 'Müller 100%.pdf', `attachment; filename="M_ller 100_.pdf"; filename*=UTF-8''M%C3%BCller%20100%25.pdf`],
    [false, "it's (1).pdf", 'attachment; filename="it\'s (1).pdf"'],
  ])('%s of %j', (isShown, name, header) => {
    expect(toDisposition(isShown, name)).toBe(header);
  });

  test('shows the end of a name that turns its direction of writing', () => {
    expect(toDisposition(false, 'photo\u202egnp.exe')).toBe('attachment; filename="photo_gnp.exe"');
  });
});
