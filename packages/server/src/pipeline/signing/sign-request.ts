import { sign } from 'node:crypto';
import type { Format, SigningSecrets } from '../../domain/endpoint.ts';
import { contentTypeOf } from '../../domain/event-catalogue/format-traits.ts';
import { currentKeys, previousKeys, type SigningKeys } from './signing-keys.ts';

export interface SignInput {
  readonly format: Format;
  /** The body as it will be sent. As text it stands for its UTF-8 bytes. */
  readonly body: string | Buffer;
  /** The event's name in the format. */
  readonly eventName: string;
  /** Becomes `webhook-id`: the same in every attempt. */
  readonly eventId: string;
  /** When the attempt is made, epoch ms. Becomes the timestamp headers, in seconds. */
  readonly attemptedAtMs: number;
  readonly secrets: SigningSecrets;
  /** Decides whether the overlap with the previous secret still runs, epoch ms. */
  readonly nowMs: number;
  /** Which secret the format's own signature is made with (CONTRACTS 8, "Rotation"). */
  readonly singleSecret: 'current' | 'previous';
  /** Add `v1a` signatures to the Standard Webhooks header (`format_options.asymmetric`). */
  readonly asymmetric: boolean;
}

/**
 * The headers that say what a request is and prove that it is ours: `Content-Type`, those of Standard
 * Webhooks in every format, and the format's own (DESIGN 5; CONTRACTS 3.3, 3.4, 4.4, 5, 8). While two
 * secrets are valid the Standard Webhooks header carries a signature of each, the current one first.
 * `singleSecret: 'previous'` falls back to the current secret when the overlap is over.
 */
export function signRequest(input: SignInput): Record<string, string> {
  const timestamp = String(Math.floor(input.attemptedAtMs / 1000));
  const current = currentKeys(input.secrets);
  const previous = previousKeys(input.secrets, input.nowMs);
  return {
    'Content-Type': contentTypeOf(input.format),
    'webhook-id': input.eventId,
    'webhook-timestamp': timestamp,
    'webhook-signature': standardSignatures(input, timestamp, previous === null ? [current] : [current, previous]),
    ...formatHeaders(input, timestamp, input.singleSecret === 'previous' ? (previous ?? current) : current),
  };
}

function standardSignatures(input: SignInput, timestamp: string, keys: readonly SigningKeys[]): string {
  const head = `${input.eventId}.${timestamp}.`;
  const { body } = input;
  const signatures = keys.map(({ standard }) => `v1,${standard.digest(body, 'base64', head)}`);
  if (input.asymmetric) {
    const bytes = Buffer.concat([Buffer.from(head), typeof body === 'string' ? Buffer.from(body, 'utf8') : body]);
    for (const { asymmetric } of keys) signatures.push(`v1a,${sign(null, bytes, asymmetric()).toString('base64')}`);
  }
  return signatures.join(' ');
}

function formatHeaders(input: SignInput, timestamp: string, keys: SigningKeys): Record<string, string> {
  if (input.format === 'standard' || input.format === 'cloudevents') return {};
  // Lower-case hex HMAC-SHA256 over the bytes of the body: the same in all four formats.
  const signature = keys.body.digest(input.body, 'hex');
  switch (input.format) {
    case 'meta':
      return { 'X-Hub-Signature-256': `sha256=${signature}` };
    case 'xobito':
      return {
        'X-Webhook-Signature': signature,
        'X-Webhook-Event': input.eventName,
        'X-Webhook-Id': input.eventId,
        'X-Webhook-Timestamp': timestamp,
      };
    case 'vobiz':
      return { 'X-Webhook-Signature': signature, 'X-Webhook-Event': input.eventName };
    case 'vobiz-legacy':
      return { 'X-Vobiz-Signature': signature };
  }
}
