import type { EndpointId } from '../../src/domain/ids.ts';
import { idOf } from '../../src/domain/ids.ts';
import type { ExchangeRequest, ExchangeResult } from '../../src/pipeline/delivery/exchange.ts';
import type { Chance } from './chance.ts';
import { NEVER, type SimulatedProcess } from './simulated-process.ts';
import { type Course, resultOf, type SimulatedReceiver } from './simulated-receiver.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { SeenRequest, Witness } from './witness.ts';

/** How late the one timer that looks at deadlines may be, see `pipeline/delivery/deadlines.ts`. */
const DEADLINE_TICK_MS = 50;
/** Of 1: requests whose sender dies while they are on the wire and that arrive all the same. */
const ARRIVES_AFTER_DEATH = 0.5;

interface Parts {
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly witness: Witness;
  readonly receivers: ReadonlyMap<EndpointId, SimulatedReceiver>;
  /** A request is on its way. */
  readonly onStarted: (request: SeenRequest) => void;
}

/** The way from the nodes to the receivers: it delays, loses, and cuts. */
export class SimulatedNetwork {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * One request, as the HTTP transport makes it. A process that is stopped just now has sent it: a stop between the check of
   * the lease and the first byte is the one thing that no sender can see.
   */
  exchange(process: SimulatedProcess, request: ExchangeRequest): Promise<ExchangeResult> {
    void process.step();
    if (process.isDead) return NEVER;
    const { time, chance, witness, receivers } = this.#parts;
    const endpointId = endpointOf(request.url);
    const course = receivers.get(endpointId)?.courseAt(time.nowMs);
    if (course === undefined) throw new Error('A request to nobody.');
    const seen = witness.note({
      endpointId,
      eventId: idOf('evt', (request.headers['webhook-id'] ?? '').slice('evt_'.length)),
      process: process.name,
      number: Number(request.headers['Posthorn-Attempt']),
      isMarked: request.headers['Posthorn-Possible-Duplicate'] === 'true',
      startedAtMs: time.nowMs,
      endedAtMs: Number.POSITIVE_INFINITY,
      isSeen: false,
      status: null,
      isAnswered: false,
    });
    this.#arrive(process, seen, course);
    this.#parts.onStarted(seen);
    process.onDeath(() => {
      if (seen.endedAtMs === Number.POSITIVE_INFINITY) seen.endedAtMs = time.nowMs;
    });
    return new Promise((resolve) => {
      const lateMs = chance.integer(0, DEADLINE_TICK_MS);
      const endsAfterMs = Math.min(course.endsAfterMs ?? Number.POSITIVE_INFINITY, request.timeoutMs + lateMs);
      process.later(endsAfterMs, () => {
        seen.endedAtMs = time.nowMs;
        resolve(this.#result(seen, course, request.timeoutMs));
      });
    });
  }

  #arrive(process: SimulatedProcess, seen: SeenRequest, course: Course): void {
    if (course.seenAfterMs === null) return;
    const { time, chance } = this.#parts;
    time.after(course.seenAfterMs, () => {
      if (process.isDead && !chance.happens(ARRIVES_AFTER_DEATH)) return;
      seen.isSeen = true;
      seen.status = course.status;
    });
  }

  /** After a stop the answer and the deadline are there together, and either may be looked at first. */
  #result(seen: SeenRequest, course: Course, timeoutMs: number): ExchangeResult {
    const durationMs = seen.endedAtMs - seen.startedAtMs;
    const isInTime = course.endsAfterMs !== null && course.endsAfterMs <= timeoutMs;
    const isTimeout = !isInTime || (durationMs > timeoutMs && this.#parts.chance.happens(0.5));
    seen.isAnswered = !isTimeout && course.status !== null;
    return resultOf(course, { durationMs, isTimeout });
  }
}

/** The address of an endpoint in the simulated network. */
export function addressOf(endpointId: EndpointId): string {
  return `https://receiver.test/${endpointId}`;
}

function endpointOf(url: URL): EndpointId {
  return idOf('ep', url.pathname.slice('/ep_'.length));
}
