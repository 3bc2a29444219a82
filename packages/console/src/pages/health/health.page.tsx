import type { healthView } from '@posthorn/server/control/nodes/node-health.routes.ts';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import type * as z from 'zod';
import { Page as PageFrame } from '../../app/page.tsx';
import { formatBytes, formatCount, formatDuration } from '../../lib/format.ts';
import { useApi } from '../../lib/queries.ts';
import { useSession } from '../../lib/session.ts';
import { Details } from '../../ui/details.tsx';
import { PageLink } from '../../ui/link.tsx';
import { Banner, Panel, Reading } from '../../ui/panel.tsx';
import { Pill, Tag } from '../../ui/pill.tsx';
import { Time } from '../../ui/time.tsx';
import { healthWords as words } from '../../words/health.ts';

type Health = z.infer<typeof healthView>;

/** Each read measures the database: often enough to see it, seldom enough to cost nothing. */
const REFRESH_MS = 10_000;

/** Is the installation well: nodes, database, queue, versions. */
export function Page() {
  const health = useApi<Health>('/v1/health', {}, { refetchInterval: REFRESH_MS });
  return (
    <PageFrame title={words.title}>
      <Reading query={health} rows={8}>
        {(told) => (
          <>
            <Verdict health={told} />
            <NodesPanel nodes={told.nodes} />
            <div className="grid grid-cols-3 items-start gap-3.5 max-wide:grid-cols-1">
              <DatabasePanel database={told.database} />
              <QueuePanel queue={told.queue} />
              <VersionsPanel health={told} />
            </div>
          </>
        )}
      </Reading>
    </PageFrame>
  );
}

function Verdict({ health }: { readonly health: Health }) {
  const running = health.nodes.filter(({ state }) => state === 'running').length;
  const [first, ...others] = health.troubles;
  if (first === undefined) {
    return (
      <p className="flex items-center gap-2 text-14">
        <CircleCheck aria-hidden="true" className="size-4 text-success" strokeWidth={1.75} />
        {words.well(running)}
      </p>
    );
  }
  return (
    <Banner tone="warning" title={words.troubled}>
      {[first, ...others].join(' ')}
    </Banner>
  );
}

function NodesPanel({ nodes }: { readonly nodes: Health['nodes'] }) {
  const { columns } = words.nodes;
  return (
    <Panel title={words.nodes.title} flush>
      <div className="overflow-x-auto">
        <table className="num w-full min-w-160 text-table">
          <thead className="text-12 text-fg-2">
            <tr className="border-t border-line [&>th]:px-4 [&>th]:py-1.5 [&>th]:text-left [&>th]:font-medium">
              <th>{columns.host}</th>
              <th>{columns.state}</th>
              <th>{columns.version}</th>
              <th>{columns.node}</th>
              <th>{columns.started}</th>
              <th>{columns.seen}</th>
              <th className="!text-right">{columns.inFlight}</th>
            </tr>
          </thead>
          <tbody>
            {nodes.map((node) => (
              <tr key={node.id} className="h-row border-t border-line-soft [&>td]:px-4">
                <td>
                  <span className="flex items-center gap-2">
                    <span className="mono font-medium">{node.host_name}</span>
                    <span className="text-12 text-fg-3">{words.nodes.process(node.process_id)}</span>
                    {node.answers && <Tag>{words.nodes.answers}</Tag>}
                  </span>
                </td>
                <td>
                  {node.state === 'running' ? (
                    <Pill tone="success" icon={CircleCheck}>
                      {words.nodes.running}
                    </Pill>
                  ) : (
                    <Pill tone="warning" icon={TriangleAlert}>
                      {words.nodes.stale}
                    </Pill>
                  )}
                </td>
                <td className="mono">{node.version}</td>
                <td className="mono">{node.node_version}</td>
                <td>
                  <Time at={node.started_at} />
                </td>
                <td>
                  <Time at={node.last_seen_at} />
                </td>
                <td className="text-right">{formatCount(node.in_flight)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function DatabasePanel({ database }: { readonly database: Health['database'] }) {
  return (
    <Panel title={words.database.title}>
      <Details
        rows={[
          [
            words.database.kind,
            <>
              {words.database.kinds[database.kind]} {database.version}
            </>,
          ],
          [words.database.size, formatBytes(database.size_bytes)],
          [words.database.read, formatMeasured(database.read_ms)],
          [words.database.commit, formatMeasured(database.commit_ms)],
        ]}
      />
    </Panel>
  );
}

function QueuePanel({ queue }: { readonly queue: Health['queue'] }) {
  return (
    <Panel title={words.queue.title}>
      <Details
        rows={[
          [words.queue.waiting, queue.waiting === 0 ? '0' : waitingLink(queue.waiting)],
          [words.queue.oldest, queue.oldest_ms === null ? words.queue.none : formatDuration(queue.oldest_ms)],
          [words.queue.inFlight, formatCount(queue.in_flight)],
          [words.queue.messages, formatCount(queue.messages_queued)],
        ]}
      />
    </Panel>
  );
}

function waitingLink(count: number) {
  return (
    <PageLink to="/deliveries" search={{ standing: 'pending,retrying,held' }}>
      {formatCount(count)} <span className="sr-only">{words.queue.see}</span>
    </PageLink>
  );
}

function VersionsPanel({ health }: { readonly health: Health }) {
  const { version } = useSession();
  return (
    <Panel title={words.versions.title}>
      <Details
        rows={[
          [words.versions.posthorn, health.version],
          [words.versions.console, version],
          [words.versions.api, DOCS_LINK],
        ]}
      />
      <p className="mt-3 text-12 text-fg-3">{words.versions.note}</p>
    </Panel>
  );
}

const DOCS_LINK = (
  <a className="link" href="/docs">
    /docs
  </a>
);

/** Parts of a millisecond matter here. */
function formatMeasured(ms: number): string {
  return ms < 10 ? `${ms.toFixed(2)} ms` : formatDuration(ms);
}
