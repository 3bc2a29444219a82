import type { lookedUpView } from '@posthorn/server/control/invitations/invitations.routes.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type * as z from 'zod';
import { type ApiProblem, api } from '../../lib/api.ts';
import { isWorthRetrying } from '../../lib/queries.ts';
import type { Session } from '../../lib/session.ts';
import { Field, Input } from '../../ui/field.tsx';
import { Failure, Skeleton } from '../../ui/panel.tsx';
import { signInWords } from '../../words/sign-in.ts';
import { AccountFields, type AccountInput, isAboutFields } from './account-fields.tsx';
import { Entrance } from './entrance.tsx';
import { EntryForm } from './entry-form.tsx';
import { LinkGone } from './link-gone.tsx';
import { readLinkToken, useEntered } from './use-entered.ts';

type Invitation = z.infer<typeof lookedUpView>;

/** The link of an invitation: a new account, or the password of the one that there is. */
export function Page() {
  const token = readLinkToken();
  const found = useQuery<Invitation, ApiProblem>({
    queryKey: ['invitation', token],
    queryFn: () => api.post<Invitation>('/v1/invitations/look-up', { token }),
    enabled: token !== '',
    staleTime: Number.POSITIVE_INFINITY,
    retry: isWorthRetrying,
  });
  if (token === '') return <LinkGone>{signInWords.missingToken}</LinkGone>;
  if (found.data !== undefined) return <Accept invitation={found.data} token={token} />;
  if (found.error === null) return <Skeleton />;
  if (found.error.code === 'link_not_valid') return <LinkGone>{signInWords.invite.gone}</LinkGone>;
  return <Failure error={found.error} retry={() => void found.refetch()} />;
}

function Accept({ invitation, token }: { readonly invitation: Invitation; readonly token: string }) {
  const { email, role, workspace, has_account: hasAccount } = invitation;
  const entered = useEntered();
  const [account, setAccount] = useState<AccountInput>({ name: '', email, password: '' });
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  if (problem?.code === 'link_not_valid') return <LinkGone>{signInWords.invite.gone}</LinkGone>;
  const send = async () => {
    const answer = { token, password: account.password, ...(hasAccount ? {} : { name: account.name }) };
    entered(await api.post<Session>('/v1/invitations/accept', answer), `/w/${workspace.id}/overview`);
  };
  const words = signInWords.invite;
  return (
    <Entrance
      title={words.title(workspace.name)}
      lead={hasAccount ? words.leadKnown(role, email) : words.lead(role, email)}
    >
      <EntryForm
        action={words.action}
        waiting={words.waiting}
        isTold={(one) => isAboutFields(one) || (hasAccount && one.status === 401)}
        send={send}
        onProblem={setProblem}
      >
        {hasAccount ? (
          <Field label={signInWords.password} error={problem?.status === 401 && signInWords.wrong}>
            <Input
              type="password"
              name="password"
              autoComplete="current-password"
              autoFocus
              required
              value={account.password}
              onChange={(event) => setAccount({ ...account, password: event.target.value })}
              className="h-9"
            />
          </Field>
        ) : (
          <AccountFields account={account} onChange={setAccount} problem={problem} fixedEmail={email} />
        )}
      </EntryForm>
    </Entrance>
  );
}
