import assert from 'node:assert/strict';

/** What is promised: at most ten times the rate in any ten seconds. */
const PROMISED_MS = 10_000;
/** A place that was taken may be used this much later, and no later: it is on its way from the database to the sender. */
export const PLACE_LATE_MS_MAX = 250;
/** Two requests need differently long to their receiver: it sees those of a little more than ten seconds in ten. */
const WAY_MS = 150;
/** Places are counted over this time. From what it has above ten seconds comes a rate of 96 % under load. */
const WINDOW_MS = PROMISED_MS + PLACE_LATE_MS_MAX + WAY_MS;
/** Places taken within this time are counted as if all were taken with the last of them: that bounds the list. */
const MERGE_MS = 20;
/** Places that gather while nothing is sent: half a second's worth. What a stall of the process held up is made up for. */
const GATHERED_SECONDS = 0.5;
/** Even at one a second one more than that may be made up for. */
const GATHERED_MIN = 2;
/** With so many begins who knows of no other: what a process sent before it died is forgotten. */
const GATHERED_FIRST = 1;

/** Places that were taken together. */
type Grant = [atMs: number, count: number];

/** What is kept of a window, as JSON. */
interface KeptWindow {
  readonly grants: readonly Grant[];
  readonly gathered: number;
  readonly atMs: number;
}

/**
 * How many deliveries may go to one endpoint: at most ten times its rate in any ten seconds, as its receiver sees it,
 * spread evenly but for half a second's worth. Whoever sends takes a place first.
 *
 * Two rules hold at once. Places gather at the rate, up to a few, which spreads them; and the places taken within a
 * little more than ten seconds are counted, which keeps the promise whatever else happens. Times are milliseconds of one clock.
 */
export class RateWindow {
  #grants: Grant[];
  #taken: number;
  #gathered: number | null;
  #atMs: number;

  /** @param kept What `toText` of an earlier one said. Null: nothing was sent yet. */
  constructor(kept: string | null = null) {
    const read = kept === null ? null : (JSON.parse(kept) as KeptWindow);
    this.#grants = read === null ? [] : [...read.grants];
    this.#taken = this.#grants.reduce((sum, [, count]) => sum + count, 0);
    this.#gathered = read?.gathered ?? null;
    this.#atMs = read?.atMs ?? 0;
  }

  toText(): string {
    const kept: KeptWindow = { grants: this.#grants, gathered: this.#gathered ?? 0, atMs: this.#atMs };
    return JSON.stringify(kept);
  }

  /** @returns how many places there were, at most as many as are wanted. */
  take(perSecond: number, wanted: number, nowMs: number): number {
    assert(wanted >= 1);
    this.#moveTo(perSecond, nowMs);
    const count = Math.max(0, Math.min(wanted, Math.floor(this.#gathered ?? 0), perSecond * 10 - this.#taken));
    if (count === 0) return 0;
    this.#gathered = (this.#gathered ?? 0) - count;
    this.#taken += count;
    const last = this.#grants.at(-1);
    const first = last?.[0] ?? 0;
    // By a grid and not by the distance to the last one, or a steady stream would be one grant without end.
    if (last !== undefined && Math.floor(first / MERGE_MS) === Math.floor(nowMs / MERGE_MS)) {
      last[0] = nowMs;
      last[1] += count;
    } else {
      this.#grants.push([nowMs, count]);
    }
    return count;
  }

  /** Places that were taken and not used are free again. */
  giveBack(takenAtMs: number, count: number): void {
    const grant = this.#grants.find(([atMs]) => atMs >= takenAtMs);
    if (grant === undefined) return;
    const returned = Math.min(count, grant[1]);
    grant[1] -= returned;
    this.#taken -= returned;
    this.#gathered = (this.#gathered ?? 0) + returned;
  }

  /** When there is a place, not before now. */
  freeAtMs(perSecond: number, nowMs: number): number {
    this.#moveTo(perSecond, nowMs);
    const missing = Math.max(0, 1 - (this.#gathered ?? 0));
    return Math.max(nowMs + Math.ceil((missing * 1_000) / perSecond), this.#windowFreeAtMs(perSecond, nowMs));
  }

  #windowFreeAtMs(perSecond: number, nowMs: number): number {
    let excess = this.#taken - perSecond * 10 + 1;
    if (excess <= 0) return nowMs;
    for (const [atMs, count] of this.#grants) {
      excess -= count;
      if (excess <= 0) return atMs + WINDOW_MS;
    }
    return nowMs + WINDOW_MS;
  }

  #moveTo(perSecond: number, nowMs: number): void {
    const gatheredMax = Math.max(GATHERED_MIN, perSecond * GATHERED_SECONDS);
    // A clock that was set back by more than a window would close the endpoint for as long: it begins anew.
    if (this.#atMs > nowMs + WINDOW_MS) {
      this.#grants = [];
      this.#taken = 0;
      this.#atMs = nowMs;
    }
    const passedMs = this.#gathered === null ? 0 : Math.max(0, nowMs - this.#atMs);
    const gathered = this.#gathered ?? GATHERED_FIRST;
    this.#gathered = Math.min(gatheredMax, gathered + (passedMs * perSecond) / 1_000);
    this.#atMs = Math.max(this.#atMs, nowMs);
    while (this.#grants.length > 0) {
      const [atMs, count] = this.#grants[0] ?? [nowMs, 0];
      if (atMs + WINDOW_MS > nowMs) return;
      this.#grants.shift();
      this.#taken -= count;
    }
  }
}
