import type { Query } from '../../lib/api.ts';

/** Lists in a query have commas between; in a body they are lists. */
const LISTS: readonly string[] = ['standing', 'state'];

/**
 * The filter of the table as a run over all that match takes it. Null: without a state nothing is begun, so that nothing is
 * sent a second time by mistake.
 */
export function toBulkFilter(query: Query): Readonly<Record<string, unknown>> | null {
  if (query.standing === undefined || query.standing === null || query.standing === '') return null;
  const entries = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return Object.fromEntries(
    entries.map(([name, value]) => [name, LISTS.includes(name) ? String(value).split(',') : value]),
  );
}
