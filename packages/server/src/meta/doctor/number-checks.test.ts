import { describe, expect, test } from 'vitest';
import type { GraphResult } from '../../domain/graph.ts';
import type { NumberFacts } from './facts.ts';
import { checkNumber } from './number-checks.ts';
import { graphOk, graphRefusal } from './test-facts.ts';

const NOW_MS = Date.parse('2026-11-28T12:00:00Z');
const DAY_S = 86_400;
const SCOPES = ['whatsapp_business_messaging', 'whatsapp_business_management'];
const TOKEN = { is_valid: true, app_id: '900', type: 'SYSTEM_USER', expires_at: 0, scopes: SCOPES };

const WELL: NumberFacts = {
  app: { appId: '900', isSimulated: false },
  publicUrl: 'https://hooks.example.com',
  number: { wabaId: '10', phoneNumberId: '20', hasToken: true, tokenRefusedAtMs: null },
  token: tokenWith({}),
  numberRead: graphOk({ display_phone_number: '+1 555-0100', verified_name: 'Kanal' }),
  numbersOfAccount: graphOk({ data: [{ id: '20' }] }),
  subscribedApps: apps([{ id: '900' }]),
  standing: graphOk({ quality_rating: 'GREEN', name_status: 'APPROVED', messaging_limit_tier: 'TIER_1K' }),
  nowMs: NOW_MS,
};

const find = (check: string, facts: Partial<NumberFacts>) =>
  checkNumber({ ...WELL, ...facts }).find((finding) => finding.check === check);

describe('what the doctor says of a number', () => {
  test('that all is well, in this order', () => {
    expect(checkNumber(WELL).map(({ check, state }) => [check, state])).toEqual([
      ['token', 'ok'],
      ['scopes', 'ok'],
      ['number', 'ok'],
      ['subscribed_apps', 'ok'],
      ['override', 'ok'],
      ['standing', 'ok'],
    ]);
    expect(find('standing', {})?.detail).toBe('Quality green, name approved, limit tier 1k.');
  });

  test('of a token how long it holds, whose app it is of, and that it was refused before', () => {
    const soon = Math.floor(NOW_MS / 1_000) + 3 * DAY_S;
    expect(find('token', { token: tokenWith({ expires_at: soon }) })).toMatchObject({
      state: 'warning',
      action: 'replace_token',
      measured: { expires_at: '2026-12-01T12:00:00.000Z' },
    });
    expect(find('token', { token: tokenWith({ expires_at: soon + 60 * DAY_S }) })?.state).toBe('ok');
    expect(find('token', { token: tokenWith({ is_valid: false }) })).toMatchObject({ state: 'failed' });
    expect(find('token', { token: tokenWith({ app_id: '901' }) })?.detail).toContain('made in the app 901');
    const number = { ...WELL.number, tokenRefusedAtMs: NOW_MS };
    expect(find('token', { number })).toMatchObject({ state: 'warning', action: 'connect' });
  });

  test('of a token that nobody may look at what the other calls show', () => {
    expect(find('token', { token: graphRefusal(100) })?.state).toBe('ok');
    expect(find('token', { token: graphRefusal(190), numberRead: graphRefusal(190) })?.state).toBe('failed');
    const away = { kind: 'unreachable', reason: 'Away.' } as const;
    expect(find('token', { token: away, numberRead: away })).toMatchObject({ state: 'unknown', detail: 'Away.' });
  });

  test('of a missing token that nothing else can be asked', () => {
    const nothing = { token: null, numberRead: null, numbersOfAccount: null, subscribedApps: null, standing: null };
    const number = { ...WELL.number, hasToken: false };
    const states = checkNumber({ ...WELL, ...nothing, number }).map(({ state }) => state);
    expect(states).toEqual(['failed', 'unknown', 'unknown', 'unknown', 'unknown', 'unknown']);
  });

  test('of permissions which are missing', () => {
    expect(find('scopes', { token: tokenWith({ scopes: SCOPES.slice(1) }) })).toMatchObject({
      state: 'failed',
      detail: 'The token lacks whatsapp_business_messaging.',
    });
  });

  test('of the number that it is not of the account, only when the whole list was seen', () => {
    expect(find('number', { numbersOfAccount: graphOk({ data: [{ id: '21' }] }) })?.state).toBe('failed');
    const more = graphOk({ data: [{ id: '21' }], paging: { next: 'https://graph.example' } });
    expect(find('number', { numbersOfAccount: more })?.state).toBe('ok');
    expect(find('number', { numberRead: graphRefusal(100) })?.state).toBe('failed');
  });

  test('of an account whom it sends to instead', () => {
    expect(find('subscribed_apps', { subscribedApps: apps([{ id: '901' }, { id: '902' }]) })).toMatchObject({
      state: 'failed',
      action: 'connect',
      detail: expect.stringContaining('901, 902'),
    });
    expect(find('subscribed_apps', { subscribedApps: apps([]) })?.detail).toContain('It sends to none.');
  });

  test('of overrides the one that wins', () => {
    const ofAccount = apps([{ id: '900', override: 'https://a.example/' }]);
    expect(find('override', { subscribedApps: ofAccount })?.detail).toContain('The account overrides');
    const numberRead = graphOk({ webhook_configuration: { phone_number: 'https://b.example/' } });
    expect(find('override', { subscribedApps: ofAccount, numberRead })?.detail).toContain('https://b.example/');
    const here = graphOk({ webhook_configuration: { phone_number: 'https://hooks.example.com/webhooks/meta/900' } });
    expect(find('override', { subscribedApps: ofAccount, numberRead: here })?.state).toBe('ok');
    expect(find('override', { numberRead: graphRefusal(100) })?.state).toBe('unknown');
  });

  test.each([
    [{ status: 'BANNED' }, 'failed'],
    [{ status: 'FLAGGED' }, 'warning'],
    [{ name_status: 'DECLINED' }, 'warning'],
    [{ quality_rating: 'RED' }, 'warning'],
    [{}, 'ok'],
  ])('of a standing of %j that it is %s', (body, state) => {
    expect(find('standing', { standing: graphOk(body) })?.state).toBe(state);
  });
});

function tokenWith(fields: Readonly<Record<string, unknown>>): GraphResult {
  return graphOk({ data: { ...TOKEN, ...fields } });
}

function apps(entries: readonly { readonly id: string; readonly override?: string }[]): GraphResult {
  const data = entries.map(({ id, override }) => ({
    whatsapp_business_api_data: { id },
    override_callback_uri: override,
  }));
  return graphOk({ data });
}
