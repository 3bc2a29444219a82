import type { ByteRange } from './media-storage.ts';

/** What a `Range` header comes to for a file. */
export type RangeRead =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly range: ByteRange }
  | { readonly kind: 'unsatisfiable' };

/**
 * Reads `Range` (RFC 9110, 14.2). Several ranges at once, other units and what cannot be read are as if they were not there:
 * the answer is the whole file.
 */
export function readRange(header: string | undefined, sizeBytes: number): RangeRead {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
  if (first === '' && last === '') return { kind: 'whole' };
  if (first === '') return toRange(Math.max(0, sizeBytes - Number(last)), sizeBytes - 1, sizeBytes);
  if (last !== '' && Number(last) < Number(first)) return { kind: 'whole' };
  return toRange(Number(first), last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1), sizeBytes);
}

function toRange(start: number, end: number, sizeBytes: number): RangeRead {
  return start < sizeBytes && start <= end ? { kind: 'part', range: { start, end } } : { kind: 'unsatisfiable' };
}

/** Whether `If-None-Match` names the file that the caller has (RFC 9110, 13.1.2). */
export function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}

/**
 * `Content-Disposition` (RFC 6266): in place, or saved under a name. The name came from outside: without what is a path, a
 * control or turns the direction of writing, so that `exe` at the end of a name is seen there.
 */
export function toDisposition(isShown: boolean, filename: string): string {
  const name = filename.replaceAll(/[\p{C}\p{Zl}\p{Zp}/\\:*?"<>|]/gu, '_').replace(/^[.\s]+/, '') || 'file';
  const plain = name.replaceAll(/[^\x20-\x7e]|%/g, '_');
  const kind = isShown ? 'inline' : 'attachment';
  const extended = encodeURIComponent(name).replaceAll(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
  return plain === name ? `${kind}; filename="${plain}"` : `${kind}; filename="${plain}"; filename*=UTF-8''${extended}`;
}
