import { describe, expect, test } from 'vitest';
import type { Endpoint } from '../../domain/endpoint.ts';
import type { Event } from '../../domain/event.ts';
import { idOf } from '../../domain/ids.ts';
import { matchedEndpoints } from './matched-endpoints.ts';
import { endpointWith } from './test-support.ts';

const uuid = (number: number) => `01900000-0000-7000-8000-00000000000${number}`;

const EVENT: Event = {
  id: idOf('evt', uuid(1)),
  workspaceId: idOf('ws', uuid(1)),
  type: 'custom.order_paid',
  origin: 'custom',
  channelId: null,
  occurredAtMs: Date.parse('2026-11-28T09:00:00Z'),
  createdAtMs: 1,
  phone: null,
  bsuid: null,
  contact: null,
  sentMessage: null,
  hops: 0,
  payload: { total: 14.5 },
};

const endpointNumber = (number: number, changes: Partial<Endpoint>) =>
  endpointWith({ id: idOf('ep', uuid(number)), ...changes });

/** Ids of the endpoints that match, and how often `data` was worked out for it. */
function match(endpoints: readonly Endpoint[], event: Event = EVENT) {
  let renderCount = 0;
  const matched = matchedEndpoints(endpoints, event, ({ payload }) => {
    renderCount += 1;
    return payload;
  });
  return { ids: matched.map(({ id }) => id), renderCount };
}

const ABOVE_10 = { 'data.total': { $gt: 10 } };
const ABOVE_20 = { 'data.total': { $gt: 20 } };

describe('matchedEndpoints', () => {
  test('an endpoint gets what meets its filter, one without a filter everything', () => {
    const [all, above10, above20] = [
      endpointNumber(1, {}),
      endpointNumber(2, { filter: ABOVE_10 }),
      endpointNumber(3, { filter: ABOVE_20 }),
    ];
    expect(match([all, above10, above20]).ids).toEqual([all.id, above10.id]);
  });

  test('data is worked out once for all filters, and for nobody where no filter asks for it', () => {
    const filtering = [1, 2, 3].map((number) => endpointNumber(number, { filter: ABOVE_10 }));
    expect(match(filtering)).toMatchObject({ renderCount: 1 });
    expect(match([endpointNumber(1, {}), endpointNumber(2, {})])).toMatchObject({ renderCount: 0 });
    expect(match([endpointNumber(1, { filter: { type: 'custom.order_paid' } })])).toMatchObject({ renderCount: 0 });
  });

  test('a filter is not asked where the type, the workspace or the switch says no', () => {
    const endpoints = [
      endpointNumber(1, { filter: ABOVE_10, eventTypes: ['message.*'] }),
      endpointNumber(2, { filter: ABOVE_10, workspaceId: idOf('ws', uuid(9)) }),
      endpointNumber(3, { filter: ABOVE_10, enabled: false }),
    ];
    expect(match(endpoints)).toEqual({ ids: [], renderCount: 0 });
  });

  test('a filter that this version cannot read lets nothing through and throws nothing', () => {
    const filter = { 'data.total': { $newer: 1 } } as unknown as NonNullable<Endpoint['filter']>;
    expect(match([endpointNumber(1, { filter })]).ids).toEqual([]);
  });

  test('contact and channel are those of the event, in whatever shape its data is', () => {
    const person: Event = { ...EVENT, phone: '918097296453', contact: { id: idOf('cnt', uuid(4)), serial: 7 } };
    const filter = { 'contact.serial': 7, 'contact.phone': { $startsWith: '91' }, channel_id: null };
    expect(match([endpointNumber(1, { filter })], person)).toEqual({ ids: [idOf('ep', uuid(1))], renderCount: 0 });
    expect(match([endpointNumber(1, { filter })]).ids).toEqual([]);
    expect(match([endpointNumber(1, { filter: { contact: null } })]).ids).toEqual([idOf('ep', uuid(1))]);
  });
});
