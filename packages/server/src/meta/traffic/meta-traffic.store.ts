import { sql } from 'kysely';
import type { ChannelId, MetaAppId, WorkspaceId } from '../../domain/ids.ts';
import type { MetaAppTraffic } from '../../domain/meta-app-traffic.ts';
import type { Store } from '../../platform/db/store.ts';

/** Traffic with when it began. */
export interface NotedTraffic extends MetaAppTraffic {
  readonly firstSignedPostAtMs: number | null;
}

/** What was written down about registrations. To the minute, but for the first time of each. Those that Meta never called are left out. */
export async function readMetaAppTraffic(
  store: Store,
  ids: readonly MetaAppId[],
): Promise<ReadonlyMap<MetaAppId, NotedTraffic>> {
  if (ids.length === 0) return new Map();
  const rows = await store.db.selectFrom('meta_app_traffic').selectAll().where('meta_app_id', 'in', ids).execute();
  return new Map(
    rows.map((row) => [
      row.meta_app_id,
      {
        lastChallengeAtMs: row.last_challenge_at_ms,
        firstSignedPostAtMs: row.first_signed_post_at_ms,
        lastSignedPostAtMs: row.last_signed_post_at_ms,
        lastRefusedPostAtMs: row.last_refused_post_at_ms,
      },
    ]),
  );
}

/** Writes down what was noticed. Later times stand, earlier first ones too, whichever node comes last. */
export async function writeMetaAppTraffic(store: Store, metaAppId: MetaAppId, traffic: NotedTraffic): Promise<void> {
  await store.db
    .insertInto('meta_app_traffic')
    .values({
      meta_app_id: metaAppId,
      last_challenge_at_ms: traffic.lastChallengeAtMs,
      first_signed_post_at_ms: traffic.firstSignedPostAtMs,
      last_signed_post_at_ms: traffic.lastSignedPostAtMs,
      last_refused_post_at_ms: traffic.lastRefusedPostAtMs,
    })
    .onConflict((conflict) =>
      conflict.column('meta_app_id').doUpdateSet({
        last_challenge_at_ms: laterOf('last_challenge_at_ms'),
        first_signed_post_at_ms: sql<number | null>`case
          when meta_app_traffic.first_signed_post_at_ms <= excluded.first_signed_post_at_ms
            then meta_app_traffic.first_signed_post_at_ms
          else coalesce(excluded.first_signed_post_at_ms, meta_app_traffic.first_signed_post_at_ms) end`,
        last_signed_post_at_ms: laterOf('last_signed_post_at_ms'),
        last_refused_post_at_ms: laterOf('last_refused_post_at_ms'),
      }),
    )
    .execute();
}

function laterOf(column: 'last_challenge_at_ms' | 'last_signed_post_at_ms' | 'last_refused_post_at_ms') {
  const [known, fresh] = [sql.ref(`meta_app_traffic.${column}`), sql.ref(`excluded.${column}`)];
  return sql<number | null>`case when ${known} >= ${fresh} then ${known} else coalesce(${fresh}, ${known}) end`;
}

/** A channel that something from Meta came in for. */
export interface ChannelTraffic {
  readonly workspaceId: WorkspaceId;
  readonly channelId: ChannelId;
  readonly lastEventAtMs: number;
}

/** Writes down when something last came in for channels. */
export async function writeChannelTraffic(store: Store, channels: readonly ChannelTraffic[]): Promise<void> {
  if (channels.length === 0) return;
  await store.db
    .insertInto('channel_traffic')
    .values(
      channels.map(({ workspaceId, channelId, lastEventAtMs }) => ({
        workspace_id: workspaceId,
        channel_id: channelId,
        last_event_at_ms: lastEventAtMs,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'channel_id']).doUpdateSet({
        last_event_at_ms: sql<number>`case when channel_traffic.last_event_at_ms >= excluded.last_event_at_ms
          then channel_traffic.last_event_at_ms else excluded.last_event_at_ms end`,
      }),
    )
    .execute();
}
