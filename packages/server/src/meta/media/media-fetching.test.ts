import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { CHANNEL_A, type MediaWorld, openMediaWorld } from '../../../test/support/media-world.ts';
import type { FileAtMeta } from '../../../test/support/meta-media.ts';
import { STORES } from '../../../test/support/open-store.ts';
import { S3_KEYS, S3_REGION, startS3 } from '../../../test/support/s3-server.ts';

const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100_000, 'pixels')]);
const FILE: FileAtMeta = { bytes: PNG, mimeType: 'image/png' };
const ID = '2207741159836640';

describe.each(STORES)('media files on $name', (stores) => {
  test('are fetched from Meta as soon as they are told of, with the token of their channel, and served by their link', async () => {
    const world = await openMediaWorld(stores);
    world.media.worker.start();
    await world.receive(ID, FILE, { filename: 'photo.png', sha256: sha256(PNG).toString('base64') });
    world.media.worker.wake();
    const file = await world.until(ID, ({ state }) => state === 'stored');
    expect(file).toMatchObject({ mimeType: 'image/png', sizeBytes: PNG.length, sha256: sha256(PNG).toString('hex') });
    expect(world.meta.requests).toEqual([
      { method: 'GET', path: `/v25.0/${ID}?phone_number_id=318940275561200`, token: 'Bearer token-of-the-channel' },
      { method: 'GET', path: `/download/${ID}`, token: 'Bearer token-of-the-channel' },
    ]);
    const answer = await fetch(world.linkTo(ID));
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(PNG);
    expect(await world.filesKept()).toHaveLength(1);
    expect(await world.results()).toEqual({ stored: 1 });
  });
});

test('media files are kept in a bucket where the operator named one, and leave it when they are deleted', async () => {
  const bucket = await startS3();
  const credentials = `${S3_KEYS.accessKeyId}:${encodeURIComponent(S3_KEYS.secretAccessKey)}`;
  const mediaUrl = `s3://${credentials}@${new URL(bucket.origin).host}/media?region=${S3_REGION}&tls=false`;
  const world = await openMediaWorld(undefined, { mediaUrl });
  await world.receive(ID, FILE);
  expect(await fetchOnce(world)).toMatchObject({ state: 'stored' });
  expect([bucket.objects.size, await world.filesKept()]).toEqual([1, []]);
  const part = await fetch(world.linkTo(ID), { headers: { range: 'bytes=8-13' } });
  expect([part.status, await part.text()]).toEqual([206, 'pixels']);
  bucket.breakWith = 503;
  expect((await fetch(world.linkTo(ID))).status).toBe(503);
  expect((await world.call('DELETE', `/v1/media/${ID}`)).status).toBe(503);
  expect((await fetch(world.linkTo(ID))).status).toBe(410);
  bucket.breakWith = null;
  expect((await world.call('DELETE', `/v1/media/${ID}`)).status).toBe(204);
  expect(bucket.objects.size).toBe(0);
});

test('a media file that the media store does not take is fetched again', async () => {
  const bucket = await startS3();
  const credentials = `${S3_KEYS.accessKeyId}:wrong`;
  const mediaUrl = `s3://${credentials}@${new URL(bucket.origin).host}/media?region=${S3_REGION}&tls=false`;
  const world = await openMediaWorld(undefined, { mediaUrl });
  await world.receive(ID, FILE);
  expect(await fetchOnce(world)).toMatchObject({ state: 'failed', error: 'The media store did not take the file.' });
  expect(await world.results()).toEqual({ store_failed: 1 });
});

