import type { AuditEntry } from '../../domain/audit.ts';
import { PosthornError } from '../../domain/errors.ts';
import type { CallGraph, GraphCall } from '../../domain/graph.ts';
import type { ChannelId, TemplateId, WorkspaceId } from '../../domain/ids.ts';
import type { JsonObject } from '../../domain/meta/meta-body.ts';
import { RecordConflictError, type RecordWrite } from '../../platform/db/record-write.ts';
import type { Store } from '../../platform/db/store.ts';
import { findWabaOfChannel, type TemplatesOf } from './templates.store.ts';

/** What work on templates needs. `gateway/` passes the real ones. */
export interface TemplatesContext {
  readonly store: Store;
  /** The group commit. @throws RecordConflictError when a row is not what its change was made on. */
  readonly write: (records: readonly RecordWrite[]) => Promise<void>;
  readonly callGraph: CallGraph;
  readonly auditRow: (entry: AuditEntry) => RecordWrite;
  readonly newTemplateId: () => TemplateId;
  readonly nowMs: () => number;
  /** True when the process is about to end: what takes long ends before its time. */
  readonly isStopping: () => boolean;
}

/** How long one call to Meta may take. Longer than a send: a page of templates is long, and a new one is looked through. */
export const GRAPH_TIMEOUT_MS = 20_000;
/** Tries while webhooks or other nodes change the same templates. Each starts from what is there then. */
const CONFLICT_TRIES_MAX = 5;

/**
 * Asks Meta.
 *
 * @throws PosthornError `meta_refused` with Meta's words, `meta_unavailable`, `channel_not_connected`, `not_found` (channel).
 */
export async function askMeta(ctx: TemplatesContext, call: GraphCall): Promise<JsonObject> {
  const result = await ctx.callGraph({ timeoutMs: GRAPH_TIMEOUT_MS, ...call });
  switch (result.kind) {
    case 'ok':
      return result.body;
    case 'refused':
      throw new PosthornError('meta_refused', 'Meta refused the call. meta_error says why.', {
        metaError: result.error,
      });
    case 'unreachable':
      throw new PosthornError('meta_unavailable', 'Meta could not be reached. Nothing was changed.');
    case 'unknown':
      throw new PosthornError(
        'meta_unavailable',
        call.method === 'GET'
          ? 'Meta gave no complete answer. Nothing was changed.'
          : 'Meta gave no complete answer: the change may have been made. POST /v1/templates/sync shows it.',
      );
  }
}

/**
 * Works out a change and writes it, anew as long as others change the same rows.
 *
 * @param plan Reads the rows and says what is to be written.
 * @throws PosthornError `conflict` when they do not stop.
 */
export async function writeTogether<TPlanned extends { readonly records: readonly RecordWrite[] }>(
  ctx: Pick<TemplatesContext, 'write'>,
  plan: () => Promise<TPlanned>,
): Promise<TPlanned> {
  for (let tries = 1; ; tries++) {
    const planned = await plan();
    if (planned.records.length === 0) return planned;
    try {
      await ctx.write(planned.records);
      return planned;
    } catch (error) {
      if (!(error instanceof RecordConflictError)) throw error;
      if (tries < CONFLICT_TRIES_MAX) continue;
      throw new PosthornError('conflict', 'Others keep changing the same template. Read it and try again.', {
        cause: error,
      });
    }
  }
}

/** The account of a channel. @throws PosthornError `not_found`. */
export async function accountOf(store: Store, workspaceId: WorkspaceId, channelId: ChannelId): Promise<TemplatesOf> {
  const wabaId = await findWabaOfChannel(store, workspaceId, channelId);
  if (wabaId === null) throw new PosthornError('not_found', 'There is no such channel.');
  return { workspaceId, wabaId };
}
