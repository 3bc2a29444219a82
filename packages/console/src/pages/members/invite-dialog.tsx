import type { createdInvitationView } from '@posthorn/server/control/invitations/invitations.routes.ts';
import type { Role } from '@posthorn/server/domain/permissions.ts';
import { useState } from 'react';
import type * as z from 'zod';
import { api } from '../../lib/api.ts';
import { useRefresh } from '../../lib/queries.ts';
import { useSending } from '../../lib/use-sending.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { OneTimeLinkDialog } from '../../ui/one-time-link-dialog.tsx';
import { describeProblem } from '../../ui/panel.tsx';
import { memberWords } from '../../words/members.ts';
import { uiWords } from '../../words/ui.ts';
import { RoleField } from './role-field.tsx';

type Created = z.infer<typeof createdInvitationView>;

const FORM_ID = 'invite';

/** Makes an invitation and shows its link, this once. */
export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const refresh = useRefresh();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('agent');
  const [created, setCreated] = useState<Created | null>(null);
  const { isSending, problem, send } = useSending();
  const invite = () =>
    send(async () => {
      setCreated(await api.post<Created>('/v1/members/invitations', { email: email.trim(), role }));
      await refresh('/v1/members/invitations');
    });
  if (created !== null) {
    return (
      <OneTimeLinkDialog
        title={memberWords.linkTitle(created.email)}
        once={memberWords.linkOnce}
        url={created.url}
        copyLabel={memberWords.linkLabel}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={memberWords.inviteTitle}
      actions={
        <>
          <Button onClick={onClose}>{uiWords.cancel}</Button>
          <Button kind="primary" type="submit" form={FORM_ID} waiting={isSending && memberWords.inviting}>
            {memberWords.inviteAction}
          </Button>
        </>
      }
    >
      <form
        id={FORM_ID}
        noValidate
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void invite();
        }}
      >
        <Field label={memberWords.email} hint={memberWords.inviteHint} error={problem?.field('email')}>
          <Input
            type="email"
            name="email"
            autoComplete="off"
            autoFocus
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        <RoleField value={role} onChange={setRole} />
        {problem !== null && problem.field('email') === null && (
          <p role="alert" className="text-danger">
            {describeProblem(problem)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
