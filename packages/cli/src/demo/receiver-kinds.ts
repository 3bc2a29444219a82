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
    const { event, model, data } = JSON.parse(body) as XobitoBody;
    return {
      id: headerOf(request.headers, 'x-webhook-id'),
      name: event,
      words:
        data.attributes === undefined ? (data.text ?? data.status ?? data.type ?? '') : describeRecord(model, data),
      mediaUrl: data.media ?? null,
    };
  },
};

interface XobitoBody {
  readonly event: string;
  readonly model: string;
  readonly data: {
    readonly id?: number;
    readonly text?: string | null;
    readonly status?: string | null;
    readonly type?: string | null;
    readonly media?: string | null;
    readonly attributes?: { readonly firstname?: string; readonly type?: string };
  };
}

function describeRecord(model: string, { id, attributes }: XobitoBody['data']): string {
  return `${model.split('\\').at(-1)} ${id}: ${attributes?.firstname ?? ''}, ${attributes?.type ?? ''}`;
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

/** For Vobiz's older contract, which has events about contacts; the newer one has none. */
export const VOBIZ_LEGACY_RECEIVER: ReceiverKind = {
  name: 'vobiz-legacy',
  scheme: 'X-Vobiz-Signature',
  receive: async (request, secret) => {
    const body = await readSigned(request, secret, 'x-vobiz-signature');
    if (body === null) return null;
    const { event, event_id, data } = JSON.parse(body) as VobizLegacyBody;
    return {
      id: event_id,
      name: event,
      words: data.text?.body ?? data.status ?? data.contact?.name ?? data.type ?? '',
      mediaUrl: data.image?.url ?? null,
    };
  },
};

interface VobizLegacyBody {
  readonly event: string;
  readonly event_id: string;
  readonly data: {
    readonly text?: { readonly body?: string };
    readonly image?: { readonly url?: string };
    readonly status?: string;
    readonly type?: string;
    readonly contact?: { readonly name: string | null };
  };
}

/** A new receiver, with the SDK. */
export const STANDARD_RECEIVER: ReceiverKind = {
  name: 'standard',
  scheme: 'Standard Webhooks, SDK',
  receive: async (request, secret) => {
    try {
      const { id, payload } = await readVerified(request, { secret });
      const mediaUrl = isMessagePayload(payload) ? (payload.data.media?.url ?? null) : null;
      return { id, name: payload.type, words: describePayload(payload), mediaUrl };
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
  const known = [
    data.event,
    data.status,
    data.name,
    data.template_name,
    data.first_name,
    data.last_name,
    data.type,
    data.state,
  ];
  const words = known.filter((value) => typeof value === 'string');
  return words.join(' ');
}

/** The body of a request that is signed as the vendors do it: HMAC-SHA256 of the raw bytes in hex. Null: it is not. */
async function readSigned(
  request: IncomingMessage,
  secret: string,
  header = 'x-webhook-signature',
): Promise<string | null> {
  const body = await readRawBody(request);
  if (body === null) return null;
  const expected = Buffer.from(createHmac('sha256', secret).update(body).digest('hex'));
  const given = Buffer.from(headerOf(request.headers, header));
  const isSigned = given.length === expected.length && timingSafeEqual(given, expected);
  return isSigned ? body.toString('utf8') : null;
}
