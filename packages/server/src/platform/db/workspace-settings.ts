import { DEFAULT_WORKSPACE_SETTINGS, type WorkspaceSettings } from '../../domain/workspace.ts';

/** Reads the column `settings` of a workspace: what is not in it has its default. */
export function readWorkspaceSettings(text: string): WorkspaceSettings {
  return { ...DEFAULT_WORKSPACE_SETTINGS, ...(JSON.parse(text) as Partial<WorkspaceSettings>) };
}

/** Text of the column `settings`. What is left out has its default, also when that is another one some day. */
export function writeWorkspaceSettings(settings: Partial<WorkspaceSettings>): string {
  return JSON.stringify(settings);
}
