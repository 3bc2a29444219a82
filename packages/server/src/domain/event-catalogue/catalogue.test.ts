import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { FORMATS } from '../endpoint.ts';
import { idOf } from '../ids.ts';
import { metaEventData } from '../meta/event-data.ts';
import { splitMetaBody } from '../meta/split.ts';
import { EVENT_TYPES, exampleEvent, findEventType, isKnownEventType, nameInFormat } from './catalogue.ts';

/** CONTRACTS 8.1 by hand: xobito, vobiz, vobiz-legacy, meta. `(x)`: by name; `-`: not in the format. */
const TABLE = `
message.received             message.received   message.inbound    message.received   messages
message.edited               (x)                message.inbound    -                  messages
message.revoked              (x)                message.inbound    -                  messages
message.sent                 message.sent       message.status     message.sent       messages
message.delivered            message.delivered  message.status     message.delivered  messages
message.read                 message.read       message.status     message.read       messages
message.failed               message.failed     message.status     message.failed     messages
message.played               (x)                -                  -                  messages
message.payment_updated      (x)                -                  -                  messages
message.echoed               (x)                -                  -                  smb_message_echoes
call.connect                 (x)                call.connect       -                  calls
call.terminate               (x)                call.terminate     -                  calls
call.status_change           (x)                call.status_change -                  calls
contact.identity_changed     (x)                message.inbound    -                  messages
contact.opted_out            (x)                -                  contact.updated    user_preferences
contact.opted_in             (x)                -                  contact.updated    user_preferences
contact.created              created            -                  contact.updated    -
contact.updated              updated            -                  contact.updated    -
contact.deleted              deleted            -                  -                  -
status.created               created            -                  -                  -
status.updated               updated            -                  -                  -
status.deleted               deleted            -                  -                  -
source.created               created            -                  -                  -
source.updated               updated            -                  -                  -
source.deleted               deleted            -                  -                  -
contact_group.created        (x)                -                  -                  -
contact_group.updated        (x)                -                  -                  -
contact_group.deleted        (x)                -                  -                  -
conversation.created         (x)                -                  -                  -
conversation.updated         (x)                -                  -                  -
conversation.closed          (x)                -                  -                  -
conversation.reopened        (x)                -                  -                  -
ticket.created               (x)                -                  -                  -
ticket.updated               (x)                -                  -                  -
ticket.closed                (x)                -                  -                  -
ticket.deleted               (x)                -                  -                  -
campaign.started             (x)                -                  -                  -
campaign.paused              (x)                -                  -                  -
campaign.resumed             (x)                -                  -                  -
campaign.canceled            (x)                -                  -                  -
campaign.completed           (x)                -                  campaign.completed -
channel.error_reported       (x)                -                  -                  messages
template.approved            (x)                -                  -                  message_template_status_update
template.rejected            (x)                -                  -                  message_template_status_update
template.paused              (x)                -                  -                  message_template_status_update
template.disabled            (x)                -                  -                  message_template_status_update
template.flagged             (x)                -                  -                  message_template_status_update
template.archived            (x)                -                  -                  message_template_status_update
template.deleted             (x)                -                  -                  message_template_status_update
template.in_appeal           (x)                -                  -                  message_template_status_update
template.limit_exceeded      (x)                -                  -                  message_template_status_update
template.locked              (x)                -                  -                  message_template_status_update
template.pending             (x)                -                  -                  message_template_status_update
template.reinstated          (x)                -                  -                  message_template_status_update
template.pending_deletion    (x)                -                  -                  message_template_status_update
template.quality_updated     (x)                -                  -                  message_template_quality_update
template.category_updated    (x)                -                  -                  template_category_update
template.components_updated  (x)                -                  -                  message_template_components_update
phone_number.quality_updated (x)                -                  -                  phone_number_quality_update
phone_number.name_updated    (x)                -                  -                  phone_number_name_update
account.updated              (x)                -                  -                  account_update
account.alerted              (x)                -                  -                  account_alerts
account.reviewed             (x)                -                  -                  account_review_update
account.capability_updated   (x)                -                  -                  business_capability_update
account.security             (x)                -                  -                  security
flow.updated                 (x)                -                  -                  flows
payment_configuration.updated (x)               -                  -                  payment_configuration_update
partner_solution.updated     (x)                -                  -                  partner_solutions
history.synced               (x)                -                  -                  history
app_state.synced             (x)                -                  -                  smb_app_state_sync
group.lifecycle_updated      (x)                -                  -                  group_lifecycle_update
group.participants_updated   (x)                -                  -                  group_participants_update
group.settings_updated       (x)                -                  -                  group_settings_update
group.status_updated         (x)                -                  -                  group_status_update
conversion.reported          (x)                -                  -                  automatic_events
username.updated             (x)                -                  -                  business_username_updates
endpoint.failing             (x)                -                  -                  -
endpoint.disabled            (x)                -                  -                  -
endpoint.recovered           (x)                -                  -                  -
delivery.exhausted           (x)                -                  -                  -
channel.token_expired        (x)                -                  -                  -
meta.some_field              (x)                -                  -                  some_field
custom.order_paid            (x)                -                  -                  -
`
  .trim()
  .split('\n')
  .map((line) => line.split(/\s+/));

