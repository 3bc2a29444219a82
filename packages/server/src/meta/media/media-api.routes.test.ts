import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { CHANNEL_A, CHANNEL_B, type MediaWorld, openMediaWorld } from '../../../test/support/media-world.ts';
import type { Caller } from '../../../test/support/start-api.ts';

const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('0123456789')]);
const ID = '2207741159836640';

interface Form {
  readonly bytes?: Buffer | null;
  readonly mimeType?: string;
  readonly filename?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

describe('POST /v1/media', () => {
  test('puts a file to Meta and keeps it here too', async () => {
    const world = await openMediaWorld();
    const answer = await upload(world, { filename: 'Foto ä.png' });
    expect(answer).toMatchObject({
      status: 201,
      location: '/v1/media/9001',
      body: {
        id: '9001',
        url: expect.stringMatching(/^https:\/\/hooks\.example\.com\/media\/1\.9001\./),
        channel_id: CHANNEL_A,
        conversation_id: null,
        direction: 'outbound',
        state: 'stored',
        mime_type: 'image/png',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        size_bytes: PNG.length,
        filename: 'Foto ä.png',
        error: null,
      },
    });
    const sent = { phoneNumberId: '318940275561200', product: 'whatsapp', type: 'image/png', mimeType: 'image/png' };
    expect(world.meta.uploads).toEqual([{ ...sent, filename: 'Foto ä.png', bytes: PNG }]);
    expect(Buffer.from(await (await fetch(world.linkTo('9001'))).arrayBuffer())).toEqual(PNG);
    expect((await world.call('GET', '/v1/media/9001', { as: 'a-read' })).body).toEqual(answer.body);
    expect(await auditOf(world)).toMatchObject([{ action: 'media.uploaded', resource_id: '9001', before: null }]);
    expect(JSON.stringify(await auditOf(world))).not.toMatch(/hooks\.example|Foto/);
  });

  test('takes the type from the field when it says one, and the fields in any order', async () => {
    const world = await openMediaWorld();
    const answer = await upload(world, {
      mimeType: 'application/octet-stream',
      fields: { channel_id: CHANNEL_A, type: 'image/png' },
    });
    expect(answer.body).toMatchObject({ mime_type: 'image/png' });
    expect(world.meta.uploads).toMatchObject([{ type: 'image/png', mimeType: 'image/png' }]);
  });

  test('takes a file of several megabytes, byte for byte', async () => {
    const world = await openMediaWorld();
    const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(5_900_000)]);
    const answer = await upload(world, { bytes, mimeType: 'application/pdf', filename: 'a.pdf' });
    expect(answer.status).toBe(201);
    expect(world.meta.uploads[0]?.bytes.equals(bytes)).toBe(true);
    expect(Buffer.from(await (await fetch(world.linkTo('9001'))).arrayBuffer()).equals(bytes)).toBe(true);
  });

  test.each([
    ['an image above 5 MB', { bytes: Buffer.concat([PNG, Buffer.alloc(5_300_000)]) }, 'at most 5242880'],
    ['a file above the bound of the gateway', { bytes: Buffer.alloc(6_100_000), mimeType: 'text/plain' }, '6000000'],
    ['a type that WhatsApp does not take', { mimeType: 'image/svg+xml' }, 'takes no image/svg+xml'],
    ['a file of nothing', { bytes: Buffer.alloc(0) }, 'empty'],
  ])('refuses %s before Meta sees it, and says why', async (_what, form, words) => {
    const world = await openMediaWorld();
    const answer = await upload(world, form);
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'media_not_usable', detail: expect.stringContaining(words) },
    });
    expect([world.meta.requests, await world.filesKept()]).toEqual([[], []]);
  });

  test.each([
    ['no file', { bytes: null }, '/file'],
    ['no channel', { fields: {} }, '/channel_id'],
    ['a channel that is none', { fields: { channel_id: 'chn_1' } }, '/channel_id'],
    ['a field that there is not', { fields: { channel_id: CHANNEL_A, caption: 'x' } }, '/caption'],
    ['a type that is none', { fields: { channel_id: CHANNEL_A, type: 'png' } }, '/type'],
  ])('refuses a form with %s and names the field', async (_what, form, pointer) => {
    const world = await openMediaWorld();
    const answer = await upload(world, form);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ pointer }] } });
    expect(await world.filesKept()).toEqual([]);
  });

  test('refuses what is no form, and one that does not come in whole', async () => {
    const world = await openMediaWorld();
    expect(await world.call('POST', '/v1/media', { body: {} })).toMatchObject({ status: 415 });
    const broken = await fetch(`${world.origin}/v1/media`, {
      method: 'POST',
      headers: { authorization: 'Bearer a-write', 'content-type': 'multipart/form-data; boundary=x' },
      body: '--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\nabc',
    });
    expect(broken.status).toBe(400);
    expect(await world.filesKept()).toEqual([]);
  });

  test('knows no channel of another workspace', async () => {
    const world = await openMediaWorld();
    const answer = await upload(world, { fields: { channel_id: CHANNEL_B } });
    expect(answer).toMatchObject({ status: 404, body: { errors: [{ pointer: '/channel_id' }] } });
    expect(world.meta.requests).toEqual([]);
  });

  test('tells what Meta said when it refuses the file, and keeps nothing', async () => {
    const world = await openMediaWorld();
    world.meta.error = { code: 131_053, message: '(#131053) Media upload error', error_data: { details: 'No.' } };
    const answer = await upload(world, {});
    expect(answer).toMatchObject({ status: 422, body: { code: 'media_not_usable', meta_error: { code: 131_053 } } });
    world.meta.error = { code: 131_016, message: '(#131016) Service unavailable' };
    expect(await upload(world, {})).toMatchObject({ status: 502, body: { code: 'meta_unavailable' } });
    expect(await world.filesKept()).toEqual([]);
  });

  test('needs the scope write', async () => {
    const world = await openMediaWorld();
    expect((await upload(world, { as: 'a-read' })).status).toBe(403);
  });

  test('leaves nothing when the sender hangs up in the middle', async () => {
    const world = await openMediaWorld();
    const headers = { authorization: 'Bearer a-write', 'content-type': 'multipart/form-data; boundary=x' };
    const sending = request(`${world.origin}/v1/media`, { method: 'POST', headers });
    sending.on('error', () => {});
    sending.write('--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\nabc');
    while ((await world.filesKept()).length === 0) await new Promise(setImmediate);
    sending.destroy();
    while ((await world.filesKept()).length > 0) await new Promise(setImmediate);
  });
});

