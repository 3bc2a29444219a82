import { describe, expect, test } from 'vitest';
import type { Endpoint } from '../../domain/endpoint.ts';
import type { Event } from '../../domain/event.ts';
import { EVENT_TYPES } from '../../domain/event-catalogue/catalogue.ts';
import { idOf } from '../../domain/ids.ts';
import { checkEventTypes } from './check-event-types.ts';
import { compileSubscription, matchesEndpoint } from './subscription.ts';
import { endpointWith } from './test-support.ts';

const uuid = (number: number) => `01900000-0000-7000-8000-00000000000${number}`;
const CHANNEL = idOf('chn', uuid(2));
const OTHER_CHANNEL = idOf('chn', uuid(3));

function eventWith(changes: Partial<Event> = {}): Event {
  return {
    id: idOf('evt', uuid(1)),
    workspaceId: idOf('ws', uuid(1)),
    type: 'message.received',
    origin: 'meta',
    channelId: CHANNEL,
    occurredAtMs: 1,
    createdAtMs: 1,
    phone: null,
    bsuid: null,
    contact: null,
    sentMessage: null,
    hops: 0,
    payload: {},
    ...changes,
  };
}

describe('matchesEndpoint', () => {
  test.each<[string, Partial<Endpoint>, Partial<Event>, boolean]>([
    ['an exact name covers its type', { eventTypes: ['message.received'] }, {}, true],
    ['an exact name covers no other type', { eventTypes: ['message.received'] }, { type: 'message.read' }, false],
    ['noun.* covers its noun', { eventTypes: ['message.*'] }, { type: 'message.echoed' }, true],
    ['noun.* covers no other noun', { eventTypes: ['message.*'] }, { type: 'call.connect' }, false],
    ['contact.* does not cover contact_group', { eventTypes: ['contact.*'] }, { type: 'contact_group.created' }, false],
    ['* covers what only Meta knows', {}, { type: 'meta.brand_new' }, true],
    ['* covers the workspace’s own', {}, { type: 'custom.order_paid', origin: 'custom', channelId: null }, true],
    ['custom.* covers them too', { eventTypes: ['custom.*'] }, { type: 'custom.a.b', origin: 'custom' }, true],
    ['custom.* covers nothing of Meta’s', { eventTypes: ['custom.*'] }, { type: 'meta.x' }, false],
    ['* in xobito covers what Xobito has', { format: 'xobito' }, { type: 'message.sent' }, true],
    ['* in xobito leaves out what goes by name', { format: 'xobito' }, { type: 'message.played' }, false],
    ['* in xobito leaves out meta.<field>', { format: 'xobito' }, { type: 'meta.brand_new' }, false],
    ['message.* in xobito too', { format: 'xobito', eventTypes: ['message.*'] }, { type: 'message.played' }, false],
    [
      'the name itself covers it',
      { format: 'xobito', eventTypes: ['message.played'] },
      { type: 'message.played' },
      true,
    ],
    ['also of a family', { format: 'xobito', eventTypes: ['custom.a'] }, { type: 'custom.a', origin: 'custom' }, true],
    ['* in vobiz leaves out what it cannot express', { format: 'vobiz' }, { type: 'message.played' }, false],
    [
      'a name that was saved for another format',
      { format: 'vobiz', eventTypes: ['message.played'] },
      { type: 'message.played' },
      false,
    ],
    ['* in meta covers meta.<field>', { format: 'meta' }, { type: 'meta.brand_new' }, true],
    [
      'meta has nothing for an opt-out by keyword',
      { format: 'meta' },
      { type: 'contact.opted_out', origin: 'crm' },
      false,
    ],
    ['but passes on the one from Meta', { format: 'meta' }, { type: 'contact.opted_out' }, true],
    ['vobiz-legacy tells both', { format: 'vobiz-legacy' }, { type: 'contact.opted_out', origin: 'crm' }, true],
    ['a disabled endpoint gets nothing', { enabled: false }, {}, false],
    ['nothing crosses workspaces', { workspaceId: idOf('ws', uuid(9)) }, {}, false],
    ['its channel passes the filter', { channelIds: [CHANNEL] }, {}, true],
    ['another channel does not', { channelIds: [OTHER_CHANNEL] }, {}, false],
    ['an event without a channel does not', { channelIds: [CHANNEL] }, { channelId: null }, false],
    ['an event without a channel goes where nothing filters', {}, { channelId: null }, true],
    ['an empty filter lets nothing through', { channelIds: [] }, {}, false],
    ['no types, no events', { eventTypes: [] }, {}, false],
    [
      'an operational event does not go to the endpoint it is about',
      {},
      {
        type: 'endpoint.failing',
        origin: 'operational',
        payload: { endpoint_id: idOf('ep', uuid(1)) },
        channelId: null,
      },
      false,
    ],
    [
      'not even by name',
      { eventTypes: ['delivery.exhausted'] },
      { type: 'delivery.exhausted', origin: 'operational', payload: { endpoint_id: idOf('ep', uuid(1)) } },
      false,
    ],
    [
      'it goes to the others',
      {},
      {
        type: 'endpoint.failing',
        origin: 'operational',
        payload: { endpoint_id: idOf('ep', uuid(5)) },
        channelId: null,
      },
      true,
    ],
    [
      'an own event may name the endpoint in its data',
      {},
      { type: 'custom.x', origin: 'custom', payload: { endpoint_id: idOf('ep', uuid(1)) } },
      true,
    ],
  ])('%s', (_promise, endpoint, event, expected) => {
    expect(matchesEndpoint(endpointWith(endpoint), eventWith(event))).toBe(expected);
  });

  test('an endpoint that was replaced is judged by its new settings', () => {
    const before = endpointWith({ eventTypes: ['message.received'] });
    expect(matchesEndpoint(before, eventWith())).toBe(true);
    expect(matchesEndpoint({ ...before, eventTypes: ['message.read'] }, eventWith())).toBe(false);
  });
});

