import type { EndpointId, MetaAppId, WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';

/** A registration that a workspace gets its events through. */
export interface SetUpApp {
  readonly id: MetaAppId;
  readonly createdAtMs: number;
}

/** Registrations that are looked at. */
const APPS_MAX = 100;

/** The workspace's own registrations and those that its channels are on, the oldest first. */
export async function listSetUpApps(store: Store, workspaceId: WorkspaceId): Promise<readonly SetUpApp[]> {
  const rows = await store.db
    .selectFrom('meta_apps as m')
    .select(['m.id', 'm.created_at_ms'])
    .where('m.deleted_at_ms', 'is', null)
    .where((eb) =>
      eb.or([
        eb('m.workspace_id', '=', workspaceId),
        eb(
          'm.id',
          'in',
          eb
            .selectFrom('channels as c')
            .select('c.meta_app_id')
            .where('c.workspace_id', '=', workspaceId)
            .where('c.deleted_at_ms', 'is', null),
        ),
      ]),
    )
    .orderBy('m.created_at_ms')
    .limit(APPS_MAX)
    .execute();
  return rows.map((row) => ({ id: row.id, createdAtMs: row.created_at_ms }));
}

/** The first endpoint that is still there, or null. */
export async function findFirstEndpoint(
  store: Store,
  workspaceId: WorkspaceId,
): Promise<{ readonly id: EndpointId; readonly createdAtMs: number } | null> {
  const row = await store.db
    .selectFrom('endpoints')
    .select(['id', 'created_at_ms'])
    .where('workspace_id', '=', workspaceId)
    .where('deleted_at_ms', 'is', null)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : { id: row.id, createdAtMs: row.created_at_ms };
}
