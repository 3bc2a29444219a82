import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, setCredentials } from '../../lib/api.ts';
import { useRefresh } from '../../lib/queries.ts';
import { SESSION_KEY, type Session, useSession } from '../../lib/session.ts';
import { useSending } from '../../lib/use-sending.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { describeProblem, Panel } from '../../ui/panel.tsx';
import { toast } from '../../ui/toast.tsx';
import { accountWords } from '../../words/account.ts';

/** Changes the own password. It ends all other sessions and gives this one a new token. */
export function PasswordPanel() {
  const { member } = useSession();
  const client = useQueryClient();
  const refresh = useRefresh();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const { isSending, problem, send } = useSending();
  const change = (event: FormEvent) => {
    event.preventDefault();
    void send(async () => {
      const body = { current_password: current, new_password: next };
      const session = await api.post<Session>('/v1/session/password', body);
      setCredentials({ csrfToken: session.csrf_token });
      client.setQueryData(SESSION_KEY, session);
      setCurrent('');
      setNext('');
      toast.done(accountWords.changed, accountWords.changedMore);
      await refresh('/v1/session/sessions');
    });
  };
  const atField = problem?.field('current_password') ?? problem?.field('new_password') ?? null;
  return (
    <Panel title={accountWords.password}>
      <form className="grid max-w-96 gap-3" onSubmit={change}>
        {/* For password managers: whose password it is. */}
        <input type="email" name="email" autoComplete="username" value={member?.email ?? ''} readOnly hidden />
        <Field label={accountWords.current} error={problem?.field('current_password')}>
          <Input
            type="password"
            name="current-password"
            autoComplete="current-password"
            required
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        </Field>
        <Field label={accountWords.next} hint={accountWords.nextHint} error={problem?.field('new_password')}>
          <Input
            type="password"
            name="new-password"
            autoComplete="new-password"
            required
            value={next}
            onChange={(event) => setNext(event.target.value)}
          />
        </Field>
        {problem !== null && atField === null && (
          <p role="alert" className="text-12 text-danger">
            {describeProblem(problem)}
          </p>
        )}
        <div>
          <Button type="submit" waiting={isSending && accountWords.changing}>
            {accountWords.change}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
