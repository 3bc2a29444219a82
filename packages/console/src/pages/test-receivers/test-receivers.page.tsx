import { useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Page as PageFrame } from '../../app/page.tsx';
import { formatCount } from '../../lib/format.ts';
import { type PageOf, useApi } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { PageLink, usePagePath } from '../../ui/link.tsx';
import { Empty } from '../../ui/panel.tsx';
import { StatePill, Tag } from '../../ui/pill.tsx';
import { Time } from '../../ui/time.tsx';
import { endpointWords, receiverWords } from '../../words/endpoints.ts';
import { CreateReceivers } from './create-receivers.tsx';
import type { TestReceiver } from './receiver-types.ts';

const words = receiverWords;
const READ_EVERY_MS = 5_000;

/** The test receivers of the workspace, and how much each has received. */
export function Page() {
  const receivers = useApi<PageOf<TestReceiver>>('/v1/test-receivers', {}, { refetchInterval: READ_EVERY_MS });
  const [isCreating, setIsCreating] = useState(false);
  const navigate = useNavigate();
  const pathOf = usePagePath();
  const may = useMay();
  const rows = receivers.data?.data ?? [];
  const create = may('test_receivers.write') && (
    <Button kind="primary" icon={Plus} onClick={() => setIsCreating(true)}>
      {words.create}
    </Button>
  );
  return (
    <PageFrame title={words.title} layout="full" aside={rows.length > 0 && create}>
      <DataTable
        label={words.list}
        columns={COLUMNS}
        rows={rows}
        idOf={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: pathOf(`/test-receivers/${id}`) })}
        isLoading={receivers.isPending}
        error={receivers.error}
        retry={() => void receivers.refetch()}
        empty={
          <Empty title={words.empty.title} actions={create}>
            {words.empty.text}
          </Empty>
        }
        narrow={(receiver) => <NarrowRow receiver={receiver} />}
        className="min-h-0 grow"
      />
      {isCreating && <CreateReceivers onClose={() => setIsCreating(false)} />}
    </PageFrame>
  );
}

const COLUMNS: readonly Column<TestReceiver>[] = [
  {
    id: 'format',
    header: words.columns.format,
    width: '8rem',
    cell: ({ format }) => <Tag>{format}</Tag>,
  },
  {
    id: 'name',
    header: words.columns.name,
    width: 'minmax(12rem,1fr)',
    cell: ({ id, description }) => (
      <PageLink bare to={`/test-receivers/${id}`} className="truncate font-medium">
        {description}
      </PageLink>
    ),
  },
  {
    id: 'requests',
    header: words.columns.requests,
    width: '6rem',
    align: 'end',
    cell: ({ request_count: count }) => <span className="num">{formatCount(count)}</span>,
  },
  {
    id: 'last',
    header: words.columns.last,
    width: '9rem',
    cell: ({ last_request_at: at }) =>
      at === null ? <span className="text-fg-3">{endpointWords.never}</span> : <Time at={at} />,
  },
  {
    id: 'answer',
    header: words.columns.answer,
    width: '6rem',
    cell: ({ answer }) => <span className="mono text-12">{words.answers[answer]?.[0]}</span>,
  },
  {
    id: 'state',
    header: words.columns.state,
    width: '8rem',
    cell: ({ enabled }) =>
      enabled ? <StatePill state="healthy">{endpointWords.enabled}</StatePill> : <StatePill state="disabled" />,
  },
];

function NarrowRow({ receiver }: { readonly receiver: TestReceiver }) {
  const { id, description, format, enabled, request_count: count, last_request_at: at } = receiver;
  return (
    <span className="grid min-w-0 gap-1">
      <PageLink bare to={`/test-receivers/${id}`} className="truncate font-medium">
        {description}
      </PageLink>
      <span className="flex items-center gap-2">
        <Tag>{format}</Tag>
        {!enabled && <StatePill state="disabled" />}
      </span>
      <span className="flex items-center gap-2 text-12 text-fg-2">
        <span className="num">
          {formatCount(count)} {words.columns.requests.toLowerCase()}
        </span>
        {at !== null && <Time at={at} />}
      </span>
    </span>
  );
}
