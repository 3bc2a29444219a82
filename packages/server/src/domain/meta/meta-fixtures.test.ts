import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Event } from '../event.ts';
import { idOf } from '../ids.ts';
import { metaEventData } from './event-data.ts';
import { splitMetaBody } from './split.ts';

const FOLDER = new URL('../../../test/fixtures/meta/', import.meta.url);
const RECEIVED_AT_MS = Date.parse('2026-06-10T08:00:00.000Z');
const JUNE_9 = 1_781_000_400_000;
const UUID = '019c0000-0000-7000-8000-000000000001';

const MIRA = '4915170023456';
const NUMBER = '318940275561203';
const WABA = '204817563920415';
const MEDIA = '2207741159836640';

/** The wamids of the fixtures differ in two bytes only. */
const wamid = (bytes: string) => `wamid.HBgNNDkxNTE3MDAyMzQ1NhUCABIYFDNB${bytes}7C9E21F0A5==`;
const sentWamid = (bytes: string) => `wamid.HBgNNDkxNTE3MDAyMzQ1NhUCABIYFD${bytes}==`;
const WACID = 'wacid.HBgNNDkxNTE3MDAyMzQ1NhUCABIYIEQ4QTE=';

interface Expected {
  readonly type: string;
  readonly key: string | 'hash';
  readonly phone?: string | null;
  readonly bsuid?: string;
  readonly atMs?: number;
  readonly text?: string | null;
  readonly mediaId?: string;
  readonly status?: string;
  readonly scope?: 'waba' | 'business';
  readonly wabaId?: string | null;
}

const message = (bytes: string, text: string | null, mediaId?: string): Expected => ({
  type: 'message.received',
  key: `${wamid(bytes)}|message`,
  text,
  ...(mediaId === undefined ? {} : { mediaId }),
});
const status = (name: string, id: string): Expected => ({
  type: `message.${name}`,
  key: `${id}|${name}`,
  status: name,
});
const call = (verb: string, id: string, word: string, atMs = JUNE_9): Expected => ({
  type: `call.${verb}`,
  key: `${id}|${word}`,
  atMs,
});
const waba = (type: string): Expected => ({ type, key: 'hash', phone: null, scope: 'waba' });
const business = (type: string, wabaId: string | null): Expected => ({ ...waba(type), scope: 'business', wabaId });
const channelWide = (type: string, atMs = JUNE_9): Expected => ({ type, key: 'hash', phone: null, atMs });

