import { uuidv7 } from 'uuidv7';
import { describe, expect, test } from 'vitest';
import type { AttemptEntry } from '../../../src/domain/delivery.ts';
import type { NewEvent } from '../../../src/domain/event.ts';
import { type DeliveryId, idOf } from '../../../src/domain/ids.ts';
import { createCommitStore } from '../../../src/pipeline/commit/create-commit-store.ts';
import { holdDeliveries, releaseDeliveries } from '../../../src/pipeline/deliveries/endpoint-deliveries.store.ts';
import { cancelDelivery, resendDelivery } from '../../../src/pipeline/deliveries/resend.store.ts';
import { claimDueDeliveries } from '../../../src/pipeline/delivery/delivery-queue.store.ts';
import { listDueEndpoints } from '../../../src/pipeline/delivery/due-endpoints.store.ts';
import type { LeasedDelivery } from '../../../src/pipeline/delivery/leased-delivery.ts';
import { readHorizon, takePositionLockSql } from '../../../src/pipeline/event-log/position-horizon.store.ts';
import type { OpenedStore } from '../../../src/platform/db/open-store.ts';
import { STORES } from '../../support/open-store.ts';
import { queueOf } from '../../support/queue.ts';

const WORKSPACE = idOf('ws', uuidv7());
const ENDPOINT = idOf('ep', uuidv7());
const KEYS = ['anna', 'bert', 'carl'];
const LEASE_MS = 1_000;
const RETRY_MS = 300;
const BATCHES = 40;
/** At the same time, as several nodes do it. */
const STEPS_AT_ONCE = 4;
/** Rounds of claiming and delivering by which everything must be at its end. */
const DRAIN_ROUNDS_MAX = 400;
const SEEDS = [1, 2, 3, 4, 5, 6];

describe.each(STORES)('lines of deliveries on $name', (stores) => {
  test.each(SEEDS)(
    'keep their order and come to an end, whatever happens at the same time (seed %i)',
    async (seed) => {
      const world = await openWorld(await stores.open(), seed);
      for (let batch = 0; batch < BATCHES; batch++) {
        await Promise.all(Array.from({ length: STEPS_AT_ONCE }, () => world.step()));
        world.passTime();
      }
      await world.drain();
      expect(world.violations).toEqual([]);
      expect(await world.unfinished()).toEqual([]);
    },
    60_000,
  );
});

interface Known {
  readonly key: string;
  position: number;
  /** It is delivered, exhausted or canceled, or is about to be. */
  hasEnded: boolean;
}

async function openWorld(store: OpenedStore, seed: number) {
  const { commit } = await createCommitStore(store, takePositionLockSql);
  const random = seeded(seed);
  const known = new Map<DeliveryId, Known>();
  const inHand: LeasedDelivery[] = [];
  const violations: string[] = [];
  let nowMs = 10_000;
  let claimCount = 0;
  const pick = <TItem>(items: readonly TItem[]): TItem | undefined => items[Math.floor(random() * items.length)];
  await insertEndpoint(store);

  const append = async () => {
    const key = pick(KEYS) ?? '';
    const { event, id } = newEvent();
    known.set(id, { key, position: Number.POSITIVE_INFINITY, hasEnded: false });
    const delivery = { id, endpointId: ENDPOINT, dueAtMs: nowMs, leaseToken: null, orderKey: key };
    const entry = { event, payloadJson: '{}', deliveries: [delivery] };
    const fresh = await commit({ events: [entry], records: [], attempts: [], releases: [], quarantine: [] });
    const mine = known.get(id);
    if (mine !== undefined) mine.position = fresh.get(event.id) ?? 0;
  };

  const claim = async () => {
    const { endpoints } = await listDueEndpoints(store, { nowMs, after: null });
    const { deliveries } = await claimDueDeliveries(store, {
      nowMs,
      limit: 20,
      bytesMax: 1e9,
      shares: endpoints.map((endpoint) => ({ ...endpoint, limit: 20 })),
      leaseToken: `node.${++claimCount}`,
      leaseUntilMs: () => nowMs + LEASE_MS,
      newAttemptId: () => idOf('att', uuidv7()),
      readHorizon,
    });
    for (const delivery of deliveries) noteOutOfOrder(delivery);
    inHand.push(...deliveries);
  };

  const noteOutOfOrder = (delivery: LeasedDelivery) => {
    const mine = known.get(delivery.id);
    if (mine === undefined || delivery.orderKey === null || delivery.trigger === 'resend') return;
    for (const [id, { key, position, hasEnded }] of known) {
      if (key === mine.key && position < mine.position && !hasEnded) violations.push(`${delivery.id} before ${id}`);
    }
  };

  const end = async (how: 'delivered' | 'exhausted' | 'fails' | 'given back') => {
    const delivery = inHand.splice(Math.floor(random() * inHand.length), 1)[0];
    // Its lease is over: as the sender of the gateway would not, nobody here touches it any more.
    if (delivery === undefined || delivery.leaseUntilMs <= nowMs) return;
    const mine = known.get(delivery.id);
    if (how === 'delivered' || how === 'exhausted') if (mine !== undefined) mine.hasEnded = true;
    const release = {
      workspaceId: WORKSPACE,
      deliveryId: delivery.id,
      leaseToken: delivery.leaseToken,
      dueAtMs: nowMs,
    };
    await commit({
      events: [],
      records: [],
      quarantine: [],
      attempts: how === 'given back' ? [] : [toEntry(delivery, how, nowMs)],
      releases: how === 'given back' ? [release] : [],
    });
  };

  const byHand = async (what: typeof cancelDelivery) => {
    const id = pick([...known.keys()]);
    const mine = id === undefined ? undefined : known.get(id);
    if (id === undefined || mine === undefined) return;
    const wasEnded = mine.hasEnded;
    if (what === cancelDelivery) mine.hasEnded = true;
    const outcome = await what(store, { workspaceId: WORKSPACE, id, nowMs }, async () => {});
    if (what === cancelDelivery && outcome.kind === 'refused' && outcome.why !== 'not_pending')
      mine.hasEnded = wasEnded;
  };

  const switchEndpoint = async () => {
    const isHeld = random() < 0.3;
    await store.db.transaction().execute(async (trx) => {
      if (isHeld) await holdDeliveries(trx, WORKSPACE, ENDPOINT);
      else await releaseDeliveries(trx, WORKSPACE, ENDPOINT, nowMs);
    });
  };

  const step = async () => {
    const dice = random();
    if (dice < 0.3) return append();
    if (dice < 0.55) return claim();
    if (dice < 0.7) return end('delivered');
    if (dice < 0.8) return end('fails');
    if (dice < 0.83) return end('exhausted');
    if (dice < 0.87) return end('given back');
    if (dice < 0.92) return byHand(cancelDelivery);
    if (dice < 0.97) return byHand(resendDelivery);
    return switchEndpoint();
  };

  const unfinished = () => queueOf(store).select(['id', 'due_at_ms']).where('state', '=', 'pending').execute();

  const drain = async () => {
    await store.db.transaction().execute((trx) => releaseDeliveries(trx, WORKSPACE, ENDPOINT, nowMs));
    for (let round = 0; round < DRAIN_ROUNDS_MAX && (await unfinished()).length > 0; round++) {
      await claim();
      while (inHand.length > 0) await end('delivered');
      nowMs += RETRY_MS;
    }
  };

  return {
    violations,
    step,
    drain,
    unfinished,
    passTime: () => {
      nowMs += Math.floor(random() * RETRY_MS);
    },
  };
}

