import { useMemo } from 'react';
import { useApi } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import type { Format } from './endpoint-types.ts';
import type { EventChoice } from './event-choice.ts';
import { fieldsOfData, fieldsOfTypes, type KnownField, mergeFields } from './filter-fields.ts';
import { useCatalogue } from './use-endpoints.ts';

/** Events whose own fields are offered too: those of the workspace stand in no catalogue. */
const RECENT_EVENTS = 20;
/** What changes with every event need not be read anew while a form is open. */
const STALE_MS = 60_000;

/** The fields of the chosen event types, and of the newest events for those that the catalogue does not describe. */
export function useKnownFields(choice: EventChoice, format: Format): readonly KnownField[] {
  const may = useMay();
  const catalogue = useCatalogue();
  const recent = useApi<{ data: readonly { readonly data: unknown }[] }>(
    '/v1/events',
    { limit: RECENT_EVENTS },
    { enabled: may('events.read'), staleTime: STALE_MS },
  );
  return useMemo(() => {
    const ofTypes = fieldsOfTypes(catalogue.data?.data ?? [], { choice, format });
    return mergeFields(
      ofTypes,
      (recent.data?.data ?? []).flatMap(({ data }) => fieldsOfData(data)),
    );
  }, [catalogue.data, recent.data, choice, format]);
}
