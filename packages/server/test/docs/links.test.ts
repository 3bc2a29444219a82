import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const FENCED_CODE = /^```.*?^```/gms;
const LINK = /\[[^\]]*\]\(([^)\s]+)\)/g;
const HEADING = /^#{1,6} (.+)$/gm;

interface Link {
  readonly page: string;
  readonly target: string;
}

describe('the Markdown pages of the repository', () => {
  const pages = globSync('**/*.md', { cwd: ROOT, exclude: (path) => /(^|\/)(node_modules|data|coverage)$/.test(path) });

  test('are found by this test', () => {
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/reference/configuration.md']));
  });

  test('link only to files and headings that are there', () => {
    const broken = pages.flatMap(linksOf).filter((link) => !leadsSomewhere(link));
    expect(broken).toEqual([]);
  });
});

/** Links to places in the repository. Other servers are not asked: a test must not fail because of them. */
function linksOf(page: string): readonly Link[] {
  return [...textOf(page).matchAll(LINK)]
    .map(([, target = '']) => ({ page, target }))
    .filter(({ target }) => !/^[a-z]+:/.test(target));
}

function leadsSomewhere({ page, target }: Link): boolean {
  const [path = '', heading] = target.split('#');
  const file = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(ROOT, file))) return false;
  return heading === undefined || anchorsOf(file).has(heading);
}

/** The anchors that GitHub gives to headings. */
function anchorsOf(page: string): ReadonlySet<string> {
  const headings = [...textOf(page).matchAll(HEADING)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function textOf(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8').replaceAll(FENCED_CODE, '');
}
