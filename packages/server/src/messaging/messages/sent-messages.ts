import type { NewEvent } from '../../domain/event.ts';
import type { MessageId, WorkspaceId } from '../../domain/ids.ts';
import type { SentMessage } from '../../domain/message.ts';
import { newRecentlyUsed } from '../../platform/recently-used.ts';
import { sentMessageOf } from './message-projection.ts';

/** A message of which it is known what it says. */
export interface KnownSentMessage extends SentMessage {
  readonly id: MessageId;
  /** Null: Meta has not answered yet. */
  readonly wamid: string | null;
}

interface FindSentMessages {
  readonly workspaceId: WorkspaceId;
  readonly wamids: readonly string[];
  readonly ids: readonly MessageId[];
}

export interface SentMessagesContext {
  readonly find: (wanted: FindSentMessages) => Promise<readonly KnownSentMessage[]>;
}

/** Messages of which the first status has not come: above it the database is asked. */
const ENTRIES_MAX = 20_000;
/** Most first statuses come sooner. Not longer, so that what was erased is not told any more: an erasure waits for so long. */
const REMEMBERED_MS = 2_000;

/**
 * Tells `message.sent` events what their message says (CONTRACTS 3.6: `text` and `type` when available). Messages that
 * were sent from this node are remembered; the database is asked for the others.
 */
export class SentMessages {
  readonly #context: SentMessagesContext;
  readonly #known = newRecentlyUsed<MessageId, SentMessage>(ENTRIES_MAX, REMEMBERED_MS);

  constructor(context: SentMessagesContext) {
    this.#context = context;
  }

  /** A message is about to be sent from here. */
  remember(id: MessageId, message: SentMessage): void {
    this.#known.set(id, { type: message.type, text: message.text });
  }

  /** The events with what is known of their messages. */
  async attach(events: readonly NewEvent[]): Promise<readonly NewEvent[]> {
    if (!events.some(isSent)) return events;
    const asked = events.map((event) => (isSent(event) ? sentMessageOf(event) : null));
    const unknown = asked.flatMap((one, index) => {
      const event = events[index];
      const isKnown = one === null || event === undefined || this.#recall(one.messageId) !== null;
      return isKnown ? [] : [{ ...one, workspaceId: event.workspaceId }];
    });
    const found = await this.#lookUp(unknown);
    return events.map((event, index) => {
      const one = asked[index] ?? null;
      if (one === null) return event;
      const sentMessage = this.#recall(one.messageId) ?? found.get(`${event.workspaceId} ${one.wamid}`) ?? null;
      return sentMessage === null ? event : { ...event, sentMessage };
    });
  }

  #recall(id: MessageId | null): SentMessage | null {
    return id === null ? null : (this.#known.get(id) ?? null);
  }

  /** @returns what was found, by workspace and wamid. */
  async #lookUp(
    unknown: readonly {
      readonly workspaceId: WorkspaceId;
      readonly wamid: string;
      readonly messageId: MessageId | null;
    }[],
  ): Promise<ReadonlyMap<string, SentMessage>> {
    const found = new Map<string, SentMessage>();
    for (const [workspaceId, group] of Map.groupBy(unknown, (one) => one.workspaceId)) {
      const ids = group.flatMap(({ messageId }) => (messageId === null ? [] : [messageId]));
      const messages = await this.#context.find({ workspaceId, wamids: group.map(({ wamid }) => wamid), ids });
      for (const { wamid, messageId } of group) {
        const message = messages.find((one) => one.wamid === wamid || one.id === messageId);
        if (message !== undefined) found.set(`${workspaceId} ${wamid}`, { type: message.type, text: message.text });
      }
    }
    return found;
  }
}

function isSent(event: NewEvent): boolean {
  return event.origin === 'meta' && event.type === 'message.sent';
}
