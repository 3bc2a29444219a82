import { Columns3, Download, Plus, Upload } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Page as PageFrame } from '../../app/page.tsx';
import { withQuery } from '../../lib/api.ts';
import { useMask } from '../../lib/mask.ts';
import { type PageOf, useApi, useApiPages, useRefresh } from '../../lib/queries.ts';
import { hasEnded, type Run, useRun } from '../../lib/runs.ts';
import { useMay, useWorkspaceId } from '../../lib/session.ts';
import { useStream } from '../../lib/stream.ts';
import { type UrlState, useUrlState } from '../../lib/url-state.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Split } from '../../ui/drawer.tsx';
import { Select } from '../../ui/field.tsx';
import { type Filter, FilterBar } from '../../ui/filter-bar.tsx';
import { LinkButton } from '../../ui/link.tsx';
import { Menu } from '../../ui/menu.tsx';
import { NewRowsPill } from '../../ui/new-rows-pill.tsx';
import { Empty, Skeleton } from '../../ui/panel.tsx';
import { contactWords } from '../../words/contacts.ts';
import { BulkBar } from './bulk-bar.tsx';
import { CONTACT_TYPES, type Contact } from './contact.ts';
import {
  COLUMNS_AT_FIRST,
  contactColumns,
  NarrowContact,
  OPTIONAL_COLUMNS,
  type OptionalColumn,
} from './contact-columns.tsx';
import { ContactDrawer, type ContactTab } from './contact-drawer.tsx';
import { useStatusColors } from './contact-facts.tsx';
import { ContactRun, IMPORT_KIND } from './import-run.tsx';
import { countWords, RecordTabs } from './record-tabs.tsx';
import { CONTACTS_PATH, useContactLists } from './use-contact-lists.ts';
import { useContactCounts, useLabels, useMembers } from './use-records.ts';

const SORTS = ['-created_at', 'created_at', '-updated_at', 'name'] as const;
type Sort = (typeof SORTS)[number];

/** Rows that are read at once. */
const PAGE_ROWS = 100;

/** Everybody the workspace knows. */
export function Page() {
  const may = useMay();
  return (
    <PageFrame title={contactWords.title} layout="full">
      <RecordTabs />
      {may('contacts.read') && <Contacts />}
    </PageFrame>
  );
}

