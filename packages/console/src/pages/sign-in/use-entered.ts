import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { setCredentials } from '../../lib/api.ts';
import { SESSION_KEY, type Session } from '../../lib/session.ts';

/** What follows on being signed in: nothing of whoever was here before is left, and the page that was wanted is shown. */
export function useEntered(): (session: Session, next?: string) => void {
  const client = useQueryClient();
  const router = useRouter();
  return (session, next = '/') => {
    client.clear();
    setCredentials({ csrfToken: session.csrf_token, workspaceId: null });
    client.setQueryData(SESSION_KEY, session);
    router.history.replace(next);
  };
}

/** The token of a one-time link, which stands behind the `#` of the address. Empty: there is none. */
export function readLinkToken(): string {
  return location.hash.slice(1);
}