describe('a media file is not taken', () => {
  test.each([
    ['that the webhook announced', { sha256: sha256(Buffer.from('other')).toString('base64') }, {}],
    ['that the Graph API announced', {}, { sha256: sha256(Buffer.from('other')).toString('hex') }],
  ])('when its digest is not the one %s', async (_who, heard, told) => {
    const world = await openMediaWorld();
    await world.receive(ID, { ...FILE, told }, heard);
    const file = await fetchOnce(world);
    expect(file).toMatchObject({ state: 'failed', error: expect.stringContaining('digest'), tries: 1 });
    expect(file.dueAtMs).toBeGreaterThan(Date.now());
    expect((await fetch(world.linkTo(ID))).status).toBe(503);
    expect(await world.filesKept()).toEqual([]);
  });

  test('when it is shorter or longer than announced, or never ends', async () => {
    const endless = (response: ServerResponse) => {
      const more = () => {
        while (response.write(Buffer.alloc(65_536)));
      };
      response.writeHead(200).on('drain', more);
      more();
    };
    const cases: readonly [Partial<FileAtMeta>, string][] = [
      [{ told: { file_size: String(PNG.length + 1) } }, 'mismatch'],
      [{ told: { file_size: String(PNG.length - 1) } }, 'too_long'],
      [{ download: endless }, 'too_long'],
      [{ download: endless, told: { file_size: undefined } }, 'too_large'],
    ];
    for (const [over, result] of cases) {
      const world = await openMediaWorld();
      await world.receive(ID, { ...FILE, ...over });
      expect((await fetchOnce(world)).state).toBe('failed');
      expect(await world.results()).toEqual({ [result]: 1 });
      expect(await world.filesKept()).toEqual([]);
    }
  });

  test('when it is larger than allowed: it is never asked for again, and its link says that it is not to be had', async () => {
    const world = await openMediaWorld(undefined, { mediaBytesMax: 99_999 });
    await world.receive(ID, FILE);
    expect(await fetchOnce(world)).toMatchObject({
      state: 'failed',
      dueAtMs: null,
      error: expect.stringContaining('99999'),
    });
    expect(world.meta.requests).toHaveLength(1);
    expect((await fetch(world.linkTo(ID))).status).toBe(410);
  });

  test('when the download breaks off, and it is taken the next time', async () => {
    const world = await openMediaWorld();
    const download = (response: ServerResponse) => {
      response.writeHead(200, { 'content-length': PNG.length }).write(PNG.subarray(0, 100), () => response.destroy());
    };
    await world.receive(ID, { ...FILE, download });
    expect(await fetchOnce(world)).toMatchObject({ state: 'failed' });
    world.meta.files.set(ID, FILE);
    await makeDue(world);
    expect(await fetchOnce(world)).toMatchObject({ state: 'stored', tries: 2, error: null });
  });
});

describe('the token goes nowhere else', () => {
  test.each([
    ['another port of this machine', (trap: string) => trap],
    ['another host', () => 'http://media.example.com/file'],
    ['a host that begins like Meta’s', () => 'https://lookaside.fbsbx.com.example.com/file'],
    ['a file of this machine', () => 'file:///etc/passwd'],
    ['no URL at all', () => 'lookaside.fbsbx.com/file'],
  ])('when the Graph API names %s', async (_what, urlOf) => {
    const world = await openMediaWorld();
    const trap = await startTrap();
    await world.receive(ID, { ...FILE, told: { url: urlOf(trap.url) } });
    expect(await fetchOnce(world)).toMatchObject({ state: 'failed', error: expect.stringContaining('media hosts') });
    expect([trap.count(), await world.results()]).toEqual([0, { url_refused: 1 }]);
  });

  test('when the media host redirects elsewhere', async () => {
    const world = await openMediaWorld();
    const trap = await startTrap();
    for (const location of [trap.url, 'http://127.0.0.1:1/', '//evil.example/', 'https://169.254.169.254/latest']) {
      const download = (response: ServerResponse) => response.writeHead(302, { location }).end();
      world.meta.files.set(ID, { ...FILE, download });
      if ((await world.find(ID)) === null) await world.hear(ID);
      else await makeDue(world);
      expect(await fetchOnce(world)).toMatchObject({ state: 'failed', error: expect.stringContaining('media hosts') });
    }
    expect(trap.count()).toBe(0);
  });

  test('and a redirect within Meta’s hosts is followed, but not in circles', async () => {
    const world = await openMediaWorld();
    world.meta.files.set('else', FILE);
    await world.receive(ID, { ...FILE, download: (response) => response.writeHead(302, { location: './else' }).end() });
    expect(await fetchOnce(world)).toMatchObject({ state: 'stored' });
    await world.receive('round', { ...FILE, download: (response) => response.writeHead(302, { location: '' }).end() });
    expect(await fetchOnce(world, 'round')).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('circles'),
    });
  });
});

