import { expect, test } from 'vitest';
import { EVENT_TYPES } from '../../server/src/domain/event-catalogue/catalogue.ts';
import { isMessagePayload, MESSAGE_EVENT_TYPES } from './index.ts';

const ENVELOPE = { timestamp: '2026-05-28T20:26:40.000Z', payload_version: 1, data: {} };

test('the message types are those of the gateway’s catalogue', () => {
  const inCatalogue = EVENT_TYPES.map(({ type }) => type).filter((type) => type.startsWith('message.'));
  expect([...MESSAGE_EVENT_TYPES].sort()).toEqual(inCatalogue.sort());
});

test('tells message events from all others', () => {
  expect(isMessagePayload({ ...ENVELOPE, type: 'message.read' })).toBe(true);
  expect(isMessagePayload({ ...ENVELOPE, type: 'call.connect' })).toBe(false);
});
