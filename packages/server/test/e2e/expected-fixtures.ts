/**
 * What every fixture of Meta must become, written by hand from CONTRACTS 1, 8, 8.1 and 8.2. Nothing in this file is
 * worked out by the code it judges.
 */

/** What stands in `data` of one event of a fixture. */
export interface ExpectedEvent {
  readonly type: string;
  /** The other person's number. Null: the event is about nobody, or Meta does not tell it. */
  readonly phone: string | null;
  readonly bsuid?: string;
  /** When it happened, epoch ms. Null: Meta does not say, so the time of receipt stands in. */
  readonly atMs: number | null;
  /** Parts of `data`. */
  readonly data: Readonly<Record<string, unknown>>;
  /** True for events about the account and not about the one number, whose business Meta may not name. */
  readonly isOfAccount?: true;
}

const MIRA = '4915170023456';
const MIRAS_BSUID = 'DE.20577113940026618845';
const NOW_MS = Date.UTC(2026, 5, 9, 10, 20, 0);
const CALL_END_MS = Date.UTC(2026, 5, 9, 10, 22, 40);
const MEDIA = '2207741159836640';
const WACID = 'wacid.HBgNNDkxNTE3MDAyMzQ1NhUCABIYIEQ4QTE=';
const TEMPLATE = '1733902281004477';

/** The ids of the fixtures differ in two bytes only. */
const received = (bytes: string) => `wamid.HBgNNDkxNTE3MDAyMzQ1NhUCABIYFDNB${bytes}7C9E21F0A5==`;
const sent = (bytes: string) => `wamid.HBgNNDkxNTE3MDAyMzQ1NhUCABIYFD${bytes}==`;
const OURS = received('00FF');

const NAMED = { contact: { id: null, serial: null, bsuid: null, phone: MIRA, name: 'Mira Lindqvist', username: null } };
const UNNAMED = { contact: { id: null, serial: null, bsuid: null, phone: MIRA, name: null, username: null } };

const message = (bytes: string, text: string | null, more: Readonly<Record<string, unknown>> = {}): ExpectedEvent => ({
  type: 'message.received',
  phone: MIRA,
  atMs: NOW_MS,
  data: { message_id: received(bytes), direction: 'inbound', text, media: null, status: null, ...NAMED, ...more },
});

const file = (bytes: string, text: string | null, media: Readonly<Record<string, unknown>>): ExpectedEvent =>
  message(bytes, text, { media: { id: MEDIA, ...media } });

const status = (word: string, id: string, more: Readonly<Record<string, unknown>> = {}): ExpectedEvent => ({
  type: `message.${word}`,
  phone: MIRA,
  atMs: NOW_MS,
  data: {
    message_id: id,
    direction: 'outbound',
    text: null,
    media: null,
    status: word,
    sequence: { sent: 1, delivered: 2, read: 3, played: 4 }[word] ?? null,
    ...UNNAMED,
    ...more,
  },
});

const call = (verb: string, id: string, data: Readonly<Record<string, unknown>>, atMs = NOW_MS): ExpectedEvent => ({
  type: `call.${verb}`,
  phone: MIRA,
  atMs,
  data: { call_id: id, ...data },
});

const person = (type: string, data: Readonly<Record<string, unknown>>): ExpectedEvent => ({
  type,
  phone: MIRA,
  atMs: NOW_MS,
  data,
});

const number = (
  type: string,
  data: Readonly<Record<string, unknown>>,
  atMs: number | null = NOW_MS,
): ExpectedEvent => ({
  type,
  phone: null,
  atMs,
  data,
});

const account = (type: string, data: Readonly<Record<string, unknown>>): ExpectedEvent => ({
  type,
  phone: null,
  atMs: NOW_MS,
  data,
  isOfAccount: true,
});

