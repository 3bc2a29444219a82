import assert from 'node:assert/strict';

/** A list of the latest entries. The oldest goes when it is full, so a long run cannot fill the memory. */
export class BoundedLog<TEntry> {
  readonly #entryCountMax: number;
  readonly #entries: TEntry[] = [];
  #droppedCount = 0;

  constructor(entryCountMax: number) {
    assert(entryCountMax >= 1);
    this.#entryCountMax = entryCountMax;
  }

  /** Oldest first. */
  get entries(): readonly TEntry[] {
    return this.#entries;
  }

  /** How many entries are gone because the list was full. */
  get droppedCount(): number {
    return this.#droppedCount;
  }

  add(entry: TEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length <= this.#entryCountMax) return;
    this.#entries.shift();
    this.#droppedCount += 1;
  }
}
