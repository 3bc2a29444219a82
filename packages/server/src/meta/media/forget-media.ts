import type { Store } from '../../platform/db/store.ts';
import type { WithChange } from '../../platform/db/with-change.ts';
import type { MediaFile } from './media-file.ts';
import { clearMediaKey, type MediaName, markMediaGone } from './media-files.store.ts';
import { type MediaStorage, mediaKeyOf } from './media-storage.ts';

export interface ForgetContext {
  readonly store: Store;
  readonly storage: Pick<MediaStorage, 'remove'>;
}

/**
 * Deletes a file: first nobody is to have it any more, which ends a fetch that is under way, then it leaves the media store.
 * In this order, and repeated after a crash, nothing of it is left behind.
 *
 * @param why A sentence, which its row keeps.
 * @returns the file after that. Null: the workspace has none.
 */
export async function forgetMedia(
  { store, storage }: ForgetContext,
  { workspaceId, id, why }: MediaName & { readonly why: string },
  withChange: WithChange<MediaFile> = async () => {},
): Promise<MediaFile | null> {
  const name = { workspaceId, id };
  const gone = await markMediaGone(store, { ...name, storageKey: mediaKeyOf(name), error: why }, withChange);
  if (gone === null) return null;
  await storage.remove(mediaKeyOf(name));
  await clearMediaKey(store, name);
  return gone;
}
