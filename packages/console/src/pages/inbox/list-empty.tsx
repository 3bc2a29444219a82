import { formatCount } from '../../lib/format.ts';
import { type PageOf, useApi } from '../../lib/queries.ts';
import { useMay, useSession } from '../../lib/session.ts';
import { Button, CopyButton } from '../../ui/button.tsx';
import { LinkButton } from '../../ui/link.tsx';
import { Empty } from '../../ui/panel.tsx';
import { inboxWords } from '../../words/inbox.ts';
import type { Counts } from './inbox-types.ts';
import type { useInboxFilters } from './use-inbox-filters.ts';

interface ListEmptyProps {
  readonly filters: ReturnType<typeof useInboxFilters>;
  readonly counts: Counts | undefined;
}

/** Why there is no row, and what to do about it. */
export function ListEmpty({ filters, counts }: ListEmptyProps) {
  const { empty } = inboxWords;
  if (filters.isFiltered) {
    return (
      <Empty title={empty.filtered.title} actions={<Button onClick={filters.clear}>{inboxWords.clearFilters}</Button>}>
        {empty.filtered.text}
      </Empty>
    );
  }
  const unassigned = counts?.unassigned.open ?? 0;
  if (filters.tab === 'mine' && (unassigned > 0 || (counts?.all.open ?? 0) > 0)) {
    return (
      <Empty
        title={empty.mine.title}
        actions={
          <Button onClick={() => filters.change({ tab: unassigned > 0 ? 'unassigned' : 'all' })}>
            {unassigned > 0 ? empty.mine.action(formatCount(unassigned)) : empty.unassigned.action}
          </Button>
        }
      />
    );
  }
  if (filters.tab === 'unassigned' && (counts?.all.open ?? 0) > 0) {
    return (
      <Empty
        title={empty.unassigned.title}
        actions={<Button onClick={() => filters.change({ tab: 'all' })}>{empty.unassigned.action}</Button>}
      />
    );
  }
  return <NoConversations />;
}

interface ChannelNumber {
  readonly display_phone_number: string;
}

function NoConversations() {
  const may = useMay();
  const { features } = useSession();
  const channels = useApi<PageOf<ChannelNumber>>('/v1/channels', { limit: 1 });
  const number = channels.data?.data[0]?.display_phone_number ?? null;
  const { all } = inboxWords.empty;
  return (
    <Empty
      title={all.title}
      actions={
        <>
          {number !== null && (
            <CopyButton text={`https://wa.me/${number.replaceAll(/\D/g, '')}`} label={all.link} size="control">
              {all.link}
            </CopyButton>
          )}
          {number === null && may('channels.write') && <LinkButton to="/channels">{all.connect}</LinkButton>}
          {features.simulator && may('simulator.use') && <LinkButton to="/simulator">{all.play}</LinkButton>}
        </>
      }
    >
      {all.text}
    </Empty>
  );
}
