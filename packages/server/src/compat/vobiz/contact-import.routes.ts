import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import type { ApiServer } from '../../platform/http/api.ts';
import {
  type ContactImportContext,
  IMPORT_ROWS_MAX,
  type ImportRow,
  importContacts,
  importReport,
  readImportRows,
} from './contact-import.ts';
import { askerOf, TAGS, WRITE } from './vobiz-access.ts';
import { vobizError } from './vobiz-errors.ts';

/** Bytes of an imported file. */
const FILE_BYTES_MAX = 10 * 1024 * 1024;
/** One file is asked for. What forms send beside it is read over. */
const MULTIPART_LIMITS = { files: 1, fields: 10, parts: 11, fieldSize: 1_024, fileSize: FILE_BYTES_MAX };

const importForm = z.unknown().meta({
  type: 'object',
  required: ['file'],
  properties: { file: { type: 'string', format: 'binary', description: 'CSV with phone_number, name, tags.' } },
});

/** `POST /contacts/import` of Vobiz's API (CONTRACTS 4.6), answered when all rows are saved. */
export async function contactImportRoutes(vobiz: ApiServer, ctx: ContactImportContext): Promise<void> {
  await vobiz.register(multipart, { limits: MULTIPART_LIMITS, throwFileSizeLimit: false });
  vobiz.route({
    method: 'POST',
    url: '/contacts/import',
    config: { access: WRITE },
    schema: {
      tags: TAGS,
      summary: 'Import contacts from CSV',
      description:
        `At most ${IMPORT_ROWS_MAX} rows and 10 MB. A row whose number a contact has changes that contact: ` +
        'its name when one is given, and its tags are added.',
      consumes: ['multipart/form-data'],
      body: importForm,
      response: { 200: importReport, default: vobizError },
    },
    handler: async (request) => importContacts(ctx, askerOf(request), await readFile(request)),
  });
}

/** @throws PosthornError `unsupported_media_type`, `invalid_request`, `unprocessable`, `body_too_large`. */
async function readFile(request: FastifyRequest): Promise<readonly ImportRow[]> {
  if (!request.isMultipart()) {
    throw new PosthornError('unsupported_media_type', 'Send the file as multipart/form-data.');
  }
  const part = await request.file();
  if (part?.fieldname !== 'file') {
    part?.file.resume();
    throw missingFile();
  }
  const rows = await readImportRows(part.file).catch((error: unknown) => {
    throw part.file.truncated ? fileTooLarge() : error;
  });
  if (part.file.truncated) throw fileTooLarge();
  return rows;
}

function fileTooLarge(): PosthornError {
  return new PosthornError('body_too_large', 'The file is larger than 10 MB.');
}

function missingFile(): PosthornError {
  return new PosthornError('invalid_request', 'There is no file in the form.', {
    fields: [{ pointer: '/file', message: 'Send the CSV file in the field file.' }],
  });
}
