import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { Page as PageFrame } from '../../app/page.tsx';
import { ApiProblem, api } from '../../lib/api.ts';
import { useRefresh } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { Button } from '../../ui/button.tsx';
import { LinkButton, usePagePath } from '../../ui/link.tsx';
import { describeProblem } from '../../ui/panel.tsx';
import { endpointWords } from '../../words/endpoints.ts';
import { uiWords } from '../../words/ui.ts';
import { newDraft, problemsIn, toCreateBody } from './endpoint-draft.ts';
import { EndpointForm } from './endpoint-form.tsx';
import type { CreatedEndpoint } from './endpoint-types.ts';
import { SecretOnce } from './secret-once.tsx';

const words = endpointWords.form;

/** A new endpoint, whose signing secret is shown once. */
export function Page() {
  const [{ url = '' }] = useUrlState();
  const [draft, setDraft] = useState(() => newDraft(url));
  const [wasTried, setWasTried] = useState(false);
  const [isSaving, setIsSaving] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const [created, setCreated] = useState<CreatedEndpoint | null>(null);
  const idempotencyKey = useRef(crypto.randomUUID());
  const navigate = useNavigate();
  const pathOf = usePagePath();
  const refresh = useRefresh();
  const may = useMay();
  const missing = problemsIn(draft);

  const create = async () => {
    setWasTried(true);
    if (missing.size > 0) return;
    setIsSaving(true);
    setProblem(null);
    try {
      const options = { idempotencyKey: idempotencyKey.current };
      setCreated(await api.post<CreatedEndpoint>('/v1/endpoints', toCreateBody(draft), options));
      await refresh('/v1/endpoints', '/v1/statistics');
    } catch (error) {
      // Another try is another request: its body may be another one.
      idempotencyKey.current = crypto.randomUUID();
      setProblem(error);
    } finally {
      setIsSaving(false);
    }
  };

  return (
    <PageFrame title={endpointWords.newTitle} crumb={{ label: endpointWords.title, to: '/endpoints' }}>
      <form
        className="grid max-w-240 gap-3.5"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <EndpointForm
          draft={draft}
          onChange={setDraft}
          problem={problem instanceof ApiProblem ? problem : null}
          missing={wasTried ? missing : new Set()}
        />
        {problem !== null && (
          <p role="alert" className="text-danger">
            {describeProblem(problem)}
          </p>
        )}
        <div className="flex gap-2 pb-4">
          <Button
            kind="primary"
            type="submit"
            waiting={isSaving && words.creating}
            notAllowed={!may('endpoints.write') && endpointWords.notAllowed}
          >
            {words.create}
          </Button>
          <LinkButton to="/endpoints">{uiWords.cancel}</LinkButton>
        </div>
      </form>
      {created !== null && (
        <SecretOnce
          secret={created.signing_secret}
          onDone={() => void navigate({ to: pathOf(`/endpoints/${created.id}`), replace: true })}
        />
      )}
    </PageFrame>
  );
}