function Contacts() {
  const [state, setState] = useUrlState();
  const mask = useMask();
  const may = useMay();
  const filters = useFilters();
  const sort = SORTS.find((one) => one === state.sort) ?? '-created_at';
  const filterState = Object.fromEntries(filters.map(({ name }) => [name, state[name]]));
  const isFiltered = Object.values(filterState).some((value) => value !== undefined);
  const list = useApiPages<Contact>(
    CONTACTS_PATH,
    { ...filterState, sort, limit: PAGE_ROWS },
    { staleTime: Number.POSITIVE_INFINITY },
  );
  const lists = useContactLists();
  const counts = useContactCounts();
  const { nameOf } = useMembers();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [openedAtMs, setOpenedAtMs] = useState(() => Date.now());
  const [shownColumns, setShownColumns] = useShownColumns();
  const news = useNews(
    counts.data === undefined || counts.data.total >= counts.data.total_max ? null : counts.data.total,
  );
  const colorOf = useStatusColors();
  const columns = useMemo(
    () => contactColumns({ mask, nameOfMember: nameOf, colorOf, openedAtMs }, shownColumns),
    [mask, nameOf, colorOf, openedAtMs, shownColumns],
  );
  const openId = state.open ?? null;
  const open = (id: string | undefined) => setState({ open: id }, { replace: openId !== null });
  const isLooking = list.isFetching && list.items.length === 0;
  const total = counts.data;
  const showNews = () => {
    setOpenedAtMs(news.sinceMs);
    news.clear();
    void lists.readAgain();
  };
  return (
    <Split
      drawer={
        openId === null ? null : (
          <ContactDrawer
            key={openId}
            id={openId}
            row={list.items.find(({ id }) => id === openId) ?? null}
            tab={state.tab === 'history' ? 'history' : 'details'}
            onTab={(tab: ContactTab) => setState({ tab: tab === 'details' ? undefined : tab }, { replace: true })}
            onClose={() => setState({ open: undefined, tab: undefined })}
            onGone={(run) => setState({ open: undefined, tab: undefined, ...(run === null ? {} : { run: run.id }) })}
          />
        )
      }
    >
      <CurrentRun state={state} onHide={() => setState({ run: undefined }, { replace: true })} />
      <div className="flex flex-none flex-wrap items-start gap-x-2 border-b border-line">
        <div className="min-w-64 grow">
          <FilterBar
            filters={filters}
            state={filterState}
            onChange={(change) => setState(change)}
            recognise={recogniseContact}
            placeholder={contactWords.search}
          />
        </div>
        <div className="flex flex-wrap items-center gap-2 px-4 py-2.5 max-narrow:pt-0">
          <span className="w-40">
            <Select<Sort>
              label={contactWords.sort}
              value={sort}
              className="h-control"
              options={SORTS.map((value) => ({ value, label: contactWords.sorts[value] }))}
              onChange={(value) => setState({ sort: value === '-created_at' ? undefined : value })}
            />
          </span>
          <Menu
            trigger={<IconButton label={contactWords.chooseColumns} icon={Columns3} />}
            entries={OPTIONAL_COLUMNS.map((id) => ({
              label: contactWords.columns[id],
              current: shownColumns.includes(id),
              run: () =>
                setShownColumns(
                  shownColumns.includes(id) ? shownColumns.filter((one) => one !== id) : [...shownColumns, id],
                ),
            }))}
          />
          {may('contacts.write') && (
            <LinkButton to="/contacts/import" icon={Upload}>
              {contactWords.import}
            </LinkButton>
          )}
          {may('contacts.export') && <ExportMenu />}
          {may('contacts.write') && (
            <LinkButton to="/contacts/new" kind="primary" icon={Plus}>
              {contactWords.newContact}
            </LinkButton>
          )}
        </div>
      </div>
      <DataTable
        label={contactWords.tableLabel}
        className="flex-1"
        columns={columns}
        rows={list.items}
        idOf={({ id }) => id}
        {...(!isFiltered && total !== undefined && total.total < total.total_max
          ? { totalCount: total.total + 1 }
          : {})}
        onOpen={({ id }) => open(id)}
        openId={openId}
        {...(may('contacts.write') ? { ticked, onTick: setTicked } : {})}
        onEnd={() => {
          if (list.hasNextPage && !list.isFetching) void list.fetchNextPage();
        }}
        hasMore={list.hasNextPage}
        isLoading={list.isPending}
        error={list.error}
        retry={() => void list.refetch()}
        narrow={(contact) => <NarrowContact contact={contact} mask={mask} colorOf={colorOf} />}
        overHead={<NewRowsPill count={news.count} onShow={showNews} />}
        empty={
          isLooking || list.hasNextPage ? (
            <div>
              <Skeleton rows={6} />
              <p className="px-4 text-12 text-fg-3">{contactWords.looking}</p>
            </div>
          ) : (
            <NoContacts
              isFiltered={isFiltered}
              onRemoveFilters={() => setState(Object.fromEntries(filters.map(({ name }) => [name, undefined])))}
            />
          )
        }
      />
      <BulkBar ticked={ticked} onClear={() => setTicked(new Set())} />
      {list.items.length > 0 && !isFiltered && total !== undefined && (
        <p className="flex-none border-t border-line-soft px-4 py-1.5 text-12 text-fg-3">
          {contactWords.shownOf(
            list.items.length,
            countWords(Math.max(total.total, list.items.length), total.total_max),
          )}
        </p>
      )}
    </Split>
  );
}

interface NoContactsProps {
  readonly isFiltered: boolean;
  readonly onRemoveFilters: () => void;
}

