import { uuidv7 } from 'uuidv7';
import { expect, test } from 'vitest';
import { STORES } from '../../../test/support/open-store.ts';
import { startApi } from '../../../test/support/start-api.ts';
import { WORKSPACE_A } from '../../../test/support/two-workspaces.ts';
import { idOf } from '../../domain/ids.ts';
import type { NewAttemptRow } from '../../platform/db/tables.ts';
import { attemptRoutes } from './attempts.routes.ts';

test.each(STORES)('the delivery log on $name shows an attempt in full, to its workspace alone', async ({ open }) => {
  const store = await open();
  const row: NewAttemptRow = {
    workspace_id: WORKSPACE_A,
    id: idOf('att', uuidv7()),
    delivery_id: idOf('dlv', uuidv7()),
    event_id: idOf('evt', uuidv7()),
    endpoint_id: idOf('ep', uuidv7()),
    number: 2,
    trigger: 'resend',
    started_at_ms: Date.parse('2026-06-01T10:00:00.123Z'),
    duration_ms: 30_001,
    outcome: 'failed',
    status_code: null,
    error_class: 'timeout',
    error_message: 'No complete answer within 30 s.',
    request_headers: '{"authorization":"****"}',
    response_headers: '{}',
    response_body: null,
    delivery_state: 'exhausted',
    next_attempt_at_ms: null,
  };
  await store.db.insertInto('attempts').values(row).execute();
  const { call } = await startApi((api) => attemptRoutes(api, { store }));
  const view = {
    id: row.id,
    delivery_id: row.delivery_id,
    event_id: row.event_id,
    endpoint_id: row.endpoint_id,
    number: 2,
    trigger: 'resend',
    run_id: null,
    started_at: '2026-06-01T10:00:00.123Z',
    duration_ms: 30_001,
    outcome: 'failed',
    status_code: null,
    error_class: 'timeout',
    error_message: 'No complete answer within 30 s.',
    request_headers: { authorization: '****' },
    response_headers: {},
    response_body: null,
    delivery_state: 'exhausted',
    next_attempt_at: null,
  };
  expect(await call('GET', `/v1/attempts/${row.id}`, { as: 'a-read' })).toEqual({
    status: 200,
    etag: '',
    headers: expect.any(Headers),
    body: view,
  });
  const list = await call('GET', `/v1/attempts?delivery=${row.delivery_id}&outcome=failed`, { as: 'a-read' });
  expect(list.body).toEqual({ data: [view], next_cursor: null, has_more: false });
  expect((await call('GET', `/v1/attempts/${row.id}`, { as: 'b-write' })).status).toBe(404);
  expect((await call('GET', '/v1/attempts', { as: 'b-write' })).body).toMatchObject({ data: [] });
  expect((await call('GET', '/v1/attempts?endpoint=evt_1')).status).toBe(400);
});
