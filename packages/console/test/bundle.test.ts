import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';

const DIST = join(import.meta.dirname, '../dist');
/** What somebody on a slow line waits for. */
const FIRST_PAGE_BYTES_MAX = 200_000;
const PREPARE_MS_MAX = 10 * 60_000;

/** A piece of the build, as Vite's manifest tells it. */
interface Piece {
  readonly file: string;
  readonly imports?: readonly string[];
}

type Manifest = Readonly<Record<string, Piece>>;

describe('the first page', () => {
  beforeAll(async () => {
    const answer = await fetch(inject('consoleTestsUrl'));
    if (!answer.ok) throw new Error(await answer.text());
  }, PREPARE_MS_MAX);

  test.each([
    ['overview', 'src/pages/overview/overview.page.tsx'],
    ['sign-in', 'src/pages/sign-in/sign-in.page.tsx'],
  ])('%s loads at most 200 kB of JavaScript, compressed', (_name, page) => {
    const files = filesOf(['index.html', page]);
    expect(files.length).toBeGreaterThan(2);
    const bytes = files.reduce((sum, file) => sum + statSync(join(DIST, `${file}.gz`)).size, 0);
    expect(bytes).toBeLessThanOrEqual(FIRST_PAGE_BYTES_MAX);
  });

  test('brings no charts and no trees of JSON', () => {
    const texts = filesOf(['index.html', 'src/pages/overview/overview.page.tsx']).map((file) =>
      readFileSync(join(DIST, file), 'utf8'),
    );
    for (const text of texts) expect(/u-legend|uplot|collapsed-icon/i.exec(text)?.[0]).toBeUndefined();
  });
});

/** Everything that comes with these entries at once: what they import, and what that imports. */
function filesOf(entries: readonly string[]): string[] {
  const manifest = JSON.parse(readFileSync(join(DIST, '.vite/manifest.json'), 'utf8')) as Manifest;
  const seen = new Set<string>();
  const visit = (name: string) => {
    const piece = manifest[name];
    if (piece === undefined) throw new Error(`The build has no ${name}.`);
    if (seen.has(piece.file)) return;
    seen.add(piece.file);
    for (const imported of piece.imports ?? []) visit(imported);
  };
  for (const entry of entries) visit(entry);
  return [...seen, 'theme.js'];
}