function NoContacts({ isFiltered, onRemoveFilters }: NoContactsProps) {
  const may = useMay();
  if (isFiltered) {
    return (
      <Empty
        title={contactWords.emptyFiltered}
        actions={<Button onClick={onRemoveFilters}>{contactWords.removeFilters}</Button>}
      >
        {contactWords.emptyFilteredMore}
      </Empty>
    );
  }
  return (
    <Empty
      title={contactWords.empty}
      actions={
        may('contacts.write') && (
          <>
            <LinkButton to="/contacts/import" icon={Upload}>
              {contactWords.importCsv}
            </LinkButton>
            <LinkButton to="/contacts/new" icon={Plus}>
              {contactWords.newContact}
            </LinkButton>
          </>
        )
      }
    >
      {contactWords.emptyMore}
    </Empty>
  );
}

/** A file of any size comes by its address: the browser writes it to the disk as it arrives. */
function ExportMenu() {
  const workspaceId = useWorkspaceId();
  const download = (format: 'csv' | 'ndjson') => {
    const link = document.createElement('a');
    link.href = withQuery(`${CONTACTS_PATH}/export`, { format, workspace: workspaceId });
    link.download = '';
    link.click();
  };
  return (
    <Menu
      trigger={<Button icon={Download}>{contactWords.export}</Button>}
      entries={[
        { label: contactWords.exportCsv, run: () => download('csv') },
        { label: contactWords.exportNdjson, run: () => download('ndjson') },
      ]}
    />
  );
}

/** How often it is looked whether somebody imports. */
const RUNS_EVERY_MS = 15_000;

/** The run of the address, else an import that goes on: it stays in sight until somebody has seen how it ended. */
function CurrentRun({ state, onHide }: { readonly state: UrlState; readonly onHide: () => void }) {
  const may = useMay();
  const [seenId, setSeenId] = useState<string | null>(null);
  const newest = useApi<PageOf<Run>>(
    '/v1/runs',
    { kind: IMPORT_KIND, limit: 1 },
    { enabled: may('runs.read'), refetchInterval: RUNS_EVERY_MS },
  );
  const going = newest.data?.data.find((run) => !hasEnded(run)) ?? null;
  if (going !== null && going.id !== seenId) setSeenId(going.id);
  const run = useRun(state.run ?? seenId);
  const refresh = useRefresh();
  const isOver = run.data !== undefined && hasEnded(run.data);
  useEffect(() => {
    if (isOver) void refresh(`${CONTACTS_PATH}/counts`, '/v1/sources', '/v1/statuses', '/v1/contact-groups');
  }, [isOver, refresh]);
  if (run.data === undefined) return null;
  const hide = () => {
    setSeenId(null);
    onHide();
  };
  return (
    <div className="max-h-[45vh] flex-none overflow-auto px-4 pt-3">
      <ContactRun run={run.data} onHide={hide} />
    </div>
  );
}

function useFilters(): readonly Filter[] {
  const mask = useMask();
  const statuses = useLabels('status').data ?? [];
  const sources = useLabels('source').data ?? [];
  const groups = useLabels('group').data ?? [];
  const { members } = useMembers();
  const words = contactWords.filters;
  const optionsOf = (records: readonly { readonly id: string; readonly name: string }[]) =>
    records.map(({ id, name }) => ({ value: id, label: name }));
  const yesNo = [
    { value: 'true', label: contactWords.yes },
    { value: 'false', label: contactWords.no },
  ];
  return [
    { name: 'status', label: words.status, kind: 'one', options: optionsOf(statuses) },
    { name: 'source', label: words.source, kind: 'one', options: optionsOf(sources) },
    { name: 'group', label: words.group, kind: 'one', options: optionsOf(groups) },
    { name: 'tag', label: words.tag, kind: 'text' },
    { name: 'assignee', label: words.assignee, kind: 'one', options: optionsOf(members) },
    {
      name: 'type',
      label: words.type,
      kind: 'one',
      options: CONTACT_TYPES.map((value) => ({ value, label: contactWords.types[value] })),
    },
    { name: 'opted_out', label: words.opted_out, kind: 'one', options: yesNo },
    { name: 'enabled', label: words.enabled, kind: 'one', options: yesNo },
    { name: 'q', label: words.q, kind: 'text', format: mask.text },
    { name: 'email', label: words.email, kind: 'text', format: mask.text },
    { name: 'phone', label: words.phone, kind: 'text', format: mask.phone },
    { name: 'bsuid', label: words.bsuid, kind: 'text', format: mask.text },
  ];
}

