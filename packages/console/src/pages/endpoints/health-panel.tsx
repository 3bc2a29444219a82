import { useNavigate } from '@tanstack/react-router';
import { HealthStrip } from '../../charts/health-strip.tsx';
import { formatCount, formatDuration, formatShare } from '../../lib/format.ts';
import { usePagePath } from '../../ui/link.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Time } from '../../ui/time.tsx';
import { endpointWords } from '../../words/endpoints.ts';
import { LastAnswer } from './endpoint-state.tsx';
import type { Endpoint } from './endpoint-types.ts';
import { useHealthOf } from './use-endpoints.ts';

const words = endpointWords.health;

/** How an endpoint did in the last 24 hours; a bar of it leads to the deliveries of that time. */
export function HealthPanel({ endpoint }: { readonly endpoint: Endpoint }) {
  const health = useHealthOf(endpoint.id);
  const navigate = useNavigate();
  const pathOf = usePagePath();
  if (health === null) return <Panel title={words.title}>{words.none}</Panel>;
  const { own, all } = health;
  const figures = [
    [words.success, own.success_rate === null ? null : formatShare(own.success_rate)],
    [words.p95, own.p95_ms === null ? null : formatDuration(own.p95_ms)],
    [endpoint.enabled ? words.waiting : words.held, formatCount(own.waiting)],
    [words.exhausted, formatCount(own.exhausted)],
  ] as const;
  return (
    <Panel
      title={words.title}
      aside={
        <dl className="flex flex-wrap gap-x-4 gap-y-1 text-12">
          {figures.map(([name, value]) => (
            <div key={name} className="flex gap-1.5">
              <dt className="text-fg-3">{name}</dt>
              <dd className="num font-medium">{value ?? endpointWords.never}</dd>
            </div>
          ))}
        </dl>
      }
    >
      <HealthStrip
        strip={own.strip}
        since={all.strip_since}
        covered={all.strip_covered}
        height={44}
        onPick={(since, until) =>
          void navigate({ to: pathOf('/deliveries'), search: { endpoint: endpoint.id, since, until } as never })
        }
      />
      {own.last_attempt === null ? (
        <p className="pt-2 text-12 text-fg-3">{words.none}</p>
      ) : (
        <p className="flex items-center gap-2 pt-2.5 text-12 text-fg-2">
          {words.lastAnswer} <LastAnswer attempt={own.last_attempt} /> <Time at={own.last_attempt.at} />
        </p>
      )}
    </Panel>
  );
}