/** By hand from CONTRACTS 1, 8 and 8.1. */
const EXPECTED: Readonly<Record<string, Expected>> = {
  'text.json': message('1A01', 'Is the blue frame still in stock?'),
  'text-unicode.json': message('1A02', 'Größe M? 你好 🚲 "quoted" \\ slash/'),
  'text-reply-context.json': message('1A03', 'Yes please'),
  'text-referred-product.json': message('1A04', 'Do you ship this one?'),
  'text-forwarded.json': message('1A05', 'FYI'),
  'text-frequently-forwarded.json': message('1A06', 'FYI!!'),
  'text-referral-ad.json': message('1A07', 'Tell me more about this offer'),
  'text-identity-key-hash.json': message('1A09', 'Hi'),
  'image.json': message('1A0A', 'Bent rear wheel', MEDIA),
  'audio.json': message('1A0C', null, MEDIA),
  'audio-voice.json': message('1A0D', null, MEDIA),
  'video.json': message('1A0E', 'The rattling noise', MEDIA),
  'document.json': message('1A0F', 'Signed quote', MEDIA),
  'sticker.json': message('1A10', null, MEDIA),
  'location.json': message('1A11', null),
  'contacts.json': message('1A13', null),
  'interactive-button-reply.json': message('1A15', '09:30'),
  'interactive-list-reply.json': message('1A16', 'Full service'),
  'interactive-nfm-reply.json': message('1A17', 'Sent'),
  'interactive-nfm-reply-address.json': message('1A18', 'Kanalgatan 12, 21141 Malmö'),
  'interactive-call-permission-reply.json': message('1A19', null),
  'button.json': message('1A1A', 'Stop promotions'),
  'reaction.json': message('1A1B', '👍'),
  'order.json': message('1A1D', null),
  'unsupported.json': message('1A21', null),
  'edit.json': { ...message('1A23', 'Bent FRONT wheel', MEDIA), type: 'message.edited' },
  'revoke.json': { ...message('1A25', null), type: 'message.revoked' },
  'system-number-change.json': { type: 'contact.identity_changed', key: `${wamid('1A1E')}|message` },
  'system-identity-change-legacy.json': { type: 'contact.identity_changed', key: `${wamid('1A20')}|message` },
  'smb-message-echoes.json': { ...message('1A2E', 'Sent from the phone app'), type: 'message.echoed' },

  'status-sent.json': status('sent', wamid('00FF')),
  'status-delivered.json': status('delivered', wamid('00FF')),
  'status-read.json': status('read', wamid('00FF')),
  'status-played.json': status('played', wamid('00FF')),
  'status-failed.json': status('failed', wamid('00FF')),
  'status-failed-reengagement.json': status('failed', sentWamid('F840C34F1D6014AE')),
  'status-delivered-free-service.json': status('delivered', sentWamid('56F9F90769EF4D48')),
  'status-sent-biz-opaque.json': status('sent', sentWamid('93E651D72FD4E1F1')),
  'status-sent-v23-conversation.json': status('sent', sentWamid('6A14783152D1DB05')),
  'status-identity-hash.json': status('delivered', sentWamid('6115EC52DC07EDE2')),
  'status-bsuid.json': {
    ...status('delivered', sentWamid('65C9656327200356')),
    phone: null,
    bsuid: 'DE.20577113940026618845',
  },

  'call-connect.json': call('connect', WACID, 'connect'),
  'call-connect-deeplink.json': call('connect', 'wacid.HBgNNDkxNTE3MDAyMzQ1NhUCABIY1FD67E55', 'connect'),
  'call-terminate.json': call('terminate', WACID, 'terminate', 1_781_000_560_000),
  'call-status-ringing.json': call('status_change', WACID, 'ringing'),
  'call-status-accepted.json': call('status_change', WACID, 'accepted'),
  'call-status-rejected.json': call('status_change', WACID, 'rejected'),

  'user-preferences-stop.json': { type: 'contact.opted_out', key: 'hash' },
  'user-preferences-resume.json': { type: 'contact.opted_in', key: 'hash' },
  'smb-app-state-sync-add.json': { type: 'app_state.synced', key: 'hash' },
  'smb-app-state-sync-remove.json': { type: 'app_state.synced', key: 'hash' },
  'errors.json': channelWide('channel.error_reported', RECEIVED_AT_MS),
  'history-chunk.json': channelWide('history.synced', RECEIVED_AT_MS),
  'history-declined.json': channelWide('history.synced', RECEIVED_AT_MS),
  'automatic-events-lead.json': channelWide('conversion.reported'),
  'group-lifecycle-create.json': channelWide('group.lifecycle_updated'),
  'group-participants-add.json': channelWide('group.participants_updated'),
  'group-participants-left.json': channelWide('group.participants_updated'),
  'group-settings-update.json': channelWide('group.settings_updated'),
  'group-status-suspend.json': channelWide('group.status_updated'),

  'message-template-status-update-approved.json': waba('template.approved'),
  'message-template-status-update-rejected.json': waba('template.rejected'),
  'message-template-status-update-paused.json': waba('template.paused'),
  'message-template-status-update-disabled.json': waba('template.disabled'),
  'message-template-status-update-pending-deletion.json': waba('template.pending_deletion'),
  'message-template-quality-update.json': waba('template.quality_updated'),
  'message-template-components-update.json': waba('template.components_updated'),
  'template-category-update-impending.json': waba('template.category_updated'),
  'template-category-update-completed.json': waba('template.category_updated'),
  'phone-number-quality-update.json': waba('phone_number.quality_updated'),
  'phone-number-name-update-approved.json': waba('phone_number.name_updated'),
  'phone-number-name-update-rejected.json': waba('phone_number.name_updated'),
  'business-username-update.json': waba('username.updated'),
  'account-alerts.json': waba('account.alerted'),
  'account-review-update-approved.json': waba('account.reviewed'),
  'account-review-update-rejected.json': waba('account.reviewed'),
  'business-capability-update.json': waba('account.capability_updated'),
  'security-pin-changed.json': waba('account.security'),
  'payment-configuration-update.json': waba('payment_configuration.updated'),
  'flows-created.json': waba('flow.updated'),
  'flows-created-version-warning.json': waba('flow.updated'),
  'flows-status-change.json': waba('flow.updated'),
  'flows-client-error-rate.json': waba('flow.updated'),
  'flows-endpoint-availability.json': waba('flow.updated'),
  'flows-endpoint-error-rate.json': waba('flow.updated'),
  'flows-endpoint-latency.json': waba('flow.updated'),
  'account-update-account-deleted.json': waba('account.updated'),
  'account-update-account-violation.json': waba('account.updated'),
  'account-update-auth-intl-price-eligibility.json': waba('account.updated'),
  'account-update-disabled-update.json': waba('account.updated'),
  'account-update-primary-location.json': waba('account.updated'),
  'account-update-volume-tier.json': waba('account.updated'),
  'account-update-ad-account-linked.json': business('account.updated', WABA),
  'account-update-mm-lite-terms-signed.json': business('account.updated', WABA),
  'account-update-partner-added.json': business('account.updated', WABA),
  'account-update-partner-removed.json': business('account.updated', WABA),
  'account-update-partner-app-installed.json': business('account.updated', WABA),
  'account-update-partner-app-uninstalled.json': business('account.updated', WABA),
  'partner-solutions.json': business('partner_solution.updated', null),
};

