import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { ScrapedCounter } from './scraped-counter.ts';

/** From a receiver on the same machine to the longest time-out an endpoint can have. */
const ATTEMPT_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60];
/** A commit takes about 1 ms; one of 25 ms met a checkpoint. */
const COMMIT_BUCKETS_SECONDS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];
/** A group commit has 1 to 500 rows of each kind. */
const COMMIT_BUCKETS_ROWS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000];

/** The measurements of one process. */
export type Metrics = ReturnType<typeof createMetrics>;

/**
 * Makes the registry behind `/metrics`: the way of an event and the process itself, in the form of
 * Prometheus. No labels for workspaces or endpoints: their number has no bound, and one tenant's traffic
 * is nothing that another may read there.
 */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    ...createIngestMetrics(registry),
    ...createDeliveryMetrics(registry),
    ...createStoreMetrics(registry),
    ...createMessageMetrics(registry),
    ...createStreamMetrics(registry),
  };
}

function createIngestMetrics(registry: Registry) {
  const registers = [registry];
  return {
    webhooksReceived: new ScrapedCounter({
      name: 'posthorn_webhooks_received_total',
      help: 'Signed webhooks from Meta, by what they were answered with.',
      labelNames: ['result'],
      registers,
    }),
    unauthenticatedWebhooks: new Counter({
      name: 'posthorn_unauthenticated_webhooks_total',
      help: 'Requests to a webhook address of Meta without a valid Meta signature.',
      registers,
    }),
    events: new ScrapedCounter({
      name: 'posthorn_events_total',
      help: 'Events committed to the event log, by where they were born.',
      labelNames: ['origin'],
      registers,
    }),
    duplicateEvents: new Counter({
      name: 'posthorn_events_duplicate_total',
      help: 'Events that were in the event log already and were not added again.',
      registers,
    }),
    quarantined: new Counter({
      name: 'posthorn_quarantined_total',
      help: 'Items from Meta that were put into quarantine, by reason.',
      labelNames: ['reason'],
      registers,
    }),
  };
}

function createDeliveryMetrics(registry: Registry) {
  const registers = [registry];
  return {
    deliveries: new ScrapedCounter({
      name: 'posthorn_deliveries_total',
      help: 'Deliveries that came into a state: pending when they are made, then how they ended.',
      labelNames: ['state'],
      registers,
    }),
    attempts: new ScrapedCounter({
      name: 'posthorn_attempts_total',
      help: 'HTTP requests to endpoints, by outcome and, for failed ones, error class.',
      labelNames: ['outcome', 'error_class'],
      registers,
    }),
    attemptDurationSeconds: new Histogram({
      name: 'posthorn_attempt_duration_seconds',
      help: 'Time from the start of an attempt to the end of its answer.',
      buckets: ATTEMPT_BUCKETS_SECONDS,
      registers,
    }),
    publishHeld: new Counter({
      name: 'posthorn_publish_held_total',
      help: 'Times that whoever published was answered later because more comes in than this process sends.',
      registers,
    }),
    queueDepth: new Gauge({
      name: 'posthorn_queue_depth',
      help: 'Pending deliveries in the database, all nodes together, when it was last counted.',
      registers,
    }),
    inFlight: new Gauge({
      name: 'posthorn_in_flight',
      help: 'Attempts that this process is making now.',
      registers,
    }),
  };
}

function createStoreMetrics(registry: Registry) {
  const registers = [registry];
  return {
    commitDurationSeconds: new Histogram({
      name: 'posthorn_commit_duration_seconds',
      help: 'Time of one group commit, from its first statement to the answer of the database.',
      buckets: COMMIT_BUCKETS_SECONDS,
      registers,
    }),
    databaseConnections: new Gauge({
      name: 'posthorn_database_connections',
      help: 'Connections of this process to PostgreSQL by state, and as waiting what waits for one. SQLite has none.',
      labelNames: ['state'],
      registers,
    }),
    commitRows: new Histogram({
      name: 'posthorn_commit_rows',
      help: 'Rows that one group commit wrote.',
      buckets: COMMIT_BUCKETS_ROWS,
      registers,
    }),
  };
}

function createStreamMetrics(registry: Registry) {
  const registers = [registry];
  return {
    streamClients: new Gauge({
      name: 'posthorn_stream_clients',
      help: 'Clients of the live stream that are connected to this process.',
      registers,
    }),
    streamFrames: new Counter({
      name: 'posthorn_stream_frames_total',
      help: 'Frames of events that clients of the live stream were sent.',
      registers,
    }),
    streamDropped: new Counter({
      name: 'posthorn_stream_dropped_total',
      help: 'Frames of events that were left out because a client would have been sent too many.',
      registers,
    }),
    streamCutOff: new Counter({
      name: 'posthorn_stream_cut_off_total',
      help: 'Clients of the live stream that were hung up on, by reason.',
      labelNames: ['reason'],
      registers,
    }),
  };
}

function createMessageMetrics(registry: Registry) {
  const registers = [registry];
  return {
    messagesSent: new Counter({
      name: 'posthorn_messages_sent_total',
      help: 'Messages that were handed in to be sent, by what Meta said: accepted or refused.',
      labelNames: ['result'],
      registers,
    }),
    messagesQueued: new Gauge({
      name: 'posthorn_messages_queued',
      help: 'Messages that Meta has not taken yet, of all processes together.',
      registers,
    }),
    mediaFetched: new Counter({
      name: 'posthorn_media_fetched_total',
      help: 'Tries to fetch a media file from Meta, by what came of them: stored, or why not.',
      labelNames: ['result'],
      registers,
    }),
    mediaBytes: new Counter({
      name: 'posthorn_media_bytes_total',
      help: 'Bytes of media files that were fetched from Meta and stored.',
      registers,
    }),
  };
}
