import { type EndpointId, idOf, type ReceivedRequestId, type WorkspaceId } from '../../domain/ids.ts';
import type { ReceiverAnswer } from '../../domain/test-receiver.ts';
import type { Store, Trx } from '../../platform/db/store.ts';
import type { Page } from '../../platform/http/api.ts';
import { toPage } from '../../platform/http/api.ts';
import type { SignatureHeader } from './verify-request.ts';

/** Kept of one receiver. The oldest give way. */
export const KEPT_REQUESTS_MAX = 200;
/** Kept of the bodies of one receiver: one page of a list holds as much in memory. */
export const KEPT_BYTES_MAX = 8 * 1_024 * 1_024;
/** How long requests are kept: they are watched, not archived, and are full of people's data. */
export const KEPT_MS = 86_400_000;
/** Rows of one statement of the tidying. */
const PURGE_ROWS_MAX = 200;

/** A request as it came in. */
export interface ReceivedRequest {
  readonly id: ReceivedRequestId;
  readonly workspaceId: WorkspaceId;
  readonly endpointId: EndpointId;
  readonly receivedAtMs: number;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  readonly bodyEncoding: 'utf8' | 'base64';
  /** Of the whole body, also when less of it is kept. */
  readonly bodyBytes: number;
  readonly isVerified: boolean;
  readonly verifiedBy: readonly SignatureHeader[];
  readonly answered: ReceiverAnswer;
}

/** Keeps a request and lets go of what is too many or too much. False: the receiver was deleted meanwhile, nothing is kept. */
export async function keepRequest(store: Store, request: ReceivedRequest): Promise<boolean> {
  return store.db.transaction().execute(async (trx) => {
    if (!(await isThere(trx, request))) return false;
    await trx
      .insertInto('received_requests')
      .values({
        workspace_id: request.workspaceId,
        endpoint_id: request.endpointId,
        id: request.id,
        received_at_ms: request.receivedAtMs,
        method: request.method,
        body_bytes: request.bodyBytes,
        verified_by: request.verifiedBy.join(' '),
        is_verified: request.isVerified ? 1 : 0,
        answered: request.answered,
        headers: JSON.stringify(request.headers),
        body_encoding: request.bodyEncoding,
        body: request.body,
      })
      .execute();
    await dropOldest(trx, request);
    return true;
  });
}

interface ListRequests {
  readonly workspaceId: WorkspaceId;
  readonly endpointId: EndpointId;
  readonly limit: number;
  /** Only those that came in after this one. */
  readonly after: ReceivedRequestId | null;
  /** Only those that came in before this one. */
  readonly before: ReceivedRequestId | null;
}

/** Newest first. */
export async function listRequests(store: Store, list: ListRequests): Promise<Page<ReceivedRequest>> {
  const { after, before, limit } = list;
  const rows = await store.db
    .selectFrom('received_requests')
    .selectAll()
    .where('workspace_id', '=', list.workspaceId)
    .where('endpoint_id', '=', list.endpointId)
    .$if(after !== null, (query) => query.where('id', '>', after ?? NO_REQUEST))
    .$if(before !== null, (query) => query.where('id', '<', before ?? NO_REQUEST))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const requests = rows.map(
    (row): ReceivedRequest => ({
      id: row.id,
      workspaceId: row.workspace_id,
      endpointId: row.endpoint_id,
      receivedAtMs: row.received_at_ms,
      method: row.method,
      headers: JSON.parse(row.headers) as ReceivedRequest['headers'],
      body: row.body,
      bodyEncoding: row.body_encoding,
      bodyBytes: row.body_bytes,
      isVerified: row.is_verified === 1,
      verifiedBy: row.verified_by.split(' ').filter((name): name is SignatureHeader => name !== ''),
      answered: row.answered,
    }),
  );
  return toPage(requests, limit, (request) => request.id);
}

/** Forgets a batch of requests that are older than `KEPT_MS`. Returns how many: none when nothing is left. */
export async function purgeReceivedRequests(store: Store, nowMs: number): Promise<number> {
  const old = await store.db
    .selectFrom('received_requests')
    .select(['workspace_id', 'endpoint_id', 'id'])
    .where('received_at_ms', '<', nowMs - KEPT_MS)
    .orderBy('received_at_ms')
    .limit(PURGE_ROWS_MAX)
    .execute();
  if (old.length === 0) return 0;
  const { numDeletedRows } = await store.db
    .deleteFrom('received_requests')
    .where('workspace_id', 'in', [...new Set(old.map((row) => row.workspace_id))])
    .where('endpoint_id', 'in', [...new Set(old.map((row) => row.endpoint_id))])
    .where(
      'id',
      'in',
      old.map((row) => row.id),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

const NO_REQUEST = idOf('trq', '00000000-0000-0000-0000-000000000000');

type Place = Pick<ReceivedRequest, 'workspaceId' | 'endpointId'>;

async function isThere(trx: Trx, { workspaceId, endpointId }: Place): Promise<boolean> {
  const row = await trx
    .selectFrom('test_receivers')
    .select('endpoint_id')
    .where('workspace_id', '=', workspaceId)
    .where('endpoint_id', '=', endpointId)
    .executeTakeFirst();
  return row !== undefined;
}

async function dropOldest(trx: Trx, { workspaceId, endpointId }: Place): Promise<void> {
  const kept = await trx
    .selectFrom('received_requests')
    .select(['id', 'body_bytes'])
    .where('workspace_id', '=', workspaceId)
    .where('endpoint_id', '=', endpointId)
    .orderBy('id', 'desc')
    .limit(KEPT_REQUESTS_MAX + 1)
    .execute();
  let bytes = 0;
  const firstTooMany = kept.find(({ body_bytes }, index) => {
    bytes += body_bytes;
    // The newest one is always kept: it is no larger than what a body may be.
    return index > 0 && (index >= KEPT_REQUESTS_MAX || bytes > KEPT_BYTES_MAX);
  });
  if (firstTooMany === undefined) return;
  await trx
    .deleteFrom('received_requests')
    .where('workspace_id', '=', workspaceId)
    .where('endpoint_id', '=', endpointId)
    .where('id', '<=', firstTooMany.id)
    .execute();
}
