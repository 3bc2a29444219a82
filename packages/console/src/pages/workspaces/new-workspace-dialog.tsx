import type { createdWorkspaceView } from '@posthorn/server/control/workspaces/workspace-schemas.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type * as z from 'zod';
import { api } from '../../lib/api.ts';
import { readSession, SESSION_KEY } from '../../lib/session.ts';
import { useSending } from '../../lib/use-sending.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { OneTimeLinkDialog } from '../../ui/one-time-link-dialog.tsx';
import { uiWords } from '../../words/ui.ts';
import { workspaceWords } from '../../words/workspaces.ts';

type Created = z.infer<typeof createdWorkspaceView>;

const FORM_ID = 'new-workspace';

/** Makes a workspace that the operator owns, shows its first key this once, and leads there. */
export function NewWorkspaceDialog({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [created, setCreated] = useState<Created | null>(null);
  const { isSending, problem, send } = useSending();
  const create = () => send(async () => setCreated(await api.post<Created>('/v1/workspaces', { name: name.trim() })));
  const enter = async ({ id }: Created) => {
    client.setQueryData(SESSION_KEY, await readSession());
    onClose();
    await navigate({ to: `/w/${id}/overview` });
  };
  if (created !== null) {
    return (
      <OneTimeLinkDialog
        title={workspaceWords.keyTitle(created.name)}
        once={workspaceWords.keyOnce}
        url={created.api_key}
        onClose={() => void enter(created)}
      />
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={workspaceWords.createTitle}
      actions={
        <>
          <Button onClick={onClose}>{uiWords.cancel}</Button>
          <Button kind="primary" type="submit" form={FORM_ID} waiting={isSending && workspaceWords.creating}>
            {workspaceWords.createAction}
          </Button>
        </>
      }
    >
      <p>{workspaceWords.createBody}</p>
      <form
        id={FORM_ID}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <Field label={workspaceWords.name} error={problem === null ? null : (problem.field('name') ?? problem.message)}>
          <Input autoFocus maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
