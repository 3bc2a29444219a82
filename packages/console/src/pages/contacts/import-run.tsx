import type { ReactNode } from 'react';
import { type Run, runCount } from '../../lib/runs.ts';
import { RunPanel } from '../../ui/run-panel.tsx';
import { contactWords, importWords } from '../../words/contacts.ts';

/** Kinds of runs that are about contacts. */
export const IMPORT_KIND = 'contact.import';
const ERASE_KIND = 'contact.erase';

interface ContactRunProps {
  readonly run: Run;
  readonly actions?: ReactNode;
  readonly onHide?: () => void;
}

/** An import, a rehearsal of one, or an erasure, as it goes on. */
export function ContactRun({ run, ...rest }: ContactRunProps) {
  if (run.kind === ERASE_KIND) return <EraseRun run={run} {...rest} />;
  const isTry = (run.result?.dry_run ?? run.progress.dry_run) === true;
  const outcomes = isTry ? importWords.tryOutcomes : importWords.outcomes;
  const bytesTotal = runCount({ ...run, result: null }, 'bytes_total');
  const bytesRead = runCount({ ...run, result: null }, 'bytes_read');
  const ignored = run.result?.ignored_columns;
  return (
    <RunPanel
      run={run}
      title={isTry ? importWords.tryTitle : importWords.runTitle}
      outcomes={[
        { field: 'created', label: outcomes.created, tone: 'success' },
        { field: 'updated', label: outcomes.updated, tone: 'info' },
        { field: 'unchanged', label: outcomes.unchanged, tone: 'neutral' },
        { field: 'failed', label: outcomes.failed, tone: 'danger' },
      ]}
      done={{ field: 'rows_read', unit: importWords.unit }}
      share={bytesTotal === 0 ? null : Math.min(1, bytesRead / bytesTotal)}
      aside={
        Array.isArray(ignored) &&
        ignored.length > 0 && <span className="text-fg-3">{importWords.ignored(ignored.map(String).join(', '))}</span>
      }
      {...rest}
    />
  );
}

/** What an erasure took away is counted by what it was: the names are those of its report. */
function EraseRun({ run, ...rest }: ContactRunProps) {
  const counted = Object.entries({ ...run.progress, ...run.result }).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] > 0,
  );
  return (
    <RunPanel
      run={run}
      title={contactWords.eraseRun}
      outcomes={counted.map(([field]) => ({ field, label: field.replaceAll('_', ' '), tone: 'success' }))}
      done={null}
      share={null}
      {...rest}
    />
  );
}
