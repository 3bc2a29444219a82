import { Rows2, Rows3 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useShortcuts } from '../../lib/keys.ts';
import { useLiveRows } from '../../lib/live-rows.ts';
import { setPreferences, usePreferences } from '../../lib/preferences.ts';
import { useApi, useRefresh } from '../../lib/queries.ts';
import { hasEnded, useRun } from '../../lib/runs.ts';
import { useMay } from '../../lib/session.ts';
import { IconButton } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Split } from '../../ui/drawer.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { NewRowsPill } from '../../ui/new-rows-pill.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { deliveryWords } from '../../words/deliveries.ts';
import { BulkBar } from './bulk-bar.tsx';
import { BulkRun } from './bulk-run.tsx';
import { type Delivery, isOpen } from './delivery.ts';
import { deliveryColumns, NarrowDelivery } from './delivery-columns.tsx';
import { DeliveryDrawer } from './delivery-drawer.tsx';
import { MarksLegend } from './marks-legend.tsx';
import { NoDeliveries } from './no-deliveries.tsx';
import { useDeliveryActions } from './use-delivery-actions.ts';
import { type DeliveryTab, type FixedFilter, TABS, useDeliveryFilters } from './use-delivery-filters.ts';

interface DeliveriesTableProps {
  /** What the page around it has decided already, such as its endpoint. */
  readonly fixed?: FixedFilter;
}

interface Count {
  readonly count: number;
  readonly is_exact: boolean;
}

interface Counts {
  readonly total: Count;
  readonly by_standing: Readonly<Record<Delivery['standing'], Count>>;
}

const NOTHING_FIXED: FixedFilter = {};
const COUNT_EVERY_MS = 10_000;
const NOBODY: ReadonlySet<string> = new Set();

/**
 * Deliveries of the workspace, or of one endpoint or event: tabs with counts, filters, a live table, one of them in a
 * drawer, and runs over many. It fills the place it is given. Its state is in the address.
 */
export function DeliveriesTable({ fixed = NOTHING_FIXED }: DeliveriesTableProps) {
  const may = useMay();
  const filters = useDeliveryFilters(fixed);
  const { url, change, query } = filters;
  const counts = useApi<Counts>('/v1/deliveries/counts', filters.countQuery, { refetchInterval: COUNT_EVERY_MS });
  const live = useLiveRows<Delivery>('/v1/deliveries', query, { idOf, madeAtOf, isOpen });
  const [focused, setFocused] = useState<Delivery | null>(null);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(NOBODY);
  const actions = useDeliveryActions(live.replace);
  const openId = url.open ?? null;
  const open = (id: string | undefined) => change({ open: id }, { replace: true });
  const inHand = openId ?? focused?.id ?? null;
  useShortcuts(
    inHand === null
      ? []
      : [
          ...(may('deliveries.write')
            ? [{ keys: 'r', label: deliveryWords.keys.resend, run: () => void actions.resend(inHand) }]
            : []),
          { keys: 'y', label: deliveryWords.keys.curl, run: () => void actions.copyCurl(inHand) },
          { keys: 'c', label: deliveryWords.keys.copyId, run: () => void actions.copyId(inHand) },
        ],
  );
  const step = (by: 1 | -1) => {
    const index = live.rows.findIndex(({ id }) => id === openId);
    const next = live.rows[index + by];
    if (next !== undefined) open(next.id);
  };
  return (
    <Split
      drawer={
        openId === null ? null : (
          <DeliveryDrawer
            id={openId}
            row={live.rows.find(({ id }) => id === openId) ?? null}
            actions={actions}
            onRead={live.replace}
            onStep={step}
            onClose={() => open(undefined)}
          />
        )
      }
    >
      <StandingTabs
        tab={filters.tab}
        counts={counts.data ?? null}
        onChange={(tab) => change({ standing: TABS[tab] })}
      />
      <FilterBar
        filters={filters.filters}
        state={url}
        onChange={change}
        recognise={filters.recogniseFilter}
        placeholder={deliveryWords.filterPlaceholder}
        unknownHint={deliveryWords.filterUnknown}
      />
      <RunOf
        id={url.run ?? null}
        onEnded={() => {
          void counts.refetch();
          void live.reread(live.rows.slice(0, REREAD_MAX).map(idOf));
        }}
        onHide={() => change({ run: undefined }, { replace: true })}
      />
      <DataTable
        label={deliveryWords.title}
        className="flex-1 border-t border-line"
        columns={deliveryColumns({ hasEndpoint: fixed.endpoint === undefined })}
        rows={live.rows}
        idOf={idOf}
        onOpen={({ id }) => open(id)}
        openId={openId}
        {...(may('deliveries.write') ? { ticked, onTick: setTicked } : {})}
        onFocusRow={setFocused}
        onInSight={live.see}
        onEnd={live.readMore}
        hasMore={live.hasMore}
        isLoading={live.isLoading}
        error={live.rows.length === 0 ? live.error : null}
        retry={live.reload}
        narrow={(delivery) => <NarrowDelivery delivery={delivery} />}
        overHead={<NewRowsPill count={live.newCount} isMore={live.isMoreNew} onShow={live.showNew} />}
        empty={
          <NoDeliveries
            fixed={fixed}
            isFiltered={filters.isFiltered}
            tab={filters.tab}
            onClear={filters.clear}
            onShowAll={() => change({ standing: undefined })}
          />
        }
      />
      {ticked.size > 0 && (
        <BulkBar
          ticked={ticked}
          query={query}
          onClear={() => setTicked(NOBODY)}
          onStarted={(run) => {
            if (may('runs.read')) change({ run: run.id }, { replace: true });
          }}
        />
      )}
      <MarksLegend />
    </Split>
  );
}

