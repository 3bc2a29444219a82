import { describe, expect, test } from 'vitest';
import { idOf } from '../../domain/ids.ts';
import { type SplitItem, splitMetaBody } from '../../domain/meta/split.ts';
import type { Channel, MetaApp } from '../../domain/workspace.ts';
import { type ChannelLookup, ownersOf, routeItem } from './route-item.ts';

const NOW_MS = 1_781_000_400_000;
const WINDOW = { backMs: 3_600_000, aheadMs: 300_000 };
const uuid = (number: number) => `019c0000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const WS_A = idOf('ws', uuid(1));
const WS_B = idOf('ws', uuid(2));
const OPERATOR_APP = app(1, null);

function app(number: number, workspaceId: MetaApp['workspaceId']): MetaApp {
  return {
    id: idOf('app', uuid(number)),
    workspaceId,
    appId: '900',
    isSimulated: false,
    appSecrets: ['s'],
    verifyToken: 't',
  };
}

function channel(number: number, owner: Pick<Channel, 'workspaceId' | 'metaAppId' | 'wabaId'>): Channel {
  const display = `+1 555-000-00${String(number).padStart(2, '0')}`;
  return {
    id: idOf('chn', uuid(number)),
    ...owner,
    phoneNumberId: `p${number}`,
    displayPhoneNumber: display,
    throughputPerSecond: 80,
  };
}

function lookup(channels: readonly Channel[]): ChannelLookup {
  return {
    byPhoneNumberId: (appId, id) => channels.find((one) => one.metaAppId === appId && one.phoneNumberId === id) ?? null,
    byWaba: (appId, wabaId) => channels.filter((one) => one.metaAppId === appId && one.wabaId === wabaId),
  };
}

function itemOf(wabaId: string, field: string, value: object, timeSeconds = NOW_MS / 1000): SplitItem {
  const [item] = splitMetaBody({ entry: [{ id: wabaId, time: timeSeconds, changes: [{ field, value }] }] }, NOW_MS);
  if (item === undefined) throw new Error('no item');
  return item;
}

const messageTo = (phoneNumberId: string, timeSeconds = NOW_MS / 1000, wabaId = 'w1') =>
  itemOf(wabaId, 'messages', {
    metadata: { phone_number_id: phoneNumberId, display_phone_number: '1' },
    messages: [{ from: '491', id: 'wamid.1', timestamp: String(timeSeconds), type: 'text', text: { body: 'Hi' } }],
  });

const route = (item: SplitItem, registration: MetaApp, channels: readonly Channel[]) =>
  routeItem(item, { app: registration, channels: lookup(channels), nowMs: NOW_MS, window: WINDOW });

describe('an item about one number', () => {
  const mine = channel(1, { workspaceId: WS_A, metaAppId: OPERATOR_APP.id, wabaId: 'w1' });

  test('goes to the channel of that number in the registration, also after it moved to another WABA', () => {
    const expected = { events: [{ workspaceId: WS_A, channelId: mine.id }], quarantine: null };
    expect(route(messageTo('p1'), OPERATOR_APP, [mine])).toEqual(expected);
    expect(route(messageTo('p1', NOW_MS / 1000, 'w9'), OPERATOR_APP, [mine])).toEqual(expected);
  });

  test('is quarantined when the number is unknown or not told, never given to a default', () => {
    const expected = { events: [], quarantine: 'unknown_channel' };
    expect(route(messageTo('p2'), OPERATOR_APP, [mine])).toEqual(expected);
    expect(route(messageTo('p2'), app(2, WS_A), [mine])).toEqual(expected);
    const numberless = itemOf('w1', 'messages', { messages: [{ id: 'wamid.1', type: 'text' }] });
    expect(route(numberless, OPERATOR_APP, [mine])).toEqual(expected);
  });

  test('never reaches a channel of another registration or workspace, even if the lookup offers it', () => {
    const careless: ChannelLookup = { byPhoneNumberId: () => mine, byWaba: () => [mine] };
    const waba = itemOf('w1', 'security', { event: 'PIN_CHANGED' });
    for (const registration of [app(2, null), app(2, WS_B), { ...OPERATOR_APP, workspaceId: WS_B }]) {
      for (const item of [messageTo('p1'), waba]) {
        expect(ownersOf(item, { app: registration, channels: careless })).toEqual([]);
      }
    }
  });

  test('outside the replay window is quarantined with the reason', () => {
    expect(route(messageTo('p1', NOW_MS / 1000 - 3_601), OPERATOR_APP, [mine]).quarantine).toBe('stale');
    expect(route(messageTo('p1', NOW_MS / 1000 + 301), OPERATOR_APP, [mine]).quarantine).toBe('future');
    const owners = ownersOf(messageTo('p1', 1), { app: OPERATOR_APP, channels: lookup([mine]) });
    expect(owners).toEqual([{ workspaceId: WS_A, channelId: mine.id }]);
  });
});

describe('an item about a WABA', () => {
  const one = channel(1, { workspaceId: WS_A, metaAppId: OPERATOR_APP.id, wabaId: 'w1' });
  const two = channel(2, { workspaceId: WS_A, metaAppId: OPERATOR_APP.id, wabaId: 'w1' });
  const theirs = channel(3, { workspaceId: WS_B, metaAppId: OPERATOR_APP.id, wabaId: 'w1' });
  const elsewhere = channel(4, { workspaceId: WS_B, metaAppId: OPERATOR_APP.id, wabaId: 'w2' });

  test('goes once to every workspace with a channel on it, naming the channel when there is just one', () => {
    const item = itemOf('w1', 'account_review_update', { decision: 'APPROVED' });
    expect(route(item, OPERATOR_APP, [one, two, theirs, elsewhere]).events).toEqual([
      { workspaceId: WS_A, channelId: null },
      { workspaceId: WS_B, channelId: theirs.id },
    ]);
  });

  test('names the channel among several by the number it tells, however that is written', () => {
    const item = itemOf('w1', 'phone_number_quality_update', { display_phone_number: '15550000002' });
    expect(route(item, OPERATOR_APP, [one, two]).events).toEqual([{ workspaceId: WS_A, channelId: two.id }]);
  });

  test('is quarantined when nobody has a channel on it, also on a registration of a workspace', () => {
    const item = itemOf('w3', 'account_review_update', { decision: 'APPROVED' });
    for (const registration of [OPERATOR_APP, app(2, WS_A)]) {
      expect(route(item, registration, [one])).toEqual({ events: [], quarantine: 'unknown_channel' });
    }
  });
});

describe('a business change', () => {
  const item = (wabaId: string) =>
    itemOf('portfolio', 'account_update', { event: 'PARTNER_ADDED', waba_info: { waba_id: wabaId } });
  const owned = app(2, WS_A);
  const mine = channel(1, { workspaceId: WS_A, metaAppId: owned.id, wabaId: 'w1' });

  test('goes to the channel on the WABA it names', () => {
    expect(route(item('w1'), owned, [mine]).events).toEqual([{ workspaceId: WS_A, channelId: mine.id }]);
  });

  test('else to the workspace that owns the registration, and nowhere on the registration of the operator', () => {
    const solution = itemOf('portfolio', 'partner_solutions', { event: 'SOLUTION_CREATED' });
    for (const one of [item('w9'), solution]) {
      expect(route(one, owned, [mine]).events).toEqual([{ workspaceId: WS_A, channelId: null }]);
      expect(route(one, OPERATOR_APP, [])).toEqual({ events: [], quarantine: 'unknown_channel' });
    }
  });
});
