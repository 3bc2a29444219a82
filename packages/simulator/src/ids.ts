import assert from 'node:assert/strict';

/** Makes ids that look like Meta's. Two factories with different seeds never make the same id. */
export interface Ids {
  /** A message id. `address` is the other person's phone digits or BSUID; `in` is a message from that person. */
  readonly wamid: (address: string, direction: 'in' | 'out') => string;
  /** A call id. */
  readonly wacid: (address: string) => string;
  /** 16 digits, as media ids have. */
  readonly mediaId: () => string;
  /** Of a template: a whole number of 16 digits, as webhooks write it. */
  readonly templateId: () => number;
  /** 32 hex digits. */
  readonly conversationId: () => string;
  /** Ten digits, as the challenge of a callback URL has. */
  readonly challenge: () => string;
  /** `fbtrace_id` of an error. */
  readonly traceId: () => string;
}

/** Longest phone number or BSUID that fits the one length byte of an id. */
const ADDRESS_CHARS_MAX = 127;

/**
 * Creates an id factory.
 *
 * An id is made of the seed and a counter, both spread by bijections, and not of random bits: ids
 * must be distinct for certain, because a receiver under test takes two equal ones for a duplicate.
 *
 * @param seed A whole number; its low 32 bits count.
 */
export function createIds(seed: number): Ids {
  const run = spread(seed ^ 0x5bd1e995);
  let counter = 0;
  const next = () => {
    counter += 1;
    return counter;
  };
  const unique = () => {
    const count = next();
    return toHex(run, 8) + toHex(Math.floor(count / 0x1_0000_0000), 2) + toHex(spread(count), 8);
  };

  return {
    wamid: (address, direction) => `wamid.${packMessageId(address, direction, unique())}`,
    wacid: (address) => `wacid.${packMessageId(address, 'in', unique())}`,
    mediaId: () => `2${toDigits(run, 5)}${toDigits(spread(next()), 10)}`,
    templateId: () => Number(`1${toDigits(run, 5)}${toDigits(spread(next()), 10)}`),
    conversationId: () => unique() + toHex(spread(run + counter), 8) + toHex(spread(run ^ counter), 6),
    challenge: () => `1${toDigits(spread(run ^ next()), 9)}`,
    traceId: () => `A${unique()}`,
  };
}

/**
 * Meta's ids are base64 of a small binary record: the address, a direction and a hex text. We keep
 * that record, so that code which looks inside finds what it expects.
 */
function packMessageId(address: string, direction: 'in' | 'out', unique: string): string {
  assert(address.length >= 1 && address.length <= ADDRESS_CHARS_MAX);
  const text = direction === 'in' ? `3A${unique}` : unique;
  return Buffer.concat([
    Buffer.from([0x1c, 0x18, address.length]),
    Buffer.from(address, 'latin1'),
    Buffer.from([0x15, 0x02, 0x00, direction === 'in' ? 0x12 : 0x11, 0x18, text.length]),
    Buffer.from(text, 'latin1'),
    Buffer.from([0x00]),
  ]).toString('base64');
}

/** A bijection of 32-bit numbers: neighbours come out far apart, and no two come out equal. */
function spread(value: number): number {
  let mixed = value >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

function toHex(value: number, length: number): string {
  return value.toString(16).toUpperCase().padStart(length, '0').slice(-length);
}

function toDigits(value: number, length: number): string {
  return String(value).padStart(length, '0').slice(-length);
}
