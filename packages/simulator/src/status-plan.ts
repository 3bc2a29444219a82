import {
  buildConversation,
  buildPricing,
  buildStatusUpdate,
  type MessageStatus,
  type StatusInput,
} from './bodies/statuses.ts';
import type { WebhookUpdate } from './bodies/update.ts';
import { buildStatusError } from './graph/errors.ts';
import type { AcceptedSend } from './graph/sends.ts';
import type { ResolvedOptions } from './options.ts';

/** A status webhook to come. */
export interface PlannedStatus {
  /** Milliseconds after the send. */
  readonly delayMs: number;
  /** @param timestampSeconds When it happens, unix seconds. */
  readonly build: (timestampSeconds: number) => WebhookUpdate;
}

const CONVERSATION_SECONDS = 86_400;

/** The statuses that follow an accepted send (CONTRACTS 1.6): sent, delivered, read, for voice played; or failed. */
export function planStatuses(
  options: Pick<ResolvedOptions, 'statusDelaysMs' | 'conversationInStatuses'>,
  send: AcceptedSend,
  conversationId: string,
): PlannedStatus[] {
  if (send.failCode !== null) return [planFailure(options, send, send.failCode)];
  const steps = (['sent', 'delivered', 'read', 'played'] as const).flatMap((status) => {
    const delayMs = options.statusDelaysMs[status];
    return delayMs === null || (status === 'played' && !send.voice) ? [] : [{ status, delayMs }];
  });
  const priced = new Set<MessageStatus | undefined>(['sent', findFirstArrival(steps.map((step) => step.status))]);
  return steps.map(({ status, delayMs }) => ({
    delayMs,
    build: (timestampSeconds) =>
      buildStatusUpdate(send.business, send.recipient, {
        id: send.id,
        status,
        timestampSeconds,
        callbackData: send.callbackData,
        ...(priced.has(status) ? buildPriceParts(options, { send, status, timestampSeconds, conversationId }) : {}),
      }),
  }));
}

function planFailure(
  options: Pick<ResolvedOptions, 'statusDelaysMs'>,
  send: AcceptedSend,
  code: number,
): PlannedStatus {
  return {
    delayMs: options.statusDelaysMs.sent ?? 0,
    build: (timestampSeconds) =>
      buildStatusUpdate(send.business, send.recipient, {
        id: send.id,
        status: 'failed',
        timestampSeconds,
        callbackData: send.callbackData,
        errors: [buildStatusError(code)],
      }),
  };
}

/** Pricing comes with `sent` and with one more: delivered, or read where delivered is skipped. */
function findFirstArrival(statuses: readonly MessageStatus[]): MessageStatus | undefined {
  return statuses.find((status) => status === 'delivered' || status === 'read');
}

interface Priced {
  readonly send: AcceptedSend;
  readonly status: MessageStatus;
  readonly timestampSeconds: number;
  readonly conversationId: string;
}

function buildPriceParts(
  options: Pick<ResolvedOptions, 'conversationInStatuses'>,
  { send, status, timestampSeconds, conversationId }: Priced,
): Pick<StatusInput, 'conversation' | 'pricing'> {
  const category = send.type === 'template' ? categoryOf(send) : 'service';
  const pricing = buildPricing(category);
  if (!options.conversationInStatuses) return { pricing };
  const expiresAtSeconds = status === 'sent' ? timestampSeconds + CONVERSATION_SECONDS : null;
  return { pricing, conversation: buildConversation({ id: conversationId, category, expiresAtSeconds }) };
}

/** Of a template that is not checked nobody knows what it is for. */
function categoryOf({ template }: AcceptedSend): 'utility' | 'marketing' | 'authentication' {
  if (template?.category === 'MARKETING') return 'marketing';
  return template?.category === 'AUTHENTICATION' ? 'authentication' : 'utility';
}
