import { describe, expect, test } from 'vitest';
import { type MediaWorld, openMediaWorld } from '../../../test/support/media-world.ts';
import { STORES } from '../../../test/support/open-store.ts';
import { WORKSPACE_A } from '../../../test/support/two-workspaces.ts';
import { createMediaPurge, GONE_KEPT_MS } from './media-purge.ts';
import { mediaKeyOf } from './media-storage.ts';

const RETENTION_MS = 1_000_000;

describe.each(STORES)('the retention of media files on $name', (stores) => {
  test('deletes files that are too old from the media store and keeps the younger ones', async () => {
    const world = await openMediaWorld(stores);
    await world.hear('old', { nowMs: 100 }, { state: 'stored', due_at_ms: null });
    await world.hear('waiting', { nowMs: 200 });
    await world.hear('young', { nowMs: 300 }, { state: 'stored', due_at_ms: null });
    const { round, removed } = purgeOf(world, () => 300 + RETENTION_MS);
    expect(await round()).toEqual({ files: 2, rows: 0, orphans: 0 });
    expect(removed).toEqual([keyOf('old'), keyOf('waiting')]);
    for (const id of ['old', 'waiting']) {
      expect(await world.find(id)).toMatchObject({
        state: 'gone',
        error: 'It is older than the retention.',
        dueAtMs: null,
      });
    }
    expect(await world.find('young')).toMatchObject({ state: 'stored' });
    expect((await fetch(world.linkTo('old'))).status).toBe(410);
    expect(await round()).toEqual({ files: 0, rows: 0, orphans: 0 });
  });

  test('goes on with a file whose bytes could not be deleted', async () => {
    const world = await openMediaWorld(stores);
    await world.hear('old', { nowMs: 100 }, { state: 'stored', due_at_ms: null });
    let isAway = true;
    const { round, removed } = purgeOf(
      world,
      () => 300 + RETENTION_MS,
      async () => {
        if (isAway) throw new Error('away');
      },
    );
    await expect(round()).rejects.toThrow('away');
    isAway = false;
    expect(await round()).toMatchObject({ files: 1 });
    expect(removed).toEqual([keyOf('old')]);
    expect(await world.find('old')).toMatchObject({ state: 'gone', storageKey: null });
  });

  test('forgets in the end that there was a file, and looks once more that nothing of it is left', async () => {
    const world = await openMediaWorld(stores);
    await world.hear('gone', { nowMs: 100 }, { state: 'gone', due_at_ms: null });
    let nowMs = 100 + RETENTION_MS + GONE_KEPT_MS;
    const { round, removed } = purgeOf(world, () => nowMs);
    expect(await round()).toMatchObject({ rows: 0 });
    nowMs += 1;
    expect(await round()).toMatchObject({ rows: 1 });
    expect(removed).toEqual([keyOf('gone')]);
    expect(await world.find('gone')).toBeNull();
    expect((await fetch(world.linkTo('gone'))).status).toBe(404);
  });

  test('goes through more files than one statement reads, and stops when it is told to', async () => {
    const world = await openMediaWorld(stores);
    for (let count = 0; count < 130; count++) await world.hear(`m${count}`, { nowMs: count });
    let left = 110;
    const { round } = purgeOf(
      world,
      () => 300 + RETENTION_MS,
      undefined,
      async () => {
        left -= 1;
        return left > 0;
      },
    );
    expect(await round()).toMatchObject({ files: 110 });
    left = 1_000;
    expect(await round()).toMatchObject({ files: 20 });
  });
});

function purgeOf(
  { store }: MediaWorld,
  nowMs: () => number,
  remove: (key: string) => Promise<void> = async () => {},
  pause: () => Promise<boolean> = async () => true,
) {
  const removed: string[] = [];
  const storage = {
    remove: async (key: string) => {
      await remove(key);
      removed.push(key);
    },
  };
  const temp = { clean: async () => 0 };
  return { removed, round: createMediaPurge({ store, storage, temp, retentionMs: RETENTION_MS, nowMs, pause }) };
}

function keyOf(id: string): string {
  return mediaKeyOf({ workspaceId: WORKSPACE_A, id });
}
