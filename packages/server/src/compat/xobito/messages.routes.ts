import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import { refusedByMeta, SEND_WAIT_MS } from '../../domain/message-send.ts';
import { digitsOfPhone } from '../../domain/phone.ts';
import { templateLanguage } from '../../domain/template.ts';
import { actorOf } from '../../platform/http/actor.ts';
import { type ApiServer, workspaceOf } from '../../platform/http/api.ts';
import { fieldErrors, xobitoError } from './error-answers.ts';
import { wordsOf } from './fields.ts';
import { acceptFormFiles } from './form-files.ts';
import {
  fieldOfContent,
  fileContent,
  type GivenContent,
  type GivenFile,
  HEADER_FILE_TYPES,
  isGiven,
  mediaBody,
  sendBody,
  type TemplateBody,
  templateBody,
  textContent,
  unknownSender,
} from './message-input.ts';
import { messageStatusView, sentView, toSentView, toStatusView } from './message-views.ts';
import { ERROR_RESPONSES, success, successOf } from './record-views.ts';
import { CONSUMES_FILES, collectionPath, READ, TAGS, WRITE } from './route-parts.ts';
import { type GivenRecipient, readRecipient, saveRecipient } from './save-recipient.ts';
import { type HeaderFile, templateContent } from './template-content.ts';
import type { SendingChannel, XobitoContext } from './xobito-context.ts';

/** Ids of Meta's are longer than ours. */
const messagePath = collectionPath.extend({ wamid: z.string().max(512).describe("The message's `message_id`.") });

const WAITS = `Waits up to ${SEND_WAIT_MS / 1_000} seconds for Meta. When it has not answered by then the status is \`pending\` and \`message_id\` is ours: its status is told under both. `;
const CONTACT = 'A contact that is not there is made.';

/** `messages` of Xobito's API (CONTRACTS 3.8): three ways to send, and how far a message is. */
export function xobitoMessageRoutes(api: ApiServer, ctx: XobitoContext): void {
  addStatusRoute(api, ctx);
  // In a scope of its own: only here do forms carry files.
  api.register(async (scope: ApiServer) => {
    await acceptFormFiles(scope, ctx.files);
    addSendRoute(scope, ctx);
    addTemplateRoute(scope, ctx);
    addMediaRoute(scope, ctx);
  });
}

function addSendRoute(api: ApiServer, ctx: XobitoContext): void {
  api.route({
    method: 'POST',
    url: '/messages/send',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Send a text, with buttons or with a link',
      description: WAITS + CONTACT,
      params: collectionPath,
      consumes: CONSUMES_FILES,
      body: sendBody,
      response: { 200: successOf(sentView), 422: xobitoError, ...ERROR_RESPONSES },
    },
    handler: async (request) => {
      const { body } = request;
      const sent = await send(ctx, request, { given: body, toContent: async () => textContent(body) });
      return success(sent, 'Message sent successfully');
    },
  });
}

function addTemplateRoute(api: ApiServer, ctx: XobitoContext): void {
  api.route({
    method: 'POST',
    url: '/messages/template',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Send a template',
      description: `${WAITS}${CONTACT} \`field_1\` is the first variable of the body, whatever its name is.`,
      params: collectionPath,
      consumes: CONSUMES_FILES,
      body: templateBody,
      response: { 200: successOf(sentView), 422: xobitoError, ...ERROR_RESPONSES },
    },
    handler: async (request) => {
      const { body } = request;
      const toContent = async (channel: SendingChannel) => {
        const of = { workspaceId: workspaceOf(request), wabaId: channel.wabaId };
        const language = templateLanguage(body.template_language);
        const template = await ctx.messages.findTemplate(of, { name: body.template_name, language });
        // Whatever else is wrong is told before anything is uploaded.
        templateContent(body, { template, header: null });
        return templateContent(body, { template, header: await readHeader(ctx, request, { channel, body }) });
      };
      const sent = await send(ctx, request, { given: body, toContent });
      return success(sent, 'Template message sent successfully');
    },
  });
}

function addMediaRoute(api: ApiServer, ctx: XobitoContext): void {
  api.route({
    method: 'POST',
    url: '/messages/media',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Send a file',
      description: `${WAITS}${CONTACT} The file is behind \`media_url\`, or in the field \`media_file\` of a form.`,
      params: collectionPath,
      consumes: CONSUMES_FILES,
      body: mediaBody,
      response: { 200: successOf(sentView), 422: xobitoError, ...ERROR_RESPONSES },
    },
    handler: async (request) => {
      const { body } = request;
      const toContent = async (channel: SendingChannel) => {
        const file = await readFile(ctx, request, { channel, field: 'media_file', link: body.media_url });
        if (file !== null) return fileContent(body, file);
        throw fieldErrors([['media_url', 'The media url field is required when media file is not present.']]);
      };
      return success(await send(ctx, request, { given: body, toContent }), 'Media message sent successfully');
    },
  });
}

