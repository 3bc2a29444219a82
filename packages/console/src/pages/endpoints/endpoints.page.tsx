import { useNavigate } from '@tanstack/react-router';
import { Plus, Radar } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { Page as PageFrame } from '../../app/page.tsx';
import { HealthStrip } from '../../charts/health-strip.tsx';
import { formatCount, formatDuration, formatShare } from '../../lib/format.ts';
import { useApi } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { LinkButton, PageLink, usePagePath } from '../../ui/link.tsx';
import { Empty } from '../../ui/panel.tsx';
import { Tag } from '../../ui/pill.tsx';
import { endpointWords } from '../../words/endpoints.ts';
import { CreateReceivers } from '../test-receivers/create-receivers.tsx';
import { EndpointState, LastAnswer, ReceiverMark } from './endpoint-state.tsx';
import { type Endpoint, type EndpointHealth, type EndpointsHealth, nameOf } from './endpoint-types.ts';
import { useHealth } from './use-endpoints.ts';

const words = endpointWords;

/** Where events go, and how each is: those in trouble first. */
export function Page() {
  const may = useMay();
  const [isCreating, setIsCreating] = useState(false);
  return (
    <PageFrame
      title={words.title}
      layout="full"
      aside={
        <>
          {may('test_receivers.write') && (
            <span className="max-narrow:hidden">
              <Button icon={Radar} onClick={() => setIsCreating(true)}>
                {words.createReceiver}
              </Button>
            </span>
          )}
          {may('endpoints.write') && (
            <LinkButton kind="primary" icon={Plus} to="/endpoints/new">
              {words.add}
            </LinkButton>
          )}
        </>
      }
    >
      <EndpointTable onCreateReceiver={() => setIsCreating(true)} />
      {isCreating && <CreateReceivers onClose={() => setIsCreating(false)} />}
    </PageFrame>
  );
}

function EndpointTable({ onCreateReceiver }: { readonly onCreateReceiver: () => void }) {
  const health = useHealth();
  // Which of them are test receivers is told by the endpoints alone.
  const endpoints = useApi<{ data: readonly Endpoint[] }>('/v1/endpoints', { limit: 100 });
  const navigate = useNavigate();
  const pathOf = usePagePath();
  const receivers = useMemo(
    () => new Set(endpoints.data?.data.filter((one) => one.is_test_receiver).map(({ id }) => id)),
    [endpoints.data],
  );
  const columns = useMemo(
    () => (health.data === undefined ? [] : columnsOf(health.data, (id) => receivers.has(id))),
    [health.data, receivers],
  );
  return (
    <DataTable
      label={words.list}
      columns={columns}
      rows={health.data?.data ?? []}
      idOf={({ id }) => id}
      onOpen={({ id }) => void navigate({ to: pathOf(`/endpoints/${id}`) })}
      isLoading={health.isPending}
      error={health.error}
      retry={() => void health.refetch()}
      empty={<NoEndpoints onCreateReceiver={onCreateReceiver} />}
      narrow={(endpoint) => <NarrowRow endpoint={endpoint} isReceiver={receivers.has(endpoint.id)} />}
      className="min-h-0 grow"
    />
  );
}