const IDENTITY = {
  id: idOf('evt', '01900000-0000-7000-8000-000000000004'),
  workspaceId: idOf('ws', '01900000-0000-7000-8000-000000000001'),
  channelId: idOf('chn', '01900000-0000-7000-8000-000000000002'),
  nowMs: 1_781_000_400_250,
};

describe('the event catalogue', () => {
  test.each(TABLE)('%s is called in xobito %s, vobiz %s, vobiz-legacy %s, meta %s', (type, ...names) => {
    const found = (['xobito', 'vobiz', 'vobiz-legacy', 'meta'] as const).map((format) => {
      const name = nameInFormat(format, type ?? '');
      if (name?.byName) expect(name.name).toBe(type);
      return name === null ? '-' : name.byName ? '(x)' : name.name;
    });
    expect(found).toEqual(names);
    for (const format of ['standard', 'cloudevents'] as const) {
      expect(nameInFormat(format, type ?? '')).toEqual({ name: type, byName: false });
    }
  });

  test('holds exactly the types of the table, each once', () => {
    const families = new Set(['meta.some_field', 'custom.order_paid']);
    const listed = TABLE.map(([type]) => type ?? '').filter((type) => !families.has(type));
    expect(EVENT_TYPES.map((row) => row.type).toSorted()).toEqual(listed.toSorted());
  });

  test.each(TABLE)('the example of %s is what its schema says', (type) => {
    const event = exampleEvent(type ?? '', IDENTITY);
    const row = findEventType(type ?? '');
    if (event === null || row === null) throw new Error('There is no example.');
    const data =
      event.origin === 'meta' ? metaEventData(event, { channel: null, mediaUrl: (id) => id }) : event.payload;
    const checked = z.fromJSONSchema(row.dataSchema).safeParse(JSON.parse(JSON.stringify(data)));
    expect(checked.error?.issues ?? []).toEqual([]);
    expect(row.words).toMatch(/^[A-Z].*\.$/);
  });

  test.each(TABLE.filter(([type]) => findEventType(type ?? '')?.origin === 'meta'))(
    'the example of %s is a Meta body that is read as this type, of this second and person',
    (type) => {
      const event = exampleEvent(type ?? '', IDENTITY);
      const items = splitMetaBody(event?.payload, 0);
      expect(items.map((item) => item.type)).toEqual([type]);
      expect(items[0]?.phone).toBe(event?.phone);
      if (items[0]?.timeIsMeta && type !== 'history.synced') expect(items[0].occurredAtMs).toBe(1_781_000_400_000);
      expect(event?.occurredAtMs).toBe(1_781_000_400_000);
    },
  );

  test.each([
    ['custom.order_paid', true],
    ['custom.Order.Paid_2', true],
    ['meta.some_new_field', true],
    [`custom.${'x'.repeat(121)}`, true],
    [`custom.${'x'.repeat(122)}`, false],
    ['custom.', false],
    ['custom.a b', false],
    ['custom.a\n', false],
    ['custom.é', false],
    ['custom', false],
    ['message.sneezed', false],
    ['message.*', false],
    ['constructor', false],
    ['__proto__', false],
    ['', false],
  ])('%j is an event type: %s', (type, known) => {
    expect(isKnownEventType(type)).toBe(known);
    expect(exampleEvent(type, IDENTITY) !== null).toBe(known);
  });

  test('a type that nobody knows has no name in any format', () => {
    for (const format of FORMATS) expect(nameInFormat(format, 'message.sneezed')).toBeNull();
  });
});
