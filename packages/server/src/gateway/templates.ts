import type { NewEvent } from '../domain/event.ts';
import type { CallGraph } from '../domain/graph.ts';
import { type ChannelId, idOf, type WorkspaceId } from '../domain/ids.ts';
import { createTemplate } from '../messaging/templates/change-templates.ts';
import { createSync, type SyncTemplates } from '../messaging/templates/sync-templates.ts';
import { planTemplates } from '../messaging/templates/template-projection.ts';
import { templateDraft } from '../messaging/templates/template-schemas.ts';
import { toTemplateView } from '../messaging/templates/template-view.ts';
import { templateRoutes } from '../messaging/templates/templates.routes.ts';
import {
  findNamedTemplates,
  findTemplate,
  findUsableTemplates,
  hasSynced,
  pageOfTemplates,
  type TemplatesOf,
} from '../messaging/templates/templates.store.ts';
import type { TemplatesContext } from '../messaging/templates/templates-context.ts';
import type { RecordWrite } from '../platform/db/record-write.ts';
import type { Store } from '../platform/db/store.ts';
import type { ApiServer } from '../platform/http/api.ts';
import type { Logger } from '../platform/observability/logger.ts';
import type { Engine } from './engine.ts';
import { SYSTEM_SOURCE } from './system-source.ts';
import { auditRow } from './write-audit.ts';

const { newId } = SYSTEM_SOURCE;

/** Syncs that nobody waits for and that may run at once: each holds up to 5,000 templates in memory. */
const BACKGROUND_SYNCS_MAX = 8;

export interface TemplatesWiring {
  readonly store: Store;
  readonly engine: Pick<Engine, 'publish'>;
  readonly callGraph: CallGraph;
  readonly logger: Pick<Logger, 'warn'>;
}

/** The message templates: their routes, their part in the way of an event, and what sending and the vendors' APIs need of them. */
export interface Templates {
  readonly routes: (server: ApiServer) => void;
  /** What events of the types `template.*` do to the rows. Write them with the events; ask again after a RecordConflictError. */
  readonly planTemplates: (events: readonly NewEvent[]) => Promise<readonly RecordWrite[]>;
  readonly findTemplate: (
    of: TemplatesOf,
    named: Parameters<typeof findTemplate>[2],
  ) => ReturnType<typeof findTemplate>;
  readonly findUsableTemplates: (of: TemplatesOf, limit: number) => ReturnType<typeof findUsableTemplates>;
  readonly hasSynced: (of: TemplatesOf) => Promise<boolean>;
  /** Reads the templates of a channel that was connected, without anybody waiting. Never throws: what fails is logged, and a sync by hand mends it. */
  readonly syncChannel: (workspaceId: WorkspaceId, channelId: ChannelId) => void;
  /** Ends the syncs of `syncChannel`, at the latest after the call to Meta that is under way. Before the database is closed. */
  readonly stop: () => Promise<void>;
  /** For the vendors' APIs: the same actions in their words. */
  readonly syncTemplates: SyncTemplates;
  readonly createTemplate: (request: Parameters<typeof createTemplate>[1]) => ReturnType<typeof createTemplate>;
  /** Shape of a template as a caller gives it. */
  readonly draft: typeof templateDraft;
  readonly pageOfTemplates: (query: Parameters<typeof pageOfTemplates>[1]) => ReturnType<typeof pageOfTemplates>;
  readonly toView: typeof toTemplateView;
}

/** Puts the templates together. */
export function createTemplates(wiring: TemplatesWiring): Templates {
  const { store, engine, callGraph } = wiring;
  let isStopping = false;
  const context: TemplatesContext = {
    store,
    write: async (records) => {
      await engine.publish([], { records });
    },
    callGraph,
    auditRow,
    newTemplateId: () => idOf('tpl', newId()),
    nowMs: Date.now,
    isStopping: () => isStopping,
  };
  const sync = createSync(context);
  const background = createBackgroundSyncs(wiring, sync);
  return {
    routes: (server) => templateRoutes(server, { ...context, sync }),
    planTemplates: (events) =>
      planTemplates(
        {
          findNamedTemplates: (of, named) => findNamedTemplates(store, of, named),
          newTemplateId: context.newTemplateId,
        },
        events,
      ),
    findTemplate: (of, named) => findTemplate(store, of, named),
    findUsableTemplates: (of, limit) => findUsableTemplates(store, of, { limit }),
    hasSynced: (of) => hasSynced(store, of),
    syncChannel: background.start,
    stop: async () => {
      isStopping = true;
      await background.settled();
    },
    syncTemplates: sync,
    createTemplate: (request) => createTemplate(context, request),
    draft: templateDraft,
    pageOfTemplates: (query) => pageOfTemplates(store, query),
    toView: toTemplateView,
  };
}

function createBackgroundSyncs({ logger }: TemplatesWiring, sync: SyncTemplates) {
  const running = new Set<Promise<void>>();
  const run = async (workspaceId: WorkspaceId, channelId: ChannelId) => {
    try {
      await sync({ workspaceId, channelId, actor: null });
    } catch (err) {
      // Whatever it is: nobody waits for it, and the channel is connected all the same.
      logger.warn({ err, workspaceId, channelId }, 'templates were not synced');
    }
  };
  return {
    start: (workspaceId: WorkspaceId, channelId: ChannelId): void => {
      if (running.size >= BACKGROUND_SYNCS_MAX) {
        logger.warn({ workspaceId, channelId }, 'templates were not synced: too many syncs run');
        return;
      }
      const one = run(workspaceId, channelId).finally(() => running.delete(one));
      running.add(one);
    },
    settled: async (): Promise<void> => {
      await Promise.all(running);
    },
  };
}
