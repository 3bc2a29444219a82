import { describe, expect, test } from 'vitest';
import { pageQuery, toPaginator, windowOf } from './paginator.ts';

const PATH = 'https://hooks.example.com/api/v1/kanal/contacts';

function labelsOf(page: number, lastPage: number): string {
  const items = Array.from({ length: 15 }, (_, index) => index);
  const query = pageQuery.parse({ page: String(page) });
  const { links } = toPaginator({ items, total: lastPage * 15, query, path: PATH });
  const labels = links.slice(1, -1).map(({ label, active }) => (active ? `[${label}]` : label));
  return labels.join(' ');
}

describe('the links of the paginator', () => {
  test.each([
    [1, 1, '[1]'],
    [3, 13, '1 2 [3] 4 5 6 7 8 9 10 11 12 13'],
    [1, 14, '[1] 2 3 4 5 6 7 8 9 10 ... 13 14'],
    [7, 30, '1 2 3 4 5 6 [7] 8 9 10 ... 29 30'],
    [8, 30, '1 2 ... 5 6 7 [8] 9 10 11 ... 29 30'],
    [23, 30, '1 2 ... 20 21 22 [23] 24 25 26 ... 29 30'],
    [24, 30, '1 2 ... 21 22 23 [24] 25 26 27 28 29 30'],
    [30, 30, '1 2 ... 21 22 23 24 25 26 27 28 29 [30]'],
  ])('on page %i of %i are those that Laravel shows', (page, lastPage, expected) => {
    expect(labelsOf(page, lastPage)).toBe(expected);
  });

  test('keep the rows of a page that were asked for', () => {
    const query = pageQuery.parse({ page: '2', per_page: '5' });
    const page = toPaginator({ items: [6, 7], total: 7, query, path: PATH });
    expect(page).toMatchObject({ from: 6, to: 7, last_page: 2, prev_page_url: `${PATH}?per_page=5&page=1` });
    expect(page.links.at(0)).toEqual({ url: `${PATH}?per_page=5&page=1`, label: '&laquo; Previous', active: false });
  });

  test('of an empty list lead to its one page', () => {
    const page = toPaginator({ items: [], total: 0, query: pageQuery.parse({}), path: PATH });
    expect(page).toMatchObject({ current_page: 1, last_page: 1, from: null, to: null, next_page_url: null, total: 0 });
    expect(page.links.map(({ label }) => label)).toEqual(['&laquo; Previous', '1', 'Next &raquo;']);
  });

  test('a page number that no list has is read as the first', () => {
    expect(windowOf(pageQuery.parse({ page: '99999999999' }))).toEqual({ page: 1, perPage: 15 });
  });
});
