import type { Actor } from '../../domain/audit.ts';
import { conversationIdOf, WINDOW_MS } from '../../domain/conversation.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { ChannelId, ContactId, ConversationId, MessageId, WorkspaceId } from '../../domain/ids.ts';
import type { OutboundMessage, Recipient } from '../../domain/message.ts';
import type { EnqueueSendFn, SendMessage, SentMessageResult } from '../../domain/message-send.ts';
import { objectOf, stringOf } from '../../domain/meta/meta-body.ts';
import { digitsOfPhone } from '../../domain/phone.ts';
import { isUsableTemplate, type Template, templateParameters } from '../../domain/template.ts';
import type { Channel } from '../../domain/workspace.ts';
import { storableText } from '../../platform/db/storable-text.ts';
import { messageText, renderTemplate } from './template-text.ts';

/** A contact as much as sending to it needs. */
export interface Addressee {
  readonly id: ContactId;
  /** E.164 with `+`. */
  readonly phone: string | null;
  readonly bsuid: string | null;
  readonly optedOut: boolean;
  /** As Meta writes it, `pt_BR`, when the workspace keeps one. Null: not known. */
  readonly language: string | null;
}

/** A template as much as sending it needs. */
export type SendableTemplate = Pick<
  Template,
  'name' | 'language' | 'status' | 'category' | 'reason' | 'components' | 'deletedAtMs'
>;

export interface TemplateName {
  readonly workspaceId: WorkspaceId;
  readonly wabaId: string;
  readonly name: string;
  readonly language: string;
}

/** Somebody by number or BSUID. */
export type PersonalRecipient = Exclude<Recipient, { readonly kind: 'group' }>;

/** What sending needs of the rest. `gateway/` passes the real ones. */
export interface SendMessageContext {
  /** Null: the workspace has no such channel. */
  readonly findChannel: (workspaceId: WorkspaceId, id: ChannelId) => Promise<Channel | null>;
  /** Whether it has an access token that Meta has not refused. */
  readonly isConnected: (workspaceId: WorkspaceId, id: ChannelId) => Promise<boolean>;
  readonly findAddressee: (workspaceId: WorkspaceId, recipient: PersonalRecipient) => Promise<Addressee | null>;
  /** Makes a contact of the recipient. Null: the workspace makes none by itself. */
  readonly createAddressee: (create: CreateAddressee) => Promise<Addressee | null>;
  /** The BSUID of somebody who is no contact, by their number. Null: not known. */
  readonly findBsuid: (workspaceId: WorkspaceId, phone: string) => Promise<string | null>;
  /** The latest message or call of the person in any of these conversations, epoch ms. Null: none is known. */
  readonly windowFromMs: (workspaceId: WorkspaceId, ids: readonly ConversationId[]) => Promise<number | null>;
  /** `unknown`: nothing is known here of the templates of the WABA. */
  readonly findTemplate: (name: TemplateName) => Promise<SendableTemplate | null | 'unknown'>;
  /** Approved templates of a WABA, the latest first, a bounded number. */
  readonly listApproved: (workspaceId: WorkspaceId, wabaId: string) => Promise<readonly SendableTemplate[]>;
  readonly enqueueSend: EnqueueSendFn;
  readonly newMessageId: () => MessageId;
  readonly nowMs: () => number;
}

export interface CreateAddressee {
  readonly workspaceId: WorkspaceId;
  readonly recipient: PersonalRecipient;
  readonly actor: Actor | null;
}

/** What was handed in, with the words that it has. */
export interface SentInWords extends SentMessageResult {
  readonly text: string | null;
  /** When it was handed in, epoch ms. */
  readonly createdAtMs: number;
}

