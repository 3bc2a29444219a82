import * as z from 'zod';

/** Rows of a page of Xobito's lists (CONTRACTS 3.8). */
const PER_PAGE_DEFAULT = 15;
const PER_PAGE_MAX = 100;
/** No list is as long. Keeps what is skipped a number that a database takes. */
const PAGE_MAX = 1_000_000;
/** As Laravel has them: page numbers to both sides of the present one, and how many pages are not all linked any more. */
const LINKS_EACH_SIDE = 3;
const SHORT_LIST_PAGES = LINKS_EACH_SIDE * 2 + 8;

/** Query of every list. What is no number is as if it were not there, as in Laravel; more than the most is the most. */
export const pageQuery = z.object({
  page: z.coerce.number().int().min(1).max(PAGE_MAX).optional().catch(undefined).describe('From 1.'),
  per_page: z.coerce
    .number()
    .int()
    .min(1)
    .transform((rows) => Math.min(rows, PER_PAGE_MAX))
    .optional()
    .catch(undefined)
    .describe(`Rows of a page, at most ${PER_PAGE_MAX}. Without it ${PER_PAGE_DEFAULT}.`),
});

type PageQuery = z.output<typeof pageQuery>;

const link = z.object({ url: z.string().nullable(), label: z.string(), active: z.boolean() });
type Link = z.output<typeof link>;

/** Schema of Laravel's paginator, as it lies inside `data` of a list. The keys are in its order. */
export function paginatorOf<TItem extends z.ZodType>(item: TItem) {
  return z.object({
    current_page: z.number().int(),
    data: z.array(item),
    first_page_url: z.string(),
    from: z.number().int().nullable(),
    last_page: z.number().int(),
    last_page_url: z.string(),
    links: z.array(link),
    next_page_url: z.string().nullable(),
    path: z.string(),
    per_page: z.number().int(),
    prev_page_url: z.string().nullable(),
    to: z.number().int().nullable(),
    total: z.number().int(),
  });
}

/** Where a page lies: `page` from 1. */
export interface PageWindow {
  readonly page: number;
  readonly perPage: number;
}

/** The page that a query asks for. */
export function windowOf({ page = 1, per_page: perPage = PER_PAGE_DEFAULT }: PageQuery): PageWindow {
  return { page, perPage };
}

interface PageInput<TItem> {
  readonly items: readonly TItem[];
  /** Rows of all pages. */
  readonly total: number;
  readonly query: PageQuery;
  /** Address of the list without its query. */
  readonly path: string;
}

/** A page as Laravel's `LengthAwarePaginator` writes it. Its links keep the `per_page` that was asked for. */
export function toPaginator<TItem>({ items, total, query, path }: PageInput<TItem>) {
  const { page, perPage } = windowOf(query);
  const lastPage = Math.max(1, Math.ceil(total / perPage));
  const kept = query.per_page === undefined ? '' : `per_page=${query.per_page}&`;
  const urlOf = (number: number) => `${path}?${kept}page=${number}`;
  const from = items.length === 0 ? null : (page - 1) * perPage + 1;
  const previous = page > 1 ? urlOf(page - 1) : null;
  const next = page < lastPage ? urlOf(page + 1) : null;
  return {
    current_page: page,
    data: [...items],
    first_page_url: urlOf(1),
    from,
    last_page: lastPage,
    last_page_url: urlOf(lastPage),
    links: [
      { url: previous, label: '&laquo; Previous', active: false },
      ...pageNumbers(page, lastPage).map((number) => numberLink(number, page, urlOf)),
      { url: next, label: 'Next &raquo;', active: false },
    ],
    next_page_url: next,
    path,
    per_page: perPage,
    prev_page_url: previous,
    to: from === null ? null : from + items.length - 1,
    total,
  };
}

function numberLink(number: number | null, page: number, urlOf: (number: number) => string): Link {
  if (number === null) return { url: null, label: '...', active: false };
  return { url: urlOf(number), label: String(number), active: number === page };
}

/** The numbers among the links, null for the dots between: Laravel's `UrlWindow`. */
function pageNumbers(page: number, lastPage: number): (number | null)[] {
  if (lastPage < SHORT_LIST_PAGES) return range(1, lastPage);
  const nearAnEnd = LINKS_EACH_SIDE + 4;
  const [firstTwo, lastTwo] = [range(1, 2), range(lastPage - 1, lastPage)];
  if (page <= nearAnEnd) return [...range(1, nearAnEnd + LINKS_EACH_SIDE), null, ...lastTwo];
  if (page > lastPage - nearAnEnd)
    return [...firstTwo, null, ...range(lastPage - (nearAnEnd + LINKS_EACH_SIDE - 1), lastPage)];
  return [...firstTwo, null, ...range(page - LINKS_EACH_SIDE, page + LINKS_EACH_SIDE), null, ...lastTwo];
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
