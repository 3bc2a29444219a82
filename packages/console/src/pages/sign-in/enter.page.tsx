import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type ApiProblem, api } from '../../lib/api.ts';
import type { Session } from '../../lib/session.ts';
import { Failure, Skeleton } from '../../ui/panel.tsx';
import { signInWords } from '../../words/sign-in.ts';
import { LinkGone } from './link-gone.tsx';
import { readLinkToken, useEntered } from './use-entered.ts';

/** A one-time link of the command line: signs in at once. */
export function Page() {
  const token = readLinkToken();
  const entered = useEntered();
  const opened = useQuery<Session, ApiProblem>({
    queryKey: ['enter', token],
    queryFn: () => api.post<Session>('/v1/session/enter', { token }),
    enabled: token !== '',
    staleTime: Number.POSITIVE_INFINITY,
    // The link works once: another try would only find it used.
    retry: false,
  });
  const { data: session } = opened;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the session is there.
  useEffect(() => {
    if (session !== undefined) entered(session);
  }, [session]);
  if (token === '') return <LinkGone>{signInWords.missingToken}</LinkGone>;
  if (opened.error === null) return <Skeleton />;
  if (opened.error.code === 'link_not_valid') return <LinkGone>{signInWords.enter.gone}</LinkGone>;
  return <Failure error={opened.error} />;
}
