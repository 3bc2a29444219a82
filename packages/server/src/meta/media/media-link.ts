import { createHmac, timingSafeEqual } from 'node:crypto';

/** 160 bits: unguessable, and short enough for a URL in a message. */
const MAC_BYTES = 20;
const CAPABILITY = /^(\d{1,15})\.([A-Za-z0-9_-]{1,128})\.([A-Za-z0-9_-]{27})$/;

/** A media file of a workspace, by Meta's id of it. */
export interface MediaReference {
  readonly workspaceSerial: number;
  readonly mediaId: string;
}

/**
 * The capability in `/media/<capability>` (CONTRACTS 8, "`media` in bodies"): unguessable, and the same
 * whenever the same file is named, so that a retry's or a replay's link works. It is worked out and not
 * stored: nothing is written for a link that nobody opens.
 *
 * @param linkKey The installation's key for links.
 */
export function mediaCapability(linkKey: Buffer, { workspaceSerial, mediaId }: MediaReference): string {
  const id = /^[A-Za-z0-9_-]{1,128}$/.test(mediaId)
    ? mediaId
    : Buffer.from(mediaId).toString('base64url').slice(0, 128);
  return `${workspaceSerial}.${id}.${mac(linkKey, workspaceSerial, id)}`;
}

/** Reads a capability from a URL. Null when we did not make it. */
export function readMediaCapability(linkKey: Buffer, capability: string): MediaReference | null {
  const [, serial, mediaId, given] = CAPABILITY.exec(capability) ?? [];
  if (serial === undefined || mediaId === undefined || given === undefined) return null;
  const expected = mac(linkKey, Number(serial), mediaId);
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(given))) return null;
  return { workspaceSerial: Number(serial), mediaId };
}

function mac(linkKey: Buffer, workspaceSerial: number, mediaId: string): string {
  const digest = createHmac('sha256', linkKey).update(`media\n${workspaceSerial}\n${mediaId}`).digest();
  return digest.subarray(0, MAC_BYTES).toString('base64url');
}
