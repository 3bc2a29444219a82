import { describe, expect, test } from 'vitest';
import { idOf } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import {
  type NotedTraffic,
  readMetaAppTraffic,
  writeChannelTraffic,
  writeMetaAppTraffic,
} from './meta-traffic.store.ts';
import { TrafficNotes } from './traffic-notes.ts';

const APP = idOf('app', '0190a000-0000-7000-8000-000000000001');
const OTHER_APP = idOf('app', '0190a000-0000-7000-8000-000000000002');
const WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000003');
const CHANNEL = idOf('chn', '0190a000-0000-7000-8000-000000000004');
const NOTHING: NotedTraffic = {
  lastChallengeAtMs: null,
  firstSignedPostAtMs: null,
  lastSignedPostAtMs: null,
  lastRefusedPostAtMs: null,
};

/** What is known of when Meta called. */
export function metaTrafficConformance(name: string, openStore: () => Promise<Store>): void {
  describe(`traffic of Meta on ${name}`, () => {
    test('the latest time of each kind stands and the earliest first one, in whatever order nodes write', async () => {
      const store = await openStore();
      const traffic = [
        { ...NOTHING, firstSignedPostAtMs: 20, lastSignedPostAtMs: 50 },
        { ...NOTHING, lastChallengeAtMs: 10 },
        { ...NOTHING, firstSignedPostAtMs: 15, lastSignedPostAtMs: 40, lastRefusedPostAtMs: 30 },
        { ...NOTHING, lastChallengeAtMs: 5, lastRefusedPostAtMs: 60 },
      ];
      for (const each of traffic) await writeMetaAppTraffic(store, APP, each);
      expect(await readMetaAppTraffic(store, [APP, OTHER_APP])).toEqual(
        new Map([
          [APP, { lastChallengeAtMs: 10, firstSignedPostAtMs: 15, lastSignedPostAtMs: 50, lastRefusedPostAtMs: 60 }],
        ]),
      );
    });

    test('the last event of a channel never goes back', async () => {
      const store = await openStore();
      for (const lastEventAtMs of [20, 30, 10])
        await writeChannelTraffic(store, [{ workspaceId: WORKSPACE, channelId: CHANNEL, lastEventAtMs }]);
      const rows = await store.db.selectFrom('channel_traffic').select('last_event_at_ms').execute();
      expect(rows).toEqual([{ last_event_at_ms: 30 }]);
    });

    test('what a process noticed is known at once and written down before it ends', async () => {
      const store = await openStore();
      let nowMs = 1_000;
      const notes = new TrafficNotes({ store, nowMs: () => nowMs, onError: () => expect.unreachable() });
      await writeMetaAppTraffic(store, APP, { ...NOTHING, firstSignedPostAtMs: 500, lastSignedPostAtMs: 900 });
      notes.noteChallenge(APP);
      notes.noteSignedPost(APP);
      nowMs = 2_000;
      notes.noteSignedPost(APP);
      notes.noteRefusedPost(OTHER_APP);
      notes.noteEvent(WORKSPACE, CHANNEL);
      const known = new Map([
        [
          APP,
          { lastChallengeAtMs: 1_000, firstSignedPostAtMs: 500, lastSignedPostAtMs: 2_000, lastRefusedPostAtMs: null },
        ],
        [OTHER_APP, { ...NOTHING, lastRefusedPostAtMs: 2_000 }],
      ]);
      expect(await notes.ofMetaApps([APP, OTHER_APP])).toEqual(known);
      await notes.stop();
      expect(await readMetaAppTraffic(store, [APP, OTHER_APP])).toEqual(known);
      expect(notes.lastEventAtMs(CHANNEL)).toBe(2_000);
      const rows = await store.db.selectFrom('channel_traffic').select('last_event_at_ms').execute();
      expect(rows).toEqual([{ last_event_at_ms: 2_000 }]);
    });
  });
}
