import type { Store } from '../../platform/db/store.ts';
import { forgetMedia } from './forget-media.ts';
import { deleteForgottenMedia, listForgottenMedia, listOldMedia } from './media-files.store.ts';
import { type MediaStorage, mediaKeyOf } from './media-storage.ts';
import type { TempFiles } from './temp-files.ts';

export interface MediaPurgeContext {
  readonly store: Store;
  readonly storage: Pick<MediaStorage, 'remove'>;
  readonly temp: Pick<TempFiles, 'clean'>;
  /** POSTHORN_MEDIA_RETENTION in milliseconds. */
  readonly retentionMs: number;
  readonly nowMs: () => number;
  /** Settles when the next file may go: gives way to the commits of events. False: stop here. */
  readonly pause: () => Promise<boolean>;
}

/** What a round did. */
export interface MediaPurged {
  readonly files: number;
  readonly rows: number;
  readonly orphans: number;
}

/** How long a link says that there was a file, after the retention of the file itself. */
export const GONE_KEPT_MS = 90 * 86_400_000;
/** Rows that one statement reads. */
const ROWS_MAX = 100;
const TOO_OLD = 'It is older than the retention.';

/** Makes a round that deletes files older than the retention, and forgets those that are long gone. */
export function createMediaPurge(ctx: MediaPurgeContext): () => Promise<MediaPurged> {
  // Everything older has been looked at: what is gone stays in the way of the walk for as long as it is remembered.
  let fromMs = 0;
  return async () => {
    const beforeMs = ctx.nowMs() - ctx.retentionMs;
    const orphans = await ctx.temp.clean(ctx.nowMs());
    const old = await purgeOld(ctx, { fromMs, beforeMs });
    if (old.isDone) fromMs = beforeMs;
    return { files: old.count, rows: await purgeForgotten(ctx, beforeMs - GONE_KEPT_MS), orphans };
  };
}

interface Span {
  readonly fromMs: number;
  readonly beforeMs: number;
}

async function purgeOld(
  ctx: MediaPurgeContext,
  span: Span,
): Promise<{ readonly count: number; readonly isDone: boolean }> {
  for (let count = 0; ; ) {
    const files = await listOldMedia(ctx.store, { ...span, limit: ROWS_MAX });
    for (const file of files) {
      await forgetMedia(ctx, { ...file, why: TOO_OLD });
      count += 1;
      if (!(await ctx.pause())) return { count, isDone: false };
    }
    if (files.length < ROWS_MAX) return { count, isDone: true };
  }
}

/** The file is removed once more: a fetch that was under way when it was deleted may have died with its node. */
async function purgeForgotten(ctx: MediaPurgeContext, beforeMs: number): Promise<number> {
  for (let count = 0; ; ) {
    const files = await listForgottenMedia(ctx.store, { beforeMs, limit: ROWS_MAX });
    for (const file of files) {
      await ctx.storage.remove(mediaKeyOf(file));
      await deleteForgottenMedia(ctx.store, file);
      count += 1;
      if (!(await ctx.pause())) return count;
    }
    if (files.length < ROWS_MAX) return count;
  }
}
