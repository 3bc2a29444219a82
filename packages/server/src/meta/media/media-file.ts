import type { ChannelId, ConversationId, WorkspaceId } from '../../domain/ids.ts';
import type { MessageDirection } from '../../domain/message.ts';

/**
 * `waiting`: it is to be fetched from Meta. `stored`: it is here. `failed`: the last try came to nothing; without
 * `dueAtMs` none follows. `gone`: it was deleted, is older than the retention, or Meta has it no more.
 */
export const MEDIA_STATES = ['waiting', 'stored', 'failed', 'gone'] as const;
export type MediaState = (typeof MEDIA_STATES)[number];

/** A media file of a workspace, by Meta's id of it. */
export interface MediaFile {
  readonly workspaceId: WorkspaceId;
  /** Meta's. */
  readonly id: string;
  readonly channelId: ChannelId;
  readonly conversationId: ConversationId | null;
  readonly direction: MessageDirection;
  readonly state: MediaState;
  readonly mimeType: string | null;
  /** Hex. Until it is stored: as Meta told it. */
  readonly sha256: string | null;
  readonly sizeBytes: number | null;
  readonly filename: string | null;
  /** Where in the media store. Null: nothing is there. */
  readonly storageKey: string | null;
  /** When it may be fetched; while it is being fetched, when the lease ends. Null: no more. */
  readonly dueAtMs: number | null;
  readonly leaseToken: string | null;
  readonly tries: number;
  /** A sentence: why it is not there. */
  readonly error: string | null;
  readonly createdAtMs: number;
  readonly storedAtMs: number | null;
  readonly revokedAtMs: number | null;
}

/** One that a node is fetching. */
export interface LeasedMedia extends MediaFile {
  readonly leaseToken: string;
}

/** How long an id of Meta's from a webhook is good for (CONTRACTS 1.5). */
export const ID_LIFE_MS = 7 * 86_400_000;

/** Waits after the first try, the second, and so on; the last one again and again. */
const BACKOFF_MS = [5_000, 30_000, 120_000, 600_000, 3_600_000] as const;

/**
 * When a file whose fetch failed is tried again, epoch ms. Null: its id is not good for another try.
 *
 * @param tries How many there were.
 */
export function nextTryAtMs(file: Pick<MediaFile, 'createdAtMs' | 'tries'>, nowMs: number): number | null {
  const waitMs = BACKOFF_MS[Math.min(Math.max(file.tries, 1), BACKOFF_MS.length) - 1] ?? 0;
  const endsAtMs = file.createdAtMs + ID_LIFE_MS;
  return nowMs >= endsAtMs ? null : Math.min(nowMs + waitMs, endsAtMs);
}

/** Whether a link to it leads nowhere any more. */
export function isOver(file: MediaFile): boolean {
  return file.revokedAtMs !== null || file.state === 'gone' || (file.state === 'failed' && file.dueAtMs === null);
}
