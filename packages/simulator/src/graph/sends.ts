import type { Recipient } from '../bodies/statuses.ts';
import type { Business, PersonProfile } from '../bodies/update.ts';
import type { Ids } from '../ids.ts';
import { buildGraphError } from './errors.ts';
import type { PlannedFailure } from './planned-failures.ts';
import { parseSendBody, type SendBody } from './send-schema.ts';
import type { GraphAnswer } from './server.ts';

/** A send that Meta took, or took only to fail it later: what its statuses are made from. */
export interface AcceptedSend {
  readonly id: string;
  readonly business: Business;
  readonly recipient: Recipient;
  readonly type: string;
  readonly voice: boolean;
  readonly callbackData: string | undefined;
  /** The code of the `failed` status to come; null when all goes well. */
  readonly failCode: number | null;
}

export interface SendsContext {
  readonly ids: Ids;
  readonly templateMessageStatus: string | null;
  readonly takeFailure: () => PlannedFailure | null;
  /** The person with that phone or BSUID, as far as known. */
  readonly findPerson: (address: string) => PersonProfile | null;
  readonly onAccepted: (send: AcceptedSend) => void;
}

/** `POST /{phone_number_id}/messages` (CONTRACTS 2.1): a send, a mark as read or a typing indicator. */
export function answerMessagesCall(ctx: SendsContext, business: Business, body: unknown): GraphAnswer {
  const parsed = parseSendBody(body);
  if ('problem' in parsed) return buildGraphError(parsed.problem.code, ctx.ids.traceId(), parsed.problem.details);
  if (isRead(parsed.value)) return { status: 200, body: { success: true } };
  return answerSend(ctx, business, parsed.value);
}

type MessageBody = Extract<SendBody, { type: string }>;

function answerSend(ctx: SendsContext, business: Business, body: MessageBody): GraphAnswer {
  const to = body.to ?? body.recipient ?? '';
  const group = body.recipient_type === 'group';
  const digits = group || body.to === undefined ? to : body.to.replaceAll(/\D/g, '');
  if (digits === '') return buildGraphError(131_009, ctx.ids.traceId(), 'to: is not a phone number');
  if (digits === business.displayPhoneNumber) return buildGraphError(131_021, ctx.ids.traceId());

  const failure = ctx.takeFailure();
  if (failure?.via === 'response') return buildGraphError(failure.code, ctx.ids.traceId());
  const recipient = group ? { groupId: to } : toRecipient(ctx, body, digits);
  const id = ctx.ids.wamid(digits, 'out');
  ctx.onAccepted({
    id,
    business,
    recipient,
    type: body.type,
    voice: isVoice(body),
    callbackData: body.biz_opaque_callback_data,
    failCode: failure?.code ?? null,
  });
  if (failure?.via === 'both') return buildGraphError(failure.code, ctx.ids.traceId());
  return { status: 200, body: toAcceptedBody(ctx, { id, body, recipient, input: to }) };
}

function toRecipient(ctx: SendsContext, body: MessageBody, digits: string): PersonProfile {
  const known = ctx.findPerson(digits) ?? (body.recipient === undefined ? null : ctx.findPerson(body.recipient));
  if (known !== null) return known;
  return { name: digits, waId: body.to === undefined ? undefined : digits, bsuid: body.recipient };
}

interface Accepted {
  readonly id: string;
  readonly body: MessageBody;
  readonly recipient: Recipient;
  readonly input: string;
}

function toAcceptedBody(ctx: SendsContext, { id, body, recipient, input }: Accepted): unknown {
  const messageStatus = body.type === 'template' ? ctx.templateMessageStatus : null;
  const inGroup = 'groupId' in recipient;
  const who = inGroup ? { wa_id: recipient.groupId } : { wa_id: recipient.waId, user_id: recipient.bsuid };
  return {
    messaging_product: 'whatsapp',
    contacts: [{ input, ...who }],
    messages: [
      {
        id,
        ...(inGroup ? { group_id: recipient.groupId } : {}),
        ...(messageStatus === null ? {} : { message_status: messageStatus }),
      },
    ],
  };
}

function isRead(body: SendBody): body is Exclude<SendBody, MessageBody> {
  return 'status' in body && body.status !== undefined;
}

function isVoice(body: MessageBody): boolean {
  const audio = body.audio;
  return typeof audio === 'object' && audio !== null && 'voice' in audio && audio.voice === true;
}
