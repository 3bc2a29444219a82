import type { GraphError } from './graph.ts';

/** Messages a second that a number may send when Meta says nothing else (CONTRACTS 2.3). */
export const THROUGHPUT_DEFAULT = 80;

/**
 * What is done to connect a channel, in this order. `number`: its number is there and of its WABA; `subscribe`: the app is
 * subscribed to the WABA; `subscribed_apps`: Meta lists it as subscribed.
 */
export const CONNECTION_STEPS = ['number', 'subscribe', 'subscribed_apps'] as const;

/** One step of connecting a channel to Meta. */
export interface ConnectionStep {
  readonly step: (typeof CONNECTION_STEPS)[number];
  readonly ok: boolean;
  /** What was found, or what failed and how to mend it. Sentences. */
  readonly message: string;
  /** What Meta said, when it refused. */
  readonly error: GraphError | null;
}

/** What connecting a channel to Meta came to, the last time it was tried. */
export interface ChannelConnection {
  readonly state: 'connected' | 'failed';
  readonly checkedAtMs: number;
  /** Those that were tried: a step that stands in the way of the others ends it. */
  readonly steps: readonly ConnectionStep[];
  /** Messages a second that the number may send. Null: Meta did not tell. */
  readonly throughputPerSecond: number | null;
}

/** Reads the column `connection` of a channel. */
export function readConnection(text: string | null): ChannelConnection | null {
  return text === null ? null : (JSON.parse(text) as ChannelConnection);
}

/** Writes the column `connection` of a channel. */
export function writeConnection(connection: ChannelConnection | null): string | null {
  return connection === null ? null : JSON.stringify(connection);
}
