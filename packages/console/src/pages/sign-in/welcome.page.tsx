import { useState } from 'react';
import { type ApiProblem, api } from '../../lib/api.ts';
import type { Session } from '../../lib/session.ts';
import { signInWords } from '../../words/sign-in.ts';
import { AccountFields, type AccountInput, isAboutFields } from './account-fields.tsx';
import { Entrance } from './entrance.tsx';
import { EntryForm } from './entry-form.tsx';
import { LinkGone } from './link-gone.tsx';
import { readLinkToken, useEntered } from './use-entered.ts';

/** The link that the first start prints: makes the account that owns the gateway. */
export function Page() {
  const token = readLinkToken();
  const entered = useEntered();
  const [account, setAccount] = useState<AccountInput>({ name: '', email: '', password: '' });
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  if (token === '') return <LinkGone>{signInWords.missingToken}</LinkGone>;
  if (problem?.code === 'link_not_valid') return <LinkGone>{signInWords.welcome.gone}</LinkGone>;
  return (
    <Entrance title={signInWords.welcome.title} lead={signInWords.welcome.lead}>
      <EntryForm
        action={signInWords.welcome.action}
        waiting={signInWords.welcome.waiting}
        isTold={isAboutFields}
        send={async () => entered(await api.post<Session>('/v1/setup/owner', { token, ...account }))}
        onProblem={setProblem}
      >
        <AccountFields account={account} onChange={setAccount} problem={problem} />
      </EntryForm>
    </Entrance>
  );
}
