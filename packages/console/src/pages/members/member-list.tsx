import type { memberView } from '@posthorn/server/control/members/member-view.ts';
import { Ellipsis, KeyRound, UserCog, UserMinus } from 'lucide-react';
import { useState } from 'react';
import type * as z from 'zod';
import { useMask } from '../../lib/mask.ts';
import { useApiPages } from '../../lib/queries.ts';
import { useMay, useSession } from '../../lib/session.ts';
import { IconButton } from '../../ui/button.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Empty } from '../../ui/panel.tsx';
import { Avatar } from '../../ui/person.tsx';
import { Pill, Tag } from '../../ui/pill.tsx';
import { Time } from '../../ui/time.tsx';
import { memberWords } from '../../words/members.ts';
import { type MemberAction, MemberDialog } from './member-dialog.tsx';

export type Member = z.infer<typeof memberView>;

/** The members of the workspace, and for those who may what can be done with each. */
export function MemberList() {
  const members = useApiPages<Member>('/v1/members', { limit: 100 });
  const mayManage = useMay()('members.write');
  const [action, setAction] = useState<MemberAction | null>(null);
  const columns = useColumns(mayManage ? setAction : null);
  return (
    <>
      <DataTable
        label={memberWords.tableLabel}
        columns={columns}
        rows={members.items}
        idOf={(member) => member.id}
        isLoading={members.isLoading}
        error={members.error}
        retry={() => void members.refetch()}
        hasMore={members.hasNextPage}
        onEnd={() => void members.fetchNextPage()}
        empty={<Empty title={memberWords.emptyMembers}>{memberWords.emptyMembersMore}</Empty>}
        narrow={(member) => (
          <span className="flex items-center gap-2 py-2">
            <span className="min-w-0 grow">
              <Name member={member} />
              <span className="mt-1 block">
                <Tag>{member.role}</Tag>
              </span>
            </span>
            {mayManage && <Actions member={member} onPick={setAction} />}
          </span>
        )}
      />
      {action !== null && <MemberDialog action={action} onClose={() => setAction(null)} />}
    </>
  );
}

function useColumns(onPick: ((action: MemberAction) => void) | null): readonly Column<Member>[] {
  const { columns } = memberWords;
  const mask = useMask();
  return [
    { id: 'name', header: columns.name, width: 'minmax(0,2fr)', cell: (member) => <Name member={member} /> },
    { id: 'role', header: columns.role, width: '8rem', cell: ({ role }) => <Tag>{role}</Tag> },
    ...(onPick === null
      ? []
      : [
          {
            id: 'email',
            header: columns.email,
            width: 'minmax(0,2fr)',
            fromPx: 720,
            cell: ({ email }: Member) => (email === null ? '' : mask.text(email)),
          },
        ]),
    { id: 'joined', header: columns.joined, width: '8rem', cell: (member) => <Time at={member.joined_at} /> },
    ...(onPick === null
      ? []
      : [
          {
            id: 'actions',
            header: <span className="sr-only">{memberWords.actions('')}</span>,
            width: '3.5rem',
            align: 'end' as const,
            cell: (member: Member) => <Actions member={member} onPick={onPick} />,
          },
        ]),
  ];
}

function Name({ member }: { readonly member: Member }) {
  const session = useSession();
  const mask = useMask();
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Avatar name={member.name} size="small" />
      <span className="truncate font-medium">{mask.name(member.name)}</span>
      {member.id === session.member?.id && <Pill tone="neutral">{memberWords.you}</Pill>}
      {member.is_operator && <Pill tone="neutral">{memberWords.operator}</Pill>}
    </span>
  );
}

function Actions({ member, onPick }: { readonly member: Member; readonly onPick: (action: MemberAction) => void }) {
  return (
    <Menu
      trigger={<IconButton label={memberWords.actions(member.name)} icon={Ellipsis} />}
      entries={[
        { label: memberWords.changeRole, icon: UserCog, run: () => onPick({ kind: 'role', member }) },
        { label: memberWords.passwordLink, icon: KeyRound, run: () => onPick({ kind: 'password', member }) },
        {
          label: memberWords.remove,
          icon: UserMinus,
          danger: true,
          separated: true,
          run: () => onPick({ kind: 'remove', member }),
        },
      ]}
    />
  );
}
