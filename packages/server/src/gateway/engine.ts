import { performance } from 'node:perf_hooks';
import type { Registry } from '../control/registry/registry.ts';
import type { Attempt } from '../domain/delivery.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { Event } from '../domain/event.ts';
import { idOf, type WorkspaceId } from '../domain/ids.ts';
import { metaEventData } from '../domain/meta/event-data.ts';
import type { CommitStore } from '../pipeline/commit/commit-batch.ts';
import { createCommitStore } from '../pipeline/commit/create-commit-store.ts';
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
import { createHttpTransport, type HttpTransport } from '../pipeline/delivery/http-transport.ts';
import { type LeasedDelivery, leaseEnd } from '../pipeline/delivery/leased-delivery.ts';
import { takePositionLockSql } from '../pipeline/event-log/position-horizon.store.ts';
import { renderBody } from '../pipeline/formats/render-body.ts';
import type { RenderedBody, RenderTarget } from '../pipeline/formats/render-context.ts';
import { matchesEndpoint } from '../pipeline/matching/subscription.ts';
import { signRequest } from '../pipeline/signing/sign-request.ts';
import type { OpenedStore } from '../platform/db/open-store.ts';
import { classifyConnectError, type EgressGuard } from '../platform/egress/egress.ts';
import type { Logger } from '../platform/observability/logger.ts';
import type { Metrics } from '../platform/observability/metrics.ts';
import { mediaLink } from './media-link.ts';
import { operationalEvent } from './operational-event.ts';
import { SYSTEM_SOURCE } from './system-source.ts';

const { newId } = SYSTEM_SOURCE;

export interface EngineContext {
  readonly store: OpenedStore;
  readonly registry: Registry;
  readonly egress: EgressGuard;
  /** Reaches test receivers, and nothing else. */
  readonly receiverTransport: HttpTransport;
  readonly linkKey: Buffer;
  /** Where links in bodies begin: the public URL, or the one that is listened on. */
  readonly baseUrl: () => string;
  readonly version: string;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Disables an endpoint whose receiver answered 410. @returns false when it was disabled already. */
  readonly disableGone: (endpoint: Endpoint) => Promise<boolean>;
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
  readonly publish: Publish;
  /** For a change that has a transaction of its own; `wake` when it is committed. */
  readonly publishIn: PublishIn;
  /** `data` of an event in the formats of our own (CONTRACTS 8.2). */
  readonly eventData: (event: Event) => Record<string, unknown>;
  readonly render: (target: RenderTarget, event: Event) => RenderedBody;
  /** Sends an event to an endpoint once, outside any delivery. */
  readonly sendTest: (endpoint: Endpoint, event: Event) => Promise<Attempt>;
  readonly wake: () => void;
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
  const { store, registry, metrics } = context;
  const leaseToken = newId();
  let listener = NOBODY;
  const onPublished = (published: Published) => {
    observePublished(metrics, published);
    listener.onPublished(published);
  };
  const commitStore = await createCommitStore(store, takePositionLockSql);
  const commit = createGroupCommit(context, commitStore);
  const matchEndpoints = (event: Event) =>
    registry.endpointsOf(event.workspaceId).filter((endpoint) => matchesEndpoint(endpoint, event));
  const newDeliveryId = () => idOf('dlv', newId());
  const transport = createHttpTransport({ connector: context.egress.connector, classifyConnectError });
  const rendering = createRendering(context);
  const { receiverTransport } = context;
  const runner = createRunnerContext(context, rendering, (request, endpoint) =>
    (endpoint.isTestReceiver ? receiverTransport : transport).exchange(request),
  );
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
    disableGoneEndpoint: (endpoint) => disableGone(context, endpoint, publish),
    reportExhausted: (delivery, attempt) => reportExhausted(delivery, attempt, publish),
    observe: (attempt, decision) => observeAttempt(context, attempt, decision.kind),
    onError: (error) => context.logger.error({ err: error }, 'delivery failed'),
    random: Math.random,
    leaseToken,
  });
  const publish = createPublisher({
    matchEndpoints,
    append: (entries, alongside) => commit.append(entries, alongside),
    sender: worker,
    newDeliveryId,
    leaseToken,
    leaseUntilMs: (endpoint, nowMs) => leaseEnd(nowMs, endpoint.retry.timeoutSeconds),
    nowMs: Date.now,
    onPublished,
  });
  return {
    tell: (to) => {
      listener = to;
    },
    publish,
    publishIn: createTransactionalPublisher({
      matchEndpoints,
      newDeliveryId,
      nowMs: Date.now,
      appendIn: commitStore.appendIn,
      onPublished,
    }),
    eventData: rendering.eventData,
    render: rendering.render,
    sendTest: (endpoint, event) => sendTest(runner, endpoint, event),
    wake: () => {
      worker.wake();
      listener.wake();
    },
    inFlight: () => worker.inFlight,
    recover: async () => {
      if (!store.can.sharedBetweenNodes) await endLeasesOfTheDead(store, Date.now());
    },
    start: () => worker.start(),
    stop: async (graceMs) => {
      await worker.stop(graceMs);
      await commit.drained();
      await Promise.all([transport.close(), receiverTransport.close()]);
    },
  };
}

function createGroupCommit({ metrics, logger }: EngineContext, store: CommitStore): GroupCommit {
  return new GroupCommit({
    store,
    monotonicMs: () => performance.now(),
    setTimer: (run, delayMs) => {
      // A timer of 0 ms waits for the next millisecond; the next turn of the loop is what is meant.
      if (delayMs < 1) {
        const immediate = setImmediate(run);
        return { cancel: () => clearImmediate(immediate) };
      }
      const timer = setTimeout(run, delayMs);
      return { cancel: () => clearTimeout(timer) };
    },
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
  return {
    eventData: (event) => (event.origin === 'meta' ? metaData(event) : (event.payload as Record<string, unknown>)),
    render: (target, event) => {
      const workspace = registry.workspace(event.workspaceId);
      if (workspace === null) throw new Error('An event of a workspace that is not there cannot be rendered.');
      return renderBody(target, event, {
        workspace,
        channel: event.channelId === null ? null : registry.channel(event.channelId),
        mediaUrl: mediaUrlOf(workspace.id),
        eventData: metaData,
      });
    },
  };
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
    newAttemptId: () => idOf('att', newId()),
    nowMs: Date.now,
    userAgent: `Posthorn/${context.version}`,
  };
}

async function sendTest(runner: AttemptRunnerContext, endpoint: Endpoint, event: Event): Promise<Attempt> {
  const run = await runAttempt(runner, {
    endpoint,
    event,
    deliveryId: null,
    number: 1,
    trigger: 'test',
    maybeReceived: false,
    which: 'current',
  });
  return run.attempt;
}

/** An operational event never causes another one. */
async function reportExhausted(delivery: LeasedDelivery, attempt: Attempt, publish: Publish): Promise<void> {
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
    operationalEvent({ workspaceId, type: 'delivery.exhausted', data, dedupeKey: `exhausted|${delivery.id}` }),
  ]);
}

async function disableGone(context: EngineContext, endpoint: Endpoint, publish: Publish): Promise<void> {
  if (!(await context.disableGone(endpoint))) return;
  const data = { endpoint_id: endpoint.id, reason: 'The receiver answered 410 (Gone).' };
  await publish([
    operationalEvent({ workspaceId: endpoint.workspaceId, type: 'endpoint.disabled', data, dedupeKey: null }),
  ]);
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
