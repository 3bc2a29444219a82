import { describe, expect, test } from 'vitest';
import { deriveKey, equalsInConstantTime, maskSecret, sha256Hex } from './hashes.ts';

describe('sha256Hex', () => {
  test('is the hash of FIPS 180-4 over the UTF-8 bytes', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256Hex('é')).toBe('4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c');
  });
});

describe('equalsInConstantTime', () => {
  test('tells equal texts from different ones, whatever their lengths', () => {
    expect(equalsInConstantTime('secret', 'secret')).toBe(true);
    expect(equalsInConstantTime('', '')).toBe(true);
    expect(equalsInConstantTime('secret', 'secreT')).toBe(false);
    expect(equalsInConstantTime('secret', 'secret and more')).toBe(false);
    expect(equalsInConstantTime('', 'x')).toBe(false);
  });
});

describe('deriveKey', () => {
  const rootKey = Buffer.alloc(32, 7);

  test('gives the same 32 bytes for the same purpose on every start', () => {
    expect(deriveKey(rootKey, 'links')).toHaveLength(32);
    expect(deriveKey(rootKey, 'links').equals(deriveKey(Buffer.from(rootKey), 'links'))).toBe(true);
  });

  test('gives other bytes for another purpose and for another root key', () => {
    const links = deriveKey(rootKey, 'links');
    expect(links.equals(deriveKey(rootKey, 'cookies'))).toBe(false);
    expect(links.equals(deriveKey(Buffer.alloc(32, 8), 'links'))).toBe(false);
    expect(links.equals(rootKey)).toBe(false);
  });
});

describe('maskSecret', () => {
  test('shows the last four characters of a long secret and nothing of a short one', () => {
    expect(maskSecret('whsec_C2FVsBQIhrscChlQIMV')).toBe('****QIMV');
    expect(maskSecret('short-secret')).toBe('****');
    expect(maskSecret('')).toBe('****');
  });
});
