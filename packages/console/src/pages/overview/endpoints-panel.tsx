import { HealthStrip } from '../../charts/health-strip.tsx';
import { formatCount, formatShare } from '../../lib/format.ts';
import { useMay } from '../../lib/session.ts';
import { LinkButton, PageLink } from '../../ui/link.tsx';
import { Empty, Panel } from '../../ui/panel.tsx';
import { StatePill, Tag } from '../../ui/pill.tsx';
import { overviewWords } from '../../words/overview.ts';
import { type EndpointFigures, type EndpointStatistics, nameOfEndpoint } from './statistics.ts';
import { Age } from './tiles.tsx';

const words = overviewWords.endpoints;

/** Those that are worth a look here; the others are on their own page. */
const SHOWN_MAX = 6;

/** The endpoints with the most trouble, each with its last day. */
export function EndpointsPanel({ figures }: { readonly figures: EndpointStatistics }) {
  const may = useMay();
  const { data } = figures;
  if (data.length === 0) {
    return (
      <Panel title={words.title} flush>
        <Empty
          title={words.none}
          actions={may('endpoints.write') && <LinkButton to="/endpoints/new">{words.add}</LinkButton>}
        />
      </Panel>
    );
  }
  const { columns } = words;
  return (
    <Panel
      title={words.title}
      aside={
        <PageLink to="/endpoints" className="text-12">
          {words.all(data.length)}
        </PageLink>
      }
      flush
    >
      <div className="overflow-x-auto">
        <table className="num w-full min-w-176 table-fixed text-table max-narrow:min-w-0">
          <thead className="text-12 text-fg-2">
            <tr className="border-t border-line [&>th]:px-4 [&>th]:py-1.5 [&>th]:font-medium">
              <th className="text-left">{columns.endpoint}</th>
              <th className="w-36 text-left">{columns.state}</th>
              <th className="w-36 text-left max-narrow:hidden">{columns.day}</th>
              <th className="w-24 text-right">{columns.success}</th>
              <th className="w-22 text-right max-narrow:hidden">{columns.waiting}</th>
              <th className="w-26 text-right max-narrow:hidden">{columns.oldest}</th>
            </tr>
          </thead>
          <tbody>
            {data.slice(0, SHOWN_MAX).map((endpoint) => (
              <EndpointRow key={endpoint.id} endpoint={endpoint} figures={figures} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

interface EndpointRowProps {
  readonly endpoint: EndpointFigures;
  readonly figures: EndpointStatistics;
}

function EndpointRow({ endpoint, figures }: EndpointRowProps) {
  const { success_rate: rate, oldest_waiting_ms: oldestMs } = endpoint;
  return (
    <tr className="h-row border-t border-line-soft [&>td]:px-4">
      <td>
        <span className="flex min-w-0 items-center gap-2">
          <PageLink to={`/endpoints/${endpoint.id}`} bare className="truncate font-medium">
            {nameOfEndpoint(endpoint)}
          </PageLink>
          <span className="max-narrow:hidden">
            <Tag>{endpoint.format}</Tag>
          </span>
        </span>
      </td>
      <td>
        <EndpointStatePill state={endpoint.state} />
      </td>
      <td className="max-narrow:hidden">
        <HealthStrip strip={endpoint.strip} since={figures.strip_since} covered={figures.strip_covered} />
      </td>
      <td className="text-right">{rate === null ? '–' : formatShare(rate)}</td>
      <td className="text-right max-narrow:hidden">{formatCount(endpoint.waiting)}</td>
      <td className="text-right max-narrow:hidden">{oldestMs === null ? '–' : <Age ms={oldestMs} />}</td>
    </tr>
  );
}

function EndpointStatePill({ state }: Pick<EndpointFigures, 'state'>) {
  if (state === 'idle') return <span className="text-12 text-fg-3">{words.states.idle}</span>;
  return <StatePill state={state}>{words.states[state]}</StatePill>;
}