describe('compileSubscription', () => {
  test('* in xobito is the documented fourteen events', () => {
    const { types, families } = compileSubscription(endpointWith({ format: 'xobito' }));
    expect([...types].toSorted()).toEqual(
      [
        ...['contact', 'source', 'status'].flatMap((noun) =>
          ['created', 'deleted', 'updated'].map((v) => `${noun}.${v}`),
        ),
        ...['delivered', 'failed', 'read', 'received', 'sent'].map((verb) => `message.${verb}`),
      ].toSorted(),
    );
    expect(families.size).toBe(0);
  });

  test('* in standard is the whole catalogue and both families', () => {
    const { types, families } = compileSubscription(endpointWith());
    expect(types.size).toBe(EVENT_TYPES.length);
    expect([...families].toSorted()).toEqual(['custom', 'meta']);
  });
});

describe('checkEventTypes', () => {
  test.each<[Endpoint['format'], string[]]>([
    ['standard', ['*']],
    ['standard', ['message.*', 'custom.order_paid', 'meta.*', 'ticket.created', 'endpoint.*']],
    ['xobito', ['*', 'message.played', 'template.approved', 'custom.order_paid']],
    ['vobiz', ['message.*', 'call.*', 'contact.identity_changed']],
    ['vobiz-legacy', ['contact.*', 'campaign.completed']],
    ['meta', ['*', 'meta.brand_new', 'template.*']],
    ['standard', []],
  ])('%s takes %j', (format, types) => {
    expect(() => checkEventTypes(format, types)).not.toThrow();
  });

  test.each<[Endpoint['format'], string[], string, string]>([
    ['standard', ['message.received', 'message.sneezed'], 'event_type_unknown', '/event_types/1'],
    ['standard', ['sneeze.*'], 'event_type_unknown', '/event_types/0'],
    ['standard', ['*.received'], 'event_type_unknown', '/event_types/0'],
    ['standard', ['message.**'], 'event_type_unknown', '/event_types/0'],
    ['standard', ['*.*'], 'event_type_unknown', '/event_types/0'],
    ['standard', ['custom.order.*'], 'event_type_unknown', '/event_types/0'],
    ['standard', [''], 'event_type_unknown', '/event_types/0'],
    ['vobiz', ['*', 'message.played'], 'event_type_not_in_format', '/event_types/1'],
    ['vobiz', ['template.*'], 'event_type_not_in_format', '/event_types/0'],
    ['vobiz', ['custom.order_paid'], 'event_type_not_in_format', '/event_types/0'],
    ['meta', ['contact.created'], 'event_type_not_in_format', '/event_types/0'],
    ['meta', ['custom.*'], 'event_type_not_in_format', '/event_types/0'],
    ['xobito', ['template.*'], 'event_type_not_in_format', '/event_types/0'],
    ['vobiz-legacy', ['contact.deleted'], 'event_type_not_in_format', '/event_types/0'],
  ])('%s refuses %j as %s at %s', (format, types, code, pointer) => {
    expect(() => checkEventTypes(format, types)).toThrow(
      expect.objectContaining({ code, fields: [expect.objectContaining({ pointer })] }),
    );
  });
});
