import { useMemo } from 'react';
import type { Query } from '../../lib/api.ts';
import { type PageOf, useApi } from '../../lib/queries.ts';
import { recognise } from '../../lib/recognise.ts';
import { type UrlState, useUrlState } from '../../lib/url-state.ts';
import type { Filter } from '../../ui/filter-bar.tsx';
import { deliveryWords } from '../../words/deliveries.ts';
import type { Delivery, Standing } from './delivery.ts';
import {
  isEventType,
  type Named,
  readSubject,
  SUBJECT_NAMES,
  subjectFilters,
  toOption,
  useChannels,
} from './traffic-filters.ts';

/** What an embedding page has already decided: those filters are not offered. */
export interface FixedFilter {
  readonly endpoint?: string;
  readonly event?: string;
}

/** Standings of the tabs, in the words of the address. */
export const TABS = {
  all: undefined,
  attention: 'exhausted,held',
  retrying: 'retrying',
  exhausted: 'exhausted',
} as const;
export type DeliveryTab = keyof typeof TABS;

const STANDINGS: readonly Standing[] = ['pending', 'retrying', 'held', 'delivered', 'exhausted', 'canceled'];
const TRIGGERS: readonly Delivery['trigger'][] = ['schedule', 'resend', 'replay', 'recover', 'rotation'];
const NAMES = ['standing', 'endpoint', 'event', 'trigger', 'run', ...SUBJECT_NAMES];

/** What the table of deliveries shows, kept in the address. */
export function useDeliveryFilters(fixed: FixedFilter) {
  const [url, change] = useUrlState();
  const channels = useChannels();
  const endpoints = useApi<PageOf<Named>>('/v1/endpoints', { limit: 100 }, { enabled: fixed.endpoint === undefined });
  const set = NAMES.filter((name) => url[name] !== undefined);
  const signature = JSON.stringify([fixed, NAMES.map((name) => url[name])]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature says all of it; a time span begins when it was chosen.
  const query = useMemo(
    (): Query => ({
      ...{ standing: url.standing, endpoint: url.endpoint, event: url.event, trigger: url.trigger, run: url.run },
      ...readSubject(url),
      ...fixed,
    }),
    [signature],
  );
  const { standing: _standing, ...others } = query;
  const filters = [...ownFilters(endpoints.data?.data ?? []), ...subjectFilters(channels)];
  return {
    url,
    change,
    query,
    /** The same without the state: what the tabs count. */
    countQuery: others,
    tab: (Object.keys(TABS) as DeliveryTab[]).find((tab) => TABS[tab] === url.standing) ?? null,
    filters: filters.filter(({ name }) => !(name in fixed)),
    isFiltered: set.length > 0,
    clear: () => change(Object.fromEntries(NAMES.map((name) => [name, undefined]))),
    recogniseFilter: (text: string) => recogniseFilter(text, fixed),
  };
}

/** What a pasted text stands for: a filter, or the row to open. Null: nothing of it can be looked up. */
function recogniseFilter(text: string, fixed: FixedFilter): UrlState | null {
  const found = recognise(text);
  switch (found?.kind) {
    case 'event':
      return fixed.event === undefined ? { event: found.id } : null;
    case 'endpoint':
      return fixed.endpoint === undefined ? { endpoint: found.id } : null;
    case 'delivery':
      return { open: found.id };
    case 'wamid':
      return { wamid: found.wamid };
    case 'phone':
      return { phone: found.phone };
    case 'bsuid':
      return { bsuid: found.bsuid };
    default:
      return isEventType(text) ? { type: text } : null;
  }
}

function ownFilters(endpoints: readonly Named[]): readonly Filter[] {
  const { filters } = deliveryWords;
  return [
    {
      kind: 'many',
      name: 'standing',
      label: filters.standing,
      options: STANDINGS.map((value) => ({ value, label: value })),
    },
    { kind: 'one', name: 'endpoint', label: filters.endpoint, options: endpoints.map(toOption) },
    { kind: 'text', name: 'event', label: filters.event },
    {
      kind: 'many',
      name: 'trigger',
      label: filters.trigger,
      options: TRIGGERS.map((value) => ({ value, label: deliveryWords.triggers[value] })),
    },
    { kind: 'text', name: 'run', label: filters.run },
  ];
}
