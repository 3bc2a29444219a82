import type { NewEvent } from '../domain/event.ts';
import { type ChannelId, idOf, type WorkspaceId } from '../domain/ids.ts';
import type { EngineSource } from './system-source.ts';

interface Report {
  readonly workspaceId: WorkspaceId;
  readonly type:
    | 'delivery.exhausted'
    | 'endpoint.failing'
    | 'endpoint.recovered'
    | 'endpoint.disabled'
    | 'channel.token_expired';
  readonly data: Record<string, unknown>;
  readonly dedupeKey: string | null;
  /** The channel that it is about. Left out: about none. */
  readonly channelId?: ChannelId;
}

/** An operational event: what the engine has to say about itself (CONTRACTS 8.1). */
export function operationalEvent(
  source: Pick<EngineSource, 'nowMs' | 'newId'>,
  { workspaceId, type, data, dedupeKey, channelId }: Report,
): NewEvent {
  const nowMs = source.nowMs();
  return {
    id: idOf('evt', source.newId()),
    workspaceId,
    type,
    origin: 'operational',
    channelId: channelId ?? null,
    occurredAtMs: nowMs,
    createdAtMs: nowMs,
    phone: null,
    bsuid: null,
    contact: null,
    sentMessage: null,
    hops: 0,
    payload: data,
    dedupeKey,
    causeId: null,
  };
}
