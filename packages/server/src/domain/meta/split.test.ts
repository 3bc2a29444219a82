import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Event } from '../event.ts';
import { idOf } from '../ids.ts';
import { canonicalJson } from './dedupe-key.ts';
import { metaEventData } from './event-data.ts';
import { objectOf } from './meta-body.ts';
import { SPLIT_ITEMS_MAX, type SplitItem, splitMetaBody } from './split.ts';

const NOW_MS = 1_781_000_500_000;
const NUMBER = '15557204418';
const UUID = '019c0000-0000-7000-8000-000000000001';
const METADATA = { display_phone_number: NUMBER, phone_number_id: '318940275561203' };

const bodyOf = (field: string, ...values: unknown[]) => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '204817563920415', changes: values.map((value) => ({ value, field })) }],
});
const channelBody = (field: string, value: object) =>
  bodyOf(field, { messaging_product: 'whatsapp', metadata: METADATA, ...value });
const text = (id: string, from: string) => ({ from, id, timestamp: '1781000400', type: 'text', text: { body: id } });
const wabaBody = (field: string, value: object, time: number) => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '204817563920415', time, changes: [{ value, field }] }],
});

function onlyItem(body: unknown, nowMs = NOW_MS): SplitItem {
  const items = splitMetaBody(body, nowMs);
  expect(items).toHaveLength(1);
  const [item] = items;
  if (item === undefined) throw new Error('no item');
  return item;
}

function dataOf(item: SplitItem): Record<string, unknown> {
  const event: Event = {
    id: idOf('evt', UUID),
    workspaceId: idOf('ws', UUID),
    type: item.type,
    origin: 'meta',
    channelId: null,
    occurredAtMs: item.occurredAtMs,
    createdAtMs: NOW_MS,
    phone: item.phone,
    bsuid: item.bsuid,
    contact: null,
    sentMessage: null,
    hops: 0,
    payload: item.body,
  };
  return metaEventData(event, { channel: null, mediaUrl: (mediaId) => mediaId });
}

describe('a batch', () => {
  const batch = channelBody('messages', {
    contacts: [
      { profile: { name: 'Mira' }, wa_id: '4915170023456' },
      { profile: { name: 'Oskar' }, wa_id: '46705550177' },
    ],
    messages: [text('wamid.1', '46705550177'), text('wamid.2', '4915170023456'), text('wamid.3', '33123456789')],
    statuses: [{ id: 'wamid.9', status: 'read', timestamp: '1781000401', recipient_id: '46705550177' }],
    errors: [{ code: 130429, title: 'Rate limit hit' }],
    added_later: true,
  });
  const items = splitMetaBody(batch, NOW_MS);

  test('makes one item of each inner message, status and error, in the order received', () => {
    expect(items.map((item) => item.type)).toEqual([
      'message.received',
      'message.received',
      'message.received',
      'message.read',
      'channel.error_reported',
    ]);
  });

  test('cuts each body to its item and the contact it is about, keeping key order and unknown keys', () => {
    const expected = channelBody('messages', {
      contacts: [{ profile: { name: 'Oskar' }, wa_id: '46705550177' }],
      messages: [text('wamid.1', '46705550177')],
      added_later: true,
    });
    expect(JSON.stringify(items[0]?.body)).toBe(JSON.stringify(expected));
  });

  test('keeps all contacts when none is about the item, and does not show somebody else by name', () => {
    const [, , stranger] = items;
    if (stranger === undefined) throw new Error('no third item');
    expect(JSON.stringify(stranger.body)).toContain('Oskar');
    expect(dataOf(stranger).contact).toMatchObject({ phone: '33123456789', name: null });
  });

  test('over several entries and changes names each item its own WABA and time', () => {
    const split = splitMetaBody(
      {
        object: 'whatsapp_business_account',
        entry: [
          { id: '1', time: 1_781_000_000, changes: [{ field: 'security', value: { event: 'PIN_CHANGED' } }] },
          { id: '2', changes: [{ field: 'messages', value: { metadata: METADATA, messages: [text('w', '1')] } }] },
        ],
      },
      NOW_MS,
    );
    expect(split.map((item) => [item.wabaId, item.occurredAtMs])).toEqual([
      ['1', 1_781_000_000_000],
      ['2', 1_781_000_400_000],
    ]);
  });

  test('of a thousand messages and contacts is split in one pass', () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => String(4_915_170_000_000 + index));
    const big = channelBody('messages', {
      contacts: ids.map((id) => ({ profile: { name: id }, wa_id: id })),
      messages: ids.map((id) => text(`wamid.${id}`, id)),
    });
    const split = splitMetaBody(big, NOW_MS);
    expect(split).toHaveLength(1_000);
    expect(JSON.stringify(split[999]?.body)).toBe(
      JSON.stringify(
        channelBody('messages', {
          contacts: [{ profile: { name: '4915170000999' }, wa_id: '4915170000999' }],
          messages: [text('wamid.4915170000999', '4915170000999')],
        }),
      ),
    );
  });

  test('beyond the bounds is unreadable: neither too many items nor one that is repeated too often', () => {
    const many = channelBody('messages', { messages: Array.from({ length: SPLIT_ITEMS_MAX + 1 }, () => 0) });
    expect(splitMetaBody(many, NOW_MS)).toEqual([]);
    const repeated = channelBody('messages', {
      padding: 'x'.repeat(1_000_000),
      messages: Array.from({ length: 100 }, () => 0),
    });
    expect(splitMetaBody(repeated, NOW_MS)).toEqual([]);
  });
});

