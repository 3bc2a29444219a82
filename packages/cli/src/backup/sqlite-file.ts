import type { BackupFacts } from '@posthorn/server/maintenance/examine-backup.store.ts';
import type { Config } from '@posthorn/server/platform/config/config.ts';
import { CliError, EXIT } from '../exit.ts';

/** Path of the configured SQLite database. @throws CliError when it is on PostgreSQL, and says what to use there. */
export function sqliteFileOf({ databaseUrl }: Config, instead: 'pg_dump' | 'pg_restore'): string {
  if (databaseUrl.startsWith('sqlite:')) return databaseUrl.slice('sqlite:'.length);
  throw new CliError(
    EXIT.usage,
    `This gateway is on PostgreSQL. Use ${instead}, or what backs up your server already: docs/operations/backup.md says what to mind.`,
  );
}

/** What a backup holds, as `--json` shows it. */
export function toJson(file: string, facts: BackupFacts): Readonly<Record<string, unknown>> {
  return {
    file,
    size_bytes: facts.sizeBytes,
    schema: facts.schemaNumber,
    encryption_key_ids: facts.encryptionKeyIds,
    workspaces: facts.workspaces,
    events: facts.events,
    newest_event_at: toIso(facts.newestEventAtMs),
    pending_deliveries: facts.pendingDeliveries,
  };
}

const MEGABYTE = 1_000_000;

/** The same for people, as lines. */
export function toLines(facts: BackupFacts): string[] {
  const newest = toIso(facts.newestEventAtMs);
  return [
    `  size                ${(facts.sizeBytes / MEGABYTE).toFixed(1)} MB`,
    `  workspaces          ${facts.workspaces}`,
    `  events              ${facts.events}${newest === null ? '' : `, the newest of ${newest}`}`,
    `  pending deliveries  ${facts.pendingDeliveries}`,
    `  encryption key      ${facts.encryptionKeyIds.join(', ') || 'none yet'}`,
  ];
}

function toIso(timeMs: number | null): string | null {
  return timeMs === null ? null : new Date(timeMs).toISOString();
}