function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
}

/** The data of the one event in a fixture, as an event of it would show it. */
function dataOf(name: string): Record<string, unknown> {
  const [item] = splitMetaBody(readFixture(name), RECEIVED_AT_MS);
  if (item === undefined) throw new Error(`${name} has no item`);
  const event: Event = {
    id: idOf('evt', UUID),
    workspaceId: idOf('ws', UUID),
    type: item.type,
    origin: 'meta',
    channelId: null,
    occurredAtMs: item.occurredAtMs,
    createdAtMs: RECEIVED_AT_MS,
    phone: item.phone,
    bsuid: item.bsuid,
    contact: null,
    sentMessage: null,
    hops: 0,
    payload: item.body,
  };
  return metaEventData(event, { channel: null, mediaUrl: (mediaId) => `https://posthorn.example/media/${mediaId}` });
}

describe('every fixture of Meta', () => {
  test('is in the table, so that a new one cannot be forgotten', () => {
    expect(Object.keys(EXPECTED).sort()).toEqual(readdirSync(FOLDER).sort());
  });

  test.each(Object.entries(EXPECTED))('%s is one event of the documented type, person and time', (name, expected) => {
    const body = readFixture(name);
    const items = splitMetaBody(body, RECEIVED_AT_MS);
    expect(items).toHaveLength(1);
    const [item] = items;
    expect(item?.body).toBe(body);
    const scope = expected.scope ?? 'channel';
    expect(item).toMatchObject({
      type: expected.type,
      scope,
      phone: expected.phone === undefined ? MIRA : expected.phone,
      bsuid: expected.bsuid ?? null,
      occurredAtMs: expected.atMs ?? JUNE_9,
      timeIsMeta: expected.atMs !== RECEIVED_AT_MS,
      wabaId: expected.wabaId === undefined ? WABA : expected.wabaId,
      phoneNumberId: scope === 'channel' ? NUMBER : null,
      exemptFromReplayWindow: name.startsWith('history'),
    });
    if (expected.key === 'hash') expect(item?.dedupeKey).toMatch(/^h\|[A-Za-z0-9_-]{43}$/);
    else expect(item?.dedupeKey).toBe(expected.key);
  });

  test.each(Object.entries(EXPECTED).filter(([, expected]) => expected.text !== undefined))(
    '%s shows its text and media in data',
    (name, expected) => {
      const data = dataOf(name);
      expect(data.text).toBe(expected.text);
      const link = expected.mediaId === undefined ? null : `https://posthorn.example/media/${expected.mediaId}`;
      expect((data.media as { url: string } | null)?.url ?? null).toBe(link);
    },
  );

  test.each(Object.entries(EXPECTED).filter(([, expected]) => expected.status !== undefined))(
    '%s shows its status in data',
    (name, expected) => {
      const sequence = { sent: 1, delivered: 2, read: 3, played: 4 }[expected.status ?? ''] ?? null;
      expect(dataOf(name)).toMatchObject({ status: expected.status, sequence, direction: 'outbound', text: null });
    },
  );

  test('shares its dedupe key with no other', () => {
    const files = readdirSync(FOLDER);
    const keys = files.map((name) => splitMetaBody(readFixture(name), RECEIVED_AT_MS)[0]?.dedupeKey);
    expect(new Set(keys).size).toBe(files.length);
  });
});

