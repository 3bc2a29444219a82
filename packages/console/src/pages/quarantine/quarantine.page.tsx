import { Page as PageFrame } from '../../app/page.tsx';
import { formatBytes } from '../../lib/format.ts';
import { useApiPages, useRefresh } from '../../lib/queries.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { Button } from '../../ui/button.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Split } from '../../ui/drawer.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { Empty } from '../../ui/panel.tsx';
import { Time } from '../../ui/time.tsx';
import { quarantineWords } from '../../words/quarantine.ts';
import { QuarantineDrawer } from './quarantine-drawer.tsx';
import { type QuarantineEntry, REASONS } from './quarantine-item.ts';
import { ReasonPill } from './reason-pill.tsx';

const { columns: names, empty } = quarantineWords;
const LOOK_EVERY_MS = 10_000;

/** What did Meta send that made no event, and why not? */
export function Page() {
  const [url, change] = useUrlState();
  const refresh = useRefresh();
  const { reason } = url;
  const items = useApiPages<QuarantineEntry>(
    '/v1/quarantine',
    { reason, limit: 50 },
    { refetchInterval: LOOK_EVERY_MS },
  );
  const openId = url.open ?? null;
  const open = (id: string | undefined) => change({ open: id }, { replace: true });
  const neighbour = (by: 1 | -1) => items.items[items.items.findIndex(({ id }) => id === openId) + by];
  return (
    <PageFrame title={quarantineWords.title} layout="full">
      <Split
        drawer={
          openId === null ? null : (
            <QuarantineDrawer
              key={openId}
              id={openId}
              onStep={(by) => {
                const next = neighbour(by);
                if (next !== undefined) open(next.id);
              }}
              onGone={() => {
                open(neighbour(1)?.id);
                void refresh('/v1/quarantine', '/v1/statistics/counts');
              }}
              onClose={() => open(undefined)}
            />
          )
        }
      >
        <FilterBar
          filters={[
            {
              kind: 'one',
              name: 'reason',
              label: quarantineWords.filters.reason,
              options: REASONS.map((value) => ({ value, label: quarantineWords.reasons[value] })),
            },
          ]}
          state={url}
          onChange={change}
        />
        <DataTable
          label={quarantineWords.title}
          className="flex-1 border-t border-line"
          columns={COLUMNS}
          rows={items.items}
          idOf={({ id }) => id}
          onOpen={({ id }) => open(id)}
          openId={openId}
          onEnd={() => {
            if (!items.isFetchingNextPage) void items.fetchNextPage();
          }}
          hasMore={items.hasNextPage}
          isLoading={items.isPending}
          error={items.error}
          retry={() => void items.refetch()}
          narrow={(entry) => <NarrowEntry entry={entry} />}
          empty={
            reason === undefined ? (
              <Empty title={empty.title}>{empty.text}</Empty>
            ) : (
              <Empty
                title={empty.filteredTitle}
                actions={<Button onClick={() => change({ reason: undefined })}>{empty.clear}</Button>}
              />
            )
          }
        />
      </Split>
    </PageFrame>
  );
}

const ACCOUNT_FROM_PX = 820;

const COLUMNS: readonly Column<QuarantineEntry>[] = [
  { id: 'reason', header: names.reason, width: '10rem', cell: ({ reason }) => <ReasonPill reason={reason} /> },
  {
    id: 'field',
    header: names.field,
    width: 'minmax(9rem,1.4fr)',
    cell: ({ field }) => <code className="mono">{field}</code>,
  },
  {
    id: 'number',
    header: names.number,
    width: 'minmax(9rem,1fr)',
    cell: ({ phone_number_id: id }) => <code className="mono text-fg-2">{id}</code>,
  },
  {
    id: 'account',
    header: names.account,
    width: 'minmax(9rem,1fr)',
    fromPx: ACCOUNT_FROM_PX,
    cell: ({ waba_id: id }) => <code className="mono text-fg-2">{id}</code>,
  },
  {
    id: 'size',
    header: names.size,
    width: '6rem',
    align: 'end',
    cell: ({ payload_bytes: bytes }) => <span className="num text-fg-2">{formatBytes(bytes)}</span>,
  },
  {
    id: 'age',
    header: names.age,
    width: '7.5rem',
    align: 'end',
    cell: ({ created_at: at }) => (
      <span className="text-fg-3">
        <Time at={at} />
      </span>
    ),
  },
];

function NarrowEntry({ entry }: { readonly entry: QuarantineEntry }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 leading-tight">
      <code className="mono truncate">{entry.field}</code>
      <ReasonPill reason={entry.reason} />
      <code className="mono truncate text-fg-2">{entry.phone_number_id ?? entry.waba_id}</code>
      <span className="text-right text-12 text-fg-3">
        <Time at={entry.created_at} />
      </span>
      <span className="num text-12 text-fg-3">{formatBytes(entry.payload_bytes)}</span>
    </div>
  );
}
