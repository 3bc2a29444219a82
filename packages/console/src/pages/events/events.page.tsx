import { Repeat } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { Page as PageFrame } from '../../app/page.tsx';
import type { Query } from '../../lib/api.ts';
import { copyText } from '../../lib/copy.ts';
import { useShortcuts } from '../../lib/keys.ts';
import { useLiveRows } from '../../lib/live-rows.ts';
import { recognise } from '../../lib/recognise.ts';
import { useMay } from '../../lib/session.ts';
import { type UrlState, useUrlState } from '../../lib/url-state.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Split } from '../../ui/drawer.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { LinkButton } from '../../ui/link.tsx';
import { NewRowsPill } from '../../ui/new-rows-pill.tsx';
import { eventWords } from '../../words/events.ts';
import { replayWords } from '../../words/replays.ts';
import {
  isEventType,
  nameOf,
  readSubject,
  SUBJECT_NAMES,
  subjectFilters,
  useChannels,
} from '../deliveries/traffic-filters.ts';
import type { ShownEvent } from './event.ts';
import { eventColumns, NarrowEvent } from './event-columns.tsx';
import { EventDrawer } from './event-drawer.tsx';
import { NoEvents } from './no-events.tsx';

/** What has come in, and who has it? */
export function Page() {
  const [url, change] = useUrlState();
  const channels = useChannels();
  const signature = JSON.stringify(SUBJECT_NAMES.map((name) => url[name]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature says all of it; a time span begins when it was chosen.
  const query = useMemo((): Query => ({ ...readSubject(url), view: 'summary' }), [signature]);
  const live = useLiveRows<ShownEvent>('/v1/events', query, { idOf, madeAtOf, isOpen });
  const [focused, setFocused] = useState<ShownEvent | null>(null);
  const openId = url.open ?? null;
  const open = (id: string | undefined) => change({ open: id }, { replace: true });
  const inHand = openId ?? focused?.id ?? null;
  useShortcuts(
    inHand === null ? [] : [{ keys: 'c', label: eventWords.drawer.copyId, run: () => void copyText(inHand) }],
  );
  const step = (by: 1 | -1) => {
    const next = live.rows[live.rows.findIndex(({ id }) => id === openId) + by];
    if (next !== undefined) open(next.id);
  };
  const channelNameOf = useCallback(
    (id: string) => {
      const channel = channels.find((one) => one.id === id);
      return channel === undefined ? '' : nameOf(channel);
    },
    [channels],
  );
  const isFiltered = SUBJECT_NAMES.some((name) => url[name] !== undefined);
  return (
    <PageFrame title={eventWords.title} layout="full">
      <Split
        drawer={
          openId === null ? null : (
            <EventDrawer
              id={openId}
              row={live.rows.find(({ id }) => id === openId) ?? null}
              onStep={step}
              onClose={() => open(undefined)}
            />
          )
        }
      >
        <FilterBar
          filters={subjectFilters(channels)}
          state={url}
          onChange={change}
          recognise={recogniseFilter}
          placeholder={eventWords.filterPlaceholder}
          unknownHint={eventWords.filterUnknown}
        >
          <ReplayThese url={url} />
        </FilterBar>
        <DataTable
          label={eventWords.title}
          className="flex-1 border-t border-line"
          columns={eventColumns(channelNameOf)}
          rows={live.rows}
          idOf={idOf}
          onOpen={({ id }) => open(id)}
          openId={openId}
          onFocusRow={setFocused}
          onInSight={live.see}
          onEnd={live.readMore}
          hasMore={live.hasMore}
          isLoading={live.isLoading}
          error={live.rows.length === 0 ? live.error : null}
          retry={live.reload}
          narrow={(event) => <NarrowEvent event={event} />}
          overHead={<NewRowsPill count={live.newCount} isMore={live.isMoreNew} onShow={live.showNew} />}
          empty={
            <NoEvents
              isFiltered={isFiltered}
              onClear={() => change(Object.fromEntries(SUBJECT_NAMES.map((name) => [name, undefined])))}
            />
          }
        />
      </Split>
    </PageFrame>
  );
}

/** Begins a replay of what is looked at. A message cannot be told by a filter: it is resent by its deliveries. */
function ReplayThese({ url }: { readonly url: UrlState }) {
  const mayStart = useMay()('replays.write');
  if (!mayStart || url.wamid !== undefined) return null;
  const { since, until } = readSubject(url);
  const conditions = {
    ...(url.channel === undefined ? {} : { channel_id: url.channel }),
    ...(url.phone === undefined ? {} : { 'contact.phone': url.phone }),
    ...(url.bsuid === undefined ? {} : { 'contact.bsuid': url.bsuid }),
  };
  const filter = Object.keys(conditions).length === 0 ? undefined : JSON.stringify(conditions);
  const search = { type: url.type, since: asText(since), until: asText(until), filter };
  return (
    <span className="ml-auto">
      <LinkButton size="small" icon={Repeat} to="/replays/new" search={search}>
        {replayWords.fromEvents}
      </LinkButton>
    </span>
  );
}

const asText = (value: unknown) => (typeof value === 'string' ? value : undefined);

const idOf = ({ id }: ShownEvent) => id;
const madeAtOf = ({ created_at }: ShownEvent) => created_at;

/** Whether some endpoint may still get it by itself. */
function isOpen({ deliveries_summary: sum }: ShownEvent): boolean {
  return sum?.worst === 'pending' || sum?.worst === 'retrying' || sum?.worst === 'held';
}

/** What a pasted text stands for: a filter, or the event to open. Null: nothing of it can be looked up. */
function recogniseFilter(text: string): UrlState | null {
  const found = recognise(text);
  switch (found?.kind) {
    case 'event':
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