describe('data of message events', () => {
  test('has exactly the documented keys in the documented order, and Meta item last', () => {
    const keys =
      'message_id direction type text media location contacts interactive reaction order context referral contact channel group_id status sequence error pricing callback_data occurred_at raw';
    expect(Object.keys(dataOf('text.json')).join(' ')).toBe(keys);
    expect(Object.keys(dataOf('status-read.json')).join(' ')).toBe(keys);
    expect(Object.keys(dataOf('smb-message-echoes.json')).join(' ')).toBe(keys);
  });

  test('an image has media, contact, channel, and nulls where there is nothing', () => {
    const raw = readFixture('image.json') as { entry: { changes: { value: { messages: unknown[] } }[] }[] };
    expect(dataOf('image.json')).toEqual({
      message_id: wamid('1A0A'),
      direction: 'inbound',
      type: 'image',
      text: 'Bent rear wheel',
      media: {
        id: MEDIA,
        url: `https://posthorn.example/media/${MEDIA}`,
        mime_type: 'image/jpeg',
        sha256: 'b2Fr3Jx0w1H7yqkP9mZlVd8uQ5tXc6RnKe4gTiYsA0o=',
        filename: null,
        caption: 'Bent rear wheel',
        voice: null,
      },
      location: null,
      contacts: null,
      interactive: null,
      reaction: null,
      order: null,
      context: null,
      referral: null,
      contact: { id: null, serial: null, bsuid: null, phone: MIRA, name: 'Mira Lindqvist', username: null },
      channel: { id: null, phone_number_id: NUMBER, display_phone_number: '15557204418', waba_id: WABA },
      group_id: null,
      status: null,
      sequence: null,
      error: null,
      pricing: null,
      callback_data: null,
      occurred_at: '2026-06-09T10:20:00.000Z',
      raw: raw.entry[0]?.changes[0]?.value.messages[0],
    });
  });

  test('each kind of content is under its own key', () => {
    expect(dataOf('audio-voice.json').media).toMatchObject({ voice: true, mime_type: 'audio/ogg; codecs=opus' });
    expect(dataOf('document.json').media).toMatchObject({ filename: 'quote-2291.pdf', caption: 'Signed quote' });
    expect(dataOf('location.json').location).toMatchObject({ latitude: 55.60498, name: 'Kanal Cykel' });
    expect(dataOf('contacts.json').contacts).toMatchObject([{ org: { company: 'Kanal Cykel' } }]);
    expect(dataOf('order.json').order).toMatchObject({ catalog_id: '418830027715540', text: 'Please gift wrap' });
    expect(dataOf('reaction.json').reaction).toEqual({ message_id: wamid('00FF'), emoji: '👍' });
    expect(dataOf('interactive-list-reply.json').interactive).toMatchObject({ list_reply: { id: 'svc-full' } });
    expect(dataOf('button.json').interactive).toEqual({
      type: 'button',
      button: { payload: 'STOP_PROMO', text: 'Stop promotions' },
    });
    expect(dataOf('text-referral-ad.json').referral).toMatchObject({ ctwa_clid: 'ARexampleClickId7731' });
    expect(dataOf('text-reply-context.json').context).toEqual({ message_id: wamid('00FF'), from: '15557204418' });
    expect(dataOf('text-forwarded.json').context).toBeNull();
    expect(dataOf('unsupported.json').error).toEqual({
      code: 131051,
      title: 'Message type unknown',
      details: 'Message type is currently not supported.',
    });
  });

  test('an edit and a revoke point at the message they change', () => {
    expect(dataOf('edit.json')).toMatchObject({ type: 'edit', context: { message_id: wamid('00FF'), from: null } });
    expect(dataOf('revoke.json')).toMatchObject({ type: 'revoke', context: { message_id: wamid('00FF') } });
  });

  test('a status shows error, pricing, callback data and the user known only by BSUID', () => {
    expect(dataOf('status-failed.json').error).toEqual({
      code: 131026,
      title: 'Message undeliverable',
      details: 'Message could not be delivered to the recipient.',
    });
    expect(dataOf('status-sent-biz-opaque.json')).toMatchObject({
      callback_data: 'ord-5521|row-88',
      pricing: { category: 'utility' },
    });
    expect(dataOf('status-bsuid.json').contact).toEqual({
      id: null,
      serial: null,
      bsuid: 'DE.20577113940026618845',
      phone: null,
      name: 'Mira Lindqvist',
      username: '@miralind',
    });
  });
});