/** By file name in `test/fixtures/meta`. Each file holds one item, so each becomes one event. */
export const EXPECTED_FIXTURES: Readonly<Record<string, ExpectedEvent>> = {
  'text.json': message('1A01', 'Is the blue frame still in stock?', { type: 'text' }),
  'text-unicode.json': message('1A02', 'Größe M? 你好 🚲 "quoted" \\ slash/', { type: 'text' }),
  'text-reply-context.json': message('1A03', 'Yes please', { context: { message_id: OURS, from: '15557204418' } }),
  'text-referred-product.json': message('1A04', 'Do you ship this one?'),
  'text-forwarded.json': message('1A05', 'FYI', { context: null }),
  'text-frequently-forwarded.json': message('1A06', 'FYI!!', { context: null }),
  'text-referral-ad.json': message('1A07', 'Tell me more about this offer', {
    referral: { source_type: 'ad', ctwa_clid: 'ARexampleClickId7731' },
  }),
  'text-identity-key-hash.json': message('1A09', 'Hi'),
  'image.json': file('1A0A', 'Bent rear wheel', {
    mime_type: 'image/jpeg',
    caption: 'Bent rear wheel',
    filename: null,
  }),
  'audio.json': file('1A0C', null, { caption: null }),
  'audio-voice.json': file('1A0D', null, { mime_type: 'audio/ogg; codecs=opus', voice: true }),
  'video.json': file('1A0E', 'The rattling noise', { caption: 'The rattling noise' }),
  'document.json': file('1A0F', 'Signed quote', { filename: 'quote-2291.pdf', caption: 'Signed quote' }),
  'sticker.json': file('1A10', null, { caption: null }),
  'location.json': message('1A11', null, {
    location: { latitude: 55.60498, longitude: 13.00382, name: 'Kanal Cykel' },
  }),
  'contacts.json': message('1A13', null, { contacts: [{ birthday: '1988-04-02', org: { company: 'Kanal Cykel' } }] }),
  'interactive-button-reply.json': message('1A15', '09:30', { interactive: { type: 'button_reply' } }),
  'interactive-list-reply.json': message('1A16', 'Full service', { interactive: { list_reply: { id: 'svc-full' } } }),
  'interactive-nfm-reply.json': message('1A17', 'Sent', { interactive: { nfm_reply: { name: 'flow' } } }),
  'interactive-nfm-reply-address.json': message('1A18', 'Kanalgatan 12, 21141 Malmö'),
  'interactive-call-permission-reply.json': message('1A19', null, {
    interactive: { call_permission_reply: { response: 'accept', is_permanent: false } },
  }),
  'button.json': message('1A1A', 'Stop promotions', { interactive: { button: { payload: 'STOP_PROMO' } } }),
  'reaction.json': message('1A1B', '👍', { reaction: { message_id: OURS, emoji: '👍' } }),
  'order.json': message('1A1D', null, { order: { catalog_id: '418830027715540', text: 'Please gift wrap' } }),
  'unsupported.json': message('1A21', null, { type: 'unsupported', error: { code: 131051 } }),
  'edit.json': { ...file('1A23', 'Bent FRONT wheel', { caption: 'Bent FRONT wheel' }), type: 'message.edited' },
  'revoke.json': { ...message('1A25', null, { context: { message_id: OURS, from: null } }), type: 'message.revoked' },
  'smb-message-echoes.json': {
    ...message('1A2E', 'Sent from the phone app', { direction: 'outbound', ...UNNAMED }),
    type: 'message.echoed',
  },

  'status-sent.json': status('sent', OURS),
  'status-delivered.json': status('delivered', OURS),
  'status-read.json': status('read', OURS),
  'status-played.json': status('played', OURS),
  'status-failed.json': status('failed', OURS, {
    error: {
      code: 131026,
      title: 'Message undeliverable',
      details: 'Message could not be delivered to the recipient.',
    },
  }),
  'status-failed-reengagement.json': status('failed', sent('F840C34F1D6014AE'), { error: { code: 131047 } }),
  'status-delivered-free-service.json': status('delivered', sent('56F9F90769EF4D48'), {
    pricing: { type: 'free_customer_service' },
  }),
  'status-sent-biz-opaque.json': status('sent', sent('93E651D72FD4E1F1'), { callback_data: 'ord-5521|row-88' }),
  'status-sent-v23-conversation.json': status('sent', sent('6A14783152D1DB05')),
  'status-identity-hash.json': status('delivered', sent('6115EC52DC07EDE2')),
  'status-bsuid.json': {
    ...status('delivered', sent('65C9656327200356'), {
      contact: {
        id: null,
        serial: null,
        bsuid: MIRAS_BSUID,
        phone: null,
        name: 'Mira Lindqvist',
        username: '@miralind',
      },
    }),
    phone: null,
    bsuid: MIRAS_BSUID,
  },

  'call-connect.json': call('connect', WACID, {
    direction: 'inbound',
    event: 'connect',
    session: { sdp_type: 'offer' },
  }),
  'call-connect-deeplink.json': call('connect', 'wacid.HBgNNDkxNTE3MDAyMzQ1NhUCABIY1FD67E55', { event: 'connect' }),
  'call-terminate.json': call('terminate', WACID, { status: 'completed', duration_seconds: 150 }, CALL_END_MS),
  'call-status-ringing.json': call('status_change', WACID, { direction: 'outbound', status: 'ringing' }),
  'call-status-accepted.json': call('status_change', WACID, { direction: 'outbound', status: 'accepted' }),
  'call-status-rejected.json': call('status_change', WACID, { direction: 'outbound', status: 'rejected' }),

  'system-number-change.json': person('contact.identity_changed', {
    message_id: received('1A1E'),
    previous_phone: MIRA,
    new_phone: '4915170099887',
    ...UNNAMED,
  }),
  'system-identity-change-legacy.json': person('contact.identity_changed', { message_id: received('1A20') }),
  'user-preferences-stop.json': person('contact.opted_out', {
    category: 'marketing_messages',
    choice: 'stop',
    ...NAMED,
  }),
  'user-preferences-resume.json': person('contact.opted_in', { category: 'marketing_messages', choice: 'resume' }),
  'smb-app-state-sync-add.json': person('app_state.synced', { action: 'add', full_name: 'Mira Lindqvist' }),
  'smb-app-state-sync-remove.json': person('app_state.synced', { action: 'remove' }),

  'errors.json': number('channel.error_reported', { code: 130429, title: 'Rate limit hit' }, null),
  'history-chunk.json': number('history.synced', { phase: 0, chunk_order: 1, progress: 40 }, null),
  'history-declined.json': number('history.synced', { error: { code: 2593109 } }, null),
  'automatic-events-lead.json': number('conversion.reported', {
    message_id: received('1A2F'),
    event_name: 'LeadSubmitted',
  }),
  'group-lifecycle-create.json': number('group.lifecycle_updated', { type: 'group_create' }),
  'group-participants-add.json': number('group.participants_updated', { type: 'group_participants_add' }),
  'group-participants-left.json': number('group.participants_updated', {}),
  'group-settings-update.json': number('group.settings_updated', { type: 'group_settings_update' }),
  'group-status-suspend.json': number('group.status_updated', { type: 'group_suspend' }),

  'message-template-status-update-approved.json': account('template.approved', {
    template_id: TEMPLATE,
    event: 'APPROVED',
  }),
  'message-template-status-update-rejected.json': account('template.rejected', {
    template_id: '1733902281004478',
    reason: 'INVALID_FORMAT',
  }),
  'message-template-status-update-paused.json': account('template.paused', { template_id: TEMPLATE }),
  'message-template-status-update-disabled.json': account('template.disabled', { template_id: TEMPLATE }),
  'message-template-status-update-pending-deletion.json': account('template.pending_deletion', {
    template_id: TEMPLATE,
  }),
  'message-template-quality-update.json': account('template.quality_updated', { template_id: TEMPLATE }),
  'message-template-components-update.json': account('template.components_updated', { template_id: TEMPLATE }),
  'template-category-update-impending.json': account('template.category_updated', { template_id: TEMPLATE }),
  'template-category-update-completed.json': account('template.category_updated', { template_id: TEMPLATE }),
  'phone-number-quality-update.json': account('phone_number.quality_updated', { display_phone_number: '15557204418' }),
  'phone-number-name-update-approved.json': account('phone_number.name_updated', { decision: 'APPROVED' }),
  'phone-number-name-update-rejected.json': account('phone_number.name_updated', { decision: 'REJECTED' }),
  'business-username-update.json': account('username.updated', {}),
  'account-alerts.json': account('account.alerted', {}),
  'account-review-update-approved.json': account('account.reviewed', { decision: 'APPROVED' }),
  'account-review-update-rejected.json': account('account.reviewed', { decision: 'REJECTED' }),
  'business-capability-update.json': account('account.capability_updated', {}),
  'security-pin-changed.json': account('account.security', { event: 'PIN_CHANGED' }),
  'payment-configuration-update.json': account('payment_configuration.updated', {}),
  'flows-created.json': account('flow.updated', { flow_id: '7719920034411', event: 'FLOW_STATUS_CHANGE' }),
  'flows-created-version-warning.json': account('flow.updated', { flow_id: '7719920034411' }),
  'flows-status-change.json': account('flow.updated', { flow_id: '7719920034411', event: 'FLOW_STATUS_CHANGE' }),
  'flows-client-error-rate.json': account('flow.updated', { flow_id: '7719920034411', event: 'CLIENT_ERROR_RATE' }),
  'flows-endpoint-availability.json': account('flow.updated', { event: 'ENDPOINT_AVAILABILITY' }),
  'flows-endpoint-error-rate.json': account('flow.updated', { event: 'ENDPOINT_ERROR_RATE' }),
  'flows-endpoint-latency.json': account('flow.updated', { event: 'ENDPOINT_LATENCY' }),
  'account-update-account-deleted.json': account('account.updated', { event: 'ACCOUNT_DELETED' }),
  'account-update-account-violation.json': account('account.updated', { event: 'ACCOUNT_VIOLATION' }),
  'account-update-auth-intl-price-eligibility.json': account('account.updated', {
    event: 'AUTH_INTL_PRICE_ELIGIBILITY_UPDATE',
  }),
  'account-update-disabled-update.json': account('account.updated', { event: 'DISABLED_UPDATE' }),
  'account-update-primary-location.json': account('account.updated', {
    event: 'BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE',
  }),
  'account-update-volume-tier.json': account('account.updated', { event: 'VOLUME_BASED_PRICING_TIER_UPDATE' }),
  'account-update-ad-account-linked.json': account('account.updated', { event: 'AD_ACCOUNT_LINKED' }),
  'account-update-mm-lite-terms-signed.json': account('account.updated', { event: 'MM_LITE_TERMS_SIGNED' }),
  'account-update-partner-added.json': account('account.updated', { event: 'PARTNER_ADDED' }),
  'account-update-partner-removed.json': account('account.updated', { event: 'PARTNER_REMOVED' }),
  'account-update-partner-app-installed.json': account('account.updated', { event: 'PARTNER_APP_INSTALLED' }),
  'account-update-partner-app-uninstalled.json': account('account.updated', { event: 'PARTNER_APP_UNINSTALLED' }),
  'partner-solutions.json': account('partner_solution.updated', {
    event: 'SOLUTION_CREATED',
    solution_id: '512200887431',
  }),
};

