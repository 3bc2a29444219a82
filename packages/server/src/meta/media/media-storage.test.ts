import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { S3_KEYS, S3_REGION, startS3, type TestBucket } from '../../../test/support/s3-server.ts';
import { idOf } from '../../domain/ids.ts';
import { type MediaStorage, mediaKeyOf } from './media-storage.ts';
import { openMediaPlace } from './open-storage.ts';
import { saveStream } from './save-stream.ts';
import { createTempFiles } from './temp-files.ts';

const WORKSPACE = idOf('ws', '0190a000-0000-7000-8000-000000000001');
const KEY = mediaKeyOf({ workspaceId: WORKSPACE, id: '2207741159836640' });
const BYTES = Buffer.from('the bytes of a file');
/** In memory, on Linux. */
const OTHER_FILE_SYSTEM = '/dev/shm';

const PLACES = [
  { name: 'a folder', open: openDisk },
  { name: 'a bucket', open: async () => (await openBucket()).storage },
];

describe.each(PLACES)('a media store in $name', ({ open }) => {
  test('gives back what it keeps, whole and in part', async () => {
    const storage = await open();
    await put(storage, KEY, BYTES);
    expect(await read(storage, KEY)).toEqual(BYTES);
    expect(await read(storage, KEY, { start: 4, end: 8 })).toEqual(BYTES.subarray(4, 9));
    expect(await read(storage, KEY, { start: 0, end: 0 })).toEqual(BYTES.subarray(0, 1));
  });

  test('keeps a file of several megabytes and one of nothing', async () => {
    const storage = await open();
    const large = Buffer.alloc(3_000_000, 'abc');
    await put(storage, KEY, large);
    expect(sha256(await read(storage, KEY))).toBe(sha256(large));
    await put(storage, KEY, Buffer.alloc(0));
    expect(await read(storage, KEY)).toEqual(Buffer.alloc(0));
  });

  test('takes a file in the place of one that was there', async () => {
    const storage = await open();
    await put(storage, KEY, BYTES);
    await put(storage, KEY, Buffer.from('other'));
    expect(await read(storage, KEY)).toEqual(Buffer.from('other'));
  });

  test('has nothing under a key that was removed or never there', async () => {
    const storage = await open();
    await put(storage, KEY, BYTES);
    await storage.remove(KEY);
    await storage.remove(KEY);
    expect(await storage.open(KEY, null)).toBeNull();
    expect(await storage.open(KEY, { start: 0, end: 1 })).toBeNull();
  });
});

describe('a media store in a folder', () => {
  test('is open to nobody else on the machine', async () => {
    const folder = await makeFolder();
    const { storage, temp } = openPlace(`file:${folder}/media`);
    const path = await temp.newPath();
    const saved = await saveStream(Readable.from([BYTES]), { path, bytesMax: 100 });
    if (saved === null) throw new Error('It was not saved.');
    await storage.put(KEY, saved);
    const modes = await Promise.all(
      ['media', 'media/incoming', `media/${KEY}`].map((name) => modeOf(join(folder, name))),
    );
    expect(modes).toEqual([0o700, 0o700, 0o600]);
    expect(await readdir(join(folder, 'media/incoming'))).toEqual([]);
  });

  test.skipIf(!existsSync(OTHER_FILE_SYSTEM))('takes a file from another file system too', async () => {
    const storage = await openDisk();
    const elsewhere = await mkdtemp(join(OTHER_FILE_SYSTEM, 'posthorn-media-'));
    onTestFinished(() => rm(elsewhere, { recursive: true, force: true }));
    const path = join(elsewhere, 'file');
    await writeFile(path, BYTES);
    await storage.put(KEY, { path, sizeBytes: BYTES.length, sha256: sha256(BYTES) });
    expect(await read(storage, KEY)).toEqual(BYTES);
  });

  test('takes no key that leads out of it', async () => {
    const storage = await openDisk();
    for (const key of ['../x', '/etc/passwd', 'a//b', 'a/./b', '']) {
      expect(() => storage.remove(key), key).toThrow();
    }
  });

  test('is the same place for file:path and file:///path', async () => {
    const folder = await makeFolder();
    await put(openPlace(`file://${folder}/media`).storage, KEY, BYTES);
    expect(await read(openPlace(`file:${folder}/media`).storage, KEY)).toEqual(BYTES);
  });
});

