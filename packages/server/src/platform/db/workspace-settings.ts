import { DEFAULT_WORKSPACE_SETTINGS, type WorkspaceSettings } from '../../domain/workspace.ts';

/** Reads the column `settings` of a workspace: what is not in it has its default. */
export function readWorkspaceSettings(text: string): WorkspaceSettings {
  return { ...DEFAULT_WORKSPACE_SETTINGS, ...(JSON.parse(text) as Partial<WorkspaceSettings>) };
}
