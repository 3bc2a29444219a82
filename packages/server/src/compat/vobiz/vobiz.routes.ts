import type { FastifyInstance } from 'fastify';
import type { ApiServer } from '../../platform/http/api.ts';
import { channelRoutes, type VobizChannelsContext } from './channels.routes.ts';
import { contactImportRoutes } from './contact-import.routes.ts';
import type { ContactImportContext } from './contact-import.ts';
import { contactRoutes, type VobizContactsContext } from './contacts.routes.ts';
import { conversationRoutes, type VobizConversationsContext } from './conversations.routes.ts';
import { messageRoutes, type VobizMessagesContext } from './messages.routes.ts';
import { streamRoutes, type VobizStreamContext } from './stream.routes.ts';
import { templateRoutes, type VobizTemplatesContext } from './templates.routes.ts';
import { answerVobizErrors } from './vobiz-errors.ts';
import { type VobizWebhooksContext, webhookRoutes } from './webhooks.routes.ts';

export interface VobizContext
  extends VobizWebhooksContext,
    VobizContactsContext,
    VobizMessagesContext,
    VobizConversationsContext,
    VobizChannelsContext,
    VobizTemplatesContext,
    ContactImportContext,
    VobizStreamContext {}

const PREFIX = '/api/v1/messaging';

/**
 * Vobiz's messaging API for programs that were written for it (CONTRACTS 4): a translation of our own API without
 * rules of its own. It reads forgivingly, as vendors do: unknown fields are passed over.
 */
export function vobizRoutes(api: ApiServer, ctx: VobizContext): void {
  api.register(
    async (plugin: FastifyInstance) => {
      // A plugin serves the types of the server that it is registered on.
      const vobiz = plugin as unknown as ApiServer;
      answerVobizErrors(vobiz);
      webhookRoutes(vobiz, ctx);
      contactRoutes(vobiz, ctx);
      messageRoutes(vobiz, ctx);
      conversationRoutes(vobiz, ctx);
      channelRoutes(vobiz, ctx);
      templateRoutes(vobiz, ctx);
      streamRoutes(vobiz, ctx);
      await contactImportRoutes(vobiz, ctx);
    },
    { prefix: PREFIX },
  );
}
