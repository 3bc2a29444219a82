import { describe, expect, test } from 'vitest';
import { type MediaWorld, openMediaWorld } from '../../../test/support/media-world.ts';
import type { FileAtMeta } from '../../../test/support/meta-media.ts';
import { startApi } from '../../../test/support/start-api.ts';
import { PosthornError } from '../../domain/errors.ts';
import { idOf } from '../../domain/ids.ts';
import { type MediaRoutesContext, mediaRoutes } from './media.routes.ts';
import type { MediaFile } from './media-file.ts';
import { mediaCapability } from './media-link.ts';

const LINK_KEY = Buffer.alloc(32, 1);
const ID = '1013859600285441';
const link = mediaCapability(LINK_KEY, { workspaceSerial: 31, mediaId: ID });
const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('0123456789')]);

describe('GET /media/{capability}', () => {
  test('of a true link says without any key that the file is not here yet', async () => {
    const { call } = await startApi((api) => mediaRoutes(api, contextWith({ state: 'failed', dueAtMs: 60_000 })));
    const answer = await call('GET', `/media/${link}`, { headers: { authorization: '' } });
    expect(answer).toMatchObject({ status: 503, body: { code: 'media_not_ready' } });
    expect(answer.headers.get('retry-after')).toBe('60');
  });

  test.each([`${link}x`, `1${link}`, 'x', '31.1013859600285441.'])('of %s says that there is none', async (path) => {
    const { call } = await startApi((api) => mediaRoutes(api, contextWith({})));
    expect(await call('GET', `/media/${path}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  test('of a true link to a file that nobody told of says that there is none', async () => {
    const { call } = await startApi((api) => mediaRoutes(api, { ...contextWith({}), find: async () => null }));
    expect(await call('GET', `/media/${link}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  test('waits for a file that another node is fetching, until it is there', async () => {
    let file = fileWith({ state: 'waiting', dueAtMs: 99_000, leaseToken: 'theirs' });
    const lookedFor: string[] = [];
    const fetchNow = async () => {
      lookedFor.push(file.state);
      file = fileWith({ state: 'stored', sha256: 'ff', sizeBytes: 0 });
    };
    const { call } = await startApi((api) =>
      mediaRoutes(api, { ...contextWith({}), find: async () => file, fetchNow }),
    );
    expect((await call('HEAD', `/media/${link}`)).status).toBe(200);
    expect(lookedFor).toEqual(['waiting']);
  });

  test('waits no longer than it may, and says when to come back', async () => {
    const fetchNow = (_file: MediaFile, signal: AbortSignal) =>
      new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    const leased = contextWith({ state: 'waiting', dueAtMs: 500_000, leaseToken: 'theirs' });
    const { call } = await startApi((api) => mediaRoutes(api, { ...leased, fetchNow, waitMs: 20 }));
    const answer = await call('GET', `/media/${link}`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '300']);
  });

  test('says that the media store does not answer, and not that there is nothing', async () => {
    const context = contextWith({ state: 'stored', sha256: 'ff', sizeBytes: 3 });
    const open = () => Promise.reject(new PosthornError('store_unavailable', 'Away.'));
    const { call } = await startApi((api) => mediaRoutes(api, { ...context, storage: { open } }));
    const answer = await call('GET', `/media/${link}`);
    expect([answer.status, answer.headers.get('cache-control'), answer.etag]).toEqual([503, 'no-store', '']);
  });
});

describe('a file behind a link', () => {
  test('is fetched by the first who asks, and those who ask meanwhile share that', async () => {
    const world = await openMediaWorld();
    let letGo = () => {};
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const download: FileAtMeta['download'] = async (response) => {
      response.writeHead(200);
      await gate;
      response.end(PNG);
    };
    await world.receive(ID, { bytes: PNG, mimeType: 'image/png', download });
    const asked = Array.from({ length: 5 }, () => fetch(world.linkTo(ID)));
    letGo();
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    for (const answer of answers) expect(Buffer.from(await answer.arrayBuffer())).toEqual(PNG);
    expect(world.meta.requests.filter(({ path }) => path.startsWith('/download'))).toHaveLength(1);
  });

  test('comes with everything that keeps it away from the rest of a browser', async () => {
    const world = await openStored({ bytes: PNG, mimeType: 'image/png' }, { filename: 'Foto ä.png' });
    const { headers } = await fetch(world.linkTo(ID));
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(PNG.length),
      'content-disposition': `inline; filename="Foto _.png"; filename*=UTF-8''Foto%20%C3%A4.png`,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'private, max-age=3600, immutable',
      'accept-ranges': 'bytes',
      etag: expect.stringMatching(/^"[0-9a-f]{64}"$/),
    });
  });

  test.each([
    ['HTML that says it is a picture', { bytes: Buffer.from('<script>alert(1)</script>'), mimeType: 'image/png' }],
    ['HTML', { bytes: Buffer.from('<script>alert(1)</script>'), mimeType: 'text/html' }],
    ['SVG', { bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), mimeType: 'image/svg+xml' }],
  ])('is to be saved and not shown when it is %s', async (_what, file) => {
    const world = await openStored(file);
    const { headers } = await fetch(world.linkTo(ID));
    expect([headers.get('content-type'), headers.get('content-disposition')]).toEqual([
      'application/octet-stream',
      `attachment; filename="${ID}"`,
    ]);
  });

  test('is given in part', async () => {
    const world = await openStored({ bytes: PNG, mimeType: 'image/png' });
    const get = (headers: Record<string, string>) => fetch(world.linkTo(ID), { headers });
    const part = await get({ range: 'bytes=8-11' });
    expect([part.status, part.headers.get('content-range'), part.headers.get('content-length')]).toEqual([
      206,
      `bytes 8-11/${PNG.length}`,
      '4',
    ]);
    expect(await part.text()).toBe('0123');
    expect(await (await get({ range: 'bytes=-3' })).text()).toBe('789');
    const beyond = await get({ range: `bytes=${PNG.length}-` });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${PNG.length}`]);
    const etag = part.headers.get('etag') ?? '';
    expect((await get({ range: 'bytes=0-0', 'if-range': etag })).status).toBe(206);
    expect((await get({ range: 'bytes=0-0', 'if-range': '"another"' })).status).toBe(200);
  });

  test('is not sent to somebody who has it', async () => {
    const world = await openStored({ bytes: PNG, mimeType: 'image/png' });
    const etag = (await fetch(world.linkTo(ID))).headers.get('etag') ?? '';
    const again = await fetch(world.linkTo(ID), { headers: { 'if-none-match': etag } });
    expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, '']);
    expect((await fetch(world.linkTo(ID), { headers: { 'if-none-match': '"another"' } })).status).toBe(200);
  });

  test('is described by HEAD as by GET, without its bytes', async () => {
    const world = await openStored({ bytes: PNG, mimeType: 'image/png' });
    const head = await fetch(world.linkTo(ID), { method: 'HEAD' });
    const get = await fetch(world.linkTo(ID));
    const withoutOwn = ({ headers }: Response) => {
      const ofConnection = ['date', 'x-request-id', 'connection', 'keep-alive'];
      return [...headers].filter(([name]) => !ofConnection.includes(name));
    };
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await fetch(world.linkTo(ID), { method: 'HEAD', headers: { range: 'bytes=0-0' } })).status).toBe(200);
    expect(withoutOwn(head)).toEqual(withoutOwn(get));
  });

  test('is of its workspace alone: the same id leads nowhere in another one', async () => {
    const world = await openStored({ bytes: PNG, mimeType: 'image/png' });
    expect((await fetch(world.linkTo(ID, 2))).status).toBe(404);
  });

  test('is fetched anew when the media store has lost it', async () => {
    const world = await openStored({ bytes: PNG, mimeType: 'image/png' });
    await world.media.removeFile({ workspaceId: (await world.find(ID))?.workspaceId ?? idOf('ws', ''), id: ID });
    expect((await fetch(world.linkTo(ID))).status).toBe(503);
    expect((await fetch(world.linkTo(ID))).status).toBe(200);
    expect(world.meta.requests.filter(({ path }) => path.startsWith('/download'))).toHaveLength(2);
  });
});

async function openStored(file: FileAtMeta, heard: Parameters<MediaWorld['receive']>[2] = {}): Promise<MediaWorld> {
  const world = await openMediaWorld();
  await world.receive(ID, file, heard);
  expect((await fetch(world.linkTo(ID))).status).toBe(200);
  return world;
}

function contextWith(file: Partial<MediaFile>): MediaRoutesContext {
  return {
    linkKey: LINK_KEY,
    storage: { open: async () => null },
    find: async () => fileWith(file),
    fetchNow: async () => {},
    noteLost: async () => {},
    nowMs: () => 0,
    waitMs: 1_000,
  };
}

function fileWith(over: Partial<MediaFile>): MediaFile {
  return {
    workspaceId: idOf('ws', '0190a000-0000-7000-8000-000000000001'),
    channelId: idOf('chn', '0190a000-0000-7000-8000-000000000002'),
    ...{ id: ID, conversationId: null, direction: 'inbound', state: 'waiting', mimeType: null, sha256: null },
    ...{ sizeBytes: null, filename: null, storageKey: null, dueAtMs: null, leaseToken: null, tries: 1, error: null },
    ...{ createdAtMs: 0, storedAtMs: null, revokedAtMs: null },
    ...over,
  };
}
