import type { invitationView } from '@posthorn/server/control/invitations/invitations.routes.ts';
import { useState } from 'react';
import type * as z from 'zod';
import { api } from '../../lib/api.ts';
import { useNow } from '../../lib/clock.ts';
import { useMask } from '../../lib/mask.ts';
import { useApiPages, useRefresh } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Empty } from '../../ui/panel.tsx';
import { Pill, Tag } from '../../ui/pill.tsx';
import { Time } from '../../ui/time.tsx';
import { memberWords } from '../../words/members.ts';

type Invitation = z.infer<typeof invitationView>;

/** Invitations that nobody has accepted yet. */
export function InvitationList() {
  const invitations = useApiPages<Invitation>('/v1/members/invitations', { limit: 100 });
  const refresh = useRefresh();
  const mask = useMask();
  const [withdrawn, setWithdrawn] = useState<Invitation | null>(null);
  const { columns } = memberWords;
  const shown: readonly Column<Invitation>[] = [
    { id: 'email', header: columns.email, width: 'minmax(0,2fr)', cell: ({ email }) => mask.text(email) },
    { id: 'role', header: columns.role, width: '8rem', cell: ({ role }) => <Tag>{role}</Tag> },
    { id: 'invited', header: columns.invited, width: '8rem', fromPx: 720, cell: (one) => <Time at={one.created_at} /> },
    { id: 'expires', header: columns.expires, width: '9rem', cell: (one) => <GoodUntil at={one.expires_at} /> },
    {
      id: 'actions',
      header: <span className="sr-only">{memberWords.withdraw}</span>,
      width: '8rem',
      align: 'end',
      cell: (one) => (
        <Button size="small" onClick={() => setWithdrawn(one)}>
          {memberWords.withdraw}
        </Button>
      ),
    },
  ];
  return (
    <>
      <DataTable
        label={memberWords.invitationsLabel}
        columns={shown}
        rows={invitations.items}
        idOf={(invitation) => invitation.id}
        isLoading={invitations.isLoading}
        error={invitations.error}
        retry={() => void invitations.refetch()}
        hasMore={invitations.hasNextPage}
        onEnd={() => void invitations.fetchNextPage()}
        empty={<Empty title={memberWords.emptyInvitations}>{memberWords.emptyInvitationsMore}</Empty>}
        narrow={(invitation) => (
          <span className="flex items-center gap-2 py-2">
            <span className="min-w-0 grow">
              <span className="block truncate font-medium">{mask.text(invitation.email)}</span>
              <span className="mt-1 flex items-center gap-2 text-12 text-fg-2">
                <Tag>{invitation.role}</Tag> <GoodUntil at={invitation.expires_at} />
              </span>
            </span>
            <Button size="small" onClick={() => setWithdrawn(invitation)}>
              {memberWords.withdraw}
            </Button>
          </span>
        )}
      />
      {withdrawn !== null && (
        <ConfirmDialog
          open
          onClose={() => setWithdrawn(null)}
          title={memberWords.withdrawTitle(withdrawn.email)}
          action={memberWords.withdraw}
          waiting={memberWords.withdrawing}
          run={async () => {
            await api.delete(`/v1/members/invitations/${withdrawn.id}`);
            await refresh('/v1/members/invitations');
          }}
        >
          <p>{memberWords.withdrawBody}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function GoodUntil({ at }: { readonly at: string }) {
  const nowMs = useNow(60_000);
  return Date.parse(at) <= nowMs ? <Pill tone="neutral">{memberWords.expired}</Pill> : <Time at={at} />;
}
