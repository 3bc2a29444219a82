import { useState } from 'react';
import { ApiProblem, api } from '../../lib/api.ts';
import { useRefresh } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { describeProblem, Reading } from '../../ui/panel.tsx';
import { toast } from '../../ui/toast.tsx';
import { endpointWords } from '../../words/endpoints.ts';
import { draftOf, type EndpointDraft, problemsIn, toPatchBody } from './endpoint-draft.ts';
import { EndpointForm } from './endpoint-form.tsx';
import type { Endpoint } from './endpoint-types.ts';
import { useRetryPresets } from './use-endpoints.ts';

const words = endpointWords.form;

interface SettingsTabProps {
  readonly endpoint: Endpoint;
  readonly etag: string | null;
}

/** Everything about an endpoint that can be changed, but its secret. */
export function SettingsTab({ endpoint, etag }: SettingsTabProps) {
  const presets = useRetryPresets();
  return (
    <Reading query={presets} rows={8}>
      {({ data }) => {
        const ofFormat = data.find(({ formats }) => formats.includes(endpoint.format))?.name ?? null;
        return <Settings key={endpoint.id} endpoint={endpoint} etag={etag} before={draftOf(endpoint, ofFormat)} />;
      }}
    </Reading>
  );
}

function Settings({ endpoint, etag, before }: SettingsTabProps & { readonly before: EndpointDraft }) {
  /** What it was when it was first changed here. Null: nothing is changed. */
  const [start, setStart] = useState<{ readonly before: EndpointDraft; readonly etag: string | null } | null>(null);
  const [draft, setDraft] = useState(before);
  const [wasTried, setWasTried] = useState(false);
  const [isSaving, setIsSaving] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const refresh = useRefresh();
  const may = useMay();
  const shown = start === null ? before : draft;
  const body = toPatchBody(start?.before ?? before, shown);
  const missing = problemsIn(shown);
  const change = (next: EndpointDraft) => {
    setStart((known) => known ?? { before, etag });
    setDraft(next);
  };
  const reset = () => {
    setStart(null);
    setProblem(null);
    setWasTried(false);
  };
  const save = async () => {
    setWasTried(true);
    if (body === null || missing.size > 0) return;
    setIsSaving(true);
    setProblem(null);
    const ifMatch = start?.etag ?? null;
    try {
      await api.patch(`/v1/endpoints/${endpoint.id}`, body, ifMatch === null ? {} : { ifMatch });
      await refresh('/v1/endpoints', '/v1/statistics/endpoints', '/v1/test-receivers');
      reset();
      toast.done(words.saved);
    } catch (error) {
      setProblem(error);
    } finally {
      setIsSaving(false);
    }
  };
  const isOutdated = problem instanceof ApiProblem && problem.status === 412;
  return (
    <form
      className="grid max-w-240 gap-3.5"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <EndpointForm
        draft={shown}
        onChange={change}
        endpoint={endpoint}
        problem={problem instanceof ApiProblem ? problem : null}
        missing={wasTried ? missing : new Set()}
      />
      {problem !== null && (
        <p role="alert" className="text-danger">
          {isOutdated ? words.changedElsewhere : describeProblem(problem)}
        </p>
      )}
      <div className="sticky bottom-0 -mx-1 flex gap-2 border-t border-line bg-panel px-1 py-3">
        <Button
          kind="primary"
          type="submit"
          waiting={isSaving && words.saving}
          notAllowed={!may('endpoints.write') ? endpointWords.notAllowed : body === null && words.unchanged}
        >
          {words.save}
        </Button>
        {body !== null && <Button onClick={reset}>{words.reset}</Button>}
      </div>
    </form>
  );
}
