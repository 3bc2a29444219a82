import * as z from 'zod';

export const TAGS = ['Xobito API'];
export const READ = { who: 'workspace', permission: 'compat.read' } as const;
export const WRITE = { who: 'workspace', permission: 'compat.write' } as const;

/** Types of bodies, the usual one first. */
export const CONSUMES = ['application/json', 'application/x-www-form-urlencoded'];

/** The same where a form may carry files. */
export const CONSUMES_FILES = [...CONSUMES, 'multipart/form-data'];

/** Path of a list. */
export const collectionPath = z.object({ subdomain: z.string().describe('That of the workspace of the key.') });

/** Path of one record. */
export const recordPath = collectionPath.extend({ id: z.string().describe('Its integer.') });

/** The serial in a path. Null when it can be none. */
export function serialIn(text: string): number | null {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}
