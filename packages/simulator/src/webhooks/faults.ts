import * as z from 'zod';
import { ageUpdate } from '../bodies/age.ts';
import type { WebhookUpdate } from '../bodies/update.ts';
import { drawChance, drawInteger, type Random } from '../random.ts';

const DAY_MS = 86_400_000;

/** Meta sends no longer webhook body (CONTRACTS 1.2). */
export const BODY_BYTES_MAX = 3_000_000;

/** Nor more updates in one (CONTRACTS 1.2). */
const UPDATES_PER_BODY_MAX = 1_000;

/** What real life does to webhooks. Everything off by default. */
export const faultSettingsSchema = z
  .strictObject({
    /** Part of the bodies that is sent a second time, byte for byte. */
    duplicatesRatio: z.number().min(0).max(1).default(0),
    /** How many updates may overtake one another; 0 keeps the order. */
    reorderWindow: z.int().min(0).max(1_000).default(0),
    /** Bounds of the wait before each sending, milliseconds. */
    delayMinMs: z.number().min(0).max(DAY_MS).default(0),
    delayMaxMs: z.number().min(0).max(DAY_MS).default(0),
    /** Most updates in one body. Each body's size is drawn from 1 to this. */
    batchMax: z.int().min(1).max(UPDATES_PER_BODY_MAX).default(1),
    /** Part of the bodies that is also sent with a signature by a wrong secret. */
    wrongSignaturesRatio: z.number().min(0).max(1).default(0),
    /** Part of the bodies that is also sent with old timestamps, correctly signed. */
    staleRatio: z.number().min(0).max(1).default(0),
    /** How old those are, milliseconds. */
    staleAgeMs: z
      .int()
      .min(1_000)
      .max(3_650 * DAY_MS)
      .default(30 * DAY_MS),
  })
  .refine((settings) => settings.delayMinMs <= settings.delayMaxMs, {
    path: ['delayMaxMs'],
    message: 'must not be less than delayMinMs',
  });

export type FaultSettings = z.output<typeof faultSettingsSchema>;

export type SendingKind = 'original' | 'duplicate' | 'wrong_signature' | 'stale';

/** One body that is going to be sent, decided but not yet written. */
export interface PlannedSending<TUpdate> {
  readonly kind: SendingKind;
  readonly updates: readonly TUpdate[];
  /** Neighbours of a kind share one `value`. */
  readonly mergeItems: boolean;
  readonly delayMs: number;
}

/**
 * Decides what happens to each update on its way: order, batch, repeats, forgeries and delays.
 *
 * All chance comes from one generator in the order of the calls, so the same updates and the same
 * seed give the same plan. A forgery or a stale copy is planned beside the original and never
 * instead of it, so what the receiver must end with does not depend on the faults.
 */
export class FaultPlanner<TUpdate extends { readonly update: WebhookUpdate; readonly bytes: number }> {
  readonly #settings: FaultSettings;
  readonly #random: Random;
  #window: TUpdate[] = [];
  #batch: TUpdate[] = [];
  #batchBytes = 0;
  #batchSize: number;

  constructor(settings: FaultSettings, random: Random) {
    this.#settings = settings;
    this.#random = random;
    this.#batchSize = this.#drawBatchSize();
  }

  /** Whether updates wait here for others to come. */
  get holdsUpdates(): boolean {
    return this.#window.length > 0 || this.#batch.length > 0;
  }

  /** Takes one update; answers with what is ready to be sent. */
  push(update: TUpdate): PlannedSending<TUpdate>[] {
    this.#window.push(update);
    return this.#window.length > this.#settings.reorderWindow ? this.#takeOne() : [];
  }

  /** Lets go of everything that still waits. */
  flush(): PlannedSending<TUpdate>[] {
    const sendings: PlannedSending<TUpdate>[] = [];
    while (this.#window.length > 0) sendings.push(...this.#takeOne());
    return [...sendings, ...this.#closeBatch()];
  }

  #takeOne(): PlannedSending<TUpdate>[] {
    const [update] = this.#window.splice(drawInteger(this.#random, 0, this.#window.length - 1), 1);
    if (update === undefined) return [];
    const early = this.#batchBytes + update.bytes > BODY_BYTES_MAX ? this.#closeBatch() : [];
    this.#batch.push(update);
    this.#batchBytes += update.bytes;
    return this.#batch.length < this.#batchSize ? early : [...early, ...this.#closeBatch()];
  }

  #closeBatch(): PlannedSending<TUpdate>[] {
    if (this.#batch.length === 0) return [];
    const updates = this.#batch;
    this.#batch = [];
    this.#batchBytes = 0;
    this.#batchSize = this.#drawBatchSize();
    return this.#planBody(updates);
  }

  #planBody(updates: readonly TUpdate[]): PlannedSending<TUpdate>[] {
    const mergeItems = drawChance(this.#random, 0.5);
    const plan = (kind: SendingKind, planned = updates): PlannedSending<TUpdate> => {
      return { kind, updates: planned, mergeItems, delayMs: this.#drawDelayMs() };
    };
    const sendings = [plan('original')];
    if (drawChance(this.#random, this.#settings.duplicatesRatio)) sendings.push(plan('duplicate'));
    if (drawChance(this.#random, this.#settings.wrongSignaturesRatio))
      this.#addAround(sendings, plan('wrong_signature'));
    if (drawChance(this.#random, this.#settings.staleRatio)) {
      const aged = ageAll(updates, this.#settings.staleAgeMs);
      if (aged.length > 0) this.#addAround(sendings, plan('stale', aged));
    }
    return sendings;
  }

  /** Before or after the true one: a receiver must stand both. */
  #addAround(sendings: PlannedSending<TUpdate>[], sending: PlannedSending<TUpdate>): void {
    if (drawChance(this.#random, 0.5)) sendings.unshift(sending);
    else sendings.push(sending);
  }

  #drawBatchSize(): number {
    return drawInteger(this.#random, 1, this.#settings.batchMax);
  }

  #drawDelayMs(): number {
    const { delayMinMs, delayMaxMs } = this.#settings;
    return delayMinMs + this.#random() * (delayMaxMs - delayMinMs);
  }
}

function ageAll<TUpdate extends { readonly update: WebhookUpdate }>(
  updates: readonly TUpdate[],
  staleAgeMs: number,
): TUpdate[] {
  return updates.flatMap((pending) => {
    const update = ageUpdate(pending.update, Math.round(staleAgeMs / 1_000));
    return update === null ? [] : [{ ...pending, update }];
  });
}
