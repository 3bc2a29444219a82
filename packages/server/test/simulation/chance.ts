/** Seeded chance: the same seed gives the same numbers on every machine (sfc32). Not for anything secret. */
export class Chance {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number) {
    this.#a = seed >>> 0;
    this.#b = Math.floor(seed / 2 ** 32) >>> 0;
    this.#c = 0x9e3779b9;
    for (let round = 0; round < 12; round++) this.uint32();
  }

  readonly uint32 = (): number => {
    const sum = (this.#a + this.#b + this.#counter) >>> 0;
    this.#counter = (this.#counter + 1) >>> 0;
    this.#a = (this.#b ^ (this.#b >>> 9)) >>> 0;
    this.#b = (this.#c + (this.#c << 3)) >>> 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) >>> 0;
    return sum;
  };

  /** Uniform in [0, 1). */
  readonly random = (): number => this.uint32() / 2 ** 32;

  happens(probability: number): boolean {
    return this.random() < probability;
  }

  /** A whole number, both ends included. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.random() * (max - min + 1));
  }

  /** A whole number of which short ones are as likely as long ones, by orders of magnitude. Both above 0. */
  magnitude(min: number, max: number): number {
    return Math.round(min * (max / min) ** this.random());
  }

  /** @throws TypeError when there is nothing to pick from. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.integer(0, items.length - 1)];
    if (item === undefined) throw new TypeError('There is nothing to pick from.');
    return item;
  }

  /** Chance of its own: what is drawn from it does not shift what is drawn here. */
  fork(): Chance {
    return new Chance(this.uint32() + 2 ** 32 * (this.uint32() >>> 12));
  }
}
