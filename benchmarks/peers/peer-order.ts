import { once } from 'node:events';

/** What a process of a peer is to do: the first message from its parent. */
export interface PeerOrder {
  /** Takes events in, sends them out, or both. */
  readonly role: 'ingest' | 'work' | 'both';
  /** `redis://…` or `postgres://…` */
  readonly storeUrl: string;
  readonly receiverUrl: string;
  readonly appSecret: string;
  readonly settings: PeerSettings;
}

/** How much is done at once. */
export interface PeerSettings {
  /** Jobs of one fetch and of one completion. BullMQ has none of either. */
  readonly batch: number;
  /** Workers of a process. */
  readonly workers: number;
  /** Jobs that a worker of BullMQ has in hand. */
  readonly concurrency: number;
}

export async function readOrder(): Promise<PeerOrder> {
  const [order] = (await once(process, 'message')) as [PeerOrder];
  return order;
}

/** @param port Of the way in. 0: this process has none. */
export function ready(port: number): void {
  process.send?.({ port });
}
