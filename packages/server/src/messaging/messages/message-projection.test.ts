import { describe, expect, test } from 'vitest';
import { readFixture } from '../../../test/e2e/support/meta.ts';
import { conversationIdOf } from '../../domain/conversation.ts';
import type { NewEvent } from '../../domain/event.ts';
import { idOf } from '../../domain/ids.ts';
import { splitMetaBody } from '../../domain/meta/split.ts';
import { projectMessage } from './message-projection.ts';

const WORKSPACE = idOf('ws', '01900000-0000-7000-8000-000000000001');
const CHANNEL = idOf('chn', '01900000-0000-7000-8000-000000000002');
const CONTACT = { id: idOf('cnt', '01900000-0000-7000-8000-000000000003'), serial: 7 };
const EVENT = idOf('evt', '01900000-0000-7000-8000-000000000004');
const NOW_MS = 1_781_000_500_000;

function eventOf(name: string, change: (body: unknown) => unknown = (body) => body): NewEvent {
  const [item] = splitMetaBody(change(readFixture(`meta/${name}.json`)), NOW_MS);
  if (item === undefined) throw new Error('The fixture holds no item.');
  const { type, occurredAtMs, phone, bsuid, dedupeKey } = item;
  const own = { id: EVENT, workspaceId: WORKSPACE, channelId: CHANNEL, contact: CONTACT, sentMessage: null };
  const rest = { origin: 'meta' as const, createdAtMs: NOW_MS, hops: 0, payload: item.body, causeId: null };
  return { ...own, ...rest, type, occurredAtMs, phone, bsuid, dedupeKey };
}

function replaced(from: string, to: string) {
  return (body: unknown): unknown => JSON.parse(JSON.stringify(body).replaceAll(from, to));
}

describe('a message from Meta', () => {
  test('becomes a message of the conversation of its channel and contact, which opens the window', () => {
    const event = eventOf('text');
    const { records, thread } = projectMessage(event);
    const conversationId = conversationIdOf(CHANNEL, { contactId: CONTACT.id, phone: null, bsuid: null });
    expect(records).toMatchObject([
      {
        causeId: EVENT,
        row: {
          id: 'msg_01900000-0000-7000-8000-000000000004',
          conversation_id: conversationId,
          contact_id: CONTACT.id,
          direction: 'inbound',
          type: 'text',
          phone: event.phone,
        },
      },
    ]);
    expect(thread).toMatchObject({ conversationId, windowFromMs: event.occurredAtMs, message: { isInbound: true } });
  });

  test('leaves what it says in its event', () => {
    for (const name of ['text', 'location']) {
      expect(projectMessage(eventOf(name)).records[0]?.row).toMatchObject({ type: name, text: null, content: '' });
    }
    expect(projectMessage(eventOf('text-reply-context')).records[0]?.row.reply_to).toMatch(/^wamid\./);
  });

  test('names the file that is to be fetched', () => {
    expect(projectMessage(eventOf('image')).media).toMatchObject({
      mediaId: expect.any(String),
      mimeType: 'image/jpeg',
    });
    expect(projectMessage(eventOf('text')).media).toBeNull();
  });

  test('of a group belongs to no conversation', () => {
    const { records, thread } = projectMessage(
      eventOf('text', replaced('"type":"text"', '"group_id":"g1","type":"text"')),
    );
    expect(records[0]?.row).toMatchObject({ group_id: 'g1', conversation_id: null });
    expect(thread).toBeNull();
  });

  test('that was written in the WhatsApp Business app is outbound and opens no window', () => {
    const { records, thread } = projectMessage(eventOf('smb-message-echoes'));
    expect(records[0]?.row).toMatchObject({ direction: 'outbound', source: 'echo' });
    expect(thread).toMatchObject({ windowFromMs: null, message: { isInbound: false } });
  });
});

describe('a status', () => {
  test.each([
    ['status-sent', 'sent_at_ms'],
    ['status-delivered', 'delivered_at_ms'],
    ['status-read', 'read_at_ms'],
    ['status-played', 'played_at_ms'],
    ['status-failed', 'failed_at_ms'],
  ])('of %s is the time %s and no other', (name, column) => {
    const event = eventOf(name);
    const [write] = projectMessage(event).records;
    const times = ['sent_at_ms', 'delivered_at_ms', 'read_at_ms', 'played_at_ms', 'failed_at_ms'];
    for (const time of times) expect(write?.row[time]).toBe(time === column ? event.occurredAtMs : null);
    expect(write?.table.name).toBe('message_statuses');
  });

  test('of a failure tells why, and one with our id whose message it is', () => {
    const [failed] = projectMessage(eventOf('status-failed')).records;
    expect(JSON.parse(String(failed?.row.error))).toMatchObject({
      code: expect.any(Number),
      title: expect.any(String),
    });
    const id = 'msg_01900000-0000-7000-8000-000000000099';
    const body = readFixture('meta/status-sent-biz-opaque.json');
    const given = /"biz_opaque_callback_data":"([^"]+)"/.exec(JSON.stringify(body))?.[1] ?? '';
    const [ours] = projectMessage(eventOf('status-sent-biz-opaque', replaced(`"${given}"`, `"${id} order"`))).records;
    expect(ours?.row.message_id).toBe(id);
    expect(projectMessage(eventOf('status-sent-biz-opaque')).records[0]?.row.message_id).toBeNull();
  });
});

describe('what else happens to messages', () => {
  test('an edit brings the new version of a message from before, a revoke none', () => {
    expect(projectMessage(eventOf('edit')).change).toMatchObject({
      kind: 'edited',
      wamid: expect.stringMatching(/^wamid\./),
      version: { type: expect.any(String) },
    });
    expect(projectMessage(eventOf('revoke')).change).toMatchObject({ kind: 'revoked', version: null });
  });

  test('a call of the person opens the window and is no message', () => {
    const event = eventOf('call-connect');
    expect(projectMessage(event)).toMatchObject({
      records: [],
      thread: { message: null, windowFromMs: event.occurredAtMs },
    });
  });

  test('events about other things do nothing', () => {
    expect(projectMessage(eventOf('flows-created'))).toEqual({ records: [], thread: null, media: null, change: null });
  });
});
