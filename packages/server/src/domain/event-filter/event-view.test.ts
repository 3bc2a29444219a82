import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Event } from '../event.ts';
import { EVENT_TYPES, exampleEvent } from '../event-catalogue/catalogue.ts';
import { idOf } from '../ids.ts';
import { metaEventData } from '../meta/event-data.ts';
import { compileFilter } from './compile-filter.ts';
import { viewOfEvent } from './event-view.ts';

const UUID = '01900000-0000-7000-8000-000000000001';
const IDENTITY = { id: idOf('evt', UUID), workspaceId: idOf('ws', UUID), channelId: idOf('chn', UUID), nowMs: 1 };

const metaData = (event: Event) => metaEventData(event, { channel: null, mediaUrl: (id) => `https://x.example/${id}` });

describe('viewOfEvent', () => {
  test('shows what every event has, and works its data out once and only when it is asked for', () => {
    const event = exampleEvent('message.received', { ...IDENTITY, nowMs: Date.parse('2026-11-28T09:00:00Z') });
    if (event === null) throw new Error('The catalogue has it.');
    let count = 0;
    const view = viewOfEvent(event, () => {
      count += 1;
      return { text: 'hi' };
    });
    expect(view).toMatchObject({ type: 'message.received', channel_id: IDENTITY.channelId });
    expect(view.occurred_at).toBe('2026-11-28T09:00:00.000Z');
    expect(view.contact).toMatchObject({ id: null, serial: null, phone: event.phone, bsuid: null });
    expect(count).toBe(0);
    expect([view.data, view.data, count]).toEqual([{ text: 'hi' }, { text: 'hi' }, 1]);
  });

  test('whatever Meta sends, a filter answers', () => {
    const filter = compileFilter({
      $or: [
        { 'data.text': 'x' },
        { 'data.raw.a': 1 },
        { 'contact.phone': null },
        { occurred_at: { $gt: '2026-01-01' } },
      ],
      'data.error.code': { $ne: 5 },
    });
    const types = EVENT_TYPES.filter(({ origin }) => origin === 'meta').map(({ type }) => type);
    const item = fc.jsonValue({ maxDepth: 4 });
    const value = fc.dictionary(
      fc.constantFrom('messages', 'statuses', 'contacts', 'metadata', 'calls', 'event'),
      item,
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        fc.constantFrom('messages', 'calls', 'x'),
        value,
        (type, field, hostile) => {
          const example = exampleEvent(type, IDENTITY);
          const payload = {
            object: 'whatsapp_business_account',
            entry: [{ id: '1', changes: [{ field, value: hostile }] }],
          };
          if (example !== null) expect(typeof filter(viewOfEvent({ ...example, payload }, metaData))).toBe('boolean');
        },
      ),
      { numRuns: 500 },
    );
  });
});
