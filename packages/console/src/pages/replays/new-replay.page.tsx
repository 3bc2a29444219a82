import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Play } from 'lucide-react';
import { useState } from 'react';
import { Page as PageFrame } from '../../app/page.tsx';
import { type ApiProblem, api } from '../../lib/api.ts';
import { useRefresh } from '../../lib/queries.ts';
import type { Run } from '../../lib/runs.ts';
import { useMay } from '../../lib/session.ts';
import { type UrlState, useUrlState } from '../../lib/url-state.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, Field, Input, Select, TextArea } from '../../ui/field.tsx';
import { usePagePath } from '../../ui/link.tsx';
import { describeProblem, Panel } from '../../ui/panel.tsx';
import { toast } from '../../ui/toast.tsx';
import { replayWords } from '../../words/replays.ts';
import { nameOf } from '../deliveries/traffic-filters.ts';
import { EstimateView, useEndpoints } from './estimate-view.tsx';
import { type Estimate, type ReplayDraft, toField, toReplayBody } from './replay.ts';

const words = replayWords.form;
const DAY_MS = 86_400_000;

/** What is to be sent once more, and where to? Nothing is sent before it was seen what it comes to. */
export function Page() {
  const [url] = useUrlState();
  const [draft, setDraft] = useState(() => draftOf(url));
  const [seen, setSeen] = useState<{ readonly draft: ReplayDraft; readonly estimate: Estimate } | null>(null);
  const [key] = useState(() => crypto.randomUUID());
  const mayStart = useMay()('replays.write');
  const navigate = useNavigate();
  const pathOf = usePagePath();
  const refresh = useRefresh();
  const body = toReplayBody(draft);
  const look = useMutation<Estimate, ApiProblem>({
    mutationFn: () => api.post<Estimate>('/v1/replays', { ...body, dry_run: true }),
    onSuccess: (estimate) => setSeen({ draft, estimate }),
  });
  const start = useMutation<Run, ApiProblem>({
    mutationFn: () => api.post<Run>('/v1/replays', body, { idempotencyKey: key }),
    onSuccess: async () => {
      toast.done(words.started);
      await refresh('/v1/runs');
      await navigate({ to: pathOf('/replays') });
    },
  });
  const problem = start.error ?? look.error;
  const estimate = seen?.draft === draft ? seen.estimate : null;
  return (
    <PageFrame title={replayWords.new} crumb={{ label: replayWords.title, to: '/replays' }} layout="form">
      <form
        className="grid grid-cols-[minmax(0,1fr)] gap-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          if (body !== null) look.mutate();
        }}
      >
        <Panel title={replayWords.new}>
          <ReplayFields draft={draft} onChange={setDraft} problem={problem} isFilterWrong={body === null} />
        </Panel>
        <Panel title={replayWords.estimate.title}>
          <div className="grid gap-3" aria-live="polite">
            {estimate === null ? (
              <p className="text-fg-3">{replayWords.estimate.before}</p>
            ) : (
              <EstimateView estimate={estimate} />
            )}
            {problem !== null && (
              <p role="alert" className="text-danger">
                {describeProblem(problem)}
              </p>
            )}
            <span className="flex gap-2">
              <Button
                type="submit"
                waiting={look.isPending && words.looking}
                notAllowed={(!mayStart && replayWords.notAllowed) || (body === null && words.filterWrong)}
              >
                {words.look}
              </Button>
              {estimate !== null && (estimate.deliveries > 0 || !estimate.is_exact) && (
                <Button
                  kind="primary"
                  icon={Play}
                  waiting={start.isPending && words.starting}
                  onClick={() => start.mutate()}
                >
                  {words.start}
                </Button>
              )}
            </span>
          </div>
        </Panel>
      </form>
    </PageFrame>
  );
}

