import { expect, test } from 'vitest';
import { toMultipart } from './multipart.ts';

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return new Uint8Array(Buffer.concat(parts));
}

test('a form arrives as it was: fields, files with their names and types, and every byte', async () => {
  const form = new FormData();
  form.set('messaging_product', 'whatsapp');
  form.set('note', 'Grüße 👋');
  const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 256);
  form.set('file', new Blob([bytes], { type: 'image/png' }), 'Ünïcode photo.png');
  const body = toMultipart(form);
  const sent = await bytesOf(body.chunks);
  expect(sent).toHaveLength(body.lengthBytes);
  const read = await new Response(sent, { headers: { 'content-type': body.contentType } }).formData();
  expect([read.get('messaging_product'), read.get('note')]).toEqual(['whatsapp', 'Grüße 👋']);
  const file = read.get('file');
  if (!(file instanceof File)) throw new Error('There is no file.');
  expect([file.name, file.type]).toEqual(['Ünïcode photo.png', 'image/png']);
  expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
});

test('a name cannot end its header', async () => {
  const form = new FormData();
  form.set('file', new Blob(['x']), 'a"\r\nX-Injected: 1\r\n.png');
  const text = Buffer.from(await bytesOf(toMultipart(form).chunks)).toString();
  expect(text).toContain('filename="a%22%0D%0AX-Injected: 1%0D%0A.png"\r\nContent-Type: application/octet-stream');
});