/** Names of a type in the formats that have their own. Null: the format does not carry it. */
export interface ExpectedNames {
  /** `byName`: only for endpoints that list the native type, and under that name. */
  readonly xobito: string | 'byName';
  readonly vobiz: string | null;
  readonly legacy: string | null;
}

const ONLY_BY_NAME: ExpectedNames = { xobito: 'byName', vobiz: null, legacy: null };

const NAMES: Readonly<Record<string, ExpectedNames>> = {
  'message.received': { xobito: 'message.received', vobiz: 'message.inbound', legacy: 'message.received' },
  'message.edited': { xobito: 'byName', vobiz: 'message.inbound', legacy: null },
  'message.revoked': { xobito: 'byName', vobiz: 'message.inbound', legacy: null },
  'message.sent': { xobito: 'message.sent', vobiz: 'message.status', legacy: 'message.sent' },
  'message.delivered': { xobito: 'message.delivered', vobiz: 'message.status', legacy: 'message.delivered' },
  'message.read': { xobito: 'message.read', vobiz: 'message.status', legacy: 'message.read' },
  'message.failed': { xobito: 'message.failed', vobiz: 'message.status', legacy: 'message.failed' },
  'call.connect': { xobito: 'byName', vobiz: 'call.connect', legacy: null },
  'call.terminate': { xobito: 'byName', vobiz: 'call.terminate', legacy: null },
  'call.status_change': { xobito: 'byName', vobiz: 'call.status_change', legacy: null },
  'contact.identity_changed': { xobito: 'byName', vobiz: 'message.inbound', legacy: null },
  'contact.opted_out': { xobito: 'byName', vobiz: null, legacy: 'contact.updated' },
  'contact.opted_in': { xobito: 'byName', vobiz: null, legacy: 'contact.updated' },
};

/** Names by CONTRACTS 8.1: a type that the table above leaves out is Meta's own, which Xobito carries by name only. */
export function expectedNames(type: string): ExpectedNames {
  return NAMES[type] ?? ONLY_BY_NAME;
}
