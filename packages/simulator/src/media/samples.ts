import { toBareType } from './kinds.ts';

/**
 * The smallest files that are what they say they are: what people send when nothing else is given. A
 * grey square, a page without a word, a moment of silence.
 */
export function sampleOf(mimeType: string): Buffer {
  return SAMPLES[toBareType(mimeType)] ?? TEXT;
}

const fromBase64 = (...lines: readonly string[]) => Buffer.from(lines.join(''), 'base64');

const TEXT = Buffer.from('A file from the Posthorn simulator.\n');

const JPEG = fromBase64(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ',
  'EBAQEBD/wAALCAAIAAgBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQAAPwAf',
  '/9k=',
);

const PNG = fromBase64(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mOQz9+KFTEMLQkAaBlQwTnO8B4AAAAASUVORK5CYII=',
);

const WEBP = fromBase64('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==');

/** Opus: both headers and one frame of silence. */
const OGG = fromBase64(
  'T2dnUwACAAAAAAAAAAABAAAAAAAAAByf9dkBE09wdXNIZWFkAQE4AYC7AAAAAABPZ2dTAAAAAAAAAAAAAAEAAAABAAAAbUbaoAEYT3B1c1RhZ3MI',
  'AAAAcG9zdGhvcm4AAAAAT2dnUwAEwAMAAAAAAAABAAAAAgAAACmTsN0BA/j//g==',
);

const MP4 = fromBase64(
  'AAAAHGZ0eXBpc29tAAACAGlzb21pc28ybXA0MQAAAHRtb292AAAAbG12aGQAAAAAAAAAAAAAAAAAAAPoAAAAAAABAAABAAAAAAAAAAAAAAAAAQAA',
  'AAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABAAAACG1kYXQ=',
);

const PDF = fromBase64(
  'JVBERi0xLjQKMSAwIG9iajw8L1R5cGUvQ2F0YWxvZy9QYWdlcyAyIDAgUj4+ZW5kb2JqCjIgMCBvYmo8PC9UeXBlL1BhZ2VzL0tpZHNbMyAwIFJd',
  'L0NvdW50IDE+PmVuZG9iagozIDAgb2JqPDwvVHlwZS9QYWdlL1BhcmVudCAyIDAgUi9NZWRpYUJveFswIDAgNzIgNzJdPj5lbmRvYmoKeHJlZgow',
  'IDQKMDAwMDAwMDAwMCA2NTUzNSBmIAowMDAwMDAwMDA5IDAwMDAwIG4gCjAwMDAwMDAwNTIgMDAwMDAgbiAKMDAwMDAwMDEwMSAwMDAwMCBuIAp0',
  'cmFpbGVyPDwvU2l6ZSA0L1Jvb3QgMSAwIFI+PgpzdGFydHhyZWYKMTYyCiUlRU9GCg==',
);

/** One silent frame of 128 kbit/s. */
const MP3 = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0xc4]), Buffer.alloc(413)]);

/** Frames in which there is nothing. */
const AMR = Buffer.concat([Buffer.from('#!AMR\n'), Buffer.alloc(8, 0x7c)]);

const SAMPLES: Readonly<Record<string, Buffer>> = {
  'application/pdf': PDF,
  'audio/amr': AMR,
  'audio/mp4': MP4,
  'audio/mpeg': MP3,
  'audio/ogg': OGG,
  'image/jpeg': JPEG,
  'image/png': PNG,
  'image/webp': WEBP,
  'video/3gpp': MP4,
  'video/mp4': MP4,
};
