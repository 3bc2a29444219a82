import { type Run, runCount } from '../../lib/runs.ts';
import { RunPanel } from '../../ui/run-panel.tsx';
import { deliveryWords } from '../../words/deliveries.ts';

const words = deliveryWords.bulk;

/** How far a run over many deliveries is. */
export function BulkRun({ run, onHide }: { readonly run: Run; readonly onHide: () => void }) {
  const isResend = run.kind === 'delivery.resend';
  const total = runCount(run, 'total');
  return (
    <div className="px-4 pb-2.5">
      <RunPanel
        run={run}
        title={isResend ? words.runResend : words.runCancel}
        outcomes={[
          { field: 'changed', label: isResend ? words.changedResend : words.changedCancel, tone: 'success' },
          { field: 'refused', label: words.refused, tone: 'danger' },
        ]}
        done={{ field: 'looked_at', unit: words.unit }}
        share={isExact(run) && total > 0 ? Math.min(1, runCount(run, 'looked_at') / total) : null}
        onHide={onHide}
      />
    </div>
  );
}

/** Where there are more than were counted, nobody knows how far it is. */
function isExact({ progress, result }: Run): boolean {
  return (result ?? progress).is_exact === true;
}
