import { Ban, RotateCw, X } from 'lucide-react';
import { useState } from 'react';
import { api, type Query } from '../../lib/api.ts';
import { formatCount } from '../../lib/format.ts';
import { useApi } from '../../lib/queries.ts';
import type { Run } from '../../lib/runs.ts';
import { useMay } from '../../lib/session.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { deliveryWords } from '../../words/deliveries.ts';
import { toBulkFilter } from './bulk-filter.ts';

interface BulkBarProps {
  readonly ticked: ReadonlySet<string>;
  readonly query: Query;
  readonly onClear: () => void;
  /** A run over them was started. */
  readonly onStarted: (run: Run) => void;
}

interface Counted {
  readonly count: number;
  readonly is_exact: boolean;
}

type Action = 'resend' | 'cancel';

const words = deliveryWords.bulk;

/** Under the table while rows are ticked: what can be done with them, and with all that match, which the gateway counts. */
export function BulkBar({ ticked, query, onClear, onStarted }: BulkBarProps) {
  const mayFollow = useMay()('runs.read');
  const [all, setAll] = useState<Counted | null>(null);
  const [busy, setBusy] = useState<Action | null>(null);
  const [asked, setAsked] = useState<Action | null>(null);
  const filter = toBulkFilter(query);
  const counts = useApi<{ readonly total: Counted }>('/v1/deliveries/counts', query, { enabled: filter !== null });
  const matching = counts.data?.total ?? null;
  const number = all === null ? formatCount(ticked.size) : deliveryWords.count(all.count, all.is_exact);

  const start = async (action: Action) => {
    const body = all === null ? { ids: [...ticked].slice(0, IDS_MAX) } : { filter };
    const run = await api.post<Run>(`/v1/deliveries/${action}`, body, { idempotencyKey: crypto.randomUUID() });
    onStarted(run);
    if (!mayFollow) toast.done(action === 'resend' ? words.started(ticked.size) : words.startedCancel(ticked.size));
    onClear();
  };
  const begin = async (action: Action) => {
    if (all !== null) return setAsked(action);
    setBusy(action);
    try {
      await start(action);
    } catch (error) {
      toast.failed(words.failed, error);
    } finally {
      setBusy(null);
    }
  };
  return (
    <div
      role="region"
      aria-label={words.label}
      className="m-3 mt-0 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-3 border border-line bg-raised px-3 py-2 shadow-2"
    >
      <span role="status" className="num font-medium">
        {all === null ? words.selected(ticked.size) : words.allSelected(all.count, all.is_exact)}
      </span>
      {all === null && mayFollow && (
        <Button
          size="small"
          kind="ghost"
          notAllowed={filter === null && words.needsState}
          onClick={() => setAll(matching)}
        >
          {filter === null || matching === null
            ? words.selectAll
            : words.selectCounted(deliveryWords.count(matching.count, matching.is_exact), wordOf(query))}
        </Button>
      )}
      <span className="ml-auto flex items-center gap-2">
        <Button
          size="small"
          kind="ghost"
          icon={Ban}
          waiting={busy === 'cancel' && words.canceling}
          onClick={() => void begin('cancel')}
        >
          {words.cancel}
        </Button>
        <Button
          size="small"
          kind="primary"
          icon={RotateCw}
          waiting={busy === 'resend' && words.resending}
          onClick={() => void begin('resend')}
        >
          {words.resend(number)}
        </Button>
        <IconButton label={words.clear} icon={X} onClick={onClear} />
      </span>
      <ConfirmDialog
        open={asked !== null}
        onClose={() => setAsked(null)}
        danger={false}
        title={words.confirmTitle(number, asked === 'resend')}
        action={words.confirmAction(asked === 'resend')}
        waiting={asked === 'resend' ? words.resending : words.canceling}
        {...(asked === 'cancel' ? { keep: words.keep } : {})}
        run={() => start(asked ?? 'resend')}
      >
        <p>{asked === 'resend' ? words.confirmResend : words.confirmCancel}</p>
      </ConfirmDialog>
    </div>
  );
}

/** The one state that is asked for, or that there are several. */
function wordOf({ standing }: Query): string {
  const words = String(standing).split(',');
  return words.length === 1 ? (words[0] ?? '') : deliveryWords.bulk.matching;
}

/** What the API takes by id; for more there is the filter. */
const IDS_MAX = 100;
