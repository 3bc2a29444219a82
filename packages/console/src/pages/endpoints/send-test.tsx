import { useMutation } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type ApiProblem, api } from '../../lib/api.ts';
import { formatDuration } from '../../lib/format.ts';
import { useRefresh } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { CodeLines } from '../../ui/code.tsx';
import { Select } from '../../ui/field.tsx';
import { describeProblem, Panel } from '../../ui/panel.tsx';
import { StatePill } from '../../ui/pill.tsx';
import { Time } from '../../ui/time.tsx';
import { endpointWords } from '../../words/endpoints.ts';
import type { Attempt, Endpoint } from './endpoint-types.ts';
import { groupTypes } from './event-choice.ts';
import { useCatalogue } from './use-endpoints.ts';

const words = endpointWords.test;
const FIRST = 'message.received';

/** Types that an example can be sent of, in the order of the catalogue. */
export function useTestTypes(format: Endpoint['format']): readonly string[] {
  const catalogue = useCatalogue();
  return useMemo(
    () => groupTypes(catalogue.data?.data ?? [], format).flatMap(({ types }) => types.map(({ type }) => type)),
    [catalogue.data, format],
  );
}

/** Sends one signed example now and shows what came of it. */
export function SendTest({ endpoint }: { readonly endpoint: Endpoint }) {
  const types = useTestTypes(endpoint.format);
  const [chosen, setChosen] = useState<string | null>(null);
  const type = chosen ?? (types.includes(FIRST) ? FIRST : (types[0] ?? FIRST));
  const refresh = useRefresh();
  const may = useMay();
  const test = useMutation<Attempt, ApiProblem>({
    mutationFn: () => api.post<Attempt>(`/v1/endpoints/${endpoint.id}/test`, { event_type: type }),
    onSettled: () => refresh('/v1/statistics/endpoints', `/v1/test-receivers/${endpoint.id}`),
  });
  return (
    <Panel title={words.title}>
      <div className="grid gap-2.5">
        <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-2">
          <Select
            label={words.type}
            value={type}
            onChange={setChosen}
            options={(types.length === 0 ? [type] : types).map((value) => ({ value, label: value }))}
            className="mono"
          />
          <Button
            kind="primary"
            icon={Play}
            className="h-8! pointer-coarse:h-11!"
            waiting={test.isPending && words.sending}
            notAllowed={!may('endpoints.write') && endpointWords.notAllowed}
            onClick={() => test.mutate()}
          >
            {words.send}
          </Button>
        </div>
        <div aria-live="polite" className="grid gap-2">
          {test.error !== null && <p className="text-danger">{describeProblem(test.error)}</p>}
          {test.data !== undefined && <Answer attempt={test.data} />}
          {test.data === undefined && test.error === null && <p className="text-12 text-fg-3">{words.note}</p>}
        </div>
      </div>
    </Panel>
  );
}

function Answer({ attempt }: { readonly attempt: Attempt }) {
  const { outcome, status_code: status, error_class: errorClass, duration_ms: durationMs } = attempt;
  return (
    <>
      <p className="flex flex-wrap items-center gap-2 text-12 text-fg-2">
        <StatePill state={outcome}>{endpointWords.answered(status, errorClass ?? outcome)}</StatePill>
        {durationMs !== null && <span className="num">{words.in(formatDuration(durationMs))}</span>}
        <Time at={attempt.started_at} />
      </p>
      {attempt.error_message !== null && <p className="text-12">{attempt.error_message}</p>}
      {attempt.answer_hidden === true ? (
        <p className="text-12 text-fg-3">{words.hidden}</p>
      ) : attempt.response_body === null || attempt.response_body === '' ? (
        status !== null && <p className="text-12 text-fg-3">{words.noAnswer}</p>
      ) : (
        <CodeLines
          text={attempt.response_body}
          isJson={/^\s*[[{]/.test(attempt.response_body)}
          isWrapped
          label={words.answer}
        />
      )}
    </>
  );
}
