import type { filterPreviewView } from '@posthorn/server/pipeline/matching/preview-filter.routes.ts';
import { CircleCheck, CircleSlash, LoaderCircle, TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useId, useMemo, useState } from 'react';
import type * as z from 'zod';
import { ApiProblem, api } from '../../lib/api.ts';
import { useMask } from '../../lib/mask.ts';
import { useMay } from '../../lib/session.ts';
import { PageLink } from '../../ui/link.tsx';
import { describeProblem } from '../../ui/panel.tsx';
import { Time } from '../../ui/time.tsx';
import { filterWords } from '../../words/filters.ts';
import type { Endpoint } from './endpoint-types.ts';

type Preview = z.infer<typeof filterPreviewView>;

/** Long enough that somebody who types is not asked about half a word. */
const QUIET_MS = 700;
/** Events of either kind that are shown. */
const SHOWN_MAX = 3;

interface FilterTryProps {
  /** What is tried, and what of the endpoint decides which events come to it. */
  readonly asked: Pick<Endpoint, 'filter' | 'event_types' | 'channel_ids' | 'format'>;
}

/** How a filter would have done on the newest stored events, as it is written. */
export function FilterTry({ asked }: FilterTryProps) {
  const may = useMay();
  const text = JSON.stringify(asked);
  const result = usePreview(text, may('events.read') && asked.filter !== null);
  if (!may('events.read')) return null;
  return (
    <div aria-live="polite" className="grid gap-1.5 text-12">
      <Result result={result} />
    </div>
  );
}

type Tried =
  | { readonly kind: 'none' | 'trying' }
  | { readonly kind: 'tried'; readonly preview: Preview }
  | { readonly kind: 'failed'; readonly error: ApiProblem };

function usePreview(body: string, isWanted: boolean): Tried {
  const [tried, setTried] = useState<Tried>({ kind: 'none' });
  useEffect(() => {
    if (!isWanted) {
      setTried({ kind: 'none' });
      return;
    }
    const ending = new AbortController();
    const timer = setTimeout(() => {
      // What was found for the one before stays until there is an answer: nothing jumps while somebody types.
      setTried((before) => (before.kind === 'tried' ? before : { kind: 'trying' }));
      api
        .post<Preview>('/v1/endpoints/preview-filter', JSON.parse(body), { signal: ending.signal })
        .then((preview) => setTried({ kind: 'tried', preview }))
        .catch((failure: unknown) => {
          if (failure instanceof ApiProblem) setTried({ kind: 'failed', error: failure });
        });
    }, QUIET_MS);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [body, isWanted]);
  return tried;
}

function Result({ result }: { readonly result: Tried }): ReactNode {
  switch (result.kind) {
    case 'none':
      return null;
    case 'trying':
      return (
        <p className="flex items-center gap-1.5 text-fg-3">
          <LoaderCircle aria-hidden="true" className="size-3.5 flex-none animate-spin" /> {filterWords.trying}
        </p>
      );
    case 'failed':
      return (
        <Warning>
          {filterWords.triedFailed} {describeProblem(result.error)}
        </Warning>
      );
    case 'tried':
      return <Findings preview={result.preview} />;
  }
}

function Findings({ preview }: { readonly preview: Preview }) {
  const mask = useMask();
  const { matched, looked_at: lookedAt, matching, not_matching: notMatching, fields } = preview;
  const notes = useMemo(() => notesOf(fields, lookedAt), [fields, lookedAt]);
  return (
    <>
      <p className="text-13 font-medium text-fg">
        {lookedAt === 0 ? filterWords.triedNone : filterWords.tried(matched, lookedAt)}
      </p>
      {notes.map((note) => (
        <Warning key={note}>{note}</Warning>
      ))}
      <div className="grid grid-cols-2 gap-3 max-narrow:grid-cols-1">
        <Sample title={filterWords.passing} isShown={matching.length > 0}>
          {matching.slice(0, SHOWN_MAX).map((event) => (
            <Line key={event.id} icon={<Passed />} event={event} />
          ))}
        </Sample>
        <Sample title={filterWords.notPassing} isShown={notMatching.length > 0}>
          {notMatching.slice(0, SHOWN_MAX).map(({ failed, ...event }) => (
            <Line key={event.id} icon={<NotPassed />} event={event}>
              <span className="block break-words text-fg-3">
                {mask.isOn ? mask.text(failed.message) : failed.message}
              </span>
            </Line>
          ))}
        </Sample>
      </div>
    </>
  );
}

/** A field that was in no event is mostly a slip of the pen; where the catalogue knows it is not, it says so. */
function notesOf(fields: Preview['fields'], lookedAt: number): readonly string[] {
  return fields.flatMap(({ field, note, seen_in: seenIn }) => {
    if (seenIn > 0) return [];
    return note === null ? (lookedAt > 0 ? [filterWords.neverThere(field)] : []) : [note];
  });
}

function Sample({
  title,
  isShown,
  children,
}: {
  readonly title: string;
  readonly isShown: boolean;
  readonly children: ReactNode;
}) {
  const id = useId();
  if (!isShown) return null;
  return (
    <div className="min-w-0">
      <p id={id} className="pb-1 font-medium text-fg-2">
        {title}
      </p>
      <ul aria-labelledby={id} className="grid gap-1">
        {children}
      </ul>
    </div>
  );
}

interface LineProps {
  readonly icon: ReactNode;
  readonly event: { readonly id: string; readonly type: string; readonly occurred_at: string };
  readonly children?: ReactNode;
}

function Line({ icon, event, children }: LineProps) {
  return (
    <li className="flex min-w-0 items-start gap-1.5 text-fg-2">
      {icon}
      <span className="min-w-0">
        <PageLink to={`/events/${event.id}`} className="link mono">
          {event.type}
        </PageLink>{' '}
        <Time at={event.occurred_at} />
        {children}
      </span>
    </li>
  );
}

function Warning({ children }: { readonly children: ReactNode }) {
  return (
    <p className="flex items-start gap-1.5 text-fg-2">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-3.5 flex-none text-warning" />
      <span className="min-w-0 break-words">{children}</span>
    </p>
  );
}

const Passed = () => <CircleCheck aria-hidden="true" className="mt-0.5 size-3.5 flex-none text-success" />;
const NotPassed = () => <CircleSlash aria-hidden="true" className="mt-0.5 size-3.5 flex-none text-fg-3" />;
