import type { PageOf } from '../../lib/queries.ts';
import { useApi } from '../../lib/queries.ts';
import { replayWords } from '../../words/replays.ts';
import { type Named, nameOf } from '../deliveries/traffic-filters.ts';
import type { Estimate } from './replay.ts';

const words = replayWords.estimate;

/** The endpoints of the workspace, as far as their names go. */
export function useEndpoints() {
  const endpoints = useApi<PageOf<Named & { readonly enabled: boolean }>>('/v1/endpoints', { limit: 100 });
  return endpoints.data?.data ?? [];
}

/** What a replay would come to, endpoint by endpoint. */
export function EstimateView({ estimate }: { readonly estimate: Estimate }) {
  const endpoints = useEndpoints();
  const { events, deliveries, is_exact: isExact } = estimate;
  if (deliveries === 0 && isExact) return <p>{words.none}</p>;
  return (
    <div className="grid gap-2">
      <p className="font-medium">{words.of(events, deliveries, isExact)}</p>
      {estimate.by_endpoint.length > 0 && (
        <table className="w-full text-left text-12">
          <thead className="text-fg-3">
            <tr className="h-7">
              <th className="pr-3 font-medium">{words.endpoint}</th>
              <th className="w-24 text-right font-medium">{words.deliveries}</th>
            </tr>
          </thead>
          <tbody>
            {estimate.by_endpoint.map(({ endpoint_id: id, deliveries: count }) => (
              <tr key={id} className="h-7 border-t border-line-soft">
                <td className="truncate pr-3">{nameOf(endpoints.find((one) => one.id === id) ?? { id })}</td>
                <td className="num text-right">{words.count(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="text-12 text-fg-3">{words.slowly}</p>
    </div>
  );
}