function addStatusRoute(api: ApiServer, ctx: XobitoContext): void {
  api.route({
    method: 'GET',
    url: '/messages/:wamid/status',
    config: { access: READ },
    schema: {
      tags: TAGS,
      summary: 'How far a message is',
      params: messagePath,
      response: { 200: successOf(messageStatusView), 404: xobitoError, ...ERROR_RESPONSES },
    },
    handler: async (request) => {
      const message = await ctx.messages.find(workspaceOf(request), request.params.wamid);
      if (message?.direction !== 'outbound') throw new PosthornError('not_found', 'Message not found');
      return success(toStatusView(message));
    },
  });
}

interface GivenMessage {
  readonly given: GivenRecipient & { readonly from_phone_number_id?: string | null | undefined };
  /** What the message says. Its files are uploaded for that channel. */
  readonly toContent: (channel: SendingChannel) => Promise<GivenContent>;
}

/** The contact is written last, so that a body that is refused changes nobody. */
async function send(ctx: XobitoContext, request: FastifyRequest, { given, toContent }: GivenMessage) {
  const workspaceId = workspaceOf(request);
  const actor = actorOf(request);
  const recipient = await readRecipient(ctx, request, given);
  const channel = await findChannel(ctx, request, given.from_phone_number_id ?? null);
  const message = await toContent(channel);
  const content = readContent(ctx, message);
  const { contact, isNew } = await saveRecipient(ctx, request, recipient);
  const { outcome, ...result } = await ctx.messages.send({
    workspaceId,
    actor,
    channelId: channel.id,
    to: { kind: 'phone', phone: digitsOfPhone(recipient.phone) },
    type: message.type,
    content,
    replyTo: null,
    callbackData: null,
    waitMs: SEND_WAIT_MS,
  });
  if (outcome.kind === 'refused') throw refusedByMeta(outcome.error);
  return toSentView({ result: { ...result, outcome }, contact, phone: recipient.phone, isNewContact: isNew });
}

async function findChannel(
  { messages }: XobitoContext,
  request: FastifyRequest,
  phoneNumberId: string | null,
): Promise<SendingChannel> {
  const channel = await messages.findChannel(workspaceOf(request), phoneNumberId);
  if (channel !== null) return channel;
  if (phoneNumberId !== null) throw unknownSender();
  throw new PosthornError('channel_not_connected', 'No WhatsApp number is connected to this workspace');
}

function readContent({ messages }: XobitoContext, { type, content }: GivenContent): unknown {
  try {
    return messages.readContent(type, content);
  } catch (error) {
    if (!(error instanceof PosthornError)) throw error;
    const fields = error.fields.map(({ pointer, message }) => ({
      pointer: `/${fieldOfContent(pointer) ?? 'template_name'}`,
      message,
    }));
    throw new PosthornError('unprocessable', error.message, { fields, cause: error });
  }
}

interface FileField {
  readonly channel: SendingChannel;
  readonly field: string;
  readonly link: string | null | undefined;
}

/** A file of the form, uploaded, or else its link. Null: there is neither. */
async function readFile(
  { files }: XobitoContext,
  request: FastifyRequest,
  { channel, field, link }: FileField,
): Promise<GivenFile | null> {
  const file = request.formFiles?.get(field);
  if (file === undefined) return isGiven(link) ? { link: checkLink(field, link) } : null;
  try {
    const upload = { workspaceId: workspaceOf(request), channelId: channel.id, file, actor: actorOf(request) };
    return { id: (await files.upload(upload)).id };
  } catch (error) {
    if (!(error instanceof PosthornError) || error.code !== 'media_not_usable') throw error;
    throw fieldErrors([[field, error.message]]);
  }
}

function checkLink(field: string, link: string): string {
  if (/^https?:\/\//.test(link) && URL.canParse(link)) return link;
  const named = field.replace(/_file$/, '_url');
  throw fieldErrors([[named, `The ${wordsOf(named)} field must be a valid URL.`]]);
}

async function readHeader(
  ctx: XobitoContext,
  request: FastifyRequest,
  { channel, body }: { readonly channel: SendingChannel; readonly body: TemplateBody },
): Promise<HeaderFile | null> {
  for (const type of HEADER_FILE_TYPES) {
    const link = body[`header_${type}_url`];
    const file = await readFile(ctx, request, { channel, field: `header_${type}_file`, link });
    if (file !== null) return { type, file };
  }
  return null;
}
