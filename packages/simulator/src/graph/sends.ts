import type { Recipient } from '../bodies/statuses.ts';
import type { Business, PersonProfile } from '../bodies/update.ts';
import type { Ids } from '../ids.ts';
import type { SendLimits } from '../limits.ts';
import { fitsMessage } from '../media/kinds.ts';
import type { MediaStore } from '../media/store.ts';
import { findSendProblem, toSentTemplate } from '../templates/check-send.ts';
import type { StoredTemplate, TemplateStore } from '../templates/store.ts';
import type { GraphAnswer } from './call.ts';
import { buildGraphError } from './errors.ts';
import type { PlannedFailure } from './planned-failures.ts';
import { type MessageBody, parseSendBody, type SendBody } from './send-schema.ts';
import { listSentMedia, type SentMedia } from './sent-message.ts';

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
  readonly body: MessageBody;
  readonly media: readonly SentMedia[];
  /** The template that it is made from. */
  readonly template: StoredTemplate | null;
}

export interface SendsContext {
  readonly ids: Ids;
  readonly nowMs: () => number;
  readonly templateMessageStatus: string | null;
  readonly checkTemplates: boolean;
  readonly templates: TemplateStore;
  readonly media: MediaStore;
  readonly limits: SendLimits;
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

function answerSend(ctx: SendsContext, business: Business, body: MessageBody): GraphAnswer {
  const to = body.to ?? body.recipient ?? '';
  const group = body.recipient_type === 'group';
  const digits = group || body.to === undefined ? to : body.to.replaceAll(/\D/g, '');
  if (digits === '') return buildGraphError(131_009, ctx.ids.traceId(), 'to: is not a phone number');
  if (digits === business.displayPhoneNumber) return buildGraphError(131_021, ctx.ids.traceId());
  const sent = body.type === 'template' ? toSentTemplate(body.template) : null;
  const template = sent === null ? null : ctx.templates.findByName(business.wabaId, sent.name, sent.language.code);
  const media = listSentMedia(body);
  const problem =
    (sent !== null && ctx.checkTemplates ? findSendProblem(template, sent) : null) ??
    findMediaProblem(ctx, business, media);
  if (problem !== null) return buildGraphError(problem.code, ctx.ids.traceId(), problem.details);

  const limitCode = ctx.limits.take(business.phoneNumberId, digits, ctx.nowMs());
  if (limitCode !== null) return buildGraphError(limitCode, ctx.ids.traceId());
  const failure = ctx.takeFailure();
  const refusal = failure === null ? null : refuse(ctx, failure);
  if (refusal !== null) return refusal;

  const recipient = group ? { groupId: to } : toRecipient(ctx, body, digits);
  const id = ctx.ids.wamid(digits, 'out');
  ctx.onAccepted({
    id,
    business,
    recipient,
    type: body.type,
    voice: isVoice(body),
    callbackData: body.biz_opaque_callback_data,
    failCode: failure?.code ?? (isOfWrongKind(ctx, media) ? MEDIA_FAILED : null),
    body,
    media,
    template,
  });
  if (failure?.via === 'both') return buildGraphError(failure.code, ctx.ids.traceId());
  const answer = { status: 200, body: toAcceptedBody(ctx, { id, body, recipient, input: to }) };
  return failure === null ? answer : withFault(answer, failure);
}

const MEDIA_FAILED = 131_053;

/** By id only what was uploaded for this number, or what a person sent it, can be sent. */
function findMediaProblem(ctx: SendsContext, { phoneNumberId }: Business, media: readonly SentMedia[]) {
  const unknown = media.find(({ id }) => {
    return id !== null && ctx.media.find(id)?.business.phoneNumberId !== phoneNumberId;
  });
  if (unknown === undefined) return null;
  const details = `Param ${unknown.place}['id'] is not a valid whatsapp business account media attachment ID`;
  return { code: 100, details };
}

/** Meta looks into files only after it has accepted the message. */
function isOfWrongKind(ctx: SendsContext, media: readonly SentMedia[]): boolean {
  return media.some(({ id, kind }) => {
    const stored = id === null ? null : ctx.media.find(id);
    return stored !== null && !fitsMessage(stored.mimeType, kind);
  });
}

/** The answer to a send of which nothing was accepted; null when it is accepted all the same. */
function refuse(ctx: SendsContext, { via, code }: PlannedFailure): GraphAnswer | null {
  if (via === 'response') return buildGraphError(code, ctx.ids.traceId());
  if (via === 'lost_before') return { status: 0, body: null, wire: { kind: 'lost' } };
  return via === 'html' ? { status: 503, body: null, wire: { kind: 'page', html: UNAVAILABLE_PAGE } } : null;
}

const UNAVAILABLE_PAGE = '<!DOCTYPE html><html><title>Error</title><h1>Sorry, something went wrong.</h1></html>';

function withFault(answer: GraphAnswer, failure: PlannedFailure): GraphAnswer {
  if (failure.via === 'lost') return { ...answer, wire: { kind: 'lost' } };
  return failure.via === 'slow' ? { ...answer, wire: { kind: 'late', delayMs: failure.delayMs } } : answer;
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
