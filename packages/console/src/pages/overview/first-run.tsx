import { Check, FlaskConical, LoaderCircle } from 'lucide-react';
import { cx } from '../../lib/class-names.ts';
import { useMay, useSession } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { Code } from '../../ui/code.tsx';
import { LinkButton } from '../../ui/link.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Time } from '../../ui/time.tsx';
import { overviewWords } from '../../words/overview.ts';
import type { Checklist } from './statistics.ts';

const words = overviewWords.firstRun;

type Step = Checklist['steps'][number];

/** Code of a receiver, as the SDK's own page shows it. */
const RECEIVER_CODE = `import { verifyWebhook } from '@posthorn/sdk';

const { id, payload } = verifyWebhook({ headers, body, secret });`;

interface FirstRunProps {
  readonly checklist: Checklist;
  readonly onSkip: () => void;
}

/** The steps to the first delivery, and what helps on the way. */
export function FirstRun({ checklist, onSkip }: FirstRunProps) {
  const may = useMay();
  const { features } = useSession();
  const { steps } = checklist;
  const done = steps.filter((step) => step.done).length;
  const current = steps.find((step) => !step.done)?.step;
  return (
    <div className="mx-auto grid w-full max-w-240 gap-4 pt-4">
      <header className="grid gap-1">
        <div className="flex flex-wrap items-end gap-2">
          <div>
            <h2 className="text-20">{words.title}</h2>
            <p className="text-14 text-fg-2">{words.text}</p>
          </div>
          <span className="num ml-auto text-fg-2">{words.progress(done, steps.length)}</span>
        </div>
        <div
          role="progressbar"
          aria-label={words.title}
          aria-valuemin={0}
          aria-valuemax={steps.length}
          aria-valuenow={done}
          className="mt-2 h-1.25 overflow-hidden rounded-full bg-active"
        >
          <div className="h-full bg-brass-mark" style={{ width: `${(done / steps.length) * 100}%` }} />
        </div>
      </header>
      <ol className="overflow-hidden rounded-3 border border-line">
        {steps.map((step) => (
          <StepRow key={step.step} step={step} isCurrent={step.step === current} />
        ))}
      </ol>
      {features.simulator && may('simulator.use') && (
        <section className="rounded-3 border border-line p-4">
          <h3 className="flex items-center gap-2 text-14">
            <FlaskConical aria-hidden="true" className="size-4" strokeWidth={1.75} />
            {words.simulatorTitle}
          </h3>
          <p className="mt-1 mb-3 text-fg-2">{words.simulator}</p>
          <LinkButton to="/simulator" kind="primary">
            {words.play}
          </LinkButton>
        </section>
      )}
      <div className="grid grid-cols-2 gap-4 max-wide:grid-cols-1">
        <Panel title={words.chartTitle}>
          <EmptyPlot />
          <p className="mt-2 text-fg-2">{words.chart}</p>
          <Button kind="ghost" size="small" className="-ml-2 mt-1" onClick={onSkip}>
            {words.showOverview}
          </Button>
        </Panel>
        <Panel title={words.receiverTitle}>
          <p className="mb-2 text-fg-2">{words.receiver}</p>
          <Code text={RECEIVER_CODE} label={words.receiverTitle} />
        </Panel>
      </div>
    </div>
  );
}

interface StepRowProps {
  readonly step: Step;
  readonly isCurrent: boolean;
}

function StepRow({ step, isCurrent }: StepRowProps) {
  const text = words.steps[step.step];
  return (
    <li
      className={cx(
        'flex items-center gap-3 border-t border-line-soft px-4 py-3 first:border-t-0 max-narrow:flex-wrap',
        isCurrent && 'bg-brass-tint',
      )}
    >
      <StepMark isDone={step.done} isCurrent={isCurrent} />
      <div className="min-w-48 grow basis-0">
        <h3 className={cx('text-14', step.done && 'font-medium text-fg-2')}>{text.title}</h3>
        <p className="text-fg-2">
          {step.done ? text.done : text.open} {step.at !== null && <Time at={step.at} />}
        </p>
      </div>
      {!step.done && <StepAction step={step.step} />}
    </li>
  );
}

function StepMark({ isDone, isCurrent }: { readonly isDone: boolean; readonly isCurrent: boolean }) {
  if (isDone) {
    return (
      <span className="grid size-6 flex-none place-items-center rounded-full bg-success-tint text-success">
        <Check aria-hidden="true" className="size-3.5" strokeWidth={2} />
        <span className="sr-only">{words.isDone}</span>
      </span>
    );
  }
  if (isCurrent) {
    return (
      <span className="grid size-6 flex-none place-items-center text-brass">
        <LoaderCircle aria-hidden="true" className="size-4 animate-spin" strokeWidth={2} />
        <span className="sr-only">{words.waiting}</span>
      </span>
    );
  }
  return (
    <span className="size-6 flex-none rounded-full border border-dashed border-line-strong">
      <span className="sr-only">{words.toDo}</span>
    </span>
  );
}

function StepAction({ step }: Pick<Step, 'step'>) {
  const may = useMay();
  const { actions } = words;
  if (step === 'meta_app' || step === 'challenge')
    return may('channels.write') && <LinkButton to="/channels/connect">{actions.connect}</LinkButton>;
  if (step === 'signed_post') return may('channels.read') && <LinkButton to="/channels">{actions.doctor}</LinkButton>;
  if (step === 'endpoint')
    return may('endpoints.write') && <LinkButton to="/endpoints/new">{actions.addEndpoint}</LinkButton>;
  return may('deliveries.read') && <LinkButton to="/deliveries">{actions.deliveries}</LinkButton>;
}

/** Axes and a beginning: no invented shapes. */
function EmptyPlot() {
  return (
    <svg viewBox="0 0 400 110" className="w-full" aria-hidden="true">
      {[10, 34, 58, 82].map((y) => (
        <line key={y} x1="24" x2="396" y1={y} y2={y} className="stroke-line-soft" />
      ))}
      <line x1="24" x2="396" y1="104" y2="104" className="stroke-line-strong" />
      <line x1="24" x2="340" y1="104" y2="104" className="stroke-brass-mark" strokeWidth="1.5" />
      <circle cx="340" cy="104" r="3.5" className="fill-panel stroke-pending" strokeWidth="1.6" />
      <text x="8" y="107" className="fill-fg-3 text-11">
        0
      </text>
    </svg>
  );
}
