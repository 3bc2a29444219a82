import * as z from 'zod';
import { PosthornError } from '../../domain/errors.ts';
import type { RunControl, RunData, RunEnd, RunHandler, RunTask } from '../../domain/run.ts';
import { isDeadlock } from '../../platform/db/errors.ts';
import { emptyLog } from './empty-log.ts';
import { eraseAttempts } from './erase-attempts.store.ts';
import { eraseAuditLog } from './erase-audit-log.store.ts';
import { eraseContacts, markTombstones, redactContacts } from './erase-contacts.store.ts';
import { eraseActivity, eraseConversations, redactNotes } from './erase-conversations.store.ts';
import { awaitAttempts } from './erase-deliveries.store.ts';
import { eraseEvents } from './erase-events.store.ts';
import { eraseIdempotencyKeys } from './erase-idempotency.store.ts';
import { eraseMedia } from './erase-media.store.ts';
import { eraseMessages, removeSends } from './erase-messages.store.ts';
import { eraseQuarantine } from './erase-quarantine.store.ts';
import { eraseReceivedRequests } from './erase-received-requests.store.ts';
import { redactRunInputs, redactRunProblems } from './erase-runs.store.ts';
import { COUNT_NAMES, type ErasureContext, type ErasureCounts, type ErasureStep, type Piece } from './erasure-step.ts';
import { findTheirContact, findTheirNumbers } from './find-person.store.ts';
import { isSamePerson, NOBODY, type Person, readPerson, toPersonParams } from './person.ts';
import { createRedactor, type Redactor } from './redact.ts';
import { saveRunParams } from './run-params.store.ts';

/** Kind of the run that erases a person. */
export const CONTACT_ERASE = 'contact.erase';

/**
 * Everything that an erasure does, in this order. Who it is comes first, as the traces of it go; the log of the database
 * comes last. What comes to hold data of people gets a step of its own here.
 */
const STEPS: readonly ErasureStep[] = [
  { name: 'find_contact', erase: findTheirContact },
  { name: 'contacts', erase: eraseContacts },
  { name: 'find_numbers', erase: findTheirNumbers },
  { name: 'tombstones', erase: markTombstones },
  { name: 'message_sends', erase: removeSends },
  { name: 'events', erase: eraseEvents },
  { name: 'deliveries', erase: awaitAttempts },
  { name: 'attempts', erase: eraseAttempts },
  // After the deliveries: none is on its way to a test receiver any more.
  { name: 'received_requests', erase: eraseReceivedRequests },
  { name: 'quarantine', erase: eraseQuarantine },
  { name: 'messages', erase: eraseMessages },
  { name: 'conversations', erase: eraseConversations },
  { name: 'conversation_activity', erase: eraseActivity },
  { name: 'media_files', erase: eraseMedia },
  { name: 'idempotency_keys', erase: eraseIdempotencyKeys },
  { name: 'audit_log', erase: eraseAuditLog },
  { name: 'run_inputs', erase: redactRunInputs },
  { name: 'run_problems', erase: redactRunProblems },
  { name: 'other_contacts', erase: redactContacts },
  { name: 'other_notes', erase: redactNotes },
  // What the run itself knew of the person must be gone when the log is emptied.
  { name: 'forget', erase: async () => ({ learned: NOBODY, next: null }) },
  { name: 'log', erase: emptyLog },
];

/** What `step` of the progress says behind the last one. */
const DONE = 'done';

const count = z.int().default(0);
const progressSchema = z.object({
  step: z.string().default(STEPS[0]?.name ?? DONE),
  after: z.string().nullable().default(null),
  ...(Object.fromEntries(COUNT_NAMES.map((name) => [name, count])) as Record<keyof ErasureCounts, typeof count>),
});

/** How far an erasure is: the step, where it goes on, and the counts so far. Nothing of the person. */
type Progress = z.output<typeof progressSchema>;

/** Makes what carries out erasures. A piece that is repeated finds nothing more to erase, so a crash costs nothing. */
export function createErasureHandler(ctx: ErasureContext): RunHandler {
  return (run, ctl) => new Erasure(ctx, run, ctl).carryOut();
}