/** Makes the one way to send a message: see `SendMessageFn`. A contact is made only for a message that is handed in. */
export function createSendMessage(ctx: SendMessageContext): (send: SendMessage) => Promise<SentInWords> {
  return async (send) => {
    const { workspaceId, actor, to } = send;
    const channel = await findConnected(ctx, send);
    const person = to.kind === 'group' ? null : await findPerson(ctx, workspaceId, to);
    const text = await checkMessage(ctx, { send, channel, person });
    const contact =
      person === null ? null : (person.contact ?? (await createContact(ctx, person, { workspaceId, actor })));
    const message: OutboundMessage = {
      id: ctx.newMessageId(),
      workspaceId,
      channelId: channel.id,
      conversationId: person === null ? null : conversationOf(channel.id, { ...person, contact }),
      contactId: contact?.id ?? null,
      recipient: to,
      type: send.type,
      text: storableText(text),
      content: send.content,
      replyTo: send.replyTo,
      callbackData: storableText(send.callbackData),
    };
    const createdAtMs = ctx.nowMs();
    const outcome = await ctx.enqueueSend({
      message,
      phoneNumberId: channel.phoneNumberId,
      actor,
      createdAtMs,
      waitMs: send.waitMs,
    });
    const { id: messageId, contactId, conversationId } = message;
    return { messageId, contactId, conversationId, outcome, text: message.text, createdAtMs };
  };
}

async function findConnected(ctx: SendMessageContext, { workspaceId, channelId }: SendMessage): Promise<Channel> {
  const [channel, isConnected] = await Promise.all([
    ctx.findChannel(workspaceId, channelId),
    ctx.isConnected(workspaceId, channelId),
  ]);
  if (channel === null) {
    throw new PosthornError('not_found', 'There is no such channel.', {
      fields: [{ pointer: '/channel_id', message: 'Use the id of a channel of this workspace.' }],
    });
  }
  if (isConnected) return channel;
  throw new PosthornError(
    'channel_not_connected',
    'The channel has no access token, or Meta no longer accepts it. Give it a new one with PATCH /v1/channels/{id}.',
  );
}

/** Somebody whom a message is for. */
interface Person {
  readonly recipient: PersonalRecipient;
  /** Null: nobody that the workspace knows. */
  readonly contact: Addressee | null;
  /** Digits. */
  readonly phone: string | null;
  readonly bsuid: string | null;
}

async function findPerson(
  ctx: SendMessageContext,
  workspaceId: WorkspaceId,
  recipient: PersonalRecipient,
): Promise<Person> {
  const contact = await ctx.findAddressee(workspaceId, recipient);
  const phone = recipient.kind === 'phone' ? recipient.phone : null;
  const bsuid = recipient.kind === 'bsuid' ? recipient.bsuid : null;
  if (contact !== null) {
    const theirPhone = contact.phone === null ? null : digitsOfPhone(contact.phone);
    return { recipient, contact, phone: phone ?? theirPhone, bsuid: bsuid ?? contact.bsuid };
  }
  // Their conversation is known by the BSUID as soon as Meta tells it.
  return { recipient, contact, phone, bsuid: phone === null ? bsuid : await ctx.findBsuid(workspaceId, phone) };
}

function createContact(
  ctx: SendMessageContext,
  { recipient }: Person,
  { workspaceId, actor }: Pick<SendMessage, 'workspaceId' | 'actor'>,
): Promise<Addressee | null> {
  return ctx.createAddressee({ workspaceId, recipient, actor });
}

function conversationOf(channelId: ChannelId, { contact, phone, bsuid }: Person): ConversationId | null {
  return conversationIdOf(channelId, { contactId: contact?.id ?? null, phone, bsuid });
}

interface Checked {
  readonly send: SendMessage;
  readonly channel: Channel;
  /** Null: a group. */
  readonly person: Person | null;
}

/** @returns what the message says in words. @throws PosthornError when Meta would refuse it. */
async function checkMessage(ctx: SendMessageContext, checked: Checked): Promise<string | null> {
  const { send, channel, person } = checked;
  if (send.type === 'template') return checkTemplate(ctx, checked);
  // A group has no customer service window.
  if (person !== null) await assertWindowIsOpen(ctx, channel, person);
  return messageText(send.type, send.content);
}

