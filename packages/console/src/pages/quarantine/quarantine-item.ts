import type { itemView, listedView } from '@posthorn/server/pipeline/quarantine/quarantine.routes.ts';
import type * as z from 'zod';

/** Something that Meta signed and that made no event, as the list shows it. */
export type QuarantineEntry = z.infer<typeof listedView>;
/** The same with what Meta sent. */
export type QuarantineItem = z.infer<typeof itemView>;
export type QuarantineReason = QuarantineEntry['reason'];

export const REASONS: readonly QuarantineReason[] = ['unknown_channel', 'stale', 'future', 'unreadable', 'erased'];

/** Whether events can ever be made of it. */
export function isReleasable({ reason }: Pick<QuarantineEntry, 'reason'>): boolean {
  return reason !== 'erased' && reason !== 'unreadable';
}
