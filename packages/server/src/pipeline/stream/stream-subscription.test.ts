import { expect, test } from 'vitest';
import * as z from 'zod';
import { EVENT_TYPES } from '../../domain/event-catalogue/catalogue.ts';
import { EVENT_KINDS, kindOfType } from './event-kind.ts';
import { compileSubscription, EVERYTHING, subscriptionFields, wantsChannel } from './stream-subscription.ts';
import { CHANNEL } from './test-support.ts';

const body = z.strictObject(subscriptionFields);
const typesWanted = (asked: Parameters<typeof compileSubscription>[0]) => {
  const { wantsType } = compileSubscription(asked);
  return EVENT_TYPES.map(({ type }) => type).filter(wantsType);
};

test('wants everything when nothing is asked for, or everything', () => {
  const all = EVENT_TYPES.map(({ type }) => type);
  expect(typesWanted({})).toEqual(all);
  expect(typesWanted({ types: [], kinds: [] })).toEqual(all);
  expect(typesWanted({ types: ['*'], kinds: [...EVENT_KINDS] })).toEqual(all);
  expect(EVERYTHING.wantsType('custom.anything')).toBe(true);
});

test('narrows by exact types, by nouns and by kinds, and by both together', () => {
  expect(typesWanted({ types: ['message.received', 'call.*'] })).toEqual([
    'message.received',
    'call.connect',
    'call.terminate',
    'call.status_change',
  ]);
  expect(typesWanted({ kinds: ['messages'] })).toEqual(
    ['message.received', 'message.edited', 'message.revoked', 'message.echoed'].toSorted(
      (a, b) => EVENT_TYPES.findIndex((row) => row.type === a) - EVENT_TYPES.findIndex((row) => row.type === b),
    ),
  );
  expect(typesWanted({ types: ['message.*'], kinds: ['calls'] })).toEqual([]);
  expect(compileSubscription({ types: ['custom.*'] }).wantsType('custom.order_paid')).toBe(true);
});

test('gives every event type a kind, and reports of the engine one of their own', () => {
  const kinds = new Set(EVENT_TYPES.map(({ type }) => kindOfType(type)));
  expect(kinds).toEqual(new Set(EVENT_KINDS));
  expect(kindOfType('channel.token_expired')).toBe('operational');
  expect([kindOfType('message.delivered'), kindOfType('constructor.x')]).toEqual(['statuses', 'other']);
});

test('lets an event of no channel through only when no channel is asked for', () => {
  const ofChannel = compileSubscription({ channel_ids: [CHANNEL] });
  expect([wantsChannel(ofChannel, { channelId: CHANNEL }), wantsChannel(ofChannel, { channelId: null })]).toEqual([
    true,
    false,
  ]);
  expect(wantsChannel(EVERYTHING, { channelId: null })).toBe(true);
});

test('refuses types and kinds that nobody knows, wrong ids, and lists without an end', () => {
  for (const asked of [
    { types: ['message.invented'] },
    { types: ['nobody.*'] },
    { kinds: ['gossip'] },
    { channel_ids: ['chn_1'] },
    { conversation_ids: ['chn_0190a000-0000-7000-8000-000000000003'] },
    { types: Array.from({ length: 1_001 }, () => 'message.*') },
    { endpoints: [] },
  ]) {
    expect([asked, body.safeParse(asked).success]).toEqual([asked, false]);
  }
  expect(body.safeParse({ types: ['message.*', 'custom.x', 'meta.new_field', '*'] }).success).toBe(true);
});
