import type { Actor } from '../../domain/audit.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { CallGraph, GraphResult } from '../../domain/graph.ts';
import type { ChannelId, ConversationId, WorkspaceId } from '../../domain/ids.ts';
import type { Channel } from '../../domain/workspace.ts';
import { ERASED_TYPE, type StoredMessage } from './stored-message.ts';

/** What telling Meta needs. `gateway/` passes the real ones. */
export interface MarkReadContext {
  /** Null: the workspace has no such channel. */
  readonly findChannel: (workspaceId: WorkspaceId, id: ChannelId) => Promise<Channel | null>;
  readonly callGraph: CallGraph;
}

/** A message of a person that was read. */
export interface ReadMessage {
  readonly workspaceId: WorkspaceId;
  readonly channelId: ChannelId;
  readonly wamid: string;
  /** Also shows the person that somebody is typing. */
  readonly isTyping?: boolean;
}

/**
 * Tells Meta that a message was read; those before it are then read too.
 *
 * @throws PosthornError `unprocessable` (the channel is gone), `channel_not_connected`, `meta_refused`, `meta_unavailable`.
 */
export async function markReadAtMeta(ctx: MarkReadContext, read: ReadMessage): Promise<void> {
  const { workspaceId, channelId, wamid, isTyping = false } = read;
  const channel = await ctx.findChannel(workspaceId, channelId);
  if (channel === null) throw new PosthornError('unprocessable', 'The channel of this message was deleted.');
  const path = `${channel.phoneNumberId}/messages`;
  const body = {
    messaging_product: 'whatsapp',
    status: 'read',
    message_id: wamid,
    ...(isTyping ? { typing_indicator: { type: 'text' } } : {}),
  };
  const result = await ctx.callGraph({ workspaceId, channelId, method: 'POST', path, body });
  if (result.kind !== 'ok') throw toError(result);
}

/** What marking a message needs. `gateway/` passes the real ones. */
export interface MarkMessageContext extends MarkReadContext {
  /** The messages of a conversation were read here. One that is not there is none to be marked. */
  readonly markConversationRead: (workspaceId: WorkspaceId, id: ConversationId, actor: Actor) => Promise<void>;
}

interface MarkMessage {
  readonly workspaceId: WorkspaceId;
  /** Null: nothing is known of it but the statuses of a message that was sent. */
  readonly message: StoredMessage | null;
  readonly isTyping: boolean;
  readonly actor: Actor;
}

/**
 * Marks a message of a person as read, at Meta and then in its conversation. What Meta refuses is not read there either.
 *
 * @throws PosthornError as `markReadAtMeta`; `unprocessable` also when it is not a message of a person.
 */
export async function markMessageRead(ctx: MarkMessageContext, mark: MarkMessage): Promise<void> {
  const { workspaceId, message, isTyping, actor } = mark;
  if (message === null || message.wamid === null || message.direction === 'outbound' || message.type === ERASED_TYPE) {
    throw new PosthornError('unprocessable', 'Only a message that a person wrote can be marked as read.');
  }
  const { channelId, wamid, conversationId } = message;
  await markReadAtMeta(ctx, { workspaceId, channelId, wamid, isTyping });
  if (conversationId !== null) await ctx.markConversationRead(workspaceId, conversationId, actor);
}

function toError(result: Exclude<GraphResult, { readonly kind: 'ok' }>): PosthornError {
  if (result.kind !== 'refused') return new PosthornError('meta_unavailable', result.reason);
  const { title, advice } = result.error;
  const message = `Meta did not mark the message as read: ${title}. ${advice}`;
  return new PosthornError('meta_refused', message, { metaError: result.error });
}
