import { PassThrough, type Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { PosthornError } from '../../domain/errors.ts';
import { FILE_BYTES_MAX } from './transfer-bounds.ts';

export interface ReceiveFile {
  readonly body: Readable;
  /** Aborted with the error to end with when the upload has to end before its time. */
  readonly interrupted: AbortSignal;
  /** Told of the beginning of the text, up to and with its first piece. Throws when the file is not worth the rest. */
  readonly checkBeginning: (text: string) => void;
  /** Takes the text, piece by piece. */
  readonly store: (number: number, content: string) => Promise<void>;
}

/** Text of one piece: rows of a database that neither is slow with. */
const PIECE_CHARS = 256 * 1_024;

/**
 * Takes in a file of text piece by piece, so that it is never in memory as a whole. A byte order mark is dropped.
 *
 * @returns how many bytes the text has.
 * @throws PosthornError `body_too_large`, or `invalid_request` when it is not UTF-8 or does not come in whole. What was
 *   stored until then is the caller's to drop.
 */
export async function receiveFile(file: ReceiveFile): Promise<number> {
  const pieces = new Pieces(file);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let receivedBytes = 0;
  for await (const chunk of relay(file)) {
    receivedBytes += chunk.length;
    if (receivedBytes > FILE_BYTES_MAX) throw fileTooLarge();
    await pieces.add(decode(decoder, chunk));
  }
  await pieces.add(decode(decoder, null));
  return pieces.finish();
}

/** What a file above the bound is answered with, also before it has come in. */
export function fileTooLarge(): PosthornError {
  return new PosthornError('body_too_large', `The file is larger than ${FILE_BYTES_MAX / 1_048_576} MB. Split it.`);
}

/** The body itself stays open when its reading ends early: the answer still has to go out on the same connection. */
function relay({ body, interrupted }: ReceiveFile): AsyncIterable<Buffer> {
  const through = new PassThrough();
  const cutOff = () => {
    if (!body.readableEnded) through.destroy(new PosthornError('invalid_request', 'The file did not come in whole.'));
  };
  body.once('error', cutOff);
  body.once('close', cutOff);
  const interrupt = () => through.destroy(interrupted.reason as Error);
  if (interrupted.aborted) interrupt();
  else interrupted.addEventListener('abort', interrupt, { once: true });
  return body.pipe(through);
}

function decode(decoder: TextDecoder, chunk: Buffer | null): string {
  let text: string;
  try {
    text = chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new PosthornError(
      'invalid_request',
      'The file is not valid UTF-8. Save it as "CSV UTF-8" and send it again.',
    );
  }
  if (text.includes('\0')) throw new PosthornError('invalid_request', 'The file has a NUL in it: it is no text.');
  return text;
}

class Pieces {
  readonly #file: ReceiveFile;
  #text = '';
  #number = 0;
  #bytes = 0;

  constructor(file: ReceiveFile) {
    this.#file = file;
  }

  async add(text: string): Promise<void> {
    this.#text += text;
    if (this.#text.length >= PIECE_CHARS) await this.#store();
  }

  async finish(): Promise<number> {
    if (this.#text !== '' || this.#number === 0) await this.#store();
    return this.#bytes;
  }

  async #store(): Promise<void> {
    const text = this.#text;
    if (this.#number === 0) this.#file.checkBeginning(text);
    this.#text = '';
    this.#bytes += Buffer.byteLength(text);
    await this.#file.store(this.#number, text);
    this.#number += 1;
  }
}