/** What is typed into the field: whole addresses, numbers and BSUIDs have an index, everything else is looked for as a text. */
function recogniseContact(text: string): UrlState {
  const digits = text.replaceAll(/[\s().-]/g, '');
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return { email: text };
  if (/^\+\d{7,15}$/.test(digits)) return { phone: digits.slice(1) };
  if (/^[A-Z]{2}\.[A-Za-z0-9.]{6,}$/.test(text)) return { bsuid: text };
  return { q: /^\d{3,}$/.test(digits) ? digits : text };
}

/** How long counts may be behind what the stream tells. */
const COUNTS_BEHIND_MS = 2_000;

/**
 * Contacts that came in meanwhile wait behind their number; those that changed change in their place. Of very many at once
 * the stream leaves some out: then the counts know how many there are more.
 *
 * @param total How many there are by the counts. Null: not known, or too many to count.
 */
function useNews(total: number | null) {
  const lists = useContactLists();
  const refresh = useRefresh();
  const [heard, setHeard] = useState({ count: 0, sinceMs: Date.now() });
  const [knownTotal, setKnownTotal] = useState<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  if (knownTotal === null && total !== null) setKnownTotal(total);
  const countAgain = () => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      void refresh(`${CONTACTS_PATH}/counts`);
    }, COUNTS_BEHIND_MS);
  };
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);
  useStream((frames) => {
    const changed = frames.filter(({ event }) => event === 'contact.updated');
    if (changed.length > 0) lists.put(changed.map(({ data }) => withoutChanges(data as unknown as Contact)));
    const created = frames.filter(({ event }) => event === 'contact.created');
    const [first] = created;
    if (first === undefined) return;
    countAgain();
    setHeard(({ count, sinceMs }) => ({
      count: count + created.length,
      sinceMs: count === 0 ? Date.parse(first.timestamp) - 1_000 : sinceMs,
    }));
  }, countAgain);
  const moreThanKnown = total === null || knownTotal === null ? 0 : total - knownTotal;
  return {
    count: heard.count === 0 ? 0 : Math.max(heard.count, moreThanKnown),
    sinceMs: heard.sinceMs,
    clear: () => {
      setHeard({ count: 0, sinceMs: Date.now() });
      setKnownTotal(null);
    },
  };
}

function withoutChanges(data: Contact): Contact {
  const { changes: _changes, ...contact } = data as Contact & { readonly changes?: unknown };
  return contact;
}

const COLUMNS_KEY = 'posthorn.contacts.columns';

/** Which columns the reader wants, kept in this browser. */
function useShownColumns() {
  const [shown, setShown] = useState<readonly OptionalColumn[]>(readColumns);
  const choose = (columns: readonly OptionalColumn[]) => {
    setShown(columns);
    try {
      localStorage.setItem(COLUMNS_KEY, columns.join(','));
    } catch {
      // Without storage the choice lasts as long as the page.
    }
  };
  return [shown, choose] as const;
}

function readColumns(): readonly OptionalColumn[] {
  try {
    const stored = localStorage.getItem(COLUMNS_KEY)?.split(',');
    return stored === undefined ? COLUMNS_AT_FIRST : OPTIONAL_COLUMNS.filter((id) => stored.includes(id));
  } catch {
    return COLUMNS_AT_FIRST;
  }
}
