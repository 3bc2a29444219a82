/** What has been started and must be ended again. */
export class Cleanup {
  readonly #stops: (() => Promise<void>)[] = [];
  #isOver = false;

  /** Called as soon as something has started. What starts only after the end is ended at once. */
  readonly add = (stop: () => Promise<void>): void => {
    if (this.#isOver) void stop();
    else this.#stops.push(stop);
  };

  /** Ends everything, the last started first. */
  async run(): Promise<void> {
    this.#isOver = true;
    for (const stop of this.#stops.splice(0).reverse()) await stop();
  }
}
