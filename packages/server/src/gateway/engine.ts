import { isDeepStrictEqual } from 'node:util';
import { RETRY_TIMEOUT_SECONDS_MAX } from '../control/endpoints/retry-presets.ts';
import type { Registry } from '../control/registry/registry.ts';
import type { Attempt } from '../domain/delivery.ts';
import type { Endpoint, Format, FormatOptions } from '../domain/endpoint.ts';
import type { Event } from '../domain/event.ts';
import { idOf, type WorkspaceId } from '../domain/ids.ts';
import { metaEventData } from '../domain/meta/event-data.ts';
import type { Channel, Workspace } from '../domain/workspace.ts';
import { BackPressure } from '../pipeline/commit/back-pressure.ts';
import type { CommitStore } from '../pipeline/commit/commit-batch.ts';
import { GroupCommit } from '../pipeline/commit/group-commit.ts';
import {
  createPublisher,
  createTransactionalPublisher,
  type Publish,
  type Published,
  type PublishIn,
} from '../pipeline/commit/publisher.ts';
import { type AttemptRunnerContext, runAttempt } from '../pipeline/delivery/attempt-runner.ts';
import { DeliveryWorker } from '../pipeline/delivery/delivery.worker.ts';
import { endLeasesOfTheDead } from '../pipeline/delivery/delivery-queue.store.ts';
import type { EndpointGate } from '../pipeline/delivery/endpoint-gate.ts';
import type { HttpTransport } from '../pipeline/delivery/http-transport.ts';
import { type LeasedDelivery, leaseEnd } from '../pipeline/delivery/leased-delivery.ts';
import { readHorizon } from '../pipeline/event-log/position-horizon.store.ts';
import { renderBody } from '../pipeline/formats/render-body.ts';
import type { RenderedBody, RenderTarget } from '../pipeline/formats/render-context.ts';
import { matchedEndpoints } from '../pipeline/matching/matched-endpoints.ts';
import { signRequest } from '../pipeline/signing/sign-request.ts';
import type { Store, Trx } from '../platform/db/store.ts';
import type { Logger } from '../platform/observability/logger.ts';
import type { Metrics } from '../platform/observability/metrics.ts';
import { createEndpointGate } from './endpoint-gate.ts';
import { mediaLink } from './media-link.ts';
import { operationalEvent } from './operational-event.ts';
import type { EngineSource } from './system-source.ts';

export interface EngineContext {
  readonly store: Store;
  /** The group commit of `store`. */
  readonly commitStore: CommitStore;
  /** Time, chance, ids and timers of everything in here. */
  readonly source: EngineSource;
  readonly registry: Registry;
  /** Reaches receivers, by the egress guard alone. */
  readonly transport: HttpTransport;
  /** Reaches test receivers, and nothing else. */
  readonly receiverTransport: HttpTransport;
  readonly linkKey: Buffer;
  /** Where links in bodies begin: the public URL, or the one that is listened on. */
  readonly baseUrl: () => string;
  readonly version: string;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** How long an endpoint may do nothing but fail until it is disabled. 0: for ever. */
  readonly disableAfterMs: number;
  /** Disables an endpoint. @returns false when it was disabled already. */
  readonly disableEndpoint: (endpoint: Endpoint, disabling: Disabling) => Promise<boolean>;
}

/** Why an endpoint is disabled by the gateway, and what is committed along. */
export interface Disabling {
  /** `gone`: its receiver answered 410; `failing`: it did nothing but fail for days. */
  readonly reason: 'gone' | 'failing';
  readonly alongside: (trx: Trx) => Promise<void>;
}

/** Whoever follows the event log live. Neither of these throws. */
interface EngineListener {
  readonly onPublished: (published: Published) => void;
  /** A change with a transaction of its own was committed. */
  readonly wake: () => void;
}

const NOBODY: EngineListener = { onPublished: () => {}, wake: () => {} };

