import { useQueryClient } from '@tanstack/react-query';
import { Link, Navigate, Outlet, useNavigate, useParams, useRouterState } from '@tanstack/react-router';
import { Check, ChevronDown, Ellipsis, HeartPulse, LogOut, Plus, UserRound } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { api, setCredentials } from '../lib/api.ts';
import { cx } from '../lib/class-names.ts';
import { formatCount } from '../lib/format.ts';
import { useShortcuts } from '../lib/keys.ts';
import { useApi, useRefresh } from '../lib/queries.ts';
import {
  SESSION_KEY,
  type Session,
  SessionContext,
  useMay,
  useSession,
  useSessionQuery,
  useWorkspace,
} from '../lib/session.ts';
import { useStream } from '../lib/stream.ts';
import { Horn } from '../ui/horn.tsx';
import { usePagePath } from '../ui/link.tsx';
import { Menu } from '../ui/menu.tsx';
import { Empty, Failure, Skeleton } from '../ui/panel.tsx';
import { Avatar } from '../ui/person.tsx';
import { Tag } from '../ui/pill.tsx';
import { shellWords } from '../words/shell.ts';
import { workspaceWords } from '../words/workspaces.ts';
import { type NavigationPage, TAB_BAR_PATHS } from './navigation.ts';
import { OverlayProvider } from './overlays.tsx';
import { useNavigation } from './use-navigation.ts';

/** Around every page of a workspace: lets in only who is signed in and a member of it. */
export function WorkspaceShell() {
  const session = useSessionQuery();
  const { workspaceId = '' } = useParams({ strict: false }) as { workspaceId?: string };
  if (session.data === undefined) {
    return session.error === null ? (
      <Skeleton />
    ) : (
      <Failure error={session.error} retry={() => void session.refetch()} />
    );
  }
  if (session.data === null) return <ToSignIn />;
  if (!session.data.workspaces.some(({ id }) => id === workspaceId)) return <Navigate to="/" replace />;
  setCredentials({ workspaceId });
  return <Shell key={workspaceId} session={session.data} />;
}

/** Remembers the page that was wanted as it was at first: while the sign-in is being loaded the address is its own already. */
function ToSignIn() {
  const path = useRouterState({ select: ({ location }) => location.href });
  const [next] = useState(path);
  return <Navigate to="/sign-in" search={{ next } as never} replace />;
}

/** `/`: on to the workspace that was open last, or to the first. */
export function HomePage() {
  const session = useSessionQuery();
  if (session.data === undefined) {
    return session.error === null ? (
      <Skeleton />
    ) : (
      <Failure error={session.error} retry={() => void session.refetch()} />
    );
  }
  if (session.data === null) return <Navigate to="/sign-in" replace />;
  const { workspaces } = session.data;
  const last = readLastWorkspace();
  const workspace = workspaces.find(({ id }) => id === last) ?? workspaces[0];
  if (workspace === undefined) return <Empty title={shellWords.noWorkspaceTitle}>{shellWords.noWorkspace}</Empty>;
  return <Navigate to={`/w/${workspace.id}/overview`} replace />;
}

const LAST_WORKSPACE_KEY = 'posthorn.workspace';

function readLastWorkspace(): string | null {
  try {
    return localStorage.getItem(LAST_WORKSPACE_KEY);
  } catch {
    return null;
  }
}

/** Navigation, head and page, for a session that is known. */
export function Shell({ session }: { readonly session: Session }) {
  return (
    <SessionContext value={session}>
      <OverlayProvider>
        <a href="#main" className="absolute -top-16 left-2 z-50 rounded-2 bg-ink px-3 py-2 text-on-ink focus:top-2">
          {shellWords.skip}
        </a>
        <div className="grid h-dvh grid-cols-[var(--ph-nav-w)_minmax(0,1fr)] max-wide:grid-cols-[var(--ph-nav-w-min)_minmax(0,1fr)] max-narrow:grid-cols-1 max-narrow:grid-rows-[minmax(0,1fr)_auto]">
          <SideBar />
          <FocusedOutlet />
          <TabBar />
        </div>
      </OverlayProvider>
    </SessionContext>
  );
}

/** After a change of the page the keyboard begins at its content, as after a full load. */
function FocusedOutlet() {
  const path = useRouterState({ select: ({ location }) => location.pathname.split('/').slice(0, 4).join('/') });
  const isFirst = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what a change of the page is.
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [path]);
  return <Outlet />;
}

interface Counts {
  readonly unread: number;
  readonly attention: number;
  readonly quarantined: number;
}

/** How often the counts beside the pages are read, beside being read when something happens. */
const COUNTS_EVERY_MS = 30_000;

