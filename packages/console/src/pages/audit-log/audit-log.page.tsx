import type { auditEntryView } from '@posthorn/server/control/audit-log/audit-log.routes.ts';
import { useState } from 'react';
import type * as z from 'zod';
import { Page as PageFrame } from '../../app/page.tsx';
import { shortenId } from '../../lib/format.ts';
import { useApiPages } from '../../lib/queries.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { Button } from '../../ui/button.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Split } from '../../ui/drawer.tsx';
import { type Filter, FilterBar } from '../../ui/filter-bar.tsx';
import { Empty } from '../../ui/panel.tsx';
import { Time } from '../../ui/time.tsx';
import { auditWords } from '../../words/audit-log.ts';
import { ActorName } from './actor-name.tsx';
import { recogniseAudit, SINCES, toAuditQuery } from './audit-filters.ts';
import { EntryDrawer } from './entry-drawer.tsx';

export type AuditEntry = z.infer<typeof auditEntryView>;

const FILTERS: readonly Filter[] = [
  { kind: 'text', name: 'actor', label: auditWords.filters.actor, hint: auditWords.actorHint, format: shortenId },
  { kind: 'text', name: 'action', label: auditWords.filters.action, hint: auditWords.actionHint },
  {
    kind: 'text',
    name: 'resource',
    label: auditWords.filters.resource,
    hint: auditWords.resourceHint,
    format: shortenId,
  },
  {
    kind: 'one',
    name: 'since',
    label: auditWords.filters.since,
    options: SINCES.map((value) => ({ value, label: auditWords.since[value] })),
  },
];

const COLUMNS: readonly Column<AuditEntry>[] = [
  { id: 'at', header: auditWords.columns.at, width: '8rem', cell: ({ at }) => <Time at={at} /> },
  {
    id: 'actor',
    header: auditWords.columns.actor,
    width: 'minmax(0,1.2fr)',
    cell: (entry) => <ActorName entry={entry} />,
  },
  {
    id: 'action',
    header: auditWords.columns.action,
    width: 'minmax(0,1fr)',
    cell: ({ action }) => <code className="mono">{action}</code>,
  },
  {
    id: 'resource',
    header: auditWords.columns.resource,
    width: 'minmax(0,1fr)',
    fromPx: 760,
    cell: (entry) => <code className="mono text-fg-2">{shortenId(entry.resource_id)}</code>,
  },
];

/** Who changed what, newest first. */
export function Page() {
  const [state, change] = useUrlState();
  // A span such as "24 hours" begins when the page was opened, so that a list keeps its beginning while it is read.
  const [openedAtMs] = useState(() => Date.now());
  const entries = useApiPages<AuditEntry>('/v1/audit-log', toAuditQuery(state, openedAtMs));
  const open = entries.items.find(({ id }) => id === state.entry) ?? null;
  const isFiltered = FILTERS.some(({ name }) => state[name] !== undefined);
  const clear = () => change(Object.fromEntries(FILTERS.map(({ name }) => [name, undefined])));
  return (
    <PageFrame title={auditWords.title} layout="full">
      <FilterBar
        filters={FILTERS}
        state={state}
        onChange={change}
        recognise={recogniseAudit}
        placeholder={auditWords.filterHint}
        unknownHint={auditWords.filterUnknown}
      />
      <Split
        drawer={
          open !== null && (
            <EntryDrawer
              entry={open}
              onClose={() => change({ entry: undefined }, { replace: true })}
              onFilter={change}
            />
          )
        }
      >
        <DataTable
          label={auditWords.tableLabel}
          columns={COLUMNS}
          rows={entries.items}
          idOf={(entry) => entry.id}
          openId={open?.id ?? null}
          onOpen={(entry) => change({ entry: entry.id }, { replace: open !== null })}
          isLoading={entries.isLoading}
          error={entries.error}
          retry={() => void entries.refetch()}
          hasMore={entries.hasNextPage}
          onEnd={() => void entries.fetchNextPage()}
          empty={isFiltered ? <NothingMatches clear={clear} /> : <Empty title={auditWords.emptyTitle} />}
          narrow={(entry) => (
            <span className="grid gap-0.5 py-2">
              <span className="flex gap-2">
                <code className="mono grow truncate">{entry.action}</code>
                <span className="text-12 text-fg-3">
                  <Time at={entry.at} />
                </span>
              </span>
              <ActorName entry={entry} />
            </span>
          )}
        />
      </Split>
    </PageFrame>
  );
}

function NothingMatches({ clear }: { readonly clear: () => void }) {
  return (
    <Empty title={auditWords.filteredTitle} actions={<Button onClick={clear}>{auditWords.removeFilters}</Button>}>
      {auditWords.filtered}
    </Empty>
  );
}
