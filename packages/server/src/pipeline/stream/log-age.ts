/** Marks that are kept: each stands for this share of the retention. */
const MARKS_MAX = 32;

interface Mark {
  readonly position: number;
  readonly atMs: number;
}

/** Remembers how far the log had come when, so that a cursor can be told from one that is older than the retention. */
export class LogAge {
  readonly #retentionMs: number;
  readonly #marks: Mark[] = [];

  constructor(retentionMs: number) {
    this.#retentionMs = retentionMs;
  }

  note(position: number, nowMs: number): void {
    const last = this.#marks.at(-1);
    if (last !== undefined && nowMs - last.atMs < this.#retentionMs / MARKS_MAX) return;
    this.#marks.push({ position, atMs: nowMs });
    if (this.#marks.length > MARKS_MAX) this.#marks.shift();
  }

  /** Whether the position is surely younger than the retention. */
  isYoung(position: number, nowMs: number): boolean {
    return this.#marks.some((mark) => mark.position <= position && nowMs - mark.atMs < this.#retentionMs);
  }
}
