import * as z from 'zod';
import { type DeliveryId, parseId } from '../../domain/ids.ts';
import type { RunData, RunEnd, RunHandler, RunProblem, RunTask } from '../../domain/run.ts';
import type { Store } from '../../platform/db/store.ts';
import { decodeCursor } from '../../platform/http/api.ts';
import { auditAs, type WriteAudit } from '../../platform/http/audit.ts';
import { type Delivery, findDeliveries, listDeliveries } from './deliveries.store.ts';
import type { DeliveryFilter } from './delivery-rows.store.ts';
import { toAuditedDelivery } from './delivery-view.ts';
import { REFUSALS } from './refusals.ts';
import { cancelDelivery, resendDelivery } from './resend.store.ts';

/** Kinds of the runs that resend and cancel many deliveries. */
export const DELIVERY_RESEND = 'delivery.resend';
export const DELIVERY_CANCEL = 'delivery.cancel';
export type BulkKind = typeof DELIVERY_RESEND | typeof DELIVERY_CANCEL;

/** What such a run was asked for. `filter` or `ids`. */
export interface BulkParams {
  readonly filter?: DeliveryFilter;
  readonly ids?: readonly DeliveryId[];
  /** How many matched when it was started. */
  readonly total: number;
  readonly is_exact: boolean;
}

export interface BulkContext {
  readonly store: Store;
  readonly audit: WriteAudit;
  /** Something may be due: called after each piece of work. */
  readonly wakeDelivery: () => void;
  readonly nowMs: () => number;
  /** Waits between two pieces of work. */
  readonly pause: (ms: number) => Promise<unknown>;
}

/** Deliveries that are changed before the progress is saved: few enough that a crash repeats little. */
const PIECE_MAX = 50;
/** Deliveries a second: receivers that have just come back are not knocked over, and new events find their way between. */
const PER_SECOND_MAX = 200;
const PIECE_MS_MIN = (PIECE_MAX / PER_SECOND_MAX) * 1_000;

const progressSchema = z.object({
  total: z.int(),
  is_exact: z.boolean(),
  looked_at: z.int(),
  changed: z.int(),
  refused: z.int(),
  /** Where to go on: how many of the ids are done, or the cursor of the list. Null: at the beginning. */
  next: z.union([z.int(), z.string(), z.null()]),
});
type Progress = z.output<typeof progressSchema>;

/**
 * Resends or cancels many deliveries, newest first, at a bounded rate. What comes in after it was started is left alone. A
 * delivery that was resent before a crash, and has had its attempt since, is not resent a second time.
 */
export function createBulkHandler(ctx: BulkContext, kind: BulkKind): RunHandler {
  return async (run, ctl) => {
    // `as`: what `bulk.routes.ts` made of the call.
    const params = run.params as unknown as BulkParams;
    let progress = readProgress(run.progress, params);
    if (!(await ctl.saveProgress({ ...progress }))) return stopped(progress);
    for (;;) {
      const startedMs = ctx.nowMs();
      const piece = await nextPiece(ctx, { run, params }, progress);
      const done = await changePiece(ctx, { kind, run }, { piece, progress });
      progress = done.progress;
      ctx.wakeDelivery();
      const goesOn = await ctl.saveProgress({ ...progress }, done.problems);
      if (progress.next === null) return { kind: 'completed', result: reportOf(progress) };
      if (!goesOn) return stopped(progress);
      await ctx.pause(Math.max(0, PIECE_MS_MIN - (ctx.nowMs() - startedMs)));
      if (ctl.isStopping()) return stopped(progress);
    }
  };
}

function readProgress(saved: RunData, { total, is_exact }: BulkParams): Progress {
  const known = progressSchema.safeParse(saved);
  if (known.success) return known.data;
  return { total, is_exact, looked_at: 0, changed: 0, refused: 0, next: null };
}

interface Piece {
  readonly deliveries: readonly (Delivery | DeliveryId)[];
  /** Null: it is the last one. */
  readonly next: number | string | null;
}

interface BulkRun {
  readonly run: RunTask;
  readonly params: BulkParams;
}

async function nextPiece(ctx: BulkContext, { run, params }: BulkRun, progress: Progress): Promise<Piece> {
  const { workspaceId } = run;
  const nowMs = ctx.nowMs();
  if (params.ids !== undefined) {
    const from = typeof progress.next === 'number' ? progress.next : 0;
    const ids = params.ids.slice(from, from + PIECE_MAX);
    const found = new Map(
      (await findDeliveries(ctx.store, { workspaceId, nowMs }, ids)).map((delivery) => [delivery.id, delivery]),
    );
    const next = from + ids.length;
    return {
      deliveries: ids.map((id) => found.get(id) ?? id),
      next: next < params.ids.length ? next : null,
    };
  }
  const beforeId = typeof progress.next === 'string' ? parseId('dlv', decodeCursor(progress.next)) : null;
  const page = await listDeliveries(ctx.store, { ...params.filter, workspaceId, beforeId, limit: PIECE_MAX, nowMs });
  return { deliveries: page.items, next: page.nextCursor };
}

interface Work {
  readonly piece: Piece;
  readonly progress: Progress;
}

async function changePiece(
  ctx: BulkContext,
  { kind, run }: { readonly kind: BulkKind; readonly run: RunTask },
  { piece, progress }: Work,
): Promise<{ readonly progress: Progress; readonly problems: readonly RunProblem[] }> {
  const counts = { looked_at: progress.looked_at, changed: progress.changed, refused: progress.refused };
  const problems: RunProblem[] = [];
  for (const delivery of piece.deliveries) {
    const refusal = await changeOne(ctx, { kind, run }, delivery);
    counts.looked_at += 1;
    if (refusal === null) counts.changed += 1;
    else {
      counts.refused += 1;
      const value = typeof delivery === 'string' ? delivery : delivery.id;
      problems.push({ row: counts.looked_at, column: null, message: refusal, value });
    }
  }
  return { progress: { ...progress, ...counts, next: piece.next }, problems };
}

/** @returns why it was not done, in a sentence, or null. */
async function changeOne(
  ctx: BulkContext,
  { kind, run }: { readonly kind: BulkKind; readonly run: RunTask },
  delivery: Delivery | DeliveryId,
): Promise<string | null> {
  const { workspaceId } = run;
  if (typeof delivery === 'string') return REFUSALS.not_found[1];
  if (isDoneAlready(kind, run, delivery)) return null;
  const key = { workspaceId, id: delivery.id, nowMs: ctx.nowMs() };
  const resource = { write: ctx.audit, resourceType: 'delivery', toView: toAuditedDelivery };
  const actor = { kind: 'system', id: run.id, requestId: null } as const;
  const isResend = kind === DELIVERY_RESEND;
  const audited = auditAs(resource, { actor, workspaceId }, isResend ? 'resent' : 'canceled');
  const outcome = await (isResend ? resendDelivery : cancelDelivery)(ctx.store, key, audited);
  return outcome.kind === 'done' ? null : REFUSALS[outcome.why][1];
}

/** Before a crash, by this run: the attempt of the resend was made since, or the delivery was canceled. */
function isDoneAlready(kind: BulkKind, run: RunTask, { lastAttempt, state }: Delivery): boolean {
  if (kind === DELIVERY_CANCEL) return state === 'canceled';
  return lastAttempt !== null && lastAttempt.trigger === 'resend' && lastAttempt.startedAtMs >= run.startedAtMs;
}

function reportOf({ next: _next, ...counts }: Progress): RunData {
  return counts;
}

function stopped(progress: Progress): RunEnd {
  return { kind: 'stopped', result: reportOf(progress) };
}