/** The way of an event from the group commit to the receiver, with every part in its place. */
export interface Engine {
  /** Tells of everything that is published from now on. To be called once, before the engine is used. */
  readonly tell: (listener: EngineListener) => void;
  /** The endpoints of its workspace that an event goes to, by everything that they say of events. */
  readonly matchEndpoints: (event: Event) => readonly Endpoint[];
  readonly publish: Publish;
  /** For a change that has a transaction of its own; `wake` when it is committed. */
  readonly publishIn: PublishIn;
  /** `data` of an event in the formats of our own (CONTRACTS 8.2). */
  readonly eventData: (event: Event) => Record<string, unknown>;
  readonly render: (target: RenderTarget, event: Event) => RenderedBody;
  /** Sends an event to an endpoint once, outside any delivery. */
  readonly sendTest: (endpoint: Endpoint, event: Event) => Promise<Attempt>;
  readonly wake: () => void;
  /** When this node last took an event in, on the monotonic clock of the source. */
  readonly lastEventMs: () => number;
  /** Deliveries were put into the queue by a run. */
  readonly noteReplayed: (deliveryCount: number) => void;
  /** Somebody changed what an endpoint takes: it is looked at anew. */
  readonly endpointsChanged: () => void;
  /** Attempts that are being made now. */
  readonly inFlight: () => number;
  /** Before anything is accepted: deliveries of a gateway that died here are due at once. */
  readonly recover: () => Promise<void>;
  /** Begins to send what is due. */
  readonly start: () => void;
  /** Finishes or releases what is in flight. */
  readonly stop: (graceMs: number) => Promise<void>;
}

export async function createEngine(context: EngineContext): Promise<Engine> {
  const { store, commitStore, transport, registry, metrics } = context;
  const { nowMs, newId, random, setTimer } = context.source;
  const leaseToken = newId();
  let listener = NOBODY;
  let lastEventMs = Number.NEGATIVE_INFINITY;
  const onPublished = (published: Published) => {
    lastEventMs = context.source.monotonicMs();
    observePublished(metrics, published);
    listener.onPublished(published);
  };
  const commit = createGroupCommit(context);
  const rendering = createRendering(context);
  const matchEndpoints = (event: Event) =>
    matchedEndpoints(registry.endpointsOf(event.workspaceId), event, rendering.eventData);
  const newDeliveryId = () => idOf('dlv', newId());
  const { receiverTransport } = context;
  const runner = createRunnerContext(context, rendering, (request, endpoint) =>
    (endpoint.isTestReceiver ? receiverTransport : transport).exchange(request),
  );
  const publishIn = createTransactionalPublisher({
    matchEndpoints,
    newDeliveryId,
    nowMs,
    appendIn: commitStore.appendIn,
    onPublished,
  });
  const look = () => {
    worker.wake();
    listener.wake();
  };
  store.signals.onTold('deliveries', look);
  const wake = () => {
    look();
    store.signals.tell('deliveries');
  };
  const gate = createEndpointGate(context, {
    publishIn,
    onPublished: wake,
    // In a turn of its own: the lanes may be in the middle of what the gate was told of.
    onChange: (id) => queueMicrotask(() => worker.reopen(id)),
    onFree: (id) => worker.askAgain(id),
  });
  const worker = new DeliveryWorker({
    ...runner,
    store,
    endpoint: (id) => registry.endpoint(id),
    findEndpoint: async (id) => {
      await registry.refresh();
      return registry.endpoint(id);
    },
    record: (entry) => commit.record(entry),
    release: (entry) => commit.release(entry),
    disableGoneEndpoint: (endpoint) => disableGone(context, endpoint, { publishIn, wake }),
    reportExhausted: (delivery, attempt) => reportExhausted(context, { delivery, attempt }, publish),
    observe: (attempt, decision) => observeAttempt(context, attempt, decision.kind),
    onError: (error) => context.logger.error({ err: error }, 'delivery failed'),
    random,
    monotonicMs: context.source.monotonicMs,
    setTimer,
    gate,
    readHorizon,
    noteOutcome: ({ event }, endpoint, result) => gate.note(endpoint, result, event.origin === 'operational'),
    leaseToken,
  });
  const pressure = new BackPressure({ ...context.source, onHeld: () => metrics.publishHeld.inc() });
  const publish = createPublisher({
    matchEndpoints,
    append: (entries, alongside) => commit.append(entries, alongside),
    sender: worker,
    newDeliveryId,
    leaseToken,
    leaseUntilMs: (endpoint, nowMs) => leaseEnd(nowMs, endpoint.retry.timeoutSeconds),
    nowMs,
    onPublished,
    hold: () => pressure.hold(),
  });
  return {
    tell: (to) => {
      listener = to;
    },
    matchEndpoints,
    publish,
    publishIn,
    eventData: rendering.eventData,
    render: rendering.render,
    sendTest: (endpoint, event) => sendTest(runner, gate, { endpoint, event }),
    wake,
    lastEventMs: () => lastEventMs,
    noteReplayed: (deliveryCount) => {
      metrics.deliveries.inc({ state: 'pending' }, deliveryCount);
      wake();
    },
    endpointsChanged: () => {
      wake();
      void gate.look();
    },
    inFlight: () => worker.inFlight,
    recover: async () => {
      const recoveredMs = nowMs();
      if (!store.can.sharedBetweenNodes) {
        await endLeasesOfTheDead(store, recoveredMs, leaseEnd(recoveredMs, RETRY_TIMEOUT_SECONDS_MAX));
      }
      await gate.look();
    },
    start: () => {
      gate.start();
      worker.start();
    },
    stop: async (graceMs) => {
      await worker.stop(graceMs);
      await gate.stop();
      await commit.drained();
      await Promise.all([transport.close(), receiverTransport.close()]);
    },
  };
}

