/** Items before the head that are kept until they are half of the list: moving the rest down then costs O(1) for each. */
const DEAD_ITEMS_MIN = 32;

/** A queue whose ends both cost the same whatever its length; `Array.shift` moves everything in a long one. */
export class Fifo<T extends object> {
  readonly #items: (T | undefined)[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    const item = this.#items[this.#head];
    if (item === undefined) return undefined;
    this.#items[this.#head] = undefined;
    this.#head++;
    this.#forgetTaken();
    return item;
  }

  /** Takes out those that are meant, in order; the rest keeps its order. */
  take(isMeant: (item: T) => boolean): readonly T[] {
    const taken: T[] = [];
    const { length } = this;
    for (let count = 0; count < length; count++) {
      const item = this.shift();
      if (item === undefined) break;
      if (isMeant(item)) taken.push(item);
      else this.push(item);
    }
    return taken;
  }

  #forgetTaken(): void {
    const { length } = this;
    if (length > 0 && (this.#head < DEAD_ITEMS_MIN || this.#head < length)) return;
    this.#items.copyWithin(0, this.#head);
    this.#items.length = length;
    this.#head = 0;
  }
}
