import { setImmediate as turnOfLoop } from 'node:timers/promises';

export interface Timer {
  readonly cancel: () => void;
}

interface Entry {
  readonly atMs: number;
  /** Of two at the same time the one that was set first runs first. */
  readonly order: number;
  readonly run: () => void;
  isCanceled: boolean;
}

/** A world that makes more turns than this hangs in a circle: a simulated day takes some ten thousand. */
const TURNS_MAX = 2_000_000;

/**
 * Time that stands still while anything runs and then jumps to the next timer. Between two timers every promise that can
 * go on goes on, so what happens depends on the timers alone and is the same each time.
 */
export class VirtualTime {
  #nowMs: number;
  #order = 0;
  #turns = 0;
  /** A binary heap, the next one first. */
  readonly #heap: Entry[] = [];

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  /** Epoch ms, as nobody in the simulated world knows it: each node's clock is off. */
  get nowMs(): number {
    return this.#nowMs;
  }

  readonly after = (delayMs: number, run: () => void): Timer => {
    const entry = { atMs: this.#nowMs + Math.max(0, delayMs), order: ++this.#order, run, isCanceled: false };
    this.#push(entry);
    return {
      cancel: () => {
        entry.isCanceled = true;
      },
    };
  };

  at(atMs: number, run: () => void): Timer {
    return this.after(atMs - this.#nowMs, run);
  }

  /** Lets time pass until then, or until nothing is left to do for good. */
  async passUntil(endMs: number, isOver: () => boolean = () => false): Promise<void> {
    await turnOfLoop();
    while (!isOver()) {
      const next = this.#heap[0];
      if (next === undefined || next.atMs > endMs) break;
      this.#pop();
      if (next.isCanceled) continue;
      if (++this.#turns > TURNS_MAX) throw new Error('The simulated world goes round in circles.');
      this.#nowMs = next.atMs;
      next.run();
      await turnOfLoop();
    }
    if (!isOver()) this.#nowMs = Math.max(this.#nowMs, endMs);
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (parent === undefined || isBefore(parent, entry)) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const left = heap[2 * index + 1];
      const right = heap[2 * index + 2];
      if (left === undefined) break;
      const isRight = right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (isBefore(last, child)) break;
      heap[index] = child;
      index = 2 * index + (isRight ? 2 : 1);
    }
    heap[index] = last;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
