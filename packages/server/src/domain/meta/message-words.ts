import { contentOf, messageTextOf, messageTypeOf } from './message-content.ts';
import { type JsonObject, objectOf } from './meta-body.ts';

/** What a message says. */
export interface MessageWords {
  readonly type: string;
  /** Null: nothing that is text. */
  readonly text: string | null;
  /** By Meta's keys: what stands under the name of the type, and `context`, `referral`, `errors` where they are. */
  readonly content: Readonly<Record<string, unknown>>;
}

/** What stands around a message and is kept with it. */
const AROUND = ['context', 'referral', 'errors'] as const;

/** Works out what an item of Meta's says: a message, an echo, or the message inside an edit. Never throws. */
export function messageWordsOf(item: JsonObject): MessageWords {
  const inner = contentOf(item);
  const type = messageTypeOf(inner) ?? 'unknown';
  const text = messageTextOf(inner);
  const around = AROUND.flatMap((key) => (item[key] === undefined ? [] : [[key, item[key]] as const]));
  // A plain text is in its column; a second copy would be most of what messages take up.
  const isPlain = type === 'text' && text !== null && Object.keys(objectOf(inner.text)).length === 1;
  const own = isPlain || inner[type] === undefined ? [] : [[type, inner[type]] as const];
  return { type, text, content: Object.fromEntries([...own, ...around]) };
}
