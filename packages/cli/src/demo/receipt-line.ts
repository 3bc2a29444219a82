import type { createPaint } from '../output.ts';
import type { Receipt } from './receiver.ts';

type Paint = ReturnType<typeof createPaint>;

const NAME_WIDTH = 12;
const EVENT_WIDTH = 22;
const VERDICT_WIDTH = 35;
const WORDS_LENGTH_MAX = 56;

/** One delivery as its receiver saw it: time, receiver, event, how it was verified, what it says. */
export function formatReceipt(receipt: Receipt, paint: Paint): string {
  const time = new Date(receipt.atMs).toTimeString().slice(0, 8);
  const name = receipt.receiver.padEnd(NAME_WIDTH);
  const event = (receipt.event?.name ?? '?').padEnd(EVENT_WIDTH);
  return [
    paint('dim', time),
    paint('cyan', name),
    paint('bold', printable(event)),
    verdict(receipt, paint),
    words(receipt, paint),
  ]
    .join('  ')
    .trimEnd();
}

function verdict(receipt: Receipt, paint: Paint): string {
  if (receipt.event === null) return paint('red', `✗ ${receipt.scheme}: refused`.padEnd(VERDICT_WIDTH));
  if (receipt.status >= 500) {
    return paint('yellow', `✓ but answered ${receipt.status}, attempt ${receipt.attempt}`.padEnd(VERDICT_WIDTH));
  }
  const attempt = receipt.attempt === '1' ? '' : `, attempt ${receipt.attempt}`;
  return paint('green', `✓ ${receipt.scheme}${attempt}`.padEnd(VERDICT_WIDTH));
}

function words({ event, repeated }: Receipt, paint: Paint): string {
  const text = printable(event?.words ?? '');
  const short = text.length > WORDS_LENGTH_MAX ? `${text.slice(0, WORDS_LENGTH_MAX - 1)}…` : text;
  return repeated ? paint('yellow', `${short} (had it already)`) : short;
}

/** What people write must not move the cursor of the one who watches. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}
