import type { Endpoint } from '../../domain/endpoint.ts';
import type { EndpointId } from '../../domain/ids.ts';
import type { PlacesTaken, PlacesWanted } from './rate-places.store.ts';
import { PLACE_LATE_MS_MAX, RateWindow } from './rate-window.ts';

/** An endpoint with a limit. */
export type LimitedEndpoint = Pick<Endpoint, 'id' | 'workspaceId'> & { readonly ratePerSecond: number };

/** Places under the rates of endpoints. Times are monotonic milliseconds. */
export interface RatePlaces {
  /** Takes one. @returns 0 when it was taken, else for how long there is none, in milliseconds. */
  readonly take: (endpoint: LimitedEndpoint, nowMs: number) => number;
  /** Endpoints that send nothing any more are forgotten. To be called now and then. */
  readonly forgetIdle: (nowMs: number) => void;
}

/** Longer than any window, so that nothing that still counts is forgotten. */
const IDLE_MS = 60_000;

interface LocalRate {
  readonly window: RateWindow;
  usedAtMs: number;
}

/** For the only node of an installation: exact, in memory. What was sent before it started is not known to it. */
export class LocalRatePlaces implements RatePlaces {
  readonly #rates = new Map<EndpointId, LocalRate>();

  take({ id, ratePerSecond }: LimitedEndpoint, nowMs: number): number {
    let rate = this.#rates.get(id);
    if (rate === undefined) {
      rate = { window: new RateWindow(), usedAtMs: nowMs };
      this.#rates.set(id, rate);
    }
    rate.usedAtMs = nowMs;
    if (rate.window.take(ratePerSecond, 1, nowMs) === 1) return 0;
    return Math.max(1, rate.window.freeAtMs(ratePerSecond, nowMs) - nowMs);
  }

  forgetIdle(nowMs: number): void {
    for (const [id, { usedAtMs }] of this.#rates) {
      if (nowMs - usedAtMs > IDLE_MS) this.#rates.delete(id);
    }
  }
}

export interface SharedRatePlacesContext {
  /** Asks the database, in one transaction. */
  readonly takePlaces: (wants: readonly PlacesWanted[]) => Promise<readonly PlacesTaken[]>;
  /** Endpoints of one call. */
  readonly pageMax: number;
  readonly monotonicMs: () => number;
  readonly setTimer: (run: () => void, delayMs: number) => { readonly cancel: () => void };
  /** There may be places again. */
  readonly onFree: (endpointId: EndpointId) => void;
  readonly onError: (error: unknown) => void;
}

interface SharedRate {
  endpoint: LimitedEndpoint;
  /** Places of this node that nothing has used yet. */
  places: number;
  takenAtMs: number;
  usableUntilMs: number;
  /** How many it asks for next. */
  pieceSize: number;
  /** Monotonic time before which asking again is of no use. */
  notBeforeMs: number;
  isAsking: boolean;
  usedAtMs: number;
}

/** What is asked for at once lasts this long: several statements a second for a busy endpoint, and not one a delivery. */
const PIECE_SECONDS = 0.1;
/** The transactions of one node come at most this often: what is asked for meanwhile goes along with the next. */
const ASK_EVERY_MS = 20;
/** One endpoint asks at most this often: what gathers meanwhile is not lost, and comes in one piece. */
const SAME_AGAIN_MS = 50;
/** While the database is away. */
const ERROR_PAUSE_MS = 1_000;
/** How long a delivery looks again when the answer is on its way: `onFree` comes before that. */
const ANSWER_WAIT_MS = 1_000;

/**
 * For nodes that share their endpoints: places are taken from the database in pieces and used up in memory, within a
 * quarter of a second. A node that dies loses what it took and did not use, so there are never more than the rate allows.
 */
export class SharedRatePlaces implements RatePlaces {
  readonly #context: SharedRatePlacesContext;
  readonly #rates = new Map<EndpointId, SharedRate>();
  #asking: SharedRate[] = [];
  #isBusy = false;

  constructor(context: SharedRatePlacesContext) {
    this.#context = context;
  }

