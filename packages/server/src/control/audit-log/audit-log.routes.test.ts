import { describe, expect, test } from 'vitest';
import { startApi } from '../../../test/support/start-api.ts';
import { WORKSPACE_A as A, WORKSPACE_B as B, openTwoWorkspaces } from '../../../test/support/two-workspaces.ts';
import type { AuditEntry } from '../../domain/audit.ts';
import { firstIdAt } from '../../domain/id-time.ts';
import { idOf } from '../../domain/ids.ts';
import { auditLogRoutes } from './audit-log.routes.ts';
import { recordAudit } from './audit-log.store.ts';

const START_MS = Date.parse('2026-11-20T10:00:00Z');
const KEY = idOf('key', '0190a000-0000-7000-8000-000000000009');
const ENTRY: AuditEntry = {
  workspaceId: A,
  actor: { kind: 'key', id: KEY, requestId: 'req-1' },
  action: 'endpoint.updated',
  resourceType: 'endpoint',
  resourceId: 'ep_1',
  before: { description: 'old' },
  after: { description: 'new' },
};

describe('the audit log over HTTP', () => {
  test('shows who changed what, when, and by which request', async () => {
    const { call, id } = await start([ENTRY]);
    expect((await call('GET', '/v1/audit-log', { as: 'a-admin' })).body).toEqual({
      data: [
        {
          id: id(0),
          at: '2026-11-20T10:00:00.000Z',
          actor: { kind: 'key', id: KEY },
          actor_name: 'Deploy script',
          action: 'endpoint.updated',
          resource_type: 'endpoint',
          resource_id: 'ep_1',
          before: { description: 'old' },
          after: { description: 'new' },
          request_id: 'req-1',
        },
      ],
      next_cursor: null,
      has_more: false,
    });
  });

  test('a workspace sees its own log, the operator the operator’s or that of the workspace it names', async () => {
    const { call } = await start([ENTRY, { ...ENTRY, workspaceId: B, resourceId: 'ep_2' }, OF_OPERATOR]);
    const seen = async (...[as, headers]: [Caller, Readonly<Record<string, string>>?]) =>
      (await call('GET', '/v1/audit-log', { as, headers })).body.data.map(
        (entry: { resource_id: string }) => entry.resource_id,
      );
    expect(await seen('a-admin')).toEqual(['ep_1']);
    expect(await seen('b-admin')).toEqual(['ep_2']);
    expect(await seen('root')).toEqual(['ws_1']);
    expect(await seen('root', { 'posthorn-workspace': B })).toEqual(['ep_2']);
    expect((await call('GET', '/v1/audit-log?resource=ep_1', { as: 'b-admin' })).body.data).toEqual([]);
  });

  test('is for admins alone', async () => {
    const { call } = await start([ENTRY]);
    for (const as of ['a-read', 'a-write'] as const) {
      expect((await call('GET', '/v1/audit-log', { as })).status).toBe(403);
    }
  });

  test('goes page by page, filtered or not', async () => {
    const { call, id } = await start([ENTRY, { ...ENTRY, action: 'endpoint.deleted' }, ENTRY, ENTRY]);
    const ids = (answer: { body: { data: { id: string }[] } }) => answer.body.data.map((entry) => entry.id);
    const first = await call('GET', '/v1/audit-log?limit=3', { as: 'a-admin' });
    expect([ids(first), first.body.has_more]).toEqual([[id(3), id(2), id(1)], true]);
    const next = await call('GET', `/v1/audit-log?limit=3&cursor=${first.body.next_cursor}`, { as: 'a-admin' });
    expect([ids(next), next.body.has_more]).toEqual([[id(0)], false]);
    const filters = [
      ['action=endpoint.deleted', [1]],
      [`actor=${KEY}&limit=1`, [3]],
      [`actor=key_${'0'.repeat(8)}-0000-7000-8000-000000000000`, []],
      ['since=2026-11-20T10:02:00Z', [3, 2]],
      ['until=2026-11-20T10:01:00Z', [0]],
    ] as const;
    for (const [query, indexes] of filters) {
      const answer = await call('GET', `/v1/audit-log?${query}`, { as: 'a-admin' });
      expect([query, ids(answer)]).toEqual([query, indexes.map(id)]);
    }
  });

  test.each(['action=deleted', 'actor=me', 'since=yesterday', 'resource=', 'cursor=x', 'limit=101', 'who=me'])(
    '?%s is refused',
    async (query) => {
      const { call } = await start([]);
      const answer = await call('GET', `/v1/audit-log?${query}`, { as: 'a-admin' });
      const pointer = `?${query.split('=')[0]}`;
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ pointer }] } });
    },
  );
});

type Caller = 'root' | 'a-admin' | 'b-admin';

const OF_OPERATOR: AuditEntry = { ...ENTRY, workspaceId: 'operator', action: 'workspace.created', resourceId: 'ws_1' };

/** Entries a minute apart. */
async function start(entries: readonly AuditEntry[]) {
  const store = await openTwoWorkspaces();
  const atMs = (index: number) => START_MS + index * 60_000;
  const id = (index: number) => firstIdAt('aud', atMs(index));
  for (const [index, entry] of entries.entries()) {
    await recordAudit(store.db, { ...entry, id: id(index), atMs: atMs(index) });
  }
  const { call } = await startApi((api) =>
    auditLogRoutes(api, {
      store,
      namesOf:
        async () =>
        ({ kind }) =>
          kind === 'key' ? 'Deploy script' : null,
    }),
  );
  return { call, id };
}
