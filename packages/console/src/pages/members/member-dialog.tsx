import type { Role } from '@posthorn/server/domain/permissions.ts';
import { useState } from 'react';
import { api } from '../../lib/api.ts';
import { useRefresh } from '../../lib/queries.ts';
import { useSending } from '../../lib/use-sending.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx';
import { OneTimeLinkDialog } from '../../ui/one-time-link-dialog.tsx';
import { describeProblem } from '../../ui/panel.tsx';
import { toast } from '../../ui/toast.tsx';
import { memberWords } from '../../words/members.ts';
import { uiWords } from '../../words/ui.ts';
import type { Member } from './member-list.tsx';
import { RoleField } from './role-field.tsx';

/** What is to be done with a member. */
export interface MemberAction {
  readonly kind: 'role' | 'password' | 'remove';
  readonly member: Member;
}

/** Asks before something is done with a member. */
export function MemberDialog({ action, onClose }: { readonly action: MemberAction; readonly onClose: () => void }) {
  const { kind, member } = action;
  if (kind === 'role') return <ChangeRole member={member} onClose={onClose} />;
  return kind === 'password' ? (
    <PasswordLink member={member} onClose={onClose} />
  ) : (
    <Remove member={member} onClose={onClose} />
  );
}

interface OneMember {
  readonly member: Member;
  readonly onClose: () => void;
}

function ChangeRole({ member, onClose }: OneMember) {
  const refresh = useRefresh();
  const [role, setRole] = useState<Role>(member.role);
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={memberWords.changeRoleTitle(member.name)}
      action={memberWords.changeRoleAction}
      waiting={memberWords.changing}
      danger={false}
      run={async () => {
        await api.patch(`/v1/members/${member.id}`, { role }, { ifMatch: `"${member.role}"` });
        await refresh('/v1/members');
      }}
    >
      <RoleField value={role} onChange={setRole} />
    </ConfirmDialog>
  );
}

function PasswordLink({ member, onClose }: OneMember) {
  const [url, setUrl] = useState<string | null>(null);
  const { isSending, problem, send } = useSending();
  const title = memberWords.passwordLinkTitle(member.name);
  if (url !== null) {
    return <OneTimeLinkDialog title={title} once={memberWords.passwordLinkOnce} url={url} onClose={onClose} />;
  }
  const make = () =>
    send(async () => {
      setUrl((await api.post<{ readonly url: string }>(`/v1/members/${member.id}/password-link`)).url);
    });
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button onClick={onClose}>{uiWords.cancel}</Button>
          <Button kind="primary" waiting={isSending && memberWords.inviting} onClick={() => void make()}>
            {memberWords.passwordLinkAction}
          </Button>
        </>
      }
    >
      <p>{memberWords.passwordLinkBody}</p>
      {problem !== null && (
        <p role="alert" className="text-danger">
          {describeProblem(problem)}
        </p>
      )}
    </Dialog>
  );
}

function Remove({ member, onClose }: OneMember) {
  const refresh = useRefresh();
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={memberWords.removeTitle(member.name)}
      action={memberWords.removeAction}
      waiting={memberWords.removing}
      run={async () => {
        await api.delete(`/v1/members/${member.id}`);
        toast.done(memberWords.removed(member.name));
        await refresh('/v1/members');
      }}
    >
      <p>{memberWords.removeBody}</p>
    </ConfirmDialog>
  );
}
