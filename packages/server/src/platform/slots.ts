/**
 * Values that come and go thousands of times a second, each under a small number that is used again.
 *
 * A `Map` or a `Set` makes a new table whenever as many came as it has room for, and the old table points to the new one and
 * to all that stood in it. Once one of those tables is old to the garbage collector, everything that passes through survives
 * until the next full collection (measured with requests on their way in a `Set`: of all bytes 28 % survived, and 0.5 % in slots).
 */
export class Slots<T extends object> implements Iterable<T> {
  readonly #values: (T | undefined)[] = [];
  readonly #free: number[] = [];

  get size(): number {
    return this.#values.length - this.#free.length;
  }

  /** @returns the number under which it is found. */
  add(value: T): number {
    const slot = this.#free.pop();
    if (slot === undefined) return this.#values.push(value) - 1;
    this.#values[slot] = value;
    return slot;
  }

  /** Takes it out; the number may be given to another. Undefined: nothing is there. */
  take(slot: number): T | undefined {
    const value = this.#values[slot];
    if (value === undefined) return undefined;
    this.#values[slot] = undefined;
    this.#free.push(slot);
    return value;
  }

  takeAll(): readonly T[] {
    const values = [...this];
    this.#values.length = 0;
    this.#free.length = 0;
    return values;
  }

  /** What is there when it is reached; values may be taken out meanwhile. */
  *[Symbol.iterator](): Iterator<T> {
    for (const value of this.#values) {
      if (value !== undefined) yield value;
    }
  }
}
