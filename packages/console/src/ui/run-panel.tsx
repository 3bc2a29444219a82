import { CircleCheck, CirclePause, CircleX, Download, LoaderCircle, OctagonX, Pause, Play } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { api } from '../lib/api.ts';
import { cx } from '../lib/class-names.ts';
import { useNow } from '../lib/clock.ts';
import { formatCount, formatShare } from '../lib/format.ts';
import { useMask } from '../lib/mask.ts';
import { useApiPages, useRefresh } from '../lib/queries.ts';
import { hasEnded, type Run, type RunProblem, runCount } from '../lib/runs.ts';
import { saveFile } from '../lib/save-file.ts';
import { useMay } from '../lib/session.ts';
import { runWords } from '../words/runs.ts';
import { Button } from './button.tsx';
import { ConfirmDialog } from './dialog.tsx';
import { formatClock, formatExact } from './time.tsx';
import { toast } from './toast.tsx';

/** What became of some of the work: a field of the run's progress and report. */
export interface RunOutcome {
  readonly field: string;
  readonly label: string;
  readonly tone: 'success' | 'info' | 'neutral' | 'danger';
}

interface RunPanelProps {
  readonly run: Run;
  /** What it does: "Importing march.csv", "Import". */
  readonly title: string;
  readonly outcomes: readonly RunOutcome[];
  /** Field that counts what is done, and what one of it is called. Null: the outcomes say it all. */
  readonly done: { readonly field: string; readonly unit: readonly [string, string] } | null;
  /** How much of it is done, 0 to 1. Null: nobody knows. */
  readonly share: number | null;
  /** What a person does next. */
  readonly actions?: ReactNode;
  /** Beside the counts. */
  readonly aside?: ReactNode;
  readonly onHide?: () => void;
}

const FILL: Readonly<Record<RunOutcome['tone'], string>> = {
  success: 'bg-chart-ok',
  info: 'bg-info',
  neutral: 'bg-neutral',
  danger: 'bg-danger',
};

/** A long piece of work: counts by outcome, rate, time left, stop, and what it could not do. It goes on when the page is left. */
export function RunPanel({ run, title, outcomes, done, share, actions, aside, onHide }: RunPanelProps) {
  const isOver = hasEnded(run);
  const failedCount = outcomes
    .filter(({ tone }) => tone === 'danger')
    .reduce((sum, { field }) => sum + runCount(run, field), 0);
  return (
    <section
      aria-label={title}
      className={cx('grid gap-2.5 rounded-3 border bg-panel px-4 py-3', isOver ? 'border-line' : 'border-pending/45')}
    >
      <header className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <StateIcon run={run} />
        <h2 className="text-13">{title}</h2>
        <span className="text-12 text-fg-3">
          <RunTimes run={run} />
        </span>
        <span className="ml-auto flex items-center gap-2">
          {actions}
          {isOver ? (
            onHide !== undefined && (
              <Button size="small" kind="ghost" onClick={onHide}>
                {runWords.hide}
              </Button>
            )
          ) : (
            <>
              <PauseButton run={run} />
              <StopButton run={run} title={title} />
            </>
          )}
        </span>
      </header>
      <Progress run={run} title={title} outcomes={outcomes} done={done} share={share} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-12">
        {outcomes.map(({ field, label, tone }) => (
          <span key={field} className="inline-flex items-center gap-1.5 text-fg-2">
            <span aria-hidden="true" className={cx('size-2 rounded-[2px]', FILL[tone])} />
            {label} <b className="num font-semibold text-fg">{formatCount(runCount(run, field))}</b>
          </span>
        ))}
        <span className="ml-auto flex items-center gap-2">
          {aside}
          {failedCount > 0 && <ProblemFile run={run} count={failedCount} />}
        </span>
      </div>
      {run.error !== null && (
        <p role="alert" className="text-danger">
          <b className="font-semibold">{runWords.failed}</b> {run.error}
        </p>
      )}
      {failedCount > 0 && <Problems run={run} failedCount={failedCount} />}
    </section>
  );
}

