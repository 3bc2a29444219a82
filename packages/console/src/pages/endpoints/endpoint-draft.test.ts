import { describe, expect, test } from 'vitest';
import { type EndpointDraft, newDraft, problemsIn, readDelays, toCreateBody, toPatchBody } from './endpoint-draft.ts';

const DRAFT: EndpointDraft = { ...newDraft('https://receiver.example/'), description: 'Helpdesk' };

describe('a draft of an endpoint', () => {
  test('becomes a body without what was left as it is', () => {
    expect(toCreateBody(DRAFT)).toEqual({
      ...{ url: 'https://receiver.example/', description: 'Helpdesk', format: 'standard' },
      ...{ format_options: {}, event_types: ['*'] },
    });
  });

  test('carries no option and no verify token of another format', () => {
    const draft: EndpointDraft = {
      ...DRAFT,
      format: 'vobiz',
      formatOptions: { raw: false, payload: 'value' },
      verifyToken: 'x',
    };
    expect(toCreateBody(draft)).toMatchObject({ format_options: { payload: 'value' } });
    expect(toCreateBody(draft)).not.toHaveProperty('verify_token');
    expect(toCreateBody({ ...draft, format: 'meta' })).toMatchObject({ verify_token: 'x', format_options: {} });
  });

  test('changes nothing when nothing was changed', () => {
    expect(toPatchBody(DRAFT, { ...DRAFT })).toBeNull();
    expect(toPatchBody(DRAFT, { ...DRAFT, description: ' Helpdesk ' })).toBeNull();
  });

  test('changes only what is different, and can go back to all channels and the preset of the format', () => {
    const before: EndpointDraft = { ...DRAFT, channelIds: ['chn_1'], retry: 'xobito' };
    expect(toPatchBody(before, { ...before, channelIds: null, retry: null })).toEqual({
      channel_ids: null,
      retry: null,
    });
    const retry = { delays: '5s, 1m', timeout: '10' };
    expect(toPatchBody(before, { ...before, retry })).toEqual({
      retry: { delays_seconds: [5, 60], timeout_seconds: 10 },
    });
  });

  test('sets and removes headers by name and leaves the others alone', () => {
    const kept = { key: 'a', name: 'X-A', value: '', isKept: true };
    const before: EndpointDraft = { ...DRAFT, headers: [kept, { ...kept, key: 'b', name: 'X-B' }] };
    const added = { key: 'c', name: 'X-C', value: '1', isKept: false };
    expect(toPatchBody(before, { ...before, headers: [kept, added] })).toEqual({
      headers: { 'X-B': null, 'X-C': '1' },
    });
    const replaced = { key: 'd', name: 'X-A', value: '2', isKept: false };
    expect(toPatchBody(before, { ...before, headers: [replaced] })).toEqual({ headers: { 'X-A': '2', 'X-B': null } });
  });

  test('carries a pace that was chosen, and can go back to none', () => {
    const paced: EndpointDraft = { ...DRAFT, ratePerSecond: ' 50', maxInFlight: '8', ordering: 'conversation' };
    const pace = { rate_per_second: 50, max_in_flight: 8, ordering: 'conversation' };
    expect(toCreateBody(paced)).toMatchObject(pace);
    expect(toPatchBody(DRAFT, paced)).toEqual(pace);
    expect(toPatchBody(paced, DRAFT)).toEqual({ rate_per_second: null, max_in_flight: 32, ordering: 'none' });
    for (const wrong of ['0', '10001', '1.5', '-1', 'x'])
      expect([...problemsIn({ ...DRAFT, ratePerSecond: wrong })]).toEqual(['rate_per_second']);
    for (const wrong of ['', '0', '513'])
      expect([...problemsIn({ ...DRAFT, maxInFlight: wrong })]).toEqual(['max_in_flight']);
  });

  test('waits are read with their units', () => {
    expect(readDelays('5s, 1m,2h , 1d, 0.5')).toEqual([5, 60, 7_200, 86_400, 0.5]);
    expect(readDelays('')).toEqual([]);
    for (const wrong of ['soon', '5 weeks', '8d', Array(21).fill('1s').join()]) expect(readDelays(wrong)).toBeNull();
  });

  test('what is missing is told before it is sent', () => {
    expect([...problemsIn(DRAFT)]).toEqual([]);
    const retry = { delays: 'x', timeout: '99' };
    expect([...problemsIn({ ...DRAFT, url: ' ', eventTypes: [], channelIds: [], retry })]).toEqual([
      ...['url', 'event_types', 'channel_ids', 'delays', 'timeout'],
    ]);
  });
});
