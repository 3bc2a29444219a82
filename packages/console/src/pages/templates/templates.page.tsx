import { Plus, RefreshCw } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Page as PageFrame } from '../../app/page.tsx';
import { ApiProblem, api } from '../../lib/api.ts';
import { useApiWhole, useRefresh } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { useStream } from '../../lib/stream.ts';
import { type UrlState, useUrlState } from '../../lib/url-state.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Split } from '../../ui/drawer.tsx';
import { type Filter, FilterBar } from '../../ui/filter-bar.tsx';
import { LinkButton } from '../../ui/link.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Empty } from '../../ui/panel.tsx';
import { Tag } from '../../ui/pill.tsx';
import { Time } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.tsx';
import { templateWords } from '../../words/templates.ts';
import { categoryWords, TemplateDrawer } from './template-drawer.tsx';
import type { Template } from './template-parts.ts';
import { TemplateQuality, TemplateState } from './template-state.tsx';
import { type Account, useAccounts } from './use-accounts.ts';

const PATH = '/v1/templates';

/** The message templates of the accounts that the workspace has numbers on. */
export function Page() {
  const may = useMay();
  return (
    <PageFrame title={templateWords.title} layout="full">
      {may('templates.read') && <Templates />}
    </PageFrame>
  );
}

function Templates() {
  const [state, setState] = useUrlState();
  const may = useMay();
  const templates = useApiWhole<Template>(PATH, {}, { staleTime: 60_000 });
  const refresh = useRefresh();
  useStream(
    (frames) => {
      if (frames.some(({ event }) => event.startsWith('template.'))) void refresh(PATH);
    },
    () => void refresh(PATH),
  );
  const all = templates.data ?? [];
  const filters = useFilters(all);
  const filterState = Object.fromEntries(filters.map(({ name }) => [name, state[name]]));
  const isFiltered = Object.values(filterState).some((value) => value !== undefined);
  const rows = all.filter((template) => matches(template, filterState));
  const open = all.find(({ id }) => id === state.open) ?? null;
  return (
    <Split
      drawer={
        open === null ? null : (
          <TemplateDrawer key={open.id} template={open} onClose={() => setState({ open: undefined })} />
        )
      }
    >
      <div className="flex flex-none flex-wrap items-start border-b border-line">
        <div className="min-w-64 grow">
          <FilterBar
            filters={filters}
            state={filterState}
            onChange={(change) => setState(change)}
            recognise={(q) => ({ q })}
            placeholder={templateWords.search}
          />
        </div>
        {may('templates.write') && (
          <div className="flex items-center gap-2 px-4 py-2.5 max-narrow:pt-0">
            <SyncButton />
            <LinkButton to="/templates/new" kind="primary" icon={Plus}>
              {templateWords.create}
            </LinkButton>
          </div>
        )}
      </div>
      <DataTable<Template>
        label={templateWords.tableLabel}
        className="flex-1"
        rows={rows}
        idOf={({ id }) => id}
        totalCount={rows.length + 1}
        onOpen={({ id }) => setState({ open: id }, { replace: open !== null })}
        openId={open?.id ?? null}
        isLoading={templates.isPending}
        error={templates.error}
        retry={() => void templates.refetch()}
        columns={[
          {
            id: 'name',
            header: templateWords.columns.name,
            width: 'minmax(0,2fr)',
            cell: ({ name }) => <span className="mono font-medium">{name}</span>,
          },
          {
            id: 'status',
            header: templateWords.columns.status,
            width: '8rem',
            cell: ({ status }) => <TemplateState status={status} />,
          },
          {
            id: 'quality',
            header: templateWords.columns.quality,
            width: '8rem',
            fromPx: 760,
            cell: ({ quality }) => <TemplateQuality quality={quality} />,
          },
          {
            id: 'category',
            header: templateWords.columns.category,
            width: '9rem',
            fromPx: 560,
            cell: ({ category }) => <span className="text-fg-2">{categoryWords(category)}</span>,
          },
          {
            id: 'language',
            header: templateWords.columns.language,
            width: '6rem',
            cell: ({ language }) => <Tag>{language}</Tag>,
          },
          {
            id: 'updated',
            header: templateWords.columns.updated,
            width: '8rem',
            align: 'end',
            fromPx: 640,
            cell: ({ updated_at }) => (
              <span className="text-fg-2">
                <Time at={updated_at} />
              </span>
            ),
          },
        ]}
        narrow={(template) => <NarrowTemplate template={template} />}
        empty={
          <NoTemplates
            isFiltered={isFiltered}
            onRemoveFilters={() => setState(Object.fromEntries(filters.map(({ name }) => [name, undefined])))}
          />
        }
      />
    </Split>
  );
}