async function assertWindowIsOpen(ctx: SendMessageContext, channel: Channel, person: Person): Promise<void> {
  const { workspaceId, id: channelId } = channel;
  const { contact, phone, bsuid } = person;
  // What they wrote before they were a contact, or before Meta told their BSUID, stands in another conversation.
  const ids = [
    conversationIdOf(channelId, { contactId: contact?.id ?? null, phone: null, bsuid: null }),
    conversationIdOf(channelId, { contactId: null, phone: null, bsuid }),
    conversationIdOf(channelId, { contactId: null, phone, bsuid: null }),
  ].filter((id) => id !== null);
  const fromMs = await ctx.windowFromMs(workspaceId, ids);
  if (fromMs !== null && ctx.nowMs() - fromMs < WINDOW_MS) return;
  const approved = await ctx.listApproved(workspaceId, channel.wabaId);
  const message = `The person has not written or called in the last 24 hours, so only a template may be sent. ${nameTemplates(
    suggestTemplates(approved, contact?.language ?? null),
  )}`;
  throw new PosthornError('message_window_closed', message, {
    fields: [{ pointer: '/type', message: 'Must be template.' }],
  });
}

/** As many as anybody reads in an error. */
const SUGGESTIONS_MAX = 5;

/** Templates that would do: those without parameters first, then those in the person's language, then the latest. */
export function suggestTemplates(
  approved: readonly SendableTemplate[],
  language: string | null,
): readonly SendableTemplate[] {
  const rank = (template: SendableTemplate) => (isReady(template) ? 0 : 2) + (speaks(template, language) ? 0 : 1);
  return approved.toSorted((one, other) => rank(one) - rank(other)).slice(0, SUGGESTIONS_MAX);
}

/** Whether it can be sent as it is. Of one whose words are not known nobody can say. */
function isReady(template: SendableTemplate): boolean {
  return template.components.length > 0 && templateParameters(template).length === 0;
}

/** `pt` is also spoken by a template in `pt_BR`. */
function speaks(template: SendableTemplate, language: string | null): boolean {
  const mainOf = (code: string) => code.toLowerCase().split(/[_-]/)[0];
  return language !== null && mainOf(template.language) === mainOf(language);
}

function nameTemplates(templates: readonly SendableTemplate[]): string {
  if (templates.length === 0) return 'No approved template of this WhatsApp account is known here.';
  const names = templates.map(({ name, language }) => `${name} (${language})`);
  return `Approved templates that would do: ${names.join(', ')}.`;
}

async function checkTemplate(ctx: SendMessageContext, { send, channel, person }: Checked): Promise<string | null> {
  const content = objectOf(send.content);
  const [name, language] = [stringOf(content.name) ?? '', stringOf(objectOf(content.language).code) ?? ''];
  const { workspaceId, wabaId } = channel;
  const template = await ctx.findTemplate({ workspaceId, wabaId, name, language });
  // Meta knows it, or says that it does not.
  if (template === 'unknown') return null;
  if (template === null) throw unusable(`This WhatsApp account has no template ${name} in ${language}.`, CHECK_NAME);
  if (!isUsableTemplate(template)) throw unusable(statusWords(template), 'Use a template that is approved.');
  if (person?.contact?.optedOut === true && template.category === 'MARKETING') throw optedOut();
  const { text, problems } = renderTemplate(template, content.components);
  if (problems.length === 0) return text;
  throw new PosthornError(
    'template_not_usable',
    `The parameters do not fit the template ${name} (${language}). ${problems.map(({ message }) => message).join(' ')}`,
    { fields: problems },
  );
}

const CHECK_NAME = 'Check the name and the language. A template that is new at Meta is known here after the next sync.';

function statusWords({ name, language, status, reason }: SendableTemplate): string {
  const why = reason === null || reason === '' ? '' : ` (${reason})`;
  return `The template ${name} (${language}) has the status ${status}${why}; only an APPROVED one can be sent.`;
}

function unusable(message: string, advice: string): PosthornError {
  return new PosthornError('template_not_usable', `${message} ${advice}`, {
    fields: [{ pointer: '/template/name', message: advice }],
  });
}

function optedOut(): PosthornError {
  const message = 'The contact has opted out: templates for marketing are not sent to them, others are.';
  return new PosthornError('unprocessable', message, { fields: [{ pointer: '/to', message }] });
}