describe('a media file of the API', () => {
  test('shows what is known of one that is still to be fetched', async () => {
    const world = await openMediaWorld();
    await world.hear(ID, { mimeType: 'image/png', filename: 'a.png' });
    expect((await world.call('GET', `/v1/media/${ID}`)).body).toMatchObject({
      ...{ id: ID, state: 'waiting', direction: 'inbound', mime_type: 'image/png', size_bytes: null },
      ...{ next_try_at: expect.any(String), stored_at: null, url: expect.stringContaining('/media/1.') },
    });
  });

  test.each([
    ['GET', ''],
    ['DELETE', ''],
    ['POST', '/revoke'],
  ])('is not there for another workspace: %s%s', async (method, action) => {
    const world = await openMediaWorld();
    await world.receive(ID, { bytes: PNG, mimeType: 'image/png' });
    const theirs = await world.call(method, `/v1/media/${ID}${action}`, { as: 'b-admin' });
    expect(theirs).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect((await fetch(world.linkTo(ID))).status).toBe(200);
    expect(await world.call(method, `/v1/media/none${action}`)).toMatchObject({ status: 404 });
  });

  test('is deleted here and at Meta, and its link says so', async () => {
    const world = await openMediaWorld();
    await upload(world, {});
    expect((await world.call('DELETE', '/v1/media/9001')).status).toBe(204);
    expect([await world.filesKept(), world.meta.files.size]).toEqual([[], 0]);
    const link = await fetch(world.linkTo('9001'));
    expect([link.status, await link.json()]).toMatchObject([410, { code: 'media_gone' }]);
    expect((await world.call('GET', '/v1/media/9001')).body).toMatchObject({
      state: 'gone',
      url: null,
      error: 'It was deleted.',
    });
    expect((await world.call('DELETE', '/v1/media/9001')).status).toBe(204);
    expect((await auditOf(world)).map(({ action }) => action)).toEqual(['media.uploaded', 'media.deleted']);
  });

  test('is deleted here also when Meta does not do it, and the answer says so', async () => {
    const world = await openMediaWorld();
    await upload(world, {});
    world.meta.error = { code: 131_016, message: '(#131016) Service unavailable' };
    expect(await world.call('DELETE', '/v1/media/9001')).toMatchObject({
      status: 502,
      body: { code: 'meta_unavailable' },
    });
    expect([await world.filesKept(), world.meta.files.size]).toEqual([[], 1]);
    world.meta.error = null;
    expect((await world.call('DELETE', '/v1/media/9001')).status).toBe(204);
    expect(world.meta.files.size).toBe(0);
  });

  test('that Meta has no more, or whose channel lost its token, is deleted here', async () => {
    const world = await openMediaWorld();
    await upload(world, {});
    await upload(world, {});
    world.meta.files.delete('9001');
    expect((await world.call('DELETE', '/v1/media/9001')).status).toBe(204);
    await world.store.db.updateTable('channels').set({ access_token: null }).execute();
    expect((await world.call('DELETE', '/v1/media/9002')).status).toBe(204);
    expect(await world.filesKept()).toEqual([]);
  });

  test('stays when its link is revoked, which is worth nothing from then on', async () => {
    const world = await openMediaWorld();
    await upload(world, {});
    const revoked = await world.call('POST', '/v1/media/9001/revoke');
    expect(revoked).toMatchObject({
      status: 200,
      body: { state: 'stored', url: null, revoked_at: expect.any(String) },
    });
    expect((await world.call('POST', '/v1/media/9001/revoke')).body).toEqual(revoked.body);
    const link = await fetch(world.linkTo('9001'));
    expect([link.status, await link.json()]).toMatchObject([410, { code: 'media_gone' }]);
    expect(await world.filesKept()).toHaveLength(1);
    expect((await auditOf(world)).map(({ action }) => action)).toEqual(['media.uploaded', 'media.revoked']);
  });
});

async function upload(world: MediaWorld, { as = 'a-write', ...form }: Form & { readonly as?: Caller }) {
  const { bytes = PNG, mimeType = 'image/png', filename = 'a.png', fields = { channel_id: CHANNEL_A } } = form;
  const body = new FormData();
  if (bytes !== null) body.append('file', new Blob([Uint8Array.from(bytes)], { type: mimeType }), filename);
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const headers = { authorization: `Bearer ${as}` };
  const answer = await fetch(`${world.origin}/v1/media`, { method: 'POST', headers, body });
  return { status: answer.status, location: answer.headers.get('location'), body: await answer.json() };
}

function auditOf(world: MediaWorld) {
  return world.store.db.selectFrom('audit_log').selectAll().orderBy('id').execute();
}
