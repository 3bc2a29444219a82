import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Page as PageFrame } from '../../app/page.tsx';
import { useMay } from '../../lib/session.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { Button } from '../../ui/button.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { memberWords } from '../../words/members.ts';
import { InvitationList } from './invitation-list.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { MemberList } from './member-list.tsx';

/** Who is in the workspace and as what, and who is invited. */
export function Page() {
  const [{ tab }, change] = useUrlState();
  const mayManage = useMay()('members.write');
  const [isInviting, setIsInviting] = useState(false);
  const shown = tab === 'invitations' && mayManage ? 'invitations' : 'members';
  const invite = (
    <Button
      kind="primary"
      size="small"
      icon={UserPlus}
      notAllowed={!mayManage && memberWords.notAllowed}
      onClick={() => setIsInviting(true)}
    >
      {memberWords.invite}
    </Button>
  );
  return (
    <PageFrame title={memberWords.title} layout="full">
      <Tabs
        label={memberWords.tabsLabel}
        value={shown}
        onChange={(next) => change({ tab: next === 'members' ? undefined : next })}
        tabs={[
          { value: 'members', label: memberWords.tabs.members },
          ...(mayManage ? [{ value: 'invitations' as const, label: memberWords.tabs.invitations }] : []),
        ]}
        aside={invite}
      >
        {shown === 'members' ? <MemberList /> : <InvitationList />}
      </Tabs>
      {isInviting && <InviteDialog onClose={() => setIsInviting(false)} />}
    </PageFrame>
  );
}