function columnsOf(all: EndpointsHealth, isReceiver: (id: string) => boolean): Column<EndpointHealth>[] {
  const { columns } = words;
  return [
    { id: 'state', header: columns.state, width: '9rem', cell: ({ state }) => <EndpointState state={state} /> },
    {
      id: 'endpoint',
      header: columns.endpoint,
      width: 'minmax(12rem,1.4fr)',
      cell: (endpoint) => <Name endpoint={endpoint} isReceiver={isReceiver(endpoint.id)} />,
    },
    {
      id: 'format',
      header: columns.format,
      width: '7rem',
      fromPx: 860,
      cell: ({ format }) => <Tag>{format}</Tag>,
    },
    {
      id: 'strip',
      header: columns.strip,
      width: 'minmax(10rem,1fr)',
      fromPx: 760,
      cell: ({ strip }) => <HealthStrip strip={strip} since={all.strip_since} covered={all.strip_covered} />,
    },
    {
      id: 'success',
      header: columns.success,
      width: '5.5rem',
      align: 'end',
      fromPx: 640,
      cell: ({ success_rate: rate }) => <Figure>{rate === null ? null : formatShare(rate)}</Figure>,
    },
    {
      id: 'p95',
      header: columns.p95,
      width: '5rem',
      align: 'end',
      fromPx: 960,
      cell: ({ p95_ms: ms }) => <Figure>{ms === null ? null : formatDuration(ms)}</Figure>,
    },
    {
      id: 'waiting',
      header: columns.waiting,
      width: '5rem',
      align: 'end',
      cell: ({ waiting }) => <Figure>{waiting === 0 ? null : formatCount(waiting)}</Figure>,
    },
    {
      id: 'last',
      header: columns.last,
      width: '7.5rem',
      fromPx: 700,
      cell: ({ last_attempt }) => <LastAnswer attempt={last_attempt} />,
    },
  ];
}

function Figure({ children }: { readonly children: ReactNode }) {
  return children === null ? <span className="text-fg-3">{words.never}</span> : <span className="num">{children}</span>;
}

interface NameProps {
  readonly endpoint: EndpointHealth;
  readonly isReceiver: boolean;
}

function Name({ endpoint, isReceiver }: NameProps) {
  const host = URL.parse(endpoint.url)?.host ?? endpoint.url;
  const name = nameOf(endpoint);
  return (
    <span className="flex min-w-0 items-center gap-2">
      <PageLink bare to={`/endpoints/${endpoint.id}`} className="min-w-0 flex-none truncate font-medium max-w-full">
        {name}
      </PageLink>
      {isReceiver ? <ReceiverMark /> : name !== host && <span className="mono truncate text-12 text-fg-3">{host}</span>}
    </span>
  );
}

function NarrowRow({ endpoint, isReceiver }: NameProps) {
  const { state, success_rate: rate, waiting, last_attempt, format } = endpoint;
  return (
    <span className="grid min-w-0 gap-1">
      <Name endpoint={endpoint} isReceiver={isReceiver} />
      <span className="flex items-center gap-2">
        <EndpointState state={state} />
        <Tag>{format}</Tag>
      </span>
      <span className="flex items-center gap-3 text-12 text-fg-2">
        {rate !== null && (
          <span className="num">
            {words.columns.success.toLowerCase()} {formatShare(rate)}
          </span>
        )}
        {waiting > 0 && (
          <span className="num">
            {formatCount(waiting)} {words.columns.waiting.toLowerCase()}
          </span>
        )}
        <LastAnswer attempt={last_attempt} />
      </span>
    </span>
  );
}

function NoEndpoints({ onCreateReceiver }: { readonly onCreateReceiver: () => void }) {
  const may = useMay();
  const [url, setUrl] = useState('');
  const navigate = useNavigate();
  const pathOf = usePagePath();
  if (!may('endpoints.write')) return <Empty title={words.empty.title}>{words.notAllowed}</Empty>;
  return (
    <Empty
      title={words.empty.title}
      actions={
        <form
          className="flex flex-wrap items-end justify-center gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            void navigate({ to: pathOf('/endpoints/new'), search: { url: url.trim() } as never });
          }}
        >
          <Field label={words.empty.url} className="w-88 max-w-full text-left">
            <Input
              type="url"
              inputMode="url"
              placeholder="https://"
              value={url}
              onChange={(event) => setUrl(event.target.value)}
              className="mono"
            />
          </Field>
          <Button type="submit" className="h-8!">
            {words.empty.next}
          </Button>
          {may('test_receivers.write') && (
            <Button icon={Radar} onClick={onCreateReceiver} className="h-8!">
              {words.createReceiver}
            </Button>
          )}
        </form>
      }
    >
      {words.empty.text}
    </Empty>
  );
}
