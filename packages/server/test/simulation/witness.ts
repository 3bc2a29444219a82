import type { EndpointId, EventId } from '../../src/domain/ids.ts';

/** A request as the network and the receiver saw it. Times are epoch ms of true time. */
export interface SeenRequest {
  readonly endpointId: EndpointId;
  readonly eventId: EventId;
  /** Which process made it. */
  readonly process: string;
  /** `Posthorn-Attempt`. */
  readonly number: number;
  /** `Posthorn-Possible-Duplicate`. */
  readonly isMarked: boolean;
  readonly startedAtMs: number;
  /** When its sender was through with it: an answer, a time-out, its own death. */
  endedAtMs: number;
  /** The receiver has got it whole. */
  isSeen: boolean;
  /** What the receiver made of it. Null: it never said. */
  status: number | null;
  /** The sender has got the whole answer. */
  isAnswered: boolean;
}

/** Everything that went over the simulated network, in the order in which it began. */
export class Witness {
  readonly requests: SeenRequest[] = [];

  note(request: SeenRequest): SeenRequest {
    this.requests.push(request);
    return request;
  }
}