describe('data of other events', () => {
  test('a template is a resource with our names', () => {
    const { raw, ...data } = dataOf('message-template-status-update-rejected.json');
    expect(data).toEqual({
      template_id: '1733902281004478',
      name: 'spring_sale',
      language: 'sv',
      category: 'MARKETING',
      event: 'REJECTED',
      reason: 'INVALID_FORMAT',
      disable_info: null,
      other_info: null,
      rejection_info: {
        reason: 'Two parameters stand next to each other.',
        recommendation: 'Put words between the parameters.',
      },
      channel: null,
      waba_id: WABA,
      occurred_at: '2026-06-09T10:20:00.000Z',
    });
    expect(raw).toMatchObject({ message_template_name: 'spring_sale' });
    expect(dataOf('message-template-components-update.json')).toMatchObject({
      title: 'Your bike is ready',
      body: 'Hi {{1}}, pick it up before {{2}}.',
      footer: 'Kanal Cykel',
      buttons: [
        { type: 'PHONE_NUMBER', text: 'Call us', url: null, phone_number: '+46705550177' },
        { type: 'URL', text: 'Directions', url: 'https://kanalcykel.example/map', phone_number: null },
      ],
    });
  });

  test('a call is a resource with directions, words in one case and units', () => {
    expect(dataOf('call-terminate.json')).toMatchObject({
      call_id: WACID,
      direction: 'inbound',
      from: MIRA,
      to: '15557204418',
      event: 'terminate',
      status: 'completed',
      session: null,
      start_time: '2026-06-09T10:20:10.000Z',
      end_time: '2026-06-09T10:22:40.000Z',
      duration_seconds: 150,
      contact: { phone: MIRA },
      channel: { phone_number_id: NUMBER },
    });
    expect(dataOf('call-status-ringing.json')).toMatchObject({
      direction: 'outbound',
      from: '15557204418',
      to: MIRA,
      status: 'ringing',
      callback_data: 'agent-4',
    });
  });

  test('the rest keep every field of Meta', () => {
    expect(dataOf('system-number-change.json')).toMatchObject({
      change: 'user_changed_number',
      previous_phone: MIRA,
      new_phone: '4915170099887',
    });
    expect(dataOf('user-preferences-stop.json')).toMatchObject({
      category: 'marketing_messages',
      choice: 'stop',
      contact: { phone: MIRA, name: 'Mira Lindqvist' },
    });
    expect(dataOf('errors.json')).toMatchObject({ code: 130429, title: 'Rate limit hit' });
    expect(dataOf('history-chunk.json')).toMatchObject({ phase: 0, chunk_order: 1, progress: 40, message: null });
    expect(dataOf('history-declined.json')).toMatchObject({ error: { code: 2_593_109 } });
    expect(dataOf('smb-app-state-sync-add.json')).toMatchObject({ action: 'add', full_name: 'Mira Lindqvist' });
    expect(dataOf('automatic-events-lead.json')).toMatchObject({ event_name: 'LeadSubmitted', value: null });
    expect(dataOf('group-settings-update.json')).toMatchObject({ group_subject: { text: 'Sunday ride' } });
    expect(dataOf('phone-number-quality-update.json')).toMatchObject({ current_limit: 'TIER_UNLIMITED' });
    expect(dataOf('account-update-volume-tier.json')).toMatchObject({ volume_tier_info: { region: 'Sweden' } });
    expect(dataOf('partner-solutions.json')).not.toHaveProperty('waba_id');
  });
});
