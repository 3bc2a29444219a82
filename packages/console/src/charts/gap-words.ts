import type { deliveriesView } from '@posthorn/server/pipeline/statistics/statistics.routes.ts';
import type * as z from 'zod';
import { chartWords } from '../words/charts.ts';

type Buckets = z.infer<typeof deliveriesView>['buckets'];

/** Why each bucket has no data, or null where it has. What lies before the first data of the range is no restart. */
export function gapWords(buckets: Buckets): readonly (string | null)[] {
  const first = buckets.findIndex(({ gap }) => gap === null);
  return buckets.map(({ gap }, index) => {
    if (gap === null) return null;
    return gap === 'not_running' && (first === -1 || index < first) ? chartWords.noData : chartWords.gaps[gap];
  });
}