function NarrowTemplate({ template }: { readonly template: Template }) {
  return (
    <span className="grid gap-1">
      <span className="mono truncate font-medium">{template.name}</span>
      <span className="flex items-center gap-2">
        <TemplateState status={template.status} />
        <Tag>{template.language}</Tag>
        <span className="truncate text-12 text-fg-2">{categoryWords(template.category)}</span>
      </span>
    </span>
  );
}

interface NoTemplatesProps {
  readonly isFiltered: boolean;
  readonly onRemoveFilters: () => void;
}

function NoTemplates({ isFiltered, onRemoveFilters }: NoTemplatesProps) {
  const may = useMay();
  if (isFiltered) {
    return (
      <Empty
        title={templateWords.emptyFiltered}
        actions={<Button onClick={onRemoveFilters}>{templateWords.removeFilters}</Button>}
      >
        {templateWords.emptyFilteredMore}
      </Empty>
    );
  }
  return (
    <Empty
      title={templateWords.empty}
      actions={
        may('templates.write') && (
          <>
            <SyncButton />
            <LinkButton to="/templates/new" icon={Plus}>
              {templateWords.createOne}
            </LinkButton>
          </>
        )
      }
    >
      {templateWords.emptyMore}
    </Empty>
  );
}

interface SyncCounts {
  readonly synced: number;
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
}

/** Reads the templates of an account from Meta: of the one there is, or of the one that is chosen. */
function SyncButton() {
  const { accounts, isPending } = useAccounts();
  const refresh = useRefresh();
  const [isWaiting, setIsWaiting] = useState(false);
  const sync = async (account: Account) => {
    setIsWaiting(true);
    try {
      const counts = await api.post<SyncCounts>(`${PATH}/sync`, { channel_id: account.channelId });
      await refresh(PATH);
      toast.done(templateWords.synced(counts));
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      toast.failed(templateWords.syncFailed, error);
    } finally {
      setIsWaiting(false);
    }
  };
  const [first, ...others] = accounts;
  const button = (
    <Button
      icon={RefreshCw}
      waiting={isWaiting && templateWords.syncing}
      notAllowed={!isPending && first === undefined && templateWords.noChannel}
      onClick={() => first !== undefined && others.length === 0 && void sync(first)}
    >
      {templateWords.sync}
    </Button>
  );
  if (others.length === 0) return button;
  return (
    <Menu
      trigger={button}
      entries={accounts.map((account) => ({
        label: templateWords.form.channelOf(account.number, account.wabaId),
        run: () => void sync(account),
      }))}
    />
  );
}

/** What there is to choose from is what the templates have. */
function useFilters(templates: readonly Template[]): readonly Filter[] {
  return useMemo(() => {
    const words = templateWords.filters;
    const optionsOf = (values: readonly (string | null)[], labels: Readonly<Record<string, string>>) =>
      [...new Set(values)]
        .filter((value) => value !== null)
        .toSorted()
        .map((value) => ({ value, label: labels[value] ?? value }));
    return [
      {
        name: 'status',
        label: words.status,
        kind: 'many',
        options: optionsOf(
          templates.map(({ status }) => status),
          templateWords.states,
        ),
      },
      {
        name: 'category',
        label: words.category,
        kind: 'many',
        options: optionsOf(
          templates.map(({ category }) => category),
          templateWords.categories,
        ),
      },
      {
        name: 'language',
        label: words.language,
        kind: 'many',
        options: optionsOf(
          templates.map(({ language }) => language),
          {},
        ),
      },
      {
        name: 'quality',
        label: words.quality,
        kind: 'many',
        options: optionsOf(
          templates.map(({ quality }) => quality),
          templateWords.qualities,
        ),
      },
      { name: 'q', label: words.q, kind: 'text' },
    ];
  }, [templates]);
}

function matches(template: Template, state: UrlState): boolean {
  const isOne = (value: string | null, wanted: string | undefined) =>
    wanted === undefined || (value !== null && wanted.split(',').includes(value));
  const { status, category, language, quality } = template;
  return (
    isOne(status, state.status) &&
    isOne(category, state.category) &&
    isOne(language, state.language) &&
    isOne(quality, state.quality) &&
    (state.q === undefined || textOf(template).includes(state.q.toLocaleLowerCase()))
  );
}

function textOf({ name, components }: Template): string {
  const texts = components.map(({ text }) => (typeof text === 'string' ? text : ''));
  return [name, ...texts].join('\n').toLocaleLowerCase();
}
