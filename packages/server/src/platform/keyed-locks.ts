/**
 * Lets work on the same keys run one after the other in this process. All keys are taken at once, in one turn of the
 * loop, so nobody waits in a circle. Between nodes the revisions of the rows decide.
 */
export class KeyedLocks {
  readonly #tails = new Map<string, Promise<void>>();

  async run<TResult>(keys: readonly string[], work: () => Promise<TResult>): Promise<TResult> {
    const own = [...new Set(keys)];
    const before = own.map((key) => this.#tails.get(key));
    const { promise: done, resolve: release } = Promise.withResolvers<void>();
    for (const key of own) this.#tails.set(key, done);
    try {
      await Promise.all(before);
      return await work();
    } finally {
      release();
      for (const key of own) {
        if (this.#tails.get(key) === done) this.#tails.delete(key);
      }
    }
  }
}
