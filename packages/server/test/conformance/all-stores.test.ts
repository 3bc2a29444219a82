import { globSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../src/platform/db/store.ts';
import { STORES } from '../support/open-store.ts';

type Conformance = (name: string, openStore: () => Promise<Store>) => void;

/**
 * Found by name and not listed by hand: a list can be forgotten, and a store whose promises nobody runs
 * looks the same as one that keeps them.
 */
const SOURCE = fileURLToPath(new URL('../../src', import.meta.url));
const files = globSync('**/*.conformance.ts', { cwd: SOURCE }).toSorted();
const modules = await Promise.all(
  files.map(async (file) => ({ file, exported: Object.entries((await import(join(SOURCE, file))) as object) })),
);

describe.each(STORES)('every store on $name', ({ name, open }) => {
  for (const { exported } of modules) {
    for (const [, conformance] of exported) (conformance as Conformance)(name, open);
  }
});

describe('conformance suites', () => {
  test.each(modules)('$file exports one function called …Conformance', ({ exported }) => {
    expect(exported).toEqual([[expect.stringMatching(/Conformance$/), expect.any(Function)]]);
  });
});
