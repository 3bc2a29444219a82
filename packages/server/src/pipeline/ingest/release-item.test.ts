import { describe, expect, test } from 'vitest';
import { idOf } from '../../domain/ids.ts';
import type { QuarantineItem } from '../../domain/quarantine.ts';
import type { Channel, MetaApp } from '../../domain/workspace.ts';
import { releaseItem } from './release-item.ts';

const NOW_MS = 1_781_000_400_000;
const SENT_AT_MS = NOW_MS - 90 * 86_400_000;
const uuid = (number: number) => `019c0000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const APP: MetaApp = {
  id: idOf('app', uuid(1)),
  workspaceId: null,
  appId: '900',
  appSecrets: ['s'],
  isSimulated: false,
  verifyToken: 't',
};
const CHANNEL: Channel = {
  id: idOf('chn', uuid(2)),
  workspaceId: idOf('ws', uuid(3)),
  metaAppId: APP.id,
  wabaId: 'w1',
  phoneNumberId: 'p1',
  displayPhoneNumber: '1555',
  throughputPerSecond: 80,
};

describe('releasing from quarantine', () => {
  test('makes the event that it would have been, with its own time and key, however old it is', () => {
    const released = release(newItem(), [CHANNEL]);
    expect(released).toMatchObject({
      kind: 'events',
      events: [
        {
          type: 'message.received',
          workspaceId: CHANNEL.workspaceId,
          channelId: CHANNEL.id,
          occurredAtMs: SENT_AT_MS,
          createdAtMs: NOW_MS,
          hops: 0,
          dedupeKey: 'wamid.1|message',
        },
      ],
    });
  });

  test('is refused while no channel of its registration has its number', () => {
    expect(release(newItem(), [])).toEqual({ kind: 'unknown_channel' });
  });

  test('never reaches a channel of another registration, whatever the lookup says', () => {
    const foreign = { ...CHANNEL, metaAppId: idOf('app', uuid(9)) };
    expect(release(newItem(), [foreign])).toEqual({ kind: 'unknown_channel' });
  });

  test('is refused for what could not be read, also when its text looks like a body', () => {
    expect(release({ ...newItem(), payload: 'not json' }, [CHANNEL])).toEqual({ kind: 'unreadable' });
    expect(release({ ...newItem(), reason: 'unreadable' }, [CHANNEL])).toEqual({ kind: 'unreadable' });
  });
});

function release(item: QuarantineItem, channels: readonly Channel[]) {
  return releaseItem(item, {
    app: APP,
    channels: {
      byPhoneNumberId: (_appId, id) => channels.find((channel) => channel.phoneNumberId === id) ?? null,
      byWaba: (_appId, wabaId) => channels.filter((channel) => channel.wabaId === wabaId),
    },
    newEventId: () => idOf('evt', uuid(50)),
    nowMs: NOW_MS,
  });
}

function newItem(): QuarantineItem {
  const timestamp = String(SENT_AT_MS / 1_000);
  const message = { from: '491', id: 'wamid.1', timestamp, type: 'text', text: { body: 'Hi' } };
  const metadata = { phone_number_id: 'p1', display_phone_number: '1555' };
  const value = { messaging_product: 'whatsapp', metadata, messages: [message] };
  return {
    id: idOf('qrn', uuid(4)),
    metaAppId: APP.id,
    reason: 'stale',
    field: 'messages',
    phoneNumberId: 'p1',
    wabaId: 'w1',
    occurredAtMs: SENT_AT_MS,
    createdAtMs: NOW_MS - 1_000,
    payload: { object: 'whatsapp_business_account', entry: [{ id: 'w1', changes: [{ value, field: 'messages' }] }] },
    dedupeKey: 'wamid.1|message',
  };
}
