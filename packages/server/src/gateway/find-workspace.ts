import type { Registry } from '../control/registry/registry.ts';
import type { WorkspaceId } from '../domain/ids.ts';
import type { Workspace } from '../domain/workspace.ts';

/** A workspace by its id. Another node may have made it a moment ago, so one that is not known is looked for once more. */
export async function findWorkspace(registry: Registry, id: WorkspaceId): Promise<Workspace | null> {
  const known = registry.workspace(id);
  if (known !== null) return known;
  await registry.refresh();
  return registry.workspace(id);
}
