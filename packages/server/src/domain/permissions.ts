/** What a key may do. `admin` includes `write`, `write` includes `read`. */
export const SCOPES = ['read', 'write', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** What a member is in a workspace, from the one who may everything to the one who may only look. */
export const ROLES = ['owner', 'admin', 'developer', 'agent', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** Who a permission is given to: the roles of members, and whoever opened a portal link. */
export type Grantee = Role | 'portal';

interface Grant {
  /** The least scope of an API key. */
  readonly scope: Scope;
  readonly to: readonly Grantee[];
}

const EVERYONE = ROLES;
const ADMINS = ['owner', 'admin'] as const;
const BUILDERS = ['owner', 'admin', 'developer'] as const;
const WORKERS = ['owner', 'admin', 'developer', 'agent'] as const;

/**
 * The one table of who may do what. Every route of the API names one of these, and the console shows and hides
 * by the same names (`GET /v1/session` tells a member's own).
 */
export const PERMISSIONS = {
  'workspace.read': { scope: 'read', to: [...EVERYONE, 'portal'] },
  'workspace.write': { scope: 'admin', to: ADMINS },
  'settings.read': { scope: 'read', to: EVERYONE },
  'members.read': { scope: 'read', to: EVERYONE },
  'members.write': { scope: 'admin', to: ADMINS },
  'api_keys.manage': { scope: 'admin', to: ADMINS },
  'portal_links.manage': { scope: 'admin', to: ADMINS },
  'audit.read': { scope: 'admin', to: BUILDERS },
  'catalogue.read': { scope: 'read', to: [...EVERYONE, 'portal'] },
  'health.read': { scope: 'read', to: EVERYONE },
  'statistics.read': { scope: 'read', to: [...EVERYONE, 'portal'] },
  'meta_apps.read': { scope: 'read', to: BUILDERS },
  'meta_apps.write': { scope: 'admin', to: BUILDERS },
  'channels.read': { scope: 'read', to: EVERYONE },
  'channels.write': { scope: 'write', to: BUILDERS },
  'endpoints.read': { scope: 'read', to: [...EVERYONE, 'portal'] },
  'endpoints.write': { scope: 'write', to: [...BUILDERS, 'portal'] },
  'events.read': { scope: 'read', to: EVERYONE },
  'events.write': { scope: 'write', to: BUILDERS },
  'deliveries.read': { scope: 'read', to: [...EVERYONE, 'portal'] },
  'deliveries.write': { scope: 'write', to: [...WORKERS, 'portal'] },
  'replays.write': { scope: 'write', to: BUILDERS },
  /** What receivers answered: their words may hold anything. */
  'answers.read': { scope: 'read', to: [...BUILDERS, 'portal'] },
  'test_receivers.read': { scope: 'read', to: BUILDERS },
  'test_receivers.write': { scope: 'write', to: BUILDERS },
  'quarantine.read': { scope: 'read', to: BUILDERS },
  'quarantine.write': { scope: 'write', to: BUILDERS },
  'stream.read': { scope: 'read', to: EVERYONE },
  'messages.read': { scope: 'read', to: EVERYONE },
  'messages.write': { scope: 'write', to: WORKERS },
  'conversations.read': { scope: 'read', to: EVERYONE },
  'conversations.write': { scope: 'write', to: WORKERS },
  'templates.read': { scope: 'read', to: EVERYONE },
  'templates.write': { scope: 'write', to: BUILDERS },
  'contacts.read': { scope: 'read', to: EVERYONE },
  'contacts.write': { scope: 'write', to: WORKERS },
  'contacts.export': { scope: 'read', to: BUILDERS },
  'people.erase': { scope: 'admin', to: ADMINS },
  'labels.read': { scope: 'read', to: EVERYONE },
  'labels.write': { scope: 'write', to: BUILDERS },
  'runs.read': { scope: 'read', to: EVERYONE },
  'runs.write': { scope: 'write', to: WORKERS },
  'simulator.use': { scope: 'write', to: BUILDERS },
  /** The doors of Xobito and Vobiz: for programs with a key. */
  'compat.read': { scope: 'read', to: [] },
  'compat.write': { scope: 'write', to: [] },
} as const satisfies Readonly<Record<string, Grant>>;

export type Permission = keyof typeof PERMISSIONS;

/** Whether an API key of this scope may do it. */
export function scopeAllows(scope: Scope, permission: Permission): boolean {
  return SCOPES.indexOf(scope) >= SCOPES.indexOf(PERMISSIONS[permission].scope);
}

/** Whether a member of this role, or whoever opened a portal link, may do it. */
export function isGranted(grantee: Grantee, permission: Permission): boolean {
  const grant: Grant = PERMISSIONS[permission];
  return grant.to.includes(grantee);
}

/** Who may do it, from the mightiest on. API keys go by their scope. */
export function granteesOf(permission: Permission): readonly Grantee[] {
  return PERMISSIONS[permission].to;
}

/** Everything that a role may do, in the order of the table. */
export function permissionsOf(grantee: Grantee): readonly Permission[] {
  return (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => isGranted(grantee, permission));
}
