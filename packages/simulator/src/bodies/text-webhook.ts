import { SimulatorError } from '../errors.ts';
import { type JsonForm, stringifyMetaJson } from '../json.ts';
import { buildMessageUpdate } from './messages.ts';
import { type Business, buildBody, type PersonProfile } from './update.ts';

export interface TextWebhookInput {
  readonly business: Business;
  readonly person: PersonProfile;
  readonly wamid: string;
  readonly timestampSeconds: number;
  /** Exact length of the body in bytes. */
  readonly bytes: number;
  /** Default `escaped-unicode`. */
  readonly jsonForm?: JsonForm;
}

/**
 * A webhook with one text message whose body has exactly the asked length: what a benchmark posts.
 * The text is filled up with plain letters.
 *
 * @throws SimulatorError `body_too_small` when a body with an empty text is already longer.
 */
export function buildTextWebhook(input: TextWebhookInput): Buffer {
  const update = buildMessageUpdate(input.business, input.person, {
    id: input.wamid,
    timestampSeconds: input.timestampSeconds,
    type: 'text',
    content: { body: '' },
  });
  const empty = stringifyMetaJson(buildBody([update]), input.jsonForm ?? 'escaped-unicode');
  const fillCount = input.bytes - Buffer.byteLength(empty);
  if (fillCount < 0) {
    const least = Buffer.byteLength(empty);
    throw new SimulatorError(
      'body_too_small',
      `A text webhook of ${input.bytes} bytes cannot be made; ${least} is the least.`,
    );
  }
  const at = empty.lastIndexOf(EMPTY_TEXT) + EMPTY_TEXT.length - 1;
  return Buffer.from(empty.slice(0, at) + fill(fillCount) + empty.slice(at), 'utf8');
}

const EMPTY_TEXT = '"body":""';
const FILLER = 'Is the blue frame still in stock? ';

function fill(charCount: number): string {
  return FILLER.repeat(Math.ceil(charCount / FILLER.length)).slice(0, charCount);
}