function useCounts(): Partial<Counts> {
  const session = useSession();
  const may = useMay();
  const counts = useApi<Counts>(
    '/v1/statistics/counts',
    {},
    {
      enabled: session.kind === 'member' && may('statistics.read'),
      refetchInterval: COUNTS_EVERY_MS,
    },
  );
  return counts.data ?? {};
}

function SideBar() {
  const session = useSession();
  const groups = useNavigation();
  const counts = useCounts();
  const workspace = useWorkspace();
  useEffect(() => {
    if (session.kind === 'portal') return;
    try {
      localStorage.setItem(LAST_WORKSPACE_KEY, workspace.id);
    } catch {
      // Without storage the first workspace is opened next time.
    }
  }, [session.kind, workspace.id]);
  return (
    <nav
      aria-label={shellWords.mainNavigation}
      className="flex flex-col gap-1 overflow-y-auto border-r border-line p-2 max-narrow:hidden"
    >
      <WorkspaceSwitch />
      {groups.map((group) => (
        <div key={group.title ?? ''}>
          {group.title !== null && (
            <h2 className="px-2 pt-3 pb-1 text-11 font-medium text-fg-3 max-wide:hidden">{group.title}</h2>
          )}
          <ul className="max-wide:border-t max-wide:border-line-soft max-wide:pt-1 max-wide:first-of-type:border-0">
            {group.pages.map((page) => (
              <li key={page.path}>
                <NavLink page={page} count={page.badge === undefined ? undefined : counts[page.badge]} />
              </li>
            ))}
          </ul>
        </div>
      ))}
      {session.kind === 'member' && <NavFooter />}
      {session.kind === 'member' && <GoKeys />}
    </nav>
  );
}

function NavLink({ page, count }: { readonly page: NavigationPage; readonly count: number | undefined }) {
  const pathOf = usePagePath();
  return (
    <Link
      to={pathOf(page.path)}
      className="group relative flex h-7 items-center gap-2.25 rounded-2 px-2 text-fg-2 hover:bg-hover hover:text-fg aria-[current=page]:bg-active aria-[current=page]:font-medium aria-[current=page]:text-fg max-wide:h-9 max-wide:justify-center max-wide:px-0"
      activeProps={{ 'aria-current': 'page' }}
      title={page.label}
    >
      <span
        aria-hidden="true"
        className="absolute top-1.5 bottom-1.5 -left-2 w-0.5 rounded-r-full bg-brass-mark opacity-0 group-aria-[current=page]:opacity-100"
      />
      <page.icon
        aria-hidden="true"
        className="size-4 flex-none group-aria-[current=page]:text-brass"
        strokeWidth={1.75}
      />
      <span className="max-wide:sr-only">{page.label}</span>
      {count !== undefined && count > 0 && page.badge !== undefined && (
        <span
          className={cx(
            'num ml-auto text-11 max-wide:hidden',
            page.badge === 'attention' ? 'font-medium text-danger' : 'text-fg-2',
          )}
        >
          <span aria-hidden="true">{count > 999 ? '999+' : formatCount(count)}</span>
          <span className="sr-only">{BADGE_WORDS[page.badge](count)}</span>
        </span>
      )}
    </Link>
  );
}

const BADGE_WORDS = {
  unread: shellWords.badges.unread,
  attention: shellWords.badges.attention,
  quarantined: shellWords.badges.waiting,
} as const;

/** `g` and a letter lead to a page. */
function GoKeys() {
  const pages = useNavigation().flatMap((group) => group.pages);
  const navigate = useNavigate();
  const pathOf = usePagePath();
  const refresh = useRefresh();
  useShortcuts(
    pages.flatMap((page) =>
      page.goKey === undefined
        ? []
        : [
            {
              keys: `g ${page.goKey}`,
              label: shellWords.goTo(page.label),
              run: () => void navigate({ to: pathOf(page.path) }),
            },
          ],
    ),
  );
  // What happens moves the counts: read them at most as often as events come in bunches.
  useStream((frames) => {
    if (frames.some(({ event }) => event.startsWith('message.') || event.startsWith('conversation.'))) {
      void refresh('/v1/statistics/counts');
    }
  });
  return null;
}

/** Loaded when an operator asks for it. */
const NewWorkspaceDialog = lazy(() =>
  import('../pages/workspaces/new-workspace-dialog.tsx').then(({ NewWorkspaceDialog: dialog }) => ({
    default: dialog,
  })),
);

