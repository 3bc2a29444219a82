import { HmacKey } from '../../packages/server/src/platform/secrets/hmac-key.ts';
import { APP_SECRET, PHONE_NUMBER_ID } from './gateway-process.ts';

/** Size of a body in bytes, as the definition of the benchmark fixes it. */
export const BODY_BYTES = 1_024;

/** Marks the wamids of the harness: behind it come the time of sending and a number. */
export const WAMID_MARK = 'wamid.BENCH';

const SECONDS_NOW = () => Math.floor(Date.now() / 1_000);

/** Marks the names of people who write for the first time: behind it comes the tag of their message. */
export const NAME_MARK = 'BENCHNAME';

interface Writer {
  readonly name: string;
  /** Digits. */
  readonly phone: string;
}

const REGULAR: Writer = { name: 'Mira Lindqvist', phone: '4915170023456' };

/**
 * One inbound text message, a body of exactly so many bytes with a wamid of its own.
 *
 * @param tag Up to 40 of `[A-Za-z0-9-]`: stands in the wamid, so that the receiver can tell which one it got.
 * @throws RangeError when the bytes do not hold a message.
 */
export function textBody(tag: string, writer: Writer = REGULAR, bodyBytes: number = BODY_BYTES): Buffer {
  const body = {
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '204817563920415',
        changes: [
          {
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: '15557204418', phone_number_id: PHONE_NUMBER_ID },
              contacts: [{ profile: { name: writer.name }, wa_id: writer.phone }],
              messages: [
                {
                  from: writer.phone,
                  id: `${WAMID_MARK}${tag.padEnd(40, '_')}`,
                  timestamp: String(SECONDS_NOW()),
                  type: 'text',
                  text: { body: '' },
                },
              ],
            },
            field: 'messages',
          },
        ],
      },
    ],
  };
  const message = body.entry[0]?.changes[0]?.value.messages[0];
  if (message !== undefined) message.text.body = 'x'.repeat(bodyBytes - Buffer.byteLength(JSON.stringify(body)));
  return Buffer.from(JSON.stringify(body));
}

const KEY = new HmacKey(APP_SECRET);

/** `X-Hub-Signature-256` as Meta makes it. */
export function metaSignature(body: Buffer): string {
  return `sha256=${KEY.digest(body, 'hex')}`;
}
