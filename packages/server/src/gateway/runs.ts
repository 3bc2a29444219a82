import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { RETRY_TIMEOUT_SECONDS_MAX } from '../control/endpoints/retry-presets.ts';
import type { Registry } from '../control/registry/registry.ts';
import { RunsWorker } from '../control/runs/runs.worker.ts';
import { createStartRun } from '../control/runs/start-run.ts';
import { createImportPace } from '../crm/contact-transfer/import-pace.ts';
import { CONTACT_IMPORT, createImportHandler, type ImportContext } from '../crm/contact-transfer/import-run.ts';
import { readContactInput, TELL_WHO, tellsWho } from '../crm/contacts/contact-input.ts';
import { CONTACT_ERASE, createErasureHandler } from '../crm/erasure/erasure-run.ts';
import type { ErasureContext } from '../crm/erasure/erasure-step.ts';
import type { RunTask, StartRun } from '../domain/run.ts';
import { leaseEnd } from '../pipeline/delivery/leased-delivery.ts';
import type { OpenedStore } from '../platform/db/open-store.ts';
import type { TransactionalRunHandler } from '../platform/db/transactional-run.ts';
import type { Logger } from '../platform/observability/logger.ts';
import type { SecretBox } from '../platform/secrets/secret-box.ts';
import { ensureLabel } from './compat-api.ts';
import { bulkHandlers } from './deliveries-api.ts';
import type { Engine } from './engine.ts';
import { type Records, SHARED_IDENTITY_TTL_MS } from './records.ts';
import { labelChanges } from './records-api.ts';
import { replayHandlers } from './replays.ts';
import { SYSTEM_SOURCE } from './system-source.ts';
import { writeAudit } from './write-audit.ts';

const { newId } = SYSTEM_SOURCE;

/** Long pieces of work: the way to start one, and the worker that carries them out. */
export interface Runs {
  readonly startRun: StartRun;
  /** One may be due: it is taken up at once. */
  readonly wake: () => void;
  readonly start: () => void;
  /** Settles when no run is in hand any more: one in the middle is due at once, here or on another node. */
  readonly stop: () => Promise<void>;
}

export interface RunsContext {
  readonly store: OpenedStore;
  readonly box: Pick<SecretBox, 'open'>;
  readonly registry: Registry;
  readonly engine: Engine;
  readonly records: Records;
  readonly logger: Logger;
  /** Deletes a media file where its bytes are kept. */
  readonly removeMediaFile: ErasureContext['removeMediaFile'];
}

/** Puts the runs together. */
export function createRuns(context: RunsContext): Runs {
  const { store, logger } = context;
  const handlers = new Map<string, TransactionalRunHandler>([
    [CONTACT_IMPORT, createImportHandler(importContext(context))],
    [CONTACT_ERASE, createErasureHandler(erasureContext(context))],
    ...bulkHandlers({ store, engine: context.engine, pause: (ms) => pause(ms) }),
    ...replayHandlers(context),
  ]);
  const worker = new RunsWorker({
    store,
    handlers,
    newLeaseToken: newId,
    nowMs: store.nowMs,
    onFinished: ({ id, workspaceId, kind }, { state }) =>
      logger.info({ run_id: id, workspace_id: workspaceId, kind, state }, 'a run has ended'),
    onError: (error, run) => logger.error({ err: error, run_id: run?.id ?? null }, 'a run failed'),
  });
  store.signals.onTold('runs', () => worker.wake());
  const wake = () => {
    worker.wake();
    store.signals.tell('runs');
  };
  return {
    startRun: createStartRun({ store, nowMs: store.nowMs, newId, audit: writeAudit, wake }),
    wake,
    start: () => worker.start(),
    stop: () => worker.stop(),
  };
}

function importContext(context: RunsContext): ImportContext {
  const { registry, records } = context;
  return {
    labelsFor: (run) => ({
      labels: (workspaceId) => registry.labels(workspaceId),
      ensureLabel: async (workspaceId, kind, name) =>
        (await ensureLabel({ registry, labels: labelsOf(context) }, { workspaceId, kind, actor: actorOf(run) }, name))
          .id,
    }),
    readContact: (workspaceId, input) => {
      const { defaultCountry } = records.settings(workspaceId);
      const read = readContactInput(input, { labels: registry.labels(workspaceId), defaultCountry });
      return read.ok && !tellsWho(read.fields) ? { ok: false, problems: [TELL_WHO] } : read;
    },
    saveContacts: records.saveContacts,
    rehearseContacts: records.rehearseContacts,
    pace: createImportPace({
      lastEventMs: records.lastEventMs,
      monotonicMs: () => performance.now(),
      wait: (ms) => (ms > 0 ? pause(ms) : nextTurn()),
    }),
    nowMs: context.store.nowMs,
  };
}

/** From the moment that a node knows who somebody is until what it makes of that is committed. */
const COMMIT_MS_MAX = 2_000;
/** Gives way to the commits of events after each piece of work. */
const ERASURE_PAUSE_MS = 2;

function erasureContext({ store, records, box, removeMediaFile }: RunsContext): ErasureContext {
  return {
    store,
    saveContacts: records.saveContacts,
    openSealed: (sealed) => box.open(sealed),
    removeMediaFile,
    othersRememberMs: COMMIT_MS_MAX + (store.can.sharedBetweenNodes ? SHARED_IDENTITY_TTL_MS : 0),
    leaseMsMax: leaseEnd(0, RETRY_TIMEOUT_SECONDS_MAX),
    nowMs: store.nowMs,
    pause: () => pause(ERASURE_PAUSE_MS),
  };
}

function actorOf(run: RunTask) {
  return { kind: 'system', id: run.id, requestId: null } as const;
}

function labelsOf(context: RunsContext) {
  const { registry, logger } = context;
  return labelChanges(context, () =>
    registry.refresh().catch((error: unknown) => logger.warn({ err: error }, 'the registry was not refreshed')),
  );
}