/** What was looked at on the page of events, or the last day. */
function draftOf({ since, until, type, filter, endpoint }: UrlState): ReplayDraft {
  const [sinceMs, untilMs] = [Date.parse(since ?? ''), Date.parse(until ?? '')];
  return {
    from: toField(Number.isNaN(sinceMs) ? Date.now() - DAY_MS : sinceMs),
    to: Number.isNaN(untilMs) ? '' : toField(untilMs),
    types: type ?? '',
    target: endpoint === undefined ? 'wanting' : 'chosen',
    endpointIds: endpoint === undefined ? [] : [endpoint],
    otherId: '',
    filter: filter ?? '',
    newIds: false,
  };
}

interface FieldsProps {
  readonly draft: ReplayDraft;
  readonly onChange: (draft: ReplayDraft) => void;
  readonly problem: ApiProblem | null;
  readonly isFilterWrong: boolean;
}

function ReplayFields({ draft, onChange, problem, isFilterWrong }: FieldsProps) {
  const set = (change: Partial<ReplayDraft>) => onChange({ ...draft, ...change });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3.5">
      <div className="grid grid-cols-2 gap-3 max-narrow:grid-cols-1">
        <Field label={words.from} hint={words.rangeHint} error={problem?.field('from')}>
          <Input type="datetime-local" value={draft.from} onChange={(event) => set({ from: event.target.value })} />
        </Field>
        <Field label={words.to} hint={words.toHint} error={problem?.field('to')}>
          <Input type="datetime-local" value={draft.to} onChange={(event) => set({ to: event.target.value })} />
        </Field>
      </div>
      <Field label={words.types} hint={words.typesHint} error={problem?.field('event_types')}>
        <Input
          value={draft.types}
          spellCheck={false}
          className="mono"
          onChange={(event) => set({ types: event.target.value })}
        />
      </Field>
      <Targets draft={draft} set={set} />
      <Field
        label={words.filter}
        hint={words.filterHint}
        error={isFilterWrong ? words.filterWrong : problem?.field('filter')}
      >
        <TextArea
          value={draft.filter}
          rows={3}
          spellCheck={false}
          className="mono"
          onChange={(event) => set({ filter: event.target.value })}
        />
      </Field>
      <Checkbox
        checked={draft.newIds}
        onChange={(newIds) => set({ newIds })}
        label={words.newIds}
        hint={words.newIdsHint}
      />
    </div>
  );
}

interface TargetsProps {
  readonly draft: ReplayDraft;
  readonly set: (change: Partial<ReplayDraft>) => void;
}

function Targets({ draft, set }: TargetsProps) {
  const endpoints = useEndpoints().filter(({ enabled }) => enabled);
  const { target, endpointIds, otherId } = draft;
  const choose = (next: ReplayDraft['target']) =>
    set({ target: next, otherId: next === 'other' && otherId === '' ? (endpoints[0]?.id ?? '') : otherId });
  return (
    <div className="grid gap-2">
      <Field label={words.targets}>
        <Select
          value={target}
          onChange={choose}
          options={(['wanting', 'chosen', 'other'] as const).map((value) => ({ value, label: words[value] }))}
        />
      </Field>
      {target !== 'wanting' && endpoints.length === 0 && <p className="text-fg-3">{words.none}</p>}
      {target === 'chosen' && (
        <fieldset className="grid gap-1.5">
          <legend className="sr-only">{words.endpoints}</legend>
          {endpoints.map((endpoint) => (
            <Checkbox
              key={endpoint.id}
              checked={endpointIds.includes(endpoint.id)}
              label={nameOf(endpoint)}
              onChange={(isChosen) =>
                set({
                  endpointIds: isChosen
                    ? [...endpointIds, endpoint.id]
                    : endpointIds.filter((id) => id !== endpoint.id),
                })
              }
            />
          ))}
        </fieldset>
      )}
      {target === 'other' && endpoints.length > 0 && (
        <Field label={words.endpoint} hint={words.otherHint}>
          <Select
            value={otherId}
            onChange={(id) => set({ otherId: id })}
            options={endpoints.map((endpoint) => ({ value: endpoint.id, label: nameOf(endpoint) }))}
          />
        </Field>
      )}
    </div>
  );
}
