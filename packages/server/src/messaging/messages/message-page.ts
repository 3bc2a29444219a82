import type { WorkspaceId } from '../../domain/ids.ts';
import type { Store } from '../../platform/db/store.ts';
import type { Page } from '../../platform/http/api.ts';
import { idCursor } from '../../platform/http/query-params.ts';
import { type MediaUrl, type MessageView, toMessageView } from './message-view.ts';
import { listMessages, type MessageFilter } from './messages.store.ts';

interface PageContext {
  readonly store: Store;
  readonly mediaUrl: MediaUrl;
}

interface MessagePage extends MessageFilter {
  readonly workspaceId: WorkspaceId;
  readonly limit: number;
  /** `next_cursor` of the page before, as the caller gave it. Undefined: at the newest. */
  readonly cursor: string | undefined;
}

/** Messages as the API shows them, newest first. @throws PosthornError `invalid_request` when the cursor is none of that list. */
export async function pageOfMessages(
  { store, mediaUrl }: PageContext,
  { cursor, ...query }: MessagePage,
): Promise<Page<MessageView>> {
  const { items, nextCursor } = await listMessages(store, { ...query, beforeId: idCursor('msg', cursor) });
  const toView = (mediaId: string) => mediaUrl(query.workspaceId, mediaId);
  return { items: items.map((message) => toMessageView({ kind: 'message', message }, toView)), nextCursor };
}
