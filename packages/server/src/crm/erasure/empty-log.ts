import { PosthornError } from '../../domain/errors.ts';
import type { Piece, StepContext } from './erasure-step.ts';

/** Somebody who makes a copy of a large file reads for minutes. */
const TRIES_MAX = 150;
const TRY_AGAIN_MS = 2_000;

/**
 * Empties the log of the database, in which what was overwritten stands until it is written over.
 *
 * @param after How often it was tried.
 * @throws PosthornError `conflict` when it cannot be done.
 */
export async function emptyLog({ store, nowMs }: StepContext, after: string | null): Promise<Piece> {
  if (await store.emptyLog()) return { next: null };
  const tries = Number(after ?? 0) + 1;
  if (tries < TRIES_MAX) return { next: String(tries), waitUntilMs: nowMs() + TRY_AGAIN_MS };
  throw new PosthornError(
    'conflict',
    'Everything is erased, but the log of the database still holds it, as another program keeps reading the file. End that program and start the erasure again.',
  );
}
