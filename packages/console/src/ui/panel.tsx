import { type LucideIcon, TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { ApiProblem } from '../lib/api.ts';
import { cx } from '../lib/class-names.ts';
import { uiWords } from '../words/ui.ts';
import { Button } from './button.tsx';
import type { Tone } from './pill.tsx';

interface PanelProps {
  readonly title?: ReactNode;
  /** Stands at the end of the head. */
  readonly aside?: ReactNode;
  readonly footer?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** For tables, which go to the edges. */
  readonly flush?: boolean;
}

/** A part of a page with a name. Panels never stand in panels. */
export function Panel({ title, aside, footer, children, className, flush = false }: PanelProps) {
  const id = useId();
  return (
    <section
      {...(title === undefined ? {} : { 'aria-labelledby': id })}
      className={cx('min-w-0 rounded-3 border border-line bg-panel', className)}
    >
      {(title !== undefined || aside !== undefined) && (
        <header className="flex min-h-10 flex-wrap items-center gap-2 px-4 py-2">
          <h2 id={id} className="text-13">
            {title}
          </h2>
          {aside !== undefined && <div className="ml-auto flex items-center gap-2">{aside}</div>}
        </header>
      )}
      <div className={flush ? '' : 'px-4 pb-4'}>{children}</div>
      {footer !== undefined && (
        <footer className="flex items-center gap-2 border-t border-line-soft px-4 py-2 text-12 text-fg-3">
          {footer}
        </footer>
      )}
    </section>
  );
}

const BANNER_TONES: Readonly<Record<Exclude<Tone, 'neutral' | 'brass'>, string>> = {
  danger: 'border-danger/30 bg-danger-tint text-danger',
  warning: 'border-warning/30 bg-warning-tint text-warning',
  info: 'border-info/30 bg-info-tint text-info',
  success: 'border-success/30 bg-success-tint text-success',
  pending: 'border-pending/30 bg-pending-tint text-pending',
};

interface BannerProps {
  readonly tone: keyof typeof BANNER_TONES;
  readonly icon?: LucideIcon;
  /** One sentence that says it all. */
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** One per page at most, for what needs a person: one bold sentence, one plain, one action. */
export function Banner({ tone, icon: Icon = TriangleAlert, title, children, action }: BannerProps) {
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      className={cx('flex items-center gap-2.5 rounded-2 border px-3 py-2', BANNER_TONES[tone])}
    >
      <Icon aria-hidden="true" className="size-4 flex-none" strokeWidth={1.75} />
      <p className="min-w-0 text-fg">
        <b className="font-semibold">{title}</b> {children}
      </p>
      {action !== undefined && <div className="ml-auto flex flex-none items-center gap-2">{action}</div>}
    </div>
  );
}

interface EmptyProps {
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** What to do next, as buttons. */
  readonly actions?: ReactNode;
}

/** What will be here, why it is not, and the next action. */
export function Empty({ title, children, actions }: EmptyProps) {
  return (
    <div className="grid justify-items-center gap-2 px-6 py-12 text-center text-fg-2">
      <svg aria-hidden="true" width="12" height="12" viewBox="0 0 12 12">
        <circle cx="6" cy="6" r="2.9" className="fill-none stroke-pending" strokeWidth="1.6" />
      </svg>
      <h2 className="text-14 text-fg">{title}</h2>
      {children !== undefined && <p className="max-w-104">{children}</p>}
      {actions !== undefined && <div className="mt-1 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}

/** What the API refused or could not do, in words, and a way on. */
export function Failure({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const problem = error instanceof ApiProblem ? error : null;
  return (
    <div role="alert" className="grid justify-items-center gap-2 px-6 py-12 text-center text-fg-2">
      <TriangleAlert aria-hidden="true" className="size-5 text-warning" strokeWidth={1.75} />
      <h2 className="text-14 text-fg">{uiWords.errorTitle}</h2>
      <p className="max-w-104">{describeProblem(error)}</p>
      {problem?.requestId !== null && problem !== null && (
        <p className="mono text-12 text-fg-3">{uiWords.requestId(problem.requestId ?? '')}</p>
      )}
      {retry !== undefined && <Button onClick={retry}>{uiWords.reload}</Button>}
    </div>
  );
}

/** A failure in a sentence. */
export function describeProblem(error: unknown): string {
  if (!(error instanceof ApiProblem)) return error instanceof Error ? error.message : String(error);
  if (error.status === 0) return uiWords.errorUnreachable;
  if (error.status === 403) return `${uiWords.errorForbidden} ${error.message}`;
  const fields = error.fields.map(({ pointer, message }) => `${pointer.replace(/^[/?]/, '')}: ${message}`);
  const wait = error.retryAfterSeconds === null ? [] : [uiWords.retryAfter(error.retryAfterSeconds)];
  const words = fields.length > 0 && error.fields.every(({ message }) => message !== error.message) ? fields : [];
  return [error.message, ...words, ...wait].join(' ');
}

/** When a skeleton appears, and when it says that it takes long. */
const SKELETON_AFTER_MS = 200;
const SKELETON_LONG_MS = 8_000;

/** Bars in the shape of what is being read: after 200 ms; after 8 s it says so. */
export function Skeleton({ rows = 4, retry }: { readonly rows?: number; readonly retry?: () => void }) {
  const [phase, setPhase] = useState<'early' | 'shown' | 'long'>('early');
  useEffect(() => {
    const shown = setTimeout(() => setPhase('shown'), SKELETON_AFTER_MS);
    const long = setTimeout(() => setPhase('long'), SKELETON_LONG_MS);
    return () => {
      clearTimeout(shown);
      clearTimeout(long);
    };
  }, []);
  if (phase === 'early') return null;
  return (
    <div role="status" aria-label={uiWords.loading} className="grid gap-3 p-4">
      {Array.from({ length: rows }, (_, index) => (
        <span
          key={index}
          className="block h-2.5 rounded-1 bg-active"
          style={{ width: `${85 - ((index * 17) % 45)}%` }}
        />
      ))}
      {phase === 'long' && (
        <p className="flex items-center gap-2 text-fg-2">
          {uiWords.loadingLong}{' '}
          {retry !== undefined && (
            <Button size="small" onClick={retry}>
              {uiWords.reload}
            </Button>
          )}
        </p>
      )}
    </div>
  );
}

interface ReadingProps<TData> {
  readonly query: {
    readonly data: TData | undefined;
    readonly error: unknown;
    readonly refetch: () => unknown;
  };
  readonly children: (data: TData) => ReactNode;
  readonly rows?: number;
}

/** Shows what was read; while it is being read its shape, and why when it cannot be. What is there stays when a later read fails. */
export function Reading<TData>({ query, children, rows }: ReadingProps<TData>) {
  const retry = () => void query.refetch();
  if (query.data !== undefined) return children(query.data);
  if (query.error !== null) return <Failure error={query.error} retry={retry} />;
  return <Skeleton retry={retry} {...(rows === undefined ? {} : { rows })} />;
}