/** Rows that are read anew when a run has ended: the API takes as many by id. */
const REREAD_MAX = 100;

const idOf = ({ id }: Delivery) => id;
const madeAtOf = ({ created_at }: Delivery) => created_at;

interface StandingTabsProps {
  readonly tab: DeliveryTab | null;
  readonly counts: Counts | null;
  readonly onChange: (tab: DeliveryTab) => void;
}

function StandingTabs({ tab, counts, onChange }: StandingTabsProps) {
  const { density } = usePreferences();
  const isDense = density === 'dense';
  return (
    <Tabs
      label={deliveryWords.tabsLabel}
      value={tab ?? 'other'}
      onChange={(next) => {
        if (next !== 'other') onChange(next);
      }}
      tabs={(Object.keys(TABS) as DeliveryTab[]).map((value) => {
        const count = counts === null ? null : countOf(value, counts);
        return {
          value,
          label: deliveryWords.tabs[value],
          ...(count === null ? {} : { count: deliveryWords.count(count.count, count.is_exact) }),
        };
      })}
      aside={
        <IconButton
          label={deliveryWords.density[isDense ? 'dense' : 'comfortable']}
          icon={isDense ? Rows3 : Rows2}
          className="max-narrow:hidden"
          onClick={() => setPreferences({ density: isDense ? 'comfortable' : 'dense' })}
        />
      }
    />
  );
}

function countOf(tab: DeliveryTab, { total, by_standing: by }: Counts): Count {
  if (tab === 'all') return total;
  if (tab !== 'attention') return by[tab];
  return {
    count: by.exhausted.count + by.held.count,
    is_exact: by.exhausted.is_exact && by.held.is_exact,
  };
}

interface RunOfProps {
  readonly id: string | null;
  readonly onEnded: () => void;
  readonly onHide: () => void;
}

/** The run over many that was started here, as long as nobody has put it away. */
function RunOf({ id, onEnded, onHide }: RunOfProps) {
  const run = useRun(id);
  const isOver = run.data !== undefined && hasEnded(run.data);
  const refresh = useRefresh();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it has ended.
  useEffect(() => {
    if (!isOver) return;
    onEnded();
    void refresh('/v1/statistics/counts');
  }, [isOver]);
  return id === null || run.data === undefined ? null : <BulkRun run={run.data} onHide={onHide} />;
}
