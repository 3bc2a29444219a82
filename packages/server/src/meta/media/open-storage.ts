import { join } from 'node:path';
import { PosthornError } from '../../domain/errors.ts';
import { createDiskStorage } from './disk-storage.ts';
import type { MediaStorage } from './media-storage.ts';
import { createS3Storage, type S3Place } from './s3-storage.ts';
import { createTempFiles, type TempFiles } from './temp-files.ts';

/** Where media files are kept, and where they are on their way there. */
export interface MediaPlace {
  readonly storage: MediaStorage;
  readonly temp: TempFiles;
}

/** Beside the sharded folders, whose names are those of workspaces: a file is moved within one file system. */
const TEMP_FOLDER = 'incoming';
const TEMP_FOLDER_OF_BUCKETS = 'media-incoming';
const RETRY_AFTER_SECONDS = 5;

interface MediaPlaceOptions {
  /** POSTHORN_MEDIA_URL. */
  readonly mediaUrl: string;
  /** Where files stand on their way into a bucket. */
  readonly dataDir: string;
  /** Told of everything that the media store did not do. */
  readonly onError: (error: unknown) => void;
}

/**
 * The media store that POSTHORN_MEDIA_URL names. Nothing is opened yet. What it does not do rejects with PosthornError
 * `store_unavailable`.
 */
export function openMediaPlace({ mediaUrl, dataDir, onError }: MediaPlaceOptions): MediaPlace {
  const { storage, temp } = placeOf(mediaUrl, dataDir);
  return { storage: inWords(storage, onError), temp };
}

function placeOf(mediaUrl: string, dataDir: string): MediaPlace {
  if (mediaUrl.startsWith('s3:')) {
    return {
      storage: createS3Storage(readS3Url(mediaUrl)),
      temp: createTempFiles(join(dataDir, TEMP_FOLDER_OF_BUCKETS)),
    };
  }
  const folder = mediaUrl.slice('file:'.length).replace(/^\/\/(?=\/)/, '');
  const temp = createTempFiles(join(folder, TEMP_FOLDER));
  return { storage: createDiskStorage({ folder, temp }), temp };
}

function inWords(storage: MediaStorage, onError: (error: unknown) => void): MediaStorage {
  const refuse = (cause: unknown): never => {
    onError(cause);
    throw new PosthornError('store_unavailable', 'The media store does not answer. Try again.', {
      cause,
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  };
  return {
    put: (key, file) => storage.put(key, file).catch(refuse),
    open: (key, range) => storage.open(key, range).catch(refuse),
    remove: (key) => storage.remove(key).catch(refuse),
    close: () => storage.close(),
  };
}

function readS3Url(text: string): S3Place {
  const url = new URL(text);
  const [bucket = '', ...prefix] = url.pathname.split('/').filter((segment) => segment !== '');
  const tls = url.searchParams.get('tls') ?? 'true';
  return {
    origin: `${tls === 'true' || tls === '1' ? 'https' : 'http'}://${url.host}`,
    bucket: decodeURIComponent(bucket),
    prefix: prefix.map((segment) => `${decodeURIComponent(segment)}/`).join(''),
    region: url.searchParams.get('region'),
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
  };
}