function StateIcon({ run }: { readonly run: Run }) {
  const common = { 'aria-label': runWords.states[run.state], role: 'img' } as const;
  switch (run.state) {
    case 'completed':
      return <CircleCheck {...common} className="size-4 text-success" />;
    case 'failed':
      return <CircleX {...common} className="size-4 text-danger" />;
    case 'canceled':
      return <OctagonX {...common} className="size-4 text-neutral" />;
    case 'paused':
      return <CirclePause {...common} className="size-4 text-neutral" />;
    default:
      return <LoaderCircle {...common} className="size-4 animate-spin text-pending" />;
  }
}

function RunTimes({ run }: { readonly run: Run }) {
  if (run.started_at === null) return runWords.states[run.state];
  const started = (
    <time dateTime={run.started_at} title={formatExact(run.started_at)}>
      {runWords.started} {formatClock(run.started_at).slice(0, 5)}
    </time>
  );
  if (run.finished_at === null) {
    return (
      <>
        {started} · {run.state === 'paused' ? runWords.keepsPlace : runWords.goesOn}
      </>
    );
  }
  const tookMs = Date.parse(run.finished_at) - Date.parse(run.started_at);
  return (
    <>
      {started} · {runWords.states[run.state]}, {runWords.ended(runWords.span(tookMs))}
    </>
  );
}

type ProgressProps = Pick<RunPanelProps, 'run' | 'title' | 'outcomes' | 'done' | 'share'>;

function Progress({ run, title, outcomes, done, share }: ProgressProps) {
  const count = done === null ? 0 : runCount(run, done.field);
  const whole = run.state === 'completed' ? 1 : share;
  const sum = outcomes.reduce((all, { field }) => all + runCount(run, field), 0);
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-2">
        {done !== null && <b className="num font-semibold">{runWords.done(count, done.unit)}</b>}
        {whole !== null && run.state !== 'completed' && <span className="num text-fg-3">{formatShare(whole)}</span>}
        <span className="num ml-auto text-12 text-fg-2">
          <TimeLeft run={run} count={count} share={whole} />
        </span>
      </div>
      <div
        role="progressbar"
        aria-label={runWords.progressOf(title)}
        {...(whole === null ? {} : { 'aria-valuenow': Math.round(whole * 100) })}
        aria-valuemin={0}
        aria-valuemax={100}
        className="flex h-1.75 overflow-hidden rounded-1 bg-active"
      >
        {outcomes.map(({ field, tone }) => {
          const part = sum === 0 ? 0 : runCount(run, field) / sum;
          return <span key={field} className={FILL[tone]} style={{ width: `${part * (whole ?? 1) * 100}%` }} />;
        })}
      </div>
    </>
  );
}

function TimeLeft({ run, count, share }: { readonly run: Run; readonly count: number; readonly share: number | null }) {
  const nowMs = useNow();
  if (run.started_at === null) return null;
  const endMs = run.finished_at === null ? nowMs : Date.parse(run.finished_at);
  const elapsedMs = Math.max(1, endMs - Date.parse(run.started_at));
  const perSecond = (count * 1_000) / elapsedMs;
  const rate = perSecond >= 10 ? formatCount(Math.round(perSecond)) : perSecond.toFixed(1);
  if (count === 0) return null;
  if (run.finished_at !== null || run.state === 'paused' || share === null || share <= 0) return runWords.rate(rate);
  return runWords.left(runWords.span((elapsedMs * (1 - share)) / share), rate);
}