function createGroupCommit({ commitStore: store, source, metrics, logger }: EngineContext): GroupCommit {
  return new GroupCommit({
    store,
    monotonicMs: source.monotonicMs,
    setTimer: source.setTimer,
    onCommitted: ({ rows, durationMs }) => {
      metrics.commitRows.observe(rows);
      metrics.commitDurationSeconds.observe(durationMs / 1_000);
    },
    onFailed: (error) => logger.error({ err: error }, 'a commit failed'),
  });
}

interface Rendering {
  readonly eventData: (event: Event) => Record<string, unknown>;
  readonly render: (target: RenderTarget, event: Event) => RenderedBody;
}

function createRendering(context: EngineContext): Rendering {
  const { registry } = context;
  const mediaUrlOf = (id: WorkspaceId) => (mediaId: string) => mediaLink(context, id, mediaId);
  const metaData = (event: Event) => {
    const channel = event.channelId === null ? null : registry.channel(event.channelId);
    return metaEventData(event, { channel, mediaUrl: mediaUrlOf(event.workspaceId) });
  };
  let last: { readonly from: RenderedFrom; readonly rendered: RenderedBody } | null = null;
  return {
    eventData: (event) => (event.origin === 'meta' ? metaData(event) : (event.payload as Record<string, unknown>)),
    render: (target, event) => {
      const workspace = registry.workspace(event.workspaceId);
      if (workspace === null) throw new Error('An event of a workspace that is not there cannot be rendered.');
      const channel = event.channelId === null ? null : registry.channel(event.channelId);
      const from = { event, workspace, channel, format: target.format, options: target.formatOptions };
      if (last !== null && isSame(last.from, from)) return last.rendered;
      const ctx = { workspace, channel, mediaUrl: mediaUrlOf(workspace.id), eventData: metaData };
      const rendered = renderBody(target, event, ctx);
      last = { from, rendered };
      return rendered;
    },
  };
}

/** Everything that a body is worked out from. None of it is changed in place. */
interface RenderedFrom {
  readonly event: Event;
  readonly workspace: Workspace;
  readonly channel: Channel | null;
  readonly format: Format;
  readonly options: FormatOptions;
}

/** The deliveries of one event are rendered one after another, and endpoints of a format mostly want the same. */
function isSame(a: RenderedFrom, b: RenderedFrom): boolean {
  return (
    a.event === b.event &&
    a.workspace === b.workspace &&
    a.channel === b.channel &&
    a.format === b.format &&
    isDeepStrictEqual(a.options, b.options)
  );
}

