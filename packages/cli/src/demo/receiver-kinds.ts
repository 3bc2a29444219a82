import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isMessagePayload, isWebhookVerificationError, readVerified, type WebhookPayload } from '@posthorn/sdk';
import { headerOf, type ReceiverKind, readRawBody } from './receiver.ts';

/** As somebody wrote it who had Xobito's documents before them, and has never heard of Posthorn. */
export const XOBITO_RECEIVER: ReceiverKind = {
  name: 'xobito',
  scheme: 'X-Webhook-Signature',
  receive: async (request, secret) => {
    const body = await readSigned(request, secret);
    if (body === null) return null;
    const { event, data } = JSON.parse(body) as XobitoBody;
    return {
      id: headerOf(request.headers, 'x-webhook-id'),
      name: event,
      words: data.text ?? data.status ?? data.type ?? '',
    };
  },
};

interface XobitoBody {
  readonly event: string;
  readonly data: { readonly text?: string | null; readonly status?: string | null; readonly type?: string | null };
}

/** The same for Vobiz: the body says what it is about in Meta's own words. */
export const VOBIZ_RECEIVER: ReceiverKind = {
  name: 'vobiz',
  scheme: 'X-Webhook-Signature',
  receive: async (request, secret) => {
    const body = await readSigned(request, secret);
    if (body === null) return null;
    const { event_id, event_type, payload } = JSON.parse(body) as VobizBody;
    const value = payload.entry[0]?.changes[0]?.value ?? {};
    const item = value.messages?.[0] ?? value.statuses?.[0] ?? value.calls?.[0] ?? {};
    return {
      id: `evt_${event_id}`,
      name: event_type,
      words: item.text?.body ?? item.status ?? item.event ?? item.type ?? '',
    };
  },
};

interface VobizItem {
  readonly text?: { readonly body?: string };
  readonly status?: string;
  readonly event?: string;
  readonly type?: string;
}

interface VobizValue {
  readonly messages?: readonly VobizItem[];
  readonly statuses?: readonly VobizItem[];
  readonly calls?: readonly VobizItem[];
}

interface VobizBody {
  readonly event_id: string;
  readonly event_type: string;
  readonly payload: { readonly entry: readonly { readonly changes: readonly { readonly value: VobizValue }[] }[] };
}

/** A new receiver, with the SDK. */
export const STANDARD_RECEIVER: ReceiverKind = {
  name: 'standard',
  scheme: 'Standard Webhooks, SDK',
  receive: async (request, secret) => {
    try {
      const { id, payload } = await readVerified(request, { secret });
      return { id, name: payload.type, words: describePayload(payload) };
    } catch (error) {
      if (isWebhookVerificationError(error)) return null;
      throw error;
    }
  },
};

function describePayload(payload: WebhookPayload): string {
  if (isMessagePayload(payload) && payload.data.reaction?.emoji === null) return 'reaction taken back';
  if (isMessagePayload(payload)) return payload.data.text ?? payload.data.status ?? payload.data.type ?? '';
  const { data } = payload;
  const words = [data.event, data.status, data.name, data.template_name].filter((value) => typeof value === 'string');
  return words.join(' ');
}

/** The body of a request that is signed as both vendors do it: HMAC-SHA256 of the raw bytes in hex. Null: it is not. */
async function readSigned(request: IncomingMessage, secret: string): Promise<string | null> {
  const body = await readRawBody(request);
  if (body === null) return null;
  const expected = Buffer.from(createHmac('sha256', secret).update(body).digest('hex'));
  const given = Buffer.from(headerOf(request.headers, 'x-webhook-signature'));
  const isSigned = given.length === expected.length && timingSafeEqual(given, expected);
  return isSigned ? body.toString('utf8') : null;
}
