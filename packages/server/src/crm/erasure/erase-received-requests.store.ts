import type { SqlBool } from 'kysely';
import { sql } from 'kysely';
import type { ReceivedRequestId } from '../../domain/ids.ts';
import { nextAfter, type Piece, type StepContext } from './erasure-step.ts';

/** Requests that one piece reads. One may be of 256 KB. */
const REQUESTS_MAX = 50;

/** Walks along what test receivers keep and forgets each request that mentions the person: it was there to be watched, for a day. */
export async function eraseReceivedRequests(ctx: StepContext, after: string | null): Promise<Piece> {
  const { store, workspaceId, redactor } = ctx;
  const rows = await store.db
    .selectFrom('received_requests')
    .select(['endpoint_id', 'id', 'headers', 'body', 'body_encoding'])
    .where('workspace_id', '=', workspaceId)
    .$if(after !== null, (requests) => requests.where(isBehind(after ?? '')))
    .orderBy('endpoint_id')
    .orderBy('id')
    .limit(REQUESTS_MAX)
    .execute();
  const meant = rows.filter((row) => redactor.mentions(row.headers) || redactor.mentions(textOf(row)));
  const ids = meant.map((row) => row.id);
  const count = ids.length === 0 ? 0 : await forget(ctx, ids);
  const next = nextAfter(
    rows.map((row) => `${row.endpoint_id} ${row.id}`),
    REQUESTS_MAX,
  );
  return { counts: { received_requests: count }, next };
}

/** JSON may write a character as an escape; what is no JSON is looked at as it is. */
function textOf({ body, body_encoding: encoding }: { readonly body: string; readonly body_encoding: string }): string {
  const text = encoding === 'base64' ? Buffer.from(body, 'base64').toString('utf8') : body;
  try {
    return JSON.stringify(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

async function forget({ store, workspaceId }: StepContext, ids: readonly ReceivedRequestId[]): Promise<number> {
  const { numDeletedRows } = await store.db
    .deleteFrom('received_requests')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

function isBehind(place: string) {
  const [endpointId = '', id = ''] = place.split(' ');
  return sql<SqlBool>`(endpoint_id, id) > (${endpointId}, ${id})`;
}