describe('a dedupe key', () => {
  const quality = { previous_quality_score: 'GREEN', new_quality_score: 'RED', message_template_id: 7 };

  test('is the same whatever the key order and the time of receipt', () => {
    const turned = { message_template_id: 7, new_quality_score: 'RED', previous_quality_score: 'GREEN' };
    const first = onlyItem(wabaBody('message_template_quality_update', quality, 1_781_000_400));
    const again = onlyItem(wabaBody('message_template_quality_update', turned, 1_781_000_400), NOW_MS + 86_400_000);
    expect(again.dedupeKey).toBe(first.dedupeKey);
  });

  test('differs by WABA, by number and by Meta time', () => {
    const value = { decision: 'APPROVED' };
    const ofWaba = (id: string, time: number) => ({
      entry: [{ id, time, changes: [{ field: 'account_review_update', value }] }],
    });
    const errors = [{ code: 130429 }];
    const ofNumber = (phoneNumberId: string) =>
      bodyOf('messages', { metadata: { phone_number_id: phoneNumberId }, errors });
    const bodies = [ofWaba('1', 1_781_000_400), ofWaba('2', 1_781_000_400), ofWaba('1', 1_781_000_401)];
    const keys = [...bodies, ofNumber('1'), ofNumber('2')].map((body) => onlyItem(body).dedupeKey);
    expect(new Set(keys).size).toBe(5);
  });

  test('of an item without any time of Meta is the same within the hour of receipt', () => {
    const body = channelBody('messages', { errors: [{ code: 130429 }] });
    const hourMs = 3_600_000 * 494_722;
    const key = onlyItem(body, hourMs).dedupeKey;
    expect(onlyItem(body, hourMs + 3_599_999).dedupeKey).toBe(key);
    expect(onlyItem(body, hourMs + 3_600_000).dedupeKey).not.toBe(key);
  });

  test('of an item with a time of its own survives a retry after the full hour', () => {
    const body = channelBody('automatic_events', {
      automatic_events: [{ id: 'wamid.1', event_name: 'Purchase', timestamp: 1_781_000_400 }],
    });
    expect(onlyItem(body, NOW_MS + 86_400_000).dedupeKey).toBe(onlyItem(body, NOW_MS).dedupeKey);
  });

  test.each([
    ['a separator', 'wamid.1|message'],
    ['a line break', 'wamid.1\n'],
    ['letters beyond ASCII', 'wamid.ü'],
    ['the mark of a replaced id', '#abc'],
    ['201 characters', 'w'.repeat(201)],
  ])('replaces an id that has %s', (_, id) => {
    const item = onlyItem(channelBody('messages', { messages: [text(id, '1')] }));
    expect(item.dedupeKey).toMatch(/^#[A-Za-z0-9_-]{43}\|message$/);
  });

  test('keeps an id of 200 characters', () => {
    const item = onlyItem(channelBody('messages', { messages: [text('w'.repeat(200), '1')] }));
    expect(item.dedupeKey).toBe(`${'w'.repeat(200)}|message`);
  });

  test('of a group status tells participants apart under both spellings (M4), and their numbers are not in it', () => {
    const status = {
      id: 'wamid.1',
      status: 'read',
      timestamp: '1781000400',
      recipient_id: 'Y2Fw',
      recipient_type: 'group',
    };
    const key = (participant: object) =>
      onlyItem(channelBody('messages', { statuses: [{ ...status, ...participant }] }));
    const first = key({ recipient_participant_id: '4915170023456' });
    const second = key({ participant_recipient_id: '46705550177' });
    expect([first.phone, second.phone]).toEqual(['4915170023456', '46705550177']);
    expect(first.dedupeKey).toMatch(/^wamid\.1\|read\|#[A-Za-z0-9_-]{43}$/);
    expect(key({ participant_recipient_id: '4915170023456' }).dedupeKey).toBe(first.dedupeKey);
    expect(second.dedupeKey).not.toBe(first.dedupeKey);
    const ofAnother = { statuses: [{ ...status, id: 'wamid.2', recipient_participant_id: '4915170023456' }] };
    expect(onlyItem(channelBody('messages', ofAnother)).dedupeKey.slice('wamid.2|'.length)).not.toBe(
      first.dedupeKey.slice('wamid.1|'.length),
    );
    expect(dataOf(key({ recipient_participant_id: '1' })).group_id).toBe('Y2Fw');
  });

  test('of a payment status names the transaction', () => {
    const payment = { reference_id: 'r1', transaction: { id: 'txn-1', status: 'success' }, currency: 'INR' };
    const statuses = [
      { id: 'wamid.1', type: 'payment', status: 'captured', recipient_id: '9198', timestamp: '1781000400', payment },
    ];
    const item = onlyItem(channelBody('messages', { statuses }));
    expect(item).toMatchObject({ type: 'message.payment_updated', dedupeKey: 'wamid.1|payment:captured:txn-1' });
    expect(dataOf(item)).toMatchObject({ status: 'captured', sequence: null, payment });
  });

  test('of a message in the history is not that of the message itself', () => {
    const item = onlyItem(channelBody('history', { messages: [{ ...text('wamid.1', NUMBER), to: '4915170023456' }] }));
    expect(item).toMatchObject({
      type: 'history.synced',
      dedupeKey: 'wamid.1|history',
      phone: '4915170023456',
      exemptFromReplayWindow: true,
    });
  });
});

describe('variants that Meta documents or sends', () => {
  test('M2: a quality change under the field of status changes', () => {
    const item = onlyItem(wabaBody('message_template_status_update', { new_quality_score: 'RED' }, 1_781_000_400));
    expect(item.type).toBe('template.quality_updated');
  });

  test('M3: a limit as a number or a tier is kept as sent', () => {
    for (const limit of [2000, 'TIER_250']) {
      const value = { max_daily_conversations_per_business: limit };
      const item = onlyItem(wabaBody('business_capability_update', value, 1_781_000_400));
      expect(dataOf(item).max_daily_conversations_per_business).toBe(limit);
    }
  });

  test.each(['parent_recipient_user_id', 'parent_user_id', 'recipient_parent_user_id'])(
    'M5: a status with the parent id as %s is known by its own id, and by the parent only when nothing else names it',
    (parentKey) => {
      const status = { id: 'wamid.1', status: 'sent', timestamp: '1781000400', [parentKey]: 'DE.2' };
      const bodyWith = (more: object) => channelBody('messages', { statuses: [{ ...status, ...more }] });
      expect(onlyItem(bodyWith({ recipient_user_id: 'DE.1' }))).toMatchObject({ phone: null, bsuid: 'DE.1' });
      expect(onlyItem(bodyWith({ recipient_id: '491' }))).toMatchObject({ phone: '491', bsuid: null });
      expect(onlyItem(bodyWith({}))).toMatchObject({ phone: null, bsuid: 'DE.2' });
    },
  );

  test('M6, M7: call words in any case, times and numbers as strings or numbers', () => {
    const calls = [
      { id: 'wacid.1', to: 4915170023456, from: 15557204418, event: 'Terminate', timestamp: 1_781_000_400 },
    ];
    const call = { ...calls[0], direction: 'BUSINESS_INITIATED', status: 'Completed', duration: '12' };
    const item = onlyItem(channelBody('calls', { calls: [call] }));
    expect(item).toMatchObject({
      type: 'call.terminate',
      phone: '4915170023456',
      dedupeKey: 'wacid.1|terminate',
      occurredAtMs: 1_781_000_400_000,
    });
    expect(dataOf(item)).toMatchObject({ direction: 'outbound', status: 'completed', duration_seconds: 12 });
  });

  test('M8: rejection_info beside the value', () => {
    const change = {
      field: 'message_template_status_update',
      value: { event: 'REJECTED' },
      rejection_info: { reason: 'r' },
    };
    const item = onlyItem({ entry: [{ id: '1', time: 1_781_000_400, changes: [change] }] });
    expect(dataOf(item)).toMatchObject({ event: 'REJECTED', rejection_info: { reason: 'r' } });
  });

  test('M14: an address reply with its time and type inside', () => {
    const interactive = {
      type: 'interactive',
      action: 'address_message',
      timestamp: '1781000400',
      nfm_reply: { name: 'address_message', body: 'Kanalgatan 12', response_json: '{}' },
    };
    const item = onlyItem(channelBody('messages', { messages: [{ from: '491', id: 'wamid.1', interactive }] }));
    expect(item).toMatchObject({ type: 'message.received', occurredAtMs: 1_781_000_400_000, timeIsMeta: true });
    expect(dataOf(item)).toMatchObject({ type: 'interactive', text: 'Kanalgatan 12' });
  });

  test.each([49_900, '49900'])('M15: a conversion value as %j', (value) => {
    const conversion = {
      id: 'wamid.1',
      event_name: 'Purchase',
      timestamp: 1_781_000_400,
      custom_data: { currency: 'EUR', value },
    };
    const item = onlyItem(channelBody('automatic_events', { automatic_events: [conversion] }));
    expect(dataOf(item)).toMatchObject({ currency: 'EUR', value: 49_900 });
  });

  test('a message without a type is named by its content', () => {
    const interactive = { type: 'call_permission_reply', call_permission_reply: { response: 'accept' } };
    const item = onlyItem(
      channelBody('messages', { messages: [{ from: '491', id: 'wamid.1', timestamp: '1781000400', interactive }] }),
    );
    expect(item.type).toBe('message.received');
    expect(dataOf(item)).toMatchObject({ type: 'interactive', text: null });
  });

  test('an edit that comes as unsupported is an edit', () => {
    const message = {
      from: '491',
      id: 'wamid.1',
      timestamp: '1781000400',
      type: 'unsupported',
      unsupported: { type: 'edit' },
    };
    expect(onlyItem(channelBody('messages', { messages: [message] })).type).toBe('message.edited');
  });

  test('a removed reaction has no emoji', () => {
    const message = {
      from: '491',
      id: 'wamid.1',
      timestamp: '1781000400',
      type: 'reaction',
      reaction: { message_id: 'wamid.0' },
    };
    const data = dataOf(onlyItem(channelBody('messages', { messages: [message] })));
    expect(data).toMatchObject({ text: null, reaction: { message_id: 'wamid.0', emoji: null } });
  });

  test('errors beside a call belong to the call', () => {
    const calls = [{ id: 'wacid.1', event: 'terminate', status: 'FAILED', direction: 'USER_INITIATED', from: '491' }];
    const errors = [{ code: 138_021, message: 'No answer', error_data: { details: 'Nobody answered' } }];
    const item = onlyItem(channelBody('calls', { calls, errors }));
    expect(item.type).toBe('call.terminate');
    expect(dataOf(item).error).toEqual({ code: 138_021, title: 'No answer', details: 'Nobody answered' });
  });

  test('message_echoes is like smb_message_echoes, and an echo to a group is to nobody', () => {
    const echo = { ...text('wamid.1', NUMBER), to: '4915170023456', to_user_id: 'DE.1' };
    const item = onlyItem(channelBody('message_echoes', { message_echoes: [echo] }));
    expect(item).toMatchObject({ type: 'message.echoed', phone: '4915170023456', bsuid: 'DE.1' });
    expect(dataOf(item).direction).toBe('outbound');
    const toGroup = channelBody('message_echoes', { message_echoes: [{ ...text('wamid.2', NUMBER), to: 'Y2FwaV9n' }] });
    expect(onlyItem(toGroup).phone).toBeNull();
  });

  test('a user known only by BSUID has no phone, whatever the item', () => {
    const contacts = [{ profile: { name: 'Mira', username: '@mira' }, user_id: 'DE.1' }];
    const time = { id: 'x.1', timestamp: '1781000400' };
    const bodies = [
      channelBody('messages', {
        contacts,
        messages: [{ ...time, from_user_id: 'DE.1', type: 'text', text: { body: 'Hi' } }],
      }),
      channelBody('messages', { contacts, messages: [{ ...time, type: 'text', text: { body: 'Hi' } }] }),
      channelBody('messages', { contacts, statuses: [{ ...time, recipient_user_id: 'DE.1', status: 'read' }] }),
      channelBody('calls', {
        contacts,
        calls: [{ ...time, event: 'connect', direction: 'USER_INITIATED', from_user_id: 'DE.1' }],
      }),
      channelBody('calls', {
        contacts,
        calls: [{ ...time, event: 'connect', direction: 'BUSINESS_INITIATED', to_user_id: 'DE.1' }],
      }),
      channelBody('user_preferences', {
        contacts,
        user_preferences: [{ user_id: 'DE.1', value: 'stop', timestamp: 1 }],
      }),
      channelBody('messages', { messages: [{ ...time, type: 'system', system: { user_id: 'DE.1' } }] }),
    ];
    for (const body of bodies) expect(onlyItem(body)).toMatchObject({ phone: null, bsuid: 'DE.1' });
    expect(dataOf(onlyItem(bodies[0])).contact).toMatchObject({ phone: null, bsuid: 'DE.1', username: '@mira' });
  });

  test('the number or BSUID that the item leaves out comes from the contact that matches', () => {
    const contacts = [{ wa_id: '4915170023456', user_id: 'DE.1' }];
    const byPhone = channelBody('messages', { contacts, messages: [text('wamid.1', '4915170023456')] });
    expect(onlyItem(byPhone)).toMatchObject({ phone: '4915170023456', bsuid: 'DE.1' });
  });

  test('field in the wrong place is found, and the cut body has it in the right one', () => {
    const item = onlyItem({
      entry: [{ id: '1', field: 'account_update', changes: [{ value: { event: 'ACCOUNT_DELETED' } }] }],
    });
    expect(item.type).toBe('account.updated');
    expect(item.body.entry[0]?.changes[0]?.field).toBe('account_update');
    expect(
      onlyItem({ entry: [{ id: '1', changes: [{ value: { metadata: METADATA, messages: [text('w', '1')] } }] }] }).type,
    ).toBe('message.received');
  });

  test('an object where an array belongs is read as its one element', () => {
    expect(onlyItem({ entry: { id: '1', changes: { field: 'security', value: {} } } }).type).toBe('account.security');
  });

  test('what has no name of its own is meta.<field>, made safe', () => {
    const cases: [string, object, string][] = [
      ['new_things', {}, 'meta.new_things'],
      ['../evil field', {}, 'meta.___evil_field'],
      ['constructor', {}, 'meta.constructor'],
      ['__proto__', {}, 'meta.__proto__'],
      ['x'.repeat(80), {}, `meta.${'x'.repeat(64)}`],
      ['', {}, 'meta.unknown'],
      ['messages', { statuses: [{ id: 'wamid.1', status: 'warped' }] }, 'meta.messages'],
      ['messages', {}, 'meta.messages'],
      ['calls', { calls: [{ id: 'wacid.1', event: 'warped' }] }, 'meta.calls'],
      ['user_preferences', { user_preferences: [{ value: 'maybe' }] }, 'meta.user_preferences'],
      ['message_template_status_update', { event: 'WARPED' }, 'meta.message_template_status_update'],
    ];
    for (const [field, value, type] of cases) expect(onlyItem(bodyOf(field, value)).type).toBe(type);
  });

  test('a change about a number that does not say which is nobody else by its WABA', () => {
    expect(onlyItem(bodyOf('messages', { messages: [text('wamid.1', '491')] }))).toMatchObject({
      scope: 'channel',
      phoneNumberId: null,
    });
  });

  test('a time in milliseconds is read as such, and nonsense is no time', () => {
    const at = (timestamp: unknown) =>
      onlyItem(channelBody('messages', { messages: [{ ...text('wamid.1', '491'), timestamp }] }));
    expect(at('1781000400123').occurredAtMs).toBe(1_781_000_400_123);
    for (const nonsense of ['soon', '0', -5, 1e300, null, {}, '1781000400 ', [1]]) {
      expect(at(nonsense)).toMatchObject({ occurredAtMs: NOW_MS, timeIsMeta: false });
    }
  });

  test.each([undefined, null, 1, 'text', true, [], {}, { entry: [] }, { entry: 5 }])('%j holds nothing', (body) => {
    expect(splitMetaBody(body, NOW_MS)).toEqual([]);
  });
});

describe('for any JSON', () => {
  const FIELDS = ['messages', 'calls', 'history', 'smb_message_echoes', 'user_preferences', 'flows', 'constructor', ''];
  const KEYS = ['messages', 'statuses', 'calls', 'errors', 'history', 'message_echoes', 'user_preferences', 'contacts'];
  const itemArb = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.record(
      {
        id: fc.oneof(fc.string(), fc.integer()),
        from: fc.oneof(fc.constantFrom('491', '492'), fc.jsonValue()),
        wa_id: fc.constantFrom('491', '492'),
        timestamp: fc.oneof(fc.constant('1781000400'), fc.jsonValue()),
        type: fc.constantFrom('text', 'image', 'edit', 'system', 'unsupported', 'call', 'payment', 'toString'),
        status: fc.constantFrom('sent', 'read', 'RINGING', '__proto__'),
        text: fc.jsonValue({ maxDepth: 1 }),
        edit: fc.jsonValue({ maxDepth: 2 }),
      },
      { requiredKeys: [] },
    ),
  );
  const valueArb = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.dictionary(
      fc.constantFrom(...KEYS, 'metadata', '__proto__', 'event'),
      fc.oneof(fc.array(itemArb, { maxLength: 4 }), itemArb),
    ),
  );
  const changeArb = fc.oneof(
    fc.jsonValue({ maxDepth: 1 }),
    fc.record({ value: valueArb, field: fc.oneof(fc.constantFrom(...FIELDS), fc.jsonValue()) }, { requiredKeys: [] }),
  );
  const entryArb = fc.oneof(
    fc.jsonValue({ maxDepth: 1 }),
    fc.record(
      { id: fc.jsonValue(), time: fc.jsonValue(), changes: fc.array(changeArb, { maxLength: 3 }) },
      { requiredKeys: [] },
    ),
  );
  const bodyArb = fc.oneof(
    fc.jsonValue(),
    fc.record({ object: fc.jsonValue(), entry: fc.array(entryArb, { maxLength: 3 }) }, { requiredKeys: [] }),
  );

  test('splitting and showing never throw, and no inner element is lost', () => {
    fc.assert(
      fc.property(bodyArb, (body) => {
        const items = splitMetaBody(body, NOW_MS);
        expect(items.length).toBeGreaterThanOrEqual(countLeaves(body));
        for (const item of items) JSON.stringify(dataOf(item));
      }),
      { numRuns: 1_000 },
    );
  });

  test('a cut body, written and read again, is the same one item', () => {
    fc.assert(
      fc.property(bodyArb, (body) => {
        for (const item of splitMetaBody(body, NOW_MS)) {
          const { body: _, ...facts } = item;
          const { body: __, ...again } = onlyItem(JSON.parse(JSON.stringify(item.body)));
          expect(again).toEqual(facts);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('errors beside a call go with the call and not with a status in the same change', () => {
    const value = {
      statuses: [{ id: 'wacid.A', status: 'RINGING' }],
      calls: [{ id: 'wacid.B', event: 'terminate' }],
      errors: [{ code: 1 }],
    };
    const items = splitMetaBody({ entry: [{ id: '1', changes: [{ field: 'calls', value }] }] }, NOW_MS);
    const errorsOf = items.map((item) => [item.dedupeKey, objectOf(item.body.entry[0]?.changes[0]?.value).errors]);
    expect(errorsOf).toEqual([
      ['wacid.B|terminate', [{ code: 1 }]],
      ['wacid.A|ringing', undefined],
    ]);
  });

  test('canonical JSON does not depend on the order of keys and tells different content apart', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;
        expect(canonicalJson(reversed(plain(one)))).toBe(canonicalJson(plain(one)));
        const isSame = canonicalJson(plain(one)) === canonicalJson(plain(other));
        expect(isSame).toBe(JSON.stringify(sorted(plain(one))) === JSON.stringify(sorted(plain(other))));
      }),
    );
  });
});

/** Inner elements of the arrays named after what they hold, counted without the code under test. */
function countLeaves(body: unknown): number {
  const innerKeys: Readonly<Record<string, readonly string[]>> = {
    messages: ['messages', 'statuses', 'errors'],
    calls: ['calls', 'statuses'],
    history: ['history', 'messages', 'errors'],
    smb_message_echoes: ['message_echoes', 'messages', 'errors'],
    user_preferences: ['user_preferences', 'errors'],
  };
  const read = (value: unknown, key: string): unknown =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
  let count = 0;
  for (const entry of list(read(body, 'entry'))) {
    const changes = list(read(entry, 'changes'));
    if (changes.length === 0) count += 1;
    for (const change of changes) {
      const field = read(change, 'field');
      const keys = typeof field === 'string' && Object.hasOwn(innerKeys, field) ? (innerKeys[field] ?? []) : [];
      const inner = keys.reduce((sum, key) => sum + list(read(read(change, 'value'), key)).length, 0);
      count += Math.max(inner, 1);
    }
  }
  return count;
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, reversed(part)]),
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return ['array', ...value.map(sorted)];
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return ['object', ...entries.map(([key, part]) => ['key', key, sorted(part)])];
}
