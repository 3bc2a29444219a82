import type { Permission } from '@posthorn/server/domain/permissions.ts';
import { useQuery } from '@tanstack/react-query';
import { type ApiProblem, api, setCredentials } from '../lib/api.ts';
import type { Session } from '../lib/session.ts';
import { Empty, Skeleton } from '../ui/panel.tsx';
import { portalWords } from '../words/portal.ts';
import { Shell } from './shell.tsx';

interface PortalAnswer {
  readonly token: string;
  readonly workspace: { readonly id: string; readonly name: string };
  readonly permissions: readonly Permission[];
  readonly expires_at: string;
}

/** Survives a reload of the tab, and nothing else: a frame of somebody else's page has no cookies to lean on. */
const STORAGE_KEY = 'posthorn.portal';

/** Around the pages of a portal: uses the one-time link up and keeps what it gave in this tab. */
export function PortalShell() {
  const portal = useQuery<Session, ApiProblem>({
    queryKey: ['portal'],
    queryFn: openPortal,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (portal.data !== undefined) return <Shell session={portal.data} />;
  if (portal.error === null) return <Skeleton />;
  return <Empty title={portalWords.closedTitle}>{portalWords.closed}</Empty>;
}

async function openPortal(): Promise<Session> {
  const token = location.hash.slice(1);
  const answer = token === '' ? readStored() : await api.post<PortalAnswer>('/v1/portal/session', { token });
  if (answer === null || Date.parse(answer.expires_at) <= Date.now()) throw new Error(portalWords.closedTitle);
  if (token !== '') {
    // The link is worth nothing any more: it has no place in the history.
    history.replaceState(history.state, '', location.pathname);
    store(answer);
  }
  setCredentials({ bearer: answer.token, workspaceId: answer.workspace.id });
  return {
    kind: 'portal',
    csrf_token: null,
    member: null,
    workspaces: [{ ...answer.workspace, role: 'portal', permissions: answer.permissions }],
    version: '',
    features: { simulator: false },
  };
}

function readStored(): PortalAnswer | null {
  try {
    return JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? 'null') as PortalAnswer | null;
  } catch {
    return null;
  }
}

function store(answer: PortalAnswer): void {
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify(answer));
  } catch {
    // Without storage the portal lasts as long as the page.
  }
}