describe('a fetch that came to nothing', () => {
  test('asks for a new URL the next time: a URL lives five minutes', async () => {
    const world = await openMediaWorld();
    await world.receive(ID, { ...FILE, told: { url: `${world.meta.origin}/download/expired` } });
    expect(await fetchOnce(world)).toMatchObject({ state: 'failed', tries: 1 });
    expect(await world.results()).toEqual({ not_found: 1 });
    world.meta.files.set(ID, FILE);
    await makeDue(world);
    expect(await fetchOnce(world)).toMatchObject({ state: 'stored', tries: 2 });
    expect(world.meta.requests.filter(({ path }) => path.startsWith('/v25.0/'))).toHaveLength(2);
  });

  test('says what Meta said, and that the channel has no token', async () => {
    const world = await openMediaWorld();
    await world.hear(ID);
    expect(await fetchOnce(world)).toMatchObject({ state: 'failed', error: expect.stringContaining('code 100') });
    await world.store.db.updateTable('channels').set({ access_token: null }).where('id', '=', CHANNEL_A).execute();
    await makeDue(world);
    expect(await fetchOnce(world)).toMatchObject({ state: 'failed', error: expect.stringContaining('access token') });
    expect(await world.results()).toEqual({ refused: 1, no_token: 1 });
  });

  test('is the last one when Meta’s id of the file is a week old', async () => {
    const world = await openMediaWorld();
    await world.hear(ID, { nowMs: Date.now() - 7 * 86_400_000 });
    expect(await fetchOnce(world)).toMatchObject({ state: 'gone', dueAtMs: null });
    expect((await fetch(world.linkTo(ID))).status).toBe(410);
  });
});

describe('the worker', () => {
  test('fetches four files at once and the others after them', async () => {
    const world = await openMediaWorld();
    const held: ServerResponse[] = [];
    const download = (response: ServerResponse) => void held.push(response.writeHead(200));
    for (let count = 0; count < 6; count++) await world.receive(`m${count}`, { ...FILE, download });
    world.media.worker.start();
    await until(() => held.length === 4);
    expect(world.meta.requests.filter(({ path }) => path.startsWith('/download'))).toHaveLength(4);
    for (let count = 0; count < 6; count++) {
      await until(() => held.length > count);
      held[count]?.end(PNG);
    }
    for (let count = 0; count < 6; count++) await world.until(`m${count}`, ({ state }) => state === 'stored');
  });

  test('stops in the middle of a download, and the file is due at once', async () => {
    const world = await openMediaWorld();
    let isAsked = false;
    const download = (response: ServerResponse) => {
      isAsked = true;
      response.writeHead(200).write(PNG.subarray(0, 100));
    };
    await world.receive(ID, { ...FILE, download });
    world.media.worker.start();
    await until(() => isAsked);
    await world.media.worker.stop();
    const file = await world.find(ID);
    expect(file).toMatchObject({ state: 'waiting', leaseToken: null, error: null });
    expect(file?.dueAtMs).toBeLessThanOrEqual(Date.now());
    expect(await world.filesKept()).toEqual([]);
  });

  test('keeps nothing of a file that was deleted while it was being fetched', async () => {
    const world = await openMediaWorld();
    const held: ServerResponse[] = [];
    await world.receive(ID, { ...FILE, download: (response) => held.push(response.writeHead(200)) });
    world.media.worker.start();
    await until(() => held.length === 1);
    expect((await world.call('DELETE', `/v1/media/${ID}`)).status).toBe(204);
    held[0]?.end(PNG);
    await until(async () => (await world.results()).stored === 1);
    await world.media.worker.stop();
    expect(await world.find(ID)).toMatchObject({ state: 'gone' });
    expect(await world.filesKept()).toEqual([]);
  });
});

/** Waits for something to happen. */
function until(isSo: () => boolean | Promise<boolean>): Promise<unknown> {
  return vi.waitFor(async () => expect(await isSo()).toBe(true), { timeout: 15_000, interval: 5 });
}

/** Fetches a file that is due by its link, and gives back what became of it. */
async function fetchOnce(world: MediaWorld, id = ID) {
  await fetch(world.linkTo(id)).then((answer) => answer.arrayBuffer());
  const file = await world.find(id);
  if (file === null) throw new Error('There is no such file.');
  return file;
}

async function makeDue(world: MediaWorld): Promise<void> {
  await world.store.db.updateTable('media_files').set({ due_at_ms: 1 }).execute();
}

/** A server that nobody should ask for anything. */
async function startTrap() {
  let count = 0;
  const server = createServer((_request, response) => {
    count += 1;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, count: () => count };
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
