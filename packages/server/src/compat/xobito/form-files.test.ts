import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import * as z from 'zod';
import { startApi } from '../../../test/support/start-api.ts';
import type { ApiServer } from '../../platform/http/api.ts';
import { answerXobitoErrors } from './error-answers.ts';
import { acceptFormFiles, type FormFile } from './form-files.ts';
import { acceptLaravelBodies } from './request-body.ts';

const FILE_BYTES_MAX = 2_048;

/** A server that says what came in, and what it saw of the files while it did. */
async function start() {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-forms-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const paths: string[] = [];
  const saveFile = async ({
    bytes,
    mimeType,
    filename,
  }: Parameters<Parameters<typeof acceptFormFiles>[1]['saveFile']>[0]) => {
    const chunks: Buffer[] = [];
    for await (const chunk of bytes) chunks.push(chunk);
    const content = Buffer.concat(chunks);
    if (content.length > FILE_BYTES_MAX) return null;
    const path = join(folder, String(paths.length));
    paths.push(path);
    await writeFile(path, content);
    return { path, mimeType, filename: filename ?? null, size: content.length };
  };
  const { origin } = await startApi((api) => {
    api.register(async (scope: ApiServer) => {
      answerXobitoErrors(scope);
      acceptLaravelBodies(scope);
      await acceptFormFiles(scope, { saveFile, fileBytesMax: FILE_BYTES_MAX });
      scope.route({
        method: 'POST',
        url: '/form',
        config: { access: { who: 'anyone' } },
        schema: { body: z.looseObject({ name: z.string({ error: 'The name field is required.' }) }) },
        handler: async ({ body, formFiles }) => {
          const files = await Promise.all(
            [...(formFiles ?? [])].map(async ([field, file]) => [field, await shown(file)]),
          );
          return { body, files: Object.fromEntries(files) };
        },
      });
    });
  });
  const post = async (form: FormData) => {
    const response = await fetch(`${origin}/form`, { method: 'POST', body: form });
    return { status: response.status, body: await response.json() };
  };
  return { post, paths };
}

async function shown({ path, mimeType, filename, size }: FormFile) {
  return { text: await readFile(path, 'utf8'), mimeType, filename, size };
}

function formOf(fields: Readonly<Record<string, string>>, files: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const [name, text] of Object.entries(files))
    form.append(name, new Blob([text], { type: 'text/plain' }), 'a.txt');
  return form;
}

describe('a form with files', () => {
  test('has its fields as a body, and its files until it is answered', async () => {
    const { post, paths } = await start();
    const answer = await post(formOf({ name: ' Mira ', 'contact[email]': '' }, { media_file: 'Hello' }));
    expect(answer).toEqual({
      status: 200,
      body: {
        body: { name: 'Mira', contact: { email: null } },
        files: { media_file: { text: 'Hello', mimeType: 'text/plain', filename: 'a.txt', size: 5 } },
      },
    });
    expect(paths).toHaveLength(1);
    await vi.waitFor(() => expect(paths.filter((path) => existsSync(path))).toEqual([]));
  });

  test('leaves no file behind when it is refused, and an empty file is none', async () => {
    const { post, paths } = await start();
    const refused = await post(formOf({}, { media_file: 'Hello' }));
    expect(refused).toMatchObject({ status: 422, body: { errors: { name: ['The name field is required.'] } } });
    expect((await post(formOf({ name: 'Mira' }, { media_file: '' }))).body).toMatchObject({ files: {} });
    expect(paths).toHaveLength(2);
    await vi.waitFor(() => expect(paths.filter((path) => existsSync(path))).toEqual([]));
  });

  test('with a file that is too large is refused by its name', async () => {
    const { post } = await start();
    const answer = await post(formOf({ name: 'Mira' }, { media_file: 'x'.repeat(FILE_BYTES_MAX + 1) }));
    expect(answer).toMatchObject({
      status: 422,
      body: { errors: { media_file: ['The media file field must not be greater than 2 kilobytes.'] } },
    });
  });

  test('with more files than any message has is refused', async () => {
    const { post, paths } = await start();
    const files = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`file_${index}`, 'x']));
    expect((await post(formOf({ name: 'Mira' }, files))).status).toBe(413);
    await vi.waitFor(() => expect(paths.filter((path) => existsSync(path))).toEqual([]));
  });
});
