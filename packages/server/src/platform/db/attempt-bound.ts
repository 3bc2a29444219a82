import { type Expression, type SqlBool, sql } from 'kysely';
import { firstAttemptIdOf } from '../../domain/id-time.ts';
import type { AttemptId, DeliveryId, EventId } from '../../domain/ids.ts';

/**
 * The attempts that can be of these deliveries, or of deliveries of these events: PostgreSQL opens only the partitions that
 * can hold them.
 *
 * @param column The attempt's id, `a.id`.
 */
export function isAttemptSince(column: string, ids: readonly (DeliveryId | EventId)[]): Expression<SqlBool> {
  return isAttemptFrom(column, firstAttemptIdOf(ids));
}

/**
 * The same from an id on. In a `case` that PostgreSQL resolves while it plans: as a bare column the bound was reason enough for
 * SQLite to read the whole log from there on, instead of the few rows of the other conditions.
 */
export function isAttemptFrom(column: string, oldest: AttemptId): Expression<SqlBool> {
  return sql<SqlBool>`case when true then ${sql.ref(column)} end >= ${oldest}`;
}