function createRunnerContext(
  context: EngineContext,
  { render }: Rendering,
  exchange: AttemptRunnerContext['exchange'],
): AttemptRunnerContext {
  return {
    render,
    sign: ({ endpoint, event, rendered, which, nowMs }) =>
      signRequest({
        format: endpoint.format,
        body: rendered.body,
        eventName: rendered.eventName,
        eventId: event.id,
        attemptedAtMs: nowMs,
        secrets: endpoint.secrets,
        nowMs,
        singleSecret: which,
        asymmetric: endpoint.formatOptions.asymmetric === true,
      }),
    exchange,
    newAttemptId: () => idOf('att', context.source.newId()),
    nowMs: context.source.nowMs,
    userAgent: `Posthorn/${context.version}`,
  };
}

/** A test that succeeds tells as much as a delivery: what waits behind a breaker goes out. One that fails counts as nothing. */
async function sendTest(
  runner: AttemptRunnerContext,
  gate: EndpointGate,
  { endpoint, event }: { readonly endpoint: Endpoint; readonly event: Event },
): Promise<Attempt> {
  const run = await runAttempt(runner, {
    endpoint,
    event,
    deliveryId: null,
    number: 1,
    trigger: 'test',
    maybeReceived: false,
    runId: null,
    which: 'current',
  });
  if (run.result.outcome === 'succeeded') gate.note(endpoint, run.result, false);
  return run.attempt;
}

/** An operational event never causes another one. */
async function reportExhausted(
  { source }: EngineContext,
  { delivery, attempt }: { readonly delivery: LeasedDelivery; readonly attempt: Attempt },
  publish: Publish,
): Promise<void> {
  if (delivery.event.origin === 'operational') return;
  const data = {
    endpoint_id: delivery.endpointId,
    delivery_id: delivery.id,
    event_id: delivery.event.id,
    event_type: delivery.event.type,
    attempts_made: attempt.number,
    reason: attempt.errorMessage ?? 'The last attempt failed.',
  };
  const { workspaceId } = delivery.event;
  await publish([
    operationalEvent(source, { workspaceId, type: 'delivery.exhausted', data, dedupeKey: `exhausted|${delivery.id}` }),
  ]);
}

async function disableGone(
  context: EngineContext,
  endpoint: Endpoint,
  { publishIn, wake }: Pick<Engine, 'publishIn' | 'wake'>,
): Promise<void> {
  const { id, workspaceId } = endpoint;
  const data = { endpoint_id: id, reason: 'The receiver answered 410 (Gone).' };
  const report = { workspaceId, type: 'endpoint.disabled', data, dedupeKey: null } as const;
  const alongside = (trx: Trx) => publishIn(trx, [operationalEvent(context.source, report)]);
  if (await context.disableEndpoint(endpoint, { reason: 'gone', alongside })) wake();
}

function observePublished(metrics: Metrics, { events, duplicateCount, deliveryCount }: Published): void {
  for (const event of events) metrics.events.inc({ origin: event.origin });
  if (duplicateCount > 0) metrics.duplicateEvents.inc(duplicateCount);
  if (deliveryCount > 0) metrics.deliveries.inc({ state: 'pending' }, deliveryCount);
}

/** One line for each attempt. It names ids only: no numbers, no texts, no paths (DESIGN 7, "Personal data"). */
function observeAttempt({ metrics, logger }: EngineContext, attempt: Attempt, decision: string): void {
  metrics.attempts.inc({ outcome: attempt.outcome, error_class: attempt.errorClass ?? 'none' });
  if (attempt.durationMs !== null) metrics.attemptDurationSeconds.observe(attempt.durationMs / 1_000);
  if (attempt.deliveryState !== null && attempt.deliveryState !== 'pending')
    metrics.deliveries.inc({ state: attempt.deliveryState });
  if (!logger.isLevelEnabled('debug') && attempt.outcome === 'succeeded') return;
  logger[attempt.outcome === 'succeeded' ? 'debug' : 'info'](
    {
      delivery_id: attempt.deliveryId,
      event_id: attempt.eventId,
      endpoint_id: attempt.endpointId,
      attempt: attempt.number,
      outcome: attempt.outcome,
      status_code: attempt.statusCode,
      error_class: attempt.errorClass,
      duration_ms: attempt.durationMs,
      decision,
    },
    'delivery.attempted',
  );
}
