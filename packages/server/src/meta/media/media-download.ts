import { EgressError, type EgressGuard } from '../../platform/egress/egress.ts';
import { withStream } from '../../platform/egress/open-stream.ts';
import { isMediaHost } from './media-host.ts';
import { type SavedFile, saveStream } from './save-stream.ts';

export interface DownloadContext {
  /** Opens checked connections only: the egress guard's. */
  readonly connector: EgressGuard['connector'];
  /** The configured Graph API: the one host that may be plain HTTP, if the guard lets it. */
  readonly graphUrl: string;
  /** Of the whole download. */
  readonly timeoutMs: number;
}

export interface Download {
  /** As the Graph API told it. */
  readonly url: string;
  readonly accessToken: string;
  /** Where the file comes to stand. */
  readonly path: string;
  /** More is cut off. */
  readonly bytesMax: number;
  readonly signal: AbortSignal;
}

/** Why a download came to nothing. */
export type DownloadFailure = 'url_refused' | 'not_found' | 'bad_answer' | 'too_long' | 'broken_off';

export type Downloaded =
  | { readonly kind: 'saved'; readonly file: SavedFile }
  /** `reason` is a sentence, without the URL. */
  | { readonly kind: 'failed'; readonly failure: DownloadFailure; readonly reason: string };

/** Within Meta's own hosts. They send none that is known; a longer chain is a circle. */
const REDIRECTS_MAX = 2;

/**
 * Downloads a media file with the channel's token, from the Graph host and Meta's media hosts alone (DESIGN 7): wherever
 * else a URL or a redirect points, nothing is sent.
 *
 * @throws the signal's reason when it is aborted, and what the disk has to say.
 */
export async function downloadMedia(ctx: DownloadContext, download: Download): Promise<Downloaded> {
  const deadline = AbortSignal.timeout(ctx.timeoutMs);
  const signal = AbortSignal.any([deadline, download.signal]);
  let url = URL.parse(download.url);
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
    if (url === null || !isMediaHost(url, ctx.graphUrl))
      return failed('url_refused', "The URL is not on one of Meta's media hosts.");
    const from = url;
    const answer = await attempt(download.signal, () => request(ctx, { ...download, signal }, from));
    if (!('location' in answer)) return answer;
    url = URL.parse(answer.location, from.href);
  }
  return failed('bad_answer', "Meta's media host redirects in circles.");
}

type Answered = Downloaded | { readonly location: string };

function request(ctx: DownloadContext, download: Download, url: URL): Promise<Answered> {
  const headers = { authorization: `Bearer ${download.accessToken}`, 'accept-encoding': 'identity' };
  return withStream(ctx.connector, { url, headers, signal: download.signal }, async (answer): Promise<Answered> => {
    const { status } = answer;
    if (status === 404) return failed('not_found', "Meta's media host has nothing at its URL any more.");
    const { location } = answer.headers;
    if (status >= 300 && status <= 399 && location !== undefined) return { location };
    if (status !== 200) return failed('bad_answer', `Meta's media host answered ${status}.`);
    const file = await saveStream(answer.body, { path: download.path, bytesMax: download.bytesMax });
    if (file === null)
      return failed('too_long', `The file is longer than ${download.bytesMax} bytes: the rest was not read.`);
    return { kind: 'saved', file };
  });
}

/** Turns what networks do into an outcome. What the disk does, and that it is to end here, stays an error. */
async function attempt(stop: AbortSignal, run: () => Promise<Answered>): Promise<Answered> {
  try {
    return await run();
  } catch (error) {
    stop.throwIfAborted();
    if (error instanceof EgressError) return failed('broken_off', error.message);
    if (!isOfNetwork(error)) throw error;
    return failed('broken_off', 'The download broke off or took too long.');
  }
}

/** Errors of undici, of sockets, and the deadline's. Those of the file system name a system call on a path. */
function isOfNetwork(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return true;
  const { code = '', path } = error as NodeJS.ErrnoException;
  return (
    path === undefined &&
    /^(UND_ERR_|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|HPE_|ERR_STREAM_PREMATURE_CLOSE)/.test(code)
  );
}

function failed(failure: DownloadFailure, reason: string): Extract<Downloaded, { kind: 'failed' }> {
  return { kind: 'failed', failure, reason };
}
