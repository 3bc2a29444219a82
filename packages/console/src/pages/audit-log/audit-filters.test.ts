import { expect, test } from 'vitest';
import { recogniseAudit, toAuditQuery } from './audit-filters.ts';

const UUID = '019a0000-0000-7000-8000-000000000001';

test('reads what is typed: who, what, or on what', () => {
  expect(recogniseAudit(`mbr_${UUID}`)).toEqual({ actor: `mbr_${UUID}` });
  expect(recogniseAudit(`ep_${UUID}`)).toEqual({ resource: `ep_${UUID}` });
  expect(recogniseAudit('endpoint.updated')).toEqual({ action: 'endpoint.updated' });
  for (const text of ['endpoint', 'Mira', 'ep_1']) expect(recogniseAudit(text)).toBeNull();
});

test('asks the API for what the address says, from a span as a time', () => {
  const nowMs = Date.parse('2026-11-28T12:00:00Z');
  expect(toAuditQuery({ action: 'a.b', since: '24h' }, nowMs)).toMatchObject({
    action: 'a.b',
    since: '2026-11-27T12:00:00.000Z',
  });
  expect(toAuditQuery({ since: 'forever' }, nowMs).since).toBeUndefined();
});
