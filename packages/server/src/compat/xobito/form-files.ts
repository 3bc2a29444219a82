import { rm } from 'node:fs/promises';
import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { ApiServer } from '../../platform/http/api.ts';
import { allowSlowBody } from '../../platform/http/http-server.ts';
import { Uploads } from '../../platform/http/uploads.ts';
import { fieldErrors } from './error-answers.ts';
import { wordsOf } from './fields.ts';
import { nestFields, toLaravelInput } from './request-body.ts';

/** A file that came in a form. It lies on this machine until the call is answered. */
export interface FormFile {
  readonly path: string;
  readonly mimeType: string;
  /** Null: it has none. */
  readonly filename: string | null;
  /** In bytes. */
  readonly size: number;
}

/** A part of a form that is a file, as it comes in. */
export interface IncomingFile {
  readonly bytes: AsyncIterable<Buffer>;
  /** As the form says it. */
  readonly mimeType: string;
  readonly filename: string | undefined;
}

/** Where files of forms are put. */
export interface FormFilesContext {
  /** Null: it is larger than `fileBytesMax`, and nothing of it is left. */
  readonly saveFile: (file: IncomingFile) => Promise<FormFile | null>;
  readonly fileBytesMax: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Files of a form by the names of their fields. Null: the body is no form with files. */
    formFiles: ReadonlyMap<string, FormFile> | null;
  }
}

/** A message has one file; forms may have empty fields for others. Fields are those of a template with a contact, and room. */
const FILES_MAX = 5;
const FIELDS_MAX = 100;
/** Bytes of one field: the longest text has 4,096 characters. */
const FIELD_BYTES_MAX = 32 * 1_024;
const LIMITS = { files: FILES_MAX, fields: FIELDS_MAX, parts: FILES_MAX + FIELDS_MAX, fieldSize: FIELD_BYTES_MAX };

/** Takes `multipart/form-data` on the routes of this scope: its fields are the body, its files are in `formFiles`. */
export async function acceptFormFiles(scope: ApiServer, ctx: FormFilesContext): Promise<void> {
  const uploads = new Uploads();
  await scope.register(multipart, { limits: LIMITS, throwFileSizeLimit: false });
  scope.decorateRequest('formFiles', null);
  scope.addHook('preClose', async () => uploads.interrupt());
  scope.addHook('preValidation', async (request) => {
    if (request.isMultipart()) await uploads.take((interrupted) => readForm(ctx, request, interrupted));
  });
  scope.addHook('onResponse', async ({ formFiles }) => {
    for (const { path } of formFiles?.values() ?? []) await rm(path, { force: true });
  });
}

async function readForm(ctx: FormFilesContext, request: FastifyRequest, interrupted: AbortSignal): Promise<void> {
  allowSlowBody(request.raw);
  const fields: [string, string][] = [];
  const files = new Map<string, FormFile>();
  // Before the first file: what came in is removed whatever happens to the rest.
  request.formFiles = files;
  // The rest of the form would be waited for before anything else.
  const hangUp = () => request.raw.destroy();
  interrupted.addEventListener('abort', hangUp, { once: true });
  const tooLarge: string[] = [];
  try {
    // A file of one byte more is still read to its end: an answer in the middle of a body is seen by few clients.
    for await (const part of request.parts({ limits: { ...LIMITS, fileSize: ctx.fileBytesMax + 1 } })) {
      if (part.type === 'field') fields.push([part.fieldname, String(part.value)]);
      else if (!(await takeFile(ctx, files, part))) tooLarge.push(part.fieldname);
    }
  } catch (error) {
    interrupted.throwIfAborted();
    throw error;
  } finally {
    interrupted.removeEventListener('abort', hangUp);
  }
  if (tooLarge.length > 0) throw fieldErrors(tooLarge.map((field) => [field, tooLargeWords(field, ctx.fileBytesMax)]));
  request.body = toLaravelInput(nestFields(fields));
}

interface FilePart {
  readonly fieldname: string;
  readonly file: AsyncIterable<Buffer>;
  readonly mimetype: string;
  readonly filename: string | undefined;
}

/** False when it is too large. */
async function takeFile(ctx: FormFilesContext, files: Map<string, FormFile>, part: FilePart): Promise<boolean> {
  const { fieldname: field, file: bytes, mimetype: mimeType, filename } = part;
  const file = await ctx.saveFile({ bytes, mimeType, filename });
  const before = files.get(field);
  if (before !== undefined) await rm(before.path, { force: true });
  files.delete(field);
  if (file === null) return false;
  // A field for a file that nothing was chosen in comes as an empty one.
  if (file.size === 0) await rm(file.path, { force: true });
  else files.set(field, file);
  return true;
}

function tooLargeWords(field: string, bytesMax: number): string {
  return `The ${wordsOf(field)} field must not be greater than ${Math.floor(bytesMax / 1_024)} kilobytes.`;
}
