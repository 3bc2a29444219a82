import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
  type RouteComponent,
} from '@tanstack/react-router';
import { BrokenPage, UnknownPage } from './broken-page.tsx';
import { HomePage, WorkspaceShell } from './shell.tsx';

/** A module of a page: it exports `Page`. Each is a file of its own in the build and is loaded when it is opened. */
type PageModule = () => Promise<{ readonly Page: RouteComponent }>;

/** Pages for anyone, outside of a workspace. */
const OPEN_PAGES: Readonly<Record<string, PageModule>> = {
  'sign-in': () => import('../pages/sign-in/sign-in.page.tsx'),
  welcome: () => import('../pages/sign-in/welcome.page.tsx'),
  invite: () => import('../pages/sign-in/invite.page.tsx'),
  enter: () => import('../pages/sign-in/enter.page.tsx'),
  password: () => import('../pages/sign-in/password.page.tsx'),
};

/** Pages of a workspace, below `/w/<workspace>/`. `$id` is a part of the address. */
const WORKSPACE_PAGES: Readonly<Record<string, PageModule>> = {
  overview: () => import('../pages/overview/overview.page.tsx'),
  health: () => import('../pages/health/health.page.tsx'),
  events: () => import('../pages/events/events.page.tsx'),
  'events/$eventId': () => import('../pages/events/event.page.tsx'),
  quarantine: () => import('../pages/quarantine/quarantine.page.tsx'),
  deliveries: () => import('../pages/deliveries/deliveries.page.tsx'),
  'deliveries/$deliveryId': () => import('../pages/deliveries/delivery.page.tsx'),
  replays: () => import('../pages/replays/replays.page.tsx'),
  'replays/new': () => import('../pages/replays/new-replay.page.tsx'),
  contacts: () => import('../pages/contacts/contacts.page.tsx'),
  'contacts/new': () => import('../pages/contacts/new-contact.page.tsx'),
  'contacts/import': () => import('../pages/contacts/import.page.tsx'),
  'contacts/$contactId': () => import('../pages/contacts/contact.page.tsx'),
  statuses: () => import('../pages/labels/statuses.page.tsx'),
  sources: () => import('../pages/labels/sources.page.tsx'),
  groups: () => import('../pages/labels/groups.page.tsx'),
  templates: () => import('../pages/templates/templates.page.tsx'),
  'templates/new': () => import('../pages/templates/new-template.page.tsx'),
  'templates/$templateId/edit': () => import('../pages/templates/edit-template.page.tsx'),
  channels: () => import('../pages/channels/channels.page.tsx'),
  'channels/connect': () => import('../pages/channels/connect.page.tsx'),
  'channels/$channelId': () => import('../pages/channels/channel.page.tsx'),
  simulator: () => import('../pages/simulator/simulator.page.tsx'),
  endpoints: () => import('../pages/endpoints/endpoints.page.tsx'),
  'endpoints/new': () => import('../pages/endpoints/new-endpoint.page.tsx'),
  'endpoints/$endpointId': () => import('../pages/endpoints/endpoint.page.tsx'),
  'test-receivers': () => import('../pages/test-receivers/test-receivers.page.tsx'),
  'test-receivers/$receiverId': () => import('../pages/test-receivers/test-receiver.page.tsx'),
  settings: () => import('../pages/settings/settings.page.tsx'),
  account: () => import('../pages/account/account.page.tsx'),
  'api-keys': () => import('../pages/api-keys/api-keys.page.tsx'),
  'audit-log': () => import('../pages/audit-log/audit-log.page.tsx'),
  members: () => import('../pages/members/members.page.tsx'),
  'inbox/{-$conversationId}': () => import('../pages/inbox/inbox.page.tsx'),
};

/** Pages that a portal shows, below `/portal/`. */
const PORTAL_PAGES: Readonly<Record<string, PageModule>> = {
  endpoints: () => import('../pages/endpoints/endpoints.page.tsx'),
  'endpoints/new': () => import('../pages/endpoints/new-endpoint.page.tsx'),
  'endpoints/$endpointId': () => import('../pages/endpoints/endpoint.page.tsx'),
  deliveries: () => import('../pages/deliveries/deliveries.page.tsx'),
  'deliveries/$deliveryId': () => import('../pages/deliveries/delivery.page.tsx'),
};

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: UnknownPage, errorComponent: BrokenPage });
const homeRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: HomePage });
const workspaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/w/$workspaceId',
  component: WorkspaceShell,
  notFoundComponent: UnknownPage,
});
const portalRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/portal',
  component: lazyRouteComponent(() => import('./portal-shell.tsx'), 'PortalShell'),
});
const portalHomeRoute = createRoute({
  getParentRoute: () => portalRoute,
  path: '/',
  component: () => <Navigate to="/portal/endpoints" replace />,
});

function pagesOf(
  parent: typeof rootRoute | typeof workspaceRoute | typeof portalRoute,
  pages: Readonly<Record<string, PageModule>>,
) {
  return Object.entries(pages).map(([path, load]) =>
    createRoute({
      getParentRoute: () => parent as typeof rootRoute,
      path,
      component: lazyRouteComponent(load, 'Page'),
      errorComponent: BrokenPage,
    }),
  );
}

const routeTree = rootRoute.addChildren([
  homeRoute,
  ...pagesOf(rootRoute, OPEN_PAGES),
  workspaceRoute.addChildren(pagesOf(workspaceRoute, WORKSPACE_PAGES)),
  portalRoute.addChildren([portalHomeRoute, ...pagesOf(portalRoute, PORTAL_PAGES)]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  scrollRestoration: true,
  // Addresses hold plain texts: `?state=exhausted,pending`, readable and made by hand.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const params = new URLSearchParams();
    for (const [name, value] of Object.entries(search))
      if (value !== undefined && value !== '') params.set(name, String(value));
    const text = params.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
    return text === '' ? '' : `?${text}`;
  },
});
