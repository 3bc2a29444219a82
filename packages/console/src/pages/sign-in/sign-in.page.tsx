import { Navigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type ApiProblem, api } from '../../lib/api.ts';
import { useNow } from '../../lib/clock.ts';
import { formatDuration } from '../../lib/format.ts';
import { type Session, useSessionQuery } from '../../lib/session.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { Field, Input } from '../../ui/field.tsx';
import { signInWords } from '../../words/sign-in.ts';
import { Entrance } from './entrance.tsx';
import { EntryForm } from './entry-form.tsx';
import { safeNext } from './safe-next.ts';
import { useEntered } from './use-entered.ts';

/** Email and password. Whoever is signed in already is led on. */
export function Page() {
  const session = useSessionQuery();
  const [{ next }] = useUrlState();
  const entered = useEntered();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [refusedAtMs, setRefusedAtMs] = useState(0);
  if (session.data !== undefined && session.data !== null) return <Navigate to={safeNext(next)} replace />;
  const send = async () => entered(await api.post<Session>('/v1/session', { email, password }), safeNext(next));
  return (
    <Entrance title={signInWords.title} lead={signInWords.to(location.host)}>
      <EntryForm
        action={signInWords.signIn}
        waiting={signInWords.signingIn}
        isTold={({ status }) => status === 401 || status === 429}
        send={send}
        onProblem={(next) => {
          setProblem(next);
          setRefusedAtMs(Date.now());
        }}
      >
        <Field label={signInWords.email}>
          <Input
            type="email"
            name="email"
            autoComplete="username"
            autoFocus
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            className="h-9"
          />
        </Field>
        <Field label={signInWords.password} error={problem !== null && <Refusal {...{ problem, refusedAtMs }} />}>
          <Input
            type="password"
            name="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            className="h-9"
          />
        </Field>
      </EntryForm>
      <p className="mt-5 text-12 text-fg-2">{signInWords.forgotten}</p>
    </Entrance>
  );
}

/** Counts a wait down to the moment in which another try makes sense. */
function Refusal({ problem, refusedAtMs }: { readonly problem: ApiProblem; readonly refusedAtMs: number }) {
  const nowMs = useNow(1_000);
  if (problem.status !== 429) return signInWords.wrong;
  const leftMs = refusedAtMs + (problem.retryAfterSeconds ?? 1) * 1_000 - nowMs;
  if (leftMs <= 0) return signInWords.tooManyNow;
  return signInWords.tooMany(formatDuration(Math.ceil(leftMs / 1_000) * 1_000));
}