function toEntry(delivery: LeasedDelivery, how: 'delivered' | 'exhausted' | 'fails', nowMs: number): AttemptEntry {
  const state = how === 'fails' ? (delivery.restingState ?? 'pending') : how;
  return {
    attempt: {
      id: idOf('att', uuidv7()),
      workspaceId: WORKSPACE,
      deliveryId: delivery.id,
      eventId: delivery.event.id,
      endpointId: ENDPOINT,
      number: delivery.attemptsMade + 1,
      trigger: delivery.trigger,
      runId: null,
      startedAtMs: nowMs,
      durationMs: 1,
      outcome: how === 'delivered' ? 'succeeded' : 'failed',
      statusCode: how === 'delivered' ? 200 : 500,
      errorClass: how === 'delivered' ? null : 'status',
      errorMessage: null,
      requestHeaders: {},
      responseHeaders: {},
      responseBody: null,
      deliveryState: state,
      nextAttemptAtMs: null,
    },
    after:
      state === 'pending'
        ? {
            kind: 'waits',
            dueAtMs: nowMs + RETRY_MS,
            leaseToken: null,
            scheduleStep: 1,
            maybeReceived: false,
            trigger: 'schedule',
            restingState: null,
          }
        : { kind: 'finished' },
    leaseToken: delivery.leaseToken,
    orderKey: delivery.orderKey,
  };
}

function newEvent(): { readonly event: NewEvent; readonly id: DeliveryId } {
  const event: NewEvent = {
    id: idOf('evt', uuidv7()),
    workspaceId: WORKSPACE,
    type: 'message.received',
    origin: 'meta',
    channelId: null,
    occurredAtMs: 0,
    createdAtMs: 0,
    phone: null,
    bsuid: null,
    contact: null,
    sentMessage: null,
    causeId: null,
    hops: 0,
    payload: {},
    dedupeKey: null,
  };
  return { event, id: idOf('dlv', uuidv7()) };
}

async function insertEndpoint(store: OpenedStore): Promise<void> {
  await store.db
    .insertInto('workspaces')
    .values({ id: WORKSPACE, serial: 1, account_id: 'MA_TEST', name: 'Test', created_at_ms: 0, revision: 1 })
    .execute();
  const row = {
    workspace_id: WORKSPACE,
    id: ENDPOINT,
    url: 'https://receiver.example/',
    description: '',
    event_types: '["*"]',
    channel_ids: null,
    format: 'standard' as const,
    format_options: '{}',
    retry: '"standard"',
    secrets: '',
    headers: '',
    verify_token: null,
    enabled: 1 as const,
    disabled_reason: null,
    created_by: null,
    created_at_ms: 0,
    updated_at_ms: 0,
    deleted_at_ms: null,
    revision: 1,
    ordering: 'conversation' as const,
  };
  await store.db.insertInto('endpoints').values(row).execute();
}

/** Uniform in [0, 1), the same in every run. */
function seeded(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