  take(endpoint: LimitedEndpoint, nowMs: number): number {
    const rate = this.#rate(endpoint, nowMs);
    rate.usedAtMs = nowMs;
    if (rate.places > 0 && nowMs <= rate.usableUntilMs) {
      rate.places--;
      return 0;
    }
    if (nowMs < rate.notBeforeMs) return rate.notBeforeMs - nowMs;
    this.#ask(rate);
    return ANSWER_WAIT_MS;
  }

  forgetIdle(nowMs: number): void {
    for (const [id, rate] of this.#rates) {
      if (!rate.isAsking && nowMs - rate.usedAtMs > IDLE_MS) this.#rates.delete(id);
    }
  }

  #rate(endpoint: LimitedEndpoint, nowMs: number): SharedRate {
    let rate = this.#rates.get(endpoint.id);
    if (rate === undefined) {
      rate = {
        ...{ endpoint, places: 0, takenAtMs: 0, usableUntilMs: 0, pieceSize: 1, notBeforeMs: 0 },
        ...{ isAsking: false, usedAtMs: nowMs },
      };
      this.#rates.set(endpoint.id, rate);
    }
    rate.endpoint = endpoint;
    return rate;
  }

  #ask(rate: SharedRate): void {
    if (rate.isAsking) return;
    rate.isAsking = true;
    this.#asking.push(rate);
    if (!this.#isBusy) void this.#askAll();
  }

  async #askAll(): Promise<void> {
    this.#isBusy = true;
    // What becomes due in the same turn of the loop goes along.
    await Promise.resolve();
    const page = this.#asking.slice(0, this.#context.pageMax);
    this.#asking = this.#asking.slice(page.length);
    const askedAtMs = this.#context.monotonicMs();
    try {
      const taken = await this.#context.takePlaces(page.map(toWant));
      const byId = new Map(taken.map((one) => [one.endpointId, one]));
      for (const rate of page) this.#note(rate, byId.get(rate.endpoint.id) ?? null, askedAtMs);
    } catch (error) {
      this.#context.onError(error);
      for (const rate of page) this.#note(rate, null, askedAtMs);
    }
    this.#context.setTimer(() => {
      this.#isBusy = false;
      if (this.#asking.length > 0) void this.#askAll();
    }, ASK_EVERY_MS);
  }

  #note(rate: SharedRate, taken: PlacesTaken | null, askedAtMs: number): void {
    const nowMs = this.#context.monotonicMs();
    rate.isAsking = false;
    const isUsedUp = rate.places === 0;
    rate.places = taken?.count ?? 0;
    rate.takenAtMs = taken?.takenAtMs ?? 0;
    // They were taken after they were asked for: from then on is the earliest that their time can have begun.
    rate.usableUntilMs = askedAtMs + PLACE_LATE_MS_MAX;
    rate.pieceSize = nextPieceSize(rate, isUsedUp);
    if (taken === null) rate.notBeforeMs = nowMs + ERROR_PAUSE_MS;
    else rate.notBeforeMs = Math.max(askedAtMs + SAME_AGAIN_MS, taken.count > 0 ? nowMs : nowMs + taken.freeInMs);
    if (rate.places > 0) this.#context.onFree(rate.endpoint.id);
    else this.#context.setTimer(() => this.#context.onFree(rate.endpoint.id), rate.notBeforeMs - nowMs);
  }
}

function toWant({ endpoint, places, takenAtMs, pieceSize }: SharedRate): PlacesWanted {
  return {
    workspaceId: endpoint.workspaceId,
    endpointId: endpoint.id,
    perSecond: endpoint.ratePerSecond,
    wanted: pieceSize,
    unused: places === 0 ? null : { takenAtMs, count: places },
  };
}

/** Twice as many when the last ones were used up, half when they were not: a node with little to send leaves the rest to the others. */
function nextPieceSize({ endpoint, pieceSize }: SharedRate, isUsedUp: boolean): number {
  const sizeMax = Math.max(1, Math.ceil(endpoint.ratePerSecond * PIECE_SECONDS));
  return isUsedUp ? Math.min(sizeMax, pieceSize * 2) : Math.max(1, Math.floor(pieceSize / 2));
}
