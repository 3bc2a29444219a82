import { describe, expect, test } from 'vitest';
import type { GraphResult } from '../../domain/graph.ts';
import { NO_TRAFFIC } from '../../domain/meta-app-traffic.ts';
import type { HttpResult } from '../../platform/egress/http-client.ts';
import { checkApp } from './app-checks.ts';
import type { AppFacts } from './facts.ts';
import { graphOk, graphRefusal } from './test-facts.ts';

const NOW_MS = Date.parse('2026-11-28T12:00:00Z');
const EARLIER_MS = NOW_MS - 3_600_000;
const URL_HERE = 'https://hooks.example.com/webhooks/meta/900';
const ALL_FIELDS = [
  'messages',
  'calls',
  'message_template_status_update',
  'phone_number_quality_update',
  'account_update',
  'user_preferences',
];

const WELL: AppFacts = {
  app: { appId: '900', isSimulated: false },
  publicUrl: 'https://hooks.example.com',
  callback: { result: answered(200, 'abc'), challenge: 'abc', tookMs: 12 },
  appRead: graphOk({ name: 'Orders' }),
  subscriptions: subscribed(URL_HERE, ALL_FIELDS),
  traffic: { ...NO_TRAFFIC, lastChallengeAtMs: EARLIER_MS, lastSignedPostAtMs: EARLIER_MS },
  skewMs: 0,
  nowMs: NOW_MS,
};

const find = (check: string, facts: Partial<AppFacts>) =>
  checkApp({ ...WELL, ...facts }).find((finding) => finding.check === check);

describe('what the doctor says of an app', () => {
  test('that all is well, in this order', () => {
    expect(checkApp(WELL).map(({ check, state }) => [check, state])).toEqual([
      ['public_url', 'ok'],
      ['challenge', 'ok'],
      ['callback', 'ok'],
      ['signature', 'ok'],
      ['app_secret', 'ok'],
      ['clock', 'ok'],
    ]);
  });

  test.each([
    [null, 'failed'],
    ['http://hooks.example.com', 'failed'],
    ['https://hooks.example.com', 'ok'],
  ])('of the public URL %s that it is %s', (publicUrl, state) => {
    expect(find('public_url', { publicUrl })?.state).toBe(state);
  });

  test('of a challenge that comes back wrong that something stands in front of the gateway', () => {
    const callback = { result: answered(403, 'Forbidden'), challenge: 'abc', tookMs: 3 };
    expect(find('challenge', { callback })).toMatchObject({ state: 'failed', measured: { status: 403 } });
    const other = { result: answered(200, 'something else'), challenge: 'abc', tookMs: 3 };
    expect(find('challenge', { callback: other })?.state).toBe('failed');
  });

  test('of a callback that cannot be reached from here less, when Meta has reached it', () => {
    const callback = { result: { kind: 'unsent', reason: 'No route.' } as const, challenge: 'abc', tookMs: 3 };
    expect(find('challenge', { callback })).toMatchObject({
      state: 'warning',
      detail: expect.stringContaining('No route.'),
    });
    expect(find('challenge', { callback, traffic: NO_TRAFFIC })?.state).toBe('failed');
    expect(find('challenge', { callback: null, traffic: NO_TRAFFIC })?.state).toBe('unknown');
    expect(find('challenge', { callback: null })?.state).toBe('ok');
  });

  test('of the callback at Meta where it leads, and which fields are missing', () => {
    expect(find('callback', { subscriptions: graphOk({ data: [] }) })).toMatchObject({
      state: 'failed',
      action: 'subscribe_app',
    });
    const elsewhere = subscribed('https://old.example/hook', ALL_FIELDS);
    expect(find('callback', { subscriptions: elsewhere })?.detail).toContain('https://old.example/hook');
    const some = subscribed(URL_HERE, ['messages', 'calls']);
    expect(find('callback', { subscriptions: some })).toMatchObject({ state: 'warning', action: 'subscribe_app' });
    const noMessages = subscribed(URL_HERE, ALL_FIELDS.slice(1));
    expect(find('callback', { subscriptions: noMessages })?.state).toBe('failed');
    expect(find('callback', { subscriptions: graphRefusal(15) })?.state).toBe('unknown');
  });

  test('of webhooks that no secret verified: a wrong secret, unless Meta says that it is right', () => {
    const traffic = { ...WELL.traffic, lastRefusedPostAtMs: NOW_MS };
    expect(find('signature', { traffic })).toMatchObject({ state: 'warning', action: 'rotate_app_secret' });
    expect(find('signature', { traffic, appRead: graphRefusal(190) })?.state).toBe('failed');
    const older = { ...WELL.traffic, lastRefusedPostAtMs: EARLIER_MS - 1 };
    expect(find('signature', { traffic: older })?.state).toBe('ok');
    expect(find('signature', { traffic: NO_TRAFFIC })?.state).toBe('unknown');
  });

  test('of the app secret what Meta says of it, and nothing when Meta does not answer', () => {
    expect(find('app_secret', { appRead: graphRefusal(190) })).toMatchObject({
      state: 'failed',
      action: 'rotate_app_secret',
    });
    expect(find('app_secret', { appRead: { kind: 'unreachable', reason: 'Away.' } })?.state).toBe('unknown');
  });

  test.each([
    [60_001, 'failed', '60 s behind'],
    [-61_000, 'failed', '61 s ahead of'],
    [30_000, 'warning', '30 s behind'],
    [2_000, 'ok', ''],
    [null, 'unknown', ''],
  ])('of a clock that is %s ms off that it is %s', (skewMs, state, words) => {
    const finding = find('clock', { skewMs });
    expect(finding).toMatchObject({ state, detail: expect.stringContaining(words) });
  });

  test('of a simulated app that it needs no address', () => {
    const app = { appId: '900', isSimulated: true };
    const subscriptions = subscribed('http://127.0.0.1:1/webhooks/meta/900', ['messages']);
    for (const check of ['public_url', 'callback']) {
      expect(find(check, { app, publicUrl: null, subscriptions })?.state).toBe('ok');
    }
  });
});

function answered(statusCode: number, body: string): HttpResult {
  return { kind: 'answered', statusCode, body, dateMs: null };
}

function subscribed(callback_url: string, fields: readonly string[]): GraphResult {
  const other = { object: 'page', callback_url: 'https://page.example', fields: [] };
  const entry = { object: 'whatsapp_business_account', callback_url, fields: fields.map((name) => ({ name })) };
  return graphOk({ data: [other, entry] });
}
