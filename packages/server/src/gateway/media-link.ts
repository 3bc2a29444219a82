import type { Registry } from '../control/registry/registry.ts';
import type { WorkspaceId } from '../domain/ids.ts';
import { mediaCapability } from '../meta/media/media-link.ts';

export interface MediaLinkContext {
  readonly registry: Pick<Registry, 'workspace'>;
  readonly linkKey: Buffer;
  /** What links begin with, read at call time. */
  readonly baseUrl: () => string;
}

/** The link to a media file of a workspace, by Meta's id of it: the same in bodies, answers and lists. */
export function mediaLink(context: MediaLinkContext, workspaceId: WorkspaceId, mediaId: string): string {
  const workspaceSerial = context.registry.workspace(workspaceId)?.serial ?? 0;
  return `${context.baseUrl()}/media/${mediaCapability(context.linkKey, { workspaceSerial, mediaId })}`;
}
