import { PosthornError } from '../../domain/errors.ts';
import { type ChannelId, parseId, type WorkspaceId } from '../../domain/ids.ts';
import { refusedByMeta, SEND_WAIT_MS, type SendMessage, type SentMessageResult } from '../../domain/message-send.ts';
import { digitsOfPhone } from '../../domain/phone.ts';
import type { Channel } from '../../domain/workspace.ts';
import type { ApiServer } from '../../platform/http/api.ts';
import { givenContent, type SendBody, sendBody } from './message-body.ts';
import { messageView, type ShownMessage, toMessageView } from './message-words.ts';
import { type Asker, askerOf, TAGS, WRITE } from './vobiz-access.ts';
import { vobizError } from './vobiz-errors.ts';

/** What these routes need. `gateway` passes the real ones. */
export interface VobizMessagesContext {
  /** Null: the workspace has no such channel. */
  readonly findChannel: (workspaceId: WorkspaceId, id: ChannelId) => Promise<Pick<Channel, 'id' | 'wabaId'> | null>;
  /** Reads a number as people write it, as E.164. Null: it is none. */
  readonly readPhone: (workspaceId: WorkspaceId, text: string) => string | null;
  /** Checks what a message says by the rules of our own API. @throws PosthornError with pointers below `/{type}`. */
  readonly readContent: (type: string, content: unknown) => unknown;
  /** Does not look at the window: what is sent outside of it fails at Meta, and a status tells of it (CONTRACTS 4.6). */
  readonly sendMessage: (send: SendMessage) => Promise<SentMessageResult & { readonly createdAtMs: number }>;
  readonly accountIdOf: (workspaceId: WorkspaceId) => string;
}

/** `POST /messages` of Vobiz's API (CONTRACTS 4.6), and the path and bodies that it had before (V7, V8). */
export function messageRoutes(vobiz: ApiServer, ctx: VobizMessagesContext): void {
  for (const url of ['/messages', '/send']) {
    vobiz.route({
      method: 'POST',
      url,
      config: { access: WRITE },
      schema: {
        tags: TAGS,
        hide: url !== '/messages',
        summary: 'Send a message',
        description:
          `Waits up to ${SEND_WAIT_MS / 1_000} seconds for Meta. When it answers, \`meta_message_id\` is there, and a refusal is a 400 in Meta's words; else it is null. ` +
          'The status is `pending` in any case: what becomes of the message is told by `message.status`.',
        body: sendBody,
        response: { 201: messageView, default: vobizError },
      },
      handler: async (request, reply) => {
        const asker = askerOf(request);
        const sent = await sendMessage(ctx, asker, request.body);
        return reply.code(201).send(toMessageView(sent, ctx.accountIdOf(asker.workspaceId)));
      },
    });
  }
}

/** @throws PosthornError of the rule that is broken, or of Meta's refusal. */
async function sendMessage(ctx: VobizMessagesContext, asker: Asker, body: SendBody): Promise<ShownMessage> {
  const channelId = await readChannel(ctx, asker.workspaceId, body);
  const { type } = body;
  const content = readContent(ctx, body);
  const { outcome, ...sent } = await ctx.sendMessage({
    ...asker,
    channelId,
    to: { kind: 'phone', phone: readNumber(ctx, asker.workspaceId, body.to) },
    type,
    content,
    replyTo: null,
    callbackData: null,
    waitMs: SEND_WAIT_MS,
  });
  if (outcome.kind === 'refused') throw refusedByMeta(outcome.error);
  const { messageId: id, contactId, conversationId, createdAtMs } = sent;
  const wamid = outcome.kind === 'accepted' ? outcome.wamid : null;
  const message = { id, channelId, contactId, conversationId, type, content, wamid, createdAtMs };
  return { ...message, direction: 'outbound', status: outcome.kind };
}

async function readChannel(
  { findChannel }: VobizMessagesContext,
  workspaceId: WorkspaceId,
  { channel_id, waba_id }: SendBody,
): Promise<ChannelId> {
  const id = parseId('chn', `chn_${channel_id.toLowerCase()}`);
  const channel = id === null ? null : await findChannel(workspaceId, id);
  if (channel === null) throw wrongField('/channel_id', 'There is no such channel.');
  if (waba_id !== undefined && waba_id !== null && waba_id !== channel.wabaId) {
    throw wrongField('/waba_id', 'The channel is of another WhatsApp Business Account.');
  }
  return channel.id;
}

function readNumber({ readPhone }: VobizMessagesContext, workspaceId: WorkspaceId, to: string): string {
  const phone = readPhone(workspaceId, to);
  if (phone === null) throw wrongField('/to', 'Must be a phone number with + and its country code.');
  return digitsOfPhone(phone);
}

function readContent({ readContent: read }: VobizMessagesContext, body: SendBody): unknown {
  const { content, pointer: place } = givenContent(body);
  try {
    return read(body.type, content);
  } catch (error) {
    if (!(error instanceof PosthornError)) throw error;
    const prefix = `/${body.type}`;
    const fields = error.fields.map(({ pointer, message }) => ({
      pointer: pointer.startsWith(prefix) ? place + pointer.slice(prefix.length) : pointer,
      message,
    }));
    throw new PosthornError(error.code, error.message, { fields, cause: error });
  }
}

function wrongField(pointer: string, message: string): PosthornError {
  return new PosthornError('invalid_request', 'The body is not valid.', { fields: [{ pointer, message }] });
}
