import type { GraphCall, GraphResult } from '../../domain/graph.ts';
import { graphBodyOrThrow } from '../../domain/graph-body.ts';
import { type JsonObject, listOf, objectOf, stringOf } from '../../domain/meta/meta-body.ts';

/** Asks Meta with a token that somebody has at hand. */
export type AskWithToken = (call: Pick<GraphCall, 'method' | 'path' | 'query' | 'timeoutMs'>) => Promise<GraphResult>;

/** What is shown of an account to choose from. */
export interface DiscoveredAccount {
  /** Null: Meta did not tell. */
  readonly name: string | null;
  readonly numbers: readonly DiscoveredNumber[];
  /** There are more than are shown. */
  readonly more: boolean;
}

interface DiscoveredNumber {
  readonly phoneNumberId: string;
  readonly displayPhoneNumber: string;
  readonly verifiedName: string | null;
  readonly qualityRating: string | null;
}

/** Numbers that are shown: an account has 20 at most unless Meta was asked for more. */
const NUMBERS_MAX = 200;
const NUMBER_FIELDS = 'id,display_phone_number,verified_name,quality_rating';
const TIMEOUT_MS = 10_000;

/**
 * Reads an account and its numbers.
 *
 * @throws PosthornError `meta_refused` that points at the token or the account, `meta_unavailable`.
 */
export async function readAccount(ask: AskWithToken, wabaId: string): Promise<DiscoveredAccount> {
  const get = (path: string, query: Readonly<Record<string, string>>) =>
    ask({ method: 'GET', path, query, timeoutMs: TIMEOUT_MS });
  const [account, list] = await Promise.all([
    get(wabaId, { fields: 'name' }),
    get(`${wabaId}/phone_numbers`, { fields: NUMBER_FIELDS, limit: String(NUMBERS_MAX) }),
  ]);
  const body = graphBodyOrThrow(list, pointerOf(list));
  return {
    name: account.kind === 'ok' ? stringOf(account.body.name) : null,
    numbers: listOf(body.data).slice(0, NUMBERS_MAX).map(objectOf).flatMap(toNumber),
    more: objectOf(body.paging).next !== undefined,
  };
}

/** A token that is not valid is refused before anything else is looked at. */
function pointerOf(result: GraphResult): string {
  return result.kind === 'refused' && result.error.code === 190 ? '/access_token' : '/waba_id';
}

function toNumber(entry: JsonObject): readonly DiscoveredNumber[] {
  const [phoneNumberId, displayPhoneNumber] = [stringOf(entry.id), stringOf(entry.display_phone_number)];
  if (phoneNumberId === null || displayPhoneNumber === null) return [];
  const { verified_name, quality_rating } = entry;
  return [
    {
      phoneNumberId,
      displayPhoneNumber,
      verifiedName: stringOf(verified_name),
      qualityRating: stringOf(quality_rating),
    },
  ];
}