describe('a media store in a bucket', () => {
  test('puts its files behind the prefix', async () => {
    const { bucket, storage } = await openBucket();
    await put(storage, KEY, BYTES);
    expect([...bucket.objects.keys()]).toEqual([`/media bucket/post+horn/${KEY}`]);
  });

  test('says which error it had, without a word of the credentials', async () => {
    const { bucket, storage } = await openBucket();
    bucket.breakWith = 503;
    const error = await storage.open(KEY, null).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'store_unavailable',
      cause: { message: expect.stringContaining('503 SlowDown') },
    });
    const { storage: locked } = openPlace(urlOf(bucket, { ...S3_KEYS, secretAccessKey: 'wrong-secret' }));
    bucket.breakWith = null;
    const refused = await put(locked, KEY, BYTES).catch((thrown: unknown) => thrown);
    expect(refused).toMatchObject({ cause: { message: expect.stringContaining('SignatureDoesNotMatch') } });
    expect(`${String(refused)} ${String((refused as Error).cause)}`).not.toMatch(/wrong-secret|AKID/);
  });

  test('takes nothing whose bytes are not those that were announced', async () => {
    const { bucket, storage } = await openBucket();
    const path = join(await makeFolder(), 'file');
    await writeFile(path, BYTES);
    const put = storage.put(KEY, { path, sizeBytes: BYTES.length, sha256: sha256(Buffer.from('other')) });
    await expect(put).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(bucket.objects.size).toBe(0);
  });

  test('rejects when nobody listens', async () => {
    const { storage } = openPlace('s3://key:secret@127.0.0.1:1/media?tls=false');
    await expect(storage.open(KEY, null)).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect(put(storage, KEY, BYTES)).rejects.toMatchObject({ code: 'store_unavailable' });
  });
});

describe('the key of a file', () => {
  test('is the same whenever the same file is named, and another one in another workspace', () => {
    const other = idOf('ws', '0190a000-0000-7000-8000-000000000002');
    expect(mediaKeyOf({ workspaceId: WORKSPACE, id: '2207741159836640' })).toBe(KEY);
    const keys = [KEY, mediaKeyOf({ workspaceId: WORKSPACE, id: '1' }), mediaKeyOf({ workspaceId: other, id: '1' })];
    expect(new Set(keys).size).toBe(3);
  });
});

describe('a file on its way in', () => {
  test('is counted, digested and known by its beginning', async () => {
    const path = join(await makeFolder(), 'file');
    const source = Readable.from([BYTES.subarray(0, 3), BYTES.subarray(3)]);
    const saved = await saveStream(source, { path, bytesMax: BYTES.length });
    expect(saved).toEqual({ path, sizeBytes: BYTES.length, sha256: sha256(BYTES), head: BYTES });
    expect(await readFile(path)).toEqual(BYTES);
  });

  test('is cut off when it is longer than allowed, and leaves nothing, also when it never ends', async () => {
    const folder = await makeFolder();
    let chunks = 0;
    const endless = new Readable({
      read() {
        chunks += 1;
        this.push(Buffer.alloc(1_024));
      },
    });
    expect(await saveStream(endless, { path: join(folder, 'file'), bytesMax: 10_000 })).toBeNull();
    expect(chunks).toBeLessThan(100);
    expect(await readdir(folder)).toEqual([]);
  });

  test('leaves nothing when it breaks off', async () => {
    const folder = await makeFolder();
    const broken = Readable.from(
      (async function* () {
        yield BYTES;
        throw new Error('broken off');
      })(),
    );
    await expect(saveStream(broken, { path: join(folder, 'file'), bytesMax: 99 })).rejects.toThrow('broken off');
    expect(await readdir(folder)).toEqual([]);
  });

  test('that a dead process left is removed after an hour, and no younger one', async () => {
    const folder = await makeFolder();
    const temp = createTempFiles(folder);
    await Promise.all(['old', 'young'].map((name) => writeFile(join(folder, name), '')));
    const nowMs = Date.now();
    await utimes(join(folder, 'old'), 0, nowMs / 1_000 - 3_700);
    expect(await temp.clean(nowMs)).toBe(1);
    expect(await readdir(folder)).toEqual(['young']);
    expect(await createTempFiles(join(folder, 'never-made')).clean(nowMs)).toBe(0);
  });
});

async function openDisk(): Promise<MediaStorage> {
  return openPlace(`file:${await makeFolder()}/media`).storage;
}

async function openBucket(): Promise<{ readonly bucket: TestBucket; readonly storage: MediaStorage }> {
  const bucket = await startS3();
  return { bucket, storage: openPlace(urlOf(bucket, S3_KEYS)).storage };
}

function urlOf(
  { origin }: TestBucket,
  { accessKeyId, secretAccessKey }: typeof S3_KEYS | Record<keyof typeof S3_KEYS, string>,
) {
  const credentials = `${accessKeyId}:${encodeURIComponent(secretAccessKey)}`;
  return `s3://${credentials}@${new URL(origin).host}/media%20bucket/post+horn?region=${S3_REGION}&tls=false`;
}

function openPlace(mediaUrl: string) {
  const place = openMediaPlace({ mediaUrl, dataDir: tmpdir(), onError: () => {} });
  onTestFinished(() => place.storage.close());
  return place;
}

async function put(storage: MediaStorage, key: string, bytes: Buffer): Promise<void> {
  const path = join(await makeFolder(), 'file');
  await writeFile(path, bytes);
  await storage.put(key, { path, sizeBytes: bytes.length, sha256: sha256(bytes) });
}

async function read(storage: MediaStorage, key: string, range: Parameters<MediaStorage['open']>[1] = null) {
  const stream = await storage.open(key, range);
  if (stream === null) throw new Error('There is nothing.');
  return buffer(stream);
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-media-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
