import { useState } from 'react';
import { type ApiProblem, api } from '../../lib/api.ts';
import type { Session } from '../../lib/session.ts';
import { Field, Input } from '../../ui/field.tsx';
import { signInWords } from '../../words/sign-in.ts';
import { isAboutFields } from './account-fields.tsx';
import { Entrance } from './entrance.tsx';
import { EntryForm } from './entry-form.tsx';
import { LinkGone } from './link-gone.tsx';
import { readLinkToken, useEntered } from './use-entered.ts';

/** A one-time link that sets a new password. */
export function Page() {
  const token = readLinkToken();
  const entered = useEntered();
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  if (token === '') return <LinkGone>{signInWords.missingToken}</LinkGone>;
  if (problem?.code === 'link_not_valid') return <LinkGone>{signInWords.reset.gone}</LinkGone>;
  return (
    <Entrance title={signInWords.reset.title} lead={signInWords.reset.lead}>
      <EntryForm
        action={signInWords.reset.action}
        waiting={signInWords.reset.waiting}
        isTold={isAboutFields}
        send={async () => entered(await api.post<Session>('/v1/password-links/use', { token, password }))}
        onProblem={setProblem}
      >
        <Field label={signInWords.newPassword} hint={signInWords.passwordHint} error={problem?.field('password')}>
          <Input
            type="password"
            name="password"
            autoComplete="new-password"
            autoFocus
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            className="h-9"
          />
        </Field>
      </EntryForm>
    </Entrance>
  );
}
