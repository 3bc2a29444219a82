import { useMutation } from '@tanstack/react-query';
import { CircleCheck, CircleX, Clock, type LucideIcon, RefreshCw, Stethoscope, TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { type ApiProblem, api } from '../../lib/api.ts';
import { cx } from '../../lib/class-names.ts';
import { useApi, useRefresh } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { Button, CopyButton } from '../../ui/button.tsx';
import { describeProblem, Reading } from '../../ui/panel.tsx';
import { Time } from '../../ui/time.tsx';
import { channelWords } from '../../words/channels.ts';
import type { DoctorReport, Finding } from './channel-types.ts';

const words = channelWords.doctor;

interface DoctorPanelProps {
  /** Whom it examines: `/v1/channels/chn_…` or `/v1/meta-apps/app_…`. */
  readonly patient: string;
  /** Changes when something happened that it should look at: it then runs by itself. Absent: only when asked. */
  readonly runsOn?: string;
  /** Does what a finding asks for. Settles when it is done; undefined when a dialog does the rest. */
  readonly act?: (action: NonNullable<Finding['action']>) => Promise<unknown> | undefined;
  /** Actions that this page can do. */
  readonly actions?: readonly NonNullable<Finding['action']>[];
}

const ORDER: readonly Finding['state'][] = ['failed', 'warning', 'unknown', 'ok'];

/** What the doctor found, the worst first, each with how to mend it. */
export function DoctorPanel({ patient, runsOn, act, actions = [] }: DoctorPanelProps) {
  const may = useMay();
  const refresh = useRefresh();
  const path = `${patient}/doctor`;
  const last = useApi<DoctorReport>(path);
  const mayRun = may(patient.startsWith('/v1/channels') ? 'channels.write' : 'meta_apps.write');
  const examination = useMutation<DoctorReport, ApiProblem>({
    mutationFn: () => api.post<DoctorReport>(path),
    onSuccess: () => refresh(patient.startsWith('/v1/channels') ? '/v1/channels' : '/v1/meta-apps'),
  });
  useRunOn(mayRun ? runsOn : undefined, () => examination.mutate());
  return (
    <section aria-labelledby="doctor" className="min-w-0 overflow-hidden rounded-3 border border-line bg-panel">
      <header className="flex min-h-11 flex-wrap items-center gap-2 px-4 py-2">
        <Stethoscope aria-hidden="true" className="size-4 flex-none text-fg-2" strokeWidth={1.75} />
        <h2 id="doctor" className="text-13">
          {words.title}
        </h2>
        {last.data?.checked_at != null && (
          <span className="text-12 text-fg-3">
            {words.ranAt} <Time at={last.data.checked_at} />
          </span>
        )}
        <span className="ml-auto">
          <Button
            size="small"
            icon={RefreshCw}
            waiting={examination.isPending && words.running}
            notAllowed={!mayRun && channelWords.noRight}
            onClick={() => examination.mutate()}
          >
            {last.data?.checked_at == null ? words.run : words.again}
          </Button>
        </span>
      </header>
      {examination.error !== null && (
        <p role="alert" className="px-4 pb-2 text-12 text-danger">
          {describeProblem(examination.error)}
        </p>
      )}
      <Reading query={last}>
        {(report) => (
          <Findings
            report={report}
            actions={actions}
            {...(act === undefined ? {} : { act })}
            runAgain={examination.mutate}
          />
        )}
      </Reading>
      <footer className="flex items-center gap-2 border-t border-line-soft px-4 py-2 text-12 text-fg-3">
        <span className="grow">{words.terminal}</span>
        <code className="mono text-fg-2">{words.command}</code>
        <CopyButton text={words.command} label={channelWords.one.copyId(words.command)} />
      </footer>
    </section>
  );
}

/** Runs once for each value, the first one included. */
function useRunOn(value: string | undefined, run: () => void): void {
  const ran = useRef<string | undefined>(undefined);
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (value === undefined || ran.current === value) return;
    ran.current = value;
    latest.current();
  }, [value]);
}

interface FindingsProps {
  readonly report: DoctorReport;
  readonly actions: readonly NonNullable<Finding['action']>[];
  readonly act?: DoctorPanelProps['act'];
  readonly runAgain: () => void;
}

function Findings({ report, actions, act, runAgain }: FindingsProps) {
  if (report.checked_at === null) return <p className="px-4 pb-4 text-fg-2">{words.never}</p>;
  const sorted = report.findings.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  return (
    <div aria-live="polite">
      <p className="flex flex-wrap gap-3 px-4 pb-2.5 text-12 font-medium">
        {(['failed', 'warning', 'ok', 'unknown'] as const).map((state) => {
          const count = report.findings.filter((finding) => finding.state === state).length;
          return count === 0 ? null : (
            <span key={state} className={STYLES[state].text}>
              {words.counts[state](count)}
            </span>
          );
        })}
      </p>
      <ul>
        {sorted.map((finding) => (
          <Row key={finding.check} finding={finding}>
            {finding.action !== null && act !== undefined && actions.includes(finding.action) && (
              <Mend action={finding.action} act={act} done={runAgain} />
            )}
          </Row>
        ))}
      </ul>
    </div>
  );
}

const STYLES: Readonly<
  Record<Finding['state'], { readonly icon: LucideIcon; readonly text: string; readonly row: string }>
> = {
  failed: { icon: CircleX, text: 'text-danger', row: 'bg-danger-tint' },
  warning: { icon: TriangleAlert, text: 'text-warning', row: 'bg-warning-tint' },
  unknown: { icon: Clock, text: 'text-pending', row: '' },
  ok: { icon: CircleCheck, text: 'text-success', row: '' },
};

function Row({ finding, children }: { readonly finding: Finding; readonly children: ReactNode }) {
  const { icon: Icon, text, row } = STYLES[finding.state];
  return (
    <li className={cx('flex items-start gap-2.5 border-t border-line-soft px-4 py-2.25', row)}>
      <Icon aria-hidden="true" className={cx('mt-0.5 size-4 flex-none', text)} strokeWidth={1.75} />
      <div className="min-w-0 grow">
        <h3 className="font-medium">
          {finding.title} <span className="sr-only">{words.states[finding.state]}</span>
        </h3>
        <p className="mt-0.5 text-12 [overflow-wrap:anywhere] text-fg-2">{finding.detail}</p>
        {finding.remedy !== null && <p className="mt-1 text-12 [overflow-wrap:anywhere] text-fg">{finding.remedy}</p>}
      </div>
      {children}
    </li>
  );
}

interface MendProps {
  readonly action: NonNullable<Finding['action']>;
  readonly act: NonNullable<DoctorPanelProps['act']>;
  readonly done: () => void;
}

function Mend({ action, act, done }: MendProps) {
  const mending = useMutation<unknown, ApiProblem>({
    mutationFn: async () => {
      const acting = act(action);
      if (acting === undefined) return;
      await acting;
      done();
    },
  });
  return (
    <span className="grid flex-none justify-items-end gap-1">
      <Button size="small" waiting={mending.isPending && words.acting} onClick={() => mending.mutate()}>
        {words.actions[action]}
      </Button>
      {mending.error !== null && (
        <span role="alert" className="max-w-40 text-right text-11 text-danger">
          {describeProblem(mending.error)}
        </span>
      )}
    </span>
  );
}
