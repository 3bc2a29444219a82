import type { Permission } from '@posthorn/server/domain/permissions.ts';
import {
  Activity,
  FileText,
  FlaskConical,
  Inbox,
  KeyRound,
  LayoutDashboard,
  type LucideIcon,
  Megaphone,
  Radar,
  Radio,
  Repeat,
  ScrollText,
  Send,
  Settings,
  ShieldAlert,
  Tags,
  UserCog,
  Users,
  UsersRound,
  Webhook,
} from 'lucide-react';
import type { Session } from '../lib/session.ts';
import { shellWords } from '../words/shell.ts';

export interface NavigationPage {
  readonly path: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly permission: Permission;
  /** The second key after `g`. */
  readonly goKey?: string;
  /** Which of the counts of `GET /v1/statistics/counts` stands beside it. */
  readonly badge?: 'unread' | 'attention' | 'quarantined';
  readonly isThere?: (session: Session) => boolean;
}

interface NavigationGroup {
  readonly title: string | null;
  readonly pages: readonly NavigationPage[];
}

const { pages, groups } = shellWords;

/** The pages in the order in which they stand beside every page. */
export const NAVIGATION: readonly NavigationGroup[] = [
  {
    title: null,
    pages: [
      { path: '/overview', label: pages.overview, icon: LayoutDashboard, permission: 'statistics.read', goKey: 'o' },
      {
        path: '/inbox',
        label: pages.inbox,
        icon: Inbox,
        permission: 'conversations.read',
        goKey: 'i',
        badge: 'unread',
      },
    ],
  },
  {
    title: groups.traffic,
    pages: [
      { path: '/events', label: pages.events, icon: Activity, permission: 'events.read', goKey: 'v' },
      {
        path: '/deliveries',
        label: pages.deliveries,
        icon: Send,
        permission: 'deliveries.read',
        goKey: 'd',
        badge: 'attention',
      },
      { path: '/endpoints', label: pages.endpoints, icon: Webhook, permission: 'endpoints.read', goKey: 'e' },
      { path: '/replays', label: pages.replays, icon: Repeat, permission: 'replays.write' },
      {
        path: '/quarantine',
        label: pages.quarantine,
        icon: ShieldAlert,
        permission: 'quarantine.read',
        badge: 'quarantined',
      },
    ],
  },
  {
    title: groups.records,
    pages: [
      { path: '/contacts', label: pages.contacts, icon: Users, permission: 'contacts.read', goKey: 'c' },
      { path: '/statuses', label: pages.statuses, icon: Tags, permission: 'labels.read' },
      { path: '/sources', label: pages.sources, icon: Megaphone, permission: 'labels.read' },
      { path: '/groups', label: pages.groups, icon: UsersRound, permission: 'labels.read' },
      { path: '/templates', label: pages.templates, icon: FileText, permission: 'templates.read', goKey: 't' },
    ],
  },
  {
    title: groups.setUp,
    pages: [
      { path: '/channels', label: pages.channels, icon: Radio, permission: 'channels.read' },
      {
        path: '/simulator',
        label: pages.simulator,
        icon: FlaskConical,
        permission: 'simulator.use',
        isThere: ({ features }) => features.simulator,
      },
      { path: '/test-receivers', label: pages.testReceivers, icon: Radar, permission: 'test_receivers.read' },
      { path: '/api-keys', label: pages.apiKeys, icon: KeyRound, permission: 'api_keys.manage' },
      { path: '/members', label: pages.members, icon: UserCog, permission: 'members.read' },
      { path: '/audit-log', label: pages.auditLog, icon: ScrollText, permission: 'audit.read' },
      { path: '/settings', label: pages.settings, icon: Settings, permission: 'workspace.read' },
    ],
  },
];

/** What stands in the tab bar of a narrow screen; the rest is under "More". */
export const TAB_BAR_PATHS = ['/overview', '/inbox', '/deliveries', '/endpoints'] as const;
