import { describe, expect, test } from 'vitest';
import { type ReplayDraft, shareOf, toField, toReplayBody } from './replay.ts';

const DRAFT: ReplayDraft = {
  ...{ from: '2026-11-01T00:00', to: '2026-11-02T00:00', types: '', target: 'wanting' },
  ...{ endpointIds: ['ep_1'], otherId: 'ep_2', filter: '', newIds: false },
};

describe('the form of a replay', () => {
  test('asks for no more than what was chosen', () => {
    const [from, to] = [new Date(DRAFT.from).toISOString(), new Date(DRAFT.to).toISOString()];
    expect(toReplayBody(DRAFT)).toEqual({ from, to, new_ids: false });
    expect(toReplayBody({ ...DRAFT, to: '' })).toEqual({ from, new_ids: false });
    expect(toReplayBody({ ...DRAFT, target: 'chosen' })).toMatchObject({ endpoint_ids: ['ep_1'] });
    expect(toReplayBody({ ...DRAFT, target: 'other' })).toMatchObject({ to_endpoint_id: 'ep_2' });
    expect(toReplayBody({ ...DRAFT, types: ' a.b, c.* ,', filter: '{"type":"a.b"}', newIds: true })).toMatchObject({
      ...{ event_types: ['a.b', 'c.*'], filter: { type: 'a.b' }, new_ids: true },
    });
  });

  test.each(['{', '[]', '1', 'null'])('knows that %s is no filter', (filter) => {
    expect(toReplayBody({ ...DRAFT, filter })).toBeNull();
  });

  test('keeps a time to the minute', () => {
    const atMs = Math.floor(Date.now() / 60_000) * 60_000;
    expect(new Date(toField(atMs)).getTime()).toBe(atMs);
  });
});

test('a run is as far as the time that is behind it', () => {
  const progress = { from: '2026-11-01T00:00:00Z', to: '2026-11-03T00:00:00Z', at: '2026-11-02T00:00:00Z' };
  expect(shareOf({ progress })).toBe(0.5);
  expect(shareOf({ progress: {} })).toBe(0);
});
