import type { EventId } from '../../domain/ids.ts';

type Positions = ReadonlyMap<EventId, number>;

/** Commits that wait for their turn. More of them means that the log is being read, and it has them. */
const WAITING_MAX = 10_000;

interface Commit {
  readonly positions: Positions;
  readonly first: number;
  readonly last: number;
  /** How many of its events were announced: each caller whose events are in a commit announces its own. */
  announced: number;
}

/**
 * Knows up to where every event of the log was announced in this process. Where one node writes and positions are taken in
 * the order of commits, that makes it needless to read the log. Events of transactions are not announced with a
 * position: whatever follows them does not follow the last one, and the log has to be read.
 */
export class CommitOrder {
  #commits: Commit[] = [];
  /** Everything up to here is known. Null: nothing is. */
  #knownTo: number | null = null;

  get knownTo(): number {
    return this.#knownTo ?? 0;
  }

  get isStarted(): boolean {
    return this.#knownTo !== null;
  }

  /** Some events of a commit, with the positions of all that it appended. */
  announce(positions: Positions, eventCount: number): void {
    if (positions.size === 0) return;
    const newest = this.#commits.at(-1);
    if (newest?.positions === positions) {
      newest.announced += eventCount;
      return;
    }
    if (this.#commits.length >= WAITING_MAX) this.#commits = [];
    let first = Number.POSITIVE_INFINITY;
    let last = 0;
    for (const position of positions.values()) {
      first = Math.min(first, position);
      last = Math.max(last, position);
    }
    this.#commits.push({ positions, first, last, announced: eventCount });
  }

  /** Everything up to the position is known from the log. */
  noteRead(position: number): void {
    this.#knownTo = Math.max(this.knownTo, position);
  }

  /** Moves on over what was announced. @returns whether the log has to be read first. */
  hasGap(): boolean {
    if (this.#knownTo === null) return true;
    for (let next = this.#commits[0]; next !== undefined; next = this.#commits[0]) {
      const { first, last, positions, announced } = next;
      if (last > this.#knownTo) {
        if (first !== this.#knownTo + 1 || last - first + 1 !== positions.size) return true;
        // The rest of it is announced before anything else happens.
        if (announced < positions.size) return false;
        this.#knownTo = last;
      }
      this.#commits.shift();
    }
    return false;
  }

  forget(): void {
    this.#commits = [];
    this.#knownTo = null;
  }
}
