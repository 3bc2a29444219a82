import type { EndpointId } from '../../domain/ids.ts';

/** Says whether the next delivery of an endpoint may go: a limit of its rate, a breaker, a pause. Answers from memory, at once. */
export interface Gate {
  /**
   * Asked right before a delivery goes out.
   *
   * @returns `open`: it goes, and is counted. A number: none goes before then, epoch ms; Infinity: nobody knows when. It is
   *   asked again then, after `DeliveryWorker.reopen`, and within a second in any case.
   */
  readonly enter: (endpointId: EndpointId) => 'open' | number;
  /** What entered is over, whether or not there was a request: its lease may have been too short. */
  readonly leave: (endpointId: EndpointId) => void;
  /** Deliveries of the endpoint that may wait in this node's memory. 0: none is reserved or claimed, and those that wait go back. */
  readonly waitingMax: (endpointId: EndpointId) => number;
}

/** For endpoints without any limit. */
export const ALWAYS_OPEN: Gate = {
  enter: () => 'open',
  leave: () => {},
  waitingMax: () => Number.POSITIVE_INFINITY,
};