/** How long progress may go unsaved. */
const SAVE_EVERY_MS = 1_000;
/** Tries of one piece while others lock the same rows in another order. */
const DEADLOCKS_MAX = 5;

class Erasure {
  readonly #ctx: ErasureContext;
  readonly #run: RunTask;
  readonly #ctl: RunControl;
  #person: Person;
  #redactor: Redactor;
  #progress: Progress;
  #savedAtMs: number;

  constructor(ctx: ErasureContext, run: RunTask, ctl: RunControl) {
    this.#ctx = ctx;
    this.#run = run;
    this.#ctl = ctl;
    this.#person = readPerson(run.params);
    this.#redactor = createRedactor(this.#person);
    this.#progress = progressSchema.parse(run.progress);
    this.#savedAtMs = ctx.nowMs();
  }

  async carryOut(): Promise<RunEnd> {
    try {
      return await this.#walk();
    } catch (error) {
      if (!(error instanceof PosthornError) || error.code === 'store_unavailable') throw error;
      return { kind: 'failed', error: error.message, result: this.#result() };
    }
  }

  async #walk(): Promise<RunEnd> {
    const first = STEPS.findIndex((step) => step.name === this.#progress.step);
    const steps = first < 0 ? [] : STEPS.slice(first);
    for (const [index, step] of steps.entries()) {
      const nextName = steps[index + 1]?.name ?? DONE;
      for (let isOver = false; !isOver; ) {
        if (this.#ctl.isStopping()) return this.#stopped();
        const piece = await this.#carryOutPiece(step);
        isOver = piece.next === null;
        await this.#note(piece, isOver ? nextName : step.name);
        if (!(await this.#save(isOver || piece.waitUntilMs !== undefined))) return this.#stopped();
        if (piece.waitUntilMs !== undefined && piece.waitUntilMs > this.#ctx.nowMs()) {
          return { kind: 'waits', untilMs: piece.waitUntilMs, result: this.#result() };
        }
        await this.#ctx.pause();
      }
    }
    return { kind: 'completed', result: this.#result() };
  }

  async #carryOutPiece(step: ErasureStep): Promise<Piece> {
    for (let tries = 1; ; tries++) {
      try {
        return await step.erase(this.#stepContext(), this.#progress.after);
      } catch (error) {
        if (!isDeadlock(error) || tries === DEADLOCKS_MAX) throw error;
      }
    }
  }

  #stepContext() {
    const { workspaceId, id: runId, startedAtMs } = this.#run;
    return {
      ...this.#ctx,
      workspaceId,
      runId,
      startedAtMs,
      person: this.#person,
      redactor: this.#redactor,
      counts: this.#progress,
      isStopping: () => this.#ctl.isStopping(),
    };
  }

  /** What is known of the person is kept before the progress says that it is known. */
  async #note({ learned, counts = {}, next }: Piece, step: string): Promise<void> {
    if (learned !== undefined && !isSamePerson(learned, this.#person)) {
      this.#person = learned;
      this.#redactor = createRedactor(learned);
      await saveRunParams(this.#ctx.store, this.#run, toPersonParams(learned));
    }
    const added = Object.fromEntries(
      COUNT_NAMES.map((name) => [name, this.#progress[name] + (counts[name] ?? 0)]),
    ) as ErasureCounts;
    this.#progress = { ...added, step, after: next };
  }

  /** @returns false when it is to end here. */
  async #save(isDue: boolean): Promise<boolean> {
    const nowMs = this.#ctx.nowMs();
    if (!isDue && nowMs - this.#savedAtMs < SAVE_EVERY_MS) return true;
    this.#savedAtMs = nowMs;
    return this.#ctl.saveProgress(this.#progress);
  }

  async #stopped(): Promise<RunEnd> {
    await this.#ctl.saveProgress(this.#progress);
    return { kind: 'stopped', result: this.#result() };
  }

  #result(): RunData {
    const { step: _step, after: _after, ...counts } = this.#progress;
    return counts;
  }
}
