import type { FastifyRequest } from 'fastify';
import { type FieldProblem, PosthornError } from '../../domain/errors.ts';
import { toFilename } from './media-row.ts';
import { type SavedFile, saveStream } from './save-stream.ts';

/** One file is asked for, and two fields. */
export const UPLOAD_LIMITS = { files: 1, fields: 10, parts: 11, fieldSize: 1_024 } as const;

/** A form with a file, as it came in. */
export interface ReceivedUpload {
  readonly file: SavedFile;
  /** As the part of the form says. */
  readonly declaredType: string;
  readonly filename: string | null;
  readonly fields: ReadonlyMap<string, string>;
}

interface Receiving {
  readonly path: string;
  readonly bytesMax: number;
  /** Aborted when the upload has to end before its time. */
  readonly interrupted: AbortSignal;
}

/**
 * Takes in a form whose field `file` is a file, which is written as it comes: it is never in memory as a whole.
 *
 * @throws PosthornError `unsupported_media_type`, `invalid_request`, `media_not_usable` when the file is too large; the
 *   signal's reason. No file is left then.
 */
export async function receiveUpload(request: FastifyRequest, receiving: Receiving): Promise<ReceivedUpload> {
  if (!request.isMultipart()) {
    throw new PosthornError('unsupported_media_type', 'Send the file as multipart/form-data.');
  }
  const { interrupted } = receiving;
  // The rest of the form would be waited for before anything else.
  const hangUp = () => request.raw.destroy();
  if (interrupted.aborted) hangUp();
  else interrupted.addEventListener('abort', hangUp, { once: true });
  try {
    return await readParts(request, receiving);
  } catch (error) {
    interrupted.throwIfAborted();
    if (error instanceof PosthornError || !isOfForm(error)) throw error;
    throw new PosthornError('invalid_request', 'The form cannot be read, or did not come in whole.', { cause: error });
  } finally {
    interrupted.removeEventListener('abort', hangUp);
  }
}

async function readParts(request: FastifyRequest, { path, bytesMax }: Receiving): Promise<ReceivedUpload> {
  const fields = new Map<string, string>();
  let received: Omit<ReceivedUpload, 'fields'> | null = null;
  // A file of one byte more is still read to its end: an answer in the middle of a body is seen by few clients.
  for await (const part of request.parts({ limits: { ...UPLOAD_LIMITS, fileSize: bytesMax + 1 } })) {
    if (part.type === 'field') {
      fields.set(part.fieldname, String(part.value));
    } else if (part.fieldname !== 'file') {
      part.file.resume();
      throw wrongField(part.fieldname, 'There is no such field.');
    } else {
      const file = await saveStream(part.file, { path, bytesMax: bytesMax + 1 });
      if (file === null || part.file.truncated || file.sizeBytes > bytesMax) throw tooLarge(bytesMax);
      received = { file, declaredType: part.mimetype, filename: toFilename(part.filename ?? null) };
    }
  }
  if (received === null) throw wrongField('file', 'Send the file in this field.');
  return { ...received, fields };
}

/** Errors of the parser, and of the request that broke off. */
function isOfForm(error: unknown): boolean {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return (
    /^(FST_|ECONNRESET|ERR_STREAM_PREMATURE_CLOSE|ABORT_ERR)/.test(code) ||
    /multipart|terminated early|form/i.test(message)
  );
}

function wrongField(name: string, message: string): PosthornError {
  const field: FieldProblem = { pointer: `/${name.slice(0, 100)}`, message };
  return new PosthornError('invalid_request', 'The form is not valid.', { fields: [field] });
}

function tooLarge(bytesMax: number): PosthornError {
  return new PosthornError('media_not_usable', `The file is larger than ${bytesMax} bytes.`, {
    fields: [{ pointer: '/file', message: 'Send a smaller file.' }],
  });
}
