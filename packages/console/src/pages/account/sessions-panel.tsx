import type { signedInView } from '@posthorn/server/control/sessions/session-view.ts';
import { useQueryClient } from '@tanstack/react-query';
import type * as z from 'zod';
import { api } from '../../lib/api.ts';
import { useApi, useRefresh } from '../../lib/queries.ts';
import { SESSION_KEY } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { Panel, Reading } from '../../ui/panel.tsx';
import { Pill } from '../../ui/pill.tsx';
import { Time } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.tsx';
import { accountWords } from '../../words/account.ts';
import { browserName } from './browser-name.ts';

type SignedIn = z.infer<typeof signedInView>;

/** The browsers in which one is signed in, each to be signed out. */
export function SessionsPanel() {
  const sessions = useApi<{ readonly data: readonly SignedIn[] }>('/v1/session/sessions');
  const refresh = useRefresh();
  const client = useQueryClient();
  const revoke = async (session: SignedIn) => {
    try {
      await api.delete(`/v1/session/sessions/${session.id}`);
      if (session.is_current) client.setQueryData(SESSION_KEY, null);
      else await refresh('/v1/session/sessions');
    } catch (error) {
      toast.failed(accountWords.failed, error);
    }
  };
  const revokeOthers = async () => {
    try {
      const { ended } = await api.post<{ readonly ended: number }>('/v1/session/sessions/revoke-others');
      toast.done(accountWords.revokedOthers(ended));
      await refresh('/v1/session/sessions');
    } catch (error) {
      toast.failed(accountWords.failed, error);
    }
  };
  return (
    <Panel
      title={accountWords.sessions}
      flush
      footer={accountWords.sessionsHint}
      aside={
        (sessions.data?.data.length ?? 0) > 1 && (
          <Button size="small" onClick={() => void revokeOthers()}>
            {accountWords.revokeOthers}
          </Button>
        )
      }
    >
      <Reading query={sessions} rows={2}>
        {({ data }) => (
          <ul>
            {data.map((session) => (
              <SessionRow key={session.id} session={session} revoke={() => void revoke(session)} />
            ))}
          </ul>
        )}
      </Reading>
    </Panel>
  );
}

function SessionRow({ session, revoke }: { readonly session: SignedIn; readonly revoke: () => void }) {
  const name = browserName(session.user_agent) ?? (session.user_agent || accountWords.unknownBrowser);
  return (
    <li className="flex items-center gap-3 border-t border-line-soft px-4 py-2.5">
      <div className="min-w-0 grow">
        <p className="flex items-center gap-2">
          <span className="truncate font-medium">{name}</span>
          {session.is_current && <Pill tone="neutral">{accountWords.thisOne}</Pill>}
        </p>
        <p className="text-12 text-fg-2">
          <span className="num">{session.address}</span> · {accountWords.signedIn} <Time at={session.created_at} /> ·{' '}
          {accountWords.lastUsed} <Time at={session.last_used_at} />
        </p>
      </div>
      <Button size="small" onClick={revoke} aria-label={accountWords.revokeLabel(name)}>
        {accountWords.revoke}
      </Button>
    </li>
  );
}