/** Pausing is not asked about: it loses nothing. */
function PauseButton({ run }: { readonly run: Run }) {
  const [isWaiting, setIsWaiting] = useState(false);
  const refresh = useRefresh();
  const may = useMay();
  if (!may('runs.write')) return null;
  const isPaused = run.state === 'paused';
  const change = async () => {
    setIsWaiting(true);
    try {
      await api.post(`/v1/runs/${run.id}/${isPaused ? 'resume' : 'pause'}`);
      await refresh('/v1/runs');
    } catch (error) {
      toast.failed(isPaused ? runWords.resume : runWords.pause, error);
    } finally {
      setIsWaiting(false);
    }
  };
  return (
    <Button
      size="small"
      icon={isPaused ? Play : Pause}
      waiting={isWaiting && (isPaused ? runWords.resuming : runWords.pausing)}
      onClick={() => void change()}
    >
      {isPaused ? runWords.resume : runWords.pause}
    </Button>
  );
}

function StopButton({ run, title }: { readonly run: Run; readonly title: string }) {
  const [isAsking, setIsAsking] = useState(false);
  const refresh = useRefresh();
  const may = useMay();
  if (!may('runs.write')) return null;
  return (
    <>
      <Button size="small" kind="danger" onClick={() => setIsAsking(true)}>
        {runWords.stop}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onClose={() => setIsAsking(false)}
        title={runWords.stopTitle(title)}
        action={runWords.stopAction}
        waiting={runWords.stopping}
        run={async () => {
          await api.post(`/v1/runs/${run.id}/cancel`);
          await refresh('/v1/runs');
        }}
      >
        <p>{runWords.stopBody}</p>
      </ConfirmDialog>
    </>
  );
}

function ProblemFile({ run, count }: { readonly run: Run; readonly count: number }) {
  const [isWaiting, setIsWaiting] = useState(false);
  const download = async () => {
    setIsWaiting(true);
    try {
      saveFile(`${run.id}-problems.csv`, await api.file(`/v1/runs/${run.id}/problems.csv`));
    } catch (error) {
      toast.failed(runWords.problemFile(count), error);
    } finally {
      setIsWaiting(false);
    }
  };
  return (
    <Button size="small" icon={Download} waiting={isWaiting && runWords.downloading} onClick={() => void download()}>
      {runWords.problemFile(count)}
    </Button>
  );
}

/** Problems that are shown at first, and with each further page. */
const PROBLEMS_SHOWN = 5;

/** Read anew while there come more of them. */
function Problems({ run, failedCount }: { readonly run: Run; readonly failedCount: number }) {
  const mask = useMask();
  const [shownCount, setShownCount] = useState(PROBLEMS_SHOWN);
  const problems = useApiPages<RunProblem>(
    `/v1/runs/${run.id}/problems`,
    { limit: 100 },
    { refetchInterval: hasEnded(run) ? false : 5_000 },
  );
  const shown = problems.items.slice(0, shownCount);
  if (shown.length === 0) return null;
  const words = runWords.problems;
  const showMore = () => {
    setShownCount(shownCount + 20);
    if (shownCount + 20 > problems.items.length && problems.hasNextPage) void problems.fetchNextPage();
  };
  return (
    <div className="overflow-x-auto border-t border-line-soft pt-1.5">
      <table className="w-full text-left text-12">
        <thead className="text-fg-3">
          <tr className="h-7">
            <th className="w-16 pr-3 font-medium">{words.row}</th>
            <th className="w-36 pr-3 font-medium">{words.column}</th>
            <th className="w-48 pr-3 font-medium">{words.value}</th>
            <th className="font-medium">{words.message}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((problem, index) => (
            <tr key={index} className="h-7 border-t border-line-soft align-top">
              <td className="num py-1 pr-3">{formatCount(problem.row)}</td>
              <td className="py-1 pr-3 break-words text-fg-2">{problem.column ?? runWords.wholeRow}</td>
              <td className="mono py-1 pr-3 break-all">
                {problem.value === null ? '' : mask.isOn ? mask.text(problem.value) : problem.value}
              </td>
              <td className="py-1 text-fg-2">{problem.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {(problems.items.length > shown.length || problems.hasNextPage) && failedCount > 0 && (
        <Button size="small" kind="ghost" onClick={showMore}>
          {runWords.showMore}
        </Button>
      )}
    </div>
  );
}
