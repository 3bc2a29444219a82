import { describe, expect, test } from 'vitest';
import { idOf } from '../../domain/ids.ts';
import { requestHeaders } from './request-headers.ts';

const base = {
  delivery: { maybeReceived: false, runId: null },
  hops: 0,
  replayOf: undefined,
  attemptNumber: 3,
  trigger: 'schedule' as const,
  userAgent: 'Posthorn/1.2.3',
  signed: { 'Content-Type': 'application/json', 'webhook-id': 'evt_1' },
  own: {},
};

describe('headers of a request', () => {
  test('say who sends, which attempt it is and one hop more', () => {
    expect(requestHeaders({ ...base, hops: 2 }).sent).toEqual({
      'Content-Type': 'application/json',
      'webhook-id': 'evt_1',
      'User-Agent': 'Posthorn/1.2.3',
      'Posthorn-Attempt': '3',
      'Posthorn-Hops': '3',
    });
  });

  test.each([
    ['schedule', undefined],
    ['rotation', undefined],
    ['resend', 'resend'],
    ['test', 'test'],
    ['replay', 'replay'],
    ['recover', 'recover'],
  ] as const)('of the trigger %s carry Posthorn-Trigger %s', (trigger, expected) => {
    expect(requestHeaders({ ...base, trigger }).sent['Posthorn-Trigger']).toBe(expected);
  });

  test('name the run that made the delivery and the event that is repeated, and else neither', () => {
    expect(Object.keys(requestHeaders(base).sent).join()).not.toContain('Replay');
    const runId = idOf('run', '0190a000-0000-7000-8000-000000000001');
    const replayOf = idOf('evt', '0190a000-0000-7000-8000-000000000002');
    expect(requestHeaders({ ...base, delivery: { maybeReceived: false, runId }, replayOf }).sent).toMatchObject({
      'Posthorn-Replay-Id': runId,
      'Posthorn-Replay-Of': replayOf,
    });
  });

  test('say when the receiver may have it already, and else nothing of it', () => {
    expect(requestHeaders(base).sent).not.toHaveProperty('Posthorn-Possible-Duplicate');
    const again = requestHeaders({ ...base, delivery: { ...base.delivery, maybeReceived: true } });
    expect(again.sent['Posthorn-Possible-Duplicate']).toBe('true');
  });

  test("carry the endpoint's own and show none of their values in the log", () => {
    const { sent, logged } = requestHeaders({ ...base, own: { Authorization: 'Bearer s3cret', 'X-Team': 'blue' } });
    expect(sent).toMatchObject({ Authorization: 'Bearer s3cret', 'X-Team': 'blue', 'Posthorn-Attempt': '3' });
    expect(Object.keys(logged).sort()).toEqual(Object.keys(sent).sort());
    expect(JSON.stringify(logged)).not.toMatch(/s3cret|blue/);
  });

  test("cannot have one of ours replaced by the endpoint's own", () => {
    const { sent } = requestHeaders({ ...base, own: { 'webhook-id': 'forged', 'Posthorn-Attempt': '1' } });
    expect(sent).toMatchObject({ 'webhook-id': 'evt_1', 'Posthorn-Attempt': '3' });
  });
});