function WorkspaceSwitch() {
  const [isMaking, setIsMaking] = useState(false);
  const session = useSession();
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const label = (
    <>
      <Horn />
      <span className="min-w-0 grow truncate text-left font-medium max-wide:hidden">{workspace.name}</span>
    </>
  );
  if (session.kind === 'portal') return <div className="mb-2 flex h-9 items-center gap-2 px-2">{label}</div>;
  const newWorkspace = {
    label: workspaceWords.create,
    icon: Plus,
    separated: true,
    run: () => setIsMaking(true),
  };
  return (
    <>
      {isMaking && (
        <Suspense fallback={null}>
          <NewWorkspaceDialog onClose={() => setIsMaking(false)} />
        </Suspense>
      )}
      <Menu
        align="start"
        trigger={
          <button
            type="button"
            aria-label={shellWords.switchWorkspace(workspace.name)}
            className="mb-2 flex h-9 w-full flex-none items-center gap-2 rounded-2 px-2 hover:bg-hover max-wide:justify-center max-wide:px-0"
          >
            {label}
            <ChevronDown aria-hidden="true" className="size-3.25 max-wide:hidden" />
          </button>
        }
        entries={[
          ...session.workspaces.map((one) => ({
            label: one.name,
            ...(one.id === workspace.id ? { icon: Check, current: true } : {}),
            run: () => void navigate({ to: `/w/${one.id}/overview` }),
          })),
          ...(session.member?.is_operator === true ? [newWorkspace] : []),
        ]}
      />
    </>
  );
}

function NavFooter() {
  const { member } = useSession();
  const workspace = useWorkspace();
  const may = useMay();
  const pathOf = usePagePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const signOut = async () => {
    await api.delete('/v1/session');
    setCredentials({ csrfToken: null, workspaceId: null });
    client.clear();
    client.setQueryData(SESSION_KEY, null);
    await navigate({ to: '/sign-in' });
  };
  return (
    <footer className="mt-auto grid gap-1 border-t border-line-soft pt-2 text-12">
      {may('health.read') && (
        <Link
          to={pathOf('/health')}
          className="flex h-7 items-center gap-2 rounded-2 px-2 text-fg-2 hover:bg-hover hover:text-fg max-wide:justify-center"
        >
          <HeartPulse aria-hidden="true" className="size-4" strokeWidth={1.75} />
          <span className="max-wide:sr-only">{shellWords.pages.health}</span>
        </Link>
      )}
      <Menu
        align="start"
        trigger={
          <button
            type="button"
            className="flex h-8 items-center gap-2 rounded-2 px-1.5 text-left hover:bg-hover max-wide:justify-center"
          >
            <Avatar name={member?.name ?? ''} size="small" />
            <span className="sr-only">{shellWords.pages.account}: </span>
            <span className="min-w-0 grow truncate max-wide:sr-only">{member?.name}</span>
            <span className="max-wide:hidden">
              <Tag>{workspace.role}</Tag>
            </span>
          </button>
        }
        entries={[
          { label: shellWords.pages.account, icon: UserRound, run: () => void navigate({ to: pathOf('/account') }) },
          { label: shellWords.signOut, icon: LogOut, separated: true, run: () => void signOut() },
        ]}
      />
    </footer>
  );
}

/** Below 640 px: the four pages that one needs on the way, and the rest under "More". */
function TabBar() {
  const pages = useNavigation().flatMap((group) => group.pages);
  const pathOf = usePagePath();
  const navigate = useNavigate();
  const main = pages.filter(({ path }) => (TAB_BAR_PATHS as readonly string[]).includes(path));
  const others = pages.filter((page) => !main.includes(page));
  return (
    <nav
      aria-label={shellWords.mainNavigation}
      className="grid auto-cols-fr grid-flow-col border-t border-line bg-canvas narrow:hidden"
    >
      {main.map((page) => (
        <Link
          key={page.path}
          to={pathOf(page.path)}
          activeProps={{ 'aria-current': 'page' }}
          className="group grid justify-items-center gap-0.5 pt-2 pb-3 text-11 text-fg-2 aria-[current=page]:font-medium aria-[current=page]:text-fg"
        >
          <page.icon aria-hidden="true" className="size-5 group-aria-[current=page]:text-brass" strokeWidth={1.75} />
          {page.label}
        </Link>
      ))}
      {others.length > 0 && (
        <Menu
          trigger={
            <button type="button" className="grid justify-items-center gap-0.5 pt-2 pb-3 text-11 text-fg-2">
              <Ellipsis aria-hidden="true" className="size-5" strokeWidth={1.75} />
              {shellWords.pages.more}
            </button>
          }
          entries={others.map((page) => ({
            label: page.label,
            icon: page.icon,
            run: () => void navigate({ to: pathOf(page.path) }),
          }))}
        />
      )}
    </nav>
  );
}
