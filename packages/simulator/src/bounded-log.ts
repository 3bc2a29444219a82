import assert from 'node:assert/strict';

/** A list of the latest entries. The oldest goes when it is full, so a long run cannot fill the memory. */
export class BoundedLog<TEntry> {
  readonly #entryCountMax: number;
  #entries: TEntry[] = [];
  /** Entries at the front that are gone already. They are cut off all at once, so that adding stays cheap. */
  #goneCount = 0;
  #droppedCount = 0;

  constructor(entryCountMax: number) {
    assert(entryCountMax >= 1);
    this.#entryCountMax = entryCountMax;
  }

  /** Oldest first. */
  get entries(): readonly TEntry[] {
    return this.#entries.slice(this.#goneCount);
  }

  /** How many entries are gone because the list was full. */
  get droppedCount(): number {
    return this.#droppedCount;
  }

  add(entry: TEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length - this.#goneCount <= this.#entryCountMax) return;
    this.#goneCount += 1;
    this.#droppedCount += 1;
    if (this.#goneCount < this.#entryCountMax) return;
    this.#entries = this.#entries.slice(this.#goneCount);
    this.#goneCount = 0;
  }
}
