import { conversationIdOfEvent } from '../../domain/conversation.ts';
import type { ConversationId } from '../../domain/ids.ts';
import type { StreamClient } from './stream-client.ts';
import type { EventHead } from './stream-log.store.ts';
import { wantsChannel } from './stream-subscription.ts';

/** Types whose clients are remembered. Types of a workspace's own have no bound. */
const TYPES_MAX = 1_000;

/**
 * The live clients of a workspace, so that an event costs nothing for those that it does not concern: a client that wants
 * certain conversations is found by them, the others by the event's type.
 */
export class ClientIndex {
  readonly #clients = new Set<StreamClient>();
  readonly #byConversation = new Map<ConversationId, Set<StreamClient>>();
  readonly #ofAllConversations = new Set<StreamClient>();
  /** Of those, the ones that want a type. Worked out when the first event of the type comes. */
  readonly #byType = new Map<string, readonly StreamClient[]>();

  has(client: StreamClient): boolean {
    return this.#clients.has(client);
  }

  /** By what it wants now: to be removed before that changes. */
  add(client: StreamClient): void {
    this.#clients.add(client);
    const { conversationIds } = client.subscription;
    if (conversationIds === null) {
      this.#ofAllConversations.add(client);
      this.#byType.clear();
      return;
    }
    for (const id of conversationIds) {
      const clients = this.#byConversation.get(id);
      if (clients === undefined) this.#byConversation.set(id, new Set([client]));
      else clients.add(client);
    }
  }

  /** @returns whether it was there. */
  remove(client: StreamClient): boolean {
    if (!this.#clients.delete(client)) return false;
    if (this.#ofAllConversations.delete(client)) this.#byType.clear();
    for (const id of client.subscription.conversationIds ?? []) {
      const clients = this.#byConversation.get(id);
      clients?.delete(client);
      if (clients?.size === 0) this.#byConversation.delete(id);
    }
    return true;
  }

  /** The clients that an event concerns. */
  takersOf(head: EventHead): readonly StreamClient[] {
    const takers = this.#wantersOf(head.type).filter((client) => wantsChannel(client.subscription, head));
    if (this.#byConversation.size === 0) return takers;
    const conversationId = conversationIdOfEvent(head);
    const clients = conversationId === null ? undefined : this.#byConversation.get(conversationId);
    for (const client of clients ?? []) {
      if (wantsType(client, head.type) && wantsChannel(client.subscription, head)) takers.push(client);
    }
    return takers;
  }

  #wantersOf(type: string): readonly StreamClient[] {
    const known = this.#byType.get(type);
    if (known !== undefined) return known;
    if (this.#byType.size >= TYPES_MAX) this.#byType.clear();
    const wanters = [...this.#ofAllConversations].filter((client) => wantsType(client, type));
    this.#byType.set(type, wanters);
    return wanters;
  }
}

function wantsType({ dialect, subscription }: StreamClient, type: string): boolean {
  return dialect.tells(type) && subscription.wantsType(type);
}
