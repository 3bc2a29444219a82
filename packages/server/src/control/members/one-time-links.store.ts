import type { MemberId } from '../../domain/ids.ts';
import type { Queried, Store, Trx } from '../../platform/db/store.ts';
import type { OneTimeLinksTable } from '../../platform/db/tables.ts';

export type OneTimeLinkKind = OneTimeLinksTable['kind'];

export interface NewOneTimeLink {
  /** What `hashToken` makes of the link's token: the token itself is nowhere. */
  readonly tokenHash: string;
  readonly kind: OneTimeLinkKind;
  /** Whom it is for. Null: whoever becomes the first owner. */
  readonly memberId: MemberId | null;
  /** Null: until it is used. */
  readonly expiresAtMs: number | null;
  readonly nowMs: number;
}

/** Open links of one kind for one person: those of the last starts of some nodes, or of somebody who asked again. The oldest go. */
const LINKS_MAX = 5;

/** Keeps a link until it is used or expires. */
export async function insertOneTimeLink(store: Store, link: NewOneTimeLink): Promise<void> {
  await store.db.transaction().execute((trx) => insertOneTimeLinkIn(trx, link));
}

/** The same in the transaction of its entry in the audit log. */
export async function insertOneTimeLinkIn(trx: Trx, link: NewOneTimeLink): Promise<void> {
  const { tokenHash, kind, memberId, expiresAtMs, nowMs } = link;
  await trx.deleteFrom('one_time_links').where('expires_at_ms', '<=', nowMs).execute();
  const older = await trx
    .selectFrom('one_time_links')
    .select('token_hash')
    .where('kind', '=', kind)
    .where('member_id', memberId === null ? 'is' : '=', memberId)
    .orderBy('created_at_ms', 'desc')
    .offset(LINKS_MAX - 1)
    .limit(LINKS_MAX)
    .execute();
  const hashes = older.map((row) => row.token_hash);
  if (hashes.length > 0) await trx.deleteFrom('one_time_links').where('token_hash', 'in', hashes).execute();
  await trx
    .insertInto('one_time_links')
    .values({
      token_hash: tokenHash,
      kind,
      member_id: memberId,
      expires_at_ms: expiresAtMs,
      created_at_ms: nowMs,
    })
    .execute();
}

/** Whom a link is for, without using it up. Null: it is not good any more. */
export async function findOneTimeLink(
  { db }: Queried,
  { tokenHash, kind, nowMs }: LinkUse,
): Promise<{ readonly memberId: MemberId | null } | null> {
  const row = await db
    .selectFrom('one_time_links')
    .select(['member_id', 'expires_at_ms'])
    .where('token_hash', '=', tokenHash)
    .where('kind', '=', kind)
    .executeTakeFirst();
  if (row === undefined || (row.expires_at_ms !== null && row.expires_at_ms <= nowMs)) return null;
  return { memberId: row.member_id };
}

export interface LinkUse {
  readonly tokenHash: string;
  readonly kind: OneTimeLinkKind;
  readonly nowMs: number;
}

/** Uses a link up, on whichever node: of two who come with the same one, one gets it. Null: it is not good any more. */
export async function takeOneTimeLink(
  trx: Trx,
  { tokenHash, kind, nowMs }: LinkUse,
): Promise<{ readonly memberId: MemberId | null } | null> {
  const row = await trx
    .deleteFrom('one_time_links')
    .where('token_hash', '=', tokenHash)
    .where('kind', '=', kind)
    .returning(['member_id', 'expires_at_ms'])
    .executeTakeFirst();
  if (row === undefined || (row.expires_at_ms !== null && row.expires_at_ms <= nowMs)) return null;
  return { memberId: row.member_id };
}

/** Ends every link of a kind for a person. @param memberId Null: those for the first owner. */
export async function deleteOneTimeLinks(
  trx: Trx,
  { kind, memberId }: { readonly kind: OneTimeLinkKind; readonly memberId: MemberId | null },
): Promise<void> {
  await trx
    .deleteFrom('one_time_links')
    .where('kind', '=', kind)
    .where('member_id', memberId === null ? 'is' : '=', memberId)
    .execute();
}
