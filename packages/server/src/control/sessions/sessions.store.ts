import type { Selectable } from 'kysely';
import type { MemberId, MemberSessionId } from '../../domain/ids.ts';
import type { Queried, Store, Trx } from '../../platform/db/store.ts';
import type { MemberSessionsTable } from '../../platform/db/tables.ts';

/** Without a call for so long a session ends: a laptop that was left open over night asks for the password again. */
export const SESSION_IDLE_MS = 12 * 3_600_000;
/** So long it lasts at most, however it is used: what was stolen does not work for ever. */
export const SESSION_LIFETIME_MS = 14 * 86_400_000;
/** Sessions of one member at a time: every browser of theirs. The one that was used longest ago ends. */
export const SESSIONS_MAX = 50;
/** The time of last use is for people: writing it for every call would double the load of the database. */
export const TOUCH_EVERY_MS = 60_000;

/** A browser in which somebody is signed in. */
export interface MemberSession {
  readonly id: MemberSessionId;
  readonly memberId: MemberId;
  /** As the browser called itself, cut short. */
  readonly userAgent: string;
  /** The address that signed in, as the gateway saw it. */
  readonly address: string;
  readonly createdAtMs: number;
  /** To the minute. */
  readonly lastUsedAtMs: number;
  readonly expiresAtMs: number;
}

export interface NewMemberSession extends Omit<MemberSession, 'lastUsedAtMs'> {
  /** What `hashToken` makes of the cookie's token. */
  readonly tokenHash: string;
}

/** Adds a session. Those that are over go, and of too many of one member those that were used longest ago. */
export async function insertSession(trx: Trx, session: NewMemberSession): Promise<MemberSession> {
  const { id, memberId, tokenHash, createdAtMs } = session;
  await trx
    .deleteFrom('member_sessions')
    .where((where) =>
      where.or([
        where('expires_at_ms', '<=', createdAtMs),
        where.and([where('member_id', '=', memberId), where('last_used_at_ms', '<=', createdAtMs - SESSION_IDLE_MS)]),
      ]),
    )
    .execute();
  const surplus = await trx
    .selectFrom('member_sessions')
    .select('id')
    .where('member_id', '=', memberId)
    .orderBy('last_used_at_ms', 'desc')
    .orderBy('id', 'desc')
    .offset(SESSIONS_MAX - 1)
    .limit(SESSIONS_MAX)
    .execute();
  const ids = surplus.map((row) => row.id);
  if (ids.length > 0) await trx.deleteFrom('member_sessions').where('id', 'in', ids).execute();
  const row = await trx
    .insertInto('member_sessions')
    .values({
      id,
      member_id: memberId,
      token_hash: tokenHash,
      user_agent: session.userAgent,
      address: session.address,
      created_at_ms: createdAtMs,
      last_used_at_ms: createdAtMs,
      expires_at_ms: session.expiresAtMs,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toSession(row);
}

/** The session of a cookie and whether its member is an operator, when it is valid at that time. */
export async function findSessionByHash(
  { db }: Queried,
  tokenHash: string,
  nowMs: number,
): Promise<(MemberSession & { readonly isOperator: boolean }) | null> {
  const row = await db
    .selectFrom('member_sessions')
    .innerJoin('members', 'members.id', 'member_sessions.member_id')
    .selectAll('member_sessions')
    .select('members.is_operator as is_operator')
    .where('token_hash', '=', tokenHash)
    .where('expires_at_ms', '>', nowMs)
    .where('last_used_at_ms', '>', nowMs - SESSION_IDLE_MS)
    .executeTakeFirst();
  return row === undefined ? null : { ...toSession(row), isOperator: row.is_operator === 1 };
}

/** Writes down that a session was used. Nodes write in any order: the time never moves backwards. */
export async function touchSession({ db }: Queried, id: MemberSessionId, usedAtMs: number): Promise<void> {
  await db
    .updateTable('member_sessions')
    .set({ last_used_at_ms: usedAtMs })
    .where('id', '=', id)
    .where('last_used_at_ms', '<', usedAtMs)
    .execute();
}

/** A member's sessions that are valid at that time, the one that was used last first. */
export async function listSessions(
  { db }: Queried,
  memberId: MemberId,
  nowMs: number,
): Promise<readonly MemberSession[]> {
  const rows = await db
    .selectFrom('member_sessions')
    .selectAll()
    .where('member_id', '=', memberId)
    .where('expires_at_ms', '>', nowMs)
    .where('last_used_at_ms', '>', nowMs - SESSION_IDLE_MS)
    .orderBy('last_used_at_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(SESSIONS_MAX)
    .execute();
  return rows.map(toSession);
}

/** Of some sessions those that are valid at that time. */
export async function findValidSessions(
  store: Store,
  ids: readonly MemberSessionId[],
  nowMs: number,
): Promise<ReadonlySet<MemberSessionId>> {
  if (ids.length === 0) return new Set();
  const rows = await store.db
    .selectFrom('member_sessions')
    .select('id')
    .where('id', 'in', ids)
    .where('expires_at_ms', '>', nowMs)
    .where('last_used_at_ms', '>', nowMs - SESSION_IDLE_MS)
    .execute();
  return new Set(rows.map((row) => row.id));
}

/** Ends one session of a member. Null: there is no such one. */
export async function deleteSession(
  trx: Trx,
  { memberId, id }: Pick<MemberSession, 'memberId' | 'id'>,
): Promise<MemberSession | null> {
  const row = await trx
    .deleteFrom('member_sessions')
    .where('member_id', '=', memberId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? null : toSession(row);
}

/** Ends a member's sessions. @param keptId Lives on. @returns those that ended. */
export async function deleteSessionsOf(
  trx: Trx,
  memberId: MemberId,
  keptId: MemberSessionId | null,
): Promise<readonly MemberSessionId[]> {
  const rows = await trx
    .deleteFrom('member_sessions')
    .where('member_id', '=', memberId)
    .$if(keptId !== null, (query) => query.where('id', '!=', keptId as MemberSessionId))
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

/** Gives a session another token: the old one is worth nothing from then on. */
export async function replaceSessionToken(trx: Trx, id: MemberSessionId, tokenHash: string): Promise<void> {
  await trx.updateTable('member_sessions').set({ token_hash: tokenHash }).where('id', '=', id).execute();
}

function toSession(row: Selectable<MemberSessionsTable>): MemberSession {
  return {
    id: row.id,
    memberId: row.member_id,
    userAgent: row.user_agent,
    address: row.address,
    createdAtMs: row.created_at_ms,
    lastUsedAtMs: row.last_used_at_ms,
    expiresAtMs: row.expires_at_ms,
  };
}
