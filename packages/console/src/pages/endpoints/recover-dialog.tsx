import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type ApiProblem, api } from '../../lib/api.ts';
import { apiKey, useRefresh } from '../../lib/queries.ts';
import type { Run } from '../../lib/runs.ts';
import { useWorkspaceId } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { usePagePath } from '../../ui/link.tsx';
import { describeProblem } from '../../ui/panel.tsx';
import { toast } from '../../ui/toast.tsx';
import { replayWords } from '../../words/replays.ts';
import { EstimateView } from '../replays/estimate-view.tsx';
import { type Estimate, toField } from '../replays/replay.ts';

const words = replayWords.recover;

interface RecoverDialogProps {
  readonly endpointId: string;
  /** When it may have begun to miss something, epoch ms. */
  readonly sinceMs: number;
  readonly onClose: () => void;
}

/** Shows what an endpoint is missing since a time, and has it sent. */
export function RecoverDialog({ endpointId, sinceMs, onClose }: RecoverDialogProps) {
  const [since, setSince] = useState(() => toField(sinceMs));
  const [key] = useState(() => crypto.randomUUID());
  const workspaceId = useWorkspaceId();
  const navigate = useNavigate();
  const pathOf = usePagePath();
  const refresh = useRefresh();
  const path = `/v1/endpoints/${endpointId}/recover`;
  const date = new Date(since);
  const isTime = !Number.isNaN(date.getTime());
  const body = { since: isTime ? date.toISOString() : '' };
  const missing = useQuery<Estimate, ApiProblem>({
    queryKey: apiKey(workspaceId, path, body),
    queryFn: ({ signal }) => api.post<Estimate>(path, { ...body, dry_run: true }, { signal }),
    enabled: isTime,
    retry: false,
  });
  const start = useMutation<Run, ApiProblem>({
    mutationFn: () => api.post<Run>(path, body, { idempotencyKey: key }),
    onSuccess: async () => {
      toast.done(words.started);
      onClose();
      await refresh('/v1/runs');
      await navigate({ to: pathOf('/replays') });
    },
  });
  const isNothing = missing.data !== undefined && missing.data.deliveries === 0 && missing.data.is_exact;
  const problem = start.error ?? missing.error;
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title}
      actions={
        <Button
          kind="primary"
          waiting={start.isPending && words.starting}
          notAllowed={(missing.data === undefined && words.looking) || (isNothing && words.nothing)}
          onClick={() => start.mutate()}
        >
          {words.start}
        </Button>
      }
    >
      <p>{words.text}</p>
      <Field label={words.since}>
        <Input type="datetime-local" value={since} onChange={(event) => setSince(event.target.value)} />
      </Field>
      <div aria-live="polite">
        {missing.data === undefined && problem === null && <p className="text-fg-3">{words.looking}</p>}
        {isNothing && <p>{words.nothing}</p>}
        {missing.data !== undefined && !isNothing && <EstimateView estimate={missing.data} />}
      </div>
      {problem !== null && (
        <p role="alert" className="text-danger">
          {describeProblem(problem)}
        </p>
      )}
    </Dialog>
  );
}
