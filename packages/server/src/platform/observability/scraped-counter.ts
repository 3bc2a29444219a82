import { Counter, type CounterConfiguration } from 'prom-client';

/** What was counted under the labels that lead here, and below them. */
interface Place {
  count: number;
  readonly next: Map<string, Place>;
}

/**
 * A counter for what happens with every event: it counts in a number of its own, which prom-client gets when somebody asks
 * for the measurements. A `Counter` finds its place by a text that it makes of the labels each time, and checks their names
 * (five of them on the way of an event were 2 % of it).
 */
export class ScrapedCounter<TLabel extends string> {
  readonly #labelNames: readonly TLabel[];
  readonly #root: Place = newPlace();

  constructor(config: Pick<CounterConfiguration<TLabel>, 'name' | 'help' | 'registers'> & { labelNames: TLabel[] }) {
    this.#labelNames = config.labelNames;
    const root = this.#root;
    // Registers itself.
    new Counter<TLabel>({
      ...config,
      collect() {
        addAll(this, root, config.labelNames, {});
      },
    });
  }

  /** @param labels A value for each label: few different ones, each is kept. */
  inc(labels: Readonly<Record<TLabel, string>>, count = 1): void {
    let place = this.#root;
    for (const name of this.#labelNames) {
      const value = labels[name];
      let next = place.next.get(value);
      if (next === undefined) {
        next = newPlace();
        place.next.set(value, next);
      }
      place = next;
    }
    place.count += count;
  }
}

function newPlace(): Place {
  return { count: 0, next: new Map() };
}

/** Moves the counts of a place and of those below it. */
function addAll<TLabel extends string>(
  counter: Counter<TLabel>,
  place: Place,
  [name, ...below]: readonly TLabel[],
  labels: Partial<Record<TLabel, string>>,
): void {
  if (name === undefined) {
    counter.inc(labels, place.count);
    place.count = 0;
    return;
  }
  for (const [value, next] of place.next) addAll(counter, next, below, { ...labels, [name]: value });
}
