import { useRouterState } from '@tanstack/react-router';
import { cx } from '../../lib/class-names.ts';
import { formatCount } from '../../lib/format.ts';
import { useMay } from '../../lib/session.ts';
import { PageLink, usePagePath } from '../../ui/link.tsx';
import { contactWords } from '../../words/contacts.ts';
import { shellWords } from '../../words/shell.ts';
import { useContactCounts, useLabels } from './use-records.ts';

/** Contacts and what they are sorted by, beside each other, with their numbers. */
export function RecordTabs() {
  const may = useMay();
  const counts = useContactCounts();
  const labels = { group: useLabels('group'), status: useLabels('status'), source: useLabels('source') };
  const { pages } = shellWords;
  const total = counts.data;
  return (
    <nav
      aria-label={contactWords.tabs}
      className="flex flex-none gap-4 overflow-x-auto border-b border-line px-6 max-narrow:px-4"
    >
      <RecordTab
        to="/contacts"
        label={pages.contacts}
        count={total === undefined ? null : countWords(total.total, total.total_max)}
      />
      {may('labels.read') && (
        <>
          <RecordTab to="/groups" label={pages.groups} count={lengthOf(labels.group.data)} />
          <RecordTab to="/statuses" label={pages.statuses} count={lengthOf(labels.status.data)} />
          <RecordTab to="/sources" label={pages.sources} count={lengthOf(labels.source.data)} />
        </>
      )}
    </nav>
  );
}

/** A count that stops at its bound: `100,000+`. */
export function countWords(count: number, max: number): string {
  return count >= max ? contactWords.atLeast(max) : formatCount(count);
}

function lengthOf(items: readonly unknown[] | undefined): string | null {
  return items === undefined ? null : formatCount(items.length);
}

function RecordTab({
  to,
  label,
  count,
}: {
  readonly to: string;
  readonly label: string;
  readonly count: string | null;
}) {
  const pathOf = usePagePath();
  const isCurrent = useRouterState({ select: ({ location }) => location.pathname === pathOf(to) });
  return (
    <PageLink
      to={to}
      bare
      className={cx(
        '-mb-px inline-flex h-9 flex-none items-center gap-1.5 border-b-2 font-medium whitespace-nowrap no-underline outline-offset-[-2px] hover:no-underline',
        isCurrent ? 'border-fg text-fg' : 'border-transparent text-fg-2',
      )}
    >
      {label}
      {count !== null && <span className="num font-normal text-fg-3">{count}</span>}
    </PageLink>
  );
}
